//! No document makes the engine panic or hang. Nothing is timed: what ends here ends because the
//! engine counts its effort, which `src/iam/set/effort.rs` tests.

use iacscan::iam::catalog::managed_policies;
use iacscan::iam::{
    Definition, Document, PolicySet, PolicyType, Query, ResourceKind, Tree, Truth, allows, compare,
    cross_account, is_public, summarize, validate,
};
use proptest::prelude::*;

fn everything(tree: &Tree) {
    let document = Document::parse(tree);
    let set = PolicySet::new(&[&document]);
    let itself = compare(&set, &set);
    assert_ne!(itself.truth, Truth::True, "new access compared with itself");
    let every = allows(&[&document], &Query::every("s3:*", "*"));
    let some = allows(&[&document], &Query::some("s3:*", "*"));
    assert!(!(every.truth.is_true() && some.truth.is_false()), "every but not some");
    let _ = is_public(&document, Definition::S3);
    let _ = cross_account(&document, None, &[]);
    for policy in [PolicyType::Identity, PolicyType::Trust, PolicyType::ResourceControl] {
        let _ = validate(tree, policy);
    }
}

fn statements(statements: &str) -> Document {
    let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    Document::from_json(&json).expect("JSON")
}

#[test]
fn many_statements() {
    let one = |n: usize| {
        format!(r#"{{"Effect":"Allow","Action":"s3:Get{n}","Resource":"arn:aws:s3:::b{n}/*"}}"#)
    };
    let all: Vec<String> = (0..100_000).map(one).collect();
    let document = statements(&all.join(","));
    assert_eq!(document.statements.len(), 100_000);
    let answer = allows(&[&document], &Query::every("s3:*", "*"));
    assert_eq!(answer.truth, Truth::False);
    let last = Query::some("s3:Get99999", "arn:aws:s3:::b99999/*");
    assert_eq!(allows(&[&document], &last).truth, Truth::True);
}

/// Complements meet everything, so that no index helps: undecided is right.
#[test]
fn many_complements() {
    let one = |n: usize| {
        let effect = if n.is_multiple_of(2) { "Deny" } else { "Allow" };
        format!(
            r#"{{"Effect":"{effect}","Principal":"*","NotAction":"s3:Get{n}","NotResource":"arn:aws:s3:::b{n}/*"}}"#
        )
    };
    let all: Vec<String> = (0..5_000).map(one).collect();
    let document = statements(&all.join(","));
    assert_ne!(is_public(&document, Definition::S3).truth, Truth::True);
}

#[test]
fn long_and_nested_wildcards() {
    let stars = "*a".repeat(5_000);
    let marks = "?*".repeat(5_000);
    let mixed = "*ab?".repeat(2_500);
    let of = |r: &str| {
        statements(&format!(
            r#"{{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::{r}"}},
               {{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::{r}"}}"#
        ))
    };
    let sets: Vec<PolicySet> =
        [&stars, &marks, &mixed].map(|r| PolicySet::new(&[&of(r)])).into_iter().collect();
    for old in &sets {
        for new in &sets {
            // Undecided is an answer; taking for ever is none.
            let _ = compare(old, new);
        }
    }
}

#[test]
fn many_conditions() {
    let one = |effect: &str, n: usize| {
        let keys: Vec<String> =
            (0..12).map(|k| format!(r#""x:k{k}":["a{}*","?b*{n}"]"#, n % 7)).collect();
        format!(
            r#"{{"Effect":"{effect}","Action":"*","Resource":"*","Condition":{{"ForAnyValue:StringLike":{{{}}}}}}}"#,
            keys.join(",")
        )
    };
    let all: Vec<String> =
        (0..60).map(|n| one(if n % 3 == 0 { "Deny" } else { "Allow" }, n)).collect();
    let document = statements(&all.join(","));
    let set = PolicySet::new(&[&document]);
    assert_ne!(compare(&set, &set).truth, Truth::True);
    assert!(!allows(&[&document], &Query::some("s3:*", "*")).truth.is_false());
}

/// The questions about whole documents, of many alike statements; `set/effort.rs` counts that
/// the effort grows as their number does.
#[test]
fn many_statements_in_every_question() {
    let one = |n: usize| {
        format!(
            r#"{{"Effect":"Allow","Principal":"*","Action":"s3:Get*","Resource":"arn:aws:s3:::b/{n}/*"}}"#
        )
    };
    let all: Vec<String> = (0..20_000).map(one).collect();
    let json = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, all.join(","));
    let tree = Tree::from_json(&json).expect("JSON");
    let document = Document::parse(&tree);
    let set = PolicySet::new(&[&document]);
    assert_eq!(compare(&set, &set).truth, Truth::False);
    assert_eq!(is_public(&document, Definition::S3).truth, Truth::True);
    assert_eq!(summarize(&[&document]).len(), 1);
    assert!(cross_account(&document, None, &[]).is_empty());
    assert!(!validate(&tree, PolicyType::Resource(ResourceKind::S3Bucket)).is_empty());
}

/// Statements that only their conditions tell apart, and no two exclude each other: undecided
/// is an answer, a stack that is too small is none.
#[test]
fn many_conditions_on_one_key() {
    let one = |n: usize| {
        format!(
            r#"{{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{{"StringNotLike":{{"s3:prefix":"*{n}*"}}}}}}"#
        )
    };
    let of = |from: usize| {
        let all: Vec<String> = (from..from + 3_000).map(one).collect();
        PolicySet::new(&[&statements(&all.join(","))])
    };
    let _ = compare(&of(0), &of(7));
}

/// AWS's own policies compared with themselves: exact, and quick enough.
#[test]
fn policies_of_aws_are_their_own_equal() {
    for policy in managed_policies() {
        let document = Document::from_json(policy.document).expect("JSON");
        let set = PolicySet::new(&[&document]);
        assert_eq!(compare(&set, &set).truth, Truth::False, "{}", policy.name);
    }
}

#[test]
fn summaries_of_everything() {
    let all = statements(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
    let summary = summarize(&[&all]);
    assert!(summary.len() > 300);
    assert!(summary.iter().all(|s| s.levels.iter().all(|l| l.is_full()) && s.all_resources));
}

/// JSON that looks like a policy more often than chance has it.
fn tree() -> impl Strategy<Value = Tree> {
    let text = prop_oneof![
        "[a-z*?:$\\{\\}/]{0,12}",
        Just("Allow".to_owned()),
        Just("s3:*".to_owned()),
        Just("*".to_owned()),
        Just("arn:aws:s3:::${aws:username}/*".to_owned()),
        Just("arn:aws:iam::111122223333:root".to_owned()),
        Just("203.0.113.0/24".to_owned()),
    ];
    let key = prop_oneof![
        Just("Statement"),
        Just("Effect"),
        Just("Action"),
        Just("NotAction"),
        Just("Resource"),
        Just("NotResource"),
        Just("Principal"),
        Just("AWS"),
        Just("Condition"),
        Just("ForAllValues:StringNotLike"),
        Just("IpAddress"),
        Just("aws:SourceIp"),
        Just("Version"),
        Just("Sid"),
    ];
    let leaf = prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        any::<u32>().prop_map(|n| Tree::Number(n.to_string().into())),
        (0..3_u32).prop_map(Tree::Unknown),
        text.prop_map(|t| Tree::String(t.as_str().into())),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Tree::List),
            prop::collection::vec((key.clone(), inner), 0..7).prop_map(|entries| {
                Tree::Object(entries.into_iter().map(|(k, v)| (k.into(), v)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn arbitrary_documents(statement in tree(), rest in tree()) {
        everything(&rest);
        everything(&Tree::Object(vec![
            ("Version".into(), Tree::String("2012-10-17".into())),
            ("Statement".into(), Tree::List(vec![statement, rest])),
        ]));
    }
}
