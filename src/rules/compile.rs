//! Rule files to rules. Whatever is wrong in one has its place.

use std::path::Path;

use ecow::EcoString;

use super::message::Template;
use super::predicate::{Literal, Predicate, Test};
use super::{Case, Rule, operators};
use crate::finding::{Confidence, Level, Severity};
use crate::model::schema::SCHEMAS;
use crate::model::{Field, Kind};
use crate::source::{DEFAULT_SIZE_LIMIT, Diagnostic, Exclude, FileId, Sources, Span, WalkOptions};
use crate::syntax::data::{Node, NodeKind, ScalarStyle};
use crate::syntax::yaml;

/// Compiles one rule file.
///
/// # Errors
/// Everything that is wrong with it, each with its place.
pub fn compile(id: &str, file: FileId, text: &str) -> Result<Rule, Vec<Diagnostic>> {
    let parsed = yaml::parse(file, text);
    if !parsed.diagnostics.is_empty() {
        return Err(parsed.diagnostics);
    }
    let whole = Span::new(file, 0, 0);
    let [document] = &parsed.tree[..] else {
        return Err(vec![Diagnostic::syntax(whole, "a rule file holds one rule")]);
    };
    rule(id, document).map_err(|error| vec![error])
}

/// Compiles every rule of a folder of a user's own.
///
/// # Errors
/// Everything that is wrong, in any of its files.
pub fn load_pack(folder: &Path, sources: &Sources) -> Result<Vec<Rule>, Vec<Diagnostic>> {
    let options = WalkOptions { threads: 1, exclude: Exclude::default() };
    let (found, mut errors) = crate::source::find(folder, &options);
    let pack =
        folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut rules = vec![];
    for file in found.iter().filter(|f| f.language == crate::source::Language::Yaml) {
        let text = match crate::source::read(&file.path, &file.path, DEFAULT_SIZE_LIMIT) {
            Ok(text) => text,
            Err(error) => {
                errors.push(error);
                continue;
            }
        };
        let below = file.path.strip_prefix(folder).unwrap_or(&file.path).with_extension("");
        let below = below.to_string_lossy().replace('\\', "/");
        let id = sources.add(&file.path, text.as_str());
        match compile(&format!("{pack}/{below}"), id, &text) {
            Ok(rule) => rules.push(Rule { path: Some(file.path.clone()), ..rule }),
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() { Ok(rules) } else { Err(errors) }
}

type Result<T, E = Diagnostic> = std::result::Result<T, E>;

const RULE_KEYS: &[&str] = &[
    "title",
    "severity",
    "level",
    "confidence",
    "why",
    "fix",
    "folds",
    "references",
    "controls",
    "examples",
    "judges",
    "when",
    "at",
    "at_use",
    "show",
    "label",
    "message",
    "proof",
    "note",
    "or",
];
const CASE_KEYS: &[&str] =
    &["judges", "severity", "when", "at", "at_use", "show", "label", "message", "proof", "note"];

fn rule(id: &str, node: &Node) -> Result<Rule> {
    known_keys(node, RULE_KEYS)?;
    let mut cases = vec![case(node)?];
    if let Some(more) = node.get("or") {
        for node in items(more) {
            known_keys(node, CASE_KEYS)?;
            cases.push(case(node)?);
        }
    }
    Ok(Rule {
        id: id.into(),
        title: text(node, "title")?,
        severity: severity(required(node, "severity")?)?,
        confidence: match node.get("confidence") {
            Some(node) => {
                let all = [Confidence::Low, Confidence::Medium, Confidence::High];
                choice(node, &all.map(|c| (c.name(), c)))?
            }
            None => Confidence::High,
        },
        level: match node.get("level") {
            Some(node) => choice(node, &Level::ALL.map(|l| (l.name(), l)))?,
            None => Level::Default,
        },
        why: text(node, "why")?,
        fix: text(node, "fix")?,
        references: texts(node, "references")?,
        controls: texts(node, "controls")?,
        folds: texts(node, "folds")?.into_iter().map(EcoString::from).collect(),
        folded: Default::default(),
        cases,
        path: None,
    })
}

fn severity(node: &Node) -> Result<Severity> {
    choice(node, &Severity::ALL.map(|severity| (severity.name(), severity)))
}

fn case(node: &Node) -> Result<Case> {
    let judges_node = required(node, "judges")?;
    let names: Vec<(&str, Kind)> =
        SCHEMAS.iter().map(|schema| (schema.name, schema.kind)).collect();
    let judges = choice(judges_node, &names)?;
    if let (Some(_), Some(at_use)) = (node.get("at"), node.get("at_use")) {
        return Err(wrong(at_use, "there is an at already"));
    }
    let template = |key: &str| -> Result<Option<Template>> {
        let Some(node) = node.get(key) else { return Ok(None) };
        Template::parse(scalar(node)?, judges).map(Some).map_err(|error| wrong(node, error))
    };
    Ok(Case {
        judges,
        when: predicate(required(node, "when")?, judges)?,
        severity: node.get("severity").map(severity).transpose()?,
        at: node.get("at").or(node.get("at_use")).map(|at| field(at, judges)).transpose()?,
        at_use: node.get("at_use").is_some(),
        show: match node.get("show") {
            Some(show) => {
                items(show).iter().map(|show| field(show, judges)).collect::<Result<_>>()?
            }
            None => vec![],
        },
        label: template("label")?.unwrap_or_default(),
        message: template("message")?.ok_or_else(|| wrong(node, "message is missing"))?,
        proof: template("proof")?,
        note: template("note")?,
    })
}

fn predicate(node: &Node, kind: Kind) -> Result<Predicate> {
    let Some(entries) = node.as_mapping() else {
        return Err(wrong(node, "expected a predicate: all, any, not, an operator or a field"));
    };
    let mut all = vec![];
    for (key, value) in entries {
        all.push(match scalar(key)? {
            "all" => Predicate::All(predicates(value, kind)?),
            "any" => Predicate::Any(predicates(value, kind)?),
            "not" => Predicate::Not(Box::new(predicate(value, kind)?)),
            "declares" => declares(value)?,
            name => match operators::compile(name, kind, value) {
                Some(operator) => {
                    Predicate::Operator(operator.map_err(|error| wrong(value, error))?)
                }
                None => {
                    let field = field(key, kind)?;
                    Predicate::Field(field, test(value)?)
                }
            },
        });
    }
    match all.len() {
        0 => Err(wrong(node, "an empty predicate")),
        1 => Ok(all.remove(0)),
        _ => Ok(Predicate::All(all)),
    }
}

/// A kind of entity, or a mapping of one to what it must be like.
fn declares(node: &Node) -> Result<Predicate> {
    let names: Vec<(&str, Kind)> = SCHEMAS.iter().map(|s| (s.name, s.kind)).collect();
    match node.as_mapping() {
        None => Ok(Predicate::Declares(choice(node, &names)?, Box::new(Predicate::All(vec![])))),
        Some([(key, such)]) => {
            let kind = choice(key, &names)?;
            Ok(Predicate::Declares(kind, Box::new(predicate(such, kind)?)))
        }
        Some(_) => Err(wrong(node, "declares takes one kind of entity")),
    }
}

fn predicates(node: &Node, kind: Kind) -> Result<Vec<Predicate>> {
    match node.as_sequence() {
        Some(items) if !items.is_empty() => {
            items.iter().map(|item| predicate(item, kind)).collect()
        }
        _ => Err(wrong(node, "expected a list of predicates")),
    }
}

/// A test: a literal to equal, a list of them, or a mapping of comparisons.
fn test(node: &Node) -> Result<Test> {
    match &node.kind {
        NodeKind::Scalar(_) => Ok(Test::OneOf(vec![literal(node)?])),
        NodeKind::Sequence(items) => {
            Ok(Test::OneOf(items.iter().map(literal).collect::<Result<_>>()?))
        }
        NodeKind::Mapping(entries) => {
            const COMPARISONS: &[&str] =
                &["present", "less_than", "more_than", "matches", "contains"];
            let [(key, value)] = &entries[..] else {
                return Err(wrong(node, "expected one comparison"));
            };
            match scalar(key)? {
                "present" => match literal(value)? {
                    Literal::Bool(wanted) => Ok(Test::Present(wanted)),
                    _ => Err(wrong(value, "expected true or false")),
                },
                "less_than" => Ok(Test::LessThan(number(value)?)),
                "more_than" => Ok(Test::MoreThan(number(value)?)),
                "matches" => Ok(Test::Matches(scalar(value)?.into())),
                "contains" => Ok(Test::Contains(Box::new(element(value)?))),
                other => Err(wrong(key, unknown("comparison", other, COMPARISONS))),
            }
        }
    }
}

/// A test of an element: as [`test`], or a mapping of an element's keys to tests.
fn element(node: &Node) -> Result<Test> {
    let Some(entries) = node.as_mapping() else { return test(node) };
    if let [(key, _)] = entries
        && key.as_str() == Some("matches")
    {
        return test(node);
    }
    let keys = entries.iter().map(|(key, value)| Ok((scalar(key)?.to_owned(), test(value)?)));
    Ok(Test::Keys(keys.collect::<Result<_>>()?))
}

fn field(node: &Node, kind: Kind) -> Result<Field> {
    let name = scalar(node)?;
    kind.field(name).ok_or_else(|| {
        let names: Vec<&str> = kind.schema().fields.iter().map(|field| field.name).collect();
        wrong(node, unknown(&format!("field of {kind}"), name, &names))
    })
}

fn literal(node: &Node) -> Result<Literal> {
    let NodeKind::Scalar(scalar) = &node.kind else {
        return Err(wrong(node, "expected a single value"));
    };
    let text = &*scalar.text;
    Ok(match scalar.style {
        ScalarStyle::Plain | ScalarStyle::Literal => match (text, text.parse::<f64>()) {
            ("true", _) => Literal::Bool(true),
            ("false", _) => Literal::Bool(false),
            (_, Ok(number)) => Literal::Number(number),
            _ => Literal::Text(text.into()),
        },
        _ => Literal::Text(text.into()),
    })
}

fn number(node: &Node) -> Result<f64> {
    match literal(node)? {
        Literal::Number(number) => Ok(number),
        _ => Err(wrong(node, "expected a number")),
    }
}

fn required<'n>(node: &'n Node, key: &str) -> Result<&'n Node> {
    node.get(key).ok_or_else(|| wrong(node, format!("{key} is missing")))
}

fn text(node: &Node, key: &str) -> Result<String> {
    Ok(scalar(required(node, key)?)?.trim().to_owned())
}

fn texts(node: &Node, key: &str) -> Result<Vec<String>> {
    let Some(node) = node.get(key) else { return Ok(vec![]) };
    items(node).iter().map(|item| scalar(item).map(str::to_owned)).collect()
}

fn items(node: &Node) -> &[Node] {
    node.as_sequence().unwrap_or(std::slice::from_ref(node))
}

fn scalar(node: &Node) -> Result<&str> {
    node.as_str().ok_or_else(|| wrong(node, "expected text"))
}

fn choice<T: Copy>(node: &Node, choices: &[(&str, T)]) -> Result<T> {
    let name = scalar(node)?;
    let found = choices.iter().find(|(choice, _)| *choice == name);
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        wrong(node, unknown("value", name, &names))
    })
}

fn known_keys(node: &Node, known: &[&str]) -> Result<()> {
    let Some(entries) = node.as_mapping() else {
        return Err(wrong(node, "expected a rule: keys and values"));
    };
    for (index, (key, _)) in entries.iter().enumerate() {
        let name = scalar(key)?;
        if !known.contains(&name) {
            return Err(wrong(key, unknown("key", name, known)));
        }
        if entries[..index].iter().any(|(before, _)| before.as_str() == Some(name)) {
            return Err(wrong(key, format!("{name} is given twice")));
        }
    }
    Ok(())
}

fn wrong(node: &Node, message: impl Into<String>) -> Diagnostic {
    Diagnostic::syntax(node.span, message)
}

fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    match nearest(name, known) {
        Some(near) => format!("no {what} '{name}'; did you mean '{near}'?"),
        None => format!("no {what} '{name}'; there are {}", known.join(", ")),
    }
}

/// The known name that a mistyped one most likely means.
pub(crate) fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let best = known.iter().map(|other| (strsim::levenshtein(name, other), *other)).min()?;
    (best.0 <= 1 + name.len() / 4).then_some(best.1)
}
