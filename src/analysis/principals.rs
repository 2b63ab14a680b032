//! Whom statements let in, and what they ask of them.

use ecow::EcoString;

use super::statement::{Said, is_account_id};
use super::{Evidence, Verdict};
use crate::iam::{
    Comparison, Condition, Effect, Part, Principal, PrincipalKind, Quantifier, SOURCELESS, Str,
    Symbol, Truth,
};
use crate::model::{Accounts, Usage};

/// Who is let in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// `*`.
    Everyone,
    /// Anybody but the own account as a whole and its principals.
    Others,
    /// An account as a whole, the own one included.
    Account,
    /// Another account as a whole. One that is written out is taken for another.
    OtherAccount,
    /// Anybody who is no service: people and workloads.
    Principal,
    /// An AWS service.
    Service,
    /// An AWS service that says with each request for whose resource it is.
    ServiceForOthers,
    /// An AWS service that acts for other accounts, and says for which.
    Deputy,
}

impl Who {
    /// The one of that name in rules.
    pub fn named(name: &str) -> Option<Who> {
        Some(match name {
            "everyone" => Who::Everyone,
            "others" => Who::Others,
            "account" => Who::Account,
            "other-account" => Who::OtherAccount,
            "principal" => Who::Principal,
            "service" => Who::Service,
            "service-for-others" => Who::ServiceForOthers,
            "deputy" => Who::Deputy,
            _ => return None,
        })
    }
}

/// Services that assume roles on behalf of whoever asks them and send the source's ARN or
/// account with it: each has a page on the confused deputy (or says it with the role) in its
/// own guide, mostly `cross-service-confused-deputy-prevention`. A service that has none, such
/// as EC2 or Lambda, cannot be held to a condition.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>
const DEPUTIES: &[&str] = &[
    "application-autoscaling",
    "appstream",
    "autoscaling",
    "bedrock",
    "bedrock-agentcore",
    "budgets",
    "codedeploy",
    "comprehend",
    "datasync",
    "ecs-tasks",
    "elasticmapreduce",
    "fis",
    "frauddetector",
    "grafana",
    "greengrass",
    "iot",
    "kendra",
    "kinesisanalytics",
    "logs",
    "omics",
    "osis-pipelines",
    "personalize",
    "pipes",
    "rekognition",
    "scheduler",
    "ses",
    "ssm",
    "states",
    "textract",
    "transcribe",
    "transfer",
    "vpc-flow-logs",
];

/// Whether the statement's Principal names somebody of the kind.
pub fn names(said: Said<'_>, who: Who) -> Verdict {
    let Some(principals) = &said.statement.principal else {
        return if said.statement.open { said.unknown() } else { Verdict::No };
    };
    let own = Own {
        accounts: &said.model.accounts,
        of_resource: account_of_resource(said),
        key_policy: KeyPolicy::of(said),
    };
    let mut undecided = principals.open;
    for item in &principals.items {
        match is(item, who, &own) {
            Truth::True => {
                let mut evidence = Evidence::default();
                evidence.elements.extend(said.element("principals", &item.location));
                return Verdict::Yes(evidence);
            }
            Truth::Unknown => undecided = true,
            Truth::False => {}
        }
    }
    if undecided { said.unknown() } else { Verdict::No }
}

/// What is known of the own account.
struct Own<'m> {
    accounts: &'m Accounts,
    of_resource: Option<EcoString>,
    key_policy: Option<KeyPolicy>,
}

impl Own<'_> {
    /// Whether an account that is written out is the own one, or counts as such.
    fn is(&self, id: &str) -> Truth {
        if self.accounts.are_inside(id) || self.of_resource.as_deref() == Some(id) {
            return Truth::True;
        }
        match &self.key_policy {
            Some(policy) if self.accounts.own.is_none() && policy.may_own(id) => Truth::Unknown,
            _ => Truth::False,
        }
    }
}

/// The account that the ARNs in the policy of a resource name, if it is one: the resource's.
pub(super) fn account_of_resource(said: Said<'_>) -> Option<EcoString> {
    if said.policy.usage != Usage::Resource {
        return None;
    }
    let statements = said.policy.document.statements.iter();
    let items = statements.filter_map(|s| s.resource.as_ref()).flat_map(|values| &values.items);
    let mut ids = items.filter_map(|item| match item.text.splitn(6, ':').get(4)?.parts() {
        [Part::Text(id)] if is_account_id(id) => Some(id.clone()),
        _ => None,
    });
    let first = ids.next()?;
    ids.all(|id| id == first).then_some(first)
}

/// Whether the policy of a key may have this account, which is written out, for its own.
pub(super) fn may_own_key(said: Said<'_>, id: &str) -> bool {
    KeyPolicy::of(said).is_some_and(|policy| policy.may_own(id))
}

fn is(item: &Principal, who: Who, own: &Own<'_>) -> Truth {
    let star = item.text.is("*");
    match (who, &item.kind) {
        (Who::Service, PrincipalKind::Service) => Truth::True,
        (Who::Deputy, PrincipalKind::Service) => match item.text.as_text() {
            Some(name) => is_deputy(name).into(),
            None => is_deputy(item.text.prefix()).into(),
        },
        (Who::ServiceForOthers, PrincipalKind::Service) => {
            Truth::from(!SOURCELESS.iter().any(|name| item.text.is(name)))
        }
        (Who::Service | Who::ServiceForOthers | Who::Deputy, _) => Truth::False,
        // Every service there is.
        (Who::Account, PrincipalKind::Service) => star.into(),
        (Who::Others, PrincipalKind::Service | PrincipalKind::CanonicalUser) => Truth::True,
        (_, PrincipalKind::Aws) if star => {
            matches!(who, Who::Everyone | Who::Others | Who::Principal).into()
        }
        (_, PrincipalKind::Aws) => of_account(&item.text, who, own),
        (Who::Others, _) => Truth::True,
        _ => Truth::False,
    }
}

fn of_account(principal: &Str, who: Who, own: &Own<'_>) -> Truth {
    let fields = principal.splitn(6, ':');
    let (account, whole) = match fields.as_slice() {
        [one] => (one, Truth::True),
        [_, _, _, _, account, name] => {
            let root = Truth::from(name.is("root"));
            (account, if name.is_open() { Truth::Unknown } else { root })
        }
        _ => return Truth::Unknown,
    };
    let own = match account.parts() {
        [Part::Symbol(Symbol::Account)] => Truth::True,
        [Part::Text(id)] if is_account_id(id) => own.is(id),
        [Part::Text(_)] => return Truth::False,
        _ => Truth::Unknown,
    };
    match who {
        Who::Account if fields.len() == 1 && own.is_possible() && !own.is_true() => Truth::Unknown,
        Who::Account => whole,
        Who::OtherAccount => whole & !own,
        Who::Others => !own,
        Who::Principal => Truth::True,
        _ => Truth::False,
    }
}

/// The accounts that the policy of a KMS key lets in as a whole. Every such policy has to let its
/// own account in, which is often written out.
///
/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>
struct KeyPolicy {
    /// It names the account deployed to as such.
    names_own: bool,
    /// The accounts that are written out.
    accounts: Vec<EcoString>,
}

impl KeyPolicy {
    /// `None` if the statement says nothing of KMS.
    fn of(said: Said<'_>) -> Option<KeyPolicy> {
        let mut actions = said.statement.action.iter().flat_map(|actions| &actions.items);
        if !actions.any(|item| item.text.prefix().to_ascii_lowercase().starts_with("kms:")) {
            return None;
        }
        let mut policy = KeyPolicy { names_own: false, accounts: vec![] };
        let statements = &said.policy.document.statements;
        for item in statements.iter().filter_map(|s| s.principal.as_ref()).flat_map(|p| &p.items) {
            let fields = item.text.splitn(6, ':');
            let account = match fields.as_slice() {
                [one] => one,
                [_, _, _, _, account, name] if name.is("root") => account,
                _ => continue,
            };
            match account.parts() {
                [Part::Symbol(Symbol::Account)] => policy.names_own = true,
                [Part::Text(id)] if is_account_id(id) => policy.accounts.push(id.clone()),
                _ => {}
            }
        }
        Some(policy)
    }

    /// Whether an account that is written out may be that of the key.
    fn may_own(&self, id: &str) -> bool {
        !self.names_own && (self.accounts.is_empty() || self.accounts.iter().any(|own| own == id))
    }
}

fn is_deputy(name: &str) -> bool {
    let name = name.split_once(".amazonaws.com").map_or(name, |(name, _)| name);
    let regional = name.strip_prefix("logs.").is_some();
    regional || DEPUTIES.contains(&name)
}

/// Whether the statement holds only for requests with a fixed value of one of these keys; a key
/// up to its colon or slash stands for all that begin with it.
pub fn requires(said: Said<'_>, keys: &[String]) -> Verdict {
    let conditions = said.statement.conditions.iter();
    let each = conditions.map(|condition| {
        let on = Truth::any(keys.iter().map(|key| is_on(condition, key)));
        on & fixes(condition)
    });
    let open = Truth::from(said.statement.conditions_open || said.statement.open);
    said.verdict(Truth::any(each.chain([open & Truth::Unknown])))
}

/// Whether a Deny of the document stands against requests by a condition on the key.
pub fn denied_by(said: Said<'_>, key: &str) -> Verdict {
    said.verdict(Truth::any(said.denies().map(|deny| deny.has_condition_on(key))))
}

fn is_on(condition: &Condition, key: &str) -> Truth {
    match condition.key.as_text() {
        Some(own) if key.ends_with(':') => {
            own.get(..key.len()).is_some_and(|own| own.eq_ignore_ascii_case(key)).into()
        }
        _ => condition.is_on(key),
    }
}

/// Whether a condition holds for some values of its key only, and not when it is absent.
fn fixes(condition: &Condition) -> Truth {
    let Some(operator) = condition.operator else {
        return Truth::from(!condition.operator_text.is_known()) & Truth::Unknown;
    };
    if operator.negated
        || operator.if_exists
        || operator.quantifier == Some(Quantifier::ForAllValues)
        || operator.comparison == Comparison::Null
    {
        return Truth::False;
    }
    let anything = |text: &Str| match operator.comparison {
        Comparison::Bool => text.as_text().is_some_and(|text| text.eq_ignore_ascii_case("false")),
        _ => text
            .as_text()
            .is_some_and(|text| !text.is_empty() && text.chars().all(|c| matches!(c, '*' | '?'))),
    };
    if condition.values.iter().any(|value| anything(&value.text)) {
        return Truth::False;
    }
    Truth::from(!condition.values.is_empty() || condition.open)
}

/// Whether every plain HTTP request is denied: by a Deny for everyone that asks for nothing but
/// aws:SecureTransport to be false.
pub fn denies_plain_http(document: &crate::iam::Document) -> Truth {
    let each = document.statements.iter().map(|statement| {
        let effect = match statement.effect {
            Effect::Deny => Truth::True,
            Effect::Unknown => Truth::Unknown,
            _ => Truth::False,
        };
        let everyone = match &statement.principal {
            Some(principals) => principals.is_everyone(),
            None => Truth::from(statement.open) & Truth::Unknown,
        };
        let plain = |condition: &Condition| {
            let value = |text: &str| condition.values.iter().any(|v| v.text.is(text));
            let says = match condition.operator {
                Some(operator) if operator.comparison == Comparison::Null => Truth::False,
                Some(operator) => Truth::from(value("false") != operator.negated),
                None => Truth::Unknown,
            };
            condition.is_on("aws:SecureTransport") & says
        };
        let conditions = match statement.conditions.as_slice() {
            [] => Truth::from(statement.conditions_open) & Truth::Unknown,
            some => Truth::all(some.iter().map(plain)),
        };
        let actions =
            statement.matches_action("s3:GetObject") & statement.matches_action("s3:PutObject");
        effect & everyone & conditions & actions
    });
    Truth::any(each.chain([Truth::from(document.open) & Truth::Unknown]))
}
