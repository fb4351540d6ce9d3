//! The beginning of a stream: unpacks gzip, passes over what CI wrappers print before a plan, and tells what it is.

use std::io::{self, BufRead, BufReader, Read};

/// Bytes that are read at once.
const BUFFER: usize = 1 << 17;
/// How much text before the plan is passed over at most.
const MAX_JUNK: usize = 1 << 20;

/// What a stream begins with.
#[derive(Debug)]
pub(super) enum Start<R> {
    /// Something that may be plan JSON, and the number of lines before it.
    Json(R, u32),
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
    let mut input: Input<'r> = BufReader::with_capacity(BUFFER, raw);
    let head = input.fill_buf()?;
    if head.starts_with(&[0x1f, 0x8b]) {
        let unpacked: Box<dyn Read + 'r> = Box::new(flate2::read::MultiGzDecoder::new(input));
        input = BufReader::with_capacity(BUFFER, unpacked);
    } else if head.starts_with(b"PK\x03\x04") {
        return Ok(Start::Archive(input));
    }
    let mut junk = 0;
    let mut line = 0_u32;
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
            return Ok(Start::Json(input, line));
        }
        // Whole lines that do not begin with a brace are not ours.
        let end = memchr::memchr(b'\n', head).map_or(head.len(), |at| at + 1);
        let is_line = head.get(end - 1) == Some(&b'\n');
        input.consume(end);
        junk += end;
        if is_line {
            line += 1;
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
