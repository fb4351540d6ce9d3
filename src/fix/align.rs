//! Arguments in line with each other, where an edit brought lines together that were not neighbours.

use std::collections::BTreeSet;

use crate::span::{FileId, Span};
use crate::syntax;
use crate::syntax::ast::{Attribute, Body, FileFormat};

/// The new text with its equals signs in line as `terraform fmt` wants it. Groups that were not in line before stay as
/// they are: their author does not use it.
pub(super) fn align(before: &str, after: &str) -> String {
    let tidy: BTreeSet<&str> =
        groups(before).iter().filter(|group| group.is_aligned()).flat_map(Group::lines).collect();
    let untidy: BTreeSet<&str> =
        groups(before).iter().filter(|group| !group.is_aligned()).flat_map(Group::lines).collect();
    let mut text = after.to_owned();
    // From the end, so that offsets stay true.
    for group in groups(after).iter().rev().filter(|group| !group.is_aligned()) {
        if group.lines().any(|line| tidy.contains(line)) && !group.lines().any(|line| untidy.contains(line)) {
            group.align(&mut text);
        }
    }
    text
}

/// Arguments on lines that follow each other, each on one line of its own and without a comment behind it.
struct Group<'t> {
    text: &'t str,
    /// From the beginning of the name to the equals sign, and the whole line.
    items: Vec<(Span, std::ops::Range<usize>)>,
}

impl<'t> Group<'t> {
    fn lines(&self) -> impl Iterator<Item = &'t str> {
        self.items.iter().filter_map(|(_, line)| self.text.get(line.clone()))
    }

    fn name(&self, item: Span) -> &'t str {
        self.text.get(item.start as usize..item.end as usize).unwrap_or_default()
    }

    fn width(&self) -> usize {
        self.items.iter().map(|(name, _)| self.name(*name).trim_end().chars().count()).max().unwrap_or(0) + 1
    }

    fn is_aligned(&self) -> bool {
        self.items.iter().all(|(name, _)| self.name(*name).chars().count() == self.width())
    }

    fn align(&self, text: &mut String) {
        let width = self.width();
        for (name, _) in self.items.iter().rev() {
            let padded = format!("{:width$}", self.name(*name).trim_end());
            text.replace_range(name.start as usize..name.end as usize, &padded);
        }
    }
}

/// All groups of a text, by their places.
fn groups(text: &str) -> Vec<Group<'_>> {
    let file = syntax::parse(text, FileId::NONE, FileFormat::Hcl).0;
    let mut groups = Vec::new();
    collect(&file.body, text, &mut groups);
    groups.sort_by_key(|group| group.items.first().map(|(name, _)| name.start));
    groups
}

fn collect<'t>(body: &Body, text: &'t str, groups: &mut Vec<Group<'t>>) {
    let mut group = Group { text, items: Vec::new() };
    for attribute in &body.attributes {
        let item = item(attribute, text);
        let follows =
            group.items.last().zip(item.as_ref()).is_some_and(|((_, above), (_, line))| above.end + 1 == line.start);
        if !follows && !group.items.is_empty() {
            groups.push(std::mem::replace(&mut group, Group { text, items: Vec::new() }));
        }
        group.items.extend(item);
    }
    groups.extend(Some(group).filter(|group| !group.items.is_empty()));
    for block in &body.blocks {
        collect(&block.body, text, groups);
    }
}

/// The name with what stands up to the equals sign, and the line; none where the line holds more or less.
fn item(attribute: &Attribute, text: &str) -> Option<(Span, std::ops::Range<usize>)> {
    let (start, end) = (attribute.span.start as usize, attribute.span.end as usize);
    let begin = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let stop = text.get(end..)?.find('\n').map_or(text.len(), |at| end + at);
    let is_alone = text.get(begin..start)?.trim().is_empty() && text.get(end..stop)?.trim().is_empty();
    if !is_alone || text.get(start..end)?.contains('\n') {
        return None;
    }
    let equals = text.get(start..attribute.expr.span.start as usize)?.find('=')?;
    Some((Span::new(attribute.span.file, start, start + equals), begin..stop))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_became_neighbours_are_brought_in_line() {
        let before = "r {\n  long_name = 1\n  list = [\n    2,\n  ]\n  b = 3\n}\n";
        let after = "r {\n  long_name = 1\n  b = 3\n}\n";
        assert_eq!(align(before, after), "r {\n  long_name = 1\n  b         = 3\n}\n");
    }

    #[test]
    fn who_does_not_align_is_left_alone() {
        let before = "r {\n  long_name = 1\n  c = 2\n  list = [\n    2,\n  ]\n  b = 3\n}\n";
        let after = "r {\n  long_name = 1\n  c = 2\n  b = 3\n}\n";
        assert_eq!(align(before, after), after);
    }

    #[test]
    fn a_group_without_its_longest_name_moves_together() {
        let before = "r {\n  long_name = 1\n  b         = 3\n  cc        = 4\n}\n";
        let after = "r {\n  b         = 3\n  cc        = 4\n}\n";
        assert_eq!(align(before, after), "r {\n  b  = 3\n  cc = 4\n}\n");
    }
}
