rule "kubernetes-container-privileged" {
  title    = "Container is privileged"
  category = "security"
  severity = "high"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_16", "87065ef8-de9b-40d8-9753-f4a4303e27a4"]
  tags     = ["cwe-250", "cis-kubernetes-1.8-5.2.2"]
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert   = !coalesce(each.value.security_context[0].privileged, false)
  at       = each.value.security_context[0].privileged
  message  = "container `${each.value.name}` is privileged"
  why      = <<-EOT
    A privileged container has all capabilities and all devices of its node; leaving it is one command. Whoever
    takes the container has the node and the tokens of everything on it.
  EOT
  remedy   = <<-EOT
    Remove it, and add the one capability that is needed.

    ```hcl
    security_context {
      privileged                 = false
      allow_privilege_escalation = false
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"

  pass "not privileged" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            privileged = false
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "no context" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "pod" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            privileged = true
          }
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].security_context[0].privileged"]
  }

  fail "init container of a deployment" {
    resource "kubernetes_deployment_v1" "app" {
      metadata {
        name = "app"
      }
      spec {
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
            init_container {
              name  = "sysctl"
              image = "busybox:1.36"
              security_context {
                privileged = true
              }
            }
          }
        }
      }
    }
  }

  fail "cron job" {
    resource "kubernetes_cron_job_v1" "app" {
      metadata {
        name = "app"
      }
      spec {
        schedule = "0 * * * *"
        job_template {
          spec {
            template {
              spec {
                container {
                  name  = "app"
                  image = "app:1.4.2"
                  security_context {
                    privileged = true
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  unknown "not known" {
    variable "privileged" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            privileged = var.privileged
          }
        }
      }
    }
  }
}

rule "kubernetes-container-privilege-escalation" {
  title    = "Container's processes may gain more privileges"
  category = "security"
  severity = "medium"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_20", "c878abb4-cca5-4724-92b9-289be68bd47c"]
  tags     = ["cwe-269", "cis-kubernetes-1.8-5.2.6"]
  for_each = [for c in flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)]) : c if !coalesce(c.security_context[0].privileged, false)]
  assert   = each.value.security_context[0].allow_privilege_escalation == false
  at       = each.value.security_context[0].allow_privilege_escalation
  message  = "container `${each.value.name}` does not set `allow_privilege_escalation` to false"
  why      = <<-EOT
    Unless it is set to false, a process can become root through setuid programs such as `su` or a vulnerable
    helper. Few applications need that. Privileged containers are reported as such.
  EOT
  remedy   = <<-EOT
    Set it to false.

    ```hcl
    security_context {
      allow_privilege_escalation = false
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"

  pass "false" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            allow_privilege_escalation = false
          }
        }
      }
    }
    also = ["kubernetes-container-no-memory-limit", "kubernetes-container-no-requests", "kubernetes-container-runs-as-root"]
  }

  fail "true" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            allow_privilege_escalation = true
          }
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].security_context[0].allow_privilege_escalation"]
  }

  fail "not written" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  unknown "not known" {
    variable "escalation" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            allow_privilege_escalation = var.escalation
          }
        }
      }
    }
  }

  fail "one more `container`, `privileged` is `true`" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            allow_privilege_escalation = true
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            allow_privilege_escalation = true
            privileged                 = true
          }
        }
      }
    }
    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].security_context[0].allow_privilege_escalation"]
  }
}

rule "kubernetes-container-runs-as-root" {
  title    = "Container may run as root"
  category = "security"
  severity = "medium"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_29", "CKV_K8S_30", "ad69e38a-d92e-4357-a8da-f2f29d545883"]
  tags     = ["cwe-250", "cis-kubernetes-1.8-5.2.7", "cis-kubernetes-1.8-5.7.3"]
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert = (
    each.value.security_context[0].run_as_non_root != null
    ? each.value.security_context[0].run_as_non_root
    : (coalesce(flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec])[0].security_context[0].run_as_non_root, false)
    || tonumber(coalesce(each.value.security_context[0].run_as_user, flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec])[0].security_context[0].run_as_user, 0)) > 0)
  )
  at      = each.value.security_context
  message = "container `${each.value.name}` may run as user 0"
  why     = <<-EOT
    Root in a container is root on the node as soon as anything lets the process out, and can change everything
    inside until then. Neither the container nor its pod asks for another user.
  EOT
  remedy  = <<-EOT
    Ask for a user that is not root, in the pod or in each container.

    ```hcl
    security_context {
      run_as_non_root = true
      run_as_user     = 10001
    }
    ```
  EOT
  link    = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"

  pass "container" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            run_as_non_root = true
          }
        }
      }
    }
    also = ["kubernetes-container-no-memory-limit", "kubernetes-container-no-requests", "kubernetes-container-privilege-escalation"]
  }

  pass "pod" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        security_context {
          run_as_non_root = true
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = ["kubernetes-container-no-memory-limit", "kubernetes-container-no-requests", "kubernetes-container-privilege-escalation"]
  }

  pass "a user" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            run_as_user = 10001
          }
        }
      }
    }
    also = ["kubernetes-container-no-memory-limit", "kubernetes-container-no-requests", "kubernetes-container-privilege-escalation"]
  }

  fail "no context" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  fail "root by number" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            run_as_user = 0
          }
        }
      }
    }
  }

  fail "container against its pod" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        security_context {
          run_as_non_root = true
        }
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            run_as_non_root = false
          }
        }
      }
    }
  }

  unknown "not known" {
    variable "non_root" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            run_as_non_root = var.non_root
          }
        }
      }
    }
  }

  pass "one more `container`, `run_as_user` is `1`" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            run_as_user = 10001
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            run_as_user = 1
          }
        }
      }
    }
    also = ["kubernetes-container-no-memory-limit", "kubernetes-container-no-requests", "kubernetes-container-privilege-escalation"]
  }
}

rule "kubernetes-container-admin-capability" {
  title    = "Container holds a capability that is as good as root"
  category = "security"
  severity = "high"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases = ["CKV_K8S_39", "3f55386d-75cd-4e9a-ac47-167b26c04724"]
  tags    = ["cwe-250", "cis-kubernetes-1.8-5.2.9"]
  params = {
    capabilities = ["ALL", "SYS_ADMIN", "CAP_SYS_ADMIN", "SYS_MODULE", "CAP_SYS_MODULE", "SYS_PTRACE", "CAP_SYS_PTRACE", "SYS_RAWIO", "CAP_SYS_RAWIO", "DAC_READ_SEARCH", "CAP_DAC_READ_SEARCH", "BPF", "CAP_BPF"]
  }
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert   = !anytrue([for c in each.value.security_context[0].capabilities[0].add : contains(param.capabilities, upper(c))])
  at       = each.value.security_context[0].capabilities[0].add
  message  = "container `${each.value.name}` adds ${join(", ", [for c in each.value.security_context[0].capabilities[0].add : c if contains(param.capabilities, upper(c))])}"
  why      = <<-EOT
    With these capabilities a process can mount the node's disks, load kernel modules or read other processes'
    memory: ways out of the container that need no further hole.
  EOT
  remedy   = <<-EOT
    Add the narrowest capability that does the job.

    ```hcl
    security_context {
      capabilities {
        drop = ["ALL"]
        add  = ["NET_BIND_SERVICE"]
      }
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/pod-security-standards/"

  pass "harmless" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = ["NET_BIND_SERVICE"]
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "none" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "SYS_ADMIN" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = ["SYS_ADMIN"]
            }
          }
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].security_context[0].capabilities[0].add"]
  }

  fail "everything" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = ["ALL"]
            }
          }
        }
      }
    }
  }

  unknown "not known" {
    variable "capabilities" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = var.capabilities
            }
          }
        }
      }
    }
  }
}

rule "kubernetes-container-added-capability" {
  title    = "Container adds capabilities beyond the default set"
  category = "security"
  severity = "low"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases = ["CKV_K8S_25", "fe771ff7-ba15-4f8f-ad7a-8aa232b49a28"]
  tags    = ["cwe-250", "cis-kubernetes-1.8-5.2.9"]
  params = {
    admin = ["ALL", "SYS_ADMIN", "CAP_SYS_ADMIN", "SYS_MODULE", "CAP_SYS_MODULE", "SYS_PTRACE", "CAP_SYS_PTRACE", "SYS_RAWIO", "CAP_SYS_RAWIO", "DAC_READ_SEARCH", "CAP_DAC_READ_SEARCH", "BPF", "CAP_BPF"]
    usual = ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"]
  }
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert   = !anytrue([for c in each.value.security_context[0].capabilities[0].add : !contains(param.admin, upper(c)) && !contains(param.usual, trimprefix(upper(c), "CAP_"))])
  at       = each.value.security_context[0].capabilities[0].add
  message  = "container `${each.value.name}` adds ${join(", ", [for c in each.value.security_context[0].capabilities[0].add : c if !contains(param.usual, trimprefix(upper(c), "CAP_"))])}"
  why      = <<-EOT
    Capabilities such as NET_ADMIN or NET_RAW let a process change routes or forge packets. The baseline of the
    Pod Security Standards forbids them. Network plug-ins and the like need them.
  EOT
  remedy   = <<-EOT
    Remove what is not needed.

    ```hcl
    security_context {
      capabilities {
        drop = ["ALL"]
        add  = ["NET_BIND_SERVICE"]
      }
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"

  pass "usual" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = ["NET_BIND_SERVICE"]
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "reported elsewhere" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = ["SYS_ADMIN"]
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-admin-capability",
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "NET_ADMIN" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = ["NET_ADMIN"]
            }
          }
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].security_context[0].capabilities[0].add"]
  }

  unknown "not known" {
    variable "capabilities" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = var.capabilities
            }
          }
        }
      }
    }
  }

  pass "more that pass" {
    resource "kubernetes_pod_v1" "add_with_sys_chroot" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = ["NET_BIND_SERVICE", "SYS_CHROOT"]
            }
          }
        }
      }
    }
    resource "kubernetes_pod_v1" "one_more_container_without_security" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = ["NET_BIND_SERVICE"]
            }
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    resource "kubernetes_pod_v1" "one_more_container_add_with_audit_write" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = ["NET_BIND_SERVICE"]
            }
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              add = ["NET_BIND_SERVICE", "AUDIT_WRITE"]
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }
}

rule "kubernetes-container-capabilities-kept" {
  title    = "Container keeps the default capabilities"
  category = "security"
  severity = "low"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases = [
    "CKV_K8S_28", "CKV_K8S_37", "21cef75f-289f-470e-8038-c7cee0664164",
    "e5587d53-a673-4a6b-b3f2-ba07ec274def",
  ]
  tags     = ["cwe-250", "cis-kubernetes-1.8-5.2.8", "cis-kubernetes-1.8-5.2.10"]
  default  = false
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert   = anytrue([for c in each.value.security_context[0].capabilities[0].drop : upper(c) == "ALL"])
  at       = each.value.security_context[0].capabilities[0].drop
  message  = "container `${each.value.name}` does not drop `ALL`"
  why      = <<-EOT
    The default set holds NET_RAW (forged packets), SETUID and more that few applications use. The restricted Pod
    Security Standard asks for dropping all.
  EOT
  remedy   = <<-EOT
    Drop all, and add back what is needed.

    ```hcl
    security_context {
      capabilities {
        drop = ["ALL"]
      }
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"

  pass "dropped" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              drop = ["ALL"]
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "kept" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  fail "one only" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              drop = ["NET_RAW"]
            }
          }
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].security_context[0].capabilities[0].drop"]
  }

  unknown "not known" {
    variable "drop" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            capabilities {
              drop = var.drop
            }
          }
        }
      }
    }
  }
}

rule "kubernetes-container-writable-root" {
  title    = "Container can write to its root file system"
  category = "security"
  severity = "low"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_22", "d532566b-8d9d-4f3b-80bd-361fe802f9c2"]
  tags     = ["cwe-732"]
  default  = false
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert   = coalesce(each.value.security_context[0].read_only_root_filesystem, false)
  at       = each.value.security_context[0].read_only_root_filesystem
  message  = "container `${each.value.name}` does not set `read_only_root_filesystem`"
  why      = <<-EOT
    An attacker who cannot write cannot leave tools behind or change the program. Give the application an
    `empty_dir` for what it has to write.
  EOT
  remedy   = <<-EOT
    Set it, and mount volumes for temporary files.

    ```hcl
    security_context {
      read_only_root_filesystem = true
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"

  pass "read-only" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            read_only_root_filesystem = true
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "not written" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  fail "off" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            read_only_root_filesystem = false
          }
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].security_context[0].read_only_root_filesystem"]
  }

  unknown "not known" {
    variable "read_only_root_filesystem" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            read_only_root_filesystem = var.read_only_root_filesystem
          }
        }
      }
    }
  }
}

rule "kubernetes-pod-no-seccomp" {
  title    = "Pod runs without a seccomp profile"
  category = "security"
  severity = "low"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["455f2e0c-686d-4fcb-8b5f-3f953f12c43c"]
  tags     = ["cwe-693", "cis-kubernetes-1.8-5.7.2"]
  default  = false
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert   = contains(["RuntimeDefault", "Localhost"], coalesce(each.value.security_context[0].seccomp_profile[0].type, flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec])[0].security_context[0].seccomp_profile[0].type, "Unconfined"))
  at       = each.value.security_context
  message  = "container `${each.value.name}` may use every system call"
  why      = <<-EOT
    The runtime's default profile blocks rarely used system calls, in which most kernel holes are. Kubernetes does
    not apply it unless asked.
  EOT
  remedy   = <<-EOT
    Set the profile for the pod.

    ```hcl
    security_context {
      seccomp_profile {
        type = "RuntimeDefault"
      }
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/tutorials/security/seccomp/"

  pass "pod" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        security_context {
          seccomp_profile {
            type = "RuntimeDefault"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "container" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            seccomp_profile {
              type = "RuntimeDefault"
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "none" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  fail "unconfined" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          security_context {
            seccomp_profile {
              type = "Unconfined"
            }
          }
        }
      }
    }
  }

  pass "`type` is `Localhost`" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        security_context {
          seccomp_profile {
            type = "Localhost"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }
}

rule "kubernetes-pod-no-apparmor" {
  title    = "Pod names no AppArmor profile"
  category = "security"
  severity = "info"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases = ["bd6bd46c-57db-4887-956d-d372f21291b6"]
  tags    = ["cwe-693"]
  default = false
  assert  = anytrue(flatten([for m in flatten([resource.metadata, resource.spec[*].template[*].metadata, resource.spec[*].job_template[*].spec[*].template[*].metadata]) : [for k, v in m.annotations : startswith(k, "container.apparmor.security.beta.kubernetes.io/") && v != "unconfined"]]))
  at      = resource.metadata
  message = "no AppArmor annotation"
  why     = <<-EOT
    AppArmor confines files and capabilities on nodes that have it. Runtimes apply a default profile by themselves
    there.
  EOT
  remedy  = <<-EOT
    Annotate the pod with the profile for each container.

    ```hcl
    annotations = { "container.apparmor.security.beta.kubernetes.io/app" = "runtime/default" }
    ```
  EOT
  link    = "https://kubernetes.io/docs/tutorials/security/apparmor/"

  pass "annotated" {
    resource "kubernetes_pod_v1" "this" {
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
      metadata {
        name        = "app"
        annotations = { "container.apparmor.security.beta.kubernetes.io/app" = "runtime/default" }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "none" {
    resource "kubernetes_pod_v1" "this" {
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
      metadata {
        name = "app"
      }
    }

    expect = ["kubernetes_pod_v1.this @ metadata"]
  }
}

rule "kubernetes-pod-host-process-namespace" {
  title    = "Pod shares the node's processes or memory"
  category = "security"
  severity = "high"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases = [
    "CKV_K8S_17", "CKV_K8S_18", "587d5d82-70cf-449b-9817-f60f9bccb88c",
    "e94d3121-c2d1-4e34-a295-139bfeb73ea3",
  ]
  tags     = ["cwe-668", "cis-kubernetes-1.8-5.2.3", "cis-kubernetes-1.8-5.2.4"]
  for_each = flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec])
  assert   = !coalesce(each.value.host_pid, false) && !coalesce(each.value.host_ipc, false)
  message  = "`host_pid` or `host_ipc` is on"
  why      = <<-EOT
    With the node's process table a container sees the environment and arguments of every process, secrets among
    them, and may signal them; with its IPC it reads shared memory. Monitoring agents sometimes need it.
  EOT
  remedy   = <<-EOT
    Remove the argument.
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"

  pass "not written" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "off" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        host_pid = false
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "processes" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        host_pid = true
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].host_pid"]
  }

  fail "memory" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        host_ipc = true
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  unknown "not known" {
    variable "host" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        host_pid = var.host
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }
}

rule "kubernetes-pod-host-network" {
  title    = "Pod uses the node's network"
  category = "security"
  severity = "medium"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_19", "ac1564a3-c324-4747-9fa1-9dfc234dace0"]
  tags     = ["cwe-668", "cis-kubernetes-1.8-5.2.5"]
  for_each = flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec])
  assert   = !coalesce(each.value.host_network, false)
  at       = each.value.host_network
  message  = "`host_network` is on"
  why      = <<-EOT
    The pod reaches services that listen on the node only, the cloud's metadata among them, can listen to traffic,
    and is not bound by network policies. Network plug-ins and ingress controllers need it.
  EOT
  remedy   = <<-EOT
    Remove the argument.
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"

  pass "not written" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "on" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        host_network = true
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].host_network"]
  }

  fail "daemon set" {
    resource "kubernetes_daemonset" "app" {
      metadata {
        name = "app"
      }
      spec {
        template {
          spec {
            host_network = true
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
  }

  unknown "not known" {
    variable "host" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        host_network = var.host
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }
}

rule "kubernetes-container-host-port" {
  title    = "Container takes a port of its node"
  category = "security"
  severity = "low"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_26", "4e74cf4f-ff65-4c1a-885c-67ab608206ce"]
  tags     = ["cwe-668", "cis-kubernetes-1.8-5.2.13"]
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : [for c in p.container : c.port] if !coalesce(p.host_network, false)])
  assert   = each.value.host_port == null || each.value.host_port == 0
  at       = each.value.host_port
  message  = "`host_port` ${each.value.host_port} is taken on the node"
  why      = <<-EOT
    The port is open on the node's addresses, past services and often past network policies, and only one such pod
    fits on a node.
  EOT
  remedy   = <<-EOT
    Use a service.
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline"

  pass "container port" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          port {
            container_port = 8080
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "host port" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          port {
            container_port = 8080
            host_port      = 8080
          }
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].port[0].host_port"]
  }

  unknown "not known" {
    variable "port" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          port {
            container_port = 8080
            host_port      = var.port
          }
        }
      }
    }
  }

  pass "more that pass" {
    resource "kubernetes_pod_v1" "one_more_container_one_more_port_host" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          port {
            container_port = 8080
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
          port {
            container_port = 8080
          }
          port {
            container_port = 8080
            host_port      = 0
          }
        }
      }
    }
    resource "kubernetes_pod_v1" "host_network_is_true" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        host_network = true
        container {
          name  = "app"
          image = "app:1.4.2"
          port {
            container_port = 8080
            host_port      = 8080
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
      "kubernetes-pod-host-network",
    ]
  }
}

rule "kubernetes-pod-runtime-socket" {
  title    = "Pod mounts the container runtime's socket"
  category = "security"
  severity = "high"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_27", "4e203a65-c8d8-49a2-b749-b124d43c9dc1"]
  tags     = ["cwe-250"]
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : p.volume])
  assert   = !can(regex("(docker|containerd|crio|cri-dockerd)\\.sock$", each.value.host_path[0].path))
  at       = each.value.host_path[0].path
  message  = "volume `${each.value.name}` is `${each.value.host_path[0].path}`"
  why      = <<-EOT
    Whoever can talk to the runtime can start a privileged container, and so owns the node.
  EOT
  remedy   = <<-EOT
    Build images with a tool that needs no daemon; read metrics from the kubelet.
  EOT
  link     = "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath"

  pass "another volume" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        volume {
          name = "tmp"
          empty_dir {}
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "Docker" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        volume {
          name = "docker"
          host_path {
            path = "/var/run/docker.sock"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].volume[0].host_path[0].path"]
  }

  fail "containerd" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        volume {
          name = "cri"
          host_path {
            path = "/run/containerd/containerd.sock"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  unknown "not known" {
    variable "path" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        volume {
          name = "x"
          host_path {
            path = var.path
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }
}

rule "kubernetes-pod-system-directory" {
  title    = "Pod mounts a system directory of its node"
  category = "security"
  severity = "high"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1", "kubernetes_persistent_volume",
    "kubernetes_persistent_volume_v1",
  ]
  aliases = [
    "86a947ea-f577-4efb-a8b0-5fc00257d521", "a737be28-37d8-4bff-aa6d-1be8aa0a0015",
    "a62a99d1-8196-432f-8f80-3c100b05d62a",
  ]
  tags = ["cwe-668", "cis-kubernetes-1.8-5.2.12"]
  params = {
    directories = "^/(bin|boot|dev|etc|home|lib|lib64|opt|proc|root|run|sbin|srv|sys|usr|var|var/run|var/lib|var/lib/(kubelet|docker|containerd|etcd|rancher)(/.*)?|etc/.*|root/.*)?/*$"
  }
  when     = resource.metadata[0].namespace != "kube-system"
  for_each = startswith(meta.type, "kubernetes_persistent_volume") ? flatten(resource.spec[*].persistent_volume_source) : flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : p.volume])
  assert   = !can(regex(param.directories, each.value.host_path[0].path))
  at       = each.value.host_path[0].path
  message  = "`${each.value.host_path[0].path}` of the node is mounted"
  why      = <<-EOT
    Through such a directory a container reads the credentials of the node, or writes a program that the node
    runs. A read-only mount still shows keys and tokens. Log collectors should mount `/var/log` only.
  EOT
  remedy   = <<-EOT
    Use a volume of the cluster.
  EOT
  link     = "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath"

  pass "logs" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        volume {
          name = "logs"
          host_path {
            path = "/var/log"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "another volume" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        volume {
          name = "tmp"
          empty_dir {}
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "root" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        volume {
          name = "host"
          host_path {
            path = "/"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].volume[0].host_path[0].path"]
  }

  fail "etc" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        volume {
          name = "etc"
          host_path {
            path = "/etc/kubernetes"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  fail "persistent volume" {
    resource "kubernetes_persistent_volume_v1" "v" {
      metadata {
        name = "v"
      }
      spec {
        capacity     = { storage = "1Gi" }
        access_modes = ["ReadWriteOnce"]
        persistent_volume_source {
          host_path {
            path = "/var/lib/kubelet"
          }
        }
      }
    }
  }

  unknown "not known" {
    variable "path" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        volume {
          name = "x"
          host_path {
            path = var.path
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }
}

rule "kubernetes-pod-unsafe-sysctl" {
  title    = "Pod sets a kernel parameter that is not namespaced safely"
  category = "security"
  severity = "medium"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases = ["a9174d31-d526-4ad9-ace4-ce7ddbf52e03"]
  tags    = ["cwe-693"]
  params = {
    safe = ["kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"]
  }
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : flatten(p.security_context[*].sysctl)])
  assert   = contains(param.safe, each.value.name)
  at       = each.value.name
  message  = "`${each.value.name}` is not in the safe set"
  why      = <<-EOT
    Unsafe parameters can disturb other pods of the node. The kubelet refuses them unless it is told otherwise,
    and then every pod may set them.
  EOT
  remedy   = <<-EOT
    Set the parameter on a node pool of its own.
  EOT
  link     = "https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/"

  pass "safe" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        security_context {
          sysctl {
            name  = "net.ipv4.ip_unprivileged_port_start"
            value = "80"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "unsafe" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        security_context {
          sysctl {
            name  = "kernel.msgmax"
            value = "65536"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].security_context[0].sysctl[0].name"]
  }

  unknown "not known" {
    variable "name" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        security_context {
          sysctl {
            name  = var.name
            value = "1"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  pass "more that pass" {
    resource "kubernetes_pod_v1" "one_more_sysctl_name_is_net_ipv4_tcp_wmem" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        security_context {
          sysctl {
            name  = "net.ipv4.ip_unprivileged_port_start"
            value = "80"
          }
          sysctl {
            name  = "net.ipv4.tcp_wmem"
            value = "80"
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }
}

rule "kubernetes-pod-mounts-token" {
  title    = "Pod gets a token for the Kubernetes API"
  category = "security"
  severity = "low"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["a9a13d4f-f17a-491b-b074-f54bffffcb4a"]
  tags     = ["cwe-668", "cis-kubernetes-1.8-5.1.6"]
  default  = false
  for_each = flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec])
  assert   = each.value.automount_service_account_token == false
  at       = each.value.automount_service_account_token
  message  = "`automount_service_account_token` is not false"
  why      = <<-EOT
    Most applications never call the Kubernetes API, and the token is what an intruder looks for first.
  EOT
  remedy   = <<-EOT
    Set it to false where the application does not need the API.

    ```hcl
    automount_service_account_token = false
    ```
  EOT
  link     = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/"

  pass "off" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        automount_service_account_token = false
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "not written" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  fail "on" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        automount_service_account_token = true
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].automount_service_account_token"]
  }

  unknown "not known" {
    variable "automount_service_account_token" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        automount_service_account_token = var.automount_service_account_token
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }
}

rule "kubernetes-pod-default-service-account" {
  title    = "Pod runs as the default service account"
  category = "security"
  severity = "low"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["24b132df-5cc7-4823-8029-f898e1c50b72"]
  tags     = ["cwe-250", "cis-kubernetes-1.8-5.1.5"]
  default  = false
  for_each = [for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : p if p.automount_service_account_token != false]
  assert   = each.value.service_account_name != null && each.value.service_account_name != "" && each.value.service_account_name != "default"
  at       = each.value.service_account_name
  message  = "no service account is named"
  why      = <<-EOT
    All pods of the namespace that name none share the default account, and every role given to it.
  EOT
  remedy   = <<-EOT
    Make an account for the workload.

    ```hcl
    service_account_name = kubernetes_service_account_v1.app.metadata[0].name
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/service-accounts/"

  pass "own" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        service_account_name = "app"
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "no token" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        automount_service_account_token = false
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "none" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  fail "default" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        service_account_name = "default"
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].service_account_name"]
  }

  unknown "not known" {
    variable "service_account_name" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        service_account_name = var.service_account_name
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }
}

rule "kubernetes-container-secret-in-environment" {
  title    = "Container reads secrets from its environment"
  category = "security"
  severity = "info"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_35", "6d8f1a10-b6cd-48f0-b960-f7c535d5cdb8"]
  tags     = ["cwe-526", "cis-kubernetes-1.8-5.4.1"]
  default  = false
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert   = length(flatten(each.value.env[*].value_from[*].secret_key_ref)) == 0 && length(flatten(each.value.env_from[*].secret_ref)) == 0
  at       = each.value.env
  message  = "container `${each.value.name}` takes secrets as environment variables"
  why      = <<-EOT
    Environments end up in crash reports, logs and child processes. A mounted file can also be renewed without a
    restart.
  EOT
  remedy   = <<-EOT
    Mount the secret as a volume.

    ```hcl
    volume_mount {
      name       = "credentials"
      mount_path = "/etc/credentials"
      read_only  = true
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/configuration/secret/"

  pass "plain" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          env {
            name  = "MODE"
            value = "prod"
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "a key" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          env {
            name = "PASSWORD"
            value_from {
              secret_key_ref {
                name = "db"
                key  = "password"
              }
            }
          }
        }
      }
    }
  }

  fail "all of a secret" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          env_from {
            secret_ref {
              name = "db"
            }
          }
        }
      }
    }
  }
}

rule "kubernetes-container-no-memory-limit" {
  title    = "Container has no memory limit"
  category = "reliability"
  severity = "medium"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_12", "fd097ed0-7fe6-4f58-8b71-fef9f0820a21", "60af03ff-a421-45c8-b214-6741035476fa"]
  tags     = ["cwe-770"]
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : p.container])
  assert   = lookup(each.value.resources[0].limits, "memory", null) != null
  at       = each.value.resources
  message  = "container `${each.value.name}` has no memory limit"
  why      = <<-EOT
    A leak in one container takes the memory of the whole node, and the kernel then kills whatever it likes. With
    a limit the one that leaks is restarted. A `LimitRange` of the namespace can set defaults, which this rule
    cannot see.
  EOT
  remedy   = <<-EOT
    Set a limit from measurements.

    ```hcl
    resources {
      requests = { cpu = "100m", memory = "256Mi" }
      limits   = { memory = "256Mi" }
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"

  pass "limit" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            limits = { memory = "256Mi" }
          }
        }
      }
    }
    also = ["kubernetes-container-no-requests", "kubernetes-container-privilege-escalation", "kubernetes-container-runs-as-root"]
  }

  pass "older block syntax" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            limits = { cpu = "1", memory = "256Mi" }
          }
        }
      }
    }
    also = ["kubernetes-container-privilege-escalation", "kubernetes-container-runs-as-root"]
  }

  fail "no resources" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  fail "processor only" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            limits = { cpu = "1" }
          }
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].resources"]
  }

  unknown "not known" {
    variable "limits" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            limits = var.limits
          }
        }
      }
    }
  }
}

rule "kubernetes-container-no-requests" {
  title    = "Container requests no memory or processor"
  category = "reliability"
  severity = "low"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases = [
    "CKV_K8S_10", "CKV_K8S_13", "21719347-d02b-497d-bda4-04a03c8e5b61",
    "577ac19c-6a77-46d7-9f14-e049cdd15ec2",
  ]
  tags     = ["cwe-770"]
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : p.container])
  assert = (
    (lookup(each.value.resources[0].requests, "memory", null) != null || lookup(each.value.resources[0].limits, "memory", null) != null)
    && (lookup(each.value.resources[0].requests, "cpu", null) != null || lookup(each.value.resources[0].limits, "cpu", null) != null)
  )
  at      = each.value.resources
  message = "container `${each.value.name}` has no request for memory, processor or both"
  why     = <<-EOT
    The scheduler places pods by their requests. Without them a node is filled until it fails, and these pods are
    the first to be evicted. A limit counts as a request.
  EOT
  remedy  = <<-EOT
    Request what the container uses normally.

    ```hcl
    resources {
      requests = { cpu = "100m", memory = "256Mi" }
      limits   = { memory = "256Mi" }
    }
    ```
  EOT
  link    = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"

  pass "both" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            requests = { cpu = "100m", memory = "256Mi" }
          }
        }
      }
    }
    also = ["kubernetes-container-no-memory-limit", "kubernetes-container-privilege-escalation", "kubernetes-container-runs-as-root"]
  }

  pass "limits" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            limits = { cpu = "1", memory = "256Mi" }
          }
        }
      }
    }
    also = ["kubernetes-container-privilege-escalation", "kubernetes-container-runs-as-root"]
  }

  fail "none" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }

  fail "memory only" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            requests = { memory = "256Mi" }
          }
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].resources"]
  }

  unknown "not known" {
    variable "requests" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            requests = var.requests
          }
        }
      }
    }
  }

  fail "one more `container`, no `memory`" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            requests = { cpu = "100m", memory = "256Mi" }
          }
        }
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            requests = { cpu = "100m" }
          }
        }
      }
    }
    expect = ["kubernetes_pod_v1.this @ spec[0].container[1].resources"]
  }
}

rule "kubernetes-container-no-cpu-limit" {
  title    = "Container has no processor limit"
  category = "reliability"
  severity = "info"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_11", "5f4735ce-b9ba-4d95-a089-a37a767b716f"]
  tags     = ["cwe-770"]
  default  = false
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : p.container])
  assert   = lookup(each.value.resources[0].limits, "cpu", null) != null
  at       = each.value.resources
  message  = "container `${each.value.name}` has no processor limit"
  why      = <<-EOT
    A busy container may use what others leave. Many teams set no processor limits on purpose, because throttling
    harms more than it helps; hence not in the recommended set.
  EOT
  remedy   = <<-EOT
    Set a limit where tenants share nodes.

    ```hcl
    resources {
      limits = { cpu = "1", memory = "256Mi" }
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"

  pass "limit" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
          resources {
            limits = { cpu = "1" }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "none" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
  }
}

rule "kubernetes-container-no-readiness-probe" {
  title    = "Container gets traffic before it is ready"
  category = "reliability"
  severity = "low"
  resources = [
    "kubernetes_deployment", "kubernetes_deployment_v1", "kubernetes_daemonset",
    "kubernetes_daemon_set_v1", "kubernetes_stateful_set", "kubernetes_stateful_set_v1",
    "kubernetes_replication_controller", "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_9", "8657197e-3f87-4694-892b-8144701d83c1"]
  for_each = [for c in flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : p.container]) : c if length(c.port) > 0]
  assert   = length(each.value.readiness_probe) > 0
  at       = each.value.readiness_probe
  message  = "container `${each.value.name}` listens on a port and has no readiness probe"
  why      = <<-EOT
    Without the probe a service sends requests as soon as the process runs, and keeps sending them when it hangs;
    a rolling update then replaces good pods by broken ones. Containers without ports, and jobs, are not judged.
  EOT
  remedy   = <<-EOT
    Probe what shows that the application can answer.

    ```hcl
    readiness_probe {
      http_get {
        path = "/ready"
        port = 8080
      }
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"

  pass "probe" {
    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
              port {
                container_port = 8080
              }
              readiness_probe {
                tcp_socket {
                  port = 8080
                }
              }
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "no port" {
    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        template {
          spec {
            container {
              name  = "worker"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "none" {
    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
              port {
                container_port = 8080
              }
            }
          }
        }
      }
    }
  }
}

rule "kubernetes-container-no-liveness-probe" {
  title    = "Container that hangs is not restarted"
  category = "reliability"
  severity = "info"
  resources = [
    "kubernetes_deployment", "kubernetes_deployment_v1", "kubernetes_daemonset",
    "kubernetes_daemon_set_v1", "kubernetes_stateful_set", "kubernetes_stateful_set_v1",
    "kubernetes_replication_controller", "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_8", "5b6d53dd-3ba3-4269-b4d7-f82e880e43c3"]
  default  = false
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : p.container])
  assert   = length(each.value.liveness_probe) > 0
  at       = each.value.liveness_probe
  message  = "container `${each.value.name}` has no liveness probe"
  why      = <<-EOT
    Kubernetes restarts a process that ends, not one that hangs. A probe that fails under load makes things worse,
    so use it with care.
  EOT
  remedy   = <<-EOT
    Probe something cheap that does not depend on other services.

    ```hcl
    liveness_probe {
      http_get {
        path = "/alive"
        port = 8080
      }
      failure_threshold = 5
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"

  pass "probe" {
    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
              liveness_probe {
                tcp_socket {
                  port = 8080
                }
              }
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "none" {
    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
  }
}

rule "kubernetes-container-latest-image" {
  title    = "Container image is not pinned to a version"
  category = "reliability"
  severity = "low"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_14", "e76cca7c-c3f9-4fc9-884c-b2831168ebd8"]
  tags     = ["cwe-829"]
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert   = can(regex("@sha256:", each.value.image)) || (can(regex(":[^/:]+$", each.value.image)) && !endswith(each.value.image, ":latest"))
  at       = each.value.image
  message  = "`${each.value.image}` can be another image tomorrow"
  why      = <<-EOT
    Without a tag, or with `latest`, two pods of one deployment may run different programs, and going back to what
    ran yesterday is impossible.
  EOT
  remedy   = <<-EOT
    Name a version, or a digest.

    ```hcl
    image = "registry.example.com/app:1.4.2"
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/containers/images/#image-names"

  pass "a version" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "registry.example.com:5000/app:1.4.2"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "a digest" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app@sha256:3b5d5c3712955042212316173ccf37be800f4cba33a63ec8a2be5f7e2a9cb1e1"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "latest" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:latest"
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].image"]
  }

  fail "no tag" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "registry.example.com:5000/app"
        }
      }
    }
  }

  unknown "not known" {
    variable "image" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = var.image
        }
      }
    }
  }
}

rule "kubernetes-container-no-digest" {
  title    = "Container image is not pinned to a digest"
  category = "security"
  severity = "info"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_43", "228c4c19-feeb-4c18-848c-800ac70fdfb7"]
  tags     = ["cwe-829"]
  default  = false
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert   = can(regex("@sha256:", each.value.image))
  at       = each.value.image
  message  = "`${each.value.image}` has no digest"
  why      = <<-EOT
    Whoever can push to the registry can put another image under the same tag. A digest cannot be moved, and has
    to be updated by a tool.
  EOT
  remedy   = <<-EOT
    Add the digest.

    ```hcl
    image = "app@sha256:3b5d5c3712955042212316173ccf37be800f4cba33a63ec8a2be5f7e2a9cb1e1"
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/containers/images/#image-names"

  pass "a digest" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app@sha256:3b5d5c3712955042212316173ccf37be800f4cba33a63ec8a2be5f7e2a9cb1e1"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "a tag" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].image"]
  }

  unknown "not known" {
    variable "image" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = var.image
        }
      }
    }
  }
}

rule "kubernetes-container-image-not-pulled-always" {
  title    = "Node may run a cached image without asking the registry"
  category = "security"
  severity = "info"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_15", "aa737abf-6b1d-4aba-95aa-5c160bd7f96e"]
  tags     = ["cwe-829"]
  default  = false
  for_each = flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)])
  assert   = each.value.image_pull_policy == "Always" || (each.value.image_pull_policy == null && (endswith(each.value.image, ":latest") || !can(regex("[:@][^/]+$", each.value.image))))
  at       = each.value.image_pull_policy
  message  = "container `${each.value.name}` does not pull always"
  why      = <<-EOT
    With `Always` the registry checks each time whether the node may have the image; on shared nodes another
    tenant could use a private image that is cached. It makes starts depend on the registry.
  EOT
  remedy   = <<-EOT
    Set it where tenants share nodes.

    ```hcl
    image_pull_policy = "Always"
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy"

  pass "always" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name              = "app"
          image             = "app:1.4.2"
          image_pull_policy = "Always"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "implied" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:latest"
        }
      }
    }
    also = [
      "kubernetes-container-latest-image",
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "if not present" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name              = "app"
          image             = "app:1.4.2"
          image_pull_policy = "IfNotPresent"
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].image_pull_policy"]
  }

  unknown "not known" {
    variable "image_pull_policy" {}

    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name              = "app"
          image             = "app:1.4.2"
          image_pull_policy = var.image_pull_policy
        }
      }
    }
  }

  fail "more that fail" {
    resource "kubernetes_pod_v1" "one_more_container_no_image_pull_policy" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name              = "app"
          image             = "app:1.4.2"
          image_pull_policy = "Always"
        }
        container {
          name  = "app"
          image = "app:1.4.2"
        }
      }
    }
    resource "kubernetes_pod_v1" "one_more_container_image_pull_policy_is" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "app"
          image = "app:latest"
        }
        container {
          name              = "app"
          image             = "app:latest"
          image_pull_policy = "IfNotPresent"
        }
      }
    }
    expect = [
      "kubernetes_pod_v1.one_more_container_no_image_pull_policy @ spec[0].container[1]",
      "kubernetes_pod_v1.one_more_container_image_pull_policy_is @ spec[0].container[1].image_pull_policy",
    ]
  }
}

rule "kubernetes-default-namespace" {
  title    = "Workload is in the default namespace"
  category = "security"
  severity = "low"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1", "kubernetes_service", "kubernetes_service_v1",
    "kubernetes_secret", "kubernetes_secret_v1", "kubernetes_config_map", "kubernetes_config_map_v1",
    "kubernetes_ingress", "kubernetes_ingress_v1", "kubernetes_role", "kubernetes_role_v1",
    "kubernetes_role_binding", "kubernetes_role_binding_v1", "kubernetes_service_account",
    "kubernetes_service_account_v1",
  ]
  aliases = ["CKV_K8S_21", "abcb818b-5af7-4d72-aba9-6dd84956b451"]
  tags    = ["cis-kubernetes-1.8-5.7.4"]
  default = false
  assert  = resource.metadata[0].namespace != null && resource.metadata[0].namespace != "default"
  at      = resource.metadata[0].namespace
  message = "namespace is ${coalesce(resource.metadata[0].namespace, "not set, which means default")}"
  why     = <<-EOT
    Roles, quotas, network policies and Pod Security apply to namespaces. What lives in `default` shares them all.
  EOT
  remedy  = <<-EOT
    Name a namespace of the application.

    ```hcl
    metadata {
      name      = "app"
      namespace = "app"
    }
    ```
  EOT
  link    = "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/"

  pass "own" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
    }
  }

  fail "default" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name      = "app"
        namespace = "default"
      }
    }

    expect = ["kubernetes_config_map_v1.this @ metadata[0].namespace"]
  }

  fail "not written" {
    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name = "app"
      }
    }
  }

  unknown "not known" {
    variable "namespace" {}

    resource "kubernetes_config_map_v1" "this" {
      metadata {
        name      = "app"
        namespace = var.namespace
      }
    }
  }
}

rule "kubernetes-tiller" {
  title    = "Tiller, the server of Helm 2, is deployed"
  category = "security"
  severity = "high"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1", "kubernetes_service", "kubernetes_service_v1",
  ]
  aliases = ["CKV_K8S_34", "CKV_K8S_44", "ca2fba76-c1a7-4afd-be67-5249f861cb0e"]
  tags    = ["cwe-306"]
  assert = (
    !(resource.metadata[0].labels.app == "helm" && resource.metadata[0].labels.name == "tiller")
    && !(resource.spec[0].selector.app == "helm" && resource.spec[0].selector.name == "tiller")
    && !anytrue([for c in flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)]) : is_known(c.image) && can(regex("(^|/)tiller(:|@|$)", c.image))])
  )
  at      = resource.metadata
  message = "this is Tiller"
  why     = <<-EOT
    Tiller has full rights in the cluster and takes commands from every pod without authentication. Helm 2 is
    without support since 2020.
  EOT
  remedy  = <<-EOT
    Use Helm 3, which has no server.
  EOT
  link    = "https://helm.sh/docs/topics/v2_v3_migration/"

  pass "an application" {
    resource "kubernetes_service_v1" "app" {
      metadata {
        name   = "app"
        labels = { app = "app" }
      }
      spec {
        selector = { app = "app" }
      }
    }
  }

  fail "by image" {
    resource "kubernetes_deployment" "tiller" {
      metadata {
        name = "tiller-deploy"
      }
      spec {
        template {
          spec {
            container {
              name  = "tiller"
              image = "ghcr.io/helm/tiller:v2.17.0"
            }
          }
        }
      }
    }
  }

  fail "by label" {
    resource "kubernetes_service" "tiller" {
      metadata {
        name   = "tiller-deploy"
        labels = { app = "helm", name = "tiller" }
      }
      spec {
        selector = { app = "helm", name = "tiller" }
      }
    }
  }

  pass "more that pass" {
    resource "kubernetes_service_v1" "app_is_helm" {
      metadata {
        name   = "app"
        labels = { app = "helm" }
      }
      spec {
        selector = { app = "app" }
      }
    }
    resource "kubernetes_service_v1" "app_is_helm_2" {
      metadata {
        name   = "app"
        labels = { app = "app" }
      }
      spec {
        selector = { app = "helm" }
      }
    }
  }

  fail "more that fail" {
    variable "image" {}
    resource "kubernetes_service" "without_metadata" {
      spec {
        selector = { app = "helm", name = "tiller" }
      }
    }
    resource "kubernetes_service" "without_spec" {
      metadata {
        name   = "tiller-deploy"
        labels = { app = "helm", name = "tiller" }
      }
    }
    resource "kubernetes_deployment" "one_more_no_image" {
      metadata {
        name = "tiller-deploy"
      }
      spec {
        template {
          spec {
            container {
              name  = "tiller"
              image = "ghcr.io/helm/tiller:v2.17.0"
            }
          }
        }
      }
    }
    resource "kubernetes_deployment" "one_more_no_image_2" {
      metadata {
        name = "tiller-deploy"
      }
      spec {
        template {
          spec {
            container {
              name = "tiller"
            }
          }
        }
      }
    }
    resource "kubernetes_deployment" "one_more_image_is_an_unset_variable" {
      metadata {
        name = "tiller-deploy"
      }
      spec {
        template {
          spec {
            container {
              name  = "tiller"
              image = "ghcr.io/helm/tiller:v2.17.0"
            }
          }
        }
      }
    }
    resource "kubernetes_deployment" "one_more_image_is_an_unset_variable_2" {
      metadata {
        name = "tiller-deploy"
      }
      spec {
        template {
          spec {
            container {
              name  = "tiller"
              image = var.image
            }
          }
        }
      }
    }
    resource "kubernetes_service" "one_more_no_selector_one_more_no_app" {
      metadata {
        name   = "tiller-deploy"
        labels = { app = "helm", name = "tiller" }
      }
      spec {
        selector = { app = "helm", name = "tiller" }
      }
    }
    resource "kubernetes_service" "one_more_no_selector_one_more_no_app_2" {
      metadata {
        name   = "tiller-deploy"
        labels = { app = "helm", name = "tiller" }
      }
      spec {}
    }
    resource "kubernetes_service" "one_more_no_selector_one_more_no_app_3" {
      metadata {
        name   = "tiller-deploy"
        labels = { name = "tiller" }
      }
      spec {}
    }
    resource "kubernetes_service" "one_more_without_metadata_no_app" {
      metadata {
        name   = "tiller-deploy"
        labels = { app = "helm", name = "tiller" }
      }
      spec {
        selector = { app = "helm", name = "tiller" }
      }
    }
    resource "kubernetes_service" "one_more_without_metadata_no_app_2" {
      spec {
        selector = { name = "tiller" }
      }
    }
    expect = [
      "kubernetes_service.without_metadata",
      "kubernetes_service.without_spec @ metadata",
      "kubernetes_deployment.one_more_no_image @ metadata",
      "kubernetes_deployment.one_more_image_is_an_unset_variable @ metadata",
      "kubernetes_service.one_more_no_selector_one_more_no_app @ metadata",
      "kubernetes_service.one_more_no_selector_one_more_no_app_2 @ metadata",
      "kubernetes_service.one_more_without_metadata_no_app @ metadata",
    ]
  }
}

rule "kubernetes-git-sync-command-injection" {
  title    = "git-sync takes its program from the environment"
  category = "security"
  severity = "medium"
  resources = [
    "kubernetes_pod", "kubernetes_pod_v1", "kubernetes_deployment", "kubernetes_deployment_v1",
    "kubernetes_daemonset", "kubernetes_daemon_set_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1", "kubernetes_job", "kubernetes_job_v1", "kubernetes_cron_job",
    "kubernetes_cron_job_v1", "kubernetes_replication_controller",
    "kubernetes_replication_controller_v1",
  ]
  aliases  = ["CKV_K8S_159"]
  tags     = ["cwe-94"]
  for_each = [for c in flatten([for p in flatten([startswith(meta.type, "kubernetes_pod") ? resource.spec : [], resource.spec[*].template[*].spec, resource.spec[*].job_template[*].spec[*].template[*].spec]) : concat(p.container, p.init_container)]) : c if is_known(c.image) && can(regex("git-sync", c.image))]
  assert   = !anytrue([for e in each.value.env : contains(["GITSYNC_GIT", "GIT_SYNC_GIT"], e.name)]) && !anytrue([for a in each.value.args : can(regex("^--git(=|$)", a))])
  at       = each.value.env
  message  = "container `${each.value.name}` sets the command that git-sync runs"
  why      = <<-EOT
    Whoever can change the pod's environment, for instance through a ConfigMap, lets git-sync run any program with
    its token and volumes.
  EOT
  remedy   = <<-EOT
    Remove the setting.
  EOT
  link     = "https://github.com/kubernetes/git-sync"

  pass "plain" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "sync"
          image = "registry.k8s.io/git-sync/git-sync:v4.2.1"
          env {
            name  = "GITSYNC_REPO"
            value = "https://example.com/r.git"
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "a program" {
    resource "kubernetes_pod_v1" "this" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "sync"
          image = "registry.k8s.io/git-sync/git-sync:v4.2.1"
          env {
            name  = "GITSYNC_GIT"
            value = "/tmp/run"
          }
        }
      }
    }

    expect = ["kubernetes_pod_v1.this @ spec[0].container[0].env"]
  }

  pass "more that pass" {
    variable "image" {}
    resource "kubernetes_pod_v1" "one_more_container_image_is_an_unset" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "sync"
          image = "registry.k8s.io/git-sync/git-sync:v4.2.1"
          env {
            name  = "GITSYNC_REPO"
            value = "https://example.com/r.git"
          }
        }
        container {
          name  = "sync"
          image = var.image
          env {
            name  = "GITSYNC_REPO"
            value = "https://example.com/r.git"
          }
        }
      }
    }
    resource "kubernetes_pod_v1" "one_more_container_without_env" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "sync"
          image = "registry.k8s.io/git-sync/git-sync:v4.2.1"
          env {
            name  = "GITSYNC_REPO"
            value = "https://example.com/r.git"
          }
        }
        container {
          name  = "sync"
          image = "registry.k8s.io/git-sync/git-sync:v4.2.1"
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "more that fail" {
    resource "kubernetes_pod_v1" "one_more_container_image_is_gitsync_git" {
      metadata {
        name      = "app"
        namespace = "app"
      }
      spec {
        container {
          name  = "sync"
          image = "registry.k8s.io/git-sync/git-sync:v4.2.1"
          env {
            name  = "GITSYNC_GIT"
            value = "/tmp/run"
          }
        }
        container {
          name  = "sync"
          image = "GITSYNC_GIT"
          env {
            name  = "GITSYNC_GIT"
            value = "/tmp/run"
          }
        }
      }
    }
    expect = ["kubernetes_pod_v1.one_more_container_image_is_gitsync_git @ spec[0].container[0].env"]
  }
}

rule "kubernetes-deployment-no-disruption-budget" {
  title    = "Workload has no disruption budget"
  category = "reliability"
  severity = "info"
  resources = [
    "kubernetes_deployment", "kubernetes_deployment_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1",
  ]
  aliases = ["7249e3b0-9231-4af3-bc5f-5daf4988ecbf", "a05331ee-1653-45cb-91e6-13637a76e4f0"]
  default = false

  related "budget" {
    type = ["kubernetes_pod_disruption_budget", "kubernetes_pod_disruption_budget_v1"]
    on   = length(other.spec[0].selector[0].match_labels) > 0 && alltrue([for k, v in other.spec[0].selector[0].match_labels : resource.spec[0].template[0].metadata[0].labels[k] == v])
  }

  when    = tonumber(coalesce(resource.spec[0].replicas, 1)) > 1
  assert  = length(related.budget) > 0
  at      = resource.spec[0].replicas
  message = "nothing keeps a drain from stopping all ${resource.spec[0].replicas} pods at once"
  why     = <<-EOT
    Upgrades of nodes evict pods. Without a budget all replicas may be evicted together.
  EOT
  remedy  = <<-EOT
    Add a budget for the workload's labels.

    ```hcl
    resource "kubernetes_pod_disruption_budget_v1" "app" {
      metadata {
        name = "app"
      }
      spec {
        max_unavailable = 1
        selector {
          match_labels = { app = "app" }
        }
      }
    }
    ```
  EOT
  link    = "https://kubernetes.io/docs/tasks/run-application/configure-pdb/"

  pass "a budget" {
    resource "kubernetes_deployment_v1" "app" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 3
        template {
          metadata {
            labels = { app = "app" }
          }
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }

    resource "kubernetes_pod_disruption_budget_v1" "app" {
      metadata {
        name = "app"
      }
      spec {
        max_unavailable = 1
        selector {
          match_labels = { app = "app" }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "a single replica" {
    resource "kubernetes_deployment_v1" "app" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 1
      }
    }
  }

  fail "none" {
    resource "kubernetes_deployment_v1" "app" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 3
        template {
          metadata {
            labels = { app = "app" }
          }
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }

    expect = ["kubernetes_deployment_v1.app @ spec[0].replicas"]
  }

  unknown "`replicas` is an unset variable" {
    variable "replicas" {}
    resource "kubernetes_deployment_v1" "app" {
      metadata {
        name = "app"
      }
      spec {
        replicas = var.replicas
        template {
          metadata {
            labels = { app = "app" }
          }
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
  }

  pass "no `replicas`" {
    resource "kubernetes_deployment_v1" "app" {
      metadata {
        name = "app"
      }
      spec {}
    }
  }

  fail "without `template`" {
    resource "kubernetes_deployment_v1" "app" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 3
      }
    }
    resource "kubernetes_pod_disruption_budget_v1" "app" {
      metadata {
        name = "app"
      }
      spec {
        max_unavailable = 1
        selector {
          match_labels = { app = "app" }
        }
      }
    }
    expect = ["kubernetes_deployment_v1.app @ spec[0].replicas"]
  }

  fail "more that fail" {
    resource "kubernetes_deployment_v1" "without_spec" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 3
        template {
          metadata {
            labels = { app = "app" }
          }
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
    resource "kubernetes_pod_disruption_budget_v1" "without_spec" {
      metadata {
        name = "app"
      }
    }
    resource "kubernetes_deployment_v1" "replicas_is_2" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 2
      }
    }
    expect = [
      "kubernetes_deployment_v1.without_spec @ spec[0].replicas",
      "kubernetes_deployment_v1.replicas_is_2 @ spec[0].replicas",
    ]
  }
}

rule "kubernetes-deployment-on-one-node" {
  title    = "Replicas may all run on one node"
  category = "reliability"
  severity = "info"
  resources = [
    "kubernetes_deployment", "kubernetes_deployment_v1", "kubernetes_stateful_set",
    "kubernetes_stateful_set_v1",
  ]
  aliases = ["461ed7e4-f8d5-4bc1-b3c6-64ddb4fd00a3"]
  default = false
  when    = tonumber(coalesce(resource.spec[0].replicas, 1)) > 1
  assert  = length(flatten(resource.spec[*].template[*].spec[*].affinity[*].pod_anti_affinity)) > 0 || length(flatten(resource.spec[*].template[*].spec[*].topology_spread_constraint)) > 0
  at      = resource.spec[0].replicas
  message = "neither anti-affinity nor spread constraints are set"
  why     = <<-EOT
    The scheduler prefers to spread pods and does not promise it. One lost node can then take the service down.
  EOT
  remedy  = <<-EOT
    Spread the pods over zones or nodes.

    ```hcl
    topology_spread_constraint {
      max_skew           = 1
      topology_key       = "topology.kubernetes.io/zone"
      when_unsatisfiable = "ScheduleAnyway"
    }
    ```
  EOT
  link    = "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"

  pass "spread" {
    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 3
        template {
          spec {
            topology_spread_constraint {
              max_skew     = 1
              topology_key = "topology.kubernetes.io/zone"
            }
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  pass "one" {
    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 1
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "neither" {
    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 3
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }

    expect = ["kubernetes_deployment_v1.this @ spec[0].replicas"]
  }

  unknown "not known" {
    variable "replicas" {}

    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        replicas = var.replicas
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
  }

  pass "no `replicas`" {
    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
    also = [
      "kubernetes-container-no-memory-limit",
      "kubernetes-container-no-requests",
      "kubernetes-container-privilege-escalation",
      "kubernetes-container-runs-as-root",
    ]
  }

  fail "one more, `replicas` is `2`" {
    resource "kubernetes_deployment_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 3
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
    resource "kubernetes_deployment_v1" "this_too" {
      metadata {
        name = "app"
      }
      spec {
        replicas = 2
        template {
          spec {
            container {
              name  = "app"
              image = "app:1.4.2"
            }
          }
        }
      }
    }
    expect = ["kubernetes_deployment_v1.this @ spec[0].replicas", "kubernetes_deployment_v1.this_too @ spec[0].replicas"]
  }
}

rule "kubernetes-cron-job-no-deadline" {
  title     = "Cron job has no starting deadline"
  category  = "reliability"
  severity  = "info"
  resources = ["kubernetes_cron_job", "kubernetes_cron_job_v1"]
  aliases   = ["58876b44-a690-4e9f-9214-7735fa0dd15d"]
  default   = false
  assert    = resource.spec[0].starting_deadline_seconds != null
  at        = resource.spec
  message   = "no `starting_deadline_seconds`"
  why       = <<-EOT
    After more than 100 missed starts a job without a deadline is never started again.
  EOT
  remedy    = <<-EOT
    Set a deadline longer than the controller's pause of ten seconds.

    ```hcl
    starting_deadline_seconds = 300
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline"

  pass "deadline" {
    resource "kubernetes_cron_job_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        schedule                  = "0 * * * *"
        starting_deadline_seconds = 300
      }
    }
  }

  fail "none" {
    resource "kubernetes_cron_job_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        schedule = "0 * * * *"
      }
    }
  }
}

rule "kubernetes-stateful-set-shared-volume" {
  title     = "Volume of a stateful set is not for one pod alone"
  category  = "reliability"
  severity  = "low"
  resources = ["kubernetes_stateful_set", "kubernetes_stateful_set_v1"]
  aliases   = ["26b047a9-0329-48fd-8fb7-05bbe5ba80ee"]
  default   = false
  for_each  = flatten(resource.spec[*].volume_claim_template)
  assert    = anytrue([for m in each.value.spec[0].access_modes : contains(["ReadWriteOnce", "ReadWriteOncePod"], m)])
  at        = each.value.spec[0].access_modes
  message   = "access modes are ${join(", ", each.value.spec[0].access_modes)}"
  why       = <<-EOT
    Each pod of a stateful set has a claim of its own; a shared mode needs dearer storage and lets others write to
    it.
  EOT
  remedy    = <<-EOT
    Use ReadWriteOnce.

    ```hcl
    access_modes = ["ReadWriteOnce"]
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes"

  pass "once" {
    resource "kubernetes_stateful_set_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        service_name = "app"
        volume_claim_template {
          metadata {
            name = "data"
          }
          spec {
            access_modes = ["ReadWriteOnce"]
          }
        }
      }
    }
  }

  fail "many" {
    resource "kubernetes_stateful_set_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        service_name = "app"
        volume_claim_template {
          metadata {
            name = "data"
          }
          spec {
            access_modes = ["ReadWriteMany"]
          }
        }
      }
    }

    expect = ["kubernetes_stateful_set_v1.this @ spec[0].volume_claim_template[0].spec[0].access_modes"]
  }

  unknown "not known" {
    variable "access_modes" {}

    resource "kubernetes_stateful_set_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        service_name = "app"
        volume_claim_template {
          metadata {
            name = "data"
          }
          spec {
            access_modes = var.access_modes
          }
        }
      }
    }
  }

  pass "one more, one more `volume_claim_template`, `access_modes` is `ReadWriteOncePod`" {
    resource "kubernetes_stateful_set_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        service_name = "app"
        volume_claim_template {
          metadata {
            name = "data"
          }
          spec {
            access_modes = ["ReadWriteOnce"]
          }
        }
      }
    }
    resource "kubernetes_stateful_set_v1" "this_too" {
      metadata {
        name = "app"
      }
      spec {
        service_name = "app"
        volume_claim_template {
          metadata {
            name = "data"
          }
          spec {
            access_modes = ["ReadWriteOnce"]
          }
        }
        volume_claim_template {
          metadata {
            name = "data"
          }
          spec {
            access_modes = ["ReadWriteOncePod"]
          }
        }
      }
    }
  }

  fail "without `spec`" {
    resource "kubernetes_stateful_set_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        service_name = "app"
        volume_claim_template {
          metadata {
            name = "data"
          }
        }
      }
    }
    expect = ["kubernetes_stateful_set_v1.this @ spec[0].volume_claim_template[0]"]
  }
}
