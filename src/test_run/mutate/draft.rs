//! An example as a small tree that can be changed in one place and written again.
//!
//! In: the block of an example and its text. Out: the same arguments and blocks, laid out as `terraform fmt` would. What an
//! argument holds is kept as it is written, but for lists, objects and calls with one argument (`jsonencode({…})`), whose
//! elements can be changed one by one.

use std::fmt::Write as _;

use crate::span::SourceFile;
use crate::syntax::ast::{Block, Body, Expr, ExprKind, ObjectKey};

/// An argument or a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Argument(String, Node),
    Block(Nested),
}

/// A block, its labels without quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Nested {
    pub(super) kind: String,
    pub(super) labels: Vec<String>,
    pub(super) items: Vec<Item>,
}

/// What an argument holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// Any expression, as it is written.
    Text(String),
    List(Vec<Node>),
    /// Keys as they are written.
    Object(Vec<(String, Node)>),
    /// A function of one list or object.
    Call(String, Box<Node>),
}

impl Item {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Argument(name, _) => name,
            Self::Block(block) => &block.kind,
        }
    }
}

/// The arguments and blocks of a body, in the order of the text; `leave_out` names arguments that do not count.
pub(super) fn read(body: &Body, file: &SourceFile, leave_out: &[&str]) -> Vec<Item> {
    let mut items: Vec<(u32, Item)> = Vec::new();
    for attribute in body.attributes.iter().filter(|one| !leave_out.contains(&&*one.name.text)) {
        let item = Item::Argument(attribute.name.text.to_string(), node(&attribute.expr, file));
        items.push((attribute.span.start, item));
    }
    items.extend(body.blocks.iter().map(|block| (block.span.start, Item::Block(nested(block, file)))));
    items.sort_by_key(|(start, _)| *start);
    items.into_iter().map(|(_, item)| item).collect()
}

fn nested(block: &Block, file: &SourceFile) -> Nested {
    Nested {
        kind: block.kind.text.to_string(),
        labels: block.labels.iter().map(|label| label.text.to_string()).collect(),
        items: read(&block.body, file, &[]),
    }
}

fn node(expr: &Expr, file: &SourceFile) -> Node {
    match &expr.kind {
        ExprKind::Tuple(items) => Node::List(items.iter().map(|item| node(item, file)).collect()),
        ExprKind::Object(items) => {
            let member = |item: &crate::syntax::ast::ObjectItem| {
                let key = match &item.key {
                    ObjectKey::Name(name) => name.text.to_string(),
                    ObjectKey::Expr(key) => file.slice(key.span).to_owned(),
                };
                (key, node(&item.value, file))
            };
            Node::Object(items.iter().map(member).collect())
        }
        ExprKind::Call { name, args, expand: false } => match args.as_slice() {
            [only] if matches!(only.kind, ExprKind::Tuple(_) | ExprKind::Object(_)) => {
                Node::Call(name.text.to_string(), Box::new(node(only, file)))
            }
            _ => Node::Text(file.slice(expr.span).to_owned()),
        },
        _ => Node::Text(file.slice(expr.span).to_owned()),
    }
}

/// The text of arguments and blocks, indented by so many spaces; it ends in a line break unless it is empty.
pub(super) fn write(items: &[Item], indent: usize) -> String {
    let mut text = String::new();
    let margin = " ".repeat(indent);
    let mut rest = items;
    while let Some((first, others)) = rest.split_first() {
        match first {
            Item::Block(block) => {
                let labels = block.labels.iter().fold(String::new(), |all, label| all + " \"" + label + "\"");
                let inner = write(&block.items, indent + 2);
                let inner = if inner.is_empty() { inner } else { format!("\n{inner}{margin}") };
                let _ = writeln!(text, "{margin}{}{labels} {{{inner}}}", block.kind);
                rest = others;
            }
            Item::Argument(..) => {
                let run = aligned(rest, indent);
                let width = run.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
                for (name, value) in &run {
                    let _ = writeln!(text, "{margin}{name:<width$} = {value}");
                }
                rest = rest.get(run.len()..).unwrap_or_default();
            }
        }
    }
    text
}

/// The arguments at the head whose signs of equality stand below each other: up to the first that takes several lines.
fn aligned(items: &[Item], indent: usize) -> Vec<(&str, String)> {
    let mut run = Vec::new();
    for item in items {
        let Item::Argument(name, value) = item else { break };
        let value = value.text(indent);
        let is_last = value.contains('\n');
        if is_last && !run.is_empty() {
            break;
        }
        run.push((name.as_str(), value));
        if is_last {
            break;
        }
    }
    run
}

/// Longer lists and objects take several lines.
const WIDTH: usize = 100;

impl Node {
    /// As it is written in a body that is indented by so many spaces.
    pub(super) fn text(&self, indent: usize) -> String {
        let line = self.line();
        if line.len() <= WIDTH || matches!(self, Self::Text(_)) {
            return line;
        }
        let margin = " ".repeat(indent + 2);
        let end = " ".repeat(indent);
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => {
                let lines =
                    items.iter().fold(String::new(), |all, item| all + &margin + &item.text(indent + 2) + ",\n");
                format!("[\n{lines}{end}]")
            }
            Self::Object(members) => {
                let items: Vec<Item> =
                    members.iter().map(|(key, value)| Item::Argument(key.clone(), value.clone())).collect();
                format!("{{\n{}{end}}}", write(&items, indent + 2))
            }
            Self::Call(name, inner) => format!("{name}({})", inner.text(indent)),
        }
    }

    fn line(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(items) => format!("[{}]", items.iter().map(Self::line).collect::<Vec<_>>().join(", ")),
            Self::Object(members) if members.is_empty() => "{}".to_owned(),
            Self::Object(members) => {
                let members: Vec<String> =
                    members.iter().map(|(key, value)| format!("{key} = {}", value.line())).collect();
                format!("{{ {} }}", members.join(", "))
            }
            Self::Call(name, inner) => format!("{name}({})", inner.line()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Sources;
    use crate::syntax;
    use crate::syntax::ast::FileFormat;

    #[test]
    fn what_is_read_is_written_again() {
        let text = "resource \"aws_x\" \"b\" {\n  a   = 1\n  bcd = [\"x\", { y = \"z\" }]\n  rule {\n    on = true\n  }\n  empty {}\n}\n";
        let sources = Sources::default();
        let id = sources.add(SourceFile::new("a.hcl", text));
        let file = sources.get(id).unwrap();
        let items = read(&syntax::parse(text, id, FileFormat::Hcl).0.body, &file, &[]);
        assert_eq!(write(&items, 0), text);
    }
}
