//! `format` and `formatlist`:
//! <https://developer.hashicorp.com/terraform/language/functions/format>

use unicode_segmentation::UnicodeSegmentation;

use super::args::{Args, Fault, Outcome, any, string};
use super::digits::Digits;
use super::text::{check_size, composed, has_holes, remade, sourced};
use super::{Function, function};
use crate::terraform::convert::{Type, convert};
use crate::value::{Kind, Number, Origin, Text, Unknown, Value, Why, to_json_text};

pub(super) const TABLE: &[Function] = &[
    function("format", &[string("format")], format)
        .and_more(any("args").nullable())
        .keeps_alternatives(),
    function("formatlist", &[string("format")], formatlist).and_more(any("args").nullable()).open(),
];

fn format(args: &Args) -> Outcome {
    let text = render(&args.text(0), &args.values[1..])?;
    Ok(composed(text, &args.values))
}

/// One text for each element of the lists; what is no list is used for all of them.
fn formatlist(args: &Args) -> Outcome {
    let (spec, given) = (args.text(0), &args.values[1..]);
    let lists: Vec<&[Value]> = given.iter().filter_map(Value::as_list).collect();
    if lists.len() > 1
        && let Some(spread) = lists.iter().copied().flatten().find(|item| item.is_spread())
    {
        // Which elements stand side by side depends on how many there are.
        let why = spread.as_unknown().map(|unknown| unknown.why.clone());
        let why = why.unwrap_or(Why::Function(args.function.into()));
        return Err(Fault::Unknown(Unknown::anything(why).into()));
    }
    let mut length: Option<(usize, usize)> = None;
    for (index, arg) in given.iter().enumerate() {
        if let Some(unknown) = arg.as_unknown() {
            return Err(Fault::Unknown(std::sync::Arc::new(Unknown::anything(
                unknown.why.clone(),
            ))));
        }
        let Some(items) = arg.as_list() else { continue };
        match length {
            None => length = Some((items.len(), index)),
            Some((expected, chooser)) if expected != items.len() => {
                let message = format!(
                    "argument {} has length {}, which is inconsistent with argument {} of length \
                     {expected}",
                    index + 1,
                    items.len(),
                    chooser + 1,
                );
                return Err(Fault::Argument(index + 1, message));
            }
            Some(_) => {}
        }
    }
    let count = length.map_or(1, |(count, _)| count);
    let mut results = vec![];
    for index in 0..count {
        let pick = |arg: &Value| match arg.as_list() {
            Some(items) => arg.pass_on(&items[index]),
            None => arg.clone(),
        };
        let row: Vec<Value> = given.iter().map(pick).collect();
        let spread = row.iter().find(|item| item.is_spread()).and_then(Value::as_unknown);
        let text = render(&spec, &row).map_err(|fault| match fault {
            Fault::Failed(message) if !given.is_empty() => {
                format!("error on format iteration {index}: {message}").into()
            }
            Fault::Argument(_, message) if !given.is_empty() => {
                format!("error on format iteration {index}: {message}").into()
            }
            fault => fault,
        });
        let text = match (text, spread) {
            // There may be no such element.
            (Err(_), Some(unknown)) => Text::hole(Unknown::anything(unknown.why.clone()).into()),
            (text, _) => text?,
        };
        let value = remade(text, row.first().unwrap_or(args.value(0)));
        results.push(match spread {
            // As often as the element that it is made from.
            Some(unknown) => {
                let known = value.as_unknown().is_none();
                let any_of = if known { vec![value] } else { vec![] };
                Kind::Unknown(Unknown::many(unknown.why.clone(), any_of).into()).into()
            }
            None => value,
        });
    }
    Ok(Value::list(results).uniform())
}

/// A verb of a format: `%[1]-5.2f`.
#[derive(Default)]
struct Verb<'f> {
    raw: &'f str,
    offset: usize,
    arg: usize,
    mode: char,
    zero: bool,
    sharp: bool,
    plus: bool,
    minus: bool,
    space: bool,
    width: Option<usize>,
    precision: Option<usize>,
}

fn render(spec: &Text, args: &[Value]) -> Result<Text, Fault> {
    let flat = spec.flat();
    let mut builder = Text::builder();
    let (mut at, mut next, mut highest, mut size) = (0, 1, 0, 0);
    while let Some(percent) = flat[at..].find('%') {
        builder.text(&spec.slice(at..at + percent), &Origin::NONE);
        let start = at + percent;
        if flat[start + 1..].starts_with('%') {
            builder.text(&spec.slice(start + 1..start + 2), &Origin::NONE);
            at = start + 2;
            continue;
        }
        let verb = parse(flat, start, next)?;
        highest = highest.max(verb.arg);
        let shown = show(&verb, args)?;
        size += shown.flat().len();
        check_size(size + flat.len(), "format")?;
        builder.text(&shown, &Origin::NONE);
        next = verb.arg + 1;
        at = start + verb.raw.len();
    }
    builder.text(&spec.slice(at..flat.len()), &Origin::NONE);
    if highest < args.len() {
        let used = match highest {
            0 => "no verbs in format string".to_owned(),
            used => format!("only {used} used by format string"),
        };
        return Err(Fault::Argument(highest + 1, format!("too many arguments; {used}")));
    }
    Ok(builder.build())
}

fn parse(flat: &str, start: usize, next: usize) -> Result<Verb<'_>, Fault> {
    let mut verb = Verb { arg: next, offset: start, ..Verb::default() };
    let mut at = start + 1;
    let peek = |at: usize| flat[at..].chars().next();
    let wrong = |at: usize| match peek(at) {
        Some(c) => Fault::Failed(format!("unrecognized format character {c:?} at offset {at}")),
        None => Fault::Failed(format!("invalid format string starting at offset {at}")),
    };
    let digits = |at: usize| {
        let rest = &flat[at..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        (rest[..end].parse::<usize>().unwrap_or(if end == 0 { 0 } else { usize::MAX }), at + end)
    };
    loop {
        match peek(at) {
            Some('0') => verb.zero = true,
            Some('#') => verb.sharp = true,
            Some('-') => verb.minus = true,
            Some('+') => verb.plus = true,
            Some(' ') => verb.space = true,
            _ => break,
        }
        at += 1;
    }
    if peek(at).is_some_and(|c| c.is_ascii_digit()) {
        let (width, end) = digits(at);
        (verb.width, at) = (Some(width), end);
    }
    if peek(at) == Some('.') {
        let (precision, end) = digits(at + 1);
        (verb.precision, at) = (Some(precision), end);
    }
    if peek(at) == Some('[') {
        let (arg, end) = digits(at + 1);
        if !peek(at + 1).is_some_and(|c| matches!(c, '1'..='9')) {
            return Err(wrong(at + 1));
        }
        if peek(end) != Some(']') {
            return Err(wrong(end));
        }
        (verb.arg, at) = (arg, end + 1);
    }
    match peek(at) {
        Some(mode) if mode.is_ascii_alphabetic() => verb.mode = mode,
        _ => return Err(wrong(at)),
    }
    verb.raw = &flat[start..=at];
    Ok(verb)
}

fn show(verb: &Verb, args: &[Value]) -> Result<Text, Fault> {
    let (raw, offset) = (verb.raw, verb.offset);
    let Some(arg) = verb.arg.checked_sub(1).and_then(|index| args.get(index)) else {
        let message = format!(
            "not enough arguments for {raw:?} at {offset}: need index {} but have {} total",
            verb.arg,
            args.len()
        );
        return Err(message.into());
    };
    let unsupported = |what: &str| -> Fault {
        format!("unsupported value for {raw:?} at {offset}: {what}").into()
    };
    if verb.mode != 'v' && arg.is_null() {
        return Err(unsupported("null value cannot be formatted"));
    }
    let as_type = |ty: Type| convert(arg, &ty).map_err(|mismatch| unsupported(&mismatch.message));
    match verb.mode {
        'v' => match (&arg.kind, verb.sharp) {
            (Kind::Unknown(unknown), _) => Ok(Text::hole(unknown.clone())),
            (Kind::String(_), false) => pad(verb, sourced(arg)),
            (Kind::Number(number), false) => pad(verb, Digits::of(*number).general(None).into()),
            _ => pad(verb, to_json_text(arg)),
        },
        't' => Ok(sourced(&as_type(Type::Bool)?)),
        's' | 'q' => {
            let mut text = sourced(&as_type(Type::String)?);
            if let Some(precision @ 1..) = verb.precision {
                let known = super::decide::before_hole(text.flat());
                let cut = known.grapheme_indices(true).nth(precision).map(|(at, _)| at);
                text = match cut {
                    Some(end) => text.slice(0..end),
                    None => text,
                };
            }
            if verb.mode == 'q' {
                text = to_json_text(&Value::from(Kind::String(text)));
            }
            pad(verb, text)
        }
        'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'g' | 'G' => {
            match as_type(Type::Number)?.kind {
                Kind::Number(number) => {
                    check_size(verb.width.unwrap_or(0), "format")?;
                    check_size(verb.precision.unwrap_or(0), "format")?;
                    let shown = match verb.mode {
                        'b' | 'd' | 'o' | 'x' | 'X' => integer(verb, number)
                            .ok_or_else(|| unsupported("an integer is required"))?,
                        _ => float(verb, number),
                    };
                    Ok(shown.into())
                }
                Kind::Unknown(unknown) => Ok(Text::hole(unknown)),
                _ => Err(unsupported("a number is required")),
            }
        }
        mode => {
            let message = format!("unsupported format verb {mode:?} in {raw:?} at offset {offset}");
            Err(message.into())
        }
    }
}

/// Padded to the verb's width, counted in characters as people see them.
fn pad(verb: &Verb, text: Text) -> Result<Text, Fault> {
    let Some(width) = verb.width else { return Ok(text) };
    check_size(width, "format")?;
    let missing = width.saturating_sub(text.flat().graphemes(true).count());
    // How long an unknown part is, is unknown too; then it is left as it is.
    if missing == 0 || has_holes(&text) {
        return Ok(text);
    }
    let padding = if verb.zero { "0" } else { " " }.repeat(missing);
    let mut builder = Text::builder();
    if !verb.minus {
        builder.literal(&padding, None);
    }
    builder.text(&text, &Origin::NONE);
    if verb.minus {
        builder.literal(&padding, None);
    }
    Ok(builder.build())
}

/// As Go formats a `big.Int`.
fn integer(verb: &Verb, number: Number) -> Option<String> {
    let int = match number {
        Number::Int(int) => int,
        Number::Float(float) if float.fract() == 0.0 => {
            // Beyond 128 bits; only its decimal digits are at hand.
            return (verb.mode == 'd')
                .then(|| with_sign(verb, float < 0.0, "", &float.abs().to_string()));
        }
        Number::Float(_) => return None,
    };
    let magnitude = int.unsigned_abs();
    let (prefix, mut digits) = match verb.mode {
        'b' => ("0b", format!("{magnitude:b}")),
        'o' => ("0", format!("{magnitude:o}")),
        'x' => ("0x", format!("{magnitude:x}")),
        'X' => ("0X", format!("{magnitude:X}")),
        _ => ("", magnitude.to_string()),
    };
    if let Some(precision) = verb.precision {
        if precision == 0 && magnitude == 0 {
            digits.clear();
        }
        digits = format!("{}{digits}", "0".repeat(precision.saturating_sub(digits.len())));
    }
    let prefix = if verb.sharp { prefix } else { "" };
    Some(with_sign(verb, int < 0, prefix, &digits))
}

/// As Go formats a `big.Float`.
fn float(verb: &Verb, number: Number) -> String {
    let digits = Digits::of(number);
    let shown = match verb.mode {
        'e' | 'E' => digits.exponent(Some(verb.precision.unwrap_or(6))),
        'f' => digits.fixed(verb.precision.unwrap_or(6)),
        _ => digits.general(verb.precision),
    };
    let shown = if verb.mode.is_ascii_uppercase() { shown.to_uppercase() } else { shown };
    let (negative, shown) = match shown.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, &shown[..]),
    };
    // For a `big.Float`, zeros go before the digits even where the text is set to the left.
    let verb = Verb { minus: verb.minus && !verb.zero, precision: None, ..*verb };
    with_sign(&verb, negative, "", shown)
}

fn with_sign(verb: &Verb, negative: bool, prefix: &str, digits: &str) -> String {
    let sign = match () {
        () if negative => "-",
        () if verb.plus => "+",
        () if verb.space => " ",
        () => "",
    };
    let length = sign.len() + prefix.len() + digits.len();
    let missing = verb.width.unwrap_or(0).saturating_sub(length);
    let (spaces, zeros) = (" ".repeat(missing), "0".repeat(missing));
    match () {
        () if verb.minus => format!("{sign}{prefix}{digits}{spaces}"),
        () if verb.zero && verb.precision.is_none() => format!("{sign}{prefix}{zeros}{digits}"),
        () => format!("{spaces}{sign}{prefix}{digits}"),
    }
}
