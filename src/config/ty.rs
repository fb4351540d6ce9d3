//! Terraform's types, as they appear in constraints and on values.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// A type. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Type {
    /// `any` in a constraint; the type of an untyped null or of a value nothing is known about.
    Dynamic,
    Bool,
    Number,
    String,
    List(Arc<Type>),
    Set(Arc<Type>),
    Map(Arc<Type>),
    Tuple(Arc<[Type]>),
    Object(Arc<ObjectType>),
}

/// Attribute types by name; `optional` names those that a constraint allows to be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectType {
    pub attributes: BTreeMap<Arc<str>, Type>,
    pub optional: BTreeSet<Arc<str>>,
}

impl Type {
    pub fn list(element: Self) -> Self {
        Self::List(Arc::new(element))
    }

    pub fn set(element: Self) -> Self {
        Self::Set(Arc::new(element))
    }

    pub fn map(element: Self) -> Self {
        Self::Map(Arc::new(element))
    }

    pub fn tuple(elements: impl IntoIterator<Item = Self>) -> Self {
        Self::Tuple(elements.into_iter().collect())
    }

    pub fn object(attributes: impl IntoIterator<Item = (Arc<str>, Self)>) -> Self {
        Self::Object(Arc::new(ObjectType { attributes: attributes.into_iter().collect(), optional: BTreeSet::new() }))
    }

    /// Whether the type holds no `Dynamic` in any part.
    pub fn is_wholly_known(&self) -> bool {
        match self {
            Self::Dynamic => false,
            Self::Bool | Self::Number | Self::String => true,
            Self::List(element) | Self::Set(element) | Self::Map(element) => element.is_wholly_known(),
            Self::Tuple(elements) => elements.iter().all(Self::is_wholly_known),
            Self::Object(object) => object.attributes.values().all(Self::is_wholly_known),
        }
    }

    /// The type of values that fit the constraint: the same with nothing optional in it.
    #[must_use]
    pub fn without_optional(&self) -> Self {
        match self {
            Self::Dynamic | Self::Bool | Self::Number | Self::String => self.clone(),
            Self::List(element) => Self::list(element.without_optional()),
            Self::Set(element) => Self::set(element.without_optional()),
            Self::Map(element) => Self::map(element.without_optional()),
            Self::Tuple(elements) => Self::tuple(elements.iter().map(Self::without_optional)),
            Self::Object(object) => {
                Self::object(object.attributes.iter().map(|(name, ty)| (Arc::clone(name), ty.without_optional())))
            }
        }
    }

    /// The element type of a list, set or map.
    pub fn element(&self) -> Option<&Self> {
        match self {
            Self::List(element) | Self::Set(element) | Self::Map(element) => Some(element),
            _ => None,
        }
    }

    pub fn is_primitive(&self) -> bool {
        matches!(self, Self::Bool | Self::Number | Self::String)
    }

    pub fn is_collection(&self) -> bool {
        matches!(self, Self::List(_) | Self::Set(_) | Self::Map(_))
    }

    /// What messages call a value of this type: "string", "list of string", "object".
    pub fn friendly_name(&self) -> String {
        match self {
            Self::Dynamic => "dynamic".into(),
            Self::Bool => "bool".into(),
            Self::Number => "number".into(),
            Self::String => "string".into(),
            Self::List(element) => format!("list of {}", element.friendly_name()),
            Self::Set(element) => format!("set of {}", element.friendly_name()),
            Self::Map(element) => format!("map of {}", element.friendly_name()),
            Self::Tuple(_) => "tuple".into(),
            Self::Object(_) => "object".into(),
        }
    }
}

/// The constraint syntax without white space: `list(string)`, `object({a=number,b=any})`, `tuple([bool])`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dynamic => f.write_str("any"),
            Self::Bool => f.write_str("bool"),
            Self::Number => f.write_str("number"),
            Self::String => f.write_str("string"),
            Self::List(element) => write!(f, "list({element})"),
            Self::Set(element) => write!(f, "set({element})"),
            Self::Map(element) => write!(f, "map({element})"),
            Self::Tuple(elements) => {
                f.write_str("tuple([")?;
                for (i, element) in elements.iter().enumerate() {
                    write!(f, "{}{element}", if i == 0 { "" } else { "," })?;
                }
                f.write_str("])")
            }
            Self::Object(object) => {
                f.write_str("object({")?;
                for (i, (name, ty)) in object.attributes.iter().enumerate() {
                    let comma = if i == 0 { "" } else { "," };
                    if is_plain(name) { write!(f, "{comma}{name}={ty}")? } else { write!(f, "{comma}{name:?}={ty}")? }
                }
                f.write_str("})")
            }
        }
    }
}

/// Whether a name needs no quotes.
fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}
