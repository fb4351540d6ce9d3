//! `tollgate test --mutate`: changes that no test notices.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value as Json, json};

use super::collect::{self, Unit};
use super::{TestArgs, TestFormat, update};
use crate::cli::console::{Console, Level};
use crate::cli::surroundings::Surroundings;
use crate::discover::Files;
use crate::policy::gate::{Exit, exit_of};
use crate::report::redact::Redactor;
use crate::rules::rule::Rule;
use crate::span::Sources;
use crate::test_run::mutate::suggest::{self, Suggested};
use crate::test_run::mutate::{self, Mutated};
use crate::test_run::verdict::Update;

/// Changes everything that is wanted and reports.
pub(super) fn run(args: &TestArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let sources = Sources::default();
    let files = collect::open(args, around)?;
    let mut diagnostics = Vec::new();
    let units = collect::units(args, around, &files, &sources, &mut diagnostics)?;
    console.diagnostics(&diagnostics, &sources, &Redactor::default())?;
    let is_wanted = |name: &str| args.filter.as_ref().is_none_or(|filter| name.contains(filter.as_str()));
    let limit = args.mutation.mutants;
    if args.mutation.suggest {
        let rules: Vec<Arc<Rule>> = units.iter().filter_map(Unit::rule).collect();
        suggest(args, &files, &rules, &sources, &is_wanted, console)?;
        return Ok(diagnostics.iter().map(exit_of).fold(Exit::Clean, Exit::max));
    }
    let mut seen: BTreeSet<Arc<str>> = BTreeSet::new();
    let wanted = units.iter().filter(|unit| match unit {
        Unit::Rule(rule) => is_wanted(&rule.id),
        Unit::Module(suite, ..) => is_wanted(suite.dir()) && seen.insert(Arc::clone(suite.dir())),
        Unit::Policy(..) => false,
    });
    let wanted: Vec<&Unit> = wanted.collect();
    let mutated: Vec<Mutated> = wanted
        .par_iter()
        .filter_map(|unit| match unit {
            Unit::Rule(rule) => Some(mutate::rule(rule, &sources, limit)),
            Unit::Module(suite, ..) => Some(mutate::modules::module(suite, &files, &sources, &around.variables, limit)),
            Unit::Policy(..) => None,
        })
        .collect();
    match args.format {
        TestFormat::Json => writeln!(console.out, "{}", json_report(&mutated, &sources))?,
        TestFormat::Human | TestFormat::Junit | TestFormat::Github | TestFormat::Tap => {
            human(&mutated, &sources, console)?;
        }
    }
    let score = percent(total(&mutated));
    let exit = diagnostics.iter().map(exit_of).fold(Exit::Clean, Exit::max);
    Ok(if args.mutation.min_score.is_some_and(|least| score < least) { exit.max(Exit::Findings) } else { exit })
}

/// Prints new examples for the wanted rules; all rules lend theirs.
fn suggest(
    args: &TestArgs,
    files: &Files,
    rules: &[Arc<Rule>],
    sources: &Sources,
    is_wanted: &dyn Fn(&str) -> bool,
    console: &mut Console<'_>,
) -> anyhow::Result<()> {
    let stock = suggest::stock(rules, sources);
    let wanted: Vec<&Arc<Rule>> = rules.iter().filter(|rule| is_wanted(&rule.id)).collect();
    let limit = args.mutation.mutants;
    let suggested: Vec<Suggested> = wanted.par_iter().map(|rule| suggest::rule(rule, sources, &stock, limit)).collect();
    if args.format == TestFormat::Json {
        let listed = |one: &Suggested| json!({ "rule": one.rule, "unnoticed": one.alive, "noticed": one.noticed, "examples": one.examples });
        let listed: Vec<Json> = suggested.iter().filter(|one| one.alive > 0).map(listed).collect();
        writeln!(console.out, "{:#}", json!({ "suggestions": listed }))?;
    } else {
        for one in suggested.iter().filter(|one| !one.examples.is_empty()) {
            writeln!(console.out, "# {}: {} of {} unnoticed changes", one.rule, one.noticed, one.alive)?;
            writeln!(console.out, "{}", one.examples.join("\n"))?;
        }
    }
    let count: usize = suggested.iter().map(|one| one.examples.len()).sum();
    let noticed: usize = suggested.iter().map(|one| one.noticed).sum();
    let alive: usize = suggested.iter().map(|one| one.alive).sum();
    let text = format!(
        "{count} examples notice {noticed} of {alive} changes; each says what its rule says now: keep it where that is right"
    );
    console.remark(Level::Normal, &text)?;
    if args.update {
        let updates: Vec<&Update> = suggested.iter().filter_map(|one| one.update.as_ref()).collect();
        update::write(files, &updates, sources, console)?;
    }
    Ok(())
}

fn total(mutated: &[Mutated]) -> (usize, usize) {
    (mutated.iter().map(Mutated::killed).sum(), mutated.iter().map(|one| one.mutants.len()).sum())
}

/// Scores by category; modules stand under their own name.
fn scores(mutated: &[Mutated]) -> BTreeMap<&str, (usize, usize)> {
    let mut scores: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for one in mutated {
        let name = one.category.map_or("modules", |category| category.as_str());
        let score = scores.entry(name).or_default();
        score.0 += one.killed();
        score.1 += one.mutants.len();
    }
    scores
}

fn human(mutated: &[Mutated], sources: &Sources, console: &mut Console<'_>) -> anyhow::Result<()> {
    for one in mutated.iter().filter(|one| one.killed() < one.mutants.len()) {
        writeln!(console.out, "{} ({} of {} noticed)", one.name, one.killed(), one.mutants.len())?;
        for mutant in one.mutants.iter().filter(|mutant| !mutant.is_killed) {
            let line = sources.region(mutant.span).start.line;
            writeln!(console.out, "  {}:{line}: {}", sources.path(mutant.span.file), mutant.change)?;
        }
    }
    for one in mutated.iter().filter(|one| one.category.is_none() && one.mutants.is_empty()) {
        writeln!(console.out, "{}: its tests do not pass as they are, so nothing was changed", one.name)?;
    }
    for (name, (killed, all)) in scores(mutated) {
        writeln!(console.out, "{name:<12} {killed:>6} of {all:>6} noticed  {:>5.1}%", percent((killed, all)))?;
    }
    let (killed, all) = total(mutated);
    writeln!(console.out, "{:<12} {killed:>6} of {all:>6} noticed  {:>5.1}%", "in all", percent((killed, all)))?;
    Ok(())
}

fn json_report(mutated: &[Mutated], sources: &Sources) -> Json {
    let survivors = mutated.iter().flat_map(|one| {
        let alive = one.mutants.iter().filter(|mutant| !mutant.is_killed);
        alive.map(|mutant| {
            json!({
                "name": one.name,
                "path": &*sources.path(mutant.span.file),
                "line": sources.region(mutant.span).start.line,
                "change": mutant.change,
            })
        })
    });
    let survivors: Vec<Json> = survivors.collect();
    let scores: BTreeMap<&str, Json> = scores(mutated)
        .into_iter()
        .map(|(name, (killed, all))| (name, json!({ "killed": killed, "mutants": all })))
        .collect();
    let (killed, all) = total(mutated);
    json!({ "scores": scores, "killed": killed, "mutants": all, "survivors": survivors })
}

fn percent((killed, all): (usize, usize)) -> f64 {
    let number = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    if all == 0 { 100.0 } else { number(killed) * 100.0 / number(all) }
}
