//! The defaults of `optional()` in object types: put where an attribute is missing or null, before the conversion.

use std::sync::Arc;

use super::convert;
use super::value::{Kind, Members, Value};
use crate::config::module::TypeDefaults;
use crate::config::ty::{ObjectType, Type};
use crate::syntax::ast::Expr;

/// The value with the defaults of its type filled in; `constant` evaluates a default.
pub(super) fn fill(value: Value, ty: &Type, defaults: &TypeDefaults, constant: &dyn Fn(&Expr) -> Value) -> Value {
    if value.is_null() || value.is_unknown() {
        return value;
    }
    let marks = value.marks;
    let element = |i: usize| defaults.children.get(&*i.to_string());
    let filled = match ty {
        Type::List(inner) | Type::Set(inner) | Type::Map(inner) => match defaults.children.get("") {
            Some(child) => fill_elements(&value, &|_| Some((&**inner, child)), constant),
            None => value,
        },
        Type::Tuple(types) => fill_elements(&value, &|i| Some((types.get(i)?, element(i)?)), constant),
        Type::Object(object) => fill_object(&value, object, defaults, constant),
        Type::Dynamic | Type::Bool | Type::Number | Type::String => value,
    };
    filled.with_marks(marks)
}

fn fill_elements<'t>(
    value: &Value,
    part: &dyn Fn(usize) -> Option<(&'t Type, &'t TypeDefaults)>,
    constant: &dyn Fn(&Expr) -> Value,
) -> Value {
    let filled = |i: usize, item: &Value| match part(i) {
        Some((ty, defaults)) => fill(item.clone(), ty, defaults, constant),
        None => item.clone(),
    };
    match &value.kind {
        Kind::Map(_) | Kind::Object(_) => {
            let members = value.as_members().cloned().unwrap_or_default();
            Value::object(members.into_iter().map(|(key, item)| (key, filled(0, &item))).collect())
        }
        // The conversion that follows makes a list or set of the tuple again.
        _ => match value.as_elements() {
            Some(items) => Value::tuple(items.iter().enumerate().map(|(i, item)| filled(i, item))),
            None => value.clone(),
        },
    }
}

fn fill_object(
    value: &Value,
    object: &ObjectType,
    defaults: &TypeDefaults,
    constant: &dyn Fn(&Expr) -> Value,
) -> Value {
    let Some(given) = value.as_members() else { return value.clone() };
    let mut members: Members = given.clone();
    for (name, default) in &defaults.values {
        if members.get(name).is_none_or(Value::is_null) {
            let default = constant(default);
            let ty = object.attributes.get(name).unwrap_or(&Type::Dynamic);
            members.insert(Arc::clone(name), convert::convert(default.clone(), ty).unwrap_or(default));
        }
    }
    for (name, child) in &defaults.children {
        if let Some(member) = members.get(name).cloned()
            && let Some(ty) = object.attributes.get(name)
        {
            members.insert(Arc::clone(name), fill(member, ty, child, constant));
        }
    }
    Value::object(members)
}
