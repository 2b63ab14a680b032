use super::Case;

#[test]
fn what_depends_on_itself_is_said_and_survived() {
    let case = Case::new(&[
        (
            "main.tf",
            r#"
locals {
  a = local.b
  b = "x${local.a}"
  fine = "ok"
}
resource "aws_a" "x" { n = aws_a.y.n }
resource "aws_a" "y" { n = aws_a.x.n }
resource "aws_a" "z" { count = aws_a.z[0].size }
module "m" {
  source = "./m"
  in     = module.m.out
}
output "fine" { value = local.fine }
output "a" { value = local.a }
"#,
        ),
        ("m/main.tf", "variable \"in\" {}\noutput \"out\" { value = var.in }"),
    ]);
    assert!(case.messages().iter().any(|m| m == "it depends on itself"), "{:?}", case.messages());
    assert!(
        case.messages().iter().any(|m| m == "aws_a.x.n depends on itself"),
        "{:?}",
        case.messages()
    );
    assert!(case.outputs().contains(r#""fine":"ok""#));
}

#[test]
fn arguments_of_two_resources_may_refer_to_each_other() {
    let case = Case::new(&[(
        "main.tf",
        r#"
resource "aws_a" "x" {
  name = "x"
  peer = aws_a.y.name
}
resource "aws_a" "y" {
  name = "y"
  peer = aws_a.x.name
}
"#,
    )]);
    assert_eq!(case.messages(), [""; 0], "Terraform refuses it; nothing here is in doubt");
    assert_eq!(case.property("aws_a.x", "peer"), "\"y\"");
}

#[test]
fn long_chains_end_in_a_diagnostic_not_in_a_crash() {
    let mut text: String = (0..10_000).map(|i| format!("  l{i} = local.l{}\n", i + 1)).collect();
    text = format!("locals {{\n{text}  l10000 = 1\n}}\noutput \"o\" {{ value = local.l0 }}\n");
    let case = Case::new(&[("main.tf", &text)]);
    assert_eq!(case.messages(), ["references nested too deeply to follow"]);
    let near = "output \"o\" { value = local.l9500 }\n";
    let case =
        Case::new(&[("main.tf", &text.replace("output \"o\" { value = local.l0 }\n", near))]);
    assert_eq!(case.outputs(), r#"{"o":1}"#);
}

#[test]
fn values_that_double_are_cut_off() {
    let doubling = |value: &str| -> String {
        let lines: String = (1..60)
            .map(|i| format!("  l{i} = {}\n", value.replace('@', &format!("local.l{}", i - 1))))
            .collect();
        format!("locals {{\n  l0 = \"xxxxxxxx\"\n{lines}}}\noutput \"o\" {{ value = local.l59 }}\n")
    };
    for value in ["\"${@}${@}!\"", "[@, @]", "{ a = @, b = @ }"] {
        let case = Case::with(&[("main.tf", &doubling(value))], |options, _| {
            options.limits.value = 10_000;
        });
        assert!(!case.messages().is_empty(), "{value}");
        assert!(case.messages().iter().all(|m| m.contains("too l")), "{:?}", case.messages());
    }
}

#[test]
fn loops_within_loops_are_cut_off() {
    let list = (0..300).map(|i| i.to_string()).collect::<Vec<_>>().join(",");
    let text = format!(
        "locals {{ l = [{list}] }}\noutput \"o\" {{ value = [for a in local.l : [for b in local.l : [for c in local.l : [for d in local.l : d]]]] }}\n"
    );
    let case = Case::with(&[("main.tf", &text)], |options, _| options.limits.steps = 100_000);
    assert_eq!(case.messages().len(), 1);
    assert!(case.messages()[0].contains("more work"), "{:?}", case.messages());
}

#[test]
fn too_many_instances_are_cut_off() {
    let case = Case::new(&[("main.tf", "resource \"aws_a\" \"x\" { count = 1000000000 }")]);
    assert_eq!(case.addresses().len(), 2_000);
    assert_eq!(case.messages(), ["1000000000 instances, of which the first 2000 are judged"]);
}

#[test]
fn a_wrong_attribute_leaves_the_rest() {
    let case = Case::new(&[(
        "main.tf",
        r#"
resource "aws_s3_bucket" "b" {
  bucket = nonsense
  acl    = "private"
  tags   = { a = 1 + "x", b = "kept" }
}
"#,
    )]);
    assert_eq!(case.property("aws_s3_bucket.b", "acl"), "\"private\"");
    assert!(case.property("aws_s3_bucket.b", "tags").contains(r#""b":"kept""#));
    assert_eq!(
        case.messages(),
        ["`nonsense` is not defined here", "a number is needed, not a string"]
    );
}

#[test]
fn the_same_input_gives_the_same_output() {
    let files: Vec<(String, String)> = (0..30)
        .map(|i| (format!("m{i}/main.tf"), format!("module \"n\" {{ source = \"../m{}\" }}\nresource \"aws_a\" \"a\" {{ x = var.y }}\nvariable \"y\" {{}}", (i * 7 + 1) % 31)))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let shown = |case: &Case| {
        let dumps =
            case.evaluations.iter().map(|e| super::super::dump(&e.configuration, &case.sources));
        dumps.map(|d| d.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&Case::new(&files)), shown(&Case::new(&files)));
}

/// Real cases with pieces cut out, doubled and swapped: nothing may panic, whatever is left.
#[test]
fn damaged_configurations_are_survived() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/terraform");
    let mut texts = vec![];
    for case in
        ["counts", "dynamic-blocks", "policy-documents", "policy-forms", "overrides-and-tfvars"]
    {
        texts.push(std::fs::read_to_string(root.join(case).join("main.tf")).unwrap());
    }
    // The files of all probes as one: they use more of the language.
    let mut probes: Vec<_> = std::fs::read_dir(root.join("../terraform-probes")).unwrap().collect();
    probes.sort_by_key(|entry| entry.as_ref().unwrap().path());
    let mut all = String::new();
    for probe in probes {
        let text = std::fs::read_to_string(probe.unwrap().path()).unwrap();
        let files = text.split("-- main.tf --\n").nth(1).unwrap_or_default();
        all.push_str(files.split("\n-- ").next().unwrap_or_default());
        all.push('\n');
    }
    texts.push(all);
    let mut seed = 7u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % below.max(1)
    };
    let mut evaluated = 0;
    for round in 0..300 {
        let mut text = texts[round % texts.len()].clone();
        for _ in 0..1 + random(4) {
            let words: Vec<&str> = text.split_inclusive([' ', '\n', '.', '"', '[', '(']).collect();
            let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
            let (a, b) = (random(words.len()), random(words.len()));
            match random(4) {
                0 => _ = words.remove(a),
                // As if the file ended here.
                1 if round % 3 == 0 => words.truncate(a + 1),
                1 | 2 => words.swap(a, b),
                _ => words.insert(a, words[b].clone()),
            }
            text = words.concat();
        }
        let sources = crate::source::Sources::new();
        let file = sources.add("main.tf", text.as_str());
        let language = crate::source::Language::Terraform;
        let body = super::super::parse(file, language, &text).tree;
        let file =
            super::super::ParsedFile { path: "main.tf".into(), file, language, body, alone: false };
        let workspace = super::super::Workspace::new(
            vec![file],
            &sources,
            std::path::Path::new("/nonexistent"),
        );
        let wanted = |_: &str| true;
        for root in workspace.roots() {
            let options = super::super::Options::new(&wanted);
            let evaluation = workspace.evaluate(root, &sources, &options);
            let dump = super::super::dump(&evaluation.configuration, &sources);
            assert!(dump["resources"].is_array());
            evaluated += 1;
        }
    }
    assert_eq!(evaluated, 300);
}
