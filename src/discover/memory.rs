//! Files that stand in memory only.

use std::collections::{BTreeMap, BTreeSet};

use super::error::ReadErrorKind;
use super::files::{Backend, Entry, EntryKind};
use super::path;

/// A tree of texts. Directories are there because files are in them.
#[derive(Debug)]
pub(super) struct Memory {
    files: BTreeMap<String, String>,
    directories: BTreeMap<String, BTreeSet<Entry>>,
}

impl Memory {
    /// Keys that climb out of the root are left out: no path could reach them.
    pub(super) fn new(files: BTreeMap<String, String>) -> Self {
        let files: BTreeMap<String, String> =
            files.into_iter().filter_map(|(name, text)| Some((path::normalise(&name)?, text))).collect();
        let mut directories: BTreeMap<String, BTreeSet<Entry>> = BTreeMap::from([(String::new(), BTreeSet::new())]);
        for name in files.keys() {
            let mut kind = EntryKind::File;
            let mut below = name.as_str();
            while !below.is_empty() {
                let dir = path::parent(below);
                let entry = Entry { name: path::file_name(below).to_owned(), kind };
                directories.entry(dir.to_owned()).or_default().insert(entry);
                (below, kind) = (dir, EntryKind::Directory);
            }
        }
        Self { files, directories }
    }
}

impl Backend for Memory {
    fn resolve(&self, path: &str) -> Result<(String, EntryKind), ReadErrorKind> {
        if self.files.contains_key(path) {
            return Ok((path.to_owned(), EntryKind::File));
        }
        if self.directories.contains_key(path) {
            return Ok((path.to_owned(), EntryKind::Directory));
        }
        Err(ReadErrorKind::Missing)
    }

    fn read(&self, resolved: &str, limit: u64) -> Result<Vec<u8>, ReadErrorKind> {
        let text = self.files.get(resolved).ok_or(ReadErrorKind::Missing)?;
        if u64::try_from(text.len()).unwrap_or(u64::MAX) > limit {
            return Err(ReadErrorKind::TooLarge(limit));
        }
        Ok(text.clone().into_bytes())
    }

    fn list(&self, resolved: &str) -> Result<Vec<Entry>, ReadErrorKind> {
        let entries = self.directories.get(resolved).ok_or(ReadErrorKind::Missing)?;
        Ok(entries.iter().cloned().collect())
    }
}
