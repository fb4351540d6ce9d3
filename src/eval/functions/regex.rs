//! `regex`, `regexall` and the patterns of `replace`.

use std::collections::BTreeSet;
use std::sync::Arc;

use regex::Captures;

use super::call::{Call, FunctionError, MAX_ELEMENTS, MAX_TEXT};
use super::pattern::{Pattern, PatternError};
use super::table::{Function, Param, Want, param, typed};
use crate::config::ty::Type;
use crate::eval::convert::list_of;
use crate::eval::parts;
use crate::eval::value::{Kind, Members, Value};

const PATTERN: Param = param("pattern", Want::String);
const STRING: Param = param("string", Want::String);

pub(super) const TABLE: &[Function] = &[
    typed("regex", &[PATTERN, STRING.decides()], |call| result_type(call).map(|(_, ty)| ty), first),
    typed("regexall", &[PATTERN, STRING.decides()], |call| result_type(call).map(|(_, ty)| Type::list(ty)), all),
];

fn compiled(pattern: &str) -> Result<Pattern, FunctionError> {
    Pattern::new(pattern).map_err(|error| match error {
        PatternError::Invalid(message) => FunctionError::Invalid(format!("invalid regexp pattern: {message}")),
        PatternError::TooLarge => FunctionError::Unsupported("a regular expression of this size".into()),
    })
}

/// What a search may take. A pattern that is wrong is told by the call.
pub(super) fn steps(name: &str, args: &[Value]) -> usize {
    let (pattern, text) = match (name, args) {
        ("regex" | "regexall", [pattern, text]) => (pattern.as_str(), text),
        ("replace", [text, pattern, _]) => {
            (pattern.as_str().and_then(|pattern| pattern.strip_prefix('/')?.strip_suffix('/')), text)
        }
        _ => return 0,
    };
    let pattern = pattern.and_then(|pattern| Pattern::new(pattern).ok());
    pattern.map_or(0, |pattern| pattern.steps(text.as_str().map_or(0, str::len)))
}

fn result_type(call: &Call<'_>) -> Result<(Option<Pattern>, Type), FunctionError> {
    if call.arg(0).is_unknown() {
        return Ok((None, Type::Dynamic));
    }
    let pattern = compiled(call.text(0))?;
    let names: Vec<&str> = pattern.groups.iter().flatten().map(|name| &**name).collect();
    let ty = match (pattern.groups.len(), names.len()) {
        (0, _) => Type::String,
        (groups, 0) => Type::tuple(vec![Type::String; groups]),
        (groups, named) if groups == named => {
            let names: BTreeSet<&str> = names.into_iter().collect();
            Type::object(names.into_iter().map(|name| (name.into(), Type::String)))
        }
        _ => {
            let message = "invalid regexp pattern: cannot mix both named and unnamed capture groups";
            return Err(FunctionError::Invalid(message.into()));
        }
    };
    Ok((Some(pattern), ty))
}

fn first(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let (Some(pattern), _) = result_type(call)? else { return Ok(call.unknown_value(ty)) };
    if let Kind::Unknown(unknown) = &call.arg(1).kind {
        let start = parts::known_start(unknown);
        return match pattern.on_beginning(start) {
            Some(true) => Ok(call.unknown(ty.clone()).not_null().into_value()),
            Some(false) => Err(NO_MATCH.into()),
            None => Ok(call.unknown_value(ty)),
        };
    }
    match pattern.regex.captures(call.text(1)) {
        Some(captures) => Ok(groups(&pattern, &captures)),
        None => Err(NO_MATCH.into()),
    }
}

const NO_MATCH: &str = "pattern did not match any part of the given string";

fn all(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let (Some(pattern), element) = result_type(call)? else { return Ok(call.unknown_value(ty)) };
    if let Kind::Unknown(unknown) = &call.arg(1).kind {
        let start = parts::known_start(unknown);
        let result = call.unknown(ty.clone()).not_null();
        return Ok(match pattern.on_beginning(start) {
            Some(true) => result.with_length(1, None).into_value(),
            Some(false) => Value::list(element, Vec::new()),
            None => result.into_value(),
        });
    }
    let mut found = Vec::new();
    for captures in pattern.regex.captures_iter(call.text(1)) {
        if found.len() >= MAX_ELEMENTS {
            return Ok(call.limited(ty, "more matches than are kept"));
        }
        found.push(groups(&pattern, &captures));
    }
    Ok(list_of(element, found))
}

fn groups(pattern: &Pattern, captures: &Captures<'_>) -> Value {
    let group = |i: usize| match captures.get(i + 1) {
        Some(found) => Value::string(found.as_str()),
        None => Value::null(Type::String),
    };
    if pattern.groups.is_empty() {
        return Value::string(captures.get_match().as_str());
    }
    if pattern.groups.iter().all(Option::is_none) {
        return Value::tuple((0..pattern.groups.len()).map(group));
    }
    let mut members = Members::new();
    for (i, name) in pattern.groups.iter().enumerate() {
        members.insert(name.clone().unwrap_or_else(|| Arc::from("")), group(i));
    }
    Value::object(members)
}

/// Replaces all matches of a pattern; `$1`, `${1}`, `$name` and `$$` in the replacement are expanded.
pub(super) fn replace(call: &Call<'_>, text: &str, pattern: &str, by: &str) -> Result<Value, FunctionError> {
    let pattern = compiled(pattern)?;
    let mut result = String::new();
    let mut end = 0;
    for captures in pattern.regex.captures_iter(text) {
        let whole = captures.get_match();
        result.push_str(text.get(end..whole.start()).unwrap_or(""));
        expand(&pattern, &captures, by, &mut result);
        end = whole.end();
        if result.len() > MAX_TEXT {
            return Ok(call.limited(&Type::String, "a text that is too long"));
        }
    }
    result.push_str(text.get(end..).unwrap_or(""));
    Ok(call.checked_text(result))
}

fn expand(pattern: &Pattern, captures: &Captures<'_>, template: &str, out: &mut String) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let Some((name, after)) = group_name(after) else {
            out.push('$');
            rest = after;
            continue;
        };
        rest = after;
        let found = match group_number(name) {
            Some(number) => captures.get(number),
            None => pattern
                .groups
                .iter()
                .enumerate()
                .filter(|(_, group)| group.as_deref() == Some(name))
                .find_map(|(i, _)| captures.get(i + 1)),
        };
        out.push_str(found.map_or("", |found| found.as_str()));
    }
    out.push_str(rest);
}

/// `name` or `{name}` at the beginning, and what follows. The longest name counts: `$1x` means `${1x}`.
fn group_name(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('{');
    let body = inner.unwrap_or(text);
    let length = body.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(body.len());
    let (name, rest) = body.split_at_checked(length)?;
    if name.is_empty() {
        return None;
    }
    Some((name, if inner.is_some() { rest.strip_prefix('}')? } else { rest }))
}

fn group_number(name: &str) -> Option<usize> {
    let leading_zero = name.len() > 1 && name.starts_with('0');
    let is_number = name.len() < 9 && name.bytes().all(|byte| byte.is_ascii_digit());
    if is_number && !leading_zero { name.parse().ok() } else { None }
}
