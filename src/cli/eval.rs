//! `tollgate eval`: what the configuration evaluates to, for people and machines.

use std::io::{BufRead, BufReader, Write};
use std::sync::Arc;

use anyhow::{Context as _, bail};
use serde_json::{Map, Value as Json, json};

use super::args::{EvalArgs, Ordered, OutputFormat};
use super::surroundings::Surroundings;
use crate::config::module::Mode;
use crate::config::project::{Project, variable_file};
use crate::config::ty::Type;
use crate::diag::Diagnostic;
use crate::discover::{Dialect, Directory, Files, root, target};
use crate::eval::error::EvalErrorKind;
use crate::eval::evaluator::Evaluator;
use crate::eval::inputs::{Given, Inputs};
use crate::eval::instance::RootEvaluation;
use crate::eval::value::{Kind, Value};
use crate::eval::{text, wire};
use crate::policy::gate::{Exit, exit_of};
use crate::run::{self, RootInputs};
use crate::span::{FileId, Sources};
use crate::syntax;

/// Runs the command. The report goes to `out`, diagnostics to `err`.
///
/// # Errors
/// A directory or file that cannot be read, and output that cannot be written.
pub fn run(args: &EvalArgs, around: &Surroundings, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let dir = around.cwd.join(&args.dir);
    let files = Files::on_disk(&root::find_root(&around.cwd, std::slice::from_ref(&dir)))?;
    let relative =
        target::relative_to_root(&files, &dir).with_context(|| format!("`{}` cannot be found", args.dir.display()))?;
    if !files.is_dir(&relative) {
        bail!("`{}` is not a directory", args.dir.display());
    }
    let sources = Sources::default();
    let directory = Directory::read(&files, &relative, Dialect::default())?;
    let project = Project::load(&files, &sources, &[directory], Dialect::default());
    let mut diagnostics = Vec::new();
    let inputs = inputs(args, around, &project, &files, &sources, &relative, &mut diagnostics)?;
    let root = RootInputs::new(relative.into(), inputs);
    if args.expr.is_some() || args.expr_file.is_some() {
        let evaluator = Evaluator::new(&project, &files, &root.dir, &root.inputs);
        return expressions(args, around, &evaluator, out);
    }
    let evaluated = run::evaluate(&project, &files, &root);
    diagnostics.extend(project.diagnostics().cloned());
    diagnostics.extend(evaluated.diagnostics);
    crate::diag::sort_diagnostics(&mut diagnostics, &sources);
    match args.format {
        OutputFormat::Json => writeln!(out, "{}", json_report(&evaluated.evaluation, &diagnostics, &sources)?)?,
        OutputFormat::Human => {
            human_report(&evaluated.evaluation, out)?;
            for diagnostic in &diagnostics {
                writeln!(
                    err,
                    "{}: {}{}",
                    diagnostic.severity.as_str(),
                    shown_place(diagnostic, &sources),
                    diagnostic.message
                )?;
            }
        }
    }
    Ok(diagnostics.iter().map(exit_of).fold(Exit::Clean, Exit::max))
}

fn inputs(
    args: &EvalArgs,
    around: &Surroundings,
    project: &Project,
    files: &Files,
    sources: &Sources,
    dir: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> anyhow::Result<Inputs> {
    let mut given: Vec<(u32, Given)> = Vec::new();
    for Ordered { text, place } in &args.var_file {
        let relative = target::relative_to_root(files, &around.cwd.join(text))
            .with_context(|| format!("the variables file `{text}` is not in the repository"))?;
        let (parsed, problems) = variable_file(files, sources, &relative);
        diagnostics.extend(problems);
        given.extend(parsed.map(|parsed| (*place, Given::File(parsed))));
    }
    for Ordered { text, place } in &args.var {
        let Some((name, value)) = text.split_once('=') else {
            bail!("`--var {text}` has no `=`; write `--var name=value`");
        };
        given.push((*place, Given::Variable { name: name.trim().to_string(), text: value.to_string() }));
    }
    given.sort_by_key(|(place, _)| *place);
    let given: Vec<Given> = given.into_iter().map(|(_, given)| given).collect();
    let mut inputs = Inputs::collect(project.variable_files(dir), &around.variables, &given);
    inputs.workspace = around.workspace.as_deref().map(Arc::from);
    let absolute = files.root().map(|root| root.join(dir));
    inputs.cwd = absolute.map(|path| path.to_string_lossy().trim_end_matches('/').into());
    inputs.home = around.home.as_deref().map(Arc::from);
    Ok(inputs)
}

fn expressions(
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
    let expr = match syntax::parse_expr(&format!("{text}\n"), FileId::NONE) {
        Ok(expr) => expr,
        Err(diagnostic) => return json!({ "error": diagnostic.message }),
    };
    match evaluator.evaluate_expression(&expr) {
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

fn json_report(evaluation: &RootEvaluation, diagnostics: &[Diagnostic], sources: &Sources) -> anyhow::Result<Json> {
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

fn human_report(evaluation: &RootEvaluation, out: &mut dyn Write) -> std::io::Result<()> {
    for instance in &evaluation.instances {
        writeln!(out, "{}", instance.address)?;
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

fn entry(name: &str, value: &Value, depth: usize, out: &mut dyn Write) -> std::io::Result<()> {
    let indent = "  ".repeat(depth);
    match &value.kind {
        _ if value.is_sensitive() => writeln!(out, "{indent}{name} = (sensitive)"),
        Kind::Unknown(unknown) => writeln!(out, "{indent}{name} = (unknown: {})", unknown.origin),
        Kind::Object(_) | Kind::Map(_) => {
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

fn shown_place(diagnostic: &Diagnostic, sources: &Sources) -> String {
    if diagnostic.span.is_none() {
        return String::new();
    }
    let place = sources.region(diagnostic.span).start;
    format!("{}:{}:{}: ", sources.path(diagnostic.span.file), place.line, place.column)
}
