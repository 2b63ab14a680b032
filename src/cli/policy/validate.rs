//! `iacscan policy validate`

use super::args::{ResourceChoice, TypeChoice, ValidateArgs};
use super::subject::{Loader, Subject};
use crate::cli::Exit;
use crate::cli::engine::Engine;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::iam::{Class, PolicyType, ResourceKind, validate};
use crate::report::policy::{Validated, validation_json, validation_text};

/// Checks policies.
pub fn run(
    args: &ValidateArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    let mut loader = Loader::new(&args.ask, engine);
    let (subjects, failed) = super::each(&args.files, &mut loader, environment, |loader, name| {
        loader.each_document(name)
    });
    let all: Vec<Validated> = subjects.iter().map(|subject| checked(args, subject)).collect();
    let counts = |class| class != Class::Suggestion;
    let found = all.iter().flat_map(|one| &one.issues).any(|(issue, _)| counts(issue.class));
    let exit = match (failed, found) {
        (true, _) => Exit::Error,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Clean,
    };
    super::answer(
        exit,
        &mut loader,
        environment,
        |view, out| validation_text(view, &all, out),
        |view, out| validation_json(view, &all, out),
    )
}

fn checked(args: &ValidateArgs, subject: &Subject) -> Validated {
    let chosen = chosen(args, subject.used_as);
    let used_as = chosen.unwrap_or(subject.used_as);
    Validated {
        policy: subject.name.clone(),
        used_as,
        guessed: chosen.is_none() && subject.guessed,
        issues: subject.placed(validate(&subject.tree, used_as)),
    }
}

/// What the command line says that a policy is used as.
fn chosen(args: &ValidateArgs, likely: PolicyType) -> Option<PolicyType> {
    let resource = args.resource_type.map(ResourceChoice::policy_type);
    let kind = match (args.kind, resource) {
        (None, resource) => return resource,
        (Some(TypeChoice::Resource), Some(resource)) => return Some(resource),
        (Some(kind), _) => kind,
    };
    let likely = match likely {
        PolicyType::Resource(kind) => kind,
        _ => ResourceKind::Other,
    };
    Some(kind.with(likely))
}
