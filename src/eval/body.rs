//! Bodies of resources, data sources and providers: arguments to members, nested and dynamic blocks to lists.

use std::sync::Arc;

use indexmap::IndexMap;

use super::evaluator::Evaluator;
use super::expr::{Env, evaluate};
use super::scope::ModuleView;
use super::traverse;
use super::value::{Kind, Members, Object, Place, Value};
use super::{instance::Key, unknown};
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{Block, Body, Expr};

/// The parts of a `dynamic` block.
pub(crate) struct Dynamic<'b> {
    pub(crate) kind: &'b Arc<str>,
    pub(crate) for_each: &'b Expr,
    /// The name under which `content` sees the element.
    pub(crate) iterator: Arc<str>,
    pub(crate) content: &'b Block,
}

impl<'b> Dynamic<'b> {
    /// Reads a block as a dynamic block; `None` when it is none or lacks a part.
    pub(crate) fn of(block: &'b Block) -> Option<Self> {
        if &*block.kind.text != "dynamic" {
            return None;
        }
        let kind = &block.labels.first()?.text;
        let iterator = block.body.attribute("iterator").and_then(|attribute| match &attribute.expr.kind {
            crate::syntax::ast::ExprKind::Variable(name) | crate::syntax::ast::ExprKind::String(name) => {
                Some(Arc::clone(name))
            }
            _ => None,
        });
        Some(Self {
            kind,
            for_each: &block.body.attribute("for_each")?.expr,
            iterator: iterator.unwrap_or_else(|| Arc::clone(kind)),
            content: block.body.block("content")?,
        })
    }

    /// The object that the iterator's name stands for.
    pub(crate) fn item(key: Value, value: Value) -> Value {
        Value::object(Members::from_iter([(Arc::from("key"), key), (Arc::from("value"), value)]))
    }
}

/// The blocks of one kind, as far as they could be expanded.
#[derive(Default)]
struct Group {
    items: Vec<Value>,
    /// The unknown `for_each` of a dynamic block.
    unknown: Option<Value>,
}

impl Evaluator<'_> {
    /// The members of a body. With a place the nested objects are open (parts of a resource).
    pub(crate) fn body(&self, body: &Body, view: &ModuleView<'_, '_>, env: &Env<'_>, place: Option<&Place>) -> Members {
        let own = body.attributes.iter().map(|it| (Arc::clone(&it.name.text), self.value_of(&it.expr, view, env)));
        let mut members: Vec<(Arc<str>, Value)> = own.collect();
        let mut groups: IndexMap<Arc<str>, Group> = IndexMap::new();
        for block in &body.blocks {
            self.block(block, view, env, place, &mut groups);
        }
        for (kind, group) in groups {
            // A missing block is an empty list or null, as its schema says. Of `timeouts` it is null, of the others mostly
            // a list: nobody can tell here.
            if &*kind == "timeouts" && group.items.is_empty() && group.unknown.is_none() {
                continue;
            }
            members.push((kind, group.into_value()));
        }
        members.into_iter().collect()
    }

    fn block(
        &self,
        block: &Block,
        view: &ModuleView<'_, '_>,
        env: &Env<'_>,
        place: Option<&Place>,
        groups: &mut IndexMap<Arc<str>, Group>,
    ) {
        if &*block.kind.text != "dynamic" {
            let group = groups.entry(Arc::clone(&block.kind.text)).or_default();
            let inner = nested_place(place, &block.kind.text, group.items.len());
            let mut members = self.body(&block.body, view, env, inner.as_ref());
            // Labels of nested blocks are rare (`provisioner`), but nothing is dropped in silence.
            if let Some(label) = block.labels.first() {
                members.entry(Arc::from("__label")).or_insert_with(|| Value::string(Arc::clone(&label.text)));
            }
            group.items.push(object(members, inner));
            return;
        }
        let Some(dynamic) = Dynamic::of(block) else {
            self.report(Diagnostic::error(
                Code::ConfigBlockInvalid,
                block.header,
                "a `dynamic` block needs a label, `for_each` and a `content` block",
            ));
            return;
        };
        let each = self.value_of(dynamic.for_each, view, env);
        let group = groups.entry(Arc::clone(dynamic.kind)).or_default();
        if each.is_null() {
            self.report(Diagnostic::error(
                Code::EvalError,
                dynamic.for_each.span,
                "the `for_each` of a `dynamic` block must not be null",
            ));
            return;
        }
        let Some(pairs) = traverse::key_value_pairs(&each) else {
            group.unknown = Some(each);
            return;
        };
        if pairs.len() > self.inputs.limits.instances {
            let text =
                format!("{} blocks in one `dynamic`, the limit is {}", pairs.len(), self.inputs.limits.instances);
            self.report(Diagnostic::warning(Code::LimitReached, dynamic.for_each.span, text.clone()));
            group.unknown = Some(Value::unknown(Type::Dynamic, super::value::Origin::Limit(text.into())));
            return;
        }
        for (key, value) in pairs {
            if let Err(error) = self.charge(BLOCK_STEPS, dynamic.for_each.span) {
                group.unknown = Some(self.failed(&error));
                return;
            }
            let inner = nested_place(place, dynamic.kind, group.items.len());
            let item = Dynamic::item(key, value.with_marks(each.marks));
            let binding = env.binding(&dynamic.iterator, item);
            let members = self.body(&dynamic.content.body, view, &binding.env(), inner.as_ref());
            group.items.push(object(members, inner));
        }
    }

    /// How many blocks a dynamic block makes; `None` when that cannot be known.
    pub(crate) fn dynamic_items(
        &self,
        dynamic: &Dynamic<'_>,
        view: &ModuleView<'_, '_>,
        env: &Env<'_>,
    ) -> Option<Vec<(Value, Value)>> {
        let each = evaluate(dynamic.for_each, view, env).ok()?;
        traverse::key_value_pairs(&each)
    }
}

/// What a generated block costs, in steps of evaluation: it takes as much room as so many values.
const BLOCK_STEPS: u64 = 32;

impl Group {
    /// A list of objects. With an unknown `for_each` and no certain block the list itself is unknown; beside
    /// certain blocks an unknown element stands for the rest.
    fn into_value(self) -> Value {
        let Some(unknown) = self.unknown else { return Value::list(Type::Dynamic, self.items) };
        if self.items.is_empty() {
            return unknown::derived(Type::list(Type::Dynamic), &[&unknown]);
        }
        let mut items = self.items;
        items.push(unknown::derived(Type::Dynamic, &[&unknown]));
        Value::list(Type::Dynamic, items)
    }
}

fn nested_place(place: Option<&Place>, kind: &str, index: usize) -> Option<Place> {
    place.map(|place| place.attribute(kind).index(&index.to_string()))
}

fn object(members: Members, place: Option<Place>) -> Value {
    let members = if place.is_some() { super::builtin::written(members) } else { members };
    Kind::Object(Arc::new(Object { members, open: place.map(Arc::new) })).into()
}

/// The address of an instance: `module.a.aws_x.y["k"]`.
pub(crate) fn instance_address(block: &Arc<str>, key: &Key) -> Arc<str> {
    match key {
        Key::None => Arc::clone(block),
        Key::Int(_) | Key::String(_) | Key::Unknown => format!("{block}{key}").into(),
    }
}
