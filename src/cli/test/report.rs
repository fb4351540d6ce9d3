//! The formats of test results.

use std::io::Write;

use serde_json::{Map, Value as Json, json};

use super::{TestArgs, TestFormat, Undecided};
use crate::span::{Sources, Span};
use crate::test_run::policy::shown_path;
use crate::test_run::verdict::{Problem, Status, TestResult};

/// What kind of test a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Module,
    Policy,
    Rule,
}

/// One test, whatever it came from.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) group: Group,
    /// The test file, or the rule's id.
    pub(super) name: String,
    pub(super) result: TestResult,
}

impl Case {
    fn title(&self) -> String {
        match self.group {
            Group::Rule => format!("rule {}", self.name),
            Group::Module | Group::Policy => self.name.clone(),
        }
    }

    /// A line each: what is wrong, then indented notes.
    fn details(&self, sources: &Sources) -> Vec<String> {
        self.result.problems.iter().flat_map(|problem| details(problem, sources)).collect()
    }
}

fn details(problem: &Problem, sources: &Sources) -> Vec<String> {
    let place = place(problem.span, sources).map_or_else(String::new, |(path, line)| format!("{path}:{line}: "));
    let mut lines = vec![format!("{place}{}", problem.message)];
    lines.extend(problem.notes.iter().map(|note| format!("  {note}")));
    lines
}

fn place(span: Span, sources: &Sources) -> Option<(String, u32)> {
    (!span.is_none()).then(|| (shown_path(&sources.path(span.file)).to_owned(), sources.region(span).start.line))
}

pub(super) fn write(args: &TestArgs, cases: &[Case], sources: &Sources, out: &mut dyn Write) -> anyhow::Result<()> {
    let report = Report { cases, sources, undecided: args.undecided };
    match args.format {
        TestFormat::Human => report.human(out)?,
        TestFormat::Json => writeln!(out, "{}", report.json())?,
        TestFormat::Junit => report.junit(out)?,
        TestFormat::Github => report.github(out)?,
        TestFormat::Tap => report.tap(out)?,
    }
    Ok(())
}

/// Text for XML: characters that it cannot hold are left out.
fn xml(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    quick_xml::escape::escape(plain.as_str()).into_owned()
}

struct Report<'r> {
    cases: &'r [Case],
    sources: &'r Sources,
    undecided: Undecided,
}

impl Report<'_> {
    fn count(&self, status: Status) -> usize {
        self.cases.iter().filter(|case| case.result.status == status).count()
    }

    /// An undecided case that is ignored is counted and not shown.
    fn is_shown(&self, case: &Case) -> bool {
        match case.result.status {
            Status::Pass => case.group != Group::Rule,
            Status::Undecided => self.undecided != Undecided::Ignore,
            Status::Skip | Status::Fail | Status::Error => true,
        }
    }

    fn human(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let mut group = String::new();
        for case in self.cases.iter().filter(|case| self.is_shown(case)) {
            let title = case.title();
            if title != group {
                writeln!(out, "{title}")?;
                group = title;
            }
            writeln!(out, "  {:<9} {}", case.result.status.as_str(), case.result.name)?;
            for detail in case.details(self.sources) {
                writeln!(out, "            {detail}")?;
            }
        }
        writeln!(
            out,
            "{} passed, {} failed, {} errored, {} undecided, {} skipped",
            self.count(Status::Pass),
            self.count(Status::Fail),
            self.count(Status::Error),
            self.count(Status::Undecided),
            self.count(Status::Skip)
        )
    }

    fn json(&self) -> Json {
        let (mut files, mut policies, mut rules) = (Map::new(), Map::new(), Map::new());
        for case in self.cases {
            let place = place(case.result.span, self.sources);
            let entry = json!({
                "status": case.result.status.as_str(),
                "problems": case.details(self.sources),
                "line": place.map(|(_, line)| line),
            });
            let (part, inner) = match case.group {
                Group::Module => (&mut files, "runs"),
                Group::Policy => (&mut policies, "tests"),
                Group::Rule => (&mut rules, "examples"),
            };
            let group = part.entry(case.name.clone()).or_insert_with(|| json!({ inner: {} }));
            if let Some(Json::Object(members)) = group.get_mut(inner) {
                members.insert(case.result.name.to_string(), entry);
            }
        }
        let worst = self.cases.iter().map(|case| case.result.status).max().unwrap_or(Status::Pass);
        json!({
            "files": files,
            "policies": policies,
            "rules": rules,
            "summary": {
                "status": worst.as_str(),
                "passed": self.count(Status::Pass),
                "failed": self.count(Status::Fail),
                "errored": self.count(Status::Error),
                "undecided": self.count(Status::Undecided),
                "skipped": self.count(Status::Skip),
            },
        })
    }

    /// What an undecided case is in formats that know failures and skips only.
    fn is_failing(&self, status: Status) -> bool {
        match status {
            Status::Fail | Status::Error => true,
            Status::Undecided => self.undecided == Undecided::Fail,
            Status::Pass | Status::Skip => false,
        }
    }

    fn junit(&self, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        let errors = self.count(Status::Error);
        let failing = self.cases.iter().filter(|case| self.is_failing(case.result.status)).count();
        let undecided = if self.undecided == Undecided::Fail { 0 } else { self.count(Status::Undecided) };
        writeln!(out, "<testsuites>")?;
        writeln!(
            out,
            "<testsuite name=\"tollgate\" tests=\"{}\" failures=\"{}\" errors=\"{errors}\" skipped=\"{}\" time=\"0\">",
            self.cases.len(),
            failing - errors,
            self.count(Status::Skip) + undecided,
        )?;
        for case in self.cases {
            let (class, name) = (xml(&case.title()), xml(&case.result.name));
            write!(out, "<testcase classname=\"{class}\" name=\"{name}\"")?;
            if let Some((file, line)) = place(case.result.span, self.sources) {
                write!(out, " file=\"{}\" line=\"{line}\"", xml(&file))?;
            }
            write!(out, " time=\"0\"")?;
            let details = xml(&case.details(self.sources).join("\n"));
            let status = case.result.status;
            match status {
                Status::Pass => writeln!(out, "/>")?,
                Status::Error => writeln!(out, "><error message=\"error\">{details}</error></testcase>")?,
                Status::Fail => writeln!(out, "><failure message=\"failed\">{details}</failure></testcase>")?,
                Status::Undecided if self.is_failing(status) => {
                    writeln!(out, "><failure message=\"undecided\">{details}</failure></testcase>")?;
                }
                Status::Skip | Status::Undecided => {
                    writeln!(out, "><skipped message=\"{}\"/></testcase>", status.as_str())?;
                }
            }
        }
        writeln!(out, "</testsuite>\n</testsuites>")
    }

    fn github(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
        for case in self.cases.iter().filter(|case| self.is_shown(case)) {
            let level = match case.result.status {
                status if self.is_failing(status) => "error",
                Status::Undecided => "warning",
                _ => continue,
            };
            let title = property(&format!("{} {}", case.title(), case.result.name));
            for problem in &case.result.problems {
                let at = place(problem.span, self.sources).or_else(|| place(case.result.span, self.sources));
                let at = at.map_or_else(String::new, |(path, line)| format!("file={},line={line},", property(&path)));
                let text = escape(&details(problem, self.sources).join("\n"));
                writeln!(out, "::{level} {at}title={title}::{text}")?;
            }
        }
        Ok(())
    }

    fn tap(&self, out: &mut dyn Write) -> std::io::Result<()> {
        writeln!(out, "TAP version 14\n1..{}", self.cases.len())?;
        for (i, case) in self.cases.iter().enumerate() {
            let status = case.result.status;
            let (ok, directive) = match status {
                Status::Pass => ("ok", String::new()),
                status if self.is_failing(status) => ("not ok", String::new()),
                _ => ("ok", format!(" # SKIP {}", status.as_str())),
            };
            let name = format!("{} {}", case.title(), case.result.name).replace(['#', '\n'], " ");
            writeln!(out, "{ok} {} - {name}{directive}", i + 1)?;
            for detail in case.details(self.sources) {
                writeln!(out, "# {}", detail.replace('\n', " "))?;
            }
        }
        Ok(())
    }
}
