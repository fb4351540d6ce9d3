# What is paid for and not needed: idle, oversized, old, kept for ever. What counts as not production is a parameter of each rule that asks for it.

rule "google-compute-instance-large-outside-production" {
  title     = "Large machine outside production"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_compute_instance", "google_compute_instance_template", "google_compute_region_instance_template"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
    types         = "-(?:1[6-9]|[2-9][0-9]|[1-9][0-9][0-9])(?:-|$)"
  }
  when    = can(regex(param.types, resource.machine_type))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.machine_type
  message = "`${resource.machine_type}` is a large type for an environment that is not production"
  why     = <<-EOT
    Types are often copied from production. Each step down halves the bill; shared-core types (`e2-small`) serve most tests. It is fine for load tests and
    builds.
  EOT
  remedy  = <<-EOT
    Choose the type by environment.

    ```hcl
    machine_type = var.environment == "prod" ? "n2-standard-32" : "e2-small"
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/machine-resource"

  pass "production" {
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "n2-standard-32"
      labels = {
        env = "prod"
      }
    }
  }

  pass "a small one" {
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "e2-small"
      labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "n2-standard-32"
      labels = {
        env = "dev"
      }
    }
    expect = ["google_compute_instance.this @ machine_type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "n2-standard-32"
      labels = {
        env = var.environment
      }
    }
  }
}

rule "google-compute-instance-arm-candidate" {
  title     = "Machine type has a cheaper Arm sibling"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_compute_instance", "google_compute_instance_template", "google_compute_region_instance_template"]
  params = {
    types = "^(?:n2|c3|c4)-(?:standard|highmem|highcpu)-"
  }
  when    = resource.machine_type != null
  assert  = !can(regex(param.types, resource.machine_type))
  at      = resource.machine_type
  message = "`${resource.machine_type}` has Arm siblings (`c4a`, `t2a`) at a lower price"
  why     = <<-EOT
    In the price table (us-central1) four vCPUs cost 0.1976 USD an hour as `c4-standard-4` and 0.1942 as `n2-standard-4`, but 0.1796 as `c4a-standard-4`
    and 0.154 as `t2a-standard-4`. Image and agents must exist for arm64.
  EOT
  remedy  = <<-EOT
    Use an Arm type and an arm64 image.

    ```hcl
    machine_type = "c4a-standard-4"
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/instances/arm-on-compute"

  pass "Arm" {
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "c4a-standard-4"
    }
  }

  fail "x86" {
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "n2-standard-4"
    }
    expect = ["google_compute_instance.this @ machine_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = var.type
    }
  }
}

rule "google-compute-instance-no-schedule-outside-production" {
  title     = "Test machine runs through the night"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_compute_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  related "schedules" {
    type = ["google_cloud_scheduler_job", "google_compute_resource_policy_attachment"]
    on   = refers(other, resource) && other.meta.address != meta.address
  }
  when    = can(regex(param.nonproduction, environment_of(resource)))
  assert  = length(resource.resource_policies) > 0 || length(related.schedules) > 0
  message = "no instance schedule stops the machine in the evening"
  why     = <<-EOT
    What is used ten hours on five days runs 168 hours a week: seventy per cent of the bill are nights and weekends.
  EOT
  remedy  = <<-EOT
    Attach an instance schedule.

    ```hcl
    resource "google_compute_resource_policy" "office_hours" {
      name   = "office-hours"
      region = "europe-west1"
      instance_schedule_policy {
        time_zone = "Europe/Berlin"
        vm_start_schedule {
          schedule = "0 7 * * MON-FRI"
        }
        vm_stop_schedule {
          schedule = "0 19 * * *"
        }
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/instances/schedule-instance-start-stop"

  pass "a schedule" {
    resource "google_compute_resource_policy" "this" {
      name   = "office-hours"
      region = "europe-west1"
      instance_schedule_policy {
        time_zone = "Europe/Berlin"
        vm_stop_schedule {
          schedule = "0 19 * * *"
        }
      }
    }
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type      = "e2-medium"
      resource_policies = [google_compute_resource_policy.this.id]
      labels = {
        env = "dev"
      }
    }
  }

  pass "production" {
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "e2-medium"
      labels = {
        env = "prod"
      }
    }
  }

  fail "no schedule" {
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "e2-medium"
      labels = {
        env = "dev"
      }
    }
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "e2-medium"
      labels = {
        env = var.environment
      }
    }
  }
}

rule "google-compute-snapshots-never-expire" {
  title     = "Scheduled snapshots are kept for ever"
  category  = "cost"
  severity  = "low"
  resources = ["google_compute_resource_policy"]
  for_each  = resource.snapshot_schedule_policy
  assert    = length(each.value.retention_policy) > 0
  at        = each.value.retention_policy
  message   = "the schedule makes snapshots and has no `retention_policy` that removes them"
  why       = <<-EOT
    Every run adds a snapshot for each disk of the policy, billed by the gigabyte and month (0.05 USD in us-central1), and none is ever removed.
  EOT
  remedy    = <<-EOT
    Say how long snapshots are kept.

    ```hcl
    retention_policy {
      max_retention_days    = 14
      on_source_disk_delete = "APPLY_RETENTION_POLICY"
    }
    ```
  EOT
  link      = "https://cloud.google.com/compute/docs/disks/scheduled-snapshots"

  pass "two weeks" {
    resource "google_compute_resource_policy" "this" {
      name   = "daily"
      region = "europe-west1"
      snapshot_schedule_policy {
        schedule {
          daily_schedule {
            days_in_cycle = 1
            start_time    = "03:00"
          }
        }
        retention_policy {
          max_retention_days = 14
        }
      }
    }
  }

  fail "for ever" {
    resource "google_compute_resource_policy" "this" {
      name   = "daily"
      region = "europe-west1"
      snapshot_schedule_policy {
        schedule {
          daily_schedule {
            days_in_cycle = 1
            start_time    = "03:00"
          }
        }
      }
    }
    expect = ["google_compute_resource_policy.this @ snapshot_schedule_policy[0]"]
  }
}

rule "google-compute-fast-disk-outside-production" {
  title     = "Fast disk outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_compute_disk", "google_compute_region_disk"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
    types         = "^(?:pd-ssd|pd-extreme|hyperdisk-extreme)$"
  }
  when    = can(regex(param.types, resource.type))
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.type
  message = "`${resource.type}` is dear for an environment that is not production"
  why     = <<-EOT
    In us-central1 a gigabyte costs 0.17 USD a month as `pd-ssd`, 0.10 as `pd-balanced` and 0.04 as `pd-standard`; `pd-extreme` and Hyperdisk Extreme bill
    provisioned IOPS on top.
  EOT
  remedy  = <<-EOT
    Choose the type by environment.

    ```hcl
    type = var.environment == "prod" ? "pd-ssd" : "pd-balanced"
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/disks"

  pass "production" {
    resource "google_compute_disk" "this" {
      name = "data"
      zone = "europe-west1-b"
      size = 100
      type = "pd-ssd"
      labels = {
        env = "prod"
      }
    }
  }

  pass "balanced" {
    resource "google_compute_disk" "this" {
      name = "data"
      zone = "europe-west1-b"
      size = 100
      type = "pd-balanced"
      labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_compute_disk" "this" {
      name = "data"
      zone = "europe-west1-b"
      size = 100
      type = "pd-ssd"
      labels = {
        env = "dev"
      }
    }
    expect = ["google_compute_disk.this @ type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_compute_disk" "this" {
      name = "data"
      zone = "europe-west1-b"
      size = 100
      type = "pd-ssd"
      labels = {
        env = var.environment
      }
    }
  }
}

rule "google-compute-regional-disk-outside-production" {
  title     = "Disk of a test environment is kept in two zones"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_compute_region_disk"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = length(resource.replica_zones) > 1
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.replica_zones
  message = "the disk is billed twice"
  why     = <<-EOT
    A regional disk costs twice as much by the gigabyte as a zonal one (us-central1: 0.20 and 0.10 USD a month for `pd-balanced`).
  EOT
  remedy  = <<-EOT
    Use `google_compute_disk` outside production.

    ```hcl
    resource "google_compute_disk" "data" {
      name = "data"
      zone = "europe-west1-b"
      type = "pd-balanced"
      size = 100
    }
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/disks/regional-persistent-disk"

  pass "production" {
    resource "google_compute_region_disk" "this" {
      name          = "data"
      region        = "europe-west1"
      type          = "pd-balanced"
      size          = 100
      replica_zones = ["europe-west1-b", "europe-west1-c"]
      labels = {
        env = "prod"
      }
    }
  }

  fail "a test environment" {
    resource "google_compute_region_disk" "this" {
      name          = "data"
      region        = "europe-west1"
      type          = "pd-balanced"
      size          = 100
      replica_zones = ["europe-west1-b", "europe-west1-c"]
      labels = {
        env = "dev"
      }
    }
    expect = ["google_compute_region_disk.this @ replica_zones"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_compute_region_disk" "this" {
      name          = "data"
      region        = "europe-west1"
      type          = "pd-balanced"
      size          = 100
      replica_zones = ["europe-west1-b", "europe-west1-c"]
      labels = {
        env = var.environment
      }
    }
  }

  pass "`replica_zones` without `europe-west1-b`" {
    resource "google_compute_region_disk" "this" {
      name          = "data"
      region        = "europe-west1"
      type          = "pd-balanced"
      size          = 100
      replica_zones = ["europe-west1-c"]
      labels        = { env = "dev" }
    }
  }
}

rule "google-compute-boot-disk-kept" {
  title     = "Boot disk stays when its machine is deleted"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_compute_instance"]
  for_each  = resource.boot_disk
  assert    = each.value.auto_delete != false
  at        = each.value.auto_delete
  message   = "the boot disk stays, and is billed, when the machine is deleted"
  why       = <<-EOT
    What must stay belongs on a disk of its own; a boot disk is made again from its image.
  EOT
  remedy    = <<-EOT
    Let the boot disk go with its machine.

    ```hcl
    boot_disk {
      auto_delete = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/compute/docs/disks/modify-persistent-disk"

  pass "the default" {
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "e2-medium"
    }
  }

  fail "kept" {
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        auto_delete = false
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "e2-medium"
    }
    expect = ["google_compute_instance.this @ boot_disk[0].auto_delete"]
  }

  unknown "not known" {
    variable "delete" {}
    resource "google_compute_instance" "this" {
      name = "app"
      zone = "europe-west1-b"
      boot_disk {
        auto_delete = var.delete
        initialize_params {
          image = "debian-12"
        }
      }
      network_interface {
        subnetwork = "app"
      }
      machine_type = "e2-medium"
    }
  }
}

rule "google-compute-instance-group-no-autoscaling" {
  title     = "Managed instance group never shrinks"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"]
  related "scalers" {
    type = ["google_compute_autoscaler", "google_compute_region_autoscaler"]
    on   = refers(other.target, resource)
  }
  when    = resource.target_size > 1
  assert  = length(related.scalers) > 0
  at      = resource.target_size
  message = "${resource.target_size} machines run at all hours"
  why     = <<-EOT
    A group without an autoscaler keeps the size of its busiest hour.
  EOT
  remedy  = <<-EOT
    Add an autoscaler.

    ```hcl
    resource "google_compute_autoscaler" "web" {
      name   = "web"
      zone   = "europe-west1-b"
      target = google_compute_instance_group_manager.web.id
      autoscaling_policy {
        min_replicas = 1
        max_replicas = 5
        cpu_utilization {
          target = 0.6
        }
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/compute/docs/autoscaler"

  pass "an autoscaler" {
    resource "google_compute_instance_group_manager" "this" {
      name               = "web"
      base_instance_name = "web"
      zone               = "europe-west1-b"
      version {
        instance_template = "web"
      }
    }
    resource "google_compute_autoscaler" "this" {
      name   = "web"
      zone   = "europe-west1-b"
      target = google_compute_instance_group_manager.this.id
      autoscaling_policy {
        min_replicas = 1
        max_replicas = 5
      }
    }
  }

  pass "one machine" {
    resource "google_compute_instance_group_manager" "this" {
      name               = "web"
      base_instance_name = "web"
      zone               = "europe-west1-b"
      version {
        instance_template = "web"
      }
      target_size = 1
    }
  }

  fail "fixed" {
    resource "google_compute_instance_group_manager" "this" {
      name               = "web"
      base_instance_name = "web"
      zone               = "europe-west1-b"
      version {
        instance_template = "web"
      }
      target_size = 4
    }
    expect = ["google_compute_instance_group_manager.this @ target_size"]
  }

  unknown "not known" {
    variable "size" {}
    resource "google_compute_instance_group_manager" "this" {
      name               = "web"
      base_instance_name = "web"
      zone               = "europe-west1-b"
      version {
        instance_template = "web"
      }
      target_size = var.size
    }
  }

  pass "`target_size` is `4`" {
    resource "google_compute_instance_group_manager" "this" {
      name               = "web"
      base_instance_name = "web"
      zone               = "europe-west1-b"
      target_size        = 4
      version {
        instance_template = "web"
      }
    }
    resource "google_compute_autoscaler" "this" {
      name   = "web"
      zone   = "europe-west1-b"
      target = google_compute_instance_group_manager.this.id
      autoscaling_policy {
        min_replicas = 1
        max_replicas = 5
      }
    }
  }

  fail "`target_size` is `2`" {
    resource "google_compute_instance_group_manager" "this" {
      name               = "web"
      base_instance_name = "web"
      zone               = "europe-west1-b"
      version {
        instance_template = "web"
      }
      target_size = 2
    }
    expect = ["google_compute_instance_group_manager.this @ target_size"]
  }
}

rule "google-compute-backend-service-empty" {
  title     = "Load balancer sends its requests to nothing"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_compute_backend_service", "google_compute_region_backend_service"]
  assert    = length(resource.backend) > 0
  at        = resource.backend
  message   = "the backend service has no `backend`"
  why       = <<-EOT
    Forwarding rules before it are billed by the hour and answer with errors. GKE attaches network endpoint groups that this rule cannot see, hence it is
    not in the default set.
  EOT
  remedy    = <<-EOT
    Add a backend, or delete the load balancer.

    ```hcl
    backend {
      group = google_compute_instance_group_manager.web.instance_group
    }
    ```
  EOT
  link      = "https://cloud.google.com/load-balancing/docs/backend-service"

  pass "a group behind it" {
    resource "google_compute_backend_service" "this" {
      name = "web"
      backend {
        group = "web"
      }
    }
  }

  fail "nothing" {
    resource "google_compute_backend_service" "this" {
      name = "web"
    }
  }
}

rule "google-compute-reservation-endless" {
  title     = "Reservation has no end"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_compute_reservation"]
  assert    = resource.delete_at_time != null || length(resource.delete_after_duration) > 0
  at        = resource.delete_at_time
  message   = "the reservation is billed until somebody deletes it"
  why       = <<-EOT
    Reserved machines cost as much as running ones, whether they run or not. Fine where machines run in it at all times.
  EOT
  remedy    = <<-EOT
    Give it an end, and renew it when it is still needed.

    ```hcl
    delete_at_time = "2027-06-30T00:00:00Z"
    ```
  EOT
  link      = "https://cloud.google.com/compute/docs/instances/reservations-overview"

  pass "it ends" {
    resource "google_compute_reservation" "this" {
      name           = "launch"
      zone           = "europe-west1-b"
      delete_at_time = "2027-06-30T00:00:00Z"
      specific_reservation {
        count = 2
        instance_properties {
          machine_type = "n2-standard-4"
        }
      }
    }
  }

  fail "endless" {
    resource "google_compute_reservation" "this" {
      name = "launch"
      zone = "europe-west1-b"
      specific_reservation {
        count = 2
        instance_properties {
          machine_type = "n2-standard-4"
        }
      }
    }
  }
}

rule "google-compute-flow-logs-unsampled" {
  title     = "Flow logs record every packet every five seconds"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_compute_subnetwork"]
  params = {
    sampling = 0.5
  }
  for_each = resource.log_config
  assert   = !(coalesce(each.value.aggregation_interval, "INTERVAL_5_SEC") == "INTERVAL_5_SEC" && tonumber(coalesce(each.value.flow_sampling, 0.5)) > param.sampling)
  at       = each.value.flow_sampling
  message  = "flow logs sample ${each.value.flow_sampling} of the traffic at the shortest interval"
  why      = <<-EOT
    Logs are billed by volume. A longer interval or a sample of half tells as much about most networks.
  EOT
  remedy   = <<-EOT
    Aggregate for longer, or sample less.

    ```hcl
    log_config {
      aggregation_interval = "INTERVAL_10_MIN"
      flow_sampling        = 0.5
    }
    ```
  EOT
  link     = "https://cloud.google.com/vpc/docs/using-flow-logs"

  pass "ten minutes" {
    resource "google_compute_subnetwork" "this" {
      name          = "app"
      network       = "app"
      ip_cidr_range = "10.0.0.0/24"
      log_config {
        aggregation_interval = "INTERVAL_10_MIN"
        flow_sampling        = 1
      }
    }
  }

  pass "no logs" {
    resource "google_compute_subnetwork" "this" {
      name          = "app"
      network       = "app"
      ip_cidr_range = "10.0.0.0/24"
    }
  }

  fail "everything" {
    resource "google_compute_subnetwork" "this" {
      name          = "app"
      network       = "app"
      ip_cidr_range = "10.0.0.0/24"
      log_config {
        aggregation_interval = "INTERVAL_5_SEC"
        flow_sampling        = 1
      }
    }
    expect = ["google_compute_subnetwork.this @ log_config[0].flow_sampling"]
  }

  unknown "not known" {
    variable "sampling" {}
    resource "google_compute_subnetwork" "this" {
      name          = "app"
      network       = "app"
      ip_cidr_range = "10.0.0.0/24"
      log_config {
        flow_sampling = var.sampling
      }
    }
  }

  pass "no `flow_sampling`" {
    resource "google_compute_subnetwork" "this" {
      name          = "app"
      network       = "app"
      ip_cidr_range = "10.0.0.0/24"
      log_config {
        aggregation_interval = "INTERVAL_5_SEC"
      }
    }
  }
}

rule "google-vpc-access-connector-used" {
  title     = "Serverless connector keeps machines running"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_vpc_access_connector"]
  assert    = false
  message   = "the connector runs at least ${coalesce(resource.min_instances, 2)} machines at all hours"
  why       = <<-EOT
    Cloud Run and functions of the second generation reach a VPC directly (Direct VPC egress) without a connector, which costs nothing while nobody calls.
    App Engine and first-generation functions still need a connector.
  EOT
  remedy    = <<-EOT
    Use Direct VPC egress.

    ```hcl
    vpc_access {
      network_interfaces {
        network    = google_compute_network.app.id
        subnetwork = google_compute_subnetwork.app.id
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/run/docs/configuring/vpc-direct-vpc"

  pass "direct egress" {
    resource "google_cloud_run_v2_service" "this" {
      name     = "web"
      location = "europe-west1"
      template {
        containers {
          image = "example/web:1.0"
        }
        vpc_access {
          network_interfaces {
            network    = "app"
            subnetwork = "app"
          }
        }
      }
    }
  }

  fail "a connector" {
    resource "google_vpc_access_connector" "this" {
      name          = "app"
      network       = "app"
      ip_cidr_range = "10.8.0.0/28"
      min_instances = 2
      max_instances = 3
    }
  }
}

rule "google-gke-on-demand-outside-production" {
  title     = "Nodes of a test cluster are not Spot machines"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_container_node_pool"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  for_each = resource.node_config
  assert   = each.value.spot == true || each.value.preemptible == true || !can(regex(param.nonproduction, coalesce(environment_of(resource), each.value.labels.env, each.value.labels.environment, each.value.resource_labels.env, each.value.resource_labels.environment)))
  at       = each.value.spot
  message  = "every node is billed at the full price"
  why      = <<-EOT
    Kubernetes moves pods away when Spot nodes are taken back, which a test cluster bears well. Spot machines cost 60 to 91 per cent less.
  EOT
  remedy   = <<-EOT
    Use Spot nodes outside production.

    ```hcl
    node_config {
      spot = var.environment != "prod"
    }
    ```
  EOT
  link     = "https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms"

  pass "production" {
    resource "google_container_node_pool" "this" {
      name     = "app"
      cluster  = "main"
      location = "europe-west1-b"
      node_config {
        machine_type = "e2-standard-4"
        labels = {
          env = "prod"
        }
      }
    }
  }

  pass "Spot" {
    resource "google_container_node_pool" "this" {
      name     = "app"
      cluster  = "main"
      location = "europe-west1-b"
      node_config {
        machine_type = "e2-standard-4"
        spot         = true
        labels = {
          env = "dev"
        }
      }
    }
  }

  fail "a test pool" {
    resource "google_container_node_pool" "this" {
      name     = "app"
      cluster  = "main"
      location = "europe-west1-b"
      node_config {
        machine_type = "e2-standard-4"
        labels = {
          env = "dev"
        }
      }
    }
    expect = ["google_container_node_pool.this @ node_config[0]"]
  }

  unknown "not known" {
    variable "environment" {}
    resource "google_container_node_pool" "this" {
      name     = "app"
      cluster  = "main"
      location = "europe-west1-b"
      node_config {
        machine_type = "e2-standard-4"
        labels = {
          env = var.environment
        }
      }
    }
  }
}

rule "google-gke-regional-outside-production" {
  title     = "Cluster of a test environment runs in three zones"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_container_cluster"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = can(regex("^[a-z]+-[a-z]+[0-9]+$", resource.location)) && resource.enable_autopilot != true && length(resource.node_locations) != 1
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.location
  message = "a cluster in region `${resource.location}` has each node three times"
  why     = <<-EOT
    Node counts of a regional cluster are counted for each zone. A zonal cluster is enough where an outage does no harm; `node_locations` with one zone
    does it as well.
  EOT
  remedy  = <<-EOT
    Use one zone outside production; moving makes a new cluster.

    ```hcl
    location = var.environment == "prod" ? "europe-west1" : "europe-west1-b"
    ```
  EOT
  link    = "https://cloud.google.com/kubernetes-engine/docs/concepts/types-of-clusters"

  pass "production" {
    resource "google_container_cluster" "this" {
      name               = "main"
      initial_node_count = 1
      location           = "europe-west1"
      resource_labels = {
        env = "prod"
      }
    }
  }

  pass "one zone" {
    resource "google_container_cluster" "this" {
      name               = "main"
      initial_node_count = 1
      location           = "europe-west1-b"
      resource_labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_container_cluster" "this" {
      name               = "main"
      initial_node_count = 1
      location           = "europe-west1"
      resource_labels = {
        env = "dev"
      }
    }
    expect = ["google_container_cluster.this @ location"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_container_cluster" "this" {
      name               = "main"
      initial_node_count = 1
      location           = "europe-west1"
      resource_labels = {
        env = var.environment
      }
    }
  }

  pass "`enable_autopilot` is `true`" {
    resource "google_container_cluster" "this" {
      name               = "main"
      initial_node_count = 1
      location           = "europe-west1"
      resource_labels    = { env = "dev" }
      enable_autopilot   = true
    }
  }
}

rule "google-gke-no-cost-allocation" {
  title     = "Nobody can tell which namespace costs what"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_container_cluster"]
  when      = resource.enable_autopilot != true
  assert    = resource.cost_management_config[0].enabled == true
  at        = resource.cost_management_config[0].enabled
  message   = "`cost_management_config` is not enabled"
  why       = <<-EOT
    With cost allocation the bill is split by namespace and label, without extra charge. Without it the cluster is one line.
  EOT
  remedy    = <<-EOT
    Switch it on.

    ```hcl
    cost_management_config {
      enabled = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/cost-allocations"

  pass "enabled" {
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1-b"
      initial_node_count = 1
      cost_management_config {
        enabled = true
      }
    }
  }

  fail "the default" {
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1-b"
      initial_node_count = 1
    }
  }

  unknown "not known" {
    variable "split" {}
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1-b"
      initial_node_count = 1
      cost_management_config {
        enabled = var.split
      }
    }
  }

  pass "`enable_autopilot` is `true`" {
    resource "google_container_cluster" "this" {
      name               = "main"
      location           = "europe-west1-b"
      initial_node_count = 1
      enable_autopilot   = true
    }
  }
}

rule "google-gke-node-disk-ssd" {
  title     = "Nodes boot from the dearest kind of disk"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_container_node_pool", "google_container_cluster"]
  for_each  = concat(resource.node_config, flatten(resource.node_pool[*].node_config))
  assert    = each.value.disk_type != "pd-ssd"
  at        = each.value.disk_type
  message   = "nodes have `pd-ssd` boot disks"
  why       = <<-EOT
    In us-central1 a gigabyte costs 0.17 USD a month as `pd-ssd` and 0.10 as `pd-balanced`, which is an SSD as well and boots as fast.
  EOT
  remedy    = <<-EOT
    Use `pd-balanced`.

    ```hcl
    node_config {
      disk_type = "pd-balanced"
    }
    ```
  EOT
  link      = "https://cloud.google.com/kubernetes-engine/docs/how-to/custom-boot-disks"

  pass "balanced" {
    resource "google_container_node_pool" "this" {
      name     = "app"
      cluster  = "main"
      location = "europe-west1-b"
      node_config {
        machine_type = "e2-standard-4"
        disk_type    = "pd-balanced"
      }
    }
  }

  fail "ssd" {
    resource "google_container_node_pool" "this" {
      name     = "app"
      cluster  = "main"
      location = "europe-west1-b"
      node_config {
        machine_type = "e2-standard-4"
        disk_type    = "pd-ssd"
      }
    }
    expect = ["google_container_node_pool.this @ node_config[0].disk_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "google_container_node_pool" "this" {
      name     = "app"
      cluster  = "main"
      location = "europe-west1-b"
      node_config {
        machine_type = "e2-standard-4"
        disk_type    = var.type
      }
    }
  }
}

rule "google-sql-enterprise-plus-outside-production" {
  title     = "Cloud SQL Enterprise Plus outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_sql_database_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  for_each = [for s in resource.settings : s if s.edition == "ENTERPRISE_PLUS"]
  assert   = !can(regex(param.nonproduction, environment_of(resource)))
  at       = each.value.edition
  message  = "the Enterprise Plus edition is billed at a higher price by the core"
  why      = <<-EOT
    The edition is for near-zero downtime and a data cache, which tests seldom need.
  EOT
  remedy   = <<-EOT
    Choose the edition by environment.

    ```hcl
    settings {
      edition = var.environment == "prod" ? "ENTERPRISE_PLUS" : "ENTERPRISE"
    }
    ```
  EOT
  link     = "https://cloud.google.com/sql/docs/editions-intro"

  pass "production" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier    = "db-custom-2-7680"
        edition = "ENTERPRISE_PLUS"
        user_labels = {
          env = "prod"
        }
      }
    }
  }

  pass "the cheaper choice" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier    = "db-custom-2-7680"
        edition = "ENTERPRISE"
        user_labels = {
          env = "dev"
        }
      }
    }
  }

  fail "a test environment" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier    = "db-custom-2-7680"
        edition = "ENTERPRISE_PLUS"
        user_labels = {
          env = "dev"
        }
      }
    }
    expect = ["google_sql_database_instance.this @ settings[0].edition"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier    = "db-custom-2-7680"
        edition = "ENTERPRISE_PLUS"
        user_labels = {
          env = var.environment
        }
      }
    }
  }
}

rule "google-sql-always-on-outside-production" {
  title     = "Cloud SQL instance of a test environment never stops"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_sql_database_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  related "jobs" {
    type = "google_cloud_scheduler_job"
    on   = refers(other.http_target[0].uri, resource) || strcontains(other.http_target[0].uri, "/instances/${resource.name}") || refers(other.pubsub_target[0].data, resource)
  }
  for_each = [for s in resource.settings : s if coalesce(s.activation_policy, "ALWAYS") == "ALWAYS" && length(related.jobs) == 0]
  assert   = !can(regex(param.nonproduction, environment_of(resource)))
  at       = each.value.activation_policy
  message  = "nothing stops the instance outside of working hours"
  why      = <<-EOT
    A stopped instance is billed for its storage and address only. A scheduler job that sets the activation policy stops it at night; the rule takes a
    `google_cloud_scheduler_job` that names the instance for such a job.
  EOT
  remedy   = <<-EOT
    Stop it at night.

    ```hcl
    settings {
      activation_policy = var.running ? "ALWAYS" : "NEVER"
    }
    ```
  EOT
  link     = "https://cloud.google.com/sql/docs/postgres/start-stop-restart-instance"

  pass "production" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier              = "db-custom-2-7680"
        activation_policy = "ALWAYS"
        user_labels = {
          env = "prod"
        }
      }
    }
  }

  pass "the cheaper choice" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier              = "db-custom-2-7680"
        activation_policy = "NEVER"
        user_labels = {
          env = "dev"
        }
      }
    }
  }

  fail "a test environment" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier              = "db-custom-2-7680"
        activation_policy = "ALWAYS"
        user_labels = {
          env = "dev"
        }
      }
    }
    expect = ["google_sql_database_instance.this @ settings[0].activation_policy"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier              = "db-custom-2-7680"
        activation_policy = "ALWAYS"
        user_labels = {
          env = var.environment
        }
      }
    }
  }

  fail "no `activation_policy`" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier        = "db-custom-2-7680"
        user_labels = { env = "dev" }
      }
    }
    expect = ["google_sql_database_instance.this @ settings[0]"]
  }
}

rule "google-sql-ssd-outside-production" {
  title     = "Cloud SQL instance of a test environment stores on SSD"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_sql_database_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  for_each = [for s in resource.settings : s if coalesce(s.disk_type, "PD_SSD") == "PD_SSD"]
  assert   = !can(regex(param.nonproduction, environment_of(resource)))
  at       = each.value.disk_type
  message  = "the data of a test database is on SSD, which one gets when nothing is said"
  why      = <<-EOT
    Storage on hard disks costs less and is enough for a database that few people use. The type is chosen when the instance is created.
  EOT
  remedy   = <<-EOT
    Use hard disks for cold test data.

    ```hcl
    settings {
      disk_type = var.environment == "prod" ? "PD_SSD" : "PD_HDD"
    }
    ```
  EOT
  link     = "https://cloud.google.com/sql/docs/postgres/choosing-ssd-hdd"

  pass "production" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier      = "db-custom-2-7680"
        disk_type = "PD_SSD"
        user_labels = {
          env = "prod"
        }
      }
    }
  }

  pass "the cheaper choice" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier      = "db-custom-2-7680"
        disk_type = "PD_HDD"
        user_labels = {
          env = "dev"
        }
      }
    }
  }

  fail "a test environment" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier      = "db-custom-2-7680"
        disk_type = "PD_SSD"
        user_labels = {
          env = "dev"
        }
      }
    }
    expect = ["google_sql_database_instance.this @ settings[0].disk_type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier      = "db-custom-2-7680"
        disk_type = "PD_SSD"
        user_labels = {
          env = var.environment
        }
      }
    }
  }

  fail "no `disk_type`" {
    resource "google_sql_database_instance" "this" {
      name             = "orders"
      region           = "europe-west1"
      database_version = "POSTGRES_16"
      settings {
        tier        = "db-custom-2-7680"
        user_labels = { env = "dev" }
      }
    }
    expect = ["google_sql_database_instance.this @ settings[0]"]
  }
}

rule "google-spanner-fixed-capacity" {
  title     = "Spanner pays for fixed capacity day and night"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_spanner_instance"]
  when      = resource.num_nodes > 1 || resource.processing_units > 1000
  assert    = length(resource.autoscaling_config) > 0
  at        = [resource.num_nodes, resource.processing_units]
  message   = "capacity is fixed and nothing scales it"
  why       = <<-EOT
    Each node is billed by the hour whether it works or not.
  EOT
  remedy    = <<-EOT
    Use `autoscaling_config`.

    ```hcl
    autoscaling_config {
      autoscaling_limits {
        min_processing_units = 1000
        max_processing_units = 5000
      }
      autoscaling_targets {
        high_priority_cpu_utilization_percent = 65
        storage_utilization_percent           = 90
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/spanner/docs/managed-autoscaler"

  pass "autoscaling" {
    resource "google_spanner_instance" "this" {
      name         = "orders"
      config       = "regional-europe-west1"
      display_name = "orders"
      autoscaling_config {
        autoscaling_limits {
          min_processing_units = 1000
          max_processing_units = 5000
        }
      }
    }
  }

  pass "the smallest" {
    resource "google_spanner_instance" "this" {
      name             = "orders"
      config           = "regional-europe-west1"
      display_name     = "orders"
      processing_units = 100
    }
  }

  fail "fixed" {
    resource "google_spanner_instance" "this" {
      name         = "orders"
      config       = "regional-europe-west1"
      display_name = "orders"
      num_nodes    = 5
    }
    expect = ["google_spanner_instance.this @ num_nodes"]
  }

  unknown "not known" {
    variable "nodes" {}
    resource "google_spanner_instance" "this" {
      name         = "orders"
      config       = "regional-europe-west1"
      display_name = "orders"
      num_nodes    = var.nodes
    }
  }

  pass "more that pass" {
    resource "google_spanner_instance" "num_nodes_is_1" {
      name         = "orders"
      config       = "regional-europe-west1"
      display_name = "orders"
      num_nodes    = 1
    }
    resource "google_spanner_instance" "one_more_num_nodes_is_5" {
      name         = "orders"
      config       = "regional-europe-west1"
      display_name = "orders"
      autoscaling_config {
        autoscaling_limits {
          min_processing_units = 1000
          max_processing_units = 5000
        }
      }
    }
    resource "google_spanner_instance" "one_more_num_nodes_is_5_2" {
      name         = "orders"
      config       = "regional-europe-west1"
      display_name = "orders"
      num_nodes    = 5
      autoscaling_config {
        autoscaling_limits {
          min_processing_units = 1000
          max_processing_units = 5000
        }
      }
    }
    resource "google_spanner_instance" "processing_units_is_1000" {
      name             = "orders"
      config           = "regional-europe-west1"
      display_name     = "orders"
      processing_units = 1000
    }
  }

  fail "more that fail" {
    resource "google_spanner_instance" "processing_units_is_1001" {
      name             = "orders"
      config           = "regional-europe-west1"
      display_name     = "orders"
      processing_units = 1001
    }
    resource "google_spanner_instance" "num_nodes_is_2" {
      name         = "orders"
      config       = "regional-europe-west1"
      display_name = "orders"
      num_nodes    = 2
    }
    expect = [
      "google_spanner_instance.processing_units_is_1001 @ processing_units",
      "google_spanner_instance.num_nodes_is_2 @ num_nodes",
    ]
  }
}

rule "google-spanner-large-outside-production" {
  title     = "Spanner instance of a test environment is large"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_spanner_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.num_nodes >= 1 || resource.processing_units > 100
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = [resource.num_nodes, resource.processing_units]
  message = "a node is ten times the smallest size"
  why     = <<-EOT
    A hundred processing units are a tenth of a node and hold up to ten databases, at a tenth of the price.
  EOT
  remedy  = <<-EOT
    Use the smallest size outside production.

    ```hcl
    processing_units = var.environment == "prod" ? 2000 : 100
    ```
  EOT
  link    = "https://cloud.google.com/spanner/docs/compute-capacity"

  pass "production" {
    resource "google_spanner_instance" "this" {
      name         = "orders"
      config       = "regional-europe-west1"
      display_name = "orders"
      num_nodes    = 1
      labels = {
        env = "prod"
      }
    }
  }

  pass "the smallest" {
    resource "google_spanner_instance" "this" {
      name             = "orders"
      config           = "regional-europe-west1"
      display_name     = "orders"
      processing_units = 100
      labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_spanner_instance" "this" {
      name         = "orders"
      config       = "regional-europe-west1"
      display_name = "orders"
      num_nodes    = 1
      labels = {
        env = "dev"
      }
    }
    expect = ["google_spanner_instance.this @ num_nodes"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_spanner_instance" "this" {
      name         = "orders"
      config       = "regional-europe-west1"
      display_name = "orders"
      num_nodes    = 1
      labels = {
        env = var.environment
      }
    }
  }

  fail "`processing_units` is `101`" {
    resource "google_spanner_instance" "this" {
      name             = "orders"
      config           = "regional-europe-west1"
      display_name     = "orders"
      processing_units = 101
      labels           = { env = "dev" }
    }
    expect = ["google_spanner_instance.this @ processing_units"]
  }
}

rule "google-bigtable-fixed-nodes" {
  title     = "Bigtable pays for fixed nodes day and night"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_bigtable_instance"]
  for_each  = resource.cluster
  assert    = length(each.value.autoscaling_config) > 0 || coalesce(each.value.num_nodes, 1) <= 1
  at        = each.value.num_nodes
  message   = "${coalesce(each.value.num_nodes, 1)} nodes run at all hours"
  why       = <<-EOT
    Each node is billed by the hour whether it works or not.
  EOT
  remedy    = <<-EOT
    Let the cluster scale.

    ```hcl
    autoscaling_config {
      min_nodes  = 1
      max_nodes  = 5
      cpu_target = 60
    }
    ```
  EOT
  link      = "https://cloud.google.com/bigtable/docs/autoscaling"

  pass "autoscaling" {
    resource "google_bigtable_instance" "this" {
      name = "events"
      cluster {
        cluster_id = "events"
        zone       = "europe-west1-b"
        autoscaling_config {
          min_nodes  = 1
          max_nodes  = 5
          cpu_target = 60
        }
      }
    }
  }

  fail "fixed" {
    resource "google_bigtable_instance" "this" {
      name = "events"
      cluster {
        cluster_id = "events"
        zone       = "europe-west1-b"
        num_nodes  = 3
      }
    }
    expect = ["google_bigtable_instance.this @ cluster[0].num_nodes"]
  }

  unknown "not known" {
    variable "nodes" {}
    resource "google_bigtable_instance" "this" {
      name = "events"
      cluster {
        cluster_id = "events"
        zone       = "europe-west1-b"
        num_nodes  = var.nodes
      }
    }
  }

  pass "more that pass" {
    resource "google_bigtable_instance" "without_autoscaling_config" {
      name = "events"
      cluster {
        cluster_id = "events"
        zone       = "europe-west1-b"
      }
    }
    resource "google_bigtable_instance" "one_more_one_more_cluster_num_nodes_is_3" {
      name = "events"
      cluster {
        cluster_id = "events"
        zone       = "europe-west1-b"
        autoscaling_config {
          min_nodes  = 1
          max_nodes  = 5
          cpu_target = 60
        }
      }
    }
    resource "google_bigtable_instance" "one_more_one_more_cluster_num_nodes_is_3_2" {
      name = "events"
      cluster {
        cluster_id = "events"
        zone       = "europe-west1-b"
        autoscaling_config {
          min_nodes  = 1
          max_nodes  = 5
          cpu_target = 60
        }
      }
      cluster {
        cluster_id = "events"
        zone       = "europe-west1-b"
        num_nodes  = 3
        autoscaling_config {
          min_nodes  = 1
          max_nodes  = 5
          cpu_target = 60
        }
      }
    }
  }

  fail "`num_nodes` is `2`" {
    resource "google_bigtable_instance" "this" {
      name = "events"
      cluster {
        cluster_id = "events"
        zone       = "europe-west1-b"
        num_nodes  = 2
      }
    }
    expect = ["google_bigtable_instance.this @ cluster[0].num_nodes"]
  }
}

rule "google-redis-ha-outside-production" {
  title     = "Redis of a test environment has a replica"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_redis_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.tier == "STANDARD_HA"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.tier
  message = "a replica is billed in an environment that is not production"
  why     = <<-EOT
    In us-central1 a gigabyte of a small instance (M1) costs 46.72 USD a month with a replica and 35.77 without.
  EOT
  remedy  = <<-EOT
    Use the basic tier outside production.

    ```hcl
    tier = var.environment == "prod" ? "STANDARD_HA" : "BASIC"
    ```
  EOT
  link    = "https://cloud.google.com/memorystore/docs/redis/redis-tiers"

  pass "production" {
    resource "google_redis_instance" "this" {
      name           = "sessions"
      memory_size_gb = 1
      region         = "europe-west1"
      tier           = "STANDARD_HA"
      labels = {
        env = "prod"
      }
    }
  }

  pass "basic" {
    resource "google_redis_instance" "this" {
      name           = "sessions"
      memory_size_gb = 1
      region         = "europe-west1"
      tier           = "BASIC"
      labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_redis_instance" "this" {
      name           = "sessions"
      memory_size_gb = 1
      region         = "europe-west1"
      tier           = "STANDARD_HA"
      labels = {
        env = "dev"
      }
    }
    expect = ["google_redis_instance.this @ tier"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_redis_instance" "this" {
      name           = "sessions"
      memory_size_gb = 1
      region         = "europe-west1"
      tier           = "STANDARD_HA"
      labels = {
        env = var.environment
      }
    }
  }
}

rule "google-filestore-costly-tier-outside-production" {
  title     = "File share of a test environment is of a dear tier"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_filestore_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["ENTERPRISE", "REGIONAL", "HIGH_SCALE_SSD", "ZONAL", "BASIC_SSD", "PREMIUM"], resource.tier)
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.tier
  message = "`${resource.tier}` bills provisioned SSD capacity"
  why     = <<-EOT
    A share is billed for its size, filled or not; the basic tier on hard disks costs a fraction and has the same protocol.
  EOT
  remedy  = <<-EOT
    Choose the tier by environment.

    ```hcl
    tier = var.environment == "prod" ? "ENTERPRISE" : "BASIC_HDD"
    ```
  EOT
  link    = "https://cloud.google.com/filestore/docs/service-tiers"

  pass "production" {
    resource "google_filestore_instance" "this" {
      name     = "files"
      location = "europe-west1-b"
      file_shares {
        name        = "share"
        capacity_gb = 1024
      }
      networks {
        network = "app"
        modes   = ["MODE_IPV4"]
      }
      tier = "ENTERPRISE"
      labels = {
        env = "prod"
      }
    }
  }

  pass "basic" {
    resource "google_filestore_instance" "this" {
      name     = "files"
      location = "europe-west1-b"
      file_shares {
        name        = "share"
        capacity_gb = 1024
      }
      networks {
        network = "app"
        modes   = ["MODE_IPV4"]
      }
      tier = "BASIC_HDD"
      labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_filestore_instance" "this" {
      name     = "files"
      location = "europe-west1-b"
      file_shares {
        name        = "share"
        capacity_gb = 1024
      }
      networks {
        network = "app"
        modes   = ["MODE_IPV4"]
      }
      tier = "ENTERPRISE"
      labels = {
        env = "dev"
      }
    }
    expect = ["google_filestore_instance.this @ tier"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_filestore_instance" "this" {
      name     = "files"
      location = "europe-west1-b"
      file_shares {
        name        = "share"
        capacity_gb = 1024
      }
      networks {
        network = "app"
        modes   = ["MODE_IPV4"]
      }
      tier = "ENTERPRISE"
      labels = {
        env = var.environment
      }
    }
  }

  fail "more that fail" {
    resource "google_filestore_instance" "tier_is_basic_ssd" {
      name     = "files"
      location = "europe-west1-b"
      file_shares {
        name        = "share"
        capacity_gb = 1024
      }
      networks {
        network = "app"
        modes   = ["MODE_IPV4"]
      }
      tier   = "BASIC_SSD"
      labels = { env = "dev" }
    }
    resource "google_filestore_instance" "one_more_tier_is_high_scale_ssd" {
      name     = "files"
      location = "europe-west1-b"
      file_shares {
        name        = "share"
        capacity_gb = 1024
      }
      networks {
        network = "app"
        modes   = ["MODE_IPV4"]
      }
      tier   = "ENTERPRISE"
      labels = { env = "dev" }
    }
    resource "google_filestore_instance" "one_more_tier_is_high_scale_ssd_2" {
      name     = "files"
      location = "europe-west1-b"
      file_shares {
        name        = "share"
        capacity_gb = 1024
      }
      networks {
        network = "app"
        modes   = ["MODE_IPV4"]
      }
      tier   = "HIGH_SCALE_SSD"
      labels = { env = "dev" }
    }
    expect = [
      "google_filestore_instance.tier_is_basic_ssd @ tier",
      "google_filestore_instance.one_more_tier_is_high_scale_ssd @ tier",
      "google_filestore_instance.one_more_tier_is_high_scale_ssd_2 @ tier",
    ]
  }
}

rule "google-alloydb-regional-outside-production" {
  title     = "AlloyDB instance of a test environment has a standby"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_alloydb_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.instance_type == "PRIMARY" && coalesce(resource.availability_type, "REGIONAL") == "REGIONAL"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.availability_type
  message = "a regional primary has a standby that is billed as well"
  why     = <<-EOT
    A regional instance keeps a second node in another zone. Tests can wait for a new one.
  EOT
  remedy  = <<-EOT
    Use one zone outside production.

    ```hcl
    availability_type = var.environment == "prod" ? "REGIONAL" : "ZONAL"
    ```
  EOT
  link    = "https://cloud.google.com/alloydb/docs/instance-primary-create"

  pass "production" {
    resource "google_alloydb_instance" "this" {
      cluster           = "orders"
      instance_id       = "orders"
      instance_type     = "PRIMARY"
      availability_type = "REGIONAL"
      labels = {
        env = "prod"
      }
    }
  }

  pass "one zone" {
    resource "google_alloydb_instance" "this" {
      cluster           = "orders"
      instance_id       = "orders"
      instance_type     = "PRIMARY"
      availability_type = "ZONAL"
      labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_alloydb_instance" "this" {
      cluster           = "orders"
      instance_id       = "orders"
      instance_type     = "PRIMARY"
      availability_type = "REGIONAL"
      labels = {
        env = "dev"
      }
    }
    expect = ["google_alloydb_instance.this @ availability_type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_alloydb_instance" "this" {
      cluster           = "orders"
      instance_id       = "orders"
      instance_type     = "PRIMARY"
      availability_type = "REGIONAL"
      labels = {
        env = var.environment
      }
    }
  }

  fail "no `availability_type`" {
    resource "google_alloydb_instance" "this" {
      cluster       = "orders"
      instance_id   = "orders"
      instance_type = "PRIMARY"
      labels        = { env = "dev" }
    }
    expect = ["google_alloydb_instance.this"]
  }

  unknown "`instance_type` is an unset variable" {
    variable "instance_type" {}
    resource "google_alloydb_instance" "this" {
      cluster           = "orders"
      instance_id       = "orders"
      instance_type     = var.instance_type
      availability_type = "REGIONAL"
      labels            = { env = "dev" }
    }
    expect = ["google_alloydb_instance.this @ availability_type"]
  }
}

rule "google-dataproc-never-deleted" {
  title     = "Dataproc cluster stays when it has nothing to do"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_dataproc_cluster"]
  assert    = anytrue([for l in resource.cluster_config[0].lifecycle_config : l.idle_delete_ttl != null || l.auto_delete_time != null])
  at        = resource.cluster_config
  message   = "neither `idle_delete_ttl` nor `auto_delete_time` ends the cluster"
  why       = <<-EOT
    An idle cluster costs as much as a busy one. A new one starts within two minutes, and data belongs into Cloud Storage. Fine for clusters that serve
    queries at all hours.
  EOT
  remedy    = <<-EOT
    Delete it when idle.

    ```hcl
    cluster_config {
      lifecycle_config {
        idle_delete_ttl = "1800s"
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/dataproc/docs/concepts/configuring-clusters/scheduled-deletion"

  pass "deleted when idle" {
    resource "google_dataproc_cluster" "this" {
      name   = "etl"
      region = "europe-west1"
      cluster_config {
        lifecycle_config {
          idle_delete_ttl = "1800s"
        }
      }
    }
  }

  fail "for ever" {
    resource "google_dataproc_cluster" "this" {
      name   = "etl"
      region = "europe-west1"
      cluster_config {
        master_config {
          num_instances = 1
          machine_type  = "e2-standard-4"
        }
      }
    }
  }

  fail "no `idle_delete_ttl`" {
    resource "google_dataproc_cluster" "this" {
      name   = "etl"
      region = "europe-west1"
      cluster_config {
        lifecycle_config {}
      }
    }
    expect = ["google_dataproc_cluster.this @ cluster_config"]
  }
}

rule "google-dataproc-old-machine-type" {
  title     = "Dataproc nodes use a machine type of the first generation"
  category  = "cost"
  severity  = "low"
  resources = ["google_dataproc_cluster"]
  params = {
    old = "^(?:n1-|f1-micro$|g1-small$)"
  }
  for_each = [for c in concat(resource.cluster_config[0].master_config, resource.cluster_config[0].worker_config) : c if c.machine_type != null && length(c.accelerators) == 0]
  assert   = !can(regex(param.old, each.value.machine_type))
  at       = each.value.machine_type
  message  = "`${each.value.machine_type}` is a first-generation machine type"
  why      = <<-EOT
    E2 costs about a third less than N1 for the same size, N2 and later are faster at a similar price. Nodes with GPUs are not judged.
  EOT
  remedy   = <<-EOT
    Use the E2 or N2 type of the same size.

    ```hcl
    worker_config {
      num_instances = 2
      machine_type  = "n2-standard-4"
    }
    ```
  EOT
  link     = "https://cloud.google.com/dataproc/docs/concepts/compute/supported-machine-types"

  pass "a current type" {
    resource "google_dataproc_cluster" "this" {
      name   = "etl"
      region = "europe-west1"
      cluster_config {
        worker_config {
          num_instances = 2
          machine_type  = "n2-standard-4"
        }
      }
    }
  }

  fail "an old type" {
    resource "google_dataproc_cluster" "this" {
      name   = "etl"
      region = "europe-west1"
      cluster_config {
        worker_config {
          num_instances = 2
          machine_type  = "n1-standard-4"
        }
      }
    }
    expect = ["google_dataproc_cluster.this @ cluster_config[0].worker_config[0].machine_type"]
  }

  unknown "not known" {
    variable "type" {}
    resource "google_dataproc_cluster" "this" {
      name   = "etl"
      region = "europe-west1"
      cluster_config {
        worker_config {
          num_instances = 2
          machine_type  = var.type
        }
      }
    }
  }

  unknown "`machine_type` is an unset variable" {
    variable "machine_type" {}
    resource "google_dataproc_cluster" "this" {
      name   = "etl"
      region = "europe-west1"
      cluster_config {
        worker_config {
          num_instances = 2
          machine_type  = var.machine_type
        }
      }
    }
    expect = ["google_dataproc_cluster.this"]
  }
}

rule "google-bigquery-table-unpartitioned" {
  title     = "BigQuery table is scanned whole by each query"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_bigquery_table"]
  when      = length(resource.view) == 0 && length(resource.materialized_view) == 0 && length(resource.external_data_configuration) == 0
  assert    = length(resource.time_partitioning) > 0 || length(resource.range_partitioning) > 0 || resource.clustering != null
  message   = "the table is neither partitioned nor clustered"
  why       = <<-EOT
    Queries on demand are billed by what they read. Partitions and clusters let a query with a filter read a part. Small tables gain nothing.
  EOT
  remedy    = <<-EOT
    Partition by the time that queries filter on.

    ```hcl
    time_partitioning {
      type  = "DAY"
      field = "ordered_at"
    }
    ```
  EOT
  link      = "https://cloud.google.com/bigquery/docs/partitioned-tables"

  pass "by day" {
    resource "google_bigquery_table" "this" {
      dataset_id = "sales"
      table_id   = "orders"
      time_partitioning {
        type  = "DAY"
        field = "ordered_at"
      }
    }
  }

  pass "a view" {
    resource "google_bigquery_table" "this" {
      dataset_id = "sales"
      table_id   = "recent"
      view {
        query          = "SELECT 1"
        use_legacy_sql = false
      }
    }
  }

  fail "whole" {
    resource "google_bigquery_table" "this" {
      dataset_id = "sales"
      table_id   = "orders"
    }
  }
}

rule "google-bigquery-partition-filter-optional" {
  title     = "Queries may read all partitions of a table"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_bigquery_table"]
  when      = length(resource.time_partitioning) > 0 || length(resource.range_partitioning) > 0
  assert    = coalesce(resource.require_partition_filter, resource.time_partitioning[0].require_partition_filter, false) == true
  at        = resource.require_partition_filter
  message   = "`require_partition_filter` is not true"
  why       = <<-EOT
    A query without a filter on the partition column reads, and bills, the whole table.
  EOT
  remedy    = <<-EOT
    Demand the filter.

    ```hcl
    require_partition_filter = true
    ```
  EOT
  link      = "https://cloud.google.com/bigquery/docs/querying-partitioned-tables"

  pass "demanded" {
    resource "google_bigquery_table" "this" {
      dataset_id               = "sales"
      table_id                 = "orders"
      require_partition_filter = true
      time_partitioning {
        type = "DAY"
      }
    }
  }

  fail "optional" {
    resource "google_bigquery_table" "this" {
      dataset_id = "sales"
      table_id   = "orders"
      time_partitioning {
        type = "DAY"
      }
    }
  }

  unknown "not known" {
    variable "filter" {}
    resource "google_bigquery_table" "this" {
      dataset_id               = "sales"
      table_id                 = "orders"
      require_partition_filter = var.filter
      time_partitioning {
        type = "DAY"
      }
    }
  }

  pass "without `time_partitioning`" {
    resource "google_bigquery_table" "this" {
      dataset_id = "sales"
      table_id   = "orders"
    }
  }
}

rule "google-bigquery-reservation-fixed-slots" {
  title     = "BigQuery reservation bills slots that nobody uses"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_bigquery_reservation"]
  when      = resource.slot_capacity > 0
  assert    = length(resource.autoscale) > 0
  at        = resource.slot_capacity
  message   = "${resource.slot_capacity} slots are billed at all hours"
  why       = <<-EOT
    With autoscaling a reservation bills slots while queries run. A baseline is cheaper only where it is busy, with a commitment.
  EOT
  remedy    = <<-EOT
    Lower the baseline and let the reservation scale.

    ```hcl
    slot_capacity = 0
    autoscale {
      max_slots = 200
    }
    ```
  EOT
  link      = "https://cloud.google.com/bigquery/docs/slots-autoscaling-intro"

  pass "autoscaling" {
    resource "google_bigquery_reservation" "this" {
      name          = "reports"
      location      = "EU"
      slot_capacity = 0
      autoscale {
        max_slots = 200
      }
    }
  }

  fail "fixed" {
    resource "google_bigquery_reservation" "this" {
      name          = "reports"
      location      = "EU"
      slot_capacity = 500
    }
    expect = ["google_bigquery_reservation.this @ slot_capacity"]
  }

  unknown "not known" {
    variable "slots" {}
    resource "google_bigquery_reservation" "this" {
      name          = "reports"
      location      = "EU"
      slot_capacity = var.slots
    }
  }

  pass "more that pass" {
    resource "google_bigquery_reservation" "without_autoscale" {
      name          = "reports"
      location      = "EU"
      slot_capacity = 0
    }
    resource "google_bigquery_reservation" "one_more_slot_capacity_is_1" {
      name          = "reports"
      location      = "EU"
      slot_capacity = 0
      autoscale {
        max_slots = 200
      }
    }
    resource "google_bigquery_reservation" "one_more_slot_capacity_is_1_2" {
      name          = "reports"
      location      = "EU"
      slot_capacity = 1
      autoscale {
        max_slots = 200
      }
    }
  }

  fail "`slot_capacity` is `1`" {
    resource "google_bigquery_reservation" "this" {
      name          = "reports"
      location      = "EU"
      slot_capacity = 1
    }
    expect = ["google_bigquery_reservation.this @ slot_capacity"]
  }
}

rule "google-data-fusion-costly-edition-outside-production" {
  title     = "Data Fusion of a test environment is of a dear edition"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_data_fusion_instance"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.type == "ENTERPRISE"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.type
  message = "the Enterprise edition is billed by the hour, with pipelines or without"
  why     = <<-EOT
    The Developer edition costs a fraction and runs the same pipelines.
  EOT
  remedy  = <<-EOT
    Choose the edition by environment.

    ```hcl
    type = var.environment == "prod" ? "ENTERPRISE" : "DEVELOPER"
    ```
  EOT
  link    = "https://cloud.google.com/data-fusion/pricing"

  pass "production" {
    resource "google_data_fusion_instance" "this" {
      name   = "etl"
      region = "europe-west1"
      type   = "ENTERPRISE"
      labels = {
        env = "prod"
      }
    }
  }

  pass "Developer" {
    resource "google_data_fusion_instance" "this" {
      name   = "etl"
      region = "europe-west1"
      type   = "DEVELOPER"
      labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_data_fusion_instance" "this" {
      name   = "etl"
      region = "europe-west1"
      type   = "ENTERPRISE"
      labels = {
        env = "dev"
      }
    }
    expect = ["google_data_fusion_instance.this @ type"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_data_fusion_instance" "this" {
      name   = "etl"
      region = "europe-west1"
      type   = "ENTERPRISE"
      labels = {
        env = var.environment
      }
    }
  }
}

rule "google-composer-large-outside-production" {
  title     = "Large Composer environment outside production"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_composer_environment"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = contains(["ENVIRONMENT_SIZE_MEDIUM", "ENVIRONMENT_SIZE_LARGE", "ENVIRONMENT_SIZE_EXTRA_LARGE"], resource.config[0].environment_size)
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.config[0].environment_size
  message = "`${resource.config[0].environment_size}` runs day and night"
  why     = <<-EOT
    The size sets the managed database and queue, which are billed by the hour.
  EOT
  remedy  = <<-EOT
    Choose the size by environment.

    ```hcl
    config {
      environment_size = var.environment == "prod" ? "ENVIRONMENT_SIZE_LARGE" : "ENVIRONMENT_SIZE_SMALL"
    }
    ```
  EOT
  link    = "https://cloud.google.com/composer/docs/composer-2/scale-environments"

  pass "production" {
    resource "google_composer_environment" "this" {
      name   = "etl"
      region = "europe-west1"
      config {
        environment_size = "ENVIRONMENT_SIZE_LARGE"
      }
      labels = {
        env = "prod"
      }
    }
  }

  pass "small" {
    resource "google_composer_environment" "this" {
      name   = "etl"
      region = "europe-west1"
      config {
        environment_size = "ENVIRONMENT_SIZE_SMALL"
      }
      labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_composer_environment" "this" {
      name   = "etl"
      region = "europe-west1"
      config {
        environment_size = "ENVIRONMENT_SIZE_LARGE"
      }
      labels = {
        env = "dev"
      }
    }
    expect = ["google_composer_environment.this @ config[0].environment_size"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_composer_environment" "this" {
      name   = "etl"
      region = "europe-west1"
      config {
        environment_size = "ENVIRONMENT_SIZE_LARGE"
      }
      labels = {
        env = var.environment
      }
    }
  }

  fail "more that fail" {
    resource "google_composer_environment" "environment_size_is_environment_size" {
      name   = "etl"
      region = "europe-west1"
      config {
        environment_size = "ENVIRONMENT_SIZE_MEDIUM"
      }
      labels = { env = "dev" }
    }
    resource "google_composer_environment" "one_more_environment_size_is_environment" {
      name   = "etl"
      region = "europe-west1"
      config {
        environment_size = "ENVIRONMENT_SIZE_LARGE"
      }
      labels = { env = "dev" }
    }
    resource "google_composer_environment" "one_more_environment_size_is_environment_2" {
      name   = "etl"
      region = "europe-west1"
      config {
        environment_size = "ENVIRONMENT_SIZE_EXTRA_LARGE"
      }
      labels = { env = "dev" }
    }
    expect = [
      "google_composer_environment.environment_size_is_environment_size @ config[0].environment_size",
      "google_composer_environment.one_more_environment_size_is_environment @ config[0].environment_size",
      "google_composer_environment.one_more_environment_size_is_environment_2 @ config[0].environment_size",
    ]
  }
}

rule "google-pubsub-retains-acknowledged" {
  title     = "Subscription keeps and bills messages that were read"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_pubsub_subscription"]
  assert    = resource.retain_acked_messages != true
  at        = resource.retain_acked_messages
  message   = "acknowledged messages are kept for ${coalesce(resource.message_retention_duration, "604800s")}"
  why       = <<-EOT
    Retained messages are billed by the gigabyte and month. It is what one needs to replay, and nothing else.
  EOT
  remedy    = <<-EOT
    Keep them only where somebody replays.

    ```hcl
    retain_acked_messages = false
    ```
  EOT
  link      = "https://cloud.google.com/pubsub/docs/replay-overview"

  pass "the default" {
    resource "google_pubsub_subscription" "this" {
      name  = "orders"
      topic = "orders"
    }
  }

  fail "kept" {
    resource "google_pubsub_subscription" "this" {
      name                  = "orders"
      topic                 = "orders"
      retain_acked_messages = true
    }
    expect = ["google_pubsub_subscription.this @ retain_acked_messages"]
  }

  unknown "not known" {
    variable "keep" {}
    resource "google_pubsub_subscription" "this" {
      name                  = "orders"
      topic                 = "orders"
      retain_acked_messages = var.keep
    }
  }
}

rule "google-app-engine-always-on" {
  title     = "App Engine keeps instances without requests"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_app_engine_standard_app_version"]
  assert    = length(resource.manual_scaling) == 0 && !anytrue([for s in resource.automatic_scaling : s.min_idle_instances > 0 || anytrue([for d in s.standard_scheduler_settings : d.min_instances > 0])])
  at        = [resource.automatic_scaling, resource.manual_scaling]
  message   = "instances run whether requests come or not"
  why       = <<-EOT
    Idle and minimum instances save the start of an instance and are billed by the hour.
  EOT
  remedy    = <<-EOT
    Let the service scale to zero.

    ```hcl
    automatic_scaling {
      min_idle_instances = 0
    }
    ```
  EOT
  link      = "https://cloud.google.com/appengine/docs/standard/how-instances-are-managed"

  pass "down to zero" {
    resource "google_app_engine_standard_app_version" "this" {
      service = "default"
      runtime = "python312"
      deployment {
        zip {
          source_url = "https://storage.googleapis.com/app/app.zip"
        }
      }
      entrypoint {
        shell = "python main.py"
      }
      automatic_scaling {
        max_idle_instances = 1
      }
    }
  }

  fail "idle instances" {
    resource "google_app_engine_standard_app_version" "this" {
      service = "default"
      runtime = "python312"
      deployment {
        zip {
          source_url = "https://storage.googleapis.com/app/app.zip"
        }
      }
      entrypoint {
        shell = "python main.py"
      }
      automatic_scaling {
        min_idle_instances = 2
      }
    }
    expect = ["google_app_engine_standard_app_version.this @ automatic_scaling"]
  }

  unknown "not known" {
    variable "idle" {}
    resource "google_app_engine_standard_app_version" "this" {
      service = "default"
      runtime = "python312"
      deployment {
        zip {
          source_url = "https://storage.googleapis.com/app/app.zip"
        }
      }
      entrypoint {
        shell = "python main.py"
      }
      automatic_scaling {
        min_idle_instances = var.idle
      }
    }
  }

  pass "more that pass" {
    resource "google_app_engine_standard_app_version" "without_automatic_scaling" {
      service = "default"
      runtime = "python312"
      deployment {
        zip {
          source_url = "https://storage.googleapis.com/app/app.zip"
        }
      }
      entrypoint {
        shell = "python main.py"
      }
    }
  }
}

rule "google-run-cpu-always-allocated" {
  title     = "Cloud Run bills processors between requests"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_cloud_run_v2_service"]
  for_each  = flatten([for t in resource.template : [for c in t.containers : c.resources]])
  assert    = each.value.cpu_idle != false
  at        = each.value.cpu_idle
  message   = "`cpu_idle` is false: each instance is billed from start to end"
  why       = <<-EOT
    With the processor allocated at all times an instance is billed while it waits. It suits background work and steady load.
  EOT
  remedy    = <<-EOT
    Bill by request.

    ```hcl
    resources {
      cpu_idle = true
    }
    ```
  EOT
  link      = "https://cloud.google.com/run/docs/configuring/billing-settings"

  pass "by request" {
    resource "google_cloud_run_v2_service" "this" {
      name     = "web"
      location = "europe-west1"
      template {
        containers {
          image = "example/web:1.0"
          resources {
            cpu_idle = true
          }
        }
      }
    }
  }

  fail "always" {
    resource "google_cloud_run_v2_service" "this" {
      name     = "web"
      location = "europe-west1"
      template {
        containers {
          image = "example/web:1.0"
          resources {
            cpu_idle = false
          }
        }
      }
    }
    expect = ["google_cloud_run_v2_service.this @ template[0].containers[0].resources[0].cpu_idle"]
  }

  unknown "not known" {
    variable "idle" {}
    resource "google_cloud_run_v2_service" "this" {
      name     = "web"
      location = "europe-west1"
      template {
        containers {
          image = "example/web:1.0"
          resources {
            cpu_idle = var.idle
          }
        }
      }
    }
  }
}

rule "google-storage-bucket-expires-before-minimum" {
  title     = "Objects expire before the minimum time of their class"
  category  = "cost"
  severity  = "low"
  resources = ["google_storage_bucket"]
  params = {
    minimum_days = {
      NEARLINE = 30
      COLDLINE = 90
      ARCHIVE  = 365
    }
  }
  for_each = [for r in resource.lifecycle_rule : r if r.action[0].type == "Delete" && r.condition[0].age != null && coalesce(r.condition[0].with_state, "ANY") != "ARCHIVED" && r.condition[0].num_newer_versions == null]
  assert = !anytrue([
    for m in resource.lifecycle_rule :
    m.action[0].type == "SetStorageClass" && m.condition[0].age < each.value.condition[0].age && each.value.condition[0].age - m.condition[0].age < param.minimum_days[m.action[0].storage_class]
  ])
  at      = each.value.condition[0].age
  message = "objects are deleted on day ${each.value.condition[0].age}, before the minimum time of the class that they were moved to"
  why     = <<-EOT
    Nearline is billed for 30 days at least, Coldline for 90, Archive for 365, and each move is a billed operation. Who deletes earlier pays for the
    remaining days.
  EOT
  remedy  = <<-EOT
    Delete without moving, or keep the objects for the minimum time.

    ```hcl
    lifecycle_rule {
      condition {
        age = 30
      }
      action {
        type          = "SetStorageClass"
        storage_class = "NEARLINE"
      }
    }
    lifecycle_rule {
      condition {
        age = 90
      }
      action {
        type = "Delete"
      }
    }
    ```
  EOT
  link    = "https://cloud.google.com/storage/docs/storage-classes"

  pass "kept long enough" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 30
        }
        action {
          type          = "SetStorageClass"
          storage_class = "NEARLINE"
        }
      }
      lifecycle_rule {
        condition {
          age = 90
        }
        action {
          type = "Delete"
        }
      }
    }
  }

  pass "deleted only" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 7
        }
        action {
          type = "Delete"
        }
      }
    }
  }

  fail "a month in Coldline" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 30
        }
        action {
          type          = "SetStorageClass"
          storage_class = "COLDLINE"
        }
      }
      lifecycle_rule {
        condition {
          age = 60
        }
        action {
          type = "Delete"
        }
      }
    }
    expect = ["google_storage_bucket.this @ lifecycle_rule[1].condition[0].age"]
  }

  unknown "not known" {
    variable "days" {}
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 30
        }
        action {
          type          = "SetStorageClass"
          storage_class = "COLDLINE"
        }
      }
      lifecycle_rule {
        condition {
          age = var.days
        }
        action {
          type = "Delete"
        }
      }
    }
  }

  pass "more that pass" {
    resource "google_storage_bucket" "one_more_lifecycle_rule_age_is_29" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 30
        }
        action {
          type          = "SetStorageClass"
          storage_class = "NEARLINE"
        }
      }
      lifecycle_rule {
        condition {
          age = 29
        }
        action {
          type          = "SetStorageClass"
          storage_class = "NEARLINE"
        }
      }
      lifecycle_rule {
        condition {
          age = 90
        }
        action {
          type = "Delete"
        }
      }
    }
    resource "google_storage_bucket" "age_is_90" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 90
        }
        action {
          type          = "SetStorageClass"
          storage_class = "NEARLINE"
        }
      }
      lifecycle_rule {
        condition {
          age = 90
        }
        action {
          type = "Delete"
        }
      }
    }
    resource "google_storage_bucket" "type_is_archive" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 30
        }
        action {
          type          = "ARCHIVE"
          storage_class = "COLDLINE"
        }
      }
      lifecycle_rule {
        condition {
          age = 60
        }
        action {
          type = "Delete"
        }
      }
    }
    resource "google_storage_bucket" "age_is_60" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 60
        }
        action {
          type          = "SetStorageClass"
          storage_class = "NEARLINE"
        }
      }
      lifecycle_rule {
        condition {
          age = 90
        }
        action {
          type = "Delete"
        }
      }
    }
    resource "google_storage_bucket" "num_newer_versions_is_3" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 30
        }
        action {
          type          = "SetStorageClass"
          storage_class = "COLDLINE"
        }
      }
      lifecycle_rule {
        condition {
          age                = 60
          num_newer_versions = 3
        }
        action {
          type = "Delete"
        }
      }
    }
  }

  unknown "`age` is an unset variable" {
    variable "age" {}
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 30
        }
        action {
          type          = "SetStorageClass"
          storage_class = "NEARLINE"
        }
      }
      lifecycle_rule {
        condition {
          age = var.age
        }
        action {
          type = "Delete"
        }
      }
    }
    expect = ["google_storage_bucket.this"]
  }
}

rule "google-storage-bucket-keeps-failed-uploads" {
  title     = "Lifecycle rules keep the parts of failed uploads"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_storage_bucket"]
  when      = length(resource.lifecycle_rule) > 0
  assert    = anytrue([for r in resource.lifecycle_rule : anytrue([for a in r.action : a.type == "AbortIncompleteMultipartUpload"])])
  at        = resource.lifecycle_rule
  message   = "no rule aborts incomplete multipart uploads"
  why       = <<-EOT
    Parts of uploads that were never finished are billed like objects and show in no listing. Only clients of the XML API upload in that way.
  EOT
  remedy    = <<-EOT
    Abort them after a week.

    ```hcl
    lifecycle_rule {
      condition {
        age = 7
      }
      action {
        type = "AbortIncompleteMultipartUpload"
      }
    }
    ```
  EOT
  link      = "https://cloud.google.com/storage/docs/lifecycle"

  pass "aborted" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 7
        }
        action {
          type = "AbortIncompleteMultipartUpload"
        }
      }
      lifecycle_rule {
        condition {
          age = 30
        }
        action {
          type = "Delete"
        }
      }
    }
  }

  pass "no rules" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
    }
  }

  fail "kept" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 30
        }
        action {
          type = "Delete"
        }
      }
    }
    expect = ["google_storage_bucket.this @ lifecycle_rule"]
  }

  unknown "not known" {
    variable "type" {}
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 30
        }
        action {
          type = var.type
        }
      }
    }
  }
}

rule "google-storage-bucket-soft-delete-of-temporary" {
  title     = "Temporary objects are billed again after their deletion"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_storage_bucket"]
  params = {
    days = 7
  }
  for_each = [for r in resource.lifecycle_rule : r if r.action[0].type == "Delete" && r.condition[0].age <= param.days]
  assert   = tonumber(resource.soft_delete_policy[0].retention_duration_seconds) == 0
  at       = each.value.condition[0].age
  message  = "objects live ${each.value.condition[0].age} days and are kept seven more by soft delete"
  why      = <<-EOT
    Soft delete keeps deleted objects for a week unless told otherwise, at the price of their class. For objects that live for days it doubles the bill
    and more.
  EOT
  remedy   = <<-EOT
    Switch soft delete off for temporary data.

    ```hcl
    soft_delete_policy {
      retention_duration_seconds = 0
    }
    ```
  EOT
  link     = "https://cloud.google.com/storage/docs/soft-delete"

  pass "switched off" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      soft_delete_policy {
        retention_duration_seconds = 0
      }
      lifecycle_rule {
        condition {
          age = 3
        }
        action {
          type = "Delete"
        }
      }
    }
  }

  pass "kept for a year" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 365
        }
        action {
          type = "Delete"
        }
      }
    }
  }

  fail "the default" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 3
        }
        action {
          type = "Delete"
        }
      }
    }
    expect = ["google_storage_bucket.this @ lifecycle_rule[0].condition[0].age"]
  }

  unknown "not known" {
    variable "days" {}
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = var.days
        }
        action {
          type = "Delete"
        }
      }
    }
  }

  pass "`age` is `8`" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 8
        }
        action {
          type = "Delete"
        }
      }
    }
  }

  fail "`age` is `7`" {
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      lifecycle_rule {
        condition {
          age = 7
        }
        action {
          type = "Delete"
        }
      }
    }
    expect = ["google_storage_bucket.this @ lifecycle_rule[0].condition[0].age"]
  }

  unknown "one more, one more `lifecycle_rule`, `type` is an unset variable" {
    variable "type" {}
    resource "google_storage_bucket" "this" {
      name     = "logs"
      location = "EU"
      soft_delete_policy {
        retention_duration_seconds = 0
      }
      lifecycle_rule {
        condition {
          age = 3
        }
        action {
          type = "Delete"
        }
      }
    }
    resource "google_storage_bucket" "this_too" {
      name     = "logs"
      location = "EU"
      soft_delete_policy {
        retention_duration_seconds = 0
      }
      lifecycle_rule {
        condition {
          age = 3
        }
        action {
          type = "Delete"
        }
      }
      lifecycle_rule {
        condition {
          age = 3
        }
        action {
          type = var.type
        }
      }
    }
    expect = ["google_storage_bucket.this_too"]
  }
}

rule "google-storage-bucket-turbo-outside-production" {
  title     = "Bucket of a test environment replicates within minutes"
  category  = "cost"
  severity  = "low"
  default   = false
  resources = ["google_storage_bucket"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.rpo == "ASYNC_TURBO"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.rpo
  message = "turbo replication is billed by the gigabyte written"
  why     = <<-EOT
    The default replicates within an hour for most objects, at no extra charge beyond the class.
  EOT
  remedy  = <<-EOT
    Use the default outside production.

    ```hcl
    rpo = var.environment == "prod" ? "ASYNC_TURBO" : "DEFAULT"
    ```
  EOT
  link    = "https://cloud.google.com/storage/docs/turbo-replication"

  pass "production" {
    resource "google_storage_bucket" "this" {
      name     = "files"
      location = "EUR4"
      rpo      = "ASYNC_TURBO"
      labels = {
        env = "prod"
      }
    }
  }

  pass "the default" {
    resource "google_storage_bucket" "this" {
      name     = "files"
      location = "EUR4"
      rpo      = "DEFAULT"
      labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_storage_bucket" "this" {
      name     = "files"
      location = "EUR4"
      rpo      = "ASYNC_TURBO"
      labels = {
        env = "dev"
      }
    }
    expect = ["google_storage_bucket.this @ rpo"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_storage_bucket" "this" {
      name     = "files"
      location = "EUR4"
      rpo      = "ASYNC_TURBO"
      labels = {
        env = var.environment
      }
    }
  }
}

rule "google-kms-hsm-outside-production" {
  title     = "Hardware key outside production"
  category  = "cost"
  severity  = "info"
  default   = false
  resources = ["google_kms_crypto_key"]
  params = {
    nonproduction = "(?i)(?:^|[^a-z])(?:dev(?:elop(?:ment)?)?|te?st(?:ing)?|qa|uat|sandbox|sbx|demo|poc|non-?prod(?:uction)?|preview|lab)(?:$|[^a-z])"
  }
  when    = resource.version_template[0].protection_level == "HSM"
  assert  = !can(regex(param.nonproduction, environment_of(resource)))
  at      = resource.version_template[0].protection_level
  message = "key versions in hardware cost many times as much"
  why     = <<-EOT
    A software key version costs 0.06 USD a month, one in an HSM from 1.00 (us-central1), and its operations cost more.
  EOT
  remedy  = <<-EOT
    Use software keys outside production.

    ```hcl
    version_template {
      algorithm        = "GOOGLE_SYMMETRIC_ENCRYPTION"
      protection_level = var.environment == "prod" ? "HSM" : "SOFTWARE"
    }
    ```
  EOT
  link    = "https://cloud.google.com/kms/docs/protection-levels"

  pass "production" {
    resource "google_kms_crypto_key" "this" {
      name     = "app"
      key_ring = "app"
      version_template {
        algorithm        = "GOOGLE_SYMMETRIC_ENCRYPTION"
        protection_level = "HSM"
      }
      labels = {
        env = "prod"
      }
    }
  }

  pass "software" {
    resource "google_kms_crypto_key" "this" {
      name     = "app"
      key_ring = "app"
      version_template {
        algorithm        = "GOOGLE_SYMMETRIC_ENCRYPTION"
        protection_level = "SOFTWARE"
      }
      labels = {
        env = "dev"
      }
    }
  }

  fail "a test environment" {
    resource "google_kms_crypto_key" "this" {
      name     = "app"
      key_ring = "app"
      version_template {
        algorithm        = "GOOGLE_SYMMETRIC_ENCRYPTION"
        protection_level = "HSM"
      }
      labels = {
        env = "dev"
      }
    }
    expect = ["google_kms_crypto_key.this @ version_template[0].protection_level"]
  }

  unknown "nobody says which environment it is" {
    variable "environment" {}
    resource "google_kms_crypto_key" "this" {
      name     = "app"
      key_ring = "app"
      version_template {
        algorithm        = "GOOGLE_SYMMETRIC_ENCRYPTION"
        protection_level = "HSM"
      }
      labels = {
        env = var.environment
      }
    }
  }
}
