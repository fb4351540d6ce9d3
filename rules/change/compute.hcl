# Clusters, machines, registries, and where Terraform keeps its own state.

rule "change-cluster-destroyed" {
  title     = "Plan destroys a cluster with all that runs on it"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_eks_cluster",
    "aws_emr_cluster",
    "azurerm_kubernetes_cluster",
    "azurerm_redhat_openshift_cluster",
    "azurerm_hdinsight_hadoop_cluster",
    "google_container_cluster",
    "google_dataproc_cluster",
    "google_composer_environment",
    "digitalocean_kubernetes_cluster",
    "linode_lke_cluster",
    "oci_containerengine_cluster",
    "ibm_container_vpc_cluster",
    "alicloud_cs_managed_kubernetes",
    "tencentcloud_kubernetes_cluster",
    "yandex_kubernetes_cluster",
    "rancher2_cluster",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the cluster `${meta.address}`: ${change.because}"
  why       = <<-EOT
    A cluster is not one resource but everything that was deployed to it: workloads, their configuration, secrets and volume claims, most of which no Terraform code describes.
  EOT
  remedy    = <<-EOT
    Move the workloads to another cluster first. Where only the name in code changed, write a `moved` block.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_eks_cluster.main" {
        before = { name = "prod" }
        after  = { name = "prod" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_eks_cluster.main" {
        after = { name = "prod" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_eks_cluster.main" {
        reason = "delete_because_no_resource_config"
        before = { name = "prod" }
      }
    }
    expect = ["aws_eks_cluster.main"]
  }
}

rule "change-cluster-replaced" {
  title     = "Plan replaces a cluster by an empty one"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_eks_cluster",
    "aws_emr_cluster",
    "azurerm_kubernetes_cluster",
    "azurerm_redhat_openshift_cluster",
    "azurerm_hdinsight_hadoop_cluster",
    "google_container_cluster",
    "google_dataproc_cluster",
    "google_composer_environment",
    "digitalocean_kubernetes_cluster",
    "linode_lke_cluster",
    "oci_containerengine_cluster",
    "ibm_container_vpc_cluster",
    "alicloud_cs_managed_kubernetes",
    "tencentcloud_kubernetes_cluster",
    "yandex_kubernetes_cluster",
    "rancher2_cluster",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the cluster `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The new cluster has the name of the old one and nothing on it. Its endpoint and its certificate authority are new too, so every kubeconfig and every role for service accounts breaks.
  EOT
  remedy    = <<-EOT
    Undo the change of the argument that forces it (networks, roles and encryption settings of clusters are fixed at creation), or build a second cluster and move over.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_eks_cluster.main" {
        before = { name = "prod" }
        after  = { name = "prod" }
      }
    }
  }

  fail "`name` forces it" {
    resource "aws_eks_cluster" "main" {
      name = "production"
    }
    plan {
      replace "aws_eks_cluster.main" {
        by     = ["name"]
        before = { name = "prod" }
        after  = { name = "production" }
      }
    }
    expect = ["aws_eks_cluster.main @ name"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_eks_cluster.main" {
        reason = "replace_by_request"
        before = { name = "prod" }
        after  = { name = "prod" }
      }
    }
    expect = ["aws_eks_cluster.main"]
  }
}

rule "change-machine-destroyed" {
  title     = "Plan destroys a virtual machine"
  category  = "change"
  severity  = "medium"
  resources = [
    "aws_instance",
    "aws_spot_instance_request",
    "aws_lightsail_instance",
    "azurerm_linux_virtual_machine",
    "azurerm_windows_virtual_machine",
    "azurerm_virtual_machine",
    "google_compute_instance",
    "digitalocean_droplet",
    "linode_instance",
    "oci_core_instance",
    "openstack_compute_instance_v2",
    "alicloud_instance",
    "hcloud_server",
    "yandex_compute_instance",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the machine `${meta.address}`: ${change.because}"
  why       = <<-EOT
    What is on its local disks goes with it: instance store always, the root volume unless it is told to stay. Programs on it stop without notice.
  EOT
  remedy    = <<-EOT
    Check that nothing on the machine is worth keeping, and take it out of its load balancer first.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_instance.main" {
        before = { ami = "ami-1" }
        after  = { ami = "ami-1" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_instance.main" {
        after = { ami = "ami-1" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_instance.main" {
        reason = "delete_because_no_resource_config"
        before = { ami = "ami-1" }
      }
    }
    expect = ["aws_instance.main"]
  }
}

rule "change-machine-replaced" {
  title     = "Plan replaces a virtual machine"
  category  = "change"
  severity  = "medium"
  resources = [
    "aws_instance",
    "aws_spot_instance_request",
    "aws_lightsail_instance",
    "azurerm_linux_virtual_machine",
    "azurerm_windows_virtual_machine",
    "azurerm_virtual_machine",
    "google_compute_instance",
    "digitalocean_droplet",
    "linode_instance",
    "oci_core_instance",
    "openstack_compute_instance_v2",
    "alicloud_instance",
    "hcloud_server",
    "yandex_compute_instance",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the machine `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The machine is destroyed and made again from its image: local data is lost, the private address changes, and until the new one is ready there is none. A new image id or changed user data is the usual cause.
  EOT
  remedy    = <<-EOT
    Keep data on a volume of its own. Where the image moves by itself (`most_recent = true`), pin it or ignore it:

    ```hcl
    lifecycle {
      create_before_destroy = true
      ignore_changes        = [ami]
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_instance.main" {
        before = { ami = "ami-1" }
        after  = { ami = "ami-1" }
      }
    }
  }

  fail "`ami` forces it" {
    resource "aws_instance" "main" {
      ami = "ami-2"
    }
    plan {
      replace "aws_instance.main" {
        by     = ["ami"]
        before = { ami = "ami-1" }
        after  = { ami = "ami-2" }
      }
    }
    expect = ["aws_instance.main @ ami"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_instance.main" {
        reason = "replace_by_request"
        before = { ami = "ami-1" }
        after  = { ami = "ami-1" }
      }
    }
    expect = ["aws_instance.main"]
  }
}

rule "change-repository-destroyed" {
  title     = "Plan destroys a repository of code or images"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_ecr_repository",
    "aws_ecrpublic_repository",
    "azurerm_container_registry",
    "google_artifact_registry_repository",
    "google_container_registry",
    "digitalocean_container_registry",
    "aws_codecommit_repository",
    "aws_codeartifact_repository",
    "github_repository",
    "gitlab_project",
    "azuredevops_git_repository",
  ]
  assert    = change.action != "destroy"
  message   = "the plan destroys the repository `${meta.address}`: ${change.because}"
  why       = <<-EOT
    Images and packages that running services pull at their next start are gone, and with a code repository its issues and reviews.
  EOT
  remedy    = <<-EOT
    Archive it (`archived = true`) or stop writing to it, and destroy it when nothing pulls from it any more.
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_ecr_repository.main" {
        before = { name = "shop" }
        after  = { name = "shop" }
      }
    }
  }

  pass "it is new" {
    plan {
      create "aws_ecr_repository.main" {
        after = { name = "shop" }
      }
    }
  }

  fail "its block was removed" {
    plan {
      destroy "aws_ecr_repository.main" {
        reason = "delete_because_no_resource_config"
        before = { name = "shop" }
      }
    }
    expect = ["aws_ecr_repository.main"]
  }
}

rule "change-repository-replaced" {
  title     = "Plan replaces a repository by an empty one"
  category  = "change"
  severity  = "high"
  resources = [
    "aws_ecr_repository",
    "aws_ecrpublic_repository",
    "azurerm_container_registry",
    "google_artifact_registry_repository",
    "google_container_registry",
    "digitalocean_container_registry",
    "aws_codecommit_repository",
    "aws_codeartifact_repository",
    "github_repository",
    "gitlab_project",
    "azuredevops_git_repository",
  ]
  assert    = change.action != "replace"
  at        = resource[change.attribute]
  message   = "the plan replaces the repository `${meta.address}`: ${change.because}"
  why       = <<-EOT
    The new repository is empty: nodes that start now cannot pull the image that they ran yesterday. Builds have to be made and pushed again.
  EOT
  remedy    = <<-EOT
    Create the new repository first and copy the images (`crane copy`, `skopeo sync`).
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle"

  pass "an update in place" {
    plan {
      update "aws_ecr_repository.main" {
        before = { name = "shop" }
        after  = { name = "shop" }
      }
    }
  }

  fail "`name` forces it" {
    resource "aws_ecr_repository" "main" {
      name = "store"
    }
    plan {
      replace "aws_ecr_repository.main" {
        by     = ["name"]
        before = { name = "shop" }
        after  = { name = "store" }
      }
    }
    expect = ["aws_ecr_repository.main @ name"]
  }

  fail "somebody asked for it" {
    plan {
      replace "aws_ecr_repository.main" {
        reason = "replace_by_request"
        before = { name = "shop" }
        after  = { name = "shop" }
      }
    }
    expect = ["aws_ecr_repository.main"]
  }
}

rule "change-state-storage-destroyed" {
  title     = "Plan destroys the storage of Terraform state"
  category  = "change"
  severity  = "critical"
  resources = [
    "aws_s3_bucket",
    "aws_dynamodb_table",
    "azurerm_storage_account",
    "azurerm_storage_container",
    "google_storage_bucket",
    "oci_objectstorage_bucket",
    "alicloud_oss_bucket",
    "consul_keys",
  ]
  params = {
    names = "tf-?state|terraform[-_.]?(state|lock)|state[-_.]?lock"
  }
  assert    = length([for name in [change.before.bucket, change.before.name, change.before.id] : name if can(regex(param.names, lower(name)))]) == 0 || !contains(["destroy", "replace"], change.action)
  message   = "the plan takes away `${meta.address}`, which seems to hold Terraform state: ${change.because}"
  why       = <<-EOT
    Without its state Terraform knows nothing of what it made: everything that this storage describes has to be imported again, one resource at a time. Other configurations than this one may keep their state there too.

    What holds state is told by the name; `names` is a regular expression for yours.
  EOT
  remedy    = <<-EOT
    Move every state out first (`terraform init -migrate-state`), and let the bucket be the last thing that goes. Keep it safe until then:

    ```hcl
    lifecycle {
      prevent_destroy = true
    }
    ```
  EOT
  link      = "https://developer.hashicorp.com/terraform/language/backend"

  pass "another bucket" {
    plan {
      destroy "aws_s3_bucket.main" {
        before = { bucket = "invoices" }
      }
    }
  }

  pass "the state is only tagged" {
    plan {
      update "aws_s3_bucket.state" {
        before = { bucket = "acme-tfstate" }
        after  = { bucket = "acme-tfstate" }
      }
    }
  }

  fail "the bucket of the state" {
    plan {
      destroy "aws_s3_bucket.state" {
        reason = "delete_because_no_resource_config"
        before = { bucket = "acme-tfstate" }
      }
    }
  }

  fail "the table of its locks is replaced" {
    plan {
      replace "aws_dynamodb_table.lock" {
        by     = ["hash_key"]
        before = { name = "terraform-state-lock", hash_key = "Lock" }
        after  = { name = "terraform-state-lock", hash_key = "LockID" }
      }
    }
  }
}
