//! What a broken condition keeps from being evaluated.
//!
//! TERRAFORM: where a validation, pre- or postcondition is broken, everything that depends on its object is left alone:
//! it breaks no condition of its own, and a test's conditions see nothing of it. All else goes on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::module::{Condition, Module};
use crate::eval::expr::Step;
use crate::eval::instance::{BrokenCondition, ConditionKind};
use crate::eval::traverse::{flatten, references};
use crate::span::Span;
use crate::syntax::ast::{Body, Expr, ExprKind};
use crate::syntax::visit;

/// The objects of a root module that are left alone, by their address without keys.
#[derive(Debug, Default)]
pub(super) struct Blocked {
    names: BTreeSet<String>,
    places: Vec<Span>,
}

impl Blocked {
    /// Follows the broken conditions to what depends on their objects.
    pub(super) fn new(module: &Module, broken: &[BrokenCondition]) -> Self {
        let mut causes: BTreeSet<String> =
            broken.iter().filter(|one| one.kind != ConditionKind::Check).map(|one| object(&one.subject)).collect();
        if causes.is_empty() {
            return Self::default();
        }
        let graph = Graph::of(module);
        let mut blocked = Self::default();
        loop {
            let new: Vec<&String> = graph
                .refers
                .iter()
                .filter(|(name, refers)| {
                    !blocked.names.contains(*name) && refers.iter().any(|one| causes.contains(one))
                })
                .map(|(name, _)| name)
                .collect();
            if new.is_empty() {
                break;
            }
            for name in new {
                causes.insert(name.clone());
                blocked.names.insert(name.clone());
            }
        }
        blocked.places = blocked.names.iter().filter_map(|name| graph.places.get(name)).copied().collect();
        blocked
    }

    /// Whether an instance, variable, output or check is left alone.
    pub(super) fn holds(&self, subject: &str) -> bool {
        self.names.contains(&object(subject))
    }

    /// Whether a place lies in something that is left alone.
    pub(super) fn covers(&self, span: Span) -> bool {
        self.places.iter().any(|place| place.contains(span))
    }
}

/// Who refers to whom in a module.
#[derive(Default)]
struct Graph {
    refers: BTreeMap<String, BTreeSet<String>>,
    places: BTreeMap<String, Span>,
}

impl Graph {
    fn of(module: &Module) -> Self {
        let mut graph = Self::default();
        for (name, variable) in &module.variables {
            // The variable itself is not its own cause.
            let own = format!("var.{name}");
            let refers = graph.node(own.clone(), variable.block.span);
            conditions(&variable.validations, refers);
            refers.remove(&own);
        }
        for (name, local) in &module.locals {
            collect(&local.expr, graph.node(format!("local.{name}"), local.expr.span));
        }
        for resource in module.all_resources() {
            bodies(&resource.block.body, graph.node(resource.key.to_string(), resource.block.span));
        }
        for (name, call) in &module.calls {
            bodies(&call.block.body, graph.node(format!("module.{name}"), call.block.span));
        }
        for (name, output) in &module.outputs {
            bodies(&output.block.body, graph.node(format!("output.{name}"), output.block.span));
        }
        for check in &module.checks {
            conditions(&check.asserts, graph.node(format!("check.{}", check.name.text), check.block.span));
        }
        graph
    }

    fn node(&mut self, name: String, place: Span) -> &mut BTreeSet<String> {
        self.places.insert(name.clone(), place);
        self.refers.entry(name).or_default()
    }
}

fn conditions(all: &[Condition], refers: &mut BTreeSet<String>) {
    for condition in all {
        collect(&condition.condition, refers);
        condition.error_message.iter().for_each(|message| collect(message, refers));
    }
}

fn bodies(body: &Body, refers: &mut BTreeSet<String>) {
    visit::expressions(body, &mut |expr| {
        if let Some(name) = referred(expr) {
            refers.insert(name);
        }
    });
}

fn collect(expr: &Expr, refers: &mut BTreeSet<String>) {
    references(expr, &mut |reference| refers.extend(referred(reference)));
}

/// The object that a reference leads to: `var.x`, `aws_x.y`, `data.aws_x.y`, `module.m`.
fn referred(reference: &Expr) -> Option<String> {
    let (base, steps) = flatten(reference);
    let ExprKind::Variable(root) = &base.kind else { return None };
    let mut names = steps.iter().map_while(|step| match step {
        Step::Attr(name) => Some(&name.text),
        Step::Index(_) => None,
    });
    let first: &Arc<str> = names.next()?;
    match &**root {
        "data" | "ephemeral" => Some(format!("{root}.{first}.{}", names.next()?)),
        "resource" => Some(format!("{first}.{}", names.next()?)),
        root => Some(format!("{root}.{first}")),
    }
}

/// The object that a condition's subject belongs to, as seen from the root module.
fn object(subject: &str) -> String {
    let plain = crate::policy::pattern::without_keys(subject);
    let take = if plain.starts_with("data.") || plain.starts_with("ephemeral.") { 3 } else { 2 };
    plain.split('.').take(take).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_objects_of_the_root() {
        assert_eq!(object("module.a[\"x.y\"].aws_x.z[0]"), "module.a");
        assert_eq!(object("data.aws_x.y[\"k\"]"), "data.aws_x.y");
        assert_eq!(object("var.n"), "var.n");
    }
}
