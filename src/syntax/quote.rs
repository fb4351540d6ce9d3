//! Text as a quoted string of the language, the other way round than `literal`.

/// The text in quotes, escaped as Terraform escapes keys in addresses and strings in generated files.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '$' | '%' => {
                quoted.push(c);
                if rest.peek() == Some(&'{') {
                    quoted.push(c);
                }
            }
            _ if is_shown(c) => quoted.push(c),
            _ if u32::from(c) < 0x1_0000 => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => quoted.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

/// Letters, marks, numbers, punctuation, symbols and the space; no control, format or unassigned character.
fn is_shown(c: char) -> bool {
    // Behind another character the standard library escapes what cannot be shown, and no combining mark.
    matches!(c, ' '..='~') || !format!("a{c}").escape_debug().to_string().ends_with('}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_mean_something_is_escaped() {
        assert_eq!(quote("a\"b\\c\nd\te"), r#""a\"b\\c\nd\te""#);
        assert_eq!(quote("${x} %{y} $x %"), r#""$${x} %%{y} $x %""#);
        assert_eq!(quote("é e\u{301} \u{7} \u{200b} \u{e0001}"), "\"é e\u{301} \\u0007 \\u200b \\U000e0001\"");
        assert_eq!(quote("{}"), r#""{}""#);
    }
}
