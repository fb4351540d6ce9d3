//! What a plan does not say about the state before the change, taken from the source of that time: which resources were
//! protected from destruction, and which versions of providers and modules were in use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::module::{CallTarget, Module, Resource};
use crate::config::project::Project;
use crate::span::FileId;
use crate::syntax::ast::{Body, ExprKind, FileFormat};
use crate::syntax::parse;

use super::join::call_names;

/// Deepest nesting of module calls that is looked at.
const MAX_DEPTH: usize = 32;

/// The lock file of a root module.
pub const LOCK_FILE: &str = ".terraform.lock.hcl";

/// The source before the change. Module paths are without keys: a block is the same for all its instances.
#[derive(Clone, Debug, Default)]
pub struct Earlier {
    protected: BTreeSet<String>,
    calls: BTreeMap<String, String>,
    /// Provider versions in the lock file by full name: before, and now.
    locked: BTreeMap<String, (Option<String>, Option<String>)>,
}

impl Earlier {
    /// What the root module said; its lock files are given as texts.
    pub fn of(project: &Project, root: &str, lock_before: Option<&str>, lock_now: Option<&str>) -> Self {
        let mut earlier = Self::default();
        if let Some(module) = project.module(root) {
            earlier.add_module(project, &module, &mut Vec::new());
        }
        for (name, version) in lock_before.into_iter().flat_map(locked_versions) {
            earlier.locked.entry(name).or_default().0 = Some(version);
        }
        for (name, version) in lock_now.into_iter().flat_map(locked_versions) {
            earlier.locked.entry(name).or_default().1 = Some(version);
        }
        earlier
    }

    fn add_module(&mut self, project: &Project, module: &Module, names: &mut Vec<String>) {
        for (key, resource) in &module.resources {
            if is_protected(resource) {
                self.protected.insert(place(names, &key.to_string()));
            }
        }
        for call in module.calls.values() {
            let name = &call.name.text;
            names.push(name.to_string());
            let version = call.version.as_ref().and_then(|expr| match &expr.kind {
                ExprKind::String(text) => Some(text.to_string()),
                _ => None,
            });
            if let Some(version) = version {
                self.calls.insert(names.join("."), version);
            }
            let target = project.target(&module.dir, name, &module.dir, call);
            if let (CallTarget::Directory(dir), true) = (target, names.len() < MAX_DEPTH)
                && let Some(called) = project.module(&dir)
            {
                self.add_module(project, &called, names);
            }
            names.pop();
        }
    }

    /// Remembers that a block had `prevent_destroy`.
    pub fn protect(&mut self, module_address: &str, key: &str) {
        self.protected.insert(place(&call_names(module_address), key));
    }

    /// Remembers the version constraint of a call.
    pub fn call(&mut self, address: &str, version: &str) {
        self.calls.insert(call_names(address).join("."), version.to_string());
    }

    /// Remembers the versions of a provider in the lock files.
    pub fn lock(&mut self, name: &str, before: Option<String>, now: Option<String>) {
        self.locked.insert(name.to_string(), (before, now));
    }

    pub(super) fn was_protected(&self, names: &[String], key: &str) -> bool {
        self.protected.contains(&place(names, key))
    }

    pub(super) fn version_of_call(&self, address: &str) -> Option<&str> {
        self.calls.get(&call_names(address).join(".")).map(String::as_str)
    }

    /// The locked versions of a provider: before, and now.
    pub(super) fn locked(&self, name: &str) -> (Option<&str>, Option<&str>) {
        self.locked.get(name).map_or((None, None), |(before, now)| (before.as_deref(), now.as_deref()))
    }
}

fn place(names: &[String], key: &str) -> String {
    format!("{}/{key}", names.join("."))
}

fn is_protected(resource: &Arc<Resource>) -> bool {
    let flag = resource.lifecycle.as_ref().and_then(|block| block.body.attribute("prevent_destroy"));
    flag.is_some_and(|attribute| matches!(attribute.expr.kind, ExprKind::Bool(true)))
}

/// `provider "registry.terraform.io/hashicorp/aws" { version = "5.1.0" … }`.
fn locked_versions(text: &str) -> Vec<(String, String)> {
    let (file, _) = parse(text, FileId::NONE, FileFormat::Hcl);
    let body: &Body = &file.body;
    let version = |body: &Body| match body.attribute("version").map(|attribute| &attribute.expr.kind) {
        Some(ExprKind::String(text)) => Some(text.to_string()),
        _ => None,
    };
    body.blocks_of("provider")
        .filter_map(|block| Some((block.labels.first()?.text.to_string(), version(&block.body)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_files_name_versions() {
        let text =
            "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"5.1.0\"\n  hashes = [\"h1:x\"]\n}\n";
        let found = locked_versions(text);
        assert_eq!(found, [("registry.terraform.io/hashicorp/aws".to_string(), "5.1.0".to_string())]);
        assert!(locked_versions("provider {").is_empty());
    }
}
