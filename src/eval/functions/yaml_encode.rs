//! `yamlencode`: block style with quoted strings, written by the rules of libyaml's emitter.

use super::call::{Call, FunctionError};
use super::table::{Function, Want, function, param};
use crate::config::ty::Type;
use crate::eval::convert::number_text;
use crate::eval::value::{Kind, Members, Unknown, Value};

pub(super) const TABLE: &[Function] =
    &[function("yamlencode", &[param("value", Want::Any).null().untyped().unknown()], Want::String, yamlencode)
        .may_be_null()];

fn yamlencode(call: &Call<'_>, ty: &Type) -> Result<Value, FunctionError> {
    let value = call.arg(0);
    if value.is_wholly_known() {
        return Ok(call.checked_text(encode(value)?));
    }
    Ok(Unknown { decoded: Some(value.clone()), ..call.unknown(ty.clone()) }.into_value())
}

/// Nesting that is still written.
const MAX_DEPTH: usize = 120;
/// Columns after which a quoted string is folded at a space.
const WIDTH: usize = 80;
/// Longer keys are written behind a question mark.
const MAX_SIMPLE_KEY: usize = 128;

fn encode(value: &Value) -> Result<String, String> {
    let mut emitter = Emitter {
        out: String::new(),
        column: 0,
        indent: -1,
        whitespace: true,
        indention: true,
        open_ended: false,
        depth: 0,
    };
    emitter.node(value, Context { is_root: true, ..Context::default() })?;
    emitter.write_indent();
    if emitter.open_ended {
        emitter.indicator("...", Space::Needed, Leaves::Text);
        emitter.write_indent();
    }
    Ok(emitter.out)
}

/// Where a node stands.
#[derive(Clone, Copy, Default)]
struct Context {
    is_root: bool,
    in_mapping: bool,
    is_simple_key: bool,
}

struct Emitter {
    out: String,
    column: usize,
    indent: i64,
    /// Whether the last character was white space.
    whitespace: bool,
    /// Whether the line holds nothing but indentation and indicators so far.
    indention: bool,
    /// Whether the document needs an end mark.
    open_ended: bool,
    depth: usize,
}

/// Whether an indicator stands apart from what is before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Space {
    Needed,
    Not,
}

/// What an indicator leaves behind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaves {
    Text,
    White,
    Indention,
}

impl Emitter {
    fn put(&mut self, c: char) {
        self.out.push(c);
        self.column += 1;
    }

    fn put_break(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }

    fn indicator(&mut self, text: &str, space: Space, leaves: Leaves) {
        if space == Space::Needed && !self.whitespace {
            self.put(' ');
        }
        text.chars().for_each(|c| self.put(c));
        self.whitespace = leaves == Leaves::White;
        self.indention &= leaves == Leaves::Indention;
        self.open_ended = false;
    }

    fn write_indent(&mut self) {
        let indent = usize::try_from(self.indent).unwrap_or(0);
        if !self.indention || self.column > indent || self.column == indent && !self.whitespace {
            self.put_break();
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    fn node(&mut self, value: &Value, context: Context) -> Result<(), String> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(format!("the value is nested deeper than {MAX_DEPTH} levels"));
        }
        match &value.kind {
            Kind::Null(_) => self.plain("null", context),
            Kind::Bool(value) => self.plain(if *value { "true" } else { "false" }, context),
            Kind::Number(number) => self.plain(&number_text(number)?, context),
            Kind::String(text) => self.string(text, context),
            Kind::List(list) | Kind::Set(list) => self.sequence(&list.items, context)?,
            Kind::Tuple(items) => self.sequence(items, context)?,
            Kind::Map(map) => self.mapping(&map.members)?,
            Kind::Object(object) => self.mapping(&object.members)?,
            Kind::Unknown(_) => return Err("cannot serialize unknown value as YAML".into()),
        }
        self.depth -= 1;
        Ok(())
    }

    fn sequence(&mut self, items: &[Value], context: Context) -> Result<(), String> {
        if items.is_empty() {
            self.indicator("[", Space::Needed, Leaves::White);
            self.indicator("]", Space::Not, Leaves::Text);
            return Ok(());
        }
        let outer = self.indent;
        self.indent = match outer {
            // A sequence as the value of a key is not indented.
            0.. if context.in_mapping && !self.indention => outer,
            0.. => outer + 2,
            _ => 0,
        };
        for item in items {
            self.write_indent();
            self.indicator("-", Space::Needed, Leaves::Indention);
            self.node(item, Context::default())?;
        }
        self.indent = outer;
        Ok(())
    }

    fn mapping(&mut self, members: &Members) -> Result<(), String> {
        if members.is_empty() {
            self.indicator("{", Space::Needed, Leaves::White);
            self.indicator("}", Space::Not, Leaves::Text);
            return Ok(());
        }
        let outer = self.indent;
        self.indent = if outer < 0 { 0 } else { outer + 2 };
        let in_mapping = Context { in_mapping: true, ..Context::default() };
        for (name, value) in members {
            self.write_indent();
            if name.len() <= MAX_SIMPLE_KEY && !name.contains(is_break) {
                self.string(name, Context { is_simple_key: true, ..in_mapping });
                self.indicator(":", Space::Not, Leaves::Text);
            } else {
                self.indicator("?", Space::Needed, Leaves::Indention);
                self.string(name, in_mapping);
                self.write_indent();
                self.indicator(":", Space::Needed, Leaves::Indention);
            }
            self.node(value, in_mapping)?;
        }
        self.indent = outer;
        Ok(())
    }

    fn plain(&mut self, text: &str, context: Context) {
        if !self.whitespace {
            self.put(' ');
        }
        text.chars().for_each(|c| self.put(c));
        self.whitespace = false;
        self.indention = false;
        self.open_ended |= context.is_root;
    }

    fn string(&mut self, text: &str, context: Context) {
        let outer = self.indent;
        self.indent = if outer < 0 { 2 } else { outer + 2 };
        if text.contains('\n') && !context.is_simple_key && may_be_block(text) {
            self.literal(text);
        } else {
            self.double_quoted(text, !context.is_simple_key);
        }
        self.indent = outer;
    }

    fn literal(&mut self, text: &str) {
        self.indicator("|", Space::Needed, Leaves::Text);
        if text.starts_with(' ') || text.starts_with(is_break) {
            self.indicator("2", Space::Not, Leaves::Text);
        }
        let mut ending = text.chars().rev();
        match (ending.next().is_some_and(is_break), ending.next()) {
            (false, _) => self.indicator("-", Space::Not, Leaves::Text),
            (true, before) if before.is_none_or(is_break) => {
                self.indicator("+", Space::Not, Leaves::Text);
            }
            (true, _) => {}
        }
        self.put_break();
        self.indention = true;
        self.whitespace = true;
        let mut after_break = true;
        for c in text.chars() {
            if is_break(c) {
                if c == '\n' {
                    self.put_break();
                } else {
                    self.other_break(c);
                }
                self.indention = true;
                after_break = true;
                continue;
            }
            if after_break {
                self.write_indent();
            }
            self.put(c);
            self.indention = false;
            after_break = false;
        }
    }

    fn other_break(&mut self, c: char) {
        self.put(c);
        self.column = 0;
    }

    fn double_quoted(&mut self, text: &str, may_fold: bool) {
        self.indicator("\"", Space::Needed, Leaves::Text);
        let chars: Vec<char> = text.chars().collect();
        // TERRAFORM: a byte order mark at the beginning makes libyaml's Go port escape everything.
        let escape_all = chars.first() == Some(&'\u{feff}');
        let mut after_space = false;
        for (i, c) in chars.iter().copied().enumerate() {
            if escape_all || !is_printable(c) || is_break(c) || matches!(c, '"' | '\\') {
                self.escaped(c);
                after_space = false;
            } else if c == ' ' {
                let folds = may_fold && !after_space && self.column > WIDTH && i > 0 && i + 1 < chars.len();
                if folds {
                    self.write_indent();
                    if chars.get(i + 1) == Some(&' ') {
                        self.put('\\');
                    }
                } else {
                    self.put(c);
                }
                after_space = true;
            } else {
                self.put(c);
                after_space = false;
            }
        }
        self.indicator("\"", Space::Not, Leaves::Text);
        self.whitespace = false;
        self.indention = false;
    }

    fn escaped(&mut self, c: char) {
        let code = u32::from(c);
        let text = match c {
            '\0' => "0".into(),
            '\u{7}' => "a".into(),
            '\u{8}' => "b".into(),
            '\t' => "t".into(),
            '\n' => "n".into(),
            '\u{b}' => "v".into(),
            '\u{c}' => "f".into(),
            '\r' => "r".into(),
            '\u{1b}' => "e".into(),
            '"' | '\\' => c.to_string(),
            '\u{85}' => "N".into(),
            '\u{a0}' => "_".into(),
            '\u{2028}' => "L".into(),
            '\u{2029}' => "P".into(),
            _ if code <= 0xff => format!("x{code:02X}"),
            _ if code <= 0xffff => format!("u{code:04X}"),
            _ => format!("U{code:08X}"),
        };
        self.put('\\');
        text.chars().for_each(|c| self.put(c));
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Everything beyond the basic plane counts as not printable.
fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}') && c != '\u{feff}'
}

/// Whether the text can be written as a literal block.
fn may_be_block(text: &str) -> bool {
    let space_before_break = text.chars().zip(text.chars().skip(1)).any(|(c, next)| c == ' ' && is_break(next));
    !text.ends_with(' ') && !space_before_break && text.chars().all(is_printable)
}
