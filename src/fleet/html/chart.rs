//! The trend as stacked bars in inline SVG, a bar a day; where there are too many days, those at equal distances.

use std::fmt::Write as _;

use super::super::totals::Point;
use crate::rules::rule::Severity;

const WIDTH: u64 = 900;
const HEIGHT: u64 = 200;
/// Room for the dates below.
const FOOT: u64 = 24;
const MAX_BARS: usize = 60;

/// The picture; the last day is always in it.
pub(super) fn chart(points: &[Point]) -> String {
    let step = points.len().div_ceil(MAX_BARS).max(1);
    let shown: Vec<&Point> = points.iter().rev().step_by(step).collect::<Vec<_>>().into_iter().rev().collect();
    let highest = shown.iter().map(|point| point.fail()).max().unwrap_or(0).max(1);
    let bars = u64::try_from(shown.len()).unwrap_or(1).max(1);
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"findings by day and severity\">\n",
        HEIGHT + FOOT
    );
    for (i, point) in (0..).zip(&shown) {
        let (left, right) = (WIDTH * i / bars, WIDTH * (i + 1) / bars);
        bar(&mut svg, point, left, (right - left).saturating_sub(2).clamp(1, 60), highest);
    }
    for (point, x, anchor) in [(shown.first(), 0, "start"), (shown.last(), WIDTH, "end")] {
        if let Some(point) = point {
            let y = HEIGHT + FOOT - 6;
            let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{}</text>", point.day);
        }
    }
    svg + "</svg>\n"
}

fn bar(svg: &mut String, point: &Point, left: u64, width: u64, highest: u64) {
    let scaled = |count: u64| u64::try_from(u128::from(count) * u128::from(HEIGHT) / u128::from(highest)).unwrap_or(0);
    let _ = write!(svg, "<g><title>{}: {} findings", point.day, point.fail());
    for (severity, count) in Severity::ALL.into_iter().zip(point.by_severity).filter(|(_, count)| *count > 0) {
        let _ = write!(svg, ", {count} {severity}");
    }
    svg.push_str("</title>\n");
    let mut below = 0;
    for (severity, count) in Severity::ALL.into_iter().zip(point.by_severity).filter(|(_, count)| *count > 0) {
        let (bottom, top) = (scaled(below), scaled(below + count));
        let _ = writeln!(
            svg,
            "<rect class=\"{severity}\" x=\"{left}\" y=\"{}\" width=\"{width}\" height=\"{}\"/>",
            HEIGHT.saturating_sub(top),
            (top - bottom).max(1)
        );
        below += count;
    }
    svg.push_str("</g>\n");
}
