//! The command line. The comments of its fields are the help text.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::policy::args::PolicyArgs;
use crate::config::FailOn;
use crate::finding::{Level, Severity};
use crate::iam::catalog::Source;
use crate::report::Format;

/// What `--version` prints; `-V` prints the number alone.
pub static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut text = format!(
        "{}\n{}\nlicence {}\n\nwith facts about AWS from",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY"),
        env!("CARGO_PKG_LICENSE")
    );
    for source in crate::iam::catalog::sources() {
        let Source { package, registry, version, licence, facts, date } = source;
        text.push_str(&format!("\n  {registry} {package} {version}, {date}, {licence}: {facts}"));
    }
    text
});

const AFTER_HELP: &str = "\
Exit codes: 0 nothing found, 1 findings at or above --fail-on, 2 an error or input that could \
not be read.

A directory named like a command is scanned as ./rules.";

/// Proves from Terraform and CloudFormation who gets into AWS and what they can do, before
/// anything is deployed
#[derive(Debug, Parser)]
#[command(
    name = "iacscan",
    version,
    after_help = AFTER_HELP,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
pub struct Cli {
    /// A command other than to scan.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The default command.
    #[command(flatten)]
    pub scan: ScanArgs,
}

/// The commands besides scanning.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the rules
    Rules(RulesArgs),
    /// Explain a rule: what it finds, why it matters, what to do
    Explain(ExplainArgs),
    /// Judge the examples of your own rules: they are their tests
    TestRules(TestRulesArgs),
    /// Print what is declared as JSON, before any rule has judged it
    Model(ModelArgs),
    /// Ask about policies: validate, summary, simulate, compare, public
    Policy(PolicyArgs),
    /// Turn skip comments of checkov, tfsec, trivy, KICS and cfn_nag into iacscan's
    Migrate(MigrateArgs),
    /// Print the JSON Schema of iacscan.yaml
    Schema,
    /// Print the script that completes what is typed in a shell
    Completions(CompletionsArgs),
    /// Print the manual page, as roff
    Man(ManArgs),
}

/// Of scanning.
#[derive(Debug, Args)]
pub struct ScanArgs {
    /// Directories and files to scan [default: the current directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// What is printed [default: text; github on GitHub Actions]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<Format>,

    /// Write a report to a file, besides what is printed; `-` is standard output. May be
    /// given many times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = parse_output, help_heading = "Output")]
    pub output: Vec<Output>,

    /// List checks that depend on unknown values, and references to what is not there
    #[arg(long, help_heading = "Output")]
    pub show_undecided: bool,

    /// Print findings only
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,

    /// Exit with 1 for findings of this severity or above [default: low]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Findings")]
    pub fail_on: Option<FailOn>,

    /// Do not report findings of a lower severity
    #[arg(long, value_name = "SEVERITY", value_parser = severities(), help_heading = "Findings")]
    pub min_severity: Option<Severity>,

    /// Run pedantic rules too
    #[arg(long, help_heading = "Findings")]
    pub pedantic: bool,

    /// This is the account's baseline: what it leaves out is missing. Runs the rules of the
    /// level account, too
    #[arg(long, help_heading = "Findings")]
    pub account_baseline: bool,

    /// Run only this rule, or the rules that a glob such as 's3/*' matches; may be given many
    /// times. Takes the place of only_rules and skip_rules in iacscan.yaml
    #[arg(long, value_name = "RULE", help_heading = "Findings")]
    pub rule: Vec<String>,

    /// Do not run this rule, or the rules that a glob matches; may be given many times
    #[arg(long, value_name = "RULE", help_heading = "Findings")]
    pub skip_rule: Vec<String>,

    /// Suppress nothing because of comments or metadata in the scanned code
    #[arg(long, help_heading = "Findings")]
    pub no_inline_ignores: bool,

    /// Report only what is new since a git revision parted from what is checked out; `auto`
    /// takes the base of the pull or merge request that the pipeline runs for
    #[arg(long, value_name = "REV", help_heading = "Findings")]
    pub base: Option<String>,

    /// Suppress the findings that this file lists, as --write-baseline wrote it
    #[arg(long, value_name = "FILE", help_heading = "Findings")]
    pub baseline: Option<PathBuf>,

    /// Write the findings that count to this file, and suppress them as --baseline does
    #[arg(long, value_name = "FILE", help_heading = "Findings")]
    pub write_baseline: Option<PathBuf>,

    /// As in every command.
    #[command(flatten)]
    pub common: CommonArgs,

    /// As for the model.
    #[command(flatten)]
    pub input: InputArgs,
}

/// Of every command that reads a configuration.
#[derive(Debug, Args)]
pub struct CommonArgs {
    /// The configuration file [default: the nearest iacscan.yaml or .iacscan.yaml, from what
    /// is scanned up to the root of its repository]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// Read no configuration file
    #[arg(long, conflicts_with = "config")]
    pub no_config: bool,

    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
}

/// Of every command that evaluates configurations.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Terraform: a file with values of variables; may be given many times
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub var_file: Vec<PathBuf>,

    /// Terraform: the value of a variable; may be given many times
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_var, help_heading = "Input")]
    pub var: Vec<(String, String)>,

    /// CloudFormation: a file with values of parameters, as the AWS CLI, CodePipeline or SAM
    /// write them; may be given many times
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    pub parameters: Vec<PathBuf>,

    /// Terraform: where the source of a plan is [default: the directory that the plan lies in]
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    pub source: Option<PathBuf>,

    /// Threads to work with [default: one for each processor]
    #[arg(long, short, value_name = "N", help_heading = "Input")]
    pub jobs: Option<NonZeroUsize>,
}

/// Of `iacscan test-rules`.
#[derive(Debug, Args)]
pub struct TestRulesArgs {
    /// The folder of rules, as in rules of iacscan.yaml
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

/// Of `iacscan rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Only rules of this pack, such as s3; may be given many times
    #[arg(long, value_name = "PACK")]
    pub pack: Vec<String>,

    /// Only rules of this severity; may be given many times
    #[arg(long, value_name = "SEVERITY", value_parser = severities())]
    pub severity: Vec<Severity>,

    /// Only rules of this level: default, pedantic or account; may be given many times
    #[arg(long, value_name = "LEVEL", value_parser = levels())]
    pub level: Vec<Level>,

    /// Only rules that serve this control, such as S3.2, or one of this benchmark, such as
    /// CIS-7.0; may be given many times
    #[arg(long, value_name = "CONTROL")]
    pub control: Vec<String>,

    /// How the list is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Text)]
    pub format: ListFormat,

    /// As in every command.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Of `iacscan explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The rule's id, such as s3/acl-public-read
    pub rule: String,

    /// As in every command.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Of `iacscan migrate`.
#[derive(Debug, Args)]
pub struct MigrateArgs {
    /// Directories and files [default: the current directory]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Change the files; without it, the changes are printed as a patch
    #[arg(long, conflicts_with = "check")]
    pub write: bool,

    /// Exit with 1 if there is anything to change
    #[arg(long)]
    pub check: bool,

    /// As in every command.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Of `iacscan model`.
#[derive(Debug, Args)]
pub struct ModelArgs {
    /// The directory or file
    pub path: PathBuf,

    /// Print the evaluated resources instead, with what is unknown and why
    #[arg(long)]
    pub resources: bool,

    /// As in every command.
    #[command(flatten)]
    pub common: CommonArgs,

    /// As in scanning.
    #[command(flatten)]
    pub input: InputArgs,
}

/// Of `iacscan completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Of `iacscan man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The command whose page it is [default: of iacscan itself]
    pub command: Option<String>,
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ColorChoice {
    /// At a terminal, unless NO_COLOR is set or TERM is dumb; with FORCE_COLOR anywhere
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The formats of lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ListFormat {
    /// For people
    Text,
    /// For programs
    Json,
}

/// A report to write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Output {
    /// Its format.
    pub format: Format,
    /// Its file; standard output if there is none.
    pub file: Option<PathBuf>,
}

fn parse_output(text: &str) -> Result<Output, String> {
    let formats = || Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
    let names = || formats().map(|f| f.get_name().to_owned()).collect::<Vec<_>>().join(", ");
    let Some((format, file)) = text.split_once('=') else {
        return Err(format!("FORMAT=FILE is expected, such as sarif=iacscan.sarif ({})", names()));
    };
    let format = Format::from_str(format, false)
        .map_err(|_| format!("unknown format '{format}'; there are {}", names()))?;
    match file {
        "" => Err("the file is missing after the =".into()),
        "-" => Ok(Output { format, file: None }),
        file => Ok(Output { format, file: Some(file.into()) }),
    }
}

fn parse_var(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().into(), value.into())),
        _ => Err("NAME=VALUE is expected".into()),
    }
}

fn levels() -> impl TypedValueParser<Value = Level> {
    PossibleValuesParser::new(Level::ALL.map(Level::name)).map(|name| {
        let named = Level::ALL.into_iter().find(|level| level.name() == name);
        named.unwrap_or(Level::Default)
    })
}

fn severities() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(Severity::ALL.map(Severity::name))
        .try_map(|name| name.parse::<Severity>())
}
