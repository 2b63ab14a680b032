//! `iacscan policy simulate`

use super::args::SimulateArgs;
use super::requests;
use super::settle::Settled;
use super::subject::{Loader, Subject};
use crate::cli::Exit;
use crate::cli::engine::Engine;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::iam::{Document, Matched, Policies, PolicyKind, Request, simulate};
use crate::report::policy::{
    Answer, MatchedStatement, Simulated, simulation_json, simulation_text,
};

/// Decides requests.
pub fn run(
    args: &SimulateArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    if let Some(path) = &args.requests {
        return requests::run(path, environment);
    }
    let mut loader = Loader::new(&args.ask, engine);
    let resource: Vec<String> = args.resource_policy.iter().cloned().collect();
    let endpoint: Vec<String> = args.vpc_endpoint_policy.iter().cloned().collect();
    let given = Given {
        identity: loader.policies(&args.identity)?,
        boundary: loader.policies(&args.boundary)?,
        session: loader.policies(&args.session)?,
        service_control: loader.policies(&args.scp)?,
        resource_control: loader.policies(&args.rcp)?,
        resource: loader.policies(&resource)?,
        endpoint: loader.policies(&endpoint)?,
    };
    let mut all: Vec<Simulated> = vec![];
    for action in &args.action {
        for resource in &args.resource {
            all.push(given.simulated(&request(args, action, resource)));
        }
    }
    super::answer(
        Exit::Clean,
        &mut loader,
        environment,
        |view, out| simulation_text(view, &all, out),
        |view, out| simulation_json(view, &all, out),
    )
}

fn request(args: &SimulateArgs, action: &str, resource: &str) -> Request {
    let mut context: Vec<(String, Vec<String>)> = vec![];
    for (key, value) in &args.context {
        match context.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(key)) {
            Some((_, values)) => values.push(value.clone()),
            None => context.push((key.clone(), vec![value.clone()])),
        }
    }
    Request {
        principal: args.principal.clone(),
        action: action.to_owned(),
        resource: resource.to_owned(),
        resource_account: args.resource_account.clone(),
        context,
    }
}

/// Something of each kind of policy that the command line names; control policies are one a
/// level.
struct Given<T> {
    identity: Vec<T>,
    boundary: Vec<T>,
    session: Vec<T>,
    service_control: Vec<T>,
    resource_control: Vec<T>,
    resource: Vec<T>,
    endpoint: Vec<T>,
}

impl<T> Given<T> {
    fn map<U>(&self, of: impl Fn(&T) -> U) -> Given<U> {
        let map = |all: &[T]| all.iter().map(&of).collect();
        Given {
            identity: map(&self.identity),
            boundary: map(&self.boundary),
            session: map(&self.session),
            service_control: map(&self.service_control),
            resource_control: map(&self.resource_control),
            resource: map(&self.resource),
            endpoint: map(&self.endpoint),
        }
    }

    fn all(&self) -> impl Iterator<Item = &T> {
        let first = self.identity.iter().chain(&self.boundary).chain(&self.session);
        let control = self.service_control.iter().chain(&self.resource_control);
        first.chain(control).chain(&self.resource).chain(&self.endpoint)
    }
}

impl Given<Document> {
    fn policies(&self) -> Policies<'_> {
        Policies {
            identity: self.identity.iter().collect(),
            boundary: self.boundary.iter().collect(),
            session: self.session.iter().collect(),
            service_control: self.service_control.iter().map(|one| vec![one]).collect(),
            resource_control: self.resource_control.iter().map(|one| vec![one]).collect(),
            resource: self.resource.first(),
            endpoint: self.endpoint.first(),
        }
    }
}

impl Given<Subject> {
    fn subject(&self, matched: &Matched) -> &Subject {
        match matched.kind {
            PolicyKind::Identity => &self.identity[matched.document],
            PolicyKind::Boundary => &self.boundary[matched.document],
            PolicyKind::Session => &self.session[matched.document],
            PolicyKind::ServiceControl => &self.service_control[matched.level],
            PolicyKind::ResourceControl => &self.resource_control[matched.level],
            PolicyKind::Resource => &self.resource[matched.document],
            PolicyKind::Endpoint => &self.endpoint[matched.document],
        }
    }

    fn simulated(&self, request: &Request) -> Simulated {
        let settled = Settled::of(request);
        let documents = self.map(|subject| match subject.document.has_unknown() {
            true => Document::parse(&settled.tree(&subject.tree)),
            false => subject.document.clone(),
        });
        let verdict = simulate(request, &documents.policies());
        let statements: Vec<_> = verdict
            .matched
            .iter()
            .map(|matched| (matched.kind, self.subject(matched).cite(matched.statement)))
            .collect();
        let matched_statements = statements
            .iter()
            .map(|(kind, cited)| MatchedStatement {
                source_policy_id: cited.policy.clone(),
                source_policy_type: kind_name(*kind),
                sid: cited.sid.clone(),
                statement_index: cited.index,
            })
            .collect();
        let unknown = self.all().zip(documents.all()).filter(|(_, own)| own.has_unknown());
        let warnings = unknown.map(|(one, _)| {
            format!("parts of {} are unknown before deployment and match nothing", one.name)
        });
        Simulated {
            answer: Answer {
                eval_action_name: request.action.clone(),
                eval_resource_name: request.resource.clone(),
                eval_decision: verdict.decision.name(),
                matched_statements,
                missing_policy_type: verdict.missing.map(kind_name),
                warnings: warnings.collect(),
            },
            statements,
            missing: verdict.missing,
        }
    }
}

/// What requests call the policies of a kind.
pub(super) fn kind_name(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Identity => "identityPolicies",
        PolicyKind::Boundary => "permissionsBoundary",
        PolicyKind::Session => "sessionPolicy",
        PolicyKind::ServiceControl => "serviceControlPolicies",
        PolicyKind::ResourceControl => "resourceControlPolicies",
        PolicyKind::Resource => "resourcePolicy",
        PolicyKind::Endpoint => "vpcEndpointPolicy",
    }
}
