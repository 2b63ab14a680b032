//! What is known beside the template: parameters, account, exports, and what is asked for.

use std::path::{Path, PathBuf};

use iacscan::cloudformation::{self, Evaluated, Export, Exports, Options, nested_templates};
use iacscan::source::{FileId, Sources};
use iacscan::value::Value;

const TEMPLATE: &str = "\
Parameters:
  Acl: {Type: String, Default: private}
  Ports: {Type: List<Number>}
  Secret: {Type: String, NoEcho: true}
Conditions:
  Here: !Equals [!Ref AWS::Region, eu-west-1]
  Ours: !Equals [!Ref AWS::AccountId, '111122223333']
  China: !Equals [!Ref AWS::Partition, aws-cn]
Mappings:
  Amis: {eu-west-1: {Id: ami-1}, us-east-1: {Id: ami-2}}
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      AccessControl: !Ref Acl
      BucketName: !ImportValue shared-name
  Uses:
    Type: Custom::Uses
    Properties:
      Ports: !Ref Ports
      Ami: !FindInMap [Amis, !Ref AWS::Region, Id]
      Secret: !Ref Secret
      Token: 'a-literal-of-some-length'
  OnlyHere: {Type: Custom::Uses, Condition: Here}
  OnlyOurs: {Type: Custom::Uses, Condition: Ours}
  OnlyChina: {Type: Custom::Uses, Condition: China}
Outputs:
  Name: {Value: !Ref Bucket, Export: {Name: exported-name}}
";

fn evaluate(options: &Options<'_>, wanted: &dyn Fn(&str) -> bool) -> Evaluated {
    let sources = Sources::new();
    let file = sources.add("t.yaml", TEMPLATE);
    let (trees, diagnostics) = cloudformation::templates(file, TEMPLATE);
    assert_eq!(diagnostics, []);
    cloudformation::evaluate(&trees[0], Path::new("t.yaml"), &sources, options, wanted)
}

fn addresses(evaluated: &Evaluated) -> Vec<&str> {
    evaluated.configuration.resources.iter().map(|resource| resource.address.as_str()).collect()
}

fn property(evaluated: &Evaluated, address: &str, name: &str) -> Value {
    let resources = &evaluated.configuration.resources;
    let resource = resources.iter().find(|r| r.address == address).expect("there");
    resource.properties.child(name)
}

#[test]
fn given_values_replace_defaults_and_have_types() {
    let mut options = Options::default();
    options.parameters.insert("Acl".into(), Value::string("public-read"));
    options.parameters.insert("Ports".into(), Value::string("80, 443"));
    let evaluated = evaluate(&options, &|_| true);
    assert_eq!(property(&evaluated, "Bucket", "AccessControl").as_str(), Some("public-read"));
    let ports = property(&evaluated, "Uses", "Ports").items();
    assert_eq!(ports, [Value::number(80_i128), Value::number(443_i128)]);
    assert!(property(&evaluated, "Uses", "Secret").sensitive);
}

#[test]
fn account_region_and_partition_decide_conditions() {
    let unknown = evaluate(&Options::default(), &|_| true);
    assert_eq!(
        addresses(&unknown),
        ["Bucket", "Uses", "OnlyHere", "OnlyOurs", "OnlyChina", "Name"]
    );
    assert!(!unknown.configuration.resources[2].existence.is_certain());
    assert_eq!(property(&unknown, "Uses", "Ami").as_unknown().map(|u| u.any_of.len()), Some(2));
    let options = Options {
        account_id: Some("111122223333".into()),
        region: Some("us-east-1".into()),
        partition: Some("aws".into()),
        ..Options::default()
    };
    let known = evaluate(&options, &|_| true);
    assert_eq!(addresses(&known), ["Bucket", "Uses", "OnlyOurs", "Name"]);
    assert!(known.configuration.resources[2].existence.is_certain());
    assert_eq!(property(&known, "Uses", "Ami").as_str(), Some("ami-2"));
}

#[test]
fn exports_of_one_template_are_imports_of_another() {
    let shared = Export {
        name: "shared-name".into(),
        value: Value::string("the-bucket"),
        template: "other.yaml".into(),
    };
    let exports = Exports(vec![shared]);
    let options = Options { exports: Some(&exports), ..Options::default() };
    let evaluated = evaluate(&options, &|_| false);
    assert_eq!(evaluated.exports.len(), 1);
    assert_eq!(evaluated.exports[0].name.as_known(), Some("exported-name"));
    assert_eq!(evaluated.exports[0].value.as_str(), Some("the-bucket"));
}

#[test]
fn only_what_is_wanted_is_returned_and_all_is_counted() {
    let evaluated = evaluate(&Options::default(), &|kind| kind == "AWS::S3::Bucket");
    assert_eq!(addresses(&evaluated), ["Bucket"]);
    assert_eq!(evaluated.resources, 5, "outputs are no resources");
}

#[test]
fn literals_know_their_path_and_place() {
    let evaluated = evaluate(&Options::default(), &|_| false);
    let literals = &evaluated.configuration.literals;
    let found = literals.iter().find(|l| l.value.as_str() == Some("a-literal-of-some-length"));
    let literal = found.expect("gathered");
    assert_eq!(literal.path.join("/"), "Resources/Uses/Properties/Token");
    let span = literal.value.origin.span.expect("placed");
    assert_eq!(&TEMPLATE[span.start as usize..span.end as usize], "'a-literal-of-some-length'");
    assert!(literals.iter().all(|l| l.value.as_str().is_some_and(|text| text.len() >= 16)));
}

#[test]
fn nothing_is_reported_where_parts_were_lost() {
    let text = "Resources:\n  A: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref Lost}}\n";
    let sources = Sources::new();
    let file = sources.add("t.yaml", text);
    let (trees, _) = cloudformation::templates(file, text);
    let count = |damaged| {
        let options = Options { damaged, ..Options::default() };
        let path = Path::new("t.yaml");
        let evaluated = cloudformation::evaluate(&trees[0], path, &sources, &options, &|_| true);
        evaluated.configuration.diagnostics.len()
    };
    assert_eq!((count(false), count(true)), (1, 0));
}

#[test]
fn nested_templates_are_known_without_evaluation() {
    let text = "\
Resources:
  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./a.yaml}}
  B: {Type: AWS::Serverless::Application, Properties: {Location: ../b/t.yaml}}
  C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://s3.amazonaws.com/x'}}
";
    let (trees, _) = cloudformation::templates(FileId::from_index(0), text);
    let found = nested_templates(&trees[0], Path::new("stacks/root.yaml"));
    assert_eq!(found, [PathBuf::from("b/t.yaml"), PathBuf::from("stacks/a.yaml")]);
}
