//! From what a run found to what counts.
//!
//! The order matters: identity first, because silencing may split a finding; comments before exceptions, so that an
//! exception is not used where a comment is enough; the gate before environments are merged, because each has a
//! threshold of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::catalogue::Catalogue;
use super::{Checked, Input, Request, environments};
use crate::diag::{Diagnostic, sort_diagnostics};
use crate::discover::{Target, path};
use crate::policy::exception::{self, Exception, path_of};
use crate::policy::fingerprint;
use crate::policy::gate::{self, Threshold, UnknownPolicy};
use crate::policy::select::RuleFacts;
use crate::policy::suppress::problem::{Problem, ProblemKind};
use crate::policy::suppress::{Cx, Suppressions};
use crate::rules::finding::{Finding, Verdict};
use crate::rules::rule::Rule;
use crate::run::{Outcome, RootInputs};
use crate::span::Span;
use crate::syntax::ast::File;

/// Applies the configuration to an outcome.
pub(super) fn conclude(
    request: Request<'_>,
    input: &Input,
    catalogue: &Catalogue,
    roots: &[RootInputs],
    outcome: Outcome,
    mut diagnostics: Vec<Diagnostic>,
) -> Checked {
    let judge = Judge { request, input, catalogue };
    diagnostics.extend(outcome.diagnostics);
    let mut findings = outcome.findings;
    findings.retain_mut(|finding| judge.adjust(finding));
    fingerprint::assign(&mut findings, request.sources);
    let mut problems = judge.apply_comments(&mut findings);
    problems.extend(judge.apply_exceptions(&mut findings));
    let mut rules = outcome.rules;
    let mut about = judge.problem_findings(&problems, &mut rules);
    fingerprint::assign(&mut about, request.sources);
    findings.append(&mut about);
    let unknown_ignored = judge.drop_ignored(&mut findings);
    let fixed_entries = judge.apply_baseline(&mut findings);
    let exit = gate::decide(&findings, |finding| judge.threshold(finding), &diagnostics);
    sort_diagnostics(&mut diagnostics, request.sources);
    let mut names: Vec<Arc<str>> = roots.iter().filter_map(|root| root.inputs.environment.clone()).collect();
    names.sort();
    names.dedup();
    Checked {
        unknown_fails: findings.iter().any(|finding| judge.threshold(finding).unknown == UnknownPolicy::Fail),
        findings: environments::merge(findings, roots),
        rules,
        diagnostics,
        exit,
        environments: names,
        roots: outcome.roots,
        files: outcome.files,
        resources: outcome.resources,
        skipped: input.discovery.skipped.clone(),
        secrets: secrets(input),
        unknown_ignored,
        fixed_entries,
    }
}

/// Where values of sensitive variables stand: their defaults, and what tfvars files set them to.
fn secrets(input: &Input) -> Vec<Span> {
    let mut secrets = Vec::new();
    for module in input.project.modules() {
        let sensitive = || module.variables.values().filter(|variable| variable.sensitive);
        secrets.extend(sensitive().filter_map(|variable| Some(variable.default.as_ref()?.span)));
        for file in input.project.variable_files(&module.dir) {
            let set = sensitive().filter_map(|variable| file.body.attribute(&variable.name.text));
            secrets.extend(set.map(|attribute| attribute.span));
        }
    }
    secrets
}

struct Judge<'a> {
    request: Request<'a>,
    input: &'a Input,
    catalogue: &'a Catalogue,
}

impl Judge<'_> {
    fn path(&self, finding: &Finding) -> Arc<str> {
        path_of(finding, self.request.sources)
    }

    fn threshold(&self, finding: &Finding) -> Threshold {
        self.input.settings.at(&self.path(finding), finding.environment.as_ref()).threshold
    }

    /// Gives a finding the severity of its place; false when its rule is off there.
    fn adjust(&self, finding: &mut Finding) -> bool {
        let effective = self.input.settings.at(&self.path(finding), finding.environment.as_ref());
        finding.severity = effective.severity(&finding.rule);
        effective.is_enabled(RuleFacts::from(&*finding.rule))
    }

    fn apply_comments(&self, findings: &mut Vec<Finding>) -> Vec<Problem> {
        let files: Vec<&File> =
            self.input.project.modules().flat_map(|module| &module.files).map(|file| &**file).collect();
        let suppressions = Suppressions::collect(&files, self.request.sources);
        let facts = self.catalogue.facts();
        let at = |path: &str| self.input.settings.at(path, None);
        let cx = Cx {
            sources: self.request.sources,
            today: self.request.today,
            rules: &facts,
            is_enabled: &|rule, path| at(path).is_enabled(rule),
            is_suppressible: &|rule, path| at(path).is_suppressible(rule),
            needs_reason: &|path| at(path).require_reason,
        };
        let mut problems = suppressions.apply(&cx, findings);
        problems.retain(|problem| self.is_judged(&self.request.sources.path(problem.span.file)));
        problems
    }

    /// Comments in modules that are only called from here belong to somebody else's check.
    fn is_judged(&self, file: &str) -> bool {
        let dir = path::parent(file);
        self.input.discovery.directories.binary_search_by(|directory| (*directory.path).cmp(dir)).is_ok()
    }

    fn apply_exceptions(&self, findings: &mut Vec<Finding>) -> Vec<Problem> {
        let exceptions: Vec<Exception> =
            self.input.settings.layers().flat_map(|layer| layer.exceptions.iter().cloned()).collect();
        let is_suppressible = |finding: &Finding, path: &str| {
            let effective = self.input.settings.at(path, finding.environment.as_ref());
            effective.is_suppressible(RuleFacts::from(&*finding.rule))
        };
        let used = exception::apply(&exceptions, findings, self.request.sources, self.request.today, &is_suppressible);
        exceptions.iter().zip(used).filter_map(|(exception, used)| self.exception_problem(exception, used)).collect()
    }

    fn exception_problem(&self, exception: &Exception, used: bool) -> Option<Problem> {
        let rule = &exception.rule.text;
        let address: Arc<str> = "exception".into();
        let problem = |kind, message: String| Some(Problem::new(kind, exception.span, &address, message).about(rule));
        if let Some(last) = exception.expires.filter(|_| exception.is_expired(self.request.today)) {
            return problem(ProblemKind::Expired, format!("the exception for `{rule}` ended on {last}"));
        }
        if used || !self.covers(&exception.directory) || !self.may_be_used(exception) {
            return None;
        }
        problem(ProblemKind::Unused, format!("the exception for `{rule}` silences nothing any more"))
    }

    /// Whether everything below the directory was looked at.
    fn covers(&self, dir: &str) -> bool {
        let is_whole = |target: &Target| matches!(target, Target::Path(path) if path::is_within(dir, path));
        self.request.shard.is_none() && self.request.targets.iter().any(is_whole)
    }

    fn may_be_used(&self, exception: &Exception) -> bool {
        let effective = self.input.settings.at(&exception.directory, exception.environment.as_ref());
        let is_asked = exception.environment.is_none() || self.request.environment.is_none();
        is_asked
            && self.catalogue.facts().into_iter().any(|rule| exception.rule.matches(rule) && effective.is_enabled(rule))
    }

    /// What is wrong with comments and exceptions, as findings of the rules that are about it.
    fn problem_findings(&self, problems: &[Problem], rules: &mut Vec<Arc<Rule>>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for kind in ProblemKind::ALL {
            let mut of_kind = problems.iter().filter(|problem| problem.kind == kind).peekable();
            if of_kind.peek().is_none() {
                continue;
            }
            let Some(rule) = self.catalogue.rule(kind.rule_id()) else { continue };
            findings.extend(of_kind.map(|problem| problem.to_finding(Arc::clone(&rule), self.request.sources)));
            rules.push(rule);
        }
        findings.retain_mut(|finding| self.adjust(finding));
        rules.sort_by(|left, right| left.id.cmp(&right.id));
        findings
    }

    fn drop_ignored(&self, findings: &mut Vec<Finding>) -> usize {
        let before = findings.len();
        findings.retain(|finding| {
            finding.verdict == Verdict::Fail || self.threshold(finding).unknown != UnknownPolicy::Ignore
        });
        before - findings.len()
    }

    /// The result are the entries that are fixed: those whose directory was looked at, or is gone.
    fn apply_baseline(&self, findings: &mut [Finding]) -> Vec<usize> {
        let Some(baseline) = self.request.baseline else { return Vec::new() };
        let is_there = |dir: &str| self.request.files.is_dir(dir);
        let looked_at: BTreeSet<Arc<str>> =
            self.input.project.modules().map(|module| Arc::clone(&module.dir)).collect();
        let mut gone = baseline.apply(findings, is_there);
        gone.retain(|&i| {
            baseline.entries.get(i).is_some_and(|entry| {
                looked_at.contains(entry.directory.as_str()) || (self.covers("") && !is_there(&entry.directory))
            })
        });
        gone
    }
}
