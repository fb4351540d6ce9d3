//! `path:line:col: severity rule: message`, one line a finding, for editors and `grep`.

use std::io::{self, Write};

use super::paint::{Painter, Style};
use super::place::Place;
use super::text::visible;
use super::{Format, Options, Report};
use crate::diag::{self, Diagnostic};
use crate::rules::finding::{BaselineState, Finding, Verdict};
use crate::span::Sources;

/// See the module.
#[derive(Debug)]
pub struct Compact;

impl Format for Compact {
    fn name(&self) -> &'static str {
        "compact"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn about(&self) -> &'static str {
        "one line a finding: path:line:col: severity rule: message"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, options: &Options) -> io::Result<()> {
        let painter = Painter::new(options);
        for diagnostic in report.diagnostics.iter().filter(|d| d.severity != diag::Severity::Note) {
            writeln!(out, "{}", diagnostic_line(diagnostic, report.sources, &painter))?;
        }
        // As everywhere for people: what was there before is not what the change has to answer for.
        let is_old = |finding: &&Finding| {
            finding.suppression.is_none() && finding.baseline_state == Some(BaselineState::Unchanged)
                || finding.baseline_state == Some(BaselineState::Fixed)
        };
        for finding in report.shown(options).filter(|finding| !is_old(finding)) {
            writeln!(out, "{}", finding_line(finding, report.sources, &painter))?;
        }
        Ok(())
    }
}

/// The line of a finding.
pub fn finding_line(finding: &Finding, sources: &Sources, painter: &Painter) -> String {
    let place = painter.place(Style::Bold, &Place::of(&finding.location, sources));
    let style = Style::of_severity(finding.severity);
    let word = match (finding.verdict, &finding.suppression) {
        (_, Some(_)) => painter.paint(Style::Dim, "suppressed"),
        (Verdict::Unknown, None) => painter.paint(Style::Magenta, "unknown"),
        (Verdict::Fail, None) => painter.paint(style, finding.severity.as_str()),
    };
    let rule = painter.paint(Style::Dim, &finding.rule.id);
    format!("{place}: {word} {rule}: {}{}", painter.message(&finding.message), subject(finding))
}

/// ` (aws_s3_bucket.b and 3 more, in prod, to update)`: what tells findings of one line apart, and what a plan does.
pub fn subject(finding: &Finding) -> String {
    let mut words = Vec::new();
    if let Some(first) = finding.instances.first() {
        let more = finding.instances.len() - 1;
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        words.push(format!("{}{rest}", visible(first)));
    }
    if let Some(environment) = &finding.environment {
        words.push(format!("in {}", visible(environment)));
    }
    words.extend(action(finding).map(str::to_owned));
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) }
}

/// What a plan does to the first instance; nothing where it stays or there is no plan.
pub fn action(finding: &Finding) -> Option<&'static str> {
    Some(match finding.action.as_deref()? {
        "create" => "to create",
        "update" => "to update",
        "replace" => "to replace",
        "destroy" => "to destroy",
        "forget" => "to forget",
        _ => return None,
    })
}

/// The line of a diagnostic.
pub fn diagnostic_line(diagnostic: &Diagnostic, sources: &Sources, painter: &Painter) -> String {
    let word = painter.paint(Style::of_diagnostic(diagnostic.severity), diagnostic.severity.as_str());
    let code = painter.paint(Style::Dim, diagnostic.code.as_str());
    let text = format!("{word} {code}: {}", painter.message(&diagnostic.message));
    match diagnostic_place(diagnostic, sources) {
        Some(place) if place.source.is_some() => format!("{}: {text}", painter.place(Style::Bold, &place)),
        Some(place) => format!("{}: {text}", painter.paint(Style::Bold, &visible(&place.path))),
        None => text,
    }
}

/// Where a diagnostic stands, if it stands anywhere.
pub fn diagnostic_place(diagnostic: &Diagnostic, sources: &Sources) -> Option<Place> {
    if let Some(path) = &diagnostic.path {
        let location =
            crate::rules::finding::Location::File { path: path.clone(), region: crate::span::Region::default() };
        return Some(Place::of(&location, sources));
    }
    (!diagnostic.span.is_none()).then(|| Place::of_span(diagnostic.span, sources))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Case;

    #[test]
    fn a_line_tells_place_severity_rule_and_message() {
        let text = Case::sample().render(&Compact);
        insta::assert_snapshot!(text, @r#"
        modules/bucket/main.tf:15:3: error syntax-invalid: expected a value behind `=`
        envs/prod/main.tf:8:3: critical aws-s3-bucket-public-acls: `block_public_acls` is `false` (module.logs["a"].aws_s3_bucket_public_access_block.this and 2 more, in prod)
        envs/prod/main.tf:19:5: high aws-security-group-ssh-open: port `22` is open to `0.0.0.0/0` (aws_security_group.web)
        envs/prod/main.tf:23:1: unknown aws-resource-tags: tag `owner` may be missing (aws_ebs_volume.scratch)
        "#);
    }
}
