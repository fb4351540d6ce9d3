//! What the user typed, as paths of the repository.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};

use super::disk::relative_text;
use super::error::{ReadError, ReadErrorKind};
use super::files::{EntryKind, Files};
use super::path;
use super::root::{find_root, lexical};

/// One thing to look at.
#[derive(Clone, Debug)]
pub enum Target {
    /// A file or a directory, relative to the root.
    Path(Arc<str>),
    /// A pattern over paths relative to the root, and the directory in front of its first wildcard.
    Glob { pattern: Arc<str>, matcher: Box<GlobMatcher>, base: Arc<str> },
}

impl Target {
    /// Everything.
    pub fn root() -> Self {
        Self::Path("".into())
    }

    /// The text for messages.
    pub fn text(&self) -> &str {
        match self {
            Self::Path(path) if path.is_empty() => ".",
            Self::Path(path) => path,
            Self::Glob { pattern, .. } => pattern,
        }
    }
}

/// Opens the repository that the typed paths lie in. Without a path, the working directory is meant.
pub fn open_repository(cwd: &Path, typed: &[String]) -> Result<Files, ReadError> {
    let paths: Vec<PathBuf> = if typed.is_empty() {
        vec![cwd.to_path_buf()]
    } else {
        typed.iter().map(|text| cwd.join(literal_prefix(text))).collect()
    };
    Files::on_disk(&find_root(cwd, &paths))
}

/// The typed paths as targets of an open repository, and an error for each that cannot be one.
pub fn parse_targets(files: &Files, cwd: &Path, typed: &[String]) -> (Vec<Target>, Vec<ReadError>) {
    let mut targets = Vec::new();
    let mut errors = Vec::new();
    let here = [".".to_owned()];
    for text in if typed.is_empty() { &here } else { typed } {
        match parse_target(files, cwd, text) {
            Ok(target) => targets.push(target),
            Err(error) => errors.push(error),
        }
    }
    (targets, errors)
}

fn parse_target(files: &Files, cwd: &Path, text: &str) -> Result<Target, ReadError> {
    let failed = |kind| ReadError { path: text.into(), kind };
    let relative = relative_to_root(files, &cwd.join(text)).ok_or_else(|| failed(ReadErrorKind::Outside))?;
    // A file may be called `a[1].tf`: what exists is a path.
    if !has_wildcard(text) || files.exists(&relative) {
        return Ok(Target::Path(relative.into()));
    }
    let glob = GlobBuilder::new(&relative).literal_separator(true).build();
    let glob = glob.map_err(|error| failed(ReadErrorKind::Other(error.kind().to_string())))?;
    let base = literal_prefix(&relative).to_owned();
    Ok(Target::Glob { pattern: relative.into(), matcher: Box::new(glob.compile_matcher()), base: base.into() })
}

/// A path of this machine, relative to the root; `None` where it lies outside.
pub fn relative_to_root(files: &Files, absolute: &Path) -> Option<String> {
    let root = files.root()?;
    let plain = lexical(absolute);
    if let Ok(relative) = plain.strip_prefix(root) {
        return relative_text(relative);
    }
    // The way to the root may lead through a link (`/tmp` on macOS): resolve what exists of it.
    let existing = plain.ancestors().find(|dir| dir.exists())?;
    let rest = plain.strip_prefix(existing).ok()?;
    relative_text(existing.canonicalize().ok()?.join(rest).strip_prefix(root).ok()?)
}

/// The files that a glob over paths of the repository matches, in order. A directory stands for all files below it
/// that end in `suffix`. Hidden directories are looked into only when they are named.
pub fn find_files(files: &Files, glob: &str, suffix: &str) -> Vec<String> {
    let mut found = Vec::new();
    let is_directory = files.is_dir(glob);
    let matcher = GlobBuilder::new(glob).literal_separator(true).build().ok().map(|glob| glob.compile_matcher());
    let mut open = vec![if is_directory { glob } else { literal_prefix_directory(files, glob) }.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(path) = open.pop() {
        match files.kind(&path) {
            Ok(EntryKind::Directory) if files.real_path(&path).is_ok_and(|real| seen.insert(real)) => {
                let entries = files.list_dir(&path).unwrap_or_default();
                let visible = entries.iter().filter(|entry| !entry.name.starts_with('.'));
                open.extend(visible.map(|entry| path::child(&path, &entry.name)));
            }
            Ok(EntryKind::File) => {
                let fits = if is_directory {
                    path.ends_with(suffix)
                } else {
                    path == glob || is_match(matcher.as_ref(), &path)
                };
                found.extend(fits.then_some(path));
            }
            _ => {}
        }
    }
    found.sort();
    found
}

fn is_match(matcher: Option<&GlobMatcher>, path: &str) -> bool {
    matcher.is_some_and(|matcher| matcher.is_match(path))
}

/// Where to begin to look for a glob: the path itself when it names something, else what stands before the wildcard.
fn literal_prefix_directory<'a>(files: &Files, glob: &'a str) -> &'a str {
    if files.exists(glob) { glob } else { literal_prefix(glob) }
}

fn has_wildcard(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

/// The directories in front of the first wildcard; the whole text where there is none.
fn literal_prefix(text: &str) -> &str {
    let Some(at) = text.find(['*', '?', '[', '{']) else { return text };
    let before = text.get(..at).unwrap_or("");
    before.rfind('/').map_or("", |slash| before.get(..slash.max(1)).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_of_a_glob_ends_before_its_wildcard() {
        assert_eq!(literal_prefix("envs/pr*/main.tf"), "envs");
        assert_eq!(literal_prefix("*.tf"), "");
        assert_eq!(literal_prefix("/*/x"), "/");
        assert_eq!(literal_prefix("a/b"), "a/b");
    }
}
