//! What stands about the bundled rules in the repository is made from them, and each of them proves what it says.
//! `UPDATE=1 cargo test --test rules` writes `rules/COVERAGE.md` and `docs/rules/` anew.
#![expect(clippy::disallowed_methods, reason = "the test keeps files of the repository itself current")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use tollgate::report::coverage::{self, Coverage, Standing};
use tollgate::report::rule_docs;
use tollgate::rules::bundled;
use tollgate::rules::rule::Rule;
use tollgate::span::Sources;
use tollgate::test_run::verdict::{Status, TestResult};
use tollgate::test_run::{examples, neighbours};

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn all(sources: &Sources) -> Vec<Rule> {
    let mut diagnostics = Vec::new();
    let rules = bundled::all(sources, &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    rules
}

/// Writes the file if asked to, and says whether it is as it should be.
fn is_current(path: &Path, expected: &str) -> bool {
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, expected).unwrap();
    }
    std::fs::read_to_string(path).is_ok_and(|found| found == expected)
}

/// Runs a check of rules in parallel and lists what is wrong.
fn complaints(rules: &[Arc<Rule>], run: impl Fn(&Arc<Rule>) -> Vec<TestResult> + Sync) -> String {
    let of_rule = |rule: &Arc<Rule>| -> String {
        let problems = |result: &TestResult| result.problems.iter().map(|it| it.message.clone()).collect::<Vec<_>>();
        let bad = run(rule).into_iter().filter(|result| result.status != Status::Pass);
        let lines = bad.map(|result| format!("{} `{}`: {}", rule.id, result.name, problems(&result).join("; ")));
        lines.fold(String::new(), |lines, line| lines + &line + "\n")
    };
    rules.par_iter().map(of_rule).collect()
}

#[test]
fn the_page_of_coverage_is_current() {
    let rules = all(&Sources::default());
    let page = coverage::markdown(&rules.iter().collect::<Vec<_>>());
    let is_current = is_current(&repository().join("rules/COVERAGE.md"), &page);
    assert!(is_current, "rules/COVERAGE.md is not current: run `UPDATE=1 cargo test --test rules`");
}

#[test]
fn every_check_of_the_peers_has_a_rule_or_a_reason() {
    let rules = all(&Sources::default());
    let rules: Vec<&Rule> = rules.iter().collect();
    let missing: Vec<&str> = Coverage::of(&rules).having(Standing::Missing).map(|check| check.id).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_pages_of_rules_are_current() {
    let sources = Sources::default();
    let rules = all(&sources);
    let root = repository().join(rule_docs::DIRECTORY);
    let pages: BTreeMap<PathBuf, String> = rule_docs::docs(&rules.iter().collect::<Vec<_>>(), &sources)
        .into_iter()
        .map(|(path, text)| (root.join(path), text))
        .collect();
    let stale: BTreeSet<PathBuf> = files_below(&root).into_iter().filter(|path| !pages.contains_key(path)).collect();
    if std::env::var_os("UPDATE").is_some() {
        for path in &stale {
            std::fs::remove_file(path).unwrap();
        }
    }
    let old = pages.iter().filter(|(path, text)| !is_current(path, text)).map(|(path, _)| path);
    let old: Vec<&PathBuf> = old.chain(stale.iter().filter(|path| path.exists())).collect();
    assert!(old.is_empty(), "{old:#?} are not current: run `UPDATE=1 cargo test --test rules`");
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn rules_do_what_their_examples_say() {
    let sources = Sources::default();
    let rules: Vec<Arc<Rule>> = all(&sources).into_iter().map(Arc::new).collect();
    let complaints = complaints(&rules, |rule| examples::of_rule(rule, &sources, None, &|_| true));
    assert!(complaints.is_empty(), "\n{complaints}");
}

#[test]
fn examples_show_their_own_rule_and_no_other() {
    let sources = Sources::default();
    let rules: Vec<Arc<Rule>> = all(&sources).into_iter().map(Arc::new).collect();
    let complaints = complaints(&rules, |rule| neighbours::of_rule(rule, &rules, &sources));
    assert!(complaints.is_empty(), "run `tollgate test --strict --update rules` and look at the diff\n{complaints}");
}

/// Providers whose rules share a folder.
const GUESTS: [(&str, &[&str]); 2] = [
    ("other", &["azuredevops", "cloudstack", "http", "okta", "provider"]),
    ("terraform", &["cost", "secret", "suppression"]),
];

#[test]
fn titles_are_short_and_ids_begin_with_their_provider() {
    for rule in all(&Sources::default()) {
        assert!(rule.title.chars().count() < 70 && !rule.title.ends_with('.'), "{}: {}", rule.id, rule.title);
        let folder = rule_docs::provider(&rule);
        let guests = GUESTS.iter().find(|(name, _)| *name == folder).map_or(&[][..], |(_, guests)| guests);
        let words: Vec<&str> = rule.id.split('-').collect();
        assert!(words[0] == folder || guests.contains(&words[0]), "{} stands in {folder}", rule.id);
        assert!(words.len() >= 2 && !words.iter().any(|word| ["ensure", "must"].contains(word)), "{}", rule.id);
    }
}
