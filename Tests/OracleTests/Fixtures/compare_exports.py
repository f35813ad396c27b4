"""Compares our exports with what Hugging Face's libraries make of them, and then what they saved with what we make of it.

    python3 -m venv venv && venv/bin/pip install -r requirements-huggingface.txt
    venv/bin/python compare_exports.py

`AutoModelForCausalLM` and `AutoTokenizer` load six folders that we wrote (the course's model with its words, characters,
words without biases, words with special tokens and a head of its own, byte pairs, byte pairs with gaps among the ids), offline and
with no code of ours: the ids have to be equal, the logits within 1e-4. They save them again, in single precision in
several files and in both halves, and we read that.
"""

import json
import sys
import tempfile
from pathlib import Path

import peer

try:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging
except ImportError as error:
    sys.exit(f"compare_exports.py: {error}: pip install -r requirements-huggingface.txt")

logging.disable_progress_bar()

failures = []
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    peer.ask_swift("ours", folder)
    accounts = sorted(folder.glob("*.json"))
    for file in accounts:
        ours = json.loads(file.read_text())
        place = folder / file.stem
        model = AutoModelForCausalLM.from_pretrained(place).eval()
        tokenizer = AutoTokenizer.from_pretrained(place)
        theirs = peer.account(model, tokenizer, ours["texts"])
        equal = ours["tokens"] == theirs["tokens"]
        back = [tokenizer.decode(tokens) for tokens in ours["tokens"]]
        same = sum(left == right for left, right in zip(back, ours["texts"]))
        distance = max(
            abs(left - right)
            for one, other in zip(ours["logits"] + [ours["losses"]], theirs["logits"] + [theirs["losses"]])
            for left, right in zip(one, other, strict=True)) if equal else float("inf")
        count = sum(len(tokens) for tokens in ours["tokens"])
        print(f"{file.stem:12} {len(back)} texts, {count} ids {'equal' if equal else 'DIFFERENT'}, "
              f"{same} decoded as they were, logits and losses within {distance:.1e}")
        if not equal or distance > 1e-4:
            failures.append(file.stem)
        for kind in [torch.float32, torch.float16, torch.bfloat16]:
            other = folder / f"{file.stem}-{str(kind).removeprefix('torch.')}"
            model.to(kind).save_pretrained(other, **({"max_shard_size": "8KB"} if kind == torch.float32 else {}))
            tokenizer.save_pretrained(other)
            theirs = peer.account(model.float(), tokenizer, ours["texts"])
            (folder / f"{other.name}.theirs.json").write_text(json.dumps(theirs))
    lines = peer.ask_swift("theirs", folder)
    print("\n".join(lines))
    if len(lines) != 3 * len(accounts) or len(accounts) != 6:
        failures.append(f"{len(accounts)} exports, {len(lines)} read back")
sys.exit(f"compare_exports.py: {', '.join(failures)}" if failures else None)
