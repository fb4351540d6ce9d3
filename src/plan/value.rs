//! Values of a plan: what is known, what comes with the apply, and what is sensitive, put together from three trees.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde::Deserialize as _;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::secrets::Secrets;

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
    /// What is sensitive somewhere.
    pub(super) secrets: Secrets,
}

/// One side of a change: `after`, `after_unknown` and `after_sensitive` (or `before` and its kin).
#[derive(Clone, Copy)]
pub(super) struct Side<'j> {
    /// The value as text; absent where it is null.
    pub(super) known: Option<&'j RawValue>,
    pub(super) unknown: &'j Json,
    pub(super) sensitive: &'j Json,
}

/// The two trees beside a value: which parts of it are unknown, and which sensitive.
#[derive(Clone, Copy)]
struct Flags<'j> {
    unknown: &'j Json,
    sensitive: &'j Json,
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

impl<'j> Flags<'j> {
    /// Those of the part under a name or index. What is wholly unknown or sensitive is so in all its parts.
    fn part(self, get: impl Fn(&'j Json) -> Option<&'j Json>) -> Self {
        let flag = |tree: &'j Json| if *tree == YES { &YES } else { get(tree).unwrap_or(&NULL) };
        Self { unknown: flag(self.unknown), sensitive: flag(self.sensitive) }
    }

    fn marks(self) -> Marks {
        if *self.sensitive == YES { Marks::SENSITIVE } else { Marks::NONE }
    }

    /// Names in the tree of unknowns; none where it marks nothing.
    fn unknown_names(self) -> impl Iterator<Item = &'j str> {
        let names = self.unknown.as_object().filter(|_| is_partly_true(self.unknown));
        names.into_iter().flat_map(|names| names.keys().map(String::as_str))
    }
}

impl<'j> Side<'j> {
    fn flags(self) -> Flags<'j> {
        Flags { unknown: self.unknown, sensitive: self.sensitive }
    }

    /// Whether the other side gives the same value. Texts are compared: both were written by one program.
    fn is_same(self, other: Self) -> bool {
        let text = |side: Self| side.known.map(RawValue::get);
        let is_known = !is_partly_true(self.unknown) && !is_partly_true(other.unknown);
        is_known && text(self) == text(other) && self.sensitive == other.sensitive
    }

    /// The text of each member of an object.
    fn members(self) -> Option<BTreeMap<String, &'j RawValue>> {
        serde_json::from_str(self.known?.get()).ok()
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
    ///
    /// # Errors
    /// A value that is nested too deeply.
    pub(super) fn sides(
        &mut self,
        before: Side<'_>,
        after: Side<'_>,
        instance: &Arc<str>,
    ) -> Result<(Value, Value), serde_json::Error> {
        let path = Path { instance, parent: None, step: Step::Root };
        let new = self.build(after, path)?;
        if before.is_same(after) {
            return Ok((new.clone(), new));
        }
        let (Some(old), Some(texts), Some(built)) = (before.members(), after.members(), new.as_members()) else {
            return Ok((self.build(before, path)?, new));
        };
        let mut members = Vec::with_capacity(old.len());
        for (name, known) in &old {
            let own = before.flags().part(|tree| tree.get(name));
            let other = after.flags().part(|tree| tree.get(name));
            let own = Side { known: Some(known), unknown: own.unknown, sensitive: own.sensitive };
            let other = Side { known: texts.get(name).copied(), unknown: other.unknown, sensitive: other.sensitive };
            let value = match built.get(name.as_str()) {
                Some(value) if own.is_same(other) => value.clone(),
                _ => self.build(own, Path { instance, parent: Some(&path), step: Step::Name(name) })?,
            };
            members.push((self.text(name), value));
        }
        let old = Value::object(members.into_iter().collect()).with_marks(before.flags().marks());
        Ok((old, new))
    }

    fn build(&mut self, side: Side<'_>, path: Path<'_>) -> Result<Value, serde_json::Error> {
        let seed = Seed { builder: self, flags: side.flags(), path };
        match side.known {
            Some(text) => seed.deserialize(&mut serde_json::Deserializer::from_str(text.get())),
            None => Ok(seed.absent()),
        }
    }
}

/// Builds the value at a place from its text and from the flags beside it.
struct Seed<'b, 'j> {
    builder: &'b mut Builder,
    flags: Flags<'j>,
    path: Path<'j>,
}

impl Seed<'_, '_> {
    fn inner<'i>(&'i mut self, step: Step<'i>, get: impl Fn(&'i Json) -> Option<&'i Json>) -> Seed<'i, 'i> {
        let path = Path { instance: self.path.instance, parent: Some(&self.path), step };
        Seed { builder: &mut *self.builder, flags: self.flags.part(get), path }
    }

    fn named<'i>(&'i mut self, name: &'i str) -> Seed<'i, 'i> {
        self.inner(Step::Name(name), |tree| tree.get(name))
    }

    fn at(&mut self, index: usize) -> Seed<'_, '_> {
        self.inner(Step::Index(index), |tree| tree.get(index))
    }

    /// What comes with the apply; nothing where the value is known.
    fn unknown(&self) -> Option<Value> {
        (*self.flags.unknown == YES).then(|| {
            let origin = Origin::AfterApply(Arc::new(self.path.place()));
            Value::unknown_exact(Type::Dynamic, origin).with_marks(self.flags.marks())
        })
    }

    /// The value where the text says nothing: what is unknown in it, or null.
    fn absent(mut self) -> Value {
        if let Some(unknown) = self.unknown() {
            return unknown;
        }
        let marks = self.flags.marks();
        let value = match self.flags.unknown {
            tree if !is_partly_true(tree) => Value::NULL,
            Json::Array(items) => Value::tuple((0..items.len()).map(|i| self.at(i).absent()).collect::<Vec<_>>()),
            _ => Value::object(self.later(Vec::new())),
        };
        value.with_marks(marks)
    }

    /// The members that are known, and then those that come with the apply.
    fn later(&mut self, mut members: Vec<(Arc<str>, Value)>) -> Members {
        let known: HashSet<Arc<str>> = match self.flags.unknown_names().next() {
            Some(_) => members.iter().map(|(name, _)| Arc::clone(name)).collect(),
            None => HashSet::new(),
        };
        let flags = self.flags;
        for name in flags.unknown_names().filter(|name| !known.contains(*name)) {
            let value = self.named(name).absent();
            members.push((self.builder.text(name), value));
        }
        members.into_iter().collect()
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if let Some(unknown) = self.unknown() {
            return IgnoredAny::deserialize(deserializer).map(|_| unknown);
        }
        let marks = self.flags.marks();
        deserializer.deserialize_any(self).map(|value| value.with_marks(marks))
    }
}

/// The key under which `serde_json` hands over a number that no machine word holds, with all its digits.
const NUMBER: &str = "$serde_json::private::Number";

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(self.absent())
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        let small = i64::try_from(value).ok().map(Number::from);
        Ok(small.or_else(|| Number::parse(&value.to_string())).map_or(Value::NULL, Value::number))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::int(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::parse(&value.to_string()).map_or(Value::NULL, Value::number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        if *self.flags.sensitive == YES {
            self.builder.secrets.add(text);
        }
        Ok(Value::string(self.builder.text(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(self.at(values.len()))? {
            values.push(value);
        }
        for i in values.len()..self.flags.unknown.as_array().map_or(0, Vec::len) {
            values.push(self.at(i).absent());
        }
        Ok(Value::tuple(values))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<Value, A::Error> {
        let mut members: Vec<(Arc<str>, Value)> = Vec::new();
        while let Some(name) = entries.next_key_seed(Name(self.builder))? {
            if members.is_empty() && &*name == NUMBER {
                let digits: String = entries.next_value()?;
                return Ok(Number::parse(&digits).map_or(Value::NULL, Value::number));
            }
            let value = entries.next_value_seed(self.named(&name))?;
            members.push((name, value));
        }
        Ok(Value::object(self.later(members)))
    }
}

/// A name, kept once.
struct Name<'b>(&'b mut Builder);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Arc<str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Arc<str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Arc<str>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Arc<str>, E> {
        Ok(self.0.text(name))
    }
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
        let text = |json: &Json| (!json.is_null()).then(|| RawValue::from_string(json.to_string()).unwrap());
        let (before, after) = (text(before), text(after));
        let before = Side { known: before.as_deref(), unknown: &NULL, sensitive };
        let after = Side { known: after.as_deref(), unknown, sensitive };
        Builder::default().sides(before, after, &"a.b".into()).unwrap()
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
    fn numbers_keep_all_their_digits() {
        let numbers =
            serde_json::from_str(r#"{"a": [1, -2, 18446744073709551615, 0.1, 1e400, 123456789012345678901234567890]}"#);
        let (_, after) = sides(&Json::Null, &numbers.unwrap(), &json!({}), &json!({}));
        assert_eq!(
            format!("{:?}", at(&after, "a")),
            format!("[1, -2, 18446744073709551615, 0.1, 1{}, 123456789012345678901234567890]", "0".repeat(400))
        );
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
