//! What `tollgate eval` says of addresses, and why.

use crate::runner::Place;
use insta::assert_snapshot;

const MAIN: &str = r#"
variable "env" {
  type = string
}
variable "rules" {
  default = [
    { port = 22, cidr = "10.0.0.0/8" },
    { port = 443, cidr = "0.0.0.0/0" },
  ]
}
variable "token" {
  default   = "hunter2"
  sensitive = true
}
locals {
  sizes = { dev = 1, prod = 3 }
  base  = { owner = "me", env = var.env }
  tags  = merge(local.base, { tier = lookup(local.tiers, var.env, "none") })
  tiers = { prod = "gold" }
}
module "net" {
  source   = "git::https://example.com/acme/infra.git//modules/net?ref=v1"
  for_each = { a = { size = 2 }, b = { size = local.sizes[var.env] } }
  size     = each.value.size
  tags     = local.tags
  rules    = [for r in var.rules : { from = r.port, cidr = r.cidr } if r.port > 100]
}
resource "aws_vpc" "main" {
  cidr_block = try(module.net["zz"].cidr, "10.0.0.0/16")
}
output "secret" {
  value     = upper(var.token)
  sensitive = true
}
"#;

const NET: &str = r#"
variable "size" {}
variable "tags" { default = {} }
variable "rules" { default = [] }
resource "aws_security_group" "sg" {
  name = "sg-${var.size}"
  tags = var.tags
  dynamic "ingress" {
    for_each = var.rules
    content {
      from_port   = ingress.value.from
      cidr_blocks = [ingress.value.cidr]
    }
  }
}
output "id" { value = aws_security_group.sg.id }
"#;

/// A root module whose call names the repository's own address.
fn place() -> Place {
    let remote = "[remote \"origin\"]\n\turl = git@example.com:acme/infra.git\n";
    let files = [
        ("main.tf", MAIN.trim_start()),
        ("modules/net/main.tf", NET.trim_start()),
        ("prod.tfvars", "env = \"prod\"\n"),
        ("tollgate.hcl", "environment \"prod\" {\n  var_files = [\"prod.tfvars\"]\n}\n"),
        (".git/config", remote),
        (".git/HEAD", "ref: refs/heads/main\n"),
    ];
    Place::new(&files)
}

#[track_caller]
fn why(address: &str) -> String {
    place().run(&format!("eval --env prod {address} --why"))
}

#[test]
fn a_value_is_followed_through_a_dynamic_block_a_filter_and_a_default() {
    assert_snapshot!(why(r#"module.net["b"].aws_security_group.sg.ingress[0].cidr_blocks[0]"#), @r#"
    exit 0
    --- stdout
    module.net["b"].aws_security_group.sg.ingress[0].cidr_blocks[0] = "0.0.0.0/0"
      modules/net/main.tf:11:7  `aws_security_group.sg` sets it here: cidr_blocks = [ingress.value.cidr]
      modules/net/main.tf:3:1   through variable `rules`: variable "rules"
      main.tf:25:3              the caller sets `rules` here: rules    = [for r in var.rules : { from = r.port, cidr = r.c…
      main.tf:4:1               through variable `rules`: variable "rules"
      main.tf:5:13              the default of `rules`: [
      main.tf:7:19              the value is written here: cidr = "0.0.0.0/0"
    "#);
}

#[test]
fn a_value_is_followed_through_a_call_in_a_loop_and_an_index() {
    assert_snapshot!(why(r#"module.net["b"].aws_security_group.sg.name"#), @r#"
    exit 0
    --- stdout
    module.net["b"].aws_security_group.sg.name = "sg-3"
      modules/net/main.tf:5:3  `aws_security_group.sg` sets it here: name = "sg-${var.size}"
      modules/net/main.tf:1:1  through variable `size`: variable "size"
      main.tf:23:3             the caller sets `size` here: size     = each.value.size
      main.tf:15:3             `local.sizes` is set here: sizes = { dev = 1, prod = 3 }
      main.tf:15:22            the value is written here: prod = 3
    "#);
}

#[test]
fn a_value_is_followed_through_merge_to_the_line_of_a_variables_file() {
    assert_snapshot!(why(r#"module.net["a"].aws_security_group.sg.tags.env"#), @r#"
    exit 0
    --- stdout
    module.net["a"].aws_security_group.sg.tags.env = "prod"
      modules/net/main.tf:6:3  `aws_security_group.sg` sets it here: tags = var.tags
      modules/net/main.tf:2:1  through variable `tags`: variable "tags"
      main.tf:24:3             the caller sets `tags` here: tags     = local.tags
      main.tf:17:3             `local.tags` is set here: tags  = merge(local.base, { tier = lookup(local.tiers, var.e…
      main.tf:16:3             `local.base` is set here: base  = { owner = "me", env = var.env }
      main.tf:1:1              through variable `env`: variable "env"
      prod.tfvars:1:1          `env` gets its value here: env = "prod"
    "#);
}

#[test]
fn lookup_and_try_lead_to_what_they_chose() {
    assert_snapshot!(why(r#"module.net["a"].aws_security_group.sg.tags.tier aws_vpc.main.cidr_block"#), @r#"
    exit 0
    --- stdout
    module.net["a"].aws_security_group.sg.tags.tier = "gold"
      modules/net/main.tf:6:3  `aws_security_group.sg` sets it here: tags = var.tags
      modules/net/main.tf:2:1  through variable `tags`: variable "tags"
      main.tf:24:3             the caller sets `tags` here: tags     = local.tags
      main.tf:17:3             `local.tags` is set here: tags  = merge(local.base, { tier = lookup(local.tiers, var.e…
      main.tf:18:3             `local.tiers` is set here: tiers = { prod = "gold" }
      main.tf:18:13            the value is written here: prod = "gold"
    aws_vpc.main.cidr_block = "10.0.0.0/16"
      main.tf:28:3  `aws_vpc.main` sets it here: cidr_block = try(module.net["zz"].cidr, "10.0.0.0/16")
    "#);
}

#[test]
fn an_unknown_value_says_where_knowledge_ends() {
    assert_snapshot!(why(r#"module.net["a"].id"#), @r#"
    exit 0
    --- stdout
    module.net["a"].id = (unknown: `module.net["a"].aws_security_group.sg.id` is known only after apply)
      modules/net/main.tf:15:23  output `id` is set here: aws_security_group.sg.id
      modules/net/main.tf:4:1    `aws_security_group.sg` is declared here, without `id`: resource "aws_security_group" "sg"
      knowledge ends: `module.net["a"].aws_security_group.sg.id` is known only after apply
    "#);
    assert_snapshot!(place().run("eval local.base.env --why"), @r#"
    exit 0
    --- stdout
    local.base.env = (unknown: `var.env` has no value here)
      main.tf:16:3  `local.base` is set here: base  = { owner = "me", env = var.env }
      main.tf:1:1   through variable `env`: variable "env"
      knowledge ends: `var.env` has no value here
    "#);
}

#[test]
fn a_secret_shows_its_way_and_nothing_of_itself() {
    assert_snapshot!(why("output.secret"), @r"
    exit 0
    --- stdout
    output.secret = (sensitive)
      main.tf:31:15  output `secret` is set here
      main.tf:10:1   through variable `token`
      main.tf:11:15  the default of `token`
    ");
    assert_snapshot!(why("--expr nonsensitive(length(var.token))"), @r#"
    exit 0
    --- stdout
    nonsensitive(length(var.token)) = 7
      main.tf:10:1   through variable `token`: variable "token"
      main.tf:11:15  the default of `token`
    "#);
}

#[test]
fn machines_get_the_same() {
    assert_snapshot!(place().run("eval --var env=dev local.tags.env local.tags.tier --why --format json"), @r#"
    exit 0
    --- stdout
    {"addresses":[{"value":"dev","type":"string","address":"local.tags.env","why":[{"path":"main.tf","line":17,"column":3,"note":"`local.tags` is set here"},{"path":"main.tf","line":16,"column":3,"note":"`local.base` is set here"},{"path":"main.tf","line":1,"column":1,"note":"through variable `env`, which the command line sets"}],"unknown":[]},{"value":"none","type":"string","address":"local.tags.tier","why":[{"path":"main.tf","line":17,"column":3,"note":"`local.tags` is set here"},{"path":"main.tf","line":17,"column":31,"note":"the value is written here"}],"unknown":[]}]}
    "#);
}

#[test]
fn an_address_that_leads_nowhere_is_an_error() {
    assert_snapshot!(why(r#"module.nett["a"].id local.nope aws_vpc.main"#), @r#"
    exit 3
    --- stdout
    module.nett["a"].id: error: there is no module `nett` here; did you mean `net`?
    local.nope: error: there is no local value `nope` here
    aws_vpc.main
      cidr_block = "10.0.0.0/16"
      main.tf:27:1  `aws_vpc.main` is declared here: resource "aws_vpc" "main"
    "#);
    assert_snapshot!(place().run("eval nowhere"), @r"
    exit 2
    --- stderr
    error: `nowhere` is not a directory
    ");
    assert_snapshot!(place().run("eval --why"), @r"
    exit 2
    --- stderr
    error: `--why` needs an address or `--expr`, such as `tollgate eval local.name --why`
    ");
    assert_snapshot!(place().run("eval --env prood local.base"), @r"
    exit 2
    --- stderr
    error: there is no environment `prood` for this root module; did you mean `prod`?
    ");
}

#[test]
fn a_policy_document_takes_strings_and_says_so_of_anything_else() {
    let text = r#"
data "aws_iam_policy_document" "ok" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = [false]
    }
  }
}
data "aws_iam_policy_document" "list" {
  statement {
    actions = ["s3:*"]
    principals {
      type        = "AWS"
      identifiers = [["a", "b"]]
    }
  }
}
output "ok" { value = data.aws_iam_policy_document.ok.minified_json }
output "list" { value = data.aws_iam_policy_document.list.minified_json }
"#;
    let place = Place::new(&[("main.tf", text)]);
    let told = place.run("eval output.ok output.list --format json");
    assert!(told.contains(r#"\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}"#), "{told}");
    assert!(told.contains("a policy document holds what is no string"), "{told}");
}

/// What expressions give, one line each, as `--expr-file` answers them.
fn answers(expressions: &[&str]) -> String {
    let main = "variable \"x\" {\n  type = string\n}\nvariable \"l\" {\n  type = list(string)\n}\n";
    let line = |text: &&str| serde_json::json!({ "expr": text }).to_string();
    let file: Vec<String> = expressions.iter().map(line).collect();
    let place = Place::new(&[("main.tf", main), ("cases", &file.join("\n"))]);
    let shown = place.run("eval --expr-file cases");
    let lines = shown.strip_prefix("exit 0\n--- stdout\n").unwrap_or(&shown).lines();
    let answers: Vec<String> =
        expressions.iter().zip(lines).map(|(text, line)| format!("{text}\n    {line}")).collect();
    answers.join("\n")
}

/// After OpenTofu's documentation: its program is not asked.
#[test]
fn functions_that_only_opentofu_has() {
    assert_snapshot!(answers(&[
        "base64gunzip(base64gzip(\"héllo\"))",
        "base64gunzip(\"aGVsbG8=\")",
        "urldecode(\"hello%20w%C3%B6rld+1\")",
        "urldecode(\"%zz\")",
        "cidrcontains(\"192.168.2.0/20\", \"192.168.2.1\")",
        "cidrcontains(\"192.168.2.0/20\", \"192.168.2.0/22\")",
        "cidrcontains(\"192.168.2.0/20\", \"192.126.2.1\")",
        "cidrcontains(\"192.168.2.0/20\", \"192.126.2.0/18\")",
        "cidrcontains(\"fe80::/48\", \"fe80::1\")",
        "cidrcontains(\"fe80::/48\", \"fe81::1\")",
        "cidrcontains(\"10.0.0.0/8\", \"fe81::1\")",
        "convert(\"true\", bool)",
        "convert([], list(string))",
        "convert([1, \"2\"], set(number))",
        "convert({}, object({ name = optional(string, \"OpenTofu\") }))",
        "convert({ test = {} }, map(object({ attr = optional(string), other = optional(string, \"d\") })))",
        "convert(\"x\", number)",
        "convert(1, nonsense)",
        "convert({}, object({ name = optional(string, var.x) }))",
        "convert(var.x, string)",
        "assumenotnull(var.x) != null",
        "assumenotnull(null)",
        "startswith(assumestringprefix(var.x, \"vpc-\"), \"vpc-\")",
        "assumestringprefix(\"subnet-1\", \"vpc-\")",
        "length(assumelistlengthmin(var.l, 1)) != 0",
        "length(assumenotnull(assumelistlength(var.l, 2, 2)))",
        "assumelistlengthmax([1, 2, 3], 2)",
        "assumesetlengthmin(toset([\"a\"]), 1)",
        "assumemaplength({ a = 1 }, 2, 3)",
        "assumeequal(var.x, \"arn:aws:iam::123456789012:role/r\")",
        "assumeequal(\"1\", 1)",
        "assumeequal(\"a\", \"b\")",
    ]));
}

#[test]
fn pure_functions_of_providers() {
    assert_snapshot!(answers(&[
        "provider::aws::arn_parse(\"arn:aws:iam::444455556666:role/example\")",
        "provider::aws::arn_build(\"aws\", \"iam\", \"\", \"444455556666\", \"role/example\")",
        "provider::aws::trim_iam_role_path(\"arn:aws:iam::444455556666:role/with/path/example\")",
        "provider::aws::user_agent(\"p\", \"1\", \"c\")",
        "provider::aws::iam_policy_split(\"{}\", \"inline\")",
        "provider::google::region_from_zone(\"us-central1-a\")",
        "provider::google::project_from_id(\"projects/p/zones/z/instances/i\")",
        "provider::azurerm::parse_resource_id(\"/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/w/slots/x\")",
        "provider::azurerm::normalise_resource_id(\"/Subscriptions/s/resourcegroups/g\")",
        "provider::time::rfc3339_parse(\"2023-07-25T23:43:16Z\").year_day",
        "provider::time::unix_timestamp_parse(1690328596)",
        "provider::time::unix_timestamp_parse(1.5)",
        "provider::time::unix_timestamp_parse(1e15)",
        "provider::time::duration_parse(\"1h30m\")",
        "provider::time::duration_parse(\"-1500us\")",
        "provider::time::duration_parse(\"1 hour\")",
    ]));
}

#[test]
fn a_value_that_the_type_fills_in_leads_to_the_optional_default() {
    let place = Place::new(&[
        (
            "main.tf",
            r#"variable "o" {
  type = object({
    a = optional(number, 3)
    b = optional(object({ c = optional(string, "x"), d = optional(string) }), { d = "given" })
  })
  default = {}
}
module "m" {
  source = "./m"
  rules  = [{ name = "a" }, { name = "b", port = 22 }]
}
"#,
        ),
        (
            "m/main.tf",
            r#"variable "rules" {
  type = list(object({ name = string, port = optional(number, 443) }))
}
resource "aws_security_group_rule" "r" {
  count     = length(var.rules)
  from_port = var.rules[count.index].port
}
"#,
        ),
    ]);
    let addresses = [
        "var.o.a",
        "var.o.b.c",
        "var.o.b.d",
        "module.m.aws_security_group_rule.r[0].from_port",
        "module.m.aws_security_group_rule.r[1].from_port",
    ];
    let ways: Vec<String> = addresses.iter().map(|address| place.run(&format!("eval {address} --why"))).collect();
    assert_snapshot!(ways.join("\n"));
}
