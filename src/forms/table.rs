const FORMS: &[Form] = &[
    Form {
        terraform: "aws_s3_bucket",
        cloudformation: "AWS::S3::Bucket",
        inputs: &[("name", "bucket", "BucketName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:s3:::{name}"),
            ("id", "Ref", "{name}"),
            ("bucket", "", "{name}"),
            ("bucket_domain_name", "DomainName", "{name}.s3.{dns_suffix}"),
            ("bucket_regional_domain_name", "RegionalDomainName", "{name}.s3.{region}.{dns_suffix}"),
        ],
    },
    Form {
        terraform: "data.aws_s3_bucket",
        cloudformation: "",
        inputs: &[("name", "bucket", "", None)],
        attributes: &[("arn", "", "arn:{partition}:s3:::{name}"), ("id", "", "{name}")],
    },
    Form {
        terraform: "aws_s3_bucket_policy",
        cloudformation: "AWS::S3::BucketPolicy",
        inputs: &[("bucket", "bucket", "Bucket", None)],
        attributes: &[("id", "", "{bucket}")],
    },
    Form {
        terraform: "aws_s3_bucket_public_access_block",
        cloudformation: "",
        inputs: &[("bucket", "bucket", "", None)],
        attributes: &[("id", "", "{bucket}")],
    },
    Form {
        terraform: "aws_s3_bucket_ownership_controls",
        cloudformation: "",
        inputs: &[("bucket", "bucket", "", None)],
        attributes: &[("id", "", "{bucket}")],
    },
    Form {
        terraform: "aws_s3_bucket_versioning",
        cloudformation: "",
        inputs: &[("bucket", "bucket", "", None)],
        attributes: &[("id", "", "{bucket}")],
    },
    Form {
        terraform: "aws_iam_role",
        cloudformation: "AWS::IAM::Role",
        inputs: &[("name", "name", "RoleName", None), ("path", "path", "Path", Some("/"))],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:role{path}{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
            ("path", "", "{path}"),
        ],
    },
    Form {
        terraform: "aws_iam_user",
        cloudformation: "AWS::IAM::User",
        inputs: &[("name", "name", "UserName", None), ("path", "path", "Path", Some("/"))],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:user{path}{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
            ("path", "", "{path}"),
        ],
    },
    Form {
        terraform: "aws_iam_group",
        cloudformation: "AWS::IAM::Group",
        inputs: &[("name", "name", "GroupName", None), ("path", "path", "Path", Some("/"))],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:group{path}{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
            ("path", "", "{path}"),
        ],
    },
    Form {
        terraform: "aws_iam_policy",
        cloudformation: "AWS::IAM::ManagedPolicy",
        inputs: &[("name", "name", "ManagedPolicyName", None), ("path", "path", "Path", Some("/"))],
        attributes: &[
            ("arn", "PolicyArn", "arn:{partition}:iam::{account}:policy{path}{name}"),
            ("id", "Ref", "arn:{partition}:iam::{account}:policy{path}{name}"),
            ("name", "", "{name}"),
            ("path", "", "{path}"),
        ],
    },
    Form {
        terraform: "aws_iam_instance_profile",
        cloudformation: "AWS::IAM::InstanceProfile",
        inputs: &[("name", "name", "InstanceProfileName", None), ("path", "path", "Path", Some("/"))],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:instance-profile{path}{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
        ],
    },
    Form {
        terraform: "data.aws_iam_role",
        cloudformation: "",
        inputs: &[("name", "name", "", None)],
        attributes: &[("id", "", "{name}")],
    },
    Form {
        terraform: "aws_sns_topic",
        cloudformation: "AWS::SNS::Topic",
        inputs: &[("name", "name", "TopicName", None)],
        attributes: &[
            ("arn", "TopicArn", "arn:{partition}:sns:{region}:{account}:{name}"),
            ("id", "Ref", "arn:{partition}:sns:{region}:{account}:{name}"),
            ("name", "TopicName", "{name}"),
        ],
    },
    Form {
        terraform: "aws_sqs_queue",
        cloudformation: "AWS::SQS::Queue",
        inputs: &[("name", "name", "QueueName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:sqs:{region}:{account}:{name}"),
            ("id", "Ref", "https://sqs.{region}.{dns_suffix}/{account}/{name}"),
            ("url", "QueueUrl", "https://sqs.{region}.{dns_suffix}/{account}/{name}"),
            ("name", "QueueName", "{name}"),
        ],
    },
    Form {
        terraform: "aws_lambda_function",
        cloudformation: "AWS::Lambda::Function",
        inputs: &[("name", "function_name", "FunctionName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:lambda:{region}:{account}:function:{name}"),
            ("id", "Ref", "{name}"),
            ("function_name", "", "{name}"),
        ],
    },
    Form {
        terraform: "aws_dynamodb_table",
        cloudformation: "AWS::DynamoDB::Table",
        inputs: &[("name", "name", "TableName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:dynamodb:{region}:{account}:table/{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
        ],
    },
    Form {
        terraform: "aws_kinesis_stream",
        cloudformation: "AWS::Kinesis::Stream",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:kinesis:{region}:{account}:stream/{name}"),
            ("id", "", "arn:{partition}:kinesis:{region}:{account}:stream/{name}"),
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_kms_key",
        cloudformation: "AWS::KMS::Key",
        inputs: &[("key_id", "", "", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:kms:{region}:{account}:key/{key_id}"),
            ("id", "Ref", "{key_id}"),
            ("key_id", "KeyId", "{key_id}"),
        ],
    },
    Form {
        terraform: "aws_secretsmanager_secret",
        cloudformation: "AWS::SecretsManager::Secret",
        inputs: &[("name", "name", "Name", None), ("suffix", "", "", None)],
        attributes: &[
            ("arn", "Ref", "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{suffix}"),
            ("id", "Id", "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{suffix}"),
            ("name", "", "{name}"),
        ],
    },
    Form {
        terraform: "aws_ssm_parameter",
        cloudformation: "AWS::SSM::Parameter",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[("id", "Ref", "{name}"), ("name", "", "{name}")],
    },
    Form {
        terraform: "aws_ecr_repository",
        cloudformation: "AWS::ECR::Repository",
        inputs: &[("name", "name", "RepositoryName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:ecr:{region}:{account}:repository/{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
        ],
    },
    Form {
        terraform: "aws_cloudwatch_log_group",
        cloudformation: "AWS::Logs::LogGroup",
        inputs: &[("name", "name", "LogGroupName", None)],
        attributes: &[
            ("arn", "", "arn:{partition}:logs:{region}:{account}:log-group:{name}"),
            ("", "Arn", "arn:{partition}:logs:{region}:{account}:log-group:{name}:*"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
        ],
    },
    Form {
        terraform: "aws_ecs_cluster",
        cloudformation: "AWS::ECS::Cluster",
        inputs: &[("name", "name", "ClusterName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:ecs:{region}:{account}:cluster/{name}"),
            ("", "Ref", "{name}"),
            ("id", "", "arn:{partition}:ecs:{region}:{account}:cluster/{name}"),
            ("name", "", "{name}"),
        ],
    },
    Form {
        terraform: "aws_cloudtrail",
        cloudformation: "AWS::CloudTrail::Trail",
        inputs: &[("name", "name", "TrailName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}"),
            ("", "Ref", "{name}"),
            ("name", "", "{name}"),
        ],
    },
    Form {
        terraform: "aws_sfn_state_machine",
        cloudformation: "AWS::StepFunctions::StateMachine",
        inputs: &[("name", "name", "StateMachineName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:states:{region}:{account}:stateMachine:{name}"),
            ("id", "Ref", "arn:{partition}:states:{region}:{account}:stateMachine:{name}"),
            ("name", "Name", "{name}"),
        ],
    },
    Form {
        terraform: "aws_iam_openid_connect_provider",
        cloudformation: "AWS::IAM::OIDCProvider",
        inputs: &[("host", "url", "Url", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:oidc-provider/{host}"),
            ("id", "Ref", "arn:{partition}:iam::{account}:oidc-provider/{host}"),
        ],
    },
    Form {
        terraform: "aws_iam_role_policy",
        cloudformation: "AWS::IAM::Policy",
        inputs: &[("name", "name", "PolicyName", None)],
        attributes: &[
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_iam_access_key",
        cloudformation: "AWS::IAM::AccessKey",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("id", "Ref", "{id}"),
        ],
    },
    Form {
        terraform: "aws_iam_saml_provider",
        cloudformation: "AWS::IAM::SAMLProvider",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "Ref", "arn:{partition}:iam::{account}:saml-provider/{name}"),
            ("", "Arn", "arn:{partition}:iam::{account}:saml-provider/{name}"),
        ],
    },
    Form {
        terraform: "aws_iam_server_certificate",
        cloudformation: "AWS::IAM::ServerCertificate",
        inputs: &[("name", "name", "ServerCertificateName", None), ("path", "path", "Path", Some("/"))],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:iam::{account}:server-certificate{path}{name}"),
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_cloudwatch_event_rule",
        cloudformation: "AWS::Events::Rule",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:events:{region}:{account}:rule/{name}"),
            ("name", "", "{name}"),
            ("id", "", "{name}"),
        ],
    },
    Form {
        terraform: "aws_cloudwatch_event_bus",
        cloudformation: "AWS::Events::EventBus",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:events:{region}:{account}:event-bus/{name}"),
            ("name", "Name", "{name}"),
            ("id", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_scheduler_schedule_group",
        cloudformation: "AWS::Scheduler::ScheduleGroup",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:scheduler:{region}:{account}:schedule-group/{name}"),
            ("id", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_sfn_activity",
        cloudformation: "AWS::StepFunctions::Activity",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("id", "Ref", "arn:{partition}:states:{region}:{account}:activity:{name}"),
            ("", "Arn", "arn:{partition}:states:{region}:{account}:activity:{name}"),
            ("name", "Name", "{name}"),
        ],
    },
    Form {
        terraform: "aws_kinesis_firehose_delivery_stream",
        cloudformation: "AWS::KinesisFirehose::DeliveryStream",
        inputs: &[("name", "name", "DeliveryStreamName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:firehose:{region}:{account}:deliverystream/{name}"),
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_codebuild_project",
        cloudformation: "AWS::CodeBuild::Project",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:codebuild:{region}:{account}:project/{name}"),
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_codecommit_repository",
        cloudformation: "AWS::CodeCommit::Repository",
        inputs: &[("name", "repository_name", "RepositoryName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:codecommit:{region}:{account}:{name}"),
            ("repository_name", "Name", "{name}"),
        ],
    },
    Form {
        terraform: "aws_codepipeline",
        cloudformation: "AWS::CodePipeline::Pipeline",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "", "arn:{partition}:codepipeline:{region}:{account}:{name}"),
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_cognito_user_pool",
        cloudformation: "AWS::Cognito::UserPool",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:cognito-idp:{region}:{account}:userpool/{id}"),
            ("id", "Ref", "{id}"),
            ("", "UserPoolId", "{id}"),
            ("endpoint", "ProviderName", "cognito-idp.{region}.amazonaws.com/{id}"),
        ],
    },
    Form {
        terraform: "aws_cognito_identity_pool",
        cloudformation: "AWS::Cognito::IdentityPool",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("id", "Ref", "{id}"),
            ("arn", "", "arn:{partition}:cognito-identity:{region}:{account}:identitypool/{id}"),
        ],
    },
    Form {
        terraform: "aws_db_instance",
        cloudformation: "AWS::RDS::DBInstance",
        inputs: &[("id", "identifier", "DBInstanceIdentifier", None)],
        attributes: &[
            ("arn", "DBInstanceArn", "arn:{partition}:rds:{region}:{account}:db:{id}"),
            ("identifier", "Ref", "{id}"),
        ],
    },
    Form {
        terraform: "aws_rds_cluster",
        cloudformation: "AWS::RDS::DBCluster",
        inputs: &[("id", "cluster_identifier", "DBClusterIdentifier", None)],
        attributes: &[
            ("arn", "DBClusterArn", "arn:{partition}:rds:{region}:{account}:cluster:{id}"),
            ("cluster_identifier", "Ref", "{id}"),
        ],
    },
    Form {
        terraform: "aws_efs_file_system",
        cloudformation: "AWS::EFS::FileSystem",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{id}"),
            ("id", "Ref", "{id}"),
            ("", "FileSystemId", "{id}"),
        ],
    },
    Form {
        terraform: "aws_elasticsearch_domain",
        cloudformation: "AWS::Elasticsearch::Domain",
        inputs: &[("name", "domain_name", "DomainName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:es:{region}:{account}:domain/{name}"),
            ("domain_name", "Ref", "{name}"),
            ("", "DomainArn", "arn:{partition}:es:{region}:{account}:domain/{name}"),
        ],
    },
    Form {
        terraform: "aws_opensearch_domain",
        cloudformation: "AWS::OpenSearchService::Domain",
        inputs: &[("name", "domain_name", "DomainName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:es:{region}:{account}:domain/{name}"),
            ("domain_name", "Ref", "{name}"),
            ("", "DomainArn", "arn:{partition}:es:{region}:{account}:domain/{name}"),
        ],
    },
    Form {
        terraform: "aws_eks_cluster",
        cloudformation: "AWS::EKS::Cluster",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:eks:{region}:{account}:cluster/{name}"),
            ("name", "Ref", "{name}"),
            ("id", "", "{name}"),
        ],
    },
    Form {
        terraform: "aws_ecr_public_repository",
        cloudformation: "AWS::ECR::PublicRepository",
        inputs: &[("name", "repository_name", "RepositoryName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:ecr-public::{account}:repository/{name}"),
            ("repository_name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_dynamodb_global_table",
        cloudformation: "AWS::DynamoDB::GlobalTable",
        inputs: &[("name", "name", "TableName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:dynamodb:{region}:{account}:table/{name}"),
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_kms_alias",
        cloudformation: "AWS::KMS::Alias",
        inputs: &[("name", "name", "AliasName", None)],
        attributes: &[
            ("arn", "", "arn:{partition}:kms:{region}:{account}:{name}"),
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_kms_replica_key",
        cloudformation: "AWS::KMS::ReplicaKey",
        inputs: &[("key_id", "", "", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:kms:{region}:{account}:key/{key_id}"),
            ("key_id", "KeyId", "{key_id}"),
            ("id", "Ref", "{key_id}"),
        ],
    },
    Form {
        terraform: "aws_s3_access_point",
        cloudformation: "AWS::S3::AccessPoint",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:s3:{region}:{account}:accesspoint/{name}"),
            ("name", "Name", "{name}"),
            ("", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_backup_vault",
        cloudformation: "AWS::Backup::BackupVault",
        inputs: &[("name", "name", "BackupVaultName", None)],
        attributes: &[
            ("arn", "BackupVaultArn", "arn:{partition}:backup:{region}:{account}:backup-vault:{name}"),
            ("name", "Ref", "{name}"),
            ("", "BackupVaultName", "{name}"),
        ],
    },
    Form {
        terraform: "aws_glue_catalog_database",
        cloudformation: "AWS::Glue::Database",
        inputs: &[("name", "name", "", None)],
        attributes: &[
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_glue_job",
        cloudformation: "AWS::Glue::Job",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "", "arn:{partition}:glue:{region}:{account}:job/{name}"),
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_athena_workgroup",
        cloudformation: "AWS::Athena::WorkGroup",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "", "arn:{partition}:athena:{region}:{account}:workgroup/{name}"),
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_autoscaling_group",
        cloudformation: "AWS::AutoScaling::AutoScalingGroup",
        inputs: &[("name", "name", "AutoScalingGroupName", None)],
        attributes: &[
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_cloudwatch_metric_alarm",
        cloudformation: "AWS::CloudWatch::Alarm",
        inputs: &[("name", "alarm_name", "AlarmName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}"),
            ("alarm_name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_cloudfront_distribution",
        cloudformation: "AWS::CloudFront::Distribution",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("arn", "", "arn:{partition}:cloudfront::{account}:distribution/{id}"),
            ("id", "Ref", "{id}"),
            ("", "Id", "{id}"),
        ],
    },
    Form {
        terraform: "aws_appsync_graphql_api",
        cloudformation: "AWS::AppSync::GraphQLApi",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:appsync:{region}:{account}:apis/{id}"),
            ("id", "ApiId", "{id}"),
            ("", "Ref", "arn:{partition}:appsync:{region}:{account}:apis/{id}"),
        ],
    },
    Form {
        terraform: "aws_api_gateway_rest_api",
        cloudformation: "AWS::ApiGateway::RestApi",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("id", "Ref", "{id}"),
            ("", "RestApiId", "{id}"),
            ("execution_arn", "", "arn:{partition}:execute-api:{region}:{account}:{id}"),
        ],
    },
    Form {
        terraform: "aws_apigatewayv2_api",
        cloudformation: "AWS::ApiGatewayV2::Api",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("id", "Ref", "{id}"),
            ("", "ApiId", "{id}"),
            ("execution_arn", "", "arn:{partition}:execute-api:{region}:{account}:{id}"),
        ],
    },
    Form {
        terraform: "aws_ssm_document",
        cloudformation: "AWS::SSM::Document",
        inputs: &[("name", "name", "Name", None)],
        attributes: &[
            ("arn", "", "arn:{partition}:ssm:{region}:{account}:document/{name}"),
            ("name", "Ref", "{name}"),
        ],
    },
    Form {
        terraform: "aws_codeartifact_domain",
        cloudformation: "AWS::CodeArtifact::Domain",
        inputs: &[("name", "domain", "DomainName", None)],
        attributes: &[
            ("arn", "Arn", "arn:{partition}:codeartifact:{region}:{account}:domain/{name}"),
            ("", "Ref", "arn:{partition}:codeartifact:{region}:{account}:domain/{name}"),
            ("", "Name", "{name}"),
        ],
    },
    Form {
        terraform: "aws_elasticache_replication_group",
        cloudformation: "AWS::ElastiCache::ReplicationGroup",
        inputs: &[("id", "replication_group_id", "ReplicationGroupId", None)],
        attributes: &[
            ("arn", "", "arn:{partition}:elasticache:{region}:{account}:replicationgroup:{id}"),
            ("id", "Ref", "{id}"),
        ],
    },
    Form {
        terraform: "aws_redshift_cluster",
        cloudformation: "AWS::Redshift::Cluster",
        inputs: &[("id", "cluster_identifier", "ClusterIdentifier", None)],
        attributes: &[
            ("arn", "", "arn:{partition}:redshift:{region}:{account}:cluster:{id}"),
            ("cluster_identifier", "Ref", "{id}"),
        ],
    },
    Form {
        terraform: "aws_instance",
        cloudformation: "AWS::EC2::Instance",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:instance/{id}"),
            ("id", "Ref", "{id}"),
            ("", "InstanceId", "{id}"),
        ],
    },
    Form {
        terraform: "aws_vpc",
        cloudformation: "AWS::EC2::VPC",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("id", "Ref", "{id}"),
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:vpc/{id}"),
            ("", "VpcId", "{id}"),
        ],
    },
    Form {
        terraform: "aws_subnet",
        cloudformation: "AWS::EC2::Subnet",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("id", "Ref", "{id}"),
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:subnet/{id}"),
            ("", "SubnetId", "{id}"),
        ],
    },
    Form {
        terraform: "aws_security_group",
        cloudformation: "AWS::EC2::SecurityGroup",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("id", "Ref", "{id}"),
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:security-group/{id}"),
            ("", "GroupId", "{id}"),
        ],
    },
    Form {
        terraform: "aws_vpc_endpoint",
        cloudformation: "AWS::EC2::VPCEndpoint",
        inputs: &[("id", "", "", None)],
        attributes: &[
            ("id", "Ref", "{id}"),
            ("arn", "", "arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{id}"),
            ("", "Id", "{id}"),
        ],
    },
];
