//! Functions of sets.

use super::call::{Call, FunctionError, MAX_ELEMENTS, argument};
use super::table::{Function, Param, Want, param, typed};
use crate::config::ty::Type;
use crate::eval::convert::{convert, unify};
use crate::eval::equality::equality;
use crate::eval::order;
use crate::eval::value::{Kind, Marks, Value};

const OTHERS: Param = param("other_sets", Want::Set).untyped();
const FIRST: &[Param] = &[param("first_set", Want::Set).untyped()];

pub(super) const TABLE: &[Function] = &[
    typed("setintersection", FIRST, common_set, |call, ty| combine(call, ty, &Combination::Intersection))
        .variadic(OTHERS),
    typed("setproduct", &[], product_type, product).variadic(param("sets", Want::Any).marked().unknown().collection()),
    typed(
        "setsubtract",
        &[param("a", Want::Set).untyped(), param("b", Want::Set).untyped()],
        common_set,
        |call, ty| combine(call, ty, &Combination::Difference),
    ),
    typed("setunion", FIRST, common_set, |call, ty| combine(call, ty, &Combination::Union)).variadic(OTHERS),
];

enum Combination {
    Union,
    Intersection,
    Difference,
}

fn common_set(call: &Call<'_>) -> Result<Type, FunctionError> {
    let mut elements = Vec::new();
    for arg in &call.args {
        let element = arg.ty().element().cloned().unwrap_or(Type::Dynamic);
        let is_empty = arg.as_elements().is_some_and(<[Value]>::is_empty);
        if !(is_empty && element == Type::Dynamic) {
            elements.push(element);
        }
    }
    if elements.is_empty() {
        return Ok(Type::set(Type::Dynamic));
    }
    let common = unify(&elements).ok_or("given sets must all have compatible element types")?;
    Ok(Type::set(common))
}

fn combine(call: &Call<'_>, ty: &Type, how: &Combination) -> Result<Value, FunctionError> {
    let element = ty.element().cloned().unwrap_or(Type::Dynamic);
    let mut result: Option<Vec<Value>> = None;
    for (i, arg) in call.args.iter().enumerate() {
        let set = convert(arg.clone(), ty).map_err(|error| argument(i, error))?;
        if !set.is_wholly_known() && !matches!(how, Combination::Union) {
            return Ok(call.unknown_value(ty));
        }
        let items = set.as_elements().unwrap_or_default().to_vec();
        result = Some(match result {
            None => items,
            Some(so_far) => match how {
                Combination::Union => so_far.into_iter().chain(items).collect(),
                Combination::Intersection => so_far.into_iter().filter(|item| has(&items, item, call)).collect(),
                Combination::Difference => so_far.into_iter().filter(|item| !has(&items, item, call)).collect(),
            },
        });
    }
    Ok(order::set(element, result.unwrap_or_default()))
}

fn has(items: &[Value], wanted: &Value, call: &Call<'_>) -> bool {
    items.iter().any(|item| equality(item, wanted, call.mode) == Some(true))
}

fn product_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    if call.args.len() < 2 {
        return Err("at least two arguments are required".into());
    }
    let mut are_lists = true;
    let mut elements = Vec::new();
    for (i, arg) in call.args.iter().enumerate() {
        elements.push(match arg.ty() {
            Type::Set(element) => {
                are_lists = false;
                Type::clone(&element)
            }
            Type::List(element) => Type::clone(&element),
            Type::Tuple(types) if types.is_empty() => Type::Dynamic,
            Type::Tuple(types) => unify(&types).ok_or_else(|| argument(i, "all elements must be of the same type"))?,
            _ => return Err(argument(i, "a set or a list is required")),
        });
    }
    let tuple = Type::tuple(elements);
    Ok(if are_lists { Type::list(tuple) } else { Type::set(tuple) })
}

fn product(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let marks = call.args.iter().fold(Marks::NONE, |marks, arg| marks.union(arg.marks));
    if call.args.iter().any(has_unknown_length) {
        return Ok(unknown_product(call, ty).with_marks(marks));
    }
    let mut total: usize = 1;
    for arg in &call.args {
        total = total.saturating_mul(arg.as_elements().map_or(0, <[Value]>::len));
    }
    if total.saturating_mul(call.args.len()) > MAX_ELEMENTS {
        return Ok(call.limited(ty, &format!("{total} elements")).with_marks(marks));
    }
    let tuple = ty.element().cloned().unwrap_or(Type::Dynamic);
    let Type::Tuple(types) = &tuple else { return Ok(call.unknown_value(ty)) };
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for (arg, element) in call.args.iter().zip(types.iter()) {
        let items = arg.as_elements().unwrap_or_default();
        let items = items.iter().map(|item| convert(item.clone(), element)).collect::<Result<Vec<_>, _>>()?;
        rows = rows
            .into_iter()
            .flat_map(|row| {
                items.iter().map(move |item| {
                    let mut longer = row.clone();
                    longer.push(item.clone());
                    longer
                })
            })
            .collect();
    }
    let rows: Vec<Value> = rows.into_iter().map(Value::tuple).collect();
    let result = if matches!(ty, Type::List(_)) { Value::list(tuple, rows) } else { order::set(tuple, rows) };
    Ok(result.with_marks(marks))
}

fn has_unknown_length(value: &Value) -> bool {
    match &value.kind {
        Kind::Unknown(_) => true,
        Kind::Set(set) => set.items.len() > 1 && !value.is_wholly_known(),
        _ => false,
    }
}

/// TERRAFORM: the length of the product is bounded where the lengths of all arguments are, and small.
fn unknown_product(call: &Call<'_>, ty: &Type) -> Value {
    let result = call.unknown(ty.clone()).not_null();
    let mut most: usize = 1;
    for arg in &call.args {
        let length = match &arg.kind {
            Kind::Unknown(unknown) => match &unknown.ty {
                Type::Tuple(types) => Some(types.len()),
                _ => unknown.refinement.max_length,
            },
            // The range of a set with unknown elements has no upper bound.
            Kind::Set(set) if has_unknown_length(arg) || set.items.is_empty() => set.items.is_empty().then_some(0),
            _ => arg.as_elements().map(<[Value]>::len),
        };
        let Some(length) = length.filter(|length| *length <= 1024) else { return result.into_value() };
        most *= length;
        if most > 2048 {
            return result.into_value();
        }
    }
    result.with_length(most.min(1), Some(most)).into_value()
}
