//! Errors of the configuration file, in words that name its keys.

use serde_saphyr::{Error, Location};

use crate::source::{Diagnostic, FileId, SourceFile, Span};

/// The known word that `wrong` is most likely meant to be.
pub fn closest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distance = |word: &&str| strsim::osa_distance(wrong, word);
    let best = known.into_iter().min_by_key(distance)?;
    let near = distance(&best) <= (wrong.len() / 3).max(1) || best.contains(wrong);
    near.then_some(best)
}

/// `unknown key 'x'; did you mean 'y'?`, or a list of what there is.
pub fn unknown(what: &str, wrong: &str, known: &[&str]) -> String {
    match closest(wrong, known.iter().copied()) {
        Some(word) => format!("unknown {what} '{wrong}'; did you mean '{word}'?"),
        None => format!("unknown {what} '{wrong}'; there are {}", known.join(", ")),
    }
}

/// What the deserialiser found, as a diagnostic.
pub fn describe(error: &Error, id: FileId, file: &SourceFile) -> Diagnostic {
    let message = match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => unknown("key", field, expected),
        Error::SerdeUnknownVariant { variant, expected, .. } => unknown("value", variant, expected),
        Error::DuplicateMappingKey { key: Some(key), .. } => format!("'{key}' is given twice"),
        Error::MultipleDocuments { .. } => "a second document begins here".into(),
        Error::Unexpected { expected, .. } => match *expected {
            "sequence start" => "a list is expected here".into(),
            "mapping start" => "keys with values are expected here".into(),
            "string scalar" => "text is expected here".into(),
            other => format!("{other} is expected here"),
        },
        Error::InvalidScalar { ty: "bool" | "boolean", .. }
        | Error::InvalidBooleanStrict { .. } => "true or false is expected here".into(),
        other => {
            let text = other.to_string();
            // The place is shown in our own way.
            text.rsplit_once(" at line ").map_or(text.clone(), |(message, _)| message.to_owned())
        }
    };
    let span = error.location().map_or(Span::new(id, 0, 0), |at| span(at, id, file));
    Diagnostic::syntax(span, message)
}

/// The bytes of a place, of which lines and characters are known.
pub fn span(location: Location, id: FileId, file: &SourceFile) -> Span {
    let line = file.line_range((location.line() as usize).max(1));
    let text = &file.text()[line.clone()];
    let byte = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let column = (location.column() as usize).max(1) - 1;
    let length = usize::try_from(location.span().len()).unwrap_or(0);
    Span::new(id, line.start + byte(column), line.start + byte(column.saturating_add(length)))
}
