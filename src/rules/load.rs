//! Rule files to [`Rule`]s. A rule that is wrong costs its own diagnostic; all other rules stay.

use std::sync::Arc;

use super::rule::{BodyRepair, Category, Example, FixSpec, NewResource, Outcome, Related, Rule, Severity};
use crate::diag::{Code, Diagnostic, nearest};
use crate::eval::constant::constant;
use crate::eval::value::Members;
use crate::span::Span;
use crate::syntax::ast::{Attribute, Block, Body, Expr, ExprKind, ObjectItem, ObjectKey};

/// Every argument that a rule can have.
const ARGUMENTS: [&str; 18] = [
    "title",
    "category",
    "severity",
    "resources",
    "aliases",
    "tags",
    "params",
    "when",
    "for_each",
    "assert",
    "native",
    "at",
    "message",
    "why",
    "remedy",
    "link",
    "default",
    "suppressible",
];

/// Where rules come from: bundled ones are ours, custom ones the user's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Bundled,
    Custom,
}

/// Reads all rules of a parsed file.
pub fn rules(body: &Body, source: Source, diagnostics: &mut Vec<Diagnostic>) -> Vec<Rule> {
    for attribute in &body.attributes {
        diagnostics.push(invalid(
            attribute.name.span,
            format!("`{}` is not expected here", attribute.name.text),
            "a rule file holds `rule` blocks only",
        ));
    }
    let mut rules = Vec::new();
    for block in &body.blocks {
        if &*block.kind.text != "rule" {
            diagnostics.push(invalid(
                block.header,
                format!("`{}` is not expected here", block.kind.text),
                "a rule file holds `rule` blocks only",
            ));
            continue;
        }
        rules.extend(rule(block, source, diagnostics));
    }
    rules
}

fn invalid(span: Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::RuleInvalid, span, message).with_help(help)
}

/// Collects what is wrong with one rule.
struct Reader<'b, 'd> {
    block: &'b Block,
    problems: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
}

fn rule(block: &Block, source: Source, diagnostics: &mut Vec<Diagnostic>) -> Option<Rule> {
    let mut reader = Reader { block, problems: 0, diagnostics };
    let rule = reader.rule(source);
    if reader.problems > 0 { None } else { rule }
}

impl Reader<'_, '_> {
    fn problem(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.problems += 1;
        self.diagnostics.push(invalid(span, message, help));
    }

    fn rule(&mut self, source: Source) -> Option<Rule> {
        let [id] = self.block.labels.as_slice() else {
            self.problem(self.block.header, "a rule has exactly one label, its id", "write `rule \"my-rule\" { … }`");
            return None;
        };
        let id = Arc::clone(&id.text);
        self.unknown_arguments();
        let native = self.text("native").map(Arc::from);
        let assert = self.expr("assert");
        if assert.is_none() && native.is_none() {
            self.problem(
                self.block.header,
                format!("the rule `{id}` has no `assert`"),
                "a rule passes where `assert` is true",
            );
        }
        let rule = Rule {
            title: self.needed_text("title"),
            category: self.word("category", &Category::ALL.map(Category::as_str)).unwrap_or(Category::Security),
            severity: self.word("severity", &Severity::ALL.map(Severity::as_str)).unwrap_or(Severity::Medium),
            resources: self.needed_texts("resources"),
            aliases: self.texts("aliases"),
            tags: self.texts("tags"),
            params: self.params(),
            related: self.related(),
            when: self.expr("when"),
            for_each: self.expr("for_each"),
            assert,
            native,
            at: self.expr("at"),
            message: self.expr("message"),
            why: self.needed_text("why"),
            remedy: self.needed_text("remedy"),
            link: self.text("link"),
            fix: self.fix(),
            default: self.flag("default", true),
            suppressible: self.flag("suppressible", true),
            examples: self.examples(),
            span: self.block.header,
            bundled: source == Source::Bundled,
            id,
        };
        Some(rule)
    }

    fn unknown_arguments(&mut self) {
        let block = self.block;
        for attribute in &block.body.attributes {
            if !ARGUMENTS.contains(&&*attribute.name.text) {
                let help = nearest(&attribute.name.text, ARGUMENTS).map_or_else(
                    || format!("known are {}", ARGUMENTS.join(", ")),
                    |meant| format!("did you mean `{meant}`?"),
                );
                self.problem(attribute.name.span, format!("a rule has no argument `{}`", attribute.name.text), help);
            }
        }
        for nested in &block.body.blocks {
            if !matches!(&*nested.kind.text, "related" | "fix" | "pass" | "fail" | "unknown") {
                self.problem(
                    nested.header,
                    format!("a rule has no block `{}`", nested.kind.text),
                    "known are `related`, `fix`, `pass`, `fail` and `unknown`",
                );
            }
        }
    }

    fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.block.body.attribute(name)
    }

    fn expr(&self, name: &str) -> Option<Expr> {
        self.attribute(name).map(|attribute| attribute.expr.clone())
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let expr = self.expr(name)?;
        match plain_text(&expr) {
            Some(text) => Some(text.to_string()),
            None => {
                self.problem(
                    expr.span,
                    format!("`{name}` must be a plain string"),
                    "interpolation is for `message` only",
                );
                None
            }
        }
    }

    fn needed_text(&mut self, name: &str) -> String {
        if self.attribute(name).is_none() {
            let message = format!("the rule has no `{name}`");
            self.problem(self.block.header, message, format!("write `{name} = \"…\"`"));
        }
        self.text(name).unwrap_or_default()
    }

    fn word<T: std::str::FromStr>(&mut self, name: &str, words: &[&str]) -> Option<T> {
        let text = self.needed_text(name);
        let span = self.attribute(name).map_or(self.block.header, |attribute| attribute.expr.span);
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) if text.is_empty() => None,
            Err(_) => {
                self.problem(span, format!("`{text}` is no {name}"), format!("known are {}", words.join(", ")));
                None
            }
        }
    }

    fn texts(&mut self, name: &str) -> Vec<Arc<str>> {
        let Some(expr) = self.expr(name) else { return Vec::new() };
        let items = match &expr.kind {
            ExprKind::Tuple(items) => items.iter().map(plain_text).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        items.unwrap_or_else(|| {
            self.problem(
                expr.span,
                format!("`{name}` must be a list of plain strings"),
                format!("write `{name} = [\"…\"]`"),
            );
            Vec::new()
        })
    }

    fn needed_texts(&mut self, name: &str) -> Vec<Arc<str>> {
        let texts = self.texts(name);
        if texts.is_empty() {
            let message = format!("the rule has no `{name}`");
            self.problem(
                self.block.header,
                message,
                "name the types that the rule is about: `resources = [\"aws_s3_bucket\"]`",
            );
        }
        texts
    }

    fn flag(&mut self, name: &str, default: bool) -> bool {
        let Some(expr) = self.expr(name) else { return default };
        match expr.kind {
            ExprKind::Bool(value) => value,
            _ => {
                self.problem(
                    expr.span,
                    format!("`{name}` must be true or false"),
                    format!("write `{name} = {default}`"),
                );
                default
            }
        }
    }

    fn params(&mut self) -> Members {
        let Some(expr) = self.expr("params") else { return Members::new() };
        match constant(&expr) {
            Ok(value) if value.as_members().is_some() => value.as_members().cloned().unwrap_or_default(),
            Ok(_) => {
                self.problem(expr.span, "`params` must be an object", "write `params = { limit = 3 }`");
                Members::new()
            }
            Err(error) => {
                self.problem(error.span, error.to_string(), "parameters are constants");
                Members::new()
            }
        }
    }

    fn related(&mut self) -> Vec<Related> {
        let block = self.block;
        block.body.blocks_of("related").filter_map(|nested| self.one_related(nested)).collect()
    }

    fn one_related(&mut self, block: &Block) -> Option<Related> {
        let name = block.labels.first().cloned();
        let kinds = block.body.attribute("type").and_then(|attribute| match &attribute.expr.kind {
            ExprKind::Tuple(items) => items.iter().map(plain_text).collect::<Option<Vec<_>>>(),
            _ => plain_text(&attribute.expr).map(|kind| vec![kind]),
        });
        let on = block.body.attribute("on").map(|attribute| attribute.expr.clone());
        match (name, kinds, on) {
            (Some(name), Some(kinds), Some(on)) => Some(Related { name, kinds, on }),
            _ => {
                self.problem(
                    block.header,
                    "a `related` block needs a label, `type` and `on`",
                    "write `related \"versioning\" { type = \"aws_s3_bucket_versioning\"  on = refers(other.bucket, resource) }`",
                );
                None
            }
        }
    }

    fn fix(&mut self) -> Option<FixSpec> {
        let block = self.block.body.block("fix")?.clone();
        let body = self.repair(&block.body, &["set", "remove", "safe"]);
        let mut resources = Vec::new();
        for nested in block.body.blocks_of("resource") {
            let refer = nested.body.attribute("refer").map(|attribute| &attribute.expr);
            let refer = refer.map_or_else(Vec::new, |expr| self.pairs("refer", expr));
            let refer = refer.iter().filter_map(|(name, expr)| Some((Arc::clone(name), plain_text(expr)?))).collect();
            match nested.labels.as_slice() {
                [kind] => resources.push(NewResource {
                    kind: Arc::clone(&kind.text),
                    refer,
                    body: self.repair(&nested.body, &["set", "refer"]),
                }),
                _ => self.problem(
                    nested.header,
                    "a resource of a fix has one label, its type",
                    "write `resource \"aws_s3_bucket_versioning\" { … }`",
                ),
            }
        }
        let safe =
            !matches!(block.body.attribute("safe").map(|attribute| &attribute.expr.kind), Some(ExprKind::Bool(false)));
        Some(FixSpec { body, resources, safe, span: block.header })
    }

    /// What a fix does in one body; `known` are the arguments that may stand there.
    fn repair(&mut self, body: &Body, known: &[&str]) -> BodyRepair {
        for attribute in &body.attributes {
            if !known.contains(&&*attribute.name.text) {
                let text = format!("`{}` is not expected in a fix", attribute.name.text);
                self.problem(attribute.name.span, text, format!("known are {}", known.join(", ")));
            }
        }
        let expr = |name: &str| body.attribute(name).map(|attribute| &attribute.expr);
        let set = expr("set").map_or_else(Vec::new, |expr| self.pairs("set", expr));
        let remove = match expr("remove") {
            Some(Expr { kind: ExprKind::Tuple(items), .. }) => items.iter().filter_map(plain_text).collect(),
            Some(other) => {
                self.problem(other.span, "`remove` must be a list of names", "write `remove = [\"acl\"]`");
                Vec::new()
            }
            None => Vec::new(),
        };
        let mut blocks = Vec::new();
        for nested in &body.blocks {
            match (&*nested.kind.text, nested.labels.as_slice()) {
                ("block", [kind]) => {
                    blocks.push((Arc::clone(&kind.text), self.repair(&nested.body, &["set", "remove"])));
                }
                ("resource", _) if known.contains(&"safe") => {}
                _ => self.problem(
                    nested.header,
                    format!("`{}` is not expected in a fix", nested.kind.text),
                    "nested blocks of the repaired block are written as `block \"KIND\" { … }`",
                ),
            }
        }
        BodyRepair { set, remove, blocks }
    }

    fn pairs(&mut self, name: &str, expr: &Expr) -> Vec<(Arc<str>, Expr)> {
        let ExprKind::Object(items) = &expr.kind else {
            self.problem(expr.span, format!("`{name}` must be an object"), "write `set = { acl = \"private\" }`");
            return Vec::new();
        };
        items.iter().filter_map(named).collect()
    }

    fn examples(&mut self) -> Vec<Example> {
        let mut examples = Vec::new();
        for block in &self.block.body.blocks {
            let outcome = match &*block.kind.text {
                "pass" => Outcome::Pass,
                "fail" => Outcome::Fail,
                "unknown" => Outcome::Unknown,
                _ => continue,
            };
            let texts = |name| match block.body.attribute(name).map(|attribute| &attribute.expr.kind) {
                Some(ExprKind::Tuple(items)) => items.iter().filter_map(plain_text).collect(),
                _ => Vec::new(),
            };
            let (expect, also) = (texts("expect"), texts("also"));
            let title = block.labels.first().map_or_else(String::new, |label| label.text.to_string());
            examples.push(Example { outcome, title, expect, also, block: Arc::new(block.clone()) });
        }
        examples
    }
}

fn named(item: &ObjectItem) -> Option<(Arc<str>, Expr)> {
    match &item.key {
        ObjectKey::Name(name) => Some((Arc::clone(&name.text), item.value.clone())),
        ObjectKey::Expr(expr) => Some((plain_text(expr)?, item.value.clone())),
    }
}

fn plain_text(expr: &Expr) -> Option<Arc<str>> {
    match &expr.kind {
        ExprKind::String(text) => Some(Arc::clone(text)),
        ExprKind::Paren(inner) => plain_text(inner),
        _ => None,
    }
}
