//! Literal text: what escape sequences stand for.

use std::borrow::Cow;

use memchr::{memchr2, memchr3};

use super::parser::{Parse, Parser};
use super::token::Token;
use crate::diag::{Code, Diagnostic};
use crate::span::Span;

impl<'t> Parser<'t> {
    /// The text of a piece of a quoted string.
    pub(super) fn quoted_literal(&self, token: Token) -> Parse<Cow<'t, str>> {
        let text = self.slice(token);
        if memchr3(b'\\', b'$', b'%', text.as_bytes()).is_none() {
            return Ok(Cow::Borrowed(text));
        }
        let mut value = String::with_capacity(text.len());
        let mut tail = text;
        while let Some(next) = tail.chars().next() {
            let length = if next == '\\' {
                let (character, escape) = unescape(tail).map_err(|(message, length)| {
                    let start = token.end as usize - tail.len();
                    Box::new(bad_escape(Span::new(self.file, start, start + length), message))
                })?;
                value.push(character);
                escape
            } else {
                plain(tail, next, &mut value)
            };
            tail = tail.get(length..).unwrap_or("");
        }
        Ok(Cow::Owned(value))
    }

    /// The text of a piece of a heredoc or template file, where only `$${` and `%%{` are escapes.
    pub(super) fn raw_literal(&self, token: Token) -> Cow<'t, str> {
        let text = self.slice(token);
        if memchr2(b'$', b'%', text.as_bytes()).is_none() {
            return Cow::Borrowed(text);
        }
        let mut value = String::with_capacity(text.len());
        let mut tail = text;
        while let Some(next) = tail.chars().next() {
            let length = plain(tail, next, &mut value);
            tail = tail.get(length..).unwrap_or("");
        }
        Cow::Owned(value)
    }
}

fn bad_escape(span: Span, message: String) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::SyntaxInvalid, span, message);
    diagnostic.with_help("the escapes are `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\`, `\\uXXXX` and `\\UXXXXXXXX`")
}

/// Takes a character that is no backslash, or a doubled marker.
fn plain(rest: &str, next: char, result: &mut String) -> usize {
    match rest.as_bytes() {
        [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => {
            result.push(next);
            result.push('{');
            3
        }
        _ => {
            result.push(next);
            next.len_utf8()
        }
    }
}

/// The character that an escape sequence stands for, and the length of the sequence; or what is wrong with it.
fn unescape(rest: &str) -> Result<(char, usize), (String, usize)> {
    let Some(selector) = rest.chars().nth(1) else {
        return Err(("a backslash must be followed by the character it escapes".to_owned(), 1));
    };
    match selector {
        'n' => Ok(('\n', 2)),
        'r' => Ok(('\r', 2)),
        't' => Ok(('\t', 2)),
        '"' | '\\' => Ok((selector, 2)),
        'u' => code_point(rest, 4),
        'U' => code_point(rest, 8),
        _ => Err((format!("`\\{}` is no escape sequence", selector.escape_debug()), 1 + selector.len_utf8())),
    }
}

fn code_point(rest: &str, digits: usize) -> Result<(char, usize), (String, usize)> {
    let length = rest.bytes().skip(2).take(digits).take_while(u8::is_ascii_hexdigit).count();
    let sequence = rest.get(..2 + length).unwrap_or("");
    if length < digits {
        return Err((format!("`{sequence}` needs {digits} hexadecimal digits"), 2 + length));
    }
    let value = sequence.get(2..).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
    let character = value.ok_or_else(|| (format!("`{sequence}` is no Unicode character"), 2 + length))?;
    Ok((character, 2 + length))
}
