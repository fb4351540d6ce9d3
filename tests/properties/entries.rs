//! What must hold for any input, whatever its bytes: no panic, spans inside the text, reports that can be read.
//!
//! Shared by the property tests and by the fuzz targets in `fuzz/`.

use std::collections::BTreeMap;
use std::sync::Arc;

use tollgate::check::{self, Values};
use tollgate::diag::Diagnostic;
use tollgate::discover::{Files, Target};
use tollgate::plan::read;
use tollgate::policy::settings::{CommandLine, FilesToRead, Settings};
use tollgate::policy::suppress::directive;
use tollgate::report::{Options, Report, RunInfo, Summary, format_named, sort_findings};
use tollgate::rules::load::{self, Source};
use tollgate::span::{FileId, SourceFile, Sources, Span};
use tollgate::syntax;
use tollgate::syntax::ast::{Body, FileFormat};

/// Text as it comes from a file: what is not UTF-8 is refused long before.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The scanner and the parser, in each of the languages that they know.
pub(crate) fn parse(bytes: &[u8]) {
    let text = text(bytes);
    let sources = Sources::default();
    let id = sources.add(SourceFile::new("main.tf", text.as_str()));
    for format in [FileFormat::Hcl, FileFormat::Json, FileFormat::JsonValues] {
        let (file, diagnostics) = syntax::parse(&text, id, format);
        body_fits(&file.body, &text);
        file.comments.iter().for_each(|comment| fits(comment.span, &text));
        for diagnostic in &diagnostics {
            told(diagnostic, &text);
        }
    }
    if let Ok(expr) = syntax::parse_expr(&text, FileId::NONE) {
        fits(expr.span, &text);
    }
    if let Ok(expr) = syntax::parse_template(&text, FileId::NONE) {
        fits(expr.span, &text);
    }
}

fn fits(span: Span, text: &str) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} in {} bytes", text.len());
}

fn told(diagnostic: &Diagnostic, text: &str) {
    fits(diagnostic.span, text);
    assert!(!diagnostic.message.contains('\n'), "{}", diagnostic.message);
}

fn body_fits(body: &Body, text: &str) {
    for attribute in &body.attributes {
        fits(attribute.span, text);
        fits(attribute.expr.span, text);
    }
    for block in &body.blocks {
        fits(block.span, text);
        fits(block.header, text);
        body_fits(&block.body, text);
    }
}

/// The loader of rules.
pub(crate) fn rules(bytes: &[u8]) {
    let text = text(bytes);
    let (file, _) = syntax::parse(&text, FileId::NONE, FileFormat::Hcl);
    load::rules(&file.body, Source::Custom, &mut Vec::new());
}

/// The loader of configurations, HCL and JSON.
pub(crate) fn configuration(bytes: &[u8]) {
    for name in ["tollgate.hcl", "tollgate.json"] {
        let files = Files::in_memory(BTreeMap::from([(name.to_owned(), text(bytes))]));
        let mut settings = Settings::new(FilesToRead::Nearest, CommandLine::default());
        settings.add_directories(&files, &Sources::default(), &[Arc::from("")]);
        let _ = settings.at("envs/prod/main.tf", None).threshold;
    }
}

/// The reader of plans: JSON, packed, or binary.
pub(crate) fn plan(bytes: &[u8]) {
    drop(read::read("plan.json", Box::new(bytes)));
}

/// Comments that silence.
pub(crate) fn comments(bytes: &[u8]) {
    text(bytes).lines().for_each(|line| drop(directive::parse(line)));
}

/// A whole check of one file, evaluator and rules included, and all its reports.
pub(crate) fn check(bytes: &[u8]) {
    let files = Files::in_memory(BTreeMap::from([("main.tf".to_owned(), text(bytes))]));
    let sources = Sources::default();
    let mut checked = check::check(check::Request {
        files: &files,
        sources: &sources,
        targets: &[Target::root()],
        dialect: None,
        configuration: &FilesToRead::Isolated,
        command_line: &CommandLine::default(),
        values: &Values::default(),
        environment: None,
        baseline: None,
        base: None,
        changed: None,
        today: None,
        shard: None,
        plans: &[],
        changed_only: false,
        progress: None,
        pricing: None,
        reports_costs: false,
    });
    sort_findings(&mut checked.findings, &sources);
    let report = Report {
        findings: &checked.findings,
        rules: &checked.rules,
        diagnostics: &checked.diagnostics,
        sources: &sources,
        summary: Summary::default(),
        run: RunInfo::default(),
        secrets: &checked.secrets,
        plans: &[],
        costs: &[],
        part: None,
        excerpts: None,
    };
    for name in ["sarif", "json", "gitlab", "human", "markdown", "html", "junit"] {
        let mut out = Vec::new();
        let format = format_named(name).unwrap();
        format.write(&report, &mut out, &Options::default()).unwrap();
        if matches!(name, "sarif" | "json" | "gitlab") {
            serde_json::from_slice::<serde_json::Value>(&out).unwrap();
        }
    }
}
