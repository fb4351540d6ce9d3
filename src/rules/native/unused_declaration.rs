//! Variables, locals and data sources that nothing refers to.

use std::collections::BTreeSet;

use super::{Cx, NativeRule, Out};
use crate::config::module::Mode;
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
    for variable in cx.module.variables.values() {
        let name = format!("var.{}", variable.name.text);
        if !used.contains(&name) {
            let text = format!("the variable `{}` is never used", variable.name.text);
            out.fail(variable.block.header, &name, text).fix = removal(cx, variable.block.span, &name);
        }
    }
    for local in cx.module.locals.values() {
        let name = format!("local.{}", local.name.text);
        if !used.contains(&name) {
            let span = local.name.span.to(local.expr.span);
            let text = format!("the local value `{}` is never used", local.name.text);
            out.fail(span, &name, text).fix = removal(cx, span, &name);
        }
    }
    for resource in cx.module.resources.values().filter(|resource| resource.key.mode == Mode::Data) {
        let name = resource.key.to_string();
        // A data source with a condition of its own is a check.
        if !used.contains(&name) && resource.postconditions.is_empty() && resource.preconditions.is_empty() {
            let text = format!("the data source `{name}` is never used");
            out.fail(resource.block.header, &name, text).fix = removal(cx, resource.block.span, &name);
        }
    }
}

/// A caller may set the variable, and a reader may wait for the value: somebody has to look.
fn removal(cx: &Cx<'_, '_>, span: Span, name: &str) -> Option<Fix> {
    let file = cx.input.sources.get(span.file).filter(|file| !file.path.ends_with(".json"))?;
    Some(Fix { description: format!("remove `{name}`"), edits: vec![edit::remove(span, &file)], safe: false })
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
