//! Texts laid over the files of a repository: a test's own configuration in the place of a directory's.

use super::directory::FileKind;
use super::error::ReadErrorKind;
use super::files::{Backend, Entry, EntryKind};
use super::memory::Memory;
use super::path;
use std::sync::Arc;

/// A repository in which one directory holds other Terraform files; everything else is as it is.
#[derive(Debug)]
pub(super) struct Overlay {
    pub(super) below: Arc<dyn Backend>,
    pub(super) texts: Memory,
    /// The directory whose own Terraform files are not seen.
    pub(super) dir: String,
}

impl Overlay {
    fn is_hidden(&self, dir: &str, name: &str) -> bool {
        dir == self.dir && FileKind::of(name).is_some()
    }
}

impl Backend for Overlay {
    fn resolve(&self, path: &str) -> Result<(String, EntryKind), ReadErrorKind> {
        if let Ok((path, EntryKind::File)) = self.texts.resolve(path) {
            return Ok((path, EntryKind::File));
        }
        if self.is_hidden(path::parent(path), path::file_name(path)) {
            return Err(ReadErrorKind::Missing);
        }
        match self.below.resolve(path) {
            Err(ReadErrorKind::Missing) => self.texts.resolve(path),
            found => found,
        }
    }

    fn read(&self, resolved: &str, limit: u64) -> Result<Vec<u8>, ReadErrorKind> {
        match self.texts.read(resolved, limit) {
            Err(ReadErrorKind::Missing) => self.below.read(resolved, limit),
            read => read,
        }
    }

    fn list(&self, resolved: &str) -> Result<Vec<Entry>, ReadErrorKind> {
        let over = self.texts.list(resolved).unwrap_or_default();
        let mut entries = match self.below.list(resolved) {
            Ok(entries) => entries,
            Err(ReadErrorKind::Missing) if !over.is_empty() => Vec::new(),
            Err(error) => return Err(error),
        };
        let is_replaced = |entry: &Entry| over.iter().any(|other| other.name == entry.name);
        entries.retain(|entry| !self.is_hidden(resolved, &entry.name) && !is_replaced(entry));
        entries.extend(over);
        Ok(entries)
    }
}
