//! Reading arguments of a policy test file: each problem gets its place, and what was probably meant.

use std::sync::Arc;

use jiff::civil::Date;

use super::file::{Bounds, member};
use crate::diag::{Code, Diagnostic, nearest};
use crate::policy::suppress::directive::parse_date;
use crate::span::Span;
use crate::syntax::ast::{Body, Expr, ExprKind, ObjectItem, ObjectKey, UnaryOp};

/// A plain string and its place.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) text: Arc<str>,
    pub(super) span: Span,
}

/// Collects what is wrong with a file.
pub(super) struct Reader<'d> {
    diagnostics: &'d mut Vec<Diagnostic>,
    problems: usize,
}

impl<'d> Reader<'d> {
    pub(super) fn new(diagnostics: &'d mut Vec<Diagnostic>) -> Self {
        Self { diagnostics, problems: 0 }
    }

    /// Problems so far.
    pub(super) fn count(&self) -> usize {
        self.problems
    }

    pub(super) fn problem(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.problems += 1;
        self.diagnostics.push(Diagnostic::error(Code::TestInvalid, span, message).with_help(help));
    }

    /// A name that does not belong where it stands.
    pub(super) fn unknown(&mut self, name: &str, span: Span, what: &str, known: &[&str]) {
        let help = match nearest(name, known.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("known are {}", known.join(", ")),
        };
        self.problem(span, format!("{what} `{name}`"), help);
    }

    /// Complains about every argument with another name.
    pub(super) fn only_arguments(&mut self, body: &Body, known: &[&str], owner: &str) {
        for attribute in &body.attributes {
            let name = &attribute.name;
            if !known.contains(&&*name.text) {
                self.unknown(&name.text, name.span, &format!("{owner} has no argument"), known);
            }
        }
    }

    pub(super) fn text(&mut self, body: &Body, name: &str) -> Option<Text> {
        let expr = &body.attribute(name)?.expr;
        let text = plain_text(expr);
        if text.is_none() {
            self.problem(expr.span, format!("`{name}` must be a plain string"), format!("write `{name} = \"…\"`"));
        }
        text
    }

    pub(super) fn texts(&mut self, body: &Body, name: &str) -> Vec<Text> {
        let Some(attribute) = body.attribute(name) else { return Vec::new() };
        let texts = match &attribute.expr.kind {
            ExprKind::Tuple(items) => items.iter().map(plain_text).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        texts.unwrap_or_else(|| {
            let message = format!("`{name}` must be a list of plain strings");
            self.problem(attribute.expr.span, message, format!("write `{name} = [\"…\"]`"));
            Vec::new()
        })
    }

    pub(super) fn flag(&mut self, body: &Body, name: &str) -> bool {
        match body.attribute(name).map(|attribute| &attribute.expr) {
            None => false,
            Some(Expr { kind: ExprKind::Bool(value), .. }) => *value,
            Some(expr) => {
                self.problem(expr.span, format!("`{name}` must be true or false"), format!("write `{name} = true`"));
                false
            }
        }
    }

    pub(super) fn date(&mut self, body: &Body, name: &str) -> Option<Date> {
        let text = self.text(body, name)?;
        let date = parse_date(&text.text);
        if date.is_none() {
            self.problem(text.span, format!("`{}` is no date", text.text), "write it as `2027-01-31`");
        }
        date
    }

    pub(super) fn object(&mut self, body: &Body, name: &str) -> Vec<ObjectItem> {
        let Some(attribute) = body.attribute(name) else { return Vec::new() };
        let ExprKind::Object(items) = &attribute.expr.kind else {
            let message = format!("`{name}` must be an object");
            self.problem(attribute.expr.span, message, format!("write `{name} = {{ … }}`"));
            return Vec::new();
        };
        for item in items.iter().filter(|item| key_text(item).is_none()) {
            self.problem(item.key.span(), "a key must be a plain string", "put it in quotes, without interpolation");
        }
        items.clone()
    }

    pub(super) fn word<T: Copy>(&mut self, body: &Body, name: &str, words: &[(&str, T)]) -> Option<(T, Span)> {
        let text = self.text(body, name)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == &*text.text) {
            return Some((*value, text.span));
        }
        let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.unknown(&text.text, text.span, &format!("there is no {name}"), &known);
        None
    }

    pub(super) fn count_of(&mut self, body: &Body, name: &str) -> Option<(usize, Span)> {
        let expr = &body.attribute(name)?.expr;
        let count = match &expr.kind {
            ExprKind::Number(digits) => digits.parse().ok(),
            _ => None,
        };
        if count.is_none() {
            self.problem(expr.span, format!("`{name}` must be a whole number"), format!("write `{name} = 1`"));
        }
        Some((count?, expr.span))
    }

    /// A number, or an object with `min`, `max` or both.
    pub(super) fn bounds(&mut self, expr: &Expr) -> Option<Bounds> {
        let exact = number(expr);
        let bounds = match &expr.kind {
            ExprKind::Object(items) => {
                let is_known = |item: &ObjectItem| matches!(key_text(item).as_deref(), Some("min" | "max"));
                let bound = |name: &str| member(items, name).map(number);
                match (bound("min"), bound("max"), items.iter().all(is_known)) {
                    (Some(None), _, _) | (_, Some(None), _) | (_, _, false) | (None, None, _) => None,
                    (min, max, true) => Some((min.flatten(), max.flatten())),
                }
            }
            _ => exact.map(|exact| (Some(exact), Some(exact))),
        };
        let Some((min, max)) = bounds else {
            let help = "write `3`, `{ max = 3 }` or `{ min = 1, max = 3 }`";
            self.problem(expr.span, "expected a number or bounds", help);
            return None;
        };
        Some(Bounds { min, max, span: expr.span })
    }
}

fn number(expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Number(digits) => digits.parse().ok().filter(|number: &f64| number.is_finite()),
        ExprKind::Unary(UnaryOp::Negate, inner) => number(inner).map(|number| -number),
        ExprKind::Paren(inner) => number(inner),
        _ => None,
    }
}

fn plain_text(expr: &Expr) -> Option<Text> {
    match &expr.kind {
        ExprKind::String(text) => Some(Text { text: Arc::clone(text), span: expr.span }),
        ExprKind::Paren(inner) => plain_text(inner),
        _ => None,
    }
}

/// A key that is a name or a plain string.
pub(super) fn key_text(item: &ObjectItem) -> Option<Arc<str>> {
    match &item.key {
        ObjectKey::Name(name) => Some(Arc::clone(&name.text)),
        ObjectKey::Expr(expr) => plain_text(expr).map(|text| text.text),
    }
}
