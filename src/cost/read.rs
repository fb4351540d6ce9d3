//! Reading arguments of a resource: set, not set (then the provider's default counts) or unknown with its reason.

use std::sync::Arc;

use super::decimal::Decimal;
use crate::eval::value::{Kind, Origin, Value};

/// Why something cannot be known; one sentence for people.
pub(super) type Why = Arc<str>;

/// An argument.
pub(super) enum Read {
    /// Not in code, or null.
    Absent,
    Known(Value),
    Unknown(Why),
}

/// The text of the reason.
pub(super) fn reason(value: &Value) -> Why {
    value.as_unknown().map_or_else(|| "it cannot be known".into(), |unknown| unknown.origin.to_string().into())
}

/// Looks up `a.b[1].c`; a step into a list of nested blocks without an index takes the first.
///
/// What is not in code counts as absent, also where only the provider could tell: its default is what is wanted.
pub(super) fn read(value: &Value, path: &str) -> Read {
    let mut current = value.clone();
    for step in path.split('.') {
        let (name, index) = match step.split_once('[') {
            Some((name, index)) => (name, index.trim_end_matches(']').parse::<usize>().ok()),
            None => (step, None),
        };
        current = match only(current, None) {
            Read::Known(value) => value,
            other => return other,
        };
        let Some(next) = current.as_members().and_then(|members| members.get(name)).cloned() else {
            return Read::Absent;
        };
        current = match index {
            Some(_) => match only(next, index) {
                Read::Known(value) => value,
                other => return other,
            },
            None => next,
        };
    }
    match &current.kind {
        Kind::Null(_) => Read::Absent,
        Kind::Unknown(_) => undecided(&current),
        _ => Read::Known(current),
    }
}

/// What a plan leaves to the provider is not set in code: the provider's default is what is wanted.
fn undecided(value: &Value) -> Read {
    match value.as_unknown().map(|unknown| (&unknown.origin, unknown.exact)) {
        Some((Origin::AfterApply(_), true)) => Read::Absent,
        _ => Read::Unknown(reason(value)),
    }
}

/// The element of a list of nested blocks; a value that is no list is meant itself.
fn only(value: Value, index: Option<usize>) -> Read {
    match &value.kind {
        Kind::Null(_) => Read::Absent,
        Kind::Unknown(_) => undecided(&value),
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => {
            match value.as_elements().and_then(|items| items.get(index.unwrap_or(0))).cloned() {
                Some(item) if item.is_null() => Read::Absent,
                Some(item) if item.is_unknown() => Read::Unknown(reason(&item)),
                Some(item) => Read::Known(item),
                None => Read::Absent,
            }
        }
        _ => Read::Known(value),
    }
}

impl Read {
    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// As text; numbers and booleans are written out.
    pub(super) fn text(self) -> Result<Option<String>, Why> {
        match self {
            Self::Absent => Ok(None),
            Self::Unknown(why) => Err(why),
            Self::Known(value) => match &value.kind {
                Kind::String(text) => Ok(Some(text.to_string())),
                Kind::Number(number) => Ok(Some(number.to_string())),
                Kind::Bool(flag) => Ok(Some(flag.to_string())),
                _ => Ok(None),
            },
        }
    }

    /// As a quantity; text that is a number counts.
    pub(super) fn number(self) -> Result<Option<Decimal>, Why> {
        match self {
            Self::Absent => Ok(None),
            Self::Unknown(why) => Err(why),
            Self::Known(value) => match &value.kind {
                Kind::Number(number) => Decimal::from_number(number)
                    .map(Some)
                    .ok_or_else(|| "the number is too large for a quantity".into()),
                Kind::String(text) => Ok(Decimal::parse(text)),
                _ => Ok(None),
            },
        }
    }

    /// As a flag; false where it is not set.
    pub(super) fn flag(self) -> Result<bool, Why> {
        match self {
            Self::Absent => Ok(false),
            Self::Unknown(why) => Err(why),
            Self::Known(value) => Ok(value.as_bool().unwrap_or_else(|| value.as_str() == Some("true"))),
        }
    }

    /// The nested blocks or elements of a list.
    pub(super) fn items(self) -> Result<Vec<Value>, Why> {
        match self {
            Self::Absent => Ok(Vec::new()),
            Self::Unknown(why) => Err(why),
            Self::Known(value) => match value.as_elements() {
                Some(items) => Ok(items.iter().filter(|item| !item.is_null()).cloned().collect()),
                None if value.as_members().is_some() => Ok(vec![value]),
                None => Ok(Vec::new()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ty::Type;
    use crate::eval::value::{Members, Origin};

    fn object(members: &[(&str, Value)]) -> Value {
        Value::object(members.iter().map(|(name, value)| ((*name).into(), value.clone())).collect::<Members>())
    }

    #[test]
    fn paths_go_through_nested_blocks() {
        let disk = object(&[("volume_size", Value::int(20))]);
        let unset = Value::unknown(Type::String, Origin::Variable("var.type".into()));
        let resource = object(&[("disk", Value::tuple([disk])), ("type", unset), ("name", Value::NULL)]);
        assert_eq!(read(&resource, "disk.volume_size").number().unwrap(), Some(Decimal::from(20)));
        assert_eq!(read(&resource, "disk[0].volume_size").number().unwrap(), Some(Decimal::from(20)));
        assert!(read(&resource, "disk[1].volume_size").is_absent());
        assert!(read(&resource, "name").is_absent());
        assert!(read(&resource, "nothing.here").is_absent());
        assert_eq!(&*read(&resource, "type").text().unwrap_err(), "`var.type` has no value here");
    }
}
