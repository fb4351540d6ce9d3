//! Arithmetic with address ranges, with the oddities of the library that Terraform uses.

use dashu_int::{IBig, UBig};

use super::call::{Call, FunctionError, argument};
use super::ip::{Address, Network, mask};
use super::table::{Function, Param, Want, function, param};
use crate::config::ty::Type;
use crate::eval::value::Value;

const PREFIX: Param = param("prefix", Want::String);

pub(super) const TABLE: &[Function] = &[
    function(
        "cidrcontains",
        &[param("containing_prefix", Want::String), param("contained_ip_or_prefix", Want::String)],
        Want::Bool,
        contains,
    ),
    function("cidrhost", &[PREFIX, param("hostnum", Want::Number)], Want::String, host),
    function("cidrnetmask", &[PREFIX], Want::String, netmask),
    function(
        "cidrsubnet",
        &[PREFIX, param("newbits", Want::Number), param("netnum", Want::Number)],
        Want::String,
        subnet,
    ),
    function("cidrsubnets", &[PREFIX], Want::ListOfString, subnets).variadic(param("newbits", Want::Number)),
];

fn network(call: &Call<'_>) -> Result<Network, FunctionError> {
    Network::parse(call.text(0))
        .ok_or_else(|| argument(0, format!("invalid CIDR expression: invalid CIDR address: {}", call.shown(0))))
}

fn whole(call: &Call<'_>, i: usize) -> Result<IBig, FunctionError> {
    call.number(i).to_big().ok_or_else(|| "value must be a whole number".into())
}

/// A host or subnet number that is wider than any address is refused before it is shifted.
const MAX_BITS: usize = 1024;

/// The address with a number in its bits before `prefix`. TERRAFORM: a negative number is or-ed as two's complement
/// and the absolute value of the result is taken, so that `cidrsubnet("10.0.0.0/8", 8, -1)` is `0.1.0.0/16`.
fn insert(address: Address, number: &IBig, shift: u32) -> Result<Address, FunctionError> {
    if dashu_base::BitTest::bit_len(number) > MAX_BITS {
        return Err("the number is too large".into());
    }
    let joined = IBig::from(address.value) | (number << usize::try_from(shift).unwrap_or(0));
    let (_, size) = joined.into_parts();
    let low = size & (UBig::from(address.all_ones()));
    Ok(Address { value: u128::try_from(&low).unwrap_or(0), ..address })
}

fn host(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let mut number = whole(call, 1)?;
    let network = network(call)?;
    let bits = network.start.bits;
    let most = (IBig::ONE << usize::try_from(bits - network.prefix).unwrap_or(0)) - IBig::ONE;
    let mut size = IBig::from(low_bits(&number));
    if number < IBig::ZERO {
        size = -number.clone() - IBig::ONE;
        number = &most - &size;
    }
    if size > most {
        return Err(format!("prefix of {} does not accommodate a host numbered {number}", network.prefix).into());
    }
    let width = if network.start.is_v4() { 32 } else { 128 };
    Ok(Value::string(insert(network.start, &number, bits - width)?.to_string()))
}

/// The low 64 bits, as Go converts a number that does not fit.
fn low_bits(number: &IBig) -> i64 {
    let (sign, size) = number.clone().into_parts();
    let low = u64::try_from(&(size & UBig::from(u64::MAX))).unwrap_or(0).cast_signed();
    if sign == dashu_int::Sign::Negative { low.wrapping_neg() } else { low }
}

fn netmask(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let network = network(call)?;
    if !network.start.is_v4() {
        return Err(format!("IPv6 addresses cannot have a netmask: {}", call.text(0)).into());
    }
    let value = mask(network.prefix, network.start.bits);
    Ok(Value::string(Address { value, ..network.start }.to_string()))
}

fn subnet(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let new_bits = call.int(1)?;
    let number = whole(call, 2)?;
    let network = network(call)?;
    let bits = network.start.bits;
    let prefix = i64::from(network.prefix).saturating_add(new_bits);
    if prefix > i64::from(bits) {
        let message = format!("insufficient address space to extend prefix of {} by {new_bits}", network.prefix);
        return Err(message.into());
    }
    let most = u32::try_from(new_bits).ok().filter(|bits| *bits < 64).map_or(u64::MAX, |bits| (1 << bits) - 1);
    let (_, size) = number.clone().into_parts();
    if u64::try_from(&(size & UBig::from(u64::MAX))).unwrap_or(0) > most {
        return Err(format!("prefix extension of {new_bits} does not accommodate a subnet numbered {number}").into());
    }
    // TERRAFORM: a prefix below zero is no network, and Go writes `<nil>`.
    let Ok(prefix) = u32::try_from(prefix) else { return Ok(Value::string("<nil>")) };
    let start = insert(network.start, &number, bits - prefix)?;
    Ok(Value::string(Network { start, prefix }.to_string()))
}

fn subnets(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let network = network(call)?;
    let bits = network.start.bits;
    let mut lengths = Vec::new();
    for i in 1..call.args.len() {
        lengths.push(extension(call, i, &network)?);
    }
    let Some(first) = lengths.first() else { return Ok(Value::list(Type::String, Vec::new())) };
    let before = network.start.value.wrapping_sub(1) & network.start.all_ones();
    let mut current = Network::new(Address { value: before, bits }, *first);
    let mut found = Vec::new();
    for (i, prefix) in lengths.iter().enumerate() {
        let last = current.last() & mask(*prefix, bits) | (network.start.all_ones() & !mask(*prefix, bits));
        let next = last.wrapping_add(1) & network.start.all_ones();
        let candidate = Network::new(Address { value: next, bits }, *prefix);
        // TERRAFORM: no subnet begins at the zero address, not even the first of `0.0.0.0/0`.
        if next == 0 || !network.contains(Network::new(candidate.start, bits)) {
            let message = format!(
                "not enough remaining address space for a subnet with a prefix of {prefix} bits after {current}"
            );
            return Err(argument(i + 1, message));
        }
        current = candidate;
        found.push(Value::string(current.to_string()));
    }
    Ok(Value::list(Type::String, found))
}

fn extension(call: &Call<'_>, i: usize, network: &Network) -> Result<u32, FunctionError> {
    let length = call.number(i).to_i64().ok_or_else(|| argument(i, "must be a whole number"))?;
    match u32::try_from(length) {
        Ok(0) | Err(_) if length < 1 => Err(argument(i, "must extend prefix by at least one bit")),
        Ok(length @ 1..=32) if network.prefix + length <= network.start.bits => Ok(network.prefix + length),
        Ok(length @ 1..=32) => Err(argument(
            i,
            format!("would extend prefix to {} bits, which is too long for the address", network.prefix + length),
        )),
        _ => Err(argument(i, "may not extend prefix by more than 32 bits")),
    }
}

fn contains(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let network = network(call)?;
    let other = Network::parse_any(call.text(1))
        .ok_or_else(|| argument(1, format!("invalid IP address or prefix: {}", call.shown(1))))?;
    if network.start.bits != other.start.bits {
        return Err("address family mismatch".into());
    }
    Ok(Value::bool(network.contains(other)))
}
