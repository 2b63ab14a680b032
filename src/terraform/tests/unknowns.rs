//! An unknown spreads no further than it must.

use super::eval;

const UNKNOWN: &str = r#"{"unknown":"depends on var.unknown, which has no value here"}"#;

#[test]
fn what_is_merged_later_counts() {
    assert_eq!(eval("merge(var.unknown, { a = 1 }).a"), "1");
    assert_eq!(eval("merge({ a = 1 }, var.unknown).a"), UNKNOWN);
    assert_eq!(eval("merge({ a = 1, b = 1 }, var.unknown, { a = 2 }).a"), "2");
    assert_eq!(eval("merge({ a = 1, b = 1 }, var.unknown, { a = 2 }).b"), UNKNOWN);
    assert_eq!(eval("merge(merge(var.unknown, { a = 1 }), { b = 2 }).a"), "1");
    assert_eq!(eval("merge({ a = 0 }, merge(var.unknown, { b = 1 })).a"), UNKNOWN);
    assert_eq!(eval("merge({ a = 0 }, merge(var.unknown, { a = 1 })).a"), "1");
    assert_eq!(eval("lookup(merge(var.unknown, { a = 1 }), \"a\", 2)"), "1");
    assert_eq!(eval("lookup(merge(var.unknown, { a = 1 }), \"b\", 2)"), UNKNOWN);
    assert_eq!(eval("merge({ a = 1 }, var.unknown...).a"), UNKNOWN);
    assert_eq!(eval("merge(var.unknown, { a = 1 }) == merge(var.unknown, { a = 2 })"), "false");
    let object = "merge(var.unknown, { a = 1 })";
    assert_eq!(eval(&format!("jsondecode(jsonencode({object})).a")), "1");
    assert_eq!(eval(&format!("{object} == {{ a = 2 }}")), "false");
}

#[test]
fn keys_that_are_not_known() {
    let keyed = r#"{ a = 1, (var.unknown) = 2, b = 3 }"#;
    let either = r#"{"any_of":[1,2],"unknown":"depends on var.unknown, which has no value here"}"#;
    assert_eq!(eval(&format!("{keyed}.a")), either);
    assert_eq!(eval(&format!("{keyed}.b")), "3");
    assert_eq!(eval(&format!("{keyed}[\"c\"]")), "2", "it can only be this one");
    assert_eq!(eval("merge({ a = 1 }, { (var.unknown) = 2 }).a"), either);
    assert_eq!(eval("lookup({ (var.unknown) = 2 }, \"a\", 2)"), "2");
    assert!(eval("lookup({ (var.unknown) = 2 }, \"a\", 3)").starts_with(r#"{"any_of":[2,3]"#));
    // What cannot be the key is not replaced by it.
    assert_eq!(eval(r#"{ "x:a" = 1, "${var.unknown}:b" = 2 }["x:a"]"#), "1");
    assert_eq!(eval(r#"zipmap(["a", var.unknown, "b"], [1, 2, 3]).b"#), "3");
    assert_eq!(eval(r#"zipmap(["a", var.unknown, "b"], [1, 2, 3]).a"#), UNKNOWN);
    assert_eq!(eval(r#"yamldecode("a: 1\n${var.unknown}: 2\nb: 3").b"#), "3");
    assert_eq!(eval(r#"yamldecode("a: 1\n${var.unknown}: 2\nb: 3").a"#), UNKNOWN);
}

#[test]
fn parts_of_open_maps() {
    let open = "merge(var.unknown, { a = 1 })";
    let more = UNKNOWN;
    assert_eq!(eval(&format!("keys({open})")), format!("[{more},\"a\"]"));
    assert_eq!(eval(&format!("values({open})")), format!("[{more},1]"));
    assert_eq!(eval(&format!("contains(keys({open}), \"a\")")), "true");
    assert_eq!(eval(&format!("contains(keys({open}), \"b\")")), more);
    assert_eq!(eval(&format!("length({open})")), more);
    assert!(eval(&format!("keys({open})[0]")).contains("unknown"), "it may sort before");
    assert_eq!(eval(&format!("{{ for k, v in {open} : k => v + 1 }}.a")), "2");
    assert!(eval(&format!("[for k, v in {open} : k]")).ends_with(",\"a\"]"));
    assert_eq!(eval(&format!("contains([for k, v in {open} : k], \"a\")")), "true");
    assert_eq!(eval("{ for k in concat(var.unknown, [\"a\"]) : k => 1 }.a"), "1");
}

#[test]
fn an_open_map_given_to_an_object_is_complete() {
    let text = r#"
variable "unknown" {}
module "m" {
  source = "./m"
  it     = merge(var.unknown, { a = "x", b = "y" })
}
output "it" { value = module.m.it }
"#;
    let module = r#"
variable "it" {
  type = object({ a = string, b = string })
}
output "it" { value = length(keys(var.it)) }
"#;
    let case = super::Case::new(&[("main.tf", text), ("m/main.tf", module)]);
    assert_eq!(case.outputs(), r#"{"it":2}"#);
}

#[test]
fn lists_of_which_a_part_is_known() {
    assert_eq!(eval("contains(concat(var.unknown, [\"*\"]), \"*\")"), "true");
    assert_eq!(eval("contains(concat([\"*\"], var.unknown...), \"*\")"), "true");
    assert_eq!(eval("contains(distinct(concat(var.unknown, [\"*\"])), \"*\")"), "true");
    assert_eq!(eval("contains(flatten([var.unknown, [\"*\"]]), \"*\")"), "true");
    assert_eq!(eval("contains(setunion(var.unknown, [\"*\"]), \"*\")"), "true");
    assert_eq!(eval("contains(sort(concat(var.unknown, [\"*\"])), \"*\")"), "true");
    assert_eq!(eval("contains([for x in concat(var.unknown, [\"a\"]) : upper(x)], \"A\")"), "true");
    assert_eq!(eval("concat([\"*\"], var.unknown)[0]"), "\"*\"");
    assert_eq!(eval("[var.unknown, \"b\"][1]"), "\"b\"");
    assert_eq!(eval("{ a = var.unknown, b = 1 }.b"), "1");
    // An index after any number of elements is not known.
    assert!(eval("[for i, x in concat(var.unknown, [\"a\"]) : i][1]").contains("unknown"));
}

#[test]
fn sets_of_which_a_part_is_known() {
    let some = "toset(concat(var.unknown, [\"a\"]))";
    assert_eq!(eval(&format!("contains(setintersection({some}, [\"a\"]), \"a\")")), "true");
    assert_eq!(eval(&format!("contains(setintersection([\"a\", \"b\"], {some}), \"a\")")), "true");
    assert!(
        eval(&format!("contains(setintersection([\"b\"], {some}), \"b\")")).contains("unknown")
    );
    assert_eq!(eval(&format!("contains(setsubtract({some}, [\"b\"]), \"a\")")), "true");
    assert_eq!(eval(&format!("contains(setsubtract([\"a\", \"b\"], {some}), \"a\")")), "false");
    assert!(eval(&format!("contains(setsubtract([\"b\"], {some}), \"b\")")).contains("unknown"));
    assert_eq!(eval("setsubtract([\"a\", \"b\"], [\"b\"])"), "[\"a\"]");
    assert_eq!(eval("setintersection([\"a\"], [])"), "[]");
}

#[test]
fn groups_may_get_more_elements() {
    let grouped = "{ for x in concat(var.unknown, [\"a\"]) : x => 1... }";
    assert_eq!(eval(&format!("contains({grouped}.a, 1)")), "true");
    assert!(eval(&format!("length({grouped}.a)")).contains("unknown"));
}

#[test]
fn instances_of_known_keys_are_known() {
    let text = r#"
variable "unknown" {}
resource "aws_sqs_queue" "q" {
  for_each = merge(var.unknown, { a = "x" })
  name     = each.value
}
output "name" { value = aws_sqs_queue.q["a"].name }
output "whole" { value = { for k, q in aws_sqs_queue.q : k => q.name }["a"] }
"#;
    let case = super::Case::new(&[("main.tf", text)]);
    assert_eq!(case.outputs(), r#"{"name":"x","whole":"x"}"#);
}
