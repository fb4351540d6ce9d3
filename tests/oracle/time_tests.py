#!/usr/bin/env python3
"""Time per run block: ours against the real `terraform test` on the modules of fixtures/tftest that need no provider.

    python3 tests/oracle/time_tests.py [PROGRAM]

PROGRAM is a tollgate (target/quick/tollgate by default). Each module is run three times by each, the best counts.
"""

import json
import os
import subprocess
import sys
import tempfile
import shutil
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
ROOT = REPOSITORY / "fixtures" / "tftest"


def best(command, directory, env):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, cwd=directory, env=env, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main():
    program = str(Path(sys.argv[1] if len(sys.argv) > 1 else REPOSITORY / "target/quick/tollgate").resolve())
    env = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    env |= {"TF_CLI_CONFIG_FILE": "/dev/null", "CHECKPOINT_DISABLE": "1"}
    runs, ours, theirs = 0, 0.0, 0.0
    for case in sorted(ROOT.iterdir()):
        if any("required_providers" in file.read_text() for file in case.glob("*.tf")):
            continue
        expected = json.loads((case / "expected.json").read_text())
        count = sum(len(file["runs"]) for file in expected["files"].values())
        if not count:
            continue
        with tempfile.TemporaryDirectory() as directory:
            work = Path(directory) / "module"
            shutil.copytree(case, work)
            subprocess.run(["terraform", "init", "-input=false"], cwd=work, env=env, capture_output=True)
            runs += count
            ours += best([program, "test", "."], work, env)
            theirs += best(["terraform", "test"], work, env)
    print(f"{runs} run blocks: tollgate {ours * 1000 / runs:.1f} ms each, terraform {theirs * 1000 / runs:.1f} ms each")


if __name__ == "__main__":
    main()
