//! Moments in time, and RFC 3339 as Go reads and writes it.

use std::fmt;

/// Nanoseconds in a second.
pub(super) const NANOS: i128 = 1_000_000_000;

/// A moment, and the offset from UTC in which it is shown.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    pub nanos: i128,
    /// Seconds east of UTC.
    pub offset: i64,
}

/// A moment by calendar and clock, where it is shown.
pub(super) struct Fields {
    pub year: i64,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub weekday: u8,
}

/// Days since 1970-01-01 of a day in the proleptic Gregorian calendar, and back:
/// <https://howardhinnant.github.io/date_algorithms.html>.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn date_of(days: i64) -> (i64, u8, u8) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + i64::from(month <= 2), month as u8, day as u8)
}

impl Moment {
    pub fn fields(self) -> Fields {
        let local = self.nanos.div_euclid(NANOS) as i64 + self.offset;
        let (days, seconds) = (local.div_euclid(86_400), local.rem_euclid(86_400));
        let (year, month, day) = date_of(days);
        Fields {
            year,
            month,
            day,
            hour: (seconds / 3600) as u8,
            minute: (seconds / 60 % 60) as u8,
            second: (seconds % 60) as u8,
            weekday: (days + 4).rem_euclid(7) as u8,
        }
    }

    /// `+01:00`, with this between hours and minutes.
    pub fn zone(self, separator: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs() / 60;
        format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
    }

    pub fn zone_or_z(self) -> String {
        if self.offset == 0 { "Z".into() } else { self.zone(":") }
    }
}

/// As RFC 3339 writes it, in whole seconds.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Fields { year, month, day, hour, minute, second, .. } = self.fields();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        f.write_str(&self.zone_or_z())
    }
}

fn days_in(month: i64, year: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads the text from front to back as Go's `time.Parse` does, to say the same when it
/// fails.
struct Reader<'t> {
    rest: &'t str,
    /// As `formatdate` and `timeadd` read; `timecmp` takes what Go takes.
    strict: bool,
}

impl<'t> Reader<'t> {
    fn literal(&mut self, wanted: &str) -> Result<(), String> {
        if let Some(rest) = self.rest.strip_prefix(wanted) {
            self.rest = rest;
            return Ok(());
        }
        Err(match (wanted, self.rest) {
            ("T", _) => "missing required time introducer 'T'".into(),
            (wanted, "") => format!("end of string where {wanted:?} is expected"),
            (wanted, rest) => format!("found {rest:?} where {wanted:?} is expected"),
        })
    }

    fn wrong(&self, what: &str, value: &str) -> String {
        match (what, value) {
            (what, "") => format!("end of string before {what}"),
            ("hour", value) if self.strict && value.contains(':') => {
                "hour must be between 0 and 23 inclusive".into()
            }
            ("hour" | "minute", value) if self.strict && value.len() != 2 => {
                format!("{what} must have exactly two digits")
            }
            (what, value) => format!("cannot use {value:?} as {what}"),
        }
    }

    /// A number of exactly so many digits; hours may have one only, for Go.
    fn number(&mut self, what: &str, count: usize, most: i64, least: i64) -> Result<i64, String> {
        let digits = self.rest.bytes().take(count).take_while(u8::is_ascii_digit).count();
        let enough = digits == count || what == "hour" && digits == 1;
        if !enough {
            return Err(self.wrong(what, self.rest));
        }
        let (digits, rest) = self.rest.split_at(digits);
        self.rest = rest;
        let number = digits.parse().unwrap_or(i64::MAX);
        if number < least || number > most {
            return Err(self.wrong(what, rest));
        }
        Ok(number)
    }

    fn fraction(&mut self) -> i128 {
        let Some(rest) = self.rest.strip_prefix(['.', ',']) else { return 0 };
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if digits.is_empty() {
            return 0;
        }
        self.rest = &rest[digits.len()..];
        let nanos: String = digits.chars().chain("000000000".chars()).take(9).collect();
        nanos.parse().unwrap_or(0)
    }

    fn zone(&mut self) -> Result<i64, String> {
        if let Some(rest) = self.rest.strip_prefix('Z') {
            self.rest = rest;
            return Ok(0);
        }
        let wrong = || self.wrong("UTC offset", self.rest);
        let zone = self.rest.get(..6).ok_or_else(wrong)?;
        let (sign, number) = match zone.split_at_checked(1) {
            Some(("+", number)) => (1, number),
            Some(("-", number)) => (-1, number),
            _ => return Err(wrong()),
        };
        let (hours, minutes) = number.split_once(':').ok_or_else(wrong)?;
        let two = |text: &str| {
            let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i64>().ok().filter(|_| digits)
        };
        let (hours, minutes) = two(hours).zip(two(minutes)).ok_or_else(wrong)?;
        self.rest = &self.rest[6..];
        if hours > 24 || minutes > 60 || self.strict && (hours > 23 || minutes > 59) {
            return Err(self.wrong("UTC offset", self.rest));
        }
        Ok(sign * (hours * 60 + minutes) * 60)
    }
}

/// Reads an RFC 3339 timestamp.
pub(super) fn parse(text: &str, strict: bool) -> Result<Moment, String> {
    read(Reader { rest: text, strict })
        .map_err(|error| format!("not a valid RFC3339 timestamp: {error}"))
}

fn read(mut reader: Reader) -> Result<Moment, String> {
    let text = reader.rest;
    let year = reader.number("year", 4, 9999, 0)?;
    reader.literal("-")?;
    let month = reader.number("month", 2, 12, 1)?;
    reader.literal("-")?;
    let day = reader.number("day of month", 2, 99, 0)?;
    reader.literal("T")?;
    let hour = reader.number("hour", 2, 23, 0)?;
    reader.literal(":")?;
    let minute = reader.number("minute", 2, 59, 0)?;
    reader.literal(":")?;
    let second = reader.number("second", 2, 59, 0)?;
    let fraction = reader.fraction();
    let offset = reader.zone()?;
    if !reader.rest.is_empty() {
        return Err(format!("cannot use {:?} as timestamp segment", reader.rest));
    }
    if day < 1 || day > days_in(month, year) {
        return Err("day out of range".into());
    }
    if reader.strict && text.as_bytes().get(12) == Some(&b':') {
        return Err("hour must have exactly two digits".into());
    }
    if reader.strict && text.contains(',') {
        return Err("cannot use \",\" as timestamp segment".into());
    }
    let seconds = days_of(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
    Ok(Moment { nanos: i128::from(seconds) * NANOS + fraction, offset })
}

/// A timestamp as YAML allows it in a plain scalar, in RFC 3339.
pub(super) fn yaml_timestamp(text: &str) -> Option<String> {
    let year = text.bytes().take_while(u8::is_ascii_digit).count();
    if year != 4 {
        return None;
    }
    let (date, time) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some((&text[at..at + 1], &text[at + 1..]))),
        None => (text, None),
    };
    let small = |text: &str, least: i64, most: i64| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<i64>().ok().filter(|n| digits && (least..=most).contains(n))
    };
    let mut parts = date.split('-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month = small(parts.next()?, 1, 12)?;
    let day = small(parts.next()?, 1, days_in(month, year))?;
    if parts.next().is_some() {
        return None;
    }
    let mut moment =
        Moment { nanos: i128::from(days_of(year, month, day) * 86_400) * NANOS, offset: 0 };
    if let Some((introducer, time)) = time {
        let clock = time.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(time.len());
        let mut parts = time[..clock].split(':');
        let hour = small(parts.next()?, 0, 23)?;
        let minute = small(parts.next()?, 0, 59)?;
        let second = small(parts.next()?, 0, 59)?;
        let mut reader = Reader { rest: &time[clock..], strict: false };
        let fraction = reader.fraction();
        if introducer != " " {
            moment.offset = reader.zone().ok()?;
        }
        if parts.next().is_some() || !reader.rest.is_empty() {
            return None;
        }
        let seconds = hour * 3600 + minute * 60 + second - moment.offset;
        moment.nanos += i128::from(seconds) * NANOS + fraction;
    }
    Some(moment.to_string())
}
