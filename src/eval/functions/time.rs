//! Timestamps: RFC 3339 in and out, Go's durations, `formatdate`.

use super::call::{Call, FunctionError, argument};
use super::crypto::impure;
use super::table::{Function, Want, function, param};
use super::timestamp::{Timestamp, duration};
use crate::config::ty::Type;
use crate::eval::value::{Origin, Value};

pub(super) const TABLE: &[Function] = &[
    function("formatdate", &[param("format", Want::String), param("time", Want::String)], Want::String, format_date),
    function("plantimestamp", &[], Want::String, |_, ty| {
        Ok(Value::unknown(ty.clone(), Origin::Impure("plantimestamp".into())))
    })
    .may_be_null(),
    function("timeadd", &[param("timestamp", Want::String), param("duration", Want::String)], Want::String, time_add)
        .may_be_null(),
    function(
        "timecmp",
        &[param("timestamp_a", Want::String), param("timestamp_b", Want::String)],
        Want::Number,
        time_cmp,
    ),
    function("timestamp", &[], Want::String, impure),
];

fn time_add(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let time = Timestamp::parse(call.text(0)).map_err(|error| argument(0, error))?;
    let by = duration(call.text(1)).ok_or_else(|| argument(1, format!("invalid duration {}", call.shown(1))))?;
    Ok(Value::string(time.plus(by).to_string()))
}

fn time_cmp(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    // TERRAFORM: `timecmp` reads timestamps as leniently as Go, `formatdate` and `timeadd` strictly.
    let a = Timestamp::parse_lenient(call.text(0)).map_err(|error| argument(0, error))?;
    let b = Timestamp::parse_lenient(call.text(1)).map_err(|error| argument(1, error))?;
    Ok(Value::int(match a.instant().cmp(&b.instant()) {
        std::cmp::Ordering::Less => -1,
        std::cmp::Ordering::Equal => 0,
        std::cmp::Ordering::Greater => 1,
    }))
}

fn format_date(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let time = Timestamp::parse(call.text(1)).map_err(|error| argument(1, error))?;
    let mut out = String::new();
    let mut rest = call.text(0);
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            rest = literal(rest, &mut out)?;
            continue;
        }
        let length = if first.is_ascii_alphabetic() {
            rest.find(|c| c != first)
        } else {
            rest.find(|c: char| c == '\'' || c.is_ascii_alphabetic())
        };
        let (token, after) = rest.split_at_checked(length.unwrap_or(rest.len())).unwrap_or((rest, ""));
        rest = after;
        if first.is_ascii_alphabetic() { out.push_str(&verb(token, first, &time)?) } else { out.push_str(token) }
    }
    Ok(call.checked_text(out))
}

/// Text in single quotes, in which two quotes are one; two quotes alone are a quote.
fn literal<'a>(text: &'a str, out: &mut String) -> Result<&'a str, FunctionError> {
    let unterminated = || argument(0, "unterminated literal '");
    if let Some(rest) = text.strip_prefix("''") {
        out.push('\'');
        return Ok(rest);
    }
    let mut rest = text.strip_prefix('\'').unwrap_or(text);
    loop {
        let (before, after) = rest.split_once('\'').ok_or_else(unterminated)?;
        out.push_str(before);
        match after.strip_prefix('\'') {
            Some(after) => {
                out.push('\'');
                rest = after;
            }
            None => return Ok(after),
        }
    }
}

fn verb(token: &str, letter: char, time: &Timestamp) -> Result<String, FunctionError> {
    let hour12 = if time.hour.is_multiple_of(12) { 12 } else { time.hour % 12 };
    let number = |value: u32, wanted: &str| match token.len() {
        1 => Ok(value.to_string()),
        2 => Ok(format!("{value:02}")),
        _ => Err(invalid(token, wanted)),
    };
    let half = if time.hour < 12 { "am" } else { "pm" };
    match (letter, token.len()) {
        ('Y', 2) => Ok(format!("{:02}", time.year % 100)),
        ('Y', 4) => Ok(format!("{:04}", time.year)),
        ('Y', _) => Err(invalid(token, "year must either be `YY` or `YYYY`")),
        ('M', 3) => Ok(time.month_name().chars().take(3).collect()),
        ('M', 4) => Ok(time.month_name().into()),
        ('M', _) => number(time.month, "month must be `M`, `MM`, `MMM`, or `MMMM`"),
        ('D', _) => number(time.day, "day of month must either be `D` or `DD`"),
        ('E', 3) => Ok(time.weekday_name().chars().take(3).collect()),
        ('E', 4) => Ok(time.weekday_name().into()),
        ('E', _) => Err(invalid(token, "day of week must either be `EEE` or `EEEE`")),
        ('h', _) => number(time.hour, "24-hour must either be `h` or `hh`"),
        ('H', _) => number(hour12, "12-hour must either be `H` or `HH`"),
        ('A', 2) => Ok(half.to_uppercase()),
        ('a', 2) => Ok(half.into()),
        ('A' | 'a', _) => Err(invalid(token, "must be two letters")),
        ('m', _) => number(time.minute, "minute must either be `m` or `mm`"),
        ('s', _) => number(time.second, "second must either be `s` or `ss`"),
        ('Z', 1) => Ok(time.zone(":", "Z")),
        ('Z', 3) => Ok(time.zone("", "UTC")),
        ('Z', 4) => Ok(time.zone("", "+0000")),
        ('Z', 5) => Ok(time.zone(":", "+00:00")),
        ('Z', _) => Err(invalid(token, "timezone must be Z, ZZZZ, or ZZZZZ")),
        _ => Err(argument(0, format!("invalid date format verb `{token}`"))),
    }
}

fn invalid(token: &str, wanted: &str) -> FunctionError {
    argument(0, format!("invalid date format verb `{token}`: {wanted}"))
}
