//! The command line of `iacscan policy`. The comments of its fields are the help text.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::{CommonArgs, InputArgs, ListFormat};
use crate::iam::{PolicyType, ResourceKind};

const AFTER_HELP: &str = "\
A policy is a file with a policy document in JSON or YAML (- is standard input), or one inside \
Terraform or CloudFormation by its address: main.tf#aws_iam_policy.x, live#module.a.aws_iam_role.r, \
template.yaml#Role.

Exit codes: 0 nothing to complain about, 1 findings, new or public access, 2 an error or input \
that could not be read.";

/// Of `iacscan policy`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct PolicyArgs {
    /// What is asked.
    #[command(subcommand)]
    pub command: PolicyCommand,
}

/// The questions.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Check policies as IAM Access Analyzer does
    Validate(ValidateArgs),
    /// Sum up what policies allow: access levels of each service
    Summary(SummaryArgs),
    /// Decide requests as AWS does
    Simulate(Box<SimulateArgs>),
    /// Find access that a new version allows and the old one does not, or that none should
    Compare(CompareArgs),
    /// Tell whether a resource policy lets everybody in
    Public(PublicArgs),
}

/// Of every question.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// How the answer is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Text)]
    pub format: ListFormat,

    /// As in every command.
    #[command(flatten)]
    pub common: CommonArgs,

    /// As in scanning.
    #[command(flatten)]
    pub input: InputArgs,
}

/// Of `iacscan policy validate`.
#[derive(Debug, Args)]
pub struct ValidateArgs {
    /// Policies
    #[arg(required = true, value_name = "POLICY")]
    pub files: Vec<String>,

    /// What they are used as [default: told from how they are declared, or from their principals]
    #[arg(long = "type", value_enum, value_name = "TYPE")]
    pub kind: Option<TypeChoice>,

    /// What resource policies are attached to
    #[arg(long, value_enum, value_name = "RESOURCE")]
    pub resource_type: Option<ResourceChoice>,

    /// As in every question.
    #[command(flatten)]
    pub ask: AskArgs,
}

/// Of `iacscan policy summary`.
#[derive(Debug, Args)]
pub struct SummaryArgs {
    /// Policies
    #[arg(required = true, value_name = "POLICY")]
    pub files: Vec<String>,

    /// As in every question.
    #[command(flatten)]
    pub ask: AskArgs,
}

/// Of `iacscan policy simulate`.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// The action, such as s3:GetObject; may be given many times
    #[arg(long, value_name = "ACTION", required_unless_present = "requests")]
    pub action: Vec<String>,

    /// The ARN of the resource; may be given many times
    #[arg(long, value_name = "ARN", default_value = "*")]
    pub resource: Vec<String>,

    /// Who asks: an ARN, an account, a service such as sns.amazonaws.com, * for anybody
    #[arg(long, value_name = "PRINCIPAL")]
    pub principal: Option<String>,

    /// The account of the resource [default: that of its ARN, else the principal's]
    #[arg(long, value_name = "ACCOUNT")]
    pub resource_account: Option<String>,

    /// The value of a condition key; given many times for one key it has many values
    #[arg(long, value_name = "KEY=VALUE", value_parser = parse_context)]
    pub context: Vec<(String, String)>,

    /// A policy of the principal; may be given many times, as may those that follow
    #[arg(long, value_name = "POLICY", help_heading = "Policies")]
    pub identity: Vec<String>,

    /// The principal's permissions boundary
    #[arg(long, value_name = "POLICY", help_heading = "Policies")]
    pub boundary: Vec<String>,

    /// A policy of the session
    #[arg(long, value_name = "POLICY", help_heading = "Policies")]
    pub session: Vec<String>,

    /// The service control policy of a level, from the root of the organisation down
    #[arg(long, value_name = "POLICY", help_heading = "Policies")]
    pub scp: Vec<String>,

    /// The resource control policy of a level, likewise
    #[arg(long, value_name = "POLICY", help_heading = "Policies")]
    pub rcp: Vec<String>,

    /// The policy of the resource; once
    #[arg(long, value_name = "POLICY", help_heading = "Policies")]
    pub resource_policy: Option<String>,

    /// The policy of the VPC endpoint that the request goes through; once
    #[arg(long, value_name = "POLICY", help_heading = "Policies")]
    pub vpc_endpoint_policy: Option<String>,

    /// Answer many requests, a JSON object a line, with a JSON object a line; `-` is standard
    /// input. Described in docs/policy-commands.md
    #[arg(long, value_name = "FILE", conflicts_with_all = [
        "action", "resource", "principal", "resource_account", "context", "identity", "boundary",
        "session", "scp", "rcp", "resource_policy", "vpc_endpoint_policy",
    ])]
    pub requests: Option<PathBuf>,

    /// As in every question.
    #[command(flatten)]
    pub ask: AskArgs,
}

/// Of `iacscan policy compare`.
#[derive(Debug, Args)]
pub struct CompareArgs {
    /// The old version; with --action or --resource the only one
    #[arg(value_name = "OLD")]
    pub old: String,

    /// The new version
    #[arg(value_name = "NEW", required_unless_present_any = ["action", "resource"],
        conflicts_with_all = ["action", "resource"])]
    pub new: Option<String>,

    /// An action that should not be allowed; may be given many times [default: any]
    #[arg(long, value_name = "ACTION")]
    pub action: Vec<String>,

    /// A resource that should not be reached; may be given many times [default: any]
    #[arg(long, value_name = "ARN")]
    pub resource: Vec<String>,

    /// As in every question.
    #[command(flatten)]
    pub ask: AskArgs,
}

/// Of `iacscan policy public`.
#[derive(Debug, Args)]
pub struct PublicArgs {
    /// The policy
    #[arg(value_name = "POLICY")]
    pub file: String,

    /// What it is attached to [default: told from how it is declared, or from its actions].
    /// Amazon S3 has its own definition of public; for all else it is IAM Access Analyzer's
    #[arg(long = "type", value_enum, value_name = "RESOURCE")]
    pub kind: Option<ResourceChoice>,

    /// As in every question.
    #[command(flatten)]
    pub ask: AskArgs,
}

/// What a policy is used as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum TypeChoice {
    /// Of a user, group or role
    #[value(alias = "IDENTITY_POLICY")]
    Identity,
    /// Of a resource
    #[value(alias = "RESOURCE_POLICY")]
    Resource,
    /// Who may assume a role
    Trust,
    /// A service control policy
    #[value(alias = "SERVICE_CONTROL_POLICY")]
    Scp,
    /// A resource control policy
    #[value(alias = "RESOURCE_CONTROL_POLICY")]
    Rcp,
}

impl TypeChoice {
    /// The type, for a resource policy of this kind of resource.
    pub fn with(self, resource: ResourceKind) -> PolicyType {
        match self {
            TypeChoice::Identity => PolicyType::Identity,
            TypeChoice::Resource => PolicyType::Resource(resource),
            TypeChoice::Trust => PolicyType::Trust,
            TypeChoice::Scp => PolicyType::ServiceControl,
            TypeChoice::Rcp => PolicyType::ResourceControl,
        }
    }
}

/// What a resource policy is attached to; AWS's names of the types do as well.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ResourceChoice {
    /// A bucket
    #[value(aliases = ["AWS::S3::Bucket", "s3-bucket", "bucket"])]
    S3,
    /// An access point of S3
    #[value(aliases = [
        "AWS::S3::AccessPoint", "AWS::S3::MultiRegionAccessPoint",
        "AWS::S3ObjectLambda::AccessPoint", "AWS::S3Express::AccessPoint",
    ])]
    S3AccessPoint,
    /// A table of DynamoDB
    #[value(name = "dynamodb", aliases = ["AWS::DynamoDB::Table", "AWS::DynamoDB::Stream"])]
    DynamoDb,
    /// A key of KMS
    #[value(aliases = ["AWS::KMS::Key"])]
    Kms,
    /// A topic of SNS
    #[value(aliases = ["AWS::SNS::Topic"])]
    Sns,
    /// A queue of SQS
    #[value(aliases = ["AWS::SQS::Queue"])]
    Sqs,
    /// A role, whose resource policy is its trust policy
    #[value(aliases = ["AWS::IAM::AssumeRolePolicyDocument", "trust"])]
    Role,
    /// Anything else
    #[value(aliases = [
        "lambda", "secretsmanager", "ecr", "efs", "opensearch", "backup", "kinesis", "glacier",
        "apigateway", "codeartifact", "s3-tables", "s3-directory-bucket", "resource",
        "AWS::Lambda::Function", "AWS::SecretsManager::Secret", "AWS::EFS::FileSystem",
        "AWS::OpenSearchService::Domain", "AWS::Kinesis::Stream", "AWS::Kinesis::StreamConsumer",
        "AWS::S3Express::DirectoryBucket", "AWS::S3::Glacier", "AWS::S3Outposts::Bucket",
        "AWS::S3Outposts::AccessPoint", "AWS::ApiGateway::RestApi", "AWS::Backup::BackupVault",
        "AWS::CodeArtifact::Domain", "AWS::S3Tables::TableBucket", "AWS::S3Tables::Table",
        "AWS::ECR::Repository",
    ])]
    Other,
}

impl ResourceChoice {
    /// The type of a policy attached to it.
    pub fn policy_type(self) -> PolicyType {
        PolicyType::Resource(match self {
            ResourceChoice::S3 => ResourceKind::S3Bucket,
            ResourceChoice::S3AccessPoint => ResourceKind::S3AccessPoint,
            ResourceChoice::DynamoDb => ResourceKind::DynamoDbTable,
            ResourceChoice::Kms => ResourceKind::KmsKey,
            ResourceChoice::Sns => ResourceKind::SnsTopic,
            ResourceChoice::Sqs => ResourceKind::SqsQueue,
            ResourceChoice::Other => ResourceKind::Other,
            ResourceChoice::Role => return PolicyType::Trust,
        })
    }
}

fn parse_context(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().into(), value.into())),
        _ => Err("KEY=VALUE is expected, such as aws:SourceIp=192.0.2.1".into()),
    }
}
