//! From a part to its record.

use std::collections::HashMap;
use std::sync::Arc;

use super::{
    CostLine, Earlier, FORM, Note, Path, Place, Reason, Record, RecordedBefore, RecordedBudget, RecordedCandidate,
    RecordedDiagnostic, RecordedEdit, RecordedFinding, RecordedFix, RecordedPlan, RecordedSuppression,
    RecordedThreshold, RecordedVerdict, Root, RuleText,
};
use crate::check::Shard;
use crate::check::base::Before;
use crate::check::budget::{BudgetPart, Candidate};
use crate::check::cost::RootCost;
use crate::check::part::{Part, comment};
use crate::cost::decimal::Decimal;
use crate::diag::Diagnostic;
use crate::plan::summary::Overview;
use crate::policy::align::Remembered;
use crate::policy::fingerprint::hash;
use crate::report::place::web_address;
use crate::report::{Options, Report, cost, json};
use crate::rules::finding::{Finding, Location, Step};
use crate::rules::rule::Rule;
use crate::span::{FileId, Position, Region, Sources, Span};
use crate::syntax;
use crate::syntax::ast::FileFormat;

impl Record {
    /// The record of the part that a report is about; none where the report is of the whole.
    pub fn of(report: &Report<'_>, options: &Options) -> Option<Self> {
        let part = report.part?;
        let shard = part.shard?;
        let mut writer = Writer::new(report.sources);
        for rule in &part.rules {
            writer.rule(rule);
        }
        let applied = writer.rules.len();
        let findings = part.findings.iter().map(|finding| writer.finding(finding)).collect();
        let problems = part.problems.iter().map(|finding| writer.finding(finding)).collect();
        let unused = part.unused.iter().map(|finding| writer.finding(finding)).collect();
        let budgets = part.budgets.iter().map(|budget| writer.budget(budget, part)).collect();
        let before = part.before.as_ref().map(|before| writer.before(before, part, shard));
        let diagnostics = report.diagnostics.iter().map(|diagnostic| writer.diagnostic(diagnostic)).collect();
        let run = &report.run;
        Some(Self {
            form: FORM,
            index: shard.index,
            count: shard.count,
            options: part.digests.options.clone(),
            input: part.digests.input.clone(),
            repository: run.repository.clone(),
            remote: run.remote.as_deref().and_then(web_address),
            revision: run.revision.clone(),
            committed: run.committed.clone(),
            branch: run.branch.clone(),
            category: run.category.clone(),
            show_suppressed: options.show_suppressed,
            files: part.files,
            resources: part.resources,
            all_roots: part.all_roots,
            roots: roots(part),
            before,
            budgets,
            costs: costs(report),
            applied,
            findings,
            problems,
            unused,
            thresholds: thresholds(part),
            plans: part.plans.iter().map(|(position, plan)| recorded_plan(*position, plan)).collect(),
            diagnostics,
            baseline: part.baseline.as_deref().cloned(),
            directories: part.directories.iter().map(ToString::to_string).collect(),
            paths: writer.paths,
            rules: writer.rules,
            calls: writer.calls,
        })
    }
}

fn costs(report: &Report<'_>) -> Vec<CostLine> {
    let line = |root: &RootCost| {
        let environment = root.environment.as_deref().map(str::to_owned);
        Some(CostLine { root: root.dir.to_string(), environment, text: cost::line(root)? })
    };
    report.costs.iter().filter_map(line).collect()
}

fn roots(part: &Part) -> Vec<Root> {
    let root = |root: &crate::check::part::PartRoot| Root {
        position: root.position,
        dir: root.dir.to_string(),
        environment: root.environment.as_deref().map(str::to_owned),
    };
    part.roots.iter().map(root).collect()
}

fn thresholds(part: &Part) -> Vec<RecordedThreshold> {
    let recorded = part.thresholds.iter().map(|((path, environment), threshold)| RecordedThreshold {
        path: path.to_string(),
        environment: environment.as_deref().map(str::to_owned),
        fail_on: threshold.fail_on.as_str().to_owned(),
        unknown: threshold.unknown.as_str().to_owned(),
    });
    recorded.collect()
}

fn recorded_plan(position: u32, plan: &Overview) -> RecordedPlan {
    let summary = &plan.summary;
    let types = summary.by_type.iter().flat_map(|(action, types)| types.iter().map(move |one| (action, one)));
    let modules =
        summary.by_module.iter().flat_map(|(module, counts)| counts.by_action.iter().map(move |one| (module, one)));
    let losses = summary.losses.iter();
    RecordedPlan {
        position,
        path: plan.path.to_string(),
        root: plan.root.to_string(),
        environment: plan.environment.as_deref().map(str::to_owned),
        by_action: summary.counts.by_action.iter().map(|(action, n)| (action.as_str().to_owned(), *n)).collect(),
        by_type: types.map(|(action, (kind, n))| (action.as_str().to_owned(), kind.to_string(), *n)).collect(),
        by_module: modules.map(|(module, (action, n))| (module.to_string(), action.as_str().to_owned(), *n)).collect(),
        losses: losses
            .map(|loss| (loss.action.as_str().to_owned(), loss.address.to_string(), loss.because.clone()))
            .collect(),
        drifted: plan.drifted,
        errored: plan.errored,
    }
}

/// Collects what findings name by position.
struct Writer<'s> {
    sources: &'s Sources,
    paths: Vec<Path>,
    by_path: HashMap<(Arc<str>, bool, bool), u32>,
    /// Whether places of the earlier state are written.
    is_earlier: bool,
    rules: Vec<RuleText>,
    by_rule: HashMap<Arc<str>, usize>,
    calls: Vec<Vec<Place>>,
    by_calls: HashMap<Arc<[Span]>, usize>,
}

impl<'s> Writer<'s> {
    fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            paths: Vec::new(),
            by_path: HashMap::new(),
            is_earlier: false,
            rules: Vec::new(),
            by_rule: HashMap::new(),
            calls: Vec::new(),
            by_calls: HashMap::new(),
        }
    }

    fn path(&mut self, path: &Arc<str>, has_text: bool) -> u32 {
        let (paths, is_earlier) = (&mut self.paths, self.is_earlier);
        *self.by_path.entry((Arc::clone(path), has_text, is_earlier)).or_insert_with(|| {
            paths.push(Path { path: path.to_string(), is_earlier, has_text });
            u32::try_from(paths.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn region(&mut self, path: &Arc<str>, has_text: bool, region: Region) -> Place {
        let Region { start, end } = region;
        let mut numbers = vec![self.path(path, has_text), start.line, start.column, end.line, end.column];
        if (start.column, end.column) != (start.column_utf16, end.column_utf16) {
            numbers.extend([start.column_utf16, end.column_utf16]);
        }
        Place(numbers)
    }

    fn span(&mut self, span: Span) -> Place {
        let (path, has_text) = (self.sources.path(span.file), self.sources.get(span.file).is_some());
        self.region(&path, has_text, self.sources.region(span))
    }

    fn place(&mut self, location: &Location) -> Place {
        match location {
            Location::Source(span) => self.span(*span),
            Location::File { path, region } => self.region(path, false, *region),
        }
    }

    /// The first line of a module call.
    fn call(&mut self, site: Span) -> Place {
        let Some(file) = self.sources.get(site.file) else { return self.span(site) };
        let start = file.position(site.start);
        let line = file.line(start.line).trim_end();
        let line = if start.line == 1 { line.trim_start_matches('\u{feff}') } else { line };
        let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        let end = Position {
            line: start.line,
            column: count(line.chars().count()).max(start.column),
            column_utf16: count(line.chars().map(char::len_utf16).sum()).max(start.column_utf16),
        };
        self.region(&file.path, true, Region { start, end })
    }

    fn calls(&mut self, sites: &Arc<[Span]>) -> usize {
        if let Some(known) = self.by_calls.get(sites) {
            return *known;
        }
        let places = sites.iter().map(|site| self.call(*site)).collect();
        self.calls.push(places);
        self.by_calls.insert(Arc::clone(sites), self.calls.len() - 1);
        self.calls.len() - 1
    }

    fn rule(&mut self, rule: &Rule) -> usize {
        if let Some(known) = self.by_rule.get(&rule.id) {
            return *known;
        }
        let own = (!rule.bundled).then(|| text_of(rule, self.sources)).flatten();
        let (path, text) = own.unzip();
        self.rules.push(RuleText { id: rule.id.to_string(), path, text });
        self.by_rule.insert(Arc::clone(&rule.id), self.rules.len() - 1);
        self.rules.len() - 1
    }

    fn steps(&mut self, steps: &[Step], roots: &[u32]) -> Vec<Note> {
        let roots = roots.iter().copied().chain(std::iter::repeat(0));
        let note = |(step, root): (&Step, u32)| Note { at: self.place(&step.location), note: step.note.clone(), root };
        steps.iter().zip(roots).map(note).collect()
    }

    fn finding(&mut self, finding: &Finding) -> RecordedFinding {
        let text = |text: &Option<Arc<str>>| text.as_deref().map(str::to_owned);
        let reasons = finding.origins.iter().zip(finding.seen.origins.iter().copied().chain(std::iter::repeat(0)));
        let is_called = finding.call_sites.iter().any(|sites| !sites.is_empty());
        let sites = if is_called { &finding.call_sites[..] } else { &[] };
        RecordedFinding {
            rule: self.rule(&finding.rule),
            severity: finding.severity.to_string(),
            verdict: finding.verdict.as_str().to_owned(),
            message: finding.message.clone(),
            at: self.place(&finding.location),
            instances: finding.instances.iter().map(ToString::to_string).collect(),
            roots: finding.seen.instances.clone(),
            calls: sites.iter().map(|sites| self.calls(sites)).collect(),
            attribute: finding.attribute.to_string(),
            trace: self.steps(&finding.trace, &[]),
            related: self.steps(&finding.related, &finding.seen.related),
            reasons: reasons.map(|(origin, root)| Reason { text: origin.to_string(), root }).collect(),
            root: finding.root.to_string(),
            directory: finding.module_dir.to_string(),
            template: finding.address_template.to_string(),
            environment: text(&finding.environment),
            action: text(&finding.action),
            fix: finding.fix.as_ref().map(|fix| RecordedFix {
                description: fix.description.clone(),
                safe: fix.safe,
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| RecordedEdit { at: self.span(edit.span), text: edit.text.clone() })
                    .collect(),
            }),
            suppression: finding.suppression.as_ref().map(|suppression| RecordedSuppression {
                kind: json::suppression_kind(suppression.kind).to_owned(),
                reason: suppression.reason.clone(),
                until: suppression.until.clone(),
                owner: suppression.owner.clone(),
                at: suppression.location.as_ref().map(|location| self.place(location)),
            }),
        }
    }

    fn budget(&mut self, budget: &BudgetPart, part: &Part) -> RecordedBudget {
        let amount = |amount: &Option<Decimal>| amount.as_ref().map(ToString::to_string);
        RecordedBudget {
            what: budget.what.clone(),
            monthly: amount(&budget.monthly),
            increase: amount(&budget.increase),
            increase_percent: amount(&budget.increase_percent),
            before: budget.before.to_string(),
            after: budget.after.to_string(),
            has_before: budget.has_before,
            unknown: budget.unknown.iter().map(ToString::to_string).collect(),
            largest: budget.largest.as_ref().map(|candidate| self.candidate(candidate, part)),
            most_added: budget.most_added.as_ref().map(|candidate| self.candidate(candidate, part)),
        }
    }

    fn candidate(&mut self, candidate: &Candidate, part: &Part) -> RecordedCandidate {
        let (root, environment, address) = &candidate.place;
        let [total, increase] = candidate.verdicts.each_ref().map(|verdict| RecordedVerdict {
            rule: self.rule(&verdict.rule),
            finding: verdict.finding.as_ref().map(|finding| self.finding(finding)),
            uses: (0..)
                .zip(&part.unused)
                .filter(|(_, finding)| verdict.uses.contains(&comment(finding)))
                .map(|(i, _)| i)
                .collect(),
        });
        RecordedCandidate {
            weight: candidate.weight.to_string(),
            root: root.to_string(),
            environment: environment.as_deref().map(str::to_owned),
            address: address.to_string(),
            total,
            increase,
        }
    }

    /// The share of a shard in what the earlier state shows.
    fn before(&mut self, before: &Before, part: &Part, shard: Shard) -> RecordedBefore {
        let unremembered = Remembered::default();
        let remembered = before.remembered.as_ref().unwrap_or(&unremembered);
        let span = |finding: &Finding| match finding.location {
            Location::Source(span) => Some(span),
            Location::File { .. } => None,
        };
        let alike = |finding: &Finding| remembered.alike.get(&span(finding)?).copied();
        let mut places: Vec<(Place, usize)> =
            part.all().filter_map(|finding| Some((self.place(&finding.location), alike(finding)?))).collect();
        places.sort();
        places.dedup();
        self.is_earlier = true;
        let own = before.findings.iter().skip(shard.index - 1).step_by(shard.count);
        let findings = own.map(|finding| Earlier {
            finding: self.finding(finding),
            fingerprint: finding.fingerprint.to_string(),
            instance_fingerprints: finding.instance_fingerprints.iter().map(ToString::to_string).collect(),
            followed: span(finding).and_then(|span| remembered.followed.get(&span).copied()),
            alike: alike(finding),
        });
        let findings = findings.collect();
        self.is_earlier = false;
        let identities: Vec<&str> = before.findings.iter().map(|finding| &*finding.fingerprint).collect();
        let digest = hash(&identities).to_string();
        RecordedBefore { count: before.findings.len(), digest, findings, alike: places }
    }

    fn diagnostic(&mut self, diagnostic: &Diagnostic) -> RecordedDiagnostic {
        RecordedDiagnostic {
            code: diagnostic.code.to_string(),
            severity: diagnostic.severity.as_str().to_owned(),
            message: diagnostic.message.clone(),
            at: (!diagnostic.span.is_none()).then(|| self.span(diagnostic.span)),
            path: diagnostic.path.as_deref().map(str::to_owned),
            note: diagnostic.note.clone(),
            help: diagnostic.help.clone(),
        }
    }
}

/// Path and text of the user's own rule.
fn text_of(rule: &Rule, sources: &Sources) -> Option<(String, String)> {
    let file = sources.get(rule.span.file)?;
    let (parsed, _) = syntax::parse(&file.text, FileId::NONE, FileFormat::Hcl);
    let block = parsed.body.blocks.iter().find(|block| block.header.start == rule.span.start)?;
    Some((file.path.to_string(), file.slice(block.span).to_owned()))
}
