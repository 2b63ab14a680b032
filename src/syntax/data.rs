//! The tree of YAML and JSON: one shape for both, so that a template's language stops
//! mattering once it is parsed.

use ecow::EcoString;

use crate::source::Span;

/// A node with its place. For a quoted scalar the span includes the quotes; for a block
/// scalar it reaches from the `|` or `>` to the last word; a tag is never part of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it is written. An alias's span is where the alias stands; what lies below it has
    /// its place below the anchor.
    pub span: Span,
    /// A YAML tag as written, such as `!Sub` or `tag:yaml.org,2002:str`'s short `!!str`.
    pub tag: Option<Tag>,
}

/// A YAML tag.
#[derive(Clone, PartialEq, Debug)]
pub struct Tag {
    /// As CloudFormation writes it, with its leading `!`: `!GetAtt`.
    pub name: EcoString,
    /// Where it is written, when the parser tells.
    pub span: Option<Span>,
}

/// The shapes of a [`Node`].
#[derive(Clone, PartialEq, Debug)]
pub enum NodeKind {
    /// Any scalar, kept as text with its style: what `yes` or `012` means is the reader's
    /// to decide (CloudFormation reads them as strings where a string is wanted).
    Scalar(Scalar),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping in the order written. Keys may repeat; readers decide which counts.
    Mapping(Vec<(Node, Node)>),
}

/// A scalar's decoded text and how it was written.
#[derive(Clone, PartialEq, Debug)]
pub struct Scalar {
    /// The decoded text.
    pub text: EcoString,
    /// How it was written.
    pub style: ScalarStyle,
    /// For text that is not written as it reads (escapes, folded or indented lines): the
    /// pieces of `text`, in order, with the place of each. Empty when the text stands in
    /// the source byte for byte.
    pub pieces: Vec<Piece>,
}

/// A run of a decoded text that stands in the source byte for byte, or a single decoded
/// escape or folded line end (then its length differs from its span's).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// Byte offset in the decoded text.
    pub at: u32,
    /// Where it is written.
    pub span: Span,
}

/// How a scalar was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScalarStyle {
    /// YAML without quotes; may mean a boolean, a number or null. A value that is left out is
    /// empty and means null.
    Plain,
    /// Between quotes, in YAML or JSON: always a string.
    Quoted,
    /// A YAML block scalar, `|` or `>`: always a string.
    Block,
    /// A JSON number, boolean or null.
    Literal,
}

impl Node {
    /// The text of a scalar.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// The entries of a mapping.
    pub fn as_mapping(&self) -> Option<&[(Node, Node)]> {
        match &self.kind {
            NodeKind::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items of a sequence.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The value of the last entry with this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let entries = self.as_mapping()?;
        entries.iter().rev().find(|(k, _)| k.as_str() == Some(key)).map(|(_, value)| value)
    }
}
