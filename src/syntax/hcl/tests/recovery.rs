//! Texts that hcl-edit refuses: repaired where HashiCorp's parser reads them, cut where not.

use super::*;

#[test]
fn newlines_beside_operators_in_for() {
    let text =
        "a = {\n  for k, v in x : # c\n  k => v # d\n  if v.a == 1 &&\r\n     v.b\n}\nb = 1\n";
    let body = parsed(text);
    let ExprKind::For(each) = &body.attributes[0].expr.kind else { panic!() };
    assert_eq!(cut(text, each.condition.as_ref().unwrap().span), "v.a == 1 &&\r\n     v.b");
    parsed("a = [for x in concat(a,\n b)\n : x\n || y]\n");
    parsed("a = {\n  for x in a ?\n b : c : x => {\n   d = 1\n   e = <<E\n  Ex\nE\n  }\n}\n");
    parsed("a = \"%{ if a &&\n b }x%{ endif }\"\n");
}

#[test]
fn object_keys_may_repeat() {
    let text = "a = {\n  k = 1\n  \"${x}-y\" = 2\n  k = [{ k = 3, k = 4 }]\n  \"${x}-y\" = 5\n  k = 6\n}\n";
    let body = parsed(text);
    let ExprKind::Object(entries) = &body.attributes[0].expr.kind else { panic!() };
    let keys: Vec<_> = entries
        .iter()
        .map(|(key, _)| match key {
            ObjectKey::Name(name) => (cut(text, name.span), false),
            ObjectKey::Expr(expr) => {
                (cut(text, expr.span), matches!(expr.kind, ExprKind::Template(_)))
            }
        })
        .collect();
    let template = ("\"${x}-y\"", true);
    assert_eq!(keys, [("k", false), template, ("k", false), template, ("k", false)]);
}

#[test]
fn very_many_repeated_keys_are_read_or_told() {
    let text = format!("a = {{\n{}}}\n", "  key = 1\n".repeat(200));
    assert_eq!(parsed(&text).attributes.len(), 1);
    let text = format!("a = {{\n{}}}\nb = 1\n", "  k = 1\n".repeat(30_000));
    says(&text, "an object with too many entries is not read", "{");
}

#[test]
fn attributes_may_not_repeat() {
    let text = "r \"x\" {\n  name = 1\n  name = 2\n}\n";
    says(text, "the attribute `name` is set twice", "name");
    let body = parse(file(), text).tree;
    assert_eq!(body.blocks[0].body.attributes.len(), 2);
    assert_eq!(body.blocks[0].body.attributes[1].name.text, "name");
    says("a = 1\nb = 2\na = 3\n", "the attribute `a` is set twice", "a");
}

#[test]
fn heredoc_lines_may_start_like_the_marker() {
    assert_eq!(template("<<EOT\nEOT) x\n EOT, y\nEOT\n"), "EOT) x\n EOT, y\n");
}

#[test]
fn too_deep_is_a_diagnostic() {
    let text = format!("a = {}1{}\nb = 1\n", "[".repeat(70), "]".repeat(70));
    assert_eq!(fault(&text).0, "nested more than 64 levels deep");
    assert_eq!(parse(file(), &text).tree.attributes.len(), 1);
    let text = format!("a = 1{}\nb = 1\n", " + 1".repeat(200));
    assert_eq!(fault(&text).0, "more than 128 operators in one expression");
    for deep in
        ["[", "{a=", "(", "${", "\"${", "!", "-", "a ? b : ", "f(", "a {\n", "%{ if x }", "x["]
    {
        let text = format!("a = {}", deep.repeat(20_000));
        assert!(!parse(file(), &text).diagnostics.is_empty());
        assert!(!parse(file(), &deep.repeat(20_000)).diagnostics.is_empty());
        let places = Places::file(file(), &text);
        assert!(parse_expr(&text, places).tree.is_none());
    }
}

#[test]
fn one_broken_block_leaves_the_others() {
    let text = "a \"x\" {\n  y = 1\n}\n\nb {\n  z = = 2\n}\n\nc {\n  w = 3\n}\n";
    says(text, "expected an expression, found `=`", "=");
    let kinds: Vec<_> =
        parse(file(), text).tree.blocks.into_iter().map(|block| block.kind.text).collect();
    assert_eq!(kinds, ["a", "c"]);
    let text = "a \"x\" {\n  y = [1\n\n}\n\nb {\n}\n";
    says(text, "expected `]`, found `}`", "}");
    assert_eq!(parse(file(), text).tree.blocks.len(), 1);
    let text = "a {\n  n {\n  y = 1\n}\nb \"l\" {\n}\nc {\n";
    let unclosed = || ("`{` is never closed".to_owned(), "{".to_owned());
    assert_eq!(faults(text), [unclosed(), unclosed()]);
    assert_eq!(parse(file(), text).tree.blocks[0].kind.text, "b");
}

#[test]
fn messages_name_what_is_wrong_and_where() {
    says("a = \"x\nb = 1\n", "the string is not closed on its line", "\"x");
    // hcl-edit would take this for one string.
    assert_eq!(faults("a = \"x\n y\"\n")[0], fault("a = \"x\nb = 1\n"));
    says("a = <<EOT\nx\n", "the heredoc has no end: expected a line with only `EOT`", "<<EOT\n");
    says("a = 1 /* x\nb = 1", "the comment is never closed", "/*");
    says("a {\n}\n}\nb = 1\n", "`}` closes nothing", "}");
    says("a = f(1, 2\nb = 1\n", "`(` is never closed", "(");
    says("a = [1 2]\n", "expected `]`, found `2`", "2");
    says(
        "a = { b = 1 c = 2 }\n",
        "expected `,`, a new line or `}` after the entry, found `c`",
        "c",
    );
    says("a = { b }\n", "expected `=` or `:` after the key, found `}`", "}");
    says(
        "a = b.\n",
        "expected a name, a number or `*` after the dot, found the end of the line",
        "",
    );
    says("a = \"\\q\"\n", "`\\q` is no escape sequence", "\\q");
    says("a = \"\\u12\"\n", "`\\u` is no escape sequence", "\\u");
    says("a = \"${b c}\"\n", "expected `}`, found `c`", "c");
    says("a = 1 b\n", "expected a new line, found `b`", "b");
    says("a = b ? c\n", "expected `:`, found the end of the line", "");
    says("a b c\n", "expected `{`, found the end of the line", "");
    says("a\n", "expected `=`, a label or `{` after the name, found the end of the line", "");
    says("a = \n b = 1\n", "expected an expression, found the end of the line", "");
    says("a {\n  b = 1 c = 2\n}\n", "expected a new line, found `c`", "c");
    says("a { b = 1 c = 2 }\n", "expected an attribute, a block or `}`, found `c`", "c");
    says("a = é!\n", "what starts here is no attribute or block", "a");
    let numbers = "two numbers with a dot between: write indices as `[0][1]`";
    says("a = b.0.1\n", numbers, ".1");
    says("a = 1.2.3\n", numbers, ".3");
    says("a = b.*.c.*.d\n", "`.*` cannot stand inside another: write `[*]`", ".*");
    says("<<<<<<< HEAD\n", "unexpected `<`", "<");
}

#[test]
fn a_file_of_something_else_is_not_endless() {
    let text = "%%\n".repeat(1000);
    let faults = faults(&text);
    assert_eq!(faults.len(), 101);
    assert_eq!(faults[100].0, "the rest of the file is not read after so many errors");
}

#[test]
fn windows_line_ends() {
    let text = "a {\r\n  b = <<-E\r\n    x ${y}\r\n  E\r\n  c = {\r\n    d = 1 # e\r\n  }\r\n}\r\nf = = 1\r\ng = 1\r\n";
    says(text, "expected an expression, found `=`", "=");
    let body = parse(file(), text).tree;
    assert_eq!((body.blocks.len(), body.attributes.len()), (1, 1));
}
