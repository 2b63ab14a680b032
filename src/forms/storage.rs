//! Buckets, file systems, vaults, repositories, keys, secrets and parameters.

use super::{Form, form};

pub(super) const FORMS: &[Form] = &[
    form(
        "aws_s3_bucket",
        "AWS::S3::Bucket",
        &[("name", "bucket", "BucketName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:s3:::{name}"),
            ("id", "Ref", "{name}"),
            ("bucket", "", "{name}"),
            ("bucket_domain_name", "DomainName", "{name}.s3.{dns_suffix}"),
            (
                "bucket_regional_domain_name",
                "RegionalDomainName",
                "{name}.s3.{region}.{dns_suffix}",
            ),
            ("", "DualStackDomainName", "{name}.s3.dualstack.{region}.{dns_suffix}"),
        ],
    ),
    form(
        "aws_s3_bucket_policy",
        "AWS::S3::BucketPolicy",
        &[("bucket", "bucket", "Bucket", None)],
        &[("id", "", "{bucket}")],
    ),
    form(
        "aws_s3_bucket_public_access_block",
        "",
        &[("bucket", "bucket", "", None)],
        &[("id", "", "{bucket}")],
    ),
    form(
        "aws_s3_bucket_ownership_controls",
        "",
        &[("bucket", "bucket", "", None)],
        &[("id", "", "{bucket}")],
    ),
    form(
        "aws_s3_bucket_versioning",
        "",
        &[("bucket", "bucket", "", None)],
        &[("id", "", "{bucket}")],
    ),
    form(
        "aws_kms_key",
        "AWS::KMS::Key",
        &[("key_id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:kms:{region}:{account}:key/{key_id}"),
            ("id", "Ref", "{key_id}"),
            ("key_id", "KeyId", "{key_id}"),
        ],
    ),
    form(
        "aws_secretsmanager_secret",
        "AWS::SecretsManager::Secret",
        &[("name", "name", "Name", None), ("suffix", "", "", None)],
        &[
            (
                "arn",
                "Ref",
                "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{suffix}",
            ),
            (
                "id",
                "Id",
                "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{suffix}",
            ),
            ("name", "", "{name}"),
        ],
    ),
    form(
        "aws_ssm_parameter",
        "AWS::SSM::Parameter",
        &[("name", "name", "Name", None), ("slashed_name", "name", "Name", None)],
        &[
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
            ("arn", "", "arn:{partition}:ssm:{region}:{account}:parameter{slashed_name}"),
        ],
    ),
    form(
        "aws_ecr_repository",
        "AWS::ECR::Repository",
        &[("name", "name", "RepositoryName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:ecr:{region}:{account}:repository/{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
            ("repository_url", "RepositoryUri", "{account}.dkr.ecr.{region}.{dns_suffix}/{name}"),
            ("registry_id", "", "{account}"),
        ],
    ),
    form(
        "aws_efs_file_system",
        "AWS::EFS::FileSystem",
        &[("id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:elasticfilesystem:{region}:{account}:file-system/{id}"),
            ("id", "Ref", "{id}"),
            ("", "FileSystemId", "{id}"),
            ("dns_name", "", "{id}.efs.{region}.{dns_suffix}"),
        ],
    ),
    form(
        "aws_ecr_public_repository",
        "AWS::ECR::PublicRepository",
        &[("name", "repository_name", "RepositoryName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:ecr-public::{account}:repository/{name}"),
            ("repository_name", "Ref", "{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "aws_kms_alias",
        "AWS::KMS::Alias",
        &[("name", "name", "AliasName", None)],
        &[
            ("arn", "", "arn:{partition}:kms:{region}:{account}:{name}"),
            ("name", "Ref", "{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "aws_kms_replica_key",
        "AWS::KMS::ReplicaKey",
        &[("key_id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:kms:{region}:{account}:key/{key_id}"),
            ("key_id", "KeyId", "{key_id}"),
            ("id", "Ref", "{key_id}"),
        ],
    ),
    form(
        "aws_s3_access_point",
        "AWS::S3::AccessPoint",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "Arn", "arn:{partition}:s3:{region}:{account}:accesspoint/{name}"),
            ("name", "Name", "{name}"),
            ("", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_backup_vault",
        "AWS::Backup::BackupVault",
        &[("name", "name", "BackupVaultName", None)],
        &[
            (
                "arn",
                "BackupVaultArn",
                "arn:{partition}:backup:{region}:{account}:backup-vault:{name}",
            ),
            ("name", "Ref", "{name}"),
            ("", "BackupVaultName", "{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "aws_codeartifact_domain",
        "AWS::CodeArtifact::Domain",
        &[("name", "domain", "DomainName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:codeartifact:{region}:{account}:domain/{name}"),
            ("", "Ref", "arn:{partition}:codeartifact:{region}:{account}:domain/{name}"),
            ("", "Name", "{name}"),
        ],
    ),
    form(
        "aws_s3_directory_bucket",
        "AWS::S3Express::DirectoryBucket",
        &[("name", "bucket", "BucketName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:s3express:{region}:{account}:bucket/{name}"),
            ("id", "Ref", "{name}"),
        ],
    ),
    form("aws_s3_bucket_logging", "", &[("bucket", "bucket", "", None)], &[("id", "", "{bucket}")]),
    form(
        "aws_s3_bucket_website_configuration",
        "",
        &[("bucket", "bucket", "", None)],
        &[("id", "", "{bucket}")],
    ),
    form(
        "aws_s3_bucket_server_side_encryption_configuration",
        "",
        &[("bucket", "bucket", "", None)],
        &[("id", "", "{bucket}")],
    ),
    form("aws_s3_account_public_access_block", "", &[], &[("id", "", "{account}")]),
    form(
        "aws_s3control_object_lambda_access_point",
        "AWS::S3ObjectLambda::AccessPoint",
        &[("name", "name", "Name", None)],
        &[
            (
                "arn",
                "Arn",
                "arn:{partition}:s3-object-lambda:{region}:{account}:accesspoint/{name}",
            ),
            ("", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_s3control_multi_region_access_point",
        "AWS::S3::MultiRegionAccessPoint",
        &[("alias", "", "", None), ("name", "", "Name", None)],
        &[
            ("arn", "", "arn:{partition}:s3::{account}:accesspoint/{alias}"),
            ("alias", "Alias", "{alias}"),
            ("", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_s3tables_table_bucket",
        "AWS::S3Tables::TableBucket",
        &[("name", "name", "TableBucketName", None)],
        &[
            ("arn", "TableBucketARN", "arn:{partition}:s3tables:{region}:{account}:bucket/{name}"),
            ("", "Ref", "arn:{partition}:s3tables:{region}:{account}:bucket/{name}"),
        ],
    ),
    form(
        "aws_s3tables_table",
        "AWS::S3Tables::Table",
        &[("bucket", "", "", None), ("id", "", "", None)],
        &[
            (
                "arn",
                "TableARN",
                "arn:{partition}:s3tables:{region}:{account}:bucket/{bucket}/table/{id}",
            ),
            ("", "Ref", "arn:{partition}:s3tables:{region}:{account}:bucket/{bucket}/table/{id}"),
        ],
    ),
    form(
        "aws_glacier_vault",
        "",
        &[("name", "name", "", None)],
        &[
            ("arn", "", "arn:{partition}:glacier:{region}:{account}:vaults/{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "aws_glacier_vault_lock",
        "",
        &[("vault", "vault_name", "", None)],
        &[("id", "", "{vault}")],
    ),
    form(
        "aws_efs_access_point",
        "AWS::EFS::AccessPoint",
        &[("id", "", "", None)],
        &[
            (
                "arn",
                "Arn",
                "arn:{partition}:elasticfilesystem:{region}:{account}:access-point/{id}",
            ),
            ("id", "Ref", "{id}"),
            ("", "AccessPointId", "{id}"),
        ],
    ),
    form(
        "aws_kms_external_key",
        "",
        &[("id", "", "", None)],
        &[("arn", "", "arn:{partition}:kms:{region}:{account}:key/{id}"), ("id", "", "{id}")],
    ),
    form(
        "aws_kms_replica_external_key",
        "",
        &[("id", "", "", None)],
        &[
            ("arn", "", "arn:{partition}:kms:{region}:{account}:key/{id}"),
            ("id", "", "{id}"),
            ("key_id", "", "{id}"),
        ],
    ),
    form(
        "aws_codeartifact_repository",
        "AWS::CodeArtifact::Repository",
        &[("domain", "domain", "DomainName", None), ("name", "repository", "RepositoryName", None)],
        &[
            (
                "arn",
                "Arn",
                "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{name}",
            ),
            (
                "id",
                "Ref",
                "arn:{partition}:codeartifact:{region}:{account}:repository/{domain}/{name}",
            ),
            ("", "Name", "{name}"),
            ("", "DomainName", "{domain}"),
        ],
    ),
    form(
        "",
        "AWS::ECR::RegistryPolicy",
        &[],
        &[("", "Ref", "{account}"), ("", "RegistryId", "{account}")],
    ),
    form(
        "aws_ecr_registry_policy",
        "",
        &[],
        &[("registry_id", "", "{account}"), ("id", "", "{account}")],
    ),
    form(
        "aws_media_store_container",
        "AWS::MediaStore::Container",
        &[("name", "name", "ContainerName", None)],
        &[
            ("arn", "", "arn:{partition}:mediastore:{region}:{account}:container/{name}"),
            ("id", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_acmpca_certificate_authority",
        "AWS::ACMPCA::CertificateAuthority",
        &[("id", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:acm-pca:{region}:{account}:certificate-authority/{id}"),
            ("id", "Ref", "arn:{partition}:acm-pca:{region}:{account}:certificate-authority/{id}"),
        ],
    ),
];
