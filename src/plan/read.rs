//! Reading a plan: a stream of JSON of which only what rules need is built, one resource at a time.

use std::fmt;
use std::io::Read;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;
use thiserror::Error;

use super::reader::{self, Place, Start};
use super::{Plan, PlanCall, PlanCheck, PlanProvider, ResourceChange, text, value};
use crate::eval::instance::{Change, Key};

/// Why something is no plan that can be read; each text says what to do instead.
#[derive(Debug, Error)]
pub enum PlanError {
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("there is no JSON in it; write the plan with `terraform show -json tfplan > plan.json`")]
    Empty,
    #[error(
        "these are the messages of `terraform plan -json`; write the plan itself with `terraform plan -out tfplan && terraform show -json tfplan`"
    )]
    Messages,
    #[error(
        "this is a state, not a plan; write a plan with `terraform plan -out tfplan && terraform show -json tfplan`"
    )]
    State,
    #[error("the plan ends in the middle; write it again, and look whether the disk is full")]
    Truncated,
    #[error("its format version {0} is newer than the 1.x that tollgate knows; use a newer tollgate")]
    Version(String),
    #[error("it is no plan: {0}; write it with `terraform show -json tfplan`")]
    Other(String),
}

/// Reads a plan: JSON, packed with gzip or not, or the binary file of `terraform plan -out`.
///
/// # Errors
/// See [`PlanError`].
pub fn read(path: &str, raw: Box<dyn Read + '_>) -> Result<Plan, PlanError> {
    match reader::open(raw)? {
        Start::Nothing => Err(PlanError::Empty),
        Start::Messages => Err(PlanError::Messages),
        Start::Archive(archive) => super::binary::read(path, archive),
        Start::Json(counting, place) => {
            let mut deserializer = serde_json::Deserializer::from_reader(counting);
            let mut building = Building { plan: Plan { path: path.into(), ..Plan::default() }, ..Building::default() };
            let result = PlanSeed { building: &mut building, place: &place }.deserialize(&mut deserializer);
            if let Some(error) = building.refused {
                return Err(error);
            }
            result.map_err(
                |error| if error.is_eof() { PlanError::Truncated } else { PlanError::Other(error.to_string()) },
            )?;
            building.finish()
        }
    }
}

/// The plan while it is read.
#[derive(Debug, Default)]
struct Building {
    plan: Plan,
    refused: Option<PlanError>,
    has_changes: bool,
    has_state: bool,
}

impl Building {
    fn finish(self) -> Result<Plan, PlanError> {
        if self.plan.format_version.is_empty() {
            let is_state = self.has_state;
            return Err(if is_state {
                PlanError::State
            } else {
                PlanError::Other("it has no `format_version`".into())
            });
        }
        if self.has_state && !self.has_changes {
            return Err(PlanError::State);
        }
        Ok(self.plan)
    }
}

struct PlanSeed<'b> {
    building: &'b mut Building,
    place: &'b Place,
}

impl<'de> DeserializeSeed<'de> for PlanSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PlanSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the object of a plan")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { building, place } = self;
        while let Some(key) = map.next_key::<String>()? {
            let plan = &mut building.plan;
            match key.as_str() {
                "format_version" => {
                    plan.format_version = map.next_value()?;
                    let major = plan.format_version.split('.').next().and_then(|major| major.parse::<u32>().ok());
                    if major.is_none_or(|major| major > 1) {
                        building.refused = Some(PlanError::Version(plan.format_version.clone()));
                        return Err(serde::de::Error::custom("unknown version"));
                    }
                }
                "terraform_version" => plan.terraform_version = map.next_value()?,
                "errored" => plan.errored = map.next_value()?,
                "resource_changes" => {
                    building.has_changes = true;
                    map.next_value_seed(ChangesSeed { changes: &mut plan.changes, place })?;
                }
                "resource_drift" => map.next_value_seed(ChangesSeed { changes: &mut plan.drift, place })?,
                "planned_values" => {
                    building.has_changes = true;
                    map.next_value::<IgnoredAny>()?;
                }
                "checks" => plan.checks = checks(&map.next_value::<Json>()?),
                "configuration" => {
                    let configuration: Configuration = map.next_value()?;
                    plan.providers = providers(&configuration.provider_config);
                    configuration.root_module.collect("", &mut plan.calls);
                }
                // A state file, or `terraform show -json` of a state.
                "serial" | "lineage" | "values" => {
                    building.has_state = true;
                    map.next_value::<IgnoredAny>()?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct ChangesSeed<'b> {
    changes: &'b mut Vec<ResourceChange>,
    place: &'b Place,
}

impl<'de> DeserializeSeed<'de> for ChangesSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for ChangesSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of resource changes")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self { changes, place } = self;
        while let Some(change) = seq.next_element_seed(ChangeSeed { place })? {
            changes.extend(change);
        }
        Ok(())
    }
}

struct ChangeSeed<'b> {
    place: &'b Place,
}

impl<'de> DeserializeSeed<'de> for ChangeSeed<'_> {
    type Value = Option<ResourceChange>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let position = self.place.position();
        let wire = WireChange::deserialize(deserializer)?;
        Ok(Some(wire.into_change(position)))
    }
}

/// `resource_changes[]` as the format documents it.
#[derive(Deserialize)]
struct WireChange {
    #[serde(default)]
    address: String,
    #[serde(default)]
    previous_address: Option<String>,
    #[serde(default)]
    module_address: String,
    #[serde(default)]
    mode: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    index: Json,
    #[serde(default)]
    deposed: Option<String>,
    #[serde(default)]
    action_reason: Option<String>,
    change: WireInner,
}

#[derive(Deserialize)]
struct WireInner {
    #[serde(default)]
    actions: Vec<String>,
    #[serde(default)]
    before: Json,
    #[serde(default)]
    after: Json,
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
}

impl WireChange {
    fn into_change(self, position: crate::span::Position) -> ResourceChange {
        let address: Arc<str> = self.address.into();
        let place = crate::eval::value::Place { instance: Arc::clone(&address), path: Arc::from("") };
        let inner = self.change;
        let change = Change {
            actions: inner.actions.into_iter().map(Arc::from).collect(),
            before: value::build(&inner.before, &Json::Null, &inner.before_sensitive, &place),
            after: value::build(&inner.after, &inner.after_unknown, &inner.after_sensitive, &place),
            reason: self.action_reason.map(Arc::from),
            replaced_by: inner.replace_paths.iter().map(|path| path_text(path).into()).collect(),
            importing: inner.importing.and_then(|importing| text(&importing, "id")).map(Arc::from),
            previous_address: self.previous_address.map(Arc::from),
            deposed: self.deposed.map(Arc::from),
            drift: None,
        };
        ResourceChange {
            key: match &self.index {
                Json::Number(number) => number.as_u64().map_or(Key::None, Key::Int),
                Json::String(key) => Key::String(key.as_str().into()),
                _ => Key::None,
            },
            address,
            module_address: self.module_address.into(),
            is_data: self.mode == "data",
            kind: self.kind.into(),
            name: self.name.into(),
            change: Arc::new(change),
            position,
        }
    }
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

fn checks(json: &Json) -> Vec<PlanCheck> {
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

#[derive(Deserialize, Default)]
struct Configuration {
    #[serde(default)]
    provider_config: serde_json::Map<String, Json>,
    #[serde(default)]
    root_module: ConfigurationModule,
}

/// Only the calls are built; resources and their expressions are passed over.
#[derive(Deserialize, Default)]
struct ConfigurationModule {
    #[serde(default)]
    module_calls: std::collections::BTreeMap<String, ConfigurationCall>,
}

#[derive(Deserialize, Default)]
struct ConfigurationCall {
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    version_constraint: Option<String>,
    #[serde(default)]
    module: ConfigurationModule,
}

impl ConfigurationModule {
    fn collect(&self, prefix: &str, calls: &mut Vec<PlanCall>) {
        for (name, call) in &self.module_calls {
            let address = if prefix.is_empty() { format!("module.{name}") } else { format!("{prefix}.module.{name}") };
            calls.push(PlanCall {
                address: address.clone(),
                source: call.source.clone(),
                version: call.version_constraint.clone(),
            });
            call.module.collect(&address, calls);
        }
    }
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
