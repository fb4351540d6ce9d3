//! The table over reports is the same from JSON and from SARIF, and no report makes it fail but in a sentence.
#![expect(clippy::indexing_slicing, reason = "lists are our own")]

use std::io;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tollgate::fleet::{self, Fleet, Given, Row, Table};
use tollgate::rules::finding::Verdict;

use super::shards::{VALUE, VALUES, check, repositories};

struct Rows(Vec<Row>);

impl Table for Rows {
    fn add(&mut self, row: &Row) -> io::Result<()> {
        self.0.push(row.clone());
        Ok(())
    }
}

fn gather(texts: &[&str]) -> (Vec<Row>, Fleet) {
    let given = Given { name: "x".to_owned(), repository: "x".to_owned(), date: None, is_found: false };
    let mut rows = Rows(Vec::new());
    let read = |i: usize| Ok(texts[i].as_bytes().to_vec());
    let fleet = fleet::gather(&vec![given; texts.len()], &read, None, &mut [&mut rows]).unwrap();
    assert!(fleet.problems.iter().all(|problem| !problem.message.contains('\n')));
    let _ = (fleet::html::html_page(&fleet), fleet::json::json(&fleet).unwrap());
    (rows.0, fleet)
}

/// The reports of a small repository, in both formats.
static REPORTS: LazyLock<[String; 2]> = LazyLock::new(|| {
    let text = "resource \"aws_s3_bucket_acl\" \"b\" {\n  acl = \"public-read\"\n}\n\
        resource \"aws_ebs_volume\" \"own\" {\n  count     = 2\n  encrypted = false\n}\n";
    check(&[("r/main.tf".to_owned(), text.to_owned())].into(), None)
});

proptest! {
    #![proptest_config(super::config(40))]

    #[test]
    fn json_and_sarif_are_the_same_rows(texts in repositories()) {
        let [json, sarif] = check(&texts, None);
        let (mut of_json, fleet) = gather(&[&json]);
        prop_assert_eq!(fleet.unreadable, 0);
        // SARIF holds no verdicts of unknown that do not fail the run.
        of_json.retain(|row| row.verdict == Verdict::Fail);
        prop_assert_eq!(&of_json, &gather(&[&sarif]).0);
        let (mut both, _) = gather(&[&sarif, &json]);
        both.retain(|row| row.verdict == Verdict::Fail);
        prop_assert_eq!(of_json.len(), both.len());
    }
}

proptest! {
    #![proptest_config(super::config(400))]

    #[test]
    fn a_fleet_takes_any_report(format in 0_usize..2, edits in vec((any::<prop::sample::Index>(), select(VALUES)), 1..4)) {
        let mut text = REPORTS[format].clone();
        for (at, value) in edits {
            let found: Vec<_> = VALUE.find_iter(&text).map(|found| found.range()).collect();
            let range = at.get(&found).clone();
            text.replace_range(range, value);
        }
        let _ = gather(&[&text, &REPORTS[1]]);
    }

    #[test]
    fn a_fleet_takes_anything(bytes in super::any_input()) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        prop_assert!(gather(&[&text]).0.is_empty());
    }
}
