# Comments and exceptions that silence findings, held against what they silence (`policy::suppress`).

rule "suppression-unused" {
  title     = "Suppression silences nothing"
  category  = "correctness"
  severity  = "low"
  resources = ["terraform"]
  native    = "suppression-unused"
  why       = <<-EOT
    The comment or exception names a rule that reports nothing here any more: the defect was repaired, or the comment stands in the wrong place. Left alone, it would silence the next defect of that kind without anybody having decided so.

    Only rules that ran are judged: with `--select` the comments for all other rules are left in peace. Comments in the words of other tools are never reported, they may serve those tools still.
  EOT
  remedy    = <<-EOT
    Remove the comment or the `exception` block, or move the comment to the attribute or directly above the block that it is about.
  EOT

  pass "the comment silences a finding" {
    resource "aws_s3_bucket_acl" "site" { # tollgate:ignore aws-s3-bucket-public-acl -- a public website
      bucket = "site"
      acl    = "public-read"
    }
  }

  fail "the defect is gone and the comment is not" {
    resource "aws_s3_bucket_acl" "site" { # tollgate:ignore aws-s3-bucket-public-acl -- a public website
      bucket = "site"
      acl    = "private"
    }
    expect = ["aws_s3_bucket_acl.site @ aws-s3-bucket-public-acl"]
  }
}

rule "suppression-expired" {
  title     = "Suppression has expired"
  category  = "correctness"
  severity  = "medium"
  resources = ["terraform"]
  native    = "suppression-expired"
  why       = <<-EOT
    Whoever wrote the comment or exception agreed to the finding until a date. That day has passed: the finding counts again, and this one tells why.
  EOT
  remedy    = <<-EOT
    Repair the defect and remove the suppression, or agree anew and give it another date.
  EOT

  pass "the day has not come yet" {
    resource "aws_s3_bucket_acl" "site" { # tollgate:ignore aws-s3-bucket-public-acl until 2999-12-31 -- until the move
      bucket = "site"
      acl    = "public-read"
    }
  }

  fail "the day has passed" {
    resource "aws_s3_bucket_acl" "site" { # tollgate:ignore aws-s3-bucket-public-acl until 2020-01-31 -- until the move
      bucket = "site"
      acl    = "public-read"
    }
    expect = ["aws_s3_bucket_acl.site"]
  }
}

rule "suppression-without-reason" {
  title     = "Suppression gives no reason"
  category  = "correctness"
  severity  = "low"
  resources = ["terraform"]
  native    = "suppression-without-reason"
  why       = <<-EOT
    The comment silences a rule and does not say why. The next reader can only guess whether the defect was judged or merely in the way.

    A configuration that needs no reasons says `suppression { require_reason = false }`.
  EOT
  remedy    = <<-EOT
    Write the reason behind two dashes.

        # tollgate:ignore aws-s3-bucket-public-acl -- a public website
  EOT

  pass "a reason is given" {
    resource "aws_s3_bucket_acl" "site" { # tollgate:ignore aws-s3-bucket-public-acl -- a public website
      bucket = "site"
      acl    = "public-read"
    }
  }

  fail "no reason is given" {
    resource "aws_s3_bucket_acl" "site" { # tollgate:ignore aws-s3-bucket-public-acl
      bucket = "site"
      acl    = "public-read"
    }
    expect = ["aws_s3_bucket_acl.site"]
  }
}

rule "suppression-invalid" {
  title     = "Suppression cannot have an effect"
  category  = "correctness"
  severity  = "medium"
  resources = ["terraform"]
  native    = "suppression-invalid"
  why       = <<-EOT
    A comment begins with `tollgate:` and is not understood, names a rule that does not exist, or one that is locked. Its author believes that a finding is silenced; it is not.
  EOT
  remedy    = <<-EOT
    Write the comment as one line: the rule, perhaps a last day, and the reason.

        # tollgate:ignore aws-s3-bucket-public-acl until 2027-01-31 -- moves to a new site in January
  EOT

  pass "the comment is understood" {
    resource "aws_s3_bucket_acl" "site" { # tollgate:ignore aws-s3-bucket-public-acl -- a public website
      bucket = "site"
      acl    = "public-read"
    }
  }

  fail "a misspelt rule" {
    resource "aws_s3_bucket_acl" "site" { # tollgate:ignore aws-s3-bucket-public-acls -- a public website
      bucket = "site"
      acl    = "public-read"
    }
    expect = ["aws_s3_bucket_acl.site @ aws-s3-bucket-public-acls"]
  }

  fail "a date that is none" {
    resource "aws_s3_bucket_acl" "site" { # tollgate:ignore aws-s3-bucket-public-acl until spring -- a public website
      bucket = "site"
      acl    = "public-read"
    }
    expect = ["aws_s3_bucket_acl.site"]
  }
}
