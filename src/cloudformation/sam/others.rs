//! SAM's smaller types: tables, applications, GraphQL and WebSocket APIs, and what has an
//! operator's role.

use ecow::eco_format;

use super::api::execute_api;
use super::permission::Caller;
use super::role::Role;
use super::{Sam, Source, attribute, is_call, passed, reference};
use crate::cloudformation::tree;
use crate::syntax::data::Node;

impl Sam<'_> {
    /// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html>
    pub(super) fn simple_table(&mut self, source: &Source<'_>) {
        let mut made = tree::map(vec![], source.properties.span);
        passed(
            &source.properties,
            &[
                "TableName",
                "SSESpecification",
                "ProvisionedThroughput",
                "PointInTimeRecoverySpecification",
            ],
            &mut made,
        );
        self.main(source, "AWS::DynamoDB::Table", made);
    }

    /// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-application.html>
    pub(super) fn application(&mut self, source: &Source<'_>) {
        let mut made = tree::map(vec![], source.properties.span);
        if let Some(location) = source.get("Location") {
            let url = match location.get("ApplicationId").and_then(Node::as_str) {
                Some(id) => tree::text(eco_format!("serverlessrepo://{id}"), location.span),
                None => location.clone(),
            };
            tree::push(&mut made, "TemplateURL", url);
        }
        passed(
            &source.properties,
            &["Parameters", "NotificationARNs", "TimeoutInMinutes"],
            &mut made,
        );
        self.main(source, crate::cloudformation::nested::STACK, made);
    }

    /// What Lambda operates with a role that SAM makes if none is given.
    pub(super) fn operated(&mut self, source: &Source<'_>, kind: &str) {
        let (to, property, policy) = match kind {
            "CapacityProvider" => (
                "AWS::Lambda::CapacityProvider",
                "PermissionsConfig",
                "AWSLambdaManagedEC2ResourceOperator",
            ),
            _ => (
                "AWS::Lambda::NetworkConnector",
                "OperatorRole",
                "AWSLambdaNetworkConnectorOperatorPolicy",
            ),
        };
        let mut made = source.properties.clone();
        if source.get("OperatorRole").is_none() {
            let id = eco_format!("{}OperatorRole", source.id);
            let mut role = Role::of_service(id, "lambda.amazonaws.com", source.span);
            role.manage_named(policy, source.span);
            tree::push(&mut made, property, role.arn());
            self.add_role(source, role);
        }
        self.main(source, to, made);
    }

    /// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-graphqlapi.html>
    pub(super) fn graphql_api(&mut self, source: &Source<'_>) {
        let span = source.span;
        let mut made = tree::map(vec![], source.properties.span);
        passed(&source.properties, &["Name", "XrayEnabled", "Visibility"], &mut made);
        if let Some(kind) = source.get("Auth").and_then(|auth| auth.get("Type")) {
            tree::push(&mut made, "AuthenticationType", kind.clone());
        }
        let logging = source.get("Logging");
        let is_off = logging.and_then(Node::as_str) == Some("false");
        let given = logging.and_then(|logging| logging.get("CloudWatchLogsRoleArn"));
        if !is_off && given.is_none() {
            let at = logging.map_or(span, |logging| logging.span);
            let id = eco_format!("{}CloudWatchRole", source.id);
            let mut role = Role::of_service(id, "appsync.amazonaws.com", at);
            role.manage_named("service-role/AWSAppSyncPushToCloudWatchLogs", at);
            self.add_role(source, role);
        }
        self.main(source, "AWS::AppSync::GraphQLApi", made);
        self.lambda_authorizers(source);
        let sources = source.get("DataSources");
        for (section, kind, target) in [
            ("DynamoDb", "DynamoDB", "AWS::DynamoDB::Table"),
            ("Lambda", "Lambda", "AWS::Lambda::Function"),
        ] {
            let all = sources.and_then(|sources| sources.get(section)).and_then(Node::as_mapping);
            for (key, data) in all.unwrap_or_default() {
                self.data_source(source, (key, data), kind, target);
            }
        }
    }

    /// Lets a GraphQL API call the functions that authorise.
    fn lambda_authorizers(&mut self, source: &Source<'_>) {
        let Some(auth) = source.get("Auth") else { return };
        let more = auth.get("Additional").and_then(Node::as_sequence).unwrap_or_default();
        let functions = std::iter::once(auth).chain(more);
        let functions = functions.filter_map(|a| a.get("LambdaAuthorizer")?.get("AuthorizerUri"));
        for (index, function) in functions.enumerate() {
            let span = function.span;
            let (arn, id) = (reference(source.id, span), attribute(source.id, "ApiId", span));
            let connector = tree::pattern(
                r#"{"Properties": {
                    "Source": {"Type": "AWS::AppSync::GraphQLApi", "Arn": "%arn", "ResourceId": "%id"},
                    "Destination": {"Type": "AWS::Lambda::Function", "Arn": "%function"},
                    "Permissions": ["Write"]}}"#,
                span,
                &[("arn", &arn), ("id", &id), ("function", function)],
            );
            let name = eco_format!("{}ToLambdaAuthConnector{}", source.id, index + 1);
            self.connect_node(&name, span, &connector);
        }
    }

    fn data_source(
        &mut self,
        source: &Source<'_>,
        (key, data): (&Node, &Node),
        kind: &str,
        target: &str,
    ) {
        let span = key.span;
        let id = eco_format!("{}{}{kind}DataSource", source.id, key.as_str().unwrap_or(""));
        let mut made = tree::map(vec![("ApiId", attribute(source.id, "ApiId", span))], span);
        if let Some(role) = data.get("ServiceRoleArn") {
            tree::push(&mut made, "ServiceRoleArn", role.clone());
            return self.make(source, id, "AWS::AppSync::DataSource", made);
        }
        let role = Role::of_service(eco_format!("{id}Role"), "appsync.amazonaws.com", span);
        tree::push(&mut made, "ServiceRoleArn", role.arn());
        let role_name = reference(&role.id, span);
        self.make(source, id.clone(), "AWS::AppSync::DataSource", made);
        self.add_role(source, role);
        let arn = match (data.get("TableArn").or(data.get("FunctionArn")), data.get("TableName")) {
            (Some(arn), _) => arn.clone(),
            (None, Some(name)) => {
                let region =
                    data.get("Region").cloned().unwrap_or_else(|| reference("AWS::Region", span));
                let variables =
                    tree::map(vec![("__TableName__", name.clone()), ("__Region__", region)], span);
                let text = "arn:${AWS::Partition}:dynamodb:${__Region__}:${AWS::AccountId}:table/${__TableName__}";
                tree::call("Fn::Sub", tree::list(vec![tree::text(text, span), variables], span))
            }
            (None, None) => return,
        };
        let (name, permissions) = match kind {
            "Lambda" => ("ToLambdaConnector", vec![tree::text("Write", span)]),
            _ => {
                let both = || vec![tree::text("Read", span), tree::text("Write", span)];
                let given = data.get("Permissions").and_then(Node::as_sequence);
                ("ToTableConnector", given.map_or_else(both, <[Node]>::to_vec))
            }
        };
        let (own, target) = (attribute(&id, "DataSourceArn", span), tree::text(target, span));
        let permissions = tree::list(permissions, span);
        let connector = tree::pattern(
            r#"{"Type": "AWS::Serverless::Connector", "Properties": {
                "Source": {"Type": "AWS::AppSync::DataSource", "Arn": "%own", "RoleName": "%role"},
                "Destination": {"Type": "%target", "Arn": "%arn"}, "Permissions": "%permissions"}}"#,
            span,
            &[
                ("own", &own),
                ("role", &role_name),
                ("target", &target),
                ("arn", &arn),
                ("permissions", &permissions),
            ],
        );
        self.connect_node(&eco_format!("{id}{name}"), span, &connector);
    }

    /// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-websocketapi.html>
    pub(super) fn web_socket_api(&mut self, source: &Source<'_>) {
        let mut made = tree::map(
            vec![("ProtocolType", tree::text("WEBSOCKET", source.span))],
            source.properties.span,
        );
        passed(
            &source.properties,
            &["Name", "RouteSelectionExpression", "DisableExecuteApiEndpoint"],
            &mut made,
        );
        self.main(source, "AWS::ApiGatewayV2::Api", made);
        let auth = source.get("Auth").filter(|auth| !is_call(auth));
        // With a role to call by, no permission is needed.
        let by_permission = auth.filter(|auth| auth.get("InvokeRole").is_none());
        if let Some(function) = by_permission.and_then(|auth| auth.get("AuthArn")) {
            let api = reference(source.id, function.span);
            let arn =
                execute_api("${__ApiId__}/authorizers/*", &[("__ApiId__", &api)], function.span);
            let caller = Caller {
                principal: "apigateway.amazonaws.com",
                source_arn: Some(arn),
                ..Caller::default()
            };
            let id = eco_format!("{}AuthorizerPermission", source.id);
            self.permit(source, id, function, caller, function.span);
        }
        let stage = source.get("StageName").cloned();
        let stage = stage.unwrap_or_else(|| tree::text("default", source.span));
        for (key, route) in source.get("Routes").and_then(Node::as_mapping).unwrap_or_default() {
            let (Some(name), Some(function)) = (key.as_str(), route.get("FunctionArn")) else {
                continue;
            };
            let mut letters = name.trim_start_matches('$').chars();
            let first = letters.next().map(|c| c.to_ascii_uppercase()).into_iter();
            let clean: String = first.chain(letters.flat_map(char::to_lowercase)).collect();
            let id = eco_format!("{}{clean}Permission", source.id);
            let api = attribute(source.id, "ApiId", key.span);
            let arn = execute_api(
                &eco_format!("${{__ApiId__}}/${{__Stage__}}/{name}"),
                &[("__ApiId__", &api), ("__Stage__", &stage)],
                key.span,
            );
            let caller = Caller {
                principal: "apigateway.amazonaws.com",
                source_arn: Some(arn),
                ..Caller::default()
            };
            self.permit(source, id, function, caller, key.span);
            let mut properties =
                tree::map(vec![("ApiId", api), ("RouteKey", key.clone())], key.span);
            if let Some(kind) = auth.and_then(|auth| auth.get("AuthType")) {
                tree::push(&mut properties, "AuthorizationType", kind.clone());
            }
            self.make(
                source,
                eco_format!("{}{clean}Route", source.id),
                "AWS::ApiGatewayV2::Route",
                properties,
            );
        }
    }
}
