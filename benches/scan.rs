//! Where a scan spends its time: finding and reading, parsing, evaluating, judging.
//!
//! `cargo bench --bench scan` measures `testdata/`; `IACSCAN_BENCH=DIR` measures a directory
//! of your own, such as a large repository.

use std::path::PathBuf;

use divan::Bencher;
use iacscan::config::Request;
use iacscan::model::Model;
use iacscan::rules::{Rule, builtin, judge};
use iacscan::scan;
use iacscan::source::{Exclude, FileId, Language, Sources, WalkOptions, find, read};

fn main() {
    divan::main();
}

fn directory() -> PathBuf {
    let default = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("testdata");
    std::env::var_os("IACSCAN_BENCH").map_or(default, PathBuf::from)
}

fn request(rules: &[Rule]) -> Request {
    request_of(directory(), rules)
}

fn request_of(path: PathBuf, rules: &[Rule]) -> Request {
    Request {
        paths: vec![path],
        rules: rules.iter().map(|rule| rule.id.to_string()).collect(),
        ..Request::default()
    }
}

/// The text of every file that a scan would parse.
fn texts() -> Vec<(Language, String)> {
    let options = WalkOptions { threads: 1, exclude: Exclude::default() };
    let (found, _) = find(&directory(), &options);
    let text = |path: &PathBuf| read(path, path, u64::MAX - 1).ok();
    let texts = found.into_iter().filter_map(|file| Some((file.language, text(&file.path)?)));
    texts
        .filter(|(language, text)| {
            language.is_terraform() || iacscan::cloudformation::looks_like_template(text)
        })
        .collect()
}

#[divan::bench(sample_count = 10)]
fn find_and_read() -> usize {
    texts().len()
}

#[divan::bench(sample_count = 10)]
fn parse(bencher: Bencher) {
    let texts = texts();
    let bytes: usize = texts.iter().map(|(_, text)| text.len()).sum();
    bencher.counter(divan::counter::BytesCount::new(bytes)).bench_local(|| {
        let file = FileId::from_index(0);
        for (language, text) in &texts {
            match language {
                Language::Yaml | Language::Json => {
                    _ = divan::black_box(iacscan::cloudformation::templates(file, text))
                }
                language => _ = divan::black_box(iacscan::terraform::parse(file, *language, text)),
            }
        }
    });
}

/// A plan as `terraform show -json` writes it, of about this many megabytes: roles with their
/// policies, buckets, and much that no rule judges.
fn plan_of(megabytes: usize) -> String {
    let change = |address: String, kind: &str, after: serde_json::Value| {
        serde_json::json!({
            "address": address, "mode": "managed", "type": kind, "name": "it",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {
                "actions": ["create"], "before": null, "after": after,
                "after_unknown": { "arn": true, "id": true, "tags_all": {} },
                "before_sensitive": false, "after_sensitive": { "tags": {} },
            },
        })
        .to_string()
    };
    let (mut changes, mut planned) = (vec![], vec![]);
    let mut size = 0;
    for number in 0.. {
        let module = format!("module.team[\"{number}\"]");
        let statement = |action: &str| {
            let resource = format!("arn:aws:s3:::data-{number}/*");
            serde_json::json!({ "Effect": "Allow", "Action": action, "Resource": resource })
        };
        let statements: Vec<_> = ["s3:GetObject", "s3:PutObject"].map(statement).into();
        let policy = serde_json::json!({ "Version": "2012-10-17", "Statement": statements });
        let tags = serde_json::json!({ "team": format!("team-{number}"), "cost": "1234" });
        let made = [
            (
                "aws_iam_policy",
                serde_json::json!({ "name": format!("p{number}"), "path": "/",
                "policy": policy.to_string(), "tags": tags }),
            ),
            (
                "aws_s3_bucket",
                serde_json::json!({ "bucket": format!("data-{number}"),
                "force_destroy": false, "tags": tags }),
            ),
            (
                "aws_cloudwatch_metric_alarm",
                serde_json::json!({
                "alarm_name": format!("a{number}"), "threshold": 10, "period": "60",
                "dimensions": { "BucketName": format!("data-{number}") }, "tags": tags }),
            ),
        ];
        for (kind, after) in made {
            let address = format!("{module}.{kind}.it");
            let values = serde_json::json!({
                "address": address, "mode": "managed", "type": kind, "name": "it",
                "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 0,
                "values": after, "sensitive_values": { "tags": {} },
            });
            planned.push(values.to_string());
            changes.push(change(address, kind, after));
            size += changes.last().map_or(0, String::len) + planned.last().map_or(0, String::len);
        }
        if size > megabytes << 20 {
            break;
        }
    }
    let (changes, planned) = (changes.join(","), planned.join(","));
    let start = r#"{"format_version":"1.2","terraform_version":"1.11.4""#;
    format!(
        r#"{start},"planned_values":{{"root_module":{{"resources":[{planned}]}}}},"resource_changes":[{changes}]}}"#
    )
}

/// A plan of ten megabytes, or of as many as `IACSCAN_BENCH_PLAN` says; it stays in `target/`.
#[divan::bench(sample_count = 3)]
fn plan(bencher: Bencher) {
    let megabytes = std::env::var("IACSCAN_BENCH_PLAN").ok().and_then(|text| text.parse().ok());
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("plan.json");
    std::fs::write(&path, plan_of(megabytes.unwrap_or(10))).expect("target/ can be written");
    let rules = builtin();
    let mut request = request_of(path, &rules);
    request.config.max_file_size = u64::MAX - 1;
    bencher.bench_local(|| scan::run(&request, &rules, &Sources::new(), &()).findings.len());
}

#[divan::bench(sample_count = 10)]
fn compile_rules() -> usize {
    builtin().len()
}

/// Walking to models: subtract the two before for what evaluating takes.
#[divan::bench(sample_count = 10)]
fn everything_up_to_the_model(bencher: Bencher) {
    let request = request(&[]);
    bencher.bench_local(|| scan::models(&request, &Sources::new()).0.len());
}

#[divan::bench(sample_count = 10)]
fn judge_models(bencher: Bencher) {
    let rules = builtin();
    let chosen: Vec<&Rule> = rules.iter().collect();
    let (models, _) = scan::models(&request(&rules), &Sources::new());
    let judged = |(_, model): &(_, Model)| judge(&chosen, model, &()).findings.len();
    bencher.bench_local(|| models.iter().map(judged).sum::<usize>());
}

#[divan::bench(sample_count = 10)]
fn whole_scan(bencher: Bencher) {
    let rules = builtin();
    let request = request(&rules);
    bencher.bench_local(|| scan::run(&request, &rules, &Sources::new(), &()).findings.len());
}
