use super::*;

fn like(text: &str) -> Glob {
    Glob::new(&Str::text(text), Reading { fields: false, variables: true, ..Reading::RESOURCE })
}

fn arn(text: &str) -> Glob {
    Glob::resource(&Str::text(text), true)
}

#[test]
fn wildcards_match_as_aws_says() {
    assert!(like("a*c").matches_text("abbc"));
    assert!(like("a?c").matches_text("abc"));
    assert!(!like("a?c").matches_text("ac"));
    assert!(like("*a*a*").matches_text("banana"));
    assert!(!like("a*b").matches_text("abc"));
    assert!(like("a${*}b").matches_text("a*b"));
    assert!(!like("a${*}b").matches_text("axb"));
}

#[test]
fn fields_of_an_arn_are_matched_one_by_one() {
    let bucket = arn("arn:aws:s3:::logs/*");
    assert!(bucket.matches_text("arn:aws:s3:::logs/a/b:c"));
    assert!(!arn("arn:*:foo").matches_text("arn:aws:s3:::x"));
    assert!(!arn("arn:aws:*:eu-west-1:1:x").matches_text("arn:aws:s3:a:eu-west-1:1:x"));
    assert!(arn("*").matches_text("arn:aws:s3:::x"));
    assert!(arn("*").covers(&arn("arn:*:s3:::x")));
    assert!(!arn("arn:*:*:*:*:*").covers(&arn("*")));
    assert!(arn("arn:*:*:*:*:*").covers(&arn("arn:aws:s3:::a*")));
}

#[test]
fn holes_equal_themselves_only() {
    let account = Part::Symbol(Symbol::Account);
    let text = |part: Part| {
        Str::from_parts([Part::Text("arn:aws:iam::".into()), part, Part::Text(":role/*".into())])
    };
    let own = Glob::resource(&text(account), true);
    assert!(own.covers(&own));
    assert!(arn("arn:aws:iam::*:role/*").covers(&own));
    assert!(!arn("arn:aws:iam::111122223333:role/*").covers(&own));
    assert!(own.widened(false).covers(&arn("arn:aws:iam::111122223333:role/a")));
    assert!(!own.widened(false).covers(&arn("arn:aws:iam::*:role/a")));
    assert!(own.widened(false).unnamed().covers(&arn("arn:aws:iam::*:role/a")));
}

#[test]
fn common_texts_of_two_patterns() {
    let meet = |a: &str, b: &str| {
        let found = intersect(&like(a), &like(b)).expect("small");
        found.iter().map(Glob::show).collect::<Vec<_>>()
    };
    assert_eq!(meet("a*", "*b"), ["a*b"]);
    assert_eq!(meet("ab*", "*bc"), ["abc", "ab*bc"]);
    assert_eq!(meet("*a*", "*b*"), ["*a*b*", "*b*a*"]);
    assert!(meet("a*", "b*").is_empty());
    assert_eq!(meet("a??", "*b"), ["a?b"]);
}

#[test]
fn instances_tell_whether_a_union_covers() {
    let p = like("*");
    let (empty, some) = (like(""), like("?*"));
    let inside = |text: &[Token]| empty.matches(text) || some.matches(text);
    let all: Vec<_> = Instances::new(&p, 1).expect("few").collect();
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|t| inside(t)));
}

#[test]
fn a_name_is_one_text_of_at_least_a_letter() {
    let of = |before: &str, part: Part, after: &str| {
        let parts = [Part::Text(before.into()), part, Part::Text(after.into())];
        Glob::resource(&Str::from_parts(parts), true).widened(false)
    };
    let fresh = [FRESH];
    let any_bucket = || [letters("arn:aws:s3:::").as_slice(), &fresh].concat();
    let bucket = of("arn:aws:s3:::", Part::Name(1), "*");
    assert!(bucket.matches_text("arn:aws:s3:::logs"));
    assert!(!bucket.matches_text("arn:aws:s3:::"));
    assert!(!bucket.matches(&any_bucket()));
    assert!(of("arn:aws:s3:::*", Part::Name(1), "").matches_text("arn:aws:s3:::a-b"));
    let partition = of("arn:", Part::Symbol(Symbol::Partition), ":s3:::*");
    assert!(partition.matches_text("arn:aws-cn:s3:::logs"));
    assert!(!partition.matches_text("arn:aws:sqs:::s3:::logs"));
    // What a name may hold does not keep an earlier wildcard from taking more.
    let mixed = of("arn:aws:x:::*/", Part::Symbol(Symbol::Account), "b?");
    assert!(mixed.matches_text("arn:aws:x:::a/b/c/1bc"));
    let start = of("?", Part::Symbol(Symbol::Account), "b");
    assert!(start.matches_text("/1b"));
}

#[test]
fn the_short_way_to_match_actions_is_the_long_one() {
    let texts = |letters: &str, most: usize| {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..most {
            last = last
                .iter()
                .flat_map(|text| letters.chars().map(move |c| format!("{text}{c}")))
                .collect();
            all.extend(last.clone());
        }
        all
    };
    let actions = texts("aB:", 4);
    for pattern in texts("Ab:*?", 4) {
        let glob = Glob::action(&Str::text(&pattern));
        for action in &actions {
            let long = glob.matches_text(&action.to_ascii_lowercase());
            assert_eq!(action_matches(&pattern, action), Some(long), "{pattern} on {action}");
        }
    }
}
