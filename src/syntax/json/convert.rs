//! From JSON values to bodies and expressions, as the shape of the file says.

use std::sync::Arc;

use super::super::ast::{
    Attribute, Block, Body, Comment, CommentStyle, Expr, ExprKind, Ident, ObjectItem, ObjectKey, TemplatePart, UnaryOp,
};
use super::super::parser::{MAX_HEIGHT, Parse, Parser, too_deep};
use super::super::scan::Mode;
use super::place::respan;
use super::read::{Member, Text, Value, ValueKind};
use super::shape::{Others, Shape, looks_like_block};
use crate::diag::{Code, Diagnostic};
use crate::span::{FileId, Span};

/// What a string is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strings {
    Plain,
    Template,
    /// An expression, as where HCL has a reference, a type or a keyword.
    Code,
}

pub(super) struct Converter<'t> {
    pub text: &'t str,
    pub file: FileId,
    pub diagnostics: Vec<Diagnostic>,
    pub comments: Vec<Comment>,
    /// The type of the resource that is being converted.
    pub resource_type: Arc<str>,
}

impl<'t> Converter<'t> {
    /// An object, or objects in an array, as the body of a block or file.
    pub(super) fn body(&mut self, value: &Value<'t>, shape: &Shape) -> Body {
        let mut body = Body { attributes: Vec::new(), blocks: Vec::new(), span: value.span };
        for member in self.members(value, "arguments and blocks") {
            self.member(member, shape, &mut body);
        }
        self.drop_repeated(&mut body);
        body
    }

    /// The members of an object, or of all objects in an array.
    fn members<'v>(&mut self, value: &'v Value<'t>, what: &str) -> Vec<&'v Member<'t>> {
        match &value.kind {
            ValueKind::Null => Vec::new(),
            ValueKind::Object(members) => members.iter().collect(),
            ValueKind::Array(values) => {
                let objects = values.iter().map(|value| match &value.kind {
                    ValueKind::Object(members) => members.iter().collect(),
                    _ => self.wrong_type(value, what),
                });
                objects.flat_map(Vec::into_iter).collect()
            }
            ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::String(_) => self.wrong_type(value, what),
        }
    }

    fn wrong_type<'v>(&mut self, value: &Value<'t>, what: &str) -> Vec<&'v Member<'t>> {
        let message = format!("expected an object with {what}");
        self.diagnostics.push(Diagnostic::error(Code::SyntaxInvalid, value.span, message));
        Vec::new()
    }

    fn member(&mut self, member: &Member<'t>, shape: &Shape, body: &mut Body) {
        let name = &*member.name.value;
        if name == "//" {
            return self.comment(&member.value);
        }
        if let Some((_, labels, inner)) = shape.blocks.iter().find(|(kind, ..)| *kind == name) {
            return self.blocks(&member.value, &mut Header::new(&member.name, *labels), inner, &mut body.blocks);
        }
        if shape.others == Others::Guessed && looks_like_block(name, &member.value, &self.resource_type) {
            return self.blocks(
                &member.value,
                &mut Header::new(&member.name, 0),
                &super::shape::GUESSED,
                &mut body.blocks,
            );
        }
        let strings = if shape.others == Others::PlainAttributes || shape.plain.contains(&name) {
            Strings::Plain
        } else if shape.code.contains(&name) {
            Strings::Code
        } else {
            Strings::Template
        };
        let expr = self.expr(&member.value, strings, 0);
        let span = member.name.span.to(member.value.span);
        body.attributes.push(Attribute { name: ident(&member.name, member.name.inner()), expr, span });
    }

    /// Keeps the first of attributes with one name, as in HCL.
    fn drop_repeated(&mut self, body: &mut Body) {
        let mut seen = std::collections::HashMap::new();
        body.attributes.retain(|attribute| {
            let name = &attribute.name;
            let Some(first) = seen.insert(Arc::clone(&name.text), name.span) else { return true };
            seen.insert(Arc::clone(&name.text), first);
            let message = format!("`{}` is set twice in this object", name.text);
            let diagnostic = Diagnostic::error(Code::SyntaxInvalid, name.span, message);
            self.diagnostics.push(diagnostic.with_label(first, "set here first").with_help("remove one of them"));
            false
        });
    }

    /// Peels the labels off, then makes one block of an object and several of an array.
    fn blocks<'v>(
        &mut self,
        value: &'v Value<'t>,
        header: &mut Header<'v, 't>,
        shape: &Shape,
        blocks: &mut Vec<Block>,
    ) {
        if header.labels.len() < header.wanted {
            for member in self.members(value, &format!("the names of `{}` blocks", header.kind.value)) {
                if header.labels.is_empty() {
                    self.resource_type = Arc::from(&*member.name.value);
                }
                if member.name.value == "//" {
                    self.comment(&member.value);
                    continue;
                }
                header.labels.push(&member.name);
                self.blocks(&member.value, header, shape, blocks);
                header.labels.pop();
            }
            return;
        }
        match &value.kind {
            ValueKind::Null => {}
            ValueKind::Array(values) => {
                for value in values {
                    blocks.push(self.block(value, header, shape));
                }
            }
            _ => blocks.push(self.block(value, header, shape)),
        }
    }

    fn block(&mut self, value: &Value<'t>, header: &Header<'_, 't>, shape: &Shape) -> Block {
        let name = header.labels.last().unwrap_or(&header.kind);
        Block {
            kind: ident(header.kind, header.kind.inner()),
            labels: header.labels.iter().map(|label| ident(label, label.span)).collect(),
            body: self.body(value, shape),
            span: name.span.to(value.span),
            header: name.span,
        }
    }

    /// The text of a `//` member is a comment on what follows.
    fn comment(&mut self, value: &Value<'t>) {
        if let ValueKind::String(text) = &value.kind {
            let (span, text) = (text.inner(), text.value.trim().into());
            self.comments.push(Comment { span, text, own_line: true, style: CommentStyle::Slash });
        }
    }

    fn expr(&mut self, value: &Value<'t>, strings: Strings, depth: u32) -> Expr {
        let kind = match &value.kind {
            ValueKind::Null => ExprKind::Null,
            ValueKind::Bool(value) => ExprKind::Bool(*value),
            ValueKind::Number(digits) => number(digits, value.span),
            ValueKind::String(text) => self.string(text, strings, depth),
            ValueKind::Array(values) => {
                ExprKind::Tuple(values.iter().map(|value| self.expr(value, strings, depth + 1)).collect())
            }
            ValueKind::Object(members) => {
                ExprKind::Object(members.iter().map(|member| self.item(member, strings, depth + 1)).collect())
            }
        };
        Expr { kind, span: value.span }
    }

    fn item(&mut self, member: &Member<'t>, strings: Strings, depth: u32) -> ObjectItem {
        let name = &member.name;
        let key = match self.string(name, strings, depth) {
            ExprKind::String(text) => ObjectKey::Name(Ident { text, span: name.span }),
            kind => ObjectKey::Expr(Expr { kind, span: name.span }),
        };
        ObjectItem { key, value: self.expr(&member.value, strings, depth) }
    }

    fn string(&mut self, text: &Text<'t>, strings: Strings, depth: u32) -> ExprKind {
        let has_sequence = text.value.contains("${") || text.value.contains("%{");
        let parsed = match strings {
            Strings::Template | Strings::Code if has_sequence => self.parse(text, Mode::Template, depth),
            Strings::Code => self.parse(text, Mode::Config, depth),
            Strings::Plain | Strings::Template => return ExprKind::String(Arc::from(&*text.value)),
        };
        match parsed {
            Ok(kind) if strings == Strings::Code => unwrapped(kind),
            Ok(kind) => kind,
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                ExprKind::String(Arc::from(&*text.value))
            }
        }
    }

    /// Parses the text of a string. Places are those in the file, also behind escape sequences.
    fn parse(&self, text: &Text<'t>, mode: Mode, depth: u32) -> Parse<ExprKind> {
        let inner = text.inner();
        let (mut parser, _) = if text.escapes.is_empty() {
            let to_end = self.text.get(..inner.end as usize).unwrap_or("");
            Parser::new(to_end, inner.start as usize, self.file, mode)
        } else {
            Parser::new(&text.value, 0, self.file, mode)
        };
        let place = |span: Span| {
            if text.escapes.is_empty() {
                return span;
            }
            Span { start: text.offset(span.start), end: text.offset(span.end), ..span }
        };
        let parsed = if mode == Mode::Template { parser.bare_template() } else { parser.bare_expression() };
        let mut expr = parsed.map_err(|mut diagnostic| {
            diagnostic.span = place(diagnostic.span);
            diagnostic.labels.iter_mut().for_each(|label| label.span = place(label.span));
            diagnostic
        })?;
        if parser.height + depth > MAX_HEIGHT {
            return Err(Box::new(too_deep(text.span)));
        }
        if !text.escapes.is_empty() {
            respan(&mut expr, &place);
        }
        Ok(expr.kind)
    }
}

/// The names in front of a block.
struct Header<'v, 't> {
    kind: &'v Text<'t>,
    labels: Vec<&'v Text<'t>>,
    wanted: usize,
}

impl<'v, 't> Header<'v, 't> {
    fn new(kind: &'v Text<'t>, wanted: usize) -> Self {
        Self { kind, labels: Vec::new(), wanted }
    }
}

fn ident(text: &Text<'_>, span: Span) -> Ident {
    Ident { text: Arc::from(&*text.value), span }
}

fn number(digits: &str, span: Span) -> ExprKind {
    let Some(unsigned) = digits.strip_prefix('-') else { return ExprKind::Number(Arc::from(digits)) };
    let operand = Expr { kind: ExprKind::Number(Arc::from(unsigned)), span: Span { start: span.start + 1, ..span } };
    ExprKind::Unary(UnaryOp::Negate, Box::new(operand))
}

/// `"${x}"` where an expression is meant is `x`.
fn unwrapped(kind: ExprKind) -> ExprKind {
    match kind {
        ExprKind::Template(mut template) => match template.parts.pop() {
            Some(TemplatePart::Interpolation(expr)) if template.parts.is_empty() => expr.kind,
            last => {
                template.parts.extend(last);
                ExprKind::Template(template)
            }
        },
        kind => kind,
    }
}
