//! Arguments, settings, and one file a command. Nothing above this stage sees clap, the terminal or the environment.

pub mod eval;
pub mod test;

use std::io::Write;

use clap::{Parser, Subcommand};

use crate::policy::gate::Exit;
use eval::Surroundings;

/// The gate that every infrastructure change passes before it merges.
#[derive(Debug, Parser)]
#[command(name = "tollgate", version, about, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Evaluate a configuration: resources and outputs, or single expressions
    Eval(eval::EvalArgs),
    /// Run rule examples and module tests, without init, providers or credentials
    Test(test::TestArgs),
}

/// Runs a command.
///
/// # Errors
/// Input that cannot be read and output that cannot be written.
pub fn run(cli: &Cli, around: &Surroundings, out: &mut dyn Write, err: &mut dyn Write) -> anyhow::Result<Exit> {
    match &cli.command {
        Command::Eval(args) => eval::run(args, around, out, err),
        Command::Test(args) => test::run(args, around, out, err),
    }
}
