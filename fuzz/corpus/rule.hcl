rule "r" {
  resources = ["aws_*"]
  assert = anytrue([for x in resource.a : refers(x.b, other)])
}
