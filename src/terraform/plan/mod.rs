//! Plans and states as `terraform show -json` writes them.
//!
//! A plan knows values that the source alone does not; the source knows where they are
//! written. [`Plan::configuration`] takes the values of the one and the places of the other.
//!
//! <https://developer.hashicorp.com/terraform/internals/json-format>

mod overlay;
mod read;

use std::collections::{BTreeMap, HashMap};

use ecow::EcoString;

use super::literals;
use crate::declared::{Configuration, Declared, Existence, Language, Literal};
use crate::forms;
use crate::source::{FileId, Span};
use crate::value::{Kind, Map, Value};
use read::{Change, Document, Found, Offsets};

pub use read::is_plan;

/// A plan, or a state.
#[derive(Clone, Debug)]
pub struct Plan {
    name: String,
    resources: Vec<Planned>,
    variables: Vec<(EcoString, Value)>,
    literals: Vec<Literal>,
}

/// What a plan does with a resource.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Action {
    /// It is made.
    Create,
    /// It is changed.
    Update,
    /// It is deleted and made anew.
    Replace,
    /// It stays as it is; so do all resources of a state.
    Keep,
}

/// A resource of a plan.
#[derive(Clone, Debug)]
struct Planned {
    address: EcoString,
    kind: EcoString,
    action: Action,
    span: Span,
    values: Value,
}

impl Plan {
    /// Reads a plan or state.
    ///
    /// `wanted` tells of which kinds (`aws_s3_bucket`, `data.aws_iam_policy_document`) the
    /// values are read. What is deleted is left out.
    ///
    /// # Errors
    /// What is wrong with the file, if it is neither.
    pub fn read(
        file: FileId,
        name: &str,
        text: &str,
        wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Plan, String> {
        let document: Document = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let offsets = Offsets { file, text };
        let mut found = Found::default();
        for raw in document.resource_changes.iter().flatten() {
            let change: Change =
                serde_json::from_str(raw.get()).map_err(|error| error.to_string())?;
            change.planned(&offsets, offsets.span(raw.get()), wanted, &mut found)?;
        }
        let tree = document.planned_values.as_ref().filter(|_| document.resource_changes.is_none());
        for values in [tree, document.values.as_ref()].into_iter().flatten() {
            values.root_module.resources(&offsets, wanted, &mut found)?;
        }
        let mut variables = vec![];
        for (name, variable) in &document.variables {
            if let Some(value) = variable.value {
                let value = offsets.value(value)?;
                let mut path = vec!["variable".into(), name.as_str().into()];
                literals::of_value(&value, &mut path, &mut found.literals);
                // Findings belong into the source, at what refers to the variable.
                variables.push((name.as_str().into(), overlay::nowhere(&value)));
            }
        }
        for provider in document.configuration.iter().flat_map(|c| c.provider_config.values()) {
            provider.literals(&offsets, &mut found.literals)?;
        }
        let Found { mut resources, literals } = found;
        resources.sort_by(|a, b| a.address.cmp(&b.address));
        Ok(Plan { name: name.to_owned(), resources, variables, literals })
    }

    /// Values of the root module's variables, for the evaluation of the source beside it.
    pub fn variables(&self) -> &[(EcoString, Value)] {
        &self.variables
    }

    /// What the plan does with each resource, by address.
    pub fn actions(&self) -> BTreeMap<EcoString, Action> {
        self.resources.iter().map(|planned| (planned.address.clone(), planned.action)).collect()
    }

    /// How many resources are there once the plan is applied.
    pub fn resource_count(&self) -> usize {
        self.resources.iter().filter(|planned| !planned.kind.contains('.')).count()
    }

    /// The resources as planned; with the source's places, and its values where the plan
    /// knows none, if the evaluation of the source beside it is given.
    pub fn configuration(self, source: Option<&Configuration>) -> Configuration {
        let mut exact: HashMap<&str, &Declared> = HashMap::new();
        let mut by_block: HashMap<String, &Declared> = HashMap::new();
        for declared in source.iter().flat_map(|source| &source.resources) {
            exact.insert(&declared.address, declared);
            by_block.entry(without_keys(&declared.address)).or_insert(declared);
        }
        // Each is dropped once it is told: a plan may have a hundred thousand.
        let resources = self.resources.into_iter();
        let resources = resources.filter(|planned| planned.values.as_map().is_some());
        let mut resources: Vec<Declared> = resources
            .map(|planned| {
                let same = exact.get(planned.address.as_str()).copied();
                // Another instance of the block has the block's places, if not its values.
                let block = same.or_else(|| by_block.get(&without_keys(&planned.address)).copied());
                let formed = planned.formed();
                let properties = match (same, block) {
                    (Some(same), _) => overlay::values(&formed, &same.properties),
                    (None, Some(block)) => overlay::places(&formed, &block.properties),
                    (None, None) => formed,
                };
                Declared {
                    address: planned.address,
                    kind: planned.kind,
                    header: block.map_or(planned.span, |declared| declared.header),
                    properties,
                    existence: Existence::Certain,
                    calls: block.map_or_else(Vec::new, |declared| declared.calls.clone()),
                }
            })
            .collect();
        // Providers, variables and outputs are no resources of the plan.
        if let Some(source) = source {
            let rest = |declared: &&Declared| !is_resource(&declared.kind);
            resources.extend(source.resources.iter().filter(rest).cloned());
        }
        Configuration {
            account_id: None,
            language: Language::Terraform,
            name: self.name,
            resources,
            literals: source.map_or(self.literals, |source| source.literals.clone()),
            start: source.and_then(|source| source.start),
            diagnostics: source.map_or_else(Vec::new, |source| source.diagnostics.clone()),
        }
    }
}

impl Planned {
    /// The values, with known forms for attributes that are known only after deployment.
    fn formed(&self) -> Value {
        let Kind::Map(map) = &self.values.kind else { return self.values.clone() };
        let property = |name: &str| match map.get(name) {
            Some(value) if value.as_unknown().is_none() => value.clone(),
            _ => Value::NULL,
        };
        let mut formed = Map::clone(map);
        for (name, entry) in &mut formed.entries {
            if entry.value.as_unknown().is_none() {
                continue;
            }
            let form =
                forms::attribute(Language::Terraform, &self.kind, name, &self.address, &property);
            if let Some(value) = form {
                entry.value = value;
            }
        }
        Value { kind: Kind::Map(formed.into()), ..self.values.clone() }
    }
}

fn is_resource(kind: &str) -> bool {
    !matches!(kind, "variable" | "output") && !kind.starts_with("provider.")
}

/// An address without the keys of instances: `module.a["x"].aws_b.c[0]` to `module.a.aws_b.c`.
fn without_keys(address: &str) -> String {
    let (mut plain, mut depth, mut quoted) = (String::with_capacity(address.len()), 0usize, false);
    let mut escaped = false;
    for c in address.chars() {
        match c {
            '"' if depth > 0 && !escaped => quoted = !quoted,
            '[' if !quoted => depth += 1,
            ']' if !quoted => {
                depth = depth.saturating_sub(1);
                continue;
            }
            _ => {}
        }
        escaped = quoted && c == '\\' && !escaped;
        if depth == 0 {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests;
