//! Condition operators.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

/// What an operator compares, before `Not`, `IfExists` and set prefixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Comparison {
    /// The same text.
    StringEquals,
    /// The same text but for case.
    StringEqualsIgnoreCase,
    /// A text pattern with `*` and `?`.
    StringLike,
    /// An ARN pattern, each field on its own; `ArnEquals` is the same as `ArnLike`.
    ArnEquals,
    /// An ARN pattern, each field on its own.
    ArnLike,
    /// The same number.
    NumericEquals,
    /// Less than.
    NumericLessThan,
    /// Less than or equal.
    NumericLessThanEquals,
    /// Greater than.
    NumericGreaterThan,
    /// Greater than or equal.
    NumericGreaterThanEquals,
    /// The same point in time.
    DateEquals,
    /// Before.
    DateLessThan,
    /// Before or at.
    DateLessThanEquals,
    /// After.
    DateGreaterThan,
    /// After or at.
    DateGreaterThanEquals,
    /// `true` or `false`.
    Bool,
    /// The same bytes, in base64.
    BinaryEquals,
    /// An address inside a CIDR range.
    IpAddress,
    /// Whether the key is absent.
    Null,
}

/// `ForAllValues:` or `ForAnyValue:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quantifier {
    /// Every value of the request matches; true when there is none.
    ForAllValues,
    /// Some value of the request matches; false when there is none.
    ForAnyValue,
}

/// A condition operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Operator {
    /// The set prefix.
    pub quantifier: Option<Quantifier>,
    /// What is compared.
    pub comparison: Comparison,
    /// A `…Not…` operator: none of the values may match, and an absent key satisfies it.
    pub negated: bool,
    /// The `IfExists` suffix: an absent key satisfies it.
    pub if_exists: bool,
}

const NAMES: [(&str, Comparison, bool); 28] = [
    ("StringEquals", Comparison::StringEquals, false),
    ("StringNotEquals", Comparison::StringEquals, true),
    ("StringEqualsIgnoreCase", Comparison::StringEqualsIgnoreCase, false),
    ("StringNotEqualsIgnoreCase", Comparison::StringEqualsIgnoreCase, true),
    ("StringLike", Comparison::StringLike, false),
    ("StringNotLike", Comparison::StringLike, true),
    ("NumericEquals", Comparison::NumericEquals, false),
    ("NumericNotEquals", Comparison::NumericEquals, true),
    ("NumericLessThan", Comparison::NumericLessThan, false),
    ("NumericLessThanEquals", Comparison::NumericLessThanEquals, false),
    ("NumericGreaterThan", Comparison::NumericGreaterThan, false),
    ("NumericGreaterThanEquals", Comparison::NumericGreaterThanEquals, false),
    ("DateEquals", Comparison::DateEquals, false),
    ("DateNotEquals", Comparison::DateEquals, true),
    ("DateLessThan", Comparison::DateLessThan, false),
    ("DateLessThanEquals", Comparison::DateLessThanEquals, false),
    ("DateGreaterThan", Comparison::DateGreaterThan, false),
    ("DateGreaterThanEquals", Comparison::DateGreaterThanEquals, false),
    ("Bool", Comparison::Bool, false),
    // Not in the list of operators, but IAM takes it.
    ("BoolNotEquals", Comparison::Bool, true),
    ("BinaryEquals", Comparison::BinaryEquals, false),
    ("IpAddress", Comparison::IpAddress, false),
    ("NotIpAddress", Comparison::IpAddress, true),
    ("ArnEquals", Comparison::ArnEquals, false),
    ("ArnNotEquals", Comparison::ArnEquals, true),
    ("ArnLike", Comparison::ArnLike, false),
    ("ArnNotLike", Comparison::ArnLike, true),
    ("Null", Comparison::Null, false),
];

impl Operator {
    /// Reads the name of an operator; case does not matter.
    #[must_use]
    pub fn parse(name: &str) -> Option<Operator> {
        let (quantifier, rest) = match name.split_once(':') {
            Some((set, rest)) if set.eq_ignore_ascii_case("ForAllValues") => {
                (Some(Quantifier::ForAllValues), rest)
            }
            Some((set, rest)) if set.eq_ignore_ascii_case("ForAnyValue") => {
                (Some(Quantifier::ForAnyValue), rest)
            }
            Some(_) => return None,
            None => (None, name),
        };
        let cut = rest.len().saturating_sub("IfExists".len());
        let (base, if_exists) = match (rest.get(..cut), rest.get(cut..)) {
            (Some(base), Some(end)) if end.eq_ignore_ascii_case("IfExists") => (base, true),
            _ => (rest, false),
        };
        let (_, comparison, negated) =
            NAMES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(base))?;
        Some(Operator { quantifier, comparison: *comparison, negated: *negated, if_exists })
    }

    /// The names of all operators, without prefix and suffix.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, ..)| *name)
    }

    /// Its name as AWS writes it.
    #[must_use]
    pub fn name(&self) -> String {
        let base = NAMES
            .iter()
            .find(|(_, comparison, negated)| {
                *comparison == self.comparison && *negated == self.negated
            })
            .map_or("", |(name, ..)| name);
        let set = match self.quantifier {
            Some(Quantifier::ForAllValues) => "ForAllValues:",
            Some(Quantifier::ForAnyValue) => "ForAnyValue:",
            None => "",
        };
        format!("{set}{base}{}", if self.if_exists { "IfExists" } else { "" })
    }

    /// Whether the key's absence from the request satisfies it.
    #[must_use]
    pub fn holds_when_absent(&self) -> bool {
        match self.quantifier {
            _ if self.if_exists => true,
            Some(Quantifier::ForAllValues) => true,
            Some(Quantifier::ForAnyValue) => false,
            None => self.negated,
        }
    }

    /// Whether `*` and `?` in its values are wildcards.
    #[must_use]
    pub fn has_wildcards(&self) -> bool {
        matches!(
            self.comparison,
            Comparison::StringLike | Comparison::ArnLike | Comparison::ArnEquals
        )
    }

    /// Whether it compares text.
    #[must_use]
    pub fn is_string(&self) -> bool {
        matches!(
            self.comparison,
            Comparison::StringEquals | Comparison::StringEqualsIgnoreCase | Comparison::StringLike
        )
    }

    /// Whether it compares ARNs.
    #[must_use]
    pub fn is_arn(&self) -> bool {
        matches!(self.comparison, Comparison::ArnEquals | Comparison::ArnLike)
    }

    /// Whether it compares numbers.
    #[must_use]
    pub fn is_numeric(&self) -> bool {
        (Comparison::NumericEquals..=Comparison::NumericGreaterThanEquals)
            .contains(&self.comparison)
    }

    /// Whether it compares dates.
    #[must_use]
    pub fn is_date(&self) -> bool {
        (Comparison::DateEquals..=Comparison::DateGreaterThanEquals).contains(&self.comparison)
    }
}
