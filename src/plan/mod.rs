//! Plan JSON to the same instances that `eval` makes.
//!
//! In: the output of `terraform show -json` or `tofu show -json`, read as a stream, and the evaluation of the root
//! module that it belongs to. Out: the evaluation with the plan's values in the place of computed ones, and with what
//! the plan does to each instance. This stage knows no rules. Start reading at [`read::read`] and [`join::refine`].

pub mod address;
pub mod binary;
pub mod configured;
pub mod earlier;
pub mod join;
pub mod read;
pub mod reason;
pub mod summary;

mod reader;
mod scan;
mod secrets;
mod snapshot;
mod twin;
mod value;
mod wire;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::eval::value::Value;
use crate::span::Position;

/// What a plan says.
#[derive(Debug, Default)]
pub struct Plan {
    /// The file, as reports name it.
    pub path: Arc<str>,
    pub format_version: String,
    pub terraform_version: Option<String>,
    pub changes: Vec<ResourceChange>,
    pub drift: Vec<ResourceChange>,
    pub checks: Vec<PlanCheck>,
    /// Provider names with their version constraints, as the configuration in the plan gives them.
    pub providers: Vec<PlanProvider>,
    /// Module calls with source and version constraint.
    pub calls: Vec<PlanCall>,
    /// Whether planning stopped with an error.
    pub errored: bool,
    /// The configuration that the plan was made from, as the plan tells it.
    pub configuration: configured::ConfiguredModule,
    /// Provider configurations, by the key that resources of the configuration name.
    pub provider_configurations: BTreeMap<String, configured::ConfiguredProvider>,
    /// The root's variables that are no secrets.
    pub variables: BTreeMap<Arc<str>, Value>,
}

/// What a plan does to one resource instance.
#[derive(Debug)]
pub struct ResourceChange {
    pub address: Arc<str>,
    pub module_address: Arc<str>,
    pub is_data: bool,
    pub kind: Arc<str>,
    pub name: Arc<str>,
    pub key: crate::eval::instance::Key,
    pub change: Arc<crate::eval::instance::Change>,
    /// Where the change stands in the plan file.
    pub position: Position,
}

/// A check of the configuration with its state.
#[derive(Clone, Debug, Default)]
pub struct PlanCheck {
    pub address: String,
    /// `pass`, `fail`, `error` or `unknown`.
    pub status: String,
    pub problems: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct PlanProvider {
    pub name: String,
    pub version: Option<String>,
}

#[derive(Clone, Debug)]
pub struct PlanCall {
    pub address: String,
    pub source: Option<String>,
    pub version: Option<String>,
}

/// The text of a JSON member.
fn text(json: &Json, name: &str) -> Option<String> {
    json.get(name)?.as_str().map(str::to_string)
}
