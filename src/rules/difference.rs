//! What a plan changes in an instance, attribute by attribute.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::eval::value::{Kind, Members, Value};

/// An instance with more differences than this is another instance; the rest is left out.
const MAX: usize = 10_000;
/// Deepest nesting that is compared.
const MAX_DEPTH: usize = 32;

/// The attributes that differ, for rules: a list of `path`, `attribute`, `name`, `before` and `after`. Lists of plain
/// values are compared as a whole, lists of objects element by element. Nothing for what is created or destroyed.
pub(super) fn differences(before: &Value, after: &Value) -> Value {
    let mut walk = Walk::default();
    if before.as_members().is_some() && after.as_members().is_some() {
        walk.value(before, after, 0);
    }
    Value::tuple(walk.found)
}

#[derive(Default)]
struct Walk {
    path: Vec<Step>,
    found: Vec<Value>,
}

enum Step {
    Name(Arc<str>),
    Index(usize),
}

impl Walk {
    fn value(&mut self, before: &Value, after: &Value, depth: usize) {
        // What a plan leaves alone is built once for both sides.
        if depth > MAX_DEPTH || self.found.len() >= MAX || before.shares(after) {
            return;
        }
        let has_members = before.as_members().is_some() || after.as_members().is_some();
        if has_members && is_comparable(before) && is_comparable(after) {
            let both = [before, after].into_iter().filter_map(Value::as_members);
            let names: BTreeSet<Arc<str>> = both.flat_map(|members| members.keys().cloned()).collect();
            for name in names {
                let of = |value: &Value| value.as_members().and_then(|all| all.get(&name)).cloned();
                self.at(Step::Name(Arc::clone(&name)), of(before).as_ref(), of(after).as_ref(), depth);
            }
        } else if holds_objects(before) || holds_objects(after) {
            let of = |value: &Value, i: usize| value.as_elements().and_then(|all| all.get(i)).cloned();
            let length = |value: &Value| value.as_elements().map_or(0, <[Value]>::len);
            for i in 0..length(before).max(length(after)) {
                self.at(Step::Index(i), of(before, i).as_ref(), of(after, i).as_ref(), depth);
            }
        } else if !is_same(before, after) {
            self.found.push(self.difference(before, after));
        }
    }

    fn at(&mut self, step: Step, before: Option<&Value>, after: Option<&Value>, depth: usize) {
        self.path.push(step);
        let missing = Value::NULL;
        self.value(before.unwrap_or(&missing), after.unwrap_or(&missing), depth + 1);
        self.path.pop();
    }

    fn difference(&self, before: &Value, after: &Value) -> Value {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Name(name) if path.is_empty() => path.push_str(name),
                Step::Name(name) => path.push_str(&format!(".{name}")),
                Step::Index(index) => path.push_str(&format!("[{index}]")),
            }
        }
        let names = || {
            self.path.iter().filter_map(|step| match step {
                Step::Name(name) => Some(Arc::clone(name)),
                Step::Index(_) => None,
            })
        };
        let text = |text: Option<Arc<str>>| text.map_or(Value::NULL, Value::string);
        Value::object(Members::from_iter([
            (Arc::from("path"), Value::string(path)),
            (Arc::from("attribute"), text(names().next())),
            (Arc::from("name"), text(names().next_back())),
            (Arc::from("before"), before.clone()),
            (Arc::from("after"), after.clone()),
        ]))
    }
}

/// An object, or nothing at all; an unknown is compared as a whole.
fn is_comparable(value: &Value) -> bool {
    value.as_members().is_some() || value.is_null()
}

fn holds_objects(value: &Value) -> bool {
    value.as_elements().is_some_and(|items| items.iter().any(|item| item.as_members().is_some()))
}

/// Whether both are the same; what is unknown differs from everything.
fn is_same(left: &Value, right: &Value) -> bool {
    match (&left.kind, &right.kind) {
        (Kind::Null(_), Kind::Null(_)) => true,
        (Kind::Bool(left), Kind::Bool(right)) => left == right,
        (Kind::Number(left), Kind::Number(right)) => left == right,
        (Kind::String(left), Kind::String(right)) => left == right,
        _ => match (left.as_elements(), right.as_elements()) {
            (Some(left), Some(right)) => {
                left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
            }
            _ => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(members: &[(&str, Value)]) -> Value {
        Value::object(members.iter().map(|(name, value)| (Arc::from(*name), value.clone())).collect())
    }

    fn paths(before: &Value, after: &Value) -> Vec<String> {
        let found = differences(before, after);
        let path = |item: &Value| item.as_members()?.get("path")?.as_str().map(str::to_owned);
        found.as_elements().unwrap().iter().filter_map(path).collect()
    }

    #[test]
    fn nested_blocks_are_compared_and_plain_lists_are_one_attribute() {
        let rule = |port: i64, cidr: &str| {
            object(&[("port", Value::int(port)), ("cidrs", Value::tuple([Value::string(cidr)]))])
        };
        let before = object(&[("ingress", Value::tuple([rule(22, "10.0.0.0/8")])), ("name", Value::string("a"))]);
        let after = object(&[
            ("ingress", Value::tuple([rule(22, "0.0.0.0/0"), rule(80, "10.0.0.0/8")])),
            ("name", Value::string("a")),
            ("tags", Value::NULL),
        ]);
        assert_eq!(paths(&before, &after), ["ingress[0].cidrs", "ingress[1].cidrs", "ingress[1].port"]);
        assert!(paths(&before, &before).is_empty());
        assert!(paths(&Value::NULL, &after).is_empty());
    }
}
