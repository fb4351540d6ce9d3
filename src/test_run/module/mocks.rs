//! Mocks that stand in files of their own: `mock_provider "aws" { source = "./tests/mocks" }` reads `*.tfmock.hcl` there.

use std::sync::Arc;

use super::file::{MockProvider, TestFile, mocks};
use crate::diag::{Code, Diagnostic};
use crate::discover::{Files, path};
use crate::span::{SourceFile, Sources, Span};
use crate::syntax;
use crate::syntax::ast::{Block, FileFormat, Ident};

/// How mock files end, and what they are written in.
const SUFFIXES: [(&str, FileFormat); 4] = [
    (".tfmock.hcl", FileFormat::Hcl),
    (".tfmock.json", FileFormat::Json),
    (".tofumock.hcl", FileFormat::Hcl),
    (".tofumock.json", FileFormat::Json),
];

/// Where mock files are looked for.
pub(super) struct Reading<'r> {
    pub(super) files: &'r Files,
    pub(super) sources: &'r Sources,
    /// TERRAFORM: a source is relative to the tested module.
    pub(super) dir: &'r str,
}

impl Reading<'_> {
    /// Reads the mock files of all providers of a test; what the test itself says comes after them and wins.
    pub(super) fn add_sources(&self, test: &mut TestFile, diagnostics: &mut Vec<Diagnostic>) {
        for provider in &mut test.mocks {
            let Some((source, span)) = provider.source.clone() else { continue };
            match path::join(self.dir, &source).filter(|dir| self.files.is_dir(dir)) {
                Some(dir) => self.add(&dir, provider, diagnostics),
                None => {
                    let text = format!("there is no directory `{source}` with mocks");
                    diagnostics.push(Diagnostic::error(Code::TestInvalid, span, text));
                }
            }
        }
    }

    fn add(&self, dir: &str, provider: &mut MockProvider, diagnostics: &mut Vec<Diagnostic>) {
        let mut before = Vec::new();
        for entry in self.files.list_dir(dir).unwrap_or_default() {
            let format = SUFFIXES.iter().find(|(suffix, _)| entry.name.ends_with(suffix)).map(|(_, format)| *format);
            let Some(format) = format else { continue };
            let file = path::child(dir, &entry.name);
            let text = match self.files.read_text(&file) {
                Ok(text) => text,
                Err(error) => {
                    diagnostics.push(error.to_diagnostic());
                    continue;
                }
            };
            let id = self.sources.add(SourceFile::new(file, Arc::clone(&text)));
            let (parsed, problems) = syntax::parse(&text, id, format);
            diagnostics.extend(problems);
            let kind = Ident { text: "mock_provider".into(), span: Span::NONE };
            let span = parsed.body.span;
            let (blocks, overrides) = mocks(&Block { kind, labels: Vec::new(), body: parsed.body, span, header: span });
            before.extend(blocks);
            provider.overrides.splice(0..0, overrides);
        }
        provider.blocks.splice(0..0, before);
    }
}
