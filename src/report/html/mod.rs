//! One self-contained page: counts as a picture, findings with source and way, filters.
//!
//! Nothing is loaded from elsewhere, and the content security policy names our one style and our one script by their
//! hashes, so that text from a file could not run even if it got into the page unescaped.

mod chart;
mod prose;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use self::prose::{inline, prose};
use super::compact::{action, diagnostic_place, subject};
use super::json::state_name;
use super::place::Place;
use super::prose::first_paragraph;
use super::redact::Redactor;
use super::snippet::Snippet;
use super::text::{html, plural};
use super::{Counts, Format, Options, Report, worst_first};
use crate::diag;
use crate::rules::finding::{Finding, Step, Verdict};
use crate::rules::rule::{Rule, Severity};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Addresses listed for one finding.
const MAX_INSTANCES: usize = 200;

/// See the module.
#[derive(Debug)]
pub struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extension(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "one self-contained page with filters"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write, options: &Options) -> io::Result<()> {
        out.write_all(Page { report, redactor: Redactor::new(report) }.render(options).as_bytes())
    }
}

struct Page<'r, 'a> {
    report: &'r Report<'a>,
    redactor: Redactor,
}

impl Page<'_, '_> {
    fn render(&self, options: &Options) -> String {
        let counts = Counts::of(self.report);
        let findings = worst_first(self.report.shown(options));
        let mut page = head(&self.report.run.repository);
        self.header(&mut page, &counts);
        page.push_str(&chart::chart(self.report));
        self.diagnostics(&mut page);
        if findings.is_empty() {
            page.push_str("<p>Nothing was found.</p>\n");
        } else {
            filters(&mut page, &findings);
            for finding in &findings {
                self.finding(&mut page, finding);
            }
            rules(&mut page, &findings);
        }
        let _ = write!(page, "</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n");
        page
    }

    fn header(&self, page: &mut String, counts: &Counts) {
        let run = &self.report.run;
        let title = if run.repository.is_empty() { "tollgate" } else { &run.repository };
        let mut parts = vec![counts.headline()];
        parts.extend(counts.remarks());
        let _ = write!(page, "<header>\n<h1>{}</h1>\n<p>{}</p>\n", html(title), html(&parts.join("; ")));
        let mut about = vec![format!("tollgate {}", run.version), self.report.summary.sentence()];
        about.extend(run.branch.as_ref().map(|branch| format!("branch {branch}")));
        about.extend(run.revision.as_ref().map(|revision| format!("commit {revision}")));
        about.extend(run.started.as_ref().map(|started| format!("at {started}")));
        let _ = write!(page, "<p class=\"soft\">{}</p>\n</header>\n<main>\n", html(&about.join(" · ")));
    }

    fn diagnostics(&self, page: &mut String) {
        let is_told = |d: &&diag::Diagnostic| d.severity != diag::Severity::Note;
        let mut diagnostics = self.report.diagnostics.iter().filter(is_told).peekable();
        if diagnostics.peek().is_none() {
            return;
        }
        let count = diagnostics.clone().count();
        let open = if count <= 10 { " open" } else { "" };
        let title = plural(count, "problem");
        let _ = write!(page, "<details class=\"input\"{open}>\n<summary>{title} with the input</summary>\n<ul>\n");
        for diagnostic in diagnostics {
            let place = diagnostic_place(diagnostic, self.report.sources);
            let at = place.map(|place| format!("<code>{}</code> ", html(&place.display()))).unwrap_or_default();
            let help = diagnostic.help.as_ref().map(|help| format!("; {}", inline(help))).unwrap_or_default();
            let message = inline(&diagnostic.message);
            let _ = writeln!(page, "<li>{} {at}{message}{help}</li>", diagnostic.severity.as_str());
        }
        page.push_str("</ul>\n</details>\n");
    }

    fn finding(&self, page: &mut String, finding: &Finding) {
        let place = Place::of(&finding.location, self.report.sources);
        let severity = shown_severity(finding);
        let state = state_of(finding);
        let _ = write!(
            page,
            "<details class=\"finding {severity}\" data-severity=\"{severity}\" data-category=\"{}\" data-root=\"{}\" \
             data-rule=\"{}\" data-state=\"{}\">\n<summary><span class=\"severity\">{severity}</span><span>{}{}</span>\
             <span class=\"where\">{} <code>{}</code>{}</span></summary>\n<div>\n",
            finding.category,
            html(root_name(finding)),
            html(&finding.rule.id),
            html(state),
            inline(&finding.message),
            badges(finding, state),
            html(&place.display()),
            html(&finding.rule.id),
            html(&subject(finding)),
        );
        self.source(page, &place);
        self.steps(page, "How the value came", &finding.trace);
        self.steps(page, "See also", &finding.related);
        for origin in &finding.origins {
            let _ = writeln!(page, "<p>Unknown because {}.</p>", inline(&origin.to_string()));
        }
        if let Some(reason) = finding.suppression.as_ref().and_then(|suppression| suppression.reason.as_ref()) {
            let _ = writeln!(page, "<p>Suppressed: {}</p>", html(reason));
        }
        let remedy = inline(&first_paragraph(&finding.rule.remedy));
        let id = html(&finding.rule.id);
        let _ = writeln!(page, "<p>{remedy} <a href=\"#rule-{id}\">more about <code>{id}</code></a></p>");
        instances(page, finding);
        page.push_str("</div>\n</details>\n");
    }

    fn source(&self, page: &mut String, place: &Place) {
        let Some(snippet) = Snippet::new(place, &self.redactor, 2) else { return };
        page.push_str("<pre>");
        for line in &snippet.lines {
            let (before, marked, after) = (html(&line.before), html(&line.marked), html(&line.after));
            let marked = if marked.is_empty() { marked } else { format!("<mark>{marked}</mark>") };
            let _ = writeln!(page, "<span class=\"number\">{:>5} </span>{before}{marked}{after}", line.number);
        }
        if snippet.omitted > 0 {
            let _ = writeln!(page, "<span class=\"number\">      … {} more lines</span>", snippet.omitted);
        }
        page.push_str("</pre>\n");
    }

    fn steps(&self, page: &mut String, title: &str, steps: &[Step]) {
        if steps.is_empty() {
            return;
        }
        let _ = write!(page, "<p>{title}:</p>\n<ol class=\"way\">\n");
        for step in steps.iter().take(MAX_INSTANCES) {
            let place = Place::of(&step.location, self.report.sources);
            let _ = writeln!(page, "<li><code>{}</code> {}</li>", html(&place.display()), inline(&step.note));
        }
        page.push_str("</ol>\n");
    }
}

fn head(title: &str) -> String {
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        source_hash(STYLE),
        source_hash(SCRIPT)
    );
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>tollgate{}{}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n",
        if title.is_empty() { "" } else { ": " },
        html(title)
    )
}

/// `sha256-…` as a content security policy names a source.
pub(crate) fn source_hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

fn shown_severity(finding: &Finding) -> &'static str {
    match finding.verdict {
        Verdict::Unknown => "unknown",
        Verdict::Fail => finding.severity.as_str(),
    }
}

fn state_of(finding: &Finding) -> &'static str {
    match (&finding.suppression, finding.baseline_state) {
        (Some(_), _) => "suppressed",
        (None, Some(state)) => state_name(state),
        (None, None) => "",
    }
}

fn root_name(finding: &Finding) -> &str {
    if finding.root.is_empty() { "." } else { &finding.root }
}

fn badges(finding: &Finding, state: &str) -> String {
    let environment = finding.environment.as_deref().unwrap_or("");
    let badges = [state, environment, action(finding).unwrap_or("")].into_iter().filter(|text| !text.is_empty());
    badges.fold(String::new(), |all, text| format!("{all}<span class=\"badge\">{}</span>", html(text)))
}

fn instances(page: &mut String, finding: &Finding) {
    let count = finding.instances.len();
    if count < 2 {
        return;
    }
    let _ = write!(page, "<p>{count} instances:</p>\n<ul class=\"instances\">\n");
    for instance in finding.instances.iter().take(MAX_INSTANCES) {
        let _ = writeln!(page, "<li><code>{}</code></li>", html(instance));
    }
    if count > MAX_INSTANCES {
        let _ = writeln!(page, "<li>… and {} more</li>", count - MAX_INSTANCES);
    }
    page.push_str("</ul>\n");
}

/// The row of selects; one with a single choice is left out.
fn filters(page: &mut String, findings: &[&Finding]) {
    page.push_str("<div class=\"filters\">\n");
    let values = |of: &dyn Fn(&Finding) -> String| -> BTreeSet<String> { findings.iter().map(|f| of(f)).collect() };
    let severities = values(&|finding| shown_severity(finding).to_owned());
    let order = Severity::ALL.iter().map(|severity| severity.as_str()).chain(["unknown"]);
    let severities: Vec<String> = order.filter(|name| severities.contains(*name)).map(str::to_owned).collect();
    select(page, "severity", &severities);
    let mut add = |name: &str, values: BTreeSet<String>| {
        select(page, name, &values.into_iter().filter(|value| !value.is_empty()).collect::<Vec<_>>());
    };
    add("category", values(&|finding| finding.category.to_string()));
    add("root", values(&|finding| root_name(finding).to_owned()));
    add("rule", values(&|finding| finding.rule.id.to_string()));
    add("state", values(&|finding| state_of(finding).to_owned()));
    let total = findings.len();
    let _ = write!(
        page,
        "<input id=\"filter-text\" type=\"search\" placeholder=\"search\" aria-label=\"search\">\n\
         <button id=\"unfold\" type=\"button\">open all</button>\n\
         <span id=\"shown\" role=\"status\">{total} of {total}</span>\n</div>\n"
    );
}

fn select(page: &mut String, name: &str, values: &[String]) {
    if values.len() < 2 && name != "state" || values.is_empty() {
        return;
    }
    let _ = write!(page, "<select id=\"filter-{name}\" aria-label=\"{name}\">\n<option value=\"\">{name}</option>\n");
    for value in values {
        let value = html(value);
        let _ = writeln!(page, "<option value=\"{value}\">{value}</option>");
    }
    page.push_str("</select>\n");
}

/// Why and what to do, once for each rule.
fn rules(page: &mut String, findings: &[&Finding]) {
    let rules: BTreeMap<&str, &Arc<Rule>> = findings.iter().map(|finding| (&*finding.rule.id, &finding.rule)).collect();
    page.push_str("<h2>Rules</h2>\n");
    for (id, rule) in rules {
        let id = html(id);
        let _ = write!(page, "<article id=\"rule-{id}\">\n<h3>{} <code>{id}</code></h3>\n", html(&rule.title));
        let _ = write!(page, "{}\n<h4>Remedy</h4>\n{}\n", prose(&rule.why), prose(&rule.remedy));
        if let Some(link) = rule.link.as_deref().filter(|link| super::sarif::is_web_address(link)) {
            let link = html(link);
            let _ = writeln!(page, "<p><a href=\"{link}\" rel=\"noreferrer\">{link}</a></p>");
        }
        page.push_str("</article>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::Case;

    #[test]
    fn the_page_is_self_contained() {
        let mut case = Case::sample();
        case.options.show_suppressed = true;
        case.run.repository = "infra".to_owned();
        let page = case.render(&Html);
        insta::assert_snapshot!("report_html", page.replace(STYLE, "(style)").replace(SCRIPT, "(script)"));
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains("src=") && !page.contains("<link"));
    }

    #[test]
    fn the_policy_names_our_script_and_style() {
        let page = Case::default().render(&Html);
        assert!(page.contains(&source_hash(SCRIPT)) && page.contains(&format!("<script>{SCRIPT}</script>")));
        assert!(page.contains(&source_hash(STYLE)) && page.contains(&format!("<style>{STYLE}</style>")));
    }

    #[test]
    fn hostile_text_stays_text() {
        let page = Case::hostile().render(&Html);
        assert_eq!(page.matches("<script").count(), 1);
        assert!(!page.contains("<b>") && !page.contains("<c>"));
        assert!(!page.contains(|c| c != '\n' && crate::report::text::is_hostile(c)));
    }
}
