"""Makes explanations.json: what shap and lime say of games whose every coalition has a known worth.

    python3 -m venv venv && venv/bin/pip install -r requirements-explanations.txt
    venv/bin/python make_explanations.py           writes the file
    venv/bin/python make_explanations.py --check   compares with the file, byte for byte, and writes nothing

shap is asked exactly, with nobody as what it compares with. lime is given every coalition in the place of a
sample, a line without a penalty, and otherwise what it does with texts: its own distance, kernel and width.
"""

import importlib.metadata
import json
import random
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PINNED = dict(
    line.split("==") for line in (FOLDER / "requirements-explanations.txt").read_text().split()
)

for package, version in PINNED.items():
    if importlib.metadata.version(package) != version:
        sys.exit(f"make_explanations.py: needs {package} {version}: pip install -r requirements-explanations.txt")

import numpy
import shap
from lime.lime_text import LimeTextExplainer
from sklearn.linear_model import LinearRegression
from sklearn.metrics import pairwise_distances


def game(players, seed):
    """The worth of every coalition, player i of coalition c by bit i, and what the two libraries say."""
    draw = random.Random(seed)
    values = numpy.array([round(draw.uniform(-3, 3), 3) for _ in range(2**players)])
    bits = 2 ** numpy.arange(players)
    coalitions = numpy.array([[c >> i & 1 for i in range(players)] for c in range(2**players)])

    def worth(rows):
        return values[(rows.astype(int) * bits).sum(axis=1)]

    exact = shap.ExactExplainer(worth, shap.maskers.Independent(numpy.zeros((1, players))))
    shapley = exact(numpy.ones((1, players))).values[0]

    whole_first = coalitions[::-1]
    distances = pairwise_distances(whole_first, whole_first[:1], metric="cosine").ravel() * 100
    intercept, weights, _, _ = LimeTextExplainer().base.explain_instance_with_data(
        whole_first, worth(whole_first)[:, None], distances, 0, players,
        feature_selection="none", model_regressor=LinearRegression(),
    )
    line = [dict(weights)[i] for i in range(players)]
    return {
        "players": players, "values": list(values), "shapley": [round(float(x), 10) for x in shapley],
        "lime": [round(float(x), 10) for x in line], "intercept": round(float(intercept), 10),
    }


games = [json.dumps(game(players, seed)) for seed, players in enumerate([2, 4, 5], 1)]
text = "[\n  " + ",\n  ".join(games) + "\n]\n"
place = FOLDER / "explanations.json"
if "--check" not in sys.argv:
    place.write_text(text)
elif place.read_text() != text:
    sys.exit(f"{place.name} is not what this makes")
else:
    print(f"{place.name} is what shap {PINNED['shap']} and lime {PINNED['lime']} say")
