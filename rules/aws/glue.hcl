rule "aws-glue-catalog-unencrypted" {
  title     = "Glue data catalog is not encrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_glue_data_catalog_encryption_settings"]
  aliases   = ["CKV_AWS_94", "01d50b14-e933-4c99-b314-6d08cd37ad35"]
  tags      = ["cwe-311"]
  for_each  = resource.data_catalog_encryption_settings
  assert = (
    contains(["SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"], each.value.encryption_at_rest[0].catalog_encryption_mode)
    && coalesce(each.value.connection_password_encryption[0].return_connection_password_encrypted, false)
  )
  at      = each.value
  message = "the catalog is not encrypted, or connection passwords are returned in plain text"
  why     = <<-EOT
    The catalog holds table definitions, column statistics and connections with their passwords. `return_connection_password_encrypted` makes Glue hand the passwords out encrypted.
  EOT
  remedy  = <<-EOT
    ```hcl
    connection_password_encryption {
      return_connection_password_encrypted = true
      aws_kms_key_id                       = aws_kms_key.glue.arn
    }
    encryption_at_rest {
      catalog_encryption_mode = "SSE-KMS"
      sse_aws_kms_key_id      = aws_kms_key.glue.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html"

  pass "both" {
     resource "aws_glue_data_catalog_encryption_settings" "this" {
       data_catalog_encryption_settings {
         connection_password_encryption {
           return_connection_password_encrypted = true
           aws_kms_key_id                       = "key-1"
         }
         encryption_at_rest {
           catalog_encryption_mode = "SSE-KMS"
           sse_aws_kms_key_id      = "key-1"
         }
       }
     }
  }

  pass "through a service role" {
     resource "aws_glue_data_catalog_encryption_settings" "this" {
       data_catalog_encryption_settings {
         connection_password_encryption {
           return_connection_password_encrypted = true
         }
         encryption_at_rest {
           catalog_encryption_mode         = "SSE-KMS-WITH-SERVICE-ROLE"
           catalog_encryption_service_role = "arn:aws:iam::111122223333:role/glue"
         }
       }
     }
  }

  fail "the catalog is not" {
     resource "aws_glue_data_catalog_encryption_settings" "this" {
       data_catalog_encryption_settings {
         connection_password_encryption {
           return_connection_password_encrypted = true
         }
         encryption_at_rest {
           catalog_encryption_mode = "DISABLED"
         }
       }
     }
  }

  fail "passwords are not" {
     resource "aws_glue_data_catalog_encryption_settings" "this" {
       data_catalog_encryption_settings {
         connection_password_encryption {
           return_connection_password_encrypted = false
         }
         encryption_at_rest {
           catalog_encryption_mode = "SSE-KMS"
         }
       }
     }
  }

  fail "without `connection_password_encryption`" {
    resource "aws_glue_data_catalog_encryption_settings" "this" {
      data_catalog_encryption_settings {
        encryption_at_rest {
          catalog_encryption_mode = "SSE-KMS"
          sse_aws_kms_key_id      = "key-1"
        }
      }
    }
    expect = ["aws_glue_data_catalog_encryption_settings.this @ data_catalog_encryption_settings[0]"]
  }
}

rule "aws-glue-security-configuration-incomplete" {
  title     = "Glue security configuration leaves a part unencrypted"
  category  = "security"
  severity  = "medium"
  resources = ["aws_glue_security_configuration"]
  aliases   = ["CKV_AWS_99", "ad5b4e97-2850-4adf-be17-1d293e0b85ee"]
  tags      = ["cwe-311"]
  for_each  = resource.encryption_configuration
  assert = (
    each.value.cloudwatch_encryption[0].cloudwatch_encryption_mode == "SSE-KMS"
    && each.value.job_bookmarks_encryption[0].job_bookmarks_encryption_mode == "CSE-KMS"
    && contains(["SSE-KMS", "SSE-S3"], each.value.s3_encryption[0].s3_encryption_mode)
  )
  at      = each.value
  message = "logs, job bookmarks or results are not encrypted"
  why     = <<-EOT
    A security configuration is written to have all three encrypted; each mode defaults to `DISABLED`.
  EOT
  remedy  = <<-EOT
    ```hcl
    cloudwatch_encryption {
      cloudwatch_encryption_mode = "SSE-KMS"
      kms_key_arn                = aws_kms_key.glue.arn
    }
    job_bookmarks_encryption {
      job_bookmarks_encryption_mode = "CSE-KMS"
      kms_key_arn                   = aws_kms_key.glue.arn
    }
    s3_encryption {
      s3_encryption_mode = "SSE-KMS"
      kms_key_arn        = aws_kms_key.glue.arn
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html"

  pass "all three" {
    resource "aws_glue_security_configuration" "this" {
      name = "c"
      encryption_configuration {
        cloudwatch_encryption {
          cloudwatch_encryption_mode = "SSE-KMS"
          kms_key_arn                = "key-1"
        }
        job_bookmarks_encryption {
          job_bookmarks_encryption_mode = "CSE-KMS"
          kms_key_arn                   = "key-1"
        }
        s3_encryption {
          s3_encryption_mode = "SSE-KMS"
          kms_key_arn        = "key-1"
        }
      }
    }
  }

  fail "logs are not" {
    resource "aws_glue_security_configuration" "this" {
      name = "c"
      encryption_configuration {
        cloudwatch_encryption {
          cloudwatch_encryption_mode = "DISABLED"
        }
        job_bookmarks_encryption {
          job_bookmarks_encryption_mode = "CSE-KMS"
          kms_key_arn                   = "key-1"
        }
        s3_encryption {
          s3_encryption_mode = "SSE-KMS"
          kms_key_arn        = "key-1"
        }
      }
    }
  }

  fail "results only" {
    resource "aws_glue_security_configuration" "this" {
      name = "c"
      encryption_configuration {
        cloudwatch_encryption {}
        job_bookmarks_encryption {}
        s3_encryption {
          s3_encryption_mode = "SSE-S3"
        }
      }
    }
  }

  pass "one more, one more `encryption_configuration`, `s3_encryption_mode` is `SSE-S3`" {
    resource "aws_glue_security_configuration" "this" {
      name = "c"
      encryption_configuration {
        cloudwatch_encryption {
          cloudwatch_encryption_mode = "SSE-KMS"
          kms_key_arn                = "key-1"
        }
        job_bookmarks_encryption {
          job_bookmarks_encryption_mode = "CSE-KMS"
          kms_key_arn                   = "key-1"
        }
        s3_encryption {
          s3_encryption_mode = "SSE-KMS"
          kms_key_arn        = "key-1"
        }
      }
    }
    resource "aws_glue_security_configuration" "this_too" {
      name = "c"
      encryption_configuration {
        cloudwatch_encryption {
          cloudwatch_encryption_mode = "SSE-KMS"
          kms_key_arn                = "key-1"
        }
        job_bookmarks_encryption {
          job_bookmarks_encryption_mode = "CSE-KMS"
          kms_key_arn                   = "key-1"
        }
        s3_encryption {
          s3_encryption_mode = "SSE-KMS"
          kms_key_arn        = "key-1"
        }
      }
      encryption_configuration {
        cloudwatch_encryption {
          cloudwatch_encryption_mode = "SSE-KMS"
          kms_key_arn                = "key-1"
        }
        job_bookmarks_encryption {
          job_bookmarks_encryption_mode = "CSE-KMS"
          kms_key_arn                   = "key-1"
        }
        s3_encryption {
          s3_encryption_mode = "SSE-S3"
          kms_key_arn        = "key-1"
        }
      }
    }
  }

  fail "more that fail" {
    resource "aws_glue_security_configuration" "without_job_bookmarks_encryption" {
      name = "c"
      encryption_configuration {
        cloudwatch_encryption {
          cloudwatch_encryption_mode = "SSE-KMS"
          kms_key_arn                = "key-1"
        }
        s3_encryption {
          s3_encryption_mode = "SSE-KMS"
          kms_key_arn        = "key-1"
        }
      }
    }
    resource "aws_glue_security_configuration" "one_more_one_more_encryption" {
      name = "c"
      encryption_configuration {
        cloudwatch_encryption {
          cloudwatch_encryption_mode = "SSE-KMS"
          kms_key_arn                = "key-1"
        }
        job_bookmarks_encryption {
          job_bookmarks_encryption_mode = "CSE-KMS"
          kms_key_arn                   = "key-1"
        }
        s3_encryption {
          s3_encryption_mode = "SSE-KMS"
          kms_key_arn        = "key-1"
        }
      }
    }
    resource "aws_glue_security_configuration" "one_more_one_more_encryption_2" {
      name = "c"
      encryption_configuration {
        cloudwatch_encryption {
          cloudwatch_encryption_mode = "SSE-KMS"
          kms_key_arn                = "key-1"
        }
        job_bookmarks_encryption {
          job_bookmarks_encryption_mode = "CSE-KMS"
          kms_key_arn                   = "key-1"
        }
        s3_encryption {
          s3_encryption_mode = "SSE-KMS"
          kms_key_arn        = "key-1"
        }
      }
      encryption_configuration {
        cloudwatch_encryption {
          cloudwatch_encryption_mode = "SSE-KMS"
          kms_key_arn                = "key-1"
        }
        job_bookmarks_encryption {
          job_bookmarks_encryption_mode = "CSE-KMS"
          kms_key_arn                   = "key-1"
        }
      }
    }
    expect = [
      "aws_glue_security_configuration.without_job_bookmarks_encryption @ encryption_configuration[0]",
      "aws_glue_security_configuration.one_more_one_more_encryption_2 @ encryption_configuration[1]",
    ]
  }
}

rule "aws-glue-without-security-configuration" {
  title     = "Glue job, crawler or endpoint has no security configuration"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_glue_job", "aws_glue_crawler", "aws_glue_dev_endpoint"]
  aliases   = ["CKV_AWS_195"]
  tags      = ["cwe-311"]
  assert    = resource.security_configuration != null
  at        = resource.security_configuration
  message   = "`security_configuration` is not set"
  why       = <<-EOT
    Logs and bookmarks are then not encrypted with KMS. Results in S3 take the bucket's encryption either way.
  EOT
  remedy    = <<-EOT
    ```hcl
    security_configuration = aws_glue_security_configuration.all.name
    ```
  EOT
  link      = "https://docs.aws.amazon.com/glue/latest/dg/set-up-encryption.html"

  pass "set" {
    resource "aws_glue_job" "this" {
      name     = "load"
      role_arn = "arn:aws:iam::111122223333:role/glue"
      command {
        script_location = "s3://scripts/load.py"
      }
      security_configuration = "all"
    }
  }

  fail "a job" {
    resource "aws_glue_job" "this" {
      name     = "load"
      role_arn = "arn:aws:iam::111122223333:role/glue"
      command {
        script_location = "s3://scripts/load.py"
      }
    }
  }

  fail "a crawler" {
    resource "aws_glue_crawler" "this" {
      name          = "lake"
      role          = "glue"
      database_name = "lake"
    }
  }

  fail "an endpoint" {
    resource "aws_glue_dev_endpoint" "this" {
      name     = "dev"
      role_arn = "arn:aws:iam::111122223333:role/glue"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_glue_job" "this" {
      name     = "load"
      role_arn = "arn:aws:iam::111122223333:role/glue"
      command {
        script_location = "s3://scripts/load.py"
      }
      security_configuration = var.value
    }
  }
}

rule "aws-glue-catalog-public" {
  title     = "Glue data catalog is open to everyone"
  category  = "security"
  severity  = "critical"
  resources = ["aws_glue_resource_policy"]
  aliases   = ["d25edb51-07fb-4a73-97d4-41cecdc53a22"]
  tags      = ["cwe-284"]
  assert    = !anytrue([for s in iam_statements(resource.policy) : iam_is_public(s)])
  at        = resource.policy
  message   = "an `Allow` statement names `*` as principal without a condition"
  why       = <<-EOT
    Every AWS account may then use what the statement allows on the catalog: read the definitions, or change them.
  EOT
  remedy    = <<-EOT
    ```hcl
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444455556666:root"]
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/glue/latest/dg/cross-account-access.html"

  pass "one account" {
    resource "aws_glue_resource_policy" "this" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::444455556666:root" }, Action = "glue:GetTable", Resource = "*" }] })
    }
  }

  pass "the organisation" {
    resource "aws_glue_resource_policy" "this" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "glue:Get*", Resource = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } } }] })
    }
  }

  fail "everyone" {
    resource "aws_glue_resource_policy" "this" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "glue:*", Resource = "*" }] })
    }
    expect = ["aws_glue_resource_policy.this @ policy"]
  }

  fail "everyone may read" {
    resource "aws_glue_resource_policy" "this" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "glue:GetTables", Resource = "*" }] })
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_glue_resource_policy" "this" {
      policy = var.value
    }
  }

  pass "no `policy`" {
    resource "aws_glue_resource_policy" "this" {}
  }
}
