//! Numbers as Go writes them with `%e`, `%f` and `%g`.

use crate::value::Number;

/// The decimal digits of a number, and where its point is: `0.d₁d₂d₃… × 10^point`.
#[derive(Clone)]
pub(super) struct Digits {
    negative: bool,
    digits: Vec<u8>,
    point: i32,
    infinite: bool,
}

impl Digits {
    pub fn of(number: Number) -> Digits {
        let (text, exponent) = match number {
            Number::Int(int) => (int.to_string(), 0),
            Number::Float(float) if float.is_infinite() => {
                let negative = float < 0.0;
                return Digits { negative, digits: vec![], point: 0, infinite: true };
            }
            Number::Float(float) => {
                let text = format!("{float:e}");
                let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
                (mantissa.to_owned(), exponent.parse().unwrap_or(0))
            }
        };
        let unsigned = text.trim_start_matches('-');
        let whole = unsigned.find('.').unwrap_or(unsigned.len());
        let all: Vec<u8> =
            unsigned.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        let leading = all.iter().take_while(|digit| **digit == 0).count();
        let mut digits = all[leading..].to_vec();
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let point = if digits.is_empty() { 0 } else { whole as i32 - leading as i32 + exponent };
        Digits { negative: text.starts_with('-'), digits, point, infinite: false }
    }

    /// Rounded to that many digits, halves to even.
    fn rounded(mut self, count: i64) -> Digits {
        let Ok(count) = usize::try_from(count) else {
            return Digits { digits: vec![], point: 0, ..self };
        };
        if count >= self.digits.len() {
            return self;
        }
        let next = self.digits[count];
        let exactly_half = next == 5 && count + 1 == self.digits.len();
        let odd = count > 0 && self.digits[count - 1] % 2 == 1;
        let up = next > 5 || next == 5 && (!exactly_half || odd);
        self.digits.truncate(count);
        if up {
            while self.digits.last() == Some(&9) {
                self.digits.pop();
            }
            match self.digits.last_mut() {
                Some(last) => *last += 1,
                None => {
                    self.digits.push(1);
                    self.point += 1;
                }
            }
        }
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }

    fn digit(&self, index: i32) -> char {
        let digit = usize::try_from(index).ok().and_then(|index| self.digits.get(index));
        char::from(b'0' + digit.copied().unwrap_or(0))
    }

    fn signed(&self, shown: String) -> String {
        match (self.negative, self.infinite) {
            (true, true) => "-Inf".into(),
            (false, true) => "+Inf".into(),
            (true, false) => format!("-{shown}"),
            (false, false) => shown,
        }
    }

    /// `-ddd.ddd`
    pub fn fixed(&self, precision: usize) -> String {
        let rounded = self.clone().rounded(i64::from(self.point) + precision as i64);
        let mut shown: String = (0..rounded.point).map(|index| rounded.digit(index)).collect();
        if shown.is_empty() {
            shown.push('0');
        }
        if precision > 0 {
            shown.push('.');
            shown.extend((0..precision as i32).map(|index| rounded.digit(rounded.point + index)));
        }
        self.signed(shown)
    }

    /// `-d.ddde±dd`; without a precision, as many digits as it has.
    pub fn exponent(&self, precision: Option<usize>) -> String {
        let rounded = match precision {
            Some(precision) => self.clone().rounded(precision as i64 + 1),
            None => self.clone(),
        };
        let precision = precision.unwrap_or(rounded.digits.len().saturating_sub(1));
        let mut shown = String::from(rounded.digit(0));
        if precision > 0 {
            shown.push('.');
            shown.extend((1..=precision as i32).map(|index| rounded.digit(index)));
        }
        let exponent = if rounded.digits.is_empty() { 0 } else { rounded.point - 1 };
        let sign = if exponent < 0 { '-' } else { '+' };
        shown.push_str(&format!("e{sign}{:02}", exponent.unsigned_abs()));
        self.signed(shown)
    }

    /// The shorter of both; without a precision, as many digits as it has.
    pub fn general(&self, precision: Option<usize>) -> String {
        if self.infinite {
            return self.signed(String::new());
        }
        let rounded = match precision {
            Some(precision) => self.clone().rounded(precision.max(1) as i64),
            None => self.clone(),
        };
        let count = rounded.digits.len() as i32;
        let limit = match precision {
            None => 6,
            Some(precision) => {
                let precision = precision.max(1) as i32;
                if precision > count && count >= rounded.point { count } else { precision }
            }
        };
        let exponent = rounded.point - 1;
        if !rounded.digits.is_empty() && (exponent < -4 || exponent >= limit) {
            return rounded.exponent(Some((count - 1).max(0) as usize));
        }
        rounded.fixed((count - rounded.point).max(0) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_go_writes_them() {
        let general = |text: &str| Digits::of(Number::parse(text).unwrap()).general(None);
        assert_eq!(general("123456"), "123456");
        assert_eq!(general("1000000"), "1e+06");
        assert_eq!(general("-0.00001234"), "-1.234e-05");
        assert_eq!(general("0"), "0");
        let fixed = |text: &str, n| Digits::of(Number::parse(text).unwrap()).fixed(n);
        assert_eq!(fixed("1.005", 2), "1.00");
        assert_eq!(fixed("9.995", 2), "10.00");
        assert_eq!(fixed("0.04", 1), "0.0");
        assert_eq!(fixed("0.06", 1), "0.1");
        assert_eq!(fixed("-12", 0), "-12");
        let exponent = |text: &str, n| Digits::of(Number::parse(text).unwrap()).exponent(Some(n));
        assert_eq!(exponent("12345", 2), "1.23e+04");
        assert_eq!(exponent("0", 1), "0.0e+00");
    }
}
