#!/usr/bin/env python3
"""Asks the real terraform (1.11) what configurations evaluate to, and records the answers for `tests/module_oracle.rs`.

    python3 tests/oracle/record_modules.py [fixtures/oracle/modules/NAME.case …]

A case is one text file: a line that says what it shows, then perhaps `args:`, `env:` and `workspace:` lines, then its
files, each below a line `-- PATH --`. What terraform plans stands below the last such line, `-- expected.json --`,
and is written anew: outputs and resources with their unknown and sensitive leaves marked, or that there is an error.
Terraform runs in the directory of the case, without providers other than the builtin one; nothing is applied.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from record import dump, marked, Raw

CASES = Path(__file__).resolve().parents[2] / "fixtures" / "oracle" / "modules"
EXPECTED = "expected.json"


def parts(text):
    """The head of a case and its files."""
    head, *rest = re.split(r"(?m)^-- (.+) --\n", text)
    return head, dict(zip(rest[::2], rest[1::2]))


def heading(head, name):
    found = re.search(rf"(?m)^{name}: (.*)$", head)
    return found.group(1).split() if found else []


def answer(head, files):
    with tempfile.TemporaryDirectory() as directory:
        for path, text in files.items():
            target = Path(directory) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        env = {key: value for key, value in os.environ.items() if not key.startswith("TF_")}
        env |= {"HOME": "/home/oracle", "TF_CLI_CONFIG_FILE": "/dev/null"}
        env |= dict(pair.split("=", 1) for pair in heading(head, "env"))
        env |= {"TF_WORKSPACE": name for name in heading(head, "workspace")}
        run = lambda *args: subprocess.run(["terraform", *args], cwd=directory, env=env, capture_output=True, text=True)
        made = run("init", "-no-color", "-input=false")
        if made.returncode == 0:
            made = run("plan", "-input=false", "-lock=false", "-no-color", "-out=p.bin", *heading(head, "args"))
        if made.returncode != 0:
            errors = re.findall(r"(?m)^Error: (.*)$", made.stderr)
            return {"error": sorted({error for error in errors if not error.startswith("Terraform encountered")})}
        plan = json.loads(run("show", "-json", "p.bin").stdout, parse_float=Raw, parse_int=Raw)
        warnings = re.findall(r"(?m)^(?:│ )?Warning: (.*)$", made.stdout + made.stderr)
        return values(plan) | ({"warnings": sorted(set(warnings))} if warnings else {})


def values(plan):
    outputs, resources = {}, {}
    for name, output in sorted(plan.get("output_changes", {}).items()):
        outputs[name] = marked(output.get("after"), output["after_unknown"], output["after_sensitive"])
    for change in plan.get("resource_changes", []):
        if change["mode"] == "managed":
            found = change["change"]
            resources[change["address"]] = marked(found["after"], found["after_unknown"], found["after_sensitive"])
    return {"outputs": outputs, "resources": resources}


def pretty(result):
    """One output or resource a line: what changed is seen in review."""
    lines = []
    for key, value in result.items():
        if key in ("outputs", "resources") and value:
            inner = ",\n".join(f"    {json.dumps(name, ensure_ascii=False)}: {dump(item)}" for name, item in value.items())
            lines.append(f'  "{key}": {{\n{inner}\n  }}')
        else:
            lines.append(f'  "{key}": {dump(value)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def record(path):
    text = path.read_text()
    head, files = parts(text)
    files.pop(EXPECTED, None)
    result = answer(head, files)
    kept = text.split(f"-- {EXPECTED} --\n")[0]
    path.write_text(f"{kept}-- {EXPECTED} --\n{pretty(result)}")
    return "error" if "error" in result else "plan"


def main(given):
    paths = [Path(path) for path in given] or sorted(CASES.glob("*.case"))
    with ThreadPoolExecutor(2) as pool:
        kinds = list(pool.map(record, paths))
    print(len(kinds), "recorded,", kinds.count("error"), "of them errors")


if __name__ == "__main__":
    main(sys.argv[1:])
