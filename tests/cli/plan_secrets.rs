//! A secret stands in every place that a plan can hold one, and in no report.

use crate::runner::Place;
use serde_json::{Value as Json, json};

const SECRET: &str = "hunter2-planted-secret";

/// Rules that would tell everything: whatever they show must not be the secret.
const NOSY: &str = r#"
rule "nosy-values" {
  title     = "Shows all values"
  category  = "security"
  severity  = "low"
  resources = ["*"]
  assert    = false
  at        = resource.password
  message   = "${try(jsonencode(resource), "-")} ${try(resource.copy, "-")} ${try(resource.nested[0].inner, "-")} ${try(resource.map.key, "-")}"
  why       = "To see."
  remedy    = "None."
}

rule "nosy-changes" {
  title     = "Shows all changes"
  category  = "change"
  severity  = "low"
  resources = ["*"]
  for_each  = change.differences
  assert    = false
  message   = "${each.value.path} ${each.value.before} ${each.value.after} ${change.because} ${jsonencode(change.before)}"
  why       = "To see."
  remedy    = "None."
}

rule "nosy-change" {
  title     = "Shows the change"
  category  = "change"
  severity  = "low"
  resources = ["*"]
  assert    = false
  message   = "${change.because} ${try(change.drift.after.password, "-")} ${try(change.drift.after.copy, "-")} ${try(change.after.copy, "-")} ${try(change.after.url, "-")}"
  why       = "To see."
  remedy    = "None."
}

rule "nosy-plan" {
  title     = "Shows the plan"
  category  = "change"
  severity  = "low"
  resources = ["plan"]
  assert    = false
  message   = "${jsonencode(resource)}"
  why       = "To see."
  remedy    = "None."
}

rule "nosy-declarations" {
  title     = "Shows what is declared"
  category  = "security"
  severity  = "low"
  resources = ["variable", "output", "provider.*", "module"]
  assert    = false
  message   = "${try(resource.value, "-")} ${try(resource.secret_key, "-")} ${try(resource.password, "-")}"
  why       = "To see."
  remedy    = "None."
}
"#;

const SOURCE: &str = r#"
variable "password" {
  type      = string
  sensitive = true
}

provider "aws" {
  secret_key = var.password
}

resource "aws_db_instance" "main" {
  engine   = "postgres"
  password = var.password
  nested {
    inner = var.password
  }
  map = {
    key = var.password
  }
}

resource "aws_db_instance" "copy" {
  copy = aws_db_instance.main.copy
  url  = "https://user:${aws_db_instance.main.copy}@host/"
}

module "m" {
  source   = "./m"
  password = var.password
}

output "password" {
  value     = var.password
  sensitive = true
}
"#;

fn values(suffix: &str) -> Json {
    let secret = format!("{SECRET}{suffix}");
    json!({
        "engine": format!("e{suffix}"),
        "password": secret,
        "nested": [{"inner": secret, "port": 1}],
        "map": {"key": secret},
        "list": [secret, "plain"],
    })
}

fn marks() -> Json {
    json!({"password": true, "nested": [{"inner": true}], "map": true, "list": [true]})
}

fn change(name: &str, actions: &[&str], before: &Json, after: &Json, sensitive: &Json) -> Json {
    json!({
        "address": format!("aws_db_instance.{name}"), "mode": "managed", "type": "aws_db_instance", "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws", "action_reason": "replace_because_cannot_update",
        "change": {
            "actions": actions, "before": before, "after": after, "after_unknown": {},
            "before_sensitive": sensitive, "after_sensitive": sensitive,
            "replace_paths": [["password"], ["nested", 0, "inner"], ["map", "key"], ["copy"], ["list", 0]],
        },
    })
}

fn plan() -> Json {
    let state = |value: Json, sensitive: Json| {
        json!({
            "outputs": {"password": {"sensitive": true, "value": format!("{SECRET}-output")}},
            "root_module": {
                "resources": [{"address": "aws_db_instance.main", "mode": "managed", "type": "aws_db_instance", "name": "main",
                               "values": value, "sensitive_values": sensitive}],
                "child_modules": [{"address": "module.m", "resources": [{"address": "module.m.data.x.y", "mode": "data", "type": "x",
                    "name": "y", "values": {"text": format!("{SECRET}-data")}, "sensitive_values": {"text": true}}]}],
            },
        })
    };
    // What nobody marks: copies of the secret, alone and inside of other texts.
    let copies = json!({"copy": SECRET, "url": format!("https://user:{SECRET}@host/"), "engine": "e", "data": format!("{SECRET}-data"),
        "output": format!("{SECRET}-output"), "provider": format!("{SECRET}-provider"), "default": format!("{SECRET}-default")});
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "variables": {"password": {"value": SECRET}},
        "planned_values": state(values("-new"), marks()),
        "resource_changes": [
            change("main", &["delete", "create"], &values("-old"), &values("-new"), &marks()),
            change("whole", &["update"], &values("-w1"), &values("-w2"), &json!(true)),
            change("copy", &["delete", "create"], &copies, &json!({"copy": format!("{SECRET}-output"), "url": SECRET}), &json!({})),
            change("copies", &["update"], &json!({"engine": "x"}), &copies, &json!({})),
        ],
        "resource_drift": [change("copies", &["update"], &values("-d1"), &copies, &marks())],
        "output_changes": {"password": {"actions": ["update"], "before": format!("{SECRET}-output"), "after": SECRET,
            "before_sensitive": true, "after_sensitive": true, "after_unknown": false}},
        "prior_state": {"format_version": "1.0", "values": state(values("-old"), marks())},
        "checks": [{"address": {"kind": "check", "name": "c", "to_display": "check.c"}, "status": "fail",
            "instances": [{"address": {"to_display": "check.c"}, "status": "fail", "problems": [{"message": format!("it is {SECRET} here")}]}]}],
        "configuration": {
            "provider_config": {"aws": {"name": "aws", "full_name": "registry.terraform.io/hashicorp/aws",
                "expressions": {"secret_key": {"constant_value": format!("{SECRET}-provider")}}}},
            "root_module": {
                "variables": {"password": {"sensitive": true, "default": format!("{SECRET}-default")}},
                "resources": [{"address": "aws_db_instance.main", "mode": "managed", "type": "aws_db_instance", "name": "main",
                    "expressions": {"password": {"constant_value": SECRET}}}],
                "outputs": {"password": {"sensitive": true, "expression": {"constant_value": SECRET}}},
                "module_calls": {"m": {"source": format!("git::https://x:{SECRET}@host/m.git"), "expressions": {"password": {"constant_value": SECRET}},
                    "module": {"variables": {"password": {"sensitive": true}}}}},
            },
        },
    })
}

const FORMATS: [&str; 14] = [
    "human",
    "compact",
    "json",
    "sarif",
    "junit",
    "gitlab",
    "gitlab-sast",
    "github",
    "markdown",
    "github-summary",
    "azure",
    "checkstyle",
    "csv",
    "html",
];

#[test]
fn a_planted_secret_reaches_no_report() {
    let place = Place::new(&[
        ("main.tf", SOURCE),
        ("m/main.tf", "variable \"password\" {\n  sensitive = true\n}\n"),
        ("nosy.hcl", NOSY),
        ("tollgate.hcl", "select = [\"nosy-*\", \"change\", \"recommended\"]\nrules  = [\"nosy.hcl\"]\n"),
        ("plan.json", &plan().to_string()),
        ("alone/plan.json", &plan().to_string()),
        ("alone/tollgate.hcl", "select = [\"nosy-*\", \"change\", \"recommended\"]\nrules  = [\"../nosy.hcl\"]\n"),
    ]);
    let mut leaks = Vec::new();
    for format in FORMATS {
        for arguments in
            ["--plan plan.json", "--verbose --plan plan.json", "--plan plan.json --show-suppressed --unknown fail"]
        {
            let output = place.output(&format!("check {arguments} --format {format}"), &[]);
            let text = [output.stdout, output.stderr].concat();
            let text = String::from_utf8_lossy(&text);
            assert!(text.contains("nosy-"), "{format}: {text}");
            leaks.extend(
                text.lines()
                    .filter(|line| line.contains("hunter2"))
                    .map(|line| format!("{format} {arguments}: {line}")),
            );
        }
    }
    place.remove("main.tf");
    for format in FORMATS {
        let output = place.output(&format!("check --plan plan.json --format {format}"), &[]);
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        assert!(text.contains("nosy-"), "{format}: {text}");
        leaks
            .extend(text.lines().filter(|line| line.contains("hunter2")).map(|line| format!("{format} alone: {line}")));
    }
    assert!(leaks.is_empty(), "{}\n", leaks.join("\n"));
}

/// The same with plans that terraform itself made, in both of their forms.
#[test]
fn the_secret_of_a_real_plan_reaches_no_report() {
    let place = crate::plans::fixture("secrets");
    place.write("nosy.hcl", NOSY);
    place.write("tollgate.hcl", "select = [\"nosy-*\", \"change\"]\nrules  = [\"nosy.hcl\"]\n");
    for (file, format) in ["plan.json", "tfplan"].into_iter().flat_map(|file| FORMATS.map(|format| (file, format))) {
        let output = place.output(&format!("check after --plan after={file} --format {format}"), &[]);
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text);
        let leaks: Vec<&str> = text.lines().filter(|line| line.contains("hunter2")).collect();
        assert!(text.contains("nosy-"), "{text}");
        assert!(leaks.is_empty(), "{file} {format}: {}", leaks.join("\n"));
    }
}
