use super::*;
use crate::source::Place;
use proptest::prelude::*;

fn parsed(text: &str) -> Node {
    let parsed = parse(FileId::from_index(0), text);
    assert_eq!(parsed.diagnostics, [], "{text}");
    check(text, &parsed.tree);
    parsed.tree
}

fn cut(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

/// The tree as compact JSON, and the diagnostics with the text each is about.
fn faulty(text: &str) -> (String, Vec<(String, &str)>) {
    let parsed = parse(FileId::from_index(0), text);
    check(text, &parsed.tree);
    let shown = |diagnostic: Diagnostic| {
        let Place::Span(span) = diagnostic.place else { panic!() };
        (diagnostic.message, cut(text, span))
    };
    (write(&parsed.tree), parsed.diagnostics.into_iter().map(shown).collect())
}

fn write(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar(scalar) if scalar.style == ScalarStyle::Quoted => {
            format!("{:?}", scalar.text)
        }
        NodeKind::Scalar(scalar) => scalar.text.to_string(),
        NodeKind::Sequence(items) => {
            format!("[{}]", items.iter().map(write).collect::<Vec<_>>().join(","))
        }
        NodeKind::Mapping(entries) => {
            let entries =
                entries.iter().map(|(key, value)| format!("{}:{}", write(key), write(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
    }
}

/// Spans cut the text well, and pieces of equal length are verbatim.
fn check(text: &str, node: &Node) {
    let written = text.get(node.span.start as usize..node.span.end as usize).unwrap();
    match &node.kind {
        NodeKind::Scalar(scalar) => {
            if scalar.style == ScalarStyle::Quoted && scalar.pieces.is_empty() {
                assert_eq!(written, format!("\"{}\"", scalar.text));
            }
            for (index, piece) in scalar.pieces.iter().enumerate() {
                let end =
                    scalar.pieces.get(index + 1).map_or(scalar.text.len(), |next| next.at as usize);
                let decoded = &scalar.text[piece.at as usize..end];
                if decoded.len() == piece.span.len() {
                    assert_eq!(cut(text, piece.span), decoded);
                }
            }
        }
        NodeKind::Sequence(items) => items.iter().for_each(|item| check(text, item)),
        NodeKind::Mapping(entries) => entries.iter().for_each(|(key, value)| {
            check(text, key);
            check(text, value);
        }),
    }
}

#[test]
fn values_keep_their_text_and_place() {
    let text = "{\"a\": [1.50e3, -0, true, null, \"x\"], \"b\": {}, \"a\": 2}\r\n";
    let tree = parsed(text);
    assert_eq!(write(&tree), "{\"a\":[1.50e3,-0,true,null,\"x\"],\"b\":{},\"a\":2}");
    assert_eq!(cut(text, tree.get("b").unwrap().span), "{}");
    assert_eq!(cut(text, tree.as_mapping().unwrap()[0].1.span), "[1.50e3, -0, true, null, \"x\"]");
    assert_eq!(cut(text, tree.as_mapping().unwrap()[0].0.span), "\"a\"");
    assert_eq!(cut(text, tree.span), text.trim_end());
}

#[test]
fn offsets_in_decoded_strings_find_their_place() {
    let text = r#"["a\n\u00e9é\ud83d\ude00\"z"]"#;
    let tree = parsed(text);
    let node = &tree.as_sequence().unwrap()[0];
    let string = node.as_str().unwrap();
    assert_eq!(string, "a\néé😀\"z");
    let place = |part: &str, from: usize| {
        let at = string[from..].find(part).unwrap() + from;
        cut(text, node.place(at..at + part.len()))
    };
    assert_eq!(place("\n", 0), "\\n");
    assert_eq!(place("é", 0), "\\u00e9");
    assert_eq!(place("é", 4), "é");
    assert_eq!(place("😀", 0), "\\ud83d\\ude00");
    assert_eq!(place("\"z", 0), "\\\"z");
    assert_eq!(place("z", 0), "z");
}

#[test]
fn leniency_is_a_diagnostic_and_costs_nothing() {
    let (tree, faults) = faulty("{ // c\n\"a\": [1, 2,], /* d */ \"b\": 3 \"c\": [1 2],}");
    assert_eq!(tree, "{\"a\":[1,2],\"b\":3,\"c\":[1,2]}");
    let expected = [
        ("JSON has no comments", "// c"),
        ("expected no comma after the last entry", ","),
        ("expected `,` before the key", "\"c\""),
        ("expected `,` before the value", "2"),
        ("expected no comma after the last entry", ","),
    ];
    assert_eq!(faults, expected.map(|(message, at)| (message.to_owned(), at)));
}

#[track_caller]
fn says(text: &str, tree: &str, message: &str, at: &str) {
    let (found, faults) = faulty(text);
    assert_eq!((&*found, &*faults), (tree, &[(message.to_owned(), at)][..]), "{text}");
}

#[test]
fn what_stands_before_an_error_is_kept() {
    says(
        "{\"a\": {\"b\": 1, \"c\" 2}}",
        "{\"a\":{\"b\":1}}",
        "expected `:` after the key, found a number",
        "2",
    );
    says("{\"a\": [1, {\"b\": 2}", "{\"a\":[1,{\"b\":2}]}", "`[` is never closed", "[");
    says("{\"a\": 1", "{\"a\":1}", "`{` is never closed", "{");
    says("{\"a\": \"x", "{}", "the string is never closed", "\"x");
    says("{\"a\": 1} {}", "{\"a\":1}", "expected the end of the file, found `{`", "{");
    says("", "null", "expected a JSON value, found the end of the file", "");
    says(
        "{a: 1}",
        "{}",
        "expected a key in double quotes or `}`, found a word without quotes",
        "a",
    );
    says("{\"a\": 1 2}", "{\"a\":1}", "expected `,` or `}`, found a number", "2");
    says("[1, ]", "[1]", "expected no comma after the last entry", ",");
    says("['a']", "[]", "a string needs double quotes", "'");
    says("[1, \"\\q\"]", "[1]", "the string has an escape that JSON does not know", "\\q");
    says("[\"a\nb\"]", "[\"a\\nb\"]", "a string may not go over the end of its line", "\"a\nb\"");
    says("[,]", "[]", "expected a value, found `,`", ",");
    says("[1:2]", "[1]", "expected `,` or `]`, found `:`", ":");
}

#[test]
fn nesting_is_bounded() {
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        let text = open.repeat(100_000);
        let (_, faults) = faulty(&text);
        assert_eq!(faults[0].0, "nested more than 200 levels deep");
    }
    parsed(&format!("{}{}", "[".repeat(200), "]".repeat(200)));
}

proptest! {
    #[test]
    fn any_text_gives_a_sound_tree(text in prop::collection::vec(prop_oneof![
        4 => proptest::sample::select(vec![
            "{", "}", "[", "]", ":", ",", "\"a\"", "\"\\n\"", "\"\\ud83d\\ude00é\"", "1", "-", "2e5", "true",
            "null", " ", "\n", "\"", "\\", "//", "/*", "*/", "'", "\"\\u12", "x", "é",
        ]).prop_map(str::to_owned),
        1 => "\\PC",
    ], 0..30)) {
        let text = text.concat();
        let parsed = parse(FileId::from_index(0), &text);
        check(&text, &parsed.tree);
        for diagnostic in parsed.diagnostics {
            let Place::Span(span) = diagnostic.place else { panic!() };
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
    }
}
