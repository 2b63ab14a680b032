//! Override files: blocks that replace parts of blocks of the same name.
//!
//! <https://developer.hashicorp.com/terraform/language/files/override>

use ecow::eco_format;

use super::module::Module;
use crate::syntax::hcl::{Block, Body};

/// Merges an override file into its module. A block that overrides nothing is added, since
/// what it declares is meant all the same.
pub(super) fn apply(module: &mut Module, body: Body) {
    for block in body.blocks {
        let label = |index: usize| block.labels.get(index).map(|label| label.text.clone());
        let target = match (block.kind.text.as_str(), label(0), label(1)) {
            ("variable", Some(name), _) => {
                module.variables.get_mut(&name).map(|variable| &mut variable.block)
            }
            ("output", Some(name), _) => module.outputs.get_mut(&name).map(|o| &mut o.block),
            ("module", Some(name), _) => module.calls.get_mut(&name).map(|call| &mut call.block),
            ("resource", Some(kind), Some(name)) => {
                module.resource_mut(&kind, &name).map(|resource| &mut resource.block)
            }
            (mode @ ("data" | "ephemeral"), Some(kind), Some(name)) => module
                .resource_mut(&eco_format!("{mode}.{kind}"), &name)
                .map(|resource| &mut resource.block),
            ("provider", Some(name), _) => {
                let alias = super::module::argument(&block.body, "alias")
                    .and_then(super::module::literal_string);
                module
                    .providers
                    .iter_mut()
                    .find(|p| p.name == name && p.alias == alias)
                    .map(|provider| &mut provider.block)
            }
            ("locals", _, _) => {
                for attribute in block.body.attributes {
                    match module.locals.get_mut(&attribute.name.text) {
                        Some(local) => {
                            local.name = attribute.name;
                            local.expr = attribute.expr;
                        }
                        None => {
                            let (name, expr) = (attribute.name, attribute.expr);
                            module
                                .locals
                                .add(name.text.clone(), super::module::Local::new(name, expr));
                        }
                    }
                }
                continue;
            }
            _ => None,
        };
        match target {
            Some(target) => merge(target, block.body),
            None => module.add_block(block),
        }
    }
}

/// Arguments replace arguments; nested blocks of a type replace all of that type, except
/// `lifecycle`, whose arguments are merged.
fn merge(target: &mut Block, body: Body) {
    for attribute in body.attributes {
        let old = target.body.attributes.iter_mut().find(|a| a.name.text == attribute.name.text);
        match old {
            Some(old) => *old = attribute,
            None => target.body.attributes.push(attribute),
        }
    }
    let named = |block: &Block| match block.kind.text.as_str() {
        // A dynamic block stands for blocks of its label's type.
        "dynamic" => block.labels.first().map(|label| label.text.clone()),
        _ => Some(block.kind.text.clone()),
    };
    let (lifecycle, blocks): (Vec<_>, Vec<_>) =
        body.blocks.into_iter().partition(|block| block.kind.text == "lifecycle");
    for block in lifecycle {
        match target.body.blocks.iter_mut().find(|b| b.kind.text == "lifecycle") {
            Some(old) => merge(old, block.body),
            None => target.body.blocks.push(block),
        }
    }
    let replaced: Vec<_> = blocks.iter().map(named).collect();
    target.body.blocks.retain(|block| !replaced.contains(&named(block)));
    target.body.blocks.extend(blocks);
}
