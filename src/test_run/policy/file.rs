//! A policy test file as written: scenarios, and what is expected of them.

use std::sync::Arc;

use jiff::civil::Date;

use super::reader::{Reader, Text};
use crate::config::module::Condition;
use crate::policy::select::Selector;
use crate::rules::finding::Verdict;
use crate::rules::rule::Severity;
use crate::span::Span;
use crate::syntax::ast::{Block, Body, Expr, ObjectItem};

/// One `test` block.
#[derive(Debug)]
pub(super) struct PolicyTest {
    pub(super) name: Arc<str>,
    pub(super) scenario: Scenario,
    pub(super) findings: Vec<FindingExpected>,
    pub(super) absences: Vec<NoFindings>,
    pub(super) values: Vec<ObjectItem>,
    pub(super) asserts: Vec<Condition>,
    pub(super) changes: Vec<Changes>,
    pub(super) costs: Vec<Cost>,
    pub(super) span: Span,
}

/// What is looked at, and with which values and rules.
#[derive(Debug, Default)]
pub(super) struct Scenario {
    /// Relative to the test file.
    pub(super) directory: Option<Text>,
    /// Terraform blocks, and `file "PATH" { … }` with such blocks.
    pub(super) inline: Vec<Arc<Block>>,
    pub(super) variables: Vec<ObjectItem>,
    pub(super) var_files: Vec<Text>,
    pub(super) environment: Option<Text>,
    pub(super) workspace: Option<Text>,
    pub(super) plan: Option<Text>,
    /// Further rule files.
    pub(super) rules: Vec<Text>,
    pub(super) select: Option<Vec<Selector>>,
    pub(super) ignore: Vec<Selector>,
    pub(super) configuration: Option<Text>,
    pub(super) is_isolated: bool,
    /// The day on which suppressions are judged; without one, none expires.
    pub(super) today: Option<Date>,
}

/// `finding "RULE" { … }`: there is such a finding.
#[derive(Debug)]
pub(super) struct FindingExpected {
    pub(super) rule: Selector,
    pub(super) address: Option<Text>,
    pub(super) attribute: Option<Text>,
    pub(super) severity: Option<(Severity, Span)>,
    pub(super) verdict: Verdict,
    pub(super) message: Option<Text>,
    /// How many instances show it; without one, at least one.
    pub(super) count: Option<(usize, Span)>,
    pub(super) is_suppressed: bool,
    pub(super) span: Span,
}

/// `no_findings { … }`: there are none of this kind besides those that are expected.
#[derive(Debug)]
pub(super) struct NoFindings {
    pub(super) rules: Vec<Selector>,
    pub(super) address: Option<Text>,
    /// This one or a worse one.
    pub(super) severity: Option<Severity>,
    pub(super) unknown: UnknownMeans,
    pub(super) span: Span,
}

/// What a verdict of unknown is where no findings are expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum UnknownMeans {
    Undecided,
    Fail,
    Nothing,
}

/// An exact number or bounds, both inclusive.
#[derive(Clone, Debug)]
pub(super) struct Bounds {
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) span: Span,
}

/// `changes { create = 3 }`.
#[derive(Debug)]
pub(super) struct Changes {
    /// Type patterns; all where empty.
    pub(super) resources: Vec<Text>,
    pub(super) address: Option<Text>,
    /// By the word of the action.
    pub(super) counts: Vec<(&'static str, Bounds)>,
    pub(super) span: Span,
}

/// `cost "module.web" { monthly = { max = 900 } }`.
#[derive(Debug)]
pub(super) struct Cost {
    /// What is at this address and below it; everything without.
    pub(super) address: Option<Text>,
    pub(super) monthly: Bounds,
    pub(super) span: Span,
}

/// The actions that can be counted.
pub(super) const ACTIONS: [&str; 9] =
    ["create", "update", "replace", "destroy", "forget", "read", "no_op", "changed", "total"];

/// Blocks of a scenario that are Terraform's own.
const TERRAFORM: [&str; 13] = [
    "resource",
    "data",
    "ephemeral",
    "module",
    "variable",
    "output",
    "locals",
    "provider",
    "terraform",
    "check",
    "moved",
    "import",
    "removed",
];

const ARGUMENTS: [&str; 13] = [
    "directory",
    "variables",
    "var_files",
    "environment",
    "workspace",
    "plan",
    "rules",
    "select",
    "ignore",
    "configuration",
    "isolated",
    "today",
    "values",
];

const BLOCKS: [&str; 6] = ["finding", "no_findings", "assert", "changes", "cost", "file"];

/// Reads all tests of a file; a test with a problem is left out.
pub(super) fn read(body: &Body, reader: &mut Reader<'_>) -> Vec<PolicyTest> {
    reader.only_arguments(body, &[], "a policy test file");
    let mut tests: Vec<PolicyTest> = Vec::new();
    for block in &body.blocks {
        if &*block.kind.text != "test" {
            reader.unknown(&block.kind.text, block.header, "a policy test file has no block", &["test"]);
            continue;
        }
        let Some(name) = block.labels.first() else {
            reader.problem(block.header, "a test needs a name", "write `test \"buckets are private\" { … }`");
            continue;
        };
        if tests.iter().any(|test| test.name == name.text) {
            let text = format!("there are two tests named `{}` in this file", name.text);
            reader.problem(name.span, text, "give each test a name of its own");
        }
        let before = reader.count();
        let test = test(&name.text, block, reader);
        if reader.count() == before {
            tests.push(test);
        }
    }
    tests
}

fn test(name: &Arc<str>, block: &Block, reader: &mut Reader<'_>) -> PolicyTest {
    reader.only_arguments(&block.body, &ARGUMENTS, "a test");
    let mut test = PolicyTest {
        name: Arc::clone(name),
        scenario: scenario(block, reader),
        findings: Vec::new(),
        absences: Vec::new(),
        values: reader.object(&block.body, "values"),
        asserts: Vec::new(),
        changes: Vec::new(),
        costs: Vec::new(),
        span: block.header,
    };
    for nested in &block.body.blocks {
        match &*nested.kind.text {
            "finding" => test.findings.extend(finding(nested, reader)),
            "no_findings" => test.absences.push(no_findings(nested, reader)),
            "assert" => test.asserts.extend(assert(nested, reader)),
            "changes" => test.changes.push(changes(nested, reader)),
            "cost" => test.costs.extend(cost(nested, reader)),
            "file" => test.scenario.inline.push(Arc::new(nested.clone())),
            other if TERRAFORM.contains(&other) => test.scenario.inline.push(Arc::new(nested.clone())),
            other => {
                let known: Vec<&str> = BLOCKS.iter().chain(&TERRAFORM).copied().collect();
                reader.unknown(other, nested.header, "a test has no block", &known);
            }
        }
    }
    whole(&test, block, reader);
    test
}

/// What only the test as a whole can be wrong about.
fn whole(test: &PolicyTest, block: &Block, reader: &mut Reader<'_>) {
    let scenario = &test.scenario;
    let has_inline = !scenario.inline.is_empty();
    match &scenario.directory {
        Some(directory) if has_inline => {
            let help = "leave out `directory`, and call the module with a `module` block";
            reader.problem(directory.span, "a test has either a `directory` or Terraform blocks of its own", help);
        }
        None if !has_inline && scenario.plan.is_none() => {
            let help = "write `directory = \"envs/prod\"`, or Terraform blocks";
            reader.problem(block.header, "the test has nothing to look at", help);
        }
        _ => {}
    }
    let expects = test.findings.len() + test.absences.len() + test.values.len() + test.asserts.len();
    if expects + test.changes.len() + test.costs.len() == 0 {
        let help = "write `finding`, `no_findings`, `values`, `assert`, `changes` or `cost`";
        reader.problem(block.header, "the test expects nothing", help);
    }
}

fn scenario(block: &Block, reader: &mut Reader<'_>) -> Scenario {
    let body = &block.body;
    let selectors = |texts: Vec<Text>| texts.iter().map(|text| Selector::new(&text.text, text.span)).collect();
    let has_select = body.attribute("select").is_some();
    let select: Vec<Selector> = selectors(reader.texts(body, "select"));
    Scenario {
        directory: reader.text(body, "directory"),
        inline: Vec::new(),
        variables: reader.object(body, "variables"),
        var_files: reader.texts(body, "var_files"),
        environment: reader.text(body, "environment"),
        workspace: reader.text(body, "workspace"),
        plan: reader.text(body, "plan"),
        rules: reader.texts(body, "rules"),
        select: has_select.then_some(select),
        ignore: selectors(reader.texts(body, "ignore")),
        configuration: reader.text(body, "configuration"),
        is_isolated: reader.flag(body, "isolated"),
        today: reader.date(body, "today"),
    }
}

fn finding(block: &Block, reader: &mut Reader<'_>) -> Option<FindingExpected> {
    let known = ["address", "attribute", "severity", "verdict", "message", "count", "suppressed"];
    reader.only_arguments(&block.body, &known, "`finding`");
    let Some(rule) = block.labels.first() else {
        reader.problem(block.header, "which rule?", "write `finding \"aws-s3-bucket-public-acl\" {}`");
        return None;
    };
    let body = &block.body;
    Some(FindingExpected {
        rule: Selector::new(&rule.text, rule.span),
        address: reader.text(body, "address"),
        attribute: reader.text(body, "attribute"),
        severity: reader.word(body, "severity", &Severity::ALL.map(|one| (one.as_str(), one))),
        verdict: reader
            .word(body, "verdict", &[Verdict::Fail, Verdict::Unknown].map(|one| (one.as_str(), one)))
            .map_or(Verdict::Fail, |(verdict, _)| verdict),
        message: reader.text(body, "message"),
        count: reader.count_of(body, "count"),
        is_suppressed: reader.flag(body, "suppressed"),
        span: block.header,
    })
}

fn no_findings(block: &Block, reader: &mut Reader<'_>) -> NoFindings {
    reader.only_arguments(&block.body, &["rules", "address", "severity", "unknown"], "`no_findings`");
    let body = &block.body;
    let words =
        [("undecided", UnknownMeans::Undecided), ("fail", UnknownMeans::Fail), ("ignore", UnknownMeans::Nothing)];
    NoFindings {
        rules: reader.texts(body, "rules").iter().map(|text| Selector::new(&text.text, text.span)).collect(),
        address: reader.text(body, "address"),
        severity: reader
            .word(body, "severity", &Severity::ALL.map(|one| (one.as_str(), one)))
            .map(|(severity, _)| severity),
        unknown: reader.word(body, "unknown", &words).map_or(UnknownMeans::Undecided, |(word, _)| word),
        span: block.header,
    }
}

fn assert(block: &Block, reader: &mut Reader<'_>) -> Option<Condition> {
    reader.only_arguments(&block.body, &["condition", "error_message"], "`assert`");
    let expr = |name: &str| block.body.attribute(name).map(|attribute| attribute.expr.clone());
    let Some(condition) = expr("condition") else {
        reader.problem(
            block.header,
            "an `assert` block needs a `condition`",
            "write `condition = output.name == \"x\"`",
        );
        return None;
    };
    Some(Condition { condition, error_message: expr("error_message"), span: block.span })
}

fn changes(block: &Block, reader: &mut Reader<'_>) -> Changes {
    let known: Vec<&str> = ACTIONS.iter().copied().chain(["resources", "address"]).collect();
    reader.only_arguments(&block.body, &known, "`changes`");
    let bounds = |action: &&'static str, reader: &mut Reader<'_>| {
        block.body.attribute(action).and_then(|attribute| Some((*action, reader.bounds(&attribute.expr)?)))
    };
    Changes {
        resources: reader.texts(&block.body, "resources"),
        address: reader.text(&block.body, "address"),
        counts: ACTIONS.iter().filter_map(|action| bounds(action, reader)).collect(),
        span: block.header,
    }
}

fn cost(block: &Block, reader: &mut Reader<'_>) -> Option<Cost> {
    reader.only_arguments(&block.body, &["monthly"], "`cost`");
    let Some(monthly) = block.body.attribute("monthly") else {
        let help = "write `monthly = { max = 900 }`, in USD";
        reader.problem(block.header, "a `cost` block needs `monthly`", help);
        return None;
    };
    Some(Cost {
        address: block.labels.first().map(|label| Text { text: Arc::clone(&label.text), span: label.span }),
        monthly: reader.bounds(&monthly.expr)?,
        span: block.header,
    })
}

/// The expression under a key of an object.
pub(super) fn member<'o>(items: &'o [ObjectItem], name: &str) -> Option<&'o Expr> {
    items.iter().find(|item| super::reader::key_text(item).as_deref() == Some(name)).map(|item| &item.value)
}
