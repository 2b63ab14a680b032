variable "issuer" {}
variable "principals" { type = list(string) }
variable "restrict" { type = bool }

locals {
  base = [{
    Effect   = "Allow"
    Action   = ["s3:GetObject"]
    Resource = "arn:aws:s3:::b/*"
  }]
  extra = { Sid = "Extra", Effect = "Allow", Action = "*", Resource = "*" }
}

resource "aws_iam_policy" "concat" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.base, [merge(local.extra, { Resource = "arn:aws:s3:::b" })])
  })
}

resource "aws_iam_policy" "heredoc" {
  policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": ${jsonencode(local.base)}
    }
  POLICY
}

resource "aws_iam_role" "oidc" {
  name = "oidc"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.ci.arn }
      Condition = {
        StringEquals = { "${var.issuer}:sub" = "repo:acme/app:ref:refs/heads/main" }
      }
    }]
  })
}

resource "aws_iam_openid_connect_provider" "ci" {
  url = "https://${var.issuer}"
}

data "aws_iam_policy_document" "perhaps" {
  statement {
    sid     = "Perhaps"
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = concat(["arn:aws:iam::111111111111:root"], var.principals)
    }
    dynamic "condition" {
      for_each = var.restrict ? [1] : []
      content {
        test     = "Bool"
        variable = "aws:MultiFactorAuthPresent"
        values   = ["true"]
      }
    }
  }
  dynamic "statement" {
    for_each = var.principals
    content {
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::b/${statement.value}/*"]
    }
  }
}

resource "aws_iam_policy" "perhaps" {
  policy = data.aws_iam_policy_document.perhaps.json
}
