//! `Fn::Cidr`: a block of addresses cut into smaller ones.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html>

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::call::Call;
use super::evaluate::derived;
use super::stack::Stack;
use crate::value::{Number, Value};

/// As many blocks as `Fn::Cidr` gives at most.
const MAX_BLOCKS: i128 = 256;

impl<'n> Stack<'n> {
    /// `Fn::Cidr`.
    pub(super) fn cidr(&self, call: &Call<'n>) -> Value {
        let span = call.argument.span;
        let (block, count, bits) = match call.argument.as_sequence() {
            Some([block, count]) => (self.value(block), self.value(count), Value::NULL),
            Some([block, count, bits]) => (self.value(block), self.value(count), self.value(bits)),
            _ => {
                let message = "Fn::Cidr takes a block, a count and a number of bits";
                return self.shared.invalid(span, message);
            }
        };
        if let Some(unknown) = [&block, &count, &bits].into_iter().find_map(Value::find_unknown) {
            return Value::unknown(derived(unknown, " cut into blocks")).at(span);
        }
        let int = |value: &Value| value.as_number().and_then(Number::as_int);
        let blocks = match (block.as_str(), int(&count)) {
            (Some(block), Some(count)) => cut(block, count, int(&bits)),
            _ => None,
        };
        match blocks {
            Some(blocks) => {
                Value::list(blocks.into_iter().map(|b| Value::string(b).at(span))).at(span)
            }
            None => self.shared.invalid(span, "Fn::Cidr of a block that does not hold as many"),
        }
    }
}

/// `count` blocks of `2^bits` addresses from the start of `block`; `bits` is 8 in IPv4 and
/// 64 in IPv6 if it is not said.
fn cut(block: &str, count: i128, bits: Option<i128>) -> Option<Vec<String>> {
    let (address, prefix) = block.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let prefix: u32 = prefix.parse().ok()?;
    let (width, start) = match address {
        IpAddr::V4(v4) => (32u32, u128::from(u32::from(v4))),
        IpAddr::V6(v6) => (128, u128::from(v6)),
    };
    let bits = u32::try_from(bits.unwrap_or(if width == 32 { 8 } else { 64 })).ok()?;
    if prefix > width || bits > width - prefix || !(1..=MAX_BLOCKS).contains(&count) {
        return None;
    }
    let free = width - prefix - bits;
    if free < 8 && count > 1 << free {
        return None;
    }
    let host = width - prefix;
    let start = if host >= 128 { 0 } else { start >> host << host };
    let at = |index: i128| {
        // A block of every address there is starts at none.
        let address = start + (index as u128).checked_shl(bits).unwrap_or(0);
        match width {
            32 => format!("{}/{}", Ipv4Addr::from(address as u32), width - bits),
            _ => format!("{}/{}", Ipv6Addr::from(address), width - bits),
        }
    };
    Some((0..count).map(at).collect())
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn blocks_are_cut_from_the_start() {
        assert_eq!(
            cut("192.168.0.0/24", 2, Some(5)).unwrap(),
            ["192.168.0.0/27", "192.168.0.32/27"]
        );
        assert_eq!(cut("10.0.0.0/16", 2, None).unwrap(), ["10.0.0.0/24", "10.0.1.0/24"]);
        assert_eq!(
            cut("2001:db8::/56", 2, Some(64)).unwrap(),
            ["2001:db8::/64", "2001:db8:0:1::/64"]
        );
        assert_eq!(cut("10.0.0.0/24", 9, Some(5)), None, "there are eight");
        assert_eq!(cut("10.0.0.0/24", 1, Some(40)), None);
        assert_eq!(cut("::/0", 1, Some(128)).unwrap(), ["::/0"]);
        assert_eq!(cut("10.0.0.0", 1, None), None);
    }
}
