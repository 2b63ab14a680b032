//! Which controls of benchmarks rules serve: AWS Security Hub, AWS Config, CIS.

use std::sync::LazyLock;

/// A control and what serves it.
#[derive(Debug)]
pub struct Control {
    /// Its id: `IAM.1` of Security Hub, `Config:RULE` of AWS Config, `CIS-7.0/2.14` of CIS.
    pub id: &'static str,
    /// The same control in other benchmarks.
    pub aliases: Vec<&'static str>,
    /// Ids of the rules that serve it.
    pub rules: Vec<&'static str>,
    /// Why none does.
    pub reason: &'static str,
}

/// Every control that is about identity, access or their record, and those of CIS 7.0 that are
/// not, with the reason.
pub fn controls() -> &'static [Control] {
    static ALL: LazyLock<Vec<Control>> = LazyLock::new(|| {
        let lines = include_str!("../../data/controls.tsv").lines().skip(1);
        lines.map(control).collect()
    });
    &ALL
}

fn control(line: &'static str) -> Control {
    let mut fields = line.split('\t');
    let mut next = || fields.next().unwrap_or_default();
    let id = next();
    let aliases = next().split_whitespace().collect();
    Control { id, aliases, rules: next().split_whitespace().collect(), reason: next() }
}

/// The controls that a rule serves by the table, with their other names.
pub fn served_by(rule: &str) -> impl Iterator<Item = &'static str> {
    let all = controls().iter().filter(move |control| control.rules.contains(&rule));
    all.flat_map(|control| std::iter::once(control.id).chain(control.aliases.iter().copied()))
}
