//! Terraform's functions against recordings of `terraform console`:
//! testdata/oracle/functions/record.py says how they are made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use iacscan::source::{self, Sources};
use iacscan::terraform::convert::{Type, convert};
use iacscan::terraform::functions::{self, Env};
use iacscan::terraform::{Options, ParsedFile, Workspace, parse};
use iacscan::value::{Kind, Map, Number, Value, Why, to_json_text};
use serde_json::Value as Json;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/oracle/functions")
}

/// Files lie where the recordings found them; templates are the evaluator's.
struct Files;

impl Env for Files {
    fn read_file(&self, path: &str) -> Result<Value, String> {
        let text = std::fs::read_to_string(folder().join(path)).map_err(|_| {
            format!(
                "no file exists at {path:?}; this function works only with files that are \
                 distributed as part of the configuration source code, so if this file will be \
                 created by a resource in this configuration you must instead obtain this result \
                 from an attribute of that resource"
            )
        })?;
        Ok(Value::string(text))
    }

    fn file_set(&self, _: &str, _: &str) -> Result<Value, String> {
        Ok(Value::unknown(Why::Function("fileset".into())))
    }

    fn file_exists(&self, path: &str) -> Result<bool, String> {
        match folder().join(path).is_dir() {
            true => Err(format!("{path:?} is a directory, not a file")),
            false => Ok(folder().join(path).exists()),
        }
    }

    fn render_template(&self, _: &Value, _: &Value) -> Result<Value, String> {
        Ok(Value::unknown(Why::Function("templatefile".into())))
    }
}

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::NULL,
        Json::Bool(b) => Value::bool(*b),
        Json::Number(number) => {
            Number::parse(&number.to_string()).map_or(Value::NULL, Value::number)
        }
        Json::String(text) => Value::string(text.as_str()),
        Json::Array(items) => Value::list(items.iter().map(value)),
        Json::Object(entries) => {
            let only = entries.iter().next().filter(|_| entries.len() == 1);
            let any = || Box::new(Type::Any);
            let typed = |json: &Json, ty: Type| convert(&value(json), &ty).unwrap();
            match only.map(|(key, inner)| (key.as_str(), inner)) {
                Some(("$set", items)) => typed(items, Type::Set(any())),
                Some(("$list", items)) => typed(items, Type::List(any())),
                Some(("$map", items)) => typed(items, Type::Map(any())),
                Some(("$sensitive", inner)) => value(inner).or_sensitive(true),
                _ => {
                    let mut map: Map =
                        entries.iter().map(|(key, item)| (key.into(), value(item))).collect();
                    map.entries.sort_unstable_keys();
                    Value::map(map)
                }
            }
        }
    }
}

/// What may differ, and why.
fn excuse(case: &Json, theirs: &str, ours: &str) -> Option<&'static str> {
    let name = case["function"].as_str().unwrap();
    let args = case["args"].to_string();
    let both_fail = theirs.starts_with("error: ") && ours.starts_with("error: ");
    let same_start = |mark: &str| {
        let start = |text: &str| text.split(mark).next().map(str::to_owned);
        theirs.contains(mark) && ours.contains(mark) && start(theirs) == start(ours)
    };
    Some(match name {
        _ if theirs.contains("panic in function implementation") => {
            "Terraform 1.11 panics here; later versions give what we give, or an error"
        }
        "coalescelist" if args.contains("null") => {
            "an untyped null is an error, a typed one is passed over: values do not tell them apart"
        }
        "format" | "formatlist" if theirs == "unknown" && args.contains("null") => {
            "the type of an untyped null is unknown to Terraform, and so is the result"
        }
        "transpose" if both_fail && same_start("element \"") => {
            "which of several wrong elements Terraform names depends on its map's order"
        }
        "nope" | "uper" => "which name Terraform suggests depends on its map's order",
        "jsondecode" | "yamldecode" if both_fail && same_start(" failed: ") => {
            "another parser, with its own words"
        }
        "jsondecode" if args.contains("}}\"") => "Terraform overlooks a bracket too many",
        "yamldecode" if args.contains("\\t a") => "our parser allows a tab before a plain scalar",
        "yamlencode" if args.contains('\u{FEFF}') => "libyaml escapes the letter after a BOM",
        "textencodebase64" | "textdecodebase64"
            if args.contains("EUC-JP") || args.contains("Big5") =>
        {
            "the encodings as browsers have them, with their names"
        }
        "file" | "filebase64" | "fileexists" | "filemd5" | "filesha1" | "filesha256"
        | "filesha512" | "filebase64sha256" | "filebase64sha512"
            if both_fail =>
        {
            "what is wrong with a file is the environment's to say"
        }
        "fileset" if args.contains("nope") && ours == "unknown" => {
            "a directory that is not there may be made before the deployment"
        }
        "fileset" if args.contains("../") => "patterns that lead up are not followed",
        "regex" if args.contains("(?P<a>x)(?P<a>y)") || args.contains("(?P<1n>") => {
            "groups with the same name, or one that starts with a digit, are not supported"
        }
        "cidrhost" | "cidrnetmask" | "cidrsubnet" if args.contains("::ffff:") => {
            "Terraform takes IPv4-mapped prefixes for IPv4 ones half of the way"
        }
        "cidrsubnet" if args.contains("-1") => "Terraform overlooks a negative network number",
        "tonumber" | "jsondecode" if args.contains("1e400") => "beyond 64-bit floats",
        _ if close(theirs, ours) => {
            "numbers have 128 bits or are 64-bit floats here, and 512 there"
        }
        _ => return None,
    })
}

/// The same JSON but for the last digits of numbers, and the sign of zero.
fn close(theirs: &str, ours: &str) -> bool {
    fn near(a: &Json, b: &Json) -> bool {
        match (a, b) {
            (Json::Number(a), Json::Number(b)) => {
                let float =
                    |number: &serde_json::Number| number.to_string().parse::<f64>().unwrap();
                (float(a) - float(b)).abs() <= float(a).abs() * 1e-14
            }
            (Json::Array(a), Json::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| near(a, b))
            }
            (a, b) => a == b,
        }
    }
    let parse = |text| serde_json::from_str::<Json>(text).ok();
    parse(theirs).zip(parse(ours)).is_some_and(|(a, b)| near(&a, &b))
}

/// All that was recorded.
fn recordings() -> Vec<Json> {
    let mut paths: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    paths.sort();
    let read = |path| serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let cases = |recorded: Json| recorded["cases"].as_array().unwrap().clone();
    paths.into_iter().map(read).flat_map(cases).collect()
}

/// An argument as an expression.
fn hcl(json: &Json) -> String {
    let all = |items: &[Json]| items.iter().map(hcl).collect::<Vec<_>>().join(", ");
    match json {
        Json::String(text) => {
            let escape = |c: char| match c {
                '"' | '\\' => format!("\\{c}"),
                '\n' => "\\n".into(),
                '\r' => "\\r".into(),
                '\t' => "\\t".into(),
                c if c.is_control() => format!("\\u{:04x}", c as u32),
                c => c.to_string(),
            };
            let text: String = text.chars().map(escape).collect();
            format!("\"{}\"", text.replace("${", "$${").replace("%{", "%%{"))
        }
        Json::Array(items) => format!("[{}]", all(items)),
        Json::Object(entries) => {
            let function = |key: &str| match key {
                "$set" => Some("toset"),
                "$list" => Some("tolist"),
                "$map" => Some("tomap"),
                "$sensitive" => Some("sensitive"),
                _ => None,
            };
            if let Some((key, inner)) = entries.iter().next()
                && let Some(function) = function(key)
            {
                return format!("{function}({})", hcl(inner));
            }
            let entry = |(key, value): (&String, &Json)| {
                format!("{} = {}", hcl(&Json::String(key.clone())), hcl(value))
            };
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[test]
fn calls_in_a_configuration_agree_with_terraform() {
    let known: Vec<Json> =
        recordings().into_iter().filter(|case| case["result"].is_string()).collect();
    let mut text = String::from("resource \"aws_x\" \"x\" {\n");
    for (index, case) in known.iter().enumerate() {
        let args: Vec<String> = case["args"].as_array().unwrap().iter().map(hcl).collect();
        let call = format!("{}({})", case["function"].as_str().unwrap(), args.join(", "));
        text.push_str(&format!("  v{index} = jsonencode(nonsensitive({call}))\n"));
    }
    text.push_str("}\n");
    let sources = Sources::new();
    let path = folder().join("main.tf");
    let file = sources.add(&path, text);
    let parsed = parse(file, source::Language::Terraform, sources.get(file).text());
    let language = source::Language::Terraform;
    let parsed = ParsedFile { path, file, language, body: parsed.tree, alone: false };
    let workspace = Workspace::new(vec![parsed], &sources, &folder());
    let wanted = |_: &str| true;
    let evaluation = workspace.evaluate(&workspace.roots()[0], &sources, &Options::new(&wanted));
    let properties = &evaluation.configuration.resources[0].properties;
    let mut report = vec![];
    for (index, case) in known.iter().enumerate() {
        let ours = properties.child(&format!("v{index}"));
        let ours = ours.as_str().unwrap_or("unknown").to_owned();
        let theirs = case["result"].as_str().unwrap();
        if ours != theirs && excuse(case, theirs, &ours).is_none() {
            let call = format!("{}{}", case["function"].as_str().unwrap(), case["args"]);
            report.push(format!("{call}\n   theirs {theirs}\n   ours   {ours}"));
        }
    }
    assert!(
        report.is_empty(),
        "{} of {} differ:\n{}",
        report.len(),
        known.len(),
        report.join("\n")
    );
}

#[test]
fn functions_agree_with_terraform() {
    let mut report = vec![];
    let (mut total, mut excused) = (0, BTreeMap::new());
    for case in &recordings() {
        total += 1;
        let name = case["function"].as_str().unwrap();
        let args: Vec<Value> = case["args"].as_array().unwrap().iter().map(value).collect();
        let ours = match functions::call(name, &args, &Files) {
            Ok(value) if matches!(value.kind, Kind::Unknown(_)) => "unknown".to_owned(),
            Ok(value) => to_json_text(&value).to_string(),
            Err(message) => format!("error: {message}"),
        };
        let theirs = match (case["result"].as_str(), case["error"].as_str()) {
            (Some(result), _) => result.to_owned(),
            (None, Some(error)) => format!("error: {error}"),
            (None, None) => "unknown".to_owned(),
        };
        if ours == theirs {
            continue;
        }
        // The evaluator's: in the other test.
        if matches!(name, "fileset" | "templatefile") && ours == "unknown" {
            continue;
        }
        if let Some(reason) = excuse(case, &theirs, &ours) {
            *excused.entry(reason).or_insert(0) += 1;
            continue;
        }
        report.push(format!("{name}{}\n   theirs {theirs}\n   ours   {ours}", case["args"]));
    }
    assert!(
        report.is_empty(),
        "{} of {total} differ:\n{}\nexcused: {excused:#?}",
        report.len(),
        report.join("\n")
    );
    assert!(total > 4500, "{total} recordings");
    // The excuses are few; whoever adds one looks at this number.
    assert!(excused.values().sum::<i32>() <= 130, "{excused:#?}");
}
