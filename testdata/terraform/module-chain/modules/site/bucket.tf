variable "name" {}
variable "acl" {}

resource "aws_s3_bucket" "this" {
  bucket = "acme-site-${var.name}"
}

resource "aws_s3_bucket_acl" "this" {
  bucket = aws_s3_bucket.this.id
  acl    = var.acl
}

output "arn" {
  value = aws_s3_bucket.this.arn
}
