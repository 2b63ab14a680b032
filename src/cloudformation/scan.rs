//! One walk over a file as it is written: its literals, for the search for credentials, and
//! keys that repeat.

use std::collections::HashSet;
use std::sync::Arc;

use ecow::EcoString;

use super::evaluate::Shared;
use super::scalar;
use crate::declared::Literal;
use crate::source::Diagnostic;
use crate::syntax::data::{Node, NodeKind};

/// Shorter strings are no credentials.
const MIN_LITERAL: usize = 16;

/// Deeper nodes are not evaluated either.
const MAX_DEPTH: usize = 300;

struct Scan<'s> {
    shared: &'s Shared<'s>,
    path: Vec<EcoString>,
    literals: Vec<Literal>,
    depth: usize,
}

/// Gathers the literals of a file's tree and reports keys that repeat; once for each tree.
pub(super) fn scan(root: &Node, shared: &Shared<'_>) {
    if !shared.scanned.borrow_mut().insert(root.span) {
        return;
    }
    let mut scan = Scan { shared, path: vec![], literals: vec![], depth: 0 };
    scan.node(root);
    shared.literals.borrow_mut().append(&mut scan.literals);
}

impl Scan<'_> {
    fn node(&mut self, node: &Node) {
        if self.depth >= MAX_DEPTH || self.shared.budget.step().is_err() {
            return;
        }
        self.depth += 1;
        match &node.kind {
            NodeKind::Scalar(scalar) => {
                if scalar.text.len() >= MIN_LITERAL
                    && let Some(value) = scalar::string(node)
                {
                    self.literals.push(Literal { value, path: Arc::from(self.path.as_slice()) });
                }
            }
            NodeKind::Sequence(items) => items.iter().for_each(|item| self.node(item)),
            NodeKind::Mapping(entries) => self.mapping(entries),
        }
        self.depth -= 1;
    }

    fn mapping(&mut self, entries: &[(Node, Node)]) {
        let mut seen = HashSet::with_capacity(entries.len());
        for (key, value) in entries {
            let Some(name) = key.as_str() else {
                let message = "a key must be a string";
                self.shared.report(Diagnostic::invalid(key.span, message));
                continue;
            };
            if !seen.insert(name) {
                let message = format!("duplicate key {name}: the last one counts");
                self.shared.report(Diagnostic::invalid(key.span, message));
            }
            self.path.push(name.into());
            self.node(value);
            self.path.pop();
        }
    }
}
