//! Fixes: a rule's `fix` block as text edits in the judged block.

use super::finding::{Edit, Fix, Verdict};
use super::judge::{ActiveRule, Judgement};
use super::subject::Subject;
use crate::eval::trace::{Located, PathStep};
use crate::eval::value::{Kind, Value};
use crate::span::{SourceFile, Sources, Span};
use crate::syntax::ast::{Block, Body};

/// The edits that repair a finding; none where the rule has no fix, the value comes from elsewhere, or the block is
/// not plain text (JSON, dynamic).
pub(super) fn fix(
    active: &ActiveRule,
    subject: &Subject,
    judgement: &Judgement,
    located: &Located,
    sources: &Sources,
) -> Option<Fix> {
    let spec = active.rule.fix.as_ref()?;
    if judgement.verdict != Verdict::Fail || located.span != located.attribute || subject.call.is_some() {
        return None;
    }
    let body = target(&subject.block, active, judgement)?;
    let file = sources.get(subject.block.span.file)?;
    if file.path.ends_with(".json") {
        return None;
    }
    let mut edits = Vec::new();
    for (name, expr) in &spec.set {
        let value = super::scope::constant(expr).ok()?;
        edits.push(set(body, name, &literal(&value)?, &file)?);
    }
    for name in &spec.remove {
        if let Some(attribute) = body.attribute(name) {
            edits.push(Edit { span: whole_lines(attribute.span, &file), text: String::new() });
        }
    }
    let names: Vec<String> = spec
        .set
        .iter()
        .map(|(name, _)| format!("set `{name}`"))
        .chain(spec.remove.iter().map(|name| format!("remove `{name}`")))
        .collect();
    (!edits.is_empty()).then(|| Fix { description: names.join(", "), edits, safe: spec.safe })
}

/// The judged block: the nested one that `each.value` is, else the resource's own.
fn target<'b>(block: &'b Block, active: &ActiveRule, judgement: &'b Judgement) -> Option<&'b Body> {
    if active.rule.for_each.is_none() || judgement.each.is_none() {
        return Some(&block.body);
    }
    let [PathStep::Attr(kind), PathStep::Index(index), ..] = judgement.path.as_slice() else { return None };
    let has_dynamic =
        block.body.blocks_of("dynamic").any(|dynamic| dynamic.labels.iter().any(|label| label.text == *kind));
    if has_dynamic {
        return None;
    }
    block.body.blocks_of(kind).nth(*index).map(|nested| &nested.body)
}

/// Replaces an argument's expression, or adds the argument as the first line of the body.
fn set(body: &Body, name: &str, value: &str, file: &SourceFile) -> Option<Edit> {
    if let Some(attribute) = body.attribute(name) {
        return Some(Edit { span: attribute.expr.span, text: value.to_string() });
    }
    let first =
        body.attributes.iter().map(|attribute| attribute.span).chain(body.blocks.iter().map(|block| block.span)).min();
    match first {
        Some(first) => {
            let position = file.position(first.start);
            let line = file.line(position.line);
            let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
            let at = usize::try_from(first.start).ok()?;
            // A body on the line of its header gets no new line.
            if line.trim_start().len() < line.len() - indent.len() || !is_first_on_line(file, at) {
                return None;
            }
            Some(Edit { span: Span::new(first.file, at, at), text: format!("{name} = {value}\n{indent}") })
        }
        None => None,
    }
}

fn is_first_on_line(file: &SourceFile, offset: usize) -> bool {
    let before = file.text.get(..offset).unwrap_or("");
    before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
}

/// The span widened to its whole lines.
fn whole_lines(span: Span, file: &SourceFile) -> Span {
    let text = &*file.text;
    let start = text.get(..span.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let rest = text.get(span.end as usize..).unwrap_or("");
    let end = span.end as usize + rest.find('\n').map_or(rest.len(), |at| at + 1);
    Span::new(span.file, start, end)
}

/// A constant as HCL text.
fn literal(value: &Value) -> Option<String> {
    match &value.kind {
        Kind::Null(_) => Some("null".into()),
        Kind::Bool(value) => Some(value.to_string()),
        Kind::Number(number) => Some(number.to_string()),
        Kind::String(text) => Some(quoted(text)),
        Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => {
            let items: Option<Vec<String>> = value.as_elements()?.iter().map(literal).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        Kind::Map(_) | Kind::Object(_) => {
            let members: Option<Vec<String>> = value
                .as_members()?
                .iter()
                .map(|(name, item)| Some(format!("{} = {}", quoted(name), literal(item)?)))
                .collect();
            Some(format!("{{ {} }}", members?.join(", ")))
        }
        Kind::Unknown(_) => None,
    }
}

fn quoted(text: &str) -> String {
    let escaped =
        text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace("${", "$${").replace("%{", "%%{");
    format!("\"{escaped}\"")
}
