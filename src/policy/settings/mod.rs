//! The configuration files of a repository, and what they say together about a path.
//!
//! The nearest file upward applies, with those above it: a nearer `select` list takes the place of a farther one, single
//! values override, everything else adds up. Then come `override` blocks that fit the path, the environment, and last
//! the command line.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use self::effective::Effective;
use self::file::SettingsFile;
use self::layer::{Layer, Part};
use super::gate::{FailOn, UnknownPolicy};
use super::select::{RuleFacts, SelectionLayer, Selector};
use crate::diag::{Code, Diagnostic};
use crate::discover::{Dialect, Files, path};
use crate::rules::rule::Rule;
use crate::span::{SourceFile, Sources, Span};
use crate::syntax;
use crate::syntax::ast::FileFormat;

pub mod effective;
pub mod environment;
pub mod file;
pub mod layer;
pub mod literal;
pub mod show;
pub mod spanned;

mod error;
mod read;

/// Names of configuration files; of several in one directory, the first counts.
pub const FILE_NAMES: [&str; 3] = ["tollgate.hcl", ".tollgate.hcl", "tollgate.json"];

/// What the command line says; it wins over all files.
#[derive(Clone, Debug, Default)]
pub struct CommandLine {
    pub select: Option<Vec<Selector>>,
    pub ignore: Vec<Selector>,
    pub fail_on: Option<FailOn>,
    /// Counts only where no file says otherwise.
    pub default_fail_on: Option<FailOn>,
    pub unknown: Option<UnknownPolicy>,
    /// Further rule files, as globs over paths of the repository.
    pub rule_files: Vec<(Arc<str>, Span)>,
}

/// Which files are read.
#[derive(Clone, Debug, Default)]
pub enum FilesToRead {
    /// Those upward from each directory.
    #[default]
    Nearest,
    /// This one alone, as if it stood in the root.
    Only(Arc<str>),
    /// None.
    Isolated,
}

/// All configuration that a run can meet.
#[derive(Debug, Default)]
pub struct Settings {
    which: FilesToRead,
    looked_at: BTreeSet<Arc<str>>,
    /// By directory.
    layers: BTreeMap<Arc<str>, Layer>,
    defaults: Part,
    command_line: Part,
    /// Rule files that the command line names.
    pub rule_files: Vec<(Arc<str>, Span)>,
    cache: RwLock<HashMap<CacheKey, Arc<Effective>>>,
}

/// Which parts apply: layers and overrides by position, and the environment.
type CacheKey = (Vec<(usize, usize)>, Option<Arc<str>>);

impl Settings {
    /// Nothing but the command line, until [`Settings::add_directories`] reads files.
    pub fn new(which: FilesToRead, command_line: CommandLine) -> Self {
        let selection =
            SelectionLayer { select: command_line.select, ignore: command_line.ignore, ..SelectionLayer::default() };
        let (fail_on, unknown) = (command_line.fail_on, command_line.unknown);
        let rule_files = command_line.rule_files;
        let defaults = Part { fail_on: command_line.default_fail_on, ..Part::default() };
        let command_line = Part { selection, fail_on, unknown, ..Part::default() };
        Self { which, defaults, command_line, rule_files, ..Self::default() }
    }

    /// Reads the configuration for directories of the repository: the files in them and in all above them. What was
    /// read before is not read again.
    pub fn add_directories(&mut self, files: &Files, sources: &Sources, dirs: &[Arc<str>]) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        match self.which.clone() {
            FilesToRead::Isolated => {}
            FilesToRead::Only(file) => {
                if self.looked_at.insert("".into()) {
                    self.add_file(files, sources, &file, "", &mut diagnostics);
                }
            }
            FilesToRead::Nearest => {
                let upward: BTreeSet<&str> = dirs.iter().flat_map(|dir| path::ancestors(dir)).collect();
                for dir in upward {
                    if self.looked_at.insert(dir.into()) {
                        self.add_directory(files, sources, dir, &mut diagnostics);
                    }
                }
            }
        }
        // What was combined without the new files may not be true any more.
        self.cache = RwLock::default();
        diagnostics
    }

    /// Whose rules decide about `.tofu` files: what the file nearest to the root of the repository says.
    pub fn dialect(&self) -> Option<Dialect> {
        self.layers.values().find_map(|layer| layer.dialect)
    }

    /// Whether settings may differ between the files of a directory.
    pub fn has_overrides(&self) -> bool {
        self.layers.values().any(|layer| !layer.overrides.is_empty())
    }

    fn add_directory(&mut self, files: &Files, sources: &Sources, dir: &str, diagnostics: &mut Vec<Diagnostic>) {
        let mut found = FILE_NAMES.iter().map(|name| path::child(dir, name)).filter(|path| files.is_file(path));
        let Some(first) = found.next() else { return };
        for other in found {
            let message = format!("this file is not read, because `{first}` stands beside it");
            diagnostics.push(Diagnostic::warning(Code::SettingsInvalid, Span::NONE, message).with_path(other));
        }
        self.add_file(files, sources, &first, dir, diagnostics);
    }

    fn add_file(&mut self, files: &Files, sources: &Sources, file: &str, dir: &str, diagnostics: &mut Vec<Diagnostic>) {
        let text = match files.read_text(file) {
            Ok(text) => text,
            Err(error) => return diagnostics.push(Diagnostic { code: Code::SettingsInvalid, ..error.to_diagnostic() }),
        };
        let id = sources.add(SourceFile::new(file, Arc::clone(&text)));
        let format = if file.ends_with(".json") { FileFormat::JsonValues } else { FileFormat::Hcl };
        let (parsed, problems) = syntax::parse(&text, id, format);
        // What is broken in a configuration is a configuration error, not unreadable input.
        diagnostics.extend(problems.into_iter().map(|problem| Diagnostic { code: Code::SettingsInvalid, ..problem }));
        let (content, problems) = read::read::<SettingsFile>(&parsed.body);
        diagnostics.extend(problems);
        let layer = layer::compile(content, id, file, dir, diagnostics);
        self.layers.insert(dir.into(), layer);
    }

    /// The settings in effect for a file or directory, in an environment.
    pub fn at(&self, path: &str, environment: Option<&Arc<str>>) -> Arc<Effective> {
        let key = self.key(path, environment);
        if let Some(effective) = self.cache.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(effective);
        }
        let effective = Arc::new(Effective::new(&self.parts(&key), self.require_reason(&key)));
        let mut cache = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(cache.entry(key).or_insert(effective))
    }

    fn key(&self, path: &str, environment: Option<&Arc<str>>) -> CacheKey {
        let places = self.layers_of(path).flat_map(|(i, layer)| {
            let overrides = layer.overrides.iter().enumerate().filter(|(_, (globs, _))| globs.is_match(path));
            std::iter::once((i, 0)).chain(overrides.map(move |(j, _)| (i, j + 1)))
        });
        (places.collect(), environment.cloned())
    }

    /// The layers around a path, the farthest first: directories sort before what they hold.
    fn layers_of<'a>(&'a self, path: &'a str) -> impl Iterator<Item = (usize, &'a Layer)> {
        self.layers.values().enumerate().filter(move |(_, layer)| path::is_within(path, &layer.dir))
    }

    /// The layers that a key names.
    fn layers_at(&self, (places, _): &CacheKey) -> Vec<&Layer> {
        let layers: Vec<&Layer> = self.layers.values().collect();
        places.iter().filter(|(_, j)| *j == 0).filter_map(|(i, _)| layers.get(*i).copied()).collect()
    }

    /// What applies, from the farthest to the nearest: defaults, files with their overrides, the environment, the command line.
    fn parts(&self, key: &CacheKey) -> Vec<&Part> {
        let (places, environment) = key;
        let layers: Vec<&Layer> = self.layers.values().collect();
        let part = |&(i, j): &(usize, usize)| match j.checked_sub(1) {
            Some(j) => layers.get(i)?.overrides.get(j).map(|(_, part)| part),
            None => layers.get(i).map(|layer| &layer.base),
        };
        let mut parts: Vec<&Part> = std::iter::once(&self.defaults).chain(places.iter().filter_map(part)).collect();
        if let Some(name) = environment {
            let around = self.layers_at(key).into_iter().flat_map(|layer| &layer.environments);
            parts.extend(around.filter(|block| block.name == *name).map(|block| &block.part));
        }
        parts.push(&self.command_line);
        parts
    }

    fn require_reason(&self, key: &CacheKey) -> bool {
        self.layers_at(key).into_iter().filter_map(|layer| layer.require_reason).next_back().unwrap_or(true)
    }

    /// All layers, the farthest first.
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.layers.values()
    }

    /// Every word that should name a rule, for [`super::select::unknown_selectors`].
    pub fn selectors(&self) -> Vec<&Selector> {
        let files = self.layers.values().flat_map(Layer::selectors);
        files.chain(self.command_line.selectors()).collect()
    }

    /// Whether any parameter is set.
    pub fn has_params(&self) -> bool {
        self.layers.values().flat_map(Layer::rule_settings).any(|setting| !setting.block.params.0.is_empty())
    }

    /// Whether a parameter of the rule is set.
    pub fn names_params_of(&self, rule: RuleFacts<'_>) -> bool {
        let mut settings = self.layers.values().flat_map(Layer::rule_settings);
        settings.any(|setting| !setting.block.params.0.is_empty() && setting.selector.matches(rule))
    }

    /// An error for each parameter that the rule does not have.
    pub fn unknown_params(&self, rule: &Rule) -> Vec<Diagnostic> {
        self.layers.values().flat_map(|layer| layer.unknown_params(rule)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::rule;
    use crate::rules::rule::Severity;

    fn load(texts: &[(&str, &str)], dirs: &[&str]) -> (Settings, Vec<String>) {
        let files = Files::in_memory(texts.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect());
        let dirs: Vec<Arc<str>> = dirs.iter().map(|dir| Arc::from(*dir)).collect();
        let sources = Sources::default();
        let mut settings = Settings::new(FilesToRead::Nearest, CommandLine::default());
        let diagnostics = settings.add_directories(&files, &sources, &dirs);
        let shown = |diagnostic: Diagnostic| {
            let text = sources.get(diagnostic.span.file).map(|file| file.slice(diagnostic.span).to_owned());
            format!("{}: {} ({})", text.unwrap_or_default(), diagnostic.message, diagnostic.help.unwrap_or_default())
        };
        (settings, diagnostics.into_iter().map(shown).collect())
    }

    #[test]
    fn every_error_has_its_place_and_the_rest_counts() {
        let text = r#"
            selct   = ["x"]
            fail_on = "hihg"
            ignore  = "cost"
            rule "a-b" {
              severity = "low"
              parms    = {}
            }
            exception {
              reason = "none"
            }
            exception {
              rule    = "a-b"
              expires = "soon"
            }
            select = [var.x]
            rule "a-c" {
              severity = "low"
            }
        "#;
        let (settings, errors) = load(&[("tollgate.hcl", text)], &[""]);
        insta::assert_snapshot!(errors.join("\n"), @r#"
        selct: there is no key `selct` here (did you mean `select`?)
        "hihg": `hihg` is not one of the possible values (did you mean `high`?)
        "cost": expected a list, found the string `cost` ()
        var.x: only plain values may stand in a configuration ()
        parms: there is no key `parms` here (did you mean `params`?)
        exception: the key `rule` is missing ()
        "soon": `soon` is no date; write it as `2027-01-31` ()
        "#);
        assert_eq!(settings.at("", None).severity(&rule("a-c")), Severity::Low);
    }

    #[test]
    fn nearer_files_override_and_add() {
        let (settings, errors) = load(
            &[
                ("tollgate.hcl", "fail_on = \"high\"\nignore = [\"a-b\"]\nrule \"a-c\" {\n  severity = \"low\"\n}\n"),
                (
                    "envs/tollgate.hcl",
                    "rule \"a-c\" {\n  params = {\n    n = 1\n  }\n}\noverride {\n  paths = [\"dev\"]\n  ignore = [\"a-c\"]\n}\n",
                ),
            ],
            &["envs/prod", "envs/dev"],
        );
        assert!(errors.is_empty(), "{errors:?}");
        let prod = settings.at("envs/prod/main.tf", None);
        assert_eq!(prod.threshold.fail_on.as_str(), "high");
        assert!(!prod.is_enabled(RuleFacts::from(&rule("a-b"))));
        assert!(prod.is_enabled(RuleFacts::from(&rule("a-c"))));
        assert_eq!(prod.severity(&rule("a-c")), Severity::Low);
        assert_eq!(prod.params(&rule("a-c")).len(), 1);
        assert!(!settings.at("envs/dev/main.tf", None).is_enabled(RuleFacts::from(&rule("a-c"))));
        assert!(settings.at("other", None).params(&rule("a-c")).is_empty());
    }

    #[test]
    fn the_json_twin_says_the_same() {
        let text = r#"{"$schema": "x", "ignore": ["a-b"], "rule": {"a-c": {"severity": "low"}}, "exception": {"rule": "a-c"}}"#;
        let (settings, errors) = load(&[("tollgate.json", text)], &[""]);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(settings.at("x", None).severity(&rule("a-c")), Severity::Low);
        assert_eq!(settings.layers().next().unwrap().exceptions.len(), 1);
    }
}
