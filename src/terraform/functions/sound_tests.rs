//! A result of what is known in part holds whatever the unknown parts turn out to be: calls
//! with unknowns are compared with the same calls with every value those may have.

use std::sync::Arc;

use super::tests::NoFiles;
use super::*;
use crate::terraform::convert::set;
use crate::value::{Part, Text, from_json_text};

/// An unknown, the values it is told to have, and values that it has.
struct Case {
    name: &'static str,
    any_of: &'static [&'static str],
    values: &'static [&'static str],
    /// As an element it stands for the elements of the values.
    many: bool,
}

const CASES: &[Case] = &[
    Case {
        name: "text",
        any_of: &[r#""a""#, r#""b,c""#],
        values: &[r#""a""#, r#""b,c""#],
        many: false,
    },
    Case { name: "number", any_of: &["1", "2"], values: &["1", "2"], many: false },
    Case { name: "bool", any_of: &["true", "false"], values: &["true", "false"], many: false },
    Case {
        name: "list",
        any_of: &[r#"["a"]"#, r#"["b","a"]"#, "[]"],
        values: &[r#"["a"]"#, r#"["b","a"]"#, "[]"],
        many: false,
    },
    Case {
        name: "lists",
        any_of: &[r#"[["a"]]"#, r#"["b"]"#],
        values: &[r#"[["a"]]"#, r#"["b"]"#],
        many: false,
    },
    Case {
        name: "map",
        any_of: &[r#"{"k":"v"}"#, r#"{"a":"x","k":"w"}"#],
        values: &[r#"{"k":"v"}"#, r#"{"a":"x","k":"w"}"#],
        many: false,
    },
    Case { name: "null", any_of: &["null", r#""a""#], values: &["null", r#""a""#], many: false },
    Case {
        name: "any",
        any_of: &[],
        values: &[r#""qz""#, r#"["qz"]"#, r#"{"q":"z"}"#, "7", "[]", "{}"],
        many: false,
    },
    Case {
        name: "some",
        any_of: &[r#""a""#, r#""c""#],
        values: &["[]", r#"["c"]"#, r#"["a","c"]"#, r#"["c","c"]"#],
        many: true,
    },
    Case {
        name: "more",
        any_of: &[],
        values: &["[]", r#"["qz"]"#, r#"["a","qz"]"#, "[[]]"],
        many: true,
    },
];

/// Calls of each function with two or three arguments.
const CALLS: usize = 150;

fn json(text: &str) -> Value {
    from_json_text(&Value::string(text)).unwrap()
}

impl Case {
    fn unknown(&self) -> Unknown {
        let any_of = self.any_of.iter().map(|text| json(text)).collect();
        Unknown { why: Why::Variable(self.name.into()), any_of, many: self.many }
    }
}

fn unknown(name: &str) -> Value {
    let case = CASES.iter().find(|case| case.name == name).unwrap();
    Kind::Unknown(Arc::new(case.unknown())).into()
}

/// What calls are made of: values, some of them known in part.
fn pool() -> Vec<Value> {
    let known = [
        r#""a""#,
        r#""b""#,
        r#"",""#,
        r#""""#,
        r#""k""#,
        r#""%s-%s""#,
        r#""/(a)(,?)/""#,
        "0",
        "1",
        "2",
        "-1",
        "true",
        "null",
        "[]",
        r#"["a"]"#,
        r#"["a","b","c"]"#,
        "[1,2]",
        "{}",
        r#"{"k":"v"}"#,
        r#"{"a":["b"],"k":["v","b"]}"#,
        r#"[["a"],["b"]]"#,
    ];
    let mut pool: Vec<Value> = known.into_iter().map(json).collect();
    let whole = CASES.iter().filter(|case| !case.many);
    pool.extend(whole.clone().map(|case| unknown(case.name)));
    let text = |name| {
        let mut builder = Text::builder();
        builder.literal("a,", None).value(&unknown(name));
        builder.literal("b", None);
        builder.build_value()
    };
    pool.extend([text("text"), text("number")]);
    for case in CASES {
        pool.push(Value::list([json(r#""a""#), unknown(case.name), json(r#""b""#)]));
        pool.push(Value::list([unknown(case.name)]));
        // What may equal an element of a set is one of it, if perhaps not another one.
        pool.push(set([unknown(case.name)]));
        if case.many {
            continue;
        }
        let entries = [("a".into(), json(r#""x""#)), ("k".into(), unknown(case.name))];
        pool.push(Value::map(Map::from_iter(entries)));
    }
    let mut open = Map::from_iter([("k".into(), json(r#""v""#))]);
    open.rest = Some(Arc::new(Unknown::anything(Why::Variable("any".into()))));
    pool.push(Value::map(open));
    pool
}

/// The value when every unknown in it is what `chosen` says; `None` if it cannot be.
fn with(value: &Value, chosen: &dyn Fn(&Case) -> Value) -> Option<Value> {
    let choose = |unknown: &Unknown| {
        let case = CASES.iter().find(|case| unknown.why == Why::Variable(case.name.into()))?;
        Some((chosen(case), case.many))
    };
    let items = |items: &[Value]| {
        let mut all = vec![];
        for item in items {
            match item.as_unknown() {
                Some(unknown) => match choose(unknown)? {
                    (list, true) => all.extend(list.items()),
                    (value, false) => all.push(value),
                },
                None => all.push(with(item, chosen)?),
            }
        }
        Some(all)
    };
    let kind = match &value.kind {
        Kind::Unknown(unknown) => return choose(unknown).map(|(value, _)| value),
        Kind::List(list) => Kind::List(items(list)?.into()),
        Kind::Set(list) => set(items(list)?).kind,
        Kind::Map(map) => {
            let mut known = Map::default();
            for (key, item) in map.iter() {
                known.insert(key.clone(), with(item, chosen)?);
            }
            if let Some(rest) = &map.rest {
                let (extra, _) = choose(rest)?;
                for (key, item) in extra.as_map()?.iter() {
                    known.insert(key.clone(), item.clone());
                }
            }
            known.entries.sort_keys();
            Kind::Map(known.into())
        }
        Kind::String(text) => {
            let mut builder = Text::builder();
            for part in text.parts() {
                match part {
                    Part::Literal(text) => _ = builder.literal(text, None),
                    Part::Symbol(symbol) => _ = builder.symbol(symbol),
                    Part::Unknown(unknown) => {
                        let (value, _) = choose(unknown)?;
                        builder.value(&value).then_some(())?;
                    }
                }
            }
            Kind::String(builder.build())
        }
        kind => kind.clone(),
    };
    Some(Value { kind, ..value.clone() })
}

/// Whether a value that is known in part may be the known one.
fn covers(part: &Value, known: &Value) -> bool {
    match (&part.kind, &known.kind) {
        (Kind::Unknown(unknown), _) => {
            unknown.any_of.is_empty() || unknown.any_of.iter().any(|choice| covers(choice, known))
        }
        (Kind::String(a), Kind::String(b)) if a.decoded().is_some() && b.decoded().is_some() => {
            a.decoded().zip(b.decoded()).is_some_and(|(a, b)| covers(a, b))
        }
        (Kind::String(text), _) if text.as_known().is_none() => {
            let parts = text.parts();
            known.to_text().and_then(|t| Some(spelled(&parts, t.as_known()?))).unwrap_or(false)
        }
        (Kind::List(part), Kind::List(known)) => in_order(part, known),
        // Beside one of unknown type, a number may be a string.
        (Kind::Bool(_) | Kind::Number(_), Kind::String(_))
        | (Kind::String(_), Kind::Bool(_) | Kind::Number(_)) => part.to_text() == known.to_text(),
        (Kind::Set(part), Kind::Set(known)) => {
            known.iter().all(|item| part.iter().any(|part| covers(part, item)))
                && part.iter().all(|part| part.is_spread() || known.iter().any(|k| covers(part, k)))
        }
        (Kind::Map(part), Kind::Map(known)) => {
            part.iter().all(|(key, part)| known.get(key).is_some_and(|item| covers(part, item)))
                && known.iter().all(|(key, item)| match (part.get(key), &part.rest) {
                    (Some(_), _) => true,
                    (None, Some(rest)) => covers(&Kind::Unknown(rest.clone()).into(), item),
                    (None, None) => false,
                })
        }
        (a, b) => a == b,
    }
}

fn spelled(parts: &[Part], text: &str) -> bool {
    let ends = || (0..=text.len()).filter(|end| text.is_char_boundary(*end));
    match parts.split_first() {
        None => text.is_empty(),
        Some((Part::Literal(literal), rest)) => {
            text.strip_prefix(literal).is_some_and(|text| spelled(rest, text))
        }
        Some((Part::Symbol(_), rest)) => ends().any(|end| spelled(rest, &text[end..])),
        Some((Part::Unknown(unknown), rest)) => ends().any(|end| {
            let hole = Value::from(Kind::Unknown(Arc::clone(unknown)));
            let covers = |choice: &Value| {
                choice.to_text().is_some_and(|t| spelled(&t.parts(), &text[..end]))
            };
            (unknown.any_of.is_empty() || unknown.any_of.iter().any(covers) && !hole.is_spread())
                && spelled(rest, &text[end..])
        }),
    }
}

/// Elements in their order; what spreads stand for may be anywhere.
fn in_order(parts: &[Value], known: &[Value]) -> bool {
    fn fits(single: &[&Value], spreads: &[&Value], known: &[Value]) -> bool {
        let Some((item, others)) = known.split_first() else { return single.is_empty() };
        let as_single = single.first().is_some_and(|part| covers(part, item));
        as_single && fits(&single[1..], spreads, others)
            || spreads.iter().any(|part| covers(part, item)) && fits(single, spreads, others)
    }
    let (spreads, single): (Vec<&Value>, Vec<&Value>) =
        parts.iter().partition(|part| part.is_spread());
    fits(&single, &spreads, known)
}

/// What is wrong with a call.
fn unsound(name: &str, args: &[Value]) -> Option<String> {
    let whole = call(name, args, &NoFiles);
    if whole.as_ref().is_ok_and(Value::is_spread) {
        return Some("a spread that is no element".into());
    }
    for turn in 0..12usize {
        // Every case goes through its values at its own pace.
        let chosen = |case: &Case| {
            let index = CASES.iter().position(|other| other.name == case.name).unwrap_or(0);
            let pace = [1, 2, 3, 5][index % 4];
            json(case.values[(turn * pace + turn / 3) % case.values.len()])
        };
        let Some(known) = args.iter().map(|arg| with(arg, &chosen)).collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        let Ok(known_result) = call(name, &known, &NoFiles) else { continue };
        if !whole.as_ref().is_ok_and(|whole| covers(whole, &known_result)) {
            return Some(format!(
                "{:?} of {}",
                known_result.kind,
                crate::value::to_json_text(&Value::list(known))
            ));
        }
    }
    None
}

fn showing(values: &[Value]) -> String {
    crate::value::to_json_text(&Value::list(values.to_vec())).to_string()
}

/// Of these, more may differ than what is unknown says.
const EXEMPT: &[&str] = &[
    // What may equal an element before it is in the list, if perhaps not once more.
    "distinct",
    // The result depends on the types of all arguments, and the cases have several.
    "coalesce",
    "matchkeys",
    "setintersection",
    "setsubtract",
    "setunion",
    // How much an unknown element writes is not told.
    "yamlencode",
    // Another value every time.
    "bcrypt",
    "plantimestamp",
    "rsadecrypt",
    "timestamp",
    "uuid",
];

#[test]
fn a_result_holds_for_all_that_its_arguments_may_be() {
    let pool = pool();
    let mut names: Vec<&str> = FUNCTIONS.keys().copied().collect();
    names.retain(|name| !EXEMPT.contains(name));
    names.sort();
    let mut wrong = vec![];
    let mut random = 7usize;
    let mut pick = || {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        pool[(random >> 33) % pool.len()].clone()
    };
    for name in names {
        let singles = pool.iter().map(|value| vec![value.clone()]);
        let drawn: Vec<Vec<Value>> =
            (0..CALLS).map(|turn| (0..2 + turn % 2).map(|_| pick()).collect()).collect();
        for args in singles.chain(drawn) {
            if args.iter().all(Value::is_wholly_known) {
                continue;
            }
            if let Some(what) = unsound(name, &args) {
                let whole = call(name, &args, &NoFiles);
                let whole = whole.map_or_else(|error| error, |value| showing(&[value]));
                wrong.push(format!("{name}{}: {whole}, but {what}", showing(&args)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
