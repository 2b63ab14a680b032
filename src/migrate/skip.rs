//! Skip comments of other tools, as their documentation describes them.

use super::table::Tool;
use crate::finding::Date;

/// What a comment of another tool skips.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skip {
    /// Whose it is.
    pub tool: Tool,
    /// Its rules; all if empty.
    pub ids: Vec<String>,
    /// The last day.
    pub until: Option<Date>,
    /// What it says that ours cannot say.
    pub beyond: Option<&'static str>,
    /// Why.
    pub reason: String,
    /// What it is about.
    pub about: About,
}

/// What a skip comment is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    /// The block around it.
    Resource,
    /// The line or block that it stands at, as ours.
    Here,
    /// The line below, and nothing else.
    Line,
    /// The whole file.
    File,
}

/// Reads a comment without its marks; `None` if it is no skip comment.
///
/// <https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html>,
/// <https://trivy.dev/latest/docs/configuration/filtering/#by-inline-comments>,
/// <https://docs.kics.io/latest/running-kics/#using_commands_on_scanned_files_as_comments>
pub fn parse(comment: &str) -> Option<Skip> {
    checkov(comment).or_else(|| trivy(comment)).or_else(|| kics(comment))
}

fn checkov(comment: &str) -> Option<Skip> {
    let rest = ["checkov:skip=", "bridgecrew:skip=", "cortex:skip="]
        .iter()
        .find_map(|mark| comment.strip_prefix(mark))?;
    let (ids, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let ids = list(ids);
    let reason = reason.trim().to_owned();
    Some(Skip {
        tool: Tool::Checkov,
        ids,
        until: None,
        beyond: None,
        reason,
        about: About::Resource,
    })
}

fn trivy(comment: &str) -> Option<Skip> {
    let mut skip = Skip {
        tool: Tool::Trivy,
        ids: vec![],
        until: None,
        beyond: None,
        reason: String::new(),
        about: About::Here,
    };
    let mut words = comment.split_whitespace();
    for word in words.by_ref() {
        let marked = ["tfsec:ignore:", "trivy:ignore:"].iter().find_map(|m| word.strip_prefix(m));
        let Some(marked) = marked else {
            // What stands before the first is no skip comment, what stands after is why.
            if skip.ids.is_empty() {
                return None;
            }
            let rest: Vec<&str> = std::iter::once(word).chain(words).collect();
            skip.reason = rest.join(" ");
            break;
        };
        let mut parts = marked.split(':');
        skip.ids.extend(parts.next().map(str::to_owned));
        while let Some(part) = parts.next() {
            match part {
                "exp" => match parts.next().unwrap_or_default().parse() {
                    Ok(day) => skip.until = Some(skip.until.map_or(day, |other| day.min(other))),
                    Err(_) => skip.beyond = Some("its expiry is no day"),
                },
                "ws" => skip.beyond = Some("it is for one workspace only"),
                _ => {}
            }
        }
    }
    (!skip.ids.is_empty()).then_some(skip)
}

fn kics(comment: &str) -> Option<Skip> {
    let rest = comment.strip_prefix("kics-scan")?.trim();
    let (about, ids) = match rest.split_once('=') {
        Some(("disable", ids)) => (About::File, list(ids)),
        None if rest == "ignore" => (About::File, vec![]),
        None if rest == "ignore-line" => (About::Line, vec![]),
        None if rest == "ignore-block" => (About::Here, vec![]),
        _ => return None,
    };
    Some(Skip { tool: Tool::Kics, ids, until: None, beyond: None, reason: String::new(), about })
}

fn list(ids: &str) -> Vec<String> {
    ids.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_each_tool_writes_them() {
        let ids = |text: &str| parse(text).map(|skip| skip.ids.join(" "));
        assert_eq!(ids("checkov:skip=CKV_AWS_20:a public site").unwrap(), "CKV_AWS_20");
        assert_eq!(parse("checkov:skip=CKV_AWS_20:a: b").unwrap().reason, "a: b");
        let two = "tfsec:ignore:aws-s3-x:exp:2027-01-31 tfsec:ignore:aws-s3-y known for long";
        let skip = parse(two).unwrap();
        assert_eq!(skip.ids, ["aws-s3-x", "aws-s3-y"]);
        assert_eq!(skip.until.unwrap().to_string(), "2027-01-31");
        assert_eq!(skip.reason, "known for long");
        assert_eq!(ids("trivy:ignore:AVD-AWS-0086").unwrap(), "AVD-AWS-0086");
        let beyond = |text: &str| parse(text).and_then(|skip| skip.beyond);
        assert!(beyond("tfsec:ignore:aws-s3-x:ws:dev").unwrap().contains("workspace"));
        assert!(beyond("tfsec:ignore:aws-s3-x:exp:soon").unwrap().contains("expiry"));
        assert!(beyond("tfsec:ignore:aws-s3-x:exp:2022-13-01").unwrap().contains("expiry"));
        assert_eq!(beyond(two), None);
        assert_eq!(parse("kics-scan ignore-block").unwrap().about, About::Here);
        assert_eq!(ids("kics-scan disable=a, b").unwrap(), "a b");
        for other in ["see tfsec:ignore:x", "checkov", "kics-scan enable=a", "a comment"] {
            assert_eq!(parse(other), None, "{other}");
        }
    }
}
