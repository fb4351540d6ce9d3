//! What is expected in numbers: changes and costs.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::file::{Bounds, Changes, Cost, PolicyTest};
use super::scenario::Scene;
use crate::config::module::Mode;
use crate::eval::value::{Kind, Value};
use crate::plan::summary::Action;
use crate::policy::pattern::matches_address;
use crate::rules::pattern::Pattern;
use crate::test_run::verdict::{Problem, Status, TestResult, Update};

/// How many addresses a note lists.
const LISTED: usize = 8;

/// One instance and what happens to it.
struct Change<'s> {
    address: &'s Arc<str>,
    kind: &'s Arc<str>,
    action: Action,
    /// Why it is not certain that there is one.
    doubt: Option<String>,
}

/// Holds the number of changes against what is expected.
pub(super) fn changes(test: &PolicyTest, scene: &Scene<'_, '_>, result: &mut TestResult) {
    if test.changes.is_empty() {
        return;
    }
    let all = all_changes(scene);
    for expected in &test.changes {
        expected.judge(&all, result);
    }
}

/// With a plan, what it does; without one, everything that the configuration declares is new.
fn all_changes<'s>(scene: &'s Scene<'_, '_>) -> Vec<Change<'s>> {
    if let Some(plan) = scene.plan {
        let managed = plan.changes.iter().filter(|change| !change.is_data);
        return managed
            .map(|change| Change {
                address: &change.address,
                kind: &change.kind,
                action: Action::of(&change.change),
                doubt: None,
            })
            .collect();
    }
    let managed = scene.evaluation.instances.iter().filter(|instance| instance.resource.key.mode == Mode::Managed);
    managed
        .map(|instance| Change {
            address: &instance.address,
            kind: instance.kind(),
            action: Action::Create,
            doubt: instance.uncertain.as_ref().map(ToString::to_string),
        })
        .collect()
}

impl Changes {
    fn judge(&self, all: &[Change<'_>], result: &mut TestResult) {
        let is_kind = |change: &Change<'_>| {
            self.resources.is_empty() || self.resources.iter().any(|text| Pattern::new(&text.text).matches(change.kind))
        };
        let is_place =
            |change: &Change<'_>| self.address.as_ref().is_none_or(|text| is_at_or_below(&text.text, change.address));
        let meant: Vec<&Change<'_>> = all.iter().filter(|change| is_kind(change) && is_place(change)).collect();
        if self.counts.is_empty() {
            let text = "which changes? write `create`, `update`, `replace`, `destroy` or `total`";
            result.add(Status::Error, Problem::new(self.span, text));
        }
        for (word, bounds) in &self.counts {
            let counted: Vec<&&Change<'_>> = meant.iter().filter(|change| is_action(word, change.action)).collect();
            if let Some(doubt) = counted.iter().find_map(|change| change.doubt.as_ref()) {
                let text = format!("the number of `{word}` cannot be known here");
                result.add(Status::Undecided, Problem::new(bounds.span, text).with_note(doubt));
                continue;
            }
            if bounds.holds(to_f64(counted.len())) {
                continue;
            }
            let text = format!("`{word}` is expected to be {bounds}, found {}", counted.len());
            let mut problem = Problem::new(bounds.span, text).with_updates(bounds.update(counted.len()));
            if !counted.is_empty() {
                problem.notes.push(listed(counted.iter().map(|change| &**change.address)));
            }
            result.add(Status::Fail, problem);
        }
    }
}

fn is_action(word: &str, action: Action) -> bool {
    match word {
        "changed" => !matches!(action, Action::Read | Action::NoOp),
        "total" => true,
        "no_op" => action == Action::NoOp,
        word => action.as_str() == word,
    }
}

/// Holds the costs against what is expected.
pub(super) fn costs(test: &PolicyTest, scene: &Scene<'_, '_>, result: &mut TestResult) {
    if test.costs.is_empty() {
        return;
    }
    let Some(estimate) = scene.cx.costs else {
        for expected in &test.costs {
            let problem = Problem::new(expected.span, "costs cannot be estimated here");
            result.add(Status::Undecided, problem.with_note("this build of tollgate has no prices"));
        }
        return;
    };
    let costs = estimate(scene.evaluation);
    for expected in &test.costs {
        expected.judge(&costs, scene, result);
    }
}

impl Cost {
    fn judge(&self, costs: &BTreeMap<Arc<str>, Value>, scene: &Scene<'_, '_>, result: &mut TestResult) {
        let is_meant = |address: &str| self.address.as_ref().is_none_or(|text| is_at_or_below(&text.text, address));
        if let Some(text) = &self.address
            && !scene.evaluation.instances.iter().any(|instance| is_meant(&instance.address))
        {
            return result.add(Status::Fail, Problem::new(text.span, format!("there is nothing at `{}`", text.text)));
        }
        let meant = costs.iter().filter(|(address, _)| is_meant(address));
        let (mut sum, mut shares, mut open) = (0.0, Vec::new(), Vec::new());
        for (address, cost) in meant {
            match &cost.kind {
                Kind::Number(number) => {
                    sum += number.to_f64();
                    shares.push((number.to_f64(), address));
                }
                Kind::Unknown(unknown) => open.push(format!("{address}: {}", unknown.origin)),
                _ => {}
            }
        }
        let is_over = self.monthly.max.is_some_and(|max| sum > max);
        if open.is_empty() && self.monthly.holds(sum) {
            return;
        }
        shares.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(right.1)));
        let shares = shares.iter().take(LISTED).map(|(cost, address)| format!("{address}: {cost:.2}"));
        if open.is_empty() || is_over {
            let text = format!("the monthly cost is expected to be {}, found {sum:.2} USD", self.monthly);
            let mut problem = Problem::new(self.monthly.span, text);
            problem.notes.extend(shares);
            return result.add(Status::Fail, problem);
        }
        let mut problem =
            Problem::new(self.monthly.span, format!("the monthly cost is {sum:.2} USD and what is not known"));
        problem.notes.extend(open.into_iter().take(LISTED));
        result.add(Status::Undecided, problem);
    }
}

impl Bounds {
    fn holds(&self, number: f64) -> bool {
        self.min.is_none_or(|min| number >= min) && self.max.is_none_or(|max| number <= max)
    }

    /// An exact number is brought up to date; bounds are somebody's intent.
    fn update(&self, found: usize) -> Option<Update> {
        (self.min == self.max).then(|| Update { span: self.span, text: found.to_string() })
    }
}

impl std::fmt::Display for Bounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min.total_cmp(&max).is_eq() => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "between {min} and {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => f.write_str("anything"),
        }
    }
}

/// Whether an address is what a pattern means, or stands below it: `module.web` means all that is in the module.
fn is_at_or_below(pattern: &str, address: &str) -> bool {
    matches_address(pattern, address) || matches_address(&format!("{pattern}.*"), address)
}

fn to_f64(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

fn listed<'a, I: Iterator<Item = &'a str>>(addresses: I) -> String {
    let all: Vec<&str> = addresses.collect();
    let rest = all.len().saturating_sub(LISTED);
    let shown = all.into_iter().take(LISTED).collect::<Vec<_>>().join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}
