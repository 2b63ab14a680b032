//! One finding, or one undecided check, as text.

use super::super::{Report, RuleInfo};
use super::page::{self, Mark, Page, Tone};
use crate::finding::{Finding, Related, RelatedRole, Undecided};

/// Steps of a value's way and other places that are listed; more are counted.
const MAX_STEPS: usize = 12;
/// Rules that are named as also violated; more are counted.
const MAX_ALSO: usize = 4;
/// Addresses that are listed; more are counted.
const MAX_ADDRESSES: usize = 5;
/// Longer places do not push the messages of others away.
const MAX_PLACE: usize = 48;

/// The finding with its lines.
pub fn show(report: &Report, finding: &Finding) -> String {
    let in_excerpt = |related: &&Related| {
        related.role == RelatedRole::Element && related.span.file == finding.primary.file
    };
    let mut marks = vec![Mark { span: finding.primary, label: &finding.label, primary: true }];
    let elements = finding.related.iter().filter(in_excerpt);
    marks.extend(elements.map(|r| Mark { span: r.span, label: &r.message, primary: false }));
    let last_line = marks.iter().map(|mark| page::line(report, mark.span)).max().unwrap_or(1);

    let tone = Tone::from(finding.severity);
    let mut page = Page::new(report, tone, Some(&finding.rule), &finding.message, last_line);
    page.excerpts(&marks);
    let steps: Vec<&Related> = finding.related.iter().filter(|r| !in_excerpt(r)).collect();
    if !steps.is_empty() {
        page.bar();
        show_steps(report, &steps, &mut page);
    }
    page.bar();
    show_notes(report, finding, &mut page);
    page.finish()
}

/// The places on a value's way, one a line.
fn show_steps(report: &Report, steps: &[&Related], page: &mut Page) {
    let shown = &steps[..steps.len().min(MAX_STEPS)];
    let places: Vec<String> = shown.iter().map(|r| page::place(report, r.span)).collect();
    let lengths = places.iter().map(|place| place.chars().count());
    let width = lengths.filter(|length| *length <= MAX_PLACE).max().unwrap_or(0);
    for (step, place) in shown.iter().zip(&places) {
        page.step(&format!("{place:width$}  {}", report.clean(&step.message)));
    }
    if steps.len() > shown.len() {
        page.step(&format!("and {} more", steps.len() - shown.len()));
    }
}

fn show_notes(report: &Report, finding: &Finding, page: &mut Page) {
    let mut notes: Vec<(&str, String)> = vec![];
    notes.extend(finding.proof.iter().map(|proof| ("proof", proof.clone())));
    notes.extend(finding.notes.iter().map(|note| ("note", note.clone())));
    if !finding.fix.is_empty() {
        notes.push(("fix", finding.fix.clone()));
    }
    if !finding.also_violates.is_empty() {
        notes.push(("also", also(finding)));
    }
    if finding.addresses.len() > 1 {
        notes.push(("in", listed(&finding.addresses, MAX_ADDRESSES)));
    }
    if !finding.environments.is_empty() {
        notes.push(("only in", listed(&finding.environments, MAX_ADDRESSES)));
    }
    // Texts line up.
    let width = notes.iter().map(|(name, _)| name.len()).max().unwrap_or(0) + 1;
    for (name, text) in notes {
        let padding = width - name.len();
        page.note(name, &format!("{:padding$}{}", "", report.clean(&text)));
    }
    page.note("explain", &format!(" iacscan explain {}", report.id(&finding.rule)));
}

/// The first of some names, and how many more there are.
fn listed<T: AsRef<str>>(names: &[T], limit: usize) -> String {
    let shown: Vec<&str> = names.iter().take(limit).map(AsRef::as_ref).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The rules that follow, each with its pack where it differs from the one before.
fn also(finding: &Finding) -> String {
    let mut pack = "";
    let mut names = vec![];
    for id in &finding.also_violates {
        let same = RuleInfo::pack(id) == pack;
        names.push(if same { id[pack.len()..].trim_start_matches('/') } else { id.as_str() });
        pack = RuleInfo::pack(id);
    }
    let verb = if names.len() == 1 { "follows" } else { "follow" };
    format!("{} {verb} from it", listed(&names, MAX_ALSO))
}

/// A check that could not be decided, with its place.
pub fn show_undecided(report: &Report, undecided: &Undecided) -> String {
    let id = Some(undecided.rule.as_str());
    let last_line = page::line(report, undecided.place);
    let mut page = Page::new(report, Tone::Undecided, id, &undecided.reason, last_line);
    let place = page::place(report, undecided.place);
    match undecided.addresses.as_slice() {
        [] => page.arrow(&place),
        names => page.arrow(&format!("{place}  in {}", report.clean(&listed(names, 1)))),
    }
    page.finish()
}
