//! Text to tree: HCL and its JSON twin, without any knowledge of Terraform's blocks.
//!
//! In: the text of one file. Out: an [`ast::File`] with whatever could be understood, and diagnostics for the rest.
//! `scan` makes tokens, `parser` holds the frame of the grammar, `body`, `expr` and `template` are its rules.

pub mod ast;
pub mod visit;
mod body;
mod expr;
mod json;
mod literal;
mod parser;
mod quote;
mod scan;
#[cfg(test)]
mod show;
mod template;
#[cfg(test)]
mod tests;
mod token;

use ast::{Expr, File, FileFormat};
use parser::Parser;
use scan::Mode;

pub use quote::quote;

use crate::diag::Diagnostic;
use crate::span::FileId;

/// Parses a file. What is broken is left out of the tree and told in the diagnostics: one for each broken top-level block.
///
/// This never fails and never panics, whatever the text; nesting beyond `parser::MAX_DEPTH` is one more thing broken.
pub fn parse(text: &str, file: FileId, format: FileFormat) -> (File, Vec<Diagnostic>) {
    if format != FileFormat::Hcl {
        return json::parse(text, file, format);
    }
    let (mut parser, comments) = Parser::new(text, 0, file, Mode::Config);
    let body = parser.file_body();
    (File { id: file, body, comments, format }, parser.diagnostics)
}

/// Parses a text that is one expression. As in Terraform, line breaks are white space here.
pub fn parse_expr(text: &str, file: FileId) -> Result<Expr, Box<Diagnostic>> {
    let (mut parser, _) = Parser::new(text, 0, file, Mode::Config);
    parser.bare_expression()
}

/// Parses a text that is one template, such as a template file. It has no backslash escapes.
pub fn parse_template(text: &str, file: FileId) -> Result<Expr, Box<Diagnostic>> {
    let (mut parser, _) = Parser::new(text, 0, file, Mode::Template);
    parser.bare_template()
}
