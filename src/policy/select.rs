//! Which rules are on: selectors, and how several lists of them are weighed against each other.
//!
//! The nearest `select` list says what is on at all. `ignore` lists of all layers take away, `rule` blocks of that
//! layer or a nearer one add. Where two disagree, the more specific selector wins (an id over a pattern or tag, that over
//! a category, that over `all`), then the nearer layer, then `ignore`.

use std::str::FromStr;
use std::sync::Arc;

use super::pattern;
use crate::diag::{Code, Diagnostic, nearest};
use crate::rules::bundled::BundledRule;
use crate::rules::peers;
use crate::rules::rule::{Category, Rule, Severity};
use crate::span::Span;

/// What selection looks at; enough of a rule that nobody has to parse it.
#[derive(Clone, Copy, Debug)]
pub struct RuleFacts<'a> {
    pub id: &'a str,
    pub aliases: Names<'a>,
    pub tags: Names<'a>,
    pub category: Category,
    pub severity: Severity,
    /// Whether the rule belongs to the recommended set.
    pub default: bool,
}

/// A list of names, of a parsed rule or of one in the binary.
#[derive(Clone, Copy, Debug)]
pub enum Names<'a> {
    Shared(&'a [Arc<str>]),
    Static(&'a [&'static str]),
}

impl<'a> Names<'a> {
    pub fn iter(self) -> impl Iterator<Item = &'a str> {
        let (shared, fixed): (&[Arc<str>], &[&str]) = match self {
            Self::Shared(names) => (names, &[]),
            Self::Static(names) => (&[], names),
        };
        shared.iter().map(|name| &**name).chain(fixed.iter().copied())
    }
}

impl From<&BundledRule> for RuleFacts<'static> {
    fn from(rule: &BundledRule) -> Self {
        Self {
            id: rule.id,
            aliases: Names::Static(rule.aliases),
            tags: Names::Static(rule.tags),
            category: rule.category(),
            severity: rule.severity(),
            default: rule.default,
        }
    }
}

impl<'a> From<&'a Rule> for RuleFacts<'a> {
    fn from(rule: &'a Rule) -> Self {
        Self {
            id: &rule.id,
            aliases: Names::Shared(&rule.aliases),
            tags: Names::Shared(&rule.tags),
            category: rule.category,
            severity: rule.severity,
            default: rule.default,
        }
    }
}

/// One word of a `select` or `ignore` list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    pub text: Arc<str>,
    /// Where the word stands; [`Span::NONE`] on the command line.
    pub span: Span,
    kind: SelectorKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SelectorKind {
    /// `all`, `strict`
    All,
    /// `recommended`, `default`
    Recommended,
    Category(Category),
    Severity(Severity),
    /// `aws-*`
    Pattern,
    /// An id, an alias, a tag or the beginning of a family of tags.
    Name,
}

/// How closely a selector names a rule. Ordered: the last is the closest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Specificity {
    Set,
    Group,
    Family,
    Name,
}

const ALL_WORDS: [&str; 2] = ["all", "strict"];
const RECOMMENDED_WORDS: [&str; 2] = ["recommended", "default"];

impl Selector {
    pub fn new(text: &str, span: Span) -> Self {
        let text = peers::id_of_name(text).unwrap_or(text);
        let kind = if ALL_WORDS.contains(&text) {
            SelectorKind::All
        } else if RECOMMENDED_WORDS.contains(&text) {
            SelectorKind::Recommended
        } else if let Ok(category) = Category::from_str(text) {
            SelectorKind::Category(category)
        } else if let Ok(severity) = Severity::from_str(text) {
            SelectorKind::Severity(severity)
        } else if pattern::is_pattern(text) {
            SelectorKind::Pattern
        } else {
            SelectorKind::Name
        };
        Self { text: text.into(), span, kind }
    }

    /// Whether the selector names the rule.
    pub fn matches(&self, rule: RuleFacts<'_>) -> bool {
        self.specificity(rule).is_some()
    }

    fn specificity(&self, rule: RuleFacts<'_>) -> Option<Specificity> {
        let (fits, specificity) = match self.kind {
            SelectorKind::All => (true, Specificity::Set),
            SelectorKind::Recommended => (rule.default, Specificity::Set),
            SelectorKind::Category(category) => (rule.category == category, Specificity::Group),
            SelectorKind::Severity(severity) => (rule.severity == severity, Specificity::Group),
            SelectorKind::Pattern => (self.fits_pattern(rule), Specificity::Family),
            SelectorKind::Name if is_called(rule, &self.text) => (true, Specificity::Name),
            SelectorKind::Name => (rule.tags.iter().any(|tag| is_in_family(tag, &self.text)), Specificity::Family),
        };
        fits.then_some(specificity)
    }

    fn fits_pattern(&self, rule: RuleFacts<'_>) -> bool {
        let upper = self.text.to_ascii_uppercase();
        pattern::matches(&self.text, rule.id)
            || rule.tags.iter().any(|tag| pattern::matches(&self.text, tag))
            || rule.aliases.iter().any(|alias| pattern::matches(&upper, &alias.to_ascii_uppercase()))
    }
}

fn is_called(rule: RuleFacts<'_>, name: &str) -> bool {
    rule.id == name || rule.aliases.iter().any(|alias| is_same_alias(alias, name))
}

/// Aliases have no case, and trivy's ids are written with and without `AVD-`.
pub fn is_same_alias(left: &str, right: &str) -> bool {
    without_avd(left).eq_ignore_ascii_case(without_avd(right))
}

/// The one spelling of an id in which [`is_same_alias`] holds for equal texts.
pub fn plain_alias(id: &str) -> String {
    without_avd(id).to_ascii_lowercase()
}

fn without_avd(id: &str) -> &str {
    match id.split_at_checked(4) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("avd-") => rest,
        _ => id,
    }
}

/// `cis-aws-3.0` holds `cis-aws-3.0-2.1.4`, and `cis-aws-3.0-2.1` does, but `cis-aws-3.0-2.1` does not hold `cis-aws-3.0-2.10`.
fn is_in_family(tag: &str, family: &str) -> bool {
    tag.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '.']))
}

/// What one layer (a configuration file, an override, the command line) says about selection.
#[derive(Clone, Debug, Default)]
pub struct SelectionLayer {
    /// Takes the place of the lists above.
    pub select: Option<Vec<Selector>>,
    /// Switches on beside the list above: an `override` block's `select`.
    pub also: Vec<Selector>,
    pub ignore: Vec<Selector>,
    /// `rule` blocks: on, or off with `enabled = false`.
    pub rules: Vec<(Selector, Switch)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    On,
    Off,
}

/// All layers, weighed.
#[derive(Clone, Debug)]
pub struct Selection {
    entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
struct Entry {
    selector: Selector,
    rank: usize,
    switch: Switch,
}

impl Selection {
    /// From the farthest layer to the nearest.
    pub fn new(layers: &[SelectionLayer]) -> Self {
        let base = layers.iter().rposition(|layer| layer.select.is_some());
        let mut entries = Vec::new();
        if base.is_none() {
            let selector = Selector::new(RECOMMENDED_WORDS[0], Span::NONE);
            entries.push(Entry { selector, rank: 0, switch: Switch::On });
        }
        for (rank, layer) in layers.iter().enumerate() {
            let mut add = |selector: &Selector, switch| {
                entries.push(Entry { selector: selector.clone(), rank, switch });
            };
            if base.is_none_or(|base| rank >= base) {
                layer.select.iter().flatten().chain(&layer.also).for_each(|selector| add(selector, Switch::On));
                for (selector, switch) in &layer.rules {
                    add(selector, *switch);
                }
            } else {
                let off = layer.rules.iter().filter(|(_, switch)| *switch == Switch::Off);
                off.for_each(|(selector, switch)| add(selector, *switch));
            }
            layer.ignore.iter().for_each(|selector| add(selector, Switch::Off));
        }
        Self { entries }
    }

    /// Whether the rule is on.
    pub fn is_enabled(&self, rule: RuleFacts<'_>) -> bool {
        self.entries
            .iter()
            .filter_map(|entry| Some((entry.selector.specificity(rule)?, entry.rank, entry.switch == Switch::Off)))
            .max()
            .is_some_and(|(.., is_off)| !is_off)
    }
}

/// Words that name no rule: so many are told.
const MAX_UNKNOWN: usize = 50;

/// An error for each selector that names no rule, with the nearest name there is.
pub fn unknown_selectors(selectors: &[&Selector], rules: &[RuleFacts<'_>]) -> Vec<Diagnostic> {
    selectors
        .iter()
        .filter(|selector| matches!(selector.kind, SelectorKind::Name | SelectorKind::Pattern))
        .filter(|selector| !rules.iter().any(|rule| selector.matches(*rule)))
        .take(MAX_UNKNOWN)
        .map(|selector| unknown_rule(&selector.text, selector.span, rules))
        .collect()
}

/// The error for a word that names no rule.
pub fn unknown_rule(word: &str, span: Span, rules: &[RuleFacts<'_>]) -> Diagnostic {
    let what = if pattern::is_pattern(word) { "no rule matches" } else { "no rule, alias, tag or category is called" };
    let diagnostic = Diagnostic::error(Code::RuleUnknown, span, format!("{what} `{word}`"));
    match suggestion(word, rules) {
        Some(near) => diagnostic.with_help(format!("did you mean `{near}`?")),
        None => diagnostic.with_help("`tollgate rules` lists all rules"),
    }
}

fn suggestion<'a>(word: &str, rules: &'a [RuleFacts<'a>]) -> Option<&'a str> {
    let ids = rules.iter().map(|rule| rule.id);
    let aliases = rules.iter().flat_map(|rule| rule.aliases.iter());
    let words = Category::ALL.iter().map(|category| category.as_str()).chain(ALL_WORDS).chain(RECOMMENDED_WORDS);
    nearest(word, words.chain(ids)).or_else(|| nearest(word, aliases))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixture {
        aliases: Vec<Arc<str>>,
        tags: Vec<Arc<str>>,
    }

    impl Fixture {
        fn new() -> Self {
            Self {
                aliases: vec!["CKV_AWS_20".into(), "AWS-0092".into()],
                tags: vec!["cwe-732".into(), "cis-aws-3.0-2.1.4".into()],
            }
        }

        fn acl(&self) -> RuleFacts<'_> {
            RuleFacts {
                id: "aws-s3-bucket-public-acl",
                aliases: Names::Shared(&self.aliases),
                tags: Names::Shared(&self.tags),
                category: Category::Security,
                severity: Severity::High,
                default: true,
            }
        }

        fn strict(&self) -> RuleFacts<'_> {
            RuleFacts {
                id: "aws-tag-format",
                category: Category::Tagging,
                default: false,
                aliases: Names::Static(&[]),
                ..self.acl()
            }
        }
    }

    fn list(words: &[&str]) -> Vec<Selector> {
        words.iter().map(|word| Selector::new(word, Span::NONE)).collect()
    }

    fn layer(select: Option<&[&str]>, ignore: &[&str]) -> SelectionLayer {
        SelectionLayer { select: select.map(list), ignore: list(ignore), ..SelectionLayer::default() }
    }

    #[test]
    fn every_form_of_selector_names_its_rules() {
        let fixture = Fixture::new();
        let yes = ["ckv_aws_20", "AVD-AWS-0092", "aws-0092", "cis-aws-3.0", "cis-aws-3.0-2.1", "cwe-732"];
        for word in yes.into_iter().chain(["security", "high", "aws-*", "CKV_AWS_*", "all", "recommended"]) {
            assert!(Selector::new(word, Span::NONE).matches(fixture.acl()), "{word}");
        }
        for word in ["cis-aws-3.0-2.1.40", "naming", "low", "gcp-*", "aws-s3"] {
            assert!(!Selector::new(word, Span::NONE).matches(fixture.acl()), "{word}");
        }
    }

    #[test]
    fn the_recommended_set_is_on_without_a_list() {
        let fixture = Fixture::new();
        let selection = Selection::new(&[]);
        assert!(selection.is_enabled(fixture.acl()));
        assert!(!selection.is_enabled(fixture.strict()));
    }

    #[test]
    fn the_more_specific_word_wins_then_the_nearer_layer() {
        let fixture = Fixture::new();
        let is_on = |layers: &[SelectionLayer]| Selection::new(layers).is_enabled(fixture.acl());
        assert!(!is_on(&[layer(None, &["aws-s3-bucket-public-acl"]), layer(Some(&["recommended"]), &[])]));
        assert!(is_on(&[layer(None, &["aws-s3-bucket-public-acl"]), layer(Some(&["CKV_AWS_20"]), &[])]));
        assert!(is_on(&[layer(Some(&["aws-s3-bucket-public-acl"]), &["security"])]));
        assert!(!is_on(&[layer(Some(&["security"]), &["security"])]));
        assert!(!is_on(&[layer(Some(&["all"]), &["aws-*"])]));
    }

    #[test]
    fn a_nearer_select_list_takes_the_place_of_the_one_above() {
        let fixture = Fixture::new();
        let layers = [layer(Some(&["security"]), &[]), layer(Some(&["tagging"]), &[])];
        assert!(!Selection::new(&layers).is_enabled(fixture.acl()));
        assert!(Selection::new(&layers).is_enabled(fixture.strict()));
    }

    #[test]
    fn a_rule_block_switches_its_rule_on_unless_a_nearer_list_leaves_it_out() {
        let fixture = Fixture::new();
        let rules = vec![(Selector::new("aws-tag-format", Span::NONE), Switch::On)];
        let file = SelectionLayer { rules, ..layer(Some(&["security"]), &[]) };
        assert!(Selection::new(std::slice::from_ref(&file)).is_enabled(fixture.strict()));
        assert!(!Selection::new(&[file, layer(Some(&["security"]), &[])]).is_enabled(fixture.strict()));
    }

    #[test]
    fn names_that_tfsec_used_are_known() {
        let fixture = Fixture::new();
        assert!(Selector::new("aws-s3-no-public-access-with-acl", Span::NONE).matches(fixture.acl()));
    }

    #[test]
    fn an_unknown_word_is_an_error_with_a_suggestion() {
        let fixture = Fixture::new();
        let selectors = list(&["aws-s3-bucket-public-acls", "security"]);
        let errors = unknown_selectors(&selectors.iter().collect::<Vec<_>>(), &[fixture.acl()]);
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].help.as_deref(), Some("did you mean `aws-s3-bucket-public-acl`?"));
    }
}
