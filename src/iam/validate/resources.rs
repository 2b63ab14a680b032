//! Checks of `Resource` and `NotResource`.

use super::actions::redundant;
use super::arn::{Format, formats, is_recovery_point};
use super::{Check, PolicyType, ResourceKind, is_wild};
use crate::iam::catalog;
use crate::iam::document::{Item, Statement};
use crate::iam::glob::Glob;
use crate::iam::near::nearest;
use crate::iam::text::Str;

impl Check {
    pub(super) fn resources(&mut self, statement: &Statement) {
        for values in [&statement.resource, &statement.not_resource].into_iter().flatten() {
            for item in &values.items {
                if let Some(text) = item.text.as_text() {
                    self.variables(text, &item.location, statement.variables);
                }
                self.arn(item);
            }
            let read = |i: &Item| Glob::resource(&i.text, statement.variables);
            let globs: Vec<Glob> = values.items.iter().map(read).collect();
            for (at, by) in redundant(&globs) {
                let message = format!(
                    "{} is part of {} in the same list; remove it.",
                    values.items[at].text, values.items[by].text
                );
                self.suggestion("REDUNDANT_RESOURCE", &values.items[at].location, message);
            }
        }
    }

    /// One ARN of a resource; holes and variables are not judged.
    fn arn(&mut self, item: &Item) {
        let place = &item.location;
        let text = &item.text;
        if text.is("*") || !matches!(text.parts().first(), None | Some(crate::iam::Part::Text(_))) {
            return;
        }
        let whole = text.to_string();
        // A variable may be the whole ARN.
        if whole.starts_with("${") || whole.bytes().all(|b| b == b'*') && !whole.is_empty() {
            return;
        }
        if !whole.starts_with("arn:") {
            let message = if is_wild(&whole[..whole.len().min(3)]) && whole.contains(':') {
                format!("\"{whole}\" must begin with arn: and not with a wildcard.")
            } else {
                format!("\"{whole}\" is no ARN: it must be \"*\" or begin with arn:.")
            };
            self.error("INVALID_ARN_PREFIX", place, message);
            return;
        }
        let fields = split_fields(text);
        let [_, partition, service, region, account, name] = fields.as_slice() else {
            let message = format!(
                "\"{whole}\" has {} of the six fields of an ARN; write \
                 arn:partition:service:region:account:resource.",
                fields.len()
            );
            self.error("MISSING_ARN_FIELD", place, message);
            return;
        };
        if let Some(partition) = plain(partition)
            && catalog::partition(partition).is_none()
        {
            let known: Vec<&str> = catalog::partitions().map(|p| p.id).take(3).collect();
            let message =
                format!("There is no partition \"{partition}\"; use one of {}.", known.join(", "));
            self.error("INVALID_PARTITION", place, message);
        }
        if let Some(account) = plain(account)
            && !account.is_empty()
            && account != "aws"
            && !(account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()))
        {
            let message = format!("\"{account}\" is no account id; write its twelve digits.");
            self.error("INVALID_ARN_ACCOUNT", place, message);
        }
        let Some(service) = service.as_text() else { return };
        if is_wild(service) && !service.contains("${") {
            let message = format!(
                "\"{whole}\" has a wildcard in the service; name the services it is meant for."
            );
            self.suggestion("WILDCARD_IN_SERVICE_NAME", place, message);
            return;
        }
        if service.contains("${") {
            return;
        }
        if service.bytes().any(|b| b.is_ascii_uppercase()) {
            let lower = service.to_ascii_lowercase();
            let message = format!("The service of an ARN is in small letters; write {lower}.");
            self.error("INVALID_ARN_SERVICE_CASE", place, message);
            return;
        }
        let known = formats(service);
        if known.is_empty() && catalog::service(service).is_none() {
            let message = match nearest(service, catalog::services()) {
                Some(near) => format!("There is no service \"{service}\"; did you mean {near}?"),
                None => format!("There is no service \"{service}\"; use one AWS has."),
            };
            self.error("INVALID_SERVICE", place, message);
            return;
        }
        if self.foreign(service) {
            let message = format!(
                "{whole} is of {service}; name resources of what the policy is attached to."
            );
            self.error("UNSUPPORTED_RESOURCE_ARN_IN_POLICY", place, message);
            return;
        }
        self.against_formats(item, &whole, service, known, [region, account, name]);
    }

    fn foreign(&self, service: &str) -> bool {
        let own: &[&str] = match self.policy {
            PolicyType::Resource(ResourceKind::S3Bucket) => &["s3", "s3express"],
            PolicyType::Resource(ResourceKind::S3AccessPoint) => {
                &["s3", "s3-object-lambda", "s3express"]
            }
            PolicyType::Resource(ResourceKind::DynamoDbTable) => &["dynamodb"],
            PolicyType::Resource(ResourceKind::SqsQueue) => &["sqs"],
            PolicyType::Resource(ResourceKind::SnsTopic) => &["sns"],
            PolicyType::Resource(ResourceKind::KmsKey) => &["kms"],
            _ => return false,
        };
        !own.contains(&service)
    }

    fn against_formats(
        &mut self,
        item: &Item,
        whole: &str,
        service: &str,
        known: &[Format],
        [region, account, name]: [&Str; 3],
    ) {
        let place = &item.location;
        let region_text = plain(region);
        if let Some(region) = region_text
            && !region.is_empty()
            && !catalog::is_region(region)
        {
            let all = catalog::partitions().flat_map(|p| p.regions().collect::<Vec<_>>());
            let message = match nearest(region, all) {
                Some(near) => format!("There is no Region \"{region}\"; did you mean {near}?"),
                None => format!("There is no Region \"{region}\"; use one such as us-east-1."),
            };
            self.error("INVALID_ARN_REGION", place, message);
        }
        // A name that is all wildcard fits everything and so tells nothing.
        let wild = |name: &str| !name.is_empty() && name.bytes().all(|b| b == b'*');
        if known.is_empty() || name.as_text().is_some_and(wild) {
            return;
        }
        let fitting: Vec<&Format> = known.iter().filter(|f| f.may_be(name)).collect();
        if fitting.is_empty() {
            if is_recovery_point(name) {
                return;
            }
            let example = known.first().map_or("", |f| f.name);
            let message = format!(
                "\"{name}\" is no resource of {service}; its ARNs end in a form such as {example}."
            );
            self.error("INVALID_ARN_RESOURCE", place, message);
            return;
        }
        let all = |test: fn(&Format) -> bool| fitting.iter().all(|f| test(f));
        if let Some(region) = region_text {
            if region.is_empty() && all(|f| f.region == "${Region}") {
                let message = format!("{whole} has no Region; add one, or * for all.");
                self.error("MISSING_ARN_REGION", place, message);
            } else if !region.is_empty() && all(|f| f.region.is_empty()) {
                let message = format!(
                    "ARNs of {service} have no Region; leave the field before the account empty."
                );
                self.error("ARN_REGION_NOT_ALLOWED", place, message);
            }
        }
        if let Some(account) = plain(account) {
            // AWS's own documents, images and views belong to no account.
            let owned = ["ssm", "ec2", "rds", "elasticbeanstalk", "resource-explorer-2"];
            let owned = owned.contains(&service);
            if account.is_empty() && !owned && all(|f| f.account == "${Account}") {
                let message = format!("{whole} has no account id; add one, or * for all.");
                self.error("MISSING_ARN_ACCOUNT", place, message);
            } else if !account.is_empty()
                && account.bytes().all(|b| b.is_ascii_digit())
                && all(|f| f.account.is_empty())
            {
                let message = format!(
                    "ARNs of this kind have no account id; leave the field empty ({whole})."
                );
                self.error("ARN_ACCOUNT_NOT_ALLOWED", place, message);
            }
        }
    }
}

/// The six fields, colons inside of policy variables not counted.
pub(super) fn split_fields(text: &Str) -> Vec<Str> {
    let Some(known) = text.as_text().filter(|t| t.contains("${")) else {
        return text.splitn(6, ':');
    };
    let (mut fields, mut start, mut depth) = (Vec::new(), 0, 0_u32);
    let bytes = known.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'{' if at > 0 && bytes[at - 1] == b'$' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b':' if depth == 0 && fields.len() < 5 => {
                fields.push(Str::text(&known[start..at]));
                start = at + 1;
            }
            _ => {}
        }
    }
    fields.push(Str::text(&known[start..]));
    fields
}

/// A field that is written out: no hole, no wildcard, no variable.
fn plain(field: &Str) -> Option<&str> {
    field.as_text().filter(|t| !is_wild(t) && !t.contains("${"))
}
