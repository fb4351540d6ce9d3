//! Why an expression has no value.

use thiserror::Error;

use crate::span::Span;

/// An error of evaluation and its place.
#[derive(Clone, Debug, Error)]
#[error("{kind}")]
pub struct EvalError {
    pub kind: Box<EvalErrorKind>,
    pub span: Span,
}

impl EvalError {
    pub fn new(kind: EvalErrorKind, span: Span) -> Self {
        Self { kind: Box::new(kind), span }
    }
}

/// The kinds of errors. Texts are one sentence in lower case without a full stop.
#[derive(Clone, Debug, Error)]
pub enum EvalErrorKind {
    #[error("{0}")]
    Operation(String),
    #[error("`{function}`: {message}")]
    Call { function: String, message: String },
    #[error("there is no function `{0}`")]
    UnknownFunction(String),
    #[error("{0}")]
    Reference(String),
    #[error("{0}")]
    Conversion(String),
    #[error("`{0}` depends on itself")]
    Cycle(String),
    #[error("{0}")]
    Limit(String),
    /// Something that Terraform can do and we cannot.
    #[error("unsupported: {0}")]
    Unsupported(String),
}
