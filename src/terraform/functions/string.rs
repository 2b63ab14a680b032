//! Functions of strings:
//! <https://developer.hashicorp.com/terraform/language/functions#string-functions>

use unicode_segmentation::UnicodeSegmentation;

use super::args::{Args, Fault, Outcome, Param, Ty, any, number, param, string};
use super::text::{
    check_items, check_size, composed, has_holes, map_runs, part, piece_of, remade, sourced,
};
use super::{Function, decide, function, unknown_result};
use crate::value::{Kind, Origin, Part, Text, Unknown, Value};

const STR: Param = string("str");

pub(super) const TABLE: &[Function] = &[
    function("chomp", &[STR], chomp),
    function("endswith", &[STR, string("suffix")], endswith),
    function("indent", &[number("spaces"), STR], indent),
    function("join", &[string("separator")], join).and_more(param("lists", Ty::Strings)).open(),
    function("lower", &[STR], |args| map_runs(args, 0, lower)),
    function("replace", &[STR, string("substr"), string("replace")], replace),
    function("split", &[string("separator"), STR], split),
    function("startswith", &[STR, string("prefix")], startswith),
    function("strcontains", &[STR, string("substr")], strcontains),
    function("strrev", &[STR], strrev),
    function("substr", &[STR, number("offset"), number("length")], substr),
    function("templatestring", &[string("template"), any("vars")], templatestring),
    function("title", &[STR], |args| map_runs(args, 0, title)),
    function("trim", &[STR, string("cutset")], trim),
    function("trimprefix", &[STR, string("prefix")], trimprefix),
    function("trimspace", &[STR], trimspace),
    function("trimsuffix", &[STR, string("suffix")], trimsuffix),
    function("upper", &[STR], |args| map_runs(args, 0, upper)),
];

fn chomp(args: &Args) -> Outcome {
    let end = args.text(0).flat().trim_end_matches(['\r', '\n']).len();
    part(args, 0, 0..end)
}

fn decided(args: &Args, answer: Option<bool>) -> Outcome {
    answer.map(Value::bool).ok_or_else(|| args.not_known(&args.text(0)))
}

fn startswith(args: &Args) -> Outcome {
    decided(args, decide::starts_with(&args.text(0), args.str(1)?))
}

fn endswith(args: &Args) -> Outcome {
    decided(args, decide::ends_with(&args.text(0), args.str(1)?))
}

fn strcontains(args: &Args) -> Outcome {
    decided(args, decide::contains(&args.text(0), args.str(1)?))
}

fn indent(args: &Args) -> Outcome {
    let spaces = usize::try_from(args.int(0)?).map_err(|_| "negative Repeat count")?;
    let text = args.text(1);
    check_size(spaces, args.function)?;
    check_size(spaces * text.flat().matches('\n').count(), args.function)?;
    let pad = " ".repeat(spaces);
    let mut builder = Text::builder();
    for (index, line) in text.flat().split_inclusive('\n').enumerate() {
        if index > 0 {
            builder.literal(&pad, None);
        }
        let start = line.as_ptr() as usize - text.flat().as_ptr() as usize;
        builder.text(&text.slice(start..start + line.len()), &Origin::NONE);
    }
    if text.flat().ends_with('\n') {
        builder.literal(&pad, None);
    }
    Ok(remade(builder.build(), args.value(1)))
}

/// An element that is unknown is a hole in the result. So are elements of which any number may
/// be there, with the separators around them.
fn join(args: &Args) -> Outcome {
    let (separator, lists) = (args.text(0), &args.values[1..]);
    if lists.is_empty() {
        return Err("at least one list is required".into());
    }
    let mut parts = vec![];
    for (number, list) in lists.iter().enumerate() {
        let Some(items) = list.as_list() else {
            parts.extend(list.as_unknown().map(|unknown| (any_text(unknown), true)));
            continue;
        };
        if let Some(index) = items.iter().position(Value::is_null) {
            let of = match lists.len() {
                1 => String::new(),
                _ => format!(" of list {}", number + 1),
            };
            let message = format!("element {index}{of} is null; cannot concatenate null values");
            return Err(Fault::Argument(number + 1, message));
        }
        parts.extend(items.iter().map(|item| match item.as_unknown() {
            Some(unknown) if item.is_spread() => (any_text(unknown), true),
            _ => (sourced(item), false),
        }));
    }
    let size = |text: &Text| text.flat().len();
    let texts = parts.iter().map(|(text, _)| size(text));
    check_size(parts.len() * size(&separator) + texts.sum::<usize>(), "join")?;
    let mut builder = Text::builder();
    let mut after_many = true;
    for (text, many) in &parts {
        if !after_many && !many {
            builder.text(&separator, &Origin::NONE);
        }
        builder.text(text, &Origin::NONE);
        after_many = *many;
    }
    let items = lists.iter().flat_map(|list| list.as_list().unwrap_or_default());
    Ok(composed(builder.build(), items.filter(|item| !item.is_spread())))
}

/// A text of which nothing is known, for the same reason.
fn any_text(unknown: &Unknown) -> Text {
    Text::hole(Unknown::anything(unknown.why.clone()).into())
}

/// Go's mapping, which is one character to one character.
fn map_chars(text: &str, f: impl Fn(char) -> char) -> String {
    text.chars().map(f).collect()
}

fn single(mut mapped: impl Iterator<Item = char>, original: char) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(c), None) => c,
        _ => original,
    }
}

fn lower(text: &str) -> String {
    map_chars(text, |c| if c == 'İ' { 'i' } else { single(c.to_lowercase(), c) })
}

fn upper(text: &str) -> String {
    map_chars(text, |c| single(c.to_uppercase(), c))
}

/// Go's `strings.Title`, whose words are separated by anything but letters, digits and
/// underscores.
fn title(text: &str) -> String {
    let mut after = ' ';
    let mut titled = String::with_capacity(text.len());
    for c in text.chars() {
        let separator = match after {
            c if c.is_ascii() => !c.is_ascii_alphanumeric() && c != '_',
            c => c.is_whitespace(),
        };
        titled.push(if separator { single(c.to_uppercase(), c) } else { c });
        after = c;
    }
    titled
}

fn replace(args: &Args) -> Outcome {
    let (text, from, to) = (args.text(0), args.str(1)?, args.text(2));
    if let Some(pattern) = from.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        return super::pattern::replace(args, pattern);
    }
    let count = text.flat().matches(from).count();
    check_size(text.flat().len() + count.saturating_mul(to.flat().len()), args.function)?;
    let mut builder = Text::builder();
    let mut start = 0;
    for (at, found) in text.flat().match_indices(from) {
        builder.text(&text.slice(start..at), &Origin::NONE);
        builder.text(&to, &Origin::NONE);
        start = at + found.len();
    }
    builder.text(&text.slice(start..text.flat().len()), &Origin::NONE);
    Ok(remade(builder.build(), args.value(0)))
}

fn split(args: &Args) -> Outcome {
    let (separator, text) = (args.str(0)?, args.text(1));
    check_items(text.flat().matches(separator).count(), args.function)?;
    let parts = match separator {
        "" if has_holes(&text) => return Err(args.not_known(&text)),
        "" => {
            let chars = text.flat().char_indices();
            chars.map(|(at, c)| text.slice(at..at + c.len_utf8())).collect()
        }
        separator => text.split(separator),
    };
    Ok(Value::list(parts.into_iter().map(|part| piece_of(part, args.value(1)))).uniform())
}

fn strrev(args: &Args) -> Outcome {
    Ok(Value::string(args.str(0)?.graphemes(true).rev().collect::<String>()))
}

fn substr(args: &Args) -> Outcome {
    let text = args.text(0);
    let (mut offset, length) = (args.int(1)?, args.int(2)?);
    let known = decide::before_hole(text.flat());
    let ends: Vec<usize> =
        known.grapheme_indices(true).map(|(at, cluster)| at + cluster.len()).collect();
    let holes = has_holes(&text);
    if offset < 0 {
        if holes {
            return Err(args.not_known(&text));
        }
        offset += ends.len() as i128;
    } else if length == 0 {
        return Ok(Value::string(""));
    }
    // Where the cluster with this number starts; none past the known text's end.
    let start_of = |count: i128| match usize::try_from(count) {
        Err(_) | Ok(0) => Some(0),
        Ok(count) => ends.get(count - 1).copied(),
    };
    let start = match start_of(offset) {
        Some(start) => start,
        None if holes => return Err(args.not_known(&text)),
        None => return Ok(Value::string("")),
    };
    // A length of zero that gets here follows a negative offset, and Terraform takes it for
    // "to the end", as it takes negative ones.
    let end = match length {
        ..=0 => text.flat().len(),
        length => match start_of(offset.max(0).saturating_add(length)) {
            Some(end) => end,
            None if holes => return Err(args.not_known(&text)),
            None => text.flat().len(),
        },
    };
    part(args, 0, start..end)
}

/// A template that is known only in part cannot be read as one.
fn templatestring(args: &Args) -> Outcome {
    if args.value(0).as_str().is_none() && args.text(0).parts().iter().any(is_unknown) {
        return Err(args.not_known(&args.text(0)));
    }
    if !matches!(args.value(1).kind, Kind::Map(_)) {
        return Err(Fault::Argument(1, "invalid vars value: must be a map".into()));
    }
    match args.env.render_template(args.value(0), args.value(1)) {
        Ok(value) if value.is_null() => Ok(unknown_result(args.function)),
        result => Ok(result?),
    }
}

fn is_unknown(part: &Part) -> bool {
    matches!(part, Part::Unknown(_))
}

fn trim(args: &Args) -> Outcome {
    let (text, set) = (args.text(0), args.str(1)?);
    let flat = text.flat();
    let start = flat.len() - flat.trim_start_matches(|c| set.contains(c)).len();
    let end = flat.trim_end_matches(|c| set.contains(c)).len();
    part(args, 0, start..end.max(start))
}

fn trimspace(args: &Args) -> Outcome {
    let text = args.text(0);
    let flat = text.flat();
    let start = flat.len() - flat.trim_start().len();
    part(args, 0, start..flat.trim_end().len().max(start))
}

fn trimprefix(args: &Args) -> Outcome {
    let (text, prefix) = (args.text(0), args.str(1)?);
    let start = if text.flat().starts_with(prefix) { prefix.len() } else { 0 };
    part(args, 0, start..text.flat().len())
}

fn trimsuffix(args: &Args) -> Outcome {
    let (text, suffix) = (args.text(0), args.str(1)?);
    let end = text.flat().len() - if text.flat().ends_with(suffix) { suffix.len() } else { 0 };
    part(args, 0, 0..end)
}
