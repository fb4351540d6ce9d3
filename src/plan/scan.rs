//! The outline of a large JSON text: what is wanted is copied out piece by piece, all else is passed over unparsed.
//!
//! Pieces are checked by the parser that gets them; of what is passed over only strings and brackets are looked at.

use std::io::{self, BufRead};

use crate::span::Position;

/// Why the text cannot be followed.
#[derive(Debug)]
pub(super) enum ScanError {
    Io(io::Error),
    /// The text ends too early.
    Truncated,
    /// Something else was expected there.
    Syntax {
        expected: &'static str,
        position: Position,
    },
    /// A piece is larger than the limit.
    TooLarge {
        position: Position,
    },
}

impl From<io::Error> for ScanError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The largest piece that is copied out.
const MAX_PIECE: usize = 256 << 20;

/// A reader with its place.
#[derive(Debug)]
pub(super) struct Scanner<R> {
    input: R,
    line: u32,
    column: u32,
}

impl<R: BufRead> Scanner<R> {
    /// A reader at the beginning of a line, so many lines down.
    pub(super) fn new(input: R, line: u32) -> Self {
        Self { input, line, column: 0 }
    }

    pub(super) fn position(&self) -> Position {
        let column = self.column.saturating_add(1);
        Position { line: self.line.saturating_add(1), column, column_utf16: column }
    }

    /// Enters an object; false where none begins.
    pub(super) fn enter(&mut self, bracket: u8) -> Result<bool, ScanError> {
        if self.peek()? != bracket {
            return Ok(false);
        }
        self.consume(1)?;
        Ok(true)
    }

    /// The next key of an object that was entered; none at its end.
    pub(super) fn next_key(&mut self, is_first: bool) -> Result<Option<String>, ScanError> {
        if !self.next_item(b'}', is_first)? {
            return Ok(None);
        }
        let mut text = Vec::new();
        if self.peek()? != b'"' {
            return Err(self.expected("a key"));
        }
        self.string(&mut |piece| text.extend_from_slice(piece))?;
        let key = serde_json::from_slice(&text).map_err(|_| self.expected("a key"))?;
        if self.peek()? != b':' {
            return Err(self.expected("`:`"));
        }
        self.consume(1)?;
        Ok(Some(key))
    }

    /// Whether there is one more item in the list or object that was entered.
    pub(super) fn next_item(&mut self, closing: u8, is_first: bool) -> Result<bool, ScanError> {
        let next = self.peek()?;
        if next == closing {
            self.consume(1)?;
            return Ok(false);
        }
        if !is_first {
            if next != b',' {
                return Err(self.expected("`,`"));
            }
            self.consume(1)?;
        }
        self.peek()?;
        Ok(true)
    }

    /// Passes over a value.
    pub(super) fn skip(&mut self) -> Result<(), ScanError> {
        self.value(&mut |_| {}).map(drop)
    }

    /// Copies a value; the buffer is emptied first.
    pub(super) fn copy(&mut self, buffer: &mut Vec<u8>) -> Result<(), ScanError> {
        buffer.clear();
        self.peek()?;
        let position = self.position();
        let mut is_too_large = false;
        self.value(&mut |piece| {
            if buffer.len() + piece.len() > MAX_PIECE {
                is_too_large = true;
            } else {
                buffer.extend_from_slice(piece);
            }
        })?;
        if is_too_large { Err(ScanError::TooLarge { position }) } else { Ok(()) }
    }

    fn expected(&self, expected: &'static str) -> ScanError {
        ScanError::Syntax { expected, position: self.position() }
    }

    /// The next byte that is no space; it is not consumed.
    fn peek(&mut self) -> Result<u8, ScanError> {
        loop {
            let head = self.input.fill_buf()?;
            if head.is_empty() {
                return Err(ScanError::Truncated);
            }
            let spaces = head.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            if let Some(byte) = head.get(spaces).copied() {
                self.consume(spaces)?;
                return Ok(byte);
            }
            self.consume(spaces)?;
        }
    }

    /// Takes bytes that are in the buffer, and counts lines and columns.
    fn consume(&mut self, count: usize) -> Result<(), ScanError> {
        if count > 0 {
            let head = self.input.fill_buf()?;
            let taken = head.get(..count).unwrap_or(head);
            (self.line, self.column) = after(taken, self.line, self.column);
        }
        self.input.consume(count);
        Ok(())
    }

    fn value(&mut self, sink: &mut dyn FnMut(&[u8])) -> Result<(), ScanError> {
        match self.peek()? {
            b'"' => self.string(sink),
            b'{' | b'[' => self.nested(sink),
            b',' | b':' | b'}' | b']' => Err(self.expected("a value")),
            _ => self.word(sink),
        }
    }

    /// A number, `true`, `false` or `null`: all up to what ends it.
    fn word(&mut self, sink: &mut dyn FnMut(&[u8])) -> Result<(), ScanError> {
        loop {
            let head = self.input.fill_buf()?;
            if head.is_empty() {
                return Err(ScanError::Truncated);
            }
            let is_end = |byte: &u8| {
                byte.is_ascii_whitespace() || matches!(byte, b',' | b'}' | b']' | b':' | b'"' | b'{' | b'[')
            };
            let end = head.iter().position(is_end);
            let taken = head.get(..end.unwrap_or(head.len())).unwrap_or(head);
            sink(taken);
            let count = taken.len();
            self.consume(count)?;
            if end.is_some() {
                return Ok(());
            }
        }
    }

    fn string(&mut self, sink: &mut dyn FnMut(&[u8])) -> Result<(), ScanError> {
        sink(b"\"");
        self.consume(1)?;
        let mut is_escaped = false;
        loop {
            let head = self.input.fill_buf()?;
            if head.is_empty() {
                return Err(ScanError::Truncated);
            }
            let (end, escaped) = end_of_string(head, is_escaped);
            is_escaped = escaped;
            let taken = head.get(..end.unwrap_or(head.len())).unwrap_or(head);
            sink(taken);
            let count = taken.len();
            self.consume(count)?;
            if end.is_some() {
                return Ok(());
            }
        }
    }

    /// An object or a list, by counting brackets outside of strings: no recursion, whatever the depth.
    fn nested(&mut self, sink: &mut dyn FnMut(&[u8])) -> Result<(), ScanError> {
        let mut depth = 0_u64;
        let mut is_quoted = false;
        let mut is_escaped = false;
        loop {
            let head = self.input.fill_buf()?;
            if head.is_empty() {
                return Err(ScanError::Truncated);
            }
            let mut at = 0;
            let mut is_done = false;
            while let Some(rest) = head.get(at..).filter(|rest| !rest.is_empty()) {
                if is_quoted {
                    let (end, escaped) = end_of_string(rest, is_escaped);
                    is_escaped = escaped;
                    is_quoted = end.is_none();
                    at += end.unwrap_or(rest.len());
                    continue;
                }
                let is_mark = |byte: &u8| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']');
                let Some(found) = rest.iter().position(is_mark) else {
                    at = head.len();
                    break;
                };
                at += found + 1;
                match rest.get(found) {
                    Some(b'"') => is_quoted = true,
                    Some(b'{' | b'[') => depth += 1,
                    _ => depth = depth.saturating_sub(1),
                }
                if depth == 0 && !is_quoted {
                    is_done = true;
                    break;
                }
            }
            sink(head.get(..at).unwrap_or(head));
            self.consume(at)?;
            if is_done {
                return Ok(());
            }
        }
    }
}

/// Where the string ends (behind its quote), and whether the text stops behind a backslash.
fn end_of_string(text: &[u8], is_escaped: bool) -> (Option<usize>, bool) {
    let mut at = usize::from(is_escaped);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(found) = memchr::memchr2(b'"', b'\\', rest) else { return (None, false) };
        at += found + 1;
        if rest.get(found) == Some(&b'"') {
            return (Some(at), false);
        }
        at += 1;
    }
    // `at` is one behind the end exactly when the last byte is a backslash that escapes what comes next.
    (None, at > text.len())
}

fn after(taken: &[u8], line: u32, column: u32) -> (u32, u32) {
    let narrow = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    match memchr::memrchr(b'\n', taken) {
        None => (line, column.saturating_add(narrow(taken.len()))),
        Some(last) => {
            let lines = memchr::memchr_iter(b'\n', taken).count();
            (line.saturating_add(narrow(lines)), narrow(taken.len() - last - 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    /// Keys with the text of their values, whatever the size of the buffer.
    fn outline(text: &str, capacity: usize) -> Result<Vec<(String, String)>, ScanError> {
        let mut scanner = Scanner::new(BufReader::with_capacity(capacity, text.as_bytes()), 0);
        assert!(scanner.enter(b'{')?);
        let mut found = Vec::new();
        let mut buffer = Vec::new();
        while let Some(key) = scanner.next_key(found.is_empty())? {
            scanner.copy(&mut buffer)?;
            found.push((key, String::from_utf8(buffer.clone()).unwrap()));
        }
        Ok(found)
    }

    #[test]
    fn pieces_are_found_at_every_cut_of_the_buffer() {
        let text = r#" {"a": [1, {"]": "}\\\"{"}], "k\n":"x\\" , "n" : -1.5e3,"t":true, "o":{} }"#;
        for capacity in 1..text.len() {
            let found = outline(text, capacity).unwrap();
            let values: Vec<&str> = found.iter().map(|(_, value)| value.as_str()).collect();
            assert_eq!(values, [r#"[1, {"]": "}\\\"{"}]"#, r#""x\\""#, "-1.5e3", "true", "{}"], "{capacity}");
            assert_eq!(found[1].0, "k\n");
        }
    }

    #[test]
    fn every_beginning_of_a_text_is_truncated_or_wrong() {
        let text = r#"{"a": [1, {"b": "c"}], "d": null}"#;
        for end in 1..text.len() {
            assert!(outline(text.get(..end).unwrap_or_default(), 8).is_err(), "{end}");
        }
    }

    #[test]
    fn deep_nesting_needs_no_stack() {
        let text = format!("{{\"a\": {}{}}}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        assert_eq!(outline(&text, 1 << 16).unwrap().len(), 1);
    }

    #[test]
    fn a_position_is_where_the_piece_begins() {
        let mut scanner = Scanner::new(BufReader::new("{\n  \"a\": [\n    {}\n  ]}".as_bytes()), 2);
        scanner.enter(b'{').unwrap();
        scanner.next_key(true).unwrap();
        assert!(scanner.enter(b'[').unwrap() && scanner.next_item(b']', true).unwrap());
        let position = scanner.position();
        assert_eq!((position.line, position.column), (5, 5));
    }
}
