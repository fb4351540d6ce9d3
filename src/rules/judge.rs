//! One rule against one subject: pass, fail or unknown, with the place and the words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::finding::Verdict;
use super::join::Joined;
use super::reason;
use super::reference::{At, element_path, place_of};
use super::rule::Rule;
use super::scope::{self, RuleScope};
use super::subject::{Subject, SubjectId, Subjects};
use crate::config::ty::Type;
use crate::diag::{Code, Diagnostic};
use crate::eval::budget::Budget;
use crate::eval::convert;
use crate::eval::error::{EvalError, EvalErrorKind};
use crate::eval::expr::Scope as _;
use crate::eval::trace::PathStep;
use crate::eval::traverse::key_value_pairs;
use crate::eval::value::{Kind, Marks, Members, Origin, Value};
use crate::syntax::ast::Expr;
use crate::timing;

/// A rule with what the configuration made of it.
#[derive(Clone, Debug)]
pub struct ActiveRule {
    pub rule: Arc<Rule>,
    pub severity: super::rule::Severity,
    /// Defaults with the configuration's overrides.
    pub params: Members,
}

impl ActiveRule {
    /// The rule as it is written.
    pub fn new(rule: Arc<Rule>) -> Self {
        Self { severity: rule.severity, params: rule.params.clone(), rule }
    }
}

/// What a rule says about one subject (or one element of it).
#[derive(Clone, Debug)]
pub(super) struct Judgement {
    pub(super) verdict: Verdict,
    pub(super) message: String,
    /// The subject whose text gets the finding; mostly the judged one.
    pub(super) at: SubjectId,
    pub(super) path: Vec<PathStep>,
    pub(super) origins: Vec<Origin>,
    pub(super) each: Option<(Value, Value)>,
    /// The path of the element that `each.value` is; empty without `for_each`.
    pub(super) element: Vec<PathStep>,
    /// The joins that decided.
    pub(super) related: BTreeMap<Arc<str>, Value>,
}

/// Judges a subject. Errors of the rule become diagnostics of the rule.
pub(super) fn judge(
    active: &ActiveRule,
    id: SubjectId,
    subjects: &Subjects<'_>,
    joined: &Joined<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Judgement> {
    let Some(subject) = subjects.get(id) else { return Vec::new() };
    let _measured = timing::rule(&active.rule.id);
    let budget = scope::budget();
    let related = joined.related(active, id, &budget, diagnostics);
    Judge { active, id, subject, subjects, related, budget: &budget, diagnostics }.run()
}

struct Judge<'r, 'd> {
    active: &'r ActiveRule,
    id: SubjectId,
    subject: &'r Subject,
    subjects: &'r Subjects<'r>,
    related: RelatedLists,
    budget: &'r Budget,
    diagnostics: &'d mut Vec<Diagnostic>,
}

/// The joins of one subject: what certainly belongs to it, and with what possibly does.
#[derive(Clone, Debug, Default)]
pub(super) struct RelatedLists {
    pub(super) certain: BTreeMap<Arc<str>, Value>,
    /// Present when at least one link cannot be decided: the lists with the possible members, and why.
    pub(super) possible: Option<(BTreeMap<Arc<str>, Value>, Vec<Origin>)>,
}

/// A condition's answer.
enum Answer {
    Yes,
    No,
    Unknown(Vec<Origin>),
    /// The rule itself failed; already reported.
    Broken,
}

impl<'r> Judge<'r, '_> {
    fn scope(&self, each: Option<&(Value, Value)>, related: &BTreeMap<Arc<str>, Value>) -> RuleScope<'r> {
        RuleScope {
            subjects: self.subjects,
            subject: self.subject,
            params: &self.active.params,
            each: each.cloned(),
            related: related.clone(),
            other: None,
            budget: self.budget,
        }
    }

    fn run(&mut self) -> Vec<Judgement> {
        let rule = &self.active.rule;
        let Some(for_each) = &rule.for_each else { return self.one(None).into_iter().collect() };
        let scope = self.scope(None, &self.related.certain);
        let collection = match scope.eval(for_each) {
            Ok(collection) => collection,
            Err(error) => {
                return match self.failed(&error) {
                    Answer::Unknown(origins) => self.unknown(origins, None).into_iter().collect(),
                    Answer::Yes | Answer::No | Answer::Broken => Vec::new(),
                };
            }
        };
        if let Kind::Unknown(unknown) = &collection.kind {
            let origins = unknown.origins().cloned().collect();
            return match self.applies(None) {
                Answer::Yes | Answer::Unknown(_) => self.unknown(origins, None).into_iter().collect(),
                Answer::No | Answer::Broken => Vec::new(),
            };
        }
        let pairs = key_value_pairs(&collection).unwrap_or_default();
        let marks = collection.marks;
        pairs.into_iter().filter_map(|(key, value)| self.one(Some((key, value.with_marks(marks))))).collect()
    }

    fn applies(&mut self, each: Option<&(Value, Value)>) -> Answer {
        match &self.active.rule.when {
            None => Answer::Yes,
            Some(when) => self.ask(when, each),
        }
    }

    fn one(&mut self, each: Option<(Value, Value)>) -> Option<Judgement> {
        let doubt = match self.applies(each.as_ref()) {
            Answer::Yes => None,
            Answer::No | Answer::Broken => return None,
            Answer::Unknown(origins) => Some(origins),
        };
        let assert = self.active.rule.assert.as_ref()?;
        match self.ask(assert, each.as_ref()) {
            Answer::Yes | Answer::Broken => None,
            Answer::Unknown(origins) => self.unknown(origins, each),
            Answer::No => match (doubt, &self.subject.uncertain) {
                (Some(origins), _) => self.unknown(origins, each),
                (None, Some(origin)) => self.unknown(vec![origin.clone()], each),
                (None, None) => Some(self.fail(each)),
            },
        }
    }

    /// The answer with the certain members of joins and, where that differs from the one with the possible members, none.
    fn ask(&mut self, condition: &Expr, each: Option<&(Value, Value)>) -> Answer {
        let certain = self.answer(condition, each, &self.related.certain.clone());
        let Some((lists, origins)) = self.related.possible.clone() else { return certain };
        let possible = self.answer(condition, each, &lists);
        match (certain, possible) {
            (Answer::Yes, Answer::Yes) => Answer::Yes,
            (Answer::No, Answer::No) => Answer::No,
            (Answer::Broken, _) | (_, Answer::Broken) => Answer::Broken,
            (Answer::Unknown(origins), _) | (_, Answer::Unknown(origins)) => Answer::Unknown(origins),
            (Answer::Yes, Answer::No) | (Answer::No, Answer::Yes) => Answer::Unknown(origins),
        }
    }

    fn answer(
        &mut self,
        condition: &Expr,
        each: Option<&(Value, Value)>,
        related: &BTreeMap<Arc<str>, Value>,
    ) -> Answer {
        let scope = self.scope(each, related);
        let value = match scope.eval(condition) {
            Ok(value) => value,
            Err(error) => return self.failed(&error),
        };
        if self.subjects.coverage.is_some() {
            // Null is false here, as everywhere in rules.
            let decided = convert::convert(value.clone(), &Type::Bool).unwrap_or(Value::FALSE);
            scope.branch(condition.span, if decided.is_null() { &Value::FALSE } else { &decided });
        }
        if let Kind::Unknown(unknown) = &value.kind {
            return Answer::Unknown(unknown.origins().cloned().collect());
        }
        match convert::convert(value.clone(), &Type::Bool).ok().as_ref().and_then(Value::as_bool) {
            Some(true) => Answer::Yes,
            _ => Answer::No,
        }
    }

    /// What an error means: a limit is the input's and leaves the question open, anything else is the rule's.
    fn failed(&mut self, error: &EvalError) -> Answer {
        if let EvalErrorKind::Limit(text) = &*error.kind {
            return Answer::Unknown(vec![Origin::Limit(text.as_str().into())]);
        }
        self.rule_failed(error);
        Answer::Broken
    }

    fn rule_failed(&mut self, error: &EvalError) {
        self.diagnostics.push(
            Diagnostic::error(
                Code::RuleFailed,
                error.span,
                format!("the rule `{}` failed on `{}`: {error}", self.active.rule.id, self.subject.address),
            )
            .with_help("guard the expression with `try` or a `when` condition"),
        );
    }

    fn fail(&self, each: Option<(Value, Value)>) -> Judgement {
        let element = self.element(each.as_ref());
        let At { subject, path } = self.at(&element, each.as_ref());
        Judgement {
            verdict: Verdict::Fail,
            message: self.message(each.as_ref()),
            at: subject,
            path,
            origins: Vec::new(),
            element,
            related: self.related.certain.clone(),
            each,
        }
    }

    fn unknown(&self, origins: Vec<Origin>, each: Option<(Value, Value)>) -> Option<Judgement> {
        let element = self.element(each.as_ref());
        let At { subject, path } = self.at(&element, each.as_ref());
        let module = self.subjects.root.modules.get(self.subject.module.0 as usize);
        let module = module.map_or("", |module| &*module.address);
        let message = reason::message(&self.active.rule.title, &origins, module);
        let related = BTreeMap::new();
        Some(Judgement { verdict: Verdict::Unknown, message, at: subject, path, origins, each, element, related })
    }

    /// The path of the judged element; empty without `for_each`.
    fn element(&self, each: Option<&(Value, Value)>) -> Vec<PathStep> {
        let Some((for_each, (key, value))) = self.active.rule.for_each.as_ref().zip(each) else { return Vec::new() };
        element_path(for_each, key, value, &self.scope(each, &self.related.certain))
    }

    /// The place of the finding: what `at` names, else the first reference of the assertion that is in the code.
    fn at(&self, element: &[PathStep], each: Option<&(Value, Value)>) -> At {
        place_of(&self.active.rule, self.id, element, &self.scope(each, &self.related.certain))
    }

    fn message(&self, each: Option<&(Value, Value)>) -> String {
        let fallback = || self.active.rule.title.clone();
        let Some(message) = &self.active.rule.message else { return fallback() };
        let scope = self.scope(each, &self.related.certain);
        match scope.eval(message) {
            Ok(value) if value.deep_marks().has(Marks::SENSITIVE) => fallback(),
            Ok(value) => match &value.kind {
                Kind::String(text) => one_line(text),
                Kind::Unknown(unknown) => known_parts(unknown).unwrap_or_else(fallback),
                _ => fallback(),
            },
            Err(_) => fallback(),
        }
    }
}

/// A message whose value is known in part shows the unknown pieces as `…`.
fn known_parts(unknown: &crate::eval::value::Unknown) -> Option<String> {
    let parts = unknown.parts.as_ref()?;
    let text: String = parts
        .iter()
        .map(|piece| match piece {
            crate::eval::value::Piece::Known(text) => text.to_string(),
            crate::eval::value::Piece::Unknown(_) => "…".to_string(),
        })
        .collect();
    Some(one_line(&text))
}

/// Messages stand on one line of a log.
fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    const LIMIT: usize = 400;
    if line.chars().count() <= LIMIT {
        return line;
    }
    line.chars().take(LIMIT).chain(std::iter::once('…')).collect()
}
