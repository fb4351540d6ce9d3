rule "helm-release-version-missing" {
  title     = "Helm chart is not pinned to a version"
  category  = "reliability"
  severity  = "medium"
  resources = ["helm_release"]
  tags      = ["cwe-829"]
  when      = resource.chart != null && !can(regex("^(\\.|/)|\\.tgz$", resource.chart))
  assert    = resource.version != null && resource.version != ""
  at        = resource.version
  message   = "`${resource.chart}` has no `version`"
  why       = <<-EOT
    Each apply takes the newest chart: a major version comes in unseen with the next unrelated change, and two
    environments differ. Local charts are not judged.
  EOT
  remedy    = <<-EOT
    Name the version.

    ```hcl
    chart   = "ingress-nginx"
    version = "4.11.3"
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release#version-1"

  pass "pinned" {
    resource "helm_release" "this" {
      name       = "ingress"
      repository = "https://kubernetes.github.io/ingress-nginx"
      chart      = "ingress-nginx"
      version    = "4.11.3"
    }
  }

  pass "local" {
    resource "helm_release" "this" {
      name       = "ingress"
      repository = "https://kubernetes.github.io/ingress-nginx"
      chart      = "./charts/app"
    }
  }

  fail "not pinned" {
    resource "helm_release" "this" {
      name       = "ingress"
      repository = "https://kubernetes.github.io/ingress-nginx"
      chart      = "ingress-nginx"
    }

    expect = ["helm_release.this"]
  }
}

rule "helm-release-plain-http" {
  title     = "Helm chart is fetched over plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["helm_release"]
  tags      = ["cwe-319"]
  when      = resource.repository != null
  assert    = !startswith(resource.repository, "http://")
  message   = "`${resource.repository}` is not encrypted"
  why       = <<-EOT
    Whoever stands in between can put their own chart into the cluster.
  EOT
  remedy    = <<-EOT
    Use `https://` or `oci://`.

    ```hcl
    repository = "https://charts.example.com"
    ```
  EOT
  link      = "https://helm.sh/docs/topics/registries/"

  pass "https" {
    resource "helm_release" "this" {
      name       = "app"
      chart      = "app"
      version    = "1.0.0"
      repository = "https://charts.example.com"
    }
  }

  pass "oci" {
    resource "helm_release" "this" {
      name       = "app"
      chart      = "app"
      version    = "1.0.0"
      repository = "oci://registry.example.com/charts"
    }
  }

  fail "http" {
    resource "helm_release" "this" {
      name       = "app"
      chart      = "app"
      version    = "1.0.0"
      repository = "http://charts.example.com"
    }

    expect = ["helm_release.this @ repository"]
  }

  unknown "not known" {
    variable "repository" {}

    resource "helm_release" "this" {
      name       = "app"
      chart      = "app"
      version    = "1.0.0"
      repository = var.repository
    }
  }
}

rule "helm-release-password-in-code" {
  title     = "Password of a Helm release stands in the configuration"
  category  = "security"
  severity  = "high"
  resources = ["helm_release"]
  tags      = ["cwe-798"]
  assert = (
    !(is_known(resource.repository_password) && resource.repository_password != null && resource.repository_password != "")
    && !anytrue([for s in flatten([resource.set, resource.set_sensitive]) : can(regex("(?i)(password|passwd|secret[_.-]?key|secretaccesskey|api[_.-]?key|token)$", s.name)) && is_known(s.value) && s.value != null && s.value != "" && !can(regex("(?i)^(true|false|null|[0-9]+)$", s.value))])
  )
  at      = [resource.repository_password, resource.set_sensitive, resource.set]
  message = "a password, key or token is written in plain text"
  why     = <<-EOT
    Everyone who reads the repository has it, and the state keeps a copy.
  EOT
  remedy  = <<-EOT
    Take it from a variable or a secret store, or name an existing secret of the cluster.

    ```hcl
    set_sensitive {
      name  = "auth.password"
      value = var.password
    }
    ```
  EOT
  link    = "https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release#set_sensitive-1"

  pass "from a variable" {
    variable "password" {}

    resource "helm_release" "this" {
      name    = "db"
      chart   = "postgresql"
      version = "16.0.0"
      set_sensitive {
        name  = "auth.password"
        value = var.password
      }
    }
  }

  pass "something else" {
    resource "helm_release" "this" {
      name    = "db"
      chart   = "postgresql"
      version = "16.0.0"
      set {
        name  = "replicaCount"
        value = "2"
      }
    }
  }

  fail "in code" {
    resource "helm_release" "this" {
      name    = "db"
      chart   = "postgresql"
      version = "16.0.0"
      set {
        name  = "auth.password"
        value = "hunter2"
      }
    }
  }

  fail "for the repository" {
    resource "helm_release" "this" {
      name                = "db"
      chart               = "postgresql"
      version             = "16.0.0"
      repository_username = "ci"
      repository_password = "hunter2"
    }

    expect = ["helm_release.this @ repository_password"]
  }

  pass "more that pass" {
    variable "password" {}
    resource "helm_release" "name_is_auth_password" {
      name    = "db"
      chart   = "postgresql"
      version = "16.0.0"
      set {
        name  = "auth.password"
        value = "2"
      }
    }
    resource "helm_release" "without_set_sensitive" {
      name    = "db"
      chart   = "postgresql"
      version = "16.0.0"
    }
    resource "helm_release" "one_more_one_more_set_sensitive_no_value" {
      name    = "db"
      chart   = "postgresql"
      version = "16.0.0"
      set_sensitive {
        name  = "auth.password"
        value = var.password
      }
    }
    resource "helm_release" "one_more_one_more_set_sensitive_no_value_2" {
      name    = "db"
      chart   = "postgresql"
      version = "16.0.0"
      set_sensitive {
        name  = "auth.password"
        value = var.password
      }
      set_sensitive {
        name = "auth.password"
      }
    }
    resource "helm_release" "one_more_one_more_set_value_is_hunter2" {
      name    = "db"
      chart   = "postgresql"
      version = "16.0.0"
      set {
        name  = "replicaCount"
        value = "2"
      }
    }
    resource "helm_release" "one_more_one_more_set_value_is_hunter2_2" {
      name    = "db"
      chart   = "postgresql"
      version = "16.0.0"
      set {
        name  = "replicaCount"
        value = "2"
      }
      set {
        name  = "replicaCount"
        value = "hunter2"
      }
    }
  }

  fail "one more, `repository_password` is an unset variable" {
    variable "repository_password" {}
    resource "helm_release" "this" {
      name                = "db"
      chart               = "postgresql"
      version             = "16.0.0"
      repository_username = "ci"
      repository_password = "hunter2"
    }
    resource "helm_release" "this_too" {
      name                = "db"
      chart               = "postgresql"
      version             = "16.0.0"
      repository_username = "ci"
      repository_password = var.repository_password
    }
    expect = ["helm_release.this @ repository_password"]
  }
}
