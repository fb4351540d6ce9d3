//! Kinds of module sources, by Terraform's rules for telling them apart.

/// Where a module source leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Local,
    Registry,
    Git,
    Http,
    /// S3, GCS, Mercurial and whatever else has a getter.
    Other,
}

/// Tells the kind of a module's `source`.
/// Source: Terraform's documentation "Module Sources".
pub fn kind(source: &str) -> Kind {
    let is_git_host = |host: &str| matches!(host, "github.com" | "bitbucket.org");
    if source.starts_with("./") || source.starts_with("../") || source == "." || source == ".." {
        return Kind::Local;
    }
    if source.starts_with("git::") || source.starts_with("git@") || source.starts_with("ssh://") {
        return Kind::Git;
    }
    if source.contains("::") {
        return Kind::Other;
    }
    if source.starts_with("https://") || source.starts_with("http://") {
        let path = source.split('?').next().unwrap_or(source);
        let host = path.split('/').nth(2).unwrap_or("");
        return if is_git_host(host) && path.ends_with(".git") { Kind::Git } else { Kind::Http };
    }
    let first = source.split('/').next().unwrap_or("");
    if is_git_host(first) {
        return Kind::Git;
    }
    let address = source.split("//").next().unwrap_or(source);
    let parts = address.split('/').count();
    if parts == 3 || (parts == 4 && first.contains('.')) { Kind::Registry } else { Kind::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_told_apart() {
        for (source, expected) in [
            ("./modules/x", Kind::Local),
            ("terraform-aws-modules/vpc/aws", Kind::Registry),
            ("app.terraform.io/org/vpc/aws//modules/x", Kind::Registry),
            ("git::https://example.com/vpc.git?ref=v1", Kind::Git),
            ("github.com/org/repo//x", Kind::Git),
            ("git@github.com:org/repo.git", Kind::Git),
            ("https://example.com/vpc.zip", Kind::Http),
            ("s3::https://s3.amazonaws.com/b/k.zip", Kind::Other),
        ] {
            assert_eq!(kind(source), expected, "{source}");
        }
    }
}
