//! Knowing a finding again: by its fingerprint, by that of any instance, after its directory was renamed, or after
//! what was missing was written and is still wrong.

use std::collections::HashMap;
use std::sync::Arc;

use super::fingerprint::without_indices;
use crate::rules::finding::{Finding, Verdict};

/// All that is needed to know a finding again; no line, no file name, no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub fingerprint: Arc<str>,
    pub instances: Vec<Arc<str>>,
    pub rule: Arc<str>,
    pub verdict: Verdict,
    /// The directory of the definition.
    pub directory: Arc<str>,
    /// The address without module path and keys.
    pub resource: Arc<str>,
    pub attribute: Arc<str>,
}

impl Identity {
    pub fn of(finding: &Finding) -> Self {
        Self {
            fingerprint: Arc::clone(&finding.fingerprint),
            instances: finding.instance_fingerprints.clone(),
            rule: Arc::clone(&finding.rule.id),
            verdict: finding.verdict,
            directory: Arc::clone(&finding.module_dir),
            resource: Arc::clone(&finding.address_template),
            attribute: without_indices(&finding.attribute).into(),
        }
    }
}

/// Findings of an earlier time, and which of them were met again.
#[derive(Debug)]
pub struct Known {
    identities: Vec<Identity>,
    by_fingerprint: HashMap<Arc<str>, usize>,
    by_instance: HashMap<Arc<str>, usize>,
    met: Vec<bool>,
}

impl Known {
    pub fn new(identities: Vec<Identity>) -> Self {
        let mut by_fingerprint = HashMap::new();
        let mut by_instance = HashMap::new();
        for (i, identity) in identities.iter().enumerate() {
            by_fingerprint.entry(Arc::clone(&identity.fingerprint)).or_insert(i);
            for instance in &identity.instances {
                by_instance.entry(Arc::clone(instance)).or_insert(i);
            }
        }
        let met = vec![false; identities.len()];
        Self { identities, by_fingerprint, by_instance, met }
    }

    /// For each finding, whether it was known. What was known and is not met is looked for once more, each once:
    ///
    /// - A directory that `is_there` denies was removed or renamed: under the same rule, address and attribute elsewhere.
    /// - An attribute that was missing is written and still wrong, or the other way round: under the same rule and
    ///   address, where one of the two attributes holds the other.
    pub fn meet(&mut self, findings: &[Identity], is_there: impl Fn(&str) -> bool) -> Vec<bool> {
        let mut known: Vec<bool> = findings.iter().map(|finding| self.meet_fingerprints(finding)).collect();
        let moved = self.unmet_by(key, |identity| !is_there(&identity.directory));
        self.meet_unmet(findings, &mut known, moved, key, |_, _| true);
        let rewritten = self.unmet_by(definition, |identity| !identity.resource.is_empty());
        self.meet_unmet(findings, &mut known, rewritten, definition, |one, other| {
            is_part(&one.attribute, &other.attribute) || is_part(&other.attribute, &one.attribute)
        });
        known
    }

    fn meet_unmet(
        &mut self,
        findings: &[Identity],
        known: &mut [bool],
        mut candidates: HashMap<Key, Vec<usize>>,
        key: impl Fn(&Identity) -> Key,
        is_same: impl Fn(&Identity, &Identity) -> bool,
    ) {
        for (finding, is_known) in findings.iter().zip(known).filter(|(_, is_known)| !**is_known) {
            let fits = |&i: &usize| {
                self.covers(i, finding) && self.identities.get(i).is_some_and(|identity| is_same(identity, finding))
            };
            let Some(i) = candidates.get_mut(&key(finding)).and_then(|these| take_first(these, fits)) else { continue };
            self.mark(i);
            *is_known = true;
        }
    }

    fn meet_fingerprints(&mut self, finding: &Identity) -> bool {
        let direct = self.by_fingerprint.get(&finding.fingerprint);
        let instances = finding.instances.iter().filter_map(|instance| self.by_instance.get(instance));
        let hits: Vec<usize> =
            direct.into_iter().chain(instances).copied().filter(|&i| self.covers(i, finding)).collect();
        for &i in &hits {
            self.mark(i);
        }
        !hits.is_empty()
    }

    /// What was only unknown before and fails now is new.
    fn covers(&self, i: usize, finding: &Identity) -> bool {
        self.identities
            .get(i)
            .is_some_and(|identity| identity.verdict == Verdict::Fail || finding.verdict == Verdict::Unknown)
    }

    fn mark(&mut self, i: usize) {
        if let Some(met) = self.met.get_mut(i) {
            *met = true;
        }
    }

    fn unmet_by(&self, key: impl Fn(&Identity) -> Key, wanted: impl Fn(&Identity) -> bool) -> HashMap<Key, Vec<usize>> {
        let mut found: HashMap<Key, Vec<usize>> = HashMap::new();
        for (i, identity) in self.unmet().filter(|(_, identity)| wanted(identity)) {
            found.entry(key(identity)).or_default().push(i);
        }
        found
    }

    /// Those that no finding met, in their own order.
    pub fn unmet(&self) -> impl Iterator<Item = (usize, &Identity)> {
        self.identities.iter().enumerate().filter(|(i, _)| self.met.get(*i) == Some(&false))
    }
}

type Key = (Arc<str>, Arc<str>, Arc<str>);

fn key(identity: &Identity) -> Key {
    (Arc::clone(&identity.rule), Arc::clone(&identity.resource), Arc::clone(&identity.attribute))
}

fn definition(identity: &Identity) -> Key {
    (Arc::clone(&identity.rule), Arc::clone(&identity.resource), Arc::clone(&identity.directory))
}

/// Whether the attribute `part` stands in `whole`, which may be the whole block: `tags.owner` in `tags`.
fn is_part(part: &str, whole: &str) -> bool {
    match part.strip_prefix(whole) {
        Some(rest) => rest.starts_with(['.', '[']) || whole.is_empty() && !rest.is_empty(),
        None => false,
    }
}

fn take_first(candidates: &mut Vec<usize>, wanted: impl Fn(&usize) -> bool) -> Option<usize> {
    let at = candidates.iter().position(wanted)?;
    Some(candidates.remove(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(fingerprint: &str, directory: &str, verdict: Verdict) -> Identity {
        Identity {
            fingerprint: fingerprint.into(),
            instances: vec![format!("{fingerprint}-i").into()],
            rule: "a-b".into(),
            verdict,
            directory: directory.into(),
            resource: "aws_x.y".into(),
            attribute: "acl".into(),
        }
    }

    fn meet(before: Vec<Identity>, after: &[Identity], there: &[&str]) -> (Vec<bool>, usize) {
        let mut known = Known::new(before);
        let met = known.meet(after, |dir| there.contains(&dir));
        (met, known.unmet().count())
    }

    #[test]
    fn the_finding_or_any_instance_is_enough() {
        let before = identity("1", "a", Verdict::Fail);
        let renamed = Identity { fingerprint: "2".into(), directory: "b".into(), ..before.clone() };
        assert_eq!(meet(vec![before.clone()], std::slice::from_ref(&before), &["a"]), (vec![true], 0));
        assert_eq!(meet(vec![before], &[renamed], &["a", "b"]), (vec![true], 0));
    }

    #[test]
    fn a_renamed_directory_takes_its_findings_along_once_each() {
        let before = vec![identity("1", "old", Verdict::Fail)];
        let after = [identity("2", "new", Verdict::Fail), identity("3", "other", Verdict::Fail)];
        assert_eq!(meet(before.clone(), &after, &["new", "other"]), (vec![true, false], 0));
        assert_eq!(meet(before, &after, &["old", "new", "other"]), (vec![false, false], 1));
    }

    #[test]
    fn what_was_missing_and_is_wrong_now_is_not_new() {
        let at = |fingerprint, attribute: &str| Identity {
            attribute: attribute.into(),
            ..identity(fingerprint, "a", Verdict::Fail)
        };
        let missing = at("1", "");
        let after = [at("2", "tags"), at("3", "tags")];
        assert_eq!(meet(vec![missing.clone()], &after, &["a"]), (vec![true, false], 0));
        assert_eq!(meet(vec![at("2", "ingress[].cidr")], &[at("1", "ingress[]")], &["a"]), (vec![true], 0));
        assert_eq!(meet(vec![at("2", "tags")], &[at("1", "tags_all")], &["a"]), (vec![false], 1));
        let elsewhere = Identity { resource: "aws_x.z".into(), ..at("2", "tags") };
        assert_eq!(meet(vec![missing], &[elsewhere], &["a"]), (vec![false], 1));
    }

    #[test]
    fn what_was_unknown_and_fails_now_is_new() {
        let before = vec![identity("1", "a", Verdict::Unknown)];
        assert_eq!(meet(before, &[identity("1", "a", Verdict::Fail)], &["a"]).0, [false]);
        let before = vec![identity("1", "a", Verdict::Fail)];
        assert_eq!(meet(before, &[identity("1", "a", Verdict::Unknown)], &["a"]).0, [true]);
    }
}
