//! What an account's or an organisation's baseline is made of.

use crate::model::normalise::max_key_age;
use crate::model::schema::Kind::{
    AccessAnalyzer, Alarm, ConfigRule, EventRule, MetricFilter, Organization,
};
use crate::model::table::Source::{Path, With};
use crate::model::table::{Row, each, entity};

/// The rows.
pub const ROWS: &[Row] = &[
    entity(
        "AWS::Organizations::Organization",
        Organization,
        &[("feature_set", Path("FeatureSet"))],
    ),
    entity(
        "AWS::Logs::MetricFilter",
        MetricFilter,
        &[
            ("name", Path("FilterName")),
            ("pattern", Path("FilterPattern")),
            ("metric", Path("MetricTransformations.MetricName")),
        ],
    ),
    entity(
        "AWS::CloudWatch::Alarm",
        Alarm,
        &[("name", Path("AlarmName")), ("metric", Path("MetricName"))],
    ),
    each(
        "AWS::CloudWatch::Alarm",
        "Metrics",
        Alarm,
        &[("name", Path("^AlarmName")), ("metric", Path("MetricStat.Metric.MetricName"))],
    ),
    entity(
        "AWS::Events::Rule",
        EventRule,
        &[("name", Path("Name")), ("pattern", Path("EventPattern")), ("state", Path("State"))],
    ),
    entity(
        "AWS::Config::ConfigRule",
        ConfigRule,
        &[
            ("name", Path("ConfigRuleName")),
            ("identifier", Path("Source.SourceIdentifier")),
            ("max_key_age", With(max_key_age)),
        ],
    ),
    entity(
        "AWS::Config::OrganizationConfigRule",
        ConfigRule,
        &[
            ("name", Path("OrganizationConfigRuleName")),
            ("identifier", Path("OrganizationManagedRuleMetadata.RuleIdentifier")),
            ("max_key_age", With(max_key_age)),
        ],
    ),
    entity("AWS::AccessAnalyzer::Analyzer", AccessAnalyzer, &[("type", Path("Type"))]),
];
