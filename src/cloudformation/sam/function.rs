//! `AWS::Serverless::Function`: the function, its role, alias, URL and events.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html>

use ecow::eco_format;

use super::permission::Target;
use super::role::Role;
use super::{Sam, Source, attribute, branches, is_call, is_no_value, passed, reference, tag_list};
use crate::cloudformation::tree;
use crate::syntax::data::Node;

/// Properties of a function that CloudFormation knows by the same name.
const PASSED: &[&str] = &[
    "FunctionName",
    "Handler",
    "Runtime",
    "Description",
    "MemorySize",
    "Timeout",
    "VpcConfig",
    "Environment",
    "KmsKeyArn",
    "ReservedConcurrentExecutions",
    "Layers",
    "FileSystemConfigs",
    "ImageConfig",
    "PackageType",
    "Architectures",
    "SnapStart",
    "EphemeralStorage",
    "CodeSigningConfigArn",
    "RuntimeManagementConfig",
    "LoggingConfig",
    "RecursiveLoop",
    "DurableConfig",
];

impl<'s> Sam<'s> {
    pub(super) fn function(&mut self, source: &Source<'s>) {
        let mut role = self.function_role(source);
        let (arn, made) = self.role_of(source, &mut role);
        self.lambda_function(source, arn);
        let target = self.target(source);
        self.function_url(source, &target);
        self.event_invoke_config(source);
        self.deployment(source);
        let mut own = made.then_some(&mut role);
        for (key, event) in events(source) {
            self.function_event(source, (key, event), &target, own.as_deref_mut());
        }
        if made {
            self.add_role(source, role);
        }
    }

    fn lambda_function(&mut self, source: &Source<'_>, role: Node) {
        let mut made = tree::map(vec![], source.properties.span);
        passed(&source.properties, PASSED, &mut made);
        tree::push(&mut made, "Role", role);
        let code = [("InlineCode", "ZipFile"), ("ImageUri", "ImageUri"), ("CodeUri", "S3Key")];
        if let Some((value, name)) =
            code.iter().find_map(|(from, to)| Some((source.get(from)?, *to)))
        {
            tree::push(&mut made, "Code", tree::map(vec![(name, value.clone())], value.span));
        }
        if let Some(mode) = source.get("Tracing") {
            tree::push(
                &mut made,
                "TracingConfig",
                tree::map(vec![("Mode", mode.clone())], mode.span),
            );
        }
        if let Some(arn) = source.get("DeadLetterQueue").and_then(|queue| queue.get("TargetArn")) {
            tree::push(
                &mut made,
                "DeadLetterConfig",
                tree::map(vec![("TargetArn", arn.clone())], arn.span),
            );
        }
        tree::push(&mut made, "Tags", tag_list(source.get("Tags"), source.span));
        self.main(source, "AWS::Lambda::Function", made);
    }

    /// The role that SAM makes if the function names none.
    fn function_role(&mut self, source: &Source<'_>) -> Role {
        let span = source.span;
        let mut role =
            Role::of_service(eco_format!("{}Role", source.id), "lambda.amazonaws.com", span);
        if let Some(trust) = source.get("AssumeRolePolicyDocument") {
            role.trust = trust.clone();
        }
        let basic = match source.get("DurableConfig") {
            Some(_) => "service-role/AWSLambdaBasicDurableExecutionRolePolicy",
            None => "service-role/AWSLambdaBasicExecutionRole",
        };
        role.manage_named(basic, span);
        if let Some(tracing) = source.get("Tracing")
            && !matches!(self.known(tracing).as_deref(), Some("Disabled" | ""))
        {
            role.manage_named("AWSXrayWriteOnlyAccess", tracing.span);
        }
        if let Some(vpc) = source.get("VpcConfig") {
            role.manage_named("service-role/AWSLambdaVPCAccessExecutionRole", vpc.span);
        }
        if let Some(queue) = source.get("DeadLetterQueue")
            && let Some(arn) = queue.get("TargetArn")
        {
            let action = match queue.get("Type").and_then(Node::as_str) {
                Some("SNS") => "sns:Publish",
                _ => "sqs:SendMessage",
            };
            let action = tree::text(action, queue.span);
            role.policies.push(tree::pattern(
                r#"{"PolicyName": "DeadLetterQueuePolicy", "PolicyDocument": {
                    "Version": "2012-10-17", "Statement": [
                    {"Action": "%action", "Resource": "%arn", "Effect": "Allow"}]}}"#,
                queue.span,
                &[("action", &action), ("arn", arn)],
            ));
        }
        self.destination_policies(source, &mut role);
        if let Some(policies) = source.get("Policies") {
            self.policies(policies, &mut role);
        }
        role.path = source.get("RolePath").cloned();
        role.boundary = source.get("PermissionsBoundary").cloned();
        role.tags = Some(tag_list(source.get("Tags"), span));
        role
    }

    /// The value of the function's `Role`, and whether the role of its own is made, perhaps
    /// under a condition.
    fn role_of(&mut self, source: &Source<'_>, role: &mut Role) -> (Node, bool) {
        let Some(given) = source.get("Role") else { return (role.arn(), true) };
        let Some((condition, then, otherwise)) = branches(given) else {
            return (given.clone(), false);
        };
        let Some(name) = condition.as_str() else { return (given.clone(), false) };
        let parts = match (is_no_value(then), is_no_value(otherwise)) {
            (true, true) => return (role.arn(), true),
            (true, false) => {
                role.condition = Some(name.into());
                vec![condition.clone(), role.arn(), otherwise.clone()]
            }
            (false, true) => {
                role.condition = Some(self.negation(name, condition.span));
                vec![condition.clone(), then.clone(), role.arn()]
            }
            (false, false) => return (given.clone(), false),
        };
        (tree::call("Fn::If", tree::list(parts, given.span)), true)
    }

    /// What the function's events call: the alias, if one is published.
    fn target(&mut self, source: &Source<'_>) -> Target {
        let (id, span) = (source.id, source.span);
        let alias =
            source.get("AutoPublishAlias").and_then(|name| Some((self.known(name)?, name.span)));
        let Some((name, alias_span)) = alias else {
            return Target { name: reference(id, span), arn: attribute(id, "Arn", span) };
        };
        let version = eco_format!("{id}Version");
        let properties = tree::map(vec![("FunctionName", reference(id, span))], alias_span);
        self.make(source, version.clone(), "AWS::Lambda::Version", properties);
        let alias = eco_format!("{id}Alias{}", name.replace("-", "D").replace("_", "U"));
        let properties = tree::map(
            vec![
                ("Name", tree::text(name, alias_span)),
                ("FunctionName", reference(id, span)),
                ("FunctionVersion", attribute(&version, "Version", alias_span)),
            ],
            alias_span,
        );
        self.make(source, alias.clone(), "AWS::Lambda::Alias", properties);
        Target { name: reference(&alias, alias_span), arn: reference(&alias, alias_span) }
    }

    /// A function's URL; one without authentication lets everyone invoke.
    fn function_url(&mut self, source: &Source<'_>, target: &Target) {
        let Some(config) = source.get("FunctionUrlConfig").filter(|config| !is_call(config)) else {
            return;
        };
        let mut url = tree::map(vec![("TargetFunctionArn", target.name.clone())], config.span);
        passed(config, &["AuthType", "Cors", "InvokeMode"], &mut url);
        self.make(source, eco_format!("{}Url", source.id), "AWS::Lambda::Url", url);
        let Some(none) = config.get("AuthType").filter(|auth| auth.as_str() == Some("NONE")) else {
            return;
        };
        let span = none.span;
        let holes = [("function", &target.name), ("none", none)];
        let public = tree::pattern(
            r#"{"Action": "lambda:InvokeFunctionUrl", "FunctionName": "%function",
                "Principal": "*", "FunctionUrlAuthType": "%none"}"#,
            span,
            &holes,
        );
        let id = eco_format!("{}UrlPublicPermissions", source.id);
        self.make(source, id, "AWS::Lambda::Permission", public);
        let invoke = tree::pattern(
            r#"{"Action": "lambda:InvokeFunction", "FunctionName": "%function",
                "Principal": "*", "InvokedViaFunctionUrl": true}"#,
            span,
            &holes,
        );
        let id = eco_format!("{}URLInvokeAllowPublicAccess", source.id);
        self.make(source, id, "AWS::Lambda::Permission", invoke);
    }

    /// Gradual deployments share one role of CodeDeploy's.
    fn deployment(&mut self, source: &Source<'_>) {
        const ROLE: &str = "CodeDeployServiceRole";
        let Some(preference) = source.get("DeploymentPreference") else { return };
        let enabled = preference.get("Enabled").and_then(|enabled| self.known(enabled));
        let is_off = enabled.is_some_and(|text| text.eq_ignore_ascii_case("false"));
        let given = preference.get("Role").is_some();
        if is_off || given || self.made_mut(ROLE).is_some() {
            return;
        }
        let mut role = Role::of_service(ROLE.into(), "codedeploy.amazonaws.com", preference.span);
        role.manage_named("service-role/AWSCodeDeployRoleForLambda", preference.span);
        self.add_role(source, role);
    }
}

/// The events of a function or state machine: name and declaration.
pub(super) fn events<'e>(source: &'e Source<'_>) -> Vec<(&'e Node, &'e Node)> {
    let events = source.get("Events").filter(|events| !is_call(events));
    let entries = events.map(crate::cloudformation::template::entries).unwrap_or_default();
    entries.values().map(|item| (item.key, item.value)).collect()
}
