variable "site_acl" {
  default = "public-read"
}

module "site" {
  source = "../modules/site"
  for_each = toset(["eu", "us"])
  name   = each.key
  acl    = var.site_acl
}

output "arns" {
  value = [for name, site in module.site : site.arn]
}
