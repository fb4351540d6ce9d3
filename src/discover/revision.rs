//! Which commit of which repository is checked out, for reports.

use std::path::Path;

/// What git knows about the checkout; each part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    pub commit: Option<String>,
    /// When the commit was made: RFC 3339, in UTC, to the second.
    pub committed: Option<String>,
    pub branch: Option<String>,
    /// Without user name and password.
    pub remote: Option<String>,
}

/// Reads the repository's own files. Configuration outside of it, hooks and programs play no part.
pub fn of(root: &Path) -> Option<Revision> {
    let repository = gix::open_opts(root, gix::open::Options::isolated()).ok()?;
    let head = repository.head().ok()?;
    let branch = head.referent_name().map(|name| name.shorten().to_string());
    let id = head.id();
    let commit = id.map(|id| id.to_string());
    let committed = id.and_then(|id| committed(&repository, id.detach()));
    let remote = repository.config_snapshot().string("remote.origin.url").and_then(|url| public_url(&url.to_string()));
    Some(Revision { commit, committed, branch, remote })
}

fn committed(repository: &gix::Repository, id: gix::ObjectId) -> Option<String> {
    let time = repository.find_commit(id).ok()?.time().ok()?;
    jiff::Timestamp::from_second(time.seconds).ok().map(|time| time.to_string())
}

/// The addresses of the repository's remotes, without user names and passwords. Git does not run.
#[expect(
    clippy::disallowed_methods,
    reason = "the repository's own configuration is read here, and nothing of it but addresses gets out"
)]
pub(super) fn remotes(root: &Path) -> Vec<String> {
    let git = root.join(".git");
    // In a worktree `.git` is a file that leads to the repository.
    let text = if git.is_dir() {
        std::fs::read_to_string(git.join("config"))
    } else {
        let common =
            gix::open_opts(root, gix::open::Options::isolated()).map(|found| found.common_dir().join("config"));
        common.map_or_else(|_| Ok(String::new()), std::fs::read_to_string)
    };
    let text = text.unwrap_or_default();
    let url =
        |line: &str| line.trim().strip_prefix("url")?.trim_start().strip_prefix('=').map(|url| url.trim().to_owned());
    text.lines().filter_map(url).filter_map(|url| public_url(&url)).collect()
}

/// `https://user:token@host/path` -> `https://host/path`, `git@host:path` -> `https://host/path`.
fn public_url(url: &str) -> Option<String> {
    let url = url.trim_end_matches('/').trim_end_matches(".git");
    if let Some((scheme, rest)) = url.split_once("://") {
        let (authority, path) = rest.split_once('/')?;
        let host = authority.rsplit('@').next()?;
        return match scheme {
            "http" | "https" | "ssh" | "git" => Some(format!("https://{host}/{path}")),
            _ => None,
        };
    }
    let (user_host, path) = url.split_once(':')?;
    let (_, host) = user_host.split_once('@')?;
    Some(format!("https://{host}/{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_shows_no_credentials() {
        for (url, expected) in [
            ("https://user:token@example.com/a/b.git", Some("https://example.com/a/b")),
            ("git@example.com:a/b.git", Some("https://example.com/a/b")),
            ("ssh://git@example.com/a/b", Some("https://example.com/a/b")),
            ("git@example.com:a/b", Some("https://example.com/a/b")),
            ("/local/path", None),
            ("file:///local/path", None),
        ] {
            assert_eq!(public_url(url).as_deref(), expected, "{url}");
        }
    }
}
