//! Checks of policy variables.

use super::Check;
use crate::iam::glob::{Piece, VariableFault, pieces};
use crate::iam::location::Location;

impl Check {
    /// The form of variables in a text that may have them.
    pub(super) fn variables(&mut self, text: &str, place: &Location, version: bool) {
        if !text.contains("${") {
            return;
        }
        let mut used = false;
        for piece in pieces(text) {
            match piece {
                Piece::Variable(_) | Piece::Escaped(_) => used = true,
                Piece::Fault(fault, written) => self.fault(fault, written, place),
                Piece::Text(_) => {}
            }
        }
        if used && !version {
            let message = "Policy variables work only with \"Version\": \"2012-10-17\"; without \
                           it ${…} is plain text.";
            self.error("VARIABLE_UNSUPPORTED_IN_VERSION", place, message);
        }
    }

    fn fault(&mut self, fault: VariableFault, written: &str, place: &Location) {
        let (code, message) = match fault {
            VariableFault::MissingBrace => (
                "MISSING_BRACE_IN_VARIABLE",
                format!("\"{written}\" has no closing brace; add }}."),
            ),
            VariableFault::Empty => {
                ("EMPTY_VARIABLE", "${} is empty; name a condition key in it.".to_owned())
            }
            VariableFault::Space => (
                "UNSUPPORTED_SPACE_IN_VARIABLE",
                format!("\"{written}\" has a space in its name; remove it."),
            ),
            VariableFault::MissingQuote => (
                "MISSING_QUOTE_IN_VARIABLE",
                format!("The default in \"{written}\" must be in single quotes."),
            ),
        };
        self.error(code, place, message);
    }
}
