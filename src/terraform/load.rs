//! Modules that a call leads to but the scan did not find: local ones elsewhere in the
//! project, and those that `terraform init` downloaded.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::module::ParsedFile;
use super::paths;
use crate::source::{DEFAULT_SIZE_LIMIT, Diagnostic, FileId, Language, Sources};
use crate::syntax::Parsed;
use crate::syntax::hcl::{self, Body};

/// Parses a Terraform file of any of its languages.
pub fn parse(file: FileId, language: Language, text: &str) -> Parsed<Body> {
    hcl::parse(file, text)
}

/// Reads and parses the Terraform files of a directory.
pub(super) fn module_files(
    dir: &Path,
    sources: &Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ParsedFile> {
    let listed = if dir.as_os_str().is_empty() { Path::new(".") } else { dir };
    let Ok(entries) = std::fs::read_dir(listed) else { return vec![] };
    let mut found: Vec<(PathBuf, Language)> = entries
        .flatten()
        .filter(|entry| entry.path().is_file())
        .map(|entry| dir.join(entry.file_name()))
        .filter_map(|path| Language::of(&path).map(|language| (path, language)))
        // A called module's variable files are never loaded.
        .filter(|(_, language)| matches!(language, Language::Terraform | Language::TerraformJson))
        .collect();
    found.sort();
    let mut files = vec![];
    for (path, language) in found {
        match crate::source::read(&path, &path, DEFAULT_SIZE_LIMIT) {
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
