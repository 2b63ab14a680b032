//! Resources with a policy of their own, or that are one: a row a type.

use crate::model::derive::event_bus_policy;
use crate::model::schema::Kind::SharedResource;
use crate::model::table::Source::{Bool, Path, With};
use crate::model::table::{Row, each, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    entity("AWS::ApiGateway::DomainNameV2", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Backup::LogicallyAirGappedBackupVault", SharedResource, &[("policy", Path("AccessPolicy"))]),
    entity("AWS::CloudTrail::ResourcePolicy", SharedResource, &[("policy", Path("ResourcePolicy"))]),
    entity("AWS::ECR::RepositoryCreationTemplate", SharedResource, &[("policy", Path("RepositoryPolicy"))]),
    entity(
        "AWS::Events::EventBusPolicy",
        SharedResource,
        &[("policy", With(event_bus_policy))],
    ),
    entity("AWS::Lex::ResourcePolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::MediaPackageV2::ChannelPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::MediaPackageV2::OriginEndpointPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Oam::Sink", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Organizations::ResourcePolicy", SharedResource, &[("policy", Path("Content"))]),
    entity("AWS::Redshift::Cluster", SharedResource, &[("policy", Path("NamespaceResourcePolicy"))]),
    entity("AWS::S3Express::AccessPoint", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::S3Outposts::AccessPoint", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::SageMaker::ModelPackageGroup", SharedResource, &[("policy", Path("ModelPackageGroupPolicy"))]),
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
        &[("policy", Path("ResourcePolicy.PolicyDocument"))],
    ),
    entity(
        "AWS::ECR::PublicRepository",
        SharedResource,
        &[("policy", Path("RepositoryPolicyText"))],
    ),
    each(
        "AWS::DynamoDB::GlobalTable",
        "Replicas",
        SharedResource,
        &[("policy", Path("ResourcePolicy.PolicyDocument"))],
    ),
    each(
        "AWS::DynamoDB::Table",
        "StreamSpecification",
        SharedResource,
        &[("policy", Path("ResourcePolicy.PolicyDocument"))],
    ),
    entity("AWS::ECR::RegistryPolicy", SharedResource, &[("policy", Path("PolicyText"))]),
    entity("AWS::ECR::Repository", SharedResource, &[("policy", Path("RepositoryPolicyText"))]),
    entity("AWS::EFS::FileSystem", SharedResource, &[("policy", Path("FileSystemPolicy"))]),
    entity("AWS::EventSchemas::RegistryPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Events::EventBus", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Kinesis::ResourcePolicy", SharedResource, &[("policy", Path("ResourcePolicy"))]),
    entity("AWS::KMS::Key", SharedResource, &[("key", Bool(true)), ("policy", Path("KeyPolicy"))]),
    entity("AWS::KMS::ReplicaKey", SharedResource, &[("policy", Path("KeyPolicy"))]),
    entity("AWS::Logs::Destination", SharedResource, &[("policy", Path("DestinationPolicy"))]),
    entity("AWS::Logs::ResourcePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity("AWS::MSK::ClusterPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::MediaStore::Container", SharedResource, &[("policy", Path("Policy"))]),
    entity(
        "AWS::RedshiftServerless::Namespace",
        SharedResource,
        &[("policy", Path("NamespaceResourcePolicy"))],
    ),
    entity("AWS::S3::MultiRegionAccessPointPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::S3Express::BucketPolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity(
        "AWS::S3ObjectLambda::AccessPointPolicy",
        SharedResource,
        &[("policy", Path("PolicyDocument"))],
    ),
    entity("AWS::S3Outposts::BucketPolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity(
        "AWS::S3Tables::TableBucketPolicy",
        SharedResource,
        &[("policy", Path("ResourcePolicy"))],
    ),
    entity("AWS::S3Tables::TablePolicy", SharedResource, &[("policy", Path("ResourcePolicy"))]),
    entity("AWS::SNS::TopicInlinePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity("AWS::SNS::TopicPolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity("AWS::SQS::QueueInlinePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity("AWS::SQS::QueuePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
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
