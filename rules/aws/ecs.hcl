# Elastic Container Service.

rule "aws-ecs-task-secret-in-environment" {
  title     = "Container gets a secret in plain text"
  category  = "security"
  severity  = "high"
  resources = ["aws_ecs_task_definition"]
  aliases   = ["AWS-0036", "aws-ecs-no-plaintext-secrets", "AVD-AWS-0036"]
  tags      = ["cwe-798", "cwe-312"]
  params = {
    names = "(?i)(?:password|passwd|secret|api_?key|access_?key|private_?key|token|credential)s?$"
    # Names that look like a secret and hold a reference to one, or something else.
    harmless = "(?i)(?:_arn|_name|_id|_path|_file|_url|_ttl|_expiry|_endpoint|public_?key|max_?tokens?|secret_?name)$"
  }
  when = is_known(try(jsondecode(resource.container_definitions), []))
  for_each = flatten([
    for c in try(jsondecode(resource.container_definitions), []) : [
      for e in c.environment : { container = c.name, name = e.name, value = e.value }
    ]
  ])
  assert = !(
    can(regex(param.names, each.value.name))
    && !can(regex(param.harmless, each.value.name))
    && length(coalesce(each.value.value, "")) >= 8
    && !can(regex("^(?:arn:|https?://|/|[$][{]|true$|false$)", each.value.value))
    || can(regex("(?:AKIA|ASIA)[0-9A-Z]{16}", each.value.value))
  )
  at      = resource.container_definitions
  message = "The environment variable `${each.value.name}` holds a secret in plain text"
  why     = <<-EOT
    Task definitions are kept for ever in all their versions, and everyone with `ecs:DescribeTaskDefinition` reads them. The value also stands in the
    state file and in the console.
  EOT
  remedy  = <<-EOT
    Keep the value in Secrets Manager or Parameter Store and let ECS fetch it:

        secrets = [{
          name      = "DB_PASSWORD"
          valueFrom = aws_secretsmanager_secret.db.arn
        }]
  EOT
  link    = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"

  pass "a reference" {
    resource "aws_ecs_task_definition" "app" {
      family = "app"
      container_definitions = jsonencode([{
        name  = "app"
        image = "nginx:1.27"
        environment = [
          { name = "LOG_LEVEL", value = "debug" },
          { name = "DB_PASSWORD_ARN", value = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db" },
        ]
        secrets = [{ name = "DB_PASSWORD", valueFrom = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db" }]
      }])
    }
  }

  pass "no environment" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = "[{\"name\": \"app\", \"image\": \"nginx:1.27\"}]"
    }
  }

  fail "a password" {
    resource "aws_ecs_task_definition" "app" {
      family = "app"
      container_definitions = jsonencode([{
        name        = "app"
        image       = "nginx:1.27"
        environment = [{ name = "DB_PASSWORD", value = "correct-horse-battery" }]
      }])
    }
    expect = ["aws_ecs_task_definition.app @ container_definitions"]
  }

  fail "an access key under another name, beside an image that is known after apply" {
    resource "aws_ecr_repository" "app" {
      name = "app"
    }
    resource "aws_ecs_task_definition" "app" {
      family = "app"
      container_definitions = jsonencode([{
        name        = "app"
        image       = "${aws_ecr_repository.app.repository_url}:1.0"
        environment = [{ name = "KEY", value = "AKIAQ2W3E4R5T6Z7U8I9" }]
      }])
    }
    expect = ["aws_ecs_task_definition.app @ container_definitions"]
  }

  fail "`value` is `aaaaaaaa`" {
    resource "aws_ecs_task_definition" "app" {
      family = "app"
      container_definitions = jsonencode([
        { name = "app", image = "nginx:1.27", environment = [{ name = "DB_PASSWORD", value = "aaaaaaaa" }] },
      ])
    }
    expect = ["aws_ecs_task_definition.app @ container_definitions"]
  }
}

rule "aws-ecs-task-privileged" {
  title     = "Container runs privileged"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ecs_task_definition"]
  aliases   = ["CKV_AWS_334"]
  tags      = ["cwe-250"]
  assert    = !anytrue([for c in try(jsondecode(resource.container_definitions), []) : c.privileged == true])
  at        = resource.container_definitions
  message   = "A container has the rights of the host's root"
  why       = "A privileged container sees the host's devices and kernel interfaces: whoever takes the container has the instance, and the roles of every task on it."
  remedy    = "Remove `privileged`, and add single capabilities in `linuxParameters` where they are needed."
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"

  pass "not privileged" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  fail "privileged" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27", privileged = true }])
    }
    expect = ["aws_ecs_task_definition.app @ container_definitions"]
  }

  fail "one of two, in a heredoc" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = <<-JSON
        [
          {"name": "app", "image": "nginx:1.27"},
          {"name": "agent", "image": "agent:2", "privileged": true}
        ]
      JSON
    }
    expect = ["aws_ecs_task_definition.app @ container_definitions"]
  }

  unknown "`container_definitions` is an unset variable" {
    variable "container_definitions" {}
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = var.container_definitions
    }
  }
}

rule "aws-ecs-task-root-filesystem-writable" {
  title     = "Container may write to its root file system"
  category  = "security"
  severity  = "low"
  resources = ["aws_ecs_task_definition"]
  aliases   = ["CKV_AWS_336"]
  tags      = ["cwe-732"]
  default   = false
  assert    = alltrue([for c in try(jsondecode(resource.container_definitions), []) : c.readonlyRootFilesystem == true])
  at        = resource.container_definitions
  message   = "A container's root file system is not read-only"
  why       = "A read-only root keeps an intruder from changing programs or leaving tools. Applications that write to disk need a volume first, which is why the rule is not on by default."
  remedy    = "Set `readonlyRootFilesystem = true` and mount a volume where the application writes."
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"

  pass "read-only" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27", readonlyRootFilesystem = true }])
    }
  }

  fail "not written" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    expect = ["aws_ecs_task_definition.app @ container_definitions"]
  }

  unknown "`container_definitions` is an unset variable" {
    variable "container_definitions" {}
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = var.container_definitions
    }
  }

  pass "`container_definitions` without another" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([])
    }
  }
}

rule "aws-ecs-task-host-processes" {
  title     = "Task shares the host's process table"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ecs_task_definition"]
  aliases   = ["CKV_AWS_335"]
  tags      = ["cwe-668"]
  assert    = resource.pid_mode != "host" && resource.ipc_mode != "host"
  at        = [resource.pid_mode, resource.ipc_mode]
  message   = "The task sees the processes or the shared memory of the whole instance"
  why       = "With `host` a container reads the environment of every other task's processes, and may stop them. Monitoring agents are the usual exception."
  remedy    = "Remove the argument, or use `task` to share between the containers of one task."
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html"

  pass "not shared" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  pass "within the task" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      pid_mode              = "task"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  fail "the host's" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      pid_mode              = "host"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    expect = ["aws_ecs_task_definition.app @ pid_mode"]
  }

  unknown "an unset variable" {
    variable "pid_mode" {
      type = string
    }
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      pid_mode              = var.pid_mode
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  fail "`ipc_mode` is `host`" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
      ipc_mode              = "host"
    }
    expect = ["aws_ecs_task_definition.app @ ipc_mode"]
  }
}

rule "aws-ecs-task-network-mode-shared" {
  title     = "Task has no network interface of its own"
  category  = "security"
  severity  = "low"
  resources = ["aws_ecs_task_definition"]
  aliases   = ["9f4a9409-9c60-4671-be96-9716dbf63db1"]
  tags      = ["cwe-668"]
  default   = false
  assert    = contains(["awsvpc", "none"], coalesce(resource.network_mode, "bridge"))
  at        = resource.network_mode
  message   = "The network mode is `${coalesce(resource.network_mode, "bridge")}`"
  why       = "In `bridge` and `host` mode tasks share the instance's security groups and can reach its metadata service. With `awsvpc` each task has its own interface and groups."
  remedy    = "Set `network_mode = \"awsvpc\"`."
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html"

  pass "awsvpc" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      network_mode          = "awsvpc"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  fail "the default" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  fail "the host's" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      network_mode          = "host"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    expect = ["aws_ecs_task_definition.app @ network_mode"]
  }

  unknown "`network_mode` is an unset variable" {
    variable "network_mode" {}
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      network_mode          = var.network_mode
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  pass "`network_mode` is `none`" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      network_mode          = "none"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }
}

rule "aws-ecs-task-roles-shared" {
  title     = "Task role and execution role are the same"
  category  = "security"
  severity  = "low"
  resources = ["aws_ecs_task_definition"]
  aliases   = ["CKV_AWS_249"]
  tags      = ["cwe-269"]
  when      = resource.task_role_arn != null && resource.execution_role_arn != null
  assert    = resource.task_role_arn != resource.execution_role_arn
  at        = resource.task_role_arn
  message   = "The application runs with the rights that ECS needs to start it"
  why       = "The execution role pulls images and reads the secrets of all containers; the application needs neither. With one role for both, the application can read every secret of the task."
  remedy    = "Make a role of its own for `task_role_arn`."
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html"

  pass "two roles" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      task_role_arn         = "arn:aws:iam::123456789012:role/app"
      execution_role_arn    = "arn:aws:iam::123456789012:role/execution"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  pass "no task role" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      execution_role_arn    = "arn:aws:iam::123456789012:role/execution"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  fail "one role" {
    resource "aws_iam_role" "ecs" {
      name               = "ecs"
      assume_role_policy = "{}"
    }
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      task_role_arn         = aws_iam_role.ecs.arn
      execution_role_arn    = aws_iam_role.ecs.arn
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    expect = ["aws_ecs_task_definition.app @ task_role_arn"]
  }

  unknown "one of them is an unset variable" {
    variable "role" {
      type = string
    }
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      task_role_arn         = var.role
      execution_role_arn    = "arn:aws:iam::123456789012:role/execution"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  pass "more that pass" {
    variable "role" {
      type = string
    }
    variable "execution_role_arn" {}
    resource "aws_ecs_task_definition" "execution_role_arn_is_an_unset_variable" {
      family                = "app"
      execution_role_arn    = var.execution_role_arn
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    resource "aws_ecs_task_definition" "no_execution_role_arn" {
      family                = "app"
      task_role_arn         = var.role
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }
}

rule "aws-ecs-task-efs-plain" {
  title     = "Task talks to EFS without encryption"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ecs_task_definition"]
  aliases   = ["CKV_AWS_97", "AWS-0035", "aws-ecs-enable-in-transit-encryption", "AVD-AWS-0035", "4d46ff3b-7160-41d1-a310-71d6d370b08f"]
  tags      = ["cwe-319"]
  for_each  = [for v in resource.volume : v if length(v.efs_volume_configuration) > 0]
  assert    = each.value.efs_volume_configuration[0].transit_encryption == "ENABLED"
  at        = [each.value.efs_volume_configuration[0].transit_encryption, each.value.efs_volume_configuration]
  message   = "The EFS volume is mounted without TLS"
  why       = "NFS has no encryption of its own: file contents cross the network readable. `transit_encryption` is `DISABLED` unless written; IAM authorisation and access points need it as well."
  remedy    = "Set `transit_encryption = \"ENABLED\"` in `efs_volume_configuration`."
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-efs-config.html"

  pass "encrypted" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
      volume {
        name = "data"
        efs_volume_configuration {
          file_system_id     = "fs-0a1b2c3d"
          transit_encryption = "ENABLED"
        }
      }
    }
  }

  pass "another kind of volume" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
      volume {
        name      = "scratch"
        host_path = "/ecs/scratch"
      }
    }
  }

  fail "not written" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
      volume {
        name = "data"
        efs_volume_configuration {
          file_system_id = "fs-0a1b2c3d"
        }
      }
    }
  }

  fail "switched off" {
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
      volume {
        name = "data"
        efs_volume_configuration {
          file_system_id     = "fs-0a1b2c3d"
          transit_encryption = "DISABLED"
        }
      }
    }
    expect = ["aws_ecs_task_definition.app @ volume[0].efs_volume_configuration[0].transit_encryption"]
  }

  unknown "an unset variable" {
    variable "tls" {
      type = string
    }
    resource "aws_ecs_task_definition" "app" {
      family                = "app"
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
      volume {
        name = "data"
        efs_volume_configuration {
          file_system_id     = "fs-0a1b2c3d"
          transit_encryption = var.tls
        }
      }
    }
  }
}

rule "aws-ecs-fargate-network-mode-invalid" {
  title     = "Fargate task does not use the awsvpc network mode"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_ecs_task_definition"]
  when      = contains(resource.requires_compatibilities, "FARGATE")
  assert    = resource.network_mode == "awsvpc"
  at        = [resource.network_mode, resource.requires_compatibilities]
  message   = "Fargate runs tasks in `awsvpc` mode only"
  why       = "AWS refuses a Fargate task definition with any other network mode, at apply. The mode is `bridge` unless written."
  remedy    = "Set `network_mode = \"awsvpc\"`."
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"
  fix {
    set = {
      network_mode = "awsvpc"
    }
    safe = false
  }

  pass "awsvpc" {
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 256
      memory                   = 512
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  pass "on EC2" {
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["EC2"]
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  fail "not written" {
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      cpu                      = 256
      memory                   = 512
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    expect = ["aws_ecs_task_definition.app @ requires_compatibilities"]
  }

  fail "bridge" {
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["FARGATE", "EC2"]
      network_mode             = "bridge"
      cpu                      = 256
      memory                   = 512
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    expect = ["aws_ecs_task_definition.app @ network_mode"]
  }

  unknown "`requires_compatibilities` is an unset variable" {
    variable "requires_compatibilities" {}
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = var.requires_compatibilities
      cpu                      = 256
      memory                   = 512
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }
}

rule "aws-ecs-fargate-size-invalid" {
  title     = "Fargate task has no valid CPU size"
  category  = "correctness"
  severity  = "high"
  resources = ["aws_ecs_task_definition"]
  params = {
    cpu = ["256", "512", "1024", "2048", "4096", "8192", "16384", ".25 vcpu", "0.25 vcpu", ".5 vcpu", "0.5 vcpu", "1 vcpu", "2 vcpu", "4 vcpu", "8 vcpu", "16 vcpu"]
  }
  when    = contains(resource.requires_compatibilities, "FARGATE")
  assert  = resource.cpu != null && resource.memory != null && contains(param.cpu, lower(tostring(resource.cpu)))
  at      = [resource.cpu, resource.memory, resource.requires_compatibilities]
  message = "Fargate needs `cpu` (256, 512, 1024, 2048, 4096, 8192 or 16384) and `memory` for the task"
  why     = "On Fargate the sizes stand on the task, not on its containers, and only certain values exist. AWS refuses others at apply."
  remedy  = "Set for example `cpu = 256` and `memory = 512`."
  link    = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html"

  pass "a valid size" {
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 1024
      memory                   = 2048
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  pass "in words" {
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = "1 vCPU"
      memory                   = "2 GB"
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  fail "a size that does not exist" {
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 100
      memory                   = 512
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    expect = ["aws_ecs_task_definition.app @ cpu"]
  }

  fail "no size" {
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    expect = ["aws_ecs_task_definition.app @ requires_compatibilities"]
  }

  unknown "`cpu` is an unset variable" {
    variable "cpu" {}
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = var.cpu
      memory                   = 512
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  pass "more that pass" {
    resource "aws_ecs_task_definition" "no_requires_compatibilities" {
      family                = "app"
      network_mode          = "awsvpc"
      cpu                   = 100
      memory                = 512
      container_definitions = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    resource "aws_ecs_task_definition" "one_more_cpu_is_16_vcpu" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 1024
      memory                   = 2048
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    resource "aws_ecs_task_definition" "one_more_cpu_is_16_vcpu_2" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = "16 vcpu"
      memory                   = 2048
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    resource "aws_ecs_task_definition" "one_more_cpu_is_256" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 1024
      memory                   = 2048
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    resource "aws_ecs_task_definition" "one_more_cpu_is_256_2" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = "256"
      memory                   = 2048
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
  }

  fail "no `memory`" {
    resource "aws_ecs_task_definition" "app" {
      family                   = "app"
      requires_compatibilities = ["FARGATE"]
      network_mode             = "awsvpc"
      cpu                      = 1024
      container_definitions    = jsonencode([{ name = "app", image = "nginx:1.27" }])
    }
    expect = ["aws_ecs_task_definition.app @ cpu"]
  }
}

rule "aws-ecs-service-public-ip" {
  title     = "Service's tasks get public IP addresses"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ecs_service", "aws_ecs_task_set"]
  aliases   = ["CKV_AWS_333"]
  tags      = ["cwe-284"]
  assert    = resource.network_configuration[0].assign_public_ip != true
  at        = resource.network_configuration[0].assign_public_ip
  message   = "Each task is given an address on the internet"
  why       = "Only the security group then stands between the task and the internet. Behind a load balancer, with a NAT gateway or endpoints to fetch its image, a task needs no public address."
  remedy    = "Set `assign_public_ip = false` and place the tasks in private subnets."
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking-awsvpc.html"

  pass "private" {
    resource "aws_ecs_service" "app" {
      name = "app"
      network_configuration {
        subnets          = ["subnet-0a1b2c3d"]
        assign_public_ip = false
      }
    }
  }

  pass "not written" {
    resource "aws_ecs_service" "app" {
      name = "app"
      network_configuration {
        subnets = ["subnet-0a1b2c3d"]
      }
    }
  }

  fail "public" {
    resource "aws_ecs_service" "app" {
      name = "app"
      network_configuration {
        subnets          = ["subnet-0a1b2c3d"]
        assign_public_ip = true
      }
    }
    expect = ["aws_ecs_service.app @ network_configuration[0].assign_public_ip"]
  }

  unknown "an unset variable" {
    variable "public" {
      type = bool
    }
    resource "aws_ecs_service" "app" {
      name = "app"
      network_configuration {
        subnets          = ["subnet-0a1b2c3d"]
        assign_public_ip = var.public
      }
    }
  }
}

rule "aws-ecs-service-platform-pinned" {
  title     = "Fargate platform version is pinned"
  category  = "security"
  severity  = "low"
  resources = ["aws_ecs_service"]
  aliases   = ["CKV_AWS_332"]
  tags      = ["cwe-1104"]
  when      = resource.launch_type == "FARGATE"
  assert    = contains(["LATEST", "1.4.0"], coalesce(resource.platform_version, "LATEST"))
  at        = resource.platform_version
  message   = "The service runs on platform version ${resource.platform_version}"
  why       = "AWS patches the platform under the label LATEST, which today is 1.4.0. Older versions are out of support and AWS stops tasks on them."
  remedy    = "Remove `platform_version`, or set it to `LATEST`."
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html"
  fix {
    set = {
      platform_version = "LATEST"
    }
  }

  pass "the default" {
    resource "aws_ecs_service" "app" {
      name        = "app"
      launch_type = "FARGATE"
    }
  }

  pass "the latest" {
    resource "aws_ecs_service" "app" {
      name             = "app"
      launch_type      = "FARGATE"
      platform_version = "LATEST"
    }
  }

  fail "an old one" {
    resource "aws_ecs_service" "app" {
      name             = "app"
      launch_type      = "FARGATE"
      platform_version = "1.3.0"
    }
    expect = ["aws_ecs_service.app @ platform_version"]
  }

  unknown "`platform_version` is an unset variable" {
    variable "platform_version" {}
    resource "aws_ecs_service" "app" {
      name             = "app"
      launch_type      = "FARGATE"
      platform_version = var.platform_version
    }
  }

  pass "more that pass" {
    resource "aws_ecs_service" "no_launch_type" {
      name             = "app"
      platform_version = "1.3.0"
    }
    resource "aws_ecs_service" "platform_version_is_1_4_0" {
      name             = "app"
      launch_type      = "FARGATE"
      platform_version = "1.4.0"
    }
  }
}

rule "aws-ecs-service-admin-role" {
  title     = "Service's role for the load balancer is an administrator's"
  category  = "security"
  severity  = "medium"
  resources = ["aws_ecs_service"]
  aliases   = ["3206240f-2e87-4e58-8d24-3e19e7c83d7c"]
  tags      = ["cwe-250"]
  when      = resource.iam_role != null
  assert    = !can(regex("(?i)admin", resource.iam_role))
  at        = resource.iam_role
  message   = "The role's name says that it is an administrator's"
  why       = "The role only registers targets with the load balancer. With `awsvpc` tasks AWS uses a service-linked role and none is needed."
  remedy    = "Remove `iam_role`, or give a role with `AmazonEC2ContainerServiceRole`."
  link      = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service"

  pass "none" {
    resource "aws_ecs_service" "app" {
      name = "app"
    }
  }

  fail "an administrator" {
    resource "aws_ecs_service" "app" {
      name     = "app"
      iam_role = "arn:aws:iam::123456789012:role/Admin"
    }
    expect = ["aws_ecs_service.app @ iam_role"]
  }

  unknown "`iam_role` is an unset variable" {
    variable "iam_role" {}
    resource "aws_ecs_service" "app" {
      name     = "app"
      iam_role = var.iam_role
    }
  }
}

rule "aws-ecs-service-no-tasks" {
  title     = "Service runs no tasks"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_ecs_service"]
  aliases   = ["91f16d09-689e-4926-aca7-155157f634ed"]
  default   = false
  related "scaling" {
    type = "aws_appautoscaling_target"
    on   = refers(other.resource_id, resource)
  }
  when    = coalesce(resource.scheduling_strategy, "REPLICA") == "REPLICA" && !contains(meta.lifecycle.ignore_changes, "desired_count")
  assert  = coalesce(resource.desired_count, 0) > 0 || length(related.scaling) > 0
  at      = resource.desired_count
  message = "The desired count is 0"
  why     = "`desired_count` is 0 unless written. Unless something else scales the service, nothing answers."
  remedy  = "Set `desired_count = 2`, or add an `aws_appautoscaling_target`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service"

  pass "two tasks" {
    resource "aws_ecs_service" "app" {
      name          = "app"
      desired_count = 2
    }
  }

  pass "a daemon" {
    resource "aws_ecs_service" "agent" {
      name                = "agent"
      scheduling_strategy = "DAEMON"
    }
  }

  fail "not written" {
    resource "aws_ecs_service" "app" {
      name = "app"
    }
  }

  fail "none" {
    resource "aws_ecs_service" "app" {
      name          = "app"
      desired_count = 0
    }
    expect = ["aws_ecs_service.app @ desired_count"]
  }

  unknown "`desired_count` is an unset variable" {
    variable "desired_count" {}
    resource "aws_ecs_service" "app" {
      name          = "app"
      desired_count = var.desired_count
    }
  }

  pass "`desired_count` is `1`" {
    resource "aws_ecs_service" "app" {
      name          = "app"
      desired_count = 1
    }
  }
}

rule "aws-ecs-service-no-circuit-breaker" {
  title     = "Failed deployment is not rolled back"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_ecs_service"]
  default   = false
  when      = coalesce(resource.deployment_controller[0].type, "ECS") == "ECS"
  assert    = resource.deployment_circuit_breaker[0].enable == true && resource.deployment_circuit_breaker[0].rollback == true
  at        = [resource.deployment_circuit_breaker[0].enable, resource.deployment_circuit_breaker]
  message   = "The deployment circuit breaker is not set to roll back"
  why       = "Without it ECS starts a broken task over and over, for hours, while half of the capacity is missing."
  remedy    = <<-EOT
    ```hcl
    deployment_circuit_breaker {
      enable   = true
      rollback = true
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html"

  pass "rolled back" {
    resource "aws_ecs_service" "app" {
      name = "app"
      deployment_circuit_breaker {
        enable   = true
        rollback = true
      }
    }
  }

  pass "CodeDeploy decides" {
    resource "aws_ecs_service" "app" {
      name = "app"
      deployment_controller {
        type = "CODE_DEPLOY"
      }
    }
  }

  fail "none" {
    resource "aws_ecs_service" "app" {
      name = "app"
    }
  }

  fail "more that fail" {
    resource "aws_ecs_service" "no_enable" {
      name = "app"
      deployment_circuit_breaker {
        rollback = true
      }
    }
    resource "aws_ecs_service" "no_rollback" {
      name = "app"
      deployment_circuit_breaker {
        enable = true
      }
    }
    expect = [
      "aws_ecs_service.no_enable @ deployment_circuit_breaker",
      "aws_ecs_service.no_rollback @ deployment_circuit_breaker[0].enable",
    ]
  }
}

rule "aws-ecs-cluster-insights-off" {
  title     = "Cluster has no Container Insights"
  category  = "reliability"
  severity  = "low"
  resources = ["aws_ecs_cluster"]
  aliases   = ["CKV_AWS_65", "AWS-0034", "aws-ecs-enable-container-insight", "AVD-AWS-0034", "97cb0688-369a-4d26-b1f7-86c4c91231bc"]
  tags      = ["cwe-778"]
  default   = false
  assert    = anytrue([for s in resource.setting : s.name == "containerInsights" && contains(["enabled", "enhanced"], s.value)])
  at        = [resource.setting[0].value, resource.setting]
  message   = "Metrics for tasks and containers are not collected"
  why       = "Container Insights shows CPU, memory, network and restarts for each task. The metrics are billed, and many teams have other tools, so that the rule is not on by default."
  remedy    = <<-EOT
    ```hcl
    setting {
      name  = "containerInsights"
      value = "enhanced"
    }
    ```
  EOT
  link      = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/deploy-container-insights-ECS-cluster.html"

  pass "enabled" {
    resource "aws_ecs_cluster" "main" {
      name = "main"
      setting {
        name  = "containerInsights"
        value = "enabled"
      }
    }
  }

  fail "not written" {
    resource "aws_ecs_cluster" "main" {
      name = "main"
    }
  }

  fail "switched off" {
    resource "aws_ecs_cluster" "main" {
      name = "main"
      setting {
        name  = "containerInsights"
        value = "disabled"
      }
    }
    expect = ["aws_ecs_cluster.main @ setting[0].value"]
  }

  unknown "`value` is an unset variable" {
    variable "value" {}
    resource "aws_ecs_cluster" "main" {
      name = "main"
      setting {
        name  = "containerInsights"
        value = var.value
      }
    }
  }

  pass "`value` is `enhanced`" {
    resource "aws_ecs_cluster" "main" {
      name = "main"
      setting {
        name  = "containerInsights"
        value = "enhanced"
      }
    }
  }

  fail "no `name`" {
    resource "aws_ecs_cluster" "main" {
      name = "main"
      setting {
        value = "enabled"
      }
    }
    expect = ["aws_ecs_cluster.main @ setting[0].value"]
  }
}

rule "aws-ecs-exec-logging-off" {
  title     = "Sessions into containers leave no log"
  category  = "security"
  severity  = "low"
  resources = ["aws_ecs_cluster"]
  aliases   = ["CKV_AWS_223"]
  tags      = ["cwe-778"]
  assert    = resource.configuration[0].execute_command_configuration[0].logging != "NONE"
  at        = resource.configuration[0].execute_command_configuration[0].logging
  message   = "Logging of `ecs execute-command` is switched off"
  why       = "ECS Exec is a shell in production. Without a log nobody knows afterwards what was typed. The default writes to the task's own log."
  remedy    = "Set `logging = \"OVERRIDE\"` with a `log_configuration`, or `DEFAULT`."
  link      = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html"

  pass "the default" {
    resource "aws_ecs_cluster" "main" {
      name = "main"
    }
  }

  pass "logged" {
    resource "aws_ecs_cluster" "main" {
      name = "main"
      configuration {
        execute_command_configuration {
          logging = "OVERRIDE"
          log_configuration {
            cloud_watch_log_group_name = "exec"
          }
        }
      }
    }
  }

  fail "switched off" {
    resource "aws_ecs_cluster" "main" {
      name = "main"
      configuration {
        execute_command_configuration {
          logging = "NONE"
        }
      }
    }
    expect = ["aws_ecs_cluster.main @ configuration[0].execute_command_configuration[0].logging"]
  }

  unknown "`logging` is an unset variable" {
    variable "logging" {}
    resource "aws_ecs_cluster" "main" {
      name = "main"
      configuration {
        execute_command_configuration {
          logging = var.logging
        }
      }
    }
  }
}

rule "aws-ecs-exec-log-unencrypted" {
  title     = "Log of container sessions is not encrypted with a key of your own"
  category  = "security"
  severity  = "low"
  resources = ["aws_ecs_cluster"]
  aliases   = ["CKV_AWS_224"]
  tags      = ["cwe-320"]
  default   = false
  for_each  = flatten([for c in resource.configuration : c.execute_command_configuration])
  assert = (
    each.value.logging == "NONE"
    || each.value.kms_key_id != null
    && anytrue([for l in each.value.log_configuration : l.cloud_watch_encryption_enabled == true || l.s3_bucket_encryption_enabled == true])
  )
  at      = [each.value.logging, each.value]
  message = "The session log has no key, or its encryption is not demanded"
  why     = "What is typed into a container in production, and what it answers, often holds customer data and keys."
  remedy  = "Set `kms_key_id`, and `cloud_watch_encryption_enabled` or `s3_bucket_encryption_enabled` in `log_configuration`."
  link    = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_cluster"

  pass "encrypted" {
    resource "aws_ecs_cluster" "main" {
      name = "main"
      configuration {
        execute_command_configuration {
          kms_key_id = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
          logging    = "OVERRIDE"
          log_configuration {
            cloud_watch_encryption_enabled = true
            cloud_watch_log_group_name     = "exec"
          }
        }
      }
    }
  }

  fail "no key" {
    resource "aws_ecs_cluster" "main" {
      name = "main"
      configuration {
        execute_command_configuration {
          logging = "OVERRIDE"
          log_configuration {
            cloud_watch_log_group_name = "exec"
          }
        }
      }
    }
    expect = ["aws_ecs_cluster.main @ configuration[0].execute_command_configuration[0].logging"]
  }

  unknown "`logging` is an unset variable" {
    variable "logging" {}
    resource "aws_ecs_cluster" "main" {
      name = "main"
      configuration {
        execute_command_configuration {
          logging = var.logging
          log_configuration {
            cloud_watch_log_group_name = "exec"
          }
        }
      }
    }
  }
}
