//! Checkstyle's XML, which Jenkins, reviewdog and many editors read.

use std::io::{self, Write};

use super::compact::subject;
use super::place::{Place, relative_path};
use super::text::quoted;
use super::xml::Xml;
use super::{Format, Options, Report};
use crate::rules::finding::Finding;
use crate::rules::rule::Severity;

/// See the module.
#[derive(Debug)]
pub struct Checkstyle;

impl Format for Checkstyle {
    fn name(&self) -> &'static str {
        "checkstyle"
    }

    fn extension(&self) -> &'static str {
        "xml"
    }

    fn about(&self) -> &'static str {
        "Checkstyle's XML, for Jenkins and reviewdog"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, _: &Options) -> io::Result<()> {
        let mut xml = Xml::default();
        xml.open("checkstyle", &[("version", "4.3")]);
        let mut current: Option<String> = None;
        for finding in report.failures() {
            let place = Place::of(&finding.location, report.sources);
            let path = relative_path(&place.path);
            if current.as_ref() != Some(&path) {
                if current.is_some() {
                    xml.close();
                }
                xml.open("file", &[("name", &path)]);
                current = Some(path);
            }
            error(&mut xml, finding, &place);
        }
        out.write_all(xml.finish().as_bytes())
    }
}

fn error(xml: &mut Xml, finding: &Finding, place: &Place) {
    let start = place.region.start;
    let attributes = [
        ("line", &*start.line.to_string()),
        ("column", &start.column.to_string()),
        ("severity", severity(finding.severity)),
        ("message", &format!("{}{}", quoted(&finding.message), subject(finding))),
        ("source", &format!("tollgate.{}", finding.rule.id)),
    ];
    xml.empty("error", &attributes);
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "info",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Case;

    #[test]
    fn errors_are_grouped_by_file() {
        insta::assert_snapshot!(Case::sample().render(&Checkstyle), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <checkstyle version="4.3">
          <file name="envs/prod/main.tf">
            <error line="8" column="3" severity="error" message="&#39;block_public_acls&#39; is &#39;false&#39; (module.logs[&quot;a&quot;].aws_s3_bucket_public_access_block.this and 2 more, in prod)" source="tollgate.aws-s3-bucket-public-acls"/>
            <error line="19" column="5" severity="error" message="port &#39;22&#39; is open to &#39;0.0.0.0/0&#39; (aws_security_group.web)" source="tollgate.aws-security-group-ssh-open"/>
          </file>
        </checkstyle>
        "#);
    }

    #[test]
    fn hostile_text_stays_text() {
        let text = Case::hostile().render(&Checkstyle);
        assert!(!text.contains("<script>") && !text.contains("<c>"), "{text}");
        assert_eq!(text.lines().count(), 6, "{text}");
    }
}
