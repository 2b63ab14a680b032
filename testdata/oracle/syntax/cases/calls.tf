none     = f()
one      = f(1)
two      = f(a, "b")
trailing = f(a, b,)
expand   = f(a...)
expand_2 = f(a, b...)
expand_list = f([1, 2]...)
nested   = f(g(h(1)))
spread   = merge({ a = 1 }, [for x in y : { "${x}" = 1 }]...)
space    = f (a)
lines = f(
  a,
  b
)
lines_comma = f(
  a,
  b,
)
empty_lines = f(

  a

)
provider_fn = provider::aws::arn_parse("arn:aws:iam::123456789012:role/x").account_id
policy = jsonencode({
  Version = "2012-10-17"
  Statement = [{
    Effect   = "Allow"
    Action   = ["s3:GetObject", "s3:${var.action}"]
    Resource = "${aws_s3_bucket.b.arn}/*"
    Condition = {
      StringLike = { "aws:PrincipalTag/team" = "$${aws:username}" }
    }
  }]
})
dashed = my-func(1)
