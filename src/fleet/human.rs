//! The summary for a terminal.

use super::totals::{Counts, Fleet};
use crate::report::Options;
use crate::report::text::{cut, plural, visible};
use crate::rules::rule::Severity;

/// Lines of each list, unless all is asked for.
const SHOWN: usize = 15;
/// Characters of a name.
const NAME: usize = 60;

/// The summary; with `Detail::Full` and on request the lists are whole.
pub fn human(fleet: &Fleet, options: &Options, is_whole: bool) -> String {
    let limit = if is_whole { usize::MAX } else { SHOWN };
    let name = |text: &str| cut(&visible(text), NAME.min(options.width)).into_owned();
    let mut out = format!("{}\n", headline(fleet));
    let repositories = fleet.repositories.iter().map(|one| {
        let change = one.before.map_or_else(String::new, |before| signed(one.counts.fail(), before));
        let date = one.date.map(|time| time.strftime("%Y-%m-%d").to_string()).unwrap_or_default();
        let commit: String = one.commit.as_deref().unwrap_or_default().chars().take(7).collect();
        (counts(&one.counts), [change, date, visible(&commit).into_owned(), name(&one.repository)].to_vec())
    });
    list(&mut out, &["change", "date", "commit", "repository"], repositories, limit);
    let rules = fleet.rules.iter().filter(|rule| rule.counts.fail() > 0).map(|rule| {
        (
            counts(&rule.counts),
            [rule.repositories.to_string(), visible(&rule.category).into_owned(), name(&rule.rule)].to_vec(),
        )
    });
    list(&mut out, &["repositories", "category", "rule"], rules, limit);
    let owners = fleet.owners.iter().map(|owner| {
        let suppressed = owner.counts.suppressed.to_string();
        (counts(&owner.counts), [suppressed, owner.repositories.to_string(), name(&owner.owner)].to_vec())
    });
    list(&mut out, &["suppressed", "repositories", "owner"], owners, limit);
    let skipped = fleet.trend.len().saturating_sub(limit);
    let trend = fleet.trend.iter().skip(skipped).map(|point| {
        let counts = Counts { by_severity: point.by_severity, ..Counts::default() };
        (self::counts(&counts), [point.repositories.to_string(), point.day.to_string()].to_vec())
    });
    list(&mut out, &["repositories", "at the end of"], trend, usize::MAX);
    if fleet.undated > 0 && !fleet.trend.is_empty() {
        out.push_str(&format!("  without {} that tell no date\n", repositories_of(fleet.undated)));
    }
    out
}

/// `3 findings in 2 repositories: 1 critical, 2 high; 4 unknown; from 5 reports`.
pub(super) fn headline(fleet: &Fleet) -> String {
    let counts = &fleet.counts;
    let severities = counts.severities().filter(|(_, count)| *count > 0);
    let severities: Vec<String> = severities.map(|(severity, count)| format!("{count} {severity}")).collect();
    let found = match counts.fail() {
        0 => "no findings".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    let list = if severities.is_empty() { String::new() } else { format!(": {}", severities.join(", ")) };
    let mut parts = vec![format!("{found} in {}{list}", repositories_of(fleet.repositories.len()))];
    let more = [(counts.new, "new"), (counts.unknown, "unknown"), (counts.suppressed, "suppressed")];
    parts.extend(more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    parts.push(format!("from {}", plural(fleet.reports, "report")));
    parts.join("; ")
}

fn repositories_of(count: usize) -> String {
    if count == 1 { "1 repository".to_owned() } else { format!("{count} repositories") }
}

/// `+3`, `-2`, `0`.
pub(super) fn signed(now: u64, before: u64) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("+{}", now - before),
        std::cmp::Ordering::Less => format!("-{}", before - now),
        std::cmp::Ordering::Equal => "0".to_owned(),
    }
}

fn counts(counts: &Counts) -> Vec<String> {
    counts.severities().map(|(_, count)| count.to_string()).collect()
}

/// Columns of counts by severity, then the others; the last one is not padded.
fn list(out: &mut String, titles: &[&str], rows: impl Iterator<Item = (Vec<String>, Vec<String>)>, limit: usize) {
    let rows: Vec<Vec<String>> = rows.map(|(counts, more)| [counts, more].concat()).collect();
    if rows.is_empty() {
        return;
    }
    let titles: Vec<String> =
        Severity::ALL.iter().map(ToString::to_string).chain(titles.iter().map(|&title| title.to_owned())).collect();
    let shown: Vec<&Vec<String>> = std::iter::once(&titles).chain(rows.iter().take(limit)).collect();
    let width = |column: usize| {
        shown.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..titles.len()).map(width).collect();
    out.push('\n');
    for row in shown {
        let last = row.len().saturating_sub(1);
        let cells = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(i, (cell, width))| if i == last { cell.clone() } else { format!("{cell:>width$}") });
        out.push_str(&format!("  {}\n", cells.collect::<Vec<_>>().join("  ").trim_end()));
    }
    if rows.len() > limit {
        out.push_str(&format!("  … and {} more\n", rows.len() - limit));
    }
}
