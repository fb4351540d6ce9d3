//! Joins between resources: `related "versioning" { type = …  on = refers(other.bucket, resource) }`.
//!
//! The common form is answered from an index (which candidates mention which instance); any other condition is
//! asked of each candidate.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use super::judge::{ActiveRule, RelatedLists};
use super::rule::Related;
use super::scope::RuleScope;
use super::subject::{SubjectId, Subjects, with_meta};
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic};
use crate::eval::traverse::flatten;
use crate::eval::value::{Kind, Origin, Piece, Unknown, Value};
use crate::syntax::ast::{Expr, ExprKind};

/// Candidates by what their link mentions.
#[derive(Debug, Default)]
struct Index {
    by_instance: HashMap<Arc<str>, Vec<SubjectId>>,
    /// Links whose value is a known text or open-ended: these are asked one by one.
    others: Vec<SubjectId>,
}

/// The joins of one root, with their indexes.
#[derive(Debug)]
pub(super) struct Joined<'r> {
    subjects: &'r Subjects<'r>,
    indexes: Mutex<HashMap<(Vec<Arc<str>>, String), Arc<Index>>>,
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
        diagnostics: &mut Vec<Diagnostic>,
    ) -> RelatedLists {
        let mut lists = RelatedLists::default();
        let Some(subject) = self.subjects.get(id) else { return lists };
        let mut possible: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        let mut origins: Vec<Origin> = Vec::new();
        for related in &active.rule.related {
            let candidates = self.candidates(related, id);
            let (mut certain, mut all) = (Vec::new(), Vec::new());
            for candidate in candidates {
                let Some(other) = self.subjects.get(candidate) else { continue };
                let value = with_meta(other, self.subjects);
                let scope = RuleScope {
                    subjects: self.subjects,
                    subject,
                    params: &active.params,
                    each: None,
                    related: lists.certain.clone(),
                    other: Some(value.clone()),
                };
                match scope.eval(&related.on) {
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
    fn candidates(&self, related: &Related, id: SubjectId) -> Vec<SubjectId> {
        let Some(subject) = self.subjects.get(id) else { return Vec::new() };
        let mut found: BTreeSet<SubjectId> = match link(&related.on) {
            Some(path) => {
                let index = self.index(related, &path);
                let direct = index.by_instance.get(&subject.address).into_iter().flatten();
                direct.chain(&index.others).copied().collect()
            }
            None => self.subjects.matching(&related.kinds).collect(),
        };
        found.remove(&id);
        found.into_iter().collect()
    }

    fn index(&self, related: &Related, path: &[Arc<str>]) -> Arc<Index> {
        let key = (related.kinds.clone(), path.join("."));
        let mut indexes = self.indexes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = indexes.get(&key) {
            return Arc::clone(index);
        }
        let mut index = Index::default();
        for id in self.subjects.matching(&related.kinds) {
            let Some(subject) = self.subjects.get(id) else { continue };
            let mut mentions = Mentions::default();
            if let Some(value) = follow(&subject.value, path) {
                mentions.collect(&value);
            }
            for instance in mentions.instances {
                index.by_instance.entry(instance).or_default().push(id);
            }
            if mentions.open_ended {
                index.others.push(id);
            }
        }
        let index = Arc::new(index);
        indexes.insert(key, Arc::clone(&index));
        index
    }
}

/// The path of `refers(other.PATH, resource)`; none for any other condition.
fn link(on: &Expr) -> Option<Vec<Arc<str>>> {
    let ExprKind::Call { name, args, .. } = &on.kind else { return None };
    let [value, target] = args.as_slice() else { return None };
    if &*name.text != "refers" || !matches!(&target.kind, ExprKind::Variable(root) if &**root == "resource") {
        return None;
    }
    let (base, steps) = flatten(value);
    if !matches!(&base.kind, ExprKind::Variable(root) if &**root == "other") {
        return None;
    }
    steps
        .iter()
        .map(|step| match step {
            crate::eval::expr::Step::Attr(name) => Some(Arc::clone(&name.text)),
            crate::eval::expr::Step::Index(_) => None,
        })
        .collect()
}

fn follow(value: &Value, path: &[Arc<str>]) -> Option<Value> {
    let mut current = value.clone();
    for name in path {
        current = current.as_members()?.get(name)?.clone();
    }
    Some(current)
}

/// What a link mentions.
#[derive(Default)]
struct Mentions {
    instances: BTreeSet<Arc<str>>,
    open_ended: bool,
}

fn begins_as_document(unknown: &Unknown) -> bool {
    let first = unknown.parts.as_ref().and_then(|parts| parts.first());
    matches!(first, Some(Piece::Known(text)) if text.starts_with('{'))
}

impl Mentions {
    fn collect(&mut self, value: &Value) {
        match &value.kind {
            Kind::Unknown(unknown) => {
                for origin in unknown.origins() {
                    match origin {
                        Origin::Attribute(place) | Origin::AfterApply(place) => {
                            self.instances.insert(Arc::clone(&place.instance));
                        }
                        _ => self.open_ended = true,
                    }
                }
                // A document that is known in part is its data source's, whatever its unknown pieces come from.
                self.open_ended |= begins_as_document(unknown);
            }
            Kind::String(_) => self.open_ended = true,
            Kind::Object(object) if object.open.is_some() => {
                self.instances.extend(object.open.iter().map(|place| Arc::clone(&place.instance)));
            }
            _ => value.each_child(&mut |child| self.collect(child)),
        }
    }
}
