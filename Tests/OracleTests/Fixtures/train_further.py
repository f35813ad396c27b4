"""Goes on training an exported model with PyTorch, on one process or many.

    python3 -m venv venv && venv/bin/pip install -r requirements-huggingface.txt
    venv/bin/torchrun --nproc-per-node 2 train_further.py --model DIR --text FILE --out DIR [--steps 20]

On several machines `torchrun` is told their number and where the first is (`--nnodes`, `--rdzv-endpoint`); nothing here
changes. A step's batch is cut among the processes, so that one and many see the same texts: their losses agree to rounding.
The first process prints the losses and writes a folder that `PretrainedModel(contentsOfFolder:)` reads.

    venv/bin/python train_further.py --compare [--model DIR]

tries that here, on the loopback address, with one process against two, and has us read what was written: the loss has to be the same.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import peer

try:
    import torch
    import torch.distributed as distributed
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils import logging
except ImportError as error:
    sys.exit(f"train_further.py: {error}: pip install -r requirements-huggingface.txt")

logging.disable_progress_bar()

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--model", help="a folder of our export")
parser.add_argument("--text", help="a UTF-8 text, at least one window long")
parser.add_argument("--out", help="the folder to be written")
parser.add_argument("--steps", type=int, default=20)
parser.add_argument("--batch", type=int, default=8, help="windows a step, of all processes together")
parser.add_argument("--rate", type=float, default=1e-3)
parser.add_argument("--compare", action="store_true", help="one process against two")


def train(arguments):
    distributed.init_process_group("gloo")
    rank, size = distributed.get_rank(), distributed.get_world_size()
    if arguments.batch % size:
        sys.exit(f"train_further.py: a batch of {arguments.batch} cannot be cut among {size} processes")
    torch.set_num_threads(1)
    model = AutoModelForCausalLM.from_pretrained(arguments.model)
    tokenizer = AutoTokenizer.from_pretrained(arguments.model)
    tokens = torch.tensor(tokenizer(Path(arguments.text).read_text(encoding="utf-8"))["input_ids"])
    window = min(model.config.n_positions, len(tokens) - 1)
    # No dropout: the processes would draw other numbers than one does.
    model.eval()
    parallel = torch.nn.parallel.DistributedDataParallel(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=arguments.rate)
    generator = torch.Generator().manual_seed(1)
    losses = []
    for _ in range(arguments.steps):
        starts = torch.randint(len(tokens) - window + 1, (arguments.batch,), generator=generator)
        batch = torch.stack([tokens[start:start + window] for start in starts[rank::size]])
        loss = parallel(batch, labels=batch).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        mean = loss.detach().clone()
        distributed.all_reduce(mean)
        losses.append(mean.item() / size)
    if rank == 0:
        model.save_pretrained(arguments.out)
        tokenizer.save_pretrained(arguments.out)
        print(json.dumps(losses))
    distributed.destroy_process_group()


def compare(arguments):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peer.ask_swift("ours", folder)
        source = Path(arguments.model) if arguments.model else folder / "course"
        texts = json.loads((folder / "course.json").read_text())["texts"]
        (folder / "text.txt").write_text("".join(texts * 4), encoding="utf-8")
        losses = []
        for count in [1, 2]:
            run = subprocess.run(
                [Path(sys.executable).with_name("torchrun"), "--nproc-per-node", str(count), "--rdzv-backend", "c10d",
                 "--rdzv-endpoint", "127.0.0.1:0", __file__, "--model", source, "--text", folder / "text.txt",
                 "--out", folder / f"further-{count}", "--steps", str(arguments.steps), "--rate", str(arguments.rate)],
                capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
            if run.returncode:
                sys.exit(run.stdout + run.stderr)
            losses.append(json.loads(run.stdout.splitlines()[-1]))
        distance = max(abs(one - two) for one, two in zip(*losses, strict=True))
        print(f"{len(losses[0])} steps, loss {losses[0][0]:.4f} → {losses[0][-1]:.4f}; "
              f"one process and two differ by at most {distance:.1e}")
        for count in [1, 2]:
            place = folder / f"further-{count}"
            model = AutoModelForCausalLM.from_pretrained(place).eval()
            told = peer.account(model, AutoTokenizer.from_pretrained(place), texts)
            (folder / f"{place.name}.theirs.json").write_text(json.dumps(told))
        lines = peer.ask_swift("theirs", folder)
        print("\n".join(lines))
        if distance > 1e-4 or len(lines) != 2 or losses[0][-1] >= losses[0][0]:
            sys.exit("train_further.py: the losses do not agree")


arguments = parser.parse_args()
if arguments.compare:
    compare(arguments)
elif arguments.model and arguments.text and arguments.out:
    train(arguments)
else:
    parser.error("--model, --text and --out are needed, or --compare")
