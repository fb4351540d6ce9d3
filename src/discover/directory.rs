//! One directory: which of its files Terraform or OpenTofu would read, and as what.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::error::ReadError;
use super::files::{Entry, EntryKind, Files};
use super::path;

/// What a file is by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    Tf,
    TfJson,
    Tofu,
    TofuJson,
    Tfvars,
    TfvarsJson,
    /// `.tftest.hcl`, `.tofutest.hcl` and their JSON forms.
    Test,
}

/// Suffix and kind; longer suffixes before those that end them.
const SUFFIXES: [(&str, FileKind); 10] = [
    (".tftest.hcl", FileKind::Test),
    (".tftest.json", FileKind::Test),
    (".tofutest.hcl", FileKind::Test),
    (".tofutest.json", FileKind::Test),
    (".tf.json", FileKind::TfJson),
    (".tofu.json", FileKind::TofuJson),
    (".tfvars.json", FileKind::TfvarsJson),
    (".tfvars", FileKind::Tfvars),
    (".tofu", FileKind::Tofu),
    (".tf", FileKind::Tf),
];

impl FileKind {
    /// The kind of a file by its name; `None` for what Terraform does not read: other files, dotfiles, `x~`, `#x#`.
    pub fn of(name: &str) -> Option<Self> {
        if is_ignored_name(name) {
            return None;
        }
        SUFFIXES.iter().find(|(suffix, _)| name.ends_with(suffix)).map(|&(_, kind)| kind)
    }

    /// Whether the file declares resources and their like.
    pub fn is_config(self) -> bool {
        matches!(self, Self::Tf | Self::TfJson | Self::Tofu | Self::TofuJson)
    }

    pub fn is_tofu(self) -> bool {
        matches!(self, Self::Tofu | Self::TofuJson)
    }

    pub fn is_variables(self) -> bool {
        matches!(self, Self::Tfvars | Self::TfvarsJson)
    }
}

/// TERRAFORM: `configs.IsIgnoredFile`: dotfiles, and what vim and emacs leave behind.
fn is_ignored_name(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// Which of the two programs' rules decide about `.tofu` files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// Terraform's, except in a directory whose configuration is in `.tofu` files alone.
    #[default]
    Auto,
    /// `.tofu` files are not read.
    Terraform,
    /// `main.tofu` takes the place of `main.tf`.
    OpenTofu,
}

/// A file and its kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath {
    /// Relative to the root.
    pub path: Arc<str>,
    pub kind: FileKind,
}

/// The files of one directory that matter, in bytewise order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// Relative to the root; empty for the root itself.
    pub path: Arc<str>,
    pub files: Vec<SourcePath>,
    /// Configuration files that the dialect leaves out (`main.tofu` for Terraform, `main.tf` beside `main.tofu` for OpenTofu).
    pub left_out: Vec<SourcePath>,
}

impl Directory {
    /// Lists a directory, for a module that is called and was not discovered.
    pub fn read(files: &Files, dir: &str, dialect: Dialect) -> Result<Self, ReadError> {
        let entries = files.list_dir(dir)?;
        Ok(Self::from_entries(files, dir, &entries, dialect))
    }

    /// Sorts the names of a listing into kinds. Links count when they lead to a file of this repository.
    pub(super) fn from_entries(files: &Files, dir: &str, entries: &[Entry], dialect: Dialect) -> Self {
        let found: Vec<SourcePath> = entries
            .iter()
            .filter_map(|entry| {
                let kind = FileKind::of(&entry.name)?;
                let path = path::child(dir, &entry.name);
                // An entry that cannot be opened stays in the list: reading it says why.
                (entry.kind != EntryKind::Directory && !(entry.kind == EntryKind::Link && files.is_dir(&path)))
                    .then(|| SourcePath { path: path.into(), kind })
            })
            .collect();
        let (files, left_out) = choose(found, dialect);
        Self { path: dir.into(), files, left_out }
    }

    /// Whether there is anything to evaluate.
    pub fn has_config(&self) -> bool {
        self.files.iter().any(|file| file.kind.is_config())
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The configuration files.
    pub fn config_files(&self) -> impl Iterator<Item = &SourcePath> {
        self.files.iter().filter(|file| file.kind.is_config())
    }
}

fn choose(found: Vec<SourcePath>, dialect: Dialect) -> (Vec<SourcePath>, Vec<SourcePath>) {
    let has_tf = found.iter().any(|file| matches!(file.kind, FileKind::Tf | FileKind::TfJson));
    let keep: Box<dyn Fn(&SourcePath) -> bool> = match dialect {
        Dialect::Auto if !has_tf => Box::new(|_| true),
        Dialect::Auto | Dialect::Terraform => Box::new(|file| !file.kind.is_tofu()),
        Dialect::OpenTofu => {
            let replaced: BTreeSet<String> = found.iter().filter_map(replaced_by).collect();
            Box::new(move |file| !replaced.contains(&*file.path))
        }
    };
    found.into_iter().partition(|file| keep(file))
}

/// The Terraform file whose place an OpenTofu file takes.
fn replaced_by(file: &SourcePath) -> Option<String> {
    match file.kind {
        FileKind::Tofu => Some(format!("{}.tf", file.path.strip_suffix(".tofu")?)),
        FileKind::TofuJson => Some(format!("{}.tf.json", file.path.strip_suffix(".tofu.json")?)),
        FileKind::Tf | FileKind::TfJson | FileKind::Tfvars | FileKind::TfvarsJson | FileKind::Test => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[&str], dialect: Dialect) -> Vec<String> {
        let files = Files::in_memory(paths.iter().map(|path| ((*path).to_owned(), String::new())).collect());
        let directory = Directory::read(&files, "", dialect).unwrap();
        directory.files.iter().map(|file| file.path.to_string()).collect()
    }

    #[test]
    fn editors_leftovers_are_no_configuration() {
        let paths = [".hidden.tf", "main.tf~", "#main.tf#", "main.tf", "README.md", "terraform.tfvars", "a.tftest.hcl"];
        assert_eq!(names(&paths, Dialect::Auto), ["a.tftest.hcl", "main.tf", "terraform.tfvars"]);
    }

    #[test]
    fn tofu_files_count_for_opentofu_or_where_there_is_nothing_else() {
        let both = ["main.tf", "main.tofu", "extra.tofu", "other.tf"];
        assert_eq!(names(&both, Dialect::Auto), ["main.tf", "other.tf"]);
        assert_eq!(names(&both, Dialect::Terraform), ["main.tf", "other.tf"]);
        assert_eq!(names(&both, Dialect::OpenTofu), ["extra.tofu", "main.tofu", "other.tf"]);
        assert_eq!(names(&["main.tofu"], Dialect::Auto), ["main.tofu"]);
        assert_eq!(names(&["main.tofu"], Dialect::Terraform), [] as [&str; 0]);
    }

    #[test]
    fn json_forms_replace_json_forms() {
        let paths = ["main.tf.json", "main.tofu.json", "main.tf"];
        assert_eq!(names(&paths, Dialect::OpenTofu), ["main.tf", "main.tofu.json"]);
    }
}
