//! Which of several equal findings of an earlier state is which of the present ones.
//!
//! Findings of one rule on one attribute of one resource, as many blocks of a policy make them, are told apart by a
//! counter alone, and a block that comes in before the others would make the last of them the new one. Where both
//! texts are at hand, the lines say better which is which.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::Hash;
use std::sync::Arc;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::fingerprint::{definition_key, place};
use super::identity::Identity;
use crate::rules::finding::{Finding, Location};
use crate::span::{FileId, SourceFile, Sources, Span};

/// Files whose different part is longer on both sides are not compared line by line.
const MAX_LINES: usize = 20_000;

/// The identities of an earlier state's findings; of those that are equal but for the counter, each has that of the
/// present finding on the same lines, else of one with the same text, else of the next of the same verdict, else of
/// the next; first among those of the same instance, then among all. What is left over has none that anything could
/// meet.
pub fn identities(
    before: &[Finding],
    now: &[Finding],
    sources: &Sources,
    remembered: Option<&Remembered>,
) -> Vec<Identity> {
    let mut identities: Vec<Identity> = before.iter().map(Identity::of).collect();
    let earlier = groups(before, sources);
    let present = groups(now, sources);
    let mut lines = Lines { sources, maps: HashMap::new(), remembered };
    for (key, old) in &earlier {
        let Some(new) = present.get(key).filter(|new| old.len() > 1 || new.len() > 1) else { continue };
        let pairs = pair(&pick(before, old), &pick(now, new), &mut lines);
        for (i, met) in old.iter().zip(pairs) {
            let Some(identity) = identities.get_mut(*i) else { continue };
            let met = met.and_then(|at| now.get(*new.get(at)?));
            identity.fingerprint = met.map_or_else(|| Arc::from(""), |met| Arc::clone(&met.fingerprint));
            identity.instances = met.map(|met| met.instance_fingerprints.clone()).unwrap_or_default();
        }
    }
    identities
}

/// What the texts told, for a time when they are not at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The lines of earlier findings in the present files of the same names.
    pub followed: HashMap<Span, u32>,
    /// Of findings on lines of equal text, also over the two states, the position of the first earlier one.
    pub alike: HashMap<Span, usize>,
}

/// Remembers what aligning could ask of the texts.
pub fn remember<'f, I>(before: &[Finding], now: I, sources: &Sources) -> Remembered
where
    I: Iterator<Item = &'f Finding>,
{
    let mut lines = Lines { sources, maps: HashMap::new(), remembered: None };
    let mut files: HashMap<Arc<str>, FileId> = HashMap::new();
    // The present files were read before the earlier ones.
    for (id, file) in sources.all() {
        files.entry(Arc::clone(&file.path)).or_insert(id);
    }
    let mut remembered = Remembered::default();
    let mut texts: HashMap<String, usize> = HashMap::new();
    for (i, finding) in before.iter().enumerate() {
        let (Some(span), Some(text)) = (source_span(finding), lines.text(finding)) else { continue };
        remembered.alike.insert(span, *texts.entry(text).or_insert(i));
        let present = files.get(&sources.path(span.file)).copied();
        let line = lines.line(finding).map(|(_, line)| line);
        let followed = present.zip(line).and_then(|(present, line)| lines.map(span.file, present, line));
        remembered.followed.extend(followed.map(|line| (span, line)));
    }
    for finding in now {
        let (Some(span), Some(text)) = (source_span(finding), lines.text(finding)) else { continue };
        remembered.alike.extend(texts.get(&text).map(|first| (span, *first)));
    }
    remembered
}

/// Positions by definition and environment, in the order of their places.
fn groups(findings: &[Finding], sources: &Sources) -> BTreeMap<(String, Option<Arc<str>>), Vec<usize>> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, finding) in findings.iter().enumerate() {
        groups.entry((definition_key(finding), finding.environment.clone())).or_default().push(i);
    }
    for group in groups.values_mut().filter(|group| group.len() > 1) {
        group.sort_by_cached_key(|&i| findings.get(i).map(|finding| place(finding, sources)));
    }
    groups
}

fn pick<'a>(findings: &'a [Finding], positions: &[usize]) -> Vec<&'a Finding> {
    positions.iter().filter_map(|&i| findings.get(i)).collect()
}

/// For each of `old`, the position in `new` that is the same defect.
fn pair(old: &[&Finding], new: &[&Finding], lines: &mut Lines<'_>) -> Vec<Option<usize>> {
    let mut pairs = Pairs { met: vec![None; old.len()], is_free: vec![true; new.len()] };
    let followed: Vec<Option<(FileId, u32)>> = old.iter().map(|finding| lines.follow(finding, new)).collect();
    let there: Vec<Option<(FileId, u32)>> = new.iter().map(|finding| lines.line(finding)).collect();
    let messages = |findings: &[&Finding]| -> Vec<_> { findings.iter().map(|one| Some(one.message.clone())).collect() };
    let verdicts = |findings: &[&Finding]| -> Vec<_> { findings.iter().map(|one| Some(one.verdict)).collect() };
    // Callers are told apart by their addresses first: their blocks are often alike, line by line.
    let (old_address, new_address) = (addresses(old), addresses(new));
    let nothing = |findings: &[&Finding]| vec![Some((None, None)); findings.len()];
    for (old_place, new_place) in [(&old_address, &new_address), (&nothing(old), &nothing(new))] {
        let at = |lines: &[_], place: &[_]| both(lines.to_vec(), place.to_vec());
        pairs.join(both(at(&followed, old_place), messages(old)), both(at(&there, new_place), messages(new)));
        pairs.join(at(&followed, old_place), at(&there, new_place));
        pairs.join(both(lines.texts(old), old_place.clone()), both(lines.texts(new), new_place.clone()));
        pairs.join(both(verdicts(old), old_place.clone()), both(verdicts(new), new_place.clone()));
        pairs.join(old_place.clone(), new_place.clone());
    }
    pairs.met
}

type Address = (Option<Arc<str>>, Option<Arc<str>>);

/// Root and first instance of each.
fn addresses(findings: &[&Finding]) -> Vec<Option<Address>> {
    let address = |finding: &&Finding| Some((Some(Arc::clone(&finding.root)), finding.instances.first().cloned()));
    findings.iter().map(address).collect()
}

/// Pairs of keys, where both are there.
fn both<A, B>(left: Vec<Option<A>>, right: Vec<Option<B>>) -> Vec<Option<(A, B)>> {
    left.into_iter().zip(right).map(|(left, right)| left.zip(right)).collect()
}

struct Pairs {
    met: Vec<Option<usize>>,
    is_free: Vec<bool>,
}

impl Pairs {
    /// Pairs what has the same key and no partner yet, in order.
    fn join<K: Eq + Hash>(&mut self, old: Vec<Option<K>>, new: Vec<Option<K>>) {
        let mut free: HashMap<K, VecDeque<usize>> = HashMap::new();
        for (i, key) in new.into_iter().enumerate() {
            if let Some(key) = key.filter(|_| self.is_free.get(i) == Some(&true)) {
                free.entry(key).or_default().push_back(i);
            }
        }
        for (met, key) in self.met.iter_mut().zip(old).filter(|(met, _)| met.is_none()) {
            *met = key.and_then(|key| free.get_mut(&key)?.pop_front());
            if let Some(is_free) = met.and_then(|i| self.is_free.get_mut(i)) {
                *is_free = false;
            }
        }
    }
}

/// Where the lines of earlier files are now.
struct Lines<'a> {
    sources: &'a Sources,
    /// Where the texts are not at hand any more.
    remembered: Option<&'a Remembered>,
    maps: HashMap<(FileId, FileId), HashMap<u32, u32>>,
}

impl Lines<'_> {
    fn line(&self, finding: &Finding) -> Option<(FileId, u32)> {
        let span = source_span(finding)?;
        Some((span.file, self.sources.get(span.file)?.position(span.start).line))
    }

    /// The line that a finding stood on, in the file of that name that one of `new` stands in.
    fn follow(&mut self, finding: &Finding, new: &[&Finding]) -> Option<(FileId, u32)> {
        let (old, line) = self.line(finding)?;
        let path = self.sources.path(old);
        let mut files = new.iter().filter_map(|finding| Some(source_span(finding)?.file));
        let new = files.find(|&file| self.sources.path(file) == path)?;
        if let Some(remembered) = self.remembered {
            return Some((new, *remembered.followed.get(&source_span(finding)?)?));
        }
        self.map(old, new, line).map(|line| (new, line))
    }

    /// The line of the new text that a line of the old one is.
    fn map(&mut self, old: FileId, new: FileId, line: u32) -> Option<u32> {
        let (before, now) = (self.sources.get(old)?, self.sources.get(new)?);
        let map = self.maps.entry((old, new)).or_insert_with(|| kept_lines(&before, &now));
        map.get(&line).copied()
    }

    /// The text of the lines that each stands on.
    fn texts(&self, findings: &[&Finding]) -> Vec<Option<String>> {
        findings.iter().map(|finding| self.text(finding)).collect()
    }

    fn text(&self, finding: &Finding) -> Option<String> {
        let span = source_span(finding)?;
        if let Some(remembered) = self.remembered {
            return remembered.alike.get(&span).map(usize::to_string);
        }
        let file = self.sources.get(span.file)?;
        let range = file.line_of(span.start)..=file.line_of(span.end);
        Some(range.map(|line| file.line(line).trim()).collect::<Vec<_>>().join("\n"))
    }
}

fn source_span(finding: &Finding) -> Option<Span> {
    match finding.location {
        Location::Source(span) => Some(span),
        Location::File { .. } => None,
    }
}

/// From a line of one text to the same line of the other.
fn kept_lines(before: &SourceFile, now: &SourceFile) -> HashMap<u32, u32> {
    let lines = |file: &SourceFile| (1..=file.line_count()).map(|i| file.line(i).to_owned()).collect::<Vec<_>>();
    let (old, new) = (lines(before), lines(now));
    let same = |(one, other): &(&String, &String)| one == other;
    let head = old.iter().zip(&new).take_while(same).count();
    let (old_rest, new_rest) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let number = |i: usize| u32::try_from(i + 1).unwrap_or(u32::MAX);
    let ends = (0..head).map(|i| (i, i)).chain((1..=tail).map(|i| (old.len() - i, new.len() - i)));
    let mut kept: HashMap<u32, u32> = ends.map(|(i, j)| (number(i), number(j))).collect();
    let but_tail = |rest: &'_ [String]| rest.len() - tail;
    let old_rest = old_rest.get(..but_tail(old_rest)).unwrap_or_default();
    let new_rest = new_rest.get(..but_tail(new_rest)).unwrap_or_default();
    if old_rest.len().min(new_rest.len()) > MAX_LINES {
        return kept;
    }
    for op in capture_diff_slices(Algorithm::Patience, old_rest, new_rest) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            kept.extend((0..len).map(|i| (number(head + old_index + i), number(head + new_index + i))));
        }
    }
    kept
}
