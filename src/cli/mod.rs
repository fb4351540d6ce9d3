//! Arguments, settings, and one file a command. Nothing above this stage sees clap, the terminal or the environment.
//!
//! In: the process's arguments and [`Surroundings`]. Out: text on two streams and an [`Exit`]. [`args`] is what was
//! typed, [`settings`] what it means; a command calls the library and writes what it answers.

pub mod args;
pub mod baseline;
pub mod check;
pub mod config;
pub mod console;
pub mod cost;
pub mod eval;
pub mod explain;
pub mod fix;
pub mod fleet;
pub mod init;
pub mod lsp;
pub mod merge;
pub mod migrate;
pub mod rules;
pub mod settings;
pub mod surroundings;
pub mod tell;
pub mod test;

mod library;
mod progress;
mod watch;

use std::io::Write;

use anyhow::Context as _;

pub use self::args::Cli;
pub use self::surroundings::Surroundings;

use self::args::{Command, ConfigCommand};
use self::console::Console;
use crate::policy::gate::Exit;

/// Evaluation goes as deep as the values do: threads get room for it. It is address space, not memory.
const STACK_SIZE: usize = 256 << 20;

/// Runs a command. An error is wrong usage, or output that cannot be written.
pub fn run(
    cli: &Cli,
    around: &Surroundings,
    out: &mut (dyn Write + Send),
    err: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let threads = match &cli.command {
        Command::Check(args) => args.run.jobs.map_or(0, std::num::NonZeroUsize::get),
        _ => 0,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK_SIZE).build();
    let pool = pool.context("cannot start threads")?;
    if let Command::Lsp(args) = &cli.command {
        return lsp::run(args, around, &pool);
    }
    pool.install(|| {
        let mut console = Console::new(out, err, cli.global, around);
        match &cli.command {
            Command::Check(args) if args.run.watch => watch::run(args, around, &mut console),
            Command::Check(args) => check::run(args, around, &mut console),
            Command::Fix(args) => fix::run(args, around, &mut console),
            Command::Eval(args) => eval::run(args, around, console.out, console.err),
            Command::Test(args) => test::run(args, around, &mut console),
            Command::Cost(args) => cost::run(args, around, &mut console),
            Command::Baseline(args) => baseline::run(args, around, &mut console),
            Command::Merge(args) => merge::run(args, around, &mut console),
            Command::Fleet(args) => fleet::run(args, around, &mut console),
            Command::Init(args) => init::run(args, around, &mut console),
            Command::Config(ConfigCommand::Show(args)) => config::show(args, around, &mut console),
            Command::Migrate(args) => migrate::run(args, around, &mut console),
            Command::Rules(args) => rules::run(args, around, &mut console),
            Command::Explain(args) => explain::run(args, around, &mut console),
            // Served above: its loop must not take a thread of the pool.
            Command::Lsp(_) => Ok(Exit::Clean),
            Command::Completions(args) => tell::completions(*args, &mut console),
            Command::Man => tell::manual(&mut console),
            Command::Version(args) => tell::version(*args, &mut console),
        }
    })
}
