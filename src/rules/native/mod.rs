//! Rules about code and not about values, written in Rust, one file each. Their metadata stands in rule files
//! (`native = "unused-declaration"`), so that they are listed, documented, configured and suppressed like all others.

mod broken_condition;
mod comment_syntax;
mod deprecated_index;
mod deprecated_interpolation;
mod deprecated_lookup;
mod duplicate_key;
mod empty_list_equality;
mod json_root;
mod module_structure;
mod required_provider;
mod required_version;
mod secret_text;
mod unused_declaration;
mod unused_provider;
mod workspace_remote;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::finding::{Finding, Location, Seen, Verdict};
use super::judge::ActiveRule;
use super::{Checked, Input};
use crate::config::module::Module;
use crate::span::Span;
use crate::syntax::ast::Expr;
use crate::syntax::visit;

/// A native rule: its name in `native = "…"`, and the function that looks at one module.
#[derive(Clone, Copy, Debug)]
pub struct NativeRule {
    pub id: &'static str,
    run: fn(&Cx<'_, '_>, &mut Out<'_>),
}

/// All native rules.
pub const RULES: &[NativeRule] = &[
    broken_condition::RULE,
    comment_syntax::RULE,
    deprecated_index::RULE,
    deprecated_interpolation::RULE,
    deprecated_lookup::RULE,
    duplicate_key::RULE,
    empty_list_equality::RULE,
    json_root::RULE,
    module_structure::RULE,
    required_provider::RULE,
    required_version::RULE,
    secret_text::RULE,
    unused_declaration::RULE,
    unused_provider::RULE,
    workspace_remote::RULE,
];

/// What a native rule looks at: one module of the root, once however often it is called.
pub(super) struct Cx<'r, 'a> {
    pub(super) input: &'r Input<'r, 'a>,
    pub(super) module: &'r Module,
    /// Whether the module is the root itself.
    pub(super) is_root: bool,
}

impl Cx<'_, '_> {
    /// All expressions of the module, in the order of its files.
    pub(super) fn expressions<'t>(&'t self, look: &mut dyn FnMut(&'t Expr)) {
        for file in &self.module.files {
            visit::expressions(&file.body, look);
        }
    }

    /// What the code at a place belongs to, as people write it: the top-level block around it (`aws_s3_bucket.b`,
    /// `var.v`), `local.x` for a local value, empty for what belongs to the module as a whole. Neither the directory
    /// nor the file goes in: the finding is the same one after they were renamed.
    pub(super) fn address_at(&self, span: Span) -> String {
        let file = self.module.files.iter().find(|file| file.id == span.file);
        let block = file.and_then(|file| file.body.blocks.iter().find(|block| block.span.contains(span)));
        let Some(block) = block else { return String::new() };
        let local = block.body.attributes.iter().find(|attribute| attribute.span.contains(span));
        match local {
            Some(local) if &*block.kind.text == "locals" => format!("local.{}", local.name.text),
            _ => block.address(),
        }
    }

    /// The text under a span.
    pub(super) fn text(&self, span: Span) -> String {
        self.input.sources.get(span.file).map_or_else(String::new, |file| file.slice(span).to_string())
    }
}

/// Takes the findings of one rule.
pub(super) struct Out<'o> {
    active: &'o ActiveRule,
    root: Arc<str>,
    environment: Option<Arc<str>>,
    module_dir: Arc<str>,
    findings: &'o mut Vec<Finding>,
}

impl Out<'_> {
    /// Whether a rule about secrets has already found something at the place: one defect is one finding.
    pub(super) fn is_secret_told(&self, span: Span) -> bool {
        self.findings.iter().any(|finding| {
            let Location::Source(place) = &finding.location else { return false };
            let overlaps = span.contains(*place) || place.contains(span);
            overlaps
                && finding.verdict == Verdict::Fail
                && finding.rule.native.is_none()
                && finding.rule.is_about_secrets()
        })
    }

    /// Reports a defect at a place; `address` names what it belongs to (`var.x`, `module.y`), never by a directory or
    /// file. Empty for the module as a whole, which people see by its directory.
    pub(super) fn fail(&mut self, span: Span, address: &str, message: impl Into<String>) -> &mut Finding {
        let template: Arc<str> = address.into();
        let shown = if address.is_empty() { Arc::clone(&self.module_dir) } else { Arc::clone(&template) };
        self.findings.push(Finding {
            rule: Arc::clone(&self.active.rule),
            severity: self.active.severity,
            category: self.active.rule.category,
            verdict: Verdict::Fail,
            message: message.into(),
            location: Location::Source(span),
            instances: vec![shown],
            subject: Some(span),
            call_sites: vec![Arc::from([])],
            attribute: Arc::from(""),
            trace: Vec::new(),
            related: Vec::new(),
            origins: Vec::new(),
            root: Arc::clone(&self.root),
            module_dir: Arc::clone(&self.module_dir),
            address_template: template,
            environment: self.environment.clone(),
            fix: None,
            suppression: None,
            fingerprint: Arc::from(""),
            instance_fingerprints: Vec::new(),
            baseline_state: None,
            action: None,
            seen: Seen::default(),
        });
        let last = self.findings.len() - 1;
        #[expect(clippy::indexing_slicing, reason = "an element was pushed on the line above")]
        &mut self.findings[last]
    }
}

/// Runs the active native rules over every module of the root.
pub(super) fn run(input: &Input<'_, '_>, rules: &[ActiveRule], checked: &mut Checked) {
    for active in rules {
        let Some(name) = &active.rule.native else { continue };
        let Some(native) = RULES.iter().find(|native| native.id == &**name) else { continue };
        let mut seen: BTreeSet<&Arc<str>> = BTreeSet::new();
        for (i, instance) in input.root.modules.iter().enumerate() {
            if !seen.insert(&instance.module.dir) {
                continue;
            }
            let cx = Cx { input, module: &instance.module, is_root: i == 0 };
            let mut out = Out {
                active,
                root: Arc::clone(&input.root.dir),
                environment: input.root.environment.clone(),
                module_dir: Arc::clone(&instance.module.dir),
                findings: &mut checked.findings,
            };
            let _measured = crate::timing::rule(&active.rule.id);
            (native.run)(&cx, &mut out);
        }
    }
}
