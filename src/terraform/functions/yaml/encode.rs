//! `yamlencode`: blocks, every string quoted, text of several lines as a literal block.

use crate::terraform::functions::args::{Args, Outcome};
use crate::terraform::functions::encoding::{each_choice, in_order};
use crate::terraform::functions::text::{remade, sourced};
use crate::value::{Kind, Origin, Text, Unknown, Value};

/// What libyaml takes for a simple key.
const SIMPLE_KEY: usize = 128;

pub(in crate::terraform::functions) fn encode(args: &Args) -> Outcome {
    Ok(each_choice(&in_order(args.value(0)), encoded))
}

fn encoded(value: &Value) -> Value {
    if value.as_unknown().is_some() {
        return value.clone();
    }
    let mut out = Writer { builder: Text::builder() };
    out.node(value, 0, Place::Root);
    // Nothing marks the end of a plain scalar but the end of the document.
    let plain = matches!(value.kind, Kind::Null | Kind::Bool(_) | Kind::Number(_));
    out.plain(if plain { "\n...\n" } else { "\n" });
    remade(out.builder.build(), value)
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Root,
    /// Behind a dash: a collection starts on the same line.
    Item,
    /// Behind a key: a collection starts on the next line.
    Value,
}

struct Writer {
    builder: crate::value::TextBuilder,
}

impl Writer {
    fn plain(&mut self, text: &str) {
        self.builder.literal(text, None);
    }

    fn new_line(&mut self, indent: usize) {
        self.plain(&format!("\n{}", " ".repeat(indent)));
    }

    /// Writes a node whose lines start at `indent`, without a line break at its end.
    fn node(&mut self, value: &Value, indent: usize, place: Place) {
        match &value.kind {
            Kind::List(items) | Kind::Set(items) if !items.is_empty() => {
                for (index, item) in items.iter().enumerate() {
                    if index > 0 || place == Place::Value {
                        self.new_line(indent);
                    }
                    self.plain("- ");
                    self.node(item, indent + 2, Place::Item);
                }
            }
            Kind::Map(map) if !map.entries.is_empty() => {
                for (index, (key, item)) in map.iter().enumerate() {
                    if index > 0 || place == Place::Value {
                        self.new_line(indent);
                    }
                    self.entry(key, item, indent);
                }
                if let Some(rest) = &map.rest {
                    self.new_line(indent);
                    self.builder.text(&Text::hole(rest.clone()), &Origin::NONE);
                }
            }
            Kind::List(_) | Kind::Set(_) => self.plain("[]"),
            Kind::Map(map) => match &map.rest {
                Some(rest) => {
                    self.builder.text(&Text::hole(rest.clone()), &Origin::NONE);
                }
                None => self.plain("{}"),
            },
            Kind::Null => self.plain("null"),
            Kind::String(_) => {
                let indent = if place == Place::Root { 2 } else { indent };
                self.string(&sourced(value), indent);
            }
            Kind::Unknown(unknown) => {
                let unknown = Unknown::anything(unknown.why.clone());
                self.builder.text(&Text::hole(unknown.into()), &Origin::NONE);
            }
            Kind::Bool(_) | Kind::Number(_) => {
                self.builder.value(value);
            }
        }
    }

    fn entry(&mut self, key: &str, item: &Value, indent: usize) {
        let simple = key.len() <= SIMPLE_KEY && !key.contains(is_break);
        if simple {
            self.quoted(&Text::from(key));
        } else {
            self.plain("? ");
            self.string(&Text::from(key), indent + 2);
            self.new_line(indent);
        }
        self.plain(if simple { ":" } else { ": " });
        // Sequences are not indented below a key, mappings are.
        match &item.kind {
            Kind::List(items) | Kind::Set(items) if !items.is_empty() && simple => {
                self.node(item, indent, Place::Value);
            }
            Kind::Map(map) if !map.entries.is_empty() && simple => {
                self.node(item, indent + 2, Place::Value);
            }
            _ => {
                if simple {
                    self.plain(" ");
                }
                self.node(item, indent + 2, Place::Item);
            }
        }
    }

    fn string(&mut self, text: &Text, indent: usize) {
        match block_hint(text.flat()) {
            Some(hint) => {
                self.plain(&format!("|{hint}"));
                let flat = text.flat();
                let mut start = 0;
                for line in flat.trim_end_matches('\n').split('\n') {
                    if line.is_empty() {
                        self.plain("\n");
                    } else {
                        self.new_line(indent);
                    }
                    self.builder.text(&text.slice(start..start + line.len()), &Origin::NONE);
                    start += line.len() + 1;
                }
                let trailing = flat.len() - flat.trim_end_matches('\n').len();
                self.plain(&"\n".repeat(trailing.saturating_sub(1)));
            }
            None => self.quoted(text),
        }
    }

    fn quoted(&mut self, text: &Text) {
        self.plain("\"");
        let escaped = text.map_literals(|run| run.chars().map(escape).collect());
        self.builder.text(&escaped, &Origin::NONE);
        self.plain("\"");
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What libyaml writes as it is.
fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}')
        && c != '\u{FEFF}'
}

/// What goes behind the `|` of a text that may be written as a literal block.
fn block_hint(text: &str) -> Option<String> {
    let allowed = text.contains('\n')
        && text.chars().all(|c| is_printable(c) || Text::is_hole(c))
        && !text.ends_with(' ')
        && !text.contains(" \n");
    if !allowed {
        return None;
    }
    let indent = if text.starts_with([' ', '\n']) { "2" } else { "" };
    let chomp = match text.strip_suffix('\n') {
        None => "-",
        Some("") => "+",
        Some(rest) if rest.ends_with('\n') => "+",
        Some(_) => "",
    };
    Some(format!("{indent}{chomp}"))
}

fn escape(c: char) -> String {
    match c {
        '"' => "\\\"".into(),
        '\\' => "\\\\".into(),
        '\0' => "\\0".into(),
        '\u{7}' => "\\a".into(),
        '\u{8}' => "\\b".into(),
        '\t' => "\\t".into(),
        '\n' => "\\n".into(),
        '\u{B}' => "\\v".into(),
        '\u{C}' => "\\f".into(),
        '\r' => "\\r".into(),
        '\u{1B}' => "\\e".into(),
        '\u{85}' => "\\N".into(),
        '\u{2028}' => "\\L".into(),
        '\u{2029}' => "\\P".into(),
        c if is_printable(c) => c.into(),
        c if (c as u32) <= 0xFF => format!("\\x{:02X}", c as u32),
        c if (c as u32) <= 0xFFFF => format!("\\u{:04X}", c as u32),
        c => format!("\\U{:08X}", c as u32),
    }
}
