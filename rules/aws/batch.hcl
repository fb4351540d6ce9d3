# AWS Batch.

rule "aws-batch-job-privileged" {
  title     = "Batch job runs privileged"
  category  = "security"
  severity  = "medium"
  resources = ["aws_batch_job_definition"]
  aliases   = ["CKV_AWS_210", "66cd88ac-9ddf-424a-b77e-e55e17630bee"]
  tags      = ["cwe-250"]
  assert = !(
    try(jsondecode(resource.container_properties).privileged, false) == true
    || anytrue([for e in resource.eks_properties : anytrue([for p in e.pod_properties : anytrue([for c in p.containers : anytrue([for s in c.security_context : s.privileged == true])])])])
  )
  at      = [resource.container_properties, resource.eks_properties]
  message = "The job has the rights of the host's root"
  why     = "A privileged container sees the host's devices and kernel interfaces: whoever takes the job has the instance and its role."
  remedy  = "Remove `privileged`."
  link    = "https://docs.aws.amazon.com/batch/latest/userguide/job_definition_parameters.html"

  pass "not privileged" {
    resource "aws_batch_job_definition" "job" {
      name                 = "job"
      type                 = "container"
      container_properties = jsonencode({ image = "busybox:1.37", vcpus = 1 })
    }
  }

  pass "said so" {
    resource "aws_batch_job_definition" "job" {
      name                 = "job"
      type                 = "container"
      container_properties = jsonencode({ image = "busybox:1.37", privileged = false })
    }
  }

  fail "privileged" {
    resource "aws_batch_job_definition" "job" {
      name                 = "job"
      type                 = "container"
      container_properties = jsonencode({ image = "busybox:1.37", privileged = true })
    }
    expect = ["aws_batch_job_definition.job @ container_properties"]
  }

  fail "on EKS" {
    resource "aws_batch_job_definition" "job" {
      name = "job"
      type = "container"
      eks_properties {
        pod_properties {
          containers {
            image = "busybox:1.37"
            security_context {
              privileged = true
            }
          }
        }
      }
    }
  }

  unknown "an unset variable" {
    variable "properties" {
      type = string
    }
    resource "aws_batch_job_definition" "job" {
      name                 = "job"
      type                 = "container"
      container_properties = var.properties
    }
  }

  pass "without `pod_properties`" {
    resource "aws_batch_job_definition" "job" {
      name = "job"
      type = "container"
      eks_properties {}
    }
  }

  fail "more that fail" {
    resource "aws_batch_job_definition" "one_more_without_security_context" {
      name = "job"
      type = "container"
      eks_properties {
        pod_properties {
          containers {
            image = "busybox:1.37"
            security_context {
              privileged = true
            }
          }
        }
      }
    }
    resource "aws_batch_job_definition" "one_more_without_security_context_2" {
      name = "job"
      type = "container"
      eks_properties {
        pod_properties {
          containers {
            image = "busybox:1.37"
          }
        }
      }
    }
    resource "aws_batch_job_definition" "one_more_without_containers" {
      name = "job"
      type = "container"
      eks_properties {
        pod_properties {
          containers {
            image = "busybox:1.37"
            security_context {
              privileged = true
            }
          }
        }
      }
    }
    resource "aws_batch_job_definition" "one_more_without_containers_2" {
      name = "job"
      type = "container"
      eks_properties {
        pod_properties {}
      }
    }
    expect = [
      "aws_batch_job_definition.one_more_without_security_context @ eks_properties",
      "aws_batch_job_definition.one_more_without_containers @ eks_properties",
    ]
  }
}
