//! What looks like a credential in a text, and what only seems to.

use std::collections::HashMap;
use std::ops::Range;

/// What a [`Credential`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// The id of an access key: `AKIA…` of a user, `ASIA…` of a session.
    KeyId,
    /// A secret access key.
    SecretKey,
    /// A private key in PEM form.
    PrivateKey,
}

impl Holds {
    /// Its name in rules.
    pub fn name(self) -> &'static str {
        match self {
            Holds::KeyId => "aws-key-id",
            Holds::SecretKey => "aws-secret-key",
            Holds::PrivateKey => "private-key",
        }
    }
}

/// A credential in a text.
#[derive(Clone, PartialEq, Debug)]
pub struct Credential {
    /// What it is.
    pub holds: Holds,
    /// Where in the text.
    pub at: Range<usize>,
    /// As much of it as may be shown.
    pub shown: String,
    /// Whether it is one of the examples in AWS's documentation, which open nothing.
    pub documented: bool,
    /// Tells it from others, in this process.
    pub digest: u64,
}

/// Key ids: a prefix and 16 characters, 20 in all.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids>
const KEY_ID_PREFIXES: &[&str] = &["AKIA", "ASIA"];
const KEY_ID_LENGTH: usize = 20;
const SECRET_LENGTH: usize = 40;

/// A random secret of 40 base64 characters has 4.7 bits a character on average; prose, paths
/// and hexadecimal digests have less.
const LEAST_ENTROPY: f64 = 4.1;

/// Finds the credentials in a text that stands under these names; `beside` if something else
/// says that it holds one.
pub fn credentials(text: &str, names: &[&str], beside: bool) -> Vec<Credential> {
    let mut found = key_ids(text);
    let by_name = beside || names.iter().any(|name| suggests_secret(name));
    let whole = text.trim().len() == SECRET_LENGTH && names.last() == Some(&"secret_key");
    if text.contains("%2") && (by_name || !found.is_empty()) {
        found.extend(in_url(text));
    }
    for at in runs(text, SECRET_LENGTH, |b| b.is_ascii_alphanumeric() || b == b'/' || b == b'+') {
        let secret = &text[at.clone()];
        let context = by_name || !found.is_empty() || suggests_secret(before(text, at.start));
        // What is nothing but a key needs no further sign of being one.
        let random = is_random(secret) || (whole && varied(secret));
        if context && ((random && !is_example(secret)) || is_documented(secret)) {
            found.push(credential(Holds::SecretKey, at, secret));
        }
    }
    if let Some(start) = text.find("-----BEGIN ")
        && text[start..].lines().next().is_some_and(|line| line.contains("PRIVATE KEY-----"))
    {
        let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        let shown = "-----BEGIN … PRIVATE KEY-----".into();
        let digest = digest(&text[start..]);
        let (holds, at) = (Holds::PrivateKey, start..end);
        found.push(Credential { holds, at, shown, documented: false, digest });
    }
    found
}

/// A secret in the user part of a URL, where `/` and `+` are written `%2F` and `%2B`.
fn in_url(text: &str) -> Option<Credential> {
    let user = text.split_once("://")?.1;
    let secret = user.split_once(':')?.1.split('@').next()?;
    let plain =
        secret.replace("%2F", "/").replace("%2f", "/").replace("%2B", "+").replace("%2b", "+");
    let fits = plain.len() == SECRET_LENGTH && is_random(&plain) && !is_example(&plain);
    let start = secret.as_ptr() as usize - text.as_ptr() as usize;
    fits.then(|| credential(Holds::SecretKey, start..start + secret.len(), secret))
}

fn key_ids(text: &str) -> Vec<Credential> {
    let runs = runs(text, KEY_ID_LENGTH, |b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let ids = runs.into_iter().filter(|at| {
        let id = &text[at.clone()];
        // Neither may a lower-case letter stand beside it, as in a longer token.
        let beside =
            |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
        let bytes = text.as_bytes();
        let alone = !beside(at.start.checked_sub(1).and_then(|i| bytes.get(i)))
            && !beside(bytes.get(at.end));
        alone
            && KEY_ID_PREFIXES.iter().any(|prefix| id.starts_with(prefix))
            && ((!is_example(id) && varied(id)) || is_documented(id))
    });
    ids.map(|at| credential(Holds::KeyId, at.clone(), &text[at])).collect()
}

fn credential(holds: Holds, at: Range<usize>, text: &str) -> Credential {
    let (shown, documented) = (format!("{}…", &text[..4]), is_documented(text));
    Credential { holds, at, shown, documented, digest: digest(text) }
}

fn digest(text: &str) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    std::hash::Hash::hash(text.trim(), &mut hasher);
    std::hash::Hasher::finish(&hasher)
}

/// Maximal runs of bytes of one class that have exactly this length.
fn runs(text: &str, length: usize, class: impl Fn(u8) -> bool) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let (mut runs, mut start) = (vec![], 0);
    for end in 0..=bytes.len() {
        if end == bytes.len() || !class(bytes[end]) {
            if end - start == length {
                runs.push(start..end);
            }
            start = end + 1;
        }
    }
    runs
}

/// The end of what stands before, on the same line or the one above.
fn before(text: &str, at: usize) -> &str {
    let mut start = at.saturating_sub(60);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..at]
}

fn suggests_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["secret", "aws_key", "awskey", "access_key", "accesskey"]
        .iter()
        .any(|word| name.contains(word))
}

/// AWS's documented examples end in `EXAMPLE` or `EXAMPLEKEY`.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html>
fn is_documented(text: &str) -> bool {
    text.ends_with("EXAMPLE") || text.ends_with("EXAMPLEKEY")
}

/// Examples say so; nor are placeholders credentials.
fn is_example(text: &str) -> bool {
    ["EXAMPLE", "example", "XXXX", "xxxx", "1234567890"].iter().any(|word| text.contains(word))
}

fn varied(id: &str) -> bool {
    let distinct: std::collections::HashSet<u8> = id.bytes().skip(4).collect();
    distinct.len() >= 5
}

fn is_random(text: &str) -> bool {
    let has = |class: fn(&u8) -> bool| text.as_bytes().iter().any(class);
    let mixed =
        has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
    mixed && entropy(text) >= LEAST_ENTROPY
}

/// Shannon entropy in bits a character.
fn entropy(text: &str) -> f64 {
    let mut counts: HashMap<u8, usize> = HashMap::new();
    text.bytes().for_each(|byte| *counts.entry(byte).or_default() += 1);
    let total = text.len() as f64;
    counts.values().map(|count| *count as f64 / total).map(|share| -share * share.log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    // Assembled here so that no scanner takes this file for a leak.
    fn id() -> String {
        format!("AKIA{}", "Q3EGRH7XJ5MPLTW2")
    }

    fn secret() -> String {
        format!("{}{}", "9drTJvcXLB89EXSRaUCR", "lPFvW3b7NzKqYtGm2+Oa")
    }

    fn found(text: &str, names: &[&str]) -> Vec<&'static str> {
        credentials(text, names, false).into_iter().map(|c| c.holds.name()).collect()
    }

    #[test]
    fn a_key_is_found_with_its_secret() {
        let text = format!(
            "export AWS_ACCESS_KEY_ID={}\nexport AWS_SECRET_ACCESS_KEY={}\n",
            id(),
            secret()
        );
        assert_eq!(found(&text, &[]), ["aws-key-id", "aws-secret-key"]);
        assert_eq!(found(&secret(), &["provider", "aws", "secret_key"]), ["aws-secret-key"]);
        assert_eq!(found(&secret(), &["tags", "commit"]), [] as [&str; 0], "no context");
    }

    #[test]
    fn what_only_looks_like_one_is_left_alone() {
        let nothing: [&str; 0] = [];
        assert_eq!(found("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEABC", &["secret_key"]), nothing);
        assert_eq!(found("AKIAXXXXXXXXXXXXXXXX", &["access_key"]), nothing);
        assert_eq!(found(&format!("x{}", id()), &[]), nothing, "part of a longer token");
        assert_eq!(
            found("da39a3ee5e6b4b0d3255bfef95601890afd80709", &["secret"]),
            nothing,
            "a SHA-1"
        );
        assert_eq!(
            found("modules/secrets/environments/production/1", &["secret"]),
            nothing,
            "a path"
        );
    }

    #[test]
    fn documented_examples_are_told_from_keys() {
        let text = "AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
        assert_eq!(credentials(text, &[], false).iter().filter(|c| c.documented).count(), 2);
        assert!(!credentials(&id(), &[], false)[0].documented);
    }

    #[test]
    fn what_stands_beside_counts() {
        assert_eq!(credentials(&secret(), &["key"], true).len(), 1, "beside a key id");
        let url = format!("sqs://{}:{}@", id(), secret().replace('+', "%2B"));
        assert_eq!(found(&url, &[]), ["aws-key-id", "aws-secret-key"]);
        let plain = "abcdefghijklmnopqrstuvwxyzabcdefghijklmn";
        assert_eq!(found(plain, &["provider", "aws", "secret_key"]), ["aws-secret-key"]);
        assert_eq!(found(plain, &["secret"]), [] as [&str; 0]);
    }

    #[test]
    fn private_keys_are_found_by_their_first_line() {
        assert_eq!(found("cat <<X\n-----BEGIN RSA PRIVATE KEY-----\nMIIE", &[]), ["private-key"]);
        assert_eq!(found("-----BEGIN CERTIFICATE-----\n", &[]), [] as [&str; 0]);
    }

    #[test]
    fn nothing_is_shown_whole() {
        let shown = &credentials(&id(), &[], false)[0].shown;
        assert_eq!(shown, "AKIA…");
    }
}
