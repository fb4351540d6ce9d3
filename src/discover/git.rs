//! The files of a commit, read from git's objects: no work tree is touched, no program is run.
//!
//! Configuration outside of the repository, hooks, filters and attributes play no part: what is read is what was
//! committed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use gix::bstr::ByteSlice as _;
use gix::objs::tree::EntryKind as ObjectKind;
use gix::{ObjectId, ThreadSafeRepository};
use sha1::{Digest as _, Sha1};
use thiserror::Error;

use super::error::ReadErrorKind;
use super::files::{Backend, Committed, Entry, EntryKind};
use super::path;

/// More links than these in a row are a loop.
const MAX_LINKS: usize = 40;

/// Why a commit cannot be read; one sentence.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GitError {
    #[error("`{0}` is not a git repository")]
    NotARepository(String),
    #[error("git knows no revision `{0}` here")]
    UnknownRevision(String),
    #[error("the objects of `{0}` cannot be read")]
    Unreadable(String),
}

/// Which commit is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// Where the checked-out commit and the revision parted; the revision itself where that cannot be told.
    Fork,
    /// The revision itself.
    Exact,
}

/// One commit's files.
pub(super) struct Git {
    repository: ThreadSafeRepository,
    /// Everything but directories, by path.
    objects: BTreeMap<String, Object>,
    directories: BTreeMap<String, BTreeSet<Entry>>,
}

#[derive(Clone, Copy, Debug)]
struct Object {
    id: ObjectId,
    kind: EntryKind,
}

impl fmt::Debug for Git {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Git").field("objects", &self.objects.len()).finish_non_exhaustive()
    }
}

impl Git {
    pub(super) fn open(root: &Path, revision: &str, base: Base) -> Result<Self, GitError> {
        let opened = ThreadSafeRepository::open_opts(root, gix::open::Options::isolated());
        let shared = opened.map_err(|_| GitError::NotARepository(shown(root)))?;
        let repository = shared.to_thread_local();
        let commit = resolve(&repository, revision, base)?;
        let unreadable = || GitError::Unreadable(revision.to_owned());
        let tree = repository.find_commit(commit).ok().and_then(|commit| commit.tree().ok()).ok_or_else(unreadable)?;
        let entries = tree.traverse().breadthfirst.files().map_err(|_| unreadable())?;
        let mut git = Self {
            repository: shared,
            objects: BTreeMap::new(),
            directories: BTreeMap::from([(String::new(), BTreeSet::new())]),
        };
        for entry in entries {
            // A name that is not UTF-8 cannot be asked for.
            if let Ok(name) = entry.filepath.to_str() {
                git.add(name, entry.oid, kind_of(entry.mode.kind()));
            }
        }
        Ok(git)
    }

    fn add(&mut self, name: &str, id: ObjectId, kind: EntryKind) {
        if kind == EntryKind::Directory || path::normalise(name).as_deref() != Some(name) {
            return;
        }
        self.objects.insert(name.to_owned(), Object { id, kind });
        let (mut below, mut kind) = (name, kind);
        while !below.is_empty() {
            let dir = path::parent(below);
            let entry = Entry { name: path::file_name(below).to_owned(), kind };
            self.directories.entry(dir.to_owned()).or_default().insert(entry);
            (below, kind) = (dir, EntryKind::Directory);
        }
    }

    fn content(&self, id: ObjectId, limit: u64) -> Result<Vec<u8>, ReadErrorKind> {
        let repository = self.repository.to_thread_local();
        let unreadable = || ReadErrorKind::Other("its git object is missing".into());
        let size = repository.find_header(id).map_err(|_| unreadable())?.size();
        if size > limit {
            return Err(ReadErrorKind::TooLarge(limit));
        }
        Ok(repository.find_object(id).map_err(|_| unreadable())?.detach().data)
    }

    /// Follows a link by one step: what it says, seen from its directory, with the rest of the path behind it.
    fn step(&self, link: &str, id: ObjectId, rest: &str) -> Result<String, ReadErrorKind> {
        let target = self.content(id, 4096)?;
        let target = target.to_str().map_err(|_| ReadErrorKind::Missing)?;
        let full = if rest.is_empty() { target.to_owned() } else { format!("{target}/{rest}") };
        path::join(path::parent(link), &full).ok_or(ReadErrorKind::Outside)
    }
}

fn resolve(repository: &gix::Repository, revision: &str, base: Base) -> Result<ObjectId, GitError> {
    let unknown = || GitError::UnknownRevision(revision.to_owned());
    let object = repository.rev_parse_single(revision).map_err(|_| unknown())?;
    let object = object.object().map_err(|_| unknown())?;
    let commit = object.peel_to_kind(gix::objs::Kind::Commit).map_err(|_| unknown())?.id;
    if base == Base::Exact {
        return Ok(commit);
    }
    let head = repository.head_id().ok().map(gix::Id::detach);
    let fork = head.and_then(|head| repository.merge_base(commit, head).ok().flatten());
    Ok(fork.map_or(commit, gix::Id::detach))
}

fn shown(root: &Path) -> String {
    root.to_string_lossy().into_owned()
}

fn kind_of(kind: ObjectKind) -> EntryKind {
    match kind {
        ObjectKind::Tree => EntryKind::Directory,
        ObjectKind::Blob | ObjectKind::BlobExecutable => EntryKind::File,
        ObjectKind::Link => EntryKind::Link,
        ObjectKind::Commit => EntryKind::Other,
    }
}

impl Backend for Git {
    fn resolve(&self, path: &str) -> Result<(String, EntryKind), ReadErrorKind> {
        let mut current = path.to_owned();
        for _ in 0..MAX_LINKS {
            if self.directories.contains_key(&current) {
                return Ok((current, EntryKind::Directory));
            }
            // The path itself, or the first link on the way to it.
            let on_the_way = path::ancestors(&current).find_map(|above| Some((above, self.objects.get(above)?)));
            let Some((above, object)) = on_the_way else { return Err(ReadErrorKind::Missing) };
            if object.kind != EntryKind::Link {
                return if above == current { Ok((current, object.kind)) } else { Err(ReadErrorKind::Missing) };
            }
            let rest = current.get(above.len()..).unwrap_or("").trim_start_matches('/');
            current = self.step(above, object.id, rest)?;
        }
        Err(ReadErrorKind::LinkLoop)
    }

    fn read(&self, resolved: &str, limit: u64) -> Result<Vec<u8>, ReadErrorKind> {
        let object = self.objects.get(resolved).ok_or(ReadErrorKind::Missing)?;
        self.content(object.id, limit)
    }

    fn list(&self, resolved: &str) -> Result<Vec<Entry>, ReadErrorKind> {
        let entries = self.directories.get(resolved).ok_or(ReadErrorKind::Missing)?;
        Ok(entries.iter().cloned().collect())
    }

    fn committed(&self) -> Option<Committed> {
        let of = |kind: EntryKind| self.objects.iter().filter(move |(_, object)| object.kind == kind);
        let hash = |(name, object): (&String, &Object)| Some((name.clone(), object.id.as_bytes().try_into().ok()?));
        Some(Committed {
            files: of(EntryKind::File).filter_map(hash).collect(),
            links: of(EntryKind::Link).map(|(name, _)| name.clone()).collect(),
        })
    }
}

/// The id that git gives to a file's content.
pub(super) fn blob_hash(content: &[u8]) -> [u8; 20] {
    let mut hasher = Sha1::new();
    hasher.update(format!("blob {}\0", content.len()).as_bytes());
    hasher.update(content);
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use gix::objs::tree::Entry as TreeEntry;
    use gix::objs::{Tree, tree::EntryMode};

    use super::*;
    use crate::discover::changed::changed_files;
    use crate::discover::{Files, ReadErrorKind};

    /// Commits files (and links, whose text begins with `->`) of one directory, on top of the parents.
    fn commit(repository: &gix::Repository, files: &[(&str, &str)], parents: &[ObjectId]) -> ObjectId {
        let mut entries: Vec<TreeEntry> = files
            .iter()
            .map(|(name, text)| {
                let kind = if text.starts_with("->") { ObjectKind::Link } else { ObjectKind::Blob };
                let oid = repository.write_blob(text.trim_start_matches("->")).unwrap().detach();
                TreeEntry { mode: EntryMode::from(kind), filename: (*name).into(), oid }
            })
            .collect();
        entries.sort();
        let tree = repository.write_object(Tree { entries }).unwrap();
        let who = gix::actor::SignatureRef { name: "n".into(), email: "e".into(), time: "0 +0000" };
        repository.commit_as(who, who, "HEAD", "m", tree, parents.iter().copied()).unwrap().detach()
    }

    #[test]
    fn a_commit_is_read_without_its_work_tree() {
        let dir = tempfile::tempdir().unwrap();
        let repository = gix::init(dir.path()).unwrap();
        let files = [("main.tf", "a"), ("link.tf", "->main.tf"), ("out", "->../x"), ("loop", "->loop")];
        let first = commit(&repository, &files, &[]);
        commit(&repository, &[("main.tf", "b")], &[first]);
        let base = Files::from_git(dir.path(), "HEAD~1", Base::Exact).unwrap();
        assert_eq!(&*base.read_text("main.tf").unwrap(), "a");
        assert_eq!(&*base.read_text("link.tf").unwrap(), "a");
        assert_eq!(base.read_text("out").unwrap_err().kind, ReadErrorKind::Outside);
        assert_eq!(base.read_text("loop").unwrap_err().kind, ReadErrorKind::LinkLoop);
        assert_eq!(base.list_dir("").unwrap().len(), 4);
        let unknown = Files::from_git(dir.path(), "nothing", Base::Exact).unwrap_err();
        assert_eq!(unknown, GitError::UnknownRevision("nothing".into()));
    }

    #[test]
    #[cfg(unix)]
    fn what_differs_from_a_commit_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let repository = gix::init(dir.path()).unwrap();
        commit(
            &repository,
            &[
                ("same.tf", "s\n"),
                ("ident.tf", "# $Id$\r\n"),
                ("other.tf", "o"),
                ("gone.tf", "g"),
                ("gone-link.tf", "->same.tf"),
                ("link.tf", "->same.tf"),
                ("to-other.tf", "->other.tf"),
                ("turned.tf", "->same.tf"),
            ],
            &[],
        );
        for (name, text) in [
            ("same.tf", "s\r\n"),
            ("ident.tf", "# $Id: 0123456789abcdef $\r\n"),
            ("other.tf", "changed"),
            ("new.tf", "n"),
            ("ignored.log", "x"),
        ] {
            std::io::Write::write_all(&mut std::fs::File::create(dir.path().join(name)).unwrap(), text.as_bytes())
                .unwrap();
        }
        for (name, target) in [("link.tf", "same.tf"), ("to-other.tf", "other.tf"), ("turned.tf", "new.tf")] {
            std::os::unix::fs::symlink(target, dir.path().join(name)).unwrap();
        }
        let files = Files::on_disk(dir.path()).unwrap();
        let base = Files::from_git(dir.path(), "HEAD", Base::Fork).unwrap();
        let changed = changed_files(&files, &base, |path| path.ends_with(".tf")).unwrap();
        let expected = ["gone-link.tf", "gone.tf", "new.tf", "other.tf", "to-other.tf", "turned.tf"];
        assert_eq!(changed.iter().map(|path| &**path).collect::<Vec<_>>(), expected);
    }
}
