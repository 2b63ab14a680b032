use super::Case;

#[test]
fn what_counts_by_an_unknown_may_be_there() {
    let case = Case::new(&[(
        "main.tf",
        r#"
variable "on" {}
variable "zones" {}
resource "aws_a" "none" { count = 0 }
resource "aws_a" "two" { count = "2" }
resource "aws_a" "either" { count = var.on ? 2 : 1 }
resource "aws_a" "any" { count = var.zones }
resource "aws_a" "keys" { for_each = { "a.b" = 1, "q\"uote" = 2 } }
resource "aws_a" "alternatives" { for_each = var.on ? { x = 1, y = 2 } : { x = 3 } }
resource "aws_a" "some" { for_each = var.zones }
"#,
    )]);
    assert_eq!(case.messages(), [""; 0]);
    assert_eq!(
        case.addresses(),
        [
            "aws_a.two[0]",
            "aws_a.two[1]",
            "aws_a.either[0]",
            "aws_a.either[1]?",
            "aws_a.any[*]?",
            "aws_a.keys[\"a.b\"]",
            "aws_a.keys[\"q\\\"uote\"]",
            "aws_a.alternatives[\"x\"]",
            "aws_a.alternatives[\"y\"]?",
            "aws_a.some[*]?",
        ]
    );
    assert_eq!(case.evaluations[0].resources, 10);
}

#[test]
fn repeated_modules_pass_their_doubt_on() {
    let case = Case::new(&[
        (
            "main.tf",
            r#"
variable "on" {}
module "a" {
  source = "./m"
  count  = var.on ? 1 : 0
  name   = "n${count.index}"
}
module "b" {
  source   = "./m"
  for_each = { x = "ex" }
  name     = each.value
}
module "off" {
  source = "./m"
  count  = 0
  name   = "never"
}
output "maybe" { value = try(module.a[0].arn, "none") }
output "sure" { value = module.b["x"].arn }
output "all" { value = [for m in module.b : m.arn] }
output "splat" { value = module.a[*].arn }
"#,
        ),
        (
            "m/main.tf",
            r#"
variable "name" {}
resource "aws_s3_bucket" "b" { bucket = var.name }
output "arn" { value = aws_s3_bucket.b.arn }
"#,
        ),
    ]);
    assert_eq!(case.messages(), [""; 0]);
    assert_eq!(
        case.addresses(),
        ["module.a[0].aws_s3_bucket.b?", "module.b[\"x\"].aws_s3_bucket.b"]
    );
    let outputs = case.outputs();
    assert!(outputs.contains(r#""sure":"arn:<this partition>:s3:::ex""#), "{outputs}");
    assert!(outputs.contains(r#""all":["arn:<this partition>:s3:::ex"]"#), "{outputs}");
    assert!(
        outputs.contains(r#""maybe":{"any_of":["arn:<this partition>:s3:::n0","none"]"#),
        "{outputs}"
    );
    assert!(
        outputs.contains(r#""splat":{"any_of":[["arn:<this partition>:s3:::n0"],[]]"#),
        "{outputs}"
    );
}

#[test]
fn instances_are_reached_by_key() {
    let case = Case::new(&[(
        "main.tf",
        r#"
variable "env" {}
resource "aws_s3_bucket" "b" {
  for_each = { dev = "d", prod = "p" }
  bucket   = each.value
}
resource "aws_s3_bucket" "c" {
  count  = 2
  bucket = "c${count.index}"
}
output "key" { value = aws_s3_bucket.b["dev"].id }
output "any" { value = aws_s3_bucket.b[var.env].id }
output "index" { value = aws_s3_bucket.c[1].id }
output "old" { value = aws_s3_bucket.c.*.id }
output "missing" { value = aws_s3_bucket.b["nope"].id }
output "unkeyed" { value = aws_s3_bucket.c.id }
"#,
    )]);
    let outputs = case.outputs();
    assert!(outputs.contains(r#""key":"d""#), "{outputs}");
    assert!(outputs.contains(r#""any":{"any_of":["d","p"]"#), "{outputs}");
    assert!(outputs.contains(r#""index":"c1""#), "{outputs}");
    assert!(outputs.contains(r#""old":["c0","c1"]"#), "{outputs}");
    assert_eq!(
        case.messages(),
        [
            "aws_s3_bucket.b has no instance `nope`",
            "aws_s3_bucket.c has count: `id` needs an instance's key before it",
        ]
    );
}

#[test]
fn keys_that_are_not_known_as_text_still_name_instances() {
    let case = Case::new(&[(
        "main.tf",
        r#"
variable "name" {}
resource "aws_s3_bucket" "b" {
  for_each = { (var.name) = "x" }
  bucket   = each.key
}
"#,
    )]);
    assert_eq!(case.addresses(), ["aws_s3_bucket.b[\"${var.name}\"]"]);
    assert!(
        case.property("aws_s3_bucket.b[\"${var.name}\"]", "bucket").contains("depends on var.name")
    );
}

#[test]
fn a_list_beside_a_set_is_a_set() {
    let case = Case::new(&[(
        "main.tf",
        r#"
variable "names" {}
variable "typed" { type = object({ names = optional(set(string)) }) }
variable "off" { default = false }
locals { some = var.off ? toset(var.names) : ["a", "b", "a"] }
resource "aws_r" "empty" { for_each = var.off ? toset(var.names) : [] }
resource "aws_r" "mirror" { for_each = !var.off ? [] : toset(var.names) }
resource "aws_r" "local" { for_each = local.some }
resource "aws_r" "declared" { for_each = var.off ? var.typed.names : ["c"] }
resource "aws_r" "anything" { for_each = var.off ? data.x.y.names : ["d"] }
resource "aws_r" "undecided" { for_each = var.names == "x" ? toset(var.names) : [] }
resource "aws_r" "list" { for_each = var.off ? tolist(["f"]) : ["e"] }
output "first" { value = var.off ? data.x.y.names[0] : ["d"][0] }
data "x" "y" {}
"#,
    )]);
    assert_eq!(case.messages(), ["for_each needs a map or a set of strings, not list"]);
    let addresses = case.addresses();
    let of = |name: &str| addresses.iter().filter(|a| a.contains(name)).count();
    assert_eq!((of("r.empty"), of("r.mirror"), of("r.local")), (0, 0, 2), "{addresses:?}");
    assert_eq!((of(r#"r.declared["c"]"#), of(r#"r.anything["d"]"#)), (1, 1), "{addresses:?}");
}
