//! A diagnostic as people see it on standard error: the text with a caret, the reason and the help.

use std::fmt;
use std::sync::Arc;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};

use super::compact::{diagnostic_line, diagnostic_place};
use super::paint::Painter;
use super::redact::Redactor;
use super::text::visible;
use super::{Detail, Options};
use crate::diag::{Diagnostic, Severity};
use crate::span::{SourceFile, Sources, Span};

/// Texts beyond this size are not drawn: the line alone must do.
const MAX_TEXT: usize = 4 << 20;

/// Draws a diagnostic; ends in a line feed.
pub fn render(diagnostic: &Diagnostic, sources: &Sources, redactor: &Redactor, options: &Options) -> String {
    let has_text = sources.get(diagnostic.span.file).is_none_or(|file| file.has_text());
    let drawn = match options.detail {
        Detail::Full if !has_text => None,
        Detail::Full => draw(diagnostic, sources, redactor, options),
        Detail::Lines => None,
    };
    drawn.unwrap_or_else(|| {
        let mut text = diagnostic_line(diagnostic, sources, &Painter::new(options));
        for (word, more) in [("note", &diagnostic.note), ("help", &diagnostic.help)] {
            if let Some(more) = more {
                text = format!("{text}; {word}: {}", visible(more));
            }
        }
        text + "\n"
    })
}

fn draw(diagnostic: &Diagnostic, sources: &Sources, redactor: &Redactor, options: &Options) -> Option<String> {
    let shown = Shown::new(diagnostic, sources, redactor);
    let theme = if options.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler =
        GraphicalReportHandler::new_themed(theme).with_width(options.width).with_links(false).with_context_lines(1);
    let mut text = String::new();
    handler.render_report(&mut text, &shown).ok()?;
    Some(text.trim_start_matches('\n').trim_end().to_owned() + "\n\n")
}

/// A diagnostic with the text that it is about.
#[derive(Debug)]
struct Shown {
    code: &'static str,
    severity: Severity,
    message: String,
    help: Option<String>,
    source: Option<NamedSource<String>>,
    labels: Vec<LabeledSpan>,
}

impl Shown {
    fn new(diagnostic: &Diagnostic, sources: &Sources, redactor: &Redactor) -> Self {
        let file = sources.get(diagnostic.span.file).filter(|file| file.text.len() <= MAX_TEXT);
        let mut message = visible(&diagnostic.message).into_owned();
        if file.is_none()
            && let Some(place) = diagnostic_place(diagnostic, sources)
        {
            message = format!("{}: {message}", visible(&place.path));
        }
        let elsewhere = diagnostic.labels.iter().filter(|label| label.span.file != diagnostic.span.file).map(|label| {
            format!("{}: {}", super::place::Place::of_span(label.span, sources).display(), visible(&label.text))
        });
        let texts = diagnostic.note.iter().chain(&diagnostic.help).map(|text| visible(text).into_owned());
        let help: Vec<String> = elsewhere.chain(texts).collect();
        Self {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity,
            message,
            help: (!help.is_empty()).then(|| help.join("\n")),
            labels: file.as_ref().map(|_| labels(diagnostic)).unwrap_or_default(),
            source: file.map(|file| named_source(diagnostic.span, &file, redactor)),
        }
    }
}

fn labels(diagnostic: &Diagnostic) -> Vec<LabeledSpan> {
    let span = |span: Span| (span.start as usize, (span.end.saturating_sub(span.start) as usize).max(1));
    let first = LabeledSpan::new_primary_with_span(None, span(diagnostic.span));
    let same_file = diagnostic.labels.iter().filter(|label| label.span.file == diagnostic.span.file);
    let others =
        same_file.map(|label| LabeledSpan::new_with_span(Some(visible(&label.text).into_owned()), span(label.span)));
    std::iter::once(first).chain(others).collect()
}

/// The text with hostile characters and secrets replaced; its length in bytes stays, so that spans stay true.
fn named_source(span: Span, file: &Arc<SourceFile>, redactor: &Redactor) -> NamedSource<String> {
    let mut text = String::with_capacity(file.text.len());
    for (number, whole) in (1u32..).zip(file.text.split_inclusive('\n')) {
        let line = redactor.line(span.file, file, number);
        let ending = whole.get(line.len()..).unwrap_or("");
        text.push_str(&line);
        text.push_str(ending);
    }
    NamedSource::new(visible(&file.path), text)
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl miette::Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.source.as_ref().map(|source| source as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty()).then(|| Box::new(self.labels.iter().cloned()) as Box<dyn Iterator<Item = _>>)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::report::testing::Case;

    fn full() -> Options {
        Options { detail: Detail::Full, ..Options::default() }
    }

    #[test]
    fn a_caret_points_at_the_text() {
        let case = Case::sample();
        let text = render(&case.diagnostics[0], &case.sources, &Redactor::default(), &full());
        insta::assert_snapshot!(text, @r#"
        syntax-invalid

          × expected a value behind `=`
            ╭─[modules/bucket/main.tf:15:3]
         14 │ resource "aws_s3_bucket" "this" {
         15 │   bucket = var.bucket_name
            ·   ────────────────────────
         16 │ }
            ╰────
          help: write an expression, or remove the attribute
        "#);
    }

    #[test]
    fn without_a_text_there_is_the_path() {
        let diagnostic =
            Diagnostic::error(Code::PathMissing, Span::NONE, "no such file or directory").with_path("envs/pr\u{1b}od");
        let text = render(&diagnostic, &Sources::default(), &Redactor::default(), &full());
        insta::assert_snapshot!(text, @r"
        path-missing

          × envs/pr\u{1b}od: no such file or directory
        ");
    }

    #[test]
    fn a_pipe_gets_one_line() {
        let case = Case::sample();
        let text = render(&case.diagnostics[0], &case.sources, &Redactor::default(), &Options::default());
        insta::assert_snapshot!(text, @r"modules/bucket/main.tf:15:3: error syntax-invalid: expected a value behind `=`; help: write an expression, or remove the attribute");
    }

    #[test]
    fn carriage_returns_and_broken_spans_do_no_harm() {
        let mut case = Case::default();
        let file = case.file("a.tf", "\u{feff}a = 1\r\nb = \"\u{202e}\u{1b}\"\r\n");
        let spans = [case.span(file, "\u{1b}"), Span::new(file, 900, 950), Span::new(file, 0, 0)];
        for span in spans {
            let diagnostic =
                Diagnostic::error(Code::SyntaxInvalid, span, "x").with_label(Span::new(file, 4, 4000), "y");
            let text = render(&diagnostic, &case.sources, &Redactor::default(), &full());
            assert!(!text.contains(|c| c != '\n' && crate::report::text::is_hostile(c)), "{text:?}");
        }
    }
}
