//! Changes of a module's literals, asked of its own tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Mutant, Mutated, evenly};
use crate::discover::Files;
use crate::span::{Sources, Span};
use crate::syntax::ast::{Block, Expr, ExprKind};
use crate::syntax::visit;
use crate::test_run::module::Suite;
use crate::test_run::verdict::Status;

/// Blocks whose literals decide what a module makes.
const BLOCKS: [&str; 7] = ["resource", "data", "locals", "output", "module", "variable", "check"];

/// Arguments that a test cannot see.
const LEFT_OUT: [&str; 7] = ["source", "version", "description", "error_message", "type", "provider", "providers"];

/// A text in the place of another.
struct Edit {
    span: Span,
    text: String,
    change: String,
}

/// The verdicts of all tests of a module, in order.
fn verdicts(suite: &Suite, files: &Files, environment: &[(String, String)]) -> Vec<Status> {
    let sources = Sources::default();
    let run = |test: &Arc<str>| suite.run_file(files, &sources, test, environment, None).tests;
    suite.tests().iter().flat_map(run).map(|test| test.status).collect()
}

/// Changes the literals of a module in `limit` ways and runs its tests on each. A module whose tests do not pass as they are
/// says nothing.
pub fn module(
    suite: &Suite,
    files: &Files,
    sources: &Sources,
    environment: &[(String, String)],
    limit: usize,
) -> Mutated {
    let name = if suite.dir().is_empty() { ".".to_owned() } else { suite.dir().to_string() };
    let before = verdicts(suite, files, environment);
    if before.is_empty() || before.iter().any(|status| matches!(status, Status::Fail | Status::Error)) {
        return Mutated { name, category: None, mutants: Vec::new() };
    }
    let edits = evenly(edits(suite), limit);
    let mutants = edits.par_iter().map(|edit| {
        let is_killed = match changed(files, sources, edit) {
            Some((path, text)) => {
                let files = files.overlaid("\0", BTreeMap::from([(path, text)]));
                let suite = Suite::load(&files, &Sources::default(), suite.dir(), suite.test_dir());
                verdicts(&suite, &files, environment) != before
            }
            None => true,
        };
        Mutant { span: edit.span, change: edit.change.clone(), is_killed }
    });
    Mutated { name, category: None, mutants: mutants.collect() }
}

/// The changed text of a file, and its path.
fn changed(files: &Files, sources: &Sources, edit: &Edit) -> Option<(String, String)> {
    let path = sources.path(edit.span.file);
    let before = files.read_text(&path).ok()?;
    let (start, end) = (edit.span.start as usize, edit.span.end as usize);
    let text = format!("{}{}{}", before.get(..start)?, edit.text, before.get(end..)?);
    Some((path.to_string(), text))
}

fn edits(suite: &Suite) -> Vec<Edit> {
    let mut edits = Vec::new();
    for file in suite.module().iter().flat_map(|module| module.files.clone()) {
        for block in file.body.blocks.iter().filter(|block| BLOCKS.contains(&&*block.kind.text)) {
            in_block(block, &mut edits);
        }
    }
    edits
}

fn in_block(block: &Block, edits: &mut Vec<Edit>) {
    for attribute in block.body.attributes.iter().filter(|one| !LEFT_OUT.contains(&&*one.name.text)) {
        visit::expression(&attribute.expr, &mut |expr| edits.extend(edit(expr)));
    }
    for nested in &block.body.blocks {
        in_block(nested, edits);
    }
}

fn edit(expr: &Expr) -> Option<Edit> {
    let (text, change) = match &expr.kind {
        ExprKind::Bool(value) => ((!value).to_string(), format!("`{value}` became `{}`", !value)),
        ExprKind::Number(digits) => {
            let more = digits.parse::<i64>().ok()?.checked_add(1)?;
            (more.to_string(), format!("`{digits}` became `{more}`"))
        }
        ExprKind::String(text) => (format!("\"{}\"", super::operators::OTHER), format!("`{text}` became another text")),
        _ => return None,
    };
    Some(Edit { span: expr.span, text, change })
}
