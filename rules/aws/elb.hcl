# Load balancers: application, network and gateway (aws_lb, aws_alb), classic (aws_elb).

rule "aws-lb-listener-http" {
  title     = "Public load balancer serves plain HTTP"
  category  = "security"
  severity  = "high"
  resources = ["aws_lb_listener", "aws_alb_listener"]
  aliases   = ["CKV_AWS_2", "CKV2_AWS_20", "AWS-0054", "aws-elb-http-not-used", "AVD-AWS-0054", "de7f5e83-da88-4046-871f-ea18504b1d43"]
  tags      = ["cwe-319"]
  related "balancers" {
    type = ["aws_lb", "aws_alb"]
    on   = refers(resource.load_balancer_arn, other)
  }
  when = coalesce(resource.protocol, "HTTP") == "HTTP" && !(resource.protocol == null && resource.port == null)
  assert = (
    alltrue([for a in resource.default_action : a.type == "redirect" && coalesce(a.redirect[0].protocol, "#{protocol}") == "HTTPS"])
    || anytrue([for b in related.balancers : b.internal == true || contains(["network", "gateway"], b.load_balancer_type)])
  )
  at      = [resource.protocol, resource.port]
  message = "The listener answers over HTTP instead of redirecting to HTTPS"
  why     = <<-EOT
    Everyone on the way reads and changes what passes: session cookies, passwords, scripts. `protocol` is `HTTP` for an application load balancer when it
    is not written. A listener that only redirects to HTTPS is fine, and so is one of an internal load balancer for this rule.
  EOT
  remedy  = <<-EOT
    ```hcl
    default_action {
      type = "redirect"
      redirect {
        port        = "443"
        protocol    = "HTTPS"
        status_code = "HTTP_301"
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html"

  pass "HTTPS" {
    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = "HTTPS"
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    also = ["aws-lb-listener-weak-tls"]
  }

  pass "a redirect" {
    resource "aws_lb_listener" "http" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 80
      protocol          = "HTTP"
      default_action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }
  }

  pass "an internal load balancer" {
    resource "aws_lb" "internal" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.internal.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  fail "HTTP that forwards" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.web.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    expect = ["aws_lb_listener.http @ protocol"]
  }

  fail "no protocol" {
    resource "aws_alb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_alb_listener" "http" {
      load_balancer_arn = aws_alb.web.arn
      port              = 8080
      default_action {
        type = "fixed-response"
        fixed_response {
          content_type = "text/plain"
          status_code  = "200"
        }
      }
    }
    expect = ["aws_alb_listener.http @ port"]
  }

  unknown "the load balancer's reach is an unset variable" {
    variable "internal" {
      type = bool
    }
    resource "aws_lb" "web" {
      internal = var.internal
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.web.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
  }

  pass "more that pass" {
    resource "aws_alb" "no_port" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_alb_listener" "no_port" {
      load_balancer_arn = aws_alb.no_port.arn
      default_action {
        type = "fixed-response"
        fixed_response {
          content_type = "text/plain"
          status_code  = "200"
        }
      }
    }
    resource "aws_lb" "load_balancer_type_is_gateway" {
      subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      load_balancer_type = "gateway"
    }
    resource "aws_lb_listener" "load_balancer_type_is_gateway" {
      load_balancer_arn = aws_lb.load_balancer_type_is_gateway.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    resource "aws_lb" "load_balancer_type_is_network" {
      subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      load_balancer_type = "network"
    }
    resource "aws_lb_listener" "load_balancer_type_is_network" {
      load_balancer_arn = aws_lb.load_balancer_type_is_network.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  fail "more that fail" {
    variable "port" {}
    resource "aws_lb_listener" "one_more_default_action_type_is_forward" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 80
      protocol          = "HTTP"
      default_action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
      default_action {
        type = "forward"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }
    resource "aws_lb_listener" "without_redirect" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 80
      protocol          = "HTTP"
      default_action {
        type = "redirect"
      }
    }
    resource "aws_lb_listener" "one_more_no_protocol" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = "HTTPS"
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    resource "aws_lb_listener" "one_more_no_protocol_2" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    resource "aws_lb" "port_is_an_unset_variable" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "port_is_an_unset_variable" {
      load_balancer_arn = aws_lb.port_is_an_unset_variable.arn
      port              = var.port
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    expect = [
      "aws_lb_listener.one_more_default_action_type_is_forward @ protocol",
      "aws_lb_listener.without_redirect @ protocol",
      "aws_lb_listener.one_more_no_protocol_2 @ port",
      "aws_lb_listener.port_is_an_unset_variable @ protocol",
    ]
  }
}

rule "aws-lb-listener-http-internal" {
  title     = "Internal load balancer serves plain HTTP"
  category  = "security"
  severity  = "low"
  resources = ["aws_lb_listener", "aws_alb_listener"]
  aliases   = ["CKV_AWS_2"]
  tags      = ["cwe-319"]
  default   = false
  related "balancers" {
    type = ["aws_lb", "aws_alb"]
    on   = refers(resource.load_balancer_arn, other)
  }
  when    = coalesce(resource.protocol, "HTTP") == "HTTP" && anytrue([for b in related.balancers : b.internal == true && !contains(["network", "gateway"], b.load_balancer_type)])
  assert  = alltrue([for a in resource.default_action : a.type == "redirect" && coalesce(a.redirect[0].protocol, "#{protocol}") == "HTTPS"])
  at      = [resource.protocol, resource.port]
  message = "The listener answers over HTTP inside the network"
  why     = "Inside the network the readers are fewer, but a compromised host is one of them. Zero-trust policies ask for TLS on every hop."
  remedy  = "Use `protocol = \"HTTPS\"` with a certificate of a private CA."
  link    = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html"

  pass "HTTPS" {
    resource "aws_lb" "internal" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "https" {
      load_balancer_arn = aws_lb.internal.arn
      port              = 443
      protocol          = "HTTPS"
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    also = ["aws-lb-invalid-headers-kept", "aws-lb-listener-weak-tls"]
  }

  fail "HTTP" {
    resource "aws_lb" "internal" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.internal.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    expect = ["aws_lb_listener.http @ protocol"]
  }

  unknown "`protocol` is an unset variable" {
    variable "protocol" {}
    resource "aws_lb" "internal" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.internal.arn
      port              = 80
      protocol          = var.protocol
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
  }

  pass "more that pass" {
    variable "protocol" {}
    resource "aws_lb" "no_internal" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "no_internal" {
      load_balancer_arn = aws_lb.no_internal.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    resource "aws_lb" "load_balancer_type_is_gateway" {
      internal           = true
      subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      load_balancer_type = "gateway"
    }
    resource "aws_lb_listener" "load_balancer_type_is_gateway" {
      load_balancer_arn = aws_lb.load_balancer_type_is_gateway.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    resource "aws_lb" "type_is_redirect_with_redirect" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "type_is_redirect_with_redirect" {
      load_balancer_arn = aws_lb.type_is_redirect_with_redirect.arn
      port              = 80
      protocol          = var.protocol
      default_action {
        type             = "redirect"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
        redirect {
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }
    also = ["aws-lb-invalid-headers-kept", "aws-lb-listener-http"]
  }

  fail "more that fail" {
    resource "aws_lb" "type_is_redirect" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "type_is_redirect" {
      load_balancer_arn = aws_lb.type_is_redirect.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "redirect"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    resource "aws_lb" "with_redirect" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "with_redirect" {
      load_balancer_arn = aws_lb.with_redirect.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
        redirect {
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }
    resource "aws_lb" "no_protocol" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "no_protocol" {
      load_balancer_arn = aws_lb.no_protocol.arn
      port              = 80
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    resource "aws_lb" "with_default_action" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "with_default_action" {
      load_balancer_arn = aws_lb.with_default_action.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
      default_action {
        type = "redirect"
        redirect {
          port        = "443"
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }
    expect = [
      "aws_lb_listener.type_is_redirect @ protocol",
      "aws_lb_listener.with_redirect @ protocol",
      "aws_lb_listener.no_protocol @ port",
      "aws_lb_listener.with_default_action @ protocol",
    ]
  }
}

rule "aws-lb-listener-weak-tls" {
  title     = "Load balancer accepts TLS versions before 1.2"
  category  = "security"
  severity  = "medium"
  resources = ["aws_lb_listener", "aws_alb_listener"]
  aliases   = ["CKV_AWS_103", "CKV2_AWS_74", "AWS-0047", "aws-elb-use-secure-tls-policy", "AVD-AWS-0047"]
  tags      = ["cwe-326", "cwe-327"]
  params = {
    good = "^ELBSecurityPolicy-(?:TLS13-1-[23]-|TLS-1-2-|FS-1-2-)"
  }
  when    = contains(["HTTPS", "TLS"], resource.protocol)
  assert  = can(regex(param.good, coalesce(resource.ssl_policy, "ELBSecurityPolicy-2016-08")))
  at      = [resource.ssl_policy, resource.protocol]
  message = "`${coalesce(resource.ssl_policy, "ELBSecurityPolicy-2016-08")}` allows TLS 1.0 or 1.1"
  why     = <<-EOT
    TLS 1.0 and 1.1 have known weaknesses and are forbidden by PCI DSS; no current browser uses them. When `ssl_policy` is missing, the provider takes
    `ELBSecurityPolicy-2016-08`, which still has both.
  EOT
  remedy  = "Set `ssl_policy = \"ELBSecurityPolicy-TLS13-1-2-2021-06\"`."
  link    = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html"
  fix {
    set = {
      ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    }
  }

  pass "TLS 1.2 and 1.3" {
    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = "HTTPS"
      ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
  }

  pass "no TLS here" {
    resource "aws_lb_listener" "tcp" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/web/1"
      port              = 5432
      protocol          = "TCP"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
  }

  fail "an old policy" {
    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = "HTTPS"
      ssl_policy        = "ELBSecurityPolicy-TLS-1-1-2017-01"
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    expect = ["aws_lb_listener.https @ ssl_policy"]
  }

  fail "no policy" {
    resource "aws_lb_listener" "tls" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/net/web/1"
      port              = 443
      protocol          = "TLS"
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    expect = ["aws_lb_listener.tls @ protocol"]
  }

  unknown "an unset variable" {
    variable "policy" {
      type = string
    }
    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = "HTTPS"
      ssl_policy        = var.policy
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
  }
}

rule "aws-lb-listener-certificate-missing" {
  title     = "TLS listener has no certificate"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_lb_listener", "aws_alb_listener"]
  when      = contains(["HTTPS", "TLS"], resource.protocol)
  assert    = !is_known(resource.certificate_arn) || resource.certificate_arn != null
  at        = resource.protocol
  message   = "A listener with protocol `${resource.protocol}` needs a certificate"
  why       = "AWS refuses an HTTPS or TLS listener without exactly one default certificate, at apply. `aws_lb_listener_certificate` adds further ones only."
  remedy    = "Set `certificate_arn = aws_acm_certificate_validation.web.certificate_arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_listener"

  pass "a certificate" {
    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = "HTTPS"
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    also = ["aws-lb-listener-weak-tls"]
  }

  fail "none" {
    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = "HTTPS"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    expect = ["aws_lb_listener.https @ protocol"]
    also   = ["aws-lb-listener-weak-tls"]
  }

  unknown "`protocol` is an unset variable" {
    variable "protocol" {}
    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = var.protocol
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
  }

  pass "one more, `certificate_arn` is an unset variable" {
    variable "certificate_arn" {}
    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = "HTTPS"
      certificate_arn   = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    resource "aws_lb_listener" "https_too" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = "HTTPS"
      certificate_arn   = var.certificate_arn
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    also = ["aws-lb-listener-weak-tls"]
  }

  fail "`protocol` is `TLS`" {
    resource "aws_lb_listener" "https" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 443
      protocol          = "TLS"
      default_action {
        type             = "forward"
        target_group_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1"
      }
    }
    expect = ["aws_lb_listener.https @ protocol"]
    also   = ["aws-lb-listener-weak-tls"]
  }
}

rule "aws-lb-invalid-headers-kept" {
  title     = "Load balancer passes on invalid HTTP headers"
  category  = "security"
  severity  = "low"
  resources = ["aws_lb", "aws_alb"]
  aliases   = ["CKV_AWS_131", "AWS-0052", "aws-elb-drop-invalid-headers", "AVD-AWS-0052", "6e3fd2ed-5c83-4c68-9679-7700d224d379"]
  tags      = ["cwe-444"]
  when      = coalesce(resource.load_balancer_type, "application") == "application"
  assert    = resource.drop_invalid_header_fields == true
  at        = resource.drop_invalid_header_fields
  message   = "Headers with invalid names reach the targets"
  why       = "A header that the load balancer and the application read differently is the raw material of request smuggling. No well-behaved client sends one. The provider's default is to keep them."
  remedy    = "Set `drop_invalid_header_fields = true`."
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html"
  fix {
    set = {
      drop_invalid_header_fields = true
    }
  }

  pass "dropped" {
    resource "aws_lb" "web" {
      drop_invalid_header_fields = true
      subnets                    = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }

  pass "a network load balancer" {
    resource "aws_lb" "web" {
      load_balancer_type = "network"
      subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }

  fail "not written" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }

  fail "switched off" {
    resource "aws_alb" "web" {
      drop_invalid_header_fields = false
      subnets                    = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    expect = ["aws_alb.web @ drop_invalid_header_fields"]
  }

  unknown "an unset variable" {
    variable "drop" {
      type = bool
    }
    resource "aws_lb" "web" {
      drop_invalid_header_fields = var.drop
      subnets                    = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }
}

rule "aws-lb-desync-monitor-only" {
  title     = "Load balancer lets ambiguous requests through"
  category  = "security"
  severity  = "medium"
  resources = ["aws_lb", "aws_alb", "aws_elb"]
  aliases   = ["CKV_AWS_328"]
  tags      = ["cwe-444"]
  assert    = coalesce(resource.desync_mitigation_mode, "defensive") != "monitor"
  at        = resource.desync_mitigation_mode
  message   = "HTTP desync protection only watches"
  why       = "In `monitor` mode requests that smuggle a second one are forwarded as they are. The default, `defensive`, stops them and lets well-known oddities pass."
  remedy    = "Remove the argument, or set `desync_mitigation_mode = \"strictest\"`."
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#desync-mitigation-mode"
  fix {
    set = {
      desync_mitigation_mode = "defensive"
    }
    safe = false
  }

  pass "the default" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  pass "strict" {
    resource "aws_lb" "web" {
      subnets                = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      desync_mitigation_mode = "strictest"
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  fail "watching only" {
    resource "aws_lb" "web" {
      subnets                = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      desync_mitigation_mode = "monitor"
    }
    expect = ["aws_lb.web @ desync_mitigation_mode"]
  }

  unknown "`desync_mitigation_mode` is an unset variable" {
    variable "desync_mitigation_mode" {}
    resource "aws_lb" "web" {
      subnets                = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      desync_mitigation_mode = var.desync_mitigation_mode
    }
  }
}

rule "aws-lb-deletion-protection-off" {
  title     = "Load balancer can be deleted by mistake"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_lb", "aws_alb"]
  aliases   = ["CKV_AWS_150", "afecd1f1-6378-4f7e-bb3b-60c35801fdd4"]
  default   = false
  assert    = resource.enable_deletion_protection == true
  at        = resource.enable_deletion_protection
  message   = "Deletion protection is off"
  why       = "The address that DNS and customers know goes with the load balancer. In production a protected one survives a wrong plan; test environments are easier without."
  remedy    = "Set `enable_deletion_protection = true`."
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#deletion-protection"
  fix {
    set = {
      enable_deletion_protection = true
    }
  }

  pass "protected" {
    resource "aws_lb" "web" {
      subnets                    = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      enable_deletion_protection = true
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  fail "not written" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }

  fail "switched off" {
    resource "aws_alb" "web" {
      subnets                    = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      enable_deletion_protection = false
    }
    expect = ["aws_alb.web @ enable_deletion_protection"]
  }

  unknown "`enable_deletion_protection` is an unset variable" {
    variable "enable_deletion_protection" {}
    resource "aws_alb" "web" {
      subnets                    = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      enable_deletion_protection = var.enable_deletion_protection
    }
  }
}

rule "aws-lb-access-logs-off" {
  title     = "Load balancer writes no access log"
  category  = "security"
  severity  = "medium"
  resources = ["aws_lb", "aws_alb", "aws_elb"]
  aliases   = ["CKV_AWS_91", "CKV_AWS_92", "20018359-6fd7-4d05-ab26-d4dffccbdf79"]
  tags      = ["cwe-778"]
  default   = false
  when      = coalesce(resource.load_balancer_type, "application") != "gateway"
  assert    = length(resource.access_logs) > 0 && coalesce(resource.access_logs[0].enabled, meta.type == "aws_elb")
  at        = [resource.access_logs[0].enabled, resource.access_logs]
  message   = "Access logging is off"
  why       = "The access log tells who asked for what, and is what is missing after an incident. It costs storage only. For `aws_lb` the block alone is not enough: `enabled` is false by default."
  remedy    = <<-EOT
    ```hcl
    access_logs {
      bucket  = aws_s3_bucket.logs.id
      enabled = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"

  pass "logged" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      access_logs {
        bucket  = "logs"
        enabled = true
      }
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  pass "a classic one with the block alone" {
    resource "aws_elb" "web" {
      access_logs {
        bucket = "logs"
      }
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
    also = ["aws-elb-listener-plain"]
  }

  fail "no block" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }

  fail "the block alone" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      access_logs {
        bucket = "logs"
      }
    }
  }

  pass "`load_balancer_type` is `gateway`" {
    resource "aws_lb" "web" {
      subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      load_balancer_type = "gateway"
    }
  }

  fail "one more, without `access_logs`" {
    resource "aws_elb" "web" {
      access_logs {
        bucket = "logs"
      }
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
    resource "aws_elb" "web_too" {
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
    expect = ["aws_elb.web_too"]
  }
}

rule "aws-lb-public" {
  title     = "Load balancer faces the internet"
  category  = "security"
  severity  = "low"
  resources = ["aws_lb", "aws_alb", "aws_elb"]
  aliases   = ["AWS-0053", "aws-elb-alb-not-public", "AVD-AWS-0053"]
  tags      = ["cwe-284"]
  default   = false
  when      = coalesce(resource.load_balancer_type, "application") != "gateway"
  assert    = resource.internal == true
  at        = resource.internal
  message   = "The load balancer has public addresses"
  why       = "A load balancer is what should face the internet, if anything; the rule is there for networks where nothing should. `internal` is false unless written."
  remedy    = "Set `internal = true`."
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html"

  pass "internal" {
    resource "aws_lb" "api" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  pass "a gateway load balancer" {
    resource "aws_lb" "inspection" {
      load_balancer_type = "gateway"
      subnets            = ["subnet-0a1b2c3d"]
    }
  }

  fail "not written" {
    resource "aws_lb" "api" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }

  fail "said so" {
    resource "aws_lb" "api" {
      internal = false
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    expect = ["aws_lb.api @ internal"]
  }

  unknown "`internal` is an unset variable" {
    variable "internal" {}
    resource "aws_lb" "api" {
      internal = var.internal
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }
}

rule "aws-lb-waf-missing" {
  title     = "Public load balancer has no web application firewall"
  category  = "security"
  severity  = "medium"
  resources = ["aws_lb", "aws_alb"]
  aliases   = ["CKV2_AWS_28", "0afa6ab8-a047-48cf-be07-93a2f8c34cf7"]
  tags      = ["cwe-693"]
  default   = false
  related "associations" {
    type = ["aws_wafv2_web_acl_association", "aws_wafregional_web_acl_association"]
    on   = refers(other.resource_arn, resource)
  }
  when    = resource.internal != true && coalesce(resource.load_balancer_type, "application") == "application"
  assert  = length(related.associations) > 0
  message = "No web ACL is associated with the load balancer"
  why     = "A web ACL with the managed rule groups stops the bulk of scanners and known exploits before they reach the application. It is billed by rule and request."
  remedy  = <<-EOT
    ```hcl
    resource "aws_wafv2_web_acl_association" "web" {
      resource_arn = aws_lb.web.arn
      web_acl_arn  = aws_wafv2_web_acl.web.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-associating-aws-resource.html"

  pass "associated" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_wafv2_web_acl_association" "web" {
      resource_arn = aws_lb.web.arn
      web_acl_arn  = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/web/1"
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  pass "internal" {
    resource "aws_lb" "web" {
      internal = true
      subnets  = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  fail "none" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }

  pass "one more, `load_balancer_type` is `gateway`" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb" "web_too" {
      subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      load_balancer_type = "gateway"
    }
    resource "aws_wafv2_web_acl_association" "web" {
      resource_arn = aws_lb.web.arn
      web_acl_arn  = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/web/1"
    }
    also = ["aws-lb-invalid-headers-kept"]
  }
}

rule "aws-lb-cross-zone-off" {
  title     = "Load balancer does not spread load across zones"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_lb", "aws_alb", "aws_elb"]
  aliases   = ["CKV_AWS_152", "CKV_AWS_138"]
  default   = false
  when      = meta.type == "aws_elb" || contains(["network", "gateway"], resource.load_balancer_type)
  assert    = coalesce(resource.enable_cross_zone_load_balancing, resource.cross_zone_load_balancing, meta.type == "aws_elb")
  at        = [resource.enable_cross_zone_load_balancing, resource.cross_zone_load_balancing]
  message   = "Each zone's node sends traffic to the targets of its own zone only"
  why       = "When the targets are not spread evenly, some are overloaded while others idle. An application load balancer always spreads, a classic one by default; a network load balancer does not, because traffic between zones is billed."
  remedy    = "Set `enable_cross_zone_load_balancing = true`."
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html#cross-zone-load-balancing"

  pass "switched on" {
    resource "aws_lb" "net" {
      load_balancer_type               = "network"
      subnets                          = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      enable_cross_zone_load_balancing = true
    }
  }

  pass "an application load balancer" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  fail "a network load balancer" {
    resource "aws_lb" "net" {
      load_balancer_type = "network"
      subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }

  fail "a classic one, switched off" {
    resource "aws_elb" "web" {
      cross_zone_load_balancing = false
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
    expect = ["aws_elb.web @ cross_zone_load_balancing"]
  }

  unknown "`cross_zone_load_balancing` is an unset variable" {
    variable "cross_zone_load_balancing" {}
    resource "aws_elb" "web" {
      cross_zone_load_balancing = var.cross_zone_load_balancing
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
  }

  fail "more that fail" {
    resource "aws_lb" "load_balancer_type_is_gateway" {
      subnets            = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      load_balancer_type = "gateway"
    }
    resource "aws_elb" "one_more_no_cross_zone_load_balancing" {
      cross_zone_load_balancing = false
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
    resource "aws_elb" "one_more_no_cross_zone_load_balancing_2" {
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
    expect = [
      "aws_lb.load_balancer_type_is_gateway",
      "aws_elb.one_more_no_cross_zone_load_balancing @ cross_zone_load_balancing",
    ]
  }
}

rule "aws-lb-single-subnet" {
  title     = "Application load balancer needs two subnets"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_lb", "aws_alb"]
  when      = coalesce(resource.load_balancer_type, "application") == "application" && is_known(resource.subnets) && length(resource.subnets) + length(resource.subnet_mapping) > 0
  assert    = length(resource.subnets) + length(resource.subnet_mapping) >= 2
  at        = [resource.subnets, resource.subnet_mapping]
  message   = "The load balancer is given one subnet"
  why       = "AWS refuses an application load balancer that does not stand in at least two availability zones."
  remedy    = "Name subnets of two zones or more."
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html"

  pass "two" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  fail "one" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d"]
    }
    expect = ["aws_lb.web @ subnets"]
  }

  pass "subnets that are known only later" {
    variable "subnets" {
      type = list(string)
    }
    resource "aws_lb" "web" {
      subnets = var.subnets
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  pass "no `subnets`" {
    resource "aws_lb" "web" {}
    also = ["aws-lb-invalid-headers-kept"]
  }

  fail "one more, `load_balancer_type` is `gateway`" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d"]
    }
    resource "aws_lb" "web_too" {
      subnets            = ["subnet-0a1b2c3d"]
      load_balancer_type = "gateway"
    }
    expect = ["aws_lb.web @ subnets"]
  }
}

rule "aws-lb-unused" {
  title     = "Load balancer has no listener"
  category  = "cost"
  severity  = "medium"
  resources = ["aws_lb", "aws_alb"]
  default   = false
  related "listeners" {
    type = ["aws_*", "module"]
    on   = other.meta.address != meta.address && refers(other, resource)
  }
  assert  = length(related.listeners) > 0
  message = "Nothing in this configuration uses the load balancer${is_known(monthly_cost(resource)) && monthly_cost(resource) > 0 ? ", which costs ${format("%.2f", monthly_cost(resource))} USD a month" : ""}"
  why     = "A load balancer is billed by the hour whether it has listeners or not. One whose listeners another configuration adds looks the same from here."
  remedy  = "Add an `aws_lb_listener`, or delete the load balancer."
  link    = "https://aws.amazon.com/elasticloadbalancing/pricing/"

  pass "a listener" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "http" {
      load_balancer_arn = aws_lb.web.arn
      port              = 80
      protocol          = "HTTP"
      default_action {
        type = "redirect"
        redirect {
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  fail "alone" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
  }

  fail "`load_balancer_arn` is another" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    resource "aws_lb_listener" "http" {
      load_balancer_arn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1"
      port              = 80
      protocol          = "HTTP"
      default_action {
        type = "redirect"
        redirect {
          protocol    = "HTTPS"
          status_code = "HTTP_301"
        }
      }
    }
    expect = ["aws_lb.web"]
  }
}

rule "aws-lb-target-group-http" {
  title     = "Load balancer talks plain HTTP to its targets"
  category  = "security"
  severity  = "low"
  resources = ["aws_lb_target_group", "aws_alb_target_group"]
  aliases   = ["CKV_AWS_378"]
  tags      = ["cwe-319"]
  default   = false
  assert    = resource.protocol != "HTTP"
  at        = resource.protocol
  message   = "Traffic between load balancer and targets is not encrypted"
  why       = "Ending TLS at the load balancer is common and the network behind it is the VPC's own. Some policies ask for encryption to the last hop."
  remedy    = "Set `protocol = \"HTTPS\"`; the targets may use self-signed certificates."
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html"

  pass "HTTPS" {
    resource "aws_lb_target_group" "web" {
      port     = 443
      protocol = "HTTPS"
      vpc_id   = "vpc-0a1b2c3d"
    }
  }

  pass "a function" {
    resource "aws_lb_target_group" "fn" {
      target_type = "lambda"
    }
  }

  fail "HTTP" {
    resource "aws_lb_target_group" "web" {
      port     = 80
      protocol = "HTTP"
      vpc_id   = "vpc-0a1b2c3d"
    }
    expect = ["aws_lb_target_group.web @ protocol"]
  }

  unknown "`protocol` is an unset variable" {
    variable "protocol" {}
    resource "aws_lb_target_group" "web" {
      port     = 80
      protocol = var.protocol
      vpc_id   = "vpc-0a1b2c3d"
    }
  }
}

rule "aws-lb-target-group-health-check-off" {
  title     = "Target group does not check its targets' health"
  category  = "reliability"
  severity  = "medium"
  resources = ["aws_lb_target_group", "aws_alb_target_group"]
  aliases   = ["CKV_AWS_261"]
  when      = coalesce(resource.target_type, "instance") != "lambda"
  assert    = resource.health_check[0].enabled != false
  at        = resource.health_check[0].enabled
  message   = "The health check is switched off"
  why       = "Without it traffic goes on to targets that are dead. Without a `health_check` block AWS checks `/` with its defaults, which is why a missing block passes here."
  remedy    = "Remove `enabled = false`, and give the check the path that tells whether the application works."
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"

  pass "a path" {
    resource "aws_lb_target_group" "web" {
      port     = 443
      protocol = "HTTPS"
      vpc_id   = "vpc-0a1b2c3d"
      health_check {
        path = "/health"
      }
    }
  }

  pass "the defaults" {
    resource "aws_lb_target_group" "web" {
      port     = 443
      protocol = "HTTPS"
      vpc_id   = "vpc-0a1b2c3d"
    }
  }

  fail "switched off" {
    resource "aws_lb_target_group" "web" {
      port     = 443
      protocol = "HTTPS"
      vpc_id   = "vpc-0a1b2c3d"
      health_check {
        enabled = false
      }
    }
    expect = ["aws_lb_target_group.web @ health_check[0].enabled"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "aws_lb_target_group" "web" {
      port     = 443
      protocol = "HTTPS"
      vpc_id   = "vpc-0a1b2c3d"
      health_check {
        enabled = var.enabled
      }
    }
  }

  pass "`target_type` is `lambda`" {
    resource "aws_lb_target_group" "web" {
      port        = 443
      protocol    = "HTTPS"
      vpc_id      = "vpc-0a1b2c3d"
      target_type = "lambda"
      health_check {
        enabled = false
      }
    }
  }
}

rule "aws-elb-listener-plain" {
  title     = "Classic load balancer accepts unencrypted traffic"
  category  = "security"
  severity  = "high"
  resources = ["aws_elb"]
  aliases   = ["CKV_AWS_127", "CKV_AWS_376"]
  tags      = ["cwe-319"]
  when      = resource.internal != true
  for_each  = resource.listener
  assert    = contains(["https", "ssl"], lower(each.value.lb_protocol)) || (lower(each.value.lb_protocol) == "tcp" && each.value.lb_port != 80)
  at        = each.value.lb_protocol
  message   = "The listener's protocol is `${lower(each.value.lb_protocol)}`"
  why       = "Everyone on the way reads and changes what passes. A classic load balancer cannot redirect to HTTPS by itself. TCP listeners pass on what the ends speak, which may be TLS: only those on port 80 are judged."
  remedy    = <<-EOT
        listener {
          lb_port            = 443
          lb_protocol        = "https"
          instance_port      = 80
          instance_protocol  = "http"
          ssl_certificate_id = aws_acm_certificate.web.arn
        }

    Better: move to an application load balancer (`aws_lb`).
  EOT
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-listener-config.html"

  pass "HTTPS" {
    resource "aws_elb" "web" {
      listener {
        instance_port      = 80
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      }
    }
  }

  pass "internal" {
    resource "aws_elb" "web" {
      internal = true
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
  }

  fail "HTTP, one of two" {
    resource "aws_elb" "web" {
      listener {
        instance_port      = 80
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "HTTPS"
        ssl_certificate_id = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      }
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 80
        lb_protocol       = "http"
      }
    }
    expect = ["aws_elb.web @ listener[1].lb_protocol"]
  }

  pass "TCP, where the ends speak TLS or not" {
    resource "aws_elb" "vault" {
      listener {
        instance_port     = 8200
        instance_protocol = "tcp"
        lb_port           = 8200
        lb_protocol       = "tcp"
      }
    }
  }

  fail "TCP on the port of HTTP" {
    resource "aws_elb" "web" {
      listener {
        instance_port     = 80
        instance_protocol = "tcp"
        lb_port           = 80
        lb_protocol       = "tcp"
      }
    }
    expect = ["aws_elb.web @ listener[0].lb_protocol"]
  }

  unknown "an unset variable" {
    variable "protocol" {
      type = string
    }
    resource "aws_elb" "web" {
      listener {
        instance_port     = 80
        instance_protocol = "http"
        lb_port           = 443
        lb_protocol       = var.protocol
      }
    }
  }

  pass "`lb_protocol` is `ssl`" {
    resource "aws_elb" "web" {
      listener {
        instance_port      = 80
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "ssl"
        ssl_certificate_id = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      }
    }
  }
}

rule "aws-elb-policy-weak-tls" {
  title     = "Classic load balancer's policy allows weak TLS"
  category  = "security"
  severity  = "medium"
  resources = ["aws_load_balancer_policy"]
  aliases   = ["CKV_AWS_213", "4a800e14-c94a-442d-9067-5a2e9f6c0a4c", "126c1788-23c2-4a10-906c-ef179f4f96ec"]
  tags      = ["cwe-326", "cwe-327"]
  params = {
    protocols = ["Protocol-SSLv2", "Protocol-SSLv3", "Protocol-TLSv1", "Protocol-TLSv1.1"]
    ciphers   = "(?:^|-)(?:RC4|RC2|DES|3DES|MD5|NULL|EXP|ADH|AECDH|PSK|SEED|IDEA|CAMELLIA)(?:-|$)|^DES-CBC3"
    policies  = "^ELBSecurityPolicy-(?:2011-08|2014-01|2014-10|2015-02|2015-03|2015-05|2016-08|TLS-1-1-2017-01)$"
  }
  when     = resource.policy_type_name == "SSLNegotiationPolicyType"
  for_each = resource.policy_attribute
  assert = !(
    lower(each.value.value) == "true" && (contains(param.protocols, each.value.name) || can(regex(param.ciphers, each.value.name)))
    || each.value.name == "Reference-Security-Policy" && can(regex(param.policies, each.value.value))
  )
  at      = each.value.name
  message = "The policy allows `${each.value.name == "Reference-Security-Policy" ? each.value.value : each.value.name}`"
  why     = "Protocols before TLS 1.2 and the old ciphers can be broken. Browsers dropped them years ago; what still uses them is a scanner or an attacker."
  remedy  = <<-EOT
    ```hcl
    policy_attribute {
      name  = "Reference-Security-Policy"
      value = "ELBSecurityPolicy-TLS-1-2-2017-01"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html"

  pass "a current policy" {
    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = "web"
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-TLS-1-2-2017-01"
      }
    }
  }

  pass "protocols and ciphers by hand" {
    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = "web"
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Protocol-TLSv1.2"
        value = "true"
      }
      policy_attribute {
        name  = "Protocol-TLSv1"
        value = "false"
      }
      policy_attribute {
        name  = "ECDHE-RSA-AES128-GCM-SHA256"
        value = "true"
      }
    }
  }

  fail "an old policy" {
    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = "web"
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-2016-08"
      }
    }
    expect = ["aws_load_balancer_policy.tls @ policy_attribute[0].name"]
  }

  fail "an old protocol and an old cipher" {
    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = "web"
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Protocol-TLSv1"
        value = "true"
      }
      policy_attribute {
        name  = "DES-CBC3-SHA"
        value = "true"
      }
    }
    expect = ["aws_load_balancer_policy.tls @ policy_attribute[0].name", "aws_load_balancer_policy.tls @ policy_attribute[1].name"]
  }

  unknown "`name` is an unset variable" {
    variable "name" {}
    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = "web"
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = var.name
        value = "ELBSecurityPolicy-2016-08"
      }
    }
  }

  pass "no `policy_type_name`" {
    resource "aws_load_balancer_policy" "tls" {
      load_balancer_name = "web"
      policy_name        = "tls"
      policy_attribute {
        name  = "Reference-Security-Policy"
        value = "ELBSecurityPolicy-2016-08"
      }
    }
  }

  fail "more that fail" {
    resource "aws_load_balancer_policy" "name_is_protocol_sslv2" {
      load_balancer_name = "web"
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Protocol-SSLv2"
        value = "true"
      }
      policy_attribute {
        name  = "Protocol-TLSv1"
        value = "false"
      }
      policy_attribute {
        name  = "ECDHE-RSA-AES128-GCM-SHA256"
        value = "true"
      }
    }
    resource "aws_load_balancer_policy" "one_more_one_more_policy_attribute_name" {
      load_balancer_name = "web"
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Protocol-TLSv1.2"
        value = "true"
      }
      policy_attribute {
        name  = "Protocol-TLSv1"
        value = "false"
      }
      policy_attribute {
        name  = "ECDHE-RSA-AES128-GCM-SHA256"
        value = "true"
      }
    }
    resource "aws_load_balancer_policy" "one_more_one_more_policy_attribute_name_2" {
      load_balancer_name = "web"
      policy_name        = "tls"
      policy_type_name   = "SSLNegotiationPolicyType"
      policy_attribute {
        name  = "Protocol-TLSv1.2"
        value = "true"
      }
      policy_attribute {
        name  = "Protocol-TLSv1.1"
        value = "true"
      }
      policy_attribute {
        name  = "Protocol-TLSv1"
        value = "false"
      }
      policy_attribute {
        name  = "ECDHE-RSA-AES128-GCM-SHA256"
        value = "true"
      }
    }
    expect = [
      "aws_load_balancer_policy.name_is_protocol_sslv2 @ policy_attribute[0].name",
      "aws_load_balancer_policy.one_more_one_more_policy_attribute_name_2 @ policy_attribute[1].name",
    ]
  }
}

rule "aws-elb-classic-used" {
  title     = "Classic load balancer is of a previous generation"
  category  = "cost"
  severity  = "info"
  resources = ["aws_elb"]
  default   = false
  assert    = false
  message   = "An application or network load balancer does more for less"
  why       = "Classic load balancers know no path routing, no redirects, no HTTP/2 and no web ACL, and cost more per hour than their successors in most regions."
  remedy    = "Move to `aws_lb`; AWS has a migration wizard."
  link      = "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/migrate-classic-load-balancer.html"

  pass "a current one" {
    resource "aws_lb" "web" {
      subnets = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    }
    also = ["aws-lb-invalid-headers-kept"]
  }

  fail "a classic one" {
    resource "aws_elb" "web" {
      listener {
        instance_port      = 80
        instance_protocol  = "http"
        lb_port            = 443
        lb_protocol        = "https"
        ssl_certificate_id = "arn:aws:acm:eu-central-1:123456789012:certificate/1"
      }
    }
  }
}
