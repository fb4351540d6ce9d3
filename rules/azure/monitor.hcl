# Monitor, Log Analytics, Application Insights, Defender for Cloud, backup vaults.

rule "azure-log-profile-incomplete" {
  title     = "Log profile leaves out categories or regions"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_monitor_log_profile"]
  aliases = [
    "AZU-0033", "azure-monitor-capture-all-activities", "AVD-AZU-0033", "AZU-0032",
    "azure-monitor-capture-all-regions", "AVD-AZU-0032",
  ]
  tags    = ["cwe-778"]
  assert  = alltrue([for c in ["action", "delete", "write"] : contains([for x in resource.categories : lower(x)], c)]) && contains([for l in resource.locations : lower(l)], "global")
  at      = coalesce(resource.categories, resource.locations)
  message = "`categories` must hold Action, Delete and Write, and `locations` the entry `global` beside your regions"
  why     = <<-EOT
    Changes in what is left out are not exported; many services log to `global` only. Log profiles are gone since provider
    version 4.0 and retire in September 2026.
  EOT
  remedy  = <<-EOT
    Use a diagnostic setting on the subscription:

        resource "azurerm_monitor_diagnostic_setting" "activity" {
          name                       = "activity"
          target_resource_id         = data.azurerm_subscription.current.id
          log_analytics_workspace_id = azurerm_log_analytics_workspace.main.id

          enabled_log {
            category = "Administrative"
          }
        }
  EOT
  link    = "https://learn.microsoft.com/azure/azure-monitor/platform/activity-log"

  pass "everything" {
    resource "azurerm_monitor_log_profile" "example" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Delete", "Write"]
      locations          = ["westeurope", "global"]

      retention_policy {
        enabled = true
        days    = 365
      }
    }
  }

  fail "a category missing" {
    resource "azurerm_monitor_log_profile" "example" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Delete", "Write"]
      locations          = ["westeurope", "global"]

      retention_policy {
        enabled = true
        days    = 365
      }
    }

    expect = ["azurerm_monitor_log_profile.example @ categories"]
  }

  fail "global missing" {
    resource "azurerm_monitor_log_profile" "example" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Delete", "Write"]
      locations          = ["westeurope"]

      retention_policy {
        enabled = true
        days    = 365
      }
    }

    expect = ["azurerm_monitor_log_profile.example @ categories"]
  }

  unknown "the value is an unset variable" {
    variable "categories" {}

    resource "azurerm_monitor_log_profile" "example" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = var.categories
      locations          = ["global"]

      retention_policy {
        enabled = true
        days    = 365
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_monitor_log_profile" "categories_without_delete" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Write"]
      locations          = ["westeurope", "global"]
      retention_policy {
        enabled = true
        days    = 365
      }
    }
    resource "azurerm_monitor_log_profile" "one_more_categories_without_write" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Delete", "Write"]
      locations          = ["westeurope", "global"]
      retention_policy {
        enabled = true
        days    = 365
      }
    }
    resource "azurerm_monitor_log_profile" "one_more_categories_without_write_2" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Delete"]
      locations          = ["westeurope", "global"]
      retention_policy {
        enabled = true
        days    = 365
      }
    }
    expect = [
      "azurerm_monitor_log_profile.categories_without_delete @ categories",
      "azurerm_monitor_log_profile.one_more_categories_without_write_2 @ categories",
    ]
  }
}

rule "azure-log-profile-short-retention" {
  title     = "Activity log is kept for less than a year"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_monitor_log_profile"]
  aliases = [
    "CKV_AZURE_37", "2b856bf9-8e8c-4005-875f-303a8cba3918", "AZU-0031",
    "azure-monitor-activity-log-retention-set", "AVD-AZU-0031",
  ]
  tags = ["cwe-778"]
  params = {
    minimum_days = 365
  }
  assert  = (resource.retention_policy[0].enabled == true && resource.retention_policy[0].days >= param.minimum_days) || (resource.retention_policy[0].enabled == false && coalesce(resource.retention_policy[0].days, 0) == 0)
  at      = coalesce(resource.retention_policy[0].days, resource.retention_policy)
  message = "retention is `${resource.retention_policy[0].enabled == true ? "on" : "off"}` with ${coalesce(resource.retention_policy[0].days, 0)} days; ${param.minimum_days} are wanted"
  why     = <<-EOT
    Intrusions are often found after months. Retention that is off with zero days keeps everything, which is accepted.
  EOT
  remedy  = <<-EOT
    Write `retention_policy { enabled = true, days = 365 }` with one argument a line, or move to a diagnostic setting.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-monitor/platform/activity-log"

  pass "a year" {
    resource "azurerm_monitor_log_profile" "example" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Delete", "Write"]
      locations          = ["global"]

      retention_policy {
        enabled = true
        days    = 365
      }
    }
  }

  pass "for ever" {
    resource "azurerm_monitor_log_profile" "example" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Delete", "Write"]
      locations          = ["global"]

      retention_policy {
        enabled = false
      }
    }
  }

  fail "a month" {
    resource "azurerm_monitor_log_profile" "example" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Delete", "Write"]
      locations          = ["global"]

      retention_policy {
        enabled = true
        days    = 30
      }
    }

    expect = ["azurerm_monitor_log_profile.example @ retention_policy[0].days"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_monitor_log_profile" "example" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Delete", "Write"]
      locations          = ["global"]

      retention_policy {
        enabled = true
        days    = var.days
      }
    }
  }

  fail "more that fail" {
    resource "azurerm_monitor_log_profile" "enabled_is_false" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Delete", "Write"]
      locations          = ["global"]
      retention_policy {
        enabled = false
        days    = 365
      }
    }
    resource "azurerm_monitor_log_profile" "no_days" {
      name               = "default"
      storage_account_id = "some-id"
      categories         = ["Action", "Delete", "Write"]
      locations          = ["global"]
      retention_policy {
        enabled = true
      }
    }
    expect = [
      "azurerm_monitor_log_profile.enabled_is_false @ retention_policy[0].days",
      "azurerm_monitor_log_profile.no_days @ retention_policy",
    ]
  }
}

rule "azure-monitor-alert-disabled" {
  title    = "Alert is declared and switched off"
  category = "security"
  severity = "low"
  resources = [
    "azurerm_monitor_activity_log_alert", "azurerm_monitor_metric_alert",
    "azurerm_monitor_scheduled_query_rules_alert", "azurerm_monitor_scheduled_query_rules_alert_v2",
    "azurerm_monitor_smart_detector_alert_rule",
  ]
  tags    = ["cwe-778"]
  assert  = resource.enabled != false
  at      = resource.enabled
  message = "`enabled` is false: the alert never fires"
  why     = <<-EOT
    A disabled alert looks like coverage in reviews.
  EOT
  remedy  = <<-EOT
    Remove `enabled = false`, or the alert.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-overview"

  fix {
    set = {
      enabled = true
    }
    safe = false
  }

  pass "on by default" {
    resource "azurerm_monitor_activity_log_alert" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "global"
      scopes              = ["/subscriptions/00000000-0000-0000-0000-000000000000"]

      criteria {
        category       = "Administrative"
        operation_name = "Microsoft.Network/networkSecurityGroups/write"
      }
    }
    also = ["azure-monitor-alert-no-action"]
  }

  pass "on" {
    resource "azurerm_monitor_metric_alert" "example" {
      name                = "example"
      resource_group_name = "example"
      scopes              = ["some-id"]
      enabled             = true
    }
    also = ["azure-monitor-alert-no-action"]
  }

  fail "off" {
    resource "azurerm_monitor_activity_log_alert" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "global"
      scopes              = ["/subscriptions/00000000-0000-0000-0000-000000000000"]
      enabled             = false

      criteria {
        category       = "Administrative"
        operation_name = "Microsoft.Network/networkSecurityGroups/write"
      }
    }

    expect = ["azurerm_monitor_activity_log_alert.example @ enabled"]
  }

  fail "a metric alert" {
    resource "azurerm_monitor_metric_alert" "example" {
      name                = "example"
      resource_group_name = "example"
      scopes              = ["some-id"]
      enabled             = false
    }

    expect = ["azurerm_monitor_metric_alert.example @ enabled"]
  }

  unknown "the value is an unset variable" {
    variable "alerts" {}

    resource "azurerm_monitor_activity_log_alert" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "global"
      scopes              = ["/subscriptions/00000000-0000-0000-0000-000000000000"]
      enabled             = var.alerts

      criteria {
        category       = "Administrative"
        operation_name = "Microsoft.Network/networkSecurityGroups/write"
      }
    }
  }
}

rule "azure-monitor-alert-no-action" {
  title     = "Alert notifies nobody"
  category  = "reliability"
  severity  = "low"
  resources = ["azurerm_monitor_activity_log_alert", "azurerm_monitor_metric_alert"]
  assert    = length(resource.action) > 0
  at        = resource.action
  message   = "there is no `action` block: the alert shows in the portal only"
  why       = <<-EOT
    An alert that nobody receives is found after the incident. Alert processing rules can add receivers centrally:
    suppress the finding then.
  EOT
  remedy    = <<-EOT
    Add `action { action_group_id = azurerm_monitor_action_group.ops.id }`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups"

  pass "an action group" {
    resource "azurerm_monitor_metric_alert" "example" {
      name                = "example"
      resource_group_name = "example"
      scopes              = ["some-id"]

      action {
        action_group_id = "some-id"
      }
    }
  }

  fail "none" {
    resource "azurerm_monitor_metric_alert" "example" {
      name                = "example"
      resource_group_name = "example"
      scopes              = ["some-id"]
    }

    expect = ["azurerm_monitor_metric_alert.example"]
  }

  fail "none on an activity log alert" {
    resource "azurerm_monitor_activity_log_alert" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "global"
      scopes              = ["/subscriptions/00000000-0000-0000-0000-000000000000"]

      criteria {
        category       = "Administrative"
        operation_name = "Microsoft.Network/networkSecurityGroups/write"
      }
    }

    expect = ["azurerm_monitor_activity_log_alert.example"]
  }
}

rule "azure-monitor-action-group-http" {
  title     = "Action group calls a webhook without encryption"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_monitor_action_group"]
  tags      = ["cwe-319"]
  for_each  = resource.webhook_receiver
  assert    = !startswith(lower(each.value.service_uri), "http://")
  at        = each.value.service_uri
  message   = "receiver `${each.value.name}` is called over plain HTTP"
  why       = <<-EOT
    Alerts name resources, addresses and sometimes data, readable on the way.
  EOT
  remedy    = <<-EOT
    Use an `https://` address.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups"

  pass "HTTPS" {
    resource "azurerm_monitor_action_group" "example" {
      name                = "example"
      resource_group_name = "example"
      short_name          = "example"

      webhook_receiver {
        name        = "hook"
        service_uri = "https://hooks.example.com/alerts"
      }
    }
  }

  pass "no webhook" {
    resource "azurerm_monitor_action_group" "example" {
      name                = "example"
      resource_group_name = "example"
      short_name          = "example"

      email_receiver {
        name          = "ops"
        email_address = "ops@example.com"
      }
    }
  }

  fail "HTTP" {
    resource "azurerm_monitor_action_group" "example" {
      name                = "example"
      resource_group_name = "example"
      short_name          = "example"

      webhook_receiver {
        name        = "hook"
        service_uri = "http://hooks.example.com/alerts"
      }
    }

    expect = ["azurerm_monitor_action_group.example @ webhook_receiver[0].service_uri"]
  }

  unknown "the value is an unset variable" {
    variable "hook" {}

    resource "azurerm_monitor_action_group" "example" {
      name                = "example"
      resource_group_name = "example"
      short_name          = "example"

      webhook_receiver {
        name        = "hook"
        service_uri = var.hook
      }
    }
  }
}

rule "azure-diagnostic-setting-no-destination" {
  title     = "Diagnostic setting sends logs nowhere"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_monitor_diagnostic_setting", "azurerm_monitor_aad_diagnostic_setting"]
  assert    = resource.log_analytics_workspace_id != null || resource.storage_account_id != null || resource.eventhub_authorization_rule_id != null || resource.partner_solution_id != null
  at        = resource.target_resource_id
  message   = "no workspace, storage account, event hub or partner is named"
  why       = <<-EOT
    The provider refuses a setting without destination.
  EOT
  remedy    = <<-EOT
    Write `log_analytics_workspace_id`, `storage_account_id` or `eventhub_authorization_rule_id`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/monitor_diagnostic_setting"

  pass "a workspace" {
    resource "azurerm_monitor_diagnostic_setting" "example" {
      name                       = "example"
      target_resource_id         = "some-id"
      log_analytics_workspace_id = "some-id"

      enabled_log {
        category_group = "audit"
      }
    }
  }

  pass "a storage account" {
    resource "azurerm_monitor_diagnostic_setting" "example" {
      name               = "example"
      target_resource_id = "some-id"
      storage_account_id = "some-id"

      enabled_log {
        category_group = "audit"
      }
    }
  }

  fail "none" {
    resource "azurerm_monitor_diagnostic_setting" "example" {
      name               = "example"
      target_resource_id = "some-id"

      enabled_log {
        category_group = "audit"
      }
    }

    expect = ["azurerm_monitor_diagnostic_setting.example @ target_resource_id"]
  }
}

rule "azure-log-analytics-invalid-retention" {
  title     = "Log Analytics retention is out of range"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_log_analytics_workspace"]
  when      = resource.retention_in_days != null
  assert    = (resource.retention_in_days >= 30 && resource.retention_in_days <= 730) || resource.retention_in_days == 7
  at        = resource.retention_in_days
  message   = "`retention_in_days` is ${resource.retention_in_days}; 30 to 730 are accepted"
  why       = <<-EOT
    The provider refuses other values. Longer storage is the subject of archive and data export.
  EOT
  remedy    = <<-EOT
    Write a number from 30 to 730.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/log_analytics_workspace"

  pass "thirty" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 30
    }
  }

  pass "the default" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
    }
  }

  fail "too short" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 14
    }

    expect = ["azurerm_log_analytics_workspace.example @ retention_in_days"]
  }

  fail "too long" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 1095
    }

    expect = ["azurerm_log_analytics_workspace.example @ retention_in_days"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = var.days
    }
  }

  pass "more that pass" {
    resource "azurerm_log_analytics_workspace" "retention_in_days_is_7" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 7
    }
    resource "azurerm_log_analytics_workspace" "one_more_retention_in_days_is_730" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 30
    }
    resource "azurerm_log_analytics_workspace" "one_more_retention_in_days_is_730_2" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 730
    }
  }

  fail "one more, `retention_in_days` is `731`" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 30
    }
    resource "azurerm_log_analytics_workspace" "example_too" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 731
    }
    expect = ["azurerm_log_analytics_workspace.example_too @ retention_in_days"]
  }
}

rule "azure-log-analytics-paid-retention" {
  title     = "Log Analytics keeps logs beyond the free period"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_log_analytics_workspace"]
  params = {
    free_days = 31
  }
  assert  = coalesce(resource.retention_in_days, 30) <= param.free_days
  at      = resource.retention_in_days
  message = "`retention_in_days` is ${resource.retention_in_days}; days beyond ${param.free_days} are billed by volume"
  why     = <<-EOT
    Thirty-one days are included (ninety with Sentinel). Older logs are cheaper in archive tables or a storage account.
  EOT
  remedy  = <<-EOT
    Write `retention_in_days = 30`, and archive what must be kept.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-monitor/logs/cost-logs"

  pass "the free period" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 30
    }
  }

  fail "a year" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 365
    }

    expect = ["azurerm_log_analytics_workspace.example @ retention_in_days"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = var.days
    }
  }

  pass "`retention_in_days` is `31`" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 31
    }
  }

  fail "one more, `retention_in_days` is `32`" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 365
    }
    resource "azurerm_log_analytics_workspace" "example_too" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      retention_in_days   = 32
    }
    expect = [
      "azurerm_log_analytics_workspace.example @ retention_in_days",
      "azurerm_log_analytics_workspace.example_too @ retention_in_days",
    ]
  }
}

rule "azure-log-analytics-no-daily-quota" {
  title     = "Log Analytics has no ceiling on ingestion"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_log_analytics_workspace"]
  assert    = coalesce(resource.daily_quota_gb, -1) > 0
  at        = resource.daily_quota_gb
  message   = "`daily_quota_gb` is not set"
  why       = <<-EOT
    A chatty application can cost thousands over a weekend. A ceiling loses logs when it is reached, which security logs
    must not.
  EOT
  remedy    = <<-EOT
    Write `daily_quota_gb = 10`, with an alert on reaching it.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-monitor/logs/daily-cap"

  pass "a ceiling" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      daily_quota_gb      = 10
    }
  }

  fail "not set" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
    }

    expect = ["azurerm_log_analytics_workspace.example"]
  }

  fail "unlimited" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      daily_quota_gb      = -1
    }

    expect = ["azurerm_log_analytics_workspace.example @ daily_quota_gb"]
  }

  unknown "the value is an unset variable" {
    variable "quota" {}

    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      daily_quota_gb      = var.quota
    }
  }

  pass "one more, `daily_quota_gb` is `1`" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      daily_quota_gb      = 10
    }
    resource "azurerm_log_analytics_workspace" "example_too" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      daily_quota_gb      = 1
    }
  }

  fail "`daily_quota_gb` is `0`" {
    resource "azurerm_log_analytics_workspace" "example" {
      name                = "example-law"
      resource_group_name = "example"
      location            = "westeurope"
      daily_quota_gb      = 0
    }
    expect = ["azurerm_log_analytics_workspace.example @ daily_quota_gb"]
  }
}

rule "azure-application-insights-classic" {
  title     = "Application Insights is not based on a workspace"
  category  = "reliability"
  severity  = "medium"
  resources = ["azurerm_application_insights"]
  assert    = resource.workspace_id != null
  at        = resource.workspace_id
  message   = "there is no `workspace_id`: classic resources were retired on 29 February 2024"
  why       = <<-EOT
    Azure creates a workspace of its own for such a resource, which Terraform then wants to remove at the next apply, and
    cannot.
  EOT
  remedy    = <<-EOT
    Write `workspace_id = azurerm_log_analytics_workspace.main.id`.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-monitor/app/convert-classic-resource"

  pass "a workspace" {
    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
    }
  }

  fail "none" {
    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
    }

    expect = ["azurerm_application_insights.example"]
  }
}

rule "azure-application-insights-invalid-retention" {
  title     = "Application Insights retention is not one of the choices"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_application_insights"]
  when      = resource.retention_in_days != null
  assert    = contains([30, 60, 90, 120, 180, 270, 365, 550, 730], resource.retention_in_days)
  at        = resource.retention_in_days
  message   = "`retention_in_days` is ${resource.retention_in_days}"
  why       = <<-EOT
    The provider accepts 30, 60, 90, 120, 180, 270, 365, 550 and 730 only.
  EOT
  remedy    = <<-EOT
    Choose one of the accepted numbers, for example `retention_in_days = 90`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/application_insights"

  pass "ninety" {
    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      retention_in_days   = 90
    }
  }

  fail "a hundred" {
    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      retention_in_days   = 100
    }

    expect = ["azurerm_application_insights.example @ retention_in_days"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      retention_in_days   = var.days
    }
  }

  pass "no `retention_in_days`" {
    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
    }
  }

  fail "more that fail" {
    resource "azurerm_application_insights" "one_more_retention_in_days_is_365" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      retention_in_days   = 100
    }
    resource "azurerm_application_insights" "one_more_retention_in_days_is_365_2" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      retention_in_days   = 365
    }
    resource "azurerm_application_insights" "one_more_retention_in_days_is_120" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      retention_in_days   = 100
    }
    resource "azurerm_application_insights" "one_more_retention_in_days_is_120_2" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      retention_in_days   = 120
    }
    resource "azurerm_application_insights" "one_more_retention_in_days_is_30" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      retention_in_days   = 100
    }
    resource "azurerm_application_insights" "one_more_retention_in_days_is_30_2" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      retention_in_days   = 30
    }
    expect = [
      "azurerm_application_insights.one_more_retention_in_days_is_365 @ retention_in_days",
      "azurerm_application_insights.one_more_retention_in_days_is_120 @ retention_in_days",
      "azurerm_application_insights.one_more_retention_in_days_is_30 @ retention_in_days",
    ]
  }
}

rule "azure-application-insights-client-addresses" {
  title     = "Application Insights stores full client addresses"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_application_insights"]
  tags      = ["cwe-359"]
  assert    = resource.disable_ip_masking != true && resource.ip_masking_enabled != false
  at        = coalesce(resource.ip_masking_enabled, resource.disable_ip_masking)
  message   = "IP masking is switched off"
  why       = <<-EOT
    Addresses are personal data in many countries; by default they are used for geography and then dropped.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://learn.microsoft.com/azure/azure-monitor/app/ip-collection"

  fix {
    remove = ["disable_ip_masking", "ip_masking_enabled"]
  }

  pass "masked by default" {
    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
    }
  }

  pass "masked" {
    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      ip_masking_enabled  = true
    }
  }

  fail "not masked" {
    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      ip_masking_enabled  = false
    }

    expect = ["azurerm_application_insights.example @ ip_masking_enabled"]
  }

  fail "not masked, older spelling" {
    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      disable_ip_masking  = true
    }

    expect = ["azurerm_application_insights.example @ disable_ip_masking"]
  }

  unknown "the value is an unset variable" {
    variable "addresses" {}

    resource "azurerm_application_insights" "example" {
      name                = "example-ai"
      resource_group_name = "example"
      location            = "westeurope"
      application_type    = "web"
      workspace_id        = "some-id"
      disable_ip_masking  = var.addresses
    }
  }
}

rule "azure-defender-plan-free" {
  title     = "Defender for Cloud plan is switched off"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_security_center_subscription_pricing"]
  aliases = [
    "CKV_AZURE_19", "CKV_AZURE_55", "CKV_AZURE_61", "CKV_AZURE_69", "CKV_AZURE_79", "CKV_AZURE_84",
    "CKV_AZURE_85", "CKV_AZURE_86", "CKV_AZURE_87", "CKV_AZURE_234", "819d50fd-1cdf-45c3-9936-be408aaad93e",
    "AZU-0045", "azure-securitycenter-enable-standard-subscription", "AVD-AZU-0045",
  ]
  tags    = ["cwe-693", "cis-azure-2.0-2.1.1"]
  assert  = lower(resource.tier) == "standard"
  at      = resource.tier
  message = "the tier for `${coalesce(resource.resource_type, "VirtualMachines")}` is `${resource.tier}`: no threat detection for it"
  why     = <<-EOT
    The plans detect attacks on servers, databases, storage, containers and the control plane; each is billed on its own.
    Declaring `Free` is at times a decision: suppress it then, with the reason.
  EOT
  remedy  = <<-EOT
    Write `tier = "Standard"`.
  EOT
  link    = "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction"

  pass "a paid plan" {
    resource "azurerm_security_center_subscription_pricing" "example" {
      resource_type = "VirtualMachines"
      tier          = "Standard"
    }
  }

  pass "another resource type" {
    resource "azurerm_security_center_subscription_pricing" "example" {
      tier          = "Standard"
      resource_type = "KeyVaults"
    }
  }

  fail "free" {
    resource "azurerm_security_center_subscription_pricing" "example" {
      resource_type = "VirtualMachines"
      tier          = "Free"
    }

    expect = ["azurerm_security_center_subscription_pricing.example @ tier"]
  }

  fail "free for storage" {
    resource "azurerm_security_center_subscription_pricing" "example" {
      resource_type = "StorageAccounts"
      tier          = "Free"
    }

    expect = ["azurerm_security_center_subscription_pricing.example @ tier"]
  }

  unknown "the value is an unset variable" {
    variable "tier" {}

    resource "azurerm_security_center_subscription_pricing" "example" {
      resource_type = "VirtualMachines"
      tier          = var.tier
    }
  }
}

rule "azure-defender-alerts-not-mailed" {
  title     = "Security contact gets no alerts"
  category  = "security"
  severity  = "medium"
  resources = ["azurerm_security_center_contact"]
  aliases = [
    "9db38e87-f6aa-4b5e-a1ec-7266df259409", "AZU-0063", "azure-securitycenter-email-alerts-disabled",
    "AVD-AZU-0063", "AZU-0044", "azure-securitycenter-alert-on-severe-notifications", "AVD-AZU-0044",
  ]
  tags    = ["cwe-778", "cis-azure-2.0-2.1.20"]
  assert  = resource.alert_notifications == true
  at      = resource.alert_notifications
  message = "`alert_notifications` is not true"
  why     = <<-EOT
    A contact that is not told of alerts is a contact in name only.
  EOT
  remedy  = <<-EOT
    Write `alert_notifications = true`.
  EOT
  link    = "https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications"

  fix {
    set = {
      alert_notifications = true
    }
  }

  pass "on" {
    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      email               = "security@example.com"
      alert_notifications = true
      alerts_to_admins    = true
    }
  }

  fail "off" {
    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      email               = "security@example.com"
      alerts_to_admins    = true
      alert_notifications = false
    }

    expect = ["azurerm_security_center_contact.example @ alert_notifications"]
  }

  unknown "the value is an unset variable" {
    variable "mail" {}

    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      email               = "security@example.com"
      alerts_to_admins    = true
      alert_notifications = var.mail
    }
  }
}

rule "azure-defender-alerts-not-to-owners" {
  title     = "Security alerts are not mailed to subscription owners"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_security_center_contact"]
  aliases   = ["CKV_AZURE_22", "AZU-0044", "azure-securitycenter-alert-on-severe-notifications", "AVD-AZU-0044"]
  tags      = ["cwe-778", "cis-azure-2.0-2.1.18"]
  assert    = resource.alerts_to_admins == true
  at        = resource.alerts_to_admins
  message   = "`alerts_to_admins` is not true"
  why       = <<-EOT
    The contact's mailbox may be unattended; owners are the second set of eyes.
  EOT
  remedy    = <<-EOT
    Write `alerts_to_admins = true`.
  EOT
  link      = "https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications"

  fix {
    set = {
      alerts_to_admins = true
    }
  }

  pass "on" {
    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      email               = "security@example.com"
      alert_notifications = true
      alerts_to_admins    = true
    }
  }

  fail "off" {
    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      email               = "security@example.com"
      alert_notifications = true
      alerts_to_admins    = false
    }

    expect = ["azurerm_security_center_contact.example @ alerts_to_admins"]
  }

  unknown "the value is an unset variable" {
    variable "owners" {}

    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      email               = "security@example.com"
      alert_notifications = true
      alerts_to_admins    = var.owners
    }
  }
}

rule "azure-defender-contact-no-email" {
  title     = "Security contact has no mail address"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_security_center_contact"]
  aliases = [
    "CKV_AZURE_131", "34664094-59e0-4524-b69f-deaa1a68cce3", "AZU-0062",
    "azure-securitycenter-security-contact-email", "AVD-AZU-0062", "AZU-0046",
    "azure-securitycenter-set-required-contact-details", "AVD-AZU-0046",
  ]
  tags    = ["cwe-778", "cis-azure-2.0-2.1.19"]
  assert  = can(regex("@", resource.email))
  at      = resource.email
  message = "`email` is not an address"
  why     = <<-EOT
    Microsoft writes to the contact when it sees that a subscription is compromised.
  EOT
  remedy  = <<-EOT
    Write `email = "security@example.com"`, a mailbox that is read.
  EOT
  link    = "https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications"

  pass "an address" {
    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      email               = "security@example.com"
      alert_notifications = true
      alerts_to_admins    = true
    }
  }

  fail "missing" {
    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      alert_notifications = true
      alerts_to_admins    = true
    }

    expect = ["azurerm_security_center_contact.example"]
  }

  fail "empty" {
    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      alert_notifications = true
      alerts_to_admins    = true
      email               = ""
    }

    expect = ["azurerm_security_center_contact.example @ email"]
  }

  unknown "the value is an unset variable" {
    variable "mail" {}

    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      alert_notifications = true
      alerts_to_admins    = true
      email               = var.mail
    }
  }
}

rule "azure-defender-contact-no-phone" {
  title     = "Security contact has no phone number"
  category  = "security"
  severity  = "info"
  default   = false
  resources = ["azurerm_security_center_contact"]
  aliases   = ["CKV_AZURE_20", "AZU-0046", "azure-securitycenter-set-required-contact-details", "AVD-AZU-0046"]
  assert    = coalesce(resource.phone, "-") != "-"
  at        = resource.phone
  message   = "`phone` is not set"
  why       = <<-EOT
    Microsoft hardly ever calls; the newer API has no phone any more.
  EOT
  remedy    = <<-EOT
    Write `phone = "+1-555-555-5555"`.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/security_center_contact"

  pass "a number" {
    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      email               = "security@example.com"
      alert_notifications = true
      alerts_to_admins    = true
      phone               = "+1-555-555-5555"
    }
  }

  fail "not set" {
    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      email               = "security@example.com"
      alert_notifications = true
      alerts_to_admins    = true
    }

    expect = ["azurerm_security_center_contact.example"]
  }

  unknown "the value is an unset variable" {
    variable "phone" {}

    resource "azurerm_security_center_contact" "example" {
      name                = "default"
      email               = "security@example.com"
      alert_notifications = true
      alerts_to_admins    = true
      phone               = var.phone
    }
  }
}

rule "azure-advanced-threat-protection-disabled" {
  title     = "Advanced threat protection is declared and switched off"
  category  = "security"
  severity  = "low"
  resources = ["azurerm_advanced_threat_protection"]
  tags      = ["cwe-693"]
  assert    = resource.enabled != false
  at        = resource.enabled
  message   = "`enabled` is false"
  why       = <<-EOT
    A disabled protection looks like coverage in reviews.
  EOT
  remedy    = <<-EOT
    Write `enabled = true`, or remove the resource.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/advanced_threat_protection"

  fix {
    set = {
      enabled = true
    }
    safe = false
  }

  pass "on" {
    resource "azurerm_advanced_threat_protection" "example" {
      target_resource_id = "some-id"
      enabled            = true
    }
  }

  fail "off" {
    resource "azurerm_advanced_threat_protection" "example" {
      target_resource_id = "some-id"
      enabled            = false
    }

    expect = ["azurerm_advanced_threat_protection.example @ enabled"]
  }

  unknown "the value is an unset variable" {
    variable "protect" {}

    resource "azurerm_advanced_threat_protection" "example" {
      target_resource_id = "some-id"
      enabled            = var.protect
    }
  }
}

rule "azure-backup-vault-soft-delete-off" {
  title     = "Backups can be destroyed at once"
  category  = "reliability"
  severity  = "medium"
  resources = ["azurerm_recovery_services_vault", "azurerm_data_protection_backup_vault"]
  tags      = ["cwe-693"]
  assert    = resource.soft_delete_enabled != false && lower(resource.soft_delete) != "off"
  at        = coalesce(resource.soft_delete_enabled, resource.soft_delete)
  message   = "soft delete is switched off: deleted backups are gone"
  why       = <<-EOT
    Ransomware deletes backups first. Soft delete keeps them for two weeks more, at no cost, and is on by default.
  EOT
  remedy    = <<-EOT
    Remove the argument; on a backup vault write `soft_delete = "AlwaysOn"`.
  EOT
  link      = "https://learn.microsoft.com/azure/backup/backup-azure-security-feature-cloud"

  pass "on by default" {
    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
    }
  }

  pass "always on" {
    resource "azurerm_data_protection_backup_vault" "example" {
      name                = "example-bvault"
      resource_group_name = "example"
      location            = "westeurope"
      datastore_type      = "VaultStore"
      redundancy          = "GeoRedundant"
      soft_delete         = "AlwaysOn"
    }
  }

  fail "off" {
    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      soft_delete_enabled = false
    }

    expect = ["azurerm_recovery_services_vault.example @ soft_delete_enabled"]
  }

  fail "off on a backup vault" {
    resource "azurerm_data_protection_backup_vault" "example" {
      name                = "example-bvault"
      resource_group_name = "example"
      location            = "westeurope"
      datastore_type      = "VaultStore"
      redundancy          = "GeoRedundant"
      soft_delete         = "Off"
    }

    expect = ["azurerm_data_protection_backup_vault.example @ soft_delete"]
  }

  unknown "the value is an unset variable" {
    variable "soft" {}

    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      soft_delete_enabled = var.soft
    }
  }
}

rule "azure-backup-vault-not-immutable" {
  title     = "Backups can be deleted before their retention ends"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_recovery_services_vault", "azurerm_data_protection_backup_vault"]
  tags      = ["cwe-693"]
  assert    = contains(["locked", "unlocked"], lower(resource.immutability))
  at        = resource.immutability
  message   = "`immutability` is `${coalesce(resource.immutability, "Disabled")}`"
  why       = <<-EOT
    Immutability refuses any operation that would lose recovery points. `Locked` cannot be undone.
  EOT
  remedy    = <<-EOT
    Write `immutability = "Unlocked"`, and `Locked` when it has proved itself.
  EOT
  link      = "https://learn.microsoft.com/azure/backup/backup-azure-immutable-vault-concept"

  pass "unlocked" {
    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      immutability        = "Unlocked"
    }
  }

  fail "not set" {
    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
    }

    expect = ["azurerm_recovery_services_vault.example"]
  }

  fail "disabled" {
    resource "azurerm_data_protection_backup_vault" "example" {
      name                = "example-bvault"
      resource_group_name = "example"
      location            = "westeurope"
      datastore_type      = "VaultStore"
      redundancy          = "GeoRedundant"
      immutability        = "Disabled"
    }

    expect = ["azurerm_data_protection_backup_vault.example @ immutability"]
  }

  unknown "the value is an unset variable" {
    variable "immutable" {}

    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      immutability        = var.immutable
    }
  }

  pass "`immutability` is `locked`" {
    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      immutability        = "locked"
    }
  }
}

rule "azure-backup-vault-one-region" {
  title     = "Backups stay in one region"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_recovery_services_vault", "azurerm_data_protection_backup_vault"]
  assert    = !contains(["locallyredundant", "zoneredundant"], lower(coalesce(resource.storage_mode_type, resource.redundancy, "GeoRedundant")))
  at        = coalesce(resource.storage_mode_type, resource.redundancy)
  message   = "`${coalesce(resource.storage_mode_type, resource.redundancy)}` loses the backups with the region"
  why       = <<-EOT
    Geo-redundant storage is the default and costs about twice as much.
  EOT
  remedy    = <<-EOT
    Write `storage_mode_type = "GeoRedundant"` (`redundancy` on a backup vault).
  EOT
  link      = "https://learn.microsoft.com/azure/backup/backup-create-recovery-services-vault"

  pass "the default" {
    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
    }
  }

  pass "geo-redundant" {
    resource "azurerm_data_protection_backup_vault" "example" {
      name                = "example-bvault"
      resource_group_name = "example"
      location            = "westeurope"
      datastore_type      = "VaultStore"
      redundancy          = "GeoRedundant"
    }
  }

  fail "local" {
    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      storage_mode_type   = "LocallyRedundant"
    }

    expect = ["azurerm_recovery_services_vault.example @ storage_mode_type"]
  }

  fail "local backup vault" {
    resource "azurerm_data_protection_backup_vault" "example" {
      name                = "example-bvault"
      resource_group_name = "example"
      location            = "westeurope"
      datastore_type      = "VaultStore"
      redundancy          = "LocallyRedundant"
    }

    expect = ["azurerm_data_protection_backup_vault.example @ redundancy"]
  }

  unknown "the value is an unset variable" {
    variable "mode" {}

    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      storage_mode_type   = var.mode
    }
  }

  fail "`storage_mode_type` is `zoneredundant`" {
    resource "azurerm_recovery_services_vault" "example" {
      name                = "example-rsv"
      resource_group_name = "example"
      location            = "westeurope"
      sku                 = "Standard"
      storage_mode_type   = "zoneredundant"
    }
    expect = ["azurerm_recovery_services_vault.example @ storage_mode_type"]
  }
}

rule "azure-backup-policy-invalid-retention" {
  title     = "Backup policy keeps fewer or more copies than Azure accepts"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_backup_policy_vm"]
  when      = resource.retention_daily[0].count != null
  assert    = resource.retention_daily[0].count >= 7 && resource.retention_daily[0].count <= 9999
  at        = resource.retention_daily[0].count
  message   = "`retention_daily` keeps ${resource.retention_daily[0].count}; 7 to 9999 are accepted"
  why       = <<-EOT
    Azure refuses fewer than seven daily copies.
  EOT
  remedy    = <<-EOT
    Write `count = 7` or more.
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/backup_policy_vm"

  pass "two weeks" {
    resource "azurerm_backup_policy_vm" "example" {
      name                = "example"
      resource_group_name = "example"
      recovery_vault_name = "example-rsv"

      backup {
        frequency = "Daily"
        time      = "23:00"
      }

      retention_daily {
        count = 14
      }
    }
  }

  pass "weekly only" {
    resource "azurerm_backup_policy_vm" "example" {
      name                = "example"
      resource_group_name = "example"
      recovery_vault_name = "example-rsv"

      backup {
        frequency = "Weekly"
        time      = "23:00"
        weekdays  = ["Sunday"]
      }

      retention_weekly {
        count    = 4
        weekdays = ["Sunday"]
      }
    }
  }

  fail "three days" {
    resource "azurerm_backup_policy_vm" "example" {
      name                = "example"
      resource_group_name = "example"
      recovery_vault_name = "example-rsv"

      backup {
        frequency = "Daily"
        time      = "23:00"
      }

      retention_daily {
        count = 3
      }
    }

    expect = ["azurerm_backup_policy_vm.example @ retention_daily[0].count"]
  }

  unknown "the value is an unset variable" {
    variable "days" {}

    resource "azurerm_backup_policy_vm" "example" {
      name                = "example"
      resource_group_name = "example"
      recovery_vault_name = "example-rsv"

      backup {
        frequency = "Daily"
        time      = "23:00"
      }

      retention_daily {
        count = var.days
      }
    }
  }

  pass "more that pass" {
    resource "azurerm_backup_policy_vm" "count_is_7" {
      name                = "example"
      resource_group_name = "example"
      recovery_vault_name = "example-rsv"
      backup {
        frequency = "Daily"
        time      = "23:00"
      }
      retention_daily {
        count = 7
      }
    }
    resource "azurerm_backup_policy_vm" "count_is_9999" {
      name                = "example"
      resource_group_name = "example"
      recovery_vault_name = "example-rsv"
      backup {
        frequency = "Daily"
        time      = "23:00"
      }
      retention_daily {
        count = 9999
      }
    }
  }

  fail "one more, `count` is `10000`" {
    resource "azurerm_backup_policy_vm" "example" {
      name                = "example"
      resource_group_name = "example"
      recovery_vault_name = "example-rsv"
      backup {
        frequency = "Daily"
        time      = "23:00"
      }
      retention_daily {
        count = 14
      }
    }
    resource "azurerm_backup_policy_vm" "example_too" {
      name                = "example"
      resource_group_name = "example"
      recovery_vault_name = "example-rsv"
      backup {
        frequency = "Daily"
        time      = "23:00"
      }
      retention_daily {
        count = 10000
      }
    }
    expect = ["azurerm_backup_policy_vm.example_too @ retention_daily[0].count"]
  }
}
