#!/usr/bin/env bash
# Packs a built binary as it is released: archive.sh TARGET TAG. Writes the output `file`.
set -euo pipefail

target="$1"
name="iacscan-$2-$target"
suffix=""
case "$target" in *-windows-*) suffix=.exe ;; esac

mkdir -p "$name"
cp "${CARGO_TARGET_DIR:-target}/$target/${PROFILE:-dist}/iacscan$suffix" README.md LICENSE-APACHE LICENSE-MIT "$name/"
case "$target" in
  *-windows-*)
    archive="$name.zip"
    7z a -bd "$archive" "$name" >/dev/null
    ;;
  *)
    archive="$name.tar.gz"
    tar -czf "$archive" "$name"
    ;;
esac
printf 'file=%s\n' "$archive" >>"$GITHUB_OUTPUT"
