//! The pages under `docs/rules/`: one for each rule file, with a section for each rule, a list for each provider, and one
//! of the providers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::example::example_source;
use super::rules_list::{TABLE_HEAD, row};
use super::sarif::is_web_address;
use super::text::plural;
use crate::eval::text::display;
use crate::rules::bundled;
use crate::rules::rule::{Example, Framework, Outcome, Rule};
use crate::span::Sources;

/// Where the pages of the bundled rules stand in the repository.
pub const DIRECTORY: &str = "docs/rules";

/// The folder of rules that did not come with tollgate.
const CUSTOM: &str = "custom";

/// All pages as path below their directory and text, in the order of their paths. The rules come with their examples
/// (`bundled::all`).
pub fn docs(rules: &[&Rule], sources: &Sources) -> Vec<(String, String)> {
    let mut by_page: BTreeMap<String, Vec<&Rule>> = BTreeMap::new();
    let mut by_provider: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        by_page.entry(page_of(rule)).or_default().push(rule);
        by_provider.entry(provider(rule)).or_default().push(rule);
    }
    let mut pages = vec![("README.md".to_owned(), index(&by_provider))];
    for (name, group) in &mut by_provider {
        group.sort_by(|a, b| a.id.cmp(&b.id));
        pages.push((format!("{name}/README.md"), list(name, group)));
    }
    pages.extend(by_page.iter().map(|(path, rules)| (path.clone(), page(path, rules, sources))));
    pages.sort();
    pages
}

/// The provider that a rule is about: the folder of its file.
pub fn provider(rule: &Rule) -> &str {
    bundled::file_of(rule).and_then(|path| path.split('/').nth(1)).unwrap_or(CUSTOM)
}

/// The service that a rule is about: its file's name and the folders between it and the provider.
pub fn services(rule: &Rule) -> impl Iterator<Item = &str> {
    let path = bundled::file_of(rule).unwrap_or_default();
    path.trim_end_matches(".hcl").split('/').skip(2)
}

/// The page of a rule below `docs/rules/`, with `.md`.
fn page_of(rule: &Rule) -> String {
    match bundled::file_of(rule) {
        Some(path) => format!("{}.md", path.trim_start_matches("rules/").trim_end_matches(".hcl")),
        None => format!("{CUSTOM}/{}.md", rule.id),
    }
}

/// Page and section of a bundled rule, as seen from the repository's root.
pub fn section_of(rule: &Rule) -> Option<String> {
    bundled::file_of(rule)?;
    Some(format!("{DIRECTORY}/{}#{}", page_of(rule), rule.id))
}

fn index(by_provider: &BTreeMap<&str, Vec<&Rule>>) -> String {
    let mut text = "# Rules\n\nMade from the rule files by `tollgate rules --docs`; do not edit.\n\n".to_owned();
    text.push_str("| provider | rules | recommended |\n| --- | --- | --- |\n");
    for (name, rules) in by_provider {
        let recommended = rules.iter().filter(|rule| rule.default).count();
        let _ = writeln!(text, "| [{name}]({name}/README.md) | {} | {recommended} |", rules.len());
    }
    text
}

fn list(name: &str, rules: &[&Rule]) -> String {
    let mut text = format!("# {name}: {}\n\n{TABLE_HEAD}", plural(rules.len(), "rule"));
    for rule in rules {
        let page = page_of(rule);
        let page = page.strip_prefix(name).unwrap_or(&page).trim_start_matches('/');
        let _ = writeln!(text, "{}", row(rule, rule.severity, &format!("[{id}]({page}#{id})", id = rule.id)));
    }
    text
}

fn page(path: &str, rules: &[&Rule], sources: &Sources) -> String {
    let mut text = format!("# {}\n", path.trim_end_matches(".md"));
    for rule in rules {
        text.push_str(&section(rule, sources));
    }
    text
}

/// One failing example says what is meant; all others stand in the rule file.
fn section(rule: &Rule, sources: &Sources) -> String {
    let mut text = format!("\n## {}\n\n{}.\n\n{}\n", rule.id, rule.title, facts(rule));
    let _ = write!(text, "{}\n\n**Remedy.**{}\n", rule.why.trim(), remedy(rule));
    if let Some(link) = rule.link.as_deref().filter(|link| is_web_address(link)) {
        let _ = write!(text, "\nSee <{link}>.\n");
    }
    let is_failing = |example: &&Example| example.outcome == Outcome::Fail;
    if let Some(example) = rule.examples.iter().find(is_failing)
        && let Some(source) = example_source(example, sources)
    {
        let _ = write!(text, "\n**Fails:** {}\n\n```hcl\n{source}\n```\n", example.title);
    }
    text
}

/// A remedy that begins with code begins below its heading.
fn remedy(rule: &Rule) -> String {
    let remedy = rule.remedy.trim_end().trim_start_matches('\n');
    let is_code = remedy.starts_with("```") || remedy.starts_with("    ");
    if is_code { format!("\n\n{remedy}") } else { format!(" {remedy}") }
}

/// `HIPAA 164.312-a-1; PCI DSS 4.0 1.3.1, 1.3.2`
pub(super) fn controls(rule: &Rule) -> String {
    let of_framework =
        |(framework, controls): (Framework, Vec<&str>)| format!("{} {}", framework.name, controls.join(", "));
    rule.controls().into_iter().map(of_framework).collect::<Vec<_>>().join("; ")
}

fn facts(rule: &Rule) -> String {
    let code =
        |texts: &[std::sync::Arc<str>]| texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ");
    let params: Vec<String> =
        rule.params.iter().map(|(name, value)| format!("`{name} = {}`", display(value))).collect();
    let fix = rule.fix.as_ref().map(|fix| if fix.safe { "`tollgate fix`" } else { "`tollgate fix --unsafe`" });
    let rows = [
        ("severity", rule.severity.to_string()),
        ("category", rule.category.to_string()),
        ("applies to", code(&rule.resources)),
        ("default", if rule.default { "on" } else { "off" }.to_owned()),
        ("parameters", params.join(", ")),
        ("tags", code(&rule.plain_tags().cloned().collect::<Vec<_>>())),
        ("compliance", controls(rule)),
        ("elsewhere", code(&rule.aliases)),
        ("fix", fix.unwrap_or("").to_owned()),
        ("suppressible", if rule.suppressible { "" } else { "no" }.to_owned()),
    ];
    let mut table = "| | |\n| --- | --- |\n".to_owned();
    for (name, fact) in rows.iter().filter(|(_, fact)| !fact.is_empty()) {
        let _ = writeln!(table, "| {name} | {} |", fact.replace('|', "\\|"));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_rule_has_a_section_with_an_example() {
        let sources = Sources::default();
        let rules = bundled::all(&sources, &mut Vec::new());
        let pages: BTreeMap<String, String> = docs(&rules.iter().collect::<Vec<_>>(), &sources).into_iter().collect();
        assert!(pages.contains_key("README.md") && pages.contains_key("aws/README.md"));
        for rule in &rules {
            let page = &pages[&page_of(rule)];
            let section = page.split(&format!("\n## {}\n", rule.id)).nth(1).unwrap();
            let section = section.split("\n## ").next().unwrap();
            let fences = section.lines().filter(|line| line.trim_start().starts_with("```")).count();
            assert!(fences % 2 == 0, "{section}");
            assert!(section.contains("\n**Fails:** ") && section.contains("```hcl\n"), "{section}");
            assert!(!section.contains("expect = ["), "{section}");
        }
    }
}
