//! What the names of a file and its directories tell of a report: `2026-11-01/payments.sarif`, `payments/tollgate.json`.

use std::path::{Component, Path};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Names that say what a file is and not whose.
const GENERIC: [&str; 12] = [
    "tollgate", "report", "reports", "results", "result", "findings", "check", "scan", "sarif", "output", "out", "all",
];
/// Directories above a file that may be named for it.
const DEPTH: usize = 3;

/// The repository that a file is named for, and the date: `YYYY-MM-DD` in its name or that of a directory.
pub fn told_by(path: &Path) -> (String, Option<Timestamp>) {
    let names = path.components().rev().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    let (mut repository, mut date) = (None, None);
    for (i, name) in names.take(DEPTH + 1).enumerate() {
        let name = if i == 0 { stem(&name) } else { &name };
        let (rest, found) = without_date(name);
        date = date.or(found);
        if repository.is_none() && !rest.is_empty() && !GENERIC.contains(&rest.to_ascii_lowercase().as_str()) {
            repository = Some(rest);
        }
    }
    (repository.unwrap_or_else(|| "unknown".to_owned()), date)
}

/// The name of a report without its endings.
fn stem(name: &str) -> &str {
    let name = name.strip_suffix(".gz").unwrap_or(name);
    let name = name.strip_suffix(".json").unwrap_or(name);
    name.strip_suffix(".sarif").unwrap_or(name)
}

/// A name without the date in it and what binds it.
fn without_date(name: &str) -> (String, Option<Timestamp>) {
    for (start, _) in name.char_indices() {
        let Some(text) = name.get(start..start + "YYYY-MM-DD".len()) else { continue };
        let is_date = text
            .bytes()
            .enumerate()
            .all(|(i, byte)| if i == 4 || i == 7 { byte == b'-' } else { byte.is_ascii_digit() });
        let Some(date) = is_date.then(|| text.parse::<Date>().ok()).flatten() else { continue };
        let is_binding = |c: char| "-_. ".contains(c);
        let before = name.get(..start).unwrap_or_default().trim_end_matches(is_binding);
        let after = name.get(start + text.len()..).unwrap_or_default().trim_start_matches(is_binding);
        let rest = [before, after].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        let time = TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok();
        return (rest, time);
    }
    (name.to_owned(), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_repository_and_date() {
        for (path, repository, date) in [
            ("payments.json", "payments", None),
            ("payments.sarif.json.gz", "payments", None),
            ("payments-2026-11-01.sarif", "payments", Some("2026-11-01T00:00:00Z")),
            ("2026-11-01_payments.sarif.gz", "payments", Some("2026-11-01T00:00:00Z")),
            ("reports/payments/tollgate.json", "payments", None),
            ("payments/2026-11-01/tollgate.json", "payments", Some("2026-11-01T00:00:00Z")),
            ("reports/2026-11-01/payments.json", "payments", Some("2026-11-01T00:00:00Z")),
            ("2026-99-01/x-2026-1-1.json", "x-2026-1-1", None),
            ("tollgate.json", "unknown", None),
            ("bücher-2026-11-01.json", "bücher", Some("2026-11-01T00:00:00Z")),
        ] {
            let (name, found) = told_by(Path::new(path));
            assert_eq!((name.as_str(), found.map(|time| time.to_string()).as_deref()), (repository, date), "{path}");
        }
    }
}
