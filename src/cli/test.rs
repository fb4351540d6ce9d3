//! `tollgate test`: rule examples and module tests.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use serde_json::{Map, Value as Json, json};

use super::surroundings::Surroundings;
use crate::diag::{Diagnostic, Severity};
use crate::discover::{FileKind, Files, Options, Target, discover, path, root, target};
use crate::policy::gate::Exit;
use crate::rules::load::{self, Source};
use crate::rules::{bundled, rule::Rule};
use crate::span::{SourceFile, Sources};
use crate::syntax::{self, ast::FileFormat};
use crate::test_run::examples::{self, ExampleResult};
use crate::test_run::module::{self, FileResult, Status};

/// What `tollgate test` was asked.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  tollgate test                     module tests of this directory and below\n  tollgate test policy/rules.hcl    the examples of your own rules\n  tollgate test --bundled           the examples of all bundled rules"
)]
pub struct TestArgs {
    /// Directories with module tests, and rule files.
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Run the examples of the bundled rules as well.
    #[arg(long)]
    pub bundled: bool,
    /// Only what has this text in its name: a test file, a run, a rule or an example.
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    #[arg(long, value_enum, default_value_t = TestFormat::Human)]
    pub format: TestFormat,
    /// What an undecided run counts as.
    #[arg(long, value_enum, default_value_t = Undecided::Warn)]
    pub undecided: Undecided,
}

/// How the results look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    Human,
    Json,
    Junit,
    Github,
    Tap,
}

/// What becomes of a run that only a real apply could decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Undecided {
    Fail,
    Warn,
    Ignore,
}

/// One line of results, whatever it came from.
#[derive(Debug)]
struct Case {
    /// A test file, or `rule ID`.
    group: String,
    name: String,
    status: Status,
    /// A line each: what is wrong, then indented notes.
    details: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// A path that cannot be read, and output that cannot be written.
pub fn run(args: &TestArgs, around: &Surroundings, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    let absolute: Vec<PathBuf> = args.paths.iter().map(|path| around.cwd.join(path)).collect();
    let files = Files::on_disk(&root::find_root(&around.cwd, &absolute))?;
    let sources = Sources::default();
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    let mut rules: Vec<Arc<Rule>> = Vec::new();
    let mut results: Vec<FileResult> = Vec::new();
    for (typed, absolute) in args.paths.iter().zip(&absolute) {
        let relative = target::relative_to_root(&files, absolute)
            .with_context(|| format!("`{}` cannot be found", typed.display()))?;
        if files.is_file(&relative) && FileKind::of(path::file_name(&relative)).is_none() {
            rules.extend(rule_file(&files, &sources, &relative, &mut diagnostics)?);
        } else {
            results.extend(module_tests(&files, &sources, &relative, around, &mut diagnostics));
        }
    }
    if args.bundled {
        rules.extend(bundled::all(&sources, &mut diagnostics).into_iter().map(Arc::new));
    }
    diagnostics.extend(results.iter().flat_map(|result| result.diagnostics.clone()));
    let examples = examples::run(&rules, &sources);
    let mut cases = cases(&results, &examples);
    if let Some(filter) = &args.filter {
        cases.retain(|case| case.group.contains(filter.as_str()) || case.name.contains(filter.as_str()));
    }
    crate::diag::sort_diagnostics(&mut diagnostics, &sources);
    for diagnostic in &diagnostics {
        let place = sources.region(diagnostic.span).start.line;
        let file = sources.path(diagnostic.span.file);
        writeln!(err, "{}: {file}:{place}: {}", diagnostic.severity.as_str(), diagnostic.message)?;
    }
    write_report(args.format, &cases, out)?;
    Ok(exit(args.undecided, &cases, &diagnostics))
}

fn exit(undecided: Undecided, cases: &[Case], diagnostics: &[Diagnostic]) -> Exit {
    let is_bad = |case: &Case| match case.status {
        Status::Fail | Status::Error => true,
        Status::Undecided => undecided == Undecided::Fail,
        Status::Pass | Status::Skip => false,
    };
    let has_errors = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    match (has_errors, cases.iter().any(is_bad)) {
        (true, _) => Exit::Usage,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Clean,
    }
}

fn rule_file(
    files: &Files,
    sources: &Sources,
    path: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> anyhow::Result<Vec<Arc<Rule>>> {
    let text = files.read_text(path)?;
    let id = sources.add(SourceFile::new(path, Arc::clone(&text)));
    let (parsed, problems) = syntax::parse(&text, id, FileFormat::Hcl);
    diagnostics.extend(problems);
    Ok(load::rules(&parsed.body, Source::Custom, diagnostics).into_iter().map(Arc::new).collect())
}

/// The tests of a directory's module and of all modules below it.
fn module_tests(
    files: &Files,
    sources: &Sources,
    relative: &str,
    around: &Surroundings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<FileResult> {
    let (dir, only) = if files.is_file(relative) { (path::parent(relative), Some(relative)) } else { (relative, None) };
    let targets = [Target::Path(dir.into())];
    let discovery = discover(files, &targets, Options::default());
    diagnostics.extend(discovery.diagnostics);
    let mut modules: BTreeSet<Arc<str>> = BTreeSet::new();
    for directory in &discovery.directories {
        let has_tests = directory.files.iter().any(|file| file.kind == FileKind::Test);
        if !has_tests {
            continue;
        }
        // A `tests` folder belongs to the module above it.
        let is_tests = path::file_name(&directory.path) == "tests" && !directory.has_config();
        let module = if is_tests { path::parent(&directory.path) } else { &directory.path };
        let has_config =
            discovery.directories.iter().any(|candidate| *candidate.path == *module && candidate.has_config());
        if has_config && (path::is_within(module, dir) || only.is_some()) {
            modules.insert(module.into());
        }
    }
    let mut results = Vec::new();
    for module in modules {
        for mut result in module::run(files, sources, &module, &around.variables) {
            let inner = module.strip_prefix(dir).unwrap_or(&module).trim_start_matches('/');
            if !inner.is_empty() {
                result.path = format!("{inner}/{}", result.path);
            }
            if only.is_none_or(|only| only.ends_with(&result.path)) {
                results.push(result);
            }
        }
    }
    results
}

fn cases(results: &[FileResult], examples: &[ExampleResult]) -> Vec<Case> {
    let mut cases = Vec::new();
    for file in results {
        for run in &file.runs {
            let mut details = Vec::new();
            for problem in &run.problems {
                let place = if problem.place.is_empty() { String::new() } else { format!("{}: ", problem.place) };
                details.push(format!("{place}{}", problem.message));
                details.extend(problem.notes.iter().map(|note| format!("  {note}")));
            }
            cases.push(Case { group: file.path.clone(), name: run.name.to_string(), status: run.status, details });
        }
    }
    for example in examples {
        let status = if example.is_ok() { Status::Pass } else { Status::Fail };
        let outcome = format!("{:?}", example.outcome).to_lowercase();
        let name = format!("{outcome}: {}", example.title);
        cases.push(Case { group: format!("rule {}", example.rule), name, status, details: example.problems.clone() });
    }
    cases
}

fn count(cases: &[Case], status: Status) -> usize {
    cases.iter().filter(|case| case.status == status).count()
}

fn write_report(format: TestFormat, cases: &[Case], out: &mut dyn Write) -> anyhow::Result<()> {
    match format {
        TestFormat::Human => human(cases, out)?,
        TestFormat::Json => writeln!(out, "{}", json_report(cases))?,
        TestFormat::Junit => junit(cases, out)?,
        TestFormat::Github => github(cases, out)?,
        TestFormat::Tap => tap(cases, out)?,
    }
    Ok(())
}

fn human(cases: &[Case], out: &mut dyn Write) -> std::io::Result<()> {
    let mut group = "";
    for case in cases.iter().filter(|case| case.status != Status::Pass || !case.group.starts_with("rule ")) {
        if case.group != group {
            writeln!(out, "{}", case.group)?;
            group = &case.group;
        }
        writeln!(out, "  {:<9} {}", case.status.as_str(), case.name)?;
        for detail in &case.details {
            writeln!(out, "            {detail}")?;
        }
    }
    let number = |status| count(cases, status);
    writeln!(
        out,
        "{} passed, {} failed, {} errored, {} undecided, {} skipped",
        number(Status::Pass),
        number(Status::Fail),
        number(Status::Error),
        number(Status::Undecided),
        number(Status::Skip)
    )
}

fn json_report(cases: &[Case]) -> Json {
    let (mut files, mut rules) = (Map::new(), Map::new());
    for case in cases {
        let entry = json!({ "status": case.status.as_str(), "problems": case.details });
        let (part, group, inner) = match case.group.strip_prefix("rule ") {
            Some(rule) => (&mut rules, rule, "examples"),
            None => (&mut files, case.group.as_str(), "runs"),
        };
        let group = part.entry(group).or_insert_with(|| json!({ inner: {} }));
        if let Some(Json::Object(members)) = group.get_mut(inner) {
            members.insert(case.name.clone(), entry);
        }
    }
    let number = |status| count(cases, status);
    let worst = cases.iter().map(|case| case.status).max().unwrap_or(Status::Pass);
    json!({
        "files": files,
        "rules": rules,
        "summary": {
            "status": worst.as_str(),
            "passed": number(Status::Pass),
            "failed": number(Status::Fail),
            "errored": number(Status::Error),
            "undecided": number(Status::Undecided),
            "skipped": number(Status::Skip),
        },
    })
}

fn xml(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    quick_xml::escape::escape(plain.as_str()).into_owned()
}

fn junit(cases: &[Case], out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    let (failures, errors) = (count(cases, Status::Fail), count(cases, Status::Error));
    let skipped = count(cases, Status::Skip) + count(cases, Status::Undecided);
    writeln!(out, "<testsuites>")?;
    writeln!(
        out,
        "<testsuite name=\"tollgate\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" time=\"0\">",
        cases.len()
    )?;
    for case in cases {
        write!(out, "<testcase classname=\"{}\" name=\"{}\" time=\"0\"", xml(&case.group), xml(&case.name))?;
        let details = xml(&case.details.join("\n"));
        match case.status {
            Status::Pass => writeln!(out, "/>")?,
            Status::Fail => writeln!(out, "><failure message=\"failed\">{details}</failure></testcase>")?,
            Status::Error => writeln!(out, "><error message=\"error\">{details}</error></testcase>")?,
            Status::Skip | Status::Undecided => {
                writeln!(out, "><skipped message=\"{}\"/></testcase>", case.status.as_str())?;
            }
        }
    }
    writeln!(out, "</testsuite>\n</testsuites>")
}

fn github(cases: &[Case], out: &mut dyn Write) -> std::io::Result<()> {
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    for case in cases {
        let level = match case.status {
            Status::Fail | Status::Error => "error",
            Status::Undecided => "warning",
            Status::Pass | Status::Skip => continue,
        };
        let title = escape(&format!("{} {}", case.group, case.name)).replace(':', "%3A").replace(',', "%2C");
        writeln!(out, "::{level} title={title}::{}", escape(&case.details.join("\n")))?;
    }
    Ok(())
}

fn tap(cases: &[Case], out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "TAP version 14\n1..{}", cases.len())?;
    for (i, case) in cases.iter().enumerate() {
        let (ok, directive) = match case.status {
            Status::Pass => ("ok", String::new()),
            Status::Fail | Status::Error => ("not ok", String::new()),
            Status::Skip | Status::Undecided => ("ok", format!(" # SKIP {}", case.status.as_str())),
        };
        let name = format!("{} {}", case.group, case.name).replace(['#', '\n'], " ");
        writeln!(out, "{ok} {} - {name}{directive}", i + 1)?;
        for detail in &case.details {
            writeln!(out, "# {}", detail.replace('\n', " "))?;
        }
    }
    Ok(())
}
