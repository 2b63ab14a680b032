//! Rules over a model, to findings.

use std::collections::HashMap;

use super::fold::{fold, merge};
use super::message::{several, title};
use super::predicate::Subject;
use super::{Case, Rule, access};
use crate::analysis::{Evidence, Verdict};
use crate::finding::{
    Cause, Claim, Finding, Instance, Related, RelatedRole, Suppress, Suppression, Undecided,
};
use crate::model::{Entity, Field, Kind, Model};
use crate::source::Span;
use crate::value::{HopKind, Value};

/// What rules say of one configuration.
#[derive(Debug, Default)]
pub struct Judged {
    /// Findings, one for each rule and place, folded; without fingerprints.
    pub findings: Vec<Finding>,
    /// Checks that depend on an unknown.
    pub undecided: Vec<Undecided>,
}

/// A rule's word on one entity, before entities of the same place are told as one.
pub(super) struct Word<'r, 'm> {
    pub rule: &'r Rule,
    pub case: &'r Case,
    pub entity: &'m Entity,
    pub evidence: Evidence,
    pub primary: Span,
    pub cause: Cause,
    /// The statement or attachment that by itself is enough, if it stands elsewhere.
    pub culprit: Option<Span>,
    pub title: String,
    pub suppression: Option<Suppression>,
}

/// Judges every entity of a model by every rule; `suppress` says what does not count.
pub fn judge(rules: &[&Rule], model: &Model, suppress: &dyn Suppress) -> Judged {
    let mut by_kind: HashMap<Kind, Vec<(&Rule, &Case)>> = HashMap::new();
    for rule in rules {
        for case in &rule.cases {
            by_kind.entry(case.judges).or_default().push((rule, case));
        }
    }
    let mut words = vec![];
    let mut undecided = vec![];
    for (index, entity) in model.entities.iter().enumerate() {
        for (rule, case) in by_kind.get(&entity.kind).into_iter().flatten() {
            // Of what is declared elsewhere, only what is said here is judged here.
            let said = |field: Field| !entity.written(field).is_null();
            if !entity.declared && !case.when.tests_any(&said) {
                continue;
            }
            match case.when.judge(Subject { model, index }) {
                Verdict::No => {}
                Verdict::Yes(evidence) => words.push(word(rule, case, model, entity, evidence)),
                Verdict::Unknown(unknown) => {
                    let word = word(rule, case, model, entity, Evidence::default());
                    let reason = format!("depends on {}", unknown.why);
                    undecided.push((word, reason));
                }
            }
        }
    }
    let implied = fold(&mut words);
    for word in &mut words {
        word.suppression = suppression(word, model, suppress, true);
    }
    for (word, _) in &undecided {
        suppression(word, model, suppress, false);
    }
    undecided.retain(|(word, _)| {
        !implied.iter().any(|(rule, cause)| **rule == word.rule.id && *cause == word.cause)
    });
    Judged {
        findings: merge(words).into_iter().map(finding).collect(),
        undecided: merge_undecided(undecided),
    }
}

fn word<'r, 'm>(
    rule: &'r Rule,
    case: &'r Case,
    model: &'m Model,
    entity: &'m Entity,
    evidence: Evidence,
) -> Word<'r, 'm> {
    let primary = match case.at {
        Some(field) if case.at_use => use_of(entity, &evidence, field),
        Some(field) => place(entity, &evidence, field),
        None => entity.parts[0].header,
    };
    let culprit = evidence.culprit.map_or(entity, |culprit| &model.entities[culprit]);
    Word {
        rule,
        case,
        entity,
        evidence,
        primary,
        cause: cause(culprit),
        culprit: (culprit.parts[0].header != primary).then_some(culprit.parts[0].header),
        title: title(model, entity),
        suppression: None,
    }
}

/// Why a word does not count, if it does not.
fn suppression(
    word: &Word<'_, '_>,
    model: &Model,
    suppress: &dyn Suppress,
    decided: bool,
) -> Option<Suppression> {
    let field = word.case.at.unwrap_or_default();
    let part = word.entity.part(field);
    let value = word.evidence.element(field).unwrap_or_else(|| word.entity.written(field));
    let mut places = vec![word.primary];
    if word.case.at.is_some() {
        places.extend(value.origin.hops().iter().map(|hop| hop.span));
    }
    places.push(part.header);
    // A statement's header is its own place: what holds its policy is the resource.
    if let Some(policy) = word.entity.policy {
        let (holder, field) = model.policies[policy].holder;
        places.push(model.entities[holder].part(field).header);
    }
    places.extend(&part.calls);
    let (rule, folded) = (&word.rule.id, &word.evidence.folded);
    suppress.suppress(&Claim { rule, folded, address: &part.address, places: &places, decided })
}

/// The element of a field that is at fault, else the field.
fn place(entity: &Entity, evidence: &Evidence, field: Field) -> Span {
    let element = evidence.element(field).and_then(|value| value.origin.span);
    element.unwrap_or_else(|| entity.place(field))
}

/// The last reference that carried a field's value, else where it is written.
fn use_of(entity: &Entity, evidence: &Evidence, field: Field) -> Span {
    let value = evidence.element(field).unwrap_or_else(|| entity.written(field));
    let last = value.origin.hops().last().map(|hop| hop.span);
    last.or_else(|| value.items().first()?.origin.hops().last().map(|hop| hop.span))
        .unwrap_or_else(|| place(entity, evidence, field))
}

fn cause(entity: &Entity) -> Cause {
    match entity.kind {
        Kind::Statement | Kind::PolicyIssue => Cause::Statement(entity.parts[0].header),
        Kind::Secret => Cause::Place(entity.parts[0].header),
        kind => Cause::Entity(entity.parts[0].address.clone(), kind.schema().name.into()),
    }
}

/// One finding for words of the same rule at the same place.
fn finding(words: Vec<Word<'_, '_>>) -> Finding {
    let first = &words[0];
    let (rule, case) = (first.rule, first.case);
    let redact = rule.pack() == "secrets";
    let mut named: Vec<(ecow::EcoString, String)> = words
        .iter()
        .map(|word| {
            let field = case.at.unwrap_or_default();
            (word.entity.part(field).address.clone(), word.title.clone())
        })
        .collect();
    named.sort();
    named.dedup();
    let mut instances: Vec<Instance> = words
        .iter()
        .map(|word| {
            let address = word.entity.part(case.at.unwrap_or_default()).address.clone();
            // Of a secret not even a digest leaves.
            let access = if redact { Default::default() } else { access::digest(word) };
            Instance { address, access }
        })
        .collect();
    instances.sort();
    instances.dedup();
    let mut titles: Vec<String> = named.iter().map(|(_, title)| title.clone()).collect();
    titles.sort();
    titles.dedup();
    let (it, many) = (several(&titles), titles.len() > 1);
    let render = |template: &super::message::Template| {
        template.render(first.entity, &first.evidence, &it, many)
    };
    let mut notes = first.evidence.notes.clone();
    notes.extend(case.note.as_ref().map(&render));
    if let Some(unknown) = words.iter().find_map(|word| word.entity.uncertain()) {
        notes.push(format!("whether it is created depends on {}", unknown.why));
    }
    notes.dedup();
    Finding {
        rule: rule.id.clone(),
        severity: case.severity.unwrap_or(rule.severity),
        confidence: rule.confidence,
        message: render(&case.message),
        primary: first.primary,
        label: render(&case.label),
        related: related(first, &named),
        addresses: named.iter().map(|(address, _)| address.clone()).collect(),
        subjects: titles,
        instances,
        environments: vec![],
        proof: first.evidence.proof.clone().or_else(|| case.proof.as_ref().map(&render)),
        notes,
        fix: rule.fix.clone(),
        also_violates: also_violates(&words),
        fingerprint: String::new(),
        cause: first.cause.clone(),
        suppression: first.suppression.clone(),
        known: false,
        redact,
    }
}

fn also_violates(words: &[Word<'_, '_>]) -> Vec<ecow::EcoString> {
    let mut rules: Vec<ecow::EcoString> =
        words.iter().flat_map(|word| word.evidence.folded.clone()).collect();
    rules.sort();
    rules.dedup();
    rules
}

fn related(word: &Word<'_, '_>, named: &[(ecow::EcoString, String)]) -> Vec<Related> {
    let mut related = vec![];
    for field in &word.case.show {
        let span = place(word.entity, &word.evidence, *field);
        if span != word.primary && word.entity.written(*field).origin.span.is_some() {
            let value =
                word.evidence.element(*field).unwrap_or_else(|| word.entity.written(*field));
            let message = describe(value);
            related.push(Related { span, message, role: RelatedRole::Element });
        }
    }
    if let Some(span) = word.culprit.filter(|_| word.evidence.culprit.is_some()) {
        related.push(Related { span, message: "allows it".into(), role: RelatedRole::Context });
    }
    let Some(field) = word.case.at.filter(|_| !word.case.at_use) else { return related };
    let value = word.evidence.element(field).unwrap_or_else(|| word.entity.written(field));
    related.extend(hops(value, word.entity, field, named));
    related
}

fn describe(value: &Value) -> String {
    match value.as_str() {
        Some("*") => "everything".into(),
        _ => String::new(),
    }
}

/// The way of a value from its literal to the field that it is.
fn hops(
    value: &Value,
    entity: &Entity,
    field: Field,
    named: &[(ecow::EcoString, String)],
) -> Vec<Related> {
    let hops = value.origin.hops();
    let count = hops.len();
    let hop = |(index, hop): (usize, &crate::value::Hop)| {
        let message = if index + 1 == count && hop.kind == HopKind::Reference {
            let addresses: Vec<String> =
                named.iter().map(|(address, _)| address.to_string()).collect();
            let what = entity.kind.schema().fields[field.index()].name.replace('_', " ");
            format!("becomes the {what} of {}", several(&addresses))
        } else {
            match hop.kind {
                HopKind::Reference => format!("read as {}", hop.name),
                HopKind::Argument => match hop.name.rsplit_once('.') {
                    Some((call, argument)) => format!("passed to {call} as `{argument}`"),
                    None => format!("passed as `{}`", hop.name),
                },
                HopKind::Output => format!("returned as {}", hop.name),
                HopKind::Import => format!("imported as {}", hop.name),
                HopKind::Attribute => format!("taken from {}", hop.name),
            }
        };
        Related { span: hop.span, message, role: RelatedRole::Hop }
    };
    hops.into_iter().enumerate().map(hop).collect()
}

fn merge_undecided(words: Vec<(Word<'_, '_>, String)>) -> Vec<Undecided> {
    let mut merged: Vec<Undecided> = vec![];
    let mut known: HashMap<(ecow::EcoString, Span, String), usize> = HashMap::new();
    for (word, reason) in words {
        let key = (word.rule.id.clone(), word.primary, reason.clone());
        let index = *known.entry(key).or_insert_with(|| {
            let (rule, place) = (word.rule.id.clone(), word.primary);
            merged.push(Undecided { rule, place, reason, addresses: vec![] });
            merged.len() - 1
        });
        let field = word.case.at.unwrap_or_default();
        merged[index].addresses.push(word.entity.part(field).address.clone());
    }
    for undecided in &mut merged {
        undecided.addresses.sort();
        undecided.addresses.dedup();
    }
    merged
}
