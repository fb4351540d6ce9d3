//! The parser's frame: tokens one by one, newlines that count or not, nesting limits, messages and recovery.
//!
//! The grammar stands in three files that extend [`Parser`]: `body` (attributes and blocks), `expr` and `template`.
//! A rule of the grammar gives its node or the one [`Diagnostic`] of its first error; only `body` recovers.

use std::collections::HashMap;
use std::sync::Arc;

use super::ast::Ident;
use super::scan::{Mode, Scan, scan};
use super::token::{Token, TokenKind, describe};
use crate::diag::{Code, Diagnostic};
use crate::span::{FileId, Span};

/// The result of a grammar rule. The error is boxed because it is large and rare.
pub(super) type Parse<T> = Result<T, Box<Diagnostic>>;

/// How deep blocks, brackets, templates and prefix operators may nest.
pub(super) const MAX_DEPTH: u32 = 200;

/// How high the tree of one expression may grow; chains such as `a + b + c` and `a.b.c` grow it without nesting.
pub(super) const MAX_HEIGHT: u32 = 400;

/// Tokens, and where we are among them.
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) file: FileId,
    pub(super) tokens: Vec<Token>,
    pub(super) at: usize,
    /// Whether a newline is a token (in bodies and objects) or white space (in other brackets).
    newlines: bool,
    depth: u32,
    /// The height of the expression that was parsed last.
    pub(super) height: u32,
    /// The end of the token that was taken last.
    pub(super) last_end: u32,
    names: HashMap<&'t str, Arc<str>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether the current top-level item already has its diagnostic.
    pub(super) broken: bool,
    /// Whether a block header in the first column ends all blocks that are still open.
    pub(super) by_columns: bool,
}

impl<'t> Parser<'t> {
    /// Scans a text from an offset on. Places count from its beginning.
    pub(super) fn new(text: &'t str, start: usize, file: FileId, mode: Mode) -> (Self, Vec<super::ast::Comment>) {
        let Scan { tokens, comments } = scan(text, start, file, mode);
        let parser = Self {
            text,
            file,
            tokens,
            at: 0,
            newlines: mode == Mode::Config,
            depth: 0,
            height: 0,
            last_end: 0,
            names: HashMap::new(),
            diagnostics: Vec::new(),
            broken: false,
            by_columns: false,
        };
        (parser, comments)
    }

    /// The token at an index; past the end the last one, which is [`TokenKind::End`].
    pub(super) fn token(&self, index: usize) -> Token {
        let end = Token { kind: TokenKind::End, start: self.last_end, end: self.last_end };
        self.tokens.get(index).or(self.tokens.last()).copied().unwrap_or(end)
    }

    /// The next token that counts.
    pub(super) fn peek(&mut self) -> Token {
        let mut token = self.token(self.at);
        while token.kind == TokenKind::Newline && !self.newlines {
            self.at += 1;
            token = self.token(self.at);
        }
        token
    }

    pub(super) fn peek_kind(&mut self) -> TokenKind {
        self.peek().kind
    }

    /// Takes the next token that counts.
    pub(super) fn next(&mut self) -> Token {
        let token = self.peek();
        self.at += 1;
        self.last_end = token.end;
        token
    }

    /// Takes the next token if it is of that kind.
    pub(super) fn take(&mut self, kind: TokenKind) -> Option<Token> {
        (self.peek_kind() == kind).then(|| self.next())
    }

    /// Takes a token of that kind, or fails saying what was expected.
    pub(super) fn expect(&mut self, kind: TokenKind, expected: &str) -> Parse<Token> {
        let token = self.peek();
        if token.kind == kind { Ok(self.next()) } else { Err(Box::new(self.unexpected(token, expected))) }
    }

    /// Whether the next token is that keyword. Keywords are identifiers anywhere else.
    pub(super) fn at_keyword(&mut self, keyword: &str) -> bool {
        let token = self.peek();
        self.is_keyword(token, keyword)
    }

    pub(super) fn is_keyword(&self, token: Token, keyword: &str) -> bool {
        token.kind == TokenKind::Ident && self.slice(token) == keyword
    }

    /// The next token if newlines did not count, without leaving this place.
    pub(super) fn peek_past_newlines(&self) -> Token {
        let mut index = self.at;
        while self.token(index).kind == TokenKind::Newline {
            index += 1;
        }
        self.token(index)
    }

    /// Runs a rule inside brackets, where newlines do or do not count.
    pub(super) fn with_newlines<T>(&mut self, newlines: bool, rule: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        let outer = std::mem::replace(&mut self.newlines, newlines);
        let result = rule(self);
        self.newlines = outer;
        result
    }

    /// Goes one nesting level deeper; every success is followed by [`Self::leave`].
    pub(super) fn enter(&mut self) -> Parse<()> {
        if self.depth >= MAX_DEPTH {
            let token = self.peek();
            return Err(Box::new(too_deep(self.span(token))));
        }
        self.depth += 1;
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Runs a rule one nesting level deeper.
    pub(super) fn nested<T>(&mut self, rule: impl FnOnce(&mut Self) -> Parse<T>) -> Parse<T> {
        self.enter()?;
        let result = rule(self);
        self.leave();
        result
    }

    /// Notes that a node was built over the last expression and over others of at most that height.
    pub(super) fn grow(&mut self, others: u32) -> Parse<()> {
        self.height = self.height.max(others) + 1;
        if self.height > MAX_HEIGHT {
            let token = self.peek();
            return Err(Box::new(too_deep(self.span(token))));
        }
        Ok(())
    }

    pub(super) fn span(&self, token: Token) -> Span {
        Span { file: self.file, start: token.start, end: token.end }
    }

    /// From an offset to the end of the token that was taken last.
    pub(super) fn span_from(&self, start: u32) -> Span {
        Span { file: self.file, start, end: self.last_end.max(start) }
    }

    pub(super) fn slice(&self, token: Token) -> &'t str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or("")
    }

    /// One shared text for each name of the file.
    pub(super) fn name(&mut self, token: Token) -> Arc<str> {
        let text = self.slice(token);
        Arc::clone(self.names.entry(text).or_insert_with(|| Arc::from(text)))
    }

    pub(super) fn ident(&mut self, token: Token) -> Ident {
        Ident { text: self.name(token), span: self.span(token) }
    }

    pub(super) fn error(&self, token: Token, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::SyntaxInvalid, self.span(token), message)
    }

    /// The error that this token stands where something else should.
    pub(super) fn unexpected(&self, token: Token, expected: &str) -> Diagnostic {
        let text = self.slice(token);
        let found = match token.kind {
            TokenKind::Invalid | TokenKind::UnclosedHeredoc => {
                return foreign(text, token.kind, self.span(token));
            }
            TokenKind::Less if self.token(self.at + 1).kind == TokenKind::Less => {
                let diagnostic =
                    self.error(token, "a heredoc starts with `<<` and a name, and nothing else on that line");
                return diagnostic.with_help("write the name directly behind `<<`, and no space or comment after it");
            }
            kind => describe(kind, text),
        };
        let mut span = self.span(token);
        if token.kind == TokenKind::Newline {
            span.end = span.start;
        }
        Diagnostic::error(Code::SyntaxInvalid, span, format!("expected {expected}, found {found}"))
    }
}

/// The error of nesting beyond the limit.
pub(super) fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(Code::NestingTooDeep, span, "this is nested too deep to be read")
        .with_help(format!("at most {MAX_DEPTH} levels are read; split the expression with `locals`"))
}

/// What to say about text that is nowhere valid.
fn foreign(text: &str, kind: TokenKind, span: Span) -> Diagnostic {
    let error = |message: String, help: &str| Diagnostic::error(Code::SyntaxInvalid, span, message).with_help(help);
    match (kind, text) {
        (TokenKind::UnclosedHeredoc, _) => {
            let marker = text.trim_start_matches(['<', '-']);
            error(
                format!("this heredoc has no end: `{marker}` never stands alone on a line"),
                "write the closing name alone on a line that ends in a line break",
            )
        }
        (_, "'") => error("single quotes do not make a string".to_owned(), "use double quotes"),
        (_, "“" | "”" | "‘" | "’") => {
            error(format!("`{text}` does not make a string"), "use straight double quotes")
        }
        (_, "`") => {
            error("backticks do not make a string".to_owned(), "use double quotes, or a heredoc for several lines")
        }
        (_, ";") => error("`;` separates nothing here".to_owned(), "put each argument on its own line"),
        (_, "&") => error("there is no operator `&`".to_owned(), "`&&` is the boolean and"),
        (_, "|") => error("there is no operator `|`".to_owned(), "`||` is the boolean or"),
        (_, "~") => error("there is no operator `~`".to_owned(), "`!` is the boolean not"),
        (_, "\\") => error("a backslash must be followed by the character it escapes".to_owned(), "write `\\\\`"),
        _ => {
            let shown: String = text.chars().flat_map(char::escape_debug).collect();
            error(format!("the character `{shown}` means nothing here"), "remove it, or put it into a string")
        }
    }
}
