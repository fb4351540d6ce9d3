//! The rules in the binary. Their texts are embedded; a small index made at build time tells which of them the
//! input's resource types need, and only those are parsed.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::load::{self, Source};
use super::pattern::Pattern;
use super::rule::{Category, Rule, Severity};
use crate::diag::Diagnostic;
use crate::span::{SourceFile, Sources};
use crate::syntax::{self, ast::FileFormat};

/// One embedded file.
#[derive(Debug)]
pub(super) struct BundledFile {
    pub(super) path: &'static str,
    pub(super) text: &'static str,
}

/// What is known of a rule without parsing it.
#[derive(Debug)]
pub struct BundledRule {
    pub id: &'static str,
    file: usize,
    start: usize,
    head_end: usize,
    end: usize,
    pub resources: &'static [&'static str],
    pub aliases: &'static [&'static str],
    pub tags: &'static [&'static str],
    category: &'static str,
    severity: &'static str,
    /// Whether it belongs to the recommended set.
    pub default: bool,
}

include!(concat!(env!("OUT_DIR"), "/bundled_rules.rs"));

/// The index, in the order of files and of rules in them.
pub fn index() -> &'static [BundledRule] {
    RULES
}

impl BundledRule {
    pub fn category(&self) -> Category {
        self.category.parse().unwrap_or(Category::Security)
    }

    pub fn severity(&self) -> Severity {
        self.severity.parse().unwrap_or(Severity::Medium)
    }

    /// Whether the rule is about one of these types (`aws_s3_bucket`, `data.x`, `module`, `variable` …).
    pub fn concerns(&self, kinds: &std::collections::BTreeSet<Arc<str>>) -> bool {
        self.resources.iter().any(|pattern| Pattern::new(pattern).matches_any(kinds))
    }

    /// Parses the rule without its examples. A bundled rule that does not parse is a bug that tests find.
    pub fn parse(&self) -> Option<Rule> {
        let file = FILES.get(self.file)?;
        let mut text = file.text.get(self.start..self.head_end)?.to_string();
        text.push('}');
        let (parsed, _) = syntax::parse(&text, crate::span::FileId::NONE, FileFormat::Hcl);
        let mut rule = load::rules(&parsed.body, Source::Bundled, &mut Vec::new()).into_iter().next()?;
        self.add_controls(&mut rule);
        Some(rule)
    }

    /// The controls of compliance frameworks stand in a table beside the rules, and only in the index.
    fn add_controls(&self, rule: &mut Rule) {
        rule.tags.extend(self.tags.get(rule.tags.len()..).unwrap_or_default().iter().map(|tag| Arc::from(*tag)));
    }

    /// The rule as it stands in its file, examples included.
    pub fn text(&self) -> &'static str {
        FILES.get(self.file).and_then(|file| file.text.get(self.start..self.end)).unwrap_or("")
    }

    /// The path of its file in tollgate's own repository.
    pub fn path(&self) -> &'static str {
        FILES.get(self.file).map_or("", |file| file.path)
    }
}

/// The file that a bundled rule comes from: `rules/aws/s3.hcl`.
pub fn file_of(rule: &Rule) -> Option<&'static str> {
    static FILE_OF: OnceLock<BTreeMap<&'static str, &'static str>> = OnceLock::new();
    let files = FILE_OF.get_or_init(|| RULES.iter().map(|rule| (rule.id, rule.path())).collect());
    files.get(&*rule.id).copied().filter(|_| rule.bundled)
}

/// All bundled rules with their examples; for `tollgate test`, `explain` and the documentation.
pub fn all(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for file in FILES {
        let id = sources.add(SourceFile::new(file.path, file.text));
        let (parsed, problems) = syntax::parse(file.text, id, FileFormat::Hcl);
        diagnostics.extend(problems);
        rules.extend(load::rules(&parsed.body, Source::Bundled, diagnostics));
    }
    for (rule, entry) in rules.iter_mut().zip(RULES).filter(|(rule, entry)| &*rule.id == entry.id) {
        entry.add_controls(rule);
    }
    rules
}
