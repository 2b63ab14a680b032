//! Encoding functions:
//! <https://developer.hashicorp.com/terraform/language/functions#encoding-functions>

use std::io::Write;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, PAD};
use ecow::EcoString;
use encoding_rs::Encoding;

use super::args::{Args, Fault, Outcome, any, string};
use super::text::{map_runs, remade};
use super::{Function, csv, function, yaml};
use crate::value::{Entry, Kind, Map, Value, from_json_text, to_json_text};

pub(super) const TABLE: &[Function] = &[
    function("base64decode", &[string("str")], base64decode),
    function("base64encode", &[string("str")], |args| Ok(Value::string(encode64(args.str(0)?)))),
    function("base64gzip", &[string("str")], base64gzip),
    function("csvdecode", &[string("str")], csv::decode),
    function("jsondecode", &[string("str")], jsondecode),
    function("jsonencode", &[any("val").nullable()], jsonencode).keeps_alternatives(),
    function("textdecodebase64", &[string("source"), string("encoding")], textdecodebase64),
    function("textencodebase64", &[string("string"), string("encoding")], textencodebase64),
    function("urlencode", &[string("str")], |args| map_runs(args, 0, escape_query)),
    function("yamldecode", &[string("src")], yaml::decode),
    function("yamlencode", &[any("value").nullable()], yaml::encode).keeps_alternatives(),
];

/// As Go decodes: bits past the end do not matter.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, PAD.with_decode_allow_trailing_bits(true));

pub(super) fn encode64(bytes: impl AsRef<[u8]>) -> String {
    BASE64.encode(bytes)
}

/// As Go decodes: line breaks may be anywhere. An error is the offset of what is wrong.
pub(super) fn decode64(text: &str) -> Result<Vec<u8>, usize> {
    let plain: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    BASE64.decode(&plain).map_err(|error| match error {
        base64::DecodeError::InvalidByte(offset, _)
        | base64::DecodeError::InvalidLastSymbol { offset, .. } => offset,
        _ => plain.len() / 4 * 4,
    })
}

fn base64decode(args: &Args) -> Outcome {
    let text = args.str(0)?;
    let shown =
        if args.value(0).sensitive { "(sensitive value)".into() } else { format!("{text:?}") };
    let bytes = decode64(text).map_err(|_| format!("failed to decode base64 data {shown}"))?;
    let decoded = String::from_utf8(bytes)
        .map_err(|_| "the result of decoding the provided string is not valid UTF-8")?;
    let mut value = Value::string(decoded);
    value.origin = args.value(0).origin.clone();
    Ok(value)
}

/// The bytes are those of another encoder than Terraform's, and decompress to the same.
fn base64gzip(args: &Args) -> Outcome {
    let mut encoder = flate2::GzBuilder::new()
        .operating_system(255)
        .write(Vec::new(), flate2::Compression::default());
    let failed = |error: std::io::Error| format!("failed to write gzip raw data: {error}");
    encoder.write_all(args.str(0)?.as_bytes()).map_err(failed)?;
    Ok(Value::string(encode64(encoder.finish().map_err(failed)?)))
}

fn jsonencode(args: &Args) -> Outcome {
    let encode = |value: &Value| remade(to_json_text(value), value);
    Ok(each_choice(&in_order(args.value(0)), encode))
}

/// What a function makes of a value; of one that is one of a few, what it makes of each.
pub(super) fn each_choice(value: &Value, make: impl Fn(&Value) -> Value) -> Value {
    match &value.kind {
        Kind::Unknown(unknown) if !unknown.any_of.is_empty() => {
            Value { kind: Kind::Unknown(unknown.map(make).into()), ..value.clone() }
        }
        _ => make(value),
    }
}

fn jsondecode(args: &Args) -> Outcome {
    let decoded = match from_json_text(args.value(0)) {
        Ok(decoded) => decoded,
        // With what is in the hole it may be JSON.
        Err(_) if args.value(0).find_unknown().is_some() => {
            return Err(args.not_known(&args.text(0)));
        }
        Err((message, _)) => return Err(message.into()),
    };
    if has_raw_control(args.text(0).flat()) {
        return Err("not valid JSON: a control character in a string".into());
    }
    Ok(in_order(&decoded))
}

/// Whether a string in JSON text holds a control character as it is.
fn has_raw_control(text: &str) -> bool {
    let (mut in_string, mut escaped) = (false, false);
    for c in text.chars() {
        match c {
            '"' if !escaped => in_string = !in_string,
            '\0'..='\u{1F}' if in_string => return true,
            _ => {}
        }
        escaped = in_string && c == '\\' && !escaped;
    }
    false
}

/// The value with the entries of every map in it in the order of their keys.
pub(super) fn in_order(value: &Value) -> Value {
    if is_in_order(value) {
        return value.clone();
    }
    let kind = match &value.kind {
        Kind::List(items) => Kind::List(items.iter().map(in_order).collect()),
        Kind::Set(items) => Kind::Set(items.iter().map(in_order).collect()),
        Kind::Map(map) => {
            let ordered = |(key, entry): (&EcoString, &Entry)| {
                (key.clone(), Entry { value: in_order(&entry.value), ..*entry })
            };
            let mut sorted: Map = Map {
                entries: map.entries.iter().map(ordered).collect(),
                rest: map.rest.clone(),
                of: map.of.clone(),
            };
            sorted.entries.sort_unstable_keys();
            Kind::Map(sorted.into())
        }
        other => other.clone(),
    };
    Value { kind, origin: value.origin.clone(), ..*value }
}

fn is_in_order(value: &Value) -> bool {
    match &value.kind {
        Kind::List(items) | Kind::Set(items) => items.iter().all(is_in_order),
        Kind::Map(map) => {
            map.entries.keys().is_sorted() && map.iter().all(|(_, item)| is_in_order(item))
        }
        _ => true,
    }
}

/// Go's `url.QueryEscape`.
fn escape_query(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                escaped.push(byte as char);
            }
            b' ' => escaped.push('+'),
            other => escaped.push_str(&format!("%{other:02X}")),
        }
    }
    escaped
}

/// What an IANA name means: an encoding that browsers know, or one that they take for
/// another.
enum Charset {
    /// One byte a character, up to this one.
    Bytes(&'static str, u32),
    /// UTF-16 with a byte-order mark.
    Utf16,
    Web(&'static Encoding),
}

impl Charset {
    fn named(args: &Args) -> Result<Charset, Fault> {
        let name = args.str(1)?;
        Ok(match name.to_ascii_lowercase().as_str() {
            "us-ascii" | "ascii" | "iso646-us" | "ansi_x3.4-1968" | "us" | "cp367" => {
                Charset::Bytes("US-ASCII", 0x7F)
            }
            "iso-8859-1" | "iso_8859-1" | "iso_8859-1:1987" | "latin1" | "l1" | "cp819" => {
                Charset::Bytes("ISO_8859-1:1987", 0xFF)
            }
            "utf-16" => Charset::Utf16,
            label => {
                let encoding = Encoding::for_label_no_replacement(label.as_bytes());
                Charset::Web(encoding.ok_or_else(|| {
                    let message = format!(
                        "{name:?} is not a supported IANA encoding name or alias in this \
                         Terraform version"
                    );
                    Fault::Argument(1, message)
                })?)
            }
        })
    }

    fn name(&self) -> &'static str {
        match self {
            Charset::Bytes(name, _) => name,
            Charset::Utf16 => "UTF-16",
            Charset::Web(encoding) => encoding.name(),
        }
    }

    fn encode(&self, text: &str) -> Option<Vec<u8>> {
        let utf16 = |to_bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to_bytes);
        match self {
            Charset::Bytes(_, last) => {
                let byte = |c: char| u8::try_from(c as u32).ok().filter(|_| c as u32 <= *last);
                text.chars().map(byte).collect()
            }
            Charset::Utf16 => {
                Some([0xFE, 0xFF].into_iter().chain(utf16(u16::to_be_bytes)).collect())
            }
            Charset::Web(encoding) => match encoding.name() {
                "UTF-16LE" => Some(utf16(u16::to_le_bytes).collect()),
                "UTF-16BE" => Some(utf16(u16::to_be_bytes).collect()),
                _ => {
                    let (bytes, _, unmappable) = encoding.encode(text);
                    (!unmappable).then(|| bytes.into_owned())
                }
            },
        }
    }

    fn decode(&self, bytes: &[u8]) -> Option<String> {
        let decoded = match self {
            Charset::Bytes(_, last) => {
                let char = |byte: &u8| Some(char::from(*byte)).filter(|c| *c as u32 <= *last);
                bytes.iter().map(char).collect()
            }
            Charset::Utf16 => {
                let (encoding, bytes) = match bytes {
                    [0xFF, 0xFE, bytes @ ..] => (encoding_rs::UTF_16LE, bytes),
                    [0xFE, 0xFF, bytes @ ..] => (encoding_rs::UTF_16BE, bytes),
                    bytes => (encoding_rs::UTF_16BE, bytes),
                };
                Charset::Web(encoding).decode(bytes)
            }
            Charset::Web(encoding) => encoding
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(|text| text.into_owned()),
        };
        decoded.filter(|text| !text.contains('\u{FFFD}'))
    }
}

fn textencodebase64(args: &Args) -> Outcome {
    let (text, charset) = (args.str(0)?, Charset::named(args)?);
    let bytes = charset.encode(text).ok_or_else(|| {
        let name = charset.name();
        let message =
            format!("the given string contains characters that cannot be represented in {name}");
        Fault::Argument(0, message)
    })?;
    Ok(Value::string(encode64(bytes)))
}

fn textdecodebase64(args: &Args) -> Outcome {
    let (text, charset) = (args.str(0)?, Charset::named(args)?);
    let bytes = decode64(text).map_err(|offset| {
        let message = format!("the given value is has an invalid base64 symbol at offset {offset}");
        Fault::Argument(0, message)
    })?;
    charset.decode(&bytes).map(Value::string).ok_or_else(|| {
        let name = charset.name();
        let message = format!("the given string contains symbols that are not defined for {name}");
        Fault::Argument(0, message)
    })
}
