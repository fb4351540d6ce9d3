//! The examples of a rule as text, cut out of its rule file.

use std::fmt::Write as _;

use super::prose::dedent;
use crate::rules::rule::{Example, Outcome, Rule};
use crate::rules::{bundled, load};
use crate::span::{SourceFile, Sources};
use crate::syntax::{self, ast::FileFormat};

/// The body of an example, without its braces, `expect` and `also`, moved to the left margin.
pub fn example_source(example: &Example, sources: &Sources) -> Option<String> {
    let block = &example.block;
    let file = sources.get(block.span.file)?;
    let text = file.slice(block.span);
    let header = (block.header.end.saturating_sub(block.span.start)) as usize;
    let inner = text.get(header..)?.trim_start().strip_prefix('{')?.strip_suffix('}')?;
    let marks = ["expect", "also"].into_iter().filter_map(|name| block.body.attribute(name));
    let source = marks.fold(inner.to_owned(), |source, mark| source.replace(file.slice(mark.span), ""));
    Some(tidy(&source))
}

/// The text at the left margin, with one blank line at most between two others.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut lines = dedent(&lines);
    lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
    lines.join("\n")
}

/// The first failing and the first passing example, as Markdown.
pub fn examples_markdown(rule: &Rule, sources: &Sources) -> String {
    match with_examples(rule) {
        Some((rule, sources)) => examples_of(&rule, &sources),
        None => examples_of(rule, sources),
    }
}

/// A bundled rule is parsed without its examples as long as nobody asks for them: this parses it whole.
pub fn with_examples(rule: &Rule) -> Option<(Rule, Sources)> {
    if !rule.bundled || !rule.examples.is_empty() {
        return None;
    }
    let bundled = bundled::index().iter().find(|bundled| *bundled.id == *rule.id)?;
    let sources = Sources::default();
    let file = sources.add(SourceFile::new(bundled.path(), bundled.text()));
    let (parsed, _) = syntax::parse(bundled.text(), file, FileFormat::Hcl);
    let whole = load::rules(&parsed.body, load::Source::Bundled, &mut Vec::new()).into_iter().next()?;
    Some((whole, sources))
}

fn examples_of(rule: &Rule, sources: &Sources) -> String {
    let mut markdown = String::new();
    for (outcome, title) in [(Outcome::Fail, "Fails"), (Outcome::Pass, "Passes")] {
        let mut examples = rule.examples.iter().filter(|example| example.outcome == outcome);
        let Some(example) = examples.next() else { continue };
        if let Some(source) = example_source(example, sources) {
            let _ = write!(markdown, "\n**{title}**: {}\n\n```hcl\n{source}\n```\n", example.title);
        }
    }
    markdown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_indentation_is_removed() {
        assert_eq!(tidy("\n    a {\n      b = 1\n    }\n\n\n    c {}\n  "), "a {\n  b = 1\n}\n\nc {}");
        assert_eq!(tidy(""), "");
    }
}
