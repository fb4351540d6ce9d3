//! From a judged attribute back to the text that decides its value: where a finding stands, and the way the value took.
//! Runs only for findings; the evaluation itself keeps no provenance.

use std::rc::Rc;
use std::sync::Arc;

use super::body::Dynamic;
use super::evaluator::{Evaluator, ModuleScope};
use super::expr::{Env, Step as Traversal, evaluate};
use super::instance::{Instance, ModuleId};
use super::scope::{ModuleView, Repetition, key_is};
use super::traverse;
use super::value::Value;
use crate::config::module::{Mode, Resource, ResourceKey};
use crate::span::Span;
use crate::syntax::ast::{Attribute, Block, Body, Expr, ExprKind, ObjectKey};

/// One step of a path into an instance: `ingress`, `[0]`, `["key"]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathStep {
    Attr(Arc<str>),
    Index(usize),
    Key(Arc<str>),
}

/// `ingress[0].cidr_blocks`.
pub fn path_text(path: &[PathStep]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            PathStep::Attr(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            PathStep::Index(index) => text.push_str(&format!("[{index}]")),
            PathStep::Key(key) => text.push_str(&format!("[{key:?}]")),
        }
    }
    text
}

/// Where a path leads in source.
#[derive(Clone, Debug)]
pub struct Located {
    /// The place to fix: the attribute, the caller's argument that sets it, or a block's header when it is missing.
    pub span: Span,
    /// The attribute (or header) in the judged block itself.
    pub attribute: Span,
    /// The part of the path that is there in source.
    pub path: Vec<PathStep>,
    /// The way of the value, from the attribute outwards.
    pub steps: Vec<(Span, String)>,
}

/// How many steps a trace has at most.
const MAX_STEPS: usize = 32;

/// An expression with the context that it is evaluated in.
struct Cursor<'t, 'e, 'a> {
    expr: &'t Expr,
    /// What is wanted of its value.
    rest: Vec<PathStep>,
    view: Rc<ModuleView<'e, 'a>>,
    loops: Loops<'t>,
}

/// The dynamic blocks around an attribute: iterator name, `for_each`, and the element's key and value.
type Loops<'t> = Vec<(Arc<str>, &'t Expr, Value, Value)>;

impl<'a> Evaluator<'a> {
    /// Finds the place of a path in an instance.
    pub fn locate(&self, instance: &Instance, path: &[PathStep]) -> Located {
        let resource = &instance.resource;
        let header = resource.block.header;
        let Some(scope) = self.module(instance.module) else { return at_header(header) };
        let each_value = self.each_value(&scope, instance);
        let repetition = Repetition::of(&instance.key, each_value.as_ref(), resource.count.is_some());
        let view = Rc::new(ModuleView::repeated(self, scope, repetition));
        let repeated = resource.for_each.as_ref().or(resource.count.as_ref());
        self.locate_in(&resource.body, &resource.block, path, &view, repeated)
    }

    /// Finds the place of a path in a block that is no resource (a module call, a provider, a variable).
    pub fn locate_block(&self, module: ModuleId, block: &Block, path: &[PathStep]) -> Located {
        let Some(scope) = self.module(module) else { return at_header(block.header) };
        let view = Rc::new(ModuleView::new(self, scope));
        self.locate_in(&block.body, block, path, &view, None)
    }

    fn each_value(&self, scope: &Rc<ModuleScope>, instance: &Instance) -> Option<Value> {
        let expanded = self.resource(scope, &instance.resource, instance.resource.block.header).ok()?;
        expanded.instances.iter().find(|candidate| candidate.key == instance.key)?.each_value.clone()
    }

    fn locate_in<'e>(
        &'e self,
        body: &Body,
        block: &Block,
        path: &[PathStep],
        view: &Rc<ModuleView<'e, 'a>>,
        repeated: Option<&Expr>,
    ) -> Located {
        let mut found = Vec::new();
        let mut loops: Loops<'_> = Vec::new();
        let mut current = body;
        let mut header = block.header;
        let mut rest = path;
        while let [PathStep::Attr(name), after @ ..] = rest {
            if let Some(attribute) = current.attribute(name) {
                found.extend_from_slice(rest);
                return self.at_attribute(attribute, found, after, view, loops, repeated);
            }
            let (index, after, is_written) = match after {
                [PathStep::Index(index), after @ ..] => (*index, after, true),
                _ => (0, after, false),
            };
            let Some((nested, within)) = self.nth_block(current, name, index, view, &loops) else { break };
            found.push(PathStep::Attr(Arc::clone(name)));
            if is_written || !after.is_empty() {
                found.push(PathStep::Index(index));
            }
            current = &nested.body;
            header = nested.header;
            loops.extend(within);
            rest = after;
        }
        Located { span: header, attribute: header, path: found, steps: Vec::new() }
    }

    /// The n-th block of a kind, static or made by a `dynamic`; with the loop that makes it.
    fn nth_block<'t>(
        &self,
        body: &'t Body,
        kind: &str,
        index: usize,
        view: &ModuleView<'_, '_>,
        loops: &Loops<'t>,
    ) -> Option<(&'t Block, Option<(Arc<str>, &'t Expr, Value, Value)>)> {
        let mut seen = 0;
        for block in &body.blocks {
            if &*block.kind.text == kind {
                if seen == index {
                    return Some((block, None));
                }
                seen += 1;
            }
            let Some(dynamic) = Dynamic::of(block).filter(|dynamic| &**dynamic.kind == kind) else { continue };
            let items = with_loops(loops, Env::EMPTY, &mut |env| self.dynamic_items(&dynamic, view, env));
            let Some(items) = items else { return Some((dynamic.content, None)) };
            if let Some((key, value)) = items.get(index - seen) {
                let within = (Arc::clone(&dynamic.iterator), dynamic.for_each, key.clone(), value.clone());
                return Some((dynamic.content, Some(within)));
            }
            seen += items.len();
        }
        None
    }

    fn at_attribute<'t, 'e>(
        &'e self,
        attribute: &'t Attribute,
        path: Vec<PathStep>,
        rest: &[PathStep],
        view: &Rc<ModuleView<'e, 'a>>,
        loops: Loops<'t>,
        repeated: Option<&'t Expr>,
    ) -> Located {
        let cursor = Cursor { expr: &attribute.expr, rest: rest.to_vec(), view: Rc::clone(view), loops };
        let mut trace = Trace { evaluator: self, steps: Vec::new(), moved: None, crossed: false, calls: Vec::new() };
        trace.follow(cursor, repeated);
        let span = trace.moved.unwrap_or(attribute.span);
        Located { span, attribute: attribute.span, path, steps: trace.steps }
    }
}

fn at_header(span: Span) -> Located {
    Located { span, attribute: span, path: Vec::new(), steps: Vec::new() }
}

/// Runs with all loops' iterators bound.
fn with_loops<T>(loops: &[(Arc<str>, &Expr, Value, Value)], env: Env<'_>, run: &mut dyn FnMut(&Env<'_>) -> T) -> T {
    match loops {
        [] => run(&env),
        [(name, _, key, value), rest @ ..] => {
            let binding = env.binding(name, Dynamic::item(key.clone(), value.clone()));
            with_loops(rest, binding.env(), run)
        }
    }
}

/// Follows references from an attribute to where its value is written.
struct Trace<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
    steps: Vec<(Span, String)>,
    /// The caller's argument, once the value came through a variable.
    moved: Option<Span>,
    crossed: bool,
    calls: Vec<Span>,
}

/// Where the next expression is.
enum Next<'e, 'a> {
    Stop,
    Go { expr: Box<Expr>, rest: Vec<PathStep>, view: Rc<ModuleView<'e, 'a>>, repeated: Option<Box<Expr>> },
}

impl<'e, 'a> Trace<'e, 'a> {
    fn follow(&mut self, cursor: Cursor<'_, 'e, 'a>, repeated: Option<&Expr>) {
        let Cursor { expr, rest, view, loops } = cursor;
        let mut next = self.step(expr, rest, &view, &loops, repeated);
        while let Next::Go { expr, rest, view, repeated } = next {
            if self.steps.len() >= MAX_STEPS {
                return;
            }
            next = self.step(&expr, rest, &view, &Vec::new(), repeated.as_deref());
        }
    }

    fn step(
        &mut self,
        expr: &Expr,
        mut rest: Vec<PathStep>,
        view: &Rc<ModuleView<'e, 'a>>,
        loops: &Loops<'_>,
        repeated: Option<&Expr>,
    ) -> Next<'e, 'a> {
        match &expr.kind {
            ExprKind::Paren(inner) => self.step(inner, rest, view, loops, repeated),
            ExprKind::Object(items) => {
                let Some(PathStep::Attr(name) | PathStep::Key(name)) = rest.first().cloned() else { return Next::Stop };
                let item = items.iter().rev().find(|item| match &item.key {
                    ObjectKey::Name(ident) => ident.text == name,
                    ObjectKey::Expr(key) => with_loops(loops, Env::EMPTY, &mut |env| evaluate(key, &**view, env))
                        .is_ok_and(|value| value.as_str() == Some(&name)),
                });
                let Some(item) = item else { return Next::Stop };
                rest.remove(0);
                if self.crossed {
                    self.moved = Some(item.key.span().to(item.value.span));
                }
                self.go(&item.value, rest, view, repeated)
            }
            ExprKind::Tuple(items) => {
                let Some(PathStep::Index(index)) = rest.first() else { return Next::Stop };
                let Some(item) = items.get(*index) else { return Next::Stop };
                rest.remove(0);
                if self.crossed {
                    self.moved = Some(item.span);
                }
                self.go(item, rest, view, repeated)
            }
            ExprKind::Variable(_) | ExprKind::GetAttr(..) | ExprKind::Index(..) => {
                self.reference(expr, &rest, view, loops, repeated)
            }
            ExprKind::Template(template) => match template.parts.as_slice() {
                [crate::syntax::ast::TemplatePart::Interpolation(inner)] => {
                    self.step(inner, rest, view, loops, repeated)
                }
                _ => Next::Stop,
            },
            _ => Next::Stop,
        }
    }

    fn go(
        &self,
        expr: &Expr,
        rest: Vec<PathStep>,
        view: &Rc<ModuleView<'e, 'a>>,
        repeated: Option<&Expr>,
    ) -> Next<'e, 'a> {
        Next::Go {
            expr: Box::new(expr.clone()),
            rest,
            view: Rc::clone(view),
            repeated: repeated.map(|expr| Box::new(expr.clone())),
        }
    }

    fn note(&mut self, span: Span, text: impl Into<String>) {
        if !span.is_none() && self.steps.last().is_none_or(|(last, _)| *last != span) {
            self.steps.push((span, text.into()));
        }
    }

    fn reference(
        &mut self,
        expr: &Expr,
        rest: &[PathStep],
        view: &Rc<ModuleView<'e, 'a>>,
        loops: &Loops<'_>,
        repeated: Option<&Expr>,
    ) -> Next<'e, 'a> {
        let (base, steps) = traverse::flatten(expr);
        let ExprKind::Variable(root) = &base.kind else { return Next::Stop };
        let path = |skip: usize| -> Option<Vec<PathStep>> {
            let mut path: Vec<PathStep> = Vec::new();
            for step in steps.iter().skip(skip) {
                path.push(match step {
                    Traversal::Attr(name) => PathStep::Attr(Arc::clone(&name.text)),
                    Traversal::Index(key) => {
                        let key = with_loops(loops, Env::EMPTY, &mut |env| evaluate(key, &**view, env)).ok()?;
                        index_step(&key)?
                    }
                });
            }
            path.extend(rest.iter().cloned());
            Some(path)
        };
        let first = match steps.first() {
            Some(Traversal::Attr(name)) => Some(Arc::clone(&name.text)),
            _ => None,
        };
        if let Some((_, for_each, key, _)) = loops.iter().rev().find(|(name, ..)| name == root) {
            if first.as_deref() != Some("value") {
                return Next::Stop;
            }
            let (Some(key), Some(tail)) = (index_step(key), path(1)) else { return Next::Stop };
            return self.go(for_each, std::iter::once(key).chain(tail).collect(), view, repeated);
        }
        let Some(first) = first else { return Next::Stop };
        match &**root {
            "var" => path(1).map_or(Next::Stop, |rest| self.variable(&first, rest, view)),
            "local" => {
                let Some(local) = view.module.module.locals.get(&first) else { return Next::Stop };
                self.note(local.name.span.to(local.expr.span), format!("`local.{first}` is set here"));
                let view = Rc::new(ModuleView::new(self.evaluator, Rc::clone(&view.module)));
                path(1).map_or(Next::Stop, |rest| self.go(&local.expr, rest, &view, None))
            }
            "each" => self.each(&first, path(1), view, repeated),
            "module" => path(1).map_or(Next::Stop, |rest| self.module(&first, &rest, view)),
            "data" | "count" | "path" | "terraform" | "self" | "ephemeral" => Next::Stop,
            kind => path(1).map_or(Next::Stop, |rest| self.resource(kind, &first, &rest, view)),
        }
    }

    fn variable(&mut self, name: &Arc<str>, rest: Vec<PathStep>, view: &Rc<ModuleView<'e, 'a>>) -> Next<'e, 'a> {
        let scope = &view.module;
        let Some(variable) = scope.module.variables.get(name) else { return Next::Stop };
        self.note(variable.block.header, format!("through variable `{name}`"));
        let argument = scope.call.as_ref().and_then(|call| call.body.attribute(name));
        if let (Some(argument), Some(parent)) = (argument, scope.parent.and_then(|id| self.evaluator.module(id))) {
            self.note(argument.span, format!("the caller sets `{name}` here"));
            self.crossed = true;
            self.moved = Some(argument.span);
            let call = scope.call.as_ref();
            let has_count = call.is_some_and(|call| call.count.is_some());
            let repetition = Repetition::of(&scope.key, scope.each_value.as_ref(), has_count);
            let repeated = call.and_then(|call| call.for_each.clone().or_else(|| call.count.clone()));
            let view = Rc::new(ModuleView::repeated(self.evaluator, parent, repetition));
            return self.go(&argument.expr, rest, &view, repeated.as_ref());
        }
        if scope.parent.is_none()
            && let Some(input) = self.evaluator.inputs.variables.get(name)
        {
            self.note(input.span, format!("`{name}` gets its value here"));
            if let super::inputs::InputValue::Expr(expr) = &input.value {
                let crossed = std::mem::replace(&mut self.crossed, false);
                let next = self.go(expr, rest, view, None);
                self.crossed = crossed && self.moved.is_none();
                return next;
            }
            return Next::Stop;
        }
        if let Some(default) = &variable.default {
            self.note(default.span, format!("the default of `{name}`"));
            self.crossed = false;
            return self.go(default, rest, view, None);
        }
        Next::Stop
    }

    fn each(
        &mut self,
        attribute: &str,
        rest: Option<Vec<PathStep>>,
        view: &Rc<ModuleView<'e, 'a>>,
        repeated: Option<&Expr>,
    ) -> Next<'e, 'a> {
        let (Some(expr), Some(rest), Repetition::Each { key, .. }) = (repeated, rest, &view.repetition) else {
            return Next::Stop;
        };
        if attribute != "value" {
            return Next::Stop;
        }
        let Some(key) = key.as_str().map(|key| PathStep::Key(key.into())) else { return Next::Stop };
        let view = Rc::new(ModuleView::new(self.evaluator, Rc::clone(&view.module)));
        self.go(expr, std::iter::once(key).chain(rest).collect(), &view, None)
    }

    fn module(&mut self, name: &Arc<str>, rest: &[PathStep], view: &Rc<ModuleView<'e, 'a>>) -> Next<'e, 'a> {
        let Some(call) = view.module.module.calls.get(name) else { return Next::Stop };
        let Ok(expanded) = self.evaluator.call(&view.module, call, call.block.header) else { return Next::Stop };
        self.calls.push(call.block.header);
        let (key, rest) = match rest {
            [PathStep::Index(index), tail @ ..] => (Some(Value::int(i64::try_from(*index).unwrap_or(i64::MAX))), tail),
            [PathStep::Key(key), tail @ ..] => (Some(Value::string(Arc::clone(key))), tail),
            tail => (None, tail),
        };
        let instance = match key {
            Some(key) => expanded.instances.iter().find(|(candidate, _)| key_is(candidate, &key)),
            None => expanded.instances.first(),
        };
        let Some(child) = instance.and_then(|(_, id)| self.evaluator.module(*id)) else { return Next::Stop };
        let [PathStep::Attr(output), tail @ ..] = rest else { return Next::Stop };
        let Some(output) = child.module.outputs.get(output) else { return Next::Stop };
        let Some(value) = &output.value else { return Next::Stop };
        self.note(value.span, format!("output `{}` of module `{name}`", output.name.text));
        self.crossed = false;
        let view = Rc::new(ModuleView::new(self.evaluator, Rc::clone(&child)));
        self.go(value, tail.to_vec(), &view, None)
    }

    fn resource(
        &mut self,
        kind: &str,
        name: &Arc<str>,
        rest: &[PathStep],
        view: &Rc<ModuleView<'e, 'a>>,
    ) -> Next<'e, 'a> {
        let key = ResourceKey { mode: Mode::Managed, kind: kind.into(), name: Arc::clone(name) };
        let Some(resource) = view.module.module.resource(&key) else { return Next::Stop };
        let attribute = rest.iter().find_map(|step| match step {
            PathStep::Attr(name) => attribute_of(&resource, name),
            PathStep::Index(_) | PathStep::Key(_) => None,
        });
        if let Some(attribute) = attribute {
            self.note(attribute.span, format!("`{key}` sets it here"));
        }
        Next::Stop
    }
}

fn attribute_of<'r>(resource: &'r Resource, name: &str) -> Option<&'r Attribute> {
    resource.body.attribute(name)
}

fn index_step(key: &Value) -> Option<PathStep> {
    if let Some(text) = key.as_str() {
        return Some(PathStep::Key(text.into()));
    }
    let index = key.as_number()?.to_i64()?;
    usize::try_from(index).ok().map(PathStep::Index)
}
