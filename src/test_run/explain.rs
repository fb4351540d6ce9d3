//! Why a condition is false: the values on both sides of what decided it, and where those values come from.

use std::collections::BTreeSet;

use crate::config::module::{Mode, ResourceKey};
use crate::eval::evaluator::Evaluator;
use crate::eval::expr::Step;
use crate::eval::text::display;
use crate::eval::traverse::{flatten, references};
use crate::eval::value::{Members, Value};
use crate::span::{Sources, Span};
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::test_run::policy::shown_path;

/// How many lines an explanation has at most.
const MAX_LINES: usize = 16;
/// How many references are followed one behind the other.
const MAX_DEPTH: u32 = 6;
/// How much of an expression's text is shown.
const MAX_TEXT: usize = 60;

/// What a condition was evaluated with.
pub(super) struct Cx<'c, 'a> {
    pub(super) evaluator: &'c Evaluator<'a>,
    pub(super) extra: &'c Members,
    pub(super) sources: &'c Sources,
}

/// The lines that explain a false condition.
pub(super) fn explain(condition: &Expr, cx: &Cx<'_, '_>) -> Vec<String> {
    let mut culprits = Vec::new();
    cx.culprits(condition, &mut culprits, MAX_DEPTH);
    let mut lines = Lines { lines: Vec::new(), seen: BTreeSet::new() };
    for culprit in &culprits {
        if culprits.len() > 1 || culprit.span != plain(condition).span {
            lines.push(format!("`{}` is false", cx.text(culprit.span)));
        }
        cx.sides(culprit, &mut lines);
        references(culprit, &mut |reference| cx.trace(reference, 0, &mut lines));
    }
    lines.lines
}

struct Lines {
    lines: Vec<String>,
    seen: BTreeSet<String>,
}

impl Lines {
    /// Adds a line that is not there yet; false when it is, or when there are enough.
    fn push(&mut self, line: String) -> bool {
        let is_new = self.lines.len() < MAX_LINES && self.seen.insert(line.trim_start().to_owned());
        if is_new {
            self.lines.push(line);
        }
        is_new
    }
}

impl Cx<'_, '_> {
    fn value(&self, expr: &Expr) -> Option<Value> {
        self.evaluator.evaluate_with(expr, self.extra).ok()
    }

    fn is_true(&self, expr: &Expr) -> bool {
        self.value(expr).as_ref().and_then(Value::as_bool) == Some(true)
    }

    /// The parts of a false condition that make it so.
    fn culprits<'e>(&self, condition: &'e Expr, found: &mut Vec<&'e Expr>, depth: u32) {
        let condition = plain(condition);
        let ExprKind::Binary(binary) = &condition.kind else { return found.push(condition) };
        let is_junction = matches!(binary.op, BinaryOp::And | BinaryOp::Or);
        if !is_junction || depth == 0 {
            return found.push(condition);
        }
        for side in [&binary.left, &binary.right] {
            if !self.is_true(side) {
                self.culprits(side, found, depth - 1);
            }
        }
    }

    fn sides(&self, culprit: &Expr, lines: &mut Lines) {
        let show = |name: &str, expr: &Expr, lines: &mut Lines| {
            if let Some(value) = self.value(expr) {
                lines.lines.push(format!("{name}: {}", display(&value)));
            }
        };
        match &culprit.kind {
            ExprKind::Binary(binary) => {
                show("left", &binary.left, lines);
                show("right", &binary.right, lines);
            }
            ExprKind::Call { name, args, .. } => {
                for (i, arg) in args.iter().enumerate() {
                    show(&format!("argument {} of `{}`", i + 1, name.text), arg, lines);
                }
            }
            ExprKind::Unary(UnaryOp::Not, inner) => show(&self.text(inner.span), inner, lines),
            _ => {}
        }
    }

    /// One line for a reference: its value and where that is written; then the same for what it refers to.
    fn trace(&self, reference: &Expr, depth: u32, lines: &mut Lines) {
        let Some(origin) = self.origin(reference) else { return };
        let Some(value) = self.value(reference) else { return };
        let indent = "  ".repeat(depth as usize);
        let place = self.place(origin.span);
        if !lines.push(format!("{indent}{} = {}{place}", self.text(reference.span), display(&value))) {
            return;
        }
        if let Some(expr) = origin.expr.filter(|_| depth < MAX_DEPTH) {
            references(&expr, &mut |inner| self.trace(inner, depth + 1, lines));
        }
    }

    /// Where the value of a reference is written in the root module.
    fn origin(&self, reference: &Expr) -> Option<Origin> {
        let (base, steps) = flatten(reference);
        let ExprKind::Variable(root) = &base.kind else { return None };
        let names: Vec<&str> = steps
            .iter()
            .map_while(|step| match step {
                Step::Attr(name) => Some(&*name.text),
                Step::Index(_) => None,
            })
            .collect();
        let module = self.evaluator.project.module(&self.evaluator.root_dir)?;
        match (&**root, names.as_slice()) {
            ("var", [name, ..]) => {
                let given = self.evaluator.inputs.variables.get(*name).map(|input| input.span);
                let default = || module.variables.get(*name)?.default.as_ref().map(|expr| expr.span);
                Some(Origin { span: given.or_else(default).unwrap_or(Span::NONE), expr: None })
            }
            ("local", [name, ..]) => {
                let local = module.locals.get(*name)?;
                Some(Origin { span: local.expr.span, expr: Some(local.expr.clone()) })
            }
            ("output", [name, ..]) => {
                let output = module.outputs.get(*name)?;
                let expr = output.value.clone();
                Some(Origin { span: expr.as_ref().map_or(output.block.header, |expr| expr.span), expr })
            }
            ("module", [name, ..]) => Some(Origin { span: module.calls.get(*name)?.block.header, expr: None }),
            ("data", [kind, name, rest @ ..]) => resource(&module, Mode::Data, kind, name, rest, &steps),
            ("run" | "path" | "terraform" | "each" | "count" | "self", _) => None,
            (kind, [name, rest @ ..]) => resource(&module, Mode::Managed, kind, name, rest, &steps),
            _ => None,
        }
    }

    fn place(&self, span: Span) -> String {
        if span.is_none() {
            return String::new();
        }
        let path = self.sources.path(span.file);
        format!("  ({}:{})", shown_path(&path), self.sources.region(span).start.line)
    }

    fn text(&self, span: Span) -> String {
        let text = self.sources.get(span.file).map(|file| file.slice(span).to_owned()).unwrap_or_default();
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= MAX_TEXT {
            return line;
        }
        line.chars().take(MAX_TEXT).chain(std::iter::once('…')).collect()
    }
}

struct Origin {
    span: Span,
    /// What to follow further.
    expr: Option<Expr>,
}

fn resource(
    module: &crate::config::module::Module,
    mode: Mode,
    kind: &str,
    name: &str,
    rest: &[&str],
    steps: &[Step<'_>],
) -> Option<Origin> {
    let resource = module.resource(&ResourceKey { mode, kind: kind.into(), name: name.into() })?;
    let last = steps.iter().rev().find_map(|step| match step {
        Step::Attr(name) => Some(&*name.text),
        Step::Index(_) => None,
    });
    let attribute = rest.first().copied().or(last).and_then(|name| resource.body.attribute(name));
    Some(match attribute {
        Some(attribute) => {
            // Inside a repeated block `each` and `count` have no meaning from outside.
            let is_single = resource.count.is_none() && resource.for_each.is_none();
            Origin { span: attribute.expr.span, expr: is_single.then(|| attribute.expr.clone()) }
        }
        None => Origin { span: resource.block.header, expr: None },
    })
}

fn plain(expr: &Expr) -> &Expr {
    let mut expr = expr;
    while let ExprKind::Paren(inner) = &expr.kind {
        expr = inner;
    }
    expr
}
