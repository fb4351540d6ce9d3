//! `tollgate cost` and budgets.

use crate::runner::{Place, commit};

const PROVIDER: &str = "provider \"aws\" {\n  region = \"us-east-1\"\n}\n";

fn stack(body: &str) -> Place {
    Place::new(&[("main.tf", &format!("{PROVIDER}{body}"))])
}

/// Runs the program and looks for lines in what it says; runs of spaces count as one.
fn says(place: &Place, arguments: &str, expected: &[&str]) {
    let text = place.run(arguments);
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for line in expected {
        assert!(plain.contains(line), "`{line}` is not in\n{text}");
    }
}

#[test]
fn what_is_known_is_told_apart_from_what_is_not() {
    let place = stack(
        "variable \"size\" {}\nresource \"aws_nat_gateway\" \"n\" {}\n\
         resource \"aws_instance\" \"w\" {\n  instance_type = var.size\n}\n\
         resource \"aws_sqs_queue\" \"q\" {}\nresource \"aws_iam_role\" \"r\" {}\nresource \"aws_new_thing\" \"x\" {}\n",
    );
    says(
        &place,
        "cost",
        &[
            "aws_nat_gateway.n $32.85",
            "aws_instance.w unknown `var.size` has no value here; $0.80 of it is known",
            "1 more depend on usage alone",
            "Total $33.65/month",
            "priced 2 of 3 costed resources: 1 is unknown, 1 depends on usage alone; 1 free, 1 of types without a cost model",
        ],
    );
}

#[test]
fn a_region_without_prices_is_said_and_not_guessed() {
    let provider = "provider \"aws\" {\n  region = \"eu-south-2\"\n}\n";
    let place = Place::new(&[("main.tf", &format!("{provider}resource \"aws_nat_gateway\" \"n\" {{}}\n"))]);
    says(
        &place,
        "cost",
        &["no price for `eu-south-2`", "Total $0.00/month", "priced 0 of 1 costed resources: 1 has no price"],
    );
    let head = "provider,region,service,terraform_type,component,attribute_match,unit,usd\n";
    place.write("own.csv", &format!("{head}aws,eu-south-2,nat,aws_nat_gateway,NAT gateway,,hour,0.05\n"));
    says(&place, "cost --prices own.csv", &["Total $36.50/month", "priced 1 of 1 costed resources;"]);
}

#[test]
fn a_group_whose_size_is_open_costs_between_its_bounds() {
    let place = stack(
        "variable \"n\" {\n  type = number\n}\n\
         resource \"aws_launch_configuration\" \"l\" {\n  instance_type = \"t3.large\"\n  enable_monitoring = false\n}\n\
         resource \"aws_autoscaling_group\" \"g\" {\n  desired_capacity = var.n\n  min_size = 1\n  max_size = 4\n  \
         launch_configuration = aws_launch_configuration.l.name\n}\n",
    );
    says(&place, "cost", &["aws_autoscaling_group.g $61.54 to $246.14", "`var.n` has no value here"]);
}

#[test]
fn the_age_of_prices_is_told() {
    says(&stack(""), "cost prices", &["karpenter-aws", "2026-07-20", "us-east-1"]);
}

#[test]
fn a_budget_that_is_exceeded_is_a_finding() {
    let place = stack("resource \"aws_nat_gateway\" \"n\" {\n  count = 3\n}\n");
    place.write("tollgate.hcl", "budget {\n  monthly = 60.5\n}\n");
    let line = "main.tf:4:1: high cost-budget-exceeded: all together costs $98.55/month, $38.05 over the budget of $60.50 (aws_nat_gateway.n[0])";
    says(&place, "check --select cost-budget-exceeded", &["exit 1", line]);
}

#[test]
fn what_a_change_adds_is_in_the_summary() {
    let gateways = |count: u32| format!("{PROVIDER}resource \"aws_nat_gateway\" \"n\" {{\n  count = {count}\n}}\n");
    let place = Place::new(&[("main.tf", &gateways(1)), ("tollgate.hcl", "budget {\n  increase = 40\n}\n")]);
    commit(&place);
    place.write("main.tf", &gateways(3));
    says(
        &place,
        "check --select cost-increase-exceeded --base HEAD --format markdown",
        &["**+$65.70/month** in `.`: +$32.85 `aws_nat_gateway.n[1]`", "more than the $40.00 that a change may add"],
    );
    says(&place, "cost --base HEAD", &["change +$65.70", "Total $98.55/month (+$65.70 against $32.85 now)"]);
}

#[test]
fn rules_can_ask_for_the_cost() {
    let place = stack(
        "resource \"aws_instance\" \"w\" {\n  instance_type = \"m5.large\"\n}\n\
         resource \"aws_instance\" \"s\" {\n  instance_type = \"t3.small\"\n}\n",
    );
    let rule = "rule \"own-expensive\" {\n  title = \"Too expensive\"\n  category = \"cost\"\n  severity = \"high\"\n  \
        resources = [\"aws_instance\"]\n  assert = monthly_cost(resource) < 50\n  message = \"too much\"\n  why = \"w\"\n  remedy = \"r\"\n}\n";
    place.write("own.hcl", rule);
    place.write("tollgate.hcl", "rules = [\"own.hcl\"]\n");
    says(&place, "check --select own-expensive", &["too much (aws_instance.w)", "1 finding:"]);
}
