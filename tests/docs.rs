//! What the documentation says of the rules is so.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use iacscan::rules::{ExampleLanguage, Rule, builtin, builtin_text, controls, examples};

fn ids() -> BTreeSet<String> {
    builtin().iter().map(|rule| rule.id.to_string()).collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_practice_has_rules_that_exist_or_a_reason() {
    let known = ids();
    let text = std::fs::read_to_string(root().join("docs/practices.md")).unwrap();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| practice"))
        .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.len(), 26, "the practices of AWS's guidance");
    for row in rows {
        let [practice, rules, unseen] = row[..] else { panic!("{row:?}") };
        for rule in rules.split('`').filter(|part| !part.trim().is_empty()) {
            assert!(known.contains(rule), "{practice}: there is no rule {rule}");
        }
        assert!(!rules.is_empty() || unseen.len() > 3, "{practice} has no rule and no reason");
    }
}

#[test]
fn every_control_is_served_by_rules_that_exist_or_has_a_reason() {
    let known = ids();
    let mut seen = BTreeSet::new();
    for control in controls() {
        assert!(seen.insert(control.id), "{} stands twice", control.id);
        for rule in &control.rules {
            assert!(known.contains(*rule), "{}: there is no rule {rule}", control.id);
        }
        let served = !control.rules.is_empty();
        assert!(served != !control.reason.is_empty(), "{}: rules or a reason", control.id);
    }
    // The sections of CIS 7.0 that AWS's tools can check.
    let cis = controls().iter().flat_map(|c| c.aliases.iter().chain(std::iter::once(&c.id)));
    let cis: BTreeSet<&str> = cis.copied().filter(|id| id.starts_with("CIS-7.0/")).collect();
    for section in ["2.3", "2.14", "2.21", "3.1.4", "4.1", "4.10", "5.1", "5.16", "6.7"] {
        assert!(cis.contains(&*format!("CIS-7.0/{section}")), "{section}");
    }
}

/// The page of a pack.
fn page(pack: &str, rules: &[&Rule]) -> String {
    let mut text = format!(
        "<!-- Made of the rule files by `UPDATE_DOCS=1 cargo test --test docs`. -->\n\n# {pack}\n"
    );
    for rule in rules {
        let named = rule.controls.iter().cloned();
        let served = iacscan::rules::served_by(&rule.id).map(str::to_owned);
        let controls: BTreeSet<String> = named.chain(served).collect();
        let (severity, level) = (rule.severity.name(), rule.level.name());
        writeln!(
            text,
            "\n## `{}`\n\n{}\n\nSeverity {severity}, level {level}.",
            rule.id, rule.title
        )
        .unwrap();
        if !controls.is_empty() {
            let controls: Vec<String> = controls.into_iter().collect();
            writeln!(text, "Controls: {}.", controls.join(", ")).unwrap();
        }
        writeln!(text, "\n{}\n\n**Fix:** {}", rule.why, rule.fix).unwrap();
        let all = examples(builtin_text(&rule.id).unwrap()).unwrap();
        for bad in [true, false] {
            let Some(example) = all.iter().find(|example| example.bad == bad) else { continue };
            let language = match example.language {
                ExampleLanguage::Terraform => "hcl",
                ExampleLanguage::CloudFormation => "yaml",
            };
            let title = if bad { "Found" } else { "Not found" };
            write!(text, "\n{title}:\n\n```{language}\n{}\n```\n", example.text.trim_end())
                .unwrap();
        }
        text.push('\n');
        for reference in &rule.references {
            writeln!(text, "- <{reference}>").unwrap();
        }
    }
    text
}

#[test]
fn the_pages_of_rules_are_those_of_the_rule_files() {
    let folder = root().join("docs/rules");
    let rules = builtin();
    let mut packs: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in &rules {
        packs.entry(rule.pack()).or_default().push(rule);
    }
    let mut pages: BTreeMap<String, String> =
        packs.iter().map(|(pack, rules)| (format!("{pack}.md"), page(pack, rules))).collect();
    let mut index = String::from(
        "<!-- Made of the rule files by `UPDATE_DOCS=1 cargo test --test docs`. -->\n\n# Rules\n",
    );
    for (pack, rules) in &packs {
        write!(index, "\n## [{pack}]({pack}.md)\n\n| rule | severity | level |\n|---|---|---|\n")
            .unwrap();
        for rule in rules {
            let (severity, level) = (rule.severity.name(), rule.level.name());
            writeln!(index, "| `{}` {} | {severity} | {level} |", rule.id, rule.title).unwrap();
        }
    }
    pages.insert("README.md".into(), index);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in &pages {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    let there: BTreeSet<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, pages.keys().cloned().collect(), "run UPDATE_DOCS=1 cargo test --test docs");
    for (name, text) in &pages {
        let written = std::fs::read_to_string(folder.join(name)).unwrap();
        assert!(written == *text, "{name}: run UPDATE_DOCS=1 cargo test --test docs");
    }
}
