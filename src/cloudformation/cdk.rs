//! What the CDK writes beside its templates: where each is deployed to, and the templates that
//! it nests by the hash of their content.
//! <https://docs.aws.amazon.com/cdk/v2/guide/configure-synth.html>

use std::path::{Path, PathBuf};

use super::detect;
use super::evaluate::{Files, Shared};
use super::nested::local;
use crate::source::Sources;
use crate::syntax::data::Node;
use crate::value::Text;

/// The environment that a stack is deployed to, as far as its author has said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Target {
    /// The number of its account.
    pub account_id: Option<String>,
    /// Its Region.
    pub region: Option<String>,
}

/// Where a template of the CDK is deployed to: `aws://111122223333/eu-west-1` in the
/// `manifest.json` beside it.
pub fn target(template: &Path, files: &dyn Files, sources: &Sources) -> Target {
    let found = || {
        let name = template.file_name()?.to_str()?;
        name.ends_with(".template.json").then_some(())?;
        let file = files.read(&template.with_file_name("manifest.json")).ok()?;
        let text = sources.get(file);
        let tree = detect::parse(file, text.text()).0.into_iter().next()?;
        let artifacts = tree.get("artifacts")?.as_mapping()?;
        let (_, own) = artifacts.iter().find(|(_, artifact)| {
            let file = artifact.get("properties").and_then(|p| p.get("templateFile"));
            file.and_then(Node::as_str) == Some(name)
        })?;
        let environment = own.get("environment")?.as_str()?.strip_prefix("aws://")?;
        let (account, region) = environment.split_once('/')?;
        let known = |part: &str| (!part.starts_with("unknown-")).then(|| part.to_owned());
        Some(Target { account_id: known(account), region: known(region) })
    };
    found().unwrap_or_default()
}

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
