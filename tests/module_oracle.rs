//! Every recorded configuration, planned by the real terraform and evaluated by the binary, value for value.
//!
//! `fixtures/oracle/modules/*.case` hold one configuration each, with terraform 1.11's outputs and resources or its
//! errors; `tests/oracle/record_modules.py` records them and tells of their form.

#![expect(clippy::disallowed_methods, reason = "the test lays out recorded files in a directory of its own")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and its counts are read"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;

#[path = "oracle/compare.rs"]
mod compare;
use compare::same;

/// Configurations on which we differ from terraform, and why.
const ALLOWED: &[(&str, &str)] =
    &[("plan-timestamp", "an evaluation has no time: the same input gives the same answer on every day")];

#[test]
fn configurations_have_terraforms_values() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle/modules");
    let mut paths: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut counts, mut report) = (BTreeMap::<_, usize>::new(), String::new());
    for path in paths {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let differences = Case::read(&fs::read_to_string(&path).unwrap()).differences();
        let is_allowed = ALLOWED.iter().any(|(other, _)| *other == name);
        assert!(!(is_allowed && differences.is_empty()), "`{name}` is equal now: take it out of the list");
        *counts.entry(if differences.is_empty() { "equal" } else { "different" }).or_default() += 1;
        if !is_allowed && !differences.is_empty() {
            writeln!(report, "{name}:{differences}").unwrap();
        }
    }
    println!("{counts:?}");
    assert!(report.is_empty(), "{counts:?}\n{report}");
}

/// One configuration and what terraform makes of it.
struct Case {
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    files: Vec<(String, String)>,
    expected: Json,
}

impl Case {
    fn read(text: &str) -> Self {
        let mut case = Self { arguments: Vec::new(), environment: Vec::new(), files: Vec::new(), expected: Json::Null };
        for line in text.split_inclusive('\n') {
            let path = line.strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --\n"));
            match (path, case.files.last_mut()) {
                (Some(path), _) => case.files.push((path.to_string(), String::new())),
                (None, Some((_, text))) => text.push_str(line),
                (None, None) => case.heading(line),
            }
        }
        let (path, expected) = case.files.pop().unwrap();
        assert_eq!(path, "expected.json");
        case.expected = serde_json::from_str(&expected).unwrap();
        case
    }

    fn heading(&mut self, line: &str) {
        let Some((name, words)) = line.split_once(": ") else { return };
        let words = words.split_whitespace().map(str::to_string);
        match name {
            "args" => self.arguments.extend(words.map(|word| format!("-{word}"))),
            "env" => self.environment.extend(words.map(|word| {
                let (name, value) = word.split_once('=').unwrap();
                (name.to_string(), value.to_string())
            })),
            "workspace" => self.environment.extend(words.map(|word| ("TF_WORKSPACE".to_string(), word))),
            _ => {}
        }
    }

    /// What is not as in terraform's plan, a line each.
    fn differences(&self) -> String {
        let found = self.evaluate();
        let is_error = found["diagnostics"].as_array().unwrap().iter().any(|problem| problem["severity"] == "error");
        match (self.expected.get("error"), is_error) {
            (Some(_), true) => return String::new(),
            (Some(errors), false) => return format!(" no error, terraform: {errors}"),
            (None, true) => return format!(" error: {}", found["diagnostics"]),
            (None, false) => {}
        }
        let mut report = String::new();
        for part in ["outputs", "resources"] {
            let (wanted, found) = (members(&self.expected[part]), members(&found[part]));
            for name in wanted.keys().chain(found.keys().filter(|name| !wanted.contains_key(*name))) {
                let (wanted, found) = (wanted.get(name), found.get(name));
                if !wanted.zip(found).is_some_and(|(wanted, found)| same(wanted, found)) {
                    let show = |json: Option<&Json>| json.map_or_else(|| "nothing".into(), ToString::to_string);
                    write!(report, "\n  {part} {name}\n    wanted {}\n    found  {}", show(wanted), show(found))
                        .unwrap();
                }
            }
        }
        report
    }

    fn evaluate(&self) -> Json {
        let directory = tempfile::tempdir().unwrap();
        for (path, text) in &self.files {
            let path = directory.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let output = Command::new(env!("CARGO_BIN_EXE_tollgate"))
            .args(["eval", ".", "--format", "json"])
            .args(&self.arguments)
            .current_dir(directory.path())
            .env("HOME", "/home/oracle")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .output()
            .unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            serde_json::json!({ "diagnostics": [{ "severity": "error", "message": text }] })
        })
    }
}

/// Names to values; `id` and `output` of a resource are the provider's and need not be there.
fn members(json: &Json) -> BTreeMap<String, Json> {
    let entries = json.as_object().into_iter().flatten();
    entries.map(|(name, value)| (name.clone(), value.clone())).collect()
}
