//! Texts that are right.

use super::*;

#[test]
fn blocks_attributes_and_labels() {
    let text = "# c\nresource \"aws_x\" name {\n  a = 1\n  nested {}\n}\nb = 2";
    let body = parsed(text);
    let block = &body.blocks[0];
    assert_eq!(block.kind.text, "resource");
    assert_eq!(block.labels.iter().map(|l| &*l.text).collect::<Vec<_>>(), ["aws_x", "name"]);
    assert_eq!(cut(text, block.labels[0].span), "\"aws_x\"");
    assert_eq!(cut(text, block.header()), "resource \"aws_x\" name");
    assert!(
        cut(text, block.span).starts_with("resource") && cut(text, block.span).ends_with("{}\n}")
    );
    assert_eq!(block.body.blocks[0].kind.text, "nested");
    assert_eq!(body.attributes[0].name.text, "b");
    assert_eq!(parsed("a \"x\\ty\" {}").blocks[0].labels[0].text, "x\ty");
}

#[test]
fn offsets_count_without_the_byte_order_mark() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.tf");
    std::fs::write(&path, b"\xEF\xBB\xBFa = 1\r\nb = \"\xC3\xA9x\"\r\n").unwrap();
    let text = crate::source::read(&path, &path, 100).unwrap();
    let body = parsed(&text);
    assert_eq!(body.attributes[0].name.span, Span::new(file(), 0, 1));
    assert_eq!(body.attributes[1].expr.span, Span::new(file(), 11, 16));
}

#[test]
fn strings_and_escapes() {
    assert_eq!(expr("\"\"").kind, ExprKind::String("".into()));
    assert_eq!(expr("\"a$b%c é\"").kind, ExprKind::String("a$b%c é".into()));
    let ExprKind::Template(parts) = expr(r#""a\n$${b}\u00e9\"""#).kind else { panic!() };
    let spans: Vec<_> = parts
        .iter()
        .map(|part| match part {
            Part::Literal(text, span) => (&**text, span.start, span.end),
            _ => panic!(),
        })
        .collect();
    assert_eq!(
        spans,
        [("a", 5, 6), ("\n", 6, 8), ("${", 8, 11), ("b}", 11, 13), ("é", 13, 19), ("\"", 19, 21)]
    );
}

#[test]
fn interpolations_have_their_place() {
    let text = "a = \"x-${ var.y }-\\t\"";
    let ExprKind::Template(parts) = parsed(text).attributes.remove(0).expr.kind else { panic!() };
    let Part::Interpolation(expr, span) = &parts[1] else { panic!() };
    assert_eq!(cut(text, *span), "${ var.y }");
    assert_eq!(cut(text, expr.span), "var.y");
    assert_eq!(literals(&parts), "x-<>-\t");
}

#[test]
fn expressions() {
    assert_eq!(expr("-1.50").kind, {
        let number = Expr { kind: ExprKind::Number("1.50".into()), span: Span::new(file(), 5, 9) };
        ExprKind::Unary(UnaryOp::Neg, Box::new(number))
    });
    assert_eq!(expr("(x)").span, Span::new(file(), 5, 6));
    let ExprKind::Traversal(_, steps) = expr("a.b[0].c.1.*.d[*].e[\"k\"]").kind else { panic!() };
    let shapes: String = steps
        .iter()
        .map(|step| match step {
            Step::Attr(_) => 'a',
            Step::Index(_) => 'i',
            Step::AttrSplat(_) => '*',
            Step::FullSplat(_) => '#',
        })
        .collect();
    assert_eq!(shapes, "aiai*a#ai");
    let ExprKind::Call(call) = expr("provider::aws::arn(x, y...)").kind else { panic!() };
    assert_eq!(
        (&*call.name.text, call.args.len(), call.expand_final),
        ("provider::aws::arn", 2, true)
    );
    let ExprKind::For(each) = expr("{ for k, v in x : k => v... if v != null }").kind else {
        panic!()
    };
    assert_eq!((each.key_var.as_deref(), &*each.value_var, each.group), (Some("k"), "v", true));
    assert!(each.key.is_some() && each.condition.is_some());
    let ExprKind::Object(entries) = expr("{ a = 1, \"b\" : 2, (c) = 3 }").kind else { panic!() };
    assert!(matches!(&entries[0].0, ObjectKey::Name(name) if name.text == "a"));
    assert!(matches!(&entries[1].0, ObjectKey::Expr(Expr { kind: ExprKind::String(_), .. })));
    assert!(matches!(&entries[2].0, ObjectKey::Expr(Expr { kind: ExprKind::Variable(_), .. })));
    let ExprKind::Binary(BinaryOp::Or, sides) = expr("a || b && c == 1 + 2 * 3").kind else {
        panic!()
    };
    assert!(matches!(&sides[1].kind, ExprKind::Binary(BinaryOp::And, _)));
}

#[test]
fn flush_heredocs_lose_common_indentation_only() {
    let policy = "<<-EOT\n    {\n      \"x\": \"${y}\",\n      \"z\": \"${w}\"\n    }\n    EOT";
    assert_eq!(template(policy), "{\n  \"x\": \"<>\",\n  \"z\": \"<>\"\n}\n");
    // The first defect of hcl-edit: a brace at column 0 over indented interpolations.
    let policy = "<<-EOT\n{\n    \"x\": \"${y}\",\n    \"z\": \"${w}\"\n}\nEOT";
    assert_eq!(template(policy), "{\n    \"x\": \"<>\",\n    \"z\": \"<>\"\n}\n");
    assert_eq!(template("<<-E\n    a\n\n  \n   b\n  E"), " a\n\n  \nb\n");
    assert_eq!(template("<<-E\n  ${a}\n    b\n  E"), "<>\n  b\n");
    assert_eq!(template("<<-E\n${a}\n    b\n  E"), "<>\n    b\n");
    assert_eq!(template("<<E\n  a\n b\n  E"), "  a\n b\n");
    assert_eq!(template("<<-E\r\n  a\r\n   b\r\n  E\r\n"), "a\r\n b\r\n");
    assert_eq!(template("<<E\nE"), "");
    assert_eq!(template("<<E\n\\n \"x\" $${a}\nE"), "\\n \"x\" ${a}\n");
}

#[test]
fn strip_markers_eat_white_space() {
    assert_eq!(template("\"a  ${~ b ~}  c\""), "a<>c");
    assert_eq!(template("\"a \\n ${~ b ~} \\t\""), "a<>");
    assert_eq!(template("\"%{ if x ~} y %{~ else ~} z %{~ endif }\""), "if[y][z]");
    assert_eq!(template("\"%{ if x }a\\\"b%{ endif }\""), "if[a\"b][]");
    // Each line of a heredoc is a literal of its own: `~}` takes no indentation of the next.
    assert_eq!(template("<<E\n%{ for x in y ~}\n  ${x}\n%{ endfor ~}\nE"), "for[  <>\n]");
    assert_eq!(template("<<-E\n  %{ for x in y ~}\n  ${x}\n  %{ endfor ~}\n  E"), "for[  <>\n]");
}

#[test]
fn templates_and_expressions_stand_alone() {
    let text = "a\n%{ if x ~}\n  b\\n\n%{ endif ~}\n$${c}${d}";
    let parsed = parse_template(text, Places::file(file(), text));
    assert_eq!(parsed.diagnostics, []);
    assert_eq!(literals(&parsed.tree), "a\nif[  b\\n\n][]${c}<>");
    check::check_parts(text, &parsed.tree);
    let parsed = parse_expr("a.b", Places::at(Span::new(file(), 100, 103)));
    assert_eq!(parsed.tree.unwrap().span, Span::new(file(), 100, 103));
    let parsed = parse_template("x ${", Places::at(Span::new(file(), 10, 14)));
    assert_eq!((parsed.tree.len(), parsed.diagnostics.len()), (0, 1));
    assert_eq!(parsed.diagnostics[0].place, Place::Span(Span::new(file(), 12, 14)));
}

#[test]
fn a_legacy_index_belongs_to_its_splat() {
    let ExprKind::Traversal(base, steps) = expr("a.*.b.0.c[1]").kind else { panic!() };
    assert!(matches!(steps[..], [Step::Index(_)]));
    let ExprKind::Traversal(_, each) = base.kind else { panic!() };
    let each = &each[..];
    assert!(matches!(each, [Step::FullSplat(_), Step::Attr(_), Step::Index(_), Step::Attr(_)]));
    let ExprKind::Traversal(_, steps) = expr("a.*.b[0]").kind else { panic!() };
    assert!(matches!(steps[..], [Step::AttrSplat(_), Step::Attr(_), Step::Index(_)]));
}

#[test]
fn words_are_names_as_keys() {
    let ExprKind::Object(entries) = expr("{ null = 1, true = 2, (null) = 3 }").kind else {
        panic!()
    };
    let name = |key: &ObjectKey| matches!(key, ObjectKey::Name(_));
    assert_eq!(entries.iter().map(|(key, _)| name(key)).collect::<Vec<_>>(), [true, true, false]);
}

#[test]
fn a_template_stays_text_whatever_is_stripped() {
    let ExprKind::Template(parts) = expr("\" ${~ a ~} \"").kind else { panic!() };
    assert_eq!((parts.len(), literals(&parts)), (2, "<>".to_owned()));
    let ExprKind::Template(parts) = expr("\"${~ a ~}\"").kind else { panic!() };
    assert_eq!(parts.len(), 1);
}
