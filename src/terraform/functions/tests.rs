//! What functions do with what is known in part. Results of known calls are compared with
//! Terraform's own in tests/oracle_functions.rs.

#![expect(clippy::cloned_ref_to_slice_refs, reason = "arguments read alike")]

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::source::{FileId, Span};
use crate::terraform::convert::set;
use crate::value::{Map, Symbol, Text, to_json_text};

pub(super) struct NoFiles;

impl Env for NoFiles {
    fn read_file(&self, path: &str) -> Result<Value, String> {
        Err(format!("no file exists at {path:?}"))
    }

    fn file_set(&self, _: &str, _: &str) -> Result<Value, String> {
        Ok(set([]))
    }

    fn file_exists(&self, _: &str) -> Result<bool, String> {
        Ok(false)
    }

    fn render_template(&self, template: &Value, _: &Value) -> Result<Value, String> {
        Ok(template.clone())
    }
}

fn of(name: &str, args: &[Value]) -> Value {
    call(name, args, &NoFiles).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A value as users see it: unknowns as `${var.x}`.
fn shown(value: &Value) -> String {
    match &value.kind {
        Kind::String(text) => text.to_string(),
        _ => to_json_text(value).to_string(),
    }
}

fn run(name: &str, args: &[Value]) -> String {
    shown(&of(name, args))
}

fn s(text: &str) -> Value {
    Value::string(text)
}

fn n(number: i128) -> Value {
    Value::number(number)
}

fn list(items: &[Value]) -> Value {
    Value::list(items.iter().cloned())
}

fn map(entries: &[(&str, Value)]) -> Value {
    Value::map(entries.iter().map(|(key, value)| ((*key).into(), value.clone())).collect())
}

fn var(name: &str) -> Value {
    Value::unknown(Why::Variable(format!("var.{name}").into()))
}

fn one_of(name: &str, values: &[Value]) -> Value {
    let why = Why::Variable(format!("var.{name}").into());
    Kind::Unknown(Arc::new(Unknown::one_of(why, values.to_vec()))).into()
}

fn open_map(entries: &[(&str, Value)], rest: &Value) -> Value {
    let Kind::Map(map) = map(entries).kind else { unreachable!() };
    Value::map(Map { rest: rest.as_unknown().cloned(), ..(*map).clone() })
}

fn holed(before: &str, name: &str, after: &str) -> Value {
    of("format", &[s(&format!("{before}%s{after}")), var(name)])
}

fn is_unknown(value: &Value) -> bool {
    value.as_unknown().is_some()
}

#[test]
fn terraform_has_118_functions() {
    let names = FUNCTIONS.len() + ["try", "can"].len();
    assert_eq!(names, 118);
    assert!(exists("try") && exists("core::merge") && exists("templatestring"));
    assert!(!exists("provider::aws::arn_parse") && !exists("list"));
    let error = call("nope", &[], &NoFiles).unwrap_err();
    assert_eq!(error, "There is no function named \"nope\".");
}

#[test]
fn an_unknown_argument_makes_the_result_unknown_for_its_reason() {
    let result = of("upper", &[var("x")]);
    assert_eq!(result.as_unknown().unwrap().why, Why::Variable("var.x".into()));
    assert!(is_unknown(&of("md5", &[holed("a", "x", "")])));
    assert!(is_unknown(&of("substr", &[s("abc"), var("n"), n(1)])));
    assert!(is_unknown(&of("timestamp", &[])) && is_unknown(&of("bcrypt", &[s("x")])));
    let symbol = Value::from(Kind::String(Symbol::AccountId.into()));
    assert_eq!(of("sha1", &[symbol]).as_unknown().unwrap().why, Why::Function("sha1".into()));
}

#[test]
fn one_of_a_few_values_gives_one_of_a_few_results() {
    let acl = one_of("acl", &[s("Private"), s("PUBLIC-read")]);
    let lowered = of("lower", &[acl]);
    let any_of = &lowered.as_unknown().unwrap().any_of;
    assert_eq!(any_of.iter().map(shown).collect::<Vec<_>>(), ["private", "public-read"]);
    let either = one_of("x", &[list(&[s("a")]), list(&[s("b")])]);
    assert_eq!(run("length", &[either.clone()]), "1", "the same in both cases is known");
    assert_eq!(run("contains", &[either.clone(), s("z")]), "false");
    let both = of("concat", &[either.clone(), either]);
    let any_of = &both.as_unknown().unwrap().any_of;
    assert_eq!(any_of.iter().map(shown).collect::<Vec<_>>(), [r#"["a","a"]"#, r#"["b","b"]"#]);
    let number = one_of("n", &[s("x"), s("1")]);
    assert_eq!(run("abs", &[number]), "1", "with the other value Terraform would stop");
}

#[test]
fn lists_keep_what_is_known() {
    let joined = of("concat", &[var("more"), list(&[s("s3:*")])]);
    let items = joined.as_list().unwrap();
    assert!(items[0].is_spread() && items[1].as_str() == Some("s3:*"));
    assert!(is_unknown(&of("length", &[joined.clone()])));
    assert!(is_unknown(&of("element", &[joined.clone(), n(1)])));
    assert_eq!(run("contains", &[joined.clone(), s("s3:*")]), "true");
    assert!(is_unknown(&of("contains", &[joined, s("ec2:*")])));
    let partly = list(&[var("a"), s("b")]);
    assert_eq!(run("length", &[partly.clone()]), "2");
    assert_eq!(run("element", &[partly.clone(), n(1)]), "b");
    assert_eq!(run("reverse", &[partly.clone()]), r#"["b",${var.a}]"#);
    assert_eq!(run("slice", &[partly.clone(), n(1), n(2)]), r#"["b"]"#);
    assert_eq!(
        run("flatten", &[list(&[partly.clone(), list(&[s("c")])])]),
        r#"["b","c"]"#.replace("[\"b\"", "[${var.a},\"b\"")
    );
    assert!(is_unknown(&of("length", &[of("toset", &[partly.clone()])])));
    assert_eq!(run("distinct", &[list(&[s("a"), var("x"), s("a")])]), r#"["a",${var.x}]"#);
    assert!(is_unknown(&of("length", &[of("compact", &[partly.clone()])])), "it may be empty");
    assert_eq!(run("contains", &[of("compact", &[partly.clone()]), s("b")]), "true");
    assert_eq!(run("one", &[list(&[var("x")])]), "${var.x}");
    assert_eq!(run("coalescelist", &[list(&[]), partly.clone()]), r#"[${var.a},"b"]"#);
    let union = of("setunion", &[var("x"), list(&[s("a")])]);
    assert_eq!(run("contains", &[union, s("a")]), "true");
    assert_eq!(run("anytrue", &[list(&[var("x"), Value::bool(true)])]), "true");
    assert_eq!(run("alltrue", &[list(&[var("x"), Value::bool(false)])]), "false");
    assert_eq!(
        run("chunklist", &[list(&[s("a"), var("x"), s("b")]), n(2)]),
        r#"[["a",${var.x}],["b"]]"#
    );
    assert_eq!(run("setproduct", &[list(&[s("a")]), list(&[var("x")])]), r#"[["a",${var.x}]]"#);
}

#[test]
fn maps_keep_what_is_known() {
    let merged = of("merge", &[map(&[("a", s("x"))]), var("more"), map(&[("b", s("y"))])]);
    let known = merged.as_map().unwrap();
    assert!(known.rest.is_some() && known.get("b") == Some(&s("y")));
    assert!(known.get("a").unwrap().as_unknown().is_some(), "it may be replaced");
    assert!(is_unknown(&of("length", &[merged.clone()])));
    assert!(is_unknown(&of("lookup", &[merged.clone(), s("z"), s("default")])));
    assert_eq!(run("contains", &[of("keys", &[merged]), s("a")]), "true");
    let partly = map(&[("a", var("x")), ("b", s("y"))]);
    assert_eq!(run("keys", &[partly.clone()]), r#"["a","b"]"#);
    assert_eq!(run("values", &[partly.clone()]), r#"[${var.x},"y"]"#);
    assert_eq!(run("lookup", &[partly.clone(), s("b"), s("z")]), "y");
    let either = of("lookup", &[map(&[("a", n(1)), ("b", n(2))]), var("env"), n(3)]);
    assert_eq!(either.as_unknown().unwrap().any_of, [n(1), n(2), n(3)]);
    let zipped = of("zipmap", &[list(&[s("a"), var("k"), s("b")]), list(&[n(1), n(2), n(3)])]);
    assert!(zipped.as_map().unwrap().rest.is_some());
    assert!(zipped.as_map().unwrap().get("a").unwrap().as_unknown().is_some(), "replaced?");
    assert_eq!(zipped.as_map().unwrap().get("b"), Some(&n(3)));
    assert!(is_unknown(&of("lookup", &[open_map(&[], &var("m")), s("k"), n(0)])));
}

#[test]
fn texts_keep_what_is_known() {
    let arn = of("format", &[s("arn:aws:s3:::%s/*"), var("bucket")]);
    assert_eq!(shown(&arn), "arn:aws:s3:::${var.bucket}/*");
    assert_eq!(
        run("split", &[s(":"), arn.clone()]),
        r#"["arn","aws","s3","","","${var.bucket}/*"]"#
    );
    assert_eq!(run("startswith", &[arn.clone(), s("arn:aws:")]), "true");
    assert_eq!(run("startswith", &[arn.clone(), s("arn:cn:")]), "false");
    assert_eq!(run("endswith", &[arn.clone(), s("/*")]), "true");
    assert!(is_unknown(&of("endswith", &[arn.clone(), s("x/*")])));
    assert_eq!(run("strcontains", &[arn.clone(), s("s3")]), "true");
    assert!(is_unknown(&of("strcontains", &[arn.clone(), s("prod")])));
    assert_eq!(run("trimsuffix", &[arn.clone(), s("/*")]), "arn:aws:s3:::${var.bucket}");
    assert_eq!(run("trimprefix", &[arn.clone(), s("arn:")]), "aws:s3:::${var.bucket}/*");
    assert_eq!(
        run("replace", &[arn.clone(), s("aws"), s("aws-cn")]),
        "arn:aws-cn:s3:::${var.bucket}/*"
    );
    assert_eq!(run("replace", &[arn.clone(), s("/[:*]/"), s("-")]), "arn-aws-s3---${var.bucket}/-");
    assert!(is_unknown(&of("replace", &[arn.clone(), s("/:+/"), s("-")])));
    assert_eq!(run("upper", &[arn.clone()]), "ARN:AWS:S3:::${var.bucket}/*");
    assert_eq!(run("substr", &[arn.clone(), n(4), n(3)]), "aws");
    assert_eq!(run("substr", &[arn.clone(), n(8), n(-1)]), "s3:::${var.bucket}/*");
    assert!(is_unknown(&of("substr", &[arn.clone(), n(0), n(20)])));
    assert!(is_unknown(&of("regex", &[s("^arn"), arn.clone()])));
    assert!(is_unknown(&of("length", &[arn.clone()])));
    assert_eq!(
        run("join", &[s(","), list(&[s("a"), var("x"), arn])]),
        "a,${var.x},arn:aws:s3:::${var.bucket}/*"
    );
    assert_eq!(
        run("formatlist", &[s("%s/*"), list(&[var("a"), s("b")])]),
        r#"["${var.a}/*","b/*"]"#
    );
    assert_eq!(run("basename", &[holed("a/b-", "x", ".json")]), "b-${var.x}.json");
    assert_eq!(run("indent", &[n(2), holed("a\n", "x", "\nb")]), "a\n  ${var.x}\n  b");
    assert_eq!(run("coalesce", &[s(""), holed("a", "x", "")]), "a${var.x}");
    assert!(is_unknown(&of("coalesce", &[var("x"), s("b")])), "it may be empty");
    assert_eq!(run("urlencode", &[holed("a b", "x", "/")]), "a+b${var.x}%2F");
}

#[test]
fn encodings_keep_holes() {
    let policy = map(&[("Action", s("s3:*")), ("Resource", holed("arn:", "b", ""))]);
    let text = of("jsonencode", &[policy]);
    assert_eq!(shown(&text), r#"{"Action":"s3:*","Resource":"arn:${var.b}"}"#);
    assert_eq!(run("lookup", &[of("jsondecode", &[text]), s("Resource")]), "arn:${var.b}");
    let yaml = of("yamlencode", &[map(&[("a", list(&[n(1), holed("x", "y", "")]))])]);
    assert_eq!(shown(&yaml), "\"a\":\n- 1\n- \"x${var.y}\"\n");
    let decoded = of("yamldecode", &[yaml]);
    assert_eq!(run("jsonencode", &[decoded]), r#"{"a":[1,"x${var.y}"]}"#);
    let decoded = of("yamldecode", &[holed("a: ", "y", "\nb: |\n  x\n  y\n")]);
    assert_eq!(run("jsonencode", &[decoded]), r#"{"a":${var.y},"b":"x\ny\n"}"#);
}

#[test]
fn what_may_be_more_does_not_pass_for_known() {
    let open = open_map(&[("a", n(1))], &var("m"));
    let text = of("jsonencode", &[open.clone()]);
    assert_eq!(shown(&text), r#"{"a":1,${var.m}}"#);
    assert!(is_unknown(&of("md5", &[text.clone()])));
    assert!(of("jsondecode", &[text.clone()]).as_map().unwrap().rest.is_some());
    let cut = of("trimspace", &[of("format", &[s(" %s"), text])]);
    assert!(is_unknown(&of("jsondecode", &[cut])), "with the hole filled it is JSON");
    assert!(is_unknown(&of("md5", &[of("yamlencode", &[open])])));
    let packed = of("base64gzip", &[s("hello hello hello")]);
    let bytes = super::encoding::decode64(packed.as_str().unwrap()).unwrap();
    let mut unpacked = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut unpacked)
        .unwrap();
    assert_eq!(unpacked, "hello hello hello");
}

#[test]
fn sensitivity_spreads_as_in_terraform() {
    let secret = of("sensitive", &[s("hunter2")]);
    assert!(secret.sensitive && of("upper", &[secret.clone()]).sensitive);
    assert!(!of("nonsensitive", &[secret.clone()]).sensitive);
    assert_eq!(run("issensitive", &[secret.clone()]), "true");
    let inside = list(&[s("a"), secret.clone()]);
    assert!(of("join", &[s(","), inside.clone()]).sensitive);
    assert!(!of("concat", &[inside.clone()]).sensitive, "only the element is");
    assert!(of("concat", &[inside.clone()]).as_list().unwrap()[1].sensitive);
    assert!(!of("element", &[inside.clone(), n(0)]).sensitive);
    assert!(of("element", &[inside.or_sensitive(true), n(0)]).sensitive);
}

#[test]
fn places_come_through() {
    let at = |start: usize, end: usize| Span::new(FileId::from_index(0), start, end);
    let text = s("a:*,b:*").at(at(10, 19));
    let parts = of("split", &[s(","), text]);
    assert_eq!(parts.as_list().unwrap()[1].origin.span, Some(at(15, 18)), "inside the quotes");
    let joined = of("join", &[s("/"), list(&[s("ab").at(at(30, 34)), s("cd").at(at(40, 44))])]);
    assert_eq!(joined.span_of(3..5), Some(at(41, 43)));
    let formatted = of("format", &[s("x%sy").at(at(50, 56)), s("ab").at(at(30, 34))]);
    assert_eq!(formatted.as_str(), Some("xaby"));
    assert_eq!(formatted.span_of(1..3), Some(at(31, 33)));
    assert_eq!(formatted.span_of(3..4), Some(at(54, 55)));
    assert_eq!(formatted.origin.span, None, "the call's place, which the evaluator knows");
    let through = of("format", &[s("%s").at(at(50, 54)), s("ab").at(at(30, 34))]);
    assert_eq!(through.origin.span, Some(at(30, 34)), "nothing but the argument");
    let policy = of("jsonencode", &[map(&[("a", s("x").at(at(8, 11)))]).at(at(0, 20))]);
    assert_eq!(policy.origin.span, Some(at(0, 20)));
    let found = of("regex", &[s("b:."), s("a:*,b:*").at(at(10, 19))]);
    assert_eq!(found.origin.span, Some(at(15, 18)));
    let item = of("element", &[list(&[s("ab").at(at(30, 34))]), n(0)]);
    assert_eq!(item.origin.span, Some(at(30, 34)));
    let decoded = of("yamldecode", &[s("a: [xy, z]\nb: |\n  l1\n  l2\n").at(at(100, 128))]);
    assert_eq!(decoded.child("a").items()[0].origin.span, Some(at(105, 107)));
    assert_eq!(decoded.child("b").span_of(3..5), Some(at(124, 126)));
    let keys = of("keys", &[of("jsondecode", &[s("{\"k\":1}").at(at(0, 9))])]);
    assert_eq!(keys.as_list().unwrap()[0].origin.span, Some(at(2, 5)));
}

#[test]
fn what_would_be_gigabytes_is_unknown() {
    assert!(is_unknown(&of("format", &[s("%999999999d"), n(1)])));
    assert!(is_unknown(&of("indent", &[n(1 << 40), s("a\nb")])));
    let thousand = of("range", &[n(1000)]);
    let sets = vec![thousand.clone(); 4];
    assert!(is_unknown(&of("setproduct", &sets)));
    let long = s(&"ab".repeat(20_000));
    let long = of("replace", &[long.clone(), s("a"), long]);
    assert!(is_unknown(&long));
    let nested = (0..40).fold(thousand, |inner, _| list(&[inner.clone(), inner]));
    assert!(is_unknown(&of("jsonencode", &[nested.clone()])));
    assert!(is_unknown(&of("flatten", &[nested])));
    let bomb = (1..9).fold("a: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned(), |text, level| {
        let below = vec![format!("*a{}", level - 1); 9].join(",");
        format!("{text}b{level}: &a{level} [{below}]\n")
    });
    assert!(is_unknown(&of("yamldecode", &[s(&bomb)])));
    assert!(is_unknown(&of("csvdecode", &[s(&format!("a\n{}", "1\n".repeat(200_000)))])));
    assert!(is_unknown(&of("split", &[s(""), s(&"a".repeat(200_000))])));
    assert!(is_unknown(&of("regexall", &[s(""), s(&"a".repeat(200_000))])));
    assert!(call("regex", &[s("((a{500}){500}){500}"), s("a")], &NoFiles).is_err());
}

fn any_value() -> impl Strategy<Value = Value> {
    let texts = prop_oneof![
        ".{0,12}",
        r#"[a-z0-9:/.,\-*%\[\](){}'"\\?|+$^ \n]{0,16}"#,
        prop::sample::select(vec![
            "10.0.0.0/8",
            "::/0",
            "2024-01-31T10:00:00Z",
            "1h30m",
            "%5.2f %[2]s",
            "/([a-z])+/",
            "a,b\n1,2",
            "a: [1, &x b, *x]",
            "{\"a\":[1]}",
            "aGVsbG8=",
            "UTF-16",
            "YYYY 'x' ZZZ",
            "\\Q[\\d-z]{2,}\\E",
            "dns",
        ])
        .prop_map(String::from),
    ];
    let numbers = prop_oneof![
        any::<i64>().prop_map(i128::from),
        -3i128..40,
        Just(i128::MAX),
        Just(i128::MIN)
    ];
    let holes =
        ("[a-z:/\n%]{0,5}", "[a-z]", "[a-z:/\"\n]{0,5}").prop_map(|(before, name, after)| {
            let mut builder = Text::builder();
            builder.literal(&before, None).symbol(Symbol::Region);
            builder.value(&var(&name));
            builder.literal(&after, None);
            builder.build_value()
        });
    let leaf = prop_oneof![
        Just(Value::NULL),
        any::<bool>().prop_map(Value::bool),
        numbers.prop_map(Value::number),
        any::<f64>().prop_filter("a number", |f| !f.is_nan()).prop_map(Value::number),
        texts.prop_map(Value::string),
        holes,
        "[a-c]".prop_map(|name| var(&name)),
        Just(Value::unknown(Why::Repetition("x".into()))),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let items = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            items().prop_map(Value::list),
            items().prop_map(set),
            items().prop_map(|items| one_of("z", &items)),
            (prop::collection::vec(("[a-c]{0,2}", inner.clone()), 0..4), any::<bool>()).prop_map(
                |(entries, open)| {
                    let mut map: Map =
                        entries.into_iter().map(|(key, value)| (key.into(), value)).collect();
                    map.rest = var("rest").as_unknown().filter(|_| open).cloned();
                    Value::map(map)
                }
            ),
            inner.clone().prop_map(|value| value.or_sensitive(true)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn no_call_panics(index in any::<prop::sample::Index>(), args in prop::collection::vec(any_value(), 0..5)) {
        let mut names: Vec<&str> = FUNCTIONS.keys().copied().collect();
        names.sort();
        let _ = call(names[index.index(names.len())], &args, &NoFiles);
    }

    #[test]
    fn no_call_with_the_right_number_of_arguments_panics(
        index in any::<prop::sample::Index>(),
        args in prop::collection::vec(any_value(), 5),
    ) {
        let mut functions: Vec<&Function> = FUNCTIONS.values().map(|(function, _)| *function).collect();
        functions.sort_by_key(|function| function.name);
        let function = functions[index.index(functions.len())];
        let count = function.params.len() + usize::from(function.rest.is_some());
        let _ = call(function.name, &args[..count], &NoFiles);
    }
}
