# Database Migration Service.

rule "aws-dms-public" {
  title     = "DMS replication instance is on the internet"
  category  = "security"
  severity  = "high"
  resources = ["aws_dms_replication_instance"]
  aliases   = ["CKV_AWS_89", "030d3b18-1821-45b4-9e08-50efbe7becbb"]
  tags      = ["cwe-284"]
  assert    = resource.publicly_accessible != true
  at        = resource.publicly_accessible
  message   = "The instance gets a public address"
  why       = "The instance holds the passwords of both databases and sees every row on its way. Only the security group then stands between it and the internet."
  remedy    = "Set `publicly_accessible = false` and place the instance in a private subnet."
  link      = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html"
  fix {
    set = {
      publicly_accessible = false
    }
    safe = false
  }

  pass "private" {
    resource "aws_dms_replication_instance" "dms" {
      replication_instance_id    = "dms"
      replication_instance_class = "dms.t3.micro"
      publicly_accessible        = false
    }
  }

  pass "not written" {
    resource "aws_dms_replication_instance" "dms" {
      replication_instance_id    = "dms"
      replication_instance_class = "dms.t3.micro"
    }
  }

  fail "public" {
    resource "aws_dms_replication_instance" "dms" {
      replication_instance_id    = "dms"
      replication_instance_class = "dms.t3.micro"
      publicly_accessible        = true
    }
    expect = ["aws_dms_replication_instance.dms @ publicly_accessible"]
  }

  unknown "an unset variable" {
    variable "public" {
      type = bool
    }
    resource "aws_dms_replication_instance" "dms" {
      replication_instance_id    = "dms"
      replication_instance_class = "dms.t3.micro"
      publicly_accessible        = var.public
    }
  }
}

rule "aws-dms-minor-upgrades-off" {
  title     = "DMS replication instance does not take minor upgrades"
  category  = "security"
  severity  = "low"
  resources = ["aws_dms_replication_instance"]
  aliases   = ["CKV_AWS_222"]
  tags      = ["cwe-1104"]
  default   = false
  assert    = coalesce(resource.auto_minor_version_upgrade, false)
  at        = resource.auto_minor_version_upgrade
  message   = "Automatic minor upgrades are off"
  why       = "Fixes come as minor versions and are installed in the maintenance window."
  remedy    = "Set `auto_minor_version_upgrade = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dms_replication_instance"
  fix {
    set = {
      auto_minor_version_upgrade = true
    }
  }

  pass "on" {
    resource "aws_dms_replication_instance" "dms" {
      replication_instance_id    = "dms"
      replication_instance_class = "dms.t3.micro"
      auto_minor_version_upgrade = true
    }
  }

  fail "not written" {
    resource "aws_dms_replication_instance" "dms" {
      replication_instance_id    = "dms"
      replication_instance_class = "dms.t3.micro"
    }
  }

  fail "off" {
    resource "aws_dms_replication_instance" "dms" {
      replication_instance_id    = "dms"
      replication_instance_class = "dms.t3.micro"
      auto_minor_version_upgrade = false
    }
    expect = ["aws_dms_replication_instance.dms @ auto_minor_version_upgrade"]
  }

  unknown "`auto_minor_version_upgrade` is an unset variable" {
    variable "auto_minor_version_upgrade" {}
    resource "aws_dms_replication_instance" "dms" {
      replication_instance_id    = "dms"
      replication_instance_class = "dms.t3.micro"
      auto_minor_version_upgrade = var.auto_minor_version_upgrade
    }
  }
}

rule "aws-dms-aws-managed-key" {
  title     = "DMS replication instance has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_dms_replication_instance"]
  aliases   = ["CKV_AWS_212"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_key_arn != null
  message   = "The replication instance is encrypted with the account's default key"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `kms_key_arn = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dms_replication_instance"

  pass "a key" {
    resource "aws_dms_replication_instance" "dms" {
      replication_instance_id    = "dms"
      replication_instance_class = "dms.t3.micro"
      kms_key_arn                = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_dms_replication_instance" "dms" {
      replication_instance_id    = "dms"
      replication_instance_class = "dms.t3.micro"
    }
  }
}

rule "aws-dms-endpoint-plain" {
  title     = "DMS talks to a database without TLS"
  category  = "security"
  severity  = "medium"
  resources = ["aws_dms_endpoint"]
  aliases   = ["CKV2_AWS_49", "e6f7g8h9-i0j1-4klm-56no-7890pqrstu12"]
  tags      = ["cwe-319"]
  params = {
    engines = ["aurora", "aurora-postgresql", "azuredb", "azure-sql-managed-instance", "babelfish", "db2", "docdb", "mariadb", "mongodb", "mysql", "oracle", "postgres", "sqlserver", "sybase"]
  }
  when    = contains(param.engines, resource.engine_name)
  assert  = coalesce(resource.ssl_mode, "none") != "none"
  at      = resource.ssl_mode
  message = "The SSL mode is `none`"
  why     = "Rows and passwords cross the network readable. `none` is the default. Engines without the choice (S3, Kinesis, DynamoDB and the like) are not judged."
  remedy  = "Set `ssl_mode = \"require\"`, or `verify-full` with a certificate."
  link    = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html"

  pass "required" {
    resource "aws_dms_endpoint" "src" {
      endpoint_id   = "src"
      endpoint_type = "source"
      engine_name   = "postgres"
      server_name   = "db.example.com"
      ssl_mode      = "require"
    }
  }

  pass "S3" {
    resource "aws_dms_endpoint" "s3" {
      endpoint_id   = "s3"
      endpoint_type = "target"
      engine_name   = "s3"
    }
  }

  fail "not written" {
    resource "aws_dms_endpoint" "src" {
      endpoint_id   = "src"
      endpoint_type = "source"
      engine_name   = "postgres"
      server_name   = "db.example.com"
    }
  }

  fail "none" {
    resource "aws_dms_endpoint" "src" {
      endpoint_id   = "src"
      endpoint_type = "source"
      engine_name   = "postgres"
      server_name   = "db.example.com"
      ssl_mode      = "none"
    }
    expect = ["aws_dms_endpoint.src @ ssl_mode"]
  }

  unknown "an unset variable" {
    variable "ssl" {
      type = string
    }
    resource "aws_dms_endpoint" "src" {
      endpoint_id   = "src"
      endpoint_type = "source"
      engine_name   = "postgres"
      server_name   = "db.example.com"
      ssl_mode      = var.ssl
    }
  }

  fail "more that fail" {
    resource "aws_dms_endpoint" "engine_name_is_aurora" {
      endpoint_id   = "s3"
      endpoint_type = "target"
      engine_name   = "aurora"
    }
    resource "aws_dms_endpoint" "one_more_engine_name_is_sybase" {
      endpoint_id   = "s3"
      endpoint_type = "target"
      engine_name   = "s3"
    }
    resource "aws_dms_endpoint" "one_more_engine_name_is_sybase_2" {
      endpoint_id   = "s3"
      endpoint_type = "target"
      engine_name   = "sybase"
    }
    expect = ["aws_dms_endpoint.engine_name_is_aurora", "aws_dms_endpoint.one_more_engine_name_is_sybase_2"]
  }
}

rule "aws-dms-endpoint-aws-managed-key" {
  title     = "DMS endpoint has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_dms_endpoint"]
  aliases   = ["CKV_AWS_296"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_key_arn != null || resource.s3_settings[0].server_side_encryption_kms_key_id != null
  message   = "Passwords and settings are encrypted with the account's default key"
  why       = "AWS encrypts the connection settings by itself. A key of your own adds a policy and an audit trail."
  remedy    = "Set `kms_key_arn = aws_kms_key.dms.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dms_endpoint"

  pass "a key" {
    resource "aws_dms_endpoint" "src" {
      endpoint_id   = "src"
      endpoint_type = "source"
      engine_name   = "postgres"
      server_name   = "db.example.com"
      ssl_mode      = "require"
      kms_key_arn   = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_dms_endpoint" "src" {
      endpoint_id   = "src"
      endpoint_type = "source"
      engine_name   = "postgres"
      server_name   = "db.example.com"
      ssl_mode      = "require"
    }
  }
}

rule "aws-dms-s3-endpoint-aws-managed-key" {
  title     = "DMS S3 endpoint has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_dms_s3_endpoint"]
  aliases   = ["CKV_AWS_298"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_key_arn != null
  message   = "The endpoint is encrypted with the account's default key"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `kms_key_arn = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/dms_s3_endpoint"

  pass "a key" {
    resource "aws_dms_s3_endpoint" "out" {
      endpoint_id             = "out"
      endpoint_type           = "target"
      bucket_name             = "out"
      service_access_role_arn = "arn:aws:iam::123456789012:role/dms"
      kms_key_arn             = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_dms_s3_endpoint" "out" {
      endpoint_id             = "out"
      endpoint_type           = "target"
      bucket_name             = "out"
      service_access_role_arn = "arn:aws:iam::123456789012:role/dms"
    }
  }
}
