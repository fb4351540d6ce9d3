//! What applies to a path, and where it is said.

use std::sync::Arc;

use super::layer::{Origin, Part, RuleSetting};
use super::{CacheKey, Settings};
use crate::policy::gate::{FailOn, UnknownPolicy};
use crate::policy::select::Selector;
use crate::span::Span;

/// One thing that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The key as it is written: `fail_on`, `rule "x".severity`.
    pub key: String,
    pub value: String,
    /// Absent for what holds when nobody says otherwise.
    pub origin: Option<Origin>,
    /// The place, where there is a closer one than the origin.
    pub span: Span,
}

impl Settings {
    /// Everything that applies to a path, in an environment; of what may be set once, the last word only.
    pub fn describe(&self, path: &str, environment: Option<&Arc<str>>) -> Vec<Setting> {
        let key = self.key(path, environment);
        let parts = self.parts(&key);
        let mut settings = selection(&parts);
        settings.push(last(&parts, "fail_on", FailOn::default().as_str(), |part| part.fail_on.map(FailOn::as_str)));
        let unknown = |part: &Part| part.unknown.map(UnknownPolicy::as_str);
        settings.push(last(&parts, "unknown", UnknownPolicy::default().as_str(), unknown));
        settings.push(self.reason_setting(&key));
        for part in &parts {
            settings.extend(part.rules.iter().flat_map(|rule| rule_settings(rule, &part.origin)));
        }
        for layer in self.layers_at(&key) {
            let origin = Origin::File(Arc::clone(&layer.path));
            let add = |(glob, span): &(Arc<str>, Span)| setting("rules", glob, Some(origin.clone()), *span);
            settings.extend(layer.rule_files.iter().map(add));
            for exception in &layer.exceptions {
                let what = exception.resource.as_deref().map(|address| format!(" for {address}")).unwrap_or_default();
                let text = format!("{}{what}", exception.rule.text);
                settings.push(setting("exception", &text, Some(origin.clone()), exception.span));
            }
        }
        settings
    }

    fn reason_setting(&self, key: &CacheKey) -> Setting {
        let layers = self.layers_at(key);
        let said = layers.iter().rev().find_map(|layer| Some((layer, layer.require_reason?)));
        let origin = said.map(|(layer, _)| Origin::File(Arc::clone(&layer.path)));
        let value = said.is_none_or(|(_, value)| value).to_string();
        setting("suppression.require_reason", &value, origin, Span::NONE)
    }
}

/// The `select` list that counts, and everything that adds to it or takes away.
fn selection(parts: &[&Part]) -> Vec<Setting> {
    let mut settings = Vec::new();
    let base = parts.iter().rposition(|part| part.selection.select.is_some());
    if base.is_none() {
        settings.push(setting("select", "recommended", None, Span::NONE));
    }
    for (i, part) in parts.iter().enumerate() {
        let mut add = |key: &str, words: &[Selector]| {
            let one = |word: &Selector| setting(key, &word.text, Some(part.origin.clone()), word.span);
            settings.extend(words.iter().map(one));
        };
        if base.is_none_or(|base| i >= base) {
            add("select", part.selection.select.as_deref().unwrap_or_default());
            add("select", &part.selection.also);
        }
        add("ignore", &part.selection.ignore);
    }
    settings
}

fn last<'a>(parts: &[&'a Part], key: &str, default: &str, value: impl Fn(&'a Part) -> Option<&'static str>) -> Setting {
    match parts.iter().rev().find_map(|part| Some((part, value(part)?))) {
        Some((part, value)) => setting(key, value, Some(part.origin.clone()), Span::NONE),
        None => setting(key, default, None, Span::NONE),
    }
}

fn rule_settings(rule: &RuleSetting, origin: &Origin) -> Vec<Setting> {
    let mut values: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, value: String| values.push((name.to_owned(), value));
    add("enabled", (rule.block.enabled != Some(false)).to_string());
    if let Some(severity) = rule.severity {
        add("severity", severity.to_string());
    }
    if let Some(suppressible) = rule.block.suppressible {
        add("suppressible", suppressible.to_string());
    }
    for (name, value) in &rule.block.params.0 {
        add(&format!("params.{}", name.value), format!("{:?}", value.to_value()));
    }
    let one = |(name, value): (String, String)| {
        let key = format!("rule \"{}\".{name}", rule.selector.text);
        setting(&key, &value, Some(origin.clone()), rule.selector.span)
    };
    values.into_iter().map(one).collect()
}

fn setting(key: &str, value: &str, origin: Option<Origin>, span: Span) -> Setting {
    Setting { key: key.to_owned(), value: value.to_owned(), origin, span }
}
