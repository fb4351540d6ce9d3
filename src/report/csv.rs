//! Comma-separated values, one row a finding, safe to open in a spreadsheet.

use std::io::{self, Write};

use super::json::state_name;
use super::place::Place;
use super::text::visible;
use super::{Format, Options, Report};
use crate::rules::finding::Finding;

const HEADER: [&str; 18] = [
    "severity",
    "verdict",
    "category",
    "rule",
    "path",
    "start_line",
    "start_column",
    "end_line",
    "end_column",
    "resource",
    "attribute",
    "instances",
    "root",
    "environment",
    "message",
    "state",
    "suppressed",
    "fingerprint",
];

/// See the module.
#[derive(Debug)]
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn extension(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "one row a finding, for spreadsheets"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, options: &Options) -> io::Result<()> {
        let mut writer = ::csv::Writer::from_writer(out);
        writer.write_record(HEADER)?;
        for finding in report.shown(options) {
            writer.write_record(row(finding, report).iter().map(|field| cell(field)))?;
        }
        writer.flush()
    }
}

fn row(finding: &Finding, report: &Report<'_>) -> [String; 18] {
    let place = Place::of(&finding.location, report.sources);
    let (start, end) = (place.region.start, place.region.end);
    let suppression = finding.suppression.as_ref().map(|suppression| suppression.reason.as_deref().unwrap_or("yes"));
    [
        finding.severity.to_string(),
        finding.verdict.as_str().to_owned(),
        finding.category.to_string(),
        finding.rule.id.to_string(),
        place.path.to_string(),
        start.line.to_string(),
        start.column.to_string(),
        end.line.to_string(),
        end.column.to_string(),
        finding.instances.first().map(ToString::to_string).unwrap_or_default(),
        finding.attribute.to_string(),
        finding.instances.len().to_string(),
        finding.root.to_string(),
        finding.environment.as_deref().unwrap_or("").to_owned(),
        finding.message.clone(),
        finding.baseline_state.map_or("", state_name).to_owned(),
        suppression.unwrap_or("").to_owned(),
        finding.fingerprint.to_string(),
    ]
}

/// A spreadsheet takes a cell that begins like a formula for one; a quote before it keeps it text.
fn cell(field: &str) -> String {
    let field = visible(field);
    if field.starts_with(['=', '+', '-', '@']) { format!("'{field}") } else { field.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Case;

    #[test]
    fn each_finding_is_a_row() {
        insta::assert_snapshot!(Case::sample().render(&Csv), @r#"
        severity,verdict,category,rule,path,start_line,start_column,end_line,end_column,resource,attribute,instances,root,environment,message,state,suppressed,fingerprint
        critical,fail,security,aws-s3-bucket-public-acls,envs/prod/main.tf,8,3,8,21,"module.logs[""a""].aws_s3_bucket_public_access_block.this",block_public_acls,3,envs/prod,prod,`block_public_acls` is `false`,,,000000000000000000000000000fb577
        high,fail,security,aws-security-group-ssh-open,envs/prod/main.tf,19,5,19,32,aws_security_group.web,ingress[0].cidr_blocks,1,envs/prod,,port `22` is open to `0.0.0.0/0`,,,0000000000000000000000000027ff20
        medium,unknown,tagging,aws-resource-tags,envs/prod/main.tf,23,1,23,36,aws_ebs_volume.scratch,,1,envs/prod,,tag `owner` may be missing,,,000000000000000000000000002c39c3
        "#);
    }

    #[test]
    fn formulas_and_line_breaks_stay_text() {
        assert_eq!(cell("=cmd()\n"), "'=cmd()\\n");
        let text = Case::hostile().render(&Csv);
        assert_eq!(text.lines().count(), 2, "{text}");
    }
}
