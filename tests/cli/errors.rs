//! Bad input: each gets a place, a help and the documented exit code, and all else is still reported.

use crate::runner::{CONFIGURATION, acl, place};
use insta::assert_snapshot;

#[test]
fn a_missing_path() {
    let place = place(&[("a/main.tf", &acl("site", "\"public-read\""))]);
    assert_snapshot!(place.run("check nowhere a --format compact"), @"
    exit 3
    --- stdout
    nowhere: error path-missing: `nowhere` does not exist
    a/main.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.site)
    --- stderr
    nowhere: error path-missing: `nowhere` does not exist
    ");
}

#[test]
fn a_broken_file_costs_itself_alone() {
    let place = place(&[("a.tf", "resource \"x\" \"y\" {\n  a = = 1\n}\n"), ("b.tf", &acl("site", "\"public-read\""))]);
    assert_snapshot!(place.run("check --format compact"), @"
    exit 3
    --- stdout
    a.tf:2:7: error syntax-invalid: expected a value, found `=`
    b.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.site)
    --- stderr
    a.tf:2:7: error syntax-invalid: expected a value, found `=`
    ");
}

#[test]
fn an_unknown_rule_gets_a_suggestion() {
    let place = place(&[("main.tf", &acl("site", "\"public-read\""))]);
    assert_snapshot!(place.run("check --select test-acl-pulbic --format compact"), @"
    exit 2
    --- stdout
    error rule-unknown: no rule, alias, tag or category is called `test-acl-pulbic`
    --- stderr
    error rule-unknown: no rule, alias, tag or category is called `test-acl-pulbic`; help: did you mean `test-acl-public`?
    ");
}

#[test]
fn wrong_usage_ends_with_2() {
    let place = place(&[("main.tf", "")]);
    for arguments in [
        "check --fail-on hgih",
        "check --format sarfi",
        "check --var x",
        "check --shard 3/2",
        "check --format json --format sarif",
        "chek",
    ] {
        let shown = place.run(arguments);
        assert!(shown.starts_with("exit 2\n--- stderr\n"), "{arguments}: {shown}");
    }
    assert_snapshot!(place.run("check --fail-on hgih"), @"
    exit 2
    --- stderr
    error: `--fail-on hgih` is no severity; write info, low, medium, high, critical or never
    ");
}

#[test]
fn an_unknown_key_of_the_configuration() {
    let place = place(&[
        ("main.tf", &acl("site", "\"public-read\"")),
        ("tollgate.hcl", &format!("{CONFIGURATION}fial_on = \"high\"\n")),
    ]);
    assert_snapshot!(place.run("check --verbose --format compact"), @r#"
    exit 2
    --- stdout
    tollgate.hcl:3:1: error settings-invalid: there is no key `fial_on` here
    main.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.site)
    --- stderr
    settings-invalid

      × there is no key `fial_on` here
       ╭─[tollgate.hcl:3:1]
     2 │ rules  = ["policy.hcl"]
     3 │ fial_on = "high"
       · ───────
       ╰────
      help: did you mean `fail_on`?
    "#);
}

#[test]
fn a_parameter_that_the_rule_does_not_have() {
    let rule = "rule \"test-acl-public\" {\n  params = {\n    forbiden = []\n  }\n}\n";
    let place = place(&[("main.tf", ""), ("tollgate.hcl", &format!("{CONFIGURATION}{rule}"))]);
    assert_snapshot!(place.run("check"), @"
    exit 2
    --- stdout
    no findings; 1 error in the input
    checked 1 file with 0 resources in 1 root module against 1 rule
    --- stderr
    tollgate.hcl:5:5: error settings-invalid: the rule `test-acl-public` has no parameter `forbiden`; help: did you mean `forbidden`?
    ");
}

#[test]
fn a_broken_rule_points_into_its_file() {
    let place = place(&[("main.tf", ""), ("policy.hcl", "rule \"test-x\" {\n  title = 1\n}\n")]);
    assert_snapshot!(place.run("check"), @r#"
    exit 2
    --- stdout
    no findings; 8 errors in the input
    checked 1 file with 0 resources in 1 root module against 0 rules
    --- stderr
    policy.hcl:1:1: error rule-invalid: the rule `test-x` has no `assert`; help: a rule passes where `assert` is true
    policy.hcl:1:1: error rule-invalid: the rule has no `category`; help: write `category = "…"`
    policy.hcl:1:1: error rule-invalid: the rule has no `remedy`; help: write `remedy = "…"`
    policy.hcl:1:1: error rule-invalid: the rule has no `resources`; help: name the types that the rule is about: `resources = ["aws_s3_bucket"]`
    policy.hcl:1:1: error rule-invalid: the rule has no `severity`; help: write `severity = "…"`
    policy.hcl:1:1: error rule-invalid: the rule has no `why`; help: write `why = "…"`
    policy.hcl:2:11: error rule-invalid: `title` must be a plain string; help: interpolation is for `message` only
    tollgate.hcl:1:11: error rule-unknown: no rule matches `test-*`; help: `tollgate rules` lists all rules
    "#);
}

#[test]
fn an_empty_directory_is_no_error_and_is_said() {
    let place = place(&[]);
    assert_snapshot!(place.run("check"), @"
    exit 0
    --- stdout
    no findings
    checked 0 files with 0 resources in 0 root modules against 0 rules
    --- stderr
    warning path-missing: there are no Terraform or OpenTofu files to check
    ");
}

#[test]
fn a_reader_who_stops_reading_is_no_error() {
    let place = place(&[("main.tf", &acl("site", "\"public-read\""))]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_tollgate"));
    command.args(["rules", "--format", "json"]).current_dir(place.path()).stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
