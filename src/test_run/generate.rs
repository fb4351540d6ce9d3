//! A first test file for a module: what it makes with the least input, what its switches change, and what its validations
//! refuse. Every expectation is what the module evaluates to now: a person says whether that is right.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use crate::config::module::{Mode, Module, Variable};
use crate::config::project::Project;
use crate::config::ty::Type;
use crate::discover::{Dialect, Directory, Files};
use crate::eval::evaluator::Evaluator;
use crate::eval::inputs::{InputSource, InputValue, Inputs};
use crate::eval::instance::{ConditionKind, RootEvaluation};
use crate::eval::simulation::Simulation;
use crate::eval::value::{Kind, Members, Value};
use crate::span::{Sources, Span};
use crate::test_run::policy::literal;

/// How many outputs and resources a run asserts at most.
const MAX_ASSERTS: usize = 12;

/// Texts that validations tend to accept, the plainest first.
const TEXTS: [&str; 14] = [
    "example",
    "dev",
    "prod",
    "10.0.0.0/16",
    "eu-west-1",
    "europe-west1",
    "westeurope",
    "123456789012",
    "example-project-1",
    "1.29",
    "t3.micro",
    "arn:aws:iam::123456789012:role/example",
    "person@example.com",
    "00000000-0000-0000-0000-000000000000",
];

/// Values that validations tend to refuse.
fn refused(ty: &Type) -> Vec<Value> {
    let texts = ["", "not valid!", "UPPER case and spaces", "x"];
    match ty {
        Type::Number => [-1, 0, 1_000_000_007].map(Value::int).to_vec(),
        Type::Bool => vec![Value::FALSE, Value::TRUE],
        Type::String | Type::Dynamic => texts.map(Value::string).to_vec(),
        Type::List(element) | Type::Set(element) => {
            let mut all = vec![Value::tuple([])];
            all.extend(refused(element).into_iter().map(|one| Value::tuple([one])));
            all
        }
        Type::Map(element) => {
            let one = |value: Value| Value::object(Members::from_iter([(Arc::from("key"), value)]));
            let mut all = vec![Value::object(Members::new())];
            all.extend(refused(element).into_iter().map(one));
            all
        }
        Type::Tuple(_) | Type::Object(_) => Vec::new(),
    }
}

/// The text of a test file for the module in a directory; nothing where there is no module.
pub fn test_file(files: &Files, sources: &Sources, dir: &Arc<str>) -> Option<String> {
    let directory = Directory::read(files, dir, Dialect::default()).ok()?;
    let project = Project::load(files, sources, &[directory], Dialect::default());
    let module = project.module(dir).filter(|module| !module.files.is_empty())?;
    let mut generator = Generator { files, project: &project, module: &module, base: Members::new() };
    generator.fill_required();
    Some(generator.text())
}

struct Generator<'g> {
    files: &'g Files,
    project: &'g Project,
    module: &'g Arc<Module>,
    /// Values of the variables without default.
    base: Members,
}

impl Generator<'_> {
    fn evaluate(&self, values: &Members) -> RootEvaluation {
        let mut inputs = Inputs::collect(self.project.variable_files(&self.module.dir), &[], &[]);
        for (name, value) in values {
            inputs.set(name, InputValue::Value(value.clone()), InputSource::Configuration, Span::NONE);
        }
        let evaluator = Evaluator::new(self.project, self.files, &self.module.dir, &inputs);
        evaluator.in_simulation(Simulation::default()).evaluate_root()
    }

    /// Whether the validations of a variable refuse a value.
    fn refuses(&self, variable: &Variable, value: &Value) -> bool {
        let mut values = self.base.clone();
        values.insert(Arc::clone(&variable.name.text), value.clone());
        let subject = format!("var.{}", variable.name.text);
        let evaluation = self.evaluate(&values);
        let mut broken = evaluation.broken_conditions.iter();
        broken.any(|condition| condition.kind == ConditionKind::Validation && *condition.subject == *subject)
    }

    fn fill_required(&mut self) {
        let given: BTreeSet<Arc<str>> = self
            .project
            .variable_files(&self.module.dir)
            .iter()
            .flat_map(|file| file.body.attributes.iter().map(|attribute| Arc::clone(&attribute.name.text)))
            .collect();
        let needed =
            self.module.variables.values().filter(|one| one.default.is_none() && !given.contains(&one.name.text));
        for variable in needed.cloned().collect::<Vec<_>>() {
            let candidates = accepted(&ty(&variable));
            let chosen = candidates.iter().find(|value| !self.refuses(&variable, value)).or(candidates.first());
            if let Some(value) = chosen {
                self.base.insert(Arc::clone(&variable.name.text), value.clone());
            }
        }
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "# Written by `tollgate test --generate`. Each expectation is what the module does now: keep what is right.\n",
        );
        for provider in self.providers() {
            let _ = write!(text, "\nmock_provider \"{provider}\" {{}}\n");
        }
        if !self.base.is_empty() {
            let _ = write!(text, "\n{}", block("variables", &arguments(&self.base, 2), 0));
        }
        let plain = self.evaluate(&self.base);
        let expected = facts(&plain);
        text.push_str(&run("least_input", &Members::new(), &expected, None));
        for (name, values, changed) in self.switches(&plain) {
            text.push_str(&run(&name, &values, &changed, None));
        }
        for variable in self.module.variables.values().filter(|variable| !variable.validations.is_empty()) {
            let candidates = refused(&ty(variable));
            if let Some(value) = candidates.into_iter().find(|value| self.refuses(variable, value)) {
                let name = &variable.name.text;
                let values = Members::from_iter([(Arc::clone(name), value)]);
                text.push_str(&run(&format!("{name}_is_validated"), &values, &[], Some(&format!("var.{name}"))));
            }
        }
        text
    }

    /// The providers of the module and of all that it calls.
    fn providers(&self) -> BTreeSet<String> {
        let reached = self.project.reachable(std::slice::from_ref(&self.module.dir));
        let modules: Vec<Arc<Module>> = reached.iter().filter_map(|dir| self.project.module(dir)).collect();
        let resources = modules.iter().flat_map(|module| module.all_resources().cloned().collect::<Vec<_>>());
        let used = resources.map(|resource| crate::eval::root::provider_of(&resource));
        let names = used.map(|name| name.split('.').next().unwrap_or_default().to_owned());
        names.filter(|name| name != "terraform").collect()
    }

    /// Variables that turn something on or off: what differs when they are the other way round.
    fn switches(&self, plain: &RootEvaluation) -> Vec<(String, Members, Vec<String>)> {
        let before: BTreeSet<String> = facts(plain).into_iter().collect();
        let root = plain.modules.first();
        let mut switches = Vec::new();
        for variable in self.module.variables.values() {
            let name = &variable.name.text;
            let Some(now) = root.and_then(|root| root.variables.get(name)).and_then(Value::as_bool) else { continue };
            let values = Members::from_iter([(Arc::clone(name), Value::bool(!now))]);
            let mut all = self.base.clone();
            all.extend(values.clone());
            let changed: Vec<String> =
                facts(&self.evaluate(&all)).into_iter().filter(|fact| !before.contains(fact)).collect();
            if !changed.is_empty() {
                switches.push((format!("{name}_{}", if now { "off" } else { "on" }), values, changed));
            }
        }
        switches
    }
}

fn ty(variable: &Variable) -> Type {
    variable.ty.as_ref().map_or(Type::Dynamic, |constraint| constraint.ty.clone())
}

/// Values of a type, the plainest first.
fn accepted(ty: &Type) -> Vec<Value> {
    match ty {
        Type::Number => [1, 10, 100, 1024].map(Value::int).to_vec(),
        Type::Bool => vec![Value::TRUE, Value::FALSE],
        Type::String | Type::Dynamic => TEXTS.map(Value::string).to_vec(),
        Type::List(element) | Type::Set(element) => {
            let mut all = vec![Value::tuple([])];
            all.extend(accepted(element).into_iter().map(|one| Value::tuple([one])));
            all
        }
        Type::Map(element) => {
            let one = |value: Value| Value::object(Members::from_iter([(Arc::from("key"), value)]));
            let mut all = vec![Value::object(Members::new())];
            all.extend(accepted(element).into_iter().map(one));
            all
        }
        Type::Tuple(types) => vec![Value::tuple(types.iter().filter_map(|ty| accepted(ty).into_iter().next()))],
        Type::Object(object) => {
            let needed = object.attributes.iter().filter(|(name, _)| !object.optional.contains(*name));
            let plain = needed.filter_map(|(name, ty)| Some((Arc::clone(name), accepted(ty).into_iter().next()?)));
            vec![Value::object(plain.collect())]
        }
    }
}

/// Conditions that hold: the known outputs, and how many instances each resource of the root has.
fn facts(evaluation: &RootEvaluation) -> Vec<String> {
    let known = evaluation.outputs.iter().filter_map(|(name, value)| {
        let text = match &value.kind {
            Kind::Null(_) => "null".to_owned(),
            Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => literal(value)?,
            _ => return None,
        };
        let is_plain = !value.is_sensitive() && !text.contains('\n');
        is_plain.then(|| format!("output.{name} == {text}"))
    });
    let mut facts: Vec<String> = known.collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let Some(root) = evaluation.modules.first() else { return facts };
    for resource in root.module.resources.values().filter(|one| one.count.is_some() || one.for_each.is_some()) {
        counts.insert(resource.key.to_string(), 0);
    }
    for instance in
        evaluation.instances.iter().filter(|one| one.module.0 == 0 && one.resource.key.mode == Mode::Managed)
    {
        let name = instance.resource.key.to_string();
        if instance.uncertain.is_some() {
            counts.remove(&name);
        } else if let Some(count) = counts.get_mut(&name) {
            *count += 1;
        }
    }
    let managed = counts.into_iter().filter(|(name, _)| !name.starts_with("data.") && !name.starts_with("ephemeral."));
    facts.extend(managed.map(|(name, count)| format!("length({name}) == {count}")));
    facts
}

fn run(name: &str, values: &Members, facts: &[String], fails: Option<&str>) -> String {
    let mut body = String::from("  command = plan\n");
    if !values.is_empty() {
        let _ = write!(body, "\n{}", block("variables", &arguments(values, 4), 2));
    }
    for fact in facts.iter().take(MAX_ASSERTS) {
        let subject = fact.split(" == ").next().unwrap_or_default();
        let inner = format!("    condition     = {fact}\n    error_message = \"{subject} is another\"\n");
        let _ = write!(body, "\n{}", block("assert", &inner, 2));
    }
    if let Some(target) = fails {
        let _ = write!(body, "\n  expect_failures = [{target}]\n");
    }
    format!("\n{}", block(&format!("run \"{name}\""), &body, 0))
}

fn block(header: &str, body: &str, indent: usize) -> String {
    let space = " ".repeat(indent);
    format!("{space}{header} {{\n{body}{space}}}\n")
}

fn arguments(values: &Members, indent: usize) -> String {
    let width = values.keys().map(|name| name.len()).max().unwrap_or(0);
    let space = " ".repeat(indent);
    values.iter().fold(String::new(), |mut text, (name, value)| {
        let _ = writeln!(text, "{space}{name:<width$} = {}", literal(value).unwrap_or_else(|| "null".into()));
        text
    })
}
