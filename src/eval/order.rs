//! The elements of sets: distinct, and in the order in which Terraform walks them.
//!
//! Strings are ordered by bytes, numbers by value, false before true. Everything else is ordered by the text that
//! Terraform's library computes for hashing, which [`hash_key`] reproduces. Unknown elements come behind the known
//! ones, nulls last.

use std::cmp::Ordering;
use std::fmt::Write as _;

use super::decimal::{Digits, Notation};
use super::ops;
use super::value::{Kind, Marks, Value};
use crate::config::ty::Type;

/// A set of these elements. A set holds no marks inside: those of its elements become its own.
pub fn set(element: Type, items: Vec<Value>) -> Value {
    let marks = items.iter().fold(Marks::NONE, |marks, item| marks.union(item.deep_marks()));
    let mut keyed: Vec<(String, Value)> =
        items.into_iter().map(Value::unmarked).map(|item| (hash_key(&item), item)).collect();
    keyed.sort_by(|a, b| compare(a, b, &element));
    keyed.dedup_by(|b, a| a.0 == b.0 && ops::is_certainly_equal(&a.1, &b.1));
    let items = keyed.into_iter().map(|(_, item)| item).collect();
    Value::set(element, items).with_marks(marks)
}

fn compare(a: &(String, Value), b: &(String, Value), element: &Type) -> Ordering {
    let rank = |value: &Value| match value.kind {
        Kind::Null(_) => 2,
        Kind::Unknown(_) => 1,
        _ => 0,
    };
    rank(&a.1).cmp(&rank(&b.1)).then_with(|| match (&a.1.kind, &b.1.kind) {
        (Kind::String(a), Kind::String(b)) => a.cmp(b),
        (Kind::Number(a), Kind::Number(b)) => a.compare(b),
        (Kind::Bool(a), Kind::Bool(b)) => a.cmp(b),
        _ if element.is_primitive() => Ordering::Equal,
        _ => a.0.as_bytes().cmp(b.0.as_bytes()),
    })
}

/// The text by which Terraform hashes a value.
pub fn hash_key(value: &Value) -> String {
    let mut key = String::new();
    write_key(value, &mut key);
    key
}

fn write_key(value: &Value, key: &mut String) {
    match &value.kind {
        Kind::Unknown(_) => key.push('?'),
        Kind::Null(_) => key.push('~'),
        Kind::Bool(value) => key.push(if *value { 'T' } else { 'F' }),
        Kind::Number(number) => key.push_str(&number.text(Notation::Shorter, Digits::Exactly(10))),
        Kind::String(text) => write_quoted(text, key),
        Kind::List(list) | Kind::Set(list) => {
            key.push('[');
            write_items(&list.items, key);
            key.push(']');
        }
        Kind::Tuple(items) => {
            key.push('<');
            write_items(items, key);
            key.push('>');
        }
        Kind::Map(map) => {
            key.push('{');
            for (name, value) in &map.members {
                write_quoted(name, key);
                key.push(':');
                write_key(value, key);
                key.push(';');
            }
            key.push('}');
        }
        Kind::Object(object) => {
            key.push('<');
            for value in object.members.values() {
                write_key(value, key);
                key.push(';');
            }
            key.push('>');
        }
    }
}

fn write_items(items: &[Value], key: &mut String) {
    for item in items {
        write_key(item, key);
        key.push(';');
    }
}

/// Text in quotes as Go's `%q` writes it.
fn write_quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            c if c < ' ' || c == '\u{7f}' => write_escape(out, format_args!("\\x{:02x}", u32::from(c))),
            c if !is_printable(c) && u32::from(c) < 0x1_0000 => {
                write_escape(out, format_args!("\\u{:04x}", u32::from(c)));
            }
            c if !is_printable(c) => write_escape(out, format_args!("\\U{:08x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

fn write_escape(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(text);
}

/// Close to Go's `unicode.IsPrint`: no control characters and no spaces but the plain one.
fn is_printable(c: char) -> bool {
    c == ' '
        || !(c.is_control()
            || c.is_whitespace()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_are_sorted_and_distinct() {
        let strings = ["b", "B", "a", "é", "b"].map(Value::string).to_vec();
        assert_eq!(format!("{:?}", set(Type::String, strings)), r#"["B", "a", "b", "é"]"#);
        let numbers = [10, 9, 100, 9].map(Value::int).to_vec();
        assert_eq!(format!("{:?}", set(Type::Number, numbers)), "[9, 10, 100]");
    }

    #[test]
    fn unknown_elements_stay_apart_and_stand_behind() {
        let unknown = Value::unknown(Type::String, super::super::value::Origin::Opaque);
        let all = set(Type::String, vec![unknown.clone(), Value::null(Type::String), unknown, Value::string("x")]);
        let shown: Vec<String> = all.as_elements().unwrap().iter().map(|item| format!("{item:?}")).collect();
        assert_eq!(shown[0], "\"x\"");
        assert_eq!(shown[3], "null");
    }
}
