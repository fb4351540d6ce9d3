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
use crate::report::{coverage, rule_docs, write_file};
use crate::rules::rule::Rule;
use crate::span::Span;

/// Runs the command.
pub fn run(args: &RulesArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let mut library = Library::load(args.config.as_deref(), args.isolated, around)?;
    let selectors: Vec<Selector> = args.selectors.iter().map(|word| Selector::new(word, Span::NONE)).collect();
    let facts: Vec<RuleFacts<'_>> = library.rules.iter().map(|rule| RuleFacts::from(&**rule)).collect();
    let unknown = unknown_selectors(&selectors.iter().collect::<Vec<_>>(), &facts);
    let is_selected =
        |rule: &Rule| selectors.is_empty() || selectors.iter().any(|selector| selector.matches(RuleFacts::from(rule)));
    let is_listed = |rule: &&Rule| is_selected(rule) && is_about(rule, args);
    let listed: Vec<&Rule> = library.rules.iter().map(|rule| &**rule).filter(is_listed).collect();
    if listed.is_empty() && unknown.is_empty() {
        anyhow::bail!("no rule is both selected and about what `--provider` and `--service` say");
    }
    if let Some(dir) = &args.docs {
        write_pages(&listed, dir, around, &library)?;
    } else {
        let text = if args.coverage { coverage::markdown(&listed) } else { list(&listed, args, &library, console)? };
        console.out.write_all(text.as_bytes())?;
    }
    library.diagnostics.extend(unknown);
    console.diagnostics(&library.diagnostics, &library.sources, &Redactor::default())?;
    Ok(library.exit())
}

/// Whether the rule is about the provider and service that are asked for.
fn is_about(rule: &Rule, args: &RulesArgs) -> bool {
    let provider = rule_docs::provider(rule);
    args.provider.as_deref().is_none_or(|wanted| wanted == provider)
        && args.service.as_deref().is_none_or(|wanted| {
            rule_docs::services(rule).any(|service| service == wanted)
                || rule.id.strip_prefix(provider).is_some_and(|rest| rest.starts_with(&format!("-{wanted}-")))
        })
}

fn list(rules: &[&Rule], args: &RulesArgs, library: &Library, console: &Console<'_>) -> anyhow::Result<String> {
    let entries: Vec<Entry<'_>> = rules.iter().map(|rule| library.entry(rule)).collect();
    Ok(match args.format {
        Format::Human => rules_list::human(&entries, &console.out_options()),
        Format::Json => rules_list::json(&entries)?,
        Format::Markdown => rules_list::markdown(&entries),
    })
}

fn write_pages(rules: &[&Rule], dir: &str, around: &Surroundings, library: &Library) -> anyhow::Result<()> {
    for (path, text) in rule_docs::docs(rules, &library.sources) {
        let path = around.cwd.join(dir).join(path);
        let folder = path.parent().context("a page stands in a folder")?;
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
        write_file(&path, text.as_bytes()).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}
