"""How time and memory grow: log-log slopes over roots, resources, modules and rules, and two cores against one.

    python3 benches/compare/scale.py target/release/tollgate [--small]

`--small` leaves out the largest size of each series and runs each once.

Made-up repositories in a temporary directory; the smallest size of each series is large enough to outweigh the start.
"""

import math
import pathlib
import shutil
import sys
import tempfile

import generate
import measure

RULE = '''rule "bench-{i}" {{
  title     = "bench {i}"
  category  = "security"
  severity  = "low"
  resources = ["aws_s3_bucket", "aws_security_group"]
  assert    = resource.tags.owner != "nobody-{i}"
  why       = "A measurement."
  remedy    = "None."
}}
'''


def slope(points):
    """Of the least-squares line through the logarithms."""
    xs, ys = ([math.log(point[i]) for point in points] for i in (0, 1))
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / sum((x - mean_x) ** 2 for x in xs)


SMALL = "--small" in sys.argv


def best(program, directory, *options):
    times = 1 if SMALL else 3
    runs = [measure.run([program, "check", "--format", "json", *options], directory) for _ in range(times)]
    return {key: min(run[key] for run in runs) for key in ("seconds", "processor", "megabytes")}


def series(program, name, sizes, make):
    points = []
    for size in sizes[: 3 if SMALL else None]:
        with tempfile.TemporaryDirectory() as directory:
            make(directory, size)
            points.append((size, best(program, directory)))
    time = slope([(size, run["processor"]) for size, run in points])
    memory = slope([(size, run["megabytes"]) for size, run in points])
    for size, run in points:
        print(f"| {name} | {size} | {run['seconds']:.2f} | {run['processor']:.2f} | {run['megabytes']:.0f} MB | |")
    print(f"| {name} | slope | | {time:.2f} | {memory:.2f} | |", flush=True)


def rules(directory, count):
    generate.make(directory, 1, 2_000, 0)
    path = pathlib.Path(directory)
    (path / "rules.hcl").write_text("\n".join(RULE.format(i=i) for i in range(count)))
    (path / "tollgate.hcl").write_text('select = ["bench-*"]\nrules  = ["rules.hcl"]\n')


def cores(program):
    for name, roots, resources, modules in [("500 roots", 500, 20, 2), ("one root of 10,000 resources", 1, 10_000, 0)]:
        with tempfile.TemporaryDirectory() as directory:
            generate.make(directory, roots, resources, modules)
            one, two = (best(program, directory, "--jobs", jobs)["seconds"] for jobs in ("1", "2"))
            print(f"| {name} | one core {one:.2f} s | two cores {two:.2f} s | {one / two:.2f} times | | |", flush=True)


def main():
    program = shutil.which(sys.argv[1])
    print("| what grows | size | seconds | processor | memory | |")
    print("|---|---|---|---|---|---|")
    series(program, "roots", [100, 300, 1_000, 3_000], lambda directory, size: generate.make(directory, size, 20, 2))
    series(program, "resources in one root", [1_000, 3_000, 10_000, 30_000], lambda directory, size: generate.make(directory, 1, size, 0))
    series(program, "module calls in one root", [100, 300, 1_000, 3_000], lambda directory, size: generate.make(directory, 1, 0, size))
    series(program, "rules", [200, 600, 2_000], rules)
    cores(program)


if __name__ == "__main__":
    main()
