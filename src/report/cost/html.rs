//! One self-contained page without scripts.

use super::{Totals, cost_text, dollars, quantity_text, root_name, signed, unit_price, why};
use crate::check::cost::{Costs, RootCost};
use crate::cost::ResourceCost;
use crate::cost::decimal::Decimal;
use crate::cost::delta::changes;
use crate::report::text::html as safe;

const STYLE: &str = "body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1f24}\
    table{border-collapse:collapse;width:100%}td,th{padding:.25rem .5rem;border-bottom:1px solid #d8dee4;text-align:left}\
    td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}tr.r td{font-weight:600;background:#f6f8fa}\
    meter{width:8rem}.w{color:#9a6700;font-weight:400}";

/// The page.
pub fn html(costs: &Costs) -> String {
    let totals = Totals::of(costs);
    let mut body = format!("<h1>{}/month</h1>\n", dollars(&totals.after));
    if let Some(before) = &totals.before {
        let delta = totals.after.clone() - before.clone();
        body.push_str(&format!("<p>{} against {} now</p>\n", signed(&delta), dollars(before)));
    }
    body.push_str(&format!("<p>{}</p>\n", safe(&totals.completeness())));
    for root in &costs.roots {
        write_root(root, &mut body);
    }
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Cost</title>\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <style>{STYLE}</style></head><body>\n{body}</body></html>\n"
    )
}

fn write_root(root: &RootCost, body: &mut String) {
    body.push_str(&format!("<h2>{}: {}/month</h2>\n", safe(&root_name(root)), dollars(&root.after.total())));
    if let Some(before) = &root.before {
        body.push_str(
            "<table><tr><th>Change</th><th class=n>Now</th><th class=n>Then</th><th class=n>Difference</th></tr>\n",
        );
        let text = |amount: &Option<Decimal>| amount.as_ref().map_or_else(|| "-".to_string(), dollars);
        for change in changes(before, &root.after) {
            let (now, then, delta) = (text(&change.before), text(&change.after), signed(&change.delta()));
            let address = safe(&change.address);
            body.push_str(&format!("<tr><td>{address}<td class=n>{now}<td class=n>{then}<td class=n>{delta}</tr>\n"));
        }
        body.push_str("</table>\n");
    }
    body.push_str("<table><tr><th>Resource<th class=n>Quantity<th class=n>Unit price<th class=n>Monthly<th></tr>\n");
    let mut resources: Vec<&ResourceCost> = root.after.resources.iter().collect();
    resources.sort_by_key(|resource| std::cmp::Reverse(resource.lowest()));
    let largest = resources.first().map_or(Decimal::ZERO, |resource| resource.lowest());
    for resource in resources {
        write_resource(resource, &largest, body);
    }
    body.push_str("</table>\n");
}

fn write_resource(resource: &ResourceCost, largest: &Decimal, body: &mut String) {
    let monthly = resource.monthly();
    let note = why(&monthly).map(|why| format!(" <span class=w>{}</span>", safe(why))).unwrap_or_default();
    let meter = if largest.is_zero() {
        String::new()
    } else {
        format!("<meter min=0 max={} value={}></meter>", largest.rounded(2), resource.lowest().rounded(2))
    };
    let (address, cost) = (safe(&resource.address), cost_text(&monthly));
    body.push_str(&format!("<tr class=r><td>{address}{note}<td><td><td class=n>{cost}<td>{meter}</tr>\n"));
    for component in &resource.components {
        let (name, quantity) = (safe(&component.name), safe(&quantity_text(component)));
        let (price, cost) = (safe(&unit_price(&component.price)), cost_text(&component.monthly()));
        body.push_str(&format!("<tr><td>{name}<td class=n>{quantity}<td class=n>{price}<td class=n>{cost}<td></tr>\n"));
    }
}
