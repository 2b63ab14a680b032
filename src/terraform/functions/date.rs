//! Date and time functions:
//! <https://developer.hashicorp.com/terraform/language/functions#date-and-time-functions>

use super::args::{Args, Fault, Outcome, string};
use super::moment::{Fields, Moment, NANOS, parse};
use super::{Function, function, unknown_result};
use crate::value::Value;

pub(super) const TABLE: &[Function] = &[
    function("formatdate", &[string("format"), string("time")], formatdate),
    function("plantimestamp", &[], |args| Ok(unknown_result(args.function))),
    function("timeadd", &[string("timestamp"), string("duration")], timeadd),
    function("timecmp", &[string("timestamp_a"), string("timestamp_b")], timecmp),
    function("timestamp", &[], |args| Ok(unknown_result(args.function))),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Go's `time.ParseDuration`, in nanoseconds.
fn duration(text: &str) -> Result<i128, String> {
    let invalid = || format!("time: invalid duration {text:?}");
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total = 0i128;
    while !rest.is_empty() {
        let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (whole, after) = rest.split_at(length);
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => {
                let length = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
                after.split_at(length)
            }
            None => ("", after),
        };
        if whole.is_empty() && fraction.is_empty() {
            return Err(invalid());
        }
        let end = after.find(|c: char| c == '.' || c.is_ascii_digit()).unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let scale: i128 = match unit {
            "" => return Err(format!("time: missing unit in duration {text:?}")),
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => NANOS,
            "m" => 60 * NANOS,
            "h" => 3600 * NANOS,
            unit => return Err(format!("time: unknown unit {unit:?} in duration {text:?}")),
        };
        let whole: i128 =
            if whole.is_empty() { 0 } else { whole.parse().map_err(|_| invalid())? };
        let part = format!("0.{fraction}").parse::<f64>().unwrap_or(0.0) * scale as f64;
        total = whole
            .checked_mul(scale)
            .and_then(|nanos| total.checked_add(nanos)?.checked_add(part as i128))
            .filter(|total| *total <= i128::from(i64::MAX) + i128::from(sign < 0))
            .ok_or_else(invalid)?;
        rest = after;
    }
    Ok(sign * total)
}

fn timeadd(args: &Args) -> Outcome {
    let (moment, add) = (parse(args.str(0)?, true)?, duration(args.str(1)?)?);
    Ok(Value::string(Moment { nanos: moment.nanos + add, ..moment }.to_string()))
}

fn timecmp(args: &Args) -> Outcome {
    let read = |index: usize| parse(args.str(index)?, false).map_err(|e| Fault::Argument(index, e));
    let (a, b) = (read(0)?, read(1)?);
    Ok(Value::number(a.nanos.cmp(&b.nanos) as i128))
}

fn formatdate(args: &Args) -> Outcome {
    let (format, time) = (args.str(0)?, args.str(1)?);
    let moment = parse(time, true).map_err(|message| Fault::Argument(1, message))?;
    let fields = moment.fields();
    let mut shown = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        let fault = |message: String| Fault::Argument(0, message);
        if first == '\'' {
            rest =
                quoted(rest, &mut shown).ok_or_else(|| fault("unterminated literal '".into()))?;
        } else if first.is_ascii_alphabetic() {
            let length = rest.find(|c| c != first).unwrap_or(rest.len());
            verb(&rest[..length], first, moment, &fields, &mut shown).map_err(|wanted| {
                let verb = &rest[..length];
                fault(format!("invalid date format verb {verb:?}{wanted}"))
            })?;
            rest = &rest[length..];
        } else {
            let end = rest.find(|c: char| c == '\'' || c.is_ascii_alphabetic());
            let (plain, after) = rest.split_at(end.unwrap_or(rest.len()));
            shown.push_str(plain);
            rest = after;
        }
    }
    Ok(Value::string(shown))
}

/// Adds the quoted text at the start, in which two quotes stand for one; gives what follows.
fn quoted<'t>(text: &'t str, shown: &mut String) -> Option<&'t str> {
    if let Some(rest) = text.strip_prefix("''") {
        shown.push('\'');
        return Some(rest);
    }
    let mut rest = &text[1..];
    loop {
        let quote = rest.find('\'')?;
        shown.push_str(&rest[..quote]);
        rest = &rest[quote + 1..];
        match rest.strip_prefix('\'') {
            Some(after) => {
                shown.push('\'');
                rest = after;
            }
            None => return Some(rest),
        }
    }
}

/// Adds what a run of one letter stands for; an error says what the run could be.
fn verb(
    run: &str,
    letter: char,
    moment: Moment,
    fields: &Fields,
    shown: &mut String,
) -> Result<(), String> {
    let one_or_two = |number: u8, what: &str, shown: &mut String| {
        match run.len() {
            1 => shown.push_str(&number.to_string()),
            2 => shown.push_str(&format!("{number:02}")),
            _ => {
                return Err(format!(
                    ": {what} must either be \"{letter}\" or \"{letter}{letter}\""
                ));
            }
        }
        Ok(())
    };
    match (letter, run.len()) {
        ('Y', 2) => shown.push_str(&format!("{:02}", fields.year % 100)),
        ('Y', 4) => shown.push_str(&format!("{:04}", fields.year)),
        ('Y', _) => return Err(": year must either be \"YY\" or \"YYYY\"".into()),
        ('M', 1 | 2) => one_or_two(fields.month, "month", shown)?,
        ('M', 3) => shown.push_str(&MONTHS[usize::from(fields.month - 1) % 12][..3]),
        ('M', 4) => shown.push_str(MONTHS[usize::from(fields.month - 1) % 12]),
        ('M', _) => {
            return Err(": month must be \"M\", \"MM\", \"MMM\", or \"MMMM\"".into());
        }
        ('D', _) => one_or_two(fields.day, "day of month", shown)?,
        ('E', 3) => shown.push_str(&WEEKDAYS[usize::from(fields.weekday) % 7][..3]),
        ('E', 4) => shown.push_str(WEEKDAYS[usize::from(fields.weekday) % 7]),
        ('E', _) => return Err(": day of week must either be \"EEE\" or \"EEEE\"".into()),
        ('h', _) => one_or_two(fields.hour, "24-hour", shown)?,
        ('H', _) => one_or_two((fields.hour + 11) % 12 + 1, "12-hour", shown)?,
        ('A', 2) => shown.push_str(if fields.hour < 12 { "AM" } else { "PM" }),
        ('a', 2) => shown.push_str(if fields.hour < 12 { "am" } else { "pm" }),
        ('A' | 'a', _) => return Err(format!(": must be \"{letter}{letter}\"")),
        ('m', _) => one_or_two(fields.minute, "minute", shown)?,
        ('s', _) => one_or_two(fields.second, "second", shown)?,
        ('Z', 1) => shown.push_str(&moment.zone_or_z()),
        ('Z', 3) if moment.offset == 0 => shown.push_str("UTC"),
        ('Z', 3 | 4) => shown.push_str(&moment.zone("")),
        ('Z', 5) => shown.push_str(&moment.zone(":")),
        ('Z', _) => return Err(": timezone must be Z, ZZZZ, or ZZZZZ".into()),
        _ => return Err(String::new()),
    }
    Ok(())
}
