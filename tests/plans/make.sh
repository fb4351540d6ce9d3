#!/usr/bin/env bash
# Makes the plans of fixtures/plans/* with the real terraform: applies `before`, then plans `after`.
# Needs terraform 1.x on the PATH. All cases use the builtin provider alone, but for `providers`, which is made only where
# PROVIDERS names a directory with provider programs, such as `go install github.com/hashicorp/terraform-provider-time@latest`
# leaves them.
# Usage: [PROVIDERS=DIR] tests/plans/make.sh [CASE…]
set -eu
here=$(cd "$(dirname "$0")/../../fixtures/plans" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=$work/rc
{
  echo 'provider_installation {'
  echo '  filesystem_mirror {'
  echo "    path = \"$work/mirror\""
  echo '  }'
  echo '}'
} >"$TF_CLI_CONFIG_FILE"
mkdir -p "$work/mirror"
if [ -n "${PROVIDERS:-}" ]; then
  for program in "$PROVIDERS"/terraform-provider-*; do
    name=${program##*terraform-provider-}
    place=$work/mirror/registry.terraform.io/hashicorp/$name/0.0.1/$(go env GOOS)_$(go env GOARCH)
    mkdir -p "$place"
    cp "$program" "$place/terraform-provider-${name}_v0.0.1"
  done
fi

run() {
  if ! terraform "$@" >"$work/log" 2>&1; then
    cat "$work/log" >&2
    exit 1
  fi
}

for case in ${*:-$(cd "$here" && ls)}; do
  [ -d "$here/$case/before" ] || continue
  [ "$case" != providers ] || [ -n "${PROVIDERS:-}" ] || continue
  dir=$work/$case
  mkdir -p "$dir"
  cd "$dir"
  cp -R "$here/$case/before/." .
  run init -input=false
  run apply -input=false -auto-approve
  find . -name '*.tf' -not -path './.terraform/*' -delete
  cp -R "$here/$case/after/." .
  run init -input=false
  run plan -input=false -out=tfplan
  terraform show -json tfplan >"$here/$case/plan.json"
  cp tfplan "$here/$case/tfplan"
  echo "$case: $(wc -c <"$here/$case/plan.json") bytes"
done
