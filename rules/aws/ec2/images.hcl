# Machine images.

rule "aws-ami-owner-missing" {
  title     = "Image lookup accepts an image of any owner"
  category  = "security"
  severity  = "high"
  resources = ["data.aws_ami", "data.aws_ami_ids"]
  aliases   = ["AWS-0344", "aws-ami-ensure-ami-has-owners", "AVD-AWS-0344", "CKV_AWS_386", "f317c3c2-58e5-4aa7-bb8e-3a7f6bcd274a"]
  tags      = ["cwe-345", "cwe-829"]
  assert = (
    length(resource.owners) > 0
    || anytrue([for f in resource.filter : contains(["owner-id", "owner-alias", "image-id"], f.name)])
  )
  at      = resource.owners
  message = "The lookup does not say whose image it wants"
  why     = <<-EOT
    Anyone may publish an image under a name that matches the filter. With `most_recent` a stranger's newer image wins, and its code runs with your
    instance role (known as the whoAMI attack).
  EOT
  remedy  = <<-EOT
    ```hcl
    owners = ["amazon"] # or the account id of the publisher
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/ami"

  pass "an owner" {
    data "aws_ami" "al2023" {
      most_recent = true
      owners      = ["amazon"]
      filter {
        name   = "name"
        values = ["al2023-ami-2023.*-x86_64"]
      }
    }
  }

  pass "an owner as a filter" {
    data "aws_ami" "ubuntu" {
      most_recent = true
      filter {
        name   = "name"
        values = ["ubuntu/images/*"]
      }
      filter {
        name   = "owner-id"
        values = ["099720109477"]
      }
    }
  }

  fail "by name alone" {
    data "aws_ami" "ubuntu" {
      most_recent = true
      filter {
        name   = "name"
        values = ["ubuntu/images/*"]
      }
    }
  }

  fail "an empty list" {
    data "aws_ami" "ubuntu" {
      most_recent = true
      owners      = []
    }
    expect = ["data.aws_ami.ubuntu @ owners"]
  }

  unknown "`owners` is an unset variable" {
    variable "owners" {}
    data "aws_ami" "ubuntu" {
      most_recent = true
      owners      = var.owners
    }
  }

  pass "more that pass" {
    data "aws_ami" "name_is_image_id" {
      most_recent = true
      filter {
        name   = "name"
        values = ["ubuntu/images/*"]
      }
      filter {
        name   = "image-id"
        values = ["099720109477"]
      }
    }
    data "aws_ami" "one_more_name_is_owner_alias" {
      most_recent = true
      filter {
        name   = "name"
        values = ["ubuntu/images/*"]
      }
      filter {
        name   = "owner-id"
        values = ["099720109477"]
      }
    }
    data "aws_ami" "one_more_name_is_owner_alias_2" {
      most_recent = true
      filter {
        name   = "name"
        values = ["ubuntu/images/*"]
      }
      filter {
        name   = "owner-alias"
        values = ["099720109477"]
      }
    }
  }
}

rule "aws-ami-public" {
  title     = "Machine image is public"
  category  = "security"
  severity  = "high"
  resources = ["aws_ami_launch_permission"]
  aliases   = ["CKV_AWS_205"]
  tags      = ["cwe-732"]
  assert    = resource.group != "all"
  at        = resource.group
  message   = "Every AWS account may start, copy and read this image"
  why       = "Whatever is on the image's disks (source, keys, shell history) can be read by anyone who starts it. AWS blocks new public images by default for that reason."
  remedy    = "Share with `account_id`, `organization_arn` or `organizational_unit_arn`."
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html"

  pass "one organisation" {
    resource "aws_ami_launch_permission" "org" {
      image_id         = "ami-0a1b2c3d"
      organization_arn = "arn:aws:organizations::123456789012:organization/o-abc"
    }
  }

  fail "everyone" {
    resource "aws_ami_launch_permission" "all" {
      image_id = "ami-0a1b2c3d"
      group    = "all"
    }
    expect = ["aws_ami_launch_permission.all @ group"]
  }

  unknown "`group` is an unset variable" {
    variable "group" {}
    resource "aws_ami_launch_permission" "all" {
      image_id = "ami-0a1b2c3d"
      group    = var.group
    }
  }
}

rule "aws-ami-shared-with-account" {
  title     = "Machine image is shared with another account"
  category  = "security"
  severity  = "info"
  resources = ["aws_ami_launch_permission"]
  aliases   = ["ba4e0031-3e9d-4d7d-b0d6-bd8f003f8698"]
  tags      = ["cwe-732"]
  default   = false
  assert    = resource.account_id == null
  at        = resource.account_id
  message   = "The image is shared with a single account by its number"
  why       = "Single accounts are forgotten when they change hands. Sharing with the organisation or a unit of it ends by itself when an account leaves."
  remedy    = "Use `organization_arn` or `organizational_unit_arn`."
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/share-amis-with-organizations-and-OUs.html"

  pass "one unit" {
    resource "aws_ami_launch_permission" "unit" {
      image_id                = "ami-0a1b2c3d"
      organizational_unit_arn = "arn:aws:organizations::123456789012:ou/o-abc/ou-1"
    }
  }

  fail "an account" {
    resource "aws_ami_launch_permission" "partner" {
      image_id   = "ami-0a1b2c3d"
      account_id = "210987654321"
    }
    expect = ["aws_ami_launch_permission.partner @ account_id"]
  }

  unknown "`account_id` is an unset variable" {
    variable "account_id" {}
    resource "aws_ami_launch_permission" "partner" {
      image_id   = "ami-0a1b2c3d"
      account_id = var.account_id
    }
  }
}

rule "aws-ami-public-access-allowed" {
  title     = "Machine images may be made public"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ec2_image_block_public_access"]
  tags      = ["cwe-732"]
  assert    = resource.state != "unblocked"
  at        = resource.state
  message   = "Public sharing of images is not blocked in this region"
  why       = "AWS blocks public images by default in accounts that have none. Taking the block away lets one wrong call publish a disk."
  remedy    = "Set `state = \"block-new-sharing\"`."
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html"
  fix {
    set = {
      state = "block-new-sharing"
    }
  }

  pass "blocked" {
    resource "aws_ec2_image_block_public_access" "this" {
      state = "block-new-sharing"
    }
  }

  fail "unblocked" {
    resource "aws_ec2_image_block_public_access" "this" {
      state = "unblocked"
    }
    expect = ["aws_ec2_image_block_public_access.this @ state"]
  }

  unknown "`state` is an unset variable" {
    variable "state" {}
    resource "aws_ec2_image_block_public_access" "this" {
      state = var.state
    }
  }
}

rule "aws-ami-volume-unencrypted" {
  title     = "Machine image has an unencrypted volume"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ami"]
  aliases   = ["CKV_AWS_204", "8bbb242f-6e38-4127-86d4-d8f0b2687ae2"]
  tags      = ["cwe-311"]
  for_each  = resource.ebs_block_device
  assert    = each.value.encrypted == true || each.value.snapshot_id != null
  at        = each.value.encrypted
  message   = "The image's volume `${each.value.device_name}` is not encrypted"
  why       = "Every instance of the image starts with this volume. A volume from a snapshot has the snapshot's encryption and cannot choose; it is not judged."
  remedy    = "Set `encrypted = true` in the block, or make the snapshot an encrypted one."
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html"

  pass "encrypted" {
    resource "aws_ami" "base" {
      name = "base"
      ebs_block_device {
        device_name = "/dev/xvda"
        volume_size = 8
        encrypted   = true
      }
    }
  }

  pass "from a snapshot" {
    resource "aws_ami" "base" {
      name = "base"
      ebs_block_device {
        device_name = "/dev/xvda"
        snapshot_id = "snap-0a1b2c3d"
      }
    }
  }

  fail "not written" {
    resource "aws_ami" "base" {
      name = "base"
      ebs_block_device {
        device_name = "/dev/xvda"
        volume_size = 8
      }
    }
  }

  fail "switched off" {
    resource "aws_ami" "base" {
      name = "base"
      ebs_block_device {
        device_name = "/dev/xvda"
        volume_size = 8
        encrypted   = false
      }
    }
    expect = ["aws_ami.base @ ebs_block_device[0].encrypted"]
  }

  unknown "`encrypted` is an unset variable" {
    variable "encrypted" {}
    resource "aws_ami" "base" {
      name = "base"
      ebs_block_device {
        device_name = "/dev/xvda"
        volume_size = 8
        encrypted   = var.encrypted
      }
    }
  }
}

rule "aws-ami-copy-unencrypted" {
  title     = "Copy of a machine image is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ami_copy"]
  aliases   = ["CKV_AWS_235"]
  tags      = ["cwe-311"]
  when      = !anytrue([for d in all("aws_ebs_encryption_by_default") : coalesce(d.enabled, true)])
  assert    = resource.encrypted == true
  at        = resource.encrypted
  message   = "The copy's snapshots are not encrypted"
  why       = "A copy is the moment to encrypt an image, and every instance started from it, for free. `encrypted` is false unless written."
  remedy    = "Set `encrypted = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ami_copy"
  fix {
    set = {
      encrypted = true
    }
    safe = false
  }

  pass "encrypted" {
    resource "aws_ami_copy" "base" {
      name              = "base"
      source_ami_id     = "ami-0a1b2c3d"
      source_ami_region = "eu-central-1"
      encrypted         = true
    }
  }

  fail "not written" {
    resource "aws_ami_copy" "base" {
      name              = "base"
      source_ami_id     = "ami-0a1b2c3d"
      source_ami_region = "eu-central-1"
    }
  }

  fail "switched off" {
    resource "aws_ami_copy" "base" {
      name              = "base"
      source_ami_id     = "ami-0a1b2c3d"
      source_ami_region = "eu-central-1"
      encrypted         = false
    }
    expect = ["aws_ami_copy.base @ encrypted"]
  }

  unknown "`encrypted` is an unset variable" {
    variable "encrypted" {}
    resource "aws_ami_copy" "base" {
      name              = "base"
      source_ami_id     = "ami-0a1b2c3d"
      source_ami_region = "eu-central-1"
      encrypted         = var.encrypted
    }
  }
}

rule "aws-ami-copy-aws-managed-key" {
  title     = "Copy of a machine image is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_ami_copy"]
  aliases   = ["CKV_AWS_236"]
  tags      = ["cwe-320"]
  default   = false
  when      = resource.encrypted == true
  assert    = resource.kms_key_id != null
  message   = "The copy is encrypted with the account's default key"
  why       = "An image under the AWS managed key cannot be shared with another account."
  remedy    = "Set `kms_key_id = aws_kms_key.ami.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ami_copy"

  pass "a key" {
    resource "aws_ami_copy" "base" {
      name              = "base"
      source_ami_id     = "ami-0a1b2c3d"
      source_ami_region = "eu-central-1"
      encrypted         = true
      kms_key_id        = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "the default key" {
    resource "aws_ami_copy" "base" {
      name              = "base"
      source_ami_id     = "ami-0a1b2c3d"
      source_ami_region = "eu-central-1"
      encrypted         = true
    }
  }

  unknown "`encrypted` is an unset variable" {
    variable "encrypted" {}
    resource "aws_ami_copy" "base" {
      name              = "base"
      source_ami_id     = "ami-0a1b2c3d"
      source_ami_region = "eu-central-1"
      encrypted         = var.encrypted
    }
  }
}
