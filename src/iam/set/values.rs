//! Numbers, dates, booleans and address ranges, as conditions read them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A decimal number.
pub(crate) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = |b: &u8| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E');
    if !text.as_bytes().iter().all(digits) {
        return None;
    }
    text.parse().ok()
}

/// `true` or `false`; case does not matter.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Seconds since 1970 of a W3C date (ISO 8601) or of a number of seconds.
///
/// <https://www.w3.org/TR/NOTE-datetime>
pub(crate) fn date(text: &str) -> Option<f64> {
    if let Some(seconds) = number(text)
        && text.bytes().all(|b| b.is_ascii_digit())
        && text.len() != 4
    {
        return Some(seconds);
    }
    iso_date(text)
}

/// Seconds since 1970 of an ISO 8601 date.
pub(crate) fn iso_date(text: &str) -> Option<f64> {
    let (day, time) = match text.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let mut fields = day.splitn(3, '-');
    let field = |text: &str, width: usize| -> Option<i64> {
        (text.len() == width && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse().ok())?
    };
    let year = field(fields.next()?, 4)?;
    let month = fields.next().map_or(Some(1), |m| field(m, 2))?;
    let date = fields.next().map_or(Some(1), |d| field(d, 2))?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&date) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "four-digit years stay far below 2^52")]
    let mut seconds = (days(year, month, date) * 86_400) as f64;
    if let Some(time) = time {
        let zone_at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
        let (clock, zone) = time.split_at(zone_at);
        let mut fields = clock.splitn(3, ':');
        let hours = number(fields.next()?)?;
        let minutes = fields.next().map_or(Some(0.0), number)?;
        let rest = fields.next().map_or(Some(0.0), number)?;
        if hours > 24.0 || minutes > 59.0 || rest > 60.0 {
            return None;
        }
        seconds += hours * 3600.0 + minutes * 60.0 + rest;
        if let Some(sign) = zone.chars().next().filter(|c| matches!(c, '+' | '-')) {
            let zone = zone.get(1..)?.replace(':', "");
            if zone.len() != 4 {
                return None;
            }
            let (hours, minutes) = (number(zone.get(..2)?)?, number(zone.get(2..)?)?);
            let shift = hours * 3600.0 + minutes * 60.0;
            seconds += if sign == '+' { -shift } else { shift };
        }
    }
    Some(seconds)
}

/// Days since 1970-01-01 in the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// A range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cidr {
    pub v6: bool,
    /// The first address as a number.
    pub first: u128,
    /// The last address as a number.
    pub last: u128,
    /// The length of the prefix in bits.
    pub bits: u32,
    /// Whether bits after the prefix are set in the text.
    pub ragged: bool,
}

impl Cidr {
    /// Reads `203.0.113.0/24`, `2001:db8::/32` or a single address.
    pub(crate) fn parse(text: &str) -> Option<Cidr> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let (v6, number, width) = number_of(address.parse().ok()?);
        let bits = bits.unwrap_or(width);
        if bits > width {
            return None;
        }
        let host = width - bits;
        let mask = if host == 128 { u128::MAX } else { (1u128 << host) - 1 };
        let first = number & !mask;
        Some(Cidr { v6, first, last: first | mask, bits, ragged: number != first })
    }

    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        let (v6, number, _) = number_of(address);
        v6 == self.v6 && (self.first..=self.last).contains(&number)
    }

    /// Whether all of it lies in ranges that are not routed on the internet: private, loopback,
    /// link-local, shared.
    pub(crate) fn is_private(&self) -> bool {
        private_ranges().iter().any(|range| {
            range.v6 == self.v6 && range.first <= self.first && self.last <= range.last
        })
    }

    /// Whether S3 takes it for everyone: wider than /8, or /32 in IPv6.
    pub(crate) fn is_broad(&self) -> bool {
        self.bits < if self.v6 { 32 } else { 8 }
    }

    /// The addresses at which membership in ranges can change.
    pub(crate) fn edges(&self) -> Vec<IpAddr> {
        let top = if self.v6 { u128::MAX } else { u128::from(u32::MAX) };
        let mut all = vec![self.first, self.last];
        all.extend(self.first.checked_sub(1));
        if self.last < top {
            all.push(self.last + 1);
        }
        all.into_iter().map(|number| address(self.v6, number)).collect()
    }
}

/// <https://www.rfc-editor.org/rfc/rfc6890>
const PRIVATE: [&str; 8] = [
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
];

/// Ranges from which no request comes over the internet.
pub(crate) fn private_ranges() -> Vec<Cidr> {
    PRIVATE.iter().filter_map(|text| Cidr::parse(text)).collect()
}

fn number_of(address: IpAddr) -> (bool, u128, u32) {
    match address {
        IpAddr::V4(v4) => (false, u128::from(u32::from(v4)), 32),
        IpAddr::V6(v6) => (true, u128::from(v6), 128),
    }
}

fn address(v6: bool, number: u128) -> IpAddr {
    if v6 {
        IpAddr::V6(Ipv6Addr::from(number))
    } else {
        IpAddr::V4(Ipv4Addr::from(u32::try_from(number).unwrap_or(u32::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_all_forms_aws_takes() {
        assert_eq!(date("1970-01-02T00:00:00Z"), Some(86_400.0));
        assert_eq!(date("2026-02-30x"), None);
        assert_eq!(date("2000-03-01T01:00:00+01:00"), date("951868800"));
        assert_eq!(date("2000-03-01"), Some(951_868_800.0));
    }

    #[test]
    fn ranges_and_their_edges() {
        let range = Cidr::parse("10.0.0.1/24").expect("range");
        assert!(range.ragged && range.is_private());
        assert!(range.contains("10.0.0.255".parse().expect("address")));
        assert_eq!(Cidr::parse("10.0.0.0/33"), None);
        assert_eq!(Cidr::parse("::/0").map(|r| r.edges().len()), Some(2));
    }
}
