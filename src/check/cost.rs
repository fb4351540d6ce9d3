//! What the roots cost: the same selection of roots, environments, values, plans and base as a check, without rules.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;

use super::{Input, Request, load_project, planned, read, roots};
use crate::cost::prices::Prices;
use crate::cost::usage::Usage;
use crate::cost::{self, Estimate, State};
use crate::diag::{Diagnostic, sort_diagnostics};
use crate::discover::{self, Files, Target};
use crate::eval::instance::{Instance, ModuleId, RootEvaluation};
use crate::eval::value::Value;
use crate::run::{self, RootInputs};
use crate::span::Span;

/// Prices and usage.
#[derive(Clone, Copy, Debug)]
pub struct Pricing<'p> {
    pub prices: &'p Prices,
    pub usage: &'p Usage,
}

impl Pricing<'static> {
    /// List prices, and nothing known about usage.
    pub fn list() -> Self {
        static LIST: OnceLock<(Prices, Usage)> = OnceLock::new();
        let (prices, usage) = LIST.get_or_init(Default::default);
        Self { prices, usage }
    }
}

/// One root in one environment.
#[derive(Clone, Debug)]
pub struct RootCost {
    pub dir: Arc<str>,
    pub environment: Option<Arc<str>>,
    pub after: Estimate,
    /// What it costs now: from a plan, or from the files of the base. `None` without either.
    pub before: Option<Estimate>,
    /// Where the costed resources stand, by address.
    pub sites: BTreeMap<Arc<str>, Site>,
}

/// Where a resource stands, and what tells it apart.
#[derive(Clone, Debug)]
pub struct Site {
    pub header: Span,
    pub block: Span,
    pub module_dir: Arc<str>,
    /// The address without module path and key.
    pub template: Arc<str>,
    /// The blocks of the module calls above it, outermost first.
    pub call_sites: Arc<[Span]>,
    /// Tags or labels in code whose values are known.
    pub tags: Vec<(Arc<str>, Arc<str>)>,
}

/// What all roots cost.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    pub roots: Vec<RootCost>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Costs the roots that the targets name. A directory that is a root itself stands for itself alone.
pub fn estimate(request: Request<'_>, pricing: Pricing<'_>) -> Costs {
    let mut diagnostics = Vec::new();
    let input = read(request, &mut diagnostics);
    let (mut selected, problems) = roots::select(request, &input);
    diagnostics.extend(problems);
    diagnostics.extend(planned::tie(request, &input, &mut selected));
    let all = input.project.roots();
    // Whoever gives plans asks what they cost.
    selected.retain(|root| match request.plans {
        [] => is_meant(request.targets, &root.dir, &all),
        _ => root.plan.is_some(),
    });
    let results: Vec<(RootCost, Vec<Diagnostic>)> =
        selected.par_iter().map(|root| cost_root(request, &input, root, pricing)).collect();
    let mut roots = Vec::with_capacity(results.len());
    for (root, problems) in results {
        roots.push(root);
        diagnostics.extend(problems);
    }
    if let Some(files) = request.base {
        let mut before = costs_of_base(request, &input, files, pricing);
        before.retain(|root| is_meant(request.targets, &root.dir, &all));
        put_before(&mut roots, before);
    }
    diagnostics.extend(input.project.diagnostics().cloned());
    sort_diagnostics(&mut diagnostics, request.sources);
    Costs { roots, diagnostics }
}

/// Roots below a directory that is a root itself are not meant by its name.
fn is_meant(targets: &[Target], dir: &str, roots: &[Arc<str>]) -> bool {
    targets.iter().any(|target| match target {
        Target::Path(path) if roots.iter().any(|root| **root == **path) => *dir == **path,
        _ => true,
    })
}

fn cost_root(
    request: Request<'_>,
    input: &Input,
    root: &RootInputs,
    pricing: Pricing<'_>,
) -> (RootCost, Vec<Diagnostic>) {
    let evaluated = run::evaluate_planned(&input.project, request.files, request.sources, root);
    (cost_of(&evaluated.evaluation, pricing), evaluated.diagnostics)
}

/// What an evaluated root costs; with a plan also what it costs now.
fn cost_of(root: &RootEvaluation, pricing: Pricing<'_>) -> RootCost {
    let state = |state| cost::estimate(root, state, pricing.prices, pricing.usage);
    let after = state(State::After);
    let index = |id: u32| usize::try_from(id).ok();
    let found = after.resources.iter().filter_map(|resource| {
        let instance = root.instances.get(index(resource.instance.0)?)?;
        Some((Arc::clone(&resource.address), site(root, instance)))
    });
    RootCost {
        dir: Arc::clone(&root.dir),
        environment: root.environment.clone(),
        sites: found.collect(),
        after,
        before: root.plan.as_ref().map(|_| state(State::Before)),
    }
}

fn site(root: &RootEvaluation, instance: &Instance) -> Site {
    let module = |id: ModuleId| usize::try_from(id.0).ok().and_then(|id| root.modules.get(id));
    let mut calls = Vec::new();
    let mut current = module(instance.module);
    while let Some(above) = current {
        calls.extend(above.call.as_ref().map(|call| call.block.span));
        current = above.parent.and_then(module);
    }
    calls.reverse();
    Site {
        header: instance.resource.block.header,
        block: instance.resource.block.span,
        module_dir: module(instance.module)
            .map_or_else(|| Arc::clone(&root.dir), |module| Arc::clone(&module.module.dir)),
        template: instance.resource.key.to_string().into(),
        call_sites: calls.into(),
        tags: tags(root, instance),
    }
}

/// Own tags or labels after those of the provider.
fn tags(root: &RootEvaluation, instance: &Instance) -> Vec<(Arc<str>, Arc<str>)> {
    let provider = root.provider_value(instance);
    let default_tags = provider.and_then(|provider| provider.member("default_tags"));
    let default_tags = default_tags.and_then(|blocks| blocks.as_elements()?.first()?.member("tags"));
    let default_labels = provider.and_then(|provider| provider.member("default_labels"));
    let own =
        ["tags", "labels", "user_labels"].iter().filter_map(|name| instance.value.as_members()?.get(*name).cloned());
    let mut tags: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    for value in default_tags.into_iter().chain(default_labels).chain(own) {
        for (key, value) in value.as_members().into_iter().flatten() {
            if let Some(text) = value.as_str().filter(|_| !value.is_sensitive()) {
                tags.insert(Arc::clone(key), text.into());
            }
        }
    }
    tags.into_iter().collect()
}

/// Collects what roots cost while they are checked.
#[derive(Debug)]
pub(super) struct Collector<'p> {
    pricing: Pricing<'p>,
    before: Option<Vec<RootCost>>,
    found: Mutex<Vec<RootCost>>,
}

impl<'p> Collector<'p> {
    /// Where something asks for costs: a budget, or a report on what a plan or a change adds.
    ///
    /// Of several shards, each costs its own roots before and after, and the first also what is gone.
    pub(super) fn new(
        request: Request<'p>,
        input: &Input,
        (own, others): (&[RootInputs], &[RootInputs]),
    ) -> Option<Self> {
        let pricing = request.pricing?;
        let has_budgets = input.settings.layers().any(|layer| !layer.budgets.is_empty());
        let compares = !request.plans.is_empty() || request.base.is_some();
        let is_told = has_budgets || request.reports_costs && compares;
        if !is_told {
            return None;
        }
        let is_one_of = |root: &RootCost, roots: &[RootInputs]| {
            roots.iter().any(|other| other.dir == root.dir && other.inputs.environment == root.environment)
        };
        let takes_gone = request.shard.is_none_or(|shard| shard.index == 1);
        let is_mine = |root: &RootCost| is_one_of(root, own) || takes_gone && !is_one_of(root, others);
        let before = request.base.map(|files| {
            let mut before = costs_of_base(request, input, files, pricing);
            before.retain(is_mine);
            before
        });
        Some(Self { pricing, before, found: Mutex::default() })
    }

    /// Costs a root that was evaluated.
    pub(super) fn see(&self, root: &RootEvaluation) {
        let cost = cost_of(root, self.pricing);
        self.found.lock().unwrap_or_else(PoisonError::into_inner).push(cost);
    }

    /// All costs in the order of directory and environment.
    pub(super) fn into_costs(self) -> Vec<RootCost> {
        let mut costs = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = self.before {
            put_before(&mut costs, before);
        }
        costs.sort_by(|a, b| (&a.dir, &a.environment).cmp(&(&b.dir, &b.environment)));
        costs
    }
}

/// Monthly costs by address, for rules that ask: zero for what costs nothing by itself, unknown where it is.
pub(super) fn monthly_values(root: &RootEvaluation, pricing: Pricing<'_>) -> BTreeMap<Arc<str>, Value> {
    cost::monthly_values(root, pricing.prices, pricing.usage)
}

/// What the roots cost in an earlier state of the files.
fn costs_of_base(request: Request<'_>, head: &Input, files: &Files, pricing: Pricing<'_>) -> Vec<RootCost> {
    let request = Request { files, baseline: None, base: None, plans: &[], progress: None, ..request };
    let discovery = discover::discover(files, request.targets, discover::Options { dialect: head.dialect });
    let project = load_project(request, &discovery.directories, head.dialect);
    let input = Input {
        discovery,
        asked_for: head.asked_for.clone(),
        settings: Arc::clone(&head.settings),
        project,
        dialect: head.dialect,
    };
    let (selected, _) = roots::select(request, &input);
    selected.par_iter().map(|root| cost_root(request, &input, root, pricing).0).collect()
}

/// Gives each root what it cost before; a plan's own state before wins, and a root that is gone costs nothing now.
fn put_before(roots: &mut Vec<RootCost>, before: Vec<RootCost>) {
    let planned: Vec<bool> = roots.iter().map(|root| root.before.is_some()).collect();
    for (root, is_planned) in roots.iter_mut().zip(&planned) {
        if !is_planned {
            root.before = Some(Estimate::default());
        }
    }
    for earlier in before {
        let place = roots.iter().position(|root| root.dir == earlier.dir && root.environment == earlier.environment);
        match place {
            Some(i) if planned.get(i) == Some(&true) => {}
            Some(i) => {
                if let Some(root) = roots.get_mut(i) {
                    root.before = Some(earlier.after);
                }
            }
            None => roots.push(RootCost { before: Some(earlier.after), after: Estimate::default(), ..earlier }),
        }
    }
}
