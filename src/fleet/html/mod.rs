//! One self-contained page: worst rules, repositories, owners, and the trend. It has no script, loads nothing, and its
//! size does not depend on the number of findings.

mod chart;

use std::fmt::Write as _;

use super::human::{headline, signed};
use super::totals::{Counts, Fleet};
use crate::report::html::source_hash;
use crate::report::text::{cut, html, plural};
use crate::rules::rule::Severity;

const STYLE: &str = include_str!("page.css");
/// Repositories and problems that are listed.
const MAX_ROWS: usize = 200;
/// Rules and owners that are listed.
const MAX_WORST: usize = 50;
/// Characters of a text.
const MAX_TEXT: usize = 200;

/// The page.
pub fn html_page(fleet: &Fleet) -> String {
    let policy = format!("default-src 'none'; style-src '{}'; base-uri 'none'; form-action 'none'", source_hash(STYLE));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>tollgate: fleet</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{}</h1>\n",
        plural_repositories(fleet.repositories.len())
    );
    let _ = writeln!(page, "<p>{}</p>", html(&headline(fleet)));
    problems(&mut page, fleet);
    trend(&mut page, fleet);
    rules(&mut page, fleet);
    repositories(&mut page, fleet);
    owners(&mut page, fleet);
    let _ = write!(
        page,
        "<p class=\"soft\">tollgate {}; the last state of each repository counts</p>\n</main>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    );
    page
}

fn plural_repositories(count: usize) -> String {
    if count == 1 { "1 repository".to_owned() } else { format!("{count} repositories") }
}

/// A text that a report holds: short and harmless.
fn safe(text: &str) -> String {
    html(&cut(text, MAX_TEXT))
}

fn problems(page: &mut String, fleet: &Fleet) {
    let errors: Vec<_> = fleet.problems.iter().filter(|problem| problem.is_error).collect();
    if errors.is_empty() {
        return;
    }
    let open = if errors.len() <= 10 { " open" } else { "" };
    let title = plural(fleet.unreadable, "report");
    let _ = write!(page, "<details class=\"input\"{open}>\n<summary>{title} could not be read</summary>\n<ul>\n");
    for problem in errors.iter().take(MAX_ROWS) {
        let _ = writeln!(page, "<li><code>{}</code>: {}</li>", safe(&problem.report), safe(&problem.message));
    }
    page.push_str("</ul>\n");
    more(page, fleet.unreadable, MAX_ROWS);
    page.push_str("</details>\n");
}

fn more(page: &mut String, count: usize, shown: usize) {
    if count > shown {
        let _ = writeln!(page, "<p class=\"soft\">… and {} more</p>", count - shown);
    }
}

fn trend(page: &mut String, fleet: &Fleet) {
    let (Some(first), Some(last)) = (fleet.trend.first(), fleet.trend.last()) else { return };
    let _ = write!(
        page,
        "<h2>Trend</h2>\n<p>{} findings in {} on {}, {} in {} on {} ({}).</p>\n{}",
        first.fail(),
        plural_repositories(usize::try_from(first.repositories).unwrap_or(usize::MAX)),
        first.day,
        last.fail(),
        plural_repositories(usize::try_from(last.repositories).unwrap_or(usize::MAX)),
        last.day,
        signed(last.fail(), first.fail()),
        chart::chart(&fleet.trend)
    );
    if fleet.undated > 0 {
        let _ =
            writeln!(page, "<p class=\"soft\">Without {} that tell no date.</p>", plural_repositories(fleet.undated));
    }
}

/// A table with a column for each severity between those on the left and on the right.
struct Columns<'c> {
    title: &'c str,
    id: &'c str,
    limit: usize,
    left: &'c [&'c str],
    right: &'c [&'c str],
}

/// A row: cells on the left as HTML, counts, numbers on the right.
struct Cells {
    left: Vec<String>,
    counts: Counts,
    right: Vec<String>,
}

fn table(page: &mut String, columns: &Columns<'_>, count: usize, rows: impl Iterator<Item = Cells>) {
    if count == 0 {
        return;
    }
    let _ = write!(page, "<h2 id=\"{}\">{}</h2>\n<table>\n<thead><tr>", columns.id, columns.title);
    for title in columns.left {
        let _ = write!(page, "<th scope=\"col\">{title}</th>");
    }
    let severities = Severity::ALL.iter().map(|severity| severity.as_str());
    for title in severities.chain(columns.right.iter().copied()) {
        let _ = write!(page, "<th scope=\"col\" class=\"number\">{title}</th>");
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for row in rows.take(columns.limit) {
        page.push_str("<tr>");
        for cell in &row.left {
            let _ = write!(page, "<td>{cell}</td>");
        }
        for (severity, count) in row.counts.severities() {
            let class = if count > 0 { severity.as_str() } else { "none" };
            let _ = write!(page, "<td class=\"number {class}\">{count}</td>");
        }
        for cell in &row.right {
            let _ = write!(page, "<td class=\"number\">{cell}</td>");
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
    more(page, count, columns.limit);
}

fn rules(page: &mut String, fleet: &Fleet) {
    let columns = Columns {
        title: "Worst rules",
        id: "rules",
        limit: MAX_WORST,
        left: &["rule", "category"],
        right: &["findings", "repositories", "unknown", "suppressed"],
    };
    let failing = || fleet.rules.iter().filter(|rule| rule.counts.fail() > 0);
    let rows = failing().map(|rule| Cells {
        left: vec![format!("<code>{}</code>", safe(&rule.rule)), safe(&rule.category)],
        counts: rule.counts,
        right: [rule.counts.fail(), rule.repositories, rule.counts.unknown, rule.counts.suppressed]
            .map(|count| count.to_string())
            .to_vec(),
    });
    table(page, &columns, failing().count(), rows);
}

fn repositories(page: &mut String, fleet: &Fleet) {
    let columns = Columns {
        title: "Repositories",
        id: "repositories",
        limit: MAX_ROWS,
        left: &["repository", "commit", "date"],
        right: &["findings", "change", "new", "unknown", "suppressed"],
    };
    let rows = fleet.repositories.iter().map(|one| {
        let commit: String = one.commit.as_deref().unwrap_or_default().chars().take(7).collect();
        let date = one.date.map(|time| time.strftime("%Y-%m-%d").to_string()).unwrap_or_default();
        let change = one.before.map(|before| signed(one.counts.fail(), before)).unwrap_or_default();
        let counts = [one.counts.new, one.counts.unknown, one.counts.suppressed].map(|count| count.to_string());
        Cells {
            left: vec![safe(&one.repository), format!("<code>{}</code>", safe(&commit)), date],
            counts: one.counts,
            right: [vec![one.counts.fail().to_string(), change], counts.to_vec()].concat(),
        }
    });
    table(page, &columns, fleet.repositories.len(), rows);
}

fn owners(page: &mut String, fleet: &Fleet) {
    let columns = Columns {
        title: "Owners",
        id: "owners",
        limit: MAX_WORST,
        left: &["owner"],
        right: &["findings", "suppressed", "repositories"],
    };
    let rows = fleet.owners.iter().map(|owner| Cells {
        left: vec![safe(&owner.owner)],
        counts: owner.counts,
        right: [owner.counts.fail(), owner.counts.suppressed, owner.repositories]
            .map(|count| count.to_string())
            .to_vec(),
    });
    table(page, &columns, fleet.owners.len(), rows);
}
