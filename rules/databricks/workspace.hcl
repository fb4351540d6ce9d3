rule "databricks-ip-list-open" {
  title     = "Databricks access list lets everyone in"
  category  = "security"
  severity  = "high"
  resources = ["databricks_ip_access_list"]
  aliases   = ["2c4fe4a9-f44b-4c70-b09b-5b75cd251805"]
  tags      = ["cwe-284"]
  when      = upper(resource.list_type) == "ALLOW" && resource.enabled != false
  assert    = !anytrue([for a in resource.ip_addresses : cidr_is_public(a)])
  at        = resource.ip_addresses
  message   = "the list holds the whole internet"
  why       = <<-EOT
    The list then limits nothing; a stolen token works from everywhere.
  EOT
  remedy    = <<-EOT
    List your own ranges.

    ```hcl
    ip_addresses = ["203.0.113.0/28"]
    ```
  EOT
  link      = "https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/ip_access_list"

  pass "an office" {
    resource "databricks_ip_access_list" "this" {
      label        = "office"
      list_type    = "ALLOW"
      ip_addresses = ["203.0.113.0/28"]
    }
  }

  fail "everyone" {
    resource "databricks_ip_access_list" "this" {
      label        = "office"
      list_type    = "ALLOW"
      ip_addresses = ["0.0.0.0/0"]
    }

    expect = ["databricks_ip_access_list.this @ ip_addresses"]
  }

  unknown "not known" {
    variable "ranges" {}

    resource "databricks_ip_access_list" "this" {
      label        = "office"
      list_type    = "ALLOW"
      ip_addresses = var.ranges
    }
  }

  pass "more that pass" {
    resource "databricks_ip_access_list" "no_list_type" {
      label        = "office"
      ip_addresses = ["0.0.0.0/0"]
    }
    resource "databricks_ip_access_list" "enabled_is_false" {
      label        = "office"
      list_type    = "ALLOW"
      ip_addresses = ["0.0.0.0/0"]
      enabled      = false
    }
    resource "databricks_ip_access_list" "no_ip_addresses" {
      label     = "office"
      list_type = "ALLOW"
    }
  }
}

rule "databricks-token-never-expires" {
  title     = "Databricks token does not expire"
  category  = "security"
  severity  = "medium"
  resources = ["databricks_token", "databricks_obo_token"]
  aliases   = ["7d05ca25-91b4-42ee-b6f6-b06611a87ce8", "23e1f5f0-12b7-4d7e-9087-f60f42ccd514"]
  tags      = ["cwe-613"]
  assert    = resource.lifetime_seconds != null && tonumber(resource.lifetime_seconds) > 0
  at        = resource.lifetime_seconds
  message   = "no `lifetime_seconds`"
  why       = <<-EOT
    A token that leaks works until someone notices.
  EOT
  remedy    = <<-EOT
    Give it a lifetime.

    ```hcl
    lifetime_seconds = 2592000
    ```
  EOT
  link      = "https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/token"

  fix {
    set = {
      lifetime_seconds = 2592000
    }
  }

  pass "a month" {
    resource "databricks_token" "this" {
      comment          = "ci"
      lifetime_seconds = 2592000
    }
  }

  fail "never" {
    resource "databricks_token" "this" {
      comment = "ci"
    }

    expect = ["databricks_token.this"]
  }

  unknown "not known" {
    variable "lifetime" {}

    resource "databricks_token" "this" {
      comment          = "ci"
      lifetime_seconds = var.lifetime
    }
  }

  pass "`lifetime_seconds` is `1`" {
    resource "databricks_token" "this" {
      comment          = "ci"
      lifetime_seconds = 1
    }
  }

  fail "`lifetime_seconds` is `0`" {
    resource "databricks_token" "this" {
      comment          = "ci"
      lifetime_seconds = 0
    }
    expect = ["databricks_token.this @ lifetime_seconds"]
  }
}

rule "databricks-cluster-fixed-size" {
  title     = "Databricks cluster has no usable autoscaling"
  category  = "cost"
  severity  = "low"
  resources = ["databricks_cluster"]
  aliases   = ["953c0cc6-5f30-44cb-a803-bf4ef2571be8"]
  when      = length(resource.autoscale) > 0
  assert    = resource.autoscale[0].min_workers != null && resource.autoscale[0].max_workers != null && resource.autoscale[0].min_workers < resource.autoscale[0].max_workers
  at        = resource.autoscale
  message   = "`min_workers` is not below `max_workers`"
  why       = <<-EOT
    The cluster keeps its size whatever the load.
  EOT
  remedy    = <<-EOT
    Leave room between the two.

    ```hcl
    autoscale {
      min_workers = 1
      max_workers = 8
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/cluster"

  pass "room" {
    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      autoscale {
        min_workers = 1
        max_workers = 8
      }
    }
  }

  pass "fixed on purpose" {
    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      num_workers   = 2
    }
  }

  fail "none" {
    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      autoscale {
        min_workers = 8
        max_workers = 8
      }
    }

    expect = ["databricks_cluster.this @ autoscale"]
  }

  unknown "not known" {
    variable "min" {}

    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      autoscale {
        min_workers = var.min
        max_workers = 8
      }
    }
  }
}

rule "databricks-cluster-never-stops" {
  title     = "Databricks cluster never stops by itself"
  category  = "cost"
  severity  = "medium"
  resources = ["databricks_cluster"]
  assert    = tonumber(coalesce(resource.autotermination_minutes, 60)) > 0
  at        = resource.autotermination_minutes
  message   = "`autotermination_minutes` is 0"
  why       = <<-EOT
    An idle cluster costs as much as a busy one. It stops after an hour unless told otherwise.
  EOT
  remedy    = <<-EOT
    Let it stop.

    ```hcl
    autotermination_minutes = 30
    ```
  EOT
  link      = "https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/cluster"

  fix {
    set = {
      autotermination_minutes = 30
    }
  }

  pass "default" {
    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
    }
  }

  pass "half an hour" {
    resource "databricks_cluster" "this" {
      cluster_name            = "etl"
      spark_version           = "15.4.x-scala2.12"
      node_type_id            = "i3.xlarge"
      autotermination_minutes = 30
    }
  }

  fail "never" {
    resource "databricks_cluster" "this" {
      cluster_name            = "etl"
      spark_version           = "15.4.x-scala2.12"
      node_type_id            = "i3.xlarge"
      autotermination_minutes = 0
    }

    expect = ["databricks_cluster.this @ autotermination_minutes"]
  }

  unknown "not known" {
    variable "minutes" {}

    resource "databricks_cluster" "this" {
      cluster_name            = "etl"
      spark_version           = "15.4.x-scala2.12"
      node_type_id            = "i3.xlarge"
      autotermination_minutes = var.minutes
    }
  }

  pass "`autotermination_minutes` is `1`" {
    resource "databricks_cluster" "this" {
      cluster_name            = "etl"
      spark_version           = "15.4.x-scala2.12"
      node_type_id            = "i3.xlarge"
      autotermination_minutes = 1
    }
  }
}

rule "databricks-cluster-driver-on-spot" {
  title     = "Driver of a Databricks cluster may be taken away"
  category  = "reliability"
  severity  = "low"
  resources = ["databricks_cluster"]
  aliases = [
    "b0749c53-e3ff-4d09-bbe4-dca94e2e7a38", "38028698-e663-4ef7-aa92-773fef0ca86f",
    "539e4557-d2b5-4d57-a001-cb01140a4e2d",
  ]
  for_each = concat(resource.aws_attributes, resource.azure_attributes, resource.gcp_attributes)
  assert   = !contains(["SPOT", "SPOT_AZURE", "PREEMPTIBLE_GCP"], each.value.availability) || tonumber(coalesce(each.value.first_on_demand, 1)) > 0
  at       = each.value.availability
  message  = "`${each.value.availability}` without `first_on_demand`"
  why      = <<-EOT
    When the driver's spot machine is taken away, the whole job is lost, not one worker.
  EOT
  remedy   = <<-EOT
    Keep the first machine on demand, or fall back to on-demand ones.

    ```hcl
    aws_attributes {
      availability    = "SPOT_WITH_FALLBACK"
      first_on_demand = 1
      zone_id         = "auto"
    }
    ```
  EOT
  link     = "https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/cluster#aws_attributes"

  pass "fallback" {
    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      aws_attributes {
        availability    = "SPOT_WITH_FALLBACK"
        first_on_demand = 1
      }
    }
  }

  fail "spot driver" {
    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      aws_attributes {
        availability    = "SPOT"
        first_on_demand = 0
      }
    }

    expect = ["databricks_cluster.this @ aws_attributes[0].availability"]
  }

  unknown "not known" {
    variable "availability" {}

    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      aws_attributes {
        availability    = var.availability
        first_on_demand = 0
      }
    }
  }

  pass "`availability` is `PREEMPTIBLE_GCP`" {
    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      aws_attributes {
        availability    = "PREEMPTIBLE_GCP"
        first_on_demand = 1
      }
    }
  }

  fail "more that fail" {
    resource "databricks_cluster" "availability_is_spot_azure" {
      cluster_name  = "etl"
      spark_version = "15.4.x-scala2.12"
      node_type_id  = "i3.xlarge"
      aws_attributes {
        availability    = "SPOT_AZURE"
        first_on_demand = 0
      }
    }
    expect = ["databricks_cluster.availability_is_spot_azure @ aws_attributes[0].availability"]
  }
}

rule "databricks-cluster-runtime-not-lts" {
  title     = "Databricks cluster does not use a long-term runtime"
  category  = "reliability"
  severity  = "low"
  resources = ["databricks_cluster"]
  aliases   = ["5a627dfa-a4dd-4020-a4c6-5f3caf4abcd6"]
  default   = false
  params = {
    lts = "^(9\\.1|10\\.4|11\\.3|12\\.2|13\\.3|14\\.3|15\\.4|16\\.4)\\."
  }
  when    = resource.spark_version != null
  assert  = can(regex(param.lts, resource.spark_version))
  message = "`${resource.spark_version}` is not a long-term release"
  why     = <<-EOT
    Other releases are supported for half a year only.
  EOT
  remedy  = <<-EOT
    Use the newest long-term release.

    ```hcl
    spark_version = data.databricks_spark_version.lts.id
    ```
  EOT
  link    = "https://docs.databricks.com/en/release-notes/runtime/index.html"

  pass "long-term" {
    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      node_type_id  = "i3.xlarge"
      spark_version = "15.4.x-scala2.12"
    }
  }

  fail "other" {
    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      node_type_id  = "i3.xlarge"
      spark_version = "15.2.x-scala2.12"
    }

    expect = ["databricks_cluster.this @ spark_version"]
  }

  unknown "not known" {
    variable "spark_version" {}

    resource "databricks_cluster" "this" {
      cluster_name  = "etl"
      node_type_id  = "i3.xlarge"
      spark_version = var.spark_version
    }
  }
}

rule "databricks-job-spark-submit" {
  title     = "Databricks job starts through spark-submit"
  category  = "correctness"
  severity  = "low"
  resources = ["databricks_job"]
  aliases   = ["375cdab9-3f94-4ae0-b1e3-8fbdf9cdf4d7"]
  assert    = length(flatten([resource.spark_submit_task, resource.task[*].spark_submit_task])) == 0
  at        = resource.task
  message   = "a `spark_submit_task` is used"
  why       = <<-EOT
    Such tasks run on new clusters only, without autoscaling, libraries or Unity Catalog.
  EOT
  remedy    = <<-EOT
    Use a JAR, Python or notebook task.

    ```hcl
    spark_jar_task {
      main_class_name = "com.example.Main"
    }
    ```
  EOT
  link      = "https://docs.databricks.com/en/jobs/spark-submit.html"

  pass "jar" {
    resource "databricks_job" "this" {
      name = "etl"
      task {
        task_key = "a"
        spark_jar_task {
          main_class_name = "com.example.Main"
        }
      }
    }
  }

  fail "spark-submit" {
    resource "databricks_job" "this" {
      name = "etl"
      task {
        task_key = "a"
        spark_submit_task {
          parameters = ["--class", "com.example.Main"]
        }
      }
    }

    expect = ["databricks_job.this @ task"]
  }
}

rule "databricks-no-permissions" {
  title     = "Databricks cluster or job has no permissions of its own"
  category  = "security"
  severity  = "low"
  resources = ["databricks_cluster", "databricks_job"]
  aliases   = ["a4edb7e1-c0e0-4f7f-9d7c-d1b603e81ad5"]
  tags      = ["cwe-284"]
  default   = false

  related "permissions" {
    type = "databricks_permissions"
    on   = refers(other.cluster_id, resource) || refers(other.job_id, resource)
  }

  assert  = length(related.permissions) > 0
  message = "no `databricks_permissions` belongs to it"
  why     = <<-EOT
    Only its creator and administrators can then use it, or everyone in workspaces without access control.
  EOT
  remedy  = <<-EOT
    Grant permissions to groups.
  EOT
  link    = "https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/permissions"

  pass "granted" {
    resource "databricks_job" "etl" {
      name = "etl"
    }

    resource "databricks_permissions" "etl" {
      job_id = databricks_job.etl.id
      access_control {
        group_name       = "users"
        permission_level = "CAN_VIEW"
      }
    }
  }

  fail "none" {
    resource "databricks_job" "etl" {
      name = "etl"
    }
  }
}
