//! The entry of this room: one template to everything it declares.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use super::budget::Budget;
use super::exports::{Export, Exports};
use super::stack;
use crate::declared::{Configuration, Language, Literal};
use crate::source::{Diagnostic, FileId, Place, Sources, Span};
use crate::syntax::data::Node;
use crate::value::{Unknown, Value, Why};

/// What is known beside the template.
#[derive(Default)]
pub struct Options<'o> {
    /// Values of parameters, by name: they replace defaults.
    pub parameters: BTreeMap<String, Value>,
    /// The account deployed to, where a condition asks for it.
    pub account_id: Option<String>,
    /// The Region deployed to, where a condition or mapping asks for it.
    pub region: Option<String>,
    /// The partition deployed to, where a condition or mapping asks for it.
    pub partition: Option<String>,
    /// What other templates export.
    pub exports: Option<&'o Exports>,
    /// Whether parts of the template could not be parsed: what it refers to may stand there.
    pub damaged: bool,
    /// Reads nested templates and included snippets; without it they are unresolved.
    pub files: Option<&'o dyn Files>,
}

/// Access to the local files that a template names.
pub trait Files: Sync {
    /// Adds the file at `path` to the run's [`Sources`], unless it is there already.
    ///
    /// # Errors
    /// Why it cannot be read; reading outside the scanned root must be refused.
    fn read(&self, path: &Path) -> Result<FileId, String>;
}

/// A template, evaluated.
#[derive(Clone, Debug)]
pub struct Evaluated {
    /// What it declares, nested stacks included.
    pub configuration: Configuration,
    /// How many resources are, or may be, there: wanted or not.
    pub resources: usize,
    /// What it and its nested stacks export.
    pub exports: Vec<Export>,
    /// The local templates that it nests: they are not stacks of their own.
    pub nested: Vec<PathBuf>,
}

/// What one evaluation shares between a template and all it nests.
pub(super) struct Shared<'s> {
    pub sources: &'s Sources,
    pub options: &'s Options<'s>,
    pub wanted: &'s dyn Fn(&str) -> bool,
    pub budget: Budget,
    pub diagnostics: RefCell<Vec<Diagnostic>>,
    pub literals: RefCell<Vec<Literal>>,
    pub nested: RefCell<Vec<PathBuf>>,
    pub exports: RefCell<Vec<Export>>,
    pub resources: Cell<usize>,
    /// How many stacks were nested.
    pub stacks: Cell<usize>,
    /// Trees whose literals were gathered.
    pub scanned: RefCell<HashSet<Span>>,
    said: RefCell<HashSet<(Place, String)>>,
    exhausted: Cell<bool>,
}

impl Shared<'_> {
    pub(super) fn report(&self, diagnostic: Diagnostic) {
        let said = (diagnostic.place.clone(), diagnostic.message.clone());
        if self.said.borrow_mut().insert(said) {
            self.diagnostics.borrow_mut().push(diagnostic);
        }
    }

    /// Something is wrong with the template: said once a place, and unknown from there on.
    pub(super) fn invalid(&self, span: Span, message: impl Into<String>) -> Value {
        let message = message.into();
        let why = Why::Invalid(message.as_str().into());
        self.report(Diagnostic::invalid(span, message));
        Value::unknown(why).at(span)
    }

    /// A call of a function that CloudFormation does not have.
    pub(super) fn no_function(&self, name: &str, span: Span) -> Value {
        if !name.starts_with("Rain::") {
            return self.invalid(span, format!("there is no function {name}"));
        }
        let message = format!("{name} is carried out by another tool, before CloudFormation");
        self.report(Diagnostic::unresolved(span, message));
        Value::unknown(Why::Unresolved(name.into())).at(span)
    }

    /// A limit is met: said once a template, and unknown from there on.
    pub(super) fn exhausted(&self, span: Span, message: &str) -> Value {
        if !self.exhausted.replace(true) {
            let message = format!("{message}; what is left is not evaluated");
            self.report(Diagnostic::syntax(span, message));
        }
        Value::unknown(Why::Invalid(message.into())).at(span)
    }
}

/// Evaluates a template that [`super::is_template`] accepts.
///
/// `path` is the path users know the template by; local files are found beside it. `wanted`
/// tells the resource types to return: others are counted but evaluated only where a wanted
/// one refers to them. Outputs are returned as the type `Output` if that is wanted, with
/// the template's own members (`Value`, `Export`, …) as properties.
///
/// The properties of a resource have, beside its own, its attributes `#Metadata`,
/// `#DeletionPolicy`, `#UpdateReplacePolicy` and `#DependsOn`, where it has them.
///
/// The result depends on nothing but the arguments. What is wrong with the template is
/// among the configuration's diagnostics; the rest is evaluated all the same.
pub fn evaluate(
    template: &Node,
    path: &Path,
    sources: &Sources,
    options: &Options<'_>,
    wanted: &dyn Fn(&str) -> bool,
) -> Evaluated {
    let shared = Shared {
        sources,
        options,
        wanted,
        budget: Budget::new(),
        diagnostics: RefCell::default(),
        literals: RefCell::default(),
        nested: RefCell::default(),
        exports: RefCell::default(),
        resources: Cell::new(0),
        stacks: Cell::new(0),
        scanned: RefCell::default(),
        said: RefCell::default(),
        exhausted: Cell::new(false),
    };
    let given = options.parameters.iter().map(|(k, v)| (k.as_str().into(), v.clone())).collect();
    let place = stack::Placement { path, outer: vec![], prefix: "".into(), calls: vec![], given };
    let result = stack::run(&shared, template, &place);
    let mut nested = shared.nested.into_inner();
    nested.sort();
    nested.dedup();
    let mut diagnostics = shared.diagnostics.into_inner();
    diagnostics.sort_by(|a, b| a.place.cmp(&b.place));
    let configuration = Configuration {
        language: Language::CloudFormation,
        account_id: options.account_id.clone(),
        name: path.display().to_string(),
        resources: result.declared,
        literals: shared.literals.into_inner(),
        start: Some(Span::new(template.span.file, 0, 0)),
        diagnostics,
    };
    let resources = shared.resources.get();
    Evaluated { configuration, resources, exports: shared.exports.into_inner(), nested }
}

/// The unknown a part or function of an unknown is: its own reason, so that it equals
/// itself and not the whole.
pub(super) fn derived(unknown: &Unknown, suffix: &str) -> Why {
    use ecow::eco_format as f;
    match &unknown.why {
        Why::Variable(name) => Why::Variable(f!("{name}{suffix}")),
        Why::Computed(address, name) => Why::Computed(address.clone(), f!("{name}{suffix}")),
        Why::Data(name) => Why::Data(f!("{name}{suffix}")),
        Why::Unresolved(name) => Why::Unresolved(f!("{name}{suffix}")),
        Why::Repetition(name) => Why::Repetition(f!("{name}{suffix}")),
        Why::Function(name) => Why::Function(f!("{name}{suffix}")),
        Why::Invalid(what) => Why::Invalid(what.clone()),
    }
}
