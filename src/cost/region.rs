//! Where a resource runs, as far as the code tells.

use super::graph::{Graph, Subject};
use super::read::{Read, Why, read};
use crate::eval::value::{Members, Value};

/// How many references are followed to find a location.
const MAX_STEPS: usize = 6;

/// A region and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) name: String,
    /// The code names none: the provider's usual default.
    pub(super) is_assumed: bool,
}

impl Region {
    fn known(name: impl Into<String>) -> Self {
        Self { name: name.into(), is_assumed: false }
    }

    fn assumed(name: &str) -> Self {
        Self { name: name.to_string(), is_assumed: true }
    }
}

/// The region of a resource; unknown with a reason where it depends on what is not known.
pub(super) fn region_of(graph: &Graph<'_>, subject: &Subject<'_>) -> Result<Region, Why> {
    match subject.kind().split('_').next() {
        Some("azurerm") => azure(graph, subject),
        Some("google") => google(graph, subject),
        _ => aws(graph, subject),
    }
}

fn aws(graph: &Graph<'_>, subject: &Subject<'_>) -> Result<Region, Why> {
    if let Some(region) = read(&subject.value, "region").text()? {
        return Ok(Region::known(region));
    }
    if let Some(region) = provider(graph, subject, "region")? {
        return Ok(Region::known(region));
    }
    if let Ok(Some(zone)) = read(&subject.value, "availability_zone").text() {
        return Ok(Region::known(zone.trim_end_matches(|c: char| c.is_ascii_lowercase())));
    }
    Ok(Region::assumed("us-east-1"))
}

fn google(graph: &Graph<'_>, subject: &Subject<'_>) -> Result<Region, Why> {
    for name in ["zone", "region", "location"] {
        if let Some(place) = read(&subject.value, name).text()? {
            return Ok(Region::known(google_region(&place)));
        }
    }
    for name in ["region", "zone"] {
        if let Some(place) = provider(graph, subject, name)? {
            return Ok(Region::known(google_region(&place)));
        }
    }
    Ok(Region::assumed("us-central1"))
}

/// `https://…/zones/us-central1-a` and `us-central1-a` are in `us-central1`.
fn google_region(place: &str) -> String {
    let place = place.rsplit('/').next().unwrap_or(place).to_ascii_lowercase();
    match place.rsplit_once('-') {
        Some((region, zone)) if zone.len() == 1 && region.contains('-') => region.to_string(),
        _ => place,
    }
}

fn azure(graph: &Graph<'_>, subject: &Subject<'_>) -> Result<Region, Why> {
    match azure_location(graph, subject, MAX_STEPS)? {
        Some(location) => Ok(Region::known(location)),
        None => Ok(Region::assumed("eastus")),
    }
}

/// The resource's own location, or that of the server, group or network it belongs to.
fn azure_location(graph: &Graph<'_>, subject: &Subject<'_>, steps: usize) -> Result<Option<String>, Why> {
    if let Some(location) = read(&subject.value, "location").text()? {
        return Ok(Some(azure_name(&location)));
    }
    if steps == 0 {
        return Ok(None);
    }
    let mut problem = None;
    for value in subject.value.as_members().into_iter().flat_map(Members::values) {
        let Some(target) = azure_target(graph, value) else { continue };
        if target.address() == subject.address() {
            continue;
        }
        match azure_location(graph, target, steps - 1) {
            Ok(Some(location)) => return Ok(Some(location)),
            Ok(None) => {}
            Err(why) => problem = Some(why),
        }
    }
    problem.map_or(Ok(None), Err)
}

fn azure_target<'g, 'r>(graph: &'g Graph<'r>, value: &Value) -> Option<&'g Subject<'r>> {
    match value.as_unknown() {
        Some(_) => graph.follow(value, &[]).filter(|target| target.kind().starts_with("azurerm_")),
        None => graph.follow(value, &["azurerm_resource_group"]),
    }
}

/// `West Europe` is `westeurope`.
pub(super) fn azure_name(location: &str) -> String {
    location.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// An argument of the provider configuration in effect.
fn provider(graph: &Graph<'_>, subject: &Subject<'_>, name: &str) -> Result<Option<String>, Why> {
    let Some(provider) = graph.root.provider_value(subject.instance) else { return Ok(None) };
    match read(provider, name) {
        Read::Absent => Ok(None),
        found => found.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_places_become_regions() {
        assert_eq!(google_region("us-central1-a"), "us-central1");
        assert_eq!(google_region("europe-west4"), "europe-west4");
        assert_eq!(google_region("EU"), "eu");
        assert_eq!(azure_name("West Europe"), "westeurope");
    }
}
