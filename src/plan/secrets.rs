//! What a plan says is sensitive, and where else the same texts stand: providers copy arguments to attributes that
//! nobody has marked.

use std::collections::BTreeSet;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use serde_json::Value as Json;

use super::Plan;
use crate::eval::value::{Kind, Marks, Object, Value};

/// Shorter texts are no secrets by themselves: to mask each `true` or `eu-west-1` would hide what rules have to tell.
const MIN_EQUAL: usize = 8;
/// Texts that are looked for inside of others must be longer.
const MIN_CONTAINED: usize = 12;
/// So many texts are remembered.
const MAX_TEXTS: usize = 100_000;
/// What stands for a secret in a text that is shown.
const MASK: &str = "(sensitive)";

/// Words in the names of variables and arguments that hold secrets, whether or not they are declared sensitive.
pub(super) const NAMES: [&str; 10] = [
    "password",
    "passwd",
    "secret",
    "token",
    "private_key",
    "credential",
    "connection_string",
    "access_key",
    "api_key",
    "passphrase",
];

/// Whether a name speaks of a secret.
pub(super) fn speaks_of_a_secret(name: &str) -> bool {
    NAMES.iter().any(|word| name.contains(word))
}

/// Texts that are sensitive somewhere in a plan.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    texts: BTreeSet<Box<str>>,
}

impl Secrets {
    /// Collects the strings of a value that the other tree marks.
    pub(super) fn collect(&mut self, value: &Json, sensitive: &Json) {
        match sensitive {
            Json::Bool(true) => self.collect_all(value),
            Json::Array(flags) => {
                for (i, flag) in flags.iter().enumerate() {
                    value.get(i).into_iter().for_each(|item| self.collect(item, flag));
                }
            }
            Json::Object(flags) => {
                for (name, flag) in flags {
                    value.get(name).into_iter().for_each(|item| self.collect(item, flag));
                }
            }
            _ => {}
        }
    }

    fn collect_all(&mut self, value: &Json) {
        match value {
            Json::String(text) => self.add(text),
            Json::Array(items) => items.iter().for_each(|item| self.collect_all(item)),
            Json::Object(members) => members.values().for_each(|item| self.collect_all(item)),
            _ => {}
        }
    }

    /// Collects what is marked in values that are built already.
    pub(super) fn collect_marked(&mut self, plan: &Plan) {
        for change in plan.changes.iter().chain(&plan.drift) {
            self.collect_value(&change.change.before, false);
            self.collect_value(&change.change.after, false);
        }
    }

    fn collect_value(&mut self, value: &Value, is_inside: bool) {
        let is_secret = is_inside || value.is_sensitive();
        match &value.kind {
            Kind::String(text) if is_secret => self.add(text),
            _ => value.each_child(&mut |child| self.collect_value(child, is_secret)),
        }
    }

    /// Remembers a sensitive text.
    pub(super) fn add(&mut self, text: &str) {
        if text.len() >= MIN_EQUAL && self.texts.len() < MAX_TEXTS {
            self.texts.insert(text.into());
        }
    }

    /// `output_changes`.
    pub(super) fn collect_output_changes(&mut self, outputs: &Json) {
        for output in outputs.as_object().into_iter().flat_map(|outputs| outputs.values()) {
            for (value, sensitive) in [("before", "before_sensitive"), ("after", "after_sensitive")] {
                if let (Some(value), Some(sensitive)) = (output.get(value), output.get(sensitive)) {
                    self.collect(value, sensitive);
                }
            }
        }
    }

    /// The outputs of a state.
    pub(super) fn collect_outputs(&mut self, outputs: &Json) {
        for output in outputs.as_object().into_iter().flat_map(|outputs| outputs.values()) {
            if let (Some(value), Some(sensitive)) = (output.get("value"), output.get("sensitive")) {
                self.collect(value, sensitive);
            }
        }
    }

    /// `variables` with their declarations; one whose name speaks of a secret is one.
    pub(super) fn collect_variables(&mut self, variables: &Json, declared: &Json) {
        for (name, variable) in variables.as_object().into_iter().flatten() {
            let is_declared = declared.get(name).and_then(|it| it.get("sensitive")) == Some(&Json::Bool(true));
            if is_declared || speaks_of_a_secret(name) {
                variable.get("value").into_iter().for_each(|value| self.collect_all(value));
            }
        }
        for (name, variable) in declared.as_object().into_iter().flatten() {
            if variable.get("sensitive") == Some(&Json::Bool(true)) || speaks_of_a_secret(name) {
                variable.get("default").into_iter().for_each(|value| self.collect_all(value));
            }
        }
    }

    /// Constants in `provider_config` under names that speak of a secret.
    pub(super) fn collect_constants(&mut self, config: &Json) {
        match config {
            Json::Array(items) => items.iter().for_each(|item| self.collect_constants(item)),
            Json::Object(members) => {
                for (name, member) in members {
                    match member.get("constant_value") {
                        Some(constant) if speaks_of_a_secret(name) => self.collect_all(constant),
                        _ => self.collect_constants(member),
                    }
                }
            }
            _ => {}
        }
    }

    /// Marks every value of the plan that is equal to a secret or holds one, and masks them in texts.
    pub(super) fn mask(&self, plan: &mut Plan) {
        let contained: Vec<&str> =
            self.texts.iter().map(|text| &**text).filter(|text| text.len() >= MIN_CONTAINED).collect();
        let Ok(searcher) = AhoCorasick::new(&contained) else { return };
        let masking = Masking { texts: &self.texts, searcher: (!contained.is_empty()).then_some(&searcher) };
        if self.texts.is_empty() {
            return;
        }
        for change in plan.changes.iter_mut().chain(&mut plan.drift) {
            let Some(change) = Arc::get_mut(&mut change.change) else { continue };
            let is_shared = change.before.shares(&change.after);
            if let Some(masked) = masking.value(&change.after) {
                change.after = masked;
            }
            if is_shared {
                change.before = change.after.clone();
            } else if let Some(masked) = masking.value(&change.before) {
                change.before = masked;
            }
        }
        for value in plan.variables.values_mut() {
            if let Some(masked) = masking.value(value) {
                *value = masked;
            }
        }
        for text in plan.checks.iter_mut().flat_map(|check| &mut check.problems) {
            *text = masking.text(text);
        }
    }
}

struct Masking<'s> {
    texts: &'s BTreeSet<Box<str>>,
    searcher: Option<&'s AhoCorasick>,
}

impl Masking<'_> {
    fn is_secret(&self, text: &str) -> bool {
        text.len() >= MIN_EQUAL
            && (self.texts.contains(text) || self.searcher.is_some_and(|searcher| searcher.is_match(text)))
    }

    fn text(&self, text: &str) -> String {
        if self.texts.contains(text) {
            return MASK.to_string();
        }
        match self.searcher {
            Some(searcher) => searcher.replace_all(text, &vec![MASK; searcher.patterns_len()]),
            None => text.to_string(),
        }
    }

    /// The value with its marks; none where there is nothing to mark.
    fn value(&self, value: &Value) -> Option<Value> {
        match &value.kind {
            Kind::String(text) if !value.is_sensitive() && self.is_secret(text) => {
                Some(value.clone().with_marks(Marks::SENSITIVE))
            }
            Kind::Tuple(items) => {
                let masked: Vec<Option<Value>> = items.iter().map(|item| self.value(item)).collect();
                masked.iter().any(Option::is_some).then(|| {
                    let items = items.iter().zip(masked).map(|(item, masked)| masked.unwrap_or_else(|| item.clone()));
                    Value::tuple(items).with_marks_of(value)
                })
            }
            Kind::Object(object) => {
                let mut masked =
                    object.members.iter().filter_map(|(name, item)| Some((name, self.value(item)?))).peekable();
                masked.peek()?;
                let mut members = object.members.clone();
                members.extend(masked.map(|(name, item)| (Arc::clone(name), item)));
                let object = Object { members, open: object.open.clone() };
                Some(Value { kind: Kind::Object(Arc::new(object)), marks: value.marks })
            }
            _ => None,
        }
    }
}
