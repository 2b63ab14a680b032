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
    let event = (environment.variable)("GITHUB_EVENT_PATH").filter(|path| !path.is_empty());
    let event = event.and_then(|path| Event::read(Path::new(&path))).filter(|_| wanted == "auto");
    let mut candidates = match wanted.as_str() {
        "auto" => automatic(environment.variable, event.as_ref()),
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
    if event.is_some_and(|event| event.is_merged_in(&repository)) {
        candidates.insert(0, "HEAD^1".to_owned());
    }
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
fn automatic(variable: &dyn Fn(&str) -> Option<String>, event: Option<&Event>) -> Vec<String> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let branch = set("GITHUB_BASE_REF").map(|branch| format!("origin/{branch}"));
    let event = event.map(|event| event.base.clone());
    set("CI_MERGE_REQUEST_DIFF_BASE_SHA").into_iter().chain(event).chain(branch).collect()
}

/// A pull request, as an event of GitHub tells it.
struct Event {
    base: String,
    head: String,
}

impl Event {
    fn read(path: &Path) -> Option<Event> {
        let text = read(path, path, EVENT_LIMIT).ok()?;
        let event: serde_json::Value = serde_json::from_str(&text).ok()?;
        let sha = |end: &str| event["pull_request"][end]["sha"].as_str().map(str::to_owned);
        let base = sha("base").filter(|sha| ObjectId::from_hex(sha.as_bytes()).is_ok())?;
        Some(Event { base, head: sha("head").unwrap_or_default() })
    }

    /// Whether what is checked out is GitHub's merge of both: its first parent is what the
    /// request is merged into, which may be younger than the base that the event names.
    fn is_merged_in(&self, repository: &Repository) -> bool {
        let head = ObjectId::from_hex(self.head.as_bytes()).ok();
        head.is_some() && repository.second_parent("HEAD") == head
    }
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
