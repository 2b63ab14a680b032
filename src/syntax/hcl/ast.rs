//! The tree of an HCL file, after the HCL native syntax specification
//! (hashicorp/hcl, `hclsyntax/spec.md`). Every node has its place.

use ecow::EcoString;

use crate::source::Span;

/// Attributes and blocks, in the order written.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Body {
    /// `name = expression`.
    pub attributes: Vec<Attribute>,
    /// `type "label" { … }`.
    pub blocks: Vec<Block>,
}

/// `name = expression`.
#[derive(Clone, PartialEq, Debug)]
pub struct Attribute {
    /// The name.
    pub name: Name,
    /// The expression.
    pub expr: Expr,
}

/// `type "label" { … }`.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    /// The block's type: `resource`.
    pub kind: Name,
    /// Its labels, quoted or bare.
    pub labels: Vec<Name>,
    /// What stands between the braces.
    pub body: Body,
    /// From the type to the closing brace.
    pub span: Span,
}

impl Block {
    /// From the type to the last label: the smallest place that names the block.
    pub fn header(&self) -> Span {
        self.labels.last().map_or(self.kind.span, |last| self.kind.span.to(last.span))
    }
}

/// An identifier or label with its place (a quoted label's place includes the quotes).
#[derive(Clone, PartialEq, Debug)]
pub struct Name {
    /// The text, decoded.
    pub text: EcoString,
    /// Where.
    pub span: Span,
}

/// An expression.
#[derive(Clone, PartialEq, Debug)]
pub struct Expr {
    /// Its form.
    pub kind: ExprKind,
    /// Its place. For a quoted string, with the quotes; for a heredoc, from `<<` to the end
    /// marker; for a parenthesised expression, of the inside.
    pub span: Span,
}

/// The forms of an expression.
#[derive(Clone, PartialEq, Debug)]
pub enum ExprKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, its digits as written.
    Number(EcoString),
    /// A quoted string without interpolation or escapes: its text stands in the source byte
    /// for byte, one byte inside [`Expr::span`].
    String(EcoString),
    /// Any other quoted string, and every heredoc; without parts it is the empty string.
    Template(Vec<Part>),
    /// `[a, b]`.
    Array(Vec<Expr>),
    /// `{ a = b }`, in the order written; the last of equal keys counts.
    Object(Vec<(ObjectKey, Expr)>),
    /// A bare name: the start of a reference, such as `var` in `var.x`.
    Variable(EcoString),
    /// `base.step[step]…`.
    Traversal(Box<Expr>, Vec<Step>),
    /// `name(args)`.
    Call(Box<Call>),
    /// `condition ? then : otherwise`.
    Conditional(Box<[Expr; 3]>),
    /// `!x` or `-x`.
    Unary(UnaryOp, Box<Expr>),
    /// `a + b`.
    Binary(BinaryOp, Box<[Expr; 2]>),
    /// `[for …]` or `{for …}`.
    For(Box<For>),
}

/// The key of an object's entry.
#[derive(Clone, PartialEq, Debug)]
pub enum ObjectKey {
    /// A bare name, which stands for itself.
    Name(Name),
    /// Any other expression, such as a quoted string or `(var.x)`.
    Expr(Expr),
}

/// A function call.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// The function, with its namespace if it has one: `provider::aws::arn_parse`.
    pub name: Name,
    /// The arguments.
    pub args: Vec<Expr>,
    /// Whether the last argument ends with `...`.
    pub expand_final: bool,
}

/// One step of a traversal.
#[derive(Clone, PartialEq, Debug)]
pub enum Step {
    /// `.name`.
    Attr(Name),
    /// `[expr]`, or the legacy `.0`.
    Index(Expr),
    /// `.*`: applies the attribute steps after it to every element.
    AttrSplat(Span),
    /// `[*]`: applies every step after it to every element.
    FullSplat(Span),
}

/// `[for k, v in collection : value if condition]` or its object form.
#[derive(Clone, PartialEq, Debug)]
pub struct For {
    /// The first of two variables.
    pub key_var: Option<EcoString>,
    /// The only, or second, variable.
    pub value_var: EcoString,
    /// What is iterated.
    pub collection: Expr,
    /// The key expression; present in the object form.
    pub key: Option<Expr>,
    /// The value expression.
    pub value: Expr,
    /// `...` after the value, in the object form.
    pub group: bool,
    /// The `if` clause.
    pub condition: Option<Expr>,
}

/// `!` or `-`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    /// `!`.
    Not,
    /// `-`.
    Neg,
}

/// Operators of two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    /// `==`
    Eq,
    /// `!=`
    NotEq,
    /// `<`
    Less,
    /// `<=`
    LessEq,
    /// `>`
    Greater,
    /// `>=`
    GreaterEq,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Mod,
    /// `&&`
    And,
    /// `||`
    Or,
}

/// A part of a template. Strip markers (`~`) and heredoc indentation are already applied.
#[derive(Clone, PartialEq, Debug)]
pub enum Part {
    /// Text that stands in the source byte for byte (its length is its span's), or a single
    /// decoded escape.
    Literal(EcoString, Span),
    /// `${expr}`; the span is the whole interpolation's.
    Interpolation(Expr, Span),
    /// `%{ if c }…%{ else }…%{ endif }`.
    If(Box<TemplateIf>),
    /// `%{ for k, v in c }…%{ endfor }`.
    For(Box<TemplateFor>),
}

/// A template's `if` directive.
#[derive(Clone, PartialEq, Debug)]
pub struct TemplateIf {
    /// The condition.
    pub condition: Expr,
    /// Parts when it is true.
    pub then: Vec<Part>,
    /// Parts when it is false.
    pub otherwise: Vec<Part>,
}

/// A template's `for` directive.
#[derive(Clone, PartialEq, Debug)]
pub struct TemplateFor {
    /// The first of two variables.
    pub key_var: Option<EcoString>,
    /// The only, or second, variable.
    pub value_var: EcoString,
    /// What is iterated.
    pub collection: Expr,
    /// Parts made for every element.
    pub body: Vec<Part>,
}
