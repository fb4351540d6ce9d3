//! From a rule's expressions to paths in the judged code: where a finding stands.

use std::sync::Arc;

use super::rule::Rule;
use super::scope::RuleScope;
use super::subject::SubjectId;
use crate::eval::expr::Step;
use crate::eval::trace::PathStep;
use crate::eval::traverse::{flatten, references};
use crate::eval::value::{Kind, Value};
use crate::syntax::ast::{Expr, ExprKind};

/// A place inside a subject.
#[derive(Clone, Debug)]
pub(super) struct At {
    pub(super) subject: SubjectId,
    pub(super) path: Vec<PathStep>,
}

/// The place of a rule's finding: of the references in `at` the first that is written in the code (an argument that was
/// renamed is `coalesce(resource.new, resource.old)`), else the first; without `at`, the same of `assert`, then of `when`.
pub(super) fn place_of(rule: &Rule, id: SubjectId, base: &[PathStep], scope: &RuleScope<'_>) -> At {
    if let Some(at) = &rule.at {
        let places = places(at, id, base, scope);
        let written = places.iter().find(|place| is_written(place, scope));
        if let Some(place) = written.or_else(|| places.first()) {
            return place.clone();
        }
        if let Some(place) = place_in_call(at, id, scope) {
            return place;
        }
    }
    let conditions = [rule.assert.as_ref(), rule.when.as_ref()];
    let places: Vec<At> = conditions.into_iter().flatten().flat_map(|expr| places(expr, id, base, scope)).collect();
    let own = |place: &&At| place.subject == id;
    let written = places.iter().filter(own).find(|place| is_written(place, scope));
    let place = written.or_else(|| places.iter().find(own)).cloned();
    place.unwrap_or_else(|| At { subject: id, path: base.to_vec() })
}

/// The argument of a module call that a rule about module calls names: `at = module.source`.
fn place_in_call(at: &Expr, id: SubjectId, scope: &RuleScope<'_>) -> Option<At> {
    scope.subjects.get(id)?.call.as_ref()?;
    let mut found = None;
    references(at, &mut |reference| {
        let (root, steps) = flatten(reference);
        if matches!(&root.kind, ExprKind::Variable(root) if &**root == "module") && found.is_none() {
            found = Some(At { subject: id, path: path(&steps, scope) });
        }
    });
    found
}

fn is_written(place: &At, scope: &RuleScope<'_>) -> bool {
    let Some(subject) = scope.subjects.get(place.subject) else { return false };
    !place.path.is_empty() && value_at(&subject.value, &place.path).is_some()
}

fn places(expr: &Expr, id: SubjectId, base: &[PathStep], scope: &RuleScope<'_>) -> Vec<At> {
    let mut found = Vec::new();
    references(expr, &mut |reference| found.extend(place(reference, id, base, scope)));
    found
}

fn place(reference: &Expr, id: SubjectId, base: &[PathStep], scope: &RuleScope<'_>) -> Option<At> {
    let (root, steps) = flatten(reference);
    let ExprKind::Variable(root) = &root.kind else { return None };
    match &**root {
        "resource" => Some(At { subject: id, path: named(path(&steps, scope)) }),
        "each" => match steps.first() {
            Some(Step::Attr(name)) if &*name.text == "value" => {
                let tail = steps.get(1..).unwrap_or_default();
                Some(At { subject: id, path: base.iter().cloned().chain(path(tail, scope)).collect() })
            }
            _ => None,
        },
        "related" => {
            let [Step::Attr(list), Step::Index(index), tail @ ..] = steps.as_slice() else { return None };
            let index = scope.eval(index).ok()?;
            let index = usize::try_from(index.as_number()?.to_i64()?).ok()?;
            let object = scope.related.get(&list.text)?.as_elements()?.get(index)?.clone();
            let Kind::Object(object) = &object.kind else { return None };
            let subject = scope.subjects.by_address(&object.open.as_ref()?.instance)?;
            Some(At { subject, path: path(tail, scope) })
        }
        _ => None,
    }
}

/// What stands directly in a resource is an argument, also where a rule writes `resource[change.attribute]`.
fn named(mut path: Vec<PathStep>) -> Vec<PathStep> {
    if let Some(first) = path.first_mut()
        && let PathStep::Key(name) = first
    {
        *first = PathStep::Attr(Arc::clone(name));
    }
    path
}

/// Steps up to the first one whose index cannot be told.
fn path(steps: &[Step<'_>], scope: &RuleScope<'_>) -> Vec<PathStep> {
    let mut path = Vec::with_capacity(steps.len());
    for step in steps {
        match step {
            Step::Attr(name) => path.push(PathStep::Attr(Arc::clone(&name.text))),
            Step::Index(index) => match scope.eval(index).ok().as_ref().and_then(index_step) {
                // A computed name of an argument: `resource[each.value.argument]`.
                Some(PathStep::Key(name)) if matches!(path.last(), None | Some(PathStep::Index(_))) => {
                    path.push(PathStep::Attr(name));
                }
                Some(step) => path.push(step),
                None => break,
            },
        }
    }
    path
}

fn index_step(index: &Value) -> Option<PathStep> {
    if let Some(text) = index.as_str() {
        return Some(PathStep::Key(text.into()));
    }
    usize::try_from(index.as_number()?.to_i64()?).ok().map(PathStep::Index)
}

/// The path of a `for_each` element: the collection's path and the key, or where the same value stands in the code.
pub(super) fn element_path(for_each: &Expr, key: &Value, element: &Value, scope: &RuleScope<'_>) -> Vec<PathStep> {
    let (root, steps) = flatten(for_each);
    if matches!(&root.kind, ExprKind::Variable(root) if &**root == "resource") {
        let mut found = path(&steps, scope);
        let is_set = matches!(value_at(&scope.subject.value, &found).map(|value| value.kind), Some(Kind::Set(_)));
        if !is_set {
            found.extend(index_step(key));
        }
        return found;
    }
    let mut bases: Vec<Vec<PathStep>> = Vec::new();
    references(for_each, &mut |reference| {
        let (root, steps) = flatten(reference);
        if matches!(&root.kind, ExprKind::Variable(root) if &**root == "resource") {
            bases.push(path(&steps, scope));
        }
    });
    for base in &bases {
        if let Some(value) = value_at(&scope.subject.value, base)
            && let Some(tail) = find(&value, element, FIND_DEPTH)
        {
            return base.iter().cloned().chain(tail).collect();
        }
    }
    bases.into_iter().next().unwrap_or_default()
}

/// How deep a `for_each` element is looked for: the containers of a cron job stand eleven steps below its `spec`.
const FIND_DEPTH: u32 = 12;

/// Where `wanted` stands inside `value`: the very same object, or an equal text.
fn find(value: &Value, wanted: &Value, depth: u32) -> Option<Vec<PathStep>> {
    if is_same(value, wanted) {
        return Some(Vec::new());
    }
    if depth == 0 {
        return None;
    }
    if let Some(items) = value.as_elements() {
        return items.iter().enumerate().find_map(|(i, item)| {
            let tail = find(item, wanted, depth - 1)?;
            Some(std::iter::once(PathStep::Index(i)).chain(tail).collect())
        });
    }
    value.as_members()?.iter().find_map(|(name, item)| {
        let tail = find(item, wanted, depth - 1)?;
        Some(std::iter::once(PathStep::Attr(Arc::clone(name))).chain(tail).collect())
    })
}

fn is_same(left: &Value, right: &Value) -> bool {
    match (&left.kind, &right.kind) {
        (Kind::Object(left), Kind::Object(right)) => Arc::ptr_eq(left, right),
        (Kind::Map(left), Kind::Map(right)) => Arc::ptr_eq(left, right),
        (Kind::List(left), Kind::List(right)) | (Kind::Set(left), Kind::Set(right)) => Arc::ptr_eq(left, right),
        (Kind::Tuple(left), Kind::Tuple(right)) => Arc::ptr_eq(left, right),
        (Kind::String(left), Kind::String(right)) => left == right,
        (Kind::Unknown(left), Kind::Unknown(right)) => Arc::ptr_eq(left, right),
        _ => false,
    }
}

/// The value at a path; `None` where the path is not in the code.
pub(super) fn value_at(value: &Value, path: &[PathStep]) -> Option<Value> {
    let mut current = value.clone();
    for step in path {
        current = match step {
            PathStep::Attr(name) | PathStep::Key(name) => match current.as_members() {
                Some(members) => members.get(name)?.clone(),
                None if current.is_unknown() => return Some(current),
                None => return None,
            },
            PathStep::Index(index) => match current.as_elements() {
                Some(items) => items.get(*index)?.clone(),
                None if current.is_unknown() => return Some(current),
                None => return None,
            },
        };
    }
    Some(current)
}
