//! What a scalar means, as go-cty-yaml resolves it: YAML 1.1's words, 1.2's numbers.

use granit_parser::Tag;

use crate::terraform::functions::moment::yaml_timestamp;
use crate::value::{Kind, Number, Text};

/// What a scalar is; `None` for the string that it says.
pub(super) fn resolve(tag: Option<&Tag>, text: &str, quoted: bool) -> Result<Option<Kind>, String> {
    let name = match tag {
        None => "".into(),
        // `!` alone makes any scalar a string.
        Some(tag) if tag.original() == "!" => "str".into(),
        Some(tag) => tag
            .suffix_in_namespace("tag:yaml.org,2002:")
            .ok_or_else(|| format!("unsupported tag {:?}", tag.original()))?,
    };
    let name = &*name;
    let cannot =
        || format!("cannot parse {text:?} as {}", tag.map(Tag::original).unwrap_or_default());
    if !matches!(name, "" | "str" | "bool" | "int" | "float" | "null" | "timestamp" | "binary") {
        return Err(format!("unsupported tag \"!!{name}\""));
    }
    let first = text.bytes().next();
    let hinted = first.is_none_or(|byte| b"+-0123456789yYnNtTfFoO~.".contains(&byte));
    if hinted && !matches!(name, "str" | "binary") {
        if quoted {
            return Ok(None);
        }
        if let Some(kind) = word(text) {
            return Ok(Some(kind));
        }
        if name.is_empty() && matches!(text, ".nan" | ".NaN" | ".NAN") {
            return Err("floating point NaN is not supported".into());
        }
        match first {
            Some(b'.') => {
                if let Some(number) = Number::parse(text) {
                    return Ok(Some(Kind::Number(number)));
                }
            }
            Some(b'+' | b'-' | b'0'..=b'9') => {
                if matches!(name, "" | "timestamp")
                    && let Some(timestamp) = yaml_timestamp(text)
                {
                    return Ok(Some(Kind::String(Text::from(timestamp))));
                }
                if is_integer(text) || is_float(text) {
                    return number(text).map(|n| Some(Kind::Number(n))).ok_or_else(cannot);
                }
            }
            _ => {}
        }
    }
    match name {
        "bool" => match word(text) {
            Some(kind @ Kind::Bool(_)) => Ok(Some(kind)),
            _ => Err(cannot()),
        },
        "int" | "float" => {
            number(&text.replace('_', "")).map(|n| Some(Kind::Number(n))).ok_or_else(cannot)
        }
        "binary" if super::super::encoding::decode64(text).is_err() => {
            Err(format!("{}: not valid base64", cannot()))
        }
        "timestamp" => match yaml_timestamp(text) {
            Some(timestamp) => Ok(Some(Kind::String(Text::from(timestamp)))),
            None => Err(cannot()),
        },
        "null" => Ok(Some(Kind::Null)),
        _ => Ok(None),
    }
}

fn word(text: &str) -> Option<Kind> {
    Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Kind::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Kind::Bool(false)
        }
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => {
            Kind::Number(Number::Float(f64::INFINITY))
        }
        "-.inf" | "-.Inf" | "-.INF" => Kind::Number(Number::Float(f64::NEG_INFINITY)),
        _ => return None,
    })
}

fn is_integer(text: &str) -> bool {
    let all = |text: &str, f: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|b| f(&b));
    match text.get(..2) {
        Some("0o") => all(&text[2..], |byte| (b'0'..=b'7').contains(byte)),
        Some("0x") => all(&text[2..], u8::is_ascii_hexdigit),
        _ => all(text.strip_prefix(['+', '-']).unwrap_or(text), u8::is_ascii_digit),
    }
}

fn is_float(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    let mantissa_fits = match mantissa.split_once('.') {
        Some(("", fraction)) => !fraction.is_empty() && digits(fraction),
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => !mantissa.is_empty() && digits(mantissa),
    };
    exponent_fits && mantissa_fits
}

fn number(text: &str) -> Option<Number> {
    let radix = |text: &str, radix| i128::from_str_radix(text, radix).ok().map(Number::Int);
    match text.get(..2) {
        Some("0x" | "0X") => radix(&text[2..], 16),
        Some("0o" | "0O") => radix(&text[2..], 8),
        Some("0b" | "0B") => radix(&text[2..], 2),
        _ => Number::parse(text.strip_prefix('+').unwrap_or(text)),
    }
}
