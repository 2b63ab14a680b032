use std::path::PathBuf;

use super::Span;

/// What went wrong with the input itself, as opposed to what a rule found in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// How much was lost by it.
    pub kind: DiagnosticKind,
    /// One sentence without a final full stop.
    pub message: String,
    /// Where.
    pub place: Place,
}

/// How much of the input a [`Diagnostic`] says was lost.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DiagnosticKind {
    /// A file could not be read at all: exit code 2.
    Unreadable,
    /// A part of a file could not be parsed; the rest was judged: exit code 2.
    Syntax,
    /// A value could not be evaluated because the configuration itself is wrong.
    Invalid,
    /// Something the configuration refers to is not here: a module, a nested template.
    Unresolved,
}

impl DiagnosticKind {
    /// Whether input went unread, so that a clean result cannot be claimed.
    pub fn is_unread(self) -> bool {
        matches!(self, DiagnosticKind::Unreadable | DiagnosticKind::Syntax)
    }
}

/// Where a [`Diagnostic`] applies.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// A whole file, known by its path since it may hold no text.
    Path(PathBuf),
    /// A part of a file that was read.
    Span(Span),
}

impl Diagnostic {
    /// A file that could not be read.
    pub fn unreadable(path: impl Into<PathBuf>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            kind: DiagnosticKind::Unreadable,
            message: message.into(),
            place: Place::Path(path.into()),
        }
    }

    /// A part of a file that could not be parsed.
    pub fn syntax(span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            kind: DiagnosticKind::Syntax,
            message: message.into(),
            place: Place::Span(span),
        }
    }

    /// A configuration that is wrong by its language's own rules.
    pub fn invalid(span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            kind: DiagnosticKind::Invalid,
            message: message.into(),
            place: Place::Span(span),
        }
    }

    /// A reference to something that is not here.
    pub fn unresolved(span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            kind: DiagnosticKind::Unresolved,
            message: message.into(),
            place: Place::Span(span),
        }
    }
}
