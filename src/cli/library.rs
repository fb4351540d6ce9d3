//! All rules as they stand for the working directory, for the commands that tell about them.

use std::sync::Arc;

use super::settings::configuration_of;
use super::surroundings::Surroundings;
use crate::check::catalogue;
use crate::diag::Diagnostic;
use crate::discover::target::{open_repository, relative_to_root};
use crate::policy::gate::{Exit, exit_of};
use crate::policy::settings::effective::Effective;
use crate::policy::settings::{CommandLine, Settings};
use crate::report::rules_list::Entry;
use crate::rules::rule::Rule;
use crate::span::Sources;

/// Bundled and custom rules, parsed with their examples, and what the configuration says of them.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) rules: Vec<Arc<Rule>>,
    pub(super) sources: Sources,
    pub(super) diagnostics: Vec<Diagnostic>,
    effective: Arc<Effective>,
}

impl Library {
    pub(super) fn load(config: Option<&str>, isolated: bool, around: &Surroundings) -> anyhow::Result<Self> {
        let files = open_repository(&around.cwd, &[])?;
        let which = configuration_of(config, isolated, around, &files)?;
        let here: Arc<str> = relative_to_root(&files, &around.cwd).unwrap_or_default().into();
        let sources = Sources::default();
        let mut settings = Settings::new(which, CommandLine::default());
        let mut diagnostics = settings.add_directories(&files, &sources, std::slice::from_ref(&here));
        let rules = catalogue::all_rules(&files, &sources, &settings, &mut diagnostics);
        Ok(Self { rules, effective: settings.at(&here, None), sources, diagnostics })
    }

    /// The rule with what the configuration says of it.
    pub(super) fn entry<'r>(&self, rule: &'r Rule) -> Entry<'r> {
        Entry { rule, severity: self.effective.severity(rule), on: self.effective.is_enabled(rule.into()) }
    }

    /// What the diagnostics call for.
    pub(super) fn exit(&self) -> Exit {
        self.diagnostics.iter().map(exit_of).fold(Exit::Clean, Exit::max)
    }
}
