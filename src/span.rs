//! Places in source text: which file, which bytes, and how a byte offset becomes a line and a column.
//!
//! In: the texts that `discover` has read. Out: [`FileId`]s, [`Span`]s and, for reports, [`Region`]s.
//! This module does not know what the text means, nor how to read a file.

use std::fmt;
use std::sync::{Arc, OnceLock, RwLock};

/// Names one file of this run. Ids are handed out by [`Sources::add`]; their order means nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

impl FileId {
    /// Text that stands in no file: `--expr`, a template read at evaluation time, a generated example.
    pub const NONE: Self = Self(u32::MAX);
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "file{}", self.0)
    }
}

/// A range of bytes in one file, half open.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// A span that points nowhere.
    pub const NONE: Self = Self { file: FileId::NONE, start: 0, end: 0 };

    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The smallest span that covers both; `self` where they lie in different files.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    pub fn is_none(self) -> bool {
        self.file == FileId::NONE
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}:{}..{}", self.file, self.start, self.end)
    }
}

/// One position for people and machines; everything is 1-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Position {
    pub line: u32,
    /// In Unicode scalar values: what editors and terminals show.
    pub column: u32,
    /// In UTF-16 code units: what SARIF's `columnKind: utf16CodeUnits` and the language server protocol count.
    pub column_utf16: u32,
}

/// A span as lines and columns. `end` is exclusive: the position behind the last character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Region {
    pub start: Position,
    pub end: Position,
}

/// One text of this run, with its path relative to the repository root (`/` between the parts).
#[derive(Debug)]
pub struct SourceFile {
    pub path: Arc<str>,
    pub text: Arc<str>,
    line_starts: OnceLock<Vec<u32>>,
    /// For a file whose text is not kept: what stands where; an offset is an index into it.
    positions: Option<Vec<Position>>,
}

impl SourceFile {
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), line_starts: OnceLock::new(), positions: None }
    }

    /// A file whose text is not kept (a plan of many megabytes): the offset `i` is at `positions[i]`.
    pub fn with_positions(path: impl Into<Arc<str>>, positions: Vec<Position>) -> Self {
        Self { positions: Some(positions), ..Self::new(path, "") }
    }

    /// Whether the text is kept, and not its positions alone.
    pub fn has_text(&self) -> bool {
        self.positions.is_none()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let newlines = memchr::memchr_iter(b'\n', self.text.as_bytes());
            std::iter::once(0).chain(newlines.map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX))).collect()
        })
    }

    /// How many lines the text has; an empty text has one.
    pub fn line_count(&self) -> u32 {
        u32::try_from(self.line_starts().len()).unwrap_or(u32::MAX)
    }

    /// The text of a 1-based line without its line ending; empty where there is no such line.
    pub fn line(&self, line: u32) -> &str {
        let starts = self.line_starts();
        let index = line.saturating_sub(1) as usize;
        let Some(&start) = starts.get(index) else { return "" };
        let end = starts.get(index + 1).map_or(self.text.len(), |&next| next as usize);
        self.text.get(start as usize..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// The bytes of a 1-based line with its line ending; an empty range at the end where there is no such line.
    pub fn line_range(&self, line: u32) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let at = |index: usize| starts.get(index).map_or(self.text.len(), |&start| start as usize);
        let index = line.saturating_sub(1) as usize;
        at(index)..at(index + 1)
    }

    /// The text under a span; empty where the span does not fit the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The 1-based line of a byte offset.
    pub fn line_of(&self, offset: u32) -> u32 {
        let before = self.line_starts().partition_point(|&start| start <= offset);
        u32::try_from(before.max(1)).unwrap_or(u32::MAX)
    }

    /// The position of a byte offset; an offset past the end is the end of the text.
    pub fn position(&self, offset: u32) -> Position {
        if let Some(positions) = &self.positions {
            return positions.get(offset as usize).copied().unwrap_or(Position { line: 1, column: 1, column_utf16: 1 });
        }
        let starts = self.line_starts();
        let index = starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let line_start = starts.get(index).copied().unwrap_or(0) as usize;
        let mut end = (offset as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let mut before = self.text.get(line_start..end).unwrap_or("");
        if line_start == 0 {
            before = before.trim_start_matches('\u{feff}');
        }
        let chars = before.chars().count();
        let utf16: usize = before.chars().map(char::len_utf16).sum();
        let one_based = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        Position { line: one_based(index), column: one_based(chars), column_utf16: one_based(utf16) }
    }

    pub fn region(&self, span: Span) -> Region {
        Region { start: self.position(span.start), end: self.position(span.end) }
    }
}

/// All texts of a run, by id. Shared between threads; texts are only ever added.
#[derive(Debug, Default)]
pub struct Sources {
    files: RwLock<Vec<Arc<SourceFile>>>,
}

impl Sources {
    pub fn add(&self, file: SourceFile) -> FileId {
        let mut files = self.files.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.push(Arc::new(file));
        FileId(u32::try_from(files.len() - 1).unwrap_or(u32::MAX - 1))
    }

    /// All files so far, each with its id; one path may have several texts.
    pub fn all(&self) -> impl Iterator<Item = (FileId, Arc<SourceFile>)> {
        let files = self.files.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        (0..).zip(files).map(|(i, file)| (FileId(i), file))
    }

    pub fn get(&self, id: FileId) -> Option<Arc<SourceFile>> {
        let files = self.files.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        files.get(id.0 as usize).cloned()
    }

    /// The path of a file, or `<expression>` for text that stands in no file.
    pub fn path(&self, id: FileId) -> Arc<str> {
        self.get(id).map_or_else(|| Arc::from("<expression>"), |file| Arc::clone(&file.path))
    }

    pub fn region(&self, span: Span) -> Region {
        self.get(span.file).map(|file| file.region(span)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let file = SourceFile::new("a.tf", "a = \"😀é\" # x\nb = 1");
        let at = u32::try_from(file.text.find('#').unwrap()).unwrap();
        assert_eq!(file.position(at), Position { line: 1, column: 10, column_utf16: 11 });
        assert_eq!(
            file.position(u32::try_from(file.text.len()).unwrap()),
            Position { line: 2, column: 6, column_utf16: 6 }
        );
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        let file = SourceFile::new("a.tf", "\u{feff}a = 1");
        assert_eq!(file.position(3).column, 1);
    }

    #[test]
    fn lines_lose_their_endings() {
        let file = SourceFile::new("a.tf", "one\r\ntwo\n");
        assert_eq!(file.line(1), "one");
        assert_eq!(file.line(2), "two");
        assert_eq!(file.line(3), "");
        assert_eq!(file.line_count(), 3);
    }
}
