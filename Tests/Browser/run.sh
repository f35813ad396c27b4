#!/usr/bin/env bash
# Makes the pages of all chapters, opens them in Chromium and checks what stands there (check.py). What is missing is brought by
# the machine's own registries: Chromium by Debian's, Playwright, axe and nbformat by PyPI, in a virtual environment outside
# the checkout. Where that cannot be, it says so in one line and passes; with REQUIRE_BROWSER=1 it fails.
#
# usage: run.sh [FOLDER-OF-PROGRAMS]     (default: .build/debug)
set -uo pipefail
cd "$(dirname "$0")/../.."
programs=${1:-.build/debug}
environment=${BROWSER_ENVIRONMENT:-${TMPDIR:-/tmp}/transformer-browser}

without() {
  echo "The pages were not opened in a browser: $1."
  [ "${REQUIRE_BROWSER:-}" = 1 ] && exit 1
  exit 0
}

chromium=$(command -v chromium || command -v chromium-browser || true)
if [ -z "$chromium" ]; then
  { apt-get update -qq && apt-get install -y -qq chromium; } > /dev/null 2>&1 || without "Chromium cannot be installed"
  chromium=$(command -v chromium) || without "there is no Chromium"
fi
if ! [ -x "$environment/bin/python" ] || ! "$environment/bin/python" -c 'import playwright, nbformat, axe_playwright_python' 2> /dev/null; then
  { python3 -m venv "$environment" \
    && "$environment/bin/pip" install -q playwright axe-playwright-python nbformat; } > /dev/null 2>&1 \
    || without "Playwright, axe and nbformat cannot be installed"
fi

set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chapters=$(sed -nE 's/.*command: "([a-z]+)".*/\1/p' Package.swift)
for chapter in $chapters; do
  "$programs/$chapter" --html "$folder/$chapter.html" --json "$folder/$chapter.json" --ipynb "$folder/$chapter.ipynb" > /dev/null
done
"$programs/attention" --text "<script>alert(1)</script> \" ' ]]> &amp; $(printf '\342\200\256') </table>" --html "$folder/hostile.html" > /dev/null
"$environment/bin/python" Tests/Browser/check.py "$folder" "$chromium" $chapters
