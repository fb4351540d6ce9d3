//! Go's regular expressions (RE2) for Rust's engine, which thinks alike and is written a little differently.
//!
//! The pattern is read as Go reads it, with Go's errors, and written anew for the `regex` crate: `\d`, `\w`, `\s` and
//! `\b` know ASCII only, a `{` that begins no repetition is itself, classes hold no classes, group names may begin
//! with a digit.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use regex::Regex;
use regex_automata::hybrid::dfa::DFA;
use regex_automata::nfa::thompson::NFA;
use regex_automata::{Anchored, Input};
use regex_syntax::hir::Look;

/// A compiled pattern. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) regex: Regex,
    /// The names of the groups in order, from the first.
    pub(super) groups: Arc<[Option<Arc<str>>]>,
    text: Arc<str>,
    /// Of the automaton that finds matches.
    states: usize,
}

/// Why a pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PatternError {
    Invalid(String),
    TooLarge,
}

/// Compiling takes far longer than matching, and modules call with the same few patterns.
static CACHE: LazyLock<Mutex<HashMap<String, Pattern>>> = LazyLock::new(Mutex::default);
const CACHE_SIZE: usize = 64;

/// Go refuses to repeat more often.
const MAX_REPEAT: u32 = 1000;
/// The largest program of a pattern, in bytes.
const MAX_SIZE: usize = 10 << 20;
/// Patterns of so many states are searched for in one pass.
const SMALL: usize = 2_000;
/// Go refuses to nest deeper.
const MAX_DEPTH: u32 = 1000;

impl Pattern {
    pub(super) fn new(pattern: &str) -> Result<Self, PatternError> {
        if let Some(found) = CACHE.lock().unwrap_or_else(PoisonError::into_inner).get(pattern) {
            return Ok(found.clone());
        }
        let compiled = Self::compile(pattern)?;
        let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= CACHE_SIZE {
            cache.clear();
        }
        cache.insert(pattern.to_owned(), compiled.clone());
        Ok(compiled)
    }

    fn compile(pattern: &str) -> Result<Self, PatternError> {
        let mut reader = Reader::new(pattern);
        reader.read().map_err(PatternError::Invalid)?;
        let regex =
            regex::RegexBuilder::new(&reader.out).nest_limit(MAX_DEPTH + 10).size_limit(MAX_SIZE).build().map_err(
                |error| match error {
                    regex::Error::CompiledTooBig(_) => PatternError::TooLarge,
                    other => PatternError::Invalid(
                        other.to_string().lines().last().unwrap_or("it cannot be read").to_owned(),
                    ),
                },
            )?;
        let states = NFA::new(&reader.out).map_or(MAX_SIZE, |nfa| nfa.states().len());
        Ok(Self { regex, groups: reader.groups.into(), text: reader.out.into(), states })
    }

    /// How long a search of so many bytes may take, in steps of evaluation: a small pattern takes each byte once, a large
    /// one may take it once for each of its states.
    pub(super) fn steps(&self, length: usize) -> usize {
        match self.states {
            0..=SMALL => length / 16,
            states => length.saturating_mul(states) / 16,
        }
    }

    /// Whether all texts that begin with `start` match (true), or none (false).
    pub(super) fn on_beginning(&self, start: &str) -> Option<bool> {
        let hir = regex_syntax::parse(&self.text).ok()?;
        let looks = hir.properties().look_set();
        let sees_end = looks.iter().any(|look| matches!(look, Look::End | Look::EndLF | Look::EndCRLF));
        let sees_words = !looks.is_empty()
            && looks.iter().any(|look| !matches!(look, Look::Start | Look::StartLF | Look::StartCRLF));
        if !sees_end
            && let Some(found) = self.regex.find(start)
            && (!sees_words || found.end() < start.len())
        {
            return Some(true);
        }
        (hir.properties().look_set_prefix().contains(Look::Start) && !self.may_match_after(start)?).then_some(false)
    }

    /// Whether some text that begins with `start` matches; asked of anchored patterns only.
    fn may_match_after(&self, start: &str) -> Option<bool> {
        let dfa = DFA::new(&self.text).ok()?;
        let mut cache = dfa.create_cache();
        let mut state = dfa.start_state_forward(&mut cache, &Input::new("").anchored(Anchored::Yes)).ok()?;
        for byte in start.bytes() {
            state = dfa.next_state(&mut cache, state, byte).ok()?;
            if state.is_match() {
                return Some(true);
            }
            if state.is_dead() {
                return Some(false);
            }
            if state.is_quit() {
                return None;
            }
        }
        Some(true)
    }
}

/// What stood before, for errors about repetition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Item,
    Repetition,
}

/// Reads Go's syntax and writes Rust's.
struct Reader<'a> {
    rest: &'a str,
    out: String,
    groups: Vec<Option<Arc<str>>>,
    depth: u32,
    before: Before,
}

type Read<T = ()> = Result<T, String>;

impl<'a> Reader<'a> {
    fn new(pattern: &'a str) -> Self {
        Self { rest: pattern, out: String::new(), groups: Vec::new(), depth: 0, before: Before::Nothing }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or("");
        Some(c)
    }

    fn take(&mut self, prefix: &str) -> bool {
        match self.rest.strip_prefix(prefix) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn read(&mut self) -> Read {
        while let Some(c) = self.next() {
            match c {
                '(' => self.open_group()?,
                ')' => self.close_group()?,
                '|' => {
                    self.out.push('|');
                    self.before = Before::Nothing;
                }
                '*' | '+' | '?' => self.repetition(c)?,
                '{' => self.counted()?,
                '[' => self.class()?,
                '\\' => self.escape()?,
                '.' | '^' | '$' => self.item(c),
                c => self.literal(c),
            }
        }
        if self.depth > 0 { Err("missing closing )".into()) } else { Ok(()) }
    }

    fn item(&mut self, c: char) {
        self.out.push(c);
        self.before = Before::Item;
    }

    fn literal(&mut self, c: char) {
        push_escaped(&mut self.out, c);
        self.before = Before::Item;
    }

    fn open_group(&mut self) -> Read {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("expression nests too deeply".into());
        }
        self.before = Before::Nothing;
        if !self.take("?") {
            self.groups.push(None);
            self.out.push('(');
            return Ok(());
        }
        if self.take("P<") || self.take("<") {
            return self.named_group();
        }
        self.flags()
    }

    fn named_group(&mut self) -> Read {
        let (name, rest) = self.rest.split_once('>').ok_or("invalid named capture")?;
        let valid = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !valid {
            return Err(format!("invalid named capture `{name}`"));
        }
        self.groups.push(Some(name.into()));
        self.rest = rest;
        self.out.push('(');
        Ok(())
    }

    fn flags(&mut self) -> Read {
        let mut flags = String::new();
        let mut negated = false;
        while let Some(c) = self.next() {
            match c {
                'i' | 'm' | 's' | 'U' => flags.push(c),
                '-' if !negated => {
                    negated = true;
                    flags.push(c);
                }
                ':' | ')' if !flags.ends_with('-') => {
                    if c == ')' {
                        self.depth -= 1;
                    }
                    // Flags that change nothing are no syntax for Rust.
                    let empty = if c == ')' && flags.is_empty() { "(?:".to_owned() } else { format!("(?{flags}") };
                    self.out.push_str(&empty);
                    self.out.push(c);
                    return Ok(());
                }
                _ => break,
            }
        }
        Err("invalid or unsupported Perl syntax".into())
    }

    fn close_group(&mut self) -> Read {
        if self.depth == 0 {
            return Err("unexpected )".into());
        }
        self.depth -= 1;
        self.item(')');
        Ok(())
    }

    fn repetition(&mut self, c: char) -> Read {
        match self.before {
            Before::Nothing => return Err(format!("missing argument to repetition operator: `{c}`")),
            Before::Repetition => return Err("invalid nested repetition operator".into()),
            Before::Item => {}
        }
        self.out.push(c);
        if self.take("?") {
            self.out.push('?');
        }
        self.before = Before::Repetition;
        Ok(())
    }

    /// `{2}`, `{2,}`, `{2,5}`; anything else that begins with a brace stands for itself.
    fn counted(&mut self) -> Read {
        let Some((least, most, rest)) = counts(self.rest) else {
            self.literal('{');
            return Ok(());
        };
        let too_large = |count: Option<u32>| count.is_none_or(|count| count > MAX_REPEAT);
        if too_large(least) || most.is_some_and(too_large) {
            return Err("invalid repeat count".into());
        }
        if let (Some(least), Some(Some(most))) = (least, most)
            && most < least
        {
            return Err("invalid repeat count".into());
        }
        match self.before {
            Before::Nothing => return Err("missing argument to repetition operator".into()),
            Before::Repetition => return Err("invalid nested repetition operator".into()),
            Before::Item => {}
        }
        let length = self.rest.len() - rest.len();
        self.out.push('{');
        self.out.push_str(self.rest.get(..length).unwrap_or(""));
        self.rest = rest;
        if self.take("?") {
            self.out.push('?');
        }
        self.before = Before::Repetition;
        Ok(())
    }

    fn escape(&mut self) -> Read {
        if self.take("Q") {
            let (quoted, rest) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
            quoted.chars().for_each(|c| self.literal(c));
            self.rest = rest;
            return Ok(());
        }
        if self.take("E") {
            return Ok(());
        }
        let simple = match self.rest.chars().next() {
            Some('A') => Some("\\A"),
            Some('z') => Some("\\z"),
            Some('b') => Some("(?-u:\\b)"),
            Some('B') => Some("\\B"),
            Some(c) => perl_class(c),
            None => return Err("trailing backslash at end of expression".into()),
        };
        if let Some(text) = simple {
            self.next();
            self.out.push_str(text);
            self.before = Before::Item;
            return Ok(());
        }
        if let Some(class) = self.unicode_class()? {
            self.out.push_str(&class);
            self.before = Before::Item;
            return Ok(());
        }
        let c = self.escaped_char()?;
        self.literal(c);
        Ok(())
    }

    /// `\pN`, `\p{Greek}`, `\P{^Greek}`.
    fn unicode_class(&mut self) -> Read<Option<String>> {
        let mut negated = match self.rest.chars().next() {
            Some('p') => false,
            Some('P') => true,
            _ => return Ok(None),
        };
        self.next();
        let name = if self.take("{") {
            let (name, rest) = self.rest.split_once('}').ok_or("invalid character class range")?;
            self.rest = rest;
            name.to_owned()
        } else {
            self.next().ok_or("invalid character class range")?.to_string()
        };
        let bare = name.strip_prefix('^').unwrap_or(&name);
        negated ^= bare.len() != name.len();
        if !is_unicode_class(bare) {
            return Err(format!("invalid character class range: `{name}`"));
        }
        let letter = if negated { 'P' } else { 'p' };
        Ok(Some(format!("\\{letter}{{{bare}}}")))
    }

    /// The character that an escape stands for.
    fn escaped_char(&mut self) -> Read<char> {
        let c = self.next().ok_or("trailing backslash at end of expression")?;
        let invalid = || format!("invalid escape sequence: `\\{c}`");
        match c {
            '1'..='7' if !self.rest.starts_with(|next| matches!(next, '0'..='7')) => Err(invalid()),
            '0'..='7' => {
                let digits: String = std::iter::once(c)
                    .chain(self.rest.chars())
                    .take_while(|c| matches!(c, '0'..='7'))
                    .take(3)
                    .collect();
                self.rest = self.rest.get(digits.len() - 1..).unwrap_or("");
                u32::from_str_radix(&digits, 8).ok().and_then(char::from_u32).ok_or_else(invalid)
            }
            'x' => self.hex_char().ok_or_else(invalid),
            'a' => Ok('\u{7}'),
            'f' => Ok('\u{c}'),
            'n' => Ok('\n'),
            'r' => Ok('\r'),
            't' => Ok('\t'),
            'v' => Ok('\u{b}'),
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => Ok(c),
            _ => Err(invalid()),
        }
    }

    fn hex_char(&mut self) -> Option<char> {
        let digits = if self.take("{") {
            let (digits, rest) = self.rest.split_once('}')?;
            self.rest = rest;
            digits.to_owned()
        } else {
            let digits = self.rest.get(..2)?.to_owned();
            self.rest = self.rest.get(2..)?;
            digits
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
    }

    fn class(&mut self) -> Read {
        self.out.push('[');
        if self.take("^") {
            self.out.push('^');
        }
        let mut is_first = true;
        loop {
            if self.rest.is_empty() {
                return Err("missing closing ]".into());
            }
            if !is_first && self.take("]") {
                break;
            }
            is_first = false;
            self.class_item()?;
        }
        self.item(']');
        Ok(())
    }

    fn class_item(&mut self) -> Read {
        if self.rest.starts_with("[:")
            && let Some((name, rest)) = self.rest.get(2..).and_then(|text| text.split_once(":]"))
        {
            let bare = name.strip_prefix('^').unwrap_or(name);
            if !ASCII_CLASSES.contains(&bare) {
                return Err(format!("invalid character class range: `[:{name}:]`"));
            }
            self.rest = rest;
            // Writing to a string cannot fail.
            let _ = write!(self.out, "[:{name}:]");
            return Ok(());
        }
        if self.take("\\") {
            let perl = self.rest.chars().next().and_then(perl_class);
            if let Some(text) = perl {
                self.next();
                self.out.push_str(text);
                return Ok(());
            }
            if let Some(class) = self.unicode_class()? {
                self.out.push_str(&class);
                return Ok(());
            }
            let low = self.escaped_char()?;
            return self.range_from(low);
        }
        let low = self.next().ok_or("missing closing ]")?;
        self.range_from(low)
    }

    /// A character of a class, or a range that begins with it.
    fn range_from(&mut self, low: char) -> Read {
        push_escaped(&mut self.out, low);
        let begins_range = self.rest.starts_with('-') && self.rest.len() > 1 && !self.rest.starts_with("-]");
        if !begins_range {
            return Ok(());
        }
        self.next();
        let high = if self.take("\\") { self.escaped_char()? } else { self.next().ok_or("missing closing ]")? };
        if high < low {
            return Err(format!("invalid character class range: `{low}-{high}`"));
        }
        self.out.push('-');
        push_escaped(&mut self.out, high);
        Ok(())
    }
}

type Counts<'a> = (Option<u32>, Option<Option<u32>>, &'a str);

/// The counts at the beginning of the text behind a brace. A count that does not fit is `None` inside.
fn counts(text: &str) -> Option<Counts<'_>> {
    let (least, rest) = count(text)?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((least, None, rest));
    }
    let rest = rest.strip_prefix(',')?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some((least, None, rest));
    }
    let (most, rest) = count(rest)?;
    Some((least, Some(most), rest.strip_prefix('}')?))
}

fn count(text: &str) -> Option<(Option<u32>, &str)> {
    let length = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(length)?;
    let leading_zero = digits.len() > 1 && digits.starts_with('0');
    if digits.is_empty() || leading_zero { None } else { Some((digits.parse().ok(), rest)) }
}

fn perl_class(c: char) -> Option<&'static str> {
    Some(match c {
        'd' => "[0-9]",
        'D' => "[^0-9]",
        's' => "[\\t\\n\\x0C\\r ]",
        'S' => "[^\\t\\n\\x0C\\r ]",
        'w' => "[0-9A-Za-z_]",
        'W' => "[^0-9A-Za-z_]",
        _ => return None,
    })
}

const ASCII_CLASSES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word",
    "xdigit",
];

/// Go knows general categories and scripts, not the other properties that Rust knows.
fn is_unicode_class(name: &str) -> bool {
    if name == "Any" {
        return true;
    }
    let is_category = name.len() <= 2 && name.starts_with(['C', 'L', 'M', 'N', 'P', 'S', 'Z']);
    let is_name =
        name.starts_with(|c: char| c.is_ascii_uppercase()) && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_');
    let is_script = is_name && name.len() > 2 && Regex::new(&format!("\\p{{Script={name}}}")).is_ok();
    let exists = || Regex::new(&format!("\\p{{{name}}}")).is_ok();
    is_script || is_category && name != "LC" && exists()
}

/// The character as itself, inside and outside of classes.
fn push_escaped(out: &mut String, c: char) {
    if c.is_ascii_punctuation()
        && !matches!(c, '<' | '>' | '_' | '\'' | '"' | ',' | ';' | ':' | '=' | '!' | '@' | '%' | '`' | '/')
    {
        out.push('\\');
    }
    out.push(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_match(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern).unwrap().regex.is_match(text)
    }

    #[test]
    fn classes_and_escapes_are_those_of_go() {
        assert!(!is_match(r"^\d$", "٣"));
        assert!(!is_match(r"^\w$", "é"));
        assert!(is_match(r"^[[a]$", "["));
        assert!(is_match(r"^[a&&b]+$", "a&b"));
        assert!(is_match(r"^a{,3}$", "a{,3}"));
        assert!(is_match(r"^\Qa.b\E+$", "a.bb"));
        assert!(is_match(r"^\x{e9}\101\<$", "éA<"));
        assert!(is_match(r"^[]a-]+$", "]-a"));
        assert!(is_match(r"^\p{Greek}\pN$", "α1"));
        assert!(is_match("(?P<1a>x)(?i:Y)", "xy"));
    }

    #[test]
    fn what_go_refuses_is_refused() {
        for pattern in [
            "(",
            ")",
            "[a",
            "a**",
            "*a",
            "a{1001}",
            "a{2,1}",
            r"\Z",
            r"\1",
            r"\C",
            "(?=a)",
            "(?x:a)",
            "[z-a]",
            r"[a-\d]",
            r"\p{Alphabetic}",
            r"\",
            "(?P<>a)",
            "a|*",
            "[[:foo:]]",
        ] {
            assert!(Pattern::new(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn a_known_beginning_decides() {
        let decide = |pattern: &str, start: &str| Pattern::new(pattern).unwrap().on_beginning(start);
        assert_eq!(decide("^arn:aws:", "arn:aws:s3"), Some(true));
        assert_eq!(decide("^arn:aws:", "arn:gcp"), Some(false));
        assert_eq!(decide("^arn:aws:", "arn"), None);
        assert_eq!(decide("^arn:.*x$", "arn:"), None);
        assert_eq!(decide("^[a-z-]+$", "Abc"), Some(false));
        assert_eq!(decide("secret", "my-secret-"), Some(true));
        assert_eq!(decide("secret", "my"), None);
    }
}
