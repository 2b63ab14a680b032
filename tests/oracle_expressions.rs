//! Expressions of every form against recordings of `terraform console`:
//! testdata/oracle/expressions/record.py says how they are made.

use std::path::Path;

use iacscan::source::{Language, Sources};
use iacscan::terraform::{Options, ParsedFile, Workspace, dump, parse};
use serde_json::Value as Json;

const MODULE: &str = include_str!("../testdata/oracle/expressions/module.tf");

/// What the evaluator makes of an expression, `None` for an error.
fn evaluate(expr: &str) -> Option<Json> {
    let text = format!("{MODULE}\noutput \"it\" {{\n  value = (\n{expr}\n)\n}}\n");
    let sources = Sources::new();
    let file = sources.add("main.tf", text.as_str());
    let parsed = parse(file, Language::Terraform, &text);
    if !parsed.diagnostics.is_empty() {
        return None;
    }
    let language = Language::Terraform;
    let file =
        ParsedFile { path: "main.tf".into(), file, language, body: parsed.tree, alone: false };
    let workspace = Workspace::new(vec![file], &sources, Path::new("/nonexistent"));
    let wanted = |kind: &str| kind == "output";
    let root = &workspace.roots()[0];
    let evaluation = workspace.evaluate(root, &sources, &Options::new(&wanted));
    if !evaluation.configuration.diagnostics.is_empty() {
        return None;
    }
    let json = dump(&evaluation.configuration, &sources);
    Some(json["resources"][0]["properties"]["value"].clone())
}

/// Numbers as numbers, whatever their notation; text that encodes JSON as the text it is.
fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Number(a), Json::Number(b)) => {
            a == b
                || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| (a - b).abs() <= 1e-9 * b.abs())
        }
        (Json::Array(a), Json::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Json::Object(a), Json::String(b)) if a.len() == 1 && a.contains_key("json") => {
            serde_json::from_str::<Json>(b).is_ok_and(|b| same(&a["json"], &b))
        }
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(k, a)| b.get(k).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}

/// What may differ, and why.
fn excuse(group: &str, expr: &str, theirs: Option<&Json>) -> Option<&'static str> {
    let refused = theirs.is_none();
    match group {
        "conditionals" | "kinds" if refused && expr.contains(" ? ") => {
            Some("arms of different types are refused; the arm that is meant is judged")
        }
        "operators" if refused && (expr.contains("&&") || expr.contains("||")) => {
            Some("the side that decides is enough, whatever the other is")
        }
        "calls" if refused && (expr == "nosuch(1)" || expr == "type(1)") => {
            Some("a function that is not known may be one of a later version")
        }
        "operators" if expr == "1.1 - 1 == 0.1" => {
            Some("exact here; Terraform's 512 binary digits leave a remainder")
        }
        "objects" if expr == "{ local.key = 1 }" => Some("an ambiguous key is taken as meant"),
        "kinds"
            if expr.starts_with("coalescelist(") && expr.contains("null")
                || expr.starts_with("merge(") && expr.contains("null") =>
        {
            Some("values do not tell an untyped null from one of a list's or map's type")
        }
        "kinds" if expr == r#"lookup(tomap({ a = tolist([1]) }), "b", []) == tolist([])"# => {
            Some("the type of the elements that an empty list lacks is not kept")
        }
        "objects" if expr == "{ null = 1 }" => Some("no one names a key so"),
        _ => None,
    }
}

#[test]
fn expressions_evaluate_as_terraform_does() {
    let recorded = include_str!("../testdata/oracle/expressions/recorded.json");
    let recorded: Vec<Json> = serde_json::from_str(recorded).unwrap();
    assert!(recorded.len() > 1_500, "{}", recorded.len());
    let mut wrong = vec![];
    for case in &recorded {
        let expr = case["expr"].as_str().unwrap();
        let theirs = case.get("value");
        let ours = evaluate(expr);
        let agree = match (theirs, &ours) {
            (Some(theirs), Some(ours)) => same(ours, theirs),
            (None, None) => true,
            _ => false,
        };
        let group = case["group"].as_str().unwrap();
        if !agree && excuse(group, expr, theirs).is_none() {
            let shown = |json: Option<&Json>| json.map_or("an error".to_string(), Json::to_string);
            wrong.push(format!(
                "{expr}\n  Terraform {}\n  here      {}",
                shown(theirs),
                shown(ours.as_ref())
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), recorded.len(), wrong.join("\n"));
}
