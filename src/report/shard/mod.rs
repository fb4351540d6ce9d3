//! What the report of one shard carries beside what people read, so that `tollgate merge` can put the whole together.
//!
//! In: the [`Part`](crate::check::part::Part) of a run with `--shard`. Out: a [`Record`], the same in JSON reports
//! (`shard`) and in SARIF (a property of the run), and back again. A record holds what the report says anyway, a finding
//! before the findings of all shards are united: places, messages, instances. It holds no line of the checked code.

mod excerpts;
mod read;
mod write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::excerpts::{Excerpts, ShownResult};
pub use self::read::{Damaged, Pieces, read};
use crate::policy::baseline::Baseline;

/// The form of the record: reports of another form are not merged.
pub const FORM: u32 = 1;

/// A part of a run.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The form of this record.
    pub form: u32,
    /// Which part, from 1.
    pub index: usize,
    /// Of how many.
    pub count: usize,
    /// A digest of what was asked: only parts of the same check are merged.
    pub options: String,
    /// A digest of the files and root modules that were there.
    pub input: String,
    pub repository: String,
    /// The web address of the repository.
    pub remote: Option<String>,
    pub revision: Option<String>,
    pub committed: Option<String>,
    pub branch: Option<String>,
    pub category: Option<String>,
    pub show_suppressed: bool,
    /// Files of the whole project.
    pub files: usize,
    /// Resource and data instances of this part.
    pub resources: usize,
    /// Root modules of all parts.
    pub all_roots: usize,
    pub roots: Vec<Root>,
    /// What an earlier state shows, if the run compares with one.
    pub before: Option<RecordedBefore>,
    /// The files that places name by their position in this list.
    pub paths: Vec<Path>,
    /// The rules that findings name by their position in this list.
    pub rules: Vec<RuleText>,
    /// How many of these rules met something to judge: the first ones.
    pub applied: usize,
    /// The module calls through which instances came, outermost first: a call is where it stands.
    pub calls: Vec<Vec<Place>>,
    pub findings: Vec<RecordedFinding>,
    /// About suppressions, whatever the other parts found.
    pub problems: Vec<RecordedFinding>,
    /// Suppressions that nothing in this part used.
    pub unused: Vec<RecordedFinding>,
    pub thresholds: Vec<RecordedThreshold>,
    pub plans: Vec<RecordedPlan>,
    pub diagnostics: Vec<RecordedDiagnostic>,
    /// For each budget, what the roots of this part add up to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub budgets: Vec<RecordedBudget>,
    /// What Markdown says of the costs of root modules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostLine>,
    pub baseline: Option<Baseline>,
    /// Of the directories that the baseline names, those that hold configuration.
    pub directories: Vec<String>,
}

/// A root module of the part.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Root {
    /// Among all root modules of the run, from 0.
    pub position: u32,
    pub dir: String,
    pub environment: Option<String>,
}

/// The findings of an earlier state: every shard knows all, and its record holds its share.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedBefore {
    /// How many findings there are, and a digest of their identities.
    pub count: usize,
    pub digest: String,
    /// Of `count` shards, the I-th holds the I-th finding and every `count`-th after it.
    pub findings: Vec<Earlier>,
    /// Present findings on lines that are equal to those of an earlier one, and the position of the first such.
    pub alike: Vec<(Place, usize)>,
}

/// A finding of the earlier state.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Earlier {
    pub finding: RecordedFinding,
    pub fingerprint: String,
    pub instance_fingerprints: Vec<String>,
    /// Its line in the present file of the same name.
    pub followed: Option<u32>,
    /// The first earlier finding on lines that are equal.
    pub alike: Option<usize>,
}

/// What the roots of a part cost, as one budget counts them; amounts are exact, in USD a month.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedBudget {
    /// What the budget is for, in words.
    pub what: String,
    pub monthly: Option<String>,
    pub increase: Option<String>,
    pub increase_percent: Option<String>,
    pub before: String,
    pub after: String,
    pub has_before: bool,
    /// Why the costs of some resources are not known.
    pub unknown: Vec<String>,
    /// The resource that costs most, on which the finding stands.
    pub largest: Option<RecordedCandidate>,
    /// The same, where something is known about the time before: the one that the change adds most to.
    pub most_added: Option<RecordedCandidate>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedCandidate {
    pub weight: String,
    pub root: String,
    pub environment: Option<String>,
    pub address: String,
    /// What the rule about the total comes to there.
    pub total: RecordedVerdict,
    /// What the rule about the increase comes to there.
    pub increase: RecordedVerdict,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedVerdict {
    pub rule: usize,
    /// Without its message; none where the rule is off.
    pub finding: Option<RecordedFinding>,
    /// Positions of the suppressions among the unused ones that it would use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<usize>,
}

/// How a change or plan changes the costs of a root module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct CostLine {
    pub root: String,
    pub environment: Option<String>,
    pub text: String,
}

/// A file that places name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Path {
    pub path: String,
    /// Whether it is the file of the earlier state.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_earlier: bool,
    /// False where only the place is known, not the text: in a plan.
    pub has_text: bool,
}

/// A rule: one that comes with tollgate goes by its id, any other by its text.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RuleText {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// File, start line, start column, end line, end column; then both columns in UTF-16 units where they differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Place(pub Vec<u32>);

/// A finding of the roots of one part.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedFinding {
    pub rule: usize,
    pub severity: String,
    pub verdict: String,
    pub message: String,
    pub at: Place,
    pub instances: Vec<String>,
    /// The position of the root module of each instance.
    pub roots: Vec<u32>,
    /// The calls of each instance, by position; none for those of a root module itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<usize>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub attribute: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trace: Vec<Note>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Note>,
    /// Why the verdict is unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    pub root: String,
    pub directory: String,
    pub template: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<RecordedFix>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppression: Option<RecordedSuppression>,
}

/// A place with a few words; `root` is the root module that showed it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    pub at: Place,
    pub note: String,
    #[serde(default)]
    pub root: u32,
}

/// Why something is unknown, and the root module that showed it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    pub text: String,
    pub root: u32,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedFix {
    pub description: String,
    pub safe: bool,
    pub edits: Vec<RecordedEdit>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedEdit {
    pub at: Place,
    pub text: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedSuppression {
    /// `comment` or `exception`; what the baseline silences is decided when parts are merged.
    pub kind: String,
    pub reason: Option<String>,
    pub until: Option<String>,
    pub owner: Option<String>,
    pub at: Option<Place>,
}

/// What fails the run, for findings of one file in one environment.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedThreshold {
    pub path: String,
    pub environment: Option<String>,
    pub fail_on: String,
    pub unknown: String,
}

/// A plan in numbers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedPlan {
    /// The position of its root module.
    pub position: u32,
    pub path: String,
    pub root: String,
    pub environment: Option<String>,
    pub by_action: Vec<(String, usize)>,
    pub by_type: Vec<(String, String, usize)>,
    pub by_module: Vec<(String, String, usize)>,
    /// Action, address, and why.
    pub losses: Vec<(String, String, String)>,
    pub drifted: usize,
    pub errored: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct RecordedDiagnostic {
    pub code: String,
    pub severity: String,
    pub message: String,
    pub at: Option<Place>,
    pub path: Option<String>,
    pub note: Option<String>,
    pub help: Option<String>,
}
