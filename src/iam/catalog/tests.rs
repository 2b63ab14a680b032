use super::*;

#[test]
fn the_catalogue_answers() {
    assert!(services().count() > 400);
    let (service, get) = action("S3:getobject").expect("GetObject");
    assert_eq!((service.name, get.name, get.level), ("Amazon S3", "GetObject", AccessLevel::Read));
    assert!(service.resources_of(get).any(|(r, _)| r.name == "object"));
    assert!(service.keys_of(get).any(|k| k.is("s3:ExistingObjectTag/a")));
    let run = action("ec2:RunInstances").expect("RunInstances").1;
    assert!(run.dependents().any(|a| a == "iam:PassRole"));
    assert!(actions_matching("s3:Get*").count() > 30);
    let total: usize = services().filter_map(super::service).map(|s| s.actions.len()).sum();
    assert!(total > 20_000, "{total}");
    let object = service.resources.iter().find(|r| r.name == "object").expect("object");
    assert_eq!(object.arn_pattern(), "arn:*:s3:::*/*");
    assert_eq!(action("s3:GetObjct"), None);
}

#[test]
fn managed_policies_unpack() {
    let all: Vec<_> = managed_policies().collect();
    assert!(all.len() > 1500);
    assert!(all.is_sorted_by_key(|p| p.name));
    let admin = managed_policy("arn:aws:iam::aws:policy/AdministratorAccess").expect("policy");
    assert!(admin.document.contains(r#""Action":"*""#));
    let view = "arn:aws-cn:iam::aws:policy/job-function/ViewOnlyAccess";
    assert_eq!(managed_policy(view).map(|p| p.path), Some("job-function/ViewOnlyAccess"));
    assert_eq!(managed_policy("arn:aws:iam::aws:policy/ViewOnlyAccess"), None);
    assert_eq!(managed_policy("arn:aws:iam::111122223333:policy/AdministratorAccess"), None);
}

#[test]
fn places_and_keys() {
    assert!(is_region("eu-central-1") && !is_region("eu-middle-1"));
    assert_eq!(partition_of_region("cn-north-1").map(|p| p.dns_suffix), Some("amazonaws.com.cn"));
    let tag = global_key("AWS:principaltag/team").expect("key");
    assert_eq!(tag.kind, KeyType::String);
    assert_eq!(global_key("aws:PrincipalTag/"), None);
    assert!(global_key("aws:TagKeys").is_some_and(|k| k.multivalued));
    assert!(sources().all(|s| matches!(s.licence, "MIT" | "Apache-2.0")));
}
