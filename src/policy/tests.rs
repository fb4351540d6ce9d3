//! What the tests of this stage share: findings without an engine.

use std::sync::Arc;

use crate::eval::value::Members;
use crate::rules::finding::{Finding, Location, Seen, Verdict};
use crate::rules::rule::{Category, Rule, Severity};
use crate::span::{FileId, SourceFile, Sources, Span};

pub(super) struct Fixture {
    pub(super) sources: Sources,
    pub(super) file: FileId,
}

impl Fixture {
    /// A source file `main.tf` with short lines.
    pub(super) fn new() -> Self {
        let sources = Sources::default();
        let file = sources.add(SourceFile::new("main.tf", "line\n".repeat(100)));
        Self { sources, file }
    }

    pub(super) fn finding(&self, rule_id: &str, address: &str, line: u32) -> Finding {
        let start = (line as usize - 1) * 5;
        finding_at(rule(rule_id), address, Span::new(self.file, start, start + 4))
    }
}

pub(super) fn rule(id: &str) -> Rule {
    Rule {
        id: id.into(),
        title: String::new(),
        category: Category::Security,
        severity: Severity::High,
        resources: Vec::new(),
        aliases: Vec::new(),
        tags: Vec::new(),
        params: Members::new(),
        related: Vec::new(),
        when: None,
        for_each: None,
        assert: None,
        native: None,
        at: None,
        message: None,
        why: String::new(),
        remedy: String::new(),
        link: None,
        fix: None,
        default: true,
        suppressible: true,
        examples: Vec::new(),
        span: Span::NONE,
        bundled: true,
    }
}

pub(super) fn finding_at(rule: Rule, address: &str, span: Span) -> Finding {
    Finding {
        severity: rule.severity,
        category: rule.category,
        rule: Arc::new(rule),
        verdict: Verdict::Fail,
        message: "is wrong".into(),
        location: Location::Source(span),
        instances: vec![address.into()],
        subject: None,
        call_sites: Vec::new(),
        attribute: "".into(),
        trace: Vec::new(),
        related: Vec::new(),
        origins: Vec::new(),
        root: "".into(),
        module_dir: "".into(),
        address_template: address.into(),
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
