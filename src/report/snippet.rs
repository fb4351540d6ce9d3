//! The lines of source under a place, with the columns to underline: what `human` and `html` draw.

use super::place::Place;
use super::redact::Redactor;

/// More lines than this are cut in the middle: the first ones say what is meant.
const MAX_LINES: u32 = 6;
/// A longer line is cut behind this many characters: generated files hold whole policies on one line.
const MAX_CHARS: usize = 240;

/// Lines of one place, ready to draw.
#[derive(Debug)]
pub struct Snippet {
    pub lines: Vec<SnippetLine>,
    /// Lines of the region that are not among `lines`.
    pub omitted: u32,
}

/// One line, split at the underlined part.
#[derive(Debug, PartialEq, Eq)]
pub struct SnippetLine {
    pub number: u32,
    pub before: String,
    pub marked: String,
    pub after: String,
}

impl Snippet {
    /// The lines of the region and `context` lines around them; `None` where the text is not at hand.
    pub fn new(place: &Place, redactor: &Redactor, context: u32) -> Option<Self> {
        let (file, span) = place.source.as_ref()?;
        let (start, end) = (place.region.start.line, last_line(place));
        let shown_end = end.min(start + MAX_LINES - 1);
        let omitted = end - shown_end;
        let first = start.saturating_sub(context).max(1);
        let last = if omitted > 0 { shown_end } else { (end + context).min(file.line_count()) };
        let mut lines: Vec<SnippetLine> = Vec::new();
        for number in first..=last {
            let text = redactor.line(span.file, file, number);
            let marked = marked_bytes(file.line(number), place, number);
            lines.push(split(number, &text, marked));
        }
        while lines.last().is_some_and(|line| line.number > shown_end && line.is_blank()) {
            lines.pop();
        }
        let blank = lines.iter().take_while(|line| line.number < start && line.is_blank()).count();
        lines.drain(..blank);
        Some(Self { lines, omitted })
    }
}

impl SnippetLine {
    fn is_blank(&self) -> bool {
        [&self.before, &self.marked, &self.after].iter().all(|part| part.trim().is_empty())
    }
}

/// A region that ends at the start of a line ends before it.
fn last_line(place: &Place) -> u32 {
    let (start, end) = (place.region.start, place.region.end);
    if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line }
}

/// Which bytes of a line the region covers; leading white space of a following line is not covered.
fn marked_bytes(line: &str, place: &Place, number: u32) -> (usize, usize) {
    let (start, end) = (place.region.start, place.region.end);
    if number < start.line || number > last_line(place) {
        return (0, 0);
    }
    let text_start = line.len() - line.trim_start().len();
    let from = if number == start.line { byte_of_column(line, start.column) } else { text_start };
    let to = if number == end.line { byte_of_column(line, end.column) } else { line.trim_end().len() };
    (from, to.max(from))
}

fn byte_of_column(line: &str, column: u32) -> usize {
    let line = line.strip_prefix('\u{feff}').map_or((0, line), |rest| (line.len() - rest.len(), rest));
    let index = column.saturating_sub(1) as usize;
    line.0 + line.1.char_indices().nth(index).map_or(line.1.len(), |(at, _)| at)
}

fn split(number: u32, text: &str, (from, to): (usize, usize)) -> SnippetLine {
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or("").replace('\t', "    ");
    let after = part(to, text.len());
    let (before, marked) = (part(0, from), part(from, to));
    let room = MAX_CHARS.saturating_sub(before.chars().count() + marked.chars().count());
    SnippetLine {
        number,
        before: super::text::cut(&before, MAX_CHARS).into_owned(),
        marked: super::text::cut(&marked, MAX_CHARS).into_owned(),
        after: if room == 0 { String::new() } else { super::text::cut(&after, room).into_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::{SourceFile, Sources, Span};

    fn snippet(text: &str, marked: &str, context: u32) -> Snippet {
        let sources = Sources::default();
        let id = sources.add(SourceFile::new("a.tf", text));
        let start = text.find(marked).unwrap();
        let place = Place::of_span(Span::new(id, start, start + marked.len()), &sources);
        Snippet::new(&place, &Redactor::default(), context).unwrap()
    }

    #[test]
    fn the_underlined_part_is_the_text_of_the_span() {
        let snippet = snippet("a {\n\n  bé = \"😀\" # x\n\n}\n", "\"😀\"", 1);
        assert_eq!(snippet.lines.len(), 1);
        let line = &snippet.lines[0];
        assert_eq!((line.number, &*line.before, &*line.marked, &*line.after), (3, "  bé = ", "\"😀\"", " # x"));
    }

    #[test]
    fn long_regions_and_lines_are_cut() {
        let text = format!("a = [\n{}]\n", "  1,\n".repeat(20));
        let cut = snippet(&text, text.trim_end(), 1);
        assert_eq!((cut.lines.len(), cut.omitted), (6, 16));
        let text = format!("a = 1 # {}", "x".repeat(1000));
        assert!(snippet(&text, "a = 1", 0).lines[0].after.chars().count() <= MAX_CHARS);
    }

    #[test]
    fn tabs_take_four_columns() {
        let snippet = snippet("\ta = 1", "a = 1", 0);
        assert_eq!(snippet.lines[0].before, "    ");
    }
}
