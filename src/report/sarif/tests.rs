use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::*;
use crate::report::testing::Case;
use crate::rules::finding::BaselineState;
use crate::rules::rule::{Category, Severity};

fn log_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn log(case: &Case) -> Value {
    log_of(&case.render(&Sarif))
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

fn notifications(log: &Value) -> Vec<String> {
    let invocation = &log["runs"][0]["invocations"][0];
    let all = ["toolConfigurationNotifications", "toolExecutionNotifications"];
    let all = all.iter().filter_map(|key| invocation[key].as_array()).flatten();
    all.map(|one| {
        format!("{}: {}", one["descriptor"]["id"].as_str().unwrap(), one["message"]["text"].as_str().unwrap())
    })
    .collect()
}

/// Many findings of one rule on lines of their own.
fn many(count: usize) -> Case {
    let mut case = Case::default();
    let text: String = (0..count).fold(String::new(), |text, i| format!("{text}key_{i} = \"value {i}\"\n"));
    let file = case.file("main.tf", &text);
    let rule = case.rule("x-many", Category::Security, Severity::Low);
    for i in 0..count {
        let mut finding = case.finding(&rule, file, &format!("key_{i} ="), "a value is wrong");
        finding.severity = if i % 10 == 3 { Severity::High } else { Severity::Low };
        case.findings.push(finding);
    }
    case
}

fn samples() -> Vec<Case> {
    let mut suppressed = Case::sample();
    suppressed.options.show_suppressed = true;
    let mut located = Case::sample();
    located.run.remote = Some("https://me:token@example.com/acme/infra.git".to_owned());
    located.run.started = Some("2026-01-01T00:00:00.000Z".to_owned());
    located.run.ended = Some("2026-01-01T00:00:01.000Z".to_owned());
    located.run.category = Some("iac/prod".to_owned());
    vec![Case::sample(), suppressed, located, Case::hostile(), Case::default(), many(30)]
}

#[test]
fn the_log_is_what_viewers_expect() {
    let mut case = Case::sample();
    case.run.remote = Some("git@github.com:acme/infra.git".to_owned());
    case.run.revision = Some("0f1e2d3c4b5a69788796a5b4c3d2e1f001122334".to_owned());
    case.run.exit_code = Some(1);
    case.options.show_suppressed = true;
    insta::assert_snapshot!("report_sarif", case.render(&Sarif));
}

#[test]
fn every_log_fits_the_schema() {
    let schema = log_of(include_str!("../../../fixtures/schemas/sarif-2.1.0.json"));
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    for case in samples() {
        let log = log(&case);
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

/// What code scanning asks beyond the schema.
#[test]
fn every_log_fits_code_scanning() {
    for case in samples() {
        let log = log(&case);
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        rules.iter().for_each(assert_rule);
        assert!(run["automationDetails"]["id"].as_str().unwrap().ends_with('/'));
        for result in results(&log) {
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            assert_result(result);
        }
        assert_uris(run);
    }
}

fn assert_rule(rule: &Value) {
    for key in ["shortDescription", "fullDescription", "help"] {
        let text = rule[key]["text"].as_str().unwrap();
        assert!(!text.is_empty(), "{key} of {rule}");
        assert!(key == "help" || text.chars().count() <= 1024, "{key} of {rule}");
    }
    assert!(!rule["help"]["markdown"].as_str().unwrap().is_empty());
    let tags: Vec<&str> =
        rule["properties"]["tags"].as_array().unwrap().iter().map(|tag| tag.as_str().unwrap()).collect();
    assert_eq!(tags.iter().collect::<BTreeSet<_>>().len(), tags.len());
    assert!(tags.len() <= 10);
    let security = rule["properties"]["security-severity"].as_str();
    assert_eq!(security.is_some(), tags.contains(&"security"), "{rule}");
    assert!(rule["properties"]["problem.severity"].is_string(), "{rule}");
    assert!(security.is_none_or(|number| (0.1..=10.0).contains(&number.parse::<f64>().unwrap())));
}

fn assert_result(result: &Value) {
    assert!(!result["message"]["text"].as_str().unwrap().contains("]("), "{result}");
    let region = &result["locations"][0]["physicalLocation"]["region"];
    for key in ["startLine", "startColumn", "endLine", "endColumn"] {
        assert!(region[key].as_u64().unwrap() >= 1, "{result}");
    }
    assert!(result["partialFingerprints"]["primaryLocationLineHash"].as_str().unwrap().contains(':'));
    assert!(result["partialFingerprints"]["tollgate/v1"].is_string());
}

fn assert_uris(value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(assert_uris),
        Value::Object(members) => {
            if let Some(uri) = members.get("artifactLocation").map(|location| location["uri"].as_str().unwrap()) {
                let is_clean = uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b));
                assert!(is_clean && !uri.is_empty() && !uri.starts_with('/') && !uri.contains(".."), "{uri}");
            }
            members.values().for_each(assert_uris);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn columns_count_utf16_units() {
    let mut case = Case::default();
    let file = case.file("a.tf", "x = \"😀\" # here\n");
    let rule = case.rule("x-y", Category::Naming, Severity::Low);
    case.findings.push(case.finding(&rule, file, "here", "found"));
    let log = log(&case);
    assert_eq!(results(&log)[0]["locations"][0]["physicalLocation"]["region"]["startColumn"], 12);
}

#[test]
fn the_worst_come_first_and_a_cut_is_said() {
    let case = many(100);
    let limits = Limits { results: 20, ..LIMITS };
    let log = log_of(&render(&case.report(), &case.options, limits, None).unwrap());
    let levels: Vec<&str> = results(&log).iter().map(|result| result["level"].as_str().unwrap()).collect();
    assert_eq!(levels, [["error"; 10], ["note"; 10]].concat());
    assert_eq!(
        notifications(&log),
        ["report-capped: 80 results left out: a report holds at most 20, the worst first."]
    );
}

#[test]
fn a_large_report_loses_snippets_before_results() {
    let case = many(400);
    let full = render(&case.report(), &case.options, LIMITS, None).unwrap();
    let size = |text: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap().len()
    };
    let slightly_less = Limits { gzip: size(&full) - 1, ..LIMITS };
    let log = log_of(&render(&case.report(), &case.options, slightly_less, None).unwrap());
    assert_eq!(results(&log).len(), 400);
    assert!(notifications(&log)[0].starts_with("report-capped: Snippets left out"), "{:?}", notifications(&log));
    let tiny = render(&case.report(), &case.options, Limits { gzip: 4000, ..LIMITS }, None).unwrap();
    assert!(size(&tiny) <= 4000);
    assert!(!results(&log_of(&tiny)).is_empty());
}

#[test]
fn related_locations_and_flows_are_capped() {
    let mut case = Case::sample();
    let place = case.findings[0].trace[0].clone();
    case.findings[0].trace = vec![place.clone(); 300];
    case.findings[0].related = vec![place; 3000];
    let log = log(&case);
    let result = &results(&log)[0];
    assert_eq!(result["relatedLocations"].as_array().unwrap().len(), 1000);
    assert_eq!(result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap().len(), 100);
    assert!(notifications(&log)[0].contains("1 result shown with a part"), "{:?}", notifications(&log));
}

#[test]
fn secrets_are_in_no_snippet() {
    let mut case = Case::default();
    let file = case.file("a.tf", "resource \"x\" \"y\" {\n  key = \"hunter2\"\n  acl = \"private\"\n}\n");
    let mut rule = (*case.rule("x-secret", Category::Security, Severity::High)).clone();
    rule.tags.push("secret".into());
    case.findings.push(case.finding(&Arc::new(rule), file, "key = \"hunter2\"", "looks like a password"));
    let neighbour = case.rule("x-acl", Category::Security, Severity::High);
    case.findings.push(case.finding(&neighbour, file, "acl = \"private\"", "is private"));
    let text = case.render(&Sarif);
    assert!(!text.contains("hunter2"), "{text}");
    assert!(text.contains("acl = \\\"private\\\""), "{text}");
}

#[test]
fn unknown_verdicts_are_notifications_unless_they_fail() {
    let mut case = Case::sample();
    assert_eq!(results(&log(&case)).len(), 2);
    assert!(notifications(&log(&case)).iter().any(|one| one.starts_with("unknown-value: ")));
    case.run.unknown_fails = true;
    assert_eq!(results(&log(&case)).len(), 3);
}

#[test]
fn states_are_told_and_fixed_findings_left_out() {
    let mut case = Case::sample();
    let states = [BaselineState::Unchanged, BaselineState::New, BaselineState::New, BaselineState::New];
    for (finding, state) in case.findings.iter_mut().zip(states) {
        finding.baseline_state = Some(state);
    }
    let two = log(&case);
    let states: Vec<_> = results(&two).iter().map(|result| result["baselineState"].as_str().unwrap()).collect();
    assert_eq!(states, ["new", "unchanged"]);
    case.findings[0].baseline_state = Some(BaselineState::Fixed);
    assert_eq!(results(&log(&case)).len(), 1);
}

#[test]
fn the_category_comes_from_environment_or_root() {
    let id = |case: &Case| log(case)["runs"][0]["automationDetails"]["id"].as_str().unwrap().to_owned();
    let mut case = Case::sample();
    assert_eq!(id(&case), "tollgate/envs/prod/");
    case.run.environments = vec!["prod".into()];
    assert_eq!(id(&case), "tollgate/prod/");
    case.run.environments = vec!["prod".into(), "dev".into()];
    assert_eq!(id(&case), "tollgate/");
    case.run.category = Some("mine/".to_owned());
    assert_eq!(id(&case), "mine/");
}
