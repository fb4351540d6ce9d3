//! Who a finding is, whatever line or file it stands in: `tollgate/v1`.
//!
//! A finding's fingerprint is made of rule, directory of the definition, address without keys and attribute path; each
//! instance has one more of rule, root and full address. Either is enough to know a finding again, so that moved
//! lines, renamed files and a renamed module directory make nothing new. No value goes in: a secret cannot leak, and
//! a finding whose value changed is still the same defect.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::unite::{Defect, defect};
use crate::discover::path;
use crate::rules::finding::{Finding, Location};
use crate::span::{Region, Sources};

/// The name of this scheme in reports. The form of the fingerprint is a contract: a change of it gets a new name.
pub const SCHEME: &str = "tollgate/v1";

/// How much of the hash is kept: 128 bits, in hex.
const LENGTH: usize = 32;

/// Fills in all fingerprints. Findings that would have the same one are told apart by a counter, in the order of
/// their places; a finding that several environments show has one fingerprint in all of them, and so have the parts
/// of one of which only some instances are silenced.
pub fn assign(findings: &mut [Finding], sources: &Sources) {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_cached_key(|&i| findings.get(i).map(|finding| place(finding, sources)));
    let mut seen: HashMap<(String, Option<Arc<str>>), Occurrences> = HashMap::new();
    for i in order {
        let Some(finding) = findings.get_mut(i) else { continue };
        let definition = definition_key(finding);
        let known = seen.entry((definition.clone(), finding.environment.clone())).or_default();
        let next = known.len();
        let occurrence = known.entry(defect(finding, sources)).or_insert(next).to_string();
        finding.fingerprint = hash(&[&definition, &occurrence]);
        let attribute = without_indices(&finding.attribute);
        finding.instance_fingerprints = finding
            .instances
            .iter()
            .enumerate()
            .map(|(i, address)| {
                let root = root_of(finding, i, sources);
                hash(&[&finding.rule.id, "instance", &root, address, &attribute, &occurrence])
            })
            .collect();
    }
}

/// Which occurrence of a definition each defect is.
type Occurrences = HashMap<Defect, usize>;

/// The root module of an instance: where its outermost call stands, when it came through one. Instances of several
/// roots are one finding when they show the same defect.
fn root_of(finding: &Finding, i: usize, sources: &Sources) -> Arc<str> {
    match finding.call_sites.get(i).and_then(|sites| sites.first()) {
        Some(call) => path::parent(&sources.path(call.file)).into(),
        None => Arc::clone(&finding.root),
    }
}

pub(super) type Place = (Arc<str>, Region, Arc<str>, Arc<str>, String);

pub(super) fn place(finding: &Finding, sources: &Sources) -> Place {
    let (path, region) = match &finding.location {
        Location::Source(span) => (sources.path(span.file), sources.region(*span)),
        Location::File { path, region } => (Arc::clone(path), *region),
    };
    (path, region, Arc::clone(&finding.root), Arc::clone(&finding.attribute), finding.message.clone())
}

pub(super) fn definition_key(finding: &Finding) -> String {
    let attribute = without_indices(&finding.attribute);
    [&*finding.rule.id, &finding.module_dir, &finding.address_template, &attribute].join("\0")
}

/// The attribute path without the positions of nested blocks and list elements, which change when blocks are
/// re-ordered: `ingress[0].cidr_blocks` -> `ingress[].cidr_blocks`. Keys of maps stay.
pub fn without_indices(attribute: &str) -> String {
    let mut plain = String::with_capacity(attribute.len());
    let mut rest = attribute;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        plain.push('[');
        rest = after.trim_start_matches(|character: char| character.is_ascii_digit());
        if !rest.starts_with(']') {
            rest = after;
        }
    }
    plain.push_str(rest);
    plain
}

/// The beginning of a SHA-256 over the parts, in hex.
pub fn hash(parts: &[&str]) -> Arc<str> {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    let mut text = String::with_capacity(LENGTH);
    for byte in hasher.finalize().iter().take(LENGTH / 2) {
        let _ = write!(text, "{byte:02x}");
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::Fixture;

    #[test]
    fn positions_leave_the_path_and_keys_stay() {
        assert_eq!(without_indices("ingress[0].cidr_blocks[12]"), "ingress[].cidr_blocks[]");
        assert_eq!(without_indices("tags[\"a[0]\"]"), "tags[\"a[]\"]");
        assert_eq!(without_indices("tags[\"owner\"].x"), "tags[\"owner\"].x");
        assert_eq!(without_indices("odd[1"), "odd[1");
    }

    #[test]
    fn order_and_place_do_not_matter_and_equal_ones_are_counted() {
        let fixture = Fixture::new();
        let make = |places: [(&str, u32); 3]| {
            let mut findings = places.map(|(address, line)| fixture.finding("a-b", address, line));
            assign(&mut findings, &fixture.sources);
            let mut all = findings.map(|finding| finding.fingerprint).to_vec();
            all.sort();
            all.dedup();
            all
        };
        let before = make([("aws_x.y", 1), ("aws_x.y", 2), ("aws_x.z", 3)]);
        let after = make([("aws_x.z", 1), ("aws_x.y", 5), ("aws_x.y", 4)]);
        assert_eq!(before.len(), 3);
        assert_eq!(before, after);
    }

    #[test]
    fn instances_do_not_depend_on_the_module_directory() {
        let fixture = Fixture::new();
        let mut findings = [fixture.finding("a-b", "aws_x.y", 1), fixture.finding("a-b", "aws_x.y", 1)];
        findings[1].module_dir = "modules/renamed".into();
        assign(&mut findings, &fixture.sources);
        assert_ne!(findings[0].fingerprint, findings[1].fingerprint);
        assert_eq!(findings[0].instance_fingerprints, findings[1].instance_fingerprints);
    }
}
