use std::sync::Arc;

use ecow::EcoString;

use crate::source::Span;

/// Where a value is literally written, and what carried it from there to where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The literal, or the expression that made the value. `None` for what no one wrote.
    pub span: Option<Span>,
    /// The last of the hops that carried it, which knows the one before it.
    pub chain: Option<Arc<Hop>>,
}

/// One step on a value's way: a reference that took it on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// What sort of step.
    pub kind: HopKind,
    /// The name it took there: `var.acl`, `module.site`.
    pub name: EcoString,
    /// The place of the step.
    pub span: Span,
    /// The hop before.
    pub before: Option<Arc<Hop>>,
}

/// What sort of step a [`Hop`] is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HopKind {
    /// A reference to a variable, local, parameter or mapping.
    Reference,
    /// An argument of a module call or nested stack.
    Argument,
    /// An output of a module or nested stack.
    Output,
    /// An import of what another stack exports.
    Import,
    /// An attribute of another resource or data source.
    Attribute,
}

impl Origin {
    /// Written nowhere.
    pub const NONE: Origin = Origin { span: None, chain: None };

    /// Written here.
    pub fn at(span: Span) -> Origin {
        Origin { span: Some(span), chain: None }
    }

    /// The same, with one more hop.
    pub fn via(self, kind: HopKind, name: impl Into<EcoString>, span: Span) -> Origin {
        let hop = Hop { kind, name: name.into(), span, before: self.chain };
        Origin { span: self.span, chain: Some(Arc::new(hop)) }
    }

    /// The same, carried on by all the hops of another origin.
    pub fn followed_by(self, outer: &Origin) -> Origin {
        let mut origin = self;
        match (&origin.chain, &outer.chain) {
            (_, None) => return origin,
            (None, Some(_)) => return Origin { chain: outer.chain.clone(), ..origin },
            (Some(own), Some(other)) if Arc::ptr_eq(own, other) => return origin,
            (Some(_), Some(_)) => {}
        }
        for hop in outer.hops() {
            // An element that came the whole way with its list already knows the hop.
            let known = origin.backwards().any(|h| h.span == hop.span && h.kind == hop.kind);
            if !known {
                origin = origin.via(hop.kind, hop.name.clone(), hop.span);
            }
        }
        origin
    }

    /// The hops from the use to the literal.
    fn backwards(&self) -> impl Iterator<Item = &Hop> {
        std::iter::successors(self.chain.as_deref(), |hop| hop.before.as_deref())
    }

    /// The hops from the literal to the use.
    pub fn hops(&self) -> Vec<&Hop> {
        let mut hops: Vec<&Hop> = self.backwards().collect();
        hops.reverse();
        hops
    }
}
