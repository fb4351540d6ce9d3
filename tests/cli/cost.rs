//! `tollgate cost` and budgets.

use crate::runner::{Place, commit};
use insta::assert_snapshot;

const PROVIDER: &str = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";

fn stack(body: &str) -> Place {
    Place::new(&[("main.tf", &format!("{PROVIDER}{body}"))])
}

#[test]
fn a_tree_tells_what_is_known_and_what_is_not() {
    let place = stack(
        "variable \"size\" {}\nresource \"aws_nat_gateway\" \"n\" {}\nresource \"aws_instance\" \"w\" {\n  instance_type = var.size\n}\n\
         resource \"aws_sqs_queue\" \"q\" {}\nresource \"aws_iam_role\" \"r\" {}\nresource \"aws_new_thing\" \"x\" {}\n",
    );
    assert_snapshot!(place.run("cost"), @"");
}

#[test]
fn a_region_without_prices_is_said_and_not_guessed() {
    let place = Place::new(&[(
        "main.tf",
        "provider \"aws\" {\n  region = \"eu-south-2\"\n}\nresource \"aws_nat_gateway\" \"n\" {}\n",
    )]);
    assert_snapshot!(place.run("cost"), @"");
    place.write(
        "own.csv",
        "provider,region,service,terraform_type,component,attribute_match,unit,usd\n\
         aws,eu-south-2,nat,aws_nat_gateway,NAT gateway,,hour,0.05\n",
    );
    assert_snapshot!(place.run("cost --prices own.csv"), @"");
}

#[test]
fn a_group_whose_size_is_open_costs_between_its_bounds() {
    let place = stack(
        "variable \"n\" {\n  type = number\n}\nresource \"aws_launch_configuration\" \"l\" {\n  instance_type = \"t3.large\"\n  enable_monitoring = false\n}\n\
         resource \"aws_autoscaling_group\" \"g\" {\n  desired_capacity = var.n\n  min_size = 1\n  max_size = 4\n  launch_configuration = aws_launch_configuration.l.name\n}\n",
    );
    assert_snapshot!(place.run("cost"), @"");
}

#[test]
fn the_age_of_prices_is_told() {
    let text = stack("").run("cost prices");
    assert!(text.contains("karpenter-aws") && text.contains("2026-07-20") && text.contains("us-east-1"), "{text}");
}

#[test]
fn a_budget_that_is_exceeded_is_a_finding() {
    let place = stack("resource \"aws_nat_gateway\" \"n\" {\n  count = 3\n}\n");
    place.write("tollgate.hcl", "budget {\n  monthly = 60.5\n}\n");
    assert_snapshot!(place.run("check --select cost-budget-exceeded"), @"");
}

#[test]
fn what_a_change_adds_is_in_the_summary() {
    let place = stack("resource \"aws_nat_gateway\" \"n\" {\n  count = 1\n}\n");
    place.write("tollgate.hcl", "budget {\n  increase = 40\n}\n");
    commit(&place);
    place.write("main.tf", &format!("{PROVIDER}resource \"aws_nat_gateway\" \"n\" {{\n  count = 3\n}}\n"));
    let text = place.run("check --select cost-increase-exceeded --base HEAD --format markdown");
    assert!(text.contains("**+$65.70/month** in `.`: +$32.85 `aws_nat_gateway.n[1]`"), "{text}");
    assert!(text.contains("cost-increase-exceeded"), "{text}");
    assert_snapshot!(place.run("cost --base HEAD"), @"");
}

#[test]
fn rules_can_ask_for_the_cost() {
    let rule = "rule \"own-expensive\" {\n  title = \"Too expensive\"\n  category = \"cost\"\n  severity = \"high\"\n  resources = [\"aws_instance\"]\n  \
        assert = monthly_cost(resource) < 50\n  message = \"costs more than 50 USD a month\"\n  why = \"w\"\n  remedy = \"r\"\n}\n";
    let place = stack(
        "resource \"aws_instance\" \"w\" {\n  instance_type = \"m5.large\"\n}\nresource \"aws_instance\" \"s\" {\n  instance_type = \"t3.small\"\n}\n",
    );
    place.write("own.hcl", rule);
    place.write("tollgate.hcl", "rules = [\"own.hcl\"]\n");
    assert_snapshot!(place.run("check --select own-expensive"), @"");
}
