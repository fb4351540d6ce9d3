# EBS volumes, snapshots and the account's defaults for them.

rule "aws-ebs-volume-unencrypted" {
  title     = "EBS volume is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ebs_volume"]
  aliases = [
    "CKV_AWS_3", "CKV2_AWS_2", "AWS-0026", "aws-ec2-enable-volume-encryption", "AVD-AWS-0026", "aws-ebs-enable-volume-encryption",
    "cc997676-481b-4e93-aa81-d19f8c5e9b12", "e6b4b943-6883-47a9-9739-7ada9568f8ca",
  ]
  tags    = ["cwe-311"]
  when    = resource.snapshot_id == null && !anytrue([for d in all("aws_ebs_encryption_by_default") : coalesce(d.enabled, true)])
  assert  = resource.encrypted == true
  at      = resource.encrypted
  message = "The volume is not encrypted"
  why     = <<-EOT
    Snapshots of the volume can be copied and shared in plain. Encryption is free; it cannot be switched on later without a new volume. A volume made from
    a snapshot inherits the snapshot's encryption and is not judged, nor is one whose configuration switches on encryption by default.
  EOT
  remedy  = "Set `encrypted = true`, and `aws_ebs_encryption_by_default` for the region."
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html"
  fix {
    set = {
      encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      encrypted         = true
    }
    also = ["aws-ebs-volume-gp2"]
  }

  pass "encryption by default" {
    resource "aws_ebs_encryption_by_default" "this" {
      enabled = true
    }
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
    also = ["aws-ebs-volume-gp2"]
  }

  fail "not written" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
  }

  fail "switched off" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      encrypted         = false
    }
    expect = ["aws_ebs_volume.data @ encrypted"]
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      encrypted         = var.encrypted
    }
  }

  pass "no `enabled`" {
    resource "aws_ebs_encryption_by_default" "this" {}
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
    also = ["aws-ebs-volume-gp2"]
  }
}

rule "aws-ebs-volume-aws-managed-key" {
  title     = "EBS volume is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_ebs_volume"]
  aliases   = ["CKV_AWS_189", "AWS-0027", "aws-ec2-volume-encryption-customer-key", "AVD-AWS-0027", "aws-ebs-encryption-customer-key"]
  tags      = ["cwe-320"]
  default   = false
  when      = resource.encrypted == true
  assert    = resource.kms_key_id != null
  at        = resource.kms_key_id
  message   = "The volume is encrypted with the account's default key"
  why       = "A key of your own can be rotated, audited and taken away from single principals; snapshots under the AWS managed key cannot be shared with other accounts."
  remedy    = "Set `kms_key_id = aws_kms_key.ebs.arn`."
  link      = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html"

  pass "a key" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      encrypted         = true
      kms_key_id        = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    also = ["aws-ebs-volume-gp2"]
  }

  fail "the default key" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      encrypted         = true
    }
  }

  pass "no `encrypted`" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
    also = ["aws-ebs-volume-gp2", "aws-ebs-volume-unencrypted"]
  }
}

rule "aws-ebs-encryption-by-default-off" {
  title     = "EBS encryption by default is switched off"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ebs_encryption_by_default"]
  aliases   = ["CKV_AWS_106", "3d3f6270-546b-443c-adb4-bb6fb2187ca6"]
  tags      = ["cwe-311", "cis-aws-3.0-2.2.1"]
  assert    = coalesce(resource.enabled, true)
  at        = resource.enabled
  message   = "New volumes of this region are not encrypted unless they ask for it"
  why       = "One volume that somebody forgets is enough. The setting covers every volume, snapshot copy and image of the region and costs nothing."
  remedy    = "Set `enabled = true`."
  link      = "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html"
  fix {
    set = {
      enabled = true
    }
  }

  pass "on" {
    resource "aws_ebs_encryption_by_default" "this" {
      enabled = true
    }
  }

  pass "on by default" {
    resource "aws_ebs_encryption_by_default" "this" {
    }
  }

  fail "off" {
    resource "aws_ebs_encryption_by_default" "this" {
      enabled = false
    }
    expect = ["aws_ebs_encryption_by_default.this @ enabled"]
  }

  unknown "an unset variable" {
    variable "on" {
      type = bool
    }
    resource "aws_ebs_encryption_by_default" "this" {
      enabled = var.on
    }
  }
}

rule "aws-ebs-snapshot-public-access-allowed" {
  title     = "EBS snapshots may be shared with everyone"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ebs_snapshot_block_public_access"]
  tags      = ["cwe-732"]
  assert    = resource.state != "unblocked"
  at        = resource.state
  message   = "Public sharing of snapshots is not blocked in this region"
  why       = "A public snapshot is a copy of a disk for the whole world. Hardly anybody shares one on purpose; the block makes it impossible."
  remedy    = "Set `state = \"block-all-sharing\"`."
  link      = "https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html"
  fix {
    set = {
      state = "block-all-sharing"
    }
  }

  pass "blocked" {
    resource "aws_ebs_snapshot_block_public_access" "this" {
      state = "block-all-sharing"
    }
  }

  fail "unblocked" {
    resource "aws_ebs_snapshot_block_public_access" "this" {
      state = "unblocked"
    }
    expect = ["aws_ebs_snapshot_block_public_access.this @ state"]
  }

  unknown "`state` is an unset variable" {
    variable "state" {}
    resource "aws_ebs_snapshot_block_public_access" "this" {
      state = var.state
    }
  }
}

rule "aws-ebs-snapshot-copy-unencrypted" {
  title     = "EBS snapshot copy is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ebs_snapshot_copy"]
  tags      = ["cwe-311"]
  when      = !anytrue([for d in all("aws_ebs_encryption_by_default") : coalesce(d.enabled, true)])
  assert    = resource.encrypted == true || resource.kms_key_id != null
  at        = resource.encrypted
  message   = "The copy is not encrypted"
  why       = "A copy is the moment to encrypt an old snapshot for free. If the source is already encrypted the copy is too, and writing it down does no harm."
  remedy    = "Set `encrypted = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ebs_snapshot_copy"
  fix {
    set = {
      encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_ebs_snapshot_copy" "dr" {
      source_snapshot_id = "snap-0a1b2c3d"
      source_region      = "eu-central-1"
      encrypted          = true
    }
  }

  fail "not written" {
    resource "aws_ebs_snapshot_copy" "dr" {
      source_snapshot_id = "snap-0a1b2c3d"
      source_region      = "eu-central-1"
    }
  }

  fail "switched off" {
    resource "aws_ebs_snapshot_copy" "dr" {
      source_snapshot_id = "snap-0a1b2c3d"
      source_region      = "eu-central-1"
      encrypted          = false
    }
    expect = ["aws_ebs_snapshot_copy.dr @ encrypted"]
  }

  unknown "`encrypted` is an unset variable" {
    variable "encrypted" {}
    resource "aws_ebs_snapshot_copy" "dr" {
      source_snapshot_id = "snap-0a1b2c3d"
      source_region      = "eu-central-1"
      encrypted          = var.encrypted
    }
  }

  pass "`kms_key_id` is another" {
    resource "aws_ebs_snapshot_copy" "dr" {
      source_snapshot_id = "snap-0a1b2c3d"
      source_region      = "eu-central-1"
      kms_key_id         = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }
}

rule "aws-ebs-snapshot-copy-aws-managed-key" {
  title     = "EBS snapshot copy is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_ebs_snapshot_copy"]
  aliases   = ["CKV_AWS_183"]
  tags      = ["cwe-320"]
  default   = false
  when      = resource.encrypted == true
  assert    = resource.kms_key_id != null
  message   = "The copy is encrypted with the account's default key"
  why       = "A snapshot under the AWS managed key cannot be shared with another account, and the key's policy cannot be changed."
  remedy    = "Set `kms_key_id` to a key of the destination region."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ebs_snapshot_copy"

  pass "a key" {
    resource "aws_ebs_snapshot_copy" "dr" {
      source_snapshot_id = "snap-0a1b2c3d"
      source_region      = "eu-central-1"
      encrypted          = true
      kms_key_id         = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "the default key" {
    resource "aws_ebs_snapshot_copy" "dr" {
      source_snapshot_id = "snap-0a1b2c3d"
      source_region      = "eu-central-1"
      encrypted          = true
    }
  }

  unknown "`encrypted` is an unset variable" {
    variable "encrypted" {}
    resource "aws_ebs_snapshot_copy" "dr" {
      source_snapshot_id = "snap-0a1b2c3d"
      source_region      = "eu-central-1"
      encrypted          = var.encrypted
    }
  }
}

rule "aws-ebs-volume-gp2" {
  title     = "Volume is gp2 although gp3 is cheaper"
  category  = "cost"
  severity  = "low"
  resources = ["aws_ebs_volume"]
  assert    = coalesce(resource.type, "gp2") != "gp2"
  at        = resource.type
  message   = "The volume is of type `gp2`"
  why       = <<-EOT
    gp3 costs a fifth less for each gigabyte and gives 3,000 IOPS and 125 MB/s at every size. gp2 is what the provider takes when `type` is missing. The
    change is made online.
  EOT
  remedy    = "Set `type = \"gp3\"`."
  link      = "https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html"
  fix {
    set = {
      type = "gp3"
    }
  }

  pass "gp3" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = "gp3"
    }
    also = ["aws-ebs-volume-unencrypted"]
  }

  fail "gp2" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = "gp2"
    }
    expect = ["aws_ebs_volume.data @ type"]
  }

  fail "not written" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
  }

  unknown "an unset variable" {
    variable "type" {
      type = string
    }
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = var.type
    }
  }
}

rule "aws-instance-volume-gp2" {
  title     = "Instance's volume is gp2 although gp3 is cheaper"
  category  = "cost"
  severity  = "low"
  resources = ["aws_instance", "aws_launch_configuration", "aws_spot_instance_request"]
  for_each  = concat(resource.root_block_device, resource.ebs_block_device)
  assert    = each.value.volume_type != "gp2"
  at        = each.value.volume_type
  message   = "The volume is of type `gp2`"
  why       = "gp3 costs a fifth less for each gigabyte and gives 3,000 IOPS and 125 MB/s at every size."
  remedy    = "Set `volume_type = \"gp3\"`."
  link      = "https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html"
  fix {
    set = {
      volume_type = "gp3"
    }
  }

  pass "gp3" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      root_block_device {
        volume_type = "gp3"
      }
    }
  }

  pass "the image decides" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      root_block_device {
        volume_size = 20
      }
    }
  }

  fail "the root volume" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      root_block_device {
        volume_type = "gp2"
      }
    }
    expect = ["aws_instance.web @ root_block_device[0].volume_type"]
  }

  fail "a data volume" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_type = "gp2"
      }
    }
    expect = ["aws_instance.web @ ebs_block_device[0].volume_type"]
  }

  unknown "`volume_type` is an unset variable" {
    variable "volume_type" {}
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      root_block_device {
        volume_type = var.volume_type
      }
    }
  }
}

rule "aws-launch-template-volume-gp2" {
  title     = "Launch template's volume is gp2 although gp3 is cheaper"
  category  = "cost"
  severity  = "low"
  resources = ["aws_launch_template"]
  for_each  = resource.block_device_mappings
  assert    = each.value.ebs[0].volume_type != "gp2"
  at        = each.value.ebs[0].volume_type
  message   = "The volume is of type `gp2`"
  why       = "gp3 costs a fifth less for each gigabyte and gives 3,000 IOPS and 125 MB/s at every size."
  remedy    = "Set `volume_type = \"gp3\"`."
  link      = "https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html"

  pass "gp3" {
    resource "aws_launch_template" "web" {
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          volume_type = "gp3"
        }
      }
    }
  }

  fail "gp2" {
    resource "aws_launch_template" "web" {
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          volume_type = "gp2"
        }
      }
    }
    expect = ["aws_launch_template.web @ block_device_mappings[0].ebs[0].volume_type"]
  }

  unknown "`volume_type` is an unset variable" {
    variable "volume_type" {}
    resource "aws_launch_template" "web" {
      block_device_mappings {
        device_name = "/dev/xvda"
        ebs {
          volume_type = var.volume_type
        }
      }
    }
  }
}

rule "aws-ebs-volume-magnetic" {
  title     = "Volume is magnetic, a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_ebs_volume", "aws_instance", "aws_launch_configuration", "aws_launch_template", "aws_spot_instance_request"]
  for_each  = meta.type == "aws_ebs_volume" ? [resource] : concat(resource.root_block_device, resource.ebs_block_device, flatten(resource.block_device_mappings[*].ebs))
  assert    = coalesce(each.value.type, each.value.volume_type, "gp2") != "standard"
  at        = [each.value.type, each.value.volume_type]
  message   = "The volume is of type `standard`"
  why       = "Magnetic volumes are slow, limited to 1 TiB and billed for each request as well. gp3 is faster, st1 or sc1 cheaper for cold data."
  remedy    = "Use `gp3`, or `sc1` for data that is rarely read."
  link      = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html"

  pass "gp3" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = "gp3"
    }
    also = ["aws-ebs-volume-unencrypted"]
  }

  fail "a volume" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = "standard"
    }
    expect = ["aws_ebs_volume.data @ type"]
  }

  fail "a launch template" {
    resource "aws_launch_template" "web" {
      block_device_mappings {
        device_name = "/dev/sdf"
        ebs {
          volume_type = "standard"
        }
      }
    }
    expect = ["aws_launch_template.web @ block_device_mappings[0].ebs[0].volume_type"]
  }

  fail "a root volume" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      root_block_device {
        volume_type = "standard"
      }
    }
    expect = ["aws_instance.web @ root_block_device[0].volume_type"]
  }

  unknown "`type` is an unset variable" {
    variable "type" {}
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = var.type
    }
  }
}

rule "aws-ebs-volume-provisioned-iops-small" {
  title     = "Provisioned-IOPS volume asks for no more than gp3 gives"
  category  = "cost"
  severity  = "low"
  resources = ["aws_ebs_volume", "aws_instance", "aws_launch_configuration", "aws_launch_template", "aws_spot_instance_request"]
  params = {
    gp3_iops = 16000
  }
  for_each = meta.type == "aws_ebs_volume" ? [resource] : concat(resource.root_block_device, resource.ebs_block_device, flatten(resource.block_device_mappings[*].ebs))
  assert = !(
    contains(["io1", "io2"], coalesce(each.value.type, each.value.volume_type, "gp2"))
    && each.value.iops <= param.gp3_iops
    && each.value.iops != null
    && each.value.multi_attach_enabled != true
  )
  at      = [each.value.type, each.value.volume_type]
  message = "${each.value.iops} IOPS are within what gp3 reaches at a lower price"
  why     = <<-EOT
    io1 and io2 charge for each provisioned IOPS on top of a higher price for each gigabyte. gp3 gives up to 16,000 IOPS. io2 keeps its place where its
    durability of 99.999 % or Multi-Attach is needed.
  EOT
  remedy  = "Set `type = \"gp3\"` and keep `iops`."
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html"

  pass "gp3 with IOPS" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 400
      type              = "gp3"
      iops              = 8000
    }
    also = ["aws-ebs-volume-unencrypted"]
  }

  pass "more than gp3 can" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 800
      type              = "io2"
      iops              = 40000
    }
    also = ["aws-ebs-volume-unencrypted"]
  }

  fail "a launch template" {
    resource "aws_launch_template" "db" {
      block_device_mappings {
        device_name = "/dev/sdf"
        ebs {
          volume_type = "io1"
          volume_size = 100
          iops        = 5000
        }
      }
    }
    expect = ["aws_launch_template.db @ block_device_mappings[0].ebs[0].volume_type"]
  }

  fail "io1 with little" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 400
      type              = "io1"
      iops              = 4000
    }
    expect = ["aws_ebs_volume.data @ type"]
  }

  fail "a data volume of an instance" {
    resource "aws_instance" "db" {
      ami           = "ami-0a1b2c3d"
      instance_type = "r7i.large"
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_type = "io2"
        volume_size = 100
        iops        = 3000
      }
    }
    expect = ["aws_instance.db @ ebs_block_device[0].volume_type"]
  }

  unknown "`type` is an unset variable" {
    variable "type" {}
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 400
      type              = var.type
      iops              = 4000
    }
  }

  fail "more that fail" {
    resource "aws_ebs_volume" "iops_is_16000" {
      availability_zone = "eu-central-1a"
      size              = 800
      type              = "io2"
      iops              = 16000
    }
    expect = ["aws_ebs_volume.iops_is_16000 @ type"]
  }
}

rule "aws-ebs-volume-iops-ratio-invalid" {
  title     = "Volume asks for more IOPS than its size allows"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_ebs_volume"]
  params = {
    ratio = {
      gp3 = 500
      io1 = 50
      io2 = 1000
    }
    # Below this gp3 needs no minimum size.
    baseline = 3000
  }
  when    = resource.iops > param.baseline && resource.size != null && contains(keys(param.ratio), resource.type)
  assert  = resource.iops <= resource.size * lookup(param.ratio, resource.type, 1000)
  at      = resource.iops
  message = "${resource.iops} IOPS need more than ${resource.size} GiB on a `${resource.type}` volume"
  why     = "AWS refuses a volume whose IOPS exceed a fixed number for each gigabyte: 500 for gp3, 50 for io1, 1,000 for io2."
  remedy  = "Lower `iops` or raise `size`."
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html"

  pass "within the ratio" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 100
      type              = "gp3"
      iops              = 16000
    }
    also = ["aws-ebs-volume-unencrypted"]
  }

  pass "the baseline" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 4
      type              = "gp3"
      iops              = 3000
    }
    also = ["aws-ebs-volume-unencrypted"]
  }

  fail "gp3 too small" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 10
      type              = "gp3"
      iops              = 8000
    }
    expect = ["aws_ebs_volume.data @ iops"]
  }

  fail "io1 too small" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 100
      type              = "io1"
      iops              = 10000
    }
    expect = ["aws_ebs_volume.data @ iops"]
  }

  unknown "`iops` is an unset variable" {
    variable "iops" {}
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 10
      type              = "gp3"
      iops              = var.iops
    }
  }

  pass "more that pass" {
    resource "aws_ebs_volume" "no_type" {
      availability_zone = "eu-central-1a"
      size              = 10
      iops              = 8000
    }
    resource "aws_ebs_volume" "one_more_size_is_40_one_more_iops_is" {
      availability_zone = "eu-central-1a"
      size              = 100
      type              = "gp3"
      iops              = 16000
    }
    resource "aws_ebs_volume" "one_more_size_is_40_one_more_iops_is_2" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = "gp3"
      iops              = 16000
    }
    resource "aws_ebs_volume" "one_more_size_is_40_one_more_iops_is_3" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = "gp3"
      iops              = 20000
    }
    also = ["aws-ebs-volume-gp2", "aws-ebs-volume-unencrypted"]
  }

  fail "one more, `iops` is `3001`" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 4
      type              = "gp3"
      iops              = 3000
    }
    resource "aws_ebs_volume" "data_too" {
      availability_zone = "eu-central-1a"
      size              = 4
      type              = "gp3"
      iops              = 3001
    }
    expect = ["aws_ebs_volume.data_too @ iops"]
  }
}

rule "aws-ebs-volume-type-invalid" {
  title     = "Volume has a type that AWS does not know"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_ebs_volume", "aws_instance", "aws_launch_configuration"]
  params = {
    allowed = ["standard", "gp2", "gp3", "io1", "io2", "sc1", "st1"]
  }
  for_each = meta.type == "aws_ebs_volume" ? [resource] : concat(resource.root_block_device, resource.ebs_block_device)
  assert   = contains(param.allowed, coalesce(each.value.type, each.value.volume_type, "gp2"))
  at       = [each.value.type, each.value.volume_type]
  message  = "`${coalesce(each.value.type, each.value.volume_type, "")}` is not one of ${join(", ", param.allowed)}"
  why      = "AWS refuses an unknown volume type at apply, after other resources were changed."
  remedy   = "Write one of the known types; `gp3` serves most needs."
  link     = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html"

  pass "known" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = "st1"
    }
    also = ["aws-ebs-volume-unencrypted"]
  }

  fail "a slip" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = "gp4"
    }
    expect = ["aws_ebs_volume.data @ type"]
  }

  fail "in an instance" {
    resource "aws_instance" "web" {
      ami           = "ami-0a1b2c3d"
      instance_type = "t3.micro"
      root_block_device {
        volume_type = "ssd"
      }
    }
    expect = ["aws_instance.web @ root_block_device[0].volume_type"]
  }

  unknown "`type` is an unset variable" {
    variable "type" {}
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = var.type
    }
  }

  pass "no `type`" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
    also = ["aws-ebs-volume-gp2", "aws-ebs-volume-unencrypted"]
  }

  fail "one more, `type` is `standard`" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = "gp4"
    }
    resource "aws_ebs_volume" "data_too" {
      availability_zone = "eu-central-1a"
      size              = 40
      type              = "standard"
    }
    expect = ["aws_ebs_volume.data @ type"]
  }
}

rule "aws-ebs-volume-unattached" {
  title     = "EBS volume is attached to nothing"
  category  = "cost"
  severity  = "info"
  resources = ["aws_ebs_volume"]
  default   = false
  related "users" {
    type = ["aws_*", "module"]
    on   = other.meta.address != meta.address && refers(other, resource)
  }
  assert  = length(related.users) > 0
  message = "Nothing in this configuration uses the volume${is_known(monthly_cost(resource)) && monthly_cost(resource) > 0 ? ", which costs ${format("%.2f", monthly_cost(resource))} USD a month" : ""}"
  why     = "A volume is billed for its size whether something reads it or not. A volume that an autoscaled instance attaches at start looks the same; suppress it there."
  remedy  = "Attach it with `aws_volume_attachment`, or keep a snapshot and delete it."
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-attaching-volume.html"

  pass "attached" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
    resource "aws_volume_attachment" "data" {
      device_name = "/dev/sdf"
      instance_id = "i-0a1b2c3d"
      volume_id   = aws_ebs_volume.data.id
    }
    also = ["aws-ebs-volume-gp2", "aws-ebs-volume-unencrypted"]
  }

  fail "alone" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
  }

  fail "no `volume_id`" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
    resource "aws_volume_attachment" "data" {
      device_name = "/dev/sdf"
      instance_id = "i-0a1b2c3d"
    }
    expect = ["aws_ebs_volume.data"]
  }
}

rule "aws-ebs-volume-no-backup" {
  title     = "EBS volume is in no backup plan"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_ebs_volume"]
  aliases   = ["CKV2_AWS_9"]
  default   = false
  related "selections" {
    type = "aws_backup_selection"
    on   = refers(other.resources, resource) || contains(other.resources, "*") || length(other.selection_tag) > 0
  }
  assert  = length(related.selections) > 0 || length(all("aws_dlm_lifecycle_policy")) > 0
  message = "No backup selection and no lifecycle policy of this configuration covers the volume"
  why     = "A volume lives in one availability zone; snapshots do not. Selections by tag and lifecycle policies count as cover, since their tags may match."
  remedy  = "Add the volume to an `aws_backup_selection`, or snapshot it by tag with `aws_dlm_lifecycle_policy`."
  link    = "https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html"

  pass "selected" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
    resource "aws_backup_selection" "data" {
      name         = "data"
      plan_id      = "1234abcd"
      iam_role_arn = "arn:aws:iam::123456789012:role/backup"
      resources    = [aws_ebs_volume.data.arn]
    }
    also = ["aws-ebs-volume-gp2", "aws-ebs-volume-unencrypted"]
  }

  fail "no backup" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
  }

  pass "`resources` is `*`" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
    resource "aws_backup_selection" "data" {
      name         = "data"
      plan_id      = "1234abcd"
      iam_role_arn = "arn:aws:iam::123456789012:role/backup"
      resources    = ["*"]
    }
    also = ["aws-ebs-volume-gp2", "aws-ebs-volume-unencrypted"]
  }

  fail "no `resources`" {
    resource "aws_ebs_volume" "data" {
      availability_zone = "eu-central-1a"
      size              = 40
    }
    resource "aws_backup_selection" "data" {
      name         = "data"
      plan_id      = "1234abcd"
      iam_role_arn = "arn:aws:iam::123456789012:role/backup"
    }
    expect = ["aws_ebs_volume.data"]
  }
}
