//! The neutral resource model: what a configuration means for identity and access, however
//! it is written.
//!
//! Entities are plain data: [`schema`] names their kinds and fields, `from_terraform` and
//! `from_cloudformation` say in tables where each field comes from, and [`Model::of`]
//! interprets them and joins what is declared apart.

mod build;
mod derive;
mod document;
mod from_cloudformation;
mod from_policy;
mod from_terraform;
mod issues;
mod json;
mod languages;
mod normalise;
mod owners;
pub mod schema;
mod secrets;
mod table;

use std::ops::Range;
use std::sync::Arc;

use ecow::EcoString;

pub use document::{Holes, span_at, value_at};
pub use json::value_json;
pub use languages::side_by_side;
pub use schema::{Field, Kind, Type};
pub use secrets::decoded;

use crate::declared::{Existence, Language};
use crate::iam;
use crate::source::Span;
use crate::value::{Kind as ValueKind, Unknown, Value, Why};

/// Everything that one configuration declares, in neutral terms.
#[derive(Debug)]
pub struct Model {
    /// The language it is written in.
    pub language: Language,
    /// The entities, in the order of their declaration; statements after their policies.
    pub entities: Vec<Entity>,
    /// The policy documents.
    pub policies: Vec<Policy>,
    /// Numbers of the unknowns in the documents.
    pub holes: Holes,
    /// What could not be resolved of it, where that may declare anything: a module that is
    /// not here.
    pub missing: Option<Arc<Unknown>>,
    /// The accounts that are inside.
    pub accounts: Accounts,
    /// The time that it is judged at, in seconds since 1970-01-01 in UTC.
    pub now: i64,
}

/// Which accounts are inside: access of theirs is nobody else's.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Accounts {
    /// The account that is deployed to, where its number is known.
    pub own: Option<String>,
    /// Others that the user trusts.
    pub trusted: Vec<String>,
}

impl Accounts {
    /// The same for a configuration that says which account it is deployed to.
    fn of(&self, deployed: Option<&str>) -> Accounts {
        let mut accounts = self.clone();
        if let Some(deployed) = deployed {
            let before = accounts.own.replace(deployed.to_owned());
            accounts.trusted.extend(before.filter(|own| own != deployed));
        }
        accounts
    }

    /// Whether an account, by its number, is the own one or trusted.
    pub fn are_inside(&self, id: &str) -> bool {
        self.own.as_deref() == Some(id) || self.trusted.iter().any(|trusted| trusted == id)
    }
}

/// One entity: a user, a bucket, a statement.
#[derive(Debug)]
pub struct Entity {
    /// Its kind.
    pub kind: Kind,
    /// Its values, in the order of its schema's fields; null when absent.
    values: Box<[Value]>,
    /// Which of [`Entity::parts`] each value comes from.
    from: Box<[u16]>,
    /// Where the key of each value is written.
    keys: Box<[Option<Span>]>,
    /// The resources that declare it: its own first, if `declared`, then those that add to it.
    pub parts: Vec<Part>,
    /// Whether its own resource is here. If not, what is absent may be declared elsewhere.
    pub declared: bool,
    /// Whether it is certainly there.
    pub existence: Existence,
    /// For a statement: the index of its policy in [`Model::policies`].
    pub policy: Option<usize>,
}

/// A resource that declares an entity or adds to it.
#[derive(Clone, Debug)]
pub struct Part {
    /// The resource's address.
    pub address: EcoString,
    /// The path of the CDK construct that it comes from, which its author knows it by.
    pub construct: Option<EcoString>,
    /// Its header line.
    pub header: Span,
    /// Module calls or nested stacks on the way to it.
    pub calls: Vec<Span>,
}

/// A policy document with its meaning.
#[derive(Debug)]
pub struct Policy {
    /// The entity that holds it, and in which field.
    pub holder: (usize, Field),
    /// How it is used.
    pub usage: Usage,
    /// The document as evaluated, decoded if it was text.
    pub value: Value,
    /// Its meaning.
    pub document: iam::Document,
    /// Its statements, among [`Model::entities`].
    pub statements: Range<usize>,
    /// Who has it, for messages: `role deploy`.
    pub owners: Vec<String>,
}

/// How a policy document is used, which decides what its statements mean.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Usage {
    /// Says what its principals may do.
    Identity,
    /// Says who may assume a role.
    Trust,
    /// Says who may use a resource.
    Resource,
    /// Bounds what a principal may do.
    Boundary,
    /// Bounds what an organisation's accounts may do: SCP, RCP.
    Guardrail,
    /// Bounds what goes through a VPC endpoint.
    Endpoint,
    /// Something else.
    Other,
}

impl Usage {
    /// Its name in rules.
    pub fn name(self) -> &'static str {
        match self {
            Usage::Identity => "identity",
            Usage::Trust => "trust",
            Usage::Resource => "resource",
            Usage::Boundary => "boundary",
            Usage::Guardrail => "guardrail",
            Usage::Endpoint => "endpoint",
            Usage::Other => "other",
        }
    }
}

impl Entity {
    /// A field's value: null when it is certainly absent. What is absent from an entity that
    /// is declared elsewhere is unknown.
    pub fn get(&self, field: Field) -> Value {
        let value = &self.values[field.index()];
        if value.is_null() && !self.declared {
            let name = ecow::eco_format!("the declaration of {}", self.name());
            return Value::unknown(Why::Unresolved(name));
        }
        value.clone()
    }

    /// A field's value by name, as [`Entity::get`].
    ///
    /// # Panics
    /// If the kind has no such field.
    pub fn field(&self, name: &str) -> Value {
        let field = self.kind.field(name);
        self.get(field.unwrap_or_else(|| panic!("{} has no field {name}", self.kind)))
    }

    /// The value as it is written, null when absent, whoever may declare more.
    pub fn written(&self, field: Field) -> &Value {
        &self.values[field.index()]
    }

    /// The resource that a field's value comes from; the entity's own for absent ones.
    pub fn part(&self, field: Field) -> &Part {
        &self.parts[self.from[field.index()] as usize]
    }

    /// Where a field is written; the header of the resource that would say it when absent. What
    /// takes many lines is known by its key.
    pub fn place(&self, field: Field) -> Span {
        let value = self.written(field);
        let long = self.kind.schema().fields[field.index()].holds == schema::Type::Document
            || matches!(value.kind, ValueKind::Map(_));
        let key = self.keys[field.index()].filter(|_| long);
        key.or(value.origin.span).unwrap_or(self.part(field).header)
    }

    /// Its name for messages: the path of its construct if it has one, its own if that is
    /// known in part at least, else its address.
    pub fn name(&self) -> String {
        if let Some(construct) = &self.parts[0].construct {
            return construct.to_string();
        }
        let name = self.kind.field("name").map(|field| self.written(field));
        match name.and_then(Value::as_text) {
            Some(text) if text.as_unknown().is_none() && !text.is_empty() => text.to_string(),
            _ => self.parts[0].address.to_string(),
        }
    }

    /// How messages call it: `bucket acme-site`.
    pub fn title(&self) -> String {
        let kind = match self.kind {
            // Told by the block that it stands in.
            Kind::Secret
            | Kind::Workload
            | Kind::SharedResource
            | Kind::Sharing
            | Kind::ImageSearch
            | Kind::Output
            | Kind::ResourceShare
            | Kind::ApiMethod
            | Kind::Distribution
            | Kind::Origin
            | Kind::MetadataCredential
            | Kind::SearchDomain => {
                return self.name();
            }
            Kind::IotPolicy => "IoT policy",
            Kind::ServerCertificate => "server certificate",
            Kind::AccessKey => "access key",
            Kind::LoginProfile => "login profile",
            Kind::PasswordPolicy => "password policy",
            Kind::PolicyIssue => "policy",
            Kind::AccountAccessBlock => "account public access block",
            kind => kind.schema().name,
        };
        format!("{} {}", kind.replace('_', " "), self.name())
    }

    /// The unknown that makes its existence uncertain.
    pub fn uncertain(&self) -> Option<&Unknown> {
        match &self.existence {
            Existence::Certain => None,
            Existence::Possible(unknown) => Some(unknown),
        }
    }
}

impl Model {
    /// Entities of a kind, with their index.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (usize, &Entity)> {
        self.entities.iter().enumerate().filter(move |(_, entity)| entity.kind == kind)
    }

    /// The resource types that the model is made of.
    pub fn wants(language: Language, resource: &str) -> bool {
        table::rows(language).contains_key(resource)
    }

    /// The same, all of them, in no promised order.
    pub fn resource_types(language: Language) -> impl Iterator<Item = &'static str> {
        table::rows(language).keys().copied()
    }
}
