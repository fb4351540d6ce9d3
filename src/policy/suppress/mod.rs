//! Comments that silence findings.
//!
//! In: parsed files and findings. Out: the findings with their suppression set, and what is wrong with the comments
//! (unused, expired, without reason, not understood), which [`problem`] turns into findings of their own.
//! `tollgate:ignore RULE[, RULE] [until DATE] -- reason` covers the attribute or block that it stands on or above, a
//! module call with all that comes through it, or with `ignore-file` the file; the words of checkov, tfsec, trivy, tflint
//! and KICS cover what they cover there.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use self::directive::{Directive, Name, Tool};
use self::problem::{Problem, ProblemKind};
use self::scope::Outline;
use super::select::{RuleFacts, unknown_rule};
use super::split::{Mask, split};
use crate::rules::finding::{Finding, Location, Suppression, SuppressionKind};
use crate::span::{FileId, Sources, Span};
use crate::syntax::ast::{Block, Comment, File};

pub mod directive;
pub mod problem;
mod scope;
#[cfg(test)]
mod tests;

/// Problems with the comments of one file that are told one by one.
const MAX_PROBLEMS: usize = 200;

/// Words that a comment must hold to be looked at more closely.
const MARKERS: [&str; 8] = [
    "tollgate:",
    "checkov:skip",
    "bridgecrew:skip",
    "cortex:skip",
    "tfsec:ignore",
    "trivy:ignore",
    "tflint-ignore",
    "kics-scan",
];

/// All suppression comments of a run.
#[derive(Debug, Default)]
pub struct Suppressions {
    files: BTreeMap<FileId, FileDirectives>,
    /// Comments that look like ours and are not understood.
    invalid: Vec<Problem>,
}

/// The directives of one file in the order of what they cover, so that those around a place are found quickly.
#[derive(Debug, Default)]
struct FileDirectives {
    placed: Vec<Placed>,
    /// For each place in `placed`, the farthest end of it and all before it.
    reach: Vec<u32>,
}

/// A directive and its place.
#[derive(Debug)]
struct Placed {
    directive: Directive,
    comment: Span,
    covered: Span,
    /// The address of the top-level block around the comment, for the findings about comments.
    address: Arc<str>,
    /// For each name, whether it silenced something.
    used: Vec<bool>,
}

/// What [`Suppressions::apply`] has to know about the run.
pub struct Cx<'a> {
    pub sources: &'a Sources,
    /// The day on which suppressions are judged; without one, none expires.
    pub today: Option<Date>,
    /// All rules there are.
    pub rules: &'a [RuleFacts<'a>],
    /// Whether the rule was run on the file of that path.
    pub is_enabled: &'a dyn Fn(RuleFacts<'_>, &str) -> bool,
    /// Whether comments may silence the rule in the file of that path; the rule's own lock is seen to.
    pub is_suppressible: &'a dyn Fn(RuleFacts<'_>, &str) -> bool,
    /// Whether a comment in the file of that path needs a reason.
    pub needs_reason: &'a dyn Fn(&str) -> bool,
}

impl fmt::Debug for Cx<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx").field("today", &self.today).finish_non_exhaustive()
    }
}

impl Suppressions {
    /// Reads the comments of all files.
    pub fn collect(files: &[&File], sources: &Sources) -> Self {
        let mut suppressions = Self::default();
        for file in files {
            suppressions.add_file(file, sources);
        }
        suppressions
    }

    fn add_file(&mut self, file: &File, sources: &Sources) {
        let mut comments = file.comments.iter().filter(|comment| is_marked(&comment.text)).peekable();
        if comments.peek().is_none() {
            return;
        }
        let Some(source) = sources.get(file.id) else { return };
        let outline = Outline::new(&source, file);
        let mut placed = Vec::new();
        for comment in comments {
            self.read_comment(comment, &outline, &mut placed);
        }
        self.files.insert(file.id, FileDirectives::new(placed));
    }

    fn read_comment(&mut self, comment: &Comment, outline: &Outline<'_>, placed: &mut Vec<Placed>) {
        let address: Arc<str> = outline.top_block(comment.span).map_or_else(String::new, Block::address).into();
        for line in comment.text.lines() {
            let line = line.trim().trim_start_matches('*');
            let directives = match directive::parse(line) {
                Ok(directives) => directives,
                Err(message) => {
                    self.invalid.push(Problem::new(ProblemKind::Invalid, comment.span, &address, message));
                    continue;
                }
            };
            for directive in directives {
                // A comment of ours that stands above nothing covers nothing, and is unused then.
                let covered = outline.covered(comment, directive.reach).unwrap_or(comment.span);
                let block =
                    outline.top_block(covered).map_or_else(|| Arc::clone(&address), |block| block.address().into());
                let used = vec![false; directive.names.len()];
                placed.push(Placed { directive, comment: comment.span, covered, address: block, used });
            }
        }
    }

    /// Silences findings. One of which only some instances are silenced (by a comment on a module call) is split.
    pub fn apply(mut self, cx: &Cx<'_>, findings: &mut Vec<Finding>) -> Vec<Problem> {
        let mut silenced = Vec::new();
        for finding in findings.iter_mut() {
            self.silence(cx, finding, &mut silenced);
        }
        findings.extend(silenced);
        self.problems(cx)
    }

    fn silence(&mut self, cx: &Cx<'_>, finding: &mut Finding, silenced: &mut Vec<Finding>) {
        if finding.suppression.is_some() || !finding.rule.suppressible {
            return;
        }
        let path = super::exception::path_of(finding, cx.sources);
        if !(cx.is_suppressible)(RuleFacts::from(&*finding.rule), &path) {
            return;
        }
        for place in places(finding) {
            if let Some(suppression) = self.find(cx, finding, place) {
                finding.suppression = Some(suppression);
                return;
            }
        }
        let mut i = 0;
        // `split` takes the silenced instances away: the list shrinks until nothing in it is silenced.
        while let Some(sites) = finding.call_sites.get(i).cloned() {
            i += 1;
            let Some((site, suppression)) = sites.iter().find_map(|&site| Some((site, self.find(cx, finding, site)?)))
            else {
                continue;
            };
            let through = finding.call_sites.iter().map(|sites| sites.contains(&site)).collect();
            let Some(mask) = Mask::some(through) else { continue };
            match split(finding, &mask, &suppression) {
                Some(part) => silenced.push(part),
                None => return,
            }
            i -= 1;
        }
    }

    /// The first directive that covers the place and names the rule; it is used from now on.
    fn find(&mut self, cx: &Cx<'_>, finding: &Finding, place: Span) -> Option<Suppression> {
        let facts = RuleFacts::from(&*finding.rule);
        let directives = self.files.get_mut(&place.file)?;
        let mut found = None;
        for i in directives.around(place) {
            let Some(placed) = directives.placed.get_mut(i) else { continue };
            if placed.is_expired(cx.today) {
                continue;
            }
            let names = placed.directive.names.iter().zip(&mut placed.used).filter(|(name, _)| name.matches(facts));
            let mut is_named = false;
            for (_, used) in names {
                (*used, is_named) = (true, true);
            }
            if is_named && found.is_none() {
                found = Some(placed.suppression());
            }
        }
        found
    }

    fn problems(self, cx: &Cx<'_>) -> Vec<Problem> {
        let mut problems = self.invalid;
        for (file, directives) in &self.files {
            let path = cx.sources.path(*file);
            let before = problems.len();
            for (i, placed) in directives.placed.iter().enumerate() {
                if problems.len() - before >= MAX_PROBLEMS {
                    let left = directives.placed.len() - i;
                    let message = format!("{left} more of this kind may follow in the file; they were not looked at");
                    problems.push(Problem::new(ProblemKind::Invalid, placed.comment, &placed.address, message));
                    break;
                }
                placed.problems(cx, &path, &mut problems);
            }
        }
        problems
    }
}

impl FileDirectives {
    fn new(mut placed: Vec<Placed>) -> Self {
        placed.sort_by_key(|placed| (placed.covered, placed.comment));
        let mut farthest = 0;
        let reach = placed
            .iter()
            .map(|placed| {
                farthest = farthest.max(placed.covered.end);
                farthest
            })
            .collect();
        Self { placed, reach }
    }

    /// Those that cover the beginning of the place, the nearest first.
    fn around(&self, place: Span) -> Vec<usize> {
        let after = self.placed.partition_point(|placed| placed.covered.start <= place.start);
        let mut around = Vec::new();
        for i in (0..after).rev() {
            if self.reach.get(i).is_none_or(|&end| end <= place.start) {
                break;
            }
            if self.placed.get(i).is_some_and(|placed| place.start < placed.covered.end) {
                around.push(i);
            }
        }
        around
    }
}

impl Placed {
    fn is_expired(&self, today: Option<Date>) -> bool {
        matches!((self.directive.until, today), (Some(last), Some(today)) if last < today)
    }

    fn suppression(&self) -> Suppression {
        Suppression {
            kind: SuppressionKind::Comment,
            reason: self.directive.reason.clone(),
            until: self.directive.until.map(|date| date.to_string()),
            owner: None,
            location: Some(Location::Source(self.comment)),
        }
    }

    /// Only our own comments are judged: those of other tools may serve them still.
    fn problems(&self, cx: &Cx<'_>, path: &str, problems: &mut Vec<Problem>) {
        if self.directive.tool != Tool::Tollgate {
            return;
        }
        let mut add = |kind, name: &str, message: String| {
            problems.push(Problem::new(kind, self.comment, &self.address, message).about(name));
        };
        if self.directive.reason.is_none() && (cx.needs_reason)(path) {
            add(ProblemKind::WithoutReason, "", "the suppression gives no reason; add it behind `--`".into());
        }
        if let Some(until) = self.directive.until.filter(|_| self.is_expired(cx.today)) {
            add(ProblemKind::Expired, "", format!("the suppression ended on {until} and silences nothing any more"));
            return;
        }
        for (name, used) in self.directive.names.iter().zip(&self.used) {
            if let (Name::Ours(selector), false) = (name, used) {
                self.judge_unused(cx, path, selector, &mut add);
            }
        }
    }

    fn judge_unused(
        &self,
        cx: &Cx<'_>,
        path: &str,
        selector: &super::select::Selector,
        add: &mut dyn FnMut(ProblemKind, &str, String),
    ) {
        let mut named = cx.rules.iter().copied().filter(|rule| selector.matches(*rule)).peekable();
        if named.peek().is_none() {
            let diagnostic = unknown_rule(&selector.text, self.comment, cx.rules);
            let help = diagnostic.help.map(|help| format!("; {help}")).unwrap_or_default();
            return add(ProblemKind::Invalid, &selector.text, format!("{}{help}", diagnostic.message));
        }
        let enabled: Vec<RuleFacts<'_>> = named.filter(|rule| (cx.is_enabled)(*rule, path)).collect();
        // A rule that did not run could not be silenced.
        if enabled.is_empty() {
            return;
        }
        if enabled.iter().all(|rule| !(cx.is_suppressible)(*rule, path)) {
            let message = format!("`{}` cannot be silenced: the rule is locked", selector.text);
            return add(ProblemKind::Invalid, &selector.text, message);
        }
        add(ProblemKind::Unused, &selector.text, format!("`{}` reports nothing here any more", selector.text));
    }
}

fn is_marked(text: &str) -> bool {
    MARKERS.iter().any(|marker| text.contains(marker))
}

/// Where a comment may stand to silence the finding as a whole: at the line to fix, on the judged block, and at each
/// step of the value's way.
fn places(finding: &Finding) -> Vec<Span> {
    let steps = finding.trace.iter().map(|step| &step.location);
    let sources = std::iter::once(&finding.location).chain(steps).filter_map(|location| match location {
        Location::Source(span) => Some(*span),
        Location::File { .. } => None,
    });
    sources.chain(finding.subject).collect()
}
