//! A test file as written: its variables, mocks, overrides and runs.

use std::sync::Arc;

use crate::config::module::{Condition, Mode};
use crate::diag::{Code, Diagnostic, nearest};
use crate::eval::builtin::target_address;
use crate::eval::traverse::references;
use crate::span::Span;
use crate::syntax::ast::{Attribute, Block, Body, Expr, ExprKind};

/// A whole test file.
#[derive(Debug, Default)]
pub(super) struct TestFile {
    pub(super) variables: Vec<Attribute>,
    pub(super) mocks: Vec<MockProvider>,
    pub(super) overrides: Vec<OverrideBlock>,
    pub(super) runs: Vec<Run>,
}

/// `mock_provider "aws" { mock_resource "aws_x" { defaults = {…} } … }`.
#[derive(Debug)]
pub(super) struct MockProvider {
    pub(super) name: Arc<str>,
    /// A directory with `.tfmock.hcl` files that hold further mocks.
    pub(super) source: Option<(Arc<str>, Span)>,
    pub(super) blocks: Mocks,
    pub(super) overrides: Vec<OverrideBlock>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OverrideKind {
    Resource,
    Module,
}

/// `override_resource`, `override_data`, `override_module`.
#[derive(Debug)]
pub(super) struct OverrideBlock {
    pub(super) kind: OverrideKind,
    pub(super) target: String,
    /// `values` or `outputs`.
    pub(super) values: Option<Expr>,
    pub(super) during_plan: bool,
}

/// A `run` block.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) name: Arc<str>,
    pub(super) is_plan: bool,
    pub(super) variables: Vec<Attribute>,
    pub(super) asserts: Vec<Condition>,
    /// Addresses, with the place of each.
    pub(super) expect_failures: Vec<(String, Span)>,
    /// `module { source = … }`.
    pub(super) module: Option<(Arc<str>, Span)>,
    pub(super) state_key: Option<Arc<str>>,
    pub(super) overrides: Vec<OverrideBlock>,
    /// `plan_options` that make another kind of plan.
    pub(super) special_plan: Option<String>,
    /// `replace` of `plan_options`.
    pub(super) replaced: Vec<String>,
    pub(super) span: Span,
}

/// Reads the blocks of a test file.
pub(super) fn read(body: &Body, diagnostics: &mut Vec<Diagnostic>) -> TestFile {
    let mut file = TestFile::default();
    for block in &body.blocks {
        match &*block.kind.text {
            "variables" => file.variables.extend(block.body.attributes.iter().cloned()),
            "mock_provider" => file.mocks.push(mock_provider(block)),
            "override_resource" | "override_data" | "override_module" => file.overrides.extend(override_block(block)),
            "run" => match block.labels.first() {
                Some(name) => {
                    if file.runs.iter().any(|run| run.name == name.text) {
                        let text = format!("there are two runs named `{}` in this file", name.text);
                        diagnostics.push(Diagnostic::error(Code::TestInvalid, name.span, text));
                    }
                    file.runs.push(run(&name.text, block, diagnostics));
                }
                None => {
                    diagnostics.push(Diagnostic::error(Code::TestInvalid, block.header, "a `run` block needs a name"));
                }
            },
            "provider" | "test" => {}
            other => {
                let text = format!("a test file has no block `{other}`");
                diagnostics.push(Diagnostic::error(Code::TestInvalid, block.header, text));
            }
        }
    }
    file
}

fn expr<'b>(block: &'b Block, name: &str) -> Option<&'b Expr> {
    block.body.attribute(name).map(|attribute| &attribute.expr)
}

fn word(expr: &Expr) -> Option<Arc<str>> {
    match &expr.kind {
        ExprKind::Variable(word) | ExprKind::String(word) => Some(Arc::clone(word)),
        _ => None,
    }
}

fn is_during_plan(block: &Block, default: bool) -> bool {
    match expr(block, "override_during").and_then(word) {
        Some(word) => &*word == "plan",
        None => default,
    }
}

fn mock_provider(block: &Block) -> MockProvider {
    let name = block.labels.first().map_or_else(|| Arc::from(""), |label| Arc::clone(&label.text));
    let source = expr(block, "source").and_then(|expr| Some((word(expr)?, expr.span)));
    let (blocks, overrides) = mocks(block);
    MockProvider { name, source, blocks, overrides }
}

/// Mocks of one type each: mode, type, values, and whether they are there while planning.
pub(super) type Mocks = Vec<(Mode, Arc<str>, Option<Expr>, bool)>;

/// The mocks and overrides in a `mock_provider` block.
pub(super) fn mocks(block: &Block) -> (Mocks, Vec<OverrideBlock>) {
    let default = is_during_plan(block, false);
    let mut blocks = Vec::new();
    let mut overrides = Vec::new();
    for nested in &block.body.blocks {
        let mode = match &*nested.kind.text {
            "mock_resource" => Mode::Managed,
            "mock_data" => Mode::Data,
            _ => {
                overrides.extend(override_block(nested));
                continue;
            }
        };
        if let Some(kind) = nested.labels.first() {
            let during_plan = is_during_plan(nested, default);
            blocks.push((mode, Arc::clone(&kind.text), expr(nested, "defaults").cloned(), during_plan));
        }
    }
    (blocks, overrides)
}

fn override_block(block: &Block) -> Option<OverrideBlock> {
    let (kind, values) = match &*block.kind.text {
        "override_resource" | "override_data" => (OverrideKind::Resource, "values"),
        "override_module" => (OverrideKind::Module, "outputs"),
        _ => return None,
    };
    let target = target_address(expr(block, "target")?)?;
    Some(OverrideBlock {
        kind,
        target,
        values: expr(block, values).cloned(),
        during_plan: is_during_plan(block, false),
    })
}

/// The addresses in a list.
fn addresses(block: &Block, name: &str) -> Vec<String> {
    match expr(block, name).map(|expr| &expr.kind) {
        Some(ExprKind::Tuple(items)) => items.iter().filter_map(target_address).collect(),
        _ => Vec::new(),
    }
}

/// Arguments and blocks of a run, those of later versions than 1.11 included.
const RUN_ARGUMENTS: [&str; 6] = ["command", "expect_failures", "providers", "state_key", "parallel", "skip_cleanup"];
const RUN_BLOCKS: [&str; 8] = [
    "assert",
    "variables",
    "module",
    "plan_options",
    "override_resource",
    "override_data",
    "override_module",
    "backend",
];

fn unknown_names(block: &Block, diagnostics: &mut Vec<Diagnostic>) {
    let arguments = block.body.attributes.iter().map(|attribute| (&attribute.name, "argument", &RUN_ARGUMENTS[..]));
    let blocks = block.body.blocks.iter().map(|nested| (&nested.kind, "block", &RUN_BLOCKS[..]));
    for (name, what, known) in arguments.chain(blocks) {
        if known.contains(&&*name.text) || (what == "argument" && RUN_BLOCKS.contains(&&*name.text)) {
            continue;
        }
        let text = format!("a `run` block has no {what} `{}`", name.text);
        let mut diagnostic = Diagnostic::error(Code::TestInvalid, name.span, text);
        if let Some(meant) = nearest(&name.text, known.iter().copied()) {
            diagnostic = diagnostic.with_help(format!("did you mean `{meant}`?"));
        }
        diagnostics.push(diagnostic);
    }
}

fn run(name: &Arc<str>, block: &Block, diagnostics: &mut Vec<Diagnostic>) -> Run {
    unknown_names(block, diagnostics);
    let asserts = block.body.blocks_of("assert").filter_map(|assert| {
        let Some(condition) = expr(assert, "condition") else {
            diagnostics.push(Diagnostic::error(
                Code::TestInvalid,
                assert.header,
                "an `assert` block needs a `condition`",
            ));
            return None;
        };
        let mut refers = false;
        references(condition, &mut |_| refers = true);
        if !refers {
            let text = "a condition must refer to something, or its answer is always the same";
            diagnostics.push(Diagnostic::error(Code::TestInvalid, condition.span, text));
        }
        Some(Condition {
            condition: condition.clone(),
            error_message: expr(assert, "error_message").cloned(),
            span: assert.span,
        })
    });
    let asserts = asserts.collect();
    let expected = match expr(block, "expect_failures").map(|expr| &expr.kind) {
        Some(ExprKind::Tuple(items)) => {
            items.iter().filter_map(|item| Some((target_address(item)?, item.span))).collect()
        }
        _ => Vec::new(),
    };
    let options = block.body.block("plan_options");
    let mode = options.and_then(|options| expr(options, "mode")).and_then(word);
    let mode = mode.filter(|mode| &**mode != "normal").map(|mode| format!("a plan of mode `{mode}`"));
    let targets = options.and_then(|options| expr(options, "target")).map(|_| "a plan with targets".to_owned());
    Run {
        name: Arc::clone(name),
        is_plan: expr(block, "command").and_then(word).is_some_and(|word| &*word == "plan"),
        variables: block.body.blocks_of("variables").flat_map(|block| block.body.attributes.iter().cloned()).collect(),
        asserts,
        expect_failures: expected,
        module: block.body.block("module").and_then(|module| {
            let source = expr(module, "source")?;
            Some((word(source)?, source.span))
        }),
        state_key: expr(block, "state_key").and_then(word),
        overrides: block.body.blocks.iter().filter_map(override_block).collect(),
        special_plan: mode.or(targets),
        replaced: options.map(|options| addresses(options, "replace")).unwrap_or_default(),
        span: block.header,
    }
}
