//! Resources with a policy of their own, or that are one: a row a type.

use crate::model::normalise::{event_bus_policy, serverless_access_policy};
use crate::model::schema::Kind::SharedResource;
use crate::model::table::Source::{Bool, Path, Text, With};
use crate::model::table::{Row, each, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    entity(
        "AWS::AIOps::InvestigationGroup",
        SharedResource,
        &[("policy", Path("InvestigationGroupPolicy"))],
    ),
    entity("AWS::ApiGateway::RestApi", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Backup::BackupVault", SharedResource, &[("policy", Path("AccessPolicy"))]),
    entity(
        "AWS::CodeArtifact::Domain",
        SharedResource,
        &[("policy", Path("PermissionsPolicyDocument"))],
    ),
    entity("AWS::APS::ResourcePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity(
        "AWS::Backup::LogicallyAirGappedBackupVault",
        SharedResource,
        &[("policy", Path("AccessPolicy"))],
    ),
    entity("AWS::Bedrock::ResourcePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity("AWS::BedrockAgentCore::ResourcePolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity(
        "AWS::CloudTrail::ResourcePolicy",
        SharedResource,
        &[("policy", Path("ResourcePolicy"))],
    ),
    entity(
        "AWS::CodeArtifact::Repository",
        SharedResource,
        &[("policy", Path("PermissionsPolicyDocument"))],
    ),
    entity(
        "AWS::Comprehend::DocumentClassifier",
        SharedResource,
        &[("policy", Path("ModelPolicy"))],
    ),
    entity("AWS::Comprehend::EntityRecognizer", SharedResource, &[("policy", Path("ModelPolicy"))]),
    entity("AWS::DSQL::Cluster", SharedResource, &[("policy", Path("PolicyDocument"))]),
    each(
        "AWS::DynamoDB::GlobalTable",
        "Replicas",
        SharedResource,
        &[("policy", Path("ResourcePolicy.PolicyDocument"))],
    ),
    each(
        "AWS::DynamoDB::GlobalTable",
        "Replicas",
        SharedResource,
        &[("policy", Path("ReplicaStreamSpecification.ResourcePolicy.PolicyDocument"))],
    ),
    entity(
        "AWS::DynamoDB::Table",
        SharedResource,
        &[("type", Text("table")), ("policy", Path("ResourcePolicy.PolicyDocument"))],
    ),
    entity(
        "AWS::DynamoDB::Table",
        SharedResource,
        &[("policy", Path("StreamSpecification.ResourcePolicy.PolicyDocument"))],
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
    entity(
        "AWS::OpenSearchServerless::AccessPolicy",
        SharedResource,
        &[("type", Text("serverless-data")), ("policy", With(serverless_access_policy))],
    ),
    entity("AWS::MediaStore::Container", SharedResource, &[("policy", Path("Policy"))]),
    entity(
        "AWS::RedshiftServerless::Namespace",
        SharedResource,
        &[("policy", Path("NamespaceResourcePolicy"))],
    ),
    entity(
        "AWS::ECR::RepositoryCreationTemplate",
        SharedResource,
        &[("policy", Path("RepositoryPolicy"))],
    ),
    entity("AWS::Events::EventBusPolicy", SharedResource, &[("policy", With(event_bus_policy))]),
    entity(
        "AWS::FSx::S3AccessPointAttachment",
        SharedResource,
        &[("policy", Path("S3AccessPoint.Policy"))],
    ),
    entity("AWS::Lambda::ResourcePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity("AWS::Lex::ResourcePolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity(
        "AWS::Logs::DeliveryDestination",
        SharedResource,
        &[("policy", Path("DeliveryDestinationPolicy.DeliveryDestinationPolicy"))],
    ),
    entity("AWS::Logs::LogGroup", SharedResource, &[("policy", Path("ResourcePolicyDocument"))]),
    entity("AWS::MediaPackageV2::ChannelPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity(
        "AWS::MediaPackageV2::OriginEndpointPolicy",
        SharedResource,
        &[("policy", Path("Policy"))],
    ),
    entity("AWS::MediaTailor::ChannelPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Oam::Sink", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::Omics::SequenceStore", SharedResource, &[("policy", Path("S3AccessPolicy"))]),
    entity("AWS::Organizations::ResourcePolicy", SharedResource, &[("policy", Path("Content"))]),
    entity("AWS::OSIS::Pipeline", SharedResource, &[("policy", Path("ResourcePolicy.Policy"))]),
    entity("AWS::PaymentCryptography::Key", SharedResource, &[("policy", Path("Policy"))]),
    entity(
        "AWS::Redshift::Cluster",
        SharedResource,
        &[("policy", Path("NamespaceResourcePolicy"))],
    ),
    entity(
        "AWS::RUM::AppMonitor",
        SharedResource,
        &[("policy", Path("ResourcePolicy.PolicyDocument"))],
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
    entity("AWS::S3Express::AccessPoint", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::S3Files::FileSystemPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::S3Outposts::AccessPoint", SharedResource, &[("policy", Path("Policy"))]),
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
    entity("AWS::S3Vectors::VectorBucketPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity(
        "AWS::SageMaker::ModelPackageGroup",
        SharedResource,
        &[("policy", Path("ModelPackageGroupPolicy"))],
    ),
    entity("AWS::SMSVOICE::ResourcePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
    entity("AWS::VpcLattice::AuthPolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::VpcLattice::ResourcePolicy", SharedResource, &[("policy", Path("Policy"))]),
    entity("AWS::XRay::ResourcePolicy", SharedResource, &[("policy", Path("PolicyDocument"))]),
];
