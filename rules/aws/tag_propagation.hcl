# Tags that stay where they are written, and what is billed has none: tasks, jobs, instances, volumes, snapshots, backups.

rule "aws-ecs-tags-not-propagated" {
  title     = "ECS tasks do not get the tags of their service"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_ecs_service"]
  assert    = contains(["SERVICE", "TASK_DEFINITION"], resource.propagate_tags)
  at        = resource.propagate_tags
  message   = "`propagate_tags` is not set, so tasks and their network interfaces have no tags"
  why       = <<-EOT
    Fargate is billed by task: without tags on tasks the cost of a service is in nobody's report. The provider's `default_tags` do not reach tasks either.
  EOT
  remedy    = <<-EOT
    Pass the tags of the service on.

    ```hcl
    propagate_tags = "SERVICE"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html"

  pass "of the service" {
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
      propagate_tags  = "SERVICE"
    }
  }

  fail "not set" {
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
    }
  }

  fail "switched off" {
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
      propagate_tags  = "NONE"
    }
    expect = ["aws_ecs_service.this @ propagate_tags"]
  }

  unknown "not known" {
    variable "propagate" {}
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
      propagate_tags  = var.propagate
    }
  }

  pass "`propagate_tags` is `TASK_DEFINITION`" {
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
      propagate_tags  = "TASK_DEFINITION"
    }
  }
}

rule "aws-ecs-scheduled-tags-not-propagated" {
  title     = "Scheduled ECS tasks do not get tags"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_cloudwatch_event_target"]
  for_each  = resource.ecs_target
  assert    = each.value.propagate_tags == "TASK_DEFINITION"
  at        = each.value.propagate_tags
  message   = "`propagate_tags` is not set, so the tasks that the rule starts have no tags"
  why       = <<-EOT
    The cost of scheduled tasks is in nobody's report.
  EOT
  remedy    = <<-EOT
    Pass the tags of the task definition on.

    ```hcl
    ecs_target {
      propagate_tags = "TASK_DEFINITION"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html"

  pass "passed on" {
    resource "aws_cloudwatch_event_target" "this" {
      rule = "nightly"
      arn  = "arn:aws:ecs:eu-west-1:111122223333:cluster/main"
      ecs_target {
        task_definition_arn = "etl:1"
        propagate_tags      = "TASK_DEFINITION"
      }
    }
  }

  pass "no ECS target" {
    resource "aws_cloudwatch_event_target" "this" {
      rule = "nightly"
      arn  = "arn:aws:lambda:eu-west-1:111122223333:function:etl"
    }
  }

  fail "not set" {
    resource "aws_cloudwatch_event_target" "this" {
      rule = "nightly"
      arn  = "arn:aws:ecs:eu-west-1:111122223333:cluster/main"
      ecs_target {
        task_definition_arn = "etl:1"
      }
    }
    expect = ["aws_cloudwatch_event_target.this @ ecs_target[0]"]
  }

  unknown "not known" {
    variable "propagate" {}
    resource "aws_cloudwatch_event_target" "this" {
      rule = "nightly"
      arn  = "arn:aws:ecs:eu-west-1:111122223333:cluster/main"
      ecs_target {
        task_definition_arn = "etl:1"
        propagate_tags      = var.propagate
      }
    }
  }
}

rule "aws-batch-tags-not-propagated" {
  title     = "Batch jobs do not pass their tags on to ECS"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_batch_job_definition"]
  when      = coalesce(resource.type, "container") == "container"
  assert    = resource.propagate_tags == true
  at        = resource.propagate_tags
  message   = "`propagate_tags` is not true, so the tasks of the job have no tags"
  why       = <<-EOT
    Jobs on Fargate are billed as ECS tasks, and show without an owner.
  EOT
  remedy    = <<-EOT
    Pass the tags on.

    ```hcl
    propagate_tags = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/batch/latest/userguide/using-tags.html"

  pass "passed on" {
    resource "aws_batch_job_definition" "this" {
      name           = "etl"
      type           = "container"
      propagate_tags = true
    }
  }

  fail "not set" {
    resource "aws_batch_job_definition" "this" {
      name = "etl"
      type = "container"
    }
  }

  unknown "not known" {
    variable "propagate" {}
    resource "aws_batch_job_definition" "this" {
      name           = "etl"
      type           = "container"
      propagate_tags = var.propagate
    }
  }

  unknown "`type` is an unset variable" {
    variable "type" {}
    resource "aws_batch_job_definition" "this" {
      name = "etl"
      type = var.type
    }
    expect = ["aws_batch_job_definition.this"]
  }
}

rule "aws-launch-template-tags-missing" {
  title     = "Launch template does not tag what it launches"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_launch_template"]
  params = {
    resource_types = ["instance", "volume"]
  }
  for_each = toset(param.resource_types)
  assert   = anytrue([for s in resource.tag_specifications : s.resource_type == each.value && length(s.tags) > 0])
  at       = resource.tag_specifications
  message  = "no `tag_specifications` for `${each.value}`"
  why      = <<-EOT
    `tags` and the provider's `default_tags` stay on the template. Instances of an Auto Scaling group, an EKS node group or a fleet, and their volumes,
    have the tags of `tag_specifications` only, and volumes are a large part of the bill.
  EOT
  remedy   = <<-EOT
    Tag instances and volumes.

    ```hcl
    tag_specifications {
      resource_type = "volume"
      tags = {
        Owner = "web"
      }
    }
    ```
  EOT
  link     = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_template#tag-specifications"

  pass "both" {
    resource "aws_launch_template" "this" {
      name = "web"
      tag_specifications {
        resource_type = "instance"
        tags = {
          Owner = "web"
        }
      }
      tag_specifications {
        resource_type = "volume"
        tags = {
          Owner = "web"
        }
      }
    }
  }

  fail "instances only" {
    resource "aws_launch_template" "this" {
      name = "web"
      tag_specifications {
        resource_type = "instance"
        tags = {
          Owner = "web"
        }
      }
    }
    expect = ["aws_launch_template.this @ tag_specifications"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_launch_template" "this" {
      name = "web"
      tag_specifications {
        resource_type = var.type
        tags = {
          Owner = "web"
        }
      }
      tag_specifications {
        resource_type = "instance"
        tags = {
          Owner = "web"
        }
      }
    }
  }

  fail "more that fail" {
    resource "aws_launch_template" "no_resource_type" {
      name = "web"
      tag_specifications {
        tags = { Owner = "web" }
      }
      tag_specifications {
        resource_type = "volume"
        tags          = { Owner = "web" }
      }
    }
    resource "aws_launch_template" "one_more_no_tags" {
      name = "web"
      tag_specifications {
        resource_type = "instance"
        tags          = { Owner = "web" }
      }
      tag_specifications {
        resource_type = "volume"
        tags          = { Owner = "web" }
      }
    }
    resource "aws_launch_template" "one_more_no_tags_2" {
      name = "web"
      tag_specifications {
        resource_type = "instance"
      }
      tag_specifications {
        resource_type = "volume"
        tags          = { Owner = "web" }
      }
    }
    expect = [
      "aws_launch_template.no_resource_type @ tag_specifications",
      "aws_launch_template.one_more_no_tags_2 @ tag_specifications",
    ]
  }
}

rule "aws-instance-volumes-untagged" {
  title     = "Volumes of an instance have no tags"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_instance", "aws_spot_instance_request"]
  when      = length(resource.root_block_device) > 0 || resource.ami != null
  assert    = length(resource.volume_tags) > 0 || (length(resource.root_block_device) > 0 && alltrue([for d in concat(resource.root_block_device, resource.ebs_block_device) : length(d.tags) > 0]))
  at        = [resource.volume_tags, resource.tags]
  message   = "neither `volume_tags` nor tags of the block devices say whose the volumes are"
  why       = <<-EOT
    `tags` stay on the instance. Its volumes and their snapshots are billed by themselves, and without tags by nobody's account.
  EOT
  remedy    = <<-EOT
    Tag the volumes.

    ```hcl
    volume_tags = {
      Owner = "web"
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/instance#volume_tags"

  pass "volume_tags" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      volume_tags = {
        Owner = "web"
      }
    }
  }

  pass "tags of the device" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      root_block_device {
        tags = {
          Owner = "web"
        }
      }
    }
  }

  fail "only the instance" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      tags = {
        Owner = "web"
      }
    }
    expect = ["aws_instance.this @ tags"]
  }

  unknown "not known" {
    variable "tags" {}
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      volume_tags   = var.tags
    }
  }

  pass "no `ami`" {
    resource "aws_instance" "this" {
      instance_type = "t3.small"
      tags          = { Owner = "web" }
    }
  }

  fail "more that fail" {
    variable "ami" {}
    resource "aws_instance" "with_ebs_block_device_ami_is_an_unset" {
      ami           = var.ami
      instance_type = "t3.small"
      root_block_device {
        tags = { Owner = "web" }
      }
      ebs_block_device {
        device_name = "/dev/sdf"
        volume_size = 100
        encrypted   = true
      }
    }
    expect = ["aws_instance.with_ebs_block_device_ami_is_an_unset"]
  }
}

rule "aws-autoscaling-tag-not-propagated" {
  title     = "Tag of an Auto Scaling group does not reach its instances"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_autoscaling_group"]
  for_each  = resource.tag
  assert    = each.value.propagate_at_launch != false
  at        = each.value.propagate_at_launch
  message   = "tag `${each.value.key}` stays on the group"
  why       = <<-EOT
    The group costs nothing; its instances do.
  EOT
  remedy    = <<-EOT
    Pass the tag on at launch.

    ```hcl
    tag {
      key                 = "Owner"
      value               = "web"
      propagate_at_launch = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html"

  pass "passed on" {
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 2
      tag {
        key                 = "Owner"
        value               = "web"
        propagate_at_launch = true
      }
    }
  }

  fail "kept" {
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 2
      tag {
        key                 = "Owner"
        value               = "web"
        propagate_at_launch = false
      }
    }
    expect = ["aws_autoscaling_group.this @ tag[0].propagate_at_launch"]
  }

  unknown "not known" {
    variable "propagate" {}
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 2
      tag {
        key                 = "Owner"
        value               = "web"
        propagate_at_launch = var.propagate
      }
    }
  }
}

rule "aws-fsx-tags-not-copied" {
  title     = "Backups of a file system do not get its tags"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_fsx_windows_file_system", "aws_fsx_lustre_file_system", "aws_fsx_openzfs_file_system"]
  assert    = resource.copy_tags_to_backups == true
  at        = resource.copy_tags_to_backups
  message   = "`copy_tags_to_backups` is not true"
  why       = <<-EOT
    Backups are billed by the gigabyte and month, and outlive the file system.
  EOT
  remedy    = <<-EOT
    Copy the tags.

    ```hcl
    copy_tags_to_backups = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/fsx/latest/WindowsGuide/tag-resources.html"

  pass "copied" {
    resource "aws_fsx_windows_file_system" "this" {
      storage_capacity     = 300
      throughput_capacity  = 32
      subnet_ids           = ["subnet-0a"]
      copy_tags_to_backups = true
    }
  }

  fail "not copied" {
    resource "aws_fsx_windows_file_system" "this" {
      storage_capacity    = 300
      throughput_capacity = 32
      subnet_ids          = ["subnet-0a"]
    }
  }

  unknown "not known" {
    variable "copy" {}
    resource "aws_fsx_windows_file_system" "this" {
      storage_capacity     = 300
      throughput_capacity  = 32
      subnet_ids           = ["subnet-0a"]
      copy_tags_to_backups = var.copy
    }
  }
}

rule "aws-dlm-tags-not-copied" {
  title     = "Scheduled snapshots do not get the tags of their volume"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_dlm_lifecycle_policy"]
  for_each  = flatten(resource.policy_details[*].schedule)
  assert    = each.value.copy_tags == true
  at        = each.value.copy_tags
  message   = "schedule `${each.value.name}` does not copy tags"
  why       = <<-EOT
    Snapshots are billed by the gigabyte and month, and without tags by nobody's account.
  EOT
  remedy    = <<-EOT
    Copy the tags.

    ```hcl
    schedule {
      copy_tags = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-ami-policy.html"

  pass "copied" {
    resource "aws_dlm_lifecycle_policy" "this" {
      description        = "daily"
      execution_role_arn = "arn:aws:iam::111122223333:role/dlm"
      policy_details {
        resource_types = ["VOLUME"]
        target_tags = {
          Snapshot = "true"
        }
        schedule {
          name      = "daily"
          copy_tags = true
          create_rule {
            interval = 24
          }
          retain_rule {
            count = 14
          }
        }
      }
    }
  }

  fail "not copied" {
    resource "aws_dlm_lifecycle_policy" "this" {
      description        = "daily"
      execution_role_arn = "arn:aws:iam::111122223333:role/dlm"
      policy_details {
        resource_types = ["VOLUME"]
        target_tags = {
          Snapshot = "true"
        }
        schedule {
          name = "daily"
          create_rule {
            interval = 24
          }
          retain_rule {
            count = 14
          }
        }
      }
    }
    expect = ["aws_dlm_lifecycle_policy.this @ policy_details[0].schedule[0]"]
  }

  unknown "not known" {
    variable "copy" {}
    resource "aws_dlm_lifecycle_policy" "this" {
      description        = "daily"
      execution_role_arn = "arn:aws:iam::111122223333:role/dlm"
      policy_details {
        resource_types = ["VOLUME"]
        target_tags = {
          Snapshot = "true"
        }
        schedule {
          name      = "daily"
          copy_tags = var.copy
          create_rule {
            interval = 24
          }
          retain_rule {
            count = 14
          }
        }
      }
    }
  }
}

rule "aws-sagemaker-tags-not-propagated" {
  title     = "SageMaker apps do not get the tags of their domain"
  category  = "tagging"
  severity  = "low"
  default   = false
  resources = ["aws_sagemaker_domain"]
  assert    = resource.tag_propagation == "ENABLED"
  at        = resource.tag_propagation
  message   = "`tag_propagation` is not enabled"
  why       = <<-EOT
    Apps of users are what a domain costs, and without tags they are one line on the bill.
  EOT
  remedy    = <<-EOT
    Enable it.

    ```hcl
    tag_propagation = "ENABLED"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/custom-tags.html"

  pass "enabled" {
    resource "aws_sagemaker_domain" "this" {
      domain_name     = "lab"
      auth_mode       = "IAM"
      vpc_id          = "vpc-0a"
      subnet_ids      = ["subnet-0a"]
      tag_propagation = "ENABLED"
    }
  }

  fail "the default" {
    resource "aws_sagemaker_domain" "this" {
      domain_name = "lab"
      auth_mode   = "IAM"
      vpc_id      = "vpc-0a"
      subnet_ids  = ["subnet-0a"]
    }
  }

  unknown "not known" {
    variable "propagate" {}
    resource "aws_sagemaker_domain" "this" {
      domain_name     = "lab"
      auth_mode       = "IAM"
      vpc_id          = "vpc-0a"
      subnet_ids      = ["subnet-0a"]
      tag_propagation = var.propagate
    }
  }
}
