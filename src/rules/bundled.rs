//! The rules in the binary. Their texts are embedded, each file compressed by itself; a small index made at build time
//! tells which of them the input's resource types need, and only those are unpacked and parsed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::sync::{Arc, OnceLock};

use flate2::read::DeflateDecoder;

use super::load::{self, Source};
use super::pattern::Pattern;
use super::rule::{Category, Rule, Severity};
use crate::diag::Diagnostic;
use crate::span::{SourceFile, Sources};
use crate::syntax::{self, ast::FileFormat};

/// All rule files, one deflate stream after the other.
static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/bundled_rules.deflate"));

/// One embedded file.
#[derive(Debug)]
struct BundledFile {
    path: &'static str,
    /// Its stream in `PACKED`.
    start: usize,
    end: usize,
    /// Bytes of text, to unpack in one go.
    length: usize,
    text: OnceLock<String>,
}

impl BundledFile {
    const fn new(path: &'static str, start: usize, end: usize, length: usize) -> Self {
        Self { path, start, end, length, text: OnceLock::new() }
    }

    /// Unpacked when first asked for. A stream that is damaged gives the text before the damage: the build wrote it.
    fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let mut text = String::with_capacity(self.length);
            let packed = PACKED.get(self.start..self.end).unwrap_or_default();
            let unpacked = DeflateDecoder::new(packed).read_to_string(&mut text);
            debug_assert!(unpacked.is_ok(), "{}: {unpacked:?}", self.path);
            text
        })
    }
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

/// Rules by the types that they name, and those that name types by pattern; numbers are places in the index.
#[derive(Debug, Default)]
struct ByKind {
    exact: BTreeMap<&'static str, Vec<usize>>,
    patterns: BTreeMap<&'static str, Vec<usize>>,
}

impl ByKind {
    fn new() -> Self {
        let mut by_kind = Self::default();
        for (i, rule) in RULES.iter().enumerate() {
            for resource in rule.resources {
                let part = if resource.contains('*') { &mut by_kind.patterns } else { &mut by_kind.exact };
                part.entry(*resource).or_default().push(i);
            }
        }
        by_kind
    }
}

/// The rules about one of these types (`aws_s3_bucket`, `data.x`, `module`, `variable` …), with their places in the
/// index, in its order. Asked for each root, so that the answer must not look at every rule.
pub fn concerning(kinds: &BTreeSet<Arc<str>>) -> impl Iterator<Item = (usize, &'static BundledRule)> {
    static BY_KIND: OnceLock<ByKind> = OnceLock::new();
    let by_kind = BY_KIND.get_or_init(ByKind::new);
    let exact = kinds.iter().filter_map(|kind| by_kind.exact.get(&**kind));
    let patterns = by_kind.patterns.iter().filter(|(text, _)| Pattern::new(text).matches_any(kinds));
    let found: BTreeSet<usize> = exact.chain(patterns.map(|(_, rules)| rules)).flatten().copied().collect();
    found.into_iter().filter_map(|i| Some((i, RULES.get(i)?)))
}

impl BundledRule {
    pub fn category(&self) -> Category {
        self.category.parse().unwrap_or(Category::Security)
    }

    pub fn severity(&self) -> Severity {
        self.severity.parse().unwrap_or(Severity::Medium)
    }

    /// Parses the rule without its examples. A bundled rule that does not parse is a bug that tests find.
    pub fn parse(&self) -> Option<Rule> {
        let file = FILES.get(self.file)?;
        let mut text = file.text().get(self.start..self.head_end)?.to_string();
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
        FILES.get(self.file).and_then(|file| file.text().get(self.start..self.end)).unwrap_or("")
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
    for file in &FILES {
        let id = sources.add(SourceFile::new(file.path, file.text()));
        let (parsed, problems) = syntax::parse(file.text(), id, FileFormat::Hcl);
        diagnostics.extend(problems);
        rules.extend(load::rules(&parsed.body, Source::Bundled, diagnostics));
    }
    for (rule, entry) in rules.iter_mut().zip(RULES).filter(|(rule, entry)| &*rule.id == entry.id) {
        entry.add_controls(rule);
    }
    rules
}
