//! From records back to parts. Records come from files: every number and word in them is looked at.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use thiserror::Error;

use super::{
    Note, Place, Record, RecordedBefore, RecordedBudget, RecordedCandidate, RecordedDiagnostic, RecordedFinding,
    RecordedPlan, RecordedSuppression, RecordedVerdict, RuleText,
};
use crate::check::Shard;
use crate::check::base::Before;
use crate::check::budget::{BudgetPart, Candidate, CandidateVerdict};
use crate::check::part::{Digests, Part, PartRoot, Thresholds, comment};
use crate::cost::decimal::Decimal;
use crate::diag::{self, Code, Diagnostic};
use crate::eval::value::Origin;
use crate::plan::summary::{self, Action, Counts, Loss, Overview};
use crate::policy::align::Remembered;
use crate::policy::gate::Threshold;
use crate::rules::bundled;
use crate::rules::finding::{Edit, Finding, Fix, Location, Seen, Step, Suppression, SuppressionKind, Verdict};
use crate::rules::load::{self, Source};
use crate::rules::rule::Rule;
use crate::span::{FileId, Position, Region, SourceFile, Sources, Span};
use crate::syntax;
use crate::syntax::ast::FileFormat;

/// What a record says that cannot be; the text ends the sentence `the report is damaged: …`.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct Damaged(String);

fn damaged<T>(what: impl Into<String>) -> Result<T, Damaged> {
    Err(Damaged(what.into()))
}

/// The parts of several records, with what all of them name.
#[derive(Debug, Default)]
pub struct Pieces {
    pub parts: Vec<Part>,
    /// Files without text: of each, the positions that the records name.
    pub sources: Sources,
}

/// Reads the records of one run.
///
/// # Errors
/// The position of a record, and what is wrong with it.
pub fn read(records: &[Record]) -> Result<Pieces, (usize, Damaged)> {
    let sources = Sources::default();
    let mut tables: BTreeMap<(&str, bool), BTreeMap<(u32, u32), Position>> = BTreeMap::new();
    let mut lines: u64 = 0;
    for (i, record) in records.iter().enumerate() {
        for place in places(record) {
            let (path, region) = known_region(record, place).map_err(|error| (i, error))?;
            lines += u64::from(region.end.line.saturating_sub(region.start.line));
            if lines > MAX_LINES {
                return damaged("its places span more lines than any repository has").map_err(|error| (i, error));
            }
            if !path.has_text {
                continue;
            }
            let table = tables.entry((&path.path, path.is_earlier)).or_default();
            for at in [region.start, region.end] {
                table.entry((at.line, at.column)).or_insert(at);
            }
        }
    }
    let files = tables.into_iter().map(|((path, is_earlier), table)| {
        let offsets = (0..).zip(table.keys()).map(|(offset, at)| (*at, offset)).collect();
        let id = sources.add(SourceFile::with_positions(path, table.into_values().collect()));
        ((path.to_owned(), is_earlier), (id, offsets))
    });
    let mut reader = Reader { files: files.collect(), rules: HashMap::new(), sources: &sources };
    let part = |(i, record)| reader.part(record).map_err(|error| (i, error));
    let parts = records.iter().enumerate().map(part).collect::<Result<_, _>>()?;
    Ok(Pieces { parts, sources })
}

/// Lines that all places together may span: real ones span a few each.
const MAX_LINES: u64 = 100_000_000;

/// All places of a record.
fn places(record: &Record) -> impl Iterator<Item = &Place> {
    let earlier = record.before.iter().flat_map(|before| &before.findings).map(|earlier| &earlier.finding);
    let candidates = record.budgets.iter().flat_map(|budget| budget.largest.iter().chain(&budget.most_added));
    let of_budgets =
        candidates.flat_map(|one| [&one.total, &one.increase]).filter_map(|verdict| verdict.finding.as_ref());
    let all = record.findings.iter().chain(&record.problems).chain(&record.unused).chain(earlier).chain(of_budgets);
    let of_findings = all.flat_map(|finding| {
        let notes = finding.trace.iter().chain(&finding.related).map(|note| &note.at);
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| &edit.at);
        let silence = finding.suppression.iter().filter_map(|suppression| suppression.at.as_ref());
        std::iter::once(&finding.at).chain(notes).chain(edits).chain(silence)
    });
    let of_diagnostics = record.diagnostics.iter().filter_map(|diagnostic| diagnostic.at.as_ref());
    let of_equal_lines = record.before.iter().flat_map(|before| before.alike.iter().map(|(place, _)| place));
    of_findings.chain(record.calls.iter().flatten()).chain(of_diagnostics).chain(of_equal_lines)
}

fn known_region<'r>(record: &'r Record, place: &Place) -> Result<(&'r super::Path, Region), Damaged> {
    let (path, [line, column, end_line, end_column], utf16) = match *place.0.as_slice() {
        [path, line, from, end, to] => (path, [line, from, end, to], [from, to]),
        [path, line, from, end, to, from_utf16, to_utf16] => (path, [line, from, end, to], [from_utf16, to_utf16]),
        _ => return damaged("a place has neither five numbers nor seven"),
    };
    let Some(path) = record.paths.get(path as usize) else { return damaged("a place is in a file that is not listed") };
    let start = Position { line, column, column_utf16: utf16[0] };
    let end = Position { line: end_line, column: end_column, column_utf16: utf16[1] };
    Ok((path, Region { start, end }))
}

type Offsets = HashMap<(u32, u32), u32>;

struct Reader<'s> {
    /// By path and state.
    files: HashMap<(String, bool), (FileId, Offsets)>,
    /// The rules that were met so far, by id, with what was said of them.
    rules: HashMap<String, (Option<String>, Arc<Rule>)>,
    sources: &'s Sources,
}

impl Reader<'_> {
    fn part(&mut self, record: &Record) -> Result<Part, Damaged> {
        let rules: Vec<Arc<Rule>> = record.rules.iter().map(|rule| self.rule(rule)).collect::<Result<_, _>>()?;
        let Some(applied) = rules.get(..record.applied) else { return damaged("it counts more rules than it lists") };
        let calls: Vec<Arc<[Span]>> = record
            .calls
            .iter()
            .map(|chain| chain.iter().map(|place| self.span(record, place)).collect())
            .collect::<Result<_, _>>()?;
        let cx = Cx { record, rules: &rules, calls: &calls };
        let findings = |list: &[RecordedFinding]| -> Result<Vec<Finding>, Damaged> {
            list.iter().map(|finding| self.finding(&cx, finding)).collect()
        };
        let root = |root: &super::Root| PartRoot {
            position: root.position,
            dir: root.dir.as_str().into(),
            environment: text(root.environment.as_ref()),
        };
        Ok(Part {
            shard: Some(Shard { index: record.index, count: record.count }),
            digests: Digests { options: record.options.clone(), input: record.input.clone() },
            findings: findings(&record.findings)?,
            problems: findings(&record.problems)?,
            unused: findings(&record.unused)?,
            rules: applied.to_vec(),
            roots: record.roots.iter().map(root).collect(),
            all_roots: record.all_roots,
            plans: record.plans.iter().map(plan).collect::<Result<_, _>>()?,
            diagnostics: record
                .diagnostics
                .iter()
                .map(|diagnostic| self.diagnostic(record, diagnostic))
                .collect::<Result<_, _>>()?,
            budgets: record.budgets.iter().map(|budget| self.budget(&cx, budget)).collect::<Result<_, _>>()?,
            thresholds: thresholds(record)?,
            resources: record.resources,
            files: record.files,
            baseline: record.baseline.clone().map(Arc::new),
            before: record.before.as_ref().map(|before| self.before(&cx, before)).transpose()?,
            directories: record.directories.iter().map(|dir| Arc::from(dir.as_str())).collect(),
        })
    }

    fn rule(&mut self, recorded: &RuleText) -> Result<Arc<Rule>, Damaged> {
        if let Some((known, rule)) = self.rules.get(&recorded.id) {
            if *known == recorded.text {
                return Ok(Arc::clone(rule));
            }
            return damaged(format!("the rule `{}` has two texts", recorded.id));
        }
        let rule = match &recorded.text {
            None => bundled::index().iter().find(|rule| *rule.id == recorded.id).and_then(bundled::BundledRule::parse),
            Some(text) => {
                let path = recorded.path.as_deref().unwrap_or_default();
                let file = self.sources.add(SourceFile::new(path, text.as_str()));
                let (parsed, _) = syntax::parse(text, file, FileFormat::Hcl);
                load::rules(&parsed.body, Source::Custom, &mut Vec::new()).into_iter().next()
            }
        };
        let Some(rule) = rule.filter(|rule| *rule.id == recorded.id) else {
            return damaged(format!("there is no rule `{}` in it", recorded.id));
        };
        let rule = Arc::new(rule);
        self.rules.insert(recorded.id.clone(), (recorded.text.clone(), Arc::clone(&rule)));
        Ok(rule)
    }

    fn location(&self, record: &Record, place: &Place) -> Result<Location, Damaged> {
        let (path, region) = known_region(record, place)?;
        if !path.has_text {
            return Ok(Location::File { path: path.path.as_str().into(), region });
        }
        let offset = |at: Position| {
            let (id, offsets) = self.files.get(&(path.path.clone(), path.is_earlier))?;
            Some((*id, *offsets.get(&(at.line, at.column))?))
        };
        match (offset(region.start), offset(region.end)) {
            (Some((file, start)), Some((_, end))) if start <= end => Ok(Location::Source(Span { file, start, end })),
            _ => damaged("a place ends before it begins"),
        }
    }

    fn span(&self, record: &Record, place: &Place) -> Result<Span, Damaged> {
        match self.location(record, place)? {
            Location::Source(span) => Ok(span),
            Location::File { .. } => Ok(Span::NONE),
        }
    }

    fn steps(&self, record: &Record, notes: &[Note]) -> Result<Vec<Step>, Damaged> {
        let step = |note: &Note| Ok(Step { location: self.location(record, &note.at)?, note: note.note.clone() });
        notes.iter().map(step).collect()
    }

    fn finding(&self, cx: &Cx<'_>, recorded: &RecordedFinding) -> Result<Finding, Damaged> {
        let record = cx.record;
        let Some(rule) = cx.rules.get(recorded.rule) else { return damaged("a finding has a rule that is not listed") };
        if recorded.roots.len() > recorded.instances.len() || recorded.instances.is_empty() {
            return damaged("a finding has no instance, or more roots than instances");
        }
        let calls = recorded.calls.iter().map(|call| cx.calls.get(*call).cloned()).collect::<Option<Vec<_>>>();
        let Some(call_sites) = calls else { return damaged("a finding came through a call that is not listed") };
        let fix = recorded.fix.as_ref().map(|fix| {
            let edit =
                |edit: &super::RecordedEdit| Ok(Edit { span: self.span(record, &edit.at)?, text: edit.text.clone() });
            let edits = fix.edits.iter().map(edit).collect::<Result<_, Damaged>>()?;
            Ok(Fix { description: fix.description.clone(), edits, safe: fix.safe })
        });
        Ok(Finding {
            rule: Arc::clone(rule),
            severity: word(&recorded.severity)?,
            category: rule.category,
            verdict: verdict(&recorded.verdict)?,
            message: recorded.message.clone(),
            location: self.location(record, &recorded.at)?,
            instances: texts(&recorded.instances),
            subject: None,
            call_sites,
            attribute: recorded.attribute.as_str().into(),
            trace: self.steps(record, &recorded.trace)?,
            related: self.steps(record, &recorded.related)?,
            // What was written down is told as it is.
            origins: recorded.reasons.iter().map(|reason| Origin::File(reason.text.as_str().into())).collect(),
            root: recorded.root.as_str().into(),
            module_dir: recorded.directory.as_str().into(),
            address_template: recorded.template.as_str().into(),
            environment: text(recorded.environment.as_ref()),
            fix: fix.transpose()?,
            suppression: recorded.suppression.as_ref().map(|one| self.suppression(record, one)).transpose()?,
            fingerprint: "".into(),
            instance_fingerprints: Vec::new(),
            baseline_state: None,
            action: text(recorded.action.as_ref()),
            seen: Seen {
                instances: recorded.roots.clone(),
                related: recorded.related.iter().map(|note| note.root).collect(),
                origins: recorded.reasons.iter().map(|reason| reason.root).collect(),
            },
        })
    }

    fn budget(&self, cx: &Cx<'_>, recorded: &RecordedBudget) -> Result<BudgetPart, Damaged> {
        let limit = |text: &Option<String>| text.as_deref().map(amount).transpose();
        let candidate = |one: &Option<RecordedCandidate>| one.as_ref().map(|one| self.candidate(cx, one)).transpose();
        Ok(BudgetPart {
            what: recorded.what.clone(),
            monthly: limit(&recorded.monthly)?,
            increase: limit(&recorded.increase)?,
            increase_percent: limit(&recorded.increase_percent)?,
            before: amount(&recorded.before)?,
            after: amount(&recorded.after)?,
            has_before: recorded.has_before,
            unknown: texts(&recorded.unknown),
            largest: candidate(&recorded.largest)?,
            most_added: candidate(&recorded.most_added)?,
        })
    }

    fn candidate(&self, cx: &Cx<'_>, recorded: &RecordedCandidate) -> Result<Candidate, Damaged> {
        let verdict = |one: &RecordedVerdict| {
            let Some(rule) = cx.rules.get(one.rule) else { return damaged("a budget has a rule that is not listed") };
            let uses = one.uses.iter().map(|i| match cx.record.unused.get(*i) {
                Some(unused) => Ok(comment(&self.finding(cx, unused)?)),
                None => damaged("a budget uses a suppression that is not listed"),
            });
            Ok(CandidateVerdict {
                rule: Arc::clone(rule),
                finding: one.finding.as_ref().map(|finding| self.finding(cx, finding)).transpose()?,
                uses: uses.collect::<Result<_, _>>()?,
            })
        };
        let place =
            (recorded.root.as_str().into(), text(recorded.environment.as_ref()), recorded.address.as_str().into());
        Ok(Candidate::known(
            amount(&recorded.weight)?,
            place,
            [verdict(&recorded.total)?, verdict(&recorded.increase)?],
        ))
    }

    fn before(&self, cx: &Cx<'_>, recorded: &RecordedBefore) -> Result<Before, Damaged> {
        let mut findings = Vec::new();
        let mut remembered = Remembered::default();
        for earlier in &recorded.findings {
            let finding = Finding {
                fingerprint: earlier.fingerprint.as_str().into(),
                instance_fingerprints: texts(&earlier.instance_fingerprints),
                ..self.finding(cx, &earlier.finding)?
            };
            if let Location::Source(span) = finding.location {
                remembered.followed.extend(earlier.followed.map(|line| (span, line)));
                remembered.alike.extend(earlier.alike.map(|first| (span, first)));
            }
            findings.push(finding);
        }
        for (place, first) in &recorded.alike {
            remembered.alike.insert(self.span(cx.record, place)?, *first);
        }
        Ok(Before { findings, remembered: Some(remembered) })
    }

    fn suppression(&self, record: &Record, recorded: &RecordedSuppression) -> Result<Suppression, Damaged> {
        let kind = match recorded.kind.as_str() {
            "comment" => SuppressionKind::Comment,
            "exception" => SuppressionKind::Exception,
            "baseline" => SuppressionKind::Baseline,
            other => return damaged(format!("`{other}` silences nothing")),
        };
        Ok(Suppression {
            kind,
            reason: recorded.reason.clone(),
            until: recorded.until.clone(),
            owner: recorded.owner.clone(),
            location: recorded.at.as_ref().map(|place| self.location(record, place)).transpose()?,
        })
    }

    fn diagnostic(&self, record: &Record, recorded: &RecordedDiagnostic) -> Result<Diagnostic, Damaged> {
        let Some(code) = Code::ALL.iter().find(|code| code.as_str() == recorded.code) else {
            return damaged(format!("there is no diagnostic `{}`", recorded.code));
        };
        let severities = [diag::Severity::Error, diag::Severity::Warning, diag::Severity::Note];
        let Some(severity) = severities.into_iter().find(|severity| severity.as_str() == recorded.severity) else {
            return damaged(format!("`{}` is no severity", recorded.severity));
        };
        let span = recorded.at.as_ref().map(|place| self.span(record, place)).transpose()?;
        Ok(Diagnostic {
            path: text(recorded.path.as_ref()),
            note: recorded.note.clone(),
            help: recorded.help.clone(),
            ..Diagnostic::new(*code, severity, span.unwrap_or(Span::NONE), recorded.message.as_str())
        })
    }
}

/// What a finding names by position.
struct Cx<'r> {
    record: &'r Record,
    rules: &'r [Arc<Rule>],
    calls: &'r [Arc<[Span]>],
}

fn text(text: Option<&String>) -> Option<Arc<str>> {
    text.map(|text| Arc::from(text.as_str()))
}

fn texts(texts: &[String]) -> Vec<Arc<str>> {
    texts.iter().map(|text| Arc::from(text.as_str())).collect()
}

fn word<T: std::str::FromStr>(word: &str) -> Result<T, Damaged> {
    word.parse().or_else(|_| damaged(format!("`{word}` is not a word that it may hold here")))
}

/// Digits that an amount may have: far more than any price.
const MAX_DIGITS: usize = 200;

fn amount(text: &str) -> Result<Decimal, Damaged> {
    let amount = Decimal::parse(text).filter(|_| text.len() <= MAX_DIGITS);
    amount.map_or_else(|| damaged("an amount is no number"), Ok)
}

fn verdict(text: &str) -> Result<Verdict, Damaged> {
    let all = [Verdict::Fail, Verdict::Unknown];
    all.into_iter()
        .find(|verdict| verdict.as_str() == text)
        .map_or_else(|| damaged(format!("`{text}` is no verdict")), Ok)
}

fn action(text: &str) -> Result<Action, Damaged> {
    let found = Action::ALL.into_iter().find(|action| action.as_str() == text);
    found.map_or_else(|| damaged(format!("`{text}` is no action")), Ok)
}

fn thresholds(record: &Record) -> Result<Thresholds, Damaged> {
    let read = record.thresholds.iter().map(|one| {
        let threshold = Threshold { fail_on: word(&one.fail_on)?, unknown: word(&one.unknown)? };
        Ok(((Arc::from(one.path.as_str()), text(one.environment.as_ref())), threshold))
    });
    read.collect()
}

/// Instances of one kind that a plan may count: far more than any holds, and few enough to be added up.
const MAX_COUNT: usize = 1 << 30;

fn plan(recorded: &RecordedPlan) -> Result<(u32, Overview), Damaged> {
    let types = recorded.by_type.iter().map(|(.., count)| count);
    let modules = recorded.by_module.iter().map(|(.., count)| count);
    let mut counts = recorded.by_action.iter().map(|(_, count)| count).chain(types).chain(modules);
    if counts.any(|count| *count > MAX_COUNT) || recorded.drifted > MAX_COUNT {
        return damaged("a plan counts more than there can be");
    }
    let mut summary = summary::Summary::default();
    for (name, count) in &recorded.by_action {
        summary.counts.by_action.insert(action(name)?, *count);
    }
    for (name, kind, count) in &recorded.by_type {
        summary.by_type.entry(action(name)?).or_default().insert(kind.as_str().into(), *count);
    }
    for (module, name, count) in &recorded.by_module {
        let counts: &mut Counts = summary.by_module.entry(module.as_str().into()).or_default();
        counts.by_action.insert(action(name)?, *count);
    }
    for (name, address, because) in &recorded.losses {
        let loss = Loss { action: action(name)?, address: address.as_str().into(), because: because.clone() };
        summary.losses.push(loss);
    }
    let overview = Overview {
        path: recorded.path.as_str().into(),
        root: recorded.root.as_str().into(),
        environment: text(recorded.environment.as_ref()),
        summary,
        drifted: recorded.drifted,
        errored: recorded.errored,
    };
    Ok((recorded.position, overview))
}
