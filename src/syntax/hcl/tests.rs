use super::*;
use crate::source::{Place, Span};

fn file() -> FileId {
    FileId::from_index(0)
}

fn parsed(text: &str) -> Body {
    let parsed = parse(file(), text);
    assert_eq!(parsed.diagnostics, [], "{text}");
    check_body(text, &parsed.tree);
    parsed.tree
}

fn expr(text: &str) -> Expr {
    let text = format!("a = {text}");
    parsed(&text).attributes.remove(0).expr
}

fn cut(text: &str, span: Span) -> &str {
    &text[span.start as usize..span.end as usize]
}

/// The messages with the text each is about.
fn faults(text: &str) -> Vec<(String, String)> {
    let shown = |diagnostic: Diagnostic| {
        let Place::Span(span) = diagnostic.place else { panic!("no span") };
        (diagnostic.message, cut(text, span).to_owned())
    };
    parse(file(), text).diagnostics.into_iter().map(shown).collect()
}

#[track_caller]
fn fault(text: &str) -> (String, String) {
    let mut faults = faults(text);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

#[track_caller]
fn says(text: &str, message: &str, at: &str) {
    assert_eq!(fault(text), (message.to_owned(), at.to_owned()), "{text}");
}

/// The decoded text of the literals.
fn literals(parts: &[Part]) -> String {
    let text = |part: &Part| match part {
        Part::Literal(text, _) => text.to_string(),
        Part::Interpolation(..) => "<>".into(),
        Part::If(it) => format!("if[{}][{}]", literals(&it.then), literals(&it.otherwise)),
        Part::For(it) => format!("for[{}]", literals(&it.body)),
    };
    parts.iter().map(text).collect()
}

fn template(text: &str) -> String {
    match expr(text).kind {
        ExprKind::Template(parts) => literals(&parts),
        ExprKind::String(text) => text.to_string(),
        other => panic!("{other:?}"),
    }
}

#[path = "tests/check.rs"]
mod check;
#[path = "tests/json.rs"]
mod json;
#[path = "tests/native.rs"]
mod native;
#[path = "tests/recovery.rs"]
mod recovery;
use check::check_body;
