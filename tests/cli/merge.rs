//! Shards and their merge: together they say, byte for byte, what one run over everything says.

use std::path::Path;

use insta::assert_snapshot;

use crate::plans;
use crate::runner::{Place, acl, commit, place};

/// Runs the check whole and in so many shards, merges, and compares every format that a merge can write.
#[track_caller]
fn assert_merges(place: &Place, options: &str, counts: &[usize]) {
    let quiet = |arguments: &str| place.output(arguments, &[]);
    place.write("out/keep", "");
    let formats = [
        "json",
        "sarif",
        "junit",
        "gitlab",
        "gitlab-sast",
        "checkstyle",
        "csv",
        "compact",
        "azure",
        "github",
        "markdown",
        "github-summary",
        "human",
    ];
    let targets = |prefix: &str| formats.map(|format| format!("--format {format}={prefix}.{format}")).join(" ");
    let whole = quiet(&format!("check {options} {}", targets("out/whole")));
    for count in counts {
        place.write(&format!("out/{count}j/keep"), "");
        place.write(&format!("out/{count}s/keep"), "");
        for i in 1..=*count {
            let shard = format!("--shard {i}/{count} --format json=out/{count}j/{i}.json");
            quiet(&format!("check {options} {shard} --format sarif=out/{count}s/{i}.sarif"));
        }
        let merged = quiet(&format!("merge out/{count}s {}", targets("out/merged")));
        let stderr = String::from_utf8_lossy(&merged.stderr);
        assert_eq!(merged.status.code(), whole.status.code(), "{options} in {count}: {stderr}");
        for format in formats {
            let (one, other) =
                (place.read(&format!("out/whole.{format}")), place.read(&format!("out/merged.{format}")));
            assert_same(&one, &other, &format!("{options} {format} in {count}"));
        }
        let merged = quiet(&format!("merge out/{count}j --format json=out/merged.json"));
        assert_eq!(merged.status.code(), whole.status.code());
        assert_same(&place.read("out/whole.json"), &place.read("out/merged.json"), &format!("{options} in {count}"));
    }
}

/// Shows the first line that differs.
#[track_caller]
fn assert_same(one: &str, other: &str, of: &str) {
    let differs = one.lines().zip(other.lines()).find(|(one, other)| one != other);
    assert!(one == other, "{of}: {} and {} bytes, {differs:#?}", one.len(), other.len());
}

/// Three modules that many roots share: one is wrong by itself, one by what its callers give, one by what nobody knows.
fn shared(roots: usize) -> Place {
    let place = place(&[
        ("modules/wrong/main.tf", &acl("site", "\"public-read\"")),
        ("modules/given/main.tf", &format!("variable \"acl\" {{\n  type = string\n}}\n{}", acl("site", "var.acl"))),
        ("modules/secret/main.tf", "variable \"password\" {\n  sensitive = true\n}\noutput \"x\" {\n  value = 1\n}\n"),
    ]);
    for i in 0..roots {
        let silence = if i % 4 == 1 { "# tollgate:ignore test-acl-public -- legacy\n" } else { "" };
        let value = if i % 3 == 0 { "var.acl" } else { "\"public-read\"" };
        let text = format!(
            "variable \"acl\" {{\n  type = string\n}}\n{silence}module \"wrong\" {{\n  source = \"../modules/wrong\"\n}}\n\
             module \"given\" {{\n  source = \"../modules/given\"\n  acl    = {value}\n}}\n{}",
            "# padding\n".repeat(i * 7)
        );
        place.write(&format!("root{i:02}/main.tf"), &text);
    }
    place
}

#[test]
fn shards_merge_to_the_whole() {
    for fixture in ["demo", "report"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture);
        let place = Place::new(&[]);
        plans::copy(&from, "", &place);
        assert_merges(&place, "--select all", &[2, 3, 16]);
    }
}

#[test]
fn a_module_that_roots_of_several_shards_share_is_one_finding() {
    let place = shared(9);
    assert_merges(&place, "", &[2, 3, 16]);
    assert_merges(&place, "--show-suppressed --unknown fail --select all --category nightly", &[3]);
    assert_merges(&place, "--unknown ignore --fail-on critical", &[3]);
}

#[test]
fn more_roots_than_a_finding_explains() {
    assert_merges(&shared(45), "", &[4]);
}

#[test]
fn suppressions_are_used_and_unused_over_all_shards() {
    let place = shared(6);
    let comment = "# tollgate:ignore test-acl-public -- agreed\n";
    place.write("modules/wrong/main.tf", &format!("{comment}{}", acl("site", "\"public-read\"")));
    place.write("modules/given/more.tf", &format!("{comment}{}", acl("never", "\"private\"")));
    place.write("root01/more.tf", &format!("# tollgate:ignore nothing-like-it -- x\n{}", acl("never", "\"private\"")));
    let exceptions = "select = [\"all\"]\nrules = [\"policy.hcl\"]\n\
        exception {\n  rule = \"test-acl-public\"\n  path = \"root02/**\"\n  reason = \"old\"\n}\n\
        exception {\n  rule = \"test-acl-public\"\n  resource = \"module.given.*\"\n  path = \"root04/**\"\n  reason = \"agreed\"\n}\n\
        exception {\n  rule = \"test-acl-public\"\n  resource = \"aws_x.y\"\n  reason = \"nobody\"\n}\n";
    place.write("tollgate.hcl", exceptions);
    assert_merges(&place, "", &[2, 3, 16]);
    assert_merges(&place, "--show-suppressed", &[4]);
    let shard = place.run("check --shard 1/3 --select suppression-unused --format compact");
    assert!(!shard.contains("suppression-unused"), "another shard may use it: {shard}");
    assert!(place.run("check --select suppression-unused,test-* --format compact").contains("suppression-unused"));
}

#[test]
fn secrets_stay_secret_whatever_shard_sees_them() {
    let place = place(&[
        (
            "modules/db/main.tf",
            "variable \"password\" {\n  default = \"correct horse battery\"\n}\nresource \"aws_db_instance\" \"d\" {\n  password = var.password\n  publicly_accessible = true\n}\n",
        ),
        ("a/main.tf", "module \"db\" {\n  source = \"../modules/db\"\n}\n"),
        ("b/main.tf", "module \"db\" {\n  source = \"../modules/db\"\n  password = \"hunter2-hunter2\"\n}\n"),
    ]);
    assert_merges(&place, "--select all", &[2, 3]);
    for file in ["2s/1.sarif", "2s/2.sarif", "2j/1.json", "2j/2.json"] {
        let text = place.read(&format!("out/{file}"));
        assert!(!text.contains("hunter2") && !text.contains("correct horse"), "{file}");
    }
}

#[test]
fn unreadable_roots_environments_and_baselines_merge() {
    let place = shared(5);
    place.write("root01/broken.tf", "resource \"x\" \"y\" {\n  a = = 1\n}\n");
    place.write("root03/cycle.tf", "locals {\n  a = local.b\n  b = local.a\n}\n");
    place.write("root02/prod.tfvars", "acl = \"public-read\"\n");
    place.write(
        "tollgate.hcl",
        "select = [\"test-*\"]\nrules = [\"policy.hcl\"]\nenvironment \"prod\" {\n  roots = [\"root00\", \"root02\"]\n  \
         var_files = [\"root02/prod.tfvars\"]\n}\nenvironment \"dev\" {\n  roots = [\"root02\"]\n  fail_on = \"critical\"\n}\n",
    );
    assert_merges(&place, "", &[2, 16]);
    place.run("baseline create");
    place.write("root04/more.tf", &acl("new", "\"public-read\""));
    assert_merges(&place, "", &[3]);
    assert_merges(&place, "--show-suppressed", &[3]);
}

#[test]
fn a_plan_goes_with_its_root() {
    let place = plans::fixture("database");
    for root in ["other", "third"] {
        place.write(&format!("{root}/main.tf"), &acl("site", "\"public-read\""));
    }
    assert_merges(&place, "--plan plan.json --select all", &[2, 3]);
}

#[test]
fn what_is_new_against_a_base_is_told_over_all_shards() {
    let place = shared(6);
    let rule = |n: usize| {
        format!("  ingress {{\n    from_port = 22\n    to_port = 22\n    cidr_blocks = [\"0.0.0.0/{n}\"]\n  }}\n")
    };
    let group = |rules: &[usize]| {
        let rules: String = rules.iter().map(|n| rule(*n)).collect();
        format!("resource \"aws_security_group\" \"g\" {{\n  name = \"g\"\n{rules}}}\n")
    };
    place.write("modules/wrong/group.tf", &group(&[0, 0, 1]));
    place.write("root05/gone.tf", &acl("gone", "\"public-read\""));
    place.write("root04/kept.tf", &acl("kept", "\"public-read\""));
    place.write("policies/a.tf", &group(&[0, 1]));
    commit(&place);
    // Blocks that come before equal ones, a renamed directory, what is repaired, what is added, and a new root.
    place.write("modules/wrong/group.tf", &group(&[2, 0, 0, 0, 1]));
    place.remove("root05/gone.tf");
    place.remove("root04/kept.tf");
    place.write("root04/renamed.tf", &format!("\n\n{}", acl("kept", "\"public-read\"")));
    place.remove("policies/a.tf");
    place.write("policies-renamed/b.tf", &group(&[0, 1]));
    place.write("root01/new.tf", &acl("new", "\"public-read\""));
    place.write("root06/main.tf", "module \"wrong\" {\n  source = \"../modules/wrong\"\n}\n");
    assert_merges(&place, "--base HEAD --select all", &[2, 3, 16]);
    let whole = place.read("out/whole.json");
    for state in ["new", "unchanged", "fixed"] {
        assert!(whole.contains(&format!("\"baseline_state\": \"{state}\"")), "nothing is {state}");
    }
    assert_merges(&place, "--base HEAD --changed HEAD --show-suppressed", &[3]);
    assert_snapshot!(place.run("merge out/16s/1.sarif out/16s/3.sarif"), @"
    exit 3
    --- stderr
    error: the reports of shards 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 of 16 are missing; their root modules are not in this report; what is new against the base cannot be told without them
    ");
}

#[test]
fn budgets_are_judged_over_all_shards() {
    let server = |name: &str, kind: &str| {
        format!("resource \"aws_instance\" \"{name}\" {{\n  ami = \"ami-1\"\n  instance_type = \"{kind}\"\n}}\n")
    };
    let provider = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";
    let place = Place::new(&[]);
    place.write("modules/server/main.tf", &server("m", "m5.large"));
    for (i, kind) in ["t3.micro", "m5.xlarge", "m5.xlarge", "no.such"].into_iter().enumerate() {
        let call = "module \"server\" {\n  source = \"../modules/server\"\n}\n";
        place.write(&format!("root{i}/main.tf"), &format!("{provider}{call}{}", server("own", kind)));
    }
    let budgets = "select = [\"cost\", \"suppression-unused\"]\nbudget {\n  monthly = 100\n}\nbudget {\n  monthly = 1000000\n}\n\
        budget {\n  roots = [\"root0\"]\n  monthly = 1\n  severity = \"critical\"\n}\nbudget {\n  increase = 5\n  increase_percent = 1\n}\n";
    place.write("tollgate.hcl", budgets);
    assert_merges(&place, "", &[2, 3, 16]);
    assert!(place.read("out/whole.json").contains("over the budget of $100.00"));
    commit(&place);
    // The comment is used by the finding of the increase alone, and not by the candidate of another shard.
    let ignore = "# tollgate:ignore cost-increase-exceeded -- agreed\n";
    place.write("root1/more.tf", &format!("{ignore}{}", server("more", "m5.4xlarge")));
    place.write("root2/more.tf", &format!("{ignore}{}", server("more", "m5.2xlarge")));
    place.remove("root3/main.tf");
    assert_merges(&place, "--base HEAD", &[2, 3, 16]);
    assert_merges(&place, "--base HEAD --show-suppressed", &[3]);
    let whole = place.read("out/whole.json");
    assert!(whole.contains("more than the") && whole.contains("\"suppression-unused\""), "{whole}");
}

#[test]
fn reports_of_shards_fit_their_schemas() {
    let place = shared(4);
    place.run("check --shard 1/2 --format json=1.json --format sarif=1.sarif --select all");
    let sarif = serde_json::from_str(include_str!("../../fixtures/schemas/sarif-2.1.0.json")).unwrap();
    let json = serde_json::to_value(tollgate::report::json::schema()).unwrap();
    for (schema, file) in [(json, "1.json"), (sarif, "1.sarif")] {
        let report: serde_json::Value = serde_json::from_str(&place.read(file)).unwrap();
        let errors: Vec<String> = jsonschema::validator_for(&schema)
            .unwrap()
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{file}: {errors:#?}");
    }
}

#[test]
fn a_missing_shard_is_told_and_the_rest_reported() {
    let place = shared(4);
    for i in [1, 3] {
        place.run(&format!("check --shard {i}/4 --format json={i}.json"));
    }
    assert_snapshot!(place.run("merge 1.json 3.json --format compact"), @"
    exit 3
    --- stdout
    error shard-missing: the reports of shards 2, 4 of 4 are missing; their root modules are not in this report
    modules/wrong/main.tf:2:3: high test-acl-public: `public-read` is public (module.wrong.aws_s3_bucket_acl.site)
    root01/main.tf:10:3: high test-acl-public: `public-read` is public (module.given.aws_s3_bucket_acl.site)
    root03/main.tf:9:3: unknown test-acl-public: cannot tell whether this holds: ACL is public; `var.acl` has no value here (module.given.aws_s3_bucket_acl.site)
    --- stderr
    error shard-missing: the reports of shards 2, 4 of 4 are missing; their root modules are not in this report; help: give the reports of all shards, and look why a job wrote none
    ");
}

#[test]
fn the_threshold_may_be_said_anew() {
    let place = shared(2);
    place.write("out/keep", "");
    for i in [1, 2] {
        place.run(&format!("check --shard {i}/2 --format json=out/{i}.json"));
    }
    let code = |arguments: &str| place.output(arguments, &[]).status.code();
    assert_eq!(code("merge out"), Some(1));
    assert_eq!(code("merge out --fail-on critical"), Some(0));
    assert_eq!(code("merge out --exit-zero"), Some(0));
}

#[test]
fn what_does_not_belong_together_is_refused_in_a_sentence() {
    let place = shared(3);
    commit(&place);
    for (arguments, file) in [
        ("--shard 1/2", "1.json"),
        ("--shard 2/2", "2.json"),
        ("--shard 2/3", "of-3.json"),
        ("--shard 2/2 --unknown fail", "other.json"),
        ("", "whole.json"),
        ("--base HEAD --shard 2/2", "base.json"),
    ] {
        place.run(&format!("check {arguments} --format json={file}"));
    }
    place.write("root00/more.tf", &acl("new", "\"private\""));
    place.run("check --shard 2/2 --format json=later.json");
    place.write("none.json", "{}");
    place.write("broken.json", "{\"schema_version\": ");
    place.write("old.json", &place.read("2.json").replace(env!("CARGO_PKG_VERSION"), "0.0.9"));
    place.write(
        "damaged.json",
        &place.read("2.json").replace("\"findings\":[{\"rule\":0", "\"findings\":[{\"rule\":77"),
    );
    place.write("form.json", &place.read("2.json").replace("\"form\":1", "\"form\":2"));
    let mut shown = String::new();
    for with in [
        "1.json",
        "of-3.json",
        "other.json",
        "whole.json",
        "base.json",
        "later.json",
        "none.json",
        "broken.json",
        "old.json",
        "damaged.json",
        "form.json",
        "nowhere.json",
        "policy.hcl",
    ] {
        shown += &format!("{with}: {}", place.run(&format!("merge 1.json {with}")).replace("--- stderr\n", ""));
    }
    for arguments in ["1.json 2.json --format sarif", "1.json 2.json --format html=x.html", "", "root00"] {
        shown += &format!("{arguments}: {}", place.run(&format!("merge {arguments}")).replace("--- stderr\n", ""));
    }
    assert_snapshot!(shown, @"
    1.json: exit 2
    error: `1.json` is shard 1 of 2, as `1.json` is; give the report of each shard once
    of-3.json: exit 2
    error: `of-3.json` and `1.json` are of different runs: the numbers of shards differ
    other.json: exit 2
    error: `other.json` and `1.json` are of different runs: they were asked for with different options
    whole.json: exit 2
    error: `whole.json` is not the report of a shard; write it with `tollgate check --shard I/N`
    base.json: exit 2
    error: `base.json` and `1.json` are of different runs: they compare with different states
    later.json: exit 2
    error: `later.json` and `1.json` are of different runs: the files differ
    none.json: exit 2
    error: `none.json` is no report of tollgate in JSON or SARIF
    broken.json: exit 2
    error: `broken.json` is no report of tollgate in JSON or SARIF
    old.json: exit 2
    error: `old.json` is of tollgate 0.0.9, and this is [VERSION]; merge with the version that checked
    damaged.json: exit 2
    error: the report `damaged.json` is damaged: a finding has a rule that is not listed
    form.json: exit 2
    error: the report `form.json` is damaged: its form is 2 and not 1
    nowhere.json: exit 2
    error: cannot read `nowhere.json`: No such file or directory (os error 2)
    policy.hcl: exit 2
    error: `policy.hcl` is no report of tollgate in JSON or SARIF
    1.json 2.json --format sarif: exit 2
    error: `--format sarif` shows the code, which reports in JSON do not hold; give the SARIF report of every shard
    1.json 2.json --format html=x.html: exit 2
    error: `--format html` shows the code, of which reports hold too little; write it with `tollgate check --format html`
    : exit 2
    error: the following required arguments were not provided:
      <REPORT>...

    Usage: tollgate merge <REPORT>...

    For more information, try '--help'.
    root00: exit 2
    error: there is no file `*.json` or `*.sarif` in `root00`
    ");
}
