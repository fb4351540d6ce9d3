//! A tree for a terminal: roots, resources and components, with bars for the biggest.

use super::{Totals, cost_text, dollars, quantity_text, root_name, signed, unit_price, why};
use crate::check::cost::{Costs, RootCost};
use crate::cost::decimal::Decimal;
use crate::cost::delta::changes;
use crate::cost::{Component, Cost, ResourceCost};
use crate::report::paint::{Painter, Style};
use crate::report::text::visible;
use crate::report::{Detail, Options};

/// Cells of the longest bar.
const BAR: usize = 16;
/// Changes that are listed.
const MAX_CHANGES: usize = 20;

/// The report for people.
pub fn human(costs: &Costs, options: &Options) -> String {
    let painter = Painter::new(options);
    let mut out = String::new();
    for root in &costs.roots {
        Tree { painter: &painter, options, root, out: &mut out }.write();
    }
    let totals = Totals::of(costs);
    out.push_str(&painter.paint(Style::Bold, &format!("Total {}/month", dollars(&totals.after))));
    if let Some(before) = &totals.before {
        let delta = totals.after.clone() - before.clone();
        out.push_str(&format!(" ({} against {} now)", signed(&delta), dollars(before)));
    }
    out.push_str(&format!("\n{}\n", totals.completeness()));
    if options.detail == Detail::Full {
        write_rest(costs, &mut out);
    }
    out
}

/// What has no cost model, by type.
fn write_rest(costs: &Costs, out: &mut String) {
    for root in &costs.roots {
        for (kind, addresses) in &root.after.unsupported {
            out.push_str(&format!("no cost model: {} ({})\n", visible(kind), addresses.len()));
        }
    }
}

struct Tree<'t> {
    painter: &'t Painter,
    options: &'t Options,
    root: &'t RootCost,
    out: &'t mut String,
}

impl Tree<'_> {
    fn write(&mut self) {
        let total = self.root.after.total();
        let head = format!("{}  {}/month", visible(&root_name(self.root)), dollars(&total));
        self.out.push_str(&format!("{}\n", self.painter.paint(Style::Bold, &head)));
        let mut resources: Vec<&ResourceCost> = self.root.after.resources.iter().collect();
        resources.sort_by_key(|resource| std::cmp::Reverse(resource.lowest()));
        let largest = resources.first().map_or(Decimal::ZERO, |resource| resource.lowest());
        let mut by_usage = 0;
        for resource in resources {
            if resource.monthly() == Cost::Usage && self.options.detail != Detail::Full {
                by_usage += 1;
                continue;
            }
            self.write_resource(resource, &largest);
        }
        if by_usage > 0 {
            let text =
                format!("  {by_usage} more depend on usage alone (--verbose lists them, --usage FILE prices them)\n");
            self.out.push_str(&self.painter.paint(Style::Dim, &text));
        }
        self.write_changes();
        self.out.push('\n');
    }

    fn write_resource(&mut self, resource: &ResourceCost, largest: &Decimal) {
        let monthly = resource.monthly();
        let text = cost_text(&monthly);
        let bar = self.painter.paint(Style::Cyan, &bar(&resource.lowest(), largest));
        self.out.push_str(&format!("  {:<52} {text:>16}  {bar}\n", visible(&resource.address)));
        if let Some(why) = why(&monthly) {
            let known = match monthly {
                Cost::Unknown(_) if !resource.known().is_zero() => {
                    format!("; {} of it is known", dollars(&resource.known()))
                }
                _ => String::new(),
            };
            let line = format!("      {}{known}", visible(why));
            self.out.push_str(&format!("{}\n", self.painter.paint(Style::Yellow, &line)));
        }
        let shown: Vec<&Component> = resource.components.iter().filter(|component| self.is_shown(component)).collect();
        for (i, component) in shown.iter().enumerate() {
            let branch = if i + 1 == shown.len() { "└─" } else { "├─" };
            self.write_component(branch, component);
        }
    }

    /// What depends on usage is listed on demand only.
    fn is_shown(&self, component: &Component) -> bool {
        component.monthly() != Cost::Usage || self.options.detail == Detail::Full
    }

    fn write_component(&mut self, branch: &str, component: &Component) {
        let left = format!("    {branch} {}", visible(&component.name));
        let amount = format!("{} x {}", quantity_text(component), unit_price(&component.price));
        let cost = cost_text(&component.monthly());
        self.out.push_str(&format!("{left:<72} {amount:>28} {cost:>16}\n"));
    }

    fn write_changes(&mut self) {
        let Some(before) = &self.root.before else { return };
        let changes = changes(before, &self.root.after);
        let delta = self.root.after.total() - before.total();
        self.out.push_str(&format!("  change {}\n", signed(&delta)));
        for change in changes.iter().take(MAX_CHANGES) {
            let delta = change.delta();
            let style = if delta.is_negative() { Style::Green } else { Style::Red };
            let amount = self.painter.paint(style, &format!("{:>14}", signed(&delta)));
            self.out.push_str(&format!("  {amount}  {}\n", visible(&change.address)));
        }
        if changes.len() > MAX_CHANGES {
            self.out.push_str(&format!("  and {} more\n", changes.len() - MAX_CHANGES));
        }
    }
}

/// A bar whose length is the share of the largest.
fn bar(amount: &Decimal, largest: &Decimal) -> String {
    if largest.is_zero() || amount.is_negative() {
        return String::new();
    }
    let cells = i64::try_from(BAR).unwrap_or(0);
    let count = (amount * &cells.into()).divided(largest, 0).to_u32().unwrap_or(0);
    "█".repeat(usize::try_from(count).unwrap_or(0).min(BAR))
}
