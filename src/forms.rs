//! Known forms of attributes that exist only after deployment: the ARN of a bucket whose
//! name is known is known too. One table serves both languages.
//!
//! Forms are those of the "Return values" of each CloudFormation resource type and the
//! "Attribute Reference" of each Terraform resource; ARN formats are those of the Service
//! Authorization Reference.

mod compute;
mod databases;
mod identity;
mod lookups;
mod messaging;
mod operations;
mod storage;

use ecow::EcoString;

use crate::declared::Language;
use crate::value::{Kind, Symbol, Text, Value, Why};

/// A resource type in both languages and the forms of its attributes.
struct Form {
    terraform: &'static str,
    cloudformation: &'static str,
    /// Inputs that forms are made of: name in forms, Terraform argument, CloudFormation
    /// property, default. An absent input without default is known only after deployment.
    inputs: &'static [(&'static str, &'static str, &'static str, Option<&'static str>)],
    /// Terraform attribute, CloudFormation attribute (`Ref` included), form.
    attributes: &'static [(&'static str, &'static str, &'static str)],
}

const fn form(
    terraform: &'static str,
    cloudformation: &'static str,
    inputs: &'static [(&'static str, &'static str, &'static str, Option<&'static str>)],
    attributes: &'static [(&'static str, &'static str, &'static str)],
) -> Form {
    Form { terraform, cloudformation, inputs, attributes }
}

/// Every table of forms.
const TABLES: &[&[Form]] = &[
    compute::FORMS,
    databases::FORMS,
    identity::FORMS,
    lookups::FORMS,
    messaging::FORMS,
    operations::FORMS,
    storage::FORMS,
];

impl Form {
    fn kind(&self, language: Language) -> &'static str {
        if language == Language::Terraform { self.terraform } else { self.cloudformation }
    }
}

fn forms(language: Language) -> impl Iterator<Item = &'static Form> {
    TABLES.iter().copied().flatten().filter(move |form| !form.kind(language).is_empty())
}

/// Every resource type, attribute and form that is known, as `arn:{partition}:s3:::{name}`.
pub fn known(
    language: Language,
) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let terraform = language == Language::Terraform;
    forms(language).flat_map(move |form| {
        let attributes = form.attributes.iter();
        let named =
            attributes.map(move |(t, c, pattern)| (if terraform { *t } else { *c }, *pattern));
        let named = named.filter(|(attribute, _)| !attribute.is_empty());
        named.map(move |(attribute, pattern)| (form.kind(language), attribute, pattern))
    })
}

/// The value of an attribute of a resource, if its form is known.
///
/// `kind` is the type in its language, `property` gives the value of an argument or property
/// (null when absent) and `address` names the resource in the reasons of unknown parts.
/// Returns `None` where no form is known: the caller then knows what absence means.
pub fn attribute(
    language: Language,
    kind: &str,
    attribute: &str,
    address: &str,
    property: &dyn Fn(&str) -> Value,
) -> Option<Value> {
    let terraform = language == Language::Terraform;
    let form = forms(language).find(|form| form.kind(language) == kind)?;
    let (_, _, pattern) =
        form.attributes.iter().find(|(t, c, _)| if terraform { *t } else { *c } == attribute)?;
    let mut builder = Text::builder();
    let mut rest = *pattern;
    while let Some((literal, after)) = rest.split_once('{') {
        builder.literal(literal, None);
        let (name, after) = after.split_once('}').expect("forms are well written: tested");
        rest = after;
        let symbol = match name {
            "partition" => Some(Symbol::Partition),
            "account" => Some(Symbol::AccountId),
            "region" => Some(Symbol::Region),
            "dns_suffix" => Some(Symbol::DnsSuffix),
            _ => None,
        };
        if let Some(symbol) = symbol {
            builder.symbol(symbol);
            continue;
        }
        let (_, t, c, default) = form.inputs.iter().find(|input| input.0 == name).expect("tested");
        let argument = if terraform { t } else { c };
        let value = if argument.is_empty() { Value::NULL } else { property(argument) };
        match (&value.kind, default) {
            (Kind::Null, Some(default)) => _ = builder.literal(default, None),
            (Kind::Null, None) => _ = builder.value(&computed(address, name)),
            // The whole value: keep its origin and alternatives.
            _ if *pattern == format!("{{{name}}}") => return Some(value),
            // A provider is named by its issuer's URL without the scheme.
            (Kind::String(text), _) if name == "host" => {
                let start = if text.flat().starts_with("https://") { "https://".len() } else { 0 };
                let host = text.slice(start..text.flat().len());
                builder.value(&Value { kind: Kind::String(host), ..value });
            }
            // The slash that a parameter's ARN has, whether or not its name starts with one.
            (Kind::String(text), _) if name == "slashed_name" => {
                match text.flat().chars().next() {
                    Some('/') => {}
                    Some(first) if !Text::is_hole(first) => _ = builder.literal("/", None),
                    _ => return None,
                }
                builder.value(&value);
            }
            _ if name == "slashed_name" => return None,
            // The default bus does not stand in the ARNs of its rules.
            (Kind::String(text), _) if name == "bus/" => {
                if text.flat().starts_with("arn:") {
                    return None;
                }
                if text.flat() != "default" {
                    builder.value(&value);
                    builder.literal("/", None);
                }
            }
            _ if name == "bus/" => return None,
            _ => _ = builder.value(&value),
        }
    }
    builder.literal(rest, None);
    Some(builder.build_value())
}

/// An attribute that is known only after deployment.
pub fn computed(address: &str, attribute: &str) -> Value {
    Value::unknown(Why::Computed(EcoString::from(address), EcoString::from(attribute)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form_of(language: Language, kind: &str, name: &str, set: &[(&str, &str)]) -> Option<String> {
        let property = |key: &str| {
            set.iter().find(|(k, _)| *k == key).map_or(Value::NULL, |(_, v)| Value::string(*v))
        };
        attribute(language, kind, name, "it", &property).map(|v| v.as_text().unwrap().to_string())
    }

    #[test]
    fn every_form_names_its_inputs() {
        for form in TABLES.iter().copied().flatten() {
            for (_, _, pattern) in form.attributes {
                for part in pattern.split('{').skip(1) {
                    let name = part.split('}').next().unwrap();
                    let symbol = ["partition", "account", "region", "dns_suffix"].contains(&name);
                    assert!(
                        symbol || form.inputs.iter().any(|i| i.0 == name),
                        "{}: {name}",
                        form.terraform
                    );
                }
            }
        }
    }

    #[test]
    fn both_languages_share_a_form() {
        let t = form_of(Language::Terraform, "aws_s3_bucket", "arn", &[("bucket", "b")]);
        let c = form_of(Language::CloudFormation, "AWS::S3::Bucket", "Arn", &[("BucketName", "b")]);
        assert_eq!(t.as_deref(), Some("arn:<this partition>:s3:::b"));
        assert_eq!(t, c);
    }

    #[test]
    fn a_provider_is_named_by_its_host() {
        let url = [("url", "https://token.actions.githubusercontent.com")];
        let arn = form_of(Language::Terraform, "aws_iam_openid_connect_provider", "arn", &url);
        assert_eq!(
            arn.as_deref(),
            Some(
                "arn:<this partition>:iam::<this account>:oidc-provider/token.actions.githubusercontent.com"
            )
        );
    }

    #[test]
    fn a_parameter_has_one_slash() {
        let arn =
            |name| form_of(Language::Terraform, "aws_ssm_parameter", "arn", &[("name", name)]);
        let known = "arn:<this partition>:ssm:<this region>:<this account>:parameter/a/b";
        assert_eq!(arn("a/b").as_deref(), Some(known));
        assert_eq!(arn("/a/b").as_deref(), Some(known));
    }

    #[test]
    fn the_default_bus_is_not_named() {
        let arn = |set: &[_]| form_of(Language::CloudFormation, "AWS::Events::Rule", "Arn", set);
        let known =
            |rule| format!("arn:<this partition>:events:<this region>:<this account>:rule/{rule}");
        assert_eq!(arn(&[("Name", "r")]), Some(known("r")));
        assert_eq!(arn(&[("Name", "r"), ("EventBusName", "default")]), Some(known("r")));
        assert_eq!(arn(&[("Name", "r"), ("EventBusName", "b")]), Some(known("b/r")));
        assert_eq!(arn(&[("Name", "r"), ("EventBusName", "arn:aws:events:::event-bus/b")]), None);
    }

    #[test]
    fn what_is_absent_is_computed_or_has_its_default() {
        let arn = form_of(Language::Terraform, "aws_iam_role", "arn", &[]);
        assert_eq!(
            arn.as_deref(),
            Some("arn:<this partition>:iam::<this account>:role/${it.name}")
        );
        assert_eq!(form_of(Language::Terraform, "aws_iam_role", "unique_id", &[]), None);
        assert_eq!(form_of(Language::Terraform, "aws_nat_gateway", "arn", &[]), None);
    }
}
