//! Which plan belongs to which root, and what the state before the change adds to it.

use std::sync::Arc;

use super::{GivenPlan, Input, Request, load_project, roots};
use crate::diag::{Code, Diagnostic};
use crate::discover::{self, path};
use crate::eval::constant::Constants;
use crate::eval::equality::equality;
use crate::eval::inputs::{InputSource, InputValue, Inputs};
use crate::eval::mode::Mode;
use crate::plan::earlier::{Earlier, LOCK_FILE};
use crate::plan::join;
use crate::plan::summary::Overview;
use crate::policy::settings::layer::PlanLayer;
use crate::run::RootInputs;
use crate::span::Span;

/// Ties each plan to its root: the one that was given, else the configured one, else the one that its addresses tell.
/// A plan of no root here is judged by itself, and a second plan of one root beside the first.
pub(super) fn tie(request: Request<'_>, input: &Input, roots: &mut Vec<RootInputs>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for given in request.plans {
        let configured = configured(given, input);
        let dirs: Vec<Arc<str>> = roots.iter().map(|root| Arc::clone(&root.dir)).collect();
        let named = given.root.as_ref().or_else(|| configured.as_ref()?.root.as_ref());
        let dir = match named {
            Some(dir) if dirs.contains(dir) => Some(Arc::clone(dir)),
            Some(dir) => {
                diagnostics.push(no_root(dir, given, &dirs));
                continue;
            }
            None => join::root_of(&given.plan, &input.project, &dirs),
        };
        let environment = configured.and_then(|configured| configured.environment);
        let is_meant = |root: &RootInputs| {
            let is_asked = environment.is_none() || root.inputs.environment == environment;
            Some(&root.dir) == dir.as_ref() && root.plan.is_none() && is_asked
        };
        if let Some(root) = roots.iter_mut().find(|root| is_meant(root)) {
            root.plan = Some(Arc::clone(&given.plan));
            continue;
        }
        let mut alone = match dir {
            Some(dir) => roots::root(request, input, &dir, None, &mut diagnostics),
            // No directory has the name of a file: the plan stands alone.
            None => RootInputs::new(Arc::clone(&given.plan.path), Inputs::default()),
        };
        alone.plan = Some(Arc::clone(&given.plan));
        roots.push(alone);
    }
    for root in roots.iter_mut().filter(|root| root.plan.is_some()) {
        root.changed_only = request.changed_only;
        add_variables(input, root);
    }
    add_earlier(request, input, roots);
    diagnostics
}

/// Variables that nobody here gives a value have the one that the plan was made with.
fn add_variables(input: &Input, root: &mut RootInputs) {
    let (Some(plan), Some(module)) = (&root.plan, input.project.module(&root.dir)) else { return };
    let constants = Constants::default();
    for (name, value) in &plan.variables {
        let Some(variable) = module.variables.get(name) else { continue };
        let default = variable.default.as_ref().and_then(|expr| constants.value(expr).ok());
        let is_default = default.is_some_and(|default| equality(&default, value, Mode::Config) == Some(true));
        if !is_default && !root.inputs.variables.contains_key(name) {
            root.inputs.set(name, InputValue::Value(value.clone()), InputSource::Plan, Span::NONE);
        }
    }
}

/// What each plan does, for reports, with the position of its root.
pub(super) fn overviews(roots: &[RootInputs]) -> Vec<(u32, Overview)> {
    let planned = roots.iter().filter_map(|root| Some((root, root.plan.as_ref()?)));
    let overview = |root: &RootInputs, plan| Overview::new(plan, &root.dir, root.inputs.environment.as_ref());
    planned.map(|(root, plan)| (root.position, overview(root, plan))).collect()
}

/// The `plan` block of the configuration that names the file.
fn configured(given: &GivenPlan, input: &Input) -> Option<PlanLayer> {
    let mut blocks = input.settings.layers().flat_map(|layer| &layer.plans);
    blocks.find(|block| block.path == given.plan.path).cloned()
}

fn no_root(dir: &str, given: &GivenPlan, dirs: &[Arc<str>]) -> Diagnostic {
    let text = format!("`{dir}`, given for the plan `{}`, is no root module here", given.plan.path);
    let diagnostic = Diagnostic::error(Code::PlanMismatch, Span::NONE, text);
    let names: Vec<String> =
        dirs.iter().take(5).map(|dir| format!("`{}`", if dir.is_empty() { "." } else { dir })).collect();
    if names.is_empty() { diagnostic } else { diagnostic.with_help(format!("root modules are {}", names.join(", "))) }
}

/// With a base, change rules can tell what protected a resource, and which versions were in use.
fn add_earlier(request: Request<'_>, input: &Input, roots: &mut [RootInputs]) {
    let Some(base) = request.base.filter(|_| roots.iter().any(|root| root.plan.is_some())) else { return };
    let before = Request { files: base, ..request };
    let found = discover::discover(base, request.targets, discover::Options { dialect: input.dialect });
    let project = load_project(before, &found.directories, input.dialect);
    for root in roots.iter_mut().filter(|root| root.plan.is_some()) {
        let lock = path::child(&root.dir, LOCK_FILE);
        let (then, now) = (base.read_text(&lock).ok(), request.files.read_text(&lock).ok());
        root.earlier = Some(Arc::new(Earlier::of(&project, &root.dir, then.as_deref(), now.as_deref())));
    }
}
