//! Declared resources to entities, by the tables.

use std::collections::HashMap;
use std::sync::Arc;

use super::document::Holes;
use super::from_cloudformation::construct_path;
use super::schema::{Field, Kind, Type};
use super::table::{self, Row, Source};
use super::{Accounts, Entity, Model, Part, Policy, Usage};
use crate::declared::{Configuration, Declared, Existence, Language};
use crate::forms;
use crate::iam;
use crate::source::{DiagnosticKind, Span};
use crate::value::{
    Entry, Kind as ValueKind, Map, Symbol, Unknown, Value, Why, from_flawed_json_text,
    from_json_text,
};

impl Model {
    /// The model of a configuration, for somebody whose accounts these are, at a time (seconds
    /// since 1970-01-01 in UTC).
    pub fn of(configuration: &Configuration, accounts: &Accounts, now: i64) -> Model {
        let accounts = accounts.of(configuration.account_id.as_deref());
        let mut builder = Builder {
            language: configuration.language,
            account: accounts.own.as_deref(),
            entities: vec![],
            added: vec![],
        };
        let rows = table::rows(configuration.language);
        for declared in &configuration.resources {
            for row in rows.get(&*declared.kind).into_iter().flatten() {
                builder.interpret(row, declared);
            }
        }
        builder.join();
        let mut model = Model {
            language: configuration.language,
            entities: builder.entities,
            policies: vec![],
            holes: Holes::default(),
            missing: missing(configuration),
            accounts,
            now,
        };
        model.read_documents();
        model.add_issues();
        model.add_secrets(configuration);
        model.add_configuration(configuration);
        model
    }

    /// Adds the configuration as a whole: at its provider, else at its beginning.
    fn add_configuration(&mut self, configuration: &Configuration) {
        let resources = configuration.resources.iter();
        let mut providers = resources.filter(|declared| declared.kind.starts_with("provider."));
        let header = providers.next().map(|provider| provider.header).or(configuration.start);
        let Some(header) = header.filter(|_| configuration.language != Language::Policy) else {
            return;
        };
        let address = configuration.name.as_str().into();
        let part = Part { address, header, calls: vec![], construct: None };
        let mut entity = Entity::new(Kind::Configuration, part, Existence::Certain);
        for (field, text) in
            [("path", configuration.name.clone()), ("language", configuration.language.to_string())]
        {
            let field = Kind::Configuration.field(field).expect("of the schema");
            entity.set(field, Value::string(text), 0);
        }
        self.entities.push(entity);
    }

    /// Reads the document of every field that holds one, and makes entities of its statements.
    fn read_documents(&mut self) {
        let boundaries = self.boundary_arns();
        for index in 0..self.entities.len() {
            let entity = &self.entities[index];
            let fields = entity.kind.schema().fields.iter().enumerate();
            let documents: Vec<usize> = fields
                .filter(|(_, field)| field.holds == Type::Document)
                .map(|(index, _)| index)
                .collect();
            for field in documents {
                let entity = &self.entities[index];
                let field = entity
                    .kind
                    .field(entity.kind.schema().fields[field].name)
                    .expect("its own field");
                let value = entity.written(field).clone();
                if value.is_null() {
                    continue;
                }
                let usage = usage(entity, field, &boundaries);
                self.read_document(index, field, usage, value);
            }
        }
        self.drop_used_data_documents();
        self.name_owners();
    }

    fn read_document(&mut self, holder: usize, field: Field, usage: Usage, value: Value) {
        let value = only_document(value);
        // What is no JSON is reported by policy validation, and judged by what is meant.
        let decoded = |value: &Value| match value.kind {
            ValueKind::String(_) => from_json_text(value)
                .ok()
                .or_else(|| from_flawed_json_text(value))
                .unwrap_or_else(|| value.clone()),
            _ => value.clone(),
        };
        let flaw = value.as_str().and_then(|_| from_json_text(&value).err());
        let value = match &value.kind {
            // What all documents have that it may be is in it.
            ValueKind::Unknown(unknown) if !unknown.any_of.is_empty() => {
                let unknown = unknown.map(decoded);
                let value = Value { kind: ValueKind::Unknown(unknown.into()), ..value };
                value.common().into_owned()
            }
            _ => decoded(&value),
        };
        let (value, possible) = with_possible_statements(value);
        let document = iam::Document::parse(&self.holes.tree(&value));
        let first = self.entities.len();
        let number = self.policies.len();
        let statements = value.child("Statement").common().into_owned();
        for (index, statement) in statements.items().into_iter().enumerate() {
            let statement = statement.common();
            let mut entity = self.statement(holder, field, number, usage, &statement);
            if let Some(unknown) = possible.get(&index) {
                entity.existence = Existence::Possible(unknown.clone());
            }
            self.entities.push(entity);
        }
        let statements = first..self.entities.len();
        let owners = vec![];
        self.policies.push(Policy {
            holder: (holder, field),
            usage,
            value,
            flaw,
            document,
            statements,
            owners,
        });
    }

    fn statement(
        &self,
        holder: usize,
        field: Field,
        policy: usize,
        usage: Usage,
        value: &Value,
    ) -> Entity {
        const ELEMENTS: &[(&str, &str)] = &[
            ("sid", "Sid"),
            ("effect", "Effect"),
            ("actions", "Action"),
            ("not_actions", "NotAction"),
            ("resources", "Resource"),
            ("not_resources", "NotResource"),
            ("principals", "Principal"),
            ("not_principals", "NotPrincipal"),
            ("conditions", "Condition"),
        ];
        let holder = &self.entities[holder];
        let mut part = holder.part(field).clone();
        part.header = value.origin.span.unwrap_or(part.header);
        let mut entity = Entity::new(Kind::Statement, part, holder.existence.clone());
        entity.policy = Some(policy);
        for (field, element) in ELEMENTS {
            let child = value.child(element);
            entity.set(Kind::Statement.field(field).expect("of the schema"), child, 0);
        }
        let usage = Value::string(usage.name());
        entity.set(Kind::Statement.field("usage").expect("of the schema"), usage, 0);
        entity
    }
}

impl Entity {
    pub(super) fn new(kind: Kind, part: Part, existence: Existence) -> Entity {
        let count = kind.schema().fields.len();
        Entity {
            kind,
            values: vec![Value::NULL; count].into(),
            from: vec![0; count].into(),
            keys: vec![None; count].into(),
            parts: vec![part],
            declared: true,
            existence,
            policy: None,
        }
    }

    pub(super) fn set(&mut self, field: Field, value: Value, part: usize) {
        self.set_at(field, None, value, part);
    }

    fn set_at(&mut self, field: Field, key: Option<Span>, value: Value, part: usize) {
        self.values[field.index()] = value;
        self.keys[field.index()] = key;
        self.from[field.index()] = part as u16;
    }
}

/// The document with the statements that may be there, any number of each, as if they were:
/// what such a statement allows, the document may allow. Also why they may not be there, by
/// position. What one of several statements is, and what a Deny takes away, stays unknown.
fn with_possible_statements(document: Value) -> (Value, HashMap<usize, Arc<Unknown>>) {
    let mut possible = HashMap::new();
    let allowed = |item: &Value| {
        let spread = item.as_unknown().filter(|unknown| unknown.many)?;
        let [statement] = &spread.any_of[..] else { return None };
        let allows = statement.child("Effect").as_str() == Some("Allow");
        allows.then(|| (item.pass_on(statement), spread.clone()))
    };
    let ValueKind::Map(map) = &document.kind else { return (document, possible) };
    let Some(Entry { value: list, key_span }) = map.entries.get("Statement") else {
        return (document, possible);
    };
    let list = list.common();
    let ValueKind::List(items) = &list.kind else { return (document, possible) };
    if !items.iter().any(|item| allowed(item).is_some()) {
        return (document, possible);
    }
    let mut all: Vec<Value> = vec![];
    for item in items {
        match allowed(item) {
            // What is common to several documents has it in each place where it may be.
            Some((_, unknown)) if possible.values().any(|known| *known == unknown) => {}
            Some((statement, unknown)) => {
                possible.insert(all.len(), unknown);
                all.push(statement);
            }
            None => all.push(item.clone()),
        }
    }
    let list = Value { kind: ValueKind::List(all.into()), ..Value::clone(&list) };
    let mut map = Map::clone(map);
    map.entries.insert("Statement".into(), Entry { key_span: *key_span, value: list });
    (Value { kind: ValueKind::Map(map.into()), ..document }, possible)
}

/// A document that is there or not is that document: no policy is empty, so where there is
/// none, what would have it is not there either.
fn only_document(value: Value) -> Value {
    let Some(unknown) = value.as_unknown() else { return value };
    let some = |choice: &&Value| match &choice.kind {
        ValueKind::Null => false,
        ValueKind::String(text) => !text.is_empty(),
        ValueKind::List(items) | ValueKind::Set(items) => !items.is_empty(),
        _ => true,
    };
    let mut choices = unknown.any_of.iter().filter(some);
    match (choices.next(), choices.next()) {
        (Some(only), None) => table::only(&value.pass_on(only)),
        _ => value,
    }
}

fn usage(entity: &Entity, field: Field, boundaries: &[Value]) -> Usage {
    match entity.kind {
        Kind::Role => Usage::Trust,
        Kind::Policy => {
            let arn = entity.field("arn");
            if !arn.is_null() && boundaries.contains(&arn) {
                return Usage::Boundary;
            }
            match entity.field("usage").as_str() {
                Some("identity" | "data") => Usage::Identity,
                Some("scp" | "rcp") => Usage::Guardrail,
                Some("endpoint") => Usage::Endpoint,
                Some("resource") => Usage::Resource,
                Some("trust") => Usage::Trust,
                _ => Usage::Other,
            }
        }
        // What devices may do; no IAM policy.
        Kind::IotPolicy => Usage::Other,
        _ => {
            debug_assert_eq!(entity.kind.schema().fields[field.index()].name, "policy");
            Usage::Resource
        }
    }
}

struct Builder<'a> {
    language: Language,
    account: Option<&'a str>,
    entities: Vec<Entity>,
    /// What adds to entities that may be declared later.
    added: Vec<Added>,
}

struct Added {
    kind: Kind,
    key: Field,
    values: Vec<(Field, Option<Span>, Value)>,
    part: Part,
    existence: Existence,
}

impl Builder<'_> {
    fn interpret(&mut self, row: &'static Row, declared: &Declared) {
        let properties = &declared.properties;
        if row.each.is_empty() {
            self.item(row, declared, properties);
            return;
        }
        let each = table::path(properties, row.each);
        let alone = each.as_list().is_none().then(|| table::key_of(properties, row.each)).flatten();
        for item in each.items() {
            // A block that is no element of a list is known by its key.
            match (alone, item.as_map().is_some()) {
                (Some(key), true) => self.item(row, declared, &item.at(key)),
                _ => self.item(row, declared, &item),
            }
        }
    }

    fn item(&mut self, row: &'static Row, declared: &Declared, item: &Value) {
        let part = Part {
            address: declared.address.clone(),
            construct: construct_path(declared),
            // An element's own place says more than its resource's.
            header: if row.each.is_empty() {
                declared.header
            } else {
                item.origin.span.unwrap_or(declared.header)
            },
            calls: declared.calls.clone(),
        };
        let values: Vec<(Field, Option<Span>, Value)> = row
            .fields
            .iter()
            .map(|(name, source)| {
                let field = row.entity.field(name).expect("tables are tested");
                let value = self.own(self.value(source, declared, item));
                let listed = row.entity.schema().fields[field.index()].holds == Type::Texts;
                let single = matches!(value.kind, ValueKind::String(_));
                let value = if listed && single { one(value) } else { value };
                (field, key_of(source, declared, item), value)
            })
            .filter(|(_, _, value)| !value.is_null())
            .collect();
        if let Some(key) = row.joins {
            let key = row.entity.field(key).expect("tables are tested");
            let existence = declared.existence.clone();
            self.added.push(Added { kind: row.entity, key, values, part, existence });
            return;
        }
        let mut entity = Entity::new(row.entity, part, declared.existence.clone());
        for (field, key, value) in values {
            entity.set_at(field, key, value, 0);
        }
        self.entities.push(entity);
    }

    /// The number of the account that is deployed to is written out where it is known, so
    /// that it equals itself where it was written out already.
    fn own(&self, value: Value) -> Value {
        match self.account {
            Some(account) => value.resolve(Symbol::AccountId, account),
            None => value,
        }
    }

    fn value(&self, source: &Source, declared: &Declared, item: &Value) -> Value {
        match source {
            Source::Path(path) => match path.strip_prefix('^') {
                Some(path) => table::path(&declared.properties, path),
                None => table::path(item, path),
            },
            Source::One(path) => {
                let value = table::path(
                    if path.starts_with('^') { &declared.properties } else { item },
                    path.trim_start_matches('^'),
                );
                one(value)
            }
            Source::OrElse(path, otherwise) => {
                let value = table::path(item, path);
                if value.is_null() { Value::bool(*otherwise) } else { value }
            }
            Source::Form(attribute) => {
                let property = |name: &str| declared.properties.child(name);
                forms::attribute(
                    self.language,
                    &declared.kind,
                    attribute,
                    &declared.address,
                    &property,
                )
                .unwrap_or_else(|| forms::computed(&declared.address, attribute))
            }
            Source::Text(text) => Value::string(*text),
            Source::Bool(value) => Value::bool(*value),
            Source::With(f) => f(declared, item),
        }
    }

    /// Adds what is declared apart to the entity it names, or to one that stands for an
    /// entity declared elsewhere.
    fn join(&mut self) {
        let mut by_key: HashMap<(Kind, Field, String), Vec<usize>> = HashMap::new();
        let keys: Vec<(Kind, Field)> =
            self.added.iter().map(|added| (added.kind, added.key)).collect();
        for (index, entity) in self.entities.iter().enumerate() {
            for (kind, field) in keys.iter().filter(|(kind, _)| *kind == entity.kind).take(1) {
                let key = (*kind, *field, shown(entity.written(*field)));
                by_key.entry(key).or_default().push(index);
            }
        }
        for added in std::mem::take(&mut self.added) {
            let key = added.values.iter().find(|(field, _, _)| *field == added.key);
            let key = key.map_or(Value::NULL, |(_, _, value)| value.clone());
            let candidates = by_key.entry((added.kind, added.key, shown(&key))).or_default();
            let found = candidates
                .iter()
                .copied()
                .find(|index| *self.entities[*index].written(added.key) == key);
            let index = found.unwrap_or_else(|| {
                let mut entity =
                    Entity::new(added.kind, added.part.clone(), added.existence.clone());
                entity.declared = false;
                entity.set(added.key, key.clone(), 0);
                self.entities.push(entity);
                candidates.push(self.entities.len() - 1);
                self.entities.len() - 1
            });
            let entity = &mut self.entities[index];
            let part = if found.is_none() {
                0
            } else {
                entity.parts.push(added.part);
                entity.parts.len() - 1
            };
            for (field, at, value) in added.values {
                if field != added.key {
                    entity.set_at(field, at, value, part);
                }
            }
        }
    }
}

/// Where the key of a property is written, for a source that is one.
fn key_of(source: &Source, declared: &Declared, item: &Value) -> Option<Span> {
    match source {
        Source::Path(path) | Source::One(path) | Source::OrElse(path, _) => {
            match path.strip_prefix('^') {
                Some(path) => table::key_of(&declared.properties, path),
                None => table::key_of(item, path),
            }
        }
        _ => None,
    }
}

/// A key for lookups: equal values are shown equally.
fn shown(value: &Value) -> String {
    value.to_text().map(|text| text.to_string()).unwrap_or_default()
}

/// A list of one, at the place of the one.
fn one(value: Value) -> Value {
    if value.is_null() {
        return value;
    }
    let origin = value.origin.clone();
    let mut list = Value::list([value]);
    list.origin = origin;
    list
}

/// A module or nested stack that is not among the files: it may declare anything.
fn missing(configuration: &Configuration) -> Option<Arc<Unknown>> {
    let mut diagnostics = configuration.diagnostics.iter();
    let lost = diagnostics.find(|found| found.kind != DiagnosticKind::Invalid)?;
    let what = lost.message.split(" is not ").next().unwrap_or(&lost.message);
    Some(Arc::new(Unknown::anything(Why::Unresolved(what.into()))))
}
