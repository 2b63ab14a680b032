//! A policy inside a configuration, by the address of its resource.

use std::path::{Path, PathBuf};

use super::subject::{Loader, Subject, Written};
use crate::cli::failure::Failure;
use crate::config::{Request, closest};
use crate::declared::Configuration;
use crate::iam::{Document, PolicyType, ResourceKind};
use crate::model::{Entity, Kind, Model, Policy, Usage};
use crate::scan;
use crate::source::{Diagnostic, Language, Place, Sources, Span};

/// A policy of a configuration, with the names that select it.
struct Candidate<'m> {
    policy: &'m Policy,
    holder: &'m Entity,
    address: String,
    /// The address, and what tells it from other policies of the same resource.
    label: String,
}

/// What to look for.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// As the user names it.
    pub name: &'a str,
    /// The file or directory.
    pub path: &'a Path,
    /// The address; empty for whatever is there.
    pub address: &'a str,
    /// Whether there may be many.
    pub many: bool,
}

/// The policies of an address in a configuration: one, unless many are wanted.
pub fn find(loader: &mut Loader<'_>, wanted: Wanted<'_>) -> Result<Vec<Subject>, Failure> {
    let path = wanted.path;
    // A file by itself is enough if nothing in the policy comes from another.
    let part = Language::of(path).is_some_and(Language::is_terraform) && !path.is_dir();
    let alone = search(loader, path, wanted);
    match alone {
        Ok(all) if !part || all.iter().all(|one| one.unknown().is_none()) => Ok(all),
        Err(failure) if !part || !path.exists() => Err(failure),
        _ => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
            let found = search(loader, &folder, wanted);
            found.or_else(|failure| alone.map_err(|_| failure))
        }
    }
}

/// Evaluates what is at `scanned`, which is the wanted file or holds it.
fn search(
    loader: &mut Loader<'_>,
    scanned: &Path,
    wanted: Wanted<'_>,
) -> Result<Vec<Subject>, Failure> {
    let Wanted { name, path, address, many } = wanted;
    let settings = loader.settings(scanned)?;
    let input = &loader.args.input;
    let request = Request {
        paths: vec![scanned.to_owned()],
        config: settings.config,
        jobs: input.jobs,
        var_files: input.var_file.clone(),
        vars: input.var.clone(),
        parameters: input.parameters.clone(),
        source: input.source.clone(),
        ..Request::default()
    };
    let (models, outcome) = scan::models(&request, &loader.sources);
    let whole = scanned == path;
    let sources = loader.sources.clone();
    let unread: Vec<Diagnostic> = outcome
        .diagnostics
        .into_iter()
        .filter(|found| found.kind.is_unread())
        .filter(|found| whole || path_of(&found.place, &sources) == path)
        .collect();
    let candidates = candidates(&models, |holder| whole || touches(holder, path, &sources));
    let matching: Vec<&Candidate> = match address {
        "" => candidates.iter().collect(),
        _ => {
            let exact = |c: &&Candidate| c.label == address;
            let own = |c: &&Candidate| c.address == address;
            let exact: Vec<_> = candidates.iter().filter(exact).collect();
            if exact.is_empty() { candidates.iter().filter(own).collect() } else { exact }
        }
    };
    let subjects = match matching.len() {
        0 if !unread.is_empty() => return Err(loader.failure(unread)),
        count if count == 1 || many && count > 1 => {
            matching.into_iter().map(|found| subject(loader, name, found)).collect()
        }
        _ => return Err(none_or_several(path, address, &matching, &candidates).into()),
    };
    for diagnostic in unread {
        if !loader.unread.contains(&diagnostic) {
            loader.unread.push(diagnostic);
        }
    }
    Ok(subjects)
}

fn path_of(place: &Place, sources: &Sources) -> PathBuf {
    match place {
        Place::Path(path) => path.clone(),
        Place::Span(span) => sources.path(span.file),
    }
}

/// Whether a resource is declared in a file, or in a module that is called there.
fn touches(holder: &Entity, file: &Path, sources: &Sources) -> bool {
    let plain = |path: &Path| path.strip_prefix(".").unwrap_or(path).to_owned();
    let within = |span: &Span| plain(&sources.path(span.file)) == plain(file);
    holder.parts.iter().any(|part| within(&part.header) || part.calls.iter().any(within))
}

fn candidates(
    models: &[(Configuration, Model)],
    wanted: impl Fn(&Entity) -> bool,
) -> Vec<Candidate<'_>> {
    let mut all: Vec<Candidate> = vec![];
    for (_, model) in models {
        for policy in &model.policies {
            let holder = &model.entities[policy.holder.0];
            // What is part of another policy is found there.
            if wanted(holder) && (holder.kind != Kind::Policy || policy.usage != Usage::Other) {
                let address = holder.part(policy.holder.1).address.to_string();
                all.push(Candidate { policy, holder, label: address.clone(), address });
            }
        }
    }
    let addresses: Vec<String> = all.iter().map(|one| one.address.clone()).collect();
    for candidate in &mut all {
        if addresses.iter().filter(|other| **other == candidate.address).count() > 1 {
            let what = match candidate.holder.kind {
                Kind::Role => "trust".to_owned(),
                _ => candidate.holder.name(),
            };
            candidate.label = format!("{}:{what}", candidate.address);
        }
    }
    all.sort_by(|a, b| a.label.cmp(&b.label));
    // The same resource of several configurations, or names that are not known.
    for at in 1..all.len() {
        let same = all[..at].iter().filter(|one| base(&one.label) == all[at].label).count();
        if same > 0 {
            all[at].label = format!("{}:{}", all[at].label, same + 1);
        }
    }
    all
}

fn base(label: &str) -> &str {
    match label.rsplit_once(':') {
        Some((base, number)) if number.bytes().all(|b| b.is_ascii_digit()) => base,
        _ => label,
    }
}

fn subject(loader: &mut Loader<'_>, name: &str, found: &Candidate<'_>) -> Subject {
    let value = found.policy.value.clone();
    let tree = loader.holes.tree(&value);
    let document = Document::parse(&tree);
    let header = found.holder.part(found.policy.holder.1).header;
    let (used_as, guessed) = match known_use(found) {
        Some(known) => (known, false),
        None => (PolicyType::likely(&document), true),
    };
    let name = match name.ends_with(&found.label) {
        true => name.to_owned(),
        false => format!("{}#{}", name.split('#').next().unwrap_or(name), found.label),
    };
    Subject { name, tree, document, used_as, guessed, written: Written::Inside { value, header } }
}

fn known_use(found: &Candidate<'_>) -> Option<PolicyType> {
    Some(match found.policy.usage {
        Usage::Identity | Usage::Boundary => PolicyType::Identity,
        Usage::Trust => PolicyType::Trust,
        Usage::Resource if found.holder.kind == Kind::Bucket => {
            PolicyType::Resource(ResourceKind::S3Bucket)
        }
        Usage::Guardrail if found.holder.field("usage").as_str() == Some("rcp") => {
            PolicyType::ResourceControl
        }
        Usage::Guardrail => PolicyType::ServiceControl,
        Usage::Endpoint => PolicyType::Resource(ResourceKind::Other),
        Usage::Resource | Usage::Other => return None,
    })
}

/// What to name instead.
fn none_or_several(
    path: &Path,
    address: &str,
    found: &[&Candidate<'_>],
    all: &[Candidate<'_>],
) -> String {
    const SHOWN: usize = 20;
    let path = path.display();
    let named = |labels: Vec<&str>| {
        let more = labels.len().saturating_sub(SHOWN);
        let mut list: Vec<String> =
            labels.iter().take(SHOWN).map(|label| format!("\n  {path}#{label}")).collect();
        if more > 0 {
            list.push(format!("\n  and {more} more"));
        }
        list.concat()
    };
    let labels = |all: &[&Candidate]| named(all.iter().map(|c| c.label.as_str()).collect());
    match (found.len(), address) {
        (0, "") => format!("{path} holds no policy"),
        (0, _) => {
            let names = all.iter().flat_map(|c| [c.address.as_str(), c.label.as_str()]);
            let near = closest(address, names);
            let all: Vec<&Candidate> = all.iter().collect();
            match near {
                Some(near) => {
                    format!("{path} has no policy at {address}; did you mean {path}#{near}?")
                }
                None if all.is_empty() => format!("{path} holds no policy"),
                None => format!("{path} has no policy at {address}; there are{}", labels(&all)),
            }
        }
        (count, "") => format!("{path} holds {count} policies; say which:{}", labels(found)),
        (count, _) => format!("{address} has {count} policies; say which:{}", labels(found)),
    }
}
