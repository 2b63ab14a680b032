//! What policies allow: access levels of each service.

use std::io::{self, Write};

use owo_colors::{OwoColorize, Style};
use serde::Serialize;

use super::super::clean;
use super::View;
use crate::iam::{LevelSummary, ServiceSummary};

/// A policy that was summed up.
pub struct Summed {
    /// As the user names it.
    pub policy: String,
    /// What it allows of each service.
    pub services: Vec<ServiceSummary>,
    /// Whether parts of it are unknown: what they may allow counts as allowed.
    pub has_unknown: bool,
}

/// Up to this many services are shown; a policy that allows nearly everything has hundreds.
const SHOWN: usize = 60;

/// A paragraph a policy, a line a service.
///
/// # Errors
/// Those of `out`.
pub fn summary_text(view: &View, all: &[Summed], out: &mut dyn Write) -> io::Result<()> {
    let bold = if view.options.color { Style::new().bold() } else { Style::new() };
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", clean::line(&one.policy).style(bold))?;
        if one.services.is_empty() {
            writeln!(out, "  allows nothing")?;
        }
        let shown = &one.services[..one.services.len().min(SHOWN)];
        let width = shown.iter().map(|service| service.prefix.len()).max().unwrap_or(0);
        for service in shown {
            let levels: Vec<String> = service.levels.iter().map(level).collect();
            let mut line = format!("  {:width$}  {}", service.prefix, levels.join(", "));
            line += if service.all_resources { " · all resources" } else { " · some resources" };
            if service.conditioned {
                line += " · under conditions";
            }
            writeln!(out, "{}", clean::line(&line))?;
        }
        if one.services.len() > SHOWN {
            writeln!(out, "  and {} more services", one.services.len() - SHOWN)?;
        }
        if one.has_unknown {
            writeln!(out, "  what is unknown before deployment counts as allowed")?;
        }
    }
    Ok(())
}

fn level(level: &LevelSummary) -> String {
    match level.is_full() {
        true => format!("full {}", level.level.name()),
        false => {
            format!("limited {} ({} of {})", level.level.name(), level.allowed.len(), level.total)
        }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    policies: Vec<PolicyJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PolicyJson<'a> {
    policy: &'a str,
    has_unknown: bool,
    services: Vec<ServiceJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ServiceJson<'a> {
    prefix: &'a str,
    name: &'a str,
    all_resources: bool,
    conditioned: bool,
    access_levels: Vec<LevelJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LevelJson<'a> {
    access_level: &'a str,
    /// `full` or `limited`.
    access: &'a str,
    total: usize,
    actions: &'a [&'static str],
}

/// The same for programs, with the actions.
///
/// # Errors
/// Those of `out`.
pub fn summary_json(_: &View, all: &[Summed], out: &mut dyn Write) -> io::Result<()> {
    let policies = all.iter().map(|one| PolicyJson {
        policy: &one.policy,
        has_unknown: one.has_unknown,
        services: one.services.iter().map(service).collect(),
    });
    super::json(&Document { version: 1, policies: policies.collect() }, out)
}

fn service(service: &ServiceSummary) -> ServiceJson<'_> {
    let levels = service.levels.iter().map(|one| LevelJson {
        access_level: one.level.name(),
        access: if one.is_full() { "full" } else { "limited" },
        total: one.total,
        actions: &one.allowed,
    });
    ServiceJson {
        prefix: service.prefix,
        name: service.name,
        all_resources: service.all_resources,
        conditioned: service.conditioned,
        access_levels: levels.collect(),
    }
}
