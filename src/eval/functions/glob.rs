//! The patterns of `fileset`: `*`, `?`, `[a-z]`, `{a,b}` within a name, `**` for any directories.

use super::context::{FileDenied, FileKind, FunctionContext};

/// Why there is no list of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    Denied(FileDenied),
    Pattern,
    TooMany,
}

/// Directories below each other that are still entered: links may lead in circles.
const MAX_DEPTH: usize = 64;

/// The files that match a clean pattern. Dotfiles match like all others.
pub(super) fn find(cx: &dyn FunctionContext, pattern: &str, limit: usize) -> Result<Vec<String>, Failure> {
    let (start, parts) = fixed_start(pattern);
    let mut walk = Walk { cx, limit, seen: 0, found: Vec::new() };
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    if parts.is_empty() {
        walk.add_file(start);
    } else {
        walk.directory(&start, &parts, 0)?;
    }
    Ok(walk.found)
}

/// The directories at the beginning that hold no pattern, and the parts behind them.
fn fixed_start(pattern: &str) -> (String, Vec<String>) {
    let rooted = pattern.starts_with('/');
    let parts = split(pattern.trim_start_matches('/'));
    let is_fixed = |part: &str| !part.contains(['*', '?', '[', '{', '\\']);
    let fixed = parts.iter().take_while(|part| is_fixed(part)).count();
    let (start, rest) = parts.split_at_checked(fixed).unwrap_or((&[], &parts));
    let start = start.join("/");
    let start = match (rooted, start.is_empty()) {
        (true, _) => format!("/{start}"),
        (false, true) => ".".into(),
        (false, false) => start,
    };
    (start, rest.to_vec())
}

/// Parts between slashes; a slash in braces or behind a backslash separates nothing.
fn split(pattern: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in pattern.chars() {
        if c == '/' && !escaped {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    parts
}

struct Walk<'a> {
    cx: &'a dyn FunctionContext,
    limit: usize,
    seen: usize,
    found: Vec<String>,
}

impl Walk<'_> {
    fn directory(&mut self, directory: &str, parts: &[&str], depth: usize) -> Result<(), Failure> {
        let Some((part, rest)) = parts.split_first() else {
            self.add_file(directory.to_owned());
            return Ok(());
        };
        if depth > MAX_DEPTH || !matches!(self.cx.kind(directory), Ok(FileKind::Directory)) {
            return self.refused(directory, depth);
        }
        let mut names = self.cx.list(directory).map_err(Failure::Denied)?;
        names.sort_unstable();
        self.seen += names.len();
        if self.seen > self.limit {
            return Err(Failure::TooMany);
        }
        if *part == "**" {
            self.any_directories(directory, &names, (parts, rest), depth)?;
            return if rest.is_empty() { Ok(()) } else { self.matching(directory, &names, rest, depth) };
        }
        self.matching(directory, &names, parts, depth)
    }

    /// What is no directory matches nothing; what must not be read makes the whole answer unknown.
    fn refused(&self, directory: &str, depth: usize) -> Result<(), Failure> {
        match self.cx.kind(directory) {
            Err(why @ FileDenied::Forbidden(_)) if depth == 0 => Err(Failure::Denied(why)),
            _ => Ok(()),
        }
    }

    fn any_directories(
        &mut self,
        directory: &str,
        names: &[String],
        (parts, rest): (&[&str], &[&str]),
        depth: usize,
    ) -> Result<(), Failure> {
        for name in names {
            let path = join(directory, name);
            match self.cx.kind(&path) {
                Ok(FileKind::Directory) => self.directory(&path, parts, depth + 1)?,
                Ok(FileKind::File) if rest.is_empty() => self.found.push(path),
                _ => {}
            }
        }
        Ok(())
    }

    fn matching(&mut self, directory: &str, names: &[String], parts: &[&str], depth: usize) -> Result<(), Failure> {
        let Some((part, rest)) = parts.split_first() else { return Ok(()) };
        if *part == "**" {
            return self
                .any_directories(directory, names, (parts, rest), depth)
                .and_then(|()| if rest.is_empty() { Ok(()) } else { self.matching(directory, names, rest, depth) });
        }
        let pattern: Vec<char> = part.chars().collect();
        for name in names {
            let text: Vec<char> = name.chars().collect();
            if is_match(&pattern, &text, &mut 0)? {
                self.directory_or_file(&join(directory, name), rest, depth)?;
            }
        }
        Ok(())
    }

    fn directory_or_file(&mut self, path: &str, rest: &[&str], depth: usize) -> Result<(), Failure> {
        if rest.is_empty() {
            self.add_file(path.to_owned());
            return Ok(());
        }
        self.directory(path, rest, depth + 1)
    }

    fn add_file(&mut self, path: String) {
        if matches!(self.cx.kind(&path), Ok(FileKind::File)) {
            self.found.push(path);
        }
    }
}

fn join(directory: &str, name: &str) -> String {
    match directory {
        "." => name.to_owned(),
        "/" => format!("/{name}"),
        directory => format!("{directory}/{name}"),
    }
}

/// Steps that matching one name may take.
const MAX_STEPS: usize = 100_000;

fn is_match(pattern: &[char], text: &[char], steps: &mut usize) -> Result<bool, Failure> {
    *steps += 1;
    if *steps > MAX_STEPS {
        return Err(Failure::TooMany);
    }
    let Some((first, rest)) = pattern.split_first() else { return Ok(text.is_empty()) };
    match first {
        '*' => {
            for skipped in 0..=text.len() {
                if is_match(rest, text.get(skipped..).unwrap_or_default(), steps)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        '?' => match text.split_first() {
            Some((_, text)) => is_match(rest, text, steps),
            None => Ok(false),
        },
        '[' => {
            let end = class_end(rest).ok_or(Failure::Pattern)?;
            let class = rest.get(..end).unwrap_or_default();
            match text.split_first() {
                Some((c, text)) if in_class(class, *c)? => {
                    is_match(rest.get(end + 1..).unwrap_or_default(), text, steps)
                }
                _ => Ok(false),
            }
        }
        '{' => alternatives(rest, text, steps),
        '\\' => {
            let (escaped, rest) = rest.split_first().ok_or(Failure::Pattern)?;
            match text.split_first() {
                Some((c, text)) if c == escaped => is_match(rest, text, steps),
                _ => Ok(false),
            }
        }
        literal => match text.split_first() {
            Some((c, text)) if c == literal => is_match(rest, text, steps),
            _ => Ok(false),
        },
    }
}

/// The index of the bracket that ends a class.
fn class_end(class: &[char]) -> Option<usize> {
    let mut escaped = false;
    for (i, c) in class.iter().enumerate() {
        if *c == ']' && !escaped && i > 0 {
            return Some(i);
        }
        escaped = *c == '\\' && !escaped;
    }
    None
}

fn in_class(class: &[char], wanted: char) -> Result<bool, Failure> {
    let (negated, class) = match class.split_first() {
        Some(('^' | '!', rest)) => (true, rest),
        _ => (false, class),
    };
    let mut chars = class.iter().copied().peekable();
    let mut found = false;
    while let Some(c) = chars.next() {
        let low = if c == '\\' { chars.next().ok_or(Failure::Pattern)? } else { c };
        let mut high = low;
        if chars.peek() == Some(&'-') {
            chars.next();
            let end = chars.next().ok_or(Failure::Pattern)?;
            high = if end == '\\' { chars.next().ok_or(Failure::Pattern)? } else { end };
        }
        found |= (low..=high).contains(&wanted);
    }
    Ok(found != negated)
}

fn alternatives(rest: &[char], text: &[char], steps: &mut usize) -> Result<bool, Failure> {
    let mut depth = 1;
    let mut parts = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (i, c) in rest.iter().enumerate() {
        let special = !escaped;
        escaped = *c == '\\' && !escaped;
        match c {
            '{' if special => depth += 1,
            '}' if special => depth -= 1,
            ',' if special && depth == 1 => {
                parts.push(rest.get(start..i).unwrap_or_default());
                start = i + 1;
            }
            _ => {}
        }
        if depth == 0 {
            parts.push(rest.get(start..i).unwrap_or_default());
            let after = rest.get(i + 1..).unwrap_or_default();
            for part in parts {
                if is_match(&[part, after].concat(), text, steps)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
    }
    Err(Failure::Pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> Result<bool, Failure> {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        is_match(&chars(pattern), &chars(text), &mut 0)
    }

    #[test]
    fn names_match_patterns() {
        for (pattern, text, wanted) in [
            ("*.tf", "a.tf", true),
            ("*", ".hidden", true),
            ("?.tf", "ab.tf", false),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("*.{json,yml}", "a.yml", true),
            ("a{b,c{d,e}}f", "acef", true),
            ("\\*", "*", true),
        ] {
            assert_eq!(matches(pattern, text), Ok(wanted), "{pattern} {text}");
        }
        assert_eq!(matches("[a", "a"), Err(Failure::Pattern));
    }
}
