# Elastic File System.

rule "aws-efs-unencrypted" {
  title     = "EFS file system is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_efs_file_system"]
  aliases   = ["CKV_AWS_42", "AWS-0037", "aws-efs-enable-at-rest-encryption", "AVD-AWS-0037", "48207659-729f-4b5c-9402-f884257d794f"]
  tags      = ["cwe-311", "cis-aws-3.0-2.4.1"]
  assert    = resource.encrypted == true || resource.kms_key_id != null
  at        = resource.encrypted
  message   = "The file system is not encrypted"
  why       = "Files and their backups lie readable on AWS's disks. Encryption is free, but can be chosen only when the file system is made. The provider's default is off."
  remedy    = "Set `encrypted = true`."
  link      = "https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html"
  fix {
    set = {
      encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_efs_file_system" "data" {
      encrypted = true
    }
  }

  fail "not written" {
    resource "aws_efs_file_system" "data" {
      creation_token = "data"
    }
  }

  fail "switched off" {
    resource "aws_efs_file_system" "data" {
      encrypted = false
    }
    expect = ["aws_efs_file_system.data @ encrypted"]
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_efs_file_system" "data" {
      encrypted = var.encrypted
    }
  }

  pass "`kms_key_id` is another" {
    resource "aws_efs_file_system" "data" {
      encrypted  = false
      kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }
}

rule "aws-efs-aws-managed-key" {
  title     = "EFS file system is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_efs_file_system"]
  aliases   = ["CKV_AWS_184", "25d251f3-f348-4f95-845c-1090e41a615c"]
  tags      = ["cwe-320"]
  default   = false
  when      = resource.encrypted == true
  assert    = resource.kms_key_id != null
  message   = "The file system is encrypted with the account's default key"
  why       = "A key of your own has a policy and an audit trail, and can be taken away."
  remedy    = "Set `kms_key_id = aws_kms_key.efs.arn`; the file system is replaced."
  link      = "https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html"

  pass "a key" {
    resource "aws_efs_file_system" "data" {
      encrypted  = true
      kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "the default key" {
    resource "aws_efs_file_system" "data" {
      encrypted = true
    }
  }

  unknown "`encrypted` is an unset variable" {
    variable "encrypted" {}
    resource "aws_efs_file_system" "data" {
      encrypted = var.encrypted
    }
  }
}

rule "aws-efs-policy-public" {
  title     = "EFS policy lets everyone in"
  category  = "security"
  severity  = "medium"
  resources = ["aws_efs_file_system_policy"]
  aliases   = ["fae52418-bb8b-4ac2-b287-0b9082d6a3fd"]
  tags      = ["cwe-732"]
  assert = !anytrue([
    for s in iam_statements(resource.policy) :
    iam_is_public(s) && !anytrue([for c in s.conditions : c.variable == "elasticfilesystem:AccessedViaMountTarget"])
  ])
  at      = resource.policy
  message = "A statement allows every principal"
  why     = <<-EOT
    Whoever reaches a mount target may then read, write, or even act as root, without proving who he is. A statement that only demands access through a
    mount target (`elasticfilesystem:AccessedViaMountTarget`) is what AWS's console writes, and passes.
  EOT
  remedy  = "Name the roles that mount the file system as principals."
  link    = "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html"

  pass "one role" {
    resource "aws_efs_file_system_policy" "data" {
      file_system_id = "fs-0a1b2c3d"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::123456789012:role/app" }
          Action    = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
        }]
      })
    }
  }

  pass "through mount targets" {
    resource "aws_efs_file_system_policy" "data" {
      file_system_id = "fs-0a1b2c3d"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "*" }
          Action    = ["elasticfilesystem:ClientMount"]
          Condition = { Bool = { "elasticfilesystem:AccessedViaMountTarget" = "true" } }
        }]
      })
    }
  }

  fail "everyone" {
    resource "aws_efs_file_system_policy" "data" {
      file_system_id = "fs-0a1b2c3d"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "*" }
          Action    = "elasticfilesystem:*"
        }]
      })
    }
    expect = ["aws_efs_file_system_policy.data @ policy"]
  }

  fail "everyone, in short" {
    resource "aws_efs_file_system_policy" "data" {
      file_system_id = "fs-0a1b2c3d"
      policy         = "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"elasticfilesystem:ClientRootAccess\"}}"
    }
    expect = ["aws_efs_file_system_policy.data @ policy"]
  }

  unknown "`policy` is an unset variable" {
    variable "policy" {}
    resource "aws_efs_file_system_policy" "data" {
      file_system_id = "fs-0a1b2c3d"
      policy = var.policy
    }
  }

  pass "no `policy`" {
    resource "aws_efs_file_system_policy" "data" {
      file_system_id = "fs-0a1b2c3d"
    }
  }
}

rule "aws-efs-access-point-root-directory" {
  title     = "EFS access point opens the whole file system"
  category  = "security"
  severity  = "low"
  resources = ["aws_efs_access_point"]
  aliases   = ["CKV_AWS_329"]
  tags      = ["cwe-732"]
  assert    = !contains(["", "/"], coalesce(resource.root_directory[0].path, "/"))
  at        = [resource.root_directory[0].path, resource.root_directory]
  message   = "The access point's root is the root of the file system"
  why       = "An access point is there to show an application its own directory and nothing else. Without a path it shows everything."
  remedy    = <<-EOT
    ```hcl
    root_directory {
      path = "/app"
      creation_info {
        owner_uid   = 1000
        owner_gid   = 1000
        permissions = "750"
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/efs/latest/ug/efs-access-points.html"

  pass "a directory" {
    resource "aws_efs_access_point" "app" {
      file_system_id = "fs-0a1b2c3d"
      root_directory {
        path = "/app"
      }
    }
    also = ["aws-efs-access-point-no-user"]
  }

  fail "not written" {
    resource "aws_efs_access_point" "app" {
      file_system_id = "fs-0a1b2c3d"
    }
  }

  fail "the root" {
    resource "aws_efs_access_point" "app" {
      file_system_id = "fs-0a1b2c3d"
      root_directory {
        path = "/"
      }
    }
    expect = ["aws_efs_access_point.app @ root_directory[0].path"]
  }

  unknown "an unset variable" {
    variable "path" {
      type = string
    }
    resource "aws_efs_access_point" "app" {
      file_system_id = "fs-0a1b2c3d"
      root_directory {
        path = var.path
      }
    }
  }
}

rule "aws-efs-access-point-no-user" {
  title     = "EFS access point lets clients choose their user"
  category  = "security"
  severity  = "low"
  resources = ["aws_efs_access_point"]
  aliases   = ["CKV_AWS_330"]
  tags      = ["cwe-732"]
  assert    = length(resource.posix_user) > 0
  at        = resource.posix_user
  message   = "The access point sets no user for file operations"
  why       = "Without `posix_user` the NFS client says which user it is, root included. With it every operation runs as the user that the access point names."
  remedy    = <<-EOT
    ```hcl
    posix_user {
      uid = 1000
      gid = 1000
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/efs/latest/ug/enforce-identity-access-points.html"

  pass "a user" {
    resource "aws_efs_access_point" "app" {
      file_system_id = "fs-0a1b2c3d"
      posix_user {
        uid = 1000
        gid = 1000
      }
    }
    also = ["aws-efs-access-point-root-directory"]
  }

  fail "none" {
    resource "aws_efs_access_point" "app" {
      file_system_id = "fs-0a1b2c3d"
    }
  }
}

rule "aws-efs-no-backup" {
  title     = "EFS file system is not backed up"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_efs_file_system"]
  aliases   = ["CKV2_AWS_18"]
  default   = false
  related "policies" {
    type = "aws_efs_backup_policy"
    on   = refers(other.file_system_id, resource)
  }
  related "selections" {
    type = "aws_backup_selection"
    on   = refers(other.resources, resource) || contains(other.resources, "*") || length(other.selection_tag) > 0
  }
  assert  = length(related.selections) > 0 || anytrue([for p in related.policies : p.backup_policy[0].status == "ENABLED"])
  message = "Neither a backup policy nor a backup selection of this configuration covers the file system"
  why     = "A file system that is replicated over zones is still lost with one wrong `rm`. Backups are off for file systems made through the API."
  remedy  = <<-EOT
    ```hcl
    resource "aws_efs_backup_policy" "data" {
      file_system_id = aws_efs_file_system.data.id
      backup_policy {
        status = "ENABLED"
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html"

  pass "a policy" {
    resource "aws_efs_file_system" "data" {
      encrypted = true
    }
    resource "aws_efs_backup_policy" "data" {
      file_system_id = aws_efs_file_system.data.id
      backup_policy {
        status = "ENABLED"
      }
    }
  }

  fail "none" {
    resource "aws_efs_file_system" "data" {
      encrypted = true
    }
  }

  fail "switched off" {
    resource "aws_efs_file_system" "data" {
      encrypted = true
    }
    resource "aws_efs_backup_policy" "data" {
      file_system_id = aws_efs_file_system.data.id
      backup_policy {
        status = "DISABLED"
      }
    }
  }
}

rule "aws-efs-no-lifecycle" {
  title     = "EFS keeps cold files in its dearest class"
  category  = "cost"
  severity  = "info"
  resources = ["aws_efs_file_system"]
  default   = false
  assert    = length(resource.lifecycle_policy) > 0
  at        = resource.lifecycle_policy
  message   = "No lifecycle policy moves files that nobody reads"
  why       = "Infrequent Access costs about a twentieth of the Standard class, with a small charge for each read. Most file systems are mostly cold."
  remedy    = <<-EOT
    ```hcl
    lifecycle_policy {
      transition_to_ia = "AFTER_30_DAYS"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/efs/latest/ug/lifecycle-management-efs.html"

  pass "moved" {
    resource "aws_efs_file_system" "data" {
      encrypted = true
      lifecycle_policy {
        transition_to_ia = "AFTER_30_DAYS"
      }
    }
  }

  fail "none" {
    resource "aws_efs_file_system" "data" {
      encrypted = true
    }
  }
}

rule "aws-efs-provisioned-throughput" {
  title     = "EFS throughput is paid for whether it is used or not"
  category  = "cost"
  severity  = "info"
  resources = ["aws_efs_file_system"]
  default   = false
  assert    = resource.throughput_mode != "provisioned"
  at        = resource.throughput_mode
  message   = "The throughput mode is `provisioned`"
  why       = "Elastic throughput is billed for what is read and written and suits loads that come and go. Provisioned throughput pays off for steady, known loads only."
  remedy    = "Set `throughput_mode = \"elastic\"`."
  link      = "https://docs.aws.amazon.com/efs/latest/ug/performance.html#throughput-modes"

  pass "elastic" {
    resource "aws_efs_file_system" "data" {
      encrypted       = true
      throughput_mode = "elastic"
    }
  }

  fail "provisioned" {
    resource "aws_efs_file_system" "data" {
      encrypted                       = true
      throughput_mode                 = "provisioned"
      provisioned_throughput_in_mibps = 100
    }
    expect = ["aws_efs_file_system.data @ throughput_mode"]
  }

  unknown "`throughput_mode` is an unset variable" {
    variable "throughput_mode" {}
    resource "aws_efs_file_system" "data" {
      encrypted                       = true
      throughput_mode                 = var.throughput_mode
      provisioned_throughput_in_mibps = 100
    }
  }
}
