rule "aws-mwaa-public-webserver" {
  title     = "Airflow web server answers on the internet"
  category  = "security"
  severity  = "medium"
  resources = ["aws_mwaa_environment"]
  aliases   = ["CKV2_AWS_66"]
  tags      = ["cwe-668"]
  assert    = coalesce(resource.webserver_access_mode, "PRIVATE_ONLY") == "PRIVATE_ONLY"
  at        = resource.webserver_access_mode
  message   = "`webserver_access_mode` is `${resource.webserver_access_mode}`"
  why       = <<-EOT
    The login goes through IAM, so that two things have to fail; still the web server's own holes are then open to everyone.
  EOT
  remedy    = <<-EOT
    ```hcl
    webserver_access_mode = "PRIVATE_ONLY"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html"

  fix {
    set = {
      webserver_access_mode = "PRIVATE_ONLY"
    }
    safe = false
  }

  pass "private" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      webserver_access_mode = "PRIVATE_ONLY"
    }
  }

  pass "the default" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
    }
  }

  fail "public" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      webserver_access_mode = "PUBLIC_ONLY"
    }
    expect = ["aws_mwaa_environment.this @ webserver_access_mode"]
  }

  fail "both" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      webserver_access_mode = "PUBLIC_AND_PRIVATE"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      webserver_access_mode = var.value
    }
  }
}

rule "aws-mwaa-scheduler-log-disabled" {
  title     = "Airflow scheduler writes no log"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_mwaa_environment"]
  aliases   = ["CKV_AWS_242"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.logging_configuration[0].scheduler_logs[0].enabled, false)
  at        = resource.logging_configuration[0].scheduler_logs[0].enabled
  message   = "`scheduler_logs` is not enabled"
  why       = <<-EOT
    By default only task logs are kept. Without the scheduler's, nobody sees why a task did not start.
  EOT
  remedy    = <<-EOT
    ```hcl
    logging_configuration {
      scheduler_logs {
        enabled   = true
        log_level = "WARNING"
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html"

  pass "enabled" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      logging_configuration {
        scheduler_logs {
          enabled   = true
          log_level = "INFO"
        }
      }
    }
  }

  fail "left out" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
    }
  }

  fail "switched off" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      logging_configuration {
        scheduler_logs {
          enabled = false
        }
      }
    }
    expect = ["aws_mwaa_environment.this @ logging_configuration[0].scheduler_logs[0].enabled"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      logging_configuration {
        scheduler_logs {
          enabled = var.enabled
        }
      }
    }
  }
}

rule "aws-mwaa-webserver-log-disabled" {
  title     = "Airflow web server writes no log"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_mwaa_environment"]
  aliases   = ["CKV_AWS_244"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.logging_configuration[0].webserver_logs[0].enabled, false)
  at        = resource.logging_configuration[0].webserver_logs[0].enabled
  message   = "`webserver_logs` is not enabled"
  why       = <<-EOT
    It shows who opened the console and what was refused.
  EOT
  remedy    = <<-EOT
    ```hcl
    logging_configuration {
      webserver_logs {
        enabled   = true
        log_level = "WARNING"
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html"

  pass "enabled" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      logging_configuration {
        webserver_logs {
          enabled   = true
          log_level = "INFO"
        }
      }
    }
  }

  fail "left out" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
    }
  }

  fail "switched off" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      logging_configuration {
        webserver_logs {
          enabled = false
        }
      }
    }
    expect = ["aws_mwaa_environment.this @ logging_configuration[0].webserver_logs[0].enabled"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      logging_configuration {
        webserver_logs {
          enabled = var.enabled
        }
      }
    }
  }
}

rule "aws-mwaa-worker-log-disabled" {
  title     = "Airflow workers write no log"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_mwaa_environment"]
  aliases   = ["CKV_AWS_243"]
  tags      = ["cwe-778"]
  assert    = coalesce(resource.logging_configuration[0].worker_logs[0].enabled, false)
  at        = resource.logging_configuration[0].worker_logs[0].enabled
  message   = "`worker_logs` is not enabled"
  why       = <<-EOT
    Task logs end where a worker dies; its own log says why.
  EOT
  remedy    = <<-EOT
    ```hcl
    logging_configuration {
      worker_logs {
        enabled   = true
        log_level = "WARNING"
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html"

  pass "enabled" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      logging_configuration {
        worker_logs {
          enabled   = true
          log_level = "INFO"
        }
      }
    }
  }

  fail "left out" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
    }
  }

  fail "switched off" {
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      logging_configuration {
        worker_logs {
          enabled = false
        }
      }
    }
    expect = ["aws_mwaa_environment.this @ logging_configuration[0].worker_logs[0].enabled"]
  }

  unknown "`enabled` is an unset variable" {
    variable "enabled" {}
    resource "aws_mwaa_environment" "this" {
      name               = "etl"
      dag_s3_path        = "dags/"
      execution_role_arn = "arn:aws:iam::111122223333:role/mwaa"
      source_bucket_arn  = "arn:aws:s3:::dags"
      network_configuration {
        security_group_ids = ["sg-1"]
        subnet_ids         = ["subnet-1", "subnet-2"]
      }
      logging_configuration {
        worker_logs {
          enabled = var.enabled
        }
      }
    }
  }
}
