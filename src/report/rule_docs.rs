//! The pages under `docs/rules/`: one for each rule, a list for each provider, and one of the providers.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::example::example_source;
use super::rules_list::{TABLE_HEAD, provider, row};
use super::sarif::is_web_address;
use super::text::plural;
use crate::eval::text::display;
use crate::rules::rule::{Outcome, Rule};
use crate::span::Sources;

const DIRECTORY: &str = "docs/rules";

/// All pages as path and text, in the order of their paths. The rules come with their examples (`bundled::all`).
pub fn docs(rules: &[Rule], sources: &Sources) -> Vec<(String, String)> {
    let mut by_provider: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        by_provider.entry(provider(rule)).or_default().push(rule);
    }
    let mut pages = vec![(format!("{DIRECTORY}/README.md"), index(&by_provider))];
    for (name, mut group) in by_provider {
        group.sort_by(|a, b| a.id.cmp(&b.id));
        pages.push((format!("{DIRECTORY}/{name}/README.md"), list(name, &group)));
        pages.extend(group.iter().map(|rule| (format!("{DIRECTORY}/{name}/{}.md", rule.id), page(rule, sources))));
    }
    pages.sort();
    pages
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
        let _ = writeln!(text, "{}", row(rule, rule.severity, &format!("[{id}]({id}.md)", id = rule.id)));
    }
    text
}

fn page(rule: &Rule, sources: &Sources) -> String {
    let mut text = format!("# {}\n\n{}.\n\n{}\n", rule.id, rule.title, facts(rule));
    let _ = write!(text, "\n## Why\n\n{}\n\n## Remedy\n\n{}\n", rule.why.trim(), rule.remedy.trim());
    if let Some(link) = rule.link.as_deref().filter(|link| is_web_address(link)) {
        let _ = write!(text, "\nSee <{link}>.\n");
    }
    for (outcome, title) in [(Outcome::Fail, "Fails"), (Outcome::Unknown, "Unknown"), (Outcome::Pass, "Passes")] {
        let examples: Vec<_> = rule.examples.iter().filter(|example| example.outcome == outcome).collect();
        if !examples.is_empty() {
            let _ = write!(text, "\n## {title}\n");
        }
        for example in examples {
            if let Some(source) = example_source(example, sources) {
                let _ = write!(text, "\n{}:\n\n```hcl\n{source}\n```\n", example.title);
            }
        }
    }
    if rule.suppressible {
        let _ = write!(text, "\n## Silence\n\n```hcl\n# tollgate:ignore {} -- reason\n```\n", rule.id);
    }
    text
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
        ("tags", code(&rule.tags)),
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
    use crate::rules::bundled;

    #[test]
    fn every_bundled_rule_has_a_page_with_examples() {
        let sources = Sources::default();
        let rules = bundled::all(&sources, &mut Vec::new());
        let pages: BTreeMap<String, String> = docs(&rules, &sources).into_iter().collect();
        assert!(pages.contains_key("docs/rules/README.md") && pages.contains_key("docs/rules/aws/README.md"));
        for rule in &rules {
            let page = &pages[&format!("docs/rules/{}/{}.md", provider(rule), rule.id)];
            let fences = page.lines().filter(|line| line.trim_start().starts_with("```")).count();
            assert!(fences % 2 == 0, "{page}");
            assert!(page.contains("\n## Fails\n") && page.contains("```hcl\n"), "{page}");
            assert!(!page.contains("expect = ["), "{page}");
        }
    }
}
