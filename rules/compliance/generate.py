#!/usr/bin/env python3
"""Makes controls.csv of checks.csv and prowler's compliance metadata.

Usage: rules/compliance/generate.py FOLDER      with FOLDER/PROVIDER/NAME.json as prowler has them
"""

import collections
import csv
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent


def hipaa(requirement):
    """164_308_a_1_ii_a -> hipaa-164.308-a-1-ii-a"""
    return "hipaa-" + re.sub(r"^164_(\d+)_", r"164.\1-", requirement).replace("_", "-")


def nist(requirement):
    """ac_17_4_a -> nist-800-53-r5-ac-17"""
    return "nist-800-53-r5-" + "-".join(requirement.split("_")[:2])


def pci(requirement):
    """1.3.1.4 -> pci-dss-4.0-1.3.1"""
    return "pci-dss-4.0-" + ".".join(requirement.split(".")[:3]).lower()


def soc(requirement):
    """cc_6_1 -> soc-2-cc6.1"""
    return "soc-2-" + re.sub(r"^([a-z]+)_(\d+)_(\d+)$", r"\1\2.\3", requirement)


FRAMEWORKS = {"hipaa": hipaa, "nist_800_53_revision_5": nist, "pci_4.0": pci, "soc2": soc}


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(HERE / "checks.csv", encoding="utf-8") as file:
        rules = {(row["provider"], row["check"]): row["rules"].split() for row in csv.DictReader(file)}
    controls = collections.defaultdict(set)
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*/*.json")):
        provider = path.parent.name
        tag = FRAMEWORKS.get(path.stem.removesuffix(f"_{provider}"))
        if tag is None:
            continue
        for requirement in json.loads(path.read_text(encoding="utf-8"))["Requirements"]:
            for check in requirement["Checks"]:
                for rule in rules.get((provider, check), ()):
                    controls[rule].add(tag(requirement["Id"]))
    with open(HERE / "controls.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["rule", "controls"])
        table.writerows([rule, " ".join(sorted(controls[rule]))] for rule in sorted(controls))
    print(f"{len(controls)} rules")


main()
