//! What other tools check: their ids, and why some of them have no rule here.
//!
//! The facts stand in `rules/coverage/`: `peers.csv` lists the checks, the other files give a reason for each id that is
//! left out. Which of our rules stands for an id is said by the rule itself, in `aliases`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const CHECKS: &str = include_str!("../../rules/coverage/peers.csv");

const LEFT_OUT: [&str; 4] = [
    include_str!("../../rules/coverage/aws.csv"),
    include_str!("../../rules/coverage/azure.csv"),
    include_str!("../../rules/coverage/google.csv"),
    include_str!("../../rules/coverage/other.csv"),
];

/// One check of another tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerCheck {
    /// `checkov`, `kics`, `tflint` or `trivy`.
    pub peer: &'static str,
    pub provider: &'static str,
    pub id: &'static str,
    /// Its older names, separated by spaces: tfsec's `aws-s3-enable-versioning`.
    names: &'static str,
}

/// All checks, in the order of their tools and ids.
pub fn checks() -> impl Iterator<Item = PeerCheck> {
    // No field of the list holds a comma or a quote; a test says so.
    CHECKS.lines().skip(1).filter_map(|line| {
        let mut fields = line.split(',');
        let mut field = || fields.next();
        Some(PeerCheck { peer: field()?, provider: field()?, id: field()?, names: field().unwrap_or("") })
    })
}

/// The ids that no rule stands for, with the reason.
pub fn left_out() -> BTreeMap<String, String> {
    let mut reasons = BTreeMap::new();
    for text in LEFT_OUT {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.records().flatten();
        reasons.extend(rows.filter_map(|row| Some((row.get(0)?.to_owned(), row.get(1)?.to_owned()))));
    }
    reasons
}

/// The present id of a check that older comments and configurations call by a name.
pub fn id_of_name(name: &str) -> Option<&'static str> {
    static NAMES: OnceLock<BTreeMap<&'static str, &'static str>> = OnceLock::new();
    let pairs = || checks().flat_map(|check| check.names.split(' ').map(move |name| (name, check.id)));
    NAMES.get_or_init(|| pairs().filter(|(name, _)| !name.is_empty()).collect()).get(name).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_plain() {
        assert!(!CHECKS.contains('"'));
        assert!(CHECKS.lines().all(|line| line.split(',').count() == 4));
        let mut ids: Vec<(&str, &str)> = checks().map(|check| (check.peer, check.id)).collect();
        let number = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!((ids.len(), number > 2000), (number, true));
    }

    #[test]
    fn what_is_left_out_is_a_check_and_has_a_reason() {
        let ids: Vec<&str> = checks().map(|check| check.id).collect();
        for (id, reason) in left_out() {
            assert!(ids.contains(&id.as_str()), "{id}");
            assert!(reason.contains(": "), "{id}: {reason}");
        }
    }

    #[test]
    fn older_names_lead_to_ids() {
        assert_eq!(id_of_name("aws-s3-enable-versioning"), Some("AWS-0090"));
        assert_eq!(id_of_name("aws-s3-bucket-public-acl"), None);
    }
}
