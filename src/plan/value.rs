//! Values of a plan: what is known, what comes with the apply, and what is sensitive, put together from three trees.

use std::sync::Arc;

use serde_json::Value as Json;

use crate::config::ty::Type;
use crate::eval::number::Number;
use crate::eval::value::{Marks, Members, Origin, Place, Value};

/// The value at a place, from `after`, `after_unknown` and `after_sensitive`.
pub(super) fn build(known: &Json, unknown: &Json, sensitive: &Json, place: &Place) -> Value {
    let marks = if *sensitive == Json::Bool(true) { Marks::SENSITIVE } else { Marks::NONE };
    if *unknown == Json::Bool(true) {
        let origin = Origin::AfterApply(Arc::new(place.clone()));
        return Value::unknown_exact(Type::Dynamic, origin).with_marks(marks);
    }
    let value = match known {
        Json::Null if is_partly_true(unknown) => container(unknown, sensitive, place),
        Json::Null => Value::NULL,
        Json::Bool(value) => Value::bool(*value),
        Json::Number(number) => Number::parse(&number.to_string()).map_or(Value::NULL, Value::number),
        Json::String(text) => Value::string(text.as_str()),
        Json::Array(items) => list(items, unknown, sensitive, place),
        Json::Object(members) => object(members, unknown, sensitive, place),
    };
    value.with_marks(marks)
}

fn is_partly_true(tree: &Json) -> bool {
    match tree {
        Json::Bool(value) => *value,
        Json::Array(items) => items.iter().any(is_partly_true),
        Json::Object(members) => members.values().any(is_partly_true),
        Json::Null | Json::Number(_) | Json::String(_) => false,
    }
}

/// A container that is null in `after` because all of it comes with the apply.
fn container(unknown: &Json, sensitive: &Json, place: &Place) -> Value {
    match unknown {
        Json::Array(items) => list(&vec![Json::Null; items.len()], unknown, sensitive, place),
        _ => object(&serde_json::Map::new(), unknown, sensitive, place),
    }
}

fn list(items: &[Json], unknown: &Json, sensitive: &Json, place: &Place) -> Value {
    let length = items.len().max(unknown.as_array().map_or(0, Vec::len));
    let part = |i: usize| {
        let place = place.index(&i.to_string());
        build(
            items.get(i).unwrap_or(&Json::Null),
            unknown.get(i).unwrap_or(&Json::Null),
            sensitive.get(i).unwrap_or(&Json::Null),
            &place,
        )
    };
    Value::tuple((0..length).map(part))
}

fn object(members: &serde_json::Map<String, Json>, unknown: &Json, sensitive: &Json, place: &Place) -> Value {
    let mut result = Members::new();
    let later = unknown.as_object().into_iter().flat_map(|later| later.keys());
    for name in members.keys().chain(later) {
        if result.contains_key(name.as_str()) {
            continue;
        }
        let value = build(
            members.get(name).unwrap_or(&Json::Null),
            unknown.get(name).unwrap_or(&Json::Null),
            sensitive.get(name).unwrap_or(&Json::Null),
            &place.attribute(name),
        );
        result.insert(name.as_str().into(), value);
    }
    Value::object(result)
}
