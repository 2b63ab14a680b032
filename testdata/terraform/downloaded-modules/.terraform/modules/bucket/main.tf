variable "name" {}

resource "aws_s3_bucket" "this" {
  bucket = var.name
}

module "inner" {
  source  = "example/inner/aws"
  version = "1.0.0"
  bucket  = aws_s3_bucket.this.id
}

output "id" {
  value = aws_s3_bucket.this.id
}
