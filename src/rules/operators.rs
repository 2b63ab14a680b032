//! Named operators: what AWS means, asked of the engine.

use super::glob::{Match, matches};
use super::invariant::Forbidden;
use super::predicate::Subject;
use crate::analysis::baseline::{self, Watch};
use crate::analysis::grants::{self, Class};
use crate::analysis::oidc::{self, Fault};
use crate::analysis::principals::{self, Who};
use crate::analysis::statement::{Said, unknown};
use crate::analysis::{
    Evidence, Verdict, access_block, certificate, cross_account, held, members, phrase, use_of,
    witness, workloads,
};
use crate::iam::{self, Conditions, Definition, Effect, Query, Truth};
use crate::model::{Kind, Usage};
use crate::syntax::data::Node;
use crate::value::Text;

/// An operator with its arguments.
#[derive(Debug)]
pub(crate) enum Operator {
    /// `allows: { action, resource }`: the statement allows every request of the action
    /// pattern on the resource pattern, whatever the request's context, and no Deny of its
    /// document takes any of it away.
    Allows { action: String, resource: String },
    /// `on_any_resource: CLASS`: the statement allows some action of the class (`credentials`,
    /// `any-credentials`, `sealed-credentials`, `permissions`, `write` or `restrictable`) on every resource.
    OnAnyResource(Class),
    /// `whole_service: true`: the statement allows every action of a service on all of it.
    WholeService,
    /// `all_of_service: true`: an action pattern of the statement is all of a service: `sqs:*`.
    AllOfService,
    /// `changes_permissions: true`: the statement allows an action of permissions management.
    ChangesPermissions,
    /// `includes: ACTION`: the statement is about the action.
    Includes(String),
    /// `names: WHO`: the statement's Principal names such a one; see [`Who`].
    Names(Who),
    /// `requires: [KEY]`: the statement holds only for fixed values of one of the keys.
    Requires(Vec<String>),
    /// `denied_by: KEY`: a Deny of its document has a condition on the key.
    DeniedBy(String),
    /// `oidc: FAULT`: the statement trusts an OpenID Connect provider too much; see [`Fault`].
    Oidc(Fault),
    /// `of: KIND`: the statement is in the policy of such an entity: a bucket, a user.
    Of(String),
    /// `plain_http_denied: true`: the bucket's policy denies every plain HTTP request.
    PlainHttpDenied,
    /// `member: true`: the user is in some group, the group has some user.
    Member,
    /// `another_key: true`: the access key's user has one already.
    AnotherKey,
    /// `administrator: true`: the user or role may do everything, all of its policies taken
    /// together; so may the access key's user; the workload's role may, or may see to it.
    Administrator,
    /// `escapes_boundary: true`: the statement lets who is bounded take the boundary away.
    EscapesBoundary,
    /// `attached: true`: somebody has the managed policy.
    Attached,
    /// `assumable: true`: some request satisfies the role's trust policy.
    Assumable,
    /// `has_policies: true`: the role has some policy.
    HasPolicies,
    /// `password_shown: true`: the password is written down, or comes from a parameter that
    /// shows what it holds.
    PasswordShown,
    /// `ends_within: DAYS`: the certificate is past its end, or will be by then.
    EndsWithin(i64),
    /// `shows_secret: true`: the output shows a secret access key or password.
    ShowsSecret,
    /// `configures_keys: true`: the workload is set up with access keys.
    ConfiguresKeys,
    /// `shares_role: true`: another function runs as the same role.
    SharesRole,
    /// `role_on_both_sides: true`: another instance has the same role, and one of the two is
    /// public.
    RoleOnBothSides,
    /// `execution_role_only: true`: the workload's code runs as the role that starts it.
    ExecutionRoleOnly,
    /// `of_trail: true`: a trail writes to the bucket, or to that of the statement's policy.
    OfTrail,
    /// `bucket_elsewhere: true`: unknown if the trail's bucket is not declared here, else no.
    BucketElsewhere,
    /// `inside: true`: all that the share is shared with is of the own organization or accounts.
    Inside,
    /// `outside: true`: the grant is given to another account.
    Outside,
    /// `may: { actions, resources, conditions, unless: { principals, accounts } }`: by the
    /// policies of the user or role, or by the statement of a resource's policy, somebody who is
    /// not excepted may make one of the requests.
    May(Box<Forbidden>),
    /// `unwatched: TOPIC`: nothing in the configuration raises an alarm on some of what is
    /// meant: `root`, or `changes` of what keeps the account safe.
    Unwatched(Watch),
    /// `allows_leaving: true`: it is the first service control policy of a configuration of
    /// which none denies leaving the organization.
    AllowsLeaving,
    /// `denies_nothing: true`: every Deny of the policy is about actions that do not exist.
    DeniesNothing,
    /// `exists: true`: it is declared, which is enough.
    Exists,
    /// `public: true`: the statement lets anybody in the world do something.
    Public,
    /// `cross_account: true`: the statement lets a principal of another account in.
    CrossAccount,
    /// `acl_in_force: true`: nothing in the configuration neutralises the bucket's ACL.
    AclInForce,
    /// `account_block: true`: the account's own public access block covers the bucket in full.
    AccountBlock,
}

/// Compiles an operator; `None` if there is none of that name for the kind.
pub(crate) fn compile(name: &str, kind: Kind, argument: &Node) -> Option<Result<Operator, String>> {
    let flag = |operator: Operator| match argument.as_str() {
        Some("true") => Ok(operator),
        _ => Err(format!("{name} takes true; put it under not for the opposite")),
    };
    let text = || argument.as_str().ok_or_else(|| format!("{name} takes a name"));
    let none = |of: &str| format!("{name} has no '{of}'");
    Some(match (name, kind) {
        ("exists", _) => flag(Operator::Exists),
        ("may", Kind::User | Kind::Role | Kind::Statement) => {
            Forbidden::compile(argument).map(|forbidden| Operator::May(Box::new(forbidden)))
        }
        ("unwatched", Kind::Configuration) => text()
            .and_then(|name| Watch::named(name).map(Operator::Unwatched).ok_or_else(|| none(name))),
        ("allows_leaving", Kind::Policy) => flag(Operator::AllowsLeaving),
        ("denies_nothing", Kind::Policy) => flag(Operator::DeniesNothing),
        ("allows", Kind::Statement) => allows(argument),
        ("public", Kind::Statement) => flag(Operator::Public),
        ("cross_account", Kind::Statement) => flag(Operator::CrossAccount),
        ("on_any_resource", Kind::Statement) => text().and_then(|name| {
            Class::named(name).map(Operator::OnAnyResource).ok_or_else(|| none(name))
        }),
        ("whole_service", Kind::Statement) => flag(Operator::WholeService),
        ("all_of_service", Kind::Statement) => flag(Operator::AllOfService),
        ("changes_permissions", Kind::Statement) => flag(Operator::ChangesPermissions),
        ("includes", Kind::Statement) => text().map(|action| Operator::Includes(action.into())),
        ("names", Kind::Statement) => {
            text().and_then(|name| Who::named(name).map(Operator::Names).ok_or_else(|| none(name)))
        }
        ("requires", Kind::Statement) => {
            let keys = argument.as_sequence().unwrap_or(std::slice::from_ref(argument)).iter();
            let keys: Option<Vec<String>> = keys.map(|key| Some(key.as_str()?.into())).collect();
            keys.map(Operator::Requires).ok_or_else(|| "requires takes condition keys".into())
        }
        ("denied_by", Kind::Statement) => text().map(|key| Operator::DeniedBy(key.into())),
        ("oidc", Kind::Statement) => {
            text().and_then(|name| Fault::named(name).map(Operator::Oidc).ok_or_else(|| none(name)))
        }
        ("of", Kind::Statement) => text().map(|kind| Operator::Of(kind.into())),
        ("acl_in_force", Kind::Bucket) => flag(Operator::AclInForce),
        ("account_block", Kind::Bucket) => flag(Operator::AccountBlock),
        ("plain_http_denied", Kind::Bucket) => flag(Operator::PlainHttpDenied),
        ("member", Kind::User | Kind::Group) => flag(Operator::Member),
        ("another_key", Kind::AccessKey) => flag(Operator::AnotherKey),
        ("administrator", Kind::AccessKey | Kind::User | Kind::Role | Kind::Workload) => {
            flag(Operator::Administrator)
        }
        ("escapes_boundary", Kind::Statement) => flag(Operator::EscapesBoundary),
        ("attached", Kind::Policy) => flag(Operator::Attached),
        ("assumable", Kind::Role) => flag(Operator::Assumable),
        ("has_policies", Kind::Role) => flag(Operator::HasPolicies),
        ("password_shown", Kind::LoginProfile) => flag(Operator::PasswordShown),
        ("ends_within", Kind::ServerCertificate) => {
            let days = argument.as_str().and_then(|days| days.parse().ok());
            days.map(Operator::EndsWithin)
                .ok_or_else(|| "ends_within takes a number of days".into())
        }
        ("shows_secret", Kind::Output) => flag(Operator::ShowsSecret),
        ("configures_keys", Kind::Workload) => flag(Operator::ConfiguresKeys),
        ("shares_role", Kind::Workload) => flag(Operator::SharesRole),
        ("role_on_both_sides", Kind::Workload) => flag(Operator::RoleOnBothSides),
        ("execution_role_only", Kind::Workload) => flag(Operator::ExecutionRoleOnly),
        ("of_trail", Kind::Bucket | Kind::Statement) => flag(Operator::OfTrail),
        ("bucket_elsewhere", Kind::Trail) => flag(Operator::BucketElsewhere),
        ("inside", Kind::ResourceShare) => flag(Operator::Inside),
        ("outside", Kind::Sharing) => flag(Operator::Outside),
        _ => return None,
    })
}

fn allows(argument: &Node) -> Result<Operator, String> {
    let get = |key: &str| argument.get(key).and_then(Node::as_str).map(str::to_owned);
    let extra = argument.as_mapping().is_none_or(|entries| entries.len() != 2);
    match (get("action"), get("resource")) {
        (Some(action), Some(resource)) if !extra => Ok(Operator::Allows { action, resource }),
        _ => Err("allows takes an action and a resource".into()),
    }
}

impl Operator {
    /// Judges an entity of the kind it was compiled for.
    pub fn judge(&self, subject: Subject<'_>) -> Verdict {
        let (model, entity) = (subject.model, subject.entity());
        match self {
            Operator::Exists => Verdict::yes(),
            Operator::May(forbidden) if entity.kind != Kind::Statement => {
                forbidden.by_principal(model, entity)
            }
            Operator::Unwatched(watch) => baseline::unwatched(model, *watch),
            Operator::AllowsLeaving => baseline::allows_leaving(model, subject.index),
            Operator::DeniesNothing => baseline::denies_nothing(model, subject.index),
            Operator::AclInForce => access_block::lets_acl_be_public(model, entity),
            Operator::AccountBlock => access_block::account_blocks_all(model),
            Operator::PlainHttpDenied => plain_http_denied(subject),
            Operator::Member if entity.kind == Kind::User => {
                members::is_member(model, entity, "users")
            }
            Operator::Member => members::is_member(model, entity, "groups"),
            Operator::AnotherKey => members::another_key(model, subject.index),
            Operator::Administrator => match entity.kind {
                Kind::AccessKey => members::is_of_administrator(model, entity),
                Kind::Workload => workloads::runs_as_administrator(model, entity),
                _ => held::is_administrator(model, entity),
            },
            Operator::Attached => use_of::is_attached(model, entity),
            Operator::Assumable => use_of::is_assumable(model, subject.index),
            Operator::HasPolicies => use_of::has_policies(model, entity),
            Operator::PasswordShown => use_of::shows_password(entity),
            Operator::EndsWithin(days) => certificate::ends_within(model, entity, *days),
            Operator::ShowsSecret => use_of::shows_secret(entity),
            Operator::ConfiguresKeys => workloads::configures_keys(entity),
            Operator::SharesRole => workloads::shares_role(model, subject.index),
            Operator::RoleOnBothSides => workloads::role_on_both_sides(model, subject.index),
            Operator::ExecutionRoleOnly => {
                let (role, other) = (entity.field("role"), entity.field("execution_role"));
                Verdict::from_bool(!role.is_null() && role == other)
            }
            Operator::OfTrail => use_of::is_of_trail(model, entity),
            Operator::BucketElsewhere => use_of::bucket_elsewhere(model, entity),
            Operator::Inside => use_of::shares_inside(model, entity),
            Operator::Outside => use_of::is_given_outside(model, entity),
            of_statement => match Said::of(model, subject.index) {
                Some(said) => of_statement.judge_statement(said),
                None => unknown(entity),
            },
        }
    }

    fn judge_statement(&self, said: Said<'_>) -> Verdict {
        match self {
            Operator::Allows { action, resource } => statement_allows(said, action, resource),
            Operator::Public => statement_public(said),
            Operator::CrossAccount => cross_account::lets_in(said),
            Operator::OnAnyResource(class) => grants::on_any_resource(said, *class),
            Operator::WholeService => grants::whole_service(said),
            Operator::AllOfService => grants::names_all_of_service(said),
            Operator::ChangesPermissions => grants::changes_permissions(said),
            Operator::Includes(action) => said.verdict(said.statement.matches_action(action)),
            Operator::Names(who) => principals::names(said, *who),
            Operator::Requires(keys) => principals::requires(said, keys),
            Operator::DeniedBy(key) => principals::denied_by(said, key),
            Operator::Oidc(fault) => oidc::has(said, *fault),
            Operator::Of(kind) => is_of(said, kind),
            Operator::May(forbidden) => forbidden.by_statement(said),
            Operator::EscapesBoundary => held::escapes_boundary(said),
            _ => Verdict::No,
        }
    }
}

/// Whether the statement's policy is one of, or given to, an entity of the kind.
fn is_of(said: Said<'_>, kind: &str) -> Verdict {
    let holder = said.holder();
    let given = holder.kind.field(&format!("{kind}s")).map(|field| holder.get(field));
    let given = given.is_some_and(|names| !names.items().is_empty());
    Verdict::from_bool(holder.kind.schema().name == kind || given)
}

fn plain_http_denied(subject: Subject<'_>) -> Verdict {
    let policies = subject.model.policies.iter();
    let mut own = policies.filter(|policy| policy.holder.0 == subject.index);
    match own.next().map(|policy| principals::denies_plain_http(&policy.document)) {
        Some(Truth::True) => Verdict::yes(),
        Some(Truth::Unknown) => unknown(subject.entity()),
        Some(Truth::False) | None => Verdict::No,
    }
}

fn statement_allows(said: Said<'_>, action: &str, resource: &str) -> Verdict {
    let statement = said.statement;
    match statement.effect {
        Effect::Allow => {}
        Effect::Unknown => return said.unknown(),
        Effect::Deny | Effect::Invalid => return Verdict::No,
    }
    // Every action has a service: `*:*` is all there is.
    let asked = if action == "*" { "*:*" } else { action };
    // Most statements miss what a letter of no pattern makes of the wildcards that are asked for.
    let instance = |pattern: &str| pattern.replace(['*', '?'], "~");
    if statement.matches_action(&instance(asked)).is_false()
        || !resource.contains('{') && statement.matches_resource(&instance(resource)).is_false()
    {
        return Verdict::No;
    }
    let document = said.alone();
    let truth = Truth::any(said.own_resources(resource).into_iter().map(|resource| {
        let query = Query {
            actions: vec![asked.into()],
            resources: vec![resource],
            every: true,
            conditions: Conditions::Judged,
        };
        iam::allows(&[&document], &query).truth
    }));
    match truth {
        Truth::False => Verdict::No,
        Truth::Unknown => said.unknown(),
        Truth::True => {
            let mut evidence = Evidence::default();
            let mut add = |name: &str, values: &Option<iam::Values>, wanted: &str| {
                let Some(values) = values else { return };
                let covers = |item: &&iam::Item| {
                    let pattern = item.text.to_string().to_ascii_lowercase();
                    let pattern = if pattern == "*:*" { "*".into() } else { pattern };
                    matches(&pattern, &Text::from(wanted.to_ascii_lowercase())) == Match::Always
                };
                let location = values
                    .items
                    .iter()
                    .find(covers)
                    .map_or(&values.location, |item| &item.location);
                evidence.elements.extend(said.element(name, location));
            };
            add("actions", &statement.action, action);
            add("not_actions", &statement.not_action, action);
            add("resources", &statement.resource, resource);
            add("not_resources", &statement.not_resource, resource);
            evidence.proof = Some(format!(
                "{} may {} on {}; no condition, boundary or deny in its policy stands against it",
                said.grantee(),
                phrase::action(action),
                phrase::resource(
                    &resource.replace("{partition}", "aws").replace("{account}", "<this account>"),
                    action
                ),
            ));
            Verdict::Yes(evidence)
        }
    }
}

fn statement_public(said: Said<'_>) -> Verdict {
    let Said { policy, statement, .. } = said;
    match statement.effect {
        Effect::Allow | Effect::Unknown => {}
        Effect::Deny | Effect::Invalid => return Verdict::No,
    }
    if statement.principal.is_none() && statement.not_principal.is_none() && !statement.open {
        return Verdict::No;
    }
    let holder = said.holder();
    let bucket = matches!(holder.kind, Kind::Bucket | Kind::AccessPoint);
    let definition = if bucket { Definition::S3 } else { Definition::AccessAnalyzer };
    let mut document = said.alone();
    let mut public = iam::is_public(&document, definition);
    if public.truth == Truth::Unknown
        && let Some(own) = said.on_its_own_resource()
    {
        public = iam::is_public(&own, definition);
        document = own;
    }
    let verdict = match public.truth {
        Truth::False => return Verdict::No,
        Truth::Unknown => {
            let fields = ["principals", "not_principals", "conditions"];
            let open =
                fields.iter().find_map(|field| said.entity.field(field).find_unknown().cloned());
            open.map_or_else(|| said.unknown(), Verdict::Unknown)
        }
        Truth::True => {
            let mut evidence = Evidence::default();
            for (field, principals) in
                [("principals", &statement.principal), ("not_principals", &statement.not_principal)]
            {
                if let Some(principals) = principals {
                    let star = principals.items.iter().find(|item| item.text.is("*"));
                    let location = star.map_or(&principals.location, |item| &item.location);
                    evidence.elements.extend(said.element(field, location));
                }
            }
            let example = witness::of_anybody(said, &document, definition).or(public.example);
            evidence.proof = example
                .as_ref()
                .map(|example| phrase::request("anyone", example, policy.usage == Usage::Trust));
            Verdict::Yes(evidence)
        }
    };
    if !bucket {
        return verdict;
    }
    Verdict::all([verdict, access_block::lets_policy_be_public(said.model, holder)])
}
