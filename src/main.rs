//! The `tollgate` program: it reads the process's surroundings, runs a command and turns the result into an exit code.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use tollgate::cli::{self, Cli, eval::Surroundings};
use tollgate::policy::gate::Exit;

#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
fn surroundings() -> io::Result<Surroundings> {
    let variables =
        std::env::vars().filter_map(|(name, value)| Some((name.strip_prefix("TF_VAR_")?.to_string(), value)));
    Ok(Surroundings {
        cwd: std::env::current_dir()?,
        home: std::env::var("HOME").ok(),
        variables: variables.collect(),
        workspace: std::env::var("TF_WORKSPACE").ok(),
    })
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut out = io::stdout().lock();
    let mut err = io::stderr();
    let result = surroundings().map_err(anyhow::Error::from).and_then(|around| {
        let exit = cli::run(&cli, &around, &mut out, &mut err)?;
        out.flush()?;
        Ok(exit)
    });
    match result {
        Ok(exit) => ExitCode::from(exit.code()),
        // Whoever reads our output may stop reading.
        Err(error)
            if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) =>
        {
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(err, "error: {error:#}");
            ExitCode::from(Exit::Usage.code())
        }
    }
}
