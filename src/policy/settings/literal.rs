//! A plain value in a configuration: what a rule's parameter or a variable may be set to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::spanned::Labelled;
use crate::eval::number::Number;
use crate::eval::value::{Members, Value};

/// A value without references.
#[derive(Clone, Debug)]
pub enum Literal {
    Null,
    Bool(bool),
    Number(Number),
    String(Arc<str>),
    List(Vec<Self>),
    Object(BTreeMap<String, Self>),
}

impl Literal {
    /// The value as an expression of the same text would have it.
    pub fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::NULL,
            Self::Bool(value) => Value::bool(*value),
            Self::Number(number) => Value::number(number.clone()),
            Self::String(text) => Value::string(Arc::clone(text)),
            Self::List(items) => Value::tuple(items.iter().map(Self::to_value)),
            Self::Object(members) => Value::object(
                members.iter().map(|(name, value)| (Arc::from(name.as_str()), value.to_value())).collect(),
            ),
        }
    }
}

/// Named literals as members of an object.
pub fn to_members(literals: &Labelled<Literal>) -> Members {
    literals.0.iter().map(|(name, literal)| (Arc::from(name.value.as_str()), literal.to_value())).collect()
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LiteralVisitor)
    }
}

struct LiteralVisitor;

impl<'de> Visitor<'de> for LiteralVisitor {
    type Value = Literal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain value")
    }

    fn visit_unit<E>(self) -> Result<Literal, E> {
        Ok(Literal::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Literal, E> {
        Ok(Literal::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Literal, E> {
        Ok(Literal::Number(Number::from(value)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Literal, E> {
        // By its shortest text: a user who writes 0.1 means the decimal.
        let number = Number::parse(&value.to_string());
        number.map(Literal::Number).ok_or_else(|| E::custom(format_args!("`{value}` is not a number")))
    }

    fn visit_str<E>(self, text: &str) -> Result<Literal, E> {
        Ok(Literal::String(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Literal, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Literal::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Literal, A::Error> {
        let mut members = BTreeMap::new();
        while let Some((name, value)) = map.next_entry()? {
            members.insert(name, value);
        }
        Ok(Literal::Object(members))
    }
}

impl JsonSchema for Literal {
    fn schema_name() -> Cow<'static, str> {
        "Literal".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A plain value." })
    }
}
