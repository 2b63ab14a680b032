//! What was wrong with the input itself, as text.

use super::super::{Masks, Options, Report, clean};
use super::page::{self, Mark, Page, Tone};
use crate::finding::Outcome;
use crate::source::{Diagnostic, DiagnosticKind, Place, Root, Sources, slashed};

/// The diagnostic with its line.
pub fn show(report: &Report, diagnostic: &Diagnostic) -> String {
    let tone = match diagnostic.kind {
        DiagnosticKind::Unreadable | DiagnosticKind::Syntax => Tone::Error,
        DiagnosticKind::Invalid | DiagnosticKind::Unresolved => Tone::Warning,
    };
    match &diagnostic.place {
        Place::Path(path) => {
            let mut page = Page::new(report, tone, None, &diagnostic.message, 1);
            page.arrow(&clean::line(&slashed(path)));
            page.finish()
        }
        Place::Span(span) => {
            let last_line = page::line(report, *span);
            let mut page = Page::new(report, tone, None, &diagnostic.message, last_line);
            page.excerpts(&[Mark { span: *span, label: "", primary: true }]);
            page.finish()
        }
    }
}

/// A problem outside a scan, such as an error in a configuration file, as text.
pub fn problem(diagnostic: &Diagnostic, sources: &Sources, color: bool) -> String {
    let (outcome, rules) = (Outcome::default(), Default::default());
    let options = Options { color, ..Options::plain(Root::at("")) };
    let masks = Masks::default();
    let report =
        Report { outcome: &outcome, sources, rules: &rules, options: &options, masks: &masks };
    show(&report, diagnostic)
}
