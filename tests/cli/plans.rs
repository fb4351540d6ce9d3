//! Plans: joined with the source, judged for what they do, and told in reports.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use crate::runner::{Place, commit};
use insta::assert_snapshot;
use serde_json::Value as Json;

/// A copy of `fixtures/plans/NAME`, below a directory of that name.
pub(crate) fn fixture(name: &str) -> Place {
    let place = Place::new(&[]);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plans").join(name), "", &place);
    place
}

#[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
pub(crate) fn copy(from: &Path, to: &str, place: &Place) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{to}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            copy(&entry.path(), &format!("{name}/"), place);
        } else {
            place.write_bytes(&name, &std::fs::read(entry.path()).unwrap());
        }
    }
}

fn json(place: &Place, arguments: &str) -> Json {
    let output = place.output(&format!("check --format json {arguments}"), &[]);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// One member of each finding of a rule.
fn each<'j>(report: &'j Json, rule: &'j str, member: &'j str) -> Vec<&'j Json> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["rule"].as_str().unwrap().starts_with(rule))
        .map(|finding| &finding[member])
        .collect()
}

#[test]
fn equal_names_in_two_modules_keep_their_lines_and_suppressions() {
    let place = fixture("volumes");
    let shown = place.run("check --isolated --plan plan.json --select aws-ebs-volume-unencrypted --show-suppressed");
    assert_snapshot!(shown, @r#"
    exit 1
    --- stdout
    a/main.tf:4:3: medium aws-ebs-volume-unencrypted: The volume is not encrypted (module.a["eu.west[1]"].aws_ebs_volume.this and 1 more, to create)
    b/main.tf:7:3: suppressed aws-ebs-volume-unencrypted: The volume is not encrypted (module.b[0].aws_ebs_volume.this and 1 more, to create)
    plan plan.json for .: 4 to create
      create   aws_ebs_volume 4

    1 finding: 1 medium in 1 file; 1 suppressed
    checked 3 files with 4 resources in 1 root module against 1 rule
    "#);
}

#[test]
fn a_plan_and_the_source_alone_give_equal_fingerprints() {
    for name in ["volumes", "database"] {
        let place = fixture(name);
        let source = json(&place, "--isolated --ignore change --show-suppressed");
        let plan = json(&place, "--isolated --plan plan.json --ignore change --show-suppressed");
        let prints = |report: &Json| -> BTreeSet<String> {
            let mut of_rules = each(report, "aws-", "fingerprint");
            of_rules.extend(each(report, "terraform-", "fingerprint"));
            of_rules.into_iter().map(ToString::to_string).collect()
        };
        assert!(prints(&source).len() > 1, "{name}: {source}");
        assert_eq!(prints(&source), prints(&plan), "{name}");
        let instances = |report: &Json| {
            let lists = each(report, "aws-", "instance_fingerprints");
            lists
                .into_iter()
                .flat_map(|list| list.as_array().cloned().unwrap_or_default())
                .map(|it| it.to_string())
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(instances(&source), instances(&plan), "{name}");
    }
}

const TTL: &str = r#"
rule "test-ttl" {
  title     = "TTL is short"
  category  = "reliability"
  severity  = "low"
  resources = ["terraform_data"]
  assert    = resource.input.ttl >= 30
  message   = "the record lives ${resource.input.ttl} seconds"
  why       = "It is asked for too often."
  remedy    = "Write more."
}
"#;

#[test]
fn keys_with_dots_brackets_and_quotes_find_their_source() {
    let place = fixture("keys");
    place.write("ttl.hcl", TTL);
    place.write("tollgate.hcl", "select = [\"test-*\", \"change\"]\nrules  = [\"ttl.hcl\"]\n");
    let report = json(&place, "after --plan after=plan.json");
    let [instances] = each(&report, "test-ttl", "instances")[..] else { panic!("{report}") };
    assert_eq!(instances.as_array().unwrap().len(), 6, "{report}");
    assert!(
        instances
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it == r#"module.site["a[0].b"].terraform_data.record["x[\"y.z\"]"]"#)
    );
    let [location] = each(&report, "test-ttl", "location")[..] else { panic!("{report}") };
    assert_eq!((&location["path"], &location["start_line"]), (&"after/site/main.tf".into(), &7.into()));
    assert!(report["diagnostics"].as_array().unwrap().is_empty(), "{report}");
}

#[test]
fn a_plan_that_replaces_a_database() {
    let place = fixture("database");
    assert_snapshot!(place.run("check --isolated --plan plan.json --select change"), @r#"
    exit 1
    --- stdout
    main.tf:8:3: critical change-database-replaced: the plan replaces the database `aws_db_instance.main`: the provider cannot change `engine` from `mysql` to `postgres` in place (`replace_because_cannot_update`) (aws_db_instance.main, to replace)
    main.tf:13:3: high change-backup-retention-lowered: the plan lowers `backup_retention_period` of `aws_db_instance.main` from `30` to `7` (aws_db_instance.main, to replace)
    main.tf:19:3: high change-security-group-opened: the plan lets the internet reach ports of `aws_security_group.db` that it could not reach before (aws_security_group.db, to update)
    plan.json:180:3: critical change-bucket-destroyed: the plan destroys the bucket `aws_s3_bucket.exports`: its block is not in the configuration any more (`delete_because_no_resource_config`) (aws_s3_bucket.exports, to destroy)
    plan plan.json for .: 1 to destroy, 1 to replace, 1 to update; 1 stays
      destroy  aws_s3_bucket
      replace  aws_db_instance
      update   aws_security_group
      destroy  aws_s3_bucket.exports: its block is not in the configuration any more (`delete_because_no_resource_config`)
      replace  aws_db_instance.main: the provider cannot change `engine` from `mysql` to `postgres` in place (`replace_because_cannot_update`)

    4 findings: 2 critical, 2 high in 2 files
      change 4
          1  change-backup-retention-lowered
          1  change-bucket-destroyed
          1  change-database-replaced
          1  change-security-group-opened
    checked 1 file with 4 resources in 1 root module against 39 rules
    "#);
}

#[test]
fn markdown_tells_the_plan_before_the_findings() {
    let place = fixture("database");
    let shown = place.run("check --isolated --plan plan.json --select change-database-replaced --format markdown");
    assert_snapshot!(shown, @r#"
    exit 1
    --- stdout
    <!-- tollgate -->
    ## ❌ tollgate: 1 finding: 1 critical


    **Plan `plan.json for .`:** 1 to destroy, 1 to replace, 1 to update; 1 stays.

    | action | resources |
    | --- | --- |
    | 🗑️ destroy | `aws_s3_bucket` |
    | ♻️ replace | `aws_db_instance` |
    | ✏️ update | `aws_security_group` |

    - 🟣 replace `aws_db_instance.main`: the provider cannot change `engine` from `mysql` to `postgres` in place (`replace_because_cannot_update`)
    - destroy `aws_s3_bucket.exports`: its block is not in the configuration any more (`delete_because_no_resource_config`)

    | severity | where | what | rule |
    | --- | --- | --- | --- |
    | 🟣 critical | `main.tf:8` | the plan replaces the database `aws_db_instance.main`: the provider cannot change `engine` from `mysql` to `postgres` in place (`replace_because_cannot_update`) `(aws_db_instance.main, to replace)` | `change-database-replaced` |

    <details><summary>What to do</summary>

    - `change-database-replaced`: Look for a way that changes the database in place (a blue-green deployment, a version upgrade that the provider knows), or build the new one beside the old one, move the data, and switch over. If an argument only differs in writing, let Terraform ignore it ([documentation](<https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle>))

    </details>

    <sub>tollgate [VERSION] checked 1 file with 4 resources in 1 root module against 1 rule.</sub>
    "#);
}

#[test]
fn a_real_plan_is_told_apart_into_all_that_it_does() {
    let place = fixture("moves");
    let shown = place.run("check after --isolated --plan after=plan.json --select change");
    assert_snapshot!(shown, @r#"
    exit 1
    --- stdout
    after/main.tf:14:1: high change-renamed-without-moved: the plan creates `terraform_data.renamed_to` and destroys `terraform_data.renamed_from`, which is the same; a `moved` block keeps it (terraform_data.renamed_to, to create)
    plan.json:1:3103: high change-large-share-destroyed: the plan destroys or replaces 6 of 13 resources (plan.plan)
    plan.json:1:4413: low change-resource-forgotten: the plan forgets `terraform_data.forgotten`: it stays in the cloud, and nothing here manages it any more (terraform_data.forgotten, to forget)
    plan plan.json for after: 4 to destroy, 2 to replace, 1 to forget, 1 to update, 2 to create; 5 stay
      destroy  terraform_data 4
      replace  terraform_data 2
      forget   terraform_data
      update   terraform_data
      create   terraform_data 2
      destroy  terraform_data.counted[2]: `count` is lower than before (`delete_because_count_index`)
      destroy  terraform_data.gone: its block is not in the configuration any more (`delete_because_no_resource_config`)
      destroy  terraform_data.keyed["b.c"]: its key is not in `for_each` any more (`delete_because_each_key`)
      destroy  terraform_data.renamed_from: its block is not in the configuration any more (`delete_because_no_resource_config`)
      replace  terraform_data.replaced: the provider cannot change `triggers_replace` in place (`replace_because_cannot_update`)
      replace  terraform_data.triggered: `replace_triggered_by` asks for it (`replace_by_triggers`)
      forget   terraform_data.forgotten: its block is not in the configuration any more (`delete_because_no_resource_config`)

    3 findings: 2 high, 1 low in 2 files
    checked 1 file with 15 resources in 1 root module against 33 rules
    "#);
}

#[test]
fn the_binary_plan_says_what_its_json_says() {
    for name in ["archive", "moves", "keys", "providers"] {
        let place = fixture(name);
        let changes = |file: &str| {
            let report = json(&place, &format!("after --isolated --plan after={file} --select change"));
            let of = |member| each(&report, "change-", member).into_iter().map(ToString::to_string).collect::<Vec<_>>();
            (of("rule"), of("message"), of("instances"), report["plans"][0]["actions"].clone())
        };
        assert_eq!(changes("plan.json"), changes("tfplan"), "{name}");
    }
}

#[test]
fn checks_of_the_configuration_are_told() {
    let place = fixture("checks");
    let report =
        json(&place, "after --isolated --plan after=plan.json --select change-check-failed,change-check-unknown");
    assert_eq!(
        each(&report, "change-check-failed", "message"),
        ["`check.small` fails in this plan: the size is not small"]
    );
    assert_eq!(
        each(&report, "change-check-unknown", "message"),
        ["whether `check.id` holds is known only after the apply"]
    );
}

#[test]
fn only_what_changes_is_judged_when_asked() {
    let place = fixture("keys");
    place.write("ttl.hcl", &TTL.replace("< 30", "< 0").replace(">= 30", ">= 100"));
    place.write("tollgate.hcl", "select = [\"test-*\"]\nrules  = [\"ttl.hcl\"]\n");
    let text = place.read("plan.json").replacen("[\"update\"]", "[\"no-op\"]", 5);
    place.write("plan.json", &text);
    let count = |arguments: &str| {
        let report = json(&place, &format!("after --plan after=plan.json {arguments}"));
        each(&report, "test-ttl", "instances").iter().map(|list| list.as_array().unwrap().len()).sum::<usize>()
    };
    assert_eq!((count(""), count("--changed-only")), (6, 1));
    assert!(place.run("check --changed-only").contains("--plan"));
}

#[test]
fn what_is_destroyed_is_never_judged_by_its_values() {
    let place = fixture("moves");
    place.write("rule.hcl", &TTL.replace("resource.input.ttl >= 30", "false").replace("${resource.input.ttl}", "few"));
    place.write("tollgate.hcl", "select = [\"test-*\"]\nrules  = [\"rule.hcl\"]\n");
    let report = json(&place, "after --plan after=plan.json");
    let instances: Vec<&Json> =
        each(&report, "test-ttl", "instances").into_iter().flat_map(|list| list.as_array().unwrap()).collect();
    assert!(instances.contains(&&Json::from("terraform_data.kept")), "{instances:?}");
    for gone in
        ["terraform_data.gone", "terraform_data.forgotten", "terraform_data.counted[2]", "terraform_data.renamed_from"]
    {
        assert!(!instances.contains(&&Json::from(gone)), "{gone}: {instances:?}");
    }
}

#[test]
fn a_configuration_ties_a_plan_to_its_root_and_environment() {
    let place = fixture("volumes");
    let files = ["main.tf", "a/main.tf", "b/main.tf"];
    for file in files {
        place.write(&format!("envs/one/{file}"), &place.read(file));
        place.write(&format!("envs/two/{file}"), &place.read(file));
        place.remove(file);
    }
    let configuration = "select = [\"aws-ebs-volume-unencrypted\"]\nplan \"plan.json\" {\n  root        = \"envs/two\"\n  environment = \"prod\"\n}\nenvironment \"dev\" {\n  roots = [\"envs/two\"]\n}\nenvironment \"prod\" {\n  roots = [\"envs/two\"]\n}\n";
    place.write("tollgate.hcl", configuration);
    let report = json(&place, "--plan plan.json");
    assert_eq!((&report["plans"][0]["root"], &report["plans"][0]["environment"]), (&"envs/two".into(), &"prod".into()));
    place.write("tollgate.hcl", &configuration.replace("envs/two\"\n  env", "envs/three\"\n  env"));
    let shown = place.run("check --plan plan.json");
    assert!(shown.contains("`envs/three`, given for the plan `plan.json`, is no root module here"), "{shown}");
}

#[test]
fn a_base_tells_what_was_protected_and_locked() {
    let place = fixture("moves");
    let lock =
        |version: &str| format!("provider \"registry.terraform.io/hashicorp/aws\" {{\n  version = \"{version}\"\n}}\n");
    place.write("root/main.tf", &place.read("before/main.tf"));
    place.write("root/.terraform.lock.hcl", &lock("4.67.0"));
    commit(&place);
    place.write("root/main.tf", &place.read("after/main.tf"));
    place.write("root/.terraform.lock.hcl", &lock("5.1.0"));
    let config = r#""provider_config":{"aws":{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws"},"#;
    place.write("plan.json", &place.read("plan.json").replacen("\"provider_config\":{", config, 1));
    let report = json(&place, "root --isolated --plan root=plan.json --base HEAD --select change");
    let protected = each(&report, "change-prevent-destroy-removed", "resource");
    assert_eq!(protected, ["terraform_data.gone"], "{report}");
    let jumps = each(&report, "change-provider-major-version", "message");
    assert_eq!(
        jumps,
        ["the lock file moves `registry.terraform.io/hashicorp/aws` from `4.67.0` to `5.1.0`"],
        "{report}"
    );
}

/// Runs a check with a plan on standard input.
fn with_input(place: &Place, plan: &[u8]) -> String {
    let mut command = place.command("check --isolated --plan - --select change");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A reader that has seen enough closes the pipe.
    let _ = stdin.write_all(plan);
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    format!("exit {} {}", output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn what_is_no_plan_is_told_in_a_sentence() {
    let place = fixture("database");
    let plan = place.read("plan.json");
    let table: [(&str, Vec<u8>); 12] = [
        ("nothing", Vec::new()),
        ("no JSON", b"Error: no plan\n".to_vec()),
        ("junk before it", format!("\u{1b}[0mInitializing...\n\nTerraform v1.11\n{plan}").into_bytes()),
        ("a byte order mark", format!("\u{feff}{plan}").into_bytes()),
        ("truncated", plan.as_bytes()[..plan.len() / 2].to_vec()),
        ("the end is missing", plan.trim_end().trim_end_matches('}').as_bytes().to_vec()),
        ("a state", br#"{"version": 4, "terraform_version": "1.11.4", "serial": 3, "lineage": "x", "outputs": {}, "resources": []}"#.to_vec()),
        ("a state shown", br#"{"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": {}}}"#.to_vec()),
        ("messages", b"{\"@level\":\"info\",\"@message\":\"Terraform 1.11.4\",\"type\":\"version\"}\n{\"@level\":\"info\"}\n".to_vec()),
        ("a newer version", plan.replacen("\"1.2\"", "\"2.0\"", 1).into_bytes()),
        ("another object", br#"{"a": [1, 2, {"b": null}]}"#.to_vec()),
        ("a wrong type", br#"{"format_version": "1.2", "resource_changes": [{"address": 7}]}"#.to_vec()),
    ];
    let shown: Vec<String> =
        table.iter().map(|(name, bytes)| format!("{name}: {}", with_input(&place, bytes).trim())).collect();
    assert_snapshot!(shown.join("\n"), @r#"
    nothing: exit 3 plan.json: error plan-invalid: the plan `-` cannot be used: there is no JSON in it; write the plan with `terraform show -json tfplan > plan.json`
    no JSON: exit 3 plan.json: error plan-invalid: the plan `-` cannot be used: there is no JSON in it; write the plan with `terraform show -json tfplan > plan.json`
    junk before it: exit 1
    a byte order mark: exit 1
    truncated: exit 3 plan.json: error plan-invalid: the plan `-` cannot be used: the plan ends in the middle; write it again, and look whether the disk is full
    the end is missing: exit 3 plan.json: error plan-invalid: the plan `-` cannot be used: the plan ends in the middle; write it again, and look whether the disk is full
    a state: exit 3 plan.json: error plan-invalid: the plan `-` cannot be used: this is a state, not a plan; write a plan with `terraform plan -out tfplan && terraform show -json tfplan`
    a state shown: exit 3 plan.json: error plan-invalid: the plan `-` cannot be used: this is a state, not a plan; write a plan with `terraform plan -out tfplan && terraform show -json tfplan`
    messages: exit 3 plan.json: error plan-invalid: the plan `-` cannot be used: these are the messages of `terraform plan -json`; write the plan itself with `terraform plan -out tfplan && terraform show -json tfplan`
    a newer version: exit 3 plan.json: error plan-invalid: the plan `-` cannot be used: its format version 2.0 is newer than the 1.x that tollgate knows; use a newer tollgate
    another object: exit 3 plan.json: error plan-invalid: the plan `-` cannot be used: it is no plan: it has no `format_version`; write it with `terraform show -json tfplan`
    a wrong type: exit 3 plan.json: error plan-invalid: the plan `-` cannot be used: it is no plan: invalid type: integer `7`, expected a string at line 1 column 13; write it with `terraform show -json tfplan`
    "#);
}

#[test]
fn gzip_is_unpacked_and_must_be_whole() {
    let place = fixture("database");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(place.read("plan.json").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert!(with_input(&place, &packed).starts_with("exit 1"), "{}", with_input(&place, &packed));
    let cut = with_input(&place, &packed[..packed.len() / 2]);
    assert!(cut.starts_with("exit 3") && cut.contains("ends in the middle"), "{cut}");
    let archive = with_input(&place, b"PK\x03\x04 and nothing else");
    assert!(archive.starts_with("exit 3"), "{archive}");
}

#[test]
fn the_place_before_the_plan_must_be_a_root() {
    let place = fixture("database");
    assert_snapshot!(place.run("check --isolated --plan nowhere=plan.json --select change"), @r#"
    exit 3
    --- stdout
    no findings; 1 error in the input
    checked 1 file with 3 resources in 1 root module against 0 rules
    --- stderr
    error plan-mismatch: `nowhere`, given for the plan `plan.json`, is no root module here; help: root modules are `.`
    "#);
    assert_snapshot!(place.run("check --isolated --plan ../..=plan.json --select change"), @r#"
    exit 3
    --- stdout
    no findings; 1 error in the input
    checked 1 file with 3 resources in 1 root module against 0 rules
    --- stderr
    error plan-mismatch: `--plan ../..=plan.json`: what stands before `=` is no directory of this repository
    "#);
    assert_snapshot!(place.run("check --isolated --plan missing.json --select change"), @r#"
    exit 3
    --- stdout
    no findings; 1 error in the input
    checked 1 file with 3 resources in 1 root module against 0 rules
    --- stderr
    missing.json: error plan-invalid: the plan `missing.json` cannot be used: the file cannot be read: No such file or directory (os error 2)
    "#);
    place.write("a=b.json", &place.read("plan.json"));
    assert!(place.run("check --isolated --plan a=b.json --select change").starts_with("exit 1"));
}

#[test]
fn a_plan_without_its_source_stands_on_the_plan_file() {
    let place = fixture("database");
    place.remove("main.tf");
    let report = json(&place, "--isolated --plan plan.json --select change-database-replaced");
    let [location] = each(&report, "change-database-replaced", "location")[..] else { panic!("{report}") };
    assert_eq!(location["path"], "plan.json");
    let line = usize::try_from(location["start_line"].as_u64().unwrap()).unwrap();
    let text = place.read("plan.json");
    let below: Vec<&str> = text.lines().skip(line - 1).take(2).map(str::trim).collect();
    assert_eq!(below, ["{", "\"address\": \"aws_db_instance.main\","], "{location}");
}

/// What stands in the configuration of a plan keeps joins working where there is no source.
#[test]
fn a_plan_alone_joins_resources_over_variables_and_outputs() {
    let resource = |address: &str, module: &str, after: Json, unknown: Json| {
        let (kind, name) = address.rsplit_once("module.m.").map_or(address, |(_, rest)| rest).split_once('.').unwrap();
        serde_json::json!({"address": address, "module_address": module, "mode": "managed", "type": kind, "name": name,
            "change": {"actions": ["create"], "before": null, "after": after, "after_unknown": unknown}})
    };
    let refers = |to: &str| serde_json::json!({"references": [to]});
    let block = |address: &str, expressions: Json| serde_json::json!({"address": address, "mode": "managed", "expressions": expressions});
    let plan = serde_json::json!({
        "format_version": "1.2",
        "resource_changes": [
            resource("aws_s3_bucket.direct", "", serde_json::json!({}), serde_json::json!({"bucket": true, "id": true})),
            resource("aws_s3_bucket.bare", "", serde_json::json!({}), serde_json::json!({"bucket": true, "id": true})),
            resource("module.m.aws_s3_bucket.inner", "module.m", serde_json::json!({}), serde_json::json!({"bucket": true, "id": true})),
            resource("aws_s3_bucket_versioning.direct", "", serde_json::json!({}), serde_json::json!({"bucket": true})),
            resource("aws_s3_bucket_versioning.inner", "", serde_json::json!({}), serde_json::json!({"bucket": true})),
            resource("module.m.aws_s3_bucket_versioning.passed", "module.m", serde_json::json!({}), serde_json::json!({"bucket": true})),
        ],
        "configuration": {"root_module": {
            "resources": [
                block("aws_s3_bucket.direct", serde_json::json!({"bucket": {}})),
                block("aws_s3_bucket.bare", serde_json::json!({})),
                block("aws_s3_bucket_versioning.direct", serde_json::json!({"bucket": refers("aws_s3_bucket.direct.id")})),
                block("aws_s3_bucket_versioning.inner", serde_json::json!({"bucket": refers("module.m.bucket")})),
            ],
            "module_calls": {"m": {"source": "./m", "expressions": {"name": refers("aws_s3_bucket.bare.id")}, "module": {
                "outputs": {"bucket": {"expression": refers("aws_s3_bucket.inner.id")}},
                "resources": [
                    block("aws_s3_bucket.inner", serde_json::json!({})),
                    block("aws_s3_bucket_versioning.passed", serde_json::json!({"bucket": refers("var.name")})),
                ],
            }}},
        }},
    });
    let place = Place::new(&[("plan.json", &plan.to_string())]);
    let rule = TTL
        .replace("\"terraform_data\"]", "\"aws_s3_bucket\"]\n  related \"v\" {\n    type = \"aws_s3_bucket_versioning\"\n    on   = refers(other.bucket, resource)\n  }")
        .replace("resource.input.ttl >= 30", "length(related.v) == 0 && resource.bucket == null")
        .replace("the record lives ${resource.input.ttl} seconds", "${join(\" \", [for v in related.v : v.meta.address])}");
    place.write("rule.hcl", &rule);
    place.write("tollgate.hcl", "select = [\"test-*\"]\nrules  = [\"rule.hcl\"]\n");
    let report = json(&place, "--plan plan.json");
    let mut joined: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            format!("{} {}: {}", finding["verdict"], finding["resource"], finding["message"]).replace('"', "")
        })
        .collect();
    joined.sort();
    assert_snapshot!(joined.join("\n"), @r#"
    fail aws_s3_bucket.bare: module.m.aws_s3_bucket_versioning.passed
    fail aws_s3_bucket.direct: aws_s3_bucket_versioning.direct
    fail module.m.aws_s3_bucket.inner: aws_s3_bucket_versioning.inner
    "#);
}

/// A plan knows the variables that it was made with, and through them where its providers work.
#[test]
fn a_plan_alone_tells_the_region_of_its_providers() {
    let address = |module: &str| format!("{}aws_nat_gateway.n", if module.is_empty() { "" } else { "module.m." });
    let created = |module: &str| {
        serde_json::json!({"address": address(module), "module_address": module, "mode": "managed", "type": "aws_nat_gateway",
            "name": "n", "change": {"actions": ["create"], "before": null, "after": {"connectivity_type": "public"}}})
    };
    let gateway = |provider: &str| {
        serde_json::json!({"address": "aws_nat_gateway.n", "mode": "managed", "provider_config_key": provider,
            "expressions": {"connectivity_type": {"constant_value": "public"}}})
    };
    let plan = serde_json::json!({
        "format_version": "1.2",
        "variables": {"place": {"value": "eu-west-1"}, "password": {"value": "eu-west-2"}},
        "resource_changes": [created(""), created("module.m")],
        "configuration": {
            "provider_config": {
                "aws": {"name": "aws", "expressions": {"region": {"references": ["var.place"]}}},
                "module.m:aws": {"name": "aws", "module_address": "module.m", "expressions": {"region": {"references": ["var.where"]}}},
            },
            "root_module": {
                "resources": [gateway("aws")],
                "module_calls": {"m": {"source": "./m", "expressions": {"where": {"constant_value": "ap-south-1"}},
                    "module": {"resources": [gateway("module.m:aws")]}}},
            },
        },
    });
    let place = Place::new(&[("plan.json", &plan.to_string())]);
    let output = place.output("cost --plan plan.json --format json", &[]);
    let report: Json = serde_json::from_slice(&output.stdout).unwrap();
    let told: Vec<String> = report["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| format!("{}: {}", resource["address"], resource["components"][0]["reason"]).replace('"', ""))
        .collect();
    assert_snapshot!(told.join("\n"), @"
    aws_nat_gateway.n: no price for `eu-west-1`
    module.m.aws_nat_gateway.n: no price for `ap-south-1`
    ");
    let secret = plan.to_string().replace("var.place", "var.password");
    place.write("plan.json", &secret);
    assert!(!place.run("cost --plan plan.json --format json").contains("eu-west-2"));
}

#[test]
fn variables_without_a_value_have_that_of_the_plan() {
    let place = Place::new(&[(
        "main.tf",
        "variable \"place\" {}\n\nprovider \"aws\" {\n  region = var.place\n}\n\nresource \"aws_nat_gateway\" \"n\" {}\n",
    )]);
    let created = serde_json::json!({"address": "aws_nat_gateway.n", "mode": "managed", "type": "aws_nat_gateway", "name": "n",
        "change": {"actions": ["create"], "before": null, "after": {}}});
    let plan = serde_json::json!({"format_version": "1.2", "variables": {"place": {"value": "eu-west-1"}},
        "resource_changes": [created], "configuration": {"root_module": {}}});
    place.write("plan.json", &plan.to_string());
    let told = |arguments: &str| place.run(arguments).contains("no price for `eu-west-1`");
    assert!(!told("cost --format json"));
    assert!(told("cost --plan plan.json --format json"));
    assert!(!told("cost --plan plan.json --var place=eu-central-1 --format json"));
}
