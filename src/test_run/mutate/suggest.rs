//! Examples that would notice what no example notices yet.
//!
//! In: a rule, its examples, and what the examples of other rules hold in the same places. Out: new examples, each one or
//! two small changes away from one that is there, on which a changed rule says something else than the rule itself. What an
//! example claims is the rule's own verdict: whoever keeps it has to see that it is right.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::draft::{self, Item, Nested};
use super::hints::{Hints, Stock};
use super::vary::{Change, Cx};
use super::{Variant, ask, evenly, judged, variants};
use crate::rules::finding::{Finding, Verdict};
use crate::rules::rule::{Example, Outcome, Rule};
use crate::span::{SourceFile, Sources, Span};
use crate::syntax;
use crate::syntax::ast::FileFormat;
use crate::test_run::examples;
use crate::test_run::verdict::Update;

/// So many examples with one change are tried for a rule.
const ONE_CHANGE: usize = 800;

/// Examples with one change that get a second, and how many second ones each.
const SEEDS: usize = 30;
const SECOND: usize = 30;

/// So many examples of other rules are tried for a type, and the shortest ones of so many types changed.
const BORROWED: usize = 60;
const TYPES: usize = 12;

/// So many examples are found for a changed rule before no more are looked for.
const ENOUGH: usize = 3;

/// So many resources of a kind are put together in one example.
const TOGETHER: usize = 12;

/// Longer examples, in bytes, are not worth it.
const LONGEST: usize = 3000;

/// Arguments of an example that are no part of its configuration.
const NO_CONFIGURATION: [&str; 2] = ["expect", "also"];

/// New examples for one rule.
#[derive(Clone, Debug, Default)]
pub struct Suggested {
    /// The rule's id.
    pub rule: String,
    /// As they would stand in the rule file, indented by two.
    pub examples: Vec<String>,
    /// How many changes the examples that are there miss, and how many of these the new ones notice.
    pub alive: usize,
    pub noticed: usize,
    /// What puts them behind the rule's last example.
    pub update: Option<Update>,
}

/// An example on which a changed rule and the rule differ.
#[derive(Clone, Debug)]
struct Candidate {
    items: Vec<Item>,
    title: String,
    outcome: Outcome,
    /// `address @ attribute` of each finding.
    places: Vec<String>,
    /// Positions of the changed rules that it notices.
    kills: BTreeSet<usize>,
}

/// What examples hold in which place.
pub fn stock(rules: &[Arc<Rule>], sources: &Sources) -> Stock {
    let mut stock = Stock::default();
    for example in rules.iter().flat_map(|rule| &rule.examples) {
        stock.add_example(&example.title, &items_of(example, sources));
    }
    stock.settle();
    stock
}

fn items_of(example: &Example, sources: &Sources) -> Vec<Item> {
    let file = sources.get(example.block.span.file);
    file.map(|file| draft::read(&example.block.body, &file, &NO_CONFIGURATION)).unwrap_or_default()
}

/// Looks for examples that notice what a rule's own ones do not. Of rules that are written in Rust nothing is changed.
pub fn rule(rule: &Arc<Rule>, sources: &Sources, stock: &Stock, limit: usize) -> Suggested {
    let nothing = Suggested { rule: rule.id.to_string(), ..Suggested::default() };
    let variants = evenly(variants(rule), limit);
    let mut killed = vec![false; variants.len()];
    for example in &rule.examples {
        if !ask(example, rule, sources, &variants, &mut killed) {
            return nothing;
        }
    }
    let alive: Vec<Variant> =
        variants.into_iter().zip(&killed).filter(|(_, killed)| !**killed).map(|(variant, _)| variant).collect();
    if alive.is_empty() {
        return nothing;
    }
    let hints = Hints::of(rule);
    let mut search = Search { rule, alive: &alive, tried: BTreeSet::new(), found: Vec::new() };
    search.run(Cx { hints: &hints, stock }, sources);
    let chosen = cover(search.found, alive.len());
    let noticed: BTreeSet<usize> = chosen.iter().flat_map(|candidate| candidate.kills.clone()).collect();
    let examples = written(rule, &alive, &chosen);
    let update = rule.examples.last().filter(|_| !examples.is_empty()).map(|last| {
        let span = Span { start: last.block.span.end, ..last.block.span };
        let text = examples.iter().fold(String::new(), |all, example| all + "\n\n" + example.trim_end());
        Update { span, text }
    });
    Suggested { examples, alive: alive.len(), noticed: noticed.len(), update, ..nothing }
}

struct Search<'s> {
    rule: &'s Arc<Rule>,
    alive: &'s [Variant],
    /// Texts of examples that were tried.
    tried: BTreeSet<String>,
    found: Vec<Candidate>,
}

impl Search<'_> {
    fn run(&mut self, cx: Cx<'_>, sources: &Sources) {
        let mut bases: Vec<Vec<Item>> = self.rule.examples.iter().map(|example| items_of(example, sources)).collect();
        self.tried.extend(bases.iter().map(|items| draft::write(items, 2)));
        bases.extend(self.borrow(cx.stock));
        let mut once: Vec<(Vec<Item>, Change)> = Vec::new();
        for base in &bases {
            cx.example(base, &mut |items, change| {
                if self.is_new(&items) {
                    once.push((items, change));
                }
            });
        }
        let (read, other): (Vec<_>, Vec<_>) = once.into_iter().partition(|(_, change)| change.is_read);
        let room = ONE_CHANGE.saturating_sub(read.len());
        let read = evenly(read, ONE_CHANGE);
        for (items, change) in read.iter().chain(&evenly(other, room)) {
            let wanted = self.noticed_less_than(ENOUGH);
            if wanted.is_empty() {
                return;
            }
            self.attempt(items, &change.title, &wanted);
        }
        for (items, change) in evenly(read, SEEDS) {
            let open = self.noticed_less_than(1);
            if open.is_empty() {
                return;
            }
            let mut twice = Vec::new();
            cx.example(&items, &mut |items, second| {
                if second.is_read && self.is_new(&items) {
                    twice.push((items, format!("{}, {}", change.title, second.title)));
                }
            });
            for (items, title) in evenly(twice, SECOND) {
                self.attempt(&items, &title, &open);
            }
        }
    }

    /// Tries the examples of other rules about the same types, and gives the shortest one of each type.
    fn borrow(&mut self, stock: &Stock) -> Vec<Vec<Item>> {
        let mut shortest = Vec::new();
        for examples in stock.examples(&self.rule.resources) {
            let step = examples.len().div_ceil(BORROWED).max(1);
            for (title, items) in examples.iter().step_by(step) {
                let wanted = self.noticed_less_than(ENOUGH);
                if !wanted.is_empty() && self.is_new(items) {
                    self.attempt(items, title, &wanted);
                }
            }
            if shortest.len() < TYPES {
                shortest.extend(examples.first().map(|(_, items)| items.clone()));
            }
        }
        shortest
    }

    /// Whether an example was not tried yet, and is short enough.
    fn is_new(&mut self, items: &[Item]) -> bool {
        let text = draft::write(items, 2);
        text.len() < LONGEST && self.tried.insert(text)
    }

    /// The changed rules that fewer than `count` candidates notice.
    fn noticed_less_than(&self, count: usize) -> BTreeSet<usize> {
        let noticed = |i: &usize| self.found.iter().filter(|candidate| candidate.kills.contains(i)).count();
        (0..self.alive.len()).filter(|i| noticed(i) < count).collect()
    }

    /// Keeps an example if it notices one of these changed rules.
    fn attempt(&mut self, items: &[Item], title: &str, wanted: &BTreeSet<usize>) {
        let Some((outcome, places, kills)) = judge(self.rule, self.alive, items, wanted) else { return };
        if !kills.is_empty() {
            let title = plain_title(title);
            self.found.push(Candidate { items: items.to_vec(), title, outcome, places, kills });
        }
    }
}

/// What a rule says of an example, and which changed rules say something else. None where no example can say it: where the
/// rule stumbles, or finds and does not know at once.
fn judge(
    rule: &Arc<Rule>,
    alive: &[Variant],
    items: &[Item],
    wanted: &BTreeSet<usize>,
) -> Option<(Outcome, Vec<String>, BTreeSet<usize>)> {
    let text = format!("pass \"x\" {{\n{}}}\n", draft::write(items, 2));
    let sources = Sources::default();
    let id = sources.add(SourceFile::new("example.hcl", text.as_str()));
    let (parsed, problems) = syntax::parse(&text, id, FileFormat::Hcl);
    let block = Arc::new(parsed.body.blocks.into_iter().next().filter(|_| problems.is_empty())?);
    let (title, expect, also) = (String::new(), Vec::new(), Vec::new());
    let example = Example { outcome: Outcome::Pass, title, expect, also, block };
    judged(&example, &sources, |judge| {
        let found = judge(rule)?;
        let outcome = outcome_of(&found)?;
        let said = said(&found);
        let differs = |i: &&usize| {
            let other = alive.get(**i).and_then(|variant| judge(&variant.rule));
            other.is_none_or(|other| self::said(&other) != said)
        };
        let kills = wanted.iter().filter(differs).copied().collect();
        Some((outcome, found.iter().map(examples::place).collect(), kills))
    })?
}

fn outcome_of(found: &[Finding]) -> Option<Outcome> {
    let has = |verdict| found.iter().any(|finding| finding.verdict == verdict);
    match (has(Verdict::Fail), has(Verdict::Unknown)) {
        (false, false) => Some(Outcome::Pass),
        (true, false) => Some(Outcome::Fail),
        (false, true) => Some(Outcome::Unknown),
        (true, true) => None,
    }
}

/// What an example would compare.
fn said(found: &[Finding]) -> Vec<(bool, String)> {
    let mut said: Vec<(bool, String)> =
        found.iter().map(|finding| (finding.verdict == Verdict::Fail, examples::place(finding))).collect();
    said.sort();
    said
}

/// A title that needs no escapes.
fn plain_title(title: &str) -> String {
    let text: String = title.chars().filter(|c| !matches!(c, '"' | '\\' | '$' | '%' | '{' | '}')).collect();
    text.chars().take(100).collect()
}

/// Few candidates that notice together what all of them notice: the one with most first; of equals one that is known, and
/// the shorter.
fn cover(mut found: Vec<Candidate>, count: usize) -> Vec<Candidate> {
    let mut open: BTreeSet<usize> = (0..count).collect();
    let mut chosen = Vec::new();
    found.sort_by_cached_key(|candidate| {
        (candidate.outcome == Outcome::Unknown, draft::write(&candidate.items, 2).len())
    });
    loop {
        let gain = |candidate: &Candidate| candidate.kills.intersection(&open).count();
        let Some(best) = (0..found.len()).rev().max_by_key(|i| found.get(*i).map(gain)) else { return chosen };
        let best = found.swap_remove(best);
        if gain(&best) == 0 {
            return chosen;
        }
        open.retain(|i| !best.kills.contains(i));
        chosen.push(best);
    }
}

/// The texts of the chosen examples; those of one outcome stand together where none of them is changed by the others.
fn written(rule: &Arc<Rule>, alive: &[Variant], chosen: &[Candidate]) -> Vec<String> {
    let mut titles: BTreeSet<String> = rule.examples.iter().map(|example| example.title.clone()).collect();
    let mut texts = Vec::new();
    for outcome in [Outcome::Pass, Outcome::Fail, Outcome::Unknown] {
        let mut groups: Vec<Group> = Vec::new();
        for candidate in chosen.iter().filter(|candidate| candidate.outcome == outcome) {
            let joined = groups.last().and_then(|group| group.with(candidate, rule, alive));
            match (joined, groups.last_mut()) {
                (Some(joined), Some(last)) => *last = joined,
                _ => groups.push(Group { members: vec![candidate.clone()], whole: candidate.clone() }),
            }
        }
        for group in groups {
            let wanted = if group.members.len() > 1 { several(outcome).to_owned() } else { group.whole.title.clone() };
            let mut title = wanted.clone();
            for i in 2.. {
                if titles.insert(title.clone()) {
                    break;
                }
                title = format!("{wanted} ({i})");
            }
            texts.push(group.text(&title));
        }
    }
    texts
}

fn several(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "more that pass",
        Outcome::Fail => "more that fail",
        Outcome::Unknown => "more that nobody can know",
    }
}

/// Candidates in one example.
struct Group {
    members: Vec<Candidate>,
    whole: Candidate,
}

impl Group {
    /// One more of them, each block named after what it shows, if all still say what they said alone.
    fn with(&self, candidate: &Candidate, rule: &Arc<Rule>, alive: &[Variant]) -> Option<Self> {
        if self.members.len() >= TOGETHER {
            return None;
        }
        let members: Vec<Candidate> = self.members.iter().chain([candidate]).cloned().collect();
        let mut items: Vec<Item> = Vec::new();
        let mut places: Vec<String> = Vec::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for member in &members {
            let wanted = slug(&member.title);
            let name = (1..).map(|i| if i == 1 { wanted.clone() } else { format!("{wanted}_{i}") });
            let name = name.into_iter().find(|name| names.insert(name.clone()))?;
            merge(&mut items, &mut places, member, &name)?;
        }
        let kills: BTreeSet<usize> = members.iter().flat_map(|member| member.kills.iter().copied()).collect();
        let (outcome, found, noticed) = judge(rule, alive, &items, &kills)?;
        let mut sorted = found.clone();
        sorted.sort();
        places.sort();
        let is_same = outcome == candidate.outcome && sorted == places && noticed == kills;
        let whole = Candidate { items, title: String::new(), outcome, places: found, kills };
        is_same.then_some(Self { members, whole })
    }

    fn text(&self, title: &str) -> String {
        let Candidate { items, outcome, places, .. } = &self.whole;
        let mut text = format!("  {} \"{title}\" {{\n{}", outcome.as_str(), draft::write(items, 4));
        if !places.is_empty() {
            let quoted: Vec<String> =
                places.iter().map(|place| serde_json::Value::from(place.as_str()).to_string()).collect();
            let line = format!("[{}]", quoted.join(", "));
            let list = if line.len() <= 110 {
                line
            } else {
                format!("[\n{}    ]", quoted.iter().fold(String::new(), |all, place| all + "      " + place + ",\n"))
            };
            text.push_str(&format!("    expect = {list}\n"));
        }
        text.push_str("  }\n");
        text
    }
}

/// Adds the blocks of a candidate under another name; what is the same for all stands once. None where they cannot stand
/// together.
fn merge(items: &mut Vec<Item>, places: &mut Vec<String>, member: &Candidate, name: &str) -> Option<()> {
    let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
    let mut fresh: Vec<Item> = Vec::new();
    for item in &member.items {
        let Item::Block(block) = item else { return None };
        match (block.kind.as_str(), block.labels.as_slice()) {
            ("resource" | "data", [kind, label]) => {
                rename(&mut names, kind, label, name);
                fresh.push(item.clone());
            }
            ("plan", []) => {
                for action in &block.items {
                    let Item::Block(Nested { labels, .. }) = action else { return None };
                    let [address] = labels.as_slice() else { return None };
                    let (kind, label) = address.split_once('.').filter(|(_, label)| !label.contains(['.', '[']))?;
                    rename(&mut names, kind, label, name);
                }
                fresh.push(item.clone());
            }
            ("variable" | "provider" | "terraform", _) if items.contains(item) => {}
            ("variable", _) => {
                let is_other = |one: &Item| matches!(one, Item::Block(one) if one.kind == block.kind && one.labels == block.labels);
                if items.iter().any(is_other) {
                    return None;
                }
                items.insert(0, item.clone());
            }
            _ => return None,
        }
    }
    let renamed = |text: String| {
        names.iter().fold(text, |text, ((kind, label), new)| {
            let text = text.replace(&format!("\"{kind}\" \"{label}\""), &format!("\"{kind}\" \"{new}\""));
            refer(&text, &format!("{kind}.{label}"), &format!("{kind}.{new}"))
        })
    };
    let text = renamed(draft::write(&fresh, 0));
    let sources = Sources::default();
    let id = sources.add(SourceFile::new("example.hcl", text.as_str()));
    let (parsed, problems) = syntax::parse(&text, id, FileFormat::Hcl);
    let file = sources.get(id).filter(|_| problems.is_empty())?;
    for item in draft::read(&parsed.body, &file, &[]) {
        let plan = items.iter_mut().find_map(|one| match one {
            Item::Block(one) if one.kind == "plan" => Some(&mut one.items),
            _ => None,
        });
        match (item, plan) {
            (Item::Block(block), Some(plan)) if block.kind == "plan" => plan.extend(block.items),
            (item, _) => items.push(item),
        }
    }
    places.extend(member.places.iter().cloned().map(renamed));
    Some(())
}

/// Gives a resource a new name; of several of one type the later ones get a number.
fn rename(names: &mut BTreeMap<(String, String), String>, kind: &str, label: &str, name: &str) {
    let number = names.keys().filter(|(one, _)| one == kind).count();
    let new = if number == 0 { name.to_owned() } else { format!("{name}_{}", number + 1) };
    names.entry((kind.to_owned(), label.to_owned())).or_insert(new);
}

/// Replaces an address where it stands as a whole.
fn refer(text: &str, from: &str, to: &str) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(from) {
        result.push_str(before);
        let is_whole = !after.starts_with(is_part) && !before.ends_with(|c: char| is_part(c) || c == '.');
        result.push_str(if is_whole || (before.ends_with("data.") && !after.starts_with(is_part)) { to } else { from });
        rest = after;
    }
    result + rest
}

/// A title as a name: `acl_is_website`.
fn slug(title: &str) -> String {
    let mut name = String::new();
    let title = title.replace('*', "all");
    for word in title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_ascii_lowercase();
        if name.len() + word.len() > 40 {
            break;
        }
        if !name.is_empty() {
            name.push('_');
        }
        name.push_str(&word);
    }
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("x_{name}") }
}
