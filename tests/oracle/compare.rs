//! When a found value is the recorded one.

use serde_json::Value as Json;
use tollgate::eval::number::Number;

/// Equal content; an unknown or sensitive leaf stands for itself, whatever reason or value it shows.
pub(crate) fn same(wanted: &Json, found: &Json) -> bool {
    match (wanted, found) {
        (Json::Number(a), Json::Number(b)) => same_number(&a.to_string(), &b.to_string()),
        (Json::Array(a), Json::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Json::Object(a), Json::Object(b)) if a.contains_key("$unknown") => b.contains_key("$unknown"),
        (Json::Object(a), Json::Object(b)) if a.contains_key("$sensitive") => b.contains_key("$sensitive"),
        (Json::Object(a), Json::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => wanted == found,
    }
}

/// A plan rounds numbers that are not whole; cases about digits ask for text.
fn same_number(wanted: &str, found: &str) -> bool {
    let (Some(a), Some(b)) = (Number::parse(wanted), Number::parse(found)) else { return false };
    if a == b {
        return true;
    }
    let (x, y) = (a.to_f64(), b.to_f64());
    !(a.is_integer() && b.is_integer()) && (x - y).abs() <= x.abs() * 1e-15
}
