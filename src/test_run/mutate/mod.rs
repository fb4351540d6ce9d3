//! Mutation: a condition is changed on purpose, and a good test notices.
//!
//! In: rules with examples, or a module with tests. Out: the changes that no test noticed. Of a rule only its own
//! examples are asked; their configurations are evaluated once and judged anew for each change.

pub mod modules;
pub mod suggest;

mod draft;
mod equivalent;
mod hints;
mod operators;
mod vary;

use std::sync::Arc;

use crate::check::cost::Pricing;
use crate::cost::monthly_values;
use crate::diag::{Diagnostic, Severity};
use crate::discover::Files;
use crate::eval::evaluator::Evaluator;
use crate::eval::instance::RootEvaluation;
use crate::eval::value::{Kind, List, Map, Members, Object, Value};
use crate::plan::join;
use crate::rules::finding::Finding;
use crate::rules::judge::ActiveRule;
use crate::rules::rule::{Category, Example, Rule};
use crate::rules::subject::LazyCosts;
use crate::rules::{self, Input, Judged};
use crate::span::{Sources, Span};
use crate::syntax::ast::Expr;
use crate::test_run::{examples, planned};

use self::operators::Role;

/// One change, and whether a test noticed.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// The text that was changed; in a parameter, the rule's header.
    pub span: Span,
    /// What became of it.
    pub change: String,
    pub is_killed: bool,
}

/// The changes of one rule or module.
#[derive(Clone, Debug)]
pub struct Mutated {
    /// The rule's id, or the module's directory.
    pub name: String,
    pub category: Option<Category>,
    pub mutants: Vec<Mutant>,
}

impl Mutated {
    pub fn killed(&self) -> usize {
        self.mutants.iter().filter(|mutant| mutant.is_killed).count()
    }
}

/// A rule with one thing changed.
struct Variant {
    rule: Arc<Rule>,
    span: Span,
    change: String,
}

/// Changes a rule in every way, or in `limit` ways evenly chosen, and asks its examples. Rules that are written in Rust have
/// no condition to change, and a rule whose examples fail anyway says nothing.
pub fn rule(rule: &Arc<Rule>, sources: &Sources, limit: usize) -> Mutated {
    let variants = evenly(variants(rule), limit);
    let mut killed = vec![false; variants.len()];
    for example in &rule.examples {
        if !ask(example, rule, sources, &variants, &mut killed) {
            let name = rule.id.to_string();
            return Mutated { name, category: Some(rule.category), mutants: Vec::new() };
        }
    }
    let mutants = variants
        .into_iter()
        .zip(killed)
        .map(|(variant, is_killed)| Mutant { span: variant.span, change: variant.change, is_killed })
        .collect();
    Mutated { name: rule.id.to_string(), category: Some(rule.category), mutants }
}

/// So many of the items, evenly spread.
fn evenly<T>(items: Vec<T>, limit: usize) -> Vec<T> {
    let count = items.len();
    if count <= limit {
        return items;
    }
    let is_chosen = |i: &usize| (i + 1) * limit / count != i * limit / count;
    items.into_iter().enumerate().filter(|(i, _)| is_chosen(i)).map(|(_, item)| item).collect()
}

/// Asks one example about all variants that are still alive. False when the example does not hold for the rule itself.
fn ask(example: &Example, rule: &Arc<Rule>, sources: &Sources, variants: &[Variant], killed: &mut [bool]) -> bool {
    let asked = judged(example, sources, |judge| {
        let holds = |rule: &Arc<Rule>| judge(rule).is_some_and(|found| examples::compare(example, &found).is_empty());
        if !holds(rule) {
            return false;
        }
        for (variant, is_killed) in variants.iter().zip(killed.iter_mut()) {
            *is_killed = *is_killed || !holds(&variant.rule);
        }
        true
    });
    asked.unwrap_or(false)
}

/// What a rule finds in an example; none where it stumbles.
type Judge<'j> = &'j dyn Fn(&Arc<Rule>) -> Option<Vec<Finding>>;

/// Evaluates an example once, so that many rules can be asked about it. None where it is no sound
/// configuration, or its plan cannot be read.
fn judged<T>(example: &Example, sources: &Sources, ask: impl FnOnce(Judge<'_>) -> T) -> Option<T> {
    let files = Files::in_memory(examples::texts(example, sources));
    let own = Sources::default();
    let plan = planned::plan(example).ok()?;
    let (project, roots) = examples::roots(&files, &own, plan);
    let evaluators: Vec<Evaluator<'_>> =
        roots.iter().map(|root| Evaluator::new(&project, &files, &root.dir, &root.inputs)).collect();
    let mut diagnostics: Vec<Diagnostic> = project.diagnostics().cloned().collect();
    let mut evaluations: Vec<RootEvaluation> = Vec::new();
    for (evaluator, root) in evaluators.iter().zip(&roots) {
        let mut evaluation = evaluator.evaluate_root();
        diagnostics.extend(evaluator.take_diagnostics());
        if let Some(plan) = &root.plan {
            diagnostics.extend(join::refine(&mut evaluation, plan, root.earlier.as_deref(), &own));
        }
        evaluations.push(evaluation);
    }
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    if diagnostics.iter().any(is_error) {
        return None;
    }
    let pricing = Pricing::list();
    let costs = |root: &RootEvaluation| monthly_values(root, pricing.prices, pricing.usage);
    Some(ask(&|rule: &Arc<Rule>| {
        let active = [ActiveRule::new(Arc::clone(rule))];
        let mut findings = Vec::new();
        for (evaluator, evaluation) in evaluators.iter().zip(&evaluations) {
            let input = Input { root: evaluation, evaluator, project: &project, sources: &own, judged: Judged::All };
            let checked = rules::check_root(input, &active, LazyCosts::new(Some(&costs)));
            if checked.diagnostics.iter().any(is_error) {
                return None;
            }
            findings.extend(checked.findings);
        }
        Some(findings)
    }))
}

/// All changes of a rule's conditions and parameters.
fn variants(rule: &Arc<Rule>) -> Vec<Variant> {
    let mut variants = Vec::new();
    let changed = |change: &dyn Fn(&mut Rule)| {
        let mut copy = (**rule).clone();
        // The examples are asked of the original.
        copy.examples = Vec::new();
        change(&mut copy);
        Arc::new(copy)
    };
    let mut expression = |expr: Option<&Expr>, role: Role, put: &dyn Fn(&mut Rule, Expr)| {
        let Some(expr) = expr else { return };
        operators::each(expr, role, &mut |mutated, span, change| {
            let rule = changed(&|rule: &mut Rule| put(rule, mutated.clone()));
            variants.push(Variant { rule, span, change });
        });
    };
    expression(rule.assert.as_ref(), Role::Condition, &|rule, expr| rule.assert = Some(expr));
    expression(rule.when.as_ref(), Role::Condition, &|rule, expr| rule.when = Some(expr));
    expression(rule.for_each.as_ref(), Role::Value, &|rule, expr| rule.for_each = Some(expr));
    for (i, related) in rule.related.iter().enumerate() {
        expression(Some(&related.on), Role::Condition, &|rule, expr| {
            if let Some(related) = rule.related.get_mut(i) {
                related.on = expr;
            }
        });
    }
    let is_needed = |when: &Expr| !rule.assert.as_ref().is_some_and(|assert| equivalent::passes_without(when, assert));
    if let Some(when) = rule.when.as_ref().filter(|when| is_needed(when)) {
        let rule = changed(&|rule| rule.when = None);
        variants.push(Variant { rule, span: when.span, change: "`when` is left out".into() });
    }
    for (name, value) in &rule.params {
        for (value, change) in values(value) {
            let put = changed(&|rule: &mut Rule| {
                rule.params.insert(Arc::clone(name), value.clone());
            });
            variants.push(Variant { rule: put, span: rule.span, change: format!("`param.{name}`: {change}") });
        }
    }
    variants
}

/// Changes of a parameter's value.
fn values(value: &Value) -> Vec<(Value, String)> {
    let without = |items: &[Value], at: usize| {
        let rest = items.iter().enumerate().filter(|(i, _)| *i != at);
        rest.map(|(_, item)| item.clone()).collect::<Vec<_>>()
    };
    let ends = |len: usize| if len > 1 { vec![0, len - 1] } else { vec![0] };
    let mut changes = Vec::new();
    match &value.kind {
        Kind::Bool(known) => changes.push((Value::bool(!known), format!("`{known}` became `{}`", !known))),
        Kind::Number(number) => {
            let more = number.to_i64().and_then(|number| number.checked_add(1));
            changes.extend(more.map(|more| (Value::int(more), format!("`{number}` became `{more}`"))));
        }
        Kind::String(text) => changes.push((Value::string(operators::OTHER), format!("`{text}` became another text"))),
        Kind::Tuple(items) if !items.is_empty() => {
            for at in ends(items.len()) {
                changes.push((Value::tuple(without(items, at)), format!("element {at} is left out")));
            }
        }
        Kind::List(list) if !list.items.is_empty() => {
            for at in ends(list.items.len()) {
                let rest = List { element: list.element.clone(), items: without(&list.items, at) };
                changes.push((Kind::List(Arc::new(rest)).into(), format!("element {at} is left out")));
            }
        }
        Kind::Map(_) | Kind::Object(_) => {
            let members = value.as_members().cloned().unwrap_or_default();
            if let Some(first) = members.keys().next().cloned() {
                let mut rest: Members = members;
                rest.remove(&first);
                let kind = match &value.kind {
                    Kind::Map(map) => Kind::Map(Arc::new(Map { element: map.element.clone(), members: rest })),
                    _ => Kind::Object(Arc::new(Object { members: rest, open: None })),
                };
                changes.push((kind.into(), format!("the member `{first}` is left out")));
            }
        }
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) | Kind::Null(_) | Kind::Unknown(_) => {}
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_spread_over_all() {
        assert_eq!(evenly((0..10).collect::<Vec<_>>(), 5), [1, 3, 5, 7, 9]);
        assert_eq!(evenly(vec![1, 2], 5), [1, 2]);
    }
}
