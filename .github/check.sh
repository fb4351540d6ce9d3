#!/usr/bin/env bash
# Runs the check of the action: every report at once, the verdict as an output. The step itself succeeds, so that the
# upload follows; only where there is no report at all it fails.
set -o pipefail

arguments=()
add() { if [ -n "$2" ]; then arguments+=("$1" "$2"); fi; }
lines() { while IFS= read -r line; do if [ -n "$line" ]; then arguments+=("${@}" "$line"); fi; done; }

add --config "$CONFIG"
add --fail-on "$FAIL_ON"
add --category "$CATEGORY"
base=$BASE
if [ -z "$base" ] && [ -n "$PULL_REQUEST_BASE" ]; then
  if git rev-parse --verify --quiet "origin/$PULL_REQUEST_BASE" > /dev/null; then
    base="origin/$PULL_REQUEST_BASE"
  else
    echo "::warning title=tollgate::the target branch is not here, so all findings count, old ones too; check out with fetch-depth: 0"
  fi
fi
if [ "$base" != none ]; then add --base "$base"; fi
lines --plan <<< "$PLAN"
arguments+=(--)
lines <<< "$PATHS"

json="$TEMP/tollgate.json"
rm -f -- "$SARIF" "$json" "$TEMP/tollgate.md" # what an earlier run left is not ours to upload
tollgate check --format github --format "sarif=$SARIF" --format "json=$json" --format "github-summary=$TEMP/tollgate.md" "${arguments[@]}"
code=$?

if [ -f "$TEMP/tollgate.md" ]; then cat "$TEMP/tollgate.md" >> "$GITHUB_STEP_SUMMARY"; fi
findings=$(sed -n 's/^ *"fail": \([0-9]*\),*$/\1/p' "$json" 2> /dev/null | head -n 1)
{
  echo "exit-code=$code"
  echo "findings=${findings:-0}"
  if [ -f "$SARIF" ]; then echo "sarif-file=$SARIF"; fi
} >> "$GITHUB_OUTPUT"
