"""Runs the project's benchmark and the peers' in turn, and prints the medians and their ratios as a table.

usage: compare.py [--rounds N] [--seconds S] [--text PATH] [BENCHMARK ...]

Both sides use all processors. In every round each benchmark is measured by this project and then by each peer, so that
what disturbs the machine disturbs all; the figure of a side is the median of its rounds' medians, and a ratio is taken
of figures of one run. `setup.sh` makes the environment with the peers (llm.c only where it can be had); the project
must be built (`swift build --product benchmark --product attention`).
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

here = pathlib.Path(__file__).resolve().parent
package = here.parents[2]
ours = package / ".build/debug/benchmark"

# What this project's benchmark is asked for, and what peer.py is asked for in the same round.
benchmarks = {
    "products": ["products"],
    "training-small": ["training-small", "training-small-compiled"],
    "generation-small": ["generation-small"],
    "training-124m": ["training-124m"],
    "generation-124m": ["generation-124m"],
    "generation-124m-int8": ["generation-124m-int8", "generation-124m-float"],
    "to-loss": ["to-loss"],
    "ngrams": ["ngrams"],
    "baselines": ["baselines"],
    "byte-pairs": ["byte-pairs"],
    "byte-pairs-lines": ["byte-pairs-lines"],
    "start": ["start"],
}
# The sizes of the benchmarks that llm.c runs too: layers, heads, channels, context, vocabulary, batch, time.
llmc_sizes = {
    "training-small": [4, 4, 128, 64, 65, 12, 64],
    "training-124m": [12, 12, 768, 1024, 50257, 4, 64],
}
# setup.sh builds it beside the environment's Python, where llm.c can be had.
llmc = pathlib.Path(sys.executable).parent / "llmc"
needs_text = {"to-loss", "ngrams", "baselines", "byte-pairs"}


def measurements(command, **environment):
    """The JSON lines of a command; none, with a word on standard error, when it fails."""
    run = subprocess.run(command, capture_output=True, text=True, cwd=package, env={**os.environ, **environment})
    if run.returncode != 0:
        print(f"{' '.join(map(str, command))} failed:\n{run.stderr[-2000:]}", file=sys.stderr)
        return []
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def own(benchmark, seconds, text):
    if benchmark == "start":
        start = time.perf_counter()
        with subprocess.Popen([package / ".build/debug/attention"], stdout=subprocess.PIPE, text=True) as run:
            run.stdout.readline()
            elapsed = time.perf_counter() - start
            run.stdout.read()
        return [{"work": "start", "unit": "s", "samples": [elapsed], "peakMemory": 0}]
    command = [ours, benchmark, "--json", "--seconds", str(seconds)]
    return measurements(command + (["--text", text] if benchmark in needs_text else []))


def peer(benchmark, seconds, text):
    command = [sys.executable, here / "peer.py", benchmark, str(seconds)]
    return measurements(command + ([text] if text else []))


def llm_c(benchmark, seconds):
    sizes = map(str, llmc_sizes[benchmark])
    return measurements([llmc, benchmark, str(seconds), *sizes], OMP_NUM_THREADS=str(os.cpu_count()))


def shown(number):
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def medians(runs):
    """The figure, unit and memory of every (benchmark, peer) that was measured: medians over the runs."""
    groups = {}
    for measurement in runs:
        groups.setdefault((measurement["work"], measurement.get("peer")), []).append(measurement)
    return {
        key: (
            statistics.median(statistics.median(map(float, m["samples"])) for m in group),
            group[0]["unit"],
            statistics.median(m["peakMemory"] for m in group),
        )
        for key, group in groups.items()
    }


def table(runs):
    """A row for every peer's measurement beside the project's own of the same benchmark."""
    print("| benchmark | ours | peer | theirs | ours ÷ theirs | memory, MiB |")
    print("|---|---|---|---|---|---|")
    figures = medians(runs)
    for (benchmark, peer), (theirs, unit, memory) in figures.items():
        if peer is None or (benchmark, None) not in figures:
            continue
        mine, _, own_memory = figures[benchmark, None]
        memories = f"{own_memory:.0f} ÷ {memory:.0f} = {own_memory / memory:.2f}" if own_memory else ""
        sides = f"{shown(mine)} {unit} | {peer} | {shown(theirs)} {unit}"
        print(f"| {benchmark} | {sides} | {mine / theirs:.3g} | {memories} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("benchmarks", nargs="*", metavar="BENCHMARK", help=", ".join(benchmarks))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--text", help="a text of about a megabyte: tiny Shakespeare, say")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.benchmarks if name not in benchmarks]
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]}; there are {', '.join(benchmarks)}")
    if not ours.exists():
        parser.error("build the project first: swift build --product benchmark && swift build --product attention")
    chosen = arguments.benchmarks or [name for name in benchmarks if arguments.text or name not in needs_text]
    if any(benchmark in needs_text for benchmark in chosen) and not arguments.text:
        parser.error("to-loss, ngrams, baselines and byte-pairs need --text PATH")
    if arguments.text:
        arguments.text = os.path.abspath(arguments.text)
    has_llmc = os.access(llmc, os.X_OK)
    if not has_llmc and any(benchmark in llmc_sizes for benchmark in chosen):
        print(f"llm.c is left out: setup.sh has not built {llmc}", file=sys.stderr)
    runs = []
    for number in range(arguments.rounds):
        for benchmark in chosen:
            print(f"round {number + 1} of {arguments.rounds}: {benchmark}", file=sys.stderr, flush=True)
            runs += own(benchmark, arguments.seconds, arguments.text)
            for name in benchmarks[benchmark]:
                runs += peer(name, arguments.seconds, arguments.text)
            if has_llmc and benchmark in llmc_sizes:
                runs += llm_c(benchmark, arguments.seconds)
    table(runs)


main()
