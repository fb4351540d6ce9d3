//! Values of one type as values of another, as Terraform converts arguments, operands and variables.

use std::fmt::Write as _;
use std::sync::Arc;

use super::number::Number;
use super::order;
use super::unify::{self, Safety, is_convertible};
use super::unknown;
use super::value::{Kind, Map, Members, Unknown, Value};
use crate::config::ty::{ObjectType, Type};

pub use super::unify::unify;

/// Numbers with more digits than this have no text: they would only fill memory.
const MAX_DIGITS: usize = 200_000;

/// The value as a value of that type.
///
/// Objects lose attributes that the type does not name and get null for optional ones that they lack.
/// The error names the failing part: `attribute "a": element 0: a number is required`.
pub fn convert(value: Value, to: &Type) -> Result<Value, String> {
    if is_already(&value, to) {
        return Ok(value);
    }
    let from = value.ty();
    if from == to.without_optional() {
        return Ok(value);
    }
    if !is_open(&value) && !is_convertible(&from, to, Safety::Unsafe) {
        return Err(mismatch(&from, to));
    }
    apply(value, to)
}

/// A quick yes for the common cases, without building the value's type.
fn is_already(value: &Value, to: &Type) -> bool {
    matches!(
        (&value.kind, to),
        (_, Type::Dynamic)
            | (Kind::Bool(_), Type::Bool)
            | (Kind::Number(_), Type::Number)
            | (Kind::String(_), Type::String)
    )
}

/// Whether the value is, or holds, a resource of which only a part is known: its type says less than it is.
fn is_open(value: &Value) -> bool {
    match &value.kind {
        Kind::Object(object) if object.open.is_some() => true,
        _ => {
            let mut open = false;
            value.each_child(&mut |child| open = open || is_open(child));
            open
        }
    }
}

fn apply(value: Value, to: &Type) -> Result<Value, String> {
    if is_already(&value, to) {
        return Ok(value);
    }
    let marks = value.marks;
    let result = match &value.kind {
        Kind::Null(from) => Value::null(replace_dynamic(from, &to.without_optional())),
        Kind::Unknown(from) => convert_unknown(from, to),
        Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => convert_primitive(&value, to)?,
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => convert_sequence(&value, to)?,
        Kind::Map(_) | Kind::Object(_) => convert_mapping(&value, to)?,
    };
    Ok(result.with_marks(marks))
}

fn convert_primitive(value: &Value, to: &Type) -> Result<Value, String> {
    match (&value.kind, to) {
        (Kind::Bool(value), Type::String) => Ok(Value::string(if *value { "true" } else { "false" })),
        (Kind::Number(number), Type::String) => number_text(number).map(Value::string),
        (Kind::String(text), Type::Number) => {
            Number::parse(text).map(Value::number).ok_or_else(|| "a number is required".to_owned())
        }
        (Kind::String(text), Type::Bool) => match &**text {
            "true" | "1" => Ok(Value::TRUE),
            "false" | "0" => Ok(Value::FALSE),
            other if other.eq_ignore_ascii_case("true") || other.eq_ignore_ascii_case("false") => Err(format!(
                "a bool is required; to convert from string, use lowercase `{}`",
                other.to_ascii_lowercase()
            )),
            _ => Err("a bool is required".to_owned()),
        },
        _ => Err(mismatch(&value.ty(), to)),
    }
}

/// The number as `tostring` writes it.
pub fn number_text(number: &Number) -> Result<String, String> {
    let text = number.to_string();
    if text.len() > MAX_DIGITS { Err(format!("the number has more than {MAX_DIGITS} digits")) } else { Ok(text) }
}

fn convert_unknown(from: &Arc<Unknown>, to: &Type) -> Value {
    let ty = replace_dynamic(&from.ty, &to.without_optional());
    if ty == from.ty {
        return Kind::Unknown(Arc::clone(from)).into();
    }
    // Converting changes how a value is written, not what it is: `aws_x.y.port` as a string is still that attribute.
    let mut result = Unknown {
        exact: from.exact && (ty.is_primitive() || from.ty == Type::Dynamic),
        also: Arc::clone(&from.also),
        parts: from.parts.clone(),
        decoded: from.decoded.clone(),
        ..Unknown::new(ty, from.origin.clone())
    };
    if from.refinement.not_null {
        result = result.not_null();
    }
    let refinement = &from.refinement;
    let (min, max) = (refinement.min_length.unwrap_or(0), refinement.max_length);
    let result = match (&from.ty, &result.ty) {
        (Type::Object(object), Type::Map(_)) => {
            result.with_length(object.attributes.len(), Some(object.attributes.len()))
        }
        (Type::Tuple(elements), Type::List(_)) => result.with_length(elements.len(), Some(elements.len())),
        (Type::Tuple(elements), Type::Set(_)) => result.with_length(elements.len().min(1), Some(elements.len())),
        (from, Type::Set(_)) if from.is_collection() => result.with_length(min.min(1), max),
        (from, to) if from.is_collection() && to.is_collection() => result.with_length(min, max),
        _ => result,
    };
    result.into_value()
}

fn convert_sequence(value: &Value, to: &Type) -> Result<Value, String> {
    let items = value.as_elements().unwrap_or_default();
    let is_tuple = matches!(value.kind, Kind::Tuple(_));
    match to {
        Type::Tuple(types) if is_tuple && types.len() == items.len() => {
            let items = items.iter().zip(types.iter()).enumerate();
            items.map(|(i, (item, ty))| apply_at(item, ty, i)).collect::<Result<Vec<_>, _>>().map(Value::tuple)
        }
        Type::List(element) if !is_tuple && has_unknown_length(value) => {
            let element = replace_dynamic(&element_type(value), &element.without_optional());
            Ok(unknown::derived(Type::list(element), &[value]))
        }
        Type::List(element) => {
            let (element, items) = convert_items(value, items, element)?;
            let items = if is_tuple { unify_items(items)? } else { items };
            Ok(list_of(element, items))
        }
        Type::Set(element) => {
            let (element, items) = convert_items(value, items, element)?;
            let (element, items) = settle(element, items);
            Ok(order::set(element, items))
        }
        _ => Err(mismatch(&value.ty(), to)),
    }
}

/// A set with unknown elements may turn out smaller.
fn has_unknown_length(value: &Value) -> bool {
    matches!(&value.kind, Kind::Set(list) if list.items.len() > 1 && !value.is_wholly_known())
}

fn element_type(value: &Value) -> Type {
    match &value.kind {
        Kind::List(list) | Kind::Set(list) => list.element.clone(),
        Kind::Map(map) => map.element.clone(),
        _ => Type::Dynamic,
    }
}

/// The elements in the wanted type, or in what they have in common where that is `any`.
fn convert_items(value: &Value, items: &[Value], wanted: &Type) -> Result<(Type, Vec<Value>), String> {
    if items.is_empty() {
        let element = if *wanted == Type::Dynamic { element_type(value) } else { wanted.without_optional() };
        return Ok((element, Vec::new()));
    }
    let element = match (&value.kind, wanted) {
        (Kind::Tuple(_), Type::Dynamic) => {
            let types: Vec<Type> = items.iter().map(Value::ty).collect();
            unify(&types).ok_or_else(|| "all elements must have the same type".to_owned())?
        }
        _ => wanted.clone(),
    };
    let items = items.iter().enumerate().map(|(i, item)| apply_at(item, &element, i)).collect::<Result<Vec<_>, _>>()?;
    Ok((element.without_optional(), items))
}

fn apply_at(item: &Value, ty: &Type, i: usize) -> Result<Value, String> {
    apply(item.clone(), ty).map_err(|error| format!("element {i}: {error}"))
}

/// Elements that still differ in type after conversion to something with `any` in it get their common type.
fn unify_items(items: Vec<Value>) -> Result<Vec<Value>, String> {
    let mut types: Vec<Type> = items.iter().map(Value::ty).collect();
    let Some(first) = types.first() else { return Ok(items) };
    if types.iter().all(|ty| ty == first) {
        return Ok(items);
    }
    let common = unify(&types).ok_or_else(|| "cannot find a common base type for all elements".to_owned())?;
    types.clear();
    items.into_iter().map(|item| apply(item, &common)).collect()
}

fn convert_mapping(value: &Value, to: &Type) -> Result<Value, String> {
    match (&value.kind, to) {
        (Kind::Object(object), Type::Object(wanted)) => convert_object(value, &object.members, wanted),
        (Kind::Map(map), Type::Object(wanted)) => convert_map_to_object(map, wanted),
        (Kind::Object(object), Type::Map(element)) if object.open.is_some() => {
            Ok(unknown::derived(Type::map(element.without_optional()), &[value]))
        }
        (Kind::Object(object), Type::Map(element)) => {
            let types: Vec<Type> = object.members.values().map(Value::ty).collect();
            let element = unify::common_element(&types, element, Safety::Unsafe);
            convert_members(&object.members, &element.unwrap_or(Type::Dynamic), &Type::Dynamic)
        }
        (Kind::Map(map), Type::Map(element)) => convert_members(&map.members, element, &map.element),
        _ => Err(mismatch(&value.ty(), to)),
    }
}

fn convert_members(members: &Members, element: &Type, given: &Type) -> Result<Value, String> {
    let mut result = Members::new();
    for (name, value) in members {
        result.insert(Arc::clone(name), apply_named(name, value, element)?);
    }
    if result.is_empty() {
        let element = if *element == Type::Dynamic { given.clone() } else { element.without_optional() };
        return Ok(Value::map(element, result));
    }
    if element.is_collection() || matches!(element, Type::Object(_)) {
        let names: Vec<Arc<str>> = result.keys().cloned().collect();
        let values = unify_items(result.into_iter().map(|(_, value)| value).collect())?;
        result = names.into_iter().zip(values).collect();
    }
    Ok(map_of(element.without_optional(), result))
}

fn apply_named(name: &str, value: &Value, ty: &Type) -> Result<Value, String> {
    apply(value.clone(), ty).map_err(|error| format!("attribute `{name}`: {error}"))
}

fn convert_object(value: &Value, members: &Members, wanted: &ObjectType) -> Result<Value, String> {
    let mut result = Members::new();
    for (name, ty) in &wanted.attributes {
        let given = match members.get(name) {
            Some(given) => Some(given.clone()),
            None => value.member(name),
        };
        let member = match given {
            Some(given) if is_convertible_value(&given, ty) => apply_named(name, &given, ty)?,
            Some(given) => return Err(format!("attribute `{name}`: {}", mismatch(&given.ty(), ty))),
            None if wanted.optional.contains(name) => Value::null(ty.without_optional()),
            None => return Err(format!("attribute `{name}` is required")),
        };
        result.insert(Arc::clone(name), member);
    }
    Ok(Value::object(result))
}

fn is_convertible_value(value: &Value, ty: &Type) -> bool {
    is_open(value) || is_convertible(&value.ty(), ty, Safety::Unsafe)
}

fn convert_map_to_object(map: &Map, wanted: &ObjectType) -> Result<Value, String> {
    let mut result = Members::new();
    for (name, ty) in &wanted.attributes {
        let member = match map.members.get(name) {
            Some(given) if is_convertible_value(given, ty) => apply_named(name, given, ty)?,
            Some(given) => {
                let why = mismatch(&given.ty(), ty);
                return Err(format!("map element type is incompatible with attribute `{name}`: {why}"));
            }
            None if wanted.optional.contains(name) => Value::null(ty.without_optional()),
            None => return Err(format!("map has no element for required attribute `{name}`")),
        };
        result.insert(Arc::clone(name), member);
    }
    Ok(Value::object(result))
}

/// A list of these, whose element type is that of the first element of a known type.
pub fn list_of(element: Type, items: Vec<Value>) -> Value {
    let (element, items) = settle(element, items);
    Value::list(element, items)
}

/// A map of these, whose element type is that of the first member of a known type.
pub fn map_of(element: Type, members: Members) -> Value {
    let names: Vec<Arc<str>> = members.keys().cloned().collect();
    let (element, values) = settle(element, members.into_iter().map(|(_, value)| value).collect());
    Value::map(element, names.into_iter().zip(values).collect())
}

/// Finds the element type where it holds `any`, and gives it to untyped nulls and unknowns.
fn settle(element: Type, items: Vec<Value>) -> (Type, Vec<Value>) {
    if element.is_wholly_known() || items.is_empty() {
        let items = items.into_iter().map(|item| typed(item, &element)).collect();
        return (element, items);
    }
    let found = items.iter().map(Value::ty).find(|ty| *ty != Type::Dynamic).unwrap_or(element);
    let items = items.into_iter().map(|item| typed(item, &found)).collect();
    (found, items)
}

fn typed(item: Value, ty: &Type) -> Value {
    match &item.kind {
        Kind::Null(Type::Dynamic) => Value::null(ty.clone()).with_marks(item.marks),
        Kind::Unknown(unknown) if unknown.ty == Type::Dynamic && *ty != Type::Dynamic => {
            convert_unknown(unknown, ty).with_marks(item.marks)
        }
        _ => item,
    }
}

/// `to`, with the parts that are `any` taken from what is converted.
fn replace_dynamic(from: &Type, to: &Type) -> Type {
    if *from == Type::Dynamic {
        return to.clone();
    }
    let unified = |types: &[Type], element: &Type| replace_dynamic(&unify(types).unwrap_or(Type::Dynamic), element);
    match (from, to) {
        (_, Type::Dynamic) => from.clone(),
        (Type::Map(a), Type::Map(b)) => Type::map(replace_dynamic(a, b)),
        (Type::Object(a), Type::Map(b)) => {
            let types: Vec<Type> = a.attributes.values().cloned().collect();
            Type::map(unified(&types, b))
        }
        (Type::Map(a), Type::Object(b)) => {
            Type::object(b.attributes.iter().map(|(name, ty)| (Arc::clone(name), replace_dynamic(a, ty))))
        }
        (Type::Object(a), Type::Object(b)) => Type::object(b.attributes.iter().map(|(name, ty)| {
            let ty = a.attributes.get(name).map_or_else(|| ty.clone(), |given| replace_dynamic(given, ty));
            (Arc::clone(name), ty)
        })),
        (Type::Set(a) | Type::List(a), Type::Set(b)) => Type::set(replace_dynamic(a, b)),
        (Type::Tuple(a), Type::Set(b)) => Type::set(unified(a, b)),
        (Type::Set(a) | Type::List(a), Type::List(b)) => Type::list(replace_dynamic(a, b)),
        (Type::Tuple(a), Type::List(b)) => Type::list(unified(a, b)),
        (Type::Tuple(a), Type::Tuple(b)) => Type::tuple(a.iter().zip(b.iter()).map(|(a, b)| replace_dynamic(a, b))),
        _ => to.clone(),
    }
}

/// Why a value of the one type cannot become one of the other.
pub fn mismatch(from: &Type, to: &Type) -> String {
    match (from, to) {
        (Type::Object(a), Type::Object(b)) => mismatch_objects(a, b),
        (Type::Tuple(_), Type::List(element)) if **element == Type::Dynamic => {
            "all list elements must have the same type".into()
        }
        (Type::Tuple(_), Type::Set(element)) if **element == Type::Dynamic => {
            "all set elements must have the same type".into()
        }
        (Type::Object(_), Type::Map(element)) if **element == Type::Dynamic => {
            "all map elements must have the same type".into()
        }
        (Type::Tuple(types), Type::List(element) | Type::Set(element)) => types
            .iter()
            .enumerate()
            .find(|(_, ty)| !is_convertible(ty, element, Safety::Unsafe))
            .map_or_else(|| all_must_be(element), |(i, ty)| format!("element {i}: {}", mismatch(ty, element))),
        (Type::Object(object), Type::Map(element)) => object
            .attributes
            .iter()
            .find(|(_, ty)| !is_convertible(ty, element, Safety::Unsafe))
            .map_or_else(|| all_must_be(element), |(name, ty)| format!("element `{name}`: {}", mismatch(ty, element))),
        (Type::List(a) | Type::Set(a), Type::List(b)) => format!("incorrect list element type: {}", mismatch(a, b)),
        (Type::List(a) | Type::Set(a), Type::Set(b)) => format!("incorrect set element type: {}", mismatch(a, b)),
        (Type::Map(a), Type::Map(b)) => format!("incorrect map element type: {}", mismatch(a, b)),
        _ => format!("{} required", constraint_name(to)),
    }
}

fn all_must_be(element: &Type) -> String {
    format!("all elements must be {}", constraint_name(element))
}

fn mismatch_objects(from: &ObjectType, to: &ObjectType) -> String {
    let missing: Vec<&Arc<str>> = to
        .attributes
        .keys()
        .filter(|name| !from.attributes.contains_key(*name) && !to.optional.contains(*name))
        .collect();
    match missing.as_slice() {
        [] => {}
        [name] => return format!("attribute `{name}` is required"),
        [first @ .., last] => {
            let mut text = String::from("attributes ");
            for name in first {
                // Writing to a string cannot fail.
                let _ = write!(text, "`{name}`, ");
            }
            return format!("{text}and `{last}` are required");
        }
    }
    let wrong = to.attributes.iter().find_map(|(name, wanted)| {
        let given = from.attributes.get(name)?;
        (!is_convertible(given, wanted, Safety::Unsafe))
            .then(|| format!("attribute `{name}`: {}", mismatch(given, wanted)))
    });
    wrong.unwrap_or_else(|| "incorrect object attributes".into())
}

/// What messages call a type that is asked for.
pub fn constraint_name(ty: &Type) -> String {
    let element = |element: &Type| match element {
        Type::Dynamic => "any single type".to_owned(),
        other => constraint_name(other),
    };
    match ty {
        Type::Dynamic => "any type".into(),
        Type::List(inner) => format!("list of {}", element(inner)),
        Type::Set(inner) => format!("set of {}", element(inner)),
        Type::Map(inner) => format!("map of {}", element(inner)),
        Type::Bool | Type::Number | Type::String | Type::Tuple(_) | Type::Object(_) => ty.friendly_name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(value: Value, to: &Type) -> Result<String, String> {
        convert(value, to).map(|value| format!("{value:?} {}", value.ty()))
    }

    #[test]
    fn tuples_become_lists_of_their_common_type() {
        let value = Value::tuple([Value::int(1), Value::string("a")]);
        assert_eq!(converted(value.clone(), &Type::list(Type::Dynamic)).unwrap(), r#"["1", "a"] list(string)"#);
        assert_eq!(converted(value, &Type::list(Type::Number)).unwrap_err(), "element 1: a number is required");
        let value = Value::tuple([Value::int(1), Value::TRUE]);
        assert_eq!(
            converted(value, &Type::list(Type::Dynamic)).unwrap_err(),
            "all list elements must have the same type"
        );
    }

    #[test]
    fn objects_lose_what_is_not_asked_for_and_get_null_for_what_is_optional() {
        let object = Value::object(Members::from_iter([("a".into(), Value::string("1")), ("x".into(), Value::TRUE)]));
        let wanted = ObjectType {
            attributes: [("a".into(), Type::Number), ("b".into(), Type::String)].into(),
            optional: ["b".into()].into(),
        };
        let wanted = Type::Object(Arc::new(wanted));
        assert_eq!(converted(object, &wanted).unwrap(), r#"{"a": 1, "b": null} object({a=number,b=string})"#);
        let none = Value::object(Members::new());
        assert_eq!(converted(none, &wanted).unwrap_err(), "attribute `a` is required");
    }

    #[test]
    fn untyped_nulls_take_the_type_of_their_neighbours() {
        let value = Value::tuple([Value::NULL, Value::int(1)]);
        assert_eq!(converted(value, &Type::list(Type::Dynamic)).unwrap(), "[null, 1] list(number)");
    }

    #[test]
    fn only_lower_case_words_are_bools() {
        assert_eq!(converted(Value::string("1"), &Type::Bool).unwrap(), "true bool");
        assert!(converted(Value::string("TRUE"), &Type::Bool).unwrap_err().contains("lowercase"));
        assert!(converted(Value::int(1), &Type::Bool).is_err());
    }
}
