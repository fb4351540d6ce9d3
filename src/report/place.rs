//! Where a finding stands, as a path with lines and columns, and as the relative URI that reports link to.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::rules::finding::Location;
use crate::span::{Region, SourceFile, Sources, Span};

/// A location with everything that a report asks of it.
#[derive(Clone, Debug)]
pub struct Place {
    /// Relative to the repository root.
    pub path: Arc<str>,
    pub region: Region,
    /// The text and the bytes in it; absent for a file whose text is not kept.
    pub source: Option<(Arc<SourceFile>, Span)>,
}

impl Place {
    pub fn of(location: &Location, sources: &Sources) -> Self {
        match location {
            Location::Source(span) => Self::of_span(*span, sources),
            Location::File { path, region } => {
                Self { path: Arc::clone(path), region: at_least_one(*region), source: None }
            }
        }
    }

    pub fn of_span(span: Span, sources: &Sources) -> Self {
        let Some(file) = sources.get(span.file) else {
            return Self { path: sources.path(span.file), region: at_least_one(Region::default()), source: None };
        };
        Self { path: Arc::clone(&file.path), region: file.region(span), source: Some((file, span)) }
    }

    /// `main.tf:8:3`, safe to print.
    pub fn display(&self) -> String {
        let start = self.region.start;
        format!("{}:{}:{}", super::text::visible(&self.path), start.line, start.column)
    }

    /// Whether the region lies on one line.
    pub fn is_one_line(&self) -> bool {
        self.region.start.line == self.region.end.line
    }
}

/// A region without a place is the beginning of its file: lines and columns are never 0 in a report.
fn at_least_one(mut region: Region) -> Region {
    for position in [&mut region.start, &mut region.end] {
        position.line = position.line.max(1);
        position.column = position.column.max(1);
        position.column_utf16 = position.column_utf16.max(1);
    }
    region.end = region.end.max(region.start);
    region
}

/// A path as a URI reference that stays inside the repository: percent-encoded, relative, without `..`.
///
/// Only the last part is kept of a path that leads elsewhere (a plan in `/tmp`).
pub fn relative_uri(path: &str) -> String {
    encode(&relative_path(path))
}

/// The `file://` address of a directory of this machine; `None` for one that is not absolute or no UTF-8.
pub fn file_uri(directory: &std::path::Path) -> Option<String> {
    let text = directory.to_str()?;
    let text = if has_drive(text) { format!("/{}", text.replace('\\', "/")) } else { text.to_owned() };
    text.starts_with('/').then(|| format!("file://{}", encode(&text).trim_end_matches('/')))
}

/// A path inside the repository; of one that leads elsewhere, its last part.
pub fn relative_path(path: &str) -> String {
    let has_drive = has_drive(path);
    let is_separator = |c| c == '/' || (has_drive && c == '\\');
    let parts: Vec<&str> = path.split(is_separator).filter(|part| !part.is_empty() && *part != ".").collect();
    let is_outside = path.starts_with('/') || parts.contains(&"..") || has_drive;
    let kept = if is_outside { parts.get(parts.len().saturating_sub(1)..).unwrap_or_default() } else { &parts };
    match kept {
        [] | [".."] => "unknown".to_owned(),
        kept => kept.join("/"),
    }
}

/// The web address of a repository as git knows it; credentials in it are dropped, `git@host:path` becomes https.
pub fn web_address(remote: &str) -> Option<String> {
    let remote = remote.trim().trim_end_matches('/').trim_end_matches(".git");
    let rest = match remote.split_once("://") {
        Some(("https" | "http" | "ssh" | "git", rest)) => rest.to_owned(),
        None if remote.contains(':') => remote.replacen(':', "/", 1),
        Some(_) | None => return None,
    };
    let (authority, path) = rest.split_once('/')?;
    let host = authority.rsplit('@').next()?;
    let host = if remote.starts_with("ssh://") { host.split(':').next()? } else { host };
    let is_plain = |text: &str| {
        let begins_well = text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '~');
        begins_well && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte))
    };
    (is_plain(host) && is_plain(path)).then(|| format!("https://{host}/{path}"))
}

fn has_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

fn encode(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_are_encoded_and_stay_inside() {
        assert_eq!(relative_uri("envs/prod x/mäin#1.tf"), "envs/prod%20x/m%C3%A4in%231.tf");
        assert_eq!(relative_uri("C:/x/b.tf"), "b.tf");
        assert_eq!(relative_uri("C:\\x\\b.tf"), "b.tf");
        assert_eq!(relative_uri("aa:b.tf"), "aa%3Ab.tf");
        assert_eq!(relative_uri("./a//b.tf"), "a/b.tf");
        assert_eq!(relative_uri("/tmp/plan.json"), "plan.json");
        assert_eq!(relative_uri("../other/main.tf"), "main.tf");
        assert_eq!(relative_uri(""), "unknown");
        assert_eq!(relative_uri("a\nb"), "a%0Ab");
    }

    #[test]
    fn directories_have_addresses() {
        assert_eq!(file_uri(std::path::Path::new("/srv/my repo/")).as_deref(), Some("file:///srv/my%20repo"));
        assert_eq!(file_uri(std::path::Path::new("C:\\x")).as_deref(), Some("file:///C%3A/x"));
        assert_eq!(file_uri(std::path::Path::new("x")), None);
    }

    #[test]
    fn remotes_become_web_addresses_without_credentials() {
        let expected = Some("https://github.com/o/r".to_owned());
        for remote in [
            "git@github.com:o/r.git",
            "https://user:token@github.com/o/r.git",
            "ssh://git@github.com:22/o/r",
            "https://github.com/o/r/",
        ] {
            assert_eq!(web_address(remote), expected, "{remote}");
        }
        for remote in ["/srv/git/r", "file:///srv/r.git", "../r", "https://x/<script>", ""] {
            assert_eq!(web_address(remote), None, "{remote}");
        }
    }

    #[test]
    fn a_region_without_place_begins_the_file() {
        let place =
            Place::of(&Location::File { path: "plan.json".into(), region: Region::default() }, &Sources::default());
        assert_eq!((place.region.start.line, place.region.end.column), (1, 1));
    }
}
