//! The configuration that a binary plan was made from, in the form in which `terraform show -json` writes it.
//!
//! The archive holds each module's files below `tfconfig/m-KEY/`, where the key of a call is that of its caller, a dot
//! and its name. There are no provider schemas in it, so a nested block and a list of objects look alike here.
//!
//! Source: `configs/configload` of Terraform for the names, and its documentation of the JSON form.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Read, Seek};
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use zip::ZipArchive;

use crate::config::module::{Mode, Module, ModuleCall, ProviderConfig, ProviderRef, Resource};
use crate::config::project::Project;
use crate::discover::directory::{Dialect, Directory, FileKind};
use crate::discover::files::Files;
use crate::eval::constant::Constants;
use crate::eval::expr::Step;
use crate::eval::root::{config_name, provider_name, provider_of};
use crate::eval::traverse::{flatten, references};
use crate::eval::wire;
use crate::span::Sources;
use crate::syntax::ast::{Block, Body, Expr, ExprKind};

/// Where the configuration stands in the archive.
const FOLDER: &str = "tfconfig/";
/// The directory of the root module, and what those of others begin with.
const ROOT: &str = "m-";
/// So much text of a configuration is read at most.
const MAX_TEXT: u64 = 32 << 20;
/// Deepest nesting of calls and of blocks.
const MAX_DEPTH: usize = 32;
/// References of one expression.
const MAX_REFERENCES: usize = 200;

/// `configuration` of a plan: its members.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub(super) provider_config: Json,
    /// `resources`, `outputs`, `module_calls`, `variables`.
    pub(super) root_module: Json,
}

/// Reads the configuration in an archive; none where it holds none, or more than is read.
pub(super) fn read<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Option<Snapshot> {
    let texts = texts(archive)?;
    let directories: BTreeSet<&str> =
        texts.keys().filter_map(|path| path.split_once('/')).map(|(dir, _)| dir).collect();
    let directories: Vec<String> = directories.into_iter().map(str::to_owned).collect();
    let files = Files::in_memory(texts);
    let read = |dir: &String| Directory::read(&files, dir, Dialect::Auto).ok();
    let directories: Vec<Directory> = directories.iter().filter_map(read).collect();
    let project = Project::load(&files, &Sources::default(), &directories, Dialect::Auto);
    let root = project.module(ROOT)?;
    let mut marshal = Marshal { project: &project, providers: Map::new() };
    let root = Scope {
        module: &root,
        constants: &Constants::default(),
        key: String::new(),
        address: String::new(),
        providers: HashMap::new(),
    };
    let root_module = marshal.module(&root, 0);
    Some(Snapshot { provider_config: Json::Object(marshal.providers), root_module })
}

/// The configuration files by `m-KEY/NAME`.
fn texts<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Option<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    let mut left = MAX_TEXT;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).ok()?;
        let path = entry.name().ok().and_then(|path| path.strip_prefix(FOLDER).map(str::to_owned));
        let Some(path) = path else { continue };
        let is_module = |dir: &str| dir.starts_with(ROOT) && !dir.contains('\\');
        let is_file = |name: &str| !name.contains(['/', '\\']) && FileKind::of(name).is_some();
        if !path.split_once('/').is_some_and(|(dir, name)| is_module(dir) && is_file(name)) {
            continue;
        }
        let mut text = Vec::new();
        let length = entry.take(left + 1).read_to_end(&mut text).ok()?;
        left = left.checked_sub(length.try_into().ok()?)?;
        if let Ok(text) = String::from_utf8(text) {
            texts.insert(path, text);
        }
    }
    Some(texts)
}

/// A module on its way from the root.
struct Scope<'m> {
    module: &'m Module,
    constants: &'m Constants,
    /// `a.b`, the names of the calls.
    key: String,
    /// `module.a.module.b`.
    address: String,
    /// The keys in `provider_config` of what the module is given, by local name: `aws`, `aws.west`.
    providers: HashMap<Arc<str>, String>,
}

struct Marshal<'p> {
    project: &'p Project,
    providers: Map<String, Json>,
}

impl Marshal<'_> {
    fn module(&mut self, given: &Scope<'_>, depth: usize) -> Json {
        let scope = &self.with_own_providers(given);
        let declared = scope.module.all_resources().filter(|resource| resource.key.mode != Mode::Ephemeral);
        let mut declared: Vec<&Arc<Resource>> = declared.collect();
        declared.sort_by(|a, b| a.key.cmp(&b.key));
        let resources: Vec<Json> = declared.into_iter().map(|resource| self.resource(scope, resource)).collect();
        let outputs = scope.module.outputs.values().map(|output| {
            let expression = output.value.as_ref().map_or(Json::Null, |value| expression(scope, value));
            (output.name.text.to_string(), json!({ "expression": expression, "sensitive": output.sensitive }))
        });
        let variables = scope.module.variables.values().map(|variable| {
            let mut it = Map::new();
            if variable.sensitive {
                it.insert("sensitive".into(), true.into());
            }
            if let Some(default) = variable.default.as_ref().and_then(|expr| scope.constant(expr)) {
                it.insert("default".into(), default);
            }
            (variable.name.text.to_string(), Json::Object(it))
        });
        let (outputs, variables): (Map<_, _>, Map<_, _>) = (outputs.collect(), variables.collect());
        let mut calls = Map::new();
        for call in scope.module.calls.values() {
            calls.insert(call.name.text.to_string(), self.call(scope, call, depth));
        }
        json!({ "resources": resources, "outputs": outputs, "variables": variables, "module_calls": calls })
    }

    fn resource(&mut self, scope: &Scope<'_>, resource: &Resource) -> Json {
        let key = scope.provider_key(&provider_of(resource));
        let mut it = Map::new();
        it.insert("address".into(), resource.key.to_string().into());
        it.insert("provider_config_key".into(), key.into());
        add_expressions(&mut it, scope, &resource.body);
        Json::Object(it)
    }

    fn call(&mut self, scope: &Scope<'_>, call: &ModuleCall, depth: usize) -> Json {
        let name = &call.name.text;
        let child = |names: &str, word: &str| {
            if names.is_empty() { format!("{word}{name}") } else { format!("{names}.{word}{name}") }
        };
        let key = child(&scope.key, "");
        let mut it = Map::new();
        if let Some((source, _)) = &call.source {
            it.insert("source".into(), source.to_string().into());
        }
        if let Some(version) = call.version.as_ref().and_then(|expr| scope.constant(expr)) {
            it.insert("version_constraint".into(), version);
        }
        add_expressions(&mut it, scope, &call.body);
        let module = self.project.module(&format!("{ROOT}{key}")).filter(|_| depth < MAX_DEPTH);
        if let Some(module) = module {
            let key_of = |provider: &ProviderRef| scope.provider_key(&provider_name(provider));
            let mut providers: HashMap<Arc<str>, String> = scope
                .providers
                .iter()
                .filter(|(name, _)| !name.contains('.'))
                .map(|(name, key)| (Arc::clone(name), key.clone()))
                .collect();
            providers.extend(call.providers.iter().map(|(inner, outer)| (provider_name(inner), key_of(outer))));
            let child = Scope {
                module: &module,
                constants: scope.constants,
                key,
                address: child(&scope.address, "module."),
                providers,
            };
            it.insert("module".into(), self.module(&child, depth + 1));
        }
        Json::Object(it)
    }

    /// Notes the module's own provider configurations.
    fn with_own_providers<'m>(&mut self, given: &Scope<'m>) -> Scope<'m> {
        let mut scope = Scope {
            module: given.module,
            constants: given.constants,
            key: given.key.clone(),
            address: given.address.clone(),
            providers: given.providers.clone(),
        };
        // TERRAFORM: what a module requires, or uses without a word, and is not given, is its own.
        let used = given.module.all_resources().map(|resource| provider_of(resource));
        let used: Vec<Arc<str>> = given.module.required_providers.keys().cloned().chain(used).collect();
        for name in used {
            if !scope.providers.contains_key(&name) {
                let key = scope.own_key(&name);
                self.providers.insert(key.clone(), provider_json(&scope, &name, None));
                scope.providers.insert(name, key);
            }
        }
        for config in &given.module.providers {
            let name = config_name(config);
            let key = scope.own_key(&name);
            self.providers.insert(key.clone(), provider_json(&scope, &config.name.text, Some(config)));
            scope.providers.insert(name, key);
        }
        scope
    }
}

impl Scope<'_> {
    /// The JSON of an expression that refers to nothing.
    fn constant(&self, expr: &Expr) -> Option<Json> {
        let mut refers = false;
        references(expr, &mut |_| refers = true);
        let value = if refers { None } else { self.constants.value(expr).ok() };
        wire::to_json(&value.filter(|value| value.is_wholly_known() && !value.is_sensitive())?).ok()
    }

    fn provider_key(&self, name: &Arc<str>) -> String {
        self.providers.get(name).cloned().unwrap_or_else(|| self.own_key(name))
    }

    fn own_key(&self, name: &str) -> String {
        if self.address.is_empty() { name.to_owned() } else { format!("{}:{name}", self.address) }
    }
}

fn provider_json(scope: &Scope<'_>, name: &str, config: Option<&Arc<ProviderConfig>>) -> Json {
    let required = scope.module.required_providers.get(name);
    let mut it = Map::new();
    it.insert("name".into(), name.into());
    if let Some(source) = required.and_then(|required| required.source.as_deref()) {
        // TERRAFORM: without a host it is the public registry's.
        let is_whole = source.split('/').count() > 2;
        it.insert(
            "full_name".into(),
            if is_whole { source.into() } else { format!("registry.terraform.io/{source}").into() },
        );
    }
    if let Some((version, _)) = required.and_then(|required| required.version.as_ref()) {
        it.insert("version_constraint".into(), version.to_string().into());
    }
    if !scope.address.is_empty() {
        it.insert("module_address".into(), scope.address.clone().into());
    }
    if let Some(config) = config {
        add_expressions(&mut it, scope, &config.body);
    }
    Json::Object(it)
}

/// The arguments of a body under `expressions`; an empty body has none.
fn add_expressions(it: &mut Map<String, Json>, scope: &Scope<'_>, of: &Body) {
    if !of.attributes.is_empty() || !of.blocks.is_empty() {
        it.insert("expressions".into(), body(scope, of, 0));
    }
}

/// The arguments by name, and the nested blocks in lists; of `dynamic` blocks only what they refer to is told.
fn body(scope: &Scope<'_>, of: &Body, depth: usize) -> Json {
    let mut members = Map::new();
    if depth > MAX_DEPTH {
        return Json::Object(members);
    }
    for attribute in &of.attributes {
        members.insert(attribute.name.text.to_string(), expression(scope, &attribute.expr));
    }
    for block in &of.blocks {
        if let ("dynamic", [label]) = (&*block.kind.text, block.labels.as_slice()) {
            let mut found = Vec::new();
            expressions_of(block, &mut found, depth);
            members.insert(label.text.to_string(), refers(scope, found));
            continue;
        }
        let inner = body(scope, &block.body, depth + 1);
        // Beside a `dynamic` block of the same kind, how many there are is not known.
        if let Json::Array(blocks) = members.entry(block.kind.text.to_string()).or_insert_with(|| json!([])) {
            blocks.push(inner);
        }
    }
    Json::Object(members)
}

fn expressions_of<'b>(block: &'b Block, found: &mut Vec<&'b Expr>, depth: usize) {
    found.extend(block.body.attributes.iter().map(|attribute| &attribute.expr));
    if depth < MAX_DEPTH {
        block.body.blocks.iter().for_each(|inner| expressions_of(inner, found, depth + 1));
    }
}

fn expression(scope: &Scope<'_>, expr: &Expr) -> Json {
    match scope.constant(expr) {
        Some(value) => json!({ "constant_value": value }),
        None => refers(scope, [expr]),
    }
}

/// `{"references": […]}`. Local values are no part of the JSON form; what they refer to stands in their place.
fn refers<'e>(scope: &Scope<'e>, expressions: impl IntoIterator<Item = &'e Expr>) -> Json {
    let mut texts = Vec::new();
    let mut seen: BTreeSet<Arc<str>> = BTreeSet::new();
    let mut open: Vec<&Expr> = Vec::new();
    let mut collect = |expr: &Expr, locals: &mut Vec<Arc<str>>| {
        references(expr, &mut |reference| {
            if texts.len() < MAX_REFERENCES {
                note(reference, &mut texts, locals);
            }
        });
    };
    let mut locals = Vec::new();
    expressions.into_iter().for_each(|expr| collect(expr, &mut locals));
    loop {
        for name in locals.drain(..) {
            let local = scope.module.locals.get(&name).filter(|_| seen.insert(Arc::clone(&name)));
            open.extend(local.map(|local| &local.expr));
        }
        let Some(expr) = open.pop() else { break };
        collect(expr, &mut locals);
    }
    json!({ "references": texts })
}

/// The whole reference, and then what it begins with down to the object that is meant, as Terraform lists them.
fn note(reference: &Expr, texts: &mut Vec<String>, locals: &mut Vec<Arc<str>>) {
    let (base, steps) = flatten(reference);
    let ExprKind::Variable(root) = &base.kind else { return };
    if let ("local", Some(Step::Attr(name))) = (&**root, steps.first()) {
        return locals.push(Arc::clone(&name.text));
    }
    let mut whole = root.to_string();
    let mut ends = vec![whole.len()];
    for step in &steps {
        match step {
            Step::Attr(name) => whole.push_str(&format!(".{}", name.text)),
            Step::Index(key) => match &key.kind {
                ExprKind::String(text) => whole.push_str(&format!("[{}]", Json::from(&**text))),
                ExprKind::Number(digits) => whole.push_str(&format!("[{digits}]")),
                // What stands behind an index that is not known belongs to no instance that can be named.
                _ => break,
            },
        }
        ends.push(whole.len());
    }
    // The steps that make the object: of a data source its type and name, of a module its name and key.
    let object = match (&**root, steps.get(1)) {
        ("data", _) | ("module", Some(Step::Index(_))) => 2,
        _ => 1,
    };
    let shortest = object.min(ends.len() - 1);
    texts.extend(ends.iter().skip(shortest).rev().filter_map(|end| whole.get(..*end)).map(str::to_owned));
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};
    use std::path::Path;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::plan::Plan;

    /// Plans that terraform made, in both of their forms.
    const PLANS: [&str; 6] = ["archive", "checks", "keys", "moves", "providers", "secrets"];

    fn plan(name: &str, file: &str) -> Plan {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plans").join(name).join(file);
        crate::plan::read::read(file, Box::new(std::fs::File::open(path).unwrap())).unwrap()
    }

    #[test]
    fn the_archive_tells_of_the_configuration_what_the_json_form_tells() {
        for name in PLANS {
            let [json, binary] = ["plan.json", "tfplan"].map(|file| {
                let plan = plan(name, file);
                let calls = format!("{:#?}", plan.calls);
                (
                    format!("{:#?}", plan.configuration),
                    format!("{:#?}", plan.provider_configurations),
                    calls,
                    format!("{:?}", plan.variables),
                )
            });
            assert_eq!(binary, json, "{name}");
        }
    }

    fn archive(texts: &[(&str, &str)]) -> ZipArchive<Cursor<Vec<u8>>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, text) in texts {
            writer.start_file(*path, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        ZipArchive::new(writer.finish().unwrap()).unwrap()
    }

    #[test]
    fn local_values_and_dynamic_blocks_are_told_by_what_they_refer_to() {
        let text = r#"
            locals {
              both = [local.one, aws_vpc.main.id]
              one  = "${var.a}-${local.both[0]}"
            }
            provider "aws" {
              alias  = "west"
              region = "us-west-${1 + 1}"
            }
            resource "aws_instance" "web" {
              provider  = aws.west
              subnet_id = local.both[1]
              root_block_device {
                encrypted = true
              }
              dynamic "ebs_block_device" {
                for_each = var.disks
                content {
                  snapshot_id = aws_ebs_snapshot.base.id
                }
              }
            }
        "#;
        let read = read(&mut archive(&[("tfconfig/m-/main.tf", text), ("tfconfig/m-/../x/y.tf", "oops")])).unwrap();
        assert_eq!(
            read.provider_config["aws.west"]["expressions"],
            json!({ "region": { "constant_value": "us-west-2" } })
        );
        assert_eq!(
            read.root_module["resources"],
            json!([{
                "address": "aws_instance.web",
                "provider_config_key": "aws.west",
                "expressions": {
                    "subnet_id": { "references": ["aws_vpc.main.id", "aws_vpc.main", "var.a"] },
                    "root_block_device": [{ "encrypted": { "constant_value": true } }],
                    "ebs_block_device": {
                        "references": ["var.disks", "aws_ebs_snapshot.base.id", "aws_ebs_snapshot.base"]
                    },
                },
            }])
        );
    }

    #[test]
    fn more_text_than_is_read_is_no_configuration() {
        let text = "#".repeat(MAX_TEXT.try_into().unwrap());
        assert!(read(&mut archive(&[("tfconfig/m-/a.tf", &text), ("tfconfig/m-/b.tf", "locals {}")])).is_none());
    }
}
