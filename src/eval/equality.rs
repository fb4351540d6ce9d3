//! Whether two values are the same: Terraform's `==`, and the converting one of rules.

use std::sync::Arc;

use super::convert;
use super::mode::Mode;
use super::order;
use super::parts;
use super::unknown;
use super::value::{Kind, Members, Object, Origin, Unknown, Value};
use crate::config::ty::Type;

/// Whether the values are equal; `None` where it depends on something unknown. Marks are not looked at.
pub fn equality(a: &Value, b: &Value, mode: Mode) -> Option<bool> {
    match mode {
        Mode::Config => strict(a, b),
        Mode::Rule => loose(a, b),
    }
}

/// Whether the values certainly are equal, as Terraform sees it.
pub fn is_certainly_equal(a: &Value, b: &Value) -> bool {
    strict(a, b) == Some(true)
}

fn strict(a: &Value, b: &Value) -> Option<bool> {
    if a.is_null() && unknown::is_certainly_not_null(b) || b.is_null() && unknown::is_certainly_not_null(a) {
        return Some(false);
    }
    match (&a.kind, &b.kind) {
        (Kind::Unknown(_), Kind::Unknown(_)) => None,
        (Kind::Unknown(unknown), _) => strict_unknown(unknown, b),
        (_, Kind::Unknown(unknown)) => strict_unknown(unknown, a),
        (Kind::Null(_), Kind::Null(_)) => Some(true),
        (Kind::Null(_), _) | (_, Kind::Null(_)) => Some(false),
        _ if holds_untyped(a) || holds_untyped(b) => strict_untyped(a, b),
        _ if !same_type(a, b) => Some(false),
        _ => strict_known(a, b),
    }
}

fn strict_unknown(unknown: &Unknown, known: &Value) -> Option<bool> {
    if !unknown::may_be(unknown, known) {
        return Some(false);
    }
    let undecided = known.is_null() || !unknown.ty.is_wholly_known() || unknown.ty == known.ty();
    if undecided { None } else { Some(false) }
}

/// The type itself may still change: only what can never fit is different for sure.
fn strict_untyped(a: &Value, b: &Value) -> Option<bool> {
    let may_fit = match (a.ty(), b.ty()) {
        (Type::Object(a), Type::Object(b)) => a.attributes.keys().eq(b.attributes.keys()),
        (Type::Tuple(a), Type::Tuple(b)) => a.len() == b.len(),
        (a, b) => std::mem::discriminant(&a) == std::mem::discriminant(&b),
    };
    if may_fit { None } else { Some(false) }
}

fn holds_untyped(value: &Value) -> bool {
    match &value.kind {
        Kind::Unknown(unknown) => !unknown.ty.is_wholly_known(),
        Kind::Object(object) if object.open.is_some() => true,
        _ => {
            let mut found = false;
            value.each_child(&mut |child| found = found || holds_untyped(child));
            found
        }
    }
}

fn strict_known(a: &Value, b: &Value) -> Option<bool> {
    match (&a.kind, &b.kind) {
        (Kind::Bool(a), Kind::Bool(b)) => Some(a == b),
        (Kind::Number(a), Kind::Number(b)) => Some(a == b),
        (Kind::String(a), Kind::String(b)) => Some(a == b),
        (Kind::List(a), Kind::List(b)) => strict_items(&a.items, &b.items),
        (Kind::Tuple(a), Kind::Tuple(b)) => strict_items(a, b),
        (Kind::Set(a), Kind::Set(b)) => strict_sets(&a.items, &b.items),
        (Kind::Map(a), Kind::Map(b)) => strict_members(&a.members, &b.members),
        (Kind::Object(a), Kind::Object(b)) => strict_members(&a.members, &b.members),
        _ => Some(false),
    }
}

/// TERRAFORM: elements are compared in order, and the first unknown comparison ends it, whatever comes after.
fn strict_items(a: &[Value], b: &[Value]) -> Option<bool> {
    if a.len() != b.len() {
        return Some(false);
    }
    for (a, b) in a.iter().zip(b) {
        if !strict(a, b)? {
            return Some(false);
        }
    }
    Some(true)
}

/// Go walks maps in random order, so that Terraform's answer may differ from run to run where one member is unknown
/// and another different. A difference decides here.
fn strict_members(a: &Members, b: &Members) -> Option<bool> {
    if !a.keys().eq(b.keys()) {
        return Some(false);
    }
    all(a.values().zip(b.values()).map(|(a, b)| strict(a, b)))
}

fn strict_sets(a: &[Value], b: &[Value]) -> Option<bool> {
    if a.iter().chain(b).any(Value::is_unknown) {
        return None;
    }
    let within = |one: &[Value], other: &[Value]| one.iter().all(|x| other.iter().any(|y| is_certainly_equal(x, y)));
    if a.len() == b.len() && a.len() > 16 {
        // Sets are sorted: equal ones are equal element by element.
        return Some(a.iter().zip(b).all(|(a, b)| is_certainly_equal(a, b)));
    }
    Some(within(a, b) && within(b, a))
}

/// All true is true, one false is false, otherwise it is unknown.
fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => result = None,
            Some(true) => {}
        }
    }
    result
}

/// The same as comparing `ty()`, without building the types of large structures.
fn same_type(a: &Value, b: &Value) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Bool(_), Kind::Bool(_)) | (Kind::Number(_), Kind::Number(_)) | (Kind::String(_), Kind::String(_)) => {
            true
        }
        (Kind::List(a), Kind::List(b)) | (Kind::Set(a), Kind::Set(b)) => a.element == b.element,
        (Kind::Map(a), Kind::Map(b)) => a.element == b.element,
        (Kind::Tuple(a), Kind::Tuple(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same_type(a, b)),
        (Kind::Object(a), Kind::Object(b)) => {
            a.members.keys().eq(b.members.keys())
                && a.members.values().zip(b.members.values()).all(|(a, b)| same_type(a, b))
        }
        (Kind::Null(_) | Kind::Unknown(_), _) | (_, Kind::Null(_) | Kind::Unknown(_)) => a.ty() == b.ty(),
        _ => false,
    }
}

/// The equality of rules: by content, with conversions between texts, numbers and bools and between kinds of
/// collections, and decided wherever the known parts differ or both sides are the same unknown.
fn loose(a: &Value, b: &Value) -> Option<bool> {
    match (&a.kind, &b.kind) {
        (Kind::Null(_), Kind::Null(_)) => Some(true),
        (Kind::Unknown(x), Kind::Unknown(y)) => loose_unknowns(x, y),
        (Kind::Unknown(unknown), _) => loose_unknown(unknown, b),
        (_, Kind::Unknown(unknown)) => loose_unknown(unknown, a),
        (Kind::Null(_), _) | (_, Kind::Null(_)) => Some(false),
        (Kind::Bool(_) | Kind::Number(_) | Kind::String(_), Kind::Bool(_) | Kind::Number(_) | Kind::String(_)) => {
            Some(loose_primitives(a, b))
        }
        (Kind::Set(_), _) | (_, Kind::Set(_)) => loose_sets(a, b),
        (Kind::Map(_) | Kind::Object(_), Kind::Map(_) | Kind::Object(_)) => loose_mappings(a, b),
        _ => match (a.as_elements(), b.as_elements()) {
            (Some(a), Some(b)) if a.len() == b.len() => all(a.iter().zip(b).map(|(a, b)| loose(a, b))),
            _ => Some(false),
        },
    }
}

fn loose_primitives(a: &Value, b: &Value) -> bool {
    let same_as = |x: &Value, y: &Value| {
        convert::convert(x.clone(), &y.ty()).is_ok_and(|converted| strict_known(&converted, y) == Some(true))
    };
    // "1" is the number 1 and "1.0" too: texts are read as numbers, not numbers written as texts.
    match (&a.kind, &b.kind) {
        (Kind::String(_), Kind::Number(_) | Kind::Bool(_)) => same_as(a, b),
        _ => same_as(b, a),
    }
}

fn loose_unknown(unknown: &Arc<Unknown>, known: &Value) -> Option<bool> {
    if known.is_null() {
        return if unknown.refinement.not_null || is_read_from_a_resource(unknown) { Some(false) } else { None };
    }
    let untyped_text = matches!((&unknown.ty, &known.kind), (Type::String, Kind::String(_)));
    if untyped_text && let Some(text) = known.as_str() {
        return if parts::may_be(unknown, text) { None } else { Some(false) };
    }
    let may_be = match unknown::range(known) {
        _ if unknown.ty == known.ty() => unknown::may_be(unknown, known),
        _ => unify_possible(&unknown.ty, known),
    };
    if may_be { None } else { Some(false) }
}

/// An argument that is given a resource's attribute is set: `kms_key_id = aws_kms_key.k.arn` is not null.
fn is_read_from_a_resource(unknown: &Unknown) -> bool {
    unknown.exact && matches!(unknown.origin, Origin::Attribute(_) | Origin::AfterApply(_) | Origin::Data(_))
}

fn unify_possible(ty: &Type, known: &Value) -> bool {
    let structural = |ty: &Type| !ty.is_primitive() && *ty != Type::Dynamic;
    structural(ty) == structural(&known.ty()) || *ty == Type::Dynamic
}

fn loose_unknowns(a: &Arc<Unknown>, b: &Arc<Unknown>) -> Option<bool> {
    if Arc::ptr_eq(a, b) || a.exact && b.exact && a.origin == b.origin {
        return Some(true);
    }
    parts::equality(a, b)
}

fn loose_sets(a: &Value, b: &Value) -> Option<bool> {
    let (Some(x), Some(y)) = (a.as_elements(), b.as_elements()) else { return Some(false) };
    let sorted = |items: &[Value]| {
        let set = order::set(Type::Dynamic, items.iter().map(as_text).collect());
        set.as_elements().unwrap_or_default().to_vec()
    };
    let (x, y) = (sorted(x), sorted(y));
    if x.iter().chain(&y).all(Value::is_wholly_known) {
        return Some(x.len() == y.len() && x.iter().zip(&y).all(|(x, y)| loose(x, y) == Some(true)));
    }
    let certain = |one: &[Value], other: &[Value]| one.iter().all(|x| other.iter().any(|y| loose(x, y) == Some(true)));
    let impossible =
        |one: &[Value], other: &[Value]| one.iter().any(|x| other.iter().all(|y| loose(x, y) == Some(false)));
    if certain(&x, &y) && certain(&y, &x) {
        return Some(true);
    }
    if impossible(&x, &y) || impossible(&y, &x) { Some(false) } else { None }
}

/// Numbers and bools as text, so that `[1]` and `toset(["1"])` meet in one order.
fn as_text(value: &Value) -> Value {
    match value.kind {
        Kind::Number(_) | Kind::Bool(_) => {
            convert::convert(value.clone(), &Type::String).unwrap_or_else(|_| value.clone())
        }
        _ => value.clone(),
    }
}

fn loose_mappings(a: &Value, b: &Value) -> Option<bool> {
    let (Some(x), Some(y)) = (a.as_members(), b.as_members()) else { return Some(false) };
    if let (Some(p), Some(q)) = (open_place(a), open_place(b))
        && p.open == q.open
    {
        return Some(true);
    }
    let missing = |value: &Value, name: &str| value.member(name).unwrap_or(Value::NULL);
    let here = x.iter().map(|(name, value)| loose(value, &missing(b, name)));
    let there =
        y.iter().filter(|(name, _)| !x.contains_key(*name)).map(|(name, value)| loose(value, &missing(a, name)));
    let known = all(here.chain(there));
    let open = open_place(a).is_some() || open_place(b).is_some();
    if open && known == Some(true) { None } else { known }
}

fn open_place(value: &Value) -> Option<&Object> {
    match &value.kind {
        Kind::Object(object) if object.open.is_some() => Some(object),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::value::Place;
    use super::*;

    fn unknown(name: &str) -> Value {
        Value::unknown_exact(Type::String, Origin::Variable(name.into()))
    }

    #[test]
    fn terraform_never_converts() {
        assert_eq!(strict(&Value::int(1), &Value::string("1")), Some(false));
        assert_eq!(strict(&Value::tuple([]), &Value::list(Type::Dynamic, vec![])), Some(false));
        assert_eq!(strict(&Value::null(Type::String), &Value::NULL), Some(true));
        assert_eq!(strict(&unknown("a"), &unknown("a")), None);
    }

    #[test]
    fn rules_convert_and_know_equal_unknowns() {
        assert_eq!(loose(&Value::string("1.0"), &Value::int(1)), Some(true));
        assert_eq!(loose(&Value::TRUE, &Value::string("true")), Some(true));
        assert_eq!(loose(&unknown("a"), &unknown("a")), Some(true));
        assert_eq!(loose(&unknown("a"), &unknown("b")), None);
        let arn = Value::unknown_exact(
            Type::Dynamic,
            Origin::Attribute(Arc::new(Place { instance: "aws_kms_key.k".into(), path: ".arn".into() })),
        );
        assert_eq!(loose(&arn, &Value::NULL), Some(false));
        assert_eq!(loose(&unknown("a"), &Value::NULL), None);
        let list = Value::tuple([Value::string("b"), Value::string("a")]);
        let set = order::set(Type::String, vec![Value::string("a"), Value::string("b")]);
        assert_eq!(loose(&list, &set), Some(true));
        let partly = Value::tuple([unknown("a"), Value::int(1)]);
        assert_eq!(loose(&partly, &Value::tuple([Value::string("x"), Value::int(2)])), Some(false));
    }
}
