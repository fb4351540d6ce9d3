//! The `tollgate` program: it runs a command and turns the result into an exit code.

use std::any::Any;
use std::io::{self, Write as _};
use std::panic;
use std::process::ExitCode;

use clap::Parser as _;
use tollgate::cli::{self, Cli, Surroundings};
use tollgate::policy::gate::Exit;

fn main() -> ExitCode {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(String::new, |place| format!(" at {}:{}", place.file(), place.line()));
        let _ = writeln!(io::stderr(), "internal error{place}: {}", message(info.payload()));
    }));
    match panic::catch_unwind(run) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(_) => {
            let version = env!("CARGO_PKG_VERSION");
            let _ = writeln!(
                io::stderr(),
                "this is a bug in tollgate {version}; please report it with the lines above, the command line and, if you may, the files"
            );
            ExitCode::from(Exit::Internal.code())
        }
    }
}

fn run() -> Exit {
    let cli = Cli::parse();
    let mut out = io::BufWriter::new(io::stdout());
    let mut err = io::stderr();
    let result = Surroundings::of_process().map_err(anyhow::Error::from).and_then(|around| {
        let exit = cli::run(&cli, &around, &mut out, &mut err)?;
        out.flush()?;
        Ok(exit)
    });
    match result {
        Ok(exit) => exit,
        // Whoever reads our output may stop reading.
        Err(error) if is_broken_pipe(&error) => Exit::Clean,
        Err(error) => {
            let _ = writeln!(err, "error: {error:#}");
            Exit::Usage
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

fn message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("unknown")
}
