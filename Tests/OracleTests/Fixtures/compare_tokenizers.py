"""Compares our byte pairs with GPT-2's published vocabulary against tiktoken's and the library tokenizers'.

    python3 -m venv venv && venv/bin/pip install -r requirements-huggingface.txt
    venv/bin/python compare_tokenizers.py FOLDER

FOLDER holds GPT-2's `vocab.json` and `merges.txt`, which are no part of this project. The texts, 2,000 drawn from a seed, are in
all scripts that Python's Unicode knows, with emoji and their joiners, runs of white space, digits, apostrophes and CRLF. Characters
that one version of Unicode assigns and another does not may be cut elsewhere: they are not drawn, and their number is told.
"""

import json
import random
import sys
import tempfile
import unicodedata
from pathlib import Path

import peer

try:
    import regex
    import tiktoken
    from tokenizers import ByteLevelBPETokenizer
except ImportError as error:
    sys.exit(f"compare_tokenizers.py: {error}: pip install -r requirements-huggingface.txt")

if len(sys.argv) != 2:
    sys.exit("usage: compare_tokenizers.py FOLDER")
vocabulary = Path(sys.argv[1]).resolve()
PATTERN = r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""


def tiktoken_encoding():
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    spelled = {chr(byte): byte for byte in printable}
    for place, byte in enumerate(byte for byte in range(256) if byte not in printable):
        spelled[chr(0x100 + place)] = byte
    ranks = {
        bytes(spelled[character] for character in spelling): rank
        for spelling, rank in json.loads((vocabulary / "vocab.json").read_text()).items()
        if spelling != "<|endoftext|>"}
    return tiktoken.Encoding("gpt2", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={"<|endoftext|>": 50256})


def kind(character):
    """The kind that GPT-2's pattern sorts a character under, by Python's own tables."""
    category = unicodedata.category(character)
    if category == "Cn":
        return None
    return "space" if regex.match(r"\s", character) else category[0] if category[0] in "LN" else "other"


def kind_of_regex(character):
    for name, pattern in [("L", r"\p{L}"), ("N", r"\p{N}"), ("space", r"\s")]:
        if regex.match(pattern, character):
            return name
    return "other"


draw = random.Random(2019)
everything = [chr(code) for code in range(0x20, 0x32000) if not 0xD800 <= code < 0xE000]
certain = [c for c in everything if kind(c) is not None and kind(c) == kind_of_regex(c)]
blocks = {}
for character in certain:
    blocks.setdefault(ord(character) >> 7, []).append(character)
blocks = list(blocks.values())
words = ["the", " dog", "It's", " we'll", "DON'T", "'s", " 's", " '", "’s", " 1234567890", "3.14", "½", "x²", "http://a.b/c?d=e",
         "<|endoftext|>", " naïve", "e\u0301", "#version", "ĠThe", "_", "--", "…", "!?!", "you're", "I'd", "they've", "'LL"]
emoji = ["👩‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇩🇪🇫🇷", "1️⃣", "❤️", "🧑🏿‍🚀", "☕"]
space = [" ", "  ", "   ", "\t", "\n", "\r\n", "\r\n\r\n", " \n ", "\u00a0", "\u3000", "\u2028", "\u200b", "\x1c", "\x85", " " * 33]


def text():
    pieces = []
    for _ in range(draw.randint(1, 24)):
        match draw.randrange(6):
            case 0: pieces.append(draw.choice(words))
            case 1: pieces.append(draw.choice(emoji))
            case 2: pieces.append(draw.choice(space))
            case 3: pieces.append("".join(draw.choice("0123456789'") for _ in range(draw.randint(1, 9))))
            case _:
                block = draw.choice(blocks)
                pieces.append("".join(draw.choice(block) for _ in range(draw.randint(1, 8))))
    return "".join(pieces)


texts = [text() for _ in range(2000)]
encoding = tiktoken_encoding()
library = ByteLevelBPETokenizer(str(vocabulary / "vocab.json"), str(vocabulary / "merges.txt"))
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "question.json").write_text(json.dumps({"vocabulary": str(vocabulary), "texts": texts}))
    peer.ask_swift("tokens", folder)
    answers = json.loads((folder / "answer.json").read_text())

different = [
    text for text, answer in zip(texts, answers, strict=True) if encoding.encode_ordinary(text) != answer]
peers = [text for text in texts if library.encode(text).ids != encoding.encode_ordinary(text)]
print(f"{len(texts)} texts, {sum(map(len, texts))} characters of {len(blocks)} blocks, {sum(map(len, answers))} tokens: "
      f"{len(texts) - len(different)} equal to tiktoken {tiktoken.__version__}; "
      f"the library tokenizers differs from tiktoken in {len(peers)}")
print(f"left out: {len(everything) - len(certain)} code points that Unicode {unicodedata.unidata_version} and the module regex do not "
      "both know as one kind")
for one in different[:5]:
    print(f"different: {one!r}")
sys.exit(1 if different else None)
