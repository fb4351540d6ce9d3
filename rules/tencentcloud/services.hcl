rule "tencentcloud-disk-not-encrypted" {
  title     = "CBS disk is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["tencentcloud_cbs_storage"]
  aliases   = ["CKV_TC_1", "1ee0f202-31da-49ba-bbce-04a989912e4b"]
  tags      = ["cwe-311"]
  assert    = coalesce(resource.encrypt, false) || resource.encrypt_type != null
  at        = resource.encrypt
  message   = "`encrypt` is not true"
  why       = <<-EOT
    Data lies readable on the disk and in its snapshots. It cannot be changed later.
  EOT
  remedy    = <<-EOT
    Encrypt.

    ```hcl
    encrypt = true
    ```
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/cbs_storage"

  pass "encrypted" {
    resource "tencentcloud_cbs_storage" "this" {
      storage_name      = "d"
      storage_type      = "CLOUD_SSD"
      storage_size      = 100
      availability_zone = "ap-guangzhou-3"
      encrypt           = true
    }
  }

  fail "not written" {
    resource "tencentcloud_cbs_storage" "this" {
      storage_name      = "d"
      storage_type      = "CLOUD_SSD"
      storage_size      = 100
      availability_zone = "ap-guangzhou-3"
    }

    expect = ["tencentcloud_cbs_storage.this"]
  }

  fail "off" {
    resource "tencentcloud_cbs_storage" "this" {
      storage_name      = "d"
      storage_type      = "CLOUD_SSD"
      storage_size      = 100
      availability_zone = "ap-guangzhou-3"
      encrypt           = false
    }

    expect = ["tencentcloud_cbs_storage.this @ encrypt"]
  }

  unknown "not known" {
    variable "encrypt" {}

    resource "tencentcloud_cbs_storage" "this" {
      storage_name      = "d"
      storage_type      = "CLOUD_SSD"
      storage_size      = 100
      availability_zone = "ap-guangzhou-3"
      encrypt           = var.encrypt
    }
  }
}

rule "tencentcloud-instance-public-ip" {
  title     = "CVM instance has a public address"
  category  = "security"
  severity  = "medium"
  resources = ["tencentcloud_instance"]
  aliases   = ["CKV_TC_2", "a74b4602-a62c-4a02-956a-e19f86ea24b5"]
  tags      = ["cwe-284"]
  assert    = !coalesce(resource.allocate_public_ip, false)
  message   = "`allocate_public_ip` is on"
  why       = <<-EOT
    A public address makes every hole in the security group reachable from everywhere.
  EOT
  remedy    = <<-EOT
    Remove it, and publish services through a load balancer.
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/instance"

  fix {
    set = {
      allocate_public_ip = false
    }
  }

  pass "private" {
    resource "tencentcloud_instance" "this" {
      image_id          = "img"
      availability_zone = "ap-guangzhou-3"
      vpc_id            = "vpc"
      subnet_id         = "subnet"
    }
  }

  fail "public" {
    resource "tencentcloud_instance" "this" {
      image_id           = "img"
      availability_zone  = "ap-guangzhou-3"
      vpc_id             = "vpc"
      subnet_id          = "subnet"
      allocate_public_ip = true
    }

    expect = ["tencentcloud_instance.this @ allocate_public_ip"]
  }

  unknown "not known" {
    variable "public" {}

    resource "tencentcloud_instance" "this" {
      image_id           = "img"
      availability_zone  = "ap-guangzhou-3"
      vpc_id             = "vpc"
      subnet_id          = "subnet"
      allocate_public_ip = var.public
    }
  }
}

rule "tencentcloud-instance-monitoring-off" {
  title     = "Monitoring of a CVM instance is switched off"
  category  = "security"
  severity  = "low"
  resources = ["tencentcloud_instance"]
  aliases   = ["CKV_TC_3", "966ed4f7-b8a5-4e8d-b2bf-098657c98960"]
  tags      = ["cwe-778"]
  assert    = !coalesce(resource.disable_monitor_service, false)
  message   = "`disable_monitor_service` is on"
  why       = <<-EOT
    Nobody is alerted when the machine fails or is misused.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/instance"

  fix {
    set = {
      disable_monitor_service = false
    }
  }

  pass "default" {
    resource "tencentcloud_instance" "this" {
      image_id          = "img"
      availability_zone = "ap-guangzhou-3"
    }
  }

  fail "off" {
    resource "tencentcloud_instance" "this" {
      image_id                = "img"
      availability_zone       = "ap-guangzhou-3"
      disable_monitor_service = true
    }

    expect = ["tencentcloud_instance.this @ disable_monitor_service"]
  }

  unknown "not known" {
    variable "off" {}

    resource "tencentcloud_instance" "this" {
      image_id                = "img"
      availability_zone       = "ap-guangzhou-3"
      disable_monitor_service = var.off
    }
  }
}

rule "tencentcloud-instance-default-group" {
  title     = "CVM instance uses the default security group or network"
  category  = "security"
  severity  = "low"
  resources = ["tencentcloud_instance"]
  aliases = [
    "CKV_TC_4", "CKV_TC_5", "93bb2065-63ec-45a2-a466-f106b56f2e32",
    "b4e75c5c-83d5-4568-90e3-57ed5ec4051b",
  ]
  tags    = ["cwe-1188"]
  assert  = !anytrue([for id in flatten([resource.orderly_security_groups, resource.security_groups, resource.vpc_id, resource.subnet_id]) : is_known(id) && can(regex("default", id))])
  at      = [resource.orderly_security_groups, resource.security_groups, resource.vpc_id, resource.subnet_id]
  message = "a default group or network is named"
  why     = <<-EOT
    What is in the default group or network is shared by everything that names none.
  EOT
  remedy  = <<-EOT
    Make a group and a network for the application.

    ```hcl
    orderly_security_groups = [tencentcloud_security_group.app.id]
    ```
  EOT
  link    = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/security_group"

  pass "own" {
    resource "tencentcloud_instance" "this" {
      image_id                = "img"
      availability_zone       = "ap-guangzhou-3"
      orderly_security_groups = ["sg-app"]
      vpc_id                  = "vpc-app"
    }
  }

  fail "default group" {
    resource "tencentcloud_instance" "this" {
      image_id                = "img"
      availability_zone       = "ap-guangzhou-3"
      orderly_security_groups = ["sg-default"]
    }

    expect = ["tencentcloud_instance.this @ orderly_security_groups"]
  }

  fail "default network" {
    resource "tencentcloud_instance" "this" {
      image_id          = "img"
      availability_zone = "ap-guangzhou-3"
      vpc_id            = "vpc-default"
    }
  }

  unknown "not known" {
    variable "orderly_security_groups" {}

    resource "tencentcloud_instance" "this" {
      image_id                = "img"
      availability_zone       = "ap-guangzhou-3"
      orderly_security_groups = var.orderly_security_groups
    }
  }

  fail "`orderly_security_groups` is another" {
    resource "tencentcloud_instance" "this" {
      image_id                = "img"
      availability_zone       = "ap-guangzhou-3"
      orderly_security_groups = [["sg-default"]]
      vpc_id                  = "vpc-app"
    }
    expect = ["tencentcloud_instance.this @ orderly_security_groups"]
  }

  unknown "one more, `subnet_id` is `subnet`, one more, `subnet_id` is an unset variable" {
    variable "subnet_id" {}
    resource "tencentcloud_instance" "this" {
      image_id                = "img"
      availability_zone       = "ap-guangzhou-3"
      orderly_security_groups = ["sg-app"]
      vpc_id                  = "vpc-app"
    }
    resource "tencentcloud_instance" "this_too" {
      image_id                = "img"
      availability_zone       = "ap-guangzhou-3"
      orderly_security_groups = ["sg-app"]
      vpc_id                  = "vpc-app"
      subnet_id               = "subnet"
    }
    resource "tencentcloud_instance" "this_too_too" {
      image_id                = "img"
      availability_zone       = "ap-guangzhou-3"
      orderly_security_groups = ["sg-app"]
      vpc_id                  = "vpc-app"
      subnet_id               = var.subnet_id
    }
    expect = ["tencentcloud_instance.this_too_too @ orderly_security_groups"]
  }
}

rule "tencentcloud-instance-secret-in-user-data" {
  title     = "User data of a CVM instance holds a secret"
  category  = "security"
  severity  = "high"
  resources = ["tencentcloud_instance"]
  aliases   = ["CKV_TC_13", "5bb6fa08-5e84-4760-a54a-cdcd66626976"]
  tags      = ["cwe-798"]
  for_each  = [for d in [resource.user_data_raw, coalesce(base64decode(resource.user_data), resource.user_data)] : d if is_known(d) && d != null]
  assert    = !can(regex("(?i)(secret_?(id|key)|password|access_?key|token)[\"' ]*[:=][\"' ]*[A-Za-z0-9/+_-]{8,}", each.value)) && !can(regex("AKID[A-Za-z0-9]{13,40}|PRIVATE KEY", each.value))
  at        = [resource.user_data_raw, resource.user_data]
  message   = "a key or password is written in the start-up script"
  why       = <<-EOT
    User data can be read from the machine without credentials, by every user and program on it.
  EOT
  remedy    = <<-EOT
    Let the machine fetch secrets with a role.

    ```hcl
    cam_role_name = tencentcloud_cam_role.app.name
    ```
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/instance"

  pass "harmless" {
    resource "tencentcloud_instance" "this" {
      image_id          = "img"
      availability_zone = "ap-guangzhou-3"
      user_data_raw     = "#!/bin/sh\napt-get update"
    }
  }

  pass "none" {
    resource "tencentcloud_instance" "this" {
      image_id          = "img"
      availability_zone = "ap-guangzhou-3"
    }
  }

  fail "a key" {
    resource "tencentcloud_instance" "this" {
      image_id          = "img"
      availability_zone = "ap-guangzhou-3"
      user_data_raw     = "#!/bin/sh\nexport TENCENTCLOUD_SECRET_KEY=0123456789abcdefghijABCDEFGHIJ01"
    }

    expect = ["tencentcloud_instance.this @ user_data_raw"]
  }

  pass "`user_data_raw` is an unset variable" {
    variable "user_data_raw" {}
    resource "tencentcloud_instance" "this" {
      image_id          = "img"
      availability_zone = "ap-guangzhou-3"
      user_data_raw     = var.user_data_raw
    }
  }
}

rule "tencentcloud-tke-logs-off" {
  title     = "TKE cluster collects no logs"
  category  = "security"
  severity  = "low"
  resources = ["tencentcloud_kubernetes_cluster"]
  aliases   = ["CKV_TC_6", "fe405074-7e18-40f9-9aef-024aa1d0a889"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.log_agent[0].enabled, false)
  at        = resource.log_agent
  message   = "no enabled `log_agent`"
  why       = <<-EOT
    Logs are gone with the node that wrote them.
  EOT
  remedy    = <<-EOT
    Enable the agent.

    ```hcl
    log_agent {
      enabled = true
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/kubernetes_cluster"

  pass "on" {
    resource "tencentcloud_kubernetes_cluster" "this" {
      vpc_id       = "vpc"
      cluster_name = "main"
      log_agent {
        enabled = true
      }
    }
  }

  fail "not written" {
    resource "tencentcloud_kubernetes_cluster" "this" {
      vpc_id       = "vpc"
      cluster_name = "main"
    }

    expect = ["tencentcloud_kubernetes_cluster.this"]
  }

  fail "off" {
    resource "tencentcloud_kubernetes_cluster" "this" {
      vpc_id       = "vpc"
      cluster_name = "main"
      log_agent {
        enabled = false
      }
    }
  }

  unknown "not known" {
    variable "logs" {}

    resource "tencentcloud_kubernetes_cluster" "this" {
      vpc_id       = "vpc"
      cluster_name = "main"
      log_agent {
        enabled = var.logs
      }
    }
  }
}

rule "tencentcloud-tke-public-nodes" {
  title     = "TKE cluster's machines have public addresses"
  category  = "security"
  severity  = "medium"
  resources = ["tencentcloud_kubernetes_cluster"]
  aliases   = ["CKV_TC_7", "df6928ed-02f4-421f-9a67-a529860dd7e7"]
  tags      = ["cwe-284"]
  for_each  = concat(resource.master_config, resource.worker_config)
  assert    = !coalesce(each.value.public_ip_assigned, false) && tonumber(coalesce(each.value.internet_max_bandwidth_out, 0)) == 0
  at        = [each.value.public_ip_assigned, each.value.internet_max_bandwidth_out]
  message   = "`public_ip_assigned` or an internet bandwidth is set"
  why       = <<-EOT
    Nodes with public addresses are one open rule away from the internet.
  EOT
  remedy    = <<-EOT
    Remove both, and let nodes out through NAT.

    ```hcl
    worker_config {
      public_ip_assigned = false
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/kubernetes_cluster"

  pass "private" {
    resource "tencentcloud_kubernetes_cluster" "this" {
      vpc_id       = "vpc"
      cluster_name = "main"
      worker_config {
        instance_type = "S5.MEDIUM4"
        subnet_id     = "subnet"
      }
    }
    also = ["tencentcloud-tke-logs-off"]
  }

  fail "public" {
    resource "tencentcloud_kubernetes_cluster" "this" {
      vpc_id       = "vpc"
      cluster_name = "main"
      worker_config {
        instance_type      = "S5.MEDIUM4"
        public_ip_assigned = true
      }
    }

    expect = ["tencentcloud_kubernetes_cluster.this @ worker_config[0].public_ip_assigned"]
  }

  fail "bandwidth" {
    resource "tencentcloud_kubernetes_cluster" "this" {
      vpc_id       = "vpc"
      cluster_name = "main"
      master_config {
        instance_type              = "S5.MEDIUM4"
        internet_max_bandwidth_out = 100
      }
    }
  }

  unknown "not known" {
    variable "public" {}

    resource "tencentcloud_kubernetes_cluster" "this" {
      vpc_id       = "vpc"
      cluster_name = "main"
      worker_config {
        instance_type      = "S5.MEDIUM4"
        public_ip_assigned = var.public
      }
    }
  }
}

rule "tencentcloud-tke-secrets-not-encrypted" {
  title     = "TKE cluster does not encrypt secrets with a KMS key"
  category  = "security"
  severity  = "low"
  resources = ["tencentcloud_kubernetes_cluster"]
  aliases   = ["3ed47402-e322-465f-a0f0-8681135a17b0"]
  tags      = ["cwe-311"]
  default   = false

  related "protection" {
    type = "tencentcloud_kubernetes_encryption_protection"
    on   = refers(other.cluster_id, resource)
  }

  assert  = length(related.protection) > 0
  message = "no `tencentcloud_kubernetes_encryption_protection` belongs to the cluster"
  why     = <<-EOT
    Secrets in etcd are encrypted once more with a key that you can withdraw.
  EOT
  remedy  = <<-EOT
    Enable it.

    ```hcl
    resource "tencentcloud_kubernetes_encryption_protection" "main" {
      cluster_id = tencentcloud_kubernetes_cluster.main.id
      kms_configuration {
        key_id     = tencentcloud_kms_key.tke.id
        kms_region = "ap-guangzhou"
      }
    }
    ```
  EOT
  link    = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/kubernetes_encryption_protection"

  pass "protected" {
    resource "tencentcloud_kubernetes_cluster" "main" {
      vpc_id = "vpc"
    }

    resource "tencentcloud_kubernetes_encryption_protection" "p" {
      cluster_id = tencentcloud_kubernetes_cluster.main.id
    }
    also = ["tencentcloud-tke-logs-off"]
  }

  fail "none" {
    resource "tencentcloud_kubernetes_cluster" "main" {
      vpc_id = "vpc"
    }
  }
}

rule "tencentcloud-mysql-public" {
  title     = "MySQL instance is reachable from the internet"
  category  = "security"
  severity  = "high"
  resources = ["tencentcloud_mysql_instance"]
  aliases   = ["CKV_TC_9", "5d820574-4a60-4916-b049-0810b8629731"]
  tags      = ["cwe-284"]
  assert    = tonumber(coalesce(resource.internet_service, 0)) != 1
  at        = resource.internet_service
  message   = "`internet_service` is on"
  why       = <<-EOT
    Only the database's passwords stand between everyone and the data.
  EOT
  remedy    = <<-EOT
    Switch it off.

    ```hcl
    internet_service = 0
    ```
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/mysql_instance"

  fix {
    set = {
      internet_service = 0
    }
  }

  pass "default" {
    resource "tencentcloud_mysql_instance" "this" {
      instance_name = "db"
      mem_size      = 1000
      volume_size   = 50
    }
  }

  fail "on" {
    resource "tencentcloud_mysql_instance" "this" {
      instance_name    = "db"
      mem_size         = 1000
      volume_size      = 50
      internet_service = 1
    }

    expect = ["tencentcloud_mysql_instance.this @ internet_service"]
  }

  unknown "not known" {
    variable "public" {}

    resource "tencentcloud_mysql_instance" "this" {
      instance_name    = "db"
      mem_size         = 1000
      volume_size      = 50
      internet_service = var.public
    }
  }
}

rule "tencentcloud-mysql-default-port" {
  title     = "MySQL instance listens on the usual port"
  category  = "security"
  severity  = "info"
  resources = ["tencentcloud_mysql_instance"]
  aliases   = ["CKV_TC_10", "18d6aa4b-7570-4d95-9c75-90363ef1abd9"]
  default   = false
  assert    = tonumber(coalesce(resource.intranet_port, 3306)) != 3306
  at        = resource.intranet_port
  message   = "`intranet_port` is 3306"
  why       = <<-EOT
    Another port keeps the simplest scans away, and stops nobody else.
  EOT
  remedy    = <<-EOT
    Choose another port where a policy asks for it.

    ```hcl
    intranet_port = 13306
    ```
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/mysql_instance"

  pass "another" {
    resource "tencentcloud_mysql_instance" "this" {
      instance_name = "db"
      mem_size      = 1000
      volume_size   = 50
      intranet_port = 13306
    }
  }

  fail "default" {
    resource "tencentcloud_mysql_instance" "this" {
      instance_name = "db"
      mem_size      = 1000
      volume_size   = 50
    }

    expect = ["tencentcloud_mysql_instance.this"]
  }
}

rule "tencentcloud-mysql-no-backup-policy" {
  title     = "MySQL instance has no backup policy of its own"
  category  = "reliability"
  severity  = "low"
  resources = ["tencentcloud_mysql_instance"]
  aliases   = ["ca94be07-7de3-4ae7-85ef-67e0462ec694"]
  default   = false

  related "policy" {
    type = "tencentcloud_mysql_backup_policy"
    on   = refers(other.mysql_id, resource)
  }

  assert  = length(related.policy) > 0
  message = "no `tencentcloud_mysql_backup_policy` belongs to the instance"
  why     = <<-EOT
    The service keeps seven days by default; mistakes are often found later.
  EOT
  remedy  = <<-EOT
    Add a policy.

    ```hcl
    resource "tencentcloud_mysql_backup_policy" "db" {
      mysql_id         = tencentcloud_mysql_instance.db.id
      retention_period = 30
    }
    ```
  EOT
  link    = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/mysql_backup_policy"

  pass "a policy" {
    resource "tencentcloud_mysql_instance" "db" {
      instance_name = "db"
      mem_size      = 1000
      volume_size   = 50
    }

    resource "tencentcloud_mysql_backup_policy" "p" {
      mysql_id         = tencentcloud_mysql_instance.db.id
      retention_period = 30
    }
  }

  fail "none" {
    resource "tencentcloud_mysql_instance" "db" {
      instance_name = "db"
      mem_size      = 1000
      volume_size   = 50
    }
  }
}

rule "tencentcloud-security-group-open" {
  title     = "Security group lets everyone reach all ports or SSH"
  category  = "security"
  severity  = "high"
  resources = ["tencentcloud_security_group_rule_set", "tencentcloud_security_group_lite_rule"]
  aliases   = ["CKV_TC_8", "d135a36e-c474-452f-b891-76db1e6d1cd5"]
  tags      = ["cwe-284"]
  params = {
    ports = [22, 3389]
  }
  for_each = meta.type == "tencentcloud_security_group_rule_set" ? [for r in resource.ingress : { action = r.action, source = coalesce(r.cidr_block, r.ipv6_cidr_block, "none"), port = coalesce(r.port, "ALL"), protocol = coalesce(r.protocol, "ALL") }] : [for r in resource.ingress : { action = split("#", r)[0], source = split("#", r)[1], port = split("#", r)[2], protocol = split("#", r)[3] }]
  assert = (
    upper(each.value.action) != "ACCEPT" || !cidr_is_public(each.value.source) || upper(each.value.protocol) == "ICMP"
    || !(upper(each.value.port) == "ALL" || anytrue([for p in param.ports : port_list_includes(each.value.port, p)]))
  )
  at      = resource.ingress
  message = "everyone on the internet reaches ${each.value.protocol} port ${each.value.port}"
  why     = <<-EOT
    Administration ports are tried within minutes; with all ports whatever listens later is open as well.
  EOT
  remedy  = <<-EOT
    Limit the range or the ports.

    ```hcl
    ingress {
      action     = "ACCEPT"
      cidr_block = "203.0.113.0/28"
      protocol   = "TCP"
      port       = "22"
    }
    ```
  EOT
  link    = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/security_group_rule_set"

  pass "web" {
    resource "tencentcloud_security_group_rule_set" "this" {
      security_group_id = "sg"
      ingress {
        action     = "ACCEPT"
        cidr_block = "0.0.0.0/0"
        protocol   = "TCP"
        port       = "443"
      }
    }
  }

  pass "an office" {
    resource "tencentcloud_security_group_rule_set" "this" {
      security_group_id = "sg"
      ingress {
        action     = "ACCEPT"
        cidr_block = "203.0.113.0/28"
        protocol   = "TCP"
        port       = "22"
      }
    }
  }

  fail "everything" {
    resource "tencentcloud_security_group_rule_set" "this" {
      security_group_id = "sg"
      ingress {
        action     = "ACCEPT"
        cidr_block = "0.0.0.0/0"
        protocol   = "ALL"
        port       = "ALL"
      }
    }

    expect = ["tencentcloud_security_group_rule_set.this @ ingress"]
  }

  fail "SSH" {
    resource "tencentcloud_security_group_rule_set" "this" {
      security_group_id = "sg"
      ingress {
        action     = "ACCEPT"
        cidr_block = "0.0.0.0/0"
        protocol   = "TCP"
        port       = "22"
      }
    }
  }

  pass "more that pass" {
    resource "tencentcloud_security_group_rule_set" "protocol_is_icmp" {
      security_group_id = "sg"
      ingress {
        action     = "ACCEPT"
        cidr_block = "0.0.0.0/0"
        protocol   = "ICMP"
        port       = "ALL"
      }
    }
    resource "tencentcloud_security_group_rule_set" "no_action" {
      security_group_id = "sg"
      ingress {
        cidr_block = "0.0.0.0/0"
        protocol   = "ALL"
        port       = "ALL"
      }
    }
  }

  fail "more that fail" {
    resource "tencentcloud_security_group_rule_set" "one_more_one_more_ingress_no_protocol" {
      security_group_id = "sg"
      ingress {
        action     = "ACCEPT"
        cidr_block = "0.0.0.0/0"
        protocol   = "ALL"
        port       = "ALL"
      }
    }
    resource "tencentcloud_security_group_rule_set" "one_more_one_more_ingress_no_protocol_2" {
      security_group_id = "sg"
      ingress {
        action     = "ACCEPT"
        cidr_block = "0.0.0.0/0"
        protocol   = "ALL"
        port       = "ALL"
      }
      ingress {
        action     = "ACCEPT"
        cidr_block = "0.0.0.0/0"
        port       = "ALL"
      }
    }
    resource "tencentcloud_security_group_rule_set" "one_more_one_more_ingress_no_port" {
      security_group_id = "sg"
      ingress {
        action     = "ACCEPT"
        cidr_block = "0.0.0.0/0"
        protocol   = "TCP"
        port       = "443"
      }
    }
    resource "tencentcloud_security_group_rule_set" "one_more_one_more_ingress_no_port_2" {
      security_group_id = "sg"
      ingress {
        action     = "ACCEPT"
        cidr_block = "0.0.0.0/0"
        protocol   = "TCP"
        port       = "443"
      }
      ingress {
        action     = "ACCEPT"
        cidr_block = "0.0.0.0/0"
        protocol   = "TCP"
      }
    }
    expect = [
      "tencentcloud_security_group_rule_set.one_more_one_more_ingress_no_protocol @ ingress",
      "tencentcloud_security_group_rule_set.one_more_one_more_ingress_no_protocol_2 @ ingress",
      "tencentcloud_security_group_rule_set.one_more_one_more_ingress_no_port_2 @ ingress",
    ]
  }
}

rule "tencentcloud-clb-plain-http" {
  title     = "Load balancer takes plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["tencentcloud_clb_listener"]
  aliases   = ["CKV_TC_12", "fe08b81c-12e9-4b5e-9006-4218fca750fd"]
  tags      = ["cwe-319"]
  assert    = upper(resource.protocol) != "HTTP"
  at        = resource.protocol
  message   = "the listener's protocol is `${resource.protocol}`"
  why       = <<-EOT
    Sessions and passwords travel readable. TCP and UDP listeners pass: what they carry may be encrypted.
  EOT
  remedy    = <<-EOT
    Take HTTPS.

    ```hcl
    protocol = "HTTPS"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/clb_listener"

  pass "HTTPS" {
    resource "tencentcloud_clb_listener" "this" {
      clb_id        = "lb"
      listener_name = "web"
      port          = 443
      protocol      = "HTTPS"
    }
  }

  fail "HTTP" {
    resource "tencentcloud_clb_listener" "this" {
      clb_id        = "lb"
      listener_name = "web"
      port          = 80
      protocol      = "HTTP"
    }

    expect = ["tencentcloud_clb_listener.this @ protocol"]
  }

  unknown "not known" {
    variable "protocol" {}

    resource "tencentcloud_clb_listener" "this" {
      clb_id        = "lb"
      listener_name = "web"
      port          = 443
      protocol      = var.protocol
    }
  }
}

rule "tencentcloud-clb-no-logs" {
  title     = "Load balancer writes no access logs"
  category  = "security"
  severity  = "low"
  resources = ["tencentcloud_clb_instance"]
  aliases   = ["CKV_TC_11", "ada01ed1-b10c-4f2a-b110-b20fa4f9baa6"]
  tags      = ["cwe-778"]
  default   = false
  assert    = resource.log_set_id != null && resource.log_topic_id != null
  at        = [resource.log_set_id, resource.log_topic_id]
  message   = "`log_set_id` and `log_topic_id` are not both set"
  why       = <<-EOT
    Nothing records who asked for what.
  EOT
  remedy    = <<-EOT
    Name a log set and topic.

    ```hcl
    log_set_id   = tencentcloud_clb_log_set.main.id
    log_topic_id = tencentcloud_clb_log_topic.main.id
    ```
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/clb_instance"

  pass "both" {
    resource "tencentcloud_clb_instance" "this" {
      network_type = "OPEN"
      clb_name     = "web"
      log_set_id   = "set"
      log_topic_id = "topic"
    }
  }

  fail "none" {
    resource "tencentcloud_clb_instance" "this" {
      network_type = "OPEN"
      clb_name     = "web"
    }

    expect = ["tencentcloud_clb_instance.this"]
  }

  fail "more that fail" {
    resource "tencentcloud_clb_instance" "no_log_set_id" {
      network_type = "OPEN"
      clb_name     = "web"
      log_topic_id = "topic"
    }
    resource "tencentcloud_clb_instance" "no_log_topic_id" {
      network_type = "OPEN"
      clb_name     = "web"
      log_set_id   = "set"
    }
    expect = [
      "tencentcloud_clb_instance.no_log_set_id @ log_topic_id",
      "tencentcloud_clb_instance.no_log_topic_id @ log_set_id",
    ]
  }
}

rule "tencentcloud-flow-log-off" {
  title     = "VPC flow log is switched off"
  category  = "security"
  severity  = "low"
  resources = ["tencentcloud_vpc_flow_log_config"]
  aliases   = ["CKV_TC_14", "a3240001-40db-47b7-abb9-2bcd6a04c430"]
  tags      = ["cwe-778"]
  assert    = resource.enable != false
  at        = resource.enable
  message   = "`enable` is false"
  why       = <<-EOT
    Flow logs show who talked to whom; after an incident nothing replaces them.
  EOT
  remedy    = <<-EOT
    Switch it on.

    ```hcl
    enable = true
    ```
  EOT
  link      = "https://registry.terraform.io/providers/tencentcloudstack/tencentcloud/latest/docs/resources/vpc_flow_log_config"

  fix {
    set = {
      enable = true
    }
  }

  pass "on" {
    resource "tencentcloud_vpc_flow_log_config" "this" {
      flow_log_id = "fl"
      enable      = true
    }
  }

  fail "off" {
    resource "tencentcloud_vpc_flow_log_config" "this" {
      flow_log_id = "fl"
      enable      = false
    }

    expect = ["tencentcloud_vpc_flow_log_config.this @ enable"]
  }

  unknown "not known" {
    variable "logs" {}

    resource "tencentcloud_vpc_flow_log_config" "this" {
      flow_log_id = "fl"
      enable      = var.logs
    }
  }
}
