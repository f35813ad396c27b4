"""What the scripts that compare with Hugging Face's libraries share."""

import os
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ["HF_HUB_OFFLINE"] = "1"

PACKAGE = Path(__file__).resolve().parents[3]


def ask_swift(test, folder):
    """Runs one test of PeerTests, which reads and writes in the folder; its lines are returned."""
    command = ["swift", "test", "--filter", f"PeerTests/{test}"]
    if os.environ.get("SKIP_BUILD"):
        command.insert(2, "--skip-build")
    run = subprocess.run(
        command, cwd=PACKAGE, env={**os.environ, "PEER_FOLDER": str(folder)}, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stdout + run.stderr)
    return [line for line in run.stdout.splitlines() if ".theirs.json: " in line]


def account(model, tokenizer, texts):
    """Tokens, the logits after the last, and the mean loss of each text, as `transformers` has them."""
    import torch
    result = {"texts": texts, "tokens": [], "logits": [], "losses": []}
    for text in texts:
        inputs = tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            output = model(**inputs, labels=inputs["input_ids"])
        result["tokens"].append(inputs["input_ids"][0].tolist())
        result["logits"].append(output.logits[0, -1].tolist())
        result["losses"].append(output.loss.item())
    return result
