//! What AWS answers to one request.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

mod caller;
mod statement;
#[cfg(test)]
mod tests;

use super::catalog;
use super::document::{Document, Effect};

pub use caller::Caller;
pub(crate) use caller::Naming;
use statement::Given;

/// A request somebody makes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Who asks: an ARN, a service principal (`sns.amazonaws.com`), an identity provider, `*`
    /// for somebody without credentials. `None` if only identity policies matter.
    pub principal: Option<String>,
    /// The action: `s3:GetObject`.
    pub action: String,
    /// The ARN of the resource; `*` for actions without one.
    pub resource: String,
    /// The account that owns the resource; taken from the ARN, or the caller's, if not given.
    pub resource_account: Option<String>,
    /// The values of condition keys. Keys that follow from the caller are filled in.
    pub context: Vec<(String, Vec<String>)>,
}

/// The policies that bear on a request.
#[derive(Clone, Debug, Default)]
pub struct Policies<'d> {
    /// Of the user and its groups, or of the role.
    pub identity: Vec<&'d Document>,
    /// The permissions boundary of the user or role.
    pub boundary: Vec<&'d Document>,
    /// Passed when the session was begun; several allow together, as identity policies do.
    pub session: Vec<&'d Document>,
    /// Service control policies of the caller's account: a list of documents a level, from the
    /// root of the organisation down to the account.
    pub service_control: Vec<Vec<&'d Document>>,
    /// Resource control policies of the resource's account, likewise.
    pub resource_control: Vec<Vec<&'d Document>>,
    /// Of the resource: a bucket policy, key policy, trust policy.
    pub resource: Option<&'d Document>,
    /// Of the VPC endpoint the request goes through.
    pub endpoint: Option<&'d Document>,
}

/// What comes of a request, in AWS's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decision {
    /// `allowed`.
    Allowed,
    /// `explicitDeny`: a Deny statement matches.
    ExplicitDeny,
    /// `implicitDeny`: not everything that must allow does.
    ImplicitDeny,
}

impl Decision {
    /// The word of AWS's `EvalDecision`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Decision::Allowed => "allowed",
            Decision::ExplicitDeny => "explicitDeny",
            Decision::ImplicitDeny => "implicitDeny",
        }
    }
}

/// Which of the policies of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyKind {
    /// [`Policies::identity`].
    Identity,
    /// [`Policies::boundary`].
    Boundary,
    /// [`Policies::session`].
    Session,
    /// [`Policies::service_control`].
    ServiceControl,
    /// [`Policies::resource_control`].
    ResourceControl,
    /// [`Policies::resource`].
    Resource,
    /// [`Policies::endpoint`].
    Endpoint,
}

/// A statement that decided.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Matched {
    /// The kind of its policy.
    pub kind: PolicyKind,
    /// The level, for control policies; else 0.
    pub level: usize,
    /// The position of the document among its kind (and level).
    pub document: usize,
    /// The position of the statement.
    pub statement: usize,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What comes of it.
    pub decision: Decision,
    /// The statements that deny it, or those that allow it; none for an implicit deny.
    pub matched: Vec<Matched>,
    /// For an implicit deny, the kind of policy that should have allowed and did not.
    pub missing: Option<PolicyKind>,
}

/// Evaluates a request as AWS does. Unknown parts of documents match nothing.
#[must_use]
pub fn simulate(request: &Request, policies: &Policies<'_>) -> Verdict {
    let given = Given::new(request);
    // <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>: no
    // permission is needed, and an explicit deny changes nothing.
    if request.action.trim().eq_ignore_ascii_case("sts:GetCallerIdentity") {
        return Verdict { decision: Decision::Allowed, matched: Vec::new(), missing: None };
    }
    let mut sides = Sides::default();
    sides.read(&given, PolicyKind::Identity, 0, &policies.identity);
    sides.read(&given, PolicyKind::Boundary, 0, &policies.boundary);
    sides.read(&given, PolicyKind::Session, 0, &policies.session);
    // Service principals and anonymous callers have no account whose SCPs could apply, and
    // service-linked roles are exempt.
    let scp = given.caller.account().is_some() && !given.caller.is_service_linked()
        || request.principal.is_none();
    if scp {
        for (level, documents) in policies.service_control.iter().enumerate() {
            sides.read(&given, PolicyKind::ServiceControl, level, documents);
        }
    }
    // Resource control policies reach resources of some services only.
    let service = request.action.split(':').next().unwrap_or("");
    let controlled = catalog::service(service.trim()).is_none_or(|s| s.resource_control);
    if controlled && !given.caller.is_service_linked() {
        for (level, documents) in policies.resource_control.iter().enumerate() {
            sides.read(&given, PolicyKind::ResourceControl, level, documents);
        }
    }
    let resource: Vec<&Document> = policies.resource.into_iter().collect();
    sides.read(&given, PolicyKind::Resource, 0, &resource);
    let endpoint: Vec<&Document> = policies.endpoint.into_iter().collect();
    sides.read(&given, PolicyKind::Endpoint, 0, &endpoint);

    if !sides.denies.is_empty() {
        return Verdict { decision: Decision::ExplicitDeny, matched: sides.denies, missing: None };
    }
    match missing(&given, policies, &sides, scp) {
        None => {
            let mut matched: Vec<Matched> = sides.allows.into_iter().map(|a| a.matched).collect();
            matched.sort();
            Verdict { decision: Decision::Allowed, matched, missing: None }
        }
        missing => Verdict { decision: Decision::ImplicitDeny, matched: Vec::new(), missing },
    }
}

struct Allow {
    matched: Matched,
    naming: Naming,
}

#[derive(Default)]
struct Sides {
    allows: Vec<Allow>,
    denies: Vec<Matched>,
}

impl Sides {
    fn read(&mut self, given: &Given<'_>, kind: PolicyKind, level: usize, documents: &[&Document]) {
        for (document, of) in documents.iter().enumerate() {
            for statement in &of.statements {
                let Some(naming) = given.matches(statement, kind) else { continue };
                let matched = Matched { kind, level, document, statement: statement.index };
                match statement.effect {
                    Effect::Allow => self.allows.push(Allow { matched, naming }),
                    Effect::Deny => self.denies.push(matched),
                    Effect::Unknown | Effect::Invalid => {}
                }
            }
        }
    }

    fn allowed(&self, kind: PolicyKind) -> bool {
        self.allows.iter().any(|a| a.matched.kind == kind)
    }

    /// Whether each of several documents or levels allows.
    fn each(&self, kind: PolicyKind, of: impl Fn(&Matched) -> usize, count: usize) -> bool {
        (0..count)
            .all(|at| self.allows.iter().any(|a| a.matched.kind == kind && of(&a.matched) == at))
    }

    fn named(&self, namings: &[Naming]) -> bool {
        self.allows
            .iter()
            .any(|a| a.matched.kind == PolicyKind::Resource && namings.contains(&a.naming))
    }
}

/// The first kind of policy whose Allow is missing.
fn missing(
    given: &Given<'_>,
    policies: &Policies<'_>,
    sides: &Sides,
    scp: bool,
) -> Option<PolicyKind> {
    let levels = policies.service_control.len();
    if scp && !sides.each(PolicyKind::ServiceControl, |m| m.level, levels) {
        return Some(PolicyKind::ServiceControl);
    }
    // RCPFullAWSAccess is attached everywhere and cannot be detached, so resource control
    // policies deny only by their Deny statements.
    if policies.endpoint.is_some() && !sides.allowed(PolicyKind::Endpoint) {
        return Some(PolicyKind::Endpoint);
    }
    let caller = &given.caller;
    let boundary = policies.boundary.is_empty()
        || sides.each(PolicyKind::Boundary, |m| m.document, policies.boundary.len());
    // Sessions of federated users have no permissions but those passed to them.
    let session = match policies.session.is_empty() {
        true => !matches!(caller, Caller::FederatedUser { .. }),
        false => sides.allowed(PolicyKind::Session),
    };
    let identity = sides.allowed(PolicyKind::Identity) || caller.is_root();
    let own = || {
        if !identity {
            Some(PolicyKind::Identity)
        } else if !boundary {
            Some(PolicyKind::Boundary)
        } else if !session {
            Some(PolicyKind::Session)
        } else {
            None
        }
    };
    // Callers without identity policies: the resource alone decides.
    if caller.account().is_none() && given.request.principal.is_some() {
        let named = [Naming::Direct, Naming::Everyone];
        return (!sides.named(&named)).then_some(PolicyKind::Resource);
    }
    if !given.same_account {
        let any = [Naming::Direct, Naming::Role, Naming::Account, Naming::Everyone];
        if !sides.named(&any) {
            return Some(PolicyKind::Resource);
        }
        return own();
    }
    // Named directly (the user, the session): enough alone, whatever boundary and session do
    // not mention. Named by role: they still bound it.
    if sides.named(&[Naming::Direct, Naming::Everyone])
        || sides.named(&[Naming::Role]) && boundary && session
    {
        return None;
    }
    if given.resource_must_allow() && !sides.named(&[Naming::Account]) {
        return Some(PolicyKind::Resource);
    }
    own()
}
