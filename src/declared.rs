//! What a configuration declares, in the words of its own language but in one shape for
//! all: the seam between the languages and the neutral model.

use std::fmt;
use std::sync::Arc;

use ecow::EcoString;

use crate::source::{Diagnostic, Span};
use crate::value::{Unknown, Value};

/// Everything that is deployed together: a Terraform root module with all it calls, or a
/// CloudFormation template with its nested stacks.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The language it is written in.
    pub language: Language,
    /// The path it is known by: a directory or a template, as users see it.
    pub name: String,
    /// The account that it says it is deployed to, if it does.
    pub account_id: Option<String>,
    /// Resources and data sources, in a stable order.
    pub resources: Vec<Declared>,
    /// Literal strings of the source, wherever they stand, for the search for credentials.
    pub literals: Vec<Literal>,
    /// Its beginning: where to point for what it lacks as a whole. `None` if it has no file.
    pub start: Option<Span>,
    /// What is wrong with the configuration or could not be resolved.
    pub diagnostics: Vec<Diagnostic>,
}

/// The language a configuration is written in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Language {
    /// Terraform or OpenTofu.
    Terraform,
    /// CloudFormation, SAM or CDK output.
    CloudFormation,
    /// A policy document by itself.
    Policy,
}

/// A resource or data source that is, or may be, there.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Its name in the configuration: `module.a["x"].aws_s3_bucket.b[0]`, `Stack.Bucket`.
    pub address: EcoString,
    /// Its type in its language: `aws_s3_bucket`, `data.aws_ami`, `AWS::S3::Bucket`.
    pub kind: EcoString,
    /// Its header line: where to point when an attribute is missing.
    pub header: Span,
    /// Its properties; a map, whose nested blocks are lists of maps.
    pub properties: Value,
    /// Whether it is certainly there.
    pub existence: Existence,
    /// The module calls or nested stacks that it was reached through, outermost first.
    pub calls: Vec<Span>,
}

/// Whether a resource is there.
#[derive(Clone, PartialEq, Debug)]
pub enum Existence {
    /// It is.
    Certain,
    /// It depends on an unknown; one stands for any number.
    Possible(Arc<Unknown>),
}

/// A literal string of the source.
#[derive(Clone, Debug)]
pub struct Literal {
    /// The decoded text, as a value with its place.
    pub value: Value,
    /// Names on the way to it, outermost first: `["provider", "aws", "access_key"]`,
    /// `["resource", "aws_instance", "web", "user_data"]`,
    /// `["Resources", "Fn", "Properties", "Environment", …]`.
    pub path: Arc<[EcoString]>,
}

impl Existence {
    /// Whether it is certainly there.
    pub fn is_certain(&self) -> bool {
        matches!(self, Existence::Certain)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Language::Terraform => "Terraform",
            Language::CloudFormation => "CloudFormation",
            Language::Policy => "policy",
        })
    }
}
