#!/usr/bin/env bash
# Puts tollgate on the path of the following steps: a release, checked against its checksum, or a build from source.
set -euo pipefail

target() {
  case "$RUNNER" in
    Linux-X64) echo x86_64-unknown-linux-musl ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl ;;
    macOS-X64) echo x86_64-apple-darwin ;;
    macOS-ARM64) echo aarch64-apple-darwin ;;
    Windows-X64) echo x86_64-pc-windows-msvc ;;
    Windows-ARM64) echo aarch64-pc-windows-msvc ;;
    *) return 1 ;;
  esac
}

checksum() {
  if command -v sha256sum > /dev/null; then sha256sum -c "$1"; else shasum -a 256 -c "$1"; fi
}

download() {
  local version=$1 name url
  name="tollgate-$(target).tar.gz"
  url="$SERVER/$ACTION_REPOSITORY/releases/download/$version/$name"
  cd "$bin"
  curl --fail --silent --show-error --location --retry 3 --output "$name" "$url"
  curl --fail --silent --show-error --location --retry 3 --output "$name.sha256" "$url.sha256"
  checksum "$name.sha256"
  tar -xzf "$name"
}

bin="$TEMP/tollgate-bin"
mkdir -p "$bin"
version=${VERSION:-}
# The action's own release, when it was named by one.
if [ -z "$version" ] && [[ "${ACTION_REF:-}" =~ ^v[0-9]+\.[0-9]+\.[0-9]+ ]]; then
  version=$ACTION_REF
fi
if [ -n "$version" ]; then
  (download "$version")
  echo "$bin" >> "$GITHUB_PATH"
else
  cargo install --locked --quiet --path "$ACTION_PATH" --root "$bin"
  echo "$bin/bin" >> "$GITHUB_PATH"
fi
