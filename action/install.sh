#!/usr/bin/env bash
# Puts iacscan on a runner: a released binary for its platform, whose checksum and attestation
# are verified, or a build of the action's own source.
#
# Reads INPUT_VERSION, INPUT_CHECKSUM and GH_TOKEN beside the runner's own variables; writes the
# output `binary`.
set -euo pipefail

repository=iacscan/iacscan
fail() {
  printf '::error title=iacscan::%s\n' "$1"
  exit 2
}

directory="$RUNNER_TEMP/iacscan"
mkdir -p "$directory"
suffix=""
if [ "$RUNNER_OS" = Windows ]; then suffix=.exe; fi

if [ "${INPUT_VERSION:-}" = source ]; then
  cargo build --release --locked --manifest-path "$GITHUB_ACTION_PATH/Cargo.toml" \
    --target-dir "$directory/target"
  printf 'binary=%s\n' "$directory/target/release/iacscan$suffix" >>"$GITHUB_OUTPUT"
  exit 0
fi

# Without a version, that of the action itself.
version="${INPUT_VERSION:-}"
if [ -z "$version" ]; then
  version="$(sed -n 's/^version = "\(.*\)"$/\1/p' "$GITHUB_ACTION_PATH/Cargo.toml" | head -n 1)"
fi
version="${version#v}"
if ! [[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]]; then
  fail "version is to be like 1.2.3, or source"
fi
checksum="${INPUT_CHECKSUM:-}"
if [ -n "$checksum" ] && ! [[ "$checksum" =~ ^[0-9a-f]{64}$ ]]; then
  fail "checksum is to be the SHA-256 of the archive, as 64 hexadecimal digits"
fi

case "$RUNNER_OS-$RUNNER_ARCH" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  macOS-X64) target=x86_64-apple-darwin ;;
  macOS-ARM64) target=aarch64-apple-darwin ;;
  Windows-X64) target=x86_64-pc-windows-msvc ;;
  *) fail "there is no binary for $RUNNER_OS on $RUNNER_ARCH; use version: source" ;;
esac
name="iacscan-v$version-$target"
archive="$name.tar.gz"
if [ "$RUNNER_OS" = Windows ]; then archive="$name.zip"; fi

fetch() {
  curl --proto '=https' --tlsv1.2 --fail --silent --show-error --location --retry 3 \
    --output "$directory/$1" "https://github.com/$repository/releases/download/v$version/$1" ||
    fail "$1 of release v$version could not be downloaded"
}
# From standard input: a name with backslashes, as on Windows, would be marked by one before the sum.
sha256() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

fetch "$archive"
actual="$(sha256 "$directory/$archive")"
expected="$checksum"
if [ -z "$expected" ]; then
  fetch SHA256SUMS
  expected="$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$directory/SHA256SUMS")"
fi
if [ "$actual" != "$expected" ]; then
  fail "the checksum of $archive is $actual, not ${expected:-in SHA256SUMS}"
fi

# The checksums lie beside the archive: who could replace one could replace both. What built the
# archive is attested by GitHub, and a checksum of the user's own is as good.
if [ -n "${GH_TOKEN:-}" ] && command -v gh >/dev/null; then
  gh attestation verify "$directory/$archive" --repo "$repository" \
    --signer-workflow "$repository/.github/workflows/release.yml" >/dev/null ||
    fail "$archive was not built by the release workflow of $repository"
elif [ -z "$checksum" ]; then
  fail "the attestation of $archive needs gh and a token to be verified; without them, give the input checksum"
fi

case "$archive" in
  *.zip) (cd "$directory" && unzip -q -o "$archive") ;;
  *) (cd "$directory" && tar -xzf "$archive") ;;
esac
binary="$directory/$name/iacscan$suffix"
[ -f "$binary" ] || fail "$archive holds no $name/iacscan$suffix"
printf 'binary=%s\n' "$binary" >>"$GITHUB_OUTPUT"
