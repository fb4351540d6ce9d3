//! Failures by category and severity, as bars in inline SVG.

use std::fmt::Write as _;

use super::super::Report;
use crate::rules::finding::Finding;
use crate::rules::rule::{Category, Severity};

const WIDTH: usize = 900;
const LABEL: usize = 110;
const ROW: usize = 26;

/// One bar a category; empty without failures.
pub(super) fn chart(report: &Report<'_>) -> String {
    let failures: Vec<&Finding> = report.failures().collect();
    let count = |category: Category, severity: Severity| {
        failures.iter().filter(|finding| finding.category == category && finding.severity == severity).count()
    };
    let rows: Vec<(Category, Vec<(Severity, usize)>)> = Category::ALL
        .into_iter()
        .map(|category| (category, Severity::ALL.map(|severity| (severity, count(category, severity))).to_vec()))
        .filter(|(_, counts)| counts.iter().any(|(_, count)| *count > 0))
        .collect();
    let longest = rows.iter().map(|(_, counts)| total(counts)).max().unwrap_or(0);
    if longest == 0 {
        return String::new();
    }
    let height = rows.len() * ROW + 4;
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"findings by category and severity\">\n"
    );
    for (index, (category, counts)) in rows.iter().enumerate() {
        row(&mut svg, *category, counts, index * ROW, longest);
    }
    svg + "</svg>\n"
}

fn total(counts: &[(Severity, usize)]) -> usize {
    counts.iter().map(|(_, count)| count).sum()
}

fn row(svg: &mut String, category: Category, counts: &[(Severity, usize)], top: usize, longest: usize) {
    let middle = top + ROW / 2 + 5;
    let _ = writeln!(svg, "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{category}</text>", LABEL - 8);
    let room = WIDTH - LABEL - 60;
    let mut before = 0;
    for (severity, count) in counts.iter().filter(|(_, count)| *count > 0) {
        let (from, to) = (before * room / longest, (before + count) * room / longest);
        let _ = writeln!(
            svg,
            "<rect class=\"{severity}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{count} {severity}</title></rect>",
            LABEL + from,
            top + 4,
            (to - from).max(1),
            ROW - 8
        );
        before += count;
    }
    let end = LABEL + before * room / longest + 8;
    let _ = writeln!(svg, "<text x=\"{end}\" y=\"{middle}\">{before}</text>");
}
