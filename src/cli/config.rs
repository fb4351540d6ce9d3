//! `tollgate config show`: what applies to a path, and where it is said.

use std::sync::Arc;

use anyhow::Context as _;
use serde_json::json;

use super::args::{ConfigShowArgs, OutputFormat};
use super::console::Console;
use super::settings::configuration_of;
use super::surroundings::Surroundings;
use crate::discover::path;
use crate::discover::target::{open_repository, relative_to_root};
use crate::policy::gate::{Exit, exit_of};
use crate::policy::settings::environment::Environment;
use crate::policy::settings::layer::Origin;
use crate::policy::settings::show::Setting;
use crate::policy::settings::{CommandLine, Settings};
use crate::report::redact::Redactor;
use crate::span::{Sources, Span};

/// Runs the command.
pub fn show(args: &ConfigShowArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let files = open_repository(&around.cwd, std::slice::from_ref(&args.path))?;
    let relative = relative_to_root(&files, &around.cwd.join(&args.path))
        .with_context(|| format!("`{}` is not in the repository", args.path))?;
    let kind = files.kind(&relative)?;
    let is_dir = kind == crate::discover::EntryKind::Directory;
    let dir: Arc<str> = if is_dir { relative.as_str() } else { path::parent(&relative) }.into();
    let sources = Sources::default();
    let which = configuration_of(args.config.as_deref(), false, around, &files)?;
    let mut settings = Settings::new(which, CommandLine::default());
    let diagnostics = settings.add_directories(&files, &sources, std::slice::from_ref(&dir));
    let environment = args.env.as_deref().map(Arc::from);
    let told = settings.describe(&relative, environment.as_ref());
    let environments = settings.environments(&files, &dir);
    match args.format {
        OutputFormat::Human => human(&told, &environments, &sources, console)?,
        OutputFormat::Json => {
            let one = |setting: &Setting| json!({ "key": setting.key, "value": setting.value, "origin": origin(setting, &sources) });
            let names: Vec<&str> = environments.iter().map(|environment| &*environment.name).collect();
            let settings: Vec<_> = told.iter().map(one).collect();
            writeln!(console.out, "{:#}", json!({ "path": relative, "settings": settings, "environments": names }))?;
        }
    }
    console.diagnostics(&diagnostics, &sources, &Redactor::default())?;
    Ok(diagnostics.iter().map(exit_of).fold(Exit::Clean, Exit::max))
}

fn human(
    settings: &[Setting],
    environments: &[Environment],
    sources: &Sources,
    console: &mut Console<'_>,
) -> anyhow::Result<()> {
    let widest = |text: &dyn Fn(&Setting) -> usize| settings.iter().map(text).max().unwrap_or(0).min(60);
    let (key_width, value_width) = (widest(&|one| one.key.len()), widest(&|one| one.value.len()));
    for one in settings {
        let (key, value, origin) = (&one.key, &one.value, origin(one, sources));
        writeln!(console.out, "{key:key_width$}  {value:value_width$}  {origin}")?;
    }
    for environment in environments {
        let files = environment.var_files.join(", ");
        writeln!(console.out, "{:key_width$}  {}  {files}", "environment", environment.name)?;
    }
    Ok(())
}

fn origin(setting: &Setting, sources: &Sources) -> String {
    let line = |file: &str, span: Span| {
        if span.is_none() { file.to_owned() } else { format!("{file}:{}", sources.region(span).start.line) }
    };
    let closest = |span: &Span| if setting.span.is_none() { *span } else { setting.span };
    match &setting.origin {
        None => "(default)".into(),
        Some(Origin::CommandLine) => "(command line)".into(),
        Some(Origin::File(file)) => line(file, setting.span),
        Some(Origin::Override(file, span)) => format!("{} (override)", line(file, closest(span))),
        Some(Origin::Environment(file, span)) => format!("{} (environment)", line(file, closest(span))),
    }
}
