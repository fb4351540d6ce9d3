//! Bodies: attributes and blocks, and how the parser goes on behind a broken one.

use std::collections::HashSet;

use super::ast::{Attribute, Block, Body, Ident};
use super::parser::{Parse, Parser};
use super::token::{Token, TokenKind, opener_of};
use crate::diag::{Code, Diagnostic};
use crate::span::Span;

enum Item {
    Attribute(Attribute),
    Block(Block),
}

/// More errors than these are not told: the file is probably no HCL at all.
const MAX_DIAGNOSTICS: usize = 100;

/// From how many attributes on a repeated name is looked up and not searched.
const FEW_ATTRIBUTES: usize = 16;

impl Parser<'_> {
    /// The whole file.
    pub(super) fn file_body(&mut self) -> Body {
        let span = Span::new(self.file, 0, self.text.len());
        let mut items = Items::new(span);
        while self.peek_kind() != TokenKind::End {
            if self.take(TokenKind::Newline).is_none() {
                self.top_level_item(&mut items);
            }
        }
        items.body
    }

    fn top_level_item(&mut self, items: &mut Items) {
        let (start, reported, by_columns) = (self.at, self.diagnostics.len(), self.by_columns);
        self.broken = false;
        let mut result = self.item();
        if self.by_columns && !by_columns {
            // A block without its `}` took all that follows: read it again with headers in the first column as ends.
            self.at = start;
            self.diagnostics.truncate(reported);
            self.broken = false;
            result = self.item();
        }
        match result {
            Ok(item) => self.add(items, item),
            Err(diagnostic) => {
                self.report(*diagnostic);
                self.skip_item(start, Place::File);
            }
        }
        if self.broken {
            self.skip_remains(start);
        }
    }

    /// What a broken block leaves behind is not worth another diagnostic. In a file where blocks start in the first
    /// column, that is all up to the next name there; else only brackets.
    fn skip_remains(&mut self, start: usize) {
        if !self.in_first_column(self.token(start)) {
            while opener_of(self.peek_kind()).is_some() {
                self.next();
            }
            return;
        }
        loop {
            let token = self.token(self.at);
            match token.kind {
                TokenKind::End => return,
                TokenKind::Ident if self.in_first_column(token) => return,
                _ => self.at += 1,
            }
        }
    }

    fn in_first_column(&self, token: Token) -> bool {
        let before = self.text.get(..token.start as usize).unwrap_or("");
        before.is_empty() || before.ends_with('\n') || before == "\u{feff}"
    }

    /// Adds a diagnostic, unless the current top-level item already has one, or the file has plenty.
    fn tell(&mut self, diagnostic: Diagnostic) {
        if !self.broken && self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Tells what broke the current top-level item.
    fn report(&mut self, diagnostic: Diagnostic) {
        self.tell(diagnostic);
        self.broken = true;
    }

    fn item(&mut self) -> Parse<Item> {
        let name = self.expect_item_name()?;
        match self.peek_kind() {
            TokenKind::Equal => {
                let attribute = self.attribute(name)?;
                self.end_of_item("argument")?;
                Ok(Item::Attribute(attribute))
            }
            TokenKind::OpenQuote | TokenKind::OpenBrace | TokenKind::Ident => {
                let block = self.nested(|parser| parser.block(name))?;
                if !self.broken {
                    self.end_of_item("block")?;
                }
                Ok(Item::Block(block))
            }
            _ => {
                let token = self.peek();
                let text = &*name.text;
                let diagnostic = self.unexpected(token, &format!("`=` or a block after `{text}`"));
                Err(Box::new(diagnostic.with_help(format!("write `{text} = …` or `{text} {{ … }}`"))))
            }
        }
    }

    fn expect_item_name(&mut self) -> Parse<Ident> {
        let token = self.peek();
        match token.kind {
            TokenKind::Ident => {
                let token = self.next();
                Ok(self.ident(token))
            }
            TokenKind::OpenQuote => {
                let diagnostic = self.error(token, "the name of an argument stands without quotes");
                Err(Box::new(diagnostic.with_help("only keys of an object (`name = { … }`) may be quoted")))
            }
            TokenKind::CloseBrace => {
                let diagnostic = self.error(token, "this `}` closes nothing");
                Err(Box::new(diagnostic.with_help("remove it, or look for a block above that is closed too early")))
            }
            _ => Err(Box::new(self.unexpected(token, "an argument or a block"))),
        }
    }

    fn attribute(&mut self, name: Ident) -> Parse<Attribute> {
        self.next();
        let expr = self.expression()?;
        let span = name.span.to(expr.span);
        Ok(Attribute { name, expr, span })
    }

    fn end_of_item(&mut self, what: &str) -> Parse<()> {
        let token = self.peek();
        match token.kind {
            TokenKind::Newline => {
                self.next();
                Ok(())
            }
            TokenKind::End => Ok(()),
            TokenKind::Comma => {
                let diagnostic = self.error(token, format!("no comma stands after this {what}"));
                Err(Box::new(diagnostic.with_help("arguments are separated by line breaks; remove the comma")))
            }
            _ => Err(Box::new(self.unexpected(token, &format!("a line break after this {what}")))),
        }
    }

    fn block(&mut self, kind: Ident) -> Parse<Block> {
        let mut labels = Vec::new();
        loop {
            let token = self.peek();
            match token.kind {
                TokenKind::OpenBrace => break,
                TokenKind::Ident => {
                    let token = self.next();
                    labels.push(self.ident(token));
                }
                TokenKind::OpenQuote => labels.push(self.label()?),
                TokenKind::Equal => {
                    let diagnostic = self.error(token, "a block has no `=`");
                    return Err(Box::new(
                        diagnostic.with_help("remove `=`, or keep a single name before it for an argument"),
                    ));
                }
                _ => {
                    let text = &*kind.text;
                    return Err(Box::new(self.unexpected(token, &format!("a label or `{{` of the block `{text}`"))));
                }
            }
        }
        let header = labels.last().map_or(kind.span, |label: &Ident| kind.span.to(label.span));
        let body = self.block_body(header)?;
        Ok(Block { span: self.span_from(kind.span.start), kind, labels, body, header })
    }

    fn block_body(&mut self, header: Span) -> Parse<Body> {
        let open = self.next();
        match self.peek_kind() {
            TokenKind::Newline | TokenKind::End | TokenKind::CloseBrace => self.lines(header, open),
            _ => self.one_line(open),
        }
    }

    /// `{ name = value }` on one line.
    fn one_line(&mut self, open: Token) -> Parse<Body> {
        let mut items = Items::new(self.span(open));
        let name = self.expect_item_name()?;
        if self.peek_kind() != TokenKind::Equal {
            let token = self.peek();
            let diagnostic = self.unexpected(token, "`=`");
            return Err(Box::new(
                diagnostic.with_help("a block on one line holds one argument; write others on lines of their own"),
            ));
        }
        let attribute = self.attribute(name)?;
        items.body.attributes.push(attribute);
        let token = self.peek();
        if token.kind != TokenKind::CloseBrace {
            let diagnostic = self.unexpected(token, "`}`");
            return Err(Box::new(
                diagnostic.with_help("a block on one line holds one argument; put each argument on its own line"),
            ));
        }
        self.next();
        items.body.span = Span { start: open.end, end: token.start, ..items.body.span };
        Ok(items.body)
    }

    /// The items of a block, a line each, to its `}`. A broken item is reported and left out.
    fn lines(&mut self, header: Span, open: Token) -> Parse<Body> {
        let mut items = Items::new(self.span(open));
        loop {
            let token = self.peek();
            match token.kind {
                TokenKind::Newline => {
                    self.next();
                }
                TokenKind::CloseBrace => {
                    items.body.span = Span { start: open.end, end: token.start, ..items.body.span };
                    self.next();
                    return Ok(items.body);
                }
                TokenKind::End => {
                    self.by_columns = true;
                    self.report(unclosed(header));
                    items.body.span = self.span_from(open.end);
                    return Ok(items.body);
                }
                _ if (self.broken || self.by_columns) && self.at_top_level_header(self.at) => {
                    self.report(unclosed(header));
                    items.body.span = self.span_from(open.end);
                    return Ok(items.body);
                }
                _ => {
                    let start = self.at;
                    match self.item() {
                        Ok(item) => self.add(&mut items, item),
                        Err(diagnostic) => {
                            self.report(*diagnostic);
                            self.skip_item(start, Place::Block);
                        }
                    }
                }
            }
        }
    }

    fn add(&mut self, items: &mut Items, item: Item) {
        match item {
            Item::Block(block) => items.body.blocks.push(block),
            Item::Attribute(attribute) => {
                if let Some(first) = items.earlier(&attribute) {
                    let name = &attribute.name;
                    let diagnostic = Diagnostic::error(
                        Code::SyntaxInvalid,
                        name.span,
                        format!("`{}` is set twice in this block", name.text),
                    );
                    self.tell(diagnostic.with_label(first, "set here first").with_help("remove one of them"));
                } else {
                    items.body.attributes.push(attribute);
                }
            }
        }
    }

    /// Whether the token at an index starts a line in the first column and opens a block.
    fn at_top_level_header(&self, index: usize) -> bool {
        let token = self.token(index);
        let next = self.token(index + 1).kind;
        self.in_first_column(token)
            && token.kind == TokenKind::Ident
            && matches!(next, TokenKind::OpenQuote | TokenKind::OpenBrace | TokenKind::Ident)
    }

    /// Goes behind the item that starts at a token, as far as its end can be guessed.
    fn skip_item(&mut self, start: usize, place: Place) {
        let failed = self.at;
        let mut open: Vec<TokenKind> = Vec::new();
        self.at = start;
        loop {
            let token = self.token(self.at);
            match token.kind {
                TokenKind::End => return,
                TokenKind::Newline => {
                    let next = self.at + 1;
                    let ends = open.is_empty() || self.at_top_level_header(next);
                    if (ends && next > failed) || self.cannot_be_inside(&open, next) {
                        self.at = next;
                        return;
                    }
                }
                TokenKind::QuotedNewline => {
                    let raw = open.iter().rposition(|kind| *kind == TokenKind::OpenHeredoc).map_or(0, |at| at + 1);
                    let quote = open.iter().skip(raw).position(|kind| *kind == TokenKind::OpenQuote);
                    open.truncate(raw + quote.unwrap_or(0));
                }
                TokenKind::OpenBrace
                | TokenKind::OpenBracket
                | TokenKind::OpenParen
                | TokenKind::OpenQuote
                | TokenKind::OpenHeredoc => open.push(token.kind),
                TokenKind::Interpolation | TokenKind::Directive => open.push(TokenKind::Interpolation),
                kind => {
                    if let Some(opener) = opener_of(kind) {
                        match open.iter().rposition(|kind| *kind == opener) {
                            Some(index) => open.truncate(index),
                            None if kind == TokenKind::CloseBrace && place == Place::Block => return,
                            None => {}
                        }
                    }
                }
            }
            self.at += 1;
        }
    }

    /// Whether `name =` or a block header follows inside `[` or `(`, where neither can stand: the bracket was left open.
    fn cannot_be_inside(&self, open: &[TokenKind], index: usize) -> bool {
        let in_brackets = matches!(open.last(), Some(TokenKind::OpenBracket | TokenKind::OpenParen));
        let next = self.token(index + 1).kind;
        in_brackets
            && self.token(index).kind == TokenKind::Ident
            && matches!(next, TokenKind::Equal | TokenKind::OpenQuote | TokenKind::OpenBrace)
    }
}

/// Whose items are skipped: only in a block does an extra `}` end them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    File,
    Block,
}

/// A body in the making.
struct Items {
    body: Body,
    names: HashSet<std::sync::Arc<str>>,
}

impl Items {
    fn new(span: Span) -> Self {
        Self { body: Body { attributes: Vec::new(), blocks: Vec::new(), span }, names: HashSet::new() }
    }

    /// Where an attribute of that name was set before.
    fn earlier(&mut self, attribute: &Attribute) -> Option<Span> {
        let name = &attribute.name.text;
        let attributes = &self.body.attributes;
        if attributes.len() >= FEW_ATTRIBUTES {
            if self.names.is_empty() {
                self.names.extend(attributes.iter().map(|attribute| attribute.name.text.clone()));
            }
            if self.names.insert(name.clone()) {
                return None;
            }
        }
        self.body.attribute(name).map(|attribute| attribute.name.span)
    }
}

fn unclosed(header: Span) -> Diagnostic {
    Diagnostic::error(Code::SyntaxInvalid, header, "this block is not closed")
        .with_help("write the missing `}`; it may be missing from a block inside")
}
