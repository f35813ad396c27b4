#!/bin/sh
# Makes a Python environment with the peers in the folder that is named, outside the project.
set -eu
[ $# -eq 1 ] || { echo "usage: setup.sh FOLDER" >&2; exit 64; }
python3 -m venv "$1"
"$1/bin/pip" install --quiet --index-url https://download.pytorch.org/whl/cpu torch==2.15.0 \
  || "$1/bin/pip" install --quiet torch==2.15.0
"$1/bin/pip" install --quiet transformers==5.23.0 tokenizers==0.23.3 tiktoken==0.14.0
echo "$1/bin/python Sources/BenchmarkCommand/Peers/compare.py"
