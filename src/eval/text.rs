//! Texts of values: normal forms, messages for people, JSON of simple values.

use std::sync::Arc;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::value::{Kind, Value};

/// The longest text that a message shows of a value, in characters.
const SHOWN: usize = 80;

/// The longest message, in characters.
const MESSAGE: usize = 600;

/// TERRAFORM: strings are in normal form C.
pub fn normalize(text: &Arc<str>) -> Arc<str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Arc::clone(text);
    }
    text.nfc().collect::<String>().into()
}

/// A value in a message: short, on one line, and never a secret.
pub fn display(value: &Value) -> String {
    if value.is_sensitive() {
        return "(sensitive)".into();
    }
    let text = match &value.kind {
        Kind::Null(_) => "null".into(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => json(value).unwrap_or_else(|| text.to_string()),
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => {
            let items: Vec<String> = value.as_elements().unwrap_or_default().iter().take(8).map(display).collect();
            format!("[{}]", items.join(", "))
        }
        Kind::Map(_) | Kind::Object(_) => {
            let members = value.as_members().into_iter().flatten().take(8);
            let members: Vec<String> = members.map(|(key, value)| format!("{key} = {}", display(value))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Kind::Unknown(_) => "(unknown)".into(),
    };
    cut(text, SHOWN)
}

/// A message that may quote the user's text, at a length that can be shown.
pub fn shortened(text: String) -> String {
    cut(text, MESSAGE)
}

fn cut(text: String, limit: usize) -> String {
    if text.len() <= limit || text.chars().count() <= limit {
        return text;
    }
    text.chars().take(limit).chain(std::iter::once('…')).collect()
}

/// The JSON of a string, number, boolean or null as Go writes it: `<`, `>`, `&`, U+2028 and U+2029 are escaped.
pub fn json(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::Null(_) => Some("null".into()),
        Kind::Bool(value) => Some(value.to_string()),
        Kind::Number(number) => Some(number.to_string()),
        Kind::String(text) => {
            let plain = serde_json::to_string(&**text).ok()?;
            let mut escaped = String::with_capacity(plain.len());
            for c in plain.chars() {
                match c {
                    '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => escaped.push_str(&format!("\\u{:04x}", u32::from(c))),
                    _ => escaped.push(c),
                }
            }
            Some(escaped)
        }
        Kind::List(_) | Kind::Set(_) | Kind::Map(_) | Kind::Tuple(_) | Kind::Object(_) | Kind::Unknown(_) => None,
    }
}
