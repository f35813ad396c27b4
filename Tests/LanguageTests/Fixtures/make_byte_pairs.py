"""Makes byte-pairs.json: the merges that Hugging Face's tokenizers learn from 100,000 random letters without a space.

    python3 -m venv venv && venv/bin/pip install -r requirements-byte-pairs.txt
    venv/bin/python make_byte_pairs.py           writes the file
    venv/bin/python make_byte_pairs.py --check   compares with the file, byte for byte, and writes nothing
"""

import argparse
import json
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PINNED = (FOLDER / "requirements-byte-pairs.txt").read_text().strip().split("==")[1]

try:
    import tokenizers
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
except ImportError:
    sys.exit(f"make_byte_pairs.py: needs tokenizers {PINNED}: pip install -r requirements-byte-pairs.txt")

if tokenizers.__version__ != PINNED:
    sys.exit(f"make_byte_pairs.py: needs tokenizers {PINNED}, found {tokenizers.__version__}")

COUNT, MERGES = 100_000, 1_000


def letters():
    """SplitMix64 from the seed 1, as `Randomness.SeededGenerator` has it: the upper half of each number, modulo 26."""
    state, mask = 1, 2**64 - 1
    for _ in range(COUNT):
        state = state + 0x9E3779B97F4A7C15 & mask
        bits = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & mask
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & mask
        yield chr(97 + ((bits ^ bits >> 31) >> 32) % 26)


def made():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=256 + MERGES, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator(["".join(letters())], trainer)
    merges = [" ".join(pair) for pair in json.loads(tokenizer.to_str())["model"]["merges"]]
    return json.dumps({"madeBy": f"make_byte_pairs.py, tokenizers {PINNED}", "letters": COUNT, "merges": merges}, indent=0) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the file and write nothing")
    file, text = FOLDER / "byte-pairs.json", made()
    if not parser.parse_args().check:
        file.write_text(text)
    elif file.read_text() != text:
        sys.exit("make_byte_pairs.py: byte-pairs.json is not what this makes")


main()
