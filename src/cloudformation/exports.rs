//! What stacks export to each other.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html>
//!
//! A name is a text that may have unknown parts. Parts are equal if they are the same pseudo
//! parameter of the account, or parameters of the same name without a value: templates that
//! are deployed together are given the same values by name. What an export is called after,
//! the name of its own stack, is whatever stack the importing template says in its place.

use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::evaluate::derived;
use crate::source::Span;
use crate::value::{HopKind, Kind, Part, Text, Unknown, Value, Why};

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
    /// The exports that a name may be of: those called so, else those called after their
    /// stack, by the most that they say beside its name.
    fn named(&self, name: &Text) -> Vec<&Export> {
        let exact: Vec<&Export> = self.0.iter().filter(|export| export.name == *name).collect();
        if !exact.is_empty() {
            return exact;
        }
        let fitting: Vec<(usize, &Export)> = self
            .0
            .iter()
            .filter_map(|export| Some((after_stack(&export.name, name)?, export)))
            .collect();
        let most = fitting.iter().map(|(said, _)| *said).max();
        fitting.into_iter().filter(|(said, _)| Some(*said) == most).map(|(_, e)| e).collect()
    }

    /// The value imported by a name; `None` if no template exports it.
    ///
    /// Where several templates do, or one does under several conditions, it is one of theirs.
    pub(super) fn import(&self, name: &Text, span: Span) -> Option<Value> {
        let found = self.named(name);
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

/// How much an export's name, which is called after its stack, says beside the stack's name,
/// if another name can be it.
fn after_stack(export: &Text, name: &Text) -> Option<usize> {
    let is_stack = |part: &Part| match part {
        Part::Unknown(unknown) => unknown.why.name().starts_with("AWS::StackName"),
        _ => false,
    };
    let holes = export.flat().match_indices(Text::is_hole);
    let parts = export.parts().into_iter().filter(|part| !matches!(part, Part::Literal(_)));
    let (before, hole) = holes.zip(parts).find(|(_, part)| is_stack(part))?.0;
    let after = export.flat().len() - before - hole.len();
    let end = name.flat().len().checked_sub(after).filter(|end| *end > before)?;
    let fits = name.flat().is_char_boundary(before)
        && name.flat().is_char_boundary(end)
        && name.slice(0..before) == export.slice(0..before)
        && name.slice(end..name.flat().len())
            == export.slice(export.flat().len() - after..export.flat().len());
    if !fits {
        return None;
    }
    let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    // A parameter that names the stack, or its name written out.
    let named = match name.slice(before..end).parts().as_slice() {
        [Part::Unknown(unknown)] => match &unknown.why {
            Why::Variable(name) => !name.starts_with("AWS::"),
            _ => false,
        },
        [Part::Literal(text)] => is_name(text),
        _ => false,
    };
    (named && before + after > 0).then_some(before + after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(parts: &[&str]) -> Text {
        let mut text = Text::builder();
        for part in parts {
            match part.strip_prefix('$') {
                Some(name) => _ = text.value(&Value::unknown(Why::Variable(name.into()))),
                None => _ = text.literal(part, None),
            }
        }
        text.build()
    }

    #[test]
    fn an_export_called_after_its_stack_is_found_by_the_rest_of_its_name() {
        let stack = "$AWS::StackName of network.yaml";
        let fits = |export: &[&str], name: &[&str]| after_stack(&text(export), &text(name));
        assert_eq!(fits(&[stack, "-VPC"], &["$Parent", "-VPC"]), Some(4));
        assert_eq!(fits(&[stack, "-VPC"], &["network-VPC"]), Some(4));
        assert_eq!(fits(&["a:", stack, ":b"], &["a:", "$Parent", ":b"]), Some(4));
        assert_eq!(fits(&[stack, "-VPC"], &["$Parent", "-Subnet"]), None);
        assert_eq!(fits(&[stack, "-VPC"], &["-VPC"]), None, "a stack has a name");
        assert_eq!(fits(&[stack, "-VPC"], &["a/b-VPC"]), None, "which is a word");
        assert_eq!(fits(&[stack, "-VPC"], &["$AWS::StackName", "-VPC"]), None, "another stack");
        assert_eq!(fits(&["ab", stack], &["$Parent", "-VPC"]), None, "inside of a part");
        assert_eq!(fits(&[stack], &["$Parent"]), None, "says nothing");
        assert_eq!(fits(&["$Env", "-VPC"], &["$Parent", "-VPC"]), None, "not after its stack");
        assert_eq!(fits(&[stack, "-", "$Env"], &["$Parent", "-", "$Env"]), Some(5));
    }
}
