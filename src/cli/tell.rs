//! What the program tells about itself: completions, manual page, version.

use clap::CommandFactory as _;
use serde_json::json;

use super::args::{Cli, CompletionsArgs, OutputFormat, VersionArgs};
use super::console::Console;
use crate::policy::gate::Exit;
use crate::rules::bundled;

/// `tollgate completions SHELL`
pub fn completions(args: CompletionsArgs, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "tollgate", &mut script);
    console.out.write_all(&script)?;
    Ok(Exit::Clean)
}

/// `tollgate man`: one page for the program and all commands.
pub fn manual(console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(console.out)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let page = clap_mangen::Man::new(sub.clone());
        writeln!(console.out, ".SH \"TOLLGATE {}\"", sub.get_name().to_uppercase())?;
        page.render_description_section(console.out)?;
        page.render_options_section(console.out)?;
    }
    Ok(Exit::Clean)
}

/// `tollgate version`
pub fn version(args: VersionArgs, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let version = env!("CARGO_PKG_VERSION");
    let rules = bundled::index().len();
    match args.format {
        OutputFormat::Human => writeln!(console.out, "tollgate {version} with {rules} rules")?,
        OutputFormat::Json => writeln!(console.out, "{}", json!({ "version": version, "rules": rules }))?,
    }
    Ok(Exit::Clean)
}
