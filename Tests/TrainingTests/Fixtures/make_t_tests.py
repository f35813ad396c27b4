"""Makes t-tests.json: what scipy says of measurements against a target, and of Student's t at some places.

    python3 -m venv venv && venv/bin/pip install -r requirements-t-tests.txt
    venv/bin/python make_t_tests.py           writes the file
    venv/bin/python make_t_tests.py --check   compares with the file, byte for byte, and writes nothing
"""

import importlib.metadata
import json
import random
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PACKAGE, VERSION = (FOLDER / "requirements-t-tests.txt").read_text().strip().split("==")

if importlib.metadata.version(PACKAGE) != VERSION:
    sys.exit(f"make_t_tests.py: needs {PACKAGE} {VERSION}: pip install -r requirements-t-tests.txt")

from scipy import stats


def sample(count, seed):
    """Measurements that are drawn, a target near them, and what the one-sided test says."""
    draw = random.Random(seed)
    values = [round(draw.gauss(1.85, 0.02), 4) for _ in range(count)]
    target = round(draw.uniform(1.84, 1.88), 3)
    test = stats.ttest_1samp(values, target, alternative="less")
    return {"values": values, "target": target, "t": test.statistic.item(), "p": test.pvalue.item()}


def probabilities(degrees):
    """P(T ≤ t) for places on both sides, near and far."""
    places = [-40, -6, -2.5, -1, -0.1, 0.3, 1.7, 3, 12]
    return {"degrees": degrees, "t": places, "p": [stats.t.cdf(t, degrees).item() for t in places]}


contents = {
    "samples": [sample(count, seed) for seed, count in enumerate([2, 3, 4, 5, 8, 9, 16, 64], start=1)],
    "probabilities": [probabilities(degrees) for degrees in [1, 2, 3, 4, 7, 8, 15, 31, 63]],
}
text = json.dumps(contents, indent=1) + "\n"
if "--check" in sys.argv:
    sys.exit(text != (FOLDER / "t-tests.json").read_text())
(FOLDER / "t-tests.json").write_text(text)
