use std::sync::Arc;

use ecow::EcoString;

use super::{Extra, HOLE, Hole, Piece, Text, inside_quotes};
use crate::source::Span;
use crate::value::{Kind, Origin, Symbol, Value};

/// Builds a [`Text`] from parts, keeping the place of each.
#[derive(Default, Debug)]
pub struct TextBuilder {
    flat: EcoString,
    extra: Extra,
    sensitive: bool,
}

impl TextBuilder {
    /// Adds known text written at a place.
    pub fn literal(&mut self, text: &str, span: Option<Span>) -> &mut Self {
        let at = self.flat.len() as u32;
        match text.contains(HOLE) {
            true => self.flat.push_str(&Text::from(text).flat),
            false => self.flat.push_str(text),
        }
        if let Some(span) = span
            && !text.is_empty()
        {
            let len = self.flat.len() as u32 - at;
            self.extra.pieces.push(Piece { at, len, span });
        }
        self
    }

    /// Adds a symbol.
    pub fn symbol(&mut self, symbol: Symbol) -> &mut Self {
        self.text(&symbol.into(), &Origin::NONE)
    }

    /// Adds a text that comes from `origin`.
    pub fn text(&mut self, text: &Text, origin: &Origin) -> &mut Self {
        let at = self.flat.len() as u32;
        if text.pieces().is_empty() {
            if let Some(span) = origin.span
                && !text.is_empty()
            {
                let span = inside_quotes(&text.flat, span);
                self.extra.pieces.push(Piece { at, len: text.flat.len() as u32, span });
            }
        } else {
            self.extra.pieces.extend(text.pieces().iter().map(|p| Piece { at: p.at + at, ..*p }));
        }
        let holes = text.holes().iter();
        self.extra.holes.extend(holes.map(|h| Hole { at: h.at + at, filling: h.filling.clone() }));
        self.flat.push_str(&text.flat);
        self
    }

    /// Adds a value's text; false if it has none, being null or a collection.
    pub fn value(&mut self, value: &Value) -> bool {
        self.sensitive |= value.sensitive;
        match value.to_text() {
            Some(text) => {
                self.text(&text, &value.origin);
                true
            }
            None => false,
        }
    }

    /// The text.
    pub fn build(self) -> Text {
        let plain = self.extra.holes.is_empty() && self.extra.pieces.is_empty();
        Text { flat: self.flat, extra: (!plain).then(|| Arc::new(self.extra)) }
    }

    /// The text as a value, sensitive if any value in it is.
    pub fn build_value(self) -> Value {
        let sensitive = self.sensitive;
        Value::from(Kind::String(self.build())).or_sensitive(sensitive)
    }
}
