//! hcl-edit's tree to ours. All text is taken from the source by span, so that a tree may
//! come from a text in which [`super::repair`] replaced bytes one for one.

use std::cell::RefCell;
use std::ops::Range;

use ecow::EcoString;
use hcl_edit::expr as he;
use hcl_edit::structure as hs;
use hcl_edit::template as ht;

use super::ast::*;
use super::normal;
use super::recover::Fault;
use super::template::{Literals, Run, Style, range_of, runs};
use crate::source::Span;
use crate::syntax::places::Places;

type Operator = hcl_edit::Decorated<he::TraversalOperator>;

/// Converts trees parsed from `text`, or from a text of the same length and shape.
pub(super) struct Converter<'a> {
    text: &'a str,
    base: usize,
    places: Places<'a>,
    renamed: &'a [Range<usize>],
    refused: RefCell<Option<Fault>>,
}

impl<'a> Converter<'a> {
    /// For the `text` as written, which starts at `base` of the text that `places` knows.
    /// `renamed` are ranges of `text` that hold a key for which another name was parsed.
    pub fn new(
        text: &'a str,
        base: usize,
        places: Places<'a>,
        renamed: &'a [Range<usize>],
    ) -> Converter<'a> {
        Converter { text, base, places, renamed, refused: RefCell::default() }
    }

    /// The first thing that hcl-edit allows and HCL does not.
    pub fn refused(&self) -> Option<Fault> {
        self.refused.take()
    }

    fn refuse(&self, message: &str, range: Range<usize>) {
        self.refused.borrow_mut().get_or_insert_with(|| (message.to_owned(), range));
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.places.span(range.start + self.base..range.end + self.base)
    }

    fn span_of(&self, node: &impl hcl_edit::Span) -> Span {
        self.span(range_of(node))
    }

    fn slice(&self, range: Range<usize>) -> EcoString {
        self.text.get(range).unwrap_or_default().into()
    }

    fn name(&self, node: &impl hcl_edit::Span) -> Name {
        let range = range_of(node);
        Name { text: normal(self.slice(range.clone())), span: self.span(range) }
    }

    /// A file's or a block's body.
    pub fn body(&self, body: &hs::Body) -> Body {
        let mut to = Body::default();
        for structure in body.iter() {
            match structure {
                hs::Structure::Attribute(attribute) => {
                    let expr = self.expr(&attribute.value);
                    to.attributes.push(Attribute { name: self.name(&attribute.key), expr });
                }
                hs::Structure::Block(block) => to.blocks.push(Block {
                    kind: self.name(&block.ident),
                    labels: block.labels.iter().map(|label| self.label(label)).collect(),
                    body: self.body(&block.body),
                    span: self.span_of(block),
                }),
            }
        }
        to
    }

    fn label(&self, label: &hs::BlockLabel) -> Name {
        match label {
            hs::BlockLabel::Ident(ident) => self.name(ident),
            hs::BlockLabel::String(string) => {
                Name { text: normal(string.as_str().into()), span: self.span_of(string) }
            }
        }
    }

    /// An expression.
    pub fn expr(&self, expr: &he::Expression) -> Expr {
        if let he::Expression::Parenthesis(parenthesis) = expr {
            return self.expr(parenthesis.inner());
        }
        let range = range_of(expr);
        let kind = match expr {
            he::Expression::Null(_) => ExprKind::Null,
            he::Expression::Bool(value) => ExprKind::Bool(*value.value()),
            he::Expression::Number(_) => return self.number(range),
            he::Expression::String(_) => self.string(range.clone()),
            he::Expression::StringTemplate(template) => {
                ExprKind::Template(self.template(template, Style::Quoted))
            }
            he::Expression::HeredocTemplate(heredoc) => {
                let flush = self.text.as_bytes().get(range.start + 2) == Some(&b'-');
                ExprKind::Template(self.template(&heredoc.template, Style::Heredoc { flush }))
            }
            he::Expression::Array(array) => {
                ExprKind::Array(array.iter().map(|item| self.expr(item)).collect())
            }
            he::Expression::Object(object) => {
                let entry = |(key, value): (&he::ObjectKey, &he::ObjectValue)| {
                    (self.key(key), self.expr(value.expr()))
                };
                ExprKind::Object(object.iter().map(entry).collect())
            }
            he::Expression::Parenthesis(parenthesis) => self.expr(parenthesis.inner()).kind,
            he::Expression::Variable(_) => ExprKind::Variable(self.slice(range.clone())),
            he::Expression::Conditional(conditional) => ExprKind::Conditional(Box::new([
                self.expr(&conditional.cond_expr),
                self.expr(&conditional.true_expr),
                self.expr(&conditional.false_expr),
            ])),
            he::Expression::FuncCall(call) => ExprKind::Call(Box::new(self.call(call))),
            he::Expression::Traversal(traversal) => {
                self.check_steps(traversal);
                let base = self.expr(&traversal.expr);
                let (base, rest) = self.legacy_splat(base, &traversal.operators);
                ExprKind::Traversal(Box::new(base), self.steps(rest))
            }
            he::Expression::UnaryOp(unary) => {
                let op = match unary.operator.value() {
                    he::UnaryOperator::Neg => UnaryOp::Neg,
                    he::UnaryOperator::Not => UnaryOp::Not,
                };
                ExprKind::Unary(op, Box::new(self.expr(&unary.expr)))
            }
            he::Expression::BinaryOp(binary) => {
                let operands = [self.expr(&binary.lhs_expr), self.expr(&binary.rhs_expr)];
                ExprKind::Binary(operator(*binary.operator.value()), Box::new(operands))
            }
            he::Expression::ForExpr(each) => ExprKind::For(Box::new(For {
                key_var: each.intro.key_var.as_ref().map(|name| self.slice(range_of(name))),
                value_var: self.slice(range_of(&each.intro.value_var)),
                collection: self.expr(&each.intro.collection_expr),
                key: each.key_expr.as_ref().map(|key| self.expr(key)),
                value: self.expr(&each.value_expr),
                group: each.grouping,
                condition: each.cond.as_ref().map(|condition| self.expr(&condition.expr)),
            })),
        };
        Expr { kind, span: self.span(range) }
    }

    fn steps(&self, operators: &[Operator]) -> Vec<Step> {
        let step = |operator: &Operator| {
            let span = self.span_of(operator);
            match operator.value() {
                he::TraversalOperator::AttrSplat(_) => Step::AttrSplat(span),
                he::TraversalOperator::FullSplat(_) => Step::FullSplat(span),
                he::TraversalOperator::GetAttr(ident) => Step::Attr(self.name(ident)),
                he::TraversalOperator::Index(index) => Step::Index(self.expr(index)),
                he::TraversalOperator::LegacyIndex(index) => {
                    let Name { text, span } = self.name(index);
                    Step::Index(Expr { kind: ExprKind::Number(text), span })
                }
            }
        };
        operators.iter().map(step).collect()
    }

    /// `a.*.b.0[1]` applies the legacy index to every element, too, and `[1]` to the list: it
    /// is `(a[*].b.0)[1]`. Gives the new base and the operators that apply to it.
    fn legacy_splat<'t>(&self, base: Expr, operators: &'t [Operator]) -> (Expr, &'t [Operator]) {
        use he::TraversalOperator::{AttrSplat, GetAttr, LegacyIndex};
        let splat = operators.iter().position(|o| matches!(o.value(), AttrSplat(_)));
        let Some(splat) = splat else { return (base, operators) };
        let each = operators[splat + 1..].iter();
        let each = each.take_while(|o| matches!(o.value(), GetAttr(_) | LegacyIndex(_)));
        let end = splat + 1 + each.clone().count();
        if !each.clone().any(|o| matches!(o.value(), LegacyIndex(_))) {
            return (base, operators);
        }
        let mut steps = self.steps(&operators[..end]);
        let marker = self.span_of(&operators[splat]);
        steps[splat] = Step::FullSplat(marker);
        let span = base.span.to(self.span_of(&operators[end - 1]));
        let kind = ExprKind::Traversal(Box::new(base), steps);
        (Expr { kind, span }, &operators[end..])
    }

    fn check_steps(&self, traversal: &he::Traversal) {
        use he::TraversalOperator::{AttrSplat, GetAttr, LegacyIndex};
        let mut in_splat = false;
        let mut after_index = matches!(traversal.expr, he::Expression::Number(_));
        for operator in &traversal.operators {
            let range = range_of(operator);
            match operator.value() {
                LegacyIndex(_) if after_index => {
                    self.refuse("two numbers with a dot between: write indices as `[0][1]`", range);
                }
                AttrSplat(_) if in_splat => {
                    self.refuse("`.*` cannot stand inside another: write `[*]`", range);
                }
                _ => {}
            }
            after_index = matches!(operator.value(), LegacyIndex(_));
            in_splat = match operator.value() {
                AttrSplat(_) => true,
                GetAttr(_) | LegacyIndex(_) => in_splat,
                _ => false,
            };
        }
    }

    /// A number; hcl-edit reads the sign as part of it.
    fn number(&self, range: Range<usize>) -> Expr {
        let text = &self.text[range.clone()];
        let digits = text.trim_start_matches(|c: char| c != '.' && !c.is_ascii_digit());
        let start = range.end - digits.len();
        let span = self.span(start..range.end);
        let number = Expr { kind: ExprKind::Number(digits.into()), span };
        if start == range.start {
            return number;
        }
        Expr { kind: ExprKind::Unary(UnaryOp::Neg, Box::new(number)), span: self.span(range) }
    }

    /// A quoted string without interpolation.
    fn string(&self, range: Range<usize>) -> ExprKind {
        let inside = range.start + 1..(range.end - 1).max(range.start + 1);
        let runs = runs(self.text, inside.clone(), true);
        self.check_lines(&runs);
        let plain = runs.iter().all(|run| run.escape.is_none());
        if plain && self.places.is_verbatim(range.start + self.base..range.end + self.base) {
            return ExprKind::String(normal(self.slice(inside)));
        }
        let mut parts = vec![];
        self.push_literal(runs, &mut parts);
        ExprKind::Template(parts)
    }

    fn call(&self, call: &he::FuncCall) -> Call {
        let mut name = self.name(&call.name.name);
        if let Some(first) = call.name.namespace.first() {
            let namespace = call.name.namespace.iter().map(|part| self.name(part).text);
            let parts: Vec<_> = namespace.chain([name.text]).collect();
            name = Name { text: parts.join("::").into(), span: self.span_of(first).to(name.span) };
        }
        Call {
            name,
            args: call.args.iter().map(|arg| self.expr(arg)).collect(),
            expand_final: call.args.expand_final(),
        }
    }

    fn key(&self, key: &he::ObjectKey) -> ObjectKey {
        match key {
            he::ObjectKey::Ident(ident) => {
                let range = range_of(ident);
                let renamed = self.renamed.iter().find(|renamed| renamed.start == range.start);
                renamed.map_or_else(
                    || ObjectKey::Name(self.name(ident)),
                    |range| self.renamed_key(range),
                )
            }
            he::ObjectKey::Expression(expr) => self.key_expr(expr),
        }
    }

    /// Without parentheses a bare word is a name, `null` and `true` too.
    fn key_expr(&self, expr: &he::Expression) -> ObjectKey {
        match expr {
            he::Expression::Variable(_) | he::Expression::Null(_) | he::Expression::Bool(_) => {
                ObjectKey::Name(self.name(expr))
            }
            _ => ObjectKey::Expr(self.expr(expr)),
        }
    }

    /// A key that was parsed under another name: parsed once more as it is written.
    fn renamed_key(&self, range: &Range<usize>) -> ObjectKey {
        let text = &self.text[range.clone()];
        let inner = Converter::new(text, self.base + range.start, self.places, &[]);
        match hcl_edit::parser::parse_expr(text) {
            Ok(expr) => inner.key_expr(&expr),
            Err(_) => ObjectKey::Name(Name { text: text.into(), span: self.span(range.clone()) }),
        }
    }

    /// The parts of a template.
    pub fn template(&self, template: &ht::Template, style: Style) -> Vec<Part> {
        let mut literals = Literals::of(self.text, template, style);
        if style == Style::Quoted {
            literals.each(|runs| self.check_lines(runs));
        }
        let mut parts = self.parts(template, &mut literals);
        // Text that a strip marker left nothing of still makes a template text.
        if let [Part::Interpolation(_, span)] = &parts[..]
            && template.len() > 1
        {
            let start = Span { end: span.start, ..*span };
            parts.insert(0, Part::Literal(EcoString::new(), start));
        }
        parts
    }

    /// A quoted string that goes over its line's end lacks a quote: the tree is not what was
    /// meant.
    fn check_lines(&self, runs: &[Run]) {
        let mut verbatim = runs.iter().filter(|run| run.escape.is_none());
        if let Some(run) = verbatim.find(|run| self.text[run.range.clone()].contains('\n')) {
            self.refuse("the string is not closed on its line", run.range.clone());
        }
    }

    fn parts(&self, template: &ht::Template, literals: &mut Literals) -> Vec<Part> {
        let mut parts = Vec::with_capacity(template.len());
        for element in template.iter() {
            match element {
                ht::Element::Literal(_) => self.push_literal(literals.literal(), &mut parts),
                ht::Element::Interpolation(interpolation) => {
                    literals.sequence();
                    let expr = self.expr(&interpolation.expr);
                    parts.push(Part::Interpolation(expr, self.span_of(interpolation)));
                }
                ht::Element::Directive(directive) => parts.push(match &**directive {
                    ht::Directive::If(directive) => {
                        let condition = self.expr(&directive.if_expr.cond_expr);
                        literals.sequence();
                        let then = self.parts(&directive.if_expr.template, literals);
                        let otherwise = directive.else_expr.as_ref().map(|otherwise| {
                            literals.sequence();
                            self.parts(&otherwise.template, literals)
                        });
                        literals.sequence();
                        let otherwise = otherwise.unwrap_or_default();
                        Part::If(Box::new(TemplateIf { condition, then, otherwise }))
                    }
                    ht::Directive::For(directive) => {
                        let each = &directive.for_expr;
                        let key_var = each.key_var.as_ref().map(|name| self.slice(range_of(name)));
                        let value_var = self.slice(range_of(&each.value_var));
                        let collection = self.expr(&each.collection_expr);
                        literals.sequence();
                        let body = self.parts(&each.template, literals);
                        literals.sequence();
                        Part::For(Box::new(TemplateFor { key_var, value_var, collection, body }))
                    }
                }),
            }
        }
        parts
    }

    fn push_literal(&self, runs: Vec<Run>, parts: &mut Vec<Part>) {
        for run in runs {
            if let Some(escape) = run.escape {
                parts.push(Part::Literal(escape, self.span(run.range)));
                continue;
            }
            for (range, span) in
                self.places.runs(run.range.start + self.base..run.range.end + self.base)
            {
                let text = self.slice(range.start - self.base..range.end - self.base);
                parts.push(Part::Literal(text, span));
            }
        }
    }
}

fn operator(operator: he::BinaryOperator) -> BinaryOp {
    match operator {
        he::BinaryOperator::Eq => BinaryOp::Eq,
        he::BinaryOperator::NotEq => BinaryOp::NotEq,
        he::BinaryOperator::LessEq => BinaryOp::LessEq,
        he::BinaryOperator::GreaterEq => BinaryOp::GreaterEq,
        he::BinaryOperator::Less => BinaryOp::Less,
        he::BinaryOperator::Greater => BinaryOp::Greater,
        he::BinaryOperator::Plus => BinaryOp::Add,
        he::BinaryOperator::Minus => BinaryOp::Sub,
        he::BinaryOperator::Mul => BinaryOp::Mul,
        he::BinaryOperator::Div => BinaryOp::Div,
        he::BinaryOperator::Mod => BinaryOp::Mod,
        he::BinaryOperator::And => BinaryOp::And,
        he::BinaryOperator::Or => BinaryOp::Or,
    }
}
