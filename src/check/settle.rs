//! One outcome, settled: severities, identities, what is silenced, and what is wrong with what silences.
//!
//! All that depends on one root alone is decided here, before the findings of all roots are united. The order matters:
//! comments before exceptions, so that an exception is not used where a comment is enough.

use std::sync::Arc;

use super::catalogue::Catalogue;
use super::part::{Part, Thresholds};
use super::{Input, Request};
use crate::discover::{Target, path};
use crate::policy::exception::{self, Exception, path_of};
use crate::policy::gate::Threshold;
use crate::policy::select::RuleFacts;
use crate::policy::suppress::problem::{Problem, ProblemKind};
use crate::policy::suppress::{Cx, Suppressions};
use crate::policy::unite::unite;
use crate::rules::finding::{Finding, Location};
use crate::rules::rule::Rule;
use crate::syntax::ast::File;

/// Decides about findings of one input.
pub(super) struct Judge<'a> {
    pub(super) request: Request<'a>,
    pub(super) input: &'a Input,
    pub(super) catalogue: &'a Catalogue,
}

impl Judge<'_> {
    /// Applies the configuration to what a run found in each root.
    pub(super) fn settle(&self, mut findings: Vec<Finding>, mut rules: Vec<Arc<Rule>>) -> Part {
        findings.retain_mut(|finding| self.is_asked_for(finding) && self.adjust(finding));
        let mut problems = self.apply_comments(&mut findings);
        problems.extend(self.apply_exceptions(&mut findings));
        let (unused, lasting): (Vec<Problem>, Vec<Problem>) =
            problems.into_iter().partition(|problem| problem.kind == ProblemKind::Unused);
        let problems = self.problem_findings(&lasting);
        rules.extend(problems.iter().map(|finding| Arc::clone(&finding.rule)));
        let unused = self.problem_findings(&unused);
        let findings = unite(findings, self.request.sources);
        let mut thresholds = Thresholds::new();
        for finding in findings.iter().chain(&problems).chain(&unused) {
            let place = (self.path(finding), finding.environment.clone());
            thresholds.entry(place).or_insert_with(|| self.threshold(finding));
        }
        Part { shard: self.request.shard, findings, problems, unused, rules, thresholds, ..Part::default() }
    }

    /// Whether the finding has to do with a directory that was asked for: it stands there, its value comes from
    /// there, or its module is called from there.
    fn is_asked_for(&self, finding: &Finding) -> bool {
        let steps = finding.trace.iter().chain(&finding.related).map(|step| &step.location);
        let sources = std::iter::once(&finding.location).chain(steps).filter_map(|location| match location {
            Location::Source(span) => Some(*span),
            Location::File { .. } => None,
        });
        let calls = finding.call_sites.iter().flat_map(|sites| sites.iter().copied());
        // A module that is called through a link is the one that the link leads to.
        let is_asked = |dir: &str| {
            let asked_for = &self.input.asked_for;
            asked_for.contains(dir) || self.request.files.real_path(dir).is_ok_and(|real| asked_for.contains(&*real))
        };
        // A plan without source stands alone.
        self.input.project.module(&finding.root).is_none()
            || is_asked(&finding.module_dir)
            || sources.chain(calls).any(|span| is_asked(path::parent(&self.request.sources.path(span.file))))
    }

    fn path(&self, finding: &Finding) -> Arc<str> {
        path_of(finding, self.request.sources)
    }

    pub(super) fn threshold(&self, finding: &Finding) -> Threshold {
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
        self.input.asked_for.contains(path::parent(file))
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

    /// Whether everything below the directory was looked at, by all shards together.
    pub(super) fn covers(&self, dir: &str) -> bool {
        let is_whole = |target: &Target| matches!(target, Target::Path(path) if path::is_within(dir, path));
        self.request.changed.is_none() && self.request.targets.iter().any(is_whole)
    }

    fn may_be_used(&self, exception: &Exception) -> bool {
        let effective = self.input.settings.at(&exception.directory, exception.environment.as_ref());
        let is_asked = exception.environment.is_none() || self.request.environment.is_none();
        is_asked
            && self.catalogue.facts().into_iter().any(|rule| exception.rule.matches(rule) && effective.is_enabled(rule))
    }

    /// What is wrong with comments and exceptions, as findings of the rules that are about it.
    fn problem_findings(&self, problems: &[Problem]) -> Vec<Finding> {
        let mut findings = Vec::new();
        for kind in ProblemKind::ALL {
            let mut of_kind = problems.iter().filter(|problem| problem.kind == kind).peekable();
            if of_kind.peek().is_none() {
                continue;
            }
            let Some(rule) = self.catalogue.rule(kind.rule_id()) else { continue };
            findings.extend(of_kind.map(|problem| problem.to_finding(Arc::clone(&rule), self.request.sources)));
        }
        findings.retain_mut(|finding| self.adjust(finding));
        findings
    }

    /// Whether the rule is on in a directory; a rule that does not exist any more cannot report anything either.
    pub(super) fn would_run(&self, rule_id: &str, dir: &str) -> bool {
        let effective = self.input.settings.at(dir, None);
        self.catalogue.facts().into_iter().find(|rule| rule.id == rule_id).is_none_or(|rule| effective.is_enabled(rule))
    }
}
