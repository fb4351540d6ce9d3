//! What is wrong in a configuration file, in the words of HCL.

use std::fmt;

use serde::de::{self, Expected, Unexpected};

use crate::diag::{Code, Diagnostic, nearest};
use crate::span::Span;

/// What is wrong and where.
#[derive(Debug)]
pub(super) struct ReadError {
    message: String,
    help: Option<String>,
    pub(super) span: Option<Span>,
}

impl ReadError {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, span: Some(span) }
    }

    /// The innermost place stays.
    pub(super) fn at(mut self, span: Span) -> Self {
        self.span.get_or_insert(span);
        self
    }

    pub(super) fn into_diagnostic(self) -> Diagnostic {
        let diagnostic = Diagnostic::error(Code::SettingsInvalid, self.span.unwrap_or(Span::NONE), self.message);
        Diagnostic { help: self.help, ..diagnostic }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

impl de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { message: message.to_string(), help: None, span: None }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {}, found {}", words(expected), shape(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let help = suggest(variant, expected);
        Self { help: Some(help), ..Self::custom(format_args!("`{variant}` is not one of the possible values")) }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let help = suggest(field, expected);
        Self { help: Some(help), ..Self::custom(format_args!("there is no key `{field}` here")) }
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom(format_args!("the key `{field}` is missing"))
    }
}

fn suggest(word: &str, possible: &[&str]) -> String {
    match nearest(word, possible.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("possible are {}", possible.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "))
        }
    }
}

/// What `serde` calls a type, in HCL's words.
fn words(expected: &dyn Expected) -> String {
    let text = expected.to_string();
    match text.as_str() {
        "a sequence" => "a list".into(),
        "a map" => "an object".into(),
        "a boolean" => "`true` or `false`".into(),
        "f64" => "a number".into(),
        name if name.starts_with("struct ") => "a block".into(),
        _ => text,
    }
}

fn shape(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Str(text) => format!("the string `{text}`"),
        Unexpected::Seq => "a list".into(),
        Unexpected::Map => "an object".into(),
        Unexpected::Unit | Unexpected::Option => "null".into(),
        other => other.to_string(),
    }
}
