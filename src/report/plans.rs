//! What plans do, for people: numbers, types, and what is lost, the dangerous first.

use std::collections::HashMap;

use super::Report;
use super::text::plural;
use crate::plan::summary::{Action, Loss, Overview};
use crate::rules::rule::{Category, Severity};

/// The actions of a summary, worst first, with the words for them.
const ACTIONS: [(Action, &str); 5] = [
    (Action::Destroy, "to destroy"),
    (Action::Replace, "to replace"),
    (Action::Forget, "to forget"),
    (Action::Update, "to update"),
    (Action::Create, "to create"),
];

/// `1 to destroy, 2 to create; 12 stay`.
pub fn headline(plan: &Overview) -> String {
    let counts = &plan.summary.counts;
    let parts: Vec<String> = ACTIONS
        .iter()
        .filter(|(action, _)| counts.get(*action) > 0)
        .map(|(action, words)| format!("{} {words}", counts.get(*action)))
        .collect();
    let mut line = if parts.is_empty() { "nothing to do".to_owned() } else { parts.join(", ") };
    match counts.get(Action::NoOp) {
        0 => {}
        1 => line.push_str("; 1 stays"),
        stay => line.push_str(&format!("; {stay} stay")),
    }
    if plan.drifted > 0 {
        line.push_str(&format!("; {} changed outside Terraform", plural(plan.drifted, "resource")));
    }
    if plan.errored {
        line.push_str("; planning stopped with an error");
    }
    line
}

/// `plan.json for envs/prod in prod`.
pub fn title(plan: &Overview) -> String {
    let root = if plan.root.is_empty() { "." } else { &*plan.root };
    let of = if plan.root == plan.path { String::new() } else { format!(" for {root}") };
    let within = plan.environment.as_ref().map(|name| format!(" in {name}")).unwrap_or_default();
    format!("{}{of}{within}", plan.path)
}

/// By action, worst first: its word, and the types with their numbers, the most frequent first.
pub fn by_type(plan: &Overview) -> Vec<(Action, String)> {
    let types = |action: &Action| {
        let kinds = plan.summary.by_type.get(action)?;
        let mut kinds: Vec<(&str, usize)> = kinds.iter().map(|(kind, count)| (&**kind, *count)).collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let shown: Vec<String> = kinds
            .iter()
            .map(|(kind, count)| if *count > 1 { format!("{kind} {count}") } else { (*kind).to_owned() })
            .collect();
        Some((*action, shown.join(", ")))
    };
    ACTIONS.iter().filter_map(|(action, _)| types(action)).collect()
}

/// What is lost, the worst first: as the findings of change rules have it, then as the plan says it.
pub fn losses<'p>(report: &Report<'_>, plan: &'p Overview) -> Vec<(&'p Loss, Option<Severity>)> {
    let mut worst: HashMap<&str, Severity> = HashMap::new();
    let about =
        |finding: &&&crate::rules::finding::Finding| finding.category == Category::Change && finding.root == plan.root;
    for finding in report.failures().collect::<Vec<_>>().iter().filter(about) {
        for address in &finding.instances {
            let known = worst.entry(address).or_insert(finding.severity);
            *known = finding.severity.max(*known);
        }
    }
    let mut losses: Vec<(&Loss, Option<Severity>)> =
        plan.summary.losses.iter().map(|loss| (loss, worst.get(&*loss.address).copied())).collect();
    losses.sort_by_key(|(_, severity)| std::cmp::Reverse(severity.filter(|severity| *severity >= Severity::Medium)));
    losses
}
