variable "acl" {
  type    = string
  default = "public-read"
}
variable "statements" {
  type = list(object({ actions = list(string), resources = optional(list(string), ["*"]) }))
}

resource "aws_s3_bucket" "data" {
  bucket = "data"
  acl    = var.acl
}

resource "aws_iam_policy" "p" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for s in var.statements : { Effect = "Allow", Action = s.actions, Resource = s.resources }]
  })
}
