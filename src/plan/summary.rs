//! What a plan does in numbers, for reports and for rules about the plan as a whole.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Plan;
use super::earlier::Earlier;
use super::reason::because;
use crate::eval::instance::Change;
use crate::eval::value::{Members, Value};

/// What happens to an instance, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    Destroy,
    Replace,
    Forget,
    Update,
    Create,
    Read,
    NoOp,
}

impl Action {
    pub const ALL: [Self; 7] =
        [Self::Destroy, Self::Replace, Self::Forget, Self::Update, Self::Create, Self::Read, Self::NoOp];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Destroy => "destroy",
            Self::Replace => "replace",
            Self::Forget => "forget",
            Self::Update => "update",
            Self::Create => "create",
            Self::Read => "read",
            Self::NoOp => "no-op",
        }
    }

    /// Whether nothing manages the instance afterwards.
    pub fn takes_away(self) -> bool {
        matches!(self, Self::Destroy | Self::Forget)
    }

    /// The word for a list of actions: `["delete", "create"]` is a replacement.
    pub fn of(change: &Change) -> Self {
        let has = |action: &str| change.actions.iter().any(|own| &**own == action);
        match (has("delete"), has("create")) {
            (true, true) => Self::Replace,
            (true, false) => Self::Destroy,
            (false, true) => Self::Create,
            (false, false) if has("update") => Self::Update,
            (false, false) if has("forget") => Self::Forget,
            (false, false) if has("read") => Self::Read,
            (false, false) => Self::NoOp,
        }
    }
}

/// Numbers of instances by action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub by_action: BTreeMap<Action, usize>,
}

impl Counts {
    pub fn get(&self, action: Action) -> usize {
        self.by_action.get(&action).copied().unwrap_or(0)
    }

    pub fn total(&self) -> usize {
        self.by_action.values().sum()
    }

    fn add(&mut self, action: Action) {
        *self.by_action.entry(action).or_insert(0) += 1;
    }

    fn members(&self) -> Members {
        let count = |number: usize| Value::int(i64::try_from(number).unwrap_or(i64::MAX));
        let changed = [Action::Destroy, Action::Replace, Action::Forget, Action::Update, Action::Create];
        Members::from_iter([
            (Arc::from("created"), count(self.get(Action::Create))),
            (Arc::from("updated"), count(self.get(Action::Update))),
            (Arc::from("replaced"), count(self.get(Action::Replace))),
            (Arc::from("destroyed"), count(self.get(Action::Destroy))),
            (Arc::from("forgotten"), count(self.get(Action::Forget))),
            (Arc::from("changed"), count(changed.iter().map(|action| self.get(*action)).sum())),
            (Arc::from("total"), count(self.total())),
        ])
    }
}

/// A plan in numbers.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub counts: Counts,
    /// By action, then by type: the dangerous ones first.
    pub by_type: BTreeMap<Action, BTreeMap<Arc<str>, usize>>,
    pub by_module: BTreeMap<Arc<str>, Counts>,
    /// What is destroyed, replaced and forgotten, in this order.
    pub losses: Vec<Loss>,
}

/// An instance that a plan takes away or makes anew.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loss {
    pub action: Action,
    pub address: Arc<str>,
    /// Terraform's reason in words.
    pub because: String,
}

/// One plan of a run, for reports.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// The plan's file.
    pub path: Arc<str>,
    /// The root module's directory; the plan's own path where it stands alone.
    pub root: Arc<str>,
    pub environment: Option<Arc<str>>,
    pub summary: Summary,
    pub drifted: usize,
    pub errored: bool,
}

impl Overview {
    pub fn new(plan: &Plan, root: &Arc<str>, environment: Option<&Arc<str>>) -> Self {
        Self {
            path: Arc::clone(&plan.path),
            root: Arc::clone(root),
            environment: environment.cloned(),
            summary: summary(plan),
            drifted: plan.drift.len(),
            errored: plan.errored,
        }
    }
}

/// Counts the managed instances of a plan.
pub fn summary(plan: &Plan) -> Summary {
    let mut summary = Summary::default();
    for change in plan.changes.iter().filter(|change| !change.is_data) {
        let action = Action::of(&change.change);
        if matches!(action, Action::Destroy | Action::Replace | Action::Forget) {
            let because = because(&change.change);
            summary.losses.push(Loss { action, address: Arc::clone(&change.address), because });
        }
        summary.counts.add(action);
        *summary.by_type.entry(action).or_default().entry(Arc::clone(&change.kind)).or_insert(0) += 1;
        summary.by_module.entry(Arc::clone(&change.module_address)).or_default().add(action);
    }
    summary.losses.sort();
    summary
}

/// The plan as rules for `resources = ["plan"]` see it.
pub(super) fn value(plan: &Plan, earlier: Option<&Earlier>) -> Value {
    let summary = summary(plan);
    let text = |text: &str| Value::string(text);
    let text_or_null = |text: Option<&str>| text.map_or(Value::NULL, Value::string);
    let optional = |text: &Option<String>| text_or_null(text.as_deref());
    let mut members = summary.counts.members();
    let modules = summary.by_module.iter().map(|(address, counts)| {
        let mut module = counts.members();
        module.insert(Arc::from("address"), Value::string(Arc::clone(address)));
        Value::object(module)
    });
    members.insert(Arc::from("modules"), Value::tuple(modules));
    let checks = plan.checks.iter().map(|check| {
        Value::object(Members::from_iter([
            (Arc::from("address"), text(&check.address)),
            (Arc::from("status"), text(&check.status)),
            (Arc::from("problems"), Value::tuple(check.problems.iter().map(|problem| text(problem)))),
        ]))
    });
    members.insert(Arc::from("checks"), Value::tuple(checks));
    let calls = plan.calls.iter().map(|call| {
        Value::object(Members::from_iter([
            (Arc::from("address"), text(&call.address)),
            (Arc::from("source"), optional(&call.source)),
            (Arc::from("version"), optional(&call.version)),
            (Arc::from("version_before"), text_or_null(earlier.and_then(|it| it.version_of_call(&call.address)))),
        ]))
    });
    members.insert(Arc::from("calls"), Value::tuple(calls));
    let providers = plan.providers.iter().map(|provider| {
        let (before, now) = earlier.map_or((None, None), |earlier| earlier.locked(&provider.name));
        Value::object(Members::from_iter([
            (Arc::from("name"), text(&provider.name)),
            (Arc::from("version"), optional(&provider.version)),
            (Arc::from("locked"), text_or_null(now)),
            (Arc::from("locked_before"), text_or_null(before)),
        ]))
    });
    members.insert(Arc::from("providers"), Value::tuple(providers));
    members.insert(Arc::from("errored"), Value::bool(plan.errored));
    members.insert(Arc::from("drifted"), Value::int(i64::try_from(plan.drift.len()).unwrap_or(i64::MAX)));
    Value::object(members)
}
