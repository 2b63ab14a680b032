//! Known forms of attributes: every resource type that matters has them or a reason not to,
//! and every ARN is one that AWS documents.

use std::collections::BTreeSet;

use iacscan::declared::Language;
use iacscan::forms;
use iacscan::iam::catalog;
use iacscan::model::Model;

/// Types without a known form, by reason.
const WITHOUT: &[(&str, &[&str])] = &[
    (
        "adds a policy to something else: the policy itself has no ARN and nothing names it",
        &[
            "AWS::APS::ResourcePolicy",
            "AWS::Bedrock::ResourcePolicy",
            "AWS::BedrockAgentCore::ResourcePolicy",
            "AWS::CloudTrail::ResourcePolicy",
            "AWS::Events::EventBusPolicy",
            "AWS::Lambda::ResourcePolicy",
            "AWS::Lex::ResourcePolicy",
            "AWS::MediaPackageV2::ChannelPolicy",
            "AWS::MediaPackageV2::OriginEndpointPolicy",
            "AWS::MediaTailor::ChannelPolicy",
            "AWS::OpenSearchServerless::AccessPolicy",
            "AWS::Organizations::ResourcePolicy",
            "AWS::S3Files::FileSystemPolicy",
            "AWS::S3Vectors::VectorBucketPolicy",
            "AWS::SMSVOICE::ResourcePolicy",
            "aws_cloudwatch_event_permission",
            "aws_cloudwatch_log_delivery_destination_policy",
            "aws_oam_sink_policy",
            "aws_organizations_resource_policy",
            "aws_prometheus_resource_policy",
            "aws_s3control_access_point_policy",
            "aws_s3vectors_vector_bucket_policy",
            "aws_sagemaker_model_package_group_policy",
            "aws_acmpca_policy",
            "aws_api_gateway_rest_api_policy",
            "aws_backup_vault_policy",
            "aws_cloudwatch_event_bus_policy",
            "aws_codeartifact_domain_permissions_policy",
            "aws_codeartifact_repository_permissions_policy",
            "aws_codebuild_resource_policy",
            "aws_dynamodb_resource_policy",
            "aws_ecr_repository_policy",
            "aws_ecrpublic_repository_policy",
            "aws_efs_file_system_policy",
            "aws_elasticsearch_domain_policy",
            "aws_glue_resource_policy",
            "aws_kinesis_resource_policy",
            "aws_kms_key_policy",
            "aws_lambda_layer_version_permission",
            "aws_lambda_permission",
            "aws_media_store_container_policy",
            "aws_msk_cluster_policy",
            "aws_networkfirewall_resource_policy",
            "aws_opensearch_domain_policy",
            "aws_opensearchserverless_access_policy",
            "aws_redshift_resource_policy",
            "aws_redshiftserverless_resource_policy",
            "aws_s3_bucket_acl",
            "aws_s3control_bucket_policy",
            "aws_s3control_multi_region_access_point_policy",
            "aws_s3control_object_lambda_access_point_policy",
            "aws_s3tables_table_bucket_policy",
            "aws_s3tables_table_policy",
            "aws_schemas_registry_policy",
            "aws_secretsmanager_secret_policy",
            "aws_ses_identity_policy",
            "aws_sesv2_email_identity_policy",
            "aws_sns_topic_policy",
            "aws_sqs_queue_policy",
            "aws_ssoadmin_permission_set_inline_policy",
            "aws_vpc_endpoint_policy",
            "aws_vpclattice_auth_policy",
            "aws_vpclattice_resource_policy",
            "aws_xray_resource_policy",
            "AWS::EventSchemas::RegistryPolicy",
            "AWS::S3::BucketPolicy",
            "AWS::IAM::GroupPolicy",
            "AWS::IAM::RolePolicy",
            "AWS::IAM::UserPolicy",
            "AWS::Kinesis::ResourcePolicy",
            "AWS::Lambda::LayerVersionPermission",
            "AWS::Lambda::Permission",
            "AWS::MSK::ClusterPolicy",
            "AWS::S3::MultiRegionAccessPointPolicy",
            "AWS::S3Express::BucketPolicy",
            "AWS::S3ObjectLambda::AccessPointPolicy",
            "AWS::S3Outposts::BucketPolicy",
            "AWS::S3Tables::TableBucketPolicy",
            "AWS::S3Tables::TablePolicy",
            "AWS::SNS::TopicInlinePolicy",
            "AWS::SNS::TopicPolicy",
            "AWS::SQS::QueueInlinePolicy",
            "AWS::SQS::QueuePolicy",
            "AWS::SSM::ResourcePolicy",
            "AWS::SecretsManager::ResourcePolicy",
            "AWS::VpcLattice::AuthPolicy",
            "AWS::VpcLattice::ResourcePolicy",
            "AWS::XRay::ResourcePolicy",
        ],
    ),
    (
        "joins two things that are named elsewhere",
        &[
            "AWS::EC2::Route",
            "AWS::EC2::SubnetRouteTableAssociation",
            "aws_route",
            "aws_route_table_association",
            "aws_ami_launch_permission",
            "aws_iam_group_membership",
            "aws_iam_group_policy_attachment",
            "aws_iam_policy_attachment",
            "aws_iam_role_policy_attachment",
            "aws_iam_role_policy_attachments_exclusive",
            "aws_iam_user_group_membership",
            "aws_iam_user_policy_attachment",
            "aws_organizations_policy_attachment",
            "aws_ram_principal_association",
            "aws_snapshot_create_volume_permission",
            "aws_ssoadmin_managed_policy_attachment",
            "AWS::IAM::UserToGroupAddition",
        ],
    ),
    (
        "its only names are unique ids",
        &[
            "AWS::ApiGatewayV2::Route",
            "AWS::EC2::RouteTable",
            "aws_route_table",
            "data.aws_ami",
            "aws_api_gateway_method",
            "aws_apigatewayv2_route",
            "aws_identitystore_user",
            "aws_kms_grant",
            "aws_spot_instance_request",
            "AWS::ApiGateway::Method",
        ],
    ),
    ("one for the account, without a name", &["aws_iam_account_password_policy"]),
    ("an output, not a resource", &["output", "Output"]),
    (
        "renders a text, which is judged where it is used",
        &["data.cloudinit_config", "data.template_cloudinit_config"],
    ),
    (
        "carries its policy or settings itself, and no rule follows a reference to it",
        &[
            "AWS::AIOps::InvestigationGroup",
            "AWS::Backup::LogicallyAirGappedBackupVault",
            "AWS::Comprehend::DocumentClassifier",
            "AWS::Comprehend::EntityRecognizer",
            "AWS::Config::OrganizationConfigRule",
            "AWS::DSQL::Cluster",
            "AWS::ECR::RepositoryCreationTemplate",
            "AWS::FSx::S3AccessPointAttachment",
            "AWS::Logs::DeliveryDestination",
            "AWS::Logs::DeliverySource",
            "AWS::OSIS::Pipeline",
            "AWS::Oam::Sink",
            "AWS::Omics::SequenceStore",
            "AWS::PaymentCryptography::Key",
            "AWS::RUM::AppMonitor",
            "AWS::S3Express::AccessPoint",
            "AWS::S3Outposts::AccessPoint",
            "AWS::SageMaker::ModelPackageGroup",
            "AWS::SageMaker::NotebookInstance",
            "aws_cloudwatch_log_delivery_source",
            "aws_config_organization_managed_rule",
            "aws_ecr_repository_creation_template",
            "aws_sagemaker_notebook_instance",
        ],
    ),
    ("a provider, not a resource", &["provider.aws"]),
    ("evaluated as what it is made of", &["data.aws_iam_policy_document"]),
    ("expanded to AWS::Lambda::Function", &["AWS::Serverless::Function"]),
];

/// Types that the rules speak of, whether or not a table of the model names them yet.
const SPOKEN_OF: &[&str] = &[
    "aws_accessanalyzer_analyzer",
    "aws_ami_launch_permission",
    "aws_api_gateway_method",
    "aws_apigatewayv2_route",
    "aws_cloudfront_distribution",
    "aws_cloudtrail",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_log_metric_filter",
    "aws_cloudwatch_metric_alarm",
    "aws_cognito_identity_pool",
    "aws_cognito_user_pool",
    "aws_config_config_rule",
    "aws_config_configuration_aggregator",
    "aws_config_configuration_recorder",
    "aws_config_configuration_recorder_status",
    "aws_db_cluster_snapshot",
    "aws_db_instance",
    "aws_db_snapshot",
    "aws_ec2_transit_gateway",
    "aws_ecs_service",
    "aws_iam_server_certificate",
    "aws_identitystore_user",
    "aws_iot_policy",
    "aws_kms_grant",
    "aws_lambda_function_url",
    "aws_neptune_cluster",
    "aws_organizations_organization",
    "aws_organizations_policy",
    "aws_qldb_ledger",
    "aws_ram_resource_share",
    "aws_rds_cluster",
    "aws_ssoadmin_permission_set",
    "aws_vpc_endpoint_service",
    "AWS::AccessAnalyzer::Analyzer",
    "AWS::ApiGateway::Method",
    "AWS::CloudFront::Distribution",
    "AWS::CloudTrail::Trail",
    "AWS::CloudWatch::Alarm",
    "AWS::Cognito::UserPool",
    "AWS::Config::ConfigRule",
    "AWS::Config::ConfigurationAggregator",
    "AWS::Config::ConfigurationRecorder",
    "AWS::EC2::TransitGateway",
    "AWS::EC2::VPCEndpointService",
    "AWS::Events::Rule",
    "AWS::IAM::ServerCertificate",
    "AWS::Lambda::Url",
    "AWS::Logs::MetricFilter",
    "AWS::Neptune::DBCluster",
    "AWS::Organizations::Policy",
    "AWS::QLDB::Ledger",
    "AWS::RAM::ResourceShare",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::SSO::PermissionSet",
];

const LANGUAGES: [Language; 2] = [Language::Terraform, Language::CloudFormation];

#[test]
fn every_type_has_a_form_or_a_reason() {
    let known: BTreeSet<&str> =
        LANGUAGES.iter().flat_map(|l| forms::known(*l)).map(|(kind, ..)| kind).collect();
    let without: BTreeSet<&str> =
        WITHOUT.iter().flat_map(|(_, kinds)| kinds.iter().copied()).collect();
    let types: BTreeSet<&str> = LANGUAGES
        .iter()
        .flat_map(|language| Model::resource_types(*language))
        .chain(SPOKEN_OF.iter().copied())
        .collect();
    let missing: Vec<_> =
        types.iter().filter(|kind| !known.contains(*kind) && !without.contains(*kind)).collect();
    assert!(missing.is_empty(), "neither form nor reason: {missing:?}");
    let both: Vec<_> = known.intersection(&without).collect();
    assert!(both.is_empty(), "form and reason: {both:?}");
}

#[test]
fn no_attribute_has_two_forms() {
    for language in LANGUAGES {
        let mut seen = BTreeSet::new();
        for (kind, attribute, _) in forms::known(language) {
            assert!(seen.insert((kind, attribute)), "{kind}.{attribute}");
        }
    }
}

/// Whether a text matches a pattern with `*`.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('*') else { return pattern == text };
    text.strip_prefix(before)
        .is_some_and(|text| text.char_indices().any(|(at, _)| matches(rest, &text[at..])))
        || rest.is_empty() && text.starts_with(before)
}

#[test]
fn every_arn_is_one_that_the_catalogue_has() {
    // Beginnings of other ARNs that AWS documents, or of ids that have a prefix of their own.
    const OTHERS: &[&str] = &[
        "arn:P:apigateway:R:lambda:path/2015-03-31/functions/",
        "arn:P:ecs:R:A:task-definition/x",
        "arn:P:execute-api:R:A:x",
        "arn:P:iam::cloudfront:user/CloudFront Origin Access Identity x",
        "arn:P:kms:R:A:x",
        "arn:P:organizations::A:organization/x",
        "arn:P:organizations::A:policy/x/x/x",
    ];
    let patterns: Vec<String> = catalog::services()
        .filter_map(catalog::service)
        .flat_map(|service| service.resources.iter().map(|resource| resource.arn_pattern()))
        .collect();
    let mut checked = 0;
    let mut strange = vec![];
    for (kind, attribute, form) in LANGUAGES.iter().flat_map(|l| forms::known(*l)) {
        if !form.starts_with("arn:") {
            continue;
        }
        let mut arn = form.to_owned();
        for (name, value) in
            [("partition", "P"), ("region", "R"), ("account", "A"), ("path", "/"), ("bus/", "")]
        {
            arn = arn.replace(&format!("{{{name}}}"), value);
        }
        arn = arn.replace("{slashed_name}", "/x");
        while let Some((before, rest)) = arn.split_once('{') {
            let after = rest.split_once('}').unwrap().1;
            arn = format!("{before}x{after}");
        }
        let other = OTHERS.iter().any(|other| arn.starts_with(other));
        let found = other || patterns.iter().any(|pattern| matches(pattern, &arn));
        if !found {
            strange.push(format!("{kind}.{attribute}: {arn}"));
        }
        checked += 1;
    }
    assert_eq!(strange, [""; 0]);
    assert!(checked > 150, "{checked}");
}
