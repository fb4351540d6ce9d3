# What is paid for and not needed: idle, oversized, old, kept for ever. What counts as not production is a parameter of each rule that asks for it.

rule "aws-instance-large-outside-production" {
  title     = "Large instance outside production"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_instance", "aws_spot_instance_request"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
    sizes         = "[.](?:[4-9]|[1-9][0-9]+)xlarge$|[.]metal"
  }
  when    = can(regex(param.sizes, resource.instance_type))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.instance_type
  message = "`${resource.instance_type}` is a large size for an environment that is not production"
  why     = <<-EOT
    Sizes are often copied from production. Tests seldom need more than a small one, and each step down in size halves the bill. It is fine for load tests
    and builds.
  EOT
  remedy  = <<-EOT
    Choose the size by environment.

    ```hcl
    instance_type = var.environment == "prod" ? "m7i.8xlarge" : "m7i.large"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-types.html"

  pass "production" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "m7i.8xlarge"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "a small one" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "m7i.large"
      tags = {
        Environment = "dev"
      }
    }
  }

  pass "no tag tells" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "m7i.8xlarge"
    }
  }

  fail "a test environment" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "m7i.8xlarge"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_instance.this @ instance_type"]
  }

  fail "a tag with a prefix, and words around the name" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "m7i.8xlarge"
      tags = {
        "acme:Env-Name" = "eu-qa-2"
      }
    }
  }

  fail "the provider tags it" {
    provider "aws" {
      default_tags {
        tags = {
          Stage = "Development"
        }
      }
    }
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "m7i.8xlarge"
    }
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "m7i.8xlarge"
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-instance-detailed-monitoring-outside-production" {
  title     = "Detailed monitoring outside production"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_instance", "aws_launch_template", "aws_spot_instance_request"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = coalesce(resource.monitoring[0].enabled, resource.monitoring, false) == true
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.monitoring
  message = "detailed monitoring bills each metric of an instance that is not in production"
  why     = <<-EOT
    Basic monitoring every five minutes is free. Detailed monitoring, every minute, is billed as seven custom metrics for each instance; alarms and
    scaling of production need it, tests seldom do.
  EOT
  remedy  = <<-EOT
    Switch it on in production only.

    ```hcl
    monitoring = var.environment == "prod"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html"

  pass "production" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      monitoring    = true
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "basic monitoring" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      monitoring    = false
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      monitoring    = true
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_instance.this @ monitoring"]
  }

  fail "a launch template" {
    resource "aws_launch_template" "this" {
      instance_type = "t3.small"
      monitoring {
        enabled = true
      }
      tags = {
        env = "qa-2"
      }
    }
    expect = ["aws_launch_template.this @ monitoring"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      monitoring    = true
      tags = {
        Environment = var.environment
      }
    }
  }

  pass "no `monitoring`" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      tags          = { Environment = "dev" }
    }
  }
}

rule "aws-instance-root-volume-oversized" {
  title     = "Root volume is larger than a system needs"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_instance", "aws_launch_configuration", "aws_spot_instance_request"]
  params = {
    maximum = 200
  }
  for_each = resource.root_block_device
  assert   = !(each.value.volume_size > param.maximum)
  at       = each.value.volume_size
  message  = "the root volume has ${each.value.volume_size} GiB"
  why      = <<-EOT
    A root volume is billed for its size, not for what is used, with each instance, and is copied into each image and snapshot. Data belongs on a volume
    of its own, which can be sized, kept and moved by itself.
  EOT
  remedy   = <<-EOT
    Keep the root volume small and add a data volume.

    ```hcl
    root_block_device {
      volume_size = 20
      volume_type = "gp3"
    }
    ```
  EOT
  link     = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/RootDeviceStorage.html"

  pass "a small root volume" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      root_block_device {
        volume_size = 20
      }
    }
  }

  pass "the size of the image" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      root_block_device {
        volume_type = "gp3"
      }
    }
  }

  fail "half a terabyte" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      root_block_device {
        volume_size = 500
      }
    }
    expect = ["aws_instance.this @ root_block_device[0].volume_size"]
  }

  unknown "the size is not known" {
    variable "size" {}
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      root_block_device {
        volume_size = var.size
      }
    }
  }

  pass "`volume_size` is `200`" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.small"
      root_block_device {
        volume_size = 200
      }
    }
  }
}

rule "aws-no-schedule-outside-production" {
  title     = "Test machine or database runs through the night"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_instance", "aws_db_instance", "aws_rds_cluster"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
    schedule_tags = "(?i)schedul|auto[-_]?(?:stop|start|shutdown|off)|start[-_]?stop|uptime|office[-_]?hours"
  }
  related "schedules" {
    type = ["aws_scheduler_schedule", "aws_cloudwatch_event_target", "aws_ssm_association", "aws_ssm_maintenance_window_target", "module"]
    on   = other.meta.address != meta.address && (refers(other, resource) || strcontains(other.target[0].input, coalesce(resource.identifier, resource.cluster_identifier)))
  }
  when    = can(regex(param.nonproduction, environment_of(resource)))
  assert  = anytrue([for k, v in tags_of(resource) : can(regex(param.schedule_tags, k))]) || length(related.schedules) > 0
  message = "nothing stops it outside of working hours${is_known(monthly_cost(resource)) && monthly_cost(resource) > 0 ? "; at all hours it costs ${format("%.2f", monthly_cost(resource))} USD a month" : ""}"
  why     = <<-EOT
    What is used ten hours on five days runs 168 hours a week: seventy per cent of the bill are nights and weekends. A scheduler finds its machines by a
    tag, which the parameter `schedule_tags` describes, or names them in `aws_scheduler_schedule`, which the rule finds.
  EOT
  remedy  = <<-EOT
    Tag it for the scheduler that you run (Instance Scheduler on AWS uses `Schedule`), or stop it with EventBridge Scheduler.

    ```hcl
    tags = {
      Environment = "dev"
      Schedule    = "office-hours"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/solutions/latest/instance-scheduler-on-aws/solution-overview.html"

  pass "production" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.large"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "a scheduler stops it" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.large"
      tags = {
        Environment = "dev"
        Schedule    = "office-hours"
      }
    }
  }

  pass "a schedule of its own" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders-dev"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      tags = {
        Environment = "dev"
      }
    }
    resource "aws_scheduler_schedule" "stop" {
      name                = "stop-orders"
      schedule_expression = "cron(0 19 ? * MON-FRI *)"
      flexible_time_window {
        mode = "OFF"
      }
      target {
        arn      = "arn:aws:scheduler:::aws-sdk:rds:stopDBInstance"
        role_arn = "arn:aws:iam::111122223333:role/scheduler"
        input    = jsonencode({ DbInstanceIdentifier = aws_db_instance.this.identifier })
      }
    }
  }

  fail "a test machine" {
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.large"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_instance.this"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "t3.large"
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-autoscaling-no-schedule-outside-production" {
  title     = "Auto Scaling group of a test environment never sleeps"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_autoscaling_group"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  related "schedules" {
    type = "aws_autoscaling_schedule"
    on   = refers(other.autoscaling_group_name, resource)
  }
  when    = resource.min_size > 0 && can(regex(param.nonproduction, environment_of(resource)))
  assert  = length(related.schedules) > 0
  at      = resource.min_size
  message = "at least ${resource.min_size} instances run day and night"
  why     = <<-EOT
    A scheduled action that takes the group to zero in the evening and back in the morning leaves a third of the bill.
  EOT
  remedy  = <<-EOT
    Add two scheduled actions.

    ```hcl
    resource "aws_autoscaling_schedule" "night" {
      scheduled_action_name  = "night"
      autoscaling_group_name = aws_autoscaling_group.app.name
      recurrence             = "0 19 * * MON-FRI"
      min_size               = 0
      max_size               = 0
      desired_capacity       = 0
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html"

  pass "a schedule" {
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      tag {
        key                 = "Environment"
        value               = "test"
        propagate_at_launch = true
      }
    }
    resource "aws_autoscaling_schedule" "night" {
      scheduled_action_name  = "night"
      autoscaling_group_name = aws_autoscaling_group.this.name
      recurrence             = "0 19 * * MON-FRI"
      min_size               = 0
      max_size               = 0
      desired_capacity       = 0
    }
  }

  pass "production" {
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      tag {
        key                 = "Environment"
        value               = "production"
        propagate_at_launch = true
      }
    }
  }

  fail "a test group" {
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      tag {
        key                 = "Environment"
        value               = "test"
        propagate_at_launch = true
      }
    }
    expect = ["aws_autoscaling_group.this @ min_size"]
  }

  unknown "the size is not known" {
    variable "size" {}
    resource "aws_autoscaling_group" "this" {
      min_size = var.size
      max_size = 3
      tag {
        key                 = "Environment"
        value               = "test"
        propagate_at_launch = true
      }
    }
  }

  pass "`min_size` is `0`" {
    resource "aws_autoscaling_group" "this" {
      min_size = 0
      max_size = 3
      tag {
        key                 = "Environment"
        value               = "test"
        propagate_at_launch = true
      }
    }
  }
}

rule "aws-autoscaling-no-spot-outside-production" {
  title     = "Auto Scaling group of a test environment has no Spot share"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_autoscaling_group"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  related "templates" {
    type = "aws_launch_template"
    on   = refers(resource.launch_template[0].id, other) || refers(resource.launch_template[0].name, other)
  }
  when    = length(resource.launch_template) > 0 && can(regex(param.nonproduction, environment_of(resource)))
  assert  = anytrue([for t in related.templates : t.instance_market_options[0].market_type == "spot"])
  at      = resource.launch_template
  message = "every instance is billed on demand"
  why     = <<-EOT
    Spot capacity is sold at a fraction of the price and may be taken away with two minutes of notice, which an Auto Scaling group of a test environment
    bears well.
  EOT
  remedy  = <<-EOT
    Use a mixed instances policy with Spot capacity.

    ```hcl
    mixed_instances_policy {
      instances_distribution {
        on_demand_base_capacity                  = 0
        on_demand_percentage_above_base_capacity = 0
        spot_allocation_strategy                 = "price-capacity-optimized"
      }
      launch_template {
        launch_template_specification {
          launch_template_id = aws_launch_template.app.id
        }
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups.html"

  pass "production" {
    resource "aws_launch_template" "this" {
      instance_type = "m7i.large"
    }
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      launch_template {
        id = aws_launch_template.this.id
      }
      tag {
        key                 = "Environment"
        value               = "prod"
        propagate_at_launch = true
      }
    }
  }

  pass "a Spot template" {
    resource "aws_launch_template" "this" {
      instance_type = "m7i.large"
      instance_market_options {
        market_type = "spot"
      }
    }
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      launch_template {
        id = aws_launch_template.this.id
      }
      tag {
        key                 = "Environment"
        value               = "dev"
        propagate_at_launch = true
      }
    }
  }

  pass "a mixed group" {
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      mixed_instances_policy {
        instances_distribution {
          on_demand_percentage_above_base_capacity = 0
        }
        launch_template {
          launch_template_specification {
            launch_template_id = "lt-0123456789abcdef0"
          }
        }
      }
      tag {
        key                 = "Environment"
        value               = "dev"
        propagate_at_launch = true
      }
    }
  }

  fail "on demand" {
    resource "aws_launch_template" "this" {
      instance_type = "m7i.large"
    }
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      launch_template {
        id = aws_launch_template.this.id
      }
      tag {
        key                 = "Environment"
        value               = "dev"
        propagate_at_launch = true
      }
    }
    expect = ["aws_autoscaling_group.this @ launch_template"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_launch_template" "this" {
      instance_type = "m7i.large"
    }
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      launch_template {
        id = aws_launch_template.this.id
      }
      tag {
        key                 = "Environment"
        value               = var.environment
        propagate_at_launch = true
      }
    }
  }
}

rule "aws-autoscaling-override-previous-generation" {
  title     = "Auto Scaling group overrides with an old instance type"
  category  = "cost"
  severity  = "low"
  resources = ["aws_autoscaling_group"]
  params = {
    families = "^(?:a1|c1|c3|c4|cc2|cg1|cr1|d2|g2|g3|g3s|h1|hi1|hs1|i2|i3|m1|m2|m3|m4|p2|p3|r3|r4|t1|t2|x1|x1e|z1d)[.]"
  }
  for_each = [for o in resource.mixed_instances_policy[0].launch_template[0].override : o if o.instance_type != null]
  assert   = !can(regex(param.families, each.value.instance_type))
  at       = each.value.instance_type
  message  = "`${each.value.instance_type}` is of a previous generation"
  why      = <<-EOT
    Newer families do the same work for the same price or less, and there is more of them, on Spot too.
  EOT
  remedy   = <<-EOT
    Name types of current families.

    ```hcl
    override {
      instance_type = "m7i.large"
    }
    override {
      instance_type = "m6i.large"
    }
    ```
  EOT
  link     = "https://aws.amazon.com/ec2/previous-generation/"

  pass "a current type" {
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      mixed_instances_policy {
        launch_template {
          launch_template_specification {
            launch_template_id = "lt-0123456789abcdef0"
          }
          override {
            instance_type = "m7i.large"
          }
        }
      }
    }
  }

  fail "an old type" {
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      mixed_instances_policy {
        launch_template {
          launch_template_specification {
            launch_template_id = "lt-0123456789abcdef0"
          }
          override {
            instance_type = "m4.large"
          }
        }
      }
    }
    expect = ["aws_autoscaling_group.this @ mixed_instances_policy[0].launch_template[0].override[0].instance_type"]
  }

  unknown "the type is not known" {
    variable "type" {}
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      mixed_instances_policy {
        launch_template {
          launch_template_specification {
            launch_template_id = "lt-0123456789abcdef0"
          }
          override {
            instance_type = var.type
          }
        }
      }
    }
  }

  unknown "`instance_type` is an unset variable" {
    variable "instance_type" {}
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 3
      mixed_instances_policy {
        launch_template {
          launch_template_specification {
            launch_template_id = "lt-0123456789abcdef0"
          }
          override {
            instance_type = var.instance_type
          }
        }
      }
    }
    expect = ["aws_autoscaling_group.this"]
  }
}

rule "aws-launch-template-volume-outlives-instance" {
  title     = "Volume stays when its instance is terminated"
  category  = "cost"
  severity  = "low"
  resources = ["aws_launch_template", "aws_launch_configuration"]
  for_each  = meta.type == "aws_launch_template" ? flatten(resource.block_device_mappings[*].ebs) : concat(resource.root_block_device, resource.ebs_block_device)
  assert    = each.value.delete_on_termination != false
  at        = each.value.delete_on_termination
  message   = "each terminated instance leaves a volume behind"
  why       = <<-EOT
    Templates are launched again and again, by Auto Scaling groups above all, and each instance leaves a volume that nobody attaches again and that is
    billed until somebody deletes it.
  EOT
  remedy    = <<-EOT
    Let the volume go with the instance, and keep data on volumes, file systems or buckets that are managed by themselves.

    ```hcl
    ebs {
      volume_size           = 50
      delete_on_termination = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/preserving-volumes-on-termination.html"

  pass "deleted with the instance" {
    resource "aws_launch_template" "this" {
      block_device_mappings {
        device_name = "/dev/sdb"
        ebs {
          volume_size           = 50
          delete_on_termination = true
        }
      }
    }
  }

  fail "kept" {
    resource "aws_launch_template" "this" {
      block_device_mappings {
        device_name = "/dev/sdb"
        ebs {
          volume_size           = 50
          delete_on_termination = false
        }
      }
    }
    expect = ["aws_launch_template.this @ block_device_mappings[0].ebs[0].delete_on_termination"]
  }

  unknown "not known" {
    variable "keep" {}
    resource "aws_launch_template" "this" {
      block_device_mappings {
        device_name = "/dev/sdb"
        ebs {
          volume_size           = 50
          delete_on_termination = var.keep
        }
      }
    }
  }
}

rule "aws-image-volume-gp2" {
  title     = "Image or fleet makes gp2 volumes"
  category  = "cost"
  severity  = "low"
  resources = ["aws_imagebuilder_image_recipe", "aws_spot_fleet_request"]
  for_each = concat(
    flatten(resource.block_device_mapping[*].ebs),
    flatten(resource.launch_specification[*].root_block_device),
    flatten(resource.launch_specification[*].ebs_block_device),
  )
  assert  = each.value.volume_type != "gp2"
  at      = each.value.volume_type
  message = "every instance made from this gets a volume of type `gp2`"
  why     = <<-EOT
    gp3 costs a fifth less for each gigabyte and gives 3,000 IOPS and 125 MB/s at every size. What an image says is what its instances get unless they say
    otherwise.
  EOT
  remedy  = <<-EOT
    Use gp3.

    ```hcl
    ebs {
      volume_size = 20
      volume_type = "gp3"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html"

  pass "gp3" {
    resource "aws_imagebuilder_image_recipe" "this" {
      name         = "base"
      parent_image = "arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux-2023-x86/x.x.x"
      version      = "1.0.0"
      block_device_mapping {
        device_name = "/dev/xvda"
        ebs {
          volume_size = 20
          volume_type = "gp3"
        }
      }
    }
  }

  fail "a recipe with gp2" {
    resource "aws_imagebuilder_image_recipe" "this" {
      name         = "base"
      parent_image = "arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux-2023-x86/x.x.x"
      version      = "1.0.0"
      block_device_mapping {
        device_name = "/dev/xvda"
        ebs {
          volume_size = 20
          volume_type = "gp2"
        }
      }
    }
    expect = ["aws_imagebuilder_image_recipe.this @ block_device_mapping[0].ebs[0].volume_type"]
  }

  unknown "the type is not known" {
    variable "type" {}
    resource "aws_imagebuilder_image_recipe" "this" {
      name         = "base"
      parent_image = "arn:aws:imagebuilder:eu-west-1:aws:image/amazon-linux-2023-x86/x.x.x"
      version      = "1.0.0"
      block_device_mapping {
        device_name = "/dev/xvda"
        ebs {
          volume_type = var.type
        }
      }
    }
  }
}

rule "aws-snapshot-without-expiry" {
  title    = "Snapshot or image has no date on which it may go"
  category = "cost"
  severity = "info"
  default  = false
  resources = [
    "aws_ebs_snapshot",
    "aws_ebs_snapshot_copy",
    "aws_ami_copy",
    "aws_ami_from_instance",
    "aws_db_snapshot",
    "aws_db_cluster_snapshot",
    "aws_docdb_cluster_snapshot",
    "aws_neptune_cluster_snapshot",
  ]
  params = {
    expiry_tags = "(?i)expir|delete[-_ ]?(?:after|on|by)|retention|retain|ttl|remove[-_ ]?after"
  }
  assert  = resource.deprecation_time != null || anytrue([for k, v in tags_of(resource) : can(regex(param.expiry_tags, k))])
  message = "nothing tells when it may be deleted"
  why     = <<-EOT
    Snapshots that Terraform makes stay until somebody deletes them, and are billed by the gigabyte and month. Neither the provider nor AWS deletes them;
    a tag with the date, or a deprecation time of an image, is what a clean-up job can go by. Snapshots that AWS Backup or Data Lifecycle Manager make
    expire by their policies.
  EOT
  remedy  = <<-EOT
    Make snapshots with `aws_dlm_lifecycle_policy` or `aws_backup_plan`, or tag them.

    ```hcl
    tags = {
      DeleteAfter = "2027-06-30"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html"

  pass "a tag tells" {
    resource "aws_ebs_snapshot" "this" {
      volume_id = "vol-0123456789abcdef0"
      tags = {
        DeleteAfter = "2027-06-30"
      }
    }
  }

  pass "a deprecation time" {
    resource "aws_ami_from_instance" "this" {
      name               = "web"
      source_instance_id = "i-0123456789abcdef0"
      deprecation_time   = "2027-06-30T00:00:00Z"
    }
  }

  fail "kept for ever" {
    resource "aws_ebs_snapshot" "this" {
      volume_id = "vol-0123456789abcdef0"
    }
    expect = ["aws_ebs_snapshot.this"]
  }

  fail "a database" {
    resource "aws_db_snapshot" "this" {
      db_instance_identifier = "orders"
      db_snapshot_identifier = "orders-before-upgrade"
    }
    expect = ["aws_db_snapshot.this"]
  }

  unknown "the tags are not known" {
    variable "tags" {}
    resource "aws_ebs_snapshot" "this" {
      volume_id = "vol-0123456789abcdef0"
      tags      = var.tags
    }
  }
}

rule "aws-imagebuilder-images-never-expire" {
  title     = "Images of the pipeline pile up"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_imagebuilder_image_pipeline"]
  when      = length(resource.schedule) > 0
  assert    = length(all("aws_imagebuilder_lifecycle_policy")) > 0
  at        = resource.schedule
  message   = "the pipeline makes images on a schedule and no lifecycle policy removes old ones"
  why       = <<-EOT
    Every run leaves an image whose snapshots are billed by the gigabyte and month.
  EOT
  remedy    = <<-EOT
    Keep the last few images.

    ```hcl
    resource "aws_imagebuilder_lifecycle_policy" "old" {
      name           = "old"
      execution_role = aws_iam_role.images.arn
      resource_type  = "AMI_IMAGE"
      policy_detail {
        action {
          type = "DELETE"
        }
        filter {
          type  = "COUNT"
          value = 5
        }
      }
      resource_selection {
        tag_map = {
          Pipeline = "base"
        }
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-image-lifecycles.html"

  pass "a lifecycle policy" {
    resource "aws_imagebuilder_image_pipeline" "this" {
      name                             = "base"
      infrastructure_configuration_arn = "arn:aws:imagebuilder:eu-west-1:111122223333:infrastructure-configuration/base"
      schedule {
        schedule_expression = "rate(7 days)"
      }
    }
    resource "aws_imagebuilder_lifecycle_policy" "this" {
      name           = "old"
      execution_role = "arn:aws:iam::111122223333:role/images"
      resource_type  = "AMI_IMAGE"
      policy_detail {
        action {
          type = "DELETE"
        }
        filter {
          type  = "COUNT"
          value = 5
        }
      }
      resource_selection {
        tag_map = {
          Pipeline = "base"
        }
      }
    }
  }

  pass "by hand only" {
    resource "aws_imagebuilder_image_pipeline" "this" {
      name                             = "base"
      infrastructure_configuration_arn = "arn:aws:imagebuilder:eu-west-1:111122223333:infrastructure-configuration/base"
    }
  }

  fail "a weekly image" {
    resource "aws_imagebuilder_image_pipeline" "this" {
      name                             = "base"
      infrastructure_configuration_arn = "arn:aws:imagebuilder:eu-west-1:111122223333:infrastructure-configuration/base"
      schedule {
        schedule_expression = "rate(7 days)"
      }
    }
    expect = ["aws_imagebuilder_image_pipeline.this @ schedule"]
  }
}

rule "aws-ec2-capacity-reservation-endless" {
  title     = "Capacity reservation has no end"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_ec2_capacity_reservation"]
  assert    = resource.end_date_type == "limited" || resource.end_date != null
  at        = resource.end_date_type
  message   = "the reservation is billed until somebody cancels it"
  why       = <<-EOT
    A reservation costs as much as the instances that it holds a place for, whether they run or not. Fine where instances run in it at all times.
  EOT
  remedy    = <<-EOT
    Give it an end date, and renew it when it is still needed.

    ```hcl
    end_date_type = "limited"
    end_date      = "2027-06-30T00:00:00Z"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html"

  pass "it ends" {
    resource "aws_ec2_capacity_reservation" "this" {
      instance_type     = "m7i.large"
      instance_platform = "Linux/UNIX"
      availability_zone = "eu-west-1a"
      instance_count    = 2
      end_date_type     = "limited"
      end_date          = "2027-06-30T00:00:00Z"
    }
  }

  fail "endless" {
    resource "aws_ec2_capacity_reservation" "this" {
      instance_type     = "m7i.large"
      instance_platform = "Linux/UNIX"
      availability_zone = "eu-west-1a"
      instance_count    = 2
    }
  }

  unknown "not known" {
    variable "end" {}
    resource "aws_ec2_capacity_reservation" "this" {
      instance_type     = "m7i.large"
      instance_platform = "Linux/UNIX"
      availability_zone = "eu-west-1a"
      instance_count    = 2
      end_date_type     = var.end
    }
  }

  pass "more that pass" {
    resource "aws_ec2_capacity_reservation" "no_end_date" {
      instance_type     = "m7i.large"
      instance_platform = "Linux/UNIX"
      availability_zone = "eu-west-1a"
      instance_count    = 2
      end_date_type     = "limited"
    }
    resource "aws_ec2_capacity_reservation" "one_more_no_end_date_type" {
      instance_type     = "m7i.large"
      instance_platform = "Linux/UNIX"
      availability_zone = "eu-west-1a"
      instance_count    = 2
      end_date_type     = "limited"
      end_date          = "2027-06-30T00:00:00Z"
    }
    resource "aws_ec2_capacity_reservation" "one_more_no_end_date_type_2" {
      instance_type     = "m7i.large"
      instance_platform = "Linux/UNIX"
      availability_zone = "eu-west-1a"
      instance_count    = 2
      end_date          = "2027-06-30T00:00:00Z"
    }
  }
}

rule "aws-ec2-host-unused" {
  title     = "Dedicated host runs no instance"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["aws_ec2_host"]
  related "users" {
    type = ["aws_instance", "aws_launch_template", "aws_spot_instance_request", "aws_resourcegroups_resource", "module"]
    on   = refers(other.host_id, resource) || refers(other, resource)
  }
  assert  = length(related.users) > 0
  message = "nothing in this configuration runs on the host"
  why     = <<-EOT
    A dedicated host is billed by the hour as a whole, with or without instances on it. Instances of another configuration may use it, hence the rule is
    not in the default set.
  EOT
  remedy  = <<-EOT
    Place instances on it, or release it.

    ```hcl
    resource "aws_instance" "app" {
      ami           = data.aws_ami.app.id
      instance_type = "m5.large"
      host_id       = aws_ec2_host.this.id
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/dedicated-hosts-overview.html"

  pass "in use" {
    resource "aws_ec2_host" "this" {
      instance_type     = "m5.large"
      availability_zone = "eu-west-1a"
    }
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "m5.large"
      host_id       = aws_ec2_host.this.id
    }
  }

  fail "empty" {
    resource "aws_ec2_host" "this" {
      instance_type     = "m5.large"
      availability_zone = "eu-west-1a"
    }
  }

  unknown "it may be this one" {
    variable "host" {}
    resource "aws_ec2_host" "this" {
      instance_type     = "m5.large"
      availability_zone = "eu-west-1a"
    }
    resource "aws_instance" "this" {
      ami           = "ami-0abcdef1234567890"
      instance_type = "m5.large"
      host_id       = var.host
    }
  }
}

rule "aws-flow-log-short-interval" {
  title     = "Flow log writes ten records where one would do"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_flow_log"]
  when      = resource.transit_gateway_id == null && resource.transit_gateway_attachment_id == null
  assert    = tonumber(coalesce(resource.max_aggregation_interval, 600)) != 60
  at        = resource.max_aggregation_interval
  message   = "records are aggregated over one minute instead of ten"
  why       = <<-EOT
    Flow logs are billed by the volume that they write. One-minute records help in an incident, and multiply the volume at all other times.
  EOT
  remedy    = <<-EOT
    Keep the default of 600 seconds.

    ```hcl
    max_aggregation_interval = 600
    ```
  EOT
  link      = "https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html"

  pass "the default" {
    resource "aws_flow_log" "this" {
      vpc_id               = "vpc-0123456789abcdef0"
      traffic_type         = "ALL"
      log_destination      = "arn:aws:s3:::flow-logs"
      log_destination_type = "s3"
    }
  }

  fail "one minute" {
    resource "aws_flow_log" "this" {
      vpc_id                   = "vpc-0123456789abcdef0"
      traffic_type             = "ALL"
      log_destination          = "arn:aws:s3:::flow-logs"
      log_destination_type     = "s3"
      max_aggregation_interval = 60
    }
    expect = ["aws_flow_log.this @ max_aggregation_interval"]
  }

  unknown "not known" {
    variable "interval" {}
    resource "aws_flow_log" "this" {
      vpc_id                   = "vpc-0123456789abcdef0"
      traffic_type             = "ALL"
      max_aggregation_interval = var.interval
    }
  }
}

rule "aws-provisioned-iops-outside-production" {
  title     = "Provisioned IOPS outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_ebs_volume", "aws_db_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["io1", "io2"], coalesce(resource.type, resource.storage_type, "gp2"))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = [resource.type, resource.storage_type]
  message = "`${coalesce(resource.type, resource.storage_type)}` bills each provisioned IOPS in an environment that is not production"
  why     = <<-EOT
    io1 and io2 cost more for each gigabyte and a price for each provisioned IOPS on top. gp3 gives 3,000 IOPS without extra charge.
  EOT
  remedy  = <<-EOT
    Choose the type by environment.

    ```hcl
    type = var.environment == "prod" ? "io2" : "gp3"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html"

  pass "production" {
    resource "aws_ebs_volume" "this" {
      availability_zone = "eu-west-1a"
      size              = 100
      type              = "io2"
      iops              = 20000
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "gp3" {
    resource "aws_ebs_volume" "this" {
      availability_zone = "eu-west-1a"
      size              = 100
      type              = "gp3"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_ebs_volume" "this" {
      availability_zone = "eu-west-1a"
      size              = 100
      type              = "io2"
      iops              = 20000
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_ebs_volume.this @ type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_ebs_volume" "this" {
      availability_zone = "eu-west-1a"
      size              = 100
      type              = "io2"
      iops              = 20000
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-nat-gateway-unused" {
  title     = "NAT gateway is used by no route"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["aws_nat_gateway"]
  related "users" {
    type = ["aws_route", "aws_route_table", "aws_default_route_table", "module"]
    on   = refers(other.nat_gateway_id, resource) || refers(other, resource) || anytrue([for r in other.route : refers(r.nat_gateway_id, resource)])
  }
  assert  = length(related.users) > 0
  message = "no route in this configuration leads to the gateway${is_known(monthly_cost(resource)) && monthly_cost(resource) > 0 ? ", which costs ${format("%.2f", monthly_cost(resource))} USD a month" : ""}"
  why     = <<-EOT
    A NAT gateway is billed by the hour whether a packet passes it or not. Routes of another configuration may lead to it, hence the rule is not in the
    default set.
  EOT
  remedy  = <<-EOT
    Route the private subnets through it, or delete it together with its address.

    ```hcl
    resource "aws_route" "private" {
      route_table_id         = aws_route_table.private.id
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = aws_nat_gateway.this.id
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html"

  pass "a route" {
    resource "aws_nat_gateway" "this" {
      allocation_id = "eipalloc-0123456789abcdef0"
      subnet_id     = "subnet-0123456789abcdef0"
    }
    resource "aws_route" "this" {
      route_table_id         = "rtb-0123456789abcdef0"
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = aws_nat_gateway.this.id
    }
  }

  fail "no route" {
    resource "aws_nat_gateway" "this" {
      allocation_id = "eipalloc-0123456789abcdef0"
      subnet_id     = "subnet-0123456789abcdef0"
    }
  }

  unknown "it may be this one" {
    variable "gateway" {}
    resource "aws_nat_gateway" "this" {
      allocation_id = "eipalloc-0123456789abcdef0"
      subnet_id     = "subnet-0123456789abcdef0"
    }
    resource "aws_route" "this" {
      route_table_id         = "rtb-0123456789abcdef0"
      destination_cidr_block = "0.0.0.0/0"
      nat_gateway_id         = var.gateway
    }
  }
}

rule "aws-vpc-endpoint-many-zones-outside-production" {
  title     = "Interface endpoint in several zones outside production"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_vpc_endpoint"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.vpc_endpoint_type == "Interface" && length(resource.subnet_ids) > 1
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.subnet_ids
  message = "the endpoint is billed by the hour in each of ${length(resource.subnet_ids)} zones"
  why     = <<-EOT
    An interface endpoint costs its hourly price once for each subnet. Clients of other zones reach one in a single zone all the same, which is enough
    outside production.
  EOT
  remedy  = <<-EOT
    Use one subnet when the environment is not production.

    ```hcl
    subnet_ids = var.environment == "prod" ? var.subnet_ids : slice(var.subnet_ids, 0, 1)
    ```
  EOT
  link    = "https://docs.aws.amazon.com/vpc/latest/privatelink/interface-endpoints.html"

  pass "production" {
    resource "aws_vpc_endpoint" "this" {
      vpc_id            = "vpc-0123456789abcdef0"
      service_name      = "com.amazonaws.eu-west-1.ecr.api"
      vpc_endpoint_type = "Interface"
      subnet_ids        = ["subnet-0a", "subnet-0b", "subnet-0c"]
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "one zone" {
    resource "aws_vpc_endpoint" "this" {
      vpc_id            = "vpc-0123456789abcdef0"
      service_name      = "com.amazonaws.eu-west-1.ecr.api"
      vpc_endpoint_type = "Interface"
      subnet_ids        = ["subnet-0a"]
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_vpc_endpoint" "this" {
      vpc_id            = "vpc-0123456789abcdef0"
      service_name      = "com.amazonaws.eu-west-1.ecr.api"
      vpc_endpoint_type = "Interface"
      subnet_ids        = ["subnet-0a", "subnet-0b", "subnet-0c"]
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_vpc_endpoint.this @ subnet_ids"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_vpc_endpoint" "this" {
      vpc_id            = "vpc-0123456789abcdef0"
      service_name      = "com.amazonaws.eu-west-1.ecr.api"
      vpc_endpoint_type = "Interface"
      subnet_ids        = ["subnet-0a", "subnet-0b", "subnet-0c"]
      tags = {
        Environment = var.environment
      }
    }
  }

  pass "no `vpc_endpoint_type`" {
    resource "aws_vpc_endpoint" "this" {
      vpc_id       = "vpc-0123456789abcdef0"
      service_name = "com.amazonaws.eu-west-1.ecr.api"
      subnet_ids   = ["subnet-0a", "subnet-0b", "subnet-0c"]
      tags         = { Environment = "dev" }
    }
  }

  fail "besides, `subnet_ids` is empty" {
    resource "aws_vpc_endpoint" "this" {
      vpc_id            = "vpc-0123456789abcdef0"
      service_name      = "com.amazonaws.eu-west-1.ecr.api"
      vpc_endpoint_type = "Interface"
      subnet_ids        = ["subnet-0a", ""]
      tags              = { Environment = "dev" }
    }
    expect = ["aws_vpc_endpoint.this @ subnet_ids"]
  }
}

rule "aws-networkfirewall-many-zones-outside-production" {
  title     = "Network firewall in several zones outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_networkfirewall_firewall"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = length(resource.subnet_mapping) > 1
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.subnet_mapping
  message = "${length(resource.subnet_mapping)} firewall endpoints are billed by the hour"
  why     = <<-EOT
    Each endpoint costs 0.395 USD an hour (us-east-1), some 290 USD a month, before any traffic. One is enough where an outage of a zone does no harm.
  EOT
  remedy  = <<-EOT
    Map one subnet when the environment is not production.

    ```hcl
    dynamic "subnet_mapping" {
      for_each = var.environment == "prod" ? var.subnet_ids : slice(var.subnet_ids, 0, 1)
      content {
        subnet_id = subnet_mapping.value
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewalls.html"

  pass "production" {
    resource "aws_networkfirewall_firewall" "this" {
      name                = "edge"
      vpc_id              = "vpc-0123456789abcdef0"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/edge"
      subnet_mapping {
        subnet_id = "subnet-0a"
      }
      subnet_mapping {
        subnet_id = "subnet-0b"
      }
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "one zone" {
    resource "aws_networkfirewall_firewall" "this" {
      name                = "edge"
      vpc_id              = "vpc-0123456789abcdef0"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/edge"
      subnet_mapping {
        subnet_id = "subnet-0a"
      }
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_networkfirewall_firewall" "this" {
      name                = "edge"
      vpc_id              = "vpc-0123456789abcdef0"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/edge"
      subnet_mapping {
        subnet_id = "subnet-0a"
      }
      subnet_mapping {
        subnet_id = "subnet-0b"
      }
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_networkfirewall_firewall.this @ subnet_mapping"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_networkfirewall_firewall" "this" {
      name                = "edge"
      vpc_id              = "vpc-0123456789abcdef0"
      firewall_policy_arn = "arn:aws:network-firewall:eu-west-1:111122223333:firewall-policy/edge"
      subnet_mapping {
        subnet_id = "subnet-0a"
      }
      subnet_mapping {
        subnet_id = "subnet-0b"
      }
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-elb-classic-unused" {
  title     = "Classic load balancer has no instance"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["aws_elb"]
  related "users" {
    type = ["aws_elb_attachment", "aws_autoscaling_group", "aws_autoscaling_attachment", "aws_ecs_service", "aws_elastic_beanstalk_environment", "module"]
    on   = other.meta.address != meta.address && refers(other, resource)
  }
  assert  = length(resource.instances) > 0 || length(related.users) > 0
  message = "nothing in this configuration is behind the load balancer${is_known(monthly_cost(resource)) && monthly_cost(resource) > 0 ? ", which costs ${format("%.2f", monthly_cost(resource))} USD a month" : ""}"
  why     = <<-EOT
    A load balancer is billed by the hour whether anything answers behind it or not. Kubernetes and other configurations attach instances that this rule
    cannot see, hence it is not in the default set.
  EOT
  remedy  = <<-EOT
    Attach instances or a group, or delete the load balancer.

    ```hcl
    resource "aws_autoscaling_attachment" "web" {
      autoscaling_group_name = aws_autoscaling_group.web.name
      elb                    = aws_elb.web.name
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-deregister-register-instances.html"

  pass "a group behind it" {
    resource "aws_elb" "this" {
      name    = "web"
      subnets = ["subnet-0a"]
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
    resource "aws_autoscaling_group" "this" {
      min_size       = 1
      max_size       = 2
      load_balancers = [aws_elb.this.name]
    }
  }

  pass "instances of its own" {
    resource "aws_elb" "this" {
      name      = "web"
      subnets   = ["subnet-0a"]
      instances = ["i-0123456789abcdef0"]
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
  }

  fail "nothing behind it" {
    resource "aws_elb" "this" {
      name    = "web"
      subnets = ["subnet-0a"]
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
  }

  unknown "not known" {
    variable "instances" {}
    resource "aws_elb" "this" {
      name      = "web"
      subnets   = ["subnet-0a"]
      instances = var.instances
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
  }

  fail "no `load_balancers`" {
    resource "aws_elb" "this" {
      name    = "web"
      subnets = ["subnet-0a"]
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
    resource "aws_autoscaling_group" "this" {
      min_size = 1
      max_size = 2
    }
    expect = ["aws_elb.this"]
  }
}

rule "aws-lb-target-group-empty" {
  title     = "Load balancer sends its requests to nothing"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_lb_target_group", "aws_alb_target_group"]
  related "targets" {
    type = ["aws_lb_target_group_attachment", "aws_alb_target_group_attachment", "aws_autoscaling_group", "aws_autoscaling_attachment", "aws_autoscaling_traffic_source_attachment", "aws_ecs_service", "aws_codedeploy_deployment_group", "aws_vpclattice_target_group_attachment", "kubernetes_manifest", "module"]
    on   = other.meta.address != meta.address && refers(other, resource)
  }
  assert  = length(related.targets) > 0
  message = "no target in this configuration registers with the group"
  why     = <<-EOT
    The load balancer before it is billed by the hour and can only answer with errors. Controllers in Kubernetes and deployment tools register targets
    that this rule cannot see, hence it is not in the default set.
  EOT
  remedy  = <<-EOT
    Attach targets, a service or an Auto Scaling group; or delete group, listener and load balancer.

    ```hcl
    resource "aws_lb_target_group_attachment" "web" {
      target_group_arn = aws_lb_target_group.web.arn
      target_id        = aws_instance.web.id
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html"

  pass "a service registers" {
    resource "aws_lb_target_group" "this" {
      name     = "web"
      port     = 80
      protocol = "HTTP"
      vpc_id   = "vpc-0123456789abcdef0"
    }
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
      load_balancer {
        target_group_arn = aws_lb_target_group.this.arn
        container_name   = "web"
        container_port   = 80
      }
    }
  }

  fail "only a listener" {
    resource "aws_lb_target_group" "this" {
      name     = "web"
      port     = 80
      protocol = "HTTP"
      vpc_id   = "vpc-0123456789abcdef0"
    }
    resource "aws_lb_listener" "this" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188"
      port              = 80
      default_action {
        type             = "forward"
        target_group_arn = aws_lb_target_group.this.arn
      }
    }
    expect = ["aws_lb_target_group.this"]
  }

  unknown "it may be this one" {
    variable "group" {}
    resource "aws_lb_target_group" "this" {
      name     = "web"
      port     = 80
      protocol = "HTTP"
      vpc_id   = "vpc-0123456789abcdef0"
    }
    resource "aws_lb_target_group_attachment" "this" {
      target_group_arn = var.group
      target_id        = "i-0123456789abcdef0"
    }
  }
}

rule "aws-lightsail-static-ip-unused" {
  title     = "Lightsail address is attached to nothing"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["aws_lightsail_static_ip"]
  related "users" {
    type = ["aws_lightsail_static_ip_attachment", "module"]
    on   = refers(other.static_ip_name, resource) || refers(other, resource)
  }
  assert  = length(related.users) > 0
  message = "nothing in this configuration uses the address"
  why     = <<-EOT
    A static address is free while it is attached to a running instance and billed by the hour while it is not.
  EOT
  remedy  = <<-EOT
    Attach it, or release it.

    ```hcl
    resource "aws_lightsail_static_ip_attachment" "web" {
      static_ip_name = aws_lightsail_static_ip.web.name
      instance_name  = aws_lightsail_instance.web.name
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/lightsail/latest/userguide/lightsail-create-static-ip.html"

  pass "attached" {
    resource "aws_lightsail_static_ip" "this" {
      name = "web"
    }
    resource "aws_lightsail_static_ip_attachment" "this" {
      static_ip_name = aws_lightsail_static_ip.this.name
      instance_name  = "web"
    }
  }

  fail "idle" {
    resource "aws_lightsail_static_ip" "this" {
      name = "web"
    }
  }

  unknown "it may be this one" {
    variable "address" {}
    resource "aws_lightsail_static_ip" "this" {
      name = "web"
    }
    resource "aws_lightsail_static_ip_attachment" "this" {
      static_ip_name = var.address
      instance_name  = "server"
    }
  }

  pass "no `static_ip_name`" {
    resource "aws_lightsail_static_ip" "this" {
      name = "web"
    }
    resource "aws_lightsail_static_ip_attachment" "this" {
      instance_name = "web"
    }
  }
}

rule "aws-cloudfront-price-class-all-outside-production" {
  title     = "Distribution uses every edge location outside production"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_cloudfront_distribution"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = coalesce(resource.price_class, "PriceClass_All") == "PriceClass_All"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.price_class
  message = "requests are answered from the dearest locations as well"
  why     = <<-EOT
    Traffic from South America, Australia and India costs up to twice as much as from Europe and North America. Testers seldom sit everywhere.
  EOT
  remedy  = <<-EOT
    Use the cheapest class outside production.

    ```hcl
    price_class = var.environment == "prod" ? "PriceClass_All" : "PriceClass_100"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/PriceClass.html"

  pass "production" {
    resource "aws_cloudfront_distribution" "this" {
      enabled = true
      origin {
        domain_name = "example.s3.amazonaws.com"
        origin_id   = "s3"
      }
      price_class = "PriceClass_All"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "the cheap class" {
    resource "aws_cloudfront_distribution" "this" {
      enabled = true
      origin {
        domain_name = "example.s3.amazonaws.com"
        origin_id   = "s3"
      }
      price_class = "PriceClass_100"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_cloudfront_distribution" "this" {
      enabled = true
      origin {
        domain_name = "example.s3.amazonaws.com"
        origin_id   = "s3"
      }
      price_class = "PriceClass_All"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_cloudfront_distribution.this @ price_class"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_cloudfront_distribution" "this" {
      enabled = true
      origin {
        domain_name = "example.s3.amazonaws.com"
        origin_id   = "s3"
      }
      price_class = "PriceClass_All"
      tags = {
        Environment = var.environment
      }
    }
  }

  fail "no `price_class`" {
    resource "aws_cloudfront_distribution" "this" {
      enabled = true
      origin {
        domain_name = "example.s3.amazonaws.com"
        origin_id   = "s3"
      }
      tags = { Environment = "dev" }
    }
    expect = ["aws_cloudfront_distribution.this"]
  }
}

rule "aws-route53-health-check-fast" {
  title     = "Health check runs every ten seconds"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_route53_health_check"]
  assert    = tonumber(coalesce(resource.request_interval, 30)) != 10
  at        = resource.request_interval
  message   = "the fast interval is an optional feature with a price of its own"
  why       = <<-EOT
    Each optional feature (fast interval, HTTPS, string matching, latency) adds a dollar a month to a check of an AWS endpoint and two to others. The
    default of 30 seconds notices an outage after one and a half minutes.
  EOT
  remedy    = <<-EOT
    Keep the standard interval where a minute does not matter.

    ```hcl
    request_interval = 30
    ```
  EOT
  link      = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html"

  pass "every thirty seconds" {
    resource "aws_route53_health_check" "this" {
      fqdn              = "www.example.com"
      port              = 443
      type              = "HTTPS"
      resource_path     = "/"
      failure_threshold = 3
      request_interval  = 30
    }
  }

  fail "every ten seconds" {
    resource "aws_route53_health_check" "this" {
      fqdn              = "www.example.com"
      port              = 443
      type              = "HTTPS"
      resource_path     = "/"
      failure_threshold = 3
      request_interval  = 10
    }
    expect = ["aws_route53_health_check.this @ request_interval"]
  }

  unknown "not known" {
    variable "interval" {}
    resource "aws_route53_health_check" "this" {
      fqdn             = "www.example.com"
      type             = "TCP"
      port             = 443
      request_interval = var.interval
    }
  }
}

rule "aws-api-gateway-cache-outside-production" {
  title     = "API cache outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_api_gateway_stage"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.cache_cluster_enabled == true
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.cache_cluster_enabled
  message = "the cache is billed by the hour in an environment with few requests"
  why     = <<-EOT
    A stage cache costs between 0.02 USD an hour (0.5 GB) and 3.80 USD (237 GB) in us-east-1, used or not. Outside production it hides faults more than it
    saves time.
  EOT
  remedy  = <<-EOT
    Switch the cache on in production only.

    ```hcl
    cache_cluster_enabled = var.environment == "prod"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html"

  pass "production" {
    resource "aws_api_gateway_stage" "this" {
      rest_api_id           = "abc123"
      deployment_id         = "def456"
      stage_name            = "v1"
      cache_cluster_enabled = true
      cache_cluster_size    = "0.5"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "no cache" {
    resource "aws_api_gateway_stage" "this" {
      rest_api_id           = "abc123"
      deployment_id         = "def456"
      stage_name            = "v1"
      cache_cluster_enabled = false
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_api_gateway_stage" "this" {
      rest_api_id           = "abc123"
      deployment_id         = "def456"
      stage_name            = "v1"
      cache_cluster_enabled = true
      cache_cluster_size    = "0.5"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_api_gateway_stage.this @ cache_cluster_enabled"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_api_gateway_stage" "this" {
      rest_api_id           = "abc123"
      deployment_id         = "def456"
      stage_name            = "v1"
      cache_cluster_enabled = true
      cache_cluster_size    = "0.5"
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-ecs-fargate-x86" {
  title     = "Fargate task runs on x86"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_ecs_task_definition"]
  when      = contains(resource.requires_compatibilities, "FARGATE") && !startswith(upper(coalesce(resource.runtime_platform[0].operating_system_family, "LINUX")), "WINDOWS")
  assert    = resource.runtime_platform[0].cpu_architecture == "ARM64"
  at        = resource.runtime_platform[0].cpu_architecture
  message   = "the task runs on x86, which costs more than ARM64 for each vCPU and GB"
  why       = <<-EOT
    Fargate on Graviton is cheaper by the hour. All images of the task must exist for arm64.
  EOT
  remedy    = <<-EOT
    Build the images for arm64, or for both, and say so.

    ```hcl
    runtime_platform {
      cpu_architecture        = "ARM64"
      operating_system_family = "LINUX"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-arm64.html"

  pass "ARM64" {
    resource "aws_ecs_task_definition" "this" {
      family                   = "web"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 256
      memory                   = 512
      container_definitions    = jsonencode([{ name = "web", image = "example/web:1.0" }])
      runtime_platform {
        cpu_architecture        = "ARM64"
        operating_system_family = "LINUX"
      }
    }
  }

  pass "Windows" {
    resource "aws_ecs_task_definition" "this" {
      family                   = "web"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 256
      memory                   = 512
      container_definitions    = jsonencode([{ name = "web", image = "example/web:1.0" }])
      runtime_platform {
        cpu_architecture        = "X86_64"
        operating_system_family = "WINDOWS_SERVER_2022_CORE"
      }
    }
  }

  fail "x86 by default" {
    resource "aws_ecs_task_definition" "this" {
      family                   = "web"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 256
      memory                   = 512
      container_definitions    = jsonencode([{ name = "web", image = "example/web:1.0" }])
    }
  }

  unknown "not known" {
    variable "architecture" {}
    resource "aws_ecs_task_definition" "this" {
      family                   = "web"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 256
      memory                   = 512
      container_definitions    = jsonencode([{ name = "web", image = "example/web:1.0" }])
      runtime_platform {
        cpu_architecture = var.architecture
      }
    }
  }

  pass "no `requires_compatibilities`" {
    resource "aws_ecs_task_definition" "this" {
      family                = "web"
      network_mode          = "awsvpc"
      cpu                   = 256
      memory                = 512
      container_definitions = jsonencode([{ name = "web", image = "example/web:1.0" }])
    }
  }
}

rule "aws-ecs-fargate-on-demand-outside-production" {
  title     = "Fargate service of a test environment has no Spot share"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_ecs_service"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.launch_type == "FARGATE" || anytrue([for s in resource.capacity_provider_strategy : s.capacity_provider == "FARGATE"])
  assert  = anytrue([for s in resource.capacity_provider_strategy : s.capacity_provider == "FARGATE_SPOT"]) || !can(regex(param.nonproduction, environment_of(resource)))
  at      = [resource.launch_type, resource.capacity_provider_strategy]
  message = "every task is billed on demand"
  why     = <<-EOT
    Fargate Spot is sold at a fraction of the price; a task gets two minutes of notice before it is stopped, and the service starts another.
  EOT
  remedy  = <<-EOT
    Use the capacity provider `FARGATE_SPOT` outside production.

    ```hcl
    capacity_provider_strategy {
      capacity_provider = var.environment == "prod" ? "FARGATE" : "FARGATE_SPOT"
      weight            = 1
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html"

  pass "production" {
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
      cluster         = "main"
      launch_type     = "FARGATE"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "Spot" {
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
      cluster         = "main"
      capacity_provider_strategy {
        capacity_provider = "FARGATE_SPOT"
        weight            = 1
      }
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
      cluster         = "main"
      launch_type     = "FARGATE"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_ecs_service.this @ launch_type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
      cluster         = "main"
      launch_type     = "FARGATE"
      tags = {
        Environment = var.environment
      }
    }
  }

  pass "more that pass" {
    resource "aws_ecs_service" "without_capacity_provider_strategy" {
      name            = "web"
      task_definition = "web:1"
      cluster         = "main"
      tags            = { Environment = "dev" }
    }
    resource "aws_ecs_service" "one_more_one_more_capacity_provider" {
      name            = "web"
      task_definition = "web:1"
      cluster         = "main"
      capacity_provider_strategy {
        capacity_provider = "FARGATE_SPOT"
        weight            = 1
      }
      tags = { Environment = "dev" }
    }
    resource "aws_ecs_service" "one_more_one_more_capacity_provider_2" {
      name            = "web"
      task_definition = "web:1"
      cluster         = "main"
      capacity_provider_strategy {
        capacity_provider = "FARGATE_SPOT"
        weight            = 1
      }
      capacity_provider_strategy {
        capacity_provider = "FARGATE"
        weight            = 1
      }
      tags = { Environment = "dev" }
    }
  }

  fail "`capacity_provider` is `FARGATE`" {
    resource "aws_ecs_service" "this" {
      name            = "web"
      task_definition = "web:1"
      cluster         = "main"
      capacity_provider_strategy {
        capacity_provider = "FARGATE"
        weight            = 1
      }
      tags = { Environment = "dev" }
    }
    expect = ["aws_ecs_service.this @ capacity_provider_strategy"]
  }
}

rule "aws-eks-node-group-on-demand-outside-production" {
  title     = "EKS nodes of a test environment are billed on demand"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_eks_node_group"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = coalesce(resource.capacity_type, "ON_DEMAND") == "ON_DEMAND"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.capacity_type
  message = "every node is billed on demand"
  why     = <<-EOT
    Kubernetes moves pods away when Spot nodes are taken back, which a test cluster bears well.
  EOT
  remedy  = <<-EOT
    Use Spot nodes outside production, with several instance types.

    ```hcl
    capacity_type  = var.environment == "prod" ? "ON_DEMAND" : "SPOT"
    instance_types = ["m7i.large", "m6i.large", "m5.large"]
    ```
  EOT
  link    = "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html"

  pass "production" {
    resource "aws_eks_node_group" "this" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::111122223333:role/node"
      subnet_ids    = ["subnet-0a"]
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
      capacity_type = "ON_DEMAND"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "Spot" {
    resource "aws_eks_node_group" "this" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::111122223333:role/node"
      subnet_ids    = ["subnet-0a"]
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
      capacity_type = "SPOT"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_eks_node_group" "this" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::111122223333:role/node"
      subnet_ids    = ["subnet-0a"]
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
      capacity_type = "ON_DEMAND"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_eks_node_group.this @ capacity_type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_eks_node_group" "this" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::111122223333:role/node"
      subnet_ids    = ["subnet-0a"]
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
      capacity_type = "ON_DEMAND"
      tags = {
        Environment = var.environment
      }
    }
  }

  fail "no `capacity_type`" {
    resource "aws_eks_node_group" "this" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::111122223333:role/node"
      subnet_ids    = ["subnet-0a"]
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
      tags = { Environment = "dev" }
    }
    expect = ["aws_eks_node_group.this"]
  }
}

rule "aws-eks-node-group-graviton-sibling" {
  title     = "EKS nodes have a cheaper Graviton sibling"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_eks_node_group"]
  params = {
    families = "^(?:c5a?d?n?|c6[ai]d?n?|c7[ai]|m5a?d?n?|m6[ai]d?n?|m7[ai]|r5a?d?n?|r6[ai]d?n?|r7[ai]z?|t3a?)[.]"
  }
  when    = length(resource.instance_types) > 0
  assert  = !alltrue([for t in resource.instance_types : can(regex(param.families, t))])
  at      = resource.instance_types
  message = "all of ${join(", ", [for t in resource.instance_types : "`${t}`"])} have an arm64 sibling at a lower price"
  why     = <<-EOT
    Graviton instances cost 15 to 20 per cent less than their x86 siblings in the price table (us-east-1: `m6i.large` 0.096 USD an hour, `m7g.large`
    0.0816). All images, also those of daemon sets, must exist for arm64.
  EOT
  remedy  = <<-EOT
    Add a node group with `g` types and an arm64 AMI.

    ```hcl
    instance_types = ["m7g.large"]
    ami_type       = "AL2023_ARM_64_STANDARD"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-ami.html"

  pass "Graviton" {
    resource "aws_eks_node_group" "this" {
      cluster_name   = "main"
      node_role_arn  = "arn:aws:iam::111122223333:role/node"
      subnet_ids     = ["subnet-0a"]
      instance_types = ["m7g.large"]
      ami_type       = "AL2023_ARM_64_STANDARD"
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
    }
  }

  fail "x86" {
    resource "aws_eks_node_group" "this" {
      cluster_name   = "main"
      node_role_arn  = "arn:aws:iam::111122223333:role/node"
      subnet_ids     = ["subnet-0a"]
      instance_types = ["m6i.large", "m5.large"]
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
    }
    expect = ["aws_eks_node_group.this @ instance_types"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_eks_node_group" "this" {
      cluster_name   = "main"
      node_role_arn  = "arn:aws:iam::111122223333:role/node"
      subnet_ids     = ["subnet-0a"]
      instance_types = [var.type]
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
    }
  }

  pass "more that pass" {
    resource "aws_eks_node_group" "no_instance_types" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::111122223333:role/node"
      subnet_ids    = ["subnet-0a"]
      ami_type      = "AL2023_ARM_64_STANDARD"
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
    }
    resource "aws_eks_node_group" "instance_types_is_empty" {
      cluster_name   = "main"
      node_role_arn  = "arn:aws:iam::111122223333:role/node"
      subnet_ids     = ["subnet-0a"]
      instance_types = ["", "m5.large"]
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
    }
  }
}

rule "aws-eks-node-group-fixed-size" {
  title     = "EKS node group cannot scale"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_eks_node_group"]
  for_each  = resource.scaling_config
  assert    = each.value.min_size != each.value.max_size || each.value.max_size <= 1
  at        = each.value.min_size
  message   = "minimum and maximum are both ${each.value.max_size}"
  why       = <<-EOT
    Nodes are billed whether pods run on them or not; a group with room between its sizes can follow the load, with the Cluster Autoscaler or Karpenter.
  EOT
  remedy    = <<-EOT
    Leave room between minimum and maximum.

    ```hcl
    scaling_config {
      min_size     = 1
      max_size     = 5
      desired_size = 2
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/eks/latest/userguide/autoscaling.html"

  pass "room to scale" {
    resource "aws_eks_node_group" "this" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::111122223333:role/node"
      subnet_ids    = ["subnet-0a"]
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 4
      }
    }
  }

  fail "fixed" {
    resource "aws_eks_node_group" "this" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::111122223333:role/node"
      subnet_ids    = ["subnet-0a"]
      scaling_config {
        desired_size = 3
        min_size     = 3
        max_size     = 3
      }
    }
    expect = ["aws_eks_node_group.this @ scaling_config[0].min_size"]
  }

  unknown "not known" {
    variable "nodes" {}
    resource "aws_eks_node_group" "this" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::111122223333:role/node"
      subnet_ids    = ["subnet-0a"]
      scaling_config {
        desired_size = 3
        min_size     = var.nodes
        max_size     = 3
      }
    }
  }

  pass "`max_size` is `1`" {
    resource "aws_eks_node_group" "this" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::111122223333:role/node"
      subnet_ids    = ["subnet-0a"]
      scaling_config {
        desired_size = 2
        min_size     = 1
        max_size     = 1
      }
    }
  }
}

rule "aws-elasticache-graviton-candidate" {
  title     = "Cache node type has a cheaper Graviton sibling"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_elasticache_cluster", "aws_elasticache_replication_group"]
  params = {
    siblings = {
      t3 = "t4g"
      m5 = "m6g"
      r5 = "r6g"
    }
  }
  when    = resource.node_type != null
  assert  = param.siblings[split(".", resource.node_type)[1]] == null
  at      = resource.node_type
  message = "`${resource.node_type}` could be `cache.${param.siblings[split(".", resource.node_type)[1]]}.${split(".", resource.node_type)[2]}`, on Graviton"
  why     = <<-EOT
    The engines run on Graviton without any change for clients. The price table (us-east-1) has it at four to six per cent less: `cache.m5.large` 0.156
    USD an hour, `cache.m6g.large` 0.149.
  EOT
  remedy  = <<-EOT
    Change the node type; ElastiCache scales in place.

    ```hcl
    node_type = "cache.m6g.large"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html"

  pass "Graviton" {
    resource "aws_elasticache_replication_group" "this" {
      replication_group_id = "sessions"
      description          = "sessions"
      node_type            = "cache.m6g.large"
    }
  }

  fail "x86" {
    resource "aws_elasticache_replication_group" "this" {
      replication_group_id = "sessions"
      description          = "sessions"
      node_type            = "cache.m5.large"
    }
    expect = ["aws_elasticache_replication_group.this @ node_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_elasticache_replication_group" "this" {
      replication_group_id = "sessions"
      description          = "sessions"
      node_type            = var.type
    }
  }
}

rule "aws-elasticache-replicas-outside-production" {
  title     = "Cache replicas outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_elasticache_replication_group"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.num_cache_clusters > 1 || resource.replicas_per_node_group > 0 || resource.number_cache_clusters > 1
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = [resource.num_cache_clusters, resource.replicas_per_node_group, resource.number_cache_clusters]
  message = "each replica is billed like the primary node"
  why     = <<-EOT
    A replica takes over in seconds when a node fails. A test environment can wait for a new node, and lose what is cached.
  EOT
  remedy  = <<-EOT
    Run one node outside production.

    ```hcl
    num_cache_clusters         = var.environment == "prod" ? 3 : 1
    automatic_failover_enabled = var.environment == "prod"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.html"

  pass "production" {
    resource "aws_elasticache_replication_group" "this" {
      replication_group_id = "sessions"
      description          = "sessions"
      node_type            = "cache.t4g.small"
      num_cache_clusters   = 3
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "one node" {
    resource "aws_elasticache_replication_group" "this" {
      replication_group_id = "sessions"
      description          = "sessions"
      node_type            = "cache.t4g.small"
      num_cache_clusters   = 1
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_elasticache_replication_group" "this" {
      replication_group_id = "sessions"
      description          = "sessions"
      node_type            = "cache.t4g.small"
      num_cache_clusters   = 3
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_elasticache_replication_group.this @ num_cache_clusters"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_elasticache_replication_group" "this" {
      replication_group_id = "sessions"
      description          = "sessions"
      node_type            = "cache.t4g.small"
      num_cache_clusters   = 3
      tags = {
        Environment = var.environment
      }
    }
  }

  pass "more that pass" {
    resource "aws_elasticache_replication_group" "number_cache_clusters_is_1" {
      replication_group_id  = "sessions"
      description           = "sessions"
      node_type             = "cache.t4g.small"
      num_cache_clusters    = 1
      tags                  = { Environment = "dev" }
      number_cache_clusters = 1
    }
    resource "aws_elasticache_replication_group" "replicas_per_node_group_is_0" {
      replication_group_id    = "sessions"
      description             = "sessions"
      node_type               = "cache.t4g.small"
      num_cache_clusters      = 1
      tags                    = { Environment = "dev" }
      replicas_per_node_group = 0
    }
  }

  fail "more that fail" {
    resource "aws_elasticache_replication_group" "number_cache_clusters_is_2" {
      replication_group_id  = "sessions"
      description           = "sessions"
      node_type             = "cache.t4g.small"
      num_cache_clusters    = 1
      tags                  = { Environment = "dev" }
      number_cache_clusters = 2
    }
    resource "aws_elasticache_replication_group" "one_more_replicas_per_node_group_is_1" {
      replication_group_id = "sessions"
      description          = "sessions"
      node_type            = "cache.t4g.small"
      num_cache_clusters   = 1
      tags                 = { Environment = "dev" }
    }
    resource "aws_elasticache_replication_group" "one_more_replicas_per_node_group_is_1_2" {
      replication_group_id    = "sessions"
      description             = "sessions"
      node_type               = "cache.t4g.small"
      num_cache_clusters      = 1
      tags                    = { Environment = "dev" }
      replicas_per_node_group = 1
    }
    resource "aws_elasticache_replication_group" "num_cache_clusters_is_2" {
      replication_group_id = "sessions"
      description          = "sessions"
      node_type            = "cache.t4g.small"
      num_cache_clusters   = 2
      tags                 = { Environment = "dev" }
    }
    expect = [
      "aws_elasticache_replication_group.number_cache_clusters_is_2 @ num_cache_clusters",
      "aws_elasticache_replication_group.one_more_replicas_per_node_group_is_1_2 @ num_cache_clusters",
      "aws_elasticache_replication_group.num_cache_clusters_is_2 @ num_cache_clusters",
    ]
  }
}

rule "aws-memorydb-valkey-cheaper" {
  title     = "MemoryDB for Redis costs more than for Valkey"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_memorydb_cluster"]
  assert    = coalesce(resource.engine, "redis") != "redis"
  at        = resource.engine
  message   = "the engine is Redis"
  why       = <<-EOT
    Valkey is compatible with Redis 7 and AWS charges less for its nodes and for the data that is written.
  EOT
  remedy    = <<-EOT
    Set `engine`; AWS upgrades in place.

    ```hcl
    engine         = "valkey"
    engine_version = "7.2"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/memorydb/latest/devguide/engine-versions.html"

  pass "Valkey" {
    resource "aws_memorydb_cluster" "this" {
      name           = "orders"
      acl_name       = "open-access"
      node_type      = "db.t4g.small"
      engine         = "valkey"
      engine_version = "7.2"
    }
  }

  fail "Redis" {
    resource "aws_memorydb_cluster" "this" {
      name      = "orders"
      acl_name  = "open-access"
      node_type = "db.t4g.small"
      engine    = "redis"
    }
    expect = ["aws_memorydb_cluster.this @ engine"]
  }

  unknown "not known" {
    variable "engine" {}
    resource "aws_memorydb_cluster" "this" {
      name      = "orders"
      acl_name  = "open-access"
      node_type = "db.t4g.small"
      engine    = var.engine
    }
  }

  fail "no `engine`" {
    resource "aws_memorydb_cluster" "this" {
      name      = "orders"
      acl_name  = "open-access"
      node_type = "db.t4g.small"
    }
    expect = ["aws_memorydb_cluster.this"]
  }
}

rule "aws-opensearch-graviton-candidate" {
  title     = "OpenSearch instance type has a cheaper Graviton sibling"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_opensearch_domain"]
  params = {
    siblings = {
      m5 = "m6g"
      r5 = "r6g"
      c5 = "c6g"
    }
  }
  for_each = [for t in [resource.cluster_config[0].instance_type, resource.cluster_config[0].dedicated_master_type] : t if t != null]
  assert   = param.siblings[split(".", each.value)[0]] == null
  at       = [each.value, resource.cluster_config[0].instance_type]
  message  = "`${each.value}` could be `${param.siblings[split(".", each.value)[0]]}.${split(".", each.value)[1]}.search`, on Graviton"
  why      = <<-EOT
    OpenSearch runs on Graviton without any change for its users, at about a tenth less in the price table (us-east-1: `m5.large.search` 0.142 USD an
    hour, `m6g.large.search` 0.128).
  EOT
  remedy   = <<-EOT
    Change the type; the domain moves by itself.

    ```hcl
    cluster_config {
      instance_type = "r6g.large.search"
    }
    ```
  EOT
  link     = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/supported-instance-types.html"

  pass "Graviton" {
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type = "r6g.large.search"
      }
    }
  }

  fail "x86" {
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type = "r5.large.search"
      }
    }
    expect = ["aws_opensearch_domain.this @ cluster_config[0].instance_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type = var.type
      }
    }
  }

  unknown "`dedicated_master_type` is `m6g.large.search`, `dedicated_master_type` is an unset variable" {
    variable "dedicated_master_type" {}
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type         = "r6g.large.search"
        dedicated_master_type = var.dedicated_master_type
      }
    }
    expect = ["aws_opensearch_domain.this @ cluster_config[0].instance_type"]
  }
}

rule "aws-opensearch-dedicated-masters-outside-production" {
  title     = "Dedicated master nodes outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_opensearch_domain", "aws_elasticsearch_domain"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.cluster_config[0].dedicated_master_enabled == true
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.cluster_config[0].dedicated_master_enabled
  message = "${coalesce(resource.cluster_config[0].dedicated_master_count, 3)} master nodes hold no data and are billed like others"
  why     = <<-EOT
    Dedicated masters keep large clusters stable. A test domain of a few nodes elects a master among them.
  EOT
  remedy  = <<-EOT
    Enable them in production only.

    ```hcl
    cluster_config {
      dedicated_master_enabled = var.environment == "prod"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-dedicatedmasternodes.html"

  pass "production" {
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type            = "r6g.large.search"
        dedicated_master_enabled = true
        dedicated_master_count   = 3
        dedicated_master_type    = "m6g.large.search"
      }
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "data nodes only" {
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type = "r6g.large.search"
      }
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type            = "r6g.large.search"
        dedicated_master_enabled = true
        dedicated_master_count   = 3
        dedicated_master_type    = "m6g.large.search"
      }
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_opensearch_domain.this @ cluster_config[0].dedicated_master_enabled"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type            = "r6g.large.search"
        dedicated_master_enabled = true
        dedicated_master_count   = 3
        dedicated_master_type    = "m6g.large.search"
      }
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-opensearch-standby-outside-production" {
  title     = "OpenSearch standby nodes outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_opensearch_domain"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.cluster_config[0].multi_az_with_standby_enabled == true
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.cluster_config[0].multi_az_with_standby_enabled
  message = "a third of the nodes waits for an outage of a zone"
  why     = <<-EOT
    Multi-AZ with standby needs three zones and dedicated masters, and keeps the nodes of one zone idle.
  EOT
  remedy  = <<-EOT
    Enable it in production only.

    ```hcl
    cluster_config {
      multi_az_with_standby_enabled = var.environment == "prod"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html"

  pass "production" {
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type                 = "r6g.large.search"
        instance_count                = 3
        multi_az_with_standby_enabled = true
      }
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "one node" {
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type = "r6g.large.search"
      }
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type                 = "r6g.large.search"
        instance_count                = 3
        multi_az_with_standby_enabled = true
      }
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_opensearch_domain.this @ cluster_config[0].multi_az_with_standby_enabled"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_opensearch_domain" "this" {
      domain_name    = "logs"
      engine_version = "OpenSearch_2.19"
      cluster_config {
        instance_type                 = "r6g.large.search"
        instance_count                = 3
        multi_az_with_standby_enabled = true
      }
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-opensearchserverless-standby-outside-production" {
  title     = "OpenSearch Serverless keeps standby replicas outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_opensearchserverless_collection"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = coalesce(resource.standby_replicas, "ENABLED") == "ENABLED"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.standby_replicas
  message = "indexing and search each run twice"
  why     = <<-EOT
    With standby replicas the first collection of an account keeps twice as many capacity units running as without, around the clock.
  EOT
  remedy  = <<-EOT
    Disable them outside production; the choice is made when the collection is created.

    ```hcl
    standby_replicas = var.environment == "prod" ? "ENABLED" : "DISABLED"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-scaling.html"

  pass "production" {
    resource "aws_opensearchserverless_collection" "this" {
      name             = "logs"
      type             = "SEARCH"
      standby_replicas = "ENABLED"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "no standby" {
    resource "aws_opensearchserverless_collection" "this" {
      name             = "logs"
      type             = "SEARCH"
      standby_replicas = "DISABLED"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_opensearchserverless_collection" "this" {
      name             = "logs"
      type             = "SEARCH"
      standby_replicas = "ENABLED"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_opensearchserverless_collection.this @ standby_replicas"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_opensearchserverless_collection" "this" {
      name             = "logs"
      type             = "SEARCH"
      standby_replicas = "ENABLED"
      tags = {
        Environment = var.environment
      }
    }
  }

  fail "no `standby_replicas`" {
    resource "aws_opensearchserverless_collection" "this" {
      name = "logs"
      type = "SEARCH"
      tags = { Environment = "dev" }
    }
    expect = ["aws_opensearchserverless_collection.this"]
  }
}

rule "aws-docdb-previous-generation" {
  title     = "DocumentDB instance class is of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_docdb_cluster_instance"]
  params = {
    families = "^db[.]r4[.]"
  }
  when    = resource.instance_class != null
  assert  = !can(regex(param.families, resource.instance_class))
  at      = resource.instance_class
  message = "`${resource.instance_class}` is of a previous generation"
  why     = <<-EOT
    Later classes do more for the same money, and Graviton ones (`db.r6g`, `db.t4g`) need no change of the application.
  EOT
  remedy  = <<-EOT
    Move to a current type.

    ```hcl
    instance_class = "db.r6g.large"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/documentdb/latest/developerguide/db-instance-classes.html"

  pass "a current type" {
    resource "aws_docdb_cluster_instance" "this" {
      cluster_identifier = "orders"
      instance_class     = "db.r6g.large"
    }
  }

  fail "an old type" {
    resource "aws_docdb_cluster_instance" "this" {
      cluster_identifier = "orders"
      instance_class     = "db.r4.large"
    }
    expect = ["aws_docdb_cluster_instance.this @ instance_class"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_docdb_cluster_instance" "this" {
      cluster_identifier = "orders"
      instance_class     = var.type
    }
  }
}

rule "aws-neptune-previous-generation" {
  title     = "Neptune instance class is of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_neptune_cluster_instance"]
  params = {
    families = "^db[.]r4[.]"
  }
  when    = resource.instance_class != null
  assert  = !can(regex(param.families, resource.instance_class))
  at      = resource.instance_class
  message = "`${resource.instance_class}` is of a previous generation"
  why     = <<-EOT
    Later classes do more for the same money, and new engine versions do not run on the old ones.
  EOT
  remedy  = <<-EOT
    Move to a current type.

    ```hcl
    instance_class = "db.r6g.large"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/neptune/latest/userguide/instance-types.html"

  pass "a current type" {
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier = "graph"
      instance_class     = "db.r6g.large"
    }
  }

  fail "an old type" {
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier = "graph"
      instance_class     = "db.r4.large"
    }
    expect = ["aws_neptune_cluster_instance.this @ instance_class"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier = "graph"
      instance_class     = var.type
    }
  }
}

rule "aws-dms-previous-generation" {
  title     = "DMS instance class is of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_dms_replication_instance"]
  params = {
    families = "^dms[.](?:t2|c4|r4)[.]"
  }
  when    = resource.replication_instance_class != null
  assert  = !can(regex(param.families, resource.replication_instance_class))
  at      = resource.replication_instance_class
  message = "`${resource.replication_instance_class}` is of a previous generation"
  why     = <<-EOT
    Later classes do more for the same money, and new engine versions do not run on the old ones.
  EOT
  remedy  = <<-EOT
    Move to a current type.

    ```hcl
    replication_instance_class = "dms.t3.medium"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.Types.html"

  pass "a current type" {
    resource "aws_dms_replication_instance" "this" {
      replication_instance_id    = "orders"
      replication_instance_class = "dms.t3.medium"
    }
  }

  fail "an old type" {
    resource "aws_dms_replication_instance" "this" {
      replication_instance_id    = "orders"
      replication_instance_class = "dms.t2.medium"
    }
    expect = ["aws_dms_replication_instance.this @ replication_instance_class"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_dms_replication_instance" "this" {
      replication_instance_id    = "orders"
      replication_instance_class = var.type
    }
  }
}

rule "aws-mq-previous-generation" {
  title     = "MQ broker type is of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_mq_broker"]
  params = {
    families = "^mq[.](?:t2|m4)[.]"
  }
  when    = resource.host_instance_type != null
  assert  = !can(regex(param.families, resource.host_instance_type))
  at      = resource.host_instance_type
  message = "`${resource.host_instance_type}` is of a previous generation"
  why     = <<-EOT
    Later types do more for the same money.
  EOT
  remedy  = <<-EOT
    Move to a current type.

    ```hcl
    host_instance_type = "mq.m5.large"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/broker-instance-types.html"

  pass "a current type" {
    resource "aws_mq_broker" "this" {
      broker_name    = "orders"
      engine_type    = "ActiveMQ"
      engine_version = "5.18"
      user {
        username = "app"
        password = "example-password"
      }
      host_instance_type = "mq.m5.large"
    }
  }

  fail "an old type" {
    resource "aws_mq_broker" "this" {
      broker_name    = "orders"
      engine_type    = "ActiveMQ"
      engine_version = "5.18"
      user {
        username = "app"
        password = "example-password"
      }
      host_instance_type = "mq.m4.large"
    }
    expect = ["aws_mq_broker.this @ host_instance_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_mq_broker" "this" {
      broker_name    = "orders"
      engine_type    = "ActiveMQ"
      engine_version = "5.18"
      user {
        username = "app"
        password = "example-password"
      }
      host_instance_type = var.type
    }
  }
}

rule "aws-gamelift-previous-generation" {
  title     = "GameLift fleet uses an old instance type"
  category  = "cost"
  severity  = "low"
  resources = ["aws_gamelift_fleet"]
  params = {
    families = "^(?:c3|c4|m3|m4|r3|r4|t2)[.]"
  }
  when    = resource.ec2_instance_type != null
  assert  = !can(regex(param.families, resource.ec2_instance_type))
  at      = resource.ec2_instance_type
  message = "`${resource.ec2_instance_type}` is of a previous generation"
  why     = <<-EOT
    Later types do more for the same money.
  EOT
  remedy  = <<-EOT
    Move to a current type.

    ```hcl
    ec2_instance_type = "c6i.large"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/gamelift/latest/developerguide/gamelift-compute.html"

  pass "a current type" {
    resource "aws_gamelift_fleet" "this" {
      name              = "game"
      build_id          = "build-1"
      ec2_instance_type = "c6i.large"
    }
  }

  fail "an old type" {
    resource "aws_gamelift_fleet" "this" {
      name              = "game"
      build_id          = "build-1"
      ec2_instance_type = "c4.large"
    }
    expect = ["aws_gamelift_fleet.this @ ec2_instance_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_gamelift_fleet" "this" {
      name              = "game"
      build_id          = "build-1"
      ec2_instance_type = var.type
    }
  }
}

rule "aws-docdb-graviton-candidate" {
  title     = "DocumentDB instance class has a Graviton sibling"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_docdb_cluster_instance"]
  params = {
    siblings = {
      t3 = "t4g"
      r5 = "r6g"
    }
  }
  when    = resource.instance_class != null
  assert  = param.siblings[split(".", resource.instance_class)[1]] == null
  at      = resource.instance_class
  message = "`${resource.instance_class}` could be `db.${param.siblings[split(".", resource.instance_class)[1]]}.${split(".", resource.instance_class)[2]}`, on Graviton"
  why     = <<-EOT
    The engine runs on Graviton without any change for the application, at a lower price by the hour.
  EOT
  remedy  = <<-EOT
    Change the class; the cluster fails over to an instance of the new one.

    ```hcl
    instance_class = "db.r6g.large"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/documentdb/latest/developerguide/db-instance-classes.html"

  pass "Graviton" {
    resource "aws_docdb_cluster_instance" "this" {
      cluster_identifier = "orders"
      instance_class     = "db.r6g.large"
    }
  }

  fail "x86" {
    resource "aws_docdb_cluster_instance" "this" {
      cluster_identifier = "orders"
      instance_class     = "db.r5.large"
    }
    expect = ["aws_docdb_cluster_instance.this @ instance_class"]
  }

  unknown "not known" {
    variable "class" {}
    resource "aws_docdb_cluster_instance" "this" {
      cluster_identifier = "orders"
      instance_class     = var.class
    }
  }
}

rule "aws-neptune-graviton-candidate" {
  title     = "Neptune instance class has a Graviton sibling"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_neptune_cluster_instance"]
  params = {
    siblings = {
      t3 = "t4g"
      r5 = "r6g"
    }
  }
  when    = resource.instance_class != null
  assert  = param.siblings[split(".", resource.instance_class)[1]] == null
  at      = resource.instance_class
  message = "`${resource.instance_class}` could be `db.${param.siblings[split(".", resource.instance_class)[1]]}.${split(".", resource.instance_class)[2]}`, on Graviton"
  why     = <<-EOT
    The engine runs on Graviton without any change for the application, at a lower price by the hour.
  EOT
  remedy  = <<-EOT
    Change the class; the cluster fails over to an instance of the new one.

    ```hcl
    instance_class = "db.r6g.large"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/neptune/latest/userguide/instance-types.html"

  pass "Graviton" {
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier = "orders"
      instance_class     = "db.r6g.large"
    }
  }

  fail "x86" {
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier = "orders"
      instance_class     = "db.r5.large"
    }
    expect = ["aws_neptune_cluster_instance.this @ instance_class"]
  }

  unknown "not known" {
    variable "class" {}
    resource "aws_neptune_cluster_instance" "this" {
      cluster_identifier = "orders"
      instance_class     = var.class
    }
  }
}

rule "aws-msk-graviton-candidate" {
  title     = "MSK broker type has a Graviton sibling"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_msk_cluster"]
  for_each  = resource.broker_node_group_info
  assert    = !startswith(each.value.instance_type, "kafka.m5.")
  at        = each.value.instance_type
  message   = "`${each.value.instance_type}` could be `kafka.m7g.${split(".", each.value.instance_type)[2]}`, on Graviton"
  why       = <<-EOT
    Brokers on Graviton do more for a lower price, and clients notice nothing.
  EOT
  remedy    = <<-EOT
    Change the type; MSK replaces the brokers one by one.

    ```hcl
    broker_node_group_info {
      instance_type = "kafka.m7g.large"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-sizes.html"

  pass "Graviton" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m7g.large"
        client_subnets  = ["subnet-0a"]
        security_groups = ["sg-0a"]
      }
    }
  }

  fail "x86" {
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = "kafka.m5.large"
        client_subnets  = ["subnet-0a"]
        security_groups = ["sg-0a"]
      }
    }
    expect = ["aws_msk_cluster.this @ broker_node_group_info[0].instance_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_msk_cluster" "this" {
      cluster_name           = "events"
      kafka_version          = "3.8.x"
      number_of_broker_nodes = 3
      broker_node_group_info {
        instance_type   = var.type
        client_subnets  = ["subnet-0a"]
        security_groups = ["sg-0a"]
      }
    }
  }
}

rule "aws-rds-large-outside-production" {
  title     = "Large database instance outside production"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
    sizes         = "[.](?:[4-9]|[1-9][0-9]+)xlarge"
  }
  when    = can(regex(param.sizes, resource.instance_class))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.instance_class
  message = "`${resource.instance_class}` is a large class for an environment that is not production"
  why     = <<-EOT
    Classes are often copied from production. Each step down in size halves the price of the instance. It is fine for load tests.
  EOT
  remedy  = <<-EOT
    Choose the class by environment.

    ```hcl
    instance_class = var.environment == "prod" ? "db.r6g.8xlarge" : "db.t4g.medium"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.html"

  pass "production" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.r6g.8xlarge"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "a small one" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t4g.medium"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.r6g.8xlarge"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_db_instance.this @ instance_class"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.r6g.8xlarge"
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-rds-cluster-replicas-outside-production" {
  title     = "Database cluster of a test environment has replicas"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  related "instances" {
    type = ["aws_rds_cluster_instance", "aws_docdb_cluster_instance", "aws_neptune_cluster_instance"]
    on   = refers(other.cluster_identifier, resource)
  }
  when    = can(regex(param.nonproduction, environment_of(resource)))
  assert  = length(related.instances) <= 1
  message = "${length(related.instances)} instances are billed where one would do"
  why     = <<-EOT
    The storage of a cluster is replicated over three zones with a single instance as well. Replicas shorten an outage and share the reads, and each costs
    as much as the writer.
  EOT
  remedy  = <<-EOT
    Make one instance outside production.

    ```hcl
    count = var.environment == "prod" ? 2 : 1
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.html"

  pass "one instance" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      tags = {
        Environment = "dev"
      }
    }
    resource "aws_rds_cluster_instance" "writer" {
      cluster_identifier = aws_rds_cluster.this.id
      engine             = "aurora-postgresql"
      instance_class     = "db.t4g.medium"
    }
  }

  pass "production" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      tags = {
        Environment = "prod"
      }
    }
    resource "aws_rds_cluster_instance" "this" {
      count              = 2
      cluster_identifier = aws_rds_cluster.this.id
      engine             = "aurora-postgresql"
      instance_class     = "db.t4g.medium"
    }
  }

  fail "two of them" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      tags = {
        Environment = "dev"
      }
    }
    resource "aws_rds_cluster_instance" "this" {
      count              = 2
      cluster_identifier = aws_rds_cluster.this.id
      engine             = "aurora-postgresql"
      instance_class     = "db.t4g.medium"
    }
    expect = ["aws_rds_cluster.this"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      tags = {
        Environment = var.environment
      }
    }
    resource "aws_rds_cluster_instance" "this" {
      count              = 2
      cluster_identifier = aws_rds_cluster.this.id
      engine             = "aurora-postgresql"
      instance_class     = "db.t4g.medium"
    }
  }
}

rule "aws-rds-io-optimized-outside-production" {
  title     = "I/O-optimised storage outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["aurora-iopt1", "iopt1"], resource.storage_type)
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.storage_type
  message = "`${resource.storage_type}` raises the price of instances and storage to save that of requests"
  why     = <<-EOT
    I/O-optimised clusters pay off where requests make up more than a quarter of the bill, which a test environment seldom reaches.
  EOT
  remedy  = <<-EOT
    Use the standard storage outside production.

    ```hcl
    storage_type = var.environment == "prod" ? "aurora-iopt1" : null
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Overview.StorageReliability.html"

  pass "production" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      storage_type       = "aurora-iopt1"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "standard storage" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      storage_type       = "aurora-iopt1"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_rds_cluster.this @ storage_type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      storage_type       = "aurora-iopt1"
      tags = {
        Environment = var.environment
      }
    }
  }

  fail "`storage_type` is `iopt1`" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      tags               = { Environment = "dev" }
      storage_type       = "iopt1"
    }
    expect = ["aws_rds_cluster.this @ storage_type"]
  }
}

rule "aws-rds-serverless-minimum-outside-production" {
  title     = "Serverless database of a test environment never gets small"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_rds_cluster"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
    maximum       = 1
  }
  when    = resource.serverlessv2_scaling_configuration[0].min_capacity > param.maximum
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.serverlessv2_scaling_configuration[0].min_capacity
  message = "at least ${resource.serverlessv2_scaling_configuration[0].min_capacity} capacity units are billed day and night"
  why     = <<-EOT
    Aurora Serverless v2 goes down to half a unit, and recent engine versions to none at all (`min_capacity = 0` with `seconds_until_auto_pause`), which
    suits a database that is idle most of the day.
  EOT
  remedy  = <<-EOT
    Let it pause outside production.

    ```hcl
    serverlessv2_scaling_configuration {
      min_capacity             = var.environment == "prod" ? 4 : 0
      max_capacity             = 16
      seconds_until_auto_pause = 600
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html"

  pass "production" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      serverlessv2_scaling_configuration {
        min_capacity = 4
        max_capacity = 16
      }
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "it pauses" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      serverlessv2_scaling_configuration {
        min_capacity             = 0
        max_capacity             = 16
        seconds_until_auto_pause = 600
      }
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      serverlessv2_scaling_configuration {
        min_capacity = 4
        max_capacity = 16
      }
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_rds_cluster.this @ serverlessv2_scaling_configuration[0].min_capacity"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      serverlessv2_scaling_configuration {
        min_capacity = 4
        max_capacity = 16
      }
      tags = {
        Environment = var.environment
      }
    }
  }

  pass "`min_capacity` is `1`" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      serverlessv2_scaling_configuration {
        min_capacity = 1
        max_capacity = 16
      }
      tags = { Environment = "dev" }
    }
  }

  fail "one more, `min_capacity` is `2`" {
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      serverlessv2_scaling_configuration {
        min_capacity             = 0
        max_capacity             = 16
        seconds_until_auto_pause = 600
      }
      tags = { Environment = "dev" }
    }
    resource "aws_rds_cluster" "this_too" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      serverlessv2_scaling_configuration {
        min_capacity             = 2
        max_capacity             = 16
        seconds_until_auto_pause = 600
      }
      tags = { Environment = "dev" }
    }
    expect = ["aws_rds_cluster.this_too @ serverlessv2_scaling_configuration[0].min_capacity"]
  }
}

rule "aws-rds-long-backup-outside-production" {
  title     = "Backups of a test database are kept for weeks"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
    days          = 14
  }
  when    = resource.backup_retention_period > param.days
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.backup_retention_period
  message = "backups are kept for ${resource.backup_retention_period} days"
  why     = <<-EOT
    Backup storage is free up to the size of the database and billed beyond. Data of a test environment can be made again.
  EOT
  remedy  = <<-EOT
    Keep a few days outside production.

    ```hcl
    backup_retention_period = var.environment == "prod" ? 35 : 3
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html"

  pass "production" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t4g.medium"
      backup_retention_period     = 35
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "three days" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t4g.medium"
      backup_retention_period     = 3
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t4g.medium"
      backup_retention_period     = 35
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_db_instance.this @ backup_retention_period"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t4g.medium"
      backup_retention_period     = 35
      tags = {
        Environment = var.environment
      }
    }
  }

  pass "`backup_retention_period` is `14`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t4g.medium"
      backup_retention_period     = 14
      tags                        = { Environment = "dev" }
    }
  }

  fail "one more, `backup_retention_period` is `15`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t4g.medium"
      backup_retention_period     = 35
      tags                        = { Environment = "dev" }
    }
    resource "aws_db_instance" "this_too" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t4g.medium"
      backup_retention_period     = 15
      tags                        = { Environment = "dev" }
    }
    expect = ["aws_db_instance.this @ backup_retention_period", "aws_db_instance.this_too @ backup_retention_period"]
  }
}

rule "aws-mq-standby-outside-production" {
  title     = "MQ broker of a test environment has a standby"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_mq_broker"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"], resource.deployment_mode)
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.deployment_mode
  message = "`${resource.deployment_mode}` bills two or three brokers"
  why     = <<-EOT
    A standby doubles the price and a RabbitMQ cluster trebles it.
  EOT
  remedy  = <<-EOT
    Use a single instance outside production.

    ```hcl
    deployment_mode = var.environment == "prod" ? "CLUSTER_MULTI_AZ" : "SINGLE_INSTANCE"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-broker-architecture.html"

  pass "production" {
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "RabbitMQ"
      engine_version     = "3.13"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = "example-password"
      }
      deployment_mode = "CLUSTER_MULTI_AZ"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "one broker" {
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "RabbitMQ"
      engine_version     = "3.13"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = "example-password"
      }
      deployment_mode = "SINGLE_INSTANCE"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "RabbitMQ"
      engine_version     = "3.13"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = "example-password"
      }
      deployment_mode = "CLUSTER_MULTI_AZ"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_mq_broker.this @ deployment_mode"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "RabbitMQ"
      engine_version     = "3.13"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = "example-password"
      }
      deployment_mode = "CLUSTER_MULTI_AZ"
      tags = {
        Environment = var.environment
      }
    }
  }

  fail "`deployment_mode` is `ACTIVE_STANDBY_MULTI_AZ`" {
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "RabbitMQ"
      engine_version     = "3.13"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = "example-password"
      }
      deployment_mode = "ACTIVE_STANDBY_MULTI_AZ"
      tags            = { Environment = "dev" }
    }
    expect = ["aws_mq_broker.this @ deployment_mode"]
  }
}

rule "aws-dms-multi-az-outside-production" {
  title     = "DMS instance of a test environment has a standby"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_dms_replication_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.multi_az == true
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.multi_az
  message = "`multi_az` doubles the price of the instance"
  why     = <<-EOT
    A replication task of a test environment can be started again.
  EOT
  remedy  = <<-EOT
    Use a standby in production only.

    ```hcl
    multi_az = var.environment == "prod"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html"

  pass "production" {
    resource "aws_dms_replication_instance" "this" {
      replication_instance_id    = "orders"
      replication_instance_class = "dms.t3.medium"
      multi_az                   = true
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "one zone" {
    resource "aws_dms_replication_instance" "this" {
      replication_instance_id    = "orders"
      replication_instance_class = "dms.t3.medium"
      multi_az                   = false
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_dms_replication_instance" "this" {
      replication_instance_id    = "orders"
      replication_instance_class = "dms.t3.medium"
      multi_az                   = true
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_dms_replication_instance.this @ multi_az"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_dms_replication_instance" "this" {
      replication_instance_id    = "orders"
      replication_instance_class = "dms.t3.medium"
      multi_az                   = true
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-dynamodb-replica-outside-production" {
  title     = "DynamoDB table of a test environment is replicated"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_dynamodb_table"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = length(resource.replica) > 0
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.replica
  message = "each replica repeats the writes and the storage in another region"
  why     = <<-EOT
    A global table is for latency and for the loss of a region. Writes are billed once for each replica.
  EOT
  remedy  = <<-EOT
    Replicate in production only.

    ```hcl
    dynamic "replica" {
      for_each = var.environment == "prod" ? ["us-east-1"] : []
      content {
        region_name = replica.value
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GlobalTables.html"

  pass "production" {
    resource "aws_dynamodb_table" "this" {
      name         = "orders"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      replica {
        region_name = "us-east-1"
      }
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "one region" {
    resource "aws_dynamodb_table" "this" {
      name         = "orders"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_dynamodb_table" "this" {
      name         = "orders"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      replica {
        region_name = "us-east-1"
      }
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_dynamodb_table.this @ replica"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_dynamodb_table" "this" {
      name         = "orders"
      billing_mode = "PAY_PER_REQUEST"
      hash_key     = "id"
      attribute {
        name = "id"
        type = "S"
      }
      replica {
        region_name = "us-east-1"
      }
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-redshift-no-pause-outside-production" {
  title     = "Redshift cluster of a test environment is never paused"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_redshift_cluster"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  related "pauses" {
    type = "aws_redshift_scheduled_action"
    on   = refers(other.target_action[0].pause_cluster[0].cluster_identifier, resource)
  }
  when    = can(regex(param.nonproduction, environment_of(resource)))
  assert  = length(related.pauses) > 0
  message = "no `aws_redshift_scheduled_action` pauses the cluster"
  why     = <<-EOT
    A paused cluster is billed for its storage only. What is used in working hours leaves a third of the bill.
  EOT
  remedy  = <<-EOT
    Pause it in the evening and resume it in the morning.

    ```hcl
    resource "aws_redshift_scheduled_action" "night" {
      name     = "night"
      schedule = "cron(0 19 ? * MON-FRI *)"
      iam_role = aws_iam_role.scheduler.arn
      target_action {
        pause_cluster {
          cluster_identifier = aws_redshift_cluster.this.cluster_identifier
        }
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/redshift/latest/mgmt/rs-mgmt-pause-resume-cluster.html"

  pass "paused at night" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.large"
      number_of_nodes        = 2
      master_username        = "app"
      manage_master_password = true
      tags = {
        Environment = "dev"
      }
    }
    resource "aws_redshift_scheduled_action" "this" {
      name     = "night"
      schedule = "cron(0 19 ? * MON-FRI *)"
      iam_role = "arn:aws:iam::111122223333:role/scheduler"
      target_action {
        pause_cluster {
          cluster_identifier = aws_redshift_cluster.this.cluster_identifier
        }
      }
    }
  }

  pass "production" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.large"
      number_of_nodes        = 2
      master_username        = "app"
      manage_master_password = true
      tags = {
        Environment = "prod"
      }
    }
  }

  fail "always on" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.large"
      number_of_nodes        = 2
      master_username        = "app"
      manage_master_password = true
      tags = {
        Environment = "dev"
      }
    }
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.large"
      number_of_nodes        = 2
      master_username        = "app"
      manage_master_password = true
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-redshift-multi-az-outside-production" {
  title     = "Redshift cluster of a test environment runs in two zones"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_redshift_cluster"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.multi_az == true
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.multi_az
  message = "`multi_az` doubles the nodes"
  why     = <<-EOT
    A warehouse of a test environment can wait for a zone to come back.
  EOT
  remedy  = <<-EOT
    Use one zone outside production.

    ```hcl
    multi_az = var.environment == "prod"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-multi-az.html"

  pass "production" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.large"
      number_of_nodes        = 2
      master_username        = "app"
      manage_master_password = true
      multi_az               = true
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "one zone" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.large"
      number_of_nodes        = 2
      master_username        = "app"
      manage_master_password = true
      multi_az               = false
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.large"
      number_of_nodes        = 2
      master_username        = "app"
      manage_master_password = true
      multi_az               = true
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_redshift_cluster.this @ multi_az"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_redshift_cluster" "this" {
      cluster_identifier     = "warehouse"
      node_type              = "ra3.large"
      number_of_nodes        = 2
      master_username        = "app"
      manage_master_password = true
      multi_az               = true
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-redshiftserverless-large-base-outside-production" {
  title     = "Redshift Serverless of a test environment starts large"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_redshiftserverless_workgroup"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
    maximum       = 32
  }
  when    = coalesce(resource.base_capacity, 128) > param.maximum
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.base_capacity
  message = "queries run on at least ${coalesce(resource.base_capacity, 128)} RPUs"
  why     = <<-EOT
    Each second of a query is billed for the base capacity at least, which is 128 RPUs when nothing is said. Eight are the smallest.
  EOT
  remedy  = <<-EOT
    Set a small base.

    ```hcl
    base_capacity = var.environment == "prod" ? 128 : 8
    ```
  EOT
  link    = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html"

  pass "production" {
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
      base_capacity  = 128
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "the smallest" {
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
      base_capacity  = 8
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
      base_capacity  = 128
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_redshiftserverless_workgroup.this @ base_capacity"]
  }

  fail "nothing said" {
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
      tags = {
        stage = "dev"
      }
    }
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
      base_capacity  = 128
      tags = {
        Environment = var.environment
      }
    }
  }

  pass "`base_capacity` is `32`" {
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
      base_capacity  = 32
      tags           = { Environment = "dev" }
    }
  }

  fail "one more, `base_capacity` is `33`" {
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
      base_capacity  = 128
      tags           = { Environment = "dev" }
    }
    resource "aws_redshiftserverless_workgroup" "this_too" {
      workgroup_name = "reports"
      namespace_name = "reports"
      base_capacity  = 33
      tags           = { Environment = "dev" }
    }
    expect = [
      "aws_redshiftserverless_workgroup.this @ base_capacity",
      "aws_redshiftserverless_workgroup.this_too @ base_capacity",
    ]
  }
}

rule "aws-redshiftserverless-no-limit" {
  title     = "Redshift Serverless may spend without a limit"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_redshiftserverless_workgroup"]
  related "limits" {
    type = "aws_redshiftserverless_usage_limit"
    on   = refers(other.resource_arn, resource)
  }
  assert  = resource.max_capacity != null || length(related.limits) > 0
  at      = resource.max_capacity
  message = "neither `max_capacity` nor a usage limit bounds the bill"
  why     = <<-EOT
    The workgroup grows with its queries, and a loop of bad ones is billed by the second.
  EOT
  remedy  = <<-EOT
    Set a maximum, or a usage limit.

    ```hcl
    max_capacity = 64
    ```
  EOT
  link    = "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroup-max-rpu.html"

  pass "a maximum" {
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
      max_capacity   = 64
    }
  }

  pass "a usage limit" {
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
    }
    resource "aws_redshiftserverless_usage_limit" "this" {
      resource_arn = aws_redshiftserverless_workgroup.this.arn
      usage_type   = "serverless-compute"
      amount       = 600
    }
  }

  fail "no limit" {
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
    }
  }

  unknown "it may be this one" {
    variable "workgroup" {}
    resource "aws_redshiftserverless_workgroup" "this" {
      workgroup_name = "reports"
      namespace_name = "reports"
    }
    resource "aws_redshiftserverless_usage_limit" "this" {
      resource_arn = var.workgroup
      usage_type   = "serverless-compute"
      amount       = 600
    }
  }
}

rule "aws-emr-previous-generation" {
  title     = "EMR nodes are of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_emr_cluster", "aws_emr_instance_group"]
  params = {
    families = "^(?:c1|c3|c4|cc2|cr1|d2|g2|g3|h1|hi1|hs1|i2|m1|m2|m3|m4|p2|r3|r4)[.]"
  }
  for_each = [for g in concat(resource.master_instance_group, resource.core_instance_group, meta.type == "aws_emr_instance_group" ? [resource] : []) : g if g.instance_type != null]
  assert   = !can(regex(param.families, each.value.instance_type))
  at       = each.value.instance_type
  message  = "`${each.value.instance_type}` is of a previous generation"
  why      = <<-EOT
    Newer families do the same work for the same price or less; Graviton ones (`m7g`, `r7g`) run Spark without any change.
  EOT
  remedy   = <<-EOT
    Move up within the family.

    ```hcl
    core_instance_group {
      instance_type  = "r7g.2xlarge"
      instance_count = 4
    }
    ```
  EOT
  link     = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-supported-instance-types.html"

  pass "a current type" {
    resource "aws_emr_cluster" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      service_role  = "EMR_DefaultRole"
      master_instance_group {
        instance_type = "m7g.xlarge"
      }
    }
  }

  fail "an old type" {
    resource "aws_emr_cluster" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      service_role  = "EMR_DefaultRole"
      master_instance_group {
        instance_type = "m4.xlarge"
      }
    }
    expect = ["aws_emr_cluster.this @ master_instance_group[0].instance_type"]
  }

  fail "an instance group" {
    resource "aws_emr_instance_group" "this" {
      cluster_id    = "j-0123456789ABC"
      instance_type = "r4.2xlarge"
    }
    expect = ["aws_emr_instance_group.this @ instance_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_emr_instance_group" "this" {
      cluster_id    = "j-0123456789ABC"
      instance_type = var.type
    }
  }

  unknown "`instance_type` is an unset variable" {
    variable "instance_type" {}
    resource "aws_emr_cluster" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      service_role  = "EMR_DefaultRole"
      master_instance_group {
        instance_type = var.instance_type
      }
    }
    expect = ["aws_emr_cluster.this"]
  }
}

rule "aws-emr-volume-gp2" {
  title     = "EMR nodes have gp2 volumes"
  category  = "cost"
  severity  = "low"
  resources = ["aws_emr_cluster", "aws_emr_instance_group"]
  for_each  = concat(flatten(resource.master_instance_group[*].ebs_config), flatten(resource.core_instance_group[*].ebs_config), resource.ebs_config)
  assert    = each.value.type != "gp2"
  at        = each.value.type
  message   = "the volume is of type `gp2`"
  why       = <<-EOT
    gp3 costs a fifth less for each gigabyte and gives 3,000 IOPS and 125 MB/s at every size.
  EOT
  remedy    = <<-EOT
    Use gp3.

    ```hcl
    ebs_config {
      size = 100
      type = "gp3"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-storage.html"

  pass "gp3" {
    resource "aws_emr_instance_group" "this" {
      cluster_id    = "j-0123456789ABC"
      instance_type = "m7g.xlarge"
      ebs_config {
        size = 100
        type = "gp3"
      }
    }
  }

  fail "gp2" {
    resource "aws_emr_instance_group" "this" {
      cluster_id    = "j-0123456789ABC"
      instance_type = "m7g.xlarge"
      ebs_config {
        size = 100
        type = "gp2"
      }
    }
    expect = ["aws_emr_instance_group.this @ ebs_config[0].type"]
  }

  fail "core nodes of a cluster" {
    resource "aws_emr_cluster" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      service_role  = "EMR_DefaultRole"
      core_instance_group {
        instance_type = "m7g.xlarge"
        ebs_config {
          size = 100
          type = "gp2"
        }
      }
    }
    expect = ["aws_emr_cluster.this @ core_instance_group[0].ebs_config[0].type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_emr_instance_group" "this" {
      cluster_id    = "j-0123456789ABC"
      instance_type = "m7g.xlarge"
      ebs_config {
        size = 100
        type = var.type
      }
    }
  }
}

rule "aws-emr-no-auto-termination" {
  title     = "EMR cluster stays when it has nothing to do"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_emr_cluster"]
  when      = coalesce(resource.keep_job_flow_alive_when_no_steps, true)
  assert    = length(resource.auto_termination_policy) > 0
  at        = resource.auto_termination_policy
  message   = "an idle cluster is billed until somebody terminates it"
  why       = <<-EOT
    A cluster that waits for steps costs as much as one that works. A policy ends it after an idle time. Fine for clusters that serve queries at all
    hours.
  EOT
  remedy    = <<-EOT
    Add a policy, or let the cluster end with its last step.

    ```hcl
    auto_termination_policy {
      idle_timeout = 3600
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html"

  pass "a policy" {
    resource "aws_emr_cluster" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      service_role  = "EMR_DefaultRole"
      auto_termination_policy {
        idle_timeout = 3600
      }
    }
  }

  pass "it ends with its steps" {
    resource "aws_emr_cluster" "this" {
      name                              = "etl"
      release_label                     = "emr-7.5.0"
      service_role                      = "EMR_DefaultRole"
      keep_job_flow_alive_when_no_steps = false
    }
  }

  fail "no policy" {
    resource "aws_emr_cluster" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      service_role  = "EMR_DefaultRole"
    }
  }

  unknown "not known" {
    variable "keep" {}
    resource "aws_emr_cluster" "this" {
      name                              = "etl"
      release_label                     = "emr-7.5.0"
      service_role                      = "EMR_DefaultRole"
      keep_job_flow_alive_when_no_steps = var.keep
    }
  }
}

rule "aws-emrserverless-never-stops" {
  title     = "EMR Serverless application never stops by itself"
  category  = "cost"
  severity  = "low"
  resources = ["aws_emrserverless_application"]
  assert    = resource.auto_stop_configuration[0].enabled != false
  at        = resource.auto_stop_configuration[0].enabled
  message   = "automatic stop is switched off"
  why       = <<-EOT
    A started application keeps its pre-initialised workers, and bills them, until it is stopped. It stops after 15 idle minutes unless told otherwise.
  EOT
  remedy    = <<-EOT
    Leave it on.

    ```hcl
    auto_stop_configuration {
      enabled              = true
      idle_timeout_minutes = 15
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/application-capacity.html"

  pass "the default" {
    resource "aws_emrserverless_application" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      type          = "spark"
    }
  }

  fail "switched off" {
    resource "aws_emrserverless_application" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      type          = "spark"
      auto_stop_configuration {
        enabled = false
      }
    }
    expect = ["aws_emrserverless_application.this @ auto_stop_configuration[0].enabled"]
  }

  unknown "not known" {
    variable "stop" {}
    resource "aws_emrserverless_application" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      type          = "spark"
      auto_stop_configuration {
        enabled = var.stop
      }
    }
  }
}

rule "aws-emrserverless-no-limit" {
  title     = "EMR Serverless application may grow without a limit"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_emrserverless_application"]
  assert    = length(resource.maximum_capacity) > 0
  at        = resource.maximum_capacity
  message   = "there is no `maximum_capacity`"
  why       = <<-EOT
    A job with too many partitions takes every worker that the account may have, and bills them.
  EOT
  remedy    = <<-EOT
    Set a maximum.

    ```hcl
    maximum_capacity {
      cpu    = "64 vCPU"
      memory = "256 GB"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/application-capacity.html"

  pass "a maximum" {
    resource "aws_emrserverless_application" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      type          = "spark"
      maximum_capacity {
        cpu    = "64 vCPU"
        memory = "256 GB"
      }
    }
  }

  fail "none" {
    resource "aws_emrserverless_application" "this" {
      name          = "etl"
      release_label = "emr-7.5.0"
      type          = "spark"
    }
  }
}

rule "aws-batch-idle-vcpus" {
  title     = "Batch keeps processors running without jobs"
  category  = "cost"
  severity  = "low"
  resources = ["aws_batch_compute_environment"]
  for_each  = resource.compute_resources
  assert    = coalesce(each.value.min_vcpus, 0) == 0
  at        = each.value.min_vcpus
  message   = "${each.value.min_vcpus} vCPUs run day and night, with jobs or without"
  why       = <<-EOT
    Batch starts instances when jobs wait and stops them afterwards; a minimum above zero keeps some for ever. It is right only where jobs cannot wait
    some minutes for an instance.
  EOT
  remedy    = <<-EOT
    Let the environment shrink to nothing.

    ```hcl
    compute_resources {
      min_vcpus = 0
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/batch/latest/userguide/compute_environment_parameters.html"

  pass "down to zero" {
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type               = "EC2"
        max_vcpus          = 64
        min_vcpus          = 0
        instance_type      = ["optimal"]
        instance_role      = "arn:aws:iam::111122223333:instance-profile/ecs"
        subnets            = ["subnet-0a"]
        security_group_ids = ["sg-0a"]
      }
    }
  }

  fail "sixteen at least" {
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type               = "EC2"
        max_vcpus          = 64
        min_vcpus          = 16
        instance_type      = ["optimal"]
        instance_role      = "arn:aws:iam::111122223333:instance-profile/ecs"
        subnets            = ["subnet-0a"]
        security_group_ids = ["sg-0a"]
      }
    }
    expect = ["aws_batch_compute_environment.this @ compute_resources[0].min_vcpus"]
  }

  unknown "not known" {
    variable "idle" {}
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type               = "EC2"
        max_vcpus          = 64
        min_vcpus          = var.idle
        instance_type      = ["optimal"]
        instance_role      = "arn:aws:iam::111122223333:instance-profile/ecs"
        subnets            = ["subnet-0a"]
        security_group_ids = ["sg-0a"]
      }
    }
  }

  pass "no `min_vcpus`" {
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type               = "EC2"
        max_vcpus          = 64
        instance_type      = ["optimal"]
        instance_role      = "arn:aws:iam::111122223333:instance-profile/ecs"
        subnets            = ["subnet-0a"]
        security_group_ids = ["sg-0a"]
      }
    }
  }
}

rule "aws-batch-previous-generation" {
  title     = "Batch uses instance types of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_batch_compute_environment"]
  params = {
    families = "^(?:a1|c1|c3|c4|cc2|cg1|cr1|d2|g2|g3|g3s|h1|hi1|hs1|i2|i3|m1|m2|m3|m4|p2|p3|r3|r4|t1|t2|x1|x1e|z1d)(?:[.]|$)"
  }
  for_each = resource.compute_resources
  assert   = !anytrue([for t in each.value.instance_type : can(regex(param.families, t))])
  at       = each.value.instance_type
  message  = "of a previous generation: ${join(", ", [for t in each.value.instance_type : "`${t}`" if can(regex(param.families, t))])}"
  why      = <<-EOT
    Newer families do the same work for the same price or less, and there is more of them, on Spot too.
  EOT
  remedy   = <<-EOT
    Name current families, or `optimal`.

    ```hcl
    instance_type = ["c7i", "m7i"]
    ```
  EOT
  link     = "https://docs.aws.amazon.com/batch/latest/userguide/compute_environment_parameters.html"

  pass "current families" {
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type               = "EC2"
        max_vcpus          = 64
        min_vcpus          = 0
        instance_type      = ["c7i", "m7i"]
        instance_role      = "arn:aws:iam::111122223333:instance-profile/ecs"
        subnets            = ["subnet-0a"]
        security_group_ids = ["sg-0a"]
      }
    }
  }

  fail "an old family" {
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type               = "EC2"
        max_vcpus          = 64
        min_vcpus          = 0
        instance_type      = ["c4", "c7i"]
        instance_role      = "arn:aws:iam::111122223333:instance-profile/ecs"
        subnets            = ["subnet-0a"]
        security_group_ids = ["sg-0a"]
      }
    }
    expect = ["aws_batch_compute_environment.this @ compute_resources[0].instance_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type               = "EC2"
        max_vcpus          = 64
        min_vcpus          = 0
        instance_type      = [var.type]
        instance_role      = "arn:aws:iam::111122223333:instance-profile/ecs"
        subnets            = ["subnet-0a"]
        security_group_ids = ["sg-0a"]
      }
    }
  }
}

rule "aws-batch-on-demand-outside-production" {
  title     = "Batch of a test environment is billed on demand"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_batch_compute_environment"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["EC2", "FARGATE"], resource.compute_resources[0].type)
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.compute_resources[0].type
  message = "`${resource.compute_resources[0].type}` instead of Spot"
  why     = <<-EOT
    Batch repeats jobs that lose their Spot instance, if they have more than one attempt.
  EOT
  remedy  = <<-EOT
    Use Spot outside production.

    ```hcl
    type                = var.environment == "prod" ? "EC2" : "SPOT"
    allocation_strategy = "SPOT_PRICE_CAPACITY_OPTIMIZED"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/batch/latest/userguide/spot-how-to.html"

  pass "production" {
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type          = "EC2"
        max_vcpus     = 64
        instance_type = ["optimal"]
        subnets       = ["subnet-0a"]
      }
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "Spot" {
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type          = "SPOT"
        max_vcpus     = 64
        instance_type = ["optimal"]
        subnets       = ["subnet-0a"]
      }
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type          = "EC2"
        max_vcpus     = 64
        instance_type = ["optimal"]
        subnets       = ["subnet-0a"]
      }
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_batch_compute_environment.this @ compute_resources[0].type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type          = "EC2"
        max_vcpus     = 64
        instance_type = ["optimal"]
        subnets       = ["subnet-0a"]
      }
      tags = {
        Environment = var.environment
      }
    }
  }

  fail "`type` is `FARGATE`" {
    resource "aws_batch_compute_environment" "this" {
      service_role = "arn:aws:iam::111122223333:role/batch"
      type         = "MANAGED"
      compute_resources {
        type          = "FARGATE"
        max_vcpus     = 64
        instance_type = ["optimal"]
        subnets       = ["subnet-0a"]
      }
      tags = { Environment = "dev" }
    }
    expect = ["aws_batch_compute_environment.this @ compute_resources[0].type"]
  }
}

rule "aws-glue-job-no-autoscaling" {
  title     = "Glue job bills all workers for its whole run"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_glue_job"]
  when      = resource.number_of_workers > 2 && version_at_least(resource.glue_version, "3.0") && coalesce(resource.command[0].name, "glueetl") != "pythonshell"
  assert    = lower(resource.default_arguments["--enable-auto-scaling"]) == "true"
  at        = resource.number_of_workers
  message   = "${resource.number_of_workers} workers are billed from start to end"
  why       = <<-EOT
    With autoscaling Glue takes workers away while a stage has no work for them; `number_of_workers` becomes the maximum.
  EOT
  remedy    = <<-EOT
    Switch autoscaling on.

    ```hcl
    default_arguments = {
      "--enable-auto-scaling" = "true"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/glue/latest/dg/auto-scaling.html"

  pass "autoscaling" {
    resource "aws_glue_job" "this" {
      name              = "etl"
      role_arn          = "arn:aws:iam::111122223333:role/glue"
      glue_version      = "5.0"
      worker_type       = "G.1X"
      number_of_workers = 20
      default_arguments = {
        "--enable-auto-scaling" = "true"
      }
      command {
        name            = "glueetl"
        script_location = "s3://scripts/etl.py"
      }
    }
  }

  pass "two workers" {
    resource "aws_glue_job" "this" {
      name              = "etl"
      role_arn          = "arn:aws:iam::111122223333:role/glue"
      glue_version      = "5.0"
      worker_type       = "G.1X"
      number_of_workers = 2
      command {
        name            = "glueetl"
        script_location = "s3://scripts/etl.py"
      }
    }
  }

  fail "fixed" {
    resource "aws_glue_job" "this" {
      name              = "etl"
      role_arn          = "arn:aws:iam::111122223333:role/glue"
      glue_version      = "5.0"
      worker_type       = "G.1X"
      number_of_workers = 20
      command {
        name            = "glueetl"
        script_location = "s3://scripts/etl.py"
      }
    }
    expect = ["aws_glue_job.this @ number_of_workers"]
  }

  unknown "not known" {
    variable "workers" {}
    resource "aws_glue_job" "this" {
      name              = "etl"
      role_arn          = "arn:aws:iam::111122223333:role/glue"
      glue_version      = "5.0"
      worker_type       = "G.1X"
      number_of_workers = var.workers
      command {
        name            = "glueetl"
        script_location = "s3://scripts/etl.py"
      }
    }
  }

  pass "more that pass" {
    resource "aws_glue_job" "name_is_pythonshell" {
      name              = "etl"
      role_arn          = "arn:aws:iam::111122223333:role/glue"
      glue_version      = "5.0"
      worker_type       = "G.1X"
      number_of_workers = 20
      command {
        name            = "pythonshell"
        script_location = "s3://scripts/etl.py"
      }
    }
    resource "aws_glue_job" "no_glue_version" {
      name              = "etl"
      role_arn          = "arn:aws:iam::111122223333:role/glue"
      worker_type       = "G.1X"
      number_of_workers = 20
      command {
        name            = "glueetl"
        script_location = "s3://scripts/etl.py"
      }
    }
  }

  fail "`number_of_workers` is `3`" {
    resource "aws_glue_job" "this" {
      name              = "etl"
      role_arn          = "arn:aws:iam::111122223333:role/glue"
      glue_version      = "5.0"
      worker_type       = "G.1X"
      number_of_workers = 3
      command {
        name            = "glueetl"
        script_location = "s3://scripts/etl.py"
      }
    }
    expect = ["aws_glue_job.this @ number_of_workers"]
  }
}

rule "aws-glue-job-no-timeout" {
  title     = "Glue job may hang for two days before it is stopped"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_glue_job"]
  when      = coalesce(resource.command[0].name, "glueetl") != "gluestreaming"
  assert    = resource.timeout != null
  at        = resource.timeout
  message   = "`timeout` is not set"
  why       = <<-EOT
    A batch job without a timeout is stopped after 2,880 minutes (480 with Glue 5), and all its workers are billed until then.
  EOT
  remedy    = <<-EOT
    Set twice the time that the job takes.

    ```hcl
    timeout = 60
    ```
  EOT
  link      = "https://docs.aws.amazon.com/glue/latest/dg/add-job.html"

  pass "an hour" {
    resource "aws_glue_job" "this" {
      name              = "etl"
      role_arn          = "arn:aws:iam::111122223333:role/glue"
      glue_version      = "5.0"
      worker_type       = "G.1X"
      number_of_workers = 2
      timeout           = 60
      command {
        name            = "glueetl"
        script_location = "s3://scripts/etl.py"
      }
    }
  }

  fail "the default" {
    resource "aws_glue_job" "this" {
      name              = "etl"
      role_arn          = "arn:aws:iam::111122223333:role/glue"
      glue_version      = "5.0"
      worker_type       = "G.1X"
      number_of_workers = 2
      command {
        name            = "glueetl"
        script_location = "s3://scripts/etl.py"
      }
    }
  }

  pass "`name` is `gluestreaming`" {
    resource "aws_glue_job" "this" {
      name              = "etl"
      role_arn          = "arn:aws:iam::111122223333:role/glue"
      glue_version      = "5.0"
      worker_type       = "G.1X"
      number_of_workers = 2
      command {
        name            = "gluestreaming"
        script_location = "s3://scripts/etl.py"
      }
    }
  }
}

rule "aws-glue-dev-endpoint-used" {
  title     = "Glue development endpoint is billed while it exists"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_glue_dev_endpoint"]
  assert    = false
  message   = "the endpoint is billed by the hour, used or not"
  why       = <<-EOT
    A development endpoint keeps its workers until it is deleted. Interactive sessions do the same and end by themselves after an idle time.
  EOT
  remedy    = <<-EOT
    Use interactive sessions with an idle timeout, and delete the endpoint.

    ```hcl
    # in the notebook
    # %idle_timeout 60
    # %number_of_workers 2
    ```
  EOT
  link      = "https://docs.aws.amazon.com/glue/latest/dg/interactive-sessions-overview.html"

  pass "a session needs no resource" {
    resource "aws_glue_catalog_database" "this" {
      name = "sales"
    }
  }

  fail "an endpoint" {
    resource "aws_glue_dev_endpoint" "this" {
      name     = "dev"
      role_arn = "arn:aws:iam::111122223333:role/glue"
    }
  }
}

rule "aws-sagemaker-previous-generation" {
  title     = "SageMaker instance type is of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_sagemaker_notebook_instance", "aws_sagemaker_endpoint_configuration"]
  params = {
    families = "^ml[.](?:m4|c4|p2)[.]"
  }
  for_each = [for v in concat(meta.type == "aws_sagemaker_notebook_instance" ? [resource] : [], resource.production_variants, resource.shadow_production_variants) : v if v.instance_type != null]
  assert   = !can(regex(param.families, each.value.instance_type))
  at       = each.value.instance_type
  message  = "`${each.value.instance_type}` is of a previous generation"
  why      = <<-EOT
    Newer types do the same work for the same price or less.
  EOT
  remedy   = <<-EOT
    Move up within the family, for example `ml.m4.xlarge` to `ml.m5.xlarge`, `ml.p2.xlarge` to `ml.g4dn.xlarge`.

    ```hcl
    instance_type = "ml.m5.xlarge"
    ```
  EOT
  link     = "https://aws.amazon.com/sagemaker/ai/pricing/"

  pass "a current type" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
    }
  }

  fail "an old type" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.m4.xlarge"
    }
    expect = ["aws_sagemaker_notebook_instance.this @ instance_type"]
  }

  fail "an endpoint" {
    resource "aws_sagemaker_endpoint_configuration" "this" {
      name = "model"
      production_variants {
        model_name             = "model"
        instance_type          = "ml.p2.xlarge"
        initial_instance_count = 1
      }
    }
    expect = ["aws_sagemaker_endpoint_configuration.this @ production_variants[0].instance_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = var.type
    }
  }

  unknown "`instance_type` is an unset variable" {
    variable "instance_type" {}
    resource "aws_sagemaker_endpoint_configuration" "this" {
      name = "model"
      production_variants {
        model_name             = "model"
        instance_type          = var.instance_type
        initial_instance_count = 1
      }
    }
    expect = ["aws_sagemaker_endpoint_configuration.this"]
  }
}

rule "aws-sagemaker-notebook-never-stops" {
  title     = "SageMaker notebook has nothing that stops it when idle"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_sagemaker_notebook_instance"]
  assert    = resource.lifecycle_config_name != null
  at        = resource.lifecycle_config_name
  message   = "there is no lifecycle configuration that could stop the notebook"
  why       = <<-EOT
    A notebook instance runs, and is billed, until somebody stops it. A lifecycle configuration with an idle check stops it by itself.
  EOT
  remedy    = <<-EOT
    Add a lifecycle configuration that stops idle notebooks.

    ```hcl
    lifecycle_config_name = aws_sagemaker_notebook_instance_lifecycle_configuration.stop_when_idle.name
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html"

  pass "a lifecycle configuration" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name                  = "lab"
      role_arn              = "arn:aws:iam::111122223333:role/lab"
      instance_type         = "ml.t3.medium"
      lifecycle_config_name = "stop-when-idle"
    }
  }

  fail "none" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
    }
  }
}

rule "aws-sagemaker-domain-no-idle-shutdown" {
  title     = "SageMaker Studio apps run until somebody stops them"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_sagemaker_domain"]
  for_each  = resource.default_user_settings
  assert    = each.value.jupyter_lab_app_settings[0].app_lifecycle_management[0].idle_settings[0].lifecycle_management == "ENABLED"
  at        = each.value.jupyter_lab_app_settings[0].app_lifecycle_management[0].idle_settings[0].lifecycle_management
  message   = "idle JupyterLab apps are not shut down"
  why       = <<-EOT
    Each user has instances of their own, and closing the browser stops none of them.
  EOT
  remedy    = <<-EOT
    Switch idle shutdown on for the domain.

    ```hcl
    jupyter_lab_app_settings {
      app_lifecycle_management {
        idle_settings {
          lifecycle_management    = "ENABLED"
          idle_timeout_in_minutes = 60
        }
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-idle-shutdown.html"

  pass "idle shutdown" {
    resource "aws_sagemaker_domain" "this" {
      domain_name = "lab"
      auth_mode   = "IAM"
      vpc_id      = "vpc-0123456789abcdef0"
      subnet_ids  = ["subnet-0a"]
      default_user_settings {
        execution_role = "arn:aws:iam::111122223333:role/lab"
        jupyter_lab_app_settings {
          app_lifecycle_management {
            idle_settings {
              lifecycle_management    = "ENABLED"
              idle_timeout_in_minutes = 60
            }
          }
        }
      }
    }
  }

  fail "none" {
    resource "aws_sagemaker_domain" "this" {
      domain_name = "lab"
      auth_mode   = "IAM"
      vpc_id      = "vpc-0123456789abcdef0"
      subnet_ids  = ["subnet-0a"]
      default_user_settings {
        execution_role = "arn:aws:iam::111122223333:role/lab"
      }
    }
    expect = ["aws_sagemaker_domain.this @ default_user_settings[0]"]
  }

  unknown "not known" {
    variable "idle" {}
    resource "aws_sagemaker_domain" "this" {
      domain_name = "lab"
      auth_mode   = "IAM"
      vpc_id      = "vpc-0123456789abcdef0"
      subnet_ids  = ["subnet-0a"]
      default_user_settings {
        execution_role = "arn:aws:iam::111122223333:role/lab"
        jupyter_lab_app_settings {
          app_lifecycle_management {
            idle_settings {
              lifecycle_management = var.idle
            }
          }
        }
      }
    }
  }
}

rule "aws-mwaa-large-outside-production" {
  title     = "Large Airflow environment outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_mwaa_environment"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["mw1.medium", "mw1.large", "mw1.xlarge", "mw1.2xlarge"], resource.environment_class)
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.environment_class
  message = "`${resource.environment_class}` runs day and night for an environment that is not production"
  why     = <<-EOT
    A small environment costs 0.49 USD an hour in us-east-1, a medium one 0.74 and a large one 0.99, before any worker; `mw1.micro` is smaller still.
  EOT
  remedy  = <<-EOT
    Choose the class by environment.

    ```hcl
    environment_class = var.environment == "prod" ? "mw1.large" : "mw1.small"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/mwaa/latest/userguide/environment-class.html"

  pass "production" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/airflow"
      source_bucket_arn  = "arn:aws:s3:::airflow"
      environment_class  = "mw1.large"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "a small one" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/airflow"
      source_bucket_arn  = "arn:aws:s3:::airflow"
      environment_class  = "mw1.small"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/airflow"
      source_bucket_arn  = "arn:aws:s3:::airflow"
      environment_class  = "mw1.large"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_mwaa_environment.this @ environment_class"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/airflow"
      source_bucket_arn  = "arn:aws:s3:::airflow"
      environment_class  = "mw1.large"
      tags = {
        Environment = var.environment
      }
    }
  }

  fail "more that fail" {
    resource "aws_mwaa_environment" "environment_class_is_mw1_medium" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/airflow"
      source_bucket_arn  = "arn:aws:s3:::airflow"
      environment_class  = "mw1.medium"
      tags               = { Environment = "dev" }
    }
    resource "aws_mwaa_environment" "one_more_environment_class_is_mw1_2xlarge" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/airflow"
      source_bucket_arn  = "arn:aws:s3:::airflow"
      environment_class  = "mw1.large"
      tags               = { Environment = "dev" }
    }
    resource "aws_mwaa_environment" "one_more_environment_class_is_mw1_2xlarge_2" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/airflow"
      source_bucket_arn  = "arn:aws:s3:::airflow"
      environment_class  = "mw1.2xlarge"
      tags               = { Environment = "dev" }
    }
    resource "aws_mwaa_environment" "environment_class_is_mw1_xlarge" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/airflow"
      source_bucket_arn  = "arn:aws:s3:::airflow"
      environment_class  = "mw1.xlarge"
      tags               = { Environment = "dev" }
    }
    expect = [
      "aws_mwaa_environment.environment_class_is_mw1_medium @ environment_class",
      "aws_mwaa_environment.one_more_environment_class_is_mw1_2xlarge @ environment_class",
      "aws_mwaa_environment.one_more_environment_class_is_mw1_2xlarge_2 @ environment_class",
      "aws_mwaa_environment.environment_class_is_mw1_xlarge @ environment_class",
    ]
  }
}

rule "aws-kinesis-extended-retention" {
  title     = "Kinesis stream keeps records beyond the free day"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_kinesis_stream"]
  assert    = coalesce(resource.retention_period, 24) <= 24
  at        = resource.retention_period
  message   = "records are kept for ${resource.retention_period} hours"
  why       = <<-EOT
    Twenty-four hours are included; longer retention is billed by shard hour or gigabyte. It pays where consumers must be able to start again after a
    weekend.
  EOT
  remedy    = <<-EOT
    Keep a day, and archive with Firehose what must stay.

    ```hcl
    retention_period = 24
    ```
  EOT
  link      = "https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html"

  pass "a day" {
    resource "aws_kinesis_stream" "this" {
      name        = "events"
      shard_count = 1
    }
  }

  fail "a week" {
    resource "aws_kinesis_stream" "this" {
      name             = "events"
      shard_count      = 1
      retention_period = 168
    }
    expect = ["aws_kinesis_stream.this @ retention_period"]
  }

  unknown "not known" {
    variable "hours" {}
    resource "aws_kinesis_stream" "this" {
      name             = "events"
      shard_count      = 1
      retention_period = var.hours
    }
  }

  fail "`retention_period` is `25`" {
    resource "aws_kinesis_stream" "this" {
      name             = "events"
      shard_count      = 1
      retention_period = 25
    }
    expect = ["aws_kinesis_stream.this @ retention_period"]
  }
}

rule "aws-timestream-long-memory-store" {
  title     = "Timestream keeps data in memory for long"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_timestreamwrite_table"]
  params = {
    hours = 72
  }
  for_each = resource.retention_properties
  assert   = !(each.value.memory_store_retention_period_in_hours > param.hours)
  at       = each.value.memory_store_retention_period_in_hours
  message  = "${each.value.memory_store_retention_period_in_hours} hours in the memory store, which is billed by gigabyte and hour"
  why      = <<-EOT
    The memory store is for what arrives late and for the newest queries. The magnetic store is cheaper by orders of magnitude and answers the same
    queries.
  EOT
  remedy   = <<-EOT
    Keep hours in memory and the rest on disk.

    ```hcl
    retention_properties {
      memory_store_retention_period_in_hours  = 12
      magnetic_store_retention_period_in_days = 365
    }
    ```
  EOT
  link     = "https://docs.aws.amazon.com/timestream/latest/developerguide/storage.html"

  pass "half a day" {
    resource "aws_timestreamwrite_table" "this" {
      database_name = "iot"
      table_name    = "sensors"
      retention_properties {
        memory_store_retention_period_in_hours  = 12
        magnetic_store_retention_period_in_days = 365
      }
    }
  }

  fail "a month" {
    resource "aws_timestreamwrite_table" "this" {
      database_name = "iot"
      table_name    = "sensors"
      retention_properties {
        memory_store_retention_period_in_hours  = 720
        magnetic_store_retention_period_in_days = 365
      }
    }
    expect = ["aws_timestreamwrite_table.this @ retention_properties[0].memory_store_retention_period_in_hours"]
  }

  unknown "not known" {
    variable "hours" {}
    resource "aws_timestreamwrite_table" "this" {
      database_name = "iot"
      table_name    = "sensors"
      retention_properties {
        memory_store_retention_period_in_hours  = var.hours
        magnetic_store_retention_period_in_days = 365
      }
    }
  }

  pass "`memory_store_retention_period_in_hours` is `72`" {
    resource "aws_timestreamwrite_table" "this" {
      database_name = "iot"
      table_name    = "sensors"
      retention_properties {
        memory_store_retention_period_in_hours  = 72
        magnetic_store_retention_period_in_days = 365
      }
    }
  }
}

rule "aws-s3-lifecycle-expires-before-minimum" {
  title     = "Objects expire before the minimum time of their class"
  category  = "cost"
  severity  = "low"
  resources = ["aws_s3_bucket_lifecycle_configuration"]
  params = {
    minimum_days = {
      STANDARD_IA  = 30
      ONEZONE_IA   = 30
      GLACIER_IR   = 90
      GLACIER      = 90
      DEEP_ARCHIVE = 180
    }
  }
  for_each = [
    for r in resource.rule : r
    if r.status == "Enabled" && length(r.transition) > 0 && r.expiration[0].days != null
  ]
  assert = !anytrue([
    for t in each.value.transition :
    t.days != null && param.minimum_days[t.storage_class] != null && each.value.expiration[0].days - t.days < param.minimum_days[t.storage_class]
  ])
  at      = each.value.expiration[0].days
  message = "objects are deleted on day ${each.value.expiration[0].days}, before the minimum time of the class that they were moved to"
  why     = <<-EOT
    Standard-IA and One Zone-IA are billed for 30 days at least, Glacier Instant and Flexible Retrieval for 90, Deep Archive for 180, and each transition
    is billed as a request. Who deletes earlier pays for the remaining days, and would have paid less in the Standard class.
  EOT
  remedy  = <<-EOT
    Delete without a transition, or keep the objects for the minimum time.

    ```hcl
    transition {
      days          = 30
      storage_class = "GLACIER"
    }
    expiration {
      days = 365
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html"

  pass "kept long enough" {
    resource "aws_s3_bucket_lifecycle_configuration" "this" {
      bucket = "logs"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
        expiration {
          days = 365
        }
      }
    }
  }

  pass "no transition" {
    resource "aws_s3_bucket_lifecycle_configuration" "this" {
      bucket = "logs"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        expiration {
          days = 7
        }
      }
    }
  }

  fail "a month in Glacier" {
    resource "aws_s3_bucket_lifecycle_configuration" "this" {
      bucket = "logs"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
        expiration {
          days = 60
        }
      }
    }
    expect = ["aws_s3_bucket_lifecycle_configuration.this @ rule[0].expiration[0].days"]
  }

  unknown "not known" {
    variable "days" {}
    resource "aws_s3_bucket_lifecycle_configuration" "this" {
      bucket = "logs"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
        expiration {
          days = var.days
        }
      }
    }
  }

  pass "`status` is an unset variable" {
    variable "status" {}
    resource "aws_s3_bucket_lifecycle_configuration" "this" {
      bucket = "logs"
      rule {
        id     = "old"
        status = var.status
        filter {}
        expiration {
          days = 7
        }
      }
    }
  }

  unknown "more that nobody can know" {
    variable "days" {}
    variable "status" {}
    resource "aws_s3_bucket_lifecycle_configuration" "status_is_an_unset_variable" {
      bucket = "logs"
      rule {
        id     = "old"
        status = var.status
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
        expiration {
          days = 365
        }
      }
    }
    resource "aws_s3_bucket_lifecycle_configuration" "one_more_one_more_rule_days_is_an_unset" {
      bucket = "logs"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
        expiration {
          days = 365
        }
      }
    }
    resource "aws_s3_bucket_lifecycle_configuration" "one_more_one_more_rule_days_is_an_unset_2" {
      bucket = "logs"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
        expiration {
          days = 365
        }
      }
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
        expiration {
          days = var.days
        }
      }
    }
    resource "aws_s3_bucket_lifecycle_configuration" "one_more_one_more_rule_one_more" {
      bucket = "logs"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
        expiration {
          days = 365
        }
      }
    }
    resource "aws_s3_bucket_lifecycle_configuration" "one_more_one_more_rule_one_more_2" {
      bucket = "logs"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
        expiration {
          days = 365
        }
      }
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        transition {
          days          = 30
          storage_class = "GLACIER"
        }
        transition {
          days          = var.days
          storage_class = "GLACIER"
        }
        expiration {
          days = 365
        }
      }
    }
    expect = [
      "aws_s3_bucket_lifecycle_configuration.status_is_an_unset_variable",
      "aws_s3_bucket_lifecycle_configuration.one_more_one_more_rule_days_is_an_unset_2",
      "aws_s3_bucket_lifecycle_configuration.one_more_one_more_rule_one_more_2 @ rule[1].expiration[0].days",
    ]
  }
}

rule "aws-fsx-multi-az-outside-production" {
  title     = "File system of a test environment is kept in two zones"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_fsx_windows_file_system", "aws_fsx_ontap_file_system", "aws_fsx_openzfs_file_system"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = startswith(resource.deployment_type, "MULTI_AZ")
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.deployment_type
  message = "`${resource.deployment_type}` keeps a standby file server and a second copy of the data"
  why     = <<-EOT
    Storage and throughput of a deployment in two zones cost about twice those in one.
  EOT
  remedy  = <<-EOT
    Use one zone outside production; the choice is made when the file system is created.

    ```hcl
    deployment_type = var.environment == "prod" ? "MULTI_AZ_1" : "SINGLE_AZ_2"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/fsx/latest/WindowsGuide/high-availability-multiAZ.html"

  pass "production" {
    resource "aws_fsx_windows_file_system" "this" {
      storage_capacity    = 300
      throughput_capacity = 32
      subnet_ids          = ["subnet-0a"]
      deployment_type     = "MULTI_AZ_1"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "one zone" {
    resource "aws_fsx_windows_file_system" "this" {
      storage_capacity    = 300
      throughput_capacity = 32
      subnet_ids          = ["subnet-0a"]
      deployment_type     = "SINGLE_AZ_2"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_fsx_windows_file_system" "this" {
      storage_capacity    = 300
      throughput_capacity = 32
      subnet_ids          = ["subnet-0a"]
      deployment_type     = "MULTI_AZ_1"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_fsx_windows_file_system.this @ deployment_type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_fsx_windows_file_system" "this" {
      storage_capacity    = 300
      throughput_capacity = 32
      subnet_ids          = ["subnet-0a"]
      deployment_type     = "MULTI_AZ_1"
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-backup-recovery-points-never-expire" {
  title     = "Backups are kept for ever"
  category  = "cost"
  severity  = "low"
  resources = ["aws_backup_plan"]
  for_each  = resource.rule
  assert    = each.value.lifecycle[0].delete_after != null
  at        = each.value.lifecycle[0].delete_after
  message   = "rule `${each.value.rule_name}` never deletes a recovery point"
  why       = <<-EOT
    Every run adds a recovery point, and without `delete_after` none is ever removed: the bill grows for as long as the plan runs.
  EOT
  remedy    = <<-EOT
    Say how long backups are kept.

    ```hcl
    lifecycle {
      delete_after = 35
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html"

  pass "five weeks" {
    resource "aws_backup_plan" "this" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          delete_after = 35
        }
      }
    }
  }

  fail "for ever" {
    resource "aws_backup_plan" "this" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"

      }
    }
    expect = ["aws_backup_plan.this @ rule[0]"]
  }

  unknown "not known" {
    variable "days" {}
    resource "aws_backup_plan" "this" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          delete_after = can(var.days) ? var.days : null
        }
      }
    }
  }
}

rule "aws-backup-long-retention-without-cold-storage" {
  title     = "Backups stay for long in the dear storage"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_backup_plan"]
  params = {
    days = 180
  }
  for_each = [for r in resource.rule : r if r.lifecycle[0].delete_after > param.days]
  assert   = each.value.lifecycle[0].cold_storage_after != null
  at       = each.value.lifecycle[0].delete_after
  message  = "rule `${each.value.rule_name}` keeps backups ${each.value.lifecycle[0].delete_after} days in warm storage"
  why      = <<-EOT
    Cold storage costs a fraction of warm storage, for 90 days at least, for the services that support it (EFS, DynamoDB, EBS and VMware, but not S3).
  EOT
  remedy   = <<-EOT
    Move old backups.

    ```hcl
    lifecycle {
      cold_storage_after = 30
      delete_after       = 365
    }
    ```
  EOT
  link     = "https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html"

  pass "moved" {
    resource "aws_backup_plan" "this" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          cold_storage_after = 30
          delete_after       = 365
        }
      }
    }
  }

  fail "a year in warm storage" {
    resource "aws_backup_plan" "this" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          delete_after = 365
        }
      }
    }
    expect = ["aws_backup_plan.this @ rule[0].lifecycle[0].delete_after"]
  }

  unknown "not known" {
    variable "cold" {}
    resource "aws_backup_plan" "this" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          cold_storage_after = var.cold
          delete_after       = 365
        }
      }
    }
  }

  pass "more that pass" {
    resource "aws_backup_plan" "without_lifecycle" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
      }
    }
    resource "aws_backup_plan" "delete_after_is_180" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          delete_after = 180
        }
      }
    }
    also = ["aws-backup-recovery-points-never-expire"]
  }

  fail "one more, one more `rule`, `delete_after` is `181`" {
    resource "aws_backup_plan" "this" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          delete_after = 365
        }
      }
    }
    resource "aws_backup_plan" "this_too" {
      name = "daily"
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          delete_after = 365
        }
      }
      rule {
        rule_name         = "daily"
        target_vault_name = "main"
        schedule          = "cron(0 3 * * ? *)"
        lifecycle {
          delete_after = 181
        }
      }
    }
    expect = [
      "aws_backup_plan.this @ rule[0].lifecycle[0].delete_after",
      "aws_backup_plan.this_too @ rule[0].lifecycle[0].delete_after",
      "aws_backup_plan.this_too @ rule[1].lifecycle[0].delete_after",
    ]
  }
}

rule "aws-lambda-log-group-implicit" {
  title     = "Log group that Lambda makes keeps its logs for ever"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_lambda_function"]
  related "groups" {
    type = "aws_cloudwatch_log_group"
    on   = refers(other.name, resource) || other.name == "/aws/lambda/${resource.function_name}"
  }
  assert  = resource.logging_config[0].log_group != null || length(related.groups) > 0
  at      = resource.function_name
  message = "no log group `/aws/lambda/${coalesce(resource.function_name, "…")}` is declared"
  why     = <<-EOT
    Lambda makes the group at the first call, without retention, and it stays when the function is deleted. A group that is declared under that name
    before has the retention that it says.
  EOT
  remedy  = <<-EOT
    Declare the group.

    ```hcl
    resource "aws_cloudwatch_log_group" "resize" {
      name              = "/aws/lambda/resize"
      retention_in_days = 30
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html"

  pass "declared" {
    resource "aws_lambda_function" "this" {
      function_name = "resize"
      role          = "arn:aws:iam::111122223333:role/resize"
      runtime       = "python3.13"
      handler       = "main.run"
      filename      = "resize.zip"
    }
    resource "aws_cloudwatch_log_group" "this" {
      name              = "/aws/lambda/${aws_lambda_function.this.function_name}"
      retention_in_days = 30
    }
  }

  pass "a group of its own" {
    resource "aws_lambda_function" "this" {
      function_name = "resize"
      role          = "arn:aws:iam::111122223333:role/resize"
      runtime       = "python3.13"
      handler       = "main.run"
      filename      = "resize.zip"
      logging_config {
        log_format = "JSON"
        log_group  = "/app/resize"
      }
    }
  }

  fail "none" {
    resource "aws_lambda_function" "this" {
      function_name = "resize"
      role          = "arn:aws:iam::111122223333:role/resize"
      runtime       = "python3.13"
      handler       = "main.run"
      filename      = "resize.zip"
    }
  }

  unknown "it may be this one" {
    variable "name" {}
    resource "aws_lambda_function" "this" {
      function_name = "resize"
      role          = "arn:aws:iam::111122223333:role/resize"
      runtime       = "python3.13"
      handler       = "main.run"
      filename      = "resize.zip"
    }
    resource "aws_cloudwatch_log_group" "this" {
      name              = var.name
      retention_in_days = 30
    }
  }
}

rule "aws-eks-log-group-implicit" {
  title     = "Log group that EKS makes keeps its logs for ever"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_eks_cluster"]
  related "groups" {
    type = "aws_cloudwatch_log_group"
    on   = refers(other.name, resource) || other.name == "/aws/eks/${resource.name}/cluster"
  }
  when    = length(resource.enabled_cluster_log_types) > 0
  assert  = length(related.groups) > 0
  at      = resource.enabled_cluster_log_types
  message = "no log group `/aws/eks/${coalesce(resource.name, "…")}/cluster` is declared"
  why     = <<-EOT
    EKS makes the group without retention. Audit logs of a busy cluster are many gigabytes a day.
  EOT
  remedy  = <<-EOT
    Declare the group, and let the cluster depend on it.

    ```hcl
    resource "aws_cloudwatch_log_group" "cluster" {
      name              = "/aws/eks/main/cluster"
      retention_in_days = 365
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html"

  pass "declared" {
    resource "aws_eks_cluster" "this" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::111122223333:role/eks"
      enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
      vpc_config {
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
    }
    resource "aws_cloudwatch_log_group" "this" {
      name              = "/aws/eks/main/cluster"
      retention_in_days = 365
    }
  }

  pass "no logs" {
    resource "aws_eks_cluster" "this" {
      name     = "main"
      role_arn = "arn:aws:iam::111122223333:role/eks"
      vpc_config {
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
    }
  }

  fail "none" {
    resource "aws_eks_cluster" "this" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::111122223333:role/eks"
      enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
      vpc_config {
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
    }
    expect = ["aws_eks_cluster.this @ enabled_cluster_log_types"]
  }

  unknown "it may be this one" {
    variable "name" {}
    resource "aws_eks_cluster" "this" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::111122223333:role/eks"
      enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
      vpc_config {
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
    }
    resource "aws_cloudwatch_log_group" "this" {
      name              = var.name
      retention_in_days = 30
    }
  }

  fail "`enabled_cluster_log_types` is another" {
    resource "aws_eks_cluster" "this" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::111122223333:role/eks"
      enabled_cluster_log_types = ["api"]
      vpc_config {
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
    }
    expect = ["aws_eks_cluster.this @ enabled_cluster_log_types"]
    also   = ["aws-eks-control-plane-logs-off"]
  }

  unknown "one more, `name` is an unset variable" {
    variable "name" {}
    resource "aws_eks_cluster" "this" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::111122223333:role/eks"
      enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
      vpc_config {
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
    }
    resource "aws_eks_cluster" "this_too" {
      name                      = var.name
      role_arn                  = "arn:aws:iam::111122223333:role/eks"
      enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
      vpc_config {
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
    }
    resource "aws_cloudwatch_log_group" "this" {
      name              = var.name
      retention_in_days = 30
    }
    expect = ["aws_eks_cluster.this @ enabled_cluster_log_types"]
  }
}

rule "aws-rds-log-group-implicit" {
  title     = "Log group that RDS makes keeps its logs for ever"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_db_instance", "aws_rds_cluster"]
  related "groups" {
    type = "aws_cloudwatch_log_group"
    on   = refers(other.name, resource) || startswith(other.name, "/aws/rds/${meta.type == "aws_db_instance" ? "instance" : "cluster"}/${coalesce(resource.identifier, resource.cluster_identifier)}/")
  }
  when    = length(resource.enabled_cloudwatch_logs_exports) > 0
  assert  = length(related.groups) > 0
  at      = resource.enabled_cloudwatch_logs_exports
  message = "logs are exported to groups that no `aws_cloudwatch_log_group` declares"
  why     = <<-EOT
    RDS makes `/aws/rds/instance/NAME/LOG` (`/aws/rds/cluster/…` for Aurora) without retention.
  EOT
  remedy  = <<-EOT
    Declare the group of each log that is exported.

    ```hcl
    resource "aws_cloudwatch_log_group" "orders" {
      name              = "/aws/rds/instance/orders/postgresql"
      retention_in_days = 90
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html"

  pass "declared" {
    resource "aws_db_instance" "this" {
      identifier                      = "orders"
      engine                          = "postgres"
      allocated_storage               = 20
      username                        = "app"
      manage_master_user_password     = true
      instance_class                  = "db.t4g.medium"
      enabled_cloudwatch_logs_exports = ["postgresql"]
    }
    resource "aws_cloudwatch_log_group" "this" {
      name              = "/aws/rds/instance/orders/postgresql"
      retention_in_days = 90
    }
  }

  fail "none" {
    resource "aws_db_instance" "this" {
      identifier                      = "orders"
      engine                          = "postgres"
      allocated_storage               = 20
      username                        = "app"
      manage_master_user_password     = true
      instance_class                  = "db.t4g.medium"
      enabled_cloudwatch_logs_exports = ["postgresql"]
    }
    expect = ["aws_db_instance.this @ enabled_cloudwatch_logs_exports"]
  }

  unknown "it may be this one" {
    variable "name" {}
    resource "aws_db_instance" "this" {
      identifier                      = "orders"
      engine                          = "postgres"
      allocated_storage               = 20
      username                        = "app"
      manage_master_user_password     = true
      instance_class                  = "db.t4g.medium"
      enabled_cloudwatch_logs_exports = ["postgresql"]
    }
    resource "aws_cloudwatch_log_group" "this" {
      name              = var.name
      retention_in_days = 30
    }
  }

  pass "no `enabled_cloudwatch_logs_exports`" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
      instance_class              = "db.t4g.medium"
    }
  }
}

rule "aws-cloudtrail-management-events-twice" {
  title     = "Second trail records the same management events"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_cloudtrail"]
  when      = coalesce(resource.include_global_service_events, true) && coalesce(resource.enable_logging, true)
  assert    = length([for t in all("aws_cloudtrail") : t if coalesce(t.enable_logging, true) && length(t.advanced_event_selector) == 0 && !(length(t.event_selector) > 0 && alltrue([for s in t.event_selector : s.include_management_events == false]))]) <= 1 || length(resource.advanced_event_selector) > 0 || (length(resource.event_selector) > 0 && alltrue([for s in resource.event_selector : s.include_management_events == false]))
  message   = "more than one trail records management events; only the first copy in a region is free"
  why       = <<-EOT
    Each further copy is billed by the event. A trail of the organisation and one of the account are the usual pair. Trails of different accounts or
    regions in one configuration are fine, hence the rule is not in the default set.
  EOT
  remedy    = <<-EOT
    Let one trail record management events, and the others data events only.

    ```hcl
    event_selector {
      include_management_events = false
      data_resource {
        type   = "AWS::S3::Object"
        values = ["$${aws_s3_bucket.data.arn}/"]
      }
    }
    ```
  EOT
  link      = "https://aws.amazon.com/cloudtrail/pricing/"

  pass "one trail" {
    resource "aws_cloudtrail" "this" {
      name           = "all"
      s3_bucket_name = "trail"
    }
  }

  pass "the second has data events only" {
    resource "aws_cloudtrail" "this" {
      name           = "all"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "objects" {
      name           = "objects"
      s3_bucket_name = "trail"
      event_selector {
        include_management_events = false
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
  }

  fail "two of a kind" {
    resource "aws_cloudtrail" "this" {
      name           = "all"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "again" {
      name           = "again"
      s3_bucket_name = "trail"
    }
    expect = ["aws_cloudtrail.this", "aws_cloudtrail.again"]
  }

  pass "one more, `enable_logging` is `false`" {
    resource "aws_cloudtrail" "this" {
      name           = "all"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "this_too" {
      name           = "all"
      s3_bucket_name = "trail"
      enable_logging = false
    }
  }

  pass "one more, with `advanced_event_selector`" {
    resource "aws_cloudtrail" "this" {
      name           = "all"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "this_too" {
      name           = "all"
      s3_bucket_name = "trail"
      advanced_event_selector {
        field_selector {
          field  = "eventCategory"
          equals = ["Data"]
        }
        field_selector {
          field  = "resources.type"
          equals = ["AWS::S3::Object"]
        }
      }
    }
    resource "aws_cloudtrail" "objects" {
      name           = "objects"
      s3_bucket_name = "trail"
      event_selector {
        include_management_events = false
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
  }

  fail "one more, with `event_selector`" {
    resource "aws_cloudtrail" "this" {
      name           = "all"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "this_too" {
      name           = "all"
      s3_bucket_name = "trail"
      event_selector {
        read_write_type = "WriteOnly"
      }
    }
    expect = ["aws_cloudtrail.this", "aws_cloudtrail.this_too @ event_selector"]
  }

  fail "more that fail" {
    resource "aws_cloudtrail" "one_more_include_global_service_events_is" {
      name           = "all"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "one_more_include_global_service_events_is_2" {
      name                          = "all"
      s3_bucket_name                = "trail"
      include_global_service_events = false
    }
    resource "aws_cloudtrail" "one_more_enable_logging_is_true" {
      name           = "all"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "one_more_enable_logging_is_true_2" {
      name           = "all"
      s3_bucket_name = "trail"
      enable_logging = true
    }
    resource "aws_cloudtrail" "one_more_enable_logging_is_true_3" {
      name           = "objects"
      s3_bucket_name = "trail"
      event_selector {
        include_management_events = false
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
    expect = [
      "aws_cloudtrail.one_more_include_global_service_events_is",
      "aws_cloudtrail.one_more_enable_logging_is_true",
      "aws_cloudtrail.one_more_enable_logging_is_true_2 @ enable_logging",
    ]
  }

  fail "one more, one more `event_selector`, no `include_management_events`" {
    resource "aws_cloudtrail" "this" {
      name           = "all"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "objects" {
      name           = "objects"
      s3_bucket_name = "trail"
      event_selector {
        include_management_events = false
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
    resource "aws_cloudtrail" "objects_too" {
      name           = "objects"
      s3_bucket_name = "trail"
      event_selector {
        include_management_events = false
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
      event_selector {
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
    expect = ["aws_cloudtrail.this", "aws_cloudtrail.objects_too @ event_selector"]
  }

  fail "one more, with `advanced_event_selector` (2)" {
    resource "aws_cloudtrail" "this" {
      name           = "all"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "again" {
      name           = "again"
      s3_bucket_name = "trail"
    }
    resource "aws_cloudtrail" "again_too" {
      name           = "again"
      s3_bucket_name = "trail"
      advanced_event_selector {
        field_selector {
          field  = "eventCategory"
          equals = ["Data"]
        }
        field_selector {
          field  = "resources.type"
          equals = ["AWS::S3::Object"]
        }
      }
    }
    expect = ["aws_cloudtrail.this", "aws_cloudtrail.again"]
  }
}

rule "aws-cloudwatch-alarm-high-resolution" {
  title     = "Alarm is evaluated several times a minute"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_cloudwatch_metric_alarm"]
  assert    = !(tonumber(resource.period) < 60)
  at        = resource.period
  message   = "a period of ${resource.period} seconds makes this a high-resolution alarm"
  why       = <<-EOT
    High-resolution alarms cost three times as much as standard ones, and need metrics that are published as often.
  EOT
  remedy    = <<-EOT
    Use 60 seconds unless seconds matter.

    ```hcl
    period = 60
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"

  pass "a minute" {
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "errors"
      comparison_operator = "GreaterThanThreshold"
      evaluation_periods  = 1
      metric_name         = "Errors"
      namespace           = "AWS/Lambda"
      statistic           = "Sum"
      threshold           = 0
      period              = 60
    }
  }

  fail "ten seconds" {
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "errors"
      comparison_operator = "GreaterThanThreshold"
      evaluation_periods  = 1
      metric_name         = "Errors"
      namespace           = "AWS/Lambda"
      statistic           = "Sum"
      threshold           = 0
      period              = 10
    }
    expect = ["aws_cloudwatch_metric_alarm.this @ period"]
  }

  unknown "not known" {
    variable "period" {}
    resource "aws_cloudwatch_metric_alarm" "this" {
      alarm_name          = "errors"
      comparison_operator = "GreaterThanThreshold"
      evaluation_periods  = 1
      metric_name         = "Errors"
      namespace           = "AWS/Lambda"
      statistic           = "Sum"
      threshold           = 0
      period              = var.period
    }
  }
}

rule "aws-cloudwatch-metric-stream-unfiltered" {
  title     = "Metric stream sends every metric of the account"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_cloudwatch_metric_stream"]
  assert    = length(resource.include_filter) > 0 || length(resource.exclude_filter) > 0
  at        = resource.include_filter
  message   = "neither `include_filter` nor `exclude_filter` narrows the stream"
  why       = <<-EOT
    A stream is billed for each update of each metric, of which most go into no dashboard.
  EOT
  remedy    = <<-EOT
    Name the namespaces that somebody looks at.

    ```hcl
    include_filter {
      namespace = "AWS/EC2"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Metric-Streams.html"

  pass "three namespaces" {
    resource "aws_cloudwatch_metric_stream" "this" {
      name          = "metrics"
      role_arn      = "arn:aws:iam::111122223333:role/stream"
      firehose_arn  = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/metrics"
      output_format = "json"
      include_filter {
        namespace = "AWS/EC2"
      }
    }
  }

  fail "everything" {
    resource "aws_cloudwatch_metric_stream" "this" {
      name          = "metrics"
      role_arn      = "arn:aws:iam::111122223333:role/stream"
      firehose_arn  = "arn:aws:firehose:eu-west-1:111122223333:deliverystream/metrics"
      output_format = "json"
    }
  }
}

rule "aws-sqs-short-polling" {
  title     = "Queue answers empty receives at once, and bills them"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_sqs_queue"]
  related "mappings" {
    type = ["aws_lambda_event_source_mapping", "aws_pipes_pipe"]
    on   = refers(other.event_source_arn, resource) || refers(other.source, resource)
  }
  assert  = coalesce(resource.receive_wait_time_seconds, 0) > 0 || length(related.mappings) > 0
  at      = resource.receive_wait_time_seconds
  message = "`receive_wait_time_seconds` is 0"
  why     = <<-EOT
    A consumer that polls an empty queue in a loop makes a billed request each time. With long polling a request waits up to 20 seconds for a message.
    Lambda polls long by itself; clients may say so in each request as well.
  EOT
  remedy  = <<-EOT
    Wait for messages.

    ```hcl
    receive_wait_time_seconds = 20
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html"

  pass "long polling" {
    resource "aws_sqs_queue" "this" {
      name                      = "jobs"
      receive_wait_time_seconds = 20
    }
  }

  pass "Lambda reads it" {
    resource "aws_sqs_queue" "this" {
      name = "jobs"
    }
    resource "aws_lambda_event_source_mapping" "this" {
      event_source_arn = aws_sqs_queue.this.arn
      function_name    = "work"
    }
  }

  fail "the default" {
    resource "aws_sqs_queue" "this" {
      name = "jobs"
    }
  }

  unknown "not known" {
    variable "wait" {}
    resource "aws_sqs_queue" "this" {
      name                      = "jobs"
      receive_wait_time_seconds = var.wait
    }
  }

  pass "`receive_wait_time_seconds` is `1`" {
    resource "aws_sqs_queue" "this" {
      name                      = "jobs"
      receive_wait_time_seconds = 1
    }
  }
}

rule "aws-ssm-parameter-advanced" {
  title     = "Advanced parameter holds what a free one would"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_ssm_parameter"]
  when      = resource.tier == "Advanced"
  assert    = !(length(coalesce(resource.value, resource.insecure_value)) <= 4096)
  at        = resource.tier
  message   = "the value fits into a standard parameter"
  why       = <<-EOT
    Standard parameters are free up to 4 KB. Advanced ones are billed by the month and by the request; they are for larger values, parameter policies,
    sharing between accounts, and more than 10,000 parameters.
  EOT
  remedy    = <<-EOT
    Leave `tier` out.

    ```hcl
    tier = "Standard"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"

  pass "standard" {
    resource "aws_ssm_parameter" "this" {
      name  = "/app/url"
      type  = "String"
      value = "https://example.com"
    }
  }

  fail "advanced" {
    resource "aws_ssm_parameter" "this" {
      name  = "/app/url"
      type  = "String"
      value = "https://example.com"
      tier  = "Advanced"
    }
    expect = ["aws_ssm_parameter.this @ tier"]
  }

  unknown "the value is not known" {
    variable "config" {}
    resource "aws_ssm_parameter" "this" {
      name  = "/app/config"
      type  = "String"
      value = var.config
      tier  = "Advanced"
    }
  }
}

rule "aws-secretsmanager-could-be-parameter" {
  title     = "Secret uses nothing that a free parameter lacks"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_secretsmanager_secret"]
  related "rotations" {
    type = "aws_secretsmanager_secret_rotation"
    on   = refers(other.secret_id, resource)
  }
  related "policies" {
    type = "aws_secretsmanager_secret_policy"
    on   = refers(other.secret_arn, resource)
  }
  assert  = length(related.rotations) > 0 || length(resource.replica) > 0 || resource.policy != null || length(related.policies) > 0
  message = "the secret is not rotated, replicated or shared"
  why     = <<-EOT
    A secret costs 0.40 USD a month; a `SecureString` parameter of up to 4 KB is free and encrypted with KMS as well. Secrets Manager earns its price with
    rotation, replication and resource policies.
  EOT
  remedy  = <<-EOT
    Use `aws_ssm_parameter` with `SecureString`, or switch rotation on.

    ```hcl
    resource "aws_ssm_parameter" "db" {
      name  = "/app/db"
      type  = "SecureString"
      value = var.password
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html"

  pass "rotated" {
    resource "aws_secretsmanager_secret" "this" {
      name = "db"
    }
    resource "aws_secretsmanager_secret_rotation" "this" {
      secret_id           = aws_secretsmanager_secret.this.id
      rotation_lambda_arn = "arn:aws:lambda:eu-west-1:111122223333:function:rotate"
      rotation_rules {
        automatically_after_days = 30
      }
    }
  }

  fail "plain" {
    resource "aws_secretsmanager_secret" "this" {
      name = "db"
    }
  }

  unknown "it may be this one" {
    variable "secret" {}
    resource "aws_secretsmanager_secret" "this" {
      name = "db"
    }
    resource "aws_secretsmanager_secret_rotation" "this" {
      secret_id = var.secret
    }
  }

  pass "`policy` is another" {
    resource "aws_secretsmanager_secret" "this" {
      name = "db"
      policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = "*", Action = "secretsmanager:GetSecretValue", Resource = "*" }]
      })
    }
  }
}

rule "aws-acmpca-general-purpose-outside-production" {
  title     = "Private CA of a test environment is of the dear kind"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_acmpca_certificate_authority"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = coalesce(resource.usage_mode, "GENERAL_PURPOSE") == "GENERAL_PURPOSE"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.usage_mode
  message = "a general-purpose authority is billed at eight times the price of one for short-lived certificates"
  why     = <<-EOT
    In us-east-1 it is 400 USD a month against 50. Certificates of the cheaper kind live for seven days at most, which automated tests bear.
  EOT
  remedy  = <<-EOT
    Use the mode for short-lived certificates outside production.

    ```hcl
    usage_mode = var.environment == "prod" ? "GENERAL_PURPOSE" : "SHORT_LIVED_CERTIFICATE"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/privateca/latest/userguide/short-lived-certificates.html"

  pass "production" {
    resource "aws_acmpca_certificate_authority" "this" {
      certificate_authority_configuration {
        key_algorithm     = "EC_prime256v1"
        signing_algorithm = "SHA256WITHECDSA"
        subject {
          common_name = "example.com"
        }
      }
      usage_mode = "GENERAL_PURPOSE"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "short-lived certificates" {
    resource "aws_acmpca_certificate_authority" "this" {
      certificate_authority_configuration {
        key_algorithm     = "EC_prime256v1"
        signing_algorithm = "SHA256WITHECDSA"
        subject {
          common_name = "example.com"
        }
      }
      usage_mode = "SHORT_LIVED_CERTIFICATE"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_acmpca_certificate_authority" "this" {
      certificate_authority_configuration {
        key_algorithm     = "EC_prime256v1"
        signing_algorithm = "SHA256WITHECDSA"
        subject {
          common_name = "example.com"
        }
      }
      usage_mode = "GENERAL_PURPOSE"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_acmpca_certificate_authority.this @ usage_mode"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_acmpca_certificate_authority" "this" {
      certificate_authority_configuration {
        key_algorithm     = "EC_prime256v1"
        signing_algorithm = "SHA256WITHECDSA"
        subject {
          common_name = "example.com"
        }
      }
      usage_mode = "GENERAL_PURPOSE"
      tags = {
        Environment = var.environment
      }
    }
  }

  fail "no `usage_mode`" {
    resource "aws_acmpca_certificate_authority" "this" {
      certificate_authority_configuration {
        key_algorithm     = "EC_prime256v1"
        signing_algorithm = "SHA256WITHECDSA"
        subject {
          common_name = "example.com"
        }
      }
      tags = { Environment = "dev" }
    }
    expect = ["aws_acmpca_certificate_authority.this"]
  }
}

rule "aws-directory-enterprise-outside-production" {
  title     = "Enterprise directory outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_directory_service_directory"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.type == "MicrosoftAD" && coalesce(resource.edition, "Enterprise") == "Enterprise"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.edition
  message = "the Enterprise edition costs more than three times as much as Standard"
  why     = <<-EOT
    A domain controller costs 146 USD a month in the Enterprise edition and 43.80 in Standard (us-east-1), and there are two. Enterprise is what one gets
    when `edition` is missing; it is for more than 30,000 objects and for several regions.
  EOT
  remedy  = <<-EOT
    Use the Standard edition outside production.

    ```hcl
    edition = var.environment == "prod" ? "Enterprise" : "Standard"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/directoryservice/latest/admin-guide/directory_microsoft_ad.html"

  pass "production" {
    resource "aws_directory_service_directory" "this" {
      name     = "corp.example.com"
      password = "example-password"
      type     = "MicrosoftAD"
      vpc_settings {
        vpc_id     = "vpc-0123456789abcdef0"
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
      edition = "Enterprise"
      tags = {
        Environment = "prod"
      }
    }
  }

  pass "Standard" {
    resource "aws_directory_service_directory" "this" {
      name     = "corp.example.com"
      password = "example-password"
      type     = "MicrosoftAD"
      vpc_settings {
        vpc_id     = "vpc-0123456789abcdef0"
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
      edition = "Standard"
      tags = {
        Environment = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "aws_directory_service_directory" "this" {
      name     = "corp.example.com"
      password = "example-password"
      type     = "MicrosoftAD"
      vpc_settings {
        vpc_id     = "vpc-0123456789abcdef0"
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
      edition = "Enterprise"
      tags = {
        Environment = "dev"
      }
    }
    expect = ["aws_directory_service_directory.this @ edition"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "aws_directory_service_directory" "this" {
      name     = "corp.example.com"
      password = "example-password"
      type     = "MicrosoftAD"
      vpc_settings {
        vpc_id     = "vpc-0123456789abcdef0"
        subnet_ids = ["subnet-0a", "subnet-0b"]
      }
      edition = "Enterprise"
      tags = {
        Environment = var.environment
      }
    }
  }
}

rule "aws-cloud9-never-stops" {
  title     = "Cloud9 machine never stops by itself"
  category  = "cost"
  severity  = "low"
  resources = ["aws_cloud9_environment_ec2"]
  assert    = coalesce(resource.automatic_stop_time_minutes, 0) > 0
  at        = resource.automatic_stop_time_minutes
  message   = "`automatic_stop_time_minutes` is not set"
  why       = <<-EOT
    The machine behind the editor runs on when the browser is closed.
  EOT
  remedy    = <<-EOT
    Let it stop after half an hour.

    ```hcl
    automatic_stop_time_minutes = 30
    ```
  EOT
  link      = "https://docs.aws.amazon.com/cloud9/latest/user-guide/move-environment.html"

  fix {
    set = {
      automatic_stop_time_minutes = 30
    }
  }

  pass "half an hour" {
    resource "aws_cloud9_environment_ec2" "this" {
      name                        = "lab"
      instance_type               = "t3.small"
      image_id                    = "amazonlinux-2023-x86_64"
      automatic_stop_time_minutes = 30
    }
  }

  fail "never" {
    resource "aws_cloud9_environment_ec2" "this" {
      name          = "lab"
      instance_type = "t3.small"
      image_id      = "amazonlinux-2023-x86_64"
    }
  }

  unknown "not known" {
    variable "minutes" {}
    resource "aws_cloud9_environment_ec2" "this" {
      name                        = "lab"
      instance_type               = "t3.small"
      image_id                    = "amazonlinux-2023-x86_64"
      automatic_stop_time_minutes = var.minutes
    }
  }
}

rule "aws-appstream-always-on" {
  title     = "AppStream fleet runs without users"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["aws_appstream_fleet"]
  assert    = resource.fleet_type != "ALWAYS_ON"
  at        = resource.fleet_type
  message   = "all instances of the fleet run at the full price, with users or without"
  why       = <<-EOT
    An on-demand fleet pays a small fee for waiting instances and starts them when users come, in one or two minutes.
  EOT
  remedy    = <<-EOT
    Use an on-demand fleet where users can wait.

    ```hcl
    fleet_type = "ON_DEMAND"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/appstream2/latest/developerguide/fleet-type.html"

  pass "on demand" {
    resource "aws_appstream_fleet" "this" {
      name          = "cad"
      instance_type = "stream.standard.medium"
      fleet_type    = "ON_DEMAND"
      compute_capacity {
        desired_instances = 2
      }
    }
  }

  fail "always on" {
    resource "aws_appstream_fleet" "this" {
      name          = "cad"
      instance_type = "stream.standard.medium"
      fleet_type    = "ALWAYS_ON"
      compute_capacity {
        desired_instances = 2
      }
    }
    expect = ["aws_appstream_fleet.this @ fleet_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_appstream_fleet" "this" {
      name          = "cad"
      instance_type = "stream.standard.medium"
      fleet_type    = var.type
      compute_capacity {
        desired_instances = 2
      }
    }
  }
}

rule "aws-elastic-beanstalk-previous-generation" {
  title     = "Elastic Beanstalk uses an old instance type"
  category  = "cost"
  severity  = "low"
  resources = ["aws_elastic_beanstalk_environment", "aws_elastic_beanstalk_configuration_template"]
  params = {
    families = "^(?:a1|c1|c3|c4|cc2|cg1|cr1|d2|g2|g3|g3s|h1|hi1|hs1|i2|i3|m1|m2|m3|m4|p2|p3|r3|r4|t1|t2|x1|x1e|z1d)[.]"
  }
  for_each = [for s in resource.setting : s if contains(["InstanceType", "InstanceTypes"], s.name)]
  assert   = !anytrue([for t in split(",", each.value.value) : can(regex(param.families, trimspace(t)))])
  at       = each.value.value
  message  = "`${each.value.value}` is of a previous generation"
  why      = <<-EOT
    Newer families do the same work for the same price or less.
  EOT
  remedy   = <<-EOT
    Move up within the family.

    ```hcl
    setting {
      namespace = "aws:ec2:instances"
      name      = "InstanceTypes"
      value     = "t3.small,t3a.small"
    }
    ```
  EOT
  link     = "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.managing.ec2.html"

  pass "a current type" {
    resource "aws_elastic_beanstalk_environment" "this" {
      name                = "web"
      application         = "web"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"
      setting {
        namespace = "aws:autoscaling:launchconfiguration"
        name      = "InstanceType"
        value     = "t3.small"
      }
    }
  }

  fail "an old type" {
    resource "aws_elastic_beanstalk_environment" "this" {
      name                = "web"
      application         = "web"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"
      setting {
        namespace = "aws:autoscaling:launchconfiguration"
        name      = "InstanceType"
        value     = "t2.small"
      }
    }
    expect = ["aws_elastic_beanstalk_environment.this @ setting[0].value"]
  }

  unknown "not known" {
    variable "type" {}
    resource "aws_elastic_beanstalk_environment" "this" {
      name                = "web"
      application         = "web"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"
      setting {
        namespace = "aws:autoscaling:launchconfiguration"
        name      = "InstanceType"
        value     = var.type
      }
    }
  }

  fail "`name` is `InstanceTypes`" {
    resource "aws_elastic_beanstalk_environment" "this" {
      name                = "web"
      application         = "web"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"
      setting {
        namespace = "aws:autoscaling:launchconfiguration"
        name      = "InstanceTypes"
        value     = "t2.small"
      }
    }
    expect = ["aws_elastic_beanstalk_environment.this @ setting[0].value"]
  }

  unknown "one more, one more `setting`, `name` is an unset variable" {
    variable "name" {}
    resource "aws_elastic_beanstalk_environment" "this" {
      name                = "web"
      application         = "web"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"
      setting {
        namespace = "aws:autoscaling:launchconfiguration"
        name      = "InstanceType"
        value     = "t3.small"
      }
    }
    resource "aws_elastic_beanstalk_environment" "this_too" {
      name                = "web"
      application         = "web"
      solution_stack_name = "64bit Amazon Linux 2023 v4.3.0 running Python 3.11"
      setting {
        namespace = "aws:autoscaling:launchconfiguration"
        name      = "InstanceType"
        value     = "t3.small"
      }
      setting {
        namespace = "aws:autoscaling:launchconfiguration"
        name      = var.name
        value     = "t3.small"
      }
    }
    expect = ["aws_elastic_beanstalk_environment.this_too"]
  }
}
