//! Functions of numbers.

use dashu_int::{IBig, UBig};

use super::call::{Call, FunctionError, argument, shown};
use super::double;
use super::table::{Function, Param, Want, function, param, typed};
use crate::config::ty::Type;
use crate::eval::convert::convert;
use crate::eval::number::Number;
use crate::eval::value::{Kind, Value};

const NUM: Param = param("num", Want::Number);

pub(super) const TABLE: &[Function] = &[
    function("abs", &[NUM.untyped().marked()], Want::Number, |call, _| {
        Ok(Value::number(call.number(0).absolute()).with_marks_of(call.arg(0)))
    }),
    function("ceil", &[NUM], Want::Number, |call, _| Ok(Value::number(call.number(0).ceil()))),
    function("floor", &[NUM], Want::Number, |call, _| Ok(Value::number(call.number(0).floor()))),
    function("log", &[NUM, param("base", Want::Number)], Want::Number, |call, _| {
        from_double(double::log(double(call, 0)?) / double::log(double(call, 1)?))
    }),
    function("max", &[], Want::Number, |call, _| extreme(call, std::cmp::Ordering::Greater))
        .variadic(param("numbers", Want::Number).untyped()),
    function("min", &[], Want::Number, |call, _| extreme(call, std::cmp::Ordering::Less))
        .variadic(param("numbers", Want::Number).untyped()),
    typed(
        "parseint",
        &[param("number", Want::Any).marked().unknown(), param("base", Want::Number).marked().unknown()],
        parse_int_type,
        parse_int,
    ),
    function("pow", &[NUM, param("power", Want::Number)], Want::Number, |call, _| {
        from_double(double::pow(double(call, 0)?, double(call, 1)?))
    }),
    function("signum", &[NUM], Want::Number, |call, _| Ok(Value::int(call.int(0)?.signum()))),
    function("sum", &[param("list", Want::Any).collection()], Want::Number, sum),
];

fn double(call: &Call<'_>, i: usize) -> Result<f64, FunctionError> {
    let number = call.number(i);
    let value = number.to_f64();
    if value.is_infinite() && !number.is_infinite() {
        return Err("value must be between -1.8e308 and 1.8e308".into());
    }
    Ok(value)
}

fn from_double(value: f64) -> Result<Value, FunctionError> {
    Number::from_f64(value).map(Value::number).ok_or_else(|| "the result is not a number".into())
}

fn extreme(call: &Call<'_>, wanted: std::cmp::Ordering) -> Result<Value, FunctionError> {
    let mut numbers = call.args.iter().filter_map(Value::as_number);
    let Some(mut found) = numbers.next() else { return Err("needs at least one number".into()) };
    for number in numbers {
        if number.compare(found) == wanted {
            found = number;
        }
    }
    Ok(Value::number(found.clone()))
}

fn parse_int_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    match call.arg(0).ty() {
        Type::String => Ok(Type::Number),
        ty => Err(argument(0, format!("first argument must be a string, not {}", ty.friendly_name()))),
    }
}

fn parse_int(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let marks = call.arg(0).marks.union(call.arg(1).marks);
    if call.arg(0).is_unknown() || call.arg(1).is_unknown() {
        return Ok(call.unknown_value(ty).with_marks(marks));
    }
    let base = u32::try_from(call.int(1)?).ok().filter(|base| (2..=62).contains(base));
    let base = base.ok_or_else(|| argument(1, "base must be a whole number between 2 and 62 inclusive"))?;
    let number = big_int(call.text(0), base).ok_or_else(|| {
        argument(0, format!("cannot parse {} as an integer of base {}", call.shown(0), shown(call.arg(1))))
    })?;
    Ok(Value::number(Number::from_big(&number)).with_marks(marks))
}

/// Reads a whole number as Go's `big.Int` does: letters of both cases are the same up to base 36, and upper case
/// ones are the larger digits above.
fn big_int(text: &str, base: u32) -> Option<IBig> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > MAX_DIGITS {
        return None;
    }
    let mut value = UBig::ZERO;
    for byte in digits.bytes() {
        let digit = match byte {
            b'0'..=b'9' => u32::from(byte - b'0'),
            b'a'..=b'z' => u32::from(byte - b'a') + 10,
            b'A'..=b'Z' if base <= 36 => u32::from(byte - b'A') + 10,
            b'A'..=b'Z' => u32::from(byte - b'A') + 36,
            _ => return None,
        };
        if digit >= base {
            return None;
        }
        value = value * base + digit;
    }
    let value = IBig::from(value);
    Some(if negative { -value } else { value })
}

/// Digits of a number that `parseint` reads.
const MAX_DIGITS: usize = 20_000;

fn sum(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let list = call.arg(0);
    let not_numbers = || argument(0, "must be a list, set, or tuple of number values");
    let items = match &list.kind {
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => call.elements(0),
        Kind::Map(_) | Kind::Object(_) if list.as_members().is_some_and(litemap::LiteMap::is_empty) => {
            return Err(argument(0, "cannot sum an empty list"));
        }
        _ => return Err(argument(0, format!("must be a list, set, or tuple, found {}", list.ty().friendly_name()))),
    };
    if items.is_empty() {
        return Err(argument(0, "cannot sum an empty list"));
    }
    if !list.is_wholly_known() {
        return Ok(call.unknown_value(ty));
    }
    let mut total: Option<Number> = None;
    for item in items {
        let item = convert(item.clone(), &Type::Number).map_err(|_| not_numbers())?;
        let number = item.as_number().ok_or_else(not_numbers)?;
        total = Some(match total {
            None => number.clone(),
            Some(total) => total.add(number).map_err(|_| "can't compute sum of opposing infinities")?,
        });
    }
    Ok(Value::number(total.unwrap_or(Number::ZERO)))
}
