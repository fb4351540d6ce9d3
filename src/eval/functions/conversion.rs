//! Conversions between types, `type`, and the functions about marks.

use std::sync::Arc;

use super::call::{Call, FunctionError, argument};
use super::table::{Function, Param, Want, function, param, typed};
use crate::config::ty::Type;
use crate::eval::convert::{constraint_name, convert, mismatch};
use crate::eval::unify::{Safety, is_convertible};
use crate::eval::value::{Kind, List, Map, Marks, Members, Object, Refinement, Unknown, Value};

const V: &[Param] = &[param("v", Want::Any).anything()];
const VALUE: &[Param] = &[param("value", Want::Any).anything()];

pub(super) const TABLE: &[Function] = &[
    typed("ephemeralasnull", VALUE, |call| Ok(call.arg(0).ty()), |call, _| Ok(without_ephemeral(call.arg(0))))
        .may_be_null(),
    function("issensitive", VALUE, Want::Bool, |call, ty| {
        let value = call.arg(0);
        Ok(if value.is_unknown() && !value.is_sensitive() {
            call.unknown_value(ty)
        } else {
            Value::bool(value.is_sensitive())
        })
    })
    .may_be_null(),
    typed(
        "nonsensitive",
        VALUE,
        |call| Ok(call.arg(0).ty()),
        |call, _| {
            let value = call.arg(0);
            Ok(Value { marks: value.marks.without(Marks::SENSITIVE), ..value.clone() })
        },
    )
    .may_be_null(),
    typed(
        "sensitive",
        VALUE,
        |call| Ok(call.arg(0).ty()),
        |call, _| Ok(call.arg(0).clone().with_marks(Marks::SENSITIVE)),
    )
    .may_be_null(),
    function("tobool", V, Want::Bool, to).may_be_null(),
    function("tolist", V, Want::List, to).may_be_null(),
    function("tomap", V, Want::Map, to).may_be_null(),
    function("tonumber", V, Want::Number, to).may_be_null(),
    function("toset", V, Want::Set, to).may_be_null(),
    function("tostring", V, Want::String, to).may_be_null(),
    function("type", &[param("value", Want::Any).null().unknown().untyped()], Want::String, |call, _| {
        Ok(Value::string(type_text(&call.arg(0).ty())))
    }),
];

fn to(call: &Call<'_>, wanted: &Type) -> Result<Value, FunctionError> {
    let value = call.arg(0);
    let from = value.ty();
    if !is_convertible(&from, wanted, Safety::Unsafe) {
        let why = match (&from, wanted) {
            (Type::Tuple(_) | Type::Object(_), Type::List(_) | Type::Set(_) | Type::Map(_)) => {
                format!(": {}", mismatch(&from, wanted))
            }
            _ => String::new(),
        };
        return Err(argument(
            0,
            format!("cannot convert {} to {}{why}", from.friendly_name(), constraint_name(wanted)),
        ));
    }
    if let Kind::Unknown(unknown) = &value.kind {
        return Ok(to_unknown(call, unknown, wanted).with_marks_of(value));
    }
    convert(value.clone(), wanted).map_err(|_| argument(0, failure(value, &from, wanted)))
}

/// TERRAFORM: what was known about an unknown is forgotten. Where it comes from is not.
fn to_unknown(call: &Call<'_>, unknown: &Arc<Unknown>, wanted: &Type) -> Value {
    let converted = convert(Kind::Unknown(Arc::clone(unknown)).into(), wanted);
    match converted.map(|value| value.kind) {
        Ok(Kind::Unknown(converted)) => {
            Unknown { ty: wanted.clone(), refinement: Refinement::default(), ..Unknown::clone(&converted) }.into_value()
        }
        _ => call.unknown_value(wanted),
    }
}

fn failure(value: &Value, from: &Type, wanted: &Type) -> String {
    let (from_name, wanted_name) = (from.friendly_name(), constraint_name(wanted));
    if value.deep_marks().has(Marks::SENSITIVE) {
        return format!("cannot convert this sensitive {from_name} to {wanted_name}");
    }
    match (value.as_str(), wanted) {
        (Some(text), Type::Bool) => {
            format!("cannot convert `{text}` to bool; only the strings `true` or `false` are allowed")
        }
        (Some(text), Type::Number) => {
            format!("cannot convert `{text}` to number; given string must be a decimal representation of a number")
        }
        _ => format!("cannot convert {from_name} to {wanted_name}"),
    }
}

fn without_ephemeral(value: &Value) -> Value {
    if value.marks.has(Marks::EPHEMERAL) {
        return Value::null(value.ty()).with_marks(value.marks.without(Marks::EPHEMERAL));
    }
    if !value.deep_marks().has(Marks::EPHEMERAL) {
        return value.clone();
    }
    let items = |items: &[Value]| items.iter().map(without_ephemeral).collect::<Vec<_>>();
    let members = |members: &Members| -> Members {
        members.iter().map(|(name, value)| (Arc::clone(name), without_ephemeral(value))).collect()
    };
    let kind = match &value.kind {
        Kind::List(list) => Kind::List(Arc::new(List { element: list.element.clone(), items: items(&list.items) })),
        Kind::Tuple(tuple) => Kind::Tuple(items(tuple).into()),
        Kind::Map(map) => Kind::Map(Arc::new(Map { element: map.element.clone(), members: members(&map.members) })),
        Kind::Object(object) => {
            Kind::Object(Arc::new(Object { members: members(&object.members), open: object.open.clone() }))
        }
        other => other.clone(),
    };
    Value { kind, marks: value.marks }
}

/// A type as `terraform console` shows it for `type(…)`.
pub fn type_text(ty: &Type) -> String {
    let mut out = String::new();
    write_type(ty, &mut out, 0);
    out
}

fn write_type(ty: &Type, out: &mut String, level: usize) {
    let indent = |level: usize| "    ".repeat(level);
    match ty {
        Type::Object(object) if object.attributes.is_empty() => out.push_str("object({})"),
        Type::Object(object) => {
            out.push_str("object({\n");
            for (name, ty) in &object.attributes {
                out.push_str(&format!("{}{name}: ", indent(level + 1)));
                write_type(ty, out, level + 1);
                out.push_str(",\n");
            }
            out.push_str(&format!("{}}})", indent(level)));
        }
        Type::Tuple(types) if types.is_empty() => out.push_str("tuple([])"),
        Type::Tuple(types) => {
            out.push_str("tuple([\n");
            for ty in types.iter() {
                out.push_str(&indent(level + 1));
                write_type(ty, out, level + 1);
                out.push_str(",\n");
            }
            out.push_str(&format!("{}])", indent(level)));
        }
        Type::List(element) => write_collection("list", element, out, level),
        Type::Set(element) => write_collection("set", element, out, level),
        Type::Map(element) => write_collection("map", element, out, level),
        Type::Dynamic | Type::Bool | Type::Number | Type::String => out.push_str(&ty.friendly_name()),
    }
}

fn write_collection(kind: &str, element: &Type, out: &mut String, level: usize) {
    out.push_str(&format!("{kind}("));
    if matches!(element, Type::Object(_) | Type::Tuple(_)) {
        out.push_str(&format!("\n{}", "    ".repeat(level + 1)));
        write_type(element, out, level + 1);
        out.push_str(&format!(",\n{}", "    ".repeat(level)));
    } else {
        write_type(element, out, level);
    }
    out.push(')');
}
