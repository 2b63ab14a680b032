{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ${jsonencode(try(actions, ["s3:*"]))},
      "Resource": "arn:aws:s3:::${bucket}/${account}/$${aws:username}/*"
    }
  ]
}
