//! The resource policy that `Auth.ResourcePolicy` of a REST API stands for.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html>

use ecow::{EcoString, eco_format};

use super::Sam;
use super::api::{method_pattern, path_pattern};
use crate::cloudformation::tree;
use crate::source::Span;
use crate::syntax::data::Node;

/// A resource policy in the making.
pub(super) struct ResourcePolicy {
    statements: Vec<Node>,
}

impl ResourcePolicy {
    /// The policy that a definition has by itself.
    pub(super) fn of(body: &Node) -> ResourcePolicy {
        let there =
            body.get("x-amazon-apigateway-policy").and_then(|policy| policy.get("Statement"));
        let statements = there.map(|node| node.as_sequence().unwrap_or(std::slice::from_ref(node)));
        ResourcePolicy { statements: statements.unwrap_or_default().to_vec() }
    }

    /// Adds what rules say of a path and its methods.
    pub(super) fn add(
        &mut self,
        sam: &Sam<'_>,
        rules: &Node,
        path: &str,
        methods: &[EcoString],
        stage: &Node,
    ) {
        let resources = |span: Span| {
            let each = methods.iter().map(|method| {
                let text = eco_format!(
                    "execute-api:/${{__Stage__}}/{}{}",
                    method_pattern(&method.to_ascii_lowercase()),
                    path_pattern(path)
                );
                let variables = tree::map(vec![("__Stage__", stage.clone())], span);
                tree::call("Fn::Sub", tree::list(vec![tree::text(text, span), variables], span))
            });
            tree::list(each.collect(), span)
        };
        for (name, effect) in [("AwsAccountWhitelist", "Allow"), ("AwsAccountBlacklist", "Deny")] {
            if let Some(accounts) = rules.get(name) {
                let effect = tree::text(effect, accounts.span);
                let statement = tree::pattern(
                    r#"{"Effect": "%effect", "Action": "execute-api:Invoke", "Resource": "%all",
                        "Principal": {"AWS": "%accounts"}}"#,
                    accounts.span,
                    &[
                        ("effect", &effect),
                        ("all", &resources(accounts.span)),
                        ("accounts", &as_list(accounts)),
                    ],
                );
                self.statements.push(statement);
            }
        }
        for (name, operator) in
            [("IpRangeWhitelist", "NotIpAddress"), ("IpRangeBlacklist", "IpAddress")]
        {
            if let Some(ranges) = rules.get(name) {
                let keys = tree::map(vec![("aws:SourceIp", as_list(ranges))], ranges.span);
                self.deny_unless(&resources(ranges.span), operator, keys);
            }
        }
        for (list, operator) in [("Blacklist", "StringEquals"), ("Whitelist", "StringNotEquals")] {
            if let Some(keys) = networks(sam, rules, list) {
                self.deny_unless(&resources(keys.span), operator, keys);
            }
        }
    }

    /// Everyone may call, but for those that a condition holds of.
    fn deny_unless(&mut self, resources: &Node, operator: &str, keys: Node) {
        let span = keys.span;
        let allow = tree::pattern(
            r#"{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "%all", "Principal": "*"}"#,
            span,
            &[("all", resources)],
        );
        let condition = tree::map(vec![(operator, keys)], span);
        let deny = tree::pattern(
            r#"{"Effect": "Deny", "Action": "execute-api:Invoke", "Resource": "%all", "Principal": "*",
                "Condition": "%condition"}"#,
            span,
            &[("all", resources), ("condition", &condition)],
        );
        self.add_once(allow);
        self.add_once(deny);
    }

    /// Adds the statements that are given as they are.
    pub(super) fn add_custom(&mut self, rules: &Node) {
        let custom = rules.get("CustomStatements");
        let items = custom.map(|node| node.as_sequence().unwrap_or(std::slice::from_ref(node)));
        for statement in items.unwrap_or_default() {
            self.add_once(statement.clone());
        }
    }

    fn add_once(&mut self, statement: Node) {
        if !self.statements.iter().any(|known| tree::same(known, &statement)) {
            self.statements.push(statement);
        }
    }

    /// The policy, if anything is in it.
    pub(super) fn build(self) -> Option<Node> {
        let span = self.statements.first()?.span;
        let statements = tree::list(self.statements, span);
        let json = r#"{"Version": "2012-10-17", "Statement": "%all"}"#;
        Some(tree::pattern(json, span, &[("all", &statements)]))
    }
}

fn as_list(node: &Node) -> Node {
    match node.as_sequence() {
        Some(_) => node.clone(),
        None => tree::list(vec![node.clone()], node.span),
    }
}

/// The condition keys for VPCs and their endpoints.
fn networks(sam: &Sam<'_>, rules: &Node, list: &str) -> Option<Node> {
    let (mut vpcs, mut endpoints) = (vec![], vec![]);
    let items = |name: EcoString| rules.get(&name).and_then(Node::as_sequence).unwrap_or_default();
    for item in items(eco_format!("SourceVpc{list}")) {
        match sam.known(item) {
            Some(id) if id.starts_with("vpce-") => endpoints.push(item.clone()),
            Some(id) if id.starts_with("vpc-") => vpcs.push(item.clone()),
            _ => {}
        }
    }
    vpcs.extend(items(eco_format!("IntrinsicVpc{list}")).iter().cloned());
    endpoints.extend(items(eco_format!("IntrinsicVpce{list}")).iter().cloned());
    let span = vpcs.first().or(endpoints.first())?.span;
    let mut keys = tree::map(vec![], span);
    for (name, values) in [("aws:SourceVpc", vpcs), ("aws:SourceVpce", endpoints)] {
        if !values.is_empty() {
            tree::push(&mut keys, name, tree::list(values, span));
        }
    }
    Some(keys)
}
