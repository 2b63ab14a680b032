//! From a root module to the resources that it declares.

use ecow::eco_format;

use super::eval::{Evaluator, Scope};
use super::expansion::Item;
use super::instance::{ModuleId, ModuleInst};
use super::policy_document;
use crate::declared::Declared;
use crate::syntax::hcl::Block;
use crate::value::Value;

impl<'w> Evaluator<'w> {
    /// Everything wanted of a module and all it calls, and how many resources there are.
    pub(crate) fn declare(&self, root: ModuleId) -> (Vec<Declared>, usize) {
        let mut declared = vec![];
        let mut count = 0;
        let mut pending = vec![root];
        while let Some(id) = pending.pop() {
            let module = self.module(id);
            self.declare_module(&module, &mut declared, &mut count);
            let mut children = vec![];
            for index in 0..module.module.calls.items().len() {
                let expansion = self.children(&module, index);
                children.extend(expansion.items.iter().filter_map(|(_, item)| match item {
                    Item::Module(id) => Some(*id),
                    _ => None,
                }));
            }
            pending.extend(children.into_iter().rev());
        }
        let merged = self.merged.borrow();
        let is_merged = |declared: &Declared| {
            let block = declared.address.trim_end_matches(|c| c != '[').trim_end_matches('[');
            let block = if declared.address.ends_with(']') { block } else { &declared.address };
            declared.kind == policy_document::KIND && merged.contains(block)
        };
        declared.retain(|declared| !is_merged(declared));
        (declared, count)
    }

    fn declare_module(
        &self,
        module: &ModuleInst<'w>,
        declared: &mut Vec<Declared>,
        count: &mut usize,
    ) {
        let limit = self.options.limits.resources;
        for (index, resource) in module.module.resources.iter().enumerate() {
            let managed = !resource.kind.contains('.');
            if !(self.options.wanted)(&resource.kind) {
                *count += usize::from(managed);
                continue;
            }
            let expansion = self.resources(module, index);
            if managed {
                *count += expansion.items.len();
            }
            for (_, item) in &expansion.items {
                let Item::Resource(inst) = item else { continue };
                if declared.len() >= limit {
                    self.fail(resource.block.header(), format!("more than {limit} resources"));
                    return;
                }
                declared.push(Declared {
                    address: inst.address.clone(),
                    kind: resource.kind.clone(),
                    header: resource.block.header(),
                    properties: self.properties(inst),
                    existence: inst.existence.clone(),
                    calls: module.calls.clone(),
                });
            }
        }
        self.declare_rest(module, declared);
    }

    /// Providers, variables and outputs, where they are wanted.
    fn declare_rest(&self, module: &ModuleInst<'w>, declared: &mut Vec<Declared>) {
        let wanted = self.options.wanted;
        let mut push = |address, kind, block: &Block, properties| {
            declared.push(Declared {
                address,
                kind,
                header: block.header(),
                properties,
                existence: module.existence.clone(),
                calls: module.calls.clone(),
            });
        };
        let prefix = &module.prefix;
        for provider in &module.module.providers {
            let kind = eco_format!("provider.{}", provider.name);
            if wanted(&kind) {
                let alias = provider.alias.as_ref().map(|alias| eco_format!(".{alias}"));
                let address = eco_format!("{prefix}{kind}{}", alias.unwrap_or_default());
                let map = self.body_map(&provider.block.body, Scope::of(module), &[]);
                let header = provider.block.header();
                push(address, kind, &provider.block, Value::map(map).at(header));
            }
        }
        if wanted("variable") {
            for (index, variable) in module.module.variables.items().iter().enumerate() {
                let block = &variable.block;
                let mut map = self.body_map(&block.body, Scope::EMPTY, &["type", "validation"]);
                let value = self.variable(module, index);
                map.insert("value", value);
                let address = eco_format!("{prefix}var.{}", variable.name);
                push(address, "variable".into(), block, Value::map(map).at(block.header()));
            }
        }
        // A module's outputs are shown by nobody but their callers.
        if wanted("output") && module.parent.is_none() {
            for (index, output) in module.module.outputs.items().iter().enumerate() {
                let block = &output.block;
                let skip = ["value", "depends_on", "precondition"];
                let mut map = self.body_map(&block.body, Scope::of(module), &skip);
                let written = block.body.attributes.iter().find(|a| a.name.text == "value");
                if let Some(attribute) = written {
                    map.insert_at("value", attribute.name.span, self.output(module, index));
                }
                let address = eco_format!("{prefix}output.{}", output.name);
                push(address, "output".into(), block, Value::map(map).at(block.header()));
            }
        }
    }
}
