//! Databases, warehouses, search and catalogues.

use super::{Form, form};

pub(super) const FORMS: &[Form] = &[
    form(
        "aws_dynamodb_table",
        "AWS::DynamoDB::Table",
        &[("name", "name", "TableName", None), ("label", "", "", None)],
        &[
            ("arn", "Arn", "arn:{partition}:dynamodb:{region}:{account}:table/{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
            (
                "stream_arn",
                "StreamArn",
                "arn:{partition}:dynamodb:{region}:{account}:table/{name}/stream/{label}",
            ),
        ],
    ),
    form(
        "aws_db_instance",
        "AWS::RDS::DBInstance",
        &[("id", "identifier", "DBInstanceIdentifier", None)],
        &[
            ("arn", "DBInstanceArn", "arn:{partition}:rds:{region}:{account}:db:{id}"),
            ("identifier", "Ref", "{id}"),
        ],
    ),
    form(
        "aws_rds_cluster",
        "AWS::RDS::DBCluster",
        &[("id", "cluster_identifier", "DBClusterIdentifier", None)],
        &[
            ("arn", "DBClusterArn", "arn:{partition}:rds:{region}:{account}:cluster:{id}"),
            ("cluster_identifier", "Ref", "{id}"),
        ],
    ),
    form(
        "aws_elasticsearch_domain",
        "AWS::Elasticsearch::Domain",
        &[("name", "domain_name", "DomainName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:es:{region}:{account}:domain/{name}"),
            ("domain_name", "Ref", "{name}"),
            ("", "DomainArn", "arn:{partition}:es:{region}:{account}:domain/{name}"),
            ("id", "", "arn:{partition}:es:{region}:{account}:domain/{name}"),
        ],
    ),
    form(
        "aws_opensearch_domain",
        "AWS::OpenSearchService::Domain",
        &[("name", "domain_name", "DomainName", None)],
        &[
            ("arn", "Arn", "arn:{partition}:es:{region}:{account}:domain/{name}"),
            ("domain_name", "Ref", "{name}"),
            ("", "DomainArn", "arn:{partition}:es:{region}:{account}:domain/{name}"),
            ("id", "", "arn:{partition}:es:{region}:{account}:domain/{name}"),
        ],
    ),
    form(
        "aws_dynamodb_global_table",
        "AWS::DynamoDB::GlobalTable",
        &[("name", "name", "TableName", None), ("label", "", "", None)],
        &[
            (
                "",
                "StreamArn",
                "arn:{partition}:dynamodb:{region}:{account}:table/{name}/stream/{label}",
            ),
            ("arn", "Arn", "arn:{partition}:dynamodb:{region}:{account}:table/{name}"),
            ("name", "Ref", "{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "aws_glue_catalog_database",
        "AWS::Glue::Database",
        &[("name", "name", "", None)],
        &[
            ("name", "Ref", "{name}"),
            ("arn", "", "arn:{partition}:glue:{region}:{account}:database/{name}"),
            ("id", "", "{account}:{name}"),
        ],
    ),
    form(
        "aws_glue_job",
        "AWS::Glue::Job",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "", "arn:{partition}:glue:{region}:{account}:job/{name}"),
            ("name", "Ref", "{name}"),
            ("id", "", "{name}"),
        ],
    ),
    form(
        "aws_athena_workgroup",
        "AWS::Athena::WorkGroup",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "", "arn:{partition}:athena:{region}:{account}:workgroup/{name}"),
            ("name", "Ref", "{name}"),
        ],
    ),
    form(
        "aws_elasticache_replication_group",
        "AWS::ElastiCache::ReplicationGroup",
        &[("id", "replication_group_id", "ReplicationGroupId", None)],
        &[
            ("arn", "", "arn:{partition}:elasticache:{region}:{account}:replicationgroup:{id}"),
            ("id", "Ref", "{id}"),
        ],
    ),
    form(
        "aws_redshift_cluster",
        "AWS::Redshift::Cluster",
        &[("id", "cluster_identifier", "ClusterIdentifier", None)],
        &[
            ("arn", "", "arn:{partition}:redshift:{region}:{account}:cluster:{id}"),
            ("cluster_identifier", "Ref", "{id}"),
        ],
    ),
    form(
        "aws_neptune_cluster",
        "AWS::Neptune::DBCluster",
        &[("id", "cluster_identifier", "DBClusterIdentifier", None)],
        &[
            ("arn", "", "arn:{partition}:rds:{region}:{account}:cluster:{id}"),
            ("id", "Ref", "{id}"),
            ("cluster_identifier", "", "{id}"),
        ],
    ),
    form(
        "aws_docdb_cluster",
        "AWS::DocDB::DBCluster",
        &[("id", "cluster_identifier", "DBClusterIdentifier", None)],
        &[
            ("arn", "", "arn:{partition}:rds:{region}:{account}:cluster:{id}"),
            ("id", "Ref", "{id}"),
            ("cluster_identifier", "", "{id}"),
        ],
    ),
    form(
        "aws_db_snapshot",
        "",
        &[("id", "db_snapshot_identifier", "", None)],
        &[
            ("db_snapshot_arn", "", "arn:{partition}:rds:{region}:{account}:snapshot:{id}"),
            ("id", "", "{id}"),
        ],
    ),
    form(
        "aws_db_snapshot_copy",
        "",
        &[("id", "target_db_snapshot_identifier", "", None)],
        &[
            ("db_snapshot_arn", "", "arn:{partition}:rds:{region}:{account}:snapshot:{id}"),
            ("id", "", "{id}"),
        ],
    ),
    form(
        "aws_db_cluster_snapshot",
        "",
        &[("id", "db_cluster_snapshot_identifier", "", None)],
        &[
            (
                "db_cluster_snapshot_arn",
                "",
                "arn:{partition}:rds:{region}:{account}:cluster-snapshot:{id}",
            ),
            ("id", "", "{id}"),
        ],
    ),
    form(
        "aws_qldb_ledger",
        "AWS::QLDB::Ledger",
        &[("name", "name", "Name", None)],
        &[
            ("arn", "", "arn:{partition}:qldb:{region}:{account}:ledger/{name}"),
            ("id", "Ref", "{name}"),
            ("name", "", "{name}"),
        ],
    ),
    form(
        "aws_redshiftserverless_namespace",
        "AWS::RedshiftServerless::Namespace",
        &[("name", "namespace_name", "NamespaceName", None), ("uuid", "", "", None)],
        &[
            (
                "arn",
                "Namespace.NamespaceArn",
                "arn:{partition}:redshift-serverless:{region}:{account}:namespace/{uuid}",
            ),
            ("id", "Ref", "{name}"),
            ("", "Namespace.NamespaceName", "{name}"),
        ],
    ),
];
