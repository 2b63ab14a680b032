//! granit-parser's errors in words for a user.

use ecow::EcoString;
use granit_parser::ErrorKind;

use crate::source::{FileId, Span};

/// What an error says.
pub(super) fn of(kind: &ErrorKind) -> EcoString {
    use ErrorKind as Kind;
    match kind {
        Kind::ExpectedBlockMappingKey => {
            "expected a key at the indentation of the keys before".into()
        }
        Kind::ExpectedBlockSequenceEntry => "expected `-` or the end of the list".into(),
        Kind::ExpectedFlowMappingSeparator => "expected `,` or `}`".into(),
        Kind::ExpectedFlowSequenceSeparator => "expected `,` or `]`".into(),
        Kind::ExpectedNodeContent => "expected a value".into(),
        Kind::ExpectedDocumentStart => "expected the end of the document or `---`".into(),
        Kind::UnexpectedEof
        | Kind::UnexpectedEofBlockMapping
        | Kind::UnexpectedEofBlockSequence
        | Kind::UnexpectedEofFlowMapping
        | Kind::UnexpectedEofFlowSequence
        | Kind::UnexpectedEofImplicitFlowMapping => "the text ends too early".into(),
        Kind::MappingValueNotAllowed => {
            "`:` may not stand here: is the line indented or quoted wrongly?".into()
        }
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => "expected `:` after the key".into(),
        Kind::UnclosedFlowCollection { open } => ecow::eco_format!("`{open}` is never closed"),
        Kind::MismatchedFlowCollectionEnd { open, close } => {
            ecow::eco_format!("`{open}` is closed by `{close}`")
        }
        Kind::MisplacedFlowCollectionEnd => "the bracket closes nothing".into(),
        Kind::UnclosedQuotedScalar => "the quoted text is never closed".into(),
        Kind::InvalidQuotedScalarIndent => {
            "expected the closing quote or a line indented deeper".into()
        }
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => {
            "expected a new line after the closing quote".into()
        }
        Kind::UnknownQuotedScalarEscape => "the escape is unknown in double quotes".into(),
        Kind::UnexpectedCharacter { character } => {
            ecow::eco_format!(
                "a text may not start with `{}` unless quoted",
                character.escape_default()
            )
        }
        Kind::TabNotAllowed
        | Kind::TabInIndentation
        | Kind::TabInBlockIndentation
        | Kind::TabAtBlockScalarStart
        | Kind::TabInPlainScalar => "a tab may not indent".into(),
        Kind::InvalidIndentation
        | Kind::InvalidBlockScalarIndent
        | Kind::InvalidFlowScalarIndent => "the line is indented wrongly".into(),
        Kind::BlockSequenceEntryNotAllowed | Kind::BlockEntryInFlowCollection => {
            "a list's `-` may not stand here".into()
        }
        Kind::RecursionLimitExceeded => "nested more than 255 levels deep".into(),
        Kind::UndeclaredTagHandle => "the tag's handle is not declared".into(),
        other => {
            // The rest is rare; granit-parser words it as a clause.
            let words = other.to_string();
            let words = words.rsplit_once(", ").map_or(&*words, |(_, last)| last);
            words.trim_end_matches('.').into()
        }
    }
}

/// The word or character at an offset.
pub(super) fn place(file: FileId, text: &str, at: usize) -> Span {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let rest = &text[at..];
    let word = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let first = rest.chars().next().filter(|c| *c != '\n' && *c != '\r').map_or(0, char::len_utf8);
    Span::new(file, at, at + word.max(first))
}
