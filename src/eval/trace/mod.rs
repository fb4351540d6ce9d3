//! From a judged attribute back to the text that decides its value: where a finding stands, and the way the value took.
//! Runs only for findings; the evaluation itself keeps no provenance.

mod calls;
mod follow;
mod why;

use std::rc::Rc;
use std::sync::Arc;

use super::body::Dynamic;
use super::evaluator::{Evaluator, ModuleScope};
use super::expr::Env;
use super::instance::{Instance, ModuleId};
use super::scope::{ModuleView, Repetition};
use super::value::Value;
use crate::span::Span;
use crate::syntax::ast::{Attribute, Block, Body, Expr};
use follow::{Loop, LoopKind, Trace, with_loops};

pub use why::Why;

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

impl<'a> Evaluator<'a> {
    /// Finds the place of a path in an instance.
    pub fn locate(&self, instance: &Instance, path: &[PathStep]) -> Located {
        let resource = &instance.resource;
        let header = resource.block.header;
        let Some(scope) = self.module(instance.module) else { return at_header(header) };
        let each_value = self.each_value_of(&scope, instance);
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

    pub(super) fn each_value_of(&self, scope: &Rc<ModuleScope>, instance: &Instance) -> Option<Value> {
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
        let within = self.written(body, block.header, path, view, &[]);
        let Written { attribute: Some(attribute), rest, .. } = &within else {
            return Located { span: within.header, attribute: within.header, path: within.path, steps: Vec::new() };
        };
        let mut trace = Trace::new(self);
        trace.step(&attribute.expr, rest.to_vec(), view, &within.loops, repeated);
        let (moved, steps) = trace.finish();
        Located { span: moved.unwrap_or(attribute.span), attribute: attribute.span, path: within.path, steps }
    }

    /// Walks a path into a body as far as it is there.
    fn written<'t>(
        &self,
        body: &'t Body,
        header: Span,
        path: &'t [PathStep],
        view: &ModuleView<'_, '_>,
        loops: &[Loop<'t>],
    ) -> Written<'t> {
        let mut written = Written { attribute: None, header, path: Vec::new(), rest: path, loops: loops.to_vec() };
        let mut current = body;
        while let [PathStep::Attr(name), after @ ..] = written.rest {
            if let Some(attribute) = current.attribute(name) {
                written.path.extend_from_slice(written.rest);
                written.attribute = Some(attribute);
                written.rest = after;
                return written;
            }
            let (index, after, is_written) = match after {
                [PathStep::Index(index), after @ ..] => (*index, after, true),
                _ => (0, after, false),
            };
            let Some((nested, within)) = self.nth_block(current, name, index, view, &written.loops) else { break };
            written.path.push(PathStep::Attr(Arc::clone(name)));
            if is_written || !after.is_empty() {
                written.path.push(PathStep::Index(index));
            }
            current = &nested.body;
            written.header = nested.header;
            written.loops.extend(within);
            written.rest = after;
        }
        written
    }

    /// The n-th block of a kind, static or made by a `dynamic`; with the loop that makes it.
    fn nth_block<'t>(
        &self,
        body: &'t Body,
        kind: &str,
        index: usize,
        view: &ModuleView<'_, '_>,
        loops: &[Loop<'t>],
    ) -> Option<(&'t Block, Option<Loop<'t>>)> {
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
                let within = Loop {
                    name: Arc::clone(&dynamic.iterator),
                    kind: LoopKind::Dynamic,
                    source: dynamic.for_each,
                    key: key.clone(),
                    value: value.clone(),
                };
                return Some((dynamic.content, Some(within)));
            }
            seen += items.len();
        }
        None
    }
}

/// How far a path leads in a body.
struct Written<'t> {
    attribute: Option<&'t Attribute>,
    /// Of the innermost block.
    header: Span,
    /// The part of the path that is there.
    path: Vec<PathStep>,
    /// What follows the attribute.
    rest: &'t [PathStep],
    /// The dynamic blocks around the attribute.
    loops: Vec<Loop<'t>>,
}

fn at_header(span: Span) -> Located {
    Located { span, attribute: span, path: Vec::new(), steps: Vec::new() }
}
