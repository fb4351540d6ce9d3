# EMR.

rule "aws-emr-at-rest-unencrypted" {
  title     = "EMR security configuration does not encrypt at rest"
  category  = "security"
  severity  = "medium"
  resources = ["aws_emr_security_configuration"]
  aliases   = ["AWS-0137", "aws-emr-enable-at-rest-encryption", "AVD-AWS-0137", "CKV_AWS_171"]
  tags      = ["cwe-311"]
  assert    = jsondecode(resource.configuration).EncryptionConfiguration.EnableAtRestEncryption == true
  at        = resource.configuration
  message   = "Encryption at rest is not enabled"
  why       = "What clusters keep on disk and write to S3 is not encrypted by EMR."
  remedy    = "Set `EnableAtRestEncryption = true` with an `AtRestEncryptionConfiguration`."
  link      = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html"

  pass "on" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = true, EnableAtRestEncryption = true, InTransitEncryptionConfiguration = { TLSCertificateConfiguration = { CertificateProviderType = "PEM", S3Object = "s3://certs/emr.zip" } }, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }, LocalDiskEncryptionConfiguration = { EncryptionKeyProviderType = "AwsKms", AwsKmsKey = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", EnableEbsEncryption = true } } } })
    }
  }

  fail "off" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = false, EnableAtRestEncryption = false } })
    }
    expect = ["aws_emr_security_configuration.main @ configuration"]
    also   = ["aws-emr-in-transit-unencrypted"]
  }

  fail "not written" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({ InstanceMetadataServiceConfiguration = { MinimumInstanceMetadataServiceVersion = 2 } })
    }
    expect = ["aws_emr_security_configuration.main @ configuration"]
    also   = ["aws-emr-in-transit-unencrypted"]
  }

  unknown "an unset variable" {
    variable "configuration" {
      type = string
    }
    resource "aws_emr_security_configuration" "main" {
      configuration = var.configuration
    }
  }
}

rule "aws-emr-local-disk-unencrypted" {
  title     = "EMR security configuration leaves local disks unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_emr_security_configuration"]
  aliases   = ["CKV_AWS_349", "AWS-0139", "aws-emr-enable-local-disk-encryption", "AVD-AWS-0139"]
  tags      = ["cwe-311"]
  when      = jsondecode(resource.configuration).EncryptionConfiguration.EnableAtRestEncryption == true
  assert    = length(keys(jsondecode(resource.configuration).EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration)) > 0
  at        = resource.configuration
  message   = "Local disks are not encrypted"
  why       = "HDFS blocks and shuffle files lie on the disks of the nodes."
  remedy    = <<-EOT
        LocalDiskEncryptionConfiguration = {
          EncryptionKeyProviderType = "AwsKms"
          AwsKmsKey                 = aws_kms_key.emr.arn
        }
  EOT
  link      = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html"

  pass "on" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = true, EnableAtRestEncryption = true, InTransitEncryptionConfiguration = { TLSCertificateConfiguration = { CertificateProviderType = "PEM", S3Object = "s3://certs/emr.zip" } }, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }, LocalDiskEncryptionConfiguration = { EncryptionKeyProviderType = "AwsKms", AwsKmsKey = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", EnableEbsEncryption = true } } } })
    }
  }

  fail "S3 only" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = false, EnableAtRestEncryption = true, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" } } } })
    }
    expect = ["aws_emr_security_configuration.main @ configuration"]
    also   = ["aws-emr-in-transit-unencrypted"]
  }

  unknown "`configuration` is an unset variable" {
    variable "configuration" {}
    resource "aws_emr_security_configuration" "main" {
      configuration = var.configuration
    }
  }

  pass "no `EncryptionConfiguration`" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({})
    }
    also = ["aws-emr-at-rest-unencrypted", "aws-emr-in-transit-unencrypted"]
  }
}

rule "aws-emr-ebs-unencrypted" {
  title     = "EMR security configuration leaves EBS volumes unencrypted"
  category  = "security"
  severity  = "low"
  resources = ["aws_emr_security_configuration"]
  aliases   = ["CKV_AWS_350"]
  tags      = ["cwe-311"]
  when      = length(keys(jsondecode(resource.configuration).EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration)) > 0
  assert    = jsondecode(resource.configuration).EncryptionConfiguration.AtRestEncryptionConfiguration.LocalDiskEncryptionConfiguration.EnableEbsEncryption == true
  at        = resource.configuration
  message   = "EBS volumes are encrypted by LUKS only, or not at all"
  why       = "`EnableEbsEncryption` covers the root volume as well, which the other way does not. It works with KMS keys."
  remedy    = "Set `EnableEbsEncryption = true` in `LocalDiskEncryptionConfiguration`."
  link      = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html"

  pass "on" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = true, EnableAtRestEncryption = true, InTransitEncryptionConfiguration = { TLSCertificateConfiguration = { CertificateProviderType = "PEM", S3Object = "s3://certs/emr.zip" } }, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }, LocalDiskEncryptionConfiguration = { EncryptionKeyProviderType = "AwsKms", AwsKmsKey = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", EnableEbsEncryption = true } } } })
    }
  }

  fail "not written" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = false, EnableAtRestEncryption = true, AtRestEncryptionConfiguration = { LocalDiskEncryptionConfiguration = { EncryptionKeyProviderType = "AwsKms", AwsKmsKey = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" } } } })
    }
    expect = ["aws_emr_security_configuration.main @ configuration"]
    also   = ["aws-emr-in-transit-unencrypted"]
  }

  unknown "`configuration` is an unset variable" {
    variable "configuration" {}
    resource "aws_emr_security_configuration" "main" {
      configuration = var.configuration
    }
  }

  pass "no `EncryptionConfiguration`" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({})
    }
    also = ["aws-emr-at-rest-unencrypted", "aws-emr-in-transit-unencrypted"]
  }

  fail "no `AwsKmsKey`" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({
        EncryptionConfiguration = {
          EnableInTransitEncryption     = false
          EnableAtRestEncryption        = true
          AtRestEncryptionConfiguration = { LocalDiskEncryptionConfiguration = { EncryptionKeyProviderType = "AwsKms" } }
        }
      })
    }
    expect = ["aws_emr_security_configuration.main @ configuration"]
    also   = ["aws-emr-in-transit-unencrypted"]
  }
}

rule "aws-emr-in-transit-unencrypted" {
  title     = "EMR security configuration does not encrypt in transit"
  category  = "security"
  severity  = "medium"
  resources = ["aws_emr_security_configuration"]
  aliases   = ["AWS-0138", "aws-emr-enable-in-transit-encryption", "AVD-AWS-0138", "CKV_AWS_351"]
  tags      = ["cwe-319"]
  assert    = jsondecode(resource.configuration).EncryptionConfiguration.EnableInTransitEncryption == true
  at        = resource.configuration
  message   = "Encryption in transit is not enabled"
  why       = "Nodes exchange data readable on the network."
  remedy    = "Set `EnableInTransitEncryption = true` with certificates."
  link      = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-data-encryption-options.html"

  pass "on" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = true, EnableAtRestEncryption = true, InTransitEncryptionConfiguration = { TLSCertificateConfiguration = { CertificateProviderType = "PEM", S3Object = "s3://certs/emr.zip" } }, AtRestEncryptionConfiguration = { S3EncryptionConfiguration = { EncryptionMode = "SSE-S3" }, LocalDiskEncryptionConfiguration = { EncryptionKeyProviderType = "AwsKms", AwsKmsKey = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", EnableEbsEncryption = true } } } })
    }
  }

  fail "off" {
    resource "aws_emr_security_configuration" "main" {
      configuration = jsonencode({ EncryptionConfiguration = { EnableInTransitEncryption = false, EnableAtRestEncryption = true } })
    }
    expect = ["aws_emr_security_configuration.main @ configuration"]
    also   = ["aws-emr-local-disk-unencrypted"]
  }

  unknown "an unset variable" {
    variable "configuration" {
      type = string
    }
    resource "aws_emr_security_configuration" "main" {
      configuration = var.configuration
    }
  }
}

rule "aws-emr-public-access-allowed" {
  title     = "EMR clusters may be open to the internet"
  category  = "security"
  severity  = "medium"
  resources = ["aws_emr_block_public_access_configuration"]
  aliases   = ["CKV_AWS_390"]
  tags      = ["cwe-284"]
  assert    = resource.block_public_security_group_rules
  at        = resource.block_public_security_group_rules
  message   = "The account's block is switched off"
  why       = "With the block EMR refuses to start clusters whose security groups let the internet to ports other than 22. It is on by default."
  remedy    = "Set `block_public_security_group_rules = true`."
  link      = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html"
  fix {
    set = {
      block_public_security_group_rules = true
    }
  }

  pass "on" {
    resource "aws_emr_block_public_access_configuration" "this" {
      block_public_security_group_rules = true
    }
  }

  fail "off" {
    resource "aws_emr_block_public_access_configuration" "this" {
      block_public_security_group_rules = false
    }
    expect = ["aws_emr_block_public_access_configuration.this @ block_public_security_group_rules"]
  }

  unknown "an unset variable" {
    variable "block" {
      type = bool
    }
    resource "aws_emr_block_public_access_configuration" "this" {
      block_public_security_group_rules = var.block
    }
  }
}

rule "aws-emr-no-security-configuration" {
  title     = "EMR cluster has no security configuration"
  category  = "security"
  severity  = "medium"
  resources = ["aws_emr_cluster"]
  aliases   = ["CKV2_AWS_55"]
  tags      = ["cwe-311"]
  default   = false
  assert    = resource.security_configuration != null
  at        = resource.security_configuration
  message   = "Neither encryption nor authentication is set for the cluster"
  why       = "A security configuration decides about encryption of disks, S3 and traffic, about Kerberos and the metadata service."
  remedy    = "Set `security_configuration = aws_emr_security_configuration.main.name`."
  link      = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-security-configurations.html"

  pass "one" {
    resource "aws_emr_cluster" "c" {
      name                   = "c"
      release_label          = "emr-7.5.0"
      service_role           = "arn:aws:iam::123456789012:role/emr"
      security_configuration = "main"
    }
  }

  fail "none" {
    resource "aws_emr_cluster" "c" {
      name          = "c"
      release_label = "emr-7.5.0"
      service_role  = "arn:aws:iam::123456789012:role/emr"
    }
  }
}

rule "aws-emr-no-kerberos" {
  title     = "EMR cluster does not use Kerberos"
  category  = "security"
  severity  = "low"
  resources = ["aws_emr_cluster"]
  aliases   = ["CKV_AWS_114"]
  tags      = ["cwe-306"]
  default   = false
  assert    = length(resource.kerberos_attributes) > 0
  at        = resource.kerberos_attributes
  message   = "Users of the cluster are not authenticated by Kerberos"
  why       = "Hadoop believes every user name it is told. Kerberos makes users prove it; small clusters of one team do without."
  remedy    = "Add `kerberos_attributes`."
  link      = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-kerberos.html"

  pass "used" {
    resource "aws_emr_cluster" "c" {
      name          = "c"
      release_label = "emr-7.5.0"
      service_role  = "arn:aws:iam::123456789012:role/emr"
      kerberos_attributes {
        kdc_admin_password = "x"
        realm              = "EC2.INTERNAL"
      }
    }
  }

  fail "not used" {
    resource "aws_emr_cluster" "c" {
      name          = "c"
      release_label = "emr-7.5.0"
      service_role  = "arn:aws:iam::123456789012:role/emr"
    }
  }
}

rule "aws-emr-no-subnet" {
  title     = "EMR cluster names no subnet"
  category  = "security"
  severity  = "low"
  resources = ["aws_emr_cluster"]
  aliases   = ["2b3c8a6d-9856-43e6-ab1d-d651094f03b4"]
  tags      = ["cwe-1188"]
  default   = false
  assert    = anytrue([for e in resource.ec2_attributes : e.subnet_id != null || length(e.subnet_ids) > 0])
  at        = resource.ec2_attributes
  message   = "The cluster runs in the default VPC"
  why       = "Every subnet of the default VPC gives out public addresses."
  remedy    = <<-EOT
    ```hcl
    ec2_attributes {
      subnet_id        = aws_subnet.private.id
      instance_profile = aws_iam_instance_profile.emr.arn
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/emr_cluster"

  pass "a subnet" {
    resource "aws_emr_cluster" "c" {
      name          = "c"
      release_label = "emr-7.5.0"
      service_role  = "arn:aws:iam::123456789012:role/emr"
      ec2_attributes {
        instance_profile = "emr"
        subnet_id        = "subnet-0a1b2c3d"
      }
    }
  }

  fail "none" {
    resource "aws_emr_cluster" "c" {
      name          = "c"
      release_label = "emr-7.5.0"
      service_role  = "arn:aws:iam::123456789012:role/emr"
      ec2_attributes {
        instance_profile = "emr"
      }
    }
  }

  fail "without `ec2_attributes`" {
    resource "aws_emr_cluster" "c" {
      name          = "c"
      release_label = "emr-7.5.0"
      service_role  = "arn:aws:iam::123456789012:role/emr"
    }
    expect = ["aws_emr_cluster.c"]
  }
}
