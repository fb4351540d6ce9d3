rule "aws-memorydb-plain-connections" {
  title     = "MemoryDB cluster takes plain connections"
  category  = "security"
  severity  = "medium"
  resources = ["aws_memorydb_cluster"]
  aliases   = ["CKV_AWS_202"]
  tags      = ["cwe-319"]
  assert    = coalesce(resource.tls_enabled, true)
  at        = resource.tls_enabled
  message   = "`tls_enabled` is false"
  why       = <<-EOT
    Data crosses the network readable, and without TLS the only access list is `open-access`, which asks for no password. The default is true.
  EOT
  remedy    = <<-EOT
    ```hcl
    tls_enabled = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html"

  fix {
    set = {
      tls_enabled = true
    }
    safe = false
  }

  pass "the default" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      acl_name       = "sessions"
      engine_version = "7.1"
    }
    also = ["aws-memorydb-snapshots-disabled"]
  }

  pass "written out" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      acl_name       = "sessions"
      engine_version = "7.1"
      tls_enabled    = true
    }
    also = ["aws-memorydb-snapshots-disabled"]
  }

  fail "switched off" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      engine_version = "7.1"
      tls_enabled    = false
      acl_name       = "open-access"
    }
    expect = ["aws_memorydb_cluster.this @ tls_enabled"]
  }

  fail "switched off, as text" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      engine_version = "7.1"
      tls_enabled    = "false"
      acl_name       = "open-access"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      engine_version = "7.1"
      acl_name       = "open-access"
      tls_enabled    = var.value
    }
  }
}

rule "aws-memorydb-open-access" {
  title     = "MemoryDB cluster asks for no password"
  category  = "security"
  severity  = "high"
  resources = ["aws_memorydb_cluster"]
  tags      = ["cwe-306"]
  when      = coalesce(resource.tls_enabled, true)
  assert    = resource.acl_name != "open-access"
  at        = resource.acl_name
  message   = "the list `open-access` lets every client do everything"
  why       = <<-EOT
    Whoever reaches the cluster reads and deletes all of it. A cluster without TLS cannot have another list and is another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    acl_name = aws_memorydb_acl.sessions.name
    ```
  EOT
  link      = "https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html"

  pass "a list of its own" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      acl_name       = "sessions"
      engine_version = "7.1"
    }
    also = ["aws-memorydb-snapshots-disabled"]
  }

  pass "by reference" {
    resource "aws_memorydb_acl" "this" {
      name = "sessions"
    }
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      engine_version = "7.1"
      acl_name       = aws_memorydb_acl.this.name
    }
    also = ["aws-memorydb-snapshots-disabled"]
  }

  fail "open" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      engine_version = "7.1"
      acl_name       = "open-access"
    }
    expect = ["aws_memorydb_cluster.this @ acl_name"]
  }

  fail "open, with TLS written out" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      engine_version = "7.1"
      acl_name       = "open-access"
      tls_enabled    = true
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      engine_version = "7.1"
      acl_name       = var.value
    }
  }

  pass "`tls_enabled` is `false`" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      engine_version = "7.1"
      acl_name       = "open-access"
      tls_enabled    = false
    }
    also = ["aws-memorydb-plain-connections", "aws-memorydb-snapshots-disabled"]
  }
}

rule "aws-memorydb-without-customer-key" {
  title     = "MemoryDB is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_memorydb_cluster", "aws_memorydb_snapshot"]
  aliases   = ["CKV_AWS_201", "CKV_AWS_278"]
  tags      = ["cwe-326"]
  assert    = resource.kms_key_arn != null
  at        = resource.kms_key_arn
  message   = "`kms_key_arn` is not set; a key that AWS owns is used"
  why       = <<-EOT
    Data at rest is always encrypted. A key of your own has its own policy, and is set when the cluster is made.
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_key_arn = aws_kms_key.sessions.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/memorydb/latest/devguide/at-rest-encryption.html"

  pass "a key" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      acl_name       = "sessions"
      engine_version = "7.1"
      kms_key_arn    = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    also = ["aws-memorydb-snapshots-disabled"]
  }

  fail "left out" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      acl_name       = "sessions"
      engine_version = "7.1"
    }
  }

  fail "a snapshot" {
    resource "aws_memorydb_snapshot" "this" {
      cluster_name = "sessions"
      name         = "s1"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      acl_name       = "sessions"
      engine_version = "7.1"
      kms_key_arn    = var.value
    }
  }
}

rule "aws-memorydb-snapshots-disabled" {
  title     = "MemoryDB cluster makes no snapshots"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_memorydb_cluster"]
  assert    = coalesce(resource.snapshot_retention_limit, 0) > 0
  at        = resource.snapshot_retention_limit
  message   = "`snapshot_retention_limit` is not set or 0"
  why       = <<-EOT
    MemoryDB keeps its log in three zones, which saves it from failures but not from a deleted cluster or a `FLUSHALL`.
  EOT
  remedy    = <<-EOT
    ```hcl
    snapshot_retention_limit = 7
    ```
  EOT
  link      = "https://docs.aws.amazon.com/memorydb/latest/devguide/snapshots-automatic.html"

  fix {
    set = {
      snapshot_retention_limit = 7
    }
  }

  pass "a week" {
    resource "aws_memorydb_cluster" "this" {
      name                     = "sessions"
      node_type                = "db.t4g.small"
      acl_name                 = "sessions"
      engine_version           = "7.1"
      snapshot_retention_limit = 7
    }
  }

  fail "left out" {
    resource "aws_memorydb_cluster" "this" {
      name           = "sessions"
      node_type      = "db.t4g.small"
      acl_name       = "sessions"
      engine_version = "7.1"
    }
  }

  fail "zero" {
    resource "aws_memorydb_cluster" "this" {
      name                     = "sessions"
      node_type                = "db.t4g.small"
      acl_name                 = "sessions"
      engine_version           = "7.1"
      snapshot_retention_limit = 0
    }
    expect = ["aws_memorydb_cluster.this @ snapshot_retention_limit"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_memorydb_cluster" "this" {
      name                     = "sessions"
      node_type                = "db.t4g.small"
      acl_name                 = "sessions"
      engine_version           = "7.1"
      snapshot_retention_limit = var.value
    }
  }

  pass "`snapshot_retention_limit` is `1`" {
    resource "aws_memorydb_cluster" "this" {
      name                     = "sessions"
      node_type                = "db.t4g.small"
      acl_name                 = "sessions"
      engine_version           = "7.1"
      snapshot_retention_limit = 1
    }
  }
}
