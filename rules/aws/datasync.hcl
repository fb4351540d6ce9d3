# DataSync.

rule "aws-datasync-secret-in-code" {
  title     = "DataSync location holds a secret key in plain text"
  category  = "security"
  severity  = "high"
  resources = ["aws_datasync_location_object_storage"]
  aliases   = ["CKV_AWS_295"]
  tags      = ["cwe-798"]
  assert    = resource.secret_key == null || !is_known(resource.secret_key) || issensitive(resource.secret_key)
  at        = resource.secret_key
  message   = "The secret key of the object store is written in code"
  why       = "The key stands in the repository and its history. A variable that is marked sensitive, or a reference to Secrets Manager, is not reported."
  remedy    = "Set `secret_key = var.object_store_secret_key` with a variable that is `sensitive` and `ephemeral`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/datasync_location_object_storage"

  pass "none" {
    resource "aws_datasync_location_object_storage" "src" {
      agent_arns      = ["arn:aws:datasync:eu-central-1:123456789012:agent/agent-1"]
      bucket_name     = "bucket"
      server_hostname = "s3.example.com"
    }
  }

  fail "in code" {
    resource "aws_datasync_location_object_storage" "src" {
      agent_arns      = ["arn:aws:datasync:eu-central-1:123456789012:agent/agent-1"]
      bucket_name     = "bucket"
      server_hostname = "s3.example.com"
      access_key      = "AKEXAMPLEID"
      secret_key      = "correct-horse-battery-staple"
    }
    expect = ["aws_datasync_location_object_storage.src @ secret_key"]
  }

  pass "from elsewhere" {
    variable "key" {
      type = string
    }
    resource "aws_datasync_location_object_storage" "src" {
      agent_arns      = ["arn:aws:datasync:eu-central-1:123456789012:agent/agent-1"]
      bucket_name     = "bucket"
      server_hostname = "s3.example.com"
      access_key      = "AKEXAMPLEID"
      secret_key      = var.key
    }
  }
}
