# S3. Since January 2023 every object is encrypted (SSE-S3), since April 2023 new buckets block public access and have no ACLs.
# A bucket without those resources is therefore no failure by default; undoing a default is.

rule "aws-s3-bucket-public-acl" {
  title     = "S3 bucket ACL lets anyone read or write"
  category  = "security"
  severity  = "high"
  resources = ["aws_s3_bucket", "aws_s3_bucket_acl"]
  aliases = [
    "CKV_AWS_20", "CKV_AWS_57", "AWS-0092", "aws-s3-no-public-access-with-acl", "AVD-AWS-0092", "38c5ee0d-7f22-4260-ab72-5073048df100",
    "57b9893d-33b1-4419-bcea-a717ea87e139", "AWS-0161", "aws-cloudtrail-no-public-log-access", "AVD-AWS-0161",
    "bd0088a5-c133-4b20-b129-ec9968b16ef3",
  ]
  tags = ["cwe-732", "cis-aws-3.0-2.1.4"]
  params = {
    forbidden = ["public-read", "public-read-write", "authenticated-read", "website"]
  }
  related "bucket" {
    type = "aws_s3_bucket"
    on   = refers(resource.bucket, other)
  }
  related "block" {
    type = "aws_s3_bucket_public_access_block"
    on   = refers(other.bucket, resource) || anytrue([for b in related.bucket : refers(other.bucket, b)])
  }
  when    = resource.acl != null
  assert  = !contains(param.forbidden, resource.acl) || anytrue([for b in related.block : b.block_public_acls || b.ignore_public_acls])
  at      = resource.acl
  message = "`${resource.acl}` opens this bucket to people outside the account"
  why     = <<-EOT
    With `public-read` or `public-read-write` anyone on the internet can list the bucket, and write to it with the latter.
    `authenticated-read` sounds safer and is not: it means every AWS account in the world.

    A public access block on the same bucket that blocks or ignores public ACLs takes the effect away, and then this rule passes.
  EOT
  remedy  = <<-EOT
    Remove the ACL. Give access with a bucket policy, or put CloudFront with origin access control in front of a public site.

        resource "aws_s3_bucket_acl" "this" {
          bucket = aws_s3_bucket.this.id
          acl    = "private"
        }
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html"

  fix {
    set = {
      acl = "private"
    }
    safe = false
  }

  pass "a private bucket" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
      acl    = "private"
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  pass "no ACL at all" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  pass "public ACLs are blocked on this bucket" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_acl" "b" {
      bucket = aws_s3_bucket.b.id
      acl    = "public-read"
    }
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket             = aws_s3_bucket.b.id
      ignore_public_acls = true
    }
    also = [
      "aws-s3-bucket-acl-blocked",
      "aws-s3-bucket-versioning-disabled",
      "aws-s3-public-access-block-acls-allowed",
      "aws-s3-public-access-block-bucket-unrestricted",
      "aws-s3-public-access-block-policy-allowed",
    ]
  }

  fail "anyone may read" {
    resource "aws_s3_bucket" "b" {
      acl = "public-read"
    }
    expect = ["aws_s3_bucket.b @ acl"]
  }

  fail "anyone may write, in the separate resource" {
    resource "aws_s3_bucket" "b" {
      bucket = "drop"
    }
    resource "aws_s3_bucket_acl" "b" {
      bucket = aws_s3_bucket.b.id
      acl    = "public-read-write"
    }
    expect = ["aws_s3_bucket_acl.b @ acl"]
  }

  fail "every AWS account may read, and the block blocks something else" {
    resource "aws_s3_bucket" "b" {
      acl = "authenticated-read"
    }
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket              = aws_s3_bucket.b.id
      block_public_policy = true
    }
  }

  unknown "the ACL is an unset variable" {
    variable "acl" {}
    resource "aws_s3_bucket" "b" {
      acl = var.acl
    }
  }

  pass "`block_public_acls` is `true`" {
    resource "aws_s3_bucket" "b" {
      acl = "authenticated-read"
    }
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket              = aws_s3_bucket.b.id
      block_public_policy = true
      block_public_acls   = true
    }
    also = [
      "aws-s3-bucket-acl-blocked",
      "aws-s3-bucket-versioning-disabled",
      "aws-s3-public-access-block-acls-honoured",
      "aws-s3-public-access-block-bucket-unrestricted",
    ]
  }

  fail "`acl` is `website`" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
      acl    = "website"
    }
    expect = ["aws_s3_bucket.b @ acl"]
    also   = ["aws-s3-bucket-invalid-acl"]
  }
}

rule "aws-s3-bucket-public-grant" {
  title     = "S3 bucket grants rights to everyone or to all AWS accounts"
  category  = "security"
  severity  = "high"
  resources = ["aws_s3_bucket", "aws_s3_bucket_acl"]
  aliases   = ["CKV_AWS_375", "CKV2_AWS_43", "64a222aa-7793-4e40-915f-4b302c76e4d4", "d4e5f6g7-h8i9-0jkl-1234-mn567opq8901"]
  tags      = ["cwe-732"]
  related "bucket" {
    type = "aws_s3_bucket"
    on   = refers(resource.bucket, other)
  }
  related "block" {
    type = "aws_s3_bucket_public_access_block"
    on   = refers(other.bucket, resource) || anytrue([for b in related.bucket : refers(other.bucket, b)])
  }
  for_each = concat(resource.grant, resource.access_control_policy[0].grant)
  assert = (
    !(
      endswith(coalesce(each.value.uri, each.value.grantee[0].uri, "none"), "/global/AllUsers")
      || endswith(coalesce(each.value.uri, each.value.grantee[0].uri, "none"), "/global/AuthenticatedUsers")
    )
    || anytrue([for b in related.block : b.block_public_acls || b.ignore_public_acls])
  )
  message = "a grant goes to `${coalesce(each.value.uri, each.value.grantee[0].uri)}`, that is to people outside the account"
  why     = <<-EOT
    The groups `AllUsers` and `AuthenticatedUsers` are the whole internet and everyone with any AWS account. With `READ` they list the bucket,
    with `WRITE` they fill it, with `WRITE_ACP` or `FULL_CONTROL` they give themselves the rest.
  EOT
  remedy  = <<-EOT
    Remove the grant. Log delivery needs none either: use a bucket policy for the service principal.
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups"

  pass "the owner only" {
    resource "aws_s3_bucket_acl" "b" {
      bucket = "logs"
      access_control_policy {
        grant {
          permission = "FULL_CONTROL"
          grantee {
            type = "CanonicalUser"
            id   = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
          }
        }
        owner {
          id = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
        }
      }
    }
  }

  pass "the log delivery group" {
    resource "aws_s3_bucket" "b" {
      grant {
        type        = "Group"
        permissions = ["WRITE"]
        uri         = "http://acs.amazonaws.com/groups/s3/LogDelivery"
      }
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "anyone may change the ACL" {
    resource "aws_s3_bucket_acl" "b" {
      bucket = "logs"
      access_control_policy {
        grant {
          permission = "WRITE_ACP"
          grantee {
            type = "Group"
            uri  = "http://acs.amazonaws.com/groups/global/AllUsers"
          }
        }
        owner {
          id = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
        }
      }
    }
  }

  fail "every AWS account may read" {
    resource "aws_s3_bucket" "b" {
      grant {
        type        = "Group"
        permissions = ["READ"]
        uri         = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
      }
    }
  }

  unknown "`uri` is an unset variable" {
    variable "uri" {}
    resource "aws_s3_bucket_acl" "b" {
      bucket = "logs"
      access_control_policy {
        grant {
          permission = "WRITE_ACP"
          grantee {
            type = "Group"
            uri  = var.uri
          }
        }
        owner {
          id = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
        }
      }
    }
  }
}

rule "aws-s3-public-access-block-acls-allowed" {
  title     = "S3 public access block lets new public ACLs in"
  category  = "security"
  severity  = "medium"
  resources = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]
  aliases   = ["CKV_AWS_53", "AWS-0086", "aws-s3-block-public-acls", "AVD-AWS-0086", "d0cc8694-fcad-43ff-ac86-32331d7e867f"]
  tags      = ["cwe-284", "cis-aws-3.0-2.1.4"]
  assert    = coalesce(resource.block_public_acls, false)
  at        = resource.block_public_acls
  message   = "`block_public_acls` is not true"
  why       = <<-EOT
    The argument defaults to false: a block without it undoes what AWS does for a new bucket by itself.
    With it, a call that would make the bucket or an object public by ACL is refused.
  EOT
  remedy    = <<-EOT
    Set all four arguments, and make exceptions by bucket policy where a site has to be public.

        block_public_acls       = true
        ignore_public_acls      = true
        block_public_policy     = true
        restrict_public_buckets = true
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"

  fix {
    set = {
      block_public_acls = true
    }
  }

  pass "blocked" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket            = "b"
      block_public_acls = true
    }
    also = [
      "aws-s3-public-access-block-acls-honoured",
      "aws-s3-public-access-block-bucket-unrestricted",
      "aws-s3-public-access-block-policy-allowed",
    ]
  }

  fail "turned off" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket            = "b"
      block_public_acls = false
    }
    expect = ["aws_s3_bucket_public_access_block.b @ block_public_acls"]
  }

  fail "left out, for the whole account" {
    resource "aws_s3_account_public_access_block" "this" {
      ignore_public_acls = true
    }
    expect = ["aws_s3_account_public_access_block.this"]
  }

  unknown "decided by the caller" {
    variable "block" {
      type = bool
    }
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket            = "b"
      block_public_acls = var.block
    }
  }
}

rule "aws-s3-public-access-block-acls-honoured" {
  title     = "S3 public access block honours existing public ACLs"
  category  = "security"
  severity  = "medium"
  resources = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]
  aliases   = ["CKV_AWS_55", "AWS-0091", "aws-s3-ignore-public-acls", "AVD-AWS-0091", "4fa66806-0dd9-4f8d-9480-3174d39c7c91"]
  tags      = ["cwe-284", "cis-aws-3.0-2.1.4"]
  assert    = coalesce(resource.ignore_public_acls, false)
  at        = resource.ignore_public_acls
  message   = "`ignore_public_acls` is not true"
  why       = <<-EOT
    ACLs that are already there, on the bucket or on single objects, keep their effect until this argument tells S3 to ignore them. It defaults to false.
  EOT
  remedy    = <<-EOT
    ```hcl
    ignore_public_acls = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"

  fix {
    set = {
      ignore_public_acls = true
    }
  }

  pass "ignored" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket             = "b"
      ignore_public_acls = true
    }
    also = [
      "aws-s3-public-access-block-acls-allowed",
      "aws-s3-public-access-block-bucket-unrestricted",
      "aws-s3-public-access-block-policy-allowed",
    ]
  }

  fail "turned off" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket             = "b"
      ignore_public_acls = false
    }
    expect = ["aws_s3_bucket_public_access_block.b @ ignore_public_acls"]
  }

  fail "left out" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket            = "b"
      block_public_acls = true
    }
    expect = ["aws_s3_bucket_public_access_block.b"]
  }

  unknown "`ignore_public_acls` is an unset variable" {
    variable "ignore_public_acls" {}
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket             = "b"
      ignore_public_acls = var.ignore_public_acls
    }
  }
}

rule "aws-s3-public-access-block-policy-allowed" {
  title     = "S3 public access block lets public bucket policies in"
  category  = "security"
  severity  = "medium"
  resources = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]
  aliases   = ["CKV_AWS_54", "AWS-0087", "aws-s3-block-public-policy", "AVD-AWS-0087", "1a4bc881-9f69-4d44-8c9a-d37d08f54c50"]
  tags      = ["cwe-284", "cis-aws-3.0-2.1.4"]
  assert    = coalesce(resource.block_public_policy, false)
  at        = resource.block_public_policy
  message   = "`block_public_policy` is not true"
  why       = <<-EOT
    Without it anyone who may write the bucket policy may make the bucket public. It defaults to false in this resource.
  EOT
  remedy    = <<-EOT
    ```hcl
    block_public_policy = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"

  fix {
    set = {
      block_public_policy = true
    }
  }

  pass "blocked" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket              = "b"
      block_public_policy = true
    }
    also = [
      "aws-s3-public-access-block-acls-allowed",
      "aws-s3-public-access-block-acls-honoured",
      "aws-s3-public-access-block-bucket-unrestricted",
    ]
  }

  fail "turned off" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket              = "b"
      block_public_policy = false
    }
    expect = ["aws_s3_bucket_public_access_block.b @ block_public_policy"]
  }

  fail "left out" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket            = "b"
      block_public_acls = true
    }
    expect = ["aws_s3_bucket_public_access_block.b"]
  }

  unknown "`block_public_policy` is an unset variable" {
    variable "block_public_policy" {}
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket              = "b"
      block_public_policy = var.block_public_policy
    }
  }
}

rule "aws-s3-public-access-block-bucket-unrestricted" {
  title     = "S3 public access block leaves public buckets open"
  category  = "security"
  severity  = "medium"
  resources = ["aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"]
  aliases   = ["CKV_AWS_56", "AWS-0093", "aws-s3-no-public-buckets", "AVD-AWS-0093", "1ec253ab-c220-4d63-b2de-5b40e0af9293"]
  tags      = ["cwe-284", "cis-aws-3.0-2.1.4"]
  assert    = coalesce(resource.restrict_public_buckets, false)
  at        = resource.restrict_public_buckets
  message   = "`restrict_public_buckets` is not true"
  why       = <<-EOT
    With it, a bucket whose policy is public still answers only AWS services and people of the own account. It defaults to false in this resource.
  EOT
  remedy    = <<-EOT
    ```hcl
    restrict_public_buckets = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"

  fix {
    set = {
      restrict_public_buckets = true
    }
  }

  pass "restricted" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket                  = "b"
      restrict_public_buckets = true
    }
    also = [
      "aws-s3-public-access-block-acls-allowed",
      "aws-s3-public-access-block-acls-honoured",
      "aws-s3-public-access-block-policy-allowed",
    ]
  }

  fail "turned off" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket                  = "b"
      restrict_public_buckets = false
    }
    expect = ["aws_s3_bucket_public_access_block.b @ restrict_public_buckets"]
  }

  fail "left out" {
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket              = "b"
      block_public_policy = true
    }
    expect = ["aws_s3_bucket_public_access_block.b"]
  }

  unknown "`restrict_public_buckets` is an unset variable" {
    variable "restrict_public_buckets" {}
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket                  = "b"
      restrict_public_buckets = var.restrict_public_buckets
    }
  }
}

rule "aws-s3-bucket-without-public-access-block" {
  title     = "S3 bucket has no public access block of its own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_s3_bucket"]
  aliases   = ["CKV2_AWS_6", "AWS-0094", "aws-s3-specify-public-access-block", "AVD-AWS-0094"]
  tags      = ["cwe-284", "cis-aws-3.0-2.1.4"]
  related "block" {
    type = "aws_s3_bucket_public_access_block"
    on   = refers(other.bucket, resource)
  }
  assert  = length(related.block) > 0
  message = "no `aws_s3_bucket_public_access_block` refers to this bucket"
  why     = <<-EOT
    Buckets made since April 2023 block public access by themselves, and an account-wide block covers all. Written down, the setting also
    holds for older buckets, and a change to it shows in review.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_s3_bucket_public_access_block" "this" {
      bucket                  = aws_s3_bucket.this.id
      block_public_acls       = true
      ignore_public_acls      = true
      block_public_policy     = true
      restrict_public_buckets = true
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"

  pass "with a block" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket            = aws_s3_bucket.b.id
      block_public_acls = true
    }
    also = [
      "aws-s3-bucket-versioning-disabled",
      "aws-s3-public-access-block-acls-honoured",
      "aws-s3-public-access-block-bucket-unrestricted",
      "aws-s3-public-access-block-policy-allowed",
    ]
  }

  fail "alone" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    expect = ["aws_s3_bucket.b"]
  }

  fail "the block is another bucket's" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket" "c" {
      bucket = "data"
    }
    resource "aws_s3_bucket_public_access_block" "c" {
      bucket            = aws_s3_bucket.c.id
      block_public_acls = true
    }
    expect = ["aws_s3_bucket.b"]
  }
}

rule "aws-s3-access-point-open" {
  title     = "S3 access point switches public access blocking off"
  category  = "security"
  severity  = "high"
  resources = ["aws_s3_access_point"]
  aliases   = ["CKV_AWS_392"]
  tags      = ["cwe-284"]
  for_each  = resource.public_access_block_configuration
  assert = (
    coalesce(each.value.block_public_acls, true)
    && coalesce(each.value.block_public_policy, true)
    && coalesce(each.value.ignore_public_acls, true)
    && coalesce(each.value.restrict_public_buckets, true)
  )
  message = "one of the four block settings of this access point is false"
  why     = <<-EOT
    All four settings are on unless they are switched off, and they cannot be changed after the access point is made. An access point for the
    internet without them answers everyone whom its policy lets in.
  EOT
  remedy  = <<-EOT
    Remove the `public_access_block_configuration` block, or set all four arguments to true; bind the access point to a VPC where you can.
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-bpa-settings.html"

  pass "the default" {
    resource "aws_s3_access_point" "p" {
      bucket = "b"
      name   = "p"
    }
  }

  pass "written out" {
    resource "aws_s3_access_point" "p" {
      bucket = "b"
      name   = "p"
      public_access_block_configuration {
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }

  fail "public policies allowed" {
    resource "aws_s3_access_point" "p" {
      bucket = "b"
      name   = "p"
      public_access_block_configuration {
        block_public_policy = false
      }
    }
  }

  fail "public buckets not restricted" {
    resource "aws_s3_access_point" "p" {
      bucket = "b"
      name   = "p"
      public_access_block_configuration {
        block_public_acls       = true
        block_public_policy     = true
        ignore_public_acls      = true
        restrict_public_buckets = false
      }
    }
  }

  unknown "`block_public_policy` is an unset variable" {
    variable "block_public_policy" {}
    resource "aws_s3_access_point" "p" {
      bucket = "b"
      name   = "p"
      public_access_block_configuration {
        block_public_policy = var.block_public_policy
      }
    }
  }

  pass "no `block_public_policy`" {
    resource "aws_s3_access_point" "p" {
      bucket = "b"
      name   = "p"
      public_access_block_configuration {
        block_public_acls       = true
        ignore_public_acls      = true
        restrict_public_buckets = true
      }
    }
  }
}

rule "aws-s3-bucket-policy-public-write" {
  title     = "S3 bucket policy lets anyone change the bucket"
  category  = "security"
  severity  = "critical"
  resources = ["aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3_access_point", "aws_s3control_access_point_policy"]
  aliases   = ["CKV_AWS_70", "d24c0755-c028-44b1-b503-8e719c898832", "ffdf4b37-7703-4dfe-a682-9d2e99bc6c09", "a4966c4f-9141-48b8-a564-ffe9959945bc"]
  tags      = ["cwe-732", "cwe-284"]
  related "bucket" {
    type = "aws_s3_bucket"
    on   = refers(resource.bucket, other)
  }
  related "block" {
    type = "aws_s3_bucket_public_access_block"
    on   = refers(other.bucket, resource) || anytrue([for b in related.bucket : refers(other.bucket, b)])
  }
  when = resource.policy != null
  assert = (
    !anytrue([
      for s in iam_statements(resource.policy) :
      iam_is_public(s) && (length(s.not_actions) > 0 || anytrue([for a in s.actions : !can(regex("^(?i)s3:(Get|List|Describe|Head)", a))]))
    ])
    || anytrue([for b in related.block : b.block_public_policy || b.restrict_public_buckets])
  )
  at      = resource.policy
  message = "an `Allow` statement gives everyone more than reading: ${join(", ", distinct(flatten([for s in iam_statements(resource.policy) : [for a in s.actions : "`${a}`"] if iam_is_public(s)])))}"
  why     = <<-EOT
    A statement whose principal is `*` and whose conditions name no account, organisation, network or distribution holds for the whole internet.
    With put, delete or `s3:*` anyone can fill the bucket, replace what it serves, or wipe it.

    A public access block on the bucket that blocks public policies or restricts public buckets takes the effect away, and then this rule passes.
  EOT
  remedy  = <<-EOT
    Name the principals, or narrow the statement with a condition.

        principals {
          type        = "AWS"
          identifiers = [aws_iam_role.uploader.arn]
        }
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status"

  pass "one role may write" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::111122223333:role/uploader" }
          Action    = "s3:PutObject"
          Resource  = "arn:aws:s3:::b/*"
        }]
      })
    }
  }

  pass "only the organisation" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:PutObject"
          Resource  = "arn:aws:s3:::b/*"
          Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abcdef1234" } }
        }]
      })
    }
  }

  pass "everyone is denied" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = "arn:aws:s3:::b/*"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }
  }

  pass "public policies are blocked" {
    resource "aws_s3_bucket" "b" {
      bucket = "drop"
    }
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket                  = aws_s3_bucket.b.id
      restrict_public_buckets = true
    }
    resource "aws_s3_bucket_policy" "p" {
      bucket = aws_s3_bucket.b.id
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:*"
          Resource  = "arn:aws:s3:::drop/*"
        }]
      })
    }
    also = [
      "aws-s3-bucket-versioning-disabled",
      "aws-s3-public-access-block-acls-allowed",
      "aws-s3-public-access-block-acls-honoured",
      "aws-s3-public-access-block-policy-allowed",
    ]
  }

  fail "everyone may do everything" {
    resource "aws_s3_bucket" "b" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:*"
          Resource  = "arn:aws:s3:::b/*"
        }]
      })
    }
    expect = ["aws_s3_bucket.b @ policy"]
  }

  fail "everyone may delete, from a policy document" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:GetObject", "s3:DeleteObject"]
        resources = ["${aws_s3_bucket.b.arn}/*"]
        principals {
          type        = "AWS"
          identifiers = ["*"]
        }
      }
    }
    resource "aws_s3_bucket" "b" {
      bucket = "drop"
    }
    resource "aws_s3_bucket_policy" "p" {
      bucket = aws_s3_bucket.b.id
      policy = data.aws_iam_policy_document.d.json
    }
    expect = ["aws_s3_bucket_policy.p @ policy"]
  }

  fail "all but a few actions" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "*" }
          NotAction = "s3:DeleteBucket"
          Resource  = "arn:aws:s3:::b/*"
        }]
      })
    }
  }

  unknown "the policy comes from outside" {
    variable "policy" {}
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = var.policy
    }
  }

  pass "no `Action`" {
    resource "aws_s3_bucket" "b" {
      bucket = "b"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Resource = "arn:aws:s3:::b/*" }] })
    }
    also = ["aws-s3-bucket-invalid-name", "aws-s3-bucket-policy-public-read", "aws-s3-bucket-versioning-disabled"]
  }

  fail "besides, no `Action`" {
    resource "aws_s3_bucket" "b" {
      bucket = "b"
      policy = jsonencode({
        Statement = [
          { Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::b/*" },
          { Effect = "Allow", Principal = "*", Resource = "arn:aws:s3:::b/*" },
        ]
      })
    }
    expect = ["aws_s3_bucket.b @ policy"]
  }

  unknown "`actions` is another" {
    data "aws_iam_policy_document" "d" {
      statement {
        actions   = ["s3:GetObject", ["s3:*"]]
        resources = ["${aws_s3_bucket.b.arn}/*"]
        principals {
          type        = "AWS"
          identifiers = ["*"]
        }
      }
    }
    resource "aws_s3_bucket" "b" {
      bucket = "drop"
    }
    resource "aws_s3_bucket_policy" "p" {
      bucket = aws_s3_bucket.b.id
      policy = data.aws_iam_policy_document.d.json
    }
    expect = ["aws_s3_bucket_policy.p @ policy"]
  }
}

rule "aws-s3-bucket-policy-public-read" {
  title     = "S3 bucket policy lets anyone read"
  category  = "security"
  severity  = "high"
  resources = ["aws_s3_bucket", "aws_s3_bucket_policy", "aws_s3_access_point", "aws_s3control_access_point_policy"]
  aliases   = ["7af43613-6bb9-4a0e-8c4d-1314b799425e", "66c6f96f-2d9e-417e-a998-9058aeeecd44", "1df37f4b-7197-45ce-83f8-9994d2fcf885"]
  tags      = ["cwe-200", "cwe-284"]
  related "bucket" {
    type = "aws_s3_bucket"
    on   = refers(resource.bucket, other)
  }
  related "block" {
    type = "aws_s3_bucket_public_access_block"
    on   = refers(other.bucket, resource) || anytrue([for b in related.bucket : refers(other.bucket, b)])
  }
  when = resource.policy != null && is_known(length(iam_statements(resource.policy)))
  assert = (
    !anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
    || anytrue([
      for s in iam_statements(resource.policy) :
      iam_is_public(s) && (length(s.not_actions) > 0 || anytrue([for a in s.actions : !can(regex("^(?i)s3:(Get|List|Describe|Head)", a))]))
    ])
    || anytrue([for b in related.block : b.block_public_policy || b.restrict_public_buckets])
  )
  at      = resource.policy
  message = "everyone may use ${join(", ", distinct(flatten([for s in iam_statements(resource.policy) : [for a in s.actions : "`${a}`"] if iam_is_public(s)])))} here"
  why     = <<-EOT
    Whoever knows or guesses a name reads the object; with `s3:ListBucket` not even that is needed. It is fine for a public site or download area:
    then say so with a suppression, or serve it through CloudFront with origin access control and keep the bucket closed.
  EOT
  remedy  = <<-EOT
    Let the distribution read, and nobody else.

        principals {
          type        = "Service"
          identifiers = ["cloudfront.amazonaws.com"]
        }
        condition {
          test     = "StringEquals"
          variable = "aws:SourceArn"
          values   = [aws_cloudfront_distribution.site.arn]
        }
  EOT
  link    = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html"

  pass "CloudFront may read" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { Service = "cloudfront.amazonaws.com" }
          Action    = "s3:GetObject"
          Resource  = "arn:aws:s3:::b/*"
        }]
      })
    }
  }

  pass "reading is narrowed to a VPC endpoint" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = "arn:aws:s3:::b/*"
          Condition = { StringEquals = { "aws:SourceVpce" = "vpce-0123456789abcdef0" } }
        }]
      })
    }
  }

  fail "everyone may read every object" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:GetObject"
          Resource  = "arn:aws:s3:::b/*"
        }]
      })
    }
    expect = ["aws_s3_bucket_policy.p @ policy"]
  }

  fail "everyone may list" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = ["*"] }
          Action    = ["s3:ListBucket", "s3:GetObject"]
          Resource  = ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]
        }]
      })
    }
  }


  pass "more that pass" {
    resource "aws_s3_bucket_policy" "besides_action_is_s3" {
      bucket = "b"
      policy = jsonencode({
        Statement = [
          { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" },
          { Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::b/*" },
        ]
      })
    }
    resource "aws_s3_bucket_policy" "notaction_is_s3_deletebucket" {
      bucket = "b"
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = "*"
            Action    = "s3:GetObject"
            Resource  = "arn:aws:s3:::b/*"
            NotAction = "s3:DeleteBucket"
          },
        ]
      })
    }
    resource "aws_s3_bucket_policy" "statement_without_another" {
      bucket = "b"
      policy = jsonencode({ Statement = [] })
    }
    also = ["aws-s3-bucket-policy-public-write"]
  }

  fail "no `Action`" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Resource = "arn:aws:s3:::b/*" }] })
    }
    expect = ["aws_s3_bucket_policy.p @ policy"]
  }
}

rule "aws-s3-bucket-policy-locks-everyone-out" {
  title     = "S3 bucket policy denies everything to everyone"
  category  = "reliability"
  severity  = "high"
  resources = ["aws_s3_bucket", "aws_s3_bucket_policy"]
  aliases   = ["CKV_AWS_93"]
  tags      = ["cwe-284"]
  when      = resource.policy != null && is_known(length(iam_statements(resource.policy)))
  assert = !anytrue([
    for s in iam_statements(resource.policy) :
    s.effect == "Deny"
    && length(s.conditions) == 0
    && anytrue([for p in s.principals : anytrue([for i in p.identifiers : is_known(i) && i == "*"])])
    && anytrue([for a in s.actions : iam_action_matches(a, "s3:PutBucketPolicy")])
  ])
  at      = resource.policy
  message = "a `Deny` for everyone, without a condition, covers `s3:PutBucketPolicy`"
  why     = <<-EOT
    The deny holds for the administrators of the account too, and for Terraform: nobody but the root user can change or delete the policy again.
  EOT
  remedy  = <<-EOT
    Add a condition, or except the administrators with `not_principals` or `aws:PrincipalArn`.
  EOT
  link    = "https://repost.aws/knowledge-center/change-vpc-endpoint-s3-bucket-policy"

  pass "the deny has a condition" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = "arn:aws:s3:::b"
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }
  }

  pass "only deleting is denied" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:DeleteBucket"
          Resource  = "arn:aws:s3:::b"
        }]
      })
    }
  }

  fail "everything is denied" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = "arn:aws:s3:::b"
        }]
      })
    }
    expect = ["aws_s3_bucket_policy.p @ policy"]
  }

  fail "put actions are denied" {
    resource "aws_s3_bucket_policy" "p" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{
          Effect    = "Deny"
          Principal = { AWS = "*" }
          Action    = ["s3:Put*"]
          Resource  = "arn:aws:s3:::b"
        }]
      })
    }
  }

  pass "more that pass" {
    resource "aws_s3_bucket_policy" "principal_is_another" {
      bucket = "b"
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Deny"
            Principal = { Service = "cloudfront.amazonaws.com" }
            Action    = "s3:*"
            Resource  = "arn:aws:s3:::b"
          },
        ]
      })
    }
    resource "aws_s3_bucket_policy" "no_action" {
      bucket = "b"
      policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Resource = "arn:aws:s3:::b" }] })
    }
    resource "aws_s3_bucket_policy" "no_principal" {
      bucket = "b"
      policy = jsonencode({ Statement = [{ Effect = "Deny", Action = "s3:*", Resource = "arn:aws:s3:::b" }] })
    }
  }

  fail "more that fail" {
    resource "aws_s3_bucket_policy" "besides_no_condition" {
      bucket = "b"
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = "arn:aws:s3:::b"
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          },
          { Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::b" },
        ]
      })
    }
    resource "aws_s3_bucket_policy" "one_more_effect_is_allow" {
      bucket = "b"
      policy = jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::b" }] })
    }
    resource "aws_s3_bucket_policy" "one_more_effect_is_allow_2" {
      bucket = "b"
      policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::b" }]
      })
    }
    expect = [
      "aws_s3_bucket_policy.besides_no_condition @ policy",
      "aws_s3_bucket_policy.one_more_effect_is_allow @ policy",
    ]
  }
}

rule "aws-s3-bucket-plain-http-allowed" {
  title     = "S3 bucket answers unencrypted HTTP requests"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_s3_bucket"]
  aliases   = ["CKV_AWS_379", "4bc4dd4c-7d8d-405e-a0fb-57fa4c31b4d9"]
  tags      = ["cwe-319", "cis-aws-3.0-2.1.1"]
  related "policy" {
    type = "aws_s3_bucket_policy"
    on   = refers(other.bucket, resource)
  }
  assert = anytrue([
    for s in flatten([for d in concat([resource.policy], [for p in related.policy : p.policy]) : iam_statements(d)]) :
    s.effect == "Deny"
    && anytrue([
      for c in s.conditions :
      (lower(c.variable) == "aws:securetransport" && contains(c.values, "false")) || lower(c.variable) == "s3:tlsversion"
    ])
  ])
  message = "no bucket policy denies requests without TLS"
  why     = <<-EOT
    S3 answers HTTP as well as HTTPS. SDKs and the console use HTTPS by themselves, so this closes a door that few use; CIS and the AWS
    foundational best practices ask for the statement.
  EOT
  remedy  = <<-EOT
    ```hcl
    statement {
      effect    = "Deny"
      actions   = ["s3:*"]
      resources = [aws_s3_bucket.this.arn, "$${aws_s3_bucket.this.arn}/*"]
      principals {
        type        = "*"
        identifiers = ["*"]
      }
      condition {
        test     = "Bool"
        variable = "aws:SecureTransport"
        values   = ["false"]
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit"

  pass "plain requests are denied" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_policy" "p" {
      bucket = aws_s3_bucket.b.id
      policy = jsonencode({
        Statement = [{
          Effect    = "Deny"
          Principal = "*"
          Action    = "s3:*"
          Resource  = ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]
          Condition = { Bool = { "aws:SecureTransport" = "false" } }
        }]
      })
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "no policy" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    expect = ["aws_s3_bucket.b"]
  }

  fail "the policy says nothing of TLS" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_policy" "p" {
      bucket = aws_s3_bucket.b.id
      policy = jsonencode({
        Statement = [{
          Effect    = "Allow"
          Principal = { AWS = "arn:aws:iam::111122223333:root" }
          Action    = "s3:GetObject"
          Resource  = "arn:aws:s3:::logs/*"
        }]
      })
    }
  }

  unknown "the policy comes from outside" {
    variable "policy" {}
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_policy" "p" {
      bucket = aws_s3_bucket.b.id
      policy = var.policy
    }
  }

  fail "more that fail" {
    resource "aws_s3_bucket" "no_condition" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_policy" "no_condition" {
      bucket = aws_s3_bucket.no_condition.id
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]
          },
        ]
      })
    }
    resource "aws_s3_bucket" "besides_effect_is_deny_one_more_besides" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_policy" "besides_effect_is_deny_one_more_besides" {
      bucket = aws_s3_bucket.besides_effect_is_deny_one_more_besides.id
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::111122223333:root" }
            Action    = "s3:GetObject"
            Resource  = "arn:aws:s3:::logs/*"
          },
          {
            Effect    = "Deny"
            Principal = { AWS = "arn:aws:iam::111122223333:root" }
            Action    = "s3:GetObject"
            Resource  = "arn:aws:s3:::logs/*"
          },
        ]
      })
    }
    resource "aws_s3_bucket_policy" "besides_effect_is_deny_one_more_besides_2" {
      bucket = aws_s3_bucket.besides_effect_is_deny_one_more_besides.id
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = { AWS = "arn:aws:iam::111122223333:root" }
            Action    = "s3:GetObject"
            Resource  = "arn:aws:s3:::logs/*"
          },
          {
            Effect    = "Deny"
            Principal = { AWS = "arn:aws:iam::111122223333:root" }
            Action    = "s3:GetObject"
            Resource  = "arn:aws:s3:::logs/*"
          },
          {
            Effect    = "Deny"
            Principal = { AWS = "arn:aws:iam::111122223333:root" }
            Action    = "s3:GetObject"
            Resource  = "arn:aws:s3:::logs/*"
            Condition = { StringEquals = { "aws:SourceVpce" = "vpce-0123456789abcdef0" } }
          },
        ]
      })
    }
    resource "aws_s3_bucket" "effect_is_allow" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_policy" "effect_is_allow" {
      bucket = aws_s3_bucket.effect_is_allow.id
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Allow"
            Principal = "*"
            Action    = "s3:*"
            Resource  = ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          },
        ]
      })
    }
    resource "aws_s3_bucket" "one_more_policy_is_deny" {
      bucket = "logs"
    }
    resource "aws_s3_bucket" "one_more_policy_is_deny_2" {
      bucket = "logs"
      policy = "Deny"
    }
    resource "aws_s3_bucket_policy" "one_more_policy_is_deny" {
      bucket = aws_s3_bucket.one_more_policy_is_deny.id
      policy = jsonencode({
        Statement = [
          {
            Effect    = "Deny"
            Principal = "*"
            Action    = "s3:*"
            Resource  = ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]
            Condition = { Bool = { "aws:SecureTransport" = "false" } }
          },
        ]
      })
    }
    expect = [
      "aws_s3_bucket.no_condition",
      "aws_s3_bucket.besides_effect_is_deny_one_more_besides",
      "aws_s3_bucket.effect_is_allow",
      "aws_s3_bucket.one_more_policy_is_deny_2 @ policy",
    ]
    also   = ["aws-resource-policy-invalid-json"]
  }
}

rule "aws-s3-bucket-encryption-not-declared" {
  title     = "S3 bucket leaves encryption to the default of AWS"
  category  = "security"
  severity  = "info"
  default   = false
  resources = ["aws_s3_bucket"]
  aliases   = ["CKV_AWS_19", "AWS-0088", "aws-s3-enable-bucket-encryption", "AVD-AWS-0088"]
  tags      = ["cwe-311"]
  related "encryption" {
    type = "aws_s3_bucket_server_side_encryption_configuration"
    on   = refers(other.bucket, resource)
  }
  assert  = length(resource.server_side_encryption_configuration) > 0 || length(related.encryption) > 0
  message = "no encryption configuration is declared for this bucket"
  why     = <<-EOT
    Every object written since January 2023 is encrypted with SSE-S3, whatever the bucket says, so nothing is in plain text here.
    Other tools still report the missing block as high. Declare it where an auditor wants to read it in code.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
      bucket = aws_s3_bucket.this.id
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "AES256"
        }
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html"

  pass "declared apart" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = aws_s3_bucket.b.bucket
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "AES256"
        }
      }
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  pass "declared inside" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
      server_side_encryption_configuration {
        rule {
          apply_server_side_encryption_by_default {
            sse_algorithm = "aws:kms"
          }
        }
      }
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "not declared" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    expect = ["aws_s3_bucket.b"]
  }

  fail "declared for another bucket" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_server_side_encryption_configuration" "c" {
      bucket = "data"
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "AES256"
        }
      }
    }
  }
}

rule "aws-s3-bucket-without-customer-key" {
  title     = "S3 bucket is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_s3_bucket"]
  aliases   = ["CKV_AWS_145", "AWS-0132", "aws-s3-encryption-customer-key", "AVD-AWS-0132"]
  tags      = ["cwe-326"]
  related "encryption" {
    type = "aws_s3_bucket_server_side_encryption_configuration"
    on   = refers(other.bucket, resource)
  }
  when = length(resource.server_side_encryption_configuration) > 0 || length(related.encryption) > 0
  assert = anytrue([
    for r in flatten(concat([resource.server_side_encryption_configuration[0].rule], [for e in related.encryption : e.rule])) :
    startswith(r.apply_server_side_encryption_by_default[0].sse_algorithm, "aws:kms")
    && r.apply_server_side_encryption_by_default[0].kms_master_key_id != null
  ])
  message = "objects are encrypted with a key that AWS holds"
  why     = <<-EOT
    A key of your own has a policy of its own, shows in CloudTrail who decrypts, and can be revoked. It costs a monthly fee and a charge per request
    (little with `bucket_key_enabled`), and everybody who reads needs `kms:Decrypt`.
  EOT
  remedy  = <<-EOT
    ```hcl
    rule {
      bucket_key_enabled = true
      apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = aws_kms_key.data.arn
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"

  pass "a key of one's own" {
    resource "aws_kms_key" "k" {
      enable_key_rotation = true
    }
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm     = "aws:kms"
          kms_master_key_id = aws_kms_key.k.arn
        }
      }
    }
    also = ["aws-s3-bucket-key-off", "aws-s3-bucket-versioning-disabled"]
  }

  fail "SSE-S3" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "AES256"
        }
      }
    }
    expect = ["aws_s3_bucket.b"]
  }

  fail "the key aws/s3" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
      server_side_encryption_configuration {
        rule {
          apply_server_side_encryption_by_default {
            sse_algorithm = "aws:kms"
          }
        }
      }
    }
  }

  pass "one more, no `bucket`" {
    resource "aws_kms_key" "k" {
      enable_key_rotation = true
    }
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket" "b_too" {}
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm     = "aws:kms"
          kms_master_key_id = aws_kms_key.k.arn
        }
      }
    }
    also = ["aws-s3-bucket-key-off", "aws-s3-bucket-versioning-disabled"]
  }

  fail "more that fail" {
    resource "aws_kms_key" "one_more_with_server_side_encryption" {
      enable_key_rotation = true
    }
    resource "aws_s3_bucket" "one_more_with_server_side_encryption" {
      bucket = "logs"
    }
    resource "aws_s3_bucket" "one_more_with_server_side_encryption_2" {
      bucket = "logs"
      server_side_encryption_configuration {
        rule {
          apply_server_side_encryption_by_default {
            sse_algorithm = "aws:kms"
          }
        }
      }
    }
    resource "aws_s3_bucket_server_side_encryption_configuration" "one_more_with_server_side_encryption" {
      bucket = aws_s3_bucket.one_more_with_server_side_encryption.id
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm     = "aws:kms"
          kms_master_key_id = aws_kms_key.one_more_with_server_side_encryption.arn
        }
      }
    }
    expect = ["aws_s3_bucket.one_more_with_server_side_encryption_2 @ server_side_encryption_configuration[0].rule"]
  }

  unknown "`bucket` is an unset variable" {
    variable "bucket" {}
    resource "aws_kms_key" "k" {
      enable_key_rotation = true
    }
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = var.bucket
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm     = "aws:kms"
          kms_master_key_id = aws_kms_key.k.arn
        }
      }
    }
    expect = ["aws_s3_bucket.b"]
  }
}

rule "aws-s3-bucket-key-off" {
  title     = "S3 bucket encrypts with KMS without a bucket key"
  category  = "cost"
  severity  = "low"
  resources = ["aws_s3_bucket_server_side_encryption_configuration"]
  for_each  = resource.rule
  assert    = !(each.value.apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms") || coalesce(each.value.bucket_key_enabled, false)
  at        = each.value.bucket_key_enabled
  message   = "`bucket_key_enabled` is not true although objects are encrypted with KMS"
  why       = <<-EOT
    Without a bucket key every object read or written is one KMS request, which is billed. A bucket key cuts those requests by up to 99 %.
    Leave it off where CloudTrail has to show each object's use of the key.
  EOT
  remedy    = <<-EOT
    ```hcl
    rule {
      bucket_key_enabled = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html"

  fix {
    set = {
      bucket_key_enabled = true
    }
  }

  pass "with a bucket key" {
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = "b"
      rule {
        bucket_key_enabled = true
        apply_server_side_encryption_by_default {
          sse_algorithm = "aws:kms"
        }
      }
    }
  }

  pass "no KMS" {
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = "b"
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "AES256"
        }
      }
    }
  }

  fail "left out" {
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = "b"
      rule {
        apply_server_side_encryption_by_default {
          sse_algorithm = "aws:kms"
        }
      }
    }
  }

  fail "switched off" {
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = "b"
      rule {
        bucket_key_enabled = false
        apply_server_side_encryption_by_default {
          sse_algorithm = "aws:kms"
        }
      }
    }
    expect = ["aws_s3_bucket_server_side_encryption_configuration.b @ rule[0].bucket_key_enabled"]
  }

  unknown "`bucket_key_enabled` is an unset variable" {
    variable "bucket_key_enabled" {}
    resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
      bucket = "b"
      rule {
        bucket_key_enabled = var.bucket_key_enabled
        apply_server_side_encryption_by_default {
          sse_algorithm = "aws:kms"
        }
      }
    }
  }
}

rule "aws-s3-bucket-versioning-disabled" {
  title     = "S3 bucket keeps no versions of its objects"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_s3_bucket"]
  aliases   = ["CKV_AWS_21", "AWS-0090", "aws-s3-enable-versioning", "AVD-AWS-0090", "568a4d22-3517-44a6-a7ad-6a7eed88722c"]
  tags      = ["cwe-693"]
  related "versioning" {
    type = "aws_s3_bucket_versioning"
    on   = refers(other.bucket, resource)
  }
  assert = (
    coalesce(resource.versioning[0].enabled, false)
    || anytrue([for v in related.versioning : v.versioning_configuration[0].status == "Enabled"])
  )
  message = "versioning is not enabled for this bucket"
  why     = <<-EOT
    Without versions an overwritten or deleted object is gone, by mistake or by ransomware. Versions of objects that change often cost storage:
    pair them with a lifecycle rule for noncurrent versions. Buckets whose content can be made again need none; suppress the finding there.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_s3_bucket_versioning" "this" {
      bucket = aws_s3_bucket.this.id
      versioning_configuration {
        status = "Enabled"
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html"

  pass "enabled apart" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_versioning" "b" {
      bucket = aws_s3_bucket.b.id
      versioning_configuration {
        status = "Enabled"
      }
    }
  }

  pass "enabled inside, as before version 4 of the provider" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
      versioning {
        enabled = true
      }
    }
  }

  fail "not declared" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    expect = ["aws_s3_bucket.b"]
  }

  fail "suspended" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_versioning" "b" {
      bucket = aws_s3_bucket.b.id
      versioning_configuration {
        status = "Suspended"
      }
    }
  }

  unknown "decided by the caller" {
    variable "status" {}
    resource "aws_s3_bucket" "b" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_versioning" "b" {
      bucket = aws_s3_bucket.b.id
      versioning_configuration {
        status = var.status
      }
    }
  }
}

rule "aws-s3-bucket-mfa-delete-disabled" {
  title     = "S3 bucket versions can be deleted without MFA"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_s3_bucket_versioning"]
  aliases   = ["AWS-0170", "aws-s3-require-mfa-delete", "AVD-AWS-0170", "c5b31ab9-0f26-4a49-b8aa-4cc064392f4d"]
  tags      = ["cwe-308", "cis-aws-3.0-2.1.2"]
  assert    = resource.versioning_configuration[0].mfa_delete == "Enabled"
  at        = resource.versioning_configuration[0].mfa_delete
  message   = "`mfa_delete` is not Enabled"
  why       = <<-EOT
    With MFA delete nobody removes a version for good without a second factor. Only the root user can turn it on, and lifecycle rules cannot be used
    with it, so most teams take object lock instead.
  EOT
  remedy    = <<-EOT
    ```hcl
    versioning_configuration {
      status     = "Enabled"
      mfa_delete = "Enabled"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html"

  pass "with MFA" {
    resource "aws_s3_bucket_versioning" "b" {
      bucket = "b"
      mfa    = "arn:aws:iam::111122223333:mfa/root-account-mfa-device 123456"
      versioning_configuration {
        status     = "Enabled"
        mfa_delete = "Enabled"
      }
    }
  }

  fail "left out" {
    resource "aws_s3_bucket_versioning" "b" {
      bucket = "b"
      versioning_configuration {
        status = "Enabled"
      }
    }
  }

  fail "switched off" {
    resource "aws_s3_bucket_versioning" "b" {
      bucket = "b"
      versioning_configuration {
        status     = "Enabled"
        mfa_delete = "Disabled"
      }
    }
    expect = ["aws_s3_bucket_versioning.b @ versioning_configuration[0].mfa_delete"]
  }

  unknown "`mfa_delete` is an unset variable" {
    variable "mfa_delete" {}
    resource "aws_s3_bucket_versioning" "b" {
      bucket = "b"
      versioning_configuration {
        status     = "Enabled"
        mfa_delete = var.mfa_delete
      }
    }
  }
}

rule "aws-s3-bucket-access-logging-disabled" {
  title     = "S3 bucket does not log who accesses it"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_s3_bucket"]
  aliases = [
    "CKV_AWS_18", "AWS-0089", "aws-s3-enable-logging", "AVD-AWS-0089", "f861041c-8c9f-4156-acfc-5e6e524f5884", "AWS-0163",
    "aws-cloudtrail-require-bucket-access-logging", "AVD-AWS-0163", "ee9e50e8-b2ed-4176-ad42-8fc0cf7593f4",
  ]
  tags = ["cwe-778"]
  related "logging" {
    type = "aws_s3_bucket_logging"
    on   = refers(other.bucket, resource)
  }
  related "delivered" {
    type = "aws_s3_bucket_logging"
    on   = refers(other.target_bucket, resource)
  }
  assert  = length(resource.logging) > 0 || length(related.logging) > 0 || length(related.delivered) > 0
  message = "no server access logging is declared for this bucket"
  why     = <<-EOT
    Access logs show each request with its sender, also those without credentials that CloudTrail does not see. CloudTrail data events are the
    other way, so choose one. A bucket that receives such logs is left alone.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_s3_bucket_logging" "this" {
      bucket        = aws_s3_bucket.this.id
      target_bucket = aws_s3_bucket.logs.id
      target_prefix = "this/"
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html"

  pass "logged, and the bucket of the logs is not" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket" "l" {
      bucket = "logs"
    }
    resource "aws_s3_bucket_logging" "b" {
      bucket        = aws_s3_bucket.b.id
      target_bucket = aws_s3_bucket.l.id
      target_prefix = "data/"
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  pass "declared inside" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
      logging {
        target_bucket = "logs"
      }
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "not logged" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    expect = ["aws_s3_bucket.b"]
  }

  fail "another bucket is logged" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_logging" "c" {
      bucket        = "other"
      target_bucket = "logs"
      target_prefix = "other/"
    }
  }
}

rule "aws-s3-object-events-not-logged" {
  title     = "CloudTrail trail records no S3 object reads and writes"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_cloudtrail"]
  aliases = [
    "AWS-0171", "aws-s3-enable-object-write-logging", "AVD-AWS-0171", "AWS-0172", "aws-s3-enable-object-read-logging", "AVD-AWS-0172",
    "a8fc2180-b3ac-4c93-bd0d-a55b974e4b07",
  ]
  tags = ["cwe-778", "cis-aws-3.0-3.8", "cis-aws-3.0-3.9"]
  assert = (
    anytrue([
      for s in resource.event_selector :
      coalesce(s.read_write_type, "All") == "All" && anytrue([for d in s.data_resource : d.type == "AWS::S3::Object"])
    ])
    || anytrue([
      for s in resource.advanced_event_selector :
      anytrue([for f in s.field_selector : f.field == "resources.type" && contains(f.equals, "AWS::S3::Object")])
    ])
  )
  message = "no event selector covers both reads and writes of S3 objects"
  why     = <<-EOT
    Trails record management events only. Who read or changed an object is a data event, recorded (and billed) only where a selector asks for it.
  EOT
  remedy  = <<-EOT
    ```hcl
    event_selector {
      read_write_type           = "All"
      include_management_events = true
      data_resource {
        type   = "AWS::S3::Object"
        values = ["arn:aws:s3"]
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html"

  pass "all object events" {
    resource "aws_cloudtrail" "t" {
      name           = "t"
      s3_bucket_name = "logs"
      event_selector {
        read_write_type = "All"
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
  }

  pass "an advanced selector" {
    resource "aws_cloudtrail" "t" {
      name           = "t"
      s3_bucket_name = "logs"
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
  }

  fail "no selector" {
    resource "aws_cloudtrail" "t" {
      name           = "t"
      s3_bucket_name = "logs"
    }
  }

  fail "writes only" {
    resource "aws_cloudtrail" "t" {
      name           = "t"
      s3_bucket_name = "logs"
      event_selector {
        read_write_type = "WriteOnly"
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
  }

  pass "no `read_write_type`" {
    resource "aws_cloudtrail" "t" {
      name           = "t"
      s3_bucket_name = "logs"
      event_selector {
        data_resource {
          type   = "AWS::S3::Object"
          values = ["arn:aws:s3"]
        }
      }
    }
  }

  fail "more that fail" {
    resource "aws_cloudtrail" "without_data_resource" {
      name           = "t"
      s3_bucket_name = "logs"
      event_selector {
        read_write_type = "All"
      }
    }
    resource "aws_cloudtrail" "no_field" {
      name           = "t"
      s3_bucket_name = "logs"
      advanced_event_selector {
        field_selector {
          field  = "eventCategory"
          equals = ["Data"]
        }
        field_selector {
          equals = ["AWS::S3::Object"]
        }
      }
    }
    resource "aws_cloudtrail" "one_more_no_equals" {
      name           = "t"
      s3_bucket_name = "logs"
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
    resource "aws_cloudtrail" "one_more_no_equals_2" {
      name           = "t"
      s3_bucket_name = "logs"
      advanced_event_selector {
        field_selector {
          field  = "eventCategory"
          equals = ["Data"]
        }
        field_selector {
          field = "resources.type"
        }
      }
    }
    expect = [
      "aws_cloudtrail.without_data_resource @ event_selector",
      "aws_cloudtrail.no_field @ advanced_event_selector",
      "aws_cloudtrail.one_more_no_equals_2 @ advanced_event_selector",
    ]
  }
}

rule "aws-s3-bucket-object-lock-disabled" {
  title     = "S3 bucket has no object lock"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_s3_bucket"]
  aliases   = ["CKV_AWS_143"]
  tags      = ["cwe-693"]
  related "lock" {
    type = "aws_s3_bucket_object_lock_configuration"
    on   = refers(other.bucket, resource)
  }
  assert = (
    coalesce(resource.object_lock_enabled, false)
    || resource.object_lock_configuration[0].object_lock_enabled == "Enabled"
    || length(related.lock) > 0
  )
  at      = resource.object_lock_enabled
  message = "object lock is not enabled for this bucket"
  why     = <<-EOT
    Object lock keeps versions from being deleted or overwritten for a set time, by anyone. It is meant for backups and records, not for every bucket.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_s3_bucket" "backup" {
      bucket              = "backup"
      object_lock_enabled = true
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html"

  pass "enabled" {
    resource "aws_s3_bucket" "b" {
      bucket              = "backup"
      object_lock_enabled = true
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  pass "configured apart" {
    resource "aws_s3_bucket" "b" {
      bucket = "backup"
    }
    resource "aws_s3_bucket_object_lock_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      rule {
        default_retention {
          mode = "COMPLIANCE"
          days = 30
        }
      }
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "not enabled" {
    resource "aws_s3_bucket" "b" {
      bucket = "backup"
    }
    expect = ["aws_s3_bucket.b"]
  }

  fail "switched off" {
    resource "aws_s3_bucket" "b" {
      bucket              = "backup"
      object_lock_enabled = false
    }
    expect = ["aws_s3_bucket.b @ object_lock_enabled"]
  }

  unknown "`object_lock_enabled` is an unset variable" {
    variable "object_lock_enabled" {}
    resource "aws_s3_bucket" "b" {
      bucket              = "backup"
      object_lock_enabled = var.object_lock_enabled
    }
  }
}

rule "aws-s3-bucket-without-replication" {
  title     = "S3 bucket is not replicated"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_s3_bucket"]
  aliases   = ["CKV_AWS_144"]
  related "replication" {
    type = "aws_s3_bucket_replication_configuration"
    on   = refers(other.bucket, resource)
  }
  assert = anytrue([
    for r in flatten(concat([resource.replication_configuration[0].rules], [for c in related.replication : c.rule])) :
    r.status == "Enabled"
  ])
  message = "no enabled replication rule covers this bucket"
  why     = <<-EOT
    S3 keeps data in three zones of one region. A copy in another region or account survives the loss of either, and costs storage and transfer twice.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_s3_bucket_replication_configuration" "this" {
      bucket = aws_s3_bucket.this.id
      role   = aws_iam_role.replication.arn
      rule {
        status = "Enabled"
        destination {
          bucket = aws_s3_bucket.replica.arn
        }
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html"

  pass "replicated" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_replication_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      role   = "arn:aws:iam::111122223333:role/replication"
      rule {
        status = "Enabled"
        destination {
          bucket = "arn:aws:s3:::replica"
        }
      }
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "not replicated" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    expect = ["aws_s3_bucket.b"]
  }

  fail "the rule is disabled" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_replication_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      role   = "arn:aws:iam::111122223333:role/replication"
      rule {
        status = "Disabled"
        destination {
          bucket = "arn:aws:s3:::replica"
        }
      }
    }
  }

  fail "`replication_configuration` is `Enabled`" {
    resource "aws_s3_bucket" "b" {
      bucket                    = "data"
      replication_configuration = "Enabled"
    }
    expect = ["aws_s3_bucket.b @ replication_configuration[0].rules"]
  }

  unknown "`rules` is an unset variable" {
    variable "rules" {}
    resource "aws_s3_bucket" "b" {
      bucket                    = "data"
      replication_configuration = var.rules
    }
  }
}

rule "aws-s3-bucket-without-notification" {
  title     = "S3 bucket sends no event notifications"
  category  = "reliability"
  severity  = "info"
  default   = false
  resources = ["aws_s3_bucket"]
  aliases   = ["CKV2_AWS_62"]
  related "notification" {
    type = "aws_s3_bucket_notification"
    on   = refers(other.bucket, resource)
  }
  assert  = length(related.notification) > 0
  message = "no `aws_s3_bucket_notification` refers to this bucket"
  why     = <<-EOT
    Notifications let other systems react to new, deleted or restored objects. Few buckets need them; the rule is for teams that watch all of theirs.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_s3_bucket_notification" "this" {
      bucket      = aws_s3_bucket.this.id
      eventbridge = true
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html"

  pass "with notifications" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_notification" "b" {
      bucket      = aws_s3_bucket.b.id
      eventbridge = true
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "without" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    expect = ["aws_s3_bucket.b"]
  }

  fail "another bucket's" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_notification" "c" {
      bucket      = "other"
      eventbridge = true
    }
  }
}

rule "aws-s3-bucket-without-lifecycle" {
  title     = "S3 bucket has no lifecycle rules"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["aws_s3_bucket"]
  aliases   = ["CKV2_AWS_61"]
  related "lifecycle" {
    type = "aws_s3_bucket_lifecycle_configuration"
    on   = refers(other.bucket, resource)
  }
  related "tiering" {
    type = "aws_s3_bucket_intelligent_tiering_configuration"
    on   = refers(other.bucket, resource)
  }
  assert  = length(resource.lifecycle_rule) > 0 || length(related.lifecycle) > 0 || length(related.tiering) > 0
  message = "objects in this bucket never expire or move to a cheaper class"
  why     = <<-EOT
    Without lifecycle rules everything stays in the dearest class for ever, parts of failed uploads included.
  EOT
  remedy  = <<-EOT
    ```hcl
    resource "aws_s3_bucket_lifecycle_configuration" "this" {
      bucket = aws_s3_bucket.this.id
      rule {
        id     = "tidy"
        status = "Enabled"
        filter {}
        abort_incomplete_multipart_upload {
          days_after_initiation = 7
        }
        transition {
          days          = 30
          storage_class = "INTELLIGENT_TIERING"
        }
      }
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html"

  pass "with rules" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_lifecycle_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      rule {
        id     = "old"
        status = "Enabled"
        expiration {
          days = 90
        }
      }
    }
    also = ["aws-s3-bucket-versioning-disabled", "aws-s3-lifecycle-keeps-failed-uploads"]
  }

  pass "declared inside" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
      lifecycle_rule {
        enabled = true
        expiration {
          days = 90
        }
      }
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "without" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    expect = ["aws_s3_bucket.b"]
  }

  fail "the rules are another bucket's" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_lifecycle_configuration" "c" {
      bucket = "other"
      rule {
        id     = "old"
        status = "Enabled"
        expiration {
          days = 90
        }
      }
    }
  }
}

rule "aws-s3-lifecycle-keeps-failed-uploads" {
  title     = "S3 lifecycle rules keep the parts of failed uploads"
  category  = "cost"
  severity  = "low"
  resources = ["aws_s3_bucket_lifecycle_configuration"]
  aliases   = ["CKV_AWS_300"]
  assert    = anytrue([for r in resource.rule : r.status == "Enabled" && length(r.abort_incomplete_multipart_upload) > 0])
  at        = resource.rule
  message   = "no enabled rule has `abort_incomplete_multipart_upload`"
  why       = <<-EOT
    Parts of uploads that were never finished are billed like objects and show in no listing. One rule for the whole bucket removes them.
  EOT
  remedy    = <<-EOT
    ```hcl
    rule {
      id     = "abort-failed-uploads"
      status = "Enabled"
      filter {}
      abort_incomplete_multipart_upload {
        days_after_initiation = 7
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpu-abort-incomplete-mpu-lifecycle-config.html"

  pass "one rule does it" {
    resource "aws_s3_bucket_lifecycle_configuration" "b" {
      bucket = "b"
      rule {
        id     = "abort"
        status = "Enabled"
        filter {}
        abort_incomplete_multipart_upload {
          days_after_initiation = 7
        }
      }
      rule {
        id     = "old"
        status = "Enabled"
        filter {
          prefix = "tmp/"
        }
        expiration {
          days = 30
        }
      }
    }
  }

  fail "none does" {
    resource "aws_s3_bucket_lifecycle_configuration" "b" {
      bucket = "b"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        expiration {
          days = 30
        }
      }
    }
  }

  fail "the rule is disabled" {
    resource "aws_s3_bucket_lifecycle_configuration" "b" {
      bucket = "b"
      rule {
        id     = "abort"
        status = "Disabled"
        filter {}
        abort_incomplete_multipart_upload {
          days_after_initiation = 7
        }
      }
    }
  }
}

rule "aws-s3-lifecycle-keeps-old-versions" {
  title     = "S3 bucket keeps every old version for ever"
  category  = "cost"
  severity  = "low"
  resources = ["aws_s3_bucket_lifecycle_configuration"]
  related "versioning" {
    type = "aws_s3_bucket_versioning"
    on   = refers(other.bucket, resource)
  }
  related "bucket" {
    type = "aws_s3_bucket"
    on   = refers(resource.bucket, other)
  }
  related "sibling" {
    type = "aws_s3_bucket_versioning"
    on   = anytrue([for b in related.bucket : refers(other.bucket, b)])
  }
  when = anytrue([for v in concat(related.versioning, related.sibling) : v.versioning_configuration[0].status == "Enabled"])
  assert = anytrue([
    for r in resource.rule :
    r.status == "Enabled" && (length(r.noncurrent_version_expiration) > 0 || length(r.noncurrent_version_transition) > 0)
  ])
  at      = resource.rule
  message = "versioning is on, and no rule expires or moves noncurrent versions"
  why     = <<-EOT
    With versioning an expired or deleted object becomes a noncurrent version and is billed as before. Somebody wrote lifecycle rules for this
    bucket, and without one for noncurrent versions they save nothing.
  EOT
  remedy  = <<-EOT
    ```hcl
    noncurrent_version_expiration {
      noncurrent_days = 90
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html#intro-lifecycle-rules-actions"

  pass "old versions expire" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_versioning" "b" {
      bucket = aws_s3_bucket.b.id
      versioning_configuration {
        status = "Enabled"
      }
    }
    resource "aws_s3_bucket_lifecycle_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        noncurrent_version_expiration {
          noncurrent_days = 90
        }
      }
    }
    also = ["aws-s3-lifecycle-keeps-failed-uploads"]
  }

  pass "no versioning" {
    resource "aws_s3_bucket_lifecycle_configuration" "b" {
      bucket = "data"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        expiration {
          days = 90
        }
      }
    }
    also = ["aws-s3-lifecycle-keeps-failed-uploads"]
  }

  fail "objects expire and stay" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_versioning" "b" {
      bucket = aws_s3_bucket.b.id
      versioning_configuration {
        status = "Enabled"
      }
    }
    resource "aws_s3_bucket_lifecycle_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        expiration {
          days = 90
        }
      }
    }
  }

  pass "more that pass" {
    resource "aws_s3_bucket" "bucket_is_b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_versioning" "bucket_is_b" {
      bucket = aws_s3_bucket.bucket_is_b.id
      versioning_configuration {
        status = "Enabled"
      }
    }
    resource "aws_s3_bucket_lifecycle_configuration" "bucket_is_b" {
      bucket = "b"
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        expiration {
          days = 90
        }
      }
    }
    resource "aws_s3_bucket" "one_more_rule_status_is_disabled" {
      bucket = "data"
    }
    resource "aws_s3_bucket_versioning" "one_more_rule_status_is_disabled" {
      bucket = aws_s3_bucket.one_more_rule_status_is_disabled.id
      versioning_configuration {
        status = "Enabled"
      }
    }
    resource "aws_s3_bucket_lifecycle_configuration" "one_more_rule_status_is_disabled" {
      bucket = aws_s3_bucket.one_more_rule_status_is_disabled.id
      rule {
        id     = "old"
        status = "Enabled"
        filter {}
        noncurrent_version_expiration {
          noncurrent_days = 90
        }
      }
      rule {
        id     = "old"
        status = "Disabled"
        filter {}
        noncurrent_version_expiration {
          noncurrent_days = 90
        }
      }
    }
    also = ["aws-s3-lifecycle-keeps-failed-uploads"]
  }

  unknown "`status` is an unset variable" {
    variable "status" {}
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_versioning" "b" {
      bucket = aws_s3_bucket.b.id
      versioning_configuration {
        status = "Enabled"
      }
    }
    resource "aws_s3_bucket_lifecycle_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      rule {
        id     = "old"
        status = var.status
        filter {}
        noncurrent_version_expiration {
          noncurrent_days = 90
        }
      }
    }
    expect = ["aws_s3_bucket_lifecycle_configuration.b @ rule"]
  }
}

rule "aws-s3-bucket-cors-any-origin-writes" {
  title     = "S3 CORS rule lets scripts of any site write"
  category  = "security"
  severity  = "medium"
  resources = ["aws_s3_bucket", "aws_s3_bucket_cors_configuration"]
  aliases   = ["98a8f708-121b-455b-ae2f-da3fb59d17e1"]
  tags      = ["cwe-942"]
  for_each  = resource.cors_rule
  assert    = !(contains(each.value.allowed_origins, "*") && anytrue([for m in each.value.allowed_methods : contains(["PUT", "POST", "DELETE"], m)]))
  at        = each.value.allowed_origins
  message   = "scripts of every origin may use ${join(", ", [for m in each.value.allowed_methods : "`${m}`"])}"
  why       = <<-EOT
    CORS tells browsers which pages may call the bucket with the visitor's (or a presigned) right. For reading public files `*` is usual;
    for writing, any page that gets hold of a presigned URL or session can upload or delete.
  EOT
  remedy    = <<-EOT
    ```hcl
    allowed_origins = ["https://app.example.com"]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html"

  pass "one origin writes" {
    resource "aws_s3_bucket_cors_configuration" "b" {
      bucket = "b"
      cors_rule {
        allowed_methods = ["PUT"]
        allowed_origins = ["https://app.example.com"]
      }
    }
  }

  pass "every origin reads" {
    resource "aws_s3_bucket_cors_configuration" "b" {
      bucket = "b"
      cors_rule {
        allowed_methods = ["GET", "HEAD"]
        allowed_origins = ["*"]
      }
    }
  }

  fail "every origin writes" {
    resource "aws_s3_bucket_cors_configuration" "b" {
      bucket = "b"
      cors_rule {
        allowed_methods = ["GET"]
        allowed_origins = ["*"]
      }
      cors_rule {
        allowed_methods = ["PUT", "POST"]
        allowed_origins = ["*"]
      }
    }
    expect = ["aws_s3_bucket_cors_configuration.b @ cors_rule[1].allowed_origins"]
  }

  fail "declared inside" {
    resource "aws_s3_bucket" "b" {
      bucket = "b"
      cors_rule {
        allowed_methods = ["GET", "DELETE"]
        allowed_origins = ["*"]
      }
    }
  }

  unknown "`allowed_origins` is an unset variable" {
    variable "allowed_origins" {}
    resource "aws_s3_bucket_cors_configuration" "b" {
      bucket = "b"
      cors_rule {
        allowed_methods = ["GET"]
        allowed_origins = ["*"]
      }
      cors_rule {
        allowed_methods = ["PUT", "POST"]
        allowed_origins = var.allowed_origins
      }
    }
  }

  fail "more that fail" {
    resource "aws_s3_bucket_cors_configuration" "allowed_methods_with_post" {
      bucket = "b"
      cors_rule {
        allowed_methods = ["GET", "HEAD", "POST"]
        allowed_origins = ["*"]
      }
    }
    resource "aws_s3_bucket_cors_configuration" "one_more_one_more_cors_rule_allowed" {
      bucket = "b"
      cors_rule {
        allowed_methods = ["PUT"]
        allowed_origins = ["https://app.example.com"]
      }
    }
    resource "aws_s3_bucket_cors_configuration" "one_more_one_more_cors_rule_allowed_2" {
      bucket = "b"
      cors_rule {
        allowed_methods = ["PUT"]
        allowed_origins = ["https://app.example.com"]
      }
      cors_rule {
        allowed_methods = ["PUT"]
        allowed_origins = ["https://app.example.com", "*"]
      }
    }
    expect = [
      "aws_s3_bucket_cors_configuration.allowed_methods_with_post @ cors_rule[0].allowed_origins",
      "aws_s3_bucket_cors_configuration.one_more_one_more_cors_rule_allowed_2 @ cors_rule[1].allowed_origins",
    ]
  }
}

rule "aws-s3-bucket-acls-enabled" {
  title     = "S3 bucket still works with ACLs"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_s3_bucket_ownership_controls"]
  aliases   = ["CKV2_AWS_65"]
  tags      = ["cwe-732"]
  for_each  = resource.rule
  assert    = each.value.object_ownership == "BucketOwnerEnforced"
  at        = each.value.object_ownership
  message   = "`${each.value.object_ownership}` keeps ACLs in use; new buckets have them off"
  why       = <<-EOT
    ACLs are a second way of giving access, object by object, that no bucket policy shows. `BucketOwnerEnforced`, the default of new buckets, switches them
    off. Deliveries that write with an ACL (standard CloudFront logs of the first version) still need `BucketOwnerPreferred`.
  EOT
  remedy    = <<-EOT
    ```hcl
    rule {
      object_ownership = "BucketOwnerEnforced"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"

  fix {
    set = {
      object_ownership = "BucketOwnerEnforced"
    }
    safe = false
  }

  pass "ACLs are off" {
    resource "aws_s3_bucket_ownership_controls" "b" {
      bucket = "b"
      rule {
        object_ownership = "BucketOwnerEnforced"
      }
    }
  }

  fail "the owner is preferred" {
    resource "aws_s3_bucket_ownership_controls" "b" {
      bucket = "b"
      rule {
        object_ownership = "BucketOwnerPreferred"
      }
    }
    expect = ["aws_s3_bucket_ownership_controls.b @ rule[0].object_ownership"]
  }

  fail "the writer owns" {
    resource "aws_s3_bucket_ownership_controls" "b" {
      bucket = "b"
      rule {
        object_ownership = "ObjectWriter"
      }
    }
  }

  unknown "`object_ownership` is an unset variable" {
    variable "object_ownership" {}
    resource "aws_s3_bucket_ownership_controls" "b" {
      bucket = "b"
      rule {
        object_ownership = var.object_ownership
      }
    }
  }
}

rule "aws-s3-bucket-website-enabled" {
  title     = "S3 bucket serves a website over plain HTTP"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_s3_bucket", "aws_s3_bucket_website_configuration"]
  aliases   = ["42bb6b7f-6d54-4428-b707-666f669d94fb"]
  tags      = ["cwe-319"]
  assert = (
    meta.type == "aws_s3_bucket_website_configuration" ? length(resource.redirect_all_requests_to) > 0 : length(resource.website) == 0
    || resource.website[0].redirect_all_requests_to != null
  )
  message = "website hosting is on; its address answers without TLS"
  why     = <<-EOT
    The website endpoint of S3 speaks HTTP only and needs objects that everyone may read. Behind CloudFront the bucket stays closed and the site has TLS.
    A bucket that only redirects is left alone.
  EOT
  remedy  = <<-EOT
    Serve the bucket through `aws_cloudfront_distribution` with an `aws_cloudfront_origin_access_control`, and remove the website configuration.
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html"

  pass "no website" {
    resource "aws_s3_bucket" "b" {
      bucket = "site"
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  pass "a redirect" {
    resource "aws_s3_bucket_website_configuration" "b" {
      bucket = "www"
      redirect_all_requests_to {
        host_name = "example.com"
        protocol  = "https"
      }
    }
  }

  fail "a website" {
    resource "aws_s3_bucket_website_configuration" "b" {
      bucket = "site"
      index_document {
        suffix = "index.html"
      }
    }
  }

  fail "a website, declared inside" {
    resource "aws_s3_bucket" "b" {
      bucket = "site"
      website {
        index_document = "index.html"
      }
    }
  }
}

rule "aws-s3-bucket-invalid-name" {
  title     = "S3 bucket name breaks the naming rules"
  category  = "naming"
  severity  = "high"
  resources = ["aws_s3_bucket"]
  aliases   = ["aws_s3_bucket_name"]
  when      = resource.bucket != null && is_known(resource.bucket) && resource.bucket != "" && !startswith(resource.bucket, "-")
  assert = (
    length(resource.bucket) >= 3
    && length(resource.bucket) <= 63
    && can(regex("^[a-z0-9][a-z0-9.-]*[a-z0-9]$", resource.bucket))
    && !can(regex("[.][.]|^xn--|^sthree-|^amzn-s3-demo-|-s3alias$|--ol-s3$|[.]mrap$|--x-s3$|--table-s3$|^[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+$", resource.bucket))
  )
  at      = resource.bucket
  message = "`${resource.bucket}` is not a valid bucket name"
  why     = <<-EOT
    S3 takes names of 3 to 63 characters: lower-case letters, digits, dots and hyphens, with a letter or digit at both ends, no two dots in a row, not an
    address, and none of the reserved beginnings and endings. Anything else is refused when the change is applied.
  EOT
  remedy  = <<-EOT
    ```hcl
    bucket = "my-company-logs"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"

  pass "a plain name" {
    resource "aws_s3_bucket" "b" {
      bucket = "my-company-logs"
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  pass "a generated name" {
    resource "aws_s3_bucket" "b" {
      bucket_prefix = "my-company-"
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "an underscore" {
    resource "aws_s3_bucket" "b" {
      bucket = "my_company_logs"
    }
    expect = ["aws_s3_bucket.b @ bucket"]
  }

  fail "capitals" {
    resource "aws_s3_bucket" "b" {
      bucket = "MyLogs"
    }
  }

  fail "an address" {
    resource "aws_s3_bucket" "b" {
      bucket = "192.168.5.4"
    }
    also = ["aws-s3-bucket-name-with-dots"]
  }

  pass "more that pass" {
    variable "bucket" {}
    resource "aws_s3_bucket" "bucket_is_aaa" {
      bucket = "aaa"
    }
    resource "aws_s3_bucket" "bucket_is_an_unset_variable" {
      bucket = var.bucket
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "more that fail" {
    resource "aws_s3_bucket" "bucket_is_another" {
      bucket = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    }
    resource "aws_s3_bucket" "bucket_is_aa" {
      bucket = "aa"
    }
    resource "aws_s3_bucket" "one_more_bucket_is_another" {
      bucket = "my_company_logs"
    }
    resource "aws_s3_bucket" "one_more_bucket_is_another_2" {
      bucket = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    }
    expect = [
      "aws_s3_bucket.bucket_is_another @ bucket",
      "aws_s3_bucket.bucket_is_aa @ bucket",
      "aws_s3_bucket.one_more_bucket_is_another @ bucket",
    ]
  }
}

rule "aws-s3-bucket-name-with-dots" {
  title     = "S3 bucket name contains dots"
  category  = "naming"
  severity  = "low"
  resources = ["aws_s3_bucket"]
  aliases   = ["AWS-0320", "aws-s3-dns-compliant-name", "AVD-AWS-0320"]
  related "website" {
    type = "aws_s3_bucket_website_configuration"
    on   = refers(other.bucket, resource)
  }
  when    = resource.bucket != null && is_known(resource.bucket) && length(resource.website) == 0 && length(related.website) == 0
  assert  = !strcontains(resource.bucket, ".")
  at      = resource.bucket
  message = "the dots in `${resource.bucket}` break TLS to the bucket's own host name"
  why     = <<-EOT
    The certificate of S3 covers one label: `a.b.s3.amazonaws.com` does not match it, so virtual-hosted addresses fail or get used without checking.
    Transfer acceleration refuses such names as well. Buckets for websites need their domain as name and are left alone.
  EOT
  remedy  = <<-EOT
    Use hyphens. A bucket cannot be renamed: make a new one and copy.
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"

  pass "hyphens" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs-example-com"
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  pass "a website" {
    resource "aws_s3_bucket" "b" {
      bucket = "www.example.com"
    }
    resource "aws_s3_bucket_website_configuration" "b" {
      bucket = aws_s3_bucket.b.id
      index_document {
        suffix = "index.html"
      }
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "dots" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs.example.com"
    }
    expect = ["aws_s3_bucket.b @ bucket"]
  }

  fail "one dot" {
    resource "aws_s3_bucket" "b" {
      bucket = "logs.v2"
    }
  }

  pass "more that pass" {
    variable "bucket" {}
    resource "aws_s3_bucket" "bucket_is_an_unset_variable" {
      bucket = var.bucket
    }
    resource "aws_s3_bucket" "one_more_with_website" {
      bucket = "www.example.com"
    }
    resource "aws_s3_bucket" "one_more_with_website_2" {
      bucket = "www.example.com"
      website {
        index_document = "index.html"
      }
    }
    resource "aws_s3_bucket_website_configuration" "one_more_with_website" {
      bucket = aws_s3_bucket.one_more_with_website.id
      index_document {
        suffix = "index.html"
      }
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }
}

rule "aws-s3-bucket-invalid-acl" {
  title     = "S3 bucket ACL is not one that S3 knows"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_s3_bucket", "aws_s3_bucket_acl"]
  aliases   = ["aws_s3_bucket_invalid_acl"]
  params = {
    valid = ["private", "public-read", "public-read-write", "aws-exec-read", "authenticated-read", "bucket-owner-read", "bucket-owner-full-control", "log-delivery-write"]
  }
  when    = resource.acl != null
  assert  = contains(param.valid, resource.acl)
  at      = resource.acl
  message = "`${resource.acl}` is no canned ACL"
  why     = <<-EOT
    The provider refuses the value, or S3 does when the change is applied.
  EOT
  remedy  = <<-EOT
    Use `private`, `log-delivery-write` or another of the list in the documentation, or no ACL at all.
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl"

  pass "private" {
    resource "aws_s3_bucket_acl" "b" {
      bucket = "b"
      acl    = "private"
    }
  }

  pass "log delivery" {
    resource "aws_s3_bucket" "b" {
      acl = "log-delivery-write"
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "a typing error" {
    resource "aws_s3_bucket" "b" {
      acl = "public_read"
    }
    expect = ["aws_s3_bucket.b @ acl"]
  }

  fail "another service's word" {
    resource "aws_s3_bucket_acl" "b" {
      bucket = "b"
      acl    = "internal"
    }
  }

  unknown "`acl` is an unset variable" {
    variable "acl" {}
    resource "aws_s3_bucket" "b" {
      acl = var.acl
    }
  }

  pass "no `acl`" {
    resource "aws_s3_bucket" "b" {}
    also = ["aws-s3-bucket-versioning-disabled"]
  }
}

rule "aws-s3-bucket-acl-blocked" {
  title     = "S3 bucket ACL is public although public ACLs are blocked"
  category  = "correctness"
  severity  = "medium"
  resources = ["aws_s3_bucket", "aws_s3_bucket_acl"]
  aliases   = ["bf878b1a-7418-4de3-b13c-3a86cf894920"]
  tags      = ["cwe-284"]
  related "bucket" {
    type = "aws_s3_bucket"
    on   = refers(resource.bucket, other)
  }
  related "block" {
    type = "aws_s3_bucket_public_access_block"
    on   = refers(other.bucket, resource) || anytrue([for b in related.bucket : refers(other.bucket, b)])
  }
  when    = contains(["public-read", "public-read-write", "authenticated-read"], resource.acl)
  assert  = !anytrue([for b in related.block : b.block_public_acls || b.ignore_public_acls])
  at      = resource.acl
  message = "`${resource.acl}` has no effect here, or is refused: the public access block of this bucket forbids it"
  why     = <<-EOT
    With `block_public_acls` S3 refuses the ACL and the apply fails; with `ignore_public_acls` it is stored and does nothing, until somebody lifts the block.
    One of the two settings is not meant.
  EOT
  remedy  = <<-EOT
    ```hcl
    acl = "private"
    ```
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"

  pass "nothing is blocked" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
      acl    = "public-read"
    }
    also = ["aws-s3-bucket-public-acl", "aws-s3-bucket-versioning-disabled"]
  }

  pass "a private ACL" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
      acl    = "private"
    }
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket            = aws_s3_bucket.b.id
      block_public_acls = true
    }
    also = [
      "aws-s3-bucket-versioning-disabled",
      "aws-s3-public-access-block-acls-honoured",
      "aws-s3-public-access-block-bucket-unrestricted",
      "aws-s3-public-access-block-policy-allowed",
    ]
  }

  fail "blocked" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_acl" "b" {
      bucket = aws_s3_bucket.b.id
      acl    = "public-read"
    }
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket            = aws_s3_bucket.b.id
      block_public_acls = true
    }
    expect = ["aws_s3_bucket_acl.b @ acl"]
  }

  fail "ignored" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
      acl    = "public-read"
    }
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket             = aws_s3_bucket.b.id
      ignore_public_acls = true
    }
    expect = ["aws_s3_bucket.b @ acl"]
  }

  unknown "`acl` is an unset variable" {
    variable "acl" {}
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    resource "aws_s3_bucket_acl" "b" {
      bucket = aws_s3_bucket.b.id
      acl    = var.acl
    }
    resource "aws_s3_bucket_public_access_block" "b" {
      bucket            = aws_s3_bucket.b.id
      block_public_acls = true
    }
  }

  fail "more that fail" {
    resource "aws_s3_bucket" "acl_is_public_read_write" {
      bucket = "data"
      acl    = "public-read-write"
    }
    resource "aws_s3_bucket_public_access_block" "acl_is_public_read_write" {
      bucket            = aws_s3_bucket.acl_is_public_read_write.id
      block_public_acls = true
    }
    resource "aws_s3_bucket" "acl_is_authenticated_read" {
      bucket = "data"
      acl    = "authenticated-read"
    }
    resource "aws_s3_bucket_public_access_block" "acl_is_authenticated_read" {
      bucket            = aws_s3_bucket.acl_is_authenticated_read.id
      block_public_acls = true
    }
    expect = ["aws_s3_bucket.acl_is_public_read_write @ acl", "aws_s3_bucket.acl_is_authenticated_read @ acl"]
  }
}

rule "aws-s3-object-public-acl" {
  title     = "S3 object ACL lets anyone read or write"
  category  = "security"
  severity  = "high"
  resources = ["aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"]
  tags      = ["cwe-732"]
  params = {
    forbidden = ["public-read", "public-read-write", "authenticated-read"]
  }
  when    = resource.acl != null
  assert  = !contains(param.forbidden, resource.acl)
  at      = resource.acl
  message = "`${resource.acl}` opens this object to people outside the account"
  why     = <<-EOT
    Object ACLs are easily overlooked: the bucket looks private while single objects are not.
  EOT
  remedy  = <<-EOT
    Remove the ACL, and give access through the bucket policy.
  EOT
  link    = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html"

  fix {
    remove = ["acl"]
    safe   = false
  }

  pass "no ACL" {
    resource "aws_s3_object" "o" {
      bucket  = "b"
      key     = "k"
      content = "x"
    }
  }

  pass "the bucket's owner" {
    resource "aws_s3_object" "o" {
      bucket  = "b"
      key     = "k"
      content = "x"
      acl     = "bucket-owner-full-control"
    }
  }

  fail "everyone reads" {
    resource "aws_s3_object" "o" {
      bucket  = "b"
      key     = "k"
      content = "x"
      acl     = "public-read"
    }
    expect = ["aws_s3_object.o @ acl"]
  }

  fail "every AWS account reads the copy" {
    resource "aws_s3_object_copy" "o" {
      bucket = "b"
      key    = "k"
      source = "a/k"
      acl    = "authenticated-read"
    }
  }

  unknown "`acl` is an unset variable" {
    variable "acl" {}
    resource "aws_s3_object" "o" {
      bucket  = "b"
      key     = "k"
      content = "x"
      acl     = var.acl
    }
  }
}

rule "aws-s3-object-without-customer-key" {
  title     = "S3 object is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy"]
  aliases   = ["CKV_AWS_186", "CKV_AWS_181", "5fb49a69-8d46-4495-a2f8-9c8c622b2b6e"]
  tags      = ["cwe-326"]
  assert    = resource.kms_key_id != null
  at        = resource.kms_key_id
  message   = "`kms_key_id` is not set"
  why       = <<-EOT
    The object takes the bucket's encryption, which is right for most. Name a key where single objects need one of their own.
  EOT
  remedy    = <<-EOT
    ```hcl
    kms_key_id = aws_kms_key.data.arn
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html"

  pass "with a key" {
    resource "aws_s3_object" "o" {
      bucket     = "b"
      key        = "k"
      content    = "x"
      kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "without" {
    resource "aws_s3_object" "o" {
      bucket  = "b"
      key     = "k"
      content = "x"
    }
    expect = ["aws_s3_object.o"]
  }

  fail "a copy without" {
    resource "aws_s3_object_copy" "o" {
      bucket = "b"
      key    = "k"
      source = "a/k"
    }
  }
}

rule "aws-s3-bucket-force-destroy" {
  title     = "S3 bucket may be destroyed with everything in it"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["aws_s3_bucket"]
  tags      = ["cwe-693"]
  assert    = !coalesce(resource.force_destroy, false)
  at        = resource.force_destroy
  message   = "`force_destroy` is true: destroying or renaming the bucket deletes all objects without asking"
  why       = <<-EOT
    Terraform deletes a bucket only when it is empty, except with this argument. It is handy in tests and dangerous where data lives:
    a changed name replaces the bucket.
  EOT
  remedy    = <<-EOT
    Remove the argument, and empty the bucket by hand where it has to go.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket#force_destroy"

  fix {
    remove = ["force_destroy"]
  }

  pass "not set" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  pass "false" {
    resource "aws_s3_bucket" "b" {
      bucket        = "data"
      force_destroy = false
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "true" {
    resource "aws_s3_bucket" "b" {
      bucket        = "data"
      force_destroy = true
    }
    expect = ["aws_s3_bucket.b @ force_destroy"]
  }

  fail "true, as text" {
    resource "aws_s3_bucket" "b" {
      bucket        = "data"
      force_destroy = "true"
    }
  }

  unknown "decided by the caller" {
    variable "force" {
      type = bool
    }
    resource "aws_s3_bucket" "b" {
      bucket        = "data"
      force_destroy = var.force
    }
  }
}

rule "aws-s3-bucket-deprecated-argument" {
  title     = "S3 bucket uses arguments that moved to resources of their own"
  category  = "correctness"
  severity  = "info"
  default   = false
  resources = ["aws_s3_bucket"]
  assert = (
    resource.acl == null
    && resource.policy == null
    && resource.acceleration_status == null
    && resource.request_payer == null
    && length(concat(resource.grant, resource.cors_rule, resource.website, resource.versioning, resource.logging, resource.lifecycle_rule, resource.replication_configuration, resource.server_side_encryption_configuration, resource.object_lock_configuration)) == 0
  )
  message = "this bucket is configured inside `aws_s3_bucket`, which the provider has deprecated since version 4"
  why     = <<-EOT
    Since version 4.0 of the provider each part has its own resource, and both forms at once overwrite each other at each apply.
  EOT
  remedy  = <<-EOT
    Move the part into its resource (`aws_s3_bucket_versioning`, `aws_s3_bucket_logging`, ..) and import it; the settings in AWS stay the same.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-4-upgrade#s3-bucket-refactor"

  pass "the bucket only" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
      tags = {
        owner = "data"
      }
    }
    also = ["aws-s3-bucket-versioning-disabled"]
  }

  fail "versioning inside" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
      versioning {
        enabled = true
      }
    }
  }

  fail "an ACL inside" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
      acl    = "private"
    }
  }

  unknown "`acl` is an unset variable" {
    variable "acl" {}
    resource "aws_s3_bucket" "b" {
      bucket = "data"
      acl    = var.acl
    }
  }

  fail "`policy` is another" {
    resource "aws_s3_bucket" "b" {
      bucket = "data"
      tags   = { owner = "data" }
      policy = jsonencode({
        Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "arn:aws:s3:::b/*" }]
      })
    }
    expect = ["aws_s3_bucket.b @ policy"]
    also   = ["aws-s3-bucket-policy-public-write"]
  }
}
