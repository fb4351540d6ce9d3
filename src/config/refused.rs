//! What terraform refuses although its meaning is clear. `eval` tells of it, since it promises terraform's answer;
//! a check of rules goes on without a word, since old or half-migrated code is what it is often run on.

use std::sync::Arc;

use super::module::{Module, ProviderRef, Resource};
use crate::diag::{Code, Diagnostic};
use crate::span::Span;
use crate::syntax::ast::{Block, Body, Expr, ExprKind};
use crate::syntax::visit;

/// Names that a variable cannot have, because a module call's own arguments are called so.
const RESERVED: [&str; 8] =
    ["source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals"];

/// All that terraform refuses in a module.
pub fn refused(module: &Module) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    variables(module, &mut found);
    resources(module, &mut found);
    state_blocks(module, &mut found);
    provider_functions(module, &mut found);
    found.extend(version(module));
    found
}

fn error(code: Code, span: Span, text: impl Into<String>) -> Diagnostic {
    Diagnostic::error(code, span, text)
}

fn variables(module: &Module, found: &mut Vec<Diagnostic>) {
    for (name, variable) in &module.variables {
        if RESERVED.contains(&&**name) {
            let text = format!("a variable cannot be called `{name}`, which is an argument of every module call");
            found.push(error(Code::ConfigBlockInvalid, variable.name.span, text));
        }
        let written = variable.block.body.attribute("type");
        if let Some(ExprKind::String(ty)) = written.map(|attribute| &attribute.expr.kind) {
            let span = written.map_or(variable.block.header, |attribute| attribute.expr.span);
            let text = format!("the type of `var.{name}` stands in quotes, as it did before Terraform 0.12");
            let help = match &**ty {
                "list" | "map" => format!("write `type = {ty}(string)`"),
                _ => format!("write `type = {ty}`"),
            };
            found.push(error(Code::ConfigTypeInvalid, span, text).with_help(help));
        }
    }
}

fn resources(module: &Module, found: &mut Vec<Diagnostic>) {
    for resource in module.all_resources() {
        depends_on(resource.depends_on.as_ref(), found);
        if let Some(lifecycle) = &resource.lifecycle {
            literal_flags(lifecycle, found);
        }
        if let Some(provider) = &resource.provider {
            alias(module, provider, provider_span(resource), found);
        }
    }
    for call in module.calls.values() {
        depends_on(call.block.body.attribute("depends_on").map(|attribute| &attribute.expr), found);
        let span = call.block.body.attribute("providers").map_or(call.block.header, |attribute| attribute.span);
        for (_, outer) in &call.providers {
            alias(module, outer, span, found);
        }
    }
}

fn provider_span(resource: &Resource) -> Span {
    resource.block.body.attribute("provider").map_or(resource.block.header, |attribute| attribute.expr.span)
}

fn depends_on(list: Option<&Expr>, found: &mut Vec<Diagnostic>) {
    let Some(ExprKind::Tuple(items)) = list.map(|expr| &expr.kind) else { return };
    for item in items {
        let is_reference = matches!(
            item.kind,
            ExprKind::Variable(_) | ExprKind::GetAttr(..) | ExprKind::Index(..) | ExprKind::String(_)
        );
        if !is_reference {
            let text = "`depends_on` takes references to resources and modules, no other expression";
            found.push(error(Code::ConfigArgumentInvalid, item.span, text));
        }
    }
}

fn literal_flags(lifecycle: &Block, found: &mut Vec<Diagnostic>) {
    for name in ["prevent_destroy", "create_before_destroy"] {
        let Some(attribute) = lifecycle.body.attribute(name) else { continue };
        if !matches!(attribute.expr.kind, ExprKind::Bool(_) | ExprKind::String(_)) {
            let text = format!("`{name}` must be `true` or `false`, since it counts before anything is evaluated");
            found.push(error(Code::ConfigArgumentInvalid, attribute.expr.span, text));
        }
    }
}

/// A configuration with an alias must be declared here or expected from the caller.
fn alias(module: &Module, provider: &ProviderRef, span: Span, found: &mut Vec<Diagnostic>) {
    let Some(alias) = &provider.alias else { return };
    let is_declared =
        module.providers.iter().any(|config| config.name.text == provider.name && config.alias.as_ref() == Some(alias));
    let expected = module.required_providers.get(&provider.name);
    if !is_declared && !expected.is_some_and(|required| required.aliases.contains(alias)) {
        let text = format!("there is no provider configuration `{}.{alias}` here", provider.name);
        let help = "declare it with `alias`, or name it in `configuration_aliases` when the caller passes it";
        found.push(error(Code::EvalReference, span, text).with_help(help));
    }
}

fn state_blocks(module: &Module, found: &mut Vec<Diagnostic>) {
    for moved in &module.moved {
        if let (Some(from), Some(to)) = (moved.from.as_ref().and_then(address), moved.to.as_ref().and_then(address))
            && from == to
        {
            let text = format!("`{from}` is moved to itself");
            found.push(error(Code::ConfigBlockInvalid, moved.span, text));
        }
    }
    for removed in &module.removed {
        let Some(from) = removed.body.attribute("from").and_then(|attribute| address(&attribute.expr)) else {
            continue;
        };
        let is_there = match from.strip_prefix("module.") {
            Some(call) => module.calls.contains_key(call),
            None => module.resources.keys().any(|key| key.to_string() == from),
        };
        if is_there {
            let text = format!("`{from}` is said to be removed and is still declared");
            found.push(error(Code::ConfigBlockInvalid, removed.header, text));
        }
    }
}

/// The names and literal keys of a reference, as text.
fn address(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Variable(name) => Some(name.to_string()),
        ExprKind::GetAttr(base, name) => Some(format!("{}.{}", address(base)?, name.text)),
        ExprKind::Index(base, key) => {
            let key: Arc<str> = match &key.kind {
                ExprKind::Number(digits) => Arc::clone(digits),
                ExprKind::String(text) => crate::syntax::quote(text).into(),
                _ => return None,
            };
            Some(format!("{}[{key}]", address(base)?))
        }
        _ => None,
    }
}

/// TERRAFORM: a function of a provider is there only where the module requires that provider.
fn provider_functions(module: &Module, found: &mut Vec<Diagnostic>) {
    let mut check = |expr: &Expr| {
        let ExprKind::Call { name, .. } = &expr.kind else { return };
        let Some((provider, _)) = name.text.strip_prefix("provider::").and_then(|rest| rest.split_once("::")) else {
            return;
        };
        if !module.required_providers.contains_key(provider) {
            let text = format!("`{}` is a function of a provider that this module does not require", name.text);
            let help = format!("add `{provider}` to `required_providers`");
            found.push(error(Code::EvalReference, name.span, text).with_help(help));
        }
    };
    let bodies: Vec<&Body> = module.files.iter().map(|file| &file.body).collect();
    for body in bodies {
        visit::expressions(body, &mut check);
    }
}

/// Versions of Terraform and OpenTofu that exist or may come: a constraint that shuts all of them out is a mistake.
fn version(module: &Module) -> Option<Diagnostic> {
    let expr = module.required_version.as_ref()?;
    let ExprKind::String(text) = &expr.kind else { return None };
    let constraints: Vec<Constraint<'_>> = text.split(',').map(Constraint::read).collect::<Option<_>>()?;
    let is_met = (0..MINORS).any(|minor| {
        let fits = |patch| constraints.iter().all(|constraint| constraint.allows([1, minor, patch]));
        constraints.iter().flat_map(Constraint::patches).any(fits)
    });
    (!is_met).then(|| {
        let text = format!("no version 1.x of Terraform fits `required_version = \"{text}\"`");
        error(Code::ConfigArgumentInvalid, expr.span, text)
    })
}

/// How many minor versions are thought possible.
const MINORS: u32 = 100;

struct Constraint<'t> {
    operator: &'t str,
    version: [u32; 3],
    /// How many parts are written.
    parts: usize,
}

impl<'t> Constraint<'t> {
    fn read(text: &'t str) -> Option<Self> {
        let text = text.trim();
        let start = text.find(|c: char| c.is_ascii_digit() || c == 'v')?;
        let (operator, rest) = text.split_at_checked(start)?;
        let plain = rest.trim_start_matches('v').split(['-', '+']).next()?;
        let mut version = [0; 3];
        let mut parts = 0;
        for (slot, part) in version.iter_mut().zip(plain.trim().split('.')) {
            *slot = part.parse().ok()?;
            parts += 1;
        }
        Some(Self { operator: operator.trim(), version, parts })
    }

    /// Patch levels at which the answer may change.
    fn patches(&self) -> [u32; 3] {
        let [.., patch] = self.version;
        [patch.saturating_sub(1), patch, patch.saturating_add(1)]
    }

    fn allows(&self, candidate: [u32; 3]) -> bool {
        match self.operator {
            "" | "=" => candidate == self.version,
            "!=" => candidate != self.version,
            ">" => candidate > self.version,
            ">=" => candidate >= self.version,
            "<" => candidate < self.version,
            "<=" => candidate <= self.version,
            "~>" => {
                let fixed = self.parts.saturating_sub(1).max(1);
                candidate >= self.version && candidate.iter().zip(self.version).take(fixed).all(|(a, b)| *a == b)
            }
            // An operator that we do not know shuts nothing out.
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(text: &str) -> bool {
        let constraints: Vec<_> = text.split(',').map(|part| Constraint::read(part).unwrap()).collect();
        (0..MINORS).any(|minor| {
            constraints
                .iter()
                .flat_map(Constraint::patches)
                .any(|patch| constraints.iter().all(|constraint| constraint.allows([1, minor, patch])))
        })
    }

    #[test]
    fn versions_that_exist_fit() {
        for text in
            [">= 0.13", "~> 1.5", ">= 1.3.0, < 2.0.0", "~> 1.11.4", "1.5.7", "!= 1.6.0", "> 1.0", ">=1.0.0-beta1"]
        {
            assert!(fits(text), "{text}");
        }
        for text in ["~> 0.12", ">= 99.0", "< 1.0", "> 1.2, < 1.1", "= 0.15.5"] {
            assert!(!fits(text), "{text}");
        }
    }
}
