//! Terraform's functions, OpenTofu's additions, the pure functions of common providers, and those of rules.
//!
//! In: a name, argument values and a [`FunctionContext`] for files and templates. Out: a value or a
//! [`FunctionError`]. A function is a row of a table; each family of functions has a file with its rows and bodies.
//! What all calls share (arity, conversion of arguments, nulls, unknowns, marks) happens once, in [`call`](call()).
//! `try`, `can`, `convert` and the first argument of `templatestring` are expressions, not values: the evaluator handles them.

mod assume;
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
mod terraform;
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

/// Reads a YAML document as `yamldecode` does; the error is a sentence.
pub fn decode_yaml(text: &str) -> Result<Value, String> {
    yaml_decode::document(text)
}

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
    assume::TABLE,
];

/// Functions that exist in rules only.
const RULE_FAMILIES: &[&[Function]] = &[policy_iam::TABLE, policy_net::TABLE, policy_secret::TABLE];

static TABLE: LazyLock<HashMap<&'static str, &'static Function>> = LazyLock::new(|| {
    FAMILIES.iter().flat_map(|family| family.iter()).map(|function| (function.name, function)).collect()
});

static RULE_TABLE: LazyLock<HashMap<&'static str, &'static Function>> = LazyLock::new(|| {
    RULE_FAMILIES.iter().flat_map(|family| family.iter()).map(|function| (function.name, function)).collect()
});

static PROVIDER_TABLE: LazyLock<HashMap<&'static str, &'static Function>> = LazyLock::new(|| {
    let rows = provider::TABLE.iter().chain(terraform::TABLE);
    rows.map(|function| (function.name, function)).collect()
});

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

/// How long a call may take beyond what its arguments and its result weigh, in steps of evaluation.
pub fn steps(name: &str, args: &[Value]) -> u64 {
    u64::try_from(regex::steps(name, args)).unwrap_or(u64::MAX)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ty::Type;
    use crate::eval::mode::Mode;
    use crate::eval::number::Number;
    use crate::eval::value::{Marks, Origin};

    fn run(name: &str, args: &[Value]) -> Value {
        call(name, args.to_vec(), &NoFiles, Mode::Rule).unwrap()
    }

    fn unknown() -> Value {
        Value::unknown_exact(Type::String, Origin::Variable("var.x".into()))
    }

    /// Values of every kind, the awkward ones first.
    fn values() -> Vec<Value> {
        let text = |text: &str| Value::string(text);
        vec![
            Value::NULL,
            Value::null(Type::list(Type::String)),
            unknown(),
            Value::unknown(Type::Dynamic, Origin::Opaque),
            Value::unknown(Type::set(Type::Number), Origin::Opaque),
            Value::TRUE,
            Value::int(-1),
            Value::int(0),
            Value::int(i64::MAX),
            Value::number(Number::infinity(false)),
            Value::number(Number::parse("1e300").unwrap()),
            text(""),
            text("é👍\u{feff}"),
            text("10.0.0.0/8"),
            text("2024-01-01T00:00:00Z"),
            text("%1000000000s"),
            text("{\"a\": [1"),
            text("((((("),
            text("/(a*)*/"),
            Value::tuple([]),
            Value::tuple([text("a"), Value::NULL, unknown()]),
            Value::list(Type::String, vec![text("b"), text("a")]),
            Value::set(Type::Dynamic, vec![]),
            Value::object(crate::eval::value::Members::from_iter([
                ("a".into(), Value::int(1)),
                ("b".into(), unknown()),
            ])),
            Value::map(
                Type::String,
                crate::eval::value::Members::from_iter([("k".into(), text("v").with_marks(Marks::SENSITIVE))]),
            ),
        ]
    }

    #[test]
    fn no_call_panics() {
        let values = values();
        let all = FAMILIES.iter().chain(RULE_FAMILIES).chain([&provider::TABLE, &terraform::TABLE]);
        for function in all.flat_map(|family| family.iter()) {
            let name = if function.name.contains("::") {
                format!("provider::{}", function.name)
            } else {
                function.name.into()
            };
            for mode in [Mode::Config, Mode::Rule] {
                // Each value in each place, with its neighbours in the list in the other places.
                for arity in 0..=4 {
                    for start in 0..values.len() * 3 {
                        let step = 1 + start / values.len() * 4;
                        let pick = |i: usize| values[(start + i * step) % values.len()].clone();
                        let _ = call(&name, (0..arity).map(pick).collect(), &NoFiles, mode);
                    }
                }
            }
        }
    }

    #[test]
    fn secrets_are_not_in_messages() {
        let secret = Value::string("hunter2").with_marks(Marks::SENSITIVE);
        for name in names() {
            for args in [
                vec![secret.clone()],
                vec![secret.clone(), secret.clone()],
                vec![secret.clone(), secret.clone(), secret.clone()],
            ] {
                if let Err(error) = call(name, args, &NoFiles, Mode::Config) {
                    assert!(!error.to_string().contains("hunter2"), "{name}: {error}");
                }
            }
        }
    }

    #[test]
    fn null_is_an_empty_list_in_rules() {
        assert_eq!(run("length", &[Value::NULL]).as_number(), Some(&Number::ZERO));
        assert_eq!(run("contains", &[Value::NULL, Value::int(1)]).as_bool(), Some(false));
        assert_eq!(run("contains", &[Value::tuple([Value::int(1)]), Value::NULL]).as_bool(), Some(false));
        assert_eq!(run("keys", &[Value::NULL]).as_elements().map(<[Value]>::len), Some(0));
        assert_eq!(
            run("concat", &[Value::NULL, Value::tuple([Value::int(1)])]).as_elements().map(<[Value]>::len),
            Some(1)
        );
        assert_eq!(run("alltrue", &[Value::NULL]).as_bool(), Some(true));
        assert_eq!(
            run("lookup", &[Value::NULL, Value::string("a"), Value::int(1)]).as_number(),
            Some(&Number::from(1))
        );
        assert!(run("startswith", &[Value::NULL, Value::string("x")]).is_null());
        assert!(run("jsondecode", &[Value::string("{")]).is_null());
    }

    #[test]
    fn rules_decide_from_what_is_known() {
        let partly = crate::eval::parts::concat(vec![
            Piece::Known("arn:aws:s3:::".into()),
            Piece::Unknown(unknown()),
            Piece::Known("/*".into()),
        ]);
        let text = |text: &str| Value::string(text);
        assert_eq!(run("startswith", &[partly.clone(), text("arn:aws:s3")]).as_bool(), Some(true));
        assert_eq!(run("startswith", &[partly.clone(), text("arn:aws:ec2")]).as_bool(), Some(false));
        assert_eq!(run("endswith", &[partly.clone(), text("*")]).as_bool(), Some(true));
        assert_eq!(run("strcontains", &[partly.clone(), text(":s3:")]).as_bool(), Some(true));
        assert!(run("regex", &[text("^arn:aws:ec2"), partly.clone()]).is_null());
        assert_eq!(run("contains", &[Value::tuple([text("x"), text("y")]), partly.clone()]).as_bool(), Some(false));
        assert_eq!(run("is_known", &[partly]).as_bool(), Some(false));
        let unsure = run("anytrue", &[Value::tuple([Value::unknown(Type::Bool, Origin::Opaque), Value::TRUE])]);
        assert_eq!(unsure.as_bool(), Some(true));
    }

    #[test]
    fn functions_of_unknown_providers_are_unknown() {
        let value = call("provider::acme::make", vec![], &NoFiles, Mode::Config).unwrap();
        assert_eq!(value.as_unknown().unwrap().origin, Origin::ProviderFunction("provider::acme::make".into()));
        let region = run("provider::google::region_from_zone", &[Value::string("us-central1-a")]);
        assert_eq!(region.as_str(), Some("us-central1"));
    }
}
