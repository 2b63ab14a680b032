//! CloudFormation: comments of YAML, and metadata.

use super::support::{counting, scan, suppressed};

const READ: &str = "s3/acl-public-read";

fn template(above: &str, first: &str, metadata: &str, after: &str) -> String {
    format!(
        "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n{above}  Site:\n{first}    Type: AWS::S3::Bucket\n{metadata}    Properties:\n      AccessControl: PublicRead{after}\n  Other:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n"
    )
}

#[test]
fn one_resource_of_two() {
    let is = "# iacscan:ignore[s3/acl-public-read] a site";
    let metadata = "    Metadata:\n      iacscan:\n        ignore:\n          - rules: [s3/acl-public-read]\n            until: 2027-01-31\n            reason: a site\n";
    for text in [
        template(&format!("  {is}\n"), "", "", ""),
        template("", &format!("    {is}\n"), "", ""),
        template("", "", "", &format!(" {is}")),
        template("", "", metadata, ""),
        template("", "", "    Metadata: { iacscan: { ignore: { rules: s3/* } } }\n", ""),
    ] {
        let found = scan(&[("t.yaml", &text)], &[]);
        assert_eq!(suppressed(&found).len(), 1, "{text}{found:?}");
        assert_eq!(counting(&found).len(), 1, "{text}{found:?}");
        let line = |of: &[String]| of[0].rsplit(':').next().unwrap().parse::<usize>().unwrap();
        assert!(line(&suppressed(&found)) < line(&counting(&found)), "{found:?}");
    }
}

#[test]
fn the_file() {
    for head in [
        "# iacscan:ignore-file[s3/acl-public-read] all sites\n",
        "Metadata:\n  iacscan:\n    ignore: [{ rules: [s3/acl-public-read], reason: all sites }]\n",
    ] {
        let text = format!("{head}{}", template("", "", "", ""));
        let found = scan(&[("t.yaml", &text)], &[]);
        assert_eq!((suppressed(&found).len(), counting(&found).len()), (2, 0), "{found:?}");
    }
}

#[test]
fn no_comment_within_text() {
    let text = template("", "", "", "").replace(
        "    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n  Other",
        "    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: |\n        # iacscan:ignore[s3/*]\n      AccessControl: PublicRead\n  Other",
    );
    let found = scan(&[("t.yaml", &text)], &[]);
    assert_eq!((suppressed(&found).len(), counting(&found).len()), (0, 2), "{found:?}");
}

#[test]
fn json() {
    let text = r#"{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {
  "Site": {"Type": "AWS::S3::Bucket",
    "Metadata": {"iacscan": {"ignore": [{"rules": ["s3/acl-public-read"], "reason": "a site"}]}},
    "Properties": {"AccessControl": "PublicRead"}},
  "Other": {"Type": "AWS::S3::Bucket", "Properties": {"AccessControl": "PublicRead"}}}}"#;
    let found = scan(&[("t.json", text)], &[]);
    assert_eq!((suppressed(&found).len(), counting(&found).len()), (1, 1), "{found:?}");
    let wrong = text.replace("\"reason\"", "\"becuase\"");
    let found = scan(&[("t.json", &wrong)], &[]);
    assert_eq!((suppressed(&found).len(), counting(&found).len()), (0, 3), "{found:?}");
    assert!(counting(&found).contains(&"suppression/malformed t.json:3".to_owned()));
}

#[test]
fn json_of_terraform() {
    let text = r#"{"resource": {"aws_s3_bucket": {
  "a": {"//": "iacscan:ignore[s3/acl-public-read] a site", "acl": "public-read"},
  "b": {"acl": "public-read"}}}}"#;
    let found = scan(&[("main.tf.json", text)], &[]);
    assert_eq!(suppressed(&found), [format!("{READ} main.tf.json:2")]);
    assert_eq!(counting(&found), [format!("{READ} main.tf.json:3")]);
}

#[test]
fn the_resource_of_a_nested_stack() {
    let root = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  # iacscan:ignore[s3/acl-public-read] the site\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: child.yaml\n";
    let child = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Site:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n";
    let found = scan(&[("root.yaml", root), ("child.yaml", child)], &[]);
    assert_eq!(suppressed(&found), [format!("{READ} child.yaml:6")], "{found:?}");
    assert_eq!(counting(&found), [""; 0]);
}
