//! The ARN formats of services.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::iam::catalog;
use crate::iam::glob::{Glob, intersect};
use crate::iam::text::Str;

/// One format, cut at its colons.
#[derive(Debug)]
pub(super) struct Format {
    /// The Region field: empty, or `${Region}`.
    pub region: &'static str,
    /// The account field: empty, or `${Account}`.
    pub account: &'static str,
    /// All after the account.
    pub name: &'static str,
    names: OnceLock<Glob>,
}

/// Formats that AWS documents and its service reference does not list:
/// - <https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html>
///   (whatever path its own API has)
/// - <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html>
/// - <https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html>,
///   <https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScalingPolicy.html>
/// - the collection that workspaces are made in (and tagged while they are), as policies of AWS's
///   own name it: `aps`, `grafana`
/// - <https://docs.aws.amazon.com/waf/latest/developerguide/classic-waf-auth-and-access-control.html>
const UNLISTED: [&str; 8] = [
    "arn:${Partition}:apigateway:${Region}::/${Path}",
    "arn:${Partition}:aps:${Region}:${Account}:/workspaces",
    "arn:${Partition}:autoscaling:${Region}:${Account}:scalingPolicy:${Id}:autoScalingGroupName/${Name}",
    "arn:${Partition}:autoscaling:${Region}:${Account}:scalingPolicy:${Id}:resource/${Resource}",
    "arn:${Partition}:cloudformation:${Region}:${Account}:transform/${Name}",
    "arn:${Partition}:grafana:${Region}:${Account}:/workspaces",
    "arn:${Partition}:waf::${Account}:changetoken/${Id}",
    "arn:${Partition}:waf-regional:${Region}:${Account}:changetoken/${Id}",
];

/// The formats with this service field, of whatever service.
pub(super) fn formats(service: &str) -> &'static [Format] {
    static FORMATS: OnceLock<HashMap<&'static str, Vec<Format>>> = OnceLock::new();
    let all = FORMATS.get_or_init(|| {
        let mut all: HashMap<&'static str, Vec<Format>> = HashMap::new();
        for arn in catalog::arn_formats().chain(UNLISTED) {
            let fields: Vec<&'static str> = arn.splitn(6, ':').collect();
            if let [_, _, service, region, account, name] = fields.as_slice() {
                let names = OnceLock::new();
                all.entry(service).or_default().push(Format { region, account, name, names });
            }
        }
        all
    });
    all.get(service).map_or(&[], Vec::as_slice)
}

/// Whether a name is of a resource that AWS Backup protects, whose ARN is of the service that
/// keeps it: `arn:aws:backup:…:recovery-point:…`.
pub(super) fn is_recovery_point(name: &Str) -> bool {
    name.prefix().starts_with("recovery-point:") || name.prefix().starts_with("backup-vault:")
}

impl Format {
    /// Whether a name (or a pattern of names) may be one of this format.
    pub(super) fn may_be(&self, name: &Str) -> bool {
        // Nearly all differ in how they start: no automaton is needed to tell.
        let start = self.name.split("${").next().unwrap_or_default();
        let plain = name.prefix();
        let plain = plain.split(['*', '?', '$']).next().unwrap_or_default();
        if !start.starts_with(plain) && !plain.starts_with(start) {
            return false;
        }
        let name = Glob::resource(name, true);
        if !name.has_star() && !name.has_unknown() && !name.has_variable() {
            return self.glob().matches(name.tokens());
        }
        intersect(self.glob(), &name.widened(true)).is_none_or(|both| !both.is_empty())
    }

    /// The names of this format.
    fn glob(&self) -> &Glob {
        self.names.get_or_init(|| {
            let mut pattern = String::with_capacity(self.name.len());
            let mut rest = self.name;
            while let Some((before, after)) = rest.split_once("${") {
                pattern.push_str(before);
                pattern.push('*');
                rest = after.split_once('}').map_or("", |(_, after)| after);
            }
            pattern.push_str(rest);
            Glob::resource(&Str::text(&pattern), false)
        })
    }
}
