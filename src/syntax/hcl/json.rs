//! HCL's JSON syntax (hashicorp/hcl, `json/spec.md`): a JSON tree to a body.

use std::ops::Range;

use super::ast::*;
use super::{Places, normal, parse_expr, parse_template};
use crate::source::{Diagnostic, Span};
use crate::syntax::Parsed;
use crate::syntax::data::{Node, NodeKind, Scalar, ScalarStyle};

/// A block type of a schema: its name and how many labels it takes. JSON does not tell
/// blocks from attributes, so that reading it needs one.
pub type BlockType = (&'static str, usize);

/// The top-level blocks of Terraform and OpenTofu.
pub const TERRAFORM_BLOCKS: &[BlockType] = &[
    ("check", 1),
    ("data", 2),
    ("ephemeral", 2),
    ("import", 0),
    ("locals", 0),
    ("module", 1),
    ("moved", 0),
    ("output", 1),
    ("provider", 1),
    ("removed", 0),
    ("resource", 2),
    ("terraform", 0),
    ("variable", 1),
];

/// Reads a `.tf.json` file's tree.
///
/// Properties named in `blocks` become blocks; all others, and everything inside a block,
/// become attributes, so that a nested block is an attribute with an object or a list of
/// objects as its value. Strings are templates. `//` properties of a body are comments.
///
/// A block's type takes the place of its last label: the smallest place that names the block.
pub fn from_json(root: &Node, blocks: &[BlockType]) -> Parsed<Body> {
    let mut reader = Reader { templates: true, diagnostics: vec![] };
    let mut body = Body::default();
    for (key, value) in reader.entries(root) {
        let kind = key.as_str().unwrap_or_default();
        match blocks.iter().find(|(name, _)| *name == kind) {
            Some((_, labels)) => reader.blocks(key, value, *labels, &mut vec![], &mut body.blocks),
            None => reader.attribute(key, value, &mut body.attributes),
        }
    }
    Parsed { tree: body, diagnostics: reader.diagnostics }
}

/// Reads a `.tfvars.json` file's tree: attributes only, their strings meant literally.
pub fn values_from_json(root: &Node) -> Parsed<Body> {
    let mut reader = Reader { templates: false, diagnostics: vec![] };
    let body = reader.body(root);
    Parsed { tree: body, diagnostics: reader.diagnostics }
}

/// The expression that a string of JSON syntax holds where HCL asks for an expression rather
/// than a value, as in `depends_on` or a variable's `type`: `"aws_x.y"` is `aws_x.y` there.
/// Anything but a plain string is given back as it is.
pub fn expr_in_string(expr: &Expr) -> Parsed<Option<Expr>> {
    match &expr.kind {
        ExprKind::String(text) if expr.span.len() == text.len() + 2 => {
            parse_expr(text, Places::at(expr.span.part(1, 1 + text.len())))
        }
        _ => Parsed { tree: Some(expr.clone()), diagnostics: vec![] },
    }
}

struct Reader {
    templates: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Reader {
    fn note(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::syntax(span, message));
    }

    /// The properties of a body or of a level of labels: of an object, or of all objects in
    /// an array. Comments are left out.
    fn entries<'n>(&mut self, node: &'n Node) -> Vec<(&'n Node, &'n Node)> {
        let objects = match &node.kind {
            NodeKind::Sequence(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut entries = vec![];
        for object in objects {
            match object.as_mapping() {
                Some(all) => entries.extend(all.iter().map(|(key, value)| (key, value))),
                None if is_null(object) => {}
                None => self.note(object.span, "expected an object or an array of objects"),
            }
        }
        entries.retain(|(key, _)| key.as_str() != Some("//"));
        entries
    }

    fn body(&mut self, node: &Node) -> Body {
        let mut body = Body::default();
        for (key, value) in self.entries(node) {
            self.attribute(key, value, &mut body.attributes);
        }
        body
    }

    fn attribute(&mut self, key: &Node, value: &Node, to: &mut Vec<Attribute>) {
        if let Some(expr) = self.expr(value) {
            to.push(Attribute { name: name(key), expr });
        }
    }

    /// Unpacks `left` levels of labels, then one body or several.
    fn blocks(
        &mut self,
        kind: &Node,
        node: &Node,
        left: usize,
        labels: &mut Vec<Name>,
        to: &mut Vec<Block>,
    ) {
        if left > 0 {
            for (label, value) in self.entries(node) {
                labels.push(name(label));
                self.blocks(kind, value, left - 1, labels, to);
                labels.pop();
            }
            return;
        }
        let bodies = match &node.kind {
            NodeKind::Sequence(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        for body in bodies {
            if body.as_mapping().is_none() {
                if !is_null(body) {
                    self.note(body.span, "expected an object that holds the block's arguments");
                }
                continue;
            }
            let span = labels.last().map_or(kind.span, |last| last.span);
            to.push(Block {
                kind: Name { text: name(kind).text, span },
                labels: labels.clone(),
                body: self.body(body),
                span: span.to(body.span),
            });
        }
    }

    /// A value; `None` after a diagnostic.
    fn expr(&mut self, node: &Node) -> Option<Expr> {
        let span = node.span;
        let kind = match &node.kind {
            NodeKind::Sequence(items) => {
                ExprKind::Array(items.iter().filter_map(|item| self.expr(item)).collect())
            }
            NodeKind::Mapping(entries) => {
                let mut read = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    if let (Some(key), Some(value)) = (self.expr(key), self.expr(value)) {
                        read.push((ObjectKey::Expr(key), value));
                    }
                }
                ExprKind::Object(read)
            }
            NodeKind::Scalar(scalar) if scalar.style == ScalarStyle::Literal => match &*scalar.text
            {
                "null" => ExprKind::Null,
                "true" => ExprKind::Bool(true),
                "false" => ExprKind::Bool(false),
                text => match text.strip_prefix('-') {
                    None => ExprKind::Number(text.into()),
                    Some(digits) => {
                        let kind = ExprKind::Number(digits.into());
                        let number = Expr { kind, span: span.part(1, span.len()) };
                        ExprKind::Unary(UnaryOp::Neg, Box::new(number))
                    }
                },
            },
            NodeKind::Scalar(scalar) => self.string(scalar, span)?,
        };
        Some(Expr { kind, span })
    }

    fn string(&mut self, scalar: &Scalar, span: Span) -> Option<ExprKind> {
        let text = &scalar.text;
        if !self.templates || !(text.contains("${") || text.contains("%{")) {
            if scalar.pieces.is_empty() {
                return Some(ExprKind::String(normal(text.clone())));
            }
            let places = Places::of_scalar(scalar, span);
            let part =
                |(range, span): (Range<usize>, Span)| Part::Literal(text[range].into(), span);
            return Some(ExprKind::Template(places.runs(0..text.len()).map(part).collect()));
        }
        let parsed = parse_template(text, Places::of_scalar(scalar, span));
        let broken = !parsed.diagnostics.is_empty();
        self.diagnostics.extend(parsed.diagnostics);
        (!broken).then_some(ExprKind::Template(parsed.tree))
    }
}

fn name(key: &Node) -> Name {
    Name { text: normal(key.as_str().unwrap_or_default().into()), span: key.span }
}

fn is_null(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Scalar(scalar)
        if scalar.style == ScalarStyle::Literal && scalar.text == "null")
}
