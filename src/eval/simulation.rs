//! What a test says about the world: mocks, overrides, and the state that earlier applies left behind.

use std::collections::HashMap;
use std::sync::Arc;

use super::value::{Kind, Members, Object, Origin, Place, Unknown, Value};
use crate::config::module::{Mode, ResourceKey};
use crate::config::ty::Type;

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
    pub(super) fn module(&self, address: &str) -> Option<Value> {
        let over = self.modules.iter().rev().find(|over| is_target(&over.target, address))?;
        Some(Value::object(over.values.clone()))
    }

    /// Completes an instance: its arguments stay, what is computed comes from the state, the test or the apply.
    pub(super) fn complete(&self, key: &ResourceKey, value: Value, place: &Place) -> Value {
        let prior = self.prior.get(&place.instance).filter(|_| key.mode == Mode::Managed);
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
        }
        Value { kind: Kind::Object(Arc::new(Object { members, open: object.open.clone() })), marks: value.marks }
    }

    /// TERRAFORM: `output` is `input` after an apply; a change of `triggers_replace` makes a new instance.
    fn terraform_data(&self, members: &mut Members, prior: Option<&Value>, key: &ResourceKey, place: &Place) {
        let old = |name: &str| prior.and_then(Value::as_members).and_then(|members| members.get(name)).cloned();
        let same = |name: &str, members: &Members| {
            old(name)
                .zip(members.get(name).cloned())
                .is_some_and(|(old, new)| super::equality::is_certainly_equal(&old, &new))
        };
        let is_kept = prior.is_some() && same("triggers_replace", members);
        let input = members.get("input").cloned().unwrap_or(Value::NULL);
        let output = if self.is_apply {
            Some(input)
        } else if is_kept && same("input", members) {
            old("output")
        } else {
            None
        };
        let id = if is_kept { old("id") } else { None };
        let given = if is_kept { Members::new() } else { self.given(key, &place.instance) };
        let id = id.or_else(|| given.get("id").cloned());
        if let Some(id) = id {
            members.insert(Arc::from("id"), id);
        } else if self.is_apply {
            // An id is made by the apply: nobody can know it, but it stays the same.
            let origin = Origin::AfterApply(Arc::new(place.attribute("id")));
            let mut unknown = Unknown { exact: true, ..Unknown::new(Type::String, origin) };
            unknown.refinement.not_null = true;
            members.insert(Arc::from("id"), Kind::Unknown(Arc::new(unknown)).into());
        }
        if let Some(output) = output.or_else(|| given.get("output").cloned()) {
            members.insert(Arc::from("output"), output);
        }
    }
}

/// Whether an address is what a target means; a target without a key means all instances of a block.
fn is_target(target: &str, address: &str) -> bool {
    target == address || without_keys(address) == target
}

/// `module.a["x"].t.n[0]` as `module.a.t.n`.
fn without_keys(address: &str) -> String {
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
