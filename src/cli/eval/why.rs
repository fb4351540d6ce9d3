//! Values of addresses, and with `--why` the way to where each of them is written.

use std::io::Write;

use serde_json::{Value as Json, json};

use super::super::args::{EvalArgs, OutputFormat};
use super::{expressions, report};
use crate::eval::error::EvalError;
use crate::eval::evaluator::Evaluator;
use crate::eval::trace::Why;
use crate::eval::value::Value;
use crate::policy::gate::Exit;
use crate::span::{FileId, Sources, Span};
use crate::syntax::ast::Expr;

/// How much of a source line is shown.
const SHOWN: usize = 60;

/// How answers are shown.
pub(super) struct Shown<'s> {
    pub(super) args: &'s EvalArgs,
    pub(super) sources: &'s Sources,
    /// Where values of sensitive variables stand: of these lines nothing is shown.
    pub(super) secrets: Vec<Span>,
}

impl Shown<'_> {
    /// Answers each address, or `--expr`. Any error makes the exit code 3; the others are answered all the same.
    pub(super) fn answer(
        &self,
        addresses: &[(&str, Expr)],
        evaluator: &Evaluator<'_>,
        out: &mut dyn Write,
    ) -> anyhow::Result<Exit> {
        let mut asked: Vec<(&str, Result<Why, EvalError>)> =
            addresses.iter().map(|(text, expr)| (*text, evaluator.why(expr))).collect();
        if let Some(text) = &self.args.expr {
            let expr = crate::syntax::parse_expr(&format!("{text}\n"), FileId::NONE);
            let expr = expr.map_err(|diagnostic| anyhow::anyhow!("`--expr`: {}", diagnostic.message))?;
            asked.push((text, evaluator.why_expression(&expr)));
        }
        let failed = asked.iter().any(|(_, answer)| answer.is_err());
        match self.args.format {
            OutputFormat::Json => {
                let answers: Vec<Json> = asked.into_iter().map(|(text, why)| self.json_answer(text, why)).collect();
                writeln!(out, "{}", json!({ "addresses": answers }))?;
            }
            OutputFormat::Human => {
                for (text, why) in asked {
                    self.human_answer(text, why, out)?;
                }
            }
        }
        Ok(if failed { Exit::Input } else { Exit::Clean })
    }

    fn json_answer(&self, text: &str, why: Result<Why, EvalError>) -> Json {
        let (value, steps) = match why {
            Ok(why) => (Ok(why.value), why.steps),
            Err(error) => (Err(error), Vec::new()),
        };
        let reasons = value.as_ref().ok().map(reasons).unwrap_or_default();
        let mut answer = expressions::of_result(value);
        let mut add = |name: &str, value: Json| {
            answer.as_object_mut().and_then(|members| members.insert(name.into(), value));
        };
        add("address", json!(text));
        if self.args.why {
            add("why", steps.iter().map(|(span, note)| step(*span, note, self.sources)).collect());
            add("unknown", json!(reasons));
        }
        answer
    }

    fn human_answer(&self, text: &str, why: Result<Why, EvalError>, out: &mut dyn Write) -> anyhow::Result<()> {
        let why = match why {
            Ok(why) => why,
            Err(error) => return Ok(writeln!(out, "{text}: error: {error}")?),
        };
        report::entry(text, &why.value, 0, out)?;
        if !self.args.why {
            return Ok(());
        }
        let places: Vec<String> = why.steps.iter().map(|(span, _)| report::place(*span, self.sources)).collect();
        let width = places.iter().map(|place| place.chars().count()).max().unwrap_or(0);
        let secret = why.value.deep_marks().has(crate::eval::value::Marks::SENSITIVE);
        for ((span, note), place) in why.steps.iter().zip(places) {
            writeln!(out, "  {place:width$}  {note}{}", self.line(*span, secret))?;
        }
        for reason in reasons(&why.value) {
            writeln!(out, "  knowledge ends: {reason}")?;
        }
        Ok(())
    }

    /// The text of a place, on one line; nothing where the value is secret.
    fn line(&self, span: Span, secret: bool) -> String {
        let is_secret = secret || self.secrets.iter().any(|other| other.contains(span) || span.contains(*other));
        let Some(file) = self.sources.get(span.file).filter(|_| !is_secret) else { return String::new() };
        let text = crate::report::text::visible(file.slice(span).lines().next().unwrap_or_default().trim());
        let cut: String = text.chars().take(SHOWN).collect();
        let dots = if cut.len() < text.len() { "…" } else { "" };
        format!(": {cut}{dots}")
    }
}

fn step(span: Span, note: &str, sources: &Sources) -> Json {
    let region = sources.region(span);
    json!({
        "path": &*sources.path(span.file),
        "line": region.start.line,
        "column": region.start.column,
        "note": note,
    })
}

/// Where knowledge ends, each reason once.
fn reasons(value: &Value) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    collect(value, &mut found);
    found
}

fn collect(value: &Value, found: &mut Vec<String>) {
    if let Some(unknown) = value.as_unknown() {
        for origin in unknown.origins().map(ToString::to_string) {
            if !found.contains(&origin) {
                found.push(origin);
            }
        }
    }
    value.each_child(&mut |child| collect(child, found));
}
