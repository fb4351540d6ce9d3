//! Tags and labels in effect: the resource's own over the provider's defaults.

use std::sync::Arc;

use super::subject::Subjects;
use crate::config::ty::Type;
use crate::eval::unknown;
use crate::eval::value::{Kind, Members, Value};

/// The arguments that hold tags.
const OWN: [&str; 6] = ["tags", "labels", "freeform_tags", "user_labels", "resource_labels", "effective_labels"];

/// Tag keys that name the environment, in lower case and without separators and what stands before them (`acme:env`).
const ENVIRONMENT_KEYS: [&str; 6] = ["environment", "env", "environmentname", "envname", "environmenttype", "stage"];

/// The tags of a resource with what its provider adds; unknown where a whole part is unknown.
pub(super) fn tags_of(resource: &Value, subjects: &Subjects<'_>) -> Value {
    let Some(members) = resource.as_members() else { return Value::NULL };
    let subject = subjects.of_value(resource);
    let kind = subject.map_or("", |subject| &*subject.kind);
    let own = OWN.iter().find_map(|name| members.get(*name)).cloned();
    let own = own.or_else(|| labels_of_settings(members)).unwrap_or(Value::NULL);
    let own = if kind == "aws_autoscaling_group" { autoscaling(members).unwrap_or(own) } else { own };
    let provider = subject.and_then(|subject| {
        let module = subjects.root.modules.get(subject.module.0 as usize)?;
        let name = crate::eval::root::provider_of(subject.resource.as_ref()?);
        module.providers.get(&name)
    });
    let defaults = provider.and_then(|provider| defaults(&provider.value)).unwrap_or(Value::NULL);
    merge(&defaults, &own)
}

/// The environment that a resource belongs to, as its tags tell; null where they do not.
pub(super) fn environment_of(resource: &Value, subjects: &Subjects<'_>) -> Value {
    let tags = tags_of(resource, subjects);
    if tags.is_unknown() {
        return unknown::derived(Type::String, &[&tags]);
    }
    let Some(members) = tags.as_members() else { return Value::NULL };
    let named = |wanted: &str| members.iter().find(|(key, value)| !value.is_null() && tail(key) == wanted);
    let found = ENVIRONMENT_KEYS.iter().find_map(|wanted| named(wanted));
    found.map_or(Value::NULL, |(_, value)| value.clone())
}

/// `acme:Env-Name` is `envname`.
fn tail(key: &str) -> String {
    let last = key.rsplit([':', '/']).next().unwrap_or(key);
    last.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A Cloud SQL instance has its labels in `settings`.
fn labels_of_settings(members: &Members) -> Option<Value> {
    let settings = members.get("settings")?.as_elements()?.first()?.as_members()?;
    settings.get("user_labels").cloned()
}

/// `default_tags { tags = {…} }` of AWS, `default_labels = {…}` of Google.
fn defaults(provider: &Value) -> Option<Value> {
    let members = provider.as_members()?;
    if let Some(labels) = members.get("default_labels") {
        return Some(labels.clone());
    }
    let blocks = members.get("default_tags")?;
    if blocks.is_unknown() {
        return Some(blocks.clone());
    }
    blocks.as_elements()?.first()?.as_members()?.get("tags").cloned()
}

/// An autoscaling group has `tag` blocks.
fn autoscaling(members: &Members) -> Option<Value> {
    let blocks = members.get("tag")?;
    if blocks.is_unknown() {
        return Some(blocks.clone());
    }
    let mut tags = Members::new();
    for block in blocks.as_elements()? {
        let block = block.as_members()?;
        let value = block.get("value").cloned().unwrap_or(Value::NULL);
        if let Some(key) = block.get("key").and_then(Value::as_str) {
            tags.insert(Arc::from(key), value);
        }
    }
    Some(Value::object(tags))
}

fn merge(defaults: &Value, own: &Value) -> Value {
    for part in [own, defaults] {
        if matches!(part.kind, Kind::Unknown(_)) {
            return unknown::derived(Type::map(Type::String), &[part]);
        }
    }
    let mut tags = defaults.as_members().cloned().unwrap_or_default();
    tags.extend(own.as_members().cloned().unwrap_or_default());
    let marks = defaults.marks.union(own.marks);
    Value::object(tags).with_marks(marks)
}
