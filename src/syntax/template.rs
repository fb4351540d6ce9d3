//! Templates: quoted strings, heredocs and template files.
//!
//! First the pieces in a row, with strip markers (`~`) applied; then the indentation of `<<-` heredocs; then neighbours
//! are joined and directives paired. Each step works on the same pieces, and in the same order, as Terraform's parser
//! does, because the order shows: `<<-` looks for lines after `~}` has eaten their breaks.

use std::borrow::Cow;
use std::sync::Arc;

use unicode_segmentation::UnicodeSegmentation;

use super::ast::{Expr, ExprKind, Ident, Template, TemplateFor, TemplateIf, TemplateOrigin, TemplatePart};
use super::parser::{Parse, Parser};
use super::token::{Token, TokenKind};
use crate::diag::{Code, Diagnostic, nearest};
use crate::span::Span;

/// A template before its directives are paired.
enum Piece<'t> {
    Literal(Cow<'t, str>, Span),
    Interpolation(Expr, u32),
    Directive(Directive, Span),
}

enum Directive {
    If(Expr, u32),
    Else,
    EndIf,
    For { key_name: Option<Ident>, value_name: Ident, collection: Expr, height: u32 },
    EndFor,
}

impl Directive {
    fn keyword(&self) -> &'static str {
        match self {
            Self::If(..) => "if",
            Self::Else => "else",
            Self::EndIf => "endif",
            Self::For { .. } => "for",
            Self::EndFor => "endfor",
        }
    }
}

const KEYWORDS: [&str; 5] = ["if", "else", "endif", "for", "endfor"];

impl<'t> Parser<'t> {
    /// A quoted string or a heredoc.
    pub(super) fn string(&mut self) -> Parse<Expr> {
        let open = self.next();
        let (close, origin) = match open.kind {
            TokenKind::OpenQuote => (TokenKind::CloseQuote, TemplateOrigin::Quoted),
            _ => (TokenKind::CloseHeredoc, TemplateOrigin::Heredoc),
        };
        let mut pieces = self.pieces(open, close)?;
        if origin == TemplateOrigin::Heredoc && self.slice(open).starts_with("<<-") {
            dedent(&mut pieces);
        }
        let kind = self.assemble(pieces, origin)?;
        Ok(Expr { kind, span: self.span_from(open.start) })
    }

    /// The whole text as a template.
    pub(super) fn bare_template(&mut self) -> Parse<Expr> {
        let open = self.peek();
        let pieces = self.pieces(open, TokenKind::End)?;
        let kind = self.assemble(pieces, TemplateOrigin::File)?;
        Ok(Expr { kind, span: Span::new(self.file, 0, self.text.len()) })
    }

    /// The label of a block: a string without interpolation.
    pub(super) fn label(&mut self) -> Parse<Ident> {
        let open = self.next();
        let mut text = String::new();
        loop {
            let token = self.peek();
            match token.kind {
                TokenKind::QuotedLiteral => text.push_str(&self.quoted_literal(token)?),
                TokenKind::CloseQuote => break,
                TokenKind::Interpolation | TokenKind::Directive => {
                    let diagnostic = self.error(token, "the label of a block is plain text, without `${` and `%{`");
                    return Err(Box::new(
                        diagnostic.with_help("to write the characters themselves, double the first one"),
                    ));
                }
                _ => return Err(Box::new(self.unclosed_string(open, token))),
            }
            self.next();
        }
        self.next();
        Ok(Ident { text: Arc::from(text), span: self.span_from(open.start) })
    }

    fn pieces(&mut self, open: Token, close: TokenKind) -> Parse<Vec<Piece<'t>>> {
        let mut pieces = Vec::new();
        let mut strip_next = false;
        loop {
            let token = self.peek();
            let strip = std::mem::take(&mut strip_next);
            match token.kind {
                kind if kind == close => {
                    self.next();
                    return Ok(pieces);
                }
                TokenKind::QuotedLiteral | TokenKind::RawLiteral => {
                    let quoted = token.kind == TokenKind::QuotedLiteral;
                    let text = if quoted { self.quoted_literal(token)? } else { self.raw_literal(token) };
                    self.next();
                    let text = if strip { trim_start(text) } else { text };
                    pieces.push(Piece::Literal(text, self.span(token)));
                }
                TokenKind::Interpolation | TokenKind::Directive => {
                    strip_before(&mut pieces, self.slice(token));
                    self.next();
                    let piece = self.with_newlines(false, |parser| parser.sequence(token))?;
                    strip_next = self.text.as_bytes().get(self.last_end as usize - 2) == Some(&b'~');
                    pieces.push(piece);
                }
                _ => return Err(Box::new(self.unclosed_string(open, token))),
            }
        }
    }

    /// The error that a string ends at a token that cannot end it.
    fn unclosed_string(&self, open: Token, token: Token) -> Diagnostic {
        if matches!(token.kind, TokenKind::QuotedNewline | TokenKind::End) {
            let whole = Token { end: token.start, ..open };
            return self.error(whole, "this string is not closed").with_help(
                "write the missing `\"`; a string of several lines is written with `\\n`, or as a heredoc (`<<-EOT`)",
            );
        }
        self.unexpected(token, "the end of this string")
    }

    /// What stands between `${` or `%{` and the closing brace.
    fn sequence(&mut self, open: Token) -> Parse<Piece<'t>> {
        if open.kind == TokenKind::Directive {
            let directive = self.directive()?;
            self.close_sequence(open, "directive")?;
            return Ok(Piece::Directive(directive, self.span_from(open.start)));
        }
        let expr = self.expression()?;
        let height = self.height;
        self.close_sequence(open, "interpolation")?;
        Ok(Piece::Interpolation(expr, height))
    }

    fn close_sequence(&mut self, open: Token, what: &str) -> Parse<()> {
        let token = self.peek();
        if token.kind == TokenKind::TemplateEnd {
            self.next();
            return Ok(());
        }
        let marker = self.slice(open).get(..1).unwrap_or("$");
        let diagnostic = self.unexpected(token, &format!("`}}` at the end of this {what}"));
        let help = format!("text of another language is written `{marker}{marker}{{`");
        Err(Box::new(diagnostic.with_label(self.span(open), "it starts here").with_help(help)))
    }

    fn directive(&mut self) -> Parse<Directive> {
        let token = self.expect(TokenKind::Ident, "`if`, `else`, `endif`, `for` or `endfor` after `%{`")?;
        let keyword = self.slice(token);
        match keyword {
            "if" => {
                let condition = self.expression()?;
                Ok(Directive::If(condition, self.height))
            }
            "else" => Ok(Directive::Else),
            "endif" => Ok(Directive::EndIf),
            "endfor" => Ok(Directive::EndFor),
            "for" => {
                self.at -= 1;
                let (key_name, value_name) = self.for_names()?;
                let collection = self.expression()?;
                Ok(Directive::For { key_name, value_name, collection, height: self.height })
            }
            _ => {
                let diagnostic = self.error(token, format!("`{keyword}` is no directive of a template"));
                let help = nearest(keyword, KEYWORDS).map_or_else(
                    || {
                        "the directives are `if`, `else`, `endif`, `for` and `endfor`; a literal `%{` is written `%%{`"
                            .to_owned()
                    },
                    |known| format!("did you mean `{known}`?"),
                );
                Err(Box::new(diagnostic.with_help(help)))
            }
        }
    }

    /// Joins literals and pairs directives.
    fn assemble(&mut self, pieces: Vec<Piece<'t>>, origin: TemplateOrigin) -> Parse<ExprKind> {
        self.height = 1;
        if pieces.iter().all(|piece| matches!(piece, Piece::Literal(..))) {
            return Ok(ExprKind::String(joined(pieces)));
        }
        let mut pieces = join_literals(pieces).into_iter().peekable();
        let parts = self.parts(&mut pieces)?;
        if let Some(Piece::Directive(directive, span)) = pieces.next() {
            let message = format!("`{}` without a beginning", directive.keyword());
            return Err(Box::new(Diagnostic::error(Code::SyntaxInvalid, span, message)));
        }
        self.grow(0)?;
        Ok(ExprKind::Template(Template { parts, origin }))
    }

    /// Parts up to an `else`, `endif` or `endfor`, or to the end.
    fn parts(&mut self, pieces: &mut Pieces<'t>) -> Parse<Vec<TemplatePart>> {
        let mut parts = Vec::new();
        let mut height = 0;
        while let Some(piece) = pieces.next_if(|piece| !piece.ends_parts()) {
            let part = match piece {
                Piece::Literal(text, span) => TemplatePart::Literal(Arc::from(text), span),
                Piece::Interpolation(expr, inner) => {
                    self.height = inner;
                    TemplatePart::Interpolation(expr)
                }
                Piece::Directive(directive, span) => {
                    self.nested(|parser| parser.directive_part(directive, span, pieces))?
                }
            };
            height = height.max(self.height);
            parts.push(part);
        }
        self.height = height;
        Ok(parts)
    }

    fn directive_part(&mut self, directive: Directive, open: Span, pieces: &mut Pieces<'t>) -> Parse<TemplatePart> {
        let keyword = directive.keyword();
        match directive {
            Directive::If(condition, height) => {
                let then = self.parts(pieces)?;
                let mut height = height.max(self.height);
                let mut otherwise = Vec::new();
                if pieces.next_if(|piece| matches!(piece, Piece::Directive(Directive::Else, _))).is_some() {
                    otherwise = self.parts(pieces)?;
                    height = height.max(self.height);
                }
                let span = open.to(end_directive(pieces, (keyword, open), "endif")?);
                self.grow(height)?;
                Ok(TemplatePart::If(Box::new(TemplateIf { condition, then, otherwise, span })))
            }
            Directive::For { key_name, value_name, collection, height } => {
                let body = self.parts(pieces)?;
                let span = open.to(end_directive(pieces, (keyword, open), "endfor")?);
                self.grow(height)?;
                Ok(TemplatePart::For(Box::new(TemplateFor { key_name, value_name, collection, body, span })))
            }
            Directive::Else | Directive::EndIf | Directive::EndFor => {
                let message = format!("`{keyword}` without a beginning");
                Err(Box::new(Diagnostic::error(Code::SyntaxInvalid, open, message)))
            }
        }
    }
}

type Pieces<'t> = std::iter::Peekable<std::vec::IntoIter<Piece<'t>>>;

impl Piece<'_> {
    fn ends_parts(&self) -> bool {
        matches!(self, Self::Directive(Directive::Else | Directive::EndIf | Directive::EndFor, _))
    }
}

/// The span of the directive that must come next.
fn end_directive(pieces: &mut Pieces<'_>, (keyword, open): (&str, Span), end: &str) -> Parse<Span> {
    let (span, message) = match pieces.next() {
        Some(Piece::Directive(directive, span)) if directive.keyword() == end => return Ok(span),
        Some(Piece::Directive(directive, span)) => {
            (span, format!("expected `{end}` for the `{keyword}` above, found `{}`", directive.keyword()))
        }
        _ => (open, format!("this `{keyword}` has no `{end}`")),
    };
    let diagnostic = Diagnostic::error(Code::SyntaxInvalid, span, message);
    Err(Box::new(if span == open { diagnostic } else { diagnostic.with_label(open, format!("the `{keyword}`")) }))
}

/// `${~` and `%{~` take the white space from the end of the literal before.
fn strip_before(pieces: &mut [Piece<'_>], opener: &str) {
    if let Some(Piece::Literal(text, _)) = pieces.last_mut().filter(|_| opener.ends_with('~')) {
        let length = text.trim_end().len();
        match text {
            Cow::Borrowed(text) => *text = text.get(..length).unwrap_or(""),
            Cow::Owned(text) => text.truncate(length),
        }
    }
}

fn trim_start(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_start()),
        Cow::Owned(text) => Cow::Owned(text.trim_start().to_owned()),
    }
}

/// Takes from all lines the white space that the least indented one starts with. Lines of white space alone neither
/// count nor change; a line that starts with a sequence counts as not indented.
fn dedent(pieces: &mut [Piece<'_>]) {
    let mut shortest = usize::MAX;
    let mut line_starts = true;
    let mut indented = Vec::new();
    for (i, piece) in pieces.iter().enumerate() {
        let Piece::Literal(text, _) = piece else {
            if std::mem::take(&mut line_starts) {
                shortest = 0;
            }
            continue;
        };
        if line_starts {
            let after = text.trim_start();
            if !after.is_empty() || !text.ends_with('\n') {
                let white = text.get(..text.len() - after.len()).unwrap_or("");
                shortest = shortest.min(white.graphemes(true).count());
                indented.push(i);
            }
        }
        line_starts = text.ends_with('\n');
    }
    for i in indented {
        if let Some(Piece::Literal(text, _)) = pieces.get_mut(i) {
            let removed: usize = text.graphemes(true).take(shortest).map(str::len).sum();
            *text = Cow::Owned(text.get(removed..).unwrap_or("").to_owned());
        }
    }
}

fn joined(pieces: Vec<Piece<'_>>) -> Arc<str> {
    let mut texts = pieces.into_iter().filter_map(|piece| match piece {
        Piece::Literal(text, _) => Some(text),
        Piece::Interpolation(..) | Piece::Directive(..) => None,
    });
    let Some(first) = texts.next() else { return Arc::from("") };
    let mut text = first;
    for next in texts {
        text.to_mut().push_str(&next);
    }
    Arc::from(text)
}

/// Makes one literal of neighbours. Empty ones stay: beside one, an interpolation is text and not the value itself.
fn join_literals(pieces: Vec<Piece<'_>>) -> Vec<Piece<'_>> {
    let mut joined: Vec<Piece<'_>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Literal(text, span)), Piece::Literal(next, next_span)) => {
                text.to_mut().push_str(&next);
                *span = span.to(next_span);
            }
            (_, piece) => joined.push(piece),
        }
    }
    joined
}
