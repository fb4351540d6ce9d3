//! A compiled rule: metadata for people and reports, expressions for the engine.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use crate::eval::value::Members;
use crate::span::Span;
use crate::syntax::ast::{Block, Expr, Ident};

/// How bad a failure is. Ordered: `Info` is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    pub const ALL: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl FromStr for Severity {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == text).ok_or(())
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    Security,
    Naming,
    Tagging,
    Cost,
    Reliability,
    Correctness,
    Change,
}

impl Category {
    pub const ALL: [Self; 7] =
        [Self::Security, Self::Naming, Self::Tagging, Self::Cost, Self::Reliability, Self::Correctness, Self::Change];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Naming => "naming",
            Self::Tagging => "tagging",
            Self::Cost => "cost",
            Self::Reliability => "reliability",
            Self::Correctness => "correctness",
            Self::Change => "change",
        }
    }
}

impl FromStr for Category {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|category| category.as_str() == text).ok_or(())
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One rule, as its file declares it.
#[derive(Clone, Debug)]
pub struct Rule {
    pub id: Arc<str>,
    pub title: String,
    pub category: Category,
    pub severity: Severity,
    /// Patterns: `aws_s3_bucket`, `aws_*`, `data.T`, `module`, `provider.NAME`, `variable`, `output`.
    pub resources: Vec<Arc<str>>,
    pub aliases: Vec<Arc<str>>,
    pub tags: Vec<Arc<str>>,
    /// Default parameter values.
    pub params: Members,
    pub related: Vec<Related>,
    pub when: Option<Expr>,
    pub for_each: Option<Expr>,
    /// Absent for native rules only.
    pub assert: Option<Expr>,
    pub native: Option<Arc<str>>,
    pub at: Option<Expr>,
    pub message: Option<Expr>,
    pub why: String,
    pub remedy: String,
    pub link: Option<String>,
    pub fix: Option<FixSpec>,
    /// Whether the rule belongs to the recommended set.
    pub default: bool,
    /// Whether comments and exceptions may silence it.
    pub suppressible: bool,
    pub examples: Vec<Example>,
    /// The rule's block, and the file that holds it.
    pub span: Span,
    pub bundled: bool,
}

/// A framework of controls that rules are mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Framework {
    /// The tag that stands for all its controls, and that the tag of each begins with.
    pub tag: &'static str,
    /// How people call it.
    pub name: &'static str,
}

const FRAMEWORKS: [Framework; 4] = [
    Framework { tag: "hipaa", name: "HIPAA" },
    Framework { tag: "nist-800-53-r5", name: "NIST 800-53 rev. 5" },
    Framework { tag: "pci-dss-4.0", name: "PCI DSS 4.0" },
    Framework { tag: "soc-2", name: "SOC 2" },
];

fn framework_of(tag: &str) -> Option<(Framework, &str)> {
    FRAMEWORKS.into_iter().find_map(|framework| Some((framework, tag.strip_prefix(framework.tag)?.strip_prefix('-')?)))
}

/// Weaknesses that are secrets in text: findings of such rules point at one.
const SECRET_TAGS: [&str; 9] =
    ["secret", "cwe-256", "cwe-259", "cwe-312", "cwe-321", "cwe-522", "cwe-526", "cwe-540", "cwe-798"];

/// Parts of rule ids that say the same, where a rule has no tag for it.
const SECRET_RULES: [&str; 8] = [
    "secret-in-",
    "password-in-",
    "token-in-",
    "credential-in-",
    "credentials-in-",
    "value-in-code",
    "plaintext",
    "user-data-secret",
];

impl Rule {
    /// Whether a name means this rule: its id or one of its aliases, without regard to case for aliases.
    pub fn is_named(&self, name: &str) -> bool {
        &*self.id == name || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }

    /// Whether findings of the rule are about secrets: their source is never shown.
    pub fn is_about_secrets(&self) -> bool {
        let has_tag = || self.tags.iter().any(|tag| SECRET_TAGS.contains(&&**tag));
        has_tag() || SECRET_RULES.iter().any(|part| self.id.contains(part))
    }

    /// The tags that name no control of a framework.
    pub fn plain_tags(&self) -> impl Iterator<Item = &Arc<str>> {
        self.tags.iter().filter(|tag| framework_of(tag).is_none())
    }

    /// The controls among the tags (`pci-dss-4.0-1.3.1`), by framework and in its own spelling:
    /// `PCI DSS 4.0` -> `1.3.1`.
    pub fn controls(&self) -> BTreeMap<Framework, Vec<&str>> {
        let mut controls: BTreeMap<Framework, Vec<&str>> = BTreeMap::new();
        for (framework, control) in self.tags.iter().filter_map(|tag| framework_of(tag)) {
            controls.entry(framework).or_default().push(control);
        }
        controls
    }

    /// CWE numbers among the tags (`cwe-732` -> 732).
    pub fn cwes(&self) -> impl Iterator<Item = u32> + '_ {
        self.tags.iter().filter_map(|tag| tag.strip_prefix("cwe-")?.parse().ok())
    }
}

/// `related "NAME" { type = "…"  on = … }`.
#[derive(Clone, Debug)]
pub struct Related {
    pub name: Ident,
    /// Type patterns; several are joined into one list.
    pub kinds: Vec<Arc<str>>,
    pub on: Expr,
}

/// `fix { … }`: what to write; `safe = false` where a person must look.
#[derive(Clone, Debug)]
pub struct FixSpec {
    pub body: BodyRepair,
    /// Resources to add behind the judged one.
    pub resources: Vec<NewResource>,
    pub safe: bool,
    pub span: Span,
}

/// What to do in one body: `set = { … }`, `remove = [ … ]`, and the same in nested blocks: `block "rule" { … }`.
#[derive(Clone, Debug, Default)]
pub struct BodyRepair {
    pub set: Vec<(Arc<str>, Expr)>,
    pub remove: Vec<Arc<str>>,
    /// Every nested block of that kind; one that is missing is added.
    pub blocks: Vec<(Arc<str>, Self)>,
}

/// `resource "TYPE" { refer = { bucket = "id" }  set = { … } }`: a resource of the judged one's name.
#[derive(Clone, Debug)]
pub struct NewResource {
    pub kind: Arc<str>,
    /// Arguments that refer to an attribute of the judged resource.
    pub refer: Vec<(Arc<str>, Arc<str>)>,
    pub body: BodyRepair,
}

/// An example beside the rule.
#[derive(Clone, Debug)]
pub struct Example {
    pub outcome: Outcome,
    pub title: String,
    /// `expect = ["address @ attribute"]`.
    pub expect: Vec<Arc<str>>,
    /// `also = ["rule-id"]`: other rules that find something here, and rightly.
    pub also: Vec<Arc<str>>,
    pub block: Arc<Block>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    Pass,
    Fail,
    Unknown,
}

impl Outcome {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
}
