//! `tollgate eval`: what the configuration evaluates to, and why, for people and machines.

mod expressions;
mod report;
mod why;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::args::{EvalArgs, Ordered, OutputFormat};
use super::surroundings::Surroundings;
use crate::config::project::{Project, variable_file};
use crate::diag::{Diagnostic, nearest};
use crate::discover::{Dialect, Directory, Files, root, target};
use crate::eval::evaluator::Evaluator;
use crate::eval::inputs::{Given, InputSource, InputValue, Inputs};
use crate::policy::gate::{Exit, exit_of};
use crate::policy::settings::environment::Environment;
use crate::policy::settings::{CommandLine, FilesToRead, Settings};
use crate::report::redact::sensitive_spans;
use crate::run::{self, RootInputs};
use crate::span::{Sources, Span};
use crate::syntax::ast::{Expr, ExprKind};

/// Runs the command. The report goes to `out`, diagnostics to `err`.
///
/// # Errors
/// A directory or file that cannot be read, and output that cannot be written.
pub fn run(args: &EvalArgs, around: &Surroundings, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let (dir, addresses) = targets(&args.targets, around)?;
    if args.why && addresses.is_empty() && args.expr.is_none() {
        bail!("`--why` needs an address or `--expr`, such as `tollgate eval local.name --why`");
    }
    let absolute = around.cwd.join(&dir);
    let files = Files::on_disk(&root::find_root(&around.cwd, std::slice::from_ref(&absolute)))?;
    let relative =
        target::relative_to_root(&files, &absolute).with_context(|| format!("`{}` cannot be found", dir.display()))?;
    if !files.is_dir(&relative) {
        bail!("`{}` is not a directory", dir.display());
    }
    let sources = Sources::default();
    let directory = Directory::read(&files, &relative, Dialect::default())?;
    let project = Project::load(&files, &sources, &[directory], Dialect::default());
    let mut input =
        Input { args, around, project: &project, files: &files, sources: &sources, diagnostics: Vec::new() };
    let inputs = input.inputs(&relative)?;
    let root = RootInputs::new(relative.into(), inputs);
    let mut diagnostics = input.diagnostics;
    if args.expr.is_some() || args.expr_file.is_some() || !addresses.is_empty() {
        let evaluator = Evaluator::new(&project, &files, &root.dir, &root.inputs);
        let exit = if addresses.is_empty() && !args.why {
            expressions::answer_all(args, around, &evaluator, out)?
        } else {
            let secrets = sensitive_spans(&project, std::slice::from_ref(&root));
            let shown = why::Shown { args, sources: &sources, secrets };
            shown.answer(&addresses, &evaluator, out)?
        };
        if args.expr.is_none() && args.format == OutputFormat::Human {
            diagnostics.extend(evaluator.take_diagnostics());
            report::problems(&diagnostics, &sources, err)?;
        }
        return Ok(exit);
    }
    let evaluated = run::evaluate(&project, &files, &root);
    diagnostics.extend(project.diagnostics().cloned());
    diagnostics.extend(evaluated.diagnostics);
    crate::diag::sort_diagnostics(&mut diagnostics, &sources);
    match args.format {
        OutputFormat::Json => writeln!(out, "{}", report::json(&evaluated.evaluation, &diagnostics, &sources)?)?,
        OutputFormat::Human => {
            report::human(&evaluated.evaluation, &sources, out)?;
            report::problems(&diagnostics, &sources, err)?;
        }
    }
    Ok(diagnostics.iter().map(exit_of).fold(Exit::Clean, Exit::max))
}

/// The directory and the addresses that were named. What is no directory is an address where it reads as one.
fn targets<'t>(named: &'t [String], around: &Surroundings) -> anyhow::Result<(PathBuf, Vec<(&'t str, Expr)>)> {
    let mut dir = PathBuf::from(".");
    let mut rest = named;
    if let [first, others @ ..] = named
        && (around.cwd.join(first).is_dir() || address(first).is_none())
    {
        dir = PathBuf::from(first);
        rest = others;
    }
    let read = |text: &'t String| {
        let expr = address(text).with_context(|| {
            format!("`{text}` is no address; write one such as `aws_s3_bucket.logs.acl` or `module.net.local.cidr`")
        })?;
        Ok((text.as_str(), expr))
    };
    Ok((dir, rest.iter().map(read).collect::<anyhow::Result<_>>()?))
}

/// A name with at least one step behind it.
fn address(text: &str) -> Option<Expr> {
    let expr = crate::syntax::parse_expr(text, crate::span::FileId::NONE).ok()?;
    matches!(expr.kind, ExprKind::GetAttr(..) | ExprKind::Index(..)).then_some(expr)
}

/// What the values of variables come from.
struct Input<'i> {
    args: &'i EvalArgs,
    around: &'i Surroundings,
    project: &'i Project,
    files: &'i Files,
    sources: &'i Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Input<'_> {
    /// TERRAFORM: environment variables, tfvars files, then the command line; before that stands a configured environment.
    fn inputs(&mut self, dir: &str) -> anyhow::Result<Inputs> {
        let environment = self.environment(dir)?;
        let mut given: Vec<Given> = Vec::new();
        for file in environment.iter().flat_map(|environment| &environment.var_files) {
            given.extend(self.file(file));
        }
        let mut inputs = Inputs::collect(self.project.variable_files(dir), &self.around.variables, &given);
        for (name, value) in environment.iter().flat_map(|environment| &environment.vars) {
            inputs.set(name, InputValue::Value(value.clone()), InputSource::Configuration, Span::NONE);
        }
        let given = self.command_line()?;
        inputs.add_given(&given);
        let workspace = environment.as_ref().and_then(|environment| environment.workspace.clone());
        inputs.workspace = workspace.or_else(|| self.around.workspace.as_deref().map(Arc::from));
        inputs.environment = environment.map(|environment| environment.name);
        let absolute = self.files.root().map(|root| root.join(dir));
        inputs.cwd = absolute.map(|path| path.to_string_lossy().trim_end_matches('/').into());
        inputs.home = self.around.home.as_deref().map(Arc::from);
        Ok(inputs)
    }

    fn file(&mut self, relative: &str) -> Option<Given> {
        let (parsed, problems) = variable_file(self.files, self.sources, relative);
        self.diagnostics.extend(problems);
        parsed.map(Given::File)
    }

    /// `--var` and `--var-file` in the order in which they were written.
    fn command_line(&mut self) -> anyhow::Result<Vec<Given>> {
        let mut given: Vec<(u32, Given)> = Vec::new();
        for Ordered { text, place } in &self.args.var_file {
            let relative = target::relative_to_root(self.files, &self.around.cwd.join(text))
                .with_context(|| format!("the variables file `{text}` is not in the repository"))?;
            given.extend(self.file(&relative).map(|file| (*place, file)));
        }
        for Ordered { text, place } in &self.args.var {
            let Some((name, value)) = text.split_once('=') else {
                bail!("`--var {text}` has no `=`; write `--var name=value`");
            };
            given.push((*place, Given::Variable { name: name.trim().to_string(), text: value.to_string() }));
        }
        given.sort_by_key(|(place, _)| *place);
        Ok(given.into_iter().map(|(_, given)| given).collect())
    }

    /// The environment that was asked for. A root that knows none is evaluated as it is, under that name.
    fn environment(&mut self, dir: &str) -> anyhow::Result<Option<Environment>> {
        let Some(name) = &self.args.env else { return Ok(None) };
        let mut settings = Settings::new(FilesToRead::Nearest, CommandLine::default());
        self.diagnostics.extend(settings.add_directories(self.files, self.sources, &[dir.into()]));
        let environments = settings.environments(self.files, dir);
        if environments.is_empty() {
            return Ok(Some(Environment { name: name.as_str().into(), ..Environment::default() }));
        }
        let names: Vec<&str> = environments.iter().map(|environment| &*environment.name).collect();
        let meant = nearest(name, names.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
        let missing = format!("there is no environment `{name}` for this root module{}", meant.unwrap_or_default());
        environments.into_iter().find(|environment| *environment.name == **name).context(missing).map(Some)
    }
}
