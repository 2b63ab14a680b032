module "bucket" {
  source  = "terraform-aws-modules/s3-bucket/aws"
  version = "4.0.0"
  name    = "downloaded"
}

module "absent" {
  source = "git::https://example.com/absent.git"
}

resource "aws_s3_bucket_policy" "this" {
  bucket = module.bucket.id
  policy = module.absent.policy
}
