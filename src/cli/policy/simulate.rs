//! `iacscan policy simulate`

use super::args::SimulateArgs;
use super::requests;
use super::subject::{Loader, Subject};
use crate::cli::Exit;
use crate::cli::engine::Engine;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::iam::{Document, Matched, Policies, PolicyKind, Request, Verdict, simulate};
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
    let given = Given {
        identity: loader.policies(&args.identity)?,
        boundary: loader.policies(&args.boundary)?,
        session: loader.policies(&args.session)?,
        service_control: loader.policies(&args.scp)?,
        resource_control: loader.policies(&args.rcp)?,
        resource: loader.policies(&args.resource_policy)?,
        endpoint: loader.policies(&args.vpc_endpoint_policy)?,
    };
    let policies = given.policies();
    let mut all: Vec<Simulated> = vec![];
    for action in &args.action {
        for resource in &args.resource {
            let request = request(args, action, resource);
            all.push(given.simulated(&request, simulate(&request, &policies)));
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

/// The policies that the command line names; control policies are one a level.
struct Given {
    identity: Vec<Subject>,
    boundary: Vec<Subject>,
    session: Vec<Subject>,
    service_control: Vec<Subject>,
    resource_control: Vec<Subject>,
    resource: Vec<Subject>,
    endpoint: Vec<Subject>,
}

impl Given {
    fn policies(&self) -> Policies<'_> {
        fn all(subjects: &[Subject]) -> Vec<&Document> {
            subjects.iter().map(|subject| &subject.document).collect()
        }
        fn levels(subjects: &[Subject]) -> Vec<Vec<&Document>> {
            subjects.iter().map(|subject| vec![&subject.document]).collect()
        }
        Policies {
            identity: all(&self.identity),
            boundary: all(&self.boundary),
            session: all(&self.session),
            service_control: levels(&self.service_control),
            resource_control: levels(&self.resource_control),
            resource: self.resource.first().map(|subject| &subject.document),
            endpoint: self.endpoint.first().map(|subject| &subject.document),
        }
    }

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

    fn simulated(&self, request: &Request, verdict: Verdict) -> Simulated {
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
        let lists = [
            &self.identity,
            &self.boundary,
            &self.session,
            &self.service_control,
            &self.resource_control,
            &self.resource,
            &self.endpoint,
        ];
        let unknown = lists.into_iter().flatten().filter(|one| one.document.has_unknown());
        let warnings = unknown.map(|one| {
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
