//! Budgets: limits for what the infrastructure costs, and for what a change adds to it.
//!
//! A budget is about all that its filters name, over all roots together. Its finding stands on the resource that
//! contributes most: to the increase where something is known about the time before, else to the cost.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cost::{RootCost, Site};
use super::part::{Comment, Part, Thresholds, comment};
use super::settle::Judge;
use crate::cost::decimal::Decimal;
use crate::cost::{Cost, Estimate, ResourceCost};
use crate::eval::value::Origin;
use crate::policy::pattern::matches_address;
use crate::policy::settings::layer::BudgetLayer;
use crate::rules::finding::{Finding, Location, Seen, Step, Verdict};
use crate::rules::rule::Rule;

/// The rule about what all costs, and the rule about what a change adds.
const TOTAL: &str = "cost-budget-exceeded";
const INCREASE: &str = "cost-increase-exceeded";

/// Adds up what each budget is about, and what its finding would be; whether there is one is decided when all roots
/// are added up ([`conclude`]).
pub(super) fn judge(judge: &Judge<'_>, costs: &[RootCost], part: &mut Part) {
    let budgets: Vec<&BudgetLayer> = judge.input.settings.layers().flat_map(|layer| &layer.budgets).collect();
    let rules = [TOTAL, INCREASE].map(|id| judge.catalogue.rule(id));
    let (false, [Some(total), Some(increase)]) = (budgets.is_empty(), rules) else { return };
    for budget in budgets {
        let sum = Sum::of(budget, costs);
        let mut found = BudgetPart {
            what: what(budget),
            monthly: budget.block.monthly.and_then(amount),
            increase: budget.block.increase.and_then(amount),
            increase_percent: budget.block.increase_percent.and_then(amount),
            before: sum.before.clone(),
            after: sum.after.clone(),
            has_before: sum.has_before,
            unknown: sum.unknown.clone(),
            largest: None,
            most_added: None,
        };
        // What can be known to be no finding needs none.
        if judge.request.shard.is_some() || !found.problems().is_empty() {
            let rules = [&total, &increase].map(|rule| with_severity(Arc::clone(rule), budget));
            let candidate = |weight: fn(&Share<'_>) -> Decimal| {
                let share = sum.largest(weight)?;
                Some(Candidate::new(judge, part, (share, weight(share)), budget, &rules))
            };
            (found.largest, found.most_added) = (candidate(|share| share.after.clone()), candidate(delta));
            for candidate in found.largest.iter().chain(&found.most_added) {
                part.thresholds.extend(candidate.thresholds.clone());
            }
        }
        part.budgets.push(found);
    }
}

/// Makes findings of the budgets that are exceeded, or may be.
pub(super) fn conclude(part: &mut Part) {
    for budget in std::mem::take(&mut part.budgets) {
        for problem in budget.problems() {
            let candidate = if budget.has_before { &budget.most_added } else { &budget.largest };
            let Some(candidate) = candidate else { continue };
            let Some(verdict) = candidate.verdicts.get(problem.rule) else { continue };
            part.rules.push(Arc::clone(&verdict.rule));
            part.unused.retain(|finding| !verdict.uses.contains(&comment(finding)));
            part.findings.extend(verdict.finding.clone().map(|finding| Finding {
                verdict: problem.verdict,
                message: problem.message,
                origins: problem.origins,
                ..finding
            }));
        }
    }
}

/// What the roots of a part add up to, for one budget.
#[derive(Clone, Debug)]
pub struct BudgetPart {
    /// What the budget is for, in words.
    pub what: String,
    pub monthly: Option<Decimal>,
    pub increase: Option<Decimal>,
    pub increase_percent: Option<Decimal>,
    pub before: Decimal,
    pub after: Decimal,
    /// Whether something is known about the time before.
    pub has_before: bool,
    /// Why the costs of some resources are not known.
    pub unknown: Vec<Arc<str>>,
    /// The resource that costs most.
    pub largest: Option<Candidate>,
    /// The resource that the change adds most to.
    pub most_added: Option<Candidate>,
}

/// A resource on which the finding of a budget may stand.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub weight: Decimal,
    /// Directory and environment of the root, and the address: of equal ones the first counts.
    pub place: (Arc<str>, Option<Arc<str>>, Arc<str>),
    /// What the rule about the total and the rule about the increase come to here.
    pub verdicts: [CandidateVerdict; 2],
    /// What fails the run there.
    thresholds: Thresholds,
}

/// One rule on one candidate.
#[derive(Clone, Debug)]
pub struct CandidateVerdict {
    pub rule: Arc<Rule>,
    /// The finding but for its message; none where the rule is off.
    pub finding: Option<Finding>,
    /// The suppressions that it uses.
    pub uses: BTreeSet<Comment>,
}

/// What is over a budget, in words.
struct Problem {
    /// The position of the rule in [`Candidate::verdicts`].
    rule: usize,
    message: String,
    verdict: Verdict,
    origins: Vec<Origin>,
}

impl BudgetPart {
    /// The findings that it may have, without their messages.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let candidates = self.largest.iter().chain(&self.most_added);
        candidates.flat_map(|candidate| &candidate.verdicts).filter_map(|verdict| verdict.finding.as_ref())
    }

    /// Adds the roots of another part.
    pub(super) fn add(&mut self, other: Self) {
        self.before = self.before.clone() + other.before;
        self.after = self.after.clone() + other.after;
        self.has_before |= other.has_before;
        self.unknown.extend(other.unknown);
        self.largest = Candidate::greater(self.largest.take(), other.largest);
        self.most_added = Candidate::greater(self.most_added.take(), other.most_added);
    }

    /// What is over the budget; undecided where it is not over, but not all is known.
    fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let delta = self.after.clone() - self.before.clone();
        if let Some(limit) = self.monthly.clone() {
            let over = self.after.clone() - limit.clone();
            let change = if self.has_before { format!(", {} by this change", signed(&delta)) } else { String::new() };
            let text = format!(
                "{} costs ${}/month, ${} over the budget of ${}{change}",
                self.what,
                self.after.cents(),
                over.cents(),
                limit.cents()
            );
            problems.extend(self.problem(0, &over, text));
        }
        if self.has_before {
            let relative = self.increase_percent.clone().filter(|_| !self.before.is_zero()).map(|percent| {
                let limit = (&self.before * &percent).shifted(2);
                (limit, format!("{percent}% of ${}", self.before.cents()))
            });
            let absolute = self.increase.clone().map(|limit| (limit.clone(), format!("${}", limit.cents())));
            for (limit, shown) in absolute.into_iter().chain(relative) {
                let over = delta.clone() - limit;
                let text = format!(
                    "this change adds ${}/month to {}, more than the {shown} that a change may add",
                    delta.cents(),
                    self.what
                );
                problems.extend(self.problem(1, &over, text));
            }
        }
        problems
    }

    fn problem(&self, rule: usize, over: &Decimal, text: String) -> Option<Problem> {
        if !over.is_negative() && !over.is_zero() {
            return Some(Problem { rule, message: text, verdict: Verdict::Fail, origins: Vec::new() });
        }
        if self.unknown.is_empty() {
            return None;
        }
        let message = format!(
            "at least ${}/month of the budget is used, and the cost of {} more cannot be told",
            self.after.cents(),
            self.unknown.len()
        );
        let mut reasons: Vec<Arc<str>> = self.unknown.clone();
        reasons.sort();
        reasons.dedup();
        let origins = reasons.into_iter().map(Origin::Cost).collect();
        Some(Problem { rule, message, verdict: Verdict::Unknown, origins })
    }
}

impl Candidate {
    /// A candidate of which the run knows the thresholds already.
    pub fn known(
        weight: Decimal,
        place: (Arc<str>, Option<Arc<str>>, Arc<str>),
        verdicts: [CandidateVerdict; 2],
    ) -> Self {
        Self { weight, place, verdicts, thresholds: Thresholds::new() }
    }

    fn new(
        judge: &Judge<'_>,
        part: &Part,
        (share, weight): (&Share<'_>, Decimal),
        budget: &BudgetLayer,
        rules: &[Arc<Rule>; 2],
    ) -> Self {
        let mut thresholds = Thresholds::new();
        let verdicts = rules.each_ref().map(|rule| {
            let mut settled = judge.settle(vec![finding(share, budget, Arc::clone(rule))], Vec::new());
            let left: BTreeSet<Comment> = settled.unused.iter().map(comment).collect();
            let uses = part.unused.iter().map(comment).filter(|comment| !left.contains(comment)).collect();
            thresholds.append(&mut settled.thresholds);
            CandidateVerdict { rule: Arc::clone(rule), finding: settled.findings.pop(), uses }
        });
        let (root, address) = (share.root, share.address);
        let place = (Arc::clone(&root.dir), root.environment.clone(), Arc::clone(address));
        Self { weight, place, verdicts, thresholds }
    }

    fn greater(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        let (Some(one), Some(other)) = (&one, &other) else { return one.or(other) };
        let is_other = other.weight > one.weight || other.weight == one.weight && other.place < one.place;
        Some(if is_other { other.clone() } else { one.clone() })
    }
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

fn delta(share: &Share<'_>) -> Decimal {
    share.after.clone() - share.before.clone()
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

    /// The share that contributes most; the first by address where several do.
    fn largest(&self, weight: impl Fn(&Share<'_>) -> Decimal) -> Option<&Share<'c>> {
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

/// The finding of a budget on a resource; verdict and message come when all is added up.
fn finding(share: &Share<'_>, budget: &BudgetLayer, rule: Arc<Rule>) -> Finding {
    let (root, address) = (share.root, share.address);
    let site: Option<&Site> = root.sites.get(address);
    let budget = Location::Source(budget.span);
    let dir = || Arc::clone(&root.dir);
    Finding {
        severity: rule.severity,
        category: rule.category,
        rule,
        verdict: Verdict::Fail,
        message: String::new(),
        location: site.map_or_else(|| budget.clone(), |site| Location::Source(site.header)),
        instances: vec![Arc::clone(address)],
        subject: site.map(|site| site.block),
        call_sites: vec![site.map_or_else(|| Arc::from([]), |site| Arc::clone(&site.call_sites))],
        attribute: "".into(),
        trace: Vec::new(),
        related: vec![Step { location: budget, note: "the budget".to_string() }],
        origins: Vec::new(),
        root: dir(),
        module_dir: site.map_or_else(dir, |site| Arc::clone(&site.module_dir)),
        address_template: site.map_or_else(|| Arc::clone(address), |site| Arc::clone(&site.template)),
        environment: root.environment.clone(),
        fix: None,
        suppression: None,
        fingerprint: "".into(),
        instance_fingerprints: Vec::new(),
        baseline_state: None,
        action: None,
        seen: Seen::default(),
    }
}
