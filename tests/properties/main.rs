//! Properties of everything that reads input: arbitrary bytes, and texts made of the language's own words.

#![expect(clippy::unwrap_used, reason = "a report that cannot be read back fails the test")]
#![expect(clippy::format_collect, reason = "texts are small, and made once a case")]

mod entries;
mod fleet;
mod shards;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Words of Terraform, of rules, configurations, plans and comments; random sequences of them get far into each reader.
const WORDS: &[&str] = &[
    "resource",
    "\"aws_s3_bucket\"",
    "\"b\"",
    "{",
    "}",
    "\n",
    "\n",
    "=",
    " ",
    "[",
    "]",
    "(",
    ")",
    ",",
    "acl",
    "\"public-read\"",
    "var",
    ".",
    "x",
    "local",
    "a",
    "1",
    "0.5",
    "-",
    "!",
    "+",
    "*",
    "/",
    "%",
    "<",
    ">=",
    "==",
    "&&",
    "||",
    "?",
    ":",
    "\"${",
    "}\"",
    "%{",
    "if",
    "for",
    "in",
    "=>",
    "...",
    "<<E\n",
    "<<-E\n",
    "\nE\n",
    "#",
    "//",
    "/*",
    "*/",
    "null",
    "true",
    "each",
    "value",
    "count",
    "for_each",
    "dynamic",
    "content",
    "module",
    "source",
    "\"./\"",
    "variable",
    "default",
    "type",
    "string",
    "locals",
    "output",
    "sensitive",
    "jsonencode(",
    "length(",
    "concat(",
    "range(3)",
    "rule",
    "\"r\"",
    "assert",
    "resources",
    "severity",
    "\"high\"",
    "related",
    "on",
    "refers(",
    "select",
    "ignore",
    "override",
    "paths",
    "exception",
    "# tollgate:ignore x -- y\n",
    "#checkov:skip=CKV_AWS_20:why\n",
    "#trivy:ignore:AWS-0092\n",
    "until 2027-01-31",
    "{\"",
    "\":",
    "\"resource_changes\":",
    "\"change\"",
    "\"after\"",
    "\"actions\"",
    "[\"create\"]",
    "\"format_version\":\"1.2\"",
    "\u{feff}",
    "é",
    "😀",
    "\u{202e}",
    "\\",
    "\\u",
    "$",
    "~",
    "\r\n",
    "\t",
    "\0",
];

const HEADS: &[&str] =
    &["resource \"aws_s3_bucket\" \"b\"", "locals", "variable \"x\"", "output \"o\"", "module \"m\"", "rule \"r\""];

fn words() -> impl Strategy<Value = Vec<u8>> {
    vec(select(WORDS), 0..60).prop_map(|words| words.concat().into_bytes())
}

/// One block of a kind with words inside: more often right than words alone.
fn blocks() -> impl Strategy<Value = Vec<u8>> {
    let line = (
        select(&["acl", "bucket", "count", "for_each", "default", "source", "assert", "value", "title"][..]),
        vec(select(WORDS), 1..8),
    );
    let body = vec(line.prop_map(|(name, words)| format!("  {name} = {}\n", words.concat())), 0..6);
    vec((select(HEADS), body), 1..5).prop_map(|blocks| {
        blocks
            .into_iter()
            .map(|(head, body)| format!("{head} {{\n{}}}\n", body.concat()))
            .collect::<String>()
            .into_bytes()
    })
}

fn any_input() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![1 => vec(any::<u8>(), 0..200), 3 => words(), 3 => blocks()]
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn scanner_and_parser_take_anything(bytes in any_input()) {
        entries::parse(&bytes);
    }

    #[test]
    fn the_rule_loader_takes_anything(bytes in any_input()) {
        entries::rules(&bytes);
    }

    #[test]
    fn the_configuration_loader_takes_anything(bytes in any_input()) {
        entries::configuration(&bytes);
    }

    #[test]
    fn the_plan_reader_takes_anything(bytes in any_input()) {
        entries::plan(&bytes);
    }

    #[test]
    fn suppression_comments_take_anything(bytes in any_input()) {
        entries::comments(&bytes);
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_check_and_its_reports_take_anything(bytes in any_input()) {
        entries::check(&bytes);
    }
}

/// The corpus of the fuzzers is run by every test run.
#[test]
#[expect(clippy::disallowed_methods, reason = "the corpus is read from the repository")]
fn the_corpus_passes() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for entry in std::fs::read_dir(corpus).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for run in
            [entries::parse, entries::rules, entries::configuration, entries::plan, entries::comments, entries::check]
        {
            run(&bytes);
        }
    }
}
