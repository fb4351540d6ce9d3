"""Runs tollgate and whichever peers are installed side by side on the same repositories, in turns, and prints medians.

    python3 benches/compare/compare.py --tollgate target/release/tollgate --times 3 DIR...

A peer that is not on the PATH is left out and named. Each tool checks with its own default rules, offline, without a
cache, and writes JSON to nowhere; how many rules that are differs, so that a ratio says what a user waits for, not how
fast a rule is. conftest has no rules of its own: it gets one. `--without NAME` leaves a tool out, for instance where it takes
minutes. The last column compares seconds of processor, which other work on the machine disturbs least.
"""

import argparse
import pathlib
import shutil
import sys
import tempfile

import measure

PEERS = {
    "checkov": ["checkov", "--directory", ".", "--framework", "terraform", "--output", "json", "--quiet", "--compact", "--skip-download"],
    "trivy": ["trivy", "config", "--quiet", "--format", "json", "--skip-check-update", "--offline-scan", "."],
    "tflint": ["tflint", "--recursive", "--format", "json"],
    "conftest": ["conftest", "test", "--parser", "hcl2", "--output", "json", "--policy", "{policy}", "{files}"],
}

POLICY = """package main

deny contains message if {
  some name
  input.resource.aws_s3_bucket_acl[name][_].acl == "public-read"
  message := sprintf("%s is public", [name])
}
"""


def with_files(command, directory):
    """conftest gives up on a directory in which something is not HCL, so it gets the files by name."""
    files = sorted(str(path.relative_to(directory)) for path in pathlib.Path(directory).rglob("*.tf"))
    return [part for word in command for part in (files if word == "{files}" else [word])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directories", nargs="+")
    parser.add_argument("--tollgate", default="tollgate")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--without", action="append", default=[])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as policy:
        (pathlib.Path(policy) / "main.rego").write_text(POLICY)
        compare(arguments, policy)


def compare(arguments, policy):
    tools = {"tollgate": [shutil.which(arguments.tollgate), "check", "--isolated", "--format", "json"]}
    for name, command in PEERS.items():
        if name in arguments.without:
            continue
        if shutil.which(name):
            tools[name] = [part.replace("{policy}", policy) for part in command]
        else:
            print(f"{name} is not installed: left out", file=sys.stderr)
    print("| repository | tool | seconds | processor | memory | exit | times tollgate's processor |")
    print("|---|---|---|---|---|---|---|")
    for directory in arguments.directories:
        runs = {name: [] for name in tools}
        for _ in range(arguments.times):
            for name, command in tools.items():
                runs[name].append(measure.run(with_files(command, directory), directory))
        own = measure.median([one["processor"] for one in runs["tollgate"]])
        for name, results in runs.items():
            seconds, processor, memory = (measure.median([one[key] for one in results]) for key in ("seconds", "processor", "megabytes"))
            label = directory.rstrip("/").rsplit("/", 1)[-1]
            print(f"| {label} | {name} | {seconds:.2f} | {processor:.2f} | {memory:.0f} MB | {results[0]['exit']} | {processor / max(own, 0.01):.1f} |", flush=True)


if __name__ == "__main__":
    main()
