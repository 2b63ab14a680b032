//! Globs over rules and addresses, in which only `*` and `?` are special: addresses have
//! brackets of their own.

/// A rule's id, or a glob over ids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern(pub String);

impl Pattern {
    /// Whether a rule is meant.
    pub fn matches(&self, rule: &str) -> bool {
        is_like(&self.0, rule)
    }
}

/// Whether a whole text is like a glob: `*` is any text, `?` any character.
pub fn is_like(glob: &str, text: &str) -> bool {
    let (glob, text): (Vec<char>, Vec<char>) = (glob.chars().collect(), text.chars().collect());
    let (mut g, mut t) = (0, 0);
    // Where to take up again, with the last `*` standing for one character more.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match glob.get(g) {
            Some('*') => {
                star = Some((g, t));
                g += 1;
            }
            Some(c) if *c == '?' || *c == text[t] => {
                g += 1;
                t += 1;
            }
            _ => match &mut star {
                Some((at, from)) => {
                    *from += 1;
                    (g, t) = (*at + 1, *from);
                }
                None => return false,
            },
        }
    }
    glob[g..].iter().all(|c| *c == '*')
}

/// Whether an address is meant: as it is, or without the keys of its instances.
pub fn address(glob: &str, address: &str) -> bool {
    is_like(glob, address) || is_like(glob, &without_keys(address))
}

/// `module.a.aws_s3_bucket.b` of `module.a["x"].aws_s3_bucket.b[0]`.
fn without_keys(address: &str) -> String {
    let mut plain = String::new();
    let (mut inside, mut quoted, mut escaped) = (false, false, false);
    for c in address.chars() {
        if inside {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = quoted,
                '"' => quoted = !quoted,
                ']' if !quoted => inside = false,
                _ => {}
            }
        } else if c == '[' {
            inside = true;
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_over_rules() {
        assert!(is_like("s3/*", "s3/acl-public-read"));
        assert!(is_like("*", "s3/x"));
        assert!(is_like("s3/*-public-*", "s3/acl-public-read"));
        assert!(!is_like("s3/*", "trust/x"));
        assert!(!is_like("s3/acl", "s3/acl-public-read"));
        assert!(is_like("a?c*", "abc"));
    }

    #[test]
    fn addresses_with_and_without_keys() {
        let of = "module.a[\"x]\\\"y\"].aws_s3_bucket.b[0]";
        assert!(address("module.a.aws_s3_bucket.b", of));
        assert!(address("module.a[\"x*\"].aws_s3_bucket.b[0]", of));
        assert!(address("*.aws_s3_bucket.*", of));
        assert!(!address("module.a[\"z\"].*", of));
    }
}
