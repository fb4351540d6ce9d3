//! Comments of other tools, rewritten in place.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::ids_of;
use crate::policy::select::RuleFacts;
use crate::policy::suppress::directive::{self, Directive, Name, Reach, Tool};
use crate::rules::finding::Edit;
use crate::rules::pattern::Pattern;
use crate::rules::rule::Rule;
use crate::span::{SourceFile, Span};
use crate::syntax::ast::{Block, Comment, CommentStyle, File};

/// What becomes of one comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    pub comment: Span,
    /// The names in the comment.
    pub from: Vec<String>,
    /// Ours; empty when the comment is left as it is.
    pub to: Vec<String>,
}

/// The edits of one file and what they do, in the order of the comments.
///
/// An id of another tool may be several rules here; those that are not about the type of the block are left out.
pub fn migrate(file: &File, source: &SourceFile, rules: &[&Rule]) -> (Vec<Edit>, Vec<Migration>) {
    let mut edits = Edits::default();
    let mut migrations = Vec::new();
    for comment in &file.comments {
        let Ok(directives) = directive::parse(&comment.text) else { continue };
        if directives.is_empty() || directives.iter().any(|directive| directive.tool == Tool::Tollgate) {
            continue;
        }
        let from = directives.iter().flat_map(|directive| &directive.names).map(shown).collect();
        let fitting = fitting(file, source, comment, rules);
        let text = translate(&directives, &fitting).filter(|_| comment.style != CommentStyle::Block);
        let to = match text {
            Some((text, ids)) => {
                edits.replace(file, source, comment, &directives, &text);
                ids
            }
            None => Vec::new(),
        };
        migrations.push(Migration { comment: comment.span, from, to });
    }
    (edits.finish(), migrations)
}

/// The rules that may be about the block that the comment stands in or above; all where there is no telling.
fn fitting<'r>(file: &File, source: &SourceFile, comment: &Comment, rules: &[&'r Rule]) -> Vec<RuleFacts<'r>> {
    let line = source.line_of(trimmed(comment, source).end);
    let is_below = |block: &&Block| source.line_of(block.span.start) == line + 1;
    let mut blocks = file.body.blocks.iter();
    let block = blocks.find(|block| block.span.contains(comment.span) || is_below(block));
    let kind = block.and_then(|block| match &*block.kind.text {
        "resource" => block.labels.first().map(|label| label.text.to_string()),
        "data" => block.labels.first().map(|label| format!("data.{}", label.text)),
        _ => None,
    });
    let is_about = |rule: &Rule| match &kind {
        Some(kind) => rule.native.is_some() || rule.resources.iter().any(|pattern| Pattern::new(pattern).matches(kind)),
        None => true,
    };
    rules.iter().copied().filter(|rule| is_about(rule)).map(RuleFacts::from).collect()
}

fn shown(name: &Name) -> String {
    match name {
        Name::Ours(selector) => selector.text.to_string(),
        Name::Alias(alias) => alias.clone(),
        Name::AllOf(tool) => format!("everything of {tool:?}").to_lowercase(),
    }
}

/// The directives of one comment as one of ours, with the ids in it; `None` where a name has no rule here, or where
/// the directives end on different days.
fn translate(directives: &[Directive], rules: &[RuleFacts<'_>]) -> Option<(String, Vec<String>)> {
    let first = directives.first()?;
    let until: Option<Date> = first.until;
    if directives.iter().any(|directive| directive.until != until || directive.reach != first.reach) {
        return None;
    }
    let mut ids: Vec<String> = Vec::new();
    for name in directives.iter().flat_map(|directive| &directive.names) {
        let Name::Alias(_) = name else { return None };
        let found = ids_of(name, rules);
        if found.is_empty() {
            return None;
        }
        ids.extend(found.into_iter().map(str::to_owned));
    }
    ids.sort();
    ids.dedup();
    let word = if first.reach == Reach::File { "ignore-file" } else { "ignore" };
    let until = until.map(|date| format!(" until {date}")).unwrap_or_default();
    let reasons: Vec<&str> = directives.iter().filter_map(|directive| directive.reason.as_deref()).collect();
    let reason =
        if reasons.is_empty() { format!("taken over from {}", tool_name(first.tool)) } else { reasons.join("; ") };
    Some((format!("# tollgate:{word} {}{until} -- {reason}", ids.join(", ")), ids))
}

fn tool_name(tool: Tool) -> &'static str {
    match tool {
        Tool::Tollgate => "tollgate",
        Tool::Checkov => "checkov",
        Tool::Tfsec => "tfsec",
        Tool::Trivy => "trivy",
        Tool::Tflint => "tflint",
        Tool::Kics => "KICS",
    }
}

/// Edits by place; several insertions at one place become one.
#[derive(Default)]
struct Edits {
    by_place: BTreeMap<Span, String>,
}

impl Edits {
    fn replace(&mut self, file: &File, source: &SourceFile, comment: &Comment, directives: &[Directive], text: &str) {
        let block = file.body.blocks.iter().find(|block| block.span.contains(comment.span));
        let is_top = directives.iter().any(|directive| directive.reach == Reach::TopBlock);
        match block.filter(|_| is_top) {
            // Ours covers what it stands above: a comment for the whole block moves in front of it.
            Some(block) => {
                self.add(with_line(comment, source), "");
                let start = Span { end: block.span.start, ..block.span };
                self.add(start, &format!("{text}\n"));
            }
            None => self.add(trimmed(comment, source), text),
        }
    }

    fn add(&mut self, span: Span, text: &str) {
        self.by_place.entry(span).or_default().push_str(text);
    }

    fn finish(self) -> Vec<Edit> {
        self.by_place.into_iter().map(|(span, text)| Edit { span, text }).collect()
    }
}

/// The comment without the line feed that may belong to it.
fn trimmed(comment: &Comment, source: &SourceFile) -> Span {
    let text = source.slice(comment.span).trim_end();
    Span { end: comment.span.start.saturating_add(u32::try_from(text.len()).unwrap_or(0)), ..comment.span }
}

/// What vanishes with the comment: its whole line, or the white space in front of it.
fn with_line(comment: &Comment, source: &SourceFile) -> Span {
    let span = trimmed(comment, source);
    if comment.own_line {
        let line = source.line_range(source.line_of(span.start));
        return Span::new(span.file, line.start, line.end);
    }
    let before = source.text.get(..span.start as usize).unwrap_or("");
    Span::new(span.file, before.trim_end_matches([' ', '\t']).len(), span.end as usize)
}

/// Applies edits that do not overlap to a text.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        result.push_str(text.get(done..edit.span.start as usize).unwrap_or(""));
        result.push_str(&edit.text);
        done = edit.span.end as usize;
    }
    result.push_str(text.get(done..).unwrap_or(""));
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::tests::rule;
    use crate::span::{FileId, Sources};
    use crate::syntax;
    use crate::syntax::ast::FileFormat;

    fn migrated(text: &str) -> (String, Vec<String>) {
        let rules = [
            Rule { aliases: vec!["CKV_1".into(), "AWS-0001".into()], resources: vec!["x".into()], ..rule("aws-a") },
            Rule { aliases: vec!["CKV_1".into(), "tf_lint".into()], resources: vec!["*".into()], ..rule("aws-b") },
            Rule { aliases: vec!["CKV_1".into()], resources: vec!["other".into()], ..rule("aws-c") },
        ];
        let sources = Sources::default();
        let id: FileId = sources.add(SourceFile::new("main.tf", text));
        let (file, _) = syntax::parse(text, id, FileFormat::Hcl);
        let (edits, migrations) = migrate(&file, &sources.get(id).unwrap(), &rules.each_ref());
        let line = |one: Migration| format!("{} -> {}", one.from.join(","), one.to.join(","));
        (apply(text, &edits), migrations.into_iter().map(line).collect())
    }

    #[test]
    fn comments_are_rewritten_where_they_mean_the_same() {
        let text = r#"resource "x" "y" {
  #checkov:skip=CKV_1:a website
  a = 1 #trivy:ignore:AVD-AWS-0001:exp:2027-01-31
  # tflint-ignore: tf_lint
  b = 2
  c = 3 # tfsec:ignore:unknown
}
"#;
        let (result, migrations) = migrated(text);
        insta::assert_snapshot!(result, @r#"
        # tollgate:ignore aws-a, aws-b -- a website
        resource "x" "y" {
          a = 1 # tollgate:ignore aws-a until 2027-01-31 -- taken over from trivy
          # tollgate:ignore aws-b -- taken over from tflint
          b = 2
          c = 3 # tfsec:ignore:unknown
        }
        "#);
        insta::assert_snapshot!(migrations.join("\n"), @"
        CKV_1 -> aws-a,aws-b
        AVD-AWS-0001 -> aws-a
        tf_lint -> aws-b
        unknown ->
        ");
    }
}
