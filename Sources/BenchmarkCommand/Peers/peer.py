"""Measures others at the same benchmarks, and prints one JSON line a measurement.

usage: peer.py BENCHMARK SECONDS [TEXT]   see `compare.py`, which runs this and the project's own benchmark in turn.
"""

import json
import math
import os
import resource
import sys
import time


def report(benchmark, peer, unit, samples):
    """One line: whose figures at which benchmark, as the project names it, and this process's memory in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = {"work": benchmark, "peer": peer, "unit": unit, "samples": samples, "peakMemory": peak}
    print(json.dumps(line), flush=True)


def repeated(body, budget, minimum=3, warm_up=1):
    for _ in range(warm_up):
        body()
    samples, total = [], 0.0
    while len(samples) < minimum or total < budget:
        start = time.perf_counter()
        body()
        samples.append(time.perf_counter() - start)
        total += samples[-1]
    return samples


def gpt(layers, heads, channels, context, vocabulary):
    """GPT-2's model in PyTorch, with the fused attention that PyTorch offers."""
    import torch
    from torch import nn
    from torch.nn import functional as F

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(channels), nn.LayerNorm(channels)
            self.qkv, self.out = nn.Linear(channels, 3 * channels), nn.Linear(channels, channels)
            self.up, self.down = nn.Linear(channels, 4 * channels), nn.Linear(4 * channels, channels)

        def forward(self, x):
            b, t, c = x.shape
            q, k, v = (z.view(b, t, heads, c // heads).transpose(1, 2) for z in self.qkv(self.norm1(x)).split(c, dim=2))
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.out(y.transpose(1, 2).reshape(b, t, c))
            return x + self.down(F.gelu(self.up(self.norm2(x)), approximate="tanh"))

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.tokens, self.positions = nn.Embedding(vocabulary, channels), nn.Embedding(context, channels)
            self.blocks = nn.ModuleList(Block() for _ in range(layers))
            self.norm = nn.LayerNorm(channels)
            self.head = nn.Linear(channels, vocabulary, bias=False)
            self.head.weight = self.tokens.weight
            for name, parameter in self.named_parameters():
                if parameter.dim() == 2:
                    writes = name.endswith(("out.weight", "down.weight"))
                    nn.init.normal_(parameter, std=0.02 / math.sqrt(2 * layers) if writes else 0.02)
                elif name.endswith("bias"):
                    nn.init.zeros_(parameter)

        def forward(self, ids, targets):
            x = self.tokens(ids) + self.positions(torch.arange(ids.shape[1]))
            for block in self.blocks:
                x = block(x)
            return F.cross_entropy(self.head(self.norm(x)).flatten(0, 1), targets.flatten())

    return Model()


def training(benchmark, budget, layers, heads, channels, context, vocabulary, batch, time_, compiled=False):
    import torch

    model = gpt(layers, heads, channels, context, vocabulary)
    run = torch.compile(model) if compiled else model
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.1)
    ids = torch.randint(vocabulary, (batch, time_))
    targets = torch.randint(vocabulary, (batch, time_))

    def step():
        loss = run(ids, targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    samples = repeated(step, budget, warm_up=5)
    report(benchmark, "torch.compile" if compiled else "PyTorch eager", "ms a step", [1000 * s for s in samples])


def eight_bits(model):
    """The model with PyTorch's dynamic quantization: weights of eight bits, activations quantized as they come.

    It is for `Linear`, so GPT-2's `Conv1D`, the same with the weight transposed, becomes one first. The embedding table stays
    in Float32; the output head, which is the same table, is quantized.
    """
    import torch
    from transformers.pytorch_utils import Conv1D

    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, Conv1D):
                linear = torch.nn.Linear(*child.weight.shape)
                linear.weight, linear.bias = torch.nn.Parameter(child.weight.T.contiguous()), child.bias
                setattr(module, name, linear)
    return torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)


def generation(benchmark, budget, layers, heads, channels, context, vocabulary, count, prompt, is_quantized=False):
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel

    config = GPT2Config(
        vocab_size=vocabulary, n_positions=context, n_embd=channels, n_layer=layers, n_head=heads,
        bos_token_id=0, eos_token_id=None, pad_token_id=0)
    model = GPT2LMHeadModel(config).eval()
    if is_quantized:
        model = eight_bits(model)
    ids = torch.ones((1, prompt), dtype=torch.long)

    def run():
        with torch.no_grad():
            model.generate(ids, max_new_tokens=count, min_new_tokens=count, do_sample=True, use_cache=True,
                           attention_mask=torch.ones_like(ids))

    samples = repeated(run, budget, minimum=2)
    peer = "Hugging Face with cache" + (", PyTorch dynamic int8" if is_quantized else "")
    report(benchmark, peer, "tokens/s", [count / s for s in samples])


def products(budget):
    import torch

    rows, inputs, outputs = 768, 128, 512
    x, w, g = torch.randn(rows, inputs), torch.randn(inputs, outputs), torch.randn(rows, outputs)
    benchmarks = {"forward": lambda: x @ w, "input gradient": lambda: g @ w.T, "weight gradient": lambda: x.T @ g}
    for threads in [1, os.cpu_count()]:
        torch.set_num_threads(threads)
        for name, product in benchmarks.items():
            samples = repeated(lambda: [product() for _ in range(20)], budget / 6, minimum=20)
            rates = [20 * 2e-9 * rows * inputs * outputs / s for s in samples]
            plural = "" if threads == 1 else "s"
            report(f"products {name}, {threads} thread{plural}", "PyTorch", "GFLOP/s", rates)


def ngrams(budget, path):
    text = open(path, encoding="utf-8").read()
    order, k = 5, 0.1
    vocabulary = len(set(text))

    def run():
        counts, totals = {}, {}
        for i in range(len(text)):
            history = text[max(0, i - order + 1):i]
            counts[history, text[i]] = counts.get((history, text[i]), 0) + 1
            totals[history] = totals.get(history, 0) + 1
        total = 0.0
        for i in range(len(text)):
            history = text[max(0, i - order + 1):i]
            total += math.log((counts.get((history, text[i]), 0) + k) / (totals.get(history, 0) + k * vocabulary))
        return total

    report("ngrams", "Python with dictionaries", "s", repeated(run, budget, minimum=1))


def baselines(budget, path):
    """One of the 32 models of the project's benchmark: order 8, absolute discounting (nltk's Kneser-Ney is quadratic)."""
    from nltk.lm import AbsoluteDiscountingInterpolated
    from nltk.util import everygrams

    text = open(path, encoding="utf-8").read()
    counted, measured = text[:500_000], text[500_000:550_000]

    def run():
        model = AbsoluteDiscountingInterpolated(8, discount=0.75)
        model.fit([everygrams(counted, max_len=8)], vocabulary_text=counted)
        return sum(model.logscore(measured[i], tuple(measured[max(0, i - 7):i])) for i in range(len(measured)))

    report("baselines", "nltk, one model of order 8", "s", repeated(run, budget, minimum=1, warm_up=0))


def byte_pair_tokenizer(text, merges):
    """What Hugging Face's tokenizers learn from a text, with GPT-2's pieces and bytes."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=256 + merges, initial_alphabet=alphabet, show_progress=False)
    tokenizer.train_from_iterator([text], trainer)
    return tokenizer


def random_letters(count, width):
    """The letters that `randomLetters` in Text.swift makes: the bytes of SplitMix64, modulo 26, in lines."""
    letters, state, mask = bytearray(), 1, 2**64 - 1
    while len(letters) < count:
        state = state + 0x9E3779B97F4A7C15 & mask
        bits = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & mask
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EB & mask
        letters += (bits ^ bits >> 31).to_bytes(8, "little")
    text = letters[:count].translate(bytes(97 + byte % 26 for byte in range(256))).decode()
    return "".join(text[i:i + width] + "\n" * (i + width <= count) for i in range(0, count, width))


def byte_pairs_of_lines(budget):
    text = random_letters(10_000_000, 79)
    samples = repeated(lambda: byte_pair_tokenizer(text, 2000), budget, minimum=1, warm_up=0)
    report("byte-pairs-lines", "Hugging Face tokenizers", "s", samples)


def byte_pairs(budget, path):
    text = open(path, encoding="utf-8").read()

    def train():
        return byte_pair_tokenizer(text, 1000)

    report("byte-pairs training", "Hugging Face tokenizers", "s", repeated(train, budget / 2, minimum=2))
    tokenizer = train()
    size = len(text.encode()) / 1e6
    rates = [size / s for s in repeated(lambda: tokenizer.encode(text), budget / 4, minimum=2)]
    report("byte-pairs encoding", "Hugging Face tokenizers", "MB/s", rates)

    import tiktoken

    # tiktoken on the same merges: ranks by the bytes of every token.
    decoder = {character: byte for byte, character in bytes_to_characters().items()}
    ranks = {bytes([byte]): byte for byte in range(256)}
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    for left, right in merges:
        ranks.setdefault(bytes(decoder[c] for c in left + right), len(ranks))
    pattern = r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""
    encoding = tiktoken.Encoding("same merges", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    rates = [size / s for s in repeated(lambda: encoding.encode_ordinary(text), budget / 4, minimum=2)]
    report("byte-pairs encoding", "tiktoken", "MB/s", rates)


def bytes_to_characters():
    """The printable stand-in of every byte, as GPT-2 has it."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in kept]
    return {byte: chr(byte) for byte in kept} | {byte: chr(256 + i) for i, byte in enumerate(others)}


def to_loss(path):
    """What `benchmark to-loss` measures, with its three seeds: see `timeToLoss` in Works.swift."""
    start = time.perf_counter()
    import torch

    imported = time.perf_counter() - start
    runs = [trained(path, seed) for seed in [1, 2, 3]]
    report("to-loss 1.90", "PyTorch eager", "s", [imported + reached for reached, _, _ in runs])
    report("to-loss 2,000 steps", "PyTorch eager", "s", [imported + whole for _, whole, _ in runs])
    report("to-loss at the end", "PyTorch eager", "nats", [loss for _, _, loss in runs])


def trained(path, seed):
    """The seconds to a loss of 1.90 and to the end of 2,000 steps, and the loss then."""
    import torch

    start = time.perf_counter()
    torch.manual_seed(seed)
    text = open(path, encoding="utf-8").read()
    characters = sorted(set(text))
    number = {character: index for index, character in enumerate(characters)}
    tokens = torch.tensor([number[character] for character in text])
    border = len(tokens) * 9 // 10
    parts = tokens[:border], tokens[border:]
    model = gpt(layers=4, heads=4, channels=128, context=64, vocabulary=len(characters))
    decayed = [parameter for parameter in model.parameters() if parameter.dim() >= 2]
    others = [parameter for parameter in model.parameters() if parameter.dim() < 2]
    groups = [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.99))

    def batch(part):
        starts = torch.randint(len(part) - 64, (12,))
        rows = torch.stack([part[i:i + 65] for i in starts])
        return rows[:, :-1], rows[:, 1:]

    loss, reached = math.inf, math.inf
    for step in range(1, 2001):
        rate = 1e-3 * step / 100 if step <= 100 else 1e-4 + 0.5 * 9e-4 * (1 + math.cos(math.pi * (step - 100) / 1900))
        for group in optimizer.param_groups:
            group["lr"] = rate
        training_loss = model(*batch(parts[0]))
        optimizer.zero_grad(set_to_none=True)
        training_loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if step % 100 == 0:
            with torch.no_grad():
                loss = sum(model(*batch(parts[1])).item() for _ in range(40)) / 40
            if loss <= 1.90:
                reached = min(reached, time.perf_counter() - start)
    return reached, time.perf_counter() - start, loss


def start_up():
    start = time.perf_counter()
    import torch  # noqa: F401

    report("start", "import torch", "s", [time.perf_counter() - start])


def main():
    benchmark, budget = sys.argv[1], float(sys.argv[2])
    small = dict(layers=4, heads=4, channels=128, vocabulary=65)
    large = dict(layers=12, heads=12, channels=768, context=1024, vocabulary=50257)
    match benchmark:
        case "products": products(budget)
        case "training-small":
            training(benchmark, budget, **small, context=64, batch=12, time_=64)
        case "training-small-compiled":
            training("training-small", budget, **small, context=64, batch=12, time_=64, compiled=True)
        case "generation-small": generation(benchmark, budget, **small, context=512, count=500, prompt=1)
        case "training-124m": training(benchmark, budget, **large, batch=4, time_=64)
        case "generation-124m": generation(benchmark, budget, **large, count=64, prompt=4)
        case "generation-124m-int8":
            generation(benchmark, budget, **large, count=64, prompt=4, is_quantized=True)
        case "generation-124m-float":
            generation("generation-124m-int8", budget, **large, count=64, prompt=4)
        case "to-loss": to_loss(sys.argv[3])
        case "ngrams": ngrams(budget, sys.argv[3])
        case "baselines": baselines(budget, sys.argv[3])
        case "byte-pairs": byte_pairs(budget, sys.argv[3])
        case "byte-pairs-lines": byte_pairs_of_lines(budget)
        case "start": start_up()
        case _: sys.exit(f"peer.py: no benchmark is called {benchmark}")


main()
