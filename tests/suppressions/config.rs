//! `iacscan.yaml`.

use super::support::{counting, scan, suppressed};

const BUCKET: &str = "resource \"aws_s3_bucket\" \"b\" {\n  acl = \"public-read\"\n}\n";
const CALLS: &str =
    "module \"site\" {\n  source   = \"./m\"\n  for_each = toset([\"eu\", \"us\"])\n}\n";
const READ: &str = "s3/acl-public-read";

fn with(config: &str) -> Vec<super::support::Found> {
    let files = [
        ("iacscan.yaml", config),
        ("main.tf", CALLS),
        ("m/main.tf", BUCKET),
        ("legacy/x/main.tf", BUCKET),
        ("live/main.tf", BUCKET),
    ];
    scan(&files, &[])
}

fn ignore(rest: &str) -> String {
    format!(
        "suppressions:\n  ignore:\n    - rules: [s3/acl-public-read]\n      reason: known\n{rest}"
    )
}

#[test]
fn by_path_address_and_instance() {
    let found = with(&ignore("      paths: [legacy]\n"));
    assert_eq!(suppressed(&found), [format!("{READ} legacy/x/main.tf:2")]);
    let found = with(&ignore("      addresses: [aws_s3_bucket.b]\n"));
    assert_eq!(suppressed(&found).len(), 2, "{found:?}");
    let found = with(&ignore("      addresses: [module.site.*]\n"));
    assert_eq!(suppressed(&found), [format!("{READ} m/main.tf:2")]);
    // One instance: the other is told by itself.
    let found = with(&ignore("      addresses: ['module.site[\"eu\"].*']\n"));
    assert_eq!(suppressed(&found), [format!("{READ} m/main.tf:2")]);
    assert!(counting(&found).contains(&format!("{READ} m/main.tf:2")));
    let found = with(&ignore("      addresses: ['module.site[\"eu\"].*']\n      paths: [live]\n"));
    assert_eq!(suppressed(&found), [""; 0]);
    assert!(
        counting(&found).contains(&"suppression/unused iacscan.yaml:3".to_owned()),
        "{found:?}"
    );
}

#[test]
fn reason_and_expiry_can_be_required() {
    let found = with(&ignore("      until: 2026-01-01\n"));
    assert_eq!(counting(&found)[0], "suppression/expired iacscan.yaml:3");
    assert_eq!(suppressed(&found), [""; 0]);

    let main = format!("# iacscan:ignore[{READ}] until=2027-01-01\n{BUCKET}");
    for (policy, expected) in [
        ("", 0),
        ("require_until: true", 0),
        ("require_reason: true", 1),
        ("max_days: 30", 1),
        ("max_days: 60", 0),
    ] {
        let config = format!("suppressions:\n  max_days: 999\n  {policy}\n");
        let config = if policy.contains("max_days") {
            config.replace("  max_days: 999\n", "")
        } else {
            config
        };
        let found = scan(&[("iacscan.yaml", &config), ("main.tf", &main)], &[]);
        let malformed =
            counting(&found).iter().filter(|f| f.starts_with("suppression/malf")).count();
        assert_eq!(malformed, expected, "{policy} {found:?}");
        assert_eq!(suppressed(&found).len(), 1 - expected, "{policy} {found:?}");
    }
}

#[test]
fn comments_can_be_left_aside() {
    let main = format!("# iacscan:ignore[{READ}] x\n{BUCKET}");
    let config = "suppressions:\n  inline: false\n";
    let found = scan(&[("iacscan.yaml", config), ("main.tf", &main)], &[]);
    assert_eq!(counting(&found), [format!("{READ} main.tf:3")]);
}
