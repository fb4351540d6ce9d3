//! What tests have exercised: branches of rules' conditions, and of a module its resources, the conditions of its own and its
//! conditional expressions.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::config::module::{Condition, Module};
use crate::eval::coverage::{Coverage, Taken};
use crate::rules::rule::Rule;
use crate::span::{Sources, Span};
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::visit;

/// What a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PointKind {
    Resource,
    Conditional,
    Validation,
    Condition,
    When,
    Assert,
}

impl PointKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::Conditional => "conditional",
            Self::Validation => "validation",
            Self::Condition => "condition",
            Self::When => "when",
            Self::Assert => "assert",
        }
    }
}

/// One thing that a test can exercise: a resource, or one outcome of a condition.
#[derive(Clone, Debug)]
pub struct Point {
    pub kind: PointKind,
    pub line: u32,
    /// The outcome; none for a resource.
    pub outcome: Option<bool>,
    /// The text, or the resource's address.
    pub text: String,
    pub count: u32,
}

/// The points of one file, in order.
#[derive(Debug, Default)]
pub struct Report {
    pub files: BTreeMap<Arc<str>, Vec<Point>>,
}

/// Collects what there is to exercise, and what was.
#[derive(Debug, Default)]
pub struct Collector {
    /// Counts of the configurations' conditions, and of the rules'.
    pub config: Arc<Coverage>,
    pub rules: Arc<Coverage>,
}

/// A place that is the same however often its file was read.
type Place = (Arc<str>, u32, u32);

impl Collector {
    /// The report over modules, rules, and instances that tests have evaluated (the headers of their blocks).
    pub fn report(&self, modules: &[Arc<Module>], rules: &[Arc<Rule>], sources: &Sources) -> Report {
        let cx = Cx { sources, taken: by_place(&[&self.config, &self.rules], sources) };
        let mut report = Report::default();
        let mut seen: BTreeSet<Arc<str>> = BTreeSet::new();
        for module in modules.iter().filter(|module| seen.insert(Arc::clone(&module.dir))) {
            cx.module(module, &mut report);
        }
        for rule in rules {
            cx.rule(rule, &mut report);
        }
        for points in report.files.values_mut() {
            points.sort_by(|a, b| (a.line, a.kind, &a.text, a.outcome).cmp(&(b.line, b.kind, &b.text, b.outcome)));
        }
        report
    }
}

fn by_place(all: &[&Arc<Coverage>], sources: &Sources) -> BTreeMap<Place, Taken> {
    let mut taken: BTreeMap<Place, Taken> = BTreeMap::new();
    for (span, counts) in all.iter().flat_map(|coverage| coverage.places()) {
        let entry = taken.entry(place(span, sources)).or_default();
        entry.yes = entry.yes.saturating_add(counts.yes);
        entry.no = entry.no.saturating_add(counts.no);
        entry.unknown = entry.unknown.saturating_add(counts.unknown);
    }
    taken
}

fn place(span: Span, sources: &Sources) -> Place {
    (sources.path(span.file), span.start, span.end)
}

struct Cx<'c> {
    sources: &'c Sources,
    taken: BTreeMap<Place, Taken>,
}

impl Cx<'_> {
    fn taken(&self, span: Span) -> Taken {
        self.taken.get(&place(span, self.sources)).copied().unwrap_or_default()
    }

    fn text(&self, span: Span) -> String {
        let text = self.sources.get(span.file).map(|file| file.slice(span).to_owned()).unwrap_or_default();
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        line.chars().take(80).collect()
    }

    fn add(&self, span: Span, point: Point, report: &mut Report) {
        report.files.entry(self.sources.path(span.file)).or_default().push(point);
    }

    /// Both outcomes of a condition.
    fn condition(&self, kind: PointKind, span: Span, report: &mut Report) {
        let taken = self.taken(span);
        for (outcome, count) in [(true, taken.yes), (false, taken.no)] {
            let line = self.sources.region(span).start.line;
            let point = Point { kind, line, outcome: Some(outcome), text: self.text(span), count };
            self.add(span, point, report);
        }
    }

    fn conditionals(&self, expr: &Expr, report: &mut Report) {
        visit::expression(expr, &mut |expr| {
            if matches!(expr.kind, ExprKind::Conditional(_)) {
                self.condition(PointKind::Conditional, expr.span, report);
            }
        });
    }

    fn module(&self, module: &Module, report: &mut Report) {
        let conditions = |kind: PointKind, all: &[Condition], report: &mut Report| {
            for condition in all {
                self.condition(kind, condition.condition.span, report);
            }
        };
        for variable in module.variables.values() {
            conditions(PointKind::Validation, &variable.validations, report);
        }
        for resource in module.all_resources() {
            let span = resource.block.header;
            let taken = self.taken(span);
            let line = self.sources.region(span).start.line;
            let text = resource.key.to_string();
            let point = Point { kind: PointKind::Resource, line, outcome: None, text, count: taken.yes };
            self.add(span, point, report);
            conditions(PointKind::Condition, &resource.preconditions, report);
            conditions(PointKind::Condition, &resource.postconditions, report);
        }
        for output in module.outputs.values() {
            conditions(PointKind::Condition, &output.preconditions, report);
        }
        for check in &module.checks {
            conditions(PointKind::Condition, &check.asserts, report);
        }
        for file in &module.files {
            visit::expressions(&file.body, &mut |expr| {
                if matches!(expr.kind, ExprKind::Conditional(_)) {
                    self.condition(PointKind::Conditional, expr.span, report);
                }
            });
        }
    }

    fn rule(&self, rule: &Rule, report: &mut Report) {
        for (kind, expr) in [(PointKind::When, &rule.when), (PointKind::Assert, &rule.assert)] {
            let Some(expr) = expr else { continue };
            self.condition(kind, expr.span, report);
            self.conditionals(expr, report);
        }
    }
}

impl Report {
    fn points(&self) -> impl Iterator<Item = &Point> {
        self.files.values().flatten()
    }

    /// Exercised and all points.
    pub fn totals(&self) -> (usize, usize) {
        (self.points().filter(|point| point.count > 0).count(), self.points().count())
    }

    /// In percent; nothing to exercise is everything.
    pub fn percent(&self) -> f64 {
        percent(self.totals())
    }

    /// The table for people: files with what was not exercised.
    pub fn human(&self) -> String {
        let mut text = String::from("coverage\n");
        for (path, points) in &self.files {
            let covered = points.iter().filter(|point| point.count > 0).count();
            let _ =
                writeln!(text, "  {:>5.1}%  {path} ({covered} of {})", percent((covered, points.len())), points.len());
            for point in points.iter().filter(|point| point.count == 0) {
                let outcome = match point.outcome {
                    None => "never made",
                    Some(true) => "never true",
                    Some(false) => "never false",
                };
                let _ = writeln!(text, "          {}: {} {outcome}: {}", point.line, point.kind.as_str(), point.text);
            }
        }
        let (covered, all) = self.totals();
        let _ = writeln!(text, "  {:>5.1}%  in all ({covered} of {all})", self.percent());
        text
    }

    pub fn json(&self) -> Json {
        let files: serde_json::Map<String, Json> = self
            .files
            .iter()
            .map(|(path, points)| {
                let points: Vec<Json> = points
                    .iter()
                    .map(|point| {
                        json!({
                            "line": point.line,
                            "kind": point.kind.as_str(),
                            "outcome": point.outcome,
                            "text": point.text,
                            "count": point.count,
                        })
                    })
                    .collect();
                (path.to_string(), json!({ "points": points }))
            })
            .collect();
        let (covered, all) = self.totals();
        json!({ "files": files, "covered": covered, "points": all, "percent": self.percent() })
    }

    /// The tracefile format of `lcov`: a line for each place, a branch for each outcome.
    pub fn lcov(&self) -> String {
        let mut text = String::new();
        for (path, points) in &self.files {
            let _ = writeln!(text, "TN:tollgate\nSF:{path}");
            let mut lines: BTreeMap<u32, u32> = BTreeMap::new();
            let mut blocks: BTreeMap<(u32, PointKind, &str), usize> = BTreeMap::new();
            let (mut found, mut hit) = (0, 0);
            for point in points {
                let line = lines.entry(point.line).or_default();
                *line = line.saturating_add(point.count);
                let Some(outcome) = point.outcome else { continue };
                let next = blocks.len();
                let block = *blocks.entry((point.line, point.kind, &point.text)).or_insert(next);
                let taken = if point.count > 0 { point.count.to_string() } else { "-".to_owned() };
                let _ = writeln!(text, "BRDA:{},{block},{},{taken}", point.line, u8::from(!outcome));
                found += 1;
                hit += usize::from(point.count > 0);
            }
            let _ = writeln!(text, "BRF:{found}\nBRH:{hit}");
            for (line, count) in &lines {
                let _ = writeln!(text, "DA:{line},{count}");
            }
            let covered = lines.values().filter(|count| **count > 0).count();
            let _ = writeln!(text, "LF:{}\nLH:{covered}\nend_of_record", lines.len());
        }
        text
    }
}

fn percent((covered, all): (usize, usize)) -> f64 {
    let number = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    if all == 0 { 100.0 } else { number(covered) * 100.0 / number(all) }
}
