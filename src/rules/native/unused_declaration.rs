//! Variables, locals and data sources that nothing refers to.

use std::collections::BTreeSet;

use super::{Cx, NativeRule, Out};
use crate::config::module::Mode;
use crate::eval::expr::Step;
use crate::eval::traverse::{flatten, references};
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
            out.fail(variable.block.header, &name, format!("the variable `{}` is never used", variable.name.text));
        }
    }
    for local in cx.module.locals.values() {
        let name = format!("local.{}", local.name.text);
        if !used.contains(&name) {
            out.fail(
                local.name.span.to(local.expr.span),
                &name,
                format!("the local value `{}` is never used", local.name.text),
            );
        }
    }
    for resource in cx.module.resources.values().filter(|resource| resource.key.mode == Mode::Data) {
        let name = resource.key.to_string();
        // A data source with a condition of its own is a check.
        if !used.contains(&name) && resource.postconditions.is_empty() && resource.preconditions.is_empty() {
            out.fail(resource.block.header, &name, format!("the data source `{name}` is never used"));
        }
    }
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
