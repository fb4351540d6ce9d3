# Elastic Kubernetes Service.

rule "aws-eks-public-endpoint-open" {
  title     = "EKS API server is open to the whole internet"
  category  = "security"
  severity  = "high"
  resources = ["aws_eks_cluster"]
  aliases = [
    "CKV_AWS_38", "CKV_AWS_39", "AWS-0040", "aws-eks-no-public-cluster-access", "AVD-AWS-0040", "AWS-0041",
    "aws-eks-no-public-cluster-access-to-cidr", "AVD-AWS-0041", "61cf9883-1752-4768-b18c-0d57f2737709",
    "42f4b905-3736-4213-bfe9-c0660518cda8",
  ]
  tags = ["cwe-284"]
  when = coalesce(resource.vpc_config[0].endpoint_public_access, true)
  assert = (
    length(resource.vpc_config[0].public_access_cidrs) > 0
    && !anytrue([for c in resource.vpc_config[0].public_access_cidrs : cidr_is_public(c)])
  )
  at      = [resource.vpc_config[0].public_access_cidrs, resource.vpc_config[0].endpoint_public_access, resource.vpc_config]
  message = "Anyone on the internet reaches the cluster's API server"
  why     = <<-EOT
    Both the public endpoint and the range `0.0.0.0/0` are the provider's defaults. A leaked token or the next flaw of the API server is then usable from
    anywhere.
  EOT
  remedy  = <<-EOT
    ```hcl
    vpc_config {
      subnet_ids              = var.subnet_ids
      endpoint_private_access = true
      endpoint_public_access  = false # or keep it, with public_access_cidrs = ["203.0.113.0/24"]
    }
    ```
  EOT
  link    = "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"

  pass "private only" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids              = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        endpoint_private_access = true
        endpoint_public_access  = false
      }
    }
    also = ["aws-eks-control-plane-logs-off"]
  }

  pass "public for one network" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids          = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        public_access_cidrs = ["203.0.113.0/24"]
      }
    }
    also = ["aws-eks-control-plane-logs-off"]
  }

  fail "the defaults" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
  }

  fail "everyone, written down" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids             = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        endpoint_public_access = true
        public_access_cidrs    = ["203.0.113.0/24", "0.0.0.0/0"]
      }
    }
    expect = ["aws_eks_cluster.main @ vpc_config[0].public_access_cidrs"]
  }

  unknown "the ranges are an unset variable" {
    variable "cidrs" {
      type = list(string)
    }
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids          = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        public_access_cidrs = var.cidrs
      }
    }
  }
}

rule "aws-eks-public-endpoint" {
  title     = "EKS API server has a public endpoint"
  category  = "security"
  severity  = "low"
  resources = ["aws_eks_cluster"]
  aliases   = ["CKV_AWS_39", "AWS-0040", "aws-eks-no-public-cluster-access", "AVD-AWS-0040", "42f4b905-3736-4213-bfe9-c0660518cda8"]
  tags      = ["cwe-284"]
  default   = false
  when = (
    length(resource.vpc_config[0].public_access_cidrs) > 0
    && !anytrue([for c in resource.vpc_config[0].public_access_cidrs : cidr_is_public(c)])
  )
  assert  = !coalesce(resource.vpc_config[0].endpoint_public_access, true)
  at      = [resource.vpc_config[0].endpoint_public_access, resource.vpc_config[0].public_access_cidrs]
  message = "The API server answers on the internet, for a limited list of ranges"
  why     = "A limited list is a good compromise. Networks with a VPN or a bastion can do without any public endpoint; this rule is for them."
  remedy  = "Set `endpoint_public_access = false` and `endpoint_private_access = true`."
  link    = "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html"

  pass "private only" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids             = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        endpoint_public_access = false
        public_access_cidrs    = ["203.0.113.0/24"]
      }
    }
    also = ["aws-eks-control-plane-logs-off"]
  }

  fail "public for one network" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids             = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        endpoint_public_access = true
        public_access_cidrs    = ["203.0.113.0/24"]
      }
    }
    expect = ["aws_eks_cluster.main @ vpc_config[0].endpoint_public_access"]
  }

  unknown "`endpoint_public_access` is an unset variable" {
    variable "endpoint_public_access" {}
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids             = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        endpoint_public_access = var.endpoint_public_access
        public_access_cidrs    = ["203.0.113.0/24"]
      }
    }
  }

  pass "no `public_access_cidrs`" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids             = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        endpoint_public_access = true
      }
    }
    also = ["aws-eks-control-plane-logs-off", "aws-eks-public-endpoint-open"]
  }

  fail "no `endpoint_public_access`" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids          = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        public_access_cidrs = ["203.0.113.0/24"]
      }
    }
    expect = ["aws_eks_cluster.main @ vpc_config[0].public_access_cidrs"]
  }

  unknown "besides, `public_access_cidrs` is an unset variable" {
    variable "public_access_cidrs" {}
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids             = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
        endpoint_public_access = true
        public_access_cidrs    = ["203.0.113.0/24", var.public_access_cidrs]
      }
    }
    expect = ["aws_eks_cluster.main @ vpc_config[0].endpoint_public_access"]
  }
}

rule "aws-eks-control-plane-logs-off" {
  title     = "EKS control plane does not write its audit log"
  category  = "security"
  severity  = "medium"
  resources = ["aws_eks_cluster"]
  aliases = [
    "CKV_AWS_37", "AWS-0038", "aws-eks-enable-control-plane-logging", "AVD-AWS-0038", "37304d3f-f852-40b8-ae3f-725e87a7cedf",
    "66f130d9-b81d-4e8e-9b08-da74b9c891df",
  ]
  tags = ["cwe-778"]
  params = {
    required = ["api", "audit", "authenticator"]
  }
  assert  = alltrue([for t in param.required : contains(resource.enabled_cluster_log_types, t)])
  at      = resource.enabled_cluster_log_types
  message = "Log types are missing: ${join(", ", [for t in param.required : t if !contains(resource.enabled_cluster_log_types, t)])}"
  why     = <<-EOT
    The audit and authenticator logs are the only record of who did what in the cluster, and they cannot be had afterwards. They are off by default and
    billed by volume. The scheduler's and controller manager's logs help with operation, not with audits; add them to `required` if your policy names them.
  EOT
  remedy  = "Set `enabled_cluster_log_types = [\"api\", \"audit\", \"authenticator\"]`."
  link    = "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html"
  fix {
    set = {
      enabled_cluster_log_types = ["api", "audit", "authenticator"]
    }
    safe = false
  }

  pass "the three" {
    resource "aws_eks_cluster" "main" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::123456789012:role/eks"
      enabled_cluster_log_types = ["api", "audit", "authenticator"]
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    also = ["aws-eks-public-endpoint-open"]
  }

  fail "none" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
  }

  fail "one of three" {
    resource "aws_eks_cluster" "main" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::123456789012:role/eks"
      enabled_cluster_log_types = ["api"]
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    expect = ["aws_eks_cluster.main @ enabled_cluster_log_types"]
  }

  unknown "an unset variable" {
    variable "types" {
      type = list(string)
    }
    resource "aws_eks_cluster" "main" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::123456789012:role/eks"
      enabled_cluster_log_types = var.types
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
  }

  fail "more that fail" {
    resource "aws_eks_cluster" "enabled_cluster_log_types_without" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::123456789012:role/eks"
      enabled_cluster_log_types = ["api", "audit"]
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    resource "aws_eks_cluster" "one_more_enabled_cluster_log_types" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::123456789012:role/eks"
      enabled_cluster_log_types = ["api", "audit", "authenticator"]
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    resource "aws_eks_cluster" "one_more_enabled_cluster_log_types_2" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::123456789012:role/eks"
      enabled_cluster_log_types = ["audit", "authenticator"]
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    expect = [
      "aws_eks_cluster.enabled_cluster_log_types_without @ enabled_cluster_log_types",
      "aws_eks_cluster.one_more_enabled_cluster_log_types_2 @ enabled_cluster_log_types",
    ]
  }
}

rule "aws-eks-secrets-aws-owned-key" {
  title     = "EKS secrets are not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_eks_cluster"]
  aliases   = ["CKV_AWS_58", "AWS-0039", "aws-eks-encrypt-secrets", "AVD-AWS-0039", "63ebcb19-2739-4d3f-aa5c-e8bbb9b85281"]
  tags      = ["cwe-320"]
  default   = false
  assert    = anytrue([for e in resource.encryption_config : contains(e.resources, "secrets") && (e.provider[0].key_arn != null)])
  at        = resource.encryption_config
  message   = "Kubernetes secrets are encrypted with a key that AWS owns"
  why       = <<-EOT
    Since Kubernetes 1.28 EKS encrypts all API data by itself, with a key of its own. A key of yours adds a policy, an audit trail and the power to take it away.
    It cannot be removed again, only exchanged.
  EOT
  remedy    = <<-EOT
    ```hcl
    encryption_config {
      resources = ["secrets"]
      provider {
        key_arn = aws_kms_key.eks.arn
      }
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/eks/latest/userguide/envelope-encryption.html"

  pass "a key" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      encryption_config {
        resources = ["secrets"]
        provider {
          key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        }
      }
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    also = ["aws-eks-control-plane-logs-off", "aws-eks-public-endpoint-open"]
  }

  fail "none" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
  }

  fail "more that fail" {
    resource "aws_eks_cluster" "no_resources" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      encryption_config {
        provider {
          key_arn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        }
      }
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    resource "aws_eks_cluster" "without_provider" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      encryption_config {
        resources = ["secrets"]
      }
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    expect = ["aws_eks_cluster.no_resources @ encryption_config", "aws_eks_cluster.without_provider @ encryption_config"]
  }
}

rule "aws-eks-node-ssh-open" {
  title     = "EKS nodes accept SSH from the whole internet"
  category  = "security"
  severity  = "high"
  resources = ["aws_eks_node_group"]
  aliases   = ["CKV_AWS_100", "ba40ace1-a047-483c-8a8d-bc2d3a67a82d"]
  tags      = ["cwe-284"]
  for_each  = resource.remote_access
  assert    = each.value.ec2_ssh_key == null || length(each.value.source_security_group_ids) > 0
  at        = [each.value.ec2_ssh_key, each.value]
  message   = "A key pair without source security groups opens port 22 of every node to everyone"
  why       = "EKS makes a security group for remote access by itself. When `source_security_group_ids` is missing, that group lets the whole internet to port 22."
  remedy    = "Add `source_security_group_ids = [aws_security_group.bastion.id]`, or drop `remote_access` and use Session Manager."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/eks_node_group"

  pass "from a bastion" {
    resource "aws_eks_node_group" "main" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::123456789012:role/node"
      subnet_ids    = ["subnet-0a1b2c3d"]
      remote_access {
        ec2_ssh_key               = "ops"
        source_security_group_ids = ["sg-0a1b2c3d"]
      }
      scaling_config {
        desired_size = 1
        max_size     = 2
        min_size     = 1
      }
    }
  }

  pass "no remote access" {
    resource "aws_eks_node_group" "main" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::123456789012:role/node"
      subnet_ids    = ["subnet-0a1b2c3d"]
      scaling_config {
        desired_size = 1
        max_size     = 2
        min_size     = 1
      }
    }
  }

  fail "a key without sources" {
    resource "aws_eks_node_group" "main" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::123456789012:role/node"
      subnet_ids    = ["subnet-0a1b2c3d"]
      remote_access {
        ec2_ssh_key = "ops"
      }
      scaling_config {
        desired_size = 1
        max_size     = 2
        min_size     = 1
      }
    }
    expect = ["aws_eks_node_group.main @ remote_access[0].ec2_ssh_key"]
  }

  unknown "the sources are an unset variable" {
    variable "sources" {
      type = list(string)
    }
    resource "aws_eks_node_group" "main" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::123456789012:role/node"
      subnet_ids    = ["subnet-0a1b2c3d"]
      remote_access {
        ec2_ssh_key               = "ops"
        source_security_group_ids = var.sources
      }
      scaling_config {
        desired_size = 1
        max_size     = 2
        min_size     = 1
      }
    }
  }

  pass "no `ec2_ssh_key`" {
    resource "aws_eks_node_group" "main" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::123456789012:role/node"
      subnet_ids    = ["subnet-0a1b2c3d"]
      remote_access {}
      scaling_config {
        desired_size = 1
        max_size     = 2
        min_size     = 1
      }
    }
  }
}

rule "aws-eks-version-unsupported" {
  title     = "EKS version is no longer supported"
  category  = "reliability"
  severity  = "high"
  resources = ["aws_eks_cluster"]
  aliases   = ["CKV_AWS_339"]
  tags      = ["cwe-1104"]
  params = {
    oldest = "1.31"
  }
  when    = resource.version != null
  assert  = version_at_least(resource.version, param.oldest)
  at      = resource.version
  message = "Kubernetes ${resource.version} has left extended support; the oldest that AWS still runs is ${param.oldest}"
  why     = "AWS refuses new clusters of this version, and upgrades existing ones by itself at a time it chooses. There are no more security fixes."
  remedy  = "Upgrade one minor version at a time, control plane first. Set the rule's `oldest` when AWS moves on."
  link    = "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html"

  pass "current" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      version  = "1.35"
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    also = ["aws-eks-control-plane-logs-off", "aws-eks-public-endpoint-open"]
  }

  pass "not written: the newest" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    also = ["aws-eks-control-plane-logs-off", "aws-eks-public-endpoint-open"]
  }

  fail "too old" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      version  = "1.24"
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    expect = ["aws_eks_cluster.main @ version"]
  }

  unknown "an unset variable" {
    variable "kubernetes" {
      type = string
    }
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      version  = var.kubernetes
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
  }
}

rule "aws-eks-version-extended-support" {
  title     = "EKS version is in extended support, at six times the price"
  category  = "cost"
  severity  = "medium"
  resources = ["aws_eks_cluster"]
  params = {
    standard = "1.34"
    oldest   = "1.31"
  }
  when    = resource.version != null && version_at_least(resource.version, param.oldest)
  assert  = version_at_least(resource.version, param.standard)
  at      = resource.version
  message = "Standard support of Kubernetes ${resource.version} has ended"
  why     = "A control plane in extended support costs USD 0.60 an hour instead of 0.10. With `upgrade_policy { support_type = \"STANDARD\" }` AWS upgrades it instead."
  remedy  = "Upgrade to Kubernetes 1.34 or later. Set the rule's `standard` when AWS moves on."
  link    = "https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html"

  pass "standard support" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      version  = "1.34"
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    also = ["aws-eks-control-plane-logs-off", "aws-eks-public-endpoint-open"]
  }

  fail "extended support" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      version  = "1.32"
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    expect = ["aws_eks_cluster.main @ version"]
  }

  unknown "`version` is an unset variable" {
    variable "version" {}
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      version  = var.version
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
  }

  pass "`version` is `1.24`" {
    resource "aws_eks_cluster" "main" {
      name     = "main"
      role_arn = "arn:aws:iam::123456789012:role/eks"
      version  = "1.24"
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    also = ["aws-eks-control-plane-logs-off", "aws-eks-public-endpoint-open", "aws-eks-version-unsupported"]
  }
}

rule "aws-eks-log-type-invalid" {
  title     = "EKS cluster names a log type that does not exist"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_eks_cluster"]
  params = {
    allowed = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
  }
  assert  = alltrue([for t in resource.enabled_cluster_log_types : contains(param.allowed, t)])
  at      = resource.enabled_cluster_log_types
  message = "Unknown: ${join(", ", [for t in resource.enabled_cluster_log_types : "`${t}`" if !contains(param.allowed, t)])}"
  why     = "AWS refuses unknown log types at apply. Upper and lower case count: it is `controllerManager`."
  remedy  = "Use `api`, `audit`, `authenticator`, `controllerManager` and `scheduler`."
  link    = "https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html"

  pass "known" {
    resource "aws_eks_cluster" "main" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::123456789012:role/eks"
      enabled_cluster_log_types = ["api", "controllerManager"]
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    also = ["aws-eks-control-plane-logs-off", "aws-eks-public-endpoint-open"]
  }

  fail "a slip" {
    resource "aws_eks_cluster" "main" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::123456789012:role/eks"
      enabled_cluster_log_types = ["api", "controllermanager"]
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    expect = ["aws_eks_cluster.main @ enabled_cluster_log_types"]
    also   = ["aws-eks-control-plane-logs-off"]
  }

  unknown "`enabled_cluster_log_types` is an unset variable" {
    variable "enabled_cluster_log_types" {}
    resource "aws_eks_cluster" "main" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::123456789012:role/eks"
      enabled_cluster_log_types = var.enabled_cluster_log_types
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
  }

  pass "`enabled_cluster_log_types` is `scheduler`" {
    resource "aws_eks_cluster" "main" {
      name                      = "main"
      role_arn                  = "arn:aws:iam::123456789012:role/eks"
      enabled_cluster_log_types = ["scheduler", "controllerManager"]
      vpc_config {
        subnet_ids = ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
      }
    }
    also = ["aws-eks-control-plane-logs-off", "aws-eks-public-endpoint-open"]
  }
}

rule "aws-eks-node-group-size-invalid" {
  title     = "EKS node group's sizes contradict each other"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_eks_node_group"]
  for_each  = resource.scaling_config
  assert    = !(each.value.min_size > each.value.max_size || each.value.desired_size > each.value.max_size || each.value.desired_size < each.value.min_size)
  at        = each.value.desired_size
  message   = "${each.value.min_size} <= ${each.value.desired_size} <= ${each.value.max_size} does not hold for minimum, desired and maximum"
  why       = "AWS refuses a desired size outside minimum and maximum, at apply."
  remedy    = "Put the three into order; with an autoscaler add `ignore_changes = [scaling_config[0].desired_size]`."
  link      = "https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupScalingConfig.html"

  pass "in order" {
    resource "aws_eks_node_group" "main" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::123456789012:role/node"
      subnet_ids    = ["subnet-0a1b2c3d"]
      scaling_config {
        desired_size = 2
        max_size     = 4
        min_size     = 1
      }
    }
  }

  fail "desired over maximum" {
    resource "aws_eks_node_group" "main" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::123456789012:role/node"
      subnet_ids    = ["subnet-0a1b2c3d"]
      scaling_config {
        desired_size = 5
        max_size     = 4
        min_size     = 1
      }
    }
    expect = ["aws_eks_node_group.main @ scaling_config[0].desired_size"]
  }

  unknown "`desired_size` is an unset variable" {
    variable "desired_size" {}
    resource "aws_eks_node_group" "main" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::123456789012:role/node"
      subnet_ids    = ["subnet-0a1b2c3d"]
      scaling_config {
        desired_size = var.desired_size
        max_size     = 4
        min_size     = 1
      }
    }
  }

  pass "more that pass" {
    resource "aws_eks_node_group" "desired_size_is_1" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::123456789012:role/node"
      subnet_ids    = ["subnet-0a1b2c3d"]
      scaling_config {
        desired_size = 1
        max_size     = 4
        min_size     = 1
      }
    }
  }

  fail "more that fail" {
    variable "desired_size" {}
    resource "aws_eks_node_group" "min_size_is_3_max_size_is_2" {
      cluster_name  = "main"
      node_role_arn = "arn:aws:iam::123456789012:role/node"
      subnet_ids    = ["subnet-0a1b2c3d"]
      scaling_config {
        desired_size = var.desired_size
        max_size     = 2
        min_size     = 3
      }
    }
    expect = ["aws_eks_node_group.min_size_is_3_max_size_is_2 @ scaling_config[0].desired_size"]
  }
}

rule "aws-eks-node-group-previous-generation" {
  title     = "EKS nodes are of a previous generation"
  category  = "cost"
  severity  = "low"
  resources = ["aws_eks_node_group"]
  params = {
    families = "^(?:a1|c1|c3|c4|cc2|cg1|cr1|d2|g2|g3|g3s|h1|hi1|hs1|i2|i3|m1|m2|m3|m4|p2|p3|r3|r4|t1|t2|x1|x1e|z1d)[.]"
  }
  assert  = !anytrue([for t in resource.instance_types : can(regex(param.families, t))])
  at      = resource.instance_types
  message = "Of a previous generation: ${join(", ", [for t in resource.instance_types : "`${t}`" if can(regex(param.families, t))])}"
  why     = "Newer families do the same work for the same price or less and hold more pods for each node."
  remedy  = "Use `m7i`, `m7g` or `t3` instead."
  link    = "https://aws.amazon.com/ec2/previous-generation/"

  pass "current" {
    resource "aws_eks_node_group" "main" {
      cluster_name   = "main"
      node_role_arn  = "arn:aws:iam::123456789012:role/node"
      subnet_ids     = ["subnet-0a1b2c3d"]
      instance_types = ["m7i.large"]
      scaling_config {
        desired_size = 1
        max_size     = 2
        min_size     = 1
      }
    }
  }

  fail "one of two" {
    resource "aws_eks_node_group" "main" {
      cluster_name   = "main"
      node_role_arn  = "arn:aws:iam::123456789012:role/node"
      subnet_ids     = ["subnet-0a1b2c3d"]
      instance_types = ["m7i.large", "m4.large"]
      scaling_config {
        desired_size = 1
        max_size     = 2
        min_size     = 1
      }
    }
    expect = ["aws_eks_node_group.main @ instance_types"]
  }

  unknown "`instance_types` is an unset variable" {
    variable "instance_types" {}
    resource "aws_eks_node_group" "main" {
      cluster_name   = "main"
      node_role_arn  = "arn:aws:iam::123456789012:role/node"
      subnet_ids     = ["subnet-0a1b2c3d"]
      instance_types = var.instance_types
      scaling_config {
        desired_size = 1
        max_size     = 2
        min_size     = 1
      }
    }
  }
}
