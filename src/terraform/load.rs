//! Modules that a call leads to but the scan did not find: local ones elsewhere in the
//! project, and those that `terraform init` downloaded.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::module::ParsedFile;
use super::paths;
use crate::source::{DEFAULT_SIZE_LIMIT, Diagnostic, Entry, FileId, Language, Sources};
use crate::syntax::Parsed;
use crate::syntax::hcl::{self, Attribute, Block, Body, Expr, ExprKind, Name, ObjectKey};

/// Parses a Terraform file of any of its languages; anything else is taken for HCL.
pub fn parse(file: FileId, language: Language, text: &str) -> Parsed<Body> {
    let read = match language {
        Language::TerraformJson => |root: &_| hcl::from_json(root, hcl::TERRAFORM_BLOCKS),
        Language::TfvarsJson => hcl::values_from_json,
        _ => return hcl::parse(file, text),
    };
    let json = crate::syntax::json::parse(file, text);
    let mut parsed = read(&json.tree);
    parsed.diagnostics.splice(0..0, json.diagnostics);
    if language == Language::TerraformJson {
        parsed.tree.blocks.iter_mut().for_each(dynamic_blocks);
    }
    parsed
}

/// JSON writes `dynamic "rule" { … }` as an attribute; as a block it is evaluated as one.
fn dynamic_blocks(block: &mut Block) {
    let of = &mut block.body.attributes;
    let Some(at) = of.iter().position(|attribute| attribute.name.text == "dynamic") else { return };
    let Attribute { name, expr } = of.remove(at);
    for expr in items(expr) {
        let ExprKind::Object(kinds) = expr.kind else { continue };
        for (label, expr) in
            kinds.into_iter().filter_map(|(key, expr)| Some((key_name(key)?, expr)))
        {
            for expr in items(expr) {
                let span = expr.span;
                let mut body = body(expr);
                let content = body.attributes.iter().position(|a| a.name.text == "content");
                if let Some(Attribute { name, expr }) = content.map(|at| body.attributes.remove(at))
                {
                    let span = expr.span;
                    let mut content =
                        Block { kind: name, labels: vec![], body: self::body(expr), span };
                    dynamic_blocks(&mut content);
                    body.blocks.push(content);
                }
                let labels = vec![label.clone()];
                block.body.blocks.push(Block { kind: name.clone(), labels, body, span });
            }
        }
    }
}

/// JSON writes one block or a list of them.
fn items(expr: Expr) -> Vec<Expr> {
    match expr.kind {
        ExprKind::Array(items) => items,
        _ => vec![expr],
    }
}

fn body(expr: Expr) -> Body {
    let ExprKind::Object(entries) = expr.kind else { return Body::default() };
    let attribute = |(key, expr)| Some(Attribute { name: key_name(key)?, expr });
    Body { attributes: entries.into_iter().filter_map(attribute).collect(), blocks: vec![] }
}

fn key_name(key: ObjectKey) -> Option<Name> {
    match key {
        ObjectKey::Name(name) => Some(name),
        ObjectKey::Expr(expr) => {
            Some(Name { text: super::module::literal_string(&expr)?, span: expr.span })
        }
    }
}

/// Reads and parses the Terraform files of a directory.
pub(super) fn module_files(
    dir: &Path,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ParsedFile> {
    // Not among the files that were found, and perhaps another at the base of a change. What was
    // downloaded is not.
    let own = !dir.components().any(|part| part.as_os_str() == ".terraform");
    if own {
        sources.consult(dir, None);
    }
    let Some(entries) = sources.tree().list(dir) else { return vec![] };
    let mut found: Vec<(PathBuf, Language)> = entries
        .into_iter()
        .map(|(name, _)| dir.join(name))
        .filter_map(|path| Language::of(&path).map(|language| (path, language)))
        // A called module's variable files are never loaded.
        .filter(|(_, language)| matches!(language, Language::Terraform | Language::TerraformJson))
        .filter(|(path, _)| sources.tree().entry(path) == Some(Entry::File))
        .collect();
    found.sort();
    let mut files = vec![];
    for (path, language) in found {
        if own {
            sources.consult(&path, None);
        }
        match sources.tree().read(&path, DEFAULT_SIZE_LIMIT) {
            Ok(text) => {
                let file = sources.add(&path, text);
                let parsed = parse(file, language, sources.get(file).text());
                diagnostics.extend(parsed.diagnostics);
                files.push(ParsedFile { path, file, language, body: parsed.tree, alone: false });
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    files
}

/// Which modules `terraform init` put where: `.terraform/modules/modules.json`.
#[derive(Clone, Debug)]
pub(super) struct Manifest {
    /// The directory of the root module.
    pub root: PathBuf,
    modules: Arc<Vec<(String, PathBuf)>>,
}

#[derive(serde::Deserialize)]
struct ManifestFile {
    #[serde(rename = "Modules", default)]
    modules: Vec<ManifestEntry>,
}

#[derive(serde::Deserialize)]
struct ManifestEntry {
    #[serde(rename = "Key", default)]
    key: String,
    #[serde(rename = "Dir", default)]
    dir: String,
}

impl Manifest {
    /// Reads the manifest of a root module; none if it is not one.
    pub fn read(root: &Path, path: &Path) -> Option<Manifest> {
        let text = crate::source::read(path, path, DEFAULT_SIZE_LIMIT).ok()?;
        let file: ManifestFile = serde_json::from_str(&text).ok()?;
        let modules = file.modules.into_iter();
        let modules = modules.map(|entry| (entry.key, paths::join(root, &entry.dir))).collect();
        Some(Manifest { root: root.to_path_buf(), modules: Arc::new(modules) })
    }

    /// The directory of a module by the names of the calls on the way to it: `a.b`.
    pub fn dir(&self, key: &str) -> Option<PathBuf> {
        self.modules.iter().find(|(known, _)| known == key).map(|(_, dir)| dir.clone())
    }
}
