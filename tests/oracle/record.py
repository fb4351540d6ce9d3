#!/usr/bin/env python3
"""Asks the real terraform (1.11) what expressions evaluate to, and records the answers for `tests/oracle.rs`.

    python3 tests/oracle/record.py tests/oracle/more.txt fixtures/oracle/more.jsonl

The input has `# group` lines and one expression a line (`\\n` inside an expression is a line break of HCL when it
stands behind `<<`). Expressions evaluate as in a plan: `timestamp()` is unknown. The working directory is
`fixtures/oracle`, HOME is `/home/oracle`. Many expressions are planned together; where that fails, each alone.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "fixtures" / "oracle" / "fixtures"
BATCH = 20


def read_cases(path):
    group, cases = "misc", []
    for line in Path(path).read_text().splitlines():
        if line.startswith("# "):
            group = line[2:].strip()
        elif line.strip():
            cases.append((group, line.replace("\\u000A", "\n")))
    return cases


def plan(expressions):
    """The plan's JSON of these expressions; nothing where one of them is an error."""
    with tempfile.TemporaryDirectory() as directory:
        directory = Path(directory)
        (directory / "fixtures").symlink_to(FIXTURES)
        text = "".join(
            f'output "o{i}" {{\n  value = {expr}\n  sensitive = true\n}}\n'
            f'resource "terraform_data" "r{i}" {{\n  input = {expr}\n}}\n'
            for i, expr in enumerate(expressions)
        )
        (directory / "main.tf").write_text(text)
        env = dict(os.environ, HOME="/home/oracle", TF_CLI_CONFIG_FILE="/dev/null")
        run = lambda *args: subprocess.run(["terraform", *args], cwd=directory, env=env, capture_output=True, text=True)
        done = run("plan", "-input=false", "-lock=false", "-refresh=false", "-no-color", "-out=p.bin")
        if done.returncode != 0:
            return None
        return json.loads(run("show", "-json", "p.bin").stdout, parse_float=Raw, parse_int=Raw)


class Raw(str):
    """A number with all its digits."""


def type_text(ty):
    if isinstance(ty, str):
        return "any" if ty == "dynamic" else ty
    kind, inner = ty
    if kind == "tuple":
        return "tuple([" + ",".join(map(type_text, inner)) + "])"
    if kind == "object":
        name = lambda key: key if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", key) else json.dumps(key, ensure_ascii=False)
        return "object({" + ",".join(f"{name(k)}={type_text(v)}" for k, v in sorted(inner.items())) + "})"
    return f"{kind}({type_text(inner)})"


def marked(value, unknown, sensitive):
    if sensitive is True:
        return {"$sensitive": {"$unknown": True} if unknown is True else None}
    if unknown is True:
        return {"$unknown": True}
    if isinstance(value, list) or isinstance(unknown, list):
        pick = lambda tree, i: tree[i] if isinstance(tree, list) and i < len(tree) else False
        size = max(len(tree) for tree in (value, unknown) if isinstance(tree, list))
        return [marked(pick(value or [], i), pick(unknown, i), pick(sensitive, i)) for i in range(size)]
    if isinstance(value, dict) or isinstance(unknown, dict):
        pick = lambda tree, key: tree.get(key, False) if isinstance(tree, dict) else False
        keys = set(value or {}) | set(unknown if isinstance(unknown, dict) else {})
        return {key: marked((value or {}).get(key), pick(unknown, key), pick(sensitive, key)) for key in sorted(keys)}
    return value


def holds(value, key):
    if isinstance(value, dict):
        return key in value or any(holds(v, key) for v in value.values())
    return isinstance(value, list) and any(holds(v, key) for v in value)


def answers(expressions):
    result = plan(expressions)
    if result is None:
        if len(expressions) > 1:
            return [answer for expr in expressions for answer in answers([expr])]
        return [{"error": True}]
    outputs = result["planned_values"].get("outputs", {})
    changes = {change["address"]: change["change"] for change in result["resource_changes"]}
    found = []
    for i, expr in enumerate(expressions):
        change = changes[f"terraform_data.r{i}"]
        unknown = change["after_unknown"].get("input", False)
        sensitive = change["after_sensitive"].get("input", False) if isinstance(change["after_sensitive"], dict) else False
        value = marked(change["after"].get("input"), unknown, sensitive)
        answer = {"value": value}
        if expr.startswith("base64gzip("):
            answer["compare"] = "gzip"
        ty = outputs.get(f"o{i}", {}).get("type")
        if ty is not None and not holds(value, "$unknown") and not holds(value, "$sensitive"):
            answer["type"] = type_text(ty)
        found.append(answer)
    return found


def dump(value):
    """JSON in which numbers keep their digits."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {dump(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dump, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def main(source, target):
    cases = read_cases(source)
    batches = [cases[i : i + BATCH] for i in range(0, len(cases), BATCH)]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda batch: answers([expr for _, expr in batch]), batches))
    lines, counts = [], {}
    for (group, expr), answer in zip(cases, (answer for batch in results for answer in batch)):
        number = counts[group] = counts.get(group, -1) + 1
        lines.append(dump({"id": f"{group}-{number:04}", "group": group, "expr": expr, **answer}))
    Path(target).write_text("\n".join(lines) + "\n")
    print(len(lines), "recorded,", sum('"error": true' in line for line in lines), "of them errors")


if __name__ == "__main__":
    main(*sys.argv[1:])
