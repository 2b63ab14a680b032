//! The files of one directory as a Terraform module: variables, locals, resources, data
//! sources, module calls, outputs and providers, each found by name.
//!
//! <https://developer.hashicorp.com/terraform/language/files>

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ecow::{EcoString, eco_format};

use super::convert::Type;
use super::literals;
use super::overrides;
use super::type_expr;
use crate::declared::Literal;
use crate::source::{Diagnostic, FileId, Language, Span};
use crate::syntax::hcl::{self, Attribute, Block, Body, Expr, ExprKind, Name};

/// A Terraform file that was parsed.
#[derive(Clone, Debug)]
pub struct ParsedFile {
    /// Its path, as users know it.
    pub path: PathBuf,
    /// Its text.
    pub file: FileId,
    /// Its language by name: one of Terraform's.
    pub language: Language,
    /// Its tree.
    pub body: Body,
    /// Whether the user named this very file: it is then judged without its siblings.
    pub alone: bool,
}

/// A directory's Terraform files, merged.
#[derive(Debug, Default)]
pub(crate) struct Module {
    /// Its place among the workspace's modules.
    pub index: usize,
    /// The directory; empty for the one where the command runs.
    pub dir: PathBuf,
    /// `variable` blocks.
    pub variables: Named<Variable>,
    /// Entries of `locals` blocks.
    pub locals: Named<Local>,
    /// `resource`, `data` and `ephemeral` blocks.
    pub resources: Vec<Resource>,
    by_kind: ByName<ByName<usize>>,
    /// `module` blocks.
    pub calls: Named<ModuleCall>,
    /// `output` blocks.
    pub outputs: Named<Output>,
    /// `provider` blocks.
    pub providers: Vec<Provider>,
    /// Variable files of the directory that Terraform loads by itself, in its order, then
    /// all others.
    pub tfvars: Vec<ParsedFile>,
    /// How many of `tfvars` are loaded without being named.
    pub automatic: usize,
    /// Every long literal string of the module's files.
    pub literals: Vec<Literal>,
    /// Files that belong to it.
    pub files: Vec<FileId>,
    /// What is wrong with the blocks as such.
    pub diagnostics: Vec<Diagnostic>,
}

/// Looked up so often that the hash function shows.
pub(super) type ByName<T> = HashMap<EcoString, T, foldhash::fast::RandomState>;

/// Things of one sort by name, in the order written.
#[derive(Debug)]
pub(crate) struct Named<T> {
    items: Vec<T>,
    by_name: ByName<usize>,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named { items: vec![], by_name: ByName::default() }
    }
}

impl<T> Named<T> {
    /// Adds a thing; gives it back if the name is taken.
    pub fn add(&mut self, name: EcoString, item: T) -> Option<T> {
        if self.by_name.contains_key(&name) {
            return Some(item);
        }
        self.by_name.insert(name, self.items.len());
        self.items.push(item);
        None
    }

    /// The index of a name.
    pub fn index(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// The thing of a name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.index(name).map(|index| &self.items[index])
    }

    /// The thing of a name.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.index(name).map(|index| &mut self.items[index])
    }

    /// All of them.
    pub fn items(&self) -> &[T] {
        &self.items
    }
}

/// A `variable` block.
#[derive(Debug)]
pub(crate) struct Variable {
    pub name: EcoString,
    /// `var.name`.
    pub address: EcoString,
    pub block: Block,
    pub ty: Type,
    pub sensitive: bool,
    pub nullable: bool,
}

/// One entry of a `locals` block.
#[derive(Debug)]
pub(crate) struct Local {
    pub name: Name,
    /// `local.name`.
    pub address: EcoString,
    pub expr: Expr,
}

impl Local {
    pub fn new(name: Name, expr: Expr) -> Local {
        Local { address: eco_format!("local.{}", name.text), name, expr }
    }
}

/// A `resource`, `data` or `ephemeral` block.
#[derive(Debug)]
pub(crate) struct Resource {
    /// The type with its mode: `aws_s3_bucket`, `data.aws_ami`.
    pub kind: EcoString,
    /// `aws_s3_bucket.this`, `data.aws_ami.this`.
    pub address: EcoString,
    pub block: Block,
}

/// A `module` block.
#[derive(Debug)]
pub(crate) struct ModuleCall {
    pub name: EcoString,
    pub source: Option<(EcoString, Span)>,
    pub block: Block,
}

/// An `output` block.
#[derive(Debug)]
pub(crate) struct Output {
    pub name: EcoString,
    pub block: Block,
}

/// A `provider` block.
#[derive(Debug)]
pub(crate) struct Provider {
    pub name: EcoString,
    pub alias: Option<EcoString>,
    pub block: Block,
}

impl Resource {
    /// Whether it is a data source.
    pub fn is_data(&self) -> bool {
        self.kind.starts_with("data.")
    }
}

/// The expression of an argument of a body; the last counts.
pub(crate) fn argument<'b>(body: &'b Body, name: &str) -> Option<&'b Expr> {
    body.attributes.iter().rev().find(|a| a.name.text == name).map(|a| &a.expr)
}

/// The text of a literal string.
pub(crate) fn literal_string(expr: &Expr) -> Option<EcoString> {
    use crate::syntax::hcl::Part;
    match &expr.kind {
        ExprKind::String(text) => Some(text.clone()),
        ExprKind::Template(parts) => parts
            .iter()
            .map(|part| match part {
                Part::Literal(text, _) => Some(text.as_str()),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()
            .map(|parts| parts.concat().into()),
        _ => None,
    }
}

/// A name as OpenTofu and Terraform order and replace files by: without its extension.
fn stem(path: &Path) -> (String, bool) {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    for (extension, tofu) in
        [(".tofu.json", true), (".tf.json", false), (".tofu", true), (".tf", false)]
    {
        if lower.ends_with(extension) {
            let json = if extension.ends_with(".json") { ".json" } else { "" };
            return (format!("{}{json}", &name[..name.len() - extension.len()]), tofu);
        }
    }
    (name, false)
}

fn is_override(path: &Path) -> bool {
    let (stem, _) = stem(path);
    let stem = stem.trim_end_matches(".json");
    stem == "override" || stem.ends_with("_override")
}

/// The rank of a variable file in Terraform's loading order, `None` if it is only loaded
/// when named.
///
/// <https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence>
fn tfvars_rank(path: &Path) -> Option<u8> {
    let name = path.file_name()?.to_str()?;
    match name {
        "terraform.tfvars" => Some(0),
        "terraform.tfvars.json" => Some(1),
        _ if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => Some(2),
        _ => None,
    }
}

impl Module {
    /// Merges the files of a directory.
    pub fn new(dir: PathBuf, mut files: Vec<ParsedFile>) -> Module {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut module = Module { dir, ..Module::default() };
        module.files = files.iter().map(|file| file.file).collect();
        for file in &files {
            literals::collect(file, &mut module.literals);
        }
        let is_vars =
            |f: &ParsedFile| matches!(f.language, Language::Tfvars | Language::TfvarsJson);
        let (mut vars, files): (Vec<_>, Vec<_>) = files.into_iter().partition(is_vars);
        let rank = |f: &ParsedFile| tfvars_rank(&f.path).unwrap_or(u8::MAX);
        vars.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.path.cmp(&b.path)));
        module.automatic = vars.iter().filter(|f| tfvars_rank(&f.path).is_some()).count();
        module.tfvars = vars;

        // A `.tofu` file hides the `.tf` file of the same name.
        let tofu: Vec<String> =
            files.iter().map(|f| stem(&f.path)).filter(|s| s.1).map(|s| s.0).collect();
        let hidden = |f: &ParsedFile| {
            let (stem, is_tofu) = stem(&f.path);
            !is_tofu && tofu.contains(&stem)
        };
        let files = files.into_iter().filter(|f| !hidden(f));
        let (overrides, primary): (Vec<_>, Vec<_>) =
            files.partition(|f| is_override(&f.path) && !f.alone);
        for file in primary {
            module.add_body(file.body);
        }
        for file in overrides {
            overrides::apply(&mut module, file.body);
        }
        module.finish();
        module
    }

    fn add_body(&mut self, body: Body) {
        for block in body.blocks {
            self.add_block(block);
        }
    }

    /// Adds a top-level block; one that is named twice is reported and the first kept.
    pub(super) fn add_block(&mut self, block: Block) {
        let header = block.header();
        let label = |index: usize| block.labels.get(index).map(|label| label.text.clone());
        let twice = match (block.kind.text.as_str(), label(0), label(1)) {
            ("variable", Some(name), _) => {
                let variable = Variable {
                    name: name.clone(),
                    address: eco_format!("var.{name}"),
                    block,
                    ty: Type::Any,
                    sensitive: false,
                    nullable: true,
                };
                self.variables.add(name, variable).is_some()
            }
            ("locals", _, _) => {
                for Attribute { name, expr } in block.body.attributes {
                    let (text, span) = (name.text.clone(), name.span);
                    if self.locals.add(text.clone(), Local::new(name, expr)).is_some() {
                        let message = format!("local.{text} is defined twice");
                        self.diagnostics.push(Diagnostic::invalid(span, message));
                    }
                }
                false
            }
            (mode @ ("resource" | "data" | "ephemeral"), Some(kind), Some(name)) => {
                let kind = match mode {
                    "resource" => kind,
                    _ => eco_format!("{mode}.{kind}"),
                };
                let names = self.by_kind.entry(kind.clone()).or_default();
                if names.contains_key(&name) {
                    true
                } else {
                    names.insert(name.clone(), self.resources.len());
                    let address = eco_format!("{kind}.{name}");
                    self.resources.push(Resource { kind, address, block });
                    false
                }
            }
            ("module", Some(name), _) => {
                let call = ModuleCall { name: name.clone(), source: None, block };
                self.calls.add(name, call).is_some()
            }
            ("output", Some(name), _) => {
                self.outputs.add(name.clone(), Output { name, block }).is_some()
            }
            // Its data source is found by name like any other.
            ("check", ..) => {
                let blocks = block.body.blocks.into_iter();
                blocks.filter(|b| b.kind.text == "data").for_each(|data| self.add_block(data));
                false
            }
            ("provider", Some(name), _) => {
                let alias = argument(&block.body, "alias").and_then(literal_string);
                self.providers.push(Provider { name, alias, block });
                false
            }
            _ => false,
        };
        if twice {
            let message = "a block of this name was already defined in this module";
            self.diagnostics.push(Diagnostic::invalid(header, message));
        }
    }

    /// Reads what depends on blocks being merged.
    fn finish(&mut self) {
        for variable in &mut self.variables.items {
            let body = &variable.block.body;
            let is = |name: &str, default: bool| match argument(body, name).map(|e| &e.kind) {
                Some(ExprKind::Bool(value)) => *value,
                _ => default,
            };
            variable.sensitive = is("sensitive", false);
            variable.nullable = is("nullable", true);
            if let Some(expr) = argument(body, "type") {
                match type_expr::parse(hcl::expr_in_string(expr).tree.as_ref().unwrap_or(expr)) {
                    Ok(ty) => variable.ty = ty,
                    Err(message) => self.diagnostics.push(Diagnostic::invalid(expr.span, message)),
                }
            }
        }
        for call in &mut self.calls.items {
            let source = argument(&call.block.body, "source");
            call.source = source.and_then(|e| Some((literal_string(e)?, e.span)));
        }
    }

    /// The index of a resource by type (with its mode) and name.
    pub fn resource(&self, kind: &str, name: &str) -> Option<usize> {
        self.by_kind.get(kind)?.get(name).copied()
    }

    /// The resource by type (with its mode) and name.
    pub(super) fn resource_mut(&mut self, kind: &str, name: &str) -> Option<&mut Resource> {
        let index = self.resource(kind, name)?;
        Some(&mut self.resources[index])
    }
}
