//! What the run has to say beside its results: unknown values, unreadable input, cuts.

use super::super::compact::diagnostic_place;
use super::super::place::Place;
use super::super::text::plural;
use super::results::{Results, physical, plain};
use super::rules::RuleTable;
use super::types::{Configuration, Descriptor, DescriptorProperties, Level, Location, Notification, Reference, Text};
use super::{INFORMATION_URI, Limits, Report, Richness};
use crate::diag::{Code, Diagnostic, Severity};
use crate::rules::finding::Finding;

/// The kind of notification for a judgement that could not be made.
const UNKNOWN: Kind = Kind {
    id: "unknown-value",
    about: "A value that a rule asks for is not known before apply, so that the rule could not decide",
    help: "Give the variable a value (`--var`, `--var-file`, an environment), or check a plan (`--plan`).",
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    id: &'static str,
    about: &'static str,
    help: &'static str,
}

impl Kind {
    fn of(code: Code) -> Self {
        let help = if is_configuration(code) {
            "Correct the configuration or rule file at that place."
        } else {
            "Correct the input at that place; everything else was checked."
        };
        Self { id: code.as_str(), about: code.about(), help }
    }
}

/// Notifications in the order of a run, and the table that describes their kinds.
#[derive(Debug, Default)]
pub(super) struct Notifications {
    pub configuration: Vec<Notification>,
    pub execution: Vec<Notification>,
    kinds: Vec<Kind>,
    left: usize,
}

impl Notifications {
    fn reference(&mut self, kind: Kind) -> Reference {
        let index = self.kinds.iter().position(|known| *known == kind).unwrap_or(self.kinds.len());
        if index == self.kinds.len() {
            self.kinds.push(kind);
        }
        Reference { id: kind.id.to_owned(), index: Some(index) }
    }

    /// Says what the report had to leave out.
    pub(super) fn add_cuts(&mut self, results: &Results, limits: Limits, richness: Richness) {
        if results.left_out > 0 {
            let count = plural(results.left_out, "result");
            self.cut(format!("{count} left out: a report holds at most {}, the worst first.", limits.results));
        }
        if results.shortened > 0 {
            let count = plural(results.shortened, "result");
            self.cut(format!("{count} shown with a part of the related locations and steps."));
        }
        match richness {
            Richness::Full => {}
            Richness::NoSnippets => self.cut("Snippets left out to keep the report small.".to_owned()),
            Richness::Bare => {
                self.cut("Snippets, code flows and examples left out to keep the report small.".to_owned());
            }
        }
    }

    fn cut(&mut self, text: String) {
        let descriptor = self.reference(Kind::of(Code::ReportCapped));
        let (associated_rule, locations) = (None, Vec::new());
        self.execution.push(Notification {
            descriptor,
            associated_rule,
            level: Level::Warning,
            message: Text::new(text),
            locations,
        });
    }

    pub(super) fn add_diagnostics(&mut self, report: &Report<'_>, limits: Limits) {
        self.left = limits.notifications;
        for diagnostic in report.diagnostics.iter().take(limits.notifications) {
            self.left = self.left.saturating_sub(1);
            let notification = Notification {
                descriptor: self.reference(Kind::of(diagnostic.code)),
                associated_rule: None,
                level: level(diagnostic.severity),
                message: Text::new(text_of(diagnostic)),
                locations: diagnostic_place(diagnostic, report.sources).iter().map(located).collect(),
            };
            if is_configuration(diagnostic.code) {
                self.configuration.push(notification);
            } else {
                self.execution.push(notification);
            }
        }
        self.count_cut(report.diagnostics.len(), limits.notifications, "diagnostic");
    }

    pub(super) fn add_unknowns(&mut self, report: &Report<'_>, limits: Limits, rules: &mut RuleTable) {
        let limit = self.left.min(limits.notifications);
        for finding in report.unknowns().take(limit) {
            let index = rules.index_of(finding);
            let notification = Notification {
                descriptor: self.reference(UNKNOWN),
                associated_rule: Some(Reference { id: finding.rule.id.to_string(), index: Some(index) }),
                level: Level::Note,
                message: Text::new(unknown_text(finding)),
                locations: vec![located(&Place::of(&finding.location, report.sources))],
            };
            self.execution.push(notification);
        }
        self.count_cut(report.unknowns().count(), limit, "unknown judgement");
    }

    fn count_cut(&mut self, count: usize, limit: usize, noun: &str) {
        if count > limit {
            self.cut(format!("{} not listed.", plural(count - limit, noun)));
        }
    }

    pub(super) fn descriptors(&self) -> Vec<Descriptor> {
        self.kinds.iter().map(|kind| descriptor(*kind)).collect()
    }
}

fn descriptor(kind: Kind) -> Descriptor {
    let about = plain(kind.about);
    Descriptor {
        id: kind.id.to_owned(),
        name: super::rules::pascal_case(kind.id),
        short_description: Text::new(about.clone()),
        full_description: Text::new(about),
        help: Text { text: plain(kind.help), markdown: Some(kind.help.to_owned()) },
        help_uri: INFORMATION_URI.to_owned(),
        default_configuration: Configuration { level: Level::Note },
        properties: DescriptorProperties {
            tags: Vec::new(),
            precision: None,
            problem_severity: None,
            security_severity: None,
        },
    }
}

/// Whether a diagnostic is about our own configuration and not about the checked code.
fn is_configuration(code: Code) -> bool {
    matches!(
        code,
        Code::RuleInvalid
            | Code::RuleFailed
            | Code::RuleUnknown
            | Code::SettingsInvalid
            | Code::SuppressionInvalid
            | Code::BaselineInvalid
            | Code::PriceInvalid
    )
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}

fn text_of(diagnostic: &Diagnostic) -> String {
    let parts = [Some(&diagnostic.message), diagnostic.note.as_ref(), diagnostic.help.as_ref()];
    parts.into_iter().flatten().map(|part| plain(part)).collect::<Vec<_>>().join(" ")
}

fn unknown_text(finding: &Finding) -> String {
    let reasons: Vec<String> = finding.origins.iter().take(3).map(ToString::to_string).collect();
    let reason = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join("; ")) };
    plain(&format!("{}{reason}", finding.message))
}

fn located(place: &Place) -> Location {
    Location { id: None, message: None, physical_location: physical(place), logical_locations: Vec::new() }
}
