rule "aws-msk-plain-client-traffic" {
  title     = "MSK brokers take plain text from clients"
  category  = "security"
  severity  = "medium"
  resources = ["aws_msk_cluster"]
  aliases   = ["CKV_AWS_81", "AWS-0073", "aws-msk-enable-in-transit-encryption", "AVD-AWS-0073", "6db52fa6-d4da-4608-908a-89f0c59e743e"]
  tags      = ["cwe-319"]
  assert    = coalesce(resource.encryption_info[0].encryption_in_transit[0].client_broker, "TLS") == "TLS"
  at        = resource.encryption_info[0].encryption_in_transit[0].client_broker
  message   = "`client_broker` is `${resource.encryption_info[0].encryption_in_transit[0].client_broker}`"
  why       = <<-EOT
    With `PLAINTEXT` or `TLS_PLAINTEXT` records and SASL passwords may cross the network readable. The default is `TLS`, so a cluster without the block is fine; some tools report it.
  EOT
  remedy    = <<-EOT
    ```hcl
    encryption_info {
      encryption_in_transit {
        client_broker = "TLS"
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html"

  pass "the default" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
    }
  }

  pass "TLS" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      encryption_info {
        encryption_in_transit {
          client_broker = "TLS"
        }
      }
    }
  }

  fail "plain text" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      encryption_info {
        encryption_in_transit {
          client_broker = "PLAINTEXT"
        }
      }
    }
    expect = ["aws_msk_cluster.this @ encryption_info[0].encryption_in_transit[0].client_broker"]
  }

  fail "both" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      encryption_info {
        encryption_in_transit {
          client_broker = "TLS_PLAINTEXT"
        }
      }
    }
  }

  unknown "decided by the caller" {
    variable "mode" {}
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      encryption_info {
        encryption_in_transit {
          client_broker = var.mode
        }
      }
    }
  }
}

rule "aws-msk-plain-broker-traffic" {
  title     = "MSK brokers talk to each other in plain text"
  category  = "security"
  severity  = "medium"
  resources = ["aws_msk_cluster"]
  tags      = ["cwe-319"]
  assert    = coalesce(resource.encryption_info[0].encryption_in_transit[0].in_cluster, true)
  at        = resource.encryption_info[0].encryption_in_transit[0].in_cluster
  message   = "`in_cluster` is false"
  why       = <<-EOT
    Replication then crosses the network readable. The default is true, and it cannot be changed later.
  EOT
  remedy    = <<-EOT
    ```hcl
    in_cluster = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html"

  pass "the default" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
    }
  }

  pass "written out" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      encryption_info {
        encryption_in_transit {
          in_cluster = true
        }
      }
    }
  }

  fail "switched off" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      encryption_info {
        encryption_in_transit {
          in_cluster = false
        }
      }
    }
    expect = ["aws_msk_cluster.this @ encryption_info[0].encryption_in_transit[0].in_cluster"]
  }

  fail "switched off, as text" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      encryption_info {
        encryption_in_transit {
          in_cluster = "false"
        }
      }
    }
  }

  unknown "`in_cluster` is an unset variable" {
    variable "in_cluster" {}
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      encryption_info {
        encryption_in_transit {
          in_cluster = var.in_cluster
        }
      }
    }
  }
}

rule "aws-msk-without-customer-key" {
  title     = "MSK cluster is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_msk_cluster"]
  aliases   = ["AWS-0179", "aws-msk-enable-at-rest-encryption", "AVD-AWS-0179"]
  tags      = ["cwe-326"]
  assert    = resource.encryption_info[0].encryption_at_rest_kms_key_arn != null
  at        = resource.encryption_info[0].encryption_at_rest_kms_key_arn
  message   = "`encryption_at_rest_kms_key_arn` is not set; the key `aws/msk` is used"
  why       = <<-EOT
    MSK always encrypts at rest. A key of your own has its own policy.
  EOT
  remedy    = <<-EOT
    ```hcl
    encryption_info {
      encryption_at_rest_kms_key_arn = aws_kms_key.events.arn
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html"

  pass "a key" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      encryption_info {
        encryption_at_rest_kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
  }

  fail "left out" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
    }
  }

  fail "TLS only" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      encryption_info {
        encryption_in_transit {
          client_broker = "TLS"
        }
      }
    }
  }
}

rule "aws-msk-public" {
  title     = "MSK brokers get public addresses"
  category  = "security"
  severity  = "high"
  resources = ["aws_msk_cluster"]
  aliases   = ["CKV_AWS_291", "54378d69-dd7c-4b08-a43e-80d563396857"]
  tags      = ["cwe-668"]
  assert    = resource.broker_node_group_info[0].connectivity_info[0].public_access[0].type != "SERVICE_PROVIDED_EIPS"
  at        = resource.broker_node_group_info[0].connectivity_info[0].public_access[0].type
  message   = "`SERVICE_PROVIDED_EIPS` puts the brokers on the internet"
  why       = <<-EOT
    MSK asks for authentication and TLS then, and only that stands between the internet and the topics.
  EOT
  remedy    = <<-EOT
    ```hcl
    public_access {
      type = "DISABLED"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html"

  pass "private" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
    }
  }

  pass "written out" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1"]
        security_groups = ["sg-1"]
        connectivity_info {
          public_access {
            type = "DISABLED"
          }
        }
      }
    }
  }

  fail "public" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1"]
        security_groups = ["sg-1"]
        connectivity_info {
          public_access {
            type = "SERVICE_PROVIDED_EIPS"
          }
        }
      }
    }
    expect = ["aws_msk_cluster.this @ broker_node_group_info[0].connectivity_info[0].public_access[0].type"]
  }

  fail "public, larger" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 6
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1"]
        security_groups = ["sg-1"]
        connectivity_info {
          public_access {
            type = "SERVICE_PROVIDED_EIPS"
          }
        }
      }
    }
  }

  unknown "`type` is an unset variable" {
    variable "type" {}
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1"]
        security_groups = ["sg-1"]
        connectivity_info {
          public_access {
            type = var.type
          }
        }
      }
    }
  }
}

rule "aws-msk-unauthenticated-clients" {
  title     = "MSK cluster lets clients in without authentication"
  category  = "security"
  severity  = "high"
  resources = ["aws_msk_cluster"]
  tags      = ["cwe-306"]
  for_each  = resource.client_authentication
  assert    = !coalesce(each.value.unauthenticated, false)
  at        = each.value.unauthenticated
  message   = "`unauthenticated` is true"
  why       = <<-EOT
    Whoever reaches the brokers reads and writes all topics. A cluster without any `client_authentication` behaves the same; it is not reported, because many clusters rely on the network alone.
  EOT
  remedy    = <<-EOT
    ```hcl
    client_authentication {
      sasl {
        iam = true
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/msk/latest/developerguide/kafka_apis_iam.html"

  pass "IAM" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      client_authentication {
        sasl {
          iam = true
        }
      }
    }
  }

  pass "not declared" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
    }
  }

  fail "nobody is asked" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      client_authentication {
        unauthenticated = true
      }
    }
    expect = ["aws_msk_cluster.this @ client_authentication[0].unauthenticated"]
  }

  fail "both" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      client_authentication {
        unauthenticated = true
        sasl {
          iam = true
        }
      }
    }
  }

  unknown "`unauthenticated` is an unset variable" {
    variable "unauthenticated" {}
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      client_authentication {
        unauthenticated = var.unauthenticated
      }
    }
  }
}

rule "aws-msk-logging-disabled" {
  title     = "MSK cluster publishes no broker logs"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_msk_cluster"]
  aliases   = ["CKV_AWS_80", "AWS-0074", "aws-msk-enable-logging", "AVD-AWS-0074", "2f56b7ab-7fba-4e93-82f0-247e5ddeb239"]
  tags      = ["cwe-778"]
  assert = anytrue([
    for l in resource.logging_info[0].broker_logs :
    coalesce(l.cloudwatch_logs[0].enabled, false) || coalesce(l.firehose[0].enabled, false) || coalesce(l.s3[0].enabled, false)
  ])
  at      = resource.logging_info
  message = "broker logs go neither to CloudWatch nor to Firehose nor to S3"
  why     = <<-EOT
    Without them nobody sees why a broker failed or who was refused.
  EOT
  remedy  = <<-EOT
    ```hcl
    logging_info {
      broker_logs {
        cloudwatch_logs {
          enabled   = true
          log_group = aws_cloudwatch_log_group.events.name
        }
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html"

  pass "to S3" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      logging_info {
        broker_logs {
          s3 {
            enabled = true
            bucket  = "logs"
          }
        }
      }
    }
  }

  fail "left out" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
    }
  }

  fail "switched off" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      logging_info {
        broker_logs {
          cloudwatch_logs {
            enabled = false
          }
        }
      }
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      logging_info = var.value
    }
  }

  pass "`enabled` is `true`" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      logging_info {
        broker_logs {
          cloudwatch_logs {
            enabled = true
          }
        }
      }
    }
  }

  fail "without `s3`" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
      logging_info {
        broker_logs {}
      }
    }
    expect = ["aws_msk_cluster.this @ logging_info"]
  }
}

rule "aws-msk-previous-generation" {
  title     = "MSK broker type is of a previous generation"
  category  = "cost"
  severity  = "info"
  resources = ["aws_msk_cluster"]
  for_each  = resource.broker_node_group_info
  assert    = !can(regex("^kafka[.](t2|m4)[.]", each.value.instance_type))
  at        = each.value.instance_type
  message   = "`${each.value.instance_type}` is of a previous generation"
  why       = <<-EOT
    Newer broker types do more for the same money; Graviton types (`kafka.m7g`) are the cheapest.
  EOT
  remedy    = <<-EOT
    ```hcl
    instance_type = "kafka.m7g.large"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-types.html"

  pass "a present type" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
        security_groups = ["sg-1"]
      }
    }
  }

  pass "a small one" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.t3.small"
        client_subnets  = ["subnet-1"]
        security_groups = ["sg-1"]
      }
    }
  }

  fail "m4" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m4.large"
        client_subnets  = ["subnet-1"]
        security_groups = ["sg-1"]
      }
    }
    expect = ["aws_msk_cluster.this @ broker_node_group_info[0].instance_type"]
  }

  fail "t2" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.t2.small"
        client_subnets  = ["subnet-1"]
        security_groups = ["sg-1"]
      }
    }
  }

  unknown "`instance_type` is an unset variable" {
    variable "instance_type" {}
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = var.instance_type
        client_subnets  = ["subnet-1"]
        security_groups = ["sg-1"]
      }
    }
  }
}
