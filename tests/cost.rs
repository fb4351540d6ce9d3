//! The estimates of `fixtures/cost`: every row of a README was recomputed by hand from the source tables, and the program
//! must say the same.
#![expect(clippy::disallowed_methods, reason = "the test looks at fixtures of the repository")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tollgate::cost::decimal::Decimal;

fn fixtures() -> Vec<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cost");
    let mut found: Vec<PathBuf> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// What the program says about a fixture, with its usage file where it has one.
fn estimate(fixture: &Path) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tollgate"));
    command.args(["cost", "--format", "json", "--isolated"]).arg(fixture);
    let usage = fixture.join("infracost-usage.yml");
    if usage.exists() {
        command.arg("--usage").arg(usage);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn decimal(value: &Value) -> Option<Decimal> {
    value.as_number().and_then(|number| Decimal::parse(&number.to_string()))
}

/// Address and component, with quantity, unit price and monthly cost.
type Rows = BTreeMap<(String, String), (Decimal, Decimal, Decimal)>;

/// The rows of a README. The product is computed here once more.
fn by_hand(fixture: &Path) -> Rows {
    let text = fs::read_to_string(fixture.join("README.md")).unwrap();
    let mut rows = Rows::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.split(" | ").map(|cell| cell.trim_matches(['|', ' ', '`'])).collect();
        let [address, component, quantity, _, _, price, _, monthly] = cells[..] else { panic!("{line}") };
        let number = |text: &str| Decimal::parse(text).unwrap_or_else(|| panic!("{line}"));
        let (quantity, price, monthly) = (number(quantity), number(price), number(monthly));
        assert_eq!(&quantity * &price, monthly, "{}: {line}", fixture.display());
        rows.insert((address.to_string(), component.to_string()), (quantity, price, monthly));
    }
    rows
}

/// The components of a report that have a cost.
fn by_program(report: &Value) -> Rows {
    let mut rows = Rows::new();
    for resource in report["resources"].as_array().unwrap() {
        for component in resource["components"].as_array().unwrap() {
            let parts = [&component["quantity"], &component["unit_price"], &component["monthly"]].map(decimal);
            if let [Some(quantity), Some(price), Some(monthly)] = parts {
                let text = |value: &Value| value.as_str().unwrap().to_string();
                rows.insert((text(&resource["address"]), text(&component["name"])), (quantity, price, monthly));
            }
        }
    }
    rows
}

#[test]
fn estimates_are_what_was_computed_by_hand() {
    let all = fixtures();
    assert!(all.len() >= 10, "{}", all.len());
    for fixture in all {
        let report = estimate(&fixture);
        let (expected, found) = (by_hand(&fixture), by_program(&report));
        let keys: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
        for key in keys {
            assert_eq!(found.get(key), expected.get(key), "{}: {key:?}", fixture.display());
        }
        let total: Decimal = expected.values().map(|(_, _, monthly)| monthly.clone()).sum();
        assert_eq!(decimal(&report["total_monthly"]).unwrap(), total, "{}", fixture.display());
        let readme = fs::read_to_string(fixture.join("README.md")).unwrap();
        assert!(readme.contains(&format!("Total: {total} USD a month.")), "{}", fixture.display());
    }
}

#[test]
fn every_resource_of_the_fixtures_is_accounted_for() {
    for fixture in fixtures() {
        let report = estimate(&fixture);
        let summary = &report["summary"];
        let count = |key: &str| summary[key].as_u64().unwrap();
        assert_eq!((count("unsupported"), count("no_price"), count("unknown")), (0, 0, 0), "{}", fixture.display());
    }
}
