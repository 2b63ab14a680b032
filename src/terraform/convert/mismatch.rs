//! What to say when a type does not fit, in cty's words (`convert.MismatchMessage`).

use super::{Type, convertible};

/// Why a value of type `got` cannot be one of type `want`.
pub fn mismatch(got: &Type, want: &Type) -> String {
    match (got, want) {
        (Type::Object(got), Type::Object(want)) => {
            let missing: Vec<String> = want
                .iter()
                .filter(|(name, attribute)| !attribute.optional && !got.contains_key(*name))
                .map(|(name, _)| format!("{name:?}"))
                .collect();
            if let [.., last] = &missing[..] {
                return match missing.len() {
                    1 => format!("attribute {last} is required"),
                    2 => format!("attributes {} and {last} are required", missing[0]),
                    n => {
                        format!(
                            "attributes {}, and {last} are required",
                            missing[..n - 1].join(", ")
                        )
                    }
                };
            }
            want.iter()
                .filter_map(|(name, want)| Some((name, &got.get(name)?.ty, &want.ty)))
                .find(|(_, got, want)| !convertible(got, want))
                .map_or("incorrect object attributes".into(), |(name, got, want)| {
                    format!("attribute {name:?}: {}", mismatch(got, want))
                })
        }
        (Type::Tuple(_), Type::List(item)) if **item == Type::Any => {
            "all list elements must have the same type".into()
        }
        (Type::Tuple(_), Type::Set(item)) if **item == Type::Any => {
            "all set elements must have the same type".into()
        }
        (Type::Object(_), Type::Map(item)) if **item == Type::Any => {
            "all map elements must have the same type".into()
        }
        (Type::Tuple(items), Type::List(want) | Type::Set(want)) => {
            match items.iter().enumerate().find(|(_, got)| !convertible(got, want)) {
                Some((index, got)) => format!("element {index}: {}", mismatch(got, want)),
                None => format!("all elements must be {}", want.constraint_name()),
            }
        }
        (Type::Object(attributes), Type::Map(want)) => {
            match attributes.iter().find(|(_, got)| !convertible(&got.ty, want)) {
                Some((name, got)) => format!("element {name:?}: {}", mismatch(&got.ty, want)),
                None => format!("all elements must be {}", want.constraint_name()),
            }
        }
        (Type::List(got) | Type::Set(got), Type::List(want)) => {
            format!("incorrect list element type: {}", mismatch(got, want))
        }
        (Type::List(got) | Type::Set(got), Type::Set(want)) => {
            format!("incorrect set element type: {}", mismatch(got, want))
        }
        (Type::Map(got), Type::Map(want)) => {
            format!("incorrect map element type: {}", mismatch(got, want))
        }
        (_, want) => format!("{} required", want.constraint_name()),
    }
}
