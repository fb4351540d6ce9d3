//! What is costed, and how resources refer to each other: a group to its launch template, a disk to its server.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::config::module::Mode;
use crate::eval::instance::{Instance, InstanceId, RootEvaluation};
use crate::eval::value::{Kind, Members, Object, Origin, Value};

/// Arguments that name a resource from outside.
const NAMES: [&str; 7] = ["id", "name", "arn", "identifier", "cluster_identifier", "self_link", "bucket"];

/// Which state of a planned instance is costed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// What is there now; without a plan there is nothing.
    Before,
    /// What will be there.
    After,
}

/// One resource instance with the values of one state.
#[derive(Debug)]
pub(super) struct Subject<'r> {
    pub(super) instance: &'r Instance,
    id: InstanceId,
    pub(super) value: Value,
}

impl Subject<'_> {
    pub(super) fn kind(&self) -> &Arc<str> {
        self.instance.kind()
    }

    pub(super) fn id(&self) -> InstanceId {
        self.id
    }

    pub(super) fn address(&self) -> &Arc<str> {
        &self.instance.address
    }
}

/// All resource instances of a root in one state.
pub(super) struct Graph<'r> {
    pub(super) root: &'r RootEvaluation,
    pub(super) subjects: Vec<Subject<'r>>,
    by_address: HashMap<Arc<str>, usize>,
    by_kind: HashMap<Arc<str>, Vec<usize>>,
    referrers: OnceCell<HashMap<Arc<str>, Vec<usize>>>,
}

impl<'r> Graph<'r> {
    pub(super) fn new(root: &'r RootEvaluation, state: State) -> Self {
        let subject = |(id, instance): (u32, &'r Instance)| {
            let value = value_in(instance, state)?;
            (instance.resource.key.mode == Mode::Managed).then_some(Subject { instance, id: InstanceId(id), value })
        };
        let subjects: Vec<Subject<'r>> = (0..).zip(&root.instances).filter_map(subject).collect();
        let mut by_address = HashMap::with_capacity(subjects.len());
        let mut by_kind: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
        for (i, subject) in subjects.iter().enumerate() {
            by_address.insert(Arc::clone(subject.address()), i);
            by_kind.entry(Arc::clone(subject.kind())).or_default().push(i);
        }
        Self { root, subjects, by_address, by_kind, referrers: OnceCell::new() }
    }

    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Subject<'r>> {
        self.by_kind.get(kind).into_iter().flatten().filter_map(|i| self.subjects.get(*i))
    }

    /// The resource of one of these types that a value comes from or names.
    pub(super) fn follow(&self, value: &Value, kinds: &[&str]) -> Option<&Subject<'r>> {
        if let Some(unknown) = value.as_unknown() {
            return unknown.origins().find_map(|origin| self.origin(origin, kinds));
        }
        let name = value.as_str().filter(|name| !name.is_empty())?;
        let is_named = |subject: &&Subject<'r>| {
            let members = subject.value.as_members();
            let known =
                |key: &&str| members.and_then(|members| members.get(*key)).and_then(Value::as_str) == Some(name);
            NAMES.iter().any(known)
        };
        kinds.iter().find_map(|kind| self.of_kind(kind).find(is_named))
    }

    fn origin(&self, origin: &Origin, kinds: &[&str]) -> Option<&Subject<'r>> {
        let place = place_of(origin)?;
        let subject = self.by_address.get(&place).and_then(|i| self.subjects.get(*i))?;
        (kinds.is_empty() || kinds.contains(&&**subject.kind())).then_some(subject)
    }

    /// The resources that refer to that address.
    pub(super) fn referrers(&self, address: &str) -> impl Iterator<Item = &Subject<'r>> {
        let all = self.referrers.get_or_init(|| self.index_references());
        all.get(address).into_iter().flatten().filter_map(|i| self.subjects.get(*i))
    }

    fn index_references(&self) -> HashMap<Arc<str>, Vec<usize>> {
        let mut referrers: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
        for (i, subject) in self.subjects.iter().enumerate() {
            let mut seen = HashSet::new();
            collect(&subject.value, 0, &mut seen);
            let mut seen: Vec<Arc<str>> = seen.into_iter().collect();
            seen.sort();
            for address in seen {
                referrers.entry(address).or_default().push(i);
            }
        }
        referrers
    }
}

/// Deeper than any resource nests.
const MAX_DEPTH: usize = 32;

fn collect(value: &Value, depth: usize, seen: &mut HashSet<Arc<str>>) {
    if depth > MAX_DEPTH {
        return;
    }
    match &value.kind {
        Kind::Unknown(unknown) => seen.extend(unknown.origins().filter_map(place_of)),
        _ => {
            for item in value.as_elements().into_iter().flatten() {
                collect(item, depth + 1, seen);
            }
            for item in value.as_members().into_iter().flat_map(Members::values) {
                collect(item, depth + 1, seen);
            }
        }
    }
}

fn place_of(origin: &Origin) -> Option<Arc<str>> {
    match origin {
        Origin::Attribute(place) | Origin::AfterApply(place) => Some(Arc::clone(&place.instance)),
        _ => None,
    }
}

/// The values of an instance in one state; `None` where it is not there.
fn value_in(instance: &Instance, state: State) -> Option<Value> {
    let Some(change) = &instance.change else {
        return (state == State::After).then(|| instance.value.clone());
    };
    match state {
        State::Before => change.before.as_members().map(|members| Value {
            kind: Kind::Object(Arc::new(Object { members: members.clone(), open: None })),
            marks: change.before.marks,
        }),
        State::After => change.after.as_members().map(|_| instance.value.clone()),
    }
}
