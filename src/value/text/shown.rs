use std::sync::Arc;

use super::{Symbol, Text};
use crate::value::{Origin, Unknown, Why};

const SYMBOLS: [Symbol; 6] = [
    Symbol::AccountId,
    Symbol::Region,
    Symbol::Partition,
    Symbol::DnsSuffix,
    Symbol::OrganizationId,
    Symbol::ManagementAccountId,
];

impl Text {
    /// The text that is shown so (its `Display`), with its holes: maps hold keys that are not
    /// known as text in that form. What AWS itself calls `${aws:…}` is text.
    pub fn of_shown(shown: &str) -> Text {
        if !shown.contains(['$', '<']) {
            return shown.into();
        }
        let mut builder = Text::builder();
        let mut start = 0;
        for (at, _) in shown.match_indices(['$', '<']).filter(|(_, c)| !c.is_empty()) {
            if at < start {
                continue;
            }
            let Some((hole, length)) = hole(&shown[at..]) else { continue };
            builder.literal(&shown[start..at], None).text(&hole, &Origin::NONE);
            start = at + length;
        }
        builder.literal(&shown[start..], None);
        builder.build()
    }
}

/// The hole that is shown at the beginning of a text, and how long that is.
fn hole(shown: &str) -> Option<(Text, usize)> {
    for symbol in SYMBOLS {
        let name = symbol.to_string();
        if shown.starts_with(&name) {
            return Some((symbol.into(), name.len()));
        }
    }
    let (name, _) = shown.strip_prefix("${")?.split_once('}')?;
    if name.is_empty() || name.starts_with("aws:") {
        return None;
    }
    let unknown = Unknown::anything(Why::of_name(name));
    Some((Text::hole(Arc::new(unknown)), name.len() + "${}".len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_back() {
        let hole = |why: Why| Text::hole(Arc::new(Unknown::anything(why)));
        let mut builder = Text::builder();
        builder.literal("oidc.eks.", None).symbol(Symbol::Region).literal(".x/", None);
        builder.text(&hole(Why::Variable("module.a.var.x".into())), &Origin::NONE);
        builder.text(&hole(Why::Computed("aws_a.b".into(), "url".into())), &Origin::NONE);
        builder.text(&hole(Why::Data("data.aws_a.b.url".into())), &Origin::NONE);
        builder.literal(":sub", None);
        let text = builder.build();
        assert_eq!(Text::of_shown(&text.to_string()), text);
        for plain in ["", "aws:SourceIp", "a$b<c", "${aws:username}", "${open", "${}"] {
            assert_eq!(Text::of_shown(plain).as_known(), Some(plain));
        }
    }
}
