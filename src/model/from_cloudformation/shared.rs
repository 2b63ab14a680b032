//! Resources with a policy of their own, or that are one: a row a type.

use crate::model::schema::Kind::SharedResource;
use crate::model::table::Source::{Bool, Path, Text};
use crate::model::table::{Row, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    entity("AWS::ApiGateway::RestApi", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Backup::BackupVault", SharedResource, &[("policy", Path("AccessPolicy"))]),
    entity(
        "AWS::CodeArtifact::Domain",
        SharedResource,
        &[("policy", Path("PermissionsPolicyDocument"))],
    ),
    entity(
        "AWS::CodeArtifact::Repository",
        SharedResource,
        &[("policy", Path("PermissionsPolicyDocument"))],
    ),
    entity(
        "AWS::DynamoDB::Table",
        SharedResource,
        &[("type", Text("table")), ("policy", Path("ResourcePolicy.PolicyDocument"))],
    ),
    entity(
        "AWS::ECR::PublicRepository",
        SharedResource,
        &[("policy", Path("RepositoryPolicyText"))],
    ),
    entity("AWS::ECR::RegistryPolicy", SharedResource, &[("policy", Path("PolicyText"))]),
    entity("AWS::ECR::Repository", SharedResource, &[("policy", Path("RepositoryPolicyText"))]),
    entity("AWS::EFS::FileSystem", SharedResource, &[("policy", Path("FileSystemPolicy"))]),
    entity("AWS::EventSchemas::RegistryPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Events::EventBus", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Kinesis::ResourcePolicy", SharedResource, &[("policy", Path("ResourcePolicy"))]),
    entity(
        "AWS::KMS::Key",
        SharedResource,
        &[("type", Text("key")), ("key", Bool(true)), ("policy", Path("KeyPolicy"))],
    ),
    entity(
        "AWS::KMS::ReplicaKey",
        SharedResource,
        &[("type", Text("key")), ("policy", Path("KeyPolicy"))],
    ),
    entity("AWS::Logs::Destination", SharedResource, &[("policy", Path("DestinationPolicy"))]),
    entity("AWS::Logs::ResourcePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity("AWS::MSK::ClusterPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::MediaStore::Container", SharedResource, &[("policy", Path("Policy"))]),
    entity(
        "AWS::RedshiftServerless::Namespace",
        SharedResource,
        &[("policy", Path("NamespaceResourcePolicy"))],
    ),
    entity(
        "AWS::S3::MultiRegionAccessPointPolicy",
        SharedResource,
        &[("type", Text("access-point")), ("policy", Path("Policy"))],
    ),
    entity("AWS::S3Express::BucketPolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity(
        "AWS::S3ObjectLambda::AccessPointPolicy",
        SharedResource,
        &[("type", Text("access-point")), ("policy", Path("PolicyDocument"))],
    ),
    entity("AWS::S3Outposts::BucketPolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity(
        "AWS::S3Tables::TableBucketPolicy",
        SharedResource,
        &[("policy", Path("ResourcePolicy"))],
    ),
    entity("AWS::S3Tables::TablePolicy", SharedResource, &[("policy", Path("ResourcePolicy"))]),
    entity(
        "AWS::SNS::TopicInlinePolicy",
        SharedResource,
        &[("type", Text("topic")), ("policy", Path("PolicyDocument"))],
    ),
    entity(
        "AWS::SNS::TopicPolicy",
        SharedResource,
        &[("type", Text("topic")), ("policy", Path("PolicyDocument"))],
    ),
    entity(
        "AWS::SQS::QueueInlinePolicy",
        SharedResource,
        &[("type", Text("queue")), ("policy", Path("PolicyDocument"))],
    ),
    entity(
        "AWS::SQS::QueuePolicy",
        SharedResource,
        &[("type", Text("queue")), ("policy", Path("PolicyDocument"))],
    ),
    entity("AWS::SSM::ResourcePolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity(
        "AWS::SecretsManager::ResourcePolicy",
        SharedResource,
        &[("policy", Path("ResourcePolicy"))],
    ),
    entity("AWS::VpcLattice::AuthPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::VpcLattice::ResourcePolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::XRay::ResourcePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
];
