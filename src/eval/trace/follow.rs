//! From one expression to the next: references, literals, loops; `calls` holds what functions hand through.

use std::rc::Rc;
use std::sync::Arc;

use super::super::body::Dynamic;
use super::super::evaluator::Evaluator;
use super::super::expr::{Env, Step as Traversal, evaluate};
use super::super::inputs::{InputSource, InputValue};
use super::super::scope::{ConstantScope, ModuleView, Repetition, key_is};
use super::super::traverse;
use super::super::value::{Kind, Value};
use super::{PathStep, Written};
use crate::config::module::{Mode, Resource, ResourceKey, Variable};
use crate::span::Span;
use crate::syntax::ast::{Conditional, Expr, ExprKind, For, ObjectItem, ObjectKey, SPLAT_ITEM, Splat, TemplatePart};

/// How many expressions a trace goes through at most.
const MAX_HOPS: usize = 96;

/// How many steps a trace shows at most.
const MAX_STEPS: usize = 32;

/// A name that a loop binds around an expression.
#[derive(Clone)]
pub(super) struct Loop<'t> {
    pub(super) name: Arc<str>,
    pub(super) kind: LoopKind,
    /// What is looped over.
    pub(super) source: &'t Expr,
    pub(super) key: Value,
    pub(super) value: Value,
}

/// What the name of a loop means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LoopKind {
    /// `ingress.value` and `ingress.key` in the content of a `dynamic` block.
    Dynamic,
    /// The element itself.
    Value,
    /// Its key or index.
    Key,
}

/// Runs with all names of the loops bound.
pub(super) fn with_loops<T>(loops: &[Loop<'_>], env: Env<'_>, run: &mut dyn FnMut(&Env<'_>) -> T) -> T {
    match loops {
        [] => run(&env),
        [first, rest @ ..] => {
            let bound = match first.kind {
                LoopKind::Dynamic => Dynamic::item(first.key.clone(), first.value.clone()),
                LoopKind::Value => first.value.clone(),
                LoopKind::Key => first.key.clone(),
            };
            let binding = env.binding(&first.name, bound);
            with_loops(rest, binding.env(), run)
        }
    }
}

/// Follows references from an attribute to where its value is written.
pub(super) struct Trace<'e, 'a> {
    pub(super) evaluator: &'e Evaluator<'a>,
    steps: Vec<(Span, String)>,
    /// The part of the last step that is meant, where that is a list or an object.
    narrow: Option<Span>,
    /// The caller's argument, once the value came through a variable.
    moved: Option<Span>,
    crossed: bool,
    /// Set once the value is no longer the very one that was written: from there the way is shown, and nothing moves.
    computed: bool,
    hops: usize,
}

/// Where an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Around<'t, 'e, 'a> {
    pub(super) view: &'t Rc<ModuleView<'e, 'a>>,
    pub(super) loops: &'t [Loop<'t>],
    /// The `for_each` or `count` of its block.
    pub(super) repeated: Option<&'t Expr>,
}

impl Around<'_, '_, '_> {
    /// The value of an expression there; `None` where it has none.
    pub(super) fn value(&self, expr: &Expr) -> Option<Value> {
        with_loops(self.loops, Env::EMPTY, &mut |env| evaluate(expr, &**self.view, env)).ok()
    }
}

impl<'e, 'a> Trace<'e, 'a> {
    pub(super) fn new(evaluator: &'e Evaluator<'a>) -> Self {
        Self { evaluator, steps: Vec::new(), narrow: None, moved: None, crossed: false, computed: false, hops: 0 }
    }

    /// The place that the finding moves to, and the way.
    pub(super) fn finish(self) -> (Option<Span>, Vec<(Span, String)>) {
        let mut steps = self.steps;
        steps.extend(self.narrow.map(|span| (span, "the value is written here".to_string())));
        (self.moved, steps)
    }

    /// Follows an expression; `rest` is what is wanted of its value.
    pub(super) fn step(
        &mut self,
        expr: &Expr,
        rest: Vec<PathStep>,
        view: &Rc<ModuleView<'e, 'a>>,
        loops: &[Loop<'_>],
        repeated: Option<&Expr>,
    ) {
        self.follow(expr, rest, Around { view, loops, repeated });
    }

    pub(super) fn follow(&mut self, expr: &Expr, rest: Vec<PathStep>, around: Around<'_, 'e, 'a>) {
        self.hops += 1;
        if self.hops > MAX_HOPS || self.steps.len() >= MAX_STEPS {
            return;
        }
        match &expr.kind {
            ExprKind::Paren(inner) => self.follow(inner, rest, around),
            ExprKind::Object(items) => self.object(items, rest, around),
            ExprKind::Tuple(items) => self.tuple(items, rest, around),
            ExprKind::Variable(_) | ExprKind::GetAttr(..) | ExprKind::Index(..) => self.reference(expr, &rest, around),
            ExprKind::Splat(splat) => self.splat(splat, rest, around),
            ExprKind::Conditional(conditional) => self.conditional(conditional, rest, around),
            ExprKind::For(each) => self.for_expr(each, rest, around),
            ExprKind::Call { name, args, expand } => {
                if !self.call(&name.text, args, *expand, rest, around) {
                    self.ingredient(expr, around);
                }
            }
            ExprKind::Template(template) => match template.parts.as_slice() {
                [TemplatePart::Interpolation(inner)] => self.follow(inner, rest, around),
                _ => self.ingredient(expr, around),
            },
            ExprKind::Unary(..) | ExprKind::Binary(..) => self.ingredient(expr, around),
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) => {}
        }
    }

    /// Goes on with the one reference that an expression is computed from; of several, with the one that is unknown.
    fn ingredient(&mut self, expr: &Expr, around: Around<'_, 'e, 'a>) {
        let mut references: Vec<&Expr> = Vec::new();
        traverse::references(expr, &mut |reference| references.push(reference));
        if references.len() > 1 && around.value(expr).is_none_or(|value| value.is_unknown()) {
            references.retain(|reference| around.value(reference).is_none_or(|value| value.is_unknown()));
            references.truncate(1);
        }
        if let [only] = references.as_slice() {
            self.computed = true;
            self.follow(only, Vec::new(), around);
        }
    }

    pub(super) fn note(&mut self, span: Span, text: impl Into<String>) {
        self.narrow = None;
        if !span.is_none() && self.steps.last().is_none_or(|(last, _)| *last != span) {
            self.steps.push((span, text.into()));
        }
    }

    fn move_to(&mut self, span: Span) {
        if self.crossed && !self.computed {
            self.moved = Some(span);
        }
    }

    fn object(&mut self, items: &[ObjectItem], mut rest: Vec<PathStep>, around: Around<'_, 'e, 'a>) {
        let Some(PathStep::Attr(name) | PathStep::Key(name)) = rest.first().cloned() else { return };
        let item = items.iter().rev().find(|item| match &item.key {
            ObjectKey::Name(ident) => ident.text == name,
            ObjectKey::Expr(key) => around.value(key).is_some_and(|value| value.as_str() == Some(&name)),
        });
        let Some(item) = item else { return };
        rest.remove(0);
        self.narrow = Some(item.key.span().to(item.value.span));
        self.move_to(item.key.span().to(item.value.span));
        self.follow(&item.value, rest, around);
    }

    fn tuple(&mut self, items: &[Expr], mut rest: Vec<PathStep>, around: Around<'_, 'e, 'a>) {
        let item = match rest.first() {
            Some(PathStep::Index(index)) => items.get(*index),
            // An element of a set, which was written as a list.
            Some(PathStep::Key(key)) => {
                items.iter().find(|item| around.value(item).is_some_and(|value| value.as_str() == Some(key)))
            }
            _ => None,
        };
        let Some(item) = item else { return };
        rest.remove(0);
        self.narrow = Some(item.span);
        self.move_to(item.span);
        self.follow(item, rest, around);
    }

    fn conditional(&mut self, conditional: &Conditional, rest: Vec<PathStep>, around: Around<'_, 'e, 'a>) {
        match around.value(&conditional.condition).as_ref().and_then(Value::as_bool) {
            Some(true) => self.follow(&conditional.then, rest, around),
            Some(false) => self.follow(&conditional.otherwise, rest, around),
            None => self.ingredient(&conditional.condition, around),
        }
    }

    /// The pass of the loop that makes the wanted element.
    fn for_expr(&mut self, each: &For, mut rest: Vec<PathStep>, around: Around<'_, 'e, 'a>) {
        let Some(pairs) = around.value(&each.collection).as_ref().and_then(traverse::key_value_pairs) else {
            return self.ingredient(&each.collection, around);
        };
        let Some(wanted) = rest.first().cloned() else { return };
        let mut place = 0;
        for (key, value) in pairs {
            let mut loops = around.loops.to_vec();
            let bound = |name: &Arc<str>, kind| Loop {
                name: Arc::clone(name),
                kind,
                source: &each.collection,
                key: key.clone(),
                value: value.clone(),
            };
            loops.extend(each.key_name.as_ref().map(|name| bound(&name.text, LoopKind::Key)));
            loops.push(bound(&each.value_name.text, LoopKind::Value));
            let inside = Around { loops: &loops, ..around };
            let holds = |condition: &Expr| inside.value(condition).as_ref().and_then(Value::as_bool) == Some(true);
            if !each.condition.as_ref().is_none_or(holds) {
                continue;
            }
            let is_wanted = match (&wanted, &each.key) {
                (PathStep::Index(index), None) => *index == place,
                (PathStep::Attr(name) | PathStep::Key(name), Some(key)) => {
                    !each.group && inside.value(key).is_some_and(|value| value.as_str() == Some(name))
                }
                _ => false,
            };
            if is_wanted {
                rest.remove(0);
                return self.follow(&each.value, rest, inside);
            }
            place += 1;
        }
    }

    fn splat(&mut self, splat: &Splat, mut rest: Vec<PathStep>, around: Around<'_, 'e, 'a>) {
        let Some(source) = around.value(&splat.source) else { return };
        let Some(PathStep::Index(index)) = rest.first().cloned() else {
            return self.ingredient(&splat.source, around);
        };
        rest.remove(0);
        let (key, value) = match source.as_elements() {
            Some(items) => (Some(index), items.get(index).cloned()),
            None => (None, Some(source)),
        };
        let Some(value) = value else { return };
        let key = key.and_then(|index| i64::try_from(index).ok()).map_or(Value::NULL, Value::int);
        let mut loops = around.loops.to_vec();
        let kind = LoopKind::Value;
        loops.push(Loop { name: SPLAT_ITEM.into(), kind, source: &splat.source, key, value });
        self.follow(&splat.each, rest, Around { loops: &loops, ..around });
    }

    fn reference(&mut self, expr: &Expr, rest: &[PathStep], around: Around<'_, 'e, 'a>) {
        let (base, steps) = traverse::flatten(expr);
        let path = |skip: usize| -> Option<Vec<PathStep>> {
            let mut path: Vec<PathStep> = Vec::new();
            for step in steps.iter().skip(skip) {
                path.push(match step {
                    Traversal::Attr(name) => PathStep::Attr(Arc::clone(&name.text)),
                    Traversal::Index(key) => index_step(&around.value(key)?)?,
                });
            }
            path.extend(rest.iter().cloned());
            Some(path)
        };
        let ExprKind::Variable(root) = &base.kind else {
            if let Some(path) = path(0) {
                self.follow(base, path, around);
            }
            return;
        };
        let first = match steps.first() {
            Some(Traversal::Attr(name)) => Some(Arc::clone(&name.text)),
            _ => None,
        };
        if let Some(place) = around.loops.iter().rposition(|bound| bound.name == *root) {
            return self.bound(place, first.as_ref(), path(0), around);
        }
        let Some(first) = first else { return };
        let Some(rest) = path(1) else { return };
        match &**root {
            "var" => self.variable(&first, rest, around.view),
            "local" => self.local(&first, rest, around.view),
            "each" => self.each(&first, rest, around),
            "module" => self.module(&first, &rest, around.view),
            "data" | "ephemeral" => self.read(root, &first, &rest, around.view),
            "count" | "path" | "terraform" | "self" => {}
            kind => self.resource(kind, &first, &rest, around.view),
        }
    }

    /// A name that a loop binds: on with the element of what is looped over.
    fn bound(
        &mut self,
        place: usize,
        first: Option<&Arc<str>>,
        path: Option<Vec<PathStep>>,
        around: Around<'_, 'e, 'a>,
    ) {
        let (Some(bound), Some(mut path)) = (around.loops.get(place), path) else { return };
        let outer = Around { loops: around.loops.get(..place).unwrap_or_default(), ..around };
        match bound.kind {
            LoopKind::Key => return,
            LoopKind::Value => {}
            LoopKind::Dynamic if first.is_some_and(|name| &**name == "value") => {
                path.remove(0);
            }
            LoopKind::Dynamic => return,
        }
        // A splat over what is no list sees the thing itself.
        if !bound.key.is_null() {
            let Some(key) = index_step(&bound.key) else { return };
            path.insert(0, key);
        }
        self.follow(bound.source, path, outer);
    }

    fn local(&mut self, name: &Arc<str>, rest: Vec<PathStep>, view: &Rc<ModuleView<'e, 'a>>) {
        let Some(local) = view.module.module.locals.get(name).cloned() else { return };
        self.note(local.name.span.to(local.expr.span), format!("`local.{name}` is set here"));
        let view = Rc::new(ModuleView::new(self.evaluator, Rc::clone(&view.module)));
        self.step(&local.expr, rest, &view, &[], None);
    }

    fn variable(&mut self, name: &Arc<str>, rest: Vec<PathStep>, view: &Rc<ModuleView<'e, 'a>>) {
        let scope = &view.module;
        let Some(variable) = scope.module.variables.get(name).cloned() else { return };
        let input = self.evaluator.inputs.variables.get(name).filter(|_| scope.parent.is_none());
        let from = match input.map(|input| input.source) {
            Some(InputSource::CommandLine) if input.is_some_and(|input| input.span.is_none()) => {
                ", which the command line sets"
            }
            Some(InputSource::Environment) => ", which the environment sets",
            Some(InputSource::Configuration) => ", which tollgate's configuration sets",
            Some(InputSource::Plan) => ", which the plan was made with",
            _ => "",
        };
        self.note(variable.block.header, format!("through variable `{name}`{from}"));
        let call = scope.call.clone();
        let argument = call.as_ref().and_then(|call| call.body.attribute(name));
        if let (Some(argument), Some(call), Some(parent)) =
            (argument, &call, scope.parent.and_then(|id| self.evaluator.module(id)))
        {
            let repetition = Repetition::of(&scope.key, scope.each_value.as_ref(), call.count.is_some());
            let outer = Rc::new(ModuleView::repeated(self.evaluator, parent, repetition));
            let repeated = call.for_each.as_ref().or(call.count.as_ref());
            let around = Around { view: &outer, loops: &[], repeated };
            // TERRAFORM: a null for a variable that may not be null stands for its default.
            if variable.nullable || around.value(&argument.expr).is_none_or(|value| !value.is_null()) {
                self.note(argument.span, format!("the caller sets `{name}` here"));
                if self.optional(&variable, around.value(&argument.expr), &rest) {
                    return;
                }
                self.crossed = true;
                self.move_to(argument.span);
                return self.follow(&argument.expr, rest, around);
            }
        } else if let Some(input) = input {
            self.note(input.span, format!("`{name}` gets its value here"));
            if let InputValue::Expr(expr) = &input.value {
                if self.optional(&variable, self.constant(expr), &rest) {
                    return;
                }
                // A value from outside is no one's argument: the finding stays where it is.
                let crossed = std::mem::replace(&mut self.crossed, false);
                self.step(expr, rest, view, &[], None);
                self.crossed = crossed && self.moved.is_none();
            }
            return;
        }
        if let Some(default) = &variable.default {
            self.note(default.span, format!("the default of `{name}`"));
            if self.optional(&variable, self.constant(default), &rest) {
                return;
            }
            self.crossed = false;
            self.step(default, rest, view, &[], None);
        }
    }

    /// The value of an expression that refers to nothing; its errors are told elsewhere.
    fn constant(&self, expr: &Expr) -> Option<Value> {
        evaluate(expr, &ConstantScope::new(self.evaluator), &Env::EMPTY).ok()
    }

    /// Whether the wanted part is missing in what was given, so that the type's `optional()` fills it in: then the way
    /// ends at that default.
    fn optional(&mut self, variable: &Variable, given: Option<Value>, path: &[PathStep]) -> bool {
        let defaults = variable.ty.as_ref().and_then(|constraint| constraint.defaults.as_deref());
        let (Some(mut defaults), Some(mut given)) = (defaults, given) else { return false };
        let mut found = None;
        for step in path {
            let (member, own) = match step {
                PathStep::Attr(name) | PathStep::Key(name) => {
                    let member = given.as_members().and_then(|members| members.get(name)).cloned();
                    (member, defaults.values.get(name).map(|default| (name, default)))
                }
                PathStep::Index(index) => {
                    (given.as_elements().and_then(|elements| elements.get(*index)).cloned(), None)
                }
            };
            given = match (member.filter(|member| !member.is_null()), own) {
                (Some(member), _) => member,
                (None, Some((name, default))) => {
                    found = Some((name, default));
                    self.constant(default).unwrap_or(Value::NULL)
                }
                (None, None) => break,
            };
            let inside = match step {
                PathStep::Attr(name) | PathStep::Key(name) => defaults.children.get(name),
                PathStep::Index(index) => defaults.children.get(&*index.to_string()),
            };
            let Some(inside) = inside.or_else(|| defaults.children.get("")) else { break };
            defaults = inside;
        }
        let Some((attribute, default)) = found else { return false };
        let name = &variable.name.text;
        self.note(default.span, format!("the default of `{attribute}` in the type of `{name}`"));
        self.crossed = false;
        true
    }

    fn each(&mut self, attribute: &str, mut rest: Vec<PathStep>, around: Around<'_, 'e, 'a>) {
        let (Some(repeated), Repetition::Each { key, .. }) = (around.repeated, &around.view.repetition) else { return };
        let view = Rc::new(ModuleView::new(self.evaluator, Rc::clone(&around.view.module)));
        let outer = Around { view: &view, loops: &[], repeated: None };
        let Some(key) = key.as_str().map(|key| PathStep::Key(key.into())) else {
            return self.ingredient(repeated, outer);
        };
        // The key of a set's element is the element.
        let is_set = || outer.value(repeated).is_some_and(|value| matches!(value.kind, Kind::Set(_)));
        if attribute == "value" || is_set() {
            rest.insert(0, key);
            self.follow(repeated, rest, outer);
        }
    }

    fn module(&mut self, name: &Arc<str>, rest: &[PathStep], view: &Rc<ModuleView<'e, 'a>>) {
        let Some(call) = view.module.module.calls.get(name).cloned() else { return };
        let Ok(expanded) = self.evaluator.call(&view.module, &call, call.block.header) else { return };
        let (key, rest) = match rest {
            [PathStep::Index(index), tail @ ..] => (Some(Value::int(i64::try_from(*index).unwrap_or(i64::MAX))), tail),
            [PathStep::Key(key), tail @ ..] => (Some(Value::string(Arc::clone(key))), tail),
            tail => (None, tail),
        };
        let instance = match key {
            Some(key) => expanded.instances.iter().find(|(candidate, _)| key_is(candidate, &key)),
            None => expanded.instances.first(),
        };
        let Some(child) = instance.and_then(|(_, id)| self.evaluator.module(*id)) else {
            return self.note(call.block.header, format!("module `{name}` cannot be followed"));
        };
        let [PathStep::Attr(output), tail @ ..] = rest else { return };
        let Some(output) = child.module.outputs.get(output).cloned() else { return };
        let Some(value) = &output.value else { return };
        self.note(value.span, format!("output `{}` of module `{name}`", output.name.text));
        self.crossed = false;
        let view = Rc::new(ModuleView::new(self.evaluator, child));
        self.step(value, tail.to_vec(), &view, &[], None);
    }

    fn read(&mut self, root: &str, kind: &str, rest: &[PathStep], view: &Rc<ModuleView<'e, 'a>>) {
        let [PathStep::Attr(name), rest @ ..] = rest else { return };
        let mode = if root == "data" { Mode::Data } else { Mode::Ephemeral };
        let key = ResourceKey { mode, kind: kind.into(), name: Arc::clone(name) };
        self.block(&key, rest, view);
    }

    fn resource(&mut self, kind: &str, name: &Arc<str>, rest: &[PathStep], view: &Rc<ModuleView<'e, 'a>>) {
        let key = ResourceKey { mode: Mode::Managed, kind: kind.into(), name: Arc::clone(name) };
        self.block(&key, rest, view);
    }

    /// An attribute of a resource or data source: where its code sets it, or that only the provider knows it.
    fn block(&mut self, key: &ResourceKey, rest: &[PathStep], view: &Rc<ModuleView<'e, 'a>>) {
        let Some(resource) = view.module.module.resource(key) else { return };
        let Ok(expanded) = self.evaluator.resource(&view.module, &resource, resource.block.header) else { return };
        let is_repeated = resource.count.is_some() || resource.for_each.is_some();
        let (instance, rest) = match rest {
            [step, rest @ ..] if is_repeated => {
                let found = expanded.instances.iter().find(|candidate| match step {
                    PathStep::Index(index) => {
                        key_is(&candidate.key, &Value::int(i64::try_from(*index).unwrap_or(i64::MAX)))
                    }
                    PathStep::Key(key) | PathStep::Attr(key) => key_is(&candidate.key, &Value::string(Arc::clone(key))),
                });
                (found, rest)
            }
            rest => (expanded.instances.first(), rest),
        };
        let Some(instance) = instance.or_else(|| expanded.instances.first()) else { return };
        let repetition = Repetition::of(&instance.key, instance.each_value.as_ref(), resource.count.is_some());
        let view = Rc::new(ModuleView::repeated(self.evaluator, Rc::clone(&view.module), repetition));
        self.crossed = false;
        self.attribute(&resource, key, rest, &view);
    }

    fn attribute(&mut self, resource: &Resource, key: &ResourceKey, path: &[PathStep], view: &Rc<ModuleView<'e, 'a>>) {
        let header = resource.block.header;
        let Written { attribute, rest, loops, header: inner, .. } =
            self.evaluator.written(&resource.body, header, path, view, &[]);
        let Some(attribute) = attribute else {
            let name = super::path_text(path);
            let text = if path.is_empty() {
                format!("`{key}` is declared here")
            } else {
                format!("`{key}` is declared here, without `{name}`")
            };
            return self.note(inner, text);
        };
        self.note(attribute.span, format!("`{key}` sets it here"));
        let repeated = resource.for_each.as_ref().or(resource.count.as_ref());
        self.step(&attribute.expr, rest.to_vec(), view, &loops, repeated);
    }
}

pub(super) fn index_step(key: &Value) -> Option<PathStep> {
    if let Some(text) = key.as_str() {
        return Some(PathStep::Key(text.into()));
    }
    let index = key.as_number()?.to_i64()?;
    usize::try_from(index).ok().map(PathStep::Index)
}
