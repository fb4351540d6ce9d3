//! Subjects by what their links mention, by the names under which they are known, and by the values of an attribute.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::config::ty::Type;
use crate::eval::convert::convert;
use crate::eval::number::Number;
use crate::eval::value::{Belongs, Kind, Piece, Unknown, Value};
use crate::rules::identity::{DOCUMENTS, identifying};
use crate::rules::subject::{Subject, SubjectId};

/// What one value can be recognised by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    /// An instance's address.
    Instance(Arc<str>),
    /// A name, a document, any text.
    Text(Arc<str>),
    /// A text that is known in part.
    Document(Arc<str>),
    Null,
}

/// The keys of a value; `is_open` where it may be more than they say.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) keys: BTreeSet<Key>,
    pub(super) is_open: bool,
}

/// Subjects by key.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_key: HashMap<Key, Vec<SubjectId>>,
    /// Those that may match whatever is looked for.
    open: Vec<SubjectId>,
}

impl Index {
    pub(super) fn add(&mut self, id: SubjectId, keys: Keys) {
        for key in keys.keys {
            self.by_key.entry(key).or_default().push(id);
        }
        if keys.is_open {
            self.open.push(id);
        }
    }

    /// Adds those that one of the keys finds; `None` when that may be everybody.
    pub(super) fn find(&self, keys: &Keys, found: &mut BTreeSet<SubjectId>) -> Option<()> {
        if keys.is_open {
            return None;
        }
        found.extend(&self.open);
        found.extend(keys.keys.iter().filter_map(|key| self.by_key.get(key)).flatten());
        Some(())
    }
}

impl Keys {
    /// What a link mentions: the instances that it comes from, and all its texts.
    pub(super) fn of_link(value: &Value) -> Self {
        let mut keys = Self::default();
        keys.add_link(value);
        keys
    }

    fn add_link(&mut self, value: &Value) {
        match &value.kind {
            Kind::Unknown(unknown) => self.add_unknown(unknown),
            Kind::String(text) => self.add_text(text),
            Kind::Object(object) => {
                self.keys.extend(object.open.iter().map(|place| Key::Instance(Arc::clone(&place.instance))));
                value.each_child(&mut |child| self.add_link(child));
            }
            Kind::List(_) | Kind::Set(_) | Kind::Map(_) | Kind::Tuple(_) => {
                value.each_child(&mut |child| self.add_link(child));
            }
            Kind::Null(_) | Kind::Bool(_) | Kind::Number(_) => {}
        }
    }

    fn add_unknown(&mut self, unknown: &Unknown) {
        for origin in unknown.origins() {
            match origin.belongs() {
                Belongs::To(instance) => {
                    self.keys.insert(Key::Instance(Arc::clone(instance)));
                }
                Belongs::Nowhere => {}
                Belongs::Anywhere => self.is_open = true,
            }
        }
        self.keys.extend(document(unknown));
    }

    /// `arn:aws:s3:::name` is a text and the name of a bucket.
    fn add_text(&mut self, text: &Arc<str>) {
        self.keys.insert(Key::Text(Arc::clone(text)));
        if text.starts_with("arn:") {
            let names = text.match_indices(":::").filter_map(|(at, mark)| text.get(at + mark.len()..));
            self.keys.extend(names.map(|name| Key::Text(name.into())));
        }
    }

    /// What a subject is known by: its address, its names, and the documents that it computes.
    pub(super) fn of_target(subject: &Subject) -> Self {
        let mut keys = Self::default();
        keys.add_target(&subject.address, &subject.value);
        keys
    }

    /// The same for whatever a value holds: objects that stand for instances are targets.
    pub(super) fn of_targets(value: &Value) -> Self {
        let mut keys = Self::default();
        match (&value.kind, value.as_elements()) {
            (_, Some(items)) => items.iter().for_each(|item| keys.add_value(item)),
            _ => keys.add_value(value),
        }
        keys
    }

    fn add_value(&mut self, value: &Value) {
        match &value.kind {
            Kind::Object(object) => {
                if let Some(place) = &object.open {
                    self.add_target(&place.instance, value);
                }
            }
            Kind::Unknown(_) => self.is_open = true,
            _ => {}
        }
    }

    fn add_target(&mut self, address: &Arc<str>, value: &Value) {
        self.keys.insert(Key::Instance(Arc::clone(address)));
        let Some(members) = value.as_members() else { return };
        for name in identifying(address) {
            match members.get(name).map(|member| &member.kind) {
                Some(Kind::String(text)) => drop(self.keys.insert(Key::Text(Arc::clone(text)))),
                Some(Kind::Unknown(unknown)) => self.add_name(unknown),
                _ => {}
            }
        }
        for name in DOCUMENTS {
            match members.get(name).map(|member| &member.kind) {
                Some(Kind::String(text)) => drop(self.keys.insert(Key::Text(Arc::clone(text)))),
                // Two unknowns are the same where they come from the same place, or begin alike.
                Some(Kind::Unknown(unknown)) => self.add_unknown(unknown),
                _ => {}
            }
        }
    }

    /// A name that is not known yet is met by what comes from the same places; what may come from anywhere is open
    /// on the other side.
    fn add_name(&mut self, unknown: &Unknown) {
        if let Some(document) = document(unknown) {
            self.keys.insert(document);
            return;
        }
        for origin in unknown.origins() {
            if let Belongs::To(instance) = origin.belongs() {
                self.keys.insert(Key::Instance(Arc::clone(instance)));
            }
        }
    }

    /// The keys under which equal values meet.
    pub(super) fn of_value(value: &Value) -> Self {
        let text = match &value.kind {
            Kind::Null(_) => return Self::one(Key::Null),
            Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => convert(value.clone(), &Type::String),
            _ => return Self { is_open: true, ..Self::default() },
        };
        match text.ok().as_ref().and_then(Value::as_str) {
            // "1.0" equals 1.
            Some(text) => {
                let number = Number::parse(text).map(|number| number.to_string());
                Self::one(Key::Text(number.map_or_else(|| text.into(), Into::into)))
            }
            None => Self { is_open: true, ..Self::default() },
        }
    }

    fn one(key: Key) -> Self {
        Self { keys: BTreeSet::from([key]), is_open: false }
    }
}

/// The key of a text that is known in part: equal ones have the same known pieces, and unknown ones of the same origin
/// between them. The first piece alone would do, but thousands of policies begin alike.
fn document(unknown: &Unknown) -> Option<Key> {
    let parts = unknown.parts.as_ref()?;
    let mut text = String::new();
    for part in parts.iter() {
        match part {
            Piece::Known(known) => text.push_str(known),
            Piece::Unknown(value) => {
                text.push('\0');
                text.push_str(&value.as_unknown()?.origin.to_string());
                text.push('\0');
            }
        }
    }
    Some(Key::Document(text.into()))
}
