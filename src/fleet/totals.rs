//! What rows add up to. Memory grows with repositories and names, never with findings, and names are limited.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Problem;
use super::row::{Row, State};
use crate::rules::finding::Verdict;
use crate::rules::rule::Severity;

/// Rules and owners that are told apart; reports may name as many as they like.
const MAX_NAMES: usize = 10_000;
/// What counts for all others.
const OTHERS: &str = "(others)";
/// Problems that are kept; the others are counted.
const MAX_PROBLEMS: usize = 10_000;

/// What reports come to. Counts are of the last state of each repository.
#[derive(Clone, Debug, Default)]
pub struct Fleet {
    /// Reports that were read, of all states.
    pub reports: usize,
    /// Rows of all states.
    pub rows: u64,
    /// Findings that a second report of the same state showed again.
    pub repeated: u64,
    pub counts: Counts,
    /// The worst first.
    pub repositories: Vec<RepositoryTotals>,
    /// The worst first.
    pub rules: Vec<RuleTotals>,
    /// Of findings that tell one: the most first.
    pub owners: Vec<OwnerTotals>,
    /// Day by day; empty unless some repository has states of several days.
    pub trend: Vec<Point>,
    /// Repositories whose reports tell no date; they are not in the trend.
    pub undated: usize,
    pub problems: Vec<Problem>,
    /// All of them that are errors.
    pub unreadable: usize,
    /// Files in directories that are no reports.
    pub skipped: usize,
}

/// Findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Failures, in the order of [`Severity::ALL`].
    pub by_severity: [u64; 5],
    /// Failures that are new against a base or baseline.
    pub new: u64,
    pub unknown: u64,
    pub suppressed: u64,
}

impl Counts {
    pub fn fail(&self) -> u64 {
        self.by_severity.iter().sum()
    }

    pub fn of(&self, severity: Severity) -> u64 {
        self.severities().find_map(|(own, count)| (own == severity).then_some(count)).unwrap_or(0)
    }

    /// Every severity, the worst first.
    pub fn severities(&self) -> impl Iterator<Item = (Severity, u64)> + use<> {
        Severity::ALL.into_iter().zip(self.by_severity)
    }

    fn count(&mut self, row: &Row) {
        match (row.state, row.verdict) {
            (Some(State::Suppressed), _) => self.suppressed += 1,
            (_, Verdict::Unknown) => self.unknown += 1,
            (state, Verdict::Fail) => {
                let severities = Severity::ALL.into_iter().zip(&mut self.by_severity);
                for (_, count) in severities.filter(|(severity, _)| *severity == row.severity) {
                    *count += 1;
                }
                self.new += u64::from(state == Some(State::New));
            }
        }
    }

    fn add(&mut self, other: &Self) {
        for (count, more) in self.by_severity.iter_mut().zip(other.by_severity) {
            *count += more;
        }
        self.new += other.new;
        self.unknown += other.unknown;
        self.suppressed += other.suppressed;
    }
}

/// The last state of a repository.
#[derive(Clone, Debug)]
pub struct RepositoryTotals {
    pub repository: Arc<str>,
    /// Reports of all its states.
    pub reports: usize,
    /// Of the last state; none where its reports are of several commits.
    pub commit: Option<Arc<str>>,
    pub date: Option<Timestamp>,
    pub counts: Counts,
    /// Failures of the state before.
    pub before: Option<u64>,
}

#[derive(Clone, Debug)]
pub struct RuleTotals {
    pub rule: String,
    pub category: String,
    pub counts: Counts,
    /// In which it fails.
    pub repositories: u64,
}

#[derive(Clone, Debug)]
pub struct OwnerTotals {
    pub owner: String,
    pub counts: Counts,
    pub repositories: u64,
}

/// The fleet at the end of a day: each repository as it was last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub day: Date,
    pub repositories: u64,
    /// Failures, in the order of [`Severity::ALL`].
    pub by_severity: [u64; 5],
}

impl Point {
    pub fn fail(&self) -> u64 {
        self.by_severity.iter().sum()
    }
}

/// Adds up states in the order of repository and date.
#[derive(Debug, Default)]
pub(super) struct Sum {
    fleet: Fleet,
    repository: Option<Repository>,
    rules: BTreeMap<String, (String, Counts, u64)>,
    owners: BTreeMap<String, (Counts, u64)>,
    days: BTreeMap<Date, Change>,
    several_days: bool,
}

/// What a day changes in the numbers of the fleet.
#[derive(Clone, Copy, Debug, Default)]
struct Change {
    repositories: u64,
    by_severity: [i128; 5],
}

/// The repository whose states are being added.
#[derive(Debug)]
struct Repository {
    totals: RepositoryTotals,
    first_day: Option<Date>,
    /// Of the state before the present one.
    earlier: [u64; 5],
    /// Of the present state: category and counts.
    rules: BTreeMap<String, (String, Counts)>,
    owners: BTreeMap<String, Counts>,
}

impl Sum {
    pub(super) fn problem(&mut self, problem: Problem) {
        if problem.is_error {
            self.fleet.unreadable += 1;
        } else {
            self.fleet.skipped += 1;
        }
        if self.fleet.problems.len() < MAX_PROBLEMS {
            self.fleet.problems.push(problem);
        }
    }

    /// A report begins; its rows follow.
    pub(super) fn report(&mut self, name: &Arc<str>, commit: Option<&Arc<str>>, date: Option<Timestamp>) {
        self.fleet.reports += 1;
        match &mut self.repository {
            Some(present) if present.totals.repository == *name => {
                present.totals.reports += 1;
                if present.totals.date == date {
                    if present.totals.commit.as_ref() != commit {
                        present.totals.commit = None;
                    }
                    return;
                }
            }
            _ => {
                self.end_repository();
                self.repository = Some(Repository::new(name));
            }
        }
        self.end_state();
        if let Some(present) = &mut self.repository {
            present.begin(commit, date);
        }
    }

    pub(super) fn row(&mut self, row: &Row) {
        self.fleet.rows += 1;
        let Some(present) = &mut self.repository else { return };
        present.totals.counts.count(row);
        let rule = limited(&present.rules, &row.rule);
        let (_, counts) = present.rules.entry(rule).or_insert_with(|| (row.category.clone(), Counts::default()));
        counts.count(row);
        if let Some(owner) = &row.owner {
            present.owners.entry(limited(&present.owners, owner)).or_default().count(row);
        }
    }

    pub(super) fn repeated(&mut self) {
        self.fleet.repeated += 1;
    }

    /// Tells the trend what the state changes.
    fn end_state(&mut self) {
        let Some(present) = &mut self.repository else { return };
        let Some(day) = present.totals.date.map(day) else { return };
        let change = self.days.entry(day).or_default();
        let now = present.totals.counts.by_severity;
        for ((sum, now), earlier) in change.by_severity.iter_mut().zip(now).zip(present.earlier) {
            *sum += i128::from(now) - i128::from(earlier);
        }
        present.earlier = now;
        let first = *present.first_day.get_or_insert_with(|| {
            change.repositories += 1;
            day
        });
        self.several_days |= first != day;
    }

    fn end_repository(&mut self) {
        self.end_state();
        let Some(Repository { totals, rules, owners, .. }) = self.repository.take() else { return };
        self.fleet.counts.add(&totals.counts);
        self.fleet.undated += usize::from(totals.date.is_none());
        self.fleet.repositories.push(totals);
        for (rule, (category, counts)) in rules {
            let rule = limited(&self.rules, &rule);
            let (_, sum, repositories) = self.rules.entry(rule).or_insert_with(|| (category, Counts::default(), 0));
            sum.add(&counts);
            *repositories += u64::from(counts.fail() > 0);
        }
        for (owner, counts) in owners {
            let (sum, repositories) = self.owners.entry(limited(&self.owners, &owner)).or_default();
            sum.add(&counts);
            *repositories += 1;
        }
    }

    pub(super) fn finish(mut self) -> Fleet {
        self.end_repository();
        let Self { mut fleet, rules, owners, days, several_days, .. } = self;
        let rules = rules.into_iter().map(|(rule, (category, counts, repositories))| {
            let category = if rule == OTHERS { String::new() } else { category };
            RuleTotals { rule, category, counts, repositories }
        });
        fleet.rules = rules.collect();
        fleet.rules.sort_by_key(|rule| Reverse((rule.counts.by_severity, rule.counts.unknown)));
        fleet.repositories.sort_by_key(|one| Reverse((one.counts.by_severity, one.counts.unknown)));
        let owners =
            owners.into_iter().map(|(owner, (counts, repositories))| OwnerTotals { owner, counts, repositories });
        fleet.owners = owners.collect();
        fleet.owners.sort_by_key(|owner| Reverse((owner.counts.by_severity, owner.counts.suppressed)));
        fleet.problems.sort_by(|one, other| (&one.report, &one.message).cmp(&(&other.report, &other.message)));
        if several_days {
            fleet.trend = trend(days);
        }
        fleet
    }
}

impl Repository {
    fn new(name: &Arc<str>) -> Self {
        let totals = RepositoryTotals {
            repository: Arc::clone(name),
            reports: 1,
            commit: None,
            date: None,
            counts: Counts::default(),
            before: None,
        };
        Self { totals, first_day: None, earlier: [0; 5], rules: BTreeMap::new(), owners: BTreeMap::new() }
    }

    /// A state begins; what the one before had is forgotten but for its number of failures.
    fn begin(&mut self, commit: Option<&Arc<str>>, date: Option<Timestamp>) {
        if self.totals.date.is_some() {
            self.totals.before = Some(self.totals.counts.fail());
        }
        self.totals.commit = commit.map(Arc::clone);
        self.totals.date = date;
        self.totals.counts = Counts::default();
        self.rules.clear();
        self.owners.clear();
    }
}

/// The name, or that of all others once there are too many.
fn limited<T>(known: &BTreeMap<String, T>, name: &str) -> String {
    let is_full = known.len() >= MAX_NAMES && !known.contains_key(name);
    if is_full { OTHERS.to_owned() } else { name.to_owned() }
}

fn day(time: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(time).date()
}

fn trend(days: BTreeMap<Date, Change>) -> Vec<Point> {
    let mut repositories = 0;
    let mut sums = [0_i128; 5];
    let mut points = Vec::new();
    for (day, change) in days {
        repositories += change.repositories;
        for (sum, more) in sums.iter_mut().zip(change.by_severity) {
            *sum += more;
        }
        let by_severity = sums.map(|sum| u64::try_from(sum).unwrap_or(0));
        points.push(Point { day, repositories, by_severity });
    }
    points
}
