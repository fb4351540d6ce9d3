#!/usr/bin/env python3
"""Checks many generated root modules in shards, one process a shard, and says how even the shards are and whether their
merged reports are, byte for byte, those of one run over everything.

    python3 benches/shards.py target/quick/tollgate --roots 2000 --shards 16

The tree is what an organisation has: repositories of very different size beside each other, with modules that roots of
many shards share, comments that silence, values that nobody knows, and a few files that cannot be read. Balance is the
largest shard over the mean: by size (bytes of a root and of the modules it calls, which is what the division goes by)
and by time (seconds of processor, without what every shard does alike: reading everything).
"""

import argparse
import filecmp
import json
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

MODULES = 24

MODULE = """variable "name" {{
  type = string
}}

variable "acl" {{
  type    = string
  default = "private"
}}

resource "aws_s3_bucket" "this" {{
  bucket = "${{var.name}}-{i}"
}}

resource "aws_s3_bucket_acl" "this" {{
  bucket = aws_s3_bucket.this.id
  acl    = var.acl
}}
"""

RESOURCES = [
    """resource "aws_security_group" "g{i}" {{
  name = "group-{i}"
  ingress {{
    from_port   = {port}
    to_port     = {port}
    protocol    = "tcp"
    cidr_blocks = ["{cidr}"]
  }}
}}
""",
    """resource "aws_db_instance" "d{i}" {{
  identifier        = "db-{i}"
  engine            = "postgres"
  instance_class    = "db.t3.medium"
  storage_encrypted = {flag}
  password          = var.password
}}
""",
    """resource "aws_ebs_volume" "v{i}" {{
  availability_zone = "eu-west-1a"
  size              = {port}
  encrypted         = {flag}
}}
""",
]

CALL = """{comment}module "m{i}" {{
  source = "../../modules/m{module}"
  name   = "root-{i}"
{acl}}}
"""

VARIABLES = 'variable "password" {\n  type      = string\n  sensitive = true\n}\n\nvariable "acl" {\n  type = string\n}\n'


def root(random, number):
    """A root: most are small, a few are hundred times larger."""
    blocks = [VARIABLES]
    for i in range(min(400, int(random.paretovariate(1.1) * 3))):
        values = {"i": i, "port": random.choice([22, 443, 8080]), "cidr": random.choice(["0.0.0.0/0", "10.0.0.0/8"]),
                  "flag": random.choice(["true", "false"])}
        blocks.append(random.choice(RESOURCES).format(**values))
    for i in range(random.randrange(4)):
        acl = random.choice(["", '  acl    = "public-read"\n', "  acl    = var.acl\n"])
        comment = "# tollgate:ignore aws-s3-bucket-public-acl -- agreed\n" if random.random() < 0.1 else ""
        blocks.append(CALL.format(i=i, module=random.randrange(MODULES), acl=acl, comment=comment))
    if number % 400 == 7:
        blocks.append('resource "broken" {\n  a = = 1\n')
    return "\n".join(blocks)


def generate(directory, roots):
    chance = random.Random(2027)
    for i in range(MODULES):
        path = directory / "modules" / f"m{i}" / "main.tf"
        path.parent.mkdir(parents=True)
        path.write_text(MODULE.format(i=i))
    for number in range(roots):
        path = directory / f"repository{number // 10:04}" / f"root{number:04}" / "main.tf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(root(chance, number))
    # The shared modules stand beside the repositories, where their sources lead.
    (directory / "tollgate.hcl").write_text('select = ["recommended"]\n')


def run(program, directory, *arguments):
    """Seconds on the clock and of processor; every exit code but a bug's is one of a check."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([program, *arguments, "--quiet"], cwd=directory, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.decode()[:500]}")
    return time.monotonic() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def size_of(directory, report):
    """What the division goes by: the text of the roots of a shard and of what they call."""
    total = 0
    for one in json.loads(report.read_text())["shard"]["roots"]:
        text = (directory / one["dir"] / "main.tf").read_text()
        called = {line.split("/")[-1].rstrip('"') for line in text.splitlines() if line.startswith("  source")}
        total += 1000 + len(text) + sum((directory / "modules" / name / "main.tf").stat().st_size for name in called)
    return total


def balance(values):
    return max(values) / (sum(values) / len(values))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program", type=pathlib.Path)
    arguments.add_argument("--roots", type=int, default=2000)
    arguments.add_argument("--shards", type=int, default=16)
    arguments.add_argument("--times", type=int, default=3, help="runs of each shard, of which the least counts")
    given = arguments.parse_args()
    program, count = str(given.program.resolve()), given.shards
    with tempfile.TemporaryDirectory(prefix="shards-") as place:
        directory, out = pathlib.Path(place) / "tree", pathlib.Path(place) / "out"
        out.mkdir()
        generate(directory, given.roots)
        reports = lambda name: ["--format", f"json={out}/{name}.json", "--format", f"sarif={out}/{name}.sarif"]
        whole = run(program, directory, "check", *reports("whole"))
        # A shard without roots: what every shard does before its own roots.
        none = f"{given.roots * 2}/{given.roots * 2}"
        idle = min((run(program, directory, "check", "--shard", none, *reports("idle")) for _ in range(given.times)), key=lambda taken: taken[1])
        check = lambda i: run(program, directory, "check", "--shard", f"{i}/{count}", *reports(f"s{i:03}"))
        # Other work on the machine only ever adds.
        shards = [min((check(i) for _ in range(given.times)), key=lambda taken: taken[1]) for i in range(1, count + 1)]
        json_reports = [str(out / f"s{i:03}.json") for i in range(1, count + 1)]
        sarif_reports = [str(out / f"s{i:03}.sarif") for i in range(1, count + 1)]
        merging = run(program, directory, "merge", *json_reports, "--format", f"json={out}/merged.json")
        merging_sarif = run(program, directory, "merge", *sarif_reports, "--format", f"sarif={out}/merged.sarif")
        sizes = [size_of(directory, out / f"s{i:03}.json") for i in range(1, count + 1)]
        own = [processor - idle[1] for _, processor in shards]
        findings = json.loads((out / "whole.json").read_text())["summary"]
        megabytes = lambda names: sum(pathlib.Path(name).stat().st_size for name in names) / 1e6
        print(f"{given.roots} roots, {findings['files']} files, {findings['resources']} resources, {findings['fail']} findings")
        print(f"whole run: {whole[0]:.1f} s, {whole[1]:.1f} s of processor")
        print(f"shards: longest {max(clock for clock, _ in shards):.1f} s, {sum(p for _, p in shards):.1f} s of processor in all, "
              f"{idle[1]:.2f} s of each for reading everything")
        print(f"balance, largest shard over mean: {balance(sizes):.3f} by size, {balance(own):.3f} by time")
        print(f"merging JSON: {merging[1]:.2f} s of processor for {megabytes(json_reports):.1f} MB; "
              f"SARIF: {merging_sarif[1]:.2f} s for {megabytes(sarif_reports):.1f} MB")
        equal = {kind: filecmp.cmp(out / f"whole.{kind}", out / f"merged.{kind}", shallow=False) for kind in ("json", "sarif")}
        for kind, is_equal in equal.items():
            print(f"merged {kind}: {'equal' if is_equal else 'DIFFERENT'}, {(out / f'whole.{kind}').stat().st_size} bytes")
        sys.exit(not all(equal.values()))


if __name__ == "__main__":
    main()
