rule "aws-workspaces-volume-unencrypted" {
  title     = "WorkSpace has an unencrypted volume"
  category  = "security"
  severity  = "medium"
  resources = ["aws_workspaces_workspace"]
  aliases = [
    "CKV_AWS_155", "CKV_AWS_156", "AWS-0109", "aws-workspaces-enable-disk-encryption", "AVD-AWS-0109", "b9033580-6886-401a-8631-5f19f5bb24c7",
  ]
  tags    = ["cwe-311"]
  assert  = coalesce(resource.root_volume_encryption_enabled, false) && coalesce(resource.user_volume_encryption_enabled, false)
  at      = [resource.root_volume_encryption_enabled, resource.user_volume_encryption_enabled]
  message = "the root volume or the user's volume is not encrypted"
  why     = <<-EOT
    Both default to unencrypted, and the choice is made when the WorkSpace is created. The volumes hold what people work on, and their snapshots too.
  EOT
  remedy  = <<-EOT
    ```hcl
    root_volume_encryption_enabled = true
    user_volume_encryption_enabled = true
    volume_encryption_key          = "alias/aws/workspaces"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/workspaces/latest/adminguide/encrypt-workspaces.html"

  fix {
    set = {
      root_volume_encryption_enabled = true
      user_volume_encryption_enabled = true
    }
    safe = false
  }

  pass "both" {
    resource "aws_workspaces_workspace" "this" {
      directory_id                   = "d-1"
      bundle_id                      = "wsb-1"
      user_name                      = "ada"
      root_volume_encryption_enabled = true
      user_volume_encryption_enabled = true
      volume_encryption_key          = "alias/aws/workspaces"
    }
  }

  fail "neither" {
    resource "aws_workspaces_workspace" "this" {
      directory_id = "d-1"
      bundle_id    = "wsb-1"
      user_name    = "ada"
    }
  }

  fail "the user's only" {
    resource "aws_workspaces_workspace" "this" {
      directory_id                   = "d-1"
      bundle_id                      = "wsb-1"
      user_name                      = "ada"
      user_volume_encryption_enabled = true
      volume_encryption_key          = "alias/aws/workspaces"
    }
  }

  fail "the root volume is not" {
    resource "aws_workspaces_workspace" "this" {
      directory_id                   = "d-1"
      bundle_id                      = "wsb-1"
      user_name                      = "ada"
      root_volume_encryption_enabled = false
      user_volume_encryption_enabled = true
      volume_encryption_key          = "alias/aws/workspaces"
    }
  }

  unknown "decided by the caller" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_workspaces_workspace" "this" {
      directory_id                   = "d-1"
      bundle_id                      = "wsb-1"
      user_name                      = "ada"
      root_volume_encryption_enabled = var.encrypted
      user_volume_encryption_enabled = true
    }
  }

  fail "no `user_volume_encryption_enabled`" {
    resource "aws_workspaces_workspace" "this" {
      directory_id                   = "d-1"
      bundle_id                      = "wsb-1"
      user_name                      = "ada"
      root_volume_encryption_enabled = true
      volume_encryption_key          = "alias/aws/workspaces"
    }
    expect = ["aws_workspaces_workspace.this @ root_volume_encryption_enabled"]
  }
}

rule "aws-workspaces-always-on" {
  title     = "WorkSpace is billed by the month"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_workspaces_workspace"]
  assert    = resource.workspace_properties[0].running_mode == "AUTO_STOP"
  at        = resource.workspace_properties[0].running_mode
  message   = "`running_mode` is `ALWAYS_ON`, or not set, which is the same"
  why       = <<-EOT
    Below some 80 hours a month a WorkSpace that stops by itself is cheaper.
  EOT
  remedy    = <<-EOT
    ```hcl
    workspace_properties {
      running_mode                              = "AUTO_STOP"
      running_mode_auto_stop_timeout_in_minutes = 60
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/workspaces/latest/adminguide/running-mode.html"

  pass "it stops" {
    resource "aws_workspaces_workspace" "this" {
      directory_id = "d-1"
      bundle_id    = "wsb-1"
      user_name    = "ada"
      workspace_properties {
        running_mode                              = "AUTO_STOP"
        running_mode_auto_stop_timeout_in_minutes = 60
      }
    }
    also = ["aws-workspaces-volume-unencrypted"]
  }

  fail "left out" {
    resource "aws_workspaces_workspace" "this" {
      directory_id = "d-1"
      bundle_id    = "wsb-1"
      user_name    = "ada"
    }
  }

  fail "always on" {
    resource "aws_workspaces_workspace" "this" {
      directory_id = "d-1"
      bundle_id    = "wsb-1"
      user_name    = "ada"
      workspace_properties {
        running_mode = "ALWAYS_ON"
      }
    }
    expect = ["aws_workspaces_workspace.this @ workspace_properties[0].running_mode"]
  }

  unknown "`running_mode` is an unset variable" {
    variable "running_mode" {}
    resource "aws_workspaces_workspace" "this" {
      directory_id = "d-1"
      bundle_id    = "wsb-1"
      user_name    = "ada"
      workspace_properties {
        running_mode = var.running_mode
      }
    }
  }
}
