//! The syntax tree: HCL with byte spans, without any knowledge of Terraform.
//!
//! Every node carries the span of the text that it was made from. Equality of nodes is not defined:
//! values are compared after evaluation, texts by their spans.

use std::sync::Arc;

use crate::span::Span;

/// A name as written, with its place.
#[derive(Clone, Debug)]
pub struct Ident {
    pub text: Arc<str>,
    pub span: Span,
}

/// The content of a file or block: attributes and blocks, each in source order.
#[derive(Clone, Debug)]
pub struct Body {
    pub attributes: Vec<Attribute>,
    pub blocks: Vec<Block>,
    pub span: Span,
}

impl Body {
    /// The attribute of that name; of two with one name, the first.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| &*attribute.name.text == name)
    }

    /// All blocks of that kind, in source order.
    pub fn blocks_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Block> + 'a {
        self.blocks.iter().filter(move |block| &*block.kind.text == kind)
    }

    /// The first block of that kind.
    pub fn block(&self, kind: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| &*block.kind.text == kind)
    }
}

/// `name = expression`. The span covers both.
#[derive(Clone, Debug)]
pub struct Attribute {
    pub name: Ident,
    pub expr: Expr,
    pub span: Span,
}

/// `kind "label" … { body }`.
#[derive(Clone, Debug)]
pub struct Block {
    pub kind: Ident,
    pub labels: Vec<Ident>,
    pub body: Body,
    /// From the kind to the closing brace.
    pub span: Span,
    /// From the kind to the last label: what is underlined when something is missing inside.
    pub header: Span,
}

impl Block {
    /// The address of a top-level block as people write it: `aws_s3_bucket.b`, `data.x.y`, `module.m`, `var.v`,
    /// `terraform`.
    pub fn address(&self) -> String {
        let labels: Vec<&str> = self.labels.iter().map(|label| &*label.text).collect();
        let labels = labels.join(".");
        match &*self.kind.text {
            "resource" => labels,
            "variable" => format!("var.{labels}"),
            kind if labels.is_empty() => kind.to_owned(),
            kind => format!("{kind}.{labels}"),
        }
    }
}

/// An expression and its place.
#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

/// What an expression is. The parser bounds how deep brackets nest (200) and how high a tree grows (400).
#[derive(Clone, Debug)]
pub enum ExprKind {
    Null,
    Bool(bool),
    /// The digits as written (`1.50`, `1e3`); the evaluator keeps them exact.
    Number(Arc<str>),
    /// A quoted string or heredoc without interpolation, unescaped.
    String(Arc<str>),
    /// A quoted string, heredoc or template file with interpolation or directives.
    Template(Template),
    Tuple(Vec<Expr>),
    Object(Vec<ObjectItem>),
    /// The root of a traversal: `var`, `aws_s3_bucket`, `each`, a `for` variable.
    Variable(Arc<str>),
    /// `x.name`
    GetAttr(Box<Expr>, Ident),
    /// `x[key]`; the legacy form `x.0` is an index with a number.
    Index(Box<Expr>, Box<Expr>),
    /// `x.*` (`Attr`: following attributes apply to each element, an index to the result) or `x[*]` (`Full`: all that follows).
    Splat(Box<Splat>),
    /// `name(args)`; `name` may be `provider::x::y`. `expand`: the last argument ends in `...`.
    Call {
        name: Ident,
        args: Vec<Expr>,
        expand: bool,
    },
    Conditional(Box<Conditional>),
    Unary(UnaryOp, Box<Expr>),
    Binary(Box<Binary>),
    For(Box<For>),
    /// Kept because a parenthesised object key or splat source means something else than a bare one.
    Paren(Box<Expr>),
}

/// `source.*.each` or `source[*].each`: `each` is evaluated per element, with the element as [`ExprKind::Variable`] `SPLAT_ITEM`.
#[derive(Clone, Debug)]
pub struct Splat {
    pub source: Expr,
    pub each: Expr,
    pub kind: SplatKind,
}

/// The name under which a splat's per-element expression sees its element. No identifier can spell it.
pub const SPLAT_ITEM: &str = "*";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplatKind {
    Attr,
    Full,
}

#[derive(Clone, Debug)]
pub struct Conditional {
    pub condition: Expr,
    pub then: Expr,
    pub otherwise: Expr,
}

#[derive(Clone, Debug)]
pub struct Binary {
    pub op: BinaryOp,
    pub left: Expr,
    pub right: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    Not,
    Negate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

impl BinaryOp {
    /// The operator as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Or => "||",
            Self::And => "&&",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessEqual => "<=",
            Self::Greater => ">",
            Self::GreaterEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
        }
    }
}

#[derive(Clone, Debug)]
pub struct ObjectItem {
    pub key: ObjectKey,
    pub value: Expr,
}

/// A bare identifier is its own text; everything else is evaluated and must give a string.
#[derive(Clone, Debug)]
pub enum ObjectKey {
    Name(Ident),
    Expr(Expr),
}

impl ObjectKey {
    pub fn span(&self) -> Span {
        match self {
            Self::Name(ident) => ident.span,
            Self::Expr(expr) => expr.span,
        }
    }
}

/// `[for k, v in collection : value if condition]` or `{for … : key => value... if condition}`.
#[derive(Clone, Debug)]
pub struct For {
    pub key_name: Option<Ident>,
    pub value_name: Ident,
    pub collection: Expr,
    /// Present in the object form only.
    pub key: Option<Expr>,
    pub value: Expr,
    pub condition: Option<Expr>,
    /// `value...`: values of equal keys are collected in a list.
    pub group: bool,
}

/// The parts of a template, with strip markers and heredoc indentation already applied to the literals.
#[derive(Clone, Debug)]
pub struct Template {
    pub parts: Vec<TemplatePart>,
    /// A heredoc or a file, where a template that is one interpolation alone still ends in a newline.
    pub origin: TemplateOrigin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateOrigin {
    Quoted,
    Heredoc,
    File,
}

#[derive(Clone, Debug)]
pub enum TemplatePart {
    Literal(Arc<str>, Span),
    Interpolation(Expr),
    If(Box<TemplateIf>),
    For(Box<TemplateFor>),
}

/// `%{ if condition }then%{ else }otherwise%{ endif }`
#[derive(Clone, Debug)]
pub struct TemplateIf {
    pub condition: Expr,
    pub then: Vec<TemplatePart>,
    pub otherwise: Vec<TemplatePart>,
    pub span: Span,
}

/// `%{ for key, value in collection }body%{ endfor }`
#[derive(Clone, Debug)]
pub struct TemplateFor {
    pub key_name: Option<Ident>,
    pub value_name: Ident,
    pub collection: Expr,
    pub body: Vec<TemplatePart>,
    pub span: Span,
}

/// A comment with its markers, for suppressions and documentation.
#[derive(Clone, Debug)]
pub struct Comment {
    pub span: Span,
    /// Text without `#`, `//`, `/*` and `*/`, trimmed.
    pub text: Arc<str>,
    /// Whether only white space stands before it on its line.
    pub own_line: bool,
    pub style: CommentStyle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentStyle {
    Hash,
    Slash,
    Block,
}

/// One parsed file: whatever could be understood, and all its comments.
#[derive(Clone, Debug)]
pub struct File {
    pub id: crate::span::FileId,
    pub body: Body,
    pub comments: Vec<Comment>,
    pub format: FileFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    Hcl,
    /// Blocks, attributes and expressions, written as JSON.
    Json,
    /// Plain data in JSON: every member is an attribute, and no string is a template.
    JsonValues,
}
