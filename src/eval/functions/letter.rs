//! Case mapping as Go does it: one code point for one code point.

/// Upper case.
pub(super) fn upper(text: &str) -> String {
    text.chars().map(upper_of).collect()
}

/// Lower case.
pub(super) fn lower(text: &str) -> String {
    text.chars().map(lower_of).collect()
}

/// The first letter of each word in title case.
pub(super) fn title(text: &str) -> String {
    let mut previous = ' ';
    let title = |c: char| {
        let result = if is_separator(previous) { title_of(c) } else { c };
        previous = c;
        result
    };
    text.chars().map(title).collect()
}

fn is_separator(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_alphanumeric() && c != '_';
    }
    !c.is_alphanumeric() && c.is_whitespace()
}

/// The only character of a mapping; `None` where the full mapping has several.
fn only(mut mapping: impl Iterator<Item = char>) -> Option<char> {
    let first = mapping.next()?;
    mapping.next().is_none().then_some(first)
}

fn upper_of(c: char) -> char {
    only(c.to_uppercase()).unwrap_or_else(|| iota_of(c).unwrap_or(c))
}

/// Greek letters with iota below: the full mapping spells the iota out, the simple one has a letter for it.
fn iota_of(c: char) -> Option<char> {
    match c {
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => char::from_u32(u32::from(c) + 8),
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => char::from_u32(u32::from(c) + 9),
        _ => None,
    }
}

fn lower_of(c: char) -> char {
    only(c.to_lowercase()).unwrap_or(if c == '\u{130}' { 'i' } else { c })
}

fn title_of(c: char) -> char {
    match c {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        '\u{10d0}'..='\u{10fa}' | '\u{10fd}'..='\u{10ff}' => c,
        _ => upper_of(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_one_letter() {
        assert_eq!(upper("straße ﬁ ᾳ ǆ"), "STRAßE ﬁ ᾼ Ǆ");
        assert_eq!(lower("İ ΑΣ"), "i ας".replace('ς', "σ"));
        assert_eq!(title("hello wORLD foo_bar a-b it's ǆ"), "Hello WORLD Foo_bar A-B It'S ǅ");
    }
}
