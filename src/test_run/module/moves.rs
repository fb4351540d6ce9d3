//! `moved` blocks: what an earlier run made under another address is the same instance.

use std::collections::HashMap;
use std::sync::Arc;

use crate::config::module::CallTarget;
use crate::config::project::Project;
use crate::eval::builtin::target_address;
use crate::eval::value::Value;

/// How many calls are followed one into the other.
const MAX_DEPTH: u32 = 16;

/// How many moves of one instance are followed one after the other.
const MAX_STEPS: usize = 16;

/// From an address to another; both without a key mean all instances.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Move {
    from: String,
    to: String,
}

/// The moves of a root module and of the modules that it calls, where the calls have no keys.
pub(super) fn of(project: &Project, root: &str) -> Vec<Move> {
    let mut moves = Vec::new();
    collect(project, root, root, "", MAX_DEPTH, &mut moves);
    moves
}

fn collect(project: &Project, root: &str, dir: &str, prefix: &str, depth: u32, moves: &mut Vec<Move>) {
    let Some(module) = project.module(dir) else { return };
    for moved in &module.moved {
        let address = |expr: &Option<_>| expr.as_ref().and_then(target_address).map(|text| format!("{prefix}{text}"));
        if let (Some(from), Some(to)) = (address(&moved.from), address(&moved.to)) {
            moves.push(Move { from, to });
        }
    }
    for (name, call) in module.calls.iter().filter(|(_, call)| call.count.is_none() && call.for_each.is_none()) {
        if let CallTarget::Directory(target) = project.target(root, name, dir, call)
            && depth > 0
        {
            collect(project, root, &target, &format!("{prefix}module.{name}."), depth - 1, moves);
        }
    }
}

/// The state after all moves. What stands at the new address already stays.
pub(super) fn apply(state: HashMap<Arc<str>, Value>, moves: &[Move]) -> HashMap<Arc<str>, Value> {
    let mut moved: HashMap<Arc<str>, Value> = HashMap::with_capacity(state.len());
    let mut renamed: Vec<(Arc<str>, Value)> = Vec::new();
    for (address, value) in sorted(state) {
        match target(&address, moves) {
            Some(new) => renamed.push((new.into(), value)),
            None => {
                moved.insert(address, value);
            }
        }
    }
    for (address, value) in renamed {
        moved.entry(address).or_insert(value);
    }
    moved
}

fn sorted(state: HashMap<Arc<str>, Value>) -> Vec<(Arc<str>, Value)> {
    let mut all: Vec<(Arc<str>, Value)> = state.into_iter().collect();
    all.sort_by(|left, right| left.0.cmp(&right.0));
    all
}

/// Where an address leads; nothing where no move is about it.
fn target(address: &str, moves: &[Move]) -> Option<String> {
    let mut current = address.to_owned();
    for _ in 0..MAX_STEPS {
        let next = moves.iter().find_map(|one| {
            let rest = current.strip_prefix(one.from.as_str())?;
            let is_whole = rest.is_empty() || rest.starts_with(['[', '.']);
            is_whole.then(|| format!("{}{rest}", one.to))
        });
        match next {
            Some(next) if next != current => current = next,
            _ => break,
        }
    }
    (current != address).then_some(current)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(address: &str) -> Option<String> {
        let one = |from: &str, to: &str| Move { from: from.into(), to: to.into() };
        target(
            address,
            &[one("aws_x.a", "aws_x.b"), one("aws_x.b", "module.m.aws_x.c"), one("module.old", "module.new")],
        )
    }

    #[test]
    fn moves_are_followed_by_whole_names() {
        assert_eq!(moved("aws_x.a[0]").as_deref(), Some("module.m.aws_x.c[0]"));
        assert_eq!(moved("aws_x.ab"), None);
        assert_eq!(moved("module.old[\"k\"].aws_y.z").as_deref(), Some("module.new[\"k\"].aws_y.z"));
    }
}
