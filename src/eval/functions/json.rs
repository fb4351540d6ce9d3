//! JSON: `jsonencode` byte for byte as Go writes it, `jsondecode` as Terraform types it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::call::{Call, FunctionError, argument, normal};
use super::table::{Function, Want, function, param, typed};
use crate::config::ty::Type;
use crate::eval::convert::{convert, number_text};
use crate::eval::number::Number;
use crate::eval::parts;
use crate::eval::value::{Kind, Members, Piece, Unknown, Value};

pub(super) const TABLE: &[Function] = &[
    typed("jsondecode", &[param("str", Want::String).decides()], decoded_type, decode_call).may_be_null(),
    function("jsonencode", &[param("val", Want::Any).unknown().untyped().null()], Want::String, encode_call),
];

/// Nesting that is still read and written.
const MAX_DEPTH: usize = 120;

fn encode_call(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let value = call.arg(0);
    if value.is_wholly_known() {
        return Ok(call.checked_text(encode(value)?));
    }
    let unknown = call.unknown(ty.clone()).not_null();
    let unknown = Unknown { decoded: Some(value.clone()), ..unknown };
    if !crate::eval::unknown::is_certainly_not_null(value) {
        return Ok(unknown.into_value());
    }
    let first = match value.ty() {
        Type::String => "\"",
        Type::Object(_) | Type::Map(_) => "{",
        Type::Tuple(_) | Type::List(_) | Type::Set(_) => "[",
        Type::Dynamic | Type::Bool | Type::Number => return Ok(unknown.into_value()),
    };
    Ok(unknown.with_exact_prefix(first).into_value())
}

/// The value as JSON text.
pub(super) fn encode(value: &Value) -> Result<String, String> {
    let mut out = String::new();
    write_value(value, &mut out, 0)?;
    Ok(out)
}

/// The text in quotes, with the escapes that Go writes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::new();
    write_string(text, &mut out);
    out
}

fn write_value(value: &Value, out: &mut String, depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Err(format!("the value is nested deeper than {MAX_DEPTH} levels"));
    }
    match &value.kind {
        Kind::Null(_) => out.push_str("null"),
        Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Kind::Number(number) if number.is_infinite() => return Err("cannot serialize infinity as JSON".into()),
        Kind::Number(number) => out.push_str(&number_text(number)?),
        Kind::String(text) => write_string(text, out),
        Kind::List(list) | Kind::Set(list) => write_items(&list.items, out, depth)?,
        Kind::Tuple(items) => write_items(items, out, depth)?,
        Kind::Map(map) => write_members(&map.members, out, depth)?,
        Kind::Object(object) => write_members(&object.members, out, depth)?,
        Kind::Unknown(_) => return Err("value is not known".into()),
    }
    Ok(())
}

fn write_items(items: &[Value], out: &mut String, depth: usize) -> Result<(), String> {
    out.push('[');
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write_value(item, out, depth + 1)?;
    }
    out.push(']');
    Ok(())
}

fn write_members(members: &Members, out: &mut String, depth: usize) -> Result<(), String> {
    out.push('{');
    for (i, (name, value)) in members.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write_string(name, out);
        out.push(':');
        write_value(value, out, depth + 1)?;
    }
    out.push('}');
    Ok(())
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// What is known of the type of a document from its beginning.
fn decoded_type(call: &Call<'_>) -> Result<Type, FunctionError> {
    let Kind::Unknown(unknown) = &call.arg(0).kind else { return Ok(Type::Dynamic) };
    let prefix = unknown.refinement.prefix.as_deref().unwrap_or("").trim_start();
    Ok(match prefix.chars().next() {
        None | Some('{' | '[' | 'n') => Type::Dynamic,
        Some('"') => Type::String,
        Some('t' | 'f') => Type::Bool,
        Some('-' | '.' | '0'..='9') => Type::Number,
        Some(c) => return Err(argument(0, format!("a JSON document cannot begin with the character `{c}`"))),
    })
}

fn decode_call(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    match &call.arg(0).kind {
        Kind::Unknown(unknown) => Ok(decode_partly(unknown).unwrap_or_else(|| call.unknown_value(ty))),
        _ => decode(call.text(0)).map_err(FunctionError::Failed),
    }
}

/// The value of a document.
pub(super) fn decode(text: &str) -> Result<Value, String> {
    let text = pair_surrogates(text);
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let value = Seed { depth: 0 }.deserialize(&mut deserializer).map_err(|error| error.to_string())?;
    deserializer.end().map_err(|_| "extraneous data after JSON object".to_owned())?;
    Ok(value)
}

/// Escapes of halves of surrogate pairs stand for nothing; Go reads them as replacement characters.
fn pair_surrogates(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let half = |text: &str, high: bool| {
            let range = if high { 0xd800..0xdc00 } else { 0xdc00..0xe000 };
            let code = text.strip_prefix('u').and_then(|digits| u32::from_str_radix(digits.get(..4)?, 16).ok());
            code.is_some_and(|code| range.contains(&code))
        };
        let is_pair = half(after, true)
            && after.get(5..).is_some_and(|rest| rest.starts_with('\\') && half(rest.get(1..).unwrap_or(""), false));
        let (escape, length) = match after.chars().next() {
            _ if is_pair => (after.get(..11).unwrap_or(""), 11),
            _ if half(after, true) || half(after, false) => ("ufffd", 5),
            Some(c) => (after.get(..c.len_utf8()).unwrap_or(""), c.len_utf8()),
            None => ("", 0),
        };
        out.push('\\');
        out.push_str(escape);
        rest = after.get(length..).unwrap_or("");
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The value of a document that is known in part: what was encoded, or the text with its unknown pieces as
/// strings that are known in part. `None` where an unknown piece stands outside of a string.
pub(super) fn decode_partly(unknown: &Unknown) -> Option<Value> {
    if let Some(value) = &unknown.decoded {
        return Some(value.clone());
    }
    let parts = unknown.parts.as_ref()?;
    let mut text = String::new();
    let mut holes = Vec::new();
    for part in parts.iter() {
        match part {
            Piece::Known(known) if known.contains(HOLE_START) => return None,
            Piece::Known(known) => text.push_str(known),
            Piece::Unknown(value) => {
                text.push(HOLE_START);
                text.push_str(&holes.len().to_string());
                text.push(HOLE_END);
                holes.push(value.clone());
            }
        }
    }
    Some(fill(&decode(&text).ok()?, &holes))
}

/// Private-use characters that stand for unknown pieces while the rest is parsed.
const HOLE_START: char = '\u{f8f0}';
const HOLE_END: char = '\u{f8f1}';

fn fill(value: &Value, holes: &[Value]) -> Value {
    let members = |members: &Members| {
        members.iter().map(|(name, value)| (Arc::clone(name), fill(value, holes))).collect::<Members>()
    };
    match &value.kind {
        Kind::String(text) if text.contains(HOLE_START) => parts::concat(pieces(text, holes)),
        Kind::Tuple(items) => Value::tuple(items.iter().map(|item| fill(item, holes))),
        Kind::Object(object) if object.members.keys().any(|name| name.contains(HOLE_START)) => {
            Unknown::derived(Type::Dynamic, &holes.iter().collect::<Vec<_>>()).into_value()
        }
        Kind::Object(object) => Value::object(members(&object.members)),
        _ => value.clone(),
    }
}

fn pieces(text: &str, holes: &[Value]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut parts = text.split(HOLE_START);
    pieces.extend(parts.next().map(|first| Piece::Known(first.into())));
    for part in parts {
        let Some((number, rest)) = part.split_once(HOLE_END) else { continue };
        if let Some(value) = number.parse().ok().and_then(|i: usize| holes.get(i)) {
            pieces.push(Piece::Unknown(value.clone()));
        }
        pieces.push(Piece::Known(rest.into()));
    }
    pieces
}

/// Reads a value; numbers keep all their digits.
#[derive(Clone, Copy)]
struct Seed {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Seed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// The key under which `serde_json` hands over a number with all its digits.
const NUMBER: &str = "$serde_json::private::Number";

impl<'de> Visitor<'de> for Seed {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::bool(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        number_of(&value.to_string()).map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Value, E> {
        number_of(&value.to_string()).map_err(E::custom)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::string(normal(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::NULL)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(inner)? {
            values.push(value);
        }
        Ok(Value::tuple(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut values: Vec<(Arc<str>, Value)> = Vec::new();
        while let Some(name) = entries.next_key::<Name>()? {
            if name.0 == NUMBER {
                let digits: String = entries.next_value()?;
                let number =
                    Number::parse(&digits).ok_or_else(|| serde::de::Error::custom("a number is out of range"))?;
                return Ok(Value::number(number));
            }
            values.push((normal(name.0), entries.next_value_seed(inner)?));
        }
        members_of(values).map(Value::object).map_err(serde::de::Error::custom)
    }
}

fn number_of(digits: &str) -> Result<Value, &'static str> {
    Number::parse(digits).map(Value::number).ok_or("a number is out of range")
}

/// TERRAFORM: of equal keys the last one gives the type, to which the earlier ones must convert.
fn members_of(values: Vec<(Arc<str>, Value)>) -> Result<Members, String> {
    let mut earlier: Vec<(Arc<str>, Value)> = Vec::new();
    let mut members: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    for (name, value) in values {
        if let Some(old) = members.insert(Arc::clone(&name), value) {
            earlier.push((name, old));
        }
    }
    for (name, old) in earlier {
        let wanted = members.get(&name).map_or(Type::Dynamic, Value::ty);
        // Unmarshalling reads texts as numbers and bools, and numbers and bools as texts.
        if wanted.is_primitive() && convert(old, &wanted).is_err() {
            return Err(format!("property `{name}` is given twice with different types"));
        }
    }
    Ok(members.into_iter().collect())
}

impl Seed {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format!("the document is nested deeper than {MAX_DEPTH} levels")));
        }
        Ok(Self { depth: self.depth + 1 })
    }
}

/// An owned key.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_as_go_does() {
        assert_eq!(quoted("<a> & \u{2028}\"\\\n\u{1}é"), r#""\u003ca\u003e \u0026 \u2028\"\\\n\u0001é""#);
    }

    #[test]
    fn numbers_keep_their_digits() {
        let value = decode(r#"{"a": 0.12345678901234567890123456789, "b": [1e3, true, null]}"#).unwrap();
        assert_eq!(encode(&value).unwrap(), r#"{"a":0.12345678901234567890123456789,"b":[1000,true,null]}"#);
        assert!(decode("{}x").is_err());
        assert!(decode(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn unknown_pieces_stay_inside_their_strings() {
        let hole = Value::unknown_exact(Type::String, crate::eval::value::Origin::Variable("var.x".into()));
        let text = parts::concat(vec![
            Piece::Known(r#"{"a": "x-"#.into()),
            Piece::Unknown(hole),
            Piece::Known(r#"-y", "b": 1}"#.into()),
        ]);
        let value = decode_partly(text.as_unknown().unwrap()).unwrap();
        let part = value.member("a").unwrap();
        assert_eq!(parts::known_pieces(part.as_unknown().unwrap()).collect::<Vec<_>>(), ["x-", "-y"]);
        assert_eq!(value.member("b").unwrap().as_number(), Some(&Number::from(1)));
    }
}
