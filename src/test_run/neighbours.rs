//! Rule examples held against the rules around them: an example shows what its own rule says, and nothing else.
//!
//! In: one rule, and the set that it belongs to. Out: its examples on which another rule of the set speaks as well, without
//! being named in `also`. In a passing example no rule of the same file that is on by default finds anything; in a failing
//! example no other default rule stands at the same argument of the same resource; and a rule whose judged value can be
//! unknown has an example of that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::examples::{check, check_with, name_of, needs_whole_check, texts};
use super::planned;
use super::verdict::{Problem, Status, TestResult, Update};
use crate::config::module::Mode;
use crate::rules::finding::{Finding, Verdict};
use crate::rules::pattern::Pattern;
use crate::rules::rule::{Example, Outcome, Rule};
use crate::span::{FileId, Sources, Span};
use crate::syntax;
use crate::syntax::ast::{Block, Body, FileFormat};

/// The examples of a rule that do not keep to themselves.
pub fn of_rule(rule: &Arc<Rule>, rules: &[Arc<Rule>], sources: &Sources) -> Vec<TestResult> {
    if needs_whole_check(rule) {
        return Vec::new();
    }
    let mut results: Vec<TestResult> = Vec::new();
    let mut add = |example: &Example, problem: Option<Problem>| {
        if let Some(problem) = problem {
            let mut result = TestResult::new(&name_of(example).into(), example.block.header);
            result.add(Status::Fail, problem);
            results.push(result);
        }
    };
    for example in rule.examples.iter().filter(|example| example.outcome != Outcome::Unknown) {
        add(example, among_others(rule, example, rules, sources));
    }
    if let Some((example, problem)) = missing_unknown(rule, sources) {
        add(example, Some(problem));
    }
    results
}

/// What other rules say of an example, where that differs from its `also`.
fn among_others(rule: &Arc<Rule>, example: &Example, rules: &[Arc<Rule>], sources: &Sources) -> Option<Problem> {
    let kinds = kinds(&example.block.body);
    let is_near = |other: &&Arc<Rule>| {
        let is_own = other.id == rule.id;
        let is_asked = example.outcome == Outcome::Fail || other.span.file == rule.span.file;
        let concerns = other.resources.iter().any(|pattern| Pattern::new(pattern).matches_any(&kinds));
        is_own || (other.default && is_asked && concerns && !needs_whole_check(other))
    };
    let near: Vec<Arc<Rule>> = rules.iter().filter(is_near).cloned().collect();
    let plan = planned::plan(example).ok()?;
    let findings = check_with(near, texts(example, sources), plan, &Sources::default(), None).findings;
    let said = others(rule, example, &findings, sources);
    let is_listed = |id: &&str| example.also.iter().any(|also| **also == **id);
    let unlisted: Vec<String> =
        said.iter().filter(|(id, _)| !is_listed(id)).map(|(id, place)| format!("`{id}` at {place}")).collect();
    let stale: Vec<String> =
        example.also.iter().filter(|id| !said.contains_key(&***id)).map(|id| format!("`{id}`")).collect();
    let mut texts = Vec::new();
    if !unlisted.is_empty() {
        texts.push(format!("other rules find something as well: {}", unlisted.join(", ")));
    }
    if !stale.is_empty() {
        texts.push(format!("`also` names rules that find nothing: {}", stale.join(", ")));
    }
    let problem = Problem::new(example.block.header, texts.join("; "));
    let update = also(example, &said.keys().copied().collect::<Vec<_>>(), sources);
    (!texts.is_empty()).then(|| problem.with_updates([update]))
}

/// The other rules that speak where only this one should, with the first place of each.
fn others<'f>(rule: &Rule, example: &Example, findings: &'f [Finding], sources: &Sources) -> BTreeMap<&'f str, String> {
    let fails = || findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
    let body = main_file(example, sources);
    let place = |finding| argument_of(finding, &body);
    let own: BTreeSet<(&str, &str)> = fails().filter(|finding| finding.rule.id == rule.id).filter_map(place).collect();
    let others = fails().filter(|finding| finding.rule.id != rule.id).filter(|finding| match example.outcome {
        Outcome::Fail => place(*finding).is_some_and(|place| own.contains(&place)),
        Outcome::Pass | Outcome::Unknown => true,
    });
    let mut said: BTreeMap<&str, String> = BTreeMap::new();
    for finding in others {
        let address = finding.instances.first().map_or("", |address| &**address);
        said.entry(&finding.rule.id).or_insert_with(|| format!("{address} @ {}", finding.attribute));
    }
    said
}

/// The example's list of other rules as it should be.
fn also(example: &Example, ids: &[&str], sources: &Sources) -> Update {
    let end = example.block.span.end.saturating_sub(1);
    let closing = Span { start: end, end, ..example.block.span };
    let indent = " ".repeat(sources.region(closing).start.column.saturating_sub(1) as usize);
    let list = list(ids, &indent);
    if let Some(attribute) = example.block.body.attribute("also") {
        let text = if ids.is_empty() { String::new() } else { format!("also   = {list}") };
        return Update { span: attribute.span, text };
    }
    match example.block.body.attribute("expect") {
        Some(expect) => {
            let span = Span { start: expect.span.end, ..expect.span };
            Update { span, text: format!("\n{indent}  also   = {list}") }
        }
        None => Update { span: closing, text: format!("  also = {list}\n{indent}") },
    }
}

/// A list on one line while that is short.
fn list(ids: &[&str], indent: &str) -> String {
    let quoted: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    let line = format!("[{}]", quoted.join(", "));
    if line.len() <= 130 {
        return line;
    }
    let lines = quoted.iter().fold(String::new(), |lines, id| lines + indent + "    " + id + ",\n");
    format!("[\n{lines}{indent}  ]")
}

/// The example's own text as a tree.
fn main_file(example: &Example, sources: &Sources) -> Body {
    let text = texts(example, sources).remove("main.tf").unwrap_or_default();
    syntax::parse(&text, FileId::NONE, FileFormat::Hcl).0.body
}

/// Resource and argument of a finding that stands at an argument. At a block, two rules may miss different things.
fn argument_of<'f>(finding: &'f Finding, body: &Body) -> Option<(&'f str, &'f str)> {
    let address = finding.instances.first()?;
    let block = resource(body, &finding.address_template)?;
    written(&block.body, &finding.attribute)?;
    Some((&**address, &*finding.attribute))
}

/// The resource or data source of that address.
fn resource<'b>(body: &'b Body, address: &str) -> Option<&'b Block> {
    let (kind, address) = address.strip_prefix("data.").map_or(("resource", address), |rest| ("data", rest));
    let labels: Vec<&str> = address.split('.').collect();
    let is_meant = |block: &&Block| block.labels.iter().map(|label| &*label.text).eq(labels.iter().copied());
    body.blocks.iter().filter(|block| &*block.kind.text == kind).find(is_meant)
}

/// Where the value of an argument is written: `ingress[0].cidr_blocks` leads through blocks to it.
fn written(body: &Body, path: &str) -> Option<Span> {
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    let (name, index) = step.split_once('[').unwrap_or((step, "0]"));
    if let Some(attribute) = body.attribute(name) {
        return Some(attribute.expr.span);
    }
    let index: usize = index.trim_end_matches(']').parse().ok()?;
    let block = body.blocks_of(name).nth(index)?;
    written(&block.body, rest)
}

/// The kinds of subjects in an example, by its text.
fn kinds(body: &Body) -> BTreeSet<Arc<str>> {
    let mut kinds: BTreeSet<Arc<str>> = ["variable", "output", "module", "terraform", "plan"].map(Arc::from).into();
    for block in &body.blocks {
        let label = block.labels.first().map_or("", |label| &*label.text);
        match &*block.kind.text {
            "resource" => kinds.extend([format!("{}{label}", Mode::Managed.prefix()).into()]),
            "data" => kinds.extend([format!("{}{label}", Mode::Data.prefix()).into()]),
            "provider" => kinds.extend([format!("provider.{label}").into()]),
            "file" => kinds.extend(self::kinds(&block.body)),
            _ => {}
        }
    }
    kinds
}

/// Replaces the judged value of a failing example by an unset variable: where that makes the verdict unknown, the rule
/// needs an example of it.
fn missing_unknown<'r>(rule: &'r Arc<Rule>, sources: &Sources) -> Option<(&'r Example, Problem)> {
    if rule.native.is_some() || rule.examples.iter().any(|example| example.outcome == Outcome::Unknown) {
        return None;
    }
    let mut failing = rule.examples.iter().filter(|example| example.outcome == Outcome::Fail);
    let (example, twin) = failing.find_map(|example| Some((example, unknown_twin(rule, example, sources)?)))?;
    let last = rule.examples.last()?.block.span;
    let update = Update { span: Span { start: last.end, ..last }, text: twin.text };
    let attribute = twin.attribute;
    let text = format!("an `unknown` example is missing: the verdict is unknown where `{attribute}` is");
    Some((example, Problem::new(example.block.header, text).with_updates([update])))
}

/// An example whose verdict is unknown.
struct Twin {
    /// As it would stand in the rule file.
    text: String,
    /// What is unknown in it.
    attribute: String,
}

/// The failing example with an unset variable in place of the judged value, where that makes its verdict unknown.
fn unknown_twin(rule: &Arc<Rule>, example: &Example, sources: &Sources) -> Option<Twin> {
    if example.block.body.blocks.iter().any(|block| matches!(&*block.kind.text, "file" | "plan")) {
        return None;
    }
    let outcome = check(rule, texts(example, sources), None, &Sources::default(), None);
    let [finding] = outcome.findings.as_slice() else { return None };
    let attribute = finding.attribute.to_string();
    let source = sources.get(example.block.span.file)?;
    let value = written(&resource(&example.block.body, &finding.address_template)?.body, &attribute)?;
    let name = attribute.rsplit('.').next()?.split('[').next()?;
    let variable = format!("variable \"{name}\" {{}}\n");
    let mut blocks = String::new();
    for block in &example.block.body.blocks {
        let text = source.slice(block.span);
        let at = (value.start.checked_sub(block.span.start), value.end.checked_sub(block.span.start));
        let replaced = match at {
            (Some(start), Some(end)) if value.end <= block.span.end => {
                format!("{}var.{name}{}", text.get(..start as usize)?, text.get(end as usize..)?)
            }
            _ => text.to_owned(),
        };
        blocks.push_str(&format!("    {replaced}\n"));
    }
    let outcome = check(
        rule,
        BTreeMap::from([("main.tf".to_owned(), format!("{variable}{blocks}"))]),
        None,
        &Sources::default(),
        None,
    );
    let [finding] = outcome.findings.as_slice() else { return None };
    let is_unknown = finding.verdict == Verdict::Unknown;
    let text = format!("\n\n  unknown \"`{name}` is an unset variable\" {{\n    {variable}{blocks}  }}");
    is_unknown.then_some(Twin { text, attribute })
}
