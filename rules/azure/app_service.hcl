# App Service, Function Apps, Logic Apps (standard), their slots and plans; the legacy types of provider versions before 5 as well.

rule "azure-app-service-http-allowed" {
  title    = "App accepts unencrypted HTTP"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_function_app", "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app", "azurerm_windows_function_app_slot", "azurerm_function_app_flex_consumption",
    "azurerm_logic_app_standard",
  ]
  aliases = [
    "CKV_AZURE_14", "CKV_AZURE_153", "CKV_AZURE_70", "AZU-0072", "azure-appservice-web-app-https-only",
    "AVD-AZU-0072", "AZU-0004", "azure-appservice-enforce-https", "AVD-AZU-0004",
    "11e9a948-c6c3-4a0f-8dcf-b5cf1763cdbe",
  ]
  tags    = ["cwe-319", "cis-azure-2.0-9.2"]
  assert  = resource.https_only == true
  at      = resource.https_only
  message = "`https_only` is not true: requests over HTTP are answered instead of redirected"
  why     = <<-EOT
    Session cookies, function keys and data travel readable when a client uses `http://`. The argument is false unless
    written, in all versions of the provider.
  EOT
  remedy  = <<-EOT
    Write `https_only = true`.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/configure-ssl-bindings#enforce-https"

  fix {
    set = {
      https_only = true
    }
  }

  pass "a web app" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"
      https_only          = true

      site_config {}
    }
  }

  pass "a function app" {
    resource "azurerm_windows_function_app" "example" {
      name                 = "example-func"
      resource_group_name  = "example"
      location             = "westeurope"
      service_plan_id      = "some-id"
      storage_account_name = "examplestorage"
      https_only           = true

      site_config {}
    }
  }

  pass "a legacy app" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"
      https_only          = true
    }
    also = ["azure-app-service-ftp-allowed", "azure-app-service-legacy-resource"]
  }

  fail "not set" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example"]
  }

  fail "off" {
    resource "azurerm_windows_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"
      https_only          = false

      site_config {}
    }

    expect = ["azurerm_windows_web_app.example @ https_only"]
  }

  fail "not set on a function app" {
    resource "azurerm_linux_function_app" "example" {
      name                 = "example-func"
      resource_group_name  = "example"
      location             = "westeurope"
      service_plan_id      = "some-id"
      storage_account_name = "examplestorage"

      site_config {}
    }

    expect = ["azurerm_linux_function_app.example"]
  }

  fail "a slot" {
    resource "azurerm_app_service_slot" "example" {
      name                = "staging"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"
      app_service_name    = "example-web"
      https_only          = false
    }

    expect = ["azurerm_app_service_slot.example @ https_only"]
  }

  unknown "the value is an unset variable" {
    variable "https" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"
      https_only          = var.https

      site_config {}
    }
  }
}

rule "azure-app-service-weak-tls" {
  title    = "App accepts TLS 1.0 or 1.1"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_function_app", "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app", "azurerm_windows_function_app_slot", "azurerm_function_app_flex_consumption",
    "azurerm_logic_app_standard",
  ]
  aliases = [
    "CKV_AZURE_15", "CKV_AZURE_154", "CKV_AZURE_145", "AZU-0006", "azure-appservice-use-secure-tls-policy",
    "AVD-AZU-0006", "b7b9d1c7-2d3b-49b4-b867-ebbe68d0b643", "45fc717a-bd86-415c-bdd8-677901be1aa6",
  ]
  tags    = ["cwe-326", "cwe-327", "cis-azure-2.0-9.3"]
  assert  = !contains(["1.0", "1.1"], resource.site_config[0].minimum_tls_version) && !contains(["1.0", "1.1"], resource.site_config[0].min_tls_version)
  at      = coalesce(resource.site_config[0].minimum_tls_version, resource.site_config[0].min_tls_version)
  message = "the minimum TLS version is ${coalesce(resource.site_config[0].minimum_tls_version, resource.site_config[0].min_tls_version)}"
  why     = <<-EOT
    TLS 1.0 and 1.1 have known weaknesses and are refused by auditors. The default is 1.2; 1.3 is not yet required by
    anyone, so 1.2 passes.
  EOT
  remedy  = <<-EOT
    Remove the argument, or write `minimum_tls_version = "1.2"` (`min_tls_version` on legacy types and logic apps).
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/configure-ssl-bindings#enforce-tls-versions"

  pass "the default" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "TLS 1.3" {
    resource "azurerm_windows_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        minimum_tls_version = "1.3"
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "TLS 1.0" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        minimum_tls_version = "1.0"
      }
    }

    expect = ["azurerm_linux_web_app.example @ site_config[0].minimum_tls_version"]
  }

  fail "TLS 1.1, legacy type" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"

      site_config {
        min_tls_version = "1.1"
      }
    }

    expect = ["azurerm_app_service.example @ site_config[0].min_tls_version"]
  }

  fail "a function app" {
    resource "azurerm_linux_function_app" "example" {
      name                 = "example-func"
      resource_group_name  = "example"
      location             = "westeurope"
      service_plan_id      = "some-id"
      storage_account_name = "examplestorage"

      site_config {
        minimum_tls_version = "1.1"
      }
    }

    expect = ["azurerm_linux_function_app.example @ site_config[0].minimum_tls_version"]
  }

  unknown "the value is an unset variable" {
    variable "tls" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        minimum_tls_version = var.tls
      }
    }
  }

  fail "`min_tls_version` is `1.0`" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"
      site_config {
        min_tls_version = "1.0"
      }
    }
    expect = ["azurerm_app_service.example @ site_config[0].min_tls_version"]
  }
}

rule "azure-app-service-ftp-allowed" {
  title    = "App can be deployed over unencrypted FTP"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_function_app", "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app", "azurerm_windows_function_app_slot", "azurerm_function_app_flex_consumption",
    "azurerm_logic_app_standard",
  ]
  aliases = [
    "CKV_AZURE_78", "AZU-0071", "azure-appservice-enforce-ftps", "AVD-AZU-0071",
    "85da374f-b00f-4832-9d44-84a1ca1e89f8", "9dab0179-433d-4dff-af8f-0091025691df",
  ]
  tags    = ["cwe-319", "cis-azure-2.0-9.10"]
  assert  = lower(coalesce(resource.site_config[0].ftps_state, contains(["azurerm_app_service", "azurerm_app_service_slot", "azurerm_function_app", "azurerm_function_app_slot", "azurerm_logic_app_standard"], meta.type) ? "AllAllowed" : "Disabled")) != "allallowed"
  at      = resource.site_config[0].ftps_state
  message = "`ftps_state` allows plain FTP: the publishing password is sent readable"
  why     = <<-EOT
    Whoever reads the password on the way can replace the application. The newer types switch FTP off by default; the
    legacy types and logic apps allow it by default, so there a missing argument is reported too.
  EOT
  remedy  = <<-EOT
    Write `ftps_state = "Disabled"` (or `FtpsOnly`) in `site_config`.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/deploy-ftp#enforce-ftps"

  pass "off by default on new types" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "encrypted only" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"

      site_config {
        ftps_state = "FtpsOnly"
      }
    }
    also = ["azure-app-service-http-allowed", "azure-app-service-legacy-resource"]
  }

  pass "off on a logic app" {
    variable "key" {}

    resource "azurerm_logic_app_standard" "example" {
      name                       = "example-logic"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key

      site_config {
        ftps_state = "Disabled"
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "allowed" {
    resource "azurerm_windows_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        ftps_state = "AllAllowed"
      }
    }

    expect = ["azurerm_windows_web_app.example @ site_config[0].ftps_state"]
  }

  fail "not set on a legacy type" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"
    }

    expect = ["azurerm_app_service.example"]
  }

  fail "not set on a legacy function app" {
    variable "key" {}

    resource "azurerm_function_app" "example" {
      name                       = "example-func"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key

      site_config {
        http2_enabled = true
      }
    }

    expect = ["azurerm_function_app.example @ site_config[0]"]
  }

  unknown "the value is an unset variable" {
    variable "ftp" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        ftps_state = var.ftp
      }
    }
  }

  fail "without `site_config`" {
    variable "key" {}
    resource "azurerm_logic_app_standard" "example" {
      name                       = "example-logic"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key
    }
    expect = ["azurerm_logic_app_standard.example"]
  }
}

rule "azure-app-service-remote-debugging" {
  title    = "App has remote debugging switched on"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_function_app", "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app", "azurerm_windows_function_app_slot", "azurerm_function_app_flex_consumption",
  ]
  aliases = ["CKV_AZURE_72", "CKV_AZURE_155"]
  tags    = ["cwe-489"]
  assert  = resource.site_config[0].remote_debugging_enabled != true
  at      = resource.site_config[0].remote_debugging_enabled
  message = "`remote_debugging_enabled` is true: extra ports are open for Visual Studio"
  why     = <<-EOT
    A debugger can read memory and change what the application does. It is meant for an hour, not for a declaration.
  EOT
  remedy  = <<-EOT
    Remove the argument.
  EOT
  link    = "https://learn.microsoft.com/visualstudio/debugger/remote-debugging-azure-app-service"

  pass "off by default" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "off" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"

      site_config {
        remote_debugging_enabled = false
      }
    }
    also = ["azure-app-service-ftp-allowed", "azure-app-service-http-allowed", "azure-app-service-legacy-resource"]
  }

  fail "on" {
    resource "azurerm_windows_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        remote_debugging_enabled = true
      }
    }

    expect = ["azurerm_windows_web_app.example @ site_config[0].remote_debugging_enabled"]
  }

  fail "on in a function app" {
    resource "azurerm_linux_function_app" "example" {
      name                 = "example-func"
      resource_group_name  = "example"
      location             = "westeurope"
      service_plan_id      = "some-id"
      storage_account_name = "examplestorage"

      site_config {
        remote_debugging_enabled = true
      }
    }

    expect = ["azurerm_linux_function_app.example @ site_config[0].remote_debugging_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "debug" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        remote_debugging_enabled = var.debug
      }
    }
  }
}

rule "azure-app-service-cors-any-origin" {
  title    = "Every website may call the app from a browser"
  category = "security"
  severity = "low"
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_function_app", "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app", "azurerm_windows_function_app_slot", "azurerm_function_app_flex_consumption",
    "azurerm_logic_app_standard",
  ]
  aliases = ["CKV_AZURE_57", "CKV_AZURE_62"]
  tags    = ["cwe-942"]
  assert  = !contains(resource.site_config[0].cors[0].allowed_origins, "*")
  at      = resource.site_config[0].cors[0].allowed_origins
  message = "`allowed_origins` contains `*`"
  why     = <<-EOT
    Script on any website may read the app's answers in its visitors' browsers. Right for a public, anonymous API; wrong
    for anything with users.
  EOT
  remedy  = <<-EOT
    Name the sites: `allowed_origins = ["https://www.example.com"]`.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/app-service-web-tutorial-rest-api"

  pass "no CORS" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "one site" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        cors {
          allowed_origins = ["https://www.example.com"]
        }
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "any site" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        cors {
          allowed_origins = ["*"]
        }
      }
    }

    expect = ["azurerm_linux_web_app.example @ site_config[0].cors[0].allowed_origins"]
  }

  fail "any site, function app" {
    variable "key" {}

    resource "azurerm_function_app" "example" {
      name                       = "example-func"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key

      site_config {
        cors {
          allowed_origins = ["https://portal.azure.com", "*"]
        }
      }
    }

    expect = ["azurerm_function_app.example @ site_config[0].cors[0].allowed_origins"]
  }

  unknown "the value is an unset variable" {
    variable "origin" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        cors {
          allowed_origins = [var.origin]
        }
      }
    }
  }
}

rule "azure-app-service-runtime-end-of-life" {
  title    = "App runs on a language version without security fixes"
  category = "security"
  severity = "medium"
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_function_app", "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app", "azurerm_windows_function_app_slot", "azurerm_function_app_flex_consumption",
  ]
  aliases = [
    "CKV_AZURE_80", "CKV_AZURE_81", "CKV_AZURE_82", "CKV_AZURE_83", "AZU-0069",
    "azure-appservice-supported-php-version", "AVD-AZU-0069", "AZU-0070",
    "azure-appservice-supported-python-version", "AVD-AZU-0070", "96fe318e-d631-4156-99fa-9080d57280ae",
    "cc4aaa9d-1070-461a-b519-04e00f42db8a",
  ]
  tags = ["cwe-1104", "cis-azure-2.0-9.6", "cis-azure-2.0-9.7", "cis-azure-2.0-9.8"]
  params = {
    minimum = {
      php    = "8.2"
      python = "3.10"
      node   = "20"
      dotnet = "8.0"
      java   = "1.8"
    }
  }
  assert  = version_at_least(coalesce(resource.site_config[0].application_stack[0].php_version, resource.site_config[0].php_version, "999"), param.minimum.php) && version_at_least(coalesce(resource.site_config[0].application_stack[0].python_version, resource.site_config[0].python_version, "999"), param.minimum.python) && version_at_least(coalesce(resource.site_config[0].application_stack[0].node_version, "999"), param.minimum.node) && version_at_least(coalesce(resource.site_config[0].application_stack[0].java_version, resource.site_config[0].java_version, "999"), param.minimum.java) && (contains(["v4.0", "4.0"], coalesce(resource.site_config[0].application_stack[0].dotnet_version, resource.site_config[0].dotnet_framework_version, "-")) || version_at_least(coalesce(resource.site_config[0].application_stack[0].dotnet_version, resource.site_config[0].dotnet_framework_version, "999"), param.minimum.dotnet))
  at      = coalesce(resource.site_config[0].application_stack[0].php_version, resource.site_config[0].application_stack[0].python_version, resource.site_config[0].application_stack[0].node_version, resource.site_config[0].application_stack[0].java_version, resource.site_config[0].application_stack[0].dotnet_version, resource.site_config[0].php_version, resource.site_config[0].python_version, resource.site_config[0].java_version, resource.site_config[0].dotnet_framework_version)
  message = "`${coalesce(resource.site_config[0].application_stack[0].php_version, resource.site_config[0].application_stack[0].python_version, resource.site_config[0].application_stack[0].node_version, resource.site_config[0].application_stack[0].java_version, resource.site_config[0].application_stack[0].dotnet_version, resource.site_config[0].php_version, resource.site_config[0].python_version, resource.site_config[0].java_version, resource.site_config[0].dotnet_framework_version)}` is older than the oldest version with support"
  why     = <<-EOT
    Past its end of life a runtime gets no security fixes, and App Service removes it some time later. The rule asks for a
    supported version, not for the newest; the oldest accepted versions are parameters. .NET Framework 4.8 (`v4.0`) is
    supported with Windows.
  EOT
  remedy  = <<-EOT
    Name a supported version in `application_stack`, for example `python_version = "3.12"`.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/language-support-policy"

  pass "a supported Python" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        application_stack {
          python_version = "3.12"
        }
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "the .NET Framework" {
    resource "azurerm_windows_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        application_stack {
          current_stack  = "dotnet"
          dotnet_version = "v4.0"
        }
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "Java 17" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        application_stack {
          java_version        = "17"
          java_server         = "JAVA"
          java_server_version = "17"
        }
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "nothing named" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "PHP 7.4" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        application_stack {
          php_version = "7.4"
        }
      }
    }

    expect = ["azurerm_linux_web_app.example @ site_config[0].application_stack[0].php_version"]
  }

  fail "Python 3.7" {
    resource "azurerm_linux_function_app" "example" {
      name                 = "example-func"
      resource_group_name  = "example"
      location             = "westeurope"
      service_plan_id      = "some-id"
      storage_account_name = "examplestorage"

      site_config {
        application_stack {
          python_version = "3.7"
        }
      }
    }

    expect = ["azurerm_linux_function_app.example @ site_config[0].application_stack[0].python_version"]
  }

  fail "Node 14" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        application_stack {
          node_version = "14-lts"
        }
      }
    }

    expect = ["azurerm_linux_web_app.example @ site_config[0].application_stack[0].node_version"]
  }

  fail ".NET 6 on Windows" {
    resource "azurerm_windows_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        application_stack {
          current_stack  = "dotnet"
          dotnet_version = "v6.0"
        }
      }
    }

    expect = ["azurerm_windows_web_app.example @ site_config[0].application_stack[0].dotnet_version"]
  }

  fail "Python 2 on the legacy type" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"

      site_config {
        python_version = "2.7"
      }
    }

    expect = ["azurerm_app_service.example @ site_config[0].python_version"]
  }

  unknown "the value is an unset variable" {
    variable "python" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        application_stack {
          python_version = var.python
        }
      }
    }
  }

  pass "`dotnet_version` is `4.0`" {
    resource "azurerm_windows_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"
      site_config {
        application_stack {
          current_stack  = "dotnet"
          dotnet_version = "4.0"
        }
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  unknown "one more, `java_version` is an unset variable" {
    variable "java_version" {}
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"
      site_config {
        application_stack {
          java_version        = "17"
          java_server         = "JAVA"
          java_server_version = "17"
        }
      }
    }
    resource "azurerm_linux_web_app" "example_too" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"
      site_config {
        application_stack {
          java_version        = var.java_version
          java_server         = "JAVA"
          java_server_version = "17"
        }
      }
    }
    expect = ["azurerm_linux_web_app.example_too @ site_config[0].application_stack[0].java_version"]
  }
}

rule "azure-app-service-legacy-resource" {
  title    = "App Service resource type has been removed from the provider"
  category = "correctness"
  severity = "info"
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_app_service_plan", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_web_app", "azurerm_linux_function_app", "azurerm_service_plan",
  ]
  assert  = !contains(["azurerm_app_service", "azurerm_app_service_slot", "azurerm_app_service_plan", "azurerm_function_app", "azurerm_function_app_slot"], meta.type)
  at      = resource
  message = "`${meta.type}` is deprecated since provider version 3.0 and gone in 5.0"
  why     = <<-EOT
    The old types get no new features (TLS 1.3, network access switches, current runtimes) and block the provider's
    upgrade.
  EOT
  remedy  = <<-EOT
    Move to `azurerm_linux_web_app`, `azurerm_windows_web_app`, `azurerm_linux_function_app`,
    `azurerm_windows_function_app` and `azurerm_service_plan`, with `import` and `removed` blocks.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/migrating-from-deprecated-resources"

  pass "a current type" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "a current plan" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
  }

  fail "a legacy app" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"
    }

    expect = ["azurerm_app_service.example"]
  }

  fail "a legacy function app" {
    variable "key" {}

    resource "azurerm_function_app" "example" {
      name                       = "example-func"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key
    }

    expect = ["azurerm_function_app.example"]
  }
}

rule "azure-app-service-no-authentication" {
  title    = "App has no built-in authentication"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_function_app", "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app", "azurerm_windows_function_app_slot", "azurerm_function_app_flex_consumption",
  ]
  aliases = [
    "CKV_AZURE_13", "CKV_AZURE_56", "AZU-0003", "azure-appservice-authentication-enabled", "AVD-AZU-0003",
    "c7fc1481-2899-4490-bbd8-544a3a61a2f3", "e65a0733-94a0-4826-82f4-df529f4c593f",
  ]
  tags    = ["cwe-306", "cis-azure-2.0-9.1"]
  assert  = resource.auth_settings[0].enabled == true || resource.auth_settings_v2[0].auth_enabled == true
  at      = coalesce(resource.auth_settings_v2, resource.auth_settings)
  message = "neither `auth_settings` nor `auth_settings_v2` is enabled"
  why     = <<-EOT
    App Service can ask for sign-in before a request reaches the code. Most applications authenticate by themselves or are
    public, which a configuration does not show; hence the rule is not in the default set.
  EOT
  remedy  = <<-EOT
    Add an `auth_settings_v2` block with `auth_enabled = true` and a provider.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/overview-authentication-authorization"

  pass "version 2" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}

      auth_settings_v2 {
        auth_enabled = true

        login {}
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "version 1" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"

      auth_settings {
        enabled = true
      }
    }
    also = ["azure-app-service-ftp-allowed", "azure-app-service-http-allowed", "azure-app-service-legacy-resource"]
  }

  fail "none" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example"]
  }

  fail "off" {
    variable "key" {}

    resource "azurerm_function_app" "example" {
      name                       = "example-func"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key

      auth_settings {
        enabled = false
      }
    }

    expect = ["azurerm_function_app.example @ auth_settings"]
  }

  unknown "the value is an unset variable" {
    variable "auth" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}

      auth_settings {
        enabled = var.auth
      }
    }
  }
}

rule "azure-app-service-no-client-certificate" {
  title    = "App does not ask for client certificates"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_function_app", "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app", "azurerm_windows_function_app_slot", "azurerm_function_app_flex_consumption",
  ]
  aliases = [
    "CKV_AZURE_17", "AZU-0001", "azure-appservice-require-client-cert", "AVD-AZU-0001",
    "a81573f9-3691-4d83-88a0-7d4af63e17a3", "9bb3c639-5edf-458c-8ee5-30c17c7d671d",
  ]
  tags    = ["cwe-295", "cis-azure-2.0-9.4"]
  assert  = (resource.client_certificate_enabled == true && lower(coalesce(resource.client_certificate_mode, "required")) == "required") || resource.client_cert_enabled == true || lower(resource.client_cert_mode) == "required"
  at      = coalesce(resource.client_certificate_enabled, resource.client_cert_enabled, resource.client_cert_mode)
  message = "callers need no certificate"
  why     = <<-EOT
    Mutual TLS identifies calling services before any code runs. Browsers of ordinary users have no certificates, so this
    fits machine-to-machine apps only.
  EOT
  remedy  = <<-EOT
    Write `client_certificate_enabled = true` and `client_certificate_mode = "Required"`.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/app-service-web-configure-tls-mutual-auth"

  pass "required" {
    resource "azurerm_linux_web_app" "example" {
      name                       = "example-web"
      resource_group_name        = "example"
      location                   = "westeurope"
      service_plan_id            = "some-id"
      client_certificate_enabled = true
      client_certificate_mode    = "Required"

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "the legacy type" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"
      client_cert_enabled = true
    }
    also = ["azure-app-service-ftp-allowed", "azure-app-service-http-allowed", "azure-app-service-legacy-resource"]
  }

  pass "a legacy function app" {
    variable "key" {}

    resource "azurerm_function_app" "example" {
      name                       = "example-func"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key
      client_cert_mode           = "Required"
    }
    also = ["azure-app-service-ftp-allowed", "azure-app-service-http-allowed", "azure-app-service-legacy-resource"]
  }

  fail "not set" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example"]
  }

  fail "optional" {
    resource "azurerm_windows_web_app" "example" {
      name                       = "example-web"
      resource_group_name        = "example"
      location                   = "westeurope"
      service_plan_id            = "some-id"
      client_certificate_enabled = true
      client_certificate_mode    = "Optional"

      site_config {}
    }

    expect = ["azurerm_windows_web_app.example @ client_certificate_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "mtls" {}

    resource "azurerm_linux_web_app" "example" {
      name                       = "example-web"
      resource_group_name        = "example"
      location                   = "westeurope"
      service_plan_id            = "some-id"
      client_certificate_enabled = var.mtls

      site_config {}
    }
  }
}

rule "azure-app-service-no-identity" {
  title    = "App has no managed identity"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_function_app", "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app", "azurerm_windows_function_app_slot", "azurerm_function_app_flex_consumption",
    "azurerm_logic_app_standard",
  ]
  aliases = [
    "CKV_AZURE_16", "CKV_AZURE_71", "AZU-0002", "azure-appservice-account-identity-registered", "AVD-AZU-0002",
    "b61cce4b-0cc4-472b-8096-15617a6d769b", "c87749b3-ff10-41f5-9df2-c421e8151759",
  ]
  tags    = ["cwe-522", "cis-azure-2.0-9.5"]
  assert  = length(resource.identity) > 0
  at      = resource.identity
  message = "there is no `identity` block"
  why     = <<-EOT
    With an identity the app reaches Key Vault, storage and databases without any stored credential. An app that uses none
    of them needs none.
  EOT
  remedy  = <<-EOT
    Add `identity { type = "SystemAssigned" }`.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/overview-managed-identity"

  pass "an identity" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}

      identity {
        type = "SystemAssigned"
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "none" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example"]
  }

  fail "none in a function app" {
    variable "key" {}

    resource "azurerm_function_app" "example" {
      name                       = "example-func"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key
    }

    expect = ["azurerm_function_app.example"]
  }
}

rule "azure-app-service-public-endpoint" {
  title    = "App keeps its public endpoint"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_linux_web_app", "azurerm_windows_web_app", "azurerm_linux_function_app",
    "azurerm_linux_function_app_slot", "azurerm_windows_function_app", "azurerm_windows_function_app_slot",
    "azurerm_function_app_flex_consumption", "azurerm_logic_app_standard",
  ]
  aliases = ["CKV_AZURE_222", "CKV_AZURE_221"]
  tags    = ["cwe-668"]
  assert  = resource.public_network_access_enabled == false || lower(resource.public_network_access) == "disabled"
  at      = coalesce(resource.public_network_access_enabled, resource.public_network_access)
  message = "the app answers requests from the internet"
  why     = <<-EOT
    Web apps are meant to be public more often than not. Internal ones, and those behind Front Door or Application Gateway
    with private endpoints, need no public endpoint.
  EOT
  remedy  = <<-EOT
    Write `public_network_access_enabled = false` and add a private endpoint.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/networking/private-endpoint"

  pass "off" {
    resource "azurerm_linux_web_app" "example" {
      name                          = "example-web"
      resource_group_name           = "example"
      location                      = "westeurope"
      service_plan_id               = "some-id"
      public_network_access_enabled = false

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "not set" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example"]
  }

  fail "on" {
    resource "azurerm_windows_function_app" "example" {
      name                          = "example-func"
      resource_group_name           = "example"
      location                      = "westeurope"
      service_plan_id               = "some-id"
      storage_account_name          = "examplestorage"
      public_network_access_enabled = true

      site_config {}
    }

    expect = ["azurerm_windows_function_app.example @ public_network_access_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "public" {}

    resource "azurerm_linux_web_app" "example" {
      name                          = "example-web"
      resource_group_name           = "example"
      location                      = "westeurope"
      service_plan_id               = "some-id"
      public_network_access_enabled = var.public

      site_config {}
    }
  }
}

rule "azure-app-service-basic-auth-publishing" {
  title    = "App accepts publishing passwords"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_linux_web_app", "azurerm_windows_web_app", "azurerm_linux_function_app",
    "azurerm_windows_function_app", "azurerm_function_app_flex_consumption", "azurerm_logic_app_standard",
  ]
  tags    = ["cwe-287"]
  assert  = (resource.ftp_publish_basic_authentication_enabled == false || meta.type == "azurerm_function_app_flex_consumption") && (resource.webdeploy_publish_basic_authentication_enabled == false || resource.scm_publish_basic_authentication_enabled == false)
  at      = coalesce(resource.webdeploy_publish_basic_authentication_enabled, resource.scm_publish_basic_authentication_enabled, resource.ftp_publish_basic_authentication_enabled)
  message = "FTP or Web Deploy accept a password that Entra ID does not see"
  why     = <<-EOT
    Publishing profiles are passwords without owner or expiry, and enough to replace the application. Pipelines can deploy
    with an Entra identity instead. Both are on unless switched off.
  EOT
  remedy  = <<-EOT
    Write `ftp_publish_basic_authentication_enabled = false` and `webdeploy_publish_basic_authentication_enabled = false`.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/configure-basic-auth-disable"

  pass "both off" {
    resource "azurerm_linux_web_app" "example" {
      name                                           = "example-web"
      resource_group_name                            = "example"
      location                                       = "westeurope"
      service_plan_id                                = "some-id"
      ftp_publish_basic_authentication_enabled       = false
      webdeploy_publish_basic_authentication_enabled = false

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "both off on a logic app" {
    variable "key" {}

    resource "azurerm_logic_app_standard" "example" {
      name                                     = "example-logic"
      resource_group_name                      = "example"
      location                                 = "westeurope"
      app_service_plan_id                      = "some-id"
      storage_account_name                     = "examplestorage"
      storage_account_access_key               = var.key
      ftp_publish_basic_authentication_enabled = false
      scm_publish_basic_authentication_enabled = false
    }
    also = ["azure-app-service-ftp-allowed", "azure-app-service-http-allowed"]
  }

  fail "not set" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example"]
  }

  fail "only FTP off" {
    resource "azurerm_windows_web_app" "example" {
      name                                     = "example-web"
      resource_group_name                      = "example"
      location                                 = "westeurope"
      service_plan_id                          = "some-id"
      ftp_publish_basic_authentication_enabled = false

      site_config {}
    }

    expect = ["azurerm_windows_web_app.example @ ftp_publish_basic_authentication_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "basic" {}

    resource "azurerm_linux_web_app" "example" {
      name                                           = "example-web"
      resource_group_name                            = "example"
      location                                       = "westeurope"
      service_plan_id                                = "some-id"
      ftp_publish_basic_authentication_enabled       = false
      webdeploy_publish_basic_authentication_enabled = var.basic

      site_config {}
    }
  }

  fail "no `ftp_publish_basic_authentication_enabled`" {
    resource "azurerm_linux_web_app" "example" {
      name                                           = "example-web"
      resource_group_name                            = "example"
      location                                       = "westeurope"
      service_plan_id                                = "some-id"
      webdeploy_publish_basic_authentication_enabled = false
      site_config {}
    }
    expect = ["azurerm_linux_web_app.example @ webdeploy_publish_basic_authentication_enabled"]
  }
}

rule "azure-app-service-http2-off" {
  title    = "App does not speak HTTP/2"
  category = "reliability"
  severity = "info"
  default  = false
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot", "azurerm_function_app",
    "azurerm_function_app_slot", "azurerm_linux_function_app", "azurerm_linux_function_app_slot",
    "azurerm_windows_function_app", "azurerm_windows_function_app_slot", "azurerm_function_app_flex_consumption",
  ]
  aliases = [
    "CKV_AZURE_18", "CKV_AZURE_67", "AZU-0005", "azure-appservice-enable-http2", "AVD-AZU-0005",
    "525b53be-62ed-4244-b4df-41aecfcb4071", "ace823d1-4432-4dee-945b-cdf11a5a6bd0",
  ]
  tags    = ["cis-azure-2.0-9.9"]
  assert  = resource.site_config[0].http2_enabled == true
  at      = resource.site_config[0].http2_enabled
  message = "`http2_enabled` is not true"
  why     = <<-EOT
    HTTP/2 is faster for pages with many parts. It is not a matter of security.
  EOT
  remedy  = <<-EOT
    Write `http2_enabled = true` in `site_config`.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/configure-common"

  pass "on" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        http2_enabled = true
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "not set" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example @ site_config[0]"]
  }

  fail "off" {
    variable "key" {}

    resource "azurerm_function_app" "example" {
      name                       = "example-func"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key

      site_config {
        http2_enabled = false
      }
    }

    expect = ["azurerm_function_app.example @ site_config[0].http2_enabled"]
  }

  unknown "the value is an unset variable" {
    variable "http2" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        http2_enabled = var.http2
      }
    }
  }
}

rule "azure-app-service-no-http-logs" {
  title    = "App keeps no request log"
  category = "security"
  severity = "low"
  default  = false
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot",
  ]
  aliases = ["CKV_AZURE_63"]
  tags    = ["cwe-778", "cis-azure-2.0-5.1.7"]

  related "setting" {
    type = "azurerm_monitor_diagnostic_setting"
    on   = refers(other.target_resource_id, resource)
  }

  assert  = length(resource.logs[0].http_logs) > 0 || length(related.setting) > 0
  at      = resource.logs
  message = "neither `logs { http_logs }` nor a diagnostic setting records requests"
  why     = <<-EOT
    Without a request log an attack leaves no trace in the platform. A diagnostic setting to Log Analytics counts as well.
  EOT
  remedy  = <<-EOT
    Add a diagnostic setting with the category `AppServiceHTTPLogs`, or the block:

        logs {
          http_logs {
            file_system {
              retention_in_days = 30
              retention_in_mb   = 35
            }
          }
        }
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/troubleshoot-diagnostic-logs"

  pass "the block" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}

      logs {
        http_logs {
          file_system {
            retention_in_days = 30
            retention_in_mb   = 35
          }
        }
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "a diagnostic setting" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    resource "azurerm_monitor_diagnostic_setting" "example" {
      name                       = "example"
      log_analytics_workspace_id = "some-id"
      target_resource_id         = azurerm_linux_web_app.example.id

      enabled_log {
        category = "AppServiceHTTPLogs"
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "neither" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example"]
  }

  fail "other logs" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"

      logs {
        detailed_error_messages_enabled = true
      }
    }

    expect = ["azurerm_app_service.example @ logs"]
  }
}

rule "azure-app-service-no-error-details" {
  title    = "App keeps no detailed error pages or failed request traces"
  category = "reliability"
  severity = "info"
  default  = false
  resources = [
    "azurerm_app_service", "azurerm_app_service_slot", "azurerm_linux_web_app", "azurerm_linux_web_app_slot",
    "azurerm_windows_web_app", "azurerm_windows_web_app_slot",
  ]
  aliases = ["CKV_AZURE_65", "CKV_AZURE_66"]
  assert  = (resource.logs[0].detailed_error_messages == true || resource.logs[0].detailed_error_messages_enabled == true) && (resource.logs[0].failed_request_tracing == true || resource.logs[0].failed_request_tracing_enabled == true)
  at      = resource.logs
  message = "`detailed_error_messages` and `failed_request_tracing` are not both on"
  why     = <<-EOT
    They help to find out why a request failed, are written to the app's disk and seen by its administrators only.
    Application Insights does more.
  EOT
  remedy  = <<-EOT
    Write `detailed_error_messages = true` and `failed_request_tracing = true` in `logs`.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/troubleshoot-diagnostic-logs"

  pass "both" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}

      logs {
        detailed_error_messages = true
        failed_request_tracing  = true
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "both, legacy type" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"

      logs {
        detailed_error_messages_enabled = true
        failed_request_tracing_enabled  = true
      }
    }
    also = ["azure-app-service-ftp-allowed", "azure-app-service-http-allowed", "azure-app-service-legacy-resource"]
  }

  fail "none" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example"]
  }

  fail "one" {
    resource "azurerm_windows_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}

      logs {
        detailed_error_messages = true
        failed_request_tracing  = false
      }
    }

    expect = ["azurerm_windows_web_app.example @ logs"]
  }

  unknown "the value is an unset variable" {
    variable "trace" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}

      logs {
        detailed_error_messages = true
        failed_request_tracing  = var.trace
      }
    }
  }

  fail "no `detailed_error_messages`" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"
      site_config {}
      logs {
        failed_request_tracing = true
      }
    }
    expect = ["azurerm_linux_web_app.example @ logs"]
  }
}

rule "azure-function-app-builtin-logging-off" {
  title    = "Function app has its built-in log switched off"
  category = "reliability"
  severity = "info"
  default  = false
  resources = [
    "azurerm_function_app", "azurerm_function_app_slot", "azurerm_linux_function_app",
    "azurerm_linux_function_app_slot", "azurerm_windows_function_app", "azurerm_windows_function_app_slot",
    "azurerm_function_app_flex_consumption",
  ]
  aliases = ["CKV_AZURE_159"]
  assert  = resource.builtin_logging_enabled != false && resource.enable_builtin_logging != false
  at      = coalesce(resource.builtin_logging_enabled, resource.enable_builtin_logging)
  message = "the built-in log is off"
  why     = <<-EOT
    It is the old dashboard log in a storage account. Apps with Application Insights switch it off for good reason.
  EOT
  remedy  = <<-EOT
    Remove the argument.
  EOT
  link    = "https://learn.microsoft.com/azure/azure-functions/functions-monitoring"

  pass "the default" {
    resource "azurerm_linux_function_app" "example" {
      name                 = "example-func"
      resource_group_name  = "example"
      location             = "westeurope"
      service_plan_id      = "some-id"
      storage_account_name = "examplestorage"

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "on" {
    variable "key" {}

    resource "azurerm_function_app" "example" {
      name                       = "example-func"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key
      enable_builtin_logging     = true
    }
    also = ["azure-app-service-ftp-allowed", "azure-app-service-http-allowed", "azure-app-service-legacy-resource"]
  }

  fail "off" {
    resource "azurerm_linux_function_app" "example" {
      name                    = "example-func"
      resource_group_name     = "example"
      location                = "westeurope"
      service_plan_id         = "some-id"
      storage_account_name    = "examplestorage"
      builtin_logging_enabled = false

      site_config {}
    }

    expect = ["azurerm_linux_function_app.example @ builtin_logging_enabled"]
  }

  fail "off, legacy type" {
    variable "key" {}

    resource "azurerm_function_app" "example" {
      name                       = "example-func"
      resource_group_name        = "example"
      location                   = "westeurope"
      app_service_plan_id        = "some-id"
      storage_account_name       = "examplestorage"
      storage_account_access_key = var.key
      enable_builtin_logging     = false
    }

    expect = ["azurerm_function_app.example @ enable_builtin_logging"]
  }

  unknown "the value is an unset variable" {
    variable "log" {}

    resource "azurerm_linux_function_app" "example" {
      name                    = "example-func"
      resource_group_name     = "example"
      location                = "westeurope"
      service_plan_id         = "some-id"
      storage_account_name    = "examplestorage"
      builtin_logging_enabled = var.log

      site_config {}
    }
  }
}

rule "azure-app-service-no-health-check" {
  title     = "App has no health check"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_app_service", "azurerm_linux_web_app", "azurerm_windows_web_app"]
  aliases   = ["CKV_AZURE_213"]
  assert    = coalesce(resource.site_config[0].health_check_path, "-") != "-"
  at        = resource.site_config[0].health_check_path
  message   = "`health_check_path` is not set: broken instances keep getting requests"
  why       = <<-EOT
    With a path App Service takes instances that do not answer out of rotation. It needs at least two instances to matter.
  EOT
  remedy    = <<-EOT
    Write `health_check_path = "/healthz"` and `health_check_eviction_time_in_min` in `site_config`.
  EOT
  link      = "https://learn.microsoft.com/azure/app-service/monitor-instances-health-check"

  pass "a path" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        health_check_path                 = "/healthz"
        health_check_eviction_time_in_min = 5
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "not set" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example @ site_config[0]"]
  }

  fail "empty" {
    resource "azurerm_app_service" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      app_service_plan_id = "some-id"

      site_config {
        health_check_path = ""
      }
    }

    expect = ["azurerm_app_service.example @ site_config[0].health_check_path"]
  }

  unknown "the value is an unset variable" {
    variable "path" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        health_check_path = var.path
      }
    }
  }
}

rule "azure-app-service-always-on-off" {
  title     = "App is unloaded when it is idle"
  category  = "reliability"
  severity  = "info"
  default   = false
  resources = ["azurerm_linux_web_app", "azurerm_windows_web_app"]
  aliases   = ["CKV_AZURE_214"]
  assert    = resource.site_config[0].always_on != false
  at        = resource.site_config[0].always_on
  message   = "`always_on` is false: the first request after a pause is slow"
  why       = <<-EOT
    On is the default. Free and shared plans must have it off, and a rarely used app may.
  EOT
  remedy    = <<-EOT
    Remove the argument.
  EOT
  link      = "https://learn.microsoft.com/azure/app-service/configure-common"

  pass "the default" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "on" {
    resource "azurerm_windows_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        always_on = true
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "off" {
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        always_on = false
      }
    }

    expect = ["azurerm_linux_web_app.example @ site_config[0].always_on"]
  }

  unknown "the value is an unset variable" {
    variable "on" {}

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = "some-id"

      site_config {
        always_on = var.on
      }
    }
  }
}

rule "azure-service-plan-small-tier" {
  title     = "App Service plan has no SLA"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_service_plan"]
  aliases   = ["CKV_AZURE_211"]
  assert    = !contains(["F1", "D1", "B1", "B2", "B3"], upper(resource.sku_name))
  at        = resource.sku_name
  message   = "`${resource.sku_name}` is a development tier"
  why       = <<-EOT
    Free and shared plans have quotas and no SLA; basic plans cannot scale by themselves, have no slots and no backups.
    Good enough outside production.
  EOT
  remedy    = <<-EOT
    Use a premium plan for production: `sku_name = "P0v3"`.
  EOT
  link      = "https://learn.microsoft.com/azure/app-service/overview-hosting-plans"

  pass "premium" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
  }

  fail "basic" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "B1"
    }

    expect = ["azurerm_service_plan.example @ sku_name"]
  }

  fail "free" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "F1"
    }

    expect = ["azurerm_service_plan.example @ sku_name"]
  }

  unknown "the value is an unset variable" {
    variable "sku" {}

    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = var.sku
    }
  }

  fail "`sku_name` is `B3`" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "B3"
    }
    expect = ["azurerm_service_plan.example @ sku_name"]
  }
}

rule "azure-service-plan-single-instance" {
  title     = "App Service plan runs on one instance"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_service_plan"]
  aliases   = ["CKV_AZURE_212"]
  when      = !contains(["Y1", "FC1", "EP1", "EP2", "EP3", "WS1", "WS2", "WS3", "F1", "D1"], upper(resource.sku_name))
  assert    = coalesce(resource.worker_count, 1) >= 2
  at        = resource.worker_count
  message   = "`worker_count` is ${coalesce(resource.worker_count, 1)}: patches and failures interrupt the apps"
  why       = <<-EOT
    A second instance costs as much as the first. Plans that scale on demand are not judged.
  EOT
  remedy    = <<-EOT
    Write `worker_count = 2` or more.
  EOT
  link      = "https://learn.microsoft.com/azure/app-service/overview-hosting-plans"

  pass "two" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      worker_count        = 2
    }
  }

  pass "consumption" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "Y1"
    }
  }

  fail "not set" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }

    expect = ["azurerm_service_plan.example"]
  }

  fail "one" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      worker_count        = 1
    }

    expect = ["azurerm_service_plan.example @ worker_count"]
  }

  unknown "the value is an unset variable" {
    variable "workers" {}

    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      worker_count        = var.workers
    }
  }

  pass "`sku_name` is `D1`" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "D1"
    }
  }

  fail "more that fail" {
    resource "azurerm_service_plan" "one_more_sku_name_is_ws2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_ws2_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "WS2"
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_ep2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_ep2_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "EP2"
    }
    expect = ["azurerm_service_plan.one_more_sku_name_is_ws2", "azurerm_service_plan.one_more_sku_name_is_ep2"]
  }
}

rule "azure-service-plan-no-zone-balancing" {
  title     = "App Service plan is not spread over zones"
  category  = "reliability"
  severity  = "low"
  default   = false
  resources = ["azurerm_service_plan", "azurerm_app_service_environment_v3"]
  aliases   = ["CKV_AZURE_225", "CKV_AZURE_231"]
  when      = meta.type == "azurerm_app_service_environment_v3" || !contains(["Y1", "FC1", "F1", "D1", "B1", "B2", "B3", "S1", "S2", "S3"], upper(resource.sku_name))
  assert    = resource.zone_balancing_enabled == true || resource.zone_redundant == true
  at        = coalesce(resource.zone_balancing_enabled, resource.zone_redundant)
  message   = "all instances may be in one availability zone"
  why       = <<-EOT
    Spreading needs premium plans and at least two instances (three in older regions); it can only be chosen at creation.
  EOT
  remedy    = <<-EOT
    Write `zone_balancing_enabled = true` and `worker_count = 3` (`zone_redundant = true` for an environment).
  EOT
  link      = "https://learn.microsoft.com/azure/reliability/reliability-app-service"

  pass "spread" {
    resource "azurerm_service_plan" "example" {
      name                   = "example"
      resource_group_name    = "example"
      location               = "westeurope"
      os_type                = "Linux"
      sku_name               = "P1v3"
      worker_count           = 3
      zone_balancing_enabled = true
    }
  }

  pass "an environment" {
    resource "azurerm_app_service_environment_v3" "example" {
      name                = "example"
      resource_group_name = "example"
      subnet_id           = "some-id"
      zone_redundant      = true
    }
  }

  fail "not set" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }

    expect = ["azurerm_service_plan.example"]
  }

  fail "off" {
    resource "azurerm_app_service_environment_v3" "example" {
      name                = "example"
      resource_group_name = "example"
      subnet_id           = "some-id"
      zone_redundant      = false
    }

    expect = ["azurerm_app_service_environment_v3.example @ zone_redundant"]
  }

  unknown "the value is an unset variable" {
    variable "zones" {}

    resource "azurerm_service_plan" "example" {
      name                   = "example"
      resource_group_name    = "example"
      location               = "westeurope"
      os_type                = "Linux"
      sku_name               = "P1v3"
      zone_balancing_enabled = var.zones
    }
  }

  pass "more that pass" {
    resource "azurerm_service_plan" "sku_name_is_b1" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "B1"
    }
    resource "azurerm_service_plan" "sku_name_is_s3" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "S3"
    }
  }

  fail "more that fail" {
    resource "azurerm_service_plan" "one_more_sku_name_is_y1" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_y1_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "Y1"
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_d1" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_d1_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "D1"
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_b3" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_b3_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "B3"
    }
    expect = [
      "azurerm_service_plan.one_more_sku_name_is_y1",
      "azurerm_service_plan.one_more_sku_name_is_d1",
      "azurerm_service_plan.one_more_sku_name_is_b3",
    ]
  }
}

rule "azure-service-plan-costly-tier-outside-production" {
  title     = "Premium App Service plan outside production"
  category  = "cost"
  severity  = "low"
  resources = ["azurerm_service_plan"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = can(regex("^(P[123]|I[1-6])", upper(resource.sku_name)))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.sku_name
  message = "`${resource.sku_name}` runs day and night for an environment that is used for hours"
  why     = <<-EOT
    Premium and isolated plans are billed by the hour whether an app is called or not. A basic plan, `P0v3`, or a
    consumption plan for functions serves a test environment for a fraction.
  EOT
  remedy  = <<-EOT
    Choose per environment: `sku_name = var.environment == "prod" ? "P1v3" : "B1"`.
  EOT
  link    = "https://azure.microsoft.com/pricing/details/app-service/linux/"

  pass "production" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      tags                = { environment = "prod" }
    }
  }

  pass "a basic test plan" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "B1"
      tags                = { environment = "test" }
    }
  }

  pass "no environment known" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
  }

  fail "a premium test plan" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      tags                = { environment = "test" }
    }

    expect = ["azurerm_service_plan.example @ sku_name"]
  }

  fail "isolated in development" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "I1v2"
      tags                = { Environment = "Dev" }
    }

    expect = ["azurerm_service_plan.example @ sku_name"]
  }

  unknown "the environment is an unset variable" {
    variable "env" {}

    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
      tags                = { environment = var.env }
    }
  }
}

rule "azure-service-plan-previous-generation" {
  title     = "App Service plan uses an older generation"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["azurerm_service_plan"]
  assert    = !can(regex("^(S[123]|P[123]V2|I[123])$", upper(resource.sku_name)))
  at        = resource.sku_name
  message   = "`${resource.sku_name}` belongs to an earlier generation"
  why       = <<-EOT
    Third generation premium plans (`P0v3` and up) have newer processors; on Linux the smallest is priced below `S1`, and
    they can be reserved.
  EOT
  remedy    = <<-EOT
    Try `sku_name = "P0v3"` (from `S1`) or `P1v3` (from `P1v2`).
  EOT
  link      = "https://learn.microsoft.com/azure/app-service/app-service-configure-premium-v3-tier"

  pass "third generation" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
  }

  pass "basic" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "B1"
    }
  }

  fail "standard" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "S1"
    }

    expect = ["azurerm_service_plan.example @ sku_name"]
  }

  fail "second generation" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v2"
    }

    expect = ["azurerm_service_plan.example @ sku_name"]
  }

  unknown "the value is an unset variable" {
    variable "sku" {}

    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = var.sku
    }
  }
}

rule "azure-service-plan-unused" {
  title     = "App Service plan holds no app"
  category  = "cost"
  severity  = "medium"
  default   = false
  resources = ["azurerm_service_plan"]

  related "app" {
    type = [
      "azurerm_linux_web_app", "azurerm_windows_web_app", "azurerm_linux_function_app",
      "azurerm_windows_function_app", "azurerm_function_app_flex_consumption", "azurerm_logic_app_standard",
      "azurerm_linux_web_app_slot", "azurerm_windows_web_app_slot",
    ]
    on = refers(other.service_plan_id, resource) || refers(other.app_service_plan_id, resource)
  }

  when    = !contains(["Y1", "FC1", "F1"], upper(resource.sku_name))
  assert  = length(related.app) > 0
  at      = resource
  message = "no app in this configuration uses the plan, and its instances are billed all the same"
  why     = <<-EOT
    A plan is billed by instance, not by app. Apps may live in other root modules, which the rule cannot see; hence it is
    not in the default set.
  EOT
  remedy  = <<-EOT
    Remove the plan, or move apps into it.
  EOT
  link    = "https://learn.microsoft.com/azure/app-service/overview-hosting-plans#how-much-does-my-app-service-plan-cost"

  pass "an app uses it" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = azurerm_service_plan.example.id

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "consumption costs nothing when idle" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "Y1"
    }
  }

  fail "no app" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }

    expect = ["azurerm_service_plan.example"]
  }

  pass "more that pass" {
    resource "azurerm_service_plan" "sku_name_is_f1" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "F1"
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_fc1" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
    resource "azurerm_service_plan" "one_more_sku_name_is_fc1_2" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "FC1"
    }
    resource "azurerm_linux_web_app" "one_more_sku_name_is_fc1" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = azurerm_service_plan.one_more_sku_name_is_fc1.id
      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }
}

rule "azure-app-service-always-on-free-plan" {
  title     = "App is always on in a plan that cannot do it"
  category  = "correctness"
  severity  = "high"
  resources = ["azurerm_linux_web_app", "azurerm_windows_web_app"]

  related "plan" {
    type = "azurerm_service_plan"
    on   = refers(resource.service_plan_id, other) && contains(["F1", "D1", "FREE", "SHARED"], upper(other.sku_name))
  }

  assert  = length(related.plan) == 0 || resource.site_config[0].always_on == false
  at      = coalesce(resource.site_config[0].always_on, resource.site_config)
  message = "`always_on` is true unless it is written, and the plan's tier `${related.plan[0].sku_name}` has no such thing"
  why     = <<-EOT
    Azure refuses the app at apply, a moment after the plan was created.
  EOT
  remedy  = <<-EOT
    Write `always_on = false` in `site_config`, or use a basic plan.
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/linux_web_app"

  pass "off in a free plan" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "F1"
    }

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = azurerm_service_plan.example.id

      site_config {
        always_on = false
      }
    }
    also = ["azure-app-service-http-allowed"]
  }

  pass "on in a paid plan" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = azurerm_service_plan.example.id

      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "not set in a free plan" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "F1"
    }

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = azurerm_service_plan.example.id

      site_config {}
    }

    expect = ["azurerm_linux_web_app.example @ site_config"]
  }

  fail "on in a shared plan" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Windows"
      sku_name            = "D1"
    }

    resource "azurerm_windows_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = azurerm_service_plan.example.id

      site_config {
        always_on = true
      }
    }

    expect = ["azurerm_windows_web_app.example @ site_config[0].always_on"]
  }

  unknown "the plan's tier is an unset variable" {
    variable "sku" {}

    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = var.sku
    }

    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = azurerm_service_plan.example.id

      site_config {}
    }
  }

  pass "one more, `sku_name` is `FREE`" {
    resource "azurerm_service_plan" "example" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "P1v3"
    }
    resource "azurerm_service_plan" "example_too" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "FREE"
    }
    resource "azurerm_linux_web_app" "example" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = azurerm_service_plan.example.id
      site_config {}
    }
    also = ["azure-app-service-http-allowed"]
  }

  fail "more that fail" {
    resource "azurerm_service_plan" "sku_name_is_free" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "FREE"
    }
    resource "azurerm_linux_web_app" "sku_name_is_free" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = azurerm_service_plan.sku_name_is_free.id
      site_config {}
    }
    resource "azurerm_service_plan" "sku_name_is_shared" {
      name                = "example"
      resource_group_name = "example"
      location            = "westeurope"
      os_type             = "Linux"
      sku_name            = "SHARED"
    }
    resource "azurerm_linux_web_app" "sku_name_is_shared" {
      name                = "example-web"
      resource_group_name = "example"
      location            = "westeurope"
      service_plan_id     = azurerm_service_plan.sku_name_is_shared.id
      site_config {}
    }
    expect = [
      "azurerm_linux_web_app.sku_name_is_free @ site_config",
      "azurerm_linux_web_app.sku_name_is_shared @ site_config",
    ]
  }
}
