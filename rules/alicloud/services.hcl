rule "alicloud-oss-bucket-public" {
  title     = "OSS bucket is readable or writable by everyone"
  category  = "security"
  severity  = "critical"
  resources = ["alicloud_oss_bucket", "alicloud_oss_bucket_acl"]
  aliases   = ["CKV_ALI_1", "62232513-b16f-4010-83d7-51d0e1d45426", "69b5d7da-a5db-4db9-a42e-90b65d0efb0b"]
  tags      = ["cwe-732"]
  assert    = !contains(["public-read", "public-read-write"], resource.acl)
  message   = "`${resource.acl}` opens the bucket to the internet"
  why       = <<-EOT
    Everyone can list and read the objects, and replace them with `public-read-write`.
  EOT
  remedy    = <<-EOT
    Make the bucket private, and share through signed addresses or a CDN.

    ```hcl
    acl = "private"
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/oss/user-guide/bucket-acl"

  fix {
    set = {
      acl = "private"
    }
  }

  pass "private" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      acl    = "private"
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  pass "default" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  fail "public" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      acl    = "public-read"
    }

    expect = ["alicloud_oss_bucket.this @ acl"]
  }

  fail "separate resource" {
    resource "alicloud_oss_bucket_acl" "a" {
      bucket = "b"
      acl    = "public-read-write"
    }

    expect = ["alicloud_oss_bucket_acl.a @ acl"]
  }

  unknown "not known" {
    variable "acl" {}

    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      acl    = var.acl
    }
  }
}

rule "alicloud-oss-policy-public" {
  title     = "OSS bucket policy lets everyone in"
  category  = "security"
  severity  = "critical"
  resources = ["alicloud_oss_bucket", "alicloud_oss_bucket_policy"]
  aliases = [
    "ec62a32c-a297-41ca-a850-cab40b42094a", "8c0695d8-2378-4cd6-8243-7fd5894fa574",
    "fe286195-e75c-4359-bd58-00847c4f855a", "88541597-6f88-42c8-bac6-7e0b855e8ff6",
  ]
  tags    = ["cwe-732"]
  when    = resource.policy != null
  assert  = !anytrue([for s in try(jsondecode(resource.policy).Statement, []) : s.Effect == "Allow" && length(s.Condition) == 0 && (s.Principal == "*" || contains(flatten([s.Principal]), "*"))])
  at      = resource.policy
  message = "a statement allows actions to the principal `*` without a condition"
  why     = <<-EOT
    Everyone on the internet, with or without an account, may do what the statement allows.
  EOT
  remedy  = <<-EOT
    Name the accounts.
  EOT
  link    = "https://www.alibabacloud.com/help/en/oss/user-guide/bucket-policy"

  pass "an account" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      policy = jsonencode({ Version = "1", Statement = [{ Effect = "Allow", Principal = ["1234567890"], Action = ["oss:GetObject"], Resource = ["acs:oss:*:*:b/*"] }] })
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  fail "everyone" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      policy = jsonencode({ Version = "1", Statement = [{ Effect = "Allow", Principal = ["*"], Action = ["oss:*"], Resource = ["acs:oss:*:*:b/*"] }] })
    }

    expect = ["alicloud_oss_bucket.this @ policy"]
  }

  unknown "not known" {
    variable "policy" {}

    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      policy = var.policy
    }
  }

  pass "more that pass" {
    resource "alicloud_oss_bucket" "no_effect" {
      bucket = "b"
      policy = jsonencode({
        Version   = "1"
        Statement = [{ Principal = ["*"], Action = ["oss:*"], Resource = ["acs:oss:*:*:b/*"] }]
      })
    }
    resource "alicloud_oss_bucket" "no_statement" {
      bucket = "b"
      policy = jsonencode({ Version = "1" })
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  fail "one more, `Condition` is another" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      policy = jsonencode({
        Version   = "1"
        Statement = [{ Effect = "Allow", Principal = ["*"], Action = ["oss:*"], Resource = ["acs:oss:*:*:b/*"] }]
      })
    }
    resource "alicloud_oss_bucket" "this_too" {
      bucket = "b"
      policy = jsonencode({
        Version = "1"
        Statement = [
          {
            Effect    = "Allow"
            Principal = ["*"]
            Action    = ["oss:*"]
            Resource  = ["acs:oss:*:*:b/*"]
            Condition = { Bool = { "acs:SecureTransport" = ["false"] } }
          },
        ]
      })
    }
    expect = ["alicloud_oss_bucket.this @ policy"]
  }
}

rule "alicloud-oss-not-customer-key-encrypted" {
  title     = "OSS bucket is not encrypted with your own key"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_oss_bucket"]
  aliases   = ["CKV_ALI_6", "f20e97f9-4919-43f1-9be9-f203cd339cdd"]
  tags      = ["cwe-311"]
  default   = false
  assert    = resource.server_side_encryption_rule[0].kms_master_key_id != null
  at        = resource.server_side_encryption_rule
  message   = "no `kms_master_key_id`"
  why       = <<-EOT
    A key of your own can be withdrawn and its uses are logged.
  EOT
  remedy    = <<-EOT
    Name a KMS key.

    ```hcl
    server_side_encryption_rule {
      sse_algorithm     = "KMS"
      kms_master_key_id = alicloud_kms_key.oss.id
    }
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/oss/user-guide/server-side-encryption"

  pass "own key" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      server_side_encryption_rule {
        sse_algorithm     = "KMS"
        kms_master_key_id = "key"
      }
    }
  }

  fail "none" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
    }

    expect = ["alicloud_oss_bucket.this"]
  }
}

rule "alicloud-oss-not-encrypted" {
  title     = "OSS bucket does not encrypt its objects"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_oss_bucket"]
  tags      = ["cwe-311"]

  related "rule" {
    type = "alicloud_oss_bucket_server_side_encryption"
    on   = refers(other.bucket, resource)
  }

  assert  = length(resource.server_side_encryption_rule) > 0 || length(related.rule) > 0
  at      = resource.server_side_encryption_rule
  message = "no `server_side_encryption_rule`"
  why     = <<-EOT
    OSS encrypts only when told to; objects lie in plain text on its disks otherwise.
  EOT
  remedy  = <<-EOT
    Encrypt with AES256 or KMS.

    ```hcl
    server_side_encryption_rule {
      sse_algorithm = "AES256"
    }
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/oss/user-guide/server-side-encryption"

  pass "AES" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      server_side_encryption_rule {
        sse_algorithm = "AES256"
      }
    }
  }

  fail "none" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
    }

    expect = ["alicloud_oss_bucket.this"]
  }
}

rule "alicloud-oss-no-versioning" {
  title     = "OSS bucket keeps no old versions"
  category  = "reliability"
  severity  = "low"
  resources = ["alicloud_oss_bucket"]
  aliases   = ["CKV_ALI_10", "70919c0b-2548-4e6b-8d7a-3d84ab6dabba"]
  default   = false

  related "versioning" {
    type = "alicloud_oss_bucket_versioning"
    on   = refers(other.bucket, resource)
  }

  assert  = resource.versioning[0].status == "Enabled" || anytrue([for v in related.versioning : v.status == "Enabled"])
  at      = resource.versioning
  message = "versioning is not enabled"
  why     = <<-EOT
    An overwritten or deleted object is gone.
  EOT
  remedy  = <<-EOT
    Enable versioning.

    ```hcl
    versioning {
      status = "Enabled"
    }
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/oss/user-guide/versioning"

  pass "enabled" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      versioning {
        status = "Enabled"
      }
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  pass "separate resource" {
    resource "alicloud_oss_bucket" "b" {
      bucket = "b"
    }

    resource "alicloud_oss_bucket_versioning" "v" {
      bucket = alicloud_oss_bucket.b.id
      status = "Enabled"
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  fail "none" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
    }

    expect = ["alicloud_oss_bucket.this"]
  }
}

rule "alicloud-oss-no-logs" {
  title     = "OSS bucket writes no access logs"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_oss_bucket"]
  aliases   = ["CKV_ALI_12", "05db341e-de7d-4972-a106-3e2bd5ee53e1"]
  tags      = ["cwe-778"]
  default   = false

  related "logging" {
    type = "alicloud_oss_bucket_logging"
    on   = refers(other.bucket, resource)
  }

  assert  = (length(resource.logging) > 0 || length(related.logging) > 0) && resource.logging_isenable != false
  at      = [resource.logging, resource.logging_isenable]
  message = "no `logging` block, or logging is switched off"
  why     = <<-EOT
    Nothing records who read or changed objects.
  EOT
  remedy  = <<-EOT
    Name a bucket for the logs.

    ```hcl
    logging {
      target_bucket = alicloud_oss_bucket.logs.id
      target_prefix = "log/"
    }
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/oss/user-guide/logging"

  pass "logs" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      logging {
        target_bucket = "logs"
      }
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  fail "none" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
    }

    expect = ["alicloud_oss_bucket.this"]
  }

  fail "switched off" {
    resource "alicloud_oss_bucket" "this" {
      bucket           = "b"
      logging_isenable = false
      logging {
        target_bucket = "logs"
      }
    }
  }
}

rule "alicloud-oss-no-transfer-acceleration" {
  title     = "OSS bucket has no transfer acceleration"
  category  = "reliability"
  severity  = "info"
  resources = ["alicloud_oss_bucket"]
  aliases   = ["CKV_ALI_11", "8f98334a-99aa-4d85-b72a-1399ca010413"]
  default   = false
  assert    = coalesce(resource.transfer_acceleration[0].enabled, false)
  at        = resource.transfer_acceleration
  message   = "`transfer_acceleration` is not enabled"
  why       = <<-EOT
    Uploads over long distances are slower. Acceleration is billed by volume.
  EOT
  remedy    = <<-EOT
    Enable it for users far away.

    ```hcl
    transfer_acceleration {
      enabled = true
    }
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/oss/user-guide/transfer-acceleration"

  pass "enabled" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      transfer_acceleration {
        enabled = true
      }
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  fail "none" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
    }

    expect = ["alicloud_oss_bucket.this"]
  }
}

rule "alicloud-oss-plain-http" {
  title     = "OSS bucket takes plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_oss_bucket"]
  aliases   = ["c01d10de-c468-4790-b3a0-fc887a56f289"]
  tags      = ["cwe-319"]
  default   = false

  related "policies" {
    type = "alicloud_oss_bucket_policy"
    on   = refers(other.bucket, resource)
  }

  assert  = anytrue([for p in concat([resource.policy], [for o in related.policies : o.policy]) : anytrue([for s in try(jsondecode(p).Statement, []) : s.Effect == "Deny" && lower(tostring(try(flatten([s.Condition.Bool["acs:SecureTransport"]])[0], "x"))) == "false"])])
  at      = resource.policy
  message = "no statement denies requests without TLS"
  why     = <<-EOT
    Objects and signatures travel readable where a client uses HTTP.
  EOT
  remedy  = <<-EOT
    Deny requests whose `acs:SecureTransport` is false.
  EOT
  link    = "https://www.alibabacloud.com/help/en/oss/user-guide/bucket-policy"

  pass "denied" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      policy = jsonencode({ Version = "1", Statement = [{ Effect = "Deny", Principal = ["*"], Action = ["oss:*"], Resource = ["acs:oss:*:*:b/*"], Condition = { Bool = { "acs:SecureTransport" = ["false"] } } }] })
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  fail "none" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
    }

    expect = ["alicloud_oss_bucket.this"]
  }

  fail "more that fail" {
    resource "alicloud_oss_bucket" "no_effect" {
      bucket = "b"
      policy = jsonencode({
        Version = "1"
        Statement = [
          {
            Principal = ["*"]
            Action    = ["oss:*"]
            Resource  = ["acs:oss:*:*:b/*"]
            Condition = { Bool = { "acs:SecureTransport" = ["false"] } }
          },
        ]
      })
    }
    resource "alicloud_oss_bucket" "no_condition" {
      bucket = "b"
      policy = jsonencode({
        Version   = "1"
        Statement = [{ Effect = "Deny", Principal = ["*"], Action = ["oss:*"], Resource = ["acs:oss:*:*:b/*"] }]
      })
    }
    expect = ["alicloud_oss_bucket.no_effect @ policy", "alicloud_oss_bucket.no_condition @ policy"]
  }
}

rule "alicloud-oss-no-lifecycle" {
  title     = "OSS bucket has no lifecycle rule"
  category  = "cost"
  severity  = "info"
  resources = ["alicloud_oss_bucket"]
  aliases   = ["7db8bd7e-9772-478c-9ec5-4bc202c5686f"]
  default   = false

  related "lifecycle" {
    type = "alicloud_oss_bucket_lifecycle"
    on   = refers(other.bucket, resource)
  }

  assert  = anytrue([for r in resource.lifecycle_rule : coalesce(r.enabled, false)]) || length(related.lifecycle) > 0
  at      = resource.lifecycle_rule
  message = "objects are kept and paid for until somebody deletes them"
  why     = <<-EOT
    Old data costs a fraction in colder classes.
  EOT
  remedy  = <<-EOT
    Add a rule.

    ```hcl
    lifecycle_rule {
      enabled = true
      expiration {
        days = 365
      }
    }
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/oss/user-guide/lifecycle-rules"

  pass "a rule" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      lifecycle_rule {
        enabled = true
        expiration {
          days = 365
        }
      }
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  fail "none" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
    }

    expect = ["alicloud_oss_bucket.this"]
  }

  fail "disabled" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      lifecycle_rule {
        enabled = false
        expiration {
          days = 365
        }
      }
    }
  }

  fail "no `enabled`" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      lifecycle_rule {
        expiration {
          days = 365
        }
      }
    }
    expect = ["alicloud_oss_bucket.this @ lifecycle_rule"]
  }
}

rule "alicloud-oss-website" {
  title     = "OSS bucket serves a website"
  category  = "security"
  severity  = "info"
  resources = ["alicloud_oss_bucket"]
  aliases   = ["2b13c6ff-b87a-484d-86fd-21ef6e97d426"]
  tags      = ["cwe-200"]
  default   = false
  assert    = length(resource.website) == 0
  at        = resource.website
  message   = "the bucket has a `website` block"
  why       = <<-EOT
    A site is public, and is served without TLS of its own. Fine when meant.
  EOT
  remedy    = <<-EOT
    Serve the site through a CDN from a private bucket.
  EOT
  link      = "https://www.alibabacloud.com/help/en/oss/user-guide/hosting-static-websites"

  pass "none" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
    }
    also = ["alicloud-oss-not-encrypted"]
  }

  fail "a site" {
    resource "alicloud_oss_bucket" "this" {
      bucket = "b"
      website {
        index_document = "index.html"
      }
    }

    expect = ["alicloud_oss_bucket.this @ website"]
  }
}

rule "alicloud-actiontrail-incomplete" {
  title     = "ActionTrail records some regions or events only"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_actiontrail_trail"]
  aliases   = ["CKV_ALI_4", "CKV_ALI_5", "c065b98e-1515-4991-9dca-b602bd6a2fbb"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.trail_region, "All") == "All" && coalesce(resource.event_rw, "All") == "All"
  at        = [resource.trail_region, resource.event_rw]
  message   = "`trail_region` or `event_rw` leaves events out"
  why       = <<-EOT
    An attacker works in the region, or with the calls, that nobody records. Both are `All` unless set.
  EOT
  remedy    = <<-EOT
    Record everything.

    ```hcl
    trail_region = "All"
    event_rw     = "All"
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/actiontrail/user-guide/create-a-single-account-trail"

  pass "all" {
    resource "alicloud_actiontrail_trail" "this" {
      trail_name      = "t"
      oss_bucket_name = "logs"
      trail_region    = "All"
      event_rw        = "All"
    }
  }

  pass "default" {
    resource "alicloud_actiontrail_trail" "this" {
      trail_name      = "t"
      oss_bucket_name = "logs"
    }
  }

  fail "one region" {
    resource "alicloud_actiontrail_trail" "this" {
      trail_name      = "t"
      oss_bucket_name = "logs"
      trail_region    = "cn-hangzhou"
    }

    expect = ["alicloud_actiontrail_trail.this @ trail_region"]
  }

  fail "writes only" {
    resource "alicloud_actiontrail_trail" "this" {
      trail_name      = "t"
      oss_bucket_name = "logs"
      event_rw        = "Write"
    }

    expect = ["alicloud_actiontrail_trail.this @ event_rw"]
  }

  unknown "not known" {
    variable "events" {}

    resource "alicloud_actiontrail_trail" "this" {
      trail_name      = "t"
      oss_bucket_name = "logs"
      event_rw        = var.events
    }
  }
}

rule "alicloud-security-group-port-open" {
  title     = "Security group opens an admin or database port to all"
  category  = "security"
  severity  = "high"
  resources = ["alicloud_security_group_rule"]
  aliases = [
    "CKV_ALI_2", "CKV_ALI_3", "2ae9d554-23fb-4065-bfd1-fe43d5f7c419",
    "dd706080-b7a8-47dc-81fb-3e8184430ec0", "60587dbd-6b67-432e-90f7-a8cf1892d968",
  ]
  tags = ["cwe-284"]
  params = {
    ports = [20, 21, 22, 23, 135, 139, 445, 1433, 1521, 2375, 2379, 3306, 3389, 5432, 5900, 6379, 6443, 9200, 11211, 27017]
  }
  when = resource.type == "ingress" && coalesce(resource.policy, "accept") == "accept"
  assert = (
    !(cidr_is_public(resource.cidr_ip) || cidr_is_public(resource.ipv6_cidr_ip))
    || !(lower(resource.ip_protocol) == "all" || (contains(["tcp", "udp"], lower(resource.ip_protocol)) && anytrue([for p in param.ports : port_list_includes(replace(coalesce(resource.port_range, "1/65535"), "/", "-"), p)])))
  )
  at      = [resource.cidr_ip, resource.ipv6_cidr_ip]
  message = "everyone on the internet reaches ${resource.ip_protocol} ${coalesce(resource.port_range, "on all ports")}"
  why     = <<-EOT
    Such ports are scanned and tried within minutes.
  EOT
  remedy  = <<-EOT
    Limit the range.

    ```hcl
    cidr_ip = "203.0.113.0/28"
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/ecs/user-guide/security-group-rules"

  pass "an office" {
    resource "alicloud_security_group_rule" "this" {
      security_group_id = "sg"
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "203.0.113.0/28"
    }
  }

  pass "web" {
    resource "alicloud_security_group_rule" "this" {
      security_group_id = "sg"
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "443/443"
      cidr_ip           = "0.0.0.0/0"
    }
  }

  fail "SSH" {
    resource "alicloud_security_group_rule" "this" {
      security_group_id = "sg"
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "0.0.0.0/0"
    }

    expect = ["alicloud_security_group_rule.this @ cidr_ip"]
  }

  fail "a range" {
    resource "alicloud_security_group_rule" "this" {
      security_group_id = "sg"
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "3000/4000"
      cidr_ip           = "0.0.0.0/0"
    }
  }

  fail "everything" {
    resource "alicloud_security_group_rule" "this" {
      security_group_id = "sg"
      type              = "ingress"
      ip_protocol       = "all"
      port_range        = "-1/-1"
      cidr_ip           = "0.0.0.0/0"
    }
  }

  unknown "not known" {
    variable "range" {}

    resource "alicloud_security_group_rule" "this" {
      security_group_id = "sg"
      type              = "ingress"
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = var.range
    }
  }

  fail "`ip_protocol` is `udp`" {
    resource "alicloud_security_group_rule" "this" {
      security_group_id = "sg"
      type              = "ingress"
      ip_protocol       = "udp"
      port_range        = "22/22"
      cidr_ip           = "0.0.0.0/0"
    }
    expect = ["alicloud_security_group_rule.this @ cidr_ip"]
  }

  unknown "more that nobody can know" {
    variable "ip_protocol" {}
    variable "type" {}
    resource "alicloud_security_group_rule" "type_is_an_unset_variable" {
      security_group_id = "sg"
      type              = var.type
      ip_protocol       = "tcp"
      port_range        = "22/22"
      cidr_ip           = "0.0.0.0/0"
    }
    resource "alicloud_security_group_rule" "ip_protocol_is_an_unset_variable" {
      security_group_id = "sg"
      type              = "ingress"
      ip_protocol       = var.ip_protocol
      port_range        = "22/22"
      cidr_ip           = "0.0.0.0/0"
    }
    expect = [
      "alicloud_security_group_rule.type_is_an_unset_variable @ cidr_ip",
      "alicloud_security_group_rule.ip_protocol_is_an_unset_variable @ cidr_ip",
    ]
  }
}

rule "alicloud-alb-acl-open" {
  title     = "Access list of a load balancer holds the whole internet"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_alb_acl_entry_attachment"]
  aliases   = ["CKV_ALI_29"]
  tags      = ["cwe-284"]
  assert    = !cidr_is_public(resource.entry)
  at        = resource.entry
  message   = "`${resource.entry}` is everyone"
  why       = <<-EOT
    The list then limits nothing.
  EOT
  remedy    = <<-EOT
    List the ranges that are meant.

    ```hcl
    entry = "203.0.113.0/28"
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/slb/application-load-balancer/user-guide/access-control"

  pass "a range" {
    resource "alicloud_alb_acl_entry_attachment" "this" {
      acl_id = "a"
      entry  = "203.0.113.0/28"
    }
  }

  fail "everyone" {
    resource "alicloud_alb_acl_entry_attachment" "this" {
      acl_id = "a"
      entry  = "0.0.0.0/0"
    }

    expect = ["alicloud_alb_acl_entry_attachment.this @ entry"]
  }

  unknown "not known" {
    variable "entry" {}

    resource "alicloud_alb_acl_entry_attachment" "this" {
      acl_id = "a"
      entry  = var.entry
    }
  }
}

rule "alicloud-listener-plain-http" {
  title     = "Load balancer or API takes plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_alb_listener", "alicloud_api_gateway_api"]
  aliases   = ["CKV_ALI_21", "ee3b1557-9fb5-4685-a95d-93f1edf2a0d7", "1bcdf9f0-b1aa-40a4-b8c6-cd7785836843"]
  tags      = ["cwe-319"]
  assert = (
    meta.type == "alicloud_alb_listener"
    ? (upper(resource.listener_protocol) != "HTTP" || anytrue([for a in resource.default_actions : a.type == "Redirect"]))
    : alltrue([for c in resource.request_config : upper(c.protocol) == "HTTPS"])
  )
  at      = [resource.listener_protocol, resource.request_config[0].protocol]
  message = "requests are taken over HTTP"
  why     = <<-EOT
    Sessions and passwords travel readable.
  EOT
  remedy  = <<-EOT
    Take HTTPS only.

    ```hcl
    listener_protocol = "HTTPS"
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/slb/application-load-balancer/user-guide/add-an-https-listener"

  pass "HTTPS" {
    resource "alicloud_alb_listener" "this" {
      load_balancer_id  = "lb"
      listener_port     = 443
      listener_protocol = "HTTPS"
    }
  }

  pass "API" {
    resource "alicloud_api_gateway_api" "a" {
      name = "a"
      request_config {
        protocol = "HTTPS"
        method   = "GET"
        path     = "/"
      }
    }
  }

  fail "HTTP" {
    resource "alicloud_alb_listener" "this" {
      load_balancer_id  = "lb"
      listener_port     = 80
      listener_protocol = "HTTP"
    }

    expect = ["alicloud_alb_listener.this @ listener_protocol"]
  }

  fail "API over both" {
    resource "alicloud_api_gateway_api" "a" {
      name = "a"
      request_config {
        protocol = "HTTP,HTTPS"
        method   = "GET"
        path     = "/"
      }
    }
  }

  unknown "not known" {
    variable "protocol" {}

    resource "alicloud_alb_listener" "this" {
      load_balancer_id  = "lb"
      listener_port     = 443
      listener_protocol = var.protocol
    }
  }

  pass "without `request_config`" {
    resource "alicloud_api_gateway_api" "a" {
      name = "a"
    }
  }

  unknown "`default_actions` is `Redirect`, `default_actions` is an unset variable" {
    variable "default_actions" {}
    resource "alicloud_alb_listener" "this" {
      load_balancer_id  = "lb"
      listener_port     = 80
      listener_protocol = "HTTP"
      default_actions   = var.default_actions
    }
    expect = ["alicloud_alb_listener.this @ listener_protocol"]
  }
}

rule "alicloud-tls-policy-old" {
  title     = "TLS policy accepts TLS 1.0 or 1.1"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_slb_tls_cipher_policy"]
  aliases   = ["CKV_ALI_33", "dbfc834a-56e5-4750-b5da-73fda8e73f70"]
  tags      = ["cwe-326"]
  assert    = !anytrue([for v in resource.tls_versions : contains(["TLSv1.0", "TLSv1.1"], v)])
  at        = resource.tls_versions
  message   = "`${join(", ", resource.tls_versions)}` holds withdrawn versions"
  why       = <<-EOT
    TLS 1.0 and 1.1 are withdrawn (RFC 8996) and forbidden by PCI DSS.
  EOT
  remedy    = <<-EOT
    Allow TLS 1.2 and 1.3.

    ```hcl
    tls_versions = ["TLSv1.2", "TLSv1.3"]
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/slb/classic-load-balancer/user-guide/tls-security-policies"

  pass "modern" {
    resource "alicloud_slb_tls_cipher_policy" "this" {
      tls_cipher_policy_name = "p"
      ciphers                = ["AES256-SHA256"]
      tls_versions           = ["TLSv1.2"]
    }
  }

  fail "old" {
    resource "alicloud_slb_tls_cipher_policy" "this" {
      tls_cipher_policy_name = "p"
      ciphers                = ["AES256-SHA256"]
      tls_versions           = ["TLSv1.1", "TLSv1.2"]
    }

    expect = ["alicloud_slb_tls_cipher_policy.this @ tls_versions"]
  }

  unknown "not known" {
    variable "versions" {}

    resource "alicloud_slb_tls_cipher_policy" "this" {
      tls_cipher_policy_name = "p"
      ciphers                = ["AES256-SHA256"]
      tls_versions           = var.versions
    }
  }

  fail "`tls_versions` is `TLSv1.0`" {
    resource "alicloud_slb_tls_cipher_policy" "this" {
      tls_cipher_policy_name = "p"
      ciphers                = ["AES256-SHA256"]
      tls_versions           = ["TLSv1.0"]
    }
    expect = ["alicloud_slb_tls_cipher_policy.this @ tls_versions"]
  }
}

rule "alicloud-db-open" {
  title     = "ApsaraDB instance accepts connections from everywhere"
  category  = "security"
  severity  = "high"
  resources = ["alicloud_db_instance", "alicloud_mongodb_instance", "alicloud_kvstore_instance"]
  aliases = [
    "CKV_ALI_9", "CKV_ALI_43", "1b4565c0-4877-49ac-ab03-adebbccd42ae",
    "faaefc15-51a5-419e-bb5e-51a4b5ab3485",
  ]
  tags    = ["cwe-284"]
  assert  = !anytrue([for ip in flatten([resource.security_ips, resource.security_ip_list, resource.address]) : cidr_is_public(ip) || ip == "0.0.0.0"])
  at      = [resource.security_ips, resource.security_ip_list, resource.address]
  message = "the list of addresses holds the whole internet"
  why     = <<-EOT
    Only the database's passwords stand between everyone and the data.
  EOT
  remedy  = <<-EOT
    List the addresses that connect.

    ```hcl
    security_ips = ["10.0.0.0/16"]
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/rds/apsaradb-rds-for-mysql/configure-an-ip-address-whitelist"

  pass "internal" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      security_ips     = ["10.0.0.0/16"]
    }
    also = ["alicloud-db-no-tls", "alicloud-db-not-encrypted"]
  }

  pass "default" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
    }
    also = ["alicloud-db-no-tls", "alicloud-db-not-encrypted"]
  }

  fail "everyone" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      security_ips     = ["10.0.0.0/16", "0.0.0.0/0"]
    }

    expect = ["alicloud_db_instance.this @ security_ips"]
  }

  fail "MongoDB" {
    resource "alicloud_mongodb_instance" "m" {
      engine_version      = "4.4"
      db_instance_class   = "dds.mongo.mid"
      db_instance_storage = 10
      security_ip_list    = ["0.0.0.0/0"]
    }
  }

  unknown "not known" {
    variable "ips" {}

    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      security_ips     = var.ips
    }
  }

  fail "more that fail" {
    resource "alicloud_db_instance" "security_ips_is_0_0_0_0" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      security_ips     = ["0.0.0.0"]
    }
    resource "alicloud_db_instance" "address_is_0_0_0_0" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      address          = "0.0.0.0"
    }
    expect = [
      "alicloud_db_instance.security_ips_is_0_0_0_0 @ security_ips",
      "alicloud_db_instance.address_is_0_0_0_0 @ address",
    ]
  }
}

rule "alicloud-db-no-tls" {
  title     = "ApsaraDB instance takes unencrypted connections"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_db_instance", "alicloud_mongodb_instance"]
  aliases   = ["CKV_ALI_20", "CKV_ALI_42", "7a1ee8a9-71be-4b11-bb70-efb62d16863b"]
  tags      = ["cwe-319"]
  assert    = contains(["Open", "Update"], resource.ssl_action)
  message   = "`ssl_action` is ${coalesce(resource.ssl_action, "not set")}"
  why       = <<-EOT
    Passwords and data travel readable.
  EOT
  remedy    = <<-EOT
    Open TLS.

    ```hcl
    ssl_action = "Open"
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/rds/apsaradb-rds-for-mysql/configure-the-ssl-encryption-feature"

  fix {
    set = {
      ssl_action = "Open"
    }
  }

  pass "open" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      ssl_action       = "Open"
    }
    also = ["alicloud-db-not-encrypted"]
  }

  fail "not written" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
    }

    expect = ["alicloud_db_instance.this"]
  }

  fail "closed" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      ssl_action       = "Close"
    }

    expect = ["alicloud_db_instance.this @ ssl_action"]
  }

  unknown "not known" {
    variable "ssl" {}

    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      ssl_action       = var.ssl
    }
  }

  pass "`ssl_action` is `Update`" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      ssl_action       = "Update"
    }
    also = ["alicloud-db-not-encrypted"]
  }
}

rule "alicloud-db-not-encrypted" {
  title     = "ApsaraDB instance does not encrypt its data"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_db_instance", "alicloud_mongodb_instance"]
  aliases   = ["CKV_ALI_22", "CKV_ALI_44", "44d434ca-a9bf-4203-8828-4c81a8d5a598"]
  tags      = ["cwe-311"]
  when      = meta.type == "alicloud_mongodb_instance" || contains(["mysql", "sqlserver"], lower(resource.engine))
  assert    = lower(coalesce(resource.tde_status, "disabled")) == "enabled" || resource.encryption_key != null
  at        = resource.tde_status
  message   = "transparent data encryption is not enabled"
  why       = <<-EOT
    Data lies readable on the disks and in backups. It cannot be switched off again once on.
  EOT
  remedy    = <<-EOT
    Enable it, or use an encrypted disk.

    ```hcl
    tde_status = "Enabled"
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/rds/apsaradb-rds-for-mysql/configure-tde"

  pass "enabled" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      tde_status       = "Enabled"
    }
    also = ["alicloud-db-no-tls"]
  }

  pass "disk encryption" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      encryption_key   = "key"
    }
    also = ["alicloud-db-no-tls"]
  }

  fail "not written" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
    }

    expect = ["alicloud_db_instance.this"]
  }

  fail "disabled" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      tde_status       = "Disabled"
    }

    expect = ["alicloud_db_instance.this @ tde_status"]
  }

  unknown "not known" {
    variable "tde" {}

    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
      tde_status       = var.tde
    }
  }

  fail "`engine` is `sqlserver`" {
    resource "alicloud_db_instance" "this" {
      engine           = "sqlserver"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
    }
    expect = ["alicloud_db_instance.this"]
  }
}

rule "alicloud-db-connection-logs-off" {
  title     = "PostgreSQL instance does not log connections"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_db_instance"]
  aliases = [
    "CKV_ALI_35", "CKV_ALI_36", "CKV_ALI_37", "140869ea-25f2-40d4-a595-0c0da135114e",
    "d53f4123-f8d8-4224-8cb3-f920b151cc98", "a597e05a-c065-44e7-9cc8-742f572a504a",
  ]
  tags    = ["cwe-778"]
  default = false
  params = {
    flags = ["log_connections", "log_disconnections", "log_duration"]
  }
  when    = lower(resource.engine) == "postgresql"
  assert  = alltrue([for name in param.flags : anytrue([for p in resource.parameters : p.name == name && lower(p.value) == "on"])])
  at      = resource.parameters
  message = "not on: ${join(", ", [for name in param.flags : name if !anytrue([for p in resource.parameters : p.name == name && lower(p.value) == "on"])])}"
  why     = <<-EOT
    The log does not tell who connected, when, and for how long.
  EOT
  remedy  = <<-EOT
    Turn the parameters on.

    ```hcl
    parameters {
      name  = "log_connections"
      value = "on"
    }
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/rds/apsaradb-rds-for-postgresql/modify-the-parameters"

  pass "all" {
    resource "alicloud_db_instance" "this" {
      engine           = "PostgreSQL"
      engine_version   = "16.0"
      instance_type    = "pg.n2.2c.1m"
      instance_storage = 30
      parameters {
        name  = "log_connections"
        value = "on"
      }
      parameters {
        name  = "log_disconnections"
        value = "on"
      }
      parameters {
        name  = "log_duration"
        value = "on"
      }
    }
    also = ["alicloud-db-no-tls"]
  }

  fail "none" {
    resource "alicloud_db_instance" "this" {
      engine           = "PostgreSQL"
      engine_version   = "16.0"
      instance_type    = "pg.n2.2c.1m"
      instance_storage = 30
    }

    expect = ["alicloud_db_instance.this"]
  }

  pass "`engine` is `MySQL`" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "16.0"
      instance_type    = "pg.n2.2c.1m"
      instance_storage = 30
    }
    also = ["alicloud-db-no-tls", "alicloud-db-not-encrypted"]
  }

  fail "more that fail" {
    resource "alicloud_db_instance" "without_parameters" {
      engine           = "PostgreSQL"
      engine_version   = "16.0"
      instance_type    = "pg.n2.2c.1m"
      instance_storage = 30
      parameters {
        name  = "log_disconnections"
        value = "on"
      }
      parameters {
        name  = "log_duration"
        value = "on"
      }
    }
    resource "alicloud_db_instance" "without_parameters_2" {
      engine           = "PostgreSQL"
      engine_version   = "16.0"
      instance_type    = "pg.n2.2c.1m"
      instance_storage = 30
      parameters {
        name  = "log_connections"
        value = "on"
      }
      parameters {
        name  = "log_disconnections"
        value = "on"
      }
    }
    expect = [
      "alicloud_db_instance.without_parameters @ parameters",
      "alicloud_db_instance.without_parameters_2 @ parameters",
    ]
  }

  unknown "`value` is an unset variable" {
    variable "value" {}
    resource "alicloud_db_instance" "this" {
      engine           = "PostgreSQL"
      engine_version   = "16.0"
      instance_type    = "pg.n2.2c.1m"
      instance_storage = 30
      parameters {
        name  = "log_connections"
        value = var.value
      }
      parameters {
        name  = "log_disconnections"
        value = "on"
      }
      parameters {
        name  = "log_duration"
        value = "on"
      }
    }
    expect = ["alicloud_db_instance.this @ parameters"]
  }
}

rule "alicloud-db-audit-short" {
  title     = "SQL audit is off or kept for less than half a year"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_db_instance"]
  aliases   = ["CKV_ALI_25", "dc158941-28ce-481d-a7fa-dc80761edf46"]
  tags      = ["cwe-778"]
  default   = false
  assert    = resource.sql_collector_status == "Enabled" && coalesce(resource.sql_collector_config_value, 30) >= 180
  at        = [resource.sql_collector_config_value, resource.sql_collector_status]
  message   = "`sql_collector_status` is not Enabled for 180 days"
  why       = <<-EOT
    The audit shows which statements read and changed data. It is billed by volume.
  EOT
  remedy    = <<-EOT
    Enable it for 180 days.

    ```hcl
    sql_collector_status       = "Enabled"
    sql_collector_config_value = 180
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/rds/apsaradb-rds-for-mysql/use-the-sql-explorer-and-audit-feature"

  pass "half a year" {
    resource "alicloud_db_instance" "this" {
      engine                     = "MySQL"
      engine_version             = "8.0"
      instance_type              = "rds.mysql.s2.large"
      instance_storage           = 30
      sql_collector_status       = "Enabled"
      sql_collector_config_value = 180
    }
    also = ["alicloud-db-no-tls", "alicloud-db-not-encrypted"]
  }

  fail "not written" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
    }

    expect = ["alicloud_db_instance.this"]
  }

  fail "a month" {
    resource "alicloud_db_instance" "this" {
      engine                     = "MySQL"
      engine_version             = "8.0"
      instance_type              = "rds.mysql.s2.large"
      instance_storage           = 30
      sql_collector_status       = "Enabled"
      sql_collector_config_value = 30
    }
  }

  unknown "`sql_collector_config_value` is an unset variable" {
    variable "sql_collector_config_value" {}
    resource "alicloud_db_instance" "this" {
      engine                     = "MySQL"
      engine_version             = "8.0"
      instance_type              = "rds.mysql.s2.large"
      instance_storage           = 30
      sql_collector_status       = "Enabled"
      sql_collector_config_value = var.sql_collector_config_value
    }
  }

  fail "no `sql_collector_status`" {
    resource "alicloud_db_instance" "this" {
      engine                     = "MySQL"
      engine_version             = "8.0"
      instance_type              = "rds.mysql.s2.large"
      instance_storage           = 30
      sql_collector_config_value = 180
    }
    expect = ["alicloud_db_instance.this @ sql_collector_config_value"]
  }
}

rule "alicloud-db-no-minor-upgrades" {
  title     = "ApsaraDB instance gets no minor upgrades"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_db_instance"]
  aliases   = ["CKV_ALI_30"]
  tags      = ["cwe-1104"]
  default   = false
  assert    = resource.auto_upgrade_minor_version == "Auto"
  message   = "`auto_upgrade_minor_version` is ${coalesce(resource.auto_upgrade_minor_version, "not set")}"
  why       = <<-EOT
    Minor versions close holes.
  EOT
  remedy    = <<-EOT
    Upgrade automatically.

    ```hcl
    auto_upgrade_minor_version = "Auto"
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/rds/apsaradb-rds-for-mysql/update-the-minor-engine-version"

  fix {
    set = {
      auto_upgrade_minor_version = "Auto"
    }
  }

  pass "auto" {
    resource "alicloud_db_instance" "this" {
      engine                     = "MySQL"
      engine_version             = "8.0"
      instance_type              = "rds.mysql.s2.large"
      instance_storage           = 30
      auto_upgrade_minor_version = "Auto"
    }
    also = ["alicloud-db-no-tls", "alicloud-db-not-encrypted"]
  }

  fail "manual" {
    resource "alicloud_db_instance" "this" {
      engine                     = "MySQL"
      engine_version             = "8.0"
      instance_type              = "rds.mysql.s2.large"
      instance_storage           = 30
      auto_upgrade_minor_version = "Manual"
    }

    expect = ["alicloud_db_instance.this @ auto_upgrade_minor_version"]
  }

  fail "not written" {
    resource "alicloud_db_instance" "this" {
      engine           = "MySQL"
      engine_version   = "8.0"
      instance_type    = "rds.mysql.s2.large"
      instance_storage = 30
    }

    expect = ["alicloud_db_instance.this"]
  }

  unknown "not known" {
    variable "auto_upgrade_minor_version" {}

    resource "alicloud_db_instance" "this" {
      engine                     = "MySQL"
      engine_version             = "8.0"
      instance_type              = "rds.mysql.s2.large"
      instance_storage           = 30
      auto_upgrade_minor_version = var.auto_upgrade_minor_version
    }
  }
}

rule "alicloud-mongodb-not-in-vpc" {
  title     = "MongoDB instance stands in the classic network"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_mongodb_instance"]
  aliases   = ["CKV_ALI_41"]
  tags      = ["cwe-284"]
  assert    = resource.network_type == "VPC" || resource.vswitch_id != null || resource.vpc_id != null
  at        = resource.network_type
  message   = "`network_type` is ${coalesce(resource.network_type, "not set")}"
  why       = <<-EOT
    The classic network is shared with other customers.
  EOT
  remedy    = <<-EOT
    Put it into a VPC.

    ```hcl
    network_type = "VPC"
    vswitch_id   = alicloud_vswitch.db.id
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/mongodb/user-guide/change-the-network-type"

  pass "VPC" {
    resource "alicloud_mongodb_instance" "this" {
      engine_version      = "4.4"
      db_instance_class   = "dds.mongo.mid"
      db_instance_storage = 10
      network_type        = "VPC"
      vswitch_id          = "vsw"
    }
    also = ["alicloud-db-no-tls", "alicloud-db-not-encrypted"]
  }

  fail "classic" {
    resource "alicloud_mongodb_instance" "this" {
      engine_version      = "4.4"
      db_instance_class   = "dds.mongo.mid"
      db_instance_storage = 10
      network_type        = "Classic"
    }

    expect = ["alicloud_mongodb_instance.this @ network_type"]
  }

  fail "not written" {
    resource "alicloud_mongodb_instance" "this" {
      engine_version      = "4.4"
      db_instance_class   = "dds.mongo.mid"
      db_instance_storage = 10
    }

    expect = ["alicloud_mongodb_instance.this"]
  }

  unknown "not known" {
    variable "network" {}

    resource "alicloud_mongodb_instance" "this" {
      engine_version      = "4.4"
      db_instance_class   = "dds.mongo.mid"
      db_instance_storage = 10
      network_type        = var.network
    }
  }

  pass "more that pass" {
    resource "alicloud_mongodb_instance" "no_network_type" {
      engine_version      = "4.4"
      db_instance_class   = "dds.mongo.mid"
      db_instance_storage = 10
      vswitch_id          = "vsw"
    }
    resource "alicloud_mongodb_instance" "one_more_no_vswitch_id" {
      engine_version      = "4.4"
      db_instance_class   = "dds.mongo.mid"
      db_instance_storage = 10
      network_type        = "VPC"
      vswitch_id          = "vsw"
    }
    resource "alicloud_mongodb_instance" "one_more_no_vswitch_id_2" {
      engine_version      = "4.4"
      db_instance_class   = "dds.mongo.mid"
      db_instance_storage = 10
      network_type        = "VPC"
    }
    also = ["alicloud-db-no-tls", "alicloud-db-not-encrypted"]
  }
}

rule "alicloud-disk-not-encrypted" {
  title     = "Disk is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_disk", "alicloud_ecs_disk", "alicloud_launch_template", "alicloud_ecs_launch_template"]
  aliases = [
    "CKV_ALI_7", "CKV_ALI_32", "39750e32-3fe9-453b-8c33-dd277acdb2cc",
    "1455cb21-1d48-46d6-8ae3-cef911b71fd5",
  ]
  tags = ["cwe-311"]
  assert = (
    contains(["alicloud_disk", "alicloud_ecs_disk"], meta.type)
    ? (coalesce(resource.encrypted, false) || resource.snapshot_id != null)
    : (alltrue([for d in concat(resource.data_disks, resource.system_disk) : lower(tostring(coalesce(d.encrypted, false))) == "true" || d.snapshot_id != null]) && resource.encrypted != false)
  )
  at      = [resource.encrypted, resource.data_disks, resource.system_disk]
  message = "`encrypted` is not true"
  why     = <<-EOT
    Data lies readable on the disk and in snapshots that are shared by mistake. It cannot be changed later.
  EOT
  remedy  = <<-EOT
    Encrypt.

    ```hcl
    encrypted = true
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/ecs/user-guide/encryption-overview"

  pass "encrypted" {
    resource "alicloud_disk" "this" {
      availability_zone = "cn-hangzhou-b"
      size              = 50
      encrypted         = true
    }
  }

  pass "from a snapshot" {
    resource "alicloud_disk" "this" {
      availability_zone = "cn-hangzhou-b"
      size              = 50
      snapshot_id       = "s"
    }
  }

  fail "not written" {
    resource "alicloud_disk" "this" {
      availability_zone = "cn-hangzhou-b"
      size              = 50
    }

    expect = ["alicloud_disk.this"]
  }

  fail "off" {
    resource "alicloud_disk" "this" {
      availability_zone = "cn-hangzhou-b"
      size              = 50
      encrypted         = false
    }

    expect = ["alicloud_disk.this @ encrypted"]
  }

  fail "template" {
    resource "alicloud_ecs_launch_template" "t" {
      launch_template_name = "t"
      data_disks {
        size      = 50
        encrypted = false
      }
    }

    expect = ["alicloud_ecs_launch_template.t @ data_disks"]
  }

  unknown "not known" {
    variable "encrypted" {}

    resource "alicloud_disk" "this" {
      availability_zone = "cn-hangzhou-b"
      size              = 50
      encrypted         = var.encrypted
    }
  }

  pass "more that pass" {
    resource "alicloud_ecs_launch_template" "encrypted_is_true" {
      launch_template_name = "t"
      data_disks {
        size      = 50
        encrypted = true
      }
    }
    resource "alicloud_ecs_launch_template" "without_data_disks" {
      launch_template_name = "t"
    }
  }

  fail "more that fail" {
    variable "encrypted" {}
    resource "alicloud_ecs_launch_template" "encrypted_is_an_unset_variable_encrypted" {
      launch_template_name = "t"
      encrypted            = false
      data_disks {
        size      = 50
        encrypted = var.encrypted
      }
    }
    resource "alicloud_ecs_launch_template" "no_encrypted" {
      launch_template_name = "t"
      data_disks {
        size = 50
      }
    }
    expect = [
      "alicloud_ecs_launch_template.encrypted_is_an_unset_variable_encrypted @ encrypted",
      "alicloud_ecs_launch_template.no_encrypted @ data_disks",
    ]
  }
}

rule "alicloud-disk-not-customer-key-encrypted" {
  title     = "Disk is not encrypted with your own key"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_disk", "alicloud_ecs_disk"]
  aliases   = ["CKV_ALI_8", "f262118c-1ac6-4bb3-8495-cc48f1775b85"]
  tags      = ["cwe-311"]
  default   = false
  assert    = resource.kms_key_id != null
  at        = resource.kms_key_id
  message   = "no `kms_key_id`"
  why       = <<-EOT
    A key of your own can be withdrawn and its uses are logged.
  EOT
  remedy    = <<-EOT
    Name a KMS key.

    ```hcl
    encrypted  = true
    kms_key_id = alicloud_kms_key.disks.id
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/ecs/user-guide/encryption-overview"

  pass "own key" {
    resource "alicloud_disk" "this" {
      availability_zone = "cn-hangzhou-b"
      size              = 50
      encrypted         = true
      kms_key_id        = "key"
    }
  }

  fail "none" {
    resource "alicloud_disk" "this" {
      availability_zone = "cn-hangzhou-b"
      size              = 50
      encrypted         = true
    }

    expect = ["alicloud_disk.this"]
  }
}

rule "alicloud-nas-not-encrypted" {
  title     = "NAS file system is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_nas_file_system"]
  aliases   = ["67bfdff1-31ce-4525-b564-e94368735360", "5f670f9d-b1b4-4c90-8618-2288f1ab9676"]
  tags      = ["cwe-311"]
  assert    = contains([1, 2], tonumber(coalesce(resource.encrypt_type, 0)))
  at        = resource.encrypt_type
  message   = "`encrypt_type` is ${coalesce(resource.encrypt_type, "not set, which means 0")}"
  why       = <<-EOT
    Files lie readable on the disks. It cannot be changed later. Type 1 uses NAS's key, type 2 one of yours.
  EOT
  remedy    = <<-EOT
    Encrypt.

    ```hcl
    encrypt_type = 1
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/nas/user-guide/server-side-encryption"

  pass "NAS key" {
    resource "alicloud_nas_file_system" "this" {
      protocol_type = "NFS"
      storage_type  = "Performance"
      encrypt_type  = 1
    }
  }

  pass "own key" {
    resource "alicloud_nas_file_system" "this" {
      protocol_type = "NFS"
      storage_type  = "Performance"
      encrypt_type  = 2
      kms_key_id    = "key"
    }
  }

  fail "not written" {
    resource "alicloud_nas_file_system" "this" {
      protocol_type = "NFS"
      storage_type  = "Performance"
    }

    expect = ["alicloud_nas_file_system.this"]
  }

  fail "none" {
    resource "alicloud_nas_file_system" "this" {
      protocol_type = "NFS"
      storage_type  = "Performance"
      encrypt_type  = 0
    }

    expect = ["alicloud_nas_file_system.this @ encrypt_type"]
  }

  unknown "not known" {
    variable "encrypt" {}

    resource "alicloud_nas_file_system" "this" {
      protocol_type = "NFS"
      storage_type  = "Performance"
      encrypt_type  = var.encrypt
    }
  }
}

rule "alicloud-kms-key-not-rotated" {
  title     = "KMS key is not rotated"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_kms_key"]
  aliases   = ["CKV_ALI_27", "cb319d87-b90f-485e-a7e7-f2408380f309"]
  tags      = ["cwe-320"]
  when      = coalesce(resource.key_usage, "ENCRYPT/DECRYPT") == "ENCRYPT/DECRYPT" && !can(regex("^(RSA|EC)_", resource.key_spec)) && coalesce(resource.origin, "Aliyun_KMS") == "Aliyun_KMS"
  assert    = resource.automatic_rotation == "Enabled"
  message   = "`automatic_rotation` is ${coalesce(resource.automatic_rotation, "not set, which means Disabled")}"
  why       = <<-EOT
    Rotation limits how much one key version protects. Old versions stay usable for decryption.
  EOT
  remedy    = <<-EOT
    Rotate at least once a year.

    ```hcl
    automatic_rotation = "Enabled"
    rotation_interval  = "365d"
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/kms/key-management-service/user-guide/configure-key-rotation"

  pass "rotated" {
    resource "alicloud_kms_key" "this" {
      description        = "data"
      automatic_rotation = "Enabled"
      rotation_interval  = "90d"
    }
  }

  pass "signing key" {
    resource "alicloud_kms_key" "this" {
      description = "data"
      key_spec    = "RSA_2048"
      key_usage   = "SIGN/VERIFY"
    }
  }

  fail "not written" {
    resource "alicloud_kms_key" "this" {
      description = "data"
    }

    expect = ["alicloud_kms_key.this"]
  }

  fail "disabled" {
    resource "alicloud_kms_key" "this" {
      description        = "data"
      automatic_rotation = "Disabled"
    }

    expect = ["alicloud_kms_key.this @ automatic_rotation"]
  }

  unknown "not known" {
    variable "rotation" {}

    resource "alicloud_kms_key" "this" {
      description        = "data"
      automatic_rotation = var.rotation
    }
  }

  pass "more that pass" {
    resource "alicloud_kms_key" "no_key_usage" {
      description = "data"
      key_spec    = "RSA_2048"
    }
    resource "alicloud_kms_key" "one_more_no_key_spec" {
      description = "data"
      key_spec    = "RSA_2048"
      key_usage   = "SIGN/VERIFY"
    }
    resource "alicloud_kms_key" "one_more_no_key_spec_2" {
      description = "data"
      key_usage   = "SIGN/VERIFY"
    }
  }

  fail "`origin` is `Aliyun_KMS`" {
    resource "alicloud_kms_key" "this" {
      description = "data"
      origin      = "Aliyun_KMS"
    }
    expect = ["alicloud_kms_key.this @ origin"]
  }
}

rule "alicloud-kms-key-disabled" {
  title     = "KMS key is disabled"
  category  = "reliability"
  severity  = "low"
  resources = ["alicloud_kms_key"]
  aliases   = ["CKV_ALI_28", "ed6e3ba0-278f-47b6-a1f5-173576b40b7e"]
  assert    = !contains(["Disabled", "PendingDeletion"], resource.status) && resource.is_enabled != false
  at        = [resource.status, resource.is_enabled]
  message   = "the key is switched off"
  why       = <<-EOT
    Whatever is encrypted with it cannot be read. Right on the way to deleting a key that nothing uses.
  EOT
  remedy    = <<-EOT
    Enable it.

    ```hcl
    status = "Enabled"
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/kms/key-management-service/user-guide/manage-a-key"

  pass "default" {
    resource "alicloud_kms_key" "this" {
      description        = "data"
      automatic_rotation = "Enabled"
      rotation_interval  = "90d"
    }
  }

  fail "disabled" {
    resource "alicloud_kms_key" "this" {
      description        = "data"
      automatic_rotation = "Enabled"
      rotation_interval  = "90d"
      status             = "Disabled"
    }

    expect = ["alicloud_kms_key.this @ status"]
  }

  unknown "not known" {
    variable "status" {}

    resource "alicloud_kms_key" "this" {
      description        = "data"
      automatic_rotation = "Enabled"
      rotation_interval  = "90d"
      status             = var.status
    }
  }

  fail "more that fail" {
    resource "alicloud_kms_key" "is_enabled_is_false" {
      description        = "data"
      automatic_rotation = "Enabled"
      rotation_interval  = "90d"
      is_enabled         = false
    }
    resource "alicloud_kms_key" "one_more_status_is_pendingdeletion" {
      description        = "data"
      automatic_rotation = "Enabled"
      rotation_interval  = "90d"
      status             = "Disabled"
    }
    resource "alicloud_kms_key" "one_more_status_is_pendingdeletion_2" {
      description        = "data"
      automatic_rotation = "Enabled"
      rotation_interval  = "90d"
      status             = "PendingDeletion"
    }
    expect = [
      "alicloud_kms_key.is_enabled_is_false @ is_enabled",
      "alicloud_kms_key.one_more_status_is_pendingdeletion @ status",
      "alicloud_kms_key.one_more_status_is_pendingdeletion_2 @ status",
    ]
  }
}

rule "alicloud-log-audit-no-rds" {
  title     = "Log audit leaves databases out"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_log_audit"]
  aliases   = ["CKV_ALI_38", "b9c524a4-fe76-4021-a6a2-cb978fb4fde1"]
  tags      = ["cwe-778"]
  default   = false
  assert    = lower(tostring(resource.variable_map.rds_enabled)) == "true"
  at        = resource.variable_map
  message   = "`rds_enabled` is not true"
  why       = <<-EOT
    Statements on ApsaraDB are then not collected.
  EOT
  remedy    = <<-EOT
    Enable it.

    ```hcl
    variable_map = { rds_enabled = "true", rds_ttl = "180" }
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/sls/user-guide/log-audit-service"

  pass "enabled" {
    resource "alicloud_log_audit" "this" {
      display_name = "audit"
      aliuid       = "1"
      variable_map = { rds_enabled = "true" }
    }
  }

  fail "not there" {
    resource "alicloud_log_audit" "this" {
      display_name = "audit"
      aliuid       = "1"
      variable_map = { actiontrail_enabled = "true" }
    }

    expect = ["alicloud_log_audit.this @ variable_map"]
  }

  unknown "`variable_map` is an unset variable" {
    variable "variable_map" {}
    resource "alicloud_log_audit" "this" {
      display_name = "audit"
      aliuid       = "1"
      variable_map = var.variable_map
    }
  }
}

rule "alicloud-log-retention-short" {
  title     = "Log store keeps logs for less than 90 days"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_log_store"]
  aliases   = ["ed6cf6ff-9a1f-491c-9f88-e03c0807f390"]
  tags      = ["cwe-779"]
  default   = false
  assert    = tonumber(coalesce(resource.retention_period, 30)) >= 90
  at        = resource.retention_period
  message   = "logs are deleted after ${coalesce(resource.retention_period, 30)} days"
  why       = <<-EOT
    Intrusions are often found after weeks.
  EOT
  remedy    = <<-EOT
    Keep logs for 90 days.

    ```hcl
    retention_period = 90
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/sls/user-guide/manage-a-logstore"

  pass "90 days" {
    resource "alicloud_log_store" "this" {
      project_name     = "p"
      logstore_name    = "l"
      retention_period = 90
    }
  }

  fail "default" {
    resource "alicloud_log_store" "this" {
      project_name  = "p"
      logstore_name = "l"
    }

    expect = ["alicloud_log_store.this"]
  }

  fail "a month" {
    resource "alicloud_log_store" "this" {
      project_name     = "p"
      logstore_name    = "l"
      retention_period = 30
    }

    expect = ["alicloud_log_store.this @ retention_period"]
  }

  unknown "not known" {
    variable "retention_period" {}

    resource "alicloud_log_store" "this" {
      project_name     = "p"
      logstore_name    = "l"
      retention_period = var.retention_period
    }
  }
}

rule "alicloud-password-policy-weak" {
  title     = "RAM password policy asks for little"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_ram_account_password_policy"]
  aliases = [
    "CKV_ALI_13", "CKV_ALI_14", "CKV_ALI_15", "CKV_ALI_17", "CKV_ALI_19",
    "a9dfec39-a740-4105-bbd6-721ba163c053", "89143358-cec6-49f5-9392-920c591c669c",
    "063234c0-91c0-4ab5-bbd0-47ddb5f23786", "41a38329-d81b-4be4-aef4-55b2615d3282",
    "5e0fb613-ba9b-44c3-88f0-b44188466bfd",
  ]
  tags = ["cwe-521"]
  params = {
    length = 14
  }
  assert = (
    tonumber(coalesce(resource.minimum_password_length, 12)) >= param.length
    && alltrue([for needed in [resource.require_lowercase_characters, resource.require_uppercase_characters, resource.require_numbers, resource.require_symbols] : coalesce(needed, true)])
  )
  at      = [resource.minimum_password_length, resource.require_lowercase_characters]
  message = "the policy does not ask for ${param.length} characters with lower and upper case, digits and symbols"
  why     = <<-EOT
    Short passwords of one kind of character are guessed or cracked soon. The kinds are all required unless
    switched off; the length is 12 unless set.
  EOT
  remedy  = <<-EOT
    Ask for more.

    ```hcl
    minimum_password_length = 14
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/ram/user-guide/configure-a-password-policy-for-ram-users"

  pass "long" {
    resource "alicloud_ram_account_password_policy" "this" {
      hard_expiry             = false
      minimum_password_length = 14
    }
  }

  fail "short" {
    resource "alicloud_ram_account_password_policy" "this" {
      hard_expiry             = false
      minimum_password_length = 9
    }

    expect = ["alicloud_ram_account_password_policy.this @ minimum_password_length"]
  }

  fail "no symbols" {
    resource "alicloud_ram_account_password_policy" "this" {
      hard_expiry             = false
      minimum_password_length = 14
      require_symbols         = false
    }
  }

  unknown "not known" {
    variable "length" {}

    resource "alicloud_ram_account_password_policy" "this" {
      hard_expiry             = false
      minimum_password_length = var.length
    }
  }

  fail "more that fail" {
    resource "alicloud_ram_account_password_policy" "require_numbers_is_false" {
      hard_expiry             = false
      minimum_password_length = 14
      require_numbers         = false
    }
    resource "alicloud_ram_account_password_policy" "one_more_require_uppercase_characters_is" {
      hard_expiry             = false
      minimum_password_length = 14
    }
    resource "alicloud_ram_account_password_policy" "one_more_require_uppercase_characters_is_2" {
      hard_expiry                  = false
      minimum_password_length      = 14
      require_uppercase_characters = false
    }
    resource "alicloud_ram_account_password_policy" "one_more_require_lowercase_characters_is" {
      hard_expiry             = false
      minimum_password_length = 14
    }
    resource "alicloud_ram_account_password_policy" "one_more_require_lowercase_characters_is_2" {
      hard_expiry                  = false
      minimum_password_length      = 14
      require_lowercase_characters = false
    }
    expect = [
      "alicloud_ram_account_password_policy.require_numbers_is_false @ minimum_password_length",
      "alicloud_ram_account_password_policy.one_more_require_uppercase_characters_is_2 @ minimum_password_length",
      "alicloud_ram_account_password_policy.one_more_require_lowercase_characters_is_2 @ minimum_password_length",
    ]
  }
}

rule "alicloud-password-policy-age" {
  title     = "RAM passwords never expire or may be used again"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_ram_account_password_policy"]
  aliases = [
    "CKV_ALI_16", "CKV_ALI_18", "2bb13841-7575-439e-8e0a-cccd9ede2fa8",
    "a8128dd2-89b0-464b-98e9-5d629041dfe0",
  ]
  tags    = ["cwe-262"]
  default = false
  assert = (
    tonumber(coalesce(resource.max_password_age, 0)) > 0 && tonumber(coalesce(resource.max_password_age, 0)) <= 90
    && tonumber(coalesce(resource.password_reuse_prevention, 0)) >= 24
  )
  at      = [resource.max_password_age, resource.password_reuse_prevention]
  message = "an age of at most 90 days and 24 remembered passwords are not both set"
  why     = <<-EOT
    Some audits still ask for it. Current advice (NIST 800-63B) is against regular changes, so the rule is not in
    the recommended set.
  EOT
  remedy  = <<-EOT
    Set both where an audit asks for it.

    ```hcl
    max_password_age          = 90
    password_reuse_prevention = 24
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/ram/user-guide/configure-a-password-policy-for-ram-users"

  pass "both" {
    resource "alicloud_ram_account_password_policy" "this" {
      minimum_password_length   = 14
      max_password_age          = 90
      password_reuse_prevention = 24
    }
  }

  fail "none" {
    resource "alicloud_ram_account_password_policy" "this" {
      minimum_password_length = 14
    }

    expect = ["alicloud_ram_account_password_policy.this"]
  }

  fail "reuse" {
    resource "alicloud_ram_account_password_policy" "this" {
      minimum_password_length = 14
      max_password_age        = 90
    }
  }

  pass "one more, `max_password_age` is `1`" {
    resource "alicloud_ram_account_password_policy" "this" {
      minimum_password_length   = 14
      max_password_age          = 90
      password_reuse_prevention = 24
    }
    resource "alicloud_ram_account_password_policy" "this_too" {
      minimum_password_length   = 14
      max_password_age          = 1
      password_reuse_prevention = 24
    }
  }

  fail "more that fail" {
    resource "alicloud_ram_account_password_policy" "no_max_password_age" {
      minimum_password_length   = 14
      password_reuse_prevention = 24
    }
    resource "alicloud_ram_account_password_policy" "one_more_max_password_age_is_91" {
      minimum_password_length   = 14
      max_password_age          = 90
      password_reuse_prevention = 24
    }
    resource "alicloud_ram_account_password_policy" "one_more_max_password_age_is_91_2" {
      minimum_password_length   = 14
      max_password_age          = 91
      password_reuse_prevention = 24
    }
    expect = [
      "alicloud_ram_account_password_policy.no_max_password_age @ password_reuse_prevention",
      "alicloud_ram_account_password_policy.one_more_max_password_age_is_91_2 @ max_password_age",
    ]
  }
}

rule "alicloud-password-policy-attempts" {
  title     = "RAM logins are not limited to five attempts"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_ram_account_password_policy"]
  aliases   = ["CKV_ALI_23", "e76fd7ab-7333-40c6-a2d8-ea28af4a319e"]
  tags      = ["cwe-307"]
  assert    = tonumber(coalesce(resource.max_login_attempts, 5)) <= 5 && tonumber(coalesce(resource.max_login_attempts, 5)) > 0
  at        = resource.max_login_attempts
  message   = "`max_login_attempts` is ${resource.max_login_attempts}"
  why       = <<-EOT
    Passwords can be guessed at leisure. Five an hour is the default; 0 means no limit.
  EOT
  remedy    = <<-EOT
    Leave the default.

    ```hcl
    max_login_attempts = 5
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/ram/user-guide/configure-a-password-policy-for-ram-users"

  fix {
    set = {
      max_login_attempts = 5
    }
  }

  pass "default" {
    resource "alicloud_ram_account_password_policy" "this" {
      minimum_password_length = 14
    }
  }

  pass "five" {
    resource "alicloud_ram_account_password_policy" "this" {
      minimum_password_length = 14
      max_login_attempts      = 5
    }
  }

  fail "ten" {
    resource "alicloud_ram_account_password_policy" "this" {
      minimum_password_length = 14
      max_login_attempts      = 10
    }

    expect = ["alicloud_ram_account_password_policy.this @ max_login_attempts"]
  }

  unknown "not known" {
    variable "attempts" {}

    resource "alicloud_ram_account_password_policy" "this" {
      minimum_password_length = 14
      max_login_attempts      = var.attempts
    }
  }

  pass "one more, `max_login_attempts` is `1`" {
    resource "alicloud_ram_account_password_policy" "this" {
      minimum_password_length = 14
      max_login_attempts      = 5
    }
    resource "alicloud_ram_account_password_policy" "this_too" {
      minimum_password_length = 14
      max_login_attempts      = 1
    }
  }

  fail "more that fail" {
    resource "alicloud_ram_account_password_policy" "max_login_attempts_is_0" {
      minimum_password_length = 14
      max_login_attempts      = 0
    }
    resource "alicloud_ram_account_password_policy" "max_login_attempts_is_6" {
      minimum_password_length = 14
      max_login_attempts      = 6
    }
    expect = [
      "alicloud_ram_account_password_policy.max_login_attempts_is_0 @ max_login_attempts",
      "alicloud_ram_account_password_policy.max_login_attempts_is_6 @ max_login_attempts",
    ]
  }
}

rule "alicloud-mfa-not-enforced" {
  title     = "RAM users may log in without a second factor"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_ram_security_preference"]
  aliases   = ["CKV_ALI_24", "dcda2d32-e482-43ee-a926-75eaabeaa4e0"]
  tags      = ["cwe-308"]
  assert    = coalesce(resource.enforce_mfa_for_login, false) || resource.mfa_operation_for_login == "mandatory"
  at        = [resource.enforce_mfa_for_login, resource.mfa_operation_for_login]
  message   = "a second factor is not mandatory"
  why       = <<-EOT
    A stolen password is then the whole account.
  EOT
  remedy    = <<-EOT
    Make it mandatory.

    ```hcl
    mfa_operation_for_login = "mandatory"
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/ram/user-guide/manage-ram-user-security-settings"

  pass "mandatory" {
    resource "alicloud_ram_security_preference" "this" {
      allow_user_to_change_password = true
      mfa_operation_for_login       = "mandatory"
    }
  }

  pass "older argument" {
    resource "alicloud_ram_security_preference" "this" {
      allow_user_to_change_password = true
      enforce_mfa_for_login         = true
    }
  }

  fail "not written" {
    resource "alicloud_ram_security_preference" "this" {
      allow_user_to_change_password = true
    }

    expect = ["alicloud_ram_security_preference.this"]
  }

  fail "off" {
    resource "alicloud_ram_security_preference" "this" {
      allow_user_to_change_password = true
      enforce_mfa_for_login         = false
    }

    expect = ["alicloud_ram_security_preference.this @ enforce_mfa_for_login"]
  }

  unknown "not known" {
    variable "mfa" {}

    resource "alicloud_ram_security_preference" "this" {
      allow_user_to_change_password = true
      enforce_mfa_for_login         = var.mfa
    }
  }
}

rule "alicloud-ram-user-policy" {
  title     = "Policy is attached to a single RAM user"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_ram_user_policy_attachment"]
  aliases   = ["66505003-7aba-45a1-8d83-5162d5706ef5"]
  tags      = ["cwe-284"]
  default   = false
  assert    = resource.user_name == null
  at        = resource.user_name
  message   = "`${resource.policy_name}` is attached to user `${resource.user_name}`"
  why       = <<-EOT
    Grants to users stay behind when people change teams.
  EOT
  remedy    = <<-EOT
    Attach policies to groups or roles.
  EOT
  link      = "https://www.alibabacloud.com/help/en/ram/user-guide/grant-permissions-to-a-ram-user-group"

  pass "a group" {
    resource "alicloud_ram_group_policy_attachment" "a" {
      policy_name = "p"
      policy_type = "Custom"
      group_name  = "developers"
    }
  }

  fail "a user" {
    resource "alicloud_ram_user_policy_attachment" "a" {
      policy_name = "p"
      policy_type = "Custom"
      user_name   = "jane"
    }
  }

  unknown "`user_name` is an unset variable" {
    variable "user_name" {}
    resource "alicloud_ram_user_policy_attachment" "a" {
      policy_name = "p"
      policy_type = "Custom"
      user_name   = var.user_name
    }
  }
}

rule "alicloud-ram-admin-policy" {
  title    = "Full administration is attached"
  category = "security"
  severity = "high"
  resources = [
    "alicloud_ram_user_policy_attachment", "alicloud_ram_group_policy_attachment",
    "alicloud_ram_role_policy_attachment",
  ]
  aliases = ["e8e62026-da63-4904-b402-65adfe3ca975"]
  tags    = ["cwe-250"]
  assert  = resource.policy_name != "AdministratorAccess"
  at      = resource.policy_name
  message = "`AdministratorAccess` is attached"
  why     = <<-EOT
    The holder may do everything in the account. Keep it for a small group that is watched.
  EOT
  remedy  = <<-EOT
    Attach policies for the task.

    ```hcl
    policy_name = "AliyunECSReadOnlyAccess"
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/ram/user-guide/policy-overview"

  pass "narrow" {
    resource "alicloud_ram_role_policy_attachment" "this" {
      policy_type = "System"
      role_name   = "app"
      policy_name = "AliyunECSReadOnlyAccess"
    }
  }

  fail "admin" {
    resource "alicloud_ram_role_policy_attachment" "this" {
      policy_type = "System"
      role_name   = "app"
      policy_name = "AdministratorAccess"
    }

    expect = ["alicloud_ram_role_policy_attachment.this @ policy_name"]
  }

  unknown "not known" {
    variable "policy" {}

    resource "alicloud_ram_role_policy_attachment" "this" {
      policy_type = "System"
      role_name   = "app"
      policy_name = var.policy
    }
  }
}

rule "alicloud-k8s-no-network-policy" {
  title     = "Kubernetes cluster enforces no network policies"
  category  = "security"
  severity  = "medium"
  resources = ["alicloud_cs_kubernetes", "alicloud_cs_managed_kubernetes"]
  aliases   = ["CKV_ALI_26", "b9b7ada8-3868-4a35-854e-6100a2bb863d"]
  tags      = ["cwe-284"]
  assert    = length(resource.pod_vswitch_ids) > 0 || anytrue([for a in resource.addons : startswith(a.name, "terway")])
  at        = [resource.pod_vswitch_ids, resource.addons]
  message   = "the cluster does not use Terway"
  why       = <<-EOT
    Flannel accepts network policies and does not enforce them, so every pod talks to every other.
  EOT
  remedy    = <<-EOT
    Use Terway.

    ```hcl
    pod_vswitch_ids = alicloud_vswitch.pods[*].id
    addons {
      name = "terway-eniip"
    }
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/work-with-terway"

  pass "Terway" {
    resource "alicloud_cs_managed_kubernetes" "this" {
      name            = "main"
      pod_vswitch_ids = ["vsw"]
      addons {
        name = "terway-eniip"
      }
    }
  }

  fail "none" {
    resource "alicloud_cs_managed_kubernetes" "this" {
      name = "main"
    }

    expect = ["alicloud_cs_managed_kubernetes.this"]
  }

  fail "Flannel" {
    resource "alicloud_cs_managed_kubernetes" "this" {
      name = "main"
      addons {
        name = "flannel"
      }
    }
  }

  pass "more that pass" {
    resource "alicloud_cs_managed_kubernetes" "no_pod_vswitch_ids" {
      name = "main"
      addons {
        name = "terway-eniip"
      }
    }
    resource "alicloud_cs_managed_kubernetes" "without_addons" {
      name            = "main"
      pod_vswitch_ids = ["vsw"]
    }
  }
}

rule "alicloud-k8s-no-auto-repair" {
  title     = "Node pool does not repair sick nodes"
  category  = "reliability"
  severity  = "medium"
  resources = ["alicloud_cs_kubernetes_node_pool"]
  aliases   = ["CKV_ALI_31", "81ce9394-013d-4731-8fcc-9d229b474073"]
  assert    = coalesce(resource.management[0].auto_repair, false)
  at        = resource.management
  message   = "`auto_repair` is not on"
  why       = <<-EOT
    A node that fails its checks stays in the pool until someone looks.
  EOT
  remedy    = <<-EOT
    Turn it on.

    ```hcl
    management {
      enable      = true
      auto_repair = true
    }
    ```
  EOT
  link      = "https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/manage-node-pools"

  pass "on" {
    resource "alicloud_cs_kubernetes_node_pool" "this" {
      cluster_id     = "c"
      node_pool_name = "pool"
      vswitch_ids    = ["v"]
      management {
        enable      = true
        auto_repair = true
      }
    }
  }

  fail "not written" {
    resource "alicloud_cs_kubernetes_node_pool" "this" {
      cluster_id     = "c"
      node_pool_name = "pool"
      vswitch_ids    = ["v"]
    }

    expect = ["alicloud_cs_kubernetes_node_pool.this"]
  }

  fail "off" {
    resource "alicloud_cs_kubernetes_node_pool" "this" {
      cluster_id     = "c"
      node_pool_name = "pool"
      vswitch_ids    = ["v"]
      management {
        enable      = true
        auto_repair = false
      }
    }
  }
}

rule "alicloud-vpc-no-flow-log" {
  title     = "VPC has no flow log"
  category  = "security"
  severity  = "low"
  resources = ["alicloud_vpc"]
  aliases   = ["d2731f3d-a992-44ed-812e-f4f1c2747d71"]
  tags      = ["cwe-778"]
  default   = false

  related "logs" {
    type = "alicloud_vpc_flow_log"
    on   = refers(other.resource_id, resource)
  }

  assert  = anytrue([for l in related.logs : coalesce(l.status, "Active") == "Active"])
  message = "no active `alicloud_vpc_flow_log` belongs to this network"
  why     = <<-EOT
    Flow logs show who talked to whom; after an incident nothing replaces them.
  EOT
  remedy  = <<-EOT
    Add one.

    ```hcl
    resource "alicloud_vpc_flow_log" "main" {
      resource_id    = alicloud_vpc.main.id
      resource_type  = "VPC"
      traffic_type   = "All"
      project_name   = "logs"
      log_store_name = "flows"
    }
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/vpc/user-guide/flow-logs"

  pass "a log" {
    resource "alicloud_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }

    resource "alicloud_vpc_flow_log" "main" {
      resource_id    = alicloud_vpc.main.id
      resource_type  = "VPC"
      traffic_type   = "All"
      project_name   = "p"
      log_store_name = "l"
    }
  }

  fail "none" {
    resource "alicloud_vpc" "main" {
      cidr_block = "10.0.0.0/16"
    }
  }
}

rule "alicloud-ros-stack-unguarded" {
  title     = "ROS stack has no policy, notices or retention"
  category  = "reliability"
  severity  = "info"
  resources = ["alicloud_ros_stack", "alicloud_ros_stack_instance"]
  aliases = [
    "72ceb736-0aee-43ea-a191-3a69ab135681", "9ef08939-ea40-489c-8851-667870b2ef50",
    "4bb06fa1-2114-4a00-b7b5-6aeab8b896f0",
  ]
  default = false
  assert  = meta.type == "alicloud_ros_stack_instance" ? coalesce(resource.retain_stacks, false) : ((resource.stack_policy_body != null || resource.stack_policy_url != null) && length(resource.notification_urls) > 0)
  at      = [resource.stack_policy_body, resource.retain_stacks]
  message = "updates and deletion of the stack are neither limited nor reported"
  why     = <<-EOT
    A stack policy keeps updates from replacing resources that hold data; notices tell someone.
  EOT
  remedy  = <<-EOT
    Add a policy and notices; retain stacks of deleted instances.

    ```hcl
    retain_stacks = true
    ```
  EOT
  link    = "https://www.alibabacloud.com/help/en/ros/user-guide/stack-policies"

  pass "guarded" {
    resource "alicloud_ros_stack" "this" {
      stack_name        = "s"
      template_url      = "oss://templates/app"
      stack_policy_body = "{}"
      notification_urls = ["https://example.com/hook"]
    }
  }

  fail "none" {
    resource "alicloud_ros_stack" "this" {
      stack_name   = "s"
      template_url = "oss://templates/app"
    }

    expect = ["alicloud_ros_stack.this"]
  }

  fail "instance" {
    resource "alicloud_ros_stack_instance" "i" {
      stack_group_name          = "g"
      stack_instance_account_id = "1"
      stack_instance_region_id  = "cn-hangzhou"
    }
  }

  fail "more that fail" {
    resource "alicloud_ros_stack" "no_stack_policy_body" {
      stack_name        = "s"
      template_url      = "oss://templates/app"
      notification_urls = ["https://example.com/hook"]
    }
    resource "alicloud_ros_stack" "no_notification_urls" {
      stack_name        = "s"
      template_url      = "oss://templates/app"
      stack_policy_body = "{}"
    }
    resource "alicloud_ros_stack_instance" "one_more_retain_stacks_is_true" {
      stack_group_name          = "g"
      stack_instance_account_id = "1"
      stack_instance_region_id  = "cn-hangzhou"
    }
    resource "alicloud_ros_stack_instance" "one_more_retain_stacks_is_true_2" {
      stack_group_name          = "g"
      stack_instance_account_id = "1"
      stack_instance_region_id  = "cn-hangzhou"
      retain_stacks             = true
    }
    expect = [
      "alicloud_ros_stack.no_stack_policy_body",
      "alicloud_ros_stack.no_notification_urls @ stack_policy_body",
      "alicloud_ros_stack_instance.one_more_retain_stacks_is_true",
    ]
  }
}

rule "alicloud-provider-key-in-code" {
  title     = "Provider block holds an Alibaba Cloud key"
  category  = "security"
  severity  = "high"
  resources = ["provider.alicloud"]
  tags      = ["cwe-798"]
  assert    = !anytrue([for k in [resource.secret_key, resource.security_token] : is_known(k) && k != null && k != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", k))])
  at        = [resource.secret_key, resource.security_token]
  message   = "a secret key is written in plain text"
  why       = <<-EOT
    The key stays in the history of the repository and opens the account.
  EOT
  remedy    = <<-EOT
    Take it from the environment, or assume a role.

    ```hcl
    provider "alicloud" {
      region = "cn-hangzhou"
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/aliyun/alicloud/latest/docs#authentication"

  pass "environment" {
    provider "alicloud" {
      region = "cn-hangzhou"
    }
  }

  pass "variable" {
    variable "key" {}

    provider "alicloud" {
      region     = "cn-hangzhou"
      secret_key = var.key
    }
  }

  fail "in code" {
    provider "alicloud" {
      region     = "cn-hangzhou"
      access_key = "LTAI4Fexample"
      secret_key = "0123456789abcdefghijABCDEFGHIJ"
    }

    expect = ["provider.alicloud @ secret_key"]
  }
}
