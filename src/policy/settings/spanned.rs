//! Values that remember where they stand, and blocks that are told apart by their label.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use crate::span::{FileId, Span};

/// The name by which [`super::read`] knows that a place is asked for. No user can spell it as a key.
pub(super) const MARKER: &str = "$tollgate::spanned";
/// The fields that the reader answers with.
pub(super) const FIELDS: &[&str] = &["start", "end", "value"];

/// A value and the bytes that it stands in.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    pub value: T,
    start: u32,
    end: u32,
}

impl<T> Spanned<T> {
    /// The place in the file that was read.
    pub fn span(&self, file: FileId) -> Span {
        Span { file, start: self.start, end: self.end }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spanned<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct(MARKER, FIELDS, SpannedVisitor(PhantomData))
    }
}

struct SpannedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for SpannedVisitor<T> {
    type Value = Spanned<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value with its place")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Spanned<T>, A::Error> {
        let mut next = || -> Result<u32, A::Error> {
            let (_, offset): (String, u32) = map.next_entry()?.ok_or_else(|| Error::missing_field("start"))?;
            Ok(offset)
        };
        let (start, end) = (next()?, next()?);
        let (_, value): (String, T) = map.next_entry()?.ok_or_else(|| Error::missing_field("value"))?;
        Ok(Spanned { value, start, end })
    }
}

/// Blocks of one kind with a label each, in the order of the file. A label appears once.
#[derive(Clone, Debug)]
pub struct Labelled<T>(pub Vec<(Spanned<String>, T)>);

impl<T> Default for Labelled<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Labelled<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LabelledVisitor(PhantomData))
    }
}

struct LabelledVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for LabelledVisitor<T> {
    type Value = Labelled<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("blocks with a label")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Labelled<T>, A::Error> {
        let mut blocks = Vec::new();
        while let Some(block) = map.next_entry()? {
            blocks.push(block);
        }
        Ok(Labelled(blocks))
    }
}
