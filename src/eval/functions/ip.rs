//! IP addresses and ranges, read as Terraform reads them (leading zeros are decimal) and written as Go writes them.

use std::net::{Ipv4Addr, Ipv6Addr};

/// An address of either family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) value: u128,
    /// 32 or 128.
    pub(super) bits: u32,
}

/// A range of addresses: all that share the first `prefix` bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Network {
    pub(super) start: Address,
    pub(super) prefix: u32,
}

impl Address {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let v4 = || parse_v4(text).map(|value| Self { value: u128::from(value), bits: 32 });
        v4().or_else(|| parse_v6(text).map(|value| Self { value, bits: 128 }))
    }

    /// Whether Go takes the address for one of the fourth version: also when it is written as one of the sixth.
    pub(super) fn is_v4(self) -> bool {
        self.bits == 32 || self.value >> 32 == 0xffff
    }

    /// All bits set that an address of this family has.
    pub(super) fn all_ones(self) -> u128 {
        if self.bits == 32 { u128::from(u32::MAX) } else { u128::MAX }
    }
}

/// As Go's `IP.String` writes it.
impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.is_v4() {
            let low = u32::try_from(self.value & u128::from(u32::MAX)).unwrap_or(0);
            return Ipv4Addr::from(low).fmt(f);
        }
        let address = Ipv6Addr::from(self.value);
        // Rust writes the last 32 bits of `::a.b.c.d` in dots, Go does not.
        if self.value >> 32 == 0 && self.value > 0xffff {
            let [.., high, low] = address.segments();
            return write!(f, "::{high:x}:{low:x}");
        }
        address.fmt(f)
    }
}

impl Network {
    /// Reads `10.0.0.0/8`; bits behind the prefix are cleared.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let address = Address::parse(address)?;
        let (prefix, rest) = decimal(prefix)?;
        if !rest.is_empty() || prefix > address.bits {
            return None;
        }
        Some(Self::new(address, prefix))
    }

    /// Reads an address or a range; an address is the range of itself.
    pub(super) fn parse_any(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| Address::parse(text).map(|address| Self::new(address, address.bits)))
    }

    pub(super) fn new(address: Address, prefix: u32) -> Self {
        let value = address.value & mask(prefix, address.bits);
        Self { start: Address { value, ..address }, prefix }
    }

    pub(super) fn last(self) -> u128 {
        self.start.value | (self.start.all_ones() & !mask(self.prefix, self.start.bits))
    }

    pub(super) fn contains(self, other: Self) -> bool {
        self.start.bits == other.start.bits && self.start.value <= other.start.value && other.last() <= self.last()
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        self.contains(other) || other.contains(self)
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.start, self.prefix)
    }
}

/// The first `prefix` of `bits` bits.
pub(super) fn mask(prefix: u32, bits: u32) -> u128 {
    let all = if bits == 32 { u128::from(u32::MAX) } else { u128::MAX };
    all & !all.checked_shr(prefix).unwrap_or(0)
}

fn parse_v4(text: &str) -> Option<u32> {
    let mut value = 0;
    let mut rest = text;
    for i in 0..4 {
        if i > 0 {
            rest = rest.strip_prefix('.')?;
        }
        let (part, after) = decimal(rest)?;
        value = value << 8 | u32::from(u8::try_from(part).ok()?);
        rest = after;
    }
    rest.is_empty().then_some(value)
}

/// Digits at the beginning. What is larger than any address part is no number.
fn decimal(text: &str) -> Option<(u32, &str)> {
    leading(text, 10)
}

fn leading(text: &str, radix: u32) -> Option<(u32, &str)> {
    let length = text.find(|c: char| !c.is_digit(radix)).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(length)?;
    let value = u32::from_str_radix(digits, radix).ok().filter(|value| *value < 0x00ff_ffff)?;
    Some((value, rest))
}

fn parse_v6(text: &str) -> Option<u128> {
    let mut groups: Vec<u16> = Vec::new();
    let mut gap = None;
    let mut rest = text;
    if let Some(after) = rest.strip_prefix("::") {
        gap = Some(0);
        rest = after;
    }
    while !rest.is_empty() && groups.len() < 8 {
        let (value, after) = leading(rest, 16)?;
        if after.starts_with('.') {
            let v4 = parse_v4(rest)?;
            groups.extend([u16::try_from(v4 >> 16).ok()?, u16::try_from(v4 & 0xffff).ok()?]);
            rest = "";
            break;
        }
        groups.push(u16::try_from(value).ok()?);
        rest = after;
        if rest.is_empty() {
            break;
        }
        rest = rest.strip_prefix(':').filter(|rest| !rest.is_empty())?;
        if let Some(after) = rest.strip_prefix(':') {
            if gap.is_some() {
                return None;
            }
            gap = Some(groups.len());
            rest = after;
        }
    }
    if !rest.is_empty() || groups.len() > 8 {
        return None;
    }
    let missing = 8 - groups.len();
    match gap {
        Some(at) if missing > 0 => groups.splice(at..at, std::iter::repeat_n(0, missing)).for_each(drop),
        None if missing == 0 => {}
        _ => return None,
    }
    Some(groups.into_iter().fold(0, |value, group| value << 16 | u128::from(group)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_and_written() {
        let cases = [
            ("010.001.0.0/16", Some("10.1.0.0/16")),
            ("10.1.2.3/8", Some("10.0.0.0/8")),
            ("fd00:0:0::1/64", Some("fd00::/64")),
            ("::/0", Some("::/0")),
            ("::1.2.3.4/128", Some("::102:304/128")),
            ("10.0.0/8", None),
            ("10.0.0.256/8", None),
            ("10.0.0.0/33", None),
            ("1::2::3/64", None),
            ("10.0.0.0", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(Network::parse(text).map(|network| network.to_string()).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn ranges_contain_and_overlap() {
        let network = |text| Network::parse_any(text).unwrap();
        assert!(network("10.0.0.0/8").contains(network("10.1.2.3")));
        assert!(!network("10.0.0.0/8").contains(network("11.0.0.0/8")));
        assert!(network("10.1.0.0/16").overlaps(network("10.0.0.0/8")));
        assert!(!network("0.0.0.0/0").overlaps(network("::/0")));
    }
}
