//! Text edits in the body of a block: arguments and blocks that are set, added or removed, laid out as
//! `terraform fmt` would.
//!
//! An edit that would need more than a local change (text that stands on a line with something else) is not made:
//! the answer is then `None`, and the finding has no fix.

use std::fmt::Write as _;

use super::finding::Edit;
use crate::span::{SourceFile, Span};
use crate::syntax::ast::{Attribute, Body};

/// One step of indentation.
const STEP: &str = "  ";

/// Arguments at the head of a block that others keep their distance from.
const META: [&str; 4] = ["count", "for_each", "provider", "depends_on"];

/// A block to write.
#[derive(Clone, Debug, Default)]
pub(super) struct NewBlock {
    /// `rule`, or `resource "aws_x" "y"`.
    pub(super) header: String,
    /// Names and values.
    pub(super) arguments: Vec<(String, String)>,
    pub(super) blocks: Vec<Self>,
}

impl NewBlock {
    /// The block as lines, each with its line break.
    pub(super) fn text(&self, indent: &str) -> String {
        let inner = format!("{indent}{STEP}");
        let mut text = format!("{indent}{} {{\n{}", self.header, aligned(&self.arguments, &inner));
        for (i, block) in self.blocks.iter().enumerate() {
            if i > 0 || !self.arguments.is_empty() {
                text.push('\n');
            }
            text.push_str(&block.text(&inner));
        }
        let _ = writeln!(text, "{indent}}}");
        text
    }
}

/// What one body gets.
#[derive(Clone, Debug, Default)]
pub(super) struct Additions {
    pub(super) arguments: Vec<(String, String)>,
    pub(super) blocks: Vec<NewBlock>,
}

impl Additions {
    pub(super) fn is_empty(&self) -> bool {
        self.arguments.is_empty() && self.blocks.is_empty()
    }

    fn text(&self, indent: &str) -> String {
        let mut text = aligned(&self.arguments, indent);
        for (i, block) in self.blocks.iter().enumerate() {
            if i > 0 || !self.arguments.is_empty() {
                text.push('\n');
            }
            text.push_str(&block.text(indent));
        }
        text
    }
}

fn aligned(arguments: &[(String, String)], indent: &str) -> String {
    let width = arguments.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    arguments.iter().fold(String::new(), |mut text, (name, value)| {
        let _ = writeln!(text, "{indent}{name:width$} = {value}");
        text
    })
}

/// Adds what a body does not have yet.
pub(super) fn add(body: &Body, additions: &Additions, file: &SourceFile) -> Option<Vec<Edit>> {
    if additions.is_empty() {
        return Some(Vec::new());
    }
    let inside = file.slice(body.span);
    let outer = indent_at(file, body.span.start);
    if !inside.contains('\n') {
        let indent = format!("{outer}{STEP}");
        let kept = inside.trim();
        let mut text = String::from("\n");
        if !kept.is_empty() {
            let _ = writeln!(text, "{indent}{kept}");
            text.push_str(if additions.arguments.is_empty() { "\n" } else { "" });
        }
        let _ = write!(text, "{}{outer}", additions.text(&indent));
        return Some(vec![Edit { span: body.span, text }]);
    }
    let indent = inner_indent(body, file).unwrap_or_else(|| format!("{outer}{STEP}"));
    let mut edits = Vec::new();
    if !additions.arguments.is_empty() {
        edits.push(add_arguments(body, &additions.arguments, &indent, file)?);
    }
    if !additions.blocks.is_empty() {
        let closing = line_start(file, body.span.end);
        if !is_blank(file.text.get(closing..body.span.end as usize)?) {
            return None;
        }
        let above = file.text.get(body.span.start as usize..closing)?;
        let is_spaced = above.trim().is_empty() && additions.arguments.is_empty() || above.ends_with("\n\n");
        let blocks = Additions { arguments: Vec::new(), blocks: additions.blocks.clone() }.text(&indent);
        let text = if is_spaced { blocks } else { format!("\n{blocks}") };
        edits.push(Edit { span: Span::new(body.span.file, closing, closing), text });
    }
    Some(edits)
}

/// New arguments stand behind the last argument in front of the nested blocks, in line with it where that is possible.
fn add_arguments(body: &Body, arguments: &[(String, String)], indent: &str, file: &SourceFile) -> Option<Edit> {
    let first_block = body.blocks.iter().map(|block| block.span.start).min().unwrap_or(u32::MAX);
    let ahead = || body.attributes.iter().filter(|attribute| attribute.span.start < first_block);
    let is_one_line = |attribute: &&Attribute| !file.slice(attribute.span).contains('\n');
    let is_meta = |attribute: &&Attribute| META.contains(&&*attribute.name.text);
    let anchor = ahead().filter(is_one_line).rfind(|attribute| !is_meta(attribute));
    let at = |offset| Span::new(body.span.file, offset, offset);
    if let Some(anchor) = anchor {
        let offset = next_line(file, anchor.span.end)?;
        let width = file.text.get(anchor.name.span.start as usize..anchor.expr.span.start as usize)?.find('=')?;
        let fits = arguments.iter().all(|(name, _)| name.len() < width);
        let text = if fits {
            arguments.iter().fold(String::new(), |mut text, (name, value)| {
                let _ = writeln!(text, "{indent}{name:width$}= {value}");
                text
            })
        } else {
            format!("\n{}", aligned(arguments, indent))
        };
        return Some(Edit { span: at(offset), text });
    }
    if let Some(last) = ahead().next_back() {
        return Some(Edit {
            span: at(next_line(file, last.span.end)?),
            text: format!("\n{}", aligned(arguments, indent)),
        });
    }
    let offset = next_line(file, body.span.start)?;
    let gap = if body.blocks.is_empty() { "" } else { "\n" };
    Some(Edit { span: at(offset), text: format!("{}{gap}", aligned(arguments, indent)) })
}

/// Puts another value in an argument's place.
pub(super) fn replace(attribute: &Attribute, value: &str, file: &SourceFile) -> Option<Edit> {
    let span = attribute.expr.span;
    let old = file.slice(span);
    if old == value {
        return None;
    }
    // A heredoc ends with its line.
    let end = if old.ends_with('\n') { "\n" } else { "" };
    Some(Edit { span, text: format!("{value}{end}") })
}

/// Removes an item with its lines, or alone where it shares a line with something else.
pub(super) fn remove(span: Span, file: &SourceFile) -> Edit {
    let nothing = |start: usize, end: usize| Edit { span: Span::new(span.file, start, end), text: String::new() };
    let start = line_start(file, span.start);
    let is_first = is_blank(file.text.get(start..span.start as usize).unwrap_or("x"));
    match next_line(file, span.end) {
        Some(end) if is_first => {
            let (before, after) = (file.text.get(..start).unwrap_or(""), file.text.get(end..).unwrap_or(""));
            // What stood between two empty lines, or after `{` and before one, takes one of them along.
            let is_spaced = before.is_empty() || before.ends_with("\n\n") || before.trim_end().ends_with('{');
            let gap = usize::from(is_spaced && after.starts_with('\n'));
            nothing(start, end + gap)
        }
        _ => nothing(span.start as usize, span.end as usize),
    }
}

/// Where the line of an offset begins.
fn line_start(file: &SourceFile, offset: u32) -> usize {
    let before = file.text.get(..offset as usize).unwrap_or("");
    before.rfind('\n').map_or(0, |at| at + 1)
}

/// Where the next line begins, when only a comment stands behind the offset. An offset behind a line break (a heredoc's
/// end) is there already.
fn next_line(file: &SourceFile, offset: u32) -> Option<usize> {
    let offset = offset as usize;
    if file.text.get(..offset)?.ends_with('\n') {
        return Some(offset);
    }
    let rest = file.text.get(offset..)?;
    let (line, end) = match rest.find('\n') {
        Some(at) => (rest.get(..at)?, offset + at + 1),
        None => (rest, file.text.len()),
    };
    let line = line.trim();
    let is_comment = line.starts_with('#')
        || line.starts_with("//")
        || line.starts_with("/*") && line.find("*/").is_some_and(|at| at + 2 == line.len());
    (line.is_empty() || is_comment).then_some(end)
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// The indentation of the line that an offset is on.
pub(super) fn indent_at(file: &SourceFile, offset: u32) -> String {
    let line = file.text.get(line_start(file, offset)..).unwrap_or("");
    line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect()
}

/// The indentation of a body's first item that begins a line.
fn inner_indent(body: &Body, file: &SourceFile) -> Option<String> {
    let attributes = body.attributes.iter().map(|attribute| attribute.span);
    let first = attributes.chain(body.blocks.iter().map(|block| block.span)).min()?;
    let before = file.text.get(line_start(file, first.start)..first.start as usize)?;
    is_blank(before).then(|| before.to_string())
}

/// Gives edits the line ends of their file.
pub(super) fn with_line_ends(mut edits: Vec<Edit>, file: &SourceFile) -> Vec<Edit> {
    if file.text.find('\n').is_some_and(|at| file.text.get(..at).is_some_and(|line| line.ends_with('\r'))) {
        for edit in &mut edits {
            edit.text = edit.text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
    }
    edits
}
