//! `iacscan policy public`

use super::args::{PublicArgs, ResourceChoice};
use super::compare::truth_is_open;
use super::subject::Loader;
use crate::cli::Exit;
use crate::cli::engine::Engine;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::iam::{Definition, PolicyType, ResourceKind, is_public};
use crate::report::policy::{Access, Question, access_json, access_text};

/// Tells whether a policy lets everybody in.
pub fn run(
    args: &PublicArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    let mut loader = Loader::new(&args.ask, engine);
    let subject = loader.policy(&args.file)?;
    let used_as = args.kind.map_or(subject.used_as, ResourceChoice::policy_type);
    let definition = match used_as {
        PolicyType::Resource(ResourceKind::S3Bucket | ResourceKind::S3AccessPoint) => {
            Definition::S3
        }
        _ => Definition::AccessAnalyzer,
    };
    // A statement without principals, of an identity policy or by mistake, lets nobody in.
    let mut document = subject.document.clone();
    document
        .statements
        .retain(|one| one.principal.is_some() || one.not_principal.is_some() || one.open);
    let public = is_public(&document, definition);
    let mut example = public.example.map(|example| subject.to_the_point(example));
    let given = public.by.iter().map(|by| (subject.cite(by.statement), example.take()));
    let access = Access {
        question: Question::Public,
        truth: public.truth,
        given: given.collect(),
        because: truth_is_open(public.truth, &[&subject]),
    };
    let exit = if access.truth.is_false() { Exit::Clean } else { Exit::Findings };
    super::answer(
        exit,
        &mut loader,
        environment,
        |view, out| access_text(view, &access, out),
        |view, out| access_json(view, &access, out),
    )
}
