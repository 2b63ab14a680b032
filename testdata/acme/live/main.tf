variable "site_acl" {
  default = "public-read"
}

module "site" {
  source   = "../modules/site"
  for_each = toset(["eu", "us"])
  name     = each.key
  acl      = var.site_acl
}
