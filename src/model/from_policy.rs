//! Policy documents by themselves, as entities.

use super::document::Holes;
use super::schema::Kind::Policy;
use super::table::Source::{Path, With};
use super::table::{Row, entity};
use crate::declared::Declared;
use crate::iam::{Document, PolicyType};
use crate::value::Value;

/// Every row.
pub const ROWS: &[Row] = &[entity(
    "policy",
    Policy,
    &[("name", Path("name")), ("document", Path("document")), ("usage", With(usage))],
)];

/// What it is used as: only its principals tell.
fn usage(_: &Declared, properties: &Value) -> Value {
    let document = Document::parse(&Holes::default().tree(&properties.child("document")));
    Value::string(match PolicyType::likely(&document) {
        PolicyType::Trust => "trust",
        PolicyType::Resource(_) => "resource",
        _ => "identity",
    })
}
