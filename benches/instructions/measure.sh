#!/usr/bin/env bash
# Counts the instructions that tollgate takes for fixed inputs, and compares them with what is recorded.
#
#   benches/instructions/measure.sh target/release/tollgate            compare; fails where one grew by more than 5 %
#   benches/instructions/measure.sh target/release/tollgate --record   write recorded.tsv
#   benches/instructions/measure.sh --comparable                       ends well where a comparison would mean something
#
# Counts depend on the compiler: recorded.tsv names the one that it was recorded with, and another one's counts are told
# without being judged. A growth that is meant has a line in CHANGELOG.md under Unreleased that names the input:
# `instructions: demo`. Needs valgrind and python3; says so and ends well where there is none.
set -euo pipefail
here=$(realpath "$(dirname "$0")")
root=$(realpath "$here/../..")
recorded="$here/recorded.tsv"
compiler=$(cd "$root" && rustc -vV | sed -n 's/^release: //p; s/^host: //p' | paste -sd' ')

why_not() { # why counts cannot be compared here; nothing if they can
  for tool in valgrind python3; do
    command -v "$tool" > /dev/null || { echo "no $tool here"; return; }
  done
  [ -f "$recorded" ] || { echo "nothing is recorded"; return; }
  local of
  of=$(awk -F'\t' '$1 == "compiler" { print $2 }' "$recorded")
  [ "$of" = "$compiler" ] || echo "recorded with rustc $of, this is $compiler"
}

reason=$(why_not)
if [ "${1:-}" = --comparable ]; then
  [ -z "$reason" ] || { echo "instructions are not compared: $reason"; exit 1; }
  exit 0
fi
program=$(realpath "$1")
case "$reason" in no\ *) echo "instructions are not counted: $reason"; exit 0 ;; esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/../compare/generate.py" "$work/roots" --roots 20 --resources 20 --modules 2
python3 "$here/../compare/generate.py" "$work/large" --roots 1 --resources 1000 --modules 0
cp -r "$root/fixtures/demo" "$work/demo"

count() { # NAME DIRECTORY ARGUMENTS...
  local name=$1 directory=$2 code=0 counted
  shift 2
  (cd "$directory" && valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2> "$work/log" > /dev/null) || code=$?
  counted=$(sed -n 's/.*Collected : //p' "$work/log")
  [ "$code" -le 1 ] && [ -n "$counted" ] || { echo "$name: exit code $code" >&2; tail -n 20 "$work/log" >&2; exit 1; }
  printf '%s\t%s\n' "$name" "$counted"
}

{
  count version "$work" --version
  count demo "$work/demo" check --isolated --jobs 1 --format json
  count roots "$work/roots" check --isolated --jobs 1 --format json
  count large "$work/large" check --isolated --jobs 1 --format sarif
} > "$work/counted.tsv"

if [ "${2:-}" = --record ]; then
  { printf 'compiler\t%s\n' "$compiler"; cat "$work/counted.tsv"; } > "$recorded"
  cat "$recorded"
  exit 0
fi
if [ -n "$reason" ]; then
  cat "$work/counted.tsv"
  echo "instructions are not compared: $reason"
  exit 0
fi

unreleased=$(sed -n '/^## \[Unreleased\]/,/^## \[[0-9]/p' "$root/CHANGELOG.md")
failed=0
while IFS=$'\t' read -r name now; do
  before=$(awk -F'\t' -v name="$name" '$1 == name { print $2 }' "$recorded")
  [ -n "$before" ] || { echo "$name: $now, nothing recorded"; failed=1; continue; }
  growth=$(awk -v now="$now" -v before="$before" 'BEGIN { printf "%.1f", 100 * (now - before) / before }')
  echo "$name: $now, recorded $before, $growth %"
  if awk -v growth="$growth" 'BEGIN { exit !(growth > 5) }' && ! grep -q "instructions: $name" <<< "$unreleased"; then
    echo "$name takes over 5 % more instructions: make it cheaper, or say why in CHANGELOG.md (\`instructions: $name\`) and record it anew"
    failed=1
  fi
done < "$work/counted.tsv"
exit $failed
