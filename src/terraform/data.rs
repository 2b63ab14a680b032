//! Data sources whose results are known without asking AWS.

use std::rc::Rc;

use ecow::{EcoString, eco_format};

use super::eval::{Evaluator, Scope};
use super::instance::{ModuleInst, ResourceInst};
use super::module::argument;
use crate::syntax::hcl::{Expr, ExprKind, ObjectKey, Step};
use crate::value::{Kind, Part, Symbol, Text, Unknown, Value, Why};

impl<'w> Evaluator<'w> {
    /// The value of a data source's attribute, if it is known here.
    pub(crate) fn data_attribute(&self, inst: &ResourceInst<'w>, name: &str) -> Option<Value> {
        match (inst.resource.kind.as_str(), name) {
            ("data.aws_iam_policy_document", "json" | "minified_json") => {
                let memo = inst.arguments.get("=json");
                let header = inst.resource.block.header();
                let cycle = || self.fail(header, format!("{} depends on itself", inst.address));
                Some(self.memo(&memo, cycle, || self.policy_document(inst)))
            }
            ("data.aws_caller_identity", "account_id" | "id") => {
                Some(self.own(inst, Symbol::AccountId))
            }
            ("data.aws_partition", "partition" | "id") => Some(self.own(inst, Symbol::Partition)),
            ("data.aws_partition", "dns_suffix") => Some(self.own(inst, Symbol::DnsSuffix)),
            ("data.aws_region", "name" | "id" | "region") => {
                let given = ["region", "name"].iter().map(|name| self.argument(inst, name));
                let given = given.into_iter().find(|value| !value.is_null());
                Some(given.unwrap_or_else(|| self.own_region(inst)))
            }
            ("data.aws_organizations_organization", "id") => {
                Some(self.own(inst, Symbol::OrganizationId))
            }
            ("data.aws_organizations_organization", "master_account_id") => {
                Some(self.own(inst, Symbol::ManagementAccountId))
            }
            ("data.aws_organizations_organization", "arn") => {
                let mut arn = Text::builder();
                arn.literal("arn:", None).symbol(Symbol::Partition);
                arn.literal(":organizations::", None).symbol(Symbol::ManagementAccountId);
                arn.literal(":organization/", None).symbol(Symbol::OrganizationId);
                Some(self.as_seen_by_provider(inst, arn.build_value()))
            }
            ("data.aws_arn", "partition" | "service" | "region" | "account" | "resource") => {
                arn_part(&self.argument(inst, "arn"), name)
            }
            ("data.aws_service_principal", "name" | "id") => {
                let service = self.argument(inst, "service_name");
                let mut text = Text::builder();
                if service.is_null() || !text.value(&service) {
                    return None;
                }
                text.literal(".amazonaws.com", None);
                Some(text.build_value())
            }
            ("data.aws_iam_policy", "arn" | "id" | "policy") => self.managed_policy(inst, name),
            ("data.aws_iam_roles", "arns") => {
                let names = Why::Data(eco_format!("{}.names", inst.address));
                let mut arn = Text::builder();
                arn.literal("arn:", None).symbol(Symbol::Partition).literal(":iam::", None);
                arn.value(&self.own(inst, Symbol::AccountId));
                arn.literal(":role/", None).value(&Value::unknown(names.clone()));
                let arns = Unknown::many(names, vec![arn.build_value()]);
                Some(Value::from(Kind::Set(
                    [Kind::Unknown(arns.into()).into()].into_iter().collect(),
                )))
            }
            ("data.aws_billing_service_account", "id") => Some(Value::string("386209384616")),
            ("data.aws_billing_service_account", "arn") => {
                let mut arn = Text::builder();
                arn.literal("arn:", None).symbol(Symbol::Partition);
                arn.literal(":iam::386209384616:root", None);
                Some(arn.build_value())
            }
            ("data.template_file", "rendered") => {
                let template = self.argument(inst, "template");
                let vars = self.argument(inst, "vars");
                let vars = if vars.is_null() { Value::map(Default::default()) } else { vars };
                Some(self.rendered(&template, &vars, inst.resource.block.header()))
            }
            ("data.null_data_source", "outputs") => Some(self.argument(inst, "inputs")),
            _ => None,
        }
    }

    /// A policy that AWS manages is the same in every account.
    fn managed_policy(&self, inst: &ResourceInst<'w>, name: &str) -> Option<Value> {
        let (given, known) = ["arn", "name"].into_iter().find_map(|argument| {
            let value = self.argument(inst, argument);
            // An ARN's partition need not be known.
            let known = match value.as_text()?.parts().last()? {
                Part::Literal(text) if value.as_str().is_some() => EcoString::from(*text),
                Part::Literal(text) if text.starts_with(":iam::aws:") => eco_format!("arn{text}"),
                _ => return None,
            };
            Some((value, known))
        })?;
        let wanted = match known.split_once(":iam::aws:policy/") {
            Some((_, path)) => path.into(),
            None if known.starts_with("arn:") => return None,
            None => known,
        };
        let (path, document) = (self.options.managed_policy)(&wanted)?;
        let mut text = Text::builder();
        match name {
            "policy" => _ = text.literal(document, None),
            _ => {
                text.literal("arn:", None).symbol(Symbol::Partition);
                text.literal(":iam::aws:policy/", None).literal(path, None);
            }
        }
        Some(Value { origin: given.origin, ..text.build_value() })
    }

    /// A symbol, where the instance's provider works in the account that is deployed to.
    fn own(&self, inst: &ResourceInst<'w>, symbol: Symbol) -> Value {
        let value = match (symbol, &self.options.account_id) {
            (Symbol::AccountId, Some(account)) => Value::string(account.as_str()),
            _ => Value::from(Kind::String(symbol.into())),
        };
        self.as_seen_by_provider(inst, value)
    }

    fn own_region(&self, inst: &ResourceInst<'w>) -> Value {
        let provider = self.provider_of(inst);
        let region = provider.as_ref().filter(|p| p.alias.is_some()).and_then(|provider| {
            let expr = argument(&provider.block.body, "region")?;
            Some(self.eval(expr, Scope::of(&provider.module)))
        });
        match region {
            Some(region) if !region.is_null() => region,
            _ => self.own(inst, Symbol::Region),
        }
    }

    /// The same value, with "this account" unknown where the instance's provider takes on a
    /// role or profile of its own: that may be another account.
    pub(crate) fn as_seen_by_provider(&self, inst: &ResourceInst<'w>, value: Value) -> Value {
        let Kind::String(text) = &value.kind else { return value };
        let own = |part: &Part| {
            matches!(
                part,
                Part::Symbol(
                    Symbol::AccountId | Symbol::OrganizationId | Symbol::ManagementAccountId
                )
            )
        };
        if !text.parts().iter().any(own) {
            return value;
        }
        if !self.provider_of(inst).is_some_and(|provider| provider.is_foreign) {
            return match &self.options.account_id {
                Some(account) => with_account(value, account),
                None => value,
            };
        }
        let mut builder = Text::builder();
        for part in text.parts() {
            match part {
                Part::Literal(text) => _ = builder.literal(text, None),
                part if own(&part) => {
                    let why = Why::Data(eco_format!("the account of {}'s provider", inst.address));
                    builder.value(&Value::unknown(why));
                }
                Part::Symbol(symbol) => _ = builder.symbol(symbol),
                Part::Unknown(unknown) => {
                    builder.value(&Value::from(Kind::Unknown(unknown.clone())));
                }
            }
        }
        let text = builder.build();
        let kind = match text.as_unknown() {
            Some(unknown) => Kind::Unknown(unknown.clone()),
            None => Kind::String(text),
        };
        Value { kind, ..value }
    }

    /// The provider configuration that an instance uses, if it is written here.
    fn provider_of(&self, inst: &ResourceInst<'w>) -> Option<ProviderInst<'w>> {
        let kind = inst.resource.kind.rsplit('.').next().unwrap_or_default();
        let local = kind.split('_').next().unwrap_or_default();
        let mut wanted = match argument(&inst.resource.block.body, "provider") {
            Some(expr) => provider_name(expr)?,
            None => (local.into(), None),
        };
        let mut module = self.module(inst.module);
        loop {
            let (name, alias) = &wanted;
            let found =
                module.module.providers.iter().find(|p| p.name == *name && p.alias == *alias);
            if let Some(provider) = found {
                let body = &provider.block.body;
                let takes_role = body.blocks.iter().any(|b| b.kind.text.starts_with("assume_role"))
                    || ["profile", "access_key", "shared_credentials_files", "assume_role"]
                        .iter()
                        .any(|name| argument(body, name).is_some());
                return Some(ProviderInst {
                    alias: provider.alias.clone(),
                    block: &provider.block,
                    is_foreign: provider.alias.is_some() && takes_role,
                    module,
                });
            }
            let parent = module.parent.as_ref()?;
            if let Some(Expr { kind: ExprKind::Object(entries), .. }) =
                argument(&parent.call.block.body, "providers")
            {
                let passed =
                    entries.iter().find(|(key, _)| key_name(key).as_ref() == Some(&wanted));
                if let Some((_, expr)) = passed {
                    wanted = provider_name(expr)?;
                }
            }
            let id = parent.module;
            module = self.module(id);
        }
    }
}

struct ProviderInst<'w> {
    alias: Option<EcoString>,
    block: &'w crate::syntax::hcl::Block,
    /// Whether it may work in another account than the default provider.
    is_foreign: bool,
    module: Rc<ModuleInst<'w>>,
}

type ProviderName = (EcoString, Option<EcoString>);

/// `aws` or `aws.alias`; the old quoted form included.
fn provider_name(expr: &Expr) -> Option<ProviderName> {
    match &expr.kind {
        ExprKind::Variable(name) => Some((name.clone(), None)),
        ExprKind::String(name) => Some(match name.split_once('.') {
            Some((name, alias)) => (name.into(), Some(alias.into())),
            None => (name.clone(), None),
        }),
        ExprKind::Traversal(base, steps) => match (&base.kind, steps.as_slice()) {
            (ExprKind::Variable(name), [Step::Attr(alias)]) => {
                Some((name.clone(), Some(alias.text.clone())))
            }
            _ => None,
        },
        _ => None,
    }
}

fn key_name(key: &ObjectKey) -> Option<ProviderName> {
    match key {
        ObjectKey::Name(name) => Some((name.text.clone(), None)),
        ObjectKey::Expr(expr) => provider_name(expr),
    }
}

/// "This account" replaced by its configured number.
fn with_account(value: Value, account: &str) -> Value {
    let Kind::String(text) = &value.kind else { return value };
    let mut builder = Text::builder();
    for part in text.parts() {
        match part {
            Part::Literal(text) => _ = builder.literal(text, None),
            Part::Symbol(Symbol::AccountId) => _ = builder.literal(account, None),
            Part::Symbol(symbol) => _ = builder.symbol(symbol),
            Part::Unknown(unknown) => {
                builder.value(&Value::from(Kind::Unknown(unknown.clone())));
            }
        }
    }
    Value { kind: Kind::String(builder.build()), ..value }
}

/// A part of an ARN: `arn:partition:service:region:account:resource`.
fn arn_part(arn: &Value, name: &str) -> Option<Value> {
    let text = arn.as_text()?;
    let fields = text.split(":");
    if fields.len() < 6 {
        return None;
    }
    let index = match name {
        "partition" => 1,
        "service" => 2,
        "region" => 3,
        "account" => 4,
        _ => {
            let start: usize = fields[..5].iter().map(|field| field.flat().len() + 1).sum();
            return Some(Value::from(Kind::String(text.slice(start..text.flat().len()))));
        }
    };
    let field = fields.into_iter().nth(index)?;
    let kind = match field.as_unknown() {
        Some(unknown) => Kind::Unknown(unknown.clone()),
        None => Kind::String(field),
    };
    Some(Value { kind, ..arn.clone() })
}
