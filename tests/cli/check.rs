//! `tollgate check` on ordinary repositories.

use crate::runner::{acl, place};
use insta::assert_snapshot;

#[test]
fn a_finding_is_a_line_in_a_pipe() {
    let place = place(&[("main.tf", &acl("site", "\"public-read\""))]);
    assert_snapshot!(place.run("check"), @"
    exit 1
    --- stdout
    main.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.site)
    1 finding: 1 high in 1 file
    checked 1 file with 1 resource in 1 root module against 1 rule
    ");
}

#[test]
fn a_clean_repository_ends_with_0() {
    let place = place(&[("main.tf", &acl("site", "\"private\""))]);
    assert_snapshot!(place.run("check"), @"
    exit 0
    --- stdout
    no findings
    checked 1 file with 1 resource in 1 root module against 1 rule
    ");
}

#[test]
fn verbose_shows_the_source() {
    let place = place(&[("main.tf", &acl("site", "\"public-read\"")), (".terraform/x/main.tf", "")]);
    assert_snapshot!(place.run("check --verbose"), @r#"
    exit 1
    --- stdout
    high: `public-read` is public [test-acl-public]
       ╭─[main.tf:2:3]
     1 │ resource "aws_s3_bucket_acl" "site" {
     2 │   acl = "public-read"
       ·   ─────────────────── aws_s3_bucket_acl.site
     3 │ }
       ╰─ help: Write `acl = "private"`.

    1 finding: 1 high in 1 file
    checked 1 file with 1 resource in 1 root module against 1 rule
    --- stderr
    skipped `.terraform`: hidden
    "#);
}

#[test]
fn a_module_called_twice_is_one_finding_with_two_instances() {
    let calls = "module \"a\" {\n  source = \"./m\"\n}\nmodule \"b\" {\n  source = \"./m\"\n}\n";
    let place = place(&[("main.tf", calls), ("m/main.tf", &acl("site", "\"public-read\""))]);
    assert_snapshot!(place.run("check --format compact"), @"
    exit 1
    --- stdout
    m/main.tf:2:3: high test-acl-public: `public-read` is public (module.a.aws_s3_bucket_acl.site and 1 more)
    ");
}

#[test]
fn threads_change_no_byte() {
    let place = place(&[]);
    for i in 0..40 {
        place.write(&format!("root{i}/main.tf"), &acl("site", "\"public-read\""));
    }
    for format in ["json", "sarif", "human"] {
        let one = place.run(&format!("check --format {format} --jobs 1"));
        assert_eq!(one, place.run(&format!("check --format {format} --jobs 4")));
    }
}

#[test]
fn shards_together_are_the_whole() {
    let place = place(&[]);
    for root in ["a", "b", "c"] {
        place.write(&format!("{root}/main.tf"), &acl("site", "\"public-read\""));
    }
    let lines = |arguments: &str| {
        let shown = place.run(arguments);
        shown.lines().filter(|line| line.contains("test-acl-public:")).map(str::to_owned).collect::<Vec<_>>()
    };
    let mut parts = lines("check --format compact --shard 1/2");
    assert_eq!(parts, lines("check --format compact --shard 0+1/2"));
    assert!(!parts.is_empty() && parts.len() < 3);
    parts.extend(lines("check --format compact --shard 2/2"));
    parts.sort();
    assert_eq!(parts, lines("check --format compact"));
}

#[test]
fn a_file_stands_for_its_directory() {
    let place =
        place(&[("a/main.tf", &acl("site", "\"public-read\"")), ("b/main.tf", &acl("site", "\"public-read\""))]);
    assert_snapshot!(place.run("check a/main.tf --format compact"), @"
    exit 1
    --- stdout
    a/main.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.site)
    ");
}

#[test]
fn several_reports_in_one_run() {
    let place = place(&[("main.tf", &acl("site", "\"public-read\""))]);
    let shown = place.run("check --format sarif=out.sarif --format json=out.json --format compact --exit-zero");
    assert_snapshot!(shown, @"
    exit 0
    --- stdout
    main.tf:2:3: high test-acl-public: `public-read` is public (aws_s3_bucket_acl.site)
    ");
    assert!(place.read("out.sarif").contains("test-acl-public"));
    assert!(place.read("out.json").contains("\"schema_version\": \"1.0\""));
}

#[test]
fn values_come_from_variables_files_and_the_command_line() {
    let text = format!("variable \"v\" {{\n  type = string\n}}\n{}", acl("site", "var.v"));
    let place = place(&[("main.tf", &text), ("x.tfvars", "v = \"public-read\"\n")]);
    assert_snapshot!(place.run("check --format compact"), @"
    exit 0
    --- stdout
    main.tf:5:3: unknown test-acl-public: cannot tell whether this holds: ACL is public; `var.v` has no value here (aws_s3_bucket_acl.site)
    ");
    let fails =
        |arguments: &str, variables: &[(&str, &str)]| place.run_with(arguments, variables).starts_with("exit 1");
    assert!(fails("check --var v=public-read", &[]));
    assert!(fails("check --var-file x.tfvars", &[]));
    assert!(fails("check", &[("TF_VAR_v", "public-read")]));
    assert!(!fails("check --var-file x.tfvars --var v=private", &[]));
    assert!(fails("check --var v=private --var-file x.tfvars", &[]));
}

#[test]
fn tofu_files_are_read_when_asked_for() {
    let place = place(&[("main.tf", &acl("site", "\"private\"")), ("main.tofu", &acl("site", "\"public-read\""))]);
    assert!(place.run("check").starts_with("exit 0"));
    assert!(place.run("check --tofu").starts_with("exit 1"));
}

#[test]
fn an_unknown_over_many_callers_is_one_finding_with_each_of_them() {
    let module = format!("variable \"acl\" {{\n  type = string\n}}\n\n{}", acl("shared", "lower(var.acl)"));
    let call = |name: &str| {
        format!(
            "resource \"test_acl\" \"{name}\" {{}}\n\nmodule \"{name}\" {{\n  source = \"../m\"\n  acl    = test_acl.{name}.id\n}}\n"
        )
    };
    let place = place(&[
        ("a/main.tf", &format!("{}{}", call("one"), call("two"))),
        ("b/main.tf", &call("three")),
        ("m/main.tf", &module),
    ]);
    assert_snapshot!(place.run("check --format compact"), @"
    exit 0
    --- stdout
    m/main.tf:6:3: unknown test-acl-public: cannot tell whether this holds: ACL is public; what its caller passes is known only after apply (module.one.aws_s3_bucket_acl.shared and 2 more)
    ");
    let shown = place.run("check --format json");
    for name in ["one", "two", "three"] {
        let note = format!("in `module.{name}`, `test_acl.{name}.id` is known only after apply");
        assert!(shown.contains(&note), "{shown}");
    }
}

#[test]
fn a_secret_is_told_by_one_rule() {
    let token = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
    let environment = format!("    env {{\n      name  = \"TOKEN\"\n      value = \"{token}\"\n    }}\n");
    let files = format!(
        "resource \"azurerm_container_app\" \"a\" {{\n  template {{\n  container {{\n{environment}  }}\n  }}\n}}\n\n\
         resource \"azurerm_container_group\" \"g\" {{\n  container {{\n    environment_variables = {{\n      TOKEN = \"{token}\"\n    }}\n  }}\n}}\n"
    );
    let place = crate::runner::Place::new(&[("main.tf", &files)]);
    let shown = place
        .run("check --format compact --select cwe-526,cwe-798,terraform-secret-in-text --ignore change,reliability");
    assert_snapshot!(shown, @"
    exit 1
    --- stdout
    main.tf:6:7: medium azure-container-app-secret-in-environment: `TOKEN` is passed as a plain value (azurerm_container_app.a)
    main.tf:14:5: medium azure-container-group-secret-in-environment: `environment_variables` holds `TOKEN` (azurerm_container_group.g)
    ");
}
