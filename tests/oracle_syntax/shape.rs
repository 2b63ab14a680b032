//! A syntax tree in the two shapes that npm `@cdktf/hcl2json` gives: the JSON of a file
//! (`parse`) and the tree of an expression (`getExpressionAst`, simplified by
//! testdata/oracle/syntax/oracle.js).

use iacscan::source::Span;
use iacscan::syntax::hcl::{
    BinaryOp, Body, Expr, ExprKind, For, ObjectKey, Part, Step, TemplateFor, UnaryOp,
};
use serde_json::{Map, Value as Json, json};

/// The shapes of trees parsed from one text.
pub struct Shape<'a> {
    /// The text.
    pub text: &'a str,
}

/// What is compared of one expression: `json` for templates, wherever they stand, because
/// the JSON of a file does not tell those inside other expressions; `tree` for every
/// attribute's expression.
pub struct Piece {
    /// How it is written.
    pub source: String,
    pub json: Option<Json>,
    pub tree: Option<Json>,
}

impl Shape<'_> {
    /// The JSON of a file or block.
    pub fn body(&self, body: &Body) -> Json {
        let mut out = Map::new();
        for block in &body.blocks {
            let mut at = &mut out;
            let mut key = &block.kind.text;
            for label in &block.labels {
                let inner = at.entry(key.as_str()).or_insert_with(|| json!({}));
                at = inner.as_object_mut().expect("blocks of a type have as many labels");
                key = &label.text;
            }
            let all = at.entry(key.as_str()).or_insert_with(|| json!([]));
            let all = all.as_array_mut().expect("blocks of a type have as many labels");
            all.push(self.body(&block.body));
        }
        for attribute in &body.attributes {
            out.insert(attribute.name.text.to_string(), self.value(&attribute.expr));
        }
        Json::Object(out)
    }

    /// The pieces of all expressions, in the order written.
    pub fn pieces(&self, body: &Body, to: &mut Vec<Piece>) {
        for attribute in &body.attributes {
            let expr = &attribute.expr;
            let plain = matches!(
                expr.kind,
                ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_)
            );
            if !plain {
                let source = format!("({}\n)", self.slice(expr.span));
                to.push(Piece { source, json: None, tree: Some(self.tree(expr)) });
                self.templates(expr, to);
            }
        }
        for block in &body.blocks {
            self.pieces(&block.body, to);
        }
    }

    fn templates(&self, expr: &Expr, to: &mut Vec<Piece>) {
        match &expr.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::Variable(_) => {}
            ExprKind::Template(parts) => {
                let source = self.slice(expr.span).to_owned();
                to.push(Piece { source, json: Some(self.value_of(expr)), tree: None });
                self.templates_in(parts, to);
            }
            ExprKind::Array(items) => items.iter().for_each(|item| self.templates(item, to)),
            ExprKind::Object(entries) => {
                for (key, value) in entries {
                    if let ObjectKey::Expr(key) = key {
                        self.templates(key, to);
                    }
                    self.templates(value, to);
                }
            }
            ExprKind::Traversal(base, steps) => {
                self.templates(base, to);
                for step in steps {
                    if let Step::Index(key) = step {
                        self.templates(key, to);
                    }
                }
            }
            ExprKind::Call(call) => call.args.iter().for_each(|arg| self.templates(arg, to)),
            ExprKind::Conditional(all) => all.iter().for_each(|one| self.templates(one, to)),
            ExprKind::Unary(_, operand) => self.templates(operand, to),
            ExprKind::Binary(_, both) => both.iter().for_each(|one| self.templates(one, to)),
            ExprKind::For(each) => {
                let For { collection, key, value, condition, .. } = &**each;
                let rest = [key.as_ref(), Some(value), condition.as_ref()];
                self.templates(collection, to);
                rest.into_iter().flatten().for_each(|one| self.templates(one, to));
            }
        }
    }

    fn templates_in(&self, parts: &[Part], to: &mut Vec<Piece>) {
        for part in parts {
            match part {
                Part::Literal(..) => {}
                Part::Interpolation(expr, _) => self.templates(expr, to),
                Part::If(directive) => {
                    self.templates(&directive.condition, to);
                    self.templates_in(&directive.then, to);
                    self.templates_in(&directive.otherwise, to);
                }
                Part::For(directive) => {
                    self.templates(&directive.collection, to);
                    self.templates_in(&directive.body, to);
                }
            }
        }
    }

    fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// The span with the parentheses around it, which our tree does not keep.
    fn outer(&self, span: Span) -> Span {
        let before = blank_end(&self.text[..span.start as usize]);
        let after = blank_start(&self.text[span.end as usize..]);
        if !before.ends_with('(') || !after.starts_with(')') {
            return span;
        }
        let (start, end) = (before.len() - 1, self.text.len() - after.len() + 1);
        self.outer(Span::new(span.file, start, end))
    }

    /// hcl2json takes one closing parenthesis that follows.
    fn range_source(&self, span: Span) -> &str {
        let follows = self.text[span.end as usize..].starts_with(')');
        &self.text[span.start as usize..span.end as usize + usize::from(follows)]
    }

    fn wrapped(&self, expr: &Expr) -> String {
        format!("${{{}}}", self.range_source(self.outer(expr.span)))
    }

    fn parenthesised(&self, expr: &Expr) -> bool {
        self.outer(expr.span) != expr.span
    }

    fn value(&self, expr: &Expr) -> Json {
        if self.parenthesised(expr) { self.wrapped(expr).into() } else { self.value_of(expr) }
    }

    /// The value of an expression that has no parentheses, or none that count.
    fn value_of(&self, expr: &Expr) -> Json {
        match &expr.kind {
            ExprKind::Null => Json::Null,
            ExprKind::Bool(value) => json!(value),
            ExprKind::Number(digits) => number(digits),
            ExprKind::Unary(UnaryOp::Not, operand)
                if let ExprKind::Bool(value) = operand.kind
                    && !self.parenthesised(operand) =>
            {
                json!(!value)
            }
            ExprKind::Unary(UnaryOp::Neg, operand)
                if let ExprKind::Number(digits) = &operand.kind
                    && !self.parenthesised(operand) =>
            {
                number(&format!("-{digits}"))
            }
            ExprKind::String(text) => json!(text.as_str()),
            ExprKind::Template(parts) => match &parts[..] {
                [Part::Interpolation(only, _)] => self.value(only),
                parts => self.template(parts).into(),
            },
            ExprKind::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            ExprKind::Object(entries) => {
                let entry = |(key, value): &(ObjectKey, Expr)| (self.key(key), self.value(value));
                Json::Object(entries.iter().map(entry).collect())
            }
            _ => self.wrapped(expr).into(),
        }
    }

    fn key(&self, key: &ObjectKey) -> String {
        let plain = |step: &Step| match step {
            Step::Attr(_) => true,
            Step::Index(key) => matches!(key.kind, ExprKind::Number(_) | ExprKind::String(_)),
            Step::AttrSplat(_) | Step::FullSplat(_) => false,
        };
        match key {
            ObjectKey::Name(name) => name.text.to_string(),
            ObjectKey::Expr(expr) => match expr.kind {
                ExprKind::Traversal(_, ref steps)
                    if steps.iter().all(plain) && !self.parenthesised(expr) =>
                {
                    self.range_source(expr.span).to_owned()
                }
                _ => self.string_part(expr),
            },
        }
    }

    fn template(&self, parts: &[Part]) -> String {
        let mut out = String::new();
        // Escapes are parts of their own in our tree.
        let mut literal = String::new();
        for part in parts {
            if let Part::Literal(text, _) = part {
                literal.push_str(text);
                continue;
            }
            out.push_str(&escaped(&std::mem::take(&mut literal)));
            out.push_str(&match part {
                Part::Literal(..) => unreachable!("taken above"),
                Part::Interpolation(expr, _) => self.string_part(expr),
                Part::If(directive) => self.conditional(
                    &directive.condition,
                    self.template(&directive.then),
                    self.template(&directive.otherwise),
                ),
                Part::For(directive) => {
                    let TemplateFor { key_var, value_var, collection, body } = &**directive;
                    let key = key_var.as_ref().map(|key| format!("{key}, ")).unwrap_or_default();
                    let collection = self.range_source(self.outer(collection.span));
                    let body = self.template(body);
                    format!("%{{for {key}{value_var} in {collection}}}{body}%{{endfor}}")
                }
            });
        }
        out + &escaped(&literal)
    }

    fn conditional(&self, condition: &Expr, then: String, otherwise: String) -> String {
        let condition = self.range_source(self.outer(condition.span));
        let otherwise =
            if otherwise.is_empty() { otherwise } else { format!("%{{else}}{otherwise}") };
        format!("%{{if {condition}}}{then}{otherwise}%{{endif}}")
    }

    fn string_part(&self, expr: &Expr) -> String {
        if self.parenthesised(expr) {
            return self.wrapped(expr);
        }
        match &expr.kind {
            ExprKind::Null => "null".to_owned(),
            ExprKind::Bool(value) => value.to_string(),
            ExprKind::Number(digits) => number(digits).to_string().trim_end_matches(".0").into(),
            ExprKind::String(text) => text.to_string(),
            ExprKind::Template(parts) => self.template(parts),
            ExprKind::Conditional(all) => {
                let [condition, then, otherwise] = &**all;
                self.conditional(condition, self.string_part(then), self.string_part(otherwise))
            }
            _ => self.wrapped(expr),
        }
    }

    /// The tree of an expression: arrays of a form, how it is written, and what it is made of.
    pub fn tree(&self, expr: &Expr) -> Json {
        let source = self.slice(expr.span);
        match &expr.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) => json!(["literal", source]),
            ExprKind::String(text) if text.trim().is_empty() => json!(["template", source]),
            ExprKind::String(_) => json!(["template", source, "text"]),
            ExprKind::Template(parts) => match &parts[..] {
                [Part::Interpolation(only, _)] => json!(["wrap", source, self.tree(only)]),
                parts => self.template_tree(source, parts),
            },
            ExprKind::Array(items) => {
                node(["tuple", source], items.iter().map(|item| self.tree(item)))
            }
            ExprKind::Object(entries) => {
                let entries = entries.iter().flat_map(|(key, value)| {
                    let key = match key {
                        ObjectKey::Name(_) => json!("name"),
                        ObjectKey::Expr(key) => self.tree(key),
                    };
                    [key, self.tree(value)]
                });
                node(["object", source], entries)
            }
            ExprKind::Variable(name) => json!(["get", source, name.as_str()]),
            ExprKind::Traversal(base, steps) => {
                let base = match (&base.kind, self.tree(base)) {
                    (ExprKind::Variable(name), _) => vec![json!(name.as_str())],
                    (ExprKind::Traversal(..), Json::Array(inner)) => inner[2..].to_vec(),
                    (_, tree) => vec![tree],
                };
                node(["get", source], base.into_iter().chain(self.steps(steps)))
            }
            ExprKind::Call(call) => {
                let args = call.args.iter().map(|arg| self.tree(arg));
                let name = json!(call.name.text.as_str());
                node(["call", source], [name, json!(call.expand_final)].into_iter().chain(args))
            }
            ExprKind::Conditional(all) => {
                node(["conditional", source], all.iter().map(|one| self.tree(one)))
            }
            ExprKind::Unary(op, operand) => {
                let op = match op {
                    UnaryOp::Not => "logicalNot",
                    UnaryOp::Neg => "negate",
                };
                json!(["unary", source, op, self.tree(operand)])
            }
            ExprKind::Binary(op, both) => {
                json!(["binary", source, operator(*op), self.tree(&both[0]), self.tree(&both[1])])
            }
            ExprKind::For(each) => {
                let names = [
                    json!(each.key_var.as_deref().unwrap_or_default()),
                    json!(each.value_var.as_str()),
                    json!(each.group),
                ];
                let rest = [each.key.as_ref(), Some(&each.value), each.condition.as_ref()];
                let rest = rest.into_iter().flatten();
                let exprs = std::iter::once(&each.collection).chain(rest);
                let exprs = exprs.map(|expr| self.tree(expr));
                node(["for", source], names.into_iter().chain(exprs))
            }
        }
    }

    fn steps(&self, steps: &[Step]) -> Vec<Json> {
        let mut to = vec![];
        let mut rest = steps;
        while let Some((step, after)) = rest.split_first() {
            rest = after;
            let (marker, reach) = match step {
                Step::Attr(name) => {
                    to.push(json!(format!(".{}", name.text)));
                    continue;
                }
                Step::Index(key) => {
                    to.push(json!(["index", self.index(key)]));
                    continue;
                }
                Step::FullSplat(marker) => (marker, rest.len()),
                Step::AttrSplat(marker) => {
                    let name = |step: &&Step| matches!(step, Step::Attr(_));
                    (marker, rest.iter().take_while(name).count())
                }
            };
            let marker: String = self.slice(*marker).split_whitespace().collect();
            to.push(node(["splat", &marker], self.steps(&rest[..reach])));
            rest = &rest[reach..];
        }
        to
    }

    fn index(&self, key: &Expr) -> Json {
        match &key.kind {
            ExprKind::Number(digits) => json!(digits.as_str()),
            ExprKind::String(text) => json!(format!("\"{text}\"")),
            ExprKind::Template(parts) if parts.iter().all(|p| matches!(p, Part::Literal(..))) => {
                let text = |part: &Part| match part {
                    Part::Literal(text, _) => text.to_string(),
                    _ => String::new(),
                };
                json!(format!("\"{}\"", parts.iter().map(text).collect::<String>()))
            }
            _ => self.tree(key),
        }
    }

    fn template_tree(&self, source: &str, parts: &[Part]) -> Json {
        let mut trees: Vec<Json> = vec![];
        for part in parts {
            let tree = match part {
                // White space may have been stripped.
                Part::Literal(_, span) if self.slice(*span).trim().is_empty() => continue,
                Part::Literal(..) if trees.last().is_some_and(|last| last == "text") => continue,
                Part::Literal(..) => json!("text"),
                Part::Interpolation(expr, _) => self.tree(expr),
                Part::If(directive) => json!([
                    "conditional",
                    "",
                    self.tree(&directive.condition),
                    self.template_tree("", &directive.then),
                    self.template_tree("", &directive.otherwise),
                ]),
                Part::For(directive) => json!([
                    "join",
                    "",
                    directive.key_var.as_deref().unwrap_or_default(),
                    directive.value_var.as_str(),
                    self.tree(&directive.collection),
                    self.template_tree("", &directive.body),
                ]),
            };
            trees.push(tree);
        }
        node(["template", source], trees)
    }
}

/// The JSON has no other way to tell text from an interpolation.
fn escaped(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// The text without the white space and comments that it starts with.
fn blank_start(text: &str) -> &str {
    let text = text.trim_start();
    let rest = if text.starts_with('#') || text.starts_with("//") {
        text.split_once('\n')
    } else if text.starts_with("/*") {
        text.split_once("*/")
    } else {
        None
    };
    rest.map_or(text, |(_, rest)| blank_start(rest))
}

/// The text without the white space and comments that it ends with, as far as they are lines
/// or follow an opening parenthesis.
fn blank_end(text: &str) -> &str {
    let text = text.trim_end();
    let (start, line) = text.rsplit_once('\n').map_or((0, text), |(a, line)| (a.len() + 1, line));
    let comment = line.match_indices(['#', '/']).map(|(at, _)| at).find(|at| {
        let before = line[..*at].trim_end();
        let comment = line[*at..].starts_with('#') || line[*at..].starts_with("//");
        comment && (before.is_empty() || before.ends_with('('))
    });
    comment.map_or(text, |at| blank_end(&text[..start + at]))
}

fn node(head: [&str; 2], rest: impl IntoIterator<Item = Json>) -> Json {
    head.map(Json::from).into_iter().chain(rest).collect()
}

fn number(digits: &str) -> Json {
    let number: f64 = digits.parse().expect("digits");
    json!(number)
}

fn operator(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Eq => "equal",
        BinaryOp::NotEq => "notEqual",
        BinaryOp::Less => "lessThan",
        BinaryOp::LessEq => "lessThanOrEqual",
        BinaryOp::Greater => "greaterThan",
        BinaryOp::GreaterEq => "greaterThanOrEqual",
        BinaryOp::Add => "add",
        BinaryOp::Sub => "subtract",
        BinaryOp::Mul => "multiply",
        BinaryOp::Div => "divide",
        BinaryOp::Mod => "modulo",
        BinaryOp::And => "logicalAnd",
        BinaryOp::Or => "logicalOr",
    }
}
