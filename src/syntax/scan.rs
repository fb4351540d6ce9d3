//! The scanner: text to tokens and comments.
//!
//! In: the text of a file, an expression or a template. Out: its tokens in order, the last one [`TokenKind::End`], and
//! its comments. Newlines are tokens everywhere; whether they mean something is the parser's business.
//! The scanner never fails: what HCL does not know becomes a token that no rule of the parser accepts.

use memchr::{memchr, memchr2, memmem};
use unicode_ident::{is_xid_continue, is_xid_start};

use super::ast::{Comment, CommentStyle};
use super::token::{Token, TokenKind};
use crate::span::{FileId, Span};

/// How the text starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Blocks, attributes and expressions.
    Config,
    /// The raw text of a template, as in a template file.
    Template,
}

/// All tokens and comments of a text.
#[derive(Debug)]
pub(super) struct Scan {
    pub tokens: Vec<Token>,
    pub comments: Vec<Comment>,
}

/// Scans a text from an offset on.
pub(super) fn scan(text: &str, start: usize, file: FileId, mode: Mode) -> Scan {
    let rest = text.get(start..).unwrap_or("");
    let mark = if rest.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let base = match mode {
        Mode::Config => Frame::Code { braces: 0 },
        Mode::Template => Frame::Raw,
    };
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: start + mark,
        file,
        frames: vec![base],
        tokens: Vec::with_capacity(rest.len() / 6 + 1),
        comments: Vec::new(),
        unclosed_heredocs: 0,
        unclosed_comment: false,
    };
    scanner.run();
    Scan { tokens: scanner.tokens, comments: scanner.comments }
}

/// How many heredocs without an end are scanned again as code, before the rest of the text is given up.
const MAX_UNCLOSED_HEREDOCS: u32 = 16;

/// What surrounds the current byte.
#[derive(Debug)]
enum Frame<'t> {
    /// Code; `braces` counts the open `{` of this frame. All but the first frame end at an extra `}`.
    Code { braces: u32 },
    /// A quoted string.
    Quoted,
    /// A heredoc.
    Heredoc(Heredoc<'t>),
    /// The raw text of a template file.
    Raw,
}

#[derive(Debug)]
struct Heredoc<'t> {
    marker: &'t str,
    at_line_start: bool,
    /// Where to go on when no end is found: the `<<`, and what had been scanned before it.
    opener: usize,
    tokens: usize,
    comments: usize,
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    file: FileId,
    frames: Vec<Frame<'t>>,
    tokens: Vec<Token>,
    comments: Vec<Comment>,
    unclosed_heredocs: u32,
    /// No `*/` follows any more; spares a search to the end for every `/*`.
    unclosed_comment: bool,
}

impl<'t> Scanner<'t> {
    fn run(&mut self) {
        loop {
            if self.at >= self.bytes.len() {
                if self.reopen_heredoc() {
                    continue;
                }
                self.emit(TokenKind::End, self.at);
                return;
            }
            match self.frames.last() {
                Some(Frame::Quoted) => self.quoted(),
                Some(Frame::Heredoc(heredoc)) => {
                    let (marker, at_line_start) = (heredoc.marker, heredoc.at_line_start);
                    self.heredoc(marker, at_line_start);
                }
                Some(Frame::Raw) => self.raw(),
                Some(Frame::Code { .. }) | None => self.code(),
            }
        }
    }

    /// The byte at a distance from here, 0 past the end.
    fn byte(&self, distance: usize) -> u8 {
        self.bytes.get(self.at + distance).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'t [u8] {
        self.bytes.get(self.at..).unwrap_or(&[])
    }

    /// Emits a token from here to `end` and goes there.
    fn emit(&mut self, kind: TokenKind, end: usize) {
        let span = Span::new(self.file, self.at, end);
        self.tokens.push(Token { kind, start: span.start, end: span.end });
        self.at = end;
    }

    fn emit_length(&mut self, kind: TokenKind, length: usize) {
        self.emit(kind, self.at + length);
    }

    /// The first end of a character at or behind an offset.
    fn boundary(&self, offset: usize) -> usize {
        let next = (offset..self.bytes.len()).find(|at| self.text.is_char_boundary(*at));
        next.unwrap_or(self.bytes.len())
    }

    /// Emits one whole character.
    fn emit_char(&mut self, kind: TokenKind) {
        self.emit(kind, self.boundary(self.at + 1));
    }

    fn code(&mut self) {
        let second = self.byte(1);
        match self.byte(0) {
            b' ' | b'\t' => self.at += 1,
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.ident(),
            b'\n' => self.emit_length(TokenKind::Newline, 1),
            b'\r' if second == b'\n' => self.emit_length(TokenKind::Newline, 2),
            b'"' => {
                self.emit_length(TokenKind::OpenQuote, 1);
                self.frames.push(Frame::Quoted);
            }
            b'0'..=b'9' => self.number(),
            b'#' => self.line_comment(CommentStyle::Hash, 1),
            b'/' if second == b'/' => self.line_comment(CommentStyle::Slash, 2),
            b'/' if second == b'*' && self.block_comment() => {}
            b'{' => self.open_brace(),
            b'}' => self.close_brace(),
            b'~' if second == b'}' => self.close_template(2),
            b'<' if second == b'<' && self.open_heredoc() => {}
            first => self.symbol(first, second),
        }
    }

    fn symbol(&mut self, first: u8, second: u8) {
        let (kind, length) = match (first, second) {
            (b'=', b'=') => (TokenKind::EqualEqual, 2),
            (b'=', b'>') => (TokenKind::FatArrow, 2),
            (b'!', b'=') => (TokenKind::NotEqual, 2),
            (b'<', b'=') => (TokenKind::LessEqual, 2),
            (b'>', b'=') => (TokenKind::GreaterEqual, 2),
            (b'&', b'&') => (TokenKind::And, 2),
            (b'|', b'|') => (TokenKind::Or, 2),
            (b':', b':') => (TokenKind::DoubleColon, 2),
            (b'.', b'.') if self.byte(2) == b'.' => (TokenKind::Ellipsis, 3),
            (b'=', _) => (TokenKind::Equal, 1),
            (b'!', _) => (TokenKind::Not, 1),
            (b'<', _) => (TokenKind::Less, 1),
            (b'>', _) => (TokenKind::Greater, 1),
            (b':', _) => (TokenKind::Colon, 1),
            (b'.', _) => (TokenKind::Dot, 1),
            (b',', _) => (TokenKind::Comma, 1),
            (b'?', _) => (TokenKind::Question, 1),
            (b'+', _) => (TokenKind::Plus, 1),
            (b'-', _) => (TokenKind::Minus, 1),
            (b'*', _) => (TokenKind::Star, 1),
            (b'/', _) => (TokenKind::Slash, 1),
            (b'%', _) => (TokenKind::Percent, 1),
            (b'(', _) => (TokenKind::OpenParen, 1),
            (b')', _) => (TokenKind::CloseParen, 1),
            (b'[', _) => (TokenKind::OpenBracket, 1),
            (b']', _) => (TokenKind::CloseBracket, 1),
            _ => return self.wide_ident(),
        };
        self.emit_length(kind, length);
    }

    /// An identifier that starts outside ASCII, or a character that HCL does not use.
    fn wide_ident(&mut self) {
        let first = self.text.get(self.at..).and_then(|rest| rest.chars().next());
        if first.is_some_and(is_xid_start) { self.ident() } else { self.emit_char(TokenKind::Invalid) }
    }

    fn ident(&mut self) {
        let length = ident_length(self.text.get(self.at..).unwrap_or(""));
        self.emit_length(TokenKind::Ident, length);
    }

    /// Digits, points and exponents, whether or not they make a number: `1.2.3` is one wrong token, as in Terraform.
    fn number(&mut self) {
        let (mut length, mut end) = (1, 1);
        loop {
            match (self.byte(length), self.byte(length + 1), self.byte(length + 2)) {
                (b'0'..=b'9', ..) => length += 1,
                (b'.', ..) => {
                    length += 1;
                    continue;
                }
                (b'e' | b'E', b'0'..=b'9', _) => length += 2,
                (b'e' | b'E', b'+' | b'-', b'0'..=b'9') => length += 3,
                _ => break,
            }
            end = length;
        }
        self.emit_length(TokenKind::Number, end);
    }

    fn line_comment(&mut self, style: CommentStyle, marker: usize) {
        let length = memchr(b'\n', self.rest()).unwrap_or(self.rest().len());
        let end = self.at + length;
        let end = if end > self.at && self.bytes.get(end - 1) == Some(&b'\r') { end - 1 } else { end };
        self.comment(style, self.at + marker, end, end);
    }

    /// Whether a block comment starts here; if so, it is taken.
    fn block_comment(&mut self) -> bool {
        if self.unclosed_comment {
            return false;
        }
        let Some(length) = self.bytes.get(self.at + 2..).and_then(|rest| memmem::find(rest, b"*/")) else {
            self.unclosed_comment = true;
            return false;
        };
        let inner_end = self.at + 2 + length;
        self.comment(CommentStyle::Block, self.at + 2, inner_end, inner_end + 2);
        true
    }

    fn comment(&mut self, style: CommentStyle, inner_start: usize, inner_end: usize, end: usize) {
        let before = self.text.get(..self.at).unwrap_or("").trim_end_matches([' ', '\t']);
        self.comments.push(Comment {
            span: Span::new(self.file, self.at, end),
            text: self.text.get(inner_start..inner_end).unwrap_or("").trim().into(),
            own_line: before.is_empty() || before.ends_with(['\n', '\u{feff}']),
            style,
        });
        self.at = end;
    }

    fn open_brace(&mut self) {
        if let Some(Frame::Code { braces }) = self.frames.last_mut() {
            *braces += 1;
        }
        self.emit_length(TokenKind::OpenBrace, 1);
    }

    /// The brace count of the innermost frame, if anything is open in it.
    fn open_braces(&mut self) -> Option<&mut u32> {
        match self.frames.last_mut() {
            Some(Frame::Code { braces }) if *braces > 0 => Some(braces),
            _ => None,
        }
    }

    fn close_brace(&mut self) {
        if let Some(braces) = self.open_braces() {
            *braces -= 1;
            self.emit_length(TokenKind::CloseBrace, 1);
        } else if self.frames.len() > 1 {
            self.close_template(1);
        } else {
            self.emit_length(TokenKind::CloseBrace, 1);
        }
    }

    fn close_template(&mut self, length: usize) {
        if let Some(braces) = self.open_braces() {
            *braces -= 1;
        } else if self.frames.len() > 1 {
            self.frames.pop();
        }
        self.emit_length(TokenKind::TemplateEnd, length);
    }

    /// Whether a heredoc starts here; if so, its first line is taken.
    fn open_heredoc(&mut self) -> bool {
        let after = if self.byte(2) == b'-' { 3 } else { 2 };
        let rest = self.text.get(self.at + after..).unwrap_or("");
        if !rest.starts_with(is_ident_start) {
            return false;
        }
        let length = ident_length(rest);
        let line_end = match rest.as_bytes().get(length..) {
            Some([b'\n', ..]) => 1,
            Some([b'\r', b'\n', ..]) => 2,
            _ => return false,
        };
        let heredoc = Heredoc {
            marker: rest.get(..length).unwrap_or(""),
            at_line_start: true,
            opener: self.at,
            tokens: self.tokens.len(),
            comments: self.comments.len(),
        };
        self.frames.push(Frame::Heredoc(heredoc));
        self.emit_length(TokenKind::OpenHeredoc, after + length + line_end);
        true
    }

    /// At the end of the text: takes the outermost open heredoc back and goes on behind its first line.
    fn reopen_heredoc(&mut self) -> bool {
        let open = self.frames.iter().position(|frame| matches!(frame, Frame::Heredoc(_)));
        let Some(index) = open.filter(|_| self.unclosed_heredocs < MAX_UNCLOSED_HEREDOCS) else { return false };
        let Some(Frame::Heredoc(heredoc)) = self.frames.drain(index..).next() else { return false };
        self.unclosed_heredocs += 1;
        self.tokens.truncate(heredoc.tokens);
        self.comments.truncate(heredoc.comments);
        self.unclosed_comment = false;
        self.at = heredoc.opener;
        let length = memchr2(b'\n', b'\r', self.rest()).unwrap_or(self.rest().len());
        self.emit_length(TokenKind::UnclosedHeredoc, length);
        true
    }

    fn quoted(&mut self) {
        match (self.byte(0), self.byte(1)) {
            (b'"', _) => {
                self.emit_length(TokenKind::CloseQuote, 1);
                self.frames.pop();
            }
            (b'$' | b'%', b'{') => self.open_template(),
            (b'\n' | b'\r', _) => self.quoted_newline(),
            (b'\\', b'\n' | b'\r') => self.emit_length(TokenKind::Invalid, 1),
            _ => self.quoted_literal(),
        }
    }

    /// An unclosed string must not swallow the lines below: all strings that started on this line end here.
    fn quoted_newline(&mut self) {
        let length = if self.byte(0) == b'\r' && self.byte(1) == b'\n' { 2 } else { 1 };
        let raw = self.frames.iter().rposition(|frame| matches!(frame, Frame::Heredoc(_) | Frame::Raw));
        let first = raw.map_or(0, |raw| raw + 1);
        let strings = self.frames.iter().skip(first).position(|frame| matches!(frame, Frame::Quoted));
        self.frames.truncate(first + strings.unwrap_or(0));
        self.emit_length(TokenKind::QuotedNewline, length);
        self.at -= length;
        self.emit_length(TokenKind::Newline, length);
    }

    fn quoted_literal(&mut self) {
        let mut end = self.at;
        while let Some(&byte) = self.bytes.get(end) {
            let next = self.bytes.get(end + 1).copied().unwrap_or(0);
            match byte {
                b'"' | b'\n' | b'\r' => break,
                b'\\' if matches!(next, b'\n' | b'\r') => break,
                b'\\' => end += 2,
                b'$' | b'%' if next == b'{' => break,
                b'$' | b'%' if next == byte && self.bytes.get(end + 2) == Some(&b'{') => end += 3,
                _ => end += 1,
            }
        }
        self.emit(TokenKind::QuotedLiteral, self.boundary(end));
    }

    fn open_template(&mut self) {
        let kind = if self.byte(0) == b'$' { TokenKind::Interpolation } else { TokenKind::Directive };
        if let Some(Frame::Heredoc(heredoc)) = self.frames.last_mut() {
            heredoc.at_line_start = false;
        }
        self.emit_length(kind, if self.byte(2) == b'~' { 3 } else { 2 });
        self.frames.push(Frame::Code { braces: 0 });
    }

    fn heredoc(&mut self, marker: &str, at_line_start: bool) {
        if at_line_start
            && let Some(length) = memchr(b'\n', self.rest())
            && let Some(line) = self.text.get(self.at..self.at + length)
            && line.trim() == marker
        {
            self.frames.pop();
            self.emit_length(TokenKind::CloseHeredoc, line.strip_suffix('\r').unwrap_or(line).len());
            return;
        }
        self.raw();
        if let Some(Frame::Heredoc(heredoc)) = self.frames.last_mut() {
            heredoc.at_line_start = self.bytes.get(self.at - 1) == Some(&b'\n');
        }
    }

    /// A piece of a heredoc or a template file: up to a sequence, or a line with its end.
    fn raw(&mut self) {
        let mut end = self.at;
        while let Some(&byte) = self.bytes.get(end) {
            let [next, third, fourth] = [1, 2, 3].map(|i| self.bytes.get(end + i).copied().unwrap_or(0));
            match byte {
                b'\n' => {
                    end += 1;
                    break;
                }
                b'\r' if next != b'\n' => break,
                b'$' | b'%' if next == b'{' => break,
                b'$' | b'%' if next == byte && third == b'{' => end += 3,
                // TERRAFORM: a line that ends in `$` and one more byte is two pieces, and `${~` on the next line
                // takes the line break alone, not the white space before it.
                b'$' | b'%' if third == b'\n' || (next != b'\r' && third == b'\r' && fourth == b'\n') => {
                    end += 2;
                    break;
                }
                _ => end += 1,
            }
        }
        if end > self.at {
            self.emit(TokenKind::RawLiteral, self.boundary(end));
        } else if self.byte(0) == b'\r' {
            self.lone_return();
        } else {
            self.open_template();
        }
    }

    /// TERRAFORM: a carriage return alone is wrong in a heredoc; in a template file, the rest of the file is plain text.
    fn lone_return(&mut self) {
        match self.frames.as_slice() {
            [Frame::Raw] => self.emit(TokenKind::RawLiteral, self.bytes.len()),
            _ => self.emit_length(TokenKind::Invalid, 1),
        }
    }
}

fn is_ident_start(first: char) -> bool {
    first == '_' || is_xid_start(first)
}

/// The length of the identifier at the start of a text whose first character is known to fit.
fn ident_length(text: &str) -> usize {
    let ascii = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    if text.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
        return ascii;
    }
    text.find(|c: char| c != '-' && !is_xid_continue(c)).unwrap_or(text.len())
}
