//! Recognising intrinsic functions in short (`!Sub`) and long (`Fn::Sub`) form.

use crate::syntax::data::{Node, NodeKind};

/// The intrinsic functions that can stand where a value is wanted.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Function {
    Ref,
    GetAtt,
    Sub,
    Join,
    Select,
    Split,
    FindInMap,
    If,
    Equals,
    And,
    Or,
    Not,
    Condition,
    Base64,
    Cidr,
    GetAZs,
    ImportValue,
    Length,
    ToJsonString,
    Transform,
    GetStackOutput,
    Contains,
    /// One of those that only `Rules` know.
    OfRules,
}

const NAMES: &[(&str, Function)] = &[
    ("Ref", Function::Ref),
    ("GetAtt", Function::GetAtt),
    ("Sub", Function::Sub),
    ("Join", Function::Join),
    ("Select", Function::Select),
    ("Split", Function::Split),
    ("FindInMap", Function::FindInMap),
    ("If", Function::If),
    ("Equals", Function::Equals),
    ("And", Function::And),
    ("Or", Function::Or),
    ("Not", Function::Not),
    ("Condition", Function::Condition),
    ("Base64", Function::Base64),
    ("Cidr", Function::Cidr),
    ("GetAZs", Function::GetAZs),
    ("ImportValue", Function::ImportValue),
    ("Length", Function::Length),
    ("ToJsonString", Function::ToJsonString),
    ("Transform", Function::Transform),
    ("GetStackOutput", Function::GetStackOutput),
    ("Contains", Function::Contains),
    ("EachMemberEquals", Function::OfRules),
    ("EachMemberIn", Function::OfRules),
    ("RefAll", Function::OfRules),
    ("ValueOf", Function::OfRules),
    ("ValueOfAll", Function::OfRules),
];

/// A call of a function.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'n> {
    /// The function; `None` for a name that is none.
    pub function: Option<Function>,
    /// Its name as written, without `!` or `Fn::`.
    pub name: &'n str,
    /// Its argument; a tag on it has been taken for the function.
    pub argument: &'n Node,
    /// Whether the argument's tag was the function's name.
    pub short: bool,
}

impl Function {
    fn named(name: &str) -> Option<Function> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, function)| *function)
    }

    /// The function a long form's key names: `Ref`, `Fn::…`.
    pub(super) fn of_key(key: &str) -> Option<Function> {
        match key.strip_prefix("Fn::") {
            Some(name) => Function::named(name).filter(|f| *f != Function::Ref),
            None => (key == "Ref").then_some(Function::Ref),
        }
    }
}

/// The call a node's tag makes, if it has a tag of CloudFormation's.
pub(super) fn short(node: &Node) -> Option<Call<'_>> {
    let name = node.tag.as_ref()?.name.strip_prefix('!')?;
    // `!!str` and its like are YAML's own.
    if name.starts_with('!') || name.is_empty() {
        return None;
    }
    Some(Call { function: Function::named(name), name, argument: node, short: true })
}

/// The call a mapping with a single function key makes.
pub(super) fn long(node: &Node) -> Option<Call<'_>> {
    let NodeKind::Mapping(entries) = &node.kind else { return None };
    let [(key, argument)] = entries.as_slice() else { return None };
    let key = key.as_str()?;
    let is_whole = key == "Ref" || key.starts_with("Rain::");
    let name = key.strip_prefix("Fn::").or(is_whole.then_some(key))?;
    if name.starts_with("ForEach::") {
        return None;
    }
    Some(Call { function: Function::of_key(key), name, argument, short: false })
}

/// The call a node makes in either form.
pub(super) fn of(node: &Node) -> Option<Call<'_>> {
    short(node).or_else(|| long(node))
}
