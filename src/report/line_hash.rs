//! The fingerprint of a line that code scanning computes when a report comes without one.
//!
//! A rolling hash over the next 100 UTF-16 units from the start of the line, white space skipped, base 37, wrapping in
//! 64 bits, followed by a counter that tells equal hashes of one file apart. Alerts keep their identity over uploads
//! only while both sides compute the very same number, so every oddity of the uploader is kept.

use std::collections::HashMap;

const WINDOW: usize = 100;
const BASE: u64 = 37;
const END_OF_FILE: u16 = 0xffff;
const LINE_FEED: u16 = 0x0a;
const CARRIAGE_RETURN: u16 = 0x0d;
const TAB: u16 = 0x09;
const SPACE: u16 = 0x20;

/// `hash:occurrence` of every line of a file.
#[derive(Debug, Default)]
pub struct LineHashes {
    lines: Vec<(u64, u32)>,
}

impl LineHashes {
    pub fn new(text: &str) -> Self {
        let mut hasher = Hasher::new();
        for unit in text.encode_utf16() {
            hasher.process(unit);
        }
        hasher.process(END_OF_FILE);
        hasher.finish()
    }

    /// The fingerprint of a 1-based line; `None` past the end.
    pub fn of_line(&self, line: u32) -> Option<String> {
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        self.lines.get(index).map(|(hash, count)| format!("{hash:x}:{count}"))
    }
}

struct Hasher {
    window: [u16; WINDOW],
    /// Whether the unit in the window at that index begins a line.
    begins_line: [bool; WINDOW],
    index: usize,
    hash: u64,
    first_factor: u64,
    at_line_start: bool,
    after_carriage_return: bool,
    counts: HashMap<u64, u32>,
    lines: Vec<(u64, u32)>,
}

impl Hasher {
    fn new() -> Self {
        Self {
            window: [0; WINDOW],
            begins_line: [false; WINDOW],
            index: 0,
            hash: 0,
            first_factor: (0..WINDOW).fold(1, |factor: u64, _| factor.wrapping_mul(BASE)),
            at_line_start: true,
            after_carriage_return: false,
            counts: HashMap::new(),
            lines: Vec::new(),
        }
    }

    fn process(&mut self, unit: u16) {
        let is_second_half = self.after_carriage_return && unit == LINE_FEED;
        self.after_carriage_return = false;
        if unit == SPACE || unit == TAB || is_second_half {
            return;
        }
        let is_return = unit == CARRIAGE_RETURN;
        self.after_carriage_return = is_return;
        let unit = if is_return { LINE_FEED } else { unit };
        self.emit();
        if self.at_line_start {
            self.at_line_start = false;
            if let Some(begins_line) = self.begins_line.get_mut(self.index) {
                *begins_line = true;
            }
        }
        self.at_line_start = unit == LINE_FEED;
        self.push(unit);
    }

    /// Lines begin in order and stay in the window equally long, so they are emitted in order.
    fn emit(&mut self) {
        let Some(begins_line) = self.begins_line.get_mut(self.index) else { return };
        if std::mem::take(begins_line) {
            let count = self.counts.entry(self.hash).or_insert(0);
            *count += 1;
            self.lines.push((self.hash, *count));
        }
    }

    fn push(&mut self, unit: u16) {
        let Some(slot) = self.window.get_mut(self.index) else { return };
        let leaving = std::mem::replace(slot, unit);
        self.hash = self
            .hash
            .wrapping_mul(BASE)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(self.first_factor.wrapping_mul(u64::from(leaving)));
        self.index = (self.index + 1) % WINDOW;
    }

    fn finish(mut self) -> LineHashes {
        for _ in 0..WINDOW {
            self.emit();
            self.push(0);
        }
        LineHashes { lines: self.lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected values come from code scanning's own uploader, run on these texts.
    #[test]
    fn hashes_are_those_of_the_uploader() {
        let hashes = LineHashes::new(include_str!("../../fixtures/report/checkout/envs/prod/main.tf"));
        assert_eq!(hashes.of_line(19).unwrap(), "3e0e2262d787f53:1");
        assert_eq!(hashes.of_line(8).unwrap(), "d2916f7150a8b801:1");
        assert_eq!(hashes.of_line(26).unwrap(), "33427a199b1750d1:1");
    }

    #[test]
    fn line_endings_and_indentation_do_not_matter() {
        let unix = LineHashes::new("a\n  b\n\nc");
        let dos = LineHashes::new("a\r\n\tb\r\n\r\nc");
        assert_eq!(unix.lines, dos.lines);
        assert_eq!(unix.lines.len(), 4);
        assert_eq!(unix.of_line(5), None);
        assert_eq!(unix.of_line(0), None);
    }

    #[test]
    fn equal_lines_are_counted() {
        let hashes = LineHashes::new(&"x\n".repeat(300));
        assert_eq!(
            hashes.of_line(1).unwrap().split_once(':').unwrap().0,
            hashes.of_line(9).unwrap().split_once(':').unwrap().0
        );
        assert!(hashes.of_line(9).unwrap().ends_with(":9"));
    }
}
