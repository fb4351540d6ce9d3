//! What reports show and records do not hold, for a report made from reports: the snippets and line fingerprints of SARIF
//! reports, and what is said of costs.

use std::collections::HashMap;

use serde::Deserialize;

use super::CostLine;
use crate::report::sarif::types::{Area, Text};
use crate::report::sarif::without_line;

/// Pieces of code by where they stand.
#[derive(Debug, Default)]
pub struct Excerpts {
    shown: HashMap<Key, Excerpt>,
    /// The fingerprint that code scanning computes, by file and line.
    line_hashes: HashMap<(String, u32), String>,
    /// What the reports say of costs.
    costs: Vec<CostLine>,
}

/// URI and region.
type Key = (String, [u32; 4]);

/// What is shown of one region.
#[derive(Debug, Default)]
pub struct Excerpt {
    pub snippet: Option<Text>,
    pub context: Option<Area>,
}

impl Excerpts {
    /// The code at a region; nothing where no report showed any.
    pub fn at(&self, uri: &str, area: &Area) -> Option<&Excerpt> {
        self.shown.get(&(uri.to_owned(), numbers(area)))
    }

    pub fn line_hash(&self, uri: &str, line: u32) -> Option<&str> {
        self.line_hashes.get(&(uri.to_owned(), line)).map(String::as_str)
    }

    /// What is said of costs, in the order of root modules and environments.
    pub fn costs(&self) -> impl Iterator<Item = &str> {
        self.costs.iter().map(|line| &*line.text)
    }

    pub fn add_costs(&mut self, lines: Vec<CostLine>) {
        self.costs.extend(lines);
        self.costs.sort();
    }

    /// Takes over what the results of a report show.
    pub fn add(&mut self, results: Vec<ShownResult>) {
        for result in results {
            let ShownFingerprints { line_hash, own } = result.partial_fingerprints;
            // A plan has no lines, and the fingerprint takes their place: it may be another one now.
            let hash = line_hash.filter(|hash| *hash != without_line(own.as_deref().unwrap_or_default()));
            for location in result.locations.into_iter().take(1) {
                let ShownPhysical { artifact_location, region, context_region } = location.physical_location;
                let Some(mut region) = region else { continue };
                let uri = artifact_location.uri;
                if let Some(hash) = &hash {
                    self.line_hashes.entry((uri.clone(), region.start_line)).or_insert_with(|| hash.clone());
                }
                let excerpt = self.shown.entry((uri, numbers(&region))).or_default();
                let snippet = region.snippet.take();
                excerpt.snippet = excerpt.snippet.take().or(snippet);
                excerpt.context = excerpt.context.take().or(context_region);
            }
        }
    }
}

fn numbers(area: &Area) -> [u32; 4] {
    [area.start_line, area.start_column, area.end_line, area.end_column]
}

/// A result, as far as it shows code.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShownResult {
    locations: Vec<ShownLocation>,
    #[serde(default)]
    partial_fingerprints: ShownFingerprints,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ShownLocation {
    physical_location: ShownPhysical,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ShownPhysical {
    artifact_location: ShownArtifact,
    region: Option<Area>,
    context_region: Option<Area>,
}

#[derive(Debug, Deserialize)]
struct ShownArtifact {
    uri: String,
}

#[derive(Debug, Default, Deserialize)]
struct ShownFingerprints {
    #[serde(rename = "primaryLocationLineHash")]
    line_hash: Option<String>,
    #[serde(rename = "tollgate/v1")]
    own: Option<String>,
}
