//! Real plans against the evaluation of their source: `terraform plan` and
//! `terraform show -json` wrote testdata/plans/builtin/plan.json (the timestamp taken out).

use std::collections::BTreeMap;
use std::path::Path;

use iacscan::source::{Language, Sources};
use iacscan::terraform::plan::{Plan, is_plan};
use iacscan::terraform::{GivenVar, Options, ParsedFile, Workspace, dump, parse};
use serde_json::Value as Json;

fn wanted(kind: &str) -> bool {
    kind == "terraform_data"
}

fn properties(dump: &Json) -> BTreeMap<String, Json> {
    let resources = dump["resources"].as_array().unwrap().iter();
    resources
        .map(|r| (r["address"].as_str().unwrap().to_owned(), r["properties"].clone()))
        .collect()
}

/// Text that encodes an object as that object, however it is shown.
fn decoded(json: &Json) -> Json {
    match json {
        Json::String(text) if text.starts_with('{') => serde_json::from_str(text).unwrap(),
        Json::Array(items) => items.iter().map(decoded).collect(),
        Json::Object(entries) => match entries.get("json") {
            Some(json) if entries.len() == 1 => decoded(json),
            _ => entries.iter().map(|(key, item)| (key.clone(), decoded(item))).collect(),
        },
        json => json.clone(),
    }
}

#[test]
fn the_evaluator_knows_what_terraform_plan_knows() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/plans/builtin");
    let sources = Sources::new();
    let text = std::fs::read_to_string(dir.join("plan.json")).unwrap();
    assert!(is_plan(&text));
    let file = sources.add("plan.json", text.as_str());
    let plan = Plan::read(file, "plan.json", &text, &wanted).unwrap();

    let files = ["main.tf", "child/main.tf"].map(|path| {
        let text = std::fs::read_to_string(dir.join(path)).unwrap();
        let file = sources.add(path, text.as_str());
        let body = parse(file, Language::Terraform, &text).tree;
        ParsedFile { path: path.into(), file, language: Language::Terraform, body, alone: false }
    });
    let workspace = Workspace::new(files.into(), &sources, Path::new("/nonexistent"));
    let variables = plan.variables().iter();
    let options = Options {
        vars: variables
            .map(|(name, value)| GivenVar::of_value(name.clone(), value.clone()))
            .collect(),
        ..Options::new(&wanted)
    };
    let source = workspace.evaluate(&workspace.roots()[0], &sources, &options);
    assert_eq!(source.configuration.diagnostics, []);

    let planned = properties(&dump(&plan.clone().configuration(None), &sources));
    let evaluated = properties(&dump(&source.configuration, &sources));
    assert_eq!(
        planned.keys().collect::<Vec<_>>(),
        evaluated.keys().collect::<Vec<_>>(),
        "the same instances"
    );
    assert_eq!(plan.resource_count(), source.resources);
    let mut compared = 0;
    for (address, planned) in &planned {
        for (name, value) in evaluated[address].as_object().unwrap() {
            let unknown = planned[name].get("unknown").is_some();
            let ours = value.to_string();
            if unknown {
                assert!(
                    ours.contains("${") || ours.contains("unknown"),
                    "{address}.{name}: {ours}"
                );
                continue;
            }
            assert_eq!(decoded(&planned[name]), decoded(value), "{address}.{name}");
            compared += 1;
        }
    }
    assert!(compared >= 7, "{compared}");

    // Laid over the source, every value that someone wrote has its place there.
    let merged = plan.configuration(Some(&source.configuration));
    let merged = dump(&merged, &sources);
    for resource in merged["resources"].as_array().unwrap() {
        let places = resource["origins"].as_object().unwrap();
        for (name, way) in places.iter().filter(|(name, _)| name.starts_with("input")) {
            assert!(!way[0].as_str().unwrap().contains("plan.json"), "{name}: {way}");
        }
        assert!(!resource["at"].as_str().unwrap().contains("plan.json"), "{resource}");
    }
}
