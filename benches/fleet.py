#!/usr/bin/env python3
"""Writes the reports of many repositories, made from those that are given, and measures `tollgate fleet` over them.

Usage: benches/fleet.py PROGRAM REPORT... [--reports N] [--days N]

REPORTs are reports of `tollgate check` in JSON. Each of the N reports takes the findings of one of them under another
address and, with --days, at another commit. Times and peak memory are those of the process alone.
"""

import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time


def measure(program, folder, out, formats):
    command = [program, "fleet", str(folder)]
    for one in formats:
        command += ["--format", one]
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=out)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - before
    work = usage.ru_utime + usage.ru_stime
    memory = usage.ru_maxrss / 1024
    print(f"{' '.join(formats) or 'human':50} {seconds:6.2f} s, {work:6.2f} s of processor  {memory:6.0f} MB  exit {status >> 8}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("reports", nargs="+")
    parser.add_argument("--reports", dest="count", type=int, default=2000)
    parser.add_argument("--days", type=int, default=1)
    arguments = parser.parse_args()
    program = str(pathlib.Path(arguments.program).resolve())
    given = [json.loads(pathlib.Path(report).read_text()) for report in arguments.reports]
    with tempfile.TemporaryDirectory() as out:
        folder = pathlib.Path(out) / "reports"
        folder.mkdir()
        size = findings = 0
        for i in range(arguments.count):
            report = given[i % len(given)]
            repository, day = divmod(i, arguments.days)
            report["run"] |= {
                "remote": f"https://git.example/team-{repository % 50}/service-{repository}",
                "revision": f"{i:040x}", "committed": f"2026-{day // 28 % 12 + 1:02}-{day % 28 + 1:02}T12:00:00Z",
            }
            text = json.dumps(report, indent=2)
            size, findings = size + len(text), findings + len(report["findings"])
            (folder / f"{i:05}.json").write_text(text)
        print(f"{arguments.count} reports, {size / 1e6:.0f} MB, {findings} findings")
        for formats in [[], ["ndjson=rows.ndjson"], ["ndjson=rows.ndjson", "html=page.html", "json=sum.json"]]:
            measure(program, folder, out, formats)


if __name__ == "__main__":
    main()
