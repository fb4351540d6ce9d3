//! One finished check, and the texts that it saw.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::super::args::CheckArgs;
use super::super::check::request;
use super::super::settings::CheckSettings;
use super::super::surroundings::Surroundings;
use crate::check::{self, Checked};
use crate::diag::sort_diagnostics;
use crate::discover::target::relative_to_root;
use crate::report::place::Place;
use crate::report::sort_findings;
use crate::rules::finding::{BaselineState, Finding};
use crate::span::Sources;

/// Texts in the editor by their paths on this machine.
pub(super) type Texts = BTreeMap<PathBuf, Arc<str>>;

/// What a check of the workspace found.
#[derive(Debug)]
pub(super) struct Snapshot {
    /// Findings that count, in order.
    pub(super) findings: Vec<Finding>,
    pub(super) checked: Checked,
    pub(super) sources: Sources,
    /// The repository's directory on this machine.
    pub(super) root: PathBuf,
}

impl Snapshot {
    /// Checks the workspace with the editor's texts in the place of those on disk.
    pub(super) fn take(args: &CheckArgs, around: &Surroundings, texts: &Texts) -> anyhow::Result<Self> {
        let mut settings = CheckSettings::new(args, around)?;
        for (path, text) in texts {
            if let Some(relative) = relative_to_root(&settings.files, path) {
                settings.files.put_text(&relative, Arc::clone(text));
            }
        }
        let mut checked = check::check(request(&settings, None));
        checked.diagnostics.append(&mut settings.diagnostics);
        sort_diagnostics(&mut checked.diagnostics, &settings.sources);
        let is_live =
            |finding: &Finding| finding.suppression.is_none() && finding.baseline_state != Some(BaselineState::Fixed);
        let mut findings: Vec<Finding> = std::mem::take(&mut checked.findings).into_iter().filter(is_live).collect();
        sort_findings(&mut findings, &settings.sources);
        let root = settings.files.root().map(Path::to_path_buf).unwrap_or_default();
        Ok(Self { findings, checked, sources: settings.sources, root })
    }

    /// The place of a finding.
    pub(super) fn place(&self, finding: &Finding) -> Place {
        Place::of(&finding.location, &self.sources)
    }

    /// The findings of a file, given relative to the root.
    pub(super) fn of_file<'s>(&'s self, relative: &'s str) -> impl Iterator<Item = (&'s Finding, Place)> {
        let placed = self.findings.iter().map(|finding| (finding, self.place(finding)));
        placed.filter(move |(_, place)| &*place.path == relative)
    }
}
