//! `tollgate cost`: what the infrastructure costs a month, and what a change of it costs.

use super::args::{CheckArgs, CostArgs, CostCommand, CostFormat, InputArgs, OutputFormat, PricesArgs, RuleArgs};
use super::console::Console;
use super::settings::{self, CheckSettings};
use super::surroundings::Surroundings;
use crate::check;
use crate::check::cost::{Pricing, estimate};
use crate::policy::gate::{Exit, exit_of};
use crate::report::cost as report;
use crate::report::redact::Redactor;

/// Runs the command.
pub fn run(args: &CostArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    if let Some(CostCommand::Prices(args)) = &args.command {
        return prices(args, around, console);
    }
    let settings = CheckSettings::new(&as_check(args), around)?;
    let mut costs = estimate(request(&settings), Pricing { prices: &settings.prices, usage: &settings.usage });
    costs.diagnostics.extend(settings.diagnostics.iter().cloned());
    let text = match args.format {
        CostFormat::Human => report::human(&costs, &console.out_options()),
        CostFormat::Json => report::json::json(&costs)?,
        CostFormat::Markdown => report::markdown(&costs),
        CostFormat::Html => report::html(&costs),
    };
    console.out.write_all(text.as_bytes())?;
    console.diagnostics(&costs.diagnostics, &settings.sources, &Redactor::default())?;
    Ok(costs.diagnostics.iter().map(exit_of).fold(Exit::Clean, Exit::max))
}

fn prices(args: &PricesArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let coverage = settings::prices(&args.prices, around)?.coverage();
    let text = match args.format {
        OutputFormat::Human => report::prices_human(&coverage),
        OutputFormat::Json => report::prices_json(&coverage)?,
    };
    console.out.write_all(text.as_bytes())?;
    Ok(Exit::Clean)
}

/// Roots, environments, values, plans and the base are those of a check.
fn as_check(args: &CostArgs) -> CheckArgs {
    CheckArgs {
        paths: args.paths.clone(),
        input: InputArgs::clone(&args.input),
        rules: RuleArgs {
            base: args.base.clone(),
            config: args.config.clone(),
            isolated: args.isolated,
            ..RuleArgs::default()
        },
        report: super::args::ReportArgs::default(),
        run: super::args::RunArgs::default(),
    }
}

fn request(settings: &CheckSettings) -> check::Request<'_> {
    check::Request {
        files: &settings.files,
        sources: &settings.sources,
        targets: &settings.targets,
        dialect: settings.dialect,
        configuration: &settings.configuration,
        command_line: &settings.command_line,
        values: &settings.values,
        environment: settings.environment.as_ref(),
        baseline: None,
        base: settings.base.as_ref(),
        changed: None,
        today: Some(settings.today),
        shard: None,
        plans: &settings.plans,
        changed_only: false,
        progress: None,
        pricing: None,
        reports_costs: false,
    }
}
