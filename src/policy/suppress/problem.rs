//! What is wrong with a suppression, as a finding of its own.

use std::sync::Arc;

use crate::discover::path;
use crate::rules::finding::{Finding, Location, Seen, Verdict};
use crate::rules::rule::Rule;
use crate::span::{Sources, Span};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub kind: ProblemKind,
    /// The comment or the `exception` block.
    pub span: Span,
    /// The block around the comment; empty where there is none.
    pub address: Arc<str>,
    /// The rule that the comment names; empty when the comment as a whole is meant.
    pub name: Arc<str>,
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// It silences nothing.
    Unused,
    /// Its date has passed.
    Expired,
    /// No reason is given where one is needed.
    WithoutReason,
    /// It is not understood, names no rule, or names one that is locked.
    Invalid,
}

impl ProblemKind {
    pub const ALL: [Self; 4] = [Self::Unused, Self::Expired, Self::WithoutReason, Self::Invalid];

    /// The rule whose findings these are.
    pub fn rule_id(self) -> &'static str {
        match self {
            Self::Unused => "suppression-unused",
            Self::Expired => "suppression-expired",
            Self::WithoutReason => "suppression-without-reason",
            Self::Invalid => "suppression-invalid",
        }
    }
}

impl Problem {
    pub fn new(kind: ProblemKind, span: Span, address: &Arc<str>, message: impl Into<String>) -> Self {
        Self { kind, span, address: Arc::clone(address), name: "".into(), message: message.into() }
    }

    #[must_use]
    pub fn about(mut self, name: &str) -> Self {
        self.name = name.into();
        self
    }

    /// The finding, when its rule is there.
    pub fn to_finding(&self, rule: Arc<Rule>, sources: &Sources) -> Finding {
        let file = sources.path(self.span.file);
        let directory: Arc<str> = path::parent(&file).into();
        let shown = if self.address.is_empty() { file } else { Arc::clone(&self.address) };
        Finding {
            severity: rule.severity,
            category: rule.category,
            rule,
            verdict: Verdict::Fail,
            message: self.message.clone(),
            location: Location::Source(self.span),
            instances: vec![shown],
            subject: None,
            call_sites: Vec::new(),
            attribute: Arc::clone(&self.name),
            trace: Vec::new(),
            related: Vec::new(),
            origins: Vec::new(),
            root: Arc::clone(&directory),
            module_dir: directory,
            address_template: Arc::clone(&self.address),
            environment: None,
            fix: None,
            suppression: None,
            fingerprint: "".into(),
            instance_fingerprints: Vec::new(),
            baseline_state: None,
            action: None,
            seen: Seen::default(),
        }
    }
}
