//! How much a value is: sharing makes values that are small in memory and endless to walk.
//!
//! `a1 = [local.a0, local.a0]`, sixty times over, is a few kilobytes that nobody can print, compare or convert. Everything
//! that walks values relies on the bounds that are held here, at each expression that makes a value.

use super::value::{Kind, Value};
use crate::config::ty::Type;

/// Most values in one value, shared parts counted wherever they stand.
pub(crate) const MAX_VALUES: usize = 1_000_000;

/// Deepest nesting of one value.
pub(crate) const MAX_NESTING: usize = 400;

/// Longest text in bytes, as of functions.
pub(crate) const MAX_TEXT: usize = 16 << 20;

/// Bytes of text that count as one step of evaluation.
const TEXT_STEP: usize = 32;

/// Values that count as one step of evaluation when they are walked.
const WALK_STEP: usize = 16;

/// What it costs to find out that a value is too large.
pub(crate) const MAX_STEPS: u64 = (MAX_VALUES / WALK_STEP) as u64;

/// The steps that making or walking the value costs, or why it is too much.
///
/// # Errors
/// The value is too large or nested too deep.
pub(crate) fn steps(value: &Value) -> Result<u64, String> {
    let mut left = MAX_VALUES;
    let mut text = 0;
    walk(value, MAX_NESTING, &mut left, &mut text)?;
    let steps = (MAX_VALUES - left) / WALK_STEP + text / TEXT_STEP;
    Ok(u64::try_from(steps).unwrap_or(u64::MAX))
}

fn walk(value: &Value, nesting: usize, left: &mut usize, text: &mut usize) -> Result<(), String> {
    take(1, left)?;
    match &value.kind {
        Kind::String(own) => *text = text.saturating_add(own.len()),
        Kind::Bool(_) | Kind::Number(_) => {}
        Kind::Null(ty) => walk_type(ty, nesting, left)?,
        // What is known about an unknown can be large: its type, its pieces, and what was encoded.
        Kind::Unknown(unknown) => {
            walk_type(&unknown.ty, nesting, left)?;
            take(unknown.parts.as_ref().map_or(0, |parts| parts.len()), left)?;
            if let Some(decoded) = &unknown.decoded {
                deeper(decoded, nesting, left, text)?;
            }
        }
        Kind::List(list) | Kind::Set(list) => {
            walk_type(&list.element, nesting, left)?;
            list.items.iter().try_for_each(|item| deeper(item, nesting, left, text))?;
        }
        Kind::Tuple(items) => items.iter().try_for_each(|item| deeper(item, nesting, left, text))?,
        Kind::Map(map) => {
            walk_type(&map.element, nesting, left)?;
            map.members.values().try_for_each(|item| deeper(item, nesting, left, text))?;
        }
        Kind::Object(object) => object.members.values().try_for_each(|item| deeper(item, nesting, left, text))?,
    }
    Ok(())
}

/// Types are shared as values are, and as easily grow. A type of one word is a part of its value.
fn walk_type(ty: &Type, nesting: usize, left: &mut usize) -> Result<(), String> {
    let inner = || nesting.checked_sub(1).ok_or_else(too_deep);
    match ty {
        Type::Dynamic | Type::Bool | Type::Number | Type::String => Ok(()),
        Type::List(element) | Type::Set(element) | Type::Map(element) => {
            take(1, left)?;
            walk_type(element, inner()?, left)
        }
        Type::Tuple(types) => {
            take(types.len(), left)?;
            let nesting = inner()?;
            types.iter().try_for_each(|ty| walk_type(ty, nesting, left))
        }
        Type::Object(object) => {
            take(object.attributes.len(), left)?;
            let nesting = inner()?;
            object.attributes.values().try_for_each(|ty| walk_type(ty, nesting, left))
        }
    }
}

fn take(count: usize, left: &mut usize) -> Result<(), String> {
    *left = left.checked_sub(count).ok_or_else(|| format!("a value is made of more than {MAX_VALUES} values"))?;
    Ok(())
}

fn too_deep() -> String {
    format!("a value is nested deeper than {MAX_NESTING} levels")
}

fn deeper(value: &Value, nesting: usize, left: &mut usize, text: &mut usize) -> Result<(), String> {
    walk(value, nesting.checked_sub(1).ok_or_else(too_deep)?, left, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_values_count_wherever_they_stand() {
        let mut value = Value::tuple([Value::TRUE]);
        for _ in 0..15 {
            value = Value::tuple([value.clone(), value]);
        }
        assert!(steps(&value).is_ok());
        for _ in 0..100 {
            value = Value::tuple([value.clone(), value]);
        }
        assert!(steps(&value).unwrap_err().contains("more than"));
    }

    #[test]
    fn nesting_is_bounded() {
        let mut value = Value::TRUE;
        for _ in 0..MAX_NESTING {
            value = Value::tuple([value]);
        }
        assert!(steps(&value).is_ok());
        assert!(steps(&Value::tuple([value])).unwrap_err().contains("nested deeper"));
    }
}
