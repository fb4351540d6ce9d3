//! [`Files`]: everything that is read below `cli` is read here.
//!
//! INVARIANT: no answer comes from outside the repository: paths are resolved, and what leads out is refused.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::disk::Disk;
use super::error::{ReadError, ReadErrorKind};
use super::git::{Base, Git, GitError};
use super::memory::Memory;
use super::overlay::Overlay;
use super::path;

/// The largest file that is read, in bytes.
pub const DEFAULT_SIZE_LIMIT: u64 = 64 * 1024 * 1024;

/// What a path is, links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    File,
    Directory,
    /// Seen only in listings: a link, not followed yet.
    Link,
    /// A device, pipe, socket, submodule.
    Other,
}

/// One name in a directory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    pub name: String,
    pub kind: EntryKind,
}

/// Where files come from: the disk, memory, a commit. Paths are normalised and relative to the root.
pub(super) trait Backend: Send + Sync + fmt::Debug {
    /// Follows links; the result is inside the root. An error where there is nothing or it leads outside.
    fn resolve(&self, path: &str) -> Result<(String, EntryKind), ReadErrorKind>;
    /// The content of a regular file, by its resolved path.
    fn read(&self, resolved: &str, limit: u64) -> Result<Vec<u8>, ReadErrorKind>;
    /// The names in a directory, by its resolved path, in any order.
    fn list(&self, resolved: &str) -> Result<Vec<Entry>, ReadErrorKind>;
    /// What a commit holds, where that is known without reading it.
    fn committed(&self) -> Option<Committed> {
        None
    }
}

/// The files and links of a commit.
#[derive(Debug, Default)]
pub(super) struct Committed {
    /// Git's ids of the contents, by path.
    pub(super) files: BTreeMap<String, [u8; 20]>,
    pub(super) links: BTreeSet<String>,
}

type Cached<T> = Arc<OnceLock<Result<T, ReadError>>>;

/// The files of one repository. Reads are cached; the door is shared between threads.
pub struct Files {
    backend: Arc<dyn Backend>,
    root: Option<PathBuf>,
    /// Where the repository is checked out, also when the files are those of a commit.
    checkout: Option<PathBuf>,
    size_limit: u64,
    texts: RwLock<HashMap<Box<str>, Cached<Arc<str>>>>,
}

impl Files {
    /// The files below a directory of this machine.
    pub fn on_disk(root: &Path) -> Result<Self, ReadError> {
        let disk = Disk::open(root).map_err(|kind| ReadError { path: root.to_string_lossy().into(), kind })?;
        let root = disk.root().to_path_buf();
        Ok(Self::over(Arc::new(disk), Some(root)))
    }

    /// Files that exist in this map only, for rule examples and tests.
    pub fn in_memory(files: BTreeMap<String, String>) -> Self {
        Self::over(Arc::new(Memory::new(files)), None)
    }

    /// The files of a commit of the repository in that directory.
    pub fn from_git(root: &Path, revision: &str, base: Base) -> Result<Self, GitError> {
        let files = Self::over(Arc::new(Git::open(root, revision, base)?), None);
        Ok(Self { checkout: Some(root.to_path_buf()), ..files })
    }

    fn over(backend: Arc<dyn Backend>, root: Option<PathBuf>) -> Self {
        let checkout = root.clone();
        Self { backend, root, checkout, size_limit: DEFAULT_SIZE_LIMIT, texts: RwLock::default() }
    }

    /// The same files with these texts in the place of the Terraform files that `dir` itself holds; paths are relative
    /// to the root.
    #[must_use]
    pub fn overlaid(&self, dir: &str, texts: BTreeMap<String, String>) -> Self {
        let overlay = Overlay { below: Arc::clone(&self.backend), texts: Memory::new(texts), dir: dir.to_owned() };
        let checkout = self.checkout.clone();
        Self { size_limit: self.size_limit, checkout, ..Self::over(Arc::new(overlay), self.root.clone()) }
    }

    /// The same door with another limit for the size of a file.
    #[must_use]
    pub fn with_size_limit(mut self, bytes: u64) -> Self {
        self.size_limit = bytes;
        self
    }

    /// The addresses under which git knows this repository, as `https://host/path`.
    pub fn remotes(&self) -> Vec<String> {
        self.checkout.as_deref().map(super::revision::remotes).unwrap_or_default()
    }

    /// The directory on this machine; absent in memory.
    pub fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// The text of a file. Cached: later calls give the same `Arc`, or the same error.
    pub fn read_text(&self, relative: &str) -> Result<Arc<str>, ReadError> {
        let cell = self.text_cell(relative);
        cell.get_or_init(|| {
            let bytes = self.read_bytes(relative)?;
            let text = String::from_utf8(bytes).map_err(|_| error(relative, ReadErrorKind::NotUtf8))?;
            Ok(Arc::from(text))
        })
        .clone()
    }

    /// Puts a text in the place of a file's own: what an editor has not saved yet.
    pub fn put_text(&mut self, relative: &str, text: Arc<str>) {
        let cell = Arc::new(OnceLock::from(Ok(text)));
        let texts = self.texts.get_mut().unwrap_or_else(PoisonError::into_inner);
        texts.insert(relative.into(), cell);
    }

    fn text_cell(&self, relative: &str) -> Cached<Arc<str>> {
        let texts = self.texts.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = texts.get(relative) {
            return Arc::clone(cell);
        }
        drop(texts);
        let mut texts = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(texts.entry(relative.into()).or_default())
    }

    /// The content of a file; not cached.
    pub fn read_bytes(&self, relative: &str) -> Result<Vec<u8>, ReadError> {
        let (resolved, kind) = self.resolve(relative)?;
        let content = match kind {
            EntryKind::File => self.backend.read(&resolved, self.size_limit),
            EntryKind::Directory => Err(ReadErrorKind::IsDirectory),
            EntryKind::Link | EntryKind::Other => Err(ReadErrorKind::NotAFile),
        };
        content.map_err(|kind| error(relative, kind))
    }

    /// The names in a directory in bytewise order; `.git` is never among them.
    pub fn list_dir(&self, relative: &str) -> Result<Vec<Entry>, ReadError> {
        let (resolved, kind) = self.resolve(relative)?;
        if kind != EntryKind::Directory {
            return Err(error(relative, ReadErrorKind::NotADirectory));
        }
        let mut entries = self.backend.list(&resolved).map_err(|kind| error(relative, kind))?;
        entries.retain(|entry| entry.name != ".git");
        entries.sort();
        Ok(entries)
    }

    /// What the path is, links followed.
    pub fn kind(&self, relative: &str) -> Result<EntryKind, ReadError> {
        Ok(self.resolve(relative)?.1)
    }

    /// The path without links: two paths of one file have the same.
    pub fn real_path(&self, relative: &str) -> Result<String, ReadError> {
        Ok(self.resolve(relative)?.0)
    }

    /// What a commit holds; `None` on disk and in memory.
    pub(super) fn committed(&self) -> Option<Committed> {
        self.backend.committed()
    }

    pub fn exists(&self, relative: &str) -> bool {
        self.resolve(relative).is_ok()
    }

    pub fn is_dir(&self, relative: &str) -> bool {
        matches!(self.resolve(relative), Ok((_, EntryKind::Directory)))
    }

    pub fn is_file(&self, relative: &str) -> bool {
        matches!(self.resolve(relative), Ok((_, EntryKind::File)))
    }

    fn resolve(&self, relative: &str) -> Result<(String, EntryKind), ReadError> {
        let Some(normal) = path::normalise(relative) else {
            return Err(error(relative, ReadErrorKind::Outside));
        };
        let resolved = self.backend.resolve(&normal).map_err(|kind| error(relative, kind))?;
        // The checkout's credentials may stand in `.git/config`: what a change can name must not reach a report.
        if resolved.0.split('/').any(|part| part == ".git") {
            return Err(error(relative, ReadErrorKind::Outside));
        }
        Ok(resolved)
    }
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").field("backend", &self.backend).finish_non_exhaustive()
    }
}

fn error(path: &str, kind: ReadErrorKind) -> ReadError {
    ReadError { path: path.into(), kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(paths: &[&str]) -> Files {
        Files::in_memory(paths.iter().map(|path| ((*path).to_owned(), format!("# {path}"))).collect())
    }

    #[test]
    fn text_is_read_once_and_shared() {
        let files = memory(&["a/main.tf"]);
        let first = files.read_text("a/main.tf").unwrap();
        let second = files.read_text("a/main.tf").unwrap();
        assert!(Arc::ptr_eq(&first, &second));
    }

    #[test]
    fn a_path_above_the_root_is_outside() {
        let files = memory(&["a/main.tf"]);
        assert_eq!(files.read_text("../x").unwrap_err().kind, ReadErrorKind::Outside);
        assert_eq!(files.read_text("/etc/passwd").unwrap_err().kind, ReadErrorKind::Outside);
        assert_eq!(files.read_text("a").unwrap_err().kind, ReadErrorKind::IsDirectory);
        assert_eq!(files.read_text("b").unwrap_err().kind, ReadErrorKind::Missing);
    }

    #[test]
    fn an_overlay_takes_the_place_of_a_directorys_terraform_files() {
        let below = memory(&["a/main.tf", "a/notes.txt", "a/sub/main.tf"]);
        let files = below.overlaid("a", BTreeMap::from([("a/test.tf".into(), "# over".into())]));
        let names: Vec<String> = files.list_dir("a").unwrap().into_iter().map(|entry| entry.name).collect();
        assert_eq!(names, ["notes.txt", "sub", "test.tf"]);
        assert!(!files.exists("a/main.tf"));
        assert_eq!(&*files.read_text("a/test.tf").unwrap(), "# over");
        assert_eq!(&*files.read_text("a/sub/main.tf").unwrap(), "# a/sub/main.tf");
    }

    #[test]
    fn the_git_directory_is_closed() {
        let files = memory(&[".git/config", "main.tf"]);
        assert_eq!(files.read_text(".git/config").unwrap_err().kind, ReadErrorKind::Outside);
        assert_eq!(files.list_dir("").unwrap().len(), 1);
    }

    #[test]
    fn a_file_over_the_limit_is_refused() {
        let files = memory(&["a.tf"]).with_size_limit(3);
        assert_eq!(files.read_text("a.tf").unwrap_err().kind, ReadErrorKind::TooLarge(3));
    }
}
