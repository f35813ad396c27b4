#!/bin/sh
# Makes a folder with the peers, outside the project: a Python environment, and llm.c with the program that times it.
#
# llm.c comes from its repository, or from the path or address in the environment variable LLMC. It may be missing: where
# git cannot reach it or the C compiler (CC, else cc) has no OpenMP, a line says so, and compare.py goes on without it.
set -eu
[ $# -eq 1 ] || { echo "usage: setup.sh FOLDER" >&2; exit 64; }
peers=$(cd "$(dirname "$0")" && pwd)

python3 -m venv "$1"
"$1/bin/pip" install --quiet --index-url https://download.pytorch.org/whl/cpu torch==2.15.0 \
  || "$1/bin/pip" install --quiet torch==2.15.0
"$1/bin/pip" install --quiet transformers==5.23.0 tokenizers==0.23.3 tiktoken==0.14.0 nltk==3.10.4

# The commit that was newest when the project first measured it, and its Makefile's flags for a processor with OpenMP.
llmc_commit=f1e2ace651495b74ae22d45d1723443fd00ecd3a
get_llmc() {
  [ -d "$1" ] || GIT_TERMINAL_PROMPT=0 git clone --quiet "${LLMC:-https://github.com/karpathy/llm.c}" "$1" || return
  git -C "$1" checkout --quiet --detach "$llmc_commit"
}
build_llmc() {
  "${CC:-cc}" -O3 -march=native -Ofast -fopenmp -DOMP -w -I "$1" "$peers/llmc.c" -lm -o "$2"
}
get_llmc "$1/llm.c" && build_llmc "$1/llm.c" "$1/bin/llmc" \
  || echo "setup.sh: llm.c is left out: it could not be fetched (set LLMC to a copy) or built" >&2

echo "$1/bin/python Sources/BenchmarkCommand/Peers/compare.py"
