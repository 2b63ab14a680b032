use std::fmt;

use ecow::EcoString;

use super::Value;

/// A value that cannot be known before deployment.
#[derive(Clone, PartialEq, Debug)]
pub struct Unknown {
    /// Why.
    pub why: Why,
    /// The only values it may have; empty when it may have any.
    pub any_of: Vec<Value>,
    /// Whether it is a spread: as an element of a list or set it stands for any number of
    /// elements, each of them such an unknown.
    pub many: bool,
}

/// Why a value is unknown. Two unknowns with the same reason are the same value, so a
/// reason names its subject in full (with module address, where it has one).
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Why {
    /// An input without a value: `var.x`, `module.a.var.x`, a parameter.
    Variable(EcoString),
    /// An attribute that exists only once its resource does: address and attribute.
    Computed(EcoString, EcoString),
    /// Read from the outside when the configuration is applied: a data source, an import,
    /// a dynamic reference.
    Data(EcoString),
    /// An output of a module or stack that is not here.
    Unresolved(EcoString),
    /// The key, value or index of a repetition whose extent is unknown: its address.
    Repetition(EcoString),
    /// The result of a function that cannot be evaluated before deployment, or is not
    /// supported: the function.
    Function(EcoString),
    /// The configuration is wrong here: what is wrong.
    Invalid(EcoString),
}

impl Unknown {
    /// It may have any value.
    pub fn anything(why: Why) -> Unknown {
        Unknown { why, any_of: vec![], many: false }
    }

    /// It is one of these values; of none, it may have any.
    pub fn one_of(why: Why, any_of: Vec<Value>) -> Unknown {
        Unknown { why, any_of, many: false }
    }

    /// A spread: any number of elements, each one of these values; of none, of any value.
    pub fn many(why: Why, any_of: Vec<Value>) -> Unknown {
        Unknown { why, any_of, many: true }
    }

    /// The unknown that results when a function is applied to each value it may have.
    pub fn map(&self, f: impl Fn(&Value) -> Value) -> Unknown {
        Unknown { any_of: self.any_of.iter().map(f).collect(), ..self.clone() }
    }

    /// The same with another reason, for itself and all that it may be.
    pub fn map_unknowns(&self, f: &dyn Fn(&Why) -> Why) -> Unknown {
        let any_of = self.any_of.iter().map(|value| value.map_unknowns(f)).collect();
        Unknown { why: f(&self.why), any_of, many: self.many }
    }
}

/// As the end of a sentence: "depends on …".
impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Variable(name) => write!(f, "{name}, which has no value here"),
            Why::Computed(address, attribute) => {
                write!(f, "{address}.{attribute}, which is known only after deployment")
            }
            Why::Data(address) => write!(f, "{address}, which is read at deployment"),
            Why::Unresolved(name) => write!(f, "{name}, which is not among the scanned files"),
            Why::Repetition(address) => write!(f, "how often {address} is repeated"),
            Why::Function(name) => write!(f, "the result of {name}"),
            Why::Invalid(what) => write!(f, "an invalid value: {what}"),
        }
    }
}

impl Why {
    /// The reason that has this name, by its form: see [`Why::name`].
    pub fn of_name(name: &str) -> Why {
        let names = |prefix: &str| {
            name.strip_prefix(prefix).is_some() || name.contains(&format!(".{prefix}"))
        };
        match name.rsplit_once('.') {
            _ if names("var.") => Why::Variable(name.into()),
            Some((address, attribute)) if !names("data.") && address.contains('.') => {
                Why::Computed(address.into(), attribute.into())
            }
            _ => Why::Data(name.into()),
        }
    }

    /// How the unknown is shown inside a string: `${var.x}`.
    pub fn name(&self) -> EcoString {
        match self {
            Why::Variable(name)
            | Why::Data(name)
            | Why::Unresolved(name)
            | Why::Repetition(name) => name.clone(),
            Why::Computed(address, attribute) => ecow::eco_format!("{address}.{attribute}"),
            Why::Function(name) => ecow::eco_format!("{name}(…)"),
            Why::Invalid(_) => "…".into(),
        }
    }
}
