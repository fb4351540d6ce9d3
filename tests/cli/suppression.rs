//! Comments that silence findings.

use crate::runner::{acl, place};
use insta::assert_snapshot;

const SELECT: &str = "select = [\"test-*\", \"suppression-*\"]\nrules  = [\"policy.hcl\"]\n";

#[test]
fn a_comment_silences_and_is_shown_when_asked_for() {
    let text = format!("# tollgate:ignore test-acl-public -- a website\n{}", acl("site", "\"public-read\""));
    let place = place(&[("tollgate.hcl", SELECT), ("main.tf", &text)]);
    assert_snapshot!(place.run("check --format compact"), @"exit 0");
    assert_snapshot!(place.run("check --format compact --show-suppressed"), @"
    exit 0
    --- stdout
    main.tf:3:3: suppressed test-acl-public: `public-read` is public (aws_s3_bucket_acl.site)
    ");
}

#[test]
fn comments_of_peers_count_through_aliases() {
    let text =
        "resource \"aws_s3_bucket_acl\" \"site\" {\n  #checkov:skip=CKV_TEST_1:a website\n  acl = \"public-read\"\n}\n";
    let place = place(&[("tollgate.hcl", SELECT), ("main.tf", text)]);
    assert!(place.run("check").starts_with("exit 0"));
}

#[test]
fn a_comment_that_has_no_effect_is_a_finding() {
    let text = format!(
        "# tollgate:ignore test-acl-public -- gone\n{}# tollgate:ignore test-acl-pubic\n{}",
        acl("a", "\"private\""),
        acl("b", "\"private\"")
    );
    let place = place(&[("tollgate.hcl", SELECT), ("main.tf", &text)]);
    assert_snapshot!(place.run("check --format compact"), @"
    exit 1
    --- stdout
    main.tf:1:1: low suppression-unused: `test-acl-public` reports nothing here any more (aws_s3_bucket_acl.a)
    main.tf:5:1: medium suppression-invalid: no rule, alias, tag or category is called `test-acl-pubic`; did you mean `test-acl-public`? (aws_s3_bucket_acl.b)
    main.tf:5:1: low suppression-without-reason: the suppression gives no reason; add it behind `--` (aws_s3_bucket_acl.b)
    ");
    assert!(place.run("check --select test-acl-public").starts_with("exit 0"));
}

#[test]
fn a_comment_on_a_call_silences_what_comes_through_it() {
    let calls = "# tollgate:ignore test-acl-public -- legacy\nmodule \"a\" {\n  source = \"./m\"\n}\nmodule \"b\" {\n  source = \"./m\"\n}\n";
    let place = place(&[("tollgate.hcl", SELECT), ("main.tf", calls), ("m/main.tf", &acl("site", "\"public-read\""))]);
    assert_snapshot!(place.run("check --format compact"), @"
    exit 1
    --- stdout
    m/main.tf:2:3: high test-acl-public: `public-read` is public (module.b.aws_s3_bucket_acl.site)
    ");
}

#[test]
fn a_locked_rule_cannot_be_silenced() {
    let lock = "rule \"test-acl-public\" {\n  suppressible = false\n}\n";
    let text = format!("# tollgate:ignore test-acl-public -- please\n{}", acl("site", "\"public-read\""));
    let place = place(&[("tollgate.hcl", &format!("{SELECT}{lock}")), ("main.tf", &text)]);
    assert_snapshot!(place.run("check --format compact"), @"
    exit 1
    --- stdout
    main.tf:1:1: medium suppression-invalid: `test-acl-public` cannot be silenced: the rule is locked (aws_s3_bucket_acl.site)
    main.tf:3:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.site)
    ");
}
