//! The definitions of APIs: paths, methods, authorisation and resource policy.

use ecow::EcoString;

use super::api::{ANY_METHOD, Route};
use super::{Sam, Source, is_call, resource_policy};
use crate::cloudformation::tree;
use crate::source::Span;
use crate::syntax::data::{Node, NodeKind};

impl Sam<'_> {
    /// An API's definition: the one given, or paths from events; with its resource policy.
    pub(super) fn body(&self, source: &Source<'_>, rest: bool) -> Node {
        let span = source.span;
        let routes: Vec<&Route> = self.routes.iter().filter(|r| r.api == source.id).collect();
        let auth = source.get("Auth");
        let default = auth.and_then(|auth| auth.get("DefaultAuthorizer"));
        let given = source.get("DefinitionBody");
        let mut body = given.cloned().unwrap_or_else(|| {
            let paths = paths(&routes, default, span);
            tree::map(vec![("paths", paths)], span)
        });
        if !rest || is_call(&body) {
            return body;
        }
        let mut policy = resource_policy::ResourcePolicy::of(&body);
        let methods = |body: &Node, path: &str| methods(body, path);
        for route in &routes {
            if let Some(rules) = route.auth.as_ref().and_then(|auth| auth.get("ResourcePolicy")) {
                let stage = tree::text(route.stage.clone(), rules.span);
                // Events change a definition of the user's own only if they are told to.
                let overrides = route.auth.as_ref().and_then(|auth| auth.get("OverrideApiAuth"));
                if given.is_none() || overrides.is_some() {
                    policy.add(self, rules, &route.path, &methods(&body, &route.path), &stage);
                    policy.add_custom(rules);
                }
            }
        }
        if let Some(rules) = auth.and_then(|auth| auth.get("ResourcePolicy")) {
            let stage =
                source.get("StageName").cloned().unwrap_or_else(|| tree::text("Prod", span));
            let entries = body.get("paths").and_then(Node::as_mapping).unwrap_or_default();
            let cors = source.get("Cors").is_some();
            for path in entries.iter().filter_map(|(key, _)| key.as_str()) {
                let mut methods = methods(&body, path);
                if cors && !methods.iter().any(|m| m == "options") {
                    methods.push("options".into());
                }
                policy.add(self, rules, path, &methods, &stage);
            }
            policy.add_custom(rules);
        }
        if let Some(policy) = policy.build() {
            let empty = policy.clone();
            if let Some(there) = tree::member(&mut body, "x-amazon-apigateway-policy", empty) {
                *there = policy;
            }
        }
        body
    }
}

/// The paths of a definition, with the methods and the authorisation of each.
fn paths(routes: &[&Route], default: Option<&Node>, span: Span) -> Node {
    let mut paths = tree::map(vec![], span);
    for route in routes {
        let own = route.auth.as_ref().and_then(|auth| auth.get("Authorizer"));
        let mut method = tree::map(vec![], route.span);
        if let Some(name) = own.or(default).and_then(Node::as_str) {
            let requirement = tree::map(vec![(name, tree::list(vec![], route.span))], route.span);
            tree::push(&mut method, "security", tree::list(vec![requirement], route.span));
        }
        let empty = tree::map(vec![], route.span);
        if let Some(path) = tree::member(&mut paths, &route.path, empty) {
            let name = if route.method == "any" { ANY_METHOD } else { route.method.as_str() };
            tree::push(path, name, method);
        }
    }
    paths
}

/// The methods of a path in a definition.
fn methods(body: &Node, path: &str) -> Vec<EcoString> {
    let mut found = body.get("paths").and_then(|paths| paths.get(path));
    // A path may be there under a condition.
    if let Some((_, then, _)) = found.and_then(super::branches) {
        found = Some(then);
    }
    match found.map(|path| &path.kind) {
        Some(NodeKind::Mapping(entries)) => {
            entries.iter().filter_map(|(key, _)| key.as_str()).map(EcoString::from).collect()
        }
        _ => vec![],
    }
}
