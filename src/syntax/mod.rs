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
mod scan;
#[cfg(test)]
mod show;
mod template;
mod token;

use ast::{Expr, File, FileFormat};
use parser::Parser;
use scan::Mode;

use crate::diag::Diagnostic;
use crate::span::FileId;

/// Parses a file. What is broken is left out of the tree and told in the diagnostics: one for each broken top-level block.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<(String, String)> {
        let (_, diagnostics) = parse(text, FileId::NONE, FileFormat::Hcl);
        let place = |span: crate::span::Span| text[span.start as usize..span.end as usize].to_owned();
        diagnostics.into_iter().map(|diagnostic| (place(diagnostic.span), diagnostic.message)).collect()
    }

    #[test]
    fn a_broken_block_costs_one_diagnostic_and_nothing_else() {
        let text = "a \"x\" {\n  b = 1\n  c = = 2\n  d = [1,\n  e = 3\n}\nf \"y\" {\n  g = 4\n}\n";
        let (file, diagnostics) = parse(text, FileId::NONE, FileFormat::Hcl);
        assert_eq!(diagnostics.len(), 1);
        let names = |block: &ast::Block| {
            block.body.attributes.iter().map(|attribute| attribute.name.text.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(file.body.blocks.iter().map(names).collect::<Vec<_>>(), [vec!["b", "e"], vec!["g"]]);
    }

    #[test]
    fn an_unclosed_block_does_not_take_the_rest_of_the_file() {
        let text = "a \"x\" {\n  b = 1\n\nc \"y\" {\n  d = 1\n}\n";
        let (file, _) = parse(text, FileId::NONE, FileFormat::Hcl);
        assert_eq!(file.body.blocks.len(), 2);
        assert_eq!(problems(text), [("a \"x\"".to_owned(), "this block is not closed".to_owned())]);
    }

    #[test]
    fn an_unclosed_string_ends_with_its_line() {
        let text = "a = \"x\nb = \"y\"\n";
        let (file, _) = parse(text, FileId::NONE, FileFormat::Hcl);
        assert_eq!(&*file.body.attributes[0].name.text, "b");
        assert_eq!(problems(text), [("\"x".to_owned(), "this string is not closed".to_owned())]);
    }
}
