//! Where the repository begins.

use std::path::{Component, Path, PathBuf};

/// The directory that all paths are relative to: the nearest one upward from what the paths have in common that
/// holds `.git`; else the working directory where the paths lie below it, else what they have in common.
/// `paths` are absolute.
pub fn find_root(cwd: &Path, paths: &[PathBuf]) -> PathBuf {
    let common = common_directory(paths).unwrap_or_else(|| cwd.to_path_buf());
    let common = common.canonicalize().unwrap_or(common);
    let cwd = cwd.canonicalize().unwrap_or_else(|_| cwd.to_path_buf());
    if let Some(repository) = common.ancestors().find(|dir| dir.join(".git").symlink_metadata().is_ok()) {
        return repository.to_path_buf();
    }
    if common.starts_with(&cwd) { cwd } else { common }
}

/// The deepest existing directory that holds all the paths.
fn common_directory(paths: &[PathBuf]) -> Option<PathBuf> {
    let mut directories = paths.iter().map(|path| existing_directory(path));
    let first = directories.next()?;
    let common = directories.fold(first, |common, path| {
        common.components().zip(path.components()).take_while(|(a, b)| a == b).map(|(part, _)| part).collect()
    });
    Some(common)
}

/// The path itself, or the nearest directory above it.
fn existing_directory(path: &Path) -> PathBuf {
    let literal = lexical(path);
    literal.ancestors().find(|dir| dir.is_dir()).unwrap_or(&literal).to_path_buf()
}

/// The path without `.` and `..`, by its text.
pub(super) fn lexical(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                result.pop();
            }
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => result.push(component),
        }
    }
    result
}
