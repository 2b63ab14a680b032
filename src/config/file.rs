//! The shape of `iacscan.yaml`. Its field comments are the keys' documentation: `iacscan
//! schema` prints them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_saphyr::Spanned;

use super::account::AccountId;
use super::size::Size;
use crate::finding::Severity;

/// The configuration of iacscan: `iacscan.yaml` or `.iacscan.yaml` in the scanned directory
/// or one above it, up to the root of the repository.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "iacscan.yaml")]
pub struct File {
    /// The account that is deployed to. ARNs that name it are then known to be the own
    /// account's.
    pub account_id: Option<AccountId>,
    /// CloudFormation: the Region that is deployed to, where conditions and mappings ask.
    pub region: Option<String>,
    /// Accounts of your own, besides `account_id`: their access is no finding.
    pub trusted_accounts: Vec<AccountId>,
    /// Paths that are not scanned: globs as in .gitignore, relative to this file.
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
    /// Larger files are not read. 32 MiB when not given.
    pub max_file_size: Option<Size>,
    /// Environments that the same code is deployed to. Each Terraform root and each template
    /// is evaluated once for each, and findings say in which they hold.
    pub environments: Vec<EnvironmentFile>,
    /// Folders with rules of your own, relative to this file.
    #[schemars(with = "Vec<String>")]
    pub rules: Vec<Spanned<String>>,
    /// Only these rules run: ids or globs such as `s3/*`.
    #[schemars(with = "Vec<String>")]
    pub only_rules: Vec<Spanned<String>>,
    /// These rules do not run: ids or globs such as `s3/*`.
    #[schemars(with = "Vec<String>")]
    pub skip_rules: Vec<Spanned<String>>,
    /// Severities of rules, by their ids, where yours differ.
    #[schemars(with = "BTreeMap<String, Severity>")]
    pub severity: BTreeMap<String, Spanned<Severity>>,
    /// Whether pedantic rules run too.
    pub pedantic: bool,
    /// Whether what is scanned is the account's baseline, so that what it leaves out is
    /// missing: runs the rules of the level `account`.
    pub account_baseline: bool,
    /// The exit code is 1 for findings of this severity or above; `none`: never. `low` when
    /// not given.
    pub fail_on: Option<FailOn>,
    /// Findings of a lower severity are not reported.
    pub min_severity: Option<Severity>,
    /// What does not count, and what saying so takes.
    pub suppressions: SuppressionsFile,
}

/// Suppressions: what they must be like, and those of this file.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Suppressions")]
pub struct SuppressionsFile {
    /// Whether those in the scanned code count: comments and metadata. `true` when not given.
    pub inline: bool,
    /// Whether each must have a reason.
    pub require_reason: bool,
    /// Whether each must have a last day.
    pub require_until: bool,
    /// The most days that the last day may lie ahead; each must then have one.
    pub max_days: Option<u32>,
    /// What does not count.
    #[schemars(with = "Vec<IgnoreFile>")]
    pub ignore: Vec<Spanned<IgnoreFile>>,
}

impl Default for SuppressionsFile {
    fn default() -> SuppressionsFile {
        SuppressionsFile {
            inline: true,
            require_reason: false,
            require_until: false,
            max_days: None,
            ignore: vec![],
        }
    }
}

/// Findings that do not count: of these rules, in these files, of these resources.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Ignore")]
pub struct IgnoreFile {
    /// Ids or globs such as `s3/*`.
    pub rules: Vec<String>,
    /// Globs as in .gitignore, relative to this file. Everywhere when not given.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// Addresses of resources, with `*` for any text: `module.site["eu"].aws_s3_bucket.*`.
    /// Without the keys of instances all of them are meant. Everything when not given.
    #[serde(default)]
    pub addresses: Vec<String>,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// The last day that it holds: `2027-01-31`.
    #[serde(default)]
    pub until: Option<String>,
}

/// An environment: what differs from the others.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "Environment")]
pub struct EnvironmentFile {
    /// Its name, as findings tell it.
    #[schemars(with = "String")]
    pub name: Option<Spanned<String>>,
    /// CloudFormation: the Region, if it is another than that of the whole file.
    pub region: Option<String>,
    /// Terraform: files with values of variables, relative to this file, in their order.
    #[schemars(with = "Vec<String>")]
    pub var_files: Vec<Spanned<String>>,
    /// Terraform: the workspace. `default` when not given.
    pub workspace: Option<String>,
    /// CloudFormation: files with values of parameters, relative to this file: as the AWS
    /// CLI, CodePipeline or SAM's samconfig.toml write them.
    #[schemars(with = "Vec<String>")]
    pub parameters: Vec<Spanned<String>>,
}

/// From which severity on findings make the command fail.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum FailOn {
    /// Any finding.
    Info,
    /// Low and above.
    #[default]
    Low,
    /// Medium and above.
    Medium,
    /// High and above.
    High,
    /// Critical only.
    Critical,
    /// Findings never make it fail.
    None,
}

impl FailOn {
    /// Whether a finding of that severity makes the command fail.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Info => true,
            FailOn::Low => severity >= Severity::Low,
            FailOn::Medium => severity >= Severity::Medium,
            FailOn::High => severity >= Severity::High,
            FailOn::Critical => severity >= Severity::Critical,
            FailOn::None => false,
        }
    }
}

/// The JSON Schema of the configuration file.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(File).to_value()
}
