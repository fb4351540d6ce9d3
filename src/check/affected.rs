//! What has to be looked at when only some files matter: the modules that they belong to, and all who call those.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use rayon::prelude::*;
use regex::Regex;

use super::Request;
use crate::discover::{self, Dialect, Directory, Discovery, FileKind, Files, Target, path};
use crate::policy::settings::{FILE_NAMES, Settings};

/// The directories that the user asked about, and those to load, which may be more: callers give values.
///
/// - Files that are named one by one stand for their module; their callers, wherever they are, are loaded too.
/// - With `changed`, only what the change can have an effect on is asked for.
pub(super) fn narrow(
    request: Request<'_>,
    settings: &Settings,
    discovery: &Discovery,
    dialect: Dialect,
) -> (BTreeSet<Arc<str>>, Vec<Directory>) {
    let found = |directories: &[Directory]| directories.iter().map(|dir| Arc::clone(&dir.path)).collect();
    let mut asked_for: BTreeSet<Arc<str>> = found(&discovery.directories);
    let mut directories = discovery.directories.clone();
    if !discovery.given_files.is_empty() {
        let whole = discover::discover(request.files, &[Target::root()], discover::Options { dialect });
        let graph = Graph::new(request.files, &whole.directories);
        let callers = graph.with_callers(&own_directories(discovery));
        let calls = |dir: &Directory| callers.contains(&real(request.files, &dir.path));
        directories.extend(whole.directories.into_iter().filter(calls));
        directories.sort_by(|left, right| left.path.cmp(&right.path));
        directories.dedup_by(|left, right| left.path == right.path);
    }
    if let Some(changed) = request.changed {
        let graph = Graph::new(request.files, &directories);
        let affected = graph.with_callers(&graph.affected(settings, changed));
        directories.retain(|dir| affected.contains(&real(request.files, &dir.path)));
        asked_for.retain(|dir| affected.contains(&real(request.files, dir)));
    }
    (asked_for, directories)
}

/// The directories of the files that were named.
fn own_directories(discovery: &Discovery) -> BTreeSet<Arc<str>> {
    let dirs = discovery.given_files.iter().map(|file| path::parent(file));
    let nearest = dirs.filter_map(|dir| {
        let upward: Vec<&str> = path::ancestors(dir).collect();
        let is_found =
            |dir: &&&str| discovery.directories.iter().any(|found| &*found.path == **dir && found.has_config());
        upward.iter().rev().find(is_found).map(|dir| Arc::from(*dir))
    });
    nearest.collect()
}

/// The directory under its own name, links followed; one that is gone keeps the name that it had.
fn real(files: &Files, dir: &str) -> Arc<str> {
    files.real_path(dir).unwrap_or_else(|_| dir.to_owned()).into()
}

/// Who calls whom, read off the texts without parsing them: a string that looks like a local source is one.
/// Directories go by their own names, whatever links lead to them.
struct Graph<'a> {
    files: &'a Files,
    /// From a directory to those that call it.
    callers: BTreeMap<Arc<str>, BTreeSet<Arc<str>>>,
    directories: BTreeSet<Arc<str>>,
    /// The texts of the configuration, by directory.
    texts: Vec<(Arc<str>, Vec<Arc<str>>)>,
}

/// `source = "../x"` or `"source": "../x"`.
static SOURCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\bsource"?\s*[=:]\s*"(\.\.?(?:/[^"\n]*)?)""#).ok());

impl<'a> Graph<'a> {
    fn new(files: &'a Files, directories: &[Directory]) -> Self {
        let read = |dir: &Directory| {
            let texts = dir.config_files().filter_map(|file| files.read_text(&file.path).ok());
            (real(files, &dir.path), texts.collect())
        };
        let texts: Vec<(Arc<str>, Vec<Arc<str>>)> =
            directories.par_iter().filter(|dir| dir.has_config()).map(read).collect();
        let mut callers: BTreeMap<Arc<str>, BTreeSet<Arc<str>>> = BTreeMap::new();
        for (dir, texts) in &texts {
            for callee in texts.iter().flat_map(|text| local_sources(dir, text)) {
                callers.entry(real(files, &callee)).or_default().insert(Arc::clone(dir));
            }
        }
        Self { files, callers, directories: texts.iter().map(|(dir, _)| Arc::clone(dir)).collect(), texts }
    }

    /// The directories, and all that call them, directly or not.
    fn with_callers(&self, from: &BTreeSet<Arc<str>>) -> BTreeSet<Arc<str>> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<Arc<str>> = from.iter().map(|dir| real(self.files, dir)).collect();
        while let Some(dir) = open.pop() {
            if let Some(callers) = self.callers.get(&dir) {
                open.extend(callers.iter().filter(|caller| !reached.contains(*caller)).cloned());
            }
            reached.insert(dir);
        }
        reached
    }

    /// The modules that the changed files are a part of or are read by.
    fn affected(&self, settings: &Settings, changed: &BTreeSet<Arc<str>>) -> BTreeSet<Arc<str>> {
        changed.iter().flat_map(|file| self.affected_by(settings, file)).collect()
    }

    fn affected_by(&self, settings: &Settings, file: &str) -> Vec<Arc<str>> {
        let (dir, name) = (path::parent(file), path::file_name(file));
        if FILE_NAMES.contains(&name) || name.ends_with(".hcl") && FileKind::of(name).is_none() {
            return self.below(settings, dir, name);
        }
        // The directory itself counts even when all its files are gone: its callers know it by its name.
        let mut affected = vec![Arc::from(dir)];
        if FileKind::of(name).is_some_and(FileKind::is_config) {
            return affected;
        }
        // A link to a directory that leads elsewhere now: its callers do as well.
        affected.extend(self.files.is_dir(file).then(|| Arc::from(file)));
        let upward: Vec<&str> = path::ancestors(dir).collect();
        affected.extend(upward.iter().rev().find_map(|dir| self.directories.get(*dir)).cloned());
        let is_named = |texts: &Vec<Arc<str>>| texts.iter().any(|text| text.contains(name));
        affected.extend(self.texts.iter().filter(|(_, texts)| is_named(texts)).map(|(dir, _)| Arc::clone(dir)));
        let sets_values = |root: &Arc<str>| {
            let environments = settings.environments(self.files, root);
            environments.iter().any(|environment| environment.var_files.iter().any(|other| &**other == file))
        };
        affected.extend(self.directories.iter().filter(|root| sets_values(root)).cloned());
        affected
    }

    /// A configuration has an effect on all below it, a file that may hold rules on all that the configuration above
    /// it has.
    fn below(&self, settings: &Settings, dir: &str, name: &str) -> Vec<Arc<str>> {
        let scopes: Vec<&str> = if FILE_NAMES.contains(&name) {
            vec![dir]
        } else {
            settings.layers().filter(|layer| !layer.rule_files.is_empty()).map(|layer| &*layer.dir).collect()
        };
        let is_below = |dir: &Arc<str>| scopes.iter().any(|scope| path::is_within(dir, scope));
        self.directories.iter().filter(|dir| is_below(dir)).cloned().collect()
    }
}

fn local_sources<'a>(dir: &'a str, text: &'a str) -> impl Iterator<Item = String> + 'a {
    let found = SOURCE.iter().flat_map(move |source| source.captures_iter(text));
    found.filter_map(move |found| path::join(dir, found.get(1)?.as_str()))
}
