//! What must hold for every tree: spans lie in the text, and literals stand at theirs.

use super::*;
use crate::syntax::hcl;

fn check_span(text: &str, span: Span) {
    let range = span.start as usize..span.end as usize;
    assert!(text.get(range.clone()).is_some(), "{range:?} cuts or leaves {text:?}");
}

/// A name is what is written, in normal form.
fn check_name(text: &str, name: &Name) {
    assert_eq!(normal(cut(text, name.span).into()), name.text);
}

pub fn check_body(text: &str, body: &Body) {
    for attribute in &body.attributes {
        check_name(text, &attribute.name);
        check_expr(text, &attribute.expr);
    }
    for block in &body.blocks {
        check_span(text, block.span);
        assert!(block.span.contains(block.header()));
        assert!(cut(text, block.span).ends_with('}'));
        check_body(text, &block.body);
    }
}

pub fn check_parts(text: &str, parts: &[Part]) {
    for part in parts {
        match part {
            Part::Literal(literal, span) => {
                check_span(text, *span);
                // Unless it tells a text from a lone interpolation.
                assert!(!literal.is_empty() || matches!(parts, [_, Part::Interpolation(..)]));
                if span.len() == literal.len() {
                    assert_eq!(cut(text, *span), literal);
                }
            }
            Part::Interpolation(expr, span) => {
                assert!(cut(text, *span).starts_with("${") && cut(text, *span).ends_with('}'));
                check_expr(text, expr);
            }
            Part::If(it) => {
                check_expr(text, &it.condition);
                check_parts(text, &it.then);
                check_parts(text, &it.otherwise);
            }
            Part::For(it) => {
                check_expr(text, &it.collection);
                check_parts(text, &it.body);
            }
        }
    }
}

pub fn check_expr(text: &str, expr: &Expr) {
    check_span(text, expr.span);
    let written = cut(text, expr.span);
    let each = |exprs: &[Expr]| exprs.iter().for_each(|expr| check_expr(text, expr));
    match &expr.kind {
        ExprKind::Null => assert_eq!(written, "null"),
        ExprKind::Bool(value) => assert_eq!(written, value.to_string()),
        ExprKind::Number(digits) => assert_eq!(written, digits),
        ExprKind::String(string) => {
            let inside = &written[1..written.len() - 1];
            assert_eq!(normal(inside.into()), *string);
        }
        ExprKind::Variable(name) => assert_eq!(written, name),
        ExprKind::Template(parts) => check_parts(text, parts),
        ExprKind::Array(items) => each(items),
        ExprKind::Object(entries) => {
            for (key, value) in entries {
                match key {
                    ObjectKey::Name(name) => check_name(text, name),
                    ObjectKey::Expr(expr) => check_expr(text, expr),
                }
                check_expr(text, value);
            }
        }
        ExprKind::Traversal(base, steps) => {
            check_expr(text, base);
            for step in steps {
                match step {
                    Step::Attr(name) => check_name(text, name),
                    Step::Index(index) => check_expr(text, index),
                    Step::AttrSplat(span) | Step::FullSplat(span) => {
                        assert!(cut(text, *span).contains('*'));
                    }
                }
            }
        }
        ExprKind::Call(call) => {
            assert!(written.starts_with(cut(text, call.name.span)));
            each(&call.args);
        }
        ExprKind::Conditional(all) => each(&**all),
        ExprKind::Binary(_, all) => each(&**all),
        ExprKind::Unary(_, inner) => check_expr(text, inner),
        ExprKind::For(it) => {
            each(std::slice::from_ref(&it.collection));
            each(it.key.as_slice());
            each(std::slice::from_ref(&it.value));
            each(it.condition.as_slice());
        }
    }
}

mod random {
    use super::*;
    use proptest::prelude::*;

    /// Texts out of what the grammar is made of, so that many come close to being right.
    fn soup() -> impl Strategy<Value = String> {
        const BITS: &[&str] = &[
            "a", "b", " = ", "\n", "\r\n", " ", "{", "}", "[", "]", "(", ")", "\"", "\"x\"", "${",
            "%{", "$${", "~}", "if ", "for ", " in ", " : ", " => ", "else", "endif", "endfor",
            "<<E\n", "<<-E\n", "\nE\n", "\n  E\n", "  ", ".", ".*", "[*]", ",", "1", "2.5e3", "-",
            "!", "==", "&&", "?", ":", "#", "//", "/*", "*/", "\\", "\\n", "\\u00e9", "é",
            "\u{2003}", "true", "null", "f(", "...", "::",
        ];
        let block = prop_oneof![
            Just("a = { b = 1\n b = 2\n}\n"),
            Just("r \"x\" {\n a = <<-E\n    x\n  ${y}\n  E\n}\n"),
            Just("a = [for x in y :\n x\n && z]\n"),
        ];
        let bit = prop_oneof![8 => proptest::sample::select(BITS), 1 => block, 1 => "\\PC".prop_map(|s| &*s.leak())];
        prop::collection::vec(bit, 0..40).prop_map(|bits| bits.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        #[test]
        fn any_file_gives_a_sound_tree(text in soup()) {
            let parsed = hcl::parse(file(), &text);
            check_body(&text, &parsed.tree);
            for diagnostic in parsed.diagnostics {
                let Place::Span(span) = diagnostic.place else { panic!() };
                check_span(&text, span);
            }
        }

        #[test]
        fn blocks_before_what_is_broken_are_kept(text in soup()) {
            let text = format!("kept \"one\" {{\n  a = 1\n}}\nkept two {{}}\n{text}\n");
            let blocks = hcl::parse(file(), &text).tree.blocks;
            prop_assert!(blocks.len() >= 2);
            prop_assert_eq!(&blocks[0].labels[0].text, "one");
            prop_assert_eq!(&blocks[1].labels[0].text, "two");
        }

        #[test]
        fn any_attribute_gives_a_sound_tree(inner in soup()) {
            let text = format!("a = \"${{{inner}}}\"\nb = <<-E\n{inner}\nE\nc = {{\n{inner}\n}}\n");
            check_body(&text, &hcl::parse(file(), &text).tree);
        }

        #[test]
        fn any_template_gives_sound_parts(text in soup()) {
            check_parts(&text, &hcl::parse_template(&text, Places::file(file(), &text)).tree);
            if let Some(expr) = hcl::parse_expr(&text, Places::file(file(), &text)).tree {
                check_expr(&text, &expr);
            }
        }
    }
}
