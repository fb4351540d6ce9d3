//! `file://` addresses and paths of this machine.

use std::path::{Path, PathBuf};

use lsp_types::Uri;

use crate::report::place::{file_uri, relative_uri};

/// The path of a `file://` address.
pub(super) fn to_path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = rest.get(rest.find('/')?..)?;
    let decoded = decode(path)?;
    let is_drive = matches!(decoded.as_bytes(), [b'/', letter, b':', ..] if letter.is_ascii_alphabetic());
    Some(PathBuf::from(if is_drive { decoded.trim_start_matches('/') } else { &decoded }))
}

/// The address of a file below a directory.
pub(super) fn of_file(root: &Path, relative: &str) -> Option<Uri> {
    format!("{}/{}", file_uri(root)?, relative_uri(relative)).parse().ok()
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
        rest = after;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_are_each_others_inverse() {
        let uri = of_file(Path::new("/srv/my repo"), "envs/pröd/main.tf").unwrap();
        assert_eq!(uri.as_str(), "file:///srv/my%20repo/envs/pr%C3%B6d/main.tf");
        assert_eq!(to_path(&uri).unwrap(), Path::new("/srv/my repo/envs/pröd/main.tf"));
        assert_eq!(to_path(&"file:///c%3A/x.tf".parse().unwrap()).unwrap(), Path::new("c:/x.tf"));
        assert_eq!(to_path(&"untitled:one".parse().unwrap()), None);
    }
}
