rule "kubernetes-psp-privileged" {
  title     = "Pod security policy admits privileged pods"
  category  = "security"
  severity  = "medium"
  resources = ["kubernetes_pod_security_policy", "kubernetes_pod_security_policy_v1beta1"]
  aliases = [
    "CKV_K8S_1", "CKV_K8S_2", "CKV_K8S_3", "CKV_K8S_4", "CKV_K8S_5",
    "2bff9906-4e9b-4f71-9346-8ebedfdf43ef", "51bed0ac-a8ae-407a-895e-90c6cb0610ce",
    "4950837c-0ce5-4e42-9bee-a25eae73740b", "a6a4d4fc-4e8f-47d1-969f-e9d4a084f3b9",
  ]
  tags     = ["cwe-250"]
  for_each = resource.spec
  assert = (
    !coalesce(each.value.privileged, false) && !coalesce(each.value.host_pid, false) && !coalesce(each.value.host_ipc, false)
    && !coalesce(each.value.host_network, false) && each.value.allow_privilege_escalation == false
  )
  message = "the policy admits privileged containers, the node's namespaces or privilege escalation"
  why     = <<-EOT
    Whoever may use the policy can take a node. `allow_privilege_escalation` is true unless set to false. Pod
    security policies left Kubernetes with version 1.25; use Pod Security admission.
  EOT
  remedy  = <<-EOT
    Forbid each of them.

    ```hcl
    spec {
      privileged                 = false
      allow_privilege_escalation = false
      host_pid                   = false
      host_ipc                   = false
      host_network               = false
    }
    ```
  EOT
  link    = "https://kubernetes.io/docs/concepts/security/pod-security-admission/"

  pass "strict" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        privileged                 = false
        allow_privilege_escalation = false
      }
    }
    also = ["kubernetes-psp-capabilities", "kubernetes-psp-removed", "kubernetes-psp-root"]
  }

  fail "privileged" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        privileged                 = true
        allow_privilege_escalation = false
      }
    }

    expect = ["kubernetes_pod_security_policy.this @ spec[0].privileged"]
  }

  fail "processes" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        host_pid                   = true
        allow_privilege_escalation = false
      }
    }
  }

  fail "escalation by omission" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        privileged = false
      }
    }
  }

  unknown "not known" {
    variable "privileged" {}

    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        privileged                 = var.privileged
        allow_privilege_escalation = false
      }
    }
  }

  pass "no `privileged`" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        allow_privilege_escalation = false
      }
    }
    also = ["kubernetes-psp-capabilities", "kubernetes-psp-removed", "kubernetes-psp-root"]
  }
}

rule "kubernetes-psp-capabilities" {
  title     = "Pod security policy leaves containers their capabilities"
  category  = "security"
  severity  = "low"
  resources = ["kubernetes_pod_security_policy", "kubernetes_pod_security_policy_v1beta1"]
  aliases = [
    "CKV_K8S_7", "CKV_K8S_24", "CKV_K8S_36", "48388bd2-7201-4dcc-b56d-e8a9efa58fad",
    "9aa32890-ac1a-45ee-81ca-5164e2098556",
  ]
  tags     = ["cwe-250"]
  for_each = resource.spec
  assert   = length(each.value.allowed_capabilities) == 0 && anytrue([for c in each.value.required_drop_capabilities : contains(["ALL", "NET_RAW"], upper(c))])
  at       = each.value.allowed_capabilities
  message  = "capabilities may be added, or neither ALL nor NET_RAW must be dropped"
  why      = <<-EOT
    Capabilities are root's rights in parts; NET_RAW forges packets.
  EOT
  remedy   = <<-EOT
    Require dropping all.

    ```hcl
    required_drop_capabilities = ["ALL"]
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"

  pass "dropped" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        required_drop_capabilities = ["ALL"]
      }
    }
    also = ["kubernetes-psp-privileged", "kubernetes-psp-removed", "kubernetes-psp-root"]
  }

  fail "not dropped" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        privileged = false
      }
    }
  }

  fail "allowed" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        required_drop_capabilities = ["ALL"]
        allowed_capabilities       = ["SYS_ADMIN"]
      }
    }

    expect = ["kubernetes_pod_security_policy.this @ spec[0].allowed_capabilities"]
  }

  unknown "not known" {
    variable "allowed_capabilities" {}

    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        required_drop_capabilities = ["ALL"]
        allowed_capabilities       = var.allowed_capabilities
      }
    }
  }

  pass "`required_drop_capabilities` is `NET_RAW`" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        required_drop_capabilities = ["NET_RAW"]
      }
    }
    also = ["kubernetes-psp-privileged", "kubernetes-psp-removed", "kubernetes-psp-root"]
  }
}

rule "kubernetes-psp-root" {
  title     = "Pod security policy admits containers that run as root"
  category  = "security"
  severity  = "medium"
  resources = ["kubernetes_pod_security_policy", "kubernetes_pod_security_policy_v1beta1"]
  aliases   = ["CKV_K8S_6", "4c415497-7410-4559-90e8-f2c8ac64ee38"]
  tags      = ["cwe-250"]
  assert    = resource.spec[0].run_as_user[0].rule == "MustRunAsNonRoot" || (resource.spec[0].run_as_user[0].rule == "MustRunAs" && alltrue([for r in resource.spec[0].run_as_user[0].range : r.min > 0]))
  at        = resource.spec[0].run_as_user[0].rule
  message   = "the rule for users is `${coalesce(resource.spec[0].run_as_user[0].rule, "not set")}`"
  why       = <<-EOT
    Root in a container is root on the node as soon as anything lets the process out.
  EOT
  remedy    = <<-EOT
    Forbid root.

    ```hcl
    run_as_user {
      rule = "MustRunAsNonRoot"
    }
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"

  pass "not root" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = "MustRunAsNonRoot"
        }
      }
    }
    also = ["kubernetes-psp-capabilities", "kubernetes-psp-privileged", "kubernetes-psp-removed"]
  }

  pass "a range" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = "MustRunAs"
          range {
            min = 1000
            max = 2000
          }
        }
      }
    }
    also = ["kubernetes-psp-capabilities", "kubernetes-psp-privileged", "kubernetes-psp-removed"]
  }

  fail "any" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = "RunAsAny"
        }
      }
    }

    expect = ["kubernetes_pod_security_policy.this @ spec[0].run_as_user[0].rule"]
  }

  unknown "not known" {
    variable "rule" {}

    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = var.rule
        }
      }
    }
  }

  pass "more that pass" {
    resource "kubernetes_pod_security_policy" "rule_is_mustrunas" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = "MustRunAs"
        }
      }
    }
    resource "kubernetes_pod_security_policy" "one_more_one_more_range_min_is_1" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = "MustRunAs"
          range {
            min = 1000
            max = 2000
          }
        }
      }
    }
    resource "kubernetes_pod_security_policy" "one_more_one_more_range_min_is_1_2" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = "MustRunAs"
          range {
            min = 1000
            max = 2000
          }
          range {
            min = 1
            max = 2000
          }
        }
      }
    }
    also = ["kubernetes-psp-capabilities", "kubernetes-psp-privileged", "kubernetes-psp-removed"]
  }

  fail "more that fail" {
    resource "kubernetes_pod_security_policy" "one_more_one_more_range_min_is_0" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = "MustRunAs"
          range {
            min = 1000
            max = 2000
          }
        }
      }
    }
    resource "kubernetes_pod_security_policy" "one_more_one_more_range_min_is_0_2" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = "MustRunAs"
          range {
            min = 1000
            max = 2000
          }
          range {
            min = 0
            max = 2000
          }
        }
      }
    }
    resource "kubernetes_pod_security_policy" "one_more_one_more_range_no_min" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = "MustRunAs"
          range {
            min = 1000
            max = 2000
          }
        }
      }
    }
    resource "kubernetes_pod_security_policy" "one_more_one_more_range_no_min_2" {
      metadata {
        name = "p"
      }
      spec {
        run_as_user {
          rule = "MustRunAs"
          range {
            min = 1000
            max = 2000
          }
          range {
            max = 2000
          }
        }
      }
    }
    expect = [
      "kubernetes_pod_security_policy.one_more_one_more_range_min_is_0_2 @ spec[0].run_as_user[0].rule",
      "kubernetes_pod_security_policy.one_more_one_more_range_no_min_2 @ spec[0].run_as_user[0].rule",
    ]
  }
}

rule "kubernetes-psp-unmasked" {
  title     = "Pod security policy admits unsafe kernel settings"
  category  = "security"
  severity  = "medium"
  resources = ["kubernetes_pod_security_policy", "kubernetes_pod_security_policy_v1beta1"]
  aliases   = ["0ad60203-c050-4115-83b6-b94bde92541d", "CKV_K8S_32"]
  tags      = ["cwe-693"]
  for_each  = resource.spec
  assert    = !contains(each.value.allowed_proc_mount_types, "Unmasked") && length(each.value.allowed_unsafe_sysctls) == 0 && !contains(split(",", coalesce(resource.metadata[0].annotations["seccomp.security.alpha.kubernetes.io/allowedProfileNames"], "-")), "*")
  at        = each.value.allowed_proc_mount_types
  message   = "unmasked /proc, unsafe sysctls or any seccomp profile may be asked for"
  why       = <<-EOT
    Unmasked `/proc` shows and changes settings of the node's kernel, unsafe sysctls those of other pods.
  EOT
  remedy    = <<-EOT
    Remove the arguments.
  EOT
  link      = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"

  pass "strict" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        privileged = false
      }
    }
    also = ["kubernetes-psp-capabilities", "kubernetes-psp-privileged", "kubernetes-psp-removed", "kubernetes-psp-root"]
  }

  fail "unmasked" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        allowed_proc_mount_types = ["Unmasked"]
      }
    }

    expect = ["kubernetes_pod_security_policy.this @ spec[0].allowed_proc_mount_types"]
  }

  fail "sysctls" {
    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        allowed_unsafe_sysctls = ["kernel.msg*"]
      }
    }
  }

  unknown "not known" {
    variable "types" {}

    resource "kubernetes_pod_security_policy" "this" {
      metadata {
        name = "p"
      }
      spec {
        allowed_proc_mount_types = var.types
      }
    }
  }
}

rule "kubernetes-psp-removed" {
  title     = "Pod security policies no longer exist"
  category  = "correctness"
  severity  = "high"
  resources = ["kubernetes_pod_security_policy", "kubernetes_pod_security_policy_v1beta1"]
  assert    = !startswith(meta.type, "kubernetes_pod_security_policy")
  at        = resource.metadata
  message   = "Kubernetes 1.25 and later have no PodSecurityPolicy"
  why       = <<-EOT
    The API is gone since August 2022; applying it to a supported cluster fails, and pods are not checked by it.
  EOT
  remedy    = <<-EOT
    Label namespaces for Pod Security admission.

    ```hcl
    metadata {
      name   = "app"
      labels = { "pod-security.kubernetes.io/enforce" = "restricted" }
    }
    ```
  EOT
  link      = "https://kubernetes.io/docs/tasks/configure-pod-container/migrate-from-psp/"

  pass "a namespace with Pod Security" {
    resource "kubernetes_namespace_v1" "app" {
      metadata {
        name   = "app"
        labels = { "pod-security.kubernetes.io/enforce" = "restricted" }
      }
    }
  }

  fail "a policy" {
    resource "kubernetes_pod_security_policy" "p" {
      metadata {
        name = "p"
      }
      spec {
        privileged = false
      }
    }
  }
}

rule "kubernetes-namespace-no-pod-security" {
  title     = "Namespace enforces no Pod Security Standard"
  category  = "security"
  severity  = "low"
  resources = ["kubernetes_namespace", "kubernetes_namespace_v1"]
  tags      = ["cwe-693", "cis-kubernetes-1.8-5.2.1"]
  default   = false
  assert    = contains(["baseline", "restricted"], resource.metadata[0].labels["pod-security.kubernetes.io/enforce"])
  at        = resource.metadata
  message   = "no `pod-security.kubernetes.io/enforce` label"
  why       = <<-EOT
    Without a standard any pod is admitted, privileged ones too. Other admission controllers may do the job, which
    this rule cannot see.
  EOT
  remedy    = <<-EOT
    Label the namespace.

    ```hcl
    metadata {
      name   = "app"
      labels = { "pod-security.kubernetes.io/enforce" = "baseline" }
    }
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/security/pod-security-admission/"

  pass "labelled" {
    resource "kubernetes_namespace_v1" "this" {
      metadata {
        name   = "app"
        labels = { "pod-security.kubernetes.io/enforce" = "restricted" }
      }
    }
  }

  fail "none" {
    resource "kubernetes_namespace_v1" "this" {
      metadata {
        name = "app"
      }
    }

    expect = ["kubernetes_namespace_v1.this @ metadata"]
  }

  fail "privileged" {
    resource "kubernetes_namespace_v1" "this" {
      metadata {
        name   = "app"
        labels = { "pod-security.kubernetes.io/enforce" = "privileged" }
      }
    }

    expect = ["kubernetes_namespace_v1.this @ metadata"]
  }

  pass "`pod-security.kubernetes.io/enforce` is `baseline`" {
    resource "kubernetes_namespace_v1" "this" {
      metadata {
        name   = "app"
        labels = { "pod-security.kubernetes.io/enforce" = "baseline" }
      }
    }
  }
}

rule "kubernetes-secret-in-code" {
  title     = "Secret's value stands in the configuration"
  category  = "security"
  severity  = "high"
  resources = ["kubernetes_secret", "kubernetes_secret_v1"]
  tags      = ["cwe-798"]
  for_each  = [for k, v in resource.data : { name = k, value = v } if is_known(v) && v != null && v != "" && (looks_secret(v) || can(regex("(?i)(passw|secret|token|api_?key|private_?key|credential)", k)))]
  assert    = false
  at        = resource.data
  message   = "`${each.value.name}` is written in plain text"
  why       = <<-EOT
    Everyone who reads the repository has the secret, and Terraform keeps a copy in its state. Values from
    variables, generators and data sources pass, as do entries that look harmless by name and value.
  EOT
  remedy    = <<-EOT
    Take it from a secret store, or let an operator create the secret.

    ```hcl
    data = { password = var.database_password }
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/security/secrets-good-practices/"

  pass "from a variable" {
    variable "password" {}

    resource "kubernetes_secret_v1" "this" {
      metadata {
        name      = "db"
        namespace = "app"
      }

      data = { password = var.password }
    }
  }

  pass "harmless" {
    resource "kubernetes_secret_v1" "this" {
      metadata {
        name      = "db"
        namespace = "app"
      }

      data = { username = "app" }
    }
  }

  fail "in code" {
    resource "kubernetes_secret_v1" "this" {
      metadata {
        name      = "db"
        namespace = "app"
      }

      data = { username = "app", password = "hunter2-x9" }
    }

    expect = ["kubernetes_secret_v1.this @ data"]
  }

  unknown "`data` is an unset variable" {
    variable "data" {}
    resource "kubernetes_secret_v1" "this" {
      metadata {
        name      = "db"
        namespace = "app"
      }

      data = var.data
    }
  }
}

rule "kubernetes-name-invalid" {
  title     = "Kubernetes refuses this name"
  category  = "naming"
  severity  = "high"
  resources = ["kubernetes_*"]
  params = {
    skip = ["kubernetes_cluster_role", "kubernetes_cluster_role_v1", "kubernetes_role", "kubernetes_role_v1", "kubernetes_cluster_role_binding", "kubernetes_cluster_role_binding_v1", "kubernetes_role_binding", "kubernetes_role_binding_v1"]
  }
  when    = !contains(param.skip, meta.type) && is_known(resource.metadata[0].name) && resource.metadata[0].name != null && resource.metadata[0].name != "" && length(resource.metadata) > 0
  assert  = can(regex("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$", resource.metadata[0].name)) && length(resource.metadata[0].name) <= (contains(["kubernetes_namespace", "kubernetes_namespace_v1", "kubernetes_service", "kubernetes_service_v1"], meta.type) ? 63 : 253)
  at      = resource.metadata[0].name
  message = "`${resource.metadata[0].name}` is not a valid name: lower-case letters, digits, `-` and `.`"
  why     = <<-EOT
    Names are DNS names (RFC 1123). The API refuses others, but only at apply. Names of roles and bindings are
    free.
  EOT
  remedy  = <<-EOT
    Choose a name within the limits.
  EOT
  link    = "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/"

  pass "plain" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name = "app-config"
      }
    }
  }

  fail "underscore" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name = "app_config"
      }
    }

    expect = ["kubernetes_config_map_v1.this @ metadata[0].name"]
  }

  fail "upper case" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name = "AppConfig"
      }
    }
  }

  fail "too long for a namespace" {
    resource "kubernetes_namespace_v1" "n" {
      metadata {
        name = "a-namespace-with-a-name-that-is-much-longer-than-the-limit-of-63-characters"
      }
    }
  }

  pass "more that pass" {
    variable "name" {}
    resource "kubernetes_config_map_v1" "name_is_an_unset_variable" {
      metadata {
        name = var.name
      }
    }
    resource "kubernetes_namespace_v1" "no_name" {
      metadata {}
    }
  }

  fail "one more, `name` is another" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name = "app-config"
      }
    }
    resource "kubernetes_config_map_v1" "this_too" {
      metadata {
        name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      }
    }
    expect = ["kubernetes_config_map_v1.this_too @ metadata[0].name"]
  }

  fail "more that fail" {
    resource "kubernetes_config_map_v1" "one_more_name_is_another" {
      metadata {
        name = "app_config"
      }
    }
    resource "kubernetes_config_map_v1" "one_more_name_is_another_2" {
      metadata {
        name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      }
    }
    resource "kubernetes_namespace_v1" "name_is_another" {
      metadata {
        name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
      }
    }
    expect = [
      "kubernetes_config_map_v1.one_more_name_is_another @ metadata[0].name",
      "kubernetes_namespace_v1.name_is_another @ metadata[0].name",
    ]
  }
}

rule "kubernetes-label-invalid" {
  title     = "Kubernetes refuses this label"
  category  = "tagging"
  severity  = "high"
  resources = ["kubernetes_*"]
  aliases   = ["bc3dabb6-fd50-40f8-b9ba-7429c9f1fb0e"]
  for_each  = flatten([for m in concat(resource.metadata, flatten(resource.spec[*].template[*].metadata)) : [for k, v in m.labels : { name = k, value = v } if is_known(v) && v != null && can(tostring(v))]])
  assert    = can(regex("^(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?$", tostring(each.value.value))) && can(regex("^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]$", each.value.name))
  at        = resource.metadata[0].labels
  message   = "label `${each.value.name} = ${each.value.value}` is not valid: 63 letters, digits, `-`, `_` and `.` at most"
  why       = <<-EOT
    The API refuses labels with spaces, slashes or other characters, but only at apply. Use annotations for free
    text.
  EOT
  remedy    = <<-EOT
    Shorten the value, or move it to an annotation.
  EOT
  link      = "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set"

  pass "valid" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name   = "app"
        labels = { "app.kubernetes.io/name" = "app", version = "1.4.2" }
      }
    }
  }

  pass "empty value" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name   = "app"
        labels = { canary = "" }
      }
    }
  }

  pass "a block where the provider takes a map" {
    resource "kubernetes_namespace" "this" {
      metadata {
        name = "n"
        labels {
          app = "web"
        }
      }
    }
  }

  fail "a space" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name   = "app"
        labels = { owner = "Data Team" }
      }
    }

    expect = ["kubernetes_config_map_v1.this @ metadata[0].labels"]
  }

  fail "bad key" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name   = "app"
        labels = { "-owner" = "data" }
      }
    }
  }

  unknown "`labels` is an unset variable" {
    variable "labels" {}
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name   = "app"
        labels = var.labels
      }
    }
  }
}

rule "kubernetes-storage-class-gp2" {
  title     = "Storage class makes volumes of the older type gp2"
  category  = "cost"
  severity  = "low"
  resources = ["kubernetes_storage_class", "kubernetes_storage_class_v1"]
  when      = resource.storage_provisioner == "ebs.csi.aws.com" || resource.storage_provisioner == "kubernetes.io/aws-ebs"
  assert    = resource.parameters.type != "gp2"
  at        = resource.parameters
  message   = "volumes are of type `gp2`"
  why       = <<-EOT
    gp3 costs a fifth less per GB and has a base performance that gp2 reaches only when large.
  EOT
  remedy    = <<-EOT
    Use gp3.

    ```hcl
    parameters = { type = "gp3", encrypted = "true" }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html"

  pass "gp3" {
    resource "kubernetes_storage_class_v1" "this" {
      metadata {
        name = "ssd"
      }
      storage_provisioner = "ebs.csi.aws.com"
      parameters          = { type = "gp3" }
    }
  }

  fail "gp2" {
    resource "kubernetes_storage_class_v1" "this" {
      metadata {
        name = "ssd"
      }
      storage_provisioner = "ebs.csi.aws.com"
      parameters          = { type = "gp2" }
    }

    expect = ["kubernetes_storage_class_v1.this @ parameters"]
  }

  unknown "not known" {
    variable "type" {}

    resource "kubernetes_storage_class_v1" "this" {
      metadata {
        name = "ssd"
      }
      storage_provisioner = "ebs.csi.aws.com"
      parameters          = { type = var.type }
    }
  }

  fail "`storage_provisioner` is `kubernetes.io/aws-ebs`" {
    resource "kubernetes_storage_class_v1" "this" {
      metadata {
        name = "ssd"
      }
      storage_provisioner = "kubernetes.io/aws-ebs"
      parameters          = { type = "gp2" }
    }
    expect = ["kubernetes_storage_class_v1.this @ parameters"]
  }

  unknown "`storage_provisioner` is an unset variable" {
    variable "storage_provisioner" {}
    resource "kubernetes_storage_class_v1" "this" {
      metadata {
        name = "ssd"
      }
      storage_provisioner = var.storage_provisioner
      parameters          = { type = "gp2" }
    }
    expect = ["kubernetes_storage_class_v1.this @ parameters"]
  }
}

rule "kubernetes-storage-class-not-encrypted" {
  title     = "Storage class makes unencrypted volumes"
  category  = "security"
  severity  = "low"
  resources = ["kubernetes_storage_class", "kubernetes_storage_class_v1"]
  tags      = ["cwe-311"]
  default   = false
  when      = resource.storage_provisioner == "ebs.csi.aws.com" || resource.storage_provisioner == "kubernetes.io/aws-ebs"
  assert    = lower(tostring(resource.parameters.encrypted)) == "true"
  at        = resource.parameters
  message   = "`encrypted` is not true"
  why       = <<-EOT
    Volumes are then encrypted only where the account encrypts by default.
  EOT
  remedy    = <<-EOT
    Encrypt in the class.

    ```hcl
    parameters = { type = "gp3", encrypted = "true" }
    ```
  EOT
  link      = "https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md"

  pass "encrypted" {
    resource "kubernetes_storage_class_v1" "this" {
      metadata {
        name = "ssd"
      }
      storage_provisioner = "ebs.csi.aws.com"
      parameters          = { type = "gp3", encrypted = "true" }
    }
  }

  pass "another provisioner" {
    resource "kubernetes_storage_class_v1" "this" {
      metadata {
        name = "ssd"
      }
      storage_provisioner = "pd.csi.storage.gke.io"
      parameters          = { type = "pd-balanced" }
    }
  }

  fail "not written" {
    resource "kubernetes_storage_class_v1" "this" {
      metadata {
        name = "ssd"
      }
      storage_provisioner = "ebs.csi.aws.com"
      parameters          = { type = "gp3" }
    }

    expect = ["kubernetes_storage_class_v1.this @ parameters"]
  }

  unknown "`parameters` is an unset variable" {
    variable "parameters" {}
    resource "kubernetes_storage_class_v1" "this" {
      metadata {
        name = "ssd"
      }
      storage_provisioner = "ebs.csi.aws.com"
      parameters          = var.parameters
    }
  }

  fail "`storage_provisioner` is `kubernetes.io/aws-ebs`" {
    resource "kubernetes_storage_class_v1" "this" {
      metadata {
        name = "ssd"
      }
      storage_provisioner = "kubernetes.io/aws-ebs"
      parameters          = { type = "gp3" }
    }
    expect = ["kubernetes_storage_class_v1.this @ parameters"]
  }
}
