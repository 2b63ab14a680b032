//! The pipeline: from files to findings, in one direction.
//!
//! `find files → text → syntax tree → values → declared resources → neutral model →
//! analysis → rules → findings`. A newcomer starts here.

mod files;
mod input;
mod outcome;
mod policy;

use std::path::Path;

use rayon::prelude::*;

use crate::config::Request;
use crate::declared::{Configuration, Language};
use crate::finding::Outcome;
use crate::model::Model;
use crate::progress::{Progress, Stage};
use crate::rules::{Judged, Rule, judge};
use crate::source::Sources;
use crate::{cloudformation, terraform};

use files::LocalFiles;
use input::Inputs;

/// Scans what a request asks for, and judges it by the rules it names among `rules`.
///
/// The outcome depends on the input only, whatever the number of threads. It has no
/// fingerprints yet: those belong to reports, which know the repository's root.
pub fn run(
    request: &Request,
    rules: &[Rule],
    sources: &Sources,
    progress: &dyn Progress,
) -> Outcome {
    let chosen: Vec<&Rule> = rules
        .iter()
        .filter(|rule| request.rules.binary_search_by(|id| (**id).cmp(&rule.id)).is_ok())
        .collect();
    in_pool(request, || {
        let inputs = input::read_all(request, sources, progress);
        let evaluated = evaluate(inputs.parsed, request, sources, progress, |configuration| {
            let model = Model::of(&configuration);
            (judge(&chosen, &model), configuration.diagnostics)
        });
        let mut outcome =
            Outcome { diagnostics: inputs.diagnostics, files: inputs.files, ..Outcome::default() };
        let mut judged: Vec<Judged> = vec![];
        for ((judgement, diagnostics), resources) in evaluated {
            outcome.resources += resources;
            outcome.diagnostics.extend(diagnostics);
            judged.push(judgement);
        }
        outcome::complete(&mut outcome, judged, sources);
        outcome
    })
}

/// The neutral models of what a request asks for, with the configurations they are of.
pub fn models(request: &Request, sources: &Sources) -> (Vec<(Configuration, Model)>, Outcome) {
    in_pool(request, || {
        let inputs = input::read_all(request, sources, &());
        let evaluated = evaluate(inputs.parsed, request, sources, &(), |configuration| {
            let model = Model::of(&configuration);
            (configuration, model)
        });
        let mut outcome =
            Outcome { diagnostics: inputs.diagnostics, files: inputs.files, ..Outcome::default() };
        let mut models = vec![];
        for ((configuration, model), resources) in evaluated {
            outcome.resources += resources;
            outcome.diagnostics.extend(configuration.diagnostics.iter().cloned());
            models.push((configuration, model));
        }
        outcome::sort(&mut outcome, sources);
        (models, outcome)
    })
}

fn in_pool<T: Send>(request: &Request, work: impl FnOnce() -> T + Send) -> T {
    let mut pool = rayon::ThreadPoolBuilder::new();
    if let Some(jobs) = request.jobs {
        pool = pool.num_threads(jobs.get());
    }
    // Evaluation recurses as deep as its budgets allow, in frames of many kinds.
    match pool.stack_size(64 * 1024 * 1024).build() {
        Ok(pool) => pool.install(work),
        // No threads to be had: this one will do.
        Err(_) => work(),
    }
}

/// Evaluates every configuration and gives each to `then`, which is all that is kept of it:
/// a large tree of modules is never in memory at once.
fn evaluate<T: Send>(
    inputs: Inputs,
    request: &Request,
    sources: &Sources,
    progress: &dyn Progress,
    then: impl Fn(Configuration) -> T + Sync,
) -> Vec<(T, usize)> {
    let files = LocalFiles::new(request, sources);
    let workspace = terraform::Workspace::new(inputs.terraform, sources, files.root());
    let roots = workspace.roots();
    let all: Vec<_> =
        inputs.templates.iter().map(|template| (&template.tree, template.path.as_path())).collect();
    let standing = cloudformation::standing(&all);
    let templates: Vec<_> = standing.into_iter().map(|index| &inputs.templates[index]).collect();
    progress.stage(Stage::Evaluating, roots.len() + templates.len());
    let vars: Vec<_> = request
        .vars
        .iter()
        .map(|(name, text)| terraform::GivenVar::new(sources, name, text))
        .collect();
    let account = request.config.account_id.as_ref().map(|id| id.to_string());

    let mut all: Vec<(T, usize)> = roots
        .par_iter()
        .map(|root| {
            let wanted = |kind: &str| Model::wants(Language::Terraform, kind);
            let options = terraform::Options {
                var_files: inputs.var_files.clone(),
                vars: vars.clone(),
                account_id: account.clone(),
                ..terraform::Options::new(&wanted)
            };
            let evaluated = workspace.evaluate(root, sources, &options);
            progress.step();
            (then(evaluated.configuration), evaluated.resources)
        })
        .collect();
    all.par_extend(templates.par_iter().map(|template| {
        let wanted = |kind: &str| Model::wants(Language::CloudFormation, kind);
        let options = cloudformation::Options {
            account_id: account.clone(),
            files: Some(&files),
            damaged: template.damaged,
            ..cloudformation::Options::default()
        };
        let path: &Path = &template.path;
        let evaluated = cloudformation::evaluate(&template.tree, path, sources, &options, &wanted);
        progress.step();
        (then(evaluated.configuration), evaluated.resources)
    }));
    all.par_extend(inputs.policies.into_par_iter().map(|configuration| (then(configuration), 1)));
    all
}
