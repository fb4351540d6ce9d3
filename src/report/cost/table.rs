//! `tollgate cost prices`: age, sources and coverage of the price table.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use crate::cost::prices::Coverage;
use crate::cost::types_described;

/// The day of the oldest and of the newest price of a source, and how many it has.
fn by_source(coverage: &Coverage) -> BTreeMap<&str, (usize, &Arc<str>, &Arc<str>)> {
    let mut sources: BTreeMap<&str, (usize, &Arc<str>, &Arc<str>)> = BTreeMap::new();
    for ((source, as_of), count) in &coverage.sources {
        let name = source.split(':').next().unwrap_or(source);
        let entry = sources.entry(name).or_insert((0, as_of, as_of));
        entry.0 += count;
        entry.1 = entry.1.min(as_of);
        entry.2 = entry.2.max(as_of);
    }
    sources
}

/// Prices and types by provider and region.
fn by_region(coverage: &Coverage) -> BTreeMap<(&str, &str), (usize, usize)> {
    let mut regions: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for (kind, by_region) in &coverage.types {
        let provider = match kind.split('_').next() {
            Some("azurerm") => "azure",
            Some("google") => "gcp",
            _ => "aws",
        };
        for (region, count) in by_region {
            let entry = regions.entry((provider, region)).or_default();
            entry.0 += count;
            entry.1 += 1;
        }
    }
    regions
}

/// For people.
pub fn prices_human(coverage: &Coverage) -> String {
    let mut out = format!("{} prices, USD, list prices on demand\n", coverage.total());
    if coverage.custom_rows > 0 {
        out.push_str(&format!("{} rows of your own come first\n", coverage.custom_rows));
    }
    out.push_str("\nSource                      Prices  From        To\n");
    for (source, (count, oldest, newest)) in by_source(coverage) {
        out.push_str(&format!("{source:<24} {count:>9}  {oldest}  {newest}\n"));
    }
    out.push_str("\nProvider  Region                    Prices  Resource types\n");
    for ((provider, region), (count, types)) in by_region(coverage) {
        let region = if region == "*" { "all regions" } else { region };
        out.push_str(&format!("{provider:<9} {region:<22} {count:>9}  {types:>14}\n"));
    }
    out.push_str("\nResource types with a cost model: ");
    let described: Vec<String> =
        types_described().iter().map(|(provider, count)| format!("{provider} {count}")).collect();
    out.push_str(&format!("{}\n", described.join(", ")));
    out
}

/// For programs.
pub fn prices_json(coverage: &Coverage) -> serde_json::Result<String> {
    let sources: Vec<_> = by_source(coverage)
        .into_iter()
        .map(|(source, (count, oldest, newest))| json!({"source": source, "prices": count, "oldest": &**oldest, "newest": &**newest}))
        .collect();
    let regions: Vec<_> = by_region(coverage)
        .into_iter()
        .map(|((provider, region), (count, types))| json!({"provider": provider, "region": region, "prices": count, "types": types}))
        .collect();
    let models: BTreeMap<&str, usize> = types_described().into_iter().collect();
    let value = json!({
        "prices": coverage.total(),
        "custom_rows": coverage.custom_rows,
        "currency": "USD",
        "sources": sources,
        "regions": regions,
        "models": models,
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&value)?))
}
