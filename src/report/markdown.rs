//! Markdown, for the summary of a run and for comments.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::explain::fence;
use super::place::Location;
use super::summary::counted;
use super::text::page;
use super::{Report, RuleInfo, Summary, clean};
use crate::finding::{Finding, RelatedRole};
use crate::source::{Diagnostic, Place};

/// GitHub refuses a summary of more than 1 MiB for one step.
const MAX_BYTES: usize = 900 * 1024;
/// What is kept for the lines after the findings.
const MAX_TAIL: usize = 64 * 1024;
/// Inputs that could not be read are listed; more are counted.
const MAX_UNREAD: usize = 50;

/// Writes the report, of 900 KiB at most.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let summary = Summary::of(report.outcome);
    let mut findings: Vec<&Finding> = report.outcome.counting().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let noun = if summary.known.is_some() { "new finding" } else { "finding" };
    let title = match summary.findings {
        0 if summary.unread > 0 => "not everything could be read".into(),
        0 if summary.known.is_some() => "nothing new found".into(),
        0 => "nothing found".into(),
        n => format!("{} ({})", counted(n, noun), summary.by_severity),
    };
    let mut text = format!("## iacscan: {title}\n");
    let unread: Vec<&Diagnostic> =
        report.outcome.diagnostics.iter().filter(|found| found.kind.is_unread()).collect();
    let mut shown = 0;
    for finding in &findings {
        let one = section(report, finding);
        if text.len() + one.len() > MAX_BYTES - MAX_TAIL {
            break;
        }
        text.push_str(&one);
        shown += 1;
    }
    if shown < findings.len() {
        let _ = write!(text, "\n{} more findings do not fit here.\n", findings.len() - shown);
    }
    if !unread.is_empty() {
        let mut tail = String::from("\n**Not read:**\n\n");
        for found in unread.iter().take(MAX_UNREAD) {
            let _ = writeln!(tail, "- {}", of_unread(report, found));
        }
        if unread.len() > MAX_UNREAD {
            let _ = writeln!(tail, "- and {} more", unread.len() - MAX_UNREAD);
        }
        text.push_str(&tail);
    }
    let _ = write!(text, "\n{}\n", escape(&summary.line(report)));
    out.write_all(clean::truncate(text, MAX_BYTES, "\n…\n").as_bytes())
}

fn section(report: &Report, finding: &Finding) -> String {
    let place = Location::of(report, finding.primary);
    let rule = code(&report.id(&finding.rule));
    let message = escape(&report.clean(&finding.message));
    let mut text = format!("\n### {}: {message}\n\n", finding.severity);
    let at = format!("{}:{}:{}", clean::line(&place.path), place.start.line, place.start.column);
    let _ = write!(text, "{rule} at {}", code(&at));
    if !finding.label.is_empty() {
        let _ = write!(text, ": {}", escape(&report.clean(&finding.label)));
    }
    let language = match place.path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "tf" | "tofu" | "tfvars" => "hcl",
        "yaml" | "yml" | "template" => "yaml",
        "json" => "json",
        _ => "",
    };
    let lines = lines(report, finding);
    let fence = fence(&lines);
    let _ = write!(text, "\n\n{fence}{language}\n{lines}\n{fence}\n\n");
    let mut item = |name: &str, what: &str| {
        let _ = writeln!(text, "- **{name}:** {}", escape(&report.clean(what)));
    };
    finding.proof.iter().for_each(|proof| item("proof", proof));
    finding.notes.iter().for_each(|note| item("note", note));
    if !finding.fix.is_empty() {
        item("fix", &finding.fix);
    }
    if !finding.environments.is_empty() {
        item("only in", &finding.environments.join(", "));
    }
    if !finding.also_violates.is_empty() {
        item("also violates", &finding.also_violates.join(", "));
    }
    let steps = finding.related.iter().filter(|related| related.role != RelatedRole::Element);
    for step in steps.take(12) {
        let place = code(&page::place(report, step.span));
        let _ = writeln!(text, "- {place} {}", escape(&report.clean(&step.message)));
    }
    let reference = report.rules.get(&finding.rule).and_then(documentation);
    if let Some(address) = reference {
        let _ = writeln!(text, "- [AWS documentation]({address})");
    }
    text
}

fn documentation(rule: &RuleInfo) -> Option<String> {
    let address = rule.references.iter().find(|address| address.starts_with("https://"))?;
    Some(clean::percent_uri(address))
}

/// The line at fault, as the report for people shows it.
fn lines(report: &Report, finding: &Finding) -> String {
    let file = report.sources.get(finding.primary.file);
    let width = report.options.width.max(80);
    let parts = super::excerpt::excerpts(&file, &[finding.primary], report.masks, width);
    let text: Vec<String> = parts.into_iter().map(|part| part.text).collect();
    clean::lines(&text.join("\n"))
}

fn of_unread(report: &Report, found: &Diagnostic) -> String {
    let place = match &found.place {
        Place::Path(path) => report.options.root.relative(path),
        Place::Span(span) => page::place(report, *span),
    };
    format!("{}: {}", code(&clean::line(&place)), escape(&report.clean(&found.message)))
}

/// One line of text as itself: no emphasis, no links, no HTML, and nobody is called by it.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // A space of no width keeps it from being a mention, a reference or an address.
            '@' | '#' | '!' | '$' => {
                escaped.push(c);
                escaped.push_str("&#8203;");
            }
            ':' if text[at..].starts_with("://") => escaped.push_str(":&#8203;"),
            '.' if before.eq_ignore_ascii_case(&'w') => escaped.push_str("&#8203;."),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '|' | '~' | '^' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
        before = c;
    }
    escaped
}

/// One line of text as code, whatever backticks are in it.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    match longest {
        0 => format!("{ticks}{text}{ticks}"),
        _ => format!("{ticks} {text} {ticks}"),
    }
}
