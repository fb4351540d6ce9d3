#!/usr/bin/env python3
"""Runs the real `terraform test` (1.11) on every module in fixtures/tftest, and records its verdicts for `tests/module_tests.rs`.

    python3 tests/oracle/record_tests.py [--mirror DIR] [NAME…]

Providers are mocked, but their schemas must be there: `--mirror` names a directory with a provider's archive or
unpacked binary as `terraform providers mirror` lays it out. Without it, only modules without `required_providers` are
recorded. `expected.json` beside a module holds the verdict of each run, and what terraform said first.
"""

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2] / "fixtures" / "tftest"


def record(case, mirror):
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory) / "module"
        shutil.copytree(case, work)
        (work / "expected.json").unlink(missing_ok=True)
        rc = Path(directory) / "rc"
        rc.write_text(f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n' if mirror else "")
        env = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
        env |= {"TF_CLI_CONFIG_FILE": str(rc), "CHECKPOINT_DISABLE": "1"}
        run = lambda *args: subprocess.run(["terraform", *args], cwd=work, env=env, capture_output=True, text=True)
        init = run("init", "-input=false", "-no-color")
        lines = [json.loads(line) for line in run("test", "-json", "-no-color").stdout.splitlines() if line.startswith("{")]
    files, said = {}, []
    for line in lines:
        if line["type"] == "test_abstract":
            files = {path: {"runs": {}} for path in line["test_abstract"]}
        elif line["type"] == "test_run" and line["test_run"]["progress"] == "complete":
            result = line["test_run"]
            files[result["path"]]["runs"][result["run"]] = {"status": result["status"]}
        elif line["type"] == "diagnostic":
            diagnostic = line["diagnostic"]
            if diagnostic["severity"] == "error":
                run = files.get(line.get("@testfile"), {"runs": {}})["runs"].get(line.get("@testrun"), {})
                run.setdefault("said", diagnostic["summary"])
                said.append(diagnostic["summary"])
    result = {"files": files}
    if not files:
        result["error"] = said or init.stderr.splitlines()[:3]
    (case / "expected.json").write_text(json.dumps(result, indent=2) + "\n")
    runs = [run["status"] for file in files.values() for run in file["runs"].values()]
    return f"{case.name}: {', '.join(runs) or result.get('error')}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mirror")
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    cases = [case for case in sorted(ROOT.iterdir()) if case.is_dir() and (not args.names or case.name in args.names)]
    needs = lambda case: any("required_providers" in file.read_text() for file in case.glob("*.tf"))
    cases = [case for case in cases if args.mirror or not needs(case)]
    with ThreadPoolExecutor(2) as pool:
        for line in pool.map(lambda case: record(case, args.mirror), cases):
            print(line)


if __name__ == "__main__":
    main()
