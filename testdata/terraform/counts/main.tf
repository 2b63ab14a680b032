variable "create" { type = bool }
variable "names" { type = set(string) }
variable "buckets" {
  type = map(object({ acl = optional(string, "private"), size = optional(number) }))
  default = {
    logs = { acl = "log-delivery-write" }
    data = { size = "3" }
  }
}

resource "aws_s3_bucket" "none" {
  count  = 0
  bucket = "never"
}
resource "aws_s3_bucket" "two" {
  count  = 2
  bucket = "two-${count.index}"
}
resource "aws_s3_bucket" "perhaps" {
  count  = var.create ? 1 : 0
  bucket = "perhaps"
}
resource "aws_s3_bucket" "any" {
  for_each = var.names
  bucket   = "any-${each.key}"
}
resource "aws_s3_bucket" "each" {
  for_each = var.buckets
  bucket   = each.key
  acl      = each.value.acl
}
resource "aws_s3_bucket_policy" "refers" {
  for_each = aws_s3_bucket.each
  bucket   = each.value.id
  policy   = jsonencode({
    Resource = concat(aws_s3_bucket.two[*].arn, [aws_s3_bucket.each["logs"].arn, try(aws_s3_bucket.perhaps[0].arn, "*")])
    Any      = values(aws_s3_bucket.any)[*].arn
    Perhaps  = aws_s3_bucket.perhaps[*].id
    Computed = each.value.hosted_zone_id
  })
}
