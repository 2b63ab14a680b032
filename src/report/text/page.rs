//! The layout of text, after rustc's: a title, places, excerpts and notes around a gutter.
//!
//! annotate-snippets draws the excerpts, where labels may meet and overlap. The rest is laid
//! out here: it takes the column of a place from the excerpt it is given, which is wrong
//! once tabs, secrets or the ends of a long line are replaced, and has no line for a step.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use owo_colors::{OwoColorize, Style};

use super::super::excerpt::excerpts;
use super::super::{Report, clean};
use crate::finding::Severity;
use crate::source::{Span, slashed};

/// What a block of text is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Error,
    Security,
    Warning,
    Note,
    Suggestion,
    Allowed,
    Denied,
    Undecided,
}

impl From<Severity> for Tone {
    fn from(severity: Severity) -> Tone {
        match severity {
            Severity::Critical | Severity::High => Tone::Error,
            Severity::Medium => Tone::Warning,
            Severity::Low | Severity::Info => Tone::Note,
        }
    }
}

impl Tone {
    pub fn word(self) -> &'static str {
        match self {
            Tone::Error => "error",
            Tone::Security => "security warning",
            Tone::Warning => "warning",
            Tone::Note => "note",
            Tone::Suggestion => "suggestion",
            Tone::Allowed => "allowed",
            Tone::Denied => "denied",
            Tone::Undecided => "undecided",
        }
    }

    /// The level whose colour the carets take, and the style of the same colour.
    fn level(self) -> (Level<'static>, Style) {
        match self {
            Tone::Error | Tone::Denied => (Level::ERROR, Style::new().bright_red().bold()),
            Tone::Security | Tone::Warning => (Level::WARNING, Style::new().yellow().bold()),
            Tone::Note | Tone::Suggestion | Tone::Allowed => {
                (Level::NOTE, Style::new().bright_green().bold())
            }
            Tone::Undecided => (Level::INFO, Style::new().bright_blue().bold()),
        }
    }
}

/// A place to point at.
pub struct Mark<'a> {
    pub span: Span,
    pub label: &'a str,
    pub primary: bool,
}

/// A block of text that is being written.
pub struct Page<'a> {
    report: &'a Report<'a>,
    tone: Tone,
    gutter: usize,
    text: String,
}

impl<'a> Page<'a> {
    /// A block that begins with its title. `last_line` is the highest number the gutter
    /// has to hold.
    pub fn new(
        report: &'a Report<'a>,
        tone: Tone,
        id: Option<&str>,
        title: &str,
        last_line: usize,
    ) -> Page<'a> {
        let gutter = last_line.max(1).ilog10() as usize + 1;
        let mut page = Page { report, tone, gutter, text: String::new() };
        let id = id.map(|id| format!("[{}]", report.id(id))).unwrap_or_default();
        let head = page.paint(format!("{}{id}", tone.word()), tone.level().1);
        let title = page.paint(format!(": {}", report.clean(title)), Style::new().bold());
        let _ = writeln!(page.text, "{head}{title}");
        page
    }

    fn paint(&self, text: String, style: Style) -> String {
        if self.report.options.color { text.style(style).to_string() } else { text }
    }

    /// A line that starts with a sign in the gutter.
    fn signed(&mut self, sign: &str, text: &str) {
        let sign = self.paint(sign.to_owned(), Style::new().bright_blue().bold());
        let _ = writeln!(self.text, "{:gutter$}{sign} {text}", "", gutter = self.gutter);
    }

    /// An empty line with the gutter's bar.
    pub fn bar(&mut self) {
        let bar = self.paint("|".into(), Style::new().bright_blue().bold());
        let _ = writeln!(self.text, "{:gutter$} {bar}", "", gutter = self.gutter);
    }

    /// The place that the block is about.
    pub fn arrow(&mut self, place: &str) {
        self.signed("-->", place);
    }

    /// Another place.
    pub fn step(&mut self, text: &str) {
        self.signed(":::", text);
    }

    /// A named remark.
    pub fn note(&mut self, name: &str, text: &str) {
        let sign = self.paint("=".into(), Style::new().bright_blue().bold());
        let name = self.paint(format!("{name}:"), Style::new().bold());
        let _ = writeln!(self.text, "{:gutter$} {sign} {name}{text}", "", gutter = self.gutter);
    }

    /// The place of the first mark, and the excerpts that show all of them; they lie in one
    /// file.
    pub fn excerpts(&mut self, marks: &[Mark]) {
        let Some(first) = marks.first() else { return };
        self.arrow(&place(self.report, first.span));
        let file = self.report.sources.get(first.span.file);
        let spans: Vec<Span> = marks.iter().map(|mark| mark.span).collect();
        let width = self.report.options.width.saturating_sub(self.gutter + 3).max(20);
        let mut parts = excerpts(&file, &spans, self.report.masks, width);
        // The excerpt with the place to report comes first.
        parts.sort_by_key(|part| !part.marks.iter().any(|(index, _)| *index == 0));
        for (order, part) in parts.into_iter().enumerate() {
            if order > 0 {
                let index = part.marks.first().map_or(0, |(index, _)| *index);
                self.bar();
                self.step(&place(self.report, spans[index]));
            }
            self.excerpt(part, marks);
        }
    }

    fn excerpt(&mut self, part: super::super::excerpt::Excerpt, marks: &[Mark]) {
        let annotations = part.marks.iter().map(|(index, range)| {
            let mark = &marks[*index];
            let kind = if mark.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = (!mark.label.is_empty()).then(|| self.report.clean(mark.label));
            kind.span(range.clone()).label(label)
        });
        let annotations: Vec<_> = annotations.collect();
        let snippet =
            Snippet::source(&part.text).line_start(part.first_line).annotations(annotations);
        let (level, _) = self.tone.level();
        let group = annotate_snippets::Group::with_level(level).element(snippet);
        let color = self.report.options.color;
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        // What would not fit was cut already.
        let drawn = renderer.term_width(usize::MAX / 4).render(&[group]);
        let last = part.first_line + part.text.matches('\n').count();
        let indent = self.gutter.saturating_sub(last.max(1).ilog10() as usize + 1);
        for line in drawn.lines() {
            let _ = writeln!(self.text, "{:indent$}{}", "", line.trim_end());
        }
    }

    /// The finished block.
    pub fn finish(self) -> String {
        self.text
    }
}

/// `path:line:column` of a place.
pub fn place(report: &Report, span: Span) -> String {
    let file = report.sources.get(span.file);
    let at = file.position(span.start);
    format!("{}:{}:{}", clean::line(&slashed(file.path())), at.line, at.column)
}

/// The line a place starts on.
pub fn line(report: &Report, span: Span) -> usize {
    report.sources.start(span).line
}
