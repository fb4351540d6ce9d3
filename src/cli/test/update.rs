//! `--update`: expectations that are out of date are rewritten, and the changes are shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use similar::TextDiff;

use super::report::Case;
use crate::cli::console::{Console, Level};
use crate::discover::Files;
use crate::report::write_file;
use crate::span::Sources;
use crate::test_run::verdict::Update;

/// Writes all updates that problems carry, file by file, and prints a diff.
pub(super) fn run(files: &Files, cases: &[Case], sources: &Sources, console: &mut Console<'_>) -> anyhow::Result<()> {
    let updates: Vec<&Update> =
        cases.iter().flat_map(|case| &case.result.problems).flat_map(|problem| &problem.updates).collect();
    let count = updates.len();
    write(files, &updates, sources, console)?;
    let text = if count == 0 {
        "there is no expectation to bring up to date".to_owned()
    } else {
        format!("{count} expectations were rewritten; look at each of them before you keep it")
    };
    Ok(console.remark(Level::Normal, &text)?)
}

/// Writes updates, file by file, and prints a diff.
pub(super) fn write(
    files: &Files,
    updates: &[&Update],
    sources: &Sources,
    console: &mut Console<'_>,
) -> anyhow::Result<()> {
    let mut by_file: BTreeMap<Arc<str>, Vec<&Update>> = BTreeMap::new();
    for update in updates {
        by_file.entry(sources.path(update.span.file)).or_default().push(update);
    }
    let Some(root) = files.root() else { return Ok(()) };
    for (path, updates) in &by_file {
        // Rules that are in the program stand in no file of the repository.
        let Ok(before) = files.read_text(path) else { continue };
        let after = apply(&before, updates);
        if after == *before {
            continue;
        }
        let absolute = root.join(&**path);
        write_file(&absolute, after.as_bytes()).with_context(|| format!("cannot write `{path}`"))?;
        let diff = TextDiff::from_lines(&*before, &after);
        let (a, b) = (format!("a/{path}"), format!("b/{path}"));
        write!(console.err, "{}", diff.unified_diff().context_radius(2).header(&a, &b))?;
    }
    Ok(())
}

/// The text with all updates; of two that overlap, the first counts.
fn apply(text: &str, updates: &[&Update]) -> String {
    let mut sorted: Vec<&&Update> = updates.iter().collect();
    sorted.sort_by_key(|update| (update.span.start, update.span.end));
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for update in sorted {
        let (start, end) = (update.span.start as usize, update.span.end as usize);
        let Some(before) = text.get(at..start) else { continue };
        result.push_str(before);
        result.push_str(&update.text);
        at = end;
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}
