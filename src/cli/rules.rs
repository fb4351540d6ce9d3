//! `tollgate rules`: every rule with its metadata.

use anyhow::Context as _;

use super::args::RulesArgs;
use super::args::RulesFormat as Format;
use super::console::Console;
use super::library::Library;
use super::surroundings::Surroundings;
use crate::policy::gate::Exit;
use crate::policy::select::{RuleFacts, Selector, unknown_selectors};
use crate::report::redact::Redactor;
use crate::report::rules_list::{self, Entry};
use crate::report::{rule_docs, write_file};
use crate::rules::rule::Rule;
use crate::span::Span;

/// Runs the command.
pub fn run(args: &RulesArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let mut library = Library::load(args.config.as_deref(), args.isolated, around)?;
    let selectors: Vec<Selector> = args.selectors.iter().map(|word| Selector::new(word, Span::NONE)).collect();
    let facts: Vec<RuleFacts<'_>> = library.rules.iter().map(|rule| RuleFacts::from(&**rule)).collect();
    let unknown = unknown_selectors(&selectors.iter().collect::<Vec<_>>(), &facts);
    let is_listed =
        |rule: &Rule| selectors.is_empty() || selectors.iter().any(|selector| selector.matches(RuleFacts::from(rule)));
    let listed: Vec<&Rule> = library.rules.iter().map(|rule| &**rule).filter(|rule| is_listed(rule)).collect();
    if let Some(dir) = &args.docs {
        write_pages(&listed, dir, around, &library)?;
    } else {
        let entries: Vec<Entry<'_>> = listed.into_iter().map(|rule| library.entry(rule)).collect();
        let text = match args.format {
            Format::Human => rules_list::human(&entries, &console.out_options()),
            Format::Json => rules_list::json(&entries)?,
            Format::Markdown => rules_list::markdown(&entries),
        };
        console.out.write_all(text.as_bytes())?;
    }
    library.diagnostics.extend(unknown);
    console.diagnostics(&library.diagnostics, &library.sources, &Redactor::default())?;
    Ok(library.exit())
}

fn write_pages(rules: &[&Rule], dir: &str, around: &Surroundings, library: &Library) -> anyhow::Result<()> {
    let rules: Vec<Rule> = rules.iter().map(|rule| (*rule).clone()).collect();
    for (path, text) in rule_docs::docs(&rules, &library.sources) {
        let path = around.cwd.join(dir).join(path.trim_start_matches("docs/rules/"));
        let folder = path.parent().context("a page stands in a folder")?;
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        write_file(&path, text.as_bytes()).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}
