//! When an X.509 certificate ends.
//!
//! Only the validity is read, by the few bytes of DER that lead to it (RFC 5280, section 4.1):
//! a parser of whole certificates would be many times the code of this.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::{Evidence, Verdict};
use crate::model::{Entity, Model};

/// Whether a server certificate is past its end, or will be within so many days.
pub fn ends_within(model: &Model, certificate: &Entity, days: i64) -> Verdict {
    let field = certificate.kind.field("body").expect("of the schema");
    let body = certificate.field("body");
    if let Some(unknown) = body.find_unknown() {
        return Verdict::Unknown(unknown.clone());
    }
    let Some(end) = body.as_str().and_then(not_after) else { return Verdict::No };
    if end.seconds > model.now.saturating_add(days * DAY) {
        return Verdict::No;
    }
    let ended = if end.seconds < model.now { "ended" } else { "ends" };
    let mut evidence = Evidence::of(field, body);
    evidence.proof = Some(format!("its notAfter is {}: it {ended} then", end.date));
    Verdict::Yes(evidence)
}

const DAY: i64 = 24 * 60 * 60;

/// The end of a certificate.
#[derive(Debug, PartialEq)]
struct End {
    /// Since 1970-01-01 in UTC.
    seconds: i64,
    /// `2031-12-05`.
    date: String,
}

/// The end of the first certificate in a PEM text; `None` if there is none to be read.
fn not_after(pem: &str) -> Option<End> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    let (_, body) = pem.split_once(BEGIN)?;
    let (body, _) = body.split_once("-----END CERTIFICATE-----")?;
    let compact: String = body.split_whitespace().collect();
    let der = BASE64_STANDARD.decode(compact).ok()?;
    let mut certificate = Der(Der(&der).read(SEQUENCE)?);
    let mut body = Der(certificate.read(SEQUENCE)?);
    body.skip_if(VERSION);
    body.read(INTEGER)?; // serial number
    body.read(SEQUENCE)?; // algorithm of the signature
    body.read(SEQUENCE)?; // issuer
    let mut validity = Der(body.read(SEQUENCE)?);
    validity.next()?; // not before
    let (tag, time) = validity.next()?;
    let time = std::str::from_utf8(time).ok()?;
    match tag {
        // Two digits of the year, from 1950 to 2049.
        UTC_TIME => {
            let century = if time.get(..2)? >= "50" { "19" } else { "20" };
            moment(&format!("{century}{time}"))
        }
        GENERALIZED_TIME => moment(time),
        _ => None,
    }
}

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// Elements of DER, one after the other.
struct Der<'d>(&'d [u8]);

impl<'d> Der<'d> {
    /// The tag and the content of the next one.
    fn next(&mut self) -> Option<(u8, &'d [u8])> {
        let (&[tag, first], rest) = self.0.split_first_chunk()?;
        let (length, rest) = match first {
            0..=0x7f => (first as usize, rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked((first & 0x7f) as usize)?;
                (bytes.iter().fold(0, |sum, byte| sum << 8 | *byte as usize), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    fn read(&mut self, wanted: u8) -> Option<&'d [u8]> {
        self.next().filter(|(tag, _)| *tag == wanted).map(|(_, content)| content)
    }

    fn skip_if(&mut self, tag: u8) {
        if self.0.first() == Some(&tag) {
            self.next();
        }
    }
}

/// `20311205093000Z`, which RFC 5280 asks for in exactly this form.
fn moment(text: &str) -> Option<End> {
    if text.len() != 15 || !text.ends_with('Z') {
        return None;
    }
    let number = |at: std::ops::Range<usize>| text.get(at)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let (hour, minute, second) = (number(8..10)?, number(10..12)?, number(12..14)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Days of the civil calendar, counted from 1 March 0000.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    Some(End {
        seconds: days * DAY + hour * 3600 + minute * 60 + second,
        date: format!("{year:04}-{month:02}-{day:02}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds_since_1970() {
        assert_eq!(moment("19700101000000Z").unwrap().seconds, 0);
        assert_eq!(moment("20240229120000Z").unwrap().seconds, 1_709_208_000);
        assert_eq!(moment("20491231235959Z").unwrap().seconds, 2_524_607_999);
        assert_eq!(moment("20240229120000"), None);
    }

    #[test]
    fn rubbish_ends_never() {
        for pem in [
            "",
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\nMIT/////\n-----END CERTIFICATE-----",
        ] {
            assert_eq!(not_after(pem), None);
        }
    }
}
