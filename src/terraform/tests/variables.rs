use super::Case;
use crate::terraform::GivenVar;

#[test]
fn values_are_given_in_terraforms_order() {
    let names = ["default", "tfvars", "json", "a", "b", "given"];
    let variables: String = names
        .iter()
        .map(|n| format!("variable \"{n}\" {{ default = \"default\" }}\noutput \"{n}\" {{ value = var.{n} }}\n"))
        .collect();
    let set = |value: &str, from: usize| -> String {
        names[from..].iter().map(|n| format!("{n} = \"{value}\"\n")).collect()
    };
    let files = [
        ("main.tf", variables.as_str()),
        ("terraform.tfvars", &set("tfvars", 1)),
        ("a.auto.tfvars", &set("a", 3)),
        ("b.auto.tfvars", &set("b", 4)),
        ("never.tfvars", &set("never", 0)),
    ];
    let case = Case::with(&files, |options, sources| {
        options.vars = vec![GivenVar::new(sources, "given", "given")];
    });
    assert_eq!(
        case.outputs(),
        r#"{"a":"a","b":"b","default":"default","given":"given","json":"tfvars","tfvars":"tfvars"}"#
    );
}

#[test]
fn types_convert_and_fill_in() {
    let case = Case::new(&[(
        "main.tf",
        r#"
variable "number" {
  type    = number
  default = "42"
}
variable "set" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "object" {
  type = object({
    name  = string
    size  = optional(number, 3)
    tags  = optional(map(string), { team = "x" })
    empty = optional(string)
  })
  default = { name = 7, ignored = true }
}
variable "old" {
  type    = "string"
  default = true
}
variable "wrong" {
  type    = list(number)
  default = ["x"]
}
variable "strict" {
  nullable = false
  default  = "fallback"
}
variable "secret" {
  sensitive = true
  default   = "hush"
}
output "number" { value = var.number }
output "set" { value = var.set }
output "object" { value = var.object }
output "old" { value = var.old }
output "secret" { value = "x-${var.secret}" }
output "wrong" { value = var.wrong }
"#,
    )]);
    assert_eq!(case.messages(), ["var.wrong[0]: a number is required"]);
    assert_eq!(
        case.outputs(),
        concat!(
            r#"{"number":42,"object":{"empty":null,"name":"7","size":3,"tags":{"team":"x"}},"old":"true","#,
            r#""secret":{"sensitive":true},"set":["a","b"],"#,
            r#""wrong":{"unknown":"depends on an invalid value: var.wrong[0]: a number is required"}}"#
        )
    );
}

#[test]
fn null_stands_for_the_default_only_where_null_is_not_allowed() {
    let case = Case::new(&[
        (
            "main.tf",
            r#"
module "m" {
  source = "./m"
  loose  = null
  strict = null
}
output "loose" { value = module.m.loose }
output "strict" { value = module.m.strict }
"#,
        ),
        (
            "m/main.tf",
            r#"
variable "loose" { default = "default" }
variable "strict" {
  default  = "default"
  nullable = false
}
output "loose" { value = var.loose }
output "strict" { value = var.strict }
"#,
        ),
    ]);
    assert_eq!(case.outputs(), r#"{"loose":null,"strict":"default"}"#);
}

#[test]
fn given_values_are_text_or_expressions_by_type() {
    let text = r#"
variable "text" { type = string }
variable "list" { type = list(string) }
variable "any" {}
output "text" { value = var.text }
output "list" { value = var.list }
output "any" { value = var.any }
output "workspace" { value = terraform.workspace }
"#;
    let case = Case::with(&[("main.tf", text)], |options, sources| {
        options.vars = vec![
            GivenVar::new(sources, "text", "[1]"),
            GivenVar::new(sources, "list", "[\"a\", \"b\"]"),
            GivenVar::new(sources, "any", "plain"),
        ];
        options.workspace = Some("prod".into());
    });
    assert_eq!(
        case.outputs(),
        r#"{"any":"plain","list":["a","b"],"text":"[1]","workspace":"prod"}"#
    );
}

#[test]
fn unknown_variables_carry_their_module_path() {
    let case = Case::new(&[
        (
            "main.tf",
            "module \"m\" {\n source = \"./m\"\n for_each = { x = 1 }\n}\noutput \"o\" { value = module.m[\"x\"].o }",
        ),
        ("m/main.tf", "variable \"v\" {}\noutput \"o\" { value = var.v }"),
    ]);
    assert_eq!(
        case.outputs(),
        r#"{"o":{"unknown":"depends on module.m[\"x\"].var.v, which has no value here"}}"#
    );
}
