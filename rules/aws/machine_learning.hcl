# Comprehend, Bedrock agents, Connect, AppFlow: keys of one's own.

rule "aws-comprehend-model-aws-owned-key" {
  title     = "Comprehend model is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_comprehend_entity_recognizer", "aws_comprehend_document_classifier"]
  aliases   = ["CKV_AWS_267"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.model_kms_key_id != null
  message   = "The trained model is encrypted with a key that AWS owns"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `model_kms_key_id = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/comprehend_entity_recognizer"

  pass "a key" {
    resource "aws_comprehend_entity_recognizer" "r" {
      name                 = "r"
      data_access_role_arn = "arn:aws:iam::123456789012:role/c"
      language_code        = "en"
      input_data_config {
        entity_types {
          type = "A"
        }
        documents {
          s3_uri = "s3://in/"
        }
        entity_list {
          s3_uri = "s3://list/"
        }
      }
      model_kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_comprehend_entity_recognizer" "r" {
      name                 = "r"
      data_access_role_arn = "arn:aws:iam::123456789012:role/c"
      language_code        = "en"
      input_data_config {
        entity_types {
          type = "A"
        }
        documents {
          s3_uri = "s3://in/"
        }
        entity_list {
          s3_uri = "s3://list/"
        }
      }
    }
  }
}

rule "aws-comprehend-volume-aws-owned-key" {
  title     = "Comprehend training volume has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_comprehend_entity_recognizer", "aws_comprehend_document_classifier"]
  aliases   = ["CKV_AWS_268"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.volume_kms_key_id != null
  message   = "The volume of the training is encrypted with a key that AWS owns"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `volume_kms_key_id = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/comprehend_entity_recognizer"

  pass "a key" {
    resource "aws_comprehend_entity_recognizer" "r" {
      name                 = "r"
      data_access_role_arn = "arn:aws:iam::123456789012:role/c"
      language_code        = "en"
      input_data_config {
        entity_types {
          type = "A"
        }
        documents {
          s3_uri = "s3://in/"
        }
        entity_list {
          s3_uri = "s3://list/"
        }
      }
      volume_kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_comprehend_entity_recognizer" "r" {
      name                 = "r"
      data_access_role_arn = "arn:aws:iam::123456789012:role/c"
      language_code        = "en"
      input_data_config {
        entity_types {
          type = "A"
        }
        documents {
          s3_uri = "s3://in/"
        }
        entity_list {
          s3_uri = "s3://list/"
        }
      }
    }
  }
}

rule "aws-bedrock-agent-aws-owned-key" {
  title     = "Bedrock agent is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_bedrockagent_agent"]
  aliases   = ["CKV_AWS_373"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.customer_encryption_key_arn != null
  message   = "The agent is encrypted with a key that AWS owns"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `customer_encryption_key_arn = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/bedrockagent_agent"

  pass "a key" {
    resource "aws_bedrockagent_agent" "a" {
      agent_name                  = "a"
      agent_resource_role_arn     = "arn:aws:iam::123456789012:role/a"
      foundation_model            = "anthropic.claude-v2"
      customer_encryption_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    }
  }

  fail "none" {
    resource "aws_bedrockagent_agent" "a" {
      agent_name              = "a"
      agent_resource_role_arn = "arn:aws:iam::123456789012:role/a"
      foundation_model        = "anthropic.claude-v2"
    }
  }
}

rule "aws-bedrock-agent-no-guardrail" {
  title     = "Bedrock agent has no guardrail"
  category  = "security"
  severity  = "low"
  resources = ["aws_bedrockagent_agent"]
  aliases   = ["CKV_AWS_383"]
  default   = false
  assert    = anytrue([for g in resource.guardrail_configuration : g.guardrail_identifier != null])
  at        = resource.guardrail_configuration
  message   = "No guardrail filters what users and model say"
  why       = "A guardrail refuses forbidden topics and harmful text, masks personal data and hinders prompt injection. It is billed by text."
  remedy    = <<-EOT
    ```hcl
    guardrail_configuration = [{
      guardrail_identifier = aws_bedrock_guardrail.main.guardrail_id
      guardrail_version    = "1"
    }]
    ```
  EOT
  link      = "https://docs.aws.amazon.com/bedrock/latest/userguide/agents-guardrail.html"

  pass "one" {
    resource "aws_bedrockagent_agent" "a" {
      agent_name              = "a"
      agent_resource_role_arn = "arn:aws:iam::123456789012:role/a"
      foundation_model        = "anthropic.claude-v2"
      guardrail_configuration = [{ guardrail_identifier = "g1", guardrail_version = "1" }]
    }
  }

  fail "none" {
    resource "aws_bedrockagent_agent" "a" {
      agent_name              = "a"
      agent_resource_role_arn = "arn:aws:iam::123456789012:role/a"
      foundation_model        = "anthropic.claude-v2"
    }
  }
}

rule "aws-connect-storage-aws-managed-key" {
  title     = "Connect stores calls without a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_connect_instance_storage_config"]
  aliases   = ["CKV_AWS_269", "CKV_AWS_270"]
  tags      = ["cwe-320"]
  default   = false
  assert    = alltrue([for c in flatten([for s in resource.storage_config : concat(s.s3_config, s.kinesis_video_stream_config)]) : anytrue([for e in c.encryption_config : e.key_id != null])])
  at        = resource.storage_config
  message   = "The recordings have no key of yours"
  why       = "Recordings and transcripts of calls are personal data of customers. AWS encrypts them by itself; a key of your own adds a policy and an audit trail."
  remedy    = <<-EOT
    ```hcl
    encryption_config {
      encryption_type = "KMS"
      key_id          = aws_kms_key.connect.arn
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/connect_instance_storage_config"

  pass "S3" {
    resource "aws_connect_instance_storage_config" "c" {
      instance_id   = "i1"
      resource_type = "CALL_RECORDINGS"
      storage_config {
        storage_type = "S3"
        s3_config {
          bucket_name   = "calls"
          bucket_prefix = "rec"
          encryption_config {
            encryption_type = "KMS"
            key_id          = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
          }
        }
      }
    }
  }

  pass "a video stream" {
    resource "aws_connect_instance_storage_config" "c" {
      instance_id   = "i1"
      resource_type = "MEDIA_STREAMS"
      storage_config {
        storage_type = "KINESIS_VIDEO_STREAM"
        kinesis_video_stream_config {
          prefix                 = "c"
          retention_period_hours = 24
          encryption_config {
            encryption_type = "KMS"
            key_id          = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
          }
        }
      }
    }
  }

  fail "S3, without it" {
    resource "aws_connect_instance_storage_config" "c" {
      instance_id   = "i1"
      resource_type = "CALL_RECORDINGS"
      storage_config {
        storage_type = "S3"
        s3_config {
          bucket_name   = "calls"
          bucket_prefix = "rec"
        }
      }
    }
  }
}

rule "aws-appflow-profile-aws-managed-key" {
  title     = "AppFlow connector profile has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_appflow_connector_profile"]
  aliases   = ["CKV_AWS_264"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_arn != null
  message   = "The connector's credentials is encrypted with the account's default key"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `kms_arn = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/appflow_connector_profile"

  pass "a key" {
    resource "aws_appflow_connector_profile" "p" {
      name            = "datadog"
      connection_mode = "Public"
      connector_type  = "Datadog"
      kms_arn         = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      connector_profile_config {
        connector_profile_credentials {
          datadog {
            api_key         = "from-a-secret"
            application_key = "from-a-secret"
          }
        }
        connector_profile_properties {
          datadog {
            instance_url = "https://api.datadoghq.eu"
          }
        }
      }
    }
  }

  fail "none" {
    resource "aws_appflow_connector_profile" "p" {
      name            = "datadog"
      connection_mode = "Public"
      connector_type  = "Datadog"
      connector_profile_config {
        connector_profile_credentials {
          datadog {
            api_key         = "from-a-secret"
            application_key = "from-a-secret"
          }
        }
        connector_profile_properties {
          datadog {
            instance_url = "https://api.datadoghq.eu"
          }
        }
      }
    }
  }
}

rule "aws-appflow-flow-aws-managed-key" {
  title     = "AppFlow flow has no key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_appflow_flow"]
  aliases   = ["CKV_AWS_263"]
  tags      = ["cwe-320"]
  default   = false
  assert    = resource.kms_arn != null
  message   = "The flow is encrypted with the account's default key"
  why       = "AWS encrypts by itself. A key of your own adds a policy, an audit trail and the power to take it away, for a monthly charge and one for each request."
  remedy    = "Set `kms_arn = aws_kms_key.main.arn`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/appflow_flow"

  pass "a key" {
    resource "aws_appflow_flow" "f" {
      name    = "flow"
      kms_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
      source_flow_config {
        connector_type = "S3"
        source_connector_properties {
          s3 {
            bucket_name   = "input"
            bucket_prefix = "x"
          }
        }
      }
      destination_flow_config {
        connector_type = "S3"
        destination_connector_properties {
          s3 {
            bucket_name = "output"
          }
        }
      }
      task {
        task_type = "Map_all"
      }
      trigger_config {
        trigger_type = "OnDemand"
      }
    }
  }

  fail "none" {
    resource "aws_appflow_flow" "f" {
      name = "flow"
      source_flow_config {
        connector_type = "S3"
        source_connector_properties {
          s3 {
            bucket_name   = "input"
            bucket_prefix = "x"
          }
        }
      }
      destination_flow_config {
        connector_type = "S3"
        destination_connector_properties {
          s3 {
            bucket_name = "output"
          }
        }
      }
      task {
        task_type = "Map_all"
      }
      trigger_config {
        trigger_type = "OnDemand"
      }
    }
  }
}
