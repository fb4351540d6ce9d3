locals {
  a0 = ["x"]
  a1 = [local.a0, local.a0]
  b = "%{ for x in local.a1 }${x}%{ endfor }"
  c = format("%99999999d", 1)
}
