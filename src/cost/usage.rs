//! Usage files: what only the running system knows, in the format of `infracost-usage.yml`.
//!
//! `resource_type_default_usage` gives defaults for a type, `resource_usage` values for an address; `ADDRESS[*]`
//! stands for all instances of a `count` or `for_each`.

use std::collections::BTreeMap;

use super::decimal::Decimal;
use crate::eval::value::{Kind, Value};

/// Why a usage file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum UsageFileError {
    #[error("the usage file is no YAML: {0}")]
    Yaml(String),
    #[error("`{0}` of the usage file must be a map")]
    Shape(String),
}

/// The values of a usage file: `a.b` for nested keys.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    types: BTreeMap<String, Values>,
    resources: BTreeMap<String, Values>,
}

type Values = BTreeMap<String, Given>;

#[derive(Clone, Debug)]
enum Given {
    Number(Decimal),
    Text(String),
}

/// Nested deeper than any key of the format.
const MAX_DEPTH: usize = 8;

impl Usage {
    /// Reads a usage file.
    pub fn parse(text: &str) -> Result<Self, UsageFileError> {
        let document = crate::eval::functions::decode_yaml(text).map_err(UsageFileError::Yaml)?;
        let section = |name: &str| -> Result<BTreeMap<String, Values>, UsageFileError> {
            let Some(section) = document.member(name).filter(|section| !section.is_null()) else {
                return Ok(BTreeMap::new());
            };
            let members = section.as_members().ok_or_else(|| UsageFileError::Shape(name.to_string()))?;
            Ok(members.iter().map(|(key, value)| (key.to_string(), flat(value))).collect())
        };
        let types = section("resource_type_default_usage")?;
        Ok(Self { types, resources: section("resource_usage")? })
    }

    pub fn is_empty(&self) -> bool {
        self.types.is_empty() && self.resources.is_empty()
    }

    /// What is said about one resource.
    pub(super) fn of<'u>(&'u self, kind: &str, address: &str) -> ResourceUsage<'u> {
        let wild = address.rfind('[').and_then(|at| address.get(..at)).map(|start| format!("{start}[*]"));
        ResourceUsage {
            own: self.resources.get(address),
            wild: wild.and_then(|wild| self.resources.get(&wild)),
            defaults: self.types.get(kind),
        }
    }
}

/// The usage of one resource: its own values before those of `[*]`, and those before the defaults of the type.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ResourceUsage<'u> {
    own: Option<&'u Values>,
    wild: Option<&'u Values>,
    defaults: Option<&'u Values>,
}

impl ResourceUsage<'_> {
    fn find(&self, key: &str) -> Option<&Given> {
        [self.own, self.wild, self.defaults].into_iter().flatten().find_map(|values| values.get(key))
    }

    pub(super) fn number(&self, key: &str) -> Option<Decimal> {
        match self.find(key)? {
            Given::Number(number) => Some(number.clone()),
            Given::Text(_) => None,
        }
    }

    pub(super) fn text(&self, key: &str) -> Option<&str> {
        match self.find(key)? {
            Given::Text(text) => Some(text),
            Given::Number(_) => None,
        }
    }

    /// Keys that begin so, without that beginning.
    pub(super) fn below(&self, prefix: &str) -> Vec<String> {
        let mut keys: Vec<String> = [self.own, self.wild, self.defaults]
            .into_iter()
            .flatten()
            .flat_map(|values| values.keys().filter_map(|key| key.strip_prefix(prefix)).map(str::to_string))
            .collect();
        keys.sort();
        keys.dedup();
        keys
    }
}

fn flat(value: &Value) -> Values {
    let mut values = Values::new();
    flatten(value, "", 0, &mut values);
    values
}

fn flatten(value: &Value, path: &str, depth: usize, values: &mut Values) {
    let given = match &value.kind {
        Kind::Number(number) => Decimal::from_number(number).map(Given::Number),
        Kind::String(text) => Some(Decimal::parse(text).map_or_else(|| Given::Text(text.to_string()), Given::Number)),
        Kind::Bool(flag) => Some(Given::Text(flag.to_string())),
        _ => None,
    };
    if let Some(given) = given {
        values.insert(path.to_string(), given);
    } else if depth < MAX_DEPTH {
        let join = |key: &str| if path.is_empty() { key.to_string() } else { format!("{path}.{key}") };
        for (key, value) in value.as_members().into_iter().flatten() {
            flatten(value, &join(key), depth + 1, values);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "version: 0.1
resource_type_default_usage:
  aws_lambda_function: {monthly_requests: 1000, request_duration_ms: 250}
resource_usage:
  aws_lambda_function.f[*]:
    monthly_requests: 5000
  aws_lambda_function.f[1]:
    monthly_requests: 7000
  azurerm_linux_virtual_machine.v:
    os_disk: {monthly_disk_operations: 12.5}
";

    #[test]
    fn the_nearest_value_wins() {
        let usage = Usage::parse(FILE).unwrap();
        let requests = |address: &str| {
            usage.of("aws_lambda_function", address).number("monthly_requests").map(|number| number.to_string())
        };
        assert_eq!(requests("aws_lambda_function.g").as_deref(), Some("1000"));
        assert_eq!(requests("aws_lambda_function.f[0]").as_deref(), Some("5000"));
        assert_eq!(requests("aws_lambda_function.f[1]").as_deref(), Some("7000"));
        let disk = usage.of("azurerm_linux_virtual_machine", "azurerm_linux_virtual_machine.v");
        assert_eq!(disk.number("os_disk.monthly_disk_operations").unwrap().to_string(), "12.5");
    }

    #[test]
    fn a_file_of_another_shape_is_an_error() {
        assert!(Usage::parse("resource_usage: [1]").is_err());
        assert!(Usage::parse("version: 0.1\nresource_usage:\n").unwrap().is_empty());
    }
}
