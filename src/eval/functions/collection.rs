//! Functions of lists, tuples and whatever has a length.

use std::collections::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use super::call::{Call, FunctionError, argument};
use super::table::{Function, Param, Want, function, param, typed};
use crate::config::ty::Type;
use crate::eval::convert::{convert, list_of, unify};
use crate::eval::equality::equality;
use crate::eval::mode::Mode;
use crate::eval::number::Number;
use crate::eval::order::hash_key;
use crate::eval::parts;
use crate::eval::unknown;
use crate::eval::value::{Kind, Marks, Origin, Unknown, Value};

const LIST: Param = param("list", Want::Any).collection();

pub(super) const TABLE: &[Function] = &[
    function("alltrue", &[param("list", Want::ListOfBool)], Want::Bool, |call, ty| all_or_any(call, ty, false)),
    function("anytrue", &[param("list", Want::ListOfBool)], Want::Bool, |call, ty| all_or_any(call, ty, true)),
    typed(
        "chunklist",
        &[param("list", Want::List).marked(), param("size", Want::Number).marked()],
        |call| Ok(Type::list(call.arg(0).ty())),
        chunklist,
    ),
    typed("coalesce", &[], coalesce_type, coalesce).variadic(param("vals", Want::Any).unknown().untyped().null()),
    typed("coalescelist", &[], coalescelist_type, coalescelist)
        .variadic(param("vals", Want::Any).unknown().untyped().null()),
    function("compact", &[param("list", Want::ListOfString)], Want::ListOfString, compact),
    typed("concat", &[], concat_type, concat).variadic(param("seqs", Want::Any).marked().collection()),
    function("contains", &[LIST, param("value", Want::Any).decides().null_in_rules()], Want::Bool, contains),
    typed("distinct", &[param("list", Want::List)], |call| Ok(call.arg(0).ty()), distinct),
    typed("element", &[LIST.marked(), param("index", Want::Number)], element_type, element).may_be_null(),
    typed("flatten", &[LIST.marked()], flatten_type, flatten),
    function("index", &[LIST, param("value", Want::Any)], Want::Number, index),
    typed("length", &[param("value", Want::Any).untyped().unknown().marked().collection()], length_type, length),
    function("list", &[], Want::Any, |_, _| {
        Err(FunctionError::Invalid("`list` is no longer available; use `tolist([ ... ])`".into()))
    })
    .variadic(param("vals", Want::Any).unknown().untyped().null()),
    typed("one", &[LIST], one_type, one).may_be_null(),
    function("range", &[], Want::ListOfNumber, range).variadic(param("params", Want::Number)),
    typed("reverse", &[LIST.marked()], reverse_type, reverse),
    typed(
        "slice",
        &[LIST.marked(), param("start_index", Want::Number), param("end_index", Want::Number)],
        slice_type,
        slice,
    ),
];

/// Most elements that `range` gives.
const MAX_RANGE: usize = 1024;

/// TERRAFORM: `alltrue` gives up at the first unknown, `anytrue` looks for a true behind it.
fn all_or_any(call: &Call<'_>, ty: &Type, decisive: bool) -> Result<Value, FunctionError> {
    let mut unsure = false;
    for item in call.elements(0) {
        match &item.kind {
            Kind::Unknown(_) if !decisive && !call.is_rule() => return Ok(call.unknown_value(ty)),
            Kind::Unknown(_) => unsure = true,
            Kind::Bool(value) if *value == decisive => return Ok(Value::bool(decisive)),
            Kind::Null(_) if !decisive => return Ok(Value::FALSE),
            _ => {}
        }
    }
    Ok(if unsure { call.unknown_value(ty) } else { Value::bool(!decisive) })
}

fn chunklist(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let (list, size) = (call.arg(0), call.arg(1));
    let marks = list.marks.union(size.marks);
    let wanted = usize::try_from(call.int(1)?).map_err(|_| argument(1, "must not be negative"))?;
    let items = call.elements(0);
    let chunk_type = ty.element().cloned().unwrap_or(Type::Dynamic);
    let element = chunk_type.element().cloned().unwrap_or(Type::Dynamic);
    let plain = list.clone();
    let chunks = match wanted {
        _ if items.is_empty() => Vec::new(),
        0 => vec![Value { marks: Marks::NONE, ..plain }],
        size => items.chunks(size).map(|chunk| list_of(element.clone(), chunk.to_vec())).collect(),
    };
    Ok(Value::list(chunk_type, chunks).with_marks(marks))
}

fn coalesce_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    if call.is_rule() {
        return Ok(Type::Dynamic);
    }
    let types: Vec<Type> = call.args.iter().map(Value::ty).collect();
    unify(&types).ok_or_else(|| "all arguments must have the same type".into())
}

fn coalesce(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    for arg in &call.args {
        // What does not fit the common type is skipped like a null.
        let Ok(value) = convert(arg.clone(), ty) else { continue };
        if value.is_unknown() {
            let certain = call.is_rule() && unknown::is_certainly_not_null(&value);
            return Ok(if certain { value } else { call.unknown_value(ty) });
        }
        if !value.is_null() && value.as_str() != Some("") {
            return Ok(value);
        }
    }
    // `coalesce(x, "")` is how a rule says "nothing at all".
    match call.args.last() {
        Some(last) if call.is_rule() => Ok(last.clone()),
        _ => Err("no non-null, non-empty-string arguments".into()),
    }
}

fn coalescelist_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    if call.args.is_empty() {
        return Err("at least one argument is required".into());
    }
    let mut types = Vec::new();
    for arg in &call.args {
        if arg.is_unknown() {
            return Ok(Type::Dynamic);
        }
        match arg.ty() {
            ty @ (Type::List(_) | Type::Tuple(_)) => types.push(ty),
            Type::Dynamic if call.is_rule() => {}
            _ => return Err("arguments must be lists or tuples".into()),
        }
    }
    let first = types.first().cloned().unwrap_or(Type::Dynamic);
    Ok(if types.iter().all(|ty| *ty == first) { first } else { Type::Dynamic })
}

fn coalescelist(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    for arg in &call.args {
        if arg.is_unknown() {
            return Ok(call.unknown_value(ty));
        }
        if arg.as_elements().is_some_and(|items| !items.is_empty()) {
            return Ok(arg.clone());
        }
    }
    match call.args.last() {
        Some(last) if call.is_rule() => Ok(last.clone()),
        _ => Err("no non-null arguments".into()),
    }
}

fn compact(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    if !call.arg(0).is_wholly_known() {
        return Ok(call.unknown_value(ty));
    }
    let items = call.elements(0).iter().filter(|item| item.as_str().is_some_and(|text| !text.is_empty()));
    Ok(Value::list(Type::String, items.cloned().collect()))
}

fn concat_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    if call.args.is_empty() {
        return Err("at least one argument is required".into());
    }
    // The result of known tuples is made from their elements alone.
    let is_known_tuple = |arg: &Value| matches!(arg.kind, Kind::Tuple(_));
    if call.args.iter().all(is_known_tuple) {
        return Ok(Type::Dynamic);
    }
    let types: Vec<Type> = call.args.iter().map(Value::ty).collect();
    if types.iter().all(|ty| matches!(ty, Type::List(_)))
        && let Some(common) = unify(&types)
    {
        return Ok(common);
    }
    let mut elements = Vec::new();
    for (i, (arg, ty)) in call.args.iter().zip(types).enumerate() {
        match ty {
            Type::Tuple(types) => elements.extend(types.iter().cloned()),
            Type::List(_) if arg.is_unknown() => return Ok(Type::Dynamic),
            Type::List(element) | Type::Set(element) if call.is_rule() || matches!(arg.kind, Kind::List(_)) => {
                elements.extend(vec![Type::clone(&element); arg.as_elements().map_or(0, <[Value]>::len)]);
            }
            ty => {
                return Err(argument(
                    i,
                    format!("all arguments must be lists or tuples, found {}", ty.friendly_name()),
                ));
            }
        }
    }
    Ok(Type::tuple(elements))
}

fn concat(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let mut items = Vec::new();
    let mut marks = Marks::NONE;
    for (i, arg) in call.args.iter().enumerate() {
        let list = match ty {
            Type::List(_) => convert(arg.clone(), ty).map_err(|error| argument(i, error))?,
            _ => arg.clone(),
        };
        marks = marks.union(list.marks);
        items.extend(list.as_elements().unwrap_or_default().iter().cloned());
    }
    let result = match ty {
        Type::List(element) => list_of(Type::clone(element), items),
        _ => Value::tuple(items),
    };
    Ok(result.with_marks(marks))
}

fn contains(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let Some(items) = call.arg(0).as_elements() else {
        return Err(argument(0, "must be a list, tuple, or set"));
    };
    if call.is_rule() && call.arg(1).is_null() {
        return Ok(Value::FALSE);
    }
    let mut unsure = false;
    for item in items {
        match equality(call.arg(1), item, call.mode) {
            Some(true) => return Ok(Value::TRUE),
            Some(false) => {}
            None => unsure = true,
        }
    }
    Ok(if unsure { call.unknown_value(ty) } else { Value::FALSE })
}

fn distinct(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    if !call.arg(0).is_wholly_known() {
        return Ok(call.unknown_value(ty));
    }
    let mut seen: HashMap<String, Vec<&Value>> = HashMap::new();
    let mut result = Vec::new();
    for item in call.elements(0) {
        let same_key = seen.entry(hash_key(item)).or_default();
        if same_key.iter().all(|other| equality(other, item, call.mode) != Some(true)) {
            same_key.push(item);
            result.push(item.clone());
        }
    }
    Ok(Value::list(ty.element().cloned().unwrap_or(Type::Dynamic), result))
}

/// The index within the length. TERRAFORM: 1.11 fails for negative remainders of tuples, not of lists.
fn wrapped(call: &Call<'_>, length: usize) -> Result<usize, FunctionError> {
    let index = call.number(1).to_i64().ok_or_else(|| argument(1, "must be a whole number"))?;
    let length = i64::try_from(length).ok().filter(|length| *length > 0);
    let length = length.ok_or("cannot use element function with an empty list")?;
    let is_tuple = matches!(call.arg(0).kind, Kind::Tuple(_));
    if is_tuple && index % length < 0 && !call.is_rule() {
        return Err(argument(1, "must not be negative"));
    }
    usize::try_from(index.rem_euclid(length)).map_err(|_| argument(1, "must not be negative"))
}

fn element_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    match call.arg(0).ty() {
        Type::List(element) => Ok(Type::clone(&element)),
        Type::Tuple(_) if call.arg(1).is_unknown() => Ok(Type::Dynamic),
        Type::Tuple(types) => Ok(types.get(wrapped(call, types.len())?).cloned().unwrap_or(Type::Dynamic)),
        Type::Set(element) if call.is_rule() => Ok(Type::clone(&element)),
        ty => Err(format!("cannot read elements from {}", ty.friendly_name()).into()),
    }
}

fn element(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let items = call.elements(0);
    let found = items.get(wrapped(call, items.len())?).cloned().unwrap_or(Value::NULL);
    Ok(found.with_marks_of(call.arg(0)))
}

fn flatten_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    let list = call.arg(0);
    let is_sequence = matches!(list.ty(), Type::List(_) | Type::Set(_) | Type::Tuple(_));
    if list.is_unknown() || is_sequence {
        Ok(Type::Dynamic)
    } else {
        Err("can only flatten lists, sets and tuples".into())
    }
}

fn flatten(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let mut flat = Flat { items: Vec::new(), marks: Marks::NONE, is_known: true, mode: call.mode };
    flat.add(call.arg(0));
    let result = if flat.is_known { Value::tuple(flat.items) } else { call.unknown_value(ty) };
    Ok(result.with_marks(flat.marks))
}

struct Flat {
    items: Vec<Value>,
    marks: Marks,
    is_known: bool,
    mode: Mode,
}

impl Flat {
    /// In rules a null is an empty list, and an attribute of a resource that is known after apply is one element: a
    /// reference to a key or an account is far more common than one to a list of them.
    fn add(&mut self, list: &Value) {
        self.marks = self.marks.union(list.marks);
        if matches!(&list.kind, Kind::Set(set) if set.items.len() > 1 && !list.is_wholly_known()) {
            self.is_known = false;
            return;
        }
        for item in list.as_elements().unwrap_or_default() {
            match &item.kind {
                Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => self.add(item),
                Kind::Null(_) if self.mode == Mode::Rule => {}
                Kind::Unknown(unknown)
                    if self.mode == Mode::Rule
                        && unknown.ty == Type::Dynamic
                        && matches!(unknown.origin, Origin::Attribute(_) | Origin::AfterApply(_)) =>
                {
                    self.items.push(item.clone());
                }
                Kind::Unknown(unknown)
                    if !unknown.ty.is_primitive() && !matches!(unknown.ty, Type::Map(_) | Type::Object(_)) =>
                {
                    self.is_known = false;
                    self.marks = self.marks.union(item.marks);
                }
                _ => self.items.push(item.clone()),
            }
        }
    }
}

fn index(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let items = match &call.arg(0).kind {
        Kind::List(_) | Kind::Tuple(_) => call.elements(0),
        _ => return Err("argument must be a list or tuple".into()),
    };
    if items.is_empty() {
        return Err("cannot search an empty list".into());
    }
    for (i, item) in items.iter().enumerate() {
        match equality(item, call.arg(1), call.mode) {
            Some(true) => return Ok(Value::number(Number::from_usize(i))),
            Some(false) => {}
            None => return Ok(call.unknown_value(ty)),
        }
    }
    Err("item not found".into())
}

fn is_scalar(ty: &Type) -> bool {
    matches!(ty, Type::Bool | Type::Number)
}

fn length_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    let is_scalar = match &call.arg(0).kind {
        Kind::Bool(_) | Kind::Number(_) => true,
        Kind::Null(ty) => is_scalar(ty),
        Kind::Unknown(unknown) => is_scalar(&unknown.ty),
        _ => false,
    };
    if is_scalar {
        return Err("argument must be a string, a collection type, or a structural type".into());
    }
    Ok(Type::Number)
}

fn length(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let value = call.arg(0);
    let known = |length: usize| Value::number(Number::from_usize(length));
    let result = match &value.kind {
        Kind::Unknown(unknown) => unknown_length(call, unknown),
        Kind::String(text) => known(text.graphemes(true).count()),
        Kind::List(list) => known(list.items.len()),
        Kind::Tuple(items) => known(items.len()),
        Kind::Map(map) => known(map.members.len()),
        Kind::Object(object) if object.open.is_none() => known(object.members.len()),
        Kind::Set(set) if set.items.len() < 2 || value.is_wholly_known() => known(set.items.len()),
        Kind::Set(set) => bounded(call.unknown(ty.clone()), 1, Some(set.items.len())),
        Kind::Object(_) | Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) => call.unknown_value(ty),
    };
    Ok(result.with_marks_of(value))
}

fn bounded(unknown: Unknown, least: usize, most: Option<usize>) -> Value {
    unknown.not_null().with_bounds(Some(Number::from_usize(least)), most.map(Number::from_usize)).into_value()
}

fn unknown_length(call: &Call<'_>, unknown: &Unknown) -> Value {
    let result = call.unknown(Type::Number);
    let refinement = &unknown.refinement;
    match &unknown.ty {
        Type::Tuple(types) => Value::number(Number::from_usize(types.len())),
        Type::Object(object) => Value::number(Number::from_usize(object.attributes.len())),
        Type::String => {
            let start =
                if call.is_rule() { parts::known_start(unknown) } else { refinement.prefix.as_deref().unwrap_or("") };
            bounded(result, start.graphemes(true).count(), None)
        }
        Type::List(_) | Type::Set(_) | Type::Map(_) => {
            bounded(result, refinement.min_length.unwrap_or(0), refinement.max_length)
        }
        Type::Dynamic | Type::Bool | Type::Number => result.into_value(),
    }
}

const NOT_ONE: &str = "must be a list, set, or tuple value with either zero or one elements";

fn one_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    match call.arg(0).ty() {
        Type::List(element) | Type::Set(element) => Ok(Type::clone(&element)),
        Type::Tuple(types) if types.len() < 2 => Ok(types.first().cloned().unwrap_or(Type::Dynamic)),
        _ => Err(argument(0, NOT_ONE)),
    }
}

fn one(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    match call.elements(0) {
        [] => Ok(Value::null(ty.clone())),
        [only] => Ok(only.clone()),
        _ if matches!(call.arg(0).kind, Kind::Set(_)) && !call.arg(0).is_wholly_known() => Ok(call.unknown_value(ty)),
        _ => Err(argument(0, NOT_ONE)),
    }
}

fn range(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let steps = |up: bool| Number::from(if up { 1 } else { -1 });
    let (start, end, step) = match call.args.as_slice() {
        [_] => (Number::ZERO, call.number(0).clone(), steps(call.number(0).sign() >= 0)),
        [_, _] => {
            let (start, end) = (call.number(0).clone(), call.number(1).clone());
            let up = end.compare(&start).is_ge();
            (start, end, steps(up))
        }
        [_, _, _] => (call.number(0).clone(), call.number(1).clone(), call.number(2).clone()),
        _ => return Err("must have one, two, or three arguments".into()),
    };
    let down = step.sign() < 0;
    if down && end.compare(&start).is_gt() {
        return Err(argument(1, "end must be less than start when step is negative"));
    }
    if !down && end.compare(&start).is_lt() {
        return Err(argument(1, "end must be greater than start when step is positive"));
    }
    let mut items = Vec::new();
    let mut next = start;
    while if down { next.compare(&end).is_gt() } else { next.compare(&end).is_lt() } {
        if step.sign() == 0 {
            return Err(argument(2, "step must not be zero"));
        }
        if items.len() >= MAX_RANGE {
            return Err(
                format!("more than {MAX_RANGE} values were generated; use a smaller range or a larger step").into()
            );
        }
        items.push(Value::number(next.clone()));
        next = next.add(&step).map_err(|_| "can't compute sum of opposing infinities")?;
    }
    Ok(Value::list(Type::Number, items))
}

fn reverse_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    match call.arg(0).ty() {
        Type::Tuple(types) => Ok(Type::tuple(types.iter().rev().cloned())),
        Type::List(element) | Type::Set(element) => Ok(Type::List(element)),
        ty => Err(argument(0, format!("can only reverse list or tuple values, not {}", ty.friendly_name()))),
    }
}

fn reverse(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let items: Vec<Value> = call.elements(0).iter().rev().cloned().collect();
    let result = match ty {
        Type::List(element) => Value::list(Type::clone(element), items),
        _ => Value::tuple(items),
    };
    Ok(result.with_marks_of(call.arg(0)))
}

fn slice_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    let ty = call.arg(0).ty();
    match &ty {
        Type::List(_) | Type::Tuple(_) => {}
        Type::Set(_) => {
            return Err(argument(0, "cannot slice a set, because its elements have no indices; convert it to a list"));
        }
        _ => return Err(argument(0, "must be a list or tuple value")),
    }
    let bounds = slice_bounds(call)?;
    match (ty, bounds) {
        (Type::Tuple(types), Some((start, end))) => {
            Ok(Type::tuple(types.get(start..end).unwrap_or_default().iter().cloned()))
        }
        (Type::Tuple(_), None) => Ok(Type::Dynamic),
        (ty, _) => Ok(ty),
    }
}

/// The bounds, if both are known; whatever is known is checked.
fn slice_bounds(call: &Call<'_>) -> Result<Option<(usize, usize)>, FunctionError> {
    let length = call.arg(0).as_elements().map(<[Value]>::len);
    let bound = |i: usize, name: &str| {
        if call.arg(i).is_unknown() {
            return Ok(None);
        }
        let value = call.number(i).to_i64().ok_or_else(|| argument(i, format!("{name} must be a whole number")))?;
        let value = usize::try_from(value).map_err(|_| argument(i, format!("{name} must not be less than zero")))?;
        if length.is_some_and(|length| value > length) {
            return Err(argument(i, format!("{name} must not be greater than the length of the list")));
        }
        Ok(Some(value))
    };
    match (bound(1, "start index")?, bound(2, "end index")?) {
        (Some(start), Some(end)) if start > end => Err(argument(1, "start index must not be greater than end index")),
        (Some(start), Some(end)) => Ok(Some((start, end))),
        _ => Ok(None),
    }
}

fn slice(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let Some((start, end)) = slice_bounds(call)? else { return Ok(call.unknown_value(ty)) };
    let items = call.elements(0).get(start..end).unwrap_or_default().to_vec();
    let result = match ty {
        Type::List(element) => Value::list(Type::clone(element), items),
        _ => Value::tuple(items),
    };
    Ok(result.with_marks_of(call.arg(0)))
}
