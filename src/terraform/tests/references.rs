use super::Case;

#[test]
fn attributes_are_configured_formed_or_computed() {
    let case = Case::new(&[(
        "main.tf",
        r#"
resource "aws_s3_bucket" "logs" {
  bucket = "logs"
  versioning { enabled = true }
}
resource "aws_iam_role" "app" {
  name = "app"
  path = "/svc/"
}
output "name" { value = aws_s3_bucket.logs.bucket }
output "id" { value = aws_s3_bucket.logs.id }
output "arn" { value = "${aws_s3_bucket.logs.arn}/*" }
output "role" { value = aws_iam_role.app.arn }
output "block" { value = aws_s3_bucket.logs.versioning[0].enabled }
output "zone" { value = aws_s3_bucket.logs.hosted_zone_id }
output "splat" { value = aws_s3_bucket.logs[*].id }
"#,
    )]);
    assert_eq!(case.messages(), [""; 0]);
    assert_eq!(
        case.outputs(),
        concat!(
            r#"{"arn":"arn:<this partition>:s3:::logs/*","block":true,"id":"logs","name":"logs","#,
            r#""role":"arn:<this partition>:iam::<this account>:role/svc/app","splat":["logs"],"#,
            r#""zone":{"unknown":"depends on aws_s3_bucket.logs.hosted_zone_id, "#,
            r#"which is known only after deployment"}}"#
        )
    );
}

#[test]
fn what_a_block_does_not_say_is_known_after_deployment() {
    let case = Case::new(&[(
        "main.tf",
        r#"
resource "aws_eks_cluster" "it" {
  identity {
    oidc { audience = "x" }
  }
  dynamic "certificate_authority" {
    for_each = var.how_many
    content { kind = "own" }
  }
  environment { variables = { A = "1" } }
}
locals { whole = aws_eks_cluster.it }
output "issuer" { value = aws_eks_cluster.it.identity[0].oidc[0].issuer }
output "same" { value = local.whole.identity[0].oidc[0].issuer }
output "audience" { value = aws_eks_cluster.it.identity[0].oidc[0].audience }
output "data" { value = aws_eks_cluster.it.certificate_authority[0].data }
output "all" { value = aws_eks_cluster.it.certificate_authority[*].kind }
output "not" { value = aws_eks_cluster.it.environment[0].variables.B }
variable "how_many" {}
"#,
    )]);
    assert_eq!(case.messages(), ["no attribute `B` here"]);
    let outputs = case.outputs();
    let computed = |attribute: &str| {
        format!(r#"{{"unknown":"depends on {attribute}, which is known only after deployment"}}"#)
    };
    let issuer = computed("aws_eks_cluster.it.identity[0].oidc[0].issuer");
    assert!(outputs.contains(&format!(r#""issuer":{issuer}"#)), "{outputs}");
    assert!(outputs.contains(r#""audience":"x""#), "{outputs}");
    assert!(outputs.contains(&format!(r#""same":{issuer}"#)), "{outputs}");
    let data = computed("aws_eks_cluster.it.certificate_authority[*].data");
    assert!(outputs.contains(&format!(r#""data":{data}"#)), "{outputs}");
}

#[test]
fn whole_resources_pass_through_locals_and_outputs() {
    let case = Case::new(&[
        (
            "main.tf",
            r#"
module "store" { source = "./store" }
resource "aws_s3_bucket" "many" {
  for_each = { a = "alpha", b = "beta" }
  bucket   = each.value
}
locals { by_name = { for key, bucket in aws_s3_bucket.many : bucket.bucket => bucket.arn } }
output "id" { value = module.store.bucket.id }
output "unset" { value = module.store.bucket.bucket_prefix }
output "names" { value = local.by_name }
"#,
        ),
        (
            "store/main.tf",
            r#"
resource "aws_s3_bucket" "this" { bucket = "store" }
output "bucket" { value = aws_s3_bucket.this }
"#,
        ),
    ]);
    assert_eq!(case.messages(), [""; 0]);
    assert!(case.outputs().starts_with(
        r#"{"id":"store","names":{"alpha":"arn:<this partition>:s3:::alpha","beta":"arn:<this partition>:s3:::beta"},"unset":{"unknown":"#
    ), "{}", case.outputs());
}

#[test]
fn this_account_is_a_symbol_unless_a_provider_takes_a_role() {
    let case = Case::new(&[(
        "main.tf",
        r#"
provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
provider "aws" {
  alias = "other"
  assume_role { role_arn = "arn:aws:iam::222222222222:role/x" }
}
data "aws_caller_identity" "here" {}
data "aws_caller_identity" "us" { provider = aws.us }
data "aws_caller_identity" "other" { provider = aws.other }
data "aws_region" "here" {}
data "aws_region" "us" { provider = aws.us }
resource "aws_iam_role" "other" {
  provider = aws.other
  name     = "r"
}
output "here" { value = data.aws_caller_identity.here.account_id }
output "us" { value = data.aws_caller_identity.us.account_id }
output "other" { value = data.aws_caller_identity.other.account_id }
output "region" { value = data.aws_region.here.name }
output "us_region" { value = data.aws_region.us.name }
output "role" { value = aws_iam_role.other.arn }
output "same" { value = data.aws_caller_identity.here.account_id == data.aws_caller_identity.us.account_id }
"#,
    )]);
    let outputs = case.outputs();
    assert!(outputs.contains(r#""here":"<this account>""#), "{outputs}");
    assert!(outputs.contains(r#""us":"<this account>""#), "{outputs}");
    assert!(outputs.contains(r#""other":{"unknown""#), "{outputs}");
    assert!(outputs.contains(r#""region":"<this region>""#), "{outputs}");
    assert!(outputs.contains(r#""us_region":"us-east-1""#), "{outputs}");
    assert!(
        outputs.contains("iam::${the account of aws_iam_role.other's provider}:role/r"),
        "{outputs}"
    );
    assert!(outputs.contains(r#""same":true"#), "{outputs}");
}

#[test]
fn the_account_can_be_told() {
    let text = r#"
data "aws_caller_identity" "here" {}
resource "aws_iam_role" "app" { name = "app" }
output "id" { value = data.aws_caller_identity.here.account_id }
output "arn" { value = aws_iam_role.app.arn }
"#;
    let case = Case::with(&[("main.tf", text)], |options, _| {
        options.account_id = Some("123456789012".into());
    });
    assert_eq!(
        case.outputs(),
        r#"{"arn":"arn:<this partition>:iam::123456789012:role/app","id":"123456789012"}"#
    );
}

#[test]
fn data_sources_tell_what_they_depend_on() {
    let case = Case::new(&[(
        "main.tf",
        r#"
data "aws_vpc" "main" { default = true }
data "aws_arn" "parsed" { arn = "arn:aws:iam::111111111111:role/a/b" }
output "vpc" { value = data.aws_vpc.main.id }
output "default" { value = data.aws_vpc.main.default }
output "account" { value = data.aws_arn.parsed.account }
output "resource" { value = data.aws_arn.parsed.resource }
"#,
    )]);
    assert_eq!(
        case.outputs(),
        concat!(
            r#"{"account":"111111111111","default":true,"resource":"role/a/b","#,
            r#""vpc":{"unknown":"depends on data.aws_vpc.main.id, which is read at deployment"}}"#
        )
    );
}

#[test]
fn names_that_mean_nothing_are_diagnostics() {
    let case = Case::new(&[(
        "main.tf",
        r#"
output "a" { value = var.nope }
output "b" { value = local.nope }
output "c" { value = aws_s3_bucket.nope.id }
output "d" { value = module.nope.id }
output "e" { value = each.key }
output "ok" { value = "still here" }
"#,
    )]);
    assert_eq!(
        case.messages(),
        [
            "var.nope is not declared in this module",
            "local.nope is not declared in this module",
            "aws_s3_bucket.nope is not declared in this module",
            "module.nope is not declared here",
            "each is only there where for_each is",
        ]
    );
    assert!(case.outputs().contains(r#""ok":"still here""#));
}

#[test]
fn self_is_the_resource_itself() {
    let case = Case::new(&[(
        "main.tf",
        r#"
resource "aws_instance" "web" {
  instance_type = "t3.micro"
  provisioner "local-exec" {
    command = "echo ${self.instance_type} ${self.private_ip}"
  }
}
"#,
    )]);
    assert_eq!(
        case.property("aws_instance.web", "provisioner"),
        r#"[{"command":"echo t3.micro ${aws_instance.web.private_ip}","type":"local-exec"}]"#
    );
}
