//! Values as text of the language that reads back to them, laid out as Terraform lays out generated files.
//!
//! Terraform has this in its own `provider::terraform::encode_expr` and `encode_tfvars`, which are the reference.

use super::value::{Kind, Members, Value};
use crate::config::load::is_identifier;
use crate::syntax::quote;

/// How deep a value may be nested to be written.
const MAX_DEPTH: usize = 200;

/// One line before it is indented and aligned.
#[derive(Default)]
struct Line {
    /// What stands before ` = `, where the line is an argument or member.
    name: Option<String>,
    text: String,
    /// Brackets opened less brackets closed.
    net: i32,
}

/// An expression whose value is the given one; `None` for what is not wholly known, marked or too deep.
pub fn expression(value: &Value) -> Option<String> {
    let mut writer = Writer { lines: vec![Line::default()] };
    writer.value(value, 0)?;
    Some(writer.finish())
}

/// A variables file with these arguments; `None` where a value cannot be written or a name is none.
pub fn arguments(members: &Members) -> Option<String> {
    let mut writer = Writer { lines: Vec::new() };
    for (name, value) in members {
        if !is_identifier(name) {
            return None;
        }
        writer.lines.push(Line { name: Some(name.to_string()), ..Line::default() });
        writer.value(value, 0)?;
    }
    let text = writer.finish();
    Some(if text.is_empty() { text } else { text + "\n" })
}

struct Writer {
    lines: Vec<Line>,
}

impl Writer {
    fn push(&mut self, text: &str, net: i32) {
        if self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        if let Some(line) = self.lines.last_mut() {
            line.text.push_str(text);
            line.net += net;
        }
    }

    fn value(&mut self, value: &Value, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH || !value.marks.is_none() {
            return None;
        }
        match &value.kind {
            Kind::Null(_) => self.push("null", 0),
            Kind::Bool(value) => self.push(if *value { "true" } else { "false" }, 0),
            Kind::Number(number) if number.is_infinite() => return None,
            Kind::Number(number) => self.push(&number.to_string(), 0),
            Kind::String(text) => self.push(&quote(text), 0),
            Kind::List(_) | Kind::Set(_) | Kind::Tuple(_) => {
                self.push("[", 1);
                for (i, item) in value.as_elements()?.iter().enumerate() {
                    if i > 0 {
                        self.push(", ", 0);
                    }
                    self.value(item, depth + 1)?;
                }
                self.push("]", -1);
            }
            Kind::Map(_) | Kind::Object(_) => self.members(value.as_members()?, depth)?,
            Kind::Unknown(_) => return None,
        }
        Some(())
    }

    fn members(&mut self, members: &Members, depth: usize) -> Option<()> {
        self.push("{", 1);
        for (name, value) in members {
            let name = if is_identifier(name) { name.to_string() } else { quote(name) };
            self.lines.push(Line { name: Some(name), ..Line::default() });
            self.value(value, depth + 1)?;
        }
        if !members.is_empty() {
            self.lines.push(Line::default());
        }
        self.push("}", -1);
        Some(())
    }

    fn finish(self) -> String {
        let widths = aligned(&self.lines);
        let mut open: Vec<i32> = Vec::new();
        let mut texts = Vec::with_capacity(self.lines.len());
        for (line, width) in self.lines.into_iter().zip(widths) {
            if line.net < 0 {
                close(&mut open, -line.net);
            }
            let indent = "  ".repeat(open.len());
            if line.net > 0 {
                open.push(line.net);
            }
            texts.push(match line.name {
                Some(name) => format!("{indent}{name:width$} = {}", line.text),
                None => format!("{indent}{}", line.text),
            });
        }
        texts.join("\n")
    }
}

/// The width of each line's name: names of neighbouring lines that open nothing are padded to the longest of them.
fn aligned(lines: &[Line]) -> Vec<usize> {
    let mut widths = vec![0; lines.len()];
    let mut start = 0;
    for end in 0..=lines.len() {
        let is_in_chain = lines.get(end).is_some_and(|line| line.name.is_some() && line.net == 0);
        if is_in_chain {
            continue;
        }
        let chain = lines.get(start..end).unwrap_or_default();
        let width = chain.iter().filter_map(|line| Some(line.name.as_ref()?.chars().count())).max().unwrap_or(0);
        widths.iter_mut().take(end).skip(start).for_each(|own| *own = width);
        start = end + 1;
    }
    widths
}

/// TERRAFORM: brackets that a line opens together count as one level.
fn close(open: &mut Vec<i32>, mut closed: i32) {
    while closed > 0 {
        let Some(last) = open.last_mut() else { return };
        if closed < *last {
            *last -= closed;
            return;
        }
        closed -= *last;
        open.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(members: &[(&str, Value)]) -> Value {
        Value::object(members.iter().map(|(name, value)| ((*name).into(), value.clone())).collect())
    }

    #[test]
    fn a_value_is_laid_out_as_terraform_does() {
        let item = |name: &str| object(&[(name, Value::int(1)), ("bb", Value::NULL)]);
        let value = object(&[
            ("5a", Value::int(1)),
            ("a", Value::TRUE),
            ("e", Value::tuple([item("a"), item("c")])),
            ("d", object(&[])),
            ("x y", Value::string("q\"${z}")),
        ]);
        let text = "{\n  \"5a\" = 1\n  a    = true\n  d    = {}\n  e = [{\n    a  = 1\n    bb = null\n    }, {\n    bb = null\n    c  = 1\n  }]\n  \"x y\" = \"q\\\"$${z}\"\n}";
        assert_eq!(expression(&value).as_deref(), Some(text));
        let members = value.as_members().unwrap();
        assert_eq!(arguments(members), None, "`5a` is no name of an argument");
    }
}
