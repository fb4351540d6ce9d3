//! Markdown for a pull-request comment and for the summary page of a GitHub job.
//!
//! The comment begins with a marker, so that the next run finds and replaces it.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::compact::{diagnostic_place, subject};
use super::json::state_name;
use super::place::{Place, relative_path, relative_uri, web_address};
use super::plans;
use super::prose::first_paragraph;
use super::text::{plural, visible};
use super::{Counts, Format, Options, Report, worst_first};
use crate::diag;
use crate::plan::summary::{Action, Overview};
use crate::rules::finding::Finding;
use crate::rules::rule::Severity;

/// By which a comment is found again.
pub const MARKER: &str = "<!-- tollgate -->";
/// GitHub takes 65,536 characters in a comment.
const COMMENT_LIMIT: usize = 60_000;
/// So many instances that a plan takes away are named.
const MAX_LOSSES: usize = 20;
/// And a mebibyte in a job's summary.
const SUMMARY_LIMIT: usize = 1_000_000;

/// The comment.
#[derive(Debug)]
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extension(&self) -> &'static str {
        "md"
    }

    fn about(&self) -> &'static str {
        "a pull-request comment, with a marker to replace it by"
    }

    fn tells_costs(&self) -> bool {
        true
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, _: &Options) -> io::Result<()> {
        out.write_all(Page::new(report, COMMENT_LIMIT).render().as_bytes())
    }
}

/// The job summary.
#[derive(Debug)]
pub struct GithubSummary;

impl Format for GithubSummary {
    fn name(&self) -> &'static str {
        "github-summary"
    }

    fn extension(&self) -> &'static str {
        "md"
    }

    fn about(&self) -> &'static str {
        "Markdown for $GITHUB_STEP_SUMMARY"
    }

    fn tells_costs(&self) -> bool {
        true
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, _: &Options) -> io::Result<()> {
        out.write_all(Page::new(report, SUMMARY_LIMIT).render().as_bytes())
    }
}

/// Roots whose change of cost is told.
const MAX_COSTS: usize = 50;

struct Page<'r, 'a> {
    report: &'r Report<'a>,
    /// Bytes of the page.
    limit: usize,
    /// `https://host/owner/repo/blob/REVISION`, where it is known.
    blob: Option<String>,
}

impl<'r, 'a> Page<'r, 'a> {
    fn new(report: &'r Report<'a>, limit: usize) -> Self {
        let run = &report.run;
        let is_revision = |text: &&str| text.len() >= 7 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let revision = run.revision.as_deref().filter(is_revision);
        let address = run.remote.as_deref().and_then(web_address);
        let blob = address.zip(revision).map(|(address, revision)| format!("{address}/blob/{revision}"));
        Self { report, limit, blob }
    }

    fn render(&self) -> String {
        let counts = Counts::of(self.report);
        let findings = worst_first(self.report.news());
        let mut page = format!("{MARKER}\n{}\n", Self::head(&counts));
        self.costs(&mut page);
        self.errors(&mut page);
        for plan in self.report.plans {
            self.plan(&mut page, plan);
        }
        self.table(&mut page, &findings);
        self.remedies(&mut page, &findings);
        self.unknowns(&mut page);
        let _ = writeln!(page, "\n<sub>tollgate {} {}.</sub>", self.report.run.version, self.report.summary.sentence());
        page
    }

    fn head(counts: &Counts) -> String {
        let mark = if counts.fail == 0 { "✅" } else { "❌" };
        let mut head = format!("## {mark} tollgate: {}\n", counts.headline());
        let remarks = counts.remarks();
        if !remarks.is_empty() {
            let _ = writeln!(head, "\n{}.", remarks.join(", "));
        }
        head
    }

    /// One line for each root whose cost a plan or a base lets change.
    fn costs(&self, page: &mut String) {
        let told = self.report.excerpts.iter().flat_map(|excerpts| excerpts.costs()).map(str::to_owned);
        let lines: Vec<String> = self.report.costs.iter().filter_map(super::cost::line).chain(told).collect();
        if lines.is_empty() {
            return;
        }
        page.push('\n');
        for line in lines.iter().take(MAX_COSTS) {
            let _ = writeln!(page, "- 💵 {line}");
        }
        if lines.len() > MAX_COSTS {
            let _ = writeln!(page, "- … and {} more roots", lines.len() - MAX_COSTS);
        }
    }

    fn errors(&self, page: &mut String) {
        let is_error = |d: &&diag::Diagnostic| d.severity == diag::Severity::Error;
        let mut errors = self.report.diagnostics.iter().filter(is_error).peekable();
        if errors.peek().is_none() {
            return;
        }
        page.push_str("\n**Input that could not be read; the rest was checked:**\n\n");
        let count = errors.clone().count();
        for error in errors.take(20) {
            let place = diagnostic_place(error, self.report.sources);
            let at = place.map(|place| format!("{}: ", self.place(&place))).unwrap_or_default();
            let _ = writeln!(page, "- {at}{}", message(&error.message));
        }
        if count > 20 {
            let _ = writeln!(page, "- … and {} more", count - 20);
        }
    }

    /// What a plan does: the types by action, the dangerous first, and what is lost.
    fn plan(&self, page: &mut String, plan: &Overview) {
        let _ = writeln!(page, "\n**Plan {}:** {}.\n", code(&plans::title(plan)), escape(&plans::headline(plan)));
        let types = plans::by_type(plan);
        if !types.is_empty() {
            page.push_str("| action | resources |\n| --- | --- |\n");
        }
        for (action, kinds) in types {
            let kinds: Vec<String> = kinds.split(", ").map(code_and_number).collect();
            let _ = writeln!(page, "| {} {} | {} |", action_icon(action), action.as_str(), kinds.join(", "));
        }
        let losses = plans::losses(self.report, plan);
        for (i, (loss, severity)) in losses.iter().take(MAX_LOSSES).enumerate() {
            let gap = if i == 0 { "\n" } else { "" };
            let mark = severity.map_or_else(String::new, |severity| format!("{} ", icon(severity)));
            let (word, because) = (loss.action.as_str(), message(&loss.because));
            let _ = writeln!(page, "{gap}- {mark}{word} {}: {because}", code(&loss.address));
        }
        if losses.len() > MAX_LOSSES {
            let _ = writeln!(page, "- … and {} more", losses.len() - MAX_LOSSES);
        }
    }

    fn table(&self, page: &mut String, findings: &[&Finding]) {
        if findings.is_empty() {
            return;
        }
        let has_states = findings.iter().any(|finding| finding.baseline_state.is_some());
        page.push_str("\n| severity | where | what | rule |\n| --- | --- | --- | --- |\n");
        for (index, finding) in findings.iter().enumerate() {
            let row = self.row(finding, has_states);
            // A third of the room is for what stands behind the table.
            if page.len() + row.len() > self.limit * 2 / 3 {
                let _ =
                    writeln!(page, "\n… and {} in the full report.", plural(findings.len() - index, "more finding"));
                return;
            }
            page.push_str(&row);
        }
    }

    fn row(&self, finding: &Finding, has_states: bool) -> String {
        let place = Place::of(&finding.location, self.report.sources);
        let state = finding.baseline_state.filter(|_| has_states).map(|state| format!(" ({})", state_name(state)));
        let what = format!("{} {}", message(&finding.message), code(subject(finding).trim()));
        let cells = [
            format!("{} {}{}", icon(finding.severity), finding.severity, state.unwrap_or_default()),
            self.place(&place),
            what,
            code(&finding.rule.id),
        ];
        format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
    }

    /// What to do, once for each rule.
    fn remedies(&self, page: &mut String, findings: &[&Finding]) {
        let mut seen = std::collections::HashSet::new();
        let mut text = String::new();
        for finding in findings.iter().filter(|finding| seen.insert(&finding.rule.id)) {
            let rule = &finding.rule;
            let link = rule.link.as_deref().filter(|link| super::sarif::is_web_address(link));
            let link = link.map(|link| format!(" ([documentation](<{link}>))")).unwrap_or_default();
            let entry = format!("- {}: {}{link}\n", code(&rule.id), message(&first_paragraph(&rule.remedy)));
            if page.len() + text.len() + entry.len() > self.limit * 5 / 6 {
                break;
            }
            text.push_str(&entry);
        }
        if !text.is_empty() {
            let _ = write!(page, "\n<details><summary>What to do</summary>\n\n{text}\n</details>\n");
        }
    }

    fn unknowns(&self, page: &mut String) {
        let unknowns: Vec<&Finding> = self.report.unknowns().collect();
        if unknowns.is_empty() {
            return;
        }
        let _ = write!(page, "\n<details><summary>{} unknown</summary>\n\n", unknowns.len());
        for (index, finding) in unknowns.iter().enumerate() {
            let place = Place::of(&finding.location, self.report.sources);
            let reason = finding.origins.first().map(|origin| format!(": {}", message(&origin.to_string())));
            let rule = code(&finding.rule.id);
            let line = format!("- {} {rule}{}\n", self.place(&place), reason.unwrap_or_default());
            if page.len() + line.len() > self.limit - 300 {
                let _ = writeln!(page, "- … and {} more", unknowns.len() - index);
                break;
            }
            page.push_str(&line);
        }
        page.push_str("\n</details>\n");
    }

    /// The place as code, as a link where the repository's address is known.
    fn place(&self, place: &Place) -> String {
        let text = code(&format!("{}:{}", relative_path(&place.path), place.region.start.line));
        match &self.blob {
            Some(blob) => {
                format!("[{text}](<{blob}/{}#L{}>)", relative_uri(&place.path), place.region.start.line)
            }
            None => text,
        }
    }
}

fn action_icon(action: Action) -> &'static str {
    match action {
        Action::Destroy => "🗑️",
        Action::Replace => "♻️",
        Action::Forget => "👋",
        Action::Update => "✏️",
        Action::Create => "➕",
        Action::Read | Action::NoOp => "",
    }
}

/// `aws_sqs_queue 2` with the type as code.
fn code_and_number(text: &str) -> String {
    match text.split_once(' ') {
        Some((kind, count)) => format!("{} {}", code(kind), escape(count)),
        None => code(text),
    }
}

fn icon(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "🟣",
        Severity::High => "🔴",
        Severity::Medium => "🟠",
        Severity::Low => "🔵",
        Severity::Info => "⚪",
    }
}

/// A message: what stands in backticks becomes code, all else is escaped.
fn message(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape(text);
    }
    let render = |(index, part): (usize, &&str)| if index % 2 == 1 { code(part) } else { escape(part) };
    parts.iter().enumerate().map(render).collect()
}

/// A code span, whatever stands in it.
pub(super) fn code(text: &str) -> String {
    let text = visible(text);
    if text.trim().is_empty() {
        return String::new();
    }
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Text that means nothing to Markdown, HTML, or GitHub's mentions.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("@<!-- -->"),
            '#' => out.push_str("#<!-- -->"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Case;
    use crate::rules::rule::Category;

    #[test]
    fn the_comment_has_a_table_and_remedies() {
        let mut case = Case::sample();
        case.run.remote = Some("https://github.com/acme/infra".to_owned());
        case.run.revision = Some("0f1e2d3c4b5a69788796a5b4c3d2e1f001122334".to_owned());
        insta::assert_snapshot!(case.render(&Markdown), @r#"
        <!-- tollgate -->
        ## ❌ tollgate: 2 findings: 1 critical, 1 high

        1 unknown, 1 suppressed.


        **Input that could not be read; the rest was checked:**

        - [`modules/bucket/main.tf:15`](<https://github.com/acme/infra/blob/0f1e2d3c4b5a69788796a5b4c3d2e1f001122334/modules/bucket/main.tf#L15>): expected a value behind `=`

        | severity | where | what | rule |
        | --- | --- | --- | --- |
        | 🟣 critical | [`envs/prod/main.tf:8`](<https://github.com/acme/infra/blob/0f1e2d3c4b5a69788796a5b4c3d2e1f001122334/envs/prod/main.tf#L8>) | `block_public_acls` is `false` `(module.logs["a"].aws_s3_bucket_public_access_block.this and 2 more, in prod)` | `aws-s3-bucket-public-acls` |
        | 🔴 high | [`envs/prod/main.tf:19`](<https://github.com/acme/infra/blob/0f1e2d3c4b5a69788796a5b4c3d2e1f001122334/envs/prod/main.tf#L19>) | port `22` is open to `0.0.0.0/0` `(aws_security_group.web)` | `aws-security-group-ssh-open` |

        <details><summary>What to do</summary>

        - `aws-s3-bucket-public-acls`: Write the narrowest value ([documentation](<https://docs.example.com/x>))
        - `aws-security-group-ssh-open`: Write the narrowest value ([documentation](<https://docs.example.com/x>))

        </details>

        <details><summary>1 unknown</summary>

        - [`envs/prod/main.tf:23`](<https://github.com/acme/infra/blob/0f1e2d3c4b5a69788796a5b4c3d2e1f001122334/envs/prod/main.tf#L23>) `aws-resource-tags`: `var.tags` has no value here

        </details>

        <sub>tollgate 1.2.3 checked 2 files with 6 resources in 1 root module against 4 rules.</sub>
        "#);
    }

    #[test]
    fn a_plan_is_told_with_its_losses_first() {
        let case = Case { plans: vec![crate::report::testing::overview()], ..Case::default() };
        insta::assert_snapshot!(case.render(&Markdown), @r#"
        <!-- tollgate -->
        ## ✅ tollgate: no findings


        **Plan `plan.json for envs/prod in prod`:** 1 to destroy, 1 to replace, 2 to create; 1 stays.

        | action | resources |
        | --- | --- |
        | 🗑️ destroy | `aws_s3_bucket` |
        | ♻️ replace | `aws_db_instance` |
        | ➕ create | `aws_sqs_queue` 2 |

        - destroy `aws_s3_bucket.d`: its block is not in the configuration any more (`delete_because_no_resource_config`)
        - replace `aws_db_instance.c`: the provider cannot change `engine` from `mysql` to `postgres` in place (`replace_because_cannot_update`)

        <sub>tollgate 1.2.3 checked 2 files with 6 resources in 1 root module against 0 rules.</sub>
        "#);
    }

    #[test]
    fn hostile_text_stays_text() {
        let text = Case::hostile().render(&Markdown);
        assert!(!text.contains(|c| c != '\n' && crate::report::text::is_hostile(c)), "{text:?}");
        let row = text.lines().find(|line| line.starts_with("| 🔴")).unwrap();
        assert!(row.contains("&lt;script&gt;") && row.contains("@<!-- -->all") && row.contains("\\|"), "{row}");
    }

    #[test]
    fn a_long_comment_is_cut_with_a_word() {
        let mut case = Case::default();
        let file = case.file("main.tf", "a = 1\n");
        let rule = case.rule("x-y", Category::Naming, Severity::Low);
        case.findings = vec![case.finding(&rule, file, "a = 1", &"long ".repeat(50)); 1000];
        let text = case.render(&Markdown);
        assert!(text.len() < COMMENT_LIMIT && text.contains("more findings in the full report"), "{}", text.len());
        assert!(case.render(&GithubSummary).len() > COMMENT_LIMIT);
    }

    #[test]
    fn code_spans_hold_backticks_and_unpaired_backticks_are_text() {
        assert_eq!(code("a`b``c"), "``` a`b``c ```");
        assert_eq!(message("a `b"), "a \\`b");
        assert_eq!(message("`x` is"), "`x` is");
    }
}
