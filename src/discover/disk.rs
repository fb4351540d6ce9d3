//! Files of this machine, below one directory.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, File, FileType};
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use super::error::ReadErrorKind;
use super::files::{Backend, Entry, EntryKind};
use super::path;

/// The disk, seen from a root directory whose own path holds no link.
#[derive(Debug)]
pub(super) struct Disk {
    root: PathBuf,
    /// Resolved directories: most files are not links, so that resolving their directory once resolves them all.
    directories: RwLock<HashMap<String, String>>,
}

impl Disk {
    pub(super) fn open(root: &Path) -> Result<Self, ReadErrorKind> {
        let root = root.canonicalize()?;
        if !root.is_dir() {
            return Err(ReadErrorKind::NotADirectory);
        }
        Ok(Self { root, directories: RwLock::default() })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    fn absolute(&self, relative: &str) -> PathBuf {
        if relative.is_empty() { self.root.clone() } else { self.root.join(relative) }
    }

    /// Follows all links of a path and answers where it ends, relative to the root.
    fn canonical(&self, relative: &str) -> Result<String, ReadErrorKind> {
        let full = self.absolute(relative).canonicalize()?;
        let inside = full.strip_prefix(&self.root).map_err(|_| ReadErrorKind::Outside)?;
        relative_text(inside).ok_or_else(|| ReadErrorKind::Other("its name is not valid UTF-8".into()))
    }

    /// One step below the parent, which is known already: asking the system to resolve each path from the root on
    /// takes, over a deep tree, the square of its depth.
    fn resolve_directory(&self, relative: &str) -> Result<String, ReadErrorKind> {
        if relative.is_empty() {
            return Ok(String::new());
        }
        let parent = self.resolved_directory(path::parent(relative))?;
        let resolved = path::child(&parent, path::file_name(relative));
        match entry_kind(self.absolute(&resolved).symlink_metadata()?.file_type()) {
            EntryKind::Link => self.canonical(&resolved),
            EntryKind::File | EntryKind::Directory | EntryKind::Other => Ok(resolved),
        }
    }

    fn resolved_directory(&self, relative: &str) -> Result<String, ReadErrorKind> {
        let known = self.directories.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(resolved) = known.get(relative) {
            return Ok(resolved.clone());
        }
        drop(known);
        let resolved = self.resolve_directory(relative)?;
        let mut known = self.directories.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(relative.to_owned(), resolved.clone());
        Ok(resolved)
    }
}

impl Backend for Disk {
    fn resolve(&self, relative: &str) -> Result<(String, EntryKind), ReadErrorKind> {
        if relative.is_empty() {
            return Ok((String::new(), EntryKind::Directory));
        }
        let dir = self.resolved_directory(path::parent(relative))?;
        let resolved = path::child(&dir, path::file_name(relative));
        let kind = entry_kind(self.absolute(&resolved).symlink_metadata()?.file_type());
        if kind != EntryKind::Link {
            return Ok((resolved, kind));
        }
        let resolved = self.canonical(&resolved)?;
        let kind = entry_kind(self.absolute(&resolved).symlink_metadata()?.file_type());
        Ok((resolved, kind))
    }

    fn read(&self, resolved: &str, limit: u64) -> Result<Vec<u8>, ReadErrorKind> {
        let file = File::open(self.absolute(resolved))?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(ReadErrorKind::NotAFile);
        }
        if metadata.len() > limit {
            return Err(ReadErrorKind::TooLarge(limit));
        }
        let mut content = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
        // One byte more than the limit, for files that grow while they are read and for those without a size (/proc).
        file.take(limit.saturating_add(1)).read_to_end(&mut content)?;
        if u64::try_from(content.len()).unwrap_or(u64::MAX) > limit {
            return Err(ReadErrorKind::TooLarge(limit));
        }
        Ok(content)
    }

    #[expect(clippy::disallowed_methods, reason = "this is the door")]
    fn list(&self, resolved: &str) -> Result<Vec<Entry>, ReadErrorKind> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(self.absolute(resolved))? {
            let entry = entry?;
            let name = entry.file_name();
            let kind =
                name.to_str().map_or(EntryKind::Other, |_| entry.file_type().map_or(EntryKind::Other, entry_kind));
            entries.push(Entry { name: text_of(&name), kind });
        }
        Ok(entries)
    }
}

/// A name that is not UTF-8 is shown with replacement characters; its kind is `Other`, so that nobody opens it.
fn text_of(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

fn entry_kind(kind: FileType) -> EntryKind {
    if kind.is_symlink() {
        EntryKind::Link
    } else if kind.is_dir() {
        EntryKind::Directory
    } else if kind.is_file() {
        EntryKind::File
    } else {
        EntryKind::Other
    }
}

/// A path below the root as text with `/`; `None` where a part is not UTF-8.
pub(super) fn relative_text(path: &Path) -> Option<String> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::discover::Files;

    fn write(path: &Path, text: &str) {
        File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
    }

    #[test]
    fn links_inside_are_followed_and_links_outside_refused() {
        let outside = tempfile::tempdir().unwrap();
        let inside = tempfile::tempdir().unwrap();
        write(&outside.path().join("secret"), "s");
        write(&inside.path().join("real.tf"), "r");
        symlink(outside.path(), inside.path().join("out")).unwrap();
        symlink("real.tf", inside.path().join("link.tf")).unwrap();
        symlink("loop", inside.path().join("loop")).unwrap();
        let files = Files::on_disk(inside.path()).unwrap();
        assert_eq!(&*files.read_text("link.tf").unwrap(), "r");
        assert_eq!(files.read_text("out/secret").unwrap_err().kind, ReadErrorKind::Outside);
        assert_eq!(files.list_dir("out").unwrap_err().kind, ReadErrorKind::Outside);
        assert_eq!(files.read_text("loop").unwrap_err().kind, ReadErrorKind::LinkLoop);
        assert_eq!(files.read_text("real.tf/x").unwrap_err().kind, ReadErrorKind::Missing);
    }

    #[test]
    fn a_socket_is_never_opened() {
        let dir = tempfile::tempdir().unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("s.tf")).unwrap();
        let files = Files::on_disk(dir.path()).unwrap();
        assert_eq!(files.read_text("s.tf").unwrap_err().kind, ReadErrorKind::NotAFile);
    }
}
