//! `tollgate fix`: what it writes, what it prints, and that the two are the same.

use crate::runner::Place;
use insta::assert_snapshot;

/// Alerts are off in the middle of arguments that are in line, and a secret stands above.
const POLICY: &str = "resource \"azurerm_mssql_server_security_alert_policy\" \"p\" {
  server_name                = \"s\"
  storage_account_access_key = \"c2VjcmV0LXNlY3JldC1zZWNyZXQ=\"
  disabled_alerts = [
    \"Sql_Injection\",
  ]
  retention_days  = 90
  email_addresses = [\"a@example.com\"]
}
";

#[test]
fn what_is_left_is_in_line_and_what_is_printed_keeps_clear_of_secrets() {
    let place = Place::new(&[("main.tf", POLICY)]);
    let arguments = "--select azure-mssql-alerts-disabled";
    assert_snapshot!(place.run(&format!("fix --dry-run {arguments}")), @r#"
    exit 1
    --- stdout
    --- a/main.tf
    +++ b/main.tf
    @@ -4,6 +4,3 @@
    -  disabled_alerts = [
    -    "Sql_Injection",
    -  ]
    -  retention_days  = 90
    -  email_addresses = ["a@example.com"]
    +  retention_days             = 90
    +  email_addresses            = ["a@example.com"]
     }
    --- stderr
    1 finding in 1 file would be repaired: azure-mssql-alerts-disabled 1
    "#);
    assert_snapshot!(place.run(&format!("fix -q {arguments}")).lines().next().unwrap_or_default(), @"exit 0");
    assert_snapshot!(place.read("main.tf"), @r#"
    resource "azurerm_mssql_server_security_alert_policy" "p" {
      server_name                = "s"
      storage_account_access_key = "c2VjcmV0LXNlY3JldC1zZWNyZXQ="
      retention_days             = 90
      email_addresses            = ["a@example.com"]
    }
    "#);
    assert_eq!(place.run(&format!("fix -q {arguments}")), "exit 0\n");
}

#[test]
fn a_variable_goes_with_what_its_callers_give_it() {
    let place = Place::new(&[
        ("main.tf", "module \"m\" {\n  source = \"./m\"\n  gone   = 1\n}\n\nmodule \"n\" {\n  source = \"./m\"\n}\n"),
        ("m/main.tf", "variable \"gone\" {\n  type    = number\n  default = 1\n}\n"),
    ]);
    assert_snapshot!(place.run("fix --unsafe --select terraform-unused-declaration"), @r#"
    exit 0
    --- stdout
    --- a/m/main.tf
    +++ b/m/main.tf
    @@ -1,4 +0,0 @@
    -variable "gone" {
    -  type    = number
    -  default = 1
    -}
    --- a/main.tf
    +++ b/main.tf
    @@ -1,6 +1,5 @@
     module "m" {
       source = "./m"
    -  gone   = 1
     }
     
     module "n" {
    --- stderr
    1 finding in 2 files repaired: terraform-unused-declaration 1
    "#);
    assert_eq!(
        place.read("main.tf"),
        "module \"m\" {\n  source = \"./m\"\n}\n\nmodule \"n\" {\n  source = \"./m\"\n}\n"
    );
    // Where the caller is not to be touched, the variable stays.
    let place = Place::new(&[
        ("a/main.tf", "module \"m\" {\n  source = \"../m\"\n  gone   = 1\n}\n"),
        ("m/main.tf", "variable \"gone\" {\n  type    = number\n  default = 1\n}\n"),
    ]);
    place.run("fix m/main.tf --unsafe --select terraform-unused-declaration");
    assert!(place.read("m/main.tf").contains("gone"));
}

#[test]
fn what_is_left_is_listed() {
    let group = "resource \"aws_ebs_volume\" \"v\" {\n  size = 1\n}\n";
    let place = Place::new(&[("main.tf", group)]);
    assert_snapshot!(place.run("fix --select aws-ebs-volume-unencrypted"), @"
    exit 1
    --- stderr
    0 findings in 0 files repaired
    1 more with `--unsafe`; look at the result
    main.tf:1:1: medium aws-ebs-volume-unencrypted: The volume is not encrypted (aws_ebs_volume.v)
    1 finding left
    ");
}

#[test]
fn what_a_repair_writes_beside_a_secret_is_not_shown() {
    let code = "variable \"x\" {\n  type = list(object({ n = string }))\n}\n\n\
                locals {\n  password = \"hunter2-${join(\"\", var.x.*.n)}\"\n}\n\n\
                output \"o\" {\n  value     = local.password\n  sensitive = true\n}\n";
    let place = Place::new(&[("main.tf", code)]);
    let shown = place.run("fix --select terraform-deprecated-splat,terraform-deprecated-index");
    assert!(place.read("main.tf").contains("var.x[*].n"), "{}", place.read("main.tf"));
    assert!(shown.contains("# +  password") && !shown.contains("hunter2"), "{shown}");
}
