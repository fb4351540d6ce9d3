rule "aws-mq-broker-public" {
  title     = "MQ broker gets a public address"
  category  = "security"
  severity  = "high"
  resources = ["aws_mq_broker"]
  aliases   = ["CKV_AWS_69", "AWS-0072", "aws-mq-no-public-access", "AVD-AWS-0072", "4eb5f791-c861-4afd-9f94-f2a6a3fe49cb"]
  tags      = ["cwe-668"]
  assert    = !coalesce(resource.publicly_accessible, false)
  at        = resource.publicly_accessible
  message   = "`publicly_accessible` is true"
  why       = <<-EOT
    The broker and its web console answer on the internet; a password is all that is asked for. RabbitMQ brokers in public mode do not even have security groups.
  EOT
  remedy    = <<-EOT
    ```hcl
    publicly_accessible = false
    ```
  EOT
  link      = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html"

  fix {
    set = {
      publicly_accessible = false
    }
  }

  pass "private" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      publicly_accessible = false
    }
    also = ["aws-mq-broker-audit-log-disabled", "aws-mq-broker-general-log-disabled", "aws-mq-broker-minor-upgrades-disabled"]
  }

  pass "the default" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
    also = ["aws-mq-broker-audit-log-disabled", "aws-mq-broker-general-log-disabled", "aws-mq-broker-minor-upgrades-disabled"]
  }

  fail "public" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      publicly_accessible = true
    }
    expect = ["aws_mq_broker.this @ publicly_accessible"]
  }

  fail "public, RabbitMQ" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      engine_type         = "RabbitMQ"
      engine_version      = "3.13"
      publicly_accessible = true
    }
  }

  unknown "decided by the caller" {
    variable "password" {}
    variable "public" {
      type = bool
    }
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      publicly_accessible = var.public
    }
  }
}

rule "aws-mq-broker-general-log-disabled" {
  title     = "MQ broker writes no general log"
  category  = "security"
  severity  = "low"
  resources = ["aws_mq_broker"]
  aliases   = ["CKV_AWS_48", "AWS-0071", "aws-mq-enable-general-logging", "AVD-AWS-0071", "31245f98-a6a9-4182-9fc1-45482b9d030a"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.logs[0].general, false)
  at        = resource.logs[0].general
  message   = "`logs` does not enable `general`"
  why       = <<-EOT
    Without it failed logins and broker errors are seen by nobody. It goes to CloudWatch and costs little.
  EOT
  remedy    = <<-EOT
    ```hcl
    logs {
      general = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html"

  pass "enabled" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      logs {
        general = true
      }
    }
    also = ["aws-mq-broker-audit-log-disabled", "aws-mq-broker-minor-upgrades-disabled"]
  }

  fail "left out" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
  }

  fail "switched off" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      logs {
        general = false
      }
    }
    expect = ["aws_mq_broker.this @ logs[0].general"]
  }

  unknown "`general` is an unset variable" {
    variable "general" {}
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      logs {
        general = var.general
      }
    }
  }
}

rule "aws-mq-broker-audit-log-disabled" {
  title     = "ActiveMQ broker writes no audit log"
  category  = "security"
  severity  = "medium"
  resources = ["aws_mq_broker"]
  aliases   = ["CKV_AWS_197", "AWS-0070", "aws-mq-enable-audit-logging", "AVD-AWS-0070"]
  tags      = ["cwe-778"]
  when      = lower(resource.engine_type) == "activemq"
  assert    = coalesce(resource.logs[0].audit, false)
  at        = resource.logs[0].audit
  message   = "`logs` does not enable `audit`"
  why       = <<-EOT
    The audit log shows what was done in the console and over JMX, and by whom. RabbitMQ does not have it and is left out.
  EOT
  remedy    = <<-EOT
    ```hcl
    logs {
      audit   = true
      general = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html"

  pass "enabled" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      logs {
        audit   = true
        general = true
      }
    }
    also = ["aws-mq-broker-minor-upgrades-disabled"]
  }

  pass "RabbitMQ has none" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      engine_type    = "RabbitMQ"
      engine_version = "3.13"
    }
    also = ["aws-mq-broker-general-log-disabled", "aws-mq-broker-minor-upgrades-disabled"]
  }

  fail "left out" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
  }

  fail "switched off" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      logs {
        audit   = false
        general = true
      }
    }
    expect = ["aws_mq_broker.this @ logs[0].audit"]
  }

  unknown "`audit` is an unset variable" {
    variable "audit" {}
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      logs {
        audit   = var.audit
        general = true
      }
    }
  }
}

rule "aws-mq-broker-minor-upgrades-disabled" {
  title     = "MQ broker does not take minor versions by itself"
  category  = "security"
  severity  = "low"
  resources = ["aws_mq_broker"]
  aliases   = ["CKV_AWS_207"]
  tags      = ["cwe-1104"]
  assert    = coalesce(resource.auto_minor_version_upgrade, false)
  at        = resource.auto_minor_version_upgrade
  message   = "`auto_minor_version_upgrade` is not true"
  why       = <<-EOT
    Minor versions carry security fixes. The default is false, and the newer versions of both engines refuse the broker without it.
  EOT
  remedy    = <<-EOT
    ```hcl
    auto_minor_version_upgrade = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/upgrading-brokers.html"

  fix {
    set = {
      auto_minor_version_upgrade = true
    }
  }

  pass "on" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      auto_minor_version_upgrade = true
    }
    also = ["aws-mq-broker-audit-log-disabled", "aws-mq-broker-general-log-disabled"]
  }

  fail "left out" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
  }

  fail "switched off" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      auto_minor_version_upgrade = false
    }
    expect = ["aws_mq_broker.this @ auto_minor_version_upgrade"]
  }

  unknown "not known from the code" {
    variable "value" {}
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      auto_minor_version_upgrade = var.value
    }
  }
}

rule "aws-mq-broker-without-customer-key" {
  title     = "MQ broker is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_mq_broker"]
  aliases   = ["CKV_AWS_209", "3db3f534-e3a3-487f-88c7-0a9fbf64b702"]
  tags      = ["cwe-326"]
  assert    = resource.encryption_options[0].kms_key_id != null
  at        = resource.encryption_options[0].kms_key_id
  message   = "`encryption_options` names no KMS key; a key that AWS owns is used"
  why       = <<-EOT
    Brokers are always encrypted at rest. A key of your own shows in CloudTrail and can be revoked; it cannot be set later.
  EOT
  remedy    = <<-EOT
    ```hcl
    encryption_options {
      use_aws_owned_key = false
      kms_key_id        = aws_kms_key.orders.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/data-protection.html"

  pass "a key" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      encryption_options {
        use_aws_owned_key = false
        kms_key_id        = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
    also = ["aws-mq-broker-audit-log-disabled", "aws-mq-broker-general-log-disabled", "aws-mq-broker-minor-upgrades-disabled"]
  }

  fail "left out" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
  }

  fail "the key aws/mq" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      encryption_options {
        use_aws_owned_key = false
      }
    }
  }
}

rule "aws-mq-version-past-support" {
  title     = "MQ engine version is not supported any more"
  category  = "security"
  severity  = "medium"
  resources = ["aws_mq_broker", "aws_mq_configuration"]
  aliases   = ["CKV_AWS_208"]
  tags      = ["cwe-1104"]
  params = {
    minimum = {
      activemq = "5.18"
      rabbitmq = "3.13"
    }
  }
  when    = resource.engine_version != null && resource.engine_type != null && param.minimum[lower(resource.engine_type)] != null
  assert  = version_at_least(resource.engine_version, param.minimum[lower(resource.engine_type)])
  at      = resource.engine_version
  message = "${resource.engine_type} ${resource.engine_version} gets no more updates"
  why     = <<-EOT
    Amazon MQ upgrades brokers of retired versions by itself, in a maintenance window of its choice, and new ones cannot be made. Old ActiveMQ versions have CVE-2023-46604, remote code execution.
  EOT
  remedy  = <<-EOT
    ```hcl
    engine_version = "5.18"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/activemq-version-management.html"

  pass "a present ActiveMQ" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
    also = ["aws-mq-broker-audit-log-disabled", "aws-mq-broker-general-log-disabled", "aws-mq-broker-minor-upgrades-disabled"]
  }

  pass "a present RabbitMQ" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      engine_type    = "RabbitMQ"
      engine_version = "3.13.7"
    }
    also = ["aws-mq-broker-general-log-disabled", "aws-mq-broker-minor-upgrades-disabled"]
  }

  fail "ActiveMQ 5.15" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      engine_version = "5.15.16"
    }
    expect = ["aws_mq_broker.this @ engine_version"]
  }

  fail "a configuration for RabbitMQ 3.8" {
    resource "aws_mq_configuration" "this" {
      name           = "orders"
      engine_type    = "RabbitMQ"
      engine_version = "3.8.34"
      data           = "consumer_timeout = 1800000"
    }
    expect = ["aws_mq_configuration.this @ engine_version"]
  }

  unknown "not known from the code" {
    variable "value" {}
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      engine_version = var.value
    }
  }

  pass "more that pass" {
    variable "password" {}
    resource "aws_mq_configuration" "no_engine_version" {
      name        = "orders"
      engine_type = "RabbitMQ"
      data        = "consumer_timeout = 1800000"
    }
    resource "aws_mq_broker" "one_more_engine_type_is_kafka" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
    resource "aws_mq_broker" "one_more_engine_type_is_kafka_2" {
      broker_name        = "orders"
      engine_type        = "Kafka"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
    also = [
      "aws-mq-broker-audit-log-disabled",
      "aws-mq-broker-general-log-disabled",
      "aws-mq-broker-minor-upgrades-disabled",
      "aws-mq-invalid-engine",
    ]
  }
}

rule "aws-mq-invalid-engine" {
  title     = "MQ engine is neither ActiveMQ nor RabbitMQ"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_mq_broker", "aws_mq_configuration"]
  aliases   = ["aws_mq_broker_invalid_engine_type", "aws_mq_configuration_invalid_engine_type"]
  when      = resource.engine_type != null
  assert    = contains(["activemq", "rabbitmq"], lower(resource.engine_type))
  at        = resource.engine_type
  message   = "`${resource.engine_type}` is no engine of Amazon MQ"
  why       = <<-EOT
    The provider refuses the value.
  EOT
  remedy    = <<-EOT
    ```hcl
    engine_type = "RabbitMQ"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/mq_broker"

  pass "ActiveMQ" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
    also = ["aws-mq-broker-audit-log-disabled", "aws-mq-broker-general-log-disabled", "aws-mq-broker-minor-upgrades-disabled"]
  }

  pass "RabbitMQ, in capitals" {
    resource "aws_mq_configuration" "this" {
      name           = "orders"
      engine_type    = "RABBITMQ"
      engine_version = "3.13"
      data           = "consumer_timeout = 1800000"
    }
  }

  fail "Kafka" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      engine_type = "Kafka"
    }
    expect = ["aws_mq_broker.this @ engine_type"]
  }

  fail "a typing error" {
    resource "aws_mq_configuration" "this" {
      name           = "orders"
      engine_version = "5.18"
      data           = "<broker/>"
      engine_type    = "Active MQ"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      engine_type = var.value
    }
  }

  pass "no `engine_type`" {
    resource "aws_mq_configuration" "this" {
      name           = "orders"
      engine_version = "5.18"
      data           = "<broker/>"
    }
  }
}

rule "aws-mq-broker-single-instance" {
  title     = "MQ broker runs on a single instance"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_mq_broker"]
  assert    = coalesce(resource.deployment_mode, "SINGLE_INSTANCE") != "SINGLE_INSTANCE"
  at        = resource.deployment_mode
  message   = "`deployment_mode` is `SINGLE_INSTANCE`, or not set, which is the same"
  why       = <<-EOT
    Maintenance and the loss of a zone stop a single broker. For production.
  EOT
  remedy    = <<-EOT
    ```hcl
    deployment_mode = "ACTIVE_STANDBY_MULTI_AZ"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-broker-architecture.html"

  pass "with a standby" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      deployment_mode = "ACTIVE_STANDBY_MULTI_AZ"
    }
    also = ["aws-mq-broker-audit-log-disabled", "aws-mq-broker-general-log-disabled", "aws-mq-broker-minor-upgrades-disabled"]
  }

  fail "left out" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
  }

  fail "written out" {
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      deployment_mode = "SINGLE_INSTANCE"
    }
    expect = ["aws_mq_broker.this @ deployment_mode"]
  }

  unknown "not known from the code" {
    variable "value" {}
    variable "password" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      deployment_mode = var.value
    }
  }
}
