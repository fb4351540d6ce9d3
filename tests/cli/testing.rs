//! `tollgate test`: what a person sees of rule examples, policy tests and module tests.

use crate::runner::Place;

const BUCKET: &str = r#"
variable "acl" {
  default = "private"
}
resource "aws_s3_bucket" "b" {
  bucket = "data"
  acl    = var.acl
}
output "bucket" {
  value = aws_s3_bucket.b.bucket
}
"#;

const RULE: &str = r#"
rule "own-bucket-acl" {
  title     = "Bucket ACL is public"
  category  = "security"
  severity  = "high"
  resources = ["aws_s3_bucket"]
  assert    = resource.acl != "public-read"
  message   = "the ACL is `${resource.acl}`"
  why       = "Anyone may read."
  remedy    = "Make it private."

  pass "private" {
    resource "aws_s3_bucket" "b" {
      acl = "private"
    }
  }

  fail "public" {
    resource "aws_s3_bucket" "b" {
      acl = "public-read"
    }
    expect = ["aws_s3_bucket.x @ acl"]
  }
}
"#;

const TEST: &str = r#"
test "private by default" {
  directory = "../envs/prod"
  rules     = ["rules.hcl"]
  select    = ["own-*"]

  no_findings {}
  values = {
    "output.bucket"          = "data"
    "aws_s3_bucket.b.acl"    = "private"
    "aws_s3_bucket.b.policy" = null
  }
  changes {
    create = 1
  }
}

test "public where it is asked for" {
  directory = "../envs/prod"
  rules     = ["rules.hcl"]
  select    = ["own-*"]
  variables = { acl = "public-read" }

  finding "own-bucket-acl" {
    address   = "aws_s3_bucket.b"
    attribute = "acl"
    severity  = "high"
  }
  no_findings {}
}

test "a module called from here" {
  rules  = ["rules.hcl"]
  select = ["own-*"]

  module "prod" {
    source = "../envs/prod"
    acl    = "public-read"
  }
  finding "own-bucket-acl" {
    address = "module.prod.aws_s3_bucket.b"
  }
  assert {
    condition     = module.prod.bucket == "data"
    error_message = "the name is ${module.prod.bucket}"
  }
}
"#;

fn repository(test: &str) -> Place {
    Place::new(&[
        (".git/HEAD", "ref: refs/heads/main\n"),
        ("envs/prod/main.tf", BUCKET),
        ("policy/rules.hcl", &RULE.replace("aws_s3_bucket.x @", "aws_s3_bucket.b @")),
        ("policy/buckets.tollgate.test.hcl", test),
    ])
}

#[test]
fn policy_tests_hold_for_directories_and_inline_configurations() {
    insta::assert_snapshot!(repository(TEST).run("test"), @r"
    exit 0
    --- stdout
    policy/buckets.tollgate.test.hcl
      pass      private by default
      pass      public where it is asked for
      pass      a module called from here
    5 passed, 0 failed, 0 errored, 0 undecided, 0 skipped
    ");
}

#[test]
fn a_policy_test_that_fails_shows_what_was_found() {
    let test = TEST
        .replace("create = 1", "create = 2")
        .replace(r#""output.bucket"          = "data""#, r#""output.bucket"          = "other""#)
        .replace(r#"severity  = "high""#, r#"severity  = "low""#)
        .replace(r#"== "data""#, r#"== "elsewhere""#);
    insta::assert_snapshot!(repository(&test).run("test policy/buckets.tollgate.test.hcl"), @r#"
    exit 1
    --- stdout
    buckets.tollgate.test.hcl
      fail      private by default
                policy/buckets.tollgate.test.hcl:9: `output.bucket` is not what is expected
                  expected: "other"
                  found: "data"
                policy/buckets.tollgate.test.hcl:14: `create` is expected to be 2, found 1
                  aws_s3_bucket.b
      fail      public where it is asked for
                policy/buckets.tollgate.test.hcl:24: a finding of `own-bucket-acl` at `aws_s3_bucket.b` is expected, and there is none
                  found: aws_s3_bucket.b @ acl (high, fail)
                policy/buckets.tollgate.test.hcl:29: a finding of `own-bucket-acl` (high) that is not expected: the ACL is `public-read`
                  at aws_s3_bucket.b @ acl
                  in envs/prod/main.tf:7
                    through variable `acl` (envs/prod/main.tf:2)
                    `acl` gets its value here (policy/buckets.tollgate.test.hcl:22)
      fail      a module called from here
                policy/buckets.tollgate.test.hcl:44: the name is data
                  left: "data"
                  right: "elsewhere"
                  module.prod.bucket = "data"  (policy/buckets.tollgate.test.hcl:36)
    0 passed, 3 failed, 0 errored, 0 undecided, 0 skipped
    "#);
}

#[test]
fn expectations_are_brought_up_to_date_and_shown() {
    let test = TEST.replace("create = 1", "create = 2").replace(r#""private""#, r#""public""#);
    let place = repository(&test);
    place.write("policy/rules.hcl", RULE);
    let shown = place.run("test --update");
    assert!(shown.contains("-    create = 2\n+    create = 1\n"), "{shown}");
    assert!(
        shown.contains("-    expect = [\"aws_s3_bucket.x @ acl\"]\n+    expect = [\"aws_s3_bucket.b @ acl\"]"),
        "{shown}"
    );
    assert!(place.run("test").starts_with("exit 0\n"), "{}", place.run("test"));
}

#[test]
fn what_is_misspelt_in_a_policy_test_is_told_with_its_place() {
    let place = Place::new(&[(
        "a.tollgate.test.hcl",
        "test \"t\" {\n  directry = \"x\"\n  finding \"y\" {\n    adress = \"z\"\n  }\n}\n",
    )]);
    insta::assert_snapshot!(place.run("test"), @r#"
    exit 2
    --- stdout
    0 passed, 0 failed, 0 errored, 0 undecided, 0 skipped
    --- stderr
    a.tollgate.test.hcl:1:1: error test-invalid: the test has nothing to look at; help: write `directory = "envs/prod"`, or Terraform blocks
    a.tollgate.test.hcl:2:3: error test-invalid: a test has no argument `directry`; help: did you mean `directory`?
    a.tollgate.test.hcl:4:5: error test-invalid: `finding` has no argument `adress`; help: did you mean `address`?
    "#);
}

#[test]
fn a_test_of_a_rule_that_does_not_exist_is_an_error() {
    let shown =
        repository(&TEST.replace("finding \"own-bucket-acl\"", "finding \"own-bucket-alc\"")).run("test --fail-fast");
    assert!(shown.contains("error     public where it is asked for"), "{shown}");
    assert!(shown.contains("did you mean `own-bucket-acl`?"), "{shown}");
    assert!(!shown.contains("a module called from here"), "{shown}");
}

#[test]
fn costs_are_held_against_their_bounds_and_undecided_where_unknown() {
    let test = |kind: &str, max: u32| {
        format!(
            "test \"t\" {{\n  variable \"kind\" {{}}\n  provider \"aws\" {{\n    region = \"us-east-1\"\n  }}\n  resource \"aws_instance\" \
             \"web\" {{\n    ami           = \"ami-1\"\n    instance_type = {kind}\n  }}\n  cost \"aws_instance.web\" {{\n    monthly = {{ max = \
             {max} }}\n  }}\n}}\n"
        )
    };
    let place = repository(&test("\"t3.micro\"", 100));
    assert!(place.run("test --undecided fail").starts_with("exit 0\n"), "{}", place.run("test"));
    let over = repository(&test("\"t3.micro\"", 1)).run("test");
    assert!(
        over.starts_with("exit 1\n") && over.contains("the monthly cost is expected to be at most 1, found"),
        "{over}"
    );
    let open = repository(&test("var.kind", 100));
    assert!(open.run("test").contains("`var.kind` has no value here"), "{}", open.run("test"));
    assert!(open.run("test").starts_with("exit 0\n"));
    assert!(open.run("test --undecided fail").starts_with("exit 1\n"));
    assert!(!open.run("test --undecided ignore").contains("var.kind"));
}

const MODULE: &str = r#"
variable "size" {
  type    = number
  default = 2
  validation {
    condition     = var.size > 0
    error_message = "the size must be positive"
  }
}
variable "backup" {
  type    = bool
  default = false
}
resource "terraform_data" "disk" {
  input = var.size > 10 ? "big" : "small"
}
resource "terraform_data" "backup" {
  count = var.backup ? 1 : 0
}
output "kind" {
  value = terraform_data.disk.input
}
"#;

const MODULE_TEST: &str = r#"
run "small" {
  command = plan
  assert {
    condition     = output.kind == "small"
    error_message = "kind"
  }
}
"#;

#[test]
fn coverage_names_what_no_test_exercised() {
    let place = Place::new(&[("main.tf", MODULE), ("a.tftest.hcl", MODULE_TEST)]);
    insta::assert_snapshot!(place.run("test --coverage --min-coverage 90 --coverage-lcov out.lcov --coverage-json out.json"), @r#"
    exit 1
    --- stdout
    a.tftest.hcl
      pass      small
    1 passed, 0 failed, 0 errored, 0 undecided, 0 skipped
    coverage
       50.0%  main.tf (4 of 8)
              6: validation never false: var.size > 0
              15: conditional never true: var.size > 10 ? "big" : "small"
              17: resource never made: terraform_data.backup
              18: conditional never true: var.backup ? 1 : 0
       50.0%  in all (4 of 8)
    --- stderr
    50.0% is exercised, and 90% is asked for
    "#);
    assert!(place.read("out.lcov").contains("SF:main.tf\nBRDA:6,0,1,-\nBRDA:6,0,0,1\n"), "{}", place.read("out.lcov"));
    let json: serde_json::Value = serde_json::from_str(&place.read("out.json")).unwrap();
    assert_eq!((json["covered"].as_u64(), json["points"].as_u64()), (Some(4), Some(8)));
}

#[test]
fn coverage_of_rules_names_their_branches() {
    let rule = RULE.replace("aws_s3_bucket.x @", "aws_s3_bucket.b @");
    let place =
        Place::new(&[("rules.hcl", &rule.replace("assert    =", "when      = resource.acl != null\n  assert    ="))]);
    let shown = place.run("test rules.hcl --coverage");
    assert!(
        shown.contains("75.0%  rules.hcl (3 of 4)\n          7: when never false: resource.acl != null"),
        "{shown}"
    );
}

#[test]
fn mutation_names_changes_that_no_test_notices() {
    let place =
        Place::new(&[("main.tf", MODULE), ("a.tftest.hcl", MODULE_TEST), ("rules.hcl", &RULE.replace(".x @", ".b @"))]);
    insta::assert_snapshot!(place.run("test --mutate --min-score 60"), @r"
    exit 1
    --- stdout
    . (1 of 8 noticed)
      main.tf:4: `2` became `3`
      main.tf:6: `0` became `1`
      main.tf:12: `false` became `true`
      main.tf:15: `10` became `11`
      main.tf:15: `big` became another text
      main.tf:18: `1` became `2`
      main.tf:18: `0` became `1`
    modules           1 of      8 noticed   12.5%
    security          2 of      2 noticed  100.0%
    in all            3 of     10 noticed   30.0%
    ");
}

/// A rule whose examples miss a word of its list and the bound of a number.
const LOOSE: &str = r#"
rule "own-bucket-acl" {
  title     = "Bucket ACL is public"
  category  = "security"
  severity  = "high"
  resources = ["aws_s3_bucket"]
  when      = resource.acl != null
  assert    = !contains(["public-read", "website"], resource.acl) && coalesce(resource.days, 9) > 3
  at        = resource.acl
  message   = "the ACL is `${resource.acl}`"
  why       = "Anyone may read."
  remedy    = "Make it private."

  pass "private" {
    resource "aws_s3_bucket" "b" {
      acl  = "private"
      days = 7
    }
  }

  fail "public" {
    resource "aws_s3_bucket" "b" {
      acl = "public-read"
    }
    expect = ["aws_s3_bucket.b @ acl"]
  }
}
"#;

#[test]
fn suggested_examples_notice_what_no_example_noticed() {
    let place = Place::new(&[("rules.hcl", LOOSE)]);
    let before = place.run("test rules.hcl --mutate --min-score 100");
    assert!(before.starts_with("exit 1\n") && before.contains("`website` is left out"), "{before}");
    insta::assert_snapshot!(place.run("test rules.hcl --mutate --suggest"), @r#"
    exit 0
    --- stdout
    # own-bucket-acl: 5 of 5 unnoticed changes
      pass "more that pass" {
        variable "days" {}
        resource "aws_s3_bucket" "one_more_days_is_4" {
          acl  = "private"
          days = 7
        }
        resource "aws_s3_bucket" "one_more_days_is_4_2" {
          acl  = "private"
          days = 4
        }
        resource "aws_s3_bucket" "one_more_no_acl_one_more_days_is_an_unset" {
          acl  = "private"
          days = 7
        }
        resource "aws_s3_bucket" "one_more_no_acl_one_more_days_is_an_unset_2" {
          days = 7
        }
        resource "aws_s3_bucket" "one_more_no_acl_one_more_days_is_an_unset_3" {
          days = var.days
        }
      }

      fail "more that fail" {
        resource "aws_s3_bucket" "days_is_3" {
          acl  = "private"
          days = 3
        }
        resource "aws_s3_bucket" "acl_is_website" {
          acl = "website"
        }
        expect = ["aws_s3_bucket.days_is_3 @ acl", "aws_s3_bucket.acl_is_website @ acl"]
      }

    --- stderr
    2 examples notice 5 of 5 changes; each says what its rule says now: keep it where that is right
    "#);
    place.run("test rules.hcl --mutate --suggest --update");
    let after = place.run("test rules.hcl");
    assert!(after.starts_with("exit 0\n"), "{after}");
    let after = place.run("test rules.hcl --mutate --min-score 100");
    assert!(after.starts_with("exit 0\n"), "{after}");
}

#[test]
fn a_generated_test_file_passes_and_is_never_written_over() {
    let place = Place::new(&[("m/main.tf", MODULE)]);
    assert!(place.run("test --generate m").starts_with("exit 0\n--- stdout\nm/tests/generated.tftest.hcl\n"));
    let text = place.read("m/tests/generated.tftest.hcl");
    for part in [
        "output.kind == \"small\"",
        "run \"backup_on\"",
        "length(terraform_data.backup) == 1",
        "expect_failures = [var.size]",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let shown = place.run("test m");
    assert!(shown.contains("3 passed, 0 failed, 0 errored, 0 undecided"), "{shown}");
    assert!(place.run("test --generate m").starts_with("exit 2\n"));
}

#[test]
fn the_five_minutes_of_the_documentation_are_true() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tollgate"))
        .args(["test", "fixtures/testing", "--coverage"])
        .current_dir(root)
        .env_clear()
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{shown}");
    assert!(shown.contains("8 passed, 0 failed, 0 errored, 0 undecided, 0 skipped"), "{shown}");
    assert!(shown.contains("100.0%  in all"), "{shown}");
    // Every block that the page shows stands in the fixtures.
    let page = include_str!("../../docs/testing.md");
    let fixtures = [
        include_str!("../../fixtures/testing/modules/web/tests/web.tftest.hcl"),
        include_str!("../../fixtures/testing/policy/prod.tollgate.test.hcl"),
    ];
    let section = page.split("## Policy tests").next().unwrap();
    for line in section.split("```").skip(1).step_by(2).filter(|block| block.starts_with("hcl")).flat_map(str::lines) {
        let line = line.trim();
        assert!(line == "hcl" || fixtures.iter().any(|text| text.contains(line)), "`{line}` is in no fixture");
    }
}

#[test]
fn a_run_that_only_old_versions_refuse_passes_with_a_word() {
    let module = "variable \"names\" {\n  type    = list(string)\n  default = null\n  validation {\n    condition     = \
                  var.names == null || length(var.names) > 0\n    error_message = \"names\"\n  }\n}\noutput \"n\" {\n  value = var.names\n}\n";
    let test = "run \"null\" {\n  command = plan\n  assert {\n    condition     = output.n == null\n    error_message = \"n\"\n  }\n}\n";
    let place = Place::new(&[("main.tf", module), ("a.tftest.hcl", test)]);
    insta::assert_snapshot!(place.run("test"), @r"
    exit 0
    --- stdout
    a.tftest.hcl
      pass      null
                main.tf:5: Terraform before 1.12 reports an error here: `length`: `value` must not be null
    1 passed, 0 failed, 0 errored, 0 undecided, 0 skipped
    ");
}
