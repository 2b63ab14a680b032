//! Literal strings of a file with the names on the way to them, for the search for
//! credentials. Read from the tree, so that each is found once however often a module is
//! called.

use std::sync::Arc;

use ecow::EcoString;

use super::module::ParsedFile;
use crate::declared::Literal;
use crate::source::Span;
use crate::syntax::hcl::{Body, Expr, ExprKind, For, ObjectKey, Part, Step};
use crate::value::{Kind, Origin, Text, Unknown, Value, Why};

/// Shorter strings hold no credential that a search could tell from a word.
const SHORTEST: usize = 16;

/// Adds the literals of a file.
pub(super) fn collect(file: &ParsedFile, literals: &mut Vec<Literal>) {
    let mut walk = Walk { literals, path: vec![] };
    walk.body(&file.body);
}

/// Adds the strings of a value that is not evaluated but read, as a plan's are.
pub(super) fn of_value(value: &Value, path: &mut Vec<EcoString>, literals: &mut Vec<Literal>) {
    match &value.kind {
        Kind::String(text) if text.flat().len() >= SHORTEST => {
            literals.push(Literal { value: value.clone(), path: Arc::from(path.as_slice()) });
        }
        Kind::List(items) | Kind::Set(items) => {
            items.iter().for_each(|item| of_value(item, path, literals));
        }
        Kind::Map(map) => {
            for (key, item) in map.iter() {
                path.push(key.clone());
                of_value(item, path, literals);
                path.pop();
            }
        }
        _ => {}
    }
}

struct Walk<'a> {
    literals: &'a mut Vec<Literal>,
    path: Vec<EcoString>,
}

impl Walk<'_> {
    fn body(&mut self, body: &Body) {
        for attribute in &body.attributes {
            self.named(&attribute.name.text, |walk| walk.expr(&attribute.expr));
        }
        for block in &body.blocks {
            let depth = self.path.len();
            self.path.push(block.kind.text.clone());
            self.path.extend(block.labels.iter().map(|label| label.text.clone()));
            self.body(&block.body);
            self.path.truncate(depth);
        }
    }

    fn named(&mut self, name: &EcoString, f: impl FnOnce(&mut Self)) {
        self.path.push(name.clone());
        f(self);
        self.path.pop();
    }

    fn push(&mut self, text: Text, span: Span) {
        let value = Value::from(Kind::String(text)).at(span);
        self.literals.push(Literal { value, path: Arc::from(self.path.as_slice()) });
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Variable(_) => {}
            ExprKind::String(text) if text.len() >= SHORTEST => {
                self.push(text.clone().into(), expr.span);
            }
            ExprKind::String(_) => {}
            ExprKind::Template(parts) => self.template(parts, expr.span),
            ExprKind::Array(items) => items.iter().for_each(|item| self.expr(item)),
            ExprKind::Object(entries) => {
                for (key, value) in entries {
                    match key {
                        ObjectKey::Name(name) => self.named(&name.text, |walk| walk.expr(value)),
                        ObjectKey::Expr(key) => {
                            self.expr(key);
                            match super::module::literal_string(key) {
                                Some(name) => self.named(&name, |walk| walk.expr(value)),
                                None => self.expr(value),
                            }
                        }
                    }
                }
            }
            ExprKind::Traversal(base, steps) => {
                self.expr(base);
                for step in steps {
                    if let Step::Index(index) = step {
                        self.expr(index);
                    }
                }
            }
            ExprKind::Call(call) => call.args.iter().for_each(|arg| self.expr(arg)),
            ExprKind::Conditional(arms) => arms.iter().for_each(|arm| self.expr(arm)),
            ExprKind::Unary(_, operand) => self.expr(operand),
            ExprKind::Binary(_, operands) => operands.iter().for_each(|o| self.expr(o)),
            ExprKind::For(each) => {
                let For { collection, key, value, condition, .. } = &**each;
                self.expr(collection);
                key.iter().for_each(|key| self.expr(key));
                self.expr(value);
                condition.iter().for_each(|condition| self.expr(condition));
            }
        }
    }

    /// One literal for the whole template, with a hole for every interpolation.
    fn template(&mut self, parts: &[Part], span: Span) {
        let mut builder = Text::builder();
        let mut length = 0;
        for part in parts {
            match part {
                Part::Literal(text, span) => {
                    builder.literal(text, Some(*span));
                    length += text.len();
                }
                Part::Interpolation(expr, _) => {
                    builder.text(&Text::hole(interpolation()), &Origin::NONE);
                    self.expr(expr);
                }
                Part::If(condition) => {
                    self.expr(&condition.condition);
                    self.template(&condition.then, span);
                    self.template(&condition.otherwise, span);
                }
                Part::For(each) => {
                    self.expr(&each.collection);
                    self.template(&each.body, span);
                }
            }
        }
        if length >= SHORTEST {
            self.push(builder.build(), span);
        }
    }
}

fn interpolation() -> Arc<Unknown> {
    static HOLE: std::sync::LazyLock<Arc<Unknown>> =
        std::sync::LazyLock::new(|| Arc::new(Unknown::anything(Why::Invalid("a template".into()))));
    HOLE.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Language};

    #[test]
    fn literals_know_their_path_and_place() {
        let text = r#"
provider "aws" { secret_key = "0123456789abcdef0123" }
resource "aws_instance" "web" {
  user_data = "export KEY=${var.x} 0123456789abcdef"
  tags      = { Name = "short", "long-name" = "a string that is long" }
}
"#;
        let id = FileId::from_index(0);
        let file = ParsedFile {
            path: "main.tf".into(),
            file: id,
            language: Language::Terraform,
            body: crate::syntax::hcl::parse(id, text).tree,
            alone: false,
        };
        let mut literals = vec![];
        collect(&file, &mut literals);
        let shown: Vec<_> = literals
            .iter()
            .map(|l| (l.path.join("."), l.value.as_text().unwrap().to_string()))
            .collect();
        assert_eq!(
            shown,
            [
                ("provider.aws.secret_key".into(), "0123456789abcdef0123".into()),
                (
                    "resource.aws_instance.web.user_data".into(),
                    "export KEY=${…} 0123456789abcdef".into()
                ),
                ("resource.aws_instance.web.tags.long-name".into(), "a string that is long".into()),
            ]
        );
        let second = literals[1].value.as_text().unwrap().flat();
        let at = second.find("0123").unwrap();
        let span = literals[1].value.span_of(at..at + 4).unwrap();
        assert_eq!(&text[span.start as usize..span.end as usize], "0123");
    }
}
