resource "aws_iam_policy" "read" {
  policy = file("${path.module}/policies/read.json")
}

resource "aws_iam_policy" "template" {
  policy = templatefile("policies/write.json.tpl", {
    bucket  = "data"
    actions = ["s3:PutObject", "s3:DeleteObject"]
    account = data.aws_caller_identity.current.account_id
  })
}

resource "aws_iam_policy" "edited" {
  policy = jsonencode(merge(jsondecode(file("policies/read.json")), { Id = "edited" }))
}

resource "aws_iam_policy" "all" {
  for_each = fileset(path.module, "policies/*.json")
  policy   = file(each.value)
}

data "aws_caller_identity" "current" {}

data "template_file" "old" {
  template = file("policies/write.json.tpl")
  vars = {
    bucket  = "old"
    account = "111111111111"
  }
}

resource "aws_iam_policy" "old" {
  policy = data.template_file.old.rendered
}

resource "aws_iam_policy" "outside" {
  policy = file("../../../Cargo.toml")
}

resource "aws_iam_policy" "missing" {
  policy = file("policies/none.json")
}
