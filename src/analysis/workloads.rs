//! What workloads may do, and how they come to it.

use super::held::{self, Held};
use super::{Evidence, Verdict};
use crate::iam::Str;
use crate::model::{Entity, Kind, Model, decoded};
use crate::value::{Part, Text, Value, Why};

/// Actions with which a principal makes itself, or another that it can be, more powerful in a
/// single step, if it may use them on anything.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>
const ESCALATING: &[&str] = &[
    "iam:AddUserToGroup",
    "iam:AttachGroupPolicy",
    "iam:AttachRolePolicy",
    "iam:AttachUserPolicy",
    "iam:CreateAccessKey",
    "iam:CreateLoginProfile",
    "iam:CreatePolicyVersion",
    "iam:PutGroupPolicy",
    "iam:PutRolePolicy",
    "iam:PutUserPolicy",
    "iam:SetDefaultPolicyVersion",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateLoginProfile",
];

/// Those with which a role changes what it may do itself.
const OF_ITSELF: &[&str] = &["iam:AttachRolePolicy", "iam:PutRolePolicy"];

/// The roles that a workload's code runs as, by ARN or name.
pub fn roles_of(model: &Model, workload: &Entity) -> Vec<Value> {
    let role = workload.field("role");
    if !role.is_null() {
        return vec![role];
    }
    let profile = workload.field("instance_profile");
    if profile.is_null() {
        return vec![];
    }
    let mut profiles = model.of_kind(Kind::InstanceProfile).map(|(_, entity)| entity);
    let found = profiles.find(|p| p.field("name") == profile || p.field("arn") == profile);
    found.map_or_else(Vec::new, |found| found.field("roles").items())
}

fn role_named<'m>(model: &'m Model, wanted: &Value) -> Option<&'m Entity> {
    let mut roles = model.of_kind(Kind::Role).map(|(_, role)| role);
    roles.find(|role| role.field("name") == *wanted || role.field("arn") == *wanted)
}

/// Whether the role of a workload is an administrator's, or can make itself one.
pub fn runs_as_administrator(model: &Model, workload: &Entity) -> Verdict {
    let verdicts =
        roles_of(model, workload).into_iter().map(|wanted| match role_named(model, &wanted) {
            Some(role) => is_powerful(model, role),
            None => Verdict::all([Verdict::from_bool(is_called_administrator(&wanted)), {
                let mut evidence = Evidence::default();
                evidence.notes.push("the role is declared elsewhere; its name says so".into());
                Verdict::Yes(evidence)
            }]),
        });
    Verdict::any(verdicts)
}

fn is_powerful(model: &Model, role: &Entity) -> Verdict {
    let held = Held::by(model, Kind::Role, &role.field("name"));
    let own = held::arns(model, role);
    let may = |action: &str, on: &[Str], what: &str| match held.may(action) {
        false => Verdict::No,
        true => {
            proven(held.allows(action, on), || format!("{} may {action} on {what}", role.title()))
        }
    };
    let all = [Str::text("*")];
    let everything =
        proven(held.is_administrator(model), || format!("{} may do anything", role.title()));
    let others = ESCALATING.iter().map(|action| may(action, &all, "any resource"));
    let itself = OF_ITSELF.iter().map(|action| may(action, &own, "itself"));
    Verdict::any(std::iter::once(everything).chain(others).chain(itself))
}

fn proven(verdict: Verdict, proof: impl FnOnce() -> String) -> Verdict {
    match verdict {
        Verdict::Yes(_) => Verdict::Yes(Evidence { proof: Some(proof()), ..Evidence::default() }),
        other => other,
    }
}

/// Whether the name of a role, alone or at the end of its ARN, says that it is an
/// administrator's: `admin`, `AdministratorAccess`, `acme-admin-role`.
fn is_called_administrator(role: &Value) -> bool {
    let Some(text) = role.as_str() else { return false };
    let name = text.rsplit(['/', ':']).next().unwrap_or(text).to_ascii_lowercase();
    let mut words =
        name.split(['-', '_', '.', ' ']).filter(|word| !matches!(*word, "role" | "iam" | "aws"));
    words.next_back().is_some_and(|word| {
        matches!(
            word.trim_end_matches("role").trim_end_matches("access"),
            "admin" | "administrator" | "admins" | "administrators"
        )
    })
}

/// Whether another function runs as the same role.
pub fn shares_role(model: &Model, index: usize) -> Verdict {
    let workload = &model.entities[index];
    let role = workload.field("role");
    let function = |entity: &Entity| entity.field("type").as_str() == Some("function");
    if role.is_null() || !function(workload) {
        return Verdict::No;
    }
    let mut others = model.of_kind(Kind::Workload).filter(|(other, _)| *other != index);
    match others.find(|(_, other)| function(other) && other.field("role") == role) {
        Some((_, other)) => {
            let mut evidence = Evidence::default();
            evidence.notes.push(format!("{} runs as it, too", other.name()));
            Verdict::Yes(evidence)
        }
        None => Verdict::No,
    }
}

/// Whether an instance that the internet reaches and one that it does not have the same role,
/// of which this is one.
pub fn role_on_both_sides(model: &Model, index: usize) -> Verdict {
    let workload = &model.entities[index];
    let role = |workload: &Entity| match roles_of(model, workload).into_iter().next() {
        Some(role) => role,
        None => workload.field("instance_profile"),
    };
    let (own, side) = (role(workload), is_public(model, workload));
    if own.is_null() || side.is_none() {
        return Verdict::No;
    }
    let others = model.of_kind(Kind::Workload).filter(|(other, entity)| {
        *other != index && role(entity) == own && is_public(model, entity) == side.map(|s| !s)
    });
    match others.map(|(_, other)| other.name()).next() {
        Some(other) => {
            let mut evidence = Evidence::default();
            let which = if side == Some(true) { "private" } else { "public" };
            evidence.notes.push(format!("{other}, which is {which}, has it, too"));
            Verdict::Yes(evidence)
        }
        None => Verdict::No,
    }
}

/// Whether the internet reaches a workload: it says so itself, or its subnet does. `None` where
/// that is not known.
fn is_public(model: &Model, workload: &Entity) -> Option<bool> {
    let own = workload.field("public_ip");
    if let Some(own) = own.as_bool() {
        return Some(own);
    }
    let id = workload.field("subnet");
    if id.is_null() || !own.is_null() {
        return None;
    }
    let Some((_, subnet)) = model.of_kind(Kind::Subnet).find(|(_, s)| s.field("id") == id) else {
        return by_module_output(&id);
    };
    if subnet.field("public_ip").as_bool() == Some(true) {
        return Some(true);
    }
    let tables = model.of_kind(Kind::SubnetRoute).filter(|(_, route)| route.field("subnet") == id);
    let tables: Vec<Value> = tables.map(|(_, route)| route.field("table")).collect();
    let internet = model.of_kind(Kind::RouteTable).any(|(_, table)| {
        tables.contains(&table.field("id")) && table.field("internet").as_bool() == Some(true)
    });
    Some(internet)
}

/// The subnets of the module of the registry that most networks are made with.
///
/// <https://registry.terraform.io/modules/terraform-aws-modules/vpc/aws/latest#outputs>
fn by_module_output(id: &Value) -> Option<bool> {
    let unknown = id.find_unknown()?;
    let Why::Unresolved(name) = &unknown.why else { return None };
    if name.contains(".public_subnets") {
        return Some(true);
    }
    [".private_subnets", ".intra_subnets", ".database_subnets"]
        .iter()
        .any(|private| name.contains(private))
        .then_some(false)
}

/// Whether a workload is set up with access keys: in what it runs at its start, or in what
/// Terraform does on it afterwards.
pub fn configures_keys(workload: &Entity) -> Verdict {
    for name in ["user_data", "user_data_base64"] {
        let value = workload.field(name);
        let Some(text) = value.as_text() else { continue };
        let field = workload.kind.field(name).expect("of the schema");
        if let Some(range) = key_setup(text.flat()) {
            let span = value.span_of(range).or(value.origin.span);
            let found = span.map_or_else(|| value.clone(), |span| value.clone().at(span));
            return Verdict::Yes(Evidence::of(field, found));
        }
        let plain = text.as_known().and_then(decoded);
        if plain.is_some_and(|plain| key_setup(&plain).is_some()) {
            return Verdict::Yes(Evidence::of(field, value));
        }
    }
    let field = workload.kind.field("provisioners").expect("of the schema");
    for provisioner in workload.field("provisioners").items() {
        let commands = provisioner.child("inline").items();
        for text in
            commands.into_iter().chain([provisioner.child("content"), provisioner.child("command")])
        {
            if text.as_text().is_some_and(|t| key_setup(t.flat()).is_some()) {
                return Verdict::Yes(Evidence::of(field, text));
            }
        }
        let target = provisioner.child("destination");
        if target.as_text().is_some_and(is_credentials_file) {
            return Verdict::Yes(Evidence::of(field, target));
        }
    }
    Verdict::No
}

fn is_credentials_file(path: &Text) -> bool {
    let known = path.parts().into_iter().filter_map(|part| match part {
        Part::Literal(text) => Some(text),
        _ => None,
    });
    known.collect::<String>().contains(".aws/credentials")
}

/// The first line that puts an access key where the AWS SDKs look for it.
///
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-static-credentials.html>
fn key_setup(text: &str) -> Option<std::ops::Range<usize>> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let range = start..start + line.trim_end().len();
        start += line.len();
        let line = line.trim().to_ascii_lowercase();
        if line.starts_with('#') || line.starts_with("unset ") || line.starts_with("rm ") {
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let configure = words.windows(2).position(|pair| pair == ["aws", "configure"]);
        let asks = configure.is_some_and(|at| match words.get(at + 2) {
            None => true,
            Some(&"set") => words[at..].iter().any(|word| word.contains("aws_access_key_id")),
            Some(option) => {
                option.starts_with("--profile") || matches!(*option, "<<" | "<<<" | "|")
            }
        });
        let sets = ["aws_access_key_id", "aws_secret_access_key"].iter().any(|name| {
            let Some((_, value)) = line.split_once(name) else { return false };
            let value = value.trim_start_matches(['"', '\'', ' ']);
            let Some(value) = value.strip_prefix(['=', ':']) else { return false };
            let value = value.trim_start_matches(['"', '\'', ' ']);
            // What a command answers at run time is no key that was put there.
            !value.is_empty() && !value.starts_with("$(") && !value.starts_with('`')
        });
        let file =
            line.contains(".aws/credentials") && (line.contains('>') || line.contains("path"));
        if asks || sets || file {
            return Some(range);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_set_keys_are_told() {
        for line in [
            "export AWS_ACCESS_KEY_ID=abc",
            "aws configure set aws_access_key_id abc",
            "aws configure",
            "cat > ~/.aws/credentials <<X",
            "aws_secret_access_key = abc",
        ] {
            assert!(key_setup(&format!("#!/bin/sh\n{line}\n")).is_some(), "{line}");
        }
        for line in [
            "aws configure set region eu-west-1",
            "# export AWS_ACCESS_KEY_ID=abc",
            "unset AWS_ACCESS_KEY_ID",
            "export AWS_ACCESS_KEY_ID=$(jq -r .AccessKeyId role.json)",
            "aws s3 cp s3://acme/x .",
        ] {
            assert!(key_setup(line).is_none(), "{line}");
        }
    }

    #[test]
    fn names_of_administrators_are_told() {
        for (name, is) in [
            ("admin", true),
            ("arn:aws:iam::111122223333:role/AdministratorAccess", true),
            ("arn:aws:iam::111122223333:role/acme-admin-role", true),
            ("db-admin-lambda", false),
            ("app", false),
        ] {
            assert_eq!(is_called_administrator(&Value::string(name)), is, "{name}");
        }
    }
}
