//! Layers, overrides and environments.

use crate::runner::{CONFIGURATION, acl, place};
use insta::assert_snapshot;

#[test]
fn a_nearer_file_overrides_and_isolated_reads_none() {
    let place = place(&[
        ("main.tf", &acl("site", "\"public-read\"")),
        ("low/main.tf", &acl("site", "\"public-read\"")),
        ("low/tollgate.hcl", "rule \"CKV_TEST_1\" {\n  severity = \"low\"\n}\n"),
        ("off/main.tf", &acl("site", "\"public-read\"")),
        ("off/tollgate.hcl", "ignore = [\"test-acl-public\"]\n"),
    ]);
    assert_snapshot!(place.run("check --format compact"), @"
    exit 1
    --- stdout
    low/main.tf:2:3: low test-acl-public: `public-read` is public (aws_s3_bucket_acl.site)
    main.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.site)
    ");
    assert!(place.run("check --isolated --select test-acl-public").starts_with("exit 2"));
}

#[test]
fn overrides_hold_for_their_paths() {
    let text = format!("{CONFIGURATION}override {{\n  paths   = [\"examples\"]\n  fail_on = \"never\"\n}}\n");
    let place = place(&[("tollgate.hcl", &text), ("examples/a/main.tf", &acl("site", "\"public-read\""))]);
    assert!(place.run("check").starts_with("exit 0"));
    place.write("main.tf", &acl("site", "\"public-read\""));
    assert!(place.run("check").starts_with("exit 1"));
}

#[test]
fn parameters_take_the_place_of_the_rules_own() {
    let rule = "rule \"test-acl-public\" {\n  params = {\n    forbidden = [\"odd\"]\n  }\n}\n";
    let place =
        place(&[("tollgate.hcl", &format!("{CONFIGURATION}{rule}")), ("main.tf", &acl("site", "\"public-read\""))]);
    assert!(place.run("check").starts_with("exit 0"));
    place.write("main.tf", &acl("site", "\"odd\""));
    assert!(place.run("check").starts_with("exit 1"));
}

#[test]
fn what_only_one_environment_shows_names_it() {
    let environments = r#"
environment "dev" {
  vars = {
    acl = "private"
  }
}
environment "prod" {
  var_files = ["prod.tfvars"]
}
"#;
    let root = format!(
        "variable \"acl\" {{\n  type = string\n}}\n{}{}",
        acl("one", "var.acl"),
        acl("both", "\"public-read\"")
    );
    let place = place(&[
        ("tollgate.hcl", &format!("{CONFIGURATION}{environments}")),
        ("main.tf", &root),
        ("prod.tfvars", "acl = \"public-read\"\n"),
    ]);
    assert_snapshot!(place.run("check --format compact"), @"
    exit 1
    --- stdout
    main.tf:5:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.one, in prod)
    main.tf:8:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.both)
    ");
    assert!(place.run("check --env dev --format compact").contains("aws_s3_bucket_acl.both"));
    assert!(!place.run("check --env dev --format compact").contains("aws_s3_bucket_acl.one"));
    assert_snapshot!(place.run("check --env prdo"), @"
    exit 2
    --- stdout
    no findings; 1 error in the input
    checked 1 file with 0 resources in 0 root modules against 0 rules
    --- stderr
    error settings-invalid: there is no environment `prdo` in the configuration; help: did you mean `prod`?
    ");
}

#[test]
fn an_exception_silences_what_it_names_until_its_end() {
    let exception = "exception {\n  rule     = \"test-acl-public\"\n  resource = \"aws_s3_bucket_acl.a\"\n  reason   = \"moves\"\n  expires  = \"2026-03-31\"\n}\n";
    let select = "select = [\"test-*\", \"suppression-*\"]\nrules  = [\"policy.hcl\"]\n";
    let text = format!("{}{}", acl("a", "\"public-read\""), acl("b", "\"public-read\""));
    let place = place(&[("tollgate.hcl", &format!("{select}{exception}")), ("main.tf", &text)]);
    assert_snapshot!(place.run("check --format compact --today 2026-03-31"), @"
    exit 1
    --- stdout
    main.tf:5:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.b)
    ");
    assert_snapshot!(place.run("check --format compact --today 2026-04-01"), @"
    exit 1
    --- stdout
    main.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.a)
    main.tf:5:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.b)
    tollgate.hcl:3:1: medium suppression-expired: the exception for `test-acl-public` ended on 2026-03-31 (exception)
    ");
    place.write("main.tf", &acl("b", "\"public-read\""));
    assert_snapshot!(place.run("check --format compact --today 2026-03-31"), @"
    exit 1
    --- stdout
    main.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.b)
    tollgate.hcl:3:1: low suppression-unused: the exception for `test-acl-public` silences nothing any more (exception)
    ");
}
