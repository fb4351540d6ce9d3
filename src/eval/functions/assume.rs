//! OpenTofu's `assume…` functions: what an author knows of a value that only the apply will tell.
//!
//! A known value is checked, an unknown one is narrowed down to what the call says of it.

use std::sync::Arc;

use super::call::{Call, FunctionError, argument};
use super::table::{Function, Param, Want, function, param, typed};
use crate::config::ty::Type;
use crate::eval::convert::convert;
use crate::eval::equality::equality;
use crate::eval::value::{Kind, Unknown, Value};

const LIST: Param = param("list", Want::List).unknown().null();
const SET: Param = param("set", Want::Set).unknown().null();
const MAP: Param = param("map", Want::Map).unknown().null();
const MIN: Param = param("min_length", Want::Number);
const MAX: Param = param("max_length", Want::Number);

pub(super) const TABLE: &[Function] = &[
    typed(
        "assumeequal",
        &[param("actual_value", Want::Any).anything(), param("expected_value", Want::Any).anything()],
        |call| Ok(call.arg(1).ty()),
        equal,
    )
    .may_be_null(),
    typed("assumelistlength", &[LIST, MIN, MAX], first_type, between).may_be_null(),
    typed("assumelistlengthmax", &[LIST, MAX], first_type, at_most).may_be_null(),
    typed("assumelistlengthmin", &[LIST, MIN], first_type, at_least).may_be_null(),
    typed("assumemaplength", &[MAP, MIN, MAX], first_type, between).may_be_null(),
    typed("assumemaplengthmax", &[MAP, MAX], first_type, at_most).may_be_null(),
    typed("assumemaplengthmin", &[MAP, MIN], first_type, at_least).may_be_null(),
    typed("assumenotnull", &[param("value", Want::Any).unknown().null().untyped()], first_type, not_null),
    typed("assumesetlength", &[SET, MIN, MAX], first_type, between).may_be_null(),
    typed("assumesetlengthmax", &[SET, MAX], first_type, at_most).may_be_null(),
    typed("assumesetlengthmin", &[SET, MIN], first_type, at_least).may_be_null(),
    function(
        "assumestringprefix",
        &[param("string", Want::String).unknown().null(), param("expected_prefix", Want::String)],
        Want::String,
        prefix,
    )
    .may_be_null(),
];

fn first_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    Ok(call.arg(0).ty())
}

/// The second value, marks included, whatever the first one was marked with.
fn equal(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let (actual, expected) = (call.arg(0), call.arg(1));
    let actual = convert(actual.clone(), &expected.ty()).map_err(|message| argument(0, message))?;
    match equality(&actual, expected, call.mode) {
        Some(false) => Err(argument(0, "the value is not the one that is assumed")),
        Some(true) | None => Ok(expected.clone()),
    }
}

fn not_null(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let value = call.arg(0);
    match &value.kind {
        Kind::Null(_) => Err(argument(0, "the value is null")),
        Kind::Unknown(unknown) => Ok(Unknown::clone(unknown).not_null().into_value().with_marks_of(value)),
        _ => Ok(value.clone()),
    }
}

fn prefix(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let (value, wanted) = (call.arg(0), call.text(1));
    let differs = || argument(0, format!("the value does not begin with {}", call.shown(1)));
    let known = match &value.kind {
        Kind::Unknown(unknown) => unknown.refinement.prefix.clone().unwrap_or_else(|| Arc::from("")),
        Kind::String(text) if text.starts_with(wanted) => return Ok(value.clone()),
        Kind::String(_) => return Err(differs()),
        _ => return Ok(value.clone()),
    };
    if known.starts_with(wanted) {
        return Ok(value.clone());
    }
    match &value.kind {
        Kind::Unknown(unknown) if wanted.starts_with(&*known) => {
            Ok(Unknown::clone(unknown).with_exact_prefix(wanted).into_value().with_marks_of(value))
        }
        _ => Err(differs()),
    }
}

fn between(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    bounded(call, length(call, 1)?, Some(length(call, 2)?))
}

fn at_least(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    bounded(call, length(call, 1)?, None)
}

fn at_most(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    bounded(call, 0, Some(length(call, 1)?))
}

fn length(call: &Call<'_>, i: usize) -> Result<usize, FunctionError> {
    usize::try_from(call.int(i)?).map_err(|_| argument(i, "a length is not negative"))
}

fn bounded(call: &Call<'_>, min: usize, max: Option<usize>) -> Result<Value, FunctionError> {
    if let Some(max) = max.filter(|max| *max < min) {
        return Err(argument(2, format!("the longest length {max} is below the shortest {min}")));
    }
    let value = call.arg(0);
    let wrong = |shortest: usize, longest: usize| {
        let is_outside = longest < min || max.is_some_and(|max| shortest > max);
        let wanted = match max {
            None => format!("at least {min}"),
            Some(max) if min == 0 => format!("at most {max}"),
            Some(max) if max == min => format!("exactly {min}"),
            Some(max) => format!("{min} to {max}"),
        };
        is_outside.then(|| argument(0, format!("the collection does not have {wanted} elements")))
    };
    match &value.kind {
        Kind::Unknown(unknown) => {
            let refinement = &unknown.refinement;
            let shortest = refinement.min_length.unwrap_or(0);
            if let Some(error) = wrong(shortest, refinement.max_length.unwrap_or(usize::MAX)) {
                return Err(error);
            }
            let longest = [refinement.max_length, max].into_iter().flatten().min();
            Ok(Unknown::clone(unknown).with_length(shortest.max(min), longest).into_value().with_marks_of(value))
        }
        _ => {
            let count = value.as_elements().map(<[Value]>::len).or_else(|| Some(value.as_members()?.len()));
            match count.and_then(|count| wrong(count, count)) {
                Some(error) => Err(error),
                None => Ok(value.clone()),
            }
        }
    }
}
