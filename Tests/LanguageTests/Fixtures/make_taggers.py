"""Makes taggers.json: what hmmlearn says of hidden Markov models, and CRFsuite of conditional random fields.

    python3 -m venv venv && venv/bin/pip install -r requirements-taggers.txt
    venv/bin/python make_taggers.py           writes the file
    venv/bin/python make_taggers.py --check   compares with the file, byte for byte, and writes nothing
"""

import argparse
import importlib.metadata
import json
import logging
import random
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
PINNED = dict(line.split("==") for line in (FOLDER / "requirements-taggers.txt").read_text().split())

for package, version in PINNED.items():
    if importlib.metadata.version(package) != version:
        sys.exit(f"make_taggers.py: needs {package} {version}: pip install -r requirements-taggers.txt")

import numpy
import pycrfsuite
from hmmlearn.hmm import CategoricalHMM

logging.getLogger("hmmlearn").setLevel(logging.ERROR)


def rounded(numbers):
    """Eleven significant digits, whatever the nesting."""
    if isinstance(numbers, (list, tuple, numpy.ndarray)):
        return [rounded(one) for one in numbers]
    return float(f"{numbers:.11g}")


def distributions(source, rows, columns):
    table = [[source.randint(1, 9) for _ in range(columns)] for _ in range(rows)]
    return [[value / sum(row) for value in row] for row in table]


def markov(name, states, symbols, lengths, steps):
    """A model of random probabilities: likelihoods, posteriors, best paths, and some steps of Baum and Welch."""
    source = random.Random(name)
    sequences = [[source.randrange(symbols) for _ in range(length)] for length in lengths]
    start = {"initial": distributions(source, 1, states)[0], "transitions": distributions(source, states, states),
             "emissions": distributions(source, states, symbols)}

    def model(**settings):
        made = CategoricalHMM(n_components=states, n_features=symbols, init_params="", **settings)
        made.startprob_, made.transmat_ = numpy.array(start["initial"]), numpy.array(start["transitions"])
        made.emissionprob_ = numpy.array(start["emissions"])
        return made

    plain = model()
    column = lambda tokens: numpy.array(tokens).reshape(-1, 1)
    paths = [plain.decode(column(tokens)) for tokens in sequences]
    trained = model(n_iter=steps, tol=-1e9)
    trained.fit(column([token for tokens in sequences for token in tokens]), lengths)
    return {"name": name, "sequences": sequences, **{key: rounded(value) for key, value in start.items()},
            "logLikelihoods": rounded([plain.score(column(tokens)) for tokens in sequences]),
            "posteriors": rounded([plain.predict_proba(column(tokens)) for tokens in sequences]),
            "paths": [[int(state) for state in path] for _, path in paths],
            "pathLogProbabilities": rounded([score for score, _ in paths]),
            "history": rounded(list(trained.monitor_.history)),
            "trained": {"initial": rounded(trained.startprob_), "transitions": rounded(trained.transmat_),
                        "emissions": rounded(trained.emissionprob_)}}


def field(name, tags, features, lengths, penalty):
    """A field trained by CRFsuite to its optimum: its weights, and what it says of every text."""
    source = random.Random(name)
    texts = [{"features": [sorted(source.sample(range(features), 2)) for _ in range(length)],
              "tags": [source.randrange(tags) for _ in range(length)]} for length in lengths]
    names = [[[f"f{number}" for number in place] for place in text["features"]] for text in texts]
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"c1": 0, "c2": penalty, "max_iterations": 1000, "epsilon": 1e-12, "delta": 1e-14,
                        "feature.possible_states": True, "feature.possible_transitions": True})
    for text, seen in zip(texts, names):
        trainer.append(seen, [f"t{tag}" for tag in text["tags"]])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        weights = [info.state_features[f"f{number}", f"t{tag}"] for number in range(features) for tag in range(tags)]
        weights += [info.transitions[f"t{before}", f"t{after}"] for before in range(tags) for after in range(tags)]
        results = []
        for text, seen in zip(texts, names):
            tagger.set(seen)
            best = tagger.tag()
            results.append({
                **text, "best": [int(tag[1:]) for tag in best],
                "probability": rounded(tagger.probability([f"t{tag}" for tag in text["tags"]])),
                "marginals": rounded([[tagger.marginal(f"t{tag}", place) for tag in range(tags)]
                                      for place in range(len(seen))])})
    return {"name": name, "tagCount": tags, "featureCount": features, "penalty": penalty,
            "weights": rounded(weights), "texts": results}


def contents():
    return {
        "models": [markov("two states", 2, 3, [5, 1, 8], 3), markov("three states", 3, 4, [12, 30], 5)],
        "fields": [field("two tags", 2, 3, [3, 1, 4, 2], 0.5), field("three tags", 3, 5, [6, 4, 5, 1, 3], 0.25)]}


def main():
    parser = argparse.ArgumentParser(description="Makes the fixture of the taggers with hmmlearn and CRFsuite.")
    parser.add_argument("--check", action="store_true", help="compare with the file instead of writing it")
    check = parser.parse_args().check
    made = contents()
    by = "make_taggers.py, " + ", ".join(f"{package} {version}" for package, version in PINNED.items())
    lists = [f'"{name}": [\n' + ",\n".join(json.dumps(one) for one in made[name]) + "]" for name in made]
    text = f'{{"madeBy": "{by}",\n' + ",\n".join(lists) + "}\n"
    path = FOLDER / "taggers.json"
    if not check:
        path.write_text(text, encoding="utf-8")
    elif not path.exists() or path.read_text(encoding="utf-8") != text:
        sys.exit("make_taggers.py: taggers.json is not what it makes")
    print(f"taggers.json: {len(text)} characters, {'the same' if check else 'written'}")


if __name__ == "__main__":
    main()
