"""Makes repositories to measure on: roots with modules, resources and findings.

    python3 benches/compare/generate.py DIR --roots 100 --resources 20 --modules 2
"""

import argparse
import pathlib

RESOURCES = '''resource "aws_s3_bucket" "b{i}" {{
  bucket = "${{var.name}}-{i}"
  tags = {{
    owner = "team-{i}"
  }}
}}

resource "aws_s3_bucket_acl" "a{i}" {{
  bucket = aws_s3_bucket.b{i}.id
  acl    = var.acl
}}

data "aws_iam_policy_document" "d{i}" {{
  statement {{
    actions   = ["s3:GetObject"]
    resources = ["${{aws_s3_bucket.b{i}.arn}}/*"]
  }}
}}

resource "aws_iam_policy" "p{i}" {{
  name   = "${{var.name}}-{i}"
  policy = data.aws_iam_policy_document.d{i}.json
}}

resource "aws_security_group" "g{i}" {{
  name = "${{var.name}}-{i}"
  dynamic "ingress" {{
    for_each = var.ports
    content {{
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.0.0.0/8"]
    }}
  }}
}}
'''

VARIABLES = '''variable "name" {
  type    = string
  default = "bench"
}

variable "acl" {
  type    = string
  default = "private"
}

variable "ports" {
  type    = list(number)
  default = [22, 443]
}
'''


def make(directory, roots, resources, modules):
    """`resources` counts blocks in a root's own file; each call of the shared module adds five."""
    directory = pathlib.Path(directory)
    module = directory / "modules" / "service"
    module.mkdir(parents=True, exist_ok=True)
    (module / "main.tf").write_text(VARIABLES + RESOURCES.format(i=0))
    (directory / ".git").mkdir(exist_ok=True)
    for number in range(roots):
        root = directory / "roots" / f"r{number:05}"
        root.mkdir(parents=True, exist_ok=True)
        text = VARIABLES + "\n".join(RESOURCES.format(i=i) for i in range(max(resources // 5, 0)))
        for i in range(modules):
            text += f'\nmodule "m{i}" {{\n  source = "../../modules/service"\n  name   = "r{number}-{i}"\n}}\n'
        (root / "main.tf").write_text(text)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory")
    parser.add_argument("--roots", type=int, default=10)
    parser.add_argument("--resources", type=int, default=20)
    parser.add_argument("--modules", type=int, default=2)
    arguments = parser.parse_args()
    make(arguments.directory, arguments.roots, arguments.resources, arguments.modules)
