//! Comments in texts, and which places they silence.

use std::sync::Arc;

use super::problem::Problem;
use super::{Cx, Suppressions};
use crate::policy::select::RuleFacts;
use crate::policy::tests::{finding_at, rule};
use crate::rules::finding::Finding;
use crate::rules::rule::Rule;
use crate::span::{FileId, SourceFile, Sources, Span};
use crate::syntax;
use crate::syntax::ast::FileFormat;

struct Case {
    sources: Sources,
    file: FileId,
    suppressions: Suppressions,
}

impl Case {
    fn new(text: &str) -> Self {
        let sources = Sources::default();
        let file = sources.add(SourceFile::new("main.tf", text));
        let (parsed, diagnostics) = syntax::parse(text, file, FileFormat::Hcl);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let suppressions = Suppressions::collect(&[&parsed], &sources);
        Self { sources, file, suppressions }
    }

    fn span_of(&self, piece: &str) -> Span {
        let text = Arc::clone(&self.sources.get(self.file).unwrap().text);
        let start = text.find(piece).unwrap_or_else(|| panic!("no `{piece}` in the text"));
        Span::new(self.file, start, start + piece.len())
    }

    fn finding(&self, id: &str, piece: &str) -> Finding {
        finding_at(known(id), "aws_x.y", self.span_of(piece))
    }

    fn apply(self, findings: &mut Vec<Finding>) -> Vec<String> {
        let rules = [known("aws-a"), known("aws-b"), Rule { suppressible: false, ..known("aws-locked") }];
        let facts: Vec<RuleFacts<'_>> = rules.iter().map(RuleFacts::from).collect();
        let cx = Cx {
            sources: &self.sources,
            today: Some(jiff::civil::date(2026, 6, 1)),
            rules: &facts,
            is_enabled: &|rule, _| rule.id != "aws-off",
            is_suppressible: &|rule, _| rule.id != "aws-locked",
            needs_reason: &|_| true,
        };
        let shown = |problem: Problem| format!("{}: {}", problem.kind.rule_id(), problem.message);
        self.suppressions.apply(&cx, findings).into_iter().map(shown).collect()
    }
}

fn known(id: &str) -> Rule {
    let aliases = match id {
        "aws-a" => vec!["CKV_AWS_1".into(), "AWS-0001".into(), "aws_tflint_name".into()],
        _ => Vec::new(),
    };
    Rule { aliases, ..rule(id) }
}

/// Whether a finding of the rule at the piece is silenced.
fn is_silenced(text: &str, id: &str, piece: &str) -> bool {
    let case = Case::new(text);
    let mut findings = vec![case.finding(id, piece)];
    case.apply(&mut findings);
    findings[0].suppression.is_some()
}

const BUCKET: &str = r#"
# tollgate:ignore aws-a -- above the block
# and a word more
resource "x" "y" {
  acl = "p"
}

resource "x" "z" { # tollgate:ignore aws-a -- on the header
  list = [
    # tollgate:ignore aws-b -- in the list
    1,
    2,
  ]
  one   = 1 # tollgate:ignore aws-b -- behind
  # tollgate:ignore aws-b -- above the attribute
  two   = 2
  # tollgate:ignore aws-b -- a blank line follows

  three = 3
  nested { a = 1 } # tollgate:ignore aws-b -- the whole line
}
"#;

#[test]
fn a_comment_covers_what_it_stands_on_or_above() {
    for (id, piece, expected) in [
        ("aws-a", "acl = \"p\"", true),
        ("aws-b", "acl = \"p\"", false),
        ("aws-a", "three = 3", true),
        ("aws-b", "list = [", true),
        ("aws-b", "2,\n", true),
        ("aws-b", "one   = 1", true),
        ("aws-b", "two   = 2", true),
        ("aws-b", "three = 3", false),
        ("aws-b", "a = 1", true),
    ] {
        assert_eq!(is_silenced(BUCKET, id, piece), expected, "{id} at {piece}");
    }
}

#[test]
fn a_comment_that_silences_nothing_is_told() {
    let text = r#"
# tollgate:ignore aws-a, aws-b -- one of them is used
resource "x" "y" {
  a = 1 # tollgate:ignore aws-a
  b = 2 # tollgate:ignore aws-a until 2026-05-31 -- is over
  c = 3 # tollgate:ignore aws-aa -- a slip
  d = 4 # tollgate:ignore aws-locked -- please
  e = 5 # tollgate:ignroe aws-a
}
"#;
    let case = Case::new(text);
    let mut findings =
        vec![case.finding("aws-a", "a = 1"), case.finding("aws-a", "b = 2"), case.finding("aws-locked", "d = 4")];
    let mut problems = case.apply(&mut findings);
    problems.sort();
    insta::assert_snapshot!(problems.join("\n"), @"
    suppression-expired: the suppression ended on 2026-05-31 and silences nothing any more
    suppression-invalid: `aws-locked` cannot be silenced: the rule is locked
    suppression-invalid: `tollgate:ignroe` is no directive; use `tollgate:ignore` or `tollgate:ignore-file`
    suppression-invalid: no rule, alias, tag or category is called `aws-aa`; did you mean `aws-a`?
    suppression-unused: `aws-b` reports nothing here any more
    suppression-without-reason: the suppression gives no reason; add it behind `--`
    ");
    assert_eq!(findings.iter().filter(|finding| finding.suppression.is_some()).count(), 2);
}

#[test]
fn a_comment_on_a_module_call_silences_what_comes_through_it() {
    let text = "# tollgate:ignore aws-a -- legacy\nmodule \"old\" {\n  s = 1\n}\nmodule \"new\" {\n  s = 2\n}\n";
    let case = Case::new(text);
    let span = |piece: &str| case.span_of(piece);
    let (old, new) = (span("module \"old\" {\n  s = 1\n}"), span("module \"new\" {\n  s = 2\n}"));
    let elsewhere = Span::new(case.sources.add(SourceFile::new("m/main.tf", "xxxx")), 0, 4);
    let mut finding = finding_at(known("aws-a"), "module.old.x.y", elsewhere);
    finding.instances = vec!["module.old.x.y".into(), "module.new.x.y".into()];
    finding.call_sites = vec![Arc::from([old]), Arc::from([new])];
    let mut findings = vec![finding];
    assert!(case.apply(&mut findings).is_empty());
    let shown: Vec<_> =
        findings.iter().map(|f| (f.instances.len(), &*f.instances[0], f.suppression.is_some())).collect();
    assert_eq!(shown, [(1, "module.new.x.y", false), (1, "module.old.x.y", true)]);
}

#[test]
fn the_words_of_the_peers_cover_what_they_cover_there() {
    let text = r#"
# tflint-ignore: aws_tflint_name
resource "x" "y" {
  a = 1
  b = 2 #trivy:ignore:AVD-AWS-0001
}
resource "x" "z" {
  nested {
    #checkov:skip=CKV_AWS_1:because
    c = 3
  }
  d = 4
}
"#;
    for (piece, expected) in
        [("resource \"x\" \"y\"", true), ("a = 1", false), ("b = 2", true), ("d = 4", true), ("c = 3", true)]
    {
        assert_eq!(is_silenced(text, "aws-a", piece), expected, "{piece}");
        assert!(!is_silenced(text, "aws-b", piece), "{piece}");
    }
}

#[test]
fn a_file_directive_covers_the_file() {
    let text = "# tollgate:ignore-file aws-* -- generated\n\nresource \"x\" \"y\" {\n  a = 1\n}\n";
    assert!(is_silenced(text, "aws-b", "a = 1"));
}
