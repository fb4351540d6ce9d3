//! Resource addresses as plans write them: `module.a["x"].data.t.n[0]`.

use crate::eval::instance::Key;

/// An address in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// `module.a["x"]`; empty in the root.
    pub module: String,
    pub is_data: bool,
    pub kind: String,
    pub name: String,
    pub key: Key,
}

impl Address {
    /// The parts of an instance's address; none where the text is no such address.
    pub fn parse(address: &str) -> Option<Self> {
        let mut words = words(address)?;
        let last = words.pop()?;
        let kind = words.pop()?;
        let is_data = words.last().is_some_and(|word| word == "data");
        if is_data {
            words.pop();
        }
        let (name, key) = name_and_key(&last)?;
        let is_complete = !kind.is_empty() && !name.is_empty();
        is_complete.then_some(Self { module: words.join("."), is_data, kind, name, key })
    }
}

/// The address at the dots that stand outside of keys.
fn words(address: &str) -> Option<Vec<String>> {
    let mut words: Vec<String> = vec![String::new()];
    let (mut depth, mut is_quoted, mut is_escaped) = (0_u32, false, false);
    for c in address.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '[' if !is_quoted => depth += 1,
            ']' if !is_quoted => depth = depth.saturating_sub(1),
            '.' if depth == 0 => {
                words.push(String::new());
                continue;
            }
            _ => {}
        }
        words.last_mut()?.push(c);
    }
    Some(words)
}

fn name_and_key(word: &str) -> Option<(String, Key)> {
    let Some((name, key)) = word.split_once('[') else { return Some((word.to_string(), Key::None)) };
    let key = match serde_json::from_str(key.strip_suffix(']')?).ok()? {
        serde_json::Value::String(key) => Key::String(key.into()),
        other => Key::Int(other.as_u64()?),
    };
    Some((name.to_string(), key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_may_hold_dots_and_brackets() {
        let address = Address::parse(r#"module.a["x.y]"].data.t.n["b[\"0\"].c"]"#).unwrap();
        assert_eq!((&*address.module, &*address.kind, &*address.name), (r#"module.a["x.y]"]"#, "t", "n"));
        assert!(address.is_data);
        assert_eq!(address.key, Key::String(r#"b["0"].c"#.into()));
        assert_eq!(Address::parse("t.n[7]").unwrap().key, Key::Int(7));
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in ["", "a", "a.", "a.b[", "a.b[x]"] {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }
}
