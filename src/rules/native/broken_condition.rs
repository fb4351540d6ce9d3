//! A validation, precondition, postcondition or check that is certainly false.

use super::{Cx, NativeRule, Out};
use crate::eval::instance::ConditionKind;

pub(super) const RULE: NativeRule = NativeRule { id: "broken-condition", run };

fn run(cx: &Cx<'_, '_>, out: &mut Out<'_>) {
    // The conditions of all modules are collected once, for the root.
    if !cx.is_root {
        return;
    }
    for condition in cx.input.root.broken_conditions.iter().filter(|condition| !condition.supposed) {
        let kind = match condition.kind {
            ConditionKind::Validation => "validation",
            ConditionKind::Precondition => "precondition",
            ConditionKind::Postcondition => "postcondition",
            ConditionKind::Check => "check",
        };
        let said = condition.message.as_ref().map_or_else(String::new, |message| format!(": {}", message.trim()));
        let value = condition.value.as_ref().map_or_else(String::new, |value| format!(" (found {value})"));
        let message = format!("the {kind} of `{}` is false{value}{said}", condition.subject);
        out.fail(condition.span, &condition.subject, message.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}
