//! Rule files and configurations are input as well: a pull request may change them.

use crate::runner::Repository;

#[test]
fn configurations_are_bounded() {
    for (name, text) in [
        ("nesting", format!("select = {}{}\n", "[".repeat(100_000), "]".repeat(100_000))),
        ("unknown keys", (0..50_000).map(|i| format!("key{i} = 1\n")).collect()),
        (
            "selectors",
            format!("select = [{}]\n", (0..50_000).map(|i| format!("\"rule-{i}\"")).collect::<Vec<_>>().join(", ")),
        ),
        ("globs", format!("override {{\n  paths = [\"{}\"]\n  ignore = [\"cost\"]\n}}\n", "{a,".repeat(10_000))),
        ("stars", format!("override {{\n  paths = [\"{}\"]\n  ignore = [\"cost\"]\n}}\n", "**/*".repeat(5_000))),
        ("rules outside", "rules = [\"../../../../etc/*\", \"/etc/passwd\"]\n".into()),
    ] {
        let repository = Repository::of("locals {\n  a = 1\n}\n");
        repository.write("tollgate.hcl", text);
        repository.run(&format!("a configuration with too much of it: {name}"), &["check"]);
    }
}

fn rule(assert: &str) -> String {
    format!(
        "rule \"test-x\" {{\n  title = \"x\"\n  category = \"security\"\n  severity = \"low\"\n  resources = [\"aws_security_group\"]\n  \
         assert = {assert}\n  why = \"x\"\n  remedy = \"x\"\n  message = \"x\"\n}}\n"
    )
}

#[test]
fn rules_are_bounded() {
    let blocks: String = (0..2_000).map(|i| format!("  ingress {{\n    from_port = {i}\n  }}\n")).collect();
    for (name, assert) in [
        (
            "loops",
            "length([for a in resource.ingress : [for b in resource.ingress : [for c in resource.ingress : c]]]) == 0"
                .to_owned(),
        ),
        ("nesting", format!("{}true", "!".repeat(100_000))),
        ("a pattern", "can(regex(\"((a{1000}){1000}){1000}\", resource.name))".to_owned()),
        (
            "a range",
            "length([for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]) == 0".to_owned(),
        ),
    ] {
        let repository =
            Repository::of(format!("resource \"aws_security_group\" \"g\" {{\n  name = \"x\"\n{blocks}}}\n"));
        repository.write("policy.hcl", rule(&assert));
        repository.write("tollgate.hcl", "select = [\"test-*\"]\nrules = [\"policy.hcl\"]\n");
        repository.run(&format!("a rule with too much of it: {name}"), &["check", "--format", "json"]);
    }
}

#[test]
fn baselines_and_plans_are_bounded() {
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let repository = Repository::of("locals {\n  a = 1\n}\n");
    repository.write(".tollgate-baseline.json", &nested);
    repository.run("a baseline that is nested 100,000 deep", &["check"]).exits(2);
    let repository = Repository::of("locals {\n  a = 1\n}\n");
    repository.write("plan.json", &nested);
    repository.run("a plan that is nested 100,000 deep", &["check", "--plan", "plan.json"]).exits(3);
    let value = format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000));
    let plan = format!(
        "{{\"format_version\":\"1.2\",\"resource_changes\":[{{\"address\":\"aws_x.y\",\"mode\":\"managed\",\"type\":\"aws_x\",\"name\":\"y\",\
         \"change\":{{\"actions\":[\"create\"],\"before\":null,\"after\":{{\"a\":{value}}},\"after_unknown\":{{}}}}}}]}}"
    );
    repository.write("plan.json", plan);
    repository.run("a plan with a value nested 5,000 deep", &["check", "--plan", "plan.json"]);
}
