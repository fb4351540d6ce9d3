//! What was typed. No logic: [`super::settings`] says what it means.

use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use super::test::TestArgs;

/// The gate that every infrastructure change passes before it merges.
#[derive(Debug, Parser)]
#[command(
    name = "tollgate",
    version,
    propagate_version = true,
    max_term_width = 100,
    after_help = "Begin with `tollgate check` in a directory with Terraform or OpenTofu files. Nothing is sent anywhere.\n\n\
        Exit codes: 0 nothing to complain about, 1 findings at or over --fail-on, 2 wrong usage, configuration or rule,\n\
        3 some input could not be read (all else was checked), 4 a bug in tollgate."
)]
pub struct Cli {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// Colour the output
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    pub color: ColorChoice,
    /// Say more: notes, what was left out and why, source and remedy even in a pipe
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Say nothing on standard error but errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    Always,
    Never,
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check Terraform and OpenTofu files against the rules
    Check(Box<CheckArgs>),
    /// Repair what rules know how to repair
    Fix(Box<FixArgs>),
    /// Evaluate a configuration: resources and outputs, or single expressions
    Eval(EvalArgs),
    /// Run rule examples and module tests, without init, providers or credentials
    Test(TestArgs),
    /// Tell what the infrastructure costs a month, and what a change of it costs
    Cost(Box<CostArgs>),
    /// Record findings that are agreed to for now, so that only new ones count
    Baseline(BaselineArgs),
    /// Put the reports of shards together to the report of the whole run
    Merge(MergeArgs),
    /// Put the reports of many repositories together to one table, one page and one summary
    Fleet(FleetArgs),
    /// Write a configuration to begin with, after a look at the repository
    Init(InitArgs),
    /// Take over suppression comments and configurations of checkov, trivy, tfsec and tflint
    Migrate(MigrateArgs),
    /// Tell about the configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// List the rules
    Rules(RulesArgs),
    /// Explain a rule: what it finds, why it matters, what to write instead
    Explain(ExplainArgs),
    /// Serve an editor over the language server protocol
    Lsp(Box<LspArgs>),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
    /// Print the version
    Version(VersionArgs),
}

/// What `tollgate check` was asked.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  tollgate check                                    all below the working directory
  tollgate check envs/prod modules/network          two directories
  tollgate check --select security --fail-on high   only security, and only the worst of it fails
  tollgate check --format sarif=out.sarif --format human --exit-zero
                                                    a report for code scanning and one for people
  tollgate check --base origin/main                 only what the change adds fails
  tollgate check --env prod --var region=eu-west-1  one environment of the configuration, one more value

A comment silences a rule where it stands: `# tollgate:ignore RULE -- reason`.")]
pub struct CheckArgs {
    /// Files, directories or globs; a file stands for its directory [default: the working directory]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub rules: RuleArgs,
    #[command(flatten)]
    pub report: ReportArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

/// What `tollgate fix` was asked.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  tollgate fix --dry-run                    show what would change
  tollgate fix modules/network              repair one directory
  tollgate fix --select security --unsafe   also repairs that need a look afterwards

The changes are printed as a diff. The exit code tells of what is left, as for `tollgate check`.")]
pub struct FixArgs {
    /// Files, directories or globs; only files that are named, or are in a directory that is, are changed
    /// [default: the working directory]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
    /// Make repairs too that may change what is meant, replace a resource or need a decision
    #[arg(long)]
    pub r#unsafe: bool,
    /// Show what would change and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// End with 0 in spite of findings that are left; errors keep their code
    #[arg(long)]
    pub exit_zero: bool,
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub rules: RuleArgs,
}

/// How an editor's files are checked; the workspace is told by the editor.
#[derive(Args, Clone, Debug)]
pub struct LspArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub rules: RuleArgs,
    /// Accepted because editors add it: standard input and output are all there is
    #[arg(long, hide = true)]
    pub stdio: bool,
}

/// Where values come from.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Input")]
pub struct InputArgs {
    /// Check only this environment of the configuration
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,
    /// A value for a variable, repeatable
    #[arg(long, value_name = "NAME=VALUE", value_parser = Ordered::parse)]
    pub var: Vec<Ordered>,
    /// A file with values for variables, repeatable; of all `--var` and `--var-file` the last one counts
    #[arg(long, value_name = "FILE", value_parser = Ordered::parse, value_hint = ValueHint::FilePath)]
    pub var_file: Vec<Ordered>,
    /// A plan: `terraform show -json tfplan`, packed with gzip or not, or the file of `terraform plan -out`; `-` is
    /// standard input. The root module is told by the plan's addresses, or as `--plan envs/prod=FILE`. Repeatable
    #[arg(long, value_name = "[ROOT=]FILE", value_hint = ValueHint::FilePath)]
    pub plan: Vec<String>,
    /// Of what a plan covers, judge only the resources that it creates, updates or replaces
    #[arg(long, requires = "plan")]
    pub changed_only: bool,
    /// Read `.tofu` files as OpenTofu does
    #[arg(long)]
    pub tofu: bool,
    /// For costs: usage that only the running system knows, in the format of `infracost-usage.yml`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub usage: Option<String>,
    /// For costs: your own prices (CSV with the columns of the bundled table), repeatable; they come first
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub prices: Vec<String>,
}

/// Which rules count, and how much.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Rules")]
pub struct RuleArgs {
    /// Run these rules only: ids, other tools' ids, tags, categories, severities, `aws-*`, `recommended`, `all`
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// The lowest severity that fails the run: info, low, medium, high, critical, or never [default: low]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<String>,
    /// The same where no configuration says otherwise; for hooks and templates
    #[arg(long, value_name = "SEVERITY")]
    pub default_fail_on: Option<String>,
    /// What a verdict of unknown means: ignore, warn or fail [default: warn]
    #[arg(long, value_name = "POLICY")]
    pub unknown: Option<String>,
    /// Read this configuration file and no other
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", value_hint = ValueHint::FilePath)]
    pub config: Option<String>,
    /// Read no configuration file
    #[arg(long)]
    pub isolated: bool,
    /// Compare with the point where this revision and the checked-out one parted: only what is new fails the run
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// Check only what the changes since that point can have an effect on
    #[arg(long, value_name = "REV")]
    pub changed: Option<String>,
    /// Findings in this file do not count [default: `.tollgate-baseline.json` in the root of the repository]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<String>,
    /// Judge suppressions that expire as on this day
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
}

/// What is written, and where to.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Report")]
pub struct ReportArgs {
    /// How to report, repeatable; with a file, there; else on standard output [default: human]
    #[arg(long, value_name = "FORMAT[=FILE]")]
    pub format: Vec<String>,
    /// Include silenced findings
    #[arg(long)]
    pub show_suppressed: bool,
    /// Tells several uploads for one commit apart (SARIF)
    #[arg(long, value_name = "TEXT")]
    pub category: Option<String>,
    /// End with 0 in spite of findings; errors keep their code
    #[arg(long)]
    pub exit_zero: bool,
}

/// How the work is done.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Work")]
pub struct RunArgs {
    /// So many threads [default: one for each processor]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Check again whenever a file changes, until interrupted
    #[arg(long)]
    pub watch: bool,
    /// Say on standard error which phases, root modules and rules took how long
    #[arg(long)]
    pub timings: bool,
    /// Write a trace of the run for the viewers of Chrome and Perfetto
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub profile: Option<PathBuf>,
    /// Check a part of the root modules only: the I-th of N; `0+1/4` is the first of four where a number counts from 0.
    /// `tollgate merge` makes the reports of all parts one
    #[arg(long, value_name = "I/N", value_parser = parse_shard)]
    pub shard: Option<(usize, usize)>,
}

/// Far more than there are machines.
const MAX_SHARDS: usize = 100_000;

fn parse_shard(text: &str) -> Result<(usize, usize), String> {
    let index = |text: &str| match text.split_once('+') {
        Some((from, more)) => from.parse::<usize>().ok()?.checked_add(more.parse().ok()?),
        None => text.parse().ok(),
    };
    let numbers = text.split_once('/').and_then(|(i, n)| Some((index(i)?, n.parse().ok()?)));
    match numbers {
        Some((_, count)) if count > MAX_SHARDS => Err(format!("no more than {MAX_SHARDS} parts can be told apart")),
        Some((index, count)) if (1..=count).contains(&index) => Ok((index, count)),
        _ => Err("write `1/4` for the first of four parts".into()),
    }
}

/// What `tollgate eval` was asked.
#[derive(Args, Debug)]
pub struct EvalArgs {
    /// The root module's directory [default: the working directory], and addresses in it: a resource, variable, local
    /// value or output, with attributes behind it (`module.net.aws_vpc.main.tags`, `local.name`, `output.id`)
    #[arg(value_name = "DIR|ADDRESS", value_hint = ValueHint::DirPath)]
    pub targets: Vec<String>,
    /// Show the way of the value of each address, or of `--expr`: which line sets it, and where knowledge ends
    #[arg(long)]
    pub why: bool,
    /// An expression to evaluate in the root module, as in `terraform console`
    #[arg(long, value_name = "EXPRESSION", conflicts_with = "expr_file")]
    pub expr: Option<String>,
    /// A file with one JSON object `{"expr": "…"}` a line; answers come line by line
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub expr_file: Option<PathBuf>,
    /// A value for a variable, repeatable
    #[arg(long, value_name = "NAME=VALUE", value_parser = Ordered::parse)]
    pub var: Vec<Ordered>,
    /// A file with values for variables, repeatable; of all `--var` and `--var-file` the last one counts
    #[arg(long, value_name = "FILE", value_parser = Ordered::parse, value_hint = ValueHint::FilePath)]
    pub var_file: Vec<Ordered>,
    /// An environment of the configuration: its variable files, values and workspace
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,
    /// How to answer
    #[arg(long, value_enum, default_value_t = OutputFormat::Human)]
    pub format: OutputFormat,
}

/// How the answer of a small command looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    Human,
    Json,
}

/// What `tollgate cost` was asked.
#[derive(Args, Clone, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:
  tollgate cost envs/prod                            by resource and component
  tollgate cost --plan plan.json                     now, then, and the difference
  tollgate cost --base origin/main --format markdown what the change costs, for a pull request
  tollgate cost --usage infracost-usage.yml          with requests, transfer and storage
  tollgate cost --prices negotiated.csv              your rates before the list prices
  tollgate cost prices                               age, sources and coverage of the table

Prices are list prices in USD from a bundled table; what it does not hold is listed as having no price."
)]
pub struct CostArgs {
    /// Directories [default: the working directory]; one that is a root module stands for itself alone
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub paths: Vec<String>,
    #[command(subcommand)]
    pub command: Option<CostCommand>,
    #[command(flatten)]
    pub input: InputArgs,
    /// Compare with the point where this revision and the checked-out one parted
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// How to answer
    #[arg(long, value_enum, default_value_t = CostFormat::Human)]
    pub format: CostFormat,
    /// Read this configuration file and no other
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", value_hint = ValueHint::FilePath)]
    pub config: Option<String>,
    /// Read no configuration file
    #[arg(long)]
    pub isolated: bool,
}

#[derive(Clone, Debug, Subcommand)]
pub enum CostCommand {
    /// Tell age, sources and coverage of the price table
    Prices(PricesArgs),
}

#[derive(Args, Clone, Debug)]
pub struct PricesArgs {
    /// Your own prices, counted as well
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub prices: Vec<String>,
    /// How to answer
    #[arg(long, value_enum, default_value_t = OutputFormat::Human)]
    pub format: OutputFormat,
}

/// How an estimate looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CostFormat {
    Human,
    Json,
    Markdown,
    Html,
}

/// What `tollgate merge` was asked.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  tollgate check --shard 1/2 --format json=1.json     on one machine
  tollgate check --shard 2/2 --format json=2.json     on another
  tollgate merge 1.json 2.json --format json=all.json on a third: what one run over everything writes
  tollgate merge reports --format sarif=all.sarif --format human
                                                      the SARIF reports in a directory, for code scanning and people

The shards have to ask for the same, of the same commit, with the same tollgate. JSON reports make every format that shows
no code; SARIF reports make SARIF too, and no reports make HTML. Neither the repository nor the network is needed.

Exit codes are those of `tollgate check`: a missing shard is input that could not be read (3), and the rest is reported;
reports that do not belong together are wrong usage (2).")]
pub struct MergeArgs {
    /// Reports in JSON or SARIF of `tollgate check --shard I/N`, or directories with such reports, one for each shard
    #[arg(value_name = "REPORT", required = true, value_hint = ValueHint::AnyPath)]
    pub reports: Vec<PathBuf>,
    /// How to report, repeatable; with a file, there; else on standard output [default: human]
    #[arg(long, value_name = "FORMAT[=FILE]")]
    pub format: Vec<String>,
    /// The lowest severity that fails the run, whatever the shards were told: info, low, medium, high, critical, or never
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<String>,
    /// Tells several uploads for one commit apart (SARIF) [default: that of the shards, where all have the same]
    #[arg(long, value_name = "TEXT")]
    pub category: Option<String>,
    /// End with 0 in spite of findings; errors keep their code
    #[arg(long)]
    pub exit_zero: bool,
}

/// What `tollgate fleet` was asked.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  tollgate check --format json=reports/payments.json   in each repository
  tollgate fleet reports                               the worst rules and repositories of all
  tollgate fleet reports --format html=fleet.html --format ndjson=rows.ndjson
                                                       a page for people, a table for a warehouse
  tollgate fleet reports --format ndjson | jq -r 'select(.severity == \"critical\") | .repository'
  tollgate fleet 2026-10-31 2026-11-30 --format json   two months, and the trend between them

Formats:
  human          the summary; the default
  json[=FILE]    the same for programs (schemas/fleet.schema.json)
  html[=FILE]    one page, without scripts, loading nothing
  ndjson[=FILE]  one finding a line (schemas/fleet-row.schema.json)
  parquet=FILE   the same columns; only in a build with the feature `parquet`

A report names its repository by the address of its remote; else `--name` does, the directory
that was checked, or the report's file or directory. It tells its date by the commit; else a
date `YYYY-MM-DD` in a name does. The reports of one repository and one time are one state of it:
each state has its rows, the last one is what counts, and those before make the trend. A finding
that several reports of a state show, as JSON and SARIF of one run do, is one row.

Exit codes: 0 all was read; 2 wrong usage; 3 some report could not be read (it is named, and the
others count). Findings do not fail this command.")]
pub struct FleetArgs {
    /// Reports of `tollgate check` in JSON or SARIF, packed with gzip or not, or directories that are searched for them
    #[arg(value_name = "REPORT", required = true, value_hint = ValueHint::AnyPath)]
    pub reports: Vec<PathBuf>,
    /// How to answer, repeatable; with a file, there; else on standard output [default: human]
    #[arg(long, value_name = "FORMAT[=FILE]")]
    pub format: Vec<String>,
    /// The repository of reports that tell no address of one
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

/// What `tollgate baseline` was asked.
#[derive(Args, Clone, Debug)]
#[command(after_help = "Examples:
  tollgate baseline create   all present findings are agreed to
  tollgate baseline prune    forget those that are repaired
  tollgate baseline update   forget those, and agree to new ones")]
pub struct BaselineArgs {
    /// What to do with the file
    #[arg(value_enum)]
    pub action: BaselineAction,
    /// Files, directories or globs [default: the working directory]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
    /// The file [default: `.tollgate-baseline.json` in the root of the repository]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub baseline: Option<String>,
    /// Write a file that exists anew (create)
    #[arg(long)]
    pub force: bool,
    /// Read this configuration file and no other
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<String>,
    #[command(flatten)]
    pub input: InputArgs,
}

/// What to do with a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BaselineAction {
    /// Write a file with all present findings
    Create,
    /// Remove what is fixed and add what is new
    Update,
    /// Remove what is fixed
    Prune,
}

/// What `tollgate init` was asked.
#[derive(Args, Clone, Debug)]
pub struct InitArgs {
    /// The directory that the configuration is for
    #[arg(default_value = ".", value_hint = ValueHint::DirPath)]
    pub dir: String,
    /// Print the file and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What `tollgate migrate` was asked.
#[derive(Args, Clone, Debug)]
#[command(
    after_help = "Comments are rewritten in place. From `.checkov.yaml`, `.tflint.hcl`, `.trivyignore` and `.tfsec/config.yml` in the
working directory a `tollgate.hcl` is made. What has no rule here is left as it is and named."
)]
pub struct MigrateArgs {
    /// Files, directories or globs [default: the working directory]
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
    /// Show what would change and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What can be asked about the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show what applies to a file or directory, and where it is said
    Show(ConfigShowArgs),
}

#[derive(Args, Clone, Debug)]
pub struct ConfigShowArgs {
    /// A file or directory
    #[arg(default_value = ".", value_hint = ValueHint::AnyPath)]
    pub path: String,
    /// In this environment
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,
    /// How to answer
    #[arg(long, value_enum, default_value_t = OutputFormat::Human)]
    pub format: OutputFormat,
    /// Read this configuration file and no other
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub config: Option<String>,
}

/// How the list of rules looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    Human,
    Json,
    Markdown,
}

/// What `tollgate rules` was asked.
#[derive(Args, Debug)]
pub struct RulesArgs {
    /// Only rules that these words select, as for `check --select`
    #[arg(value_name = "RULE")]
    pub selectors: Vec<String>,
    /// How to answer
    #[arg(long, value_enum, default_value_t = RulesFormat::Human)]
    pub format: RulesFormat,
    /// Only rules about this provider: `aws`, `azure`, `google`, `kubernetes`, `terraform` …
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// Only rules about this service: `s3`, `iam`, `storage` …
    #[arg(long, value_name = "NAME")]
    pub service: Option<String>,
    /// Write the rules' pages into this directory
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub docs: Option<String>,
    /// Tell which checks of checkov, KICS, tflint and trivy the rules stand for, as Markdown
    #[arg(long, conflicts_with_all = ["format", "docs"])]
    pub coverage: bool,
    /// Read this configuration file and no other
    #[arg(long, value_name = "FILE", conflicts_with = "isolated", value_hint = ValueHint::FilePath)]
    pub config: Option<String>,
    /// Read no configuration file
    #[arg(long)]
    pub isolated: bool,
}

/// What `tollgate explain` was asked.
#[derive(Args, Debug)]
pub struct ExplainArgs {
    /// A rule by its id or by another tool's id
    #[arg(value_name = "RULE", required = true)]
    pub rules: Vec<String>,
}

#[derive(Args, Clone, Copy, Debug)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

#[derive(Args, Clone, Copy, Debug)]
pub struct VersionArgs {
    /// How to answer
    #[arg(long, value_enum, default_value_t = OutputFormat::Human)]
    pub format: OutputFormat,
}

/// An argument that remembers its place among its kin: `--var` and `--var-file` override each other in the order
/// in which they are given.
#[derive(Clone, Debug)]
pub struct Ordered {
    pub text: String,
    pub place: u32,
}

impl Ordered {
    /// For clap, which parses arguments in their order; the form of the result is clap's.
    pub fn parse(text: &str) -> Result<Self, Infallible> {
        static PLACES: AtomicU32 = AtomicU32::new(0);
        Ok(Self { text: text.to_string(), place: PLACES.fetch_add(1, Ordering::Relaxed) })
    }
}
