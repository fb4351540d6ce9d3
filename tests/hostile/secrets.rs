//! Planted secrets appear in no report and in no message, whatever format is asked for.

use crate::runner::{Repository, boundary};

/// Words that stand for secrets; none looks like anything that a report would say by itself.
const PLANTED: [&str; 7] = [
    "zq-default-plum",
    "zq-tfvars-plum",
    "zq-environment-plum",
    "zq-local-plum",
    "zq-password-plum",
    "AKIAZQPLUMZQPLUMZQPL",
    "zq-nested-plum",
];

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
    "html",
    "checkstyle",
    "csv",
    "azure",
    "human",
];

fn repository() -> Repository {
    let repository = Repository::of(
        r#"
variable "password" {
  sensitive = true
  default   = "zq-default-plum"
}

variable "token" {
  sensitive = true
  type      = string
}

variable "from_environment" {
  sensitive = true
  type      = number
}

variable "nested" {
  sensitive = true
  default   = { a = ["zq-nested-plum"] }
}

locals {
  secret = sensitive("zq-local-plum")
  wrong  = tobool(local.secret)
  shown  = "${var.password}-${var.token}-${local.secret}"
  number = var.token + 1
  key    = { (var.password) = 1 }[local.secret]
  file   = file(var.token)
  regex  = regex(var.password, local.secret)
  format = format("%d", var.token)
  index  = [1, 2][var.password]
  deep   = tonumber(var.nested.a[0])
}

resource "aws_db_instance" "d" {
  identifier        = local.shown
  password          = var.password
  username          = nonsensitive(var.token) == "x" ? "a" : "b"
  engine            = var.nested.a[0]
  storage_encrypted = false
}

resource "aws_db_instance" "plain" {
  password = "zq-password-plum"
}

resource "aws_instance" "i" {
  for_each  = toset([local.secret])
  user_data = "key=AKIAZQPLUMZQPLUMZQPL"
  tags      = { (var.token) = var.password }
}

resource "aws_s3_bucket_acl" "a" {
  acl = var.password
  lifecycle {
    precondition {
      condition     = var.token == "other"
      error_message = "the token is ${var.token}"
    }
  }
}

output "o" {
  value = local.shown
}

check "c" {
  assert {
    condition     = var.password == "x"
    error_message = "not ${var.password}"
  }
}
"#,
    );
    repository.write("terraform.tfvars", "token = \"zq-tfvars-plum\"\n");
    repository.write("tollgate.hcl", "select = [\"all\"]\n");
    repository
}

#[test]
fn planted_secrets_are_in_no_format() {
    let repository = repository();
    let values = ["--var", "from_environment=zq-environment-plum"];
    for format in FORMATS {
        let mut arguments = vec!["check", "--verbose", "--show-suppressed", "--select", "all", "--format", format];
        arguments.extend(values);
        let run = repository.run(&format!("planted secrets, as {format}"), &arguments);
        for planted in PLANTED {
            for (stream, text) in [("output", &run.output), ("error", &run.error)] {
                assert!(!text.contains(planted), "{planted} in the {stream} of {format}: {}", line_with(text, planted));
            }
        }
    }
}

#[test]
fn an_evaluation_shows_no_secret() {
    let repository = repository();
    for format in ["human", "json"] {
        let run = repository.run(&format!("planted secrets, evaluated as {format}"), &["eval", "--format", format]);
        // What is plain text in the configuration is not marked as sensitive, and an evaluation is asked for values.
        for planted in PLANTED.iter().filter(|planted| !planted.contains("password") && !planted.starts_with("AKIA")) {
            assert!(!run.output.contains(planted), "{planted}: {}", line_with(&run.output, planted));
            assert!(!run.error.contains(planted), "{planted}: {}", line_with(&run.error, planted));
        }
    }
}

fn line_with(text: &str, words: &str) -> String {
    let line = text.lines().find(|line| line.contains(words)).unwrap_or("");
    let at = line.find(words).unwrap_or(0);
    line.split_at(boundary(line, at.saturating_sub(150))).1.chars().take(300).collect()
}
