//! JSON with holes: documents whose texts may be unknown, kept in the order in which a provider writes them.

use std::sync::Arc;

use super::super::value::{Kind, Members, Piece, Unknown, Value};
use super::super::{ops, text};

/// A document.
#[derive(Clone, Debug)]
pub(super) enum Json {
    /// A string, number, boolean or null, or an unknown in the place of a string.
    Leaf(Value),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
    /// Something unknown of any shape.
    Hole(Value),
}

impl Json {
    pub(super) fn text(text: &str) -> Self {
        Self::Leaf(Value::string(text))
    }

    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            Self::Leaf(_) | Self::List(_) | Self::Hole(_) => None,
        }
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Leaf(value) => value.as_str(),
            Self::List(_) | Self::Object(_) | Self::Hole(_) => None,
        }
    }

    /// The document that a string value holds; `None` where it is no JSON.
    pub(super) fn parse(value: &Value) -> Option<Self> {
        match &value.kind {
            Kind::String(text) => serde_json::from_str::<serde_json::Value>(text).ok().map(Self::from_serde),
            Kind::Unknown(unknown) => unknown.decoded.as_ref().map(Self::from_value),
            _ => None,
        }
    }

    pub(super) fn from_serde(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Leaf(Value::NULL),
            serde_json::Value::Bool(value) => Self::Leaf(Value::bool(value)),
            serde_json::Value::Number(number) => {
                let number = super::super::number::Number::parse(&number.to_string());
                Self::Leaf(number.map_or(Value::NULL, Value::number))
            }
            serde_json::Value::String(text) => Self::Leaf(Value::string(text)),
            serde_json::Value::Array(items) => Self::List(items.into_iter().map(Self::from_serde).collect()),
            serde_json::Value::Object(members) => {
                Self::Object(members.into_iter().map(|(key, value)| (key, Self::from_serde(value))).collect())
            }
        }
    }

    fn from_value(value: &Value) -> Self {
        if let Some(items) = value.as_elements() {
            return Self::List(items.iter().map(Self::from_value).collect());
        }
        if let Some(members) = value.as_members() {
            return Self::Object(
                members.iter().map(|(key, value)| (key.to_string(), Self::from_value(value))).collect(),
            );
        }
        Self::Leaf(value.clone())
    }

    pub(super) fn to_value(&self) -> Value {
        match self {
            Self::Leaf(value) | Self::Hole(value) => value.clone(),
            Self::List(items) => Value::tuple(items.iter().map(Self::to_value)),
            Self::Object(members) => Value::object(
                members.iter().map(|(key, value)| (Arc::from(key.as_str()), value.to_value())).collect::<Members>(),
            ),
        }
    }

    /// The text as Go's `json.MarshalIndent` writes it (`indent`: two spaces) or `json.Marshal` (none). A document with
    /// holes gives an unknown that remembers the document.
    pub(super) fn render(&self, indent: Option<usize>) -> Value {
        let mut pieces = Vec::new();
        self.write(indent, &mut pieces);
        let value = ops::concat_parts(pieces);
        match value.kind {
            Kind::Unknown(unknown) => {
                let unknown = Unknown { decoded: Some(self.to_value()), ..(*unknown).clone() };
                Value { kind: Kind::Unknown(Arc::new(unknown)), marks: value.marks }
            }
            kind => Value { kind, marks: value.marks },
        }
    }

    fn write(&self, indent: Option<usize>, pieces: &mut Vec<Piece>) {
        let known = |pieces: &mut Vec<Piece>, text: &str| pieces.push(Piece::Known(text.into()));
        let inner = indent.map(|depth| depth + 1);
        let line = |depth: Option<usize>| depth.map_or_else(String::new, |depth| format!("\n{}", "  ".repeat(depth)));
        let colon = if indent.is_some() { ": " } else { ":" };
        match self {
            Self::Leaf(value) if value.is_unknown() => {
                known(pieces, "\"");
                pieces.push(Piece::Unknown(value.clone()));
                known(pieces, "\"");
            }
            Self::Hole(value) => pieces.push(Piece::Unknown(value.clone())),
            Self::Leaf(value) => known(pieces, &text::json(value).unwrap_or_default()),
            Self::List(items) if items.is_empty() => known(pieces, "[]"),
            Self::Object(members) if members.is_empty() => known(pieces, "{}"),
            Self::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    known(pieces, if i == 0 { "[" } else { "," });
                    known(pieces, &line(inner));
                    item.write(inner, pieces);
                }
                known(pieces, &format!("{}]", line(indent)));
            }
            Self::Object(members) => {
                for (i, (key, item)) in members.iter().enumerate() {
                    let key = text::json(&Value::string(key.as_str())).unwrap_or_default();
                    known(pieces, if i == 0 { "{" } else { "," });
                    known(pieces, &format!("{}{key}{colon}", line(inner)));
                    item.write(inner, pieces);
                }
                known(pieces, &format!("{}}}", line(indent)));
            }
        }
    }
}
