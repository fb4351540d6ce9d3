//! Answers to single expressions.

use std::io::{BufRead, BufReader, Write};

use anyhow::Context as _;
use serde_json::{Value as Json, json};

use super::super::args::{EvalArgs, OutputFormat};
use super::super::surroundings::Surroundings;
use crate::config::ty::Type;
use crate::eval::error::{EvalError, EvalErrorKind};
use crate::eval::evaluator::Evaluator;
use crate::eval::value::Value;
use crate::eval::wire;
use crate::policy::gate::Exit;
use crate::span::FileId;
use crate::syntax;

/// Answers `--expr` or each line of `--expr-file`.
pub(super) fn answer_all(
    args: &EvalArgs,
    around: &Surroundings,
    evaluator: &Evaluator<'_>,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    if let Some(expr) = &args.expr {
        let answer = answer(expr, evaluator);
        let is_error = answer.get("error").is_some();
        match args.format {
            OutputFormat::Json => writeln!(out, "{answer}")?,
            OutputFormat::Human => match answer.get("error") {
                Some(error) => writeln!(out, "error: {}", error.as_str().unwrap_or_default())?,
                None => writeln!(out, "{}", serde_json::to_string_pretty(answer.get("value").unwrap_or(&Json::Null))?)?,
            },
        }
        return Ok(if is_error { Exit::Input } else { Exit::Clean });
    }
    let Some(file) = &args.expr_file else { return Ok(Exit::Clean) };
    let file = around.cwd.join(file);
    let reader =
        BufReader::new(std::fs::File::open(&file).with_context(|| format!("cannot read `{}`", file.display()))?);
    for line in reader.lines() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let expr =
            serde_json::from_str::<Json>(&line).ok().and_then(|line| Some(line.get("expr")?.as_str()?.to_string()));
        let answer = match expr {
            Some(expr) => answer(&expr, evaluator),
            None => json!({ "error": "the line is no object with a string `expr`" }),
        };
        writeln!(out, "{answer}")?;
    }
    Ok(Exit::Clean)
}

/// `{"value": …, "type": …}` or `{"error": …}`.
fn answer(text: &str, evaluator: &Evaluator<'_>) -> Json {
    // A heredoc ends with its line.
    match syntax::parse_expr(&format!("{text}\n"), FileId::NONE) {
        Ok(expr) => of_result(evaluator.evaluate_expression(&expr)),
        Err(diagnostic) => json!({ "error": diagnostic.message }),
    }
}

/// The answer as the contract has it.
pub(super) fn of_result(result: Result<Value, EvalError>) -> Json {
    match result {
        Ok(value) => match wire::to_json(&value) {
            Ok(json) if value.is_wholly_known() && value.deep_marks().is_none() => {
                // A plan says nothing about the type of a null.
                let ty = if value.is_null() { Type::Dynamic } else { value.ty() };
                json!({ "value": json, "type": ty.to_string() })
            }
            Ok(json) => json!({ "value": json }),
            Err(message) => json!({ "error": message }),
        },
        Err(error) if matches!(*error.kind, EvalErrorKind::Unsupported(_)) => {
            json!({ "error": error.to_string(), "unsupported": true })
        }
        Err(error) => json!({ "error": error.to_string() }),
    }
}
