"""Makes Chapters/11-Pretrained/tiny-gpt2: a GPT-2 of 2 blocks with random numbers, and what Hugging Face's library says of it.

    python3 -m venv venv && venv/bin/pip install -r requirements-huggingface.txt
    venv/bin/python make_tiny_gpt2.py           writes the folder and says what it wrote
    venv/bin/python make_tiny_gpt2.py --check   compares with the folder and writes nothing

`config.json`, `model.safetensors`, `tokenizer.json`, `vocab.json` and `merges.txt` are written by `transformers` and
`tokenizers` themselves. `expected.json` has, for some texts, the ids, the logits of the next token at the last two positions,
the likeliest continuation, the best of three beams, and the distribution that a sampler draws from.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

FOLDER = Path(__file__).resolve().parents[3] / "Chapters" / "11-Pretrained" / "tiny-gpt2"
TEXT = """Anna has a red kite. She shows the kite to Tom by the sea. It's windy, and the kite flies away.
Tom finds the kite in the garden at night. He takes it home, and Anna is happy. They'll play there again at 10.
Who has the red kite? Anna has the kite. Soon the sun shines on the garden and the sea, and they play in the sun.
"""
PROMPTS = ["Anna has the", "Tom's kite, 10  times!\r\n", "我爱你 👩‍👩‍👧 naïve", "<|endoftext|>"]

try:
    import torch
    import transformers
    from tokenizers import ByteLevelBPETokenizer
    from transformers import GPT2Config, GPT2LMHeadModel
    from transformers.utils import logging
except ImportError as error:
    sys.exit(f"make_tiny_gpt2.py: {error}: pip install -r requirements-huggingface.txt")

logging.disable_progress_bar()

torch.set_num_threads(1)


def tokenizer(special_first):
    """A byte-level tokenizer of the text; its special tokens have the first ids, or the last as in GPT-2."""
    result = ByteLevelBPETokenizer()
    result.train_from_iterator(
        [TEXT], vocab_size=300 + 3 * special_first, min_frequency=2, show_progress=False,
        special_tokens=["<s>", "<pad>", "</s>"] if special_first else [])
    if not special_first:
        result.add_special_tokens(["<|endoftext|>"])
    return result


def model(size):
    config = GPT2Config(
        vocab_size=size, n_positions=64, n_embd=12, n_layer=2, n_head=3, bos_token_id=size - 1,
        eos_token_id=size - 1)
    result = GPT2LMHeadModel(config).eval()
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for name, parameter in sorted(result.named_parameters()):
            noise = torch.randn(parameter.shape, generator=generator)
            # Far from what training begins with: every bias and gain has to be in its place.
            parameter.copy_(1 + 0.2 * noise if ".ln_" in name and name.endswith("weight") else 0.4 * noise)
    return result


def expected(gpt, own, other):
    cases = []
    for prompt in PROMPTS:
        ids = own.encode(prompt).ids
        plain = other.encode(prompt).ids
        tokens = torch.tensor([ids])
        with torch.no_grad():
            logits = gpt(tokens).logits[0]
            common = dict(
                max_new_tokens=8, eos_token_id=None, pad_token_id=0, do_sample=False,
                attention_mask=torch.ones_like(tokens))
            greedy = gpt.generate(tokens, **common)[0, len(ids):].tolist()
            beams = gpt.generate(tokens, num_beams=3, length_penalty=0.0, **common)[0, len(ids):].tolist()
        scores = logits[-1:].clone()
        for warp in [
            transformers.TemperatureLogitsWarper(0.8), transformers.TopKLogitsWarper(40),
            transformers.TopPLogitsWarper(0.9),
        ]:
            scores = warp(tokens, scores)
        chances = torch.softmax(scores[0].double(), -1)
        cases.append({
            "text": prompt, "tokens": ids, "tokensInOtherOrder": plain,
            "logits": [[float(f"{value:.7g}") for value in row] for row in logits.tolist()[-2:]],
            "greedy": greedy, "beams": beams,
            "chances": {str(i): float(f"{p:.9g}") for i, p in enumerate(chances.tolist()) if p > 0},
        })
    return {
        "madeBy": f"make_tiny_gpt2.py, transformers {transformers.__version__}",
        "sampler": {"temperature": 0.8, "topK": 40, "topP": 0.9}, "cases": cases,
    }


def write(folder):
    own = tokenizer(special_first=False)
    own.save(str(folder / "tokenizer.json"), pretty=False)
    own.save_model(str(folder))
    vocabulary = json.loads((folder / "vocab.json").read_text())
    gpt = model(own.get_vocab_size())
    gpt.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    result = expected(gpt, own, tokenizer(special_first=True))
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in result.pop("cases"))
    head = json.dumps(result)[:-1]
    (folder / "expected.json").write_text(f"{head}, \"cases\": [\n{lines}\n]}}\n")
    return len(vocabulary)


arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
arguments.add_argument("--check", action="store_true", help="write nothing, compare")
if arguments.parse_args().check:
    with tempfile.TemporaryDirectory() as name:
        write(Path(name))
        different = [
            file.name for file in sorted(Path(name).iterdir())
            if not (FOLDER / file.name).exists() or (FOLDER / file.name).read_bytes() != file.read_bytes()]
    sys.exit(f"make_tiny_gpt2.py: {', '.join(different)} would change" if different else None)
FOLDER.mkdir(parents=True, exist_ok=True)
count = write(FOLDER)
for file in sorted(FOLDER.iterdir()):
    print(f"{file.stat().st_size:8} bytes  {file.name}")
