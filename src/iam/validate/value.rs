//! Checks of the values of conditions.

use super::principals::is_service_principal;
use super::{Check, is_wild};
use crate::iam::catalog;
use crate::iam::document::{Comparison, Condition, Operator, Statement};
use crate::iam::glob::{Piece, pieces};
use crate::iam::location::Location;
use crate::iam::near::nearest;
use crate::iam::set::values::{Cidr, boolean, date, iso_date, number};

/// Keys that take no wildcard at all.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sensitive>
const EXACT: [&str; 10] = [
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:sourceaccount",
    "aws:sourceorgid",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:vpceaccount",
    "aws:vpceorgid",
];

/// Keys whose values must begin with some fixed letters.
const PREFIXED: [&str; 4] =
    ["aws:principalorgpaths", "aws:resourceorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths"];

const FIXED_LETTERS: usize = 6;

impl Check {
    pub(super) fn values(
        &mut self,
        condition: &Condition,
        key: &str,
        operator: Operator,
        statement: &Statement,
    ) {
        let lower = key.to_ascii_lowercase();
        if operator.comparison == Comparison::Bool && condition.values.len() > 1 {
            let message = "A boolean condition takes one value; keep one of them.";
            self.error("INVALID_CONDITION_MULTIPLE_BOOLEAN", &condition.location, message);
        }
        if operator.is_numeric()
            && !matches!(operator.comparison, Comparison::NumericEquals)
            && condition.values.len() > 1
        {
            let least = matches!(
                operator.comparison,
                Comparison::NumericGreaterThan | Comparison::NumericGreaterThanEquals
            );
            let message = format!(
                "Only the {} of these values counts; keep it alone.",
                if least { "least" } else { "greatest" }
            );
            self.suggestion("REDUNDANT_CONDITION_VALUE_NUM", &condition.location, message);
        }
        for value in &condition.values {
            let Some(text) = value.text.as_text() else { continue };
            let place = &value.location;
            let variables = pieces(text).iter().any(|p| matches!(p, Piece::Variable(_)));
            if operator.is_string() || operator.is_arn() {
                self.variables(text, place, statement.variables);
            } else if variables {
                let message = format!(
                    "Policy variables work with String and Arn operators only, not with {}.",
                    operator.name()
                );
                self.error("INVALID_VARIABLE_FOR_OPERATOR", place, message);
                continue;
            }
            self.typed(text, operator, place);
            if operator.is_string() {
                let plain = operator.comparison != Comparison::StringLike;
                let stripped = text.replace("${*}", "").replace("${?}", "");
                if plain && is_wild(&outside_variables(&stripped)) {
                    let message = format!(
                        "{} takes * and ? literally; use StringLike for wildcards.",
                        operator.name()
                    );
                    self.warning("WILDCARD_WITHOUT_LIKE_OPERATOR", place, message);
                }
            }
            if operator.is_string() && !variables {
                self.of_key(text, &lower, place);
            }
            self.sensitive(text, key, &lower, operator, place);
        }
        if operator.comparison == Comparison::IpAddress && lower == "aws:sourceip" {
            self.private(condition, operator);
        }
    }

    /// Values that do not fit the type of the operator.
    fn typed(&mut self, text: &str, operator: Operator, place: &Location) {
        let name = operator.name();
        match operator.comparison {
            Comparison::Bool | Comparison::Null if boolean(text).is_none() => {
                let message = format!("{name} takes true or false, not \"{text}\".");
                self.warning("TYPE_MISMATCH_BOOLEAN", place, message);
            }
            Comparison::IpAddress => match Cidr::parse(text) {
                None => {
                    let message = format!("\"{text}\" is no address and no CIDR range.");
                    self.error("TYPE_MISMATCH_IP_RANGE", place, message);
                }
                Some(range) if range.ragged => {
                    let first = range.edges().first().map(ToString::to_string);
                    let message = format!(
                        "\"{text}\" has bits set after its prefix; write {}/{}.",
                        first.unwrap_or_default(),
                        range.bits
                    );
                    self.suggestion("IMPROVE_IP_RANGE", place, message);
                }
                Some(_) => {}
            },
            Comparison::BinaryEquals if !is_base64(text) => {
                let message = format!("BinaryEquals takes base64, which \"{text}\" is not.");
                self.warning("TYPE_MISMATCH_STRING", place, message);
            }
            _ if operator.is_numeric() && number(text).is_none() => {
                let message = format!("{name} takes a number, not \"{text}\".");
                self.warning("TYPE_MISMATCH_NUMBER", place, message);
            }
            _ if operator.is_date() => {
                if date(text).is_none() {
                    let message = format!(
                        "{name} takes a date such as 2026-01-31T12:00:00Z, not \"{text}\"."
                    );
                    self.warning("TYPE_MISMATCH_DATE", place, message);
                } else if iso_date(text).is_none() {
                    let message = format!(
                        "\"{text}\" is a date in seconds; write it as 2026-01-31T12:00:00Z."
                    );
                    self.warning("INVALID_DATE_VALUE", place, message);
                }
            }
            _ => {}
        }
    }

    /// Values that a key cannot have.
    fn of_key(&mut self, text: &str, key: &str, place: &Location) {
        let wild = is_wild(text);
        match key {
            "aws:requestedregion" | "ec2:region" | "s3:locationconstraint"
                if !(wild || is_place(text, key)) =>
            {
                let all = catalog::partitions().flat_map(|p| p.regions().collect::<Vec<_>>());
                let message = match nearest(text, all) {
                    Some(near) => format!("There is no Region \"{text}\"; did you mean {near}?"),
                    None => format!("There is no Region \"{text}\"."),
                };
                self.error("INVALID_REGION", place, message);
            }
            "aws:sourcevpc" if !wild && !is_id(text, "vpc-") => {
                let message =
                    format!("\"{text}\" is no id of a VPC: vpc- and 8 or 17 letters or digits.");
                self.error("INVALID_VPC_FORMAT", place, message);
            }
            "aws:sourcevpce" if !wild && !is_id(text, "vpce-") => {
                let message = format!(
                    "\"{text}\" is no id of a VPC endpoint: vpce- and 8 or 17 letters or digits."
                );
                self.error("INVALID_VPCE_FORMAT", place, message);
            }
            "aws:calledvia"
            | "aws:calledviafirst"
            | "aws:calledvialast"
            | "kms:viaservice"
            | "iam:passedtoservice"
            | "iam:awsservicename"
            | "aws:principalservicename"
            | "aws:principalservicenameslist"
                if !wild && !is_service_principal(text) =>
            {
                let form = if key == "kms:viaservice" {
                    "service.region.amazonaws.com"
                } else {
                    "service.amazonaws.com"
                };
                let message = format!("\"{text}\" is no service principal; write {form}.");
                self.error("INVALID_SERVICE_PRINCIPAL_FORMAT", place, message);
            }
            "s3:x-amz-server-side-encryption-aws-kms-key-id"
                if !(wild || text.starts_with("arn:") && text.contains(":kms:")) =>
            {
                let message = format!("\"{text}\" is no ARN of a KMS key; write arn:aws:kms:….");
                self.error("INVALID_KMS_KEY_VALUE", place, message);
            }
            _ => {}
        }
    }

    /// Wildcards and variables where they let in anybody.
    fn sensitive(
        &mut self,
        text: &str,
        key: &str,
        lower: &str,
        operator: Operator,
        place: &Location,
    ) {
        if operator.negated || !(operator.is_string() || operator.is_arn()) {
            return;
        }
        let bare = |c: &str| !c.is_empty() && c.bytes().all(|b| b == b'*');
        // A lone * asks for presence, which another check tells.
        if bare(text) {
            return;
        }
        let wild = operator.has_wildcards() && is_wild(&outside_variables(text));
        // Variables of the request's own parties compare one with the other.
        let loose = pieces(text).iter().any(|p| match p {
            Piece::Variable(v) => {
                let name = v.key.to_ascii_lowercase();
                !["aws:principal", "aws:resource", "aws:source", "aws:vpce"]
                    .iter()
                    .any(|own| name.starts_with(own))
                    || name.starts_with("aws:principaltag/")
            }
            _ => false,
        });
        let fixed = text.find(['*', '?', '$']).unwrap_or(text.len());
        let too_wide = if EXACT.contains(&lower) {
            true
        } else if PREFIXED.contains(&lower) {
            fixed < FIXED_LETTERS
        } else if lower == "aws:userid" {
            let left = text.split_once(':').map_or(text, |(left, _)| left);
            text.find(':').is_none_or(|colon| fixed < colon) && !(left == "*" && text.len() > 2)
        } else {
            false
        };
        if !too_wide {
            return;
        }
        if wild {
            let message = format!(
                "A wildcard in {key} matches identities of anybody; write the whole value."
            );
            self.error("WILDCARD_USAGE_TOO_PERMISSIVE", place, message);
        }
        if loose {
            let message = format!(
                "A policy variable in {key} can take a value somebody else chooses; write the \
                 value."
            );
            self.error("VARIABLE_USAGE_TOO_PERMISSIVE", place, message);
        }
    }

    /// Private addresses, from which no request comes but through a VPC endpoint.
    fn private(&mut self, condition: &Condition, operator: Operator) {
        let ranges: Vec<Cidr> = condition
            .values
            .iter()
            .filter_map(|v| v.text.as_text().and_then(Cidr::parse))
            .collect();
        let private = ranges.iter().filter(|r| r.is_private()).count();
        if private == 0 || condition.open || ranges.len() < condition.values.len() {
            return;
        }
        let place = &condition.location;
        let whole = private == ranges.len();
        let message = if whole {
            "aws:SourceIp is an address on the internet and never a private one; use \
             aws:VpcSourceIp with aws:SourceVpc."
        } else {
            "aws:SourceIp is an address on the internet; the private ranges among these have no \
             effect and can go."
        };
        match (operator.negated, whole) {
            (false, true) => self.error("PRIVATE_IP_ADDRESS", place, message),
            (true, true) => self.error("PRIVATE_NOT_IP_ADDRESS", place, message),
            (false, false) => self.suggestion("PRIVATE_IP_ADDRESS_SUBSET", place, message),
            (true, false) => self.suggestion("PRIVATE_NOT_IP_ADDRESS_SUBSET", place, message),
        }
    }
}

/// The text without its policy variables.
fn outside_variables(text: &str) -> String {
    pieces(text)
        .iter()
        .map(|p| match p {
            Piece::Text(t) => *t,
            _ => "",
        })
        .collect()
}

/// A Region; buckets of the first one and of the EU have old names for theirs.
fn is_place(text: &str, key: &str) -> bool {
    catalog::is_region(text) || key == "s3:locationconstraint" && matches!(text, "" | "EU")
}

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|id| {
        matches!(id.len(), 8 | 17) && id.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

fn is_base64(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - body.len() <= 2
        && body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/'))
}
