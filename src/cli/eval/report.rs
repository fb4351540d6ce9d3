//! A whole root module, evaluated, as a tree for people and as JSON for machines.

use std::io::Write;

use serde_json::{Map, Value as Json, json};

use crate::config::module::Mode;
use crate::diag::Diagnostic;
use crate::eval::instance::RootEvaluation;
use crate::eval::value::{Kind, Value};
use crate::eval::{text, wire};
use crate::span::{Sources, Span};

/// The contract of the design: outputs, resources, data and diagnostics.
pub(super) fn json(evaluation: &RootEvaluation, diagnostics: &[Diagnostic], sources: &Sources) -> anyhow::Result<Json> {
    let convert = |value: &Value| wire::to_json(value).map_err(anyhow::Error::msg);
    let mut outputs = Map::new();
    for (name, value) in &evaluation.outputs {
        outputs.insert(name.to_string(), convert(value)?);
    }
    // As in a plan, what is read stands apart from what is managed.
    let (mut resources, mut data) = (Map::new(), Map::new());
    for instance in &evaluation.instances {
        let part = if instance.resource.key.mode == Mode::Managed { &mut resources } else { &mut data };
        part.insert(instance.address.to_string(), convert(&instance.value)?);
    }
    let diagnostics: Vec<Json> = diagnostics
        .iter()
        .map(|diagnostic| {
            let region = sources.region(diagnostic.span);
            json!({
                "severity": diagnostic.severity.as_str(),
                "code": diagnostic.code.as_str(),
                "message": diagnostic.message,
                "path": &*diagnostic.path.clone().unwrap_or_else(|| sources.path(diagnostic.span.file)),
                "line": region.start.line,
            })
        })
        .collect();
    Ok(json!({ "outputs": outputs, "resources": resources, "data": data, "diagnostics": diagnostics }))
}

/// A tree: each instance with the place of its block, then the outputs with theirs.
pub(super) fn human(evaluation: &RootEvaluation, sources: &Sources, out: &mut dyn Write) -> std::io::Result<()> {
    for instance in &evaluation.instances {
        writeln!(out, "{}  # {}", instance.address, place(instance.resource.block.header, sources))?;
        tree(&instance.value, 1, out)?;
    }
    if !evaluation.outputs.is_empty() {
        writeln!(out, "outputs")?;
        for (name, value) in &evaluation.outputs {
            entry(name, value, 1, out)?;
        }
    }
    Ok(())
}

fn tree(value: &Value, depth: usize, out: &mut dyn Write) -> std::io::Result<()> {
    for (name, member) in value.as_members().into_iter().flatten() {
        entry(name, member, depth, out)?;
    }
    Ok(())
}

/// One name with its value, nested values indented below it.
pub(super) fn entry(name: &str, value: &Value, depth: usize, out: &mut dyn Write) -> std::io::Result<()> {
    let indent = "  ".repeat(depth);
    match &value.kind {
        _ if value.is_sensitive() => writeln!(out, "{indent}{name} = (sensitive)"),
        Kind::Unknown(unknown) => writeln!(out, "{indent}{name} = (unknown: {})", unknown.origin),
        Kind::Object(_) | Kind::Map(_) if value.as_members().is_some_and(|members| !members.is_empty()) => {
            writeln!(out, "{indent}{name}")?;
            tree(value, depth + 1, out)
        }
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_)
            if value.as_elements().unwrap_or_default().iter().any(|item| item.as_members().is_some()) =>
        {
            for (i, item) in value.as_elements().unwrap_or_default().iter().enumerate() {
                entry(&format!("{name}[{i}]"), item, depth, out)?;
            }
            Ok(())
        }
        _ => writeln!(out, "{indent}{name} = {}", text::display(value)),
    }
}

/// A line for each diagnostic.
pub(super) fn problems(diagnostics: &[Diagnostic], sources: &Sources, err: &mut dyn Write) -> std::io::Result<()> {
    for diagnostic in diagnostics {
        let at =
            if diagnostic.span.is_none() { String::new() } else { format!("{}: ", place(diagnostic.span, sources)) };
        writeln!(err, "{}: {at}{}", diagnostic.severity.as_str(), diagnostic.message)?;
    }
    Ok(())
}

/// `main.tf:3:5`
pub(super) fn place(span: Span, sources: &Sources) -> String {
    let start = sources.region(span).start;
    format!("{}:{}:{}", sources.path(span.file), start.line, start.column)
}
