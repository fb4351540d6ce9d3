//! `tollgate init`: a commented configuration that fits what the repository holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::args::InitArgs;
use super::console::{Console, Level};
use super::surroundings::Surroundings;
use crate::config::project::Project;
use crate::discover::target::{open_repository, relative_to_root};
use crate::discover::{self, Discovery, FileKind, Files, Target, path};
use crate::policy::gate::Exit;
use crate::policy::migrate::configuration::READERS;
use crate::policy::settings::FILE_NAMES;
use crate::report::write_file;
use crate::span::Sources;

/// Runs the command.
pub fn run(args: &InitArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let files = open_repository(&around.cwd, std::slice::from_ref(&args.dir))?;
    let dir = relative_to_root(&files, &around.cwd.join(&args.dir))
        .with_context(|| format!("`{}` is not in the repository", args.dir))?;
    if !files.is_dir(&dir) {
        bail!("`{}` is not a directory", args.dir);
    }
    let existing = FILE_NAMES.iter().find(|name| files.is_file(&path::child(&dir, name)));
    if let (Some(name), false) = (existing, args.dry_run) {
        bail!("`{name}` exists already; `tollgate config show` tells what it says");
    }
    let seen = Seen::of(&files, &dir);
    let text = configuration(&seen);
    if args.dry_run {
        console.out.write_all(text.as_bytes())?;
        return Ok(Exit::Clean);
    }
    let name = FILE_NAMES.first().copied().unwrap_or_default();
    let place = around.cwd.join(&args.dir).join(name);
    write_file(&place, text.as_bytes()).with_context(|| format!("cannot write `{}`", place.display()))?;
    console.remark(Level::Normal, &format!("wrote {}; next: tollgate check", path::child(&dir, name)))?;
    Ok(Exit::Clean)
}

/// What the repository holds, as far as a configuration depends on it.
#[derive(Debug, Default)]
struct Seen {
    roots: usize,
    modules: usize,
    /// Providers by their local names.
    providers: BTreeSet<Arc<str>>,
    has_tofu: bool,
    /// Root, name of the environment and its file, relative to the root.
    environments: Vec<(String, String, String)>,
    /// Directories with examples or tests, relative to the configuration.
    examples: BTreeSet<&'static str>,
    /// Configurations of other tools.
    peers: Vec<&'static str>,
}

/// Words that environments are called by, whole or as a part of their names.
const ENVIRONMENTS: [&str; 40] = [
    "acc",
    "acceptance",
    "canary",
    "demo",
    "dev",
    "develop",
    "development",
    "dr",
    "e2e",
    "env",
    "global",
    "int",
    "integration",
    "lab",
    "live",
    "local",
    "nonprod",
    "nonproduction",
    "perf",
    "poc",
    "pre",
    "preprod",
    "preproduction",
    "preview",
    "prod",
    "production",
    "prd",
    "qa",
    "qual",
    "sandbox",
    "sbx",
    "shared",
    "stage",
    "staging",
    "stg",
    "sit",
    "test",
    "tst",
    "uat",
    "ci",
];

/// Folders whose variables files are environments, whatever they are called.
const FOLDERS: [&str; 10] =
    ["config", "configs", "env", "environment", "environments", "envs", "tfvars", "var", "variables", "vars"];

/// Whether a variables file, as seen from its root, is one of an environment and not a part of something else.
fn is_environment(file: &str) -> bool {
    let stem = path::file_name(file).trim_end_matches(".tfvars").to_ascii_lowercase();
    let words: Vec<&str> = stem.split(['-', '_', '.']).collect();
    if words.iter().any(|word| matches!(*word, "example" | "sample" | "template" | "defaults" | "common")) {
        return false;
    }
    words.iter().any(|word| ENVIRONMENTS.contains(word)) || FOLDERS.contains(&path::file_name(path::parent(file)))
}

impl Seen {
    fn of(files: &Files, dir: &str) -> Self {
        let discovery = discover::discover(files, &[Target::Path(dir.into())], discover::Options::default());
        let project = Project::load(files, &Sources::default(), &discovery.directories, discover::Dialect::default());
        let roots: Vec<Arc<str>> = project.roots();
        let peers = READERS.into_iter().map(|(name, _)| name);
        let mut seen = Self {
            roots: roots.len(),
            modules: project.targets().len(),
            has_tofu: discovery
                .directories
                .iter()
                .any(|dir| dir.files.iter().chain(&dir.left_out).any(|file| file.kind.is_tofu())),
            peers: peers.filter(|peer| files.is_file(&path::child(dir, peer))).collect(),
            ..Self::default()
        };
        for module in project.modules() {
            seen.providers.extend(module.required_providers.keys().cloned());
            let kinds = module.resources.keys().filter_map(|key| key.kind.split_once('_'));
            seen.providers.extend(kinds.map(|(provider, _)| Arc::from(provider)));
        }
        for name in ["examples", "tests", "test"] {
            let place = path::child(dir, name);
            let is_used = discovery.directories.iter().any(|dir| path::is_within(&dir.path, &place));
            seen.examples.extend(is_used.then_some(name));
        }
        for root in &roots {
            seen.add_environments(&discovery, dir, root);
        }
        seen
    }

    /// A variables file that is not read by itself, beside a root or in a folder of it, names an environment.
    fn add_environments(&mut self, discovery: &Discovery, dir: &str, root: &str) {
        let is_root = |file: &str| path::parent(file) == root;
        for directory in &discovery.directories {
            let is_folder =
                path::parent(&directory.path) == root && !directory.has_config() && !directory.path.is_empty();
            let folder_files = directory.files.iter().filter(|file| is_folder || is_root(&file.path));
            for file in folder_files.filter(|file| file.kind == FileKind::Tfvars) {
                let name = path::file_name(&file.path).trim_end_matches(".tfvars");
                if name == "terraform" || name.ends_with(".auto") {
                    continue;
                }
                if !is_environment(&relative(&file.path, root)) {
                    continue;
                }
                let shown = relative(root, dir);
                self.environments.push((shown, name.to_owned(), relative(&file.path, root)));
            }
        }
    }
}

/// `path` as seen from `dir`, which holds it.
fn relative(path: &str, dir: &str) -> String {
    let rest = path.strip_prefix(dir).unwrap_or(path).trim_start_matches('/');
    if rest.is_empty() { ".".to_owned() } else { rest.to_owned() }
}

/// The text of the file.
fn configuration(seen: &Seen) -> String {
    let mut text = String::new();
    let providers: Vec<&str> = seen.providers.iter().map(|provider| &**provider).collect();
    let _ = writeln!(
        text,
        "# Configuration of tollgate for this directory and all below it.\n\
         # Found here: {} root modules, {} modules in all, providers {}.\n\
         # `tollgate config show PATH` tells what applies where; a file like this deeper in the tree overrides this one.\n",
        seen.roots,
        seen.modules,
        if providers.is_empty() { "none".to_owned() } else { providers.join(", ") }
    );
    text.push_str(
        "# Rules to run: ids, tags, categories, severities, patterns like \"aws-*\", \"recommended\" or \"all\".\n\
         select = [\"recommended\"]\n\n\
         # Rules not to run.\n\
         ignore = []\n\n\
         # The lowest severity that fails the run: info, low, medium, high, critical, or never.\n\
         fail_on = \"low\"\n\n\
         # What to do where nothing can be known: ignore, warn or fail.\n\
         unknown = \"warn\"\n",
    );
    if seen.has_tofu {
        text.push_str("\n# Read `.tofu` files as OpenTofu does.\ndialect = \"opentofu\"\n");
    }
    text.push_str("\n# Rules of your own: see docs/rule-language.md of tollgate.\n# rules = [\"policy/*.hcl\"]\n");
    text.push_str(
        "\n# rule \"aws-required-tag-missing\" {\n#   severity = \"medium\"\n#   params = {\n#     keys = [\"Owner\", \"CostCenter\"]\n#   }\n# }\n",
    );
    for example in &seen.examples {
        let _ = write!(
            text,
            "\n# Examples are there to be read: only the worst of them fails.\noverride {{\n  paths   = [\"{example}\"]\n  fail_on = \"high\"\n}}\n"
        );
    }
    text.push_str(&environments(seen));
    text.push_str(
        "\n# exception {\n#   rule     = \"aws-s3-bucket-public-acl\"\n#   resource = \"module.website.*\"\n#   reason   = \"a public website\"\n#   owner    = \"web team\"\n#   expires  = \"2027-01-31\"\n# }\n",
    );
    if !seen.peers.is_empty() {
        let _ = writeln!(text, "\n# `tollgate migrate` takes over from {}.", seen.peers.join(", "));
    }
    text
}

/// One block for each name. Roots that call their file alike share it; of several calls the most frequent is taken,
/// and the others are mentioned.
fn environments(seen: &Seen) -> String {
    let mut by_name: BTreeMap<&str, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for (root, name, file) in &seen.environments {
        by_name.entry(name).or_default().entry(file).or_default().push(root);
    }
    let mut text = String::new();
    for (name, files) in by_name {
        let Some((taken, roots)) = files.iter().max_by_key(|(_, roots)| roots.len()) else { continue };
        let list: Vec<String> = roots.iter().map(|root| format!("\"{root}\"")).collect();
        let list = list.join(", ");
        let _ = write!(text, "\nenvironment \"{name}\" {{\n  roots     = [{list}]\n  var_files = [\"{taken}\"]\n}}\n");
        for (file, roots) in files.iter().filter(|(file, _)| *file != taken) {
            let _ = writeln!(text, "# {} has {file}", roots.join(", "));
        }
    }
    text
}
