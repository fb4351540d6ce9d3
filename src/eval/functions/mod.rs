//! Terraform's functions, OpenTofu's additions, the pure functions of common providers, and those of rules.
//!
//! In: a name, argument values and a [`FunctionContext`] for files and templates. Out: a value or a
//! [`FunctionError`]. A function is a row of a table; each family of functions has a file with its rows and bodies.
//! What all calls share (arity, conversion of arguments, nulls, unknowns, marks) happens once, in [`call`](call()).
//! `try`, `can` and the first argument of `templatestring` are expressions, not values: the evaluator handles them.

mod call;
mod charset;
mod cidr;
mod collection;
mod context;
mod conversion;
mod crypto;
mod csv;
mod double;
mod encoding;
mod format;
mod fs;
mod glob;
mod ip;
mod json;
mod letter;
mod mapping;
mod numeric;
mod pattern;
mod policy_iam;
mod policy_net;
mod policy_secret;
mod provider;
mod regex;
mod set;
mod string;
mod table;
mod time;
mod timestamp;
mod yaml_decode;
mod yaml_encode;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::value::{Kind, Piece, Value};

pub use call::{Call, FunctionError, call};
pub use context::{FileDenied, FileKind, FunctionContext, NoFiles};
pub use conversion::type_text;
pub use table::{Function, Param, Want};

/// The families in the order in which they are listed.
const FAMILIES: &[&[Function]] = &[
    collection::TABLE,
    mapping::TABLE,
    set::TABLE,
    numeric::TABLE,
    string::TABLE,
    regex::TABLE,
    format::TABLE,
    json::TABLE,
    yaml_encode::TABLE,
    yaml_decode::TABLE,
    csv::TABLE,
    encoding::TABLE,
    crypto::TABLE,
    cidr::TABLE,
    time::TABLE,
    fs::TABLE,
    conversion::TABLE,
];

/// Functions that exist in rules only.
const RULE_FAMILIES: &[&[Function]] = &[policy_iam::TABLE, policy_net::TABLE, policy_secret::TABLE];

static TABLE: LazyLock<HashMap<&'static str, &'static Function>> = LazyLock::new(|| {
    FAMILIES.iter().flat_map(|family| family.iter()).map(|function| (function.name, function)).collect()
});

static RULE_TABLE: LazyLock<HashMap<&'static str, &'static Function>> = LazyLock::new(|| {
    RULE_FAMILIES.iter().flat_map(|family| family.iter()).map(|function| (function.name, function)).collect()
});

static PROVIDER_TABLE: LazyLock<HashMap<&'static str, &'static Function>> =
    LazyLock::new(|| provider::TABLE.iter().map(|function| (function.name, function)).collect());

/// The function of a provider, by `provider::NAME::FUNCTION`.
fn find_of_provider(name: &str) -> Option<&'static Function> {
    PROVIDER_TABLE.get(name.strip_prefix("provider::")?).copied()
}

/// The pieces of a string: all of it where it is known, itself where nothing is known about it.
fn parts_of(value: &Value) -> Vec<Piece> {
    match &value.kind {
        Kind::String(text) => vec![Piece::Known(Arc::clone(text))],
        Kind::Unknown(unknown) if let Some(parts) = &unknown.parts => parts.to_vec(),
        _ => vec![Piece::Unknown(value.clone())],
    }
}

/// The function of that name; `core::upper` is `upper`.
fn find(name: &str) -> Option<&'static Function> {
    TABLE.get(name.strip_prefix("core::").unwrap_or(name)).copied()
}

/// Whether configurations have a function of that name; functions of providers always may exist.
pub fn exists(name: &str) -> bool {
    name.starts_with("provider::") || find(name).is_some()
}

/// The names of all functions of configurations, sorted.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = FAMILIES.iter().flat_map(|family| family.iter()).map(|row| row.name).collect();
    names.sort_unstable();
    names
}

/// The names of the functions that only rules have, sorted.
pub fn rule_names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> =
        RULE_FAMILIES.iter().flat_map(|family| family.iter()).map(|row| row.name).collect();
    names.sort_unstable();
    names
}
