//! Rule files to verdicts.
//!
//! In: compiled rules ([`rule::Rule`], read by [`load`] or taken from [`bundled`]) and the evaluation of one root module.
//! Out: [`finding::Finding`]s with their places, and diagnostics about rules that failed. This stage does not know
//! which findings count: selection, suppression and baselines are `policy`'s. Start reading at [`check_root`].

pub mod bundled;
pub mod finding;
pub mod judge;
pub mod load;
pub mod native;
pub mod pattern;
pub mod peers;
pub mod rule;
pub mod scope;
pub mod source;
pub mod subject;

mod assemble;
mod change;
mod difference;
mod edit;
mod identity;
mod join;
mod mend;
mod reason;
mod reference;
mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::project::Project;
use crate::diag::Diagnostic;
use crate::eval::evaluator::Evaluator;
use crate::eval::instance::{Change, RootEvaluation};
use crate::plan::summary::Action;
use crate::span::Sources;
use finding::Finding;
use judge::{ActiveRule, Judgement};
use rule::Category;
use subject::{LazyCosts, Subject, SubjectId, Subjects};

/// What judging one root gives.
#[derive(Debug, Default)]
pub struct Checked {
    pub findings: Vec<Finding>,
    pub diagnostics: Vec<Diagnostic>,
}

/// The kinds of subjects in a root: what decides which rules are needed at all.
pub fn kinds_of(root: &RootEvaluation) -> BTreeSet<Arc<str>> {
    let mut kinds: BTreeSet<Arc<str>> = ["variable", "output", "module", "terraform"].map(Arc::from).into();
    if root.plan.is_some() {
        kinds.insert(Arc::from("plan"));
    }
    for instance in &root.instances {
        let key = &instance.resource.key;
        kinds.insert(format!("{}{}", key.mode.prefix(), key.kind).into());
    }
    for module in &root.modules {
        kinds.extend(module.providers.keys().map(|name| {
            let name = name.split('.').next().unwrap_or(name);
            Arc::from(format!("provider.{name}"))
        }));
    }
    kinds
}

/// Everything that judging needs besides the rules.
#[derive(Clone, Copy, Debug)]
pub struct Input<'r, 'a> {
    pub root: &'r RootEvaluation,
    pub evaluator: &'r Evaluator<'a>,
    pub project: &'r Project,
    pub sources: &'r Sources,
    pub judged: Judged,
}

/// What of a root with a plan is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    All,
    /// What the plan creates, updates or replaces; change rules still see all that it does.
    Changed,
}

/// Judges one root module. `costs` tells monthly estimates to rules that ask for them.
pub fn check_root(input: Input<'_, '_>, rules: &[ActiveRule], costs: LazyCosts<'_>) -> Checked {
    let mut subjects = Subjects::new(input.root, input.sources);
    subjects.costs = costs;
    subjects.coverage.clone_from(&input.evaluator.rule_coverage);
    let joined = join::Joined::new(&subjects);
    let work: Vec<(usize, SubjectId)> = pairs(rules, &subjects, input.judged);
    // Most pairs have nothing to tell, and a large plan has tens of millions of them.
    let judged: Vec<(Vec<Diagnostic>, Vec<(usize, SubjectId, Judgement)>)> = work
        .par_iter()
        .with_min_len(64)
        .filter_map(|(rule, id)| {
            let mut diagnostics = Vec::new();
            let judgements = judge::judge(rules.get(*rule)?, *id, &subjects, &joined, &mut diagnostics);
            let judgements: Vec<_> = judgements.into_iter().map(|judgement| (*rule, *id, judgement)).collect();
            (!judgements.is_empty() || !diagnostics.is_empty()).then_some((diagnostics, judgements))
        })
        .collect();
    let mut checked = Checked::default();
    let mut collected = Vec::new();
    for (diagnostics, judgements) in judged {
        checked.diagnostics.extend(diagnostics);
        collected.extend(judgements);
    }
    checked.findings = assemble::findings(&input, rules, &subjects, collected);
    if input.judged == Judged::All {
        native::run(&input, rules, &mut checked);
    }
    checked
}

/// Change rules are about what a plan does; all others about what will be there, which a destroyed instance is not.
fn is_judged(category: Category, subject: &Subject, change: Option<&Change>, judged: Judged) -> bool {
    match (category, change) {
        (Category::Change, None) => &*subject.kind == "plan",
        (Category::Change, Some(change)) => Action::of(change) != Action::NoOp || is_news(change),
        (_, Some(change)) if judged == Judged::Changed => {
            matches!(Action::of(change), Action::Create | Action::Update | Action::Replace)
        }
        (_, Some(change)) => !Action::of(change).takes_away(),
        (_, None) => judged == Judged::All,
    }
}

/// Whether there is something to tell of an instance that keeps its values.
fn is_news(change: &Change) -> bool {
    change.drift.is_some() || change.importing.is_some() || change.previous_address.is_some()
}

/// Which rule meets which subject, by type, in the order of subjects.
fn pairs(rules: &[ActiveRule], subjects: &Subjects<'_>, judged: Judged) -> Vec<(usize, SubjectId)> {
    let mut by_kind: BTreeMap<Arc<str>, Vec<usize>> = BTreeMap::new();
    for kind in subjects.kinds() {
        let matching = rules.iter().enumerate().filter(|(_, active)| {
            active.rule.native.is_none()
                && active.rule.resources.iter().any(|pattern| pattern::Pattern::new(pattern).matches(kind))
        });
        by_kind.insert(Arc::clone(kind), matching.map(|(i, _)| i).collect());
    }
    let mut work = Vec::new();
    for (i, subject) in subjects.all.iter().enumerate() {
        let Ok(id) = u32::try_from(i) else { break };
        let matching = by_kind.get(&subject.kind).map_or(&[][..], Vec::as_slice);
        let change = subjects.change(subject);
        let meets = |rule: &&usize| {
            rules.get(**rule).is_some_and(|active| is_judged(active.rule.category, subject, change, judged))
        };
        work.extend(matching.iter().filter(meets).map(|rule| (*rule, SubjectId(id))));
    }
    work
}
