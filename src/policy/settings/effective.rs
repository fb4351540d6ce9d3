//! What all layers together say about one path.

use super::layer::{Part, RuleSetting};
use super::literal::to_members;
use crate::eval::value::Members;
use crate::policy::gate::{FailOn, Threshold, UnknownPolicy};
use crate::policy::select::{RuleFacts, Selection, SelectionLayer};
use crate::rules::rule::{Rule, Severity};

/// The settings in effect for a path, and in an environment.
#[derive(Clone, Debug)]
pub struct Effective {
    selection: Selection,
    rules: Vec<RuleSetting>,
    pub threshold: Threshold,
    /// Whether suppression comments need a reason.
    pub require_reason: bool,
}

impl Effective {
    /// From the farthest part to the nearest.
    pub(super) fn new(parts: &[&Part], require_reason: bool) -> Self {
        let layers: Vec<SelectionLayer> = parts.iter().map(|part| part.selection.clone()).collect();
        let last = |fail_on: FailOn, part: &&Part| part.fail_on.unwrap_or(fail_on);
        Self {
            selection: Selection::new(&layers),
            rules: parts.iter().flat_map(|part| part.rules.iter().cloned()).collect(),
            threshold: Threshold {
                fail_on: parts.iter().fold(FailOn::default(), last),
                unknown: parts.iter().fold(UnknownPolicy::default(), |last, part| part.unknown.unwrap_or(last)),
            },
            require_reason,
        }
    }

    pub fn is_enabled(&self, rule: RuleFacts<'_>) -> bool {
        self.selection.is_enabled(rule)
    }

    /// The severity in effect.
    pub fn severity(&self, rule: &Rule) -> Severity {
        self.settings_of(rule.into()).filter_map(|setting| setting.severity).last().unwrap_or(rule.severity)
    }

    /// The parameters in effect: the rule's own, with those of the configuration in their place.
    pub fn params(&self, rule: &Rule) -> Members {
        let mut params = rule.params.clone();
        for setting in self.settings_of(rule.into()) {
            params.extend(to_members(&setting.block.params));
        }
        params
    }

    /// Whether comments and exceptions may silence the rule, as far as the configuration says.
    pub fn is_suppressible(&self, rule: RuleFacts<'_>) -> bool {
        self.settings_of(rule).filter_map(|setting| setting.block.suppressible).last().unwrap_or(true)
    }

    /// The `rule` blocks about the rule, the farthest first.
    fn settings_of<'a>(&'a self, rule: RuleFacts<'a>) -> impl Iterator<Item = &'a RuleSetting> {
        self.rules.iter().filter(move |setting| setting.selector.matches(rule))
    }
}
