//! The binary file of `terraform plan -out`: a zip archive with the plan as a protocol buffer and its values in `MessagePack`.
//!
//! Source: `planfile.proto` of Terraform, as documented there; only the fields that are needed are declared. The file
//! holds no provider schemas, so an argument whose name speaks of a secret counts as sensitive.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use prost::Message;
use rmpv::Value as Packed;
use serde_json::{Map, Value as Json, json};

use super::address::Address;
use super::read::PlanError;
use super::secrets::{Secrets, speaks_of_a_secret};
use super::snapshot::{self, Snapshot};
use super::{Plan, ResourceChange};
use crate::config::ty::Type;
use crate::eval::instance::Change;
use crate::eval::number::Number;
use crate::eval::value::{Marks, Members, Origin, Place, Value};
use crate::eval::wire;
use crate::span::Position;

/// The largest archive and the largest plan in it, unpacked.
const MAX_ARCHIVE: u64 = 256 << 20;
const MAX_PLAN: u64 = 1 << 30;
/// Deepest nesting of values.
const MAX_DEPTH: usize = 100;

#[derive(Clone, PartialEq, Message)]
struct WirePlan {
    #[prost(uint64, tag = "1")]
    version: u64,
    #[prost(btree_map = "string, message", tag = "2")]
    variables: BTreeMap<String, Dynamic>,
    #[prost(message, repeated, tag = "3")]
    resource_changes: Vec<WireChange>,
    #[prost(string, tag = "14")]
    terraform_version: String,
    #[prost(message, repeated, tag = "18")]
    resource_drift: Vec<WireChange>,
    #[prost(bool, tag = "20")]
    errored: bool,
}

#[derive(Clone, PartialEq, Message)]
struct WireChange {
    #[prost(string, tag = "7")]
    deposed_key: String,
    #[prost(message, optional, tag = "9")]
    change: Option<WireInner>,
    #[prost(message, repeated, tag = "11")]
    required_replace: Vec<WirePath>,
    #[prost(int32, tag = "12")]
    action_reason: i32,
    #[prost(string, tag = "13")]
    addr: String,
    #[prost(string, tag = "14")]
    prev_run_addr: String,
}

#[derive(Clone, PartialEq, Message)]
struct WireInner {
    #[prost(int32, tag = "1")]
    action: i32,
    #[prost(message, repeated, tag = "2")]
    values: Vec<Dynamic>,
    #[prost(message, repeated, tag = "3")]
    before_sensitive_paths: Vec<WirePath>,
    #[prost(message, repeated, tag = "4")]
    after_sensitive_paths: Vec<WirePath>,
}

#[derive(Clone, PartialEq, Message)]
struct Dynamic {
    #[prost(bytes = "vec", tag = "1")]
    msgpack: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
struct WirePath {
    #[prost(message, repeated, tag = "1")]
    steps: Vec<WireStep>,
}

#[derive(Clone, PartialEq, Message)]
struct WireStep {
    #[prost(string, tag = "1")]
    attribute_name: String,
    #[prost(message, optional, tag = "2")]
    element_key: Option<Dynamic>,
}

/// Reads the archive.
///
/// # Errors
/// An archive that holds no plan, is too large or of a version that is not known.
pub(super) fn read(path: &str, archive: impl Read) -> Result<Plan, PlanError> {
    let mut bytes = Vec::new();
    archive.take(MAX_ARCHIVE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_ARCHIVE {
        return Err(PlanError::Other(format!("the archive is larger than {} MiB", MAX_ARCHIVE >> 20)));
    }
    let other = |error: &dyn std::fmt::Display| PlanError::Other(error.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| other(&error))?;
    let entry = archive.by_name("tfplan").map_err(|_| PlanError::Other("the archive holds no `tfplan`".into()))?;
    let mut text = Vec::new();
    entry.take(MAX_PLAN).read_to_end(&mut text)?;
    let wire = WirePlan::decode(text.as_slice()).map_err(|error| other(&error))?;
    if wire.version != 3 {
        return Err(PlanError::Other(format!("its binary form {} is not known, only 3 is", wire.version)));
    }
    let mut plan = Plan {
        path: path.into(),
        format_version: "1.0".into(),
        terraform_version: Some(wire.terraform_version),
        changes: wire.resource_changes.into_iter().filter_map(WireChange::into_change).collect(),
        drift: wire.resource_drift.into_iter().filter_map(WireChange::into_change).collect(),
        errored: wire.errored,
        ..Plan::default()
    };
    let mut secrets = Secrets::default();
    secrets.collect_marked(&plan);
    let (variables, declared) = match snapshot::read(&mut archive) {
        Some(snapshot) => add_configuration(&mut plan, snapshot, &wire.variables, &mut secrets),
        None => (Json::Null, Json::Null),
    };
    plan.settle(&variables, &declared, &mut secrets);
    Ok(plan)
}

/// What the configuration in the archive adds: references, calls and providers. Gives the variables as the JSON form has
/// them, and their declarations.
fn add_configuration(
    plan: &mut Plan,
    snapshot: Snapshot,
    variables: &BTreeMap<String, Dynamic>,
    secrets: &mut Secrets,
) -> (Json, Json) {
    let Snapshot { provider_config, root_module } = snapshot;
    let declared = root_module.get("variables").cloned().unwrap_or_default();
    secrets.collect_constants(&root_module);
    plan.set_providers(provider_config, secrets);
    let place = Place { instance: Arc::from(""), path: Arc::from("") };
    let variable = |(name, packed): (&String, &Dynamic)| {
        let value = wire::to_json(&decoded(&packed.msgpack, &place, &[])).ok()?;
        Some((name.clone(), json!({ "value": value })))
    };
    // The archive tells the values that were given, and the JSON form the defaults of the others as well.
    let default =
        |(name, declared): (&String, &Json)| Some((name.clone(), json!({ "value": declared.get("default")? })));
    let mut values: Map<String, Json> = declared.as_object().into_iter().flatten().filter_map(default).collect();
    values.extend(variables.iter().filter_map(variable));
    plan.configuration = serde_json::from_value(root_module).unwrap_or_default();
    (Json::Object(values), declared)
}

impl WireChange {
    fn into_change(self) -> Option<ResourceChange> {
        let address: Arc<str> = self.addr.as_str().into();
        let parts = Address::parse(&self.addr)?;
        let inner = self.change?;
        let place = Place { instance: Arc::clone(&address), path: Arc::from("") };
        let actions = actions(inner.action);
        let value = |packed: Option<&Dynamic>, paths: &[WirePath]| match packed {
            Some(packed) => decoded(&packed.msgpack, &place, paths),
            None => Value::NULL,
        };
        let (before, after) = match (actions, inner.values.as_slice()) {
            (["delete" | "forget"], [before]) => (Some(before), None),
            (["create" | "read"], [after]) => (None, Some(after)),
            (_, [same]) => (Some(same), Some(same)),
            (_, [before, after, ..]) => (Some(before), Some(after)),
            (_, []) => (None, None),
        };
        let optional = |text: String| (!text.is_empty()).then(|| Arc::from(text));
        let moved = (self.prev_run_addr != self.addr).then_some(self.prev_run_addr).and_then(optional);
        let change = Change {
            actions: actions.iter().map(|action| Arc::from(*action)).collect(),
            before: value(before, &inner.before_sensitive_paths),
            after: value(after, &inner.after_sensitive_paths),
            reason: reason(self.action_reason).map(Arc::from),
            replaced_by: self.required_replace.iter().map(|path| path_text(path).into()).collect(),
            importing: None,
            previous_address: moved,
            deposed: optional(self.deposed_key),
            is_generated: false,
            twin: None,
            was_protected: None,
            drift: None,
        };
        Some(ResourceChange {
            address,
            module_address: parts.module.into(),
            is_data: parts.is_data,
            kind: parts.kind.into(),
            name: parts.name.into(),
            key: parts.key,
            change: Arc::new(change),
            position: Position { line: 1, column: 1, column_utf16: 1 },
        })
    }
}

/// Source: `planfile.proto`, enumeration `Action`.
fn actions(action: i32) -> &'static [&'static str] {
    match action {
        1 => &["create"],
        2 => &["read"],
        3 => &["update"],
        5 => &["delete"],
        6 => &["delete", "create"],
        7 => &["create", "delete"],
        8 => &["forget"],
        _ => &["no-op"],
    }
}

/// Source: `planfile.proto`, enumeration `ResourceInstanceActionReason`, in the words of the JSON form.
fn reason(reason: i32) -> Option<&'static str> {
    match reason {
        1 => Some("replace_because_tainted"),
        2 => Some("replace_by_request"),
        3 => Some("replace_because_cannot_update"),
        4 => Some("delete_because_no_resource_config"),
        5 => Some("delete_because_wrong_repetition"),
        6 => Some("delete_because_count_index"),
        7 => Some("delete_because_each_key"),
        8 => Some("delete_because_no_module"),
        9 => Some("replace_by_triggers"),
        10 => Some("read_because_config_unknown"),
        11 => Some("read_because_dependency_pending"),
        13 => Some("read_because_check_nested"),
        _ => None,
    }
}

fn path_text(path: &WirePath) -> String {
    let mut text = String::new();
    for step in &path.steps {
        match &step.element_key {
            Some(key) => {
                let key = rmpv::decode::read_value(&mut key.msgpack.as_slice()).map(|key| key.to_string());
                text.push_str(&format!("[{}]", key.unwrap_or_default()));
            }
            None if text.is_empty() => text.push_str(&step.attribute_name),
            None => text.push_str(&format!(".{}", step.attribute_name)),
        }
    }
    text
}

fn decoded(bytes: &[u8], place: &Place, sensitive: &[WirePath]) -> Value {
    let Ok(packed) = rmpv::decode::read_value_with_max_depth(&mut &*bytes, MAX_DEPTH) else { return Value::NULL };
    let secret: Vec<String> = sensitive.iter().map(path_text).collect();
    value(&packed, place, "", &Secret { paths: &secret, is_inside: false })
}

/// What is sensitive: by path, and all below a path that is.
struct Secret<'s> {
    paths: &'s [String],
    is_inside: bool,
}

impl Secret<'_> {
    fn at(&self, path: &str, name: &str) -> Self {
        let is_named = speaks_of_a_secret(name) || self.paths.iter().any(|own| own == path);
        Self { paths: self.paths, is_inside: self.is_inside || is_named }
    }
}

fn value(packed: &Packed, place: &Place, path: &str, secret: &Secret<'_>) -> Value {
    let marks = if secret.is_inside { Marks::SENSITIVE } else { Marks::NONE };
    let number = |text: String| Number::parse(&text).map_or(Value::NULL, Value::number);
    let value = match packed {
        Packed::Nil => Value::NULL,
        Packed::Boolean(value) => Value::bool(*value),
        Packed::Integer(integer) => number(integer.to_string()),
        Packed::F32(float) => number(float.to_string()),
        Packed::F64(float) => number(float.to_string()),
        Packed::String(text) => text.as_str().map_or(Value::NULL, Value::string),
        Packed::Binary(bytes) => String::from_utf8(bytes.clone()).map_or(Value::NULL, Value::string),
        // cty writes what is unknown as an extension.
        Packed::Ext(..) => Value::unknown_exact(Type::Dynamic, Origin::AfterApply(Arc::new(place.clone()))),
        // cty writes a value of any type as its type, in bytes, and the value.
        Packed::Array(items) if matches!(items.as_slice(), [Packed::Binary(_), _]) => {
            items.get(1).map_or(Value::NULL, |inner| value(inner, place, path, secret))
        }
        Packed::Array(items) => Value::tuple(items.iter().enumerate().map(|(i, item)| {
            let index = i.to_string();
            let inner = format!("{path}[{index}]");
            value(item, &place.index(&index), &inner, &secret.at(&inner, ""))
        })),
        Packed::Map(entries) => Value::object(members(entries, place, path, secret)),
    };
    value.with_marks(marks)
}

fn members(entries: &[(Packed, Packed)], place: &Place, path: &str, secret: &Secret<'_>) -> Members {
    let mut members = Vec::with_capacity(entries.len());
    for (key, item) in entries {
        let Some(name) = key.as_str() else { continue };
        let inner = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
        let member = value(item, &place.attribute(name), &inner, &secret.at(&inner, name));
        members.push((Arc::from(name), member));
    }
    members.into_iter().collect()
}
