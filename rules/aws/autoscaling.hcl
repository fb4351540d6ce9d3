# Auto Scaling groups.

rule "aws-autoscaling-no-elb-health-check" {
  title     = "Auto Scaling group ignores the health checks of its load balancer"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_autoscaling_group"]
  aliases   = ["CKV2_AWS_15"]
  related "attachments" {
    type = "aws_autoscaling_attachment"
    on   = refers(other.autoscaling_group_name, resource)
  }
  when    = length(resource.target_group_arns) + length(resource.load_balancers) + length(resource.traffic_source) + length(related.attachments) > 0
  assert  = resource.health_check_type == "ELB"
  at      = [resource.health_check_type, resource.target_group_arns, resource.load_balancers]
  message = "Instances are replaced only when the machine fails, not when the application does"
  why     = "The load balancer sees that the application is dead and stops sending; the group sees a running machine and keeps it. `EC2` is the default."
  remedy  = "Set `health_check_type = \"ELB\"` and a `health_check_grace_period` that covers the start."
  link    = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-checks-overview.html"

  pass "ELB" {
    resource "aws_autoscaling_group" "web" {
      min_size          = 1
      max_size          = 4
      health_check_type = "ELB"
      target_group_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"]
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  pass "no load balancer" {
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  fail "not written" {
    resource "aws_autoscaling_group" "web" {
      min_size          = 1
      max_size          = 4
      target_group_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"]
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  fail "EC2" {
    resource "aws_autoscaling_group" "web" {
      min_size          = 1
      max_size          = 4
      health_check_type = "EC2"
      load_balancers    = ["web"]
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    expect = ["aws_autoscaling_group.web @ health_check_type"]
  }

  fail "an attachment" {
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    resource "aws_autoscaling_attachment" "web" {
      autoscaling_group_name = aws_autoscaling_group.web.id
      lb_target_group_arn    = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
    }
  }

  unknown "an unset variable" {
    variable "check" {
      type = string
    }
    resource "aws_autoscaling_group" "web" {
      min_size          = 1
      max_size          = 4
      health_check_type = var.check
      load_balancers    = ["web"]
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }
}

rule "aws-autoscaling-no-load-balancer" {
  title     = "Auto Scaling group is behind no load balancer"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_autoscaling_group"]
  aliases   = ["8e94dced-9bcc-4203-8eb7-7e41202b2505"]
  default   = false
  related "attachments" {
    type = "aws_autoscaling_attachment"
    on   = refers(other.autoscaling_group_name, resource)
  }
  assert  = length(resource.target_group_arns) + length(resource.load_balancers) + length(resource.traffic_source) + length(related.attachments) > 0
  message = "Nothing spreads requests over the instances"
  why     = "Groups of workers, runners and cluster nodes need no load balancer, so that the rule is a hint only."
  remedy  = "Set `target_group_arns`, or add an `aws_autoscaling_attachment`."
  link    = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-load-balancer.html"

  pass "a target group" {
    resource "aws_autoscaling_group" "web" {
      min_size          = 1
      max_size          = 4
      target_group_arns = ["arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"]
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    also = ["aws-autoscaling-no-elb-health-check"]
  }

  fail "none" {
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  pass "`load_balancers` is another" {
    resource "aws_autoscaling_group" "web" {
      min_size       = 1
      max_size       = 4
      load_balancers = ["web"]
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    also = ["aws-autoscaling-no-elb-health-check"]
  }
}

rule "aws-autoscaling-no-tags" {
  title     = "Auto Scaling group gives its instances no tags"
  category  = "tagging"
  severity  = "low"
  resources = ["aws_autoscaling_group"]
  aliases   = ["CKV_AWS_153", "ba48df05-eaa1-4d64-905e-4a4b051e7587"]
  default   = false
  assert    = length(resource.tag) + length(resource.tags) > 0
  at        = resource.tag
  message   = "No `tag` block is set"
  why       = "The provider's default tags do not reach the instances of a group: they start without a name, an owner or a cost centre."
  remedy    = <<-EOT
    ```hcl
    tag {
      key                 = "Name"
      value               = "web"
      propagate_at_launch = true
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group"

  pass "tagged" {
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
      tag {
        key                 = "Name"
        value               = "web"
        propagate_at_launch = true
      }
    }
  }

  fail "none" {
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }
}

rule "aws-autoscaling-launch-configuration" {
  title     = "Auto Scaling group starts from a launch configuration"
  category  = "correctness"
  severity  = "low"
  resources = ["aws_autoscaling_group"]
  aliases   = ["CKV_AWS_315"]
  default   = false
  assert    = !(resource.launch_configuration != null && (!is_known(resource.launch_configuration) || resource.launch_configuration != ""))
  at        = resource.launch_configuration
  message   = "The group names a launch configuration"
  why       = "Launch configurations know no instance type that came after 2022, no mix of spot and on-demand and no versions."
  remedy    = <<-EOT
    ```hcl
    launch_template {
      id      = aws_launch_template.web.id
      version = "$Latest"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/migrate-to-launch-templates.html"

  pass "a template" {
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  fail "a configuration" {
    resource "aws_autoscaling_group" "web" {
      min_size             = 1
      max_size             = 4
      launch_configuration = "web"
    }
    expect = ["aws_autoscaling_group.web @ launch_configuration"]
  }

  unknown "`launch_configuration` is an unset variable" {
    variable "launch_configuration" {}
    resource "aws_autoscaling_group" "web" {
      min_size             = 1
      max_size             = 4
      launch_configuration = var.launch_configuration
    }
  }
}

rule "aws-autoscaling-single-zone" {
  title     = "Auto Scaling group stands in one zone"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_autoscaling_group"]
  default   = false
  when      = is_known(resource.vpc_zone_identifier) && length(resource.vpc_zone_identifier) + length(resource.availability_zones) > 0
  assert    = length(resource.vpc_zone_identifier) + length(resource.availability_zones) > 1
  at        = [resource.vpc_zone_identifier, resource.availability_zones]
  message   = "One subnet or zone is named"
  why       = "When the zone fails, the group has nowhere to start new instances."
  remedy    = "Name subnets of two zones or more in `vpc_zone_identifier`."
  link      = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html"

  pass "two" {
    resource "aws_autoscaling_group" "web" {
      min_size            = 1
      max_size            = 4
      vpc_zone_identifier = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  fail "one" {
    resource "aws_autoscaling_group" "web" {
      min_size            = 1
      max_size            = 4
      vpc_zone_identifier = ["subnet-0a1b2c3d"]
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    expect = ["aws_autoscaling_group.web @ vpc_zone_identifier"]
  }

  pass "no `vpc_zone_identifier`" {
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }
}

rule "aws-autoscaling-size-invalid" {
  title     = "Auto Scaling group's sizes contradict each other"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_autoscaling_group"]
  assert    = !(resource.min_size > resource.max_size || resource.desired_capacity > resource.max_size || resource.desired_capacity < resource.min_size)
  at        = [resource.desired_capacity, resource.min_size]
  message   = "Minimum, desired and maximum size are out of order"
  why       = "AWS refuses a desired capacity outside minimum and maximum, at apply."
  remedy    = "Put the three into order, or leave out `desired_capacity`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group"

  pass "in order" {
    resource "aws_autoscaling_group" "web" {
      min_size         = 1
      max_size         = 4
      desired_capacity = 2
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  pass "not written" {
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  fail "minimum over maximum" {
    resource "aws_autoscaling_group" "web" {
      min_size = 5
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    expect = ["aws_autoscaling_group.web @ min_size"]
  }

  fail "desired over maximum" {
    resource "aws_autoscaling_group" "web" {
      min_size         = 1
      max_size         = 4
      desired_capacity = 5
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    expect = ["aws_autoscaling_group.web @ desired_capacity"]
  }

  unknown "an unset variable" {
    variable "max" {
      type = number
    }
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = var.max
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  pass "more that pass" {
    resource "aws_autoscaling_group" "min_size_is_4" {
      min_size = 4
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    resource "aws_autoscaling_group" "one_more_max_size_is_2" {
      min_size         = 1
      max_size         = 4
      desired_capacity = 2
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    resource "aws_autoscaling_group" "one_more_max_size_is_2_2" {
      min_size         = 1
      max_size         = 2
      desired_capacity = 2
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    resource "aws_autoscaling_group" "one_more_min_size_is_2" {
      min_size         = 1
      max_size         = 4
      desired_capacity = 2
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    resource "aws_autoscaling_group" "one_more_min_size_is_2_2" {
      min_size         = 2
      max_size         = 4
      desired_capacity = 2
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  fail "one more, `min_size` is `4`" {
    resource "aws_autoscaling_group" "web" {
      min_size         = 1
      max_size         = 4
      desired_capacity = 2
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    resource "aws_autoscaling_group" "web_too" {
      min_size         = 4
      max_size         = 4
      desired_capacity = 2
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    expect = ["aws_autoscaling_group.web_too @ desired_capacity"]
  }
}

rule "aws-autoscaling-fixed-size" {
  title     = "Auto Scaling group cannot scale"
  category  = "cost"
  severity  = "info"
  resources = ["aws_autoscaling_group"]
  default   = false
  assert    = resource.min_size != resource.max_size || resource.max_size <= 1
  at        = resource.min_size
  message   = "Minimum and maximum are both ${resource.max_size}"
  why       = "A group that is always as large as at its busiest hour is paid for that hour all day."
  remedy    = "Lower `min_size` and add a scaling policy."
  link      = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-capacity-limits.html"

  pass "a range" {
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  pass "one that is healed" {
    resource "aws_autoscaling_group" "web" {
      min_size = 1
      max_size = 1
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  fail "fixed" {
    resource "aws_autoscaling_group" "web" {
      min_size = 4
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    expect = ["aws_autoscaling_group.web @ min_size"]
  }

  unknown "`min_size` is an unset variable" {
    variable "min_size" {}
    resource "aws_autoscaling_group" "web" {
      min_size = var.min_size
      max_size = 4
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
  }

  unknown "`max_size` is `2`" {
    variable "min_size" {}
    resource "aws_autoscaling_group" "web" {
      min_size = var.min_size
      max_size = 2
      launch_template {
        id      = "lt-0a1b2c3d"
        version = "$Latest"
      }
    }
    expect = ["aws_autoscaling_group.web @ min_size"]
  }
}
