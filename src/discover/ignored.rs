//! `.gitignore` files, from the root down to a directory.

use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::files::Files;
use super::path;

/// The patterns in effect in one directory: its own, then those of the directories above.
///
/// Only the repository's own files count, not the user's global ones: the same commit gives the same findings on
/// every machine.
#[derive(Clone, Debug, Default)]
pub(super) struct Ignored(Option<Arc<Layer>>);

#[derive(Debug)]
struct Layer {
    patterns: Gitignore,
    above: Ignored,
}

impl Ignored {
    /// The patterns in effect in `dir`.
    pub(super) fn in_directory(files: &Files, dir: &str) -> Self {
        path::ancestors(dir).fold(Self::default(), |above, dir| above.enter(files, dir))
    }

    /// The patterns in effect in `dir`, when `self` is in effect above it. Patterns that git would not understand
    /// are left out, as git does.
    pub(super) fn enter(&self, files: &Files, dir: &str) -> Self {
        let Ok(text) = files.read_text(&path::child(dir, ".gitignore")) else { return self.clone() };
        let mut builder = GitignoreBuilder::new(dir);
        for line in text.lines() {
            let _ = builder.add_line(None, line);
        }
        let Ok(patterns) = builder.build() else { return self.clone() };
        Self(Some(Arc::new(Layer { patterns, above: self.clone() })))
    }

    pub(super) fn is_directory_ignored(&self, path: &str) -> bool {
        self.decide(path, Shape::Directory)
    }

    pub(super) fn is_file_ignored(&self, path: &str) -> bool {
        self.decide(path, Shape::File)
    }

    fn decide(&self, path: &str, shape: Shape) -> bool {
        let mut next = &self.0;
        while let Some(layer) = next {
            match layer.patterns.matched(Path::new(path), shape == Shape::Directory) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => next = &layer.above.0,
            }
        }
        false
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    File,
    Directory,
}
