//! Text from the user's files, made harmless: what would steer a terminal, hide text or break a format is shown as an
//! escape instead.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character is invisible, moves the cursor or changes the direction of reading.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// One line of text for people: hostile characters become `\n`, `\t`, `\u{202e}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_hostile(c) => {
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The same for text of several lines: line feeds and tabs stay.
pub fn visible_lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| visible(&line.replace('\t', "    ")).into_owned()).collect();
    lines.join("\n")
}

/// A line of source in which hostile characters are replaced by harmless ones of the same length in bytes, so that
/// spans stay true. Tabs stay.
pub fn harmless(line: &str) -> Cow<'_, str> {
    if !line.contains(|c| c != '\t' && is_hostile(c)) {
        return Cow::Borrowed(line);
    }
    let replace = |c: char| match (is_hostile(c) && c != '\t', c.len_utf8()) {
        (false, _) => c,
        (true, 1) => '?',
        (true, 2) => '¿',
        (true, 3) => '\u{fffd}',
        (true, _) => '🚫',
    };
    Cow::Owned(line.chars().map(replace).collect())
}

/// JSON text in which hostile characters stand as `\u` escapes; what a parser reads stays the same.
///
/// Outside of strings JSON holds none of them but line feeds, and inside of strings the serialiser has already
/// escaped what lies below U+0020.
pub fn json_safe(json: &str) -> Cow<'_, str> {
    let needs_escape = |c: char| c >= '\u{7f}' && is_hostile(c);
    if !json.contains(needs_escape) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if needs_escape(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Text for HTML, as content or as an attribute in double quotes.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A message whose backticks are quotes, for formats without code spans.
pub fn quoted(message: &str) -> String {
    visible(message).replace('`', "'")
}

/// At most `limit` characters, with an ellipsis where something was cut.
pub fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    if text.chars().count() <= limit {
        return Cow::Borrowed(text);
    }
    let kept: String = text.chars().take(limit.saturating_sub(1)).collect();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// `1 finding`, `2 findings`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Breaks text at spaces into lines of at most `width` characters; a longer word keeps a line of its own.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_become_visible() {
        assert_eq!(visible("a\u{202e}b\nc\u{1b}[31m\td"), "a\\u{202e}b\\nc\\u{1b}[31m\\td");
        assert_eq!(visible("Köln 😀"), "Köln 😀");
    }

    #[test]
    fn harmless_keeps_the_length_in_bytes() {
        let line = "a\u{202e}b\u{1b}\u{85}\u{e0041}\tc";
        let clean = harmless(line);
        assert_eq!(clean.len(), line.len());
        assert_eq!(clean, "a\u{fffd}b?¿🚫\tc");
    }

    #[test]
    fn escaped_json_reads_back_the_same() {
        let text = "x\u{202e}y\u{e0041}\u{7f}\u{2028}ü";
        let json = serde_json::to_string(text).unwrap();
        let safe = json_safe(&json);
        assert!(!safe.contains(is_hostile), "{safe}");
        assert_eq!(serde_json::from_str::<String>(&safe).unwrap(), text);
    }

    #[test]
    fn lines_are_wrapped_at_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("incomprehensibilities x", 5), ["incomprehensibilities", "x"]);
    }
}
