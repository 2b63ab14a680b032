//! The engine against a brute-force evaluator that shares nothing with it.
//!
//! Random policies over small alphabets, so that patterns meet; random requests over the same.
//! Every answer of the engine is checked by trying, every witness by simulating it.

#[path = "iam/brute.rs"]
mod brute;

use brute::{Asked, Policy, Random};
use iacscan::iam::{
    Decision, Document, Example, Policies, PolicySet, Request, RequestSet, Truth, compare,
    effective, simulate,
};

fn document(policy: &Policy) -> Document {
    let document = Document::from_json(&policy.json()).expect("JSON");
    assert_eq!(document.issues, [], "{}", policy.json());
    document
}

fn simulated(document: &Document, asked: &Asked) -> bool {
    let mut request = Request {
        action: asked.action.clone(),
        resource: asked.resource.clone(),
        context: asked.context.clone(),
        ..Request::default()
    };
    if asked.principal.is_none() {
        let policies = Policies { identity: vec![document], ..Policies::default() };
        return simulate(&request, &policies).decision == Decision::Allowed;
    }
    // Of another account than anybody's, so that the policy of the resource has to allow.
    request.principal.clone_from(&asked.principal);
    request.resource_account = Some("777788889999".to_owned());
    let all = Document::from_json(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
    );
    let all = all.expect("JSON");
    let policies = Policies {
        identity: vec![&all],
        session: vec![&all],
        resource: Some(document),
        ..Policies::default()
    };
    simulate(&request, &policies).decision == Decision::Allowed
}

fn asked(example: &Example) -> Asked {
    Asked {
        principal: None,
        action: example.action.clone(),
        resource: example.resource.clone(),
        context: example.context.iter().filter(|(_, v)| !v.is_empty()).cloned().collect(),
    }
}

#[test]
fn comparisons_agree_with_trying() {
    let mut random = Random::new(1);
    let (mut new, mut same) = (0, 0);
    for round in 0..100_000 {
        let old = Policy::random(&mut random);
        let newer =
            if round % 3 == 0 { old.varied(&mut random) } else { Policy::random(&mut random) };
        let (old_document, new_document) = (document(&old), document(&newer));
        let answer = compare(&PolicySet::new(&[&old_document]), &PolicySet::new(&[&new_document]));
        let case = || format!("old {}\nnew {}\n{answer:?}", old.json(), newer.json());
        match answer.truth {
            Truth::True => {
                let witness = asked(answer.example.as_ref().expect("a witness"));
                assert!(newer.allows(&witness), "not allowed by new: {}", case());
                assert!(!old.allows(&witness), "allowed by old: {}", case());
                assert!(simulated(&new_document, &witness), "{}", case());
                assert!(!simulated(&old_document, &witness), "{}", case());
                new += 1;
            }
            Truth::False => {
                for _ in 0..8 {
                    let asked = Asked::random(&mut random);
                    assert!(
                        !newer.allows(&asked) || old.allows(&asked),
                        "missed {asked:?}: {}",
                        case()
                    );
                }
                same += 1;
            }
            Truth::Unknown => panic!("undecided: {}", case()),
        }
    }
    // Both answers have to be common for the test to mean anything.
    assert!(new > 20_000 && same > 20_000, "{new} new, {same} not");
}

/// What follows from the principal (`aws:PrincipalArn` and the like) is tied to it.
#[test]
fn comparisons_of_principals_agree_with_trying() {
    let mut random = Random::new(4);
    let (mut new, mut same, mut open) = (0, 0, 0);
    for round in 0..30_000 {
        let old = Policy::of_resource(&mut random);
        let newer =
            if round % 3 == 0 { old.varied(&mut random) } else { Policy::of_resource(&mut random) };
        let (old_document, new_document) = (document(&old), document(&newer));
        let answer = compare(&PolicySet::new(&[&old_document]), &PolicySet::new(&[&new_document]));
        let case = || format!("old {}\nnew {}\n{answer:?}", old.json(), newer.json());
        match answer.truth {
            Truth::True => {
                let example = answer.example.as_ref().expect("a witness");
                let principal = Some(example.principal.clone());
                let witness = Asked { principal, ..asked(example) };
                assert!(newer.allows(&witness), "not allowed by new: {}", case());
                assert!(!old.allows(&witness), "allowed by old: {}", case());
                assert!(simulated(&new_document, &witness), "{}", case());
                assert!(!simulated(&old_document, &witness), "{}", case());
                new += 1;
            }
            Truth::False => {
                for _ in 0..12 {
                    let asked = Asked::by_somebody(&mut random);
                    assert!(
                        !newer.allows(&asked) || old.allows(&asked),
                        "missed {asked:?}: {}",
                        case()
                    );
                }
                same += 1;
            }
            Truth::Unknown => open += 1,
        }
    }
    assert!(new > 7_500 && same > 7_500, "{new} new, {same} not");
    // `?` among many wildcards of an ARN makes too many texts to try.
    assert!(open < 30, "{open} undecided");
}

#[test]
fn simulations_of_principals_agree_with_trying() {
    let allowed = simulate_and_try(5, 20_000, Policy::of_resource, Asked::by_somebody);
    assert!(allowed > 5_000, "{allowed}");
}

/// Simulates random requests, of which each has to be decided as trying it does; how many are
/// allowed.
fn simulate_and_try(
    seed: u64,
    policies: u32,
    policy: fn(&mut Random) -> Policy,
    request: fn(&mut Random) -> Asked,
) -> u32 {
    let mut random = Random::new(seed);
    let mut allowed = 0;
    for _ in 0..policies {
        let policy = policy(&mut random);
        let document = document(&policy);
        for _ in 0..4 {
            let asked = request(&mut random);
            let expected = policy.allows(&asked);
            allowed += u32::from(expected);
            assert_eq!(simulated(&document, &asked), expected, "{asked:?} {}", policy.json());
        }
    }
    allowed
}

/// A policy variable has the value of its key, or none.
#[test]
fn comparisons_of_variables_agree_with_trying() {
    let mut random = Random::new(7);
    let (mut new, mut same, mut open) = (0, 0, 0);
    for _ in 0..10_000 {
        let [old, newer] = [(); 2].map(|()| Policy::with_variables(&mut random));
        let (old_document, new_document) = (document(&old), document(&newer));
        let answer = compare(&PolicySet::new(&[&old_document]), &PolicySet::new(&[&new_document]));
        let case = || format!("old {}\nnew {}\n{answer:?}", old.json(), newer.json());
        match answer.truth {
            Truth::True => {
                // A variable whose key does not matter otherwise has any value.
                let mut witness = asked(answer.example.as_ref().expect("a witness"));
                let told = answer.example.iter().flat_map(|e| &e.context);
                if !told.map(|(key, _)| key).any(|key| key == "x:text") {
                    witness.context.push(("x:text".to_owned(), vec!["q".to_owned()]));
                }
                new += 1;
                // Trying takes a wildcard in a value for one, and a name not told for a text.
                let put = witness.context.iter().find(|(key, _)| key == "x:text");
                if witness.resource.contains('<')
                    || put.is_some_and(|(_, v)| v[0].contains(['*', '?']))
                {
                    continue;
                }
                assert!(newer.allows(&witness), "not allowed by new: {}", case());
                assert!(!old.allows(&witness), "allowed by old: {}", case());
            }
            Truth::False => {
                for _ in 0..12 {
                    let asked = Asked::random(&mut random);
                    assert!(
                        !newer.allows(&asked) || old.allows(&asked),
                        "missed {asked:?}: {}",
                        case()
                    );
                }
                same += 1;
            }
            Truth::Unknown => open += 1,
        }
    }
    assert!(new > 7_000 && same > 1_000 && open < 300, "{new} new, {same} not, {open} open");
}

/// What is effective is what comes of the requests one by one.
#[test]
fn effective_permissions_agree_with_simulations() {
    let mut random = Random::new(6);
    let (mut some, mut none) = (0, 0);
    for _ in 0..4_000 {
        let written = [
            Policy::random(&mut random),
            Policy::random(&mut random),
            Policy::of_resource(&mut random),
        ];
        let [identity, limits, resource] = written.each_ref().map(document);
        let form = random.below(4);
        let mut policies = Policies {
            identity: vec![&identity],
            resource: Some(&resource),
            ..Policies::default()
        };
        match form {
            0 => policies.boundary = vec![&limits],
            1 => policies.session = vec![&limits],
            2 => policies.service_control = vec![vec![&limits]],
            _ => {}
        }
        let asked = Asked::by_somebody(&mut random);
        let caller = asked.principal.clone().expect("somebody");
        let decide = |asked: &Asked| {
            let request = Request {
                principal: asked.principal.clone(),
                action: asked.action.clone(),
                resource: asked.resource.clone(),
                resource_account: None,
                context: asked.context.clone(),
            };
            simulate(&request, &policies).decision == Decision::Allowed
        };
        let set = effective(&policies, Some(&caller));
        let case =
            || format!("{caller} {form} {}", written.each_ref().map(Policy::json).join("\n"));
        match set.is_empty() {
            Truth::False => {
                let (example, _) = set.example().expect("a request");
                let principal = Some(example.principal.clone());
                let witness = Asked { principal, ..self::asked(&example) };
                assert!(decide(&witness), "{witness:?} {}", case());
                some += 1;
            }
            Truth::True => {
                for _ in 0..10 {
                    let other = Asked::by(&mut random, &caller);
                    assert!(!decide(&other), "{other:?} {}", case());
                }
                none += 1;
            }
            Truth::Unknown => {}
        }
    }
    assert!(some > 1_000 && none > 300, "{some} {none}");
}

#[test]
fn simulations_agree_with_trying() {
    let allowed = simulate_and_try(2, 25_000, Policy::random, Asked::random);
    assert!(allowed > 10_000, "{allowed}");
}

#[test]
fn sets_obey_their_laws() {
    let mut random = Random::new(3);
    for _ in 0..500 {
        let policies: Vec<Policy> = (0..3).map(|_| Policy::random(&mut random)).collect();
        let documents: Vec<Document> = policies.iter().map(document).collect();
        let sets: Vec<RequestSet> = documents.iter().map(|d| RequestSet::allowed(&[d])).collect();
        let [a, b, c] = sets.as_slice() else { unreachable!("three") };
        let case = || policies.iter().map(Policy::json).collect::<Vec<_>>().join("\n");
        let equal = |x: &RequestSet, y: &RequestSet| {
            (x.is_subset(y), y.is_subset(x)) == (Truth::True, Truth::True)
        };
        assert_eq!(a.is_subset(a), Truth::True, "{}", case());
        assert!(equal(&a.union(b), &b.union(a)), "{}", case());
        assert!(equal(&a.intersection(b), &b.intersection(a)), "{}", case());
        assert_eq!(a.difference(b).intersection(b).is_empty(), Truth::True, "{}", case());
        assert!(equal(&a.difference(b).union(&a.intersection(b)), a), "{}", case());
        assert!(equal(&a.difference(&b.union(c)), &a.difference(b).difference(c)), "{}", case());
        assert_eq!(a.intersection(b).is_subset(a), Truth::True, "{}", case());
        // Membership, by trying.
        for _ in 0..6 {
            let asked = Asked::random(&mut random);
            let [x, y] = [&policies[0], &policies[1]].map(|p| p.allows(&asked));
            if x && !y {
                assert_eq!(a.difference(b).is_empty(), Truth::False, "{asked:?} {}", case());
            }
            if x && y {
                assert_eq!(a.intersection(b).is_empty(), Truth::False, "{asked:?} {}", case());
            }
        }
        if let Some((example, _)) = a.intersection(b).example() {
            let witness = self::asked(&example);
            assert!(policies[0].allows(&witness) && policies[1].allows(&witness), "{}", case());
        }
    }
}
