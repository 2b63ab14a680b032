//! The literal parts of templates: escapes, `~` strip markers and heredoc indentation.
//!
//! hcl-edit gives decoded literals whose indentation it may have cut wrongly, so text is
//! taken from the source by span and decoded here, in the order HashiCorp's parser does it
//! (`hclsyntax/parser_template.go`): strip markers first, then `<<-` indentation.

use std::ops::Range;

use ecow::EcoString;
use hcl_edit::template::{Directive, Element, Strip, Template};

/// How the text of a template is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    /// Between quotes, with backslash escapes.
    Quoted,
    /// A heredoc; `flush` for `<<-`.
    Heredoc {
        /// Whether common indentation is cut.
        flush: bool,
    },
    /// The contents of a file, or a decoded JSON string.
    Bare,
}

/// A run of source text, or a single escape with its meaning.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Where in the parsed text.
    pub range: Range<usize>,
    /// What an escape stands for.
    pub escape: Option<EcoString>,
}

/// One literal as HashiCorp's scanner cuts them: a line of a heredoc, or all of a quoted
/// string up to the next `${`.
pub(super) type Literal = Vec<Run>;

/// The literals of a template in the order of the tree, ready to be made parts.
pub(super) struct Literals {
    flat: std::vec::IntoIter<Flat>,
}

enum Flat {
    Literal(Literal),
    /// An interpolation or a directive's sequence, with its strip markers.
    Sequence(Strip),
}

impl Literals {
    /// Reads all literals below `template` and applies strip markers and indentation.
    pub fn of(text: &str, template: &Template, style: Style) -> Literals {
        let mut flat = vec![];
        flatten(text, template, style, &mut flat);
        strip(text, &mut flat);
        if style == (Style::Heredoc { flush: true }) {
            dedent(text, &mut flat);
        }
        Literals { flat: flat.into_iter() }
    }

    /// Calls `visit` for every literal not yet taken.
    pub fn each(&self, mut visit: impl FnMut(&[Run])) {
        for token in self.flat.as_slice() {
            if let Flat::Literal(runs) = token {
                visit(runs);
            }
        }
    }

    /// The runs of the literal element the walk has reached.
    pub fn literal(&mut self) -> Literal {
        let mut runs: Literal = vec![];
        while let Some(Flat::Literal(_)) = self.flat.as_slice().first() {
            let Some(Flat::Literal(more)) = self.flat.next() else { break };
            for run in more {
                match runs.last_mut() {
                    Some(last)
                        if last.escape.is_none()
                            && run.escape.is_none()
                            && last.range.end == run.range.start =>
                    {
                        last.range.end = run.range.end;
                    }
                    _ => runs.push(run),
                }
            }
        }
        runs
    }

    /// Steps over an interpolation or one sequence of a directive.
    pub fn sequence(&mut self) {
        self.flat.next();
    }
}

/// The range of an element in the parsed text.
pub(super) fn range_of(node: &impl hcl_edit::Span) -> Range<usize> {
    node.span().unwrap_or(0..0)
}

fn flatten(text: &str, template: &Template, style: Style, flat: &mut Vec<Flat>) {
    for element in template.iter() {
        match element {
            Element::Literal(literal) => {
                let range = range_of(literal);
                if style == Style::Quoted {
                    flat.push(Flat::Literal(runs(text, range, true)));
                } else {
                    let lines = text[range.clone()].split_inclusive('\n');
                    let mut start = range.start;
                    for line in lines {
                        let end = start + line.len();
                        flat.push(Flat::Literal(runs(text, start..end, false)));
                        start = end;
                    }
                }
            }
            Element::Interpolation(interpolation) => flat.push(Flat::Sequence(interpolation.strip)),
            Element::Directive(directive) => match &**directive {
                Directive::If(directive) => {
                    flat.push(Flat::Sequence(directive.if_expr.strip));
                    flatten(text, &directive.if_expr.template, style, flat);
                    if let Some(otherwise) = &directive.else_expr {
                        flat.push(Flat::Sequence(otherwise.strip));
                        flatten(text, &otherwise.template, style, flat);
                    }
                    flat.push(Flat::Sequence(directive.endif_expr.strip));
                }
                Directive::For(directive) => {
                    flat.push(Flat::Sequence(directive.for_expr.strip));
                    flatten(text, &directive.for_expr.template, style, flat);
                    flat.push(Flat::Sequence(directive.endfor_expr.strip));
                }
            },
        }
    }
}

/// Cuts literal source text at its escapes.
pub(super) fn runs(text: &str, range: Range<usize>, quoted: bool) -> Literal {
    let bytes = text.as_bytes();
    let mut runs = vec![];
    let (mut start, mut at) = (range.start, range.start);
    while at < range.end {
        let escape = match bytes[at] {
            b'\\' if quoted => backslash(&text[at..range.end]),
            b'$' if bytes[at..range.end].starts_with(b"$${") => Some((3, "${".into())),
            b'%' if bytes[at..range.end].starts_with(b"%%{") => Some((3, "%{".into())),
            _ => None,
        };
        let Some((len, decoded)) = escape else {
            at += 1;
            continue;
        };
        if start < at {
            runs.push(Run { range: start..at, escape: None });
        }
        runs.push(Run { range: at..at + len, escape: Some(decoded) });
        at += len;
        start = at;
    }
    if start < range.end {
        runs.push(Run { range: start..range.end, escape: None });
    }
    runs
}

/// The length and meaning of the backslash escape `text` starts with.
fn backslash(text: &str) -> Option<(usize, EcoString)> {
    let hex = |digits: usize| {
        let code = u32::from_str_radix(text.get(2..2 + digits)?, 16).ok()?;
        Some((2 + digits, EcoString::from(char::from_u32(code)?)))
    };
    let simple = |decoded: &str| Some((2, EcoString::from(decoded)));
    match text.as_bytes().get(1)? {
        b'n' => simple("\n"),
        b'r' => simple("\r"),
        b't' => simple("\t"),
        b'"' => simple("\""),
        b'\\' => simple("\\"),
        b'u' => hex(4),
        b'U' => hex(8),
        _ => None,
    }
}

/// Applies `~` to the literals beside each sequence.
fn strip(text: &str, flat: &mut [Flat]) {
    for at in 0..flat.len() {
        let Flat::Sequence(marker) = flat[at] else { continue };
        let (start, end) = match marker {
            Strip::None => continue,
            Strip::Start => (true, false),
            Strip::End => (false, true),
            Strip::Both => (true, true),
        };
        if start
            && at > 0
            && let Flat::Literal(literal) = &mut flat[at - 1]
        {
            while let Some(last) = literal.last_mut() {
                let kept = match &last.escape {
                    Some(escape) => !escape.trim_end().is_empty(),
                    None => {
                        let kept = text[last.range.clone()].trim_end().len();
                        last.range.end = last.range.start + kept;
                        kept > 0
                    }
                };
                if kept {
                    break;
                }
                literal.pop();
            }
        }
        if end && let Some(Flat::Literal(literal)) = flat.get_mut(at + 1) {
            while let Some(first) = literal.first_mut() {
                let kept = match &first.escape {
                    Some(escape) => !escape.trim_start().is_empty(),
                    None => {
                        let kept = text[first.range.clone()].trim_start().len();
                        first.range.start = first.range.end - kept;
                        kept > 0
                    }
                };
                if kept {
                    break;
                }
                literal.remove(0);
            }
        }
    }
}

/// Cuts the indentation common to all lines from each, as `<<-` asks. Lines that are blank
/// neither count nor change; a line emptied by a strip marker counts as not indented.
fn dedent(text: &str, flat: &mut [Flat]) {
    let mut common: Option<usize> = None;
    let mut lines = vec![];
    let mut line_start = true;
    for (at, token) in flat.iter().enumerate() {
        let written = match token {
            Flat::Literal(runs) => runs.first().map_or("", |first| {
                if first.escape.is_some() { "" } else { &text[first.range.clone()] }
            }),
            Flat::Sequence(_) => "",
        };
        if std::mem::take(&mut line_start) {
            let trimmed = written.trim_start();
            let blank = trimmed.is_empty() && written.ends_with('\n');
            if !blank {
                let indent = written[..written.len() - trimmed.len()].chars().count();
                common = Some(common.map_or(indent, |common| common.min(indent)));
                lines.push(at);
            }
        }
        if let Flat::Literal(runs) = token {
            let last = runs.last().filter(|last| last.escape.is_none());
            line_start = last.is_some_and(|last| text[last.range.clone()].ends_with('\n'));
        }
    }
    let Some(common) = common.filter(|common| *common > 0) else { return };
    for at in lines {
        let Flat::Literal(runs) = &mut flat[at] else { continue };
        let Some(first) = runs.first_mut() else { continue };
        let cut: usize = text[first.range.clone()].chars().take(common).map(char::len_utf8).sum();
        first.range.start += cut;
        if first.range.is_empty() {
            runs.remove(0);
        }
    }
}
