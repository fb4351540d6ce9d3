//! Which roots are checked, in which environments, with which values and rules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Input, Request, Shard};
use crate::config::project::variable_file;
use crate::diag::{Code, Diagnostic, nearest};
use crate::eval::inputs::{Given, InputSource, InputValue, Inputs};
use crate::policy::select::RuleFacts;
use crate::policy::settings::effective::Effective;
use crate::policy::settings::environment::Environment;
use crate::run::RootInputs;
use crate::span::{Sources, Span};

/// The roots of the request with their inputs; one that has several environments stands several times.
pub(super) fn select(request: Request<'_>, input: &Input) -> (Vec<RootInputs>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let roots: Vec<Arc<str>> = input.project.roots();
    let mut selected = Vec::new();
    for dir in &roots {
        let environments = input.settings.environments(request.files, dir);
        match request.environment {
            None if environments.is_empty() => selected.push(root(request, input, dir, None, &mut diagnostics)),
            None => selected.extend(
                environments.iter().map(|environment| root(request, input, dir, Some(environment), &mut diagnostics)),
            ),
            // A root that knows no environments is evaluated as it is, under the name that was asked for.
            Some(name) if environments.is_empty() => {
                let environment = Environment { name: Arc::clone(name), ..Environment::default() };
                selected.push(root(request, input, dir, Some(&environment), &mut diagnostics));
            }
            Some(name) => {
                let asked = environments.iter().filter(|environment| environment.name == *name);
                selected
                    .extend(asked.map(|environment| root(request, input, dir, Some(environment), &mut diagnostics)));
            }
        }
    }
    diagnostics.extend(request.environment.and_then(|name| unknown_environment(input, name)));
    (selected, diagnostics)
}

/// Gives all roots their positions, and keeps those of the shard that is asked for; the others come back. Plans have
/// found their roots before: a plan is one shard's work, too.
pub(super) fn keep_own(request: Request<'_>, input: &Input, roots: &mut Vec<RootInputs>) -> Vec<RootInputs> {
    for (position, root) in (0..).zip(&mut *roots) {
        root.position = position;
    }
    let Some(shard) = request.shard else { return Vec::new() };
    let dirs: BTreeSet<Arc<str>> = roots.iter().map(|root| Arc::clone(&root.dir)).collect();
    let dirs: Vec<Arc<str>> = dirs.into_iter().collect();
    let own: BTreeSet<Arc<str>> = part(&dirs, shard, &|dir| weight(input, dir, request.sources)).into_iter().collect();
    roots.extract_if(.., |root| !own.contains(&root.dir)).collect()
}

/// The roots of one shard, in order: each root, the heaviest first, goes to the shard that has the least so far.
fn part(roots: &[Arc<str>], shard: Shard, weight: &dyn Fn(&Arc<str>) -> usize) -> Vec<Arc<str>> {
    let mut heavy: Vec<(usize, &Arc<str>)> = roots.iter().map(|dir| (weight(dir), dir)).collect();
    heavy.sort_by(|left, right| (right.0, left.1).cmp(&(left.0, right.1)));
    let mut loads: BTreeSet<(usize, usize)> = (1..=shard.count.max(1)).map(|index| (0, index)).collect();
    let mut own = Vec::new();
    for (weight, dir) in heavy {
        let Some((load, index)) = loads.pop_first() else { break };
        loads.insert((load + weight, index));
        own.extend((index == shard.index).then(|| Arc::clone(dir)));
    }
    own.sort();
    own
}

/// How much there is to do for a root: the text of its modules. Every root costs something.
fn weight(input: &Input, dir: &Arc<str>, sources: &Sources) -> usize {
    let modules = input.project.reachable(std::slice::from_ref(dir));
    let files = modules.iter().filter_map(|dir| input.project.module(dir));
    let sizes = files.flat_map(|module| module.files.iter().map(|file| file.id).collect::<Vec<_>>());
    1_000 + sizes.filter_map(|id| sources.get(id)).map(|file| file.text.len()).sum::<usize>()
}

/// A name that no configuration knows, where some names are known.
fn unknown_environment(input: &Input, name: &Arc<str>) -> Option<Diagnostic> {
    let names = input.settings.environment_names();
    if names.is_empty() || names.contains(name) {
        return None;
    }
    let message = format!("there is no environment `{name}` in the configuration");
    let diagnostic = Diagnostic::error(Code::SettingsInvalid, Span::NONE, message);
    let all = || names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    Some(match nearest(name, names.iter().map(|name| &**name)) {
        Some(near) => diagnostic.with_help(format!("did you mean `{near}`?")),
        None => diagnostic.with_help(format!("environments are {}", all())),
    })
}

/// TERRAFORM: environment variables, `terraform.tfvars`, `*.auto.tfvars`, then the command line. Between the last two
/// stand the files and values of a configured environment.
pub(super) fn root(
    request: Request<'_>,
    input: &Input,
    dir: &Arc<str>,
    environment: Option<&Environment>,
    diagnostics: &mut Vec<Diagnostic>,
) -> RootInputs {
    let values = request.values;
    let mut configured = Vec::new();
    for file in environment.into_iter().flat_map(|environment| &environment.var_files) {
        let (parsed, problems) = variable_file(request.files, request.sources, file);
        diagnostics.extend(problems);
        configured.extend(parsed.map(Given::File));
    }
    let mut inputs = Inputs::collect(input.project.variable_files(dir), &values.environment, &configured);
    inputs.short_circuit = true;
    inputs.hides_outputs = true;
    for (name, value) in environment.into_iter().flat_map(|environment| &environment.vars) {
        inputs.set(name, InputValue::Value(value.clone()), InputSource::Configuration, Span::NONE);
    }
    inputs.add_given(&values.given);
    let workspace = environment.and_then(|environment| environment.workspace.clone());
    inputs.workspace = workspace.or_else(|| values.workspace.clone());
    inputs.environment = environment.map(|environment| Arc::clone(&environment.name));
    inputs.home.clone_from(&values.home);
    RootInputs::new(Arc::clone(dir), inputs)
}

/// The settings of all places that a root's findings can stand in. A rule runs for a root when it is on in any of
/// them; whether it is on at the finding's own place is asked afterwards.
pub(super) struct Scopes {
    by_root: BTreeMap<(Arc<str>, Option<Arc<str>>), Vec<Arc<Effective>>>,
}

impl Scopes {
    pub(super) fn new(input: &Input, roots: &[RootInputs], sources: &Sources) -> Self {
        let scope = |root: &RootInputs| {
            let key = (Arc::clone(&root.dir), root.inputs.environment.clone());
            let mut effective: Vec<Arc<Effective>> = Vec::new();
            let mut add = |path: &str| {
                let one = input.settings.at(path, root.inputs.environment.as_ref());
                if !effective.iter().any(|other| Arc::ptr_eq(other, &one)) {
                    effective.push(one);
                }
            };
            for dir in input.project.reachable(std::slice::from_ref(&root.dir)) {
                add(&dir);
                let module = input.project.module(&dir).filter(|_| input.settings.has_overrides());
                for file in module.iter().flat_map(|module| &module.files) {
                    add(&sources.path(file.id));
                }
            }
            (key, effective)
        };
        Self { by_root: roots.iter().map(scope).collect() }
    }

    pub(super) fn is_enabled(&self, root: &RootInputs, rule: RuleFacts<'_>) -> bool {
        let key = (Arc::clone(&root.dir), root.inputs.environment.clone());
        self.by_root.get(&key).is_some_and(|scopes| scopes.iter().any(|effective| effective.is_enabled(rule)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_balanced_and_hold_every_root_once() {
        let roots: Vec<Arc<str>> = (0..100).map(|i| format!("r{i:03}").into()).collect();
        let weight = |dir: &Arc<str>| dir.trim_start_matches('r').parse::<usize>().unwrap().pow(2);
        let parts: Vec<Vec<Arc<str>>> = (1..=4).map(|index| part(&roots, Shard { index, count: 4 }, &weight)).collect();
        let mut all: Vec<Arc<str>> = parts.concat();
        all.sort();
        assert_eq!(all, roots);
        let loads: Vec<usize> = parts.iter().map(|part| part.iter().map(&weight).sum()).collect();
        assert!(loads.iter().max() < loads.iter().min().map(|least| least * 102 / 100).as_ref(), "{loads:?}");
    }
}
