rule "aws-sagemaker-notebook-direct-internet" {
  title     = "SageMaker notebook has direct access to the internet"
  category  = "security"
  severity  = "medium"
  resources = ["aws_sagemaker_notebook_instance"]
  aliases   = ["CKV_AWS_122", "f3g4h5i6-j7k8-9lmn-0opq-12345abcdefg"]
  tags      = ["cwe-200"]
  assert    = resource.direct_internet_access == "Disabled"
  at        = resource.direct_internet_access
  message   = "`direct_internet_access` is `Enabled`, or not set, which is the same"
  why       = <<-EOT
    Traffic then goes through a network of SageMaker, past the VPC's firewall, endpoints and logs: data can leave unseen. Without it the VPC needs endpoints or a NAT gateway for training.
  EOT
  remedy    = <<-EOT
    ```hcl
    direct_internet_access = "Disabled"
    subnet_id              = var.private_subnet_id
    security_groups        = [aws_security_group.notebook.id]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html"

  pass "disabled" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name                   = "lab"
      role_arn               = "arn:aws:iam::111122223333:role/lab"
      instance_type          = "ml.t3.medium"
      direct_internet_access = "Disabled"
      subnet_id              = "subnet-1"
      security_groups        = ["sg-1"]
    }
    also = ["aws-sagemaker-notebook-imds-v1", "aws-sagemaker-notebook-root-access"]
  }

  fail "left out" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
    }
  }

  fail "enabled" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name                   = "lab"
      role_arn               = "arn:aws:iam::111122223333:role/lab"
      instance_type          = "ml.t3.medium"
      direct_internet_access = "Enabled"
    }
    expect = ["aws_sagemaker_notebook_instance.this @ direct_internet_access"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_sagemaker_notebook_instance" "this" {
      name                   = "lab"
      role_arn               = "arn:aws:iam::111122223333:role/lab"
      instance_type          = "ml.t3.medium"
      direct_internet_access = var.value
    }
  }
}

rule "aws-sagemaker-notebook-root-access" {
  title     = "SageMaker notebook users are root"
  category  = "security"
  severity  = "medium"
  resources = ["aws_sagemaker_notebook_instance"]
  aliases   = ["CKV_AWS_307"]
  tags      = ["cwe-250"]
  assert    = resource.root_access == "Disabled"
  at        = resource.root_access
  message   = "`root_access` is `Enabled`, or not set, which is the same"
  why       = <<-EOT
    Code in a notebook, its packages included, can then change the machine, its agents and logs. Lifecycle configurations run as root anyway.
  EOT
  remedy    = <<-EOT
    ```hcl
    root_access = "Disabled"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-root-access.html"

  fix {
    set = {
      root_access = "Disabled"
    }
  }

  pass "disabled" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
      root_access   = "Disabled"
    }
    also = ["aws-sagemaker-notebook-direct-internet", "aws-sagemaker-notebook-imds-v1"]
  }

  fail "left out" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
    }
  }

  fail "enabled" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
      root_access   = "Enabled"
    }
    expect = ["aws_sagemaker_notebook_instance.this @ root_access"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
      root_access   = var.value
    }
  }
}

rule "aws-sagemaker-notebook-imds-v1" {
  title     = "SageMaker notebook answers version 1 of the metadata service"
  category  = "security"
  severity  = "medium"
  resources = ["aws_sagemaker_notebook_instance"]
  aliases   = ["CKV_AWS_371"]
  tags      = ["cwe-918"]
  assert    = resource.instance_metadata_service_configuration[0].minimum_instance_metadata_service_version == "2"
  at        = resource.instance_metadata_service_configuration[0].minimum_instance_metadata_service_version
  message   = "`minimum_instance_metadata_service_version` is not 2"
  why       = <<-EOT
    Version 1 hands the role's credentials to everything that can be made to fetch a URL. Version 2 asks for a token first.
  EOT
  remedy    = <<-EOT
    ```hcl
    instance_metadata_service_configuration {
      minimum_instance_metadata_service_version = "2"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/nbi-imds.html"

  pass "version 2" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
      instance_metadata_service_configuration {
        minimum_instance_metadata_service_version = "2"
      }
    }
    also = ["aws-sagemaker-notebook-direct-internet", "aws-sagemaker-notebook-root-access"]
  }

  fail "left out" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
    }
  }

  fail "version 1" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
      instance_metadata_service_configuration {
        minimum_instance_metadata_service_version = "1"
      }
    }
    expect = ["aws_sagemaker_notebook_instance.this @ instance_metadata_service_configuration[0].minimum_instance_metadata_service_version"]
  }

  unknown "`minimum_instance_metadata_service_version` is an unset variable" {
    variable "minimum_instance_metadata_service_version" {}
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
      instance_metadata_service_configuration {
        minimum_instance_metadata_service_version = var.minimum_instance_metadata_service_version
      }
    }
  }
}

rule "aws-sagemaker-notebook-outside-vpc" {
  title     = "SageMaker notebook is not in a VPC of yours"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_sagemaker_notebook_instance"]
  aliases   = ["CKV_AWS_306"]
  tags      = ["cwe-284"]
  assert    = resource.subnet_id != null
  at        = resource.subnet_id
  message   = "`subnet_id` is not set"
  why       = <<-EOT
    Without a subnet the notebook lives in a network of SageMaker, and reaches nothing private. Direct access to the internet is another rule's.
  EOT
  remedy    = <<-EOT
    ```hcl
    subnet_id = var.private_subnet_id
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/appendix-notebook-and-internet-access.html"

  pass "in a VPC" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name            = "lab"
      role_arn        = "arn:aws:iam::111122223333:role/lab"
      instance_type   = "ml.t3.medium"
      subnet_id       = "subnet-1"
      security_groups = ["sg-1"]
    }
    also = ["aws-sagemaker-notebook-direct-internet", "aws-sagemaker-notebook-imds-v1", "aws-sagemaker-notebook-root-access"]
  }

  fail "outside" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
    }
  }

  fail "outside, without internet" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name                   = "lab"
      role_arn               = "arn:aws:iam::111122223333:role/lab"
      instance_type          = "ml.t3.medium"
      direct_internet_access = "Disabled"
    }
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
      subnet_id     = var.value
    }
  }
}

rule "aws-sagemaker-notebook-role-allows-everything" {
  title     = "SageMaker notebook runs with a role that allows everything"
  category  = "security"
  severity  = "high"
  default   = false
  resources = ["aws_sagemaker_notebook_instance"]
  aliases   = ["CKV2_AWS_68"]
  tags      = ["cwe-269"]
  related "role" {
    type = "aws_iam_role"
    on   = refers(resource.role_arn, other)
  }
  related "policy" {
    type = "aws_iam_role_policy"
    on   = anytrue([for r in related.role : refers(other.role, r)])
  }
  assert = !anytrue([
    for s in flatten([for p in concat(related.policy, flatten([for r in related.role : r.inline_policy])) : iam_statements(p.policy)]) :
    s.effect == "Allow" && length(s.conditions) == 0 && contains(s.actions, "*") && contains(s.resources, "*")
  ])
  at      = resource.role_arn
  message = "the notebook's role may do everything on everything"
  why     = <<-EOT
    Notebooks run other people's code. The policy itself is reported by `aws-iam-policy-administrator`; this rule says where it hurts.
  EOT
  remedy  = <<-EOT
    Give the role the buckets and the SageMaker actions it needs.
  EOT
  link    = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html"

  pass "a role from elsewhere" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
    }
    also = ["aws-sagemaker-notebook-direct-internet", "aws-sagemaker-notebook-imds-v1", "aws-sagemaker-notebook-root-access"]
  }

  pass "a narrow role" {
     resource "aws_iam_role" "r" {
       assume_role_policy = "{}"
     }
     resource "aws_iam_role_policy" "p" {
       role   = aws_iam_role.r.id
       policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::data/*" }] })
     }
     resource "aws_sagemaker_notebook_instance" "this" {
       name          = "lab"
       instance_type = "ml.t3.medium"
       role_arn      = aws_iam_role.r.arn
     }
    also = ["aws-sagemaker-notebook-direct-internet", "aws-sagemaker-notebook-imds-v1", "aws-sagemaker-notebook-root-access"]
  }

  fail "everything" {
     resource "aws_iam_role" "r" {
       assume_role_policy = "{}"
     }
     resource "aws_iam_role_policy" "p" {
       role   = aws_iam_role.r.id
       policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
     }
     resource "aws_sagemaker_notebook_instance" "this" {
       name          = "lab"
       instance_type = "ml.t3.medium"
       role_arn      = aws_iam_role.r.arn
     }
    expect = ["aws_sagemaker_notebook_instance.this @ role_arn"]
  }

  fail "everything, in the role itself" {
     resource "aws_iam_role" "r" {
       assume_role_policy = "{}"
       inline_policy {
         name   = "all"
         policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["*"], Resource = ["*"] }] })
       }
     }
     resource "aws_sagemaker_notebook_instance" "this" {
       name          = "lab"
       instance_type = "ml.t3.medium"
       role_arn      = aws_iam_role.r.arn
     }
  }

  unknown "`role_arn` is an unset variable" {
    variable "role_arn" {}
    resource "aws_iam_role" "r" {
       assume_role_policy = "{}"
       inline_policy {
         name   = "all"
         policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["*"], Resource = ["*"] }] })
       }
     }
    resource "aws_sagemaker_notebook_instance" "this" {
       name          = "lab"
       instance_type = "ml.t3.medium"
       role_arn      = var.role_arn
     }
  }

  pass "more that pass" {
    resource "aws_iam_role" "no_effect" {
      assume_role_policy = "{}"
      inline_policy {
        name   = "all"
        policy = jsonencode({ Statement = [{ Action = ["*"], Resource = ["*"] }] })
      }
    }
    resource "aws_sagemaker_notebook_instance" "no_effect" {
      name          = "lab"
      instance_type = "ml.t3.medium"
      role_arn      = aws_iam_role.no_effect.arn
    }
    resource "aws_iam_role" "resource_is" {
      assume_role_policy = "{}"
    }
    resource "aws_iam_role_policy" "resource_is" {
      role   = aws_iam_role.resource_is.id
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
    }
    resource "aws_sagemaker_notebook_instance" "resource_is" {
      name          = "lab"
      instance_type = "ml.t3.medium"
      role_arn      = aws_iam_role.resource_is.arn
    }
    resource "aws_iam_role" "one_more_action_is" {
      assume_role_policy = "{}"
    }
    resource "aws_iam_role_policy" "one_more_action_is" {
      role   = aws_iam_role.one_more_action_is.id
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::data/*" }] })
    }
    resource "aws_iam_role_policy" "one_more_action_is_2" {
      role   = aws_iam_role.one_more_action_is.id
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "arn:aws:s3:::data/*" }] })
    }
    resource "aws_sagemaker_notebook_instance" "one_more_action_is" {
      name          = "lab"
      instance_type = "ml.t3.medium"
      role_arn      = aws_iam_role.one_more_action_is.arn
    }
    also = ["aws-sagemaker-notebook-direct-internet", "aws-sagemaker-notebook-imds-v1", "aws-sagemaker-notebook-root-access"]
  }
}

rule "aws-sagemaker-without-customer-key" {
  title     = "SageMaker is not encrypted with a KMS key of your own"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_sagemaker_notebook_instance", "aws_sagemaker_domain", "aws_sagemaker_endpoint_configuration", "aws_sagemaker_flow_definition"]
  aliases = [
    "CKV_AWS_187", "CKV_AWS_22", "f3674e0c-f6be-43fa-b71c-bf346d1aed99", "CKV_AWS_98", "58b35504-0287-4154-bf69-02c0573deab8", "CKV_AWS_372",
  ]
  tags    = ["cwe-326"]
  assert  = coalesce(resource.kms_key_id, resource.kms_key_arn, resource.output_config[0].kms_key_id) != null
  at      = [resource.kms_key_id, resource.kms_key_arn, resource.output_config[0].kms_key_id]
  message = "no KMS key is named"
  why     = <<-EOT
    Volumes and results are encrypted with a key of AWS. (Instances with local NVMe disks cannot take a key in endpoint configurations.)
  EOT
  remedy  = <<-EOT
    ```hcl
    kms_key_id = aws_kms_key.ml.arn
    ```
  EOT
  link    = "https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html"

  pass "a key" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
      kms_key_id    = "1234abcd-12ab-34cd-56ef-1234567890ab"
    }
    also = ["aws-sagemaker-notebook-direct-internet", "aws-sagemaker-notebook-imds-v1", "aws-sagemaker-notebook-root-access"]
  }

  pass "a key for results" {
    resource "aws_sagemaker_flow_definition" "this" {
      flow_definition_name = "review"
      role_arn             = "arn:aws:iam::111122223333:role/review"
      human_loop_config {
        human_task_ui_arn = "arn:aws:sagemaker:eu-west-1:111122223333:human-task-ui/review"
        task_count        = 1
        task_description  = "d"
        task_title        = "t"
        workteam_arn      = "arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/w"
      }
      output_config {
        s3_output_path = "s3://review/out"
        kms_key_id     = "1234abcd-12ab-34cd-56ef-1234567890ab"
      }
    }
  }

  fail "a notebook" {
    resource "aws_sagemaker_notebook_instance" "this" {
      name          = "lab"
      role_arn      = "arn:aws:iam::111122223333:role/lab"
      instance_type = "ml.t3.medium"
    }
  }

  fail "an endpoint" {
    resource "aws_sagemaker_endpoint_configuration" "this" {
      name = "score"
      production_variants {
        variant_name           = "a"
        model_name             = "score"
        initial_instance_count = 1
        instance_type          = "ml.m5.large"
      }
    }
  }

  fail "a domain" {
    resource "aws_sagemaker_domain" "this" {
      domain_name = "studio"
      auth_mode   = "IAM"
      vpc_id      = "vpc-1"
      subnet_ids  = ["subnet-1"]
      default_user_settings {
        execution_role = "arn:aws:iam::111122223333:role/studio"
      }
    }
  }

  fail "a review flow" {
    resource "aws_sagemaker_flow_definition" "this" {
      flow_definition_name = "review"
      role_arn             = "arn:aws:iam::111122223333:role/review"
      human_loop_config {
        human_task_ui_arn = "arn:aws:sagemaker:eu-west-1:111122223333:human-task-ui/review"
        task_count        = 1
        task_description  = "d"
        task_title        = "t"
        workteam_arn      = "arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/w"
      }
      output_config {
        s3_output_path = "s3://review/out"
      }
    }
  }
}

rule "aws-sagemaker-model-without-isolation" {
  title     = "SageMaker model may use the network"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_sagemaker_model"]
  aliases   = ["CKV_AWS_370"]
  tags      = ["cwe-284"]
  assert    = coalesce(resource.enable_network_isolation, false)
  at        = resource.enable_network_isolation
  message   = "`enable_network_isolation` is not true"
  why       = <<-EOT
    An isolated container makes no calls, not even to S3, so that a model from elsewhere cannot send data out. Models that call other services cannot be isolated.
  EOT
  remedy    = <<-EOT
    ```hcl
    enable_network_isolation = true
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html"

  fix {
    set = {
      enable_network_isolation = true
    }
    safe = false
  }

  pass "isolated" {
    resource "aws_sagemaker_model" "this" {
      name                     = "score"
      execution_role_arn       = "arn:aws:iam::111122223333:role/score"
      enable_network_isolation = true
    }
  }

  fail "left out" {
    resource "aws_sagemaker_model" "this" {
      name               = "score"
      execution_role_arn = "arn:aws:iam::111122223333:role/score"
    }
  }

  fail "switched off" {
    resource "aws_sagemaker_model" "this" {
      name                     = "score"
      execution_role_arn       = "arn:aws:iam::111122223333:role/score"
      enable_network_isolation = false
    }
    expect = ["aws_sagemaker_model.this @ enable_network_isolation"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_sagemaker_model" "this" {
      name                     = "score"
      execution_role_arn       = "arn:aws:iam::111122223333:role/score"
      enable_network_isolation = var.value
    }
  }
}

rule "aws-sagemaker-quality-job-traffic-unencrypted" {
  title     = "SageMaker monitoring job talks unencrypted between instances"
  category  = "security"
  severity  = "low"
  resources = ["aws_sagemaker_data_quality_job_definition"]
  aliases   = ["CKV_AWS_369"]
  tags      = ["cwe-319"]
  when      = coalesce(resource.job_resources[0].cluster_config[0].instance_count, 1) > 1
  assert    = coalesce(resource.network_config[0].enable_inter_container_traffic_encryption, false)
  at        = resource.network_config[0].enable_inter_container_traffic_encryption
  message   = "`enable_inter_container_traffic_encryption` is not true"
  why       = <<-EOT
    Data that instances exchange crosses the network readable. A job with one instance has no such traffic and is left out.
  EOT
  remedy    = <<-EOT
    ```hcl
    network_config {
      enable_inter_container_traffic_encryption = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html"

  pass "encrypted" {
    resource "aws_sagemaker_data_quality_job_definition" "this" {
      name     = "drift"
      role_arn = "arn:aws:iam::111122223333:role/drift"
      data_quality_app_specification {
        image_uri = "image"
      }
      data_quality_job_input {
        endpoint_input {
          endpoint_name = "score"
        }
      }
      data_quality_job_output_config {
        monitoring_outputs {
          s3_output {
            s3_uri = "s3://drift/out"
          }
        }
      }
      job_resources {
        cluster_config {
          instance_count    = 2
          instance_type     = "ml.m5.large"
          volume_size_in_gb = 20
        }
      }
      network_config {
        enable_inter_container_traffic_encryption = true
      }
    }
  }

  pass "one instance" {
    resource "aws_sagemaker_data_quality_job_definition" "this" {
      name     = "drift"
      role_arn = "arn:aws:iam::111122223333:role/drift"
      data_quality_app_specification {
        image_uri = "image"
      }
      data_quality_job_input {
        endpoint_input {
          endpoint_name = "score"
        }
      }
      data_quality_job_output_config {
        monitoring_outputs {
          s3_output {
            s3_uri = "s3://drift/out"
          }
        }
      }
      job_resources {
        cluster_config {
          instance_count    = 1
          instance_type     = "ml.m5.large"
          volume_size_in_gb = 20
        }
      }
    }
  }

  fail "left out" {
    resource "aws_sagemaker_data_quality_job_definition" "this" {
      name     = "drift"
      role_arn = "arn:aws:iam::111122223333:role/drift"
      data_quality_app_specification {
        image_uri = "image"
      }
      data_quality_job_input {
        endpoint_input {
          endpoint_name = "score"
        }
      }
      data_quality_job_output_config {
        monitoring_outputs {
          s3_output {
            s3_uri = "s3://drift/out"
          }
        }
      }
      job_resources {
        cluster_config {
          instance_count    = 2
          instance_type     = "ml.m5.large"
          volume_size_in_gb = 20
        }
      }
    }
  }

  fail "switched off" {
    resource "aws_sagemaker_data_quality_job_definition" "this" {
      name     = "drift"
      role_arn = "arn:aws:iam::111122223333:role/drift"
      data_quality_app_specification {
        image_uri = "image"
      }
      data_quality_job_input {
        endpoint_input {
          endpoint_name = "score"
        }
      }
      data_quality_job_output_config {
        monitoring_outputs {
          s3_output {
            s3_uri = "s3://drift/out"
          }
        }
      }
      job_resources {
        cluster_config {
          instance_count    = 2
          instance_type     = "ml.m5.large"
          volume_size_in_gb = 20
        }
      }
      network_config {
        enable_inter_container_traffic_encryption = false
      }
    }
    expect = ["aws_sagemaker_data_quality_job_definition.this @ network_config[0].enable_inter_container_traffic_encryption"]
  }

  unknown "`enable_inter_container_traffic_encryption` is an unset variable" {
    variable "enable_inter_container_traffic_encryption" {}
    resource "aws_sagemaker_data_quality_job_definition" "this" {
      name     = "drift"
      role_arn = "arn:aws:iam::111122223333:role/drift"
      data_quality_app_specification {
        image_uri = "image"
      }
      data_quality_job_input {
        endpoint_input {
          endpoint_name = "score"
        }
      }
      data_quality_job_output_config {
        monitoring_outputs {
          s3_output {
            s3_uri = "s3://drift/out"
          }
        }
      }
      job_resources {
        cluster_config {
          instance_count    = 2
          instance_type     = "ml.m5.large"
          volume_size_in_gb = 20
        }
      }
      network_config {
        enable_inter_container_traffic_encryption = var.enable_inter_container_traffic_encryption
      }
    }
  }
}

rule "aws-sagemaker-quality-job-without-customer-key" {
  title     = "SageMaker monitoring job is not encrypted with your own KMS key"
  category  = "security"
  severity  = "low"
  default   = false
  resources = ["aws_sagemaker_data_quality_job_definition"]
  aliases   = ["CKV_AWS_367", "CKV_AWS_368"]
  tags      = ["cwe-326"]
  assert    = resource.data_quality_job_output_config[0].kms_key_id != null && resource.job_resources[0].cluster_config[0].volume_kms_key_id != null
  message   = "results or volumes are encrypted with a key of AWS"
  why       = <<-EOT
    The job copies captured data, with whatever stands in it, to volumes and reports.
  EOT
  remedy    = <<-EOT
    ```hcl
    data_quality_job_output_config {
      kms_key_id = aws_kms_key.ml.arn
    }
    job_resources {
      cluster_config {
        volume_kms_key_id = aws_kms_key.ml.arn
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html"

  pass "both" {
    resource "aws_sagemaker_data_quality_job_definition" "this" {
      name     = "drift"
      role_arn = "arn:aws:iam::111122223333:role/drift"
      data_quality_app_specification {
        image_uri = "image"
      }
      data_quality_job_input {
        endpoint_input {
          endpoint_name = "score"
        }
      }
      data_quality_job_output_config {
        kms_key_id = "key-1"
        monitoring_outputs {
          s3_output {
            s3_uri = "s3://drift/out"
          }
        }
      }
      job_resources {
        cluster_config {
          instance_count    = 1
          instance_type     = "ml.m5.large"
          volume_size_in_gb = 20
          volume_kms_key_id = "key-1"
        }
      }
    }
  }

  fail "neither" {
    resource "aws_sagemaker_data_quality_job_definition" "this" {
      name     = "drift"
      role_arn = "arn:aws:iam::111122223333:role/drift"
      data_quality_app_specification {
        image_uri = "image"
      }
      data_quality_job_input {
        endpoint_input {
          endpoint_name = "score"
        }
      }
      data_quality_job_output_config {
        monitoring_outputs {
          s3_output {
            s3_uri = "s3://drift/out"
          }
        }
      }
      job_resources {
        cluster_config {
          instance_count    = 1
          instance_type     = "ml.m5.large"
          volume_size_in_gb = 20
        }
      }
    }
  }

  fail "results only" {
    resource "aws_sagemaker_data_quality_job_definition" "this" {
      name     = "drift"
      role_arn = "arn:aws:iam::111122223333:role/drift"
      data_quality_app_specification {
        image_uri = "image"
      }
      data_quality_job_input {
        endpoint_input {
          endpoint_name = "score"
        }
      }
      job_resources {
        cluster_config {
          instance_count    = 1
          instance_type     = "ml.m5.large"
          volume_size_in_gb = 20
        }
      }
      data_quality_job_output_config {
        kms_key_id = "key-1"
        monitoring_outputs {
          s3_output {
            s3_uri = "s3://drift/out"
          }
        }
      }
    }
  }

  fail "no `kms_key_id`" {
    resource "aws_sagemaker_data_quality_job_definition" "this" {
      name     = "drift"
      role_arn = "arn:aws:iam::111122223333:role/drift"
      data_quality_app_specification {
        image_uri = "image"
      }
      data_quality_job_input {
        endpoint_input {
          endpoint_name = "score"
        }
      }
      data_quality_job_output_config {
        monitoring_outputs {
          s3_output {
            s3_uri = "s3://drift/out"
          }
        }
      }
      job_resources {
        cluster_config {
          instance_count    = 1
          instance_type     = "ml.m5.large"
          volume_size_in_gb = 20
          volume_kms_key_id = "key-1"
        }
      }
    }
    expect = ["aws_sagemaker_data_quality_job_definition.this @ job_resources[0].cluster_config[0].volume_kms_key_id"]
  }
}

rule "aws-sagemaker-domain-public-network" {
  title     = "SageMaker Studio reaches the internet past your VPC"
  category  = "security"
  severity  = "medium"
  default   = false
  resources = ["aws_sagemaker_domain"]
  tags      = ["cwe-284"]
  assert    = resource.app_network_access_type == "VpcOnly"
  at        = resource.app_network_access_type
  message   = "`app_network_access_type` is `PublicInternetOnly`, or not set, which is the same"
  why       = <<-EOT
    Studio's own traffic then goes through a network of SageMaker. `VpcOnly` needs endpoints or a NAT gateway in the VPC.
  EOT
  remedy    = <<-EOT
    ```hcl
    app_network_access_type = "VpcOnly"
    ```
  EOT
  link      = "https://docs.aws.amazon.com/sagemaker/latest/dg/studio-notebooks-and-internet-access.html"

  pass "the VPC only" {
    resource "aws_sagemaker_domain" "this" {
      domain_name = "studio"
      auth_mode   = "IAM"
      vpc_id      = "vpc-1"
      subnet_ids  = ["subnet-1"]
      default_user_settings {
        execution_role = "arn:aws:iam::111122223333:role/studio"
      }
      app_network_access_type = "VpcOnly"
    }
  }

  fail "left out" {
    resource "aws_sagemaker_domain" "this" {
      domain_name = "studio"
      auth_mode   = "IAM"
      vpc_id      = "vpc-1"
      subnet_ids  = ["subnet-1"]
      default_user_settings {
        execution_role = "arn:aws:iam::111122223333:role/studio"
      }
    }
  }

  fail "public" {
    resource "aws_sagemaker_domain" "this" {
      domain_name = "studio"
      auth_mode   = "IAM"
      vpc_id      = "vpc-1"
      subnet_ids  = ["subnet-1"]
      default_user_settings {
        execution_role = "arn:aws:iam::111122223333:role/studio"
      }
      app_network_access_type = "PublicInternetOnly"
    }
    expect = ["aws_sagemaker_domain.this @ app_network_access_type"]
  }

  unknown "not known from the code" {
    variable "value" {}
    resource "aws_sagemaker_domain" "this" {
      domain_name = "studio"
      auth_mode   = "IAM"
      vpc_id      = "vpc-1"
      subnet_ids  = ["subnet-1"]
      default_user_settings {
        execution_role = "arn:aws:iam::111122223333:role/studio"
      }
      app_network_access_type = var.value
    }
  }
}
