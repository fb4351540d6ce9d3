//! `tollgate init`, `config show` and `migrate`.

use crate::runner::{CONFIGURATION, Place, acl, place};
use insta::assert_snapshot;

#[test]
fn a_first_configuration_fits_the_repository_and_is_valid() {
    let place = Place::new(&[
        ("infra/main.tf", &acl("a", "\"private\"")),
        ("infra/prod.tfvars", ""),
        ("infra/envs/dev.tfvars", ""),
        ("infra/terraform.tfvars", ""),
        ("infra/parts/gateways.tfvars", ""),
        ("infra/prod.example.tfvars", ""),
        ("examples/x/main.tf", "resource \"google_x\" \"y\" {}\n"),
        (".tflint.hcl", ""),
    ]);
    assert_snapshot!(place.run("init"), @"
    exit 0
    --- stderr
    wrote tollgate.hcl; next: tollgate check
    ");
    assert_snapshot!(place.read("tollgate.hcl"), @r#"
    # Configuration of tollgate for this directory and all below it.
    # Found here: 2 root modules, 2 modules in all, providers aws, google.
    # `tollgate config show PATH` tells what applies where; a file like this deeper in the tree overrides this one.

    # Rules to run: ids, tags, categories, severities, patterns like "aws-*", "recommended" or "all".
    select = ["recommended"]

    # Rules not to run.
    ignore = []

    # The lowest severity that fails the run: info, low, medium, high, critical, or never.
    fail_on = "low"

    # What to do where nothing can be known: ignore, warn or fail.
    unknown = "warn"

    # Rules of your own: see docs/rule-language.md of tollgate.
    # rules = ["policy/*.hcl"]

    # rule "aws-required-tag-missing" {
    #   severity = "medium"
    #   params = {
    #     keys = ["Owner", "CostCenter"]
    #   }
    # }

    # Examples are there to be read: only the worst of them fails.
    override {
      paths   = ["examples"]
      fail_on = "high"
    }

    environment "dev" {
      roots     = ["infra"]
      var_files = ["envs/dev.tfvars"]
    }

    environment "prod" {
      roots     = ["infra"]
      var_files = ["prod.tfvars"]
    }

    # exception {
    #   rule     = "aws-s3-bucket-public-acl"
    #   resource = "module.website.*"
    #   reason   = "a public website"
    #   owner    = "web team"
    #   expires  = "2027-01-31"
    # }

    # `tollgate migrate` takes over from .tflint.hcl.
    "#);
    assert_snapshot!(place.run("init"), @"
    exit 2
    --- stderr
    error: `tollgate.hcl` exists already; `tollgate config show` tells what it says
    ");
    assert!(place.run("check --select suppression-unused").starts_with("exit 0"));
    assert_snapshot!(place.run("config show examples/x"), @"
    exit 0
    --- stdout
    select                      recommended  tollgate.hcl:6
    fail_on                     high         tollgate.hcl:28 (override)
    unknown                     warn         tollgate.hcl
    suppression.require_reason  true         (default)
    ");
}

#[test]
fn what_applies_is_shown_with_its_place() {
    let text = format!(
        "{CONFIGURATION}fail_on = \"high\"\noverride {{\n  paths  = [\"envs/dev\"]\n  ignore = [\"cost\"]\n}}\nrule \"CKV_TEST_1\" {{\n  params = {{\n    forbidden = [\"x\"]\n  }}\n}}\n"
    );
    let nearer = "unknown = \"fail\"\nenvironment \"prod\" {\n  fail_on = \"medium\"\n}\n";
    let place = place(&[("tollgate.hcl", &text), ("envs/tollgate.hcl", nearer), ("envs/dev/main.tf", "")]);
    assert_snapshot!(place.run("config show envs/dev/main.tf --env prod"), @r#"
    exit 0
    --- stdout
    select                              test-*      tollgate.hcl:1
    ignore                              cost        tollgate.hcl:6 (override)
    fail_on                             medium      envs/tollgate.hcl:2 (environment)
    unknown                             fail        envs/tollgate.hcl
    suppression.require_reason          true        (default)
    rule "CKV_TEST_1".enabled           true        tollgate.hcl:8
    rule "CKV_TEST_1".params.forbidden  ["x"]       tollgate.hcl:8
    rules                               policy.hcl  tollgate.hcl:2
    environment                         prod
    "#);
    assert_snapshot!(place.run("config show --format json"), @r#"
    exit 0
    --- stdout
    {
      "path": "",
      "settings": [
        {
          "key": "select",
          "value": "test-*",
          "origin": "tollgate.hcl:1"
        },
        {
          "key": "fail_on",
          "value": "high",
          "origin": "tollgate.hcl"
        },
        {
          "key": "unknown",
          "value": "warn",
          "origin": "(default)"
        },
        {
          "key": "suppression.require_reason",
          "value": "true",
          "origin": "(default)"
        },
        {
          "key": "rule \"CKV_TEST_1\".enabled",
          "value": "true",
          "origin": "tollgate.hcl:8"
        },
        {
          "key": "rule \"CKV_TEST_1\".params.forbidden",
          "value": "[\"x\"]",
          "origin": "tollgate.hcl:8"
        },
        {
          "key": "rules",
          "value": "policy.hcl",
          "origin": "tollgate.hcl:2"
        }
      ],
      "environments": []
    }
    "#);
}

#[test]
fn what_peers_were_told_is_taken_over() {
    let text = "resource \"aws_s3_bucket_acl\" \"site\" {\n  #checkov:skip=CKV_TEST_1:a website\n  acl = \"public-read\"\n}\n# tfsec:ignore:other\n";
    let place = place(&[("main.tf", text), (".trivyignore", "CKV_TEST_1\n")]);
    assert_snapshot!(place.run("migrate --dry-run"), @r#"
    exit 0
    --- stdout
    main.tf:2: CKV_TEST_1 -> test-acl-public
    main.tf:5: other: left as it is, there is no rule for all of it
    --- a/main.tf
    +++ b/main.tf
    @@ -1,5 +1,5 @@
    +# tollgate:ignore test-acl-public -- a website
     resource "aws_s3_bucket_acl" "site" {
    -  #checkov:skip=CKV_TEST_1:a website
       acl = "public-read"
     }
     # tfsec:ignore:other
    .trivyignore: read
    ignore = [
      "test-acl-public", # CKV_TEST_1
    ]
    --- stderr
    `tollgate.hcl` exists; add this to it:
    `tollgate check --select suppression-unused` shows comments that silence nothing here, which can go
    "#);
    assert_snapshot!(place.run("migrate"), @r#"
    exit 0
    --- stdout
    main.tf:2: CKV_TEST_1 -> test-acl-public
    main.tf:5: other: left as it is, there is no rule for all of it
    .trivyignore: read
    ignore = [
      "test-acl-public", # CKV_TEST_1
    ]
    --- stderr
    `tollgate.hcl` exists; add this to it:
    `tollgate check --select suppression-unused` shows comments that silence nothing here, which can go
    "#);
    assert_snapshot!(place.read("main.tf"), @r#"
    # tollgate:ignore test-acl-public -- a website
    resource "aws_s3_bucket_acl" "site" {
      acl = "public-read"
    }
    # tfsec:ignore:other
    "#);
    assert!(place.run("check").starts_with("exit 0"));
}

#[test]
#[cfg(unix)]
fn default_values_that_lead_nowhere_are_passed_over_as_terraform_does() {
    let place = place(&[("main.tf", "")]);
    std::os::unix::fs::symlink("../nowhere", place.path().join("terraform.tfvars")).unwrap();
    assert!(place.run("check").starts_with("exit 0"));
    std::os::unix::fs::symlink("../nowhere", place.path().join("x.auto.tfvars")).unwrap();
    assert!(place.run("check").starts_with("exit 3"));
}
