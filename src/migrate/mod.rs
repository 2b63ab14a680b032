//! Skip comments of other tools, turned into ours.
//!
//! Only comments and metadata are changed, and only those whose rules have an equivalent of
//! ours; the rest is told.

mod edit;
mod metadata;
mod skip;
mod table;

use crate::source::{FileId, Language, SourceFile, Span};
use crate::syntax::outline::Outline;
use crate::syntax::{hcl, yaml};

pub use edit::{Edit, apply, patch};
use skip::{About, Skip};
pub use table::{Tool, rules};

/// What becomes of a file.
#[derive(Debug, Default)]
pub struct Migration {
    /// The edits, in order.
    pub edits: Vec<Edit>,
    /// How many suppressions of ours they make.
    pub made: usize,
    /// What stays as it is, and why.
    pub left: Vec<(Span, String)>,
}

/// Reads a file's skip comments and metadata.
pub fn migrate(file: FileId, source: &SourceFile) -> Migration {
    let text = source.text();
    let mut migration = Migration::default();
    match Language::of(source.path()) {
        Some(Language::Terraform | Language::Tfvars) => {
            comments(&hcl::outline(file, text), source, &mut migration);
        }
        Some(Language::Yaml | Language::Json) => {
            comments(&yaml::outline(file, text), source, &mut migration);
            metadata::read(&yaml::parse(file, text).tree, source, &mut migration);
        }
        _ => {}
    }
    migration.edits.sort();
    migration
}

fn comments(outline: &Outline, source: &SourceFile, into: &mut Migration) {
    let text = source.text();
    for comment in &outline.comments {
        let written = &text[comment.start as usize..comment.end as usize];
        let said = written.trim_start_matches(['#', '/', '*', ' ', '\t']);
        let said = said.trim_end_matches("*/").trim();
        let Some(skip) = skip::parse(said) else { continue };
        let (known, unknown): (Vec<&String>, Vec<&String>) =
            skip.ids.iter().partition(|id| rules(skip.tool, id).is_some());
        for id in &unknown {
            let message = format!("{} {id} has no equivalent", skip.tool.name());
            into.left.push((*comment, message));
        }
        if known.is_empty() && !skip.ids.is_empty() {
            continue;
        }
        if !unknown.is_empty() {
            let message = "only some of its rules have an equivalent: the comment stays, \
                           write ours by hand";
            into.left.push((*comment, message.into()));
            continue;
        }
        if let Some(beyond) = skip.beyond {
            into.left.push((*comment, format!("{beyond}: the comment stays, write ours by hand")));
            continue;
        }
        let mut ours: Vec<&str> =
            known.iter().flat_map(|id| rules(skip.tool, id)).flatten().collect();
        ours.sort_unstable();
        ours.dedup();
        match replace(outline, source, *comment, &skip, &ours) {
            Ok(edits) => {
                into.edits.extend(edits);
                into.made += 1;
            }
            Err(message) => into.left.push((*comment, message.into())),
        }
    }
}

/// `iacscan:ignore[…] until=… reason`.
fn directive(name: &str, ours: &[&str], skip: &Skip) -> String {
    let rules = if ours.is_empty() { "*".to_owned() } else { ours.join(", ") };
    let until = skip.until.map(|day| format!(" until={day}")).unwrap_or_default();
    let reason = skip.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    let space = if reason.is_empty() { "" } else { " " };
    format!("iacscan:{name}[{rules}]{until}{space}{reason}")
}

fn replace(
    outline: &Outline,
    source: &SourceFile,
    comment: Span,
    skip: &Skip,
    ours: &[&str],
) -> Result<Vec<Edit>, &'static str> {
    let text = source.text();
    let (start, end) = (comment.start as usize, comment.end as usize);
    let written = &text[start..end];
    let in_place = |name: &str| {
        let mark = if written.starts_with("//") { "//" } else { "#" };
        let said = directive(name, ours, skip);
        let text = match written.starts_with("/*") {
            true => format!("/* {said} */"),
            false => format!("{mark} {said}"),
        };
        Edit { start, end, text }
    };
    // With its line, if it has one of its own.
    let gone = || {
        let line = source.line_range(source.position(comment.start).line);
        match text[line.start..start].trim().is_empty() {
            true => Edit {
                start: line.start,
                end: text[end..].find('\n').map_or(text.len(), |at| end + at + 1),
                text: String::new(),
            },
            false => {
                let blank = text[..start].len() - text[..start].trim_end().len();
                Edit { start: start - blank, end, text: String::new() }
            }
        }
    };
    match skip.about {
        About::Here if outline.subject(comment, source).is_none() => {
            Err("there is nothing on the line below it")
        }
        About::Here => Ok(vec![in_place("ignore")]),
        About::File if outline.is_before_code(comment, text) => Ok(vec![in_place("ignore-file")]),
        About::File => Err("it is for the file, but code stands above it"),
        About::Line => {
            // At the end of that line it is about nothing else.
            let below = source.position(comment.end).line + 1;
            let line = source.line_range(below);
            let opens = outline.blocks.iter().any(|block| {
                line.contains(&(block.span.start as usize)) && block.span.end as usize > line.end
            });
            let inside = outline.comments.iter().any(|other| {
                line.contains(&(other.start as usize))
                    || other.start > comment.start && (other.start as usize) < line.start
            });
            if opens || inside || text[line.clone()].trim().is_empty() {
                return Err("it is for one line, at the end of which ours cannot stand");
            }
            let said = directive("ignore", ours, skip);
            let at = line.start + text[line].trim_end().len();
            let there = Edit { start: at, end: at, text: format!(" # {said}") };
            Ok(vec![gone(), there])
        }
        About::Resource => {
            let Some(header) = resource(outline, source, comment) else {
                return Err("there is no resource around it");
            };
            let indent: String =
                text[header..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
            let said = directive("ignore", ours, skip);
            let above = Edit { start: header, end: header, text: format!("{indent}# {said}\n") };
            Ok(vec![above, gone()])
        }
    }
}

/// Where the line of the resource around a comment starts: of HCL the outermost block, of a
/// template the entry below `Resources`.
fn resource(outline: &Outline, source: &SourceFile, comment: Span) -> Option<usize> {
    let text = source.text();
    let mut around =
        outline.blocks.iter().filter(|block| block.span.contains(comment) && block.named);
    let outermost = around.next()?;
    let is_resources = text[outermost.span.start as usize..].starts_with("Resources");
    let block = if is_resources { around.next()? } else { outermost };
    Some(source.line_range(source.position(block.span.start).line).start)
}
