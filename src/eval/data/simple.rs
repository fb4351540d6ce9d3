//! Small pure data sources: what the provider block and files of the repository already tell.

use std::sync::Arc;

use super::Cx;
use crate::config::ty::Type;
use crate::eval::functions::{self, FunctionContext};
use crate::eval::mode::Mode;
use crate::eval::unknown;
use crate::eval::value::{Kind, Marks, Members, Value};

/// The provider's region when it is known.
fn region(cx: &Cx<'_, '_>) -> Option<Value> {
    let provider = cx.provider()?;
    provider.as_members()?.get("region").filter(|region| !region.is_null()).cloned()
}

fn set(members: &mut Members, name: &str, value: impl Into<Arc<str>>) {
    members.entry(Arc::from(name)).or_insert_with(|| Value::string(value));
}

/// Source: AWS General Reference, partitions and their DNS suffixes.
pub(super) fn aws_partition(cx: &Cx<'_, '_>, members: &mut Members) {
    let Some(region) = region(cx) else { return };
    let Some(region) = region.as_str() else { return };
    let (partition, suffix, reverse) = if region.starts_with("cn-") {
        ("aws-cn", "amazonaws.com.cn", "cn.com.amazonaws")
    } else if region.starts_with("us-gov-") {
        ("aws-us-gov", "amazonaws.com", "com.amazonaws")
    } else if region.starts_with("us-iso") || region.starts_with("eu-iso") {
        return;
    } else {
        ("aws", "amazonaws.com", "com.amazonaws")
    };
    set(members, "partition", partition);
    set(members, "id", partition);
    set(members, "dns_suffix", suffix);
    set(members, "reverse_dns_prefix", reverse);
}

pub(super) fn aws_region(cx: &Cx<'_, '_>, members: &mut Members) {
    let own = ["region", "name"].iter().find_map(|name| members.get(*name)).filter(|value| !value.is_null()).cloned();
    let Some(region) = own.or_else(|| region(cx)) else { return };
    for name in ["name", "region", "id"] {
        members.entry(Arc::from(name)).or_insert_with(|| region.clone());
    }
    if let Some(text) = region.as_str() {
        set(members, "endpoint", format!("ec2.{text}.amazonaws.com"));
    }
}

/// The account is known when the provider allows exactly one.
pub(super) fn aws_caller_identity(cx: &Cx<'_, '_>, members: &mut Members) {
    let Some(provider) = cx.provider() else { return };
    let allowed = provider.as_members().and_then(|members| members.get("allowed_account_ids")).cloned();
    if let Some([account]) = allowed.as_ref().and_then(Value::as_elements) {
        for name in ["account_id", "id"] {
            members.insert(Arc::from(name), account.clone());
        }
    }
}

pub(super) fn template_file(cx: &Cx<'_, '_>, members: &mut Members) {
    let Some(template) = members.get("template").cloned() else { return };
    let vars = members.get("vars").cloned().unwrap_or_else(|| Value::object(Members::new()));
    let rendered = match (&template.kind, vars.as_members()) {
        (Kind::String(text), Some(vars)) => {
            let files = super::super::context::ModuleFiles::new(cx.evaluator);
            files.evaluate_template(text, vars, "template_file").ok()
        }
        _ => None,
    };
    let rendered = rendered.unwrap_or_else(|| unknown::derived(Type::String, &[&template, &vars]));
    members.insert(Arc::from("rendered"), rendered);
}

pub(super) fn local_file(cx: &Cx<'_, '_>, members: &mut Members) {
    let Some(name) = members.get("filename").filter(|name| name.as_str().is_some()).cloned() else { return };
    let files = super::super::context::ModuleFiles::new(cx.evaluator);
    debug_assert!(cx.place.path.is_empty());
    for (attribute, function) in [
        ("content", "file"),
        ("content_base64", "filebase64"),
        ("content_md5", "filemd5"),
        ("content_sha1", "filesha1"),
        ("content_sha256", "filesha256"),
        ("content_sha512", "filesha512"),
        ("id", "filesha1"),
    ] {
        if let Ok(value) = functions::call(function, vec![name.clone()], &files, Mode::Config) {
            members.insert(Arc::from(attribute), value);
        }
    }
}

/// A state of the `local` backend inside the repository is read; every other one is its backend's.
pub(super) fn terraform_remote_state(cx: &Cx<'_, '_>, members: &mut Members) {
    let config = members.get("config").and_then(Value::as_members);
    let path = config.and_then(|config| config.get("path")).and_then(Value::as_str);
    if members.get("backend").and_then(Value::as_str) != Some("local") {
        return;
    }
    let files = super::super::context::ModuleFiles::new(cx.evaluator);
    let Ok(text) = files.read(path.unwrap_or("terraform.tfstate")) else { return };
    let Ok(state) = serde_json::from_slice::<serde_json::Value>(&text) else { return };
    let mut outputs = members.get("defaults").and_then(Value::as_members).cloned().unwrap_or_default();
    for (name, output) in state.get("outputs").and_then(serde_json::Value::as_object).into_iter().flatten() {
        let Some(value) = output.get("value") else { continue };
        let value = super::json::Json::from_serde(value.clone()).to_value();
        let ty = output.get("type").and_then(state_type).unwrap_or(Type::Dynamic);
        let value = super::super::convert::convert(value.clone(), &ty).unwrap_or(value);
        let is_sensitive = output.get("sensitive").and_then(serde_json::Value::as_bool) == Some(true);
        let marks = if is_sensitive { Marks::SENSITIVE } else { Marks::NONE };
        outputs.insert(name.as_str().into(), value.with_marks(marks));
    }
    members.insert(Arc::from("outputs"), Value::object(outputs));
}

/// A type as a state writes it: `"string"`, `["list", "string"]`, `["object", {"a": "bool"}]`.
fn state_type(json: &serde_json::Value) -> Option<Type> {
    if let Some(name) = json.as_str() {
        return match name {
            "string" => Some(Type::String),
            "number" => Some(Type::Number),
            "bool" => Some(Type::Bool),
            _ => Some(Type::Dynamic),
        };
    }
    let [name, inner] = json.as_array()?.as_slice() else { return None };
    match name.as_str()? {
        "list" => Some(Type::list(state_type(inner)?)),
        "set" => Some(Type::set(state_type(inner)?)),
        "map" => Some(Type::map(state_type(inner)?)),
        "tuple" => Some(Type::tuple(inner.as_array()?.iter().map(state_type).collect::<Option<Vec<_>>>()?)),
        "object" => {
            let members = inner.as_object()?.iter();
            let members = members.map(|(name, ty)| Some((Arc::from(name.as_str()), state_type(ty)?)));
            Some(Type::object(members.collect::<Option<Vec<_>>>()?))
        }
        _ => None,
    }
}
