//! Runs the real program on a directory and watches what it takes.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// What a case may take. A build without optimisation gets more time: it is there to find panics.
const SECONDS: f64 = if cfg!(debug_assertions) { 60.0 } else { 5.0 };
const MEGABYTES: u64 = 500;

/// A repository in a directory of its own.
pub(crate) struct Repository {
    dir: TempDir,
}

impl Repository {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// With one file `main.tf`.
    pub(crate) fn of(text: impl AsRef<[u8]>) -> Self {
        let repository = Self::new();
        repository.write("main.tf", text);
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    #[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
    pub(crate) fn write(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// `tollgate check` of everything, without configuration, as JSON.
    pub(crate) fn check(&self, name: &str) -> Run {
        self.run(name, &["check", "--isolated", "--format", "json"])
    }

    /// Runs the program inside and holds it to the bounds.
    pub(crate) fn run(&self, name: &str, arguments: &[&str]) -> Run {
        let run = watched(self.path(), arguments);
        println!("| {name} | {:.2} s | {} MB | {} |", run.seconds, run.megabytes, run.exit);
        assert!(run.seconds < SECONDS, "{name} took {:.1} s", run.seconds);
        assert!(run.megabytes < MEGABYTES, "{name} took {} MB", run.megabytes);
        assert!((0..=3).contains(&run.exit), "{name} ended with {}: {}", run.exit, run.error);
        run
    }
}

/// How a run ended.
pub(crate) struct Run {
    pub(crate) exit: i32,
    pub(crate) output: String,
    pub(crate) error: String,
    /// Processor time where the system tells it, else time on the clock.
    pub(crate) seconds: f64,
    /// Most memory held at a time; 0 where the system does not tell it.
    pub(crate) megabytes: u64,
}

impl Run {
    /// Something was left out, and the diagnostic says why.
    #[track_caller]
    pub(crate) fn says(&self, words: &str) -> &Self {
        let start = |text: &str| text.chars().take(600).collect::<String>();
        assert!(
            self.error.contains(words) || self.output.contains(words),
            "no `{words}` in exit {}: {}\n{}",
            self.exit,
            start(&self.error),
            start(&self.output)
        );
        self
    }

    #[track_caller]
    pub(crate) fn exits(&self, code: i32) -> &Self {
        assert_eq!(self.exit, code, "{}", self.error.chars().take(600).collect::<String>());
        self
    }
}

/// The program that cargo built, or the one that `TOLLGATE_BIN` names: measurements want an optimised one.
pub(crate) fn program() -> OsString {
    std::env::var_os("TOLLGATE_BIN").unwrap_or_else(|| env!("CARGO_BIN_EXE_tollgate").into())
}

#[expect(clippy::disallowed_methods, reason = "a test reads what the program wrote")]
fn watched(dir: &Path, arguments: &[&str]) -> Run {
    let scratch = tempfile::tempdir().unwrap();
    let [output, error] = ["out", "err"].map(|name| scratch.path().join(name));
    let mut command = Command::new(program());
    command.env_clear().current_dir(dir).args(arguments);
    command.stdout(File::create(&output).unwrap()).stderr(File::create(&error).unwrap());
    let start = Instant::now();
    let (status, seconds, kilobytes) = follow(&mut command.spawn().unwrap());
    let text = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    Run {
        exit: status.code().unwrap_or(-1),
        output: text(&output),
        error: text(&error),
        seconds: seconds.unwrap_or_else(|| start.elapsed().as_secs_f64()),
        megabytes: kilobytes / 1024,
    }
}

/// Looks at the process again and again until it ends; one that goes far beyond the bounds is killed.
fn follow(child: &mut Child) -> (ExitStatus, Option<f64>, u64) {
    let (mut seconds, mut kilobytes) = (None, 0);
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return (status, seconds, kilobytes);
        }
        seconds = processor_seconds(child.id()).or(seconds);
        kilobytes = kilobytes.max(peak_memory(child.id()).unwrap_or(0));
        let is_over = seconds.unwrap_or(0.0) > SECONDS || kilobytes / 1024 > 4 * MEGABYTES;
        if is_over || start.elapsed() > Duration::from_secs(600) {
            child.kill().unwrap();
            return (child.wait().unwrap(), Some(seconds.unwrap_or(0.0).max(SECONDS)), kilobytes);
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[expect(clippy::disallowed_methods, reason = "the system tells about processes in files")]
fn peak_memory(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").trim().parse().ok()
}

/// User and system time; the system counts in hundredths.
#[expect(clippy::disallowed_methods, reason = "the system tells about processes in files")]
fn processor_seconds(id: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let [user, system]: [f64; 2] = [fields.next()?.parse().ok()?, fields.next()?.parse().ok()?];
    Some((user + system) / 100.0)
}

/// The end of the last whole character before an offset.
pub(crate) fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
