//! `tollgate explain`: one rule for a person who met its finding.

use super::args::ExplainArgs;
use super::console::Console;
use super::library::Library;
use super::surroundings::Surroundings;
use crate::policy::gate::Exit;
use crate::policy::select::{RuleFacts, Selector, unknown_rule};
use crate::report::explain;
use crate::report::redact::Redactor;
use crate::span::Span;

/// Runs the command.
pub fn run(args: &ExplainArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let mut library = Library::load(None, false, around)?;
    let facts: Vec<RuleFacts<'_>> = library.rules.iter().map(|rule| RuleFacts::from(&**rule)).collect();
    let options = console.out_options();
    let mut unknown = Vec::new();
    let mut texts = Vec::new();
    for word in &args.rules {
        let selector = Selector::new(word, Span::NONE);
        let mut named = library.rules.iter().filter(|rule| selector.matches(RuleFacts::from(&***rule))).peekable();
        if named.peek().is_none() {
            unknown.push(unknown_rule(word, Span::NONE, &facts));
        }
        texts.extend(named.map(|rule| explain::explain(library.entry(rule), &library.sources, &options)));
    }
    console.out.write_all(texts.join("\n").as_bytes())?;
    library.diagnostics.extend(unknown);
    console.diagnostics(&library.diagnostics, &library.sources, &Redactor::default())?;
    Ok(library.exit())
}
