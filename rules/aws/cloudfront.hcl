# CloudFront.

rule "aws-cloudfront-weak-tls" {
  title     = "CloudFront accepts viewers with TLS before 1.2"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudfront_distribution"]
  aliases = [
    "CKV_AWS_174", "AWS-0013", "aws-cloudfront-use-secure-tls-policy", "AVD-AWS-0013", "00e5e55e-c2ff-46b3-a757-a7a1cd802456",
    "5c0003fb-9aa0-42c1-9da3-eb0e332bef21",
  ]
  tags = ["cwe-326", "cwe-327"]
  params = {
    good = "^TLSv1[.][23]"
  }
  for_each = [for c in resource.viewer_certificate : c if c.cloudfront_default_certificate != true]
  assert   = can(regex(param.good, coalesce(each.value.minimum_protocol_version, "TLSv1")))
  at       = [each.value.minimum_protocol_version, each.value.acm_certificate_arn, each.value.iam_certificate_id, each.value]
  message  = "The lowest protocol is `${coalesce(each.value.minimum_protocol_version, "TLSv1")}`"
  why      = <<-EOT
    TLS 1.0 and 1.1 have known weaknesses and no current browser uses them. `TLSv1` is the provider's default. With CloudFront's own certificate the
    lowest protocol cannot be chosen; such a distribution is not judged here.
  EOT
  remedy   = "Set `minimum_protocol_version = \"TLSv1.2_2021\"` or later."
  link     = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html"
  fix {
    set = {
      minimum_protocol_version = "TLSv1.2_2021"
    }
  }

  pass "TLS 1.2" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  pass "CloudFront's own certificate" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        cloudfront_default_certificate = true
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "an old protocol" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.1_2016"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ viewer_certificate[0].minimum_protocol_version"]
  }

  fail "not written" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method  = "sni-only"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ viewer_certificate[0].acm_certificate_arn"]
  }

  unknown "an unset variable" {
    variable "tls" {
      type = string
    }
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = var.tls
      }
    }
  }
}

rule "aws-cloudfront-default-certificate" {
  title     = "CloudFront uses its default certificate"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV2_AWS_42", "3a1e94df-6847-4c0e-a3b6-6c6af4e128ef"]
  tags      = ["cwe-326"]
  default   = false
  assert    = alltrue([for c in resource.viewer_certificate : c.acm_certificate_arn != null || c.iam_certificate_id != null])
  at        = [resource.viewer_certificate[0].cloudfront_default_certificate, resource.viewer_certificate]
  message   = "The distribution answers as `*.cloudfront.net` only, and allows TLS 1.0"
  why       = "With the default certificate CloudFront fixes the lowest protocol at TLS 1.0. For a distribution that is not meant for people that may be good enough."
  remedy    = "Set `acm_certificate_arn` to a certificate of us-east-1, with `aliases` and `minimum_protocol_version`."
  link      = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html"

  pass "a certificate" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "the default" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        cloudfront_default_certificate = true
      }
    }
    expect = ["aws_cloudfront_distribution.web @ viewer_certificate[0].cloudfront_default_certificate"]
  }

  pass "without `viewer_certificate`" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }
}

rule "aws-cloudfront-viewer-http" {
  title     = "CloudFront serves viewers over plain HTTP"
  category  = "security"
  severity  = "high"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV_AWS_34", "AWS-0012", "aws-cloudfront-enforce-https", "AVD-AWS-0012", "55af1353-2f62-4fa0-a8e1-a210ca2708f5"]
  tags      = ["cwe-319"]
  for_each  = concat(resource.default_cache_behavior, resource.ordered_cache_behavior)
  assert    = each.value.viewer_protocol_policy != "allow-all"
  at        = each.value.viewer_protocol_policy
  message   = "HTTP and HTTPS are both served"
  why       = "With `allow-all` a viewer who follows an `http://` link stays there: everyone on the way reads and changes what passes. Each behaviour has a policy of its own."
  remedy    = "Set `viewer_protocol_policy = \"redirect-to-https\"`."
  link      = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html"
  fix {
    set = {
      viewer_protocol_policy = "redirect-to-https"
    }
  }

  pass "redirected" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  pass "HTTPS only" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "https-only"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "both, by default" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "allow-all"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ default_cache_behavior[0].viewer_protocol_policy"]
  }

  fail "both, for one path" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      ordered_cache_behavior {
        path_pattern           = "/api/*"
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "allow-all"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ ordered_cache_behavior[0].viewer_protocol_policy"]
  }

  unknown "an unset variable" {
    variable "policy" {
      type = string
    }
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = var.policy
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }
}

rule "aws-cloudfront-origin-http" {
  title     = "CloudFront fetches from its origin over plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV2_AWS_72"]
  tags      = ["cwe-319"]
  for_each  = [for o in resource.origin : o if length(o.custom_origin_config) > 0]
  assert    = each.value.custom_origin_config[0].origin_protocol_policy != "http-only" || can(regex("[.]s3-website[.-]", each.value.domain_name))
  at        = each.value.custom_origin_config[0].origin_protocol_policy
  message   = "Traffic between CloudFront and the origin is not encrypted"
  why       = <<-EOT
    The viewer sees a padlock while the request crosses the internet readable. An S3 website endpoint speaks HTTP only, so it is not judged; a bucket with
    origin access control is better.
  EOT
  remedy    = "Set `origin_protocol_policy = \"https-only\"`."
  link      = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html"

  pass "HTTPS" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  pass "an S3 website" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "assets.s3-website.eu-central-1.amazonaws.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "http-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  fail "HTTP" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "http-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ origin[0].custom_origin_config[0].origin_protocol_policy"]
  }

  unknown "an unset variable" {
    variable "policy" {
      type = string
    }
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = var.policy
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }
}

rule "aws-cloudfront-origin-weak-tls" {
  title     = "CloudFront talks to its origin with TLS before 1.2"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV2_AWS_54"]
  tags      = ["cwe-326", "cwe-327"]
  params = {
    weak = ["SSLv3", "TLSv1", "TLSv1.1"]
  }
  for_each = [for o in resource.origin : o if length(o.custom_origin_config) > 0]
  assert = (
    !anytrue([for p in each.value.custom_origin_config[0].origin_ssl_protocols : contains(param.weak, p)])
    || each.value.custom_origin_config[0].origin_protocol_policy == "http-only"
  )
  at      = each.value.custom_origin_config[0].origin_ssl_protocols
  message = "Allowed: ${join(", ", [for p in each.value.custom_origin_config[0].origin_ssl_protocols : p if contains(param.weak, p)])}"
  why     = "CloudFront takes the best protocol that the origin offers, but a man in the middle can push both down to the worst one that is allowed."
  remedy  = "Set `origin_ssl_protocols = [\"TLSv1.2\"]`."
  link    = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-cloudfront-to-custom-origin.html"

  pass "TLS 1.2" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  pass "an S3 origin" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "assets.s3.eu-central-1.amazonaws.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "TLS 1.0" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1", "TLSv1.2"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ origin[0].custom_origin_config[0].origin_ssl_protocols"]
  }

  unknown "an unset variable" {
    variable "protocols" {
      type = list(string)
    }
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = var.protocols
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  pass "`origin_protocol_policy` is `http-only`" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "http-only"
          origin_ssl_protocols   = ["TLSv1", "TLSv1.2"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-origin-http"]
  }

  fail "more that fail" {
    resource "aws_cloudfront_distribution" "origin_ssl_protocols_with_sslv3" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2", "SSLv3"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    resource "aws_cloudfront_distribution" "one_more_one_more_origin_origin_ssl" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    resource "aws_cloudfront_distribution" "one_more_one_more_origin_origin_ssl_2" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2", "TLSv1.1"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = [
      "aws_cloudfront_distribution.origin_ssl_protocols_with_sslv3 @ origin[0].custom_origin_config[0].origin_ssl_protocols",
      "aws_cloudfront_distribution.one_more_one_more_origin_origin_ssl_2 @ origin[1].custom_origin_config[0].origin_ssl_protocols",
    ]
  }
}

rule "aws-cloudfront-s3-origin-open" {
  title     = "CloudFront reads its bucket without proving who it is"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV2_AWS_46"]
  tags      = ["cwe-284"]
  for_each  = [for o in resource.origin : o if length(o.custom_origin_config) == 0 && length(o.vpc_origin_config) == 0]
  assert = (
    each.value.origin_access_control_id != null && (!is_known(each.value.origin_access_control_id) || each.value.origin_access_control_id != "")
    || anytrue([for s in each.value.s3_origin_config : s.origin_access_identity != null && (!is_known(s.origin_access_identity) || s.origin_access_identity != "")])
  )
  at      = [each.value.domain_name]
  message = "The S3 origin has neither an origin access control nor an access identity"
  why     = "Without one the bucket must be public to be served, and viewers can go around CloudFront, its web ACL and its logs."
  remedy  = <<-EOT
    ```hcl
    origin {
      domain_name              = aws_s3_bucket.assets.bucket_regional_domain_name
      origin_id                = "assets"
      origin_access_control_id = aws_cloudfront_origin_access_control.assets.id
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html"

  pass "access control" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id                = "app"
        domain_name              = "assets.s3.eu-central-1.amazonaws.com"
        origin_access_control_id = "E0A1B2C3D"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  pass "access control that is known after apply" {
    resource "aws_cloudfront_origin_access_control" "assets" {
      name                              = "assets"
      origin_access_control_origin_type = "s3"
      signing_behavior                  = "always"
      signing_protocol                  = "sigv4"
    }
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id                = "app"
        domain_name              = "assets.s3.eu-central-1.amazonaws.com"
        origin_access_control_id = aws_cloudfront_origin_access_control.assets.id
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  pass "an access identity" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "assets.s3.eu-central-1.amazonaws.com"
        s3_origin_config {
          origin_access_identity = "origin-access-identity/cloudfront/E0A1B2C3D"
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  pass "an origin that is not S3" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
        custom_origin_config {
          http_port              = 80
          https_port             = 443
          origin_protocol_policy = "https-only"
          origin_ssl_protocols   = ["TLSv1.2"]
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }

  fail "neither" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "assets.s3.eu-central-1.amazonaws.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ origin[0].domain_name"]
  }

  fail "an empty identity" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "assets.s3.eu-central-1.amazonaws.com"
        s3_origin_config {
          origin_access_identity = ""
        }
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ origin[0].domain_name"]
  }

  fail "no `origin_access_identity`" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "assets.s3.eu-central-1.amazonaws.com"
        s3_origin_config {}
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ origin[0].domain_name"]
  }
}

rule "aws-cloudfront-waf-missing" {
  title     = "CloudFront has no web application firewall"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV_AWS_68", "AWS-0011", "aws-cloudfront-enable-waf", "AVD-AWS-0011", "1419b4c6-6d5c-4534-9cf6-6a5266085333"]
  tags      = ["cwe-693"]
  default   = false
  assert    = resource.web_acl_id != null && (!is_known(resource.web_acl_id) || resource.web_acl_id != "")
  at        = resource.web_acl_id
  message   = "No web ACL is set"
  why       = "A web ACL with the managed rule groups stops the bulk of scanners and known exploits at the edge. It is billed by rule and request; static sites often do without."
  remedy    = "Set `web_acl_id = aws_wafv2_web_acl.edge.arn` (scope `CLOUDFRONT`, region us-east-1)."
  link      = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-awswaf.html"

  pass "a web ACL" {
    resource "aws_cloudfront_distribution" "web" {
      enabled    = true
      web_acl_id = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/1"
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "none" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }
}

rule "aws-cloudfront-logging-off" {
  title     = "CloudFront writes no access log"
  category  = "security"
  severity  = "medium"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV_AWS_86", "AWS-0010", "aws-cloudfront-enable-logging", "AVD-AWS-0010", "94690d79-b3b0-43de-b656-84ebef5753e5"]
  tags      = ["cwe-778"]
  default   = false
  related "deliveries" {
    type = "aws_cloudwatch_log_delivery_source"
    on   = refers(other.resource_arn, resource)
  }
  assert  = length(resource.logging_config) > 0 || length(related.deliveries) > 0
  at      = resource.logging_config
  message = "Neither `logging_config` nor a log delivery covers the distribution"
  why     = "The access log tells who asked for what, and is what is missing after an incident. Both ways count: the old one to S3, and the new one through CloudWatch log delivery."
  remedy  = <<-EOT
    ```hcl
    logging_config {
      bucket = aws_s3_bucket.logs.bucket_domain_name
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/AccessLogs.html"

  pass "to S3" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      logging_config {
        bucket = "logs.s3.amazonaws.com"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  pass "through a delivery" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    resource "aws_cloudwatch_log_delivery_source" "web" {
      name         = "web"
      log_type     = "ACCESS_LOGS"
      resource_arn = aws_cloudfront_distribution.web.arn
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "none" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }
}

rule "aws-cloudfront-response-headers-missing" {
  title     = "CloudFront adds no security headers"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV2_AWS_32"]
  tags      = ["cwe-693"]
  default   = false
  for_each  = resource.default_cache_behavior
  assert    = each.value.response_headers_policy_id != null || length(each.value.function_association) + length(each.value.lambda_function_association) > 0
  at        = [each.value.response_headers_policy_id, each.value]
  message   = "The default behaviour has no response headers policy"
  why       = "Headers such as `Strict-Transport-Security` and `X-Content-Type-Options` make browsers refuse whole classes of attacks. The application may set them itself; functions at the edge count too."
  remedy    = "Set `response_headers_policy_id`, for example to the managed policy `SecurityHeadersPolicy`."
  link      = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-response-headers.html"

  pass "a policy" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id           = "app"
        allowed_methods            = ["GET", "HEAD"]
        cached_methods             = ["GET", "HEAD"]
        viewer_protocol_policy     = "redirect-to-https"
        response_headers_policy_id = "67f7725c-6f97-4210-82d7-5512b31e9d03"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "none" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ default_cache_behavior[0]"]
  }
}

rule "aws-cloudfront-default-root-object-missing" {
  title     = "CloudFront has no default root object"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV_AWS_305"]
  tags      = ["cwe-548"]
  default   = false
  assert    = resource.default_root_object != null && resource.default_root_object != ""
  at        = resource.default_root_object
  message   = "A request for `/` goes to the origin as it is"
  why       = "With an S3 origin whose bucket may be listed, `/` shows the names of all objects. With an application behind it the argument would be wrong."
  remedy    = "Set `default_root_object = \"index.html\"`."
  link      = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html"

  pass "an object" {
    resource "aws_cloudfront_distribution" "web" {
      enabled             = true
      default_root_object = "index.html"
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "none" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }
}

rule "aws-cloudfront-origin-failover-missing" {
  title     = "CloudFront has no second origin to fall back on"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV_AWS_310"]
  default   = false
  assert    = length(resource.origin_group) > 0
  at        = resource.origin_group
  message   = "No origin group is set"
  why       = "When the origin fails, so does the site. An origin group sends requests to a second origin; most sites have none to offer."
  remedy    = "Add an `origin_group` with two members, and name it in `target_origin_id`."
  link      = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html"

  pass "a group" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      origin_group {
        origin_id = "group"
        failover_criteria {
          status_codes = [500, 502, 503]
        }
        member {
          origin_id = "app"
        }
        member {
          origin_id = "standby"
        }
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "none" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }
}

rule "aws-cloudfront-geo-restriction-off" {
  title     = "CloudFront serves every country"
  category  = "security"
  severity  = "info"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV_AWS_374"]
  default   = false
  assert    = resource.restrictions[0].geo_restriction[0].restriction_type != "none"
  at        = resource.restrictions[0].geo_restriction[0].restriction_type
  message   = "No country is excluded"
  why       = "Where licences or sanctions limit the audience, the edge can do so. For most sites the whole world is right."
  remedy    = "Set `restriction_type = \"whitelist\"` with `locations`."
  link      = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/georestrictions.html"

  pass "two countries" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "whitelist"
          locations        = ["AT", "DE"]
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "none" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ restrictions[0].geo_restriction[0].restriction_type"]
  }

  unknown "`restriction_type` is an unset variable" {
    variable "restriction_type" {}
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = var.restriction_type
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }
}

rule "aws-cloudfront-disabled" {
  title     = "CloudFront distribution is switched off"
  category  = "correctness"
  severity  = "info"
  resources = ["aws_cloudfront_distribution"]
  aliases   = ["CKV_AWS_216", "1bc367f6-901d-4870-ad0c-71d79762ef52"]
  default   = false
  assert    = resource.enabled == true
  at        = resource.enabled
  message   = "The distribution accepts no requests"
  why       = "A distribution that is switched off still holds its domain names, so that no other can take them. Often it is the first half of a removal that nobody finished."
  remedy    = "Set `enabled = true`, or delete the distribution."
  link      = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToDeleteDistribution.html"

  pass "on" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = true
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    also = ["aws-cloudfront-s3-origin-open"]
  }

  fail "off" {
    resource "aws_cloudfront_distribution" "web" {
      enabled = false
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
    expect = ["aws_cloudfront_distribution.web @ enabled"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "aws_cloudfront_distribution" "web" {
      enabled = var.enabled
      origin {
        origin_id   = "app"
        domain_name = "app.example.com"
      }
      default_cache_behavior {
        target_origin_id       = "app"
        allowed_methods        = ["GET", "HEAD"]
        cached_methods         = ["GET", "HEAD"]
        viewer_protocol_policy = "redirect-to-https"
      }
      restrictions {
        geo_restriction {
          restriction_type = "none"
        }
      }
      viewer_certificate {
        acm_certificate_arn      = "arn:aws:acm:us-east-1:123456789012:certificate/1"
        ssl_support_method       = "sni-only"
        minimum_protocol_version = "TLSv1.2_2021"
      }
    }
  }
}

rule "aws-cloudfront-hsts-missing" {
  title     = "Response headers policy does not hold browsers to HTTPS"
  category  = "security"
  severity  = "low"
  resources = ["aws_cloudfront_response_headers_policy"]
  aliases   = ["CKV_AWS_259"]
  tags      = ["cwe-319"]
  default   = false
  params = {
    max_age = 31536000
  }
  assert = (
    resource.security_headers_config[0].strict_transport_security[0].access_control_max_age_sec >= param.max_age
    && resource.security_headers_config[0].strict_transport_security[0].override == true
    && resource.security_headers_config[0].strict_transport_security[0].include_subdomains == true
  )
  at      = [resource.security_headers_config[0].strict_transport_security[0].access_control_max_age_sec, resource.security_headers_config]
  message = "`Strict-Transport-Security` is missing, shorter than a year, or leaves out subdomains or the origin's own header"
  why     = "The header tells browsers never to use HTTP for this name again. A first visit, or one after the time has run out, can be intercepted."
  remedy  = <<-EOT
    ```hcl
    security_headers_config {
      strict_transport_security {
        access_control_max_age_sec = 31536000
        include_subdomains         = true
        override                   = true
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html"

  pass "two years" {
    resource "aws_cloudfront_response_headers_policy" "web" {
      name = "web"
      security_headers_config {
        strict_transport_security {
          access_control_max_age_sec = 63072000
          include_subdomains         = true
          override                   = true
        }
      }
    }
  }

  fail "an hour" {
    resource "aws_cloudfront_response_headers_policy" "web" {
      name = "web"
      security_headers_config {
        strict_transport_security {
          access_control_max_age_sec = 3600
          include_subdomains         = true
          override                   = true
        }
      }
    }
    expect = ["aws_cloudfront_response_headers_policy.web @ security_headers_config[0].strict_transport_security[0].access_control_max_age_sec"]
  }

  fail "none" {
    resource "aws_cloudfront_response_headers_policy" "web" {
      name = "web"
      cors_config {
        access_control_allow_credentials = false
        origin_override                  = true
        access_control_allow_headers {
          items = ["*"]
        }
        access_control_allow_methods {
          items = ["GET"]
        }
        access_control_allow_origins {
          items = ["https://example.com"]
        }
      }
    }
  }

  unknown "`access_control_max_age_sec` is an unset variable" {
    variable "access_control_max_age_sec" {}
    resource "aws_cloudfront_response_headers_policy" "web" {
      name = "web"
      security_headers_config {
        strict_transport_security {
          access_control_max_age_sec = var.access_control_max_age_sec
          include_subdomains         = true
          override                   = true
        }
      }
    }
  }

  pass "`access_control_max_age_sec` is `31536000`" {
    resource "aws_cloudfront_response_headers_policy" "web" {
      name = "web"
      security_headers_config {
        strict_transport_security {
          access_control_max_age_sec = 31536000
          include_subdomains         = true
          override                   = true
        }
      }
    }
  }

  fail "more that fail" {
    resource "aws_cloudfront_response_headers_policy" "no_include_subdomains" {
      name = "web"
      security_headers_config {
        strict_transport_security {
          access_control_max_age_sec = 63072000
          override                   = true
        }
      }
    }
    resource "aws_cloudfront_response_headers_policy" "no_override" {
      name = "web"
      security_headers_config {
        strict_transport_security {
          access_control_max_age_sec = 63072000
          include_subdomains         = true
        }
      }
    }
    expect = [
      "aws_cloudfront_response_headers_policy.no_include_subdomains @ security_headers_config[0].strict_transport_security[0].access_control_max_age_sec",
      "aws_cloudfront_response_headers_policy.no_override @ security_headers_config[0].strict_transport_security[0].access_control_max_age_sec",
    ]
  }
}
