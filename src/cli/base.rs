//! `--base`: which commit a change started from.

use std::path::{Path, PathBuf};

use super::args::ScanArgs;
use super::environment::Environment;
use super::failure::Failure;
use crate::config::BaseCommit;
use crate::git::{ObjectId, Repository};
use crate::source::{Root, read};

/// An event larger than this is none of GitHub's.
const EVENT_LIMIT: u64 = 32 << 20;

/// The commit that a change is compared with, if that is asked for.
///
/// # Errors
/// When there is no repository, or it does not hold the commit: then with what to fetch.
pub fn find(
    args: &ScanArgs,
    paths: &[PathBuf],
    environment: &mut Environment,
) -> Result<Option<BaseCommit>, Failure> {
    let Some(wanted) = &args.base else { return Ok(None) };
    let candidates = match wanted.as_str() {
        "auto" => automatic(environment.variable),
        revision => vec![revision.to_owned()],
    };
    if candidates.is_empty() {
        let _ = writeln!(
            environment.stderr,
            "note: no pull or merge request is known here: everything is reported"
        );
        return Ok(None);
    }
    let root = Root::of(&paths[0]);
    let repository =
        Repository::open(root.path()).map_err(|message| format!("--base: {message}"))?;
    let Some(base) = candidates.iter().find_map(|revision| repository.resolve(revision)) else {
        return Err(missing(&candidates[0], &repository).into());
    };
    let head = repository.resolve("HEAD").ok_or("--base: nothing is checked out".to_owned())?;
    let commit = match repository.merge_base(head, base) {
        Some(commit) => commit,
        // The histories meet where they were not fetched.
        None if repository.is_shallow() => base,
        None => {
            let message = format!("--base: {} and HEAD have no commit in common", candidates[0]);
            return Err(message.into());
        }
    };
    Ok(Some(BaseCommit { work_tree: root.path().to_path_buf(), commit }))
}

/// The base as pipelines tell it, the surest first.
///
/// <https://docs.gitlab.com/ci/variables/predefined_variables/#predefined-variables-for-merge-request-pipelines>,
/// <https://docs.github.com/en/actions/reference/workflows-and-actions/variables>
fn automatic(variable: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let event = set("GITHUB_EVENT_PATH").and_then(|path| event_base(Path::new(&path)));
    let branch = set("GITHUB_BASE_REF");
    // GitHub checks out the merge of both: its first parent is the base.
    let merged = branch.iter().map(|_| "HEAD^1".to_owned()).filter(|_| event.is_some());
    set("CI_MERGE_REQUEST_DIFF_BASE_SHA")
        .into_iter()
        .chain(event.clone())
        .chain(branch.iter().map(|branch| format!("origin/{branch}")))
        .chain(merged)
        .collect()
}

/// The base of the pull request that an event of GitHub is about.
fn event_base(path: &Path) -> Option<String> {
    let text = read(path, path, EVENT_LIMIT).ok()?;
    let event: serde_json::Value = serde_json::from_str(&text).ok()?;
    let sha = event["pull_request"]["base"]["sha"].as_str()?;
    ObjectId::from_hex(sha.as_bytes()).is_ok().then(|| sha.to_owned())
}

fn missing(revision: &str, repository: &Repository) -> String {
    let is_hash = ObjectId::from_hex(revision.as_bytes()).is_ok();
    let fetched = match revision.strip_prefix("origin/") {
        Some(branch) => format!("git fetch origin {branch}"),
        None if is_hash => format!("git fetch --depth=1 origin {revision}"),
        None => "git fetch origin".to_owned(),
    };
    match repository.is_shallow() {
        true => format!(
            "--base: {revision} is not in this shallow clone: run `{fetched}`, or fetch all \
             (actions/checkout: `fetch-depth: 0`, GitLab: `GIT_DEPTH: \"0\"`)"
        ),
        false if is_hash => {
            format!("--base: the commit {revision} is not in this clone: run `{fetched}`")
        }
        false => format!("--base: there is no revision {revision} here: is `{fetched}` missing?"),
    }
}
