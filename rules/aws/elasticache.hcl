# ElastiCache: Redis, Valkey, Memcached. (Cache security groups left the provider in version 5.)

rule "aws-elasticache-unencrypted" {
  title     = "Cache is not encrypted at rest"
  category  = "security"
  severity  = "medium"
  resources = ["aws_elasticache_replication_group"]
  aliases = [
    "CKV_AWS_29", "AWS-0045", "aws-elasticache-enable-at-rest-encryption", "AVD-AWS-0045", "76976de7-c7b1-4f64-a94f-90c1345914c2",
  ]
  tags    = ["cwe-311"]
  when    = resource.global_replication_group_id == null
  assert  = coalesce(resource.at_rest_encryption_enabled, resource.engine == "valkey")
  at      = resource.at_rest_encryption_enabled
  message = "Encryption at rest is off"
  why     = "Snapshots and swapped pages hold sessions and personal data in plain. Encryption can be chosen only when the group is made. It is off by default for Redis, on for Valkey."
  remedy  = "Set `at_rest_encryption_enabled = true`."
  link    = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html"
  fix {
    set = {
      at_rest_encryption_enabled = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      at_rest_encryption_enabled = true
    }
    also = ["aws-elasticache-plain-transit"]
  }

  pass "Valkey, by default" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
      engine               = "valkey"
    }
  }

  fail "not written" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
    }
  }

  fail "off" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      at_rest_encryption_enabled = false
    }
    expect = ["aws_elasticache_replication_group.cache @ at_rest_encryption_enabled"]
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      at_rest_encryption_enabled = var.encrypted
    }
  }
}

rule "aws-elasticache-plain-transit" {
  title     = "Cache talks to its clients without encryption"
  category  = "security"
  severity  = "medium"
  resources = ["aws_elasticache_replication_group"]
  aliases = [
    "CKV_AWS_30", "CKV_AWS_31", "AWS-0051", "aws-elasticache-enable-in-transit-encryption", "AVD-AWS-0051",
    "1afbb3fa-cf6c-4a3d-b730-95e9f4df343e",
  ]
  tags    = ["cwe-319"]
  when    = resource.global_replication_group_id == null
  assert  = coalesce(resource.transit_encryption_enabled, resource.engine == "valkey") && resource.transit_encryption_mode != "preferred"
  at      = [resource.transit_encryption_mode, resource.transit_encryption_enabled]
  message = "Encryption in transit is off or not required"
  why     = <<-EOT
    Keys and values, and the password, cross the network readable. Since Redis 7.0.5 it can be switched on without a new group. With the mode `preferred`
    clients may still talk plainly; it is meant for the time of the change.
  EOT
  remedy  = "Set `transit_encryption_enabled = true`; clients then connect with `rediss://`."
  link    = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption.html"

  pass "encrypted" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      transit_encryption_enabled = true
    }
    also = ["aws-elasticache-no-authentication", "aws-elasticache-unencrypted"]
  }

  pass "Valkey, by default" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
      engine               = "valkey"
    }
  }

  fail "not written" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
    }
  }

  fail "off" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      transit_encryption_enabled = false
    }
    expect = ["aws_elasticache_replication_group.cache @ transit_encryption_enabled"]
  }

  fail "not required" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      transit_encryption_enabled = true
      transit_encryption_mode    = "preferred"
    }
    expect = ["aws_elasticache_replication_group.cache @ transit_encryption_mode"]
  }

  unknown "an unset variable" {
    variable "tls" {
      type = bool
    }
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      transit_encryption_enabled = var.tls
    }
  }
}

rule "aws-elasticache-no-authentication" {
  title     = "Cache asks for no password"
  category  = "security"
  severity  = "medium"
  resources = ["aws_elasticache_replication_group"]
  aliases   = ["CKV_AWS_31"]
  tags      = ["cwe-306"]
  when      = resource.transit_encryption_enabled == true && resource.global_replication_group_id == null
  assert    = resource.auth_token != null || length(resource.user_group_ids) > 0
  at        = resource.transit_encryption_enabled
  message   = "Neither an auth token nor a user group is set"
  why       = <<-EOT
    Everything in the network that reaches the port reads and empties the cache. Authentication needs encryption in transit, which is why only groups that
    have it are judged here.
  EOT
  remedy    = "Set `user_group_ids = [aws_elasticache_user_group.app.user_group_id]`, or an `auth_token`."
  link      = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html"

  pass "a token" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      transit_encryption_enabled = true
      auth_token                 = "correct-horse-battery-staple"
    }
    also = ["aws-elasticache-unencrypted"]
  }

  pass "a user group" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      transit_encryption_enabled = true
      user_group_ids             = ["app"]
    }
    also = ["aws-elasticache-unencrypted"]
  }

  fail "nothing" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      transit_encryption_enabled = true
    }
    expect = ["aws_elasticache_replication_group.cache @ transit_encryption_enabled"]
  }

  unknown "the groups are an unset variable" {
    variable "groups" {
      type = set(string)
    }
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      transit_encryption_enabled = true
      user_group_ids             = var.groups
    }
  }

  pass "no `transit_encryption_enabled`" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
    }
    also = ["aws-elasticache-plain-transit", "aws-elasticache-unencrypted"]
  }
}

rule "aws-elasticache-user-without-password" {
  title     = "Cache user needs no password"
  category  = "security"
  severity  = "medium"
  resources = ["aws_elasticache_user"]
  tags      = ["cwe-306"]
  when      = !startswith(resource.access_string, "off")
  assert    = !(resource.no_password_required == true || anytrue([for a in resource.authentication_mode : a.type == "no-password-required"]))
  at        = [resource.no_password_required, resource.authentication_mode[0].type]
  message   = "Anyone may act as this user"
  why       = "Whoever reaches the port has the rights of the user. A disabled default user (`off`) is the one good use, and passes."
  remedy    = "Use `authentication_mode { type = \"iam\" }`, or passwords."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_user"

  pass "IAM" {
    resource "aws_elasticache_user" "app" {
      user_id       = "app"
      user_name     = "app"
      engine        = "redis"
      access_string = "on ~app::* +@all"
      authentication_mode {
        type = "iam"
      }
    }
  }

  pass "switched off" {
    resource "aws_elasticache_user" "default" {
      user_id              = "default-off"
      user_name            = "default"
      engine               = "redis"
      access_string        = "off -@all"
      no_password_required = true
    }
  }

  fail "no password" {
    resource "aws_elasticache_user" "app" {
      user_id              = "app"
      user_name            = "app"
      engine               = "redis"
      access_string        = "on ~* +@all"
      no_password_required = true
    }
    expect = ["aws_elasticache_user.app @ no_password_required"]
  }

  fail "in the newer form" {
    resource "aws_elasticache_user" "app" {
      user_id       = "app"
      user_name     = "app"
      engine        = "redis"
      access_string = "on ~* +@all"
      authentication_mode {
        type = "no-password-required"
      }
    }
    expect = ["aws_elasticache_user.app @ authentication_mode[0].type"]
  }

  unknown "`no_password_required` is an unset variable" {
    variable "no_password_required" {}
    resource "aws_elasticache_user" "app" {
      user_id              = "app"
      user_name            = "app"
      engine               = "redis"
      access_string        = "on ~* +@all"
      no_password_required = var.no_password_required
    }
  }
}

rule "aws-elasticache-aws-managed-key" {
  title     = "Cache is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_elasticache_replication_group"]
  aliases   = ["CKV_AWS_191"]
  tags      = ["cwe-320"]
  default   = false
  when      = resource.at_rest_encryption_enabled == true
  assert    = resource.kms_key_id != null
  message   = "The cache is encrypted with the account's default key"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `kms_key_id = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_replication_group"

  pass "a key" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      at_rest_encryption_enabled = true
      kms_key_id                 = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    also = ["aws-elasticache-plain-transit"]
  }

  fail "none" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      at_rest_encryption_enabled = true
    }
  }

  unknown "`at_rest_encryption_enabled` is an unset variable" {
    variable "at_rest_encryption_enabled" {}
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      at_rest_encryption_enabled = var.at_rest_encryption_enabled
    }
  }
}

rule "aws-elasticache-no-backup" {
  title     = "Cache is not backed up"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]
  aliases = [
    "CKV_AWS_134", "AWS-0050", "aws-elasticache-enable-backup-retention", "AVD-AWS-0050", "8fdb08a0-a868-4fdf-9c27-ccab0237f1ab",
  ]
  default = false
  when    = resource.engine != "memcached" && resource.replication_group_id == null || meta.type == "aws_elasticache_replication_group"
  assert  = coalesce(resource.snapshot_retention_limit, 0) > 0
  at      = resource.snapshot_retention_limit
  message = "No snapshots are kept"
  why     = "A cache that only speeds things up needs no backup. One that holds sessions, queues or counters that nothing else has, does."
  remedy  = "Set `snapshot_retention_limit = 5`."
  link    = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups.html"

  pass "five days" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id               = "cache"
      engine                   = "redis"
      node_type                = "cache.t4g.micro"
      num_cache_nodes          = 1
      snapshot_retention_limit = 5
    }
  }

  pass "Memcached cannot" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "memcached"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
  }

  fail "not written" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
  }

  fail "none" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id     = "cache"
      description              = "cache"
      node_type                = "cache.t4g.micro"
      snapshot_retention_limit = 0
    }
    expect = ["aws_elasticache_replication_group.cache @ snapshot_retention_limit"]
  }

  unknown "`snapshot_retention_limit` is an unset variable" {
    variable "snapshot_retention_limit" {}
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id     = "cache"
      description              = "cache"
      node_type                = "cache.t4g.micro"
      snapshot_retention_limit = var.snapshot_retention_limit
    }
  }

  pass "more that pass" {
    resource "aws_elasticache_cluster" "replication_group_id_is_cache" {
      cluster_id           = "cache"
      engine               = "redis"
      node_type            = "cache.t4g.micro"
      num_cache_nodes      = 1
      replication_group_id = "cache"
    }
    resource "aws_elasticache_cluster" "one_more_snapshot_retention_limit_is_1" {
      cluster_id               = "cache"
      engine                   = "redis"
      node_type                = "cache.t4g.micro"
      num_cache_nodes          = 1
      snapshot_retention_limit = 5
    }
    resource "aws_elasticache_cluster" "one_more_snapshot_retention_limit_is_1_2" {
      cluster_id               = "cache"
      engine                   = "redis"
      node_type                = "cache.t4g.micro"
      num_cache_nodes          = 1
      snapshot_retention_limit = 1
    }
  }
}

rule "aws-elasticache-no-failover" {
  title     = "Cache does not fail over"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_elasticache_replication_group"]
  aliases   = ["CKV2_AWS_50"]
  default   = false
  assert    = resource.automatic_failover_enabled == true
  at        = resource.automatic_failover_enabled
  message   = "Automatic failover is off"
  why       = "When the primary node fails, somebody has to promote a replica by hand. It needs at least one replica."
  remedy    = "Set `automatic_failover_enabled = true` with `num_cache_clusters = 2`."
  link      = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html"

  pass "on" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      automatic_failover_enabled = true
      num_cache_clusters         = 2
    }
    also = ["aws-elasticache-plain-transit", "aws-elasticache-unencrypted"]
  }

  fail "not written" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
    }
  }

  fail "off" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      automatic_failover_enabled = false
    }
    expect = ["aws_elasticache_replication_group.cache @ automatic_failover_enabled"]
  }

  unknown "`automatic_failover_enabled` is an unset variable" {
    variable "automatic_failover_enabled" {}
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      automatic_failover_enabled = var.automatic_failover_enabled
    }
  }
}

rule "aws-elasticache-multi-az-off" {
  title     = "Cache nodes stand in one zone"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_elasticache_replication_group", "aws_elasticache_cluster"]
  aliases   = ["6db03a91-f933-4f13-ab38-a8b87a7de54d"]
  default   = false
  when      = meta.type == "aws_elasticache_replication_group" || resource.engine == "memcached"
  assert    = coalesce(resource.multi_az_enabled, false) || resource.az_mode == "cross-az"
  at        = [resource.multi_az_enabled, resource.az_mode]
  message   = "The nodes are not spread over zones"
  why       = "When the zone fails, all nodes fail together. For development that is fine."
  remedy    = "Set `multi_az_enabled = true`; for Memcached `az_mode = \"cross-az\"`."
  link      = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html"

  pass "two zones" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id       = "cache"
      description                = "cache"
      node_type                  = "cache.t4g.micro"
      automatic_failover_enabled = true
      multi_az_enabled           = true
      num_cache_clusters         = 2
    }
    also = ["aws-elasticache-plain-transit", "aws-elasticache-unencrypted"]
  }

  pass "Memcached over zones" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "memcached"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 2
      az_mode         = "cross-az"
    }
  }

  fail "Redis" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
      num_cache_clusters   = 2
    }
  }

  fail "Memcached" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "memcached"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 2
    }
  }

  pass "no `engine`" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 2
    }
  }
}

rule "aws-elasticache-minor-upgrades-off" {
  title     = "Cache does not take minor upgrades"
  category  = "security"
  severity  = "low"
  resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]
  aliases   = ["CKV_AWS_322"]
  tags      = ["cwe-1104"]
  assert    = coalesce(resource.auto_minor_version_upgrade, true)
  at        = resource.auto_minor_version_upgrade
  message   = "Automatic minor upgrades are switched off"
  why       = "Security fixes of the engine come as minor versions. They are on by default and installed in the maintenance window."
  remedy    = "Remove `auto_minor_version_upgrade`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_cluster"
  fix {
    set = {
      auto_minor_version_upgrade = true
    }
  }

  pass "the default" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
  }

  fail "off" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id                 = "cache"
      engine                     = "redis"
      node_type                  = "cache.t4g.micro"
      num_cache_nodes            = 1
      auto_minor_version_upgrade = false
    }
    expect = ["aws_elasticache_cluster.cache @ auto_minor_version_upgrade"]
  }

  unknown "an unset variable" {
    variable "upgrade" {
      type = bool
    }
    resource "aws_elasticache_cluster" "cache" {
      cluster_id                 = "cache"
      engine                     = "redis"
      node_type                  = "cache.t4g.micro"
      num_cache_nodes            = 1
      auto_minor_version_upgrade = var.upgrade
    }
  }
}

rule "aws-elasticache-default-subnet-group" {
  title     = "Cache stands in the default subnets"
  category  = "security"
  severity  = "low"
  resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]
  aliases   = ["CKV_AWS_323", "8c849af7-a399-46f7-a34c-32d3dc96f1fc"]
  tags      = ["cwe-1188"]
  default   = false
  when      = meta.type != "aws_elasticache_cluster" || resource.replication_group_id == null
  assert    = !contains(["", "default"], coalesce(resource.subnet_group_name, "default"))
  at        = resource.subnet_group_name
  message   = "No subnet group is named"
  why       = "The default group holds the subnets of the default VPC, all of them public."
  remedy    = "Set `subnet_group_name = aws_elasticache_subnet_group.cache.name`."
  link      = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/SubnetGroups.html"

  pass "a group" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id        = "cache"
      engine            = "redis"
      node_type         = "cache.t4g.micro"
      num_cache_nodes   = 1
      subnet_group_name = "private"
    }
  }

  pass "a member of a replication group" {
    resource "aws_elasticache_cluster" "replica" {
      cluster_id           = "replica"
      replication_group_id = "cache"
    }
  }

  fail "not written" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
  }

  fail "the default" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
      subnet_group_name    = "default"
    }
    expect = ["aws_elasticache_replication_group.cache @ subnet_group_name"]
  }

  unknown "`subnet_group_name` is an unset variable" {
    variable "subnet_group_name" {}
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
      subnet_group_name    = var.subnet_group_name
    }
  }
}

rule "aws-elasticache-default-port" {
  title     = "Cache answers on its well-known port"
  category  = "security"
  severity  = "info"
  resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]
  aliases   = ["5d89db57-8b51-4b38-bb76-b9bd42bd40f0"]
  default   = false
  assert    = !contains([6379, 11211], coalesce(resource.port, 6379))
  at        = resource.port
  message   = "The port is the default one"
  why       = "Another port hides the cache from the simplest scanners and from nobody else; the security group is what protects it."
  remedy    = "Set another `port`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/elasticache_cluster"

  pass "another" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
      port            = 7379
    }
  }

  fail "the default" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
  }

  fail "written down" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
      port            = 6379
    }
    expect = ["aws_elasticache_cluster.cache @ port"]
  }

  unknown "`port` is an unset variable" {
    variable "port" {}
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
      port            = var.port
    }
  }

  fail "`port` is `11211`" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
      port            = 11211
    }
    expect = ["aws_elasticache_cluster.cache @ port"]
  }
}

rule "aws-elasticache-engine-end-of-life" {
  title     = "Cache engine is past its end of life"
  category  = "security"
  severity  = "medium"
  resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]
  aliases   = ["254c932d-e3bf-44b2-bc9d-eb5fdb09f8d4"]
  tags      = ["cwe-1104"]
  params = {
    oldest = "6.0"
  }
  when    = resource.engine_version != null && !contains(["memcached", "valkey"], coalesce(resource.engine, "redis"))
  assert  = version_at_least(resource.engine_version, param.oldest)
  at      = resource.engine_version
  message = "Redis ${resource.engine_version} gets no more fixes"
  why     = "Redis 4 and 5 ended their support in January 2026: known flaws stay open, and AWS charges extended support or upgrades by itself."
  remedy  = "Move to Redis 7.1, or to Valkey, which is compatible and cheaper."
  link    = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html"

  pass "current" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
      engine_version  = "7.1"
    }
  }

  pass "Memcached" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "memcached"
      engine_version  = "1.6.22"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
  }

  fail "old" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
      engine_version  = "5.0.6"
    }
    expect = ["aws_elasticache_cluster.cache @ engine_version"]
  }

  fail "very old" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
      engine_version       = "3.2.10"
    }
    expect = ["aws_elasticache_replication_group.cache @ engine_version"]
  }

  unknown "an unset variable" {
    variable "redis" {
      type = string
    }
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
      engine_version  = var.redis
    }
  }

  pass "more that pass" {
    resource "aws_elasticache_cluster" "no_engine_version" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
    resource "aws_elasticache_cluster" "one_more_engine_is_valkey" {
      cluster_id      = "cache"
      engine          = "memcached"
      engine_version  = "1.6.22"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
    resource "aws_elasticache_cluster" "one_more_engine_is_valkey_2" {
      cluster_id      = "cache"
      engine          = "valkey"
      engine_version  = "1.6.22"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
  }
}

rule "aws-elasticache-default-parameter-group" {
  title     = "Cache uses a default parameter group"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]
  aliases   = ["aws_elasticache_cluster_default_parameter_group", "aws_elasticache_replication_group_default_parameter_group"]
  default   = false
  when      = resource.parameter_group_name != null
  assert    = !startswith(resource.parameter_group_name, "default")
  at        = resource.parameter_group_name
  message   = "`${resource.parameter_group_name}` cannot be changed"
  why       = "Parameters of a default group cannot be edited. Going over to a group of one's own later may need a restart of all nodes."
  remedy    = "Make an `aws_elasticache_parameter_group` from the start."
  link      = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.html"

  pass "a group of its own" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id           = "cache"
      engine               = "redis"
      node_type            = "cache.t4g.micro"
      num_cache_nodes      = 1
      parameter_group_name = "app-redis7"
    }
  }

  pass "not written" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
  }

  fail "the default" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id           = "cache"
      engine               = "redis"
      node_type            = "cache.t4g.micro"
      num_cache_nodes      = 1
      parameter_group_name = "default.redis7"
    }
    expect = ["aws_elasticache_cluster.cache @ parameter_group_name"]
  }

  unknown "`parameter_group_name` is an unset variable" {
    variable "parameter_group_name" {}
    resource "aws_elasticache_cluster" "cache" {
      cluster_id           = "cache"
      engine               = "redis"
      node_type            = "cache.t4g.micro"
      num_cache_nodes      = 1
      parameter_group_name = var.parameter_group_name
    }
  }
}

rule "aws-elasticache-node-type-invalid" {
  title     = "Cache node type is not valid"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]
  aliases   = ["aws_elasticache_cluster_invalid_type", "aws_elasticache_replication_group_invalid_type"]
  when      = resource.node_type != null && resource.node_type != ""
  assert    = can(regex("^cache[.][a-z][a-z0-9-]*[.](?:micro|small|medium|large|xlarge|[0-9]+xlarge)$", resource.node_type))
  at        = resource.node_type
  message   = "`${resource.node_type}` is not a cache node type"
  why       = "Node types start with `cache.`; AWS refuses others at apply."
  remedy    = "Write for example `cache.t4g.small`."
  link      = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html"

  pass "valid" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
  }

  fail "an instance type" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "t4g.micro"
      num_cache_nodes = 1
    }
    expect = ["aws_elasticache_cluster.cache @ node_type"]
  }

  fail "a slip" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.huge"
    }
    expect = ["aws_elasticache_replication_group.cache @ node_type"]
  }

  unknown "an unset variable" {
    variable "type" {
      type = string
    }
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = var.type
      num_cache_nodes = 1
    }
  }

  pass "no `node_type`" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      num_cache_nodes = 1
    }
  }
}

rule "aws-elasticache-previous-generation" {
  title     = "Cache node type is of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]
  aliases   = ["aws_elasticache_cluster_previous_type", "aws_elasticache_replication_group_previous_type"]
  params = {
    successors = {
      m1 = "m6g"
      m2 = "r6g"
      m3 = "m6g"
      m4 = "m6g"
      r3 = "r6g"
      r4 = "r6g"
      t1 = "t4g"
      t2 = "t4g"
    }
    families = "^cache[.](?:t1|t2|m1|m2|m3|m4|r3|r4|c1)[.]"
  }
  when    = resource.node_type != null
  assert  = !can(regex(param.families, resource.node_type))
  at      = resource.node_type
  message = "`${resource.node_type}` is of a previous generation${param.successors[split(".", resource.node_type)[1]] == null ? "" : "; `cache.${param.successors[split(".", resource.node_type)[1]]}` follows it"}"
  why     = "Newer nodes do more for the same price or less."
  remedy  = "Move to `cache.t4g`, `cache.m7g` or `cache.r7g`."
  link    = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html"

  pass "current" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.t4g.micro"
      num_cache_nodes = 1
    }
  }

  fail "old" {
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = "cache.m3.medium"
      num_cache_nodes = 1
    }
    expect = ["aws_elasticache_cluster.cache @ node_type"]
  }

  fail "a replication group" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.r4.large"
    }
    expect = ["aws_elasticache_replication_group.cache @ node_type"]
  }

  unknown "`node_type` is an unset variable" {
    variable "node_type" {}
    resource "aws_elasticache_cluster" "cache" {
      cluster_id      = "cache"
      engine          = "redis"
      node_type       = var.node_type
      num_cache_nodes = 1
    }
  }
}

rule "aws-elasticache-valkey-cheaper" {
  title     = "Redis nodes cost more than Valkey nodes"
  category  = "cost"
  severity  = "info"
  resources = ["aws_elasticache_replication_group"]
  default   = false
  assert    = coalesce(resource.engine, "redis") != "redis"
  at        = resource.engine
  message   = "The engine is Redis"
  why       = "Valkey is compatible with Redis 7.2 and AWS charges a fifth less for its nodes."
  remedy    = "Set `engine = \"valkey\"` and a Valkey `engine_version`; AWS upgrades in place."
  link      = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html"

  pass "Valkey" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
      engine               = "valkey"
    }
  }

  fail "Redis" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
      engine               = "redis"
    }
    expect = ["aws_elasticache_replication_group.cache @ engine"]
  }

  fail "not written" {
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
    }
  }

  unknown "`engine` is an unset variable" {
    variable "engine" {}
    resource "aws_elasticache_replication_group" "cache" {
      replication_group_id = "cache"
      description          = "cache"
      node_type            = "cache.t4g.micro"
      engine               = var.engine
    }
  }
}
