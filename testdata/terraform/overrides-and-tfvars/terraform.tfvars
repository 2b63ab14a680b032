acl = "public-read-write"
statements = [
  { actions = ["s3:*"] },
  { actions = ["iam:PassRole"], resources = ["arn:aws:iam::111111111111:role/app"] },
]
