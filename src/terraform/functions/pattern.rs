//! Regular expressions: `regex`, `regexall`, and `replace` with a pattern.
//! <https://developer.hashicorp.com/terraform/language/functions/regex>
//!
//! Terraform's are Go's (RE2), Rust's crate has the same engine and nearly the same syntax:
//! [`translate`] makes up the difference. Matching takes time linear in the text.

use regex::{Captures, Regex, RegexBuilder};
use regex_syntax::ast::ErrorKind;
use regex_syntax::hir::HirKind;

use super::args::{Args, Fault, Outcome, string};
use super::text::{check_items, check_size, has_holes, piece_of, remade};
use super::{Function, MAX_ITEMS, function};
use crate::value::{Map, Origin, Text, Value};

pub(super) const TABLE: &[Function] = &[
    function("regex", &[string("pattern"), string("string")], regex),
    function("regexall", &[string("pattern"), string("string")], regexall),
];

/// No pattern that anyone writes compiles to more than this.
const SIZE_LIMIT: usize = 4 << 20;

fn regex(args: &Args) -> Outcome {
    let pattern = pattern(args)?;
    let text = args.str(1)?;
    match pattern.captures(text) {
        Some(found) => Ok(result(args, &pattern, &found)),
        None => Err("pattern did not match any part of the given string".into()),
    }
}

fn regexall(args: &Args) -> Outcome {
    let pattern = pattern(args)?;
    let text = args.str(1)?;
    let found: Vec<Captures> = pattern.captures_iter(text).take(MAX_ITEMS + 1).collect();
    check_items(found.len().saturating_mul(pattern.captures_len()), args.function)?;
    Ok(Value::list(found.iter().map(|found| result(args, &pattern, found))).uniform())
}

/// The pattern in the first argument, whose groups must all be named or all unnamed.
fn pattern(args: &Args) -> Result<Regex, Fault> {
    let invalid =
        |message: String| Fault::Argument(0, format!("invalid regexp pattern: {message}"));
    let pattern = compile(args.str(0)?)
        .map_err(|wrong| invalid(format!("{} in {}", wrong.what, wrong.place)))?;
    let named = pattern.capture_names().skip(1).flatten().count();
    if named > 0 && named + 1 < pattern.captures_len() {
        return Err(invalid("cannot mix both named and unnamed capture groups".into()));
    }
    Ok(pattern)
}

/// A string without groups, a list of what unnamed ones caught, a map of named ones.
fn result(args: &Args, pattern: &Regex, found: &Captures) -> Value {
    let text = args.text(1);
    let caught = |index: usize| match found.get(index) {
        Some(part) => piece_of(text.slice(part.range()), args.value(1)),
        None => Value::NULL,
    };
    let names: Vec<Option<&str>> = pattern.capture_names().skip(1).collect();
    match names.first() {
        None => caught(0),
        Some(None) => Value::list((1..=names.len()).map(caught)),
        Some(Some(_)) => {
            let named = names.iter().enumerate();
            let mut map: Map = named
                .filter_map(|(index, name)| Some(((*name)?.into(), caught(index + 1))))
                .collect();
            map.entries.sort_unstable_keys();
            Value::map(map)
        }
    }
}

/// `replace` with a pattern. In a text with holes only what one character alone decides can
/// be replaced.
pub(super) fn replace(args: &Args, pattern: &str) -> Outcome {
    let (text, replacement) = (args.text(0), args.str(2)?);
    if has_holes(&text) && !is_single_character(pattern) {
        return Err(args.not_known(&text));
    }
    let pattern = compile(pattern)
        .map_err(|wrong| format!("error parsing regexp: {}: `{}`", wrong.what, wrong.place))?;
    let mut builder = Text::builder();
    let (mut start, mut size) = (0, text.flat().len());
    for found in pattern.captures_iter(text.flat()) {
        let Some(whole) = found.get(0) else { continue };
        if whole.as_str().contains(Text::is_hole) {
            continue;
        }
        let mut expanded = String::new();
        found.expand(replacement, &mut expanded);
        size += expanded.len();
        check_size(size, args.function)?;
        builder.text(&text.slice(start..whole.start()), &Origin::NONE);
        // Only a replacement taken over as it is has a place.
        let plain = expanded == replacement;
        match plain {
            true => builder.text(&args.text(2), &Origin::NONE),
            false => builder.literal(&expanded, None),
        };
        start = whole.end();
    }
    builder.text(&text.slice(start..text.flat().len()), &Origin::NONE);
    Ok(remade(builder.build(), args.value(0)))
}

fn is_single_character(pattern: &str) -> bool {
    let hir = translate(pattern).ok().and_then(|pattern| regex_syntax::parse(&pattern).ok());
    hir.is_some_and(|hir| match hir.kind() {
        HirKind::Class(_) => true,
        HirKind::Literal(literal) => {
            std::str::from_utf8(&literal.0).is_ok_and(|text| text.chars().count() == 1)
        }
        _ => false,
    })
}

/// What is wrong with a pattern, as Go says it, and the part that it says it of.
struct Wrong {
    what: &'static str,
    place: String,
}

fn wrong<T>(what: &'static str, place: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong { what, place: place.into() })
}

/// A Go pattern compiled.
fn compile(pattern: &str) -> Result<Regex, Wrong> {
    let translated = translate(pattern)?;
    let mut parser = regex_syntax::ast::parse::ParserBuilder::new().nest_limit(250).build();
    if let Err(error) = parser.parse(&translated) {
        let range =
            error.span().start.offset..error.span().end.offset.max(error.span().start.offset + 1);
        let place = translated.get(range).unwrap_or(&translated);
        return describe(error.kind(), place, pattern);
    }
    let built = RegexBuilder::new(&translated).size_limit(SIZE_LIMIT).build();
    built.or_else(|error| match error {
        regex::Error::CompiledTooBig(_) => wrong("expression too large", pattern),
        _ => wrong("invalid character class range", pattern),
    })
}

fn describe<T>(kind: &ErrorKind, place: &str, pattern: &str) -> Result<T, Wrong> {
    match kind {
        ErrorKind::ClassUnclosed => wrong("missing closing ]", place),
        ErrorKind::ClassRangeInvalid => wrong("invalid character class range", place),
        ErrorKind::EscapeUnrecognized | ErrorKind::UnsupportedBackreference => {
            wrong("invalid escape sequence", place)
        }
        ErrorKind::EscapeUnexpectedEof => wrong("trailing backslash at end of expression", ""),
        ErrorKind::GroupUnclosed => wrong("missing closing )", pattern),
        ErrorKind::GroupUnopened => wrong("unexpected )", pattern),
        ErrorKind::RepetitionMissing => wrong("missing argument to repetition operator", place),
        ErrorKind::RepetitionCountInvalid => wrong("invalid repeat count", place),
        ErrorKind::GroupNameDuplicate { .. } => wrong("duplicate capture group name", place),
        ErrorKind::GroupNameInvalid
        | ErrorKind::GroupNameEmpty
        | ErrorKind::GroupNameUnexpectedEof => wrong("invalid named capture", pattern),
        ErrorKind::NestLimitExceeded(_) => wrong("expression nests too deeply", pattern),
        _ => wrong("invalid or unsupported Perl syntax", place),
    }
}

/// Go's syntax in Rust's: `\d`, `\w`, `\s` and `\b` mean ASCII, `\Q…\E` quotes, a brace that
/// is no repetition is itself, and classes do not nest.
fn translate(pattern: &str) -> Result<String, Wrong> {
    let chars: Vec<char> = pattern.chars().collect();
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut at = 0;
    // Whether what comes next would repeat a repetition.
    let mut repeated = false;
    while at < chars.len() {
        let rest = &chars[at..];
        let was_repeated = std::mem::take(&mut repeated);
        match rest {
            ['\\', 'Q', ..] => {
                at += 2;
                while at < chars.len() && !chars[at..].starts_with(&['\\', 'E']) {
                    out.push_str(&regex_syntax::escape(&chars[at].to_string()));
                    at += 1;
                }
                at += 2;
            }
            ['\\', ..] => at += escape(rest, &mut out, false)?,
            ['[', ..] => at += class(rest, &mut out)?,
            ['(', '?', flags @ ..] if !matches!(flags, ['P', ..] | ['<', ..]) => {
                let end = flags.iter().position(|c| matches!(c, ':' | ')')).unwrap_or(0);
                if flags[..end].iter().any(|c| !matches!(c, 'i' | 'm' | 's' | 'U' | '-')) {
                    let shown: String = rest.iter().take(3).collect();
                    return wrong("invalid or unsupported Perl syntax", shown);
                }
                out.push_str("(?");
                at += 2;
            }
            ['{', ..] => match repetition(rest) {
                Some(length) => {
                    let shown: String = rest[..length].iter().collect();
                    if was_repeated {
                        return wrong("invalid nested repetition operator", shown);
                    }
                    if shown
                        .split(|c: char| !c.is_ascii_digit())
                        .any(|n| n.len() > 4 || n > "1000" && n.len() == 4)
                    {
                        return wrong("invalid repeat count", shown);
                    }
                    out.push_str(&shown);
                    at += length;
                    repeated = true;
                }
                None => {
                    out.push_str("\\{");
                    at += 1;
                }
            },
            [op @ ('*' | '+' | '?'), ..] => {
                if was_repeated {
                    return wrong(
                        "invalid nested repetition operator",
                        format!("{}{op}", chars[at - 1]),
                    );
                }
                out.push(*op);
                at += 1;
                repeated = true;
            }
            [c, ..] => {
                out.push(*c);
                at += 1;
            }
            [] => break,
        }
        if repeated && chars.get(at) == Some(&'?') {
            out.push('?');
            at += 1;
        }
    }
    Ok(out)
}

/// The length of `{n}`, `{n,}` or `{n,m}`.
fn repetition(rest: &[char]) -> Option<usize> {
    let end = rest.iter().position(|c| *c == '}')?;
    let inner: String = rest[1..end].iter().collect();
    let (least, most) = inner.split_once(',').unwrap_or((&inner, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (!least.is_empty() && digits(least) && digits(most)).then_some(end + 1)
}

/// Translates an escape; returns how many characters it takes.
fn escape(rest: &[char], out: &mut String, in_class: bool) -> Result<usize, Wrong> {
    let Some(c) = rest.get(1) else {
        return wrong("trailing backslash at end of expression", "");
    };
    let ascii = |out: &mut String, set: &str, negated: bool| {
        let not = if negated { "^" } else { "" };
        out.push_str(&format!("[{not}{set}]"));
    };
    match c {
        'd' | 'D' => ascii(out, "0-9", *c == 'D'),
        's' | 'S' => ascii(out, "\\t\\n\\f\\r ", *c == 'S'),
        'w' | 'W' => ascii(out, "0-9A-Za-z_", *c == 'W'),
        'b' if !in_class => out.push_str("(?-u:\\b)"),
        '0'..='7' => {
            let octal = rest[1..].iter().take(3).take_while(|c| matches!(c, '0'..='7')).count();
            if *c != '0' && octal == 1 {
                return wrong("invalid escape sequence", format!("\\{c}"));
            }
            let digits: String = rest[1..=octal].iter().collect();
            let code = u32::from_str_radix(&digits, 8).unwrap_or(0);
            out.push_str(&format!("\\x{{{code:x}}}"));
            return Ok(octal + 1);
        }
        'A' | 'B' | 'z' if !in_class => out.push_str(&format!("\\{c}")),
        'x' | 'p' | 'P' if rest.get(2) == Some(&'{') => {
            let Some(end) = rest.iter().position(|c| *c == '}') else {
                return wrong("invalid character class range", rest.iter().collect::<String>());
            };
            out.extend(&rest[..=end]);
            return Ok(end + 1);
        }
        'a' | 'f' | 'n' | 'r' | 't' | 'v' | 'x' | 'p' | 'P' => out.push_str(&format!("\\{c}")),
        c if c.is_ascii_alphanumeric() || !c.is_ascii() => {
            return wrong("invalid escape sequence", format!("\\{c}"));
        }
        '<' | '>' => out.push(*c),
        c => out.push_str(&format!("\\{c}")),
    }
    Ok(2)
}

/// Translates a bracketed class; returns how many characters it takes.
fn class(rest: &[char], out: &mut String) -> Result<usize, Wrong> {
    let mut at = 1;
    out.push('[');
    if rest.get(at) == Some(&'^') {
        out.push('^');
        at += 1;
    }
    let mut first = true;
    loop {
        match &rest[at..] {
            [] => {
                let shown: String = rest.iter().collect();
                return wrong("missing closing ]", shown);
            }
            [']', ..] if !first => {
                out.push(']');
                return Ok(at + 1);
            }
            ['[', ':', tail @ ..] => {
                let end = tail.windows(2).position(|pair| pair == [':', ']']);
                match end {
                    Some(end) => {
                        out.extend(&rest[at..at + end + 4]);
                        at += end + 4;
                    }
                    None => {
                        out.push_str("\\[");
                        at += 1;
                    }
                }
            }
            _ => {
                at += class_item(&rest[at..], out)?;
                if let ['-', upper, ..] = &rest[at..]
                    && *upper != ']'
                {
                    out.push('-');
                    at += 1;
                    if let ['\\', set @ ('d' | 'D' | 's' | 'S' | 'w' | 'W'), ..] = &rest[at..] {
                        return wrong("invalid escape sequence", format!("\\{set}"));
                    }
                    at += class_item(&rest[at..], out)?;
                }
            }
        }
        first = false;
    }
}

fn class_item(rest: &[char], out: &mut String) -> Result<usize, Wrong> {
    match rest {
        ['\\', ..] => escape(rest, out, true),
        [c @ ('[' | ']' | '-' | '&' | '~' | '^'), ..] => {
            out.push('\\');
            out.push(*c);
            Ok(1)
        }
        [c, ..] => {
            out.push(*c);
            Ok(1)
        }
        [] => Ok(0),
    }
}
