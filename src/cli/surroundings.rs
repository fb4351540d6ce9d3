//! What the process tells of its surroundings: the only place that reads environment variables, clock and terminal.

use std::io::{self, IsTerminal};
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use terminal_size::{Width, terminal_size};

/// The width of a report where there is no terminal.
const DEFAULT_WIDTH: usize = 100;

/// Everything that a command may depend on besides its arguments and files.
#[derive(Clone, Debug)]
pub struct Surroundings {
    pub cwd: PathBuf,
    pub home: Option<String>,
    /// `TF_VAR_*` without the prefix.
    pub variables: Vec<(String, String)>,
    /// `TF_WORKSPACE`
    pub workspace: Option<String>,
    pub stdout_is_terminal: bool,
    pub stderr_is_terminal: bool,
    /// Columns.
    pub width: usize,
    /// `NO_COLOR` is set and not empty.
    pub no_color: bool,
    /// The terminal says that it shows links (OSC 8).
    pub shows_links: bool,
    /// In UTC: everywhere the same day.
    pub today: Date,
}

impl Surroundings {
    /// Those of this process.
    #[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
    pub fn of_process() -> io::Result<Self> {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let mut variables: Vec<(String, String)> = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter_map(|(name, value)| Some((name.strip_prefix("TF_VAR_")?.to_string(), value)))
            .collect();
        variables.sort();
        let stdout_is_terminal = io::stdout().is_terminal();
        Ok(Self {
            cwd: std::env::current_dir()?,
            home: set("HOME"),
            variables,
            workspace: set("TF_WORKSPACE"),
            stdout_is_terminal,
            stderr_is_terminal: io::stderr().is_terminal(),
            width: width(set("COLUMNS")),
            no_color: set("NO_COLOR").is_some(),
            shows_links: stdout_is_terminal && shows_links(&set),
            today: Timestamp::now().to_zoned_datetime(TimeZone::UTC).date(),
        })
    }
}

fn width(columns: Option<String>) -> usize {
    let told = columns.and_then(|columns| columns.parse().ok()).filter(|&columns| columns > 0);
    told.or_else(|| terminal_size().map(|(Width(width), _)| usize::from(width))).unwrap_or(DEFAULT_WIDTH)
}

/// Terminals that are known to show links and say who they are.
fn shows_links(set: &dyn Fn(&str) -> Option<String>) -> bool {
    let program = set("TERM_PROGRAM").unwrap_or_default();
    let is_known = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby"].contains(&program.as_str());
    let has_new_vte = set("VTE_VERSION").and_then(|version| version.parse::<u32>().ok()).is_some_and(|v| v >= 5000);
    is_known || has_new_vte || set("KITTY_WINDOW_ID").is_some() || set("WT_SESSION").is_some()
}
