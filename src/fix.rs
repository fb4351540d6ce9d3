//! Fixes to texts: which of the findings' edits go together, and the files with them applied.
//!
//! In: findings with their fixes. Out: for each file its edits in order, or its new text. Nothing is read or written
//! here; `cli` checks again until nothing is left to repair, and writes the files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::policy::migrate::comments;
use crate::rules::finding::{BaselineState, Edit, Finding, Fix, Verdict};
use crate::span::{FileId, SourceFile, Sources};
use crate::syntax;
use crate::syntax::ast::FileFormat;

mod align;

/// Which fixes are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Those that need no look at the result.
    Safe,
    /// All.
    Unsafe,
}

/// The fix of a finding that counts: silenced and agreed ones are left alone.
pub fn fix_of(finding: &Finding, trust: Trust) -> Option<&Fix> {
    let is_old = matches!(finding.baseline_state, Some(BaselineState::Unchanged | BaselineState::Fixed));
    if finding.verdict != Verdict::Fail || finding.suppression.is_some() || is_old {
        return None;
    }
    finding.fix.as_ref().filter(|fix| fix.safe || trust == Trust::Unsafe)
}

/// Edits that can be made at once.
#[derive(Debug, Default)]
pub struct Chosen {
    edits: BTreeMap<FileId, Vec<Edit>>,
    /// The rules and fingerprints of the findings that are repaired.
    pub repaired: BTreeSet<(Arc<str>, Arc<str>)>,
}

impl Chosen {
    /// Takes a fix as a whole, unless one of its edits is in the way of another.
    pub fn take(&mut self, finding: &Finding, fix: &Fix) {
        let known = |edit: &Edit| self.edits.get(&edit.span.file).into_iter().flatten().any(|other| other == edit);
        let new: Vec<&Edit> = fix.edits.iter().filter(|edit| !known(edit)).collect();
        let is_free = |edit: &&Edit| {
            let mut others = self.edits.get(&edit.span.file).into_iter().flatten();
            !others.any(|other| conflicts(edit, other))
        };
        if !new.iter().all(is_free) {
            return;
        }
        for edit in new {
            self.edits.entry(edit.span.file).or_default().push(edit.clone());
        }
        self.repaired.insert((Arc::clone(&finding.rule.id), Arc::clone(&finding.fingerprint)));
    }

    /// The new texts by path. A file that would not parse afterwards stays as it is.
    pub fn texts(mut self, sources: &Sources) -> BTreeMap<Arc<str>, Arc<str>> {
        let mut texts = BTreeMap::new();
        for (id, edits) in &mut self.edits {
            let Some(file) = sources.get(*id) else { continue };
            edits.sort_by(|left, right| order(left).cmp(&order(right)));
            let text = align::align(&file.text, &comments::apply(&file.text, edits));
            if text != *file.text && is_whole(&text, &file, *id) {
                texts.insert(Arc::clone(&file.path), text.into());
            }
        }
        texts
    }
}

/// Of insertions at one place those that begin with an empty line come last: they are a group of their own.
fn order(edit: &Edit) -> (u32, u32, bool, &str) {
    (edit.span.start, edit.span.end, edit.text.starts_with(['\n', '\r']), &edit.text)
}

/// Whether two edits cannot both be made: they overlap, or they add the same thing at the same place.
fn conflicts(left: &Edit, right: &Edit) -> bool {
    let (left_span, right_span) = (left.span, right.span);
    let is_insertion = |edit: &Edit| edit.span.start == edit.span.end;
    if is_insertion(left) && is_insertion(right) {
        return left_span.start == right_span.start && first_words(&left.text) == first_words(&right.text);
    }
    let touches = left_span.start <= right_span.end && right_span.start <= left_span.end;
    let is_neighbour = left_span.end == right_span.start || right_span.end == left_span.start;
    touches && !(is_neighbour && !is_insertion(left) && !is_insertion(right))
}

/// What an insertion adds: an argument's name, a block's kind and labels.
fn first_words(text: &str) -> &str {
    text.trim_start().split(['=', '{']).next().unwrap_or("").trim_end()
}

/// Whether a text parses at least as well as the one that it takes the place of.
fn is_whole(text: &str, file: &SourceFile, id: FileId) -> bool {
    let problems = |text: &str| syntax::parse(text, id, FileFormat::Hcl).1.len();
    let new = problems(text);
    new == 0 || new <= problems(&file.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Span;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(FileId::NONE, start, end), text: text.into() }
    }

    #[test]
    fn edits_that_meet_are_in_each_others_way() {
        assert!(conflicts(&edit(0, 5, "a"), &edit(4, 6, "b")));
        assert!(!conflicts(&edit(0, 5, "a"), &edit(5, 6, "b")));
        assert!(conflicts(&edit(3, 3, "a = 1"), &edit(0, 5, "b")));
        assert!(conflicts(&edit(5, 5, "a = 1"), &edit(0, 5, "b")));
    }

    #[test]
    fn one_place_takes_two_arguments_but_not_the_same_one_twice() {
        assert!(!conflicts(&edit(3, 3, "  a = 1\n"), &edit(3, 3, "  b = 1\n")));
        assert!(conflicts(&edit(3, 3, "  a = 1\n"), &edit(3, 3, "\n  a = 2\n")));
        assert!(conflicts(&edit(3, 3, "rule {\n}\n"), &edit(3, 3, "\nrule {\n  a = 1\n}\n")));
    }
}
