//! What a plan does to an instance, as rules see it.

use std::sync::Arc;

use super::difference::differences;
use crate::eval::instance::Change;
use crate::eval::value::{Members, Value};
use crate::plan::reason::{attribute, because};
use crate::plan::summary::Action;

/// The `change` object of the rule language.
pub(super) fn object(change: &Change) -> Value {
    let text = |text: &Option<Arc<str>>| text.clone().map_or(Value::NULL, Value::string);
    let texts = |texts: &[Arc<str>]| Value::tuple(texts.iter().cloned().map(Value::string));
    let drift = |(before, after): &(Value, Value)| {
        Value::object(Members::from_iter([
            (Arc::from("before"), before.clone()),
            (Arc::from("after"), after.clone()),
            (Arc::from("differences"), differences(before, after)),
        ]))
    };
    Value::object(Members::from_iter([
        (Arc::from("action"), Value::string(Action::of(change).as_str())),
        (Arc::from("actions"), texts(&change.actions)),
        (Arc::from("attribute"), attribute(change).map_or(Value::NULL, Value::string)),
        (Arc::from("because"), Value::string(because(change))),
        (Arc::from("before"), change.before.clone()),
        (Arc::from("after"), change.after.clone()),
        (Arc::from("reason"), text(&change.reason)),
        (Arc::from("replaced_by"), texts(&change.replaced_by)),
        (Arc::from("importing"), text(&change.importing)),
        (Arc::from("generated"), Value::bool(change.is_generated)),
        (Arc::from("previous_address"), text(&change.previous_address)),
        (Arc::from("renamed_from"), text(&change.twin)),
        (Arc::from("deposed"), text(&change.deposed)),
        (Arc::from("was_protected"), change.was_protected.map_or(Value::NULL, Value::bool)),
        (Arc::from("drift"), change.drift.as_ref().map_or(Value::NULL, drift)),
    ]))
}

/// `change.differences`, which is made only where a rule asks for it.
pub(super) fn differences_of(change: &Change) -> Value {
    differences(&change.before, &change.after)
}
