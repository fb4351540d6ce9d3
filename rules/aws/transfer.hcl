rule "aws-transfer-plain-ftp" {
  title     = "Transfer server speaks plain FTP"
  category  = "security"
  severity  = "high"
  resources = ["aws_transfer_server"]
  aliases   = ["CKV_AWS_357"]
  tags      = ["cwe-319"]
  assert    = !contains(resource.protocols, "FTP")
  at        = resource.protocols
  message   = "`FTP` sends passwords and files unencrypted"
  why       = <<-EOT
    Whoever can listen on the way has both. Servers that speak FTP can be reached inside a VPC only, which makes it less bad and not good.
  EOT
  remedy    = <<-EOT
    ```hcl
    protocols = ["SFTP"]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/transfer/latest/userguide/create-server-ftp.html"

  pass "the default, SFTP" {
    resource "aws_transfer_server" "this" {}
    also = ["aws-transfer-old-security-policy"]
  }

  pass "FTPS" {
    resource "aws_transfer_server" "this" {
      protocols   = ["SFTP", "FTPS"]
      certificate = "arn:aws:acm:eu-west-1:111122223333:certificate/1"
    }
    also = ["aws-transfer-old-security-policy"]
  }

  fail "FTP" {
    resource "aws_transfer_server" "this" {
      protocols     = ["FTP"]
      endpoint_type = "VPC"
    }
    expect = ["aws_transfer_server.this @ protocols"]
  }

  fail "FTP beside SFTP" {
    resource "aws_transfer_server" "this" {
      protocols     = ["SFTP", "FTP"]
      endpoint_type = "VPC"
    }
  }

  unknown "decided by the caller" {
    variable "protocols" {
      type = list(string)
    }
    resource "aws_transfer_server" "this" {
      protocols = var.protocols
    }
  }
}

rule "aws-transfer-public-endpoint" {
  title     = "Transfer server has a public endpoint"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_transfer_server"]
  aliases   = ["CKV_AWS_164"]
  tags      = ["cwe-668"]
  assert    = contains(["VPC", "VPC_ENDPOINT"], resource.endpoint_type)
  at        = resource.endpoint_type
  message   = "`endpoint_type` is `PUBLIC`, or not set, which is the same"
  why       = <<-EOT
    Servers for partners have to be public. In a VPC, with elastic addresses, a security group can still say who may connect.
  EOT
  remedy    = <<-EOT
    ```hcl
    endpoint_type = "VPC"
    endpoint_details {
      vpc_id                 = var.vpc_id
      subnet_ids             = var.subnet_ids
      address_allocation_ids = aws_eip.transfer[*].id
      security_group_ids     = [aws_security_group.transfer.id]
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html"

  pass "in a VPC" {
    resource "aws_transfer_server" "this" {
      endpoint_type = "VPC"
      endpoint_details {
        vpc_id     = "vpc-1"
        subnet_ids = ["subnet-1"]
      }
    }
    also = ["aws-transfer-old-security-policy"]
  }

  fail "left out" {
    resource "aws_transfer_server" "this" {}
  }

  fail "public" {
    resource "aws_transfer_server" "this" {
      endpoint_type = "PUBLIC"
    }
    expect = ["aws_transfer_server.this @ endpoint_type"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_transfer_server" "this" {
      endpoint_type = var.value
    }
  }

  pass "`endpoint_type` is `VPC_ENDPOINT`" {
    resource "aws_transfer_server" "this" {
      endpoint_type = "VPC_ENDPOINT"
    }
    also = ["aws-transfer-old-security-policy"]
  }
}

rule "aws-transfer-old-security-policy" {
  title     = "Transfer server accepts outdated algorithms"
  category  = "security"
  severity  = "medium"
  resources = ["aws_transfer_server"]
  aliases   = ["CKV_AWS_380"]
  tags      = ["cwe-327"]
  assert = (
    resource.security_policy_name != null
    && !contains(["TransferSecurityPolicy-2018-11", "TransferSecurityPolicy-2020-06", "TransferSecurityPolicy-FIPS-2020-06"], resource.security_policy_name)
  )
  at      = resource.security_policy_name
  message = "`${coalesce(resource.security_policy_name, "TransferSecurityPolicy-2018-11")}` still allows SHA-1 and CBC"
  why     = <<-EOT
    The provider's default is the policy of 2018, which exists for old clients. Policies since 2022 leave SHA-1, small Diffie-Hellman groups and CBC ciphers out.
  EOT
  remedy  = <<-EOT
    ```hcl
    security_policy_name = "TransferSecurityPolicy-2024-01"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/transfer/latest/userguide/security-policies.html"

  fix {
    set = {
      security_policy_name = "TransferSecurityPolicy-2024-01"
    }
    safe = false
  }

  pass "of 2024" {
    resource "aws_transfer_server" "this" {
      security_policy_name = "TransferSecurityPolicy-2024-01"
    }
  }

  pass "FIPS of 2024" {
    resource "aws_transfer_server" "this" {
      security_policy_name = "TransferSecurityPolicy-FIPS-2024-01"
    }
  }

  fail "left out" {
    resource "aws_transfer_server" "this" {}
  }

  fail "of 2020" {
    resource "aws_transfer_server" "this" {
      security_policy_name = "TransferSecurityPolicy-2020-06"
    }
    expect = ["aws_transfer_server.this @ security_policy_name"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_transfer_server" "this" {
      security_policy_name = var.value
    }
  }

  fail "more that fail" {
    resource "aws_transfer_server" "security_policy_name_is" {
      security_policy_name = "TransferSecurityPolicy-2018-11"
    }
    resource "aws_transfer_server" "one_more_security_policy_name_is" {
      security_policy_name = "TransferSecurityPolicy-FIPS-2024-01"
    }
    resource "aws_transfer_server" "one_more_security_policy_name_is_2" {
      security_policy_name = "TransferSecurityPolicy-FIPS-2020-06"
    }
    expect = [
      "aws_transfer_server.security_policy_name_is @ security_policy_name",
      "aws_transfer_server.one_more_security_policy_name_is_2 @ security_policy_name",
    ]
  }
}

rule "aws-transfer-without-logging" {
  title     = "Transfer server writes no logs"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_transfer_server"]
  tags      = ["cwe-778"]
  assert    = resource.logging_role != null || length(resource.structured_log_destinations) > 0
  at        = resource.logging_role
  message   = "neither `logging_role` nor `structured_log_destinations` is set"
  why       = <<-EOT
    Logs show who logged in and which files were sent.
  EOT
  remedy    = <<-EOT
    ```hcl
    structured_log_destinations = ["$${aws_cloudwatch_log_group.transfer.arn}:*"]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/transfer/latest/userguide/structured-logging.html"

  pass "structured" {
    resource "aws_transfer_server" "this" {
      structured_log_destinations = ["arn:aws:logs:eu-west-1:111122223333:log-group:transfer:*"]
    }
    also = ["aws-transfer-old-security-policy"]
  }

  pass "the older way" {
    resource "aws_transfer_server" "this" {
      logging_role = "arn:aws:iam::111122223333:role/transfer"
    }
    also = ["aws-transfer-old-security-policy"]
  }

  fail "left out" {
    resource "aws_transfer_server" "this" {}
  }

  fail "an empty list" {
    resource "aws_transfer_server" "this" {
      structured_log_destinations = []
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_transfer_server" "this" {
      logging_role = var.value
    }
  }
}
