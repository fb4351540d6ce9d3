//! Wildcards over ids and addresses: `*` for any run of characters, `?` for one; nothing else is special.
//!
//! Paths are matched by `globset`; addresses hold brackets and quotes, which globs of paths would read as classes.

/// Whether the whole text fits the pattern. Takes time linear in practice and at worst the product of both lengths.
pub fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    // Where the last `*` stands, and the first character of the text that is not yet given to it.
    let mut retry: Option<(usize, usize)> = None;
    while let Some(&character) = text.get(t) {
        match pattern.get(p) {
            Some('*') => {
                retry = Some((p, t));
                p += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == character => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star, given)) = retry else { return false };
                retry = Some((star, given + 1));
                (p, t) = (star + 1, given + 1);
            }
        }
    }
    pattern.iter().skip(p).all(|&rest| rest == '*')
}

/// Whether the text holds a wildcard.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// Whether an instance's address fits, with its keys or without them: `module.a.aws_x.*` fits `module.a["k"].aws_x.y[0]`.
pub fn matches_address(pattern: &str, address: &str) -> bool {
    matches(pattern, address) || matches(pattern, &without_keys(address))
}

/// The address without `[0]` and `["key"]`; brackets inside a quoted key do not count.
pub fn without_keys(address: &str) -> String {
    let mut plain = String::with_capacity(address.len());
    let (mut in_key, mut in_quotes, mut is_escaped) = (false, false, false);
    for character in address.chars() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if in_quotes => is_escaped = true,
            '"' if in_key => in_quotes = !in_quotes,
            '[' if !in_key => in_key = true,
            ']' if in_key && !in_quotes => in_key = false,
            _ if !in_key => plain.push(character),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_runs_and_single_characters() {
        for (pattern, text, expected) in [
            ("aws-*", "aws-s3-logging", true),
            ("aws-*", "azure-x", false),
            ("*-public-*", "aws-s3-public-acl", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*", "", true),
            ("*a*b", "xxaxxbxb", true),
            ("*a*b", "xxaxxbx", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn keys_may_be_left_out_of_an_address() {
        assert!(matches_address("module.a.aws_x.*", "module.a[\"k]\\\"\"].aws_x.y[0]"));
        assert!(matches_address("module.a[\"k\"].*", "module.a[\"k\"].aws_x.y"));
        assert!(!matches_address("module.a[\"k\"].*", "module.a[\"l\"].aws_x.y"));
    }
}
