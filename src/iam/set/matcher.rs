//! One condition, ready to be judged.

use std::net::IpAddr;

use ecow::EcoString;

use super::Bound;
use super::values::{Cidr, boolean, date, number};
use crate::iam::document::{Comparison, Condition, Item, Operator, Quantifier};
use crate::iam::glob::{Glob, Reading, Token, Values, show};

/// What the values of a condition say about one value of the request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Matcher {
    /// One of these patterns; folded ones want the value in lower case.
    Texts { globs: Vec<Glob>, fold: bool },
    /// A number compared with any of these.
    Numbers(Order, Vec<f64>),
    /// A date compared with any of these, in seconds since 1970.
    Dates(Order, Vec<f64>),
    /// One of these.
    Bools(Vec<bool>),
    /// Inside one of these.
    Addresses(Vec<Cidr>),
    /// `Null`: whether the key must be absent.
    Absent(bool),
}

/// How numbers and dates are compared: the request's on the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    fn holds(self, left: f64, right: f64) -> bool {
        match self {
            Order::Equal => (left - right).abs() == 0.0,
            Order::Less => left < right,
            Order::LessOrEqual => left <= right,
            Order::Greater => left > right,
            Order::GreaterOrEqual => left >= right,
        }
    }
}

/// A condition on one key.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Test {
    /// The key in lower case.
    pub key: EcoString,
    pub operator: Operator,
    pub matcher: Matcher,
}

impl Test {
    /// Reads a condition. `Err(true)` if it holds for all requests as far as this bound is
    /// concerned, `Err(false)` if for none.
    pub(crate) fn of(condition: &Condition, variables: bool, bound: Bound) -> Result<Test, bool> {
        Test::resolved(condition, variables, bound, &|_| None)
    }

    /// The same with the values of policy variables put in.
    pub(crate) fn resolved(
        condition: &Condition,
        variables: bool,
        bound: Bound,
        values: Values<'_>,
    ) -> Result<Test, bool> {
        let over = bound == Bound::Over;
        let (Some(operator), Some(key)) = (condition.operator, condition.key.as_text()) else {
            // AWS refuses an operator it does not know; an unknown one may be anything.
            return Err(over && !(condition.operator_text.is_known() && condition.key.is_known()));
        };
        // The values that a negated operator excludes are bounded from the other side.
        let inner = if operator.negated { bound.flipped() } else { bound };
        if condition.open && inner == Bound::Over {
            return Err(over);
        }
        if operator.comparison == Comparison::Null && both(condition) {
            return Err(true);
        }
        let matcher = Matcher::of(condition, operator, variables, inner, values).ok_or(over)?;
        Ok(Test { key: key.to_ascii_lowercase().into(), operator, matcher })
    }

    /// Whether it holds for one value of a key that is present.
    pub(crate) fn holds_for(&self, value: &[Token]) -> bool {
        self.matcher.accepts(value) != self.operator.negated
    }

    /// Whether it holds for the values of its key; none means the key is absent.
    pub(crate) fn holds(&self, values: &[Vec<Token>]) -> bool {
        if let Matcher::Absent(absent) = self.matcher {
            return values.is_empty() == absent;
        }
        if values.is_empty() {
            return self.operator.holds_when_absent();
        }
        let mut values = values.iter();
        match self.operator.quantifier {
            Some(Quantifier::ForAllValues) => values.all(|v| self.holds_for(v)),
            Some(Quantifier::ForAnyValue) => values.any(|v| self.holds_for(v)),
            None => values.any(|v| self.matcher.accepts(v)) != self.operator.negated,
        }
    }
}

impl Matcher {
    /// `None` when a value is unknown where only known ones can be compared.
    fn of(
        condition: &Condition,
        operator: Operator,
        variables: bool,
        bound: Bound,
        values: Values<'_>,
    ) -> Option<Matcher> {
        let known =
            || -> Option<Vec<&str>> { condition.values.iter().map(|v| v.text.as_text()).collect() };
        let texts = |reading: Reading| {
            let globs = condition.values.iter().map(|value| {
                let glob = Glob::resolved(&value.text, reading, values);
                match bound {
                    Bound::Over if reading.wildcards => glob.widened(false),
                    Bound::Over => glob.widened_exact(),
                    _ => glob,
                }
            });
            Matcher::Texts { globs: globs.collect(), fold: reading.fold }
        };
        let plain = Reading { variables, ..Reading::TEXT };
        let order = match operator.comparison {
            Comparison::NumericLessThan | Comparison::DateLessThan => Order::Less,
            Comparison::NumericLessThanEquals | Comparison::DateLessThanEquals => {
                Order::LessOrEqual
            }
            Comparison::NumericGreaterThan | Comparison::DateGreaterThan => Order::Greater,
            Comparison::NumericGreaterThanEquals | Comparison::DateGreaterThanEquals => {
                Order::GreaterOrEqual
            }
            _ => Order::Equal,
        };
        Some(match operator.comparison {
            Comparison::StringEquals => texts(plain),
            Comparison::StringEqualsIgnoreCase => texts(Reading { fold: true, ..plain }),
            Comparison::StringLike => texts(Reading { wildcards: true, ..plain }),
            Comparison::ArnEquals | Comparison::ArnLike => {
                let mut matcher = texts(Reading { wildcards: true, fields: true, ..plain });
                if let Matcher::Texts { globs, .. } = &mut matcher {
                    globs.retain(is_arn);
                }
                matcher
            }
            Comparison::BinaryEquals => texts(Reading::TEXT),
            _ if operator.is_numeric() => {
                let numbers = known()?.into_iter().filter_map(number);
                Matcher::Numbers(order, numbers.collect())
            }
            _ if operator.is_date() => {
                let dates = known()?.into_iter().filter_map(date);
                Matcher::Dates(order, dates.collect())
            }
            Comparison::IpAddress => {
                Matcher::Addresses(known()?.into_iter().filter_map(Cidr::parse).collect())
            }
            Comparison::Bool => {
                known()?;
                let read = |value: &Item| Glob::resolved(&value.text, plain, values);
                let globs: Vec<Glob> = condition.values.iter().map(read).collect();
                if bound == Bound::Over && globs.iter().any(Glob::has_variable) {
                    return None;
                }
                let wanted = globs.iter().filter_map(|g| boolean(&show(g.tokens(), 'x')));
                Matcher::Bools(wanted.collect())
            }
            _ => {
                let wanted = known()?;
                let absent: Vec<bool> = wanted.into_iter().filter_map(boolean).collect();
                match absent.first() {
                    None => Matcher::Bools(Vec::new()),
                    Some(first) => Matcher::Absent(*first),
                }
            }
        })
    }

    /// Whether one value is among those meant.
    pub(crate) fn accepts(&self, value: &[Token]) -> bool {
        match self {
            Matcher::Texts { globs, fold: false } => globs.iter().any(|g| g.matches(value)),
            Matcher::Texts { globs, fold: true } => {
                let folded: Vec<Token> = value.iter().map(|t| fold(*t)).collect();
                globs.iter().any(|g| g.matches(&folded))
            }
            Matcher::Numbers(order, numbers) => number(&show(value, 'x'))
                .is_some_and(|v| numbers.iter().any(|n| order.holds(v, *n))),
            Matcher::Dates(order, dates) => {
                date(&show(value, 'x')).is_some_and(|v| dates.iter().any(|d| order.holds(v, *d)))
            }
            Matcher::Bools(bools) => boolean(&show(value, 'x')).is_some_and(|v| bools.contains(&v)),
            Matcher::Addresses(ranges) => show(value, 'x')
                .parse::<IpAddr>()
                .is_ok_and(|v| ranges.iter().any(|r| r.contains(v))),
            Matcher::Absent(_) => false,
        }
    }

    /// Known texts as the only patterns, for candidates.
    pub(crate) fn texts(&self) -> Option<&[Glob]> {
        match self {
            Matcher::Texts { globs, .. } => Some(globs),
            _ => None,
        }
    }
}

/// Whether a pattern is of ARNs, whose fields are compared one by one: of fewer than six, only
/// `*` and what is not known yet.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN>
fn is_arn(glob: &Glob) -> bool {
    let colons = glob.tokens().iter().filter(|t| **t == Token::from(b':')).count();
    colons >= 5 || glob.is_any() || glob.has_unknown() || glob.has_variable() || glob.has_name()
}

/// Whether a `Null` is fulfilled either way.
fn both(condition: &Condition) -> bool {
    let has = |wanted: bool| {
        condition.values.iter().any(|v| v.text.as_text().and_then(boolean) == Some(wanted))
    };
    has(true) && has(false)
}

fn fold(token: Token) -> Token {
    if (b'A'.into()..=b'Z'.into()).contains(&token) { token + 32 } else { token }
}
