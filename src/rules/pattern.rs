//! Type patterns of rules: `aws_s3_bucket`, `aws_*`, `data.aws_ami`, `module`.

use std::collections::BTreeSet;
use std::sync::Arc;

/// A pattern with at most a few `*`.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'p> {
    text: &'p str,
}

impl<'p> Pattern<'p> {
    pub fn new(text: &'p str) -> Self {
        Self { text }
    }

    /// Whether the pattern means that kind. A pattern without `data.` never means a data source.
    pub fn matches(self, kind: &str) -> bool {
        if !self.text.contains('*') {
            return self.text == kind;
        }
        let is_qualified = |text: &str| text.contains('.');
        if is_qualified(kind) != is_qualified(self.text) || (self.text == "*" && is_keyword(kind)) {
            return false;
        }
        glob(self.text, kind)
    }

    pub fn matches_any(self, kinds: &BTreeSet<Arc<str>>) -> bool {
        if self.text.contains('*') { kinds.iter().any(|kind| self.matches(kind)) } else { kinds.contains(self.text) }
    }
}

/// Subjects that are no resource types; `*` alone does not mean them.
fn is_keyword(kind: &str) -> bool {
    matches!(kind, "module" | "variable" | "output" | "terraform" | "plan")
}

/// Whether `text` matches `pattern`, where `*` stands for any run of characters. Linear in practice: at most one
/// position of the text is remembered. Bytes do as well as characters, because a star has one byte.
pub fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        if pattern.get(p) == Some(&b'*') {
            star = Some((p + 1, t));
            p += 1;
        } else if pattern.get(p).is_some() && pattern.get(p) == text.get(t) {
            p += 1;
            t += 1;
        } else if let Some((after, from)) = star {
            p = after;
            t = from + 1;
            star = Some((after, from + 1));
        } else {
            return false;
        }
    }
    pattern.iter().skip(p).all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_any_run() {
        assert!(Pattern::new("aws_*").matches("aws_s3_bucket"));
        assert!(!Pattern::new("aws_*").matches("data.aws_s3_bucket"));
        assert!(Pattern::new("data.aws_*").matches("data.aws_ami"));
        assert!(Pattern::new("*").matches("aws_vpc"));
        assert!(!Pattern::new("*").matches("module"));
        assert!(glob("a*b*c", "aXXbYYc"));
        assert!(!glob("a*b", "aXXbYYc"));
    }
}
