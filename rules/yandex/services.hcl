rule "yandex-instance-public-ip" {
  title     = "Virtual machine has a public address"
  category  = "security"
  severity  = "medium"
  resources = ["yandex_compute_instance", "yandex_compute_instance_group", "yandex_kubernetes_node_group"]
  aliases   = ["CKV_YC_2", "CKV_YC_6", "CKV_YC_18"]
  tags      = ["cwe-284"]
  for_each  = flatten([resource.network_interface, resource.instance_template[*].network_interface])
  assert    = !coalesce(each.value.nat, false)
  at        = each.value.nat
  message   = "`nat` gives the interface a public address"
  why       = <<-EOT
    A public address makes every hole in the security groups reachable from everywhere. A NAT gateway lets
    machines out.
  EOT
  remedy    = <<-EOT
    Remove it.

    ```hcl
    network_interface {
      subnet_id = yandex_vpc_subnet.app.id
      nat       = false
    }
    ```
  EOT
  link      = "https://yandex.cloud/en/docs/vpc/operations/create-nat-gateway"

  pass "private" {
    resource "yandex_compute_instance" "this" {
      name = "vm"
      resources {
        cores  = 2
        memory = 2
      }
      network_interface {
        subnet_id          = "s"
        security_group_ids = ["g"]
      }
    }
  }

  fail "public" {
    resource "yandex_compute_instance" "this" {
      name = "vm"
      resources {
        cores  = 2
        memory = 2
      }
      network_interface {
        subnet_id = "s"
        nat       = true
      }
    }

    expect = ["yandex_compute_instance.this @ network_interface[0].nat"]
  }

  fail "node group" {
    resource "yandex_kubernetes_node_group" "g" {
      cluster_id = "c"
      instance_template {
        network_interface {
          subnet_ids = ["s"]
          nat        = true
        }
      }
    }
  }

  unknown "not known" {
    variable "nat" {}

    resource "yandex_compute_instance" "this" {
      name = "vm"
      resources {
        cores  = 2
        memory = 2
      }
      network_interface {
        subnet_id = "s"
        nat       = var.nat
      }
    }
  }
}

rule "yandex-instance-serial-console" {
  title     = "Virtual machine's serial console is enabled"
  category  = "security"
  severity  = "medium"
  resources = ["yandex_compute_instance", "yandex_compute_instance_group"]
  aliases   = ["CKV_YC_4"]
  tags      = ["cwe-749"]
  for_each  = flatten([resource.metadata, resource.instance_template[*].metadata])
  assert    = !contains(["1", "true"], lower(tostring(coalesce(each.value["serial-port-enable"], "0"))))
  at        = [resource.metadata, resource.instance_template[0].metadata]
  message   = "`serial-port-enable` opens the serial console"
  why       = <<-EOT
    The console can be reached past security groups. It is for repairs and should be closed again.
  EOT
  remedy    = <<-EOT
    Remove the key.

    ```hcl
    metadata = { serial-port-enable = 0 }
    ```
  EOT
  link      = "https://yandex.cloud/en/docs/compute/operations/serial-console/"

  pass "off" {
    resource "yandex_compute_instance" "this" {
      name = "vm"
      resources {
        cores  = 2
        memory = 2
      }
      metadata = { serial-port-enable = 0 }
    }
    also = ["yandex-no-security-group"]
  }

  pass "none" {
    resource "yandex_compute_instance" "this" {
      name = "vm"
      resources {
        cores  = 2
        memory = 2
      }
    }
    also = ["yandex-no-security-group"]
  }

  fail "on" {
    resource "yandex_compute_instance" "this" {
      name = "vm"
      resources {
        cores  = 2
        memory = 2
      }
      metadata = { serial-port-enable = 1 }
    }

    expect = ["yandex_compute_instance.this @ metadata"]
  }

  unknown "not known" {
    variable "serial" {}

    resource "yandex_compute_instance" "this" {
      name = "vm"
      resources {
        cores  = 2
        memory = 2
      }
      metadata = { serial-port-enable = var.serial }
    }
  }

  fail "`serial-port-enable` is `true`" {
    resource "yandex_compute_instance" "this" {
      name = "vm"
      resources {
        cores  = 2
        memory = 2
      }
      metadata = { serial-port-enable = "true" }
    }
    expect = ["yandex_compute_instance.this @ metadata"]
  }
}

rule "yandex-no-security-group" {
  title    = "Machine, cluster or database has no security group"
  category = "security"
  severity = "low"
  resources = [
    "yandex_compute_instance", "yandex_compute_instance_group", "yandex_kubernetes_cluster",
    "yandex_kubernetes_node_group", "yandex_mdb_postgresql_cluster", "yandex_mdb_sqlserver_cluster",
    "yandex_mdb_redis_cluster", "yandex_mdb_mysql_cluster", "yandex_mdb_mongodb_cluster",
    "yandex_mdb_kafka_cluster", "yandex_mdb_greenplum_cluster", "yandex_mdb_elasticsearch_cluster",
    "yandex_mdb_clickhouse_cluster", "yandex_mdb_opensearch_cluster",
  ]
  aliases = ["CKV_YC_1", "CKV_YC_11", "CKV_YC_14", "CKV_YC_15", "CKV_YC_22"]
  tags    = ["cwe-284"]
  assert  = length([for g in flatten([resource.security_group_ids, resource.network_interface[*].security_group_ids, resource.instance_template[*].network_interface[*].security_group_ids, resource.master[*].security_group_ids]) : g if g != null]) > 0
  message = "no `security_group_ids`, so the network's default group applies"
  why     = <<-EOT
    The default group lets all traffic inside the network pass, and everything out.
  EOT
  remedy  = <<-EOT
    Name groups.

    ```hcl
    security_group_ids = [yandex_vpc_security_group.app.id]
    ```
  EOT
  link    = "https://yandex.cloud/en/docs/vpc/concepts/security-groups"

  pass "a group" {
    resource "yandex_mdb_postgresql_cluster" "this" {
      name               = "db"
      environment        = "PRODUCTION"
      network_id         = "n"
      security_group_ids = ["g"]
    }
  }

  pass "instance" {
    resource "yandex_compute_instance" "vm" {
      name = "vm"
      network_interface {
        subnet_id          = "s"
        security_group_ids = ["g"]
      }
    }
  }

  fail "none" {
    resource "yandex_mdb_postgresql_cluster" "this" {
      name        = "db"
      environment = "PRODUCTION"
      network_id  = "n"
    }

    expect = ["yandex_mdb_postgresql_cluster.this"]
  }

  fail "cluster" {
    resource "yandex_kubernetes_cluster" "c" {
      network_id = "n"
      master {
        public_ip = false
      }
    }
  }

  unknown "one more, one more `network_interface`, `security_group_ids` is an unset variable" {
    variable "security_group_ids" {}
    resource "yandex_compute_instance" "vm" {
      name = "vm"
      network_interface {
        subnet_id          = "s"
        security_group_ids = ["g"]
      }
    }
    resource "yandex_compute_instance" "vm_too" {
      name = "vm"
      network_interface {
        subnet_id          = "s"
        security_group_ids = ["g"]
      }
      network_interface {
        subnet_id          = "s"
        security_group_ids = [var.security_group_ids]
      }
    }
    expect = ["yandex_compute_instance.vm_too @ network_interface"]
  }
}

rule "yandex-database-public-ip" {
  title    = "Database hosts have public addresses"
  category = "security"
  severity = "high"
  resources = [
    "yandex_mdb_postgresql_cluster", "yandex_mdb_sqlserver_cluster", "yandex_mdb_redis_cluster",
    "yandex_mdb_mysql_cluster", "yandex_mdb_mongodb_cluster", "yandex_mdb_kafka_cluster",
    "yandex_mdb_greenplum_cluster", "yandex_mdb_elasticsearch_cluster",
    "yandex_mdb_clickhouse_cluster", "yandex_mdb_opensearch_cluster",
  ]
  aliases = ["CKV_YC_12"]
  tags    = ["cwe-284"]
  assert  = !anytrue([for p in flatten([resource.host[*].assign_public_ip, resource.config[*].assign_public_ip, resource.assign_public_ip, resource.config[*].opensearch[*].node_groups[*].assign_public_ip]) : coalesce(p, false)])
  at      = [resource.assign_public_ip, resource.host[0].assign_public_ip, resource.config[0].assign_public_ip]
  message = "`assign_public_ip` is on"
  why     = <<-EOT
    The database can be reached from the internet; only its passwords protect the data.
  EOT
  remedy  = <<-EOT
    Remove it, and connect through the network.

    ```hcl
    host {
      zone             = "ru-central1-a"
      subnet_id        = yandex_vpc_subnet.db.id
      assign_public_ip = false
    }
    ```
  EOT
  link    = "https://yandex.cloud/en/docs/managed-postgresql/concepts/network"

  pass "private" {
    resource "yandex_mdb_postgresql_cluster" "this" {
      name        = "db"
      environment = "PRODUCTION"
      network_id  = "n"
      host {
        zone      = "ru-central1-a"
        subnet_id = "s"
      }
    }
    also = ["yandex-no-security-group"]
  }

  fail "public" {
    resource "yandex_mdb_postgresql_cluster" "this" {
      name        = "db"
      environment = "PRODUCTION"
      network_id  = "n"
      host {
        zone             = "ru-central1-a"
        subnet_id        = "s"
        assign_public_ip = true
      }
    }

    expect = ["yandex_mdb_postgresql_cluster.this @ host[0].assign_public_ip"]
  }

  fail "kafka" {
    resource "yandex_mdb_kafka_cluster" "k" {
      name       = "k"
      network_id = "n"
      config {
        version          = "3.5"
        zones            = ["ru-central1-a"]
        assign_public_ip = true
      }
    }
  }

  unknown "not known" {
    variable "public" {}

    resource "yandex_mdb_postgresql_cluster" "this" {
      name        = "db"
      environment = "PRODUCTION"
      network_id  = "n"
      host {
        zone             = "ru-central1-a"
        assign_public_ip = var.public
      }
    }
  }
}

rule "yandex-kubernetes-public-master" {
  title     = "Kubernetes control plane has a public address"
  category  = "security"
  severity  = "medium"
  resources = ["yandex_kubernetes_cluster"]
  aliases   = ["CKV_YC_5"]
  tags      = ["cwe-284"]
  for_each  = resource.master
  assert    = !coalesce(each.value.public_ip, false)
  at        = each.value.public_ip
  message   = "`public_ip` is on"
  why       = <<-EOT
    The API server can be reached from the internet; one leaked credential or hole is enough.
  EOT
  remedy    = <<-EOT
    Keep it private.

    ```hcl
    master {
      public_ip = false
    }
    ```
  EOT
  link      = "https://yandex.cloud/en/docs/managed-kubernetes/concepts/"

  pass "private" {
    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
      master {
        public_ip = false
      }
    }
    also = ["yandex-kubernetes-no-network-policy", "yandex-no-security-group"]
  }

  fail "public" {
    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
      master {
        public_ip = true
      }
    }

    expect = ["yandex_kubernetes_cluster.this @ master[0].public_ip"]
  }

  unknown "not known" {
    variable "public" {}

    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
      master {
        public_ip = var.public
      }
    }
  }

  pass "no `public_ip`" {
    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
      master {}
    }
    also = ["yandex-kubernetes-no-network-policy", "yandex-no-security-group"]
  }
}

rule "yandex-kubernetes-no-auto-upgrade" {
  title     = "Kubernetes cluster or nodes are not upgraded"
  category  = "security"
  severity  = "medium"
  resources = ["yandex_kubernetes_cluster", "yandex_kubernetes_node_group"]
  aliases   = ["CKV_YC_7", "CKV_YC_8"]
  tags      = ["cwe-1104"]
  for_each  = flatten([resource.master[*].maintenance_policy, resource.maintenance_policy])
  assert    = each.value.auto_upgrade != false
  at        = each.value.auto_upgrade
  message   = "`auto_upgrade` is false"
  why       = <<-EOT
    Holes of Kubernetes stay open until someone upgrades by hand. Upgrades are on unless switched off.
  EOT
  remedy    = <<-EOT
    Switch them on, with a window.

    ```hcl
    maintenance_policy {
      auto_upgrade = true
    }
    ```
  EOT
  link      = "https://yandex.cloud/en/docs/managed-kubernetes/concepts/release-channels-and-updates"

  pass "on" {
    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
      master {
        maintenance_policy {
          auto_upgrade = true
        }
      }
    }
    also = ["yandex-kubernetes-no-network-policy", "yandex-no-security-group"]
  }

  pass "default" {
    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
      master {
        public_ip = false
      }
    }
    also = ["yandex-kubernetes-no-network-policy", "yandex-no-security-group"]
  }

  fail "off" {
    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
      master {
        maintenance_policy {
          auto_upgrade = false
        }
      }
    }

    expect = ["yandex_kubernetes_cluster.this @ master[0].maintenance_policy[0].auto_upgrade"]
  }

  unknown "not known" {
    variable "upgrade" {}

    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
      master {
        maintenance_policy {
          auto_upgrade = var.upgrade
        }
      }
    }
  }
}

rule "yandex-kubernetes-no-network-policy" {
  title     = "Kubernetes cluster enforces no network policies"
  category  = "security"
  severity  = "medium"
  resources = ["yandex_kubernetes_cluster"]
  aliases   = ["CKV_YC_16"]
  tags      = ["cwe-284"]
  assert    = resource.network_policy_provider != null || length(flatten(resource.network_implementation[*].cilium)) > 0
  at        = resource.network_policy_provider
  message   = "neither Calico nor Cilium is set"
  why       = <<-EOT
    Every pod can talk to every other.
  EOT
  remedy    = <<-EOT
    Choose one; it cannot be changed later.

    ```hcl
    network_policy_provider = "CALICO"
    ```
  EOT
  link      = "https://yandex.cloud/en/docs/managed-kubernetes/concepts/network-policy"

  pass "Calico" {
    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
      network_policy_provider = "CALICO"
    }
    also = ["yandex-no-security-group"]
  }

  pass "Cilium" {
    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
      network_implementation {
        cilium {}
      }
    }
    also = ["yandex-no-security-group"]
  }

  fail "none" {
    resource "yandex_kubernetes_cluster" "this" {
      network_id              = "n"
      service_account_id      = "a"
      node_service_account_id = "a"
    }

    expect = ["yandex_kubernetes_cluster.this"]
  }
}

rule "yandex-not-customer-key-encrypted" {
  title     = "Cluster secrets or bucket are not encrypted with a KMS key"
  category  = "security"
  severity  = "low"
  resources = ["yandex_kubernetes_cluster", "yandex_storage_bucket"]
  aliases   = ["CKV_YC_3", "CKV_YC_10"]
  tags      = ["cwe-311"]
  default   = false
  assert    = length([for k in flatten([resource.kms_provider[*].key_id, resource.server_side_encryption_configuration[*].rule[*].apply_server_side_encryption_by_default[*].kms_master_key_id]) : k if k != null]) > 0
  message   = "no KMS key is named"
  why       = <<-EOT
    A key of your own can be withdrawn and its uses are logged. A bucket without one is not encrypted by KMS at
    all.
  EOT
  remedy    = <<-EOT
    Name a key.

    ```hcl
    server_side_encryption_configuration {
      rule {
        apply_server_side_encryption_by_default {
          kms_master_key_id = yandex_kms_symmetric_key.main.id
          sse_algorithm     = "aws:kms"
        }
      }
    }
    ```
  EOT
  link      = "https://yandex.cloud/en/docs/storage/concepts/encryption"

  pass "own key" {
    resource "yandex_storage_bucket" "this" {
      bucket = "b"
      server_side_encryption_configuration {
        rule {
          apply_server_side_encryption_by_default {
            kms_master_key_id = "key"
            sse_algorithm     = "aws:kms"
          }
        }
      }
    }
  }

  fail "none" {
    resource "yandex_storage_bucket" "this" {
      bucket = "b"
    }

    expect = ["yandex_storage_bucket.this"]
  }

  fail "cluster" {
    resource "yandex_kubernetes_cluster" "c" {
      network_id = "n"
    }
  }
}

rule "yandex-kms-key-not-rotated" {
  title     = "KMS key is not rotated"
  category  = "security"
  severity  = "medium"
  resources = ["yandex_kms_symmetric_key"]
  aliases   = ["CKV_YC_9"]
  tags      = ["cwe-320"]
  assert    = resource.rotation_period != null
  message   = "no `rotation_period`"
  why       = <<-EOT
    Rotation limits how much one key version protects. Old versions stay usable for decryption.
  EOT
  remedy    = <<-EOT
    Rotate at least once a year.

    ```hcl
    rotation_period = "8760h"
    ```
  EOT
  link      = "https://yandex.cloud/en/docs/kms/concepts/version"

  fix {
    set = {
      rotation_period = "8760h"
    }
  }

  pass "yearly" {
    resource "yandex_kms_symmetric_key" "this" {
      name              = "k"
      default_algorithm = "AES_256"
      rotation_period   = "8760h"
    }
  }

  fail "never" {
    resource "yandex_kms_symmetric_key" "this" {
      name              = "k"
      default_algorithm = "AES_256"
    }

    expect = ["yandex_kms_symmetric_key.this"]
  }
}

rule "yandex-bucket-public" {
  title     = "Object Storage bucket is readable or writable by everyone"
  category  = "security"
  severity  = "critical"
  resources = ["yandex_storage_bucket", "yandex_storage_object", "yandex_storage_bucket_grant"]
  aliases   = ["CKV_YC_17"]
  tags      = ["cwe-732"]
  assert    = !contains(["public-read", "public-read-write", "authenticated-read"], resource.acl) && !coalesce(resource.anonymous_access_flags[0].read, false) && !coalesce(resource.anonymous_access_flags[0].list, false)
  at        = [resource.acl, resource.anonymous_access_flags]
  message   = "the ACL or the access flags open it to everyone"
  why       = <<-EOT
    Everyone can read the objects, and replace them with `public-read-write`.
  EOT
  remedy    = <<-EOT
    Make it private.

    ```hcl
    acl = "private"
    ```
  EOT
  link      = "https://yandex.cloud/en/docs/storage/concepts/acl"

  pass "private" {
    resource "yandex_storage_bucket" "this" {
      bucket = "b"
      acl    = "private"
    }
  }

  pass "default" {
    resource "yandex_storage_bucket" "this" {
      bucket = "b"
    }
  }

  fail "public" {
    resource "yandex_storage_bucket" "this" {
      bucket = "b"
      acl    = "public-read"
    }

    expect = ["yandex_storage_bucket.this @ acl"]
  }

  fail "flags" {
    resource "yandex_storage_bucket" "this" {
      bucket = "b"
      anonymous_access_flags {
        read = true
        list = false
      }
    }

    expect = ["yandex_storage_bucket.this @ anonymous_access_flags"]
  }

  unknown "not known" {
    variable "acl" {}

    resource "yandex_storage_bucket" "this" {
      bucket = "b"
      acl    = var.acl
    }
  }

  fail "more that fail" {
    resource "yandex_storage_bucket" "acl_is_public_read_write" {
      bucket = "b"
      acl    = "public-read-write"
    }
    resource "yandex_storage_bucket" "acl_is_authenticated_read" {
      bucket = "b"
      acl    = "authenticated-read"
    }
    expect = [
      "yandex_storage_bucket.acl_is_public_read_write @ acl",
      "yandex_storage_bucket.acl_is_authenticated_read @ acl",
    ]
  }

  unknown "no `read`, one more, `list` is an unset variable" {
    variable "list" {}
    resource "yandex_storage_bucket" "this" {
      bucket = "b"
      anonymous_access_flags {
        list = false
      }
    }
    resource "yandex_storage_bucket" "this_too" {
      bucket = "b"
      anonymous_access_flags {
        list = var.list
      }
    }
    expect = ["yandex_storage_bucket.this_too @ anonymous_access_flags"]
  }
}

rule "yandex-security-group-open" {
  title     = "Security group lets everyone reach all ports or SSH"
  category  = "security"
  severity  = "high"
  resources = ["yandex_vpc_security_group", "yandex_vpc_security_group_rule", "yandex_vpc_default_security_group"]
  aliases   = ["CKV_YC_19", "CKV_YC_20"]
  tags      = ["cwe-284"]
  params = {
    ports = [22, 3389]
  }
  for_each = meta.type == "yandex_vpc_security_group_rule" ? (resource.direction == "ingress" ? [resource] : []) : resource.ingress
  assert = (
    !anytrue([for r in concat(each.value.v4_cidr_blocks, each.value.v6_cidr_blocks) : cidr_is_public(r)]) || contains(["ICMP", "IPV6_ICMP"], upper(each.value.protocol))
    || !(each.value.port == null ? anytrue([for p in param.ports : ports_include(each.value.from_port, each.value.to_port, p)]) : (tonumber(each.value.port) == -1 || contains(param.ports, tonumber(each.value.port))))
  )
  at      = [each.value.v4_cidr_blocks, each.value.v6_cidr_blocks, resource.v4_cidr_blocks]
  message = "everyone on the internet reaches all ports, SSH or remote desktop"
  why     = <<-EOT
    Administration ports are tried within minutes; with all ports whatever listens later is open as well.
  EOT
  remedy  = <<-EOT
    Limit the range or the ports.

    ```hcl
    ingress {
      protocol       = "TCP"
      port           = 22
      v4_cidr_blocks = ["203.0.113.0/28"]
    }
    ```
  EOT
  link    = "https://yandex.cloud/en/docs/vpc/concepts/security-groups"

  pass "web" {
    resource "yandex_vpc_security_group" "this" {
      name       = "g"
      network_id = "n"
      ingress {
        protocol       = "TCP"
        port           = 443
        v4_cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  pass "an office" {
    resource "yandex_vpc_security_group" "this" {
      name       = "g"
      network_id = "n"
      ingress {
        protocol       = "TCP"
        port           = 22
        v4_cidr_blocks = ["203.0.113.0/28"]
      }
    }
  }

  fail "all ports" {
    resource "yandex_vpc_security_group" "this" {
      name       = "g"
      network_id = "n"
      ingress {
        protocol       = "ANY"
        v4_cidr_blocks = ["0.0.0.0/0"]
        from_port      = 0
        to_port        = 65535
      }
    }

    expect = ["yandex_vpc_security_group.this @ ingress[0].v4_cidr_blocks"]
  }

  fail "SSH" {
    resource "yandex_vpc_security_group" "this" {
      name       = "g"
      network_id = "n"
      ingress {
        protocol       = "TCP"
        port           = 22
        v4_cidr_blocks = ["0.0.0.0/0"]
      }
    }
  }

  fail "a rule" {
    resource "yandex_vpc_security_group_rule" "r" {
      security_group_binding = "g"
      direction              = "ingress"
      protocol               = "TCP"
      port                   = -1
      v4_cidr_blocks         = ["0.0.0.0/0"]
    }
  }

  unknown "not known" {
    variable "ranges" {}

    resource "yandex_vpc_security_group" "this" {
      name       = "g"
      network_id = "n"
      ingress {
        protocol       = "TCP"
        port           = 22
        v4_cidr_blocks = var.ranges
      }
    }
  }

  pass "more that pass" {
    resource "yandex_vpc_security_group" "protocol_is_icmp" {
      name       = "g"
      network_id = "n"
      ingress {
        protocol       = "ICMP"
        v4_cidr_blocks = ["0.0.0.0/0"]
        from_port      = 0
        to_port        = 65535
      }
    }
    resource "yandex_vpc_security_group" "no_v4_cidr_blocks" {
      name       = "g"
      network_id = "n"
      ingress {
        protocol = "TCP"
        port     = 22
      }
    }
  }

  fail "one more, one more `ingress`, `protocol` is `IPV6_ICMP`" {
    resource "yandex_vpc_security_group" "this" {
      name       = "g"
      network_id = "n"
      ingress {
        protocol       = "ANY"
        v4_cidr_blocks = ["0.0.0.0/0"]
        from_port      = 0
        to_port        = 65535
      }
    }
    resource "yandex_vpc_security_group" "this_too" {
      name       = "g"
      network_id = "n"
      ingress {
        protocol       = "ANY"
        v4_cidr_blocks = ["0.0.0.0/0"]
        from_port      = 0
        to_port        = 65535
      }
      ingress {
        protocol       = "IPV6_ICMP"
        v4_cidr_blocks = ["0.0.0.0/0"]
        from_port      = 0
        to_port        = 65535
      }
    }
    expect = [
      "yandex_vpc_security_group.this @ ingress[0].v4_cidr_blocks",
      "yandex_vpc_security_group.this_too @ ingress[0].v4_cidr_blocks",
    ]
  }
}

rule "yandex-iam-elevated-role" {
  title    = "Administration or editing is granted on a whole level"
  category = "security"
  severity = "high"
  resources = [
    "yandex_organizationmanager_organization_iam_binding",
    "yandex_organizationmanager_organization_iam_member", "yandex_resourcemanager_cloud_iam_binding",
    "yandex_resourcemanager_cloud_iam_member", "yandex_resourcemanager_folder_iam_binding",
    "yandex_resourcemanager_folder_iam_member",
  ]
  aliases = ["CKV_YC_13", "CKV_YC_21", "CKV_YC_23"]
  tags    = ["cwe-250"]
  params = {
    roles = ["admin", "editor", "organization-manager.organizations.owner", "organization-manager.admin"]
  }
  assert  = !contains(param.roles, resource.role)
  at      = resource.role
  message = "`${resource.role}` covers every service of the level"
  why     = <<-EOT
    A single stolen token with such a role can read, change and delete everything below.
  EOT
  remedy  = <<-EOT
    Grant roles of the services in use.

    ```hcl
    role = "compute.editor"
    ```
  EOT
  link    = "https://yandex.cloud/en/docs/iam/concepts/access-control/roles"

  pass "narrow" {
    resource "yandex_resourcemanager_folder_iam_member" "this" {
      folder_id = "f"
      member    = "serviceAccount:a"
      role      = "compute.viewer"
    }
  }

  fail "editor" {
    resource "yandex_resourcemanager_folder_iam_member" "this" {
      folder_id = "f"
      member    = "serviceAccount:a"
      role      = "editor"
    }

    expect = ["yandex_resourcemanager_folder_iam_member.this @ role"]
  }

  fail "cloud" {
    resource "yandex_resourcemanager_cloud_iam_binding" "b" {
      cloud_id = "c"
      role     = "admin"
      members  = ["serviceAccount:a"]
    }
  }

  unknown "not known" {
    variable "role" {}

    resource "yandex_resourcemanager_folder_iam_member" "this" {
      folder_id = "f"
      member    = "serviceAccount:a"
      role      = var.role
    }
  }

  fail "`role` is `organization-manager.admin`" {
    resource "yandex_resourcemanager_folder_iam_member" "this" {
      folder_id = "f"
      member    = "serviceAccount:a"
      role      = "organization-manager.admin"
    }
    expect = ["yandex_resourcemanager_folder_iam_member.this @ role"]
  }
}

rule "yandex-iam-passport-account" {
  title    = "Role is granted to a private Yandex account"
  category = "security"
  severity = "low"
  resources = [
    "yandex_resourcemanager_folder_iam_binding", "yandex_resourcemanager_folder_iam_member",
    "yandex_resourcemanager_cloud_iam_binding", "yandex_resourcemanager_cloud_iam_member",
    "yandex_organizationmanager_organization_iam_binding",
    "yandex_organizationmanager_organization_iam_member",
  ]
  aliases = ["CKV_YC_24"]
  tags    = ["cwe-284"]
  default = false
  assert  = !anytrue([for m in flatten([resource.member, resource.members]) : startswith(m, "userAccount")])
  at      = [resource.member, resource.members]
  message = "a passport account holds the role"
  why     = <<-EOT
    Your organisation cannot close such an account or ask it for a second factor.
  EOT
  remedy  = <<-EOT
    Use federated accounts.

    ```hcl
    member = "federatedUser:aje0123456789"
    ```
  EOT
  link    = "https://yandex.cloud/en/docs/organization/concepts/add-federation"

  pass "federated" {
    resource "yandex_resourcemanager_folder_iam_member" "this" {
      folder_id = "f"
      role      = "viewer"
      member    = "federatedUser:aje0123456789"
    }
  }

  fail "passport" {
    resource "yandex_resourcemanager_folder_iam_member" "this" {
      folder_id = "f"
      role      = "viewer"
      member    = "userAccount:aje0123456789"
    }

    expect = ["yandex_resourcemanager_folder_iam_member.this @ member"]
  }

  unknown "not known" {
    variable "member" {}

    resource "yandex_resourcemanager_folder_iam_member" "this" {
      folder_id = "f"
      role      = "viewer"
      member    = var.member
    }
  }
}
