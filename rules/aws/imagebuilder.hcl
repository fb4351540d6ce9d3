# EC2 Image Builder.

rule "aws-imagebuilder-component-aws-managed-key" {
  title     = "Image Builder component has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_imagebuilder_component"]
  aliases   = ["CKV_AWS_180"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_key_id != null
  message   = "The component is encrypted with the account's default key"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `kms_key_id = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/imagebuilder_component"

  pass "a key" {
    resource "aws_imagebuilder_component" "c" {
      name       = "c"
      platform   = "Linux"
      version    = "1.0.0"
      data       = "x"
      kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_imagebuilder_component" "c" {
      name     = "c"
      platform = "Linux"
      version  = "1.0.0"
      data     = "x"
    }
  }
}

rule "aws-imagebuilder-distribution-aws-managed-key" {
  title     = "Images are distributed without a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_imagebuilder_distribution_configuration"]
  aliases   = ["CKV_AWS_199"]
  tags      = ["cwe-320"]
  default   = false
  assert    = alltrue([for a in flatten([for d in resource.distribution : d.ami_distribution_configuration]) : a.kms_key_id != null])
  at        = resource.distribution
  message   = "A distribution names no KMS key"
  why       = "Images under the default key cannot be shared with other accounts."
  remedy    = "Set `kms_key_id` in `ami_distribution_configuration`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/imagebuilder_distribution_configuration"

  pass "a key" {
    resource "aws_imagebuilder_distribution_configuration" "d" {
      name = "d"
      distribution {
        region = "eu-central-1"
        ami_distribution_configuration {
          name       = "base"
          kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        }
      }
    }
  }

  fail "none" {
    resource "aws_imagebuilder_distribution_configuration" "d" {
      name = "d"
      distribution {
        region = "eu-central-1"
        ami_distribution_configuration {
          name = "base"
        }
      }
    }
  }

  pass "without `distribution`" {
    resource "aws_imagebuilder_distribution_configuration" "d" {
      name = "d"
    }
  }
}

rule "aws-imagebuilder-volume-unencrypted" {
  title     = "Image recipe has an unencrypted volume"
  category  = "security"
  severity  = "medium"
  resources = ["aws_imagebuilder_image_recipe"]
  aliases   = ["CKV_AWS_200"]
  tags      = ["cwe-311"]
  when      = !anytrue([for d in all("aws_ebs_encryption_by_default") : coalesce(d.enabled, true)])
  for_each  = resource.block_device_mapping
  assert    = length(each.value.ebs) == 0 || each.value.ebs[0].encrypted == true || each.value.ebs[0].kms_key_id != null
  at        = each.value.ebs[0].encrypted
  message   = "The volume of the image is not encrypted"
  why       = "Every instance of the image starts with this volume."
  remedy    = "Set `encrypted = true` in the `ebs` block."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/imagebuilder_image_recipe"

  pass "encrypted" {
    resource "aws_imagebuilder_image_recipe" "r" {
      name         = "r"
      version      = "1.0.0"
      parent_image = "arn:aws:imagebuilder:eu-central-1:aws:image/amazon-linux-2023-x86/x.x.x"
      component {
        component_arn = "arn:aws:imagebuilder:eu-central-1:aws:component/update-linux/x.x.x"
      }
      block_device_mapping {
        device_name = "/dev/xvda"
        ebs {
          encrypted   = true
          volume_size = 20
        }
      }
    }
  }

  pass "no mapping" {
    resource "aws_imagebuilder_image_recipe" "r" {
      name         = "r"
      version      = "1.0.0"
      parent_image = "arn:aws:imagebuilder:eu-central-1:aws:image/amazon-linux-2023-x86/x.x.x"
      component {
        component_arn = "arn:aws:imagebuilder:eu-central-1:aws:component/update-linux/x.x.x"
      }
    }
  }

  fail "not written" {
    resource "aws_imagebuilder_image_recipe" "r" {
      name         = "r"
      version      = "1.0.0"
      parent_image = "arn:aws:imagebuilder:eu-central-1:aws:image/amazon-linux-2023-x86/x.x.x"
      component {
        component_arn = "arn:aws:imagebuilder:eu-central-1:aws:component/update-linux/x.x.x"
      }
      block_device_mapping {
        device_name = "/dev/xvda"
        ebs {
          volume_size = 20
        }
      }
    }
  }

  fail "off" {
    resource "aws_imagebuilder_image_recipe" "r" {
      name         = "r"
      version      = "1.0.0"
      parent_image = "arn:aws:imagebuilder:eu-central-1:aws:image/amazon-linux-2023-x86/x.x.x"
      component {
        component_arn = "arn:aws:imagebuilder:eu-central-1:aws:component/update-linux/x.x.x"
      }
      block_device_mapping {
        device_name = "/dev/xvda"
        ebs {
          encrypted = false
        }
      }
    }
    expect = ["aws_imagebuilder_image_recipe.r @ block_device_mapping[0].ebs[0].encrypted"]
  }

  unknown "an unset variable" {
    variable "encrypted" {
      type = bool
    }
    resource "aws_imagebuilder_image_recipe" "r" {
      name         = "r"
      version      = "1.0.0"
      parent_image = "arn:aws:imagebuilder:eu-central-1:aws:image/amazon-linux-2023-x86/x.x.x"
      component {
        component_arn = "arn:aws:imagebuilder:eu-central-1:aws:component/update-linux/x.x.x"
      }
      block_device_mapping {
        device_name = "/dev/xvda"
        ebs {
          encrypted = var.encrypted
        }
      }
    }
  }
}

rule "aws-imagebuilder-image-public" {
  title     = "Image Builder publishes images for everyone"
  category  = "security"
  severity  = "high"
  resources = ["aws_imagebuilder_distribution_configuration"]
  tags      = ["cwe-732"]
  assert    = !anytrue([for d in resource.distribution : anytrue([for a in d.ami_distribution_configuration : anytrue([for l in a.launch_permission : contains(l.user_groups, "all")])])])
  at        = resource.distribution
  message   = "Every AWS account may start, copy and read the images"
  why       = "Whatever is on the disks of the image can be read by anyone who starts it."
  remedy    = "Use `organization_arns`, `organizational_unit_arns` or `user_ids`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/imagebuilder_distribution_configuration"

  pass "one account" {
    resource "aws_imagebuilder_distribution_configuration" "d" {
      name = "d"
      distribution {
        region = "eu-central-1"
        ami_distribution_configuration {
          launch_permission {
            user_ids = ["210987654321"]
          }
        }
      }
    }
  }

  fail "everyone" {
    resource "aws_imagebuilder_distribution_configuration" "d" {
      name = "d"
      distribution {
        region = "eu-central-1"
        ami_distribution_configuration {
          launch_permission {
            user_groups = ["all"]
          }
        }
      }
    }
  }

  pass "more that pass" {
    resource "aws_imagebuilder_distribution_configuration" "without_distribution" {
      name = "d"
    }
    resource "aws_imagebuilder_distribution_configuration" "without_ami_distribution_configuration" {
      name = "d"
      distribution {
        region = "eu-central-1"
      }
    }
  }
}
