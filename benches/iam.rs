//! How long the engine takes: comparisons of random pairs of AWS managed policies.
//!
//! `cargo bench --bench iam` prints the distribution over all pairs first.
#![expect(clippy::print_stdout, reason = "a benchmark reports to whoever runs it")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use divan::Bencher;
use iacscan::iam::catalog::{action, managed_policies, managed_policy};
use iacscan::iam::{
    Document, PolicySet, PolicyType, Query, Tree, Truth, allows, compare, validate,
};

const PAIRS: usize = 6_000;

fn main() {
    let start = Instant::now();
    black_box(action("s3:GetObject"));
    println!("unpacking the catalogue: {:?}", start.elapsed());
    let start = Instant::now();
    black_box(managed_policy("ReadOnlyAccess"));
    println!("unpacking a block of managed policies: {:?}", start.elapsed());
    distribution();
    divan::main();
}

fn documents() -> Vec<Document> {
    managed_policies().filter_map(|p| Document::from_json(p.document).ok()).collect()
}

/// Pairs that are the same from run to run.
fn pairs(count: usize) -> Vec<(usize, usize)> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or(0)
    };
    (0..PAIRS).map(|_| (next() % count, next() % count)).collect()
}

/// Median, tails and what was given up, over all pairs.
fn distribution() {
    let documents = documents();
    let sets: Vec<PolicySet> = documents.iter().map(|d| PolicySet::new(&[d])).collect();
    let mut times: Vec<Duration> = Vec::with_capacity(PAIRS);
    let (mut undecided, mut new) = (0, 0);
    for (old, newer) in pairs(sets.len()) {
        let start = Instant::now();
        let answer = black_box(compare(&sets[old], &sets[newer]));
        times.push(start.elapsed());
        undecided += usize::from(answer.truth == Truth::Unknown);
        new += usize::from(answer.truth == Truth::True);
    }
    let mut itself: Vec<Duration> = Vec::with_capacity(sets.len());
    for set in &sets {
        let start = Instant::now();
        let answer = compare(set, set);
        itself.push(start.elapsed());
        undecided += usize::from(answer.truth != Truth::False);
    }
    for (name, times) in [("pairs", &mut times), ("with itself", &mut itself)] {
        times.sort();
        let at = |share: usize| times[(times.len() - 1) * share / 1000];
        println!(
            "{name}: {} median {:?}, p90 {:?}, p99 {:?}, most {:?}",
            times.len(),
            at(500),
            at(900),
            at(990),
            at(1000)
        );
    }
    println!("{new} with new access, {undecided} given up or wrong");
}

#[divan::bench]
fn compare_pairs(bencher: Bencher<'_, '_>) {
    let documents = documents();
    let sets: Vec<PolicySet> = documents.iter().map(|d| PolicySet::new(&[d])).collect();
    let pairs = pairs(sets.len());
    let mut turn = pairs.iter().cycle();
    bencher.bench_local(|| turn.next().map(|(old, new)| compare(&sets[*old], &sets[*new])));
}

#[divan::bench]
fn ask_for_administration(bencher: Bencher<'_, '_>) {
    let documents = documents();
    let query = Query::every("*", "*");
    let mut turn = documents.iter().cycle();
    bencher.bench_local(|| turn.next().map(|d| allows(&[d], &query)));
}

#[divan::bench]
fn validate_policies(bencher: Bencher<'_, '_>) {
    let trees: Vec<Tree> =
        managed_policies().filter_map(|p| Tree::from_json(p.document).ok()).collect();
    let mut turn = trees.iter().cycle();
    bencher.bench_local(|| turn.next().map(|t| validate(t, PolicyType::Identity)));
}

#[divan::bench]
fn parse_documents(bencher: Bencher<'_, '_>) {
    let texts: Vec<&str> = managed_policies().map(|p| p.document).collect();
    let mut turn = texts.iter().cycle();
    bencher.bench_local(|| turn.next().map(|t| Document::from_json(t)));
}
