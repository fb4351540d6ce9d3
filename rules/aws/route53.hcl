rule "aws-route53-zone-without-dnssec" {
  title     = "Public DNS zone is not signed with DNSSEC"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_route53_zone"]
  aliases   = ["CKV2_AWS_38"]
  tags      = ["cwe-345"]
  related "dnssec" {
    type = "aws_route53_hosted_zone_dnssec"
    on   = refers(other.hosted_zone_id, resource)
  }
  when    = length(resource.vpc) == 0
  assert  = anytrue([for d in related.dnssec : coalesce(d.signing_status, "SIGNING") == "SIGNING"])
  message = "no `aws_route53_hosted_zone_dnssec` refers to this zone"
  why     = <<-EOT
    Signed answers cannot be forged on the way. A mistake with the keys takes the domain off the net, so it needs care. Private zones cannot be signed and are left out.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_route53_hosted_zone_dnssec" "example" {
      hosted_zone_id = aws_route53_key_signing_key.example.hosted_zone_id
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html"

  pass "signed" {
    resource "aws_route53_zone" "this" {
      name = "example.com"
    }
    resource "aws_route53_hosted_zone_dnssec" "this" {
      hosted_zone_id = aws_route53_zone.this.zone_id
    }
  }

  pass "a private zone" {
    resource "aws_route53_zone" "this" {
      name = "example.com"
      vpc {
        vpc_id = "vpc-1"
      }
    }
  }

  fail "not signed" {
    resource "aws_route53_zone" "this" {
      name = "example.com"
    }
  }

  fail "signing is off" {
    resource "aws_route53_zone" "this" {
      name = "example.com"
    }
    resource "aws_route53_hosted_zone_dnssec" "this" {
      hosted_zone_id = aws_route53_zone.this.zone_id
      signing_status = "NOT_SIGNING"
    }
  }
}

rule "aws-route53-zone-without-query-log" {
  title     = "Public DNS zone logs no queries"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_route53_zone"]
  aliases   = ["CKV2_AWS_39", "7dbba512-e244-42dc-98bb-422339827967"]
  tags      = ["cwe-778"]
  related "log" {
    type = "aws_route53_query_log"
    on   = refers(other.zone_id, resource)
  }
  when    = length(resource.vpc) == 0
  assert  = length(related.log) > 0
  message = "no `aws_route53_query_log` refers to this zone"
  why     = <<-EOT
    Query logs show which names are asked for, and attacks on them. They are billed by volume. Private zones use resolver query logs.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_route53_query_log" "example" {
      zone_id                  = aws_route53_zone.example.zone_id
      cloudwatch_log_group_arn = aws_cloudwatch_log_group.dns.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html"

  pass "logged" {
    resource "aws_route53_zone" "this" {
      name = "example.com"
    }
    resource "aws_route53_query_log" "this" {
      zone_id                  = aws_route53_zone.this.zone_id
      cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:dns"
    }
  }

  pass "a private zone" {
    resource "aws_route53_zone" "this" {
      name = "example.com"
      vpc {
        vpc_id = "vpc-1"
      }
    }
  }

  fail "not logged" {
    resource "aws_route53_zone" "this" {
      name = "example.com"
    }
  }

  fail "another zone is" {
    resource "aws_route53_zone" "this" {
      name = "example.com"
    }
    resource "aws_route53_query_log" "this" {
      zone_id                  = "Z2"
      cloudwatch_log_group_arn = "arn:aws:logs:us-east-1:111122223333:log-group:dns"
    }
  }
}

rule "aws-route53-domain-transfer-unlocked" {
  title     = "Registered domain can be moved to another registrar"
  category  = "security"
  severity  = "medium"
  resources = ["aws_route53domains_registered_domain", "aws_route53domains_domain"]
  aliases   = ["CKV_AWS_377"]
  tags      = ["cwe-284"]
  assert    = coalesce(resource.transfer_lock, true)
  at        = resource.transfer_lock
  message   = "`transfer_lock` is false"
  why       = <<-EOT
    The lock keeps the domain from being transferred away by whoever gets the authorisation code. The default is true; it is lifted for a transfer only.
  EOT
  remedy    = <<-EOT
    ```hcl
    transfer_lock = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-lock.html"

  fix {
    set = {
      transfer_lock = true
    }
  }

  pass "the default" {
    resource "aws_route53domains_registered_domain" "this" {
      domain_name = "example.com"
    }
  }

  pass "written out" {
    resource "aws_route53domains_registered_domain" "this" {
      domain_name   = "example.com"
      transfer_lock = true
    }
  }

  fail "unlocked" {
    resource "aws_route53domains_registered_domain" "this" {
      domain_name   = "example.com"
      transfer_lock = false
    }
    expect = ["aws_route53domains_registered_domain.this @ transfer_lock"]
  }

  fail "unlocked, as text" {
    resource "aws_route53domains_registered_domain" "this" {
      domain_name   = "example.com"
      transfer_lock = "false"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_route53domains_registered_domain" "this" {
      domain_name   = "example.com"
      transfer_lock = var.value
    }
  }
}

rule "aws-route53-record-fixed-address" {
  title     = "DNS record points to an address that nothing here holds"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_route53_record"]
  aliases   = ["CKV2_AWS_23", "25db74bf-fa3b-44da-934e-8c3e005c0453"]
  tags      = ["cwe-350"]
  when      = contains(["A", "AAAA"], resource.type) && length(resource.alias) == 0 && resource.records != null
  assert = !anytrue([
    for r in resource.records :
    is_known(r)
    && !cidr_contains("10.0.0.0/8", r)
    && !cidr_contains("172.16.0.0/12", r)
    && !cidr_contains("192.168.0.0/16", r)
    && !anytrue([for e in all("aws_eip") : e.public_ip == r])
  ])
  at      = resource.records
  message = "a public address is written into the record"
  why     = <<-EOT
    When the address is given back, whoever gets it next receives the traffic, and can have certificates for the name (a dangling record). A reference to the resource goes away with it.
  EOT
  remedy  = <<-EOT
    ```hcl
    records = [aws_eip.www.public_ip]
    ```
  EOT
  link    = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/protection-from-dangling-dns.html"

  pass "an address by reference" {
    resource "aws_eip" "www" {
      domain = "vpc"
    }
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = 300
      records = [aws_eip.www.public_ip]
    }
  }

  pass "an alias" {
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      alias {
        name                   = "d1.cloudfront.net"
        zone_id                = "Z2FDTNDATAQYW2"
        evaluate_target_health = false
      }
    }
  }

  pass "a private address" {
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = 300
      records = ["10.0.0.10"]
    }
  }

  fail "a fixed address" {
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = 300
      records = ["203.0.113.10"]
    }
    expect = ["aws_route53_record.this @ records"]
  }

  fail "two of them" {
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = 300
      records = ["203.0.113.10", "203.0.113.11"]
    }
    expect = ["aws_route53_record.this @ records"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = 300
      records = var.value
    }
  }

  pass "more that pass" {
    resource "aws_route53_record" "records_is_another" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      records = ["203.0.113.10"]
      alias {
        name                   = "d1.cloudfront.net"
        zone_id                = "Z2FDTNDATAQYW2"
        evaluate_target_health = false
      }
    }
    resource "aws_eip" "records_is_172_16_0_0_12" {
      domain = "vpc"
    }
    resource "aws_route53_record" "records_is_172_16_0_0_12" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = 300
      records = ["172.16.0.0/12"]
    }
    resource "aws_eip" "records_is_192_168_0_0_16" {
      domain = "vpc"
    }
    resource "aws_route53_record" "records_is_192_168_0_0_16" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = 300
      records = ["192.168.0.0/16"]
    }
  }

  fail "more that fail" {
    resource "aws_eip" "besides_records_is_another" {
      domain = "vpc"
    }
    resource "aws_route53_record" "besides_records_is_another" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = 300
      records = [aws_eip.besides_records_is_another.public_ip, ["10.0.0.10"]]
    }
    resource "aws_route53_record" "type_is_aaaa" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "AAAA"
      ttl     = 300
      records = ["203.0.113.10"]
    }
    expect = ["aws_route53_record.besides_records_is_another @ records", "aws_route53_record.type_is_aaaa @ records"]
  }

  unknown "`type` is an unset variable" {
    variable "type" {}
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = var.type
      ttl     = 300
      records = ["203.0.113.10"]
    }
    expect = ["aws_route53_record.this @ records"]
  }
}

rule "aws-route53-record-without-ttl" {
  title     = "DNS record has neither an alias nor a time to live"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_route53_record"]
  assert = (
    !is_known(length(resource.alias))
    || length(resource.alias) > 0
    || ((!is_known(resource.ttl) || resource.ttl != null) && (!is_known(resource.records) || resource.records != null))
  )
  message = "`records` and `ttl` are needed unless there is an `alias` block"
  why     = <<-EOT
    Route 53 refuses a record with neither, and one that has only one of the two.
  EOT
  remedy  = <<-EOT
    ```hcl
    ttl     = 300
    records = ["10.0.0.10"]
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record"

  pass "with both" {
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = 300
      records = ["10.0.0.10"]
    }
  }

  pass "an alias" {
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      alias {
        name                   = "d1.cloudfront.net"
        zone_id                = "Z2FDTNDATAQYW2"
        evaluate_target_health = false
      }
    }
  }

  fail "no time to live" {
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      records = ["10.0.0.10"]
    }
  }

  fail "no records" {
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = 300
    }
  }

  pass "`ttl` is an unset variable" {
    variable "ttl" {}
    resource "aws_route53_record" "this" {
      zone_id = "Z1"
      name    = "www.example.com"
      type    = "A"
      ttl     = var.ttl
      records = ["10.0.0.10"]
    }
  }
}
