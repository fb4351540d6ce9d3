//! Markdown for a pull request, and the one line that `tollgate check` adds to its summary.

use super::{Totals, cost_text, dollars, quantity_text, root_name, signed, unit_price};
use crate::check::cost::{Costs, RootCost};
use crate::cost::Cost;
use crate::cost::decimal::Decimal;
use crate::cost::delta::{Change, changes};
use crate::report::markdown::{code, escape};
use crate::report::text::html as safe;

/// Changes that the line of a root names.
const NAMED: usize = 3;
/// Rows of a table: a comment has a size limit.
const MAX_ROWS: usize = 200;

/// What a change adds in a root, with the resources that it comes from; `None` where nothing changes.
pub fn line(root: &RootCost) -> Option<String> {
    let before = root.before.as_ref()?;
    let changes = changes(before, &root.after);
    if changes.is_empty() {
        return None;
    }
    let delta = root.after.total() - before.total();
    let named: Vec<String> = changes.iter().take(NAMED).map(named).collect();
    let more = changes.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    Some(format!("**{}/month** in {}: {}{rest}", signed(&delta), code(&root_name(root)), named.join(", ")))
}

fn named(change: &Change) -> String {
    format!("{} {}", signed(&change.delta()), code(&change.address))
}

/// The whole report.
pub fn markdown(costs: &Costs) -> String {
    let totals = Totals::of(costs);
    let mut out = format!("### Cost: {}/month\n\n", dollars(&totals.after));
    if let Some(before) = &totals.before {
        let delta = totals.after.clone() - before.clone();
        out.push_str(&format!("{} against {} now.\n\n", signed(&delta), dollars(before)));
        for root in &costs.roots {
            if let Some(line) = line(root) {
                out.push_str(&format!("- {line}\n"));
            }
        }
        out.push('\n');
    }
    for root in &costs.roots {
        write_root(root, &mut out);
    }
    out.push_str(&format!("{}\n", totals.completeness()));
    out
}

fn write_root(root: &RootCost, out: &mut String) {
    let head = format!("{}: {}/month", safe(&root_name(root)), dollars(&root.after.total()));
    out.push_str(&format!("<details><summary>{head}</summary>\n\n"));
    out.push_str("| Resource | Component | Quantity | Unit price | Monthly |\n| --- | --- | ---: | ---: | ---: |\n");
    let mut resources: Vec<_> = root.after.resources.iter().collect();
    resources.sort_by_key(|resource| std::cmp::Reverse(resource.lowest()));
    let mut rows = 0;
    let mut left = Decimal::ZERO;
    for resource in resources {
        if rows >= MAX_ROWS {
            left = left + resource.lowest();
            continue;
        }
        let cost = cost_text(&resource.monthly());
        out.push_str(&format!("| {} | | | | **{cost}** |\n", code(&resource.address)));
        rows += 1;
        for component in resource.components.iter().filter(|component| component.monthly() != Cost::Usage) {
            let (quantity, price) = (quantity_text(component), unit_price(&component.price));
            let cost = cost_text(&component.monthly());
            out.push_str(&format!("| | {} | {} | {price} | {cost} |\n", cell(&component.name), cell(&quantity)));
            rows += 1;
        }
    }
    if !left.is_zero() {
        out.push_str(&format!("| all others | | | | **{}** |\n", dollars(&left)));
    }
    out.push_str("\n</details>\n\n");
}

fn cell(text: &str) -> String {
    escape(text).replace('|', "\\|")
}
