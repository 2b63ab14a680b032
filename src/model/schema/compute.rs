//! Schemas of what runs, and of where it runs.

use super::Type::{Bool, Map, Maps, Number, Text, Texts};
use super::{Kind, Schema, field};

/// See [`Kind::Workload`].
pub const WORKLOAD: Schema = Schema {
    kind: Kind::Workload,
    name: "workload",
    doc: "Something that runs code",
    fields: &[
        field("name", Text, "its name"),
        field("user_data", Text, "what it runs at its start"),
        field("user_data_base64", Text, "the same, encoded"),
        field("environment", Map, "its environment variables"),
        field(
            "provisioners",
            Maps(&["type", "inline", "content", "source", "destination"]),
            "what Terraform does on it once it is there",
        ),
        field(
            "type",
            Text,
            "instance, launch-template, launch-configuration, function, task, service, build, job or user-data",
        ),
        field("instance_profile", Text, "the instance profile with its role"),
        field("role", Text, "ARN or name of the role that its code runs as"),
        field("execution_role", Text, "the role that starts it, where that is another"),
        field("template", Map, "the launch template that says the rest"),
        field("public_ip", Bool, "whether it gets a public address, where it says so itself"),
        field("subnet", Text, "the subnet that it runs in"),
        field("http_tokens", Text, "required if its metadata service speaks IMDSv2 only"),
        field("http_endpoint", Text, "disabled if it has no metadata service"),
        field("hop_limit", Number, "how many hops a metadata token may travel"),
    ],
};

/// See [`Kind::InstanceProfile`].
pub const INSTANCE_PROFILE: Schema = Schema {
    kind: Kind::InstanceProfile,
    name: "instance_profile",
    doc: "What gives an instance its role",
    fields: &[
        field("name", Text, "its name"),
        field("arn", Text, "its ARN"),
        field("roles", Texts, "names of its roles; there is one at most"),
    ],
};

/// See [`Kind::Subnet`].
pub const SUBNET: Schema = Schema {
    kind: Kind::Subnet,
    name: "subnet",
    doc: "A subnet",
    fields: &[
        field("id", Text, "its id"),
        field("public_ip", Bool, "whether instances in it get a public address"),
    ],
};

/// See [`Kind::RouteTable`].
pub const ROUTE_TABLE: Schema = Schema {
    kind: Kind::RouteTable,
    name: "route_table",
    doc: "A route table",
    fields: &[
        field("id", Text, "its id"),
        field("internet", Bool, "whether it has a route to an internet gateway"),
    ],
};

/// See [`Kind::SubnetRoute`].
pub const SUBNET_ROUTE: Schema = Schema {
    kind: Kind::SubnetRoute,
    name: "subnet_route",
    doc: "A subnet's use of a route table",
    fields: &[
        field("subnet", Text, "id of the subnet"),
        field("table", Text, "id of the route table"),
    ],
};

/// See [`Kind::ImageSearch`].
pub const IMAGE_SEARCH: Schema = Schema {
    kind: Kind::ImageSearch,
    name: "image_search",
    doc: "The search for a machine image",
    fields: &[
        field("owners", Texts, "whose images are taken"),
        field("most_recent", Bool, "whether the newest of several is taken"),
        field("filters", Maps(&["name", "values"]), "what else the image must be"),
    ],
};
