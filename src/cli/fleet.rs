//! `tollgate fleet`: the reports of many repositories as one table, one page and one summary.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::args::FleetArgs;
use super::console::{Console, Level};
use super::surroundings::Surroundings;
use crate::diag::nearest;
use crate::fleet::ndjson::Ndjson;
use crate::fleet::{self, Fleet, Given, Problem, Table, html, human, json, name};
use crate::policy::gate::Exit;
use crate::report::text::visible;
use crate::report::{NewFile, write_file};

/// Directories below one that was named.
const MAX_DEPTH: usize = 12;
/// Reports of one call.
const MAX_REPORTS: usize = 200_000;
/// Lines on standard error about files that do not count.
const MAX_TOLD: usize = 50;

/// Runs the command.
pub fn run(args: &FleetArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let targets = targets(&args.format)?;
    let mut found = Found::default();
    for path in &args.reports {
        found.add(path, around)?;
    }
    let read = |i: usize| found.paths.get(i).map_or_else(|| Err("it is missing".to_owned()), |path| read(path));
    let mut tables = Tables::default();
    for target in &targets {
        tables.open(target, around)?;
    }
    let mut fleet = {
        let mut to_stdout =
            targets.iter().any(|one| one.is(Kind::Ndjson, None)).then(|| Ndjson::new(&mut *console.out));
        let mut all: Vec<&mut dyn Table> = tables.all();
        all.extend(to_stdout.as_mut().map(|table| table as &mut dyn Table));
        fleet::gather(&found.given, &read, args.name.as_deref(), &mut all)?
    };
    tables.finish()?;
    fleet.unreadable += found.problems.len();
    fleet.problems.splice(0..0, found.problems);
    tell(&fleet, console)?;
    for target in &targets {
        write(&fleet, target, around, console)?;
    }
    Ok(if fleet.unreadable > 0 { Exit::Input } else { Exit::Clean })
}

/// What can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Human,
    Ndjson,
    Json,
    Html,
    Parquet,
}

impl Kind {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Human, "human"),
        (Self::Ndjson, "ndjson"),
        (Self::Json, "json"),
        (Self::Html, "html"),
        (Self::Parquet, "parquet"),
    ];
}

#[derive(Debug)]
struct Target {
    kind: Kind,
    /// Standard output where absent.
    file: Option<PathBuf>,
}

impl Target {
    fn is(&self, kind: Kind, file: Option<&Path>) -> bool {
        self.kind == kind && self.file.as_deref() == file
    }
}

fn targets(formats: &[String]) -> anyhow::Result<Vec<Target>> {
    if formats.is_empty() {
        return Ok(vec![Target { kind: Kind::Human, file: None }]);
    }
    let targets: Vec<Target> = formats.iter().map(|text| target(text)).collect::<Result<_, _>>()?;
    if targets.iter().filter(|target| target.file.is_none()).count() > 1 {
        bail!("only one report can go to standard output; write the others to files with `--format FORMAT=FILE`");
    }
    Ok(targets)
}

fn target(text: &str) -> anyhow::Result<Target> {
    let (name, file) = match text.split_once('=') {
        Some((name, file)) => (name, Some(file)),
        None => (text, None),
    };
    let Some((kind, _)) = Kind::ALL.into_iter().find(|(_, known)| *known == name) else {
        let names = Kind::ALL.map(|(_, name)| name);
        match nearest(name, names) {
            Some(near) => bail!("there is no format `{}`; did you mean `{near}`?", visible(name)),
            None => bail!("there is no format `{}`; formats are {}", visible(name), names.join(", ")),
        }
    };
    if file == Some("") {
        bail!("`--format {name}=` needs the name of a file behind `=`");
    }
    let file = file.filter(|file| *file != "-").map(PathBuf::from);
    if kind == Kind::Parquet {
        if !cfg!(feature = "parquet") {
            bail!(
                "`--format parquet` is not in this build of tollgate; build it with `cargo install --path . --features parquet`, \
                 or take `--format ndjson`, which has the same columns"
            );
        }
        if file.is_none() {
            bail!("`--format parquet` needs a file: write `--format parquet=FILE`");
        }
    }
    Ok(Target { kind, file })
}

/// Reports by name, and what is wrong with those that were named.
#[derive(Debug, Default)]
struct Found {
    given: Vec<Given>,
    paths: Vec<PathBuf>,
    problems: Vec<Problem>,
}

impl Found {
    fn add(&mut self, path: &Path, around: &Surroundings) -> anyhow::Result<()> {
        let absolute = around.cwd.join(path);
        if !absolute.is_dir() {
            return self.file(path, absolute, false);
        }
        let before = self.given.len();
        let mut walk = ignore::WalkBuilder::new(&absolute);
        walk.standard_filters(false).hidden(true).follow_links(false).max_depth(Some(MAX_DEPTH));
        for entry in walk.sort_by_file_name(Ord::cmp).build() {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) && is_report(entry.path()) => {
                    let relative = entry.path().strip_prefix(&absolute).unwrap_or(entry.path());
                    self.file(&path.join(relative), entry.path().to_path_buf(), true)?;
                }
                Ok(_) => {}
                Err(error) => {
                    // The whole error names the place on this machine.
                    let why = error
                        .io_error()
                        .map_or_else(|| "it is no file and no directory".to_owned(), ToString::to_string);
                    self.problem(path, format!("a part of it cannot be read: {why}"));
                }
            }
        }
        if self.given.len() == before {
            self.problem(path, "there is no file `*.json` or `*.sarif` in it".to_owned());
        }
        Ok(())
    }

    fn file(&mut self, shown: &Path, path: PathBuf, is_found: bool) -> anyhow::Result<()> {
        if self.given.len() >= MAX_REPORTS {
            bail!("there are more than {MAX_REPORTS} reports");
        }
        let (repository, date) = name::told_by(&path);
        self.given.push(Given { name: shown.display().to_string(), repository, date, is_found });
        self.paths.push(path);
        Ok(())
    }

    fn problem(&mut self, path: &Path, message: String) {
        self.problems.push(Problem { report: path.display().to_string(), message, is_error: true });
    }
}

fn is_report(path: &Path) -> bool {
    let name = path.file_name().map(std::ffi::OsStr::to_string_lossy).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.ends_with(".json") || name.ends_with(".sarif")
}

/// A pipe would wait for its writer, and a report is read twice.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    let unreadable = |error: &io::Error| format!("it cannot be read: {error}");
    let metadata = path.metadata().map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err("it is no regular file".to_owned());
    }
    fleet::open(File::open(path).map_err(|error| unreadable(&error))?)
}

/// Tables that go to files.
#[derive(Debug, Default)]
struct Tables {
    ndjson: Vec<(PathBuf, Ndjson<NewFile>)>,
    #[cfg(feature = "parquet")]
    parquet: Vec<(PathBuf, fleet::parquet::Parquet<NewFile>)>,
}

impl Tables {
    fn open(&mut self, target: &Target, around: &Surroundings) -> anyhow::Result<()> {
        let Some(file) = &target.file else { return Ok(()) };
        let create = || NewFile::create(&around.cwd.join(file)).with_context(|| cannot_write(file));
        match target.kind {
            Kind::Ndjson => self.ndjson.push((file.clone(), Ndjson::new(create()?))),
            #[cfg(feature = "parquet")]
            Kind::Parquet => {
                let table = fleet::parquet::Parquet::new(create()?).with_context(|| cannot_write(file))?;
                self.parquet.push((file.clone(), table));
            }
            #[cfg(not(feature = "parquet"))]
            Kind::Parquet => {}
            Kind::Human | Kind::Json | Kind::Html => {}
        }
        Ok(())
    }

    fn all(&mut self) -> Vec<&mut dyn Table> {
        let tables = self.ndjson.iter_mut().map(|(_, table)| table as &mut dyn Table);
        #[cfg(feature = "parquet")]
        let tables = tables.chain(self.parquet.iter_mut().map(|(_, table)| table as &mut dyn Table));
        tables.collect()
    }

    fn finish(self) -> anyhow::Result<()> {
        for (file, table) in self.ndjson {
            table.into_inner().finish().with_context(|| cannot_write(&file))?;
        }
        #[cfg(feature = "parquet")]
        for (file, table) in self.parquet {
            table.into_inner().and_then(NewFile::finish).with_context(|| cannot_write(&file))?;
        }
        Ok(())
    }
}

fn cannot_write(file: &Path) -> String {
    format!("cannot write `{}`", file.display())
}

/// Says which files do not count.
fn tell(fleet: &Fleet, console: &mut Console<'_>) -> anyhow::Result<()> {
    let mut told = 0;
    for problem in &fleet.problems {
        let (word, level) = if problem.is_error { ("error", Level::Quiet) } else { ("skipped", Level::Verbose) };
        if console.level < level {
            continue;
        }
        told += 1;
        if told <= MAX_TOLD || console.level == Level::Verbose {
            let text = format!("{word}: `{}`: {}", visible(&problem.report), visible(&problem.message));
            console.remark(level, &text)?;
        }
    }
    if told > MAX_TOLD && console.level < Level::Verbose {
        console.remark(Level::Quiet, &format!("… and {} more; `--verbose` tells all", told - MAX_TOLD))?;
    }
    if fleet.skipped > 0 && console.level == Level::Normal {
        let files = crate::report::text::plural(fleet.skipped, "file");
        console.remark(Level::Normal, &format!("skipped {files} of other kinds; `--verbose` names them"))?;
    }
    if fleet.repeated > 0 {
        let text = format!("{} findings stand in several reports of the same state and count once", fleet.repeated);
        console.remark(Level::Verbose, &text)?;
    }
    Ok(())
}

fn write(fleet: &Fleet, target: &Target, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<()> {
    let text = match target.kind {
        Kind::Human => human::human(fleet, &console.out_options(), console.level == Level::Verbose),
        Kind::Json => json::json(fleet)?,
        Kind::Html => html::html_page(fleet),
        // Written row by row.
        Kind::Ndjson | Kind::Parquet => return Ok(()),
    };
    let Some(file) = &target.file else {
        return Ok(console.out.write_all(text.as_bytes())?);
    };
    write_file(&around.cwd.join(file), text.as_bytes()).with_context(|| cannot_write(file))
}
