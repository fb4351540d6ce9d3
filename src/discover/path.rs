//! Paths relative to the repository root: text with `/` between the parts, the root itself is empty.

/// Resolves `.`, `..` and doubled slashes by the text alone, as Terraform does; `None` where the path is absolute
/// or climbs above the root.
pub fn normalise(path: &str) -> Option<String> {
    join("", path)
}

/// `relative` as seen from the directory `dir`; `None` where it is absolute or climbs above the root.
pub fn join(dir: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in dir.split('/').chain(relative.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The directory that holds the path; empty for what stands in the root.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(dir, _)| dir)
}

/// The last part of the path.
pub fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Whether `path` is `dir` or lies below it.
pub fn is_within(path: &str, dir: &str) -> bool {
    dir.is_empty() || path.strip_prefix(dir).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A child's path.
pub fn child(dir: &str, name: &str) -> String {
    if dir.is_empty() { name.to_owned() } else { format!("{dir}/{name}") }
}

/// All directories from the root down to `dir`, both included: `""`, `a`, `a/b`.
pub fn ancestors(dir: &str) -> impl Iterator<Item = &str> {
    let inner = dir.match_indices('/').filter_map(|(at, _)| dir.get(..at));
    let last = (!dir.is_empty()).then_some(dir);
    std::iter::once("").chain(inner).chain(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_resolved_by_their_text() {
        assert_eq!(join("envs/prod", "../../modules//x/."), Some("modules/x".into()));
        assert_eq!(join("envs", "../.."), None);
        assert_eq!(normalise("/etc/passwd"), None);
        assert_eq!(normalise("./"), Some(String::new()));
    }

    #[test]
    fn ancestors_run_from_the_root_down() {
        assert_eq!(ancestors("a/b/c").collect::<Vec<_>>(), ["", "a", "a/b", "a/b/c"]);
        assert_eq!(ancestors("").collect::<Vec<_>>(), [""]);
    }

    #[test]
    fn within_respects_part_borders() {
        assert!(is_within("a/b", "a"));
        assert!(!is_within("ab", "a"));
        assert!(is_within("a", "a"));
    }
}
