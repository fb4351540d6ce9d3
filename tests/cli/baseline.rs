//! `tollgate baseline` and what a check makes of it.

use crate::runner::{acl, place};
use insta::assert_snapshot;

#[test]
fn what_is_agreed_to_does_not_fail_and_what_is_new_does() {
    let place = place(&[("main.tf", &acl("old", "\"public-read\""))]);
    assert_snapshot!(place.run("baseline create"), @"
    exit 0
    --- stdout
    + test-acl-public aws_s3_bucket_acl.old.acl
    --- stderr
    1 added, 0 removed, 1 in the baseline
    ");
    assert_snapshot!(place.run("check"), @"
    exit 0
    --- stdout
    no findings; 1 suppressed
    checked 1 file with 1 resource in 1 root module against 1 rule
    ");
    place.write("main.tf", &format!("\n\n{}{}", acl("old", "\"public-read\""), acl("new", "\"public-read\"")));
    assert_snapshot!(place.run("check --format compact"), @"
    exit 1
    --- stdout
    main.tf:7:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.new)
    ");
    assert_snapshot!(place.run("baseline update"), @"
    exit 0
    --- stdout
    + test-acl-public aws_s3_bucket_acl.new.acl
    --- stderr
    1 added, 0 removed, 2 in the baseline
    ");
    place.write("main.tf", &acl("new", "\"public-read\""));
    assert_snapshot!(place.run("check"), @"
    exit 0
    --- stdout
    no findings; 1 suppressed
    checked 1 file with 1 resource in 1 root module against 1 rule
    --- stderr
    1 of 2 entries of the baseline are fixed; `tollgate baseline prune` removes them
    ");
    assert_snapshot!(place.run("baseline prune"), @"
    exit 0
    --- stdout
    - test-acl-public aws_s3_bucket_acl.old.acl
    --- stderr
    0 added, 1 removed, 1 in the baseline
    ");
}

#[test]
fn a_part_of_the_repository_does_not_forget_the_rest() {
    let place = place(&[("a/main.tf", &acl("x", "\"public-read\"")), ("b/main.tf", &acl("x", "\"public-read\""))]);
    place.run("baseline create");
    place.write("a/main.tf", &acl("x", "\"private\""));
    assert_snapshot!(place.run("baseline prune b"), @"
    exit 0
    --- stderr
    0 added, 0 removed, 2 in the baseline
    ");
    assert_snapshot!(place.run("baseline prune a"), @"
    exit 0
    --- stdout
    - test-acl-public aws_s3_bucket_acl.x.acl in a
    --- stderr
    0 added, 1 removed, 1 in the baseline
    ");
    assert_snapshot!(place.read(".tollgate-baseline.json"), @r#"
    {
      "schema_version": "1.0",
      "entries": [
        {
          "directory": "b",
          "resource": "aws_s3_bucket_acl.x",
          "rule": "test-acl-public",
          "attribute": "acl",
          "fingerprint": "4440a24cb1ab6e40c528be639ac9d4c6",
          "verdict": "fail",
          "instances": [
            "7fda8ab86e3e89cd58e58845f5b5d819"
          ]
        }
      ]
    }
    "#);
}

#[test]
fn a_baseline_is_not_overwritten_and_not_made_up() {
    let place = place(&[("main.tf", &acl("old", "\"public-read\""))]);
    assert_snapshot!(place.run("baseline prune"), @"
    exit 2
    --- stderr
    error: there is no baseline `[DIR]/.tollgate-baseline.json`; use `tollgate baseline create`
    ");
    place.run("baseline create");
    assert_snapshot!(place.run("baseline create"), @"
    exit 2
    --- stderr
    error: `[DIR]/.tollgate-baseline.json` exists; use `tollgate baseline update`, or `--force` to write it anew
    ");
    place.write("main.tf", "resource {\n");
    assert_snapshot!(place.run("baseline update"), @"
    exit 2
    --- stderr
    main.tf:1:1: error syntax-invalid: this block is not closed; help: write the missing `}`; it may be missing from a block inside
    main.tf:1:1: error config-block-invalid: a `resource` block takes 2 labels, found 0
    error: the baseline is not written, because not all could be checked
    ");
    place.write(".tollgate-baseline.json", "{}");
    assert_snapshot!(place.run("check"), @"
    exit 3
    --- stdout
    no findings; 3 errors in the input
    checked 1 file with 0 resources in 1 root module against 1 rule
    --- stderr
    .tollgate-baseline.json: error baseline-invalid: this is no baseline file: missing field `schema_version` at line 1 column 2; help: write the file anew with `tollgate baseline create`
    main.tf:1:1: error syntax-invalid: this block is not closed; help: write the missing `}`; it may be missing from a block inside
    main.tf:1:1: error config-block-invalid: a `resource` block takes 2 labels, found 0
    ");
}
