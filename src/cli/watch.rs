//! `--watch`: the same check or the same tests again whenever a file changes.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context as _, bail};
use notify::{Event, RecursiveMode, Watcher as _};

use super::args::CheckArgs;
use super::check;
use super::console::{Console, Level};
use super::surroundings::Surroundings;
use crate::discover::target::open_repository;
use crate::policy::gate::Exit;

/// Editors write a file in several steps: what follows within this time belongs to the same change.
const SETTLE: Duration = Duration::from_millis(150);

/// Clears a terminal and goes to its upper left corner.
const CLEAR: &str = "\x1b[2J\x1b[H";

/// Runs the check until the watcher or the output ends.
pub(super) fn run(args: &CheckArgs, around: &Surroundings, console: &mut Console<'_>) -> anyhow::Result<Exit> {
    let reports = args.report.format.iter().filter_map(|format| format.split_once('='));
    let ours: Vec<PathBuf> = reports.map(|(_, file)| around.cwd.join(file)).collect();
    let mut again = |console: &mut Console<'_>| check::run(args, around, console);
    repeat(Watched { paths: &args.paths, ours: &ours }, around, console, &mut again)
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Watched<'a> {
    /// As they were typed.
    pub(super) paths: &'a [String],
    /// Files that the command writes itself: no change.
    pub(super) ours: &'a [PathBuf],
}

/// Runs a command again after each change.
pub(super) fn repeat(
    watched: Watched<'_>,
    around: &Surroundings,
    console: &mut Console<'_>,
    again: &mut dyn FnMut(&mut Console<'_>) -> anyhow::Result<Exit>,
) -> anyhow::Result<Exit> {
    let files = open_repository(&around.cwd, watched.paths)?;
    let Some(root) = files.root() else { bail!("there is no directory to watch") };
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // Nobody listens any more when the check has ended.
        let _ = sender.send(event);
    })
    .context("cannot watch files on this machine")?;
    watcher.watch(root, RecursiveMode::Recursive).with_context(|| format!("cannot watch `{}`", root.display()))?;
    let scope = Scope { root, ours: watched.ours };
    loop {
        if around.stdout_is_terminal {
            console.out.write_all(CLEAR.as_bytes())?;
        }
        // A file that cannot be read now may be whole again after the next change.
        if let Err(error) = again(console) {
            writeln!(console.err, "error: {error:#}")?;
        }
        console.out.flush()?;
        console.remark(Level::Normal, "waiting for changes; end with Ctrl-C")?;
        if !wait(&changes, scope) {
            return Ok(Exit::Clean);
        }
    }
}

/// Waits for a change that matters, and until it has settled; false when there will be none any more.
fn wait(changes: &Receiver<notify::Result<Event>>, scope: Scope<'_>) -> bool {
    loop {
        let Ok(event) = changes.recv() else { return false };
        if event.is_ok_and(|event| scope.concerns(&event)) {
            break;
        }
    }
    loop {
        match changes.recv_timeout(SETTLE) {
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// Which changes matter.
#[derive(Clone, Copy)]
struct Scope<'a> {
    root: &'a Path,
    ours: &'a [PathBuf],
}

impl Scope<'_> {
    /// Whether a check could read what changed: a read is no change, and hidden directories are not looked into.
    fn concerns(self, event: &Event) -> bool {
        !event.kind.is_access() && event.paths.iter().any(|path| !self.is_hidden(path) && !self.ours.contains(path))
    }

    fn is_hidden(self, path: &Path) -> bool {
        let inside = path.strip_prefix(self.root).unwrap_or(path);
        let mut parents = inside.parent().into_iter().flat_map(Path::components);
        parents.any(|part| part.as_os_str().to_string_lossy().starts_with('.'))
            || inside.ends_with(".git")
            || inside.extension().is_some_and(|extension| extension == "tmp" || extension == "swp")
    }
}

#[cfg(test)]
mod tests {
    use notify::EventKind;
    use notify::event::{AccessKind, CreateKind};

    use super::*;

    #[test]
    fn only_what_a_check_reads_matters() {
        let root = Path::new("/r");
        let ours = [root.join("out.sarif")];
        let scope = Scope { root, ours: &ours };
        let event = |kind, path: &str| Event::new(kind).add_path(root.join(path));
        let created = EventKind::Create(CreateKind::File);
        assert!(scope.concerns(&event(created, "a/main.tf")));
        assert!(scope.concerns(&event(created, ".tollgate.hcl")));
        assert!(!scope.concerns(&event(created, "out.sarif")));
        assert!(!scope.concerns(&event(created, ".git/index")));
        assert!(!scope.concerns(&event(created, "a/.terraform/x.tf")));
        assert!(!scope.concerns(&event(EventKind::Access(AccessKind::Any), "a/main.tf")));
    }
}
