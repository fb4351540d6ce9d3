# CloudFormation.

rule "aws-cloudformation-no-stack-policy" {
  title     = "CloudFormation stack has no policy"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_cloudformation_stack"]
  aliases   = ["2f01fb2d-828a-499d-b98e-b83747305052"]
  default   = false
  assert    = resource.policy_body != null || resource.policy_url != null
  message   = "Every update may replace every resource of the stack"
  why       = "A stack policy protects single resources, databases above all, from being replaced or deleted by an update."
  remedy    = "Set `policy_body`."
  link      = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html"

  pass "a policy" {
    resource "aws_cloudformation_stack" "net" {
      name          = "net"
      template_body = "{\"Resources\": {}}"
      policy_body   = "{}"
    }
  }

  fail "none" {
    resource "aws_cloudformation_stack" "net" {
      name          = "net"
      template_body = "{\"Resources\": {}}"
    }
  }
}

rule "aws-cloudformation-no-notifications" {
  title     = "CloudFormation stack reports its events to nobody"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_cloudformation_stack"]
  aliases   = ["CKV_AWS_124", "b72d0026-f649-4c91-a9ea-15d8f681ac09"]
  default   = false
  assert    = length(resource.notification_arns) > 0
  at        = resource.notification_arns
  message   = "No topic is told about stack events"
  why       = "Topics tell teams about changes and failures of a stack. Terraform reports both as well."
  remedy    = "Set `notification_arns = [aws_sns_topic.ops.arn]`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudformation_stack"

  pass "a topic" {
    resource "aws_cloudformation_stack" "net" {
      name              = "net"
      template_body     = "{\"Resources\": {}}"
      notification_arns = ["arn:aws:sns:eu-central-1:123456789012:ops"]
    }
  }

  fail "none" {
    resource "aws_cloudformation_stack" "net" {
      name          = "net"
      template_body = "{\"Resources\": {}}"
    }
  }
}

rule "aws-cloudformation-stacks-not-retained" {
  title     = "Stacks are deleted with their stack set instance"
  category  = "reliability"
  severity  = "info"
  resources = ["aws_cloudformation_stack_set_instance"]
  aliases   = ["6e0e2f68-3fd9-4cd8-a5e4-e2213ef0df97"]
  default   = false
  assert    = resource.retain_stack == true
  at        = resource.retain_stack
  message   = "`retain_stack` is off"
  why       = "Taking an account out of the set then deletes the stack, and all it holds, in that account."
  remedy    = "Set `retain_stack = true`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudformation_stack_set_instance"

  pass "retained" {
    resource "aws_cloudformation_stack_set_instance" "a" {
      stack_set_name = "base"
      account_id     = "123456789012"
      retain_stack   = true
    }
  }

  fail "not written" {
    resource "aws_cloudformation_stack_set_instance" "a" {
      stack_set_name = "base"
      account_id     = "123456789012"
    }
  }

  fail "off" {
    resource "aws_cloudformation_stack_set_instance" "a" {
      stack_set_name = "base"
      account_id     = "123456789012"
      retain_stack   = false
    }
    expect = ["aws_cloudformation_stack_set_instance.a @ retain_stack"]
  }

  unknown "`retain_stack` is an unset variable" {
    variable "retain_stack" {}
    resource "aws_cloudformation_stack_set_instance" "a" {
      stack_set_name = "base"
      account_id     = "123456789012"
      retain_stack   = var.retain_stack
    }
  }
}

rule "aws-cloudformation-template-missing" {
  title     = "CloudFormation stack has no template"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_cloudformation_stack", "aws_cloudformation_stack_set"]
  aliases   = ["91bea7b8-0c31-4863-adc9-93f6177266c4"]
  assert    = resource.template_body != null || resource.template_url != null
  at        = resource.name
  message   = "Neither `template_body` nor `template_url` is set"
  why       = "AWS refuses a stack without a template."
  remedy    = "Set `template_body = file(\"stack.yaml\")` or `template_url`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudformation_stack"

  pass "a body" {
    resource "aws_cloudformation_stack" "net" {
      name          = "net"
      template_body = "{\"Resources\": {}}"
    }
  }

  pass "an address" {
    resource "aws_cloudformation_stack" "net" {
      name         = "net"
      template_url = "https://templates.s3.amazonaws.com/net.yaml"
    }
  }

  fail "none" {
    resource "aws_cloudformation_stack" "net" {
      name = "net"
    }
  }

  fail "a stack set" {
    resource "aws_cloudformation_stack_set" "base" {
      name = "base"
    }
  }
}
