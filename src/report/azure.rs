//! Logging commands of Azure Pipelines.

use std::io::{self, Write};

use super::compact::{diagnostic_place, subject};
use super::place::{Place, relative_path};
use super::text::{quoted, visible};
use super::{Format, Options, Report, worst_first};
use crate::diag;
use crate::rules::rule::Severity;

/// See the module.
#[derive(Debug)]
pub struct Azure;

impl Format for Azure {
    fn name(&self) -> &'static str {
        "azure"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn about(&self) -> &'static str {
        "logging commands of Azure Pipelines"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, _: &Options) -> io::Result<()> {
        for diagnostic in report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == diag::Severity::Error) {
            let place = diagnostic_place(diagnostic, report.sources);
            writeln!(
                out,
                "{}",
                command("error", place.as_ref(), diagnostic.code.as_str(), &quoted(&diagnostic.message))
            )?;
        }
        for finding in worst_first(report.news()) {
            let kind = match finding.severity {
                Severity::Critical | Severity::High => "error",
                Severity::Medium | Severity::Low | Severity::Info => "warning",
            };
            let place = Place::of(&finding.location, report.sources);
            let message = format!("{}: {}{}", finding.severity, quoted(&finding.message), subject(finding));
            writeln!(out, "{}", command(kind, Some(&place), &finding.rule.id, &message))?;
        }
        Ok(())
    }
}

fn command(kind: &str, place: Option<&Place>, code: &str, message: &str) -> String {
    let at = place.map_or_else(String::new, |place| {
        let (path, start) = (escape(&relative_path(&place.path)), place.region.start);
        format!("sourcepath={path};linenumber={};columnnumber={};", start.line, start.column)
    });
    format!("##vso[task.logissue type={kind};{at}code={};]{}", escape(code), visible(message).replace('%', "%AZP25"))
}

/// A property of a logging command.
fn escape(text: &str) -> String {
    visible(text).replace('%', "%AZP25").replace(';', "%3B").replace(']', "%5D")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Case;

    #[test]
    fn each_finding_is_a_command() {
        insta::assert_snapshot!(Case::sample().render(&Azure), @r#"
        ##vso[task.logissue type=error;sourcepath=modules/bucket/main.tf;linenumber=15;columnnumber=3;code=syntax-invalid;]expected a value behind '='
        ##vso[task.logissue type=error;sourcepath=envs/prod/main.tf;linenumber=8;columnnumber=3;code=aws-s3-bucket-public-acls;]critical: 'block_public_acls' is 'false' (module.logs["a"].aws_s3_bucket_public_access_block.this and 2 more, in prod)
        ##vso[task.logissue type=error;sourcepath=envs/prod/main.tf;linenumber=19;columnnumber=5;code=aws-security-group-ssh-open;]high: port '22' is open to '0.0.0.0/0' (aws_security_group.web)
        "#);
    }

    #[test]
    fn hostile_text_makes_no_commands() {
        let text = Case::hostile().render(&Azure);
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.contains("x=`|%3B%5D:%AZP25.tf;linenumber=1"), "{text}");
    }
}
