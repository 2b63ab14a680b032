//! How a language's resource types become entities: the shape of the two tables.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::schema::Kind;
use crate::declared::{Declared, Language};
use crate::source::Span;
use crate::value::Value;

/// What one resource type says about one kind of entity.
pub struct Row {
    /// The type, as [`Declared::kind`] has it.
    pub resource: &'static str,
    /// The kind of entity.
    pub entity: Kind,
    /// The property whose elements each make an entity; empty when the resource is one.
    pub each: &'static str,
    /// For a resource that adds to an entity declared elsewhere: the field that names the
    /// entity. The row's own source for that field gives the name.
    pub joins: Option<&'static str>,
    /// Field and where its value comes from.
    pub fields: &'static [(&'static str, Source)],
}

/// Where a field's value comes from.
#[derive(Clone, Copy)]
pub enum Source {
    /// A property by its path, through the first block of each nested block type:
    /// `versioning.mfa_delete`. `.` is the element of [`Row::each`] itself. Inside an
    /// element, a leading `^` starts at the resource.
    Path(&'static str),
    /// The same, for a property that names one where the field lists several.
    One(&'static str),
    /// The same, with the boolean that the language takes for an absent property.
    OrElse(&'static str, bool),
    /// An attribute of known form: see [`crate::forms`].
    Form(&'static str),
    /// The text itself.
    Text(&'static str),
    /// The boolean itself.
    Bool(bool),
    /// Worked out from the resource.
    With(fn(&Declared, &Value) -> Value),
}

/// A resource that is one entity.
pub const fn entity(
    resource: &'static str,
    entity: Kind,
    fields: &'static [(&'static str, Source)],
) -> Row {
    Row { resource, entity, each: "", joins: None, fields }
}

/// A resource that adds to an entity, known by a field.
pub const fn adds(
    resource: &'static str,
    entity: Kind,
    joins: &'static str,
    fields: &'static [(&'static str, Source)],
) -> Row {
    Row { resource, entity, each: "", joins: Some(joins), fields }
}

/// A resource of which each element of a property is an entity.
pub const fn each(
    resource: &'static str,
    each: &'static str,
    entity: Kind,
    fields: &'static [(&'static str, Source)],
) -> Row {
    Row { resource, entity, each, joins: None, fields }
}

/// A property with the path, from an element or the resource.
pub fn path(value: &Value, path: &str) -> Value {
    if path == "." {
        return value.clone();
    }
    path.split('.').fold(value.clone(), |value, step| only(&value).child(step))
}

/// Where the last key on a path is written.
pub fn key_of(value: &Value, path: &str) -> Option<Span> {
    let (parents, key) = path.rsplit_once('.').unwrap_or((".", path));
    let parent = only(&self::path(value, parents));
    parent.as_map()?.entries.get(key)?.key_span
}

/// A nested block is a list of blocks: the only one of it, or the value if it is no list.
pub fn only(value: &Value) -> Value {
    match value.as_list() {
        Some([first, ..]) => value.pass_on(first),
        Some([]) => Value::NULL,
        None => value.clone(),
    }
}

/// The rows of a language by resource type.
pub fn rows(language: Language) -> &'static HashMap<&'static str, Vec<&'static Row>> {
    static TERRAFORM: LazyLock<HashMap<&'static str, Vec<&'static Row>>> =
        LazyLock::new(|| index(super::from_terraform::TABLES));
    static CLOUDFORMATION: LazyLock<HashMap<&'static str, Vec<&'static Row>>> =
        LazyLock::new(|| index(super::from_cloudformation::TABLES));
    static POLICY: LazyLock<HashMap<&'static str, Vec<&'static Row>>> =
        LazyLock::new(|| index(&[super::from_policy::ROWS]));
    match language {
        Language::Terraform => &TERRAFORM,
        Language::CloudFormation => &CLOUDFORMATION,
        Language::Policy => &POLICY,
    }
}

fn index(tables: &'static [&'static [Row]]) -> HashMap<&'static str, Vec<&'static Row>> {
    let mut index: HashMap<&'static str, Vec<&'static Row>> = HashMap::new();
    for row in tables.iter().copied().flatten() {
        index.entry(row.resource).or_default().push(row);
    }
    index
}

#[cfg(test)]
mod tests {
    use super::super::{from_cloudformation, from_policy, from_terraform};

    #[test]
    fn every_row_names_fields_of_its_entity() {
        let tables = from_terraform::TABLES.iter().chain(from_cloudformation::TABLES);
        for row in tables.copied().flatten().chain(from_policy::ROWS) {
            for (field, _) in row.fields {
                assert!(
                    row.entity.field(field).is_some(),
                    "{}: {} has no field {field}",
                    row.resource,
                    row.entity
                );
            }
            if let Some(key) = row.joins {
                assert!(
                    row.fields.iter().any(|(field, _)| *field == key),
                    "{}: no source for {key}",
                    row.resource
                );
            }
        }
    }
}
