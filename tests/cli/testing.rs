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
    policy/buckets.tollgate.test.hcl
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
fn costs_without_prices_are_undecided_and_may_fail_the_run() {
    let test = "test \"t\" {\n  directory = \"../envs/prod\"\n  cost {\n    monthly = { max = 5 }\n  }\n}\n";
    let place = repository(test);
    assert!(place.run("test").starts_with("exit 0\n"));
    assert!(place.run("test --undecided fail").starts_with("exit 1\n"));
    assert!(!place.run("test --undecided ignore").contains("costs cannot"));
}
