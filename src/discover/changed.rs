//! Which files differ between the work tree and a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::files::{EntryKind, Files};
use super::git::blob_hash;
use super::ignored::Ignored;
use super::path;

/// The files that were added, changed or removed since the commit that `base` reads, as far as `is_relevant` asks
/// for them. Files that git ignores, and all in hidden directories, are left out. `None` where `base` is no commit.
pub fn changed_files(
    files: &Files,
    base: &Files,
    is_relevant: impl Fn(&str) -> bool + Sync,
) -> Option<BTreeSet<Arc<str>>> {
    let committed = base.hashes()?;
    let now: Vec<String> = all_files(files).into_iter().filter(|path| is_relevant(path)).collect();
    let known: BTreeSet<&str> = now.iter().map(String::as_str).collect();
    let removed = committed
        .keys()
        .filter(|path| !known.contains(path.as_str()) && !is_hidden(path) && is_relevant(path))
        .filter(|path| !is_same(files, &committed, path));
    let changed: Vec<&String> = now.par_iter().filter(|path| !is_same(files, &committed, path)).collect();
    Some(changed.into_iter().chain(removed).map(|path| Arc::from(path.as_str())).collect())
}

fn is_same(files: &Files, committed: &BTreeMap<String, [u8; 20]>, path: &str) -> bool {
    let (Some(hash), Ok(content)) = (committed.get(path), files.read_bytes(path)) else { return false };
    blob_hash(&content) == *hash || blob_hash(&with_line_feeds(&content)) == *hash
}

/// A checkout may have written other line ends than were committed.
fn with_line_feeds(content: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(content.len());
    for (i, &byte) in content.iter().enumerate() {
        if byte != b'\r' || content.get(i + 1) != Some(&b'\n') {
            plain.push(byte);
        }
    }
    plain
}

fn is_hidden(path: &str) -> bool {
    path::parent(path).split('/').any(|part| part.starts_with('.'))
}

fn all_files(files: &Files) -> Vec<String> {
    let mut found = Vec::new();
    let mut level = vec![(String::new(), Ignored::default())];
    while !level.is_empty() {
        let listed: Vec<(Vec<String>, Vec<(String, Ignored)>)> =
            level.par_iter().map(|(dir, above)| list(files, dir, above)).collect();
        level = Vec::new();
        for (own, children) in listed {
            found.extend(own);
            level.extend(children);
        }
    }
    found
}

fn list(files: &Files, dir: &str, above: &Ignored) -> (Vec<String>, Vec<(String, Ignored)>) {
    let ignored = above.enter(files, dir);
    let (mut own, mut children) = (Vec::new(), Vec::new());
    for entry in files.list_dir(dir).unwrap_or_default() {
        let path = path::child(dir, &entry.name);
        match entry.kind {
            EntryKind::Directory if !entry.name.starts_with('.') && !ignored.is_directory_ignored(&path) => {
                children.push((path, ignored.clone()));
            }
            EntryKind::File if !ignored.is_file_ignored(&path) => own.push(path),
            EntryKind::File | EntryKind::Directory | EntryKind::Link | EntryKind::Other => {}
        }
    }
    (own, children)
}
