//! Text from the scanned code, made harmless: it can neither move the cursor, nor start a
//! new line, nor turn the reading order round, nor give a command to whoever reads the log.

use std::borrow::Cow;
use std::fmt::Write as _;

/// What a character is shown as, when not as itself.
pub fn stand_in(c: char) -> Option<char> {
    Some(match c {
        '\u{7F}' => '␡',
        // C0 controls have pictures of their own, in the same order.
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{FFFD}'),
        // C1 controls: some terminals take U+009B for the start of an escape sequence.
        '\u{80}'..='\u{9F}' => '\u{FFFD}',
        // Zero-width and bidirectional marks, line separators, tags.
        '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' => '\u{FFFD}',
        '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}' => '\u{FFFD}',
        // All else that Unicode has no sign for (Default_Ignorable_Code_Point): names that look
        // the same would differ. Only what makes a picture of the character before it may stay.
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' => '\u{FFFD}',
        '\u{180B}'..='\u{180F}' | '\u{3164}' | '\u{FFA0}' | '\u{FE00}'..='\u{FE0D}' => '\u{FFFD}',
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' => '\u{FFFD}',
        '\u{E0000}'..='\u{E0FFF}' => '\u{FFFD}',
        // No characters at all, and forbidden in XML.
        '\u{FDD0}'..='\u{FDEF}' | '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
        _ => return None,
    })
}

/// The text as one harmless line.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control()) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(inert(text.chars().map(|c| stand_in(c).unwrap_or(c)).collect()))
}

/// The text with its line breaks, but harmless; for what our own rules say in many lines.
pub fn lines(text: &str) -> String {
    let keep = |c| matches!(c, '\n' | '\t');
    let text = text.chars().map(|c| if keep(c) { c } else { stand_in(c).unwrap_or(c) }).collect();
    let text = inert(text);
    if !text.contains("::") {
        return text;
    }
    // GitHub takes a line that starts with two colons for a command.
    let safe = |line: &str| match line.trim_start().starts_with("::") {
        true => line.replacen(':', "\u{2236}", 1),
        false => line.to_owned(),
    };
    text.split_inclusive('\n').map(safe).collect()
}

/// Whether a `[` after this text would make a command of it: `##[error]`, `##vso[…]` and
/// `##teamcity[…]` are obeyed wherever in a line of a log they stand.
pub fn opens_command(before: &str) -> bool {
    before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).ends_with("##")
}

/// What stands for a bracket that would make a command.
pub const INERT_BRACKET: char = '⟦';

fn inert(text: String) -> String {
    if !text.contains("##") {
        return text;
    }
    let mut safe = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        safe.push(if c == '[' && opens_command(&text[..at]) { INERT_BRACKET } else { c });
    }
    safe
}

/// The start of a text: at most `limit` bytes, and where there is more, a last line that says so.
pub fn truncate(mut text: String, limit: usize, note: &str) -> String {
    if text.len() > limit {
        let mut end = limit.saturating_sub(note.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(text[..end].rfind('\n').map_or(end, |at| at + 1));
        text.push_str(note);
    }
    text
}

/// Percent-encodes all but what a relative URI reference may hold, and the separator.
pub fn percent(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                encoded.push(byte as char)
            }
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}

/// An address with everything encoded that no address may hold, or that ends it in Markdown.
pub fn percent_uri(address: &str) -> String {
    let allowed = |c: char| c.is_ascii_graphic() && !r#"<>"\^`{|}[]()@"#.contains(c);
    address
        .chars()
        .map(|c| if allowed(c) { c.to_string() } else { percent(c.encode_utf8(&mut [0; 4])) })
        .collect()
}

/// At most `limit` characters, the last of them `…` where something was cut.
pub fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    match text.char_indices().nth(limit) {
        None => Cow::Borrowed(text),
        Some(_) => {
            let end = text.char_indices().nth(limit.saturating_sub(1)).map_or(0, |(at, _)| at);
            Cow::Owned(format!("{}…", &text[..end]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_on_a_terminal() {
        assert_eq!(line("a\x1b[2Jb\nc\r\u{9b}31m"), "a␛[2Jb␊c␍\u{FFFD}31m");
        assert_eq!(line("user\u{202E}nimda"), "user\u{FFFD}nimda");
        assert_eq!(line("ad\u{AD}m\u{3164}in\u{E0150}"), "ad\u{FFFD}m\u{FFFD}in\u{FFFD}");
        assert_eq!(line("\u{26A0}\u{FE0F}"), "\u{26A0}\u{FE0F}");
        assert!(matches!(line("plain"), Cow::Borrowed(_)));
        assert_eq!(line("größe 漢字"), "größe 漢字");
        assert_eq!(lines("a\n\tb\x07"), "a\n\tb␇");
    }

    #[test]
    fn nothing_acts_on_a_log() {
        assert_eq!(line("x ##[error]y ##VSO[task]"), "x ##⟦error]y ##VSO⟦task]");
        assert_eq!(line("#[a] # #[b] tags[0] ##é["), "#[a] # #[b] tags[0] ##é[");
        assert_eq!(lines("a\n  ::error::b ::c\n"), "a\n  \u{2236}:error::b ::c\n");
        assert_eq!(line("\u{FFFE}\u{FDD0}"), "\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(percent("a b/ü%:[x].tf"), "a%20b/%C3%BC%25%3A%5Bx%5D.tf");
    }

    #[test]
    fn cuts_at_characters() {
        assert_eq!(cut("äöü", 3), "äöü");
        assert_eq!(cut("äöüß", 3), "äö…");
    }
}
