//! Strings in Unicode's Normalization Form C, as every string of Terraform is
//! (<https://github.com/zclconf/go-cty/blob/main/docs/types.md>): `"e\u0301"` equals `"é"`.

use ecow::EcoString;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Whether a text is in Normalization Form C.
pub fn is_normal(text: &str) -> bool {
    // No character before U+0300, which is CC 80, ever changes or composes with one before it.
    text.as_bytes().iter().fold(0, |highest, byte| highest.max(*byte)) < 0xCC || is_nfc(text)
}

/// The text in Normalization Form C.
pub fn normal(text: EcoString) -> EcoString {
    if is_normal(&text) { text } else { text.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_normal_stays_as_it_is() {
        for text in ["", "plain", "é", "日本語", "\u{2FF}", "\u{10FFFF}"] {
            assert!(is_normal(text), "{text}");
        }
        for (text, wanted) in
            [("e\u{301}", "é"), ("A\u{30A}ngstro\u{308}m", "Ångström"), ("\u{212B}", "Å")]
        {
            assert!(!is_normal(text));
            assert_eq!(normal(text.into()), wanted);
        }
    }
}
