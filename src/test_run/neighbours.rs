//! Rule examples held against the rules around them: an example shows what its own rule says, and nothing else.
//!
//! In: a set of rules with their examples. Out: the examples on which another rule of the set speaks as well, without being
//! named in `also`. In a passing example no rule of the same file that is on by default finds anything; in a failing
//! example no other default rule stands at the same attribute of the same resource; and a rule whose judged value can be
//! unknown has an example of that.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::examples::{ExampleResult, check, check_with, is_about_suppressions, texts};
use crate::config::module::Mode;
use crate::rules::finding::{Finding, Verdict};
use crate::rules::pattern::Pattern;
use crate::rules::rule::{Example, Outcome, Rule};
use crate::span::{FileId, Sources, Span};
use crate::syntax;
use crate::syntax::ast::{Block, Body, FileFormat};

/// The examples that do not keep to themselves, in the order of the rules.
pub fn run(rules: &[Arc<Rule>], sources: &Sources) -> Vec<ExampleResult> {
    let of_rule = |rule: &Arc<Rule>| -> Vec<ExampleResult> {
        if is_about_suppressions(rule) {
            return Vec::new();
        }
        let examples = rule.examples.iter().filter(|example| example.outcome != Outcome::Unknown);
        let kept = examples.map(|example| (example, among_others(rule, example, rules, sources)));
        let unknown = (rule.examples.first(), missing_unknown(rule, sources));
        let all = kept.chain(unknown.0.map(|example| (example, unknown.1)));
        all.filter(|(_, problems)| !problems.is_empty())
            .map(|(example, problems)| ExampleResult {
                rule: Arc::clone(&rule.id),
                outcome: example.outcome,
                title: example.title.clone(),
                problems,
            })
            .collect()
    };
    rules.par_iter().flat_map_iter(of_rule).collect()
}

/// What other rules say of an example and should not.
fn among_others(rule: &Arc<Rule>, example: &Example, rules: &[Arc<Rule>], sources: &Sources) -> Vec<String> {
    let kinds = kinds(&example.block.body);
    let is_near = |other: &&Arc<Rule>| {
        let is_own = other.id == rule.id;
        let is_asked = example.outcome == Outcome::Fail || other.span.file == rule.span.file;
        let concerns = other.resources.iter().any(|pattern| Pattern::new(pattern).matches_any(&kinds));
        is_own || (other.default && is_asked && concerns && !is_about_suppressions(other))
    };
    let near: Vec<Arc<Rule>> = rules.iter().filter(is_near).cloned().collect();
    let findings = check_with(near, texts(example, sources)).findings;
    let fails = || findings.iter().filter(|finding| finding.verdict == Verdict::Fail);
    let body = main_file(example, sources);
    let place = |finding| attribute_of(finding, &body);
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
    let is_listed = |id: &str| example.also.iter().any(|also| **also == *id);
    let unlisted = said
        .iter()
        .filter(|(id, _)| !is_listed(id))
        .map(|(id, place)| format!("`{id}` finds something as well, at {place}: repair it, or name it in `also`"));
    let stale = example.also.iter().filter(|id| !said.contains_key(&***id));
    unlisted.chain(stale.map(|id| format!("`{id}` stands in `also` and finds nothing"))).collect()
}

/// The example's own text as a tree.
fn main_file(example: &Example, sources: &Sources) -> Body {
    let text = texts(example, sources).remove("main.tf").unwrap_or_default();
    syntax::parse(&text, FileId::NONE, FileFormat::Hcl).0.body
}

/// Resource and argument of a finding that stands at an argument. At a block, two rules may miss different things.
fn attribute_of<'f>(finding: &'f Finding, body: &Body) -> Option<(&'f str, &'f str)> {
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

/// The kinds of subjects in an example, by its text.
fn kinds(body: &Body) -> BTreeSet<Arc<str>> {
    let mut kinds: BTreeSet<Arc<str>> = ["variable", "output", "module", "terraform", "plan"].map(Arc::from).into();
    for block in &body.blocks {
        let label = block.labels.first().map_or("", |label| &*label.text);
        match &*block.kind.text {
            "resource" => kinds.insert(format!("{}{label}", Mode::Managed.prefix()).into()),
            "data" => kinds.insert(format!("{}{label}", Mode::Data.prefix()).into()),
            "provider" => kinds.insert(format!("provider.{label}").into()),
            "file" => {
                kinds.extend(self::kinds(&block.body));
                false
            }
            _ => false,
        };
    }
    kinds
}

/// Replaces the judged value of a failing example by an unset variable: where that makes the verdict unknown, the rule
/// needs an example of it.
fn missing_unknown(rule: &Arc<Rule>, sources: &Sources) -> Vec<String> {
    if rule.native.is_some() || rule.examples.iter().any(|example| example.outcome == Outcome::Unknown) {
        return Vec::new();
    }
    let failing = rule.examples.iter().filter(|example| example.outcome == Outcome::Fail);
    let found = failing.filter_map(|example| Some((unknown_twin(rule, example, sources)?, &example.title))).next();
    let complaint = |(attribute, title): (String, &String)| {
        format!("an `unknown` example is missing: the verdict on `{title}` is unknown where `{attribute}` is")
    };
    found.map(complaint).into_iter().collect()
}

/// The attribute whose replacement by an unset variable makes the only verdict on an example unknown.
fn unknown_twin(rule: &Arc<Rule>, example: &Example, sources: &Sources) -> Option<String> {
    let files = texts(example, sources);
    let text = files.get("main.tf").filter(|_| files.len() == 1)?;
    let outcome = check(rule, files.clone());
    let [finding] = outcome.findings.as_slice() else { return None };
    let twin = with_variable(text, finding)?;
    let attribute = finding.attribute.to_string();
    let outcome = check(rule, BTreeMap::from([("main.tf".to_owned(), twin)]));
    let [finding] = outcome.findings.as_slice() else { return None };
    (finding.verdict == Verdict::Unknown).then_some(attribute)
}

/// The text with an unset variable in place of the finding's attribute.
fn with_variable(text: &str, finding: &Finding) -> Option<String> {
    let (parsed, _) = syntax::parse(text, FileId::NONE, FileFormat::Hcl);
    let block = resource(&parsed.body, &finding.address_template)?;
    let value = written(&block.body, &finding.attribute)?;
    let (before, after) = (text.get(..value.start as usize)?, text.get(value.end as usize..)?);
    Some(format!("{before}var.unset{after}\nvariable \"unset\" {{}}\n"))
}

/// Where the value of an attribute is written: `ingress[0].cidr_blocks` leads through blocks to an argument.
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
