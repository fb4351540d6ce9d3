//! Every recorded answer of the real terraform, asked of the binary.
//!
//! `fixtures/oracle/*.jsonl` hold expressions with what terraform 1.11 made of them in a plan; those in
//! `generated.jsonl` are random. `tests/oracle/record.py` records more. A difference that is meant stands in
//! [`ALLOWED`] with its reason.

#![expect(clippy::disallowed_methods, reason = "the test reads the repository's own fixtures")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and its counts are read"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value as Json;

#[path = "oracle/compare.rs"]
mod compare;
use compare::same;

/// Expressions on which we differ from terraform, and why.
const ALLOWED: &[(&str, &str)] = &[(
    r#"provider::nope::x("a")"#,
    "whether a provider is required is the module's question; the function itself may exist",
)];

#[test]
fn expressions_have_terraforms_values() {
    check("expressions.jsonl");
}

#[test]
fn more_expressions_have_terraforms_values() {
    check("more.jsonl");
}

#[test]
fn generated_expressions_have_terraforms_values() {
    check("generated.jsonl");
}

fn check(file: &str) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/oracle");
    let text = std::fs::read_to_string(directory.join(file)).unwrap();
    let cases: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let answers = answers(&directory, file);
    assert_eq!(answers.len(), cases.len(), "every expression has one answer");
    let mut groups: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut report = String::new();
    for (case, answer) in cases.iter().zip(&answers) {
        let verdict = verdict(case, answer);
        *groups.entry(case["group"].as_str().unwrap()).or_default().entry(verdict).or_default() += 1;
        let expr = case["expr"].as_str().unwrap();
        let allowed = ALLOWED.iter().any(|(other, _)| *other == expr);
        assert!(!(allowed && verdict == "equal"), "`{expr}` is equal now: take it out of the list");
        if verdict != "equal" && !allowed {
            writeln!(report, "{verdict}: {expr}\n  wanted {case}\n  found  {answer}").unwrap();
        }
    }
    for (group, verdicts) in &groups {
        println!("{group}: {verdicts:?}");
    }
    assert!(report.is_empty(), "{report}");
}

/// One answer a line, in the order of the expressions.
fn answers(directory: &Path, file: &str) -> Vec<Json> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .args(["eval", "--format", "json", "--expr-file", file])
        .current_dir(directory)
        .env("HOME", "/home/oracle")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut text = String::new();
    child.stdout.take().unwrap().read_to_string(&mut text).unwrap();
    assert!(child.wait().unwrap().success());
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn verdict(case: &Json, answer: &Json) -> &'static str {
    let failed = answer.get("error").is_some();
    if answer.get("unsupported").is_some() {
        return "unsupported";
    }
    match (case.get("error").is_some(), failed) {
        (true, true) => return "equal",
        (true, false) => return "missed error",
        (false, true) => return "false error",
        (false, false) => {}
    }
    let (wanted, found) = (&case["value"], &answer["value"]);
    let equal = match case.get("compare").and_then(Json::as_str) {
        Some("gzip") => unzipped(wanted) == unzipped(found),
        _ => {
            let is_set = case.get("type").and_then(Json::as_str).is_some_and(|ty| ty.starts_with("set("));
            if is_set { same_set(wanted, found) } else { same(wanted, found) }
        }
    };
    // Spaces in names do not count, since the oracle's types have none.
    let ty = |json: &Json| json.get("type").and_then(Json::as_str).map(|ty| ty.replace(' ', ""));
    let same_type = ty(case).is_none_or(|wanted| ty(answer).is_none_or(|found| found == wanted));
    if equal && same_type { "equal" } else { "wrong" }
}

fn same_set(wanted: &Json, found: &Json) -> bool {
    let (Some(wanted), Some(found)) = (wanted.as_array(), found.as_array()) else { return same(wanted, found) };
    wanted.len() == found.len() && wanted.iter().all(|wanted| found.iter().any(|found| same(wanted, found)))
}

fn unzipped(json: &Json) -> Option<Vec<u8>> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(json.as_str()?).ok()?;
    let mut decoder = flate2::write::GzDecoder::new(Vec::new());
    decoder.write_all(&bytes).ok()?;
    decoder.finish().ok()
}
