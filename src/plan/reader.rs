//! A reader that knows at which line and column it is, passes over what CI wrappers print before a plan, and unpacks gzip.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use crate::span::Position;

/// How much text before the plan is passed over at most.
const MAX_JUNK: usize = 1 << 20;

/// The place of a reader, shared with the one who asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    line: Rc<Cell<u32>>,
    column: Rc<Cell<u32>>,
}

impl Place {
    pub(super) fn position(&self) -> Position {
        let column = self.column.get().max(1);
        Position { line: self.line.get() + 1, column, column_utf16: column }
    }
}

/// Counts lines and bytes of lines. The parser asks for single bytes, so the count is where the parser is.
#[derive(Debug)]
pub(super) struct Counting<R> {
    inner: R,
    place: Place,
}

impl<R: BufRead> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        for byte in buffer.iter().take(read) {
            if *byte == b'\n' {
                self.place.line.set(self.place.line.get() + 1);
                self.place.column.set(0);
            } else {
                self.place.column.set(self.place.column.get() + 1);
            }
        }
        Ok(read)
    }
}

/// What a stream begins with.
#[derive(Debug)]
pub(super) enum Start<R> {
    /// Something that may be plan JSON.
    Json(Counting<R>, Place),
    /// A zip archive: a binary plan.
    Archive(R),
    /// The newline-delimited messages of `terraform plan -json`.
    Messages,
    /// No JSON object at all.
    Nothing,
}

type Input<'r> = BufReader<Box<dyn Read + 'r>>;

/// Looks at the beginning of a stream.
pub(super) fn open<'r>(raw: Box<dyn Read + 'r>) -> io::Result<Start<Input<'r>>> {
    let mut input: Input<'r> = BufReader::with_capacity(1 << 16, raw);
    let head = input.fill_buf()?;
    if head.starts_with(&[0x1f, 0x8b]) {
        let unpacked: Box<dyn Read + 'r> = Box::new(flate2::read::MultiGzDecoder::new(input));
        input = BufReader::with_capacity(1 << 16, unpacked);
    } else if head.starts_with(b"PK\x03\x04") {
        return Ok(Start::Archive(input));
    }
    let mut junk = 0;
    let place = Place::default();
    loop {
        let head = input.fill_buf()?;
        if head.is_empty() {
            return Ok(Start::Nothing);
        }
        let trimmed = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
        if trimmed.first() == Some(&b'{') {
            if is_message(trimmed) {
                return Ok(Start::Messages);
            }
            let skip = head.len() - trimmed.len();
            input.consume(skip);
            return Ok(Start::Json(Counting { inner: input, place: place.clone() }, place));
        }
        // Whole lines that do not begin with a brace are not ours.
        let end = memchr::memchr(b'\n', head).map_or(head.len(), |at| at + 1);
        let is_line = head.get(end - 1) == Some(&b'\n');
        input.consume(end);
        junk += end;
        if is_line {
            place.line.set(place.line.get() + 1);
        }
        if junk > MAX_JUNK {
            return Ok(Start::Nothing);
        }
    }
}

fn is_message(head: &[u8]) -> bool {
    let first = head.get(..head.len().min(64)).unwrap_or_default();
    [&b"{\"@level\""[..], b"{\"@message\"", b"{\"@module\""].iter().any(|start| first.starts_with(start))
}
