//! Budgets: limits for what the infrastructure costs, and for what a change adds to it.
//!
//! A budget is about all that its filters name, over all roots together. Its finding stands on the resource that
//! contributes most: to the increase where something is known about the time before, else to the cost.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cost::{RootCost, Site};
use super::settle::Judge;
use crate::cost::decimal::Decimal;
use crate::cost::{Cost, Estimate, ResourceCost};
use crate::diag::{Code, Diagnostic};
use crate::eval::value::Origin;
use crate::policy::pattern::matches_address;
use crate::policy::settings::layer::BudgetLayer;
use crate::rules::finding::{Finding, Location, Seen, Step, Verdict};
use crate::rules::rule::Rule;
use crate::run::Outcome;

/// The rule about what all costs, and the rule about what a change adds.
const TOTAL: &str = "cost-budget-exceeded";
const INCREASE: &str = "cost-increase-exceeded";

/// Holds the costs against all budgets; what is over is a finding of the outcome.
pub(super) fn judge(judge: &Judge<'_>, costs: &[RootCost], outcome: &mut Outcome) {
    if costs.is_empty() {
        return;
    }
    let mut found = Vec::new();
    for budget in judge.input.settings.layers().flat_map(|layer| &layer.budgets) {
        found.extend(Sum::of(budget, costs).judge(budget));
    }
    for (rule_id, problem) in found {
        let Some(rule) = judge.catalogue.rule(rule_id) else { continue };
        let rule = with_severity(rule, problem.budget);
        outcome.findings.push(problem.into_finding(Arc::clone(&rule)));
        if !outcome.rules.iter().any(|known| known.id == rule.id) {
            outcome.rules.push(rule);
        }
    }
    outcome.rules.sort_by(|left, right| left.id.cmp(&right.id));
}

/// A shard knows what its own roots cost, and a budget is about all of them.
pub(super) fn untold(judge: &Judge<'_>) -> Option<Diagnostic> {
    let budget = judge.input.settings.layers().find_map(|layer| layer.budgets.first())?;
    let message = "budgets are not judged by shards, which know the costs of their own root modules alone";
    let help = "judge them in a step of its own: `tollgate check --select cost` without `--shard`";
    Some(Diagnostic::warning(Code::ShardPartial, budget.span, message).with_help(help))
}

/// The budget's own severity takes the place of the rule's.
fn with_severity(rule: Arc<Rule>, budget: &BudgetLayer) -> Arc<Rule> {
    match budget.block.severity {
        Some(severity) => Arc::new(Rule { severity: severity.into(), ..Rule::clone(&rule) }),
        None => rule,
    }
}

/// One address of one root, before and after.
struct Share<'c> {
    root: &'c RootCost,
    address: &'c Arc<str>,
    before: Decimal,
    after: Decimal,
}

impl Share<'_> {
    fn delta(&self) -> Decimal {
        self.after.clone() - self.before.clone()
    }
}

/// What a budget is about, added up.
struct Sum<'c> {
    shares: Vec<Share<'c>>,
    before: Decimal,
    after: Decimal,
    /// Whether something is known about the time before.
    has_before: bool,
    /// Why the costs of some resources are not known.
    unknown: Vec<Arc<str>>,
}

impl<'c> Sum<'c> {
    fn of(budget: &BudgetLayer, costs: &'c [RootCost]) -> Self {
        let mut sum = Self {
            shares: Vec::new(),
            before: Decimal::ZERO,
            after: Decimal::ZERO,
            has_before: false,
            unknown: Vec::new(),
        };
        for root in costs.iter().filter(|root| budget.fits(&root.dir, root.environment.as_ref())) {
            sum.add(budget, root);
        }
        sum
    }

    fn add(&mut self, budget: &BudgetLayer, root: &'c RootCost) {
        self.has_before |= root.before.is_some();
        let mut shares: BTreeMap<&'c Arc<str>, (Decimal, Decimal)> = BTreeMap::new();
        for resource in meant(budget, root, root.before.as_ref()) {
            shares.entry(&resource.address).or_default().0 = resource.lowest();
        }
        for resource in meant(budget, root, Some(&root.after)) {
            shares.entry(&resource.address).or_default().1 = resource.lowest();
            if let Cost::Unknown(why) = resource.monthly() {
                self.unknown.push(why);
            }
        }
        for (address, (before, after)) in shares {
            self.before = self.before.clone() + before.clone();
            self.after = self.after.clone() + after.clone();
            self.shares.push(Share { root, address, before, after });
        }
    }

    /// What is over the budget; undecided where it is not over, but not all is known.
    fn judge<'b>(&self, budget: &'b BudgetLayer) -> Vec<(&'static str, Problem<'b, 'c>)> {
        let mut problems = Vec::new();
        let block = &budget.block;
        let delta = self.after.clone() - self.before.clone();
        if let Some(limit) = block.monthly.and_then(amount) {
            let over = self.after.clone() - limit.clone();
            let change = if self.has_before { format!(", {} by this change", signed(&delta)) } else { String::new() };
            let text = format!(
                "{} costs ${}/month, ${} over the budget of ${}{change}",
                what(budget),
                self.after.cents(),
                over.cents(),
                limit.cents()
            );
            problems.extend(self.verdict(&over, text).map(|problem| (TOTAL, problem(budget))));
        }
        if self.has_before {
            let limits = [block.increase.and_then(amount), block.increase_percent.and_then(amount)];
            let [absolute, percent] = limits;
            let relative = percent.filter(|_| !self.before.is_zero()).map(|percent| {
                let limit = (&self.before * &percent).shifted(2);
                (limit, format!("{percent}% of ${}", self.before.cents()))
            });
            let absolute = absolute.map(|limit| (limit.clone(), format!("${}", limit.cents())));
            for (limit, shown) in absolute.into_iter().chain(relative) {
                let over = delta.clone() - limit;
                let text = format!(
                    "this change adds ${}/month to {}, more than the {shown} that a change may add",
                    delta.cents(),
                    what(budget)
                );
                problems.extend(self.verdict(&over, text).map(|problem| (INCREASE, problem(budget))));
            }
        }
        problems
    }

    fn verdict<'s, 'b>(
        &'s self,
        over: &Decimal,
        text: String,
    ) -> Option<impl FnOnce(&'b BudgetLayer) -> Problem<'b, 'c> + use<'s, 'b, 'c>> {
        let is_over = !over.is_negative() && !over.is_zero();
        if !is_over && self.unknown.is_empty() {
            return None;
        }
        let share = self.largest()?;
        let count = self.unknown.len();
        let message = if is_over {
            text
        } else {
            format!(
                "at least ${}/month of the budget is used, and the cost of {count} more cannot be told",
                self.after.cents()
            )
        };
        let origins = if is_over { Vec::new() } else { self.origins() };
        let verdict = if is_over { Verdict::Fail } else { Verdict::Unknown };
        let (root, address) = (share.root, share.address);
        Some(move |budget| Problem { budget, root, address, message, verdict, origins })
    }

    fn origins(&self) -> Vec<Origin> {
        let mut reasons: Vec<Arc<str>> = self.unknown.clone();
        reasons.sort();
        reasons.dedup();
        reasons.into_iter().map(Origin::Cost).collect()
    }

    /// The share that contributes most; the first by address where several do.
    fn largest(&self) -> Option<&Share<'c>> {
        let weight = |share: &Share<'_>| if self.has_before { share.delta() } else { share.after.clone() };
        let there = self.shares.iter().filter(|share| share.root.sites.contains_key(share.address));
        there.reduce(|best, share| if weight(share) > weight(best) { share } else { best })
    }
}

/// The resources of an estimate that a budget is about.
fn meant<'c>(
    budget: &BudgetLayer,
    root: &'c RootCost,
    estimate: Option<&'c Estimate>,
) -> impl Iterator<Item = &'c ResourceCost> {
    let block = budget.block.clone();
    estimate.into_iter().flat_map(|estimate| &estimate.resources).filter(move |resource| {
        let in_module = block.module.as_deref().is_none_or(|pattern| {
            let below = format!("{pattern}.*");
            matches_address(pattern, &resource.module) || matches_address(&below, &resource.module)
        });
        let site = root.sites.get(&resource.address);
        let has = |(key, value): (&String, &String)| {
            site.is_some_and(|site| site.tags.iter().any(|(own, text)| **own == **key && **text == **value))
        };
        in_module && block.tags.iter().all(has)
    })
}

/// A limit as it was written: the shortest text of the number is what the user typed.
fn amount(limit: f64) -> Option<Decimal> {
    Decimal::parse(&limit.to_string())
}

fn signed(amount: &Decimal) -> String {
    let sign = if amount.is_negative() { "-" } else { "+" };
    format!("{sign}${}", amount.absolute().cents())
}

/// What the budget is for, in words.
fn what(budget: &BudgetLayer) -> String {
    let block = &budget.block;
    let mut parts = Vec::new();
    parts.extend(block.environment.as_ref().map(|name| format!("environment `{name}`")));
    parts.extend(block.module.as_ref().map(|pattern| format!("module `{pattern}`")));
    if !block.roots.is_empty() {
        let roots: Vec<String> = block.roots.iter().map(|root| format!("`{}`", root.value)).collect();
        parts.push(roots.join(", "));
    }
    parts.extend(block.tags.iter().map(|(key, value)| format!("tag `{key}` = `{value}`")));
    if parts.is_empty() { "all together".to_string() } else { parts.join(", ") }
}

/// What is over a budget, and where it shows.
struct Problem<'b, 'c> {
    budget: &'b BudgetLayer,
    root: &'c RootCost,
    address: &'c Arc<str>,
    message: String,
    verdict: Verdict,
    origins: Vec<Origin>,
}

impl Problem<'_, '_> {
    fn into_finding(self, rule: Arc<Rule>) -> Finding {
        let site: Option<&Site> = self.root.sites.get(self.address);
        let budget = Location::Source(self.budget.span);
        let dir = || Arc::clone(&self.root.dir);
        Finding {
            severity: rule.severity,
            category: rule.category,
            rule,
            verdict: self.verdict,
            message: self.message,
            location: site.map_or_else(|| budget.clone(), |site| Location::Source(site.header)),
            instances: vec![Arc::clone(self.address)],
            subject: site.map(|site| site.block),
            call_sites: vec![site.map_or_else(|| Arc::from([]), |site| Arc::clone(&site.call_sites))],
            attribute: "".into(),
            trace: Vec::new(),
            related: vec![Step { location: budget, note: "the budget".to_string() }],
            origins: self.origins,
            root: dir(),
            module_dir: site.map_or_else(dir, |site| Arc::clone(&site.module_dir)),
            address_template: site.map_or_else(|| Arc::clone(self.address), |site| Arc::clone(&site.template)),
            environment: self.root.environment.clone(),
            fix: None,
            suppression: None,
            fingerprint: "".into(),
            instance_fingerprints: Vec::new(),
            baseline_state: None,
            action: None,
            seen: Seen::default(),
        }
    }
}
