rule "aws-qldb-deletion-unprotected" {
  title     = "QLDB ledger can be deleted without unlocking it first"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_qldb_ledger"]
  aliases   = ["CKV_AWS_172"]
  tags      = ["cwe-693"]
  assert    = coalesce(resource.deletion_protection, true)
  at        = resource.deletion_protection
  message   = "`deletion_protection` is false"
  why       = <<-EOT
    A ledger is kept because it cannot be changed; deleted, it is gone. Protection is on by default. (QLDB itself ended in July 2025.)
  EOT
  remedy    = <<-EOT
    ```hcl
    deletion_protection = true
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/qldb_ledger"

  fix {
    set = {
      deletion_protection = true
    }
  }

  pass "the default" {
    resource "aws_qldb_ledger" "this" {
      name             = "audit"
      permissions_mode = "STANDARD"
    }
  }

  pass "written out" {
    resource "aws_qldb_ledger" "this" {
      name                = "audit"
      permissions_mode    = "STANDARD"
      deletion_protection = true
    }
  }

  fail "switched off" {
    resource "aws_qldb_ledger" "this" {
      name                = "audit"
      permissions_mode    = "STANDARD"
      deletion_protection = false
    }
    expect = ["aws_qldb_ledger.this @ deletion_protection"]
  }

  fail "switched off, as text" {
    resource "aws_qldb_ledger" "this" {
      name                = "audit"
      permissions_mode    = "STANDARD"
      deletion_protection = "false"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_qldb_ledger" "this" {
      name                = "audit"
      permissions_mode    = "STANDARD"
      deletion_protection = var.value
    }
  }
}

rule "aws-qldb-permissions-allow-all" {
  title     = "QLDB ledger knows no permissions by table"
  category  = "security"
  severity  = "medium"
  resources = ["aws_qldb_ledger"]
  aliases   = ["CKV_AWS_170"]
  tags      = ["cwe-732"]
  assert    = resource.permissions_mode == "STANDARD"
  at        = resource.permissions_mode
  message   = "`permissions_mode` is `${resource.permissions_mode}`: whoever may send commands may run all of them"
  why       = <<-EOT
    In the mode `ALLOW_ALL` the right to connect is the right to everything. `STANDARD` asks IAM for each command and table.
  EOT
  remedy    = <<-EOT
    ```hcl
    permissions_mode = "STANDARD"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/qldb_ledger"

  fix {
    set = {
      permissions_mode = "STANDARD"
    }
    safe = false
  }

  pass "standard" {
    resource "aws_qldb_ledger" "this" {
      name             = "audit"
      permissions_mode = "STANDARD"
    }
  }

  fail "all" {
    resource "aws_qldb_ledger" "this" {
      name             = "audit"
      permissions_mode = "ALLOW_ALL"
    }
    expect = ["aws_qldb_ledger.this @ permissions_mode"]
  }

  fail "all, without a name" {
    resource "aws_qldb_ledger" "this" {
      permissions_mode = "ALLOW_ALL"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_qldb_ledger" "this" {
      name             = "audit"
      permissions_mode = var.value
    }
  }
}
