//! The effort grows with the number of statements, not with its square. Counted, not timed.

use super::search::Budget;
use crate::iam::document::Document;
use crate::iam::exposure::{Definition, is_public_within};
use crate::iam::truth::Truth;
use crate::iam::{PolicySet, compare_within};

/// As many statements, alike but for one thing.
fn many(count: usize, shape: &dyn Fn(usize) -> String) -> Document {
    let all: Vec<String> = (0..count).map(shape).collect();
    let json = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, all.join(","));
    Document::from_json(&json).expect("JSON")
}

fn allow(rest: &str) -> String {
    format!(r#"{{"Effect":"Allow",{rest}}}"#)
}

type Shape = (&'static str, fn(usize) -> String);

const ON_B: &str = r#""Resource":"arn:aws:s3:::b/*","Principal":"*""#;

const SHAPES: [Shape; 6] = [
    ("actions", |n| allow(&format!(r#""Action":"s3:Get{n}",{ON_B}"#))),
    ("resources", |n| {
        allow(&format!(r#""Action":"s3:Get*","Resource":"arn:aws:s3:::b{n}/*","Principal":"*""#))
    }),
    ("principals", |n| {
        let who = format!(r#"{{"AWS":"arn:aws:iam::111122223333:role/r{n}"}}"#);
        allow(&format!(r#""Action":"s3:*","Resource":"*","Principal":{who}"#))
    }),
    ("conditions", |n| {
        let on = format!(r#"{{"StringEquals":{{"aws:SourceVpce":"vpce-{n:08}"}}}}"#);
        allow(&format!(r#""Action":"s3:*",{ON_B},"Condition":{on}"#))
    }),
    ("nothing", |_| allow(&format!(r#""Action":"s3:*",{ON_B}"#))),
    ("Denies", |n| {
        let effect = if n % 2 == 0 { "Allow" } else { "Deny" };
        let of = n / 2;
        format!(
            r#"{{"Effect":"{effect}","Action":"s3:*","Resource":"arn:aws:s3:::b{of}/*","Principal":"*"}}"#
        )
    }),
];

/// Effort for a number of statements and twice as many.
fn grows(name: &str, effort: impl Fn(usize) -> u64) {
    let (one, two) = (effort(400), effort(800));
    assert!(two <= one * 5 / 2 + 100, "{name}: {one} and {two}");
}

#[test]
fn comparing() {
    for (name, shape) in SHAPES {
        grows(name, |count| {
            let old = PolicySet::new(&[&many(count, &shape)]);
            // Written in another way, so that it has to be looked at.
            let wider = |n| {
                shape(n).replace("s3:", "S3:").replace("b/*", "b/k*").replace("vpce-", "vpce-x")
            };
            let new = PolicySet::new(&[&many(count, &wider)]);
            let mut budget = Budget::new();
            assert_eq!(compare_within(&old, &old, &mut budget).truth, Truth::False, "{name}");
            let answer = compare_within(&old, &new, &mut budget).truth;
            assert_ne!(answer, Truth::Unknown, "{name}");
            budget.spent()
        });
    }
}

#[test]
fn exposure() {
    for (name, shape) in SHAPES {
        grows(name, |count| {
            let document = many(count, &shape);
            let mut budget = Budget::new();
            let public = is_public_within(&document, Definition::S3, &mut budget);
            assert_ne!(public.truth, Truth::Unknown, "{name}");
            budget.spent()
        });
    }
}
