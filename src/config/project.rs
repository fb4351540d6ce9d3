//! All modules of a run, each parsed once, and where their calls lead.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::load;
use super::module::{CallTarget, Module, ModuleCall};
use super::registry::{Manifests, same_repository};
use crate::diag::{Code, Diagnostic, Severity, guarded};
use crate::discover::{Dialect, Directory, FileKind, Files, SourcePath, path};
use crate::span::{SourceFile, Sources};
use crate::syntax;
use crate::syntax::ast::{File, FileFormat};

/// The modules by directory.
#[derive(Debug)]
pub struct Project {
    modules: BTreeMap<Arc<str>, Arc<Module>>,
    /// Directories that were asked for, in order.
    targets: Vec<Arc<str>>,
    manifests: Manifests,
    /// Addresses under which this repository is known to git.
    remotes: Vec<String>,
    variable_files: BTreeMap<Arc<str>, Vec<Arc<File>>>,
    /// Problems with files that belong to no module (tfvars).
    diagnostics: Vec<Diagnostic>,
}

impl Project {
    /// Parses the directories, and all local modules that they call.
    pub fn load(files: &Files, sources: &Sources, directories: &[Directory], dialect: Dialect) -> Self {
        let targets: Vec<Arc<str>> = directories
            .iter()
            .filter(|directory| directory.has_config())
            .map(|directory| Arc::clone(&directory.path))
            .collect();
        let mut project = Self {
            modules: BTreeMap::new(),
            manifests: Manifests::read(files, &targets),
            remotes: super::registry::remotes(files),
            targets,
            variable_files: BTreeMap::new(),
            diagnostics: Vec::new(),
        };
        let parsed: Vec<_> =
            directories.par_iter().map(|directory| parse_directory_guarded(files, sources, directory)).collect();
        for (module, variables, problems) in parsed {
            project.diagnostics.extend(problems);
            if !variables.is_empty() {
                project.variable_files.insert(Arc::clone(&module.dir), variables);
            }
            project.modules.insert(Arc::clone(&module.dir), Arc::new(module));
        }
        project.load_called(files, sources, dialect);
        project
    }

    /// Loads what is called but was not discovered, until nothing new turns up.
    fn load_called(&mut self, files: &Files, sources: &Sources, dialect: Dialect) {
        let mut seen: BTreeSet<Arc<str>> = self.modules.keys().cloned().collect();
        loop {
            let mut wanted: BTreeSet<Arc<str>> = BTreeSet::new();
            for module in self.modules.values() {
                for call in module.calls.values() {
                    if let CallTarget::Directory(dir) = self.local_target(&module.dir, call) {
                        wanted.insert(dir);
                    }
                }
            }
            wanted.extend(self.manifests.directories());
            let new: Vec<Arc<str>> = wanted.into_iter().filter(|dir| seen.insert(Arc::clone(dir))).collect();
            if new.is_empty() {
                return;
            }
            let parsed: Vec<_> = new
                .par_iter()
                .filter_map(|dir| {
                    let directory = Directory::read(files, dir, dialect).ok()?;
                    Some(parse_directory_guarded(files, sources, &directory).0)
                })
                .collect();
            for module in parsed {
                self.modules.insert(Arc::clone(&module.dir), Arc::new(module));
            }
        }
    }

    pub fn module(&self, dir: &str) -> Option<Arc<Module>> {
        self.modules.get(dir).filter(|module| !module.files.is_empty()).cloned()
    }

    /// All loaded modules, by directory.
    pub fn modules(&self) -> impl Iterator<Item = &Arc<Module>> {
        self.modules.values()
    }

    /// Directories that were asked for.
    pub fn targets(&self) -> &[Arc<str>] {
        &self.targets
    }

    /// The root modules among the targets: those that no other loaded module of this repository calls.
    pub fn roots(&self) -> Vec<Arc<str>> {
        let mut called: BTreeSet<Arc<str>> = BTreeSet::new();
        for module in self.modules.values() {
            for call in module.calls.values() {
                if let CallTarget::Directory(dir) = self.local_target(&module.dir, call)
                    && dir != module.dir
                {
                    called.insert(dir);
                }
            }
        }
        let roots: Vec<_> = self.targets.iter().filter(|dir| !called.contains(*dir)).cloned().collect();
        // Modules that only call each other have no root; they are checked all the same.
        let reached = self.reachable(&roots);
        let rest = self.targets.iter().filter(|dir| !reached.contains(*dir)).cloned();
        let mut all: Vec<Arc<str>> = roots.iter().cloned().chain(rest).collect();
        all.sort();
        all
    }

    /// The directories that the given ones lead to, themselves included.
    pub fn reachable(&self, from: &[Arc<str>]) -> BTreeSet<Arc<str>> {
        let mut reached: BTreeSet<Arc<str>> = BTreeSet::new();
        let mut open: Vec<Arc<str>> = from.to_vec();
        while let Some(dir) = open.pop() {
            if !reached.insert(Arc::clone(&dir)) {
                continue;
            }
            let Some(module) = self.modules.get(&dir) else { continue };
            for call in module.calls.values() {
                if let CallTarget::Directory(target) = self.local_target(&dir, call) {
                    open.push(target);
                }
            }
        }
        reached
    }

    /// Where a call leads in the context of a root; `key` is its name in the root's module manifest.
    pub fn target(&self, root: &str, key: &str, dir: &str, call: &ModuleCall) -> CallTarget {
        let target = self.local_target(dir, call);
        if target != CallTarget::Remote {
            return target;
        }
        match self.manifests.directory(root, key) {
            Some(dir) if self.module(&dir).is_some() => CallTarget::Directory(dir),
            _ => CallTarget::Remote,
        }
    }

    /// Where a call leads without a manifest.
    fn local_target(&self, dir: &str, call: &ModuleCall) -> CallTarget {
        let Some((source, _)) = &call.source else { return call.target.clone() };
        let is_local = source.starts_with("./") || source.starts_with("../") || &**source == "." || &**source == "..";
        let found = if is_local { path::join(dir, source) } else { same_repository(source, &self.remotes) };
        match found {
            Some(found) if self.modules.get(&*found).is_none_or(|module| !module.files.is_empty()) => {
                CallTarget::Directory(found.into())
            }
            Some(found) => CallTarget::Missing(format!("the directory `{found}` holds no Terraform files").into()),
            None if is_local => CallTarget::Missing(format!("`{source}` leads out of the repository").into()),
            None => CallTarget::Remote,
        }
    }

    /// Parsed `terraform.tfvars` and `*.auto.tfvars` of a directory, in the order in which Terraform reads them.
    pub fn variable_files(&self, dir: &str) -> &[Arc<File>] {
        self.variable_files.get(dir).map_or(&[], Vec::as_slice)
    }

    /// Problems that belong to no root alone: of all modules as written, and of tfvars files.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.modules.values().flat_map(|module| &module.diagnostics).chain(&self.diagnostics)
    }

    /// How many configuration and variable files were read.
    pub fn file_count(&self) -> usize {
        self.modules.values().map(|module| module.files.len()).sum::<usize>()
            + self.variable_files.values().map(Vec::len).sum::<usize>()
    }
}

/// Reads a tfvars file that was named on the command line or in the configuration.
pub fn variable_file(files: &Files, sources: &Sources, relative: &str) -> (Option<Arc<File>>, Vec<Diagnostic>) {
    let kind = if relative.ends_with(".json") { FileKind::TfvarsJson } else { FileKind::Tfvars };
    let mut diagnostics = Vec::new();
    let file = parse_file(files, sources, &SourcePath { path: relative.into(), kind }, &mut diagnostics);
    (file, diagnostics)
}

type Parsed = (Module, Vec<Arc<File>>, Vec<Diagnostic>);

/// A bug in reading one module costs that module, not the run.
fn parse_directory_guarded(files: &Files, sources: &Sources, directory: &Directory) -> Parsed {
    guarded("the module", &directory.path, || parse_directory(files, sources, directory)).unwrap_or_else(|diagnostic| {
        (load::module(&directory.path, Vec::new(), vec![*diagnostic]), Vec::new(), Vec::new())
    })
}

fn parse_directory(files: &Files, sources: &Sources, directory: &Directory) -> Parsed {
    let mut diagnostics = Vec::new();
    let mut configuration = Vec::new();
    for file in directory.config_files() {
        if let Some(parsed) = parse_file(files, sources, file, &mut diagnostics) {
            configuration.push((Arc::from(path::file_name(&file.path)), parsed));
        }
    }
    let mut problems = Vec::new();
    let mut variables = Vec::new();
    for file in auto_loaded(directory) {
        let mut own = Vec::new();
        variables.extend(parse_file(files, sources, file, &mut own));
        // TERRAFORM: a link `terraform.tfvars` that leads nowhere is passed over; one of the other names is an error.
        if is_default_name(path::file_name(&file.path)) && !files.exists(&file.path) {
            for problem in &mut own {
                problem.severity = Severity::Warning;
            }
        }
        problems.append(&mut own);
    }
    (load::module(&directory.path, configuration, diagnostics), variables, problems)
}

/// TERRAFORM: `terraform.tfvars`, then `terraform.tfvars.json`, then `*.auto.tfvars` and `*.auto.tfvars.json` by name.
fn auto_loaded(directory: &Directory) -> Vec<&SourcePath> {
    let mut found: Vec<(u8, &SourcePath)> = directory
        .files
        .iter()
        .filter(|file| file.kind.is_variables())
        .filter_map(|file| {
            let name = path::file_name(&file.path);
            let rank = match name {
                "terraform.tfvars" => 0,
                "terraform.tfvars.json" => 1,
                _ if name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json") => 2,
                _ => return None,
            };
            Some((rank, file))
        })
        .collect();
    found.sort_by(|left, right| (left.0, &left.1.path).cmp(&(right.0, &right.1.path)));
    found.into_iter().map(|(_, file)| file).collect()
}

fn is_default_name(name: &str) -> bool {
    matches!(name, "terraform.tfvars" | "terraform.tfvars.json")
}

fn parse_file(
    files: &Files,
    sources: &Sources,
    file: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<File>> {
    let text = match files.read_text(&file.path) {
        Ok(text) => text,
        Err(error) => {
            diagnostics.push(error.to_diagnostic());
            return None;
        }
    };
    let id = sources.add(SourceFile::new(Arc::clone(&file.path), Arc::clone(&text)));
    let format = match file.kind {
        FileKind::TfJson | FileKind::TofuJson => FileFormat::Json,
        FileKind::TfvarsJson => FileFormat::JsonValues,
        FileKind::Tf | FileKind::Tofu | FileKind::Tfvars | FileKind::Test => FileFormat::Hcl,
    };
    let (parsed, problems) = syntax::parse(&text, id, format);
    diagnostics.extend(problems);
    if file.kind.is_variables() {
        for block in &parsed.body.blocks {
            diagnostics.push(Diagnostic::error(
                Code::ConfigBlockInvalid,
                block.header,
                "a variables file holds arguments only",
            ));
        }
    }
    Some(Arc::new(parsed))
}
