//! Functions of rules about networks: address ranges, ports, versions.

use super::call::{Call, FunctionError};
use super::ip::{Address, Network};
use super::table::{Function, Param, Want, function, param};
use crate::config::ty::Type;
use crate::eval::convert::convert;
use crate::eval::number::Number;
use crate::eval::parts;
use crate::eval::value::{Kind, Origin, Piece, Unknown, Value};

const PORT: Param = param("port", Want::Number);
const BOUND: Want = Want::Any;

pub(super) const TABLE: &[Function] = &[
    function("cidr_contains", &[param("a", Want::String), param("b", Want::String)], Want::Bool, |call, _| {
        related(call, Network::contains)
    }),
    function("cidr_is_public", &[param("text", Want::String).decides()], Want::Bool, is_public),
    function("cidr_overlaps", &[param("a", Want::String), param("b", Want::String)], Want::Bool, |call, _| {
        related(call, Network::overlaps)
    }),
    function("is_computed", &[param("x", Want::Any).anything()], Want::Bool, |call, _| {
        Ok(Value::bool(is_computed(call.arg(0))))
    }),
    function("is_known", &[param("x", Want::Any).anything()], Want::Bool, |call, _| {
        Ok(Value::bool(!call.arg(0).is_unknown()))
    }),
    function(
        "port_list_includes",
        &[param("ports", Want::Any).null().untyped().unknown(), PORT],
        Want::Bool,
        list_includes,
    ),
    function(
        "ports_include",
        &[param("from", BOUND).null().untyped().unknown(), param("to", BOUND).null().untyped().unknown(), PORT],
        Want::Bool,
        range_includes,
    ),
    function(
        "version_at_least",
        &[param("version", Want::String).decides(), param("minimum", Want::String)],
        Want::Bool,
        at_least,
    ),
];

/// A range, or a word for all addresses.
/// Whether a value is unknown for no other reason than that a resource or data source will tell it.
fn is_computed(value: &Value) -> bool {
    let Kind::Unknown(unknown) = &value.kind else { return false };
    unknown.origins().all(|origin| matches!(origin, Origin::Attribute(_) | Origin::AfterApply(_) | Origin::Data(_)))
}

fn network(text: &str) -> Option<Network> {
    let text = text.trim();
    if is_word_for_all(text) {
        return Network::parse("0.0.0.0/0");
    }
    Network::parse_any(text)
}

fn is_word_for_all(text: &str) -> bool {
    matches!(text.to_ascii_lowercase().as_str(), "*" | "any" | "internet" | "<nw>/0" | "/0" | "0/0")
}

fn related(call: &Call<'_>, holds: fn(Network, Network) -> bool) -> Result<Value, FunctionError> {
    let range = |i: usize| network(call.text(i)).ok_or_else(|| format!("{} is no address range", call.shown(i)));
    Ok(Value::bool(holds(range(0)?, range(1)?)))
}

/// Ranges that are not routed on the internet.
const PRIVATE: [&str; 12] = [
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/3",
    "::1/128",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
];

/// Whether the range lets in the internet at large; `None` where the text is no range.
pub(super) fn is_public_range(text: &str) -> Option<bool> {
    let text = text.trim();
    if is_word_for_all(text) {
        return Some(true);
    }
    if let Some((from, to)) = text.split_once('-') {
        return Some(is_wide(Address::parse(from.trim())?, Address::parse(to.trim())?));
    }
    let network = Network::parse_any(text)?;
    let widest = if network.start.bits == 32 { 8 } else { 16 };
    let is_private = PRIVATE.iter().filter_map(|range| Network::parse(range)).any(|range| range.contains(network));
    Some(network.prefix <= widest && !is_private)
}

fn is_wide(from: Address, to: Address) -> bool {
    let size = to.value.saturating_sub(from.value);
    from.bits == to.bits && from.bits == 32 && size >= 0x00ff_ffff
}

fn is_public(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let Kind::Unknown(unknown) = &call.arg(0).kind else {
        let public = is_public_range(call.text(0));
        return public.map(Value::bool).ok_or_else(|| format!("{} is no address range", call.shown(0)).into());
    };
    Ok(partly_public(unknown).map_or_else(|| call.unknown_value(ty), Value::bool))
}

/// A range known in part is judged by its known prefix length, or with zeros in the place of what is unknown.
fn partly_public(unknown: &Unknown) -> Option<bool> {
    let parts = unknown.parts.as_ref()?;
    let length = parts::known_end(unknown).rsplit_once('/').and_then(|(_, length)| length.parse::<u32>().ok());
    if length.is_some_and(|length| length > 16) {
        return Some(false);
    }
    let text: String = parts
        .iter()
        .map(|part| match part {
            Piece::Known(text) => text,
            Piece::Unknown(_) => "0",
        })
        .collect();
    is_public_range(&text)
}

/// A port or bound of a range.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    At(i64),
    /// `-1`, `*`: the whole range.
    All,
    Missing,
    Unknown,
}

fn bound(value: &Value) -> Result<Bound, FunctionError> {
    match &value.kind {
        Kind::Null(_) => Ok(Bound::Missing),
        Kind::Unknown(_) => Ok(Bound::Unknown),
        Kind::String(text) if is_word_for_all(text) => Ok(Bound::All),
        _ => {
            let number = convert(value.clone(), &Type::Number)?;
            match number.as_number().and_then(Number::to_i64) {
                Some(-1) => Ok(Bound::All),
                Some(port) => Ok(Bound::At(port)),
                None => Err("a port must be a whole number".into()),
            }
        }
    }
}

fn range_includes(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let port = call.int(2)?;
    let (from, to) = (bound(call.arg(0))?, bound(call.arg(1))?);
    let answer = match (from, to) {
        (Bound::All, _) | (_, Bound::All) | (Bound::Missing, Bound::Missing) => Some(true),
        (Bound::At(from), Bound::At(to)) => Some((from..=to).contains(&port)),
        (Bound::At(only), Bound::Missing) | (Bound::Missing, Bound::At(only)) => Some(only == port),
        (Bound::At(from), Bound::Unknown) if from > port => Some(false),
        (Bound::Unknown, Bound::At(to)) if to < port => Some(false),
        _ => None,
    };
    Ok(answer.map_or_else(|| call.unknown_value(ty), Value::bool))
}

fn list_includes(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let port = call.int(1)?;
    let ports = call.arg(0);
    let items = match ports.as_elements() {
        Some(items) => items.to_vec(),
        None if ports.is_null() => Vec::new(),
        None => vec![ports.clone()],
    };
    let mut unsure = false;
    for item in &items {
        match convert(item.clone(), &Type::String).map(|item| item.kind) {
            Ok(Kind::String(text)) if text_includes(&text, port) => return Ok(Value::TRUE),
            Ok(Kind::Unknown(_)) => unsure = true,
            _ => {}
        }
    }
    Ok(if unsure { call.unknown_value(ty) } else { Value::FALSE })
}

fn text_includes(text: &str, port: i64) -> bool {
    text.split(',').map(str::trim).any(|part| {
        if is_word_for_all(part) || part == "-1" {
            return true;
        }
        let (from, to) = part.split_once(['-', ':']).unwrap_or((part, part));
        match (from.trim().parse::<i64>(), to.trim().parse::<i64>()) {
            (Ok(from), Ok(to)) => (from..=to).contains(&port),
            _ => false,
        }
    })
}

fn at_least(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let numbers = |text: &str| version(text).ok_or_else(|| format!("`{text}` holds no version"));
    let minimum = numbers(call.text(1))?;
    if call.arg(0).is_unknown() {
        return Ok(call.unknown_value(ty));
    }
    let given = numbers(call.text(0))?;
    let length = given.len().max(minimum.len());
    let padded = |numbers: &[u64]| (0..length).map(|i| numbers.get(i).copied().unwrap_or(0)).collect::<Vec<_>>();
    Ok(Value::bool(padded(&given) >= padded(&minimum)))
}

/// The first numbers in a text that are joined by dots or underscores: `TLSv1.2_2021` is 1, 2, 2021.
fn version(text: &str) -> Option<Vec<u64>> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = text.get(start..)?;
    let mut numbers = Vec::new();
    for part in rest.split(['.', '_']) {
        let length = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let digits = part.get(..length)?;
        if digits.is_empty() {
            break;
        }
        numbers.push(digits.parse().ok()?);
        if length < part.len() {
            break;
        }
    }
    (!numbers.is_empty()).then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::super::{NoFiles, call};
    use super::*;
    use crate::eval::mode::Mode;
    use crate::eval::value::Origin;

    fn run(name: &str, args: Vec<Value>) -> Option<bool> {
        call(name, args, &NoFiles, Mode::Rule).unwrap().as_bool()
    }

    #[test]
    fn public_ranges() {
        for (text, wanted) in [
            ("0.0.0.0/0", Some(true)),
            ("::/0", Some(true)),
            ("Internet", Some(true)),
            ("*", Some(true)),
            ("10.0.0.0/8", Some(false)),
            ("11.0.0.0/8", Some(true)),
            ("203.0.113.7/32", Some(false)),
            ("2000::/3", Some(true)),
            ("VirtualNetwork", None),
        ] {
            assert_eq!(run("cidr_is_public", vec![Value::string(text)]), wanted, "{text}");
        }
        let partly = parts::concat(vec![
            Piece::Known("10.".into()),
            Piece::Unknown(Value::unknown(Type::String, Origin::Opaque)),
            Piece::Known(".0.0/16".into()),
        ]);
        assert_eq!(run("cidr_is_public", vec![partly]), Some(false));
    }

    #[test]
    fn ports_in_ranges_and_lists() {
        let int = Value::int;
        assert_eq!(run("ports_include", vec![int(20), int(25), int(22)]), Some(true));
        assert_eq!(run("ports_include", vec![Value::NULL, Value::NULL, int(22)]), Some(true));
        assert_eq!(run("ports_include", vec![int(-1), int(-1), int(22)]), Some(true));
        assert_eq!(run("ports_include", vec![int(443), Value::string("443"), int(22)]), Some(false));
        let unknown = Value::unknown(Type::Number, Origin::Opaque);
        assert_eq!(run("ports_include", vec![int(80), unknown.clone(), int(22)]), Some(false));
        assert_eq!(run("ports_include", vec![int(0), unknown, int(22)]), None);
        assert_eq!(run("port_list_includes", vec![Value::string("80, 20-30"), int(22)]), Some(true));
        assert_eq!(run("port_list_includes", vec![Value::tuple([int(80), Value::string("*")]), int(22)]), Some(true));
        assert_eq!(run("port_list_includes", vec![Value::NULL, int(22)]), Some(false));
    }

    #[test]
    fn versions_by_number() {
        let at_least = |version: &str, minimum: &str| {
            run("version_at_least", vec![Value::string(version), Value::string(minimum)])
        };
        assert_eq!(at_least("TLSv1.2_2021", "1.2"), Some(true));
        assert_eq!(at_least("TLS1_0", "1.2"), Some(false));
        assert_eq!(at_least("1.10", "1.9"), Some(true));
        assert_eq!(at_least("latest", "1.9"), None);
    }
}
