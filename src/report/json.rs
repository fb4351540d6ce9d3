//! The JSON report: a contract. Keys are only ever added; `schemas/report.schema.json` is made from these types.

use std::collections::BTreeMap;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::place::{Place, web_address};
use super::shard::Record;
use super::text::json_safe;
use super::{Counts, Format, Options, Report};
use crate::diag::Diagnostic;
use crate::plan::summary::{Action, Overview};
use crate::rules::finding::{BaselineState, Finding, Fix, Step, Suppression, SuppressionKind};
use crate::span::Sources;

/// See the module.
#[derive(Debug)]
pub struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn extension(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "everything, for programs (schemas/report.schema.json)"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, options: &Options) -> io::Result<()> {
        let wire = JsonReport::new(report, options);
        let text = serde_json::to_string_pretty(&wire)?;
        writeln!(out, "{}", json_safe(&text))
    }
}

/// The report of `tollgate check --format json`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "tollgate report")]
pub struct JsonReport {
    /// Grows in its second part when keys are added, in its first part when one changes its meaning.
    pub schema_version: String,
    pub tool: JsonTool,
    pub run: JsonRun,
    pub summary: JsonSummary,
    /// What the plans do that were given with `--plan`.
    #[serde(default)]
    pub plans: Vec<JsonPlan>,
    /// In the order of path, start, end, rule, address, environment, message.
    pub findings: Vec<JsonFinding>,
    /// What could not be read or understood.
    pub diagnostics: Vec<JsonDiagnostic>,
    /// In the report of one shard: what `tollgate merge` needs to put the whole together. Its form is no contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Record>")]
    pub shard: Option<Box<RawValue>>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonTool {
    pub name: String,
    pub version: String,
}

/// What was checked.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonRun {
    /// The name of its directory.
    pub repository: String,
    /// The web address of the repository, as git knows it.
    #[serde(default)]
    pub remote: Option<String>,
    pub revision: Option<String>,
    /// When that commit was made: RFC 3339, in UTC.
    #[serde(default)]
    pub committed: Option<String>,
    pub branch: Option<String>,
    pub environments: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonSummary {
    /// Findings that count: not suppressed, not fixed.
    pub fail: usize,
    pub unknown: usize,
    pub suppressed: usize,
    pub files: usize,
    /// Resource and data instances.
    pub resources: usize,
    pub rules: usize,
    /// Root modules, once for each environment.
    pub roots: usize,
    /// Failures by severity; every severity is there.
    pub by_severity: BTreeMap<String, usize>,
    pub by_category: BTreeMap<String, usize>,
    /// Against a base or baseline only.
    pub by_state: Option<JsonStates>,
}

/// A plan in numbers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonPlan {
    pub path: String,
    /// The root module's directory; the plan's own path where it stands alone.
    pub root: String,
    pub environment: Option<String>,
    /// Managed instances by action (`destroy`, `replace`, `forget`, `update`, `create`, `read`, `no-op`).
    pub actions: BTreeMap<String, usize>,
    /// The same by action and resource type, without those that stay.
    pub by_type: BTreeMap<String, BTreeMap<String, usize>>,
    /// Instances that were changed outside of Terraform.
    pub drifted: usize,
    /// Whether planning stopped with an error.
    pub errored: bool,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonStates {
    pub new: usize,
    pub unchanged: usize,
    pub fixed: usize,
}

/// One defect: one rule, one place, all instances that show it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonFinding {
    pub rule: String,
    pub title: String,
    /// Ids of other tools' checks that test the same.
    pub aliases: Vec<String>,
    /// `security`, `naming`, `tagging`, `cost`, `reliability`, `correctness` or `change`.
    pub category: String,
    /// `critical`, `high`, `medium`, `low` or `info`.
    pub severity: String,
    /// `fail` or `unknown`.
    pub verdict: String,
    pub message: String,
    /// The first instance.
    pub resource: String,
    /// All instances.
    pub instances: Vec<String>,
    /// The judged attribute; empty when the whole block is meant.
    pub attribute: String,
    /// The root module's directory; empty for the repository root.
    pub root: String,
    pub environment: Option<String>,
    pub location: JsonLocation,
    /// The way of the value, from the argument that sets it to the attribute that shows it.
    pub trace: Vec<JsonStep>,
    /// Other places that explain the finding.
    pub related: Vec<JsonStep>,
    /// Why the verdict is unknown.
    pub reasons: Vec<String>,
    /// Identity without file name and line.
    pub fingerprint: String,
    /// One identity for each instance, in the order of `instances`.
    pub instance_fingerprints: Vec<String>,
    /// `new`, `unchanged` or `fixed` against a base or baseline.
    pub baseline_state: Option<String>,
    /// What a plan does to the first instance.
    pub action: Option<String>,
    pub suppression: Option<JsonSuppression>,
    pub fix: Option<JsonFix>,
    pub link: Option<String>,
}

/// Lines and columns count from 1, columns in characters; the end is the position behind the last character.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonLocation {
    /// Relative to the repository root, with `/`.
    pub path: String,
    pub start_line: u32,
    pub start_column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonStep {
    #[serde(flatten)]
    pub location: JsonLocation,
    pub note: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonSuppression {
    /// `comment`, `exception` or `baseline`.
    pub kind: String,
    pub reason: Option<String>,
    pub until: Option<String>,
    pub owner: Option<String>,
    pub location: Option<JsonLocation>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonFix {
    pub description: String,
    /// Whether it can be applied without a person looking.
    pub safe: bool,
    pub edits: Vec<JsonEdit>,
}

/// Replace the text at that place (empty: insert) with `text`.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonEdit {
    #[serde(flatten)]
    pub location: JsonLocation,
    pub text: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct JsonDiagnostic {
    pub code: String,
    /// `error`, `warning` or `note`.
    pub severity: String,
    pub message: String,
    /// Absent where there is no text to point at.
    pub location: Option<JsonLocation>,
    /// The file or directory that is meant.
    pub path: Option<String>,
    pub note: Option<String>,
    pub help: Option<String>,
}

impl JsonReport {
    pub fn new(report: &Report<'_>, options: &Options) -> Self {
        let run = &report.run;
        Self {
            schema_version: "1.0".to_owned(),
            tool: JsonTool { name: "tollgate".to_owned(), version: run.version.clone() },
            run: JsonRun {
                repository: run.repository.clone(),
                remote: run.remote.as_deref().and_then(web_address),
                revision: run.revision.clone(),
                committed: run.committed.clone(),
                branch: run.branch.clone(),
                environments: run.environments.iter().map(ToString::to_string).collect(),
            },
            summary: summary(report),
            plans: report.plans.iter().map(JsonPlan::new).collect(),
            findings: report.shown(options).map(|finding| JsonFinding::new(finding, report.sources)).collect(),
            diagnostics: report.diagnostics.iter().map(|d| JsonDiagnostic::new(d, report.sources)).collect(),
            // On one line: it is for programs alone.
            shard: Record::of(report, options).and_then(|record| serde_json::value::to_raw_value(&record).ok()),
        }
    }
}

fn summary(report: &Report<'_>) -> JsonSummary {
    let counts = Counts::of(report);
    JsonSummary {
        fail: counts.fail,
        unknown: counts.unknown,
        suppressed: counts.suppressed,
        files: report.summary.files,
        resources: report.summary.resources,
        rules: report.summary.rules,
        roots: report.summary.roots,
        by_severity: counts.by_severity.iter().map(|(severity, count)| (severity.to_string(), *count)).collect(),
        by_category: counts.by_category.iter().map(|(category, count)| (category.to_string(), *count)).collect(),
        by_state: counts.states.map(|states| JsonStates {
            new: states.new,
            unchanged: states.unchanged,
            fixed: states.fixed,
        }),
    }
}

impl JsonPlan {
    fn new(plan: &Overview) -> Self {
        let name = |action: &Action| action.as_str().to_owned();
        let types = |types: &BTreeMap<std::sync::Arc<str>, usize>| {
            types.iter().map(|(kind, count)| (kind.to_string(), *count)).collect()
        };
        let changing = plan.summary.by_type.iter().filter(|(action, _)| **action != Action::NoOp);
        Self {
            path: plan.path.to_string(),
            root: plan.root.to_string(),
            environment: plan.environment.as_deref().map(str::to_owned),
            actions: plan.summary.counts.by_action.iter().map(|(action, count)| (name(action), *count)).collect(),
            by_type: changing.map(|(action, kinds)| (name(action), types(kinds))).collect(),
            drifted: plan.drifted,
            errored: plan.errored,
        }
    }
}

impl JsonFinding {
    pub fn new(finding: &Finding, sources: &Sources) -> Self {
        let strings = |texts: &[std::sync::Arc<str>]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        let steps = |steps: &[Step]| steps.iter().map(|step| JsonStep::new(step, sources)).collect();
        Self {
            rule: finding.rule.id.to_string(),
            title: finding.rule.title.clone(),
            aliases: strings(&finding.rule.aliases),
            category: finding.category.to_string(),
            severity: finding.severity.to_string(),
            verdict: finding.verdict.as_str().to_owned(),
            message: finding.message.clone(),
            resource: finding.instances.first().map(ToString::to_string).unwrap_or_default(),
            instances: strings(&finding.instances),
            attribute: finding.attribute.to_string(),
            root: finding.root.to_string(),
            environment: finding.environment.as_deref().map(str::to_owned),
            location: JsonLocation::new(&Place::of(&finding.location, sources)),
            trace: steps(&finding.trace),
            related: steps(&finding.related),
            reasons: finding.origins.iter().map(ToString::to_string).collect(),
            fingerprint: finding.fingerprint.to_string(),
            instance_fingerprints: strings(&finding.instance_fingerprints),
            baseline_state: finding.baseline_state.map(|state| state_name(state).to_owned()),
            action: finding.action.as_deref().map(str::to_owned),
            suppression: finding.suppression.as_ref().map(|suppression| JsonSuppression::new(suppression, sources)),
            fix: finding.fix.as_ref().map(|fix| JsonFix::new(fix, sources)),
            link: finding.rule.link.clone(),
        }
    }
}

/// `new`, `unchanged`, `fixed`.
pub fn state_name(state: BaselineState) -> &'static str {
    match state {
        BaselineState::New => "new",
        BaselineState::Unchanged => "unchanged",
        BaselineState::Fixed => "fixed",
    }
}

/// `comment`, `exception`, `baseline`.
pub fn suppression_kind(kind: SuppressionKind) -> &'static str {
    match kind {
        SuppressionKind::Comment => "comment",
        SuppressionKind::Exception => "exception",
        SuppressionKind::Baseline => "baseline",
    }
}

impl JsonLocation {
    pub fn new(place: &Place) -> Self {
        let (start, end) = (place.region.start, place.region.end);
        Self {
            path: place.path.to_string(),
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

impl JsonStep {
    fn new(step: &Step, sources: &Sources) -> Self {
        Self { location: JsonLocation::new(&Place::of(&step.location, sources)), note: step.note.clone() }
    }
}

impl JsonSuppression {
    fn new(suppression: &Suppression, sources: &Sources) -> Self {
        Self {
            kind: suppression_kind(suppression.kind).to_owned(),
            reason: suppression.reason.clone(),
            until: suppression.until.clone(),
            owner: suppression.owner.clone(),
            location: suppression.location.as_ref().map(|at| JsonLocation::new(&Place::of(at, sources))),
        }
    }
}

impl JsonFix {
    fn new(fix: &Fix, sources: &Sources) -> Self {
        let edit = |edit: &crate::rules::finding::Edit| JsonEdit {
            location: JsonLocation::new(&Place::of_span(edit.span, sources)),
            text: edit.text.clone(),
        };
        Self { description: fix.description.clone(), safe: fix.safe, edits: fix.edits.iter().map(edit).collect() }
    }
}

impl JsonDiagnostic {
    pub fn new(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let place = super::compact::diagnostic_place(diagnostic, sources);
        let located = place.as_ref().filter(|place| place.source.is_some());
        Self {
            code: diagnostic.code.to_string(),
            severity: diagnostic.severity.as_str().to_owned(),
            message: diagnostic.message.clone(),
            location: located.map(JsonLocation::new),
            path: place.map(|place| place.path.to_string()),
            note: diagnostic.note.clone(),
            help: diagnostic.help.clone(),
        }
    }
}

/// The JSON Schema of the report, as it stands in `schemas/report.schema.json`.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(JsonReport)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Case;

    #[test]
    fn the_report_keeps_its_contract() {
        insta::assert_snapshot!("report_json", Case::sample().render(&Json));
    }

    #[test]
    fn the_report_fits_its_schema() {
        let validator = jsonschema::validator_for(&serde_json::to_value(schema()).unwrap()).unwrap();
        for mut case in [Case::sample(), Case::hostile(), Case::default()] {
            case.options.show_suppressed = true;
            let value = serde_json::from_str(&case.render(&Json)).unwrap();
            validator.validate(&value).unwrap();
        }
    }

    #[test]
    fn hostile_text_is_escaped_and_reads_back() {
        let text = Case::hostile().render(&Json);
        assert!(!text.contains(|c| c != '\n' && crate::report::text::is_hostile(c)));
        let report: JsonReport = serde_json::from_str(&text).unwrap();
        assert!(report.findings[0].location.path.contains('\u{202e}'));
    }

    #[test]
    fn suppressed_findings_are_there_when_asked_for() {
        let mut case = Case::sample();
        case.options.show_suppressed = true;
        let report: JsonReport = serde_json::from_str(&case.render(&Json)).unwrap();
        assert_eq!(report.findings.iter().filter(|finding| finding.suppression.is_some()).count(), 1);
        assert_eq!((report.summary.fail, report.summary.suppressed, report.summary.unknown), (2, 1, 1));
    }
}
