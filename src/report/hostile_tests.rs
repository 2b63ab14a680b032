//! Names from the repository under review can do nothing, whatever the format and whoever
//! reads it: a terminal, the log of a pipeline, a browser, a parser.

use clap::ValueEnum;
use serde_json::Value;

use super::{Format, Options, testing};
use crate::finding::{RelatedRole, Severity, Suppression, SuppressionKind, Undecided};
use crate::source::{Diagnostic, Root, Span};

/// All that could do harm somewhere.
const HOSTILE: &str = "x\x1b[31m\n::error file=a::forged\r\n  ::set-output name=a::b\n\
    \u{202E}\u{2066}\u{200B}\u{61C}z](javascript:alert(1))<script>alert(1)</script><img src=x>\
    `code```\n##[error]w ##vso[task.setvariable variable=a]b ##teamcity[c]\u{9B}2J\0\u{7}\u{FFFE}\
    \x1b[0Ksection_start:1700000000:a[collapsed=true]\r\x1b[0K&amp;\"'|]]>--> @team #1 \
    ![i](http://evil.example/i.png) %0A::error::percent %0D www.evil.example";

fn hostile() -> testing::Case {
    let mut case = testing::Case::new();
    case.options = Options { show_undecided: true, ..Options::plain(Root::at("/repo")) };
    // Lines of the source are shown, too.
    let text = format!("n = \"start {HOSTILE} end\"\n{HOSTILE}\n");
    let file = case.file(&format!("dir {HOSTILE}/a.tf"), &text);
    let place = Span::new(file, 4, text.len());
    let all: Vec<ecow::EcoString> = vec![HOSTILE.into()];
    for severity in Severity::ALL {
        let found = case.add(testing::finding(HOSTILE, severity, place, HOSTILE));
        found.label = HOSTILE.into();
        found.addresses = all.clone();
        found.subjects = vec![HOSTILE.into()];
        found.environments = vec![HOSTILE.into()];
        found.proof = Some(HOSTILE.into());
        found.notes = vec![HOSTILE.into()];
        found.fix = HOSTILE.into();
        found.also_violates = all.clone();
        found.related = vec![
            testing::related(place, HOSTILE, RelatedRole::Hop),
            testing::related(place, HOSTILE, RelatedRole::Element),
            testing::related(place, HOSTILE, RelatedRole::Context),
        ];
    }
    let suppressed = case.add(testing::finding(HOSTILE, Severity::High, place, HOSTILE));
    suppressed.suppression = Some(Suppression {
        kind: SuppressionKind::Inline,
        reason: HOSTILE.into(),
        until: None,
        place: Some(place),
    });
    case.outcome.undecided =
        vec![Undecided { rule: HOSTILE.into(), place, reason: HOSTILE.into(), addresses: all }];
    case.outcome.diagnostics = vec![
        Diagnostic::unreadable(format!("gone {HOSTILE}.tf"), HOSTILE),
        Diagnostic::syntax(place, HOSTILE),
        Diagnostic::invalid(place, HOSTILE),
        Diagnostic::unresolved(place, HOSTILE),
    ];
    // A rule of the repository's own.
    let mut rule = case.rules.get("s3/acl-public-read").expect("a rule").clone();
    for text in [&mut rule.id, &mut rule.title, &mut rule.why, &mut rule.fix] {
        *text = HOSTILE.into();
    }
    rule.controls = vec![HOSTILE.into()];
    rule.references = vec![HOSTILE.into(), format!("https://example.com/{HOSTILE}")];
    rule.examples[0].code = HOSTILE.into();
    case.rules = super::Catalogue::new(vec![rule]);
    case
}

/// What a terminal, or any pipeline's log, would act on.
fn harmless_in_a_log(format: Format, text: &str) {
    for c in text.chars().filter(|c| *c != '\n') {
        assert!(super::clean::stand_in(c).is_none(), "{format:?} holds {c:?}");
    }
    let lower = text.to_lowercase();
    for command in ["##[", "##vso[", "##teamcity["] {
        assert!(!lower.contains(command), "{format:?} holds {command}");
    }
    // Our own sign of a step is the command `:` to GitHub, which there is not.
    let command = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("::") && !line.starts_with("::: ")
    };
    let commands: Vec<&str> = text.lines().filter(command).collect();
    match format {
        Format::Github => {
            for command in &commands {
                let ours = ["::error file=", "::warning file=", "::notice file="];
                assert!(ours.iter().any(|start| command.starts_with(start)), "{command}");
                // The properties end at the first two colons, and none is ours to forge.
                let (properties, message) = command[2..].split_once("::").expect("a message");
                let names: Vec<&str> = properties
                    .split_once(' ')
                    .map_or("", |(_, properties)| properties)
                    .split(',')
                    .map(|property| property.split('=').next().unwrap_or(""))
                    .collect();
                let known = ["file", "line", "endLine", "col", "endColumn", "title"];
                assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
                assert!(!message.contains("%0A::"), "{message}");
                assert!(message.contains("%250A::error"), "a percent sign is itself: {message}");
            }
            // Two unread inputs and five findings.
            assert_eq!(commands.len(), 7);
        }
        _ => assert_eq!(commands, [""; 0], "{format:?}"),
    }
}

fn strings<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(map) => map.values().for_each(|item| strings(item, found)),
        _ => {}
    }
}

/// What a browser would act on, in text that is shown as Markdown.
fn harmless_as_markdown(format: Format, text: &str) {
    let unescaped =
        |what: &str| text.match_indices(what).any(|(at, _)| !text[..at].ends_with('\\'));
    assert!(!unescaped("](javascript:") && !unescaped("](http://"), "{format:?}: {text:.300}");
    assert!(!text.contains("<script") && !text.contains("<img"), "{format:?}: {text:.300}");
    assert!(!text.contains("@team"), "{format:?}: {text:.300}");
}

/// Markdown without what is code in it: fenced blocks and spans.
fn without_code(text: &str) -> String {
    let mut kept = String::new();
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(open) if line == open => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 && !line[ticks.len()..].contains('`') => fence = Some(ticks),
            None => {
                let mut rest = line;
                while let Some(at) = rest.find('`') {
                    // One that is escaped opens nothing.
                    if rest[..at].ends_with('\\') {
                        kept.push_str(&rest[..at + 1]);
                        rest = &rest[at + 1..];
                        continue;
                    }
                    kept.push_str(&rest[..at]);
                    let run = rest[at..].len() - rest[at..].trim_start_matches('`').len();
                    let (open, after) = rest[at..].split_at(run);
                    let close = after.match_indices(open).find(|(end, _)| {
                        !after[end + run..].starts_with('`') && !after[..*end].ends_with('`')
                    });
                    match close {
                        Some((end, _)) => rest = &after[end + run..],
                        None => {
                            kept.push_str(open);
                            rest = after;
                        }
                    }
                }
                kept.push_str(rest);
                kept.push('\n');
            }
        }
    }
    assert_eq!(fence, None, "a block is left open");
    kept
}

#[test]
fn every_format_is_harmless_in_every_log() {
    for format in Format::value_variants() {
        harmless_in_a_log(*format, &hostile().show(*format));
    }
}

#[test]
fn json_gives_back_the_exact_path_and_clean_texts() {
    for format in [Format::Json, Format::Sarif, Format::Gitlab, Format::GitlabSast] {
        let text = hostile().show(format);
        let value: Value = serde_json::from_str(&text).expect("valid JSON");
        let mut found = vec![];
        strings(&value, &mut found);
        let path = format!("dir {HOSTILE}/a.tf");
        let path = Root::at("/repo").relative(path.as_ref());
        let texts = found.iter().filter(|text| **text != path && !text.starts_with("gone x"));
        for text in texts {
            let acts = |c: char| c != '\n' && super::clean::stand_in(c).is_some();
            assert!(!text.contains(acts), "{format:?}: {text:?}");
        }
        assert!(format == Format::Sarif || found.contains(&path.as_str()), "{format:?}");
    }
}

#[test]
fn markdown_holds_no_link_no_element_and_no_open_code() {
    let text = hostile().show(Format::Markdown);
    harmless_as_markdown(Format::Markdown, &without_code(&text));
    assert_eq!(text.lines().filter(|line| line.starts_with("### ")).count(), 5);

    let sarif: Value = serde_json::from_str(&hostile().show(Format::Sarif)).unwrap();
    let help = &sarif["runs"][0]["tool"]["driver"]["rules"][0]["help"]["markdown"];
    let help = without_code(help.as_str().expect("help"));
    assert!(!help.contains("<script") && !help.contains("<img"), "{help}");
    let mut found = vec![];
    strings(&sarif["runs"][0]["results"], &mut found);
    for text in found.iter().filter(|text| text.contains("](")) {
        // Snippets and names are data; messages are where links are made.
        assert!(text.contains("\\](") || text.starts_with("x␛") || text.starts_with('"'), "{text}");
    }
    let message = sarif["runs"][0]["results"][0]["message"]["text"].as_str().expect("text");
    assert!(message.contains("\\](javascript:") && !message.contains("z](javascript:"));

    let sast: Value = serde_json::from_str(&hostile().show(Format::GitlabSast)).unwrap();
    for vulnerability in sast["vulnerabilities"].as_array().expect("a list") {
        for key in ["description", "solution"] {
            harmless_as_markdown(Format::GitlabSast, vulnerability[key].as_str().expect(key));
        }
    }
}

#[test]
fn junit_is_well_formed_and_has_our_elements_only() {
    let text = hostile().show(Format::Junit);
    let document = roxmltree::Document::parse(&text).expect("well-formed XML");
    let mut names: Vec<&str> =
        document.descendants().filter(|n| n.is_element()).map(|n| n.tag_name().name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names, ["error", "failure", "skipped", "testcase", "testsuite", "testsuites"]);
    let cases = document.descendants().filter(|node| node.has_tag_name("testcase")).count();
    assert_eq!(cases, 8);
}
