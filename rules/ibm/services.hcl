rule "ibm-cluster-public-endpoint" {
  title     = "Kubernetes cluster is reachable over the internet"
  category  = "security"
  severity  = "medium"
  resources = ["ibm_container_cluster", "ibm_container_vpc_cluster"]
  aliases   = ["CKV2_IBM_7"]
  tags      = ["cwe-284"]
  assert = (
    meta.type == "ibm_container_vpc_cluster"
    ? coalesce(resource.disable_public_service_endpoint, false)
    : (coalesce(resource.private_service_endpoint, false) && resource.public_service_endpoint == false)
  )
  at      = [resource.public_service_endpoint, resource.disable_public_service_endpoint]
  message = "the public service endpoint is not switched off"
  why     = <<-EOT
    The API server can be reached from everywhere; one leaked credential or hole is enough.
  EOT
  remedy  = <<-EOT
    Use the private endpoint only.

    ```hcl
    public_service_endpoint  = false
    private_service_endpoint = true
    ```
  EOT
  link    = "https://cloud.ibm.com/docs/containers?topic=containers-cs_network_cluster"

  pass "private" {
    resource "ibm_container_cluster" "this" {
      name                     = "main"
      datacenter               = "fra02"
      hardware                 = "shared"
      private_service_endpoint = true
      public_service_endpoint  = false
    }
  }

  pass "VPC cluster" {
    resource "ibm_container_vpc_cluster" "c" {
      name                            = "c"
      flavor                          = "bx2.4x16"
      vpc_id                          = "v"
      disable_public_service_endpoint = true
    }
  }

  fail "not written" {
    resource "ibm_container_cluster" "this" {
      name       = "main"
      datacenter = "fra02"
      hardware   = "shared"
    }

    expect = ["ibm_container_cluster.this"]
  }

  fail "public" {
    resource "ibm_container_cluster" "this" {
      name                     = "main"
      datacenter               = "fra02"
      hardware                 = "shared"
      private_service_endpoint = true
      public_service_endpoint  = true
    }

    expect = ["ibm_container_cluster.this @ public_service_endpoint"]
  }

  unknown "not known" {
    variable "public" {}

    resource "ibm_container_cluster" "this" {
      name                     = "main"
      datacenter               = "fra02"
      hardware                 = "shared"
      private_service_endpoint = true
      public_service_endpoint  = var.public
    }
  }

  fail "more that fail" {
    resource "ibm_container_cluster" "no_private_service_endpoint" {
      name                    = "main"
      datacenter              = "fra02"
      hardware                = "shared"
      public_service_endpoint = false
    }
    resource "ibm_container_vpc_cluster" "no_disable_public_service_endpoint" {
      name   = "c"
      flavor = "bx2.4x16"
      vpc_id = "v"
    }
    expect = [
      "ibm_container_cluster.no_private_service_endpoint @ public_service_endpoint",
      "ibm_container_vpc_cluster.no_disable_public_service_endpoint",
    ]
  }
}

rule "ibm-account-no-mfa" {
  title     = "IBM Cloud account asks for no second factor"
  category  = "security"
  severity  = "medium"
  resources = ["ibm_iam_account_settings"]
  aliases   = ["CKV2_IBM_4"]
  tags      = ["cwe-308"]
  when      = resource.mfa != null
  assert    = upper(resource.mfa) != "NONE"
  message   = "`mfa` is `${resource.mfa}`"
  why       = <<-EOT
    A stolen password is then the whole account.
  EOT
  remedy    = <<-EOT
    Ask everyone for a second factor.

    ```hcl
    mfa = "LEVEL2"
    ```
  EOT
  link      = "https://cloud.ibm.com/docs/account?topic=account-enablemfa"

  pass "second factor" {
    resource "ibm_iam_account_settings" "this" {
      include_history = false
      mfa             = "LEVEL3"
    }
  }

  pass "not managed here" {
    resource "ibm_iam_account_settings" "this" {
      include_history = false
    }
  }

  fail "none" {
    resource "ibm_iam_account_settings" "this" {
      include_history = false
      mfa             = "NONE"
    }

    expect = ["ibm_iam_account_settings.this @ mfa"]
  }

  unknown "not known" {
    variable "mfa" {}

    resource "ibm_iam_account_settings" "this" {
      include_history = false
      mfa             = var.mfa
    }
  }
}

rule "ibm-account-keys-unrestricted" {
  title     = "Every user may create API keys and service ids"
  category  = "security"
  severity  = "low"
  resources = ["ibm_iam_account_settings"]
  aliases   = ["CKV2_IBM_3", "CKV2_IBM_5"]
  tags      = ["cwe-284"]
  default   = false
  assert    = resource.restrict_create_platform_apikey == "RESTRICTED" && resource.restrict_create_service_id == "RESTRICTED"
  at        = [resource.restrict_create_platform_apikey, resource.restrict_create_service_id]
  message   = "creation is not restricted to users with the role for it"
  why       = <<-EOT
    Long-lived keys multiply unseen.
  EOT
  remedy    = <<-EOT
    Restrict both.

    ```hcl
    restrict_create_platform_apikey = "RESTRICTED"
    restrict_create_service_id      = "RESTRICTED"
    ```
  EOT
  link      = "https://cloud.ibm.com/docs/account?topic=account-restrict-service-id-create"

  pass "both" {
    resource "ibm_iam_account_settings" "this" {
      mfa                             = "LEVEL3"
      restrict_create_platform_apikey = "RESTRICTED"
      restrict_create_service_id      = "RESTRICTED"
    }
  }

  fail "none" {
    resource "ibm_iam_account_settings" "this" {
      mfa = "LEVEL3"
    }

    expect = ["ibm_iam_account_settings.this"]
  }

  fail "one" {
    resource "ibm_iam_account_settings" "this" {
      mfa                        = "LEVEL3"
      restrict_create_service_id = "RESTRICTED"
    }
  }

  fail "no `restrict_create_service_id`" {
    resource "ibm_iam_account_settings" "this" {
      mfa                             = "LEVEL3"
      restrict_create_platform_apikey = "RESTRICTED"
    }
    expect = ["ibm_iam_account_settings.this @ restrict_create_platform_apikey"]
  }
}

rule "ibm-load-balancer-public" {
  title     = "VPC load balancer is public"
  category  = "security"
  severity  = "low"
  resources = ["ibm_is_lb"]
  aliases   = ["CKV2_IBM_1"]
  tags      = ["cwe-284"]
  default   = false
  assert    = startswith(resource.type, "private")
  at        = resource.type
  message   = "`type` is ${coalesce(resource.type, "not set, which means public")}"
  why       = <<-EOT
    Right for public services; others should be private.
  EOT
  remedy    = <<-EOT
    Make it private.

    ```hcl
    type = "private"
    ```
  EOT
  link      = "https://cloud.ibm.com/docs/vpc?topic=vpc-load-balancers"

  pass "private" {
    resource "ibm_is_lb" "this" {
      name    = "lb"
      subnets = ["s"]
      type    = "private"
    }
  }

  fail "public" {
    resource "ibm_is_lb" "this" {
      name    = "lb"
      subnets = ["s"]
      type    = "public"
    }

    expect = ["ibm_is_lb.this @ type"]
  }

  fail "default" {
    resource "ibm_is_lb" "this" {
      name    = "lb"
      subnets = ["s"]
    }

    expect = ["ibm_is_lb.this"]
  }

  unknown "not known" {
    variable "type" {}

    resource "ibm_is_lb" "this" {
      name    = "lb"
      subnets = ["s"]
      type    = var.type
    }
  }
}

rule "ibm-vpc-classic-access" {
  title     = "VPC reaches the classic infrastructure"
  category  = "security"
  severity  = "low"
  resources = ["ibm_is_vpc"]
  aliases   = ["CKV2_IBM_2"]
  tags      = ["cwe-668"]
  assert    = !coalesce(resource.classic_access, false)
  message   = "`classic_access` is on"
  why       = <<-EOT
    Machines of the old flat network can reach the VPC.
  EOT
  remedy    = <<-EOT
    Remove it; a transit gateway connects single networks.
  EOT
  link      = "https://cloud.ibm.com/docs/vpc?topic=vpc-setting-up-access-to-classic-infrastructure"

  fix {
    set = {
      classic_access = false
    }
  }

  pass "default" {
    resource "ibm_is_vpc" "this" {
      name = "main"
    }
  }

  fail "on" {
    resource "ibm_is_vpc" "this" {
      name           = "main"
      classic_access = true
    }

    expect = ["ibm_is_vpc.this @ classic_access"]
  }

  unknown "not known" {
    variable "classic" {}

    resource "ibm_is_vpc" "this" {
      name           = "main"
      classic_access = var.classic
    }
  }
}
