use std::fmt;

/// A number: an integer where it is one, else a float.
///
/// Terraform's numbers have 512 bits; 128-bit integers hold every account number, limit and
/// bit mask exactly, and fractions are rounded to 64-bit floats.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// A whole number.
    Int(i128),
    /// A fraction, or a whole number beyond 128 bits. Never NaN.
    Float(f64),
}

impl Number {
    /// Reads decimal notation, with fraction and exponent.
    pub fn parse(text: &str) -> Option<Number> {
        if let Ok(int) = text.parse::<i128>() {
            return Some(Number::Int(int));
        }
        if let Some(int) = whole_with_exponent(text) {
            return Some(Number::Int(int));
        }
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
        let float = text.parse::<f64>().ok().filter(|f| plain && f.is_finite())?;
        Some(Number::from(float))
    }

    /// The nearest float.
    pub fn as_f64(self) -> f64 {
        match self {
            Number::Int(int) => int as f64,
            Number::Float(float) => float,
        }
    }

    /// The whole number it is.
    pub fn as_int(self) -> Option<i128> {
        match self {
            Number::Int(int) => Some(int),
            Number::Float(_) => None,
        }
    }
}

/// What `1e30` is, exactly.
fn whole_with_exponent(text: &str) -> Option<i128> {
    let (mantissa, exponent) = text.split_once(['e', 'E'])?;
    let exponent: u32 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let zeros = exponent.checked_sub(u32::try_from(fraction.len()).ok()?)?;
    let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
    digits.checked_mul(10i128.checked_pow(zeros)?)
}

impl From<f64> for Number {
    fn from(float: f64) -> Number {
        // Beyond 2^53 a float no longer holds every whole number, but it still is one.
        if float.fract() == 0.0 && float.abs() < 1e38 {
            Number::Int(float as i128)
        } else {
            Number::Float(float)
        }
    }
}

impl From<i128> for Number {
    fn from(int: i128) -> Number {
        Number::Int(int)
    }
}

impl From<usize> for Number {
    fn from(int: usize) -> Number {
        Number::Int(int as i128)
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        match (self, other) {
            (Number::Int(a), Number::Int(b)) => a == b,
            _ => self.as_f64() == other.as_f64(),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Number::Int(a), Number::Int(b)) => a.partial_cmp(b),
            _ => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

/// As Terraform and CloudFormation write numbers into strings: no exponent, no trailing zeros.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Int(int) => write!(f, "{int}"),
            Number::Float(float) => write!(f, "{float}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_as_terraform_does() {
        let shown = |text: &str| Number::parse(text).map(|n| n.to_string());
        assert_eq!(shown("123456789012").as_deref(), Some("123456789012"));
        assert_eq!(shown("1.50").as_deref(), Some("1.5"));
        assert_eq!(shown("1e3").as_deref(), Some("1000"));
        assert_eq!(shown("-0.25").as_deref(), Some("-0.25"));
        assert_eq!(shown("inf"), None);
        assert_eq!(shown("0x10"), None);
    }
}
