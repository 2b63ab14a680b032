//! Schemas of what an account's or an organisation's baseline is made of.

use super::Type::{Number, Text};
use super::{Kind, Schema, field};

/// See [`Kind::Configuration`].
pub const CONFIGURATION: Schema = Schema {
    kind: Kind::Configuration,
    name: "configuration",
    doc: "All that is deployed together: a Terraform root with its modules, a template",
    fields: &[
        field("path", Text, "the directory or template"),
        field("language", Text, "Terraform or CloudFormation"),
    ],
};

/// See [`Kind::Organization`].
pub const ORGANIZATION: Schema = Schema {
    kind: Kind::Organization,
    name: "organization",
    doc: "An organisation of AWS Organizations",
    fields: &[field("feature_set", Text, "ALL or CONSOLIDATED_BILLING")],
};

/// See [`Kind::MetricFilter`].
pub const METRIC_FILTER: Schema = Schema {
    kind: Kind::MetricFilter,
    name: "metric_filter",
    doc: "A metric made of what a log group's events match",
    fields: &[
        field("name", Text, "its name"),
        field("pattern", Text, "what an event must match"),
        field("metric", Text, "name of the metric"),
    ],
};

/// See [`Kind::Alarm`].
pub const ALARM: Schema = Schema {
    kind: Kind::Alarm,
    name: "alarm",
    doc: "A CloudWatch alarm on a metric",
    fields: &[field("name", Text, "its name"), field("metric", Text, "name of the metric")],
};

/// See [`Kind::EventRule`].
pub const EVENT_RULE: Schema = Schema {
    kind: Kind::EventRule,
    name: "event_rule",
    doc: "A rule of EventBridge",
    fields: &[
        field("name", Text, "its name"),
        field("pattern", super::Type::Map, "what an event must match"),
        field("state", Text, "DISABLED if it is switched off"),
    ],
};

/// See [`Kind::ConfigRule`].
pub const CONFIG_RULE: Schema = Schema {
    kind: Kind::ConfigRule,
    name: "config_rule",
    doc: "A rule of AWS Config",
    fields: &[
        field("name", Text, "its name"),
        field("identifier", Text, "which of AWS's rules it is"),
        field("max_key_age", Number, "days that an access key may have; 90 if it does not say"),
    ],
};

/// See [`Kind::AccessAnalyzer`].
pub const ACCESS_ANALYZER: Schema = Schema {
    kind: Kind::AccessAnalyzer,
    name: "access_analyzer",
    doc: "An analyzer of IAM Access Analyzer",
    fields: &[field("type", Text, "ACCOUNT, ORGANIZATION or for unused access")],
};
