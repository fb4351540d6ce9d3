rule "google-run-default-service-account" {
  title    = "Cloud Run runs as the default service account"
  category = "security"
  severity = "medium"
  resources = [
    "google_cloud_run_v2_service", "google_cloud_run_v2_job", "google_cloud_run_v2_worker_pool",
    "google_cloud_run_service",
  ]
  tags    = ["cwe-250"]
  assert  = length([for a in flatten([resource.template[*].service_account, resource.template[*].template[*].service_account, resource.template[*].spec[*].service_account_name]) : a if a != null]) > 0
  at      = resource.template
  message = "no service account is named, so the project's default one is used"
  why     = <<-EOT
    The default Compute Engine account usually holds Editor on the project. A hole in the service then opens all
    of it.
  EOT
  remedy  = <<-EOT
    Create an account for the service and name it.

    ```hcl
    template {
      service_account = google_service_account.api.email
    }
    ```
  EOT
  link    = "https://cloud.google.com/run/docs/securing/service-identity"

  pass "own account" {
    resource "google_cloud_run_v2_service" "this" {
      name     = "api"
      location = "europe-west1"
      template {
        service_account = "api@p.iam.gserviceaccount.com"
        containers {
          image = "gcr.io/p/api"
        }
      }
    }
  }

  pass "own account of this configuration" {
    resource "google_service_account" "api" {
      account_id = "api-service"
    }

    resource "google_cloud_run_v2_service" "api" {
      name     = "api"
      location = "europe-west1"
      template {
        service_account = google_service_account.api.email
      }
    }
  }

  pass "a job" {
    resource "google_cloud_run_v2_job" "j" {
      name     = "j"
      location = "europe-west1"
      template {
        template {
          service_account = "job@p.iam.gserviceaccount.com"
        }
      }
    }
  }

  fail "none" {
    resource "google_cloud_run_v2_service" "this" {
      name     = "api"
      location = "europe-west1"
      template {
        containers {
          image = "gcr.io/p/api"
        }
      }
    }

    expect = ["google_cloud_run_v2_service.this @ template"]
  }

  fail "first generation" {
    resource "google_cloud_run_service" "api" {
      name     = "api"
      location = "europe-west1"
      template {
        spec {
          containers {
            image = "gcr.io/p/api"
          }
        }
      }
    }
  }
}

rule "google-function-default-service-account" {
  title     = "Cloud Function runs as a default service account"
  category  = "security"
  severity  = "medium"
  resources = ["google_cloudfunctions_function", "google_cloudfunctions2_function"]
  tags      = ["cwe-250"]
  assert    = (meta.type == "google_cloudfunctions_function" ? resource.service_account_email : resource.service_config[0].service_account_email) != null
  at        = resource.service_config
  message   = "no `service_account_email`, so the project's default account is used"
  why       = <<-EOT
    The default accounts usually hold Editor on the project. A hole in the function then opens all of it.
  EOT
  remedy    = <<-EOT
    Create an account for the function and name it.

    ```hcl
    service_config {
      service_account_email = google_service_account.fn.email
    }
    ```
  EOT
  link      = "https://cloud.google.com/functions/docs/securing/function-identity"

  pass "own account" {
    resource "google_cloudfunctions2_function" "this" {
      name     = "f"
      location = "europe-west1"
      service_config {
        service_account_email = "fn@p.iam.gserviceaccount.com"
      }
    }
  }

  pass "first generation" {
    resource "google_cloudfunctions_function" "f" {
      name                  = "f"
      runtime               = "nodejs22"
      service_account_email = "fn@p.iam.gserviceaccount.com"
    }
  }

  fail "none" {
    resource "google_cloudfunctions2_function" "this" {
      name     = "f"
      location = "europe-west1"
      service_config {
        available_memory = "256M"
      }
    }

    expect = ["google_cloudfunctions2_function.this @ service_config"]
  }

  fail "first generation without" {
    resource "google_cloudfunctions_function" "f" {
      name    = "f"
      runtime = "nodejs22"
    }
  }
}

rule "google-run-invoker-check-off" {
  title     = "Cloud Run service does not check its callers"
  category  = "security"
  severity  = "medium"
  resources = ["google_cloud_run_v2_service"]
  tags      = ["cwe-306"]
  assert    = !coalesce(resource.invoker_iam_disabled, false)
  message   = "`invoker_iam_disabled` lets everyone who reaches the service call it"
  why       = <<-EOT
    Without the check only ingress settings and the application itself protect the service. Right for public
    sites: then say so with a suppression.
  EOT
  remedy    = <<-EOT
    Remove the argument and grant `roles/run.invoker`.
  EOT
  link      = "https://cloud.google.com/run/docs/securing/managing-access#invoker_check"

  fix {
    set = {
      invoker_iam_disabled = false
    }
  }

  pass "checked" {
    resource "google_cloud_run_v2_service" "this" {
      name     = "api"
      location = "europe-west1"
      template {
        service_account = "api@p.iam.gserviceaccount.com"
      }
    }
  }

  fail "not checked" {
    resource "google_cloud_run_v2_service" "this" {
      name     = "api"
      location = "europe-west1"
      template {
        service_account = "api@p.iam.gserviceaccount.com"
      }
      invoker_iam_disabled = true
    }

    expect = ["google_cloud_run_v2_service.this @ invoker_iam_disabled"]
  }

  unknown "not known" {
    variable "open" {}

    resource "google_cloud_run_v2_service" "this" {
      name     = "api"
      location = "europe-west1"
      template {
        service_account = "api@p.iam.gserviceaccount.com"
      }
      invoker_iam_disabled = var.open
    }
  }
}

rule "google-function-ingress-open" {
  title     = "Cloud Function accepts requests from the internet"
  category  = "security"
  severity  = "low"
  resources = ["google_cloudfunctions_function", "google_cloudfunctions2_function"]
  aliases   = ["CKV_GCP_124"]
  tags      = ["cwe-284"]
  default   = false
  when      = meta.type == "google_cloudfunctions_function" ? coalesce(resource.trigger_http, false) : length(resource.event_trigger) == 0
  assert    = contains(["ALLOW_INTERNAL_ONLY", "ALLOW_INTERNAL_AND_GCLB"], meta.type == "google_cloudfunctions_function" ? resource.ingress_settings : resource.service_config[0].ingress_settings)
  at        = resource.ingress_settings
  message   = "ingress is open to every address"
  why       = <<-EOT
    IAM still decides who may call. Limiting the ways in to the network and the load balancer is a second lock.
    Functions with an event trigger are not judged.
  EOT
  remedy    = <<-EOT
    Allow internal traffic and the load balancer.

    ```hcl
    service_config {
      ingress_settings = "ALLOW_INTERNAL_AND_GCLB"
    }
    ```
  EOT
  link      = "https://cloud.google.com/functions/docs/networking/network-settings"

  pass "internal" {
    resource "google_cloudfunctions2_function" "this" {
      name     = "f"
      location = "europe-west1"
      service_config {
        ingress_settings = "ALLOW_INTERNAL_ONLY"
      }
    }
    also = ["google-function-default-service-account"]
  }

  pass "event" {
    resource "google_cloudfunctions2_function" "this" {
      name     = "f"
      location = "europe-west1"
      event_trigger {
        event_type = "google.cloud.pubsub.topic.v1.messagePublished"
      }
    }
    also = ["google-function-default-service-account"]
  }

  fail "not written" {
    resource "google_cloudfunctions2_function" "this" {
      name     = "f"
      location = "europe-west1"
      service_config {
        available_memory = "256M"
      }
    }
  }

  fail "first generation" {
    resource "google_cloudfunctions_function" "f" {
      name             = "f"
      runtime          = "nodejs22"
      trigger_http     = true
      ingress_settings = "ALLOW_ALL"
    }
  }

  unknown "`ingress_settings` is an unset variable" {
    variable "ingress_settings" {}
    resource "google_cloudfunctions_function" "f" {
      name             = "f"
      runtime          = "nodejs22"
      trigger_http     = true
      ingress_settings = var.ingress_settings
    }
  }

  pass "more that pass" {
    resource "google_cloudfunctions_function" "no_trigger_http" {
      name             = "f"
      runtime          = "nodejs22"
      ingress_settings = "ALLOW_ALL"
    }
    resource "google_cloudfunctions2_function" "one_more_ingress_settings_is_allow" {
      name     = "f"
      location = "europe-west1"
      service_config {
        ingress_settings = "ALLOW_INTERNAL_ONLY"
      }
    }
    resource "google_cloudfunctions2_function" "one_more_ingress_settings_is_allow_2" {
      name     = "f"
      location = "europe-west1"
      service_config {
        ingress_settings = "ALLOW_INTERNAL_AND_GCLB"
      }
    }
    also = ["google-function-default-service-account"]
  }
}

rule "google-function-plain-http" {
  title     = "Cloud Function answers over plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["google_cloudfunctions_function"]
  aliases   = ["CKV2_GCP_10"]
  tags      = ["cwe-319"]
  when      = coalesce(resource.trigger_http, false)
  assert    = resource.https_trigger_security_level == "SECURE_ALWAYS"
  at        = resource.https_trigger_security_level
  message   = "`https_trigger_security_level` is ${coalesce(resource.https_trigger_security_level, "not set")}"
  why       = <<-EOT
    Requests and tokens that are sent over HTTP travel readable. Second-generation functions redirect by
    themselves.
  EOT
  remedy    = <<-EOT
    Redirect always, or move to the second generation.

    ```hcl
    https_trigger_security_level = "SECURE_ALWAYS"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloudfunctions_function#https_trigger_security_level-1"

  fix {
    set = {
      https_trigger_security_level = "SECURE_ALWAYS"
    }
  }

  pass "always" {
    resource "google_cloudfunctions_function" "this" {
      name                         = "f"
      runtime                      = "nodejs22"
      trigger_http                 = true
      https_trigger_security_level = "SECURE_ALWAYS"
    }
    also = ["google-function-default-service-account"]
  }

  pass "event" {
    resource "google_cloudfunctions_function" "this" {
      name         = "f"
      runtime      = "nodejs22"
      trigger_http = null
      event_trigger {
        event_type = "google.pubsub.topic.publish"
        resource   = "t"
      }
    }
    also = ["google-function-default-service-account"]
  }

  fail "optional" {
    resource "google_cloudfunctions_function" "this" {
      name                         = "f"
      runtime                      = "nodejs22"
      trigger_http                 = true
      https_trigger_security_level = "SECURE_OPTIONAL"
    }

    expect = ["google_cloudfunctions_function.this @ https_trigger_security_level"]
  }

  fail "not written" {
    resource "google_cloudfunctions_function" "this" {
      name         = "f"
      runtime      = "nodejs22"
      trigger_http = true
    }

    expect = ["google_cloudfunctions_function.this"]
  }

  unknown "not known" {
    variable "level" {}

    resource "google_cloudfunctions_function" "this" {
      name                         = "f"
      runtime                      = "nodejs22"
      trigger_http                 = true
      https_trigger_security_level = var.level
    }
  }
}

rule "google-function-runtime-retired" {
  title    = "Runtime of the function is retired"
  category = "reliability"
  severity = "high"
  resources = [
    "google_cloudfunctions_function", "google_cloudfunctions2_function",
    "google_app_engine_standard_app_version",
  ]
  tags = ["cwe-1104"]
  params = {
    retired = ["nodejs6", "nodejs8", "nodejs10", "nodejs12", "nodejs14", "nodejs16", "nodejs18", "python27", "python37", "python38", "go111", "go112", "go113", "go114", "go115", "go116", "go118", "go119", "go120", "java8", "java11", "ruby25", "ruby26", "ruby27", "ruby30", "php55", "php72", "php73", "php74", "php81", "dotnet3", "dotnet6"]
  }
  for_each = [for r in flatten([resource.runtime, resource.build_config[*].runtime]) : r if r != null]
  assert   = !contains(param.retired, each.value)
  at       = resource.runtime
  message  = "`${each.value}` gets no security fixes and cannot be deployed for long"
  why      = <<-EOT
    After its end of support a runtime is no longer patched; after a further while deployments are refused, so
    that a fix of your own cannot go out either.
  EOT
  remedy   = <<-EOT
    Move to a supported version.

    ```hcl
    runtime = "nodejs22"
    ```
  EOT
  link     = "https://cloud.google.com/functions/docs/runtime-support"

  pass "supported" {
    resource "google_cloudfunctions_function" "this" {
      name                  = "f"
      service_account_email = "fn@p.iam.gserviceaccount.com"
      runtime               = "python312"
    }
  }

  fail "retired" {
    resource "google_cloudfunctions_function" "this" {
      name                  = "f"
      service_account_email = "fn@p.iam.gserviceaccount.com"
      runtime               = "nodejs14"
    }

    expect = ["google_cloudfunctions_function.this @ runtime"]
  }

  fail "second generation" {
    resource "google_cloudfunctions2_function" "f" {
      name     = "f"
      location = "europe-west1"
      build_config {
        runtime     = "python37"
        entry_point = "main"
      }
    }

    expect = ["google_cloudfunctions2_function.f"]
  }

  unknown "not known" {
    variable "runtime" {}

    resource "google_cloudfunctions_function" "this" {
      name                  = "f"
      service_account_email = "fn@p.iam.gserviceaccount.com"
      runtime               = var.runtime
    }
  }

  fail "more that fail" {
    resource "google_cloudfunctions_function" "runtime_is_dotnet6" {
      name                  = "f"
      service_account_email = "fn@p.iam.gserviceaccount.com"
      runtime               = "dotnet6"
    }
    resource "google_cloudfunctions_function" "one_more_runtime_is_nodejs6" {
      name                  = "f"
      service_account_email = "fn@p.iam.gserviceaccount.com"
      runtime               = "python312"
    }
    resource "google_cloudfunctions_function" "one_more_runtime_is_nodejs6_2" {
      name                  = "f"
      service_account_email = "fn@p.iam.gserviceaccount.com"
      runtime               = "nodejs6"
    }
    expect = [
      "google_cloudfunctions_function.runtime_is_dotnet6 @ runtime",
      "google_cloudfunctions_function.one_more_runtime_is_nodejs6_2 @ runtime",
    ]
  }
}

rule "google-run-always-on" {
  title     = "Instances of the service run without requests"
  category  = "cost"
  severity  = "info"
  resources = ["google_cloud_run_v2_service", "google_cloudfunctions_function", "google_cloudfunctions2_function"]
  default   = false
  for_each  = [for n in flatten([resource.min_instances, resource.scaling[*].min_instance_count, resource.template[*].scaling[*].min_instance_count, resource.service_config[*].min_instance_count]) : n if n != null]
  assert    = each.value == 0
  at        = resource.template[0].scaling[0].min_instance_count
  message   = "at least ${each.value} instance is billed around the clock"
  why       = <<-EOT
    Minimum instances save the cold start and cost like a small VM each. Rarely needed outside production.
  EOT
  remedy    = <<-EOT
    Let the service scale to zero.

    ```hcl
    template {
      scaling {
        min_instance_count = 0
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/run/docs/configuring/min-instances"

  pass "zero" {
    resource "google_cloud_run_v2_service" "this" {
      name     = "api"
      location = "europe-west1"
      template {
        scaling {
          min_instance_count = 0
        }
      }
    }
    also = ["google-run-default-service-account"]
  }

  pass "default" {
    resource "google_cloud_run_v2_service" "this" {
      name     = "api"
      location = "europe-west1"
      template {
        timeout = "10s"
      }
    }
    also = ["google-run-default-service-account"]
  }

  fail "two" {
    resource "google_cloud_run_v2_service" "this" {
      name     = "api"
      location = "europe-west1"
      template {
        scaling {
          min_instance_count = 2
        }
      }
    }

    expect = ["google_cloud_run_v2_service.this @ template[0].scaling[0].min_instance_count"]
  }

  unknown "not known" {
    variable "min_instance_count" {}

    resource "google_cloud_run_v2_service" "this" {
      name     = "api"
      location = "europe-west1"
      template {
        scaling {
          min_instance_count = var.min_instance_count
        }
      }
    }
  }

  unknown "more that nobody can know" {
    variable "min_instance_count" {}
    variable "scaling" {}
    resource "google_cloud_run_v2_service" "scaling_is_1_one_more_scaling_is_an_unset" {
      name     = "api"
      location = "europe-west1"
      scaling  = 1
      template {
        timeout = "10s"
      }
    }
    resource "google_cloud_run_v2_service" "scaling_is_1_one_more_scaling_is_an_unset_2" {
      name     = "api"
      location = "europe-west1"
      scaling  = var.scaling
      template {
        timeout = "10s"
      }
    }
    expect = ["google_cloud_run_v2_service.scaling_is_1_one_more_scaling_is_an_unset_2 @ template[0]"]
  }
}

rule "google-app-engine-open-to-all" {
  title     = "App Engine firewall allows everyone"
  category  = "security"
  severity  = "low"
  resources = ["google_app_engine_firewall_rule"]
  tags      = ["cwe-284"]
  default   = false
  when      = resource.action == "ALLOW"
  assert    = resource.source_range != "*" && !cidr_is_public(resource.source_range)
  at        = resource.source_range
  message   = "`${resource.source_range}` may reach every service of the application"
  why       = <<-EOT
    Right for public sites; internal tools should be behind Identity-Aware Proxy or limited to known ranges.
  EOT
  remedy    = <<-EOT
    Deny everyone by default, and allow what is needed before.

    ```hcl
    action = "DENY"
    ```
  EOT
  link      = "https://cloud.google.com/appengine/docs/standard/application-security"

  pass "an office" {
    resource "google_app_engine_firewall_rule" "this" {
      priority     = 1000
      action       = "ALLOW"
      source_range = "203.0.113.0/28"
    }
  }

  pass "deny" {
    resource "google_app_engine_firewall_rule" "this" {
      priority     = 1000
      action       = "DENY"
      source_range = "*"
    }
  }

  fail "everyone" {
    resource "google_app_engine_firewall_rule" "this" {
      priority     = 1000
      action       = "ALLOW"
      source_range = "*"
    }

    expect = ["google_app_engine_firewall_rule.this @ source_range"]
  }

  unknown "not known" {
    variable "source_range" {}

    resource "google_app_engine_firewall_rule" "this" {
      priority     = 1000
      action       = "ALLOW"
      source_range = var.source_range
    }
  }
}

rule "google-app-engine-plain-http" {
  title     = "App Engine handler answers over plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["google_app_engine_standard_app_version"]
  tags      = ["cwe-319", "cis-gcp-2.0-4.10"]
  for_each  = resource.handlers
  assert    = contains(["SECURE_ALWAYS", "SECURE_DEFAULT"], each.value.security_level) || each.value.security_level == null
  at        = each.value.security_level
  message   = "`security_level` is `${each.value.security_level}`"
  why       = <<-EOT
    Requests and cookies that are sent over HTTP travel readable.
  EOT
  remedy    = <<-EOT
    Redirect to HTTPS.

    ```hcl
    handlers {
      url_regex      = ".*"
      security_level = "SECURE_ALWAYS"
    }
    ```
  EOT
  link      = "https://cloud.google.com/appengine/docs/standard/reference/app-yaml#handlers_secure"

  pass "always" {
    resource "google_app_engine_standard_app_version" "this" {
      service = "default"
      runtime = "nodejs22"
      handlers {
        url_regex      = ".*"
        security_level = "SECURE_ALWAYS"
      }
    }
  }

  fail "never" {
    resource "google_app_engine_standard_app_version" "this" {
      service = "default"
      runtime = "nodejs22"
      handlers {
        url_regex      = ".*"
        security_level = "SECURE_NEVER"
      }
    }

    expect = ["google_app_engine_standard_app_version.this @ handlers[0].security_level"]
  }

  fail "optional" {
    resource "google_app_engine_standard_app_version" "this" {
      service = "default"
      runtime = "nodejs22"
      handlers {
        url_regex      = ".*"
        security_level = "SECURE_OPTIONAL"
      }
    }
  }

  unknown "not known" {
    variable "level" {}

    resource "google_app_engine_standard_app_version" "this" {
      service = "default"
      runtime = "nodejs22"
      handlers {
        url_regex      = ".*"
        security_level = var.level
      }
    }
  }

  pass "more that pass" {
    resource "google_app_engine_standard_app_version" "no_security_level" {
      service = "default"
      runtime = "nodejs22"
      handlers {
        url_regex = ".*"
      }
    }
    resource "google_app_engine_standard_app_version" "one_more_one_more_handlers_security_level" {
      service = "default"
      runtime = "nodejs22"
      handlers {
        url_regex      = ".*"
        security_level = "SECURE_ALWAYS"
      }
    }
    resource "google_app_engine_standard_app_version" "one_more_one_more_handlers_security_level_2" {
      service = "default"
      runtime = "nodejs22"
      handlers {
        url_regex      = ".*"
        security_level = "SECURE_ALWAYS"
      }
      handlers {
        url_regex      = ".*"
        security_level = "SECURE_DEFAULT"
      }
    }
  }
}

rule "google-scheduler-plain-http" {
  title     = "Cloud Scheduler calls a plain HTTP address"
  category  = "security"
  severity  = "medium"
  resources = ["google_cloud_scheduler_job", "google_cloud_tasks_queue"]
  tags      = ["cwe-319"]
  when      = resource.http_target[0].uri != null
  assert = (
    !startswith(resource.http_target[0].uri, "http://")
    || (is_computed(resource.http_target[0].uri) && !is_known(startswith(resource.http_target[0].uri, "http://")))
  )
  at        = resource.http_target[0].uri
  message   = "`${resource.http_target[0].uri}` is not encrypted"
  why       = <<-EOT
    The request and its token travel readable over the internet.
  EOT
  remedy    = <<-EOT
    Use an `https://` address.

    ```hcl
    http_target {
      uri = "https://example.com/run"
    }
    ```
  EOT
  link      = "https://cloud.google.com/scheduler/docs/http-target-auth"

  pass "https" {
    resource "google_cloud_scheduler_job" "this" {
      name     = "j"
      schedule = "0 * * * *"
      http_target {
        uri = "https://example.com/run"
      }
    }
  }

  pass "the address of a function, known after apply" {
    resource "google_cloudfunctions2_function" "f" {
      name     = "f"
      location = "europe-west1"
    }

    resource "google_cloud_scheduler_job" "this" {
      name     = "j"
      schedule = "0 * * * *"
      http_target {
        uri = google_cloudfunctions2_function.f.url
      }
    }
    also = ["google-function-default-service-account"]
  }

  fail "http to an address that is known after apply" {
    resource "google_compute_address" "a" {
      name = "a"
    }

    resource "google_cloud_scheduler_job" "this" {
      name     = "j"
      schedule = "0 * * * *"
      http_target {
        uri = "http://${google_compute_address.a.address}/run"
      }
    }

    expect = ["google_cloud_scheduler_job.this @ http_target[0].uri"]
  }

  fail "http" {
    resource "google_cloud_scheduler_job" "this" {
      name     = "j"
      schedule = "0 * * * *"
      http_target {
        uri = "http://example.com/run"
      }
    }

    expect = ["google_cloud_scheduler_job.this @ http_target[0].uri"]
  }

  unknown "not known" {
    variable "uri" {}

    resource "google_cloud_scheduler_job" "this" {
      name     = "j"
      schedule = "0 * * * *"
      http_target {
        uri = var.uri
      }
    }
  }
}
