//! Where a scan spends its time: finding and reading, parsing, evaluating, judging.
//!
//! `cargo bench --bench scan` measures `testdata/`; `IACSCAN_BENCH=DIR` measures a directory
//! of your own, such as a large repository.

use std::path::PathBuf;

use divan::Bencher;
use iacscan::config::{Config, Request};
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
    Request {
        paths: vec![directory()],
        config: Config::default(),
        rules: rules.iter().map(|rule| rule.id.to_string()).collect(),
        jobs: None,
        var_files: vec![],
        parameters: vec![],
        source: None,
        vars: vec![],
        now: 0,
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
