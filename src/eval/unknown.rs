//! How unknown values come from other unknown values: where they originate and what is still known about them.
//!
//! The refinements are those of Terraform: not null, a string's beginning, bounds of a number or of a length.

use std::cmp::Ordering;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::number::Number;
use super::order;
use super::value::{Kind, Members, Origin, Refinement, Unknown, Value};
use crate::config::ty::Type;

/// How many origins a computed value remembers.
const MAX_ORIGINS: usize = 8;

/// Terraform keeps no more bytes of a known beginning.
const MAX_PREFIX: usize = 128;

/// Terraform turns an unknown list of known length into a list of unknowns; longer ones stay unknown here.
const MAX_UNKNOWN_ELEMENTS: usize = 4096;

impl Unknown {
    /// An unknown of that type that was computed from `sources`.
    pub fn derived(ty: Type, sources: &[&Value]) -> Self {
        let mut origins = Vec::new();
        for source in sources {
            collect_origins(source, &mut origins);
        }
        let mut origins = origins.into_iter();
        let origin = origins.next().unwrap_or(Origin::Opaque);
        Self { also: origins.collect(), ..Self::new(ty, origin) }
    }

    #[must_use]
    pub fn not_null(mut self) -> Self {
        // Nothing can be said about a value whose type is not known: it might become anything.
        self.refinement.not_null |= self.ty != Type::Dynamic;
        self
    }

    /// The string, made by a template, begins with this; only so much is kept as Terraform keeps.
    #[must_use]
    pub fn with_prefix(self, prefix: &str) -> Self {
        let mut end = prefix.len().min(MAX_PREFIX);
        while !prefix.is_char_boundary(end) {
            end -= 1;
        }
        self.with_prefix_uncut(prefix.get(..end).unwrap_or(""))
    }

    /// The string begins with this; what a later part might change (combining characters) is cut off.
    #[must_use]
    pub fn with_prefix_uncut(mut self, prefix: &str) -> Self {
        let prefix = safe_prefix(prefix);
        if !prefix.is_empty() {
            self.refinement.prefix = Some(prefix.into());
        }
        self
    }

    /// The string begins with exactly this.
    #[must_use]
    pub fn with_exact_prefix(mut self, prefix: &str) -> Self {
        self.refinement.prefix = Some(prefix.into());
        self
    }

    /// The number lies within these bounds, inclusive.
    #[must_use]
    pub fn with_bounds(mut self, lower: Option<Number>, upper: Option<Number>) -> Self {
        self.refinement.lower = lower.map(|bound| (bound, true));
        self.refinement.upper = upper.map(|bound| (bound, true));
        self
    }

    /// The collection has at least and at most so many elements.
    #[must_use]
    pub fn with_length(mut self, min: usize, max: Option<usize>) -> Self {
        self.refinement.min_length = (min > 0).then_some(min);
        self.refinement.max_length = max;
        self
    }

    /// The value; known where the refinements leave only one possibility.
    pub fn into_value(self) -> Value {
        if self.refinement.not_null
            && let Some(value) = self.only_possibility()
        {
            return value;
        }
        Kind::Unknown(Arc::new(self)).into()
    }

    fn only_possibility(&self) -> Option<Value> {
        let refinement = &self.refinement;
        if let (Some((lower, true)), Some((upper, true))) = (&refinement.lower, &refinement.upper) {
            return (lower == upper).then(|| Value::number(lower.clone()));
        }
        let length = refinement.max_length?;
        if refinement.min_length.unwrap_or(0) != length {
            return None;
        }
        match (&self.ty, length) {
            (Type::List(element), 0..=MAX_UNKNOWN_ELEMENTS) => {
                Some(Value::list(Type::clone(element), vec![self.part(Type::clone(element)); length]))
            }
            (Type::Set(element), 0 | 1) => {
                Some(order::set(Type::clone(element), vec![self.part(Type::clone(element)); length]))
            }
            (Type::Map(element), 0) => Some(Value::map(Type::clone(element), Members::new())),
            _ => None,
        }
    }

    /// An unknown of the same origins.
    pub fn part(&self, ty: Type) -> Value {
        let unknown = Self { also: Arc::clone(&self.also), ..Self::new(ty, self.origin.clone()) };
        Kind::Unknown(Arc::new(unknown)).into()
    }
}

/// An unknown of that type, computed from `sources`, about which nothing more is known.
pub fn derived(ty: Type, sources: &[&Value]) -> Value {
    Unknown::derived(ty, sources).into_value()
}

/// What is known about a value, be it known or not.
pub fn range(value: &Value) -> Refinement {
    let not_null = Refinement { not_null: true, ..Refinement::default() };
    let length = |length: usize| Refinement {
        not_null: true,
        min_length: Some(length),
        max_length: Some(length),
        ..Refinement::default()
    };
    match &value.kind {
        Kind::Null(_) => Refinement::default(),
        Kind::Unknown(unknown) => unknown.refinement.clone(),
        Kind::String(text) => Refinement { prefix: Some(Arc::clone(text)), ..not_null },
        Kind::Number(number) => {
            Refinement { lower: Some((number.clone(), true)), upper: Some((number.clone(), true)), ..not_null }
        }
        Kind::List(list) => length(list.items.len()),
        Kind::Map(map) => length(map.members.len()),
        Kind::Set(list) if list.items.len() < 2 || value.is_wholly_known() => length(list.items.len()),
        Kind::Set(_) | Kind::Bool(_) | Kind::Tuple(_) | Kind::Object(_) => not_null,
    }
}

/// Whether the value is certainly not null.
pub fn is_certainly_not_null(value: &Value) -> bool {
    match &value.kind {
        Kind::Null(_) => false,
        Kind::Unknown(unknown) => unknown.refinement.not_null,
        _ => true,
    }
}

/// Whether the known `value` may be what `unknown` becomes.
pub fn may_be(unknown: &Unknown, value: &Value) -> bool {
    let refinement = &unknown.refinement;
    if value.is_null() {
        return !refinement.not_null;
    }
    if !conforms(&value.ty(), &unknown.ty) {
        return false;
    }
    let got = range(value);
    let prefix_fits = match (&refinement.prefix, &value.kind) {
        (Some(prefix), Kind::String(text)) => text.starts_with(&**prefix),
        _ => true,
    };
    let above = |bound: &(Number, bool), number: &Number| match number.compare(&bound.0) {
        Ordering::Greater => true,
        Ordering::Equal => bound.1,
        Ordering::Less => false,
    };
    let below = |bound: &(Number, bool), number: &Number| match number.compare(&bound.0) {
        Ordering::Less => true,
        Ordering::Equal => bound.1,
        Ordering::Greater => false,
    };
    let number_fits = value.as_number().is_none_or(|number| {
        refinement.lower.as_ref().is_none_or(|bound| above(bound, number))
            && refinement.upper.as_ref().is_none_or(|bound| below(bound, number))
    });
    let length_fits = got.max_length.is_none_or(|most| refinement.min_length.is_none_or(|least| most >= least))
        && got.min_length.is_none_or(|least| refinement.max_length.is_none_or(|most| least <= most));
    prefix_fits && number_fits && length_fits
}

/// Whether `given` is `wanted`, which may hold `Dynamic` for anything.
fn conforms(given: &Type, wanted: &Type) -> bool {
    match (given, wanted) {
        (_, Type::Dynamic) => true,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => conforms(a, b),
        (Type::Tuple(a), Type::Tuple(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| conforms(a, b)),
        (Type::Object(a), Type::Object(b)) => {
            a.attributes.len() == b.attributes.len()
                && a.attributes.iter().all(|(name, a)| b.attributes.get(name).is_some_and(|b| conforms(a, b)))
        }
        _ => given == wanted,
    }
}

fn collect_origins(value: &Value, into: &mut Vec<Origin>) {
    if into.len() >= MAX_ORIGINS {
        return;
    }
    match &value.kind {
        Kind::Unknown(unknown) => unknown.origins().for_each(|origin| add_origin(origin, into)),
        Kind::Object(object) => {
            value.each_child(&mut |child| collect_origins(child, into));
            if let Some(place) = &object.open {
                add_origin(&Origin::Attribute(Arc::clone(place)), into);
            }
        }
        _ => value.each_child(&mut |child| collect_origins(child, into)),
    }
}

fn add_origin(origin: &Origin, into: &mut Vec<Origin>) {
    if *origin != Origin::Opaque && into.len() < MAX_ORIGINS && !into.contains(origin) {
        into.push(origin.clone());
    }
}

/// The part of a beginning that stays as it is whatever follows: the last grapheme may still combine with more,
/// unless it is punctuation that nothing combines with in practice.
fn safe_prefix(prefix: &str) -> String {
    let mut prefix: String = prefix.nfc().collect();
    let Some((start, last)) = prefix.grapheme_indices(true).next_back() else { return prefix };
    let mut chars = last.chars();
    let ends_for_sure = matches!((chars.next(), chars.next()), (Some(only), None) if ENDS_A_GRAPHEME.contains(only));
    if !ends_for_sure {
        prefix.truncate(start);
    }
    prefix
}

const ENDS_A_GRAPHEME: &str = "-_:;/\\,.(){}[]|?!~ \t@#$%^&*+\"'";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_still_combine_is_no_known_prefix() {
        let cases = [("a", ""), ("boo", "bo"), ("ami-", "ami-"), ("hello 🤷", "hello "), ("boop\r", "boop"), ("", "")];
        for (given, safe) in cases {
            assert_eq!(safe_prefix(given), safe);
        }
    }

    #[test]
    fn a_number_between_equal_bounds_is_known() {
        let one = || Some(Number::from(1));
        let value = Unknown::derived(Type::Number, &[]).not_null().with_bounds(one(), one()).into_value();
        assert_eq!(value.as_number(), Some(&Number::from(1)));
    }

    #[test]
    fn origins_are_remembered_once() {
        let unknown = |name: &str| Value::unknown(Type::String, Origin::Variable(name.into()));
        let list = Value::tuple([unknown("var.a"), unknown("var.b"), unknown("var.a")]);
        let derived = Unknown::derived(Type::String, &[&list]);
        let origins: Vec<String> = derived.origins().map(ToString::to_string).collect();
        assert_eq!(origins, ["`var.a` has no value here", "`var.b` has no value here"]);
    }
}
