//! `AWS::Serverless::Api` and `AWS::Serverless::HttpApi`, explicit or implied by events.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-api.html>

use ecow::{EcoString, eco_format};

use super::permission::{Caller, Target};
use super::push::{Event, permission_id};
use super::{Sam, Source, globals, is_call, passed, reference};
use crate::cloudformation::template::Item;
use crate::cloudformation::tree;
use crate::source::Span;
use crate::syntax::data::Node;

/// The logical ids of the APIs that events without one of their own belong to.
const IMPLICIT: [&str; 2] = ["ServerlessRestApi", "ServerlessHttpApi"];

/// The path and method of an event of an HTTP API that names none.
const DEFAULT_PATH: &str = "$default";
pub(super) const ANY_METHOD: &str = "x-amazon-apigateway-any-method";

/// A path and method that an event adds to an API.
pub(super) struct Route {
    /// The API's logical id, where it is in this template.
    pub api: EcoString,
    pub path: EcoString,
    pub method: EcoString,
    /// What an event says of authorisation.
    pub auth: Option<Node>,
    /// The stage as far as the event's own resource policy knows it.
    pub stage: EcoString,
    /// The condition that its function is under.
    pub condition: Option<EcoString>,
    pub span: Span,
}

/// An API that waits for its routes.
pub(super) struct Api<'s> {
    source: Source<'s>,
    rest: bool,
}

impl<'s> Sam<'s> {
    pub(super) fn rest_api(&mut self, source: Source<'s>) {
        self.apis.push(Api { source, rest: true });
    }

    pub(super) fn http_api(&mut self, source: Source<'s>) {
        self.apis.push(Api { source, rest: false });
    }

    /// An event `Api` of a function: a route, and the permission to call.
    pub(super) fn api_event(&mut self, source: &Source<'_>, event: &Event<'_>, target: &Target) {
        let Some(route) = self.route(source, event, 0) else { return };
        let resource = eco_format!(
            "${{__ApiId__}}/${{__Stage__}}/{}{}",
            method_pattern(&route.method),
            path_pattern(&route.path)
        );
        let api = event.get("RestApiId").cloned();
        let api = api.unwrap_or_else(|| reference(IMPLICIT[0], event.span));
        let suffix: String = route.stage.chars().filter(char::is_ascii_alphanumeric).collect();
        let id = eco_format!("{}{suffix}", permission_id(&event.id));
        self.call_permission(source, event, target, (id, &resource, &api));
        self.routes.push(route);
    }

    /// An event `HttpApi` of a function.
    pub(super) fn http_api_event(
        &mut self,
        source: &Source<'_>,
        event: &Event<'_>,
        target: &Target,
    ) {
        let Some(route) = self.route(source, event, 1) else { return };
        // The permission for every path, if the function has one, covers this one.
        if route.path == DEFAULT_PATH || !self.has_default(source, &route.api) {
            let method = method_pattern(&route.method);
            let rest = match route.path.as_str() {
                DEFAULT_PATH => method,
                // The path of that name has no method in its ARN.
                "/$default" if route.method == "any" => "$default".into(),
                path => eco_format!("{method}{}", path_pattern(path)),
            };
            let resource = eco_format!("${{__ApiId__}}/${{__Stage__}}/{rest}");
            let api = event.get("ApiId").cloned();
            let api = api.unwrap_or_else(|| reference(IMPLICIT[1], event.span));
            self.call_permission(
                source,
                event,
                target,
                (permission_id(&event.id), &resource, &api),
            );
        }
        self.routes.push(route);
    }

    /// Whether a function answers what no other route of an HTTP API does.
    fn has_default(&self, source: &Source<'_>, api: &str) -> bool {
        let is_default = |event: &Node| {
            let own = event.get("Properties");
            let get = |name| own.and_then(|own| own.get(name));
            let given =
                get("ApiId").map_or(Some(IMPLICIT[1]), |n| super::referred(n).or(n.as_str()));
            event.get("Type").and_then(Node::as_str) == Some("HttpApi")
                && given == Some(api)
                && get("Path").is_none_or(|path| path.as_str() == Some(DEFAULT_PATH))
        };
        super::function::events(source).iter().any(|(_, event)| is_default(event))
    }

    /// An event `Api` of a state machine.
    pub(super) fn machine_route(&mut self, source: &Source<'_>, event: &Event<'_>) {
        if let Some(route) = self.route(source, event, 0) {
            self.routes.push(route);
        }
    }

    fn call_permission(
        &mut self,
        source: &Source<'_>,
        event: &Event<'_>,
        target: &Target,
        (id, resource, api): (EcoString, &str, &Node),
    ) {
        let span = event.get("Path").map_or(event.span, |path| path.span);
        let arn = execute_api(
            resource,
            &[("__ApiId__", api), ("__Stage__", &tree::text("*", span))],
            span,
        );
        let caller = Caller {
            principal: "apigateway.amazonaws.com",
            source_arn: Some(arn),
            ..Caller::default()
        };
        self.permit(source, id, &target.name, caller, span);
    }

    /// The route of an event of a REST (0) or HTTP (1) API.
    fn route(&self, source: &Source<'_>, event: &Event<'_>, kind: usize) -> Option<Route> {
        let given = event.get(["RestApiId", "ApiId"][kind]);
        let api: EcoString = match given {
            None => IMPLICIT[kind].into(),
            Some(node) => super::referred(node).or(node.as_str()).unwrap_or("").into(),
        };
        let text = |name| event.get(name).and_then(Node::as_str);
        let (path, method) = match kind {
            0 => (text("Path")?, text("Method")?),
            _ => (text("Path").unwrap_or(DEFAULT_PATH), text("Method").unwrap_or(ANY_METHOD)),
        };
        let stage = match (given, self.root.get("Resources").and_then(|r| r.get(&api))) {
            (None, _) => "Prod".into(),
            (Some(_), None) => "AllStages".into(),
            (Some(_), Some(api)) => {
                let stage = api.get("Properties").and_then(|p| p.get("StageName"));
                let plain = stage.filter(|node| !is_call(node)).and_then(Node::as_str);
                plain.unwrap_or("Stage").into()
            }
        };
        Some(Route {
            api,
            path: path.into(),
            method: method.to_ascii_lowercase().into(),
            auth: event.get("Auth").cloned(),
            stage,
            condition: source.condition().map(EcoString::from),
            span: event.span,
        })
    }

    /// Makes all APIs, now that their routes are known.
    pub(super) fn make_apis(&mut self) {
        for (kind, id) in IMPLICIT.into_iter().enumerate() {
            let is_there = self.apis.iter().any(|api| api.source.id == id);
            let Some(span) = self.routes.iter().find(|r| r.api == id).map(|r| r.span) else {
                continue;
            };
            if is_there {
                continue;
            }
            let key = tree::text(id, span);
            let stage =
                tree::map(vec![("StageName", tree::text(["Prod", "$default"][kind], span))], span);
            let resource = tree::map(vec![("Properties", stage)], span);
            let item = Item { key: &key, value: &resource };
            let properties = globals::merged(self.root, ["Api", "HttpApi"][kind], &item);
            let mut resource = tree::map(vec![], span);
            if let Some(condition) = self.implicit_condition(id, span) {
                tree::push(&mut resource, "Condition", tree::text(condition, span));
            }
            let source = Source { id, span, properties, resource: &resource };
            self.make_api(&source, kind == 0);
        }
        for api in std::mem::take(&mut self.apis) {
            self.make_api(&api.source, api.rest);
        }
    }

    /// An implied API is there if any of its functions is.
    fn implicit_condition(&mut self, id: &str, span: Span) -> Option<EcoString> {
        let conditions = self.routes.iter().filter(|r| r.api == id).map(|r| r.condition.clone());
        let mut names = conditions.collect::<Option<Vec<_>>>()?;
        names.sort();
        names.dedup();
        let each = |name| tree::map(vec![("Condition", tree::text(name, span))], span);
        let any = tree::call("Fn::Or", tree::list(names.into_iter().map(each).collect(), span));
        Some(self.condition(eco_format!("{id}Condition"), any))
    }

    fn make_api(&mut self, source: &Source<'_>, rest: bool) {
        let span = source.properties.span;
        let mut made = tree::map(vec![], span);
        if rest {
            const PASSED: &[&str] = &[
                "Name",
                "Description",
                "BinaryMediaTypes",
                "DisableExecuteApiEndpoint",
                "FailOnWarnings",
                "MinimumCompressionSize",
                "Mode",
                "Policy",
                "ApiKeySourceType",
                "SecurityPolicy",
            ];
            passed(&source.properties, PASSED, &mut made);
            if let Some(endpoint) = source.get("EndpointConfiguration") {
                let types = match endpoint.as_str() {
                    Some(_) => tree::map(
                        vec![("Types", tree::list(vec![endpoint.clone()], endpoint.span))],
                        endpoint.span,
                    ),
                    None => endpoint.clone(),
                };
                tree::push(&mut made, "EndpointConfiguration", types);
            }
        } else {
            passed(
                &source.properties,
                &["Description", "DisableExecuteApiEndpoint", "FailOnWarnings"],
                &mut made,
            );
        }
        tree::push(&mut made, "Body", self.body(source, rest));
        let kind = if rest { "AWS::ApiGateway::RestApi" } else { "AWS::ApiGatewayV2::Api" };
        self.main(source, kind, made);
        self.stage(source, rest);
        self.authorizers(source, rest);
    }

    fn stage(&mut self, source: &Source<'_>, rest: bool) {
        let Some(name) = source
            .get("StageName")
            .cloned()
            .or_else(|| (!rest).then(|| tree::text("$default", source.span)))
        else {
            return;
        };
        let plain = name.as_str().filter(|_| !is_call(&name)).unwrap_or("");
        let prefix = match plain {
            "$default" => "ApiGatewayDefault".into(),
            plain => plain.chars().filter(char::is_ascii_alphanumeric).collect::<String>(),
        };
        let id = eco_format!("{}{prefix}Stage", source.id);
        let owner = reference(source.id, source.span);
        let mut made = tree::map(
            vec![(if rest { "RestApiId" } else { "ApiId" }, owner), ("StageName", name)],
            source.span,
        );
        passed(
            &source.properties,
            &[
                "AccessLogSetting",
                "AccessLogSettings",
                "MethodSettings",
                "DefaultRouteSettings",
                "RouteSettings",
                "TracingEnabled",
                "CacheClusterEnabled",
            ],
            &mut made,
        );
        let kind = if rest { "AWS::ApiGateway::Stage" } else { "AWS::ApiGatewayV2::Stage" };
        self.make(source, id, kind, made);
    }

    /// The permissions to call the functions that authorise.
    fn authorizers(&mut self, source: &Source<'_>, rest: bool) {
        let all = source.get("Auth").and_then(|auth| auth.get("Authorizers"));
        for (key, authorizer) in all.and_then(Node::as_mapping).unwrap_or_default() {
            let (Some(name), Some(function)) = (key.as_str(), authorizer.get("FunctionArn")) else {
                continue;
            };
            let says = |name| authorizer.get(name).and_then(Node::as_str) == Some("true");
            let permitted = if rest {
                !says("DisableFunctionDefaultPermissions")
            } else {
                says("EnableFunctionDefaultPermissions")
            };
            if !permitted {
                continue;
            }
            let api = reference(source.id, key.span);
            let arn = execute_api("${__ApiId__}/authorizers/*", &[("__ApiId__", &api)], key.span);
            let id = eco_format!("{}{name}AuthorizerPermission", source.id);
            let caller = Caller {
                principal: "apigateway.amazonaws.com",
                source_arn: Some(arn),
                ..Caller::default()
            };
            self.permit(source, id, function, caller, key.span);
        }
    }
}

/// A method as an ARN has it.
pub(super) fn method_pattern(method: &str) -> EcoString {
    match method {
        "any" | ANY_METHOD => "*".into(),
        method => method.to_ascii_uppercase().into(),
    }
}

/// A path as an ARN has it: without a slash at its end, parameters as `*`.
pub(super) fn path_pattern(path: &str) -> EcoString {
    let path = if path.len() > 1 { path.strip_suffix('/').unwrap_or(path) } else { path };
    let mut pattern = EcoString::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        let is_name = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let plain = name.strip_suffix('+').unwrap_or(name);
        pattern.push_str(before);
        if !plain.is_empty() && plain.chars().all(is_name) {
            pattern.push('*');
        } else {
            pattern.push_str(&eco_format!("{{{name}}}"));
        }
        rest = after;
    }
    pattern.push_str(rest);
    pattern
}

/// An ARN of API Gateway's to be called.
pub(super) fn execute_api(resource: &str, variables: &[(&str, &Node)], span: Span) -> Node {
    let text = eco_format!(
        "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:{resource}"
    );
    let variables = variables.iter().map(|(name, node)| (*name, (*node).clone())).collect();
    let parts = vec![tree::text(text, span), tree::map(variables, span)];
    tree::call("Fn::Sub", tree::list(parts, span))
}

#[cfg(test)]
mod tests {
    use super::path_pattern;

    #[test]
    fn paths_become_patterns() {
        assert_eq!(path_pattern("/users/{id}/"), "/users/*");
        assert_eq!(path_pattern("/{proxy+}"), "/*");
        assert_eq!(path_pattern("/"), "/");
        assert_eq!(path_pattern("/a{b"), "/a{b");
    }
}
