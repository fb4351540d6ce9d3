//! Only what is new: `--base`, `--changed` and files that are named one by one.

use crate::runner::{Place, acl, commit, place};
use insta::assert_snapshot;

fn committed(files: &[(&str, &str)]) -> Place {
    let place = place(files);
    commit(&place);
    place
}

#[test]
fn only_what_the_change_adds_fails() {
    let public = acl("old", "\"public-read\"");
    let place = committed(&[("main.tf", &format!("{public}{}", acl("gone", "\"public-read\"")))]);
    assert_snapshot!(place.run("check --base HEAD"), @"
    exit 0
    --- stdout
    2 findings: 2 high in 1 file; 2 unchanged
    checked 1 file with 2 resources in 1 root module against 1 rule
    ");
    place.write("main.tf", &format!("{}\n\n\n{public}", acl("new", "\"public-read\"")));
    assert_snapshot!(place.run("check --base HEAD"), @"
    exit 1
    --- stdout
    main.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.new)
    2 findings: 2 high in 1 file; 1 new; 1 unchanged; 1 fixed
    checked 1 file with 2 resources in 1 root module against 1 rule
    ");
}

#[test]
fn moving_renaming_and_reordering_make_nothing_new() {
    let calls = "module \"a\" {\n  source = \"./m\"\n}\n";
    let two = format!("{}{}", acl("one", "\"public-read\""), acl("two", "\"public-read\""));
    let place = committed(&[("main.tf", calls), ("m/main.tf", &two), ("root/x.tf", &acl("one", "\"public-read\""))]);
    place.remove("m/main.tf");
    place.remove("root/x.tf");
    place.write("main.tf", "module \"a\" {\n  source = \"./renamed\"\n}\n");
    place.write(
        "renamed/other.tf",
        &format!("\n\n\n{}{}", acl("two", "\"public-read\""), acl("one", "\"public-read\"")),
    );
    place.write("elsewhere/y.tf", &acl("one", "\"public-read\""));
    let shown = place.run("check --base HEAD --format json");
    assert!(shown.starts_with("exit 0"), "{shown}");
    let states = |state: &str| shown.matches(&format!("\"baseline_state\": \"{state}\"")).count();
    assert_eq!((states("new"), states("unchanged"), states("fixed")), (0, 3, 0), "{shown}");
}

#[test]
fn the_work_of_others_since_the_fork_is_not_the_changes() {
    let place = committed(&[("main.tf", &acl("old", "\"public-read\""))]);
    let repository = gix::open(place.path()).unwrap();
    let fork = repository.head_id().unwrap().detach();
    // The base goes on and repairs the finding; the change stays where it forked.
    place.write("main.tf", &acl("old", "\"private\""));
    commit(&place);
    let base = repository.head_id().unwrap().detach();
    place.write("main.tf", &acl("old", "\"public-read\""));
    repository.reference("HEAD", fork, gix::refs::transaction::PreviousValue::Any, "back").unwrap();
    assert!(place.run(&format!("check --base {base}")).starts_with("exit 0"));
}

#[test]
fn an_unknown_revision_is_wrong_usage() {
    let place = committed(&[("main.tf", "")]);
    assert_snapshot!(place.run("check --base nowhere"), @"
    exit 2
    --- stderr
    error: git knows no revision `nowhere` here; in CI, fetch the whole history (`fetch-depth: 0`)
    ");
    assert_snapshot!(Place::new(&[("main.tf", "")]).run("check --base HEAD"), @"
    exit 2
    --- stderr
    error: `[DIR]` is not a git repository
    ");
}

#[test]
fn a_change_in_a_module_is_judged_in_its_callers() {
    let call = "module \"m\" {\n  source = \"../m\"\n}\n";
    let place = committed(&[
        ("a/main.tf", call),
        ("b/main.tf", &acl("other", "\"public-read\"")),
        ("m/main.tf", &acl("shared", "\"public-read\"")),
    ]);
    assert_snapshot!(place.run("check --changed HEAD"), @"
    exit 0
    --- stdout
    no findings
    checked 0 files with 0 resources in 0 root modules against 0 rules
    --- stderr
    the change has an effect on no root module
    ");
    place.write("m/variables.tf", "variable \"x\" {}\n");
    assert_snapshot!(place.run("check --changed HEAD --format compact"), @"
    exit 3
    --- stdout
    a/main.tf:1:1: error module-argument: the call of module `m` lacks the argument `x`
    m/main.tf:2:3: high test-acl-public: `public-read` is public (module.m.aws_s3_bucket_acl.shared)
    --- stderr
    a/main.tf:1:1: error module-argument: the call of module `m` lacks the argument `x`
    ");
}

#[test]
fn a_changed_template_belongs_to_the_module_that_reads_it() {
    let text = "resource \"aws_s3_bucket_acl\" \"t\" {\n  acl = file(\"${path.module}/../shared/acl.txt\")\n}\n";
    let place = committed(&[
        ("a/main.tf", text),
        ("b/main.tf", &acl("other", "\"public-read\"")),
        ("shared/acl.txt", "private"),
    ]);
    place.write("shared/acl.txt", "public-read");
    assert_snapshot!(place.run("check --changed HEAD --format compact"), @"
    exit 1
    --- stdout
    a/main.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.t)
    ");
}

#[test]
fn a_file_of_a_module_is_judged_with_its_callers_values() {
    let call = "module \"m\" {\n  source = \"../m\"\n  acl    = \"public-read\"\n}\n";
    let module = format!("variable \"acl\" {{\n  type = string\n}}\n{}", acl("shared", "var.acl"));
    let place = place(&[
        ("a/main.tf", &format!("{call}{}", acl("unrelated", "\"public-read\""))),
        ("b/main.tf", &acl("other", "\"public-read\"")),
        ("m/main.tf", &module),
    ]);
    assert_snapshot!(place.run("check m/main.tf --format compact"), @"
    exit 1
    --- stdout
    a/main.tf:3:3: high test-acl-public: `public-read` is public (module.m.aws_s3_bucket_acl.shared)
    ");
}

#[test]
#[cfg(unix)]
fn a_module_is_judged_with_the_values_of_callers_that_know_it_by_a_link() {
    let call = "module \"m\" {\n  source = \"./linked\"\n  acl    = \"public-read\"\n}\n";
    let module = format!("variable \"acl\" {{\n  type = string\n}}\n{}", acl("shared", "var.acl"));
    let place = place(&[("a/main.tf", call), ("m/main.tf", &module)]);
    std::os::unix::fs::symlink("../m", place.path().join("a/linked")).unwrap();
    let shown = place.run("check m/main.tf --format compact");
    assert!(shown.starts_with("exit 1") && shown.contains("a/main.tf:3:3:"), "{shown}");
}

/// Code with a defect for each rule about code, and values beside them.
const UNTIDY: &str = r#"// The old way to comment.
terraform {
  backend "remote" {
    organization = "o"
  }
}

variable "names" {
  default = {
    a = "x"
    a = "y"
  }
}

locals {
  unused = "${terraform.workspace}"
  first  = var.list.0
  found  = lookup(var.names, "a")
  empty  = var.list == []
}

variable "list" {
  type    = list(string)
  default = ["${var.names}", "${local.first}"]
}

resource "aws_db_instance" "d" {
  // Nobody should see it.
  password            = "correct-horse-battery"
  publicly_accessible = "${local.found}"
  storage_encrypted   = false
  tags                = { key = "AKIAQ3EGUSZQ7RTJ5WNX" } # tollgate:ignore aws-none -- gone
}

resource "aws_instance" "i" {
  count         = "${local.empty}" ? 1 : 2
  instance_type = "m1.small"
  user_data     = "${local.found}"
}
"#;

/// Findings by their state, with every bundled rule on.
fn states(place: &Place) -> (usize, usize, usize) {
    let shown = place.run("check --base HEAD --format json");
    let count = |state: &str| shown.matches(&format!("\"baseline_state\": \"{state}\"")).count();
    (count("new"), count("unchanged"), count("fixed"))
}

fn untidy() -> (Place, usize) {
    let place = Place::new(&[
        ("tollgate.hcl", "select = [\"all\"]\n"),
        ("envs/prod/aws.tf", UNTIDY),
        ("envs/prod/x.tf.json", "[{\"locals\": {\"z\": 1}}]"),
        ("envs/prod/terraform.tfvars", "token = \"AKIAQ3EGUSZQ7RTJ5WNX\"\n"),
    ]);
    commit(&place);
    let (new, unchanged, fixed) = states(&place);
    assert_eq!((new, fixed), (0, 0));
    assert!(unchanged > 25, "{unchanged}");
    (place, unchanged)
}

#[test]
fn a_renamed_directory_makes_nothing_new_for_any_rule() {
    let (place, count) = untidy();
    for file in ["aws.tf", "x.tf.json", "terraform.tfvars"] {
        place.write(&format!("stacks/amazon/{file}"), &place.read(&format!("envs/prod/{file}")));
        place.remove(&format!("envs/prod/{file}"));
    }
    assert_eq!(states(&place), (0, count, 0));
}

#[test]
fn a_renamed_file_makes_nothing_new_for_any_rule() {
    let (place, count) = untidy();
    place.remove("envs/prod/aws.tf");
    place.write("envs/prod/amazon.tf", UNTIDY);
    assert_eq!(states(&place), (0, count, 0));
}

#[test]
fn lines_moved_down_make_nothing_new_for_any_rule() {
    let (place, count) = untidy();
    place.write("envs/prod/aws.tf", &format!("{}{UNTIDY}", "\n".repeat(50)));
    assert_eq!(states(&place), (0, count, 0));
}

#[test]
fn blocks_in_another_order_make_nothing_new_for_any_rule() {
    let (place, count) = untidy();
    let mut blocks: Vec<&str> = UNTIDY.trim_end().split("\n\n").collect();
    blocks.reverse();
    place.write("envs/prod/aws.tf", &format!("{}\n", blocks.join("\n\n")));
    assert_eq!(states(&place), (0, count, 0));
}

/// One judgement for each nested block, and one for a map that has to be there.
const BLOCKS: &str = r#"
rule "test-port-open" {
  title     = "Port is open"
  category  = "security"
  severity  = "high"
  resources = ["aws_security_group"]
  for_each  = resource.ingress
  assert    = each.value.from_port != 22
  message   = "port 22 is open"
  why       = "Anyone can knock."
  remedy    = "Close it."
}

rule "test-owner-missing" {
  title     = "Owner is missing"
  category  = "tagging"
  severity  = "low"
  resources = ["aws_security_group"]
  assert    = lookup(coalesce(resource.tags, {}), "owner", null) != null
  at        = resource.tags
  message   = "nobody owns this"
  why       = "Somebody should."
  remedy    = "Name an owner."
}
"#;

#[test]
fn among_equal_findings_the_one_on_the_changed_lines_is_new() {
    let group = |blocks: &[&str]| {
        let ingress = |port: &&str| format!("  ingress {{\n    from_port = {port}\n  }}\n");
        let blocks: String = blocks.iter().map(ingress).collect();
        format!("resource \"aws_security_group\" \"g\" {{\n{blocks}}}\n")
    };
    let place = committed(&[("policy.hcl", BLOCKS), ("main.tf", &group(&["22 # a", "var.b", "22 # c"]))]);
    let states = || {
        let shown = place.run("check --base HEAD --select test-port-open --format compact --show-suppressed");
        let json = place.run("check --base HEAD --select test-port-open --format json");
        (shown, ["new", "unchanged", "fixed"].map(|state| json.matches(&format!("_state\": \"{state}\"")).count()))
    };
    place.write("main.tf", &group(&["22 # a", "22 # new", "var.b", "22 # c"]));
    let (shown, counts) = states();
    assert_eq!(counts, [1, 3, 0], "{shown}");
    assert!(shown.contains("main.tf:6:"), "{shown}");
    // One goes and one comes: the rest stays what it was.
    place.write("main.tf", &group(&["22 # new", "var.b", "22 # c"]));
    assert_eq!(states().1, [0, 3, 0]);
    place.write("main.tf", &group(&["var.b", "22 # c"]));
    assert_eq!(states().1, [0, 2, 1]);
    // Blocks in another order.
    place.write("main.tf", &group(&["22 # c", "var.b", "22 # a"]));
    assert_eq!(states().1, [0, 3, 0]);
}

#[test]
fn what_was_missing_and_is_written_wrongly_is_not_new() {
    let group = |tags: &str| format!("resource \"aws_security_group\" \"g\" {{\n  name = \"g\"\n{tags}}}\n");
    let place = committed(&[("policy.hcl", BLOCKS), ("main.tf", &group(""))]);
    place.write("main.tf", &group("  tags = {\n    team = \"a\"\n  }\n"));
    assert_snapshot!(place.run("check --base HEAD"), @"
    exit 0
    --- stdout
    1 finding: 1 low in 1 file; 1 unchanged
    checked 1 file with 1 resource in 1 root module against 2 rules
    ");
}

#[test]
fn among_callers_that_are_alike_the_one_that_came_is_new() {
    let call = |name: &str| format!("module \"{name}\" {{\n  source = \"./m\"\n\n  acl = \"public-read\"\n}}\n\n");
    let module = format!("variable \"acl\" {{\n  type = string\n}}\n{}", acl("shared", "var.acl"));
    let place = committed(&[("main.tf", &format!("{}{}# end\n", call("a"), call("c"))), ("m/main.tf", &module)]);
    place.write("main.tf", &format!("{}{}{}# changed\n", call("a"), call("b"), call("c")));
    let shown = place.run("check --base HEAD --format compact");
    assert!(shown.contains("module.b.") && !shown.contains("module.a.") && !shown.contains("module.c."), "{shown}");
}
