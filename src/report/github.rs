//! Annotations of GitHub Actions: workflow commands on standard output.
//!
//! GitHub shows at most ten annotations of a level for each step. The worst and newest come first; what is left is
//! counted in a notice.

use std::io::{self, Write};

use super::compact::{diagnostic_place, subject};
use super::place::{Place, relative_path};
use super::text::{plural, quoted, visible};
use super::{Counts, Format, Options, Report, worst_first};
use crate::diag::{self, Diagnostic};
use crate::rules::finding::Finding;
use crate::rules::rule::Severity;

/// Of one level in one step.
const MAX_ANNOTATIONS: usize = 10;

/// See the module.
#[derive(Debug)]
pub struct Github;

impl Format for Github {
    fn name(&self) -> &'static str {
        "github"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn about(&self) -> &'static str {
        "annotations of GitHub Actions, at most 10 of a level"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, _: &Options) -> io::Result<()> {
        let errors = report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == diag::Severity::Error);
        let mut annotations: Vec<Annotation> = errors.map(|diagnostic| of_diagnostic(diagnostic, report)).collect();
        annotations.extend(worst_first(report.news()).into_iter().map(|finding| of_finding(finding, report)));
        let mut used = [0; 3];
        let mut left = 0;
        for annotation in &annotations {
            // One notice is kept for the count of what is left.
            let (index, room) = match annotation.level {
                Level::Error => (0, MAX_ANNOTATIONS),
                Level::Warning => (1, MAX_ANNOTATIONS),
                Level::Notice => (2, MAX_ANNOTATIONS - 1),
            };
            let Some(used) = used.get_mut(index) else { continue };
            if *used < room {
                *used += 1;
                writeln!(out, "{}", annotation.command())?;
            } else {
                left += 1;
            }
        }
        if left > 0 {
            let text = format!("{} not shown here; {}", plural(left, "more annotation"), Counts::of(report).headline());
            writeln!(out, "::notice title=tollgate::{}", escape_data(&text))?;
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
enum Level {
    Error,
    Warning,
    Notice,
}

struct Annotation {
    level: Level,
    place: Option<Place>,
    title: String,
    message: String,
}

fn of_finding(finding: &Finding, report: &Report<'_>) -> Annotation {
    let level = match finding.severity {
        Severity::Critical | Severity::High => Level::Error,
        Severity::Medium => Level::Warning,
        Severity::Low | Severity::Info => Level::Notice,
    };
    Annotation {
        level,
        place: Some(Place::of(&finding.location, report.sources)),
        title: format!("{}: {}", finding.severity, finding.rule.id),
        message: format!("{}{}", quoted(&finding.message), subject(finding)),
    }
}

fn of_diagnostic(diagnostic: &Diagnostic, report: &Report<'_>) -> Annotation {
    Annotation {
        level: Level::Error,
        place: diagnostic_place(diagnostic, report.sources),
        title: format!("tollgate: {}", diagnostic.code),
        message: quoted(&diagnostic.message),
    }
}

impl Annotation {
    fn command(&self) -> String {
        let name = match self.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Notice => "notice",
        };
        let mut properties = Vec::new();
        if let Some(place) = &self.place {
            let (start, end) = (place.region.start, place.region.end);
            properties.push(format!("file={}", escape_property(&relative_path(&place.path))));
            properties.push(format!("line={},endLine={}", start.line, end.line));
            // Columns are understood only where the annotation lies on one line.
            if place.is_one_line() {
                properties.push(format!("col={},endColumn={}", start.column, end.column));
            }
        }
        properties.push(format!("title={}", escape_property(&self.title)));
        format!("::{name} {}::{}", properties.join(","), escape_data(&self.message))
    }
}

/// The message of a workflow command.
fn escape_data(text: &str) -> String {
    visible(text).replace('%', "%25")
}

/// A property of a workflow command.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Case;
    use crate::rules::rule::Category;

    #[test]
    fn the_worst_come_first() {
        insta::assert_snapshot!(Case::sample().render(&Github), @r#"
        ::error file=modules/bucket/main.tf,line=15,endLine=15,col=3,endColumn=27,title=tollgate%3A syntax-invalid::expected a value behind '='
        ::error file=envs/prod/main.tf,line=8,endLine=8,col=3,endColumn=21,title=critical%3A aws-s3-bucket-public-acls::'block_public_acls' is 'false' (module.logs["a"].aws_s3_bucket_public_access_block.this and 2 more, in prod)
        ::error file=envs/prod/main.tf,line=19,endLine=19,col=5,endColumn=32,title=high%3A aws-security-group-ssh-open::port '22' is open to '0.0.0.0/0' (aws_security_group.web)
        "#);
    }

    #[test]
    fn the_rest_is_counted() {
        let mut case = Case::default();
        let file = case.file("main.tf", "a = 1\n");
        for (id, severity, count) in [("x-high", Severity::High, 12), ("x-low", Severity::Low, 12)] {
            let rule = case.rule(id, Category::Naming, severity);
            let finding = case.finding(&rule, file, "a = 1", "is wrong");
            case.findings.extend(std::iter::repeat_n(finding, count));
        }
        let text = case.render(&Github);
        let count = |prefix: &str| text.lines().filter(|line| line.starts_with(prefix)).count();
        assert_eq!((count("::error"), count("::notice")), (10, 10));
        assert!(
            text.ends_with(
                "::notice title=tollgate::5 more annotations not shown here; 24 findings: 12 high, 12 low\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn hostile_text_makes_no_commands() {
        let text = Case::hostile().render(&Github);
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.starts_with("::error file=a\\n\"b\"<c>&\\u{202e}\\u{1b}[31m%2Cx=`|;]%3A%25.tf,line=1"), "{text}");
        assert!(text.contains("%250A"), "{text}");
    }
}
