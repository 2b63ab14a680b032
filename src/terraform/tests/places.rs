use super::Case;

/// The way of a value: its text, then the hops with theirs.
fn way(case: &Case, value: &crate::value::Value) -> Vec<String> {
    let mut way: Vec<String> = value.origin.span.map(|span| case.text(span)).into_iter().collect();
    way.extend(
        value
            .origin
            .hops()
            .iter()
            .map(|h| format!("{:?} {} at {}", h.kind, h.name, case.text(h.span))),
    );
    way
}

#[test]
fn a_value_knows_its_way_from_default_to_attribute() {
    let case = Case::new(&[
        (
            "live/main.tf",
            r#"
variable "site_acl" { default = "public-read" }
module "site" {
  source = "../site"
  acl    = var.site_acl
  tags   = { owner = "team" }
}
resource "aws_sns_topic" "t" { name = module.site.name }
"#,
        ),
        (
            "site/main.tf",
            r#"
variable "acl" {}
variable "tags" {}
locals { chosen = var.acl }
resource "aws_s3_bucket" "b" {
  bucket = "acme"
  acl    = local.chosen
  tags   = { by = var.tags.owner }
}
output "name" { value = aws_s3_bucket.b.id }
"#,
        ),
    ]);
    let bucket = "module.site.aws_s3_bucket.b";
    assert_eq!(
        way(&case, &case.value(bucket, "acl")),
        [
            "\"public-read\"",
            "Argument module.site.acl at var.site_acl",
            "Reference var.acl at var.acl",
            "Reference local.chosen at local.chosen",
        ]
    );
    assert_eq!(
        way(&case, &case.value(bucket, "tags").child("by")),
        [
            "\"team\"",
            "Argument module.site.tags at { owner = \"team\" }",
            "Reference var.tags at var.tags.owner"
        ]
    );
    assert_eq!(
        way(&case, &case.value("aws_sns_topic.t", "name")),
        [
            "\"acme\"",
            "Attribute aws_s3_bucket.b.id at aws_s3_bucket.b.id",
            "Output module.site.name at module.site.name",
        ]
    );
}

#[test]
fn parts_of_a_policy_have_their_own_places() {
    let case = Case::new(&[(
        "main.tf",
        r#"
variable "bucket" { default = "data" }
resource "aws_iam_policy" "text" {
  policy = <<EOF
{"Statement": [{"Action": "s3:*", "Resource": "arn:aws:s3:::${var.bucket}/*"}]}
EOF
}
resource "aws_iam_policy" "document" { policy = data.aws_iam_policy_document.d.json }
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}
"#,
    )]);
    let read = |address: &str| {
        let policy = case.value(address, "policy");
        let policy = crate::value::from_json_text(&policy).unwrap();
        policy.child("Statement").items()[0].clone()
    };
    let statement = read("aws_iam_policy.text");
    assert_eq!(case.text(statement.child("Action").origin.span.unwrap()), "\"s3:*\"");
    let resource = statement.child("Resource");
    assert_eq!(resource.as_str(), Some("arn:aws:s3:::data/*"));
    assert_eq!(case.text(resource.span_of(13..17).unwrap()), "data", "the default it comes from");
    let statement = read("aws_iam_policy.document");
    assert_eq!(case.text(statement.origin.span.unwrap()), "statement");
    assert_eq!(case.text(statement.child("Action").origin.span.unwrap()), "\"s3:*\"");
    let key = statement.as_map().unwrap().entries["Action"].key_span.unwrap();
    assert_eq!(case.text(key), "actions");
}

#[test]
fn blocks_and_arguments_have_the_places_of_their_names() {
    let case = Case::new(&[(
        "main.tf",
        "resource \"aws_a\" \"x\" {\n  size = 1\n  rule {\n    id = \"r\"\n  }\n}\n",
    )]);
    let resource = &case.evaluations[0].configuration.resources[0];
    assert_eq!(case.text(resource.header), "resource \"aws_a\" \"x\"");
    let entries = &resource.properties.as_map().unwrap().entries;
    assert_eq!(case.text(entries["size"].key_span.unwrap()), "size");
    assert_eq!(case.text(entries["rule"].key_span.unwrap()), "rule");
    let rule = &entries["rule"].value.items()[0];
    assert_eq!(case.text(rule.origin.span.unwrap()), "rule");
    assert_eq!(case.text(rule.child("id").origin.span.unwrap()), "\"r\"");
}
