//! Functions of text. What a user sees as one character is a grapheme cluster; case is mapped per code point.

use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::call::{Call, FunctionError, MAX_TEXT, argument};
use super::letter;
use super::regex;
use super::table::{Function, Param, Want, function, param};
use crate::config::ty::Type;
use crate::eval::parts;
use crate::eval::value::{Kind, Piece, Unknown, Value};

const STR: Param = param("str", Want::String);

pub(super) const TABLE: &[Function] = &[
    function("chomp", &[STR], Want::String, |call, _| Ok(Value::string(call.text(0).trim_end_matches(['\r', '\n'])))),
    function("endswith", &[STR.decides(), param("suffix", Want::String)], Want::Bool, ends_with),
    function("indent", &[param("spaces", Want::Number), STR], Want::String, indent),
    function("join", &[param("separator", Want::String)], Want::String, join)
        .variadic(param("lists", Want::ListOfString)),
    function("lower", &[STR.unknown()], Want::String, |call, _| Ok(map_text(call, &letter::lower))),
    function("replace", &[STR, param("substr", Want::String), param("replace", Want::String)], Want::String, replace),
    function("sort", &[param("list", Want::ListOfString).unknown()], Want::ListOfString, sort),
    function("split", &[param("separator", Want::String), STR], Want::ListOfString, split),
    function("startswith", &[STR.unknown(), param("prefix", Want::String)], Want::Bool, starts_with),
    function("strcontains", &[STR.decides(), param("substr", Want::String)], Want::Bool, contains).may_be_null(),
    function("strrev", &[STR.untyped()], Want::String, |call, _| {
        Ok(call.checked_text(call.text(0).graphemes(true).rev().collect()))
    }),
    function(
        "substr",
        &[STR.untyped(), param("offset", Want::Number).untyped(), param("length", Want::Number).untyped()],
        Want::String,
        substr,
    ),
    function("title", &[STR], Want::String, |call, _| Ok(call.checked_text(letter::title(call.text(0))))),
    function("trim", &[STR, param("cutset", Want::String)], Want::String, |call, _| {
        Ok(Value::string(call.text(0).trim_matches(|c| call.text(1).contains(c))))
    }),
    function("trimprefix", &[STR, param("prefix", Want::String)], Want::String, |call, _| {
        let text = call.text(0);
        Ok(Value::string(text.strip_prefix(call.text(1)).unwrap_or(text)))
    }),
    function("trimspace", &[STR], Want::String, |call, _| Ok(Value::string(call.text(0).trim()))),
    function("trimsuffix", &[STR, param("suffix", Want::String)], Want::String, |call, _| {
        let text = call.text(0);
        Ok(Value::string(text.strip_suffix(call.text(1)).unwrap_or(text)))
    }),
    function("upper", &[STR.unknown()], Want::String, |call, _| Ok(map_text(call, &letter::upper))),
];

/// Maps a text, or the known pieces of one that is known in part.
fn map_text(call: &Call<'_>, map: &dyn Fn(&str) -> String) -> Value {
    let Kind::Unknown(unknown) = &call.arg(0).kind else { return call.checked_text(map(call.text(0))) };
    let parts = unknown.parts.as_ref().map(|parts| parts.iter().map(|part| mapped(part, map)).collect());
    Unknown { parts, ..call.unknown(Type::String) }.into_value()
}

fn mapped(part: &Piece, map: &dyn Fn(&str) -> String) -> Piece {
    match part {
        Piece::Known(text) => Piece::Known(map(text).into()),
        Piece::Unknown(value) => Piece::Unknown(Unknown::derived(Type::String, &[value]).not_null().into_value()),
    }
}

fn starts_with(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let prefix = call.text(1);
    let Kind::Unknown(unknown) = &call.arg(0).kind else { return Ok(Value::bool(call.text(0).starts_with(prefix))) };
    let known =
        if call.is_rule() { parts::known_start(unknown) } else { unknown.refinement.prefix.as_deref().unwrap_or("") };
    if known.starts_with(prefix) {
        return Ok(Value::TRUE);
    }
    let differs =
        if call.is_rule() { !prefix.starts_with(known) } else { !known.is_empty() && known.len() >= prefix.len() };
    Ok(if differs { Value::FALSE } else { call.unknown_value(ty) })
}

fn ends_with(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let suffix = call.text(1);
    let Kind::Unknown(unknown) = &call.arg(0).kind else { return Ok(Value::bool(call.text(0).ends_with(suffix))) };
    let known = parts::known_end(unknown);
    if known.ends_with(suffix) {
        return Ok(Value::TRUE);
    }
    Ok(if suffix.ends_with(known) { call.unknown_value(ty) } else { Value::FALSE })
}

fn contains(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let wanted = call.text(1);
    let Kind::Unknown(unknown) = &call.arg(0).kind else { return Ok(Value::bool(call.text(0).contains(wanted))) };
    let found = parts::known_pieces(unknown).any(|piece| piece.contains(wanted))
        || parts::known_start(unknown).contains(wanted);
    Ok(if found { Value::TRUE } else { call.unknown_value(ty) })
}

fn indent(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let spaces = usize::try_from(call.int(0)?).map_err(|_| argument(0, "must not be negative"))?;
    let text = call.text(1);
    let lines = text.matches('\n').count();
    if spaces.saturating_mul(lines) > MAX_TEXT {
        return Ok(call.limited(ty, "a text that is too long"));
    }
    Ok(call.checked_text(text.replace('\n', &format!("\n{}", " ".repeat(if lines == 0 { 0 } else { spaces })))))
}

fn join(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let separator = call.text(0);
    let lists = call.rest(1);
    if lists.is_empty() {
        return Err("at least one list is required".into());
    }
    let mut pieces = Vec::new();
    let mut is_known = true;
    let mut length: usize = 0;
    for (number, list) in lists.iter().enumerate() {
        for (i, item) in list.as_elements().unwrap_or_default().iter().enumerate() {
            if !pieces.is_empty() {
                pieces.push(Piece::Known(separator.into()));
            }
            length = length.saturating_add(separator.len() + item.as_str().map_or(0, str::len));
            if length > MAX_TEXT {
                return Ok(call.limited(ty, "a text that is too long"));
            }
            match &item.kind {
                Kind::String(text) => pieces.push(Piece::Known(Arc::clone(text))),
                Kind::Unknown(_) => {
                    is_known = false;
                    pieces.push(Piece::Unknown(item.clone()));
                }
                _ if is_known => {
                    return Err(argument(number + 1, format!("element {i} is null; cannot concatenate null values")));
                }
                _ => {}
            }
        }
    }
    let result = parts::concat(pieces);
    match &result.kind {
        // TERRAFORM: nothing is known about a `join` with an unknown element, not even how it begins.
        Kind::Unknown(unknown) => {
            let mut unknown = Unknown::clone(unknown);
            unknown.refinement.prefix = None;
            unknown.exact = unknown.exact && call.is_rule();
            Ok(unknown.into_value())
        }
        _ => Ok(result),
    }
}

fn replace(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let (text, wanted, by) = (call.text(0), call.text(1), call.text(2));
    if let Some(pattern) = wanted.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        return regex::replace(call, text, pattern, by);
    }
    let count = if wanted.is_empty() { text.chars().count() + 1 } else { text.matches(wanted).count() };
    if count.saturating_mul(by.len()) > MAX_TEXT {
        return Ok(call.limited(ty, "a text that is too long"));
    }
    Ok(call.checked_text(text.replace(wanted, by)))
}

fn sort(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let list = call.arg(0);
    if !list.is_wholly_known() {
        let range = crate::eval::unknown::range(list);
        return Ok(call
            .unknown(ty.clone())
            .not_null()
            .with_length(range.min_length.unwrap_or(0), range.max_length)
            .into_value());
    }
    let mut texts = Vec::new();
    for (i, item) in call.elements(0).iter().enumerate() {
        let Kind::String(text) = &item.kind else {
            return Err(format!("list element {i} is null; a null string cannot be sorted").into());
        };
        texts.push(Arc::clone(text));
    }
    texts.sort();
    Ok(Value::list(Type::String, texts.into_iter().map(Value::string).collect()))
}

fn split(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let (separator, text) = (call.text(0), call.text(1));
    let items: Vec<Value> = if separator.is_empty() {
        text.chars().map(|c| Value::string(c.to_string())).collect()
    } else {
        text.split(separator).map(Value::string).collect()
    };
    Ok(Value::list(Type::String, items))
}

fn substr(call: &Call<'_>, _: &Type) -> Result<Value, FunctionError> {
    let (text, offset, length) = (call.text(0), call.int(1)?, call.int(2)?);
    if offset >= 0 && length == 0 {
        return Ok(Value::string(""));
    }
    let total = i64::try_from(text.graphemes(true).count()).unwrap_or(i64::MAX);
    let start = if offset < 0 { offset.saturating_add(total) } else { offset };
    // TERRAFORM: a start before the text is its beginning, and a length of zero from there on is everything.
    let skipped = text.graphemes(true).skip(usize::try_from(start).unwrap_or(0));
    Ok(call.checked_text(match usize::try_from(length) {
        Ok(length) if length > 0 => skipped.take(length).collect(),
        _ => skipped.collect(),
    }))
}
