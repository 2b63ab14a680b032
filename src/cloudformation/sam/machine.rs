//! `AWS::Serverless::StateMachine`: the machine, its role, and the roles of its events.
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-statemachine.html>

use ecow::eco_format;

use super::function::events;
use super::push::Event;
use super::role::{Role, allows};
use super::{Sam, Source, reference, tag_list};
use crate::cloudformation::tree;
use crate::syntax::data::Node;

impl<'s> Sam<'s> {
    pub(super) fn state_machine(&mut self, source: &Source<'s>) {
        let id = source.id;
        let role = match source.get("Role") {
            Some(given) => given.clone(),
            None => {
                let mut role =
                    Role::of_service(eco_format!("{id}Role"), "states.amazonaws.com", source.span);
                if let Some(policies) = source.get("Policies") {
                    self.policies(policies, &mut role);
                }
                let enabled = source.get("Tracing").and_then(|tracing| tracing.get("Enabled"));
                if let Some(enabled) = enabled.filter(|node| node.as_str() == Some("true")) {
                    role.manage_named("AWSXrayWriteOnlyAccess", enabled.span);
                }
                role.path = source.get("RolePath").cloned();
                role.boundary = source.get("PermissionsBoundary").cloned();
                role.tags = Some(tag_list(source.get("Tags"), source.span));
                let arn = role.arn();
                self.add_role(source, role);
                arn
            }
        };
        let mut made = tree::map(vec![("RoleArn", role)], source.properties.span);
        for (from, to) in [
            ("Name", "StateMachineName"),
            ("Type", "StateMachineType"),
            ("Logging", "LoggingConfiguration"),
            ("Tracing", "TracingConfiguration"),
            ("Definition", "Definition"),
            ("DefinitionUri", "DefinitionS3Location"),
            ("DefinitionSubstitutions", "DefinitionSubstitutions"),
        ] {
            if let Some(value) = source.get(from) {
                tree::push(&mut made, to, value.clone());
            }
        }
        tree::push(&mut made, "Tags", tag_list(source.get("Tags"), source.span));
        self.main(source, "AWS::StepFunctions::StateMachine", made);
        if let Some(alias) = source.get("AutoPublishAlias")
            && let Some(name) = self.known(alias)
        {
            let version = eco_format!("{id}Version");
            let made = tree::map(vec![("StateMachineArn", reference(id, alias.span))], alias.span);
            self.make(source, version, "AWS::StepFunctions::StateMachineVersion", made);
            let made = tree::map(vec![("Name", alias.clone())], alias.span);
            let id = eco_format!("{id}Alias{name}");
            self.make(source, id, "AWS::StepFunctions::StateMachineAlias", made);
        }
        for (key, event) in events(source) {
            self.machine_event(source, key, event);
        }
    }

    fn machine_event(&mut self, source: &Source<'s>, key: &Node, declaration: &Node) {
        let (Some(name), Some(kind)) =
            (key.as_str(), declaration.get("Type").and_then(Node::as_str))
        else {
            return;
        };
        let none = tree::map(vec![], key.span);
        let properties = declaration.get("Properties").unwrap_or(&none);
        let event =
            Event { id: eco_format!("{}{name}", source.id), kind, span: key.span, properties };
        let span = event.span;
        let alias = source.get("AutoPublishAlias").and_then(|alias| self.known(alias));
        let by_alias = source.get("UseAliasAsEventTarget").and_then(Node::as_str) == Some("true");
        let arn = match alias.filter(|_| by_alias) {
            Some(alias) => reference(&eco_format!("{}Alias{alias}", source.id), span),
            None => reference(source.id, span),
        };
        let service = match kind {
            "ScheduleV2" => return self.schedule(source, &event, &arn, "states:StartExecution"),
            "Schedule" | "CloudWatchEvent" | "EventBridgeRule" => "events.amazonaws.com",
            "Api" => "apigateway.amazonaws.com",
            _ => {
                self.shared.invalid(span, format!("there is no event type {kind}"));
                return;
            }
        };
        let role = match event.get("RoleArn") {
            Some(given) if kind == "Schedule" => given.clone(),
            _ => {
                let id = eco_format!("{}Role", event.id);
                let name = eco_format!("{id}StartExecutionPolicy");
                let mut role = Role::of_service(id, service, span);
                role.policies.push(allows(&name, "states:StartExecution", &arn, span));
                role.boundary = source.get("PermissionsBoundary").cloned();
                let arn = role.arn();
                self.add_role(source, role);
                arn
            }
        };
        match kind {
            "Api" => self.machine_route(source, &event),
            _ => self.rule(source, &event, &arn, Some(role)),
        }
    }
}
