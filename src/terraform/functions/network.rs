//! IP network functions:
//! <https://developer.hashicorp.com/terraform/language/functions#ip-network-functions>

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::args::{Args, Fault, NOT_AN_INT, Outcome, Param, number, string};
use super::{Function, function};
use crate::value::Value;

const PREFIX: Param = string("prefix");

pub(super) const TABLE: &[Function] = &[
    function("cidrhost", &[PREFIX, number("hostnum")], cidrhost),
    function("cidrnetmask", &[PREFIX], cidrnetmask),
    function("cidrsubnet", &[PREFIX, number("newbits"), number("netnum")], cidrsubnet),
    function("cidrsubnets", &[PREFIX], cidrsubnets).and_more(number("newbits")),
];

/// A network: its address as a number, how many bits addresses have, and how many of them
/// the prefix takes.
#[derive(Clone, Copy)]
struct Network {
    address: u128,
    bits: u32,
    prefix: u32,
}

impl Network {
    fn parse(text: &str) -> Result<Network, String> {
        let invalid = || format!("invalid CIDR expression: invalid CIDR address: {text}");
        let (address, prefix) = text.split_once('/').ok_or_else(invalid)?;
        let (address, bits) = if address.contains(':') {
            (address.parse::<Ipv6Addr>().map_err(|_| invalid())?.to_bits(), 128)
        } else {
            (parse_v4(address).ok_or_else(invalid)?.into(), 32)
        };
        let digits = !prefix.is_empty() && prefix.bytes().all(|byte| byte.is_ascii_digit());
        let prefix = prefix.parse().ok().filter(|prefix| digits && *prefix <= bits);
        let prefix = prefix.ok_or_else(invalid)?;
        Ok(Network { address, bits, prefix }.masked())
    }

    /// The numbers that hosts in it may have, less one.
    fn host_mask(self) -> u128 {
        low_bits(self.bits - self.prefix)
    }

    fn masked(self) -> Network {
        Network { address: self.address & !self.host_mask() & low_bits(self.bits), ..self }
    }

    fn last(self) -> u128 {
        self.address | self.host_mask()
    }

    fn contains(self, address: u128) -> bool {
        (self.address..=self.last()).contains(&address)
    }
}

fn low_bits(count: u32) -> u128 {
    1u128.checked_shl(count).map_or(u128::MAX, |bit| bit - 1)
}

/// Terraform still reads numbers with leading zeros, as decimal ones.
fn parse_v4(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.split('.').collect();
    let mut address = 0;
    for part in &parts {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let number = part.parse::<u8>().ok().filter(|_| digits)?;
        address = address << 8 | u32::from(number);
    }
    (parts.len() == 4).then_some(address)
}

fn show(address: u128, bits: u32) -> String {
    if bits == 32 {
        return Ipv4Addr::from_bits(address as u32).to_string();
    }
    let address = Ipv6Addr::from_bits(address);
    match address.to_ipv4_mapped() {
        Some(v4) => v4.to_string(),
        None => address.to_string(),
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", show(self.address, self.bits), self.prefix)
    }
}

fn cidrhost(args: &Args) -> Outcome {
    let (host, network) = (args.big_int(1)?, Network::parse(args.str(0)?)?);
    let most = network.host_mask();
    let offset = if host < 0 { host.unsigned_abs() - 1 } else { host.unsigned_abs() };
    if offset > most {
        let prefix = network.prefix;
        // The number that Terraform shows for a host counted from the end is the counted one.
        let shown = if host < 0 { (most as i128).wrapping_sub(offset as i128) } else { host };
        let message = format!("prefix of {prefix} does not accommodate a host numbered {shown}");
        return Err(message.into());
    }
    let number = if host < 0 { most - offset } else { offset };
    Ok(Value::string(show(network.address | number, network.bits)))
}

fn cidrnetmask(args: &Args) -> Outcome {
    let text = args.str(0)?;
    let network = Network::parse(text)?;
    if network.bits != 32 {
        return Err(format!("IPv6 addresses cannot have a netmask: {text}").into());
    }
    Ok(Value::string(show(!network.host_mask() & low_bits(32), 32)))
}

fn cidrsubnet(args: &Args) -> Outcome {
    let (new_bits, number) = (args.int(1)?, args.big_int(2)?);
    let network = Network::parse(args.str(0)?)?;
    let prefix = i128::from(network.prefix).saturating_add(new_bits);
    let Some(prefix) = u32::try_from(prefix).ok().filter(|prefix| *prefix <= network.bits) else {
        let message = format!(
            "insufficient address space to extend prefix of {} by {new_bits}",
            network.prefix
        );
        return Err(message.into());
    };
    let most = low_bits(u32::try_from(new_bits).unwrap_or(0));
    let Some(subnet) = u128::try_from(number).ok().filter(|number| *number <= most) else {
        let message = format!(
            "prefix extension of {new_bits} does not accommodate a subnet numbered {number}"
        );
        return Err(message.into());
    };
    let shifted = subnet.checked_shl(network.bits - prefix).unwrap_or(0);
    Ok(Value::string(Network { address: network.address | shifted, prefix, ..network }.to_string()))
}

fn cidrsubnets(args: &Args) -> Outcome {
    let network = Network::parse(args.str(0)?).map_err(|message| Fault::Argument(0, message))?;
    let mut subnets = vec![];
    let mut current: Option<Network> = None;
    for index in 1..args.values.len() {
        let fault = |message: String| Fault::Argument(index, message);
        let new_bits = args.number(index)?.as_int();
        let new_bits = new_bits.ok_or_else(|| fault(NOT_AN_INT.into()))?;
        let new_bits = match new_bits {
            ..1 => return Err(fault("must extend prefix by at least one bit".into())),
            33.. => return Err(fault("may not extend prefix by more than 32 bits".into())),
            bits => bits as u32,
        };
        let prefix = network.prefix + new_bits;
        if prefix > network.bits {
            let protocol = if network.bits == 32 { "IPv4" } else { "IPv6" };
            return Err(fault(format!(
                "would extend prefix to {prefix} bits, which is too long for an {protocol} address"
            )));
        }
        // The next block of the wanted size that starts behind the last.
        let next = match current {
            None => Some(network.address),
            Some(last) => last.last().checked_add(1).filter(|next| *next <= low_bits(network.bits)),
        };
        let aligned = next.and_then(|next| {
            let rest = low_bits(network.bits - prefix);
            next.checked_add(rest).map(|next| next & !rest)
        });
        // Terraform looks for the first behind the block before the network, and there is
        // none before the first of all addresses.
        let wrapped = current.is_none() && network.address == 0;
        let Some(address) = aligned.filter(|address| !wrapped && network.contains(*address)) else {
            let last = Network { address: low_bits(network.bits), prefix, ..network };
            let after = current.unwrap_or(if wrapped { last.masked() } else { network });
            return Err(fault(format!(
                "not enough remaining address space for a subnet with a prefix of {prefix} bits \
                 after {after}"
            )));
        };
        let subnet = Network { address, prefix, ..network };
        subnets.push(Value::string(subnet.to_string()));
        current = Some(subnet);
    }
    Ok(Value::list(subnets).uniform())
}
