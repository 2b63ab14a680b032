//! HCL's JSON syntax.

use super::*;
use crate::syntax::json;

fn read(text: &str) -> Body {
    let node = json::parse(file(), text);
    assert_eq!(node.diagnostics, []);
    let parsed = from_json(&node.tree, TERRAFORM_BLOCKS);
    assert_eq!(parsed.diagnostics, []);
    parsed.tree
}

fn labels(block: &Block) -> Vec<&str> {
    block.labels.iter().map(|label| &*label.text).collect()
}

#[test]
fn labels_are_levels_and_bodies_may_be_lists() {
    let text = r#"{
  "//": "c",
  "resource": {"aws_x": {"a": {"n": 1, "//": "c"}, "b": [{}, {"m": -2}]}, "aws_y": [{"c": {}}, {"d": null}]},
  "locals": {"l": [true, null]},
  "terraform": [{"x": {}}, {"y": {}}],
  "other": 1
}"#;
    let body = read(text);
    let shapes: Vec<_> =
        body.blocks.iter().map(|block| (&*block.kind.text, labels(block))).collect();
    assert_eq!(
        shapes,
        [
            ("resource", vec!["aws_x", "a"]),
            ("resource", vec!["aws_x", "b"]),
            ("resource", vec!["aws_x", "b"]),
            ("resource", vec!["aws_y", "c"]),
            ("locals", vec![]),
            ("terraform", vec![]),
            ("terraform", vec![]),
        ]
    );
    assert_eq!(body.attributes.len(), 1);
    let a = &body.blocks[0];
    assert_eq!(cut(text, a.header()), "\"a\"");
    assert_eq!(cut(text, a.span), "\"a\": {\"n\": 1, \"//\": \"c\"}");
    assert_eq!(a.body.attributes.len(), 1);
    assert_eq!(cut(text, body.blocks[2].body.attributes[0].expr.span), "-2");
    assert!(matches!(
        body.blocks[2].body.attributes[0].expr.kind,
        ExprKind::Unary(UnaryOp::Neg, _)
    ));
}

#[test]
fn strings_are_templates_with_true_places() {
    let text = r#"{"locals": {"a": "x-${lookup(m, \"k\")}\n-$${y}", "b": "plain", "c": "a\tb", "${k}": {"d": "${v}"}}}"#;
    let body = read(text);
    let attributes = &body.blocks[0].body.attributes;
    let ExprKind::Template(parts) = &attributes[0].expr.kind else { panic!() };
    assert_eq!(literals(parts), "x-<>\n-${y}");
    check::check_parts(text, parts);
    let Part::Interpolation(expr, span) = &parts[1] else { panic!() };
    assert_eq!(cut(text, *span), r#"${lookup(m, \"k\")}"#);
    let ExprKind::Call(call) = &expr.kind else { panic!() };
    assert_eq!(cut(text, call.name.span), "lookup");
    assert_eq!(cut(text, call.args[1].span), r#"\"k\""#);
    let ExprKind::Template(key) = &call.args[1].kind else { panic!() };
    assert_eq!(literals(key), "k");
    assert_eq!(attributes[1].expr.kind, ExprKind::String("plain".into()));
    let ExprKind::Template(parts) = &attributes[2].expr.kind else { panic!() };
    assert_eq!((literals(parts), parts.len()), ("a\tb".into(), 3));
    let ExprKind::Object(entries) = &attributes[3].expr.kind else { panic!() };
    assert!(matches!(&entries[0].0, ObjectKey::Expr(Expr { kind: ExprKind::String(_), .. })));
}

#[test]
fn references_in_strings() {
    let text = r#"{"data": {"x": {"y": {"depends_on": ["aws_x.y"], "n": 1}}}}"#;
    let attributes = &read(text).blocks[0].body.attributes;
    let ExprKind::Array(items) = &attributes[0].expr.kind else { panic!() };
    let reference = expr_in_string(&items[0]).tree.unwrap();
    assert_eq!(cut(text, reference.span), "aws_x.y");
    assert!(matches!(reference.kind, ExprKind::Traversal(..)));
    assert_eq!(expr_in_string(&attributes[1].expr).tree.as_ref(), Some(&attributes[1].expr));
}

#[test]
fn values_are_literal() {
    let text = r#"{"a": "${x}", "b": {"c": ["%{ if", "\u00e9"]}}"#;
    let parsed = values_from_json(&json::parse(file(), text).tree);
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(parsed.tree.attributes[0].expr.kind, ExprKind::String("${x}".into()));
}

#[test]
fn what_is_wrong_is_told_in_its_place() {
    let text = r#"{"resource": {"x": 1}, "locals": {"a": "ok ${b +}", "c": "\n${(}", "d": 1}, "module": {"m": "z"}}"#;
    let parsed = from_json(&json::parse(file(), text).tree, TERRAFORM_BLOCKS);
    let places: Vec<_> = parsed
        .diagnostics
        .iter()
        .map(|diagnostic| match &diagnostic.place {
            Place::Span(span) => (&*diagnostic.message, cut(text, *span)),
            Place::Path(_) => panic!(),
        })
        .collect();
    assert_eq!(
        places,
        [
            ("expected an object or an array of objects", "1"),
            ("expected an expression, found `}`", "}"),
            ("expected `)`, found `}`", "}"),
            ("expected an object that holds the block's arguments", "\"z\""),
        ]
    );
    assert_eq!(parsed.tree.blocks[0].body.attributes.len(), 1);
}
