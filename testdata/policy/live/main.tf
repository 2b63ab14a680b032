variable "bucket" {
  default = "acme-logs"
}

resource "aws_iam_policy" "readers" {
  name = "readers"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadLogs"
      Effect   = "Allow"
      Action   = ["s3:GetObjct"]
      Resource = "arn:aws:s3:::${var.bucket}/*"
    }]
  })
}

resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole" }]
  })
  inline_policy {
    name = "own"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "iam:*", Resource = "*" }]
    })
  }
}

module "site" {
  source = "./site"
  bucket = "acme-site"
}
