//! What a plan does to an instance, as rules see it.

use std::sync::Arc;

use crate::eval::instance::Change;
use crate::eval::value::{Members, Value};

/// The `change` object of the rule language.
pub(super) fn object(change: &Change) -> Value {
    let text = |text: &Option<Arc<str>>| text.clone().map_or(Value::NULL, Value::string);
    let texts = |texts: &[Arc<str>]| Value::tuple(texts.iter().cloned().map(Value::string));
    Value::object(Members::from([
        (Arc::from("actions"), texts(&change.actions)),
        (Arc::from("before"), change.before.clone()),
        (Arc::from("after"), change.after.clone()),
        (Arc::from("reason"), text(&change.reason)),
        (Arc::from("replaced_by"), texts(&change.replaced_by)),
        (Arc::from("importing"), text(&change.importing)),
        (Arc::from("previous_address"), text(&change.previous_address)),
        (Arc::from("deposed"), text(&change.deposed)),
        (
            Arc::from("drift"),
            change.drift.as_ref().map_or(Value::NULL, |(before, after)| {
                Value::object(Members::from([
                    (Arc::from("before"), before.clone()),
                    (Arc::from("after"), after.clone()),
                ]))
            }),
        ),
    ]))
}
