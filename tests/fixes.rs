//! Every fix of a bundled rule, on the rule's own failing examples: the finding goes, and nothing else breaks.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use tollgate::diag::{Diagnostic, Severity};
use tollgate::fix::{Chosen, Trust, fix_of};
use tollgate::rules::bundled;
use tollgate::rules::finding::{Finding, Verdict};
use tollgate::rules::rule::{Example, Outcome, Rule};
use tollgate::span::Sources;
use tollgate::test_run::examples;

/// What became of one rule's fix.
#[derive(Default)]
struct Result {
    offered: usize,
    problems: Vec<String>,
}

#[test]
fn every_fix_makes_its_finding_go() {
    let sources = Sources::default();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let rules: Vec<Arc<Rule>> = bundled::all(&sources, &mut diagnostics).into_iter().map(Arc::new).collect();
    let with_fix: Vec<&Arc<Rule>> = rules.iter().filter(|rule| rule.fix.is_some()).collect();
    assert!(with_fix.len() >= 200, "only {} rules have a fix", with_fix.len());
    let problems: Vec<String> = with_fix
        .par_iter()
        .flat_map_iter(|rule| {
            let fails = rule.examples.iter().filter(|example| example.outcome == Outcome::Fail);
            let mut result = Result::default();
            fails.for_each(|example| repair(rule, example, &sources, &mut result));
            if result.offered == 0 {
                result.problems.push(format!("{}: no failing example is offered the fix", rule.id));
            }
            result.problems
        })
        .collect();
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
}

/// Applies the fixes of an example until none is offered any more.
fn repair(rule: &Arc<Rule>, example: &Example, sources: &Sources, result: &mut Result) {
    let name = format!("{}, {:?}", rule.id, example.title);
    let mut files = examples::texts(example, sources);
    let before = examples::check(rule, files.clone(), None, &Sources::default(), None);
    for round in 0.. {
        let texts = Sources::default();
        let outcome = examples::check(rule, files.clone(), None, &texts, None);
        let errors = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        if errors.count() > before.diagnostics.iter().filter(|one| one.severity == Severity::Error).count() {
            return result.problems.push(format!("{name}: the result has errors\n{}", shown(&files)));
        }
        let fixes: Vec<_> =
            outcome.findings.iter().filter_map(|one| Some((one, fix_of(one, Trust::Unsafe)?))).collect();
        result.offered += fixes.len();
        if fixes.is_empty() {
            // What was never offered a fix may stay: its value comes from elsewhere.
            let left = outcome.findings.iter().filter(|one| one.verdict == Verdict::Fail).count();
            let without = before.findings.iter().filter(|one| is_left_alone(one)).count();
            if left > without {
                result.problems.push(format!("{name}: {left} findings are left\n{}", shown(&files)));
            }
            return;
        }
        let mut chosen = Chosen::default();
        for (finding, fix) in &fixes {
            chosen.take(finding, fix);
        }
        let new = chosen.texts(&texts);
        if new.is_empty() || round > 8 {
            return result.problems.push(format!("{name}: the fix does not help\n{}", shown(&files)));
        }
        files.extend(new.into_iter().map(|(path, text)| (path.to_string(), text.to_string())));
    }
}

fn is_left_alone(finding: &Finding) -> bool {
    finding.verdict == Verdict::Fail && finding.fix.is_none()
}

fn shown(files: &BTreeMap<String, String>) -> String {
    files.iter().fold(String::new(), |shown, (path, text)| shown + "  -- " + path + "\n" + text)
}
