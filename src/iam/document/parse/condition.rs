//! Reading the `Condition` element.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html>

use super::Reader;
use crate::iam::document::{Condition, Item, Operator, Statement};
use crate::iam::issue::Issue;
use crate::iam::location::Location;
use crate::iam::text::Str;
use crate::iam::tree::Tree;

impl Reader {
    pub(super) fn conditions(&mut self, value: &Tree, place: &Location, statement: &mut Statement) {
        let operators = match value {
            Tree::Object(operators) => operators,
            Tree::Unknown(_) => {
                statement.conditions_open = true;
                return;
            }
            other => {
                self.wrong_type(place, "Condition", "object", other);
                return;
            }
        };
        if operators.is_empty() {
            self.empty_condition(place);
        }
        self.duplicates(operators, place);
        for (at, (operator, keys)) in operators.iter().enumerate() {
            let operator_place = place.key(operator.as_text().unwrap_or(""), at);
            let parsed = operator.as_text().and_then(Operator::parse);
            if let (None, Some(name)) = (parsed, operator.as_text()) {
                let near = nearest_operator(name);
                let message = format!("There is no condition operator \"{name}\"{near}");
                self.issues.push(Issue::error(
                    "INVALID_CONDITION_OPERATOR",
                    &operator_place.clone().on_key(),
                    message,
                ));
            }
            let keys = match keys {
                Tree::Object(keys) => keys,
                Tree::Unknown(_) => {
                    statement.conditions_open = true;
                    continue;
                }
                other => {
                    self.wrong_type(&operator_place, "A condition", "object", other);
                    continue;
                }
            };
            if keys.is_empty() {
                self.empty_condition(&operator_place);
            }
            self.duplicates(keys, &operator_place);
            for (at, (key, values)) in keys.iter().enumerate() {
                let location = operator_place.key(key.as_text().unwrap_or(""), at);
                let mut condition = Condition {
                    operator: parsed,
                    operator_text: operator.clone(),
                    key: key.clone(),
                    values: Vec::new(),
                    open: false,
                    operator_location: operator_place.clone(),
                    location: location.clone(),
                };
                self.condition_values(values, &location, &mut condition);
                statement.conditions.push(condition);
            }
        }
    }

    fn condition_values(&mut self, values: &Tree, place: &Location, condition: &mut Condition) {
        let mut kinds: Vec<&'static str> = Vec::new();
        let mut one = |reader: &mut Reader, value: &Tree, location: Location| {
            let text = match value {
                Tree::String(text) => text.clone(),
                Tree::Number(text) => Str::text(text),
                Tree::Bool(value) => Str::text(if *value { "true" } else { "false" }),
                Tree::Unknown(_) => {
                    condition.open = true;
                    return;
                }
                other => {
                    let wanted = "string, number, boolean or array of these";
                    reader.wrong_type(&location, "The value of a condition", wanted, other);
                    return;
                }
            };
            if !kinds.contains(&value.kind()) {
                kinds.push(value.kind());
            }
            condition.values.push(Item { text, location });
        };
        match values {
            Tree::List(list) => {
                for (at, value) in list.iter().enumerate() {
                    one(self, value, place.item(at));
                }
            }
            value => one(self, value, place.clone()),
        }
        if kinds.len() > 1 {
            let message = format!(
                "The values are of mixed types ({}); give all of them the same type.",
                kinds.join(" and ")
            );
            self.issues.push(Issue::error("INVALID_CONDITION_DATA_TYPE", place, message));
        }
    }

    fn empty_condition(&mut self, place: &Location) {
        let message = "The condition is empty and has no effect; remove it or fill it.".to_owned();
        self.issues.push(Issue::suggestion("EMPTY_OBJECT_CONDITION", place, message));
    }
}

fn nearest_operator(name: &str) -> String {
    let (set, base) = match name.split_once(':') {
        Some((set, base)) => {
            let set = ["ForAllValues", "ForAnyValue"]
                .into_iter()
                .min_by_key(|known| crate::iam::near::distance(known, set));
            (set.map(|set| format!("{set}:")).unwrap_or_default(), base)
        }
        None => (String::new(), name),
    };
    let base = base.strip_suffix("IfExists").map_or((base, ""), |base| (base, "IfExists"));
    match crate::iam::near::nearest(base.0, Operator::names()) {
        Some(meant) => format!("; did you mean {set}{meant}{}?", base.1),
        None => ".".to_owned(),
    }
}
