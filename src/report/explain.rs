//! One rule, explained to people: in a terminal, and as Markdown for SARIF viewers.

use std::io::{self, Write};

use owo_colors::{OwoColorize, Style};

use super::listing::severity_style;
use super::{RuleInfo, clean};

/// Writes what a rule finds, why it matters and what to do.
///
/// # Errors
/// Those of `out`.
pub fn explain(rule: &RuleInfo, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let style = |style: Style| if color { style } else { Style::new() };
    let bold = style(Style::new().bold());
    let faint = style(Style::new().dimmed());
    writeln!(out, "{}", clean::line(&rule.id).style(bold))?;
    writeln!(out, "{}\n", clean::line(&rule.title))?;
    writeln!(
        out,
        "severity {}, confidence {}, level {}",
        rule.severity.name().style(style(severity_style(rule.severity))),
        rule.confidence.name(),
        rule.level.name()
    )?;
    if !rule.controls.is_empty() {
        writeln!(out, "controls {}", clean::line(&rule.controls.join(", ")))?;
    }
    let section = |out: &mut dyn Write, title: &str, text: &str| {
        writeln!(out, "\n{}", title.style(bold))?;
        text.trim_end().lines().try_for_each(|line| match line.is_empty() {
            true => writeln!(out),
            false => writeln!(out, "  {line}"),
        })
    };
    section(out, "Why", &clean::lines(&rule.why))?;
    section(out, "Fix", &clean::lines(&rule.fix))?;
    for example in &rule.examples {
        let title = if example.bad { "Found" } else { "Not found" };
        section(out, title, &clean::lines(&example.code))?;
    }
    if !rule.references.is_empty() {
        section(out, "References", &clean::lines(&rule.references.join("\n")))?;
    }
    let skip = format!("Skip it with --skip-rule {0}, or with skip_rules in iacscan.yaml", rule.id);
    writeln!(out, "\n{}", clean::line(&skip).style(faint))
}

/// The same as Markdown, without the title.
pub fn markdown(rule: &RuleInfo) -> String {
    let (why, fix) = (tamed(&rule.why), tamed(&rule.fix));
    let mut text = format!("{}\n\n**Fix:** {}\n", why.trim(), fix.trim());
    for example in &rule.examples {
        let title = if example.bad { "Found" } else { "Not found" };
        let fence = fence(&example.code);
        let (language, code) = (&example.language, example.code.trim_end());
        text += &format!("\n{title}:\n\n{fence}{language}\n{code}\n{fence}\n");
    }
    if !rule.controls.is_empty() {
        text += &format!("\nControls: {}\n", super::markdown::escape(&rule.controls.join(", ")));
    }
    if !rule.references.is_empty() {
        text += "\nReferences:\n\n";
        let addresses = rule.references.iter().filter(|address| address.starts_with("https://"));
        addresses.for_each(|address| text += &format!("- <{}>\n", clean::percent_uri(address)));
    }
    clean::lines(&text)
}

/// The same as plain text.
pub fn plain(rule: &RuleInfo) -> String {
    let mut text = format!("{}\n\nFix: {}", rule.why.trim(), rule.fix.trim());
    if !rule.references.is_empty() {
        text += &format!("\n\n{}", rule.references.join("\n"));
    }
    clean::lines(&text)
}

/// Markdown without HTML, and with links to the web only: rules may come with the repository
/// that is scanned.
fn tamed(text: &str) -> String {
    let tame = |text: &str| {
        let mut parts = text.split("](");
        let mut tame = parts.next().unwrap_or("").to_owned();
        for part in parts {
            tame += if part.starts_with("https://") { "](" } else { "\\](" };
            tame += part;
        }
        tame.replace('<', "&lt;")
    };
    let paragraph = |text: &str| {
        let parts: Vec<&str> = text.split('`').collect();
        // What is between backticks is code, if they come in simple pairs.
        let pairs = parts.len() % 2 == 1 && !text.contains("``") && !text.contains("\\`");
        let code = |index: usize| pairs && index % 2 == 1;
        let parts = parts.iter().enumerate();
        let parts = parts.map(|(i, part)| if code(i) { part.to_string() } else { tame(part) });
        parts.collect::<Vec<_>>().join("`")
    };
    text.split("\n\n").map(paragraph).collect::<Vec<_>>().join("\n\n")
}

/// A fence longer than any in the code.
pub fn fence(code: &str) -> String {
    let mut fence = "```".to_owned();
    while code.contains(&fence) {
        fence.push('`');
    }
    fence
}
