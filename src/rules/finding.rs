//! A rule's statement about the user's infrastructure.

use std::sync::Arc;

use super::rule::{Category, Rule, Severity};
use crate::eval::value::Origin;
use crate::span::{Region, Span};

/// What the rule could say. A pass makes no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    Fail,
    Unknown,
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        }
    }
}

/// Where something stands: in source text, or in a file whose text is not kept (a plan).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Location {
    Source(Span),
    File { path: Arc<str>, region: Region },
}

/// One defect: one rule, one place, all instances that show it.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: Arc<Rule>,
    /// In effect, after configuration.
    pub severity: Severity,
    pub category: Category,
    pub verdict: Verdict,
    /// One sentence; never holds a sensitive value.
    pub message: String,
    /// The line to fix.
    pub location: Location,
    /// Full addresses, in the order of evaluation; never empty.
    pub instances: Vec<Arc<str>>,
    /// The whole block that was judged (not only its header), where its text is known: a comment above it silences
    /// the finding even when `location` is an argument of a caller.
    pub subject: Option<Span>,
    /// The blocks of the module calls that each instance came through, outermost first, in the order of `instances`;
    /// shorter where instances stand in a root. A comment on a call silences what came through it.
    pub call_sites: Vec<Arc<[Span]>>,
    /// The judged attribute, `ingress[0].cidr_blocks`; empty when the whole block is meant.
    pub attribute: Arc<str>,
    /// The way of the value, from the argument that sets it to the attribute that shows it.
    pub trace: Vec<Step>,
    /// Other places that explain the finding: callers, joined resources.
    pub related: Vec<Step>,
    /// Why the verdict is unknown.
    pub origins: Vec<Origin>,
    /// The root module's directory.
    pub root: Arc<str>,
    /// The directory of the module that declares the resource.
    pub module_dir: Arc<str>,
    /// The address without module path and keys: `aws_s3_bucket.b`. Empty for a finding about a whole module or file:
    /// no directory and no file name stands in it, because it is part of the fingerprint.
    pub address_template: Arc<str>,
    pub environment: Option<Arc<str>>,
    pub fix: Option<Fix>,
    /// Set by `policy` when the finding is silenced.
    pub suppression: Option<Suppression>,
    /// Identity without file name and line, in hex: set by `policy`.
    pub fingerprint: Arc<str>,
    /// One more identity for each instance, in the order of `instances`.
    pub instance_fingerprints: Vec<Arc<str>>,
    /// New, unchanged … against a base or baseline; absent without one.
    pub baseline_state: Option<BaselineState>,
    /// What a plan does to the first instance: `create`, `update`, `replace`, `delete`.
    pub action: Option<Arc<str>>,
    /// Which roots showed what of it, once the findings of all roots come together.
    pub seen: Seen,
}

/// The positions, among all roots of a run, of the roots in which the parts of a finding were seen: in the order of
/// `instances`, `related` and `origins`. Empty while a finding is one root's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    pub instances: Vec<u32>,
    pub related: Vec<u32>,
    pub origins: Vec<u32>,
}

/// How many callers explain a finding of a module that many call.
pub const MAX_EXPLAINED: usize = 20;

impl Finding {
    /// Notes that all of it was seen in the root at that position.
    pub fn see(&mut self, root: u32) {
        self.seen = Seen {
            instances: vec![root; self.instances.len()],
            related: vec![root; self.related.len()],
            origins: vec![root; self.origins.len()],
        };
    }

    /// Adds the places and reasons of another instance.
    pub fn explain(&mut self, related: impl IntoIterator<Item = Step>, origins: &[Origin]) {
        for step in related {
            if self.related.len() < MAX_EXPLAINED && !self.related.contains(&step) {
                self.related.push(step);
            }
        }
        for origin in origins {
            if self.origins.len() < MAX_EXPLAINED && !self.origins.contains(origin) {
                self.origins.push(origin.clone());
            }
        }
    }
}

/// A place with a few words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub location: Location,
    pub note: String,
}

/// Text edits that repair the defect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    pub description: String,
    pub edits: Vec<Edit>,
    pub safe: bool,
}

/// Replace the text under `span` (empty: insert) with `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    pub kind: SuppressionKind,
    pub reason: Option<String>,
    /// `2027-01-31`
    pub until: Option<String>,
    pub owner: Option<String>,
    /// The comment or configuration block.
    pub location: Option<Location>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuppressionKind {
    /// A comment in source.
    Comment,
    /// An `exception` block of the configuration.
    Exception,
    /// An entry of the baseline file.
    Baseline,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BaselineState {
    New,
    Unchanged,
    Fixed,
}
