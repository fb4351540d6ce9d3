# Instances, launch templates and launch configurations.

rule "aws-instance-user-data-secret" {
  title     = "User data holds a credential"
  category  = "security"
  severity  = "high"
  resources = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  aliases = [
    "CKV_AWS_46", "AWS-0029", "aws-ec2-no-secrets-in-user-data", "AVD-AWS-0029", "aws-autoscaling-no-public-ip", "AWS-0122",
    "aws-ec2-no-sensitive-info", "AVD-AWS-0122", "aws-autoscaling-no-sensitive-info", "AWS-0129",
    "aws-ec2-no-secrets-in-launch-template-user-data", "AVD-AWS-0129", "aws-autoscaling-no-secrets-in-user-data",
    "d7b9d850-3e06-4a75-852f-c46c2e92240b", "443488f5-c734-460b-a36d-5b3f330174dc", "0b93729a-d882-4803-bdc3-ac429a21f158",
  ]
  tags = ["cwe-798", "cwe-312"]
  params = {
    patterns = [
      "(?:AKIA|ASIA)[0-9A-Z]{16}",
      "(?i)aws_?secret_?(?:access_?)?key[\"']?\\s*[=:]\\s*[\"']?[0-9a-zA-Z/+]{40}",
      "-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED )?PRIVATE KEY-----",
    ]
  }
  when = (resource.user_data != null || resource.user_data_base64 != null) && is_known(resource.user_data) && is_known(resource.user_data_base64)
  assert = alltrue([
    for p in param.patterns : length([
      for found in regexall(p, "${coalesce(resource.user_data, "")} ${try(base64decode(coalesce(resource.user_data_base64, resource.user_data)), "")}") :
      found if !strcontains(found, "EXAMPLE")
    ]) == 0
  ])
  at      = [resource.user_data, resource.user_data_base64]
  message = "User data holds an access key or a private key"
  why     = <<-EOT
    Every process on the instance, and everyone with `ec2:DescribeInstanceAttribute`, can read the user data in plain text. It is also kept in the
    state file and in old versions of the launch template. Text that is known only after apply is not judged.
  EOT
  remedy  = <<-EOT
    Give the instance a role, and read other secrets from Secrets Manager at start. Then replace the credential: it has been published.

        iam_instance_profile = aws_iam_instance_profile.app.name
  EOT
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html"

  pass "no credential" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      user_data     = <<-EOT
        #!/bin/bash
        yum install -y httpd
      EOT
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  pass "the documentation's sample key" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      user_data     = "export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "an access key" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      user_data     = <<-EOT
        #!/bin/bash
        export AWS_ACCESS_KEY_ID=AKIAQ2W3E4R5T6Z7U8I9
      EOT
    }
    expect = ["aws_instance.web @ user_data"]
  }

  pass "user data that is known only later" {
    variable "user_data" {
      type = string
    }
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      user_data     = var.user_data
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "a private key, base64-encoded in a launch template" {
    resource "aws_launch_template" "web" {
      user_data = base64encode("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n")
    }
    expect = ["aws_launch_template.web @ user_data"]
  }

  pass "`user_data_base64` is `EXAMPLEx`, `user_data_base64` is an unset variable" {
    variable "user_data_base64" {}
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      user_data = <<-EOT
        #!/bin/bash
        yum install -y httpd
      EOT
      user_data_base64 = var.user_data_base64
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }
}

rule "aws-instance-imdsv1-enabled" {
  title     = "Instance metadata service answers without a token"
  category  = "security"
  severity  = "medium"
  resources = ["aws_instance", "aws_launch_template", "aws_launch_configuration"]
  aliases = [
    "CKV_AWS_79", "AWS-0028", "aws-ec2-enforce-http-token-imds", "AVD-AWS-0028", "AWS-0130",
    "aws-ec2-enforce-launch-config-http-token-imds", "AVD-AWS-0130", "aws-autoscaling-enforce-http-token-imds",
    "f1g2h3i4-j5k6-7lmn-8opq-9012rstuvwxy",
  ]
  tags = ["cwe-1188", "cwe-918", "cis-aws-3.0-5.6"]
  when = length(resource.metadata_options) > 0 || length(resource.launch_template) == 0
  assert = (
    resource.metadata_options[0].http_tokens == "required"
    || resource.metadata_options[0].http_endpoint == "disabled"
    || resource.metadata_options[0].http_tokens == null
    && anytrue([for d in all("aws_ec2_instance_metadata_defaults") : d.http_tokens == "required"])
  )
  at      = resource.metadata_options[0].http_tokens
  message = "Version 1 of the metadata service (IMDSv1) is enabled"
  why     = <<-EOT
    With IMDSv1 one forged request from a vulnerable web application reads the instance role's credentials. IMDSv2 asks for a token that such a request
    cannot get. The provider's default is `optional`, which keeps version 1 on, unless the image or the account's defaults say otherwise.
  EOT
  remedy  = <<-EOT
        metadata_options {
          http_endpoint = "enabled"
          http_tokens   = "required"
        }

    For a whole account and region: `aws_ec2_instance_metadata_defaults` with `http_tokens = "required"`.
  EOT
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html"

  pass "tokens are required" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }
    also = ["aws-instance-root-volume-unencrypted"]
  }

  pass "the service is off" {
    resource "aws_launch_template" "web" {
      metadata_options {
        http_endpoint = "disabled"
      }
    }
  }

  pass "the account's default requires tokens" {
    resource "aws_ec2_instance_metadata_defaults" "this" {
      http_tokens = "required"
    }
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
    }
    also = ["aws-instance-root-volume-unencrypted"]
  }

  pass "the launch template decides" {
    resource "aws_instance" "web" {
      launch_template {
        id = "lt-0a1b2c3d"
      }
    }
  }

  fail "no metadata options" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
    }
  }

  fail "tokens are optional" {
    resource "aws_launch_template" "web" {
      metadata_options {
        http_tokens = "optional"
      }
    }
    expect = ["aws_launch_template.web @ metadata_options[0].http_tokens"]
  }

  unknown "an unset variable" {
    variable "tokens" {
      type = string
    }
    resource "aws_launch_template" "web" {
      metadata_options {
        http_tokens = var.tokens
      }
    }
  }

  fail "one more, no `http_tokens`, with `launch_template`" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }
    resource "aws_instance" "web_too" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      metadata_options {}
      launch_template {
        id = "lt-0a1b2c3d"
      }
    }
    expect = ["aws_instance.web_too @ metadata_options[0]"]
  }

  unknown "with `metadata_options`, one more, `http_tokens` is an unset variable" {
    variable "http_tokens" {}
    resource "aws_ec2_instance_metadata_defaults" "this" {
      http_tokens = "required"
    }
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = "required"
      }
    }
    resource "aws_instance" "web_too" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      metadata_options {
        http_tokens = var.http_tokens
      }
    }
    expect = ["aws_instance.web_too @ metadata_options[0].http_tokens"]
  }
}

rule "aws-instance-metadata-hop-limit-high" {
  title     = "Instance metadata is reachable over more than one hop"
  category  = "security"
  severity  = "low"
  resources = ["aws_instance", "aws_launch_template", "aws_launch_configuration"]
  aliases   = ["CKV_AWS_341"]
  tags      = ["cwe-284"]
  default   = false
  params = {
    limit = 1
  }
  assert  = coalesce(resource.metadata_options[0].http_put_response_hop_limit, 1) <= param.limit
  at      = resource.metadata_options[0].http_put_response_hop_limit
  message = "Metadata answers travel ${resource.metadata_options[0].http_put_response_hop_limit} hops, so that containers and proxies reach them"
  why     = <<-EOT
    A limit of 1 keeps the token on the instance itself. Containers in a bridge network need 2, which is why EKS and ECS nodes often have it; with pod
    identities or task roles they do not need the node's metadata at all.
  EOT
  remedy  = "Set `http_put_response_hop_limit = 1`, or raise the rule's `limit` parameter for container hosts."
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-existing-instances.html"

  pass "one hop" {
    resource "aws_launch_template" "web" {
      metadata_options {
        http_put_response_hop_limit = 1
      }
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  pass "the default" {
    resource "aws_launch_template" "web" {
      name = "web"
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  fail "two hops" {
    resource "aws_launch_template" "web" {
      metadata_options {
        http_put_response_hop_limit = 2
      }
    }
    expect = ["aws_launch_template.web @ metadata_options[0].http_put_response_hop_limit"]
  }

  unknown "`http_put_response_hop_limit` is an unset variable" {
    variable "http_put_response_hop_limit" {}
    resource "aws_launch_template" "web" {
      metadata_options {
        http_put_response_hop_limit = var.http_put_response_hop_limit
      }
    }
  }
}

rule "aws-instance-public-ip" {
  title     = "Instance gets a public IP address"
  category  = "security"
  severity  = "medium"
  resources = ["aws_instance", "aws_launch_template", "aws_launch_configuration"]
  aliases   = ["CKV_AWS_88", "CKV_AWS_389", "AWS-0009", "aws-ec2-no-public-ip", "AVD-AWS-0009", "5a2486aa-facf-477d-a5c1-b010789459ce"]
  tags      = ["cwe-284"]
  assert    = !(resource.associate_public_ip_address == true || anytrue([for n in resource.network_interfaces : n.associate_public_ip_address == true]))
  at        = [resource.associate_public_ip_address, resource.network_interfaces[0].associate_public_ip_address]
  message   = "The instance is given an address on the internet"
  why       = <<-EOT
    With a public address only the security group stands between the instance and the internet. Behind a load balancer or a NAT gateway an instance
    serves and fetches just as well. A bastion or a NAT instance is the exception: suppress it there with a reason. Each public IPv4 address is billed, too.
  EOT
  remedy    = "Set `associate_public_ip_address = false` and place the instance in a private subnet behind a load balancer."
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html"

  pass "switched off" {
    resource "aws_instance" "web" {
      ami                         = "ami-0a1b2c3d"
      instance_type               = "t3.micro"
      associate_public_ip_address = false
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  pass "not written: the subnet decides" {
    resource "aws_launch_template" "web" {
      network_interfaces {
        subnet_id = "subnet-0a1b2c3d"
      }
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  fail "an instance" {
    resource "aws_instance" "web" {
      ami                         = "ami-0a1b2c3d"
      instance_type               = "t3.micro"
      associate_public_ip_address = true
    }
    expect = ["aws_instance.web @ associate_public_ip_address"]
  }

  fail "a launch template, as text" {
    resource "aws_launch_template" "web" {
      network_interfaces {
        associate_public_ip_address = "true"
      }
    }
    expect = ["aws_launch_template.web @ network_interfaces[0].associate_public_ip_address"]
  }

  unknown "an unset variable" {
    variable "public" {
      type = bool
    }
    resource "aws_instance" "web" {
      ami                         = "ami-0a1b2c3d"
      instance_type               = "t3.micro"
      associate_public_ip_address = var.public
    }
  }
}

rule "aws-instance-root-volume-unencrypted" {
  title     = "Instance's root volume is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_instance", "aws_launch_configuration"]
  aliases = [
    "CKV_AWS_8", "AWS-0131", "aws-ec2-enable-at-rest-encryption", "AVD-AWS-0131", "AWS-0008",
    "aws-ec2-enable-launch-config-at-rest-encryption", "AVD-AWS-0008", "aws-autoscaling-enable-at-rest-encryption",
    "4de9de27-254e-424f-bd70-4c1e95790838",
  ]
  tags = ["cwe-311"]
  when = (
    (length(resource.root_block_device) > 0 || length(resource.launch_template) == 0)
    && !anytrue([for d in all("aws_ebs_encryption_by_default") : coalesce(d.enabled, true)])
  )
  assert  = resource.root_block_device[0].encrypted == true || resource.root_block_device[0].kms_key_id != null
  at      = resource.root_block_device[0].encrypted
  message = "The root volume is not encrypted"
  why     = <<-EOT
    The root volume holds logs, swap, caches and often keys. Without encryption its snapshots can be shared and read as they are. The provider leaves
    encryption to the image and to the account's default, and most public images are not encrypted. The rule is quiet where the configuration
    switches on encryption by default for the region.
  EOT
  remedy  = <<-EOT
        root_block_device {
          encrypted = true
        }

    or once for each region: `resource "aws_ebs_encryption_by_default" "this" { enabled = true }`.
  EOT
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html"

  pass "encrypted" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = true
      }
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  pass "encryption by default" {
    resource "aws_ebs_encryption_by_default" "this" {
      enabled = true
    }
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  pass "the launch template decides" {
    resource "aws_instance" "web" {
      launch_template {
        id = "lt-0a1b2c3d"
      }
    }
  }

  fail "no root_block_device" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
    }
  }

  fail "switched off" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = false
      }
    }
    expect = ["aws_instance.web @ root_block_device[0].encrypted"]
  }

  fail "a launch configuration" {
    resource "aws_launch_configuration" "web" {
      image_id      = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      root_block_device {
        volume_size = 20
      }
    }
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      root_block_device {
        encrypted = var.encrypted
      }
    }
  }

  pass "no `enabled`" {
    resource "aws_ebs_encryption_by_default" "this" {}
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  fail "with `root_block_device`" {
    resource "aws_instance" "web" {
      launch_template {
        id = "lt-0a1b2c3d"
      }
      root_block_device {
        volume_size = 20
      }
    }
    expect = ["aws_instance.web @ root_block_device[0]"]
  }
}

rule "aws-instance-volume-unencrypted" {
  title     = "Instance's data volume is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_instance", "aws_launch_configuration"]
  aliases = [
    "CKV_AWS_8", "AWS-0131", "aws-ec2-enable-at-rest-encryption", "AVD-AWS-0131", "AWS-0008",
    "aws-ec2-enable-launch-config-at-rest-encryption", "AVD-AWS-0008", "aws-autoscaling-enable-at-rest-encryption",
    "4de9de27-254e-424f-bd70-4c1e95790838",
  ]
  tags     = ["cwe-311"]
  when     = !anytrue([for d in all("aws_ebs_encryption_by_default") : coalesce(d.enabled, true)])
  for_each = resource.ebs_block_device
  assert   = each.value.encrypted == true || each.value.kms_key_id != null || each.value.snapshot_id != null || each.value.no_device == true
  at       = each.value.encrypted
  message  = "The volume is not encrypted"
  why      = <<-EOT
    Data volumes and their snapshots can be read by everyone who gets hold of them. Encryption costs nothing and no measurable speed. A volume made from a
    snapshot inherits the snapshot's encryption and is not judged.
  EOT
  remedy   = "Add `encrypted = true` to the `ebs_block_device` block."
  link     = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html"
  fix {
    set = {
      encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 100
        encrypted   = true
      }
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  pass "from a snapshot" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      ebs_block_device {
        device_name = "/dev/sdf"
        snapshot_id = "snap-0a1b2c3d"
      }
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "not written" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 100
      }
    }
  }

  fail "switched off, one of two" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      ebs_block_device {
        device_name = "/dev/sdf"
        encrypted   = true
      }
      ebs_block_device {
        device_name = "/dev/sdg"
        encrypted   = false
      }
    }
    expect = ["aws_instance.web @ ebs_block_device[1].encrypted"]
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      ebs_block_device {
        device_name = "/dev/sdf"
        encrypted   = var.encrypted
      }
    }
  }
}

rule "aws-launch-template-volume-unencrypted" {
  title     = "Launch template's volume is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_launch_template"]
  aliases   = ["CKV_AWS_8", "AWS-0131", "aws-ec2-enable-at-rest-encryption", "AVD-AWS-0131"]
  tags      = ["cwe-311"]
  when      = !anytrue([for d in all("aws_ebs_encryption_by_default") : coalesce(d.enabled, true)])
  for_each  = resource.block_device_mappings
  assert = (
    length(each.value.ebs) == 0 || each.value.ebs[0].encrypted == true || each.value.ebs[0].kms_key_id != null || each.value.ebs[0].snapshot_id != null
  )
  at      = each.value.ebs[0].encrypted
  message = "The volume is not encrypted"
  why     = <<-EOT
    Every instance of the group gets this volume. Without `encrypted` the image and the account's default decide, and most public images are not
    encrypted.
  EOT
  remedy  = <<-EOT
    ```hcl
    block_device_mappings {
      device_name = "/dev/xvda"
      ebs {
        encrypted = true
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html"

  pass "encrypted" {
    resource "aws_launch_template" "web" {
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          encrypted = true
        }
      }
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  pass "an instance store" {
    resource "aws_launch_template" "web" {
      block_device_mappings {
        device_name  = "/dev/sdb"
        virtual_name = "ephemeral0"
      }
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  fail "not written" {
    resource "aws_launch_template" "web" {
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          volume_size = 50
        }
      }
    }
  }

  fail "switched off, as text" {
    resource "aws_launch_template" "web" {
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          encrypted = "false"
        }
      }
    }
    expect = ["aws_launch_template.web @ block_device_mappings[0].ebs[0].encrypted"]
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_launch_template" "web" {
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          encrypted = var.encrypted
        }
      }
    }
  }
}

rule "aws-instance-profile-missing" {
  title     = "Instance has no IAM role"
  category  = "security"
  severity  = "low"
  resources = ["aws_instance"]
  aliases   = ["CKV2_AWS_41"]
  tags      = ["cwe-798", "cis-aws-3.0-1.18"]
  default   = false
  when      = length(resource.launch_template) == 0
  assert    = resource.iam_instance_profile != null
  message   = "The instance has no instance profile"
  why       = "Programs that need AWS on an instance without a role are given long-lived keys sooner or later. An instance that never calls AWS needs no role."
  remedy    = "Set `iam_instance_profile = aws_iam_instance_profile.app.name`."
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html"

  pass "a profile" {
    resource "aws_instance" "web" {
      ami                  = "ami-0a1b2c3d"
      instance_type        = "t3.micro"
      iam_instance_profile = "app"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "none" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
    }
  }

  pass "with `launch_template`" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      launch_template {
        id = "lt-0a1b2c3d"
      }
    }
  }
}

rule "aws-instance-public-private-role-shared" {
  title     = "Public instance shares its role with private ones"
  category  = "security"
  severity  = "low"
  resources = ["aws_instance"]
  aliases   = ["c53c7a89-f9d7-4c7b-8b66-8a555be99593"]
  tags      = ["cwe-269"]
  default   = false
  related "private" {
    type = "aws_instance"
    on   = other.iam_instance_profile == resource.iam_instance_profile && other.associate_public_ip_address != true
  }
  when    = resource.associate_public_ip_address == true && resource.iam_instance_profile != null
  assert  = length(related.private) == 0
  at      = resource.iam_instance_profile
  message = "The profile is also used by an instance without a public address"
  why     = "The exposed instance then holds every permission of the protected one: whoever breaks into the first acts as the second."
  remedy  = "Give the public instance a role of its own, with what it needs."
  link    = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"

  pass "roles of their own" {
    resource "aws_instance" "public" {
      ami                         = "ami-0a1b2c3d"
      instance_type               = "t3.micro"
      associate_public_ip_address = true
      iam_instance_profile        = "edge"
    }
    resource "aws_instance" "private" {
      ami                  = "ami-0a1b2c3d"
      instance_type        = "t3.micro"
      iam_instance_profile = "app"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-public-ip", "aws-instance-root-volume-unencrypted"]
  }

  fail "one role for both" {
    resource "aws_instance" "public" {
      ami                         = "ami-0a1b2c3d"
      instance_type               = "t3.micro"
      associate_public_ip_address = true
      iam_instance_profile        = "app"
    }
    resource "aws_instance" "private" {
      ami                  = "ami-0a1b2c3d"
      instance_type        = "t3.micro"
      iam_instance_profile = "app"
    }
    expect = ["aws_instance.public @ iam_instance_profile"]
  }

  unknown "`iam_instance_profile` is an unset variable" {
    variable "iam_instance_profile" {}
    resource "aws_instance" "public" {
      ami                         = "ami-0a1b2c3d"
      instance_type               = "t3.micro"
      associate_public_ip_address = true
      iam_instance_profile        = var.iam_instance_profile
    }
    resource "aws_instance" "private" {
      ami                  = "ami-0a1b2c3d"
      instance_type        = "t3.micro"
      iam_instance_profile = "app"
    }
  }

  pass "no `associate_public_ip_address`" {
    resource "aws_instance" "public" {
      ami                  = "ami-0a1b2c3d"
      instance_type        = "t3.micro"
      iam_instance_profile = "app"
    }
    resource "aws_instance" "private" {
      ami                  = "ami-0a1b2c3d"
      instance_type        = "t3.micro"
      iam_instance_profile = "app"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  unknown "one more, `iam_instance_profile` is an unset variable" {
    variable "iam_instance_profile" {}
    resource "aws_instance" "public" {
      ami                         = "ami-0a1b2c3d"
      instance_type               = "t3.micro"
      associate_public_ip_address = true
      iam_instance_profile        = "edge"
    }
    resource "aws_instance" "public_too" {
      ami                         = "ami-0a1b2c3d"
      instance_type               = "t3.micro"
      associate_public_ip_address = true
      iam_instance_profile        = var.iam_instance_profile
    }
    resource "aws_instance" "private" {
      ami                  = "ami-0a1b2c3d"
      instance_type        = "t3.micro"
      iam_instance_profile = "app"
    }
    expect = ["aws_instance.public_too @ iam_instance_profile"]
  }

  unknown "one more, `associate_public_ip_address` is `false`" {
    variable "iam_instance_profile" {}
    resource "aws_instance" "public" {
      ami                         = "ami-0a1b2c3d"
      instance_type               = "t3.micro"
      associate_public_ip_address = true
      iam_instance_profile        = var.iam_instance_profile
    }
    resource "aws_instance" "public_too" {
      ami                         = "ami-0a1b2c3d"
      instance_type               = "t3.micro"
      associate_public_ip_address = false
      iam_instance_profile        = var.iam_instance_profile
    }
    resource "aws_instance" "private" {
      ami                  = "ami-0a1b2c3d"
      instance_type        = "t3.micro"
      iam_instance_profile = "app"
    }
    expect = ["aws_instance.public @ iam_instance_profile"]
  }
}

rule "aws-instance-default-security-group" {
  title     = "Instance uses the VPC's default security group"
  category  = "security"
  severity  = "low"
  resources = ["aws_instance"]
  aliases   = ["f1adc521-f79a-4d71-b55b-a68294687432", "a31a5a29-718a-4ff4-8001-a69e5e4d029e"]
  tags      = ["cwe-1188"]
  default   = false
  related "default_groups" {
    type = "aws_default_security_group"
    on   = refers(resource.vpc_security_group_ids, other) || refers(resource.security_groups, other)
  }
  when = length(resource.launch_template) == 0 && length(resource.network_interface) == 0
  assert = (
    length(concat(resource.vpc_security_group_ids, resource.security_groups)) > 0
    && length(related.default_groups) == 0
    && !contains(resource.security_groups, "default")
  )
  at      = [resource.vpc_security_group_ids, resource.security_groups]
  message = "The instance is in the default security group"
  why     = <<-EOT
    An instance without security groups lands in the VPC's default one, whose members reach each other on every port unless someone has emptied it. What
    else is in it nobody sees from here.
  EOT
  remedy  = "Set `vpc_security_group_ids = [aws_security_group.app.id]`."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"

  pass "a group of its own" {
    resource "aws_instance" "web" {
      ami                    = "ami-0a1b2c3d"
      instance_type          = "t3.micro"
      vpc_security_group_ids = ["sg-0a1b2c3d"]
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "none" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
    }
  }

  fail "the default group" {
    resource "aws_default_security_group" "default" {
      vpc_id = "vpc-0a1b2c3d"
    }
    resource "aws_instance" "web" {
      ami                    = "ami-0a1b2c3d"
      instance_type          = "t3.micro"
      vpc_security_group_ids = [aws_default_security_group.default.id]
    }
    expect = ["aws_instance.web @ vpc_security_group_ids"]
  }

  unknown "`vpc_security_group_ids` is an unset variable" {
    variable "vpc_security_group_ids" {}
    resource "aws_default_security_group" "default" {
      vpc_id = "vpc-0a1b2c3d"
    }
    resource "aws_instance" "web" {
      ami                    = "ami-0a1b2c3d"
      instance_type          = "t3.micro"
      vpc_security_group_ids = var.vpc_security_group_ids
    }
  }

  pass "with `launch_template`" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      launch_template {
        id = "lt-0a1b2c3d"
      }
    }
  }
}

rule "aws-instance-default-vpc" {
  title     = "Instance runs in the default VPC"
  category  = "security"
  severity  = "low"
  resources = ["aws_instance"]
  aliases   = ["7e4a6e76-568d-43ef-8c4e-36dea481bff1"]
  tags      = ["cwe-1188"]
  default   = false
  related "default_subnets" {
    type = "aws_default_subnet"
    on   = refers(resource.subnet_id, other)
  }
  when    = length(resource.launch_template) == 0 && length(resource.network_interface) == 0
  assert  = resource.subnet_id != null && length(related.default_subnets) == 0
  at      = resource.subnet_id
  message = "Without a subnet of yours the instance lands in the default VPC"
  why     = "Every subnet of the default VPC gives out public addresses, and whatever else was started there without a thought is its neighbour."
  remedy  = "Set `subnet_id` to a private subnet of a VPC of your own."
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html"

  pass "a subnet" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      subnet_id     = "subnet-0a1b2c3d"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "none" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
    }
  }

  fail "a default subnet" {
    resource "aws_default_subnet" "a" {
      availability_zone = "eu-central-1a"
    }
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      subnet_id     = aws_default_subnet.a.id
    }
    expect = ["aws_instance.web @ subnet_id"]
  }

  unknown "`subnet_id` is an unset variable" {
    variable "subnet_id" {}
    resource "aws_default_subnet" "a" {
      availability_zone = "eu-central-1a"
    }
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      subnet_id     = var.subnet_id
    }
  }

  pass "with `launch_template`" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      launch_template {
        id = "lt-0a1b2c3d"
      }
    }
  }
}

rule "aws-instance-detailed-monitoring-off" {
  title     = "Instance has no detailed monitoring"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_instance"]
  aliases   = ["CKV_AWS_126", "23b70e32-032e-4fa6-ba5c-82f56b9980e6"]
  default   = false
  when      = length(resource.launch_template) == 0
  assert    = resource.monitoring == true
  at        = resource.monitoring
  message   = "Metrics arrive every five minutes instead of every minute"
  why       = "Alarms and scaling react up to five minutes late. Detailed monitoring is billed for each metric, so that it is worth it for what matters only."
  remedy    = "Set `monitoring = true`."
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html"
  fix {
    set = {
      monitoring = true
    }
  }

  pass "on" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      monitoring    = true
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "not written" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
    }
  }

  fail "off" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      monitoring    = false
    }
    expect = ["aws_instance.web @ monitoring"]
  }

  unknown "`monitoring` is an unset variable" {
    variable "monitoring" {}
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      monitoring    = var.monitoring
    }
  }

  pass "with `launch_template`" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      launch_template {
        id = "lt-0a1b2c3d"
      }
    }
  }
}

rule "aws-instance-not-ebs-optimized" {
  title     = "Older instance shares its network with its volumes"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_instance"]
  aliases   = ["CKV_AWS_135", "60224630-175a-472a-9e23-133827040766"]
  default   = false
  params = {
    families = "^(?:c1|c3|g2|i2|m1|m2|m3|r3)[.]"
  }
  when    = can(regex(param.families, resource.instance_type)) && length(resource.launch_template) == 0
  assert  = resource.ebs_optimized == true
  at      = resource.ebs_optimized
  message = "`${resource.instance_type}` is not EBS-optimised by itself"
  why     = <<-EOT
    Current families are EBS-optimised always, whatever the argument says, and other tools report them for nothing. The families that this rule looks at
    have it as an option: without it disk and network traffic share one link.
  EOT
  remedy  = "Set `ebs_optimized = true`, or better: move to a current family."
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ebs-optimized.html"
  fix {
    set = {
      ebs_optimized = true
    }
    safe = false
  }

  pass "switched on" {
    resource "aws_instance" "db" {
      ami           = "ami-0a1b2c3d"
      instance_type = "r3.xlarge"
      ebs_optimized = true
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-previous-generation", "aws-instance-root-volume-unencrypted"]
  }

  pass "a current family" {
    resource "aws_instance" "db" {
      ami           = "ami-0a1b2c3d"
      instance_type = "r7g.xlarge"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "an older family" {
    resource "aws_instance" "db" {
      ami           = "ami-0a1b2c3d"
      instance_type = "r3.xlarge"
    }
  }

  pass "with `launch_template`" {
    resource "aws_instance" "db" {
      ami           = "ami-0a1b2c3d"
      instance_type = "r3.xlarge"
      launch_template {
        id = "lt-0a1b2c3d"
      }
    }
    also = ["aws-instance-previous-generation"]
  }
}

rule "aws-instance-previous-generation" {
  title     = "Instance type is of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  aliases   = ["aws_instance_previous_type"]
  params = {
    families = "^(?:a1|c1|c3|c4|cc2|cg1|cr1|d2|g2|g3|g3s|h1|hi1|hs1|i2|i3|m1|m2|m3|m4|p2|p3|r3|r4|t1|t2|x1|x1e|z1d)[.]"
    successors = {
      c3 = "c6i", c4 = "c6i", d2 = "d3", g3 = "g4dn", i2 = "i4i", i3 = "i4i", m1 = "m6i", m2 = "r6i", m3 = "m6i", m4 = "m6i", p2 = "g4dn", p3 = "g5",
      r3 = "r6i", r4 = "r6i", t1 = "t3", t2 = "t3", x1 = "x2idn", x1e = "x2iedn", z1d = "m5zn"
    }
    cheaper_by = {
      c3 = 19, c4 = 15, d2 = 28, i2 = 60, m3 = 28, m4 = 4, p2 = 42, r3 = 24, r4 = 5, t2 = 10, z1d = 11
    }
  }
  when    = resource.instance_type != null
  assert  = !can(regex(param.families, resource.instance_type))
  at      = resource.instance_type
  message = "`${resource.instance_type}` is of a previous generation${param.successors[split(".", resource.instance_type)[0]] == null ? "" : "; `${param.successors[split(".", resource.instance_type)[0]]}` follows it"}${param.cheaper_by[split(".", resource.instance_type)[0]] == null ? "" : " and costs about ${param.cheaper_by[split(".", resource.instance_type)[0]]} % less"}"
  why     = <<-EOT
    Newer families do the same work for the same price or less, start more reliably because there is more of them, and run on the Nitro system with its
    stronger isolation. The percentages compare list prices of the same size on demand in us-east-1 (July 2026).
  EOT
  remedy  = "Move up within the family, for example `m4.large` to `m7i.large`, or to Graviton (`m7g.large`) where the image is built for arm64."
  link    = "https://aws.amazon.com/ec2/previous-generation/"

  pass "current" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "m7i.large"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  pass "a launch template without a type" {
    resource "aws_launch_template" "web" {
      name = "web"
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  fail "an instance" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "m4.large"
    }
    expect = ["aws_instance.web @ instance_type"]
  }

  fail "a launch template" {
    resource "aws_launch_template" "web" {
      instance_type = "t2.micro"
    }
    expect = ["aws_launch_template.web @ instance_type"]
  }

  fail "a family without a successor of its kind" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "h1.2xlarge"
    }
    expect = ["aws_instance.web @ instance_type"]
  }

  unknown "an unset variable" {
    variable "type" {
      type = string
    }
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = var.type
    }
  }
}

rule "aws-instance-graviton-sibling" {
  title     = "Instance type has a cheaper Graviton sibling"
  category  = "cost"
  severity  = "info"
  resources = ["aws_instance", "aws_launch_template"]
  default   = false
  params = {
    families = "^(?:c5a?d?n?|c6[ai]d?n?|c7[ai]|m5a?d?n?|m6[ai]d?n?|m7[ai]|r5a?d?n?|r6[ai]d?n?|r7[ai]z?|t3a?)[.]"
  }
  when    = resource.instance_type != null
  assert  = !can(regex(param.families, resource.instance_type))
  at      = resource.instance_type
  message = "`${resource.instance_type}` has an arm64 sibling at a lower price"
  why     = "Graviton instances cost about a fifth less than their x86 siblings at equal or better speed. The image and all agents must exist for arm64."
  remedy  = "Build the image for arm64 and use the `g` family: `m7g`, `c7g`, `r7g`, `t4g`."
  link    = "https://aws.amazon.com/ec2/graviton/"

  pass "Graviton" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t4g.micro"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "x86" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "m6i.large"
    }
    expect = ["aws_instance.web @ instance_type"]
  }

  unknown "`instance_type` is an unset variable" {
    variable "instance_type" {}
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = var.instance_type
    }
  }
}

rule "aws-instance-dedicated-tenancy" {
  title     = "Instance runs on dedicated hardware"
  category  = "cost"
  severity  = "info"
  resources = ["aws_instance", "aws_launch_template", "aws_launch_configuration"]
  default   = false
  assert    = !contains(["dedicated", "host"], coalesce(resource.tenancy, resource.placement_tenancy, resource.placement[0].tenancy, "default"))
  at        = [resource.tenancy, resource.placement_tenancy, resource.placement[0].tenancy]
  message   = "Dedicated hardware costs more for each hour, and a fee for each region"
  why       = "Dedicated tenancy is for licences and rules that demand it. Isolation between customers is the same without it."
  remedy    = "Remove the tenancy, or say in a suppression which licence or rule demands it."
  link      = "https://aws.amazon.com/ec2/pricing/dedicated-instances/"

  pass "shared" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "m7i.large"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "dedicated" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "m7i.large"
      tenancy       = "dedicated"
    }
    expect = ["aws_instance.web @ tenancy"]
  }

  fail "in a launch template" {
    resource "aws_launch_template" "web" {
      placement {
        tenancy = "dedicated"
      }
    }
    expect = ["aws_launch_template.web @ placement[0].tenancy"]
  }

  unknown "`tenancy` is an unset variable" {
    variable "tenancy" {}
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "m7i.large"
      tenancy       = var.tenancy
    }
  }

  fail "`tenancy` is `host`" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "m7i.large"
      tenancy       = "host"
    }
    expect = ["aws_instance.web @ tenancy"]
  }
}

rule "aws-instance-unlimited-credits" {
  title     = "Burstable instance may bill CPU credits without a limit"
  category  = "cost"
  severity  = "info"
  resources = ["aws_instance", "aws_launch_template"]
  default   = false
  when      = can(regex("^t[234]", resource.instance_type))
  assert    = coalesce(resource.credit_specification[0].cpu_credits, startswith(resource.instance_type, "t2") ? "standard" : "unlimited") == "standard"
  at        = resource.credit_specification[0].cpu_credits
  message   = "`${resource.instance_type}` runs in unlimited mode: surplus credits are billed"
  why       = "T3 and T4g start in unlimited mode. A process that spins then costs more than a fixed-size instance would, and nothing stops it."
  remedy    = <<-EOT
    ```hcl
    credit_specification {
      cpu_credits = "standard"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode.html"

  pass "standard" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      credit_specification {
        cpu_credits = "standard"
      }
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  pass "t2 is standard by itself" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t2.micro"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-previous-generation", "aws-instance-root-volume-unencrypted"]
  }

  fail "t3 by default" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
    }
  }

  fail "t2 on demand" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t2.micro"
      credit_specification {
        cpu_credits = "unlimited"
      }
    }
    expect = ["aws_instance.web @ credit_specification[0].cpu_credits"]
  }

  unknown "`cpu_credits` is an unset variable" {
    variable "cpu_credits" {}
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t2.micro"
      credit_specification {
        cpu_credits = var.cpu_credits
      }
    }
  }

  pass "no `instance_type`" {
    resource "aws_instance" "web" {
      ami = "ami-0a1b2c3d"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }
}

rule "aws-launch-configuration-used" {
  title     = "Launch configurations are superseded by launch templates"
  category  = "correctness"
  severity  = "low"
  resources = ["aws_launch_configuration"]
  assert    = false
  message   = "AWS no longer adds instance types or features to launch configurations"
  why       = <<-EOT
    Launch configurations know no instance type that came after 2022, no mixed spot and on-demand capacity and no versions, and accounts created since
    October 2024 cannot make new ones at all.
  EOT
  remedy    = "Write an `aws_launch_template` and name it in the group's `launch_template` block."
  link      = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html"

  pass "a template" {
    resource "aws_launch_template" "web" {
      image_id      = "ami-0a1b2c3d"
      instance_type = "m7i.large"
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  fail "a configuration" {
    resource "aws_launch_configuration" "web" {
      image_id      = "ami-0a1b2c3d"
      instance_type = "m5.large"
    }
  }
}

rule "aws-spot-fleet-termination-policy-invalid" {
  title     = "Spot fleet has a termination policy that AWS refuses"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_spot_fleet_request"]
  aliases   = ["aws_spot_fleet_request_invalid_excess_capacity_termination_policy"]
  params = {
    allowed = ["Default", "NoTermination"]
  }
  when    = resource.excess_capacity_termination_policy != null
  assert  = contains(param.allowed, resource.excess_capacity_termination_policy)
  at      = resource.excess_capacity_termination_policy
  message = "`${resource.excess_capacity_termination_policy}` is not one of ${join(", ", param.allowed)}"
  why     = "The words are compared with their case; AWS refuses anything else at apply."
  remedy  = "Write `Default` or `NoTermination`."
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SpotFleetRequestConfigData.html"

  pass "a known word" {
    resource "aws_spot_fleet_request" "batch" {
      iam_fleet_role                     = "arn:aws:iam::123456789012:role/fleet"
      target_capacity                    = 2
      excess_capacity_termination_policy = "NoTermination"
      launch_template_config {
        launch_template_specification {
          id      = "lt-0a1b2c3d"
          version = "1"
        }
      }
    }
  }

  fail "the wrong case" {
    resource "aws_spot_fleet_request" "batch" {
      iam_fleet_role                     = "arn:aws:iam::123456789012:role/fleet"
      target_capacity                    = 2
      excess_capacity_termination_policy = "noTermination"
      launch_template_config {
        launch_template_specification {
          id      = "lt-0a1b2c3d"
          version = "1"
        }
      }
    }
    expect = ["aws_spot_fleet_request.batch @ excess_capacity_termination_policy"]
  }

  unknown "`excess_capacity_termination_policy` is an unset variable" {
    variable "excess_capacity_termination_policy" {}
    resource "aws_spot_fleet_request" "batch" {
      iam_fleet_role                     = "arn:aws:iam::123456789012:role/fleet"
      target_capacity                    = 2
      excess_capacity_termination_policy = var.excess_capacity_termination_policy
      launch_template_config {
        launch_template_specification {
          id      = "lt-0a1b2c3d"
          version = "1"
        }
      }
    }
  }
}

rule "aws-instance-type-invalid" {
  title     = "Instance type is not valid"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_instance", "aws_launch_template", "aws_launch_configuration", "aws_spot_instance_request"]
  when      = resource.instance_type != null && resource.instance_type != ""
  assert    = can(regex("^[a-z][a-z0-9-]*[.](?:nano|micro|small|medium|large|xlarge|[0-9]+xlarge|metal(?:-[0-9]+xl)?)$", resource.instance_type))
  at        = resource.instance_type
  message   = "`${resource.instance_type}` is not an instance type"
  why       = "An instance type is a family and a size, `m7i.large`. AWS refuses others at apply, after other resources were changed."
  remedy    = "Write for example `t3.micro`; types of databases (`db.…`), caches (`cache.…`) and SageMaker (`ml.…`) are none."
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html"

  pass "valid" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "c7gn.16xlarge"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  pass "bare metal" {
    resource "aws_launch_template" "web" {
      instance_type = "m7i.metal-24xl"
    }
    also = ["aws-instance-imdsv1-enabled"]
  }

  pass "high memory" {
    resource "aws_instance" "db" {
      ami           = "ami-0a1b2c3d"
      instance_type = "u-6tb1.112xlarge"
    }
    also = ["aws-instance-imdsv1-enabled", "aws-instance-root-volume-unencrypted"]
  }

  fail "a database class" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "db.t3.micro"
    }
    expect = ["aws_instance.web @ instance_type"]
  }

  fail "no size" {
    resource "aws_launch_template" "web" {
      instance_type = "t3"
    }
    expect = ["aws_launch_template.web @ instance_type"]
  }

  unknown "an unset variable" {
    variable "type" {
      type = string
    }
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = var.type
    }
  }

  pass "no `instance_type`" {
    resource "aws_launch_template" "web" {}
    also = ["aws-instance-imdsv1-enabled"]
  }
}
