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
if [ -z "$base" ] && [ -n "$PULL_REQUEST_BASE" ] && git rev-parse --verify --quiet "origin/$PULL_REQUEST_BASE" > /dev/null; then
  base="origin/$PULL_REQUEST_BASE"
fi
if [ "$base" != none ]; then add --base "$base"; fi
lines --plan <<< "$PLAN"
arguments+=(--)
lines <<< "$PATHS"

json="$TEMP/tollgate.json"
tollgate check --format github --format "sarif=$SARIF" --format "json=$json" --format "github-summary=$TEMP/tollgate.md" "${arguments[@]}"
code=$?

if [ -f "$TEMP/tollgate.md" ]; then cat "$TEMP/tollgate.md" >> "$GITHUB_STEP_SUMMARY"; fi
findings=$(sed -n 's/^ *"fail": \([0-9]*\),*$/\1/p' "$json" 2> /dev/null | head -n 1)
{
  echo "exit-code=$code"
  echo "findings=${findings:-0}"
  if [ -f "$SARIF" ]; then echo "sarif-file=$SARIF"; fi
} >> "$GITHUB_OUTPUT"
