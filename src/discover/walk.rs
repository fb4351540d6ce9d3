//! From targets to the directories that hold Terraform or OpenTofu files.
//!
//! The walk goes level by level: each level's directories are listed in parallel, and the result is sorted, so that
//! neither the depth of the tree nor the number of threads shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::directory::{Dialect, Directory, FileKind, SourcePath};
use super::error::{ReadError, ReadErrorKind};
use super::files::{Entry, EntryKind, Files};
use super::ignored::Ignored;
use super::path;
use super::target::Target;
use crate::diag::{Code, Diagnostic, Severity};
use crate::span::Span;

/// How to walk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    pub dialect: Dialect,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Every directory once, in bytewise order of the paths; none is empty.
    pub directories: Vec<Directory>,
    /// The files that were named one by one (as pre-commit does); their directories are among `directories`.
    pub given_files: BTreeSet<Arc<str>>,
    /// Directories that were left out on purpose, in order.
    pub skipped: Vec<Skipped>,
    pub diagnostics: Vec<Diagnostic>,
}

/// A directory that is not looked into.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    pub path: Arc<str>,
    pub reason: SkipReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// Its name begins with a dot (`.terraform`).
    Hidden,
    /// A `.gitignore` names it, or all configuration in it.
    GitIgnored,
}

impl SkipReason {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::GitIgnored => "ignored by git",
        }
    }
}

/// Finds the directories below all targets. A file stands for its directory.
pub fn discover(files: &Files, targets: &[Target], options: Options) -> Discovery {
    let mut walk = Walk::new(files, options);
    for target in targets {
        match target {
            Target::Path(path) => walk.path(path),
            Target::Glob { base, .. } => walk.glob(target, base),
        }
    }
    walk.follow_links();
    walk.finish()
}

struct Walk<'a> {
    files: &'a Files,
    options: Options,
    /// Every directory that was listed, also those without configuration.
    found: BTreeMap<Arc<str>, Directory>,
    /// Links to directories: looked at when all real directories are known.
    links: BTreeSet<String>,
    out: Discovery,
}

/// What listing one directory gave.
#[derive(Default)]
struct Listed {
    path: String,
    directory: Directory,
    children: Vec<(String, Ignored)>,
    links: Vec<String>,
    skipped: Vec<Skipped>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Walk<'a> {
    fn new(files: &'a Files, options: Options) -> Self {
        Self { files, options, found: BTreeMap::new(), links: BTreeSet::new(), out: Discovery::default() }
    }

    fn path(&mut self, target: &str) {
        match self.files.kind(target) {
            Ok(EntryKind::Directory) => self.tree(target),
            Ok(EntryKind::File) => self.single_file(target),
            Ok(EntryKind::Link | EntryKind::Other) => self.failed(target, ReadErrorKind::NotAFile),
            Err(error) => self.out.diagnostics.push(error.to_diagnostic()),
        }
    }

    fn failed(&mut self, path: &str, kind: ReadErrorKind) {
        self.out.diagnostics.push(ReadError { path: path.into(), kind }.to_diagnostic());
    }

    /// A file stands for the nearest directory upward that holds configuration: a template or a tfvars file in a
    /// folder of its own belongs to the module above it.
    fn single_file(&mut self, file: &str) {
        self.out.given_files.insert(file.into());
        let mut dirs: Vec<&str> = path::ancestors(path::parent(file)).collect();
        dirs.reverse();
        for dir in dirs {
            match Directory::read(self.files, dir, self.options.dialect) {
                Ok(directory) if directory.has_config() => return self.keep(dir, directory),
                Ok(_) => {}
                Err(error) => return self.out.diagnostics.push(error.to_diagnostic()),
            }
        }
        let message = format!("no Terraform configuration belongs to `{file}`");
        self.out.diagnostics.push(Diagnostic::note(Code::FileSkipped, Span::NONE, message).with_path(file));
    }

    /// Walks from the directory in front of the first wildcard and keeps what matches.
    fn glob(&mut self, target: &Target, base: &str) {
        let Target::Glob { matcher, .. } = target else { return };
        if !self.files.is_dir(base) {
            return self.failed(target.text(), ReadErrorKind::Missing);
        }
        let mut inner = Walk::new(self.files, self.options);
        inner.tree(base);
        inner.follow_links();
        let mut matched = false;
        for (dir, directory) in inner.found {
            let files: Vec<_> = directory.files.iter().filter(|file| matcher.is_match(&*file.path)).collect();
            let is_below = path::ancestors(&dir).any(|above| !above.is_empty() && matcher.is_match(above));
            if files.is_empty() && !is_below {
                continue;
            }
            matched = true;
            if !is_below {
                self.out.given_files.extend(files.iter().map(|file| Arc::clone(&file.path)));
            }
            self.keep(&dir, directory);
        }
        self.out.skipped.extend(inner.out.skipped);
        self.out.diagnostics.extend(inner.out.diagnostics);
        if !matched {
            let message = format!("nothing matches `{}`", target.text());
            let diagnostic = Diagnostic::error(Code::PathMissing, Span::NONE, message);
            self.out.diagnostics.push(diagnostic.with_path(target.text()));
        }
    }

    fn keep(&mut self, dir: &str, directory: Directory) {
        self.found.insert(dir.into(), directory);
    }

    /// All directories from `start` downward.
    fn tree(&mut self, start: &str) {
        let above = Ignored::in_directory(self.files, path::parent(start));
        let mut level = vec![(start.to_owned(), above)];
        while !level.is_empty() {
            level.retain(|(dir, _)| !self.found.contains_key(dir.as_str()));
            let listed: Vec<Listed> = level.par_iter().map(|(dir, above)| self.list(dir, above)).collect();
            level = Vec::new();
            for one in listed {
                level.extend(one.children);
                self.links.extend(one.links);
                self.out.skipped.extend(one.skipped);
                self.out.diagnostics.extend(one.diagnostics);
                self.found.insert(one.path.into(), one.directory);
            }
        }
    }

    fn list(&self, dir: &str, above: &Ignored) -> Listed {
        let mut listed = Listed { path: dir.to_owned(), ..Listed::default() };
        let entries = match self.files.list_dir(dir) {
            Ok(entries) => entries,
            Err(error) => {
                listed.diagnostics.push(error.to_diagnostic());
                return listed;
            }
        };
        let ignored = above.enter(self.files, dir);
        for entry in &entries {
            listed.sort_in(dir, entry, &ignored);
        }
        let directory = Directory::from_entries(self.files, dir, &entries, self.options.dialect);
        if directory.has_config() && directory.config_files().all(|file| ignored.is_file_ignored(&file.path)) {
            listed.skipped.push(Skipped { path: dir.into(), reason: SkipReason::GitIgnored });
        } else {
            listed.diagnostics.extend(directory.left_out.iter().map(left_out));
            listed.directory = directory;
        }
        listed
    }

    /// A directory that is reached through links alone is walked under the path of the first link.
    fn follow_links(&mut self) {
        let mut seen: BTreeSet<String> = self.found.keys().filter_map(|dir| self.files.real_path(dir).ok()).collect();
        while let Some(link) = self.links.pop_first() {
            match self.files.kind(&link).and_then(|kind| Ok((kind, self.files.real_path(&link)?))) {
                Ok((EntryKind::Directory, real)) if !seen.contains(&real) && !path::is_within(&link, &real) => {
                    self.tree(&link);
                    self.forget_seen_below(&link, &mut seen);
                }
                Ok(_) => {}
                // A link that leads nowhere is nobody's directory.
                Err(error) if error.kind == ReadErrorKind::Missing => {}
                Err(error) => {
                    self.out.diagnostics.push(Diagnostic { severity: Severity::Warning, ..error.to_diagnostic() });
                }
            }
        }
    }

    /// Drops the directories below a link that are known under another path.
    fn forget_seen_below(&mut self, link: &str, seen: &mut BTreeSet<String>) {
        let Self { files, found, .. } = self;
        found.retain(|dir, _| !path::is_within(dir, link) || files.real_path(dir).is_ok_and(|real| seen.insert(real)));
    }

    fn finish(mut self) -> Discovery {
        self.out.directories = self.found.into_values().filter(|directory| !directory.is_empty()).collect();
        self.out.skipped.sort();
        self.out.skipped.dedup();
        self.out
    }
}

impl Listed {
    /// Decides about one entry: a directory to walk, to skip, or a link to look at later.
    fn sort_in(&mut self, dir: &str, entry: &Entry, ignored: &Ignored) {
        let path = path::child(dir, &entry.name);
        let is_hidden = entry.name.starts_with('.');
        match entry.kind {
            EntryKind::Directory if is_hidden => self.skip(&path, SkipReason::Hidden),
            EntryKind::Directory if ignored.is_directory_ignored(&path) => self.skip(&path, SkipReason::GitIgnored),
            EntryKind::Directory => self.children.push((path, ignored.clone())),
            EntryKind::Link if !is_hidden && FileKind::of(&entry.name).is_none() => self.links.push(path),
            EntryKind::Other if entry.name.contains('\u{fffd}') => {
                let kind = ReadErrorKind::Other("its name is not valid UTF-8".into());
                self.diagnostics.push(ReadError { path: path.into(), kind }.to_diagnostic());
            }
            EntryKind::File | EntryKind::Link | EntryKind::Other => {}
        }
    }

    fn skip(&mut self, path: &str, reason: SkipReason) {
        self.skipped.push(Skipped { path: path.into(), reason });
    }
}

/// What is left out because of the dialect is said.
fn left_out(file: &SourcePath) -> Diagnostic {
    let (message, help) = if file.kind.is_tofu() {
        ("Terraform does not read this file", "use `--tofu` to check as OpenTofu does")
    } else {
        ("OpenTofu reads the `.tofu` file of the same name instead", "remove one of the two files")
    };
    Diagnostic::note(Code::FileSkipped, Span::NONE, message).with_path(Arc::clone(&file.path)).with_help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked(paths: &[(&str, &str)], targets: &[&str]) -> Discovery {
        let files = Files::in_memory(paths.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect());
        let targets: Vec<Target> = targets.iter().map(|path| Target::Path((*path).into())).collect();
        discover(&files, &targets, Options::default())
    }

    fn directories(discovery: &Discovery) -> Vec<&str> {
        discovery.directories.iter().map(|directory| &*directory.path).collect()
    }

    #[test]
    fn hidden_and_ignored_directories_are_skipped_and_named() {
        let paths = [
            ("main.tf", ""),
            (".terraform/modules/x/main.tf", ""),
            ("build/out/main.tf", ""),
            ("keep/build/main.tf", ""),
            ("docs/readme.md", ""),
            (".gitignore", "/build/\n"),
        ];
        let discovery = walked(&paths, &[""]);
        assert_eq!(directories(&discovery), ["", "keep/build"]);
        let skipped: Vec<_> = discovery.skipped.iter().map(|s| (&*s.path, s.reason)).collect();
        assert_eq!(skipped, [(".terraform", SkipReason::Hidden), ("build", SkipReason::GitIgnored)]);
    }

    #[test]
    fn a_nearer_gitignore_can_take_back() {
        let paths = [("a/gen/main.tf", ""), ("b/gen/main.tf", ""), (".gitignore", "gen\n"), ("a/.gitignore", "!gen\n")];
        assert_eq!(directories(&walked(&paths, &[""])), ["a/gen"]);
    }

    #[test]
    fn a_directory_whose_files_are_all_ignored_is_skipped() {
        let paths = [("gen/main.tf", ""), ("half/main.tf", ""), ("half/o.tf", ""), (".gitignore", "gen/*\no.tf\n")];
        let discovery = walked(&paths, &[""]);
        assert_eq!(directories(&discovery), ["half"]);
        assert_eq!(discovery.directories[0].files.len(), 2);
    }

    #[test]
    fn a_file_stands_for_the_directory_it_belongs_to() {
        let paths = [("a/main.tf", ""), ("a/b/main.tf", ""), ("a/vars/prod.tfvars", ""), ("x/y.txt", "")];
        let discovery = walked(&paths, &["a/vars/prod.tfvars"]);
        assert_eq!(directories(&discovery), ["a"]);
        assert!(discovery.given_files.contains("a/vars/prod.tfvars"));
        let discovery = walked(&paths, &["x/y.txt", "nowhere"]);
        let codes: Vec<Code> = discovery.diagnostics.iter().map(|d| d.code).collect();
        assert_eq!(codes, [Code::FileSkipped, Code::PathMissing]);
    }

    #[cfg(unix)]
    #[test]
    fn linked_directories_are_walked_once_and_loops_end() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let make = |path: &str| {
            let path = dir.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::File::create(path).unwrap();
        };
        make("real/main.tf");
        make("real/sub/main.tf");
        make("work/main.tf");
        symlink("..", dir.path().join("real/sub/up")).unwrap();
        symlink("../real", dir.path().join("work/linked")).unwrap();
        symlink("../real", dir.path().join("work/linked_again")).unwrap();
        symlink("nowhere", dir.path().join("work/broken")).unwrap();
        let files = Files::on_disk(dir.path()).unwrap();
        let all = discover(&files, &[Target::root()], Options::default());
        assert_eq!(directories(&all), ["real", "real/sub", "work"]);
        let part = discover(&files, &[Target::Path("work".into())], Options::default());
        assert_eq!(directories(&part), ["work", "work/linked", "work/linked/sub"]);
        assert!(part.diagnostics.is_empty(), "{:?}", part.diagnostics);
    }

    #[test]
    fn globs_match_directories_and_files() {
        let files = Files::in_memory(
            ["envs/prod/main.tf", "envs/dev/main.tf", "envs/dev/x.tf", "envs/prod/sub/main.tf"]
                .map(|path| (path.to_owned(), String::new()))
                .into(),
        );
        let glob = |pattern: &str| {
            let matcher = globset::GlobBuilder::new(pattern).literal_separator(true).build().unwrap();
            let target = Target::Glob {
                pattern: pattern.into(),
                matcher: Box::new(matcher.compile_matcher()),
                base: "envs".into(),
            };
            discover(&files, &[target], Options::default())
        };
        assert_eq!(directories(&glob("envs/p*")), ["envs/prod", "envs/prod/sub"]);
        assert_eq!(directories(&glob("envs/*/x.tf")), ["envs/dev"]);
        assert_eq!(glob("envs/q*").diagnostics[0].code, Code::PathMissing);
    }
}
