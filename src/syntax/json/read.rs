//! Reads JSON with the place of every value. What stands before the first error is kept.
//!
//! The reader is our own: crates either lose the places, the digits of numbers, or all that was read before an error.

use std::borrow::Cow;

use memchr::memchr2;

use super::super::parser::MAX_DEPTH;
use crate::diag::{Code, Diagnostic};
use crate::span::{FileId, Span};

/// A value and its place.
#[derive(Debug)]
pub(super) struct Value<'t> {
    pub kind: ValueKind<'t>,
    pub span: Span,
}

#[derive(Debug)]
pub(super) enum ValueKind<'t> {
    Null,
    Bool(bool),
    /// The digits as written.
    Number(&'t str),
    String(Text<'t>),
    Array(Vec<Value<'t>>),
    Object(Vec<Member<'t>>),
}

/// `"name": value`.
#[derive(Debug)]
pub(super) struct Member<'t> {
    pub name: Text<'t>,
    pub value: Value<'t>,
}

/// A string, unescaped.
#[derive(Debug)]
pub(super) struct Text<'t> {
    pub value: Cow<'t, str>,
    /// With its quotes.
    pub span: Span,
    /// Behind each escape sequence: the offset in `value`, and that in the file.
    pub escapes: Vec<(u32, u32)>,
}

impl Text<'_> {
    /// The place between the quotes.
    pub(super) fn inner(&self) -> Span {
        Span { start: self.span.start + 1, end: self.span.end.saturating_sub(1).max(self.span.start + 1), ..self.span }
    }

    /// The offset in the file of an offset in the unescaped text.
    pub(super) fn offset(&self, offset: u32) -> u32 {
        let after = self.escapes.partition_point(|(here, _)| *here <= offset);
        let (here, there) =
            after.checked_sub(1).and_then(|i| self.escapes.get(i)).copied().unwrap_or((0, self.span.start + 1));
        there + (offset - here)
    }
}

/// Reads a text that is one JSON value.
pub(super) fn read(text: &str, file: FileId) -> (Value<'_>, Option<Diagnostic>) {
    let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut reader = Reader { text, file, at, depth: 0, error: None };
    let mut value = reader.value();
    if reader.error.is_none() && !matches!(value.kind, ValueKind::Object(_) | ValueKind::Array(_)) {
        let start = value.span.start as usize;
        reader.fail(start, reader.at - start, "a JSON file holds one object", "put everything between `{` and `}`");
        value.kind = ValueKind::Null;
    }
    reader.skip_space();
    if reader.at < text.len() {
        reader.fail(reader.at, 1, "nothing can follow the value of a JSON file", "remove it");
    }
    (value, reader.error)
}

struct Reader<'t> {
    text: &'t str,
    file: FileId,
    at: usize,
    depth: u32,
    /// The first error. It moves `at` to the end, so that all rules come to theirs.
    error: Option<Diagnostic>,
}

impl<'t> Reader<'t> {
    fn fail(&mut self, at: usize, length: usize, message: impl Into<String>, help: &str) {
        let end = (at + length..self.text.len()).find(|end| self.text.is_char_boundary(*end));
        let span = Span::new(self.file, at, end.unwrap_or(self.text.len()));
        self.error.get_or_insert_with(|| Diagnostic::error(Code::JsonInvalid, span, message).with_help(help));
        self.at = self.text.len();
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or(&[])
    }

    fn skip_space(&mut self) {
        self.at += self.rest().iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
    }

    fn value(&mut self) -> Value<'t> {
        self.skip_space();
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => ValueKind::String(self.string()),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => self.word(),
            _ => {
                self.unexpected("a value");
                ValueKind::Null
            }
        };
        Value { kind, span: Span::new(self.file, start, self.at) }
    }

    fn unexpected(&mut self, expected: &str) {
        let found = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        let found =
            found.map_or_else(|| "the end of the file".to_owned(), |found| format!("`{}`", found.escape_debug()));
        let help = "JSON knows objects, arrays, strings in double quotes, numbers, `true`, `false` and `null`";
        self.fail(self.at, 1, format!("expected {expected}, found {found}"), help);
    }

    fn nested(&mut self, rule: fn(&mut Self) -> ValueKind<'t>) -> ValueKind<'t> {
        if self.depth >= MAX_DEPTH {
            self.fail(self.at, 1, "this is nested too deep to be read", "split it");
            if let Some(error) = &mut self.error {
                error.code = Code::NestingTooDeep;
            }
            return ValueKind::Null;
        }
        self.depth += 1;
        let kind = rule(self);
        self.depth -= 1;
        kind
    }

    fn object(&mut self) -> ValueKind<'t> {
        let mut members = Vec::new();
        self.items(b'}', |reader| {
            if reader.peek() != Some(b'"') {
                return reader.unexpected("the name of a member in double quotes");
            }
            let name = reader.string();
            reader.skip_space();
            if reader.peek() != Some(b':') {
                return reader.unexpected("`:` after the name of a member");
            }
            reader.at += 1;
            let before = reader.error.is_none();
            let value = reader.value();
            // A value that could not be read at all is no `null`.
            if reader.error.is_none() || (before && !matches!(value.kind, ValueKind::Null)) {
                members.push(Member { name, value });
            }
        });
        ValueKind::Object(members)
    }

    fn array(&mut self) -> ValueKind<'t> {
        let mut values = Vec::new();
        self.items(b']', |reader| {
            let value = reader.value();
            if reader.error.is_none() || !matches!(value.kind, ValueKind::Null) {
                values.push(value);
            }
        });
        ValueKind::Array(values)
    }

    /// Items and commas up to and with the closing bracket.
    fn items(&mut self, close: u8, mut item: impl FnMut(&mut Self)) {
        let open = self.at;
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(close) {
            self.at += 1;
            return;
        }
        while self.error.is_none() {
            item(self);
            self.skip_space();
            match self.peek() {
                Some(byte) if byte == close => {
                    self.at += 1;
                    return;
                }
                Some(b',') => {
                    let comma = self.at;
                    self.at += 1;
                    self.skip_space();
                    if self.peek() == Some(close) {
                        self.fail(comma, 1, "JSON has no comma after the last item", "remove it");
                    }
                }
                None => self.fail(open, 1, "this bracket is not closed", "write the missing bracket"),
                Some(_) => self.unexpected(if close == b'}' { "`,` or `}`" } else { "`,` or `]`" }),
            }
        }
    }

    fn word(&mut self) -> ValueKind<'t> {
        let length = self.rest().iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        let word = self.text.get(self.at..self.at + length).unwrap_or("");
        let kind = match word {
            "true" => ValueKind::Bool(true),
            "false" => ValueKind::Bool(false),
            "null" => ValueKind::Null,
            _ => {
                let message = format!("JSON has no word `{word}`");
                self.fail(self.at, length, message, "the words are `true`, `false` and `null`; all else is in quotes");
                return ValueKind::Null;
            }
        };
        self.at += length;
        kind
    }

    fn number(&mut self) -> ValueKind<'t> {
        let belongs = |byte: &&u8| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9');
        let length = self.rest().iter().take_while(belongs).count();
        let digits = self.text.get(self.at..self.at + length).unwrap_or("");
        if !is_number(digits) {
            let message = format!("`{digits}` is not a number in JSON");
            self.fail(self.at, length, message, "a number looks like `12`, `-1.5` or `1e3`");
            return ValueKind::Null;
        }
        self.at += length;
        ValueKind::Number(digits)
    }

    fn string(&mut self) -> Text<'t> {
        let start = self.at;
        self.at += 1;
        let mut text = Cow::Borrowed("");
        let mut escapes = Vec::new();
        loop {
            let length =
                self.rest().iter().take_while(|byte| **byte != b'"' && **byte != b'\\' && **byte >= 0x20).count();
            let plain = self.text.get(self.at..self.at + length).unwrap_or("");
            if text.is_empty() && escapes.is_empty() {
                text = Cow::Borrowed(plain);
            } else {
                text.to_mut().push_str(plain);
            }
            self.at += length;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    break;
                }
                Some(b'\\') => {
                    let Some(character) = self.escape() else { break };
                    text.to_mut().push(character);
                    let place = Span::new(self.file, text.len(), self.at.max(text.len()));
                    escapes.push((place.start, place.end));
                }
                _ => {
                    let line = memchr2(b'\n', b'\r', self.text.as_bytes().get(start..).unwrap_or(&[]));
                    let length = line.unwrap_or(self.text.len() - start);
                    let help = "write the missing `\"`; a line break is written `\\n`";
                    self.fail(start, length.max(1), "this string is not closed", help);
                    break;
                }
            }
        }
        Text { value: text, span: Span::new(self.file, start, self.at), escapes }
    }

    fn escape(&mut self) -> Option<char> {
        let start = self.at;
        let selector = self.rest().get(1).copied().unwrap_or(0);
        self.at += 2;
        let character = match selector {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'"' | b'\\' | b'/' => char::from(selector),
            b'u' => return self.code_point(start),
            _ => {
                self.fail(start, 2, "this is no escape sequence of JSON", "a backslash itself is written `\\\\`");
                return None;
            }
        };
        Some(character)
    }

    /// The four digits of `\uXXXX`, and a second half where there must be one. Halves alone become U+FFFD.
    fn code_point(&mut self, start: usize) -> Option<char> {
        let Some(first) = self.hex() else {
            self.fail(start, 2, "`\\u` needs four hexadecimal digits", "a backslash itself is written `\\\\`");
            return None;
        };
        if !(0xd800..0xdc00).contains(&first) || !self.rest().starts_with(b"\\u") {
            return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let back = self.at;
        self.at += 2;
        if let Some(second @ 0xdc00..0xe000) = self.hex() {
            return char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
        }
        self.at = back;
        Some(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&mut self) -> Option<u32> {
        let digits =
            self.text.get(self.at..self.at + 4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && digits(fraction) && digits(exponent)
}
