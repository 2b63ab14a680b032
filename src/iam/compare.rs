//! Does a new version of policies allow anything that the old one does not?
//!
//! What IAM Access Analyzer's `CheckNoNewAccess` answers online
//! (<https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html>).

use super::ask::{Example, StatementRef};
use super::document::Document;
use super::set::search::{Budget, Outcome, find};
use super::set::witness::Witness;
use super::set::{Access, Bound, Conditions};
use super::truth::Truth;

/// Policies that apply together, made ready to be compared many times.
#[derive(Clone, Debug)]
pub struct PolicySet {
    sure: Access,
    /// With unknown parts as wide as they may be; none if nothing is unknown.
    possible: Option<Access>,
    /// With every unknown text as one fixed text; only where no more than texts are unknown.
    same: Option<Access>,
    open: bool,
}

impl PolicySet {
    /// Reads the documents, which apply together.
    #[must_use]
    pub fn new(documents: &[&Document]) -> PolicySet {
        let of = |bound| Access::of(documents, bound, Conditions::Judged);
        let unknown = documents.iter().any(|d| d.has_unknown());
        let texts_only = !documents.iter().any(|d| d.has_unknown_shape());
        PolicySet {
            sure: of(Bound::Under),
            possible: unknown.then(|| of(Bound::Over)),
            same: (unknown && texts_only).then(|| of(Bound::Same)),
            open: documents.iter().any(|d| d.open),
        }
    }

    fn possible(&self) -> &Access {
        self.possible.as_ref().unwrap_or(&self.sure)
    }

    fn same(&self) -> Option<&Access> {
        if self.possible.is_none() { Some(&self.sure) } else { self.same.as_ref() }
    }
}

/// What a comparison found.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAccess {
    /// Whether there is new access. Unknown if it hangs on unknown parts, or was not decided
    /// within the bounded effort: treat it as possible.
    pub truth: Truth,
    /// The statement of the new policies that gives it.
    pub by: Option<StatementRef>,
    /// A request the new policies allow and the old ones do not.
    pub example: Option<Example>,
}

/// Whether the new policies allow a request that the old ones do not; the first that is found.
#[must_use]
pub fn compare(old: &PolicySet, new: &PolicySet) -> NewAccess {
    compare_within(old, new, &mut Budget::new())
}

pub(crate) fn compare_within(old: &PolicySet, new: &PolicySet, budget: &mut Budget) -> NewAccess {
    let none = |truth| NewAccess { truth, by: None, example: None };
    let mut undecided = false;
    for at in 0..new.sure.allows.len() {
        let allow = &new.sure.allows[at];
        match beyond(at, &new.sure, old.possible(), budget) {
            Outcome::Found(witness) => {
                return NewAccess {
                    truth: Truth::True,
                    by: Some(StatementRef { document: allow.origin.0, statement: allow.origin.1 }),
                    example: Some(Example::of(&witness)),
                };
            }
            Outcome::Nothing => {}
            Outcome::Undecided => undecided = true,
        }
    }
    if undecided {
        return none(Truth::Unknown);
    }
    if old.possible.is_none() && new.possible.is_none() {
        return none(if new.open { Truth::Unknown } else { Truth::False });
    }
    let nothing = |new: &Access, old: &Access, budget: &mut Budget| {
        (0..new.allows.len()).all(|at| beyond(at, new, old, budget) == Outcome::Nothing)
    };
    if let (Some(new), Some(old)) = (new.same(), old.same())
        && nothing(new, old, budget)
    {
        return none(Truth::False);
    }
    let contained = nothing(new.possible(), &old.sure, budget) && !new.open;
    none(if contained { Truth::False } else { Truth::Unknown })
}

/// Every statement of the new policies that gives new access, each with a request.
#[must_use]
pub fn all_new_access(old: &PolicySet, new: &PolicySet) -> Vec<(StatementRef, Example)> {
    let mut budget = Budget::new();
    let mut all = Vec::new();
    for (at, allow) in new.sure.allows.iter().enumerate() {
        if let Outcome::Found(witness) = beyond(at, &new.sure, old.possible(), &mut budget) {
            let by = StatementRef { document: allow.origin.0, statement: allow.origin.1 };
            all.push((by, Example::of(&witness)));
        }
    }
    all
}

/// A request of the statement, not denied, that the other policies do not allow or do deny.
fn beyond(at: usize, new: &Access, old: &Access, budget: &mut Budget) -> Outcome<Box<Witness>> {
    if budget.is_spent() {
        return Outcome::Undecided;
    }
    let allow = &new.allows[at];
    let mut undecided = false;
    let denies = new.denies.meeting(allow);
    // What is written the same in both is allowed by both.
    if !old.allows.has(allow) {
        let mut outside = old.allows.meeting(allow);
        outside.extend(&denies);
        match find(&[allow], &outside, budget) {
            Outcome::Found(witness) => return Outcome::Found(witness),
            Outcome::Nothing => {}
            Outcome::Undecided => undecided = true,
        }
    }
    for deny in old.denies.meeting(allow) {
        // What both deny is not allowed by the new.
        if new.denies.has(deny) {
            continue;
        }
        match find(&[allow, deny], &denies, budget) {
            Outcome::Found(witness) => return Outcome::Found(witness),
            Outcome::Nothing => {}
            Outcome::Undecided => undecided = true,
        }
    }
    if undecided { Outcome::Undecided } else { Outcome::Nothing }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iam::text::{Part, Str, Symbol};
    use crate::iam::tree::Tree;

    fn on(resource: Str) -> PolicySet {
        let text = |t: &str| Tree::String(t.into());
        PolicySet::new(&[&Document::parse(&Tree::Object(vec![
            ("Version".into(), text("2012-10-17")),
            (
                "Statement".into(),
                Tree::Object(vec![
                    ("Effect".into(), text("Allow")),
                    ("Action".into(), text("iam:*")),
                    ("Resource".into(), Tree::String(resource)),
                ]),
            ),
        ]))])
    }

    fn trusting(principal: &str) -> PolicySet {
        let json = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"sts:AssumeRole",
            "Principal":{principal}}}}}"#
        );
        PolicySet::new(&[&Document::from_json(&json).expect("JSON")])
    }

    fn new(old: &PolicySet, new: &PolicySet) -> Truth {
        compare(old, new).truth
    }

    #[test]
    fn variables_tie_the_resource_to_the_caller() {
        let own = on("arn:aws:iam::*:user/${aws:username}".into());
        let all = on("arn:aws:iam::*:user/*".into());
        let bob = on("arn:aws:iam::*:user/bob".into());
        assert_eq!(new(&own, &own), Truth::False);
        assert_eq!(new(&all, &own), Truth::False);
        assert_eq!(new(&own, &all), Truth::True);
        assert_eq!(new(&own, &bob), Truth::True);
        assert_eq!(new(&bob, &own), Truth::True);
    }

    #[test]
    fn holes_are_what_they_are() {
        let role = |part: Part, rest: &str| {
            let start = Part::Text("arn:aws:iam::".into());
            on(Str::from_parts([start, part, Part::Text(rest.into())]))
        };
        let here = |rest| role(Part::Symbol(Symbol::Account), rest);
        assert_eq!(new(&here(":role/*"), &here(":role/a")), Truth::False);
        assert_eq!(new(&here(":role/a"), &here(":role/*")), Truth::True);
        let given = on("arn:aws:iam::111122223333:role/a".into());
        assert_eq!(new(&given, &here(":role/a")), Truth::Unknown);
        let (one, two) = (on(Str::unknown(1)), on(Str::unknown(2)));
        assert_eq!(new(&one, &one), Truth::False);
        assert_eq!(new(&one, &two), Truth::Unknown);
        assert_eq!(new(&on("*".into()), &one), Truth::False);
    }

    #[test]
    fn principals_contain_one_another() {
        let account = trusting(r#"{"AWS":"111122223333"}"#);
        let root = trusting(r#"{"AWS":"arn:aws:iam::111122223333:root"}"#);
        let role = trusting(r#"{"AWS":"arn:aws:iam::111122223333:role/path/a"}"#);
        let session = trusting(r#"{"AWS":"arn:aws:sts::111122223333:assumed-role/a/s"}"#);
        let everyone = trusting(r#""*""#);
        let service = trusting(r#"{"Service":"ec2.amazonaws.com"}"#);
        assert_eq!(new(&account, &root), Truth::False);
        assert_eq!(new(&account, &role), Truth::False);
        assert_eq!(new(&role, &session), Truth::False);
        assert_eq!(new(&role, &account), Truth::True);
        assert_eq!(new(&account, &everyone), Truth::True);
        assert_eq!(new(&account, &service), Truth::True);
        assert_eq!(new(&everyone, &service), Truth::False);
        let found = compare(&role, &service).example.expect("example");
        assert_eq!(found.principal, "Service:ec2.amazonaws.com");
    }

    fn bucket(principal: &str, conditions: &str) -> PolicySet {
        let json = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:GetObject",
            "Resource":"*","Principal":{principal},"Condition":{{{conditions}}}}}}}"#
        );
        PolicySet::new(&[&Document::from_json(&json).expect("JSON")])
    }

    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties>
    #[test]
    fn keys_follow_from_the_principal() {
        let account = bucket(r#"{"AWS":"111122223333"}"#, "");
        let of_account =
            bucket(r#""*""#, r#""StringEquals":{"aws:PrincipalAccount":"111122223333"}"#);
        assert_eq!(new(&account, &of_account), Truth::False);
        assert_eq!(new(&of_account, &account), Truth::False);
        let nobody = bucket(
            r#"{"AWS":"arn:aws:iam::111122223333:root"}"#,
            r#""StringEquals":{"aws:PrincipalAccount":"444455556666"}"#,
        );
        assert_eq!(new(&bucket(r#"{"AWS":"999999999999"}"#, ""), &nobody), Truth::False);
        let role = bucket(r#"{"AWS":"arn:aws:iam::111122223333:role/a"}"#, "");
        let with_arn = |operator: &str| {
            let on = format!(
                r#""{operator}":{{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/a"}}"#
            );
            bucket(r#""*""#, &on)
        };
        assert_eq!(new(&role, &with_arn("ArnEquals")), Truth::False);
        assert_eq!(new(&with_arn("ArnEquals"), &role), Truth::False);
        assert_eq!(new(&account, &with_arn("ArnEqualsIfExists")), Truth::True);
        let service = bucket(r#"{"Service":"sns.amazonaws.com"}"#, "");
        let flagged = |value: &str| {
            bucket(r#""*""#, &format!(r#""Bool":{{"aws:PrincipalIsAWSService":"{value}"}}"#))
        };
        assert_eq!(new(&flagged("true"), &service), Truth::False);
        assert_eq!(new(&flagged("false"), &service), Truth::True);
        assert_eq!(new(&flagged("false"), &role), Truth::False);
        let everyone = bucket(r#""*""#, "");
        let found = compare(&flagged("false"), &everyone).example.expect("example");
        assert!(["*", "Service:x"].contains(&found.principal.as_str()), "{found:?}");
        let organisation =
            bucket(r#""*""#, r#""StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}"#);
        assert_eq!(new(&organisation, &service), Truth::True);
        assert_eq!(new(&service, &organisation), Truth::True);
    }

    /// A variable is what the request says its key is.
    #[test]
    fn variables_have_values() {
        let policy = |statements: &str| {
            let json = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
            PolicySet::new(&[&Document::from_json(&json).expect("JSON")])
        };
        let on = |effect: &str, resource: &str, condition: &str| {
            format!(
                r#"{{"Effect":"{effect}","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/{resource}","Condition":{{{condition}}}}}"#
            )
        };
        let own = on("Allow", "${aws:username}/*", "");
        let bob = r#""StringEquals":{"aws:username":"bob"}"#;
        let of_bob = on("Allow", "bob/*", bob);
        assert_eq!(new(&policy(&own), &policy(&of_bob)), Truth::False);
        let bobs_own = on("Allow", "${aws:username}/*", bob);
        assert_eq!(new(&policy(&on("Allow", "bob/*", "")), &policy(&bobs_own)), Truth::False);
        let b = r#""StringLike":{"aws:username":"b*"}"#;
        let found = compare(&policy(&of_bob), &policy(&on("Allow", "${aws:username}/*", b)));
        let example = found.example.expect("a request");
        let name = example.context.iter().find(|(key, _)| key == "aws:username");
        let name = name.and_then(|(_, values)| values.first()).expect("a name");
        assert!(example.resource.starts_with(&format!("arn:aws:s3:::b/{name}/")), "{example:?}");

        let tags = r#""StringEquals":{"aws:ResourceTag/t":"${aws:PrincipalTag/t}"}"#;
        let both = r#""StringEquals":{"aws:ResourceTag/t":"x","aws:PrincipalTag/t":"x"}"#;
        let same_tag = policy(&on("Allow", "*", tags));
        assert_eq!(new(&same_tag, &policy(&on("Allow", "*", both))), Truth::False);
        assert_eq!(new(&policy(&on("Allow", "*", both)), &same_tag), Truth::True);
        // What is denied for one name, and not denied anew, may be this caller's: nobody says
        // that there is no new access.
        let old = policy(&format!("{own},{}", on("Deny", "bob/*", "")));
        let newer = policy(&format!("{own},{}", on("Deny", "${aws:username}/y", "")));
        assert_ne!(new(&old, &newer), Truth::False);
        let x = r#""StringEquals":{"aws:ResourceTag/t":"x"}"#;
        let old = policy(&format!("{},{}", on("Allow", "*", tags), on("Deny", "*", x)));
        assert_ne!(new(&old, &same_tag), Truth::False);
    }
}
