# Passwords that are written in the configuration. A value that is not known from the code (a variable without default, a generated password) passes.

rule "aws-password-in-code" {
  title    = "Password stands in the code"
  category = "security"
  severity = "high"
  resources = [
    "aws_db_instance", "aws_rds_cluster", "aws_redshift_cluster", "aws_redshiftserverless_namespace", "aws_lightsail_database",
    "aws_fsx_ontap_file_system", "aws_directory_service_directory",
  ]
  tags    = ["cwe-798"]
  when    = coalesce(resource.password, resource.master_password, resource.admin_user_password, resource.fsx_admin_password) != null
  assert  = !is_known(coalesce(resource.password, resource.master_password, resource.admin_user_password, resource.fsx_admin_password))
  at      = [resource.password, resource.master_password, resource.admin_user_password, resource.fsx_admin_password]
  message = "the password is written in the configuration, or in a default of it"
  why     = <<-EOT
    It stays in the history of the repository, in every copy of it and in the state. Whoever reads one of them needs only to reach the service.
  EOT
  remedy  = <<-EOT
    Let the service make and rotate it, or hand it over as a write-only value.

        manage_master_user_password = true
  EOT
  link    = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html"

  pass "managed by RDS" {
    resource "aws_db_instance" "this" {
      identifier                  = "orders"
      engine                      = "postgres"
      instance_class              = "db.t4g.medium"
      allocated_storage           = 20
      username                    = "app"
      manage_master_user_password = true
    }
  }

  pass "from a variable without default" {
    variable "password" {
      sensitive = true
    }
    resource "aws_db_instance" "this" {
      identifier        = "orders"
      engine            = "postgres"
      instance_class    = "db.t4g.medium"
      allocated_storage = 20
      username          = "app"
      password          = var.password
    }
  }

  pass "generated" {
    resource "random_password" "db" {
      length = 32
    }
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      master_username    = "app"
      master_password    = random_password.db.result
    }
  }

  fail "in the code" {
    resource "aws_db_instance" "this" {
      identifier        = "orders"
      engine            = "postgres"
      instance_class    = "db.t4g.medium"
      allocated_storage = 20
      username          = "app"
      password          = "hunter2hunter2"
    }
    expect = ["aws_db_instance.this @ password"]
  }

  fail "in a default" {
    variable "password" {
      default = "hunter2hunter2"
    }
    resource "aws_rds_cluster" "this" {
      cluster_identifier = "orders"
      engine             = "aurora-postgresql"
      master_username    = "app"
      master_password    = var.password
    }
  }
}

rule "aws-user-password-in-code" {
  title     = "Password of a broker or domain user stands in the code"
  category  = "security"
  severity  = "high"
  resources = ["aws_mq_broker", "aws_opensearch_domain", "aws_elasticsearch_domain", "aws_fsx_windows_file_system"]
  tags      = ["cwe-798"]
  for_each = concat(
    resource.user,
    flatten([for o in resource.advanced_security_options : o.master_user_options]),
    resource.self_managed_active_directory,
  )
  assert = (
    !is_known(coalesce(each.value.password, each.value.master_user_password, "none"))
    || (each.value.password == null && each.value.master_user_password == null)
  )
  at      = [each.value.password, each.value.master_user_password]
  message = "the password is written in the configuration, or in a default of it"
  why     = <<-EOT
    It stays in the history of the repository, in every copy of it and in the state.
  EOT
  remedy  = <<-EOT
    ```hcl
    master_user_options {
      master_user_arn = aws_iam_role.search_admin.arn
    }
    ```
  EOT
  link    = "https://developer.hashicorp.com/terraform/language/values/variables#suppressing-values-in-cli-output"

  pass "a role instead" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      advanced_security_options {
        enabled = true
        master_user_options {
          master_user_arn = "arn:aws:iam::111122223333:role/admin"
        }
      }
    }
  }

  pass "from a variable" {
    variable "password" {
      sensitive = true
    }
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
    }
  }

  fail "of a broker's second user" {
    variable "password" {
      sensitive = true
    }
    resource "aws_mq_broker" "this" {
      broker_name        = "orders"
      engine_type        = "ActiveMQ"
      engine_version     = "5.18"
      host_instance_type = "mq.m5.large"
      user {
        username = "app"
        password = var.password
      }
      user {
        username = "admin"
        password = "hunter2hunter2"
      }
    }
  }

  fail "of a domain" {
    resource "aws_opensearch_domain" "this" {
      domain_name = "logs"
      advanced_security_options {
        enabled                        = true
        internal_user_database_enabled = true
        master_user_options {
          master_user_name     = "admin"
          master_user_password = "Hunter2-hunter2"
        }
      }
    }
    expect = ["aws_opensearch_domain.this @ advanced_security_options[0].master_user_options[0].master_user_password"]
  }
}
