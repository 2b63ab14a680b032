//! What stacks export to each other.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html>
//!
//! A name is a text that may have unknown parts. Parts are equal if they are the same pseudo
//! parameter of the account, or parameters of the same name without a value: templates that
//! are deployed together are given the same values by name. A stack's own name is nobody
//! else's.

use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::evaluate::derived;
use crate::source::Span;
use crate::value::{HopKind, Kind, Text, Unknown, Value, Why};

/// One value under one name.
#[derive(Clone, PartialEq, Debug)]
pub struct Export {
    /// The name.
    pub name: Text,
    /// The value, as other templates see it.
    pub value: Value,
    /// The template that exports it.
    pub template: EcoString,
}

/// What all templates of a tree export.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Exports(pub Vec<Export>);

impl Export {
    /// What an output of a template exports. What is not known of the name or value is that
    /// template's own, so that it equals nothing of the same name in another.
    pub(super) fn new(template: &str, name: &Text, at: Option<Span>, value: &Value) -> Export {
        let own_name = |why: &Why| match why {
            Why::Variable(name) if !name.starts_with("AWS::") => why.clone(),
            why => owned(why, template),
        };
        let name = name.map_unknowns(&own_name);
        let mut value = value.map_unknowns(&|why| owned(why, template));
        if let (Some(_), Some(at)) = (value.origin.span, at) {
            value = value.via(HopKind::Output, eco_format!("the export {name}"), at);
        }
        Export { name, value, template: template.into() }
    }
}

impl Exports {
    /// The value imported by a name; `None` if no template exports it.
    ///
    /// Where several templates do, or one does under several conditions, it is one of theirs.
    pub(super) fn import(&self, name: &Text, span: Span) -> Option<Value> {
        let found: Vec<&Export> = self.0.iter().filter(|export| export.name == *name).collect();
        let (first, rest) = found.split_first()?;
        let value = if rest.iter().all(|export| export.value == first.value) {
            first.value.clone()
        } else {
            let mut templates: Vec<&str> = found.iter().map(|e| e.template.as_str()).collect();
            templates.dedup();
            let why = Why::Data(eco_format!("the export {name} of {}", templates.join(" or ")));
            let any_of = found.iter().map(|export| export.value.clone()).collect();
            Kind::Unknown(Arc::new(Unknown::one_of(why, any_of))).into()
        };
        Some(match value.origin.span {
            Some(_) => value.via(HopKind::Import, eco_format!("{name}"), span),
            None => value.at(span),
        })
    }
}

/// Why a value of another template is unknown: named as that template's.
fn owned(why: &Why, template: &str) -> Why {
    match why {
        Why::Computed(address, name) => {
            Why::Computed(eco_format!("{template}:{address}"), name.clone())
        }
        // What a thing of the outside is called, it is called everywhere.
        Why::Data(_) | Why::Unresolved(_) | Why::Invalid(_) => why.clone(),
        why => derived(&Unknown::anything(why.clone()), &format!(" of {template}")),
    }
}
