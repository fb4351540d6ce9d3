//! `tollgate migrate`: comments and configurations of other tools, taken over.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;

use super::args::MigrateArgs;
use super::console::{Console, Level};
use super::library::Library;
use super::surroundings::Surroundings;
use crate::config::project::Project;
use crate::discover::target::{open_repository, parse_targets, relative_to_root};
use crate::discover::{self, Dialect, Files, path};
use crate::policy::gate::{Exit, exit_of};
use crate::policy::migrate::comments::{self, Migration};
use crate::policy::migrate::configuration::{Migrated, READERS};
use crate::policy::select::RuleFacts;
use crate::policy::settings::FILE_NAMES;
use crate::report::patch;
use crate::report::redact::Redactor;
use crate::report::write_file;
use crate::rules::rule::Rule;
use crate::span::{FileId, SourceFile, Sources};

/// Runs the command.
pub fn run(args: &MigrateArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let files = open_repository(&around.cwd, &args.paths)?;
    let (targets, errors) = parse_targets(&files, &around.cwd, &args.paths);
    let library = Library::load(None, false, around)?;
    let rules: Vec<&Rule> = library.rules.iter().map(|rule| &**rule).collect();
    let discovery = discover::discover(&files, &targets, discover::Options::default());
    let sources = Sources::default();
    let project = Project::load(&files, &sources, &discovery.directories, Dialect::default());
    let mut diagnostics = discovery.diagnostics;
    diagnostics.extend(errors.iter().map(discover::ReadError::to_diagnostic));
    diagnostics.extend(project.diagnostics().cloned());
    let work = Work { files: &files, dry_run: args.dry_run };
    let mut rewritten = 0;
    for module in discovery.directories.iter().filter_map(|dir| project.module(&dir.path)) {
        for file in &module.files {
            let Some(source) = sources.get(file.id) else { continue };
            let (edits, migrations) = comments::migrate(file, &source, &rules);
            rewritten += migrations.iter().filter(|migration| !migration.to.is_empty()).count();
            for migration in &migrations {
                let line = source.line_of(migration.comment.start);
                writeln!(console.out, "{}:{line}: {}", source.path, sentence(migration))?;
            }
            if !edits.is_empty() {
                work.write(&source.path, &source.text, &comments::apply(&source.text, &edits), console)?;
            }
        }
    }
    let facts: Vec<RuleFacts<'_>> = rules.iter().copied().map(RuleFacts::from).collect();
    configuration(&work, around, &facts, console)?;
    if rewritten > 0 {
        let text =
            "`tollgate check --select suppression-unused` shows comments that silence nothing here, which can go";
        console.remark(Level::Normal, text)?;
    }
    console.diagnostics(&diagnostics, &sources, &Redactor::default())?;
    Ok(diagnostics.iter().map(exit_of).fold(Exit::Clean, Exit::max))
}

fn sentence(migration: &Migration) -> String {
    let from = migration.from.join(", ");
    if migration.to.is_empty() {
        format!("{from}: left as it is, there is no rule for all of it")
    } else {
        format!("{from} -> {}", migration.to.join(", "))
    }
}

/// Reads the configurations of other tools in the working directory and writes ours beside them.
fn configuration(
    work: &Work<'_>,
    around: &Surroundings,
    rules: &[RuleFacts<'_>],
    console: &mut Console<'_>,
) -> anyhow::Result<()> {
    let here = relative_to_root(work.files, &around.cwd).unwrap_or_default();
    let mut migrated = Migrated::default();
    for (name, read) in READERS {
        let place = path::child(&here, name);
        if !work.files.is_file(&place) {
            continue;
        }
        let text = work.files.read_text(&place)?;
        match read(&mut migrated, &text, rules) {
            Ok(()) => writeln!(console.out, "{place}: read")?,
            Err(error) => writeln!(console.out, "{place}: not taken over: {error}")?,
        }
    }
    for left in &migrated.left {
        writeln!(console.out, "left out: {left}")?;
    }
    if migrated.is_empty() {
        return Ok(());
    }
    let text = migrated.to_text();
    let existing = FILE_NAMES.iter().find(|name| work.files.is_file(&path::child(&here, name)));
    if let Some(name) = existing {
        console.remark(Level::Normal, &format!("`{name}` exists; add this to it:"))?;
        return Ok(console.out.write_all(text.as_bytes())?);
    }
    let name = FILE_NAMES.first().copied().unwrap_or_default();
    work.write(&path::child(&here, name), "", &text, console)
}

struct Work<'a> {
    files: &'a Files,
    dry_run: bool,
}

impl Work<'_> {
    /// Writes a file, or shows what would become of it.
    fn write(&self, relative: &str, before: &str, after: &str, console: &mut Console<'_>) -> anyhow::Result<()> {
        if self.dry_run {
            patch::write(relative, before, after, &masks(&[before, after]), console.out)?;
            return Ok(());
        }
        let place = self.files.root().unwrap_or(Path::new("")).join(relative);
        write_file(&place, after.as_bytes()).with_context(|| format!("cannot write `{relative}`"))
    }
}

/// Lines that name a secret and write a value, with what is shown in their place: nothing is judged here.
fn masks(texts: &[&str]) -> BTreeMap<String, String> {
    let redactor = Redactor::default();
    let mut masks = BTreeMap::new();
    for text in texts {
        let file = SourceFile::new("", *text);
        for number in 1..=file.line_count() {
            let (line, shown) = (file.line(number), redactor.line(FileId::NONE, &file, number));
            if line != shown {
                masks.insert(line.to_owned(), shown.into_owned());
            }
        }
    }
    masks
}
