#!/usr/bin/env bash
# Counts the instructions that tollgate takes for fixed inputs, and compares them with what is recorded.
#
#   benches/instructions/measure.sh target/quick/tollgate            compare; fails where one grew by more than 5 %
#   benches/instructions/measure.sh target/quick/tollgate --record   write recorded.tsv
#
# A growth that is meant has a line in CHANGELOG.md under Unreleased that names the input: `instructions: demo`.
# Needs valgrind; says so and ends well where there is none.
set -euo pipefail
program=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
root=$(realpath "$here/../..")
command -v valgrind > /dev/null || { echo "no valgrind here: instructions are not counted"; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/../compare/generate.py" "$work/roots" --roots 20 --resources 20 --modules 2
python3 "$here/../compare/generate.py" "$work/large" --roots 1 --resources 1000 --modules 0
cp -r "$root/fixtures/demo" "$work/demo"

count() { # NAME DIRECTORY ARGUMENTS...
  local name=$1 directory=$2
  shift 2
  (cd "$directory" && valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2> "$work/log" > /dev/null) || true
  printf '%s\t%s\n' "$name" "$(sed -n 's/.*Collected : //p' "$work/log")"
}

{
  count version "$work" --version
  count demo "$work/demo" check --isolated --jobs 1 --format json
  count roots "$work/roots" check --isolated --jobs 1 --format json
  count large "$work/large" check --isolated --jobs 1 --format sarif
} > "$work/counted.tsv"

if [ "${2:-}" = --record ]; then
  cp "$work/counted.tsv" "$here/recorded.tsv"
  cat "$here/recorded.tsv"
  exit 0
fi

unreleased=$(sed -n '/^## \[Unreleased\]/,/^## \[[0-9]/p' "$root/CHANGELOG.md")
failed=0
while IFS=$'\t' read -r name now; do
  [ -f "$here/recorded.tsv" ] || { echo "$name: $now, nothing recorded"; continue; }
  before=$(awk -F'\t' -v name="$name" '$1 == name { print $2 }' "$here/recorded.tsv")
  [ -n "$before" ] || { echo "$name: $now, nothing recorded"; continue; }
  growth=$(awk -v now="$now" -v before="$before" 'BEGIN { printf "%.1f", 100 * (now - before) / before }')
  echo "$name: $now, recorded $before, $growth %"
  if awk -v growth="$growth" 'BEGIN { exit !(growth > 5) }' && ! grep -q "instructions: $name" <<< "$unreleased"; then
    echo "$name takes over 5 % more instructions: make it cheaper, or record it anew and say why in CHANGELOG.md (\`instructions: $name\`)"
    failed=1
  fi
done < "$work/counted.tsv"
exit $failed
