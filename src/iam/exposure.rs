//! Who outside gets in through a resource policy: everybody, or other accounts.
//!
//! - <https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status>
//! - <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html>

use std::collections::BTreeMap;

use super::ask::{Example, StatementRef};
use super::document::{
    Comparison, Document, Effect, Operator, PrincipalKind, Principals, Statement,
};
use super::glob::{FRESH, Glob, Token, letters};
use super::location::Location;
use super::set::matcher::{Matcher, Test};
use super::set::search::{Budget, Outcome, exists, find};
use super::set::{Access, Bound, Conditions, Grant, Selection};
use super::text::{Part, Str, Symbol};
use super::truth::Truth;

/// Whose meaning of *public*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Definition {
    /// Amazon S3's, for block public access: only fixed values (no wildcard, no variable) of
    /// certain keys make a grant to everyone non-public.
    S3,
    /// IAM Access Analyzer's, for every other resource: a value that fixes the account or the
    /// organisation is enough.
    AccessAnalyzer,
}

/// Whether a policy is public.
#[derive(Clone, Debug, PartialEq)]
pub struct Public {
    /// The answer; unknown when it hangs on an unknown part.
    pub truth: Truth,
    /// The Allow statements that let everyone in, or may.
    pub by: Vec<StatementRef>,
    /// A request that anybody in the world can make.
    pub example: Option<Example>,
}

/// A principal outside the own account that a policy lets in.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// The statement.
    pub by: StatementRef,
    /// The principal as written.
    pub principal: Str,
    /// Its account, if it can be told.
    pub account: Option<Str>,
    /// The place of the principal (or of the condition value that names it).
    pub location: Location,
    /// Unknown when an unknown part decides.
    pub truth: Truth,
}

/// Keys whose value says who asks or where from, and which an outsider cannot choose.
const IDENTITY_KEYS: [&str; 18] = [
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "aws:sourcearn",
    "aws:sourceaccount",
    "aws:sourceowner",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "s3:dataaccesspointarn",
    "s3:dataaccesspointaccount",
    "kms:calleraccount",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
];

/// Keys beyond those that only Access Analyzer takes.
const ANALYZER_KEYS: [&str; 6] = [
    "aws:sourcevpcarn",
    "aws:vpceaccount",
    "aws:vpceorgid",
    "aws:vpceorgpaths",
    "elasticfilesystem:accesspointarn",
    "lambda:eventsourcetoken",
];

/// Flags that no request of an outsider has set: those of AWS services, and those of a mount
/// target, which is inside a VPC
/// (<https://docs.aws.amazon.com/efs/latest/ug/access-control-block-public-access.html>).
const INSIDE: [&str; 2] = ["aws:principalisawsservice", "elasticfilesystem:accessedviamounttarget"];

const SOURCE_IP: &str = "aws:sourceip";

/// Whether a resource policy lets anybody in the world do something.
///
/// The policy is asked for a request of an *outsider*: somebody who is nobody in particular,
/// comes from an address on the internet, and has none of the fixed values the policy asks for,
/// but chooses everything a caller can choose.
#[must_use]
pub fn is_public(document: &Document, definition: Definition) -> Public {
    is_public_within(document, definition, &mut Budget::new())
}

pub(crate) fn is_public_within(
    document: &Document,
    definition: Definition,
    budget: &mut Budget,
) -> Public {
    let mut possible = Vec::new();
    for bound in [Bound::Under, Bound::Over] {
        let access = Access::of(&[document], bound, Conditions::Judged);
        let mut by = Vec::new();
        let mut example = None;
        for allow in access.allows.iter() {
            // With nothing left to spend, it is not even looked up what to spend it on.
            if budget.is_spent() {
                possible.push(reference(allow));
                continue;
            }
            let mut allow = allow.clone();
            loosen(&mut allow, definition);
            let denies = access.denies.meeting(&allow);
            let outsider = outsider(&allow, &denies, definition);
            let inside = [&outsider, &allow];
            match if example.is_none() { find } else { exists }(&inside, &denies, budget) {
                Outcome::Found(witness) => {
                    by.push(reference(&allow));
                    example.get_or_insert_with(|| Example {
                        principal: "*".to_owned(),
                        ..Example::of(&witness)
                    });
                }
                Outcome::Nothing => {}
                Outcome::Undecided => possible.push(reference(&allow)),
            }
        }
        match bound {
            Bound::Under if !by.is_empty() => return Public { truth: Truth::True, by, example },
            Bound::Under => {}
            _ => possible.extend(by),
        }
    }
    possible.sort_unstable();
    possible.dedup();
    let truth = if possible.is_empty() && !document.open { Truth::False } else { Truth::Unknown };
    Public { truth, by: possible, example: None }
}

fn reference(grant: &Grant) -> StatementRef {
    StatementRef { document: grant.origin.0, statement: grant.origin.1 }
}

fn is_identity(key: &str, definition: Definition) -> bool {
    IDENTITY_KEYS.contains(&key)
        || definition == Definition::AccessAnalyzer && ANALYZER_KEYS.contains(&key)
}

/// Variables in the value of an identity key are no fixed value: somebody outside has one, too.
fn loosen(grant: &mut Grant, definition: Definition) {
    let own = ["aws:resourceorgid", "aws:resourceaccount", "aws:resourceorgpaths"];
    let own: Vec<Token> = own.iter().flat_map(|key| variable(key)).collect();
    let keep = |t: Token| definition == Definition::AccessAnalyzer && own.contains(&t);
    for test in &mut grant.tests {
        if !test.operator.negated
            && is_identity(&test.key, definition)
            && let Matcher::Texts { globs, .. } = &mut test.matcher
        {
            for glob in globs.iter_mut().filter(|g| g.has_variable()) {
                let free = |t: Token| keep(t) || !glob.variables().any(|v| v == t);
                *glob = glob.searched(&free).into_owned();
            }
        }
    }
}

fn variable(key: &str) -> Vec<Token> {
    Glob::resource(&Str::text(&format!("${{{key}}}")), true).variables().collect()
}

/// A principal that no policy names, not even by a name that is not known yet.
fn nobody() -> Glob {
    let mut tokens = letters("Outsider:");
    tokens.push(FRESH);
    Glob::from_tokens(tokens)
}

/// Everyone who has none of the fixed values that the statement and the Denies about it name.
fn outsider(allow: &Grant, denies: &[&Grant], definition: Definition) -> Grant {
    let mut fixed: BTreeMap<&str, Vec<Glob>> = BTreeMap::new();
    let mut ranges = super::set::values::private_ranges();
    for test in denies.iter().copied().chain([allow]).flat_map(|g| &g.tests) {
        if test.key == SOURCE_IP {
            match &test.matcher {
                Matcher::Addresses(own) => ranges.extend(own.iter().filter(|r| !r.is_broad())),
                Matcher::Texts { globs, .. } => {
                    fixed.entry(SOURCE_IP).or_default().extend(
                        globs.iter().filter(|g| !g.has_star() && !g.has_variable()).cloned(),
                    );
                }
                _ => {}
            }
        } else if is_identity(&test.key, definition)
            && let Matcher::Texts { globs, .. } = &test.matcher
        {
            let own = globs.iter().filter(|g| is_fixed(&test.key, g, definition));
            fixed.entry(&test.key).or_default().extend(own.cloned());
        }
    }
    let negated =
        |comparison| Operator { quantifier: None, comparison, negated: true, if_exists: false };
    let mut tests: Vec<Test> = fixed
        .into_iter()
        .map(|(key, globs)| Test {
            key: key.into(),
            operator: negated(Comparison::StringLike),
            matcher: Matcher::Texts { globs, fold: false },
        })
        .collect();
    tests.push(Test {
        key: SOURCE_IP.into(),
        operator: negated(Comparison::IpAddress),
        matcher: Matcher::Addresses(ranges),
    });
    // A request from the internet has an address.
    tests.push(Test {
        key: SOURCE_IP.into(),
        operator: Operator { negated: false, ..negated(Comparison::Null) },
        matcher: Matcher::Absent(false),
    });
    tests.extend(INSIDE.map(|key| Test {
        key: key.into(),
        operator: negated(Comparison::Bool),
        matcher: Matcher::Bools(vec![true]),
    }));
    Grant {
        principals: Selection::of(vec![nobody()]),
        tests,
        ..Grant::plain(Selection::any(), Selection::any())
    }
}

/// Whether a value of an identity key names somebody in particular.
fn is_fixed(key: &str, glob: &Glob, definition: Definition) -> bool {
    if !glob.has_star() {
        return true;
    }
    let text = glob.show();
    let before = text.split(['*', '?']).next().unwrap_or("");
    match key {
        // The path of an organisation begins with its id, written out or a name that is known
        // after deployment; what follows may vary.
        "aws:principalorgpaths" | "aws:sourceorgpaths" | "aws:vpceorgpaths" => {
            (before.starts_with("o-") || before.starts_with('<')) && before.contains('/')
        }
        "s3:dataaccesspointarn" => fixes_account(&text),
        _ if definition == Definition::S3 => false,
        "aws:principalarn"
        | "aws:sourcearn"
        | "aws:sourcevpcarn"
        | "elasticfilesystem:accesspointarn" => fixes_account(&text),
        // The unique id of a role, any session name.
        "aws:userid" => before.contains(':') || before.len() >= 12,
        _ => false,
    }
}

/// Whether an ARN pattern is of one account.
fn fixes_account(arn: &str) -> bool {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    let [_, _, service, region, account, name] = fields.as_slice() else { return false };
    let fixed = |field: &str| !field.is_empty() && !field.contains(['*', '?']);
    // The ARN of a bucket has no account, but its whole name belongs to one.
    fixed(account)
        || *service == "s3"
            && region.is_empty()
            && account.is_empty()
            && name.split_once('/').is_some_and(|(bucket, _)| fixed(bucket))
}

/// The principals of other accounts that a resource policy lets in.
///
/// `own` is the account the resource is in, if known ([`Symbol::Account`] always is it), and
/// `trusted` are accounts that count as inside. Grants to everyone are [`is_public`]'s affair,
/// unless a condition narrows them to accounts. AWS services are not counted.
#[must_use]
pub fn cross_account(document: &Document, own: Option<&str>, trusted: &[&str]) -> Vec<Foreign> {
    let mut all = Vec::new();
    let mut reached: Option<Reached> = None;
    for statement in &document.statements {
        if matches!(statement.effect, Effect::Deny | Effect::Invalid) {
            continue;
        }
        let mut candidates: Vec<Candidate<'_>> = Vec::new();
        if let Some(principals) = &statement.principal {
            named(principals, &mut candidates);
            if principals.is_everyone().is_possible() {
                narrowed(statement, &mut candidates);
            }
        }
        for Candidate { principal, location, caller } in candidates {
            let account = account(principal);
            let inside = match &account {
                Some(account) => is_inside(account, own, trusted),
                None => Truth::Unknown,
            };
            // A unique id is of a principal that was deleted; nobody can use it any more.
            if inside.is_true() || account.is_none() && principal.is_known() {
                continue;
            }
            let reached = reached.get_or_insert_with(|| Reached::new(document));
            let truth = !inside & reached.by(statement, principal, caller);
            if truth.is_possible() {
                let by = StatementRef { document: 0, statement: statement.index };
                let (principal, location) = (principal.clone(), location.clone());
                all.push(Foreign { by, principal, account, location, truth });
            }
        }
    }
    all
}

/// Somebody a statement may let in.
struct Candidate<'d> {
    principal: &'d Str,
    location: &'d Location,
    /// Whether it is who asks, and not on whose behalf.
    caller: bool,
}

fn named<'d>(principals: &'d Principals, out: &mut Vec<Candidate<'d>>) {
    for item in &principals.items {
        if item.kind == PrincipalKind::Aws && !item.text.is("*") {
            let (principal, location) = (&item.text, &item.location);
            out.push(Candidate { principal, location, caller: true });
        }
    }
}

/// Accounts that conditions of a grant to everyone name.
fn narrowed<'d>(statement: &'d Statement, out: &mut Vec<Candidate<'d>>) {
    let callers = ["aws:PrincipalArn", "aws:PrincipalAccount", "kms:CallerAccount"];
    let keys = [
        "aws:SourceAccount",
        "aws:SourceOwner",
        "aws:SourceArn",
        "s3:DataAccessPointAccount",
        "s3:DataAccessPointArn",
    ];
    for condition in &statement.conditions {
        let positive =
            condition.operator.is_some_and(|o| !o.negated && (o.is_string() || o.is_arn()));
        let caller = callers.iter().any(|k| condition.is_on(k).is_true());
        if !positive || !caller && !keys.iter().any(|k| condition.is_on(k).is_true()) {
            continue;
        }
        for value in &condition.values {
            if account(&value.text).is_some() {
                let (principal, location) = (&value.text, &value.location);
                out.push(Candidate { principal, location, caller });
            }
        }
    }
}

/// The account of a principal: of an ARN, or a bare account id.
fn account(principal: &Str) -> Option<Str> {
    let fields = principal.splitn(6, ':');
    let of = match fields.as_slice() {
        [one] => one,
        [_, _, _, _, account, _] => account,
        _ => return None,
    };
    let known = match of.parts() {
        [Part::Text(digits)] => digits.len() == 12 && digits.bytes().all(|b| b.is_ascii_digit()),
        [Part::Symbol(Symbol::Account) | Part::Unknown(_) | Part::Name(_)] => true,
        _ => false,
    };
    (known && (fields.len() == 6 || !of.is_open())).then(|| of.clone())
}

fn is_inside(account: &Str, own: Option<&str>, trusted: &[&str]) -> Truth {
    match account.parts() {
        [Part::Symbol(Symbol::Account)] => Truth::True,
        [Part::Text(id)] if Some(id.as_str()) == own || trusted.contains(&id.as_str()) => {
            Truth::True
        }
        [Part::Text(_)] if own.is_some() => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Whom the statements of a document let do anything, after its Denies.
struct Reached {
    over: Access,
    under: Access,
    budget: Budget,
}

impl Reached {
    fn new(document: &Document) -> Reached {
        let of = |bound| Access::of(&[document], bound, Conditions::Judged);
        Reached { over: of(Bound::Over), under: of(Bound::Under), budget: Budget::new() }
    }

    fn by(&mut self, statement: &Statement, principal: &Str, caller: bool) -> Truth {
        let mut asked = Grant::plain(Selection::any(), Selection::any());
        if caller {
            asked.principals = super::set::principal_patterns(principal);
        }
        let Reached { over, under, budget } = self;
        let mut judge = |access: &Access| {
            // Statements come in order, each once at most.
            let at = access.allows.partition_point(|g| g.origin.1 < statement.index);
            let mine = access.allows.get(at).filter(|g| g.origin.1 == statement.index);
            mine.map_or(Truth::False, |grant| {
                if budget.is_spent() {
                    return Truth::Unknown;
                }
                match exists(&[&asked, grant], &access.denies.meeting(grant), budget) {
                    Outcome::Found(_) => Truth::True,
                    Outcome::Nothing => Truth::False,
                    Outcome::Undecided => Truth::Unknown,
                }
            })
        };
        match judge(over) {
            Truth::False => Truth::False,
            _ if judge(under).is_true() => Truth::True,
            _ => Truth::Unknown,
        }
    }
}

#[cfg(test)]
mod tests;
