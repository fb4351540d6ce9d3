//! One run over a project: every root evaluated and judged, in parallel, with results in a total order.
//!
//! In: a loaded [`Project`], the inputs of each root and the choice of rules. Out: an [`Outcome`]. What the findings
//! mean for the user (suppressions, baselines, exit codes) is applied afterwards by `policy`.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::config::project::Project;
use crate::config::refused::refused;
use crate::diag::{Code, Diagnostic, guarded};
use crate::discover::Files;
use crate::eval::coverage::Coverage;
use crate::eval::evaluator::Evaluator;
use crate::eval::inputs::Inputs;
use crate::eval::instance::{BrokenCondition, RootEvaluation};
use crate::eval::value::Members;
use crate::plan::earlier::Earlier;
use crate::plan::{Plan, join};
use crate::rules::bundled::{self, BundledRule};
use crate::rules::finding::Finding;
use crate::rules::judge::ActiveRule;
use crate::rules::rule::{Category, Rule, Severity};
use crate::rules::subject::{CostHook, LazyCosts};
use crate::rules::{self, Input, Judged};
use crate::span::Sources;
use crate::timing;

/// Which rules a run uses.
pub struct RuleChoice<'c> {
    /// Whether a bundled rule is on for a root; asked before the rule is parsed.
    pub is_on: &'c (dyn Fn(&BundledRule, &RootInputs) -> bool + Sync),
    /// The user's own rules.
    pub custom: Vec<Arc<Rule>>,
    /// Whether one of the user's own rules is on for a root.
    pub is_custom_on: &'c (dyn Fn(&Rule, &RootInputs) -> bool + Sync),
    /// Severity and parameters in effect for a root.
    pub adjust: &'c (dyn Fn(&Rule, &RootInputs) -> (Severity, Members) + Sync),
}

impl std::fmt::Debug for RuleChoice<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RuleChoice").field("custom", &self.custom.len()).finish_non_exhaustive()
    }
}

/// One root module with what it is given. A root with several environments stands several times.
#[derive(Clone, Debug)]
pub struct RootInputs {
    pub dir: Arc<str>,
    pub inputs: Inputs,
    /// The plan whose values take the place of computed ones.
    pub plan: Option<Arc<Plan>>,
    /// With a plan: what the source before the change adds to it.
    pub earlier: Option<Arc<Earlier>>,
    /// With a plan: judge only what it creates, updates or replaces.
    pub changed_only: bool,
    /// Its place among all roots of the run, also where only some of them are checked.
    pub position: u32,
}

impl RootInputs {
    /// A root without a plan.
    pub fn new(dir: Arc<str>, inputs: Inputs) -> Self {
        Self { dir, inputs, plan: None, earlier: None, changed_only: false, position: 0 }
    }
}

/// Everything that a run reads.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    pub files: &'r Files,
    pub sources: &'r Sources,
    pub project: &'r Project,
    pub roots: &'r [RootInputs],
    pub rules: &'r RuleChoice<'r>,
    pub hooks: Hooks<'r>,
}

/// Where later stages reach into a run.
#[derive(Clone, Copy, Default)]
pub struct Hooks<'r> {
    /// Monthly costs by address, for rules that call `monthly_cost`.
    pub costs: Option<CostHook<'r>>,
    /// Sees each root after its evaluation.
    pub seen: Option<&'r (dyn Fn(&RootEvaluation) + Sync)>,
    /// Called after each root, for progress.
    pub done: Option<&'r (dyn Fn() + Sync)>,
    /// Counts how the rules' conditions come out.
    pub coverage: Option<&'r Arc<Coverage>>,
}

impl std::fmt::Debug for Hooks<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hooks").finish_non_exhaustive()
    }
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Those of each root by themselves, in the order of the roots.
    pub findings: Vec<Finding>,
    pub diagnostics: Vec<Diagnostic>,
    /// Resource and data instances that were judged.
    pub resources: usize,
    pub files: usize,
    pub roots: usize,
    /// The rules that met at least one subject, by id.
    pub rules: Vec<Arc<Rule>>,
}

/// Evaluates and judges all roots.
pub fn check(request: Request<'_>) -> Outcome {
    let cache = RuleCache::new();
    let results: Vec<Outcome> =
        request.roots.par_iter().map(|root| check_root_guarded(request, root, &cache)).collect();
    let mut outcome = Outcome {
        files: request.project.file_count(),
        roots: request.roots.len(),
        diagnostics: request.project.diagnostics().cloned().collect(),
        ..Outcome::default()
    };
    let mut used: BTreeMap<Arc<str>, Arc<Rule>> = BTreeMap::new();
    for result in results {
        outcome.findings.extend(result.findings);
        outcome.diagnostics.extend(result.diagnostics);
        outcome.resources += result.resources;
        used.extend(result.rules.into_iter().map(|rule| (Arc::clone(&rule.id), rule)));
    }
    outcome.rules = used.into_values().collect();
    crate::diag::sort_diagnostics(&mut outcome.diagnostics, request.sources);
    outcome
}

/// A bug in one root costs that root's findings, not the run.
fn check_root_guarded(request: Request<'_>, root: &RootInputs, cache: &RuleCache) -> Outcome {
    let mut result = guarded("the root module", &root.dir, || check_root(request, root, cache));
    for finding in result.iter_mut().flat_map(|outcome| &mut outcome.findings) {
        finding.see(root.position);
    }
    if let Some(done) = request.hooks.done {
        done();
    }
    result.unwrap_or_else(|diagnostic| Outcome { diagnostics: vec![*diagnostic], ..Outcome::default() })
}

fn check_root(request: Request<'_>, root: &RootInputs, cache: &RuleCache) -> Outcome {
    let dir = || if root.dir.is_empty() { ".".to_owned() } else { root.dir.to_string() };
    let measured = timing::span("evaluate", dir);
    let evaluator = Evaluator::new(request.project, request.files, &root.dir, &root.inputs)
        .covering_rules(request.hooks.coverage.cloned());
    let mut evaluation = evaluator.evaluate_root();
    drop(measured);
    let mut diagnostics = evaluator.take_diagnostics();
    if let Some(plan) = &root.plan {
        diagnostics.extend(join::refine(&mut evaluation, plan, root.earlier.as_deref(), request.sources));
    }
    let active = active_rules(&evaluation, root, request.rules, cache);
    if let Some(seen) = request.hooks.seen {
        seen(&evaluation);
    }
    let costs = LazyCosts::new(request.hooks.costs);
    let judged = if root.changed_only { Judged::Changed } else { Judged::All };
    let (project, sources) = (request.project, request.sources);
    let input = Input { root: &evaluation, evaluator: &evaluator, project, sources, judged };
    let measured = timing::span("judge", dir);
    let checked = rules::check_root(input, &active, costs);
    drop(measured);
    diagnostics.extend(checked.diagnostics);
    Outcome {
        findings: checked.findings,
        diagnostics,
        resources: evaluation.instances.len(),
        files: 0,
        roots: 1,
        rules: active.into_iter().map(|active| active.rule).collect(),
    }
}

fn active_rules(
    evaluation: &RootEvaluation,
    root: &RootInputs,
    choice: &RuleChoice<'_>,
    cache: &RuleCache,
) -> Vec<ActiveRule> {
    let kinds = rules::kinds_of(evaluation);
    // Without a plan there is nothing that a change rule could say.
    let has_subject = |rule: &BundledRule| root.plan.is_some() || rule.category() != Category::Change;
    let is_needed = |rule: &BundledRule| has_subject(rule) && (choice.is_on)(rule, root);
    let bundled = bundled::concerning(&kinds).filter(|(_, rule)| is_needed(rule));
    let custom = choice.custom.iter().filter(|rule| (choice.is_custom_on)(rule, root));
    bundled
        .filter_map(|(i, rule)| cache.get(i, rule))
        .chain(custom.cloned())
        .map(|rule| {
            let (severity, params) = (choice.adjust)(&rule, root);
            ActiveRule { rule, severity, params }
        })
        .collect()
}

/// Bundled rules that were needed, parsed once for all roots.
struct RuleCache {
    rules: Vec<OnceLock<Option<Arc<Rule>>>>,
}

impl RuleCache {
    fn new() -> Self {
        Self { rules: bundled::index().iter().map(|_| OnceLock::new()).collect() }
    }

    fn get(&self, index: usize, rule: &BundledRule) -> Option<Arc<Rule>> {
        self.rules.get(index)?.get_or_init(|| rule.parse().map(Arc::new)).clone()
    }
}

/// One root evaluated without rules; for `tollgate eval` and the tests.
#[derive(Debug)]
pub struct Evaluated {
    pub evaluation: RootEvaluation,
    pub diagnostics: Vec<Diagnostic>,
}

/// Evaluates one root module.
pub fn evaluate(project: &Project, files: &Files, root: &RootInputs) -> Evaluated {
    let evaluator = Evaluator::new(project, files, &root.dir, &root.inputs);
    let evaluation = evaluator.evaluate_root();
    let mut diagnostics = evaluator.take_diagnostics();
    diagnostics.extend(evaluation.broken_conditions.iter().map(broken));
    diagnostics.extend(missing_values(project, root));
    let modules: BTreeMap<_, _> = evaluation.modules.iter().map(|found| (&found.module.dir, &found.module)).collect();
    diagnostics.extend(modules.values().flat_map(|module| refused(module)));
    Evaluated { evaluation, diagnostics }
}

/// Evaluates one root module and puts its plan's values in their places, where it has one; without complaints about
/// what a check goes on without.
pub fn evaluate_planned(project: &Project, files: &Files, sources: &Sources, root: &RootInputs) -> Evaluated {
    let evaluator = Evaluator::new(project, files, &root.dir, &root.inputs);
    let mut evaluation = evaluator.evaluate_root();
    let mut diagnostics = evaluator.take_diagnostics();
    if let Some(plan) = &root.plan {
        diagnostics.extend(join::refine(&mut evaluation, plan, root.earlier.as_deref(), sources));
    }
    Evaluated { evaluation, diagnostics }
}

/// TERRAFORM: a root's variable without default needs a value. A check goes on without it, an evaluation says so.
pub fn missing_values(project: &Project, root: &RootInputs) -> Vec<Diagnostic> {
    let Some(module) = project.module(&root.dir) else { return Vec::new() };
    let missing = module
        .variables
        .values()
        .filter(|variable| variable.default.is_none() && !root.inputs.variables.contains_key(&variable.name.text));
    missing
        .map(|variable| {
            let text = format!("the variable `{}` has no value", variable.name.text);
            Diagnostic::error(Code::VariableMissing, variable.block.header, text)
                .with_help("give it with `--var` or `--var-file`; what depends on it is unknown without")
        })
        .collect()
}

/// TERRAFORM: a broken validation, pre- or postcondition is an error, a broken check a warning.
fn broken(condition: &BrokenCondition) -> Diagnostic {
    use crate::eval::instance::ConditionKind;
    let message = condition.message.clone().unwrap_or_else(|| "the condition is false".into());
    let text = format!("`{}`: {message}", condition.subject);
    match condition.kind {
        ConditionKind::Check => Diagnostic::warning(Code::ConditionBroken, condition.span, text),
        ConditionKind::Validation | ConditionKind::Precondition | ConditionKind::Postcondition => {
            Diagnostic::error(Code::ConditionBroken, condition.span, text)
        }
    }
}
