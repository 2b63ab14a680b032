use super::*;
use crate::source::{Diagnostic, Place, Span};
use crate::syntax::data::{NodeKind, ScalarStyle};
use proptest::prelude::*;

fn file() -> FileId {
    FileId::from_index(0)
}

fn cut(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

fn parsed(text: &str) -> Vec<Node> {
    let parsed = parse(file(), text);
    assert_eq!(parsed.diagnostics, [], "{text}");
    parsed.tree.iter().for_each(|node| check(text, node));
    parsed.tree
}

fn one(text: &str) -> Node {
    let mut documents = parsed(text);
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

/// A compact form: tags, quotes for all but plain text.
fn write(node: &Node) -> String {
    let tag = node.tag.as_ref().map_or(String::new(), |tag| format!("{} ", tag.name));
    let inner = match &node.kind {
        NodeKind::Scalar(scalar) if scalar.style == ScalarStyle::Plain => scalar.text.to_string(),
        NodeKind::Scalar(scalar) if scalar.style == ScalarStyle::Literal => scalar.text.to_string(),
        NodeKind::Scalar(scalar) => format!("{:?}", scalar.text),
        NodeKind::Sequence(items) => {
            format!("[{}]", items.iter().map(write).collect::<Vec<_>>().join(","))
        }
        NodeKind::Mapping(entries) => {
            let entries =
                entries.iter().map(|(key, value)| format!("{}:{}", write(key), write(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        }
    };
    tag + &inner
}

fn faulty(text: &str) -> (String, Vec<(String, String)>) {
    let parsed = parse(file(), text);
    parsed.tree.iter().for_each(|node| check(text, node));
    let shown = |diagnostic: Diagnostic| {
        let Place::Span(span) = diagnostic.place else { panic!() };
        (diagnostic.message, cut(text, span).to_owned())
    };
    let tree = parsed.tree.iter().map(write).collect::<Vec<_>>().join("|");
    (tree, parsed.diagnostics.into_iter().map(shown).collect())
}

#[track_caller]
fn says(text: &str, tree: &str, message: &str, at: &str) {
    let (found, faults) = faulty(text);
    assert_eq!((&*found, &*faults), (tree, &[(message.to_owned(), at.to_owned())][..]), "{text}");
}

/// Spans cut the text well; verbatim text stands in its place, whole or in pieces.
fn check(text: &str, node: &Node) {
    let written = text.get(node.span.start as usize..node.span.end as usize).unwrap();
    match &node.kind {
        NodeKind::Scalar(scalar) => {
            if scalar.pieces.is_empty() && !scalar.text.is_empty() {
                let inside = written.get(1..written.len().max(1) - 1).unwrap_or_default();
                let alias = written.starts_with('*');
                assert!(
                    written == scalar.text || inside == scalar.text || alias,
                    "{written} {scalar:?}"
                );
            }
            for (index, piece) in scalar.pieces.iter().enumerate() {
                let end =
                    scalar.pieces.get(index + 1).map_or(scalar.text.len(), |next| next.at as usize);
                let decoded = &scalar.text[piece.at as usize..end];
                let source = text.get(piece.span.start as usize..piece.span.end as usize).unwrap();
                if decoded.len() == source.len() {
                    assert_eq!(source, decoded);
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

/// What is written for a part of the document's only text.
fn place(text: &str, path: &[&str], part: &str) -> String {
    let tree = one(text);
    let node = path.iter().fold(&tree, |node, key| node.get(key).unwrap());
    let string = node.as_str().unwrap();
    let at = string.find(part).unwrap_or_else(|| panic!("{part:?} is not in {string:?}"));
    cut(text, node.place(at..at + part.len())).to_owned()
}

#[test]
fn nodes_have_their_place() {
    let text = "a: [1, 'x''y', {b: \"c\"}]\r\nd:\r\n  - e: f\r\n    g:\r\n  - h\r\n";
    let tree = one(text);
    assert_eq!(write(&tree), "{a:[1,\"x'y\",{b:\"c\"}],d:[{e:f,g:},h]}");
    let a = tree.get("a").unwrap();
    assert_eq!(cut(text, a.span), "[1, 'x''y', {b: \"c\"}]");
    assert_eq!(cut(text, a.as_sequence().unwrap()[1].span), "'x''y'");
    assert_eq!(cut(text, tree.get("d").unwrap().span), "- e: f\r\n    g:\r\n  - h");
    assert_eq!(cut(text, tree.span), text.trim_end());
    let text = "é: \"ü\" # c\nb: ß\n";
    assert_eq!(cut(text, one(text).get("b").unwrap().span), "ß");
}

#[test]
fn scalars_stay_as_written() {
    let text = "a: yes\nb: 012\nc: 2012-10-17\non: ~\nd: !Ref yes\ne: null\nf: '1'\n";
    assert_eq!(write(&one(text)), "{a:yes,b:012,c:2012-10-17,on:~,d:!Ref yes,e:null,f:\"1\"}");
    assert_eq!(write(&one("a: 1\nb: 2\na: 3\n")), "{a:1,b:2,a:3}");
}

#[test]
fn tags_are_kept() {
    let text = "a: !Sub '${x}'\nb: !Join\n  - ','\n  - [!GetAtt c.d]\ne: !!str 1\nf: !<tag:x,1:y> z\ng: !If {a: b}\nh: !Ref\n";
    let tree = one(text);
    assert_eq!(
        write(&tree),
        "{a:!Sub \"${x}\",b:!Join [\",\",[!GetAtt c.d]],e:!!str 1,f:!<tag:x,1:y> z,g:!If {a:b},h:!Ref }"
    );
    let tag = tree.get("b").unwrap().tag.as_ref().unwrap();
    assert_eq!(cut(text, tag.span.unwrap()), "!Join");
}

#[test]
fn documents_and_nothing() {
    assert_eq!(parsed("").len(), 0);
    assert_eq!(parsed("# c\n").len(), 0);
    let all = parsed("---\na: 1\n---\n---\nb\n...\n");
    assert_eq!(all.iter().map(write).collect::<Vec<_>>(), ["{a:1}", "", "b"]);
}

#[test]
fn json_in_a_yaml_file() {
    assert_eq!(write(&one("\n{\"a\": [1,\t\"x\"]}")), "{\"a\":[1,\"x\"]}");
    assert_eq!(write(&one("{a: 1, }")), "{a:1}");
    says(
        "{\"a\": {\"b\": 1}, [",
        "{\"a\":{\"b\":1}}",
        "expected a key in double quotes or `}`, found `[`",
        "[",
    );
}

#[test]
fn aliases_and_merges() {
    let text = "base: &b {x: 1, y: 2}\nlist: [*b, *b]\nown:\n  y: 3\n  <<: *b\n  z: 4\nboth:\n  <<: [{x: 0}, *b]\nkept: {\"<<\": 1, <<: 2}\n";
    assert_eq!(
        write(&one(text)),
        "{base:{x:1,y:2},list:[{x:1,y:2},{x:1,y:2}],own:{y:3,x:1,z:4},both:{x:0,y:2},kept:{\"<<\":1,<<:2}}"
    );
    let tree = one(text);
    let list = tree.get("list").unwrap().as_sequence().unwrap();
    assert_eq!(cut(text, list[0].span), "*b");
    assert_eq!(cut(text, list[0].get("x").unwrap().span), "1");
    says("a: &x 1\n---\nb: *x\n", "{a:1}|{b:}", "no anchor is named `x`", "*x");
    says("a: &x [*x]\n", "{a:[]}", "the alias stands inside what it refers to", "*x");
}

#[test]
fn alias_bombs_are_defused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        text += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    let parsed = parse(file(), &text);
    assert!(parsed.diagnostics[0].message.contains("stand for more than 250000 values"));
    // Every level one deeper than the last: the depth of what aliases stand for counts.
    let mut text = "a0: &a0 x\n".to_owned();
    for level in 1..600 {
        text += &format!("a{level}: &a{level} [*a{}]\n", level - 1);
    }
    let parsed = parse(file(), &text);
    assert!(parsed.diagnostics.iter().all(|d| d.message.contains("more than 2")));
    assert!(!parsed.diagnostics.is_empty());
}

#[test]
fn literal_blocks_map_line_by_line() {
    let text = "p:\n  q: !Sub |-  # c\n\n    {\n      \"a\": 1,\n\n      é\n    }\n\n  r: 1\n";
    let tree = one(text);
    assert_eq!(write(&tree), "{p:{q:!Sub \"\\n{\\n  \\\"a\\\": 1,\\n\\n  é\\n}\",r:1}}");
    let node = tree.get("p").unwrap().get("q").unwrap();
    assert!(
        cut(text, node.span).starts_with("|-  # c\n") && cut(text, node.span).ends_with("    }")
    );
    assert_eq!(place(text, &["p", "q"], "\"a\""), "\"a\"");
    assert_eq!(place(text, &["p", "q"], "é"), "é");
    assert_eq!(place(text, &["p", "q"], "}"), "}");
    assert_eq!(place(text, &["p", "q"], "1,\n\n  é"), "1,\n\n      é");
    let text = "a: |\r\n  x\r\n  y z\r\nb: |+\r\n  t\r\n\r\n";
    assert_eq!(write(&one(text)), "{a:\"x\\ny z\\n\",b:\"t\\n\\n\"}");
    assert_eq!(place(text, &["a"], "z"), "z");
    assert_eq!(place(text, &["a"], "z\n"), "z");
    let text = "a: &x >2-\n    b\n   c\n  d\n\n\n  e\n";
    assert_eq!(write(&one(text)), "{a:\"  b\\n c\\nd\\n\\ne\"}");
    assert_eq!(place(text, &["a"], "c"), "c");
    assert_eq!(place(text, &["a"], "e"), "e");
    let text = "a: >\n  b\n  c d\n\n  e\n";
    assert_eq!(write(&one(text)), "{a:\"b c d\\ne\\n\"}");
    assert_eq!(place(text, &["a"], "c d"), "c d");
    assert_eq!(place(text, &["a"], "d\ne"), "d\n\n  e");
    assert_eq!(write(&one("a: |\n\nb: 1\n")), "{a:\"\",b:1}");
    assert_eq!(write(&one("a: |\n  x")), "{a:\"x\"}");
    let text = "- |\n  x\n- - >-\n    y\n";
    assert_eq!(write(&one(text)), "[\"x\\n\",[\"y\"]]");
    assert_eq!(cut(text, one(text).as_sequence().unwrap()[0].span), "|\n  x");
}

#[test]
fn folded_and_escaped_text_maps() {
    let text = "a: \"x\\n\\u00e9\\ud83d\\ude00\n   y \\\n   z\n\n   w\\x41\"\nb: 'it''s\n  so'\nc: one\n  two\n\n  three # c\n";
    assert_eq!(write(&one(text)), "{a:\"x\\né😀 y z\\nwA\",b:\"it's so\",c:one two\nthree}");
    for (part, written) in [
        ("\n", "\\n"),
        ("é", "\\u00e9"),
        ("😀", "\\ud83d\\ude00"),
        ("y", "y"),
        ("wA", "w\\x41"),
        ("z", "z"),
    ] {
        assert_eq!(place(text, &["a"], part), written);
    }
    assert_eq!(place(text, &["b"], "'"), "''");
    assert_eq!(place(text, &["b"], "so"), "so");
    assert_eq!(place(text, &["c"], "two"), "two");
    assert_eq!(place(text, &["c"], "three"), "three");
}

#[test]
fn quoted_lines_may_be_indented_little() {
    let text =
        "r:\n  - p:\n    a: !Sub '{\n    \"x\": ''y'',\n\n    \"z\": 1\n  }'\n    b: \"c\\\n d\"\n";
    assert_eq!(
        write(&one(text)),
        "{r:[{p:,a:!Sub \"{ \\\"x\\\": 'y',\\n\\\"z\\\": 1 }\",b:\"cd\"}]}"
    );
    let node = &one(text).as_mapping().unwrap()[0].1.as_sequence().unwrap()[0].clone();
    let string = node.get("a").unwrap();
    let at = string.as_str().unwrap().find('z').unwrap();
    assert_eq!(string.place(at..at + 1).start as usize, text.find('z').unwrap());
}

#[test]
fn a_comment_may_touch_a_closing_quote() {
    assert_eq!(write(&one("a: \"x\"# \"c\nb: [1]# d")), "{a:\"x\",b:[1]}");
}

#[test]
fn a_broken_entry_leaves_the_others() {
    let text = "Parameters:\n  P: {}\nResources:\n  A:\n    Type: x\n  B:\n    Type: y: z\n    More: 1\n  C:\n    Type: w\nOutputs:\n  O: 1\n";
    let tree = "{Parameters:{P:{}},Resources:{A:{Type:x},C:{Type:w}},Outputs:{O:1}}";
    says(text, tree, "`:` may not stand here: is the line indented or quoted wrongly?", ":");
    let text = "R:\n  A: \"x\n  B:\n    y: 1\n  C: 2\nO: 1\n";
    let (tree, faults) = faulty(text);
    assert_eq!(tree, "{R:{B:{y:1},C:2},O:1}");
    assert_eq!(faults.len(), 1);
    let text = "R:\n  A:\n    l: [1, 2\n  B:\n    y: 1\nO: 1\n";
    assert_eq!(faulty(text).0, "{R:{B:{y:1}},O:1}");
    says("a: 1\nb: @x\nc: 2\n", "{a:1,c:2}", "a text may not start with `@` unless quoted", "@");
    says(
        "a:\n  b: 1\n c: 2\nd: 3\n",
        "{a:{b:1},d:3}",
        "expected a key at the indentation of the keys before",
        "c",
    );
    says("a: 1\n---\nb: [\n---\nc: 1\n", "{a:1}||{c:1}", "`[` is never closed", "[");
}

#[test]
fn deep_nesting_is_a_diagnostic() {
    for open in ["[", "{a: ", "- ", "? ", "[{a: "] {
        let text = open.repeat(5_000);
        let (_, faults) = faulty(&text);
        assert!(!faults.is_empty(), "{open}");
    }
    let mut text = String::new();
    for depth in 0..400 {
        text += &format!("{}a:\n", " ".repeat(depth));
    }
    assert!(faulty(&text).1[0].0.contains("255 levels"));
    let mixed = format!("{}{}{}", "- ".repeat(200), "[".repeat(200), "]".repeat(200));
    assert!(faulty(&mixed).1[0].0.contains("255 levels"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_text_gives_sound_trees(text in prop::collection::vec(prop_oneof![
        8 => proptest::sample::select(vec![
            "a", "b: ", "c:\n", "- ", "\n", "\r\n", "  ", " ", "\"", "'", "\"x\\ny\"", "'it''s'", "|\n", ">-\n",
            "[", "]", "{", "}", ", ", "&x ", "*x", "<<: ", "!Sub ", "!!", "#", " # c\n", "é", "\t", "---\n",
            "...\n", "? ", "%", "@", "\\", "\\u00e9", "\u{feff}", "\"a\n  b\"", "a: |\n  x\n   y\n", "a: >\n  x\n  y\n",
        ]).prop_map(str::to_owned),
        1 => "\\PC",
    ], 0..40)) {
        let text = text.concat();
        let parsed = parse(file(), &text);
        parsed.tree.iter().for_each(|node| check(&text, node));
        for diagnostic in parsed.diagnostics {
            let Place::Span(span) = diagnostic.place else { panic!() };
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
        }
    }

    #[test]
    fn any_block_scalar_maps_its_lines(
        lines in prop::collection::vec("[a-z#é ]{0,6}", 1..6), header in "[|>][-+]?", crlf in any::<bool>(),
    ) {
        let end = if crlf { "\r\n" } else { "\n" };
        let lines: Vec<_> = lines.iter().map(|line| format!("    {line}{end}")).collect();
        let text = format!("k:\n  v: {header}{end}{}", lines.concat());
        let parsed = parse(file(), &text);
        if let Some(tree) = parsed.tree.first() && parsed.diagnostics.is_empty() {
            check(&text, tree);
            let node = tree.get("k").and_then(|k| k.get("v")).unwrap();
            let NodeKind::Scalar(scalar) = &node.kind else { panic!() };
            // Not the fallback: each word is found where it stands.
            for (at, word) in scalar.text.match_indices(|c: char| c.is_alphabetic()) {
                prop_assert_eq!(cut(&text, node.place(at..at + word.len())), word);
            }
        }
    }
}
