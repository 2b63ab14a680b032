//! Handmade outcomes for the tests of all formats.

use std::path::Path;

use super::{Catalogue, Example, Format, Masks, Options, Report, RuleInfo};
use crate::finding::Level;
use crate::finding::{
    Cause, Confidence, Finding, Outcome, Related, RelatedRole, Severity, Suppression,
    SuppressionKind, Undecided, assign_fingerprints,
};
use crate::source::{Diagnostic, FileId, Root, Sources, Span};

/// Sources and what was found in them.
pub struct Case {
    pub sources: Sources,
    pub outcome: Outcome,
    pub rules: Catalogue,
    pub options: Options,
}

pub const MAIN: &str = "variable \"site_acl\" {\n  default = \"public-read\"\n}\n\nmodule \"site\" {\n  source = \"../modules/site\"\n  for_each = toset([\"eu\", \"us\"])\n  name   = each.key\n  acl    = var.site_acl\n}\n";
pub const BUCKET: &str = "variable \"name\" {}\nvariable \"acl\" {}\n\nresource \"aws_s3_bucket\" \"this\" {\n  bucket = \"acme-site-${var.name}\"\n}\n\nresource \"aws_s3_bucket_acl\" \"this\" {\n  bucket = aws_s3_bucket.this.id\n  acl    = var.acl\n}\n";
pub const IAM: &str = "resource \"aws_iam_role_policy\" \"deploy\" {\n  policy = jsonencode({\n    Statement = [{\n      Effect   = \"Allow\"\n      Action   = \"*\"\n      Resource = \"*\"\n    }]\n  })\n}\n";

impl Case {
    pub fn new() -> Case {
        Case {
            sources: Sources::new(),
            outcome: Outcome { files: 4, resources: 5, ..Outcome::default() },
            rules: rules(),
            options: Options::plain(Root::at("/repo")),
        }
    }

    pub fn file(&self, path: &str, text: &str) -> FileId {
        self.sources.add(path, text)
    }

    /// The first place of `needle` in a file.
    pub fn span(&self, file: FileId, needle: &str) -> Span {
        let text = self.sources.get(file).shared_text();
        let start = text.find(needle).expect("the text to point at");
        Span::new(file, start, start + needle.len())
    }

    pub fn add(&mut self, finding: Finding) -> &mut Finding {
        self.outcome.findings.push(finding);
        self.outcome.findings.last_mut().expect("one was added")
    }

    pub fn show(&mut self, format: Format) -> String {
        let root = self.options.root.clone();
        let relative = |path: &Path| root.relative(path);
        assign_fingerprints(&mut self.outcome.findings, &self.sources, relative);
        let masks = Masks::of(&self.outcome, &self.sources);
        let report = Report {
            outcome: &self.outcome,
            sources: &self.sources,
            rules: &self.rules,
            options: &self.options,
            masks: &masks,
        };
        let mut out = vec![];
        report.write(format, &mut out).expect("memory can be written to");
        String::from_utf8(out).expect("reports are UTF-8")
    }
}

/// A finding with what is needed and no more.
pub fn finding(rule: &str, severity: Severity, primary: Span, message: &str) -> Finding {
    Finding {
        rule: rule.into(),
        severity,
        confidence: Confidence::High,
        message: message.into(),
        primary,
        label: String::new(),
        related: vec![],
        addresses: vec![],
        subjects: vec![],
        proof: None,
        notes: vec![],
        fix: String::new(),
        also_violates: vec![],
        instances: vec![],
        environments: vec![],
        fingerprint: String::new(),
        cause: Cause::Place(primary),
        suppression: None,
        known: false,
        redact: false,
    }
}

pub fn related(span: Span, message: &str, role: RelatedRole) -> Related {
    Related { span, message: message.into(), role }
}

fn rules() -> Catalogue {
    let rule = |id: &str, title: &str, severity, level| {
        RuleInfo {
        id: id.into(),
        title: title.into(),
        severity,
        confidence: Confidence::High,
        level,
        why: "Everyone on the internet can list and download the objects.\n\nSince 2023 new buckets refuse it.".into(),
        fix: "Set `acl = \"private\"`.".into(),
        references: vec!["https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html".into()],
        controls: vec!["S3.2".into(), "CIS 2.1.4".into()],
        examples: vec![
            Example { bad: true, language: "hcl".into(), code: "resource \"aws_s3_bucket_acl\" \"a\" {\n  acl = \"public-read\"\n}\n".into() },
            Example { bad: false, language: "hcl".into(), code: "resource \"aws_s3_bucket_acl\" \"a\" {\n  acl = \"private\"\n}\n".into() },
        ],
    }
    };
    Catalogue::new(vec![
        rule("s3/acl-public-read", "Bucket ACL lets everyone read", Severity::High, Level::Default),
        rule(
            "least-privilege/admin-policy",
            "Policy allows Action * on Resource *",
            Severity::High,
            Level::Default,
        ),
        rule("identity/inline-policy", "Inline policy used", Severity::Low, Level::Pedantic),
        rule(
            "account/no-public-access-block",
            "No account-level block",
            Severity::Medium,
            Level::Account,
        ),
        rule("secrets/aws-key", "AWS key in the code", Severity::Critical, Level::Default),
    ])
}

/// The worked example: a value that went through a module.
pub fn worked() -> Case {
    let mut case = Case::new();
    let main = case.file("live/main.tf", MAIN);
    let bucket = case.file("modules/site/bucket.tf", BUCKET);
    let mut found = finding(
        "s3/acl-public-read",
        Severity::High,
        case.span(main, "\"public-read\""),
        "bucket acme-site-eu and 1 more let everyone list and read them",
    );
    let acl = case.span(bucket, "var.acl");
    found.label = "everyone (AllUsers): read".into();
    found.related = vec![
        related(
            case.span(main, "var.site_acl"),
            "passed to module.site as `acl`",
            RelatedRole::Hop,
        ),
        related(
            acl,
            "becomes the ACL of module.site[\"eu\"].aws_s3_bucket_acl.this, module.site[\"us\"]…",
            RelatedRole::Hop,
        ),
    ];
    found.addresses = vec![
        "module.site[\"eu\"].aws_s3_bucket_acl.this".into(),
        "module.site[\"us\"].aws_s3_bucket_acl.this".into(),
    ];
    found.subjects = vec!["acme-site-eu".into(), "acme-site-us".into()];
    found.proof = Some("anyone may s3:ListBucket on arn:aws:s3:::acme-site-eu; no public access block in this configuration covers it".into());
    found.notes = vec!["buckets made since April 2023 refuse public ACLs until their access block and ownership are opened".into()];
    found.fix =
        "acl = \"private\", and serve the site through CloudFront with origin access control"
            .into();
    case.add(found);
    case
}

/// A policy with two elements at fault, of several rules.
pub fn policy() -> Case {
    let mut case = Case::new();
    let iam = case.file("iam.tf", IAM);
    let mut found = finding(
        "least-privilege/admin-policy",
        Severity::Medium,
        case.span(iam, "\"*\""),
        "role deploy may do anything to anything",
    );
    let second = IAM.rfind("\"*\"").expect("two stars");
    found.label = "every action of every service".into();
    found.related = vec![related(
        Span::new(iam, second, second + 3),
        "on every resource",
        RelatedRole::Element,
    )];
    found.also_violates = [
        "least-privilege/exposes-credentials",
        "least-privilege/full-iam",
        "least-privilege/pass-any-role",
        "s3/any",
        "trust/any",
        "trust/other",
    ]
    .map(Into::into)
    .to_vec();
    case.add(found);
    case
}

/// Secrets: in quotes, in a block of text, and named in other texts.
pub fn secrets() -> Case {
    let mut case = Case::new();
    let text = "provider \"aws\" {\n  access_key = \"AKIAIOSFODNN7EXAMPLE\"\n  secret_key = \"wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\" # AKIAIOSFODNN7EXAMPLE\n}\n";
    let provider = case.file("provider.tf", text);
    let key = "-----BEGIN PRIVATE KEY-----\n    MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7\n    -----END PRIVATE KEY-----";
    let data = case.file("data.tf", &format!("locals {{\n  key = <<-K\n    {key}\n  K\n}}\n"));
    let access = case.span(provider, "\"AKIAIOSFODNN7EXAMPLE\"");
    let mut first =
        finding("secrets/aws-key", Severity::Critical, access, "access key in the provider");
    first.related = vec![related(
        case.span(provider, "\"wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\""),
        "its secret",
        RelatedRole::Element,
    )];
    // Never done by a rule; it must not get through all the same.
    first.notes = vec!["found AKIAIOSFODNN7EXAMPLE".into()];
    case.add(first);
    let secret = case.span(provider, "\"wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY\"");
    case.add(finding("own/pack", Severity::High, secret, "secret key in the provider")).redact =
        true;
    let block = case.span(data, key);
    case.add(finding("secrets/private-key", Severity::High, block, "private key in a local"));
    case
}

/// What hostile, odd and long input looks like.
pub fn odd() -> Case {
    let mut case = Case::new();
    let crlf =
        case.file("crlf.tf", "resource \"a\" \"b\" {\r\n\tname\t= \"漢字 é\" # tab\r\n}\r\n");
    case.add(finding("s3/acl-public-read", Severity::Low, case.span(crlf, "\"漢字 é\""), "wide"))
        .label = "two columns each".into();
    let whole = case.span(crlf, "resource \"a\" \"b\" {\r\n\tname\t= \"漢字 é\" # tab\r\n}");
    case.add(finding("s3/acl-public-read", Severity::Info, whole, "several lines")).label =
        "all of it".into();
    let long = format!(
        "{{\"a\": \"{}\", \"Principal\": \"*\", \"z\": \"{}\"}}",
        "x".repeat(3000),
        "y".repeat(3000)
    );
    let long = case.file("min.json", &long);
    let star = case.span(long, "\"*\"");
    case.add(finding("s3/acl-public-read", Severity::High, star, "in the middle of a long line"))
        .label = "everyone".into();
    let name = "x\x1b[31m\n::error::y\u{202E}z](javascript:alert(1))";
    let hostile =
        case.file(&format!("dir {name}/a.tf"), &format!("n = \"{}\"\n", name.replace('\n', "")));
    let place = Span::new(hostile, 4, 9);
    let message = format!("bucket {name} is open");
    let found = case.add(finding("s3/acl-public-read", Severity::High, place, &message));
    found.label = name.into();
    found.addresses = vec![name.into()];
    found.related = vec![related(place, name, RelatedRole::Hop)];
    let end = case.file("end.tf", "a = 1\n");
    case.add(finding("unknown/rule", Severity::High, Span::new(end, 6, 6), "at the very end"));
    case
}

/// Nothing found, much undecided and unread.
pub fn partial() -> Case {
    let mut case = Case::new();
    let main = case.file("live/main.tf", MAIN);
    let suppressed = finding(
        "s3/acl-public-read",
        Severity::High,
        case.span(main, "var.site_acl"),
        "not so bad",
    );
    let place = Some(case.span(main, "acl "));
    case.add(suppressed).suppression = Some(Suppression {
        kind: SuppressionKind::Inline,
        reason: "a public site".into(),
        until: "2027-01-31".parse().ok(),
        place,
    });
    case.outcome.undecided = vec![Undecided {
        rule: "s3/acl-public-read".into(),
        place: case.span(main, "var.site_acl"),
        reason: "depends on var.site_acl, which has no value here".into(),
        addresses: vec!["module.site[\"eu\"].aws_s3_bucket_acl.this".into(), "b".into()],
    }];
    case.outcome.diagnostics = vec![
        Diagnostic::unreadable("live/gone.tf", "a link to nothing"),
        Diagnostic::syntax(case.span(main, "variable"), "expected a block"),
        Diagnostic::invalid(case.span(main, "each.key"), "each.key is not defined here"),
        Diagnostic::unresolved(case.span(main, "\"../modules/site\""), "module source is not here"),
    ];
    case
}

/// Elements on one line, and far apart.
pub fn spread() -> Case {
    let mut case = Case::new();
    let text = format!("Allow = [\"*\", \"iam:*\"]\n{}Resource = \"*\"\n", "\n".repeat(120));
    let file = case.file("wide.tf", &text);
    let star = case.span(file, "\"*\"");
    let mut found = finding("s3/acl-public-read", Severity::Medium, star, "much is allowed");
    found.label = "every action".into();
    let last = text.rfind("\"*\"").expect("two stars");
    found.related = vec![
        related(case.span(file, "\"iam:*\""), "and this", RelatedRole::Element),
        related(Span::new(file, last, last + 3), "on every resource", RelatedRole::Element),
    ];
    case.add(found);
    case
}
