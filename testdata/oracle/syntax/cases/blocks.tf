# Blocks, labels and attributes in every way they are written.
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = { source = "hashicorp/aws", version = "~> 5.0" }
  }
  backend "s3" {}
}

resource "aws_s3_bucket" "logs" {
  bucket = "acme-logs"
  tags   = { Team = "platform" }

  lifecycle { prevent_destroy = true }
}
resource aws_s3_bucket unquoted { bucket = "acme-unquoted" }
resource "aws_s3_bucket" "two words" {}
resource "aws_s3_bucket" "esc\"aped\tlabel" {}
resource "aws_s3_bucket" "tschüß" { bucket = "acme-ü" }

resource "aws_s3_bucket" "again" {
  rule { id = 1 }
  rule {
    id = 2
  }

  rule {

    nested "label" {
      id = 3
    }
  }
}

module "site-with-dashes" {
  source  = "./modules/site"
  for-all = true
  _under  = 1
  camelCase = 2
}

locals {
  a = 1
}
locals {
  b = 2
}
locals {}
top_level = "attribute"
provider "aws" {
  alias = "east" // c++
}
check "health" {
  data "http" "site" {
    url = "https://example.com"
  }
  assert {
    condition     = data.http.site.status_code == 200
    error_message = "down"
  }
}
