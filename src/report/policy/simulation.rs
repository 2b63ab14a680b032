//! What AWS would answer to requests.

use std::io::{self, Write};

use serde::Serialize;

use super::super::clean;
use super::super::place::Location;
use super::super::text::page::{self, Mark, Page, Tone};
use super::{Cited, View};
use crate::iam::{Decision, PolicyKind};

/// A request that was decided.
pub struct Simulated {
    /// The answer.
    pub answer: Answer,
    /// The statements that decided, with their kind.
    pub statements: Vec<(PolicyKind, Cited)>,
    /// The kind of policy that should have allowed and did not.
    pub missing: Option<PolicyKind>,
}

/// An answer as AWS's `SimulateCustomPolicy` gives it.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Answer {
    /// The action asked for.
    pub eval_action_name: String,
    /// The resource asked for.
    pub eval_resource_name: String,
    /// `allowed`, `explicitDeny` or `implicitDeny`.
    pub eval_decision: &'static str,
    /// The statements that deny it, else those that allow it.
    pub matched_statements: Vec<MatchedStatement>,
    /// For an implicit deny: the kind of policy whose Allow is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing_policy_type: Option<&'static str>,
    /// What is odd about the request.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// A statement of an [`Answer`].
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MatchedStatement {
    /// Which document: its file, or its place in the request: `identityPolicies[0]`.
    pub source_policy_id: String,
    /// The kind of policy, as requests call it.
    pub source_policy_type: &'static str,
    /// The `Sid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// The position of the statement, from 0.
    pub statement_index: usize,
}

/// What a kind of policy is called in text.
fn kind(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Identity => "identity policy",
        PolicyKind::Boundary => "permissions boundary",
        PolicyKind::Session => "session policy",
        PolicyKind::ServiceControl => "service control policy",
        PolicyKind::ResourceControl => "resource control policy",
        PolicyKind::Resource => "resource policy",
        PolicyKind::Endpoint => "VPC endpoint policy",
    }
}

/// A block a request, with the statements that decide.
///
/// # Errors
/// Those of `out`.
pub fn simulation_text(view: &View, all: &[Simulated], out: &mut dyn Write) -> io::Result<()> {
    for one in all {
        let answer = &one.answer;
        let report = view.report();
        let tone = match answer.eval_decision == Decision::Allowed.name() {
            true => Tone::Allowed,
            false => Tone::Denied,
        };
        let title = format!("{} on {}", answer.eval_action_name, answer.eval_resource_name);
        let lines = one.statements.iter().map(|(_, c)| page::line(&report, c.mark));
        let last = lines.max().unwrap_or(1);
        let id = (tone == Tone::Denied).then_some(answer.eval_decision);
        let mut block = Page::new(&report, tone, id, &title, last);
        for (at, (what, cited)) in one.statements.iter().enumerate() {
            if at > 0 {
                block.bar();
            }
            block.excerpts(&[Mark { span: cited.mark, label: "", primary: true }]);
            block.bar();
            let line = format!(" {}, {}", kind(*what), cited.show());
            block.note("by", &line);
        }
        if let Some(missing) = one.missing {
            block.note("why", &format!(" no {} allows it", kind(missing)));
        }
        for warning in &answer.warnings {
            block.note("warning", &format!(" {}", clean::line(warning)));
        }
        writeln!(out, "{}", block.finish())?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    #[serde(rename = "EvaluationResults")]
    results: Vec<ResultJson<'a>>,
}

#[derive(Serialize)]
struct ResultJson<'a> {
    #[serde(flatten)]
    answer: &'a Answer,
    #[serde(rename = "Locations")]
    locations: Vec<Location>,
}

/// The same for programs, with AWS's names; `Locations` are those of the statements.
///
/// # Errors
/// Those of `out`.
pub fn simulation_json(view: &View, all: &[Simulated], out: &mut dyn Write) -> io::Result<()> {
    let results = all.iter().map(|one| ResultJson {
        answer: &one.answer,
        locations: one.statements.iter().map(|(_, cited)| view.location(cited.span)).collect(),
    });
    super::json(&Document { version: 1, results: results.collect() }, out)
}
