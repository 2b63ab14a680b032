//! Comments.

use super::support::{counting, report, scan, suppressed, write};

const READ: &str = "s3/acl-public-read";

/// One public bucket with something on the lines around.
fn bucket(above: &str, after_header: &str, inside: &str, after_acl: &str) -> String {
    format!(
        "{above}resource \"aws_s3_bucket\" \"b\" {{{after_header}\n{inside}  acl = \"public-read\"{after_acl}\n}}\n"
    )
}

#[test]
fn a_comment_reaches_its_line_or_its_block() {
    let is = "# iacscan:ignore[s3/acl-public-read] a public site";
    for text in [
        bucket(&format!("{is}\n"), "", "", ""),
        bucket(&format!("{is}\n# about the bucket\n"), "", "", ""),
        bucket("", &format!(" {is}"), "", ""),
        bucket("", "", &format!("  {is}\n"), ""),
        bucket("", "", "", &format!(" {is}")),
        bucket("", "", "", " // iacscan:ignore[s3/*]"),
        bucket("/* iacscan:ignore[s3/acl-public-read] a site */\n", "", "", ""),
        bucket("/*\n * The site.\n * iacscan:ignore[s3/acl-public-read] a site\n */\n", "", "", ""),
        bucket("# iacscan:ignore-file[s3/acl-public-read] a site\n\n", "", "", ""),
    ] {
        let found = scan(&[("main.tf", &text)], &[]);
        assert_eq!(counting(&found), [""; 0], "{text}");
        assert_eq!(suppressed(&found).len(), 1, "{text}");
    }
}

#[test]
fn a_comment_reaches_no_further() {
    let is = "# iacscan:ignore[s3/acl-public-read] x";
    for text in [
        // About the attribute above.
        bucket("", "", &format!("  bucket = \"b\" {is}\n"), ""),
        // Another block.
        bucket(&format!("{is}\nlocals {{\n  a = 1\n}}\n\n"), "", "", ""),
        // Another rule.
        bucket("# iacscan:ignore[s3/acl-public-write] x\n", "", "", ""),
        // No comment at all.
        bucket("", "", &format!("  bucket = \"{is}\"\n"), ""),
        bucket("", "", &format!("  bucket = <<EOT\n{is}\nEOT\n"), ""),
        bucket("", "", &format!("  bucket = \"${{ \"a\" }}{is}\"\n"), ""),
    ] {
        let found = scan(&[("main.tf", &text)], &["--rule", "s3/*"]);
        let counts = counting(&found);
        assert!(counts.iter().any(|found| found.starts_with(READ)), "{text}{counts:?}");
        assert_eq!(suppressed(&found), [""; 0], "{text}");
    }
}

const ROLE: &str = "resource \"aws_iam_role_policy\" \"p\" {
  role = \"r\"
  policy = jsonencode({
    Version = \"2012-10-17\"
    Statement = [
      # iacscan:ignore[least-privilege/*] break-glass
      {
        Effect = \"Allow\"
        Action = \"*\"
        Resource = \"*\"
      },
      {
        Effect = \"Allow\"
        Action = \"*\"
        Resource = \"*\"
      },
    ]
  })
}
";

#[test]
fn a_statement_by_itself() {
    let found = scan(&[("main.tf", ROLE)], &["--rule", "least-privilege/admin-policy"]);
    assert_eq!(suppressed(&found).len(), 1, "{found:?}");
    assert_eq!(counting(&found).len(), 1, "{found:?}");
    assert!(suppressed(&found)[0].ends_with("main.tf:9"), "{found:?}");
}

const MODULE: &str = "variable \"acl\" {}
resource \"aws_s3_bucket\" \"b\" {
  acl = \"public-read\"
}
";

#[test]
fn a_module_call_for_its_own_instances_only() {
    let main = "# iacscan:ignore[s3/acl-public-read] the site
module \"site\" {
  source = \"./m\"
  acl    = \"private\"
}
module \"data\" {
  source = \"./m\"
  acl    = \"private\"
}
";
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("main.tf", main), ("m/main.tf", MODULE)]);
    let (report, code) = report(dir.path(), &[]);
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(code, 1);
    let addresses: Vec<_> = findings
        .iter()
        .map(|f| (f["addresses"].to_string(), f["suppressed"]["kind"].as_str()))
        .collect();
    assert_eq!(
        addresses,
        [
            ("[\"module.data.aws_s3_bucket.b\"]".to_owned(), None),
            ("[\"module.site.aws_s3_bucket.b\"]".to_owned(), Some("inline")),
        ]
    );
    assert!(!findings[0]["message"].as_str().unwrap().contains("1 more"));
    assert_eq!(report["summary"]["suppressed"], 1);
    assert_eq!(findings[1]["suppressed"]["location"]["path"], "main.tf");
}

#[test]
fn where_the_value_comes_from_and_where_it_is_used() {
    let files = |vars: &str, resource: &str| {
        [
            (
                "main.tf".to_owned(),
                format!(
                    "variable \"acl\" {{}}\n{resource}resource \"aws_s3_bucket\" \"b\" {{\n  acl = var.acl\n}}\n"
                ),
            ),
            ("terraform.tfvars".to_owned(), format!("acl = \"public-read\"{vars}\n")),
        ]
    };
    for (vars, resource, suppresses) in [
        ("", "", 0),
        (" # iacscan:ignore[s3/acl-public-read] ok", "", 1),
        ("", "# iacscan:ignore[s3/acl-public-read] ok\n", 1),
    ] {
        let files = files(vars, resource);
        let files: Vec<_> = files.iter().map(|(name, text)| (&**name, &**text)).collect();
        let found = scan(&files, &[]);
        assert_eq!(suppressed(&found).len(), suppresses, "{found:?}");
        assert_eq!(counting(&found).len(), 1 - suppresses, "{found:?}");
    }
}

#[test]
fn folded_rules_hide_nothing_stronger_and_do_not_come_up() {
    let rules = ["--rule", "s3/*", "--rule", "suppression/*"];
    let also = |text: &str| {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &[("main.tf", text)]);
        report(dir.path(), &rules).0
    };
    let all = also(&bucket("", "", "", ""));
    let strong = all["findings"].as_array().unwrap().iter().find(|f| f["rule"] == READ).unwrap();
    let folded: Vec<_> =
        strong["alsoViolates"].as_array().unwrap().iter().map(|r| r.as_str().unwrap()).collect();
    assert!(!folded.is_empty(), "{strong:#}");

    // The folded one's id does not hide the stronger finding, and is of use.
    let text = bucket(&format!("# iacscan:ignore[{}] known\n", folded[0]), "", "", "");
    let found = super::support::found(&also(&text));
    assert!(counting(&found).iter().any(|f| f.starts_with(READ)), "{found:?}");
    assert!(!counting(&found).iter().any(|f| f.starts_with("suppression/")), "{found:?}");

    // The stronger one's id does not bring up what it implies.
    let text = bucket(&format!("# iacscan:ignore[{READ}] known\n"), "", "", "");
    let found = super::support::found(&also(&text));
    let ids: Vec<&str> = found.iter().map(|f| &*f.0).collect();
    assert!(!folded.iter().any(|rule| ids.contains(rule)), "{found:?}");
    assert_eq!(suppressed(&found).len(), 1);
}

#[test]
fn what_is_wrong_is_a_finding_and_suppresses_nothing() {
    for (comment, check) in [
        ("iacscan:ignore[s3/acl-public-read] until=2026-11-21 was fine", "suppression/expired"),
        ("iacscan:ignore[s3/acl-publik-read] typo", "suppression/malformed"),
        ("iacscan:ignore", "suppression/malformed"),
        ("iacscan:skip[s3/acl-public-read]", "suppression/malformed"),
        ("iacscan:ignore[s3/acl-public-read] why until=2027-01-01", "suppression/malformed"),
    ] {
        let text = bucket(&format!("# {comment}\n"), "", "", "");
        let found = scan(&[("main.tf", &text)], &[]);
        assert_eq!(
            counting(&found),
            [format!("{check} main.tf:1"), format!("{READ} main.tf:3")],
            "{comment}"
        );
    }
    let late = bucket("locals {}\n# iacscan:ignore-file[s3/acl-public-read] x\n", "", "", "");
    let found = scan(&[("main.tf", &late)], &[]);
    assert!(counting(&found)[0].starts_with("suppression/malformed"), "{found:?}");
    let above_nothing = bucket("# iacscan:ignore[s3/acl-public-read] x\n\n", "", "", "");
    let found = scan(&[("main.tf", &above_nothing)], &[]);
    assert!(counting(&found)[0].starts_with("suppression/malformed"), "{found:?}");
}

#[test]
fn one_of_no_use_is_told_and_does_not_fail() {
    let text = "# iacscan:ignore[s3/acl-public-read] gone\nresource \"aws_s3_bucket\" \"b\" {}\n";
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("main.tf", text)]);
    let rules = ["--rule", READ, "--rule", "suppression/*"];
    let (report, code) = report(dir.path(), &rules);
    assert_eq!(counting(&super::support::found(&report)), ["suppression/unused main.tf:1"]);
    assert_eq!(report["findings"][0]["severity"], "info");
    assert_eq!(code, 0);
    // Of a rule that did not run nobody can say.
    let found = scan(&[("main.tf", text)], &["--rule", "suppression/*"]);
    assert_eq!(counting(&found), [""; 0]);
    // Nor where the rule could not decide.
    let open = "variable \"acl\" {}\n# iacscan:ignore[s3/acl-public-read] x\nresource \"aws_s3_bucket\" \"b\" {\n  acl = var.acl\n}\n";
    assert_eq!(counting(&scan(&[("main.tf", open)], &rules)), [""; 0]);
}

#[test]
fn gates_read_no_comments() {
    let text = bucket("# iacscan:ignore[s3/*] x\n# iacscan:ignore[nonsense] x\n", "", "", "");
    let found = scan(&[("main.tf", &text)], &["--no-inline-ignores"]);
    assert_eq!(counting(&found), [format!("{READ} main.tf:4")]);
}

#[test]
fn the_source_of_a_plan() {
    let plan = r#"{"format_version":"1.2","terraform_version":"1.9.0","resource_changes":[{"address":"aws_s3_bucket.b","mode":"managed","type":"aws_s3_bucket","name":"b","change":{"actions":["create"],"after":{"acl":"public-read"},"after_unknown":{}}}],"configuration":{}}"#;
    let source = bucket("# iacscan:ignore[s3/acl-public-read] a site\n", "", "", "");
    let found =
        scan(&[("src/main.tf", &source), ("plan.json", plan)], &["plan.json", "--source", "src"]);
    assert_eq!(counting(&found), [""; 0]);
    assert_eq!(suppressed(&found).len(), 1, "{found:?}");
}
