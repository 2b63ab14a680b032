//! Events to nodes, with aliases expanded and merge keys applied.

use std::collections::{HashMap, HashSet};

use ecow::EcoString;
use granit_parser::{ErrorKind, Event, Parser};

use super::message;
use super::pieces;
use crate::source::{Diagnostic, FileId, Span};
use crate::syntax::data::{Node, NodeKind, Scalar, ScalarStyle, Tag};

/// How deep sequences and mappings may nest, aliases included.
const MAX_DEPTH: usize = 255;

/// Nodes of one file that anchors may keep and aliases may stand for, all together.
const ALIAS_BUDGET: usize = 250_000;

/// Diagnostics kept of one file.
const MAX_DIAGNOSTICS: usize = 100;

/// What one run over a text gave.
pub(super) struct Built {
    /// The documents, of the last as much as was complete when an error came.
    pub documents: Vec<Node>,
    /// What was wrong without ending the run.
    pub diagnostics: Vec<Diagnostic>,
    /// What ended the run.
    pub error: Option<Error>,
}

/// What ended a run.
pub(super) struct Error {
    /// What is said of it.
    pub diagnostic: Diagnostic,
    /// Byte offset where it was noticed.
    pub at: usize,
    /// Byte offset where what is broken starts, at the latest.
    pub from: usize,
    /// Whether other parsers do not mind.
    pub harmless: Option<Harmless>,
}

/// What YAML forbids and libyaml, for one, allows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Harmless {
    /// A line of a quoted text is indented less than what it belongs to.
    QuoteIndent,
    /// No space between a value and the comment after it.
    TouchingComment,
}

/// Runs over `text` up to its end or the first error. `original` is what the file holds,
/// byte for byte but for what [`super::recover`] replaced by spaces: a quoted scalar whose
/// line ends are spaces is read from `original`, any other that is changed counts as left out.
pub(super) fn build(file: FileId, text: &str, original: &str) -> Built {
    let options = granit_parser::options! { emit_comments: false, emit_unresolved_aliases: true };
    let parser = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder {
        file,
        text,
        original,
        documents: vec![],
        diagnostics: vec![],
        stack: vec![],
        anchors: HashMap::new(),
        budget: ALIAS_BUDGET,
        cursor: 0,
    };
    let mut error = None;
    let mut harmless = None;
    for event in parser {
        let ended = match event {
            Ok((event, span)) => builder.event(event, span).err(),
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
                harmless = match error.kind() {
                    ErrorKind::InvalidQuotedScalarIndent => Some(Harmless::QuoteIndent),
                    ErrorKind::CommentNotSeparated => Some(Harmless::TouchingComment),
                    _ => None,
                };
                Some((at, message::of(error.kind())))
            }
        };
        if let Some((at, message)) = ended {
            let diagnostic = Diagnostic::syntax(message::place(file, text, at), message);
            error = Some(Error { diagnostic, at, from: builder.broken_from(at), harmless });
            builder.close_all();
            break;
        }
    }
    Built { documents: builder.documents, diagnostics: builder.diagnostics, error }
}

/// An open sequence or mapping.
struct Frame {
    start: Span,
    flow: bool,
    tag: Option<Tag>,
    anchor: usize,
    kind: FrameKind,
}

enum FrameKind {
    Sequence(Vec<Node>),
    /// The entries and the key whose value comes next.
    Mapping(Vec<(Node, Node)>, Option<Node>),
}

struct Builder<'a> {
    file: FileId,
    text: &'a str,
    original: &'a str,
    documents: Vec<Node>,
    diagnostics: Vec<Diagnostic>,
    stack: Vec<Frame>,
    /// Complete anchored nodes with their number of nodes and their height.
    anchors: HashMap<usize, (Node, usize, usize)>,
    budget: usize,
    /// End of the last event.
    cursor: usize,
}

type Fault = (usize, EcoString);

impl Builder<'_> {
    fn span(&self, span: granit_parser::Span) -> Span {
        let start = span.start.byte_offset().unwrap_or(0).min(self.text.len());
        let end = span.end.byte_offset().unwrap_or(start).clamp(start, self.text.len());
        Span::new(self.file, start, end)
    }

    fn note(&mut self, span: Span, message: impl Into<String>) {
        if self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(Diagnostic::syntax(span, message));
        }
    }

    fn tag(&self, span: granit_parser::Span, tag: Option<&granit_parser::Tag>) -> Option<Tag> {
        let tag = tag?;
        let place = span.tag_span().map(|span| self.span(span));
        let written =
            place.and_then(|place| self.text.get(place.start as usize..place.end as usize));
        let name = written.map_or_else(|| tag.original().into(), EcoString::from);
        Some(Tag { name, span: place })
    }

    fn event(&mut self, event: Event, at: granit_parser::Span) -> Result<(), Fault> {
        let span = self.span(at);
        let cursor = self.cursor;
        self.cursor = cursor.max(span.end as usize);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = self.tag(at, tag.as_deref());
                let node = self.scalar(&text, style, span, cursor, tag);
                self.finish(node, anchor);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.open(span, at, style, anchor, tag.as_deref(), FrameKind::Sequence(vec![]))?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.open(
                    span,
                    at,
                    style,
                    anchor,
                    tag.as_deref(),
                    FrameKind::Mapping(vec![], None),
                )?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(Some(span)),
            Event::Alias(id) => {
                let node = self.alias(id, span);
                self.push(node);
            }
            Event::UnresolvedAlias(name) => {
                self.note(span, format!("no anchor is named `{name}`"));
                self.push(null(span));
            }
            Event::DocumentEnd => self.anchors.clear(),
            _ => {}
        }
        Ok(())
    }

    fn scalar(
        &self,
        text: &str,
        style: granit_parser::ScalarStyle,
        span: Span,
        cursor: usize,
        tag: Option<Tag>,
    ) -> Node {
        use granit_parser::ScalarStyle as Style;
        let range = span.start as usize..span.end as usize;
        let written = self.text.get(range.clone()).unwrap_or_default();
        let original = self.original.get(range.clone()).unwrap_or_default();
        if !std::ptr::eq(self.text, self.original) && original != written {
            let decoded = joined_lines(original, written).then(|| decode(original)).flatten();
            return match decoded {
                Some(decoded) => {
                    let style = ScalarStyle::Quoted;
                    let pieces = pieces::of(self.original, self.file, &decoded, style, span);
                    Node {
                        kind: NodeKind::Scalar(Scalar { text: decoded, style, pieces }),
                        span,
                        tag,
                    }
                }
                None => Node { tag, ..null(span.part(0, 0)) },
            };
        }
        let mut node_span = span;
        let mut text = text;
        let (style, verbatim) = match style {
            // granit-parser's word for a value that is left out.
            Style::Plain if span.is_empty() => return Node { tag, ..null(span) },
            Style::Plain => (ScalarStyle::Plain, written == text),
            Style::SingleQuoted | Style::DoubleQuoted => (
                ScalarStyle::Quoted,
                written.len() == text.len() + 2 && &written[1..=text.len()] == text,
            ),
            Style::Literal | Style::Folded => {
                let from =
                    tag.as_ref().and_then(|tag| tag.span).map_or(0, |span| span.end as usize);
                let header = pieces::block_header(self.text, cursor.max(from), range.start);
                let end = header + self.text[header..range.end.max(header)].trim_end().len();
                node_span = Span::new(self.file, header, end);
                // granit-parser ends the last line of a file that does not end with a line end.
                if range.end == self.text.len() && !self.text.ends_with('\n') {
                    text = text.strip_suffix('\n').unwrap_or(text);
                }
                (ScalarStyle::Block, false)
            }
        };
        let pieces = if verbatim {
            vec![]
        } else {
            pieces::of(self.text, self.file, text, style, node_span)
        };
        let scalar = Scalar { text: text.into(), style, pieces };
        Node { kind: NodeKind::Scalar(scalar), span: node_span, tag }
    }

    fn open(
        &mut self,
        start: Span,
        at: granit_parser::Span,
        style: granit_parser::StructureStyle,
        anchor: usize,
        tag: Option<&granit_parser::Tag>,
        kind: FrameKind,
    ) -> Result<(), Fault> {
        if self.stack.len() >= MAX_DEPTH {
            let message = ecow::eco_format!("nested more than {MAX_DEPTH} levels deep");
            return Err((start.start as usize, message));
        }
        let tag = self.tag(at, tag);
        let flow = style == granit_parser::StructureStyle::Flow;
        self.stack.push(Frame { start, flow, tag, anchor, kind });
        Ok(())
    }

    /// Ends the innermost collection. A block collection's end event stands where the next
    /// thing starts, so its own end is that of its last child.
    fn close(&mut self, end: Option<Span>) {
        let Some(frame) = self.stack.pop() else { return };
        let (kind, last) = match frame.kind {
            FrameKind::Sequence(items) => {
                let last = items.last().map(|item| item.span);
                (NodeKind::Sequence(items), last)
            }
            FrameKind::Mapping(entries, _) => {
                let last = entries.last().map(|(key, value)| key.span.to(value.span));
                (NodeKind::Mapping(merged(entries)), last)
            }
        };
        let bracket = end.filter(|end| frame.flow && !end.is_empty());
        let span = frame.start.to(bracket.or(last).unwrap_or(frame.start));
        self.finish(Node { kind, span, tag: frame.tag }, frame.anchor);
    }

    /// Keeps an anchored node and hands a complete node to what it stands in.
    fn finish(&mut self, node: Node, anchor: usize) {
        if anchor > 0 {
            let mut size = 0;
            if measure(&node, self.budget, &mut size) {
                self.budget -= size;
                self.anchors.insert(anchor, (node.clone(), size, height(&node)));
            } else {
                self.over_budget(node.span);
            }
        }
        self.push(node);
    }

    fn over_budget(&mut self, span: Span) {
        if std::mem::take(&mut self.budget) == 0 {
            return;
        }
        self.note(span, format!("anchors and aliases stand for more than {ALIAS_BUDGET} values"));
    }

    fn alias(&mut self, id: usize, span: Span) -> Node {
        let Some((node, size, height)) = self.anchors.get(&id) else {
            // Over budget was noted where the anchor stands.
            if self.budget > 0 {
                self.note(span, "the alias stands inside what it refers to");
            }
            return null(span);
        };
        if self.stack.len() + height > MAX_DEPTH {
            self.note(span, format!("nested more than {MAX_DEPTH} levels deep"));
            return null(span);
        }
        if *size > self.budget {
            self.over_budget(span);
            return null(span);
        }
        self.budget -= size;
        Node { span, ..node.clone() }
    }

    fn push(&mut self, node: Node) {
        match self.stack.last_mut().map(|frame| &mut frame.kind) {
            None => self.documents.push(node),
            Some(FrameKind::Sequence(items)) => items.push(node),
            Some(FrameKind::Mapping(entries, key)) => match key.take() {
                None => *key = Some(node),
                Some(key) => entries.push((key, node)),
            },
        }
    }

    /// Where what is broken starts: the outermost open bracket, or the end of the last event.
    fn broken_from(&self, at: usize) -> usize {
        let bracket = self.stack.iter().find(|frame| frame.flow);
        let from = bracket.map_or(self.cursor, |frame| frame.start.start as usize);
        // What comes next starts after white space.
        let rest = self.text.get(from..at).unwrap_or_default();
        let colon = rest.strip_prefix(':').unwrap_or(rest);
        (at - colon.trim_start().len()).min(at)
    }

    /// After an error: keeps the complete entries of the first two levels.
    fn close_all(&mut self) {
        self.stack.truncate(2);
        while !self.stack.is_empty() {
            self.close(None);
        }
    }
}

/// Whether a quoted scalar differs from the original only in line ends.
fn joined_lines(original: &str, written: &str) -> bool {
    let space = |byte: u8| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte };
    written.starts_with(['"', '\'']) && original.bytes().map(space).eq(written.bytes())
}

/// The text of a quoted scalar. Alone, it may be indented as it likes.
fn decode(quoted: &str) -> Option<EcoString> {
    Parser::new_from_str(quoted).find_map(|event| match event {
        Ok((Event::Scalar(text, ..), _)) => Some(text.as_ref().into()),
        _ => None,
    })
}

/// A value that is left out.
fn null(span: Span) -> Node {
    let span = Span { end: span.start.max(span.end), ..span };
    let scalar = Scalar { text: EcoString::new(), style: ScalarStyle::Plain, pieces: vec![] };
    Node { kind: NodeKind::Scalar(scalar), span, tag: None }
}

/// Counts the nodes below `node`; false once there are more than `limit`.
fn measure(node: &Node, limit: usize, size: &mut usize) -> bool {
    *size += 1;
    if *size > limit {
        return false;
    }
    match &node.kind {
        NodeKind::Scalar(scalar) => {
            *size += scalar.pieces.len() / 4;
            *size <= limit
        }
        NodeKind::Sequence(items) => items.iter().all(|item| measure(item, limit, size)),
        NodeKind::Mapping(entries) => entries
            .iter()
            .all(|(key, value)| measure(key, limit, size) && measure(value, limit, size)),
    }
}

/// How many collections lie inside each other at most.
fn height(node: &Node) -> usize {
    let inner = match &node.kind {
        NodeKind::Scalar(_) => return 0,
        NodeKind::Sequence(items) => items.iter().map(height).max(),
        NodeKind::Mapping(entries) => {
            entries.iter().map(|(key, value)| height(key).max(height(value))).max()
        }
    };
    1 + inner.unwrap_or(0)
}

/// Puts the entries of `<<` mappings in the place of their `<<`, but for keys set here.
fn merged(entries: Vec<(Node, Node)>) -> Vec<(Node, Node)> {
    let is_mapping = |node: &Node| node.as_mapping().is_some() && node.tag.is_none();
    let merges = |key: &Node, value: &Node| {
        let plain = matches!(&key.kind, NodeKind::Scalar(key) if key.style == ScalarStyle::Plain);
        let mappings =
            value.as_sequence().map_or(is_mapping(value), |all| all.iter().all(is_mapping));
        plain && key.as_str() == Some("<<") && mappings
    };
    if !entries.iter().any(|(key, value)| merges(key, value)) {
        return entries;
    }
    let own = entries.iter().filter(|(key, value)| !merges(key, value));
    let mut set: HashSet<EcoString> =
        own.filter_map(|(key, _)| key.as_str().map(EcoString::from)).collect();
    let mut to = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        if !merges(&key, &value) {
            to.push((key, value));
            continue;
        }
        let sources = match value.kind {
            NodeKind::Sequence(sources) => sources,
            _ => vec![value],
        };
        for source in sources {
            let NodeKind::Mapping(entries) = source.kind else { continue };
            // Of equal keys in one mapping the last counts; an earlier mapping wins.
            let from = to.len();
            to.extend(
                entries
                    .into_iter()
                    .filter(|(key, _)| key.as_str().is_none_or(|key| !set.contains(key))),
            );
            set.extend(to[from..].iter().filter_map(|(key, _)| key.as_str().map(EcoString::from)));
        }
    }
    to
}
