//! Operators, conditionals, attribute access and indexing.
//!
//! Each operation exists once and follows a [`Mode`]: Terraform's own behaviour for configurations, a total one
//! for rules. Messages are parts of sentences without the place; the caller knows where it happened.

use std::cmp::Ordering;
use std::sync::Arc;

use super::convert::{self, convert};
use super::equality::equality;
use super::float::NotANumber;
use super::mode::Mode;
use super::number::Number;
use super::unknown;
use super::value::{Kind, Origin, Piece, Place, Refinement, Unknown, Value};
use crate::config::ty::Type;
use crate::syntax::ast::{BinaryOp, UnaryOp};

pub use super::equality::is_certainly_equal;

/// The value of `left op right`.
pub fn binary(op: BinaryOp, left: &Value, right: &Value, mode: Mode) -> Result<Value, String> {
    match op {
        BinaryOp::Equal => Ok(equals(left, right, mode)),
        BinaryOp::NotEqual => Ok(not(&equals(left, right, mode))),
        BinaryOp::And | BinaryOp::Or => logical(op, left, right, mode),
        BinaryOp::Less | BinaryOp::LessEqual | BinaryOp::Greater | BinaryOp::GreaterEqual => {
            order(op, left, right, mode)
        }
        BinaryOp::Add | BinaryOp::Subtract | BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => {
            arithmetic(op, left, right, mode)
        }
    }
}

/// The value of `!value` or `-value`.
pub fn unary(op: UnaryOp, value: &Value, mode: Mode) -> Result<Value, String> {
    let ty = match op {
        UnaryOp::Not => Type::Bool,
        UnaryOp::Negate => Type::Number,
    };
    let operand = match convert(value.clone(), &ty) {
        Ok(operand) => operand,
        Err(_) if mode == Mode::Rule => Value::null(ty.clone()).with_marks_of(value),
        Err(error) => return Err(format!("unsuitable value for the operand: {error}")),
    };
    let result = match (&operand.kind, op) {
        (Kind::Null(_), UnaryOp::Not) if mode == Mode::Rule => Value::TRUE,
        (Kind::Null(_), UnaryOp::Negate) if mode == Mode::Rule => Value::null(Type::Number),
        (Kind::Null(_), _) => return Err("the operand must not be null".into()),
        (Kind::Bool(value), _) => Value::bool(!value),
        (Kind::Number(number), _) => Value::number(number.negate()),
        _ => Unknown::derived(ty, &[&operand]).not_null().into_value(),
    };
    Ok(result.with_marks_of(&operand))
}

/// Whether two values are equal, as a bool that may be unknown.
pub fn equals(left: &Value, right: &Value, mode: Mode) -> Value {
    let marks = left.deep_marks().union(right.deep_marks());
    let result = match equality(left, right, mode) {
        Some(answer) => Value::bool(answer),
        None => Unknown::derived(Type::Bool, &[left, right]).not_null().into_value(),
    };
    result.with_marks(marks)
}

fn not(value: &Value) -> Value {
    match &value.kind {
        Kind::Bool(known) => Value::bool(!known).with_marks_of(value),
        _ => value.clone(),
    }
}

/// Both operands in the wanted type; in rules, what does not fit is null.
fn operands(left: &Value, right: &Value, ty: &Type, mode: Mode) -> Result<(Value, Value), String> {
    let side = |value: &Value, side: &str| match convert(value.clone(), ty) {
        Ok(value) if value.is_null() && mode == Mode::Config => Err(format!("the {side} operand must not be null")),
        Ok(value) => Ok(value),
        Err(_) if mode == Mode::Rule => Ok(Value::null(ty.clone()).with_marks_of(value)),
        Err(error) => Err(format!("unsuitable value for the {side} operand: {error}")),
    };
    Ok((side(left, "left")?, side(right, "right")?))
}

fn logical(op: BinaryOp, left: &Value, right: &Value, mode: Mode) -> Result<Value, String> {
    let (a, b) = operands(left, right, &Type::Bool, mode)?;
    let known = |value: &Value| match &value.kind {
        Kind::Unknown(_) => None,
        Kind::Bool(known) => Some(*known),
        _ => Some(false),
    };
    let decisive = op == BinaryOp::Or;
    let result = match (known(&a), known(&b)) {
        (Some(a), Some(b)) if decisive => Value::bool(a || b),
        (Some(a), Some(b)) => Value::bool(a && b),
        // TERRAFORM: 1.11 does not short-circuit, `true || unknown` is unknown.
        (Some(known), _) | (_, Some(known)) if mode == Mode::Rule && known == decisive => Value::bool(decisive),
        _ => Unknown::derived(Type::Bool, &[&a, &b]).not_null().into_value(),
    };
    Ok(result.with_marks(a.marks.union(b.marks)))
}

fn order(op: BinaryOp, left: &Value, right: &Value, mode: Mode) -> Result<Value, String> {
    let (a, b) = operands(left, right, &Type::Number, mode)?;
    let marks = a.marks.union(b.marks);
    let answer = match (a.as_number(), b.as_number()) {
        (Some(a), Some(b)) => Some(holds(op, a.compare(b))),
        _ if a.is_null() || b.is_null() => Some(false),
        _ if mode == Mode::Rule => order_of_bounds(op, &a, &b),
        _ => order_of_ranges(op, &a, &b),
    };
    let result = match answer {
        Some(answer) => Value::bool(answer),
        None => Unknown::derived(Type::Bool, &[&a, &b]).not_null().into_value(),
    };
    Ok(result.with_marks(marks))
}

fn holds(op: BinaryOp, order: Ordering) -> bool {
    match op {
        BinaryOp::Less => order == Ordering::Less,
        BinaryOp::LessEqual => order != Ordering::Greater,
        BinaryOp::Greater => order == Ordering::Greater,
        _ => order != Ordering::Less,
    }
}

/// TERRAFORM: `>=` is "greater or equal", two questions, so that bounds decide it only where one of them has an answer.
fn order_of_ranges(op: BinaryOp, a: &Value, b: &Value) -> Option<bool> {
    let (x, y) = (unknown::range(a), unknown::range(b));
    let below = |x: &Refinement, y: &Refinement| match (&x.upper, &y.lower) {
        (Some((upper, _)), Some((lower, _))) => upper.compare(lower) == Ordering::Less,
        _ => false,
    };
    let strictly = |less: bool, greater: bool| match (less, greater) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    };
    let (less, greater) = (below(&x, &y), below(&y, &x));
    let (strict, inclusive) = match op {
        BinaryOp::Less | BinaryOp::LessEqual => (strictly(less, greater), op == BinaryOp::LessEqual),
        _ => (strictly(greater, less), op == BinaryOp::GreaterEqual),
    };
    if !inclusive || strict == Some(true) {
        return strict;
    }
    match (strict, equality(a, b, Mode::Config)) {
        (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// In rules bounds decide as far as they can: a length is `>= 0`.
fn order_of_bounds(op: BinaryOp, a: &Value, b: &Value) -> Option<bool> {
    let (x, y) = match op {
        BinaryOp::Less | BinaryOp::LessEqual => (unknown::range(b), unknown::range(a)),
        _ => (unknown::range(a), unknown::range(b)),
    };
    // The question is now whether x is greater than y, or at least as great.
    let or_equal = matches!(op, BinaryOp::LessEqual | BinaryOp::GreaterEqual);
    let reaches = |order: Ordering, or_equal: bool| order == Ordering::Greater || or_equal && order == Ordering::Equal;
    let always = x.lower.zip(y.upper).is_some_and(|(low, high)| reaches(low.0.compare(&high.0), or_equal));
    let never = y.lower.zip(x.upper).is_some_and(|(low, high)| reaches(low.0.compare(&high.0), !or_equal));
    match (always, never) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

fn arithmetic(op: BinaryOp, left: &Value, right: &Value, mode: Mode) -> Result<Value, String> {
    let (a, b) = operands(left, right, &Type::Number, mode)?;
    let marks = a.marks.union(b.marks);
    let result = match (a.as_number(), b.as_number()) {
        (Some(x), Some(y)) => match compute(op, x, y) {
            Ok(number) => Value::number(number),
            Err(NotANumber) if mode == Mode::Rule => Value::null(Type::Number),
            Err(NotANumber) => return Err(no_result(op).into()),
        },
        _ if a.is_null() || b.is_null() => Value::null(Type::Number),
        _ => Unknown::derived(Type::Number, &[&a, &b]).not_null().into_value(),
    };
    Ok(result.with_marks(marks))
}

fn compute(op: BinaryOp, a: &Number, b: &Number) -> Result<Number, NotANumber> {
    match op {
        BinaryOp::Add => a.add(b),
        BinaryOp::Subtract => a.subtract(b),
        BinaryOp::Multiply => a.multiply(b),
        BinaryOp::Divide => a.divide(b),
        _ => a.modulo(b),
    }
}

fn no_result(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "can't compute sum of opposing infinities",
        BinaryOp::Subtract => "can't subtract infinity from itself",
        BinaryOp::Multiply => "can't multiply zero by infinity",
        BinaryOp::Divide => "can't divide zero by zero or infinity by infinity",
        _ => "can't use modulo with zero and infinity",
    }
}

/// The value of `condition ? then : otherwise`, both branches evaluated. A branch that failed is an unknown with
/// [`Origin::Error`]: it does not matter unless it is chosen, and the caller reports the error then.
pub fn conditional(condition: &Value, then: Value, otherwise: Value, mode: Mode) -> Result<Value, String> {
    let marks = condition.marks.union(then.marks).union(otherwise.marks);
    let common = common_type(&then, &otherwise);
    let common = match (common, mode) {
        (Some(ty), _) => ty,
        (None, Mode::Rule) => Type::Dynamic,
        (None, Mode::Config) => return Err(inconsistent(&then.ty(), &otherwise.ty())),
    };
    let chosen = match decided(condition, mode)? {
        Some(true) => then,
        Some(false) => otherwise,
        None => return Ok(undecided(condition, &then, &otherwise, common, mode).with_marks(marks)),
    };
    let marks = if mode == Mode::Rule { condition.marks.union(chosen.marks) } else { marks };
    // A value whose type is not known takes its type from the other branch only when it is a null.
    let result = if chosen.is_unknown() && chosen.ty() == Type::Dynamic {
        chosen
    } else {
        convert(chosen, &common).map_err(|error| format!("the chosen result has the wrong type: {error}"))?
    };
    Ok(result.with_marks(marks))
}

fn decided(condition: &Value, mode: Mode) -> Result<Option<bool>, String> {
    match convert(condition.clone(), &Type::Bool) {
        Ok(value) => match value.kind {
            Kind::Bool(known) => Ok(Some(known)),
            Kind::Unknown(_) => Ok(None),
            _ if mode == Mode::Rule => Ok(Some(false)),
            _ => Err("the condition is null; it must be true or false".into()),
        },
        Err(_) if condition.is_unknown() => Ok(None),
        Err(_) if mode == Mode::Rule => Ok(Some(false)),
        Err(_) => Err("the condition must be of type bool".into()),
    }
}

/// The type of a conditional: an untyped null takes the other's, an unknown of unknown type leaves it open.
fn common_type(then: &Value, otherwise: &Value) -> Option<Type> {
    let untyped_null = |value: &Value| matches!(value.kind, Kind::Null(Type::Dynamic));
    if untyped_null(then) {
        return Some(otherwise.ty());
    }
    if untyped_null(otherwise) {
        return Some(then.ty());
    }
    let types = [then.ty(), otherwise.ty()];
    if types.contains(&Type::Dynamic) {
        return Some(Type::Dynamic);
    }
    convert::unify(&types)
}

fn inconsistent(then: &Type, otherwise: &Type) -> String {
    format!(
        "the results of a conditional must have consistent types, found {} and {}",
        then.friendly_name(),
        otherwise.friendly_name()
    )
}

fn undecided(condition: &Value, then: &Value, otherwise: &Value, common: Type, mode: Mode) -> Value {
    if then.is_null() && otherwise.is_null() {
        return Value::null(common);
    }
    if mode == Mode::Rule && equality(then, otherwise, mode) == Some(true) {
        return then.clone();
    }
    let (a, b) = (unknown::range(then), unknown::range(otherwise));
    let sources = [condition, then, otherwise].map(|value| if value.is_wholly_known() { &Value::NULL } else { value });
    let mut result = Unknown::derived(common, &sources);
    if unknown::is_certainly_not_null(then) && unknown::is_certainly_not_null(otherwise) {
        result = result.not_null();
    }
    let numbers = then.ty() == Type::Number && otherwise.ty() == Type::Number;
    if numbers {
        result.refinement.lower = wider(a.lower, b.lower, Ordering::Less);
        result.refinement.upper = wider(a.upper, b.upper, Ordering::Greater);
    } else if result.ty.is_collection() && then.ty() == otherwise.ty() {
        let min = a.min_length.unwrap_or(0).min(b.min_length.unwrap_or(0));
        let max = a.max_length.zip(b.max_length).map(|(a, b)| a.max(b));
        result = result.with_length(min, max);
    }
    result.into_value()
}

/// The bound that holds for both.
fn wider(a: Option<(Number, bool)>, b: Option<(Number, bool)>, outer: Ordering) -> Option<(Number, bool)> {
    let (a, b) = (a?, b?);
    match a.0.compare(&b.0) {
        Ordering::Equal => Some((a.0, a.1 || b.1)),
        order if order == outer => Some(a),
        _ => Some(b),
    }
}

/// The value of `collection[key]`.
pub fn index(collection: &Value, key: &Value, mode: Mode) -> Result<Value, String> {
    if mode == Mode::Rule {
        return Ok(index_total(collection, key));
    }
    if collection.is_null() {
        return Err("this value is null, so it does not have any indices".into());
    }
    if key.is_null() {
        return Err("a null value is no index".into());
    }
    let ty = shallow_type(collection);
    if key.ty() == Type::Dynamic || ty == Shape::Untyped {
        return Ok(part_of(collection, Type::Dynamic, key).with_marks(collection.marks));
    }
    match ty {
        Shape::Sequence => index_sequence(collection, key),
        Shape::Map => index_map(collection, key),
        Shape::Object => index_object(collection, key),
        Shape::Set => Err("elements of a set have no index; convert it to a list first".into()),
        Shape::Other | Shape::Untyped => Err("this value does not have any indices".into()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Untyped,
    Sequence,
    Map,
    Object,
    Set,
    Other,
}

fn shallow_type(value: &Value) -> Shape {
    let of_type = |ty: &Type| match ty {
        Type::Dynamic => Shape::Untyped,
        Type::List(_) | Type::Tuple(_) => Shape::Sequence,
        Type::Map(_) => Shape::Map,
        Type::Object(_) => Shape::Object,
        Type::Set(_) => Shape::Set,
        Type::Bool | Type::Number | Type::String => Shape::Other,
    };
    match &value.kind {
        Kind::Null(ty) => of_type(ty),
        Kind::Unknown(unknown) => of_type(&unknown.ty),
        Kind::List(_) | Kind::Tuple(_) => Shape::Sequence,
        Kind::Map(_) => Shape::Map,
        Kind::Object(_) => Shape::Object,
        Kind::Set(_) => Shape::Set,
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => Shape::Other,
    }
}

const NO_ELEMENT: &str = "the given key does not identify an element in this collection value";

fn index_sequence(collection: &Value, key: &Value) -> Result<Value, String> {
    let marks = collection.marks.union(key.marks);
    let key = convert(key.clone(), &Type::Number).map_err(|error| format!("{NO_ELEMENT}: {error}"))?;
    let items = collection.as_elements();
    let Some(number) = key.as_number() else {
        let element = match (&collection.kind, collection.ty()) {
            (_, Type::List(element)) => Type::clone(&element),
            _ => Type::Dynamic,
        };
        return Ok(unknown::derived(element, &[&key, collection]).with_marks(collection.marks));
    };
    if !number.is_integer() {
        return Err(format!("{NO_ELEMENT}: an index must be a whole number"));
    }
    if number.sign() < 0 {
        return Err(format!("{NO_ELEMENT}: an index must not be negative"));
    }
    let found = match (&collection.kind, number.to_usize()) {
        (Kind::Unknown(unknown), i) => match &unknown.ty {
            Type::Tuple(types) => i.and_then(|i| types.get(i)).map(|ty| part_of(collection, ty.clone(), &key)),
            Type::List(element) => Some(part_of(collection, Type::clone(element), &key)),
            _ => Some(part_of(collection, Type::Dynamic, &key)),
        },
        (_, Some(i)) => items.and_then(|items| items.get(i)).cloned(),
        (_, None) => None,
    };
    match found {
        Some(value) => Ok(value.with_marks(marks)),
        None if items.is_some_and(<[Value]>::is_empty) => Err(format!("{NO_ELEMENT}: the collection has no elements")),
        None => Err(format!("{NO_ELEMENT}: the index is not below the length of the collection")),
    }
}

fn index_map(collection: &Value, key: &Value) -> Result<Value, String> {
    let marks = collection.marks.union(key.marks);
    let key = convert(key.clone(), &Type::String).map_err(|error| format!("{NO_ELEMENT}: {error}"))?;
    let element = match &collection.kind {
        Kind::Map(map) => map.element.clone(),
        _ => collection.ty().element().cloned().unwrap_or(Type::Dynamic),
    };
    match (&collection.kind, key.as_str()) {
        (Kind::Map(map), Some(name)) => {
            map.members.get(name).cloned().map(|value| value.with_marks(marks)).ok_or_else(|| NO_ELEMENT.to_owned())
        }
        (Kind::Unknown(_), Some(_)) => Ok(part_of(collection, element, &key).with_marks(collection.marks)),
        _ => Ok(unknown::derived(element, &[&key, collection]).with_marks(collection.marks)),
    }
}

fn index_object(collection: &Value, key: &Value) -> Result<Value, String> {
    let was_number = key.ty() == Type::Number;
    let key = convert(key.clone(), &Type::String).map_err(|error| format!("{NO_ELEMENT}: {error}"))?;
    if collection.is_unknown() {
        return Ok(part_of(collection, Type::Dynamic, &key).with_marks(collection.marks));
    }
    let Some(name) = key.as_str() else {
        return Ok(unknown::derived(Type::Dynamic, &[&key]).with_marks(collection.marks));
    };
    match collection.member(name) {
        Some(value) => Ok(value.with_marks(collection.marks)),
        None if was_number => Err(format!("{NO_ELEMENT}: an object has attributes, no numeric indices")),
        None => Err(NO_ELEMENT.into()),
    }
}

/// Indexing in rules: what is not there is null.
fn index_total(collection: &Value, key: &Value) -> Value {
    let marks = collection.marks.union(key.marks);
    let number = || convert(key.clone(), &Type::Number).ok();
    let result = match &collection.kind {
        Kind::Unknown(unknown) => {
            let ty = unknown.ty.element().cloned().unwrap_or(Type::Dynamic);
            if key.is_null() { Value::NULL } else { part_of(collection, ty, key) }
        }
        _ if key.is_unknown() => unknown::derived(Type::Dynamic, &[key, collection]),
        Kind::List(_) | Kind::Tuple(_) | Kind::Set(_) => {
            let items = collection.as_elements().unwrap_or_default();
            let i = number().and_then(|value| value.as_number().and_then(Number::to_usize));
            i.and_then(|i| items.get(i)).cloned().unwrap_or(Value::NULL)
        }
        Kind::Map(_) | Kind::Object(_) => {
            let name = convert(key.clone(), &Type::String).ok();
            name.as_ref()
                .and_then(Value::as_str)
                .and_then(|name| written_member(collection, name))
                .unwrap_or(Value::NULL)
        }
        Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => Value::NULL,
    };
    result.with_marks(marks)
}

/// The value of `value.name`.
pub fn get_attr(value: &Value, name: &str, mode: Mode) -> Result<Value, String> {
    if let Some(member) = known_member(value, name, mode) {
        return Ok(member.with_marks(value.marks));
    }
    if mode == Mode::Rule {
        return Ok(Value::NULL.with_marks(value.marks));
    }
    Err(match value.ty() {
        _ if value.is_null() => "this value is null, so it does not have any attributes".into(),
        Type::Object(_) => format!("this object does not have an attribute named `{name}`"),
        Type::Map(_) => format!("this map does not have an element with the key `{name}`"),
        Type::List(element) if matches!(*element, Type::Object(_)) => format!(
            "a list of objects has no attributes; take `{name}` of one element or, with a splat, of all elements"
        ),
        Type::Set(element) if matches!(*element, Type::Object(_)) => {
            format!("a set of objects has no attributes; take `{name}` of all elements with a `for` expression")
        }
        ty if ty.is_primitive() => format!("a value of type {} has no attributes", ty.friendly_name()),
        _ => "this value does not have any attributes".into(),
    })
}

/// Rules see the arguments in code: what is not written is null there, and not an attribute known after apply.
fn written_member(value: &Value, name: &str) -> Option<Value> {
    value.as_members()?.get(name).cloned()
}

fn known_member(value: &Value, name: &str, mode: Mode) -> Option<Value> {
    let Kind::Unknown(unknown) = &value.kind else {
        return if mode == Mode::Rule { written_member(value, name) } else { value.member(name) };
    };
    let ty = match &unknown.ty {
        Type::Dynamic => Type::Dynamic,
        Type::Map(element) => Type::clone(element),
        Type::Object(object) => object.attributes.get(name)?.clone(),
        _ => return None,
    };
    Some(member_of(value, ty, |place| place.attribute(name)))
}

/// An element of an unknown: an attribute of a resource's attribute still has a place of its own.
fn part_of(collection: &Value, ty: Type, key: &Value) -> Value {
    let text = match &key.kind {
        Kind::String(text) => serde_json::Value::from(&**text).to_string(),
        Kind::Number(number) => number.to_string(),
        _ => return unknown::derived(ty, &[collection, key]),
    };
    if key.is_sensitive() {
        return unknown::derived(ty, &[collection]);
    }
    member_of(collection, ty, |place| place.index(&text))
}

fn member_of(value: &Value, ty: Type, step: impl Fn(&Place) -> Place) -> Value {
    let Kind::Unknown(unknown) = &value.kind else { return unknown::derived(ty, &[value]) };
    if !unknown.exact {
        return unknown.part(ty);
    }
    let place = |place: &Arc<Place>| Arc::new(step(place));
    let origin = match &unknown.origin {
        Origin::Attribute(at) => Origin::Attribute(place(at)),
        Origin::AfterApply(at) => Origin::AfterApply(place(at)),
        Origin::Data(at) => Origin::Data(place(at)),
        _ => return unknown.part(ty),
    };
    Value::unknown_exact(ty, origin)
}

/// The string made of these pieces, known or known in part. See [`super::parts`].
pub fn concat_parts(pieces: Vec<Piece>) -> Value {
    super::parts::concat(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(ty: Type) -> Value {
        Value::unknown(ty, Origin::Variable("var.x".into()))
    }

    #[test]
    fn only_rules_short_circuit() {
        let or = |mode| binary(BinaryOp::Or, &Value::TRUE, &unknown(Type::Bool), mode).unwrap();
        assert!(or(Mode::Config).is_unknown());
        assert_eq!(or(Mode::Rule).as_bool(), Some(true));
        assert!(binary(BinaryOp::Or, &Value::NULL, &Value::TRUE, Mode::Config).is_err());
        assert_eq!(binary(BinaryOp::Or, &Value::NULL, &Value::TRUE, Mode::Rule).unwrap().as_bool(), Some(true));
    }

    #[test]
    fn bounds_of_an_undecided_conditional_decide_comparisons() {
        let value = conditional(&unknown(Type::Bool), Value::int(1), Value::int(5), Mode::Config).unwrap();
        let positive = binary(BinaryOp::Greater, &value, &Value::int(0), Mode::Config).unwrap();
        assert_eq!(positive.as_bool(), Some(true));
        let same = conditional(&unknown(Type::Bool), Value::int(1), Value::int(1), Mode::Config).unwrap();
        assert_eq!(same.as_number(), Some(&Number::from(1)));
    }

    #[test]
    fn attributes_of_an_open_object_are_their_own_origin() {
        let place = Arc::new(Place { instance: "aws_x.y".into(), path: "".into() });
        let object = Value::open_object(crate::eval::value::Members::from_iter([("a".into(), Value::int(1))]), place);
        let arn = get_attr(&object, "arn", Mode::Config).unwrap();
        assert_eq!(arn.as_unknown().unwrap().origin.to_string(), "`aws_x.y.arn` is known only after apply");
        let deeper = index(&arn, &Value::int(0), Mode::Config).unwrap();
        assert_eq!(deeper.as_unknown().unwrap().origin.to_string(), "`aws_x.y.arn[0]` is known only after apply");
    }

    #[test]
    fn bounds_decide_in_rules() {
        let length = Unknown::derived(Type::Number, &[]).not_null().with_bounds(Some(Number::ZERO), None).into_value();
        let compare = |op, mode| binary(op, &length, &Value::int(0), mode).unwrap().as_bool();
        assert_eq!(compare(BinaryOp::GreaterEqual, Mode::Rule), Some(true));
        assert_eq!(compare(BinaryOp::GreaterEqual, Mode::Config), None);
        assert_eq!(compare(BinaryOp::Less, Mode::Rule), Some(false));
        assert_eq!(compare(BinaryOp::Greater, Mode::Rule), None);
    }

    #[test]
    fn rules_read_through_null() {
        assert!(get_attr(&Value::NULL, "a", Mode::Rule).unwrap().is_null());
        assert!(index(&Value::tuple([]), &Value::int(0), Mode::Rule).unwrap().is_null());
        assert!(get_attr(&Value::NULL, "a", Mode::Config).is_err());
    }
}
