//! Functions of maps and objects.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::call::{Call, FunctionError, argument};
use super::table::{Function, Param, Want, function, param, typed};
use crate::config::ty::Type;
use crate::eval::convert::{convert, map_of, unify};
use crate::eval::equality::equality;
use crate::eval::value::{Kind, Marks, Members, Place, Value};

const KEYS: Param = param("keys", Want::ListOfString).marked();

pub(super) const TABLE: &[Function] = &[
    typed("keys", &[param("inputMap", Want::Any).unknown().marked().collection()], keys_type, keys),
    typed(
        "lookup",
        &[param("inputMap", Want::Any).unknown().marked().collection(), param("key", Want::String).unknown().marked()],
        lookup_type,
        lookup,
    )
    .may_be_null()
    .variadic(param("default", Want::Any).anything()),
    function("map", &[], Want::Any, |_, _| {
        Err(FunctionError::Invalid("`map` is no longer available; use `tomap({ ... })`".into()))
    })
    .variadic(param("vals", Want::Any).unknown().untyped().null()),
    typed(
        "matchkeys",
        &[param("values", Want::List), param("keys", Want::List), param("searchset", Want::List)],
        matchkeys_type,
        matchkeys,
    ),
    typed("merge", &[], merge_type, merge).variadic(param("maps", Want::Any).untyped().null().marked()),
    function("transpose", &[param("values", Want::MapOfListOfString)], Want::MapOfListOfString, transpose),
    typed("values", &[param("mapping", Want::Any).marked().collection()], values_type, values),
    typed("zipmap", &[KEYS, param("values", Want::Any).marked()], zipmap_type, zipmap),
];

/// In rules an empty list stands for a null that should have been a map.
fn is_absent(value: &Value) -> bool {
    matches!(&value.kind, Kind::Tuple(items) if items.is_empty())
}

fn is_open(value: &Value) -> Option<&Arc<Place>> {
    match &value.kind {
        Kind::Object(object) => object.open.as_ref(),
        _ => None,
    }
}

fn keys_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    match call.arg(0).ty() {
        Type::Map(_) => Ok(Type::list(Type::String)),
        Type::Object(object) => Ok(Type::tuple(object.attributes.keys().map(|_| Type::String))),
        _ if call.is_rule() && is_absent(call.arg(0)) => Ok(Type::tuple([])),
        _ => Err(argument(0, "must have map or object type")),
    }
}

fn keys(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let value = call.arg(0);
    let names = |members: &mut dyn Iterator<Item = &Arc<str>>| {
        members.map(|name| Value::string(Arc::clone(name))).collect::<Vec<_>>()
    };
    let result = match &value.kind {
        _ if is_open(value).is_some() => call.unknown_value(&Type::list(Type::String)),
        Kind::Map(map) => Value::list(Type::String, names(&mut map.members.keys())),
        Kind::Object(object) => Value::tuple(names(&mut object.members.keys())),
        Kind::Unknown(unknown) => match &unknown.ty {
            Type::Object(object) => Value::tuple(names(&mut object.attributes.keys())),
            _ => call.unknown_value(ty),
        },
        _ => Value::tuple([]),
    };
    Ok(result.with_marks_of(value))
}

fn lookup_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    if call.args.len() > 3 {
        return Err(FunctionError::Arity(format!("takes two or three arguments, found {}", call.args.len())));
    }
    match call.arg(0).ty() {
        Type::Object(_) if call.arg(1).is_unknown() => Ok(Type::Dynamic),
        Type::Object(object) => match object.attributes.get(call.text(1)) {
            Some(ty) => Ok(ty.clone()),
            None if is_open(call.arg(0)).is_some() => Ok(Type::Dynamic),
            None if call.args.len() == 3 => Ok(call.arg(2).ty()),
            None => Err(argument(0, format!("the given object has no attribute {}", call.shown(1)))),
        },
        Type::Map(element) => {
            if call.args.len() == 3 && convert(call.arg(2).clone(), &element).is_err() {
                return Err(argument(2, "the default value must have the same type as the map elements"));
            }
            Ok(Type::clone(&element))
        }
        _ if call.is_rule() && is_absent(call.arg(0)) => Ok(Type::Dynamic),
        _ => Err(argument(0, "a map is required as the first argument")),
    }
}

fn lookup(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let (map, key) = (call.arg(0), call.arg(1));
    let marks = map.marks.union(key.marks);
    if map.is_unknown() || key.is_unknown() {
        return Ok(call.unknown_value(ty).with_marks(marks));
    }
    if let Some(found) = map.member(call.text(1)) {
        return Ok(found.with_marks(marks));
    }
    if call.args.len() == 3 {
        return Ok(convert(call.arg(2).clone(), ty)?.with_marks(marks));
    }
    Err(format!("failed to find key {}", call.shown(1)).into())
}

fn matchkeys_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    match unify(&[call.arg(1).ty(), call.arg(2).ty()]) {
        Some(_) => Ok(call.arg(0).ty()),
        None => Err("keys and searchset must be of the same type".into()),
    }
}

fn matchkeys(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let element = ty.element().cloned().unwrap_or(Type::Dynamic);
    if call.elements(0).len() != call.elements(1).len() {
        return Err("length of keys and values should be equal".into());
    }
    let common = unify(&[call.arg(1).ty(), call.arg(2).ty()]).unwrap_or(Type::Dynamic);
    let keys = convert(call.arg(1).clone(), &common)?;
    let wanted = convert(call.arg(2).clone(), &common)?;
    let wanted = wanted.as_elements().unwrap_or_default();
    if wanted.is_empty() {
        return Ok(Value::list(element, Vec::new()));
    }
    if !call.arg(0).is_wholly_known() || !keys.is_wholly_known() {
        return Ok(call.unknown_value(ty));
    }
    let mut found = Vec::new();
    for (key, value) in keys.as_elements().unwrap_or_default().iter().zip(call.elements(0)) {
        for candidate in wanted {
            match equality(key, candidate, call.mode) {
                Some(false) => continue,
                Some(true) => found.push(value.clone()),
                // TERRAFORM: an undecided comparison gives an empty list.
                None => return Ok(Value::list(element, Vec::new())),
            }
            break;
        }
    }
    Ok(Value::list(element, found))
}

fn merge_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    let mut attributes = BTreeMap::new();
    let mut are_known = true;
    let types: Vec<Type> = call.args.iter().map(Value::ty).collect();
    for (arg, ty) in call.args.iter().zip(&types) {
        match ty {
            Type::Dynamic => return Ok(Type::Dynamic),
            Type::Object(_) if is_open(arg).is_some() => return Ok(Type::Dynamic),
            Type::Object(object) if !arg.is_null() => attributes.extend(object.attributes.clone()),
            Type::Object(_) => {}
            Type::Map(element) => match arg.as_members() {
                Some(members) => attributes.extend(members.keys().map(|name| (Arc::clone(name), Type::clone(element)))),
                None => are_known &= arg.is_null(),
            },
            ty => return Err(format!("arguments must be maps or objects, found {}", ty.friendly_name()).into()),
        }
    }
    let Some(first) = types.first() else { return Ok(Type::object([])) };
    if types.iter().all(|ty| ty == first) {
        return Ok(first.clone());
    }
    Ok(if are_known { Type::object(attributes) } else { Type::Dynamic })
}

fn merge(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let mut members = Vec::new();
    let mut marks = Marks::NONE;
    let mut open = None;
    for arg in call.args.iter().filter(|arg| !arg.is_null()) {
        marks = marks.union(arg.marks);
        open = is_open(arg).cloned().or(open);
        let own = arg.as_members().into_iter().flatten();
        members.extend(own.map(|(name, value)| (Arc::clone(name), value.clone())));
    }
    // Of equal names the last one stays.
    let members: Members = members.into_iter().collect();
    let result = match (ty, open) {
        (Type::Map(element), _) => map_of(Type::clone(element), members),
        (_, Some(place)) => Value::open_object(members, place),
        (_, None) => Value::object(members),
    };
    Ok(result.with_marks(marks))
}

fn transpose(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    if !call.arg(0).is_wholly_known() {
        return Ok(call.unknown_value(ty));
    }
    let mut result: BTreeMap<Arc<str>, Vec<Arc<str>>> = BTreeMap::new();
    for (name, list) in call.arg(0).as_members().into_iter().flatten() {
        let items = list.as_elements().ok_or("input must not contain null list")?;
        for item in items {
            let Kind::String(text) = &item.kind else { return Err("input list must not contain null string".into()) };
            result.entry(Arc::clone(text)).or_default().push(Arc::clone(name));
        }
    }
    let members = result
        .into_iter()
        .map(|(name, names)| (name, Value::list(Type::String, names.into_iter().map(Value::string).collect())));
    Ok(Value::map(Type::list(Type::String), members.collect()))
}

fn values_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    match call.arg(0).ty() {
        Type::Map(element) => Ok(Type::List(element)),
        Type::Object(object) => Ok(Type::tuple(object.attributes.values().cloned())),
        _ if call.is_rule() && is_absent(call.arg(0)) => Ok(Type::tuple([])),
        _ => Err("a map is required as the first argument".into()),
    }
}

fn values(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let items = call.arg(0).as_members().into_iter().flatten().map(|(_, value)| value.clone()).collect();
    let result = match ty {
        _ if is_open(call.arg(0)).is_some() => call.unknown_value(&Type::Dynamic),
        Type::List(element) => Value::list(Type::clone(element), items),
        _ => Value::tuple(items),
    };
    Ok(result.with_marks_of(call.arg(0)))
}

fn zipmap_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    match call.arg(1).ty() {
        Type::List(element) => Ok(Type::Map(element)),
        Type::Tuple(_) if !call.arg(0).is_wholly_known() => Ok(Type::Dynamic),
        Type::Tuple(types) => {
            check_lengths(call.elements(0).len(), types.len())?;
            let names = zip_names(call.elements(0))?;
            Ok(Type::object(names.into_iter().zip(types.iter().cloned())))
        }
        _ => Err("values argument must be a list or tuple value".into()),
    }
}

fn check_lengths(keys: usize, values: usize) -> Result<(), FunctionError> {
    if keys == values {
        return Ok(());
    }
    Err(format!("number of keys ({keys}) does not match number of values ({values})").into())
}

fn zip_names(keys: &[Value]) -> Result<Vec<Arc<str>>, FunctionError> {
    let name = |(i, key): (usize, &Value)| match &key.kind {
        Kind::String(name) => Ok(Arc::clone(name)),
        _ => Err(FunctionError::Failed(format!("keys list has null value at index {i}"))),
    };
    keys.iter().enumerate().map(name).collect()
}

fn zipmap(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let (keys, values) = (call.arg(0), call.arg(1));
    let marks = keys.marks.union(values.marks);
    if !keys.is_wholly_known() {
        return Ok(call.unknown_value(ty).with_marks(marks));
    }
    check_lengths(call.elements(0).len(), call.elements(1).len())?;
    let marks = call.elements(0).iter().fold(marks, |marks, key| marks.union(key.marks));
    let members: Members = zip_names(call.elements(0))?.into_iter().zip(call.elements(1).iter().cloned()).collect();
    let result = match ty {
        Type::Map(element) => map_of(Type::clone(element), members),
        _ => Value::object(members),
    };
    Ok(result.with_marks(marks))
}
