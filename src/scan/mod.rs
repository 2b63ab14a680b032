//! The pipeline: from files to findings, in one direction.
//!
//! `find files → text → syntax tree → values → declared resources → neutral model →
//! analysis → rules → findings`. A newcomer starts here.

mod base;
mod exports;
mod files;
mod input;
mod outcome;
mod policy;

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use rayon::prelude::*;

use crate::cloudformation::Exports;
use crate::config::Request;
use crate::declared::{Configuration, Language};
use crate::finding::{Date, Outcome};
use crate::model::{Accounts, Model};
use crate::progress::{Progress, Stage};
use crate::rules::{Judged, Rule, judge};
use crate::source::{Diagnostic, Sources, slashed};
use crate::suppress::Suppressions;
use crate::{cloudformation, iam, terraform};

use base::Kept;
use files::LocalFiles;
use input::{Inhabited, Inputs, Template};

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
    let accounts = accounts(request);
    let judged = |configuration: Configuration, suppressions: &Suppressions| {
        let model = Model::of(&configuration, &accounts, request.now);
        (judge(&chosen, &model, suppressions), configuration.diagnostics)
    };
    let suppressions = suppressions(request, rules, sources);
    in_pool(request, || {
        let inputs = input::read_all(request, sources, progress);
        let kept = request.base.as_ref().map(|_| Kept::of(&inputs));
        let then = |configuration| judged(configuration, &suppressions);
        let (mut evaluated, _) = evaluate(inputs.parsed, request, sources, progress, None, then);
        let mut outcome =
            Outcome { diagnostics: inputs.diagnostics, files: inputs.files, ..Outcome::default() };
        let ran: Vec<&str> = request.rules.iter().map(String::as_str).collect();
        outcome.findings = suppressions.findings(&ran);
        if let (Some(commit), Some(kept)) = (&request.base, &kept) {
            match base::open(commit, kept, request, sources) {
                Ok(base) => {
                    let suppressions = self::suppressions(request, rules, &base.sources);
                    let then = |configuration| judged(configuration, &suppressions);
                    let (before, skipped) = evaluate(
                        base.inputs,
                        request,
                        &base.sources,
                        &(),
                        base.affected.as_ref(),
                        then,
                    );
                    outcome.base = Some(base::mark(&mut evaluated, &before, &skipped, sources));
                    let (same, limit) = (&base.unchanged, request.config.max_file_size);
                    base::mark_suppressions(&mut outcome.findings, &base.sources, same, limit);
                }
                Err(message) => {
                    let path = commit.work_tree.as_path();
                    outcome.diagnostics.push(Diagnostic::unreadable(path, message));
                }
            }
        }
        let mut judged: Vec<(Option<String>, Judged)> = vec![];
        // The same resources in several environments: those of the fullest are told.
        let mut counts: BTreeMap<Option<String>, usize> = BTreeMap::new();
        for Evaluated { environment, resources, result: (judgement, diagnostics), .. } in evaluated
        {
            *counts.entry(environment.clone()).or_default() += resources;
            outcome.diagnostics.extend(diagnostics);
            judged.push((environment, judgement));
        }
        outcome.resources = counts.into_values().max().unwrap_or(0);
        outcome::complete(&mut outcome, judged, &request.config.environments, sources);
        outcome
    })
}

fn suppressions<'s>(request: &Request, rules: &[Rule], sources: &'s Sources) -> Suppressions<'s> {
    let known = rules.iter().map(|rule| rule.id.clone());
    let today = Date::from_unix(u64::try_from(request.now).unwrap_or(0));
    Suppressions::new(&request.config.suppressions, known, today, sources)
}

/// The neutral models of what a request asks for, with the configurations they are of.
pub fn models(request: &Request, sources: &Sources) -> (Vec<(Configuration, Model)>, Outcome) {
    let accounts = accounts(request);
    in_pool(request, || {
        let inputs = input::read_all(request, sources, &());
        let (evaluated, _) =
            evaluate(inputs.parsed, request, sources, &(), None, |configuration| {
                let model = Model::of(&configuration, &accounts, request.now);
                (configuration, model)
            });
        let mut outcome =
            Outcome { diagnostics: inputs.diagnostics, files: inputs.files, ..Outcome::default() };
        let mut models = vec![];
        for Evaluated { environment, resources, result: (mut configuration, model), .. } in
            evaluated
        {
            if let Some(name) = environment {
                configuration.name = format!("{} ({name})", configuration.name);
            }
            outcome.resources += resources;
            outcome.diagnostics.extend(configuration.diagnostics.iter().cloned());
            models.push((configuration, model));
        }
        outcome::sort(&mut outcome, sources);
        (models, outcome)
    })
}

/// One configuration in one environment.
struct Evaluated<T> {
    environment: Option<String>,
    name: String,
    resources: usize,
    result: T,
}

fn accounts(request: &Request) -> Accounts {
    Accounts {
        own: request.config.account_id.as_ref().map(|id| id.to_string()),
        trusted: request.config.trusted_accounts.iter().map(|id| id.to_string()).collect(),
    }
}

/// The partition that a Region is in.
/// <https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html>
fn partition(region: &str) -> &'static str {
    const OTHERS: &[(&str, &str)] =
        &[("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("eusc-", "aws-eusc")];
    let other = OTHERS.iter().find(|(prefix, _)| region.starts_with(prefix));
    other.map_or("aws", |(_, partition)| partition)
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

/// What a change can reach.
struct Affected {
    /// Directories of Terraform modules with files that differ.
    modules: HashSet<PathBuf>,
    /// Whether any other file differs.
    templates: bool,
}

/// Evaluates every configuration in every environment, of those `affected` if that is given,
/// and gives each to `then`, which is all that is kept of it: a large tree of modules is
/// never in memory at once. Each comes with its environment, if it has a name, its own name
/// and the number of its resources. The names of those that are not affected are given, too.
fn evaluate<T: Send>(
    inputs: Inputs,
    request: &Request,
    sources: &Sources,
    progress: &dyn Progress,
    affected: Option<&Affected>,
    then: impl Fn(Configuration) -> T + Sync,
) -> (Vec<Evaluated<T>>, HashSet<String>) {
    let files = LocalFiles::new(request, sources, &inputs.templates);
    let workspace = terraform::Workspace::new(inputs.terraform, sources, files.root());
    let reached = |root: &&terraform::Root| {
        affected.is_none_or(|affected| workspace.reaches(root, &affected.modules))
    };
    let (roots, left): (Vec<_>, Vec<_>) = workspace.roots().iter().partition(reached);
    let mut skipped: HashSet<String> = left.into_iter().map(|root| root.name.clone()).collect();
    let all: Vec<_> =
        inputs.templates.iter().map(|template| (&template.tree, template.path.as_path())).collect();
    let standing = cloudformation::standing(&all);
    let mut templates: Vec<_> =
        standing.into_iter().map(|index| &inputs.templates[index]).collect();
    if affected.is_some_and(|affected| !affected.templates) {
        skipped.extend(templates.drain(..).map(|template| slashed(&template.path)));
    }
    let environments = &inputs.environments;
    let steps = (roots.len() + templates.len()) * environments.len() + inputs.plans.len();
    progress.stage(Stage::Evaluating, steps);
    let vars: Vec<_> = request
        .vars
        .iter()
        .map(|(name, text)| terraform::GivenVar::new(sources, name, text))
        .collect();
    let account = request.config.account_id.as_ref().map(|id| id.to_string());
    let wanted = |kind: &str| Model::wants(Language::Terraform, kind);
    let options = |environment: &Inhabited| terraform::Options {
        var_files: environment.var_files.clone(),
        vars: vars.clone(),
        workspace: environment.workspace.clone(),
        account_id: account.clone(),
        managed_policy: |name| {
            iam::catalog::managed_policy(name).map(|policy| (policy.path, policy.document))
        },
        ..terraform::Options::new(&wanted)
    };
    let done = |environment: &Inhabited, configuration: Configuration, resources: usize| {
        progress.step();
        let (environment, name) = (environment.name.clone(), configuration.name.clone());
        Evaluated { environment, name, resources, result: then(configuration) }
    };
    let each = |count: usize| {
        (0..count)
            .flat_map(|index| environments.iter().map(move |environment| (index, environment)))
    };

    let pairs: Vec<_> = each(roots.len()).collect();
    let mut all: Vec<Evaluated<T>> = pairs
        .into_par_iter()
        .map(|(index, environment)| {
            let evaluated = workspace.evaluate(roots[index], sources, &options(environment));
            done(environment, evaluated.configuration, evaluated.resources)
        })
        .collect();
    let template = |template: &Template,
                    environment: &Inhabited,
                    exports: &Exports,
                    wanted: &dyn Fn(&str) -> bool| {
        let target = cloudformation::target(&template.path, &files, sources);
        let region = target.region.or_else(|| environment.region.clone());
        let options = cloudformation::Options {
            parameters: environment.parameters.clone(),
            account_id: target.account_id.or_else(|| account.clone()),
            partition: region.as_deref().map(|name| partition(name).into()),
            region,
            exports: Some(exports),
            files: Some(&files),
            damaged: template.damaged,
        };
        cloudformation::evaluate(&template.tree, &template.path, sources, &options, wanted)
    };
    let exports: Vec<Exports> = environments
        .iter()
        .map(|environment| {
            let for_exports =
                |one: &Template, known: &Exports| template(one, environment, known, &|_| false);
            exports::exports(&inputs.templates, &templates, sources, for_exports)
        })
        .collect();
    let pairs: Vec<_> = each(templates.len()).zip(exports.iter().cycle()).collect();
    all.par_extend(pairs.into_par_iter().map(|((index, environment), exports)| {
        let wanted = |kind: &str| Model::wants(Language::CloudFormation, kind);
        let evaluated = template(templates[index], environment, exports, &wanted);
        done(environment, evaluated.configuration, evaluated.resources)
    }));
    let unnamed = Inhabited::default();
    all.extend(inputs.plans.into_iter().map(|plan| {
        let source = terraform::Workspace::new(plan.source, sources, files.root());
        let evaluated = source.roots().iter().find(|root| root.name == plan.source_name);
        let mut options = options(&unnamed);
        let given = plan.plan.variables().iter();
        let given =
            given.map(|(name, value)| terraform::GivenVar::of_value(name.clone(), value.clone()));
        options.vars.extend(given);
        let evaluated = evaluated.map(|root| source.evaluate(root, sources, &options));
        let source = evaluated.map(|evaluated| evaluated.configuration);
        let count = plan.plan.resource_count();
        done(&unnamed, plan.plan.configuration(source.as_ref()), count)
    }));
    all.extend(inputs.policies.into_iter().map(|policy| done(&unnamed, policy, 1)));
    (all, skipped)
}
