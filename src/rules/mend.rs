//! Fixes: a rule's `fix` block as text edits around the judged block.

use std::sync::Arc;

use super::edit::{self, Additions, NewBlock};
use super::finding::{Edit, Fix, Verdict};
use super::judge::{ActiveRule, Judgement};
use super::rule::{BodyRepair, NewResource};
use super::scope::{self, RuleScope};
use super::subject::{Subject, Subjects};
use crate::config::load::is_identifier;
use crate::eval::trace::{Located, PathStep};
use crate::eval::value::{Kind, Marks, Value};
use crate::span::{SourceFile, Sources, Span};
use crate::syntax::ast::{Attribute, Block, Body, Expr, ExprKind};
use crate::syntax::visit;

/// The edits that repair a finding; none where the rule has no fix, the value comes from elsewhere, or the block is
/// not plain text (JSON).
pub(super) fn fix(
    active: &ActiveRule,
    subjects: &Subjects<'_>,
    subject: &Subject,
    judgement: &Judgement,
    located: &Located,
    sources: &Sources,
) -> Option<Fix> {
    let spec = active.rule.fix.as_ref()?;
    if judgement.verdict != Verdict::Fail || located.span != located.attribute {
        return None;
    }
    let file = sources.get(subject.block.span.file)?;
    if file.path.ends_with(".json") {
        return None;
    }
    let budget = scope::budget();
    let scope = RuleScope {
        subjects,
        subject,
        params: &active.params,
        each: judgement.each.clone(),
        related: judgement.related.clone(),
        other: None,
        budget: &budget,
    };
    let mut mender = Mender { scope, file: &file, edits: Vec::new(), said: Vec::new(), replaces_reference: false };
    let (body, path) = target(&subject.block, &judgement.element)?;
    mender.repair(body, &spec.body, &path)?;
    for resource in &spec.resources {
        mender.add_resource(subject, resource)?;
    }
    let Mender { edits, said, replaces_reference, .. } = mender;
    // An override file's text is not in the judged block's file.
    let is_local = edits.iter().all(|edit| edit.span.file == subject.block.span.file);
    (is_local && !edits.is_empty()).then(|| Fix {
        description: said.join(", "),
        edits: edit::with_line_ends(edits, &file),
        // Whoever wrote a reference meant something by it.
        safe: spec.safe && !replaces_reference,
    })
}

/// The judged body and its path: the nested block that `each.value` is, else the resource's own.
fn target<'b>(block: &'b Block, element: &'b [PathStep]) -> Option<(&'b Body, String)> {
    let mut body = &block.body;
    let mut path = String::new();
    let mut rest = element;
    while let [PathStep::Attr(kind), PathStep::Index(index), after @ ..] = rest {
        let made = dynamic(body, kind);
        body = match (made, body.blocks_of(kind).nth(*index)) {
            // Which of them is meant cannot be told from the text.
            (Some(_), Some(_)) => return None,
            (Some(content), None) => content,
            (None, nested) => &nested?.body,
        };
        path.push_str(kind);
        path.push('.');
        rest = after;
    }
    rest.is_empty().then_some((body, path))
}

/// The content of the `dynamic` block that makes blocks of a kind.
fn dynamic<'b>(body: &'b Body, kind: &str) -> Option<&'b Body> {
    let is_meant = |block: &&Block| block.labels.first().is_some_and(|label| &*label.text == kind);
    let dynamic = body.blocks_of("dynamic").find(is_meant)?;
    dynamic.body.block("content").map(|content| &content.body)
}

/// Collects the edits of one fix.
struct Mender<'r> {
    scope: RuleScope<'r>,
    file: &'r SourceFile,
    edits: Vec<Edit>,
    said: Vec<String>,
    replaces_reference: bool,
}

impl Mender<'_> {
    /// Repairs a body; none where it cannot be done by local edits. `path` names the body, with a point at its end.
    fn repair(&mut self, body: &Body, repair: &BodyRepair, path: &str) -> Option<()> {
        let mut additions = Additions::default();
        for (name, expr) in &repair.set {
            let value = self.value(expr)?;
            match body.attribute(name) {
                Some(attribute) if !self.replace(attribute, &value) => continue,
                Some(_) => {}
                None => additions.arguments.push((name.to_string(), value.clone())),
            }
            self.said.push(format!("set `{path}{name}` to `{value}`"));
        }
        for name in &repair.remove {
            let items: Vec<Span> = body
                .attribute(name)
                .map(|attribute| attribute.span)
                .into_iter()
                .chain(body.blocks_of(name).map(|block| block.span))
                .collect();
            if !items.is_empty() {
                self.said.push(format!("remove `{path}{name}`"));
            }
            self.edits.extend(items.into_iter().map(|span| edit::remove(span, self.file)));
        }
        for (kind, nested) in &repair.blocks {
            // Some providers have an attribute of that name instead.
            if body.attribute(kind).is_some() {
                return None;
            }
            let path = format!("{path}{kind}.");
            let written: Vec<&Body> =
                body.blocks_of(kind).map(|block| &block.body).chain(dynamic(body, kind)).collect();
            if written.is_empty() {
                additions.blocks.extend(self.new_block(kind, nested, &path)?);
            }
            for body in written {
                self.repair(body, nested, &path)?;
            }
        }
        // A body on one line is written anew as a whole: that leaves no place for a second edit in it.
        let is_touched = self.edits.iter().any(|edit| body.span.contains(edit.span));
        if is_touched && !additions.is_empty() && !self.file.slice(body.span).contains('\n') {
            return None;
        }
        self.edits.extend(edit::add(body, &additions, self.file)?);
        Some(())
    }

    /// Whether there is another value now.
    fn replace(&mut self, attribute: &Attribute, value: &str) -> bool {
        let edit = edit::replace(attribute, value, self.file);
        self.replaces_reference |= edit.is_some() && !is_literal(&attribute.expr);
        self.edits.extend(edit.clone());
        edit.is_some()
    }

    /// A block that is not there yet; nothing when there is nothing to write into it.
    fn new_block(&mut self, header: &str, repair: &BodyRepair, path: &str) -> Option<Option<NewBlock>> {
        let mut block = NewBlock { header: header.to_string(), ..NewBlock::default() };
        for (name, expr) in &repair.set {
            let value = self.value(expr)?;
            self.said.push(format!("set `{path}{name}` to `{value}`"));
            block.arguments.push((name.to_string(), value));
        }
        for (kind, nested) in &repair.blocks {
            block.blocks.extend(self.new_block(kind, nested, &format!("{path}{kind}."))?);
        }
        Some((!block.arguments.is_empty() || !block.blocks.is_empty()).then_some(block))
    }

    /// A resource behind the judged one, of the same name; none where one of that name is there, or the judged one
    /// is repeated.
    fn add_resource(&mut self, subject: &Subject, resource: &NewResource) -> Option<()> {
        let judged = subject.resource.as_ref()?;
        if judged.count.is_some() || judged.for_each.is_some() {
            return None;
        }
        let module = self.scope.subjects.root.modules.get(subject.module.0 as usize)?;
        let address = format!("{}.{}", resource.kind, subject.name);
        if module.module.all_resources().any(|other| other.key.to_string() == address) {
            return None;
        }
        let mut block =
            NewBlock { header: format!("resource \"{}\" \"{}\"", resource.kind, subject.name), ..NewBlock::default() };
        for (name, attribute) in &resource.refer {
            block.arguments.push((name.to_string(), format!("{}.{attribute}", subject.template)));
        }
        let said = self.said.len();
        let rest = self.new_block("", &resource.body, "")?.unwrap_or_default();
        self.said.truncate(said);
        self.said.push(format!("add `{address}`"));
        block.arguments.extend(rest.arguments);
        block.blocks = rest.blocks;
        let end = subject.block.span.end;
        let gap = if self.file.text.get(end as usize..)?.starts_with(['\n', '\r']) { "" } else { "\n" };
        let indent = edit::indent_at(self.file, subject.block.span.start);
        let text = format!("\n\n{}{gap}", block.text(&indent).trim_end_matches('\n'));
        self.edits.push(Edit { span: Span { start: end, ..subject.block.span }, text });
        Some(())
    }

    /// A value as HCL text; none where it cannot be told or must not be shown.
    fn value(&self, expr: &Expr) -> Option<String> {
        let value = self.scope.eval(expr).ok()?;
        if value.deep_marks().has(Marks::SENSITIVE) {
            return None;
        }
        literal(&value)
    }
}

/// Whether an expression refers to nothing.
fn is_literal(expr: &Expr) -> bool {
    let mut is_literal = true;
    visit::expression(expr, &mut |part| {
        is_literal &= !matches!(part.kind, ExprKind::Variable(_) | ExprKind::Call { .. } | ExprKind::For(_));
    });
    is_literal
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
                .map(|(name, item)| Some(format!("{} = {}", key(name), literal(item)?)))
                .collect();
            Some(format!("{{ {} }}", members?.join(", ")))
        }
        Kind::Unknown(_) => None,
    }
}

fn key(name: &Arc<str>) -> String {
    if is_identifier(name) { name.to_string() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    let escaped =
        text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace("${", "$${").replace("%{", "%%{");
    format!("\"{escaped}\"")
}
