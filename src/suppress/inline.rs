//! Suppressions in comments.

use super::directive::{Fault, Given, malformed};
use super::metadata;
use crate::source::{FileId, Language, SourceFile, Span};
use crate::syntax::outline::Outline;
use crate::syntax::{hcl, json, yaml};

/// A suppression where it is written.
pub(super) struct Written {
    /// What it says, or what is wrong with it.
    pub given: Result<Given, Fault>,
    /// What it is about; the whole file if nothing in particular.
    pub reach: Option<Span>,
    /// Where.
    pub place: Span,
}

/// What every suppression begins with.
const MARK: &str = "iacscan:";

/// The suppressions of a file, in the order they are written.
pub(super) fn find(file: FileId, source: &SourceFile) -> Vec<Written> {
    let text = source.text();
    // Most files have none.
    if !text.contains("iacscan") {
        return vec![];
    }
    match Language::of(source.path()) {
        Some(Language::Terraform | Language::Tfvars) => comments(&hcl::outline(file, text), source),
        Some(Language::TerraformJson | Language::TfvarsJson) => {
            let mut found = vec![];
            metadata::comments(&json::parse(file, text).tree, None, &mut found);
            found
        }
        Some(Language::Yaml | Language::Json) => {
            let mut found = metadata::find(&yaml::parse(file, text).tree);
            found.extend(comments(&yaml::outline(file, text), source));
            found.sort_by_key(|written| written.place);
            found
        }
        None => vec![],
    }
}

fn comments(outline: &Outline, source: &SourceFile) -> Vec<Written> {
    let mut found = vec![];
    for comment in &outline.comments {
        let text = &source.text()[comment.start as usize..comment.end as usize];
        for (at, line) in lines(text) {
            let Some(said) = line.strip_prefix(MARK) else { continue };
            let place = comment.part(at, at + line.len());
            found.push(written(
                said,
                place,
                || outline.subject(*comment, source),
                || outline.is_before_code(*comment, source.text()),
            ));
        }
    }
    found
}

/// What comes after the mark, at its place.
pub(super) fn written(
    said: &str,
    place: Span,
    subject: impl Fn() -> Option<Span>,
    is_first: impl Fn() -> bool,
) -> Written {
    let (whole, given) = Given::parse(said);
    if whole {
        let given = match is_first() {
            true => given,
            false => malformed("iacscan:ignore-file[…] stands above everything else in the file"),
        };
        return Written { given, reach: None, place };
    }
    match subject() {
        Some(reach) => Written { given, reach: Some(reach), place },
        None => Written {
            given: given.and_then(|_| malformed("there is nothing on the line below")),
            reach: None,
            place,
        },
    }
}

/// The lines of a comment, without its marks, and where each starts.
fn lines(comment: &str) -> impl Iterator<Item = (usize, &str)> {
    let end = comment.strip_suffix("*/").filter(|_| comment.starts_with("/*")).unwrap_or(comment);
    let mut at = 0;
    end.split('\n').map(move |line| {
        let text = line.trim_start().trim_start_matches(['#', '/', '*']).trim_start();
        let start = at + line.len() - text.len();
        at += line.len() + 1;
        (start, text.trim_end())
    })
}

/// The text after the mark, if a text begins with it.
pub(super) fn marked(text: &str) -> Option<&str> {
    text.trim_start().strip_prefix(MARK)
}
