#!/usr/bin/env bash
# Opens the pages of all chapters, and those of a book, in Chromium and checks what stands there (check.py, check_book.py), what
# it answers (check_explore.py) and whether one can teach with the slides (check_slides.py). What is missing is brought by the
# machine's own registries: Chromium by Debian's, Playwright, axe and nbformat by PyPI, in a virtual environment outside the
# checkout. Where that cannot be, it says so in one line and passes; with REQUIRE_BROWSER=1 it fails.
#
# usage: run.sh [FOLDER]     with the pages that `COURSE_PAGES=FOLDER swift test --filter TranscriptTests` left there;
#                            without it, the chapters are run now (about five minutes)
set -uo pipefail
cd "$(dirname "$0")/../.."
programs=.build/debug
environment=${BROWSER_ENVIRONMENT:-${TMPDIR:-/tmp}/transformer-browser}
scratch=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill -INT "$server"; rm -rf "$scratch"' EXIT
folder=${1:-$scratch}

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
modules='import playwright, nbformat, axe_playwright_python'
if ! "$environment/bin/python" -c "$modules" 2> /dev/null; then
  { python3 -m venv "$environment" \
    && "$environment/bin/pip" install -q playwright axe-playwright-python nbformat; } > /dev/null 2>&1 \
    || without "Playwright, axe and nbformat cannot be installed"
fi

set -e
export PYTHONDONTWRITEBYTECODE=1
chapters=$(sed -nE 's/.*command: "([a-z]+)".*/\1/p' Package.swift)
if [ "$folder" = "$scratch" ]; then
  for chapter in $chapters; do
    forms=$(printf -- "--%s $folder/$chapter.%s " html html json json ipynb ipynb)
    "$programs/$chapter" $forms > /dev/null 2>&1
  done
fi
hostile="<script>alert(1)</script> \" ' ]]> &amp; $(printf '\342\200\256') </table>"
"$programs/attention" --text "$hostile" --html "$scratch/hostile.html" > /dev/null
"$programs/book" serve --port 0 > "$scratch/book" &
server=$!
for _ in $(seq 100); do grep -q http "$scratch/book" && break; sleep 0.1; done
address=$(grep -o 'http://[^ ]*' "$scratch/book")
"$programs/book" "$scratch/pages" --chapters 0-6 > /dev/null
# The four look at different things, and each keeps a processor busy.
"$environment/bin/python" Tests/Browser/check_book.py "$scratch/pages" "$chromium" &
book=$!
"$environment/bin/python" Tests/Browser/check_slides.py "$scratch/pages" "$chromium" &
slides=$!
mkdir "$scratch/broken"
for run in "attention --causal" "attention --no-scale" "attention --mask-after-softmax" "attention --softmax-over-queries" \
  "attention --no-scale --key-width 256" "multihead --wrong-reshape"; do
  name="$scratch/broken/${run// /}"
  "$programs/"$run --html "$name.html" --json "$name.json" > /dev/null
done
"$environment/bin/python" Tests/Browser/check_explore.py "$chromium" "$folder" "$scratch/broken" &
explore=$!
failed=0
"$environment/bin/python" Tests/Browser/check.py "$folder" "$scratch/hostile.html" "$address" "$chromium" $chapters || failed=1
wait "$book" || failed=1
wait "$slides" || failed=1
wait "$explore" || failed=1
exit "$failed"
