//! What the user asks for: the configuration file `iacscan.yaml`, and the request that it
//! and the command line make together.

mod account;
mod file;
mod find;
mod load;
mod problem;
mod size;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;

pub use account::AccountId;
pub use file::{FailOn, schema};
pub use find::find;
pub use load::load;
pub use problem::{closest, unknown};

use crate::finding::Severity;
use crate::git::ObjectId;
use crate::source::{DEFAULT_SIZE_LIMIT, Exclude, Span};
use crate::suppress;

/// The configuration of a scan, from its file and checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file it was read from.
    pub path: Option<PathBuf>,
    /// The account that is deployed to, where it is known.
    pub account_id: Option<AccountId>,
    /// CloudFormation: the Region that is deployed to, where it is known.
    pub region: Option<String>,
    /// Accounts whose access is no finding.
    pub trusted_accounts: Vec<AccountId>,
    /// Paths that are not scanned.
    pub exclude: Exclude,
    /// Files above this many bytes are not read.
    pub max_file_size: u64,
    /// Environments; none is a single one without a name.
    pub environments: Vec<Environment>,
    /// Folders with rules of the user's own.
    pub rules: Vec<Located<PathBuf>>,
    /// Only these rules run, if any are given: ids or globs.
    pub only_rules: Vec<Located<String>>,
    /// These rules do not run: ids or globs.
    pub skip_rules: Vec<Located<String>>,
    /// Severities that the user gives to rules.
    pub severity: BTreeMap<String, Located<Severity>>,
    /// Whether pedantic rules run.
    pub pedantic: bool,
    /// Whether what is scanned is the account's baseline, so that account rules run.
    pub account_baseline: bool,
    /// From which severity on findings make the command fail.
    pub fail_on: FailOn,
    /// Findings below are not reported.
    pub min_severity: Severity,
    /// What does not count, and what saying so takes.
    pub suppressions: suppress::Settings,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            path: None,
            account_id: None,
            region: None,
            trusted_accounts: vec![],
            exclude: Exclude::default(),
            max_file_size: DEFAULT_SIZE_LIMIT,
            environments: vec![],
            rules: vec![],
            only_rules: vec![],
            skip_rules: vec![],
            severity: BTreeMap::new(),
            pedantic: false,
            account_baseline: false,
            fail_on: FailOn::default(),
            min_severity: Severity::Info,
            suppressions: suppress::Settings::default(),
        }
    }
}

/// What differs from one deployment of the same code to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// CloudFormation: the Region, where it is known for this one.
    pub region: Option<String>,
    /// Terraform: files with values of variables, in their order.
    pub var_files: Vec<PathBuf>,
    /// Terraform: the workspace.
    pub workspace: Option<String>,
    /// CloudFormation: files with values of parameters, in their order.
    pub parameters: Vec<PathBuf>,
}

/// A value of the configuration file and its place there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// What is to be scanned and how.
#[derive(Default, Clone, Debug)]
pub struct Request {
    /// Directories and files.
    pub paths: Vec<PathBuf>,
    /// The configuration, with what the command line says put over it.
    pub config: Config,
    /// The ids of the rules that run, sorted.
    pub rules: Vec<String>,
    /// Threads to work with; as many as there are processors when not given.
    pub jobs: Option<NonZeroUsize>,
    /// Terraform: files with values of variables, in the order they apply.
    pub var_files: Vec<PathBuf>,
    /// CloudFormation: files with values of parameters, in the order they apply.
    pub parameters: Vec<PathBuf>,
    /// Terraform: the directory of the source of plans; the one they lie in when not given.
    pub source: Option<PathBuf>,
    /// Terraform: values of variables as they are written: name and expression or text.
    pub vars: Vec<(String, String)>,
    /// The time that certificates are judged at, in seconds since 1970-01-01 in UTC.
    pub now: i64,
    /// The base of the change that is scanned, if only what is new is wanted.
    pub base: Option<BaseCommit>,
}

/// The base of a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BaseCommit {
    /// The repository's root.
    pub work_tree: PathBuf,
    /// The commit.
    pub commit: ObjectId,
}
