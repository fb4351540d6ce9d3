//! A snapshot in the words of the protocol: diagnostics, hover texts, code actions.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::Path;

use lsp_types::{
    CodeAction, CodeActionKind, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Hover,
    HoverContents, Location, MarkupContent, MarkupKind, NumberOrString, Position, Range, TextEdit, Uri, WorkspaceEdit,
};

use super::snapshot::Snapshot;
use super::uri;
use crate::diag;
use crate::report::compact::{diagnostic_place, subject};
use crate::report::place::Place;
use crate::report::text::visible;
use crate::rules::finding::{Finding, Fix, Verdict};
use crate::rules::rule::Severity;
use crate::span::Region;

/// Diagnostics by path, relative to the root.
pub(super) fn diagnostics(snapshot: &Snapshot) -> BTreeMap<String, Vec<Diagnostic>> {
    let mut by_path: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for finding in &snapshot.findings {
        let place = snapshot.place(finding);
        by_path.entry(place.path.to_string()).or_default().push(of_finding(finding, &place, snapshot));
    }
    for problem in snapshot.checked.diagnostics.iter().filter(|problem| problem.severity != diag::Severity::Note) {
        if let Some(place) = diagnostic_place(problem, &snapshot.sources) {
            by_path.entry(place.path.to_string()).or_default().push(of_problem(problem, &place));
        }
    }
    by_path
}

fn of_finding(finding: &Finding, place: &Place, snapshot: &Snapshot) -> Diagnostic {
    let link = finding.rule.link.as_deref().and_then(|link| link.parse::<Uri>().ok());
    let reason = finding.origins.first().map(|origin| format!("; {origin}")).unwrap_or_default();
    let steps = finding.trace.iter().chain(&finding.related).take(20).filter_map(|step| {
        let place = Place::of(&step.location, &snapshot.sources);
        let location = Location { uri: uri::of_file(&snapshot.root, &place.path)?, range: range(place.region) };
        Some(DiagnosticRelatedInformation { location, message: visible(&step.note).into_owned() })
    });
    let steps: Vec<DiagnosticRelatedInformation> = steps.collect();
    Diagnostic {
        range: range(place.region),
        severity: Some(severity(finding)),
        code: Some(NumberOrString::String(finding.rule.id.to_string())),
        code_description: link.map(|href| CodeDescription { href }),
        source: Some("tollgate".to_owned()),
        message: format!("{}{reason}{}", visible(&finding.message), subject(finding)),
        related_information: (!steps.is_empty()).then_some(steps),
        tags: None,
        data: None,
    }
}

fn severity(finding: &Finding) -> DiagnosticSeverity {
    match (finding.verdict, finding.severity) {
        (Verdict::Unknown, _) | (Verdict::Fail, Severity::Info) => DiagnosticSeverity::HINT,
        (Verdict::Fail, Severity::Critical | Severity::High) => DiagnosticSeverity::ERROR,
        (Verdict::Fail, Severity::Medium) => DiagnosticSeverity::WARNING,
        (Verdict::Fail, Severity::Low) => DiagnosticSeverity::INFORMATION,
    }
}

fn of_problem(problem: &diag::Diagnostic, place: &Place) -> Diagnostic {
    let texts = [Some(&problem.message), problem.note.as_ref(), problem.help.as_ref()];
    let texts: Vec<String> = texts.into_iter().flatten().map(|text| visible(text).into_owned()).collect();
    Diagnostic {
        range: range(place.region),
        severity: Some(match problem.severity {
            diag::Severity::Error => DiagnosticSeverity::ERROR,
            diag::Severity::Warning => DiagnosticSeverity::WARNING,
            diag::Severity::Note => DiagnosticSeverity::INFORMATION,
        }),
        code: Some(NumberOrString::String(problem.code.to_string())),
        source: Some("tollgate".to_owned()),
        message: texts.join("; "),
        ..Diagnostic::default()
    }
}

/// Columns in UTF-16 units, which is what the protocol counts unless agreed otherwise. Everything from 0.
fn range(region: Region) -> Range {
    let position = |position: crate::span::Position| {
        Position::new(position.line.saturating_sub(1), position.column_utf16.saturating_sub(1))
    };
    Range::new(position(region.start), position(region.end))
}

/// What is told about the findings under the cursor.
pub(super) fn hover(snapshot: &Snapshot, relative: &str, at: Position) -> Option<Hover> {
    let here: Vec<(&Finding, Place)> =
        snapshot.of_file(relative).filter(|(_, place)| overlaps(range(place.region), Range::new(at, at))).collect();
    let (_, place) = here.first()?;
    let texts: Vec<String> = here.iter().map(|(finding, _)| explanation(finding)).collect();
    let contents = MarkupContent { kind: MarkupKind::Markdown, value: texts.join("\n\n---\n\n") };
    Some(Hover { contents: HoverContents::Markup(contents), range: Some(range(place.region)) })
}

fn explanation(finding: &Finding) -> String {
    let rule = &finding.rule;
    let word = match finding.verdict {
        Verdict::Fail => finding.severity.as_str(),
        Verdict::Unknown => "unknown",
    };
    let mut text = format!("**{word}** `{}`: {}{}", rule.id, visible(&finding.message), subject(finding));
    for origin in &finding.origins {
        let _ = write!(text, "\n\nUnknown because {origin}.");
    }
    let _ = write!(text, "\n\n{}\n\n**Remedy**\n\n{}", rule.why.trim(), rule.remedy.trim());
    if let Some(link) = rule.link.as_deref().filter(|link| crate::report::sarif::is_web_address(link)) {
        let _ = write!(text, "\n\n[Documentation]({link})");
    }
    text
}

/// Repairs of the findings in a range, and comments that silence them. `text` is the file as the editor has it:
/// nothing is offered that was computed on another text.
pub(super) fn code_actions(
    snapshot: &Snapshot,
    relative: &str,
    text: &str,
    within: Range,
    uri: &Uri,
) -> Vec<CodeAction> {
    let here = snapshot.of_file(relative).filter(|(_, place)| overlaps(range(place.region), within));
    let mut actions = Vec::new();
    for (finding, place) in here {
        if place.source.as_ref().is_none_or(|(file, _)| &*file.text != text) {
            continue;
        }
        actions.extend(finding.fix.as_ref().and_then(|fix| repair(finding, fix, &place, snapshot)));
        if finding.rule.suppressible {
            actions.push(silence(finding, &place, uri, snapshot));
        }
    }
    actions
}

fn repair(finding: &Finding, fix: &Fix, place: &Place, snapshot: &Snapshot) -> Option<CodeAction> {
    let mut changes = Vec::new();
    for edit in &fix.edits {
        let target = Place::of_span(edit.span, &snapshot.sources);
        let uri = uri::of_file(&snapshot.root, &target.path)?;
        changes.push((uri, TextEdit::new(range(target.region), edit.text.clone())));
    }
    let title = format!("{} ({})", visible(&fix.description), finding.rule.id);
    Some(action(title, changes, fix.safe, of_finding(finding, place, snapshot)))
}

/// A comment on a line of its own above the finding, as far in as the line below it.
fn silence(finding: &Finding, place: &Place, uri: &Uri, snapshot: &Snapshot) -> CodeAction {
    let line = place.source.as_ref().map_or("", |(file, _)| file.line(place.region.start.line));
    let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or("");
    let at = Position::new(place.region.start.line.saturating_sub(1), 0);
    let edit = TextEdit::new(Range::new(at, at), format!("{indent}# tollgate:ignore {} -- reason\n", finding.rule.id));
    let title = format!("Silence {} here", finding.rule.id);
    action(title, vec![(uri.clone(), edit)], false, of_finding(finding, place, snapshot))
}

#[expect(clippy::mutable_key_type, reason = "the protocol's own type; nobody changes an address")]
fn action(title: String, edits: Vec<(Uri, TextEdit)>, is_preferred: bool, solves: Diagnostic) -> CodeAction {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for (uri, edit) in edits {
        changes.entry(uri).or_default().push(edit);
    }
    CodeAction {
        title,
        kind: Some(CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![solves]),
        edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
        is_preferred: Some(is_preferred),
        ..CodeAction::default()
    }
}

fn overlaps(one: Range, other: Range) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// The path of a file relative to the root, as findings name it.
pub(super) fn relative(snapshot: &Snapshot, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(&snapshot.root).ok()?;
    let parts: Option<Vec<&str>> = inside.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}
