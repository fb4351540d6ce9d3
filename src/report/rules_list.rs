//! `tollgate rules`: every rule with its metadata, for people and for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Options;
use super::paint::{Painter, Style};
use super::rule_docs;
use super::text::{cut, json_safe, plural, visible};
use crate::eval::wire;
use crate::rules::rule::{Rule, Severity};

/// A rule as the configuration sees it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'r> {
    pub rule: &'r Rule,
    /// In effect, after configuration.
    pub severity: Severity,
    /// Whether a check would apply it.
    pub on: bool,
}

/// What `tollgate rules --format json` writes.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "tollgate rules")]
pub struct JsonRules {
    pub rules: Vec<JsonRule>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the JSON")]
pub struct JsonRule {
    pub id: String,
    pub title: String,
    /// `aws`, `azure`, `google` …; `custom` for rules of your own.
    pub provider: String,
    /// `s3`, `iam` …; absent for rules of your own.
    pub service: Option<String>,
    /// `security`, `naming`, `tagging`, `cost`, `reliability`, `correctness` or `change`.
    pub category: String,
    /// In effect: `critical`, `high`, `medium`, `low` or `info`.
    pub severity: String,
    /// Ids of other tools' checks that test the same.
    pub aliases: Vec<String>,
    /// Patterns of resource types.
    pub resources: Vec<String>,
    pub tags: Vec<String>,
    /// Whether the rule belongs to the recommended set.
    pub default: bool,
    /// Whether a check here would apply it.
    pub enabled: bool,
    /// Whether comments and exceptions may silence it.
    pub suppressible: bool,
    /// `safe`, `unsafe`, or absent where tollgate cannot repair it.
    pub fix: Option<String>,
    /// Parameters with their default values.
    pub params: BTreeMap<String, serde_json::Value>,
    pub why: String,
    pub remedy: String,
    pub link: Option<String>,
    /// Whether the rule comes with tollgate.
    pub bundled: bool,
}

impl JsonRule {
    fn new(entry: &Entry<'_>) -> Self {
        let rule = entry.rule;
        let strings = |texts: &[std::sync::Arc<str>]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        let param = |(name, value): (&std::sync::Arc<str>, &_)| Some((name.to_string(), wire::to_json(value).ok()?));
        Self {
            id: rule.id.to_string(),
            title: rule.title.clone(),
            provider: rule_docs::provider(rule).to_owned(),
            service: rule_docs::services(rule).next().map(str::to_owned),
            category: rule.category.to_string(),
            severity: entry.severity.to_string(),
            aliases: strings(&rule.aliases),
            resources: strings(&rule.resources),
            tags: strings(&rule.tags),
            default: rule.default,
            enabled: entry.on,
            suppressible: rule.suppressible,
            fix: rule.fix.as_ref().map(|fix| if fix.safe { "safe" } else { "unsafe" }.to_owned()),
            params: rule.params.iter().filter_map(param).collect(),
            why: rule.why.clone(),
            remedy: rule.remedy.clone(),
            link: rule.link.clone(),
            bundled: rule.bundled,
        }
    }
}

/// The list for programs.
///
/// # Errors
/// None in practice: everything in it can be written as JSON.
pub fn json(entries: &[Entry<'_>]) -> serde_json::Result<String> {
    let wire = JsonRules { rules: entries.iter().map(JsonRule::new).collect() };
    Ok(json_safe(&serde_json::to_string_pretty(&wire)?).into_owned() + "\n")
}

/// The list for a terminal: a group for each provider, what is off is marked.
pub fn human(entries: &[Entry<'_>], options: &Options) -> String {
    let painter = Painter::new(options);
    let longest = entries.iter().map(|entry| entry.rule.id.chars().count()).max().unwrap_or(0).min(56);
    let mut text = String::new();
    for (provider, group) in by_provider(entries) {
        let title = format!("{provider} ({})", plural(group.len(), "rule"));
        let _ = writeln!(text, "{}", painter.paint(Style::Bold, &title));
        for entry in group {
            let rule = entry.rule;
            let severity = format!("{:<8}", entry.severity.as_str());
            let severity = painter.paint(Style::of_severity(entry.severity), &severity);
            let mark = if entry.on { ' ' } else { '-' };
            let room = options.width.saturating_sub(longest + 14).max(20);
            let title = visible(&rule.title);
            let _ = writeln!(
                text,
                "{mark} {severity} {:<longest$} {}",
                rule.id,
                painter.paint(Style::Dim, &cut(&title, room))
            );
        }
        text.push('\n');
    }
    let on = entries.iter().filter(|entry| entry.on).count();
    let _ = writeln!(text, "{}, {on} of them on; `-` marks those that are off", plural(entries.len(), "rule"));
    text
}

/// The list as Markdown tables, one for each provider.
pub fn markdown(entries: &[Entry<'_>]) -> String {
    let mut text = "# Rules\n".to_owned();
    for (provider, group) in by_provider(entries) {
        let _ = write!(text, "\n## {provider}\n\n{TABLE_HEAD}");
        for entry in group {
            let _ = writeln!(text, "{}", row(entry.rule, entry.severity, &format!("`{}`", entry.rule.id)));
        }
    }
    text
}

/// The head of a table whose rows come from [`row`].
pub const TABLE_HEAD: &str = "| rule | severity | category | title | default |\n| --- | --- | --- | --- | --- |\n";

/// The row of a rule; `id` is shown as it is, code or link.
pub fn row(rule: &Rule, severity: Severity, id: &str) -> String {
    let title = visible(&rule.title).replace('|', "\\|");
    let default = if rule.default { "yes" } else { "no" };
    format!("| {id} | {severity} | {} | {title} | {default} |", rule.category)
}

/// The first word of a rule's id.
fn provider(rule: &Rule) -> &str {
    rule.id.split('-').next().unwrap_or("")
}

fn by_provider<'e, 'r>(entries: &'e [Entry<'r>]) -> BTreeMap<&'r str, Vec<&'e Entry<'r>>> {
    let mut groups: BTreeMap<&str, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in entries {
        groups.entry(provider(entry.rule)).or_default().push(entry);
    }
    groups
}

/// The JSON Schema of the list, as it stands in `schemas/rules.schema.json`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(JsonRules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Case;
    use crate::rules::rule::Category;

    fn rules() -> Vec<std::sync::Arc<Rule>> {
        let mut case = Case::default();
        case.rule("aws-s3-bucket-public-acl", Category::Security, Severity::High);
        case.rule("terraform-unused-variable", Category::Correctness, Severity::Low);
        case.rules
    }

    fn entries(rules: &[std::sync::Arc<Rule>]) -> Vec<Entry<'_>> {
        rules
            .iter()
            .map(|rule| Entry { rule, severity: rule.severity, on: rule.category == Category::Security })
            .collect()
    }

    #[test]
    fn people_get_a_table() {
        insta::assert_snapshot!(human(&entries(&rules()), &Options::default()), @r"
        aws (1 rule)
          high     aws-s3-bucket-public-acl  Title of aws-s3-bucket-public-acl

        terraform (1 rule)
        - low      terraform-unused-variable Title of terraform-unused-variable

        2 rules, 1 of them on; `-` marks those that are off
        ");
    }

    #[test]
    fn programs_get_everything() {
        let rules = rules();
        let text = json(&entries(&rules)).unwrap();
        let validator = jsonschema::validator_for(&serde_json::to_value(schema()).unwrap()).unwrap();
        validator.validate(&serde_json::from_str(&text).unwrap()).unwrap();
        let parsed: JsonRules = serde_json::from_str(&text).unwrap();
        assert_eq!((parsed.rules[0].id.as_str(), parsed.rules[1].enabled), ("aws-s3-bucket-public-acl", false));
    }

    #[test]
    fn pages_get_markdown() {
        insta::assert_snapshot!(markdown(&entries(&rules())), @r"
        # Rules

        ## aws

        | rule | severity | category | title | default |
        | --- | --- | --- | --- | --- |
        | `aws-s3-bucket-public-acl` | high | security | Title of aws-s3-bucket-public-acl | yes |

        ## terraform

        | rule | severity | category | title | default |
        | --- | --- | --- | --- | --- |
        | `terraform-unused-variable` | low | correctness | Title of terraform-unused-variable | yes |
        ");
    }
}
