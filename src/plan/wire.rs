//! The parts of a plan as the format documents them, and what is made of each.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny};
use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::configured::{ConfiguredModule, ConfiguredProvider, literal};
use super::secrets::{Secrets, speaks_of_a_secret};
use super::value::{Builder, Side};
use super::{Plan, PlanCall, PlanCheck, PlanProvider, ResourceChange, text};
use crate::eval::instance::{Change, Key};
use crate::eval::value::Value;
use crate::span::Position;

/// `resource_changes[]` as the format documents it. The values are text still.
#[derive(Deserialize)]
pub(super) struct WireChange<'j> {
    #[serde(default)]
    address: String,
    #[serde(default)]
    previous_address: Option<String>,
    #[serde(borrow, default)]
    module_address: Cow<'j, str>,
    #[serde(borrow, default)]
    mode: Cow<'j, str>,
    #[serde(borrow, rename = "type", default)]
    kind: Cow<'j, str>,
    #[serde(borrow, default)]
    name: Cow<'j, str>,
    #[serde(default)]
    index: Json,
    #[serde(default)]
    deposed: Option<String>,
    #[serde(default)]
    action_reason: Option<String>,
    #[serde(borrow)]
    change: WireInner<'j>,
}

#[derive(Deserialize)]
struct WireInner<'j> {
    #[serde(default)]
    actions: Vec<String>,
    #[serde(borrow, default)]
    before: Option<&'j RawValue>,
    #[serde(borrow, default)]
    after: Option<&'j RawValue>,
    #[serde(default)]
    after_unknown: Json,
    #[serde(default)]
    before_sensitive: Json,
    #[serde(default)]
    after_sensitive: Json,
    #[serde(default)]
    replace_paths: Vec<Vec<Json>>,
    #[serde(default)]
    importing: Option<Json>,
    #[serde(default, deserialize_with = "is_text")]
    generated_config: bool,
}

impl WireChange<'_> {
    /// # Errors
    /// A value that is nested too deeply.
    pub(super) fn into_change(
        self,
        builder: &mut Builder,
        position: Position,
    ) -> Result<ResourceChange, serde_json::Error> {
        let address: Arc<str> = self.address.into();
        let inner = self.change;
        let before = Side { known: inner.before, unknown: &Json::Null, sensitive: &inner.before_sensitive };
        let after = Side { known: inner.after, unknown: &inner.after_unknown, sensitive: &inner.after_sensitive };
        let (before, after) = builder.sides(before, after, &address)?;
        let change = Change {
            actions: inner.actions.iter().map(|action| builder.text(action)).collect(),
            before,
            after,
            reason: self.action_reason.map(Arc::from),
            replaced_by: inner.replace_paths.iter().map(|path| path_text(path).into()).collect(),
            importing: inner.importing.and_then(|importing| text(&importing, "id")).map(Arc::from),
            previous_address: self.previous_address.map(Arc::from),
            deposed: self.deposed.map(Arc::from),
            is_generated: inner.generated_config,
            twin: None,
            was_protected: None,
            drift: None,
        };
        Ok(ResourceChange {
            key: match &self.index {
                Json::Number(number) => number.as_u64().map_or(Key::None, Key::Int),
                Json::String(key) => Key::String(builder.text(key)),
                _ => Key::None,
            },
            address,
            module_address: builder.text(&self.module_address),
            is_data: self.mode == "data",
            kind: builder.text(&self.kind),
            name: builder.text(&self.name),
            change: Arc::new(change),
            position,
        })
    }
}

/// Whether there is a text; its content is not kept.
fn is_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Option::<IgnoredAny>::deserialize(deserializer).map(|text| text.is_some())
}

/// `["rule", 0, "port"]` as `rule[0].port`.
fn path_text(path: &[Json]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Json::String(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            other => text.push_str(&format!("[{other}]")),
        }
    }
    text
}

pub(super) fn checks(json: &Json) -> Vec<PlanCheck> {
    let mut checks = Vec::new();
    for check in json.as_array().into_iter().flatten() {
        let address = check.get("address").and_then(|address| text(address, "to_display")).unwrap_or_default();
        let instances = check.get("instances").and_then(Json::as_array).into_iter().flatten();
        let problems = instances.filter_map(|instance| instance.get("problems")?.as_array()).flatten();
        checks.push(PlanCheck {
            address,
            status: text(check, "status").unwrap_or_default(),
            problems: problems.filter_map(|problem| text(problem, "message")).collect(),
        });
    }
    checks
}

/// The calls of a module and of those that it calls.
fn collect_calls(module: &ConfiguredModule, prefix: &str, calls: &mut Vec<PlanCall>) {
    for (name, call) in &module.module_calls {
        let address = if prefix.is_empty() { format!("module.{name}") } else { format!("{prefix}.module.{name}") };
        calls.push(PlanCall {
            address: address.clone(),
            source: call.source.as_deref().map(without_login),
            version: call.version_constraint.clone(),
        });
        collect_calls(&call.module, &address, calls);
    }
}

/// `https://user:token@host/x` without what stands before the `@`.
fn without_login(source: &str) -> String {
    let Some((scheme, rest)) = source.split_once("://") else { return source.to_string() };
    let host = rest.find('/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at(host);
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{authority}{path}")
}

fn providers(config: &serde_json::Map<String, Json>) -> Vec<PlanProvider> {
    config
        .values()
        .map(|provider| PlanProvider {
            name: text(provider, "full_name").or_else(|| text(provider, "name")).unwrap_or_default(),
            version: text(provider, "version_constraint"),
        })
        .collect()
}

impl Plan {
    /// `configuration.provider_config`.
    pub(super) fn set_providers(&mut self, config: Json, secrets: &mut Secrets) {
        secrets.collect_constants(&config);
        self.providers = config.as_object().map(providers).unwrap_or_default();
        self.provider_configurations = provider_configurations(config);
    }

    /// When all is read: the calls, the variables that are no secrets, and masks on everything that is one. The
    /// variables and their declarations are those of the JSON form.
    pub(super) fn settle(&mut self, given: &Json, declared: &Json, secrets: &mut Secrets) {
        collect_calls(&self.configuration, "", &mut self.calls);
        secrets.collect_variables(given, declared);
        self.variables = variables(given, declared);
        secrets.mask(self);
    }
}

/// Provider configurations by their key; what is malformed is left out.
fn provider_configurations(config: Json) -> BTreeMap<String, ConfiguredProvider> {
    let Json::Object(config) = config else { return BTreeMap::new() };
    config.into_iter().filter_map(|(key, provider)| Some((key, serde_json::from_value(provider).ok()?))).collect()
}

/// The root's variables without those that are declared sensitive, or in which a name speaks of a secret.
fn variables(variables: &Json, declared: &Json) -> BTreeMap<Arc<str>, Value> {
    let is_public = |name: &str| {
        let is_declared = declared.get(name).and_then(|it| it.get("sensitive")) == Some(&Json::Bool(true));
        !is_declared && !speaks_of_a_secret(name)
    };
    let public = variables.as_object().into_iter().flatten().filter(|(name, _)| is_public(name));
    let values = public.filter_map(|(name, variable)| Some((name, variable.get("value")?)));
    values
        .filter(|(_, value)| !names_a_secret(value))
        .map(|(name, value)| (Arc::from(name.as_str()), literal(value, 0)))
        .collect()
}

fn names_a_secret(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.iter().any(names_a_secret),
        Json::Object(members) => members.iter().any(|(name, item)| speaks_of_a_secret(name) || names_a_secret(item)),
        _ => false,
    }
}
