//! From other tools to tollgate: their comments in our words, their configuration as `tollgate.hcl`.
//!
//! In: parsed files and the texts of other tools' configurations. Out: edits and a text. Which rule is meant is told by
//! the aliases; what has no rule here is left as it is and said.

pub mod comments;
pub mod configuration;

use super::select::RuleFacts;
use super::suppress::directive::Name;

/// The ids of our rules that a name of another tool means, in order.
fn ids_of<'r>(name: &Name, rules: &[RuleFacts<'r>]) -> Vec<&'r str> {
    let mut ids: Vec<&str> = rules.iter().filter(|rule| name.matches(**rule)).map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
