"""Measures some of the project's benchmarks at several commits in turn, and prints what each commit gained.

usage: versions.py [--rounds N] [--seconds S] [--threads N] [--text PATH] --benchmarks NAME,… COMMIT COMMIT ...

Every commit is checked out and built in a folder of its own under `.build-versions` (kept, so that the next run is fast). In
every round each commit is measured once, so that what disturbs the machine disturbs all; the figure of a commit is
the median of its rounds' medians, and its factor is against the commit named before it: above 1 is faster.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

package = pathlib.Path(__file__).resolve().parents[3]


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=package, check=True, capture_output=True, text=True).stdout.strip()


def built(commit):
    """The benchmark of a commit."""
    folder = package / ".build-versions" / git("rev-parse", "--short=12", commit)
    if not folder.exists():
        git("worktree", "prune")
        git("worktree", "add", "--detach", str(folder), commit)
    build = subprocess.run(["swift", "build", "--product", "benchmark"], cwd=folder, capture_output=True, text=True)
    if build.returncode != 0:
        sys.exit(f"{commit} does not build:\n{build.stdout[-2000:]}")
    return folder / ".build/debug/benchmark"


def measured(program, benchmark, arguments):
    command = [program, benchmark, "--json", "--seconds", str(arguments.seconds)]
    command += ["--text", arguments.text] if arguments.text else []
    environment = dict(os.environ) | ({"TRANSFORMER_THREADS": arguments.threads} if arguments.threads else {})
    run = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("commits", nargs="+", metavar="COMMIT", help="oldest first")
    parser.add_argument("--benchmarks", required=True, help="names, with commas between: see benchmark --help")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--threads", help="how many threads, if not all")
    parser.add_argument("--text", help="a text for ngrams and byte-pairs")
    arguments = parser.parse_args()
    programs = {commit: built(commit) for commit in arguments.commits}
    samples = {}
    for number in range(arguments.rounds):
        for benchmark in arguments.benchmarks.split(","):
            for commit, program in programs.items():
                print(f"round {number + 1} of {arguments.rounds}: {benchmark} at {commit}", file=sys.stderr, flush=True)
                for result in measured(program, benchmark, arguments):
                    figures = samples.setdefault((result["work"], result["unit"]), {})
                    figures.setdefault(commit, []).append(statistics.median(map(float, result["samples"])))
    print("| benchmark | commit | median | factor |\n|---|---|---:|---:|")
    for (benchmark, unit), figures in samples.items():
        before = None
        for commit, medians in figures.items():
            figure = statistics.median(medians)
            gained = 1 if before is None else figure / before if "/s" in unit else before / figure
            subject = git("log", "-1", "--format=%h %s", commit)
            print(f"| {benchmark} | {subject} | {figure:,.4g} {unit} | {'' if before is None else f'{gained:.2f}'} |")
            before = figure


main()
