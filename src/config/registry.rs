//! Modules that were installed by `terraform init`, and git addresses that mean this very repository.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::discover::{Files, path};

/// `.terraform/modules/modules.json` by root directory: call key to module directory.
#[derive(Debug, Default)]
pub(super) struct Manifests {
    by_root: BTreeMap<Arc<str>, BTreeMap<String, Arc<str>>>,
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(rename = "Modules", default)]
    modules: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "Key", default)]
    key: String,
    #[serde(rename = "Dir", default)]
    dir: String,
}

impl Manifests {
    /// Reads the manifests of all directories that have one; a broken one counts as none.
    pub(super) fn read(files: &Files, roots: &[Arc<str>]) -> Self {
        let mut by_root = BTreeMap::new();
        for root in roots {
            let file = path::child(root, ".terraform/modules/modules.json");
            let Ok(text) = files.read_text(&file) else { continue };
            let Ok(manifest) = serde_json::from_str::<Manifest>(&text) else { continue };
            let modules = manifest
                .modules
                .into_iter()
                .filter_map(|entry| Some((entry.key, Arc::from(path::join(root, &entry.dir)?))))
                .collect();
            by_root.insert(Arc::clone(root), modules);
        }
        Self { by_root }
    }

    pub(super) fn directory(&self, root: &str, key: &str) -> Option<Arc<str>> {
        self.by_root.get(root)?.get(key).cloned()
    }

    pub(super) fn directories(&self) -> impl Iterator<Item = Arc<str>> {
        self.by_root.values().flat_map(|modules| modules.values().cloned())
    }
}

/// The addresses of this repository's remotes, in comparable form.
pub(super) fn remotes(files: &Files) -> Vec<String> {
    files.remotes().iter().map(|url| comparable(url)).collect()
}

/// `git::https://host/org/repo.git//modules/x?ref=v1` as `modules/x` when it names one of the remotes.
pub(super) fn same_repository(source: &str, remotes: &[String]) -> Option<String> {
    if remotes.is_empty() {
        return None;
    }
    let bare = source.split('?').next().unwrap_or(source);
    let bare = bare.strip_prefix("git::").unwrap_or(bare);
    let scheme = bare.find("://").map_or(0, |at| at + 3);
    let (address, inner) = match bare.get(scheme..)?.split_once("//") {
        Some((address, inner)) => (format!("{}{address}", bare.get(..scheme)?), inner),
        None => (bare.to_string(), ""),
    };
    let wanted = comparable(&address);
    remotes.contains(&wanted).then(|| path::join("", inner)).flatten()
}

/// `host/org/repo` of any way to write a git address.
fn comparable(url: &str) -> String {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.split_once('@').map_or(url, |(_, rest)| rest);
    let url = url.strip_suffix(".git").unwrap_or(url).trim_end_matches('/');
    url.replacen(':', "/", 1).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_repository_are_equal() {
        let remotes = [comparable("git@github.com:Org/Repo.git")];
        let same = |source| same_repository(source, &remotes);
        assert_eq!(same("git::https://github.com/org/repo.git//modules/x?ref=v1").as_deref(), Some("modules/x"));
        assert_eq!(same("github.com/org/repo//modules/x").as_deref(), Some("modules/x"));
        assert_eq!(same("git::ssh://git@github.com/org/repo.git").as_deref(), Some(""));
        assert_eq!(same("git::https://github.com/org/other.git//modules/x"), None);
    }
}
