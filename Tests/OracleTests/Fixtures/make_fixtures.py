"""Makes the JSON files beside it: what PyTorch says of every operation, layer, optimizer and a whole GPT.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt
    venv/bin/python make_fixtures.py           writes the files and says what it wrote
    venv/bin/python make_fixtures.py --check   compares with the files, byte for byte, and writes nothing

Everything is computed in double precision, in one thread, without the instructions of one particular processor.
Inputs are multiples of 1/128, so that a Float holds them exactly and both sides compute from the same numbers;
what comes out is written with 11 significant digits, four more than a Float has.
The models are PyTorch's own layers, or written here from its functions, and know nothing of the Swift code but
the names and the layout of the parameters: our projections are stored [inputs, outputs], PyTorch's transposed.
"""

import os

# Before PyTorch is loaded: the same instructions on every x86 processor, so that the last digit is the same too.
os.environ["ATEN_CPU_CAPABILITY"] = "default"
os.environ["MKL_CBWR"] = "COMPATIBLE"
os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import functools
import json
import math
import random
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PINNED = dict(
    line.split("==") for line in (FOLDER / "requirements.txt").read_text().split() if "==" in line)

try:
    import torch
    from torch import nn
    from torch.func import functional_call
    from torch.nn import functional as F
except ImportError:
    sys.exit(f"make_fixtures.py: needs torch {PINNED['torch']}: pip install -r requirements.txt")

if torch.__version__.split("+")[0] != PINNED["torch"]:
    sys.exit(f"make_fixtures.py: needs torch {PINNED['torch']}, found {torch.__version__}: "
             "another version may round otherwise; pip install -r requirements.txt")

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)


# Writing

class Case:
    """One computation: named inputs, outputs, the cotangents of the outputs and the gradients of the inputs."""

    def __init__(self, operation, name, settings=None):
        self.operation, self.name, self.settings = operation, name, settings or {}
        self.random = random.Random(f"{operation}: {name}")
        self.inputs, self.outputs, self.cotangents, self.gradients = {}, {}, {}, {}

    def numbers(self, shape, deviation=1.0, around=0.0, steps=128):
        """Normally distributed multiples of 1/128."""
        values = [round(steps * (around + deviation * self.random.gauss(0, 1))) / steps
                  for _ in range(math.prod(shape))]
        return torch.tensor(values).reshape(shape)

    def positive(self, shape):
        """Multiples of 1/128 from 1/4 to 3."""
        values = [round(128 * self.random.uniform(0.25, 3)) / 128 for _ in range(math.prod(shape))]
        return torch.tensor(values).reshape(shape)

    def input(self, name, tensor):
        self.inputs[name] = tensor.clone().requires_grad_(True)
        return self.inputs[name]

    def output(self, name, tensor, differentiate=True):
        self.outputs[name] = tensor
        if differentiate:
            self.cotangents[name] = self.numbers(tensor.shape, steps=16) if tensor.shape else torch.tensor(1.0)

    def differentiate(self):
        """The gradients of Σ cotangent · output."""
        total = sum((self.cotangents[name] * self.outputs[name]).sum() for name in self.cotangents)
        found = torch.autograd.grad(total, list(self.inputs.values()), allow_unused=True)
        for (name, tensor), gradient in zip(self.inputs.items(), found):
            self.gradients[name] = torch.zeros_like(tensor) if gradient is None else gradient
        return self

    def text(self):
        def number(x):
            if not math.isfinite(x):
                raise ValueError(f"{self.operation}, {self.name}: {x}")
            return f"{x + 0.0:.11g}"

        def tensors(named):
            return "[" + ",".join(
                f'\n    {{"name": {json.dumps(name)}, "shape": {json.dumps(list(tensor.shape))}, '
                f'"values": [{",".join(map(number, tensor.detach().reshape(-1).tolist()))}]}}'
                for name, tensor in named.items()) + "]"

        return (f'{{"operation": {json.dumps(self.operation, ensure_ascii=False)}, '
                f'"name": {json.dumps(self.name, ensure_ascii=False)},\n'
                f'  "settings": {json.dumps(self.settings, sort_keys=True)},\n'
                f'  "inputs": {tensors(self.inputs)},\n  "outputs": {tensors(self.outputs)},\n'
                f'  "cotangents": {tensors(self.cotangents)},\n  "gradients": {tensors(self.gradients)}}}')


def one(operation, name, inputs, function, settings=None):
    """A case of one output, from functions that make the inputs and one that computes."""
    case = Case(operation, name, settings)
    arguments = [case.input(key, make(case)) for key, make in inputs.items()]
    results = function(*arguments)
    if isinstance(results, torch.Tensor):
        case.output("y", results)
    else:
        for index, result in enumerate(results):
            case.output(f"y{index}", result)
    return case.differentiate()


def normal(*shape, deviation=1.0, around=0.0):
    return lambda case: case.numbers(shape, deviation, around)


def positive(*shape):
    return lambda case: case.positive(shape)


def away_from_zero(*shape):
    """Positive and negative numbers that may be divided by."""
    def make(case):
        return case.positive(shape) * torch.sign(case.numbers(shape) + 1 / 4096)
    return make


def values(*numbers):
    return lambda case: torch.tensor(numbers)


def size(shape):
    return "×".join(map(str, shape)) or "scalar"


# Operations

PAIRS = [((5,), (5,)), ((2, 3), (2, 3)), ((2, 3), (3,)), ((3,), (2, 3)), ((2, 3), ()), ((2, 1), (1, 3)),
         ((4, 1, 3), (5, 1)), ((1,), (4,)), ((2, 1, 2, 2), (3, 1, 2))]


def arithmetic():
    for left, right in PAIRS:
        name = f"{size(left)} and {size(right)}"
        two = {"x": normal(*left), "y": normal(*right)}
        yield one("add", name, two, torch.add)
        yield one("subtract", name, two, torch.sub)
        yield one("multiply", name, two, torch.mul)
        yield one("divide", name, {"x": normal(*left), "y": away_from_zero(*right)}, torch.div)
        yield one("maximum", name, two, torch.maximum)
    for name, function in [("multiply", torch.mul), ("add", torch.add), ("divide", torch.div)]:
        yield one(name + " by itself", "2×3", {"x": away_from_zero(2, 3)}, lambda x, f=function: f(x, x))
    yield one("maximum", "with equal elements",
              {"x": values(1.0, 2.0, -3.0), "y": values(1.0, 0.5, -3.0)}, torch.maximum)
    for shape in [(), (4,), (2, 3)]:
        yield one("negate", size(shape), {"x": normal(*shape)}, torch.neg)
    for number in [0.5, -2.25]:
        for shape in [(3,), (2, 2)]:
            settings = {"number": [number]}
            name = f"{size(shape)} and {number}"
            yield one("number on the right", name, {"x": normal(*shape)},
                      lambda x, n=number: [x + n, x - n, x * n, x / n], settings)
            yield one("number on the left", name, {"x": away_from_zero(*shape)},
                      lambda x, n=number: [n + x, n - x, n * x, n / x], settings)
    for exponent in [2, 3, 0.5, -1, -1.5, 0]:
        make = normal(2, 3) if exponent in (2, 3) else positive(2, 3)
        yield one("power", f"to the {exponent}", {"x": make}, lambda x, p=exponent: x ** p,
                  {"exponent": [exponent]})
    for source, target in [((3,), (2, 3)), ((), (2, 2)), ((2, 1, 3), (2, 4, 3)), ((1, 1), (3, 2))]:
        yield one("broadcast", f"{size(source)} to {size(target)}", {"x": normal(*source)},
                  lambda x, t=target: x.expand(t), {"shape": target})


def functions():
    spread = lambda case: torch.cat([case.numbers((14,), 2.0), torch.tensor([-9.0, -4.5, 0.0, 0.25, 4.5, 9.0])])
    table = {
        "exp": torch.exp, "square": torch.square, "abs": torch.abs, "sin": torch.sin, "cos": torch.cos,
        "tanh": torch.tanh, "sigmoid": torch.sigmoid, "relu": torch.relu,
        "gelu, exact form": F.gelu, "gelu, tanh form": functools.partial(F.gelu, approximate="tanh")}
    for name, function in table.items():
        yield one(name, "20 numbers", {"x": spread}, function)
        yield one(name, "2×1×3", {"x": normal(2, 1, 3)}, function)
        yield one(name, "scalar", {"x": normal()}, function)
    for name, function in {"log": torch.log, "sqrt": torch.sqrt}.items():
        yield one(name, "2×9", {"x": positive(2, 9)}, function)
        yield one(name, "scalar", {"x": positive()}, function)
        yield one(name, "small and large", {"x": values(0.0009765625, 0.5, 1.0, 100.0, 65536.0)}, function)


def products():
    plain = [((2, 3), (3, 4)), ((1, 1), (1, 1)), ((3, 1), (1, 2)), ((1, 5), (5, 1)), ((9, 5), (5, 33)),
             ((2, 3, 4), (2, 4, 5)), ((2, 3, 4), (4, 2)), ((3, 4), (2, 4, 2)), ((2, 1, 3, 2), (3, 2, 4)),
             ((2, 3, 2, 3), (2, 3, 3, 2))]
    for left, right in plain:
        name = f"{size(left)} · {size(right)}"
        two = {"x": normal(*left), "y": normal(*right)}
        yield one("matmul", name, two, torch.matmul)
    for a, b in [((2, 3), (4, 3)), ((2, 2, 3), (2, 4, 3)), ((2, 3, 2, 3), (3, 4, 3)), ((3, 2, 4), (5, 4))]:
        yield one("matmul, right transposed", f"{size(a)} · ({size(b)})ᵀ", {"x": normal(*a), "y": normal(*b)},
                  lambda x, y: x @ y.mT)
    for a, b in [((3, 2), (3, 4)), ((2, 3, 2), (2, 3, 4)), ((2, 3, 2), (3, 4))]:
        yield one("matmul, left transposed", f"({size(a)})ᵀ · {size(b)}", {"x": normal(*a), "y": normal(*b)},
                  lambda x, y: x.mT @ y)
    for a, b in [((3, 2), (4, 3)), ((2, 3, 2), (2, 4, 3))]:
        yield one("matmul, both transposed", f"({size(a)})ᵀ · ({size(b)})ᵀ",
                  {"x": normal(*a), "y": normal(*b)}, lambda x, y: x.mT @ y.mT)
    yield one("matmul with itself", "x · xᵀ of 3×4", {"x": normal(3, 4)}, lambda x: x @ x.mT)
    for shape, outputs in [((3,), 2), ((2, 3), 4), ((2, 3, 4), 5), ((1, 1), 1)]:
        weight = {"x": normal(*shape), "weight": normal(shape[-1], outputs)}
        yield one("affine", f"{size(shape)} to {outputs}", weight | {"bias": normal(outputs)},
                  lambda x, w, b: F.linear(x, w.T, b))
        yield one("affine without bias", f"{size(shape)} to {outputs}", weight, lambda x, w: F.linear(x, w.T))


def movements():
    for source, target in [((2, 3), (6,)), ((2, 3), (3, 2)), ((4,), (1, 4, 1)), ((1,), ()), ((2, 2, 3), (4, -1))]:
        yield one("reshape", f"{size(source)} to {size(target)}", {"x": normal(*source)},
                  lambda x, t=target: x.reshape(t), {"shape": target})
    for shape, axes in [((2, 3), (1, 0)), ((2, 3, 4), (2, 0, 1)), ((2, 3, 4), (1, 2, 0)),
                        ((2, 3, 2, 2), (0, 2, 1, 3)), ((3, 1, 2), (2, 1, 0)), ((2, 2), (0, 1))]:
        yield one("permute", f"{size(shape)} by {' '.join(map(str, axes))}", {"x": normal(*shape)},
                  lambda x, a=axes: x.permute(a), {"axes": axes})
    for shape in [(2, 3), (2, 3, 4), (1, 3)]:
        yield one("transpose", size(shape), {"x": normal(*shape)}, lambda x: x.mT)
    for shape, axis, start, end in [((5,), 0, 1, 4), ((3, 4), 1, 2, 4), ((2, 3, 4), 1, 0, 2), ((2, 3), -1, 1, 2),
                                    ((3, 2), 0, 0, 3)]:
        yield one("slice", f"{size(shape)}, axis {axis}, {start}..<{end}", {"x": normal(*shape)},
                  lambda x, a=axis, s=start, e=end: x.narrow(a, s, e - s), {"axis": [axis], "range": [start, end]})
    for shape, axis, index in [((4,), 0, 2), ((3, 4), 0, 1), ((2, 3, 4), 1, 2), ((2, 3), -1, 0)]:
        yield one("select", f"{size(shape)}, axis {axis}, {index}", {"x": normal(*shape)},
                  lambda x, a=axis, i=index: x.select(a, i), {"axis": [axis], "index": [index]})
    for shape, axis, sizes in [((6,), 0, (1, 2, 3)), ((2, 5), 1, (4, 1)), ((4, 2, 2), 0, (2, 2))]:
        yield one("split", f"{size(shape)}, axis {axis}", {"x": normal(*shape)},
                  lambda x, a=axis, s=sizes: x.split(s, a), {"axis": [axis], "sizes": sizes})
    for shape, axis, count in [((6,), 0, 3), ((2, 6), -1, 2)]:
        yield one("split evenly", f"{size(shape)}, axis {axis}", {"x": normal(*shape)},
                  lambda x, a=axis, n=count: x.chunk(n, a), {"axis": [axis], "count": [count]})
    for shapes, axis in [(((2,), (3,)), 0), (((2, 3), (2, 1), (2, 2)), 1), (((1, 2), (3, 2)), 0),
                         (((2, 1, 3), (2, 2, 3)), -2)]:
        yield one("concatenate", f"{' and '.join(map(size, shapes))}, axis {axis}",
                  {f"x{i}": normal(*shape) for i, shape in enumerate(shapes)},
                  lambda *parts, a=axis: torch.cat(parts, a), {"axis": [axis]})
    yield one("concatenate with itself", "2×3, axis 0", {"x": normal(2, 3)}, lambda x: torch.cat([x, x], 0))
    for shape, count, axis in [((3,), 2, 0), ((2, 3), 2, 1), ((2, 2), 3, 2), ((), 3, 0)]:
        yield one("stack", f"{count} of {size(shape)}, axis {axis}",
                  {f"x{i}": normal(*shape) for i in range(count)},
                  lambda *parts, a=axis: torch.stack(parts, a), {"axis": [axis]})


def reductions():
    for shape in [(), (5,), (2, 3), (2, 3, 4)]:
        yield one("sum of all", size(shape), {"x": normal(*shape)}, torch.sum)
        yield one("mean of all", size(shape), {"x": normal(*shape)}, torch.mean)
    table = {
        "sum": torch.sum, "mean": torch.mean, "max": torch.amax,
        "variance": functools.partial(torch.var, correction=0)}
    for name, function in table.items():
        for shape, axes, kept in [((5,), (0,), 0), ((2, 3), (0,), 0), ((2, 3), (1,), 1), ((2, 3), (-1,), 0),
                                  ((2, 3, 4), (1,), 0), ((2, 3, 4), (-2,), 1), ((3, 1), (0,), 0)]:
            what = f"{size(shape)}, axis {axes[0]}" + (", kept" if kept else "")
            yield one(name, what, {"x": normal(*shape)}, lambda x, f=function, a=axes, k=kept: f(x, a, keepdim=bool(k)),
                      {"axes": axes, "kept": [kept]})
        for shape, axes, kept in [((2, 3), (0, 1), 0), ((2, 3, 4), (0, 2), 1), ((2, 3, 4), (2, 1), 0)]:
            what = f"{size(shape)}, axes {axes[0]} and {axes[1]}" + (", kept" if kept else "")
            yield one(name + " along several", what, {"x": normal(*shape)},
                      lambda x, f=function, a=axes, k=kept: f(x, a, keepdim=bool(k)), {"axes": axes, "kept": [kept]})


# Softmax, normalisation, losses, tables

def causal(queries, keys):
    """True where a query may look: at its own position and before; the queries are the last positions."""
    return torch.ones(queries, keys, dtype=torch.bool).tril(keys - queries)


def rows():
    for shape, axis in [((4,), -1), ((2, 5), -1), ((2, 5), 0), ((2, 3, 4), 1), ((2, 3, 4), 2), ((2, 3, 4), 0),
                        ((3, 1), -1), ((2, 33), -1)]:
        yield one("softmax", f"{size(shape)}, axis {axis}", {"x": normal(*shape, deviation=2)},
                  lambda x, a=axis: F.softmax(x, a), {"axis": [axis]})
    yield one("softmax", "large", {"x": values(1000.0, 1001.0, 998.5)}, lambda x: F.softmax(x, -1), {"axis": [-1]})
    for shape in [(4,), (2, 5), (2, 3, 4), (3, 1), (2, 33)]:
        yield one("log softmax", size(shape), {"x": normal(*shape, deviation=2)}, lambda x: F.log_softmax(x, -1))
    for queries, keys, batch in [(3, 3, ()), (4, 4, (2, 2)), (2, 5, (2,)), (1, 4, ())]:
        yield one("causal softmax", f"{queries} queries, {keys} keys, batch {size(batch)}",
                  {"x": normal(*batch, queries, keys)},
                  lambda x, q=queries, k=keys: F.softmax(x.masked_fill(~causal(q, k), -torch.inf), -1))
    keep = [[1, 0, 1, 1], [0, 1, 0, 0], [1, 1, 1, 0]]
    for shape in [(3, 4), (2, 3, 4)]:
        yield one("masked softmax", size(shape), {"x": normal(*shape)},
                  lambda x: F.softmax(x.masked_fill(~torch.tensor(keep, dtype=torch.bool), -torch.inf), -1),
                  {"shape": [3, 4], "keep": sum(keep, [])})
    lengths = [3, 1]
    padding = (torch.arange(4) < torch.tensor(lengths)[:, None])[:, None, None, :]
    yield one("padded softmax", "lengths 3 and 1 of 4", {"x": normal(2, 2, 3, 4)},
              lambda x: F.softmax(x.masked_fill(~padding, -torch.inf), -1), {"lengths": lengths})

    for shape in [(4,), (2, 5), (2, 3, 8), (3, 33), (2, 2)]:
        width = shape[-1]
        yield one("layer norm", size(shape),
                  {"x": normal(*shape, deviation=2, around=1), "gain": normal(width, around=1), "bias": normal(width)},
                  lambda x, g, b, w=width: F.layer_norm(x, (w,), g, b, 1e-5), {"epsilon": [1e-5]})
    yield one("layer norm", "ε as large as the variance",
              {"x": normal(3, 4), "gain": normal(4), "bias": normal(4)},
              lambda x, g, b: F.layer_norm(x, (4,), g, b, 0.5), {"epsilon": [0.5]})

    for shape, targets in [((3,), [2]), ((4, 5), [0, 4, 2, 2]), ((2, 3, 4), [3, 0, 1, 2, 2, 0]), ((2, 33), [32, 7])]:
        for reduction in ["mean", "sum"]:
            yield one(f"cross-entropy, {reduction}", size(shape), {"logits": normal(*shape, deviation=2)},
                      lambda x, t=targets, r=reduction: F.cross_entropy(
                          x.reshape(-1, x.shape[-1]), torch.tensor(t), reduction=r), {"targets": targets})
    for shape, targets, smoothing in [((3,), [2], 0.5), ((4, 5), [0, 4, 2, 2], 0.125), ((2, 33), [32, 7], 1.0)]:
        for reduction in ["mean", "sum"]:
            yield one(f"smoothed cross-entropy, {reduction}", f"{size(shape)}, ε = {smoothing}",
                      {"logits": normal(*shape, deviation=2)},
                      lambda x, t=targets, r=reduction, e=smoothing: F.cross_entropy(
                          x.reshape(-1, x.shape[-1]), torch.tensor(t), reduction=r, label_smoothing=e),
                      {"targets": targets, "smoothing": [smoothing]})
    targets, counted = [1, 0, 2, 3, 1], [1, 0, 1, 0, 1]
    ignored = torch.tensor([t if k else -100 for t, k in zip(targets, counted)])
    for reduction in ["mean", "sum"]:
        yield one(f"cross-entropy, {reduction}", "ignored targets", {"logits": normal(5, 4)},
                  lambda x, r=reduction: F.cross_entropy(x, ignored, reduction=r),
                  {"targets": targets, "keep": counted})
        yield one(f"smoothed cross-entropy, {reduction}", "ignored targets", {"logits": normal(5, 4)},
                  lambda x, r=reduction: F.cross_entropy(x, ignored, reduction=r, label_smoothing=0.25),
                  {"targets": targets, "keep": counted, "smoothing": [0.25]})
    yield one("cross-entropy, mean", "logits of ±1000",
              {"logits": lambda case: torch.tensor([[1000.0, -1000.0, 999.0], [-1000.0, 0.0, 1000.0]])},
              lambda x: F.cross_entropy(x, torch.tensor([0, 2])), {"targets": [0, 2]})

    for shape, temperature, weight, kept in [((4, 5), 2.0, 0.5, None), ((2, 2, 3), 4.0, 0.75, [1, 0, 1, 1]),
                                             ((3, 33), 1.0, 1.0, None), ((2, 4), 3.0, 0.0, None)]:
        targets = [(3 * row + 1) % shape[-1] for row in range(math.prod(shape[:-1]))]
        settings = {"targets": targets, "temperature": [temperature], "weight": [weight]}
        yield one("distillation", f"{size(shape)}, T = {temperature}, α = {weight}",
                  {"student": normal(*shape, deviation=2), "teacher": normal(*shape, deviation=2)},
                  lambda student, teacher, t=targets, T=temperature, a=weight, k=kept: distillation(
                      student, teacher.detach(), torch.tensor(t), T, a, k),
                  settings | ({"keep": kept} if kept else {}))

    for shape, indices in [((4, 3), [2, 0, 2, 3]), ((1, 2), [0, 0, 0]), ((5, 1), [4])]:
        yield one("look up", f"{len(indices)} rows of {size(shape)}", {"table": normal(*shape)},
                  lambda x, i=indices: F.embedding(torch.tensor(i), x), {"indices": indices})
    # Dropout with every factor known: none of it goes.
    yield one("dropout without a seed", "2×3", {"x": normal(2, 3)}, lambda x: F.dropout(x, 0.5, training=False))


def distillation(student, teacher, targets, temperature, weight, kept):
    rows = [row for row in range(len(targets)) if kept is None or kept[row]]
    student, teacher = (x.reshape(-1, x.shape[-1])[rows] for x in (student, teacher))
    soft = F.kl_div(F.log_softmax(student / temperature, -1), F.log_softmax(teacher / temperature, -1),
                    reduction="batchmean", log_target=True)
    return (1 - weight) * F.cross_entropy(student, targets[rows]) + weight * temperature**2 * soft


# Layers: parameters under our names, in our layout

def projection(case, name, inputs, outputs, bias=True, deviation=None):
    deviation = deviation or 1 / math.sqrt(inputs)
    case.input(name + ".weight", case.numbers((inputs, outputs), deviation))
    if bias:
        case.input(name + ".bias", case.numbers((outputs,), 0.3))


def attention_parameters(case, prefix, channels):
    for part in ["query", "key", "value", "output"]:
        projection(case, prefix + part, channels, channels)


def norm_parameters(case, prefix, channels):
    case.input(prefix + "gain", case.numbers((channels,), 0.3, 1))
    case.input(prefix + "bias", case.numbers((channels,), 0.3))


def feed_forward_parameters(case, prefix, channels, hidden):
    projection(case, prefix + "expand", channels, hidden)
    projection(case, prefix + "contract", hidden, channels)


def torch_linear(case, ours, theirs):
    return {theirs + "weight": case.inputs[ours + ".weight"].T, theirs + "bias": case.inputs[ours + ".bias"]}


def torch_attention(case, ours, theirs):
    """The parameters of nn.MultiheadAttention, made of ours by operations that gradients pass through."""
    take = lambda part, kind: case.inputs[f"{ours}{part}.{kind}"]
    return {
        theirs + "in_proj_weight": torch.cat([take(part, "weight").T for part in ["query", "key", "value"]]),
        theirs + "in_proj_bias": torch.cat([take(part, "bias") for part in ["query", "key", "value"]]),
    } | torch_linear(case, ours + "output", theirs + "out_proj.")


def torch_norm(case, ours, theirs):
    return {theirs + "weight": case.inputs[ours + "gain"], theirs + "bias": case.inputs[ours + "bias"]}


ACTIVATIONS = {"relu": F.relu, "exact gelu": F.gelu, "tanh gelu": functools.partial(F.gelu, approximate="tanh")}


def attention_case(name, heads, channels=6, batch=(2,), time=4, memory=None, is_causal=False, lengths=None):
    operation = "cross-attention" if memory else "self-attention"
    case = Case(operation, name, {"heads": [heads], "causal": [int(is_causal)]})
    if lengths:
        case.settings["lengths"] = lengths
    x = case.input("x", case.numbers((*batch, time, channels)))
    source = case.input("memory", case.numbers((*batch, memory, channels))) if memory else x
    attention_parameters(case, "", channels)
    layer = nn.MultiheadAttention(channels, heads, batch_first=True)
    keys = source.shape[-2]
    hidden = torch.arange(keys) >= torch.tensor(lengths)[:, None] if lengths else None
    result, _ = functional_call(
        layer, torch_attention(case, "", ""), (x, source, source),
        dict(attn_mask=~causal(time, keys) if is_causal else None, key_padding_mask=hidden, need_weights=False))
    case.output("y", result)
    return case.differentiate()


def layers():
    for name, shape in [("one sequence", (4, 3)), ("a batch", (2, 4, 3))]:
        case = Case("Linear", name)
        x = case.input("x", case.numbers(shape))
        projection(case, "layer", 3, 5)
        case.inputs = {key.removeprefix("layer."): value for key, value in case.inputs.items()}
        weights = {"weight": case.inputs["weight"].T, "bias": case.inputs["bias"]}
        case.output("y", functional_call(nn.Linear(3, 5), weights, (x,)))
        yield case.differentiate()

    yield one("Linear without bias", "a batch", {"x": normal(2, 4, 3), "weight": normal(3, 5)},
              lambda x, w: functional_call(nn.Linear(3, 5, bias=False), {"weight": w.T}, (x,)))
    tokens = [[3, 0, 3], [1, 4, 3]]
    yield one("Embedding", "a batch with a token used thrice", {"weight": normal(5, 4)},
              lambda w: functional_call(nn.Embedding(5, 4), {"weight": w}, (torch.tensor(tokens),)),
              {"time": [3], "tokens": sum(tokens, [])})
    yield one("Embedding as output head", "tied", {"weight": normal(5, 4), "x": normal(2, 3, 4)},
              lambda w, x: F.linear(x, w))
    yield one("LayerNorm", "a batch", {"x": normal(2, 3, 5, deviation=2), "gain": normal(5, around=1), "bias": normal(5)},
              lambda x, g, b: functional_call(nn.LayerNorm(5), {"weight": g, "bias": b}, (x,)))

    for name, batch, queries, keys, width, value_width, mask in [
            ("plain", (), 3, 4, 2, 5, None), ("heads and batch", (2, 2), 3, 3, 4, 4, None),
            ("causal", (2, 2), 3, 3, 4, 4, causal(3, 3)), ("causal, with a past", (), 2, 5, 4, 4, causal(2, 5)),
            ("a query that sees nothing", (), 3, 3, 2, 2,
             torch.tensor([[True, False, True], [False] * 3, [True, True, False]]))]:
        settings = {} if mask is None else {"shape": list(mask.shape), "keep": mask.int().reshape(-1).tolist()}
        yield one("scaled dot-product attention", name,
                  {"query": normal(*batch, queries, width), "key": normal(*batch, keys, width),
                   "value": normal(*batch, keys, value_width)},
                  lambda q, k, v, m=mask: F.scaled_dot_product_attention(q, k, v, attn_mask=m), settings)

    yield attention_case("one head", 1)
    yield attention_case("three heads", 3)
    yield attention_case("causal", 2, is_causal=True)
    yield attention_case("padding", 2, lengths=[4, 2])
    yield attention_case("causal with padding", 3, is_causal=True, lengths=[3, 2])
    yield attention_case("without a batch axis", 2, batch=(), is_causal=True)
    yield attention_case("five keys", 2, memory=5)
    yield attention_case("padded memory", 3, memory=5, lengths=[5, 2])

    for name, activation in ACTIVATIONS.items():
        case = Case(f"FeedForward, {name}", "a batch")
        x = case.input("x", case.numbers((2, 3, 4)))
        feed_forward_parameters(case, "", 4, 7)
        hidden = F.linear(x, case.inputs["expand.weight"].T, case.inputs["expand.bias"])
        case.output("y", F.linear(activation(hidden), case.inputs["contract.weight"].T, case.inputs["contract.bias"]))
        yield case.differentiate()

    previous, following = [0, 2, 2, 1, 0, 2], [1, 2, 0, 2, 1, 0]
    yield one("maximum-entropy model", "its loss", {"weight": normal(3, 3)},
              lambda w: F.cross_entropy(F.one_hot(torch.tensor(previous), 3).double() @ w, torch.tensor(following)),
              {"previous": previous, "next": following})


# Blocks: PyTorch's own encoder and decoder layers

def encoder_case(placement, name, activation, heads, is_causal=False, lengths=None, channels=6, hidden=8):
    case = Case(f"TransformerBlock, {placement}-norm", name,
                {"heads": [heads], "hidden": [hidden], "causal": [int(is_causal)],
                 "activation": [list(ACTIVATIONS).index(activation)]})
    if lengths:
        case.settings["lengths"] = lengths
    time = 4
    x = case.input("x", case.numbers((2, time, channels)))
    norm_parameters(case, "attentionNorm.", channels)
    attention_parameters(case, "attention.", channels)
    norm_parameters(case, "feedForwardNorm.", channels)
    feed_forward_parameters(case, "feedForward.", channels, hidden)
    layer = nn.TransformerEncoderLayer(
        channels, heads, hidden, dropout=0, activation=ACTIVATIONS[activation], norm_first=placement == "pre",
        batch_first=True)
    parameters = (
        torch_attention(case, "attention.", "self_attn.")
        | torch_norm(case, "attentionNorm.", "norm1.") | torch_norm(case, "feedForwardNorm.", "norm2.")
        | torch_linear(case, "feedForward.expand", "linear1.") | torch_linear(case, "feedForward.contract", "linear2."))
    hidden_keys = torch.arange(time) >= torch.tensor(lengths)[:, None] if lengths else None
    case.output("y", functional_call(
        layer, parameters, (x,),
        dict(src_mask=~causal(time, time) if is_causal else None, src_key_padding_mask=hidden_keys)))
    return case.differentiate()


def decoder_case(placement, name, activation, heads, lengths=None, memory_lengths=None, channels=6, hidden=7):
    case = Case(f"DecoderBlock, {placement}-norm", name,
                {"heads": [heads], "hidden": [hidden], "activation": [list(ACTIVATIONS).index(activation)]})
    time, keys = 4, 5
    if lengths:
        case.settings |= {"lengths": lengths, "memoryLengths": memory_lengths}
    x = case.input("x", case.numbers((2, time, channels)))
    memory = case.input("memory", case.numbers((2, keys, channels)))
    norm_parameters(case, "attentionNorm.", channels)
    attention_parameters(case, "attention.", channels)
    norm_parameters(case, "crossAttentionNorm.", channels)
    attention_parameters(case, "crossAttention.", channels)
    norm_parameters(case, "feedForwardNorm.", channels)
    feed_forward_parameters(case, "feedForward.", channels, hidden)
    layer = nn.TransformerDecoderLayer(
        channels, heads, hidden, dropout=0, activation=ACTIVATIONS[activation], norm_first=placement == "pre",
        batch_first=True)
    parameters = (
        torch_attention(case, "attention.", "self_attn.") | torch_attention(case, "crossAttention.", "multihead_attn.")
        | torch_norm(case, "attentionNorm.", "norm1.") | torch_norm(case, "crossAttentionNorm.", "norm2.")
        | torch_norm(case, "feedForwardNorm.", "norm3.")
        | torch_linear(case, "feedForward.expand", "linear1.") | torch_linear(case, "feedForward.contract", "linear2."))
    beyond = lambda sizes, count: torch.arange(count) >= torch.tensor(sizes)[:, None] if sizes else None
    case.output("y", functional_call(
        layer, parameters, (x, memory),
        dict(tgt_mask=~causal(time, time), tgt_key_padding_mask=beyond(lengths, time),
             memory_key_padding_mask=beyond(memory_lengths, keys))))
    return case.differentiate()


def blocks():
    yield encoder_case("pre", "plain", "tanh gelu", 2)
    yield encoder_case("pre", "causal", "tanh gelu", 3, is_causal=True)
    yield encoder_case("pre", "causal with padding", "exact gelu", 2, is_causal=True, lengths=[4, 2])
    yield encoder_case("post", "plain", "relu", 2)
    yield encoder_case("post", "causal", "tanh gelu", 1, is_causal=True)
    yield encoder_case("post", "padding", "relu", 3, lengths=[3, 1])
    yield decoder_case("pre", "causal", "tanh gelu", 2)
    yield decoder_case("pre", "causal with padding of both texts", "exact gelu", 3, [4, 2], [5, 3])
    yield decoder_case("post", "causal", "relu", 2)
    yield decoder_case("post", "causal with padding of both texts", "relu", 3, [3, 2], [1, 4])


# Optimizers: ten steps on a loss of the second and fourth degree

def descend(operation, name, make, settings, clip=None, schedule=None, steps=10):
    case = Case(operation, name, settings)
    x, y = case.numbers((5, 3)), case.numbers((5, 2))
    weight, bias = case.numbers((3, 2)), case.numbers((2,))
    for key, tensor in [("x", x), ("y", y), ("weight", weight), ("bias", bias)]:
        case.inputs[key] = tensor
    parameters = [nn.Parameter(weight.clone()), nn.Parameter(bias.clone())]
    optimizer = make(parameters)
    scheduler = schedule(optimizer) if schedule else None
    history = {key: [] for key in ["rate", "loss", "norm", "weight", "bias"]}
    for _ in range(steps):
        optimizer.zero_grad()
        error = x @ parameters[0] + parameters[1] - y
        loss = (0.5 * error ** 2 + 0.05 * error ** 4).mean()
        loss.backward()
        norm = nn.utils.clip_grad_norm_(parameters, clip if clip else math.inf)
        history["rate"].append(torch.tensor(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        if scheduler:
            scheduler.step()
        for key, tensor in zip(history, [None, loss, norm, *parameters]):
            if tensor is not None:
                history[key].append(tensor.detach().clone())
    for key, steps_of_one in history.items():
        case.output(key, torch.stack(steps_of_one), differentiate=False)
    return case


def decay_groups(parameters, decay):
    """Decay for tables and matrices, none for biases and gains."""
    return [{"params": [p for p in parameters if p.dim() >= 2], "weight_decay": decay},
            {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0}]


def warm_up_cosine(optimizer, warm_up, steps, floor):
    """PyTorch's straight line up to the peak at step `warm_up`, then its half cosine to the floor at `steps`."""
    from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR
    return SequentialLR(
        optimizer, milestones=[warm_up - 1],
        schedulers=[LinearLR(optimizer, start_factor=1 / warm_up, end_factor=1, total_iters=warm_up - 1),
                    CosineAnnealingLR(optimizer, T_max=steps - warm_up, eta_min=floor)])


def warm_up_stable_decay(optimizer, warm_up, decay, steps, floor):
    """PyTorch's straight line up to the peak at step `warm_up`, then its constant, then a straight line down over `decay` steps."""
    from torch.optim.lr_scheduler import ConstantLR, LinearLR, SequentialLR
    flat = steps - decay - warm_up
    return SequentialLR(
        optimizer, milestones=[warm_up - 1, warm_up - 1 + flat],
        schedulers=[LinearLR(optimizer, start_factor=1 / warm_up, end_factor=1, total_iters=warm_up - 1),
                    ConstantLR(optimizer, factor=1, total_iters=flat),
                    LinearLR(optimizer, start_factor=1, end_factor=floor, total_iters=decay)])


def inverse_root(optimizer, channels, warm_up, factor=1):
    """The published formula times a factor; the optimizer's own rate is 1."""
    return torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda index: factor * channels ** -0.5 * min((index + 1) ** -0.5, (index + 1) * warm_up ** -1.5))


@functools.cache
def muon_in_double():
    """PyTorch's own Muon, whose Newton–Schulz works in bfloat16 there, in double precision."""
    import inspect
    import torch.optim._muon as module
    name = "_zeropower_via_newtonschulz"
    source = inspect.getsource(getattr(module, name))
    assert "torch.bfloat16" in source
    exec(compile(source.replace("torch.bfloat16", "torch.float64"), "<muon>", "exec"), vars(module))
    return getattr(module, name)


def orthogonalize(name, shape):
    case = Case("Newton–Schulz", name)
    case.inputs["x"] = case.numbers(shape)
    # PyTorch's matrices are [outputs, inputs].
    found = muon_in_double()(case.inputs["x"].T, (3.4445, -4.7750, 2.0315), 5, 1e-7).T
    case.output("y", found, differentiate=False)
    return case


def descend_with_muon(name, shapes, rate, decay, momentum, ratio, steps=10):
    """A table and two blocks; PyTorch's Muon for the matrices of the blocks and its AdamW for the rest, side by side."""
    muon_in_double()
    case = Case("Muon", name, {"rate": [rate], "decay": [decay], "momentum": [momentum], "ratio": [ratio],
                               "beta1": [0.9], "beta2": [0.95], "epsilon": [1e-8]})
    x, y = case.numbers((6, shapes[0][0])), case.numbers((6, shapes[2][1]))
    start = [case.numbers(shape, 0.5) for shape in shapes] + [case.numbers((shapes[1][1],))]
    names = ["table", "blocks.0.weight", "blocks.1.weight", "blocks.0.bias"]
    for key, tensor in [("x", x), ("y", y), *zip(names, start)]:
        case.inputs[key] = tensor
    table, first, second, bias = [nn.Parameter(tensor.T.clone()) for tensor in start[:3]] + [nn.Parameter(start[3].clone())]
    rules = [torch.optim.Muon([first, second], lr=rate, weight_decay=decay, momentum=momentum),
             torch.optim.AdamW(decay_groups([table, bias], decay), lr=rate * ratio, betas=(0.9, 0.95), eps=1e-8)]
    history = {key: [] for key in ["loss", *names]}
    for _ in range(steps):
        for rule in rules:
            rule.zero_grad()
        error = F.linear(torch.tanh(F.linear(F.linear(x, table), first, bias)), second) - y
        loss = (error ** 2).mean()
        loss.backward()
        for rule in rules:
            rule.step()
        for key, tensor in zip(history, [loss, table.T, first.T, second.T, bias]):
            history[key].append(tensor.detach().clone())
    for key, steps_of_one in history.items():
        case.output(key, torch.stack(steps_of_one), differentiate=False)
    return case


def optimizers():
    sgd, adam, adamw = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW
    yield descend("SGD", "plain", lambda p: sgd(p, lr=0.1), {"rate": [0.1]})
    yield descend("SGD", "momentum", lambda p: sgd(p, lr=0.05, momentum=0.9), {"rate": [0.05], "momentum": [0.9]})
    yield descend("SGD", "momentum and decay of everything", lambda p: sgd(p, lr=0.05, momentum=0.75, weight_decay=0.1),
                  {"rate": [0.05], "momentum": [0.75], "decay": [0.1], "everything": [1]})
    yield descend("SGD", "decay of matrices", lambda p: sgd(decay_groups(p, 0.1), lr=0.1), {"rate": [0.1], "decay": [0.1]})
    betas = {"beta1": [0.9], "beta2": [0.999], "epsilon": [1e-8]}
    yield descend("Adam", "plain", lambda p: adam(p, lr=0.05), {"rate": [0.05]} | betas)
    yield descend("Adam", "other settings", lambda p: adam(p, lr=0.05, betas=(0.75, 0.95), eps=0.01),
                  {"rate": [0.05], "beta1": [0.75], "beta2": [0.95], "epsilon": [0.01]})
    yield descend("Adam", "decay in the gradient", lambda p: adam(p, lr=0.05, weight_decay=0.2),
                  {"rate": [0.05], "decay": [0.2], "everything": [1]} | betas)
    yield descend("AdamW", "decay of everything", lambda p: adamw(p, lr=0.05, weight_decay=0.2),
                  {"rate": [0.05], "decay": [0.2], "everything": [1]} | betas)
    yield descend("AdamW", "decay of matrices", lambda p: adamw(decay_groups(p, 0.2), lr=0.05),
                  {"rate": [0.05], "decay": [0.2]} | betas)
    yield descend("AdamW, clipped", "the norm is above the bound at first and below it at last",
                  lambda p: adamw(p, lr=0.25, weight_decay=0.1), {"rate": [0.25], "decay": [0.1], "everything": [1],
                                                                   "clip": [0.5]} | betas, clip=0.5)
    yield descend("SGD, clipped", "the norm is above the bound at first and below it at last",
                  lambda p: sgd(p, lr=0.5), {"rate": [0.5], "clip": [0.75]}, clip=0.75)
    yield descend("AdamW, warm-up and cosine", "3 steps up, 7 down",
                  lambda p: adamw(p, lr=0.125, weight_decay=0.1),
                  {"peak": [0.125], "floor": [0.0125], "warmUp": [3], "steps": [10], "decay": [0.1], "everything": [1]}
                  | betas, schedule=lambda o: warm_up_cosine(o, 3, 10, 0.0125))
    yield descend("Adam, inverse root", "4 steps up, 6 down", lambda p: adam(p, lr=1.0),
                  {"channels": [64], "warmUp": [4]} | betas, schedule=lambda o: inverse_root(o, 64, 4))
    for operation, name, settings, schedule, count in [
            ("warm-up cosine", "5 of 40 steps", {"peak": [0.5], "floor": [0.05], "warmUp": [5], "steps": [40]},
             lambda o: warm_up_cosine(o, 5, 40, 0.05), 40),
            ("warm-up stable decay", "5 up and 10 down of 40 steps",
             {"peak": [0.5], "floor": [0.125], "warmUp": [5], "decay": [10], "steps": [40]},
             lambda o: warm_up_stable_decay(o, 5, 10, 40, 0.25), 45),
            ("inverse root", "warm-up of 10, width 512", {"channels": [512], "warmUp": [10]},
             lambda o: inverse_root(o, 512, 10), 40),
            ("inverse root", "the same times 1.5", {"channels": [512], "warmUp": [10], "factor": [1.5]},
             lambda o: inverse_root(o, 512, 10, 1.5), 40)]:
        case = Case(operation, name, settings)
        optimizer = sgd([nn.Parameter(torch.zeros(1))], lr=settings.get("peak", [1.0])[0])
        scheduler, rates = schedule(optimizer), []
        for _ in range(count):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step()
        case.output("rate", torch.tensor(rates), differentiate=False)
        yield case
    for shape in [(4, 4), (3, 7), (7, 3), (1, 5)]:
        yield orthogonalize(size(shape), shape)
    yield descend_with_muon("first taller, then wider", [(5, 4), (4, 8), (8, 3)], 0.0625, 0.5, 0.95, 0.25)
    yield descend_with_muon("first wider, then taller", [(5, 8), (8, 4), (4, 6)], 0.03125, 0, 0.75, 1)


# A whole GPT, written from PyTorch's functions

class GPT:
    def __init__(self, vocabulary, context, layers, heads, channels, hidden, placement, activation, learned, tied, bias):
        self.vocabulary, self.context, self.layers, self.heads = vocabulary, context, layers, heads
        self.channels, self.hidden, self.placement, self.activation = channels, hidden, placement, activation
        self.learned, self.tied, self.bias = learned, tied, bias

    def parameters(self, case):
        channels = self.channels
        case.input("embedding.weight", case.numbers((self.vocabulary, channels), 0.5))
        if self.learned:
            case.input("positions.weight", case.numbers((self.context, channels), 0.5))
        for layer in range(self.layers):
            prefix = f"blocks.{layer}."
            norm_parameters(case, prefix + "attentionNorm.", channels)
            for part in ["query", "key", "value", "output"]:
                projection(case, f"{prefix}attention.{part}", channels, channels, self.bias)
            norm_parameters(case, prefix + "feedForwardNorm.", channels)
            projection(case, prefix + "feedForward.expand", channels, self.hidden, self.bias)
            projection(case, prefix + "feedForward.contract", self.hidden, channels, self.bias)
        if self.placement == "pre":
            norm_parameters(case, "finalNorm.", channels)
        if not self.tied:
            projection(case, "head", channels, self.vocabulary, bias=False)

    def positions(self, time):
        if self.learned is not None and self.learned:
            return None
        angles = torch.outer(torch.arange(time).double(), 10_000 ** (-torch.arange(0, self.channels, 2) / self.channels))
        return torch.stack([angles.sin(), angles.cos()], -1).reshape(time, self.channels)

    def logits(self, p, tokens, lengths=None):
        def linear(name, x):
            projected = F.linear(x, p[name + ".weight"].T, p.get(name + ".bias"))
            if name + ".down" in p:
                projected = projected + self.adapter_scale * (x @ p[name + ".down"]) @ p[name + ".up"]
            return projected

        norm = lambda name, x: F.layer_norm(x, (self.channels,), p[name + ".gain"], p[name + ".bias"])
        cut = lambda x: x.unflatten(-1, (self.heads, -1)).transpose(-3, -2)  # [batch, head, time, size]
        batch, time = tokens.shape
        visible = causal(time, time)[None, None]
        if lengths:
            visible = visible & (torch.arange(time) < torch.tensor(lengths)[:, None])[:, None, None, :]

        def attention(prefix, x):
            heads = F.scaled_dot_product_attention(
                cut(linear(prefix + "query", x)), cut(linear(prefix + "key", x)), cut(linear(prefix + "value", x)),
                attn_mask=visible)
            return linear(prefix + "output", heads.transpose(-3, -2).flatten(-2))

        def feed_forward(prefix, x):
            return linear(prefix + "contract", self.activation(linear(prefix + "expand", x)))

        x = F.embedding(tokens, p["embedding.weight"])
        x = x + (p["positions.weight"][:time] if self.learned else self.positions(time))
        for layer in range(self.layers):
            for name, function in [("attention", attention), ("feedForward", feed_forward)]:
                prefix = f"blocks.{layer}.{name}"
                if self.placement == "pre":
                    x = x + function(prefix + ".", norm(prefix + "Norm", x))
                else:
                    x = norm(prefix + "Norm", x + function(prefix + ".", x))
        if self.placement == "pre":
            x = norm("finalNorm", x)
        return F.linear(x, p["embedding.weight"]) if self.tied else linear("head", x)


def gpt_case(operation, name, model, texts, lengths=None, steps=0, adapters=None):
    inputs, targets = [t[:-1] for t in texts], [t[1:] for t in texts]
    keep = [[int(i < length) for i in range(len(inputs[0]))] for length in lengths or [len(inputs[0])] * len(inputs)]
    case = Case(operation, name, {
        "vocabulary": [model.vocabulary], "context": [model.context], "layers": [model.layers], "heads": [model.heads],
        "channels": [model.channels], "hidden": [model.hidden], "time": [len(inputs[0])],
        "tokens": sum(inputs, []), "targets": sum(targets, []), "keep": sum(keep, [])})
    if lengths:
        case.settings["lengths"] = lengths
    model.parameters(case)
    if adapters:
        rank, alpha, beside = adapters
        model.adapter_scale = alpha / rank
        case.settings |= {"rank": [rank], "alpha": [alpha]}
        for block in range(model.layers):
            for projection, inputs_of, outputs_of in beside:
                prefix = f"blocks.{block}.{projection}."
                case.input(prefix + "down", case.numbers((inputs_of, rank), deviation=0.5))
                case.input(prefix + "up", case.numbers((rank, outputs_of), deviation=0.5))
    wanted = torch.tensor([t if k else -100 for t, k in zip(case.settings["targets"], case.settings["keep"])])

    def run(parameters):
        logits = model.logits(parameters, torch.tensor(inputs), lengths)
        return logits, F.cross_entropy(logits.flatten(0, -2), wanted)

    logits, loss = run(case.inputs)
    case.output("loss", loss)
    case.output("logits", logits, differentiate=False)
    case.differentiate()
    if steps:
        # ε is large on purpose: the exact gradient of a key's bias is zero, and with a tiny ε Adam would make whole
        # steps of the rounding errors in its place.
        case.settings |= {"rate": [0.015625], "beta1": [0.9], "beta2": [0.95], "epsilon": [1e-3], "decay": [0.1]}
        # With adapters everything else is frozen.
        trained = {key: nn.Parameter(value.detach().clone()) for key, value in case.inputs.items()
                   if not adapters or key.endswith((".down", ".up"))}
        frozen = {key: value.detach() for key, value in case.inputs.items() if key not in trained}
        optimizer = torch.optim.AdamW(decay_groups(list(trained.values()), 0.1), lr=0.015625, betas=(0.9, 0.95), eps=1e-3)
        losses = []
        for _ in range(steps):
            optimizer.zero_grad()
            loss = run(frozen | trained)[1]
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
        case.output("losses", torch.stack(losses), differentiate=False)
        for key, value in trained.items():
            case.output("after." + key, value, differentiate=False)
    return case


def gpt():
    texts = [[3, 1, 4, 1, 5, 9, 2, 6, 5], [10, 0, 7, 7, 2, 8, 0, 3, 10]]
    yield gpt_case(
        "GPT-2", "two blocks, tied head, and three steps of AdamW",
        GPT(11, 8, 2, 2, 8, 16, "pre", ACTIVATIONS["tanh gelu"], learned=True, tied=True, bias=True), texts, steps=3)
    yield gpt_case(
        "GPT of 2017's choices", "post-norm, sinusoidal positions, ReLU, no biases, a head of its own, padding",
        GPT(7, 6, 2, 3, 6, 10, "post", ACTIVATIONS["relu"], learned=False, tied=False, bias=False),
        [[3, 1, 4, 1, 5, 6, 2], [0, 2, 6, 3, 0, 0, 0]], lengths=[6, 3])
    yield gpt_case(
        "GPT with adapters", "rank 3 beside value and contract of both blocks, and three steps of AdamW on them alone",
        GPT(7, 6, 2, 2, 6, 10, "pre", ACTIVATIONS["tanh gelu"], learned=True, tied=True, bias=True),
        [[3, 1, 4, 1, 5, 6, 2], [0, 2, 6, 3, 1, 0, 4]], steps=3,
        adapters=(3, 4.5, [("attention.value", 6, 6), ("feedForward.contract", 10, 6)]))


# A whole encoder–decoder: PyTorch's own layers between tables

def encoder_decoder_case(operation, name, placement, activation, positions, sharing, sources, targets,
                         lengths=None, smoothing=0.0, vocabularies=(9, 7), counts=(2, 2), heads=2, channels=8, hidden=12):
    """`targets` are whole texts: the decoder reads all but the last token and predicts all but the first."""
    inputs, wanted = [t[:-1] for t in targets], [t[1:] for t in targets]
    source_time, time = len(sources[0]), len(inputs[0])
    source_lengths, target_lengths = lengths or ([source_time] * len(sources), [time] * len(inputs))
    keep = sum([[int(i < length) for i in range(time)] for length in target_lengths], [])
    case = Case(operation, name, {
        "vocabularies": list(vocabularies), "context": [10], "layers": list(counts), "heads": [heads],
        "channels": [channels], "hidden": [hidden], "activation": [list(ACTIVATIONS).index(activation)],
        "positions": [["learned", "sinusoidal", "none"].index(positions)],
        "sharing": [["none", "target and head", "all"].index(sharing)], "sourceTime": [source_time], "time": [time],
        "source": sum(sources, []), "tokens": sum(inputs, []), "targets": sum(wanted, []), "keep": keep,
        "smoothing": [smoothing]})
    if lengths:
        case.settings |= {"sourceLengths": source_lengths, "lengths": target_lengths}

    def table(side, vocabulary):
        case.input(f"{side}.weight", case.numbers((vocabulary, channels), 1 / math.sqrt(channels)))

    def places(side):
        if positions == "learned":
            case.input(f"{side}Positions.weight", case.numbers((10, channels), 0.5))

    def final_norm(side):
        if placement == "pre":
            norm_parameters(case, f"{side}Norm.", channels)

    table("source", vocabularies[0])
    places("source")
    for layer in range(counts[0]):
        norm_parameters(case, f"encoder.{layer}.attentionNorm.", channels)
        attention_parameters(case, f"encoder.{layer}.attention.", channels)
        norm_parameters(case, f"encoder.{layer}.feedForwardNorm.", channels)
        feed_forward_parameters(case, f"encoder.{layer}.feedForward.", channels, hidden)
    final_norm("encoder")
    if sharing != "all":
        table("target", vocabularies[1])
    places("target")
    for layer in range(counts[1]):
        for part in ["attention", "crossAttention"]:
            norm_parameters(case, f"decoder.{layer}.{part}Norm.", channels)
            attention_parameters(case, f"decoder.{layer}.{part}.", channels)
        norm_parameters(case, f"decoder.{layer}.feedForwardNorm.", channels)
        feed_forward_parameters(case, f"decoder.{layer}.feedForward.", channels, hidden)
    final_norm("decoder")
    if sharing == "none":
        projection(case, "head", channels, vocabularies[1], bias=False)

    p = case.inputs
    settings = dict(dropout=0, activation=ACTIVATIONS[activation], norm_first=placement == "pre", batch_first=True)

    def parts(prefix, theirs):
        return functools.reduce(
            lambda all, pair: all | pair[0](case, prefix + pair[1], pair[2]),
            [(torch_linear, "feedForward.expand", "linear1."), (torch_linear, "feedForward.contract", "linear2.")] + theirs,
            {})

    def embedded(side, tokens):
        weight = p["source.weight" if sharing == "all" else f"{side}.weight"]
        x = math.sqrt(channels) * F.embedding(torch.tensor(tokens), weight)
        if positions == "none":
            return x
        length = len(tokens[0])
        if positions == "learned":
            return x + p[f"{side}Positions.weight"][:length]
        return x + GPT.positions(type("Table", (), {"learned": False, "channels": channels}), length)

    def normed(side, x):
        return F.layer_norm(x, (channels,), p[f"{side}Norm.gain"], p[f"{side}Norm.bias"]) if placement == "pre" else x

    beyond = lambda sizes, count: torch.arange(count) >= torch.tensor(sizes)[:, None]
    memory = embedded("source", sources)
    for layer in range(counts[0]):
        prefix = f"encoder.{layer}."
        memory = functional_call(
            nn.TransformerEncoderLayer(channels, heads, hidden, **settings),
            parts(prefix, [(torch_attention, "attention.", "self_attn."), (torch_norm, "attentionNorm.", "norm1."),
                           (torch_norm, "feedForwardNorm.", "norm2.")]),
            (memory,), dict(src_key_padding_mask=beyond(source_lengths, source_time)))
    memory = normed("encoder", memory)
    x = embedded("target", inputs)
    for layer in range(counts[1]):
        prefix = f"decoder.{layer}."
        x = functional_call(
            nn.TransformerDecoderLayer(channels, heads, hidden, **settings),
            parts(prefix, [(torch_attention, "attention.", "self_attn."), (torch_norm, "attentionNorm.", "norm1."),
                           (torch_attention, "crossAttention.", "multihead_attn."),
                           (torch_norm, "crossAttentionNorm.", "norm2."), (torch_norm, "feedForwardNorm.", "norm3.")]),
            (x, memory), dict(tgt_mask=~causal(time, time), tgt_key_padding_mask=beyond(target_lengths, time),
                              memory_key_padding_mask=beyond(source_lengths, source_time)))
    x = normed("decoder", x)
    tables = {"none": None, "target and head": "target.weight", "all": "source.weight"}
    logits = F.linear(x, p[tables[sharing]] if tables[sharing] else p["head.weight"].T)
    labels = torch.tensor([t if k else -100 for t, k in zip(case.settings["targets"], keep)])
    case.output("loss", F.cross_entropy(logits.flatten(0, -2), labels, label_smoothing=smoothing))
    case.output("memory", memory, differentiate=False)
    case.output("logits", logits, differentiate=False)
    return case.differentiate()


def encoder_decoder():
    sources = [[3, 1, 4, 1, 5], [8, 2, 6, 0, 0]]
    targets = [[0, 2, 6, 5, 1], [0, 4, 3, 0, 0]]
    yield encoder_decoder_case(
        "EncoderDecoder", "post-norm, ReLU, sinusoidal positions, one table for all", "post", "relu", "sinusoidal", "all",
        sources, targets, vocabularies=(9, 9), smoothing=0.125)
    yield encoder_decoder_case(
        "EncoderDecoder", "pre-norm, GELU, learned positions, the target's table as head, padding of both texts", "pre",
        "tanh gelu", "learned", "target and head", sources, targets, lengths=([5, 3], [4, 2]), counts=(1, 2))
    yield encoder_decoder_case(
        "EncoderDecoder", "post-norm, no positions, no table shared, padding of both texts", "post", "exact gelu", "none",
        "none", sources, targets, lengths=([5, 3], [4, 2]), counts=(2, 1), heads=4, smoothing=0.25)


# Recurrent layers and a masked model

def recurrent_case(kind, name, gates, inputs, channels, batch, time, goes_on):
    """PyTorch's own layer of one direction, from zeros or from a state that is an input too."""
    case = Case(kind, name)
    x = case.input("x", case.numbers((batch, time, inputs)))
    states = {"h": case.input("h", case.numbers((1, batch, channels)))[0:1]} if goes_on else {}
    if goes_on and gates == 4:
        states["c"] = case.input("c", case.numbers((1, batch, channels)))[0:1]
    projection(case, "input", inputs, gates * channels)
    projection(case, "recurrent", channels, gates * channels)
    layer = (nn.LSTM if gates == 4 else nn.RNN)(inputs, channels, batch_first=True)
    parameters = {}
    for ours, theirs in [("input", "ih"), ("recurrent", "hh")]:
        parameters[f"weight_{theirs}_l0"] = case.inputs[ours + ".weight"].T
        parameters[f"bias_{theirs}_l0"] = case.inputs[ours + ".bias"]
    start = None if not goes_on else (states["h"], states["c"]) if gates == 4 else states["h"]
    outputs, last = functional_call(layer, parameters, (x, start))
    case.output("outputs", outputs)
    case.output("last hidden", (last[0] if gates == 4 else last)[0])
    if gates == 4:
        case.output("last cell", last[1][0])
    return case.differentiate()


def masked_case(name, placement, lengths):
    """PyTorch's encoder without a causal mask, and the cross-entropy of the places that are asked for."""
    vocabulary, context, channels, hidden, heads, layers, time = 7, 5, 6, 8, 2, 2, 4
    case = Case("masked language model", name, {
        "vocabulary": [vocabulary], "context": [context], "channels": [channels], "hidden": [hidden], "heads": [heads],
        "layers": [layers], "time": [time], "lengths": lengths,
        "tokens": [3, 6, 1, 0, 6, 2, 5, 4], "targets": [3, 2, 1, 0, 4, 2, 5, 4], "asks": [0, 1, 0, 0, 1, 1, 0, 0]})
    table = case.input("embedding.weight", case.numbers((vocabulary, channels)))
    places = case.input("positions.weight", case.numbers((context, channels), 0.5))
    for index in range(layers):
        prefix = f"blocks.{index}."
        norm_parameters(case, prefix + "attentionNorm.", channels)
        attention_parameters(case, prefix + "attention.", channels)
        norm_parameters(case, prefix + "feedForwardNorm.", channels)
        feed_forward_parameters(case, prefix + "feedForward.", channels, hidden)
    if placement == "pre":
        norm_parameters(case, "finalNorm.", channels)
    tokens = torch.tensor(case.settings["tokens"]).reshape(-1, time)
    x = table[tokens] + places[:time]
    padding = torch.arange(time) >= torch.tensor(lengths)[:, None]
    for index in range(layers):
        prefix = f"blocks.{index}."
        layer = nn.TransformerEncoderLayer(
            channels, heads, hidden, dropout=0, activation=F.gelu, batch_first=True, norm_first=placement == "pre")
        parameters = (
            torch_attention(case, prefix + "attention.", "self_attn.")
            | torch_linear(case, prefix + "feedForward.expand", "linear1.")
            | torch_linear(case, prefix + "feedForward.contract", "linear2.")
            | torch_norm(case, prefix + "attentionNorm.", "norm1.")
            | torch_norm(case, prefix + "feedForwardNorm.", "norm2."))
        x = functional_call(layer, parameters, (x,), dict(src_key_padding_mask=padding))
    if placement == "pre":
        x = F.layer_norm(x, (channels,), case.inputs["finalNorm.gain"], case.inputs["finalNorm.bias"])
    logits = x @ table.T
    asked = torch.tensor(case.settings["asks"]) == 1
    loss = F.cross_entropy(logits.reshape(-1, vocabulary)[asked], torch.tensor(case.settings["targets"])[asked])
    case.output("logits", logits, differentiate=False)
    case.output("loss", loss)
    return case.differentiate()


def recurrent():
    for kind, gates in [("ElmanLayer", 1), ("LSTMLayer", 4)]:
        yield recurrent_case(kind, "from zeros", gates, 3, 4, 2, 5, False)
        yield recurrent_case(kind, "from a state", gates, 2, 3, 2, 4, True)
        yield recurrent_case(kind, "one token", gates, 3, 2, 1, 1, True)
    yield masked_case("post-norm, padding", "post", [4, 3])
    yield masked_case("pre-norm", "pre", [4, 4])


# The parts of the fast model, and a whole one

def rotated(x, base=10_000, past=0):
    """Pairs of neighbours as complex numbers, times those of length 1 at their positions' angles."""
    time, width = x.shape[-2:]
    angles = torch.outer(past + torch.arange(time).double(), base ** (-torch.arange(0, width, 2) / width))
    turned = torch.view_as_complex(x.unflatten(-1, (-1, 2)).contiguous()) * torch.polar(torch.ones_like(angles), angles)
    return torch.view_as_real(turned).flatten(-2)


def swiglu(x, gate, expand, contract):
    return (F.silu(x @ gate) * (x @ expand)) @ contract


def fast_gpt_case(name, texts, is_gated, lengths=None, vocabulary=7, channels=8, heads=2, layers=3, cap=15):
    inputs, targets = [t[:-1] for t in texts], [t[1:] for t in texts]
    time = len(inputs[0])
    keep = [[int(i < length) for i in range(time)] for length in lengths or [time] * len(inputs)]
    case = Case("fast GPT", name, {
        "vocabulary": [vocabulary], "context": [time], "layers": [layers], "heads": [heads], "channels": [channels],
        "gated": [int(is_gated)], "time": [time], "tokens": sum(inputs, []), "targets": sum(targets, []),
        "keep": sum(keep, [])})
    if lengths:
        case.settings["lengths"] = lengths
    case.input("embedding.weight", case.numbers((vocabulary, channels)))
    for layer in range(layers):
        prefix = f"blocks.{layer}."
        case.input(prefix + "attentionNorm.gain", case.numbers((channels,), 0.3, 1))
        attention_parameters(case, prefix + "attention.", channels)
        if layer:
            case.input(prefix + "attention.valueShare", case.numbers((), 0.2, 0.5))
        case.input(prefix + "feedForwardNorm.gain", case.numbers((channels,), 0.3, 1))
        if is_gated:
            # ⌊2·32/3⌋ = 21, rounded up to a multiple of 8.
            for part, shape in [("gate", (channels, 24)), ("expand", (channels, 24)), ("contract", (24, channels))]:
                projection(case, prefix + "feedForward." + part, *shape, bias=False)
        else:
            feed_forward_parameters(case, prefix + "feedForward.", channels, 4 * channels)
    case.input("finalNorm.gain", case.numbers((channels,), 0.3, 1))
    projection(case, "head", channels, vocabulary, bias=False, deviation=4)

    p = case.inputs
    linear = lambda name, x: x @ p[name + ".weight"] + p[name + ".bias"]
    norm = lambda name, x: F.rms_norm(x, (channels,), p[name + ".gain"], eps=1e-5)
    cut = lambda x: x.unflatten(-1, (heads, -1)).transpose(-3, -2)
    visible = causal(time, time)[None, None]
    if lengths:
        visible = visible & (torch.arange(time) < torch.tensor(lengths)[:, None])[:, None, None, :]
    x = F.embedding(torch.tensor(inputs), p["embedding.weight"])
    first = None
    for layer in range(layers):
        prefix = f"blocks.{layer}."
        at, y = prefix + "attention.", norm(prefix + "attentionNorm", x)
        query, key = (rotated(F.rms_norm(v, v.shape[-1:], eps=1e-5))
                      for v in (cut(linear(at + "query", y)), cut(linear(at + "key", y))))
        value = cut(linear(at + "value", y))
        first = value if first is None else first
        value = torch.lerp(value, first, p[at + "valueShare"]) if layer else value
        attended = F.scaled_dot_product_attention(query, key, value, attn_mask=visible)
        x = x + linear(at + "output", attended.transpose(-3, -2).flatten(-2))
        to, y = prefix + "feedForward.", norm(prefix + "feedForwardNorm", x)
        if is_gated:
            x = x + swiglu(y, p[to + "gate.weight"], p[to + "expand.weight"], p[to + "contract.weight"])
        else:
            x = x + linear(to + "contract", F.relu(linear(to + "expand", y)) ** 2)
    logits = cap * torch.tanh(norm("finalNorm", x) @ p["head.weight"] / cap)
    wanted = torch.tensor([t if k else -100 for t, k in zip(case.settings["targets"], case.settings["keep"])])
    case.output("loss", F.cross_entropy(logits.flatten(0, -2), wanted))
    case.output("logits", logits, differentiate=False)
    return case.differentiate()


def fast():
    for shape in [(4,), (2, 5), (2, 3, 4), (3, 33)]:
        width, gain = shape[-1], normal(shape[-1], deviation=0.3, around=1)
        for deviation in [2, 0.01]:
            name = f"{size(shape)}, deviation {deviation}"
            x = normal(*shape, deviation=deviation)
            yield one("rms norm", name, {"x": x, "gain": gain},
                      lambda x, gain, w=width: F.rms_norm(x, (w,), gain, eps=1e-5))
        yield one("rms norm without gain", size(shape), {"x": normal(*shape, deviation=2)},
                  lambda x, w=width: F.rms_norm(x, (w,), eps=1e-3), {"epsilon": [1e-3]})
        yield one("squared relu", size(shape), {"x": normal(*shape)}, lambda x: F.relu(x) ** 2)
        for cap in [0.5, 15]:
            yield one("soft cap", f"{size(shape)} at {cap}", {"x": normal(*shape, deviation=cap)},
                      lambda x, c=cap: c * torch.tanh(x / c), {"cap": [cap]})
        yield one("gated silu", size(shape), {"gate": normal(*shape, deviation=3), "x": normal(*shape)},
                  lambda gate, x: F.silu(gate) * x)
        yield one("interpolation", size(shape),
                  {"x": normal(*shape), "y": normal(*shape), "share": normal(deviation=0.5, around=0.5)}, torch.lerp)
    for shape, base, past in [((3, 4), 10_000, 0), ((2, 2, 5, 6), 10_000, 7), ((2, 40, 16), 100, 3), ((1, 2), 10, 999)]:
        yield one("rotary positions", f"{size(shape)}, base {base}, from {past}", {"x": normal(*shape)},
                  lambda x, b=base, p=past: rotated(x, b, p), {"base": [base], "past": [past]})
    for batch in [(3,), (2, 3)]:
        yield one("SwiGLU", f"{size(batch)} tokens",
                  {"x": normal(*batch, 4), "gate.weight": normal(4, 8), "expand.weight": normal(4, 8),
                   "contract.weight": normal(8, 4)}, swiglu)
    yield fast_gpt_case("SwiGLU", [[3, 1, 4, 1, 5, 6, 2, 6, 5], [0, 2, 6, 3, 1, 0, 4, 4, 2]], is_gated=True)
    yield fast_gpt_case("squared ReLU, padding", [[3, 1, 4, 1, 5, 6, 2], [0, 2, 6, 3, 0, 0, 0]], is_gated=False,
                        lengths=[6, 3], layers=2)


TOPICS = [arithmetic, functions, products, movements, reductions, rows, layers, blocks, optimizers, gpt, encoder_decoder,
          recurrent, fast]


def main():
    parser = argparse.ArgumentParser(description="Makes the fixtures of the oracle tests with PyTorch.")
    parser.add_argument("--check", action="store_true", help="compare with the files instead of writing them")
    check = parser.parse_args().check
    different, count, length = [], 0, 0
    for topic in TOPICS:
        cases = list(topic())
        names = [(case.operation, case.name) for case in cases]
        if len(set(names)) != len(names):
            sys.exit(f"{topic.__name__}: two cases of one name: {sorted({n for n in names if names.count(n) > 1})}")
        text = (f'{{"madeBy": "make_fixtures.py, torch {PINNED["torch"]}",\n"cases": [\n'
                + ",\n".join(case.text() for case in cases) + "]}\n").encode()
        path = FOLDER / f"{topic.__name__}.json"
        if check:
            same = path.exists() and path.read_bytes() == text
            different += [] if same else [path.name]
            verdict = "the same" if same else "DIFFERENT"
        else:
            path.write_bytes(text)
            verdict = "written"
        count, length = count + len(cases), length + len(text)
        print(f"{path.name}: {len(cases)} cases, {len(text)} bytes, {verdict}")
    print(f"{len(TOPICS)} files, {count} cases, {length} bytes")
    if different:
        sys.exit(f"make_fixtures.py: not what it makes: {', '.join(different)}")


if __name__ == "__main__":
    main()
