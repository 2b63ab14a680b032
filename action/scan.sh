#!/usr/bin/env bash
# Scans once, with every report at once, and tells the outcome by outputs: it fails only where
# the action's last step says so, when everything has been uploaded.
#
# Reads IACSCAN (the binary) and INPUT_… beside the runner's own variables.
set -euo pipefail

fail() {
  printf '::error title=iacscan::%s\n' "$1"
  exit 2
}
# yes NAME VALUE DEFAULT: whether an input is true.
yes() {
  case "${2:-$3}" in
    true) return 0 ;;
    false) return 1 ;;
    *) fail "$1 is to be true or false" ;;
  esac
}

directory="$RUNNER_TEMP/iacscan"
mkdir -p "$directory"
sarif="$directory/iacscan.sarif"
json="$directory/iacscan.json"
markdown="$directory/iacscan.md"
rm -f "$sarif" "$json" "$markdown"

arguments=("--output=sarif=$sarif" "--output=json=$json")
[ -z "${INPUT_CONFIG:-}" ] || arguments+=("--config=$INPUT_CONFIG")
[ -z "${INPUT_FAIL_ON:-}" ] || arguments+=("--fail-on=$INPUT_FAIL_ON")
[ -z "${INPUT_MIN_SEVERITY:-}" ] || arguments+=("--min-severity=$INPUT_MIN_SEVERITY")
[ -z "${INPUT_BASELINE:-}" ] || arguments+=("--baseline=$INPUT_BASELINE")
[ -z "${INPUT_BASE:-}" ] || arguments+=("--base=$INPUT_BASE")
if yes pedantic "${INPUT_PEDANTIC:-}" false; then arguments+=(--pedantic); fi

summary="${GITHUB_STEP_SUMMARY:-}"
# The format `github` would write the summary, too: it is added here, if it is wanted.
unset GITHUB_STEP_SUMMARY
if yes summary "${INPUT_SUMMARY:-}" true; then
  arguments+=("--output=markdown=$markdown")
else
  summary=""
fi
if [ -n "${INPUT_FORMAT:-}" ]; then
  arguments+=("--format=$INPUT_FORMAT")
elif yes annotations "${INPUT_ANNOTATIONS:-}" true; then
  arguments+=(--format=github)
else
  arguments+=(--format=text)
fi

paths=()
while IFS= read -r path; do
  path="${path%$'\r'}"
  [ -z "$path" ] || paths+=("$path")
done <<<"${INPUT_PATHS:-}"
[ "${#paths[@]}" -gt 0 ] || paths=(.)

status=0
"$IACSCAN" "${arguments[@]}" -- "${paths[@]}" || status=$?

if [ -n "$summary" ] && [ -f "$markdown" ]; then cat -- "$markdown" >>"$summary"; fi

# Numbers of the report's summary, which alone is indented like this.
number() { sed -n "s/^    \"$1\": \([0-9]*\),\{0,1\}\$/\1/p" "$json"; }
severity() { sed -n "s/^      \"$1\": \([0-9]*\),\{0,1\}\$/\1/p" "$json"; }
findings="" new="" highest=""
if [ -f "$json" ]; then
  findings="$(number findings)"
  # Compared with a base, the report says how many findings were known; outside of pull requests
  # there may be none to compare with.
  if [ -n "${INPUT_BASELINE:-}$(number known)" ]; then new="$findings"; fi
  for name in info low medium high critical; do
    if [ "$(severity "$name")" -gt 0 ]; then highest="$name"; fi
  done
else
  sarif="" json=""
fi
{
  printf 'sarif-file=%s\n' "$sarif"
  printf 'json-file=%s\n' "$json"
  printf 'findings=%s\n' "$findings"
  printf 'new-findings=%s\n' "$new"
  printf 'highest-severity=%s\n' "$highest"
  printf 'exit-code=%s\n' "$status"
} >>"$GITHUB_OUTPUT"
