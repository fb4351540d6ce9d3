//! From the syntax tree to typed settings, with a place for every error.
//!
//! This is a `serde` deserializer over the tree, so that a key is declared once, as a field. Repeated blocks are lists,
//! labelled ones maps; in JSON the same is written with arrays and objects.

use std::collections::{BTreeSet, HashMap};
use std::vec::IntoIter;

use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::error::ReadError;
use super::spanned;
use crate::diag::Diagnostic;
use crate::span::Span;
use crate::syntax::ast::{Block, Body, Expr, ExprKind, ObjectItem, ObjectKey, UnaryOp};

/// After so many errors the file is given up.
const MAX_ERRORS: usize = 20;

/// Reads a file's body. What is wrong is reported and left out; the rest counts.
pub(super) fn read<T: DeserializeOwned + Default>(body: &Body) -> (T, Vec<Diagnostic>) {
    let mut left_out: BTreeSet<Span> = BTreeSet::new();
    let mut diagnostics = Vec::new();
    loop {
        let error = match T::deserialize(Node::Entries(entries_of(body, &left_out), body.span)) {
            Ok(value) => return (value, diagnostics),
            Err(error) => error,
        };
        let wrong = error.span.and_then(|span| top_level_span(body, span));
        diagnostics.push(error.into_diagnostic());
        // Each round leaves one more thing out.
        if diagnostics.len() == MAX_ERRORS || !wrong.is_some_and(|span| left_out.insert(span)) {
            return (T::default(), diagnostics);
        }
    }
}

/// The attribute or block of the file's outermost level that holds the place.
fn top_level_span(body: &Body, place: Span) -> Option<Span> {
    let attributes = body.attributes.iter().map(|attribute| attribute.span);
    let blocks = body.blocks.iter().map(|block| block.span);
    attributes.chain(blocks).find(|span| span.contains(place))
}

/// A name and its place.
#[derive(Clone, Copy, Debug)]
struct Name<'a> {
    text: &'a str,
    span: Span,
}

/// One thing to read.
#[derive(Clone, Debug)]
enum Node<'a> {
    /// A file, and its place.
    Entries(Entries<'a>, Span),
    /// All blocks of one kind.
    Blocks(Vec<&'a Block>),
    /// One block's body.
    Block(&'a Block),
    Expr(&'a Expr),
    /// A name that was there before.
    Twice(Span),
}

/// What stands in a body or object, in order.
type Entries<'a> = Vec<(Name<'a>, Node<'a>)>;

/// Collects entries; a name that comes again is an error in its place.
#[derive(Default)]
struct Collector<'a> {
    entries: Entries<'a>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Collector<'a> {
    fn add(&mut self, name: Name<'a>, node: Node<'a>) {
        let place = *self.places.entry(name.text).or_insert(self.entries.len());
        let is_there = place != self.entries.len();
        self.entries.push((name, if is_there { Node::Twice(name.span) } else { node }));
    }

    /// Blocks of one kind are one entry.
    fn add_block(&mut self, block: &'a Block) {
        let name = Name { text: &block.kind.text, span: block.header };
        let place = self.places.get(name.text).and_then(|&place| self.entries.get_mut(place));
        match place {
            Some((_, Node::Blocks(blocks))) => blocks.push(block),
            _ => self.add(name, Node::Blocks(vec![block])),
        }
    }
}

fn entries_of<'a>(body: &'a Body, left_out: &BTreeSet<Span>) -> Entries<'a> {
    let mut collector = Collector::default();
    for attribute in body.attributes.iter().filter(|attribute| !left_out.contains(&attribute.span)) {
        let name = Name { text: &attribute.name.text, span: attribute.name.span };
        collector.add(name, Node::Expr(&attribute.expr));
    }
    for block in body.blocks.iter().filter(|block| !left_out.contains(&block.span)) {
        collector.add_block(block);
    }
    collector.entries
}

fn entries_of_object(items: &[ObjectItem]) -> Result<Entries<'_>, ReadError> {
    let mut collector = Collector::default();
    for item in items {
        let text: &str = match &item.key {
            ObjectKey::Name(ident) => &ident.text,
            ObjectKey::Expr(Expr { kind: ExprKind::String(text), .. }) => text,
            ObjectKey::Expr(key) => return Err(not_plain(key)),
        };
        collector.add(Name { text, span: item.key.span() }, Node::Expr(&item.value));
    }
    Ok(collector.entries)
}

impl Node<'_> {
    /// The place; of a block its header, which is what lacks a key.
    fn span(&self) -> Span {
        match self {
            Self::Entries(_, span) | Self::Twice(span) => *span,
            Self::Blocks(blocks) => blocks.first().map_or(Span::NONE, |block| block.header),
            Self::Block(block) => block.header,
            Self::Expr(expr) => expr.span,
        }
    }

    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let span = self.span();
        let visited = match self {
            Self::Entries(entries, _) => visitor.visit_map(EntryAccess::new(entries)),
            Self::Block(block) => visitor.visit_map(EntryAccess::new(entries_of(&block.body, &BTreeSet::new()))),
            Self::Blocks(blocks) => match blocks.as_slice() {
                [block] => without_labels(block).and_then(|block| Self::Block(block).visit(visitor)),
                [_, second, ..] => Err(ReadError::new(second.header, "this block may appear only once")),
                [] => visitor.visit_unit(),
            },
            Self::Expr(expr) => visit_expr(expr, visitor),
            Self::Twice(span) => Err(ReadError::new(span, "this name appears twice")),
        };
        visited.map_err(|error| error.at(span))
    }
}

fn without_labels(block: &Block) -> Result<&Block, ReadError> {
    match block.labels.first() {
        None => Ok(block),
        Some(label) => Err(ReadError::new(label.span, format!("`{}` takes no label", block.kind.text))),
    }
}

fn label(block: &Block) -> Result<Name<'_>, ReadError> {
    match block.labels.as_slice() {
        [label] => Ok(Name { text: &label.text, span: label.span }),
        labels => {
            let message = format!("`{}` takes one label, found {}", block.kind.text, labels.len());
            Err(ReadError::new(block.header, message))
        }
    }
}

fn not_plain(expr: &Expr) -> ReadError {
    ReadError::new(expr.span, "only plain values may stand in a configuration")
}

fn visit_expr<'de, V: Visitor<'de>>(expr: &Expr, visitor: V) -> Result<V::Value, ReadError> {
    match &expr.kind {
        ExprKind::Null => visitor.visit_unit(),
        ExprKind::Bool(value) => visitor.visit_bool(*value),
        ExprKind::Number(digits) => visit_number(digits, visitor),
        ExprKind::Unary(UnaryOp::Negate, inner) => match &inner.kind {
            ExprKind::Number(digits) => visit_number(&format!("-{digits}"), visitor),
            _ => Err(not_plain(expr)),
        },
        ExprKind::String(text) => visitor.visit_str(text),
        ExprKind::Tuple(items) => {
            visitor.visit_seq(ItemAccess(items.iter().map(Node::Expr).collect::<Vec<_>>().into_iter()))
        }
        ExprKind::Object(items) => visitor.visit_map(EntryAccess::new(entries_of_object(items)?)),
        ExprKind::Paren(inner) => visit_expr(inner, visitor),
        _ => Err(not_plain(expr)),
    }
}

fn visit_number<'de, V: Visitor<'de>>(text: &str, visitor: V) -> Result<V::Value, ReadError> {
    if let Ok(integer) = text.parse::<i64>() {
        return visitor.visit_i64(integer);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => visitor.visit_f64(number),
        _ => Err(ReadError::custom(format_args!("`{text}` is too large for a number here"))),
    }
}

impl<'de> Deserializer<'de> for Node<'_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.visit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self {
            Self::Expr(Expr { kind: ExprKind::Null, .. }) => visitor.visit_none(),
            node => visitor.visit_some(node),
        }
    }

    /// An enum is the name of its variant.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let span = self.span();
        let Self::Expr(Expr { kind: ExprKind::String(text), .. }) = self else {
            return Err(ReadError::new(span, "expected a string"));
        };
        let variant: StrDeserializer<'_, ReadError> = (**text).into_deserializer();
        visitor.visit_enum(variant).map_err(|error| error.at(span))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let span = self.span();
        let items: Vec<Node<'_>> = match self {
            Self::Blocks(blocks) => {
                blocks.iter().map(|block| without_labels(block).map(Node::Block)).collect::<Result<_, _>>()?
            }
            // In JSON, a single block may stand without its array.
            Self::Expr(Expr { kind: ExprKind::Object(_), .. }) => vec![self],
            other => return other.visit(visitor),
        };
        visitor.visit_seq(ItemAccess(items.into_iter())).map_err(|error| error.at(span))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let Self::Blocks(blocks) = self else { return self.visit(visitor) };
        let mut collector = Collector::default();
        for block in blocks {
            collector.add(label(block)?, Node::Block(block));
        }
        visitor.visit_map(EntryAccess::new(collector.entries))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if name == spanned::MARKER {
            return visitor.visit_map(PlaceAccess::new(self.span(), self));
        }
        self.visit(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct tuple tuple_struct identifier ignored_any
    }
}

/// A name is a string, which may be asked for with its place.
impl<'de> Deserializer<'de> for Name<'_> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_str(self.text).map_err(|error: ReadError| error.at(self.span))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_map(PlaceAccess::new(self.span, self))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct option
        newtype_struct tuple tuple_struct identifier ignored_any seq map enum
    }
}

/// Goes over the elements of a list or the blocks of one kind.
struct ItemAccess<'a>(IntoIter<Node<'a>>);

impl<'de> SeqAccess<'de> for ItemAccess<'_> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ReadError> {
        let Some(node) = self.0.next() else { return Ok(None) };
        let span = node.span();
        seed.deserialize(node).map(Some).map_err(|error| error.at(span))
    }
}

/// Goes over the entries of a body or object.
struct EntryAccess<'a> {
    entries: IntoIter<(Name<'a>, Node<'a>)>,
    value: Option<Node<'a>>,
}

impl<'a> EntryAccess<'a> {
    fn new(entries: Entries<'a>) -> Self {
        Self { entries: entries.into_iter(), value: None }
    }
}

impl<'de> MapAccess<'de> for EntryAccess<'_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        let Some((name, node)) = self.entries.next() else { return Ok(None) };
        self.value = Some(node);
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let node = self.value.take().ok_or_else(|| ReadError::custom("a key without a value"))?;
        let span = node.span();
        seed.deserialize(node).map_err(|error| error.at(span))
    }
}

/// Answers for [`spanned::FIELDS`]: where the thing starts and ends, then the thing itself.
struct PlaceAccess<D> {
    span: Span,
    inner: Option<D>,
    step: usize,
}

impl<D> PlaceAccess<D> {
    fn new(span: Span, inner: D) -> Self {
        Self { span, inner: Some(inner), step: 0 }
    }
}

impl<'de, D: Deserializer<'de, Error = ReadError>> MapAccess<'de> for PlaceAccess<D> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ReadError> {
        let Some(field) = spanned::FIELDS.get(self.step) else { return Ok(None) };
        self.step += 1;
        let name: StrDeserializer<'_, ReadError> = field.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, ReadError> {
        let offset = match self.step {
            1 => self.span.start,
            2 => self.span.end,
            _ => {
                let inner = self.inner.take().ok_or_else(|| ReadError::custom("a place without a value"))?;
                return seed.deserialize(inner);
            }
        };
        let offset: U32Deserializer<ReadError> = offset.into_deserializer();
        seed.deserialize(offset)
    }
}
