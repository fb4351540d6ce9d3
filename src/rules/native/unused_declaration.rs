//! Variables, locals and data sources that nothing refers to.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Cx, NativeRule, Out};
use crate::config::module::{CallTarget, Mode, Module, ModuleCall};
use crate::eval::expr::Step;
use crate::eval::traverse::{flatten, references};
use crate::rules::edit;
use crate::rules::finding::Fix;
use crate::span::Span;
use crate::syntax::ast::{Body, Expr, ExprKind};

pub(super) const RULE: NativeRule = NativeRule { id: "unused-declaration", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for file in &cx.module.files {
        for block in &file.body.blocks {
            // A variable's own validation is no use of it.
            let own = (&*block.kind.text == "variable")
                .then(|| block.labels.first().map(|label| format!("var.{}", label.text)));
            collect(&block.body, &mut |name| {
                if own.as_ref().and_then(Option::as_ref) != Some(&name) {
                    used.insert(name);
                }
            });
        }
    }
    let callers = LazyCell::new(|| callers(cx));
    for variable in cx.module.variables.values() {
        let name = format!("var.{}", variable.name.text);
        if !used.contains(&name) {
            let text = format!("the variable `{}` is never used", variable.name.text);
            let arguments = callers.iter().filter_map(|body| body.attribute(&variable.name.text));
            let spans = std::iter::once(variable.block.span).chain(arguments.map(|argument| argument.span));
            out.fail(variable.block.header, &name, text).fix = removal(cx, spans, &name);
        }
    }
    for local in cx.module.locals.values() {
        let name = format!("local.{}", local.name.text);
        if !used.contains(&name) {
            let span = local.name.span.to(local.expr.span);
            let text = format!("the local value `{}` is never used", local.name.text);
            out.fail(span, &name, text).fix = removal(cx, [span], &name);
        }
    }
    for resource in cx.module.resources.values().filter(|resource| resource.key.mode == Mode::Data) {
        let name = resource.key.to_string();
        // A data source with a condition of its own is a check.
        if !used.contains(&name) && resource.postconditions.is_empty() && resource.preconditions.is_empty() {
            let text = format!("the data source `{name}` is never used");
            out.fail(resource.block.header, &name, text).fix = removal(cx, [resource.block.span], &name);
        }
    }
}

/// The bodies of all calls of the module in this repository.
fn callers<'p>(cx: &Cx<'p, '_>) -> Vec<&'p Body> {
    let project = cx.input.project;
    let calls = project.modules().flat_map(|module| module.calls.values().map(move |call| (module, call)));
    let is_ours = |(module, call): &(&Arc<Module>, &ModuleCall)| {
        let target = project.target(&module.dir, &call.name.text, &module.dir, call);
        matches!(target, CallTarget::Directory(dir) if dir == cx.module.dir)
    };
    calls.map(|(module, call)| (module, &**call)).filter(is_ours).map(|(_, call)| &call.body).collect()
}

/// Takes the declaration away, with the arguments that callers give it; a reader may wait for the value, and callers
/// elsewhere may set it: somebody has to look.
fn removal(cx: &Cx<'_, '_>, spans: impl IntoIterator<Item = Span>, name: &str) -> Option<Fix> {
    let edit = |span: Span| {
        let file = cx.input.sources.get(span.file).filter(|file| !file.path.ends_with(".json"))?;
        Some(edit::remove(span, &file))
    };
    let edits: Vec<_> = spans.into_iter().map(edit).collect::<Option<_>>()?;
    let callers = match edits.len() {
        1 => String::new(),
        2 => " and the argument of its caller".to_owned(),
        count => format!(" and the arguments of {} callers", count - 1),
    };
    Some(Fix { description: format!("remove `{name}`{callers}"), edits, safe: false })
}

/// The names that a body refers to: `var.x`, `local.x`, `data.T.N`.
fn collect(body: &Body, used: &mut dyn FnMut(String)) {
    for attribute in &body.attributes {
        names(&attribute.expr, used);
    }
    for block in &body.blocks {
        collect(&block.body, used);
    }
}

fn names(expr: &Expr, used: &mut dyn FnMut(String)) {
    references(expr, &mut |reference| {
        let (base, steps) = flatten(reference);
        let ExprKind::Variable(root) = &base.kind else { return };
        let attr = |i: usize| match steps.get(i) {
            Some(Step::Attr(name)) => Some(&name.text),
            _ => None,
        };
        match (&**root, attr(0), attr(1)) {
            ("var" | "local", Some(name), _) => used(format!("{root}.{name}")),
            ("data", Some(kind), Some(name)) => used(format!("data.{kind}.{name}")),
            _ => {}
        }
    });
}
