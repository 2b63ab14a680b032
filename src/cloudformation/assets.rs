//! Templates that the CDK nests by the hash of their content.

use std::path::{Path, PathBuf};

use super::detect;
use super::evaluate::Shared;
use super::nested::local;
use crate::syntax::data::Node;
use crate::value::Text;

/// The template of a nested stack that the manifest of assets beside the root template
/// `App.template.json`, which is `App.assets.json`, has for the hash at the end of the URL.
///
/// Read where the nested stack has no `aws:asset:path`, which the CDK can be told to leave out.
pub(super) fn by_hash(root: &Path, url: &Text, shared: &Shared<'_>) -> Option<PathBuf> {
    let name = url.flat().rsplit('/').next()?;
    let hash = name.strip_suffix(".json")?;
    if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let name = root.file_name()?.to_str()?.strip_suffix(".template.json")?;
    let manifest = root.with_file_name(format!("{name}.assets.json"));
    let file = shared.options.files?.read(&manifest).ok()?;
    let text = shared.sources.get(file);
    let tree = detect::parse(file, text.text()).0.into_iter().next()?;
    let source = tree.get("files")?.get(hash)?.get("source")?;
    local(root, source.get("path").and_then(Node::as_str)?)
}
