rule "kubernetes-network-policy-ingress-open" {
  title     = "Network policy lets the whole internet in"
  category  = "security"
  severity  = "medium"
  resources = ["kubernetes_network_policy", "kubernetes_network_policy_v1"]
  aliases   = ["KUBE-0001", "kubernetes-network-no-public-ingress", "AVD-KUBE-0001"]
  tags      = ["cwe-284"]
  for_each  = flatten(resource.spec[*].ingress[*].from[*].ip_block)
  assert    = !cidr_is_public(each.value.cidr)
  at        = each.value.cidr
  message   = "`${each.value.cidr}` may reach the selected pods"
  why       = <<-EOT
    The policy then stops nothing that comes through a load balancer or a node port. Right for public front ends;
    all other pods should name their callers.
  EOT
  remedy    = <<-EOT
    Select pods or namespaces, or list ranges.

    ```hcl
    ingress {
      from {
        namespace_selector {
          match_labels = { name = "ingress" }
        }
      }
    }
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/services-networking/network-policies/"

  pass "a range" {
    resource "kubernetes_network_policy_v1" "this" {
      metadata {
        name      = "p"
        namespace = "app"
      }
      spec {
        pod_selector {}
        policy_types = ["Ingress"]
        ingress {
          from {
            ip_block {
              cidr = "10.0.0.0/8"
            }
          }
        }
      }
    }
  }

  pass "a selector" {
    resource "kubernetes_network_policy_v1" "this" {
      metadata {
        name      = "p"
        namespace = "app"
      }
      spec {
        pod_selector {}
        policy_types = ["Ingress"]
        ingress {
          from {
            namespace_selector {}
          }
        }
      }
    }
  }

  fail "everyone" {
    resource "kubernetes_network_policy_v1" "this" {
      metadata {
        name      = "p"
        namespace = "app"
      }
      spec {
        pod_selector {}
        policy_types = ["Ingress"]
        ingress {
          from {
            ip_block {
              cidr = "0.0.0.0/0"
            }
          }
        }
      }
    }

    expect = ["kubernetes_network_policy_v1.this @ spec[0].ingress[0].from[0].ip_block[0].cidr"]
  }

  unknown "not known" {
    variable "range" {}

    resource "kubernetes_network_policy_v1" "this" {
      metadata {
        name      = "p"
        namespace = "app"
      }
      spec {
        pod_selector {}
        policy_types = ["Ingress"]
        ingress {
          from {
            ip_block {
              cidr = var.range
            }
          }
        }
      }
    }
  }
}

rule "kubernetes-network-policy-egress-open" {
  title     = "Network policy lets pods reach the whole internet"
  category  = "security"
  severity  = "low"
  resources = ["kubernetes_network_policy", "kubernetes_network_policy_v1"]
  aliases   = ["KUBE-0002", "kubernetes-network-no-public-egress", "AVD-KUBE-0002"]
  tags      = ["cwe-284"]
  default   = false
  for_each  = flatten(resource.spec[*].egress[*].to[*].ip_block)
  assert    = !cidr_is_public(each.value.cidr)
  at        = each.value.cidr
  message   = "the selected pods may reach `${each.value.cidr}`"
  why       = <<-EOT
    Limits on egress stop malware from calling home. Applications that call public services need it, with the
    internal ranges in `except`.
  EOT
  remedy    = <<-EOT
    List what the pods call.

    ```hcl
    egress {
      to {
        ip_block {
          cidr = "10.0.0.0/8"
        }
      }
    }
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/services-networking/network-policies/"

  pass "a range" {
    resource "kubernetes_network_policy_v1" "this" {
      metadata {
        name      = "p"
        namespace = "app"
      }
      spec {
        pod_selector {}
        policy_types = ["Egress"]
        egress {
          to {
            ip_block {
              cidr = "10.0.0.0/8"
            }
          }
        }
      }
    }
  }

  fail "everywhere" {
    resource "kubernetes_network_policy_v1" "this" {
      metadata {
        name      = "p"
        namespace = "app"
      }
      spec {
        pod_selector {}
        policy_types = ["Egress"]
        egress {
          to {
            ip_block {
              cidr = "0.0.0.0/0"
            }
          }
        }
      }
    }

    expect = ["kubernetes_network_policy_v1.this @ spec[0].egress[0].to[0].ip_block[0].cidr"]
  }

  unknown "not known" {
    variable "cidr" {}

    resource "kubernetes_network_policy_v1" "this" {
      metadata {
        name      = "p"
        namespace = "app"
      }
      spec {
        pod_selector {}
        policy_types = ["Egress"]
        egress {
          to {
            ip_block {
              cidr = var.cidr
            }
          }
        }
      }
    }
  }
}

rule "kubernetes-service-public-load-balancer" {
  title     = "Service is opened to the internet"
  category  = "security"
  severity  = "medium"
  resources = ["kubernetes_service", "kubernetes_service_v1"]
  aliases   = ["2a52567c-abb8-4651-a038-52fa27c77aed"]
  tags      = ["cwe-284"]
  default   = false
  params = {
    internal = ["networking.gke.io/load-balancer-type", "cloud.google.com/load-balancer-type", "service.beta.kubernetes.io/aws-load-balancer-internal", "service.beta.kubernetes.io/azure-load-balancer-internal", "service.beta.kubernetes.io/openstack-internal-load-balancer"]
  }
  when = resource.spec[0].type == "LoadBalancer"
  assert = (
    anytrue([for k, v in resource.metadata[0].annotations : (contains(param.internal, k) && lower(tostring(v)) != "false" && lower(tostring(v)) != "external") || (k == "service.beta.kubernetes.io/aws-load-balancer-scheme" && v == "internal")])
    || (length(resource.spec[0].load_balancer_source_ranges) > 0 && !anytrue([for r in resource.spec[0].load_balancer_source_ranges : cidr_is_public(r)]))
  )
  at      = resource.spec[0].type
  message = "the load balancer is public and has no source ranges"
  why     = <<-EOT
    A cloud load balancer is public unless an annotation says otherwise. Right for public services; for others one
    line makes it internal.
  EOT
  remedy  = <<-EOT
    Annotate it as internal, or list the source ranges.

    ```hcl
    metadata {
      name        = "app"
      annotations = { "networking.gke.io/load-balancer-type" = "Internal" }
    }
    ```
  EOT
  link    = "https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer"

  pass "internal" {
    resource "kubernetes_service_v1" "this" {
      metadata {
        name        = "app"
        annotations = { "networking.gke.io/load-balancer-type" = "Internal" }
      }
      spec {
        type = "LoadBalancer"
      }
    }
  }

  pass "source ranges" {
    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        type                        = "LoadBalancer"
        load_balancer_source_ranges = ["203.0.113.0/24"]
      }
    }
  }

  pass "cluster" {
    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        type = "ClusterIP"
      }
    }
  }

  fail "public" {
    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        type = "LoadBalancer"
      }
    }

    expect = ["kubernetes_service_v1.this @ spec[0].type"]
  }

  unknown "not known" {
    variable "type" {}

    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        type = var.type
      }
    }
  }

  unknown "besides, `load_balancer_source_ranges` is an unset variable" {
    variable "load_balancer_source_ranges" {}
    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        type                        = "LoadBalancer"
        load_balancer_source_ranges = ["203.0.113.0/24", var.load_balancer_source_ranges]
      }
    }
    expect = ["kubernetes_service_v1.this @ spec[0].type"]
  }
}

rule "kubernetes-service-node-port" {
  title     = "Service opens a port on every node"
  category  = "security"
  severity  = "low"
  resources = ["kubernetes_service", "kubernetes_service_v1"]
  aliases   = ["5c281bf8-d9bb-47f2-b909-3f6bb11874ad"]
  tags      = ["cwe-284"]
  default   = false
  assert    = resource.spec[0].type != "NodePort"
  at        = resource.spec[0].type
  message   = "the service is of type `NodePort`"
  why       = <<-EOT
    The port is open on all nodes, on their public addresses too where they have any.
  EOT
  remedy    = <<-EOT
    Use an ingress, a gateway or an internal load balancer.

    ```hcl
    spec {
      type = "ClusterIP"
    }
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport"

  pass "cluster" {
    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        type = "ClusterIP"
      }
    }
  }

  fail "node port" {
    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        type = "NodePort"
      }
    }

    expect = ["kubernetes_service_v1.this @ spec[0].type"]
  }

  unknown "not known" {
    variable "type" {}

    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        type = var.type
      }
    }
  }
}

rule "kubernetes-service-external-ip" {
  title     = "Service claims external IP addresses"
  category  = "security"
  severity  = "medium"
  resources = ["kubernetes_service", "kubernetes_service_v1"]
  tags      = ["cwe-441"]
  assert    = length(resource.spec[0].external_ips) == 0
  at        = resource.spec[0].external_ips
  message   = "traffic for ${join(", ", resource.spec[0].external_ips)} is sent to this service"
  why       = <<-EOT
    With `external_ips` a service can take over traffic of pods and nodes for any address (CVE-2020-8554); there
    is no fix in Kubernetes itself.
  EOT
  remedy    = <<-EOT
    Use a load balancer.
  EOT
  link      = "https://kubernetes.io/docs/concepts/services-networking/service/#external-ips"

  pass "none" {
    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        type = "ClusterIP"
      }
    }
  }

  fail "an address" {
    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        external_ips = ["203.0.113.7"]
      }
    }

    expect = ["kubernetes_service_v1.this @ spec[0].external_ips"]
  }

  unknown "not known" {
    variable "ips" {}

    resource "kubernetes_service_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        external_ips = var.ips
      }
    }
  }
}

rule "kubernetes-ingress-no-tls" {
  title     = "Ingress serves plain HTTP"
  category  = "security"
  severity  = "medium"
  resources = ["kubernetes_ingress", "kubernetes_ingress_v1"]
  aliases   = ["e2c83c1f-84d7-4467-966c-ed41fd015bb9"]
  tags      = ["cwe-319"]
  default   = false
  assert    = length(flatten(resource.spec[*].tls)) > 0 || anytrue([for k, v in resource.metadata[0].annotations : can(regex("certificate|tls|ssl", k))])
  at        = resource.spec
  message   = "no `tls` block and no certificate annotation"
  why       = <<-EOT
    Sessions and passwords travel readable. Some controllers have a default certificate, which this rule cannot
    see.
  EOT
  remedy    = <<-EOT
    Name a secret with a certificate.

    ```hcl
    tls {
      hosts       = ["app.example.com"]
      secret_name = "app-tls"
    }
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/services-networking/ingress/#tls"

  pass "TLS" {
    resource "kubernetes_ingress_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        tls {
          hosts       = ["app.example.com"]
          secret_name = "app-tls"
        }
      }
    }
  }

  pass "managed certificate" {
    resource "kubernetes_ingress_v1" "this" {
      metadata {
        name        = "app"
        annotations = { "networking.gke.io/managed-certificates" = "app" }
      }
      spec {
        rule {
          host = "app.example.com"
        }
      }
    }
  }

  fail "neither" {
    resource "kubernetes_ingress_v1" "this" {
      metadata {
        name = "app"
      }
      spec {
        rule {
          host = "app.example.com"
        }
      }
    }

    expect = ["kubernetes_ingress_v1.this @ spec"]
  }
}
