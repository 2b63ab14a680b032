//! `iacscan policy compare`

use super::args::CompareArgs;
use super::subject::{Loader, Subject};
use crate::cli::Exit;
use crate::cli::engine::Engine;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::iam::{
    Conditions, Example, PolicySet, Query, StatementRef, Truth, all_new_access, allows, compare,
};
use crate::report::policy::{Access, Question, access_json, access_text};

/// Finds access that there should not be.
pub fn run(
    args: &CompareArgs,
    environment: &mut Environment,
    engine: &dyn Engine,
) -> Result<Exit, Failure> {
    let mut loader = Loader::new(&args.ask, engine);
    let old = loader.policy(&args.old)?;
    let access = match &args.new {
        Some(new) => {
            let new = loader.policy(new)?;
            new_access(&old, &new)
        }
        None => granted(&old, args),
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

fn new_access(old: &Subject, new: &Subject) -> Access {
    let sets = [old, new].map(|subject| PolicySet::new(&[&subject.document]));
    let truth = compare(&sets[0], &sets[1]).truth;
    let all = match truth {
        Truth::True => all_new_access(&sets[0], &sets[1]),
        _ => vec![],
    };
    let given = all.into_iter().map(|(by, example)| (new.cite(by.statement), Some(example)));
    let because = truth_is_open(truth, &[new, old]);
    Access { question: Question::New, truth, given: given.collect(), because }
}

/// Each action is asked for by itself, so that the answer names all that are granted.
fn granted(policy: &Subject, args: &CompareArgs) -> Access {
    let any = ["*".to_owned()];
    let actions = if args.action.is_empty() { &any[..] } else { &args.action };
    let resources = if args.resource.is_empty() { &any[..] } else { &args.resource };
    let mut truth = Truth::False;
    let mut found: Vec<(StatementRef, Truth, Option<Example>)> = vec![];
    for action in actions {
        // Every action has a service: `*:*` is all there is.
        let action = if action == "*" { "*:*" } else { action };
        let query = Query {
            actions: vec![action.into()],
            resources: resources.iter().map(|one| one.as_str().into()).collect(),
            every: false,
            conditions: Conditions::Judged,
        };
        let answer = allows(&[&policy.document], &query);
        truth = truth | answer.truth;
        if answer.truth.is_possible() {
            // The request is of the statement that was found first.
            let mut example = answer.example;
            let each = answer.by.into_iter().map(|by| (by, answer.truth, example.take()));
            found.extend(each.collect::<Vec<_>>());
        }
    }
    let given = found.into_iter().filter(|(_, own, _)| *own == truth);
    let given = given.map(|(by, _, example)| (policy.cite(by.statement), example));
    let because = truth_is_open(truth, &[policy]);
    Access { question: Question::Granted, truth, given: given.collect(), because }
}

/// Why an answer is undecided, if it is.
pub(super) fn truth_is_open(truth: Truth, of: &[&Subject]) -> Option<String> {
    if truth != Truth::Unknown {
        return None;
    }
    let unknown = of.iter().find_map(|subject| subject.unknown());
    Some(match of.iter().any(|subject| subject.document.has_unknown()) {
        true => unknown.unwrap_or_else(|| "it depends on where it is deployed to".into()),
        false => "it takes more effort than is spent".into(),
    })
}
