//! The table of rules: name, descriptions, help, tags and severities as code scanning shows them.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::super::example::examples_markdown;
use super::super::prose::first_paragraph;
use super::super::rule_docs::section_of;
use super::super::text::cut;
use super::types::{Configuration, Descriptor, DescriptorProperties, Level, Text};
use super::{INFORMATION_URI, Report, Richness};
use crate::rules::finding::Finding;
use crate::rules::rule::{Category, Rule, Severity};

/// Code scanning keeps ten tags of a rule.
const MAX_TAGS: usize = 10;
/// And so much of a description.
const MAX_DESCRIPTION: usize = 1000;

/// Rules in the order of their first mention, with the worst severity that a finding gave them.
#[derive(Debug, Default)]
pub(super) struct RuleTable {
    index: HashMap<Arc<str>, usize>,
    rules: Vec<(Arc<Rule>, Severity, Category)>,
}

impl RuleTable {
    /// The rule's place in the table; a rule that is not there is added.
    pub(super) fn index_of(&mut self, finding: &Finding) -> usize {
        let next = self.rules.len();
        let index = *self.index.entry(Arc::clone(&finding.rule.id)).or_insert(next);
        if index == next {
            self.rules.push((Arc::clone(&finding.rule), finding.severity, finding.category));
        }
        if let Some((_, severity, _)) = self.rules.get_mut(index) {
            *severity = finding.severity.max(*severity);
        }
        index
    }

    pub(super) fn descriptors(&self, report: &Report<'_>, richness: Richness) -> Vec<Descriptor> {
        let describe = |(rule, severity, category): &(Arc<Rule>, Severity, Category)| {
            descriptor(rule, *severity, *category, report, richness)
        };
        self.rules.iter().map(describe).collect()
    }
}

fn descriptor(
    rule: &Rule,
    severity: Severity,
    category: Category,
    report: &Report<'_>,
    richness: Richness,
) -> Descriptor {
    let is_security = category == Category::Security;
    let why = first_paragraph(&rule.why);
    Descriptor {
        id: rule.id.to_string(),
        name: pascal_case(&rule.id),
        short_description: Text::new(sentence(&rule.title)),
        full_description: Text::new(cut(&sentence(if why.is_empty() { &rule.title } else { &why }), MAX_DESCRIPTION)),
        help: help(rule, report, richness),
        help_uri: help_uri(rule),
        default_configuration: Configuration { level: level(severity) },
        properties: DescriptorProperties {
            tags: tags(rule, category),
            precision: Some(precision(rule)),
            // Code scanning goes by the other number on security rules; other readers know this word alone.
            problem_severity: Some(problem_severity(severity)),
            security_severity: is_security.then(|| security_severity(severity)),
        },
    }
}

/// `aws-s3-bucket-public-acl` -> `AwsS3BucketPublicAcl`.
pub(super) fn pascal_case(id: &str) -> String {
    let words = id.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
    };
    words.map(capital).collect()
}

/// A text that ends like a sentence.
pub(super) fn sentence(text: &str) -> String {
    let text = super::super::text::visible(text.trim());
    if text.ends_with(['.', '!', '?']) { text.into_owned() } else { format!("{text}.") }
}

/// A rule that comes with tollgate has a section in our pages; its vendor's page is linked in the help.
fn help_uri(rule: &Rule) -> String {
    if let Some(section) = section_of(rule) {
        return format!("{INFORMATION_URI}{section}");
    }
    let link = rule.link.as_deref().map(str::trim).filter(|link| is_web_address(link));
    link.map_or_else(|| INFORMATION_URI.to_owned(), str::to_owned)
}

/// Whether a link may stand in a report: an absolute address without characters that URIs forbid.
pub fn is_web_address(link: &str) -> bool {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte))
    })
}

fn help(rule: &Rule, report: &Report<'_>, richness: Richness) -> Text {
    let (why, remedy) = (rule.why.trim(), rule.remedy.trim());
    let mut markdown = format!("{why}\n\n**Remedy**\n\n{remedy}\n");
    // Examples of rules about secrets look like secrets to whoever scans the report.
    if richness > Richness::Bare && !rule.is_about_secrets() {
        markdown.push_str(&examples_markdown(rule, report.sources));
    }
    if let Some(link) = rule.link.as_deref().filter(|link| is_web_address(link)) {
        let _ = writeln!(markdown, "\n[Documentation]({link})");
    }
    let _ = write!(markdown, "\nRule `{}`", rule.id);
    if !rule.aliases.is_empty() {
        let _ = write!(markdown, ", known elsewhere as {}", rule.aliases.join(", "));
    }
    markdown.push_str(".\n");
    let text = [why, remedy].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n");
    Text { text: if text.is_empty() { sentence(&rule.title) } else { text }, markdown: Some(markdown) }
}

fn tags(rule: &Rule, category: Category) -> Vec<String> {
    let mut tags = vec![category.to_string(), "terraform".to_owned()];
    tags.extend(rule.id.split('-').next().map(str::to_owned));
    tags.extend(rule.cwes().map(|number| format!("external/cwe/cwe-{number:03}")));
    tags.extend(rule.plain_tags().filter(|tag| !tag.starts_with("cwe-")).map(ToString::to_string));
    // A rule may be about dozens of controls: their frameworks have to do.
    tags.extend(rule.controls().into_keys().map(|framework| framework.tag.to_owned()));
    let mut seen = std::collections::HashSet::new();
    tags.retain(|tag| !tag.is_empty() && seen.insert(tag.clone()));
    tags.truncate(MAX_TAGS);
    tags
}

/// How often a finding of the rule is true: a rule over evaluated values knows, one over the look of text guesses.
fn precision(rule: &Rule) -> &'static str {
    let told = rule.tags.iter().find_map(|tag| tag.strip_prefix("precision-"));
    match told {
        Some("very-high") => "very-high",
        Some("medium") => "medium",
        Some("low") => "low",
        None if rule.is_about_secrets() => "medium",
        Some(_) | None => "high",
    }
}

pub(super) fn level(severity: Severity) -> Level {
    match severity {
        Severity::Critical | Severity::High => Level::Error,
        Severity::Medium => Level::Warning,
        Severity::Low | Severity::Info => Level::Note,
    }
}

fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "recommendation",
    }
}

/// The middle of each range by which code scanning names severities.
fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "3.0",
        Severity::Info => "1.0",
    }
}

/// The importance of a result among all, 0 to 100.
pub(super) fn rank(severity: Severity) -> f64 {
    match severity {
        Severity::Critical => 95.0,
        Severity::High => 80.0,
        Severity::Medium => 55.0,
        Severity::Low => 30.0,
        Severity::Info => 10.0,
    }
}
