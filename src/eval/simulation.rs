//! What a test says about the world: mocks, overrides, and the state that earlier applies left behind.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use uuid::Uuid;

use super::value::{Kind, Members, Object, Place, Value};
use crate::config::module::{Mode, ResourceKey};

/// A test's surroundings; without one an evaluation is a plan against an empty state.
#[derive(Clone, Debug, Default)]
pub struct Simulation {
    /// Whether the run applies: what is computed then has a value.
    pub is_apply: bool,
    /// Instances that earlier applies made, by address.
    pub prior: HashMap<Arc<str>, Value>,
    pub resources: Vec<Override>,
    pub modules: Vec<Override>,
    pub mocks: Vec<Mock>,
    /// Providers that are mocked as a whole.
    pub mocked: HashSet<Arc<str>>,
    /// `replace` of `plan_options`: these get a new instance.
    pub replaced: Vec<String>,
    /// Tells the runs of a file apart: what a run makes is not what another made.
    pub serial: u32,
}

/// `override_resource`, `override_data` or `override_module`.
#[derive(Clone, Debug)]
pub struct Override {
    /// The address; without keys it means all instances.
    pub target: String,
    pub values: Members,
    pub during_plan: bool,
}

/// `mock_resource` or `mock_data` of a `mock_provider`.
#[derive(Clone, Debug)]
pub struct Mock {
    pub mode: Mode,
    pub kind: String,
    pub defaults: Members,
    pub during_plan: bool,
}

impl Simulation {
    /// The values that a test gives to an instance's computed attributes at this time.
    fn given(&self, key: &ResourceKey, address: &str) -> Members {
        let mut values = Members::new();
        // A data source is read while planning.
        let is_due = |during_plan: bool| self.is_apply || during_plan || key.mode == Mode::Data;
        for mock in &self.mocks {
            if mock.mode == key.mode && mock.kind == *key.kind && is_due(mock.during_plan) {
                values.extend(mock.defaults.clone());
            }
        }
        for over in &self.resources {
            if is_target(&over.target, address) && is_due(over.during_plan) {
                values.extend(over.values.clone());
            }
        }
        values
    }

    /// The outputs that a test gives to a module instead of evaluating it.
    pub(super) fn module(&self, address: &str) -> Option<Members> {
        let over = self.modules.iter().rev().find(|over| is_target(&over.target, address))?;
        Some(over.values.clone())
    }

    /// Whether the instance is made by the test and not by its provider.
    fn is_made_up(&self, key: &ResourceKey, address: &str) -> bool {
        let provider = key.kind.split('_').next().unwrap_or_default();
        self.mocked.contains(provider) || self.resources.iter().any(|over| is_target(&over.target, address))
    }

    /// Completes an instance: its arguments stay, what is computed comes from the state, the test or the apply.
    pub(super) fn complete(&self, key: &ResourceKey, value: Value, place: &Place) -> Value {
        let is_replaced = self.replaced.iter().any(|target| is_target(target, &place.instance));
        let prior = self.prior.get(&place.instance).filter(|_| key.mode == Mode::Managed && !is_replaced);
        let Kind::Object(object) = &value.kind else { return value };
        let mut members = object.members.clone();
        if &*key.kind == "terraform_data" && key.mode == Mode::Managed {
            self.terraform_data(&mut members, prior, key, place);
        } else {
            let given = match prior {
                Some(prior) => prior.as_members().cloned().unwrap_or_default(),
                None => self.given(key, &place.instance),
            };
            for (name, value) in given {
                if members.get(&name).is_none_or(Value::is_null) {
                    members.insert(name, value);
                }
            }
            let is_made = self.is_apply || key.mode == Mode::Data;
            if is_made && !members.contains_key("id") && self.is_made_up(key, &place.instance) {
                members.insert(Arc::from("id"), self.made_up_text(&place.instance, "id"));
            }
        }
        Value { kind: Kind::Object(Arc::new(Object { members, open: object.open.clone() })), marks: value.marks }
    }

    /// TERRAFORM: a text that a mock has no default for is eight random characters. Here they are the same in every
    /// run of the program.
    fn made_up_text(&self, address: &str, attribute: &str) -> Value {
        let id = self.made_up_id(address, attribute).simple().to_string();
        Value::string(id.get(..8).unwrap_or_default())
    }

    fn made_up_id(&self, address: &str, attribute: &str) -> Uuid {
        Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("{}/{address}/{attribute}", self.serial).as_bytes())
    }

    /// TERRAFORM: `output` is `input` after an apply, and null where a mock makes the instance; a change of
    /// `triggers_replace` makes a new instance.
    fn terraform_data(&self, members: &mut Members, prior: Option<&Value>, key: &ResourceKey, place: &Place) {
        let old = |name: &str| prior.and_then(Value::as_members).and_then(|members| members.get(name)).cloned();
        let same = |name: &str, members: &Members| {
            old(name)
                .zip(members.get(name).cloned())
                .is_some_and(|(old, new)| super::equality::is_certainly_equal(&old, &new))
        };
        let is_made_up = self.is_made_up(key, &place.instance);
        let is_kept = prior.is_some() && same("triggers_replace", members);
        let given = if is_kept { Members::new() } else { self.given(key, &place.instance) };
        let id = if is_kept { old("id") } else { given.get("id").cloned() };
        let id = id.or_else(|| {
            let made = || {
                if is_made_up {
                    self.made_up_text(&place.instance, "id")
                } else {
                    Value::string(self.made_up_id(&place.instance, "id").to_string())
                }
            };
            self.is_apply.then(made)
        });
        let output = match (is_made_up, is_kept) {
            (true, true) => old("output"),
            (true, false) => given.get("output").cloned().or_else(|| self.is_apply.then_some(Value::NULL)),
            (false, _) if self.is_apply => Some(members.get("input").cloned().unwrap_or(Value::NULL)),
            (false, true) if same("input", members) => old("output"),
            (false, _) => None,
        };
        members.extend(id.map(|id| (Arc::from("id"), id)));
        members.extend(output.map(|output| (Arc::from("output"), output)));
    }
}

/// Whether an address is what a target means; a target without a key means all instances of a block.
fn is_target(target: &str, address: &str) -> bool {
    target == address || without_keys(address) == target
}

/// `module.a["x"].t.n[0]` as `module.a.t.n`.
pub(crate) fn without_keys(address: &str) -> String {
    let mut text = String::with_capacity(address.len());
    let (mut depth, mut is_quoted, mut is_escaped) = (0_u32, false, false);
    for c in address.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' if depth > 0 => is_quoted = !is_quoted,
            '[' if !is_quoted => depth += 1,
            ']' if !is_quoted => depth = depth.saturating_sub(1),
            _ if depth == 0 => text.push(c),
            _ => {}
        }
    }
    text
}
