//! Shards of any repository merge to the whole, and no report makes the merge fail but in a sentence.
#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "offsets come from the text itself, and lists are our own"
)]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use regex::Regex;
use tollgate::check::{self, Checked, Shard, Values};
use tollgate::discover::{Files, Target};
use tollgate::merge::{self, Choice, Given, Merged};
use tollgate::policy::settings::{CommandLine, FilesToRead};
use tollgate::report::{Options, Report, RunInfo, Summary, format_named, sort_findings};
use tollgate::span::Sources;

pub(super) type Texts = BTreeMap<String, String>;

/// The report of a check, or of a merge, in the formats that hold all.
fn written(report: &Report<'_>) -> [String; 2] {
    ["json", "sarif"].map(|name| {
        let mut out = Vec::new();
        format_named(name).unwrap().write(report, &mut out, &Options::default()).unwrap();
        String::from_utf8(out).unwrap()
    })
}

fn report<'r>(checked: &'r Checked, sources: &'r Sources, run: RunInfo) -> Report<'r> {
    Report {
        findings: &checked.findings,
        rules: &checked.rules,
        diagnostics: &checked.diagnostics,
        sources,
        summary: Summary {
            files: checked.files,
            resources: checked.resources,
            rules: checked.rules.len(),
            roots: checked.roots,
        },
        run: RunInfo { exit_code: Some(checked.exit.code()), unknown_fails: checked.unknown_fails, ..run },
        secrets: &checked.secrets,
        plans: &checked.plans,
        costs: &[],
        part: checked.part.as_deref(),
        excerpts: None,
    }
}

pub(super) fn check(texts: &Texts, shard: Option<Shard>) -> [String; 2] {
    let files = Files::in_memory(texts.clone());
    let sources = Sources::default();
    let mut checked = check::check(check::Request {
        files: &files,
        sources: &sources,
        targets: &[Target::root()],
        dialect: None,
        configuration: &FilesToRead::Nearest,
        command_line: &CommandLine::default(),
        values: &Values::default(),
        environment: None,
        baseline: None,
        base: None,
        changed: None,
        today: None,
        shard,
        plans: &[],
        changed_only: false,
        progress: None,
        pricing: None,
        reports_costs: false,
    });
    sort_findings(&mut checked.findings, &sources);
    written(&report(&checked, &sources, RunInfo::default()))
}

/// Everything that a merge makes of reports; nothing where it refuses them.
fn merged(texts: Vec<String>) -> Option<[String; 2]> {
    let given = texts.into_iter().enumerate().map(|(i, text)| Given { name: format!("{i}"), text }).collect();
    match merge::merge(given, Choice::default()) {
        Ok(Merged { mut checked, sources, excerpts, run, .. }) => {
            sort_findings(&mut checked.findings, &sources);
            let report = Report { excerpts: Some(&excerpts), ..report(&checked, &sources, run) };
            Some(written(&report))
        }
        Err(error) => {
            assert!(!error.to_string().contains('\n'));
            None
        }
    }
}

fn shards(texts: &Texts, count: usize) -> (Vec<String>, Vec<String>) {
    let each = (1..=count).map(|index| check(texts, Some(Shard { index, count })));
    each.map(|[json, sarif]| (json, sarif)).unzip()
}

const MODULE: &str = "variable \"acl\" {\n  default = \"public-read\"\n}\nvariable \"open\" {\n  type = bool\n}\n\
    resource \"aws_s3_bucket_acl\" \"b\" {\n  acl = var.acl\n}\n\
    resource \"aws_ebs_volume\" \"v\" {\n  encrypted = var.open\n}\n";

const LINES: &[&str] = &[
    "# tollgate:ignore aws-s3-bucket-public-acl -- agreed\n",
    "# tollgate:ignore all -- all\n",
    "module \"a\" {\n  source = \"../modules/a\"\n}\n",
    "module \"b\" {\n  source = \"../modules/b\"\n  acl = var.acl\n  open = false\n}\n",
    "module \"c\" {\n  source = \"../modules/a\"\n  acl = \"private\"\n  open = var.open\n}\n",
    "variable \"open\" {\n}\n",
    "variable \"acl\" {\n  default = \"public-read-write\"\n}\n",
    "resource \"aws_ebs_volume\" \"own\" {\n  encrypted = false # tollgate:ignore security\n}\n",
    "resource \"aws_db_instance\" \"d\" {\n  password = \"correct-horse-battery\"\n}\n",
    "locals {\n  x = local.y\n",
];

pub(super) fn repositories() -> impl Strategy<Value = Texts> {
    let root = vec(select(LINES), 1..6).prop_map(|lines| lines.concat());
    let module = vec(select(&LINES[..2]), 0..2).prop_map(|lines| format!("{}{MODULE}", lines.concat()));
    (vec(root, 1..6), module.clone(), module).prop_map(|(roots, a, b)| {
        let roots = roots.into_iter().enumerate().map(|(i, text)| (format!("root{i}/main.tf"), text));
        roots.chain([("modules/a/main.tf".to_owned(), a), ("modules/b/main.tf".to_owned(), b)]).collect()
    })
}

proptest! {
    #![proptest_config(super::config(40))]

    #[test]
    fn shards_of_any_repository_merge_to_the_whole(texts in repositories(), count in 1_usize..5) {
        let [json, sarif] = check(&texts, None);
        let (json_reports, sarif_reports) = shards(&texts, count);
        let [merged_json, _] = merged(json_reports).unwrap();
        prop_assert_eq!(&json, &merged_json);
        let [merged_json, merged_sarif] = merged(sarif_reports).unwrap();
        prop_assert_eq!(json, merged_json);
        prop_assert_eq!(sarif, merged_sarif);
    }
}

/// The reports of two shards, in both formats.
static REPORTS: LazyLock<[[String; 2]; 2]> = LazyLock::new(|| {
    let root = LINES[2..6].concat();
    let texts =
        [("modules/a/main.tf", MODULE), ("modules/b/main.tf", MODULE), ("r/main.tf", &root), ("s/main.tf", &root)];
    let texts = texts.map(|(path, text)| (path.to_owned(), text.to_owned())).into();
    [1, 2].map(|index| check(&texts, Some(Shard { index, count: 2 })))
});

/// What a value of a report may become.
pub(super) const VALUES: &[&str] =
    &["0", "1", "7", "4294967295", "18446744073709551615", "-1", "null", "[]", "{}", "\"\"", "\"fail\"", "[0,1,1,1,1]"];

pub(super) static VALUE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"\b\d+\b|"[^"\\]*"|null|true|\[[^\[\]{}]*\]"#).unwrap());

proptest! {
    #![proptest_config(super::config(400))]

    #[test]
    fn a_merge_takes_any_report(shard in 0_usize..2, format in 0_usize..2, edits in vec((any::<prop::sample::Index>(), select(VALUES)), 1..4)) {
        let mut texts: Vec<String> = REPORTS.iter().map(|formats| formats[format].clone()).collect();
        for (at, value) in edits {
            let text = &texts[shard];
            // The record is what is read; it stands at the end.
            let from = text.find("\"form\":").unwrap_or(0);
            let found: Vec<_> = VALUE.find_iter(&text[from..]).map(|found| found.range()).collect();
            let range = at.get(&found);
            texts[shard].replace_range(from + range.start..from + range.end, value);
        }
        let _ = merged(texts);
    }

    #[test]
    fn a_merge_takes_anything(bytes in super::any_input()) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        prop_assert!(merged(vec![text]).is_none());
    }
}
