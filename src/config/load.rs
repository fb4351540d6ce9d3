//! The files of one directory as a [`Module`].

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::module::{
    CallTarget, Check, Condition, Local, Mode, Module, ModuleCall, Moved, Output, ProviderConfig, ProviderRef,
    RequiredProvider, Resource, ResourceKey, Variable,
};
use super::{overrides, types};
use crate::diag::{Code, Diagnostic, nearest};
use crate::span::Span;
use crate::syntax::ast::{Attribute, Block, Body, Expr, ExprKind, File, Ident, ObjectKey};

/// Blocks that may stand at the top of a file, with the number of their labels.
const TOP_LEVEL: [(&str, usize); 13] = [
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("variable", 1),
    ("output", 1),
    ("module", 1),
    ("provider", 1),
    ("check", 1),
    ("locals", 0),
    ("terraform", 0),
    ("moved", 0),
    ("import", 0),
    ("removed", 0),
];

/// Names that no resource argument can have, because they mean something to Terraform itself.
const META_ARGUMENTS: [&str; 4] = ["count", "for_each", "provider", "depends_on"];
const META_BLOCKS: [&str; 4] = ["lifecycle", "provisioner", "connection", "_"];

/// Merges the files of a directory. `files` come with their names without directory.
pub fn module(dir: &Arc<str>, files: Vec<(Arc<str>, Arc<File>)>, diagnostics: Vec<Diagnostic>) -> Module {
    let mut builder = Builder { module: empty(dir), diagnostics };
    let (overriding, mut plain): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(name, _)| overrides::is_override(name));
    plain.sort_by(|left, right| left.0.cmp(&right.0));
    let mut blocks: Vec<Block> = Vec::new();
    for (_, file) in &plain {
        builder.reject_attributes(&file.body);
        blocks.extend(file.body.blocks.iter().cloned());
    }
    let mut overriding = overriding;
    overriding.sort_by(|left, right| left.0.cmp(&right.0));
    for (_, file) in &overriding {
        overrides::apply(&mut blocks, file.body.blocks.clone(), &mut builder.diagnostics);
    }
    for block in blocks {
        builder.block(block);
    }
    builder.module.files = plain.into_iter().chain(overriding).map(|(_, file)| file).collect();
    builder.module.diagnostics = builder.diagnostics;
    builder.module
}

/// A module without any declaration.
pub fn empty(dir: &Arc<str>) -> Module {
    Module {
        dir: Arc::clone(dir),
        files: Vec::new(),
        variables: IndexMap::new(),
        locals: IndexMap::new(),
        resources: IndexMap::new(),
        calls: IndexMap::new(),
        outputs: IndexMap::new(),
        providers: Vec::new(),
        required_version: None,
        required_providers: IndexMap::new(),
        backend: None,
        terraform_blocks: Vec::new(),
        moved: Vec::new(),
        imports: Vec::new(),
        removed: Vec::new(),
        checks: Vec::new(),
        diagnostics: Vec::new(),
    }
}

struct Builder {
    module: Module,
    diagnostics: Vec<Diagnostic>,
}

impl Builder {
    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(Code::ConfigBlockInvalid, span, message));
    }

    fn reject_attributes(&mut self, body: &Body) {
        for attribute in &body.attributes {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::ConfigArgumentInvalid,
                    attribute.name.span,
                    format!("the argument `{}` is not expected at the top of a file", attribute.name.text),
                )
                .with_help("a file holds blocks only; values of variables stand in a `.tfvars` file"),
            );
        }
    }

    fn block(&mut self, block: Block) {
        let kind = Arc::clone(&block.kind.text);
        let Some((_, labels)) = TOP_LEVEL.iter().find(|(name, _)| *name == &*kind) else {
            let mut diagnostic = Diagnostic::error(
                Code::ConfigBlockInvalid,
                block.header,
                format!("Terraform has no block type `{kind}`"),
            );
            if let Some(meant) = nearest(&kind, TOP_LEVEL.iter().map(|(name, _)| *name)) {
                diagnostic = diagnostic.with_help(format!("did you mean `{meant}`?"));
            }
            self.diagnostics.push(diagnostic);
            return;
        };
        if block.labels.len() != *labels {
            let message = format!("a `{kind}` block takes {labels} labels, found {}", block.labels.len());
            self.error(block.header, message);
            return;
        }
        self.repeated_attributes(&block.body);
        match &*kind {
            "resource" => self.resource(Mode::Managed, block),
            "data" => self.resource(Mode::Data, block),
            "ephemeral" => self.resource(Mode::Ephemeral, block),
            "variable" => self.variable(&block),
            "output" => self.output(&block),
            "module" => self.call(&block),
            "provider" => self.provider(block),
            "check" => self.check(block),
            "locals" => self.locals(block),
            "terraform" => self.terraform(block),
            "moved" => self.module.moved.push(Moved {
                from: block.body.attribute("from").map(|attribute| attribute.expr.clone()),
                to: block.body.attribute("to").map(|attribute| attribute.expr.clone()),
                span: block.span,
            }),
            "import" => self.module.imports.push(Arc::new(block)),
            _ => self.module.removed.push(Arc::new(block)),
        }
    }

    fn repeated_attributes(&mut self, body: &Body) {
        let mut names = HashSet::with_capacity(body.attributes.len());
        for attribute in &body.attributes {
            if !names.insert(&attribute.name.text) {
                self.diagnostics.push(Diagnostic::error(
                    Code::ConfigDuplicate,
                    attribute.name.span,
                    format!("the argument `{}` is set twice in this block", attribute.name.text),
                ));
            }
        }
        for block in &body.blocks {
            self.repeated_attributes(&block.body);
        }
    }

    fn duplicate(&mut self, what: &str, name: &str, span: Span, first: Span) {
        self.diagnostics.push(
            Diagnostic::error(Code::ConfigDuplicate, span, format!("{what} `{name}` is declared twice in this module"))
                .with_label(first, "first declared here"),
        );
    }

    fn resource(&mut self, mode: Mode, block: Block) {
        let Some(resource) = self.read_resource(mode, block) else { return };
        let key = resource.key.clone();
        if let Some(first) = self.module.resources.get(&key) {
            let first = first.block.header;
            self.duplicate("the resource", &key.to_string(), resource.block.header, first);
            return;
        }
        self.module.resources.insert(key, Arc::new(resource));
    }

    fn read_resource(&mut self, mode: Mode, block: Block) -> Option<Resource> {
        let [kind, name] = block.labels.as_slice() else { return None };
        self.check_name(name);
        let key = ResourceKey { mode, kind: Arc::clone(&kind.text), name: Arc::clone(&name.text) };
        let (meta, arguments): (Vec<_>, Vec<_>) = block
            .body
            .attributes
            .iter()
            .cloned()
            .partition(|attribute| META_ARGUMENTS.contains(&&*attribute.name.text));
        let (meta_blocks, blocks): (Vec<_>, Vec<_>) =
            block.body.blocks.iter().cloned().partition(|nested| META_BLOCKS.contains(&&*nested.kind.text));
        let argument = |name: &str| meta.iter().find(|attribute| &*attribute.name.text == name);
        let body = self.with_escaped(Body { attributes: arguments, blocks, span: block.body.span }, &meta_blocks);
        let lifecycle = meta_blocks.iter().find(|nested| &*nested.kind.text == "lifecycle").cloned().map(Arc::new);
        let conditions = |builder: &mut Self, kind: &str| -> Vec<Condition> {
            let Some(lifecycle) = &lifecycle else { return Vec::new() };
            lifecycle.body.blocks_of(kind).filter_map(|nested| builder.condition(nested)).collect()
        };
        let preconditions = conditions(self, "precondition");
        let postconditions = conditions(self, "postcondition");
        let count = argument("count").map(|attribute| attribute.expr.clone());
        let for_each = argument("for_each").map(|attribute| attribute.expr.clone());
        self.exclusive(count.as_ref(), for_each.as_ref());
        Some(Resource {
            key,
            body,
            count,
            for_each,
            provider: argument("provider").and_then(|attribute| provider_ref(&attribute.expr)),
            depends_on: argument("depends_on").map(|attribute| attribute.expr.clone()),
            lifecycle,
            preconditions,
            postconditions,
            provisioners: meta_blocks
                .into_iter()
                .filter(|nested| matches!(&*nested.kind.text, "provisioner" | "connection"))
                .map(Arc::new)
                .collect(),
            block: Arc::new(block),
        })
    }

    /// TERRAFORM: a `_` block holds arguments whose names would otherwise be meta-arguments.
    fn with_escaped(&mut self, mut body: Body, meta_blocks: &[Block]) -> Body {
        for escape in meta_blocks.iter().filter(|nested| &*nested.kind.text == "_") {
            body.attributes.extend(escape.body.attributes.iter().cloned());
            body.blocks.extend(escape.body.blocks.iter().cloned());
        }
        body
    }

    fn exclusive(&mut self, count: Option<&Expr>, for_each: Option<&Expr>) {
        if let (Some(_), Some(for_each)) = (count, for_each) {
            self.error(for_each.span, "`count` and `for_each` exclude each other");
        }
    }

    fn check_name(&mut self, name: &Ident) {
        if !is_identifier(&name.text) {
            let message = format!("`{}` is not a valid name", name.text.escape_debug());
            self.diagnostics.push(
                Diagnostic::error(Code::ConfigBlockInvalid, name.span, message)
                    .with_help("a name starts with a letter or `_` and holds letters, digits, `_` and `-`"),
            );
        }
    }

    fn condition(&mut self, block: &Block) -> Option<Condition> {
        let Some(condition) = block.body.attribute("condition") else {
            self.error(block.header, format!("a `{}` block needs a `condition`", block.kind.text));
            return None;
        };
        let error_message = block.body.attribute("error_message").map(|attribute| attribute.expr.clone());
        if error_message.is_none() {
            self.error(block.header, format!("a `{}` block needs an `error_message`", block.kind.text));
        }
        Some(Condition { condition: condition.expr.clone(), error_message, span: block.span })
    }

    fn variable(&mut self, block: &Block) {
        let Some(name) = block.labels.first().cloned() else { return };
        self.check_name(&name);
        self.unexpected_arguments(
            block,
            &["type", "default", "description", "sensitive", "ephemeral", "nullable", "deprecated", "const"],
        );
        let ty = block
            .body
            .attribute("type")
            .map(|attribute| types::type_constraint(&attribute.expr, &mut self.diagnostics));
        let validations =
            block.body.blocks_of("validation").filter_map(|nested| self.condition(nested)).collect::<Vec<_>>();
        let flag = |name: &str, default: bool| flag(&block.body, name, default);
        let variable = Variable {
            ty,
            default: expr_of(&block.body, "default"),
            description: expr_of(&block.body, "description"),
            sensitive: flag("sensitive", false),
            ephemeral: flag("ephemeral", false),
            nullable: flag("nullable", true),
            validations,
            block: Arc::new(block.clone()),
            name: name.clone(),
        };
        if let Some(first) = self.module.variables.get(&name.text) {
            let first = first.block.header;
            self.duplicate("the variable", &name.text, block.header, first);
            return;
        }
        self.module.variables.insert(name.text, Arc::new(variable));
    }

    fn unexpected_arguments(&mut self, block: &Block, known: &[&str]) {
        for attribute in &block.body.attributes {
            if !known.contains(&&*attribute.name.text) {
                let mut diagnostic = Diagnostic::error(
                    Code::ConfigArgumentInvalid,
                    attribute.name.span,
                    format!("a `{}` block has no argument `{}`", block.kind.text, attribute.name.text),
                );
                if let Some(meant) = nearest(&attribute.name.text, known.iter().copied()) {
                    diagnostic = diagnostic.with_help(format!("did you mean `{meant}`?"));
                }
                self.diagnostics.push(diagnostic);
            }
        }
    }

    fn output(&mut self, block: &Block) {
        let Some(name) = block.labels.first().cloned() else { return };
        self.check_name(&name);
        self.unexpected_arguments(
            block,
            &["value", "description", "sensitive", "ephemeral", "depends_on", "type", "deprecated"],
        );
        let value = expr_of(&block.body, "value");
        if value.is_none() {
            self.error(block.header, format!("the output `{}` has no `value`", name.text));
        }
        let preconditions =
            block.body.blocks_of("precondition").filter_map(|nested| self.condition(nested)).collect::<Vec<_>>();
        let output = Output {
            value,
            description: expr_of(&block.body, "description"),
            sensitive: flag(&block.body, "sensitive", false),
            ephemeral: flag(&block.body, "ephemeral", false),
            preconditions,
            block: Arc::new(block.clone()),
            name: name.clone(),
        };
        if let Some(first) = self.module.outputs.get(&name.text) {
            let first = first.block.header;
            self.duplicate("the output", &name.text, block.header, first);
            return;
        }
        self.module.outputs.insert(name.text, Arc::new(output));
    }

    fn call(&mut self, block: &Block) {
        let Some(name) = block.labels.first().cloned() else { return };
        self.check_name(&name);
        const META: [&str; 6] = ["source", "version", "count", "for_each", "providers", "depends_on"];
        let arguments: Vec<Attribute> =
            block.body.attributes.iter().filter(|attribute| !META.contains(&&*attribute.name.text)).cloned().collect();
        let source = block.body.attribute("source").and_then(|attribute| match &attribute.expr.kind {
            ExprKind::String(text) => Some((Arc::clone(text), attribute.expr.span)),
            _ => None,
        });
        let missing = match block.body.attribute("source") {
            None => {
                self.error(block.header, format!("the module call `{}` has no `source`", name.text));
                "it has no `source`"
            }
            Some(_) => "its `source` is not a plain string",
        };
        let count = expr_of(&block.body, "count");
        let for_each = expr_of(&block.body, "for_each");
        self.exclusive(count.as_ref(), for_each.as_ref());
        let call = ModuleCall {
            source,
            version: expr_of(&block.body, "version"),
            count,
            for_each,
            providers: block
                .body
                .attribute("providers")
                .map(|attribute| provider_map(&attribute.expr))
                .unwrap_or_default(),
            body: Body { attributes: arguments, blocks: Vec::new(), span: block.body.span },
            target: CallTarget::Missing(missing.into()),
            block: Arc::new(block.clone()),
            name: name.clone(),
        };
        if let Some(first) = self.module.calls.get(&name.text) {
            let first = first.block.header;
            self.duplicate("the module call", &name.text, block.header, first);
            return;
        }
        self.module.calls.insert(name.text, Arc::new(call));
    }

    fn provider(&mut self, block: Block) {
        let Some(name) = block.labels.first().cloned() else { return };
        let alias = string_of(&block.body, "alias");
        let twin = self.module.providers.iter().find(|other| other.name.text == name.text && other.alias == alias);
        if let Some(first) = twin {
            let first = first.block.header;
            self.duplicate("the provider configuration", &name.text, block.header, first);
            return;
        }
        let mut body = block.body.clone();
        body.attributes.retain(|attribute| !matches!(&*attribute.name.text, "alias" | "version"));
        self.module.providers.push(Arc::new(ProviderConfig { name, alias, body, block: Arc::new(block) }));
    }

    fn check(&mut self, block: Block) {
        let Some(name) = block.labels.first().cloned() else { return };
        let data = block.body.block("data").cloned().and_then(|nested| self.read_resource(Mode::Data, nested));
        let asserts = block.body.blocks_of("assert").filter_map(|nested| self.condition(nested)).collect::<Vec<_>>();
        if asserts.is_empty() {
            self.error(block.header, format!("the check `{}` has no `assert` block", name.text));
        }
        self.module.checks.push(Arc::new(Check { name, data: data.map(Arc::new), asserts, block: Arc::new(block) }));
    }

    fn locals(&mut self, block: Block) {
        for attribute in block.body.attributes {
            let name = Arc::clone(&attribute.name.text);
            if let Some(first) = self.module.locals.get(&name) {
                let first = first.name.span;
                self.duplicate("the local value", &name, attribute.name.span, first);
                continue;
            }
            self.module.locals.insert(name, Arc::new(Local { name: attribute.name, expr: attribute.expr }));
        }
    }

    fn terraform(&mut self, block: Block) {
        let block = Arc::new(block);
        if let Some(version) = expr_of(&block.body, "required_version") {
            self.module.required_version = Some(version);
        }
        for nested in &block.body.blocks {
            match &*nested.kind.text {
                "required_providers" => {
                    for attribute in &nested.body.attributes {
                        let provider = required_provider(attribute);
                        self.module.required_providers.insert(Arc::clone(&attribute.name.text), provider);
                    }
                }
                "backend" | "cloud" => self.module.backend = Some(Arc::new(nested.clone())),
                _ => {}
            }
        }
        self.module.terraform_blocks.push(block);
    }
}

/// A letter or `_`, then letters, digits, `_` and `-`.
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && chars.all(|c| c == '_' || c == '-' || c.is_alphanumeric())
}

fn expr_of(body: &Body, name: &str) -> Option<Expr> {
    body.attribute(name).map(|attribute| attribute.expr.clone())
}

fn string_of(body: &Body, name: &str) -> Option<Arc<str>> {
    match &body.attribute(name)?.expr.kind {
        ExprKind::String(text) => Some(Arc::clone(text)),
        _ => None,
    }
}

fn flag(body: &Body, name: &str, default: bool) -> bool {
    match body.attribute(name).map(|attribute| &attribute.expr.kind) {
        Some(ExprKind::Bool(value)) => *value,
        Some(ExprKind::String(text)) => &**text == "true",
        _ => default,
    }
}

/// `aws`, `aws.west`, and the quoted spellings of both.
pub fn provider_ref(expr: &Expr) -> Option<ProviderRef> {
    match &expr.kind {
        ExprKind::Variable(name) => Some(ProviderRef { name: Arc::clone(name), alias: None }),
        ExprKind::GetAttr(base, alias) => match &base.kind {
            ExprKind::Variable(name) => {
                Some(ProviderRef { name: Arc::clone(name), alias: Some(Arc::clone(&alias.text)) })
            }
            _ => None,
        },
        ExprKind::Index(base, _) => provider_ref(base),
        ExprKind::String(text) => {
            let (name, alias) = text.split_once('.').map_or((&**text, None), |(name, alias)| (name, Some(alias)));
            Some(ProviderRef { name: name.into(), alias: alias.map(Arc::from) })
        }
        _ => None,
    }
}

fn provider_map(expr: &Expr) -> Vec<(ProviderRef, ProviderRef)> {
    let ExprKind::Object(items) = &expr.kind else { return Vec::new() };
    items
        .iter()
        .filter_map(|item| {
            let inner = match &item.key {
                ObjectKey::Name(ident) => ProviderRef { name: Arc::clone(&ident.text), alias: None },
                ObjectKey::Expr(key) => provider_ref(key)?,
            };
            Some((inner, provider_ref(&item.value)?))
        })
        .collect()
}

fn required_provider(attribute: &Attribute) -> RequiredProvider {
    let mut provider = RequiredProvider {
        name: attribute.name.clone(),
        source: None,
        version: None,
        aliases: Vec::new(),
        span: attribute.span,
    };
    match &attribute.expr.kind {
        ExprKind::String(version) => provider.version = Some((Arc::clone(version), attribute.expr.span)),
        ExprKind::Object(items) => {
            for item in items {
                let ObjectKey::Name(key) = &item.key else { continue };
                match (&*key.text, &item.value.kind) {
                    ("source", ExprKind::String(text)) => provider.source = Some(Arc::clone(text)),
                    ("version", ExprKind::String(text)) => {
                        provider.version = Some((Arc::clone(text), item.value.span));
                    }
                    ("configuration_aliases", ExprKind::Tuple(aliases)) => {
                        provider.aliases = aliases.iter().filter_map(|alias| provider_ref(alias)?.alias).collect();
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
    provider
}
