//! Standard output and standard error of one command.

use std::io::{self, Write};

use super::args::{ColorChoice, GlobalArgs};
use super::surroundings::Surroundings;
use crate::diag::{Diagnostic, Severity};
use crate::report::redact::Redactor;
use crate::report::{Detail, Options, diagnostic};
use crate::span::Sources;

/// How much is said on standard error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Errors.
    Quiet,
    /// Errors and warnings.
    Normal,
    /// Everything.
    Verbose,
}

/// Where a command writes: the answer to `out`, everything else to `err`.
pub struct Console<'a> {
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
    pub level: Level,
    color: ColorChoice,
    around: &'a Surroundings,
}

impl std::fmt::Debug for Console<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Console").field("level", &self.level).finish_non_exhaustive()
    }
}

impl<'a> Console<'a> {
    pub fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, global: GlobalArgs, around: &'a Surroundings) -> Self {
        let level = match (global.quiet, global.verbose) {
            (true, _) => Level::Quiet,
            (false, true) => Level::Verbose,
            (false, false) => Level::Normal,
        };
        Self { out, err, level, color: global.color, around }
    }

    /// How a report on standard output looks.
    pub fn out_options(&self) -> Options {
        let is_terminal = self.around.stdout_is_terminal;
        let is_full = is_terminal || self.level == Level::Verbose;
        Options {
            color: self.is_colored(is_terminal),
            width: self.around.width,
            detail: if is_full { Detail::Full } else { Detail::Lines },
            ..Options::default()
        }
    }

    /// How a text on standard error looks.
    pub fn err_options(&self) -> Options {
        let is_terminal = self.around.stderr_is_terminal;
        let is_full = is_terminal || self.level == Level::Verbose;
        Options {
            color: self.is_colored(is_terminal),
            width: self.around.width,
            detail: if is_full { Detail::Full } else { Detail::Lines },
            ..Options::default()
        }
    }

    fn is_colored(&self, is_terminal: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => is_terminal && !self.around.no_color,
        }
    }

    /// Says what is wrong with the input, as far as the level asks for it.
    pub fn diagnostics(
        &mut self,
        diagnostics: &[Diagnostic],
        sources: &Sources,
        redactor: &Redactor,
    ) -> io::Result<()> {
        let least = match self.level {
            Level::Quiet => Severity::Error,
            Level::Normal => Severity::Warning,
            Level::Verbose => Severity::Note,
        };
        let options = self.err_options();
        for one in diagnostics.iter().filter(|diagnostic| diagnostic.severity <= least) {
            self.err.write_all(diagnostic::render(one, sources, redactor, &options).as_bytes())?;
        }
        Ok(())
    }

    /// A line on standard error for whoever asked for more.
    pub fn remark(&mut self, level: Level, text: &str) -> io::Result<()> {
        if self.level >= level { writeln!(self.err, "{text}") } else { Ok(()) }
    }
}
