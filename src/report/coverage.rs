//! `rules/COVERAGE.md`: which checks of other tools our rules stand for, and why some have none.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::rule_docs::provider;
use crate::policy::select::plain_alias;
use crate::rules::peers::{self, PeerCheck};
use crate::rules::rule::{Category, Rule};

/// How a check of another tool fares here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A rule has its id among its aliases.
    Covered,
    /// No rule has, and the reason is known.
    LeftOut,
    Missing,
}

/// The checks of a group by their standing.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    covered: usize,
    left_out: usize,
    missing: usize,
}

impl Tally {
    fn add(&mut self, standing: Standing) {
        match standing {
            Standing::Covered => self.covered += 1,
            Standing::LeftOut => self.left_out += 1,
            Standing::Missing => self.missing += 1,
        }
    }

    fn total(self) -> usize {
        self.covered + self.left_out + self.missing
    }

    /// Tenths of a percent, rounded down: 100 % means all.
    fn share(self) -> String {
        let tenths = self.covered * 1000 / self.total().max(1);
        format!("{}.{} %", tenths / 10, tenths % 10)
    }
}

/// The checks of other tools, held against a set of rules.
#[derive(Debug)]
pub struct Coverage {
    checks: Vec<(PeerCheck, Standing)>,
    reasons: BTreeMap<String, String>,
}

impl Coverage {
    pub fn of(rules: &[&Rule]) -> Self {
        let aliases: BTreeSet<String> =
            rules.iter().flat_map(|rule| &rule.aliases).map(|alias| plain_alias(alias)).collect();
        let reasons = peers::left_out();
        let standing = |check: PeerCheck| {
            if aliases.contains(&plain_alias(check.id)) {
                Standing::Covered
            } else if reasons.contains_key(check.id) {
                Standing::LeftOut
            } else {
                Standing::Missing
            }
        };
        Self { checks: peers::checks().map(|check| (check, standing(check))).collect(), reasons }
    }

    /// The checks that stand so.
    pub fn having(&self, standing: Standing) -> impl Iterator<Item = PeerCheck> + '_ {
        self.checks.iter().filter(move |(_, found)| *found == standing).map(|(check, _)| *check)
    }

    fn tally<K: Ord>(&self, key: impl Fn(PeerCheck) -> K) -> BTreeMap<K, Tally> {
        let mut tallies: BTreeMap<K, Tally> = BTreeMap::new();
        for (check, standing) in &self.checks {
            tallies.entry(key(*check)).or_default().add(*standing);
        }
        tallies
    }
}

/// The whole page.
pub fn markdown(rules: &[&Rule]) -> String {
    let coverage = Coverage::of(rules);
    let mut text = "# Coverage\n\nMade by `tollgate rules --coverage`; do not edit.\n".to_owned();
    counts(&mut text, rules);
    frameworks(&mut text, rules);
    peers_table(&mut text, &coverage);
    providers_table(&mut text, &coverage);
    left_out(&mut text, &coverage);
    missing(&mut text, &coverage);
    text
}

fn counts(text: &mut String, rules: &[&Rule]) {
    let mut by_provider: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        by_provider.entry(provider(rule)).or_default().push(rule);
    }
    let names = Category::ALL.map(Category::as_str).join(" | ");
    let _ = write!(text, "\n## Our rules\n\n| provider | {names} | all | recommended |\n");
    let _ = writeln!(text, "| --- |{}", " --- |".repeat(Category::ALL.len() + 2));
    let mut row = |name: &str, rules: &[&Rule]| {
        let of = |category| rules.iter().filter(|rule| rule.category == category).count().to_string();
        let numbers = Category::ALL.map(of).join(" | ");
        let recommended = rules.iter().filter(|rule| rule.default).count();
        let _ = writeln!(text, "| {name} | {numbers} | {} | {recommended} |", rules.len());
    };
    for (name, rules) in &by_provider {
        row(name, rules);
    }
    row("**all**", rules);
}

fn frameworks(text: &mut String, rules: &[&Rule]) {
    let mut requirements: BTreeMap<&str, (BTreeSet<&str>, usize)> = BTreeMap::new();
    for rule in rules {
        let found: BTreeSet<(&str, &str)> = rule.tags.iter().filter_map(|tag| requirement(tag)).collect();
        for framework in found.iter().map(|(framework, _)| *framework).collect::<BTreeSet<_>>() {
            requirements.entry(framework).or_default().1 += 1;
        }
        for (framework, number) in found {
            requirements.entry(framework).or_default().0.insert(number);
        }
    }
    text.push_str("\n## Compliance\n\nEach name is a word for `--select`, and so is a name with a number.\n\n");
    text.push_str("| framework | requirements | rules |\n| --- | --- | --- |\n");
    for (framework, (numbers, rules)) in requirements {
        let _ = writeln!(text, "| `{framework}` | {} | {rules} |", numbers.len());
    }
}

/// Frameworks whose name holds a version, as their tags begin.
const VERSIONED: [&str; 3] = ["cis-", "pci-dss-", "nist-800-53-"];

/// Frameworks of which there is one.
const PLAIN: [&str; 2] = ["soc2", "hipaa"];

/// `cis-aws-3.0-2.1.4` -> `cis-aws-3.0` and `2.1.4`. The version ends the name of a framework.
fn requirement(tag: &str) -> Option<(&str, &str)> {
    if let Some((framework, number)) = tag.split_once('-').filter(|(name, _)| PLAIN.contains(name)) {
        return Some((framework, number));
    }
    let known = VERSIONED.iter().find(|known| tag.starts_with(**known))?;
    let is_version = |word: &str| word.trim_start_matches('r').starts_with(|c: char| c.is_ascii_digit());
    let mut end = known.len();
    for word in tag.get(end..)?.split('-') {
        end += word.len();
        if is_version(word) {
            return Some((tag.get(..end)?, tag.get(end + 1..)?));
        }
        end += 1;
    }
    None
}

fn peers_table(text: &mut String, coverage: &Coverage) {
    text.push_str("\n## Other tools\n\n| tool | checks | covered | left out | missing | share |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- |\n");
    for (peer, tally) in coverage.tally(|check| check.peer) {
        let Tally { covered, left_out, missing } = tally;
        let (total, share) = (tally.total(), tally.share());
        let _ = writeln!(text, "| {peer} | {total} | {covered} | {left_out} | {missing} | {share} |");
    }
}

fn providers_table(text: &mut String, coverage: &Coverage) {
    let tallies = coverage.tally(|check| (check.provider, check.peer));
    let tools: BTreeSet<&str> = tallies.keys().map(|(_, peer)| *peer).collect();
    let names = tools.iter().copied().collect::<Vec<_>>().join(" | ");
    let _ = write!(text, "\n## By provider\n\nCovered checks of all.\n\n| provider | {names} |\n");
    let _ = writeln!(text, "| --- |{}", " --- |".repeat(tools.len()));
    for provider in tallies.keys().map(|(provider, _)| *provider).collect::<BTreeSet<_>>() {
        let cell = |peer: &&str| {
            let tally = tallies.get(&(provider, *peer));
            tally.map_or_else(String::new, |tally| format!("{} of {}", tally.covered, tally.total()))
        };
        let _ = writeln!(text, "| {provider} | {} |", tools.iter().map(cell).collect::<Vec<_>>().join(" | "));
    }
}

fn left_out(text: &mut String, coverage: &Coverage) {
    text.push_str("\n## Left out\n\n| tool | id | provider | reason |\n| --- | --- | --- | --- |\n");
    for check in coverage.having(Standing::LeftOut) {
        let reason = coverage.reasons.get(check.id).map_or("", String::as_str);
        let _ = writeln!(text, "| {} | `{}` | {} | {reason} |", check.peer, check.id, check.provider);
    }
}

fn missing(text: &mut String, coverage: &Coverage) {
    let missing: Vec<PeerCheck> = coverage.having(Standing::Missing).collect();
    if missing.is_empty() {
        return;
    }
    text.push_str("\n## Missing\n\n");
    for check in missing {
        let _ = writeln!(text, "- {} `{}` ({})", check.peer, check.id, check.provider);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_names_framework_and_requirement() {
        for (tag, expected) in [
            ("cis-aws-3.0-2.1.4", Some(("cis-aws-3.0", "2.1.4"))),
            ("pci-dss-4.0.1-3.5.1", Some(("pci-dss-4.0.1", "3.5.1"))),
            ("nist-800-53-r5-ac-3", Some(("nist-800-53-r5", "ac-3"))),
            ("soc2-cc6.1", Some(("soc2", "cc6.1"))),
            ("hipaa-164.312-a-1", Some(("hipaa", "164.312-a-1"))),
            ("cwe-732", None),
        ] {
            assert_eq!(requirement(tag), expected, "{tag}");
        }
    }

    #[test]
    fn a_share_is_rounded_down() {
        assert_eq!(Tally { covered: 1999, left_out: 1, missing: 0 }.share(), "99.9 %");
        assert_eq!(Tally { covered: 2, ..Tally::default() }.share(), "100.0 %");
    }
}
