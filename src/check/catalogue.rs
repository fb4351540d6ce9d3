//! All rules there are: those in the binary and the user's own.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diag::{Code, Diagnostic};
use crate::discover::{Files, path, target};
use crate::policy::select::{RuleFacts, unknown_selectors};
use crate::policy::settings::Settings;
use crate::rules::bundled;
use crate::rules::load::{self, Source};
use crate::rules::rule::Rule;
use crate::span::{SourceFile, Sources, Span};
use crate::syntax;
use crate::syntax::ast::FileFormat;

/// All rules with their examples, bundled ones first.
pub fn all_rules(
    files: &Files,
    sources: &Sources,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Rule>> {
    let catalogue = Catalogue::load(files, sources, settings, diagnostics);
    let mut rules: Vec<Arc<Rule>> = bundled::all(sources, diagnostics).into_iter().map(Arc::new).collect();
    rules.extend(catalogue.custom_rules());
    rules
}

/// The user's rules, each with the directory of the configuration that names it.
#[derive(Debug)]
pub(super) struct Catalogue {
    custom: Vec<(Arc<Rule>, Arc<str>)>,
}

impl Catalogue {
    /// Reads the user's rule files, and holds all names that the configuration uses against what there is.
    pub(super) fn load(
        files: &Files,
        sources: &Sources,
        settings: &Settings,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut catalogue = Self { custom: Vec::new() };
        let mut read: BTreeSet<String> = BTreeSet::new();
        let everywhere = Arc::from("");
        let layers = settings.layers().map(|layer| (&layer.dir, &layer.rule_files));
        for (dir, rule_files) in layers.chain([(&everywhere, &settings.rule_files)]) {
            for (glob, span) in rule_files {
                let found = target::find_files(files, glob, ".hcl");
                if found.is_empty() {
                    let message = format!("no rule file matches `{glob}`");
                    diagnostics.push(Diagnostic::error(Code::SettingsInvalid, *span, message));
                }
                for file in found.into_iter().filter(|file| read.insert(file.clone())) {
                    catalogue.add_file(files, sources, &file, dir, diagnostics);
                }
            }
        }
        diagnostics.extend(unknown_selectors(&settings.selectors(), &catalogue.facts()));
        diagnostics.extend(catalogue.unknown_params(settings));
        catalogue
    }

    fn add_file(
        &mut self,
        files: &Files,
        sources: &Sources,
        file: &str,
        dir: &Arc<str>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let text = match files.read_text(file) {
            Ok(text) => text,
            Err(error) => return diagnostics.push(Diagnostic { code: Code::RuleInvalid, ..error.to_diagnostic() }),
        };
        let id = sources.add(SourceFile::new(file, Arc::clone(&text)));
        let (parsed, problems) = syntax::parse(&text, id, FileFormat::Hcl);
        // A rule file that is broken is a wrong rule, not unreadable input.
        diagnostics.extend(problems.into_iter().map(|problem| Diagnostic { code: Code::RuleInvalid, ..problem }));
        for rule in load::rules(&parsed.body, Source::Custom, diagnostics) {
            match self.taken(&rule.id) {
                Some(place) => diagnostics.push(twice(&rule, place)),
                None => self.custom.push((Arc::new(rule), Arc::clone(dir))),
            }
        }
    }

    /// Where the id stands already: a custom rule's place, none for a bundled rule.
    fn taken(&self, id: &str) -> Option<Option<Span>> {
        if bundled::index().iter().any(|rule| rule.id == id) {
            return Some(None);
        }
        self.custom.iter().find(|(rule, _)| &*rule.id == id).map(|(rule, _)| Some(rule.span))
    }

    /// What selection has to know of all rules.
    pub(super) fn facts(&self) -> Vec<RuleFacts<'_>> {
        let mut facts: Vec<RuleFacts<'_>> = Vec::with_capacity(bundled::index().len() + self.custom.len());
        for rule in bundled::index() {
            facts.push(rule.into());
        }
        facts.extend(self.custom.iter().map(|(rule, _)| RuleFacts::from(&**rule)));
        facts
    }

    pub(super) fn custom_rules(&self) -> Vec<Arc<Rule>> {
        self.custom.iter().map(|(rule, _)| Arc::clone(rule)).collect()
    }

    /// A custom rule is for what stands below the configuration that names it.
    pub(super) fn is_in_scope(&self, rule: &Rule, dir: &str) -> bool {
        self.custom.iter().any(|(custom, scope)| custom.id == rule.id && path::is_within(dir, scope))
    }

    /// A rule by its id.
    pub(super) fn rule(&self, id: &str) -> Option<Arc<Rule>> {
        let custom = self.custom.iter().find(|(rule, _)| &*rule.id == id).map(|(rule, _)| Arc::clone(rule));
        custom.or_else(|| bundled::index().iter().find(|rule| rule.id == id)?.parse().map(Arc::new))
    }

    fn unknown_params(&self, settings: &Settings) -> Vec<Diagnostic> {
        if !settings.has_params() {
            return Vec::new();
        }
        let named = self.facts().into_iter().filter(|facts| settings.names_params_of(*facts));
        let rules = named.filter_map(|facts| self.rule(facts.id));
        rules.flat_map(|rule| settings.unknown_params(&rule)).collect()
    }
}

fn twice(rule: &Rule, other: Option<Span>) -> Diagnostic {
    let message = format!("there is another rule `{}`", rule.id);
    let diagnostic = Diagnostic::error(Code::RuleInvalid, rule.span, message);
    match other {
        Some(span) => diagnostic.with_label(span, "the other one"),
        None => diagnostic.with_help("it is one of tollgate's own; choose another id"),
    }
}
