//! What an account's or an organisation's baseline is made of.

use crate::model::normalise::max_key_age;
use crate::model::schema::Kind::{
    AccessAnalyzer, Alarm, ConfigRule, EventRule, MetricFilter, Organization, Policy,
};
use crate::model::table::Source::{Form, One, Path, With};
use crate::model::table::{Row, adds, each, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    entity("aws_organizations_organization", Organization, &[("feature_set", Path("feature_set"))]),
    adds(
        "aws_organizations_policy_attachment",
        Policy,
        "id",
        &[("id", Path("policy_id")), ("targets", One("target_id"))],
    ),
    entity(
        "aws_cloudwatch_log_metric_filter",
        MetricFilter,
        &[
            ("name", Path("name")),
            ("pattern", Path("pattern")),
            ("metric", Path("metric_transformation.name")),
        ],
    ),
    entity(
        "aws_cloudwatch_metric_alarm",
        Alarm,
        &[("name", Path("alarm_name")), ("metric", Path("metric_name"))],
    ),
    each(
        "aws_cloudwatch_metric_alarm",
        "metric_query",
        Alarm,
        &[("name", Path("^alarm_name")), ("metric", Path("metric.metric_name"))],
    ),
    entity(
        "aws_cloudwatch_event_rule",
        EventRule,
        &[("name", Form("name")), ("pattern", Path("event_pattern")), ("state", Path("state"))],
    ),
    entity(
        "aws_config_config_rule",
        ConfigRule,
        &[
            ("name", Path("name")),
            ("identifier", Path("source.source_identifier")),
            ("max_key_age", With(max_key_age)),
        ],
    ),
    entity(
        "aws_config_organization_managed_rule",
        ConfigRule,
        &[
            ("name", Path("name")),
            ("identifier", Path("rule_identifier")),
            ("max_key_age", With(max_key_age)),
        ],
    ),
    entity("aws_accessanalyzer_analyzer", AccessAnalyzer, &[("type", Path("type"))]),
];
