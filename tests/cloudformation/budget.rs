//! Templates made to cost: each ends soon, with a diagnostic and without a panic.

use std::fmt::Write;
use std::path::Path;

use iacscan::cloudformation::{self, Evaluated, Options};
use iacscan::source::Sources;

fn evaluate(text: &str) -> Evaluated {
    let sources = Sources::new();
    let file = sources.add("template.yaml", text);
    let (trees, _) = cloudformation::templates(file, text);
    let path = Path::new("template.yaml");
    cloudformation::evaluate(&trees[0], path, &sources, &Options::default(), &|_| true)
}

fn messages(evaluated: &Evaluated) -> String {
    let all = evaluated.configuration.diagnostics.iter().map(|d| d.message.as_str());
    all.collect::<Vec<_>>().join("\n")
}

#[test]
fn long_chains_of_references() {
    let mut text = String::from("Resources:\n");
    for n in 0..5_000 {
        let next = n + 1;
        writeln!(
            text,
            "  B{n}: {{Type: AWS::S3::Bucket, Properties: {{BucketName: !Ref B{next}}}}}"
        )
        .unwrap();
    }
    text.push_str("  B5000: {Type: AWS::S3::Bucket, Properties: {BucketName: end}}\n");
    let evaluated = evaluate(&text);
    assert_eq!(evaluated.resources, 5_001);
    assert!(messages(&evaluated).contains("too deeply"), "{}", messages(&evaluated));
}

#[test]
fn texts_that_double() {
    let mut text = String::from("Resources:\n");
    for n in 0..60 {
        let next = n + 1;
        writeln!(
            text,
            "  B{n}: {{Type: AWS::S3::Bucket, Properties: {{BucketName: !Sub '${{B{next}}}${{B{next}}}'}}}}"
        )
        .unwrap();
    }
    text.push_str("  B60: {Type: AWS::S3::Bucket, Properties: {BucketName: 0123456789}}\n");
    assert!(messages(&evaluate(&text)).contains("too long"));
}

#[test]
fn loops_in_loops() {
    let items = (0..100).map(|n| n.to_string()).collect::<Vec<_>>().join(", ");
    let mut text = String::from("Transform: AWS::LanguageExtensions\nResources:\n");
    for depth in 0..8 {
        let indent = "  ".repeat(depth + 1);
        writeln!(
            text,
            "{indent}Fn::ForEach::L{depth}:\n{indent}- V{depth}\n{indent}- [{items}]\n{indent}-"
        )
        .unwrap();
    }
    text.push_str(&format!("{}B: {{Type: AWS::S3::Bucket}}\n", "  ".repeat(9)));
    let evaluated = evaluate(&text);
    assert!(
        messages(&evaluated).contains("more than any template may hold"),
        "{}",
        messages(&evaluated)
    );
}

#[test]
fn aliases_of_aliases() {
    let mut text = String::from("A0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..12 {
        let items = vec![format!("*a{}", n - 1); 10].join(", ");
        writeln!(text, "A{n}: &a{n} [{items}]").unwrap();
    }
    text.push_str("Resources:\n  B: {Type: AWS::S3::Bucket, Properties: {Tags: *a11}}\n");
    let sources = Sources::new();
    let file = sources.add("template.yaml", text.as_str());
    let (trees, diagnostics) = cloudformation::templates(file, &text);
    assert!(!diagnostics.is_empty(), "the parser says that it is too large");
    for tree in &trees {
        let path = Path::new("template.yaml");
        cloudformation::evaluate(tree, path, &sources, &Options::default(), &|_| true);
    }
}

#[test]
fn deep_nesting() {
    for (open, close) in [("[", "]"), ("{\"Fn::Base64\": ", "}"), ("{\"a\": ", "}")] {
        let text = format!(
            "{{\"Resources\": {{\"B\": {{\"Type\": \"AWS::S3::Bucket\", \"Properties\": {{\"X\": {}1{}}}}}}}}}",
            open.repeat(150),
            close.repeat(150)
        );
        assert_eq!(evaluate(&text).resources, 1, "{open}");
    }
}

#[test]
fn conditions_that_refer_to_each_other() {
    let evaluated = evaluate(
        "Conditions:\n  A: !Condition B\n  B: !Not [!Condition A]\nResources:\n  R: {Type: AWS::S3::Bucket, Condition: A}\n",
    );
    assert!(messages(&evaluated).contains("circular dependency"));
    assert_eq!(evaluated.resources, 1);
}

#[test]
fn combinations_of_optional_elements() {
    let mut text = String::from(
        "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\nResources:\n  R:\n    Type: Custom::R\n    Properties:\n      X: !Join\n        - ','\n        -\n",
    );
    for _ in 0..40 {
        text.push_str("          - !If [C, a, !Ref AWS::NoValue]\n");
    }
    assert_eq!(evaluate(&text).resources, 1);
}

/// A number generator that is the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

#[test]
fn damaged_templates_are_evaluated_the_same_twice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut seeds = vec![];
    for folder in ["cloudformation", "sam"] {
        let mut entries: Vec<_> =
            std::fs::read_dir(root.join(folder)).unwrap().map(|e| e.unwrap().path()).collect();
        entries.sort();
        for entry in entries {
            let path = if entry.is_dir() { entry.join("template.yaml") } else { entry };
            if path.extension().is_some_and(|e| e == "yaml")
                && let Ok(text) = std::fs::read_to_string(path)
            {
                seeds.push(text);
            }
        }
    }
    assert!(seeds.len() > 15);
    let mut dice = Dice(7);
    let mut templates = 0;
    for round in 0..400 {
        let mut lines: Vec<String> = seeds[round % seeds.len()].lines().map(String::from).collect();
        for _ in 0..=dice.below(4) {
            let (at, other) = (dice.below(lines.len()), dice.below(lines.len()));
            match dice.below(5) {
                0 => _ = lines.remove(at),
                1 => lines.swap(at, other),
                2 => lines[at] = lines[other].clone(),
                3 => lines[at] = lines[at].replace(['[', '{'], "").replace(": ", ": !If [X, "),
                _ => {
                    let cut = dice.below(lines[at].chars().count() + 1);
                    lines[at] = lines[at].chars().take(cut).collect();
                }
            }
            if lines.is_empty() {
                break;
            }
        }
        let text = lines.join("\n");
        let sources = Sources::new();
        let file = sources.add("template.yaml", text.as_str());
        let (trees, _) = cloudformation::templates(file, &text);
        for tree in &trees {
            templates += 1;
            let twice = [0, 1].map(|_| {
                let path = Path::new("template.yaml");
                cloudformation::evaluate(tree, path, &sources, &Options::default(), &|_| true)
            });
            assert_eq!(
                crate::dump::dump(&twice[0], &sources),
                crate::dump::dump(&twice[1], &sources)
            );
        }
    }
    assert!(templates > 250, "{templates} could be read");
}
