"""Runs the project's benchmark and the peers' in turn, and prints the medians and their ratios as a table.

usage: compare.py [--rounds N] [--seconds S] [--text PATH] [WORK ...]

Both sides use all processors. In every round each work is measured by this project and then by each peer, so that what
disturbs the machine disturbs all; the figure of a side is the median of its rounds' medians, and a ratio is taken
of figures of one run. `setup.sh` makes the environment with the peers; the project must be built (`swift build
--product benchmark --product attention`).
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import time

here = pathlib.Path(__file__).resolve().parent
package = here.parents[2]
ours = package / ".build/debug/benchmark"

# work: (ours, peers as (name, argument of peer.py), the goal as a sentence)
works = {
    "products": [("PyTorch", "products")],
    "training-small": [("PyTorch eager", "training-small"), ("torch.compile", "training-small-compiled")],
    "generation-small": [("Hugging Face with cache", "generation-small")],
    "training-124m": [("PyTorch eager", "training-124m")],
    "generation-124m": [("Hugging Face with cache", "generation-124m")],
    "to-loss": [("PyTorch eager", "to-loss")],
    "ngrams": [("Python with dictionaries", "ngrams")],
    "byte-pairs": [("tokenizers and tiktoken", "byte-pairs")],
    "start": [("import torch", "start")],
}
needs_text = {"to-loss", "ngrams", "byte-pairs"}


def measurements(command):
    """The JSON lines of a command; none, with a word on standard error, when it fails."""
    run = subprocess.run(command, capture_output=True, text=True, cwd=package)
    if run.returncode != 0:
        print(f"{' '.join(map(str, command))} failed:\n{run.stderr[-2000:]}", file=sys.stderr)
        return []
    return [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]


def own(work, seconds, text):
    if work == "start":
        start = time.perf_counter()
        with subprocess.Popen([package / ".build/debug/attention"], stdout=subprocess.PIPE, text=True) as run:
            run.stdout.readline()
            elapsed = time.perf_counter() - start
            run.stdout.read()
        return [{"work": "start, first line of attention", "unit": "s", "isRate": False, "samples": [elapsed], "peakMemory": 0}]
    command = [ours, work, "--json", "--seconds", str(seconds)]
    return measurements(command + (["--text", text] if work in needs_text else []))


def peer(work, seconds, text):
    command = [sys.executable, here / "peer.py", work, str(seconds)]
    return measurements(command + ([text] if work in needs_text else []))


def shown(number):
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def table(results):
    """A row for every measurement of a peer beside the project's own of the same name."""
    print("| work | ours | peer | | ours ÷ peer | memory, ours ÷ peer |")
    print("|---|---|---|---|---|---|")
    figures = {}
    for (work, side), runs in results.items():
        for name in dict.fromkeys(m["work"] for run in runs for m in run):
            same = [m for run in runs for m in run if m["work"] == name]
            median = statistics.median(statistics.median(m["samples"]) for m in same)
            memory = statistics.median(m["peakMemory"] for m in same)
            figures.setdefault(work, {})[side, name] = (median, same[0]["unit"], memory)
    for work, entries in figures.items():
        for (side, name), (median, unit, memory) in entries.items():
            if side == "ours":
                continue
            base = name.split(", PyTorch")[0].split(", Hugging")[0].split(", tiktoken")[0].split(", Python")[0]
            mine = next((v for (s, n), v in entries.items() if s == "ours" and n.split(", ")[0:len(base.split(", "))] == base.split(", ")), None)
            mine = mine or next((v for (s, n), v in entries.items() if s == "ours" and n.split(",")[0] == base.split(",")[0]), None)
            if mine is None:
                continue
            ratio = mine[0] / median
            memories = f"{mine[2]:.0f} ÷ {memory:.0f} MiB = {mine[2] / memory:.2f}" if mine[2] and memory else ""
            print(f"| {base} | {shown(mine[0])} {unit} | {name.removeprefix(base + ', ')} | {shown(median)} {unit} | {ratio:.3g} | {memories} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", nargs="*", metavar="WORK", help=", ".join(works))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--text", help="a text of about a megabyte: tiny Shakespeare, say")
    arguments = parser.parse_args()
    unknown = [work for work in arguments.works if work not in works]
    if unknown:
        parser.error(f"there is no work {unknown[0]}; there are {', '.join(works)}")
    if not ours.exists():
        parser.error("build the project first: swift build --product benchmark && swift build --product attention")
    chosen = arguments.works or [work for work in works if arguments.text or work not in needs_text]
    if any(work in needs_text for work in chosen) and not arguments.text:
        parser.error("to-loss, ngrams and byte-pairs need --text PATH")
    results = {}
    for number in range(arguments.rounds):
        for work in chosen:
            print(f"round {number + 1} of {arguments.rounds}: {work}", file=sys.stderr, flush=True)
            results.setdefault((work, "ours"), []).append(own(work, arguments.seconds, arguments.text))
            for name, argument in works[work]:
                results.setdefault((work, name), []).append(peer(argument, arguments.seconds, arguments.text))
    table(results)


main()
