//! Expressions, by recursive descent with operator precedence.
//!
//! The rules follow Terraform's own parser where it is lenient or odd: commas may trail, `{ for` and `[for` start a
//! comprehension whatever follows, `true` is a name as an object key, `a.0` is an index, `1.2.3` is one wrong number.

use std::sync::Arc;

use super::ast::{
    Binary, BinaryOp, Conditional, Expr, ExprKind, For, Ident, ObjectItem, ObjectKey, SPLAT_ITEM, Splat, SplatKind,
    UnaryOp,
};
use super::parser::{Parse, Parser};
use super::token::{Token, TokenKind};
use crate::span::Span;

impl Parser<'_> {
    /// The whole text as an expression. As in Terraform, line breaks are white space here.
    pub(super) fn bare_expression(&mut self) -> Parse<Expr> {
        self.with_newlines(false, |parser| {
            let expr = parser.expression()?;
            parser.expect(TokenKind::End, "the end of the expression")?;
            Ok(expr)
        })
    }

    /// An expression at any place.
    pub(super) fn expression(&mut self) -> Parse<Expr> {
        self.enter()?;
        let mut result = self.binary();
        if result.is_ok() && self.peek_kind() == TokenKind::Question {
            result = result.and_then(|condition| self.conditional(condition));
        }
        self.leave();
        result
    }

    fn conditional(&mut self, condition: Expr) -> Parse<Expr> {
        self.next();
        let mut height = self.height;
        let then = self.expression()?;
        height = height.max(self.height);
        self.expect(TokenKind::Colon, "`:` and the value for the false case")?;
        let otherwise = self.expression()?;
        self.grow(height)?;
        let span = condition.span.to(otherwise.span);
        Ok(Expr { kind: ExprKind::Conditional(Box::new(Conditional { condition, then, otherwise })), span })
    }

    /// Operands joined by operators. No recursion, so that a chain takes no stack.
    fn binary(&mut self) -> Parse<Expr> {
        let mut last = self.operand()?;
        let mut pending: Vec<Pending> = Vec::new();
        loop {
            let next = binary_operator(self.peek_kind());
            let binds = |pending: &mut Pending| next.is_none_or(|(_, level)| pending.level >= level);
            while let Some(Pending { left, height, op, .. }) = pending.pop_if(binds) {
                self.grow(height)?;
                let span = left.span.to(last.span);
                last = Expr { kind: ExprKind::Binary(Box::new(Binary { op, left, right: last })), span };
            }
            let Some((op, level)) = next else { return Ok(last) };
            self.next();
            pending.push(Pending { left: last, height: self.height, op, level });
            last = self.operand()?;
        }
    }

    /// A term with the traversal behind it.
    fn operand(&mut self) -> Parse<Expr> {
        let term = self.term()?;
        self.traversal(term)
    }

    fn traversal(&mut self, mut expr: Expr) -> Parse<Expr> {
        loop {
            match self.peek_kind() {
                TokenKind::Dot => {
                    self.next();
                    expr = if self.peek_kind() == TokenKind::Star {
                        self.attribute_splat(expr)?
                    } else {
                        self.step(expr)?
                    };
                }
                TokenKind::OpenBracket => {
                    let open = self.next();
                    expr = if self.peek_kind() == TokenKind::Star {
                        self.full_splat(expr, open)?
                    } else {
                        self.index(expr)?
                    };
                }
                _ => return Ok(expr),
            }
        }
    }

    /// What follows a `.`: a name, or the number of the old way to write an index.
    fn step(&mut self, expr: Expr) -> Parse<Expr> {
        let token = self.peek();
        let kind = match token.kind {
            TokenKind::Ident => {
                self.next();
                ExprKind::GetAttr(Box::new(expr), self.ident(token))
            }
            TokenKind::Number => {
                let digits = self.slice(token);
                if let Some((first, second)) = digits.split_once('.') {
                    let diagnostic = self.error(token, "two indexes cannot be joined by a dot");
                    return Err(Box::new(diagnostic.with_help(format!("write `[{first}][{second}]`"))));
                }
                let key = self.number()?;
                ExprKind::Index(Box::new(expr), Box::new(key))
            }
            TokenKind::Star => {
                let diagnostic = self.error(token, "a splat cannot stand inside another splat that is written `.*`");
                return Err(Box::new(diagnostic.with_help("write both as `[*]`")));
            }
            _ => return Err(Box::new(self.unexpected(token, "the name of an attribute after the dot"))),
        };
        let start = match &kind {
            ExprKind::GetAttr(base, _) | ExprKind::Index(base, _) => base.span.start,
            _ => token.start,
        };
        self.grow(0)?;
        Ok(Expr { kind, span: self.span_from(start) })
    }

    /// `source.*`, whose attributes apply to each element and whose indexes apply to the result.
    fn attribute_splat(&mut self, source: Expr) -> Parse<Expr> {
        let star = self.next();
        let height = std::mem::replace(&mut self.height, 1);
        let mut each = splat_item(self.span(star));
        while self.take(TokenKind::Dot).is_some() {
            each = self.step(each)?;
        }
        self.splat(source, each, SplatKind::Attr, height)
    }

    /// `source[*]`, whose whole rest applies to each element.
    fn full_splat(&mut self, source: Expr, open: Token) -> Parse<Expr> {
        self.next();
        self.expect(TokenKind::CloseBracket, "`]` right after `[*`")?;
        let height = std::mem::replace(&mut self.height, 1);
        let item = splat_item(self.span_from(open.start));
        let each = self.nested(|parser| parser.traversal(item))?;
        self.splat(source, each, SplatKind::Full, height)
    }

    fn splat(&mut self, source: Expr, each: Expr, kind: SplatKind, height: u32) -> Parse<Expr> {
        self.grow(height)?;
        let span = self.span_from(source.span.start);
        Ok(Expr { kind: ExprKind::Splat(Box::new(Splat { source, each, kind })), span })
    }

    fn index(&mut self, expr: Expr) -> Parse<Expr> {
        let height = self.height;
        let key = self.with_newlines(false, |parser| {
            let key = parser.expression()?;
            parser.expect(TokenKind::CloseBracket, "`]` after the index")?;
            Ok(key)
        })?;
        self.grow(height)?;
        let span = self.span_from(expr.span.start);
        Ok(Expr { kind: ExprKind::Index(Box::new(expr), Box::new(key)), span })
    }

    fn term(&mut self) -> Parse<Expr> {
        self.height = 1;
        let token = self.peek();
        match token.kind {
            TokenKind::Ident => self.name_or_call(),
            TokenKind::OpenQuote | TokenKind::OpenHeredoc => self.string(),
            TokenKind::Number => self.number(),
            TokenKind::OpenBracket => self.tuple(),
            TokenKind::OpenBrace => self.object(),
            TokenKind::OpenParen => self.parentheses(),
            TokenKind::Minus => self.unary(UnaryOp::Negate),
            TokenKind::Not => self.unary(UnaryOp::Not),
            _ => Err(Box::new(self.unexpected(token, "a value"))),
        }
    }

    fn unary(&mut self, op: UnaryOp) -> Parse<Expr> {
        let start = self.next().start;
        let operand = self.nested(Self::operand)?;
        self.grow(0)?;
        Ok(Expr { kind: ExprKind::Unary(op, Box::new(operand)), span: self.span_from(start) })
    }

    fn number(&mut self) -> Parse<Expr> {
        let token = self.next();
        let digits = self.slice(token);
        if !is_number(digits) {
            let diagnostic = self.error(token, format!("`{digits}` is not a number"));
            return Err(Box::new(
                diagnostic.with_help("a number looks like `12`, `1.5` or `1e3`; put versions and addresses in quotes"),
            ));
        }
        Ok(Expr { kind: ExprKind::Number(Arc::from(digits)), span: self.span(token) })
    }

    fn parentheses(&mut self) -> Parse<Expr> {
        let start = self.next().start;
        let inner = self.with_newlines(false, |parser| {
            let inner = parser.expression()?;
            parser.expect(TokenKind::CloseParen, "`)`")?;
            Ok(inner)
        })?;
        self.grow(0)?;
        Ok(Expr { kind: ExprKind::Paren(Box::new(inner)), span: self.span_from(start) })
    }

    fn name_or_call(&mut self) -> Parse<Expr> {
        let token = self.next();
        if matches!(self.peek_kind(), TokenKind::OpenParen | TokenKind::DoubleColon) {
            return self.call(token);
        }
        let kind = match self.slice(token) {
            "true" => ExprKind::Bool(true),
            "false" => ExprKind::Bool(false),
            "null" => ExprKind::Null,
            _ => ExprKind::Variable(self.name(token)),
        };
        Ok(Expr { kind, span: self.span(token) })
    }

    fn call(&mut self, first: Token) -> Parse<Expr> {
        let mut name = self.ident(first);
        while self.take(TokenKind::DoubleColon).is_some() {
            let part = self.expect(TokenKind::Ident, "the name of a function after `::`")?;
            name = Ident {
                text: Arc::from(format!("{}::{}", name.text, self.slice(part))),
                span: self.span_from(first.start),
            };
        }
        self.expect(TokenKind::OpenParen, "`(` after the name of a function")?;
        let (args, expand) = self.with_newlines(false, Self::arguments)?;
        Ok(Expr { kind: ExprKind::Call { name, args, expand }, span: self.span_from(first.start) })
    }

    /// Arguments up to and with the `)`, and whether the last one is expanded.
    fn arguments(&mut self) -> Parse<(Vec<Expr>, bool)> {
        let mut args = Vec::new();
        let mut height = 0;
        let mut expand = false;
        while self.take(TokenKind::CloseParen).is_none() {
            args.push(self.expression()?);
            height = height.max(self.height);
            if self.take(TokenKind::Comma).is_some() {
                continue;
            }
            expand = self.take(TokenKind::Ellipsis).is_some();
            self.expect(
                TokenKind::CloseParen,
                if expand { "`)` after `...`" } else { "`,` or `)` after this argument" },
            )?;
            break;
        }
        self.height = 0;
        self.grow(height)?;
        Ok((args, expand))
    }

    fn tuple(&mut self) -> Parse<Expr> {
        let open = self.next();
        self.with_newlines(false, |parser| {
            if parser.at_keyword("for") {
                return parser.comprehension(open, TokenKind::CloseBracket);
            }
            let mut items = Vec::new();
            let mut height = 0;
            while parser.take(TokenKind::CloseBracket).is_none() {
                items.push(parser.expression()?);
                height = height.max(parser.height);
                if parser.take(TokenKind::Comma).is_none() {
                    parser.expect(TokenKind::CloseBracket, "`,` or `]` after this element")?;
                    break;
                }
            }
            parser.height = 0;
            parser.grow(height)?;
            Ok(Expr { kind: ExprKind::Tuple(items), span: parser.span_from(open.start) })
        })
    }

    fn object(&mut self) -> Parse<Expr> {
        let open = self.next();
        let next = self.peek_past_newlines();
        if self.is_keyword(next, "for") {
            return self.with_newlines(false, |parser| parser.comprehension(open, TokenKind::CloseBrace));
        }
        self.with_newlines(true, |parser| {
            let mut items = Vec::new();
            let mut height = 0;
            loop {
                if parser.take(TokenKind::Newline).is_some() {
                    continue;
                }
                if parser.take(TokenKind::CloseBrace).is_some() {
                    break;
                }
                items.push(parser.object_item()?);
                height = height.max(parser.height);
                if parser.take(TokenKind::Comma).is_none() && parser.take(TokenKind::Newline).is_none() {
                    parser.expect(TokenKind::CloseBrace, "a line break, `,` or `}` after this value")?;
                    break;
                }
            }
            parser.height = 0;
            parser.grow(height)?;
            Ok(Expr { kind: ExprKind::Object(items), span: parser.span_from(open.start) })
        })
    }

    fn object_item(&mut self) -> Parse<ObjectItem> {
        let key = self.expression()?;
        let height = self.height;
        let key = self.object_key(key);
        if !matches!(self.peek_kind(), TokenKind::Equal | TokenKind::Colon) {
            let token = self.peek();
            let diagnostic = self.unexpected(token, "`=` and a value after this key");
            return Err(Box::new(match token.kind {
                TokenKind::Ident | TokenKind::Number => {
                    diagnostic.with_help("put a key with dots, spaces or a leading digit in quotes")
                }
                _ => diagnostic,
            }));
        }
        self.next();
        let value = self.expression()?;
        self.height = self.height.max(height);
        Ok(ObjectItem { key, value })
    }

    fn object_key(&mut self, key: Expr) -> ObjectKey {
        match key.kind {
            ExprKind::Variable(text) => ObjectKey::Name(Ident { text, span: key.span }),
            ExprKind::Null | ExprKind::Bool(_) => {
                let token = Token { kind: TokenKind::Ident, start: key.span.start, end: key.span.end };
                ObjectKey::Name(self.ident(token))
            }
            _ => ObjectKey::Expr(key),
        }
    }

    /// `for …` up to and with the closing bracket.
    fn comprehension(&mut self, open: Token, close: TokenKind) -> Parse<Expr> {
        let (key_name, value_name) = self.for_names()?;
        let collection = self.expression()?;
        let mut height = self.height;
        self.expect(TokenKind::Colon, "`:` after the collection")?;
        let (key, value) = self.for_result(close, &mut height)?;
        let group = self.for_group(close)?;
        let mut condition = None;
        if self.at_keyword("if") {
            self.next();
            condition = Some(self.expression()?);
            height = height.max(self.height);
        }
        let name = if close == TokenKind::CloseBrace { "`}`" } else { "`]`" };
        self.expect(close, &format!("`if` or {name} at the end of the `for`"))?;
        self.grow(height)?;
        let kind = For { key_name, value_name, collection, key, value, condition, group };
        Ok(Expr { kind: ExprKind::For(Box::new(kind)), span: self.span_from(open.start) })
    }

    /// `for name in` or `for key, value in`.
    pub(super) fn for_names(&mut self) -> Parse<(Option<Ident>, Ident)> {
        self.next();
        let first = self.expect(TokenKind::Ident, "a name after `for`")?;
        let mut names = (None, self.ident(first));
        if self.take(TokenKind::Comma).is_some() {
            let second = self.expect(TokenKind::Ident, "a second name after the comma")?;
            names = (Some(names.1), self.ident(second));
        }
        if !self.at_keyword("in") {
            let token = self.peek();
            return Err(Box::new(self.unexpected(token, "`in` after the names of the `for`")));
        }
        self.next();
        Ok(names)
    }

    /// `value`, or `key => value` in an object.
    fn for_result(&mut self, close: TokenKind, height: &mut u32) -> Parse<(Option<Expr>, Expr)> {
        let first = self.expression()?;
        *height = self.height.max(*height);
        let arrow = self.take(TokenKind::FatArrow);
        match (close, arrow) {
            (TokenKind::CloseBrace, None) => {
                let token = self.peek();
                let diagnostic = self.unexpected(token, "`=>` and a value, as an object needs both");
                Err(Box::new(diagnostic.with_help("write `key => value`, or `[` and `]` for a list")))
            }
            (TokenKind::CloseBracket, Some(arrow)) => {
                let diagnostic = self.error(arrow, "a `for` in brackets makes a list, which has no keys");
                Err(Box::new(diagnostic.with_help("write `{` and `}` for an object")))
            }
            (_, None) => Ok((None, first)),
            (_, Some(_)) => {
                let value = self.expression()?;
                *height = self.height.max(*height);
                Ok((Some(first), value))
            }
        }
    }

    fn for_group(&mut self, close: TokenKind) -> Parse<bool> {
        let Some(ellipsis) = self.take(TokenKind::Ellipsis) else { return Ok(false) };
        if close == TokenKind::CloseBracket {
            let diagnostic = self.error(ellipsis, "`...` groups values by key, which a list does not have");
            return Err(Box::new(diagnostic.with_help("remove it, or write `{` and `}` with `key => value...`")));
        }
        Ok(true)
    }
}

/// A left operand and its operator, while the right one is not complete.
struct Pending {
    left: Expr,
    height: u32,
    op: BinaryOp,
    level: u8,
}

fn splat_item(span: Span) -> Expr {
    Expr { kind: ExprKind::Variable(Arc::from(SPLAT_ITEM)), span }
}

/// An operator and how tight it binds.
fn binary_operator(kind: TokenKind) -> Option<(BinaryOp, u8)> {
    let operator = match kind {
        TokenKind::Or => (BinaryOp::Or, 0),
        TokenKind::And => (BinaryOp::And, 1),
        TokenKind::EqualEqual => (BinaryOp::Equal, 2),
        TokenKind::NotEqual => (BinaryOp::NotEqual, 2),
        TokenKind::Less => (BinaryOp::Less, 3),
        TokenKind::LessEqual => (BinaryOp::LessEqual, 3),
        TokenKind::Greater => (BinaryOp::Greater, 3),
        TokenKind::GreaterEqual => (BinaryOp::GreaterEqual, 3),
        TokenKind::Plus => (BinaryOp::Add, 4),
        TokenKind::Minus => (BinaryOp::Subtract, 4),
        TokenKind::Star => (BinaryOp::Multiply, 5),
        TokenKind::Slash => (BinaryOp::Divide, 5),
        TokenKind::Percent => (BinaryOp::Modulo, 5),
        _ => return None,
    };
    Some(operator)
}

/// Digits with at most one point, then at most one exponent; the scanner lets nothing else through than these characters.
/// As in Terraform, an exponent out of all proportion is no number either.
fn is_number(text: &str) -> bool {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let zero = mantissa.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let in_bounds = exponent.parse::<i64>().is_ok_and(|exponent| zero || i32::try_from(exponent).is_ok());
    mantissa.matches('.').count() <= 1 && in_bounds
}
