use super::Case;

#[test]
fn roots_are_what_no_module_calls() {
    let leaf = r#"resource "aws_s3_bucket" "b" {}"#;
    let case = Case::new(&[
        ("live/main.tf", "module \"m\" { source = \"../modules/m\" }"),
        ("modules/m/main.tf", "module \"n\" { source = \"./n\" }"),
        ("modules/m/n/main.tf", leaf),
        ("modules/unused/main.tf", leaf),
    ]);
    let roots: Vec<_> = case.workspace.roots().iter().map(|r| r.name.clone()).collect();
    assert_eq!(roots, ["live", "modules/unused"]);
    assert_eq!(case.addresses(), ["module.m.module.n.aws_s3_bucket.b", "aws_s3_bucket.b"]);
    let calls = &case.evaluations[0].configuration.resources[0].calls;
    assert_eq!(
        calls.iter().map(|c| case.text(*c)).collect::<Vec<_>>(),
        ["module \"m\"", "module \"n\""]
    );
}

#[test]
fn modules_that_call_each_other_are_judged_once() {
    let call = |to: &str| {
        format!("module \"x\" {{ source = \"../{to}\" }}\nresource \"aws_a\" \"a\" {{}}")
    };
    let case = Case::new(&[("a/main.tf", &call("b")), ("b/main.tf", &call("a"))]);
    assert_eq!(case.addresses(), ["aws_a.a", "module.x.aws_a.a"]);
    assert_eq!(case.messages(), ["module.x.module.x calls itself, or is nested too deeply"]);
}

#[test]
fn a_module_that_is_not_here_has_unknown_outputs() {
    let case = Case::new(&[(
        "main.tf",
        r#"
module "vpc" {
  source  = "terraform-aws-modules/vpc/aws"
  version = "5.0.0"
}
module "gone" {
  source = "./gone"
  count  = 1
}
output "id" { value = module.vpc.vpc_id }
output "other" { value = module.gone[0].x }
"#,
    )]);
    assert_eq!(
        case.messages(),
        [
            "module.vpc: terraform-aws-modules/vpc/aws is not among the scanned files",
            "module.gone: ./gone is not among the scanned files",
        ]
    );
    let outputs = case.outputs();
    assert!(outputs.contains("depends on module.vpc.vpc_id, which is not among the scanned files"));
    assert!(outputs.contains("depends on module.gone.x"), "{outputs}");
}

#[test]
fn override_files_replace_arguments_and_blocks() {
    let case = Case::new(&[
        (
            "main.tf",
            r#"
locals { acl = "public-read" }
resource "aws_s3_bucket" "b" {
  bucket = "b"
  acl    = local.acl
  logging { target_bucket = "one" }
  logging { target_bucket = "two" }
}
"#,
        ),
        (
            "z_override.tf",
            r#"
locals { acl = "private" }
resource "aws_s3_bucket" "b" {
  bucket = "c"
  logging { target_bucket = "three" }
}
"#,
        ),
    ]);
    assert_eq!(case.messages(), [""; 0]);
    assert_eq!(case.property("aws_s3_bucket.b", "bucket"), "\"c\"");
    assert_eq!(case.property("aws_s3_bucket.b", "acl"), "\"private\"");
    assert_eq!(case.property("aws_s3_bucket.b", "logging"), r#"[{"target_bucket":"three"}]"#);
}

#[test]
fn a_tofu_file_hides_its_terraform_twin() {
    let bucket = |name: &str| format!("resource \"aws_s3_bucket\" \"{name}\" {{}}");
    let case = Case::new(&[
        ("main.tf", &bucket("terraform")),
        ("main.tofu", &bucket("tofu")),
        ("other.tf", &bucket("other")),
    ]);
    assert_eq!(case.addresses(), ["aws_s3_bucket.tofu", "aws_s3_bucket.other"]);
}

#[test]
fn a_name_given_twice_is_reported_and_the_first_kept() {
    let case = Case::new(&[(
        "main.tf",
        "resource \"aws_a\" \"x\" { n = 1 }\nresource \"aws_a\" \"x\" { n = 2 }\n",
    )]);
    assert_eq!(case.messages(), ["a block of this name was already defined in this module"]);
    assert_eq!(case.property("aws_a.x", "n"), "1");
}

#[test]
fn a_file_by_name_is_judged_without_its_siblings() {
    use crate::source::{Language, Sources};
    use crate::terraform::{Options, ParsedFile, Workspace, parse};
    let sources = Sources::new();
    let files = [("live/main.tf", true), ("live/other.tf", false)].map(|(path, alone)| {
        let file = sources.add(path, "resource \"aws_a\" \"x\" { n = var.y }");
        let body = parse(file, Language::Terraform, sources.get(file).text()).tree;
        ParsedFile { path: path.into(), file, language: Language::Terraform, body, alone }
    });
    let workspace = Workspace::new(files.into(), &sources, std::path::Path::new("/nonexistent"));
    let names: Vec<_> = workspace.roots().iter().map(|root| root.name.as_str()).collect();
    assert_eq!(names, ["live", "live/main.tf"]);
    let wanted = |_: &str| true;
    let evaluation = workspace.evaluate(&workspace.roots()[1], &sources, &Options::new(&wanted));
    assert_eq!(evaluation.configuration.resources.len(), 1);
}

#[test]
fn literals_are_found_once_however_often_a_module_is_called() {
    let case = Case::new(&[
        ("main.tf", "module \"m\" {\n source = \"./m\"\n count = 3\n}"),
        ("m/main.tf", "resource \"aws_a\" \"x\" { secret = \"a long enough literal\" }"),
        ("m/prod.tfvars", "password = \"another long literal\""),
    ]);
    let literals = &case.evaluations[0].configuration.literals;
    let shown: Vec<_> = literals.iter().map(|l| l.path.join(".")).collect();
    assert_eq!(shown, ["resource.aws_a.x.secret", "password"]);
}
