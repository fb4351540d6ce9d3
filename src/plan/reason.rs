//! Why a plan destroys or replaces, in words: terraform's reason, and the attribute that forces it.

use std::sync::Arc;

use super::summary::Action;
use crate::eval::instance::Change;
use crate::eval::value::{Kind, Marks, Value};

/// Values longer than this are not shown beside the attribute that they belong to.
const MAX_SHOWN: usize = 40;

/// The argument in code that forces a replacement.
pub fn attribute(change: &Change) -> Option<&str> {
    change.replaced_by.first()?.split(['.', '[']).next()
}

/// Why the plan destroys or replaces, as Terraform gives it, for the end of a sentence.
pub fn because(change: &Change) -> String {
    let forced: Vec<String> = change.replaced_by.iter().map(|path| forced_by(change, path)).collect();
    let in_place = || match forced.as_slice() {
        [] => "the provider cannot change it in place".to_string(),
        paths => format!("the provider cannot change {} in place", paths.join(", ")),
    };
    let Some(reason) = change.reason.as_deref() else {
        if Action::of(change) == Action::Forget {
            return "it stays where it is, and nothing here manages it".into();
        }
        return if forced.is_empty() { "the plan gives no reason".into() } else { in_place() };
    };
    let words = match reason {
        "replace_because_cannot_update" => in_place(),
        "replace_because_tainted" => "it is tainted, an earlier apply left it half made".into(),
        "replace_by_request" => "`-replace` asks for it".into(),
        "replace_by_triggers" => "`replace_triggered_by` asks for it".into(),
        "delete_because_no_resource_config" => "its block is not in the configuration any more".into(),
        "delete_because_no_module" => "its module is not called any more".into(),
        "delete_because_no_move_target" => "its `moved` block leads to a block that is not there".into(),
        "delete_because_wrong_repetition" => "`count` or `for_each` was added or taken away".into(),
        "delete_because_count_index" => "`count` is lower than before".into(),
        "delete_because_each_key" => "its key is not in `for_each` any more".into(),
        other => return format!("terraform's reason is `{other}`"),
    };
    format!("{words} (`{reason}`)")
}

/// The path, with its values where they are short, known and no secret.
fn forced_by(change: &Change, path: &Arc<str>) -> String {
    let shown = |value: &Value| at(value, path).as_ref().and_then(shown);
    match (shown(&change.before), shown(&change.after)) {
        (Some(before), Some(after)) if before != after => format!("`{path}` from `{before}` to `{after}`"),
        _ => format!("`{path}`"),
    }
}

/// The value at `settings[0].tier`, with the marks of all that it stands in.
fn at(value: &Value, path: &str) -> Option<Value> {
    let mut current = value.clone();
    for word in path.split(['.', '[', ']']).map(|word| word.trim_matches('"')).filter(|word| !word.is_empty()) {
        let inner = match (word.parse::<usize>(), current.as_elements()) {
            (Ok(index), Some(items)) => items.get(index)?.clone(),
            _ => current.as_members()?.get(word)?.clone(),
        };
        current = inner.with_marks_of(&current);
    }
    Some(current)
}

fn shown(value: &Value) -> Option<String> {
    if value.deep_marks().has(Marks::SENSITIVE) {
        return None;
    }
    let text = match &value.kind {
        Kind::Bool(value) => value.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => text.to_string(),
        _ => return None,
    };
    (text.len() <= MAX_SHOWN && !text.contains(['`', '\n'])).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::value::Members;

    fn replaced(reason: Option<&str>, by: &[&str], before: Value, after: Value) -> Change {
        Change {
            actions: vec!["delete".into(), "create".into()],
            before,
            after,
            reason: reason.map(Arc::from),
            replaced_by: by.iter().map(|path| Arc::from(*path)).collect(),
            importing: None,
            previous_address: None,
            deposed: None,
            is_generated: false,
            twin: None,
            was_protected: None,
            drift: None,
        }
    }

    fn engine(text: &str) -> Value {
        Value::object(Members::from_iter([(Arc::from("engine"), Value::string(text))]))
    }

    #[test]
    fn the_reason_names_what_forces_a_replacement() {
        let change = replaced(Some("replace_because_cannot_update"), &["engine"], engine("mysql"), engine("postgres"));
        insta::assert_snapshot!(because(&change), @"the provider cannot change `engine` from `mysql` to `postgres` in place (`replace_because_cannot_update`)");
        assert_eq!(attribute(&change), Some("engine"));
        let change = replaced(None, &["settings[0].tier"], Value::NULL, Value::NULL);
        assert_eq!(because(&change), "the provider cannot change `settings[0].tier` in place");
        assert_eq!(attribute(&change), Some("settings"));
    }

    #[test]
    fn a_secret_is_not_shown() {
        let secret = engine("hunter2-hunter2").with_marks(Marks::SENSITIVE);
        let change = replaced(None, &["engine"], secret, engine("open"));
        assert_eq!(because(&change), "the provider cannot change `engine` in place");
    }
}
