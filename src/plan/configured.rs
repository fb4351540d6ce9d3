//! What the configuration in a plan says about a resource, for plans that come without their source: constants, and what
//! unknown values refer to, so that joins between resources work.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value as Json;

use super::address::Address;
use super::join::call_names;
use super::secrets::speaks_of_a_secret;
use super::{Plan, ResourceChange};
use crate::config::ty::Type;
use crate::eval::number::Number;
use crate::eval::value::{Kind, Marks, Origin, Place, Unknown, Value};

/// The arguments of providers that say where they work.
const PLACES: [&str; 2] = ["region", "zone"];
/// References are followed through so many variables and outputs.
const MAX_STEPS: usize = 16;
/// Deepest nesting of blocks.
const MAX_DEPTH: usize = 32;

/// A module of the configuration.
#[derive(Debug, Default, Deserialize)]
pub struct ConfiguredModule {
    #[serde(default)]
    pub(super) resources: Vec<ConfiguredResource>,
    #[serde(default)]
    pub(super) module_calls: BTreeMap<String, ConfiguredCall>,
    #[serde(default)]
    pub(super) outputs: BTreeMap<String, ConfiguredOutput>,
}

/// A resource block of the configuration.
#[derive(Debug, Deserialize)]
pub struct ConfiguredResource {
    #[serde(default)]
    address: String,
    #[serde(default)]
    provider_config_key: Option<String>,
    #[serde(default)]
    expressions: Json,
}

/// A provider configuration.
#[derive(Debug, Default, Deserialize)]
pub struct ConfiguredProvider {
    /// `module.a.module.b`; absent for one of the root.
    #[serde(default)]
    module_address: Option<String>,
    #[serde(default)]
    expressions: Json,
}

/// A call in the configuration.
#[derive(Debug, Default, Deserialize)]
pub struct ConfiguredCall {
    #[serde(default)]
    pub(super) source: Option<String>,
    #[serde(default)]
    pub(super) version_constraint: Option<String>,
    #[serde(default)]
    expressions: Json,
    #[serde(default)]
    pub(super) module: ConfiguredModule,
}

/// An output of a module of the configuration.
#[derive(Debug, Deserialize)]
pub struct ConfiguredOutput {
    #[serde(default)]
    expression: Json,
}

/// The configuration of a plan with the addresses that there are.
pub(super) struct Configured<'p> {
    root: &'p ConfiguredModule,
    providers: &'p BTreeMap<String, ConfiguredProvider>,
    variables: &'p BTreeMap<Arc<str>, Value>,
    /// By the names of the calls above, and the address in the module.
    resources: HashMap<(Vec<String>, &'p str), &'p ConfiguredResource>,
    addresses: HashSet<&'p str>,
}

impl<'p> Configured<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        let mut configured = Self {
            root: &plan.configuration,
            providers: &plan.provider_configurations,
            variables: &plan.variables,
            resources: HashMap::new(),
            addresses: plan.changes.iter().map(|change| &*change.address).collect(),
        };
        configured.index(configured.root, &mut Vec::new());
        configured
    }

    fn index(&mut self, module: &'p ConfiguredModule, names: &mut Vec<String>) {
        for resource in &module.resources {
            self.resources.insert((names.clone(), &resource.address), resource);
        }
        if names.len() >= MAX_DEPTH {
            return;
        }
        for (name, call) in &module.module_calls {
            names.push(name.clone());
            self.index(&call.module, names);
            names.pop();
        }
    }

    /// The arguments of an instance as far as the configuration tells them; none where it does not know the resource.
    pub(super) fn value(&self, change: &ResourceChange) -> Option<Value> {
        let resource = self.resource(change)?;
        resource.expressions.is_object().then(|| self.block(&resource.expressions, change, 0))
    }

    /// The key of the provider configuration of an instance: `aws.west`, `module.a:aws`.
    pub(super) fn provider_of(&self, change: &ResourceChange) -> Option<&'p str> {
        self.resource(change)?.provider_config_key.as_deref()
    }

    fn resource(&self, change: &ResourceChange) -> Option<&'p ConfiguredResource> {
        if self.resources.is_empty() {
            return None;
        }
        let prefix = if change.is_data { "data." } else { "" };
        let address = format!("{prefix}{}.{}", change.kind, change.name);
        self.resources.get(&(call_names(&change.module_address), address.as_str())).copied()
    }

    /// Where each provider configuration works, by its key.
    pub(super) fn providers(&self) -> BTreeMap<Arc<str>, Value> {
        let value = |provider: &ConfiguredProvider| {
            let module = call_names(provider.module_address.as_deref().unwrap_or_default());
            let argument = |name: &str| {
                let expression = provider.expressions.get(name)?;
                Some((Arc::from(name), self.constant(expression, &module, MAX_STEPS)))
            };
            Value::object(PLACES.into_iter().filter_map(argument).collect())
        };
        self.providers.iter().map(|(key, provider)| (Arc::from(key.as_str()), value(provider))).collect()
    }

    /// A constant, or the value of the variable that is the only thing that an expression refers to. A plan does not
    /// tell `var.region` from `"${var.region}-1"`; whoever asks must see whether the value makes sense.
    fn constant(&self, expression: &Json, module: &[String], steps: usize) -> Value {
        if let Some(constant) = expression.get("constant_value") {
            return literal(constant, 0);
        }
        let references = expression.get("references").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let [Json::String(reference)] = references else { return opaque() };
        let Some(name) = reference.strip_prefix("var.").filter(|_| steps > 0) else { return opaque() };
        let Some((call, parent)) = module.split_last() else {
            return self.variables.get(name).cloned().unwrap_or_else(opaque);
        };
        let argument = self.module(parent).and_then(|parent| parent.module_calls.get(call)?.expressions.get(name));
        argument.map_or_else(opaque, |argument| self.constant(argument, parent, steps - 1))
    }

    fn module(&self, names: &[String]) -> Option<&'p ConfiguredModule> {
        names.iter().try_fold(self.root, |module, name| Some(&module.module_calls.get(name)?.module))
    }

    fn block(&self, json: &Json, change: &ResourceChange, depth: usize) -> Value {
        match json {
            _ if depth > MAX_DEPTH => opaque(),
            Json::Array(items) => Value::tuple(items.iter().map(|item| self.block(item, change, depth + 1))),
            Json::Object(members) if is_expression(members) => match members.get("constant_value") {
                Some(constant) => literal(constant, 0),
                None => self.unknown(json, change),
            },
            Json::Object(members) => {
                let member = |(name, member): (&String, &Json)| {
                    let marks = if speaks_of_a_secret(name) { Marks::SENSITIVE } else { Marks::NONE };
                    (Arc::from(name.as_str()), self.block(member, change, depth + 1).with_marks(marks))
                };
                Value::object(members.iter().map(member).collect())
            }
            _ => opaque(),
        }
    }

    /// An unknown that comes from what the expression refers to.
    fn unknown(&self, expression: &Json, change: &ResourceChange) -> Value {
        let mut origins = Vec::new();
        self.follow(expression, &change.module_address, &change.key.to_string(), MAX_STEPS, &mut origins);
        let mut origins = origins.into_iter().map(|place| Origin::Attribute(Arc::new(place)));
        let Some(first) = origins.next() else { return opaque() };
        let unknown = Unknown { also: origins.collect(), ..Unknown::new(Type::Dynamic, first) };
        Kind::Unknown(Arc::new(unknown)).into()
    }

    /// Collects the attributes of resources that an expression refers to. The list of references names
    /// `aws_s3_bucket.b.id` and then, again, `aws_s3_bucket.b`.
    fn follow(&self, expression: &Json, module: &str, key: &str, steps: usize, found: &mut Vec<Place>) {
        let references = expression.get("references").and_then(Json::as_array).into_iter().flatten();
        for reference in references.filter_map(Json::as_str) {
            if steps == 0 || found.len() >= MAX_STEPS {
                return;
            }
            if let Some(name) = reference.strip_prefix("var.") {
                self.follow_variable(word(name), module, steps, found);
            } else if reference.starts_with("module.") {
                self.follow_output(reference, module, steps, found);
            } else if let Some(place) = self.place(reference, module, key) {
                let is_known = found.iter().any(|known| known.instance == place.instance);
                if !is_known || !place.path.is_empty() {
                    found.push(place);
                }
            }
        }
    }

    fn follow_variable(&self, name: &str, module: &str, steps: usize, found: &mut Vec<Place>) {
        let mut names = call_names(module);
        let Some(call) = names.pop() else { return };
        let argument = self.module(&names).and_then(|parent| parent.module_calls.get(&call)?.expressions.get(name));
        let parent = parent_of(module);
        if let Some(argument) = argument {
            self.follow(argument, parent, "", steps - 1, found);
        }
    }

    /// `module.a["x"].bucket` and all that the output refers to.
    fn follow_output(&self, reference: &str, module: &str, steps: usize, found: &mut Vec<Place>) {
        let Some(call) = call_names(reference).pop() else { return };
        let own_length = reference.rfind('.').filter(|at| !reference.get(*at..).is_some_and(|rest| rest.contains(']')));
        let Some((called, output)) = own_length.and_then(|at| Some((reference.get(..at)?, reference.get(at + 1..)?)))
        else {
            return;
        };
        if called == "module" {
            return;
        }
        let mut names = call_names(module);
        names.push(call);
        let expression =
            self.module(&names).and_then(|called| called.outputs.get(output)).map(|output| &output.expression);
        let inner = if module.is_empty() { called.to_string() } else { format!("{module}.{called}") };
        if let Some(expression) = expression {
            self.follow(expression, &inner, "", steps - 1, found);
        }
    }

    /// The instance and attribute that `aws_s3_bucket.b[0].id` means in a module instance.
    fn place(&self, reference: &str, module: &str, key: &str) -> Option<Place> {
        let (address, path) = split(reference)?;
        let inside = if module.is_empty() { address.to_string() } else { format!("{module}.{address}") };
        let candidates = [inside.clone(), format!("{inside}{key}"), format!("{inside}[0]")];
        let instance = candidates.into_iter().find(|candidate| self.addresses.contains(candidate.as_str()))?;
        Some(Place { instance: instance.into(), path: path.into() })
    }
}

/// `aws_s3_bucket.b[0]` and `.id` of `aws_s3_bucket.b[0].id`.
fn split(reference: &str) -> Option<(&str, &str)> {
    let is_data = reference.starts_with("data.");
    let dots = if is_data { 3 } else { 2 };
    let (mut seen, mut is_quoted) = (0, false);
    let mut end = reference.len();
    for (at, c) in reference.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '.' if !is_quoted => {
                seen += 1;
                if seen == dots {
                    end = at;
                    break;
                }
            }
            _ => {}
        }
    }
    let (address, path) = reference.split_at_checked(end)?;
    Address::parse(address).is_some().then_some((address, path))
}

/// The name at the beginning of `name.attribute` or `name[0]`.
fn word(text: &str) -> &str {
    text.split(['.', '[']).next().unwrap_or(text)
}

/// `module.a` of `module.a.module.b["x.y"]`.
fn parent_of(module: &str) -> &str {
    let names = call_names(module);
    let Some(last) = names.last() else { return "" };
    module
        .rfind(&format!("module.{last}"))
        .and_then(|at| module.get(..at))
        .map_or("", |above| above.trim_end_matches('.'))
}

fn is_expression(members: &serde_json::Map<String, Json>) -> bool {
    members.keys().all(|key| matches!(key.as_str(), "constant_value" | "references"))
}

fn opaque() -> Value {
    Value::unknown(Type::Dynamic, Origin::Opaque)
}

/// A JSON value as it is.
pub(super) fn literal(json: &Json, depth: usize) -> Value {
    match json {
        _ if depth > MAX_DEPTH => opaque(),
        Json::Null => Value::NULL,
        Json::Bool(value) => Value::bool(*value),
        Json::Number(number) => Number::parse(number.as_str()).map_or(Value::NULL, Value::number),
        Json::String(text) => Value::string(text.as_str()),
        Json::Array(items) => Value::tuple(items.iter().map(|item| literal(item, depth + 1))),
        Json::Object(members) => Value::object(
            members.iter().map(|(name, item)| (Arc::from(name.as_str()), literal(item, depth + 1))).collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_split_behind_the_instance() {
        assert_eq!(split("aws_s3_bucket.b.id"), Some(("aws_s3_bucket.b", ".id")));
        assert_eq!(split(r#"aws_s3_bucket.b["x.y"].id"#), Some((r#"aws_s3_bucket.b["x.y"]"#, ".id")));
        assert_eq!(split("data.aws_vpc.v.id"), Some(("data.aws_vpc.v", ".id")));
        assert_eq!(split("aws_s3_bucket.b"), Some(("aws_s3_bucket.b", "")));
        assert_eq!(split("each"), None);
    }

    #[test]
    fn the_parent_of_a_module_instance_keeps_its_key() {
        assert_eq!(parent_of(r#"module.a["x.module.y"].module.b[0]"#), r#"module.a["x.module.y"]"#);
        assert_eq!(parent_of("module.a"), "");
    }
}
