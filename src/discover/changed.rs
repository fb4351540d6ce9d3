//! Which files differ between the work tree and a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;
use regex::bytes::Regex;

use super::files::{EntryKind, Files};
use super::git::blob_hash;
use super::ignored::Ignored;
use super::path;

/// The files that were added, changed or removed since the commit that `base` reads, as far as `is_relevant` asks
/// for them, and the links to such files or that lead elsewhere now. Files that git ignores, and all in hidden
/// directories, are left out. `None` where `base` is no commit.
pub fn changed_files(
    files: &Files,
    base: &Files,
    is_relevant: impl Fn(&str) -> bool + Sync,
) -> Option<BTreeSet<Arc<str>>> {
    let committed = base.committed()?;
    let Found { files: now, links } = all_files(files);
    let is_gone = |path: &&String| now.binary_search(path).is_err() && !is_hidden(path);
    let removed = committed.files.keys().filter(is_gone).filter(|path| !is_same(files, &committed.files, path));
    let differs: Vec<&String> = now.par_iter().filter(|path| !is_same(files, &committed.files, path)).collect();
    let mut changed: BTreeSet<Arc<str>> =
        differs.into_iter().chain(removed).map(|path| Arc::from(path.as_str())).collect();
    let gone_links = committed.links.iter().filter(|link| !links.contains(*link) && !is_hidden(link));
    changed.extend(gone_links.map(|link| Arc::from(link.as_str())));
    let through: Vec<&String> = links.iter().filter(|link| is_link_changed(files, base, link, &changed)).collect();
    changed.extend(through.into_iter().map(|link| Arc::from(link.as_str())));
    changed.retain(|path| is_relevant(path));
    Some(changed)
}

/// Whether a link leads elsewhere than it did, or to a file that changed.
fn is_link_changed(files: &Files, base: &Files, link: &str, changed: &BTreeSet<Arc<str>>) -> bool {
    // A link that leads nowhere or out of the repository is nothing that could change.
    let Ok(real) = files.real_path(link) else { return false };
    changed.contains(&*real) || base.real_path(link).ok().as_ref() != Some(&real)
}

fn is_same(files: &Files, committed: &BTreeMap<String, [u8; 20]>, path: &str) -> bool {
    let (Some(hash), Ok(content)) = (committed.get(path), files.read_bytes(path)) else { return false };
    let is_it = |content: &[u8]| blob_hash(content) == *hash;
    is_it(&content) || {
        let collapsed = IDENT.as_ref().map(|ident| ident.replace_all(&content, &b"$$Id$$"[..]));
        let plain = collapsed.as_deref().unwrap_or(&content);
        is_it(plain) || is_it(&with_line_feeds(plain))
    }
}

/// What git writes in the place of `$Id$` on checkout where the attribute `ident` is set.
static IDENT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\$Id:[^$\n]*\$").ok());

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

/// What there is to compare, links apart from files.
#[derive(Default)]
struct Found {
    /// Sorted.
    files: Vec<String>,
    links: BTreeSet<String>,
}

fn all_files(files: &Files) -> Found {
    let mut found = Found::default();
    let mut level = vec![(String::new(), Ignored::default())];
    while !level.is_empty() {
        let listed: Vec<Listed> = level.par_iter().map(|(dir, above)| list(files, dir, above)).collect();
        level = Vec::new();
        for listed in listed {
            found.files.extend(listed.files);
            found.links.extend(listed.links);
            level.extend(listed.children);
        }
    }
    found.files.sort();
    found
}

/// What a directory holds.
#[derive(Default)]
struct Listed {
    files: Vec<String>,
    links: Vec<String>,
    children: Vec<(String, Ignored)>,
}

fn list(files: &Files, dir: &str, above: &Ignored) -> Listed {
    let ignored = above.enter(files, dir);
    let mut listed = Listed::default();
    for entry in files.list_dir(dir).unwrap_or_default() {
        let path = path::child(dir, &entry.name);
        match entry.kind {
            EntryKind::Directory if !entry.name.starts_with('.') && !ignored.is_directory_ignored(&path) => {
                listed.children.push((path, ignored.clone()));
            }
            EntryKind::File if !ignored.is_file_ignored(&path) => listed.files.push(path),
            EntryKind::Link if !ignored.is_file_ignored(&path) => listed.links.push(path),
            EntryKind::File | EntryKind::Directory | EntryKind::Link | EntryKind::Other => {}
        }
    }
    listed
}
