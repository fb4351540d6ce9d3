//! The repository's own rules: the arrow between stages points one way, documents name what exists, rules have proofs.
#![expect(clippy::disallowed_methods, reason = "the test looks at the repository itself, not at a user's input")]
#![expect(clippy::string_slice, clippy::indexing_slicing, reason = "offsets come from the text itself")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(relative: &str) -> String {
    fs::read_to_string(repository().join(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
}

/// All files below a directory that end so, relative to the repository, in order. Nothing where it is missing.
fn files_below(dir: &str, suffix: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<PathBuf> = vec![repository().join(dir)];
    while let Some(dir) = open.pop() {
        for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(suffix) {
                let relative = path.strip_prefix(repository()).unwrap();
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// The stages in the order in which `lib.rs` lists them.
fn stages() -> Vec<String> {
    let declaration = Regex::new(r"(?m)^pub mod (\w+);").unwrap();
    declaration.captures_iter(&read("src/lib.rs")).map(|found| found[1].to_owned()).collect()
}

/// The lines that are no comment, with their numbers.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().map(|(i, line)| (i + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Finds the modules of this crate that a line names: `crate::a::b`, `use crate::{a, b::c}`.
struct StageNames {
    single: Regex,
    group: Regex,
    first_word: Regex,
}

impl StageNames {
    fn new() -> Self {
        Self {
            single: Regex::new(r"\bcrate::(\w+)").unwrap(),
            group: Regex::new(r"\bcrate::\{([^}]*)").unwrap(),
            first_word: Regex::new(r"^\s*(\w+)").unwrap(),
        }
    }

    fn of(&self, line: &str) -> Vec<String> {
        let mut names: Vec<String> = self.single.captures_iter(line).map(|found| found[1].to_owned()).collect();
        for list in self.group.captures_iter(line) {
            let words = list[1].split(',').filter_map(|item| self.first_word.captures(item));
            names.extend(words.map(|word| word[1].to_owned()));
        }
        names
    }
}

#[test]
fn a_stage_imports_only_what_stands_above_it() {
    let stages = stages();
    let rank: BTreeMap<&str, usize> = stages.iter().enumerate().map(|(i, name)| (name.as_str(), i)).collect();
    assert!(stages.len() > 10, "no stages found in src/lib.rs");
    let names = StageNames::new();
    let mut wrong = Vec::new();
    for file in files_below("src", ".rs") {
        let stage = file.trim_start_matches("src/").split(['/', '.']).next().unwrap().to_owned();
        let Some(own) = rank.get(stage.as_str()) else { continue };
        for (number, line) in code_lines(&read(&file)) {
            for name in names.of(line) {
                if rank.get(name.as_str()).is_some_and(|other| other > own) {
                    wrong.push(format!("{file}:{number}: `{stage}` stands above `{name}` and may not import it"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_stage_says_what_it_is_for() {
    for stage in stages() {
        let folder = format!("src/{stage}/mod.rs");
        let file = if repository().join(&folder).exists() { folder } else { format!("src/{stage}.rs") };
        let text = read(&file);
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("//! "), "{file}: does not begin with a `//!` paragraph");
    }
}

/// Documents that newcomers and maintainers read.
const DOCUMENTS: [&str; 3] = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];

#[test]
fn documents_name_paths_that_exist() {
    let quoted = Regex::new(r"`([^`\s]+)`|\]\(([^)\s#]+)").unwrap();
    let folders = r"src|rules|tests|fixtures|schemas|docs|benches|prices|fuzz|\.ci|\.github";
    let ours = Regex::new(&format!(r"^(?:(?:{folders})/[\w./-]*|[\w-]+\.(?:md|toml|yml)|LICENSE[\w-]*)$")).unwrap();
    let mut wrong = Vec::new();
    for document in DOCUMENTS.into_iter().filter(|document| repository().join(document).exists()) {
        for found in quoted.captures_iter(&read(document)) {
            let path = found.get(1).or_else(|| found.get(2)).unwrap().as_str();
            if ours.is_match(path) && !repository().join(path).exists() {
                wrong.push(format!("{document} names `{path}`, which does not exist"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_changelog_has_an_unreleased_part() {
    assert!(read("CHANGELOG.md").contains("\n## [Unreleased]\n"), "CHANGELOG.md: no `## [Unreleased]`");
}

/// The rules of a file by their text alone: id and block.
fn rule_blocks(text: &str) -> Vec<(String, String)> {
    let start = Regex::new(r#"(?m)^rule "([^"]+)" \{"#).unwrap();
    let mut starts: Vec<(usize, String)> =
        start.captures_iter(text).map(|found| (found.get(0).unwrap().start(), found[1].to_owned())).collect();
    starts.push((text.len(), String::new()));
    starts.windows(2).map(|pair| (pair[0].1.clone(), text[pair[0].0..pair[1].0].to_owned())).collect()
}

#[test]
fn rules_have_unique_ids_and_examples_of_both_kinds() {
    let id_form = Regex::new(r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$").unwrap();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    for file in files_below("rules", ".hcl") {
        for (id, block) in rule_blocks(&read(&file)) {
            if let Some(other) = seen.insert(id.clone(), file.clone()) {
                wrong.push(format!("{file}: `{id}` is declared in {other} too"));
            }
            if !id_form.is_match(&id) {
                wrong.push(format!("{file}: `{id}` is not kebab-case"));
            }
            for kind in ["pass", "fail"] {
                if !block.contains(&format!("\n  {kind} \"")) {
                    wrong.push(format!("{file}: `{id}` has no `{kind}` example"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn no_file_names_a_place_of_this_machine() {
    let parent = repository().parent().filter(|parent| parent.components().count() > 1);
    let mut places: BTreeSet<String> = BTreeSet::from([repository().to_string_lossy().into_owned()]);
    places.extend(parent.map(|parent| format!("{}/", parent.display())));
    let mut wrong = Vec::new();
    for folder in ["src", "rules", "tests", "docs", "schemas", "fixtures", ".ci", ".github"] {
        for file in files_below(folder, "") {
            let Ok(text) = fs::read_to_string(repository().join(&file)) else { continue };
            for place in places.iter().filter(|place| text.contains(place.as_str())) {
                wrong.push(format!("{file} names `{place}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Templates are copied as they are: they are YAML, in files and in pages, and run no action by a name that can move.
#[test]
fn ci_templates_are_yaml_and_pinned() {
    let is_yaml = |path: &String| path.ends_with(".yml") || path.ends_with(".yaml");
    let mut texts: Vec<(String, String)> =
        files_below("docs/ci", "").into_iter().filter(is_yaml).map(|path| (path.clone(), read(&path))).collect();
    assert!(texts.len() > 5);
    let fenced = Regex::new(r"(?ms)^```ya?ml\n(.*?)^```").unwrap();
    for page in files_below("docs/ci", ".md") {
        let text = read(&page);
        texts.extend(fenced.captures_iter(&text).map(|found| (page.clone(), found[1].to_owned())));
    }
    let action = Regex::new(r"uses:\s*(\S+)").unwrap();
    let pinned = Regex::new(r"@[0-9a-f]{40}$").unwrap();
    for (path, text) in texts {
        for event in saphyr_parser::Parser::new_from_str(&text) {
            assert!(event.is_ok(), "{path}: {event:?}");
        }
        for name in action.captures_iter(&text) {
            assert!(pinned.is_match(&name[1]), "{path}: {}", &name[1]);
        }
    }
}
