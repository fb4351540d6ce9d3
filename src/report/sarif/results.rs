//! Findings as results: regions, fingerprints, code flows, fixes.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::line_hash::LineHashes;
use super::super::place::{Place, relative_uri};
use super::super::redact::Redactor;
use super::super::shard::Excerpts;
use super::super::text::quoted;
use super::super::{Options, Report, worst_first};
use super::rules::{RuleTable, level, rank, sentence};
use super::types::{
    Area, ArtifactChange, ArtifactLocation, CodeFlow, Location, LogicalLocation, Outcome, OutcomeProperties,
    PhysicalLocation, Repair, Replacement, Silence, SilenceProperties, Text, ThreadFlow, ThreadFlowLocation,
};
use super::{Limits, Richness, SOURCE_ROOT, baseline_state};
use crate::check::budget::BudgetPart;
use crate::rules::finding::{BaselineState, Edit, Finding, Fix, Step, Suppression, SuppressionKind, Verdict};
use crate::span::{FileId, Sources, Span};

/// Addresses named in one result; their number stands in the message.
const MAX_INSTANCES: usize = 100;
/// Lines around a finding that viewers show with it.
const CONTEXT: u32 = 2;

/// Lines that are quoted from another report.
const MAX_QUOTED: u32 = 10_000;

/// The results of a run, and what was left out of them.
#[derive(Debug, Default)]
pub(super) struct Results {
    pub outcomes: Vec<Outcome>,
    pub left_out: usize,
    /// Results that lost related locations or steps of their flow.
    pub shortened: usize,
}

impl Results {
    pub(super) fn new(
        report: &Report<'_>,
        options: &Options,
        limits: Limits,
        richness: Richness,
        rules: &mut RuleTable,
    ) -> Self {
        let unknown_fails = report.run.unknown_fails;
        let findings = worst_first(report.shown(options).filter(|finding| {
            finding.baseline_state != Some(BaselineState::Fixed) && (finding.verdict == Verdict::Fail || unknown_fails)
        }));
        let mut results = Self { left_out: findings.len().saturating_sub(limits.results), ..Self::default() };
        let mut cx = Cx::new(report, limits, richness);
        for finding in findings.into_iter().take(limits.results) {
            let index = rules.index_of(finding);
            let outcome = cx.outcome(finding, index);
            let steps = outcome.code_flows.iter().flat_map(|flow| &flow.thread_flows).map(|flow| flow.locations.len());
            let is_cut = outcome.related_locations.len() < finding.related.len()
                || (!outcome.code_flows.is_empty() && steps.sum::<usize>() < finding.trace.len());
            results.shortened += usize::from(is_cut);
            results.outcomes.push(outcome);
        }
        results
    }
}

/// The results that unused suppressions and exceeded budgets would be, for the record of a shard: only the whole run
/// knows whether they are.
pub(super) fn possible(report: &Report<'_>, limits: Limits) -> Vec<Outcome> {
    let unused = report.part.iter().flat_map(|part| &part.unused);
    let budgets = report.part.iter().flat_map(|part| &part.budgets).flat_map(BudgetPart::findings);
    let possible = unused.chain(budgets).take(limits.results);
    let mut rules = RuleTable::default();
    let mut cx = Cx::new(report, limits, Richness::Full);
    possible.map(|finding| cx.outcome(finding, rules.index_of(finding))).collect()
}

struct Cx<'r> {
    sources: &'r Sources,
    redactor: Redactor,
    hashes: HashMap<FileId, LineHashes>,
    excerpts: Option<&'r Excerpts>,
    limits: Limits,
    richness: Richness,
}

impl<'r> Cx<'r> {
    fn new(report: &Report<'r>, limits: Limits, richness: Richness) -> Self {
        let (sources, excerpts) = (report.sources, report.excerpts);
        Self { sources, redactor: Redactor::new(report), hashes: HashMap::new(), excerpts, limits, richness }
    }

    fn outcome(&mut self, finding: &Finding, rule_index: usize) -> Outcome {
        let place = Place::of(&finding.location, self.sources);
        let related = self.related(finding);
        Outcome {
            rule_id: finding.rule.id.to_string(),
            rule_index,
            level: level(finding.severity),
            kind: "fail",
            rank: rank(finding.severity),
            message: Text::new(message(finding)),
            locations: [self.primary(finding, &place)],
            related_locations: related,
            code_flows: self.code_flow(finding).into_iter().collect(),
            partial_fingerprints: self.fingerprints(finding, &place),
            fixes: finding.fix.iter().filter_map(|fix| self.fix(fix)).collect(),
            baseline_state: finding.baseline_state.map(baseline_state),
            suppressions: finding.suppression.iter().map(|suppression| self.suppression(suppression)).collect(),
            properties: properties(finding),
        }
    }

    fn primary(&self, finding: &Finding, place: &Place) -> Location {
        let has_snippets = self.richness == Richness::Full && !finding.rule.is_about_secrets();
        let mut physical = physical(place);
        if has_snippets && self.excerpts.is_some() {
            self.quote(place, &mut physical);
        } else if has_snippets && let Some(region) = &mut physical.region {
            region.snippet = self.snippet(place, place.region.start.line..=place.region.end.line, |text| text);
            physical.context_region = self.context(place);
        }
        Location { id: None, message: None, physical_location: physical, logical_locations: logical(finding) }
    }

    /// Shows what other reports show of the place, unless something in it may not be shown any more.
    fn quote(&self, place: &Place, physical: &mut PhysicalLocation) {
        let (Some((file, span)), Some(region)) = (&place.source, &mut physical.region) else { return };
        let excerpt = self.excerpts.and_then(|excerpts| excerpts.at(&physical.artifact_location.uri, region));
        let Some(excerpt) = excerpt else { return };
        let may_show = |area: &Area| {
            area.end_line.saturating_sub(area.start_line) <= MAX_QUOTED
                && !self.redactor.touches(span.file, file, area.start_line..=area.end_line)
        };
        physical.context_region = excerpt.context.clone().filter(may_show);
        region.snippet = excerpt.snippet.clone().filter(|_| may_show(region));
    }

    /// The text at the region, unless something in it may not be shown.
    fn snippet(
        &self,
        place: &Place,
        lines: std::ops::RangeInclusive<u32>,
        shorten: impl Fn(&str) -> &str,
    ) -> Option<Text> {
        let (file, span) = place.source.as_ref()?;
        let text = shorten(file.slice(*span));
        let is_shown = !text.is_empty() && !self.redactor.touches(span.file, file, lines);
        is_shown.then(|| Text::new(text))
    }

    /// Whole lines around the region; `None` where that is no more than the region.
    fn context(&self, place: &Place) -> Option<Area> {
        let (file, span) = place.source.as_ref().filter(|(file, _)| file.has_text())?;
        let start = place.region.start.line.saturating_sub(CONTEXT).max(1);
        let end = (place.region.end.line + CONTEXT).min(file.line_count());
        let end = if end > place.region.end.line && file.line(end).is_empty() { end - 1 } else { end };
        if self.redactor.touches(span.file, file, start..=end) || end - start > 50 {
            return None;
        }
        let lines: Vec<&str> = (start..=end).map(|number| file.line(number)).collect();
        let last = lines.last().copied().unwrap_or("").trim_start_matches('\u{feff}');
        let width: usize = last.chars().map(char::len_utf16).sum();
        Some(Area {
            start_line: start,
            start_column: 1,
            end_line: end,
            end_column: u32::try_from(width + 1).unwrap_or(u32::MAX),
            snippet: Some(Text::new(lines.join("\n"))),
        })
    }

    /// What explains the finding, and the calls through which its instances came: each place once.
    fn related(&self, finding: &Finding) -> Vec<Location> {
        let steps = finding.related.iter().map(|step| self.step(step, None));
        let mut seen = HashSet::new();
        let calls = finding.call_sites.iter().flat_map(|sites| sites.iter()).filter(|site| seen.insert(**site));
        let locations = steps.chain(calls.map(|site| self.call(*site)));
        let mut locations: Vec<Location> = locations.take(self.limits.related_locations).collect();
        for (id, location) in (1..).zip(&mut locations) {
            location.id = Some(id);
        }
        locations
    }

    /// The first line of a module call.
    fn call(&self, site: Span) -> Location {
        let place = Place::of_span(site, self.sources);
        let mut physical = physical(&place);
        if self.excerpts.is_none()
            && let (Some((file, _)), Some(region)) = (&place.source, &mut physical.region)
        {
            let line = file.line(region.start_line);
            let width: usize = line.trim_end().chars().map(char::len_utf16).sum();
            region.end_line = region.start_line;
            region.end_column = u32::try_from(width + 1).unwrap_or(u32::MAX).max(region.start_column);
        }
        let message = Some(Text::new("called here."));
        Location { id: None, message, physical_location: physical, logical_locations: Vec::new() }
    }

    fn step(&self, step: &Step, id: Option<usize>) -> Location {
        let place = Place::of(&step.location, self.sources);
        let note = if step.note.trim().is_empty() { "see here" } else { &step.note };
        Location {
            id,
            message: Some(Text::new(plain(note))),
            physical_location: physical(&place),
            logical_locations: Vec::new(),
        }
    }

    /// The way of the value, where it has come from somewhere.
    fn code_flow(&self, finding: &Finding) -> Option<CodeFlow> {
        if finding.trace.len() < 2 || self.richness == Richness::Bare {
            return None;
        }
        let limit = self.limits.flow_locations;
        let skipped = finding.trace.len().saturating_sub(limit);
        let (head, tail) = (limit.div_ceil(2), limit / 2);
        let is_kept = |index: usize| skipped == 0 || index < head || index >= finding.trace.len() - tail;
        let kept = finding.trace.iter().enumerate().filter(|(index, _)| is_kept(*index));
        let locations = kept.map(|(_, step)| ThreadFlowLocation { location: self.step(step, None) }).collect();
        let subject = if finding.attribute.is_empty() { &finding.address_template } else { &finding.attribute };
        Some(CodeFlow {
            message: Text::new(sentence(&format!("How '{}' gets its value", plain(subject).trim_end_matches('.')))),
            thread_flows: [ThreadFlow { locations }],
        })
    }

    fn fingerprints(&mut self, finding: &Finding, place: &Place) -> BTreeMap<&'static str, String> {
        let quoted = self.excerpts.filter(|_| place.source.is_some()).and_then(|excerpts| {
            let hash = excerpts.line_hash(&relative_uri(&place.path), place.region.start.line)?;
            Some(hash.to_owned())
        });
        let source = place.source.as_ref().filter(|_| self.excerpts.is_none());
        let of_line = quoted.or_else(|| {
            let (file, span) = source?;
            let hashes = self.hashes.entry(span.file).or_insert_with(|| LineHashes::new(&file.text));
            hashes.of_line(place.region.start.line)
        });
        // A plan's text is not kept and seldom in the repository: there the uploader has nothing to compare with.
        let of_line = of_line.unwrap_or_else(|| without_line(&finding.fingerprint));
        let mut fingerprints = BTreeMap::from([("primaryLocationLineHash", of_line)]);
        if !finding.fingerprint.is_empty() {
            fingerprints.insert("tollgate/v1", finding.fingerprint.to_string());
        }
        fingerprints
    }

    fn fix(&self, fix: &Fix) -> Option<Repair> {
        let mut changes: Vec<(String, Vec<Replacement>)> = Vec::new();
        for edit in &fix.edits {
            let place = Place::of_span(edit.span, self.sources);
            place.source.as_ref()?;
            let uri = relative_uri(&place.path);
            match changes.iter_mut().find(|(of, _)| *of == uri) {
                Some((_, replacements)) => replacements.push(replacement(edit, &place)),
                None => changes.push((uri, vec![replacement(edit, &place)])),
            }
        }
        let artifact_changes: Vec<_> = changes
            .into_iter()
            .map(|(uri, replacements)| ArtifactChange { artifact_location: artifact(uri), replacements })
            .collect();
        let description = if fix.description.trim().is_empty() { "repair the defect" } else { &fix.description };
        (!artifact_changes.is_empty()).then(|| Repair { description: Text::new(plain(description)), artifact_changes })
    }

    fn suppression(&self, suppression: &Suppression) -> Silence {
        let location = suppression.location.as_ref().map(|location| Location {
            id: None,
            message: None,
            physical_location: physical(&Place::of(location, self.sources)),
            logical_locations: Vec::new(),
        });
        Silence {
            kind: match suppression.kind {
                SuppressionKind::Comment => "inSource",
                SuppressionKind::Exception | SuppressionKind::Baseline => "external",
            },
            status: "accepted",
            justification: suppression.reason.clone().filter(|reason| !reason.trim().is_empty()),
            location,
            properties: suppression.owner.clone().map(|owner| SilenceProperties { owner }),
        }
    }
}

/// What stands for the fingerprint of a line whose text is not at hand.
pub(in crate::report) fn without_line(fingerprint: &str) -> String {
    format!("{}:1", fingerprint.get(..16).unwrap_or("0"))
}

/// A message for formats that know no code spans and may read `[text](1)` as a link.
pub fn plain(message: &str) -> String {
    sentence(&quoted(message)).replace("](", "] (")
}

fn message(finding: &Finding) -> String {
    let text = if finding.message.trim().is_empty() { &finding.rule.title } else { &finding.message };
    let mut message = plain(text);
    if let Some(first) = finding.instances.first().filter(|first| !finding.message.contains(&***first)) {
        let more = finding.instances.len() - 1;
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        let within = finding.environment.as_ref().map(|name| format!(", in {name}")).unwrap_or_default();
        let subject = quoted(&format!("{first}{rest}{within}")).replace("](", "] (");
        message = format!("{} ({subject}).", message.trim_end_matches('.'));
    }
    message
}

fn properties(finding: &Finding) -> OutcomeProperties {
    let several = finding.instances.len() > 1;
    let list = |texts: &[std::sync::Arc<str>]| -> Vec<String> {
        let shown = if several { MAX_INSTANCES } else { 0 };
        texts.iter().take(shown).map(ToString::to_string).collect()
    };
    OutcomeProperties {
        category: finding.category.as_str(),
        severity: finding.severity.as_str(),
        verdict: (finding.verdict == Verdict::Unknown).then(|| finding.verdict.as_str()),
        environment: finding.environment.as_deref().map(str::to_owned),
        action: finding.action.as_deref().map(str::to_owned),
        root: (!finding.root.is_empty()).then(|| finding.root.to_string()),
        instances: list(&finding.instances),
        instance_fingerprints: list(&finding.instance_fingerprints),
    }
}

/// The addresses with the attribute: what the finding is about, wherever it stands.
fn logical(finding: &Finding) -> Vec<LogicalLocation> {
    let of = |address: &str| {
        let (name, kind) = match &*finding.attribute {
            "" => (address.to_owned(), "resource"),
            attribute => (attribute.to_owned(), "property"),
        };
        let separator = if finding.attribute.is_empty() || finding.attribute.starts_with('[') { "" } else { "." };
        LogicalLocation { name, fully_qualified_name: format!("{address}{separator}{}", finding.attribute), kind }
    };
    finding.instances.iter().take(1).filter(|address| !address.is_empty()).map(|address| of(address)).collect()
}

pub(super) fn physical(place: &Place) -> PhysicalLocation {
    PhysicalLocation {
        artifact_location: artifact(relative_uri(&place.path)),
        region: Some(area(place)),
        context_region: None,
    }
}

pub(super) fn artifact(uri: String) -> ArtifactLocation {
    ArtifactLocation { uri, uri_base_id: SOURCE_ROOT }
}

fn area(place: &Place) -> Area {
    let (start, end) = (place.region.start, place.region.end);
    Area {
        start_line: start.line,
        start_column: start.column_utf16,
        end_line: end.line,
        end_column: end.column_utf16,
        snippet: None,
    }
}

fn replacement(edit: &Edit, place: &Place) -> Replacement {
    Replacement { deleted_region: area(place), inserted_content: Text::new(&*edit.text) }
}
