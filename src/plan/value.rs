//! Values of a plan: what is known, what comes with the apply, and what is sensitive, put together from three trees.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::config::ty::Type;
use crate::eval::number::Number;
use crate::eval::value::{Marks, Members, Origin, Place, Value};

/// Strings up to this length are kept once, however often they stand in a plan.
const MAX_SHARED: usize = 64;
/// So many different strings are remembered.
const MAX_STRINGS: usize = 200_000;

/// Builds values, and keeps names and short texts once: a plan repeats them for each of its instances.
#[derive(Debug, Default)]
pub(super) struct Builder {
    texts: HashSet<Arc<str>>,
}

/// One side of a change: `after`, `after_unknown` and `after_sensitive` (or `before` and its kin).
#[derive(Clone, Copy)]
pub(super) struct Side<'j> {
    pub(super) known: &'j Json,
    pub(super) unknown: &'j Json,
    pub(super) sensitive: &'j Json,
}

static NULL: Json = Json::Null;
static YES: Json = Json::Bool(true);

/// A place below an instance; its text is made for unknown values only.
#[derive(Clone, Copy)]
struct Path<'p> {
    instance: &'p Arc<str>,
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Name(&'p str),
    Index(usize),
}

impl Path<'_> {
    fn place(&self) -> Place {
        let above =
            || self.parent.map_or_else(|| Place { instance: Arc::clone(self.instance), path: "".into() }, Self::place);
        match self.step {
            Step::Root => Place { instance: Arc::clone(self.instance), path: "".into() },
            Step::Name(name) => above().attribute(name),
            Step::Index(index) => above().index(&index.to_string()),
        }
    }
}

impl<'j> Side<'j> {
    /// The part under a name or index. What is wholly unknown or sensitive is so in all its parts.
    fn part(self, get: impl Fn(&'j Json) -> Option<&'j Json>) -> Self {
        let flag = |tree: &'j Json| if *tree == YES { &YES } else { get(tree).unwrap_or(&NULL) };
        Self { known: get(self.known).unwrap_or(&NULL), unknown: flag(self.unknown), sensitive: flag(self.sensitive) }
    }

    fn is_same(self, other: Self) -> bool {
        self.known == other.known && self.sensitive == other.sensitive && !is_partly_true(self.unknown)
    }
}

impl Builder {
    pub(super) fn text(&mut self, text: &str) -> Arc<str> {
        if text.len() > MAX_SHARED {
            return text.into();
        }
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        if self.texts.len() < MAX_STRINGS {
            self.texts.insert(Arc::clone(&new));
        }
        new
    }

    /// Both sides of a change. What is the same before and after is built once: most of a plan changes nothing.
    pub(super) fn sides(&mut self, before: Side<'_>, after: Side<'_>, instance: &Arc<str>) -> (Value, Value) {
        let path = Path { instance, parent: None, step: Step::Root };
        let new = self.build(after, path);
        if before.is_same(after) || after.is_same(before) {
            return (new.clone(), new);
        }
        let (Some(members), Some(built)) = (before.known.as_object(), new.as_members()) else {
            return (self.build(before, path), new);
        };
        let mut old = Members::new();
        for name in members.keys() {
            let own = before.part(|tree| tree.get(name));
            let value = match built.get_key_value(name.as_str()) {
                Some((_, value)) if after.part(|tree| tree.get(name)).is_same(own) => value.clone(),
                _ => self.build(own, Path { instance, parent: Some(&path), step: Step::Name(name) }),
            };
            old.insert(self.text(name), value);
        }
        (Value::object(old).with_marks(marks(before)), new)
    }

    fn build(&mut self, side: Side<'_>, path: Path<'_>) -> Value {
        if *side.unknown == YES {
            let origin = Origin::AfterApply(Arc::new(path.place()));
            return Value::unknown_exact(Type::Dynamic, origin).with_marks(marks(side));
        }
        let value = match side.known {
            Json::Null if is_partly_true(side.unknown) => match side.unknown {
                Json::Array(_) => self.list(side, path),
                _ => self.object(side, path),
            },
            Json::Null => Value::NULL,
            Json::Bool(value) => Value::bool(*value),
            Json::Number(number) => Number::parse(number.as_str()).map_or(Value::NULL, Value::number),
            Json::String(text) => Value::string(self.text(text)),
            Json::Array(_) => self.list(side, path),
            Json::Object(_) => self.object(side, path),
        };
        value.with_marks(marks(side))
    }

    fn list(&mut self, side: Side<'_>, path: Path<'_>) -> Value {
        let length = |tree: &Json| tree.as_array().map_or(0, Vec::len);
        let items: Vec<Value> = (0..length(side.known).max(length(side.unknown)))
            .map(|i| {
                let inner = Path { instance: path.instance, parent: Some(&path), step: Step::Index(i) };
                self.build(side.part(|tree| tree.get(i)), inner)
            })
            .collect();
        Value::tuple(items)
    }

    fn object(&mut self, side: Side<'_>, path: Path<'_>) -> Value {
        let mut result = Members::new();
        let keys = |tree: &'_ Json| tree.as_object().map(|members| members.keys().cloned().collect::<Vec<_>>());
        let later = if side.known.is_null() || is_partly_true(side.unknown) { keys(side.unknown) } else { None };
        let known = side.known.as_object().into_iter().flat_map(|members| members.keys());
        for name in known.chain(later.iter().flatten()) {
            if result.contains_key(name.as_str()) {
                continue;
            }
            let inner = Path { instance: path.instance, parent: Some(&path), step: Step::Name(name) };
            let value = self.build(side.part(|tree| tree.get(name)), inner);
            result.insert(self.text(name), value);
        }
        Value::object(result)
    }
}

fn marks(side: Side<'_>) -> Marks {
    if *side.sensitive == YES { Marks::SENSITIVE } else { Marks::NONE }
}

fn is_partly_true(tree: &Json) -> bool {
    match tree {
        Json::Bool(value) => *value,
        Json::Array(items) => items.iter().any(is_partly_true),
        Json::Object(members) => members.values().any(is_partly_true),
        Json::Null | Json::Number(_) | Json::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sides(before: &Json, after: &Json, unknown: &Json, sensitive: &Json) -> (Value, Value) {
        let before = Side { known: before, unknown: &NULL, sensitive };
        let after = Side { known: after, unknown, sensitive };
        Builder::default().sides(before, after, &"a.b".into())
    }

    fn at<'v>(value: &'v Value, name: &str) -> &'v Value {
        value.as_members().unwrap().get(name).unwrap()
    }

    #[test]
    fn what_is_sensitive_is_so_in_all_its_parts() {
        let (before, after) =
            sides(&json!({"a": {"b": ["x"]}}), &json!({"a": {"b": ["y"]}}), &json!({}), &json!({"a": true}));
        for value in [&before, &after] {
            assert!(at(at(value, "a"), "b").as_elements().unwrap()[0].is_sensitive());
        }
    }

    #[test]
    fn an_unknown_value_knows_its_place_and_wins_over_null() {
        let unknown = json!({"id": true, "rule": [{"arn": true}]});
        let (_, after) = sides(&Json::Null, &json!({"name": "n", "rule": [{}]}), &unknown, &json!({}));
        let rule = &at(&after, "rule").as_elements().unwrap()[0];
        let origin = at(rule, "arn").as_unknown().unwrap().origin.to_string();
        assert_eq!(origin, "known after apply: `a.b.rule[0].arn`");
        assert!(at(&after, "id").is_unknown());
    }

    #[test]
    fn both_sides_of_what_stays_are_one_value() {
        let (before, after) =
            sides(&json!({"a": {"b": "c"}, "n": 1}), &json!({"a": {"b": "c"}, "n": 2}), &json!({}), &json!({}));
        let same = |value: &Value| match &at(value, "a").kind {
            crate::eval::value::Kind::Object(object) => Arc::as_ptr(object),
            _ => panic!("an object"),
        };
        assert_eq!(same(&before), same(&after));
        assert_eq!(at(&before, "n").as_number().unwrap().to_i64(), Some(1));
    }
}
