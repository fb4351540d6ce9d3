//! The report for a person at a terminal: the source with the attribute underlined, the way its value came, what to
//! write instead, and a summary. In a pipe it is one line a finding and the same summary. Diagnostics are not in it:
//! they go to standard error (see `diagnostic`).

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::compact::{finding_line, subject};
use super::paint::{Painter, Style};
use super::place::Place;
use super::plans;
use super::prose::first_paragraph;
use super::redact::Redactor;
use super::snippet::{Snippet, SnippetLine};
use super::text::{cut, plural, visible, wrap};
use super::{Counts, Detail, Format, Options, Report};
use crate::diag;
use crate::plan::summary::Overview;
use crate::rules::finding::{BaselineState, Finding, Step, Verdict};

/// More steps than this are cut in the middle.
const MAX_STEPS: usize = 8;
/// So many findings of a rule are drawn; those behind them get a line each.
const MAX_DRAWN: usize = 3;
/// So many instances that a plan takes away are named.
const MAX_LOSSES: usize = 10;
/// So many places are named for each reason of an unknown verdict.
const MAX_PLACES: usize = 3;

/// See the module.
#[derive(Debug)]
pub struct Human;

impl Format for Human {
    fn name(&self) -> &'static str {
        "human"
    }

    fn extension(&self) -> &'static str {
        "txt"
    }

    fn about(&self) -> &'static str {
        "source, reason and remedy on a terminal; one line a finding in a pipe"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, options: &Options) -> io::Result<()> {
        let view = View {
            report,
            painter: Painter::new(options),
            redactor: Redactor::new(report),
            width: options.width.clamp(40, 160),
        };
        match options.detail {
            Detail::Full => view.full(out, options)?,
            Detail::Lines => view.lines(out, options)?,
        }
        view.summary(out)
    }
}

struct View<'r, 'a> {
    report: &'r Report<'a>,
    painter: Painter,
    redactor: Redactor,
    width: usize,
}

impl View<'_, '_> {
    fn lines(&self, out: &mut dyn Write, options: &Options) -> io::Result<()> {
        for finding in self.report.shown(options).filter(|finding| is_news(finding)) {
            writeln!(out, "{}", finding_line(finding, self.report.sources, &self.painter))?;
        }
        Ok(())
    }

    fn full(&self, out: &mut dyn Write, options: &Options) -> io::Result<()> {
        let mut drawn: HashMap<&str, usize> = HashMap::new();
        let is_listed = |finding: &&Finding| {
            is_news(finding) && (finding.verdict == Verdict::Fail || self.report.run.unknown_fails)
        };
        let mut in_lines = false;
        for finding in self.report.shown(options).filter(is_listed) {
            let count = drawn.entry(&finding.rule.id).or_insert(0);
            *count += 1;
            if *count > MAX_DRAWN {
                writeln!(out, "{}", finding_line(finding, self.report.sources, &self.painter))?;
            } else {
                if in_lines {
                    writeln!(out)?;
                }
                self.finding(out, finding, *count == 1)?;
            }
            in_lines = *count > MAX_DRAWN;
        }
        if in_lines {
            writeln!(out)?;
        }
        self.unknowns(out)
    }

    fn finding(&self, out: &mut dyn Write, finding: &Finding, explain: bool) -> io::Result<()> {
        let place = Place::of(&finding.location, self.report.sources);
        let painter = &self.painter;
        let word = match finding.verdict {
            Verdict::Fail => painter.paint(Style::of_severity(finding.severity), finding.severity.as_str()),
            Verdict::Unknown => painter.paint(Style::Magenta, "unknown"),
        };
        let rule = painter.paint(Style::Dim, &format!("[{}]", finding.rule.id));
        writeln!(out, "{word}: {} {rule}", painter.message(&finding.message))?;
        let gutter = self.snippet(out, finding, &place)?;
        let notes = self.notes(finding, &place, gutter, explain);
        for (index, lines) in notes.iter().enumerate() {
            let is_last = index + 1 == notes.len();
            for (row, line) in lines.iter().enumerate() {
                let bar = match (row, is_last) {
                    (0, false) => "├─",
                    (0, true) => "╰─",
                    (_, false) => "│ ",
                    (_, true) => "  ",
                };
                writeln!(out, " {:gutter$} {} {line}", "", painter.paint(Style::Dim, bar))?;
            }
        }
        if notes.is_empty() {
            writeln!(out, " {:gutter$} {}", "", painter.paint(Style::Dim, "╰────"))?;
        }
        writeln!(out)
    }

    /// What stands under the source: one entry a note, in lines.
    fn notes(&self, finding: &Finding, place: &Place, gutter: usize, explain: bool) -> Vec<Vec<String>> {
        let mut notes = self.trace(finding, place);
        notes.extend(finding.related.iter().take(MAX_STEPS).map(|step| vec![self.step("see", step)]));
        let mut add = |word: &str, text: &str| notes.push(self.wrapped(word, text, gutter));
        for origin in &finding.origins {
            add("why", &origin.to_string());
        }
        if let Some(suppression) = &finding.suppression {
            add("suppressed", suppression.reason.as_deref().unwrap_or("without a reason"));
        }
        if explain {
            add("help", &first_paragraph(&finding.rule.remedy));
        }
        if let Some(fix) = &finding.fix {
            let command = if fix.safe { "tollgate fix" } else { "tollgate fix --unsafe" };
            add("fix", &format!("{} (`{command}`)", fix.description));
        }
        notes.retain(|lines| !lines.is_empty());
        notes
    }

    /// Draws the frame with the source; gives the width of the line numbers.
    fn snippet(&self, out: &mut dyn Write, finding: &Finding, place: &Place) -> io::Result<usize> {
        let painter = &self.painter;
        let snippet = Snippet::new(place, &self.redactor, 1);
        let last = snippet.as_ref().and_then(|snippet| snippet.lines.last()).map_or(1, |line| line.number);
        let gutter = last.to_string().len();
        let at = painter.place(Style::Bold, place);
        writeln!(out, " {:gutter$} {}", "", painter.paint(Style::Dim, "╭─[") + &at + &painter.paint(Style::Dim, "]"))?;
        let Some(snippet) = snippet else { return Ok(gutter) };
        let subject = subject(finding);
        let subject = subject.trim_start_matches(" (").trim_end_matches(')');
        let last_marked = snippet.lines.iter().filter(|line| !line.marked.is_empty()).map(|line| line.number).max();
        for line in &snippet.lines {
            let (text, underline) = self.source_line(line, finding);
            let number = painter.paint(Style::Dim, &format!("{:>gutter$} │", line.number));
            writeln!(out, " {number} {text}")?;
            let Some(underline) = underline else { continue };
            let is_last = Some(line.number) == last_marked;
            let label = if is_last {
                painter.paint(Style::Dim, &format!(" {}", cut(subject, self.width)))
            } else {
                String::new()
            };
            writeln!(out, " {:gutter$} {} {underline}{label}", "", painter.paint(Style::Dim, "·"))?;
        }
        if snippet.omitted > 0 {
            let text = format!("… {} more", plural(usize::try_from(snippet.omitted).unwrap_or(0), "line"));
            writeln!(out, " {:gutter$} {}", "", painter.paint(Style::Dim, &format!("· {text}")))?;
        }
        Ok(gutter)
    }

    /// The text of a line within the width, and what stands under it.
    fn source_line(&self, line: &SnippetLine, finding: &Finding) -> (String, Option<String>) {
        let room = self.width.saturating_sub(8);
        let before = take_width(&line.before, room);
        let marked = take_width(&line.marked, room.saturating_sub(before.width()));
        let after = take_width(&line.after, room.saturating_sub(before.width() + marked.width()));
        let is_cut =
            before.len() + marked.len() + after.len() < line.before.len() + line.marked.len() + line.after.len();
        let style = match finding.verdict {
            Verdict::Fail => Style::of_severity(finding.severity),
            Verdict::Unknown => Style::Magenta,
        };
        let text = format!("{before}{}{after}", self.painter.paint(style, marked));
        let underline = (!marked.is_empty())
            .then(|| " ".repeat(before.width()) + &self.painter.paint(style, &"─".repeat(marked.width().max(1))));
        (text.trim_end().to_owned() + if is_cut { " …" } else { "" }, underline)
    }

    /// The way of the value, where it has come from another place.
    fn trace(&self, finding: &Finding, place: &Place) -> Vec<Vec<String>> {
        let is_elsewhere = |step: &Step| Place::of(&step.location, self.report.sources).display() != place.display();
        if !finding.trace.iter().any(is_elsewhere) {
            return Vec::new();
        }
        let total = finding.trace.len();
        let (head, tail) = if total > MAX_STEPS { (MAX_STEPS / 2, MAX_STEPS / 2) } else { (total, 0) };
        let mut notes: Vec<Vec<String>> = Vec::new();
        for (index, step) in finding.trace.iter().enumerate() {
            if index < head || index >= total - tail {
                notes.push(vec![self.step("way", step)]);
            } else if index == head {
                notes.push(vec![format!("… {} more", plural(total - head - tail, "step"))]);
            }
        }
        notes
    }

    fn step(&self, word: &str, step: &Step) -> String {
        let place = Place::of(&step.location, self.report.sources);
        let at = self.painter.place(Style::Bold, &place);
        format!("{}: {at} {}", self.painter.paint(Style::Cyan, word), self.painter.message(&step.note))
    }

    fn wrapped(&self, word: &str, text: &str, gutter: usize) -> Vec<String> {
        let lines = wrap(&visible(text), self.width.saturating_sub(gutter + word.len() + 8));
        let head = self.painter.paint(Style::Cyan, word) + ":";
        let indent = " ".repeat(word.len() + 1);
        let first = |index: usize| if index == 0 { &head } else { &indent };
        lines
            .iter()
            .enumerate()
            .map(|(index, line)| format!("{} {}", first(index), self.painter.message(line)))
            .collect()
    }

    /// What could not be decided, grouped by its reason: one missing value often explains many of them.
    fn unknowns(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut by_reason: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
        for finding in self.report.unknowns().filter(|finding| is_news(finding)) {
            let reason = finding.origins.first().map_or_else(|| finding.message.clone(), ToString::to_string);
            by_reason.entry(reason).or_default().push(finding);
        }
        let mut reasons: Vec<_> = by_reason.into_iter().collect();
        reasons.sort_by_key(|(_, findings)| std::cmp::Reverse(findings.len()));
        for (reason, findings) in reasons {
            let count = self.painter.paint(Style::Magenta, &format!("unknown ({})", findings.len()));
            writeln!(out, "{count}: {}", self.painter.message(&reason))?;
            for finding in findings.iter().take(MAX_PLACES) {
                let place = self.painter.place(Style::Bold, &Place::of(&finding.location, self.report.sources));
                writeln!(out, "  {place} {}{}", finding.rule.id, subject(finding))?;
            }
            if findings.len() > MAX_PLACES {
                writeln!(out, "  … and {} more", findings.len() - MAX_PLACES)?;
            }
            writeln!(out)?;
        }
        Ok(())
    }

    /// What each plan does: the types by action, the dangerous first, and what is lost.
    fn plan(&self, out: &mut dyn Write, plan: &Overview) -> io::Result<()> {
        let painter = &self.painter;
        let title = painter.paint(Style::Bold, &visible(&plans::title(plan)));
        writeln!(out, "plan {title}: {}", plans::headline(plan))?;
        for (action, types) in plans::by_type(plan) {
            let word = painter.paint(Style::of_action(action), &format!("{:<7}", action.as_str()));
            for (i, line) in wrap(&visible(&types), self.width.saturating_sub(11)).iter().enumerate() {
                let head = if i == 0 { word.as_str() } else { "       " };
                writeln!(out, "  {head}  {line}")?;
            }
        }
        let losses = plans::losses(self.report, plan);
        for (loss, _) in losses.iter().take(MAX_LOSSES) {
            let word = painter.paint(Style::of_action(loss.action), &format!("{:<7}", loss.action.as_str()));
            writeln!(out, "  {word}  {}: {}", visible(&loss.address), painter.message(&visible(&loss.because)))?;
        }
        if losses.len() > MAX_LOSSES {
            writeln!(out, "           … and {} more", losses.len() - MAX_LOSSES)?;
        }
        writeln!(out)
    }

    fn summary(&self, out: &mut dyn Write) -> io::Result<()> {
        for plan in self.report.plans {
            self.plan(out, plan)?;
        }
        let counts = Counts::of(self.report);
        let style = match counts.by_severity.iter().find(|(_, count)| *count > 0) {
            Some((severity, _)) => Style::of_severity(*severity),
            None => Style::Green,
        };
        let headline = self.painter.paint(style, &counts.headline());
        let within = if counts.fail > 0 { format!(" in {}", plural(counts.files, "file")) } else { String::new() };
        let mut parts = vec![headline + &within];
        parts.extend(counts.remarks());
        let errors = self.report.diagnostics.iter().filter(|d| d.severity == diag::Severity::Error).count();
        if errors > 0 {
            parts.push(format!("{} in the input", plural(errors, "error")));
        }
        writeln!(out, "{}", parts.join("; "))?;
        for line in self.tables(&counts) {
            writeln!(out, "  {line}")?;
        }
        writeln!(out, "{}", self.painter.paint(Style::Dim, &self.report.summary.sentence()))
    }

    /// Failures by category and by rule, where there are enough of them to lose sight.
    fn tables(&self, counts: &Counts) -> Vec<String> {
        if counts.fail < 4 {
            return Vec::new();
        }
        let categories = counts.by_category.iter().map(|(category, count)| format!("{category} {count}"));
        let mut lines = vec![categories.collect::<Vec<_>>().join(", ")];
        let shown = counts.by_rule.iter().take(10);
        lines.extend(shown.map(|(rule, count)| format!("{count:>5}  {}", self.painter.paint(Style::Dim, rule))));
        if counts.by_rule.len() > 10 {
            lines.push(format!("       … and {}", plural(counts.by_rule.len() - 10, "more rule")));
        }
        lines
    }
}

/// With a base, people are told what is new; the rest is counted.
fn is_news(finding: &Finding) -> bool {
    !matches!(finding.baseline_state, Some(BaselineState::Unchanged | BaselineState::Fixed))
}

/// The beginning of a text that fits into so many columns.
fn take_width(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += unicode_width::UnicodeWidthChar::width(c).unwrap_or(0);
        if used > room {
            return text.get(..at).unwrap_or("");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::report::testing::Case;

    #[test]
    fn a_terminal_shows_source_way_and_remedy() {
        let mut case = Case::sample();
        case.options.detail = Detail::Full;
        insta::assert_snapshot!(case.render(&Human), @r#"
        critical: `block_public_acls` is `false` [aws-s3-bucket-public-acls]
           ╭─[envs/prod/main.tf:8:3]
         7 │   bucket_name = "acme-logs"
         8 │   public      = true
           ·   ────────────────── module.logs["a"].aws_s3_bucket_public_access_block.this and 2 more, in prod
         9 │ }
           ├─ way: envs/prod/main.tf:8:3 argument `public` of `module.logs`
           ├─ way: modules/bucket/main.tf:11:3 `local.block` is `false`
           ├─ way: modules/bucket/main.tf:20:3 `block_public_acls` is `false`
           ├─ see: modules/bucket/main.tf:18:1 the access block
           ╰─ help: Write the narrowest value

        high: port `22` is open to `0.0.0.0/0` [aws-security-group-ssh-open]
            ╭─[envs/prod/main.tf:19:5]
         18 │     protocol    = "tcp"
         19 │     cidr_blocks = ["0.0.0.0/0"]
            ·     ─────────────────────────── aws_security_group.web
         20 │   }
            ├─ help: Write the narrowest value
            ╰─ fix: allow private addresses alone (`tollgate fix --unsafe`)

        unknown (1): `var.tags` has no value here
          envs/prod/main.tf:23:1 aws-resource-tags (aws_ebs_volume.scratch)

        2 findings: 1 critical, 1 high in 1 file; 1 unknown; 1 suppressed; 1 error in the input
        checked 2 files with 6 resources in 1 root module against 4 rules
        "#);
    }

    #[test]
    fn a_pipe_gets_one_line_a_finding() {
        insta::assert_snapshot!(Case::sample().render(&Human), @r#"
        envs/prod/main.tf:8:3: critical aws-s3-bucket-public-acls: `block_public_acls` is `false` (module.logs["a"].aws_s3_bucket_public_access_block.this and 2 more, in prod)
        envs/prod/main.tf:19:5: high aws-security-group-ssh-open: port `22` is open to `0.0.0.0/0` (aws_security_group.web)
        envs/prod/main.tf:23:1: unknown aws-resource-tags: tag `owner` may be missing (aws_ebs_volume.scratch)
        2 findings: 1 critical, 1 high in 1 file; 1 unknown; 1 suppressed; 1 error in the input
        checked 2 files with 6 resources in 1 root module against 4 rules
        "#);
    }

    #[test]
    fn a_plan_is_told_with_its_losses_first() {
        let case = Case { plans: vec![crate::report::testing::overview()], ..Case::default() };
        insta::assert_snapshot!(case.render(&Human), @r#"
        plan plan.json for envs/prod in prod: 1 to destroy, 1 to replace, 2 to create; 1 stays
          destroy  aws_s3_bucket
          replace  aws_db_instance
          create   aws_sqs_queue 2
          destroy  aws_s3_bucket.d: its block is not in the configuration any more (`delete_because_no_resource_config`)
          replace  aws_db_instance.c: the provider cannot change `engine` from `mysql` to `postgres` in place (`replace_because_cannot_update`)

        no findings
        checked 2 files with 6 resources in 1 root module against 0 rules
        "#);
    }

    #[test]
    fn hostile_text_reaches_no_terminal() {
        for detail in [Detail::Full, Detail::Lines] {
            let mut case = Case::hostile();
            case.options.detail = detail;
            let text = case.render(&Human);
            assert!(!text.contains(|c| c != '\n' && crate::report::text::is_hostile(c)), "{text:?}");
        }
    }

    #[test]
    fn a_secret_is_masked() {
        let mut case = Case::default();
        let file = case
            .file("main.tf", "variable \"p\" {\n  default = \"hunter2\"\n}\nx = \"hunter3\"\npassword = \"hunter4\"\n");
        let mut rule =
            (*case.rule("secret-in-code", crate::rules::rule::Category::Security, crate::rules::rule::Severity::High))
                .clone();
        rule.tags.push("secret".into());
        let finding = case.finding(&Arc::new(rule), file, "x = \"hunter3\"", "looks like a password");
        case.findings.push(finding);
        case.secrets = vec![case.span(file, "\"hunter2\"")];
        case.options.detail = Detail::Full;
        let text = case.render(&Human);
        assert!(!text.contains("hunter"), "{text}");
        assert!(text.contains("x = \"*******\""), "{text}");
    }

    #[test]
    fn the_fourth_finding_of_a_rule_gets_a_line() {
        let mut case = Case::default();
        let file = case.file("main.tf", "a = 1\n");
        let rule = case.rule("x-y", crate::rules::rule::Category::Naming, crate::rules::rule::Severity::Low);
        case.findings = vec![case.finding(&rule, file, "a = 1", "is wrong"); 5];
        case.options.detail = Detail::Full;
        let text = case.render(&Human);
        assert_eq!((text.matches("╭─").count(), text.matches("main.tf:1:1: low x-y").count()), (3, 2), "{text}");
    }

    #[test]
    fn nothing_found_is_said() {
        let text = Case::default().render(&Human);
        assert!(text.starts_with("no findings\n"), "{text}");
    }

    #[test]
    fn wide_text_is_cut_by_columns() {
        assert_eq!(take_width("a漢字", 4), "a漢");
        assert_eq!(take_width("abc", 3), "abc");
    }
}
