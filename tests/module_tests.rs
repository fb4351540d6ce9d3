//! Every recorded verdict of the real `terraform test`, asked of the binary.
//!
//! `fixtures/tftest/*` are modules with their tests; `tests/oracle/record_tests.py` records what terraform 1.11 says of
//! them. A run that we leave undecided stands in [`UNDECIDED`] with its reason; everything else must agree.

#![expect(clippy::disallowed_methods, reason = "the test reads the repository's own fixtures")]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and its counts are read"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;

/// Runs that only a real run can decide: module, file, run and why.
const UNDECIDED: &[(&str, &str, &str, &str)] = &[
    ("aws-mock", "generated.tftest.hcl", "generated", "which attributes there are, the provider's schema says"),
    ("aws-mock", "unknown.tftest.hcl", "unknown_in_plan", "an attribute that is not written may be null or unknown"),
    ("override", "nothing.tftest.hcl", "without_override", "the state that is read is not here"),
    ("plan-options", "mode.tftest.hcl", "refresh_only", "a plan of mode refresh-only is not simulated"),
    ("plan-options", "target.tftest.hcl", "target", "a plan with targets is not simulated"),
    ("unknown", "time.tftest.hcl", "time_in_apply", "the time of the apply"),
];

#[test]
fn runs_have_terraforms_verdicts() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tftest");
    let mut modules: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    modules.sort();
    let mut report = Report::default();
    for module in modules.iter().filter(|path| path.is_dir()) {
        report.module(module);
    }
    println!("{} runs: {:?}", report.runs, report.verdicts);
    assert!(report.runs >= 60, "only {} runs are recorded", report.runs);
    assert!(report.wrong.is_empty(), "\n{}", report.wrong.join("\n"));
    let unused: Vec<_> = UNDECIDED.iter().filter(|entry| !report.undecided.contains(entry)).collect();
    assert!(unused.is_empty(), "decided now, take them out of the list: {unused:?}");
}

#[derive(Default)]
struct Report {
    runs: usize,
    verdicts: BTreeMap<String, usize>,
    wrong: Vec<String>,
    undecided: Vec<&'static (&'static str, &'static str, &'static str, &'static str)>,
}

impl Report {
    fn module(&mut self, dir: &Path) {
        let name = dir.file_name().unwrap().to_string_lossy().into_owned();
        let expected: Json = serde_json::from_str(&fs::read_to_string(dir.join("expected.json")).unwrap()).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_tollgate"))
            .args(["test", ".", "--format", "json"])
            .current_dir(dir)
            .env_clear()
            .output()
            .unwrap();
        // Terraform refuses all of a directory's tests where one file is wrong; so do we say.
        if expected.get("error").is_some() {
            let code = output.status.code();
            if code != Some(2) {
                self.wrong.push(format!("{name}: terraform refuses the tests, we end with {code:?}"));
            }
            return;
        }
        let found: Json = serde_json::from_slice(&output.stdout).unwrap();
        for (file, runs) in expected["files"].as_object().unwrap() {
            for (run, wanted) in runs["runs"].as_object().unwrap() {
                let entry = &found["files"][file]["runs"][run];
                self.compare((&name, file, run), wanted["status"].as_str().unwrap(), entry);
            }
        }
    }

    fn compare(&mut self, (module, file, run): (&str, &str, &str), wanted: &str, found: &Json) {
        self.runs += 1;
        let status = found["status"].as_str().unwrap_or("missing");
        *self.verdicts.entry(status.to_owned()).or_default() += 1;
        if status == wanted {
            return;
        }
        let listed = UNDECIDED.iter().find(|entry| (entry.0, entry.1, entry.2) == (module, file, run));
        match listed {
            Some(entry) if status == "undecided" => self.undecided.push(entry),
            _ => self
                .wrong
                .push(format!("{module} {file} {run}: terraform {wanted}, we {status}: {}", found["problems"])),
        }
    }
}
