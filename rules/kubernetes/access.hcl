rule "kubernetes-role-wildcard" {
  title     = "Role allows everything"
  category  = "security"
  severity  = "high"
  resources = ["kubernetes_role", "kubernetes_role_v1", "kubernetes_cluster_role", "kubernetes_cluster_role_v1"]
  aliases   = ["CKV_K8S_49"]
  tags      = ["cwe-250", "cis-kubernetes-1.8-5.1.3"]
  for_each  = resource.rule
  assert    = !contains(each.value.verbs, "*") || !(contains(each.value.resources, "*") || contains(each.value.api_groups, "*"))
  at        = each.value.verbs
  message   = "a rule allows every verb on `${join(", ", each.value.resources)}` of `${join(", ", each.value.api_groups)}`"
  why       = <<-EOT
    Wildcards also cover kinds that are added later, secrets and role bindings among them: the holder can become
    administrator.
  EOT
  remedy    = <<-EOT
    List resources and verbs.

    ```hcl
    rule {
      api_groups = ["apps"]
      resources  = ["deployments"]
      verbs      = ["get", "list", "watch"]
    }
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/"

  pass "listed" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = ["apps"]
        resources  = ["deployments"]
        verbs      = ["get", "list"]
      }
    }
  }

  pass "all verbs on one kind" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = ["apps"]
        resources  = ["deployments"]
        verbs      = ["*"]
      }
    }
  }

  fail "everything" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = ["*"]
        resources  = ["*"]
        verbs      = ["*"]
      }
    }

    expect = ["kubernetes_cluster_role_v1.this @ rule[0].verbs"]
  }

  fail "every resource" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["*"]
        verbs      = ["*"]
      }
    }
  }

  unknown "not known" {
    variable "verbs" {}

    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["*"]
        verbs      = var.verbs
      }
    }
  }

  fail "`api_groups` with `*`" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = ["apps", "*"]
        resources  = ["deployments"]
        verbs      = ["*"]
      }
    }
    expect = ["kubernetes_cluster_role_v1.this @ rule[0].verbs"]
  }
}

rule "kubernetes-role-escalation" {
  title     = "Role lets its holder gain more rights"
  category  = "security"
  severity  = "high"
  resources = ["kubernetes_role", "kubernetes_role_v1", "kubernetes_cluster_role", "kubernetes_cluster_role_v1"]
  tags      = ["cwe-269", "cis-kubernetes-1.8-5.1.8"]
  params = {
    verbs = ["escalate", "bind", "impersonate"]
  }
  for_each = resource.rule
  assert   = !anytrue([for v in each.value.verbs : contains(param.verbs, v)])
  at       = each.value.verbs
  message  = "the rule allows ${join(", ", [for v in each.value.verbs : v if contains(param.verbs, v)])}"
  why      = <<-EOT
    `escalate` and `bind` switch off the check that nobody grants more than they have; `impersonate` lets the
    holder act as an administrator.
  EOT
  remedy   = <<-EOT
    Remove the verbs.
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks"

  pass "ordinary" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = ["rbac.authorization.k8s.io"]
        resources  = ["roles"]
        verbs      = ["get"]
      }
    }
  }

  fail "escalate" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = ["rbac.authorization.k8s.io"]
        resources  = ["clusterroles"]
        verbs      = ["get", "escalate"]
      }
    }

    expect = ["kubernetes_cluster_role_v1.this @ rule[0].verbs"]
  }

  fail "impersonate" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["users"]
        verbs      = ["impersonate"]
      }
    }
  }

  unknown "not known" {
    variable "verbs" {}

    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["users"]
        verbs      = var.verbs
      }
    }
  }
}

rule "kubernetes-role-reads-secrets" {
  title     = "Role may read secrets"
  category  = "security"
  severity  = "medium"
  resources = ["kubernetes_role", "kubernetes_role_v1", "kubernetes_cluster_role", "kubernetes_cluster_role_v1"]
  aliases   = ["826abb30-3cd5-4e0b-a93b-67729b4f7e63", "07fc3413-e572-42f7-9877-5c8fc6fccfb5"]
  tags      = ["cwe-200", "cis-kubernetes-1.8-5.1.2"]
  default   = false
  for_each  = [for r in resource.rule : r if !contains(r.verbs, "*") || !(contains(r.resources, "*") || contains(r.api_groups, "*"))]
  assert    = !(contains(each.value.resources, "secrets") && length(each.value.resource_names) == 0 && anytrue([for v in each.value.verbs : contains(["get", "list", "watch", "*"], v)]))
  at        = each.value.resources
  message   = "the rule reads all secrets of its scope"
  why       = <<-EOT
    Secrets hold the tokens of more powerful accounts; `list` shows contents as well. Operators often need it, so
    name the secrets where you can.
  EOT
  remedy    = <<-EOT
    Limit the rule to named secrets.

    ```hcl
    rule {
      api_groups     = [""]
      resources      = ["secrets"]
      resource_names = ["app-tls"]
      verbs          = ["get"]
    }
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets"

  pass "named" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups     = [""]
        resources      = ["secrets"]
        resource_names = ["app-tls"]
        verbs          = ["get"]
      }
    }
  }

  fail "all" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["configmaps", "secrets"]
        verbs      = ["get", "list"]
      }
    }

    expect = ["kubernetes_cluster_role_v1.this @ rule[0].resources"]
  }

  unknown "not known" {
    variable "resources" {}

    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = var.resources
        verbs      = ["get", "list"]
      }
    }
  }

  pass "more that pass" {
    variable "verbs" {}
    variable "api_groups" {}
    resource "kubernetes_cluster_role_v1" "api_groups_is_an_unset_variable" {
      metadata {
        name = "app"
      }
      rule {
        api_groups     = [var.api_groups]
        resources      = ["secrets"]
        resource_names = ["app-tls"]
        verbs          = ["get"]
      }
    }
    resource "kubernetes_cluster_role_v1" "verbs_is_an_unset_variable" {
      metadata {
        name = "app"
      }
      rule {
        api_groups     = [""]
        resources      = ["secrets"]
        resource_names = ["app-tls"]
        verbs          = [var.verbs]
      }
    }
  }

  fail "more that fail" {
    variable "verbs" {}
    resource "kubernetes_cluster_role_v1" "one_more_rule_0_of_verbs" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["configmaps", "secrets"]
        verbs      = ["get", "list"]
      }
      rule {
        api_groups = [""]
        resources  = ["configmaps", "secrets"]
        verbs      = []
      }
    }
    resource "kubernetes_cluster_role_v1" "one_more_rule_verbs_is_list" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["configmaps", "secrets"]
        verbs      = ["get", "list"]
      }
      rule {
        api_groups = [""]
        resources  = ["configmaps", "secrets"]
        verbs      = ["list", "list"]
      }
    }
    resource "kubernetes_cluster_role_v1" "one_more_one_more_rule_no_resource_names" {
      metadata {
        name = "app"
      }
      rule {
        api_groups     = [""]
        resources      = ["secrets"]
        resource_names = ["app-tls"]
        verbs          = ["get"]
      }
    }
    resource "kubernetes_cluster_role_v1" "one_more_one_more_rule_no_resource_names_2" {
      metadata {
        name = "app"
      }
      rule {
        api_groups     = [""]
        resources      = ["secrets"]
        resource_names = ["app-tls"]
        verbs          = ["get"]
      }
      rule {
        api_groups = [""]
        resources  = ["secrets"]
        verbs      = ["get"]
      }
    }
    resource "kubernetes_cluster_role_v1" "verbs_is_an_unset_variable_one_more_rule" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["configmaps", "secrets"]
        verbs      = ["get", var.verbs]
      }
      rule {
        api_groups = [""]
        resources  = ["configmaps", "secrets"]
        verbs      = ["watch", var.verbs]
      }
    }
    expect = [
      "kubernetes_cluster_role_v1.one_more_rule_0_of_verbs @ rule[0].resources",
      "kubernetes_cluster_role_v1.one_more_rule_verbs_is_list @ rule[0].resources",
      "kubernetes_cluster_role_v1.one_more_rule_verbs_is_list @ rule[1].resources",
      "kubernetes_cluster_role_v1.one_more_one_more_rule_no_resource_names_2 @ rule[1].resources",
      "kubernetes_cluster_role_v1.verbs_is_an_unset_variable_one_more_rule @ rule[0].resources",
      "kubernetes_cluster_role_v1.verbs_is_an_unset_variable_one_more_rule @ rule[1].resources",
    ]
  }

  unknown "more that nobody can know" {
    variable "verbs" {}
    variable "resources" {}
    resource "kubernetes_cluster_role_v1" "verbs_with" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = var.resources
        verbs      = ["get", "list", "*"]
      }
    }
    resource "kubernetes_cluster_role_v1" "api_groups_is_verbs_is_an_unset_variable" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = ["*"]
        resources  = ["configmaps", "secrets"]
        verbs      = [var.verbs, "list"]
      }
    }
    resource "kubernetes_cluster_role_v1" "verbs_is_an_unset_variable_one_more" {
      metadata {
        name = "app"
      }
      rule {
        api_groups     = [""]
        resources      = ["secrets"]
        resource_names = ["app-tls"]
        verbs          = [var.verbs]
      }
    }
    resource "kubernetes_cluster_role_v1" "verbs_is_an_unset_variable_one_more_2" {
      metadata {
        name = "app"
      }
      rule {
        api_groups     = [""]
        resources      = ["*"]
        resource_names = ["app-tls"]
        verbs          = [var.verbs]
      }
    }
    expect = [
      "kubernetes_cluster_role_v1.verbs_with",
      "kubernetes_cluster_role_v1.api_groups_is_verbs_is_an_unset_variable",
      "kubernetes_cluster_role_v1.verbs_is_an_unset_variable_one_more_2",
    ]
  }
}

rule "kubernetes-role-creates-pods" {
  title     = "Role may create pods"
  category  = "security"
  severity  = "low"
  resources = ["kubernetes_role", "kubernetes_role_v1", "kubernetes_cluster_role", "kubernetes_cluster_role_v1"]
  aliases   = ["522d4a64-4dc9-44bd-9240-7d8a0d5cb5ba"]
  tags      = ["cwe-269", "cis-kubernetes-1.8-5.1.4"]
  default   = false
  for_each  = [for r in resource.rule : r if !contains(r.verbs, "*") || !(contains(r.resources, "*") || contains(r.api_groups, "*"))]
  assert    = !(anytrue([for r in each.value.resources : contains(["pods", "pods/*"], r)]) && anytrue([for v in each.value.verbs : contains(["create", "*"], v)]))
  at        = each.value.verbs
  message   = "the rule creates pods"
  why       = <<-EOT
    Who creates pods can mount any secret of the namespace, run as any of its service accounts, and without Pod
    Security take a node. Deployers need it.
  EOT
  remedy    = <<-EOT
    Grant it in single namespaces, and enforce Pod Security there.
  EOT
  link      = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation"

  pass "reading" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["pods"]
        verbs      = ["get", "list"]
      }
    }
  }

  fail "creating" {
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["pods"]
        verbs      = ["create", "get"]
      }
    }

    expect = ["kubernetes_cluster_role_v1.this @ rule[0].verbs"]
  }

  unknown "not known" {
    variable "verbs" {}

    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["pods"]
        verbs      = var.verbs
      }
    }
  }

  pass "one more `rule`, `api_groups` is an unset variable" {
    variable "api_groups" {}
    resource "kubernetes_cluster_role_v1" "this" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["pods"]
        verbs      = ["get", "list"]
      }
      rule {
        api_groups = [var.api_groups]
        resources  = ["pods"]
        verbs      = ["get", "list"]
      }
    }
  }

  fail "more that fail" {
    resource "kubernetes_cluster_role_v1" "verbs_with" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["pods"]
        verbs      = ["get", "list", "*"]
      }
    }
    resource "kubernetes_cluster_role_v1" "one_more_rule_resources_without_pods" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["pods"]
        verbs      = ["create", "get"]
      }
      rule {
        api_groups = [""]
        resources  = []
        verbs      = ["create", "get"]
      }
    }
    resource "kubernetes_cluster_role_v1" "resources_is_pods" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["pods/*"]
        verbs      = ["create", "get"]
      }
    }
    expect = [
      "kubernetes_cluster_role_v1.verbs_with @ rule[0].verbs",
      "kubernetes_cluster_role_v1.one_more_rule_resources_without_pods @ rule[0].verbs",
      "kubernetes_cluster_role_v1.resources_is_pods @ rule[0].verbs",
    ]
  }

  unknown "more that nobody can know" {
    variable "resources" {}
    variable "verbs" {}
    resource "kubernetes_cluster_role_v1" "api_groups_with" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = ["", "*"]
        resources  = ["pods"]
        verbs      = var.verbs
      }
    }
    resource "kubernetes_cluster_role_v1" "one_more_resources_with" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["pods"]
        verbs      = var.verbs
      }
    }
    resource "kubernetes_cluster_role_v1" "one_more_resources_with_2" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["pods", "*"]
        verbs      = var.verbs
      }
    }
    resource "kubernetes_cluster_role_v1" "besides_resources_is_an_unset_variable" {
      metadata {
        name = "app"
      }
      rule {
        api_groups = [""]
        resources  = ["pods", var.resources]
        verbs      = ["create", "get"]
      }
      rule {
        api_groups = [""]
        resources  = ["pods", var.resources]
        verbs      = ["create", "get", "*"]
      }
    }
    expect = [
      "kubernetes_cluster_role_v1.api_groups_with",
      "kubernetes_cluster_role_v1.one_more_resources_with @ rule[0].verbs",
      "kubernetes_cluster_role_v1.one_more_resources_with_2",
      "kubernetes_cluster_role_v1.besides_resources_is_an_unset_variable",
    ]
  }
}

rule "kubernetes-cluster-admin-binding" {
  title     = "Binding grants cluster-admin"
  category  = "security"
  severity  = "medium"
  resources = ["kubernetes_cluster_role_binding", "kubernetes_cluster_role_binding_v1"]
  aliases   = ["17172bc2-56fb-4f17-916f-a014147706cd"]
  tags      = ["cwe-250", "cis-kubernetes-1.8-5.1.1"]
  assert    = resource.role_ref[0].name != "cluster-admin"
  at        = resource.role_ref[0].name
  message   = "`cluster-admin` goes to ${join(", ", [for s in resource.subject : s.name])}"
  why       = <<-EOT
    The role may do anything to anything. One leaked token of its holder is the cluster. Fine for a group of
    administrators; programs need less.
  EOT
  remedy    = <<-EOT
    Bind a role that covers the task.

    ```hcl
    role_ref {
      api_group = "rbac.authorization.k8s.io"
      kind      = "ClusterRole"
      name      = "view"
    }
    ```
  EOT
  link      = "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege"

  pass "view" {
    resource "kubernetes_cluster_role_binding_v1" "this" {
      metadata {
        name = "app"
      }
      subject {
        kind      = "ServiceAccount"
        name      = "app"
        namespace = "app"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "ClusterRole"
        name      = "view"
      }
    }
  }

  fail "cluster-admin" {
    resource "kubernetes_cluster_role_binding_v1" "this" {
      metadata {
        name = "app"
      }
      subject {
        kind      = "ServiceAccount"
        name      = "app"
        namespace = "app"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "ClusterRole"
        name      = "cluster-admin"
      }
    }

    expect = ["kubernetes_cluster_role_binding_v1.this @ role_ref[0].name"]
  }

  unknown "not known" {
    variable "role" {}

    resource "kubernetes_cluster_role_binding_v1" "this" {
      metadata {
        name = "app"
      }
      subject {
        kind      = "ServiceAccount"
        name      = "app"
        namespace = "app"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "ClusterRole"
        name      = var.role
      }
    }
  }
}

rule "kubernetes-anonymous-binding" {
  title    = "Role is granted to callers without credentials"
  category = "security"
  severity = "critical"
  resources = [
    "kubernetes_role_binding", "kubernetes_role_binding_v1", "kubernetes_cluster_role_binding",
    "kubernetes_cluster_role_binding_v1",
  ]
  tags = ["cwe-306"]
  params = {
    harmless = ["system:public-info-viewer", "system:discovery", "system:basic-user"]
  }
  when     = !contains(param.harmless, resource.role_ref[0].name)
  for_each = resource.subject
  assert   = each.value.kind == "ServiceAccount" || !contains(["system:anonymous", "system:unauthenticated"], each.value.name)
  at       = each.value.name
  message  = "`${each.value.name}` holds `${resource.role_ref[0].name}`"
  why      = <<-EOT
    Everyone who reaches the API server has the role, without a token. Such bindings have been used to take over
    whole clusters.
  EOT
  remedy   = <<-EOT
    Remove the subject.
  EOT
  link     = "https://kubernetes.io/docs/reference/access-authn-authz/authentication/#anonymous-requests"

  pass "a group" {
    resource "kubernetes_cluster_role_binding_v1" "this" {
      metadata {
        name = "b"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "ClusterRole"
        name      = "view"
      }
      subject {
        kind      = "Group"
        name      = "developers"
        api_group = "rbac.authorization.k8s.io"
      }
    }
  }

  pass "a service account, whatever its name" {
    variable "account" {}

    resource "kubernetes_role_binding_v1" "this" {
      metadata {
        name = "b"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "Role"
        name      = "worker"
      }
      subject {
        kind      = "ServiceAccount"
        name      = var.account
        namespace = "jobs"
      }
    }
  }

  fail "anonymous" {
    resource "kubernetes_cluster_role_binding_v1" "this" {
      metadata {
        name = "b"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "ClusterRole"
        name      = "view"
      }
      subject {
        kind      = "User"
        name      = "system:anonymous"
        api_group = "rbac.authorization.k8s.io"
      }
    }

    expect = ["kubernetes_cluster_role_binding_v1.this @ subject[0].name"]
  }

  fail "unauthenticated" {
    resource "kubernetes_cluster_role_binding_v1" "this" {
      metadata {
        name = "b"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "ClusterRole"
        name      = "view"
      }
      subject {
        kind      = "Group"
        name      = "system:unauthenticated"
        api_group = "rbac.authorization.k8s.io"
      }
    }
  }

  unknown "not known" {
    variable "user" {}

    resource "kubernetes_cluster_role_binding_v1" "this" {
      metadata {
        name = "b"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "ClusterRole"
        name      = "view"
      }
      subject {
        kind      = "User"
        name      = var.user
        api_group = "rbac.authorization.k8s.io"
      }
    }
  }

  pass "`name` is `system:basic-user`" {
    resource "kubernetes_cluster_role_binding_v1" "this" {
      metadata {
        name = "b"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "ClusterRole"
        name      = "system:basic-user"
      }
      subject {
        kind      = "User"
        name      = "system:anonymous"
        api_group = "rbac.authorization.k8s.io"
      }
    }
  }

  fail "one more, `name` is `system:public-info-viewer`" {
    resource "kubernetes_cluster_role_binding_v1" "this" {
      metadata {
        name = "b"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "ClusterRole"
        name      = "view"
      }
      subject {
        kind      = "User"
        name      = "system:anonymous"
        api_group = "rbac.authorization.k8s.io"
      }
    }
    resource "kubernetes_cluster_role_binding_v1" "this_too" {
      metadata {
        name = "b"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "ClusterRole"
        name      = "system:public-info-viewer"
      }
      subject {
        kind      = "User"
        name      = "system:anonymous"
        api_group = "rbac.authorization.k8s.io"
      }
    }
    expect = ["kubernetes_cluster_role_binding_v1.this @ subject[0].name"]
  }
}

rule "kubernetes-default-service-account-binding" {
  title    = "Default service account is granted a role"
  category = "security"
  severity = "medium"
  resources = [
    "kubernetes_role_binding", "kubernetes_role_binding_v1", "kubernetes_cluster_role_binding",
    "kubernetes_cluster_role_binding_v1",
  ]
  aliases  = ["CKV_K8S_42", "3360c01e-c8c0-4812-96a2-a6329b9b7f9f"]
  tags     = ["cwe-250", "cis-kubernetes-1.8-5.1.5"]
  for_each = resource.subject
  assert   = !(each.value.kind == "ServiceAccount" && each.value.name == "default")
  at       = each.value.name
  message  = "the `default` service account of `${coalesce(each.value.namespace, "default")}` holds `${resource.role_ref[0].name}`"
  why      = <<-EOT
    Every pod of the namespace that names no account gets the role, also those that are added later.
  EOT
  remedy   = <<-EOT
    Make an account for the workload and bind that.

    ```hcl
    subject {
      kind      = "ServiceAccount"
      name      = "app"
      namespace = "app"
    }
    ```
  EOT
  link     = "https://kubernetes.io/docs/concepts/security/service-accounts/"

  pass "own" {
    resource "kubernetes_role_binding_v1" "this" {
      metadata {
        name      = "b"
        namespace = "app"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "Role"
        name      = "reader"
      }
      subject {
        kind      = "ServiceAccount"
        name      = "app"
        namespace = "app"
      }
    }
  }

  fail "default" {
    resource "kubernetes_role_binding_v1" "this" {
      metadata {
        name      = "b"
        namespace = "app"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "Role"
        name      = "reader"
      }
      subject {
        kind      = "ServiceAccount"
        name      = "default"
        namespace = "app"
      }
    }

    expect = ["kubernetes_role_binding_v1.this @ subject[0].name"]
  }

  unknown "not known" {
    variable "account" {}

    resource "kubernetes_role_binding_v1" "this" {
      metadata {
        name      = "b"
        namespace = "app"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "Role"
        name      = "reader"
      }
      subject {
        kind = "ServiceAccount"
        name = var.account
      }
    }
  }

  pass "no `kind`" {
    resource "kubernetes_role_binding_v1" "this" {
      metadata {
        name      = "b"
        namespace = "app"
      }
      role_ref {
        api_group = "rbac.authorization.k8s.io"
        kind      = "Role"
        name      = "reader"
      }
      subject {
        name      = "default"
        namespace = "app"
      }
    }
  }
}

rule "kubernetes-default-service-account-token" {
  title    = "Default service account hands out tokens"
  category = "security"
  severity = "low"
  resources = [
    "kubernetes_default_service_account", "kubernetes_default_service_account_v1",
    "kubernetes_service_account", "kubernetes_service_account_v1",
  ]
  aliases = ["CKV_K8S_41", "737a0dd9-0aaa-4145-8118-f01778262b8a"]
  tags    = ["cwe-668", "cis-kubernetes-1.8-5.1.5"]
  when    = startswith(meta.type, "kubernetes_default") || resource.metadata[0].name == "default"
  assert  = resource.automount_service_account_token == false
  at      = resource.automount_service_account_token
  message = "`automount_service_account_token` of the default account is not false"
  why     = <<-EOT
    Pods that name no account get a token for the API although they did not ask for it.
  EOT
  remedy  = <<-EOT
    Switch it off on the default account.

    ```hcl
    automount_service_account_token = false
    ```
  EOT
  link    = "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/"

  fix {
    set = {
      automount_service_account_token = false
    }
  }

  pass "off" {
    resource "kubernetes_default_service_account_v1" "this" {
      metadata {
        namespace = "app"
      }
      automount_service_account_token = false
    }
  }

  pass "another account" {
    resource "kubernetes_service_account_v1" "app" {
      metadata {
        name = "app"
      }
    }
  }

  fail "not written" {
    resource "kubernetes_default_service_account_v1" "this" {
      metadata {
        namespace = "app"
      }
    }

    expect = ["kubernetes_default_service_account_v1.this"]
  }

  fail "on" {
    resource "kubernetes_default_service_account_v1" "this" {
      metadata {
        namespace = "app"
      }
      automount_service_account_token = true
    }

    expect = ["kubernetes_default_service_account_v1.this @ automount_service_account_token"]
  }

  unknown "not known" {
    variable "mount" {}

    resource "kubernetes_default_service_account_v1" "this" {
      metadata {
        namespace = "app"
      }
      automount_service_account_token = var.mount
    }
  }

  fail "`name` is `default`" {
    resource "kubernetes_service_account_v1" "app" {
      metadata {
        name = "default"
      }
    }
    expect = ["kubernetes_service_account_v1.app"]
  }
}

rule "kubernetes-provider-no-tls-check" {
  title     = "Provider does not check the cluster's certificate"
  category  = "security"
  severity  = "medium"
  resources = ["provider.kubernetes", "provider.helm", "provider.kubectl"]
  tags      = ["cwe-295"]
  assert    = !anytrue([for b in concat([resource], flatten([resource.kubernetes])) : coalesce(b.insecure, false)])
  at        = [resource.insecure, resource.kubernetes]
  message   = "`insecure` is on"
  why       = <<-EOT
    Whoever stands between Terraform and the cluster can read the token and change what is applied.
  EOT
  remedy    = <<-EOT
    Remove it, and name the cluster's authority.

    ```hcl
    provider "kubernetes" {
      host                   = var.host
      cluster_ca_certificate = base64decode(var.cluster_ca)
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#argument-reference"

  pass "checked" {
    provider "kubernetes" {
      host = "https://203.0.113.10"
    }
  }

  fail "not checked" {
    provider "kubernetes" {
      host     = "https://203.0.113.10"
      insecure = true
    }
  }

  fail "helm" {
    provider "helm" {
      kubernetes {
        host     = "https://203.0.113.10"
        insecure = true
      }
    }
  }

  unknown "not known" {
    variable "insecure" {}

    provider "kubernetes" {
      host     = "https://203.0.113.10"
      insecure = var.insecure
    }
  }
}

rule "kubernetes-provider-token-in-code" {
  title     = "Cluster credentials stand in the provider block"
  category  = "security"
  severity  = "high"
  resources = ["provider.kubernetes", "provider.helm", "provider.kubectl"]
  tags      = ["cwe-798"]
  assert    = !anytrue([for b in concat([resource], flatten([resource.kubernetes])) : anytrue([for c in [b.token, b.password, b.client_key] : is_known(c) && c != null && c != "" && !can(regex("^[A-Z_]+$|^[xX*.]+$|^<.*>$|(?i:your|placeholder|changeme|dummy|_here$|xxxx)", c))])])
  at        = [resource.token, resource.password, resource.client_key, resource.kubernetes]
  message   = "a token, password or client key is written in plain text"
  why       = <<-EOT
    Whoever reads the repository has the rights of the account that applies it, mostly those of an administrator.
  EOT
  remedy    = <<-EOT
    Use an `exec` block or a data source for a short-lived token.

    ```hcl
    provider "kubernetes" {
      host = var.host
      exec {
        api_version = "client.authentication.k8s.io/v1"
        command     = "gke-gcloud-auth-plugin"
      }
    }
    ```
  EOT
  link      = "https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#exec-plugins"

  pass "from a variable" {
    variable "token" {}

    provider "kubernetes" {
      host  = "https://203.0.113.10"
      token = var.token
    }
  }

  pass "none" {
    provider "kubernetes" {
      host = "https://203.0.113.10"
    }
  }

  fail "token" {
    provider "kubernetes" {
      host  = "https://203.0.113.10"
      token = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"
    }
  }

  fail "helm" {
    provider "helm" {
      kubernetes {
        host     = "https://203.0.113.10"
        password = "hunter2"
      }
    }
  }
}
