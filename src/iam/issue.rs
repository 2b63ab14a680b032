//! What is wrong in a document, in the words of IAM Access Analyzer.

use super::location::Location;

/// How bad an [`Issue`] is, as Access Analyzer classes its checks.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// AWS refuses the policy, or part of it has no effect.
    Error,
    /// Allows more than is safe.
    SecurityWarning,
    /// Not what AWS advises.
    GeneralWarning,
    /// Could be written better, with the same effect.
    Suggestion,
}

/// One thing wrong in a policy document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Issue {
    /// The issue code of Access Analyzer's check: `INVALID_ACTION`.
    pub code: &'static str,
    /// The class of the check.
    pub class: Class,
    /// Where in the document.
    pub location: Location,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl Issue {
    /// An issue of class error.
    pub(crate) fn error(code: &'static str, location: &Location, message: String) -> Issue {
        Issue { code, class: Class::Error, location: location.clone(), message }
    }

    /// An issue of class suggestion.
    pub(crate) fn suggestion(code: &'static str, location: &Location, message: String) -> Issue {
        Issue { code, class: Class::Suggestion, location: location.clone(), message }
    }

    /// An issue of class general warning.
    pub(crate) fn general(code: &'static str, location: &Location, message: String) -> Issue {
        Issue { code, class: Class::GeneralWarning, location: location.clone(), message }
    }

    /// An issue of class security warning.
    pub(crate) fn security(code: &'static str, location: &Location, message: String) -> Issue {
        Issue { code, class: Class::SecurityWarning, location: location.clone(), message }
    }
}
