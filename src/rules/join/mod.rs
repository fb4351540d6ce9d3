//! Joins between resources: `related "versioning" { type = …  on = refers(other.bucket, resource) }`.
//!
//! Conditions of the usual forms are answered from an index (who mentions whom, who has which name), so that a join
//! costs what it finds; any other condition is asked of each candidate.

mod index;
mod plan;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use self::index::{Index, Keys};
use self::plan::{Plan, Targets};
use super::judge::{ActiveRule, RelatedLists};
use super::rule::Related;
use super::scope::{self, RuleScope};
use super::subject::{Subject, SubjectId, Subjects};
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic};
use crate::eval::budget::Budget;
use crate::eval::error::EvalErrorKind;
use crate::eval::value::{Kind, Origin, Value};
use crate::syntax::ast::Expr;

/// A rule, the name of its join, and which part of the join's condition.
type IndexKey = (Arc<str>, Arc<str>, usize);

/// The joins of one root, with their indexes.
#[derive(Debug)]
pub(super) struct Joined<'r> {
    subjects: &'r Subjects<'r>,
    indexes: Mutex<HashMap<IndexKey, Arc<OnceLock<Arc<Index>>>>>,
}

impl<'r> Joined<'r> {
    pub(super) fn new(subjects: &'r Subjects<'r>) -> Self {
        Self { subjects, indexes: Mutex::new(HashMap::new()) }
    }

    /// The lists of a rule's joins for one subject.
    pub(super) fn related(
        &self,
        active: &ActiveRule,
        id: SubjectId,
        budget: &Budget,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> RelatedLists {
        let mut lists = RelatedLists::default();
        let Some(subject) = self.subjects.get(id) else { return lists };
        let mut possible: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        let mut origins: Vec<Origin> = Vec::new();
        for related in &active.rule.related {
            let scope = |other| RuleScope {
                subjects: self.subjects,
                subject,
                params: &active.params,
                each: None,
                related: lists.certain.clone(),
                other,
                budget,
            };
            let candidates = self.candidates(related, &scope(None), &active.rule.id, id);
            #[cfg(debug_assertions)]
            self.assert_complete(related, &scope(None), id, &candidates);
            let (mut certain, mut all) = (Vec::new(), Vec::new());
            for candidate in candidates {
                let Some(other) = self.subjects.get(candidate) else { continue };
                let Some(value) = self.subjects.with_meta(candidate) else { continue };
                match scope(Some(value.clone())).eval(&related.on) {
                    Ok(answer) => match (&answer.kind, &other.uncertain) {
                        (Kind::Bool(true), None) => {
                            certain.push(value.clone());
                            all.push(value);
                        }
                        (Kind::Bool(true), Some(origin)) => {
                            origins.push(origin.clone());
                            all.push(value);
                        }
                        (Kind::Unknown(unknown), _) => {
                            origins.extend(unknown.origins().cloned());
                            all.push(value);
                        }
                        _ => {}
                    },
                    Err(error) if matches!(*error.kind, EvalErrorKind::Limit(_)) => {
                        origins.push(Origin::Limit(error.to_string().into()));
                        all.push(value);
                        break;
                    }
                    Err(error) => diagnostics.push(Diagnostic::error(
                        Code::RuleFailed,
                        error.span,
                        format!("the join `{}` of rule `{}` failed: {error}", related.name.text, active.rule.id),
                    )),
                }
            }
            let name = Arc::clone(&related.name.text);
            lists.certain.insert(Arc::clone(&name), Value::list(Type::Dynamic, certain));
            possible.insert(name, Value::list(Type::Dynamic, all));
        }
        if !origins.is_empty() {
            origins.dedup();
            lists.possible = Some((possible, origins));
        }
        lists
    }

    /// Those that may match, in order; the judged subject itself is never its own candidate.
    fn candidates(&self, related: &Related, cx: &RuleScope<'_>, rule: &Arc<str>, id: SubjectId) -> Vec<SubjectId> {
        let found = Plan::of(&related.on).and_then(|plan| self.look_up(&plan, related, cx, rule));
        let mut found = found.unwrap_or_else(|| self.subjects.matching(&related.kinds).collect());
        found.remove(&id);
        found.into_iter().collect()
    }

    /// Those that the plan finds; `None` when everybody has to be asked.
    fn look_up(
        &self,
        plan: &Plan<'_>,
        related: &Related,
        cx: &RuleScope<'_>,
        rule: &Arc<str>,
    ) -> Option<BTreeSet<SubjectId>> {
        let mut leaves = Vec::new();
        plan.leaves(&mut |leaf| leaves.push(leaf));
        let mut found = BTreeSet::new();
        for (number, leaf) in leaves.into_iter().enumerate() {
            let keys = match leaf {
                Plan::Mentions { targets: Targets::Resource, .. } => Keys::of_target(cx.subject),
                Plan::Mentions { targets: Targets::Of(targets), .. } => Keys::of_targets(&cx.eval(targets).ok()?),
                Plan::Mentioned { by } => Keys::of_link(&cx.eval(by).ok()?),
                Plan::Equal { value, .. } => Keys::of_value(&cx.eval(value).ok()?),
                Plan::Any(_) => return None,
            };
            self.index(leaf, (Arc::clone(rule), Arc::clone(&related.name.text), number), related, cx)
                .find(&keys, &mut found)?;
        }
        Some(found)
    }

    fn index(&self, leaf: &Plan<'_>, key: IndexKey, related: &Related, cx: &RuleScope<'_>) -> Arc<Index> {
        let cell = {
            let mut indexes = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(indexes.entry(key).or_default())
        };
        let make = || {
            let mut index = Index::default();
            for id in self.subjects.matching(&related.kinds) {
                let Some(candidate) = self.subjects.get(id) else { continue };
                index.add(id, self.keys(leaf, id, candidate, cx));
            }
            Arc::new(index)
        };
        Arc::clone(cell.get_or_init(make))
    }

    /// What a candidate is found by. An expression that fails says nothing about it.
    fn keys(&self, leaf: &Plan<'_>, id: SubjectId, candidate: &Subject, cx: &RuleScope<'_>) -> Keys {
        let budget = scope::budget();
        let of = |expr: &Expr, keys: &dyn Fn(&Value) -> Keys| {
            let other = self.subjects.with_meta(id);
            let scope = RuleScope { other, budget: &budget, each: None, related: BTreeMap::new(), ..*cx };
            scope.eval(expr).map_or(Keys { is_open: true, ..Keys::default() }, |value| keys(&value))
        };
        match leaf {
            Plan::Mentions { link, .. } => of(link, &Keys::of_link),
            Plan::Equal { other, .. } => of(other, &Keys::of_value),
            Plan::Mentioned { .. } | Plan::Any(_) => Keys::of_target(candidate),
        }
    }

    /// Every candidate that the index leaves out is asked all the same, in builds for tests.
    #[cfg(debug_assertions)]
    fn assert_complete(&self, related: &Related, cx: &RuleScope<'_>, id: SubjectId, asked: &[SubjectId]) {
        let left_out = self.subjects.matching(&related.kinds).filter(|other| *other != id && !asked.contains(other));
        for other in left_out.take(64) {
            let scope =
                RuleScope { other: self.subjects.with_meta(other), each: None, related: cx.related.clone(), ..*cx };
            let answer = scope.eval(&related.on).ok();
            let is_out = answer.as_ref().is_none_or(|answer| !answer.is_unknown() && answer.as_bool() != Some(true));
            debug_assert!(
                is_out,
                "the index of `{}` misses {:?}: {answer:?}",
                related.name.text,
                self.subjects.get(other).map(|other| &other.address)
            );
        }
    }
}
