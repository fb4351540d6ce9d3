//! Rule examples: each stands beside its rule and proves what the rule does.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::planned::{self, Planned};
use crate::check::cost::Pricing;
use crate::check::{GivenPlan, Values};
use crate::config::project::Project;
use crate::cost::monthly_values;
use crate::diag::Severity;
use crate::discover::{Dialect, Files, Options, Target, discover};
use crate::eval::coverage::Coverage;
use crate::eval::inputs::Inputs;
use crate::eval::instance::RootEvaluation;
use crate::policy::select::Selector;
use crate::policy::settings::{CommandLine, FilesToRead};
use crate::policy::unite::unite;
use crate::rules::finding::{Finding, Verdict};
use crate::rules::rule::{Example, Outcome, Rule};
use crate::run::{self, Hooks, Request, RootInputs, RuleChoice};
use crate::span::{Sources, Span};
use crate::syntax::ast::{Block, ExprKind};
use crate::test_run::verdict::{Problem, Status, TestResult, Update};

/// Runs the examples of one rule whose names are wanted.
pub fn of_rule(
    rule: &Arc<Rule>,
    sources: &Sources,
    coverage: Option<&Arc<Coverage>>,
    is_wanted: &dyn Fn(&str) -> bool,
) -> Vec<TestResult> {
    let wanted = rule.examples.iter().filter(|example| is_wanted(&name_of(example)));
    wanted.map(|example| run_one(rule, example, &name_of(example), sources, coverage)).collect()
}

/// How results call an example.
pub(super) fn name_of(example: &Example) -> String {
    format!("{}: {}", example.outcome.as_str(), example.title)
}

fn run_one(
    rule: &Arc<Rule>,
    example: &Example,
    name: &str,
    sources: &Sources,
    coverage: Option<&Arc<Coverage>>,
) -> TestResult {
    let mut result = TestResult::new(&name.into(), example.block.header);
    let plan = match planned::plan(example) {
        Ok(plan) => plan,
        Err(problem) => {
            result.add(Status::Fail, Problem::new(example.block.header, problem));
            return result;
        }
    };
    let outcome = check(rule, texts(example, sources), plan, &Sources::default(), coverage);
    for diagnostic in outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        let text = format!("{}: {}", diagnostic.code, diagnostic.message);
        result.add(Status::Fail, Problem::new(example.block.header, text));
    }
    for text in compare(example, &outcome.findings) {
        let mut problem = Problem::new(example.block.header, text);
        if result.problems.is_empty() {
            problem.updates.extend(update(example, &outcome.findings, sources));
        }
        result.add(Status::Fail, problem);
    }
    result
}

/// The list of expected places as they are, where the example's outcome is right and only the places are not.
fn update(example: &Example, findings: &[Finding], sources: &Sources) -> Option<Update> {
    let (wanted, other) = match example.outcome {
        Outcome::Pass => return None,
        Outcome::Fail => (Verdict::Fail, Verdict::Unknown),
        Outcome::Unknown => (Verdict::Unknown, Verdict::Fail),
    };
    let places: Vec<String> = findings.iter().filter(|finding| finding.verdict == wanted).map(place).collect();
    if places.is_empty() || findings.iter().any(|finding| finding.verdict == other) {
        return None;
    }
    let quoted: Vec<String> = places.iter().map(|place| serde_json::Value::from(place.as_str()).to_string()).collect();
    let list = format!("[{}]", quoted.join(", "));
    if let Some(attribute) = example.block.body.attribute("expect") {
        return Some(Update { span: attribute.expr.span, text: list });
    }
    // Before the closing brace, which stands on a line of its own.
    let end = example.block.span.end.saturating_sub(1);
    let span = Span { start: end, end, ..example.block.span };
    let indent = sources.region(span).start.column.saturating_sub(1) as usize;
    Some(Update { span, text: format!("  expect = {list}\n{}", " ".repeat(indent)) })
}

/// The example as files: its blocks are `main.tf`, its `file` blocks what they say.
pub fn texts(example: &Example, sources: &Sources) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let Some(source) = sources.get(example.block.span.file) else { return files };
    for block in example.block.body.blocks.iter().filter(|block| &*block.kind.text != "plan") {
        let (name, parts) = match block.labels.first() {
            Some(label) if &*block.kind.text == "file" => (label.text.to_string(), block.body.blocks.iter().collect()),
            _ => ("main.tf".to_string(), vec![block]),
        };
        let text = files.entry(name).or_default();
        if let Some(ExprKind::String(raw)) = raw_text(block) {
            text.push_str(raw);
            continue;
        }
        for part in parts {
            text.push_str(source.slice(part.span));
            text.push_str("\n\n");
        }
    }
    files
}

/// `file "x.tf.json" { text = "…" }`: what is no HCL.
fn raw_text(block: &Block) -> Option<&ExprKind> {
    let text = block.body.attribute("text").filter(|_| &*block.kind.text == "file")?;
    Some(&text.expr.kind)
}

/// Judges files with one rule alone; a plan belongs to the root module, or stands alone where there is none.
pub fn check(
    rule: &Arc<Rule>,
    files: BTreeMap<String, String>,
    plan: Option<Planned>,
    sources: &Sources,
    coverage: Option<&Arc<Coverage>>,
) -> run::Outcome {
    let native = rule.native.as_deref().unwrap_or("");
    if native.starts_with("suppression-") {
        return check_whole(rule, &Files::in_memory(files), &FilesToRead::Isolated, None, sources);
    }
    if native.starts_with("budget-") {
        return check_whole(rule, &Files::in_memory(files), &FilesToRead::Nearest, plan, sources);
    }
    check_with(vec![Arc::clone(rule)], files, plan, sources, coverage)
}

/// Whether the rule judges comments or budgets, and not single resources.
pub(super) fn needs_whole_check(rule: &Rule) -> bool {
    rule.native.as_deref().is_some_and(|native| native.starts_with("suppression-") || native.starts_with("budget-"))
}

/// Judges files with these rules and no other.
pub(super) fn check_with(
    rules: Vec<Arc<Rule>>,
    files: BTreeMap<String, String>,
    plan: Option<Planned>,
    sources: &Sources,
    coverage: Option<&Arc<Coverage>>,
) -> run::Outcome {
    let files = Files::in_memory(files);
    let (project, roots) = roots(&files, sources, plan);
    let choice = RuleChoice {
        is_on: &|_, _| false,
        custom: rules,
        is_custom_on: &|_, _| true,
        adjust: &|rule, _| (rule.severity, rule.params.clone()),
    };
    let pricing = Pricing::list();
    let costs = |root: &RootEvaluation| monthly_values(root, pricing.prices, pricing.usage);
    let outcome = run::check(Request {
        files: &files,
        sources,
        project: &project,
        roots: &roots,
        rules: &choice,
        hooks: Hooks { costs: Some(&costs), coverage, ..Hooks::default() },
    });
    run::Outcome { findings: unite(outcome.findings, sources), ..outcome }
}

/// The root modules of an example; a plan belongs to the first, or stands alone.
pub(super) fn roots(files: &Files, sources: &Sources, plan: Option<Planned>) -> (Project, Vec<RootInputs>) {
    let discovery = discover(files, &[Target::root()], Options::default());
    let project = Project::load(files, sources, &discovery.directories, Dialect::default());
    let mut roots: Vec<RootInputs> =
        project.roots().into_iter().map(|dir| RootInputs::new(dir, Inputs::default())).collect();
    if let Some(plan) = plan {
        if roots.is_empty() {
            roots.push(RootInputs::new(Arc::clone(&plan.plan.path), Inputs::default()));
        }
        if let Some(root) = roots.first_mut() {
            root.plan = Some(plan.plan);
            root.earlier = Some(plan.earlier);
        }
    }
    for (position, root) in (0..).zip(&mut roots) {
        root.position = position;
    }
    (project, roots)
}

/// A whole check, with all rules: a rule about suppressions says something only where other rules found something, and
/// one about budgets needs a configuration.
fn check_whole(
    rule: &Rule,
    files: &Files,
    configuration: &FilesToRead,
    plan: Option<Planned>,
    sources: &Sources,
) -> run::Outcome {
    let plans: Vec<GivenPlan> =
        plan.into_iter().map(|planned| GivenPlan { root: Some("".into()), plan: planned.plan }).collect();
    let command_line = CommandLine { select: Some(vec![Selector::new("all", Span::NONE)]), ..CommandLine::default() };
    let checked = crate::check::check(crate::check::Request {
        files,
        sources,
        targets: &[Target::root()],
        dialect: None,
        configuration,
        command_line: &command_line,
        values: &Values::default(),
        environment: None,
        baseline: None,
        base: None,
        changed: None,
        today: Some(jiff::civil::date(2026, 1, 1)),
        shard: None,
        plans: &plans,
        changed_only: false,
        progress: None,
        pricing: Some(Pricing::list()),
        reports_costs: false,
    });
    let findings = checked.findings.into_iter().filter(|finding| finding.rule.id == rule.id).collect();
    run::Outcome { findings, diagnostics: checked.diagnostics, ..run::Outcome::default() }
}

/// What differs between the example's word and the findings.
pub(super) fn compare(example: &Example, findings: &[Finding]) -> Vec<String> {
    let of = |verdict: Verdict| {
        findings.iter().filter(move |finding| finding.verdict == verdict).map(place).collect::<Vec<_>>()
    };
    let (fails, unknowns) = (of(Verdict::Fail), of(Verdict::Unknown));
    let mut problems = Vec::new();
    let (wanted, unwanted) = match example.outcome {
        Outcome::Pass => (None, vec![("a finding", &fails), ("an unknown verdict", &unknowns)]),
        Outcome::Fail => (Some(("finding", &fails)), vec![("an unknown verdict", &unknowns)]),
        Outcome::Unknown => (Some(("unknown verdict", &unknowns)), vec![("a finding", &fails)]),
    };
    for (what, found) in unwanted {
        problems.extend(found.iter().map(|place| format!("{what} that is not expected: {place}")));
    }
    let Some((what, found)) = wanted else { return problems };
    if example.expect.is_empty() {
        if found.len() != 1 {
            problems.push(format!("exactly one {what} is expected, found {}: {}", found.len(), found.join("; ")));
        }
        return problems;
    }
    let mut rest = found.clone();
    for expected in &example.expect {
        match rest.iter().position(|place| *place == normal(expected)) {
            Some(at) => {
                rest.remove(at);
            }
            None => problems.push(format!("a {what} at `{expected}` is expected, found {}", listed(found))),
        }
    }
    problems.extend(rest.iter().map(|place| format!("a {what} that is not expected: {place}")));
    problems
}

fn listed(places: &[String]) -> String {
    if places.is_empty() { "none".into() } else { places.join("; ") }
}

/// `address @ attribute`, or the address alone.
pub(super) fn place(finding: &Finding) -> String {
    let address = finding.instances.first().map_or("", |address| &**address);
    if finding.attribute.is_empty() { address.to_string() } else { format!("{address} @ {}", finding.attribute) }
}

fn normal(expected: &str) -> String {
    match expected.split_once('@') {
        Some((address, attribute)) => format!("{} @ {}", address.trim(), attribute.trim()),
        None => expected.trim().to_string(),
    }
}
