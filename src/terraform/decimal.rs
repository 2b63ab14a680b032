//! Exact arithmetic of short decimal fractions.
//!
//! Terraform's numbers have 512 bits, so that what is written with few digits comes out
//! exact: `0.1 + 0.2` is `0.3`. Here fractions are floats, which is near enough for all but
//! those; they are taken for the decimals that were written.

use crate::syntax::hcl::BinaryOp;
use crate::value::Number;

/// The result of an arithmetic operator; none if an operand has too many digits, or the
/// result no end.
pub(super) fn apply(op: BinaryOp, a: Number, b: Number) -> Option<Number> {
    let ((a, a_places), (b, b_places)) = (decimal(a)?, decimal(b)?);
    if op == BinaryOp::Mul {
        return number(a.checked_mul(b)?, a_places + b_places);
    }
    let places = a_places.max(b_places);
    let scaled = |int: i128, from: u32| int.checked_mul(10i128.checked_pow(places - from)?);
    let (a, b) = (scaled(a, a_places)?, scaled(b, b_places)?);
    match op {
        BinaryOp::Add => number(a.checked_add(b)?, places),
        BinaryOp::Sub => number(a.checked_sub(b)?, places),
        BinaryOp::Mod => number(a.checked_rem(b)?, places),
        BinaryOp::Div if a.checked_rem(b)? == 0 => number(a / b, 0),
        _ => None,
    }
}

fn number(digits: i128, places: u32) -> Option<Number> {
    match digits.checked_rem(10i128.checked_pow(places)?)? {
        0 => Some(Number::Int(digits / 10i128.checked_pow(places)?)),
        _ => Number::parse(&format!("{digits}e-{places}")),
    }
}

/// The number's shortest decimal form without its point, and its places behind the point.
/// What has more digits than a float holds is no decimal that was written.
fn decimal(number: Number) -> Option<(i128, u32)> {
    const MOST: usize = 15;
    let text = number.to_string();
    let Some((whole, fraction)) = text.split_once('.') else {
        return Some((text.parse().ok()?, 0));
    };
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_start_matches(['-', '0']).len();
    (significant <= MOST).then_some(())?;
    Some((digits.parse().ok()?, fraction.len() as u32))
}
