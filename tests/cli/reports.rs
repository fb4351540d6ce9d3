//! Every format over every repository under `fixtures/`: what the consumers of a report ask of it.
#![expect(clippy::indexing_slicing, reason = "JSON is read by index, and a missing key is a failed test")]

use std::path::Path;

use serde_json::Value;
use tollgate::report::FORMATS;
use tollgate::report::text::is_hostile;

use crate::runner::Place;

/// All repositories under `fixtures/`, each in a place of its own, checked with all rules and reported in all formats.
fn reported() -> Vec<(String, Place)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut repositories: Vec<(String, Place)> = Vec::new();
    for entry in ignore::WalkBuilder::new(&fixtures).max_depth(Some(1)).sort_by_file_name(Ord::cmp).build().skip(1) {
        let entry = entry.unwrap();
        let place = copy(entry.path());
        let formats: Vec<String> =
            FORMATS.iter().map(|format| format!("--format {0}=out.{0}", format.name())).collect();
        let arguments = format!("check --isolated --select all --show-suppressed {}", formats.join(" "));
        let output = place.output(&arguments, &[]);
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 1 | 3)), "{code:?}: {}", String::from_utf8_lossy(&output.stderr));
        repositories.push((entry.file_name().to_string_lossy().into_owned(), place));
    }
    assert!(repositories.len() > 1);
    repositories
}

#[expect(clippy::disallowed_methods, reason = "the test reads the fixtures")]
fn copy(dir: &Path) -> Place {
    let place = Place::new(&[]);
    for entry in ignore::WalkBuilder::new(dir).hidden(false).build().flatten() {
        let relative = entry.path().strip_prefix(dir).unwrap().to_string_lossy().into_owned();
        // What is no text is no Terraform either.
        if let Ok(text) = std::fs::read_to_string(entry.path()) {
            place.write(&relative, &text);
        }
    }
    place
}

fn json(place: &Place, format: &str) -> Value {
    serde_json::from_str(&place.read(&format!("out.{format}"))).unwrap()
}

fn assert_valid(schema: &Value, value: &Value, of: &str) {
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{of}: {errors:#?}");
}

#[test]
fn every_report_is_what_its_readers_take() {
    let sarif: Value = serde_json::from_str(include_str!("../../fixtures/schemas/sarif-2.1.0.json")).unwrap();
    let report = serde_json::to_value(tollgate::report::json::schema()).unwrap();
    for (name, place) in reported() {
        assert_valid(&sarif, &json(&place, "sarif"), &name);
        assert_valid(&report, &json(&place, "json"), &name);
        assert_regions(&json(&place, "sarif"), &place);
        for format in FORMATS {
            let text = place.read(&format!("out.{}", format.name()));
            assert!(!text.contains(|c| c != '\n' && is_hostile(c)), "{} of {name}", format.name());
        }
    }
}

/// Regions lie in their files, and snippets are the text there.
fn assert_regions(log: &Value, place: &Place) {
    for result in log["runs"][0]["results"].as_array().unwrap() {
        let physical = &result["locations"][0]["physicalLocation"];
        let text = place.read(physical["artifactLocation"]["uri"].as_str().unwrap());
        for key in ["region", "contextRegion"] {
            let Some(snippet) = physical[key]["snippet"]["text"].as_str() else { continue };
            assert_eq!(text_at(&text, &physical[key]), snippet, "{result}");
        }
    }
}

/// The text of a SARIF region, by its UTF-16 columns.
fn text_at(text: &str, region: &Value) -> String {
    let number = |key: &str| usize::try_from(region[key].as_u64().unwrap()).unwrap();
    let lines: Vec<Vec<u16>> = text.split('\n').map(|line| line.encode_utf16().collect()).collect();
    let mut picked: Vec<Vec<u16>> = lines[number("startLine") - 1..number("endLine")].to_vec();
    picked.last_mut().unwrap().truncate(number("endColumn") - 1);
    picked[0].drain(..number("startColumn") - 1);
    picked.iter().map(|line| String::from_utf16(line).unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn reports_are_the_same_with_one_thread_and_with_two() {
    for (name, place) in reported() {
        for format in FORMATS {
            let run = |jobs: usize| {
                let arguments =
                    format!("check --isolated --select all --jobs {jobs} --show-suppressed --format {}", format.name());
                place.output(&arguments, &[]).stdout
            };
            assert_eq!(run(1), run(2), "{} of {name}", format.name());
        }
    }
}
