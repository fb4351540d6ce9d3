//! A unified diff that `git apply` takes, although some lines may not be shown.
//!
//! A hunk keeps clear of such lines where they are only its surroundings. Where one is changed itself, or a change
//! would be left without a line behind it, the hunk stands in front of the file's diff as a comment, with the masks.

use std::collections::BTreeMap;
use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

/// Lines of context in a diff.
const CONTEXT: usize = 3;

/// A line of a hunk.
struct Line<'t> {
    tag: ChangeTag,
    /// Without its line feed.
    text: &'t str,
    lacks_end: bool,
    /// What is shown instead.
    mask: Option<&'t str>,
}

/// Lines that follow each other; `old` is the first one's number in the old text, from 0.
struct Hunk<'t> {
    old: usize,
    lines: Vec<Line<'t>>,
}

/// Writes the diff of one file; `masks` has what is shown in the place of whole lines. The result is how many hunks
/// were left to comments.
pub fn write(
    path: &str,
    before: &str,
    after: &str,
    masks: &BTreeMap<String, String>,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let diff = TextDiff::from_lines(before, after);
    let hunks = hunks(&diff, masks);
    let last = before.lines().count();
    let (plain, withheld): (Vec<_>, Vec<_>) = hunks.into_iter().partition(|hunk| hunk.applies(last));
    if !withheld.is_empty() {
        let changes = if withheld.len() == 1 { "change" } else { "changes" };
        writeln!(out, "# {path}: {} {changes} beside lines that are not shown:", withheld.len())?;
    }
    for hunk in &withheld {
        hunk.write(0, "# ", out)?;
    }
    if !plain.is_empty() {
        // What was empty is made by the diff.
        let from = if before.is_empty() { "/dev/null".to_owned() } else { format!("a/{path}") };
        writeln!(out, "--- {from}\n+++ b/{path}")?;
    }
    let mut grown = 0;
    for hunk in &plain {
        hunk.write(grown, "", out)?;
        grown += hunk.count(ChangeTag::Insert).cast_signed() - hunk.count(ChangeTag::Delete).cast_signed();
    }
    Ok(withheld.len())
}

/// All hunks, parted at lines of context that must not be shown.
fn hunks<'t>(diff: &'t TextDiff<'t, 't, str>, masks: &'t BTreeMap<String, String>) -> Vec<Hunk<'t>> {
    let mut hunks = Vec::new();
    for group in diff.grouped_ops(CONTEXT) {
        let mut hunk = Hunk { old: group.first().map_or(0, |op| op.old_range().start), lines: Vec::new() };
        let mut old = hunk.old;
        for op in &group {
            for change in diff.iter_changes(op) {
                let full = change.value();
                let text = full.strip_suffix('\n').unwrap_or(full);
                let mask = masks.get(text.trim_end_matches('\r')).map(String::as_str);
                let tag = change.tag();
                old += usize::from(tag != ChangeTag::Insert);
                if tag == ChangeTag::Equal && mask.is_some() {
                    hunks.push(std::mem::replace(&mut hunk, Hunk { old, lines: Vec::new() }));
                    continue;
                }
                hunk.lines.push(Line { tag, text, lacks_end: change.missing_newline(), mask });
            }
        }
        hunks.push(hunk);
    }
    hunks.retain(|hunk| hunk.lines.iter().any(|line| line.tag != ChangeTag::Equal));
    hunks
}

impl Hunk<'_> {
    /// Whether what is shown can be applied; without a line behind it, a hunk means the end of the file.
    fn applies(&self, last: usize) -> bool {
        let is_closed = self.lines.last().is_some_and(|line| line.tag == ChangeTag::Equal);
        let ends = self.old + self.count(ChangeTag::Equal) + self.count(ChangeTag::Delete) >= last;
        (is_closed || ends) && self.lines.iter().all(|line| line.mask.is_none())
    }

    fn count(&self, tag: ChangeTag) -> usize {
        self.lines.iter().filter(|line| line.tag == tag).count()
    }

    /// `grown` is by how many lines the file has grown before this hunk.
    fn write(&self, grown: isize, prefix: &str, out: &mut dyn Write) -> io::Result<()> {
        let kept = self.count(ChangeTag::Equal);
        let (old, new) = (kept + self.count(ChangeTag::Delete), kept + self.count(ChangeTag::Insert));
        let start = self.old.saturating_add_signed(grown);
        writeln!(out, "{prefix}@@ -{} +{} @@", range(self.old, old), range(start, new))?;
        for line in &self.lines {
            let sign = match line.tag {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            writeln!(out, "{prefix}{sign}{}", line.mask.unwrap_or(line.text))?;
            if line.lacks_end {
                writeln!(out, "{prefix}\\ No newline at end of file")?;
            }
        }
        Ok(())
    }
}

/// `start,count` as unified diffs have it: no lines stand behind the line before.
fn range(start: usize, count: usize) -> String {
    match count {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        _ => format!("{},{count}", start + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(before: &str, after: &str, secret: &str) -> String {
        let masks = BTreeMap::from([(secret.to_owned(), "***".to_owned())]);
        let mut out = Vec::new();
        write("a.tf", before, after, &masks, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn context_keeps_clear_of_a_secret() {
        let shown = diff("a\nsecret\nb\nc\nd\n", "a\nsecret\nb\nC\nd\n", "secret");
        assert_eq!(shown, "--- a/a.tf\n+++ b/a.tf\n@@ -3,3 +3,3 @@\n b\n-c\n+C\n d\n");
    }

    #[test]
    fn a_secret_between_two_changes_parts_them() {
        let shown = diff("a\nb\nsecret\nc\nd\ne\n", "A\nb\nsecret\nc\nD\nx\ne\n", "secret");
        assert_eq!(shown, "--- a/a.tf\n+++ b/a.tf\n@@ -1,2 +1,2 @@\n-a\n+A\n b\n@@ -4,3 +4,4 @@\n c\n-d\n+D\n+x\n e\n");
    }

    #[test]
    fn what_cannot_be_applied_is_a_comment() {
        let shown = diff("a\nsecret\nb\nc\n", "A\nsecret\nb\nC\n", "secret");
        let left = "# a.tf: 1 change beside lines that are not shown:\n# @@ -1 +1 @@\n# -a\n# +A\n";
        assert_eq!(shown, format!("{left}--- a/a.tf\n+++ b/a.tf\n@@ -3,2 +3,2 @@\n b\n-c\n+C\n"));
        let shown = diff("a\nsecret\nb\n", "a\nb\n", "secret");
        assert_eq!(shown, "# a.tf: 1 change beside lines that are not shown:\n# @@ -1,3 +1,2 @@\n#  a\n# -***\n#  b\n");
    }
}
